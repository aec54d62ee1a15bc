"""Cash-up, receipt, accounts and who owes, as sheets; amounts as printed and as numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race, bib_cell, listed_name
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Heading,
    Notice,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.domain.money import exponent, format_minor
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "CashUpSheet",
    "MethodRow",
    "MoneyRow",
    "OwesRow",
    "ReceiptSheet",
    "TotalRow",
    "accounts_sheet",
    "cash_up_sheet",
    "no_receipt",
    "no_till",
    "receipt",
    "who_owes",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """What went through a till by one method, minor units; ``why`` and ``compared`` in words.

    ``counted_minor`` and ``difference_minor`` are None while nothing was counted.
    """

    label: str
    payments: int
    taken_minor: int
    given_back_minor: int
    expected_minor: int
    counted_minor: int | None
    difference_minor: int | None
    why: str
    compared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """One line of money, in words but for its amount: when, who or what, by which method."""

    at: str
    label: str
    amount_minor: int
    bib: str = ""
    method: str = ""
    actor: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashUpSheet:
    """A till as it is printed; ``lines`` is its appendix, empty where it was not asked for.

    ``outside`` tells of cash that went through no till.
    """

    name: str
    currency: str
    opened: str
    closed: str
    note: str
    methods: tuple[MethodRow, ...]
    volunteers: tuple[MoneyRow, ...]
    moves: tuple[MoneyRow, ...]
    outside: str = ""
    lines: tuple[MoneyRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """What one entry was charged and paid; ``said`` is how it stands, in a sentence."""

    name: str
    bib: str
    race: str
    organiser: str
    currency: str
    charges: tuple[MoneyRow, ...]
    payments: tuple[MoneyRow, ...]
    balance_minor: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """Totals under a label, in the order of their columns; None leaves a cell empty."""

    label: str
    amounts_minor: tuple[int | None, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwesRow:
    """Somebody who has not paid all, minor units."""

    bib: str
    family_name: str
    given_name: str
    race_label: str
    charged_minor: int
    paid_minor: int
    owed_minor: int


def _money(minor: int | None, currency: str, *, strong: bool = False) -> Cell:
    """An amount as printed, and behind it the number in whole units."""
    if minor is None:
        return Cell(text="")
    value = Decimal(minor).scaleb(-exponent(currency))
    return Cell(text=format_minor(minor, currency), value=value, strong=strong)


def _amount(title: str) -> SheetColumn:
    return SheetColumn(title=title, kind=CellKind.MONEY)


# Cash-up


def cash_up_sheet(context: SheetContext, till: CashUpSheet) -> Sheet:
    """What should be in a till, what was found, by whom it was taken; to be signed."""
    context = before_the_race(context)
    blocks: list[Block] = [Paragraph(text=" · ".join(filter(None, (till.opened, till.closed))))]
    wrong = [row for row in till.methods if row.difference_minor]
    blocks += [Notice(text=f"{row.label}: {row.compared}") for row in wrong]
    if till.outside:
        blocks.append(Notice(text=till.outside))
    if till.note:
        blocks.append(Notice(text=_("Told with it:"), items=tuple(till.note.splitlines())))
    blocks += [_method_table(till), *(_said(row) for row in till.methods)]
    for title, label, rows in (
        (_("By volunteer"), _("Who"), till.volunteers),
        (_("Cash put in and taken out"), _("Why"), till.moves),
    ):
        if rows:
            blocks += [Heading(text=title, level=2), _money_table(rows, label, till.currency)]
    blocks += [Heading(text=_("Counted and found right"), level=2), _signatures()]
    if till.lines:
        title = plural("{count} payment", "{count} payments", len(till.lines))
        blocks += [
            Heading(text=title, new_page=True),
            _money_table(till.lines, _("Name"), till.currency),
        ]
    title = _("Cash-up: {till}").format(till=till.name)
    return _titled(context.sheet(SheetKind.CASH_UP, title, blocks), title)


def no_till(context: SheetContext) -> Sheet:
    """The cash-up of an event at which no till was opened."""
    nothing = Paragraph(text=_("No till was opened at this event."), muted=True)
    title = _("Cash-up")
    return _titled(before_the_race(context).sheet(SheetKind.CASH_UP, title, [nothing]), title)


def _titled(sheet: Sheet, title: str) -> Sheet:
    """The title alone: money is the whole event's, whichever race was chosen."""
    return replace(sheet, title=title)


