"""A race as other programs' result files want it: results with age, city, start and splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_of
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.exports import OutLine, OutRace
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services.export_tables import course_points
from trailsdesk.services.results import result_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.results import Result
    from trailsdesk.services.season import Season

_NO_AGE = frozenset(("ultrasignup",))
_NO_BIB = frozenset(("runsignup",))
_NO_PENDING = frozenset(("ultrasignup", "runsignup", "webscorer"))


def race_for_export(season: Season, race_id: RaceId) -> OutRace:
    """Everything of a race that a result file can hold."""
    data = season.data
    race = data.races[race_id]
    event = data.events[race.event_id]
    scheme = season.rules.categories
    points, splits = course_points(season, race_id), season.splits(race_id)
    seen = season.event_reads(event.id).entries
    lines = []
    for row in result_rows(season, race_id):
        since = {each.point.code: each.since_ms for each in splits.get(row.entry_id, ())}
        reads, born = seen.get(row.entry_id), row.birth_date
        lines.append(
            OutLine(
                row=row,
                age=None if born is None else age_of(born, event.date, scheme),
                city=data.runners[row.runner_id].city,
                start_ms=_start(row.result, None if reads is None else reads.gun_ms),
                splits=tuple(since.get(point.code) for point in points),
            )
        )
    return OutRace(event=event, race=race, lines=tuple(lines), points=points)


def _start(result: Result, gun_ms: Instant | None) -> Instant | None:
    """The gun, else the runner's own start where the time is counted from there."""
    if gun_ms is not None or result.finish_ms is None or result.net_time_ms is None:
        return gun_ms
    return Instant(result.finish_ms - result.net_time_ms)


def export_problems(kind_id: str, races: Sequence[OutRace]) -> tuple[Problem, ...]:
    """What the other program would miss or refuse in its file."""
    lines = [line for race in races for line in race.lines]
    done = [line for line in lines if line.row.result.status is not ResultStatus.PENDING]
    counted = (
        ("export.left-pending", kind_id in _NO_PENDING, len(lines) - len(done)),
        ("export.no-gender", kind_id in _NO_AGE, sum(not line.row.gender for line in done)),
        ("export.no-age", kind_id in _NO_AGE, sum(line.age is None for line in done)),
        ("export.left-no-bib", kind_id in _NO_BIB, sum(_unnamed(line) for line in done)),
        (
            "export.left-unranked",
            kind_id in _NO_BIB,
            sum(line.row.result.rank is None for line in done),
        ),
    )
    return tuple(
        Problem(severity=Severity.WARNING, code=code, params={"count": count})
        for code, asked, count in counted
        if asked and count
    )


def _unnamed(line: OutLine) -> bool:
    return line.row.result.rank is not None and not line.row.bib
