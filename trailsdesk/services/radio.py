"""Call-ins over the radio: one line of text, read forgivingly and shown back before it counts.

``214 cp2 1132``, ``214 cp2`` (now), ``214,215 cp2 11:32 out``, ``cp2 214 1132``,
``214 dnf cp2 knee / car``: who, where, when, in any order that can be told apart. With a station
chosen the place may be left out.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Instant, format_clock
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note, Refused, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, OUT, START, BatchKind, Read, ReadBatch
from trailsdesk.domain.waves import guns_by_entry
from trailsdesk.i18n import _
from trailsdesk.services.call_words import CallWords, Moment, Spot, read_words
from trailsdesk.services.line_rows import suggest_out
from trailsdesk.services.on_course import race_course, stopped
from trailsdesk.services.raceday import gun_of, races_to_run
from trailsdesk.services.stands import race_stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.on_course import EntryStand
    from trailsdesk.domain.results import Ruling
    from trailsdesk.domain.splits import Split
    from trailsdesk.services.season import Season

MOST_PICKS = 5


class CallKind(enum.StrEnum):
    """What a call says of the runners: arrived, left, or stopped."""

    IN = "in"
    OUT = "out"
    STOPPED = "dnf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who may be called in; ``gun_ms`` is the gun of their own wave."""

    entry_id: EntryId
    race_id: RaceId
    bib: str
    name: str
    race_label: str
    gun_ms: Instant | None
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One bib of a call. ``runner`` is None for a bib nobody wears: its read is kept as it is.

    ``point`` is the code of the place in the runner's race. ``race_id`` is set where the bib alone
    would not say whose it is.
    """

    bib: str
    point: str
    runner: Caller | None = None
    race_id: RaceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """What somebody should know before pressing Enter.

    ``picks`` may each stand in the line instead of ``instead_of``.
    """

    severity: Severity
    note: Note
    picks: tuple[str, ...] = ()
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A line as it was understood.

    ``instant_ms`` is None while the line says no time: it is then the moment of Enter. ``ready``
    says whether Enter takes it; a line that is not ready stays as it was typed.
    """

    text: str
    kind: CallKind
    called: tuple[Called, ...] = ()
    place: str = ""
    instant_ms: Instant | None = None
    reason: str = ""
    way: str = ""
    notes: tuple[CallNote, ...] = ()
    ready: bool = False


class RadioBook:
    """All a call is understood by: who wears a bib, which places there are, when the guns went.

    A value of one moment: made on a worker thread, asked on any.
    """

    def __init__(
        self,
        *,
        zone: str,
        race_id: RaceId | None,
        runners: Mapping[str, tuple[Caller, ...]],
        places: Mapping[RaceId, Sequence[Spot]],
        stands: Mapping[RaceId, Mapping[EntryId, EntryStand]],
        splits: Mapping[RaceId, Mapping[EntryId, Sequence[Split]]],
        gun_ms: Instant | None,
    ) -> None:
        self.zone = zone
        self.race_id = race_id
        self.gun_ms = gun_ms
        self._runners = runners
        self._places = places
        self._stands = stands
        self._splits = splits
        self._out: dict[str, str] | None = None
        every = {spot.code: spot for own in places.values() for spot in own}
        self.spots = tuple({**_ends(), **every}.values())

    def find(self, bib: str) -> tuple[Caller, ...]:
        """Who wears a bib: one, none or several; a standing entry before a withdrawn one."""
        worn = self.find_anywhere(bib)
        standing = tuple(each for each in worn if not each.withdrawn) or worn
        here = tuple(each for each in standing if each.race_id == self.race_id)
        return here or standing

    def find_anywhere(self, bib: str) -> tuple[Caller, ...]:
        """Everybody of the event who wears a bib."""
        return self._runners.get(bib_key(bib), ())

    def has_place(self, race_id: RaceId, code: str) -> bool:
        """Whether a race goes by a place; start and finish belong to every race."""
        return code in (START, FINISH) or code in {s.code for s in self._places.get(race_id, ())}

    def stand(self, runner: Caller) -> Stand | None:
        """Where a runner stands."""
        standing = self._stands.get(runner.race_id, {}).get(runner.entry_id)
        return standing.stand if standing is not None else None

    def seen_at(self, runner: Caller, code: str) -> Split | None:
        """What was seen of a runner at a place."""
        own = self._splits.get(runner.race_id, {}).get(runner.entry_id, ())
        return next((split for split in own if split.point.code == code), None)

    def suggest(self, bib: str) -> tuple[str, ...]:
        """Bibs out there that an unknown one may have been."""
        if self._out is None:
            self._out = {
                key: worn[0].bib
                for key, worn in self._runners.items()
                if any(self.stand(each) is Stand.OUT for each in worn)
            }
        return suggest_out(bib, self._out, MOST_PICKS)