def _said(row: MethodRow) -> Paragraph:
    text = " ".join(filter(None, (f"{row.label}: {row.why}", row.compared)))
    return Paragraph(text=text, muted=True)


def _method_table(till: CashUpSheet) -> Table:
    columns = (
        SheetColumn(title=_("Method"), weight=1),
        SheetColumn(title=_("Payments"), kind=CellKind.NUMBER),
        _amount(_("Taken")),
        _amount(_("Given back")),
        _amount(_("Should be there")),
        _amount(_("Counted")),
        _amount(_("Difference")),
    )
    rows = tuple(
        (
            Cell(text=row.label, strong=True),
            Cell(text=str(row.payments), value=row.payments),
            _money(row.taken_minor, till.currency),
            _money(row.given_back_minor, till.currency),
            _money(row.expected_minor, till.currency, strong=True),
            _money(row.counted_minor, till.currency),
            _money(row.difference_minor, till.currency, strong=True),
        )
        for row in till.methods
    )
    return Table(columns=columns, rows=rows)


def _money_table(rows: Sequence[MoneyRow], label: str, currency: str) -> Table:
    """Lines of money with the columns that any of them fills."""
    columns = [SheetColumn(title=label, weight=2), _amount(_("Amount"))]
    parts = [[Cell(text=row.label), _money(row.amount_minor, currency)] for row in rows]
    others: tuple[tuple[str, list[str]], ...] = (
        (_("Method"), [row.method for row in rows]),
        (_("By"), [row.actor for row in rows]),
    )
    for title, texts in others:
        if any(texts):
            columns.append(SheetColumn(title=title))
            for part, text in zip(parts, texts, strict=True):
                part.append(Cell(text=text))
    if any(row.bib for row in rows):
        columns.insert(0, SheetColumn(title=_("Bib"), kind=CellKind.NUMBER))
        for part, row in zip(parts, rows, strict=True):
            part.insert(0, bib_cell(row.bib))
    if any(row.at for row in rows):
        columns.insert(0, SheetColumn(title=_("When")))
        for part, row in zip(parts, rows, strict=True):
            part.insert(0, Cell(text=row.at))
    return Table(columns=tuple(columns), rows=tuple(tuple(part) for part in parts))


def _signatures() -> Table:
    columns = (
        SheetColumn(title=_("Who"), weight=1),
        SheetColumn(title=_("Signature"), kind=CellKind.SIGNATURE, weight=2),
    )
    who = (_("Counted by"), _("Looked at by"))
    rows = tuple((Cell(text=text), Cell(text="")) for text in who)
    return Table(columns=columns, rows=rows, show_header=False)


# One entry


def receipt(context: SheetContext, paid: ReceiptSheet) -> Sheet:
    """What one entry was charged, what was paid and when, and how it stands."""
    context = before_the_race(context)
    who = " · ".join(
        filter(None, (paid.name, _("bib {bib}").format(bib=paid.bib) if paid.bib else ""))
    )
    blocks: list[Block] = [
        Heading(text=who),
        Paragraph(text=paid.race),
        Paragraph(text=_("Received by: {who}").format(who=paid.organiser), muted=True),
    ]
    for title, rows in ((_("Charged"), paid.charges), (_("Paid"), paid.payments)):
        if rows:
            total = sum(row.amount_minor for row in rows)
            blocks.append(Heading(text=title, level=2))
            blocks.append(_receipt_table(rows, total, paid.currency))
    blocks.append(Paragraph(text=paid.said))
    return _titled(context.sheet(SheetKind.RECEIPT, _("Receipt"), blocks), _("Receipt"))


