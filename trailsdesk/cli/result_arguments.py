"""What the commands take that show results, and what follows from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_paper, add_race, add_scope

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_standings(command: ArgumentParser) -> None:
    add_race(command)
    command.add_argument("--ranking", metavar="ID", help="one of the rankings of the rules")
    command.add_argument("--teams", action="store_true", help="clubs as teams")


def _add_qualify(command: ArgumentParser) -> None:
    add_scope(command, race=True)
    command.add_argument("--rule", metavar="ID", help="one rule only; else all")
    command.add_argument("--all", action="store_true", help="list those who are not eligible too")
    said = command.add_mutually_exclusive_group()
    said.add_argument("--accept", metavar="B", help="this runner takes the place offered")
    said.add_argument("--decline", metavar="B", help="this runner gives it on")
    said.add_argument(
        "--overdue", action="store_true", help="give on every place whose answer is overdue"
    )
    said.add_argument("--unanswer", metavar="B", help="strike what this runner has said")
    command.add_argument("--note", default="", metavar="TEXT", help="kept with the answer")


def _add_runner(command: ArgumentParser) -> None:
    command.add_argument("--name", metavar="NAME", help="given and family name")
    command.add_argument("--event", metavar="E", help="with --bib: the event's short name")
    command.add_argument("--bib", metavar="B", help="with --event: the bib worn there")
    add_paper(command)
    command.add_argument("-o", "--output", type=Path, metavar="OUT.pdf|OUT.xlsx")


RESULT_COMMANDS = (
    CommandLine("results", "The results.", add_scope),
    CommandLine("standings", "The series standings.", _add_standings),
    CommandLine(
        "qualify", "Who has earned a place in a final, by which rule, and why.", _add_qualify
    ),
    CommandLine("runner", "One runner's season on one page.", _add_runner),
    CommandLine("problems", "All that is not clean."),
)
