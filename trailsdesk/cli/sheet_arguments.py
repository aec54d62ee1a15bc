"""What the commands ``sheet`` and ``art`` take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.award_arguments import add_award_sheet_options
from trailsdesk.cli.command_line import CommandLine, add_event, add_file, add_paper, add_race
from trailsdesk.domain.sheet_art import ArtRole

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_sheet(command: ArgumentParser) -> None:
    command.add_argument("kind", metavar="KIND", help="prize-list, medal-pickup, results, …")
    add_file(command)
    add_event(command, required=False)
    add_race(command)
    add_paper(command)
    grid = command.add_argument_group("for finish-grid")
    grid.add_argument("--first-row", type=int, default=1, metavar="N", help="its number")
    grid.add_argument("--pages", type=int, default=1, metavar="N", help="how many")
    grid.add_argument("--filled", action="store_true", help="with the rows taken so far")
    _add_options_of_kinds(command)
    add_award_sheet_options(command)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf|OUT.xlsx")


def _add_options_of_kinds(command: ArgumentParser) -> None:
    several = command.add_argument_group("for single kinds")
    several.add_argument("--bib", default="", metavar="B", help="certificate, receipt: whose")
    several.add_argument("--winners", action="store_true", help="certificate: first places only")
    several.add_argument(
        "--by-category", action="store_true", help="results, certificate: by category"
    )
    several.add_argument("--by-name", action="store_true", help="lists: by name instead of bib")
    several.add_argument("--tickets", action="store_true", help="spot-prizes: every ticket too")
    several.add_argument("--stock", default="", metavar="ID", help="label paper or envelope")
    several.add_argument(
        "--first-label", type=int, default=1, metavar="N", help="the first free label"
    )
    several.add_argument(
        "--skip-label", type=int, action="append", default=[], metavar="N", help="a used label"
    )
    several.add_argument(
        "--medical", action="store_true", help="emergency-list: with medical notes"
    )
    several.add_argument("--till", default="", metavar="NAME", help="cash-up: else the last one")
    several.add_argument("--lines", action="store_true", help="cash-up: every payment too")


def _add_reprint(command: ArgumentParser) -> None:
    add_paper(command)
    command.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="write them there; else only list them"
    )


def _add_art(command: ArgumentParser) -> None:
    command.add_argument("--role", required=True, choices=[role.value.lower() for role in ArtRole])
    command.add_argument("--event", metavar="E", help="for this event only; else for every event")
    act = command.add_mutually_exclusive_group()
    act.add_argument("--set", type=Path, metavar="PNG|JPEG", help="take this picture")
    act.add_argument("--remove", action="store_true", help="without a picture, as before")
    command.add_argument(
        "--layout", type=Path, metavar="JSON", help="where a certificate says what"
    )


SHEET_COMMANDS = (
    CommandLine(
        "sheet", "Write a printed sheet as PDF or XLSX.", _add_sheet, json=False, file=False
    ),
    CommandLine("reprint", "The printed sheets that are wrong by now, anew.", _add_reprint),
    CommandLine(
        "art", "The logo on sheets, the background of certificates.", _add_art, json=False
    ),
)
