"""What may be typed after ``trailsdesk export itra``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import add_event, add_race

if TYPE_CHECKING:
    from argparse import ArgumentParser

OF_THE_SEASON = Path()
"""What ``--check`` is without a workbook named."""


def add_itra(command: ArgumentParser) -> None:
    """What may be typed after ``export itra``."""
    command.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help="the season's file; see --check"
    )
    add_event(command, required=False)
    add_race(command)
    command.add_argument("-o", "--output", type=Path, metavar="OUT", help="the workbook (.xlsx)")
    command.add_argument(
        "--check",
        nargs="?",
        type=Path,
        const=OF_THE_SEASON,
        metavar="XLSX",
        help="only look for faults, in the race's file or in any workbook named, for which no"
        " season is needed; exit 1 if any",
    )
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.add_argument("--anyway", action="store_true", help="write it in spite of faults")
    command.add_argument(
        "--dnf", action="store_true", default=True, help="rows of who did not finish (as usual)"
    )
    command.add_argument("--no-dnf", action="store_false", dest="dnf", help="leave these out")
    command.add_argument(
        "--dsq",
        choices=("out", "dnf"),
        default="out",
        help="the disqualified: left out (as usual), or as DNF",
    )
    command.add_argument(
        "--latin",
        action="append",
        default=[],
        metavar="BIB=FAMILY,GIVEN",
        help="how a name is spelt in Latin letters; may be given several times",
    )
    command.add_argument(
        "--gender",
        action="append",
        default=[],
        dest="genders",
        metavar="BIB=F|M",
        help="what to write for a runner who is neither; may be given several times",
    )
    command.add_argument(
        "--loops", metavar="N,N", help="a backyard: the loop counts registered, a file for each"
    )
    command.add_argument(
        "--stages", metavar="R,R", help="a stage race: the other races of it (R or E/R)"
    )
    command.add_argument(
        "--leg", action="store_true", help="one leg of a relay: times run from taking over"
    )
