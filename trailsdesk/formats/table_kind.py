"""What a table is about: times of runners, people, chips, or nothing of the kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import parse_elapsed
from trailsdesk.formats.clock_column import read_clock
from trailsdesk.formats.fields import ColumnMapping, fold_header
from trailsdesk.formats.header_words import ENTRY_WORDS
from trailsdesk.formats.layouts import Layout, Purpose, map_table
from trailsdesk.formats.raw import FileKind
from trailsdesk.formats.status_words import status_of_word
from trailsdesk.formats.time_columns import is_no_time
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.formats.tables import Table

_SAMPLE = 600
_WHO = ("bib", "chip", "full_name", "family_name", "given_name")
_NAMES = ("full_name", "family_name", "given_name")
_PLACES = frozenset(
    map(
        fold_header,
        word_set(
            "checkpoint|control|aid station|aidstation|station|base_name|split|split name|point|"
            "timing point|poste|ravitaillement|punto di controllo|punto de control|kontrollpunkt|"
            "verpflegung|verpflegungsposten|posto|controle|punkt kontrolny|kontrola"
        ),
    )
)
_OF_THE_ENTRY = frozenset(
    fold_header(word) for key in ("entered", "birth_date") for word in ENTRY_WORDS[key].split("|")
)
_FAR = ("distance", "dist", "km", "kilomet", "mile", "entfernung", "distanz", "kumul", "cum")
_HELD = frozenset(("date", "start time", "participants", "ascent", "elevation gain", "city"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """What a table is, how its columns are read as times, and the layout it follows, if any."""

    kind: FileKind
    mapping: ColumnMapping
    layout: Layout | None = None


def kind_of_table(table: Table) -> TableKind:
    """What a table is about, by its headers and by what its cells hold."""
    mapped = map_table(table, Purpose.TIMES)
    columns = mapped.mapping.columns
    kind = _kind(table, mapped.mapping)
    layout = mapped.layout
    if kind in (FileKind.ENTRIES, FileKind.OTHER):
        layout = None
        people = map_table(table, Purpose.ENTRIES)
        if people.layout is not None or people.mapping.has(*_NAMES):
            kind, layout = FileKind.ENTRIES, people.layout
    if kind is FileKind.OTHER and {"bib", "chip"} <= columns.keys():
        kind = FileKind.CHIPS
    return TableKind(kind=kind, mapping=mapped.mapping, layout=layout)


def _kind(table: Table, mapping: ColumnMapping) -> FileKind:
    header = [fold_header(text) for text in table.header]
    who = mapping.has(*_WHO)
    if not who and _is_checkpoints(header):
        return FileKind.CHECKPOINTS
    if not who and mapping.has("race") and len(_HELD & set(header)) >= 2:
        return FileKind.RACES
    if not _has_times(table, mapping):
        named = mapping.has(*_NAMES) or (mapping.has("bib") and not mapping.has("chip"))
        return FileKind.ENTRIES if named else FileKind.OTHER
    if not who and not (mapping.has("place") or len(header) < 4):
        return FileKind.OTHER
    concluded = mapping.has("place", "status", *_NAMES)
    return FileKind.RESULTS if concluded else FileKind.READS


def _is_checkpoints(header: Sequence[str]) -> bool:
    if not _PLACES & set(header):
        return False
    return any(part in text for text in header for part in _FAR)


def _sample(table: Table, column: int) -> list[str]:
    """Cells from the whole length of a column."""
    step = max(1, len(table.rows) // _SAMPLE)
    return [row.cells[column] for row in table.rows[::step]]


def _has_times(table: Table, mapping: ColumnMapping) -> bool:
    """Whether there is a time, or for most rows at least a status."""
    at = mapping.columns.get("time")
    if at is not None and fold_header(table.header[at]) not in _OF_THE_ENTRY:
        cells = [cell for cell in _sample(table, at) if not is_no_time(cell)]
        timed = sum(1 for cell in cells if _is_time(cell))
        words = sum(1 for cell in cells if status_of_word(cell) is not None)
        if timed and (timed + words) * 2 >= len(cells):
            return True
    at = mapping.columns.get("status")
    if at is None or not mapping.has("bib"):
        return False
    cells = [cell for cell in _sample(table, at) if cell]
    return bool(cells) and sum(1 for c in cells if status_of_word(c)) * 2 > len(cells)


def _is_time(cell: str) -> bool:
    return (
        parse_elapsed(cell, seconds=True) is not None
        or read_clock(cell, day_first=True) is not None
        or read_clock(cell, day_first=False) is not None
    )
