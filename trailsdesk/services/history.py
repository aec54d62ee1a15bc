"""Undo, redo, and who did what when, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.services.ports import Changes, FieldChange, OperationInfo
    from trailsdesk.services.season import Season

_BEGINNINGS = frozenset({"season.new", "rehearsal.begin"})


def next_undo(season: Season) -> OperationInfo | None:
    """What ``undo`` would take back; the making of a season, or of a rehearsal, stays."""
    what = season.file.next_undo()
    return None if what is None or what.name in _BEGINNINGS else what


def next_redo(season: Season) -> OperationInfo | None:
    """What ``redo`` would do again."""
    return season.file.next_redo()


def undo(season: Season) -> OperationInfo | None:
    """Take back the last operation; returns what it was, None when there is nothing."""
    what = next_undo(season)
    if what is not None:
        season.take(season.file.undo())
    return what


def redo(season: Season) -> OperationInfo | None:
    """Do the last undone operation again; returns what it was, None when there is nothing."""
    what = season.file.next_redo()
    season.take(season.file.redo())
    return what


def history(season: Season, limit: int | None = None) -> tuple[OperationInfo, ...]:
    """All operations, newest first."""
    return season.file.history(limit)


def changes_of(season: Season, number: int) -> tuple[FieldChange, ...]:
    """What one operation changed, field by field."""
    return season.file.changes_of(number)


def in_words(name: str, params: Mapping[str, str | int]) -> str:
    """An operation as a sentence: "Imported 212 entries from entries.csv"."""
    return sentence(f"operation.{name}", params)


def touched(changes: Changes, *kinds: str) -> bool:
    """Whether a change touched any of these kinds."""
    return any(kind in changes.kinds for kind in kinds)
