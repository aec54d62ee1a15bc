"""Known layouts of other programs' files, as data: what headers mean, how cells read.

A layout is a TOML file in ``resources/layouts`` (or one saved by a person): the headers that must
be there for it to apply, and what they mean. It is a saved mapping and nothing more.
"""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import trailsdesk
from trailsdesk.domain.chrono import TwoParts
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import (
    ENTRY_FIELDS,
    IGNORE,
    QUESTION,
    TIME_FIELDS,
    ColumnMapping,
    Field,
    column_named,
    fold_header,
    guess_mapping,
)
from trailsdesk.formats.questions import question_kinds

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.formats.tables import Table


class Purpose(enum.StrEnum):
    """What a file is read for."""

    ENTRIES = "entries"
    TIMES = "times"

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields this purpose can fill."""
        return ENTRY_FIELDS if self is Purpose.ENTRIES else TIME_FIELDS


class TimeKind(enum.StrEnum):
    """What a column of times holds."""

    CLOCK = "clock"
    ELAPSED = "elapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A known arrangement of columns.

    ``requires`` are the headers (folded) that must all be there; ``columns`` says what headers
    mean, ``-`` for "leave out"; ``questions`` those that are kept as questions of that kind.
    ``status_codes`` gives meaning to bare digits, which without a layout are never guessed.
    ``exact``: no other headers may stand beside the required ones. ``own``: saved by a person.
    """

    id: str
    label: str
    purpose: Purpose
    requires: frozenset[str]
    exact: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, QuestionKind] = field(default_factory=dict)
    date_order: DateOrder | None = None
    two_parts: TwoParts | None = None
    time_kind: TimeKind | None = None
    status_codes: Mapping[str, ResultStatus] = field(default_factory=dict)
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The mapping of one table and the layout it came from, if any."""

    mapping: ColumnMapping
    layout: Layout | None = None


def parse_layout(name: str, text: str, *, own: bool = False) -> Layout:
    """One layout from TOML; ``own``: one that a person saved.

    Raises:
        InputUnreadable: ``layout.unreadable`` with what is wrong.
    """
    try:
        raw = tomllib.loads(text)
        purpose = Purpose(raw["purpose"])
        known = {one.key for one in purpose.fields} | {IGNORE}
        columns = {fold_header(k): str(v) for k, v in raw.get("columns", {}).items()}
        strange = sorted(set(columns.values()) - known)
        if strange:
            raise ValueError(strange[0])
        return Layout(
            id=str(raw["id"]),
            label=str(raw["label"]),
            purpose=purpose,
            requires=frozenset(fold_header(str(one)) for one in raw["requires"]),
            exact=raw.get("exact", False) is True,
            columns=columns,
            questions={
                fold_header(k): QuestionKind(str(v).upper().replace("-", "_"))
                for k, v in raw.get("questions", {}).items()
            },
            date_order=DateOrder(raw["date_order"]) if "date_order" in raw else None,
            two_parts=TwoParts(raw["two_parts"]) if "two_parts" in raw else None,
            time_kind=TimeKind(raw["time_kind"]) if "time_kind" in raw else None,
            status_codes={str(k): ResultStatus(v) for k, v in raw.get("status_codes", {}).items()},
            own=own,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputUnreadable("layout.unreadable", name=name, detail=str(error)[:80]) from error


@lru_cache(maxsize=8)
def load_layouts(folder: Path | None = None) -> tuple[Layout, ...]:
    """All layouts of a folder (the program's own by default), by id."""
    place = folder if folder is not None else trailsdesk.resource("layouts")
    found = [
        parse_layout(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(place.glob("*.toml"))
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def fitting_layouts(
    header: Sequence[str], purpose: Purpose, layouts: Iterable[Layout] | None = None
) -> tuple[Layout, ...]:
    """The layouts whose required headers are all there; the program's own when none are given."""
    folded = {fold_header(text) for text in header}
    return tuple(
        one
        for one in (load_layouts() if layouts is None else layouts)
        if one.purpose is purpose
        and one.requires
        and (one.requires == folded if one.exact else one.requires <= folded)
    )


def find_layout(
    header: Sequence[str], purpose: Purpose, layouts: Iterable[Layout] | None = None
) -> Layout | None:
    """The fitting layout that requires most; a person's own goes before the program's."""
    return max(
        fitting_layouts(header, purpose, layouts),
        key=lambda one: (one.own, len(one.requires)),
        default=None,
    )


def map_table(
    table: Table,
    purpose: Purpose,
    overrides: Mapping[str, str] | None = None,
    layouts: Iterable[Layout] | None = None,
) -> Mapped:
    """Say which column is what: a person's overrides, then a known layout, then the aliases.

    Raises:
        ValueError: an override names a column or field that does not exist.
    """
    layout = find_layout(table.header, purpose, layouts)
    chosen: dict[str, str] = {}
    if layout is not None:
        for column, text in enumerate(table.header):
            folded = fold_header(text)
            key = layout.columns.get(folded)
            if key is not None:
                chosen[str(column + 1)] = key
            elif folded in layout.questions:
                chosen[str(column + 1)] = QUESTION + layout.questions[folded]
    for name, key in (overrides or {}).items():
        where = column_named(table.header, name)
        if where is None:
            raise ValueError(f"no column {name!r}")
        if key != IGNORE and not key.startswith(QUESTION):
            chosen = {column: old for column, old in chosen.items() if old != key}
        chosen[str(where + 1)] = key
    numbered = _by_number(table.header, chosen)
    mapping = guess_mapping(table.header, table.rows, purpose.fields, numbered)
    if mapping.questions:
        mapping = replace(mapping, questions=question_kinds(table, mapping))
    return Mapped(mapping=mapping, layout=layout)


def _by_number(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Overrides by exact header, since a column number could itself be somebody's header."""
    return {header[int(number) - 1]: key for number, key in chosen.items()}
