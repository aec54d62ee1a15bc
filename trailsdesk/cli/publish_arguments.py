"""What may be typed after ``trailsdesk publish``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_publish(command: ArgumentParser) -> None:
    add_scope(command)
    how = command.add_mutually_exclusive_group()
    how.add_argument("--provisional", action="store_true", help="freeze the next version")
    how.add_argument("--official", action="store_true", help="the same, as the last word")
    command.add_argument("--note", default="", metavar="TEXT", help="why, for the record")


PUBLISH_COMMANDS = (
    CommandLine(
        "publish", "Freeze results as a version, or show what changed since.", _add_publish
    ),
)
