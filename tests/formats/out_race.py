"""A made-up race as it is handed on: a tie, a DNF, a start missed, a long night, hostile names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.builders import a_race, a_result_row, an_event, clock_ms, elapsed_ms
from trailsdesk.domain.event import RaceId, TimingPoint
from trailsdesk.domain.exports import OutLine, OutRace
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.formats.registry import recognise

if TYPE_CHECKING:
    from trailsdesk.formats.raw import RawRead

GUN = clock_ms("10:00:00")
POINTS = (
    TimingPoint(race_id=RaceId(1), code="hut", label="Hut", ordinal=1),
    TimingPoint(race_id=RaceId(1), code="ford", label="Ford", ordinal=2),
)


def a_line(bib: str, time: str | None = None, **fields: Any) -> OutLine:
    """A runner with a time, or with none and a ``status``; splits and age may be given."""
    about = {key: fields.pop(key) for key in ("age", "city", "splits") if key in fields}
    if time is not None:
        fields["time_ms"] = elapsed_ms(time)
    row = a_result_row(bib, **fields)
    return OutLine(row=finished(row), start_ms=GUN, **{"splits": (None, None), **about})


def finished(row: ResultRow) -> ResultRow:
    """The row with the moment of its finish."""
    result = row.result
    if result.time_ms is None or result.status is not ResultStatus.OK:
        return row
    gap = result.time_ms - elapsed_ms("9:59:59")
    return replace(row, result=replace(result, finish_ms=GUN + result.time_ms, gap_ms=gap))


def a_race_out(*more: OutLine) -> OutRace:
    """The race; ``more`` stand at its end."""
    lines = (
        a_line("1", "9:59:59", rank=1, rank_gender=1, rank_category=1, age=44, city="Otaki",
               splits=(elapsed_ms("1:00:00.5"), elapsed_ms("5:00:00"))),
        a_line("2", "26:39:00", rank=2, rank_gender=2, rank_category=2, age=36,
               splits=(elapsed_ms("2:00:00"), None)),
        a_line("3", "26:39:00", rank=2, rank_gender=1, rank_category=1, age=20, gender=Gender.M,
               category="M-OPEN", category_label="Open men", family_name="<b>&\"Ngā'"),
        a_line("4", status=ResultStatus.DNF, age=51, family_name="=1+1", given_name="@SUM"),
        a_line("5", status=ResultStatus.DNS, age=30),
        a_line("6", status=ResultStatus.DSQ, age=30),
        a_line("7", status=ResultStatus.OVER_TIME, time="31:05:09", age=30),
        *more,
    )  # fmt: skip
    return OutRace(
        event=an_event(), race=a_race(label="Long", distance_m=100_000.0, ascent_m=5200.0),
        lines=lines, points=POINTS,
    )  # fmt: skip


EXPECTED = [
    ("1", elapsed_ms("9:59:59"), None),
    ("2", elapsed_ms("26:39:00"), None),
    ("3", elapsed_ms("26:39:00"), None),
    ("4", None, ResultStatus.DNF),
    ("5", None, ResultStatus.DNS),
    ("6", None, ResultStatus.DSQ),
]
"""What reading has to give back of the first six."""


def finishes(reads: tuple[RawRead, ...]) -> list[tuple[str, int | None, ResultStatus | None]]:
    """Bib, time and status of what was read at the finish."""
    return [(one.bib, one.elapsed_ms, one.status) for one in reads if one.point == "finish"]


def layout_of(data: bytes) -> str:
    """The layout our own reader takes a file for, by its content."""
    return recognise("made.bin", data).format
