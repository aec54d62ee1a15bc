"""What may be typed after ``trailsdesk export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_event
from trailsdesk.cli.itra_arguments import add_itra

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_export(command: ArgumentParser) -> None:
    kinds = command.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind in _KINDS:
        kind.add_to(kinds)


def _add_table(command: ArgumentParser) -> None:
    _add_output(command, "OUT")
    command.add_argument(
        "--what",
        choices=("entries", "results", "splits", "standings"),
        default="results",
        help="results unless said otherwise",
    )
    _add_scope(command)
    _add_personal(command, "birth-date", "contacts")


def _add_results(command: ArgumentParser) -> None:
    _add_output(command, "OUT")
    _add_scope(command)


def _add_results_with_birth_dates(command: ArgumentParser) -> None:
    _add_results(command)
    _add_personal(command, "birth-date")


def _add_site(command: ArgumentParser) -> None:
    _add_output(command, "FOLDER")
    command.add_argument("--event", metavar="E", help="one event; without it the whole season")


def _add_output(command: ArgumentParser, words: str) -> None:
    command.add_argument("-o", "--output", type=Path, metavar=words, required=True)


def _add_scope(command: ArgumentParser) -> None:
    add_event(command, required=False)
    command.add_argument("--race", metavar="R", help="with --event: the race's short name")


def _add_personal(command: ArgumentParser, *fields: str) -> None:
    command.add_argument(
        "--with",
        dest="personal",
        action="append",
        default=[],
        choices=fields,
        help="personal fields that are left out otherwise; may be given several times",
    )


_KINDS = (
    CommandLine("csv", "Entries, results, splits or standings as CSV.", _add_table, json=False),
    CommandLine(
        "xlsx",
        "The same as an Excel workbook, headings in the first row.",
        _add_table,
        json=False,
    ),
    CommandLine("json", "The same as JSON.", _add_table, json=False),
    CommandLine("iof", "The result list of an event as IOF XML 3.0.", _add_results, json=False),
    CommandLine(
        "ultrasignup",
        "The results of a race as UltraSignup takes them.",
        _add_results_with_birth_dates,
        json=False,
    ),
    CommandLine(
        "runsignup", "The results of a race as RunSignUp takes them.", _add_results, json=False
    ),
    CommandLine(
        "webscorer", "The results of a race as Webscorer writes them.", _add_results, json=False
    ),
    CommandLine(
        "html", "Pages for the web in a folder: search, filter, print.", _add_site, json=False
    ),
    CommandLine(
        "itra",
        "The results of a race as the ITRA takes them, and what it would refuse.",
        add_itra,
        json=False,
        file=False,
    ),
)
EXPORT_COMMANDS = (
    CommandLine(
        "export",
        "Files for other programs, and web pages.",
        _add_export,
        json=False,
        file=False,
    ),
)
