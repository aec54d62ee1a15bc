"""What the commands take about scores given elsewhere, and the federation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event, add_race, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_scores(command: ArgumentParser) -> None:
    add_event(command, required=False)
    add_race(command)
    command.add_argument("--system", metavar="NAME", help="whose they are: itra, utmb, …")
    act = command.add_mutually_exclusive_group()
    act.add_argument("--set", nargs=2, metavar=("B", "SCORE"), help="of the runner of a bib")
    act.add_argument("--import", dest="source", type=Path, metavar="SOURCE", help="a list")
    command.add_argument("--table", metavar="NAME", help="the sheet or table of the source")
    command.add_argument("--encoding", metavar="NAME", help="the source's encoding")
    command.add_argument("--dry-run", action="store_true", help="say what would happen")


def _add_rights(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--bib", required=True, metavar="B")
    command.add_argument("--on", metavar="YYYY-MM-DD", help="on this day; else today")
    command.add_argument("--injured", metavar="YYYY-MM-DD", help="may the priority be moved?")
    command.add_argument(
        "--registered", metavar="YYYY-MM-DD", help="with --injured: registered for the finals"
    )
    noted = command.add_mutually_exclusive_group()
    noted.add_argument(
        "--more-time", action="store_true", help="note that the series gave more time to qualify"
    )
    noted.add_argument("--no-more-time", action="store_true", help="strike that again")
    command.add_argument("--finals", type=int, metavar="YYYY", help="with --injured: of this year")


def _add_league(command: ArgumentParser) -> None:
    command.add_argument("--country", required=True, metavar="ABC", help="three letters")
    command.add_argument("--year", required=True, type=int, metavar="YYYY")


def _add_checklist(command: ArgumentParser) -> None:
    add_scope(command, race=True)
    command.add_argument("--kind", metavar="KIND", help="trail, stage, backyard, relay, …")
    command.add_argument("--natural", metavar="PERCENT", help="of the course on natural ground")
    command.add_argument("--paved", metavar="PERCENT", help="of the course that is paved")
    told = (
        ("--fixed-course", "everybody runs the same distance and climb"),
        ("--same-day", "everybody starts within a set time of one day"),
        ("--individual-times", "every runner gets a time of their own"),
    )
    for option, words in told:
        command.add_argument(option, choices=("yes", "no"), help=words)


def _add_membership(command: ArgumentParser) -> None:
    command.add_argument("--base", metavar="SUM", help="what all entries of the year bring in")


SCORE_COMMANDS = (
    CommandLine("scores", "Scores given elsewhere: list, note, bring in.", _add_scores),
    CommandLine("rights", "What a runner's scores give a right to.", _add_rights),
    CommandLine("league", "A country's league by the scores here.", _add_league),
    CommandLine("checklist", "Whether the federation takes a race, item by item.", _add_checklist),
    CommandLine("membership", "The federation's yearly fee for you.", _add_membership),
)
