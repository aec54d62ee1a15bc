"""What may be typed after ``trailsdesk course``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.cli.command_line import CommandLine, add_paper

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _add_course(command: ArgumentParser) -> None:
    command.add_argument("gpx", type=Path, metavar="GPX", help="a track or route")
    command.add_argument("--track", type=int, metavar="N", help="which track of several, from 1")
    command.add_argument(
        "--aid-stations",
        default="0",
        metavar="N",
        help="start and finish left out; for stages and legs also one number each, as 3,2,4",
    )
    command.add_argument("--loops", type=int, default=1, metavar="N", help="the track is one loop")
    how = command.add_mutually_exclusive_group()
    how.add_argument("--backyard", action="store_true", help="loops for each number of points")
    how.add_argument(
        "--stages",
        action="store_true",
        help="a stage race: each track a stage, the longest counts",
    )
    how.add_argument("--relay", action="store_true", help="a relay: each track a leg of its own")
    command.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="with --backyard: runners with a column of times for each loop, to be split ...",
    )
    command.add_argument(
        "--into", type=Path, metavar="DIR", help="... into a file for each number of points"
    )
    command.add_argument(
        "--more",
        type=Path,
        action="append",
        default=[],
        metavar="GPX",
        help="with --stages or --relay: more stages or legs in a file of their own",
    )
    command.add_argument(
        "--distance-km", metavar="X", help="the official distance of the race, all loops"
    )
    command.add_argument("--ascent-m", metavar="Y", help="the official climb, all loops")
    command.add_argument(
        "--loop-penalty", metavar="X", help="km-effort that the federation takes off for loops"
    )
    command.add_argument(
        "--stage-adjustment",
        metavar="X",
        help="km-effort that the federation adds to the longest stage",
    )
    command.add_argument(
        "--round-first", action="store_true", help="whole km-effort before points are looked up"
    )
    command.add_argument(
        "--drawn", action="store_true", help="drawn on a map: 90 %% of the km-effort"
    )
    command.add_argument("--plot", type=Path, metavar="PNG", help="map and profile; or NAME.svg")
    command.add_argument("--pdf", type=Path, metavar="PDF", help="the course sheet, one page")
    add_paper(command)


COURSE_COMMANDS = (
    CommandLine("course", "Measure a GPX file: distance, climb, points.", _add_course, file=False),
)
