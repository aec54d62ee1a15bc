"""Sheets made from what was seen on the way: splits, and pictures of a race."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.charts import ChartRace, Passage, charts
from trailsdesk.documents.splits import SplitRace, SplitRow, split_list
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.i18n import _
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.results import result_rows
from trailsdesk.services.sheet_request import (
    SheetRequest,
    context_for,
    race_name,
    races_for,
    rows_for,
)

if TYPE_CHECKING:
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.event import RaceId, TimingPoint
    from trailsdesk.services.season import Season


def _points(season: Season, race_id: RaceId) -> list[TimingPoint]:
    points = season.data.points_of(race_id)
    return [point for point in points if point.code not in (START, FINISH)]


def split_race(season: Season, race_id: RaceId) -> SplitRace:
    """A race with everybody who was seen at one of its checkpoints."""
    points, seen = _points(season, race_id), season.splits(race_id)
    rows = []
    for row in result_rows(season, race_id):
        times = {split.point.code: split.since_ms for split in seen.get(row.entry_id, ())}
        since = tuple(times.get(point.code) for point in points)
        if any(each is not None for each in since):
            rows.append(SplitRow(row=row, since_ms=since))
    return SplitRace(
        race_label=race_name(season, race_id),
        points=tuple(point.label or point.code for point in points),
        rows=tuple(rows),
    )


def _splits(season: Season, request: SheetRequest) -> Sheet:
    races = [split_race(season, race_id) for race_id in races_for(season, request)]
    context = context_for(season, request, rows_for(season, request), with_results=True)
    return split_list(context, races)


def _chart_race(season: Season, race_id: RaceId) -> ChartRace:
    rows = result_rows(season, race_id)
    done = [row for row in rows if row.result.status is ResultStatus.OK]
    order = {code: at for at, (code, _label) in enumerate(season.category_order())}
    labels = {row.category: row.category_label for row in rows if row.category}
    splits = split_race(season, race_id)
    return ChartRace(
        race_label=race_name(season, race_id),
        finishers=tuple(done),
        entered=len(rows),
        categories=tuple(
            (code, labels[code])
            for code in sorted(labels, key=lambda code: (order.get(code, len(order)), code))
        ),
        field=tuple(row for row in rows if row.result.status is not ResultStatus.DNS),
        points=splits.points,
        passages=tuple(Passage(row=each.row, since_ms=each.since_ms) for each in splits.rows),
    )


def _charts(season: Season, request: SheetRequest) -> Sheet:
    races = [_chart_race(season, race_id) for race_id in races_for(season, request)]
    context = context_for(season, request, rows_for(season, request), with_results=True)
    return charts(context, races)


SPLIT_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="splits",
        title=_("Splits"),
        about=_("race by race, a column for every checkpoint"),
        words=("split", "intermediate-times"),
        build=_splits,
        of_splits=True,
    ),
    PrintKind(
        id="charts",
        title=_("Charts"),
        about=_("finishes over time, the field by category, places through checkpoints"),
        words=("chart", "plots", "statistics"),
        build=_charts,
        hangs=False,
    ),
)
