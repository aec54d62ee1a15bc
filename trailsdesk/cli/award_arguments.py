"""What the command ``awards`` takes, and the options of the sheets of the prizegiving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_race
from trailsdesk.domain.award_rules import AwardOrder

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_awards(command: ArgumentParser) -> None:
    """Of what the awards are, and what is noted about one of them."""
    of_what = command.add_mutually_exclusive_group(required=True)
    of_what.add_argument("--event", metavar="E", help="the event's short name")
    of_what.add_argument("--series", action="store_true", help="the awards of the series")
    add_race(command)
    act = command.add_mutually_exclusive_group()
    act.add_argument("--announce", metavar="AWARD", help="note that it was announced as it is")
    act.add_argument("--hand-out", metavar="AWARD", help="note that --bib has the prize")
    act.add_argument(
        "--take-back", metavar="AWARD", help="take the announcement back, or --bib's prize"
    )
    command.add_argument("--bib", metavar="B", help="whose prize it is")


def add_award_sheet_options(sheet: ArgumentParser) -> None:
    """Options of the sheets of the prizegiving."""
    awards = sheet.add_argument_group("for the sheets of awards")
    awards.add_argument("--depth", type=int, metavar="N", help="places of each category")
    awards.add_argument(
        "--award-order",
        choices=[order.value for order in AwardOrder],
        default="",
        help="in which order they are called",
    )
    awards.add_argument(
        "--only-settled", action="store_true", help="leave out what can still change"
    )


AWARD_COMMANDS = (
    CommandLine(
        "awards", "Who gets which award and why; announced, handed out, taken back.", _add_awards
    ),
)
