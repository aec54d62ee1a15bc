"""The tables of a file's history, and the one row its triggers steer by."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, Column, Index, Integer, SmallInteger, Text

from trailsdesk.store.columns import choice, json, refers, table, text, whole


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


operation = table(
    "operation",
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("name"),
    whole("at_ms"),
    text("actor"),
    json("params"),
    choice("state", OperationState),
    whole("state_ms", nullable=True),
    Column("state_actor", Text),
    Index("ix_operation_state", "state", "number"),
)

change = table(
    "change",
    Column("id", Integer, primary_key=True),
    refers("operation", operation),
    text("kind"),
    whole("row_id"),
    choice("action", Action),
    Column("before", Text),
    Column("after", Text),
    CheckConstraint("before IS NOT NULL OR after IS NOT NULL"),
)

identity = table(
    "identity",
    Column("kind", Text, primary_key=True),
    whole("last", check="last >= 0"),
)

# ``operation`` is the one being recorded, ``open_batch`` the batch it may add reads to; both are
# empty and ``replaying`` is 0 whenever the file is at rest.
file_state = table(
    "file_state",
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    whole("revision", check="revision >= 0"),
    Column("operation", Integer),
    Column("open_batch", Integer),
    Column("replaying", SmallInteger().with_variant(Integer(), "sqlite"), nullable=False),
    CheckConstraint("replaying = 0 OR (replaying = 1 AND operation IS NULL)"),
)
