"""Entries, results, splits and standings as tables of values, for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_local
from trailsdesk.domain.entry import EntryStatus, bib_sort_key
from trailsdesk.domain.exports import OutColumn, OutKind, OutTable, OutValue
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.services.results import result_rows
from trailsdesk.services.standings import standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import RaceId, TimingPoint
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.domain.points import Standing, StandingGroup
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season

Cells = tuple[OutValue, ...]

_BORN = OutColumn(key="birth_date", title="Birth date", kind=OutKind.DATE)
_WHO = (
    OutColumn(key="event", title="Event"),
    OutColumn(key="race", title="Race"),
    OutColumn(key="bib", title="Bib"),
    OutColumn(key="family_name", title="Family name"),
    OutColumn(key="given_name", title="Given name"),
    OutColumn(key="gender", title="Gender"),
    OutColumn(key="nation", title="Nation"),
    OutColumn(key="club", title="Club"),
    OutColumn(key="category", title="Category"),
)
_ENTRY = (
    OutColumn(key="city", title="City"),
    OutColumn(key="entered", title="Entered on"),
    OutColumn(key="series_entry", title="Series entry"),
    OutColumn(key="medal", title="Medal"),
    OutColumn(key="withdrawn", title="Withdrawn"),
)
_CONTACT = (
    OutColumn(key="email", title="E-mail"),
    OutColumn(key="phone", title="Phone"),
    OutColumn(key="emergency_name", title="Emergency contact"),
    OutColumn(key="emergency_phone", title="Emergency phone"),
)
_RESULT = (
    OutColumn(key="rank", title="Place", kind=OutKind.NUMBER),
    OutColumn(key="rank_gender", title="Gender place", kind=OutKind.NUMBER),
    OutColumn(key="rank_category", title="Category place", kind=OutKind.NUMBER),
    OutColumn(key="status", title="Status"),
    OutColumn(key="time", title="Time", kind=OutKind.TIME),
    OutColumn(key="gap", title="Gap", kind=OutKind.TIME),
)
_FINISH = OutColumn(key="time", title="Time", kind=OutKind.TIME)
_STATUS = OutColumn(key="status", title="Status")
_RANKED = (
    OutColumn(key="ranking", title="Ranking"),
    OutColumn(key="race", title="Race"),
    OutColumn(key="category", title="Category"),
    OutColumn(key="rank", title="Place", kind=OutKind.NUMBER),
    OutColumn(key="rank_so_far", title="Place so far", kind=OutKind.NUMBER),
    OutColumn(key="family_name", title="Family name"),
    OutColumn(key="given_name", title="Given name"),
    OutColumn(key="nation", title="Nation"),
    OutColumn(key="club", title="Club"),
)
_TOTAL = (
    OutColumn(key="counted", title="Events counted"),
    OutColumn(key="total", title="Total", kind=OutKind.NUMBER),
)


def entry_table(
    season: Season,
    race_ids: Sequence[RaceId],
    *,
    birth_date: bool = False,
    contacts: Mapping[RunnerId, Contact] | None = None,
) -> OutTable:
    """Everybody entered, withdrawn ones too, by race and bib.

    Args:
        contacts: those to stand beside them; None leaves the columns out. Medical notes never do.
    """
    wanted = {race_id: number for number, race_id in enumerate(race_ids)}
    entries = sorted(
        (entry for entry in season.data.entries.values() if entry.race_id in wanted),
        key=lambda entry: (wanted[entry.race_id], bib_sort_key(entry.bib), entry.id),
    )
    columns: tuple[OutColumn, ...] = (*_WHO, *_ENTRY)
    if birth_date:
        columns += (_BORN,)
    if contacts is not None:
        columns += _CONTACT
    rows = []
    for entry in entries:
        cells = _entry_cells(season, entry)
        if birth_date:
            cells += (season.data.runners[entry.runner_id].birth_date,)
        if contacts is not None:
            cells += _contact_cells(contacts.get(entry.runner_id))
        rows.append(cells)
    return OutTable(name="entries", columns=columns, rows=tuple(rows))


def _entry_cells(season: Season, entry: Entry) -> Cells:
    data = season.data
    race, runner = data.races[entry.race_id], data.runners[entry.runner_id]
    event = data.events[race.event_id]
    return (
        event.code,
        race.code,
        entry.bib,
        runner.family_name,
        runner.given_name,
        runner.gender.value if runner.gender else "",
        runner.nation,
        runner.club,
        season.categories()[entry.id].label,
        runner.city,
        "" if entry.entered_ms is None else format_local(entry.entered_ms, event.zone),
        "yes" if entry.series_entry else "no",
        entry.medal.value.casefold(),
        "yes" if entry.status is EntryStatus.WITHDRAWN else "no",
    )


def _contact_cells(contact: Contact | None) -> Cells:
    if contact is None:
        return ("",) * len(_CONTACT)
    return (contact.email, contact.phone, contact.emergency_name, contact.emergency_phone)


def _who(row: ResultRow) -> Cells:
    return (
        row.event_code,
        row.race_code,
        row.bib,
        row.family_name,
        row.given_name,
        row.gender.value if row.gender else "",
        row.nation,
        row.club,
        row.category_label,
    )


def result_table(
    season: Season, race_ids: Sequence[RaceId], *, birth_date: bool = False
) -> OutTable:
    """The results race by race, in print order."""
    columns = (*_WHO, *_RESULT, *((_BORN,) if birth_date else ()))
    rows = []
    for race_id in race_ids:
        for row in result_rows(season, race_id):
            result = row.result
            cells: Cells = (
                *_who(row),
                result.rank,
                result.rank_gender,
                result.rank_category,
                result.status.value,
                result.time_ms,
                result.gap_ms,
            )
            rows.append((*cells, row.birth_date) if birth_date else cells)
    return OutTable(name="results", columns=columns, rows=tuple(rows))


def split_table(season: Season, race_ids: Sequence[RaceId]) -> OutTable:
    """Times since the gun at every point, a column for each; points of one code share theirs."""
    points: dict[str, TimingPoint] = {}
    for race_id in race_ids:
        for point in course_points(season, race_id):
            points.setdefault(point.code, point)
    titles = _apart([(point.code, point.label) for point in points.values()])
    passed = tuple(
        OutColumn(key=f"split_{code}", title=titles[code], kind=OutKind.TIME) for code in points
    )
    rows = []
    for race_id in race_ids:
        splits = season.splits(race_id)
        for row in result_rows(season, race_id):
            since = {each.point.code: each.since_ms for each in splits.get(row.entry_id, ())}
            times = (since.get(code) for code in points)
            rows.append((*_who(row), *times, row.result.time_ms, row.result.status.value))
    return OutTable(name="splits", columns=(*_WHO, *passed, _FINISH, _STATUS), rows=tuple(rows))


def course_points(season: Season, race_id: RaceId) -> tuple[TimingPoint, ...]:
    """The points of a race between start and finish."""
    return tuple(p for p in season.data.points_of(race_id) if p.code not in (START, FINISH))


def _apart(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Code to a title of its own: the label, with the code where another has the same."""
    titles: dict[str, str] = {}
    for code, label in named:
        title = label or code
        titles[code] = f"{title} ({code})" if title in titles.values() else title
    return titles


