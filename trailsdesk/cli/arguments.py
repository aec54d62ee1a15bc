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
    _identify_command(commands)
    _race_commands(commands)
    _history_commands(commands)
    _course_command(commands)
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
    bring = commands.add_parser("import", help="Bring in entries, times or chips from a file.")
    kinds = bring.add_subparsers(dest="what", required=True, metavar="entries|times|chips")
    entries = _command(kinds, "entries", "Bring in an entry list.", json=True)
    times = _command(kinds, "times", "Bring in times.", json=True)
    chips = _command(kinds, "chips", "Bring in which bib wears which chip.", json=True)
    sources = (
        (entries, "CSV, TSV or XLSX"),
        (times, "a system's log, CSV, TSV, XLSX, JSON or IOF XML"),
        (chips, "a list of bibs and chips"),
    )
    for command, words in sources:
        _file(command)
        command.add_argument("source", type=Path, metavar="SOURCE", help=words)
        command.add_argument("--encoding", metavar="NAME", help="the source's encoding")
        command.add_argument("--dry-run", action="store_true", help="say what would happen")
    for command in (entries, times):
        _scope(command)
        command.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help="say what a column holds; FIELD “-” leaves it out",
        )
        command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
        command.add_argument(
            "--dates", choices=("day-first", "month-first"), help="what 3/6/1986 means"
        )
    chips.add_argument("--event", required=True, metavar="E", help="the event's short name")
    _time_options(times)


def _time_options(times: argparse.ArgumentParser) -> None:
    times.add_argument(
        "--point", default="finish", metavar="POINT", help="start, finish or a checkpoint's code"
    )
    times.add_argument(
        "--kind", choices=("clock", "elapsed"), help="time of day, or since the gun"
    )
    times.add_argument("--day", metavar="YYYY-MM-DD", help="the day of times without a date")
    times.add_argument(
        "--offset",
        metavar="S|H:MM:SS",
        help="added to every time of day; positive when the clock was behind (--offset=-3.5)",
    )
    role = times.add_mutually_exclusive_group()
    role.add_argument(
        "--backup", action="store_true", help="count only where no other source has a time"
    )
    role.add_argument(
        "--lead", action="store_true", help="count even where it changes times that count already"
    )
    times.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="NAME=POINT",
        help="which point a place named in the file is; POINT “-” leaves it out",
    )
    times.add_argument(
        "--list-race",
        type=int,
        metavar="N",
        help="which race of a list of several; else the first",
    )
    times.add_argument(
        "--make-points", action="store_true", help="make checkpoints of the file's places"
    )


def _identify_command(commands: Commands) -> None:
    identify = _command(
        commands,
        "identify",
        "Say what a timing file is: its format, its reads, the lines not understood.",
        json=True,
    )
    identify.epilog = f"A file that is no timing file is refused with what it looks like. {_EXIT}"
    identify.add_argument("source", type=Path, metavar="SOURCE", help="a log, list or table")
    identify.add_argument("--encoding", metavar="NAME", help="the source's encoding")


def _race_commands(commands: Commands) -> None:
    start = _command(commands, "start", "Set the gun of a race, or of all races of an event.")
    _file(start)
    _scope(start)
    start.add_argument("--wave", metavar="W", help="one wave of the race; else all of them")
    start.add_argument("--at", required=True, metavar='"YYYY-MM-DD HH:MM:SS"', help="local time")
    _start_commands(commands)
    _on_course_commands(commands)
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
    grid = sheet.add_argument_group("for finish-grid")
    grid.add_argument("--first-row", type=int, default=1, metavar="N", help="its number")
    grid.add_argument("--pages", type=int, default=1, metavar="N", help="how many")
    grid.add_argument("--filled", action="store_true", help="with the rows taken so far")
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf|OUT.xlsx")


