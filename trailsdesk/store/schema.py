"""The tables of a series file, as SQLAlchemy Core metadata, and the file's own identity.

Column names are the field names of the domain types. Evidence lies in one table per stored type;
the history lies in the tables of ``history_schema``, which are offered here too.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from trailsdesk.domain.award_marks import AwardStep
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.event import Pick
from trailsdesk.domain.ledger import LineItem, LineKind
from trailsdesk.domain.people import Gender
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.qualification import SlotReply
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.domain.till import PayMethod
from trailsdesk.domain.timing import BatchKind, ReadRulingKind
from trailsdesk.store.columns import (
    choice,
    day,
    flag,
    json,
    key,
    later_flag,
    later_text,
    metadata,
    metres,
    refers,
    table,
    text,
    whole,
)
from trailsdesk.store.history_schema import (
    Action,
    OperationState,
    change,
    file_state,
    identity,
    operation,
)

__all__ = ["Action", "OperationState", "change", "file_state", "identity", "metadata", "operation"]

APPLICATION_ID = int.from_bytes(b"TrDk", "big")
"""Bytes 68 to 71 of every series file."""
MAJOR = 4
"""Raised when an older program could no longer read or safely write the file."""
MINOR = 0
"""Raised for additions an older program of the same major version may ignore."""
USER_VERSION = MAJOR << 16 | MINOR
"""Bytes 60 to 63 of every series file."""


# ------------------------------------------------------------------------------- evidence

series = table(
    "series",
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    text("name"),
    text("season"),
    text("preset_id"),
    text("preset_version"),
    text("preset_sha256"),
    text("preset_text"),
    json("options"),
    Column(
        "changes",
        Text,
        CheckConstraint("length(changes) >= 2"),
        nullable=False,
        server_default="{}",
    ),
)

event = table(
    "event",
    key(),
    text("code"),
    text("name"),
    text("venue"),
    day("date"),
    text("zone"),
    whole("ordinal"),
    later_text("country"),
    later_flag("cancelled"),
    UniqueConstraint("code"),
)

race = table(
    "race",
    key(),
    refers("event_id", event, index=False),
    text("code"),
    text("label"),
    metres("distance_m"),
    metres("ascent_m"),
    whole("ordinal"),
    json("aliases"),
    whole("time_limit_ms", nullable=True, check="time_limit_ms >= 0"),
    whole("capacity", nullable=True, check="capacity >= 0"),
    UniqueConstraint("event_id", "code"),
)

wave = table(
    "wave",
    key(),
    refers("race_id", race),
    text("label"),
    whole("ordinal"),
    whole("gun_ms", nullable=True),
)

runner = table(
    "runner",
    key(),
    text("family_name"),
    text("given_name"),
    choice("gender", Gender, nullable=True),
    day("birth_date", nullable=True),
    text("nation"),
    text("club"),
    text("city"),
    later_text("spoken"),
    later_text("latin_family"),
    later_text("latin_given"),
)

contact = table(
    "contact",
    refers("runner_id", runner, primary=True),
    text("email"),
    text("phone"),
    text("emergency_name"),
    text("emergency_phone"),
    text("medical"),
    later_text("address"),
)

entry = table(
    "entry",
    key(),
    refers("runner_id", runner),
    refers("race_id", race),
    text("bib"),
    choice("status", EntryStatus),
    refers("wave_id", wave, nullable=True),
    whole("entered_ms", nullable=True),
    flag("series_entry"),
    choice("medal", MedalOrder),
    whole("paid_minor", nullable=True),
    text("note"),
    later_text("division"),
    whole("medal_ms", nullable=True),
    # Two entries with one bib are a problem to show, not a fault that keeps a list out.
    Index("ix_entry_bib", "bib"),
)

category_override = table(
    "category_override",
    refers("entry_id", entry, primary=True),
    text("category"),
    text("reason"),
)

# A retracted batch outlives the undo of the event it was read at, so event and race are held by
# triggers (see ``journal``) instead of foreign keys.
read_batch = table(
    "read_batch",
    key(),
    Column("event_id", Integer, nullable=False, index=True),
    Column("race_id", Integer, index=True),
    text("point"),
    choice("kind", BatchKind),
    text("name"),
    text("sha256"),
    whole("made_ms"),
    text("actor"),
    whole("offset_ms"),
    flag("retracted"),
    later_text("format"),
    later_flag("fills_gaps"),
)

read = table(
    "read",
    key(),
    # No index: the reads of a batch are one run of ids, kept in its seal.
    refers("batch_id", read_batch, index=False),
    whole("line"),
    text("bib"),
    whole("instant_ms", nullable=True),
    whole("elapsed_ms", nullable=True),
    choice("status", ResultStatus, nullable=True),
    whole("occurrence", check="occurrence >= 0"),
    text("raw"),
    later_text("chip"),
)

batch_content = table(
    "batch_content",
    refers("batch_id", read_batch, primary=True),
    Column("zlib", LargeBinary, nullable=False),
)

batch_seal = table(
    "batch_seal",
    refers("batch_id", read_batch, primary=True),
    whole("first_read"),
    whole("reads", check="reads >= 0"),
    text("sha256"),
)

read_ruling = table(
    "read_ruling",
    key(),
    refers("read_id", read),
    choice("kind", ReadRulingKind),
    text("bib"),
    refers("entry_id", entry, nullable=True),
    text("reason"),
    whole("made_ms"),
)

ruling = table(
    "ruling",
    key(),
    refers("entry_id", entry),
    choice("kind", RulingKind),
    text("reason"),
    text("actor"),
    whole("made_ms"),
    later_text("point"),
    later_text("way"),
    whole("back_ms", nullable=True),
)

time_adjustment = table(
    "time_adjustment",
    key(),
    refers("entry_id", entry),
    whole("delta_ms"),
    text("reason"),
    text("actor"),
    whole("made_ms"),
)

timing_point = table(
    "timing_point",
    key(),
    refers("race_id", race, index=False),
    text("code"),
    text("label"),
    whole("ordinal"),
    metres("distance_m"),
    metres("ascent_m"),
    whole("cutoff_ms", nullable=True, check="cutoff_ms >= 0"),
    whole("min_gap_ms", nullable=True, check="min_gap_ms >= 0"),
    choice("pick", Pick, nullable=True),
    flag("optional"),
    flag("aid"),
    UniqueConstraint("race_id", "code"),
)

race_course = table(
    "race_course",
    refers("race_id", race, primary=True),
    text("name"),
    text("sha256"),
    whole("track", nullable=True, check="track >= 1"),
    whole("loops", check="loops >= 1"),
    flag("drawn"),
    text("loop_penalty"),
    text("stage_adjustment"),
)

bib_range = table(
    "bib_range",
    key(),
    refers("race_id", race),
    text("prefix"),
    whole("first", check="first >= 0"),
    Column("last", Integer, CheckConstraint("last >= first"), nullable=False),
)

check_in = table(
    "check_in",
    refers("entry_id", entry, primary=True),
    whole("at_ms"),
    Column("gear_checked", Integer, CheckConstraint("gear_checked IN (0, 1)")),
    text("adult"),
    text("actor"),
)

chip = table(
    "chip",
    key(),
    refers("event_id", event, index=False),
    text("code"),
    text("bib"),
    UniqueConstraint("event_id", "code"),
)

# No foreign keys: what was printed of an event stays printed when the event is undone.
printed_sheet = table(
    "printed_sheet",
    key(),
    text("kind"),
    Column("event_id", Integer),
    Column("race_id", Integer),
    text("options"),
    text("title"),
    whole("made_ms"),
    text("actor"),
    whole("revision"),
    whole("pages"),
    text("fingerprint"),
)

category_merge = table(
    "category_merge",
    key(),
    refers("race_id", race),
    text("category"),
    text("within"),
    text("reason"),
)

runner_verdict = table(
    "runner_verdict",
    key(),
    refers("first_id", runner),
    refers("second_id", runner),
    flag("same"),
)

outside_score = table(
    "outside_score",
    key(),
    refers("runner_id", runner),
    refers("entry_id", entry, nullable=True),
    text("system"),
    text("value"),
    day("day", nullable=True),
    text("race"),
    text("race_class"),
    text("country"),
)

slot_answer = table(
    "slot_answer",
    key(),
    refers("entry_id", entry),
    text("rule"),
    choice("reply", SlotReply),
    whole("made_ms"),
    text("actor"),
    text("note"),
)

kept_file = table(
    "kept_file",
    key(),
    text("sha256"),
    Column("zlib", LargeBinary, nullable=False),
    UniqueConstraint("sha256"),
)

medal_given = table(
    "medal_given",
    refers("entry_id", entry, primary=True),
    whole("at_ms"),
    flag("posted"),
    text("actor"),
    text("note"),
)

waiver = table(
    "waiver",
    refers("entry_id", entry, primary=True),
    whole("at_ms"),
    text("signed_by"),
    text("actor"),
)

till = table(
    "till",
    key(),
    refers("event_id", event),
    text("name"),
    whole("float_minor"),
    whole("opened_ms"),
    text("opened_by"),
    whole("closed_ms", nullable=True),
    text("closed_by"),
    json("counted"),
    text("note"),
)

till_move = table(
    "till_move",
    key(),
    refers("till_id", till),
    whole("amount_minor"),
    whole("at_ms"),
    text("actor"),
    text("reason"),
)

ledger_line = table(
    "ledger_line",
    key(),
    refers("entry_id", entry),
    choice("kind", LineKind),
    choice("item", LineItem),
    text("item_code"),
    whole("amount_minor"),
    whole("at_ms"),
    text("actor"),
    json("why"),
    choice("method", PayMethod, nullable=True),
    refers("till_id", till, nullable=True),
    Column("counters", Integer),
    Column("other_entry_id", Integer),
    text("note"),
)

question = table(
    "question",
    key(),
    text("label"),
    choice("kind", QuestionKind),
    json("choices"),
    whole("ordinal"),
    flag("protected"),
)

question_answer = table(
    "question_answer",
    key(),
    refers("entry_id", entry, index=False),
    refers("question_id", question),
    text("value"),
    UniqueConstraint("entry_id", "question_id"),
)

award_mark = table(
    "award_mark",
    key(),
    refers("event_id", event, nullable=True),
    text("award"),
    choice("step", AwardStep),
    json("winners"),
    refers("entry_id", entry, nullable=True),
    whole("made_ms"),
    text("actor"),
)

spot_draw = table(
    "spot_draw",
    key(),
    refers("event_id", event),
    refers("race_id", race, nullable=True),
    text("title"),
    choice("pool", DrawPool),
    text("seed"),
    json("names"),
    json("excluded"),
    whole("made_ms"),
    text("actor"),
)

spot_prize = table(
    "spot_prize",
    key(),
    refers("draw_id", spot_draw),
    whole("ordinal"),
    text("prize"),
    text("sponsor"),
    whole("turn"),
    json("among"),
    json("passed"),
    whole("drawn_ms", nullable=True),
    whole("handed_ms", nullable=True),
)

sheet_art = table(
    "sheet_art",
    key(),
    choice("role", ArtRole),
    refers("event_id", event, nullable=True),
    text("name"),
    text("sha256"),
    json("layout"),
)

# As with printed sheets: what was published stays so when its event is undone.
publication = table(
    "publication",
    key(),
    whole("event_id"),
    whole("race_id"),
    whole("number", check="number >= 1"),
    choice("published_as", PublishedAs),
    whole("made_ms"),
    text("actor"),
    text("note"),
    text("fingerprint"),
    json("rows"),
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
    medal_given,
    waiver,
    till,
    till_move,
    ledger_line,
    question,
    question_answer,
    award_mark,
    spot_draw,
    spot_prize,
    sheet_art,
)
"""Tables whose every change is recorded; parents before children."""

APPEND_ONLY: tuple[Table, ...] = (read, batch_content, batch_seal)
"""Tables whose rows are written once, together with their batch, and never touched again."""

KEPT: tuple[Table, ...] = (printed_sheet, kept_file, publication)
"""Tables outside the journal whose rows are written once and never touched again."""


PURGED = "privacy.purge"
"""The one operation that cannot be taken back: what it removed is gone."""


def key_of(table: Table) -> str:
    """The name of a table's one key column."""
    return next(iter(table.primary_key.columns)).name
