"""The rows of a finish grid that are taken already, numbered as on the screen of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.grids import GridLine
from trailsdesk.domain.chrono import format_clock, format_local, local_date
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import crossings

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.finish_desk import LineRow
    from trailsdesk.services.season import Season


def grid_lines(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[GridLine, ...]:
    """Every crossing with its number, bib, time and whose it is."""
    event = season.data.events[event_id]
    lines = []
    for row in crossings(season, event_id, race_id):
        time = ""
        if row.since_ms is None and row.instant_ms is not None:
            same_day = local_date(row.instant_ms, event.zone) == event.date
            written = format_clock if same_day else format_local
            time = _("at {time}").format(time=written(row.instant_ms, event.zone))
        lines.append(
            GridLine(
                number=row.number or 0,
                bib=row.bib,
                time=time,
                time_ms=row.since_ms,
                note=_note(row),
            )
        )
    return tuple(lines)


def _note(row: LineRow) -> str:
    if row.fate is ReadFate.NO_BIB:
        return _("waiting for a bib")
    if row.fate is ReadFate.UNKNOWN_BIB:
        return _("no such bib")
    if row.fate is ReadFate.WRONG_RACE and row.race_label:
        return _("{name}, runs in {race}").format(name=row.name, race=row.race_label)
    return row.name
