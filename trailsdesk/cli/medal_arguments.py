"""What may be typed after ``trailsdesk medals``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_medals(command: ArgumentParser) -> None:
    add_scope(command)
    act = command.add_mutually_exclusive_group()
    act.add_argument("--give", metavar="BIB", help="the medal was handed over")
    act.add_argument("--post", metavar="BIB", help="the medal was posted")
    act.add_argument("--take-back", metavar="BIB", help="it is in the box again")
    act.add_argument(
        "--order", nargs=2, metavar=("BIB", "collect|post|none"), help="order one, or none"
    )
    act.add_argument(
        "--address", nargs=2, metavar=("BIB", "TEXT"), help="where the medal is to be posted"
    )
    command.add_argument(
        "--series", action="store_true", help="with --order: every event of the series entry"
    )
    command.add_argument(
        "--although-closed", action="store_true", help="take an order after the closing"
    )


MEDAL_COMMANDS = (
    CommandLine(
        "medals", "Finisher medals: who ordered one, who has it, what is left.", _add_medals
    ),
)
