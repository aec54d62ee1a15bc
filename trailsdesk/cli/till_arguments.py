"""What may be typed after ``trailsdesk till`` and ``trailsdesk accounts``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event

if TYPE_CHECKING:
    from argparse import ArgumentParser

_ACTS = ("show", "open", "move", "count", "close", "reopen")


def _add_till(command: ArgumentParser) -> None:
    add_event(command)
    command.add_argument(
        "act",
        choices=_ACTS,
        metavar="show|open|move|count|close|reopen",
        help="count compares and changes nothing; close takes the count over",
    )
    command.add_argument("--till", metavar="NAME|N", help="which one, where several are open")
    command.add_argument("--name", metavar="NAME", default="", help="open: what it is called")
    command.add_argument("--float", metavar="SUM", help="open: what lies in it at the start")
    moved = command.add_mutually_exclusive_group()
    moved.add_argument("--in", dest="put_in", metavar="SUM", help="move: cash put in")
    moved.add_argument("--out", dest="take_out", metavar="SUM", help="move: cash taken out")
    command.add_argument("--reason", metavar="TEXT", default="", help="move, reopen: why")
    cash = command.add_mutually_exclusive_group()
    cash.add_argument("--cash", metavar="SUM", help="count, close: the cash found")
    cash.add_argument(
        "--pieces", metavar='"20x3 0.50x7"', help="count, close: the cash by notes and coins"
    )
    for method in ("card", "bank", "online", "voucher"):
        command.add_argument(f"--{method}", metavar="SUM", help="count, close: by its own slip")
    command.add_argument("--note", metavar="TEXT", default="", help="close: what a difference is")


def _add_accounts(command: ArgumentParser) -> None:
    command.add_argument("--event", metavar="E", help="the event's short name; else all events")
    command.add_argument("-o", "--output", type=Path, metavar="OUT.xlsx|OUT.csv")


TILL_COMMANDS = (
    CommandLine(
        "till", "Open, count and close the tills of an event; what should be in them.", _add_till
    ),
    CommandLine(
        "accounts", "All that was charged, paid and given back, for the books.", _add_accounts
    ),
)
