"""The tables of a series file, as SQLAlchemy Core metadata, and the file's own identity.

Column names are the field names of the domain types. Evidence lies in one table per stored type;
the history lies in ``operation`` and ``change``; ``file_state`` is the one row the triggers steer
by.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.event import Pick
from trailsdesk.domain.people import Gender
from trailsdesk.domain.qualification import SlotReply
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import BatchKind, ReadRulingKind

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem
    from sqlalchemy.types import TypeEngine

APPLICATION_ID = int.from_bytes(b"TrDk", "big")
"""Bytes 68 to 71 of every series file."""
MAJOR = 3
"""Raised when an older program could no longer read or safely write the file."""
MINOR = 0
"""Raised for additions an older program of the same major version may ignore."""
USER_VERSION = MAJOR << 16 | MINOR
"""Bytes 60 to 63 of every series file."""


class OperationState(enum.StrEnum):
    """Where an operation stands: in force, taken back, or taken back for good."""

    DONE = "DONE"
    UNDONE = "UNDONE"
    DISCARDED = "DISCARDED"


class Action(enum.StrEnum):
    """What happened to a row."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


PLAIN_TEXT = "plain text"
"""Key in ``Column.info`` of texts that never hold a quotation mark or a backslash."""

metadata = MetaData()

_REAL: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def _table(name: str, *parts: SchemaItem) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _key() -> Column[int]:
    # Ids come from ``identity`` and are never given twice, so neither back end counts by itself.
    return Column("id", Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _later_text(name: str) -> Column[str]:
    """A text added after version 1: rows journalled before it say nothing about it."""
    return Column(name, Text, nullable=False, server_default="")


def _whole(name: str, *, nullable: bool = False, check: str = "") -> Column[int]:
    parts = [CheckConstraint(check)] if check else []
    return Column(name, Integer, *parts, nullable=nullable)


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


def _later_flag(name: str) -> Column[int]:
    """A flag added after version 1, not set in rows journalled before it."""
    check = CheckConstraint(f"{name} IN (0, 1)")
    return Column(name, Integer, check, nullable=False, server_default="0")


def _choice(name: str, choices: type[enum.StrEnum], *, nullable: bool = False) -> Column[str]:
    words = ", ".join(f"'{choice.value}'" for choice in choices)
    check = CheckConstraint(f"{name} IN ({words})")
    return Column(name, Text, check, nullable=nullable, info={PLAIN_TEXT: True})


def _metres(name: str) -> Column[float]:
    return Column(name, _REAL, CheckConstraint(f"{name} >= 0"))


def _day(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, CheckConstraint(f"length({name}) = 10"), nullable=nullable)


def _json(name: str) -> Column[str]:
    return Column(name, Text, CheckConstraint(f"length({name}) >= 2"), nullable=False)


def _refers(
    name: str, target: Table, *, nullable: bool = False, primary: bool = False, index: bool = True
) -> Column[int]:
    return Column(
        name,
        Integer,
        ForeignKey(next(iter(target.primary_key.columns))),
        nullable=nullable,
        primary_key=primary,
        autoincrement=False,
        index=index and not primary,
    )


# ------------------------------------------------------------------------------- evidence

series = _table(
    "series",
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    _text("name"),
    _text("season"),
    _text("preset_id"),
    _text("preset_version"),
    _text("preset_sha256"),
    _text("preset_text"),
    _json("options"),
    Column(
        "changes",
        Text,
        CheckConstraint("length(changes) >= 2"),
        nullable=False,
        server_default="{}",
    ),
)

event = _table(
    "event",
    _key(),
    _text("code"),
    _text("name"),
    _text("venue"),
    _day("date"),
    _text("zone"),
    _whole("ordinal"),
    _later_text("country"),
    _later_flag("cancelled"),
    UniqueConstraint("code"),
)

race = _table(
    "race",
    _key(),
    _refers("event_id", event, index=False),
    _text("code"),
    _text("label"),
    _metres("distance_m"),
    _metres("ascent_m"),
    _whole("ordinal"),
    _json("aliases"),
    _whole("time_limit_ms", nullable=True, check="time_limit_ms >= 0"),
    _whole("capacity", nullable=True, check="capacity >= 0"),
    UniqueConstraint("event_id", "code"),
)

wave = _table(
    "wave",
    _key(),
    _refers("race_id", race),
    _text("label"),
    _whole("ordinal"),
    _whole("gun_ms", nullable=True),
)

runner = _table(
    "runner",
    _key(),
    _text("family_name"),
    _text("given_name"),
    _choice("gender", Gender, nullable=True),
    _day("birth_date", nullable=True),
    _text("nation"),
    _text("club"),
    _text("city"),
)

contact = _table(
    "contact",
    _refers("runner_id", runner, primary=True),
    _text("email"),
    _text("phone"),
    _text("emergency_name"),
    _text("emergency_phone"),
    _text("medical"),
)

entry = _table(
    "entry",
    _key(),
    _refers("runner_id", runner),
    _refers("race_id", race),
    _text("bib"),
    _choice("status", EntryStatus),
    _refers("wave_id", wave, nullable=True),
    _whole("entered_ms", nullable=True),
    _flag("series_entry"),
    _choice("medal", MedalOrder),
    _whole("paid_minor", nullable=True),
    _text("note"),
    _later_text("division"),
    # Two entries with one bib are a problem to show, not a fault that keeps a list out.
    Index("ix_entry_bib", "bib"),
)

category_override = _table(
    "category_override",
    _refers("entry_id", entry, primary=True),
    _text("category"),
    _text("reason"),
)

# A retracted batch outlives the undo of the event it was read at, so event and race are held by
# triggers (see ``journal``) instead of foreign keys.
read_batch = _table(
    "read_batch",
    _key(),
    Column("event_id", Integer, nullable=False, index=True),
    Column("race_id", Integer, index=True),
    _text("point"),
    _choice("kind", BatchKind),
    _text("name"),
    _text("sha256"),
    _whole("made_ms"),
    _text("actor"),
    _whole("offset_ms"),
    _flag("retracted"),
    _later_text("format"),
    _later_flag("fills_gaps"),
)

read = _table(
    "read",
    _key(),
    # No index: the reads of a batch are one run of ids, kept in its seal.
    _refers("batch_id", read_batch, index=False),
    _whole("line"),
    _text("bib"),
    _whole("instant_ms", nullable=True),
    _whole("elapsed_ms", nullable=True),
    _choice("status", ResultStatus, nullable=True),
    _whole("occurrence", check="occurrence >= 0"),
    _text("raw"),
    _later_text("chip"),
)

batch_content = _table(
    "batch_content",
    _refers("batch_id", read_batch, primary=True),
    Column("zlib", LargeBinary, nullable=False),
)

batch_seal = _table(
    "batch_seal",
    _refers("batch_id", read_batch, primary=True),
    _whole("first_read"),
    _whole("reads", check="reads >= 0"),
    _text("sha256"),
)

read_ruling = _table(
    "read_ruling",
    _key(),
    _refers("read_id", read),
    _choice("kind", ReadRulingKind),
    _text("bib"),
    _refers("entry_id", entry, nullable=True),
    _text("reason"),
    _whole("made_ms"),
)

ruling = _table(
    "ruling",
    _key(),
    _refers("entry_id", entry),
    _choice("kind", RulingKind),
    _text("reason"),
    _text("actor"),
    _whole("made_ms"),
    _later_text("point"),
    _later_text("way"),
    _whole("back_ms", nullable=True),
)

time_adjustment = _table(
    "time_adjustment",
    _key(),
    _refers("entry_id", entry),
    _whole("delta_ms"),
    _text("reason"),
    _text("actor"),
    _whole("made_ms"),
)

timing_point = _table(
    "timing_point",
    _key(),
    _refers("race_id", race, index=False),
    _text("code"),
    _text("label"),
    _whole("ordinal"),
    _metres("distance_m"),
    _metres("ascent_m"),
    _whole("cutoff_ms", nullable=True, check="cutoff_ms >= 0"),
    _whole("min_gap_ms", nullable=True, check="min_gap_ms >= 0"),
    _choice("pick", Pick, nullable=True),
    _flag("optional"),
    _flag("aid"),
    UniqueConstraint("race_id", "code"),
)

race_course = _table(
    "race_course",
    _refers("race_id", race, primary=True),
    _text("name"),
    _text("sha256"),
    _whole("track", nullable=True, check="track >= 1"),
    _whole("loops", check="loops >= 1"),
    _flag("drawn"),
    _text("loop_penalty"),
    _text("stage_adjustment"),
)

bib_range = _table(
    "bib_range",
    _key(),
    _refers("race_id", race),
    _text("prefix"),
    _whole("first", check="first >= 0"),
    Column("last", Integer, CheckConstraint("last >= first"), nullable=False),
)

check_in = _table(
    "check_in",
    _refers("entry_id", entry, primary=True),
    _whole("at_ms"),
    Column("gear_checked", Integer, CheckConstraint("gear_checked IN (0, 1)")),
    _text("adult"),
    _text("actor"),
)

chip = _table(
    "chip",
    _key(),
    _refers("event_id", event, index=False),
    _text("code"),
    _text("bib"),
    UniqueConstraint("event_id", "code"),
)

# No foreign keys: what was printed of an event stays printed when the event is undone.
printed_sheet = _table(
    "printed_sheet",
    _key(),
    _text("kind"),
    Column("event_id", Integer),
    Column("race_id", Integer),
    _text("options"),
    _text("title"),
    _whole("made_ms"),
    _text("actor"),
    _whole("revision"),
    _whole("pages"),
    _text("fingerprint"),
)

category_merge = _table(
    "category_merge",
    _key(),
    _refers("race_id", race),
    _text("category"),
    _text("within"),
    _text("reason"),
)

runner_verdict = _table(
    "runner_verdict",
    _key(),
    _refers("first_id", runner),
    _refers("second_id", runner),
    _flag("same"),
)

outside_score = _table(
    "outside_score",
    _key(),
    _refers("runner_id", runner),
    _refers("entry_id", entry, nullable=True),
    _text("system"),
    _text("value"),
    _day("day", nullable=True),
    _text("race"),
    _text("race_class"),
    _text("country"),
)

slot_answer = _table(
    "slot_answer",
    _key(),
    _refers("entry_id", entry),
    _text("rule"),
    _choice("reply", SlotReply),
    _whole("made_ms"),
    _text("actor"),
    _text("note"),
)

kept_file = _table(
    "kept_file",
    _key(),
    _text("sha256"),
    Column("zlib", LargeBinary, nullable=False),
    UniqueConstraint("sha256"),
)

# -------------------------------------------------------------------------------- history

operation = _table(
    "operation",
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("name"),
    _whole("at_ms"),
    _text("actor"),
    _json("params"),
    _choice("state", OperationState),
    _whole("state_ms", nullable=True),
    Column("state_actor", Text),
    Index("ix_operation_state", "state", "number"),
)

change = _table(
    "change",
    Column("id", Integer, primary_key=True),
    _refers("operation", operation),
    _text("kind"),
    _whole("row_id"),
    _choice("action", Action),
    Column("before", Text),
    Column("after", Text),
    CheckConstraint("before IS NOT NULL OR after IS NOT NULL"),
)

identity = _table(
    "identity",
    Column("kind", Text, primary_key=True),
    _whole("last", check="last >= 0"),
)

# ``operation`` is the one being recorded, ``open_batch`` the batch it may add reads to; both are
# empty and ``replaying`` is 0 whenever the file is at rest.
file_state = _table(
    "file_state",
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    _whole("revision", check="revision >= 0"),
    Column("operation", Integer),
    Column("open_batch", Integer),
    Column("replaying", SmallInteger().with_variant(Integer(), "sqlite"), nullable=False),
    CheckConstraint("replaying = 0 OR (replaying = 1 AND operation IS NULL)"),
)

JOURNALLED: tuple[Table, ...] = (
    series,
    event,
    race,
    wave,
    runner,
    contact,
    entry,
    category_override,
    read_batch,
    read_ruling,
    ruling,
    time_adjustment,
    timing_point,
    race_course,
    bib_range,
    check_in,
    chip,
    category_merge,
    runner_verdict,
    outside_score,
    slot_answer,
)
"""Tables whose every change is recorded; parents before children."""

APPEND_ONLY: tuple[Table, ...] = (read, batch_content, batch_seal)
"""Tables whose rows are written once, together with their batch, and never touched again."""

KEPT: tuple[Table, ...] = (printed_sheet, kept_file)
"""Tables outside the journal whose rows are written once and never touched again."""


def key_of(table: Table) -> str:
    """The name of a table's one key column."""
    return next(iter(table.primary_key.columns)).name
