"""What courses measure against their official figures, and what evaluating one costs.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_courses.py``. The table
stands in ``docs/courses.md``; ``--update-golden`` writes it there anew.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.course.official import OFFICIAL
from trailsdesk.collector import suit_bulk_work
from trailsdesk.course.difficulty import MeasuredCourse, Wishes, measure, value_course
from trailsdesk.course.gpx import read_gpx
from trailsdesk.course.profile import Elevation
from trailsdesk.domain.problems import InputUnreadable, Severity
from trailsdesk.formats.effort_tables import load_effort_rules

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.perf, pytest.mark.timeout(600)]

POINTS = 40_000
RUNS = 7
MOST = 1.5
DOCUMENT = Path(__file__).parents[2] / "docs" / "courses.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
HEADER = (
    "| file | official km | ours | difference | official climb m | ours (range) | difference |"
    " plain sum | method | warnings |\n| --- " + "| ---: " * 7 + "| --- | --- |"
)


def long_course() -> bytes:
    """A made-up recording of 40,000 points with heights and times."""
    chance = random.Random(1)
    points = "".join(
        f'<trkpt lat="{45 + at * 0.00004:.6f}" lon="{7 + 0.01 * math.sin(at / 500):.6f}">'
        f"<ele>{1000 + 200 * math.sin(at / 300) + chance.gauss(0, 1):.1f}</ele>"
        f"<time>2026-05-24T{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}Z</time></trkpt>"
        for at in range(POINTS)
    )
    head = '<gpx version="1.1" creator="made up" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><trkseg>{points}</trkseg></trk></gpx>".encode()


def processor_s(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def test_evaluating_40_000_points_costs_at_most_half_more_than_parsing_them() -> None:
    import gpxpy

    suit_bulk_work()
    data, rules = long_course(), load_effort_rules()

    def evaluated() -> None:
        course = measure(read_gpx("long.gpx", data), "long.gpx")
        assert len(course.track.latitudes) == POINTS
        assert value_course(course, Wishes(aid_stations=6), rules).evaluation is not None

    text = data.decode()
    floor, ours = [], []
    for _run in range(RUNS):
        floor.append(processor_s(lambda: gpxpy.parse(text)))
        ours.append(processor_s(evaluated))
    # Each with its best run: whatever else the computer does only ever adds.
    ratio = min(ours) / min(floor)
    middle = statistics.median(ours) / statistics.median(floor)
    print(
        f"\n{POINTS} points: {min(ours):.3f} s against {min(floor):.3f} s of gpxpy alone"
        f" = {ratio:.2f} x (medians {middle:.2f} x)"
    )
    assert ratio <= MOST


def _difference(ours: float, official: float | None) -> str:
    return "" if official is None else f"{(ours / official - 1) * 100:+.1f} %"


def _row(name: str, course: MeasuredCourse) -> str:
    km, climb = OFFICIAL.get(name, (None, None))
    profile, length_km = course.profile, course.track.length_m / 1000
    known = profile.elevation is not Elevation.MISSING
    ranged = f"{profile.low_ascent_m:.0f}–{profile.high_ascent_m:.0f}"
    codes = [
        problem.code.removeprefix("course.")
        for problem in course.problems
        if problem.severity is not Severity.INFO
    ]
    cells = (
        name,
        "" if km is None else f"{km:g}",
        f"{length_km:.2f}",
        _difference(length_km, km),
        "" if climb is None else str(climb),
        f"{profile.ascent_m:.0f} ({ranged})" if known else "no heights",
        _difference(profile.ascent_m, climb) if known else "",
        f"{profile.raw_ascent_m:.0f}" if known else "",
        f"{profile.window_m:.0f} m, {profile.kind.value}" if known else "",
        ", ".join(codes),
    )
    return "| " + " | ".join(cells) + " |"


def table(folder: Path) -> str:
    """Every shared file: official, ours, method, difference."""
    rows = [HEADER]
    for path in sorted(folder.glob("*.gpx")):
        try:
            course = measure(read_gpx(path.name, path.read_bytes()), path.name)
        except InputUnreadable as error:
            blank = "| " * 8
            rows.append(f"| {path.stem} {blank}| refused: {error.note.code} |")
            continue
        rows.append(_row(path.stem, course))
    return "\n".join(rows)


def test_the_table_of_all_courses_stands_in_the_documents(
    shared_data: Path, update_golden: bool
) -> None:
    made = table(shared_data / "gpx")
    print(f"\n{made}")
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    if update_golden:
        after = rest.split(END)[1]
        DOCUMENT.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
        return
    assert rest.split(END)[0].strip() == made