def standing_table(season: Season) -> OutTable:
    """Every ranking of the series; ``Refused`` (standings.no-points) where there is none."""
    groups = standings(season)
    held = {code for group in groups for code in group.event_codes}
    events = [(e.code, e.name) for e in season.data.events_in_order() if e.code in held]
    titles = _apart(events)
    columns = (
        *_RANKED,
        *(OutColumn(key=f"points_{c}", title=titles[c], kind=OutKind.NUMBER) for c, _n in events),
        *_TOTAL,
    )
    rows = [
        _standing_cells(group, standing, [code for code, _name in events])
        for group in groups
        for standing in group.standings
    ]
    return OutTable(name="standings", columns=columns, rows=tuple(rows))


def _standing_cells(group: StandingGroup, standing: Standing, events: Sequence[str]) -> Cells:
    scores = {score.event_code: score for score in standing.scores}
    points = (
        scores[code].points if code in scores and scores[code].status is ResultStatus.OK else None
        for code in events
    )
    return (
        group.ranking_label,
        group.race_code,
        group.label,
        standing.rank,
        standing.rank_so_far,
        standing.family_name,
        standing.given_name,
        standing.nation,
        standing.club,
        *points,
        " ".join(score.event_code for score in standing.scores if score.counted),
        standing.total,
    )
