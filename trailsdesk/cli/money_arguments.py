"""What may be typed after ``trailsdesk quote``, ``refund``, ``transfer`` and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event, add_scope
from trailsdesk.domain.till import PayMethod

if TYPE_CHECKING:
    from argparse import ArgumentParser

_METHODS = [each.value.lower() for each in PayMethod if each is not PayMethod.LIST]


def _entry(command: ArgumentParser) -> None:
    command.add_argument("--entry", required=True, metavar="BIB", help="whose entry")
    add_event(command)


def _on(command: ArgumentParser) -> None:
    command.add_argument("--on", metavar="YYYY-MM-DD", help="the day it is asked; else today")
    command.add_argument("--book", action="store_true", help="do it, not only work it out")


def _method(command: ArgumentParser, *, required: bool) -> None:
    command.add_argument("--method", choices=_METHODS, required=required, help="how money moves")
    command.add_argument("--till", metavar="NAME|N", help="the till it goes through")
    command.add_argument("--note", metavar="TEXT", default="", help="kept with the line")


def _add_quote(command: ArgumentParser) -> None:
    add_scope(command, race=True)
    command.add_argument("--born", required=True, metavar="YYYY-MM-DD")
    command.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day of entry")
    command.add_argument("--series", action="store_true", help="as part of a series entry")
    command.add_argument(
        "--extra",
        action="append",
        default=[],
        metavar="ID",
        help="bought with it",
    )
    command.add_argument("--medal", choices=("collect", "post"), help="with a finisher medal")
    for word in ("club", "nation", "city"):
        command.add_argument(
            f"--{word}", metavar=word.upper(), default="", help="what a discount may ask"
        )


def _add_refund(command: ArgumentParser) -> None:
    _entry(command)
    _on(command)
    command.add_argument(
        "--percent", metavar="N", help="the organiser's own decision, for the entry alone"
    )
    command.add_argument("--keep", action="store_true", help="keep it as credit, pay nothing out")
    _method(command, required=False)


def _add_transfer(command: ArgumentParser) -> None:
    _entry(command)
    command.add_argument("--to", required=True, metavar="RACE", help="the race to move to")
    _on(command)


def _add_change(command: ArgumentParser) -> None:
    _entry(command)
    _on(command)
    command.add_argument("--note", metavar="TEXT", default="", help="which change")


def _add_ledger(command: ArgumentParser) -> None:
    add_event(command)
    command.add_argument("--entry", metavar="BIB", help="one entry only")
    mend = command.add_mutually_exclusive_group()
    mend.add_argument(
        "--charge", action="store_true", help="charge what the rules ask where nothing was charged"
    )
    mend.add_argument(
        "--book-differences", action="store_true", help="book where charged and asked differ"
    )


def _add_pay(command: ArgumentParser) -> None:
    command.add_argument(
        "--entry",
        dest="bibs",
        required=True,
        action="append",
        metavar="BIB",
        help="several pay together",
    )
    add_event(command)
    command.add_argument("--amount", metavar="12.34", help="else all that is owed")
    command.add_argument("--back", action="store_true", help="pay credit out instead")
    _method(command, required=True)


def _add_credit(command: ArgumentParser) -> None:
    add_event(command)
    _on(command)
    command.add_argument("--entry", metavar="BIB", help="use this entry's credit")
    command.add_argument("--for-event", metavar="E", help="... for an entry of this event")
    command.add_argument("--for-entry", metavar="BIB", help="... with this bib")
    command.add_argument("--amount", metavar="12.34", help="else as much as there is and is owed")


MONEY_COMMANDS = (
    CommandLine("quote", "What an entry costs, and why.", _add_quote),
    CommandLine(
        "refund", "What giving an entry up gives back; with --book it is done.", _add_refund
    ),
    CommandLine("transfer", "What another distance costs; with --book it is done.", _add_transfer),
    CommandLine(
        "change", "What another change of an entry costs; with --book it is charged.", _add_change
    ),
    CommandLine("ledger", "What is charged, paid and still to pay.", _add_ledger),
    CommandLine("pay", "Take a payment for one entry or several.", _add_pay),
    CommandLine(
        "credit", "Credit of a cancelled event; or use an entry's credit for another.", _add_credit
    ),
)
