"""What the command ``draw`` takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_scope
from trailsdesk.domain.spot_draw import DrawPool

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_draw(command: ArgumentParser) -> None:
    add_scope(command)
    command.add_argument("--prizes", type=int, metavar="N", help="how many; 1 when none is named")
    command.add_argument(
        "--prize", action="append", default=[], metavar='"PRIZE|SPONSOR"', help="may be repeated"
    )
    command.add_argument(
        "--seed", metavar="S", help="letters or dice; one by chance when left out"
    )
    command.add_argument(
        "--pool",
        choices=[pool.value.lower() for pool in DrawPool],
        default=DrawPool.FINISHERS.value.lower(),
    )
    command.add_argument(
        "--names", type=Path, metavar="FILE", help="the volunteers, one on each line"
    )
    command.add_argument(
        "--exclude", action="append", default=[], metavar="BIB", help="may be repeated"
    )
    command.add_argument("--again", action="store_true", help="who has won may win again")
    command.add_argument("--title", default="", metavar="TEXT", help="what the draw is called")
    command.add_argument("--book", action="store_true", help="keep the draw in the file")


DRAW_COMMANDS = (
    CommandLine("draw", "Spot prizes drawn from a seed, again and again the same.", _add_draw),
)