def radio_book(season: Season, event_id: EventId, race_id: RaceId | None = None) -> RadioBook:
    """The book of an event; with a race chosen its runners are meant where two wear a bib."""
    data = season.data
    races = races_to_run(data, event_id)
    guns = [gun for race in races if (gun := gun_of(season, race.id)) is not None]
    return RadioBook(
        zone=data.events[event_id].zone,
        race_id=race_id,
        runners=_callers(season, event_id),
        places={race.id: _spots(season, race.id) for race in races},
        stands={race.id: race_stands(season, race.id) for race in races},
        splits={race.id: season.splits(race.id) for race in races},
        gun_ms=min(guns, default=None),
    )


def _ends() -> dict[str, Spot]:
    return {
        START: Spot(code=START, label=_("start")),
        FINISH: Spot(code=FINISH, label=_("finish")),
    }


def _spots(season: Season, race_id: RaceId) -> tuple[Spot, ...]:
    return tuple(
        Spot(code=stage.code, label=stage.label)
        for stage in race_course(season, race_id).stages
        if stage.code != FINISH
    )


def _callers(season: Season, event_id: EventId) -> Mapping[str, tuple[Caller, ...]]:
    data = season.data
    inputs = (data.entries, data.runners, data.races, data.waves)

    def collect() -> dict[str, tuple[Caller, ...]]:
        races = {race.id: race for race in data.races_of(event_id)}
        entries = [e for e in data.entries.values() if e.bib and e.race_id in races]
        guns = guns_by_entry(data, entries)
        found: dict[str, tuple[Caller, ...]] = {}
        for entry in entries:
            caller = Caller(
                entry_id=entry.id,
                race_id=entry.race_id,
                bib=entry.bib,
                name=full_name(data.runners[entry.runner_id]),
                race_label=races[entry.race_id].label,
                gun_ms=guns[entry.id],
                withdrawn=entry.status is EntryStatus.WITHDRAWN,
            )
            key = bib_key(entry.bib)
            found[key] = (*found.get(key, ()), caller)
        return found

    return season.keep(("radio", event_id), inputs, collect)


# Reading a line


def read_call(book: RadioBook, text: str, now_ms: Instant, station: str = "") -> Call | None:
    """A line as it would be taken now; None for an empty one. Changes nothing.

    Args:
        station: the code of the place the lines come from, when one is chosen.
    """
    if not text.strip(" ,"):
        return None
    words = read_words(text, book.spots, lambda bib: bool(book.find(bib)))
    kind = CallKind(words.verb or CallKind.IN)
    call = Call(text=text, kind=kind, reason=words.reason, way=words.way)
    notes: list[CallNote] = []
    place = _place(book, words, station, notes)
    called = tuple(_called(book, bib, place, notes) for bib in _each_once(words.bibs, notes))
    if not called:
        notes.append(_error("radio.no-bib"))
    if words.rest:
        notes.append(_error("radio.rest", rest=words.rest))
    instant_ms = _instant(book, words.moment, called, now_ms, notes)
    for each in called:
        notes += _doubts(book, each, kind)
    return replace(
        call,
        called=called,
        place=place,
        instant_ms=instant_ms,
        notes=tuple(notes),
        ready=not any(each.severity is Severity.ERROR for each in notes),
    )


