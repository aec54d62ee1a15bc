"""Tiny makers of domain values. Everybody here is made up.

``a_runner()``, ``an_entry()``, ``a_race()`` ... fill in what a test does not care about; anything
may be given by name. ``SeasonBuilder`` and ``a_season`` make a whole season around one event::

    season = a_season({"12": "0:45:15", "14": "0:45:15", "15": None})

    build = SeasonBuilder()
    build.race("mid", gun="10:30:00")
    build.entry("12", race="mid")
    build.finish("12", "11:42:17")
    season = build.season()
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.category_rules import CategoryBand, CategoryScheme
from trailsdesk.domain.chrono import (
    Duration,
    Instant,
    local_instant,
    parse_clock,
    parse_elapsed,
)
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, MedalOrder
from trailsdesk.domain.event import (
    Event,
    EventId,
    PointId,
    Race,
    RaceId,
    Series,
    TimingPoint,
    Wave,
    WaveId,
)
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.results import (
    AdjustmentId,
    Result,
    ResultRow,
    ResultStatus,
    Ruling,
    RulingId,
    RulingKind,
    TimeAdjustment,
)
from trailsdesk.domain.rules import RuleSet, TimingRule
from trailsdesk.domain.season import SeasonData
from trailsdesk.domain.timing import (
    FINISH,
    BatchId,
    BatchKind,
    Chip,
    ChipId,
    Read,
    ReadBatch,
    ReadId,
    ReadRuling,
    ReadRulingId,
    ReadRulingKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.results import RaceResults

ZONE = "Pacific/Auckland"
DAY = date(2026, 5, 24)
GUN = "10:00:00"

_FAMILY = ("Rimu", "Tawa", "Mataī", "Koromiko", "Larch", "O'Hare", "van der Berg", "Żuraw")
_GIVEN = ("Aroha", "Bea", "Cleo", "Dag", "Eri", "Finn", "Gro", "Ivo")


def clock_ms(text: str, day: date = DAY, zone: str = ZONE) -> Instant:
    """The instant of a wall-clock time at the event (``10:00:00``)."""
    clock = parse_clock(text)
    assert clock is not None, text
    return local_instant(clock.day or day, clock.time_of_day_ms, zone).instant_ms


def elapsed_ms(text: str) -> Duration:
    """A duration as written (``1:42:17``)."""
    elapsed = parse_elapsed(text)
    assert elapsed is not None, text
    return elapsed


def a_runner(family_name: str = "Rimu", given_name: str = "Aroha", **fields: Any) -> Runner:
    return Runner(
        **{
            "id": RunnerId(1),
            "family_name": family_name,
            "given_name": given_name,
            "gender": Gender.F,
            "birth_date": date(1990, 3, 1),
            **fields,
        }
    )


def an_event(code: str = "willesden", **fields: Any) -> Event:
    return Event(
        **{
            "id": EventId(1),
            "code": code,
            "name": code.title(),
            "date": DAY,
            "zone": ZONE,
            **fields,
        }
    )


def a_race(code: str = "short", **fields: Any) -> Race:
    return Race(
        **{
            "id": RaceId(1),
            "event_id": EventId(1),
            "code": code,
            "label": code.title(),
            **fields,
        }
    )


def a_wave(**fields: Any) -> Wave:
    return Wave(
        **{
            "id": WaveId(1),
            "race_id": RaceId(1),
            "label": "Wave 1",
            "gun_ms": clock_ms(GUN),
            **fields,
        }
    )


def an_entry(bib: str = "12", **fields: Any) -> Entry:
    return Entry(
        **{
            "id": EntryId(1),
            "runner_id": RunnerId(1),
            "race_id": RaceId(1),
            "bib": bib,
            **fields,
        }
    )


def a_series(**fields: Any) -> Series:
    return Series(
        **{
            "name": "Made-up series",
            "season": "2026",
            "preset_id": "none",
            "preset_version": "1",
            "preset_sha256": "0" * 64,
            "preset_text": "",
            **fields,
        }
    )


def a_rule_set(**fields: Any) -> RuleSet:
    """Rules with one open category; ``timing=TimingRule(...)`` and the like by name."""
    everybody = CategoryBand(code="ALL", label="All ages", from_age=0)
    return RuleSet(
        **{
            "id": "none",
            "version": "1",
            "name": "Made-up rules",
            "season": "2026",
            "events": (),
            "categories": CategoryScheme(bands=(everybody,)),
            "timing": TimingRule(),
            **fields,
        }
    )


def a_result(**fields: Any) -> Result:
    return Result(
        **{
            "entry_id": EntryId(1),
            "race_id": RaceId(1),
            "status": ResultStatus.OK,
            **fields,
        }
    )


def a_result_row(bib: str = "12", **fields: Any) -> ResultRow:
    """A joined row; ``status``, ``time_ms``, ``rank...`` go to its result."""
    of_result = {
        key: fields.pop(key)
        for key in ("status", "time_ms", "rank", "rank_gender", "rank_category", "explanation")
        if key in fields
    }
    entry_id = EntryId(int(bib) if bib.isdecimal() else 1)
    return ResultRow(
        **{
            "event_code": "willesden",
            "race_code": "short",
            "race_label": "Short",
            "entry_id": entry_id,
            "runner_id": RunnerId(int(entry_id)),
            "bib": bib,
            "family_name": _FAMILY[entry_id % len(_FAMILY)],
            "given_name": _GIVEN[entry_id % len(_GIVEN)],
            "gender": Gender.F,
            "birth_date": date(1990, 3, 1),
            "nation": "NZL",
            "club": "",
            "category": "F-OPEN",
            "category_label": "Open women",
            "result": a_result(entry_id=entry_id, **of_result),
            **fields,
        }
    )


class SeasonBuilder:
    """Puts a season together step by step; entries are named by bib, races by code.

    It starts with one event at which the race ``short`` started at 10:00:00.
    """

    def __init__(self, *, gun: str | None = GUN, zone: str = ZONE, **race: Any) -> None:
        self.zone = zone
        self.events: dict[EventId, Event] = {}
        self.races: dict[RaceId, Race] = {}
        self.waves: dict[WaveId, Wave] = {}
        self.runners: dict[RunnerId, Runner] = {}
        self.entries: dict[EntryId, Entry] = {}
        self.batches: dict[BatchId, ReadBatch] = {}
        self.reads: dict[ReadId, Read] = {}
        self.read_rulings: dict[ReadRulingId, ReadRuling] = {}
        self.rulings: dict[RulingId, Ruling] = {}
        self.adjustments: dict[AdjustmentId, TimeAdjustment] = {}
        self.points: dict[PointId, TimingPoint] = {}
        self.chips: dict[ChipId, Chip] = {}
        self._moment = count(clock_ms("08:00:00"))
        self.event()
        self.race("short", gun=gun, **race)

    def event(self, code: str = "willesden", **fields: Any) -> Event:
        event = an_event(
            code, **{"id": EventId(len(self.events) + 1), "zone": self.zone, **fields}
        )
        self.events[event.id] = event
        return event

    def race(self, code: str, *, gun: str | None = GUN, **fields: Any) -> Race:
        """A race of the last event with its first wave."""
        number = len(self.races) + 1
        last = EventId(len(self.events))
        race = a_race(
            code, **{"id": RaceId(number), "event_id": last, "ordinal": number, **fields}
        )
        self.races[race.id] = race
        self.wave(code, label="Wave 1", gun=gun)
        return race

    def wave(self, race: str, *, gun: str | None, **fields: Any) -> Wave:
        race_id = self.race_id(race)
        ordinal = 1 + sum(wave.race_id == race_id for wave in self.waves.values())
        wave = a_wave(
            **{
                "id": WaveId(len(self.waves) + 1),
                "race_id": race_id,
                "label": f"Wave {ordinal}",
                "ordinal": ordinal,
                "gun_ms": None if gun is None else self.instant(gun),
                **fields,
            }
        )
        self.waves[wave.id] = wave
        return wave

    def entry(self, bib: str, *, race: str = "short", **fields: Any) -> Entry:
        """An entry with a runner of its own; the runner's fields may be given too."""
        number = len(self.entries) + 1
        of_runner = {
            key: fields.pop(key)
            for key in ("family_name", "given_name", "gender", "birth_date", "nation", "club")
            if key in fields
        }
        runner = a_runner(
            **{
                "id": RunnerId(number),
                "family_name": _FAMILY[number % len(_FAMILY)],
                "given_name": f"{_GIVEN[number % len(_GIVEN)]} {number}",
                **of_runner,
            }
        )
        self.runners[runner.id] = runner
        entry = an_entry(
            bib,
            **{
                "id": EntryId(number),
                "runner_id": runner.id,
                "race_id": self.race_id(race),
                **fields,
            },
        )
        self.entries[entry.id] = entry
        return entry

    def batch(self, **fields: Any) -> ReadBatch:
        batch = ReadBatch(
            **{
                "id": BatchId(len(self.batches) + 1),
                "event_id": EventId(1),
                "point": FINISH,
                "kind": BatchKind.FILE,
                "name": "finish.csv",
                "made_ms": Instant(next(self._moment)),
                **fields,
            }
        )
        self.batches[batch.id] = batch
        return batch

    def read(self, bib: str, *, batch: ReadBatch | None = None, **fields: Any) -> Read:
        """One read in ``batch``, or in a batch of its own."""
        batch = batch or self.batch()
        number = len(self.reads) + 1
        read = Read(
            **{"id": ReadId(number), "batch_id": batch.id, "line": number, "bib": bib, **fields}
        )
        self.reads[read.id] = read
        return read

    def finish(self, bib: str, clock: str, *, batch: ReadBatch | None = None) -> Read:
        """Bib ``bib`` crossed the finish at that time of day."""
        return self.read(bib, batch=batch, instant_ms=self.instant(clock))

    def start(self, bib: str, clock: str) -> Read:
        """Bib ``bib`` crossed the start line at that time of day."""
        return self.read(bib, batch=self.batch(point="start"), instant_ms=self.instant(clock))

    def elapsed(self, bib: str, text: str, *, batch: ReadBatch | None = None) -> Read:
        """Bib ``bib`` finished that long after its gun."""
        return self.read(bib, batch=batch, elapsed_ms=elapsed_ms(text))

    def word(self, bib: str, status: ResultStatus, *, batch: ReadBatch | None = None) -> Read:
        """A list says a status of ``bib`` and no time."""
        return self.read(bib, batch=batch, status=status)

    def point(self, code: str, *, race: str = "short", **fields: Any) -> TimingPoint:
        """A timing point, after those made before it."""
        number = len(self.points) + 1
        point = TimingPoint(
            **{
                "id": PointId(number),
                "race_id": self.race_id(race),
                "code": code,
                "label": code.upper(),
                "ordinal": number,
                **fields,
            }
        )
        self.points[point.id] = point
        return point

    def passing(self, bib: str, point: str, clock: str, **of_batch: Any) -> Read:
        """Bib ``bib`` was at a timing point at that time of day."""
        batch = self.batch(**{"point": point, **of_batch})
        return self.read(bib, batch=batch, instant_ms=self.instant(clock))

    def chip(self, code: str, bib: str) -> Chip:
        """The chip worn under a bib at the first event."""
        chip = Chip(id=ChipId(len(self.chips) + 1), event_id=EventId(1), code=code, bib=bib)
        self.chips[chip.id] = chip
        return chip

    def decide(self, read: Read, kind: ReadRulingKind, **fields: Any) -> ReadRuling:
        ruling = ReadRuling(
            **{
                "id": ReadRulingId(len(self.read_rulings) + 1),
                "read_id": read.id,
                "kind": kind,
                "made_ms": Instant(next(self._moment)),
                **fields,
            }
        )
        self.read_rulings[ruling.id] = ruling
        return ruling

    def rule(self, bib: str, kind: RulingKind, reason: str = "as seen") -> Ruling:
        ruling = Ruling(
            id=RulingId(len(self.rulings) + 1),
            entry_id=self.entry_id(bib),
            kind=kind,
            reason=reason,
            actor="jury",
            made_ms=Instant(next(self._moment)),
        )
        self.rulings[ruling.id] = ruling
        return ruling

    def adjust(self, bib: str, delta_ms: int) -> TimeAdjustment:
        adjustment = TimeAdjustment(
            id=AdjustmentId(len(self.adjustments) + 1),
            entry_id=self.entry_id(bib),
            delta_ms=Duration(delta_ms),
            made_ms=Instant(next(self._moment)),
        )
        self.adjustments[adjustment.id] = adjustment
        return adjustment

    def instant(self, clock: str) -> Instant:
        return clock_ms(clock, zone=self.zone)

    def race_id(self, code: str) -> RaceId:
        return next(race.id for race in reversed(self.races.values()) if race.code == code)

    def entry_id(self, bib: str) -> EntryId:
        return next(entry.id for entry in self.entries.values() if entry.bib == bib)

    def season(self, **fields: Any) -> SeasonData:
        return SeasonData(
            **{
                "revision": 1,
                "series": a_series(),
                "events": self.events,
                "races": self.races,
                "waves": self.waves,
                "runners": self.runners,
                "entries": self.entries,
                "batches": self.batches,
                "reads": self.reads,
                "read_rulings": self.read_rulings,
                "rulings": self.rulings,
                "adjustments": self.adjustments,
                "points": self.points,
                "chips": self.chips,
                **fields,
            }
        )


def a_season(
    times: Mapping[str, str | ResultStatus | None] | None = None, **race: Any
) -> SeasonData:
    """One event, one race: bib to elapsed time, status word, or None for "not seen"."""
    build = SeasonBuilder(**race)
    batch = build.batch()
    for bib, said in ({"12": None} if times is None else times).items():
        build.entry(bib)
        if isinstance(said, ResultStatus):
            build.word(bib, said, batch=batch)
        elif said is not None:
            build.elapsed(bib, said, batch=batch)
    return build.season()


def by_bib(season: SeasonData, results: RaceResults) -> dict[str, Result]:
    """The results of a race by bib."""
    return {season.entries[result.entry_id].bib: result for result in results.results}


__all__ = [
    "DAY",
    "GUN",
    "ZONE",
    "EntryStatus",
    "MedalOrder",
    "SeasonBuilder",
    "a_race",
    "a_result",
    "a_result_row",
    "a_rule_set",
    "a_runner",
    "a_season",
    "a_series",
    "a_wave",
    "an_entry",
    "an_event",
    "by_bib",
    "clock_ms",
    "elapsed_ms",
]
