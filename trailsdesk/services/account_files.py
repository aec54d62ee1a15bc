"""The books as files: an Excel workbook of three tables, a CSV of all lines, and JSON values."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import Block, Heading, Sheet, SheetKind
from trailsdesk.documents.xlsx import render_flat_xlsx
from trailsdesk.domain.exports import OutColumn, OutKind, OutTable
from trailsdesk.domain.money import exponent
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.csv_out import csv_file
from trailsdesk.services.exports import as_sheet
from trailsdesk.services.sheet_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from trailsdesk.domain.exports import OutValue
    from trailsdesk.services.accounts import BookLine, Books, ItemTotal, Total

_SEASON_SUFFIX = ".trailsdesk"
_TEXT, _NUMBER = OutKind.TEXT, OutKind.NUMBER


def _columns(*titles: tuple[str, str, OutKind]) -> tuple[OutColumn, ...]:
    return tuple(OutColumn(key=key, title=title, kind=kind) for key, title, kind in titles)


_LINES = _columns(
    ("number", "Line", _NUMBER), ("at", "Date", _TEXT), ("event", "Event", _TEXT),
    ("race", "Race", _TEXT), ("bib", "Bib", _TEXT), ("name", "Name", _TEXT),
    ("kind", "Kind", _TEXT), ("item", "Item", _TEXT), ("amount", "Amount", _NUMBER),
    ("currency", "Currency", _TEXT), ("method", "Method", _TEXT), ("till", "Till", _TEXT),
    ("actor", "By", _TEXT), ("why", "Rule", _TEXT), ("note", "Note", _TEXT),
    ("counters", "Takes back line", _NUMBER),
)  # fmt: skip
_TOTALS = _columns(
    ("event", "Event", _TEXT), ("race", "Race", _TEXT), ("entries", "Entries", _NUMBER),
    ("expected", "Expected", _NUMBER), ("charged", "Charged", _NUMBER),
    ("unbooked", "Of that not booked", _NUMBER), ("credited", "Credited", _NUMBER),
    ("paid", "Paid", _NUMBER), ("refunded", "Refunded", _NUMBER),
    ("balance", "Balance", _NUMBER), ("owed", "Owed", _NUMBER), ("currency", "Currency", _TEXT),
)  # fmt: skip
_ITEMS = _columns(
    ("event", "Event", _TEXT), ("item", "Item", _TEXT), ("expected", "Expected", _NUMBER),
    ("charged", "Charged", _NUMBER), ("credited", "Credited", _NUMBER),
    ("paid", "Paid less refunded", _NUMBER), ("currency", "Currency", _TEXT),
)  # fmt: skip


def line_table(books: Books) -> OutTable:
    """Every line, amounts as numbers with the decimals of the currency."""
    rows = tuple(_line_cells(line, books.currency) for line in books.lines)
    return OutTable(name="Lines", columns=_LINES, rows=rows)


def total_table(books: Books) -> OutTable:
    """The races of every event, then the event."""
    totals = [
        total
        for whole in books.events
        for total in (*(race for race in books.races if race.event == whole.event), whole)
    ]
    rows = tuple(_total_cells(total, books.currency) for total in totals)
    return OutTable(name="Totals", columns=_TOTALS, rows=rows)


def item_table(books: Books) -> OutTable:
    """The items of every event."""
    rows = tuple(_item_cells(total, books.currency) for total in books.items)
    return OutTable(name="Items", columns=_ITEMS, rows=rows)


def in_units(minor: int, currency: str) -> Decimal:
    """An amount as a number of whole units with the decimals of the currency: ``49.00``."""
    return Decimal(minor).scaleb(-exponent(currency))


def _line_cells(line: BookLine, currency: str) -> tuple[OutValue, ...]:
    return (
        line.number, line.at, line.event, line.race, line.bib, line.name, line.kind, line.item,
        in_units(line.amount_minor, currency), currency, line.method, line.till, line.actor,
        line.why, line.note, line.counters,
    )  # fmt: skip


def _total_cells(total: Total, currency: str) -> tuple[OutValue, ...]:
    amounts = (
        total.expected_minor, total.charged_minor, total.unbooked_minor, total.credited_minor,
        total.paid_minor, total.refunded_minor, total.balance_minor, total.owed_minor,
    )  # fmt: skip
    figures = (in_units(minor, currency) for minor in amounts)
    return (total.event, total.race, total.entries, *figures, currency)


def _item_cells(total: ItemTotal, currency: str) -> tuple[OutValue, ...]:
    amounts = (
        total.expected_minor, total.charged_minor, total.credited_minor, total.paid_minor
    )  # fmt: skip
    figures = (in_units(minor, currency) for minor in amounts)
    return (total.event, total.item, *figures, currency)


# Files


def accounts_csv(books: Books) -> bytes:
    """All lines as CSV."""
    return csv_file(line_table(books))


def accounts_xlsx(books: Books) -> bytes:
    """Lines, totals and items as a workbook of three worksheets, headings in the first row."""
    tables = (line_table(books), total_table(books), item_table(books))
    return render_flat_xlsx(
        Sheet(kind=SheetKind.ACCOUNTS, title=tables[0].name, blocks=tuple(_blocks(tables)))
    )


def _blocks(tables: Iterable[OutTable]) -> Iterable[Block]:
    for number, table in enumerate(tables):
        if number:
            yield Heading(text=table.name, new_page=True)
        yield from as_sheet(table).blocks


def save_accounts(books: Books, path: Path) -> None:
    """Write the books whole or not at all: a workbook by the ending ``.xlsx``, else ``.csv``.

    Raises:
        Refused: ``export.over-season``, ``till.accounts-ending``.
    """
    ending = path.suffix.casefold()
    if ending == _SEASON_SUFFIX:
        raise Refused("export.over-season", name=path.name)
    if ending not in (".csv", ".xlsx"):
        raise Refused("till.accounts-ending", name=path.name)
    write_whole(path, accounts_csv(books) if ending == ".csv" else accounts_xlsx(books))


def accounts_json(books: Books) -> dict[str, object]:
    """The books as JSON values, amounts in minor units."""
    return {
        "currency": books.currency,
        "lines": [dataclasses.asdict(line) for line in books.lines],
        "events": [dataclasses.asdict(total) for total in books.events],
        "races": [dataclasses.asdict(total) for total in books.races],
        "items": [
            {
                "event": total.event,
                "item": total.item,
                "expected_minor": total.expected_minor,
                "charged_minor": total.charged_minor,
                "credited_minor": total.credited_minor,
                "paid_minor": total.paid_minor,
            }
            for total in books.items
        ],
    }
