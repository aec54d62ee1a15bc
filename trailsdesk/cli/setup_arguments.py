"""What may be typed after ``trailsdesk event`` and ``trailsdesk race``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_event_changes(command: ArgumentParser) -> None:
    """Which event, and what may be changed of it; empty text strikes place or country out."""
    add_event(command)
    command.add_argument("--name", metavar="TEXT")
    command.add_argument("--venue", metavar="TEXT")
    command.add_argument("--country", metavar="ABC", help="three letters, such as NZL")
    command.add_argument("--date", metavar="YYYY-MM-DD")
    command.add_argument("--zone", metavar="ZONE", help="for example Pacific/Auckland")


def _add_race_changes(command: ArgumentParser) -> None:
    """Which race, and what may be changed of it; empty text strikes all but the name out."""
    add_scope(command, race=True)
    command.add_argument("--label", metavar="TEXT", help="what it is called")
    command.add_argument("--length-km", metavar="X", help="the official length")
    command.add_argument("--climb-m", metavar="Y", help="the official climb")
    command.add_argument("--time-limit", metavar="H:MM", help="from the gun of its first wave")
    command.add_argument("--capacity", metavar="N", help="so many may enter")


SETUP_COMMANDS = (
    CommandLine("event", "Show an event, or change its name, place or day.", _add_event_changes),
    CommandLine("race", "Show a race, or change its length, climb or limits.", _add_race_changes),
)
