"""The kinds of columns the tables of a series file are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
)

if TYPE_CHECKING:
    import enum

    from sqlalchemy.schema import SchemaItem
    from sqlalchemy.types import TypeEngine

PLAIN_TEXT = "plain text"
"""Key in ``Column.info`` of texts that never hold a quotation mark or a backslash."""

metadata = MetaData()

_REAL: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def table(name: str, *parts: SchemaItem) -> Table:
    """A table whose columns take nothing but their own type."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def key() -> Column[int]:
    """The id of a row."""
    # Ids come from ``identity`` and are never given twice, so neither back end counts by itself.
    return Column("id", Integer, primary_key=True, autoincrement=False)


def text(name: str) -> Column[str]:
    """A text, empty where there is nothing to say."""
    return Column(name, Text, nullable=False)


def later_text(name: str) -> Column[str]:
    """A text added after version 1: rows journalled before it say nothing about it."""
    return Column(name, Text, nullable=False, server_default="")


def whole(name: str, *, nullable: bool = False, check: str = "") -> Column[int]:
    """A whole number: an amount, a moment, a count."""
    parts = [CheckConstraint(check)] if check else []
    return Column(name, Integer, *parts, nullable=nullable)


def flag(name: str) -> Column[int]:
    """Yes or no, as 1 or 0."""
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


def later_flag(name: str) -> Column[int]:
    """A flag added after version 1, not set in rows journalled before it."""
    check = CheckConstraint(f"{name} IN (0, 1)")
    return Column(name, Integer, check, nullable=False, server_default="0")


def choice(name: str, choices: type[enum.StrEnum], *, nullable: bool = False) -> Column[str]:
    """The value of an enumeration, and none but these."""
    words = ", ".join(f"'{choice.value}'" for choice in choices)
    check = CheckConstraint(f"{name} IN ({words})")
    return Column(name, Text, check, nullable=nullable, info={PLAIN_TEXT: True})


def metres(name: str) -> Column[float]:
    """A length or height that may be unknown."""
    return Column(name, _REAL, CheckConstraint(f"{name} >= 0"))


def day(name: str, *, nullable: bool = False) -> Column[str]:
    """A day as ISO 8601."""
    return Column(name, Text, CheckConstraint(f"length({name}) = 10"), nullable=nullable)


def json(name: str) -> Column[str]:
    """A small list or mapping as JSON."""
    return Column(name, Text, CheckConstraint(f"length({name}) >= 2"), nullable=False)


def refers(
    name: str, target: Table, *, nullable: bool = False, primary: bool = False, index: bool = True
) -> Column[int]:
    """The id of a row of another table."""
    return Column(
        name,
        Integer,
        ForeignKey(next(iter(target.primary_key.columns))),
        nullable=nullable,
        primary_key=primary,
        autoincrement=False,
        index=index and not primary,
    )
