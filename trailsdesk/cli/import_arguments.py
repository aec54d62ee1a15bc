"""What the commands take that read files: lists of entries, logs of times, chips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import EXIT, CommandLine, add_event, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_import(command: ArgumentParser) -> None:
    kinds = command.add_subparsers(dest="what", required=True, metavar="entries|times|chips")
    for kind in _KINDS:
        kind.add_to(kinds)


def _add_source(command: ArgumentParser, words: str) -> None:
    command.add_argument("source", type=Path, metavar="SOURCE", help=words)
    command.add_argument("--encoding", metavar="NAME", help="the source's encoding")


def _add_what_is_read(command: ArgumentParser, words: str) -> None:
    _add_source(command, words)
    command.add_argument("--dry-run", action="store_true", help="say what would happen")


def _add_table(command: ArgumentParser, words: str) -> None:
    _add_what_is_read(command, words)
    add_scope(command)
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADER=FIELD",
        help="say what a column holds; FIELD “-” leaves it out, “?” keeps it as a question",
    )
    command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    command.add_argument(
        "--dates", choices=("day-first", "month-first"), help="what 3/6/1986 means"
    )


def _add_entries(command: ArgumentParser) -> None:
    _add_table(command, "CSV, TSV, XLSX, JSON, IOF XML, or lines of text with one runner each")
    command.add_argument("--layout", type=Path, metavar="TOML", help="a layout to follow")
    command.add_argument(
        "--questions", action="store_true", help="keep every other column as a question"
    )
    for choice, words in (("same", "the person on file"), ("other", "somebody else")):
        command.add_argument(
            f"--{choice}",
            type=int,
            action="append",
            default=[],
            metavar="ROW",
            help=f"this doubtful row is {words}",
        )
    command.add_argument(
        "--doubtful", choices=("same", "other"), help="what all other doubtful rows are"
    )


def _add_times(command: ArgumentParser) -> None:
    _add_table(command, "a system's log, CSV, TSV, XLSX, JSON or IOF XML")
    command.add_argument(
        "--point", default="finish", metavar="POINT", help="start, finish or a checkpoint's code"
    )
    command.add_argument(
        "--kind", choices=("clock", "elapsed"), help="time of day, or since the gun"
    )
    command.add_argument("--day", metavar="YYYY-MM-DD", help="the day of times without a date")
    command.add_argument(
        "--offset",
        metavar="S|H:MM:SS",
        help="added to every time of day; positive when the clock was behind (--offset=-3.5)",
    )
    command.add_argument(
        "--repeated-hour",
        choices=("by-order", "first", "second"),
        help="which 2:30 of the night the clocks go back; else by the order of the lines",
    )
    role = command.add_mutually_exclusive_group()
    role.add_argument(
        "--backup", action="store_true", help="count only where no other source has a time"
    )
    role.add_argument(
        "--lead", action="store_true", help="count even where it changes times that count already"
    )
    command.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="NAME=POINT",
        help="which point a place named in the file is; POINT “-” leaves it out",
    )
    command.add_argument(
        "--list-race",
        type=int,
        metavar="N",
        help="which race of a list of several; else the first",
    )
    command.add_argument(
        "--make-points", action="store_true", help="make checkpoints of the file's places"
    )


def _add_chips(command: ArgumentParser) -> None:
    _add_what_is_read(command, "a list of bibs and chips")
    add_event(command)


def _add_identify(command: ArgumentParser) -> None:
    command.epilog = f"A file that is no timing file is refused with what it looks like. {EXIT}"
    _add_source(command, "a log, list or table")


_KINDS = (
    CommandLine("entries", "Bring in an entry list.", _add_entries),
    CommandLine("times", "Bring in times.", _add_times),
    CommandLine("chips", "Bring in which bib wears which chip.", _add_chips),
)
IMPORT_COMMANDS = (
    CommandLine(
        "import",
        "Bring in entries, times or chips from a file.",
        _add_import,
        json=False,
        file=False,
    ),
    CommandLine(
        "identify",
        "Say what a timing file is: its format, its reads, the lines not understood.",
        _add_identify,
        file=False,
    ),
)
