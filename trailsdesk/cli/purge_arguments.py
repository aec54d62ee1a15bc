"""What may be typed after ``trailsdesk purge``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine
from trailsdesk.domain.privacy import Protected

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_purge(command: ArgumentParser) -> None:
    command.add_argument(
        "classes",
        nargs="*",
        metavar="CLASS",
        help="one or more of "
        + ", ".join(each.value.lower() for each in Protected)
        + "; all where none is named",
    )
    command.add_argument(
        "--event", metavar="E", help="only of runners entered in no later event than this one"
    )
    command.add_argument(
        "--copies", action="store_true", help="delete the copies beside the file as well"
    )
    command.add_argument("--do", action="store_true", help="without it only the counts are shown")


PURGE_COMMANDS = (CommandLine("purge", "Remove protected data for good.", _add_purge),)