def _each_once(bibs: Sequence[str], notes: list[CallNote]) -> Sequence[str]:
    """A bib said twice in one call is one runner and one read."""
    once: dict[str, str] = {}
    twice: dict[str, None] = {}
    for bib in bibs:
        if once.setdefault(bib_key(bib), bib) is not bib:
            twice[once[bib_key(bib)]] = None
    for bib in twice:
        note = Note(code="radio.said-twice", params={"bib": bib})
        notes.append(CallNote(severity=Severity.INFO, note=note))
    return list(once.values())


def place_words(book: RadioBook, code: str) -> str:
    """The name of a place."""
    return next((spot.label for spot in book.spots if spot.code == code), code)


def _error(code: str, **params: str) -> CallNote:
    return CallNote(severity=Severity.ERROR, note=Note(code=code, params=params))


def _place(book: RadioBook, words: CallWords, station: str, notes: list[CallNote]) -> str:
    if words.place or not words.unknown_place:
        if not words.place and not station:
            notes.append(_nowhere(book, words))
        return words.place or station
    note = Note(
        code="radio.unknown-place",
        params={
            "place": words.unknown_place,
            "known": ", ".join(spot.code for spot in book.spots),
        },
    )
    notes.append(
        CallNote(
            severity=Severity.ERROR,
            note=note,
            picks=words.near_places[:MOST_PICKS],
            instead_of=words.unknown_place,
        )
    )
    return ""


def _nowhere(book: RadioBook, words: CallWords) -> CallNote:
    """No place was said: of somebody known who stops it may stay open, else it is asked for."""
    known = bool(words.bibs) and all(len(book.find(bib)) == 1 for bib in words.bibs)
    if known and words.verb == CallKind.STOPPED.value:
        return CallNote(severity=Severity.WARNING, note=Note(code="radio.stopped-somewhere"))
    places = ", ".join(spot.code for spot in book.spots)
    return _error("radio.no-place", known=places)


def _called(book: RadioBook, bib: str, place: str, notes: list[CallNote]) -> Called:
    found = book.find(bib)
    if not found:
        picks = book.suggest(bib)
        note = Note(code="radio.unknown-bib", params={"bib": bib})
        notes.append(CallNote(severity=Severity.WARNING, note=note, picks=picks, instead_of=bib))
        return Called(bib=bib, point=place)
    if len(found) > 1:
        races = ", ".join(each.race_label for each in found)
        note = Note(code="radio.worn-twice", params={"bib": bib, "races": races})
        notes.append(CallNote(severity=Severity.WARNING, note=note))
        return Called(bib=bib, point=place)
    runner = found[0]
    # Where two races use one number the batch has to say which of them is meant.
    shared = len({each.race_id for each in book.find_anywhere(bib)}) > 1
    return Called(
        bib=runner.bib,
        point=place,
        runner=runner,
        race_id=runner.race_id if shared else None,
    )


def _doubts(book: RadioBook, called: Called, kind: CallKind) -> Iterable[CallNote]:
    """What is odd about a call and does not hinder it."""
    runner = called.runner
    if runner is None or not (called.point or kind is CallKind.STOPPED):
        return
    params: dict[str, str | int] = {"bib": called.bib, "place": place_words(book, called.point)}
    stand = book.stand(runner)
    before = book.seen_at(runner, called.point)
    if called.point and not book.has_place(runner.race_id, called.point):
        yield _doubt("radio.other-race", {**params, "race": runner.race_label})
    if stand is Stand.IN:
        yield _doubt("radio.in-already", params)
    elif stand is Stand.STOPPED and kind is not CallKind.STOPPED:
        yield _doubt("radio.stopped", params)
    elif stand in (Stand.TO_START, Stand.WAITING):
        yield _doubt("radio.not-started", {**params, "race": runner.race_label})
    elif stand in (Stand.DNS, Stand.CANCELLED):
        yield _doubt("radio.not-running", params)
    known = before.out_ms if before is not None and kind is CallKind.OUT else None
    if before is not None and kind is CallKind.IN:
        known = before.instant_ms
    if known is not None:
        time = format_clock(known, book.zone)
        yield CallNote(
            severity=Severity.INFO,
            note=Note(code="radio.again", params={**params, "time": time}),
        )


