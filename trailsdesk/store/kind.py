"""What the store must know of one stored type."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Generic, TypeVar

from sqlalchemy import Table

from trailsdesk.store import schema

T = TypeVar("T")
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """One stored type: its table, how it is read and written, where ``SeasonData`` keeps it.

    ``name`` is the table's name, as in ``Changes.kinds``; ``key`` the key's column and field.
    ``holder`` is empty for types ``SeasonData`` does not carry. ``own_key`` is False where the key
    is another row's id.
    """

    table: Table
    type: type[T]
    to_values: Callable[[T], Values]
    from_rows: Callable[[Iterable[Sequence[Any]]], list[T]]
    holder: str = ""
    own_key: bool = True

    name: str = field(init=False)
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.table.name)
        object.__setattr__(self, "key", schema.key_of(self.table))

    def key_of(self, item: T) -> int:
        """The id the row is found by."""
        return int(getattr(item, self.key))


def as_json(value: Mapping[str, str] | Mapping[str, str | int] | Sequence[str]) -> str:
    """A small mapping or list as it is stored: the order as given, readable text."""
    kept = dict(value) if isinstance(value, Mapping) else list(value)
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def metres(value: float | None) -> float | None:
    """A length as it is stored; ``ValueError`` for what is no finite number."""
    if value is None:
        return None
    if not isfinite(value):
        raise ValueError("metres must be a finite number")
    return float(value)
