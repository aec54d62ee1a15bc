"""What is asked for when a sheet is printed, and what every sheet has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk.documents.context import SheetContext
from trailsdesk.documents.sheet import Identity, Paper, SheetStatus
from trailsdesk.domain.event import Event, RaceId
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.i18n import day_words, message
from trailsdesk.services import results
from trailsdesk.services.evidence_problems import (
    changes_results,
    changes_standings,
    evidence_told,
)
from trailsdesk.services.publishing import all_official, race_standing
from trailsdesk.services.sheet_art import logo_of
from trailsdesk.services.sheet_notes import front_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.documents.sheet import Notice
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.domain.problems import Place, Problem
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRequest:
    """What to print: of which event and race, on which paper, how many places a category.

    ``event`` None prints the series. ``race_code`` chooses a distance of the series. ``contacts``
    are those a protected sheet prints; None hides them. ``tracks`` are the kept GPX files of a
    course sheet by their digest. ``runner_id`` is whose season is printed. A grid begins with
    ``first_row`` and has ``pages``, or is ``filled`` with the rows taken so far.

    ``appendix`` prints the tickets of a draw. ``bib`` is the one runner a certificate is for,
    ``winners`` leaves certificates to the first places. ``stock`` is the label paper or envelope
    by its id, ``first_label`` the first free label on the first sheet, ``skipped`` used ones on it
    by their number. ``medical`` adds the medical notes to a protected list.

    ``till`` names the till of a cash-up, empty the last one; ``with_lines`` adds its payments.

    ``award_order`` is ``youngest``, ``oldest`` or ``as-set``, empty as the rules say;
    ``only_settled`` leaves out awards that can still change.
    """

    event: Event | None = None
    race_id: RaceId | None = None
    race_code: str | None = None
    paper: Paper = Paper.A4
    depth: int | None = None
    by_category: bool = False
    by_name: bool = False
    first_row: int = 1
    pages: int = 1
    filled: bool = False
    contacts: Mapping[RunnerId, Contact] | None = None
    tracks: Mapping[str, bytes] | None = None
    runner_id: RunnerId | None = None
    appendix: bool = False
    bib: str = ""
    winners: bool = False
    stock: str = ""
    first_label: int = 1
    skipped: tuple[int, ...] = ()
    medical: bool = False
    till: str = ""
    with_lines: bool = False
    award_order: str = ""
    only_settled: bool = False


def rows_for(season: Season, request: SheetRequest) -> tuple[ResultRow, ...]:
    """The results of the event and race asked for."""
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    return results.rows_of(season, request.event.id, request.race_id)


def races_for(season: Season, request: SheetRequest) -> tuple[RaceId, ...]:
    """The race asked for, else all of the event."""
    if request.race_id is not None:
        return (request.race_id,)
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    return tuple(race.id for race in season.data.races_of(request.event.id))


def race_name(season: Season, race_id: RaceId) -> str:
    """A race as a person calls it: its label, with the kilometres where they are known."""
    race = season.data.races[race_id]
    if race.distance_m is None:
        return race.label
    return f"{race.label} {race.distance_m / 1000:g} km"


def context_for(
    season: Season,
    request: SheetRequest,
    rows: tuple[ResultRow, ...],
    *,
    with_results: bool,
    listed: Sequence[ResultRow | MedalRow] | None = None,
    extra: Sequence[Notice] = (),
) -> SheetContext:
    """What the sheet has in common with the others.

    Args:
        rows: the results it rests on.
        listed: whom it lists, where that is somebody else than ``rows``.
        extra: more to stand on its front.
    """
    event = request.event
    last = season.data.events_in_order()[-1]
    zone = (event or last).zone
    now = datetime.fromtimestamp(season.clock.now_ms() / 1000, ZoneInfo(zone))
    races = () if event is None else races_for(season, request)
    status, version = results_stand(season, races) if with_results else (None, 0)
    identity = Identity(
        status=status,
        version=version,
        result_hash=results.fingerprint(rows) if with_results else "",
        printed_at=f"{day_words(now.date())} {now:%H:%M %Z}",
        event="" if event is None else event.name,
    )
    over = problems_over(season, event.id if event else None, races) if with_results else ()
    return SheetContext(
        series_name=season.data.series.name,
        event_name="" if event is None else event.name,
        event_date="" if event is None else day_words(event.date, long=True),
        race_names=tuple(race_name(season, race_id) for race_id in races),
        identity=identity,
        front=(*front_notes(rows if listed is None else listed, over), *extra),
        problems=tuple(message(problem) for problem in over),
        paper=request.paper,
        logo=logo_of(season, None if event is None else event.id),
    )


def results_stand(season: Season, race_ids: Sequence[RaceId]) -> tuple[SheetStatus, int]:
    """Whether results are official, and which published version of a single race they are."""
    official = all_official(season, race_ids or season.data.races)
    version = 0
    if len(race_ids) == 1:
        standing = race_standing(season, race_ids[0])
        version = 0 if standing.latest is None or standing.changes else standing.latest.number
    return (SheetStatus.OFFICIAL if official else SheetStatus.PROVISIONAL), version


def problems_over(
    season: Season, event_id: EventId | None, race_ids: tuple[RaceId, ...]
) -> tuple[Problem, ...]:
    """What could still change the results of an event or of some of its races.

    Without an event, what could change those of the series.
    """
    matters = changes_results if event_id is not None else changes_standings
    return tuple(
        problem
        for told in evidence_told(season)
        if matters(problem := told.problem) and _concerns(problem.place, event_id, race_ids)
    )


def _concerns(place: Place | None, event_id: EventId | None, race_ids: tuple[RaceId, ...]) -> bool:
    if place is None:
        return True
    if event_id is not None and place.event_id not in (None, event_id):
        return False
    return place.race_id is None or not race_ids or place.race_id in race_ids
