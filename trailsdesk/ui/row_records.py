"""Rows with what they say worked out, in the order they are shown in; all of it on any thread."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from trailsdesk.domain.pace import paced, paced_sorted
from trailsdesk.ui.style import Tone

Row = TypeVar("Row")
Alignment = Literal["left", "right", "center"]


def fold(text: str) -> str:
    """``text`` as searches compare it: no accents, no case, no compatibility forms.

    NFKD, marks dropped, case folded: ``Søren Åkesson`` gives ``søren akesson``.
    """
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKD", bare.casefold())


# No slots: a generic frozen class with slots cannot be made as ``Column[X](...)`` before 3.13.
@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """What one column shows of a row.

    Attributes:
        key: stable name; column states are saved under it.
        text: the words in the cell, already in the user's language.
        sort_key: any comparable value; ``None`` sorts last both ways. Without it the folded text.
        width_hint: characters the column should have room for before its rows are known.
        accessible: what a screen reader says instead of the text.
        tone: colours the cell; the words must say the same thing.
        icon: name of an icon before the text.
        chip: draw the text as a rounded chip in its tone.
        number: a figure: never escaped when copied. Columns aligned right are numbers by default.
        setter: called with the row and the typed text when a cell of an editable column was
            edited; it starts an operation, the row itself is replaced when that has happened.
        hidden: not shown until the user asks for it.
        gives_way: where there is no room for all columns those with a higher number go first, 1
            only where nothing else helps; 0 stays. A column the user asked for stays too.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    sort_key: Callable[[Row], Any] | None = None
    alignment: Alignment = "left"
    width_hint: int = 12
    tooltip: Callable[[Row], str] | None = None
    accessible: Callable[[Row], str] | None = None
    tone: Callable[[Row], Tone | None] | None = None
    icon: Callable[[Row], str | None] | None = None
    chip: bool = False
    bold: bool = False
    number: bool | None = None
    searched: bool = True
    editable: bool = False
    setter: Callable[[Row, str], None] | None = None
    hidden: bool = False
    gives_way: int = 0
    title_tooltip: str = ""

    @property
    def is_number(self) -> bool:
        """Whether cells hold figures that a spreadsheet should take as they are."""
        return self.alignment == "right" if self.number is None else self.number


class Record(Generic[Row]):
    """One row with everything that painting asks for."""

    __slots__ = ("folded", "keys", "row", "row_id", "row_tone", "texts", "tones")

    def __init__(
        self,
        row: Row,
        row_id: Hashable,
        columns: tuple[Column[Row], ...],
        row_tone: Callable[[Row], Tone | None] | None,
    ) -> None:
        self.row = row
        self.row_id = row_id
        self.texts = tuple([column.text(row) for column in columns])
        self.folded = fold(
            "\n".join([t for t, c in zip(self.texts, columns, strict=True) if c.searched])
        )
        self.tones = tuple([c.tone(row) if c.tone is not None else None for c in columns])
        self.row_tone = row_tone(row) if row_tone is not None else None
        self.keys: dict[int, Any] = {}


class Order(NamedTuple):
    """Which rows are shown, and in what order.

    ``column`` -1 is the order they came in; ``words`` are folded and have to be in every row.
    """

    column: int = -1
    descending: bool = False
    words: tuple[str, ...] = ()
    predicate: Callable[[Any], bool] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether all rows are shown as they came."""
        return self.column < 0 and not self.words and self.predicate is None


class PreparedRows(Generic[Row]):
    """Rows with what they say worked out, as ``RowTableModel.preparer`` makes them.

    ``at`` is the place of each row by its id, ``shown`` what is shown of them in ``order``.

    Raises:
        ValueError: two rows have one id (a caller's bug).
    """

    __slots__ = ("at", "order", "records", "shown")

    def __init__(
        self, records: list[Record[Row]], order: Order, columns: tuple[Column[Row], ...]
    ) -> None:
        self.records = records
        self.at = {record.row_id: at for at, record in enumerate(paced(records))}
        if len(self.at) != len(records):
            raise ValueError("two rows have the same id")
        self.order = order
        self.shown = arranged(records, order, columns)

    def record_of(self, row_id: Hashable) -> Record[Row] | None:
        """A row by its id."""
        at = self.at.get(row_id)
        return None if at is None else self.records[at]


def prepared(
    rows: Iterable[Row],
    before: PreparedRows[Row],
    columns: tuple[Column[Row], ...],
    row_id: Callable[[Row], Hashable],
    row_tone: Callable[[Row], Tone | None] | None,
    order: Order,
) -> PreparedRows[Row]:
    """Rows made ready; those equal to rows of ``before`` keep what was worked out for them."""
    records: list[Record[Row]] = []
    for row in paced(rows):
        own_id = row_id(row)
        record = before.record_of(own_id)
        if record is None or (record.row is not row and record.row != row):
            record = Record(row, own_id, columns, row_tone)
        records.append(record)
    return PreparedRows(records, order, columns)


def arranged(
    records: Sequence[Record[Row]], order: Order, columns: tuple[Column[Row], ...]
) -> list[Record[Row]]:
    """The rows that are shown, as they are sorted. Empty keys go last."""
    kept = list(records)
    for word in order.words:
        kept = [record for record in paced(kept) if word in record.folded]
    wanted, column = order.predicate, order.column
    if wanted is not None:
        kept = [record for record in paced(kept) if wanted(record.row)]
    if not 0 <= column < len(columns):
        return kept
    make = columns[column].sort_key
    filled: list[Record[Row]] = []
    empty: list[Record[Row]] = []
    for record in paced(kept):
        if column not in record.keys:
            key = make(record.row) if make is not None else fold(record.texts[column]) or None
            record.keys[column] = key
        (empty if record.keys[column] is None else filled).append(record)
    filled = paced_sorted(filled, lambda record: record.keys[column], reverse=order.descending)
    return filled + empty
