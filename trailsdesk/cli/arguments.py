"""What may be typed after ``trailsdesk``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk import __version__

_EXIT = "Exit 0: done. 1: refused or failed, with the reason on stderr. 2: wrong usage."


def parser() -> argparse.ArgumentParser:
    """The command line of every job."""
    return _parsers()[0]


def command_names() -> frozenset[str]:
    """The words that may stand first."""
    return frozenset(_parsers()[1].choices)


def _parsers() -> tuple[argparse.ArgumentParser, Commands]:
    top = argparse.ArgumentParser(
        prog="trailsdesk",
        description="Trail race entries, timing, results and prize sheets, offline, in one file.",
        epilog=f"Without a command, FILE opens in the window. {_EXIT}",
    )
    top.add_argument("--version", action="version", version=f"trailsdesk {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _season_commands(commands)
    _import_commands(commands)
    _race_commands(commands)
    _history_commands(commands)
    return top, commands


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  no public name


def _command(
    commands: Commands, name: str, text: str, *, json: bool = False
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text, epilog=_EXIT)
    if json:
        made.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return made


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the season's file")


def _scope(command: argparse.ArgumentParser, *, event: bool = True, race: bool = False) -> None:
    if event:
        command.add_argument("--event", required=True, metavar="E", help="the event's short name")
    command.add_argument("--race", required=race, metavar="R", help="the race's short name")


def _season_commands(commands: Commands) -> None:
    demo = _command(commands, "demo", "Play a made-up season through and open it.")
    demo.add_argument("folder", type=Path, metavar="DIR", help="an empty or new folder")
    demo.add_argument(
        "--headless", action="store_true", help="write sheets and pictures instead of opening"
    )
    _command(commands, "presets", "List the rule presets.", json=True)
    new = _command(commands, "new", "Make a season's file from a preset.")
    _file(new)
    new.add_argument("--preset", required=True, metavar="ID")
    new.add_argument("--date", metavar="YYYY-MM-DD", help="the day, for a preset of one event")
    new.add_argument("--zone", metavar="ZONE", help="its time zone, for example Pacific/Auckland")
    _file(_command(commands, "info", "What is in a season's file.", json=True))
    quote = _command(commands, "quote", "What an entry costs, and why.", json=True)
    _file(quote)
    _scope(quote, race=True)
    quote.add_argument("--born", required=True, metavar="YYYY-MM-DD")
    quote.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day of entry")
    quote.add_argument("--series", action="store_true", help="as part of a series entry")


def _import_commands(commands: Commands) -> None:
    bring = commands.add_parser("import", help="Bring in entries or times from a file.")
    kinds = bring.add_subparsers(dest="what", required=True, metavar="entries|times")
    entries = _command(kinds, "entries", "Bring in an entry list.", json=True)
    times = _command(kinds, "times", "Bring in times.", json=True)
    for command in (entries, times):
        _file(command)
        command.add_argument("source", type=Path, metavar="SOURCE", help="CSV, TSV or XLSX")
        _scope(command)
        command.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help="say what a column holds; FIELD “-” leaves it out",
        )
        command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
        command.add_argument("--encoding", metavar="NAME", help="the source's encoding")
        command.add_argument(
            "--dates", choices=("day-first", "month-first"), help="what 3/6/1986 means"
        )
        command.add_argument("--dry-run", action="store_true", help="say what would happen")
    times.add_argument("--point", default="finish", metavar="POINT")
    times.add_argument(
        "--kind", choices=("clock", "elapsed"), help="time of day, or since the gun"
    )


def _race_commands(commands: Commands) -> None:
    start = _command(commands, "start", "Set the gun of a race, or of all races of an event.")
    _file(start)
    _scope(start)
    start.add_argument("--at", required=True, metavar='"YYYY-MM-DD HH:MM:SS"', help="local time")
    results = _command(commands, "results", "The results.", json=True)
    _file(results)
    _scope(results)
    standings = _command(commands, "standings", "The series standings.", json=True)
    _file(standings)
    _scope(standings, event=False)
    problems = _command(commands, "problems", "All that is not clean.", json=True)
    _file(problems)
    sheet = _command(commands, "sheet", "Write a printed sheet as PDF or XLSX.")
    sheet.add_argument("kind", metavar="KIND", help="prize-list, medal-pickup, results, …")
    _file(sheet)
    sheet.add_argument("--event", metavar="E", help="the event's short name")
    sheet.add_argument("--race", metavar="R", help="the race's short name")
    sheet.add_argument("--paper", choices=("a4", "letter"), default="a4")
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf|OUT.xlsx")


def _history_commands(commands: Commands) -> None:
    _file(_command(commands, "history", "Who changed what, newest first.", json=True))
    _file(_command(commands, "undo", "Take back the last change."))
    _file(_command(commands, "redo", "Do the last undone change again."))
    _file(_command(commands, "check", "Check that the file is sound."))
