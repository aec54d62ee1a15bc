"""What the commands take that make, show and keep a season's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_demo(command: ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="DIR", help="an empty or new folder")
    command.add_argument(
        "--headless", action="store_true", help="write sheets and pictures instead of opening"
    )


def _add_presets(command: ArgumentParser) -> None:
    command.add_argument("act", nargs="?", choices=("show", "check"), metavar="show|check")
    command.add_argument("preset", nargs="?", metavar="ID", help="or a file ending in .toml")


def _add_rules(command: ArgumentParser) -> None:
    command.add_argument("--all", action="store_true", help="not only what was changed")
    command.add_argument(
        "--set", nargs=2, metavar=("PATH", "VALUE"), help="write a value over the rules"
    )
    command.add_argument("--restore", metavar="PATH", help="take a change back")
    command.add_argument(
        "--what-if", nargs=2, metavar=("PATH", "VALUE"), help="who would move; nothing is changed"
    )


def _add_new(command: ArgumentParser) -> None:
    command.add_argument(
        "--preset", required=True, metavar="ID", help="or a file of rules ending in .toml"
    )
    command.add_argument(
        "--event",
        action="append",
        default=[],
        dest="events",
        metavar="E",
        help="an event of the preset or its calendar to hold; may be given several times",
    )
    command.add_argument("--date", metavar="YYYY-MM-DD", help="the day, for a preset of one event")
    command.add_argument(
        "--zone", metavar="ZONE", help="its time zone, for example Pacific/Auckland"
    )


SEASON_COMMANDS = (
    CommandLine(
        "demo", "Play a made-up season through and open it.", _add_demo, json=False, file=False
    ),
    CommandLine(
        "presets",
        "List the rule presets, show one in sentences, or run its worked examples.",
        _add_presets,
        file=False,
    ),
    CommandLine("rules", "The season's rules, value by value.", _add_rules),
    CommandLine("new", "Make a season's file from a preset.", _add_new, json=False),
    CommandLine("info", "What is in a season's file."),
)
