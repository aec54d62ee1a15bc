"""A table of checkpoints looked at before it is taken: what each row becomes, and what it changes.

The first row at 0 km is the start, the last one of such a table the finish: they are no
checkpoints, but say where times of day count from, and how long the race is and may take.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, Instant, format_elapsed, to_instant
from trailsdesk.domain.event import Race, RaceId, TimingPoint
from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import Problem, Refused, Severity
from trailsdesk.formats.checkpoints import CheckpointDraft, draft_checkpoints
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.services.checkpoints import (
    MOST_POINTS,
    check_code,
    checkpoints_of,
    reads_at_points,
    since_start,
)
from trailsdesk.services.raceday import gun_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.formats.tables import Table
    from trailsdesk.services.season import Season

_SAME_PLACE_M = 50.0
_NEAR_FINISH = 0.98
_LITTLE = 0.01


class RowFate(enum.StrEnum):
    """What becomes of a row of the table, or of a checkpoint the table does not have."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    START = "start"
    FINISH = "finish"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoint:
    """A row and what it becomes; ``row`` is None for a checkpoint that is not in the table."""

    fate: RowFate
    label: str
    row: int | None
    point: TimingPoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointPlan:
    """What taking a table would do.

    ``race`` is the race with what the table says of its finish, None where nothing of it changes.
    ``start_ms`` is what times of day were counted from, ``kind`` what cut-offs are in the table.
    """

    race_id: RaceId
    name: str
    rows: tuple[PlannedPoint, ...]
    order: tuple[TimingPoint, ...]
    removed: tuple[TimingPoint, ...] = ()
    race: Race | None = None
    start_ms: Instant | None = None
    kind: TimeKind | None = None
    problems: tuple[Problem, ...] = ()

    def count(self, fate: RowFate) -> int:
        """How many rows become that."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def changes(self) -> bool:
        """Whether taking it would change anything."""
        fates = {row.fate for row in self.rows}
        altered = {RowFate.NEW, RowFate.CHANGED, RowFate.REMOVED} & fates
        return bool(altered) or self.race is not None


def plan_checkpoints(
    season: Season,
    race_id: RaceId,
    table: Table,
    name: str,
    *,
    start_ms: Instant | None = None,
    cutoffs: str | None = None,
) -> CheckpointPlan:
    """What taking a table of checkpoints would do; changes nothing.

    Args:
        start_ms: what times of day count from while there is no gun.
        cutoffs: ``elapsed`` or ``clock`` for plain ``12:30``; None decides.
    """
    return _Planner(season, race_id, table, name, start_ms, cutoffs).plan()


def commit_checkpoints(season: Season, plan: CheckpointPlan) -> int:
    """Take the table as one operation; returns how many checkpoints the race has now."""
    if not plan.changes:
        return len(plan.order)
    race = season.data.races[plan.race_id]
    count = sum(row.fate in (RowFate.NEW, RowFate.CHANGED) for row in plan.rows)
    with season.change("points.import", race=race.code, count=count, name=plan.name) as writer:
        for point in plan.removed:
            writer.delete(point)
        data = season.data
        writer.put_many([each for each in plan.order if data.points.get(each.id) != each])
        if plan.race is not None:
            writer.put(plan.race)
    return len(plan.order)


class _Planner:
    def __init__(
        self,
        season: Season,
        race_id: RaceId,
        table: Table,
        name: str,
        start_ms: Instant | None,
        cutoffs: str | None,
    ) -> None:
        self.season = season
        self.race = season.data.races[race_id]
        self.event = season.data.events[self.race.event_id]
        self.name = name
        kind = TimeKind(cutoffs) if cutoffs else None
        self.read = draft_checkpoints(table, file=name, cutoffs=kind)
        self.problems = list(self.read.problems)
        self.own = checkpoints_of(season, race_id)
        self.start_ms = gun_of(season, race_id) or start_ms

    def plan(self) -> CheckpointPlan:
        start, between, finish = self._parts()
        if not between:
            raise Refused("checkpoint.none-in-table", name=self.name)
        if len(between) > MOST_POINTS:
            raise Refused("checkpoint.too-many", count=MOST_POINTS)
        if self.start_ms is None and start is not None and start.clock is not None:
            clock = start.clock
            self.start_ms = to_instant(clock, self.event.date, self.event.zone).instant_ms
        cutoffs = self._cutoffs([*between, *([finish] if finish else [])])
        self._tell_kind()
        rows, order = self._matched(between, cutoffs)
        gone = self._gone(order)
        removed = [row.point for row in gone if row.fate is RowFate.REMOVED and row.point]
        order += [row.point for row in gone if row.fate is RowFate.KEPT and row.point]
        ends = [
            PlannedPoint(fate=fate, label=draft.label, row=draft.row)
            for fate, draft in ((RowFate.START, start), (RowFate.FINISH, finish))
            if draft is not None
        ]
        limit = cutoffs.get(finish.row) if finish is not None else None
        every = sorted((*rows, *ends), key=lambda row: row.row or 0)
        return CheckpointPlan(
            race_id=self.race.id,
            name=self.name,
            rows=(*every, *gone),
            order=tuple(_numbered(order)),
            removed=tuple(removed),
            race=self._race(finish, limit),
            start_ms=self.start_ms,
            kind=self.read.kind,
            problems=tuple(self.problems),
        )

    def _parts(
        self,
    ) -> tuple[CheckpointDraft | None, list[CheckpointDraft], CheckpointDraft | None]:
        """The start, the checkpoints, the finish."""
        drafts = list(self.read.drafts)
        start = drafts.pop(0) if drafts and drafts[0].is_start else None
        finish = None
        if drafts:
            last = drafts[-1]
            long = self.race.distance_m
            far = long and last.distance_m and last.distance_m >= long * _NEAR_FINISH
            unknown = long is None and start is not None
            if last.is_finish or far or unknown:
                finish = drafts.pop()
        before = -1.0
        for draft in drafts:
            if draft.distance_m is not None and draft.distance_m <= before:
                params = {"label": draft.label, "km": f"{draft.distance_m / 1000:g}"}
                self._tell("checkpoint.km-not-growing", Severity.WARNING, draft.row, **params)
            before = max(before, draft.distance_m or 0)
        return start, drafts, finish

    def _tell(self, code: str, severity: Severity, row: int | None, **params: str | int) -> None:
        self.problems.append(
            Problem(severity=severity, code=code, params=params, file=self.name, row=row)
        )

    def _tell_kind(self) -> None:
        if self.read.guessed and self.read.kind is not None:
            elapsed = self.read.kind is TimeKind.ELAPSED
            code = "checkpoint.read-elapsed" if elapsed else "checkpoint.read-clock"
            self._tell(code, Severity.INFO, None)

    def _cutoffs(self, drafts: Sequence[CheckpointDraft]) -> dict[int, Duration]:
        """Cut-offs since the start by row; times of day need a start to count from."""
        found: dict[int, Duration] = {}
        by_clock = [draft for draft in drafts if draft.clock is not None]
        if by_clock and self.start_ms is None:
            self._tell("checkpoint.no-start", Severity.WARNING, None, count=len(by_clock))
        before = self.start_ms
        for draft in drafts:
            if draft.cutoff_ms is not None:
                found[draft.row] = draft.cutoff_ms
            elif draft.clock is not None and self.start_ms is not None and before is not None:
                since = since_start(draft.clock, self.event, self.start_ms, before)
                if since is None:
                    params = {"label": draft.label}
                    code = "checkpoint.cutoff-before-start"
                    self._tell(code, Severity.WARNING, draft.row, **params)
                    continue
                found[draft.row] = since
                before = Instant(self.start_ms + since)
        return found

    def _matched(
        self, drafts: Sequence[CheckpointDraft], cutoffs: dict[int, Duration]
    ) -> tuple[list[PlannedPoint], list[TimingPoint]]:
        """Rows find the checkpoint they are: by code, by name, or at the same kilometre."""
        left = list(self.own)
        taken = {point.code.casefold() for point in self.own}
        rows, order = [], []
        for number, draft in enumerate(drafts, 1):
            old = _same(draft, left)
            if old is not None:
                left.remove(old)
            code = old.code if old is not None else self._new_code(draft, number, taken)
            taken.add(code.casefold())
            point = self._point(draft, old, code, cutoffs.get(draft.row))
            fate = RowFate.NEW
            if old is not None:
                same = dataclasses.replace(point, ordinal=old.ordinal) == old
                fate = RowFate.SAME if same else RowFate.CHANGED
            rows.append(PlannedPoint(fate=fate, label=draft.label, row=draft.row, point=point))
            order.append(point)
        return rows, order

    def _point(
        self,
        draft: CheckpointDraft,
        old: TimingPoint | None,
        code: str,
        cutoff_ms: Duration | None,
    ) -> TimingPoint:
        """What the table does not say stays as it was."""
        base = old or TimingPoint(race_id=self.race.id, code=code, label=draft.label)
        return dataclasses.replace(
            base,
            label=draft.label,
            distance_m=base.distance_m if draft.distance_m is None else draft.distance_m,
            ascent_m=base.ascent_m if draft.ascent_m is None else draft.ascent_m,
            cutoff_ms=base.cutoff_ms if cutoff_ms is None else cutoff_ms,
            optional=base.optional or draft.optional,
        )

    def _new_code(self, draft: CheckpointDraft, number: int, taken: set[str]) -> str:
        """The table's own code where it can be one, else cp and the number of the row."""
        own = draft.code.strip()
        if own and own.casefold() not in taken and check_code(own) is None:
            return own
        while f"cp{number}" in taken:
            number += 1
        return f"cp{number}"

    def _gone(self, order: Iterable[TimingPoint]) -> list[PlannedPoint]:
        """Checkpoints the table does not have: those with reads stay, the others go."""
        kept = {point.id for point in order}
        reads = reads_at_points(self.season, self.race.id)
        return [
            PlannedPoint(
                fate=RowFate.KEPT if reads[point.code] else RowFate.REMOVED,
                label=point.label,
                row=None,
                point=point,
            )
            for point in self.own
            if point.id not in kept
        ]

    def _race(self, finish: CheckpointDraft | None, limit: Duration | None) -> Race | None:
        """The race with what it did not say yet; what it says otherwise stays and is told."""
        if finish is None:
            return None
        race = self.race
        fields: dict[str, float | Duration] = {}
        for field, value in (("distance_m", finish.distance_m), ("ascent_m", finish.ascent_m)):
            stands = getattr(race, field)
            if value and stands is None:
                fields[field] = value
            elif value and abs(value - stands) > stands * _LITTLE:
                figures = {"table": f"{value:g}", "race": f"{stands:g}"}
                code = f"checkpoint.finish-{field.removesuffix('_m')}"
                self._tell(code, Severity.INFO, finish.row, **figures)
        if limit and race.time_limit_ms is None:
            fields["time_limit_ms"] = limit
        elif limit and race.time_limit_ms != limit:
            figures = {
                "table": format_elapsed(limit),
                "race": format_elapsed(race.time_limit_ms or 0),
            }
            self._tell("checkpoint.finish-limit", Severity.INFO, finish.row, **figures)
        return dataclasses.replace(race, **fields) if fields else None  # type: ignore[arg-type]


def _same(draft: CheckpointDraft, points: Iterable[TimingPoint]) -> TimingPoint | None:
    code, name = draft.code.strip().casefold(), fold_name(draft.label)
    tests = (
        lambda point: bool(code) and point.code.casefold() == code,
        lambda point: bool(name) and fold_name(point.label) == name,
        lambda point: (
            draft.distance_m is not None
            and point.distance_m is not None
            and abs(point.distance_m - draft.distance_m) <= _SAME_PLACE_M
        ),
    )
    for test in tests:
        found = next((point for point in points if test(point)), None)
        if found is not None:
            return found
    return None


def _numbered(order: Iterable[TimingPoint]) -> list[TimingPoint]:
    return [dataclasses.replace(each, ordinal=at) for at, each in enumerate(order, 1)]
