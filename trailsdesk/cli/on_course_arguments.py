"""What the commands take while runners are out there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser

_MOMENT = '"YYYY-MM-DD HH:MM:SS"'


def _add_on_course(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--at", metavar=_MOMENT, help="as of this local time; else now")


def _add_call(command: ArgumentParser) -> None:
    command.add_argument("text", metavar="CALL", help='"214 cp2 1132", "214 dnf cp2 knee / car"')
    add_scope(command)
    command.add_argument(
        "--station", metavar="CODE", help="the place, where the call leaves it out"
    )
    command.add_argument("--at", metavar=_MOMENT, help="the local time now; else the computer's")
    command.add_argument("--dry-run", action="store_true", help="say how it would be understood")


def _add_checkpoints(command: ArgumentParser) -> None:
    add_scope(command, race=True)
    bring = command.add_mutually_exclusive_group()
    bring.add_argument(
        "--import", dest="source", type=Path, metavar="SOURCE", help="a table of checkpoints"
    )
    bring.add_argument("--copy", action="store_true", help="those of the event before")
    command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    command.add_argument("--encoding", metavar="NAME", help="the source's encoding")
    command.add_argument("--cutoffs", choices=("elapsed", "clock"), help="what 12:30 means")
    command.add_argument(
        "--start", metavar=_MOMENT, help="what times of day count from while there is no gun"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen")


ON_COURSE_COMMANDS = (
    CommandLine("on-course", "Who is out there, last seen where, expected when.", _add_on_course),
    CommandLine("call", "Take a call over the radio.", _add_call),
    CommandLine("checkpoints", "The checkpoints of a race.", _add_checkpoints),
)
