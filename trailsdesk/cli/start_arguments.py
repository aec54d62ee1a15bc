"""What the commands take that bring everybody to the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_start(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--wave", metavar="W", help="one wave of the race; else all of them")
    command.add_argument("--at", required=True, metavar='"YYYY-MM-DD HH:MM:SS"', help="local time")


def _add_bibs(command: ArgumentParser) -> None:
    add_scope(command)
    act = command.add_mutually_exclusive_group()
    act.add_argument("--ranges", metavar="LIST", help="write those of the race: 1-400, A1-A50")
    act.add_argument("--give", metavar="B", help="give a bib, or “next”, to one runner")
    act.add_argument("--swap", nargs=2, metavar="B", help="two runners exchange their bibs")
    act.add_argument(
        "--fill",
        nargs="?",
        const="name",
        choices=("name", "entered", "category"),
        help="give free bibs to everybody without one, in this order",
    )
    who = command.add_mutually_exclusive_group()
    who.add_argument("--runner", metavar="NAME", help="who gets it, by given and family name")
    who.add_argument("--bib", metavar="B", help="who gets it, by the bib worn now")
    command.add_argument("--dry-run", action="store_true", help="say what would happen")


def _add_checkin(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--bib", required=True, metavar="B")
    command.add_argument("--adult", metavar="NAME", help="who looks after a young runner")
    command.add_argument("--gear", action="store_true", help="the mandatory gear was seen")


def _add_late(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--bib", required=True, metavar="B")
    command.add_argument("--at", metavar='"YYYY-MM-DD HH:MM:SS"', help="local time; else now")
    command.add_argument("--own", action="store_true", help="the own start counts, not the gun")


def _add_dns(command: ArgumentParser) -> None:
    add_scope(command)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--not-checked-in", action="store_true", help="whoever is not checked in")
    which.add_argument("--bibs", metavar="LIST", help="these did not start: 12, 14, 20-25")
    which.add_argument("--started", metavar="LIST", help="these did start, all others did not")
    command.add_argument("--reason", default="", metavar="TEXT", help="kept with each decision")
    command.add_argument(
        "--confirm", action="store_true", help="also when it is more than half of a field"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen")


START_COMMANDS = (
    CommandLine(
        "start", "Set the gun of a race, or of all races of an event.", _add_start, json=False
    ),
    CommandLine("bibs", "Bib ranges, the next free bibs, and who gets which.", _add_bibs),
    CommandLine("checkin", "Check the runner of a bib in.", _add_checkin, json=False),
    CommandLine(
        "late", "Note that a runner started after, or before, the wave.", _add_late, json=False
    ),
    CommandLine("dns", "Mark those who never started DNS.", _add_dns),
)
