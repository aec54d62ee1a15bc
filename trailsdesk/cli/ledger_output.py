"""Accounts and lines of the ledger as JSON values and as rows of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.ledger import ChargeBasis, LineItem, LineKind
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services import ledger as book
from trailsdesk.services.money_words import account_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.cli import output
    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.ledger import Account, LedgerLine
    from trailsdesk.services.season import Season


def ledger_json(season: Season, event: Event, only: EntryId | None) -> output.Json:
    """The accounts of an event's entries, or of one, with their lines and totals."""
    found = _accounts(season, event, only)
    entries = [_entry_json(season, event, entry_id, account) for entry_id, account in found]
    accounts = [account for _entry_id, account in found]
    return {
        "event": event.code,
        "currency": book.currency_of(season),
        "entries": entries,
        "totals": _totals(accounts),
    }


def _accounts(season: Season, event: Event, only: EntryId | None) -> list[tuple[EntryId, Account]]:
    entries = season.data.entries
    found = book.accounts(season, event.id)
    keys = sorted(found, key=lambda key: (bib_sort_key(entries[key].bib), key))
    return [(key, found[key]) for key in keys if only in (None, key)]


def _totals(accounts: Sequence[Account]) -> output.Json:
    return {
        "expected_minor": sum(each.expected_minor or 0 for each in accounts),
        "charged_minor": sum(each.charged_minor for each in accounts),
        "paid_minor": sum(each.paid_minor for each in accounts),
        "refunded_minor": sum(each.refunded_minor for each in accounts),
        "credit_minor": sum(each.credited_minor for each in accounts),
        "balance_minor": sum(each.balance_minor for each in accounts),
    }


def _entry_json(season: Season, event: Event, entry_id: EntryId, account: Account) -> output.Json:
    entry = season.data.entries[entry_id]
    return {
        "bib": entry.bib,
        "name": full_name(season.data.runners[entry.runner_id]),
        "race": season.data.races[entry.race_id].code,
        "expected_minor": account.expected_minor,
        "charged_minor": account.charged_minor,
        "paid_minor": account.paid_minor,
        "refunded_minor": account.refunded_minor,
        "credit_minor": account.credited_minor,
        "balance_minor": account.balance_minor,
        "lines": _lines_json(season, event, entry, account),
    }


def _lines_json(season: Season, event: Event, entry: Entry, account: Account) -> list[output.Json]:
    """What makes up the balance: what the list says was paid, then the lines.

    Both that and the charges of an entry nothing was charged for yet are not ``booked``.
    """
    listed = [] if not entry.paid_minor else [_listed_json(entry.paid_minor)]
    unbooked = book.missing_charges(season, entry) if account.stands else ()
    lines = book.lines_of(season, entry.id)
    if not account.stands and account.basis is not ChargeBasis.BOOKED and account.charged_minor:
        unbooked = (book.as_paid_line(season, entry, account.charged_minor),)
    return [
        *listed,
        *({**line_json(event, line), "booked": False} for line in unbooked),
        *(line_json(event, line) for line in lines),
    ]


def _listed_json(paid_minor: int) -> output.Json:
    return {
        "kind": LineKind.PAYMENT.value,
        "item": LineItem.ENTRY.value,
        "amount_minor": -paid_minor,
        "date": None,
        "method": PayMethod.LIST.value,
        "by": "",
        "why": message(Note(code="till.paid-by-list")),
        "booked": False,
    }


def line_json(event: Event, line: LedgerLine) -> output.Json:
    """A line, field for field; its day is that of the event's zone."""
    return {
        "kind": line.kind.value,
        "item": line.item_code or line.item.value,
        "amount_minor": line.amount_minor,
        "date": local_date(line.at_ms, event.zone).isoformat(),
        "method": None if line.method is None else line.method.value,
        "by": line.actor,
        "why": message(line.why),
        "booked": True,
    }


def said_of_entry(season: Season, event: Event, entry_id: EntryId, currency: str) -> list[str]:
    """The lines of one entry, and its account in a sentence."""
    entry, account = season.data.entries[entry_id], book.account_of(season, entry_id)
    lines = [
        f"{line['date'] or '':<10}  {format_minor(int(str(line['amount_minor'])), currency):>10}"
        f"  {line['why']}"
        for line in _lines_json(season, event, entry, account)
    ]
    return [*lines, message(account_words(account, currency))]


def ledger_rows(
    season: Season, event: Event, only: EntryId | None, currency: str
) -> list[tuple[str, ...]]:
    """The accounts as rows of text."""
    data = season.data
    rows = []
    for entry_id, account in _accounts(season, event, only):
        entry = data.entries[entry_id]
        amounts = (
            account.expected_minor, account.charged_minor, account.credited_minor,
            account.paid_minor, account.refunded_minor, account.balance_minor,
        )  # fmt: skip
        words = ["" if minor is None else format_minor(minor, currency) for minor in amounts]
        name = full_name(data.runners[entry.runner_id])
        rows.append((entry.bib, name, data.races[entry.race_id].label, *words))
    return rows
