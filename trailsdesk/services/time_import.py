"""A timing file looked at before it is taken: what it is, what is new in it, and what it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from trailsdesk.domain.chrono import Duration, Instant, local_date
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.many import many_of
from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.domain.timing import FINISH, START, BatchId, BatchKind, Read, ReadBatch
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import IGNORE
from trailsdesk.formats.layouts import Mapped, Purpose, TimeKind
from trailsdesk.formats.raw import FileKind, RawFile
from trailsdesk.formats.registry import Recognised, recognise
from trailsdesk.formats.timing import ReadDraft
from trailsdesk.services.entries import guess_columns
from trailsdesk.services.raceday import gun_of
from trailsdesk.services.source_roles import NO_EFFECT, RoleEffect, import_effect
from trailsdesk.services.time_people import (
    NOBODY,
    Known,
    People,
    owners_by_name,
    races_in_scope,
)
from trailsdesk.services.time_reading import (
    FilePlace,
    Frame,
    TimesRead,
    problems_of_lines,
    read_raw,
    read_table,
)
from trailsdesk.services.time_repeated import REPEATED_HOUR, held_as_second, other_reading_stands
from trailsdesk.services.timing import NewReads, commit_reads, unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from trailsdesk.domain.event import Event, EventId, RaceId
    from trailsdesk.formats.layouts import Layout
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source

# The days around the gun, or the event, in which reads may lie: longer than any race, and with
# those that are run the day before.
_BEFORE, _AFTER = timedelta(days=2), timedelta(days=14)


class _OfTheFile(TypedDict):
    """What a plan takes from the file as it is."""

    places: tuple[FilePlace, ...]
    guns: tuple[Instant, ...]
    list_races: tuple[int, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePlan:
    """A timing file ready to be taken: one ``NewReads`` for each timing point in it.

    ``kind`` is what its times are, ``guessed`` when nobody said so. ``mapped`` is None for a log
    without columns; ``odd_rows`` have something told of them and gave nothing. ``effects`` say,
    batch by batch, what leading would move against filling gaps. ``days`` are the first and last
    day that times without a date were put on, None when all had one. ``guns`` are starting shots
    in the file, which nothing was done with; ``left_out`` counts by message code what is no new
    passing. ``places`` are those the file names, and ``points`` those of them that its race does
    not have as checkpoints yet; ``list_races`` number the races of one list of results.
    """

    batches: tuple[NewReads, ...]
    mapped: Mapped | None
    kind: TimeKind
    guessed: bool
    drafts: tuple[ReadDraft, ...]
    refused: int
    problems: tuple[Problem, ...]
    odd_rows: int = 0
    format: str = "table"
    label: str = ""
    offset_ms: Duration = Duration(0)
    days: tuple[date, date] | None = None
    first: ReadDraft | None = None
    last: ReadDraft | None = None
    known_people: Known = NOBODY
    effects: tuple[RoleEffect, ...] = ()
    places: tuple[FilePlace, ...] = ()
    points: tuple[TimingPoint, ...] = ()
    guns: tuple[Instant, ...] = ()
    list_races: tuple[int, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """Reads the season does not hold yet."""
        return sum(len(new.reads) for new in self.batches)

    @property
    def known(self) -> int:
        """Reads it holds already."""
        return sum(new.known for new in self.batches)

    @property
    def effect(self) -> RoleEffect:
        """What leading would move at the points where it moves anything, taken together."""
        found = [each for each in self.effects if each.shared]
        if len(found) < 2:
            return found[0] if found else NO_EFFECT
        apart = [each for each in found if each.differing]
        return RoleEffect(
            shared=max(each.shared for each in found),
            differing=max(each.differing for each in found),
            least_ms=min((each.least_ms for each in apart), default=0),
            most_ms=max((each.most_ms for each in apart), default=0),
            moves=tuple(move for each in found for move in each.moves),
        )

    @property
    def in_repeated_hour(self) -> bool:
        """Whether some of its times lie in an hour that the clocks showed twice."""
        return any(problem.code in REPEATED_HOUR for problem in self.problems)

    @property
    def fills_gaps(self) -> bool:
        """Whether it gives way to other sources anywhere."""
        return any(new.fills_gaps for new in self.batches)


def look_at(source: Source, encoding: str | None = None) -> Recognised:
    """What a file is, by its content, with everything read from it.

    Raises:
        InputUnreadable: it holds nothing that can be read as times, chips or a table; the error
            says what it looks like instead.
    """
    seen = recognise(source.name, source.data, encoding)
    if seen.raw is None and seen.chips is None and seen.book is None:
        raise not_timing(seen, source.name)
    return seen


def is_timing(seen: Recognised) -> bool:
    """Whether a file holds times of runners, as far as can be told."""
    return seen.kind.timed and seen.instead is None


def not_timing(seen: Recognised, name: str) -> InputUnreadable:
    """The refusal of a file that holds no times, with what it looks like instead."""
    if seen.instead is not None:
        return InputUnreadable(seen.instead.code, **seen.instead.params)
    codes = {FileKind.CHIPS: "looks.chips", FileKind.PEOPLE: "looks.people"}
    return InputUnreadable(codes.get(seen.kind, "input.unreadable"), name=name)


def plan_times(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    source: Source,
    content: Table | RawFile,
    *,
    point: str = FINISH,
    kind: str | None = None,
    dates: str | None = None,
    overrides: Mapping[str, str] | None = None,
    layouts: Sequence[Layout] | None = None,
    day: date | None = None,
    offset_ms: Duration = Duration(0),
    leads: bool | None = None,
    places: Mapping[str, str] | None = None,
    list_race: int | None = None,
    repeated: str | None = None,
) -> TimePlan:
    """What taking a timing file would do; changes nothing.

    Args:
        content: what was read of the source: one of its tables, or a log.
        point: where the reads were taken that name no place.
        kind: ``clock`` (time of day) or ``elapsed`` (since the gun); None decides by the column.
        dates: ``day-first`` or ``month-first`` for days like 3/6/2026, likewise.
        day: the day of times without a date; None is the day of the gun or the event.
        offset_ms: added to every time of day: positive when the clock was behind.
        leads: whether its times go before those of sources that only fill gaps, and are held
            against other leading ones. None: it leads, if that changes no time that counts.
        places: the point for each place the file names; ``-`` leaves a place out.
        list_race: which of ``TimePlan.list_races``; None is the first.
        repeated: a ``RepeatedHour``, how times of the hour that clocks show twice are read. None
            goes by the order of the lines, and by what the season holds of them already.
    """
    event = season.data.events[event_id]
    frame = Frame(
        zone=event.zone,
        day=event.date,
        start=_first_gun(season, event_id, race_id),
        chosen_day=day,
        point=point,
        # Only times of day can be put on a day.
        kind=TimeKind(kind) if kind else TimeKind.CLOCK if day else None,
        dates=DateOrder(dates) if dates else None,
        places=_places(season, event_id, race_id, places or {}),
        list_race=list_race,
        repeated=RepeatedHour(repeated) if repeated else RepeatedHour.BY_ORDER,
    )
    read, mapped, format_id, label = _read(content, overrides, frame, source.name, layouts)
    if repeated is None and held_as_second(season, (event_id, race_id), read.drafts, read.other):
        frame = replace(frame, repeated=RepeatedHour.BY_ORDER_ELSE_SECOND)
        read = _read(content, overrides, frame, source.name, layouts)[0]
    planner = _Planner(season, event_id, race_id, source, format_id, offset_ms, leads)
    batches, effects, problems = planner.batches(read, tell_repeats=mapped is not None)
    first, last = _first_and_last(read.drafts)
    lines = problems_of_lines(read.not_understood, source.name)
    far = _far_from_start(event, frame.start, (first, last), offset_ms, source.name)
    told = (*read.problems, *lines, *far, *_once(problems))
    rows = {draft.row for draft in read.drafts}
    return TimePlan(
        batches=batches,
        mapped=mapped,
        kind=read.kind,
        guessed=read.guessed,
        drafts=read.drafts,
        refused=read.rows - len(rows),
        problems=told,
        odd_rows=len({each.row for each in told if each.row is not None} - rows),
        format=format_id,
        label=label,
        offset_ms=offset_ms,
        days=_days(first, last, event.zone) if read.dateless else None,
        first=first,
        last=last,
        known_people=planner.people.known(read.drafts),
        effects=effects,
        points=planner.new_points(read),
        **_of_the_file(read),
    )


def _of_the_file(read: TimesRead) -> _OfTheFile:
    return {
        "places": read.places,
        "guns": read.guns,
        "list_races": read.list_races,
        "left_out": read.left_out,
    }


def commit_times(
    season: Season,
    plan: TimePlan,
    actor: str,
    told: Callable[[int, int], object] | None = None,
) -> tuple[BatchId, ...]:
    """Take the file as one operation; () when there was nothing new in it.

    ``told`` hears how many reads of how many are written; what it raises ends the import.
    """
    return commit_reads(season, plan.batches, actor, told)


def make_points(season: Season, plan: TimePlan) -> int:
    """Make checkpoints of the places of the file that are none yet; how many were made."""
    if not plan.points or not plan.batches:
        return 0
    race = season.data.races[plan.points[0].race_id].code
    name = plan.batches[0].name
    with season.change("points.import", race=race, count=len(plan.points), name=name) as writer:
        writer.put_many(list(plan.points))
    return len(plan.points)


class _Planner:
    """Reads of one file to batches, point by point."""

    def __init__(
        self,
        season: Season,
        event_id: EventId,
        race_id: RaceId | None,
        source: Source,
        format_id: str,
        offset_ms: Duration,
        leads: bool | None,
    ) -> None:
        self.season = season
        self.event_id = event_id
        self.race_id = race_id
        self.source = source
        self.format = format_id
        self.offset_ms = offset_ms
        self.leads = leads
        self.people = People(season, event_id, race_id)

    def batches(
        self, read: TimesRead, *, tell_repeats: bool
    ) -> tuple[tuple[NewReads, ...], tuple[RoleEffect, ...], list[Problem]]:
        """A batch for each point, what leading would move there, and what is odd about them."""
        name = self.source.name
        nameless = any(not draft.bib and not draft.chip for draft in read.drafts)
        names = self.people.by_name() if nameless else {}
        batches: list[NewReads] = []
        effects: list[RoleEffect] = []
        problems: list[Problem] = []
        content: bytes | None = self.source.data
        repeated = any(each.code in REPEATED_HOUR for each in read.problems)
        for at in dict.fromkeys(draft.point for draft in read.drafts):
            here = [draft for draft in read.drafts if draft.point == at]
            reads = _reads(here)
            fresh, known = unseen(
                self.season, self.event_id, self.race_id, at, reads, self.source.sha256
            )
            owners, unowned = owners_by_name(fresh, here, names, name)
            problems += unowned
            problems += self._other_offset(at) if known else ()
            problems += self._other_reading(at, reads) if known and repeated else ()
            effect = import_effect(self.season, self._batch(at), fresh, owners)
            effects.append(effect)
            batches.append(
                NewReads(
                    event_id=self.event_id,
                    race_id=self.race_id,
                    point=at,
                    name=name,
                    sha256=self.source.sha256,
                    # Kept once, whatever the number of points.
                    content=content if fresh else None,
                    reads=tuple(fresh),
                    owners=owners,
                    known=known,
                    offset_ms=self.offset_ms,
                    format=self.format,
                    fills_gaps=effect.times > 0 if self.leads is None else not self.leads,
                )
            )
            content = None if fresh else content
        by_point = ((new.point, new.reads) for new in batches)
        odd = self.people.odd_bibs(by_point, name, tell_repeats=tell_repeats)
        return tuple(batches), tuple(effects), [*problems, *odd]

    def _other_reading(self, point: str, reads: Sequence[Read]) -> Iterator[Problem]:
        """A reading of a repeated hour, of times that are in already with the other."""
        scope, source = (self.event_id, self.race_id), self.source
        return other_reading_stands(self.season, scope, point, source.sha256, source.name, reads)

    def _other_offset(self, point: str) -> Iterator[Problem]:
        """What a correction said for times that are in already does not change."""
        stands = {
            batch.offset_ms
            for batch in self.season.data.batches.values()
            if batch.sha256 == self.source.sha256
            and (batch.event_id, batch.race_id, batch.point)
            == (self.event_id, self.race_id, point)
            and not batch.retracted
        }
        if self.offset_ms and stands and self.offset_ms not in stands:
            name = self.source.name
            yield Problem(
                code="times.offset-stands", severity=Severity.WARNING, file=name,
                params={"name": name},
            )  # fmt: skip

    def new_points(self, read: TimesRead) -> tuple[TimingPoint, ...]:
        """The places of the file that are no checkpoints of its race yet, in the file's order.

        Its race is the one it was said to be of, else that of all its runners.
        """
        race_id = self.race_id if self.race_id is not None else self._race_of(read)
        if race_id is None:
            return ()
        held = self.season.data.points_of(race_id)
        codes = {START, FINISH, IGNORE, *(point.code for point in held)}
        last = max((point.ordinal for point in held), default=0)
        fresh = [place for place in read.places if place.point not in codes]
        return tuple(
            TimingPoint(
                race_id=race_id,
                code=place.point,
                label=" ".join(place.name.split()),
                ordinal=last + at,
            )
            for at, place in enumerate({place.point: place for place in fresh}.values(), 1)
        )

    def _race_of(self, read: TimesRead) -> RaceId | None:
        if not read.places:
            return None
        worn = {self.people.entry_of(draft.bib, draft.chip) for draft in read.drafts}
        races = {entry.race_id for entry in worn if entry is not None}
        return races.pop() if len(races) == 1 else None

    def _batch(self, point: str) -> ReadBatch:
        return ReadBatch(
            event_id=self.event_id,
            race_id=self.race_id,
            point=point,
            kind=BatchKind.FILE,
            name=self.source.name,
            made_ms=self.season.clock.now_ms(),
            offset_ms=self.offset_ms,
        )


def _read(
    content: Table | RawFile,
    overrides: Mapping[str, str] | None,
    frame: Frame,
    name: str,
    layouts: Sequence[Layout] | None,
) -> tuple[TimesRead, Mapped | None, str, str]:
    """The reads, the columns they came from, and id and words of the format."""
    if isinstance(content, RawFile):
        return read_raw(content, frame, name), None, content.format, content.label
    mapped = guess_columns(content, overrides, Purpose.TIMES, layouts)
    known = mapped.layout
    words = ("table", "") if known is None else (known.id, known.label)
    return read_table(content, mapped, frame, name), mapped, *words


def _first_and_last(drafts: Sequence[ReadDraft]) -> tuple[ReadDraft | None, ReadDraft | None]:
    """The earliest and the latest; times of day go before elapsed ones."""
    moments = [draft for draft in drafts if draft.instant_ms is not None] or [
        draft for draft in drafts if draft.elapsed_ms is not None
    ]
    return min(moments, key=_moment, default=None), max(moments, key=_moment, default=None)


def _places(
    season: Season, event_id: EventId, race_id: RaceId | None, said: Mapping[str, str]
) -> dict[str, str]:
    """The points the season has, by the words a file may use for them; what was said holds."""
    found: dict[str, str] = {}
    for race in races_in_scope(season, event_id, race_id):
        for point in season.data.points_of(race):
            for words in (point.code, point.label):
                found.setdefault(" ".join(words.casefold().split()), point.code)
    return {**found, **said}


def _first_gun(season: Season, event_id: EventId, race_id: RaceId | None) -> Instant | None:
    races = races_in_scope(season, event_id, race_id)
    guns = [gun for gun in (gun_of(season, race) for race in races) if gun is not None]
    return min(guns, default=None)


def _moment(draft: ReadDraft) -> int:
    return draft.instant_ms if draft.instant_ms is not None else draft.elapsed_ms or 0


def _days(
    first: ReadDraft | None, last: ReadDraft | None, zone: str, offset_ms: Duration = Duration(0)
) -> tuple[date, date] | None:
    if first is None or last is None or first.instant_ms is None or last.instant_ms is None:
        return None
    ends = Instant(first.instant_ms + offset_ms), Instant(last.instant_ms + offset_ms)
    return local_date(ends[0], zone), local_date(ends[1], zone)


def _far_from_start(
    event: Event,
    gun: Instant | None,
    ends: tuple[ReadDraft | None, ReadDraft | None],
    offset_ms: Duration,
    name: str,
) -> tuple[Problem, ...]:
    """Said of a file whose times are all of another day than the race: seldom the right file."""
    days = _days(*ends, event.zone, offset_ms)
    if days is None:
        return ()
    start = event.date if gun is None else local_date(gun, event.zone)
    if start - _BEFORE <= days[1] and days[0] <= start + _AFTER:
        return ()
    problem = Problem(
        code="times.other-day", severity=Severity.WARNING, file=name,
        params={"day": days[0].isoformat(), "event": event.name, "start": start.isoformat()},
    )  # fmt: skip
    return (problem,)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """The same row is told the same once, at however many points it was read."""
    kept: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        kept.setdefault((each.code, each.row, each.column, *each.params.items()), each)
    return list(kept.values())


def _reads(drafts: Sequence[ReadDraft]) -> list[Read]:
    return many_of(
        Read,
        len(drafts),
        line=[draft.row for draft in drafts],
        bib=[draft.bib for draft in drafts],
        instant_ms=[draft.instant_ms for draft in drafts],
        elapsed_ms=[draft.elapsed_ms for draft in drafts],
        status=[draft.status for draft in drafts],
        occurrence=[draft.occurrence for draft in drafts],
        raw=[draft.raw for draft in drafts],
        chip=[draft.chip for draft in drafts],
    )