def _doubt(code: str, params: Mapping[str, str | int]) -> CallNote:
    return CallNote(severity=Severity.WARNING, note=Note(code=code, params=params))


def _instant(
    book: RadioBook,
    moment: Moment | None,
    called: Sequence[Called],
    now_ms: Instant,
    notes: list[CallNote],
) -> Instant | None:
    """When it was: the last time the clocks showed it; never before the gun."""
    if moment is None:
        return None
    guns = [each.runner.gun_ms for each in called if each.runner is not None]
    known = [gun for gun in guns if gun is not None]
    gun_ms = min(known, default=book.gun_ms)
    found = moment.nearest(now_ms, book.zone, gun_ms)
    if found is None:
        gun = "" if gun_ms is None else format_clock(gun_ms, book.zone)
        notes.append(_error("radio.no-such-time", time=moment.text, gun=gun))
    return found


# Taking it


def take_call(
    season: Season, event_id: EventId, call: Call, instant_ms: Instant, actor: str
) -> tuple[EntryId, ...]:
    """Write a call as one operation; ``instant_ms`` counts where the line says no time.

    Every bib gives a read at the place, a bib nobody wears too. Who stops gets a decision as well,
    and a read only where they were not seen at the place before; none where no place was said.
    Returns whom it concerns.
    """
    if not call.ready:
        raise Refused("radio.not-ready", text=call.text.strip())
    moment = call.instant_ms if call.instant_ms is not None else instant_ms
    reads: dict[tuple[RaceId | None, str], list[Read]] = {}
    rulings: list[Ruling] = []
    for each in call.called:
        known = each.runner is not None and each.runner.entry_id in season.data.entries
        if call.kind is CallKind.STOPPED and each.runner is not None and known:
            rulings.append(
                stopped(
                    season,
                    each.runner.entry_id,
                    point=each.point,
                    way=call.way,
                    reason=call.reason,
                    actor=actor,
                )
            )
            if not each.point or _was_there(season, each.runner, each.point):
                continue
        point = each.point + (OUT if call.kind is CallKind.OUT and each.point not in _BARE else "")
        own = reads.setdefault((each.race_id, point), [])
        own.append(_read(call, each, moment, len(own) + 1, known=known))
    bibs = ", ".join(each.bib for each in call.called)
    what = call.kind.value
    with season.change("course.call", bib=bibs, point=call.place, what=what) as writer:
        for (race_id, point), found in reads.items():
            batch = ReadBatch(
                event_id=event_id,
                race_id=race_id,
                point=point,
                kind=BatchKind.LINE,
                made_ms=season.clock.now_ms(),
                actor=actor,
            )
            writer.add_reads(batch, found)
        writer.put_many(rulings)
    return tuple(each.runner.entry_id for each in call.called if each.runner is not None)


_BARE = (START, FINISH)
"""Nobody leaves the start or the finish: a call out of them is one at them."""


def _read(call: Call, called: Called, moment: Instant, line: int, *, known: bool) -> Read:
    """The evidence; of a bib nobody wears yet the word goes with it, for whoever it is."""
    unclear = call.kind is CallKind.STOPPED and not known
    return Read(
        line=line,
        bib=called.bib,
        instant_ms=moment,
        status=ResultStatus.DNF if unclear else None,
        raw=call.text.strip(),
    )


def _was_there(season: Season, runner: Caller, code: str) -> bool:
    """Whether a runner was seen at a place; nobody who stops at the finish gets a finish time."""
    if code in _BARE:
        return True
    own = season.splits(runner.race_id).get(runner.entry_id, ())
    return any(split.point.code == code for split in own)
