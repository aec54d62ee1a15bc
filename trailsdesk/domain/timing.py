"""Reads: what was seen at a timing point, and what people decided about it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NewType

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.problems import Problem
from trailsdesk.domain.results import ResultStatus

BatchId = NewType("BatchId", int)
ReadId = NewType("ReadId", int)
ReadRulingId = NewType("ReadRulingId", int)
ChipId = NewType("ChipId", int)

FINISH = "finish"
START = "start"
OUT = "/out"
"""Ends the point of a batch whose reads are departures: ``cp2/out`` is leaving ``cp2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A chip worn under a bib at an event; several chips may go with one bib.

    ``code`` is as ``chip_key`` gives it.
    """

    id: ChipId = ChipId(0)
    event_id: EventId
    code: str
    bib: str


@lru_cache(maxsize=65_536)
def chip_key(code: str) -> str:
    """A chip code as it is compared: no blanks, upper case, no leading zeros."""
    return "".join(code.split()).upper().lstrip("0")


class BatchKind(enum.StrEnum):
    """How reads came in: from a file, keyed from paper, or keyed live.

    Live is at the line as runners cross, or as a checkpoint calls them in.
    """

    FILE = "FILE"
    LINE = "LINE"
    PAPER = "PAPER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBatch:
    """One act of bringing reads in; a key press at the line is a batch of one.

    Undo never removes reads: it sets ``retracted`` here, and redo clears it. ``race_id`` None
    means the bibs of the whole event. ``offset_ms`` is added to every instant of the batch.
    ``format`` is the id of the file format it was recognised as. A batch that ``fills_gaps``
    counts only for those of whom no other source has a time at the point.
    """

    id: BatchId = BatchId(0)
    event_id: EventId
    race_id: RaceId | None = None
    point: str = FINISH
    kind: BatchKind
    name: str = ""
    sha256: str = ""
    made_ms: Instant
    actor: str = ""
    offset_ms: Duration = Duration(0)
    retracted: bool = False
    format: str = ""
    fills_gaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One line of evidence, never changed once written.

    Either ``instant_ms`` (time of day) or ``elapsed_ms`` (since the gun) is set, or neither when
    the line only says a status. ``bib`` is as read, empty for "somebody crossed". ``line`` counts
    from 1 in its source. ``occurrence`` numbers exact repeats inside one source, from 0, so that
    importing the source again is recognised read by read. ``raw`` is the source line as text.
    ``chip`` is the chip code as read, in place of a bib.
    """

    id: ReadId = ReadId(0)
    batch_id: BatchId = BatchId(0)
    line: int
    bib: str = ""
    instant_ms: Instant | None = None
    elapsed_ms: Duration | None = None
    status: ResultStatus | None = None
    occurrence: int = 0
    raw: str = ""
    chip: str = ""


class ReadRulingKind(enum.StrEnum):
    """What a person decided about a read."""

    ASSIGN = "ASSIGN"
    IGNORE = "IGNORE"
    GOVERN = "GOVERN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRuling:
    """A decision about one read that can be withdrawn; the latest for a read holds.

    ``ASSIGN`` says whose it is, by ``entry_id`` or by ``bib``; ``IGNORE`` leaves it out;
    ``GOVERN`` makes it the runner's time though an earlier read exists.
    """

    id: ReadRulingId = ReadRulingId(0)
    read_id: ReadId
    kind: ReadRulingKind
    bib: str = ""
    entry_id: EntryId | None = None
    reason: str = ""
    made_ms: Instant


class ReadFate(enum.StrEnum):
    """What becomes of a read when the results are made."""

    GOVERNS = "GOVERNS"
    REPEAT = "REPEAT"
    BEFORE_GUN = "BEFORE_GUN"
    STATUS = "STATUS"
    PASSING = "PASSING"
    IGNORED = "IGNORED"
    NO_BIB = "NO_BIB"
    UNKNOWN_BIB = "UNKNOWN_BIB"
    AMBIGUOUS_BIB = "AMBIGUOUS_BIB"
    WRONG_RACE = "WRONG_RACE"
    UNKNOWN_CHIP = "UNKNOWN_CHIP"
    BACKUP = "BACKUP"
    NOTHING_SAID = "NOTHING_SAID"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedRead:
    """A live read with the rulings on it and its batch's offset applied.

    ``bib`` is what it was looked up by: the ruling's, else as read or the bib of its chip.
    ``governs`` is 0, or the order of the ruling that makes it govern (the highest holds).
    ``made_ms`` is when its batch was made, ``backup`` that the batch only fills gaps.
    """

    read: Read
    point: str
    made_ms: Instant
    bib: str
    entry_id: EntryId | None = None
    instant_ms: Instant | None = None
    governs: int = 0
    backup: bool = False

    def since(self, gun_ms: Instant | None) -> int | None:
        """Milliseconds since the gun; an elapsed read needs no gun. None when not known."""
        if self.read.elapsed_ms is not None:
            return self.read.elapsed_ms
        if self.instant_ms is None or gun_ms is None:
            return None
        return self.instant_ms - gun_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReads:
    """What was seen of one entry.

    ``finish`` is the governing finish read; ``repeats`` are the other finish reads, in order of
    time; ``early`` those before the gun that another finish read made irrelevant; ``backups``
    those of a source that only fills gaps, where there was none. ``starts`` are the reads at the
    start line, ``passings`` those at any other point. ``statuses`` are the reads that carry a
    status word, oldest first. ``gun_ms`` is the gun of the entry's wave.
    """

    entry_id: EntryId
    gun_ms: Instant | None = None
    finish: ResolvedRead | None = None
    repeats: tuple[ResolvedRead, ...] = ()
    early: tuple[ResolvedRead, ...] = ()
    backups: tuple[ResolvedRead, ...] = ()
    starts: tuple[ResolvedRead, ...] = ()
    passings: tuple[ResolvedRead, ...] = ()
    statuses: tuple[ResolvedRead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReads:
    """The reads of one event, sorted out: by entry, and for each live read what becomes of it."""

    event_id: EventId
    entries: Mapping[EntryId, EntryReads] = field(default_factory=dict)
    reads: Mapping[ReadId, ResolvedRead] = field(default_factory=dict)
    fates: Mapping[ReadId, ReadFate] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
