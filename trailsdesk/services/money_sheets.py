"""The sheets of money: a till's cash-up, a receipt, the accounts of an event, who owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents import money as documents
from trailsdesk.domain.cash_up import difference_note, expected_note
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.ledger import LineItem, LineKind
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.accounts import accounts_of
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.ledger import account_of, accounts, currency_of, standing_lines
from trailsdesk.services.money_words import account_words
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_request import SheetRequest, context_for, races_for
from trailsdesk.services.till import (
    cash_up_of,
    method_words,
    moves_of,
    outside_tills,
    till_named,
    tills_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.documents.context import SheetContext
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.cash_up import CashUp
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event, RaceId
    from trailsdesk.domain.ledger import LedgerLine
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.till import Till
    from trailsdesk.services.season import Season


def item_words(item: LineItem, code: str, rules: RuleSet) -> str:
    """What a line is about, as people say it; an extra by its label."""
    extra = None if rules.fees is None else rules.fees.extra_of(code)
    return {
        LineItem.ENTRY: _("Entry"),
        LineItem.MEDAL: _("Finisher medal"),
        LineItem.POSTAGE: _("Postage for the medal"),
        LineItem.EXTRA: code if extra is None else extra.label,
        LineItem.TRANSFER: _("Change of distance"),
        LineItem.CHANGE: _("Change of the entry"),
        LineItem.OTHER: _("Other"),
    }[item]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _event(request: SheetRequest) -> Event:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    return request.event


def _context(season: Season, request: SheetRequest) -> SheetContext:
    return context_for(season, request, (), with_results=False)


def _moment(event: Event, instant: Instant) -> str:
    day = local_date(instant, event.zone)
    clock = format_clock(instant, event.zone, seconds=False)
    return clock if day == event.date else f"{day_words(day)} {clock}"


# A till


def _cash_up(season: Season, request: SheetRequest) -> Sheet:
    event = _event(request)
    till = _till_asked(season, request)
    if till is None:
        return documents.no_till(_context(season, request))
    found, currency = cash_up_of(season, till.id), currency_of(season)
    outside = outside_tills(season, event.id)
    volunteers = tuple(
        documents.MoneyRow(
            at="",
            label=each.actor or _("nobody named"),
            amount_minor=each.amount_minor,
            method=method_words(each.method),
        )
        for each in found.actors
    )
    moves = tuple(
        documents.MoneyRow(
            at=_moment(event, move.at_ms),
            label=move.reason,
            amount_minor=move.amount_minor,
            actor=move.actor,
        )
        for move in moves_of(season, till.id)
    )
    page = documents.CashUpSheet(
        name=till.name,
        currency=currency,
        opened=_said_when(_("opened {time}"), event, till.opened_ms, till.opened_by),
        closed=_("still open")
        if till.closed_ms is None
        else _said_when(_("closed {time}"), event, till.closed_ms, till.closed_by),
        note=till.note,
        methods=_method_rows(found, currency),
        volunteers=volunteers,
        moves=moves,
        outside="" if outside is None else message(outside.note),
        lines=tuple(_line_rows(season, event, till)) if request.with_lines else (),
    )
    return documents.cash_up_sheet(_context(season, request), page)


def _method_rows(found: CashUp, currency: str) -> tuple[documents.MethodRow, ...]:
    return tuple(
        documents.MethodRow(
            label=_capital(method_words(each.method)),
            payments=each.lines,
            taken_minor=each.taken_minor,
            given_back_minor=each.given_back_minor,
            expected_minor=each.expected_minor,
            counted_minor=each.counted_minor,
            difference_minor=each.difference_minor,
            why=message(expected_note(found, each, currency)),
            compared="" if (note := difference_note(each, currency)) is None else message(note),
        )
        for each in found.methods
    )


def _till_asked(season: Season, request: SheetRequest) -> Till | None:
    """The till named; without a name the one opened last, None before any was."""
    event = _event(request)
    if request.till:
        return till_named(season, event.id, request.till)
    return next(reversed(tills_of(season, event.id)), None)


def _said_when(words: str, event: Event, instant: Instant, actor: str) -> str:
    said = words.format(time=_moment(event, instant))
    return _("{what} by {who}").format(what=said, who=actor) if actor else said


def _line_rows(season: Season, event: Event, till: Till) -> Iterable[documents.MoneyRow]:
    """What went through a till, in the order it was booked."""
    data = season.data
    lines = [line for line in data.ledger.values() if line.till_id == till.id and line.method]
    for line in sorted(lines, key=lambda line: line.id):
        entry = data.entries[line.entry_id]
        yield documents.MoneyRow(
            at=_moment(event, line.at_ms),
            bib=entry.bib,
            label=full_name(data.runners[entry.runner_id]),
            amount_minor=-line.amount_minor,
            method="" if line.method is None else method_words(line.method),
            actor=line.actor,
        )


# One entry


def _receipt(season: Season, request: SheetRequest) -> Sheet:
    event, data = _event(request), season.data
    if not request.bib:
        return documents.no_receipt(_context(season, request))
    entry = data.entries[find_bib(season, event.id, request.bib, request.race_id)]
    currency, account = currency_of(season), account_of(season, entry.id)
    lines = standing_lines(season, entry)
    moved = [line for line in lines if line.kind in (LineKind.PAYMENT, LineKind.REFUND)]
    payments = [_receipt_row(season, event, line, sign=-1) for line in moved]
    if entry.paid_minor:
        listed = documents.MoneyRow(at="", label=_("entry service"), amount_minor=entry.paid_minor)
        payments.insert(0, listed)
    page = documents.ReceiptSheet(
        name=full_name(data.runners[entry.runner_id]),
        bib=entry.bib,
        race=f"{event.name}, {data.races[entry.race_id].label}",
        organiser=data.series.name,
        currency=currency,
        charges=tuple(
            _receipt_row(season, event, line, sign=1) for line in lines if line not in moved
        ),
        payments=tuple(payments),
        balance_minor=account.balance_minor,
        said=message(account_words(account, currency)),
    )
    return documents.receipt(_context(season, request), page)


def _receipt_row(
    season: Season, event: Event, line: LedgerLine, *, sign: int
) -> documents.MoneyRow:
    money = line.kind in (LineKind.PAYMENT, LineKind.REFUND)
    what = item_words(line.item, line.item_code, season.rules)
    if money:
        what = _("received") if line.kind is LineKind.PAYMENT else _("given back")
    return documents.MoneyRow(
        at=day_words(local_date(line.at_ms, event.zone)),
        label=what,
        amount_minor=sign * line.amount_minor,
        method="" if line.method is None else method_words(line.method),
        why="" if money and line.counters is None else message(line.why),
    )


# All entries


def _accounts(season: Season, request: SheetRequest) -> Sheet:
    event = _event(request)
    books = accounts_of(season, event.id)
    labels = {race.code: race.label for race in season.data.races_of(event.id)}
    totals = [
        documents.TotalRow(
            label=labels.get(total.race, _("All")),
            amounts_minor=(
                total.expected_minor, total.charged_minor, total.credited_minor,
                total.paid_minor, total.refunded_minor, total.balance_minor,
            ),
            strong=not total.race,
        )
        for total in (*books.races, *books.events)
        if total.entries or not total.race
    ]  # fmt: skip
    items = [
        documents.TotalRow(
            label=_("To the credit of runners")
            if total.kind is None
            else item_words(total.kind, total.code, season.rules),
            amounts_minor=(
                total.expected_minor, total.charged_minor, total.credited_minor,
                total.paid_minor,
            ),
        )
        for total in books.items
    ]  # fmt: skip
    context = _context(season, request)
    return documents.accounts_sheet(
        context, totals, items, books.currency, message(books.explanation)
    )


def owing(season: Season, request: SheetRequest) -> tuple[documents.OwesRow, ...]:
    """Who has not paid all in the races asked for, by surname."""
    data = season.data
    found = {
        entry_id: account
        for race_id in races_for(season, request)
        for entry_id, account in accounts(season, race_id=race_id).items()
        if account.owed_minor and data.entries[entry_id].status is EntryStatus.ENTERED
    }
    rows = []
    for entry_id, account in found.items():
        entry = data.entries[entry_id]
        runner = data.runners[entry.runner_id]
        rows.append(
            documents.OwesRow(
                bib=entry.bib,
                family_name=runner.family_name,
                given_name=runner.given_name,
                race_label=data.races[entry.race_id].label,
                charged_minor=account.charged_minor - account.credited_minor,
                paid_minor=account.paid_minor - account.refunded_minor,
                owed_minor=account.owed_minor,
            )
        )
    return tuple(
        sorted(rows, key=lambda r: (fold_name(r.family_name), fold_name(r.given_name), r.bib))
    )


def _who_owes(season: Season, request: SheetRequest) -> Sheet:
    rows = owing(season, request)
    return documents.who_owes(_context(season, request), rows, currency_of(season))


def money_lines(season: Season, race_ids: Sequence[RaceId]) -> dict[str, str]:
    """What the sheets of money stand at, in a few words, by the kind's id."""
    data = season.data
    events = {data.races[race_id].event_id for race_id in race_ids}
    open_now = sum(
        till.event_id in events and till.closed_ms is None for till in data.tills.values()
    )
    if season.rules.fees is None:
        none = _("this season has no prices")
        return dict.fromkeys(("cash-up", "receipt", "who-owes", "accounts"), none)
    owed = [
        account.owed_minor
        for race_id in race_ids
        for account in accounts(season, race_id=race_id).values()
        if account.owed_minor
    ]
    currency = season.rules.fees.currency
    sum_words = f"{format_minor(sum(owed), currency)} {currency}"
    return {
        "cash-up": plural("{count} till open", "{count} tills open", open_now),
        "receipt": _("one entry by its bib"),
        "who-owes": plural("{count} owes", "{count} owe", len(owed)) + f" · {sum_words}",
        "accounts": _("{amount} still to pay").format(amount=sum_words),
    }


MONEY_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="cash-up",
        title=_("Cash-up"),
        about=_("what should be in the till and what was found"),
        words=("cash", "till", "cashup"),
        build=_cash_up,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="receipt",
        title=_("Receipt"),
        about=_("what one runner was charged and has paid"),
        words=("receipts",),
        build=_receipt,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="who-owes",
        title=_("Who owes"),
        about=_("who has not paid all, by surname"),
        words=("owes", "unpaid", "debts"),
        build=_who_owes,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="accounts",
        title=_("Accounts"),
        about=_("totals by race and by item; every line is in the exported file"),
        words=("account", "books", "totals"),
        build=_accounts,
        over_results=False,
        hangs=False,
    ),
)
