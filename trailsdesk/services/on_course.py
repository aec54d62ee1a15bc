"""The course as the desk sees it: who is out there, last seen where, due when; and who came back.

Everything here is computed from the evidence as it stands. What depends on the time now (who is
overdue, which cut-off is near) is asked of the rows with a moment, so that a minute that passes
costs no new computing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId, bib_sort_key
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.expected import CutOff, Lookout, Route, Whereabouts, route_of, urgency
from trailsdesk.domain.on_course import EntryStand, Stand, Tally
from trailsdesk.domain.outcomes import standing_rulings
from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import Ruling, RulingKind
from trailsdesk.domain.timing import START
from trailsdesk.domain.waves import guns_by_entry
from trailsdesk.i18n import _
from trailsdesk.services.raceday import gun_of, races_to_run
from trailsdesk.services.stands import race_stands, race_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.splits import Split
    from trailsdesk.services.season import Season

SHOWN = frozenset({Stand.OUT, Stand.STOPPED, Stand.RULED_OUT, Stand.WAITING})
"""Who has a row: those out there, those who stopped, and those of a wave that was not started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """One runner who is out there, who stopped, or whose wave was not started yet.

    ``checked_in`` is None in a race that uses no check-in. ``stopped_at`` is the name of the place
    of a ruling.
    """

    entry_id: EntryId
    race_id: RaceId
    runner_id: RunnerId
    bib: str
    name: str
    club: str
    race_label: str
    category_label: str
    standing: EntryStand
    where: Whereabouts
    gun_ms: Instant | None
    checked_in: bool | None = None
    stopped_at: str = ""

    @property
    def is_left(self) -> bool:
        """Whether somebody has yet to see this runner: out there, or stopped and not back."""
        return self.standing.stand is Stand.OUT or self.standing.awaited


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceCount:
    """A race and how its field stands."""

    race_id: RaceId
    label: str
    gun_ms: Instant | None
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """Everything the panel shows for an event or one race; a value, safe on any thread."""

    revision: int
    event_id: EventId
    race_id: RaceId | None
    zone: str
    rows: tuple[CourseRow, ...]
    races: tuple[RaceCount, ...]
    courses: Mapping[RaceId, Route]

    @property
    def tally(self) -> Tally:
        """All races in scope together."""
        return reduce(add, (race.tally for race in self.races), Tally())


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLine:
    """A place where a runner was seen: arriving and leaving, and the time since the gun."""

    label: str
    instant_ms: Instant | None
    since_ms: int | None
    out_ms: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDetail:
    """One runner out there with all the drawer says; contacts are asked for apart."""

    row: CourseRow
    splits: tuple[SplitLine, ...]
    stages: tuple[tuple[str, str], ...]
    zone: str


def course_view(season: Season, event_id: EventId, race_id: RaceId | None = None) -> CourseView:
    """Who is out there in an event, or in one race of it."""
    data = season.data
    races = [data.races[race_id]] if race_id is not None else races_to_run(data, event_id)
    return CourseView(
        revision=data.revision,
        event_id=event_id,
        race_id=race_id,
        zone=data.events[event_id].zone,
        rows=tuple(row for race in races for row in _race_rows(season, race.id)),
        races=tuple(
            RaceCount(
                race_id=race.id,
                label=race.label,
                gun_ms=gun_of(season, race.id),
                tally=race_tally(season, race.id),
            )
            for race in races
        ),
        courses={race.id: race_course(season, race.id) for race in races},
    )


def race_course(season: Season, race_id: RaceId) -> Route:
    """The places of a race along the way, the finish last."""
    data = season.data
    race, points = data.races[race_id], data.points_of(race_id)
    return season.keep(
        ("course", race_id),
        (race, points),
        lambda: route_of(race, points, _("the finish")),
    )


