"""The public board: what spectators and the announcer may see of an event.

Only what is printed on a result list anyway: bib, name, club, race, category, time and place.
Birth dates, contacts, money and reasons are never put into it, so that they cannot be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH
from trailsdesk.services.on_course import course_view
from trailsdesk.services.raceday import FieldState, field_state, gun_of, races_to_run
from trailsdesk.services.rehearsal import is_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Race
    from trailsdesk.domain.results import Result
    from trailsdesk.services.season import Season

LAST_IN = 12
LEADERS = 10
BEST_OF_CATEGORY = 3
EXPECTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One runner on the board.

    ``time_ms`` is the official time, ``place`` the place that goes with the list the row stands
    in: in the race among the leaders, in the category elsewhere. ``at_ms`` is when the runner came
    in, or is expected. ``seen`` is where a runner out there was seen last.
    """

    bib: str
    name: str
    club: str
    race: str
    category: str
    time_ms: int | None = None
    place: int | None = None
    at_ms: Instant | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardList:
    """The best of a race, or of one category of it (``category`` names it)."""

    race: str
    category: str = ""
    rows: tuple[BoardRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRace:
    """A race and its gun, the earliest of its waves."""

    race_id: RaceId
    label: str
    gun_ms: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """Everything the board shows; a value, safe on any thread."""

    event_id: EventId
    event_name: str
    zone: str
    counts: FieldState
    races: tuple[BoardRace, ...] = ()
    last_in: tuple[BoardRow, ...] = ()
    leaders: tuple[BoardList, ...] = ()
    expected: tuple[BoardRow, ...] = ()
    is_rehearsal: bool = False


def board_view(season: Season, event_id: EventId) -> BoardView:
    """The board of an event: the last ones in, the best of every race, and who is due next."""
    data = season.data
    event = data.events[event_id]
    races = races_to_run(data, event_id)
    return BoardView(
        event_id=event_id,
        event_name=event.name,
        zone=event.zone,
        counts=field_state(season, [race.id for race in data.races_of(event_id)]),
        races=tuple(
            BoardRace(race_id=race.id, label=race.label, gun_ms=gun_of(season, race.id))
            for race in races
        ),
        last_in=_last_in(season, races),
        leaders=tuple(found for race in races for found in _leaders(season, race)),
        expected=_expected(season, event_id, races),
        is_rehearsal=is_copy(season.file.path),
    )


def _last_in(season: Season, races: Sequence[Race]) -> tuple[BoardRow, ...]:
    here = (
        (result.finish_ms, result.entry_id, result)
        for race in races
        for result in season.results(race.id).results
        if result.finish_ms is not None and result.status is ResultStatus.OK
    )
    latest = nlargest(LAST_IN, here, key=lambda found: found[:2])
    return tuple(_row(season, result, result.rank_category) for _at, _id, result in latest)


def _leaders(season: Season, race: Race) -> list[BoardList]:
    """The best of a race, then of each category with somebody in, in the rules' order.

    Only who is shown is looked up: the board of a large field must not hold up its finish.
    """
    ranked = [r for r in season.results(race.id).results if r.rank is not None]
    if not ranked:
        return []
    best = tuple(_row(season, result, result.rank) for result in ranked[:LEADERS])
    found = [BoardList(race=race.label, rows=best)]
    categories = season.categories()
    by_category: dict[str, list[BoardRow]] = {}
    for result in ranked:
        place = result.rank_category
        if place is not None and place <= BEST_OF_CATEGORY:
            own = by_category.setdefault(categories[result.entry_id].code, [])
            own.append(_row(season, result, place))
    order = [code for code, _label in season.category_order()]
    for code in sorted(by_category, key=lambda c: order.index(c) if c in order else len(order)):
        rows = by_category[code]
        found.append(BoardList(race=race.label, category=rows[0].category, rows=tuple(rows)))
    return found


def _row(season: Season, result: Result, place: int | None) -> BoardRow:
    data = season.data
    entry = data.entries[result.entry_id]
    person = data.runners[entry.runner_id]
    return BoardRow(
        bib=entry.bib,
        name=full_name(person),
        club=person.club,
        race=data.races[entry.race_id].label,
        category=season.categories()[entry.id].label,
        time_ms=result.time_ms,
        place=place,
        at_ms=result.finish_ms,
    )


def _expected(season: Season, event_id: EventId, races: Sequence[Race]) -> tuple[BoardRow, ...]:
    """Who was seen on the way and is due at the finish next; nobody where nobody calls in."""
    if not any(season.data.points_of(race.id) for race in races):
        return ()
    due = [
        (row.where.due.instant_ms, row)
        for row in course_view(season, event_id).rows
        if row.where.due is not None
        and row.where.seen is not None
        and row.where.due.code == FINISH
        and not row.standing.awaited
    ]
    due.sort(key=lambda pair: (pair[0], pair[1].bib))
    return tuple(
        BoardRow(
            bib=row.bib,
            name=row.name,
            club=row.club,
            race=row.race_label,
            category=row.category_label,
            at_ms=moment,
            seen=row.where.seen.label if row.where.seen is not None else "",
        )
        for moment, row in due[:EXPECTED]
    )