def no_receipt(context: SheetContext) -> Sheet:
    """What stands there until somebody is named."""
    ask = Paragraph(text=_("A receipt is of one entry: say whose, by the bib."), muted=True)
    title = _("Receipt")
    return _titled(before_the_race(context).sheet(SheetKind.RECEIPT, title, [ask]), title)


def _receipt_table(rows: Sequence[MoneyRow], total_minor: int, currency: str) -> Table:
    columns = (
        SheetColumn(title=_("Date")),
        SheetColumn(title=_("What for"), weight=1),
        SheetColumn(title=_("Why"), weight=3),
        _amount(currency),
    )
    lines = [
        (
            Cell(text=row.at),
            Cell(text=" · ".join(filter(None, (row.label, row.method)))),
            Cell(text=row.why, muted=True),
            _money(row.amount_minor, currency),
        )
        for row in rows
    ]
    total = _money(total_minor, currency, strong=True)
    lines.append((Cell(text=""), Cell(text=_("Total"), strong=True), Cell(text=""), total))
    return Table(columns=columns, rows=tuple(lines))


# All entries


def accounts_sheet(
    context: SheetContext,
    totals: Sequence[TotalRow],
    items: Sequence[TotalRow],
    currency: str,
    said: str,
) -> Sheet:
    """Totals by race and by item: expected, charged, credited, paid, given back, still to pay."""
    context = before_the_race(context)
    blocks: list[Block] = [
        Paragraph(text=said),
        Heading(text=_("By race"), level=2),
        _total_table(
            _("Race"), totals, currency,
            (_("Expected"), _("Charged"), _("Credited"), _("Paid"), _("Given back"),
             _("To pay")),
        ),
        Heading(text=_("By item"), level=2),
        _total_table(
            _("Item"), items, currency,
            (_("Expected"), _("Charged"), _("Credited"), _("Paid, net")),
        ),
    ]  # fmt: skip
    return _titled(context.sheet(SheetKind.ACCOUNTS, _("Accounts"), blocks), _("Accounts"))


def _total_table(
    label: str, rows: Iterable[TotalRow], currency: str, titles: Sequence[str]
) -> Table:
    columns = (SheetColumn(title=label, weight=2), *(_amount(title) for title in titles))
    lines = tuple(
        (
            Cell(text=row.label, strong=row.strong),
            *(_money(minor, currency, strong=row.strong) for minor in row.amounts_minor),
        )
        for row in rows
    )
    return Table(columns=columns, rows=lines)


def who_owes(context: SheetContext, rows: Sequence[OwesRow], currency: str) -> Sheet:
    """Who has not paid all, in the order given, with the sum of it."""
    context = before_the_race(context)
    title = _("Who owes")
    if not rows:
        nobody = Paragraph(text=_("Nobody owes anything."), muted=True)
        return context.sheet(SheetKind.WHO_OWES, title, [nobody])
    total = sum(row.owed_minor for row in rows)
    columns = (
        SheetColumn(title=_("Paid"), kind=CellKind.TICK),
        SheetColumn(title=_("Name"), weight=2),
        SheetColumn(title=_("Bib"), kind=CellKind.NUMBER),
        SheetColumn(title=_("Race"), weight=1),
        _amount(_("Charged")),
        _amount(_("Paid")),
        _amount(_("Owes")),
    )
    lines = tuple(
        (
            Cell(text=""),
            Cell(text=listed_name(row.given_name, row.family_name)),
            bib_cell(row.bib),
            Cell(text=row.race_label),
            _money(row.charged_minor, currency),
            _money(row.paid_minor, currency),
            _money(row.owed_minor, currency, strong=True),
        )
        for row in rows
    )
    who = plural("{count} runner owes", "{count} runners owe", len(rows))
    said = _("{who} {amount} {currency} together.").format(
        who=who, amount=format_minor(total, currency), currency=currency
    )
    blocks: list[Block] = [
        Paragraph(text=said, muted=True),
        Table(columns=columns, rows=lines),
    ]
    return context.sheet(SheetKind.WHO_OWES, title, blocks)