def in_order(rows: Iterable[CourseRow], now_ms: int) -> list[CourseRow]:
    """The rows as a person should look at them: the longest overdue first."""

    def key(row: CourseRow) -> tuple[object, ...]:
        away = 0 if row.is_left else 1 if row.standing.stand is Stand.WAITING else 2
        first = urgency(row.where, now_ms, awaited=row.standing.stand is not Stand.OUT)
        return (away, first, bib_sort_key(row.bib), row.entry_id)

    return sorted(rows, key=key)


def silent_places(view: CourseView, now_ms: int) -> tuple[tuple[RaceId, CutOff], ...]:
    """Places with a cut-off from which there is no time at all though the first are overdue."""
    found = {
        (row.race_id, cutoff.code): cutoff
        for row in view.rows
        if row.standing.stand is Stand.OUT
        and (cutoff := row.where.cutoff) is not None
        and cutoff.is_silent(now_ms)
    }
    return tuple((race_id, cutoff) for (race_id, _code), cutoff in found.items())


def course_detail(season: Season, entry_id: EntryId) -> CourseDetail | None:
    """One runner of the list with the places seen at; None for one who is not on it."""
    data = season.data
    entry = data.entries.get(entry_id)
    if entry is None:
        return None
    rows = _race_rows(season, entry.race_id)
    row = next((each for each in rows if each.entry_id == entry_id), None)
    if row is None:
        return None
    course = race_course(season, entry.race_id)
    return CourseDetail(
        row=row,
        splits=tuple(
            SplitLine(
                label=split.point.label or split.point.code,
                instant_ms=split.instant_ms,
                since_ms=split.since_ms,
                out_ms=split.out_ms,
            )
            for split in season.splits(entry.race_id).get(entry_id, ())
        ),
        stages=tuple((stage.code, stage.label) for stage in course.stages),
        zone=data.events[data.races[entry.race_id].event_id].zone,
    )


def _race_rows(season: Season, race_id: RaceId) -> tuple[CourseRow, ...]:
    data = season.data
    stands, splits = race_stands(season, race_id), season.splits(race_id)
    reads = season.event_reads(data.races[race_id].event_id)
    categories = season.categories()
    inputs = (
        stands, splits, reads, categories, race_course(season, race_id),
        data.entries, data.runners, data.check_ins, data.events, data.races, data.waves,
    )  # fmt: skip
    return season.keep(("course-rows", race_id), inputs, lambda: _make_rows(season, race_id))


def _make_rows(season: Season, race_id: RaceId) -> tuple[CourseRow, ...]:
    data = season.data
    race, course = data.races[race_id], race_course(season, race_id)
    stands, splits = race_stands(season, race_id), season.splits(race_id)
    shown = [data.entries[key] for key, each in stands.items() if each.stand in SHOWN]
    lookout = _lookout(season, race_id, course, splits)
    guns = guns_by_entry(data, shown)
    uses_check_in = _uses_check_in(data, race_id)
    categories = season.categories()
    rows = []
    for entry in shown:
        runner, standing = data.runners[entry.runner_id], stands[entry.id]
        rows.append(
            CourseRow(
                entry_id=entry.id,
                race_id=race_id,
                runner_id=runner.id,
                bib=entry.bib,
                name=full_name(runner),
                club=runner.club,
                race_label=race.label,
                category_label=categories[entry.id].label,
                standing=standing,
                where=lookout.of(entry.id, guns[entry.id]),
                gun_ms=guns[entry.id],
                checked_in=entry.id in data.check_ins if uses_check_in else None,
                stopped_at=place_label(course, standing.ruling.point) if standing.ruling else "",
            )
        )
    return tuple(rows)


def _lookout(
    season: Season,
    race_id: RaceId,
    course: Route,
    splits: Mapping[EntryId, Sequence[Split]],
) -> Lookout:
    data = season.data
    event_id = data.races[race_id].event_id
    seen = {
        entry_id: each
        for entry_id, each in season.event_reads(event_id).entries.items()
        if data.entries[entry_id].race_id == race_id
    }
    zone = data.events[event_id].zone
    return Lookout(course, splits, seen, gun_of(season, race_id), zone)