def _start_commands(commands: Commands) -> None:
    here = _command(commands, "checkin", "Check the runner of a bib in.")
    _file(here)
    _scope(here)
    here.add_argument("--bib", required=True, metavar="B")
    here.add_argument("--adult", metavar="NAME", help="who looks after a young runner")
    here.add_argument("--gear", action="store_true", help="the mandatory gear was seen")
    late = _command(commands, "late", "Note that a runner started after, or before, the wave.")
    _file(late)
    _scope(late)
    late.add_argument("--bib", required=True, metavar="B")
    late.add_argument("--at", metavar='"YYYY-MM-DD HH:MM:SS"', help="local time; else now")
    late.add_argument("--own", action="store_true", help="the own start counts, not the gun")
    absent = _command(commands, "dns", "Mark those who never started DNS.", json=True)
    _file(absent)
    _scope(absent)
    which = absent.add_mutually_exclusive_group(required=True)
    which.add_argument("--not-checked-in", action="store_true", help="whoever is not checked in")
    which.add_argument("--bibs", metavar="LIST", help="these did not start: 12, 14, 20-25")
    which.add_argument("--started", metavar="LIST", help="these did start, all others did not")
    absent.add_argument("--reason", default="", metavar="TEXT", help="kept with each decision")
    absent.add_argument(
        "--confirm", action="store_true", help="also when it is more than half of a field"
    )
    absent.add_argument("--dry-run", action="store_true", help="say what would happen")


def _on_course_commands(commands: Commands) -> None:
    moment = '"YYYY-MM-DD HH:MM:SS"'
    out = _command(
        commands, "on-course", "Who is out there, last seen where, expected when.", json=True
    )
    _file(out)
    _scope(out)
    out.add_argument("--at", metavar=moment, help="as of this local time; else now")
    call = _command(commands, "call", "Take a call over the radio.", json=True)
    _file(call)
    call.add_argument("text", metavar="CALL", help='"214 cp2 1132", "214 dnf cp2 knee / car"')
    _scope(call)
    call.add_argument("--station", metavar="CODE", help="the place, where the call leaves it out")
    call.add_argument("--at", metavar=moment, help="the local time now; else the computer's")
    call.add_argument("--dry-run", action="store_true", help="say how it would be understood")
    points = _command(commands, "checkpoints", "The checkpoints of a race.", json=True)
    _file(points)
    _scope(points, race=True)
    bring = points.add_mutually_exclusive_group()
    bring.add_argument(
        "--import", dest="source", type=Path, metavar="SOURCE", help="a table of checkpoints"
    )
    bring.add_argument("--copy", action="store_true", help="those of the event before")
    points.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    points.add_argument("--encoding", metavar="NAME", help="the source's encoding")
    points.add_argument("--cutoffs", choices=("elapsed", "clock"), help="what 12:30 means")
    points.add_argument(
        "--start", metavar=moment, help="what times of day count from while there is no gun"
    )
    points.add_argument("--dry-run", action="store_true", help="say what would happen")


def _history_commands(commands: Commands) -> None:
    _file(_command(commands, "history", "Who changed what, newest first.", json=True))
    _file(_command(commands, "undo", "Take back the last change."))
    _file(_command(commands, "redo", "Do the last undone change again."))
    _file(_command(commands, "check", "Check that the file is sound."))


def _course_command(commands: Commands) -> None:
    course = _command(
        commands, "course", "Measure a GPX file: distance, climb, points.", json=True
    )
    course.add_argument("gpx", type=Path, metavar="GPX", help="a track or route")
    course.add_argument("--track", type=int, metavar="N", help="which track of several, from 1")
    course.add_argument("--aid-stations", type=int, default=0, metavar="N")
    course.add_argument("--loops", type=int, default=1, metavar="N", help="the track is one loop")
    course.add_argument("--backyard", action="store_true", help="loops for each number of points")
    course.add_argument("--distance-km", metavar="X", help="the official distance")
    course.add_argument("--ascent-m", metavar="Y", help="the official climb")
    course.add_argument(
        "--drawn", action="store_true", help="drawn on a map: 90 %% of the km-effort"
    )
    course.add_argument("--plot", type=Path, metavar="PNG", help="map and profile; or NAME.svg")
    course.add_argument("--pdf", type=Path, metavar="PDF", help="the course sheet, one page")
    course.add_argument("--paper", choices=("a4", "letter"), default="a4")
