"""What the commands take with which an organiser decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_imports(command: ArgumentParser) -> None:
    command.add_argument("--event", metavar="E", help="the event's short name; else all")
    act = command.add_mutually_exclusive_group()
    act.add_argument("--retract", type=int, metavar="N", help="its number; the reads are kept")
    act.add_argument("--bring-back", type=int, metavar="N", help="one that was retracted")


def _add_rule(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--bib", required=True, metavar="B")
    command.add_argument(
        "--status",
        required=True,
        choices=("dnf", "dns", "dsq", "not-competing", "reinstate"),
        help="reinstate sets the decisions before aside",
    )
    command.add_argument("--reason", required=True, metavar="TEXT", help="kept with the decision")


def _add_categories(command: ArgumentParser) -> None:
    add_scope(command)
    act = command.add_mutually_exclusive_group()
    act.add_argument(
        "--merge", nargs=2, metavar=("CATEGORY", "WITHIN"), help="rank one within another"
    )
    act.add_argument("--unmerge", metavar="CATEGORY", help="rank it on its own again")
    command.add_argument("--reason", metavar="TEXT", help="kept with the decision")


def _add_cancel(command: ArgumentParser) -> None:
    add_event(command)
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("--reason", metavar="TEXT", help="kept in the history")
    how.add_argument("--restore", action="store_true", help="it is held after all")


DECISION_COMMANDS = (
    CommandLine(
        "imports",
        "Where the times came from; take one import out of the results, or back in.",
        _add_imports,
    ),
    CommandLine("rule", "Decide on a runner, with the reason.", _add_rule),
    CommandLine(
        "categories",
        "Who falls into which category and why; a small one ranked within another.",
        _add_categories,
    ),
    CommandLine(
        "cancel", "Call an event off: it is no round of the series.", _add_cancel, json=False
    ),
)