def _uses_check_in(data: SeasonData, race_id: RaceId) -> bool:
    return any(data.entries[key].race_id == race_id for key in data.check_ins)


def place_label(course: Route, code: str) -> str:
    """The name of a place; a code the course does not know stays as it is."""
    if code == START:
        return _("the start")
    at = course.at(code)
    return code if at is None else course.stages[at].label


# What people decide


def stop_runner(
    season: Season,
    entry_id: EntryId,
    *,
    point: str,
    way: str,
    reason: str,
    actor: str,
    back_ms: Instant | None = None,
) -> Ruling:
    """Somebody stops: at which place (a point's code), and how they come back.

    ``back_ms`` is when they were seen back, for somebody who is back already. A later decision
    for the same runner corrects an earlier one.
    """
    ruling = stopped(season, entry_id, point=point, way=way, reason=reason, actor=actor)
    ruling = dataclasses.replace(ruling, back_ms=back_ms)
    bib = season.data.entries[entry_id].bib
    with season.change("course.stop", bib=bib, point=ruling.point) as writer:
        return writer.put(ruling)


def stopped(
    season: Season, entry_id: EntryId, *, point: str, way: str, reason: str, actor: str
) -> Ruling:
    """The decision that somebody stops, not yet written."""
    return Ruling(
        entry_id=entry_id,
        kind=RulingKind.DNF,
        reason=" ".join(reason.split()),
        actor=actor,
        made_ms=season.clock.now_ms(),
        point=point.strip(),
        way=" ".join(way.split()),
    )


def seen_back(season: Season, entry_id: EntryId, actor: str, at_ms: Instant | None = None) -> None:
    """A runner was seen back: of one who stopped that is noted; one out there stops with it.

    Refused (lookout.not-out) for somebody who is neither out there nor awaited.
    """
    data = season.data
    entry = data.entries[entry_id]
    moment = season.clock.now_ms() if at_ms is None else at_ms
    standing = race_stands(season, entry.race_id)[entry_id]
    held = standing_rulings(data.rulings.values()).get(entry_id)
    ruling = held.ruling if held is not None else None
    if standing.stand is Stand.OUT:
        seen = next((r for r in _race_rows(season, entry.race_id) if r.entry_id == entry_id), None)
        last = seen.where.seen.code if seen is not None and seen.where.seen is not None else ""
        stop_runner(season, entry_id, point=last, way="", reason="", actor=actor, back_ms=moment)
        return
    if ruling is None or not standing.awaited:
        raise Refused("lookout.not-out", bib=entry.bib or "\N{EN DASH}")
    with season.change("course.back", bib=entry.bib) as writer:
        writer.put(dataclasses.replace(ruling, back_ms=moment))


def not_back(season: Season, entry_id: EntryId) -> None:
    """Take "seen back" away from a runner: it was somebody else."""
    held = standing_rulings(season.data.rulings.values()).get(entry_id)
    ruling = held.ruling if held is not None else None
    if ruling is not None and ruling.back_ms is not None:
        bib = season.data.entries[entry_id].bib
        with season.change("course.not-back", bib=bib) as writer:
            writer.put(dataclasses.replace(ruling, back_ms=None))


def goes_on(season: Season, entry_id: EntryId, actor: str) -> None:
    """A runner who was said to have stopped is in the race after all."""
    entry = season.data.entries[entry_id]
    rulings = season.data.rulings.values()
    before = [ruling.made_ms for ruling in rulings if ruling.entry_id == entry_id]
    # The latest holds, also where the computer's clock was set back meanwhile.
    ruling = Ruling(
        entry_id=entry_id,
        kind=RulingKind.REINSTATE,
        actor=actor,
        made_ms=max([season.clock.now_ms(), *before]),
    )
    with season.change("course.goes-on", bib=entry.bib) as writer:
        writer.put(ruling)
