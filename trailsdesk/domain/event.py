"""Series, event, race, wave: what is held, when and where."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NewType

from trailsdesk.domain.chrono import Duration, Instant

SeriesId = NewType("SeriesId", int)
EventId = NewType("EventId", int)
RaceId = NewType("RaceId", int)
WaveId = NewType("WaveId", int)
PointId = NewType("PointId", int)
BibRangeId = NewType("BibRangeId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The season in this file, with its rules copied in whole.

    ``preset_text`` is the TOML the season was made from, ``preset_sha256`` its digest: a later
    version of the program cannot change an old season. ``options`` are the organiser's answers to
    what the rules leave open, option id to choice id; an option not named stands at its default.
    ``changes`` are values the organiser has written over the rules: dotted path in the preset to
    the value as TOML, for instance ``{"standings.count_best": "4"}``.
    """

    id: SeriesId = SeriesId(1)
    name: str
    season: str
    preset_id: str
    preset_version: str
    preset_sha256: str
    preset_text: str
    options: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One edition at one place, usually one day.

    ``zone`` is an IANA name, ``code`` the short name. ``country`` is the ISO 3166-1 alpha-3 code,
    empty when not told. A ``cancelled`` event keeps what it has and is no round of the series.
    """

    id: EventId = EventId(0)
    code: str
    name: str
    venue: str = ""
    date: date
    zone: str
    ordinal: int = 0
    country: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """One start-to-finish competition of an event.

    The same ``code`` in several events is the same distance for the series. Distance and ascent
    are None where the organiser has not published them.
    """

    id: RaceId = RaceId(0)
    event_id: EventId
    code: str
    label: str
    distance_m: float | None = None
    ascent_m: float | None = None
    ordinal: int = 0
    aliases: tuple[str, ...] = ()
    time_limit_ms: Duration | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A start group of a race; ``gun_ms`` is None until it was started. Every race has wave 1.

    From ``OWN_START`` on ``ordinal`` says that the wave is the own start of one runner, who came
    late or was let go early: ``OWN_START`` times the ordinal of the group left. Its gun is nobody
    else's, and the race's gun is never taken from it.
    """

    id: WaveId = WaveId(0)
    race_id: RaceId
    label: str
    ordinal: int = 1
    gun_ms: Instant | None = None

    @property
    def is_own_start(self) -> bool:
        """Whether it is the own start of one runner."""
        return self.ordinal >= OWN_START

    @property
    def group_ordinal(self) -> int:
        """The ordinal of the start group it is, or was left for an own start."""
        return self.ordinal // OWN_START if self.is_own_start else self.ordinal


OWN_START = 1000
"""Ordinals from here on are own starts of one runner; start groups have lower ones."""


class Pick(enum.StrEnum):
    """Which of several reads of one passing counts at a timing point."""

    FIRST = "FIRST"
    LAST = "LAST"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingPoint:
    """A place of a race where bibs are read; ``ReadBatch.point`` names it by its ``code``.

    Every race has ``start`` and ``finish`` without a row here; a row with one of these codes only
    sets its gap or pick. ``distance_m`` is from the start. ``cutoff_ms`` is since the gun of the
    race's first wave: who leaves later is out. ``min_gap_ms`` None is the rules' duplicate gap,
    ``pick`` None the usual: the last read of the first go at the start, the first elsewhere.
    ``optional`` points may be missed without anybody asking; ``aid``: there is food or drink.
    """

    id: PointId = PointId(0)
    race_id: RaceId
    code: str
    label: str
    ordinal: int = 0
    distance_m: float | None = None
    ascent_m: float | None = None
    cutoff_ms: Duration | None = None
    min_gap_ms: Duration | None = None
    pick: Pick | None = None
    optional: bool = False
    aid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BibRange:
    """Bibs ``prefix`` + ``first`` to ``last`` belong to a race; several ranges add up."""

    id: BibRangeId = BibRangeId(0)
    race_id: RaceId
    prefix: str = ""
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceCourse:
    """The GPX file of a race, and how it is evaluated; the file itself is kept by its digest.

    ``track`` is which line of the file, from 1, None when all of it. The track is one loop, run
    ``loops`` times. ``loop_penalty`` and ``stage_adjustment`` are km-effort as the federation
    says, decimal numbers as text. The official distance and climb are the race's own.
    """

    race_id: RaceId
    name: str
    sha256: str
    track: int | None = None
    loops: int = 1
    drawn: bool = False
    loop_penalty: str = "0"
    stage_adjustment: str = "0"
