"""What the services need from the world, as Protocols: the open file, the clock.

``store`` implements ``SeriesFile``; the composition root puts the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from trailsdesk.domain.award_marks import AwardMark
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import (
    CategoryMerge,
    CategoryOverride,
    CheckIn,
    Entry,
    MedalGiven,
    Waiver,
)
from trailsdesk.domain.event import (
    BibRange,
    Event,
    Race,
    RaceCourse,
    Series,
    TimingPoint,
    Wave,
)
from trailsdesk.domain.ledger import LedgerLine
from trailsdesk.domain.people import Contact, Runner, RunnerId, RunnerVerdict
from trailsdesk.domain.printed import PrintedSheet
from trailsdesk.domain.publication import Publication
from trailsdesk.domain.qualification import SlotAnswer
from trailsdesk.domain.questions import Question, QuestionAnswer
from trailsdesk.domain.results import Ruling, TimeAdjustment
from trailsdesk.domain.scores import OutsideScore
from trailsdesk.domain.sheet_art import SheetArt
from trailsdesk.domain.spot_draw import SpotDraw, SpotPrize
from trailsdesk.domain.till import Till, TillMove
from trailsdesk.domain.timing import BatchId, Chip, Read, ReadBatch, ReadId, ReadRuling

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from trailsdesk.domain.privacy import Purge
    from trailsdesk.domain.problems import Note, Problem
    from trailsdesk.domain.season import SeasonData

Storable = (
    Series
    | Event
    | Race
    | Wave
    | Runner
    | Contact
    | Entry
    | CategoryOverride
    | ReadBatch
    | ReadRuling
    | Ruling
    | TimeAdjustment
    | TimingPoint
    | RaceCourse
    | BibRange
    | CheckIn
    | Chip
    | PrintedSheet
    | CategoryMerge
    | RunnerVerdict
    | OutsideScore
    | SlotAnswer
    | MedalGiven
    | Waiver
    | Till
    | TillMove
    | LedgerLine
    | Question
    | QuestionAnswer
    | AwardMark
    | SpotDraw
    | SpotPrize
    | SheetArt
    | Publication
)
Item = TypeVar(
    "Item",
    Series,
    Event,
    Race,
    Wave,
    Runner,
    Contact,
    Entry,
    CategoryOverride,
    ReadBatch,
    ReadRuling,
    Ruling,
    TimeAdjustment,
    TimingPoint,
    RaceCourse,
    BibRange,
    CheckIn,
    Chip,
    PrintedSheet,
    CategoryMerge,
    RunnerVerdict,
    OutsideScore,
    SlotAnswer,
    MedalGiven,
    Waiver,
    Till,
    TillMove,
    LedgerLine,
    Question,
    QuestionAnswer,
    AwardMark,
    SpotDraw,
    SpotPrize,
    SheetArt,
    Publication,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one operation touched: kind (the table's name) to ids. Empty when nothing changed."""

    revision: int
    operation: str = ""
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInfo:
    """One line of the history. ``params`` are counts, bibs and short names: no personal data.

    ``undone`` operations can be done again until something new is changed.
    """

    number: int
    name: str
    at_ms: Instant
    actor: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One changed field of one row of an operation, for "what changed"; values as text.

    ``action`` is ``insert``, ``update`` or ``delete``; for an insert ``before`` is empty.
    """

    kind: str
    id: int
    action: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedReads:
    """A batch that lies in the file and does not count yet, see ``SeriesFile.staging``.

    ``reads`` as they will be seen, with their ids from ``first`` on; ``sha256`` is their digest.
    """

    batch: ReadBatch
    first: ReadId
    reads: tuple[Read, ...]
    sha256: str


class Staging(Protocol):
    """Writes reads in many small transactions, out of sight of everybody."""

    def add(
        self,
        batch: ReadBatch,
        reads: Sequence[Read],
        content: bytes | None = None,
        told: Callable[[int], object] | None = None,
    ) -> StagedReads:
        """Write a new batch; ``told`` hears how many of its reads are written and may raise."""


class Writer(Protocol):
    """Writes inside one operation."""

    def put(self, item: Item) -> Item:
        """Insert (id 0, or no such row yet) or update; returns the item with its id."""

    def put_many(self, items: Sequence[Item]) -> list[Item]:
        """``put`` for many of one type, in bulk; ids are filled in, order is kept."""

    def delete(self, item: Storable) -> None:
        """Remove a row that nothing else refers to."""

    def add_reads(
        self, batch: ReadBatch, reads: Sequence[Read], content: bytes | None = None
    ) -> tuple[ReadBatch, ReadId]:
        """Write a batch with its reads and, if given, the file's bytes (kept compressed).

        Returns the batch with its id, and the id of the first read; the others follow it one by
        one in the order given. Reads are append-only: undo of the operation retracts the batch,
        the reads stay.
        """

    def take_staged(self, staged: StagedReads) -> tuple[ReadBatch, ReadId]:
        """Make a batch of ``SeriesFile.staging`` count; as ``add_reads`` from here on."""


class SeriesFile(Protocol):
    """An open series file. All calls from one thread at a time."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def read_only(self) -> bool:
        """True when opened for reading only; changes then raise ``FileReadOnly``."""

    @property
    def read_only_reason(self) -> Note | None:
        """Why it is open for reading only; None when it is not."""

    def load(self) -> SeasonData:
        """Everything in the file."""

    def refresh(self, data: SeasonData, changes: Changes) -> SeasonData:
        """``data`` with the changed ids read anew; untouched kinds keep their very mapping."""

    def contacts(self, runner_ids: Iterable[RunnerId]) -> dict[RunnerId, Contact]:
        """The protected contact rows of these runners; runners without one are left out."""

    def batch_content(self, batch_id: BatchId) -> bytes | None:
        """The bytes of an imported file, or None when they were not kept."""

    def operation(
        self, name: str, params: Mapping[str, str | int] | None = None
    ) -> AbstractContextManager[Writer]:
        """One named change in one transaction; an exception inside rolls all of it back."""

    def staging(self, between: Callable[[], object] = ...) -> AbstractContextManager[Staging]:
        """Write very many reads without holding up other changes.

        Each step is a transaction of its own, and ``between`` two of them anything may be done
        with the file. What no operation took (``Writer.take_staged``) by the end is swept away;
        after a crash the same happens when the file is next opened for writing.
        """

    def note_printed(self, sheet: PrintedSheet) -> PrintedSheet:
        """Remember a printing; returns it with its number. Nothing undo could take back."""

    def note_published(self, publication: Publication) -> Publication:
        """Freeze a version of results; returns it with its id. Nothing undo could take back."""

    def purge(self, wanted: Purge, params: Mapping[str, str | int]) -> Changes:
        """Remove protected data for good, also from the history; nothing brings it back."""

    def copies(self) -> tuple[Path, ...]:
        """The copies in the folder of copies, newest first."""

    def keep_file(self, data: bytes) -> str:
        """Keep a file's bytes, compressed, once; returns its SHA-256. Undo leaves it there."""

    def kept_file(self, sha256: str) -> bytes | None:
        """The bytes kept under a digest, or None."""

    @property
    def last_changes(self) -> Changes:
        """What the last operation, undo or redo of this session touched."""

    def undo(self) -> Changes | None:
        """Take back the last operation; None when there is none."""

    def redo(self) -> Changes | None:
        """Do the last undone operation again; None when there is none."""

    def next_undo(self) -> OperationInfo | None:
        """What ``undo`` would take back."""

    def next_redo(self) -> OperationInfo | None:
        """What ``redo`` would do again."""

    def history(self, limit: int | None = None) -> tuple[OperationInfo, ...]:
        """Operations, newest first."""

    def changes_of(self, number: int) -> tuple[FieldChange, ...]:
        """What one operation changed; contact fields say only that they changed."""

    def check(self) -> tuple[Problem, ...]:
        """Faults of the file itself (integrity, references); empty when it is sound."""

    def backup(self, reason: str, between: Callable[[], object] | None = None) -> Path:
        """A verified copy in the folder of copies; returns where it lies.

        ``between`` is called again and again meanwhile, and may change the file.
        """

    def last_backup_ms(self) -> Instant | None:
        """When the newest copy was made."""

    def close(self) -> None:
        """Let go of the file."""


class SeriesStore(Protocol):
    """Makes and opens series files."""

    def create(self, path: Path, series: Series, actor: str, clock: Clock) -> SeriesFile:
        """A new file holding only ``series``; an existing path is ``Refused`` (file.exists)."""

    def open(self, path: Path, actor: str, clock: Clock) -> SeriesFile:
        """Open; for reading only when another holds it. Raises ``KnownError`` kinds."""


class Clock(Protocol):
    """The time now."""

    def now_ms(self) -> Instant:
        """UTC now."""
