"""The ledger: what entries are charged, what was paid and given back; lines are only ever added.

Every function that books is one operation; undoing it takes its lines back.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import payable_minor
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.ledger import (
    Account,
    ChargeBasis,
    LedgerLine,
    LineId,
    LineItem,
    LineKind,
    account,
    countered,
    is_charged,
    lasting,
    paid_by_item,
    spread,
)
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.till import PayMethod, TillId
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.fee_quotes import first_quote, lines_by_entry, quote, quotes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.fees import FeeQuote
    from trailsdesk.domain.ledger import ItemKey
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.season import Season

REASON_MAX = 200


def currency_of(season: Season) -> str:
    """The currency of the season; ``Refused`` (ledger.no-currency) without a price list."""
    fees = season.rules.fees
    if fees is None:
        raise Refused("ledger.no-currency")
    return fees.currency


# Asking


def lines_of(season: Season, entry_id: EntryId) -> tuple[LedgerLine, ...]:
    """The lines of one entry, in the order they were booked."""
    return lines_by_entry(season).get(entry_id, ())


def account_of(season: Season, entry_id: EntryId) -> Account:
    """How one entry stands."""
    return _all_accounts(season)[entry_named(season, entry_id).id]


def accounts(
    season: Season, event_id: EventId | None = None, race_id: RaceId | None = None
) -> Mapping[EntryId, Account]:
    """How the entries of a race, an event or the whole season stand."""
    found, data = _all_accounts(season), season.data
    if race_id is not None:
        races = {race_id}
    elif event_id is not None:
        races = {race.id for race in data.races_of(event_id)}
    else:
        return found
    return {key: each for key, each in found.items() if data.entries[key].race_id in races}


def _all_accounts(season: Season) -> Mapping[EntryId, Account]:
    asked, booked, entries = quotes(season), lines_by_entry(season), season.data.entries

    def compute() -> dict[EntryId, Account]:
        # A payment concerns one entry: the accounts of the others stay the very same.
        known: dict[EntryId, tuple[tuple[object, ...], Account]] = season.keep(
            "accounts-known", (season.rules,), dict
        )
        found = {}
        for entry in paced(entries.values()):
            lines, quoted = booked.get(entry.id, ()), asked[entry.id]
            basis = (entry, quoted, lines)
            before = known.get(entry.id)
            if before is None or before[0] != basis:
                before = known[entry.id] = (basis, _account(entry, quoted, lines))
            found[entry.id] = before[1]
        return found

    return season.keep("accounts", (asked, booked, entries), compute)


def _account(entry: Entry, quoted: FeeQuote | None, lines: Sequence[LedgerLine]) -> Account:
    return account(
        lines,
        entry.paid_minor,
        None if quoted is None else quoted.total_minor,
        stands=entry.status is EntryStatus.ENTERED,
    )


def standing_lines(season: Season, entry: Entry) -> tuple[LedgerLine, ...]:
    """The lines of an entry, and before them those still to be booked for what it is charged."""
    return (*missing_charges(season, entry), *lines_of(season, entry.id))


def paid_for(season: Season, entry: Entry) -> dict[ItemKey, int]:
    """What of the money that is here was paid for what."""
    return paid_by_item(standing_lines(season, entry), entry.paid_minor)


# Lines to book


def charge_lines(
    season: Season,
    entry: Entry,
    runner: Runner,
    quote: FeeQuote | None,
    at_ms: Instant,
    actor: str = "",
) -> tuple[LedgerLine, ...]:
    """The lines that freeze what an entry costs as it is made; none without a price.

    Args:
        runner: need not be stored yet.
        quote: None for what the rules ask.
    """
    quoted = first_quote(season, entry, runner) if quote is None else quote
    if quoted is None:
        return ()
    return tuple(
        LedgerLine(
            entry_id=entry.id,
            kind=LineKind.DISCOUNT if line.amount_minor < 0 else LineKind.CHARGE,
            item=line.item,
            item_code=line.item_code,
            amount_minor=line.amount_minor,
            at_ms=at_ms,
            actor=actor,
            why=quoted.explanation if line is quoted.lines[0] else line.rule,
        )
        for line in quoted.lines
    )


def missing_charges(season: Season, entry: Entry, actor: str = "") -> tuple[LedgerLine, ...]:
    """The charges of an entry nothing was charged for yet: by the rules, else what was paid."""
    lines = lines_of(season, entry.id)
    if is_charged(lines):
        return ()
    now = season.clock.now_ms()
    quoted = quote(season, entry, lines)
    if quoted is not None and quoted.total_minor is not None:
        return charge_lines(
            season, entry, season.data.runners[entry.runner_id], quoted, now, actor
        )
    as_paid = account(lines, entry.paid_minor, None).charged_minor
    return (as_paid_line(season, entry, as_paid, actor),) if as_paid else ()


def as_paid_line(season: Season, entry: Entry, amount_minor: int, actor: str = "") -> LedgerLine:
    """The charge of what was paid, where that stands for the price."""
    return LedgerLine(
        entry_id=entry.id,
        kind=LineKind.CHARGE,
        item=LineItem.ENTRY,
        amount_minor=amount_minor,
        at_ms=season.clock.now_ms(),
        actor=actor,
        why=Note(code="ledger.charge-as-paid"),
    )


# Booking


def book_payment(
    season: Season,
    entry_ids: Sequence[EntryId],
    amount_minor: int | None,
    method: PayMethod,
    *,
    till_id: TillId | None = None,
    actor: str = "",
    note: str = "",
) -> tuple[LedgerLine, ...]:
    """Take a payment for one entry, or for several together; returns its lines.

    Each entry gets what it owes, in the order given, until the money is used up. An entry whose
    price is not known takes any amount.

    Args:
        amount_minor: None for all that is owed.

    Raises:
        Refused: ``ledger.nothing-owed``, ``ledger.amount``, ``ledger.pay-too-much``.
    """
    entries = [entry_named(season, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    owed = [account_of(season, entry.id).owed_minor for entry in entries]
    amount = sum(owed) if amount_minor is None else amount_minor
    if amount_minor is not None and amount <= 0:
        raise Refused("ledger.amount")
    any_price = len(entries) == 1 and _takes_any(season, entries[0])
    if not sum(owed) and not (any_price and amount):
        raise Refused("ledger.nothing-owed")
    if amount > sum(owed) and not any_price:
        raise _too_much(season, "ledger.pay-too-much", amount, owed=sum(owed))
    shares = (amount,) if any_price else spread(amount, owed)
    taking = Taking(LineKind.PAYMENT, method, till_id, actor, note)
    return _book(season, "ledger.pay", taking, entries, shares)


def book_refund_payment(
    season: Season,
    entry_ids: Sequence[EntryId],
    amount_minor: int | None,
    method: PayMethod,
    *,
    till_id: TillId | None = None,
    actor: str = "",
    note: str = "",
) -> tuple[LedgerLine, ...]:
    """Pay out credit of one or several entries; never more than there is, nor than was paid.

    Credit for an event called off is for another entry and not paid out.

    Raises:
        Refused: ``ledger.nothing-to-pay-back``, ``ledger.credit-no-money``, ``ledger.amount``,
            ``ledger.credit-too-much``.
    """
    entries = [entry_named(season, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    found = [account_of(season, entry.id) for entry in entries]
    credit = [
        payable_minor(each, lines_of(season, entry.id))
        for entry, each in zip(entries, found, strict=True)
    ]
    amount = sum(credit) if amount_minor is None else amount_minor
    if not sum(credit):
        there = any(each.credit_minor for each in found)
        raise Refused("ledger.credit-no-money" if there else "ledger.nothing-to-pay-back")
    if amount <= 0:
        raise Refused("ledger.amount")
    if amount > sum(credit):
        raise _too_much(season, "ledger.credit-too-much", amount, credit=sum(credit))
    taking = Taking(LineKind.REFUND, method, till_id, actor, note)
    return _book(season, "ledger.pay-back", taking, entries, spread(amount, credit))


def counter_line(season: Season, line_id: LineId, actor: str, reason: str) -> LedgerLine:
    """Take one line back by a line of the opposite amount.

    Money goes back the way it came: through the same till while that is open. Credit used for
    another entry has a line there too, and both are taken back.

    Raises:
        Refused: ``ledger.no-line``; ``ledger.countered``, it was taken back already;
            ``ledger.undo-counter``, it takes another one back; ``ledger.why-missing``.
    """
    line = season.data.ledger.get(line_id)
    reason = " ".join(reason.split())[:REASON_MAX]
    if line is None:
        raise Refused("ledger.no-line")
    if line.counters is not None:
        raise Refused("ledger.undo-counter")
    if line.id in countered(lines_of(season, line.entry_id)):
        raise Refused("ledger.countered")
    if not reason:
        raise Refused("ledger.why-missing")
    entry = entry_named(season, line.entry_id)
    currency = currency_of(season)
    words = format_minor(line.amount_minor, currency)
    both = [line, *_other_end(season, line)]
    with season.change("ledger.counter", bib=entry.bib, amount=words, currency=currency) as writer:
        return writer.put_many([_opposite(season, each, actor, reason) for each in both])[0]


def _other_end(season: Season, line: LedgerLine) -> Sequence[LedgerLine]:
    """The line at the other entry that a credit went to or came from."""
    if line.other_entry_id is None:
        return ()
    found = [
        each
        for each in lasting(lines_of(season, line.other_entry_id))
        if each.other_entry_id == line.entry_id
        and each.at_ms == line.at_ms
        and each.amount_minor == -line.amount_minor
    ]
    return found[:1]


def _opposite(season: Season, line: LedgerLine, actor: str, reason: str) -> LedgerLine:
    till = None if line.till_id is None else season.data.tills.get(line.till_id)
    words = format_minor(line.amount_minor, currency_of(season))
    return dataclasses.replace(
        line,
        id=LineId(0),
        amount_minor=-line.amount_minor,
        at_ms=season.clock.now_ms(),
        actor=actor,
        why=Note(code="ledger.counter", params={"what": words}),
        till_id=till.id if till is not None and till.closed_ms is None else None,
        counters=line.id,
        note=reason,
    )


def _takes_any(season: Season, entry: Entry) -> bool:
    return account_of(season, entry.id).basis is ChargeBasis.UNKNOWN


def _too_much(season: Season, code: str, asked_minor: int, **there_minor: int) -> Refused:
    currency = currency_of(season)
    words = {name: format_minor(minor, currency) for name, minor in there_minor.items()}
    return Refused(code, currency=currency, asked=format_minor(asked_minor, currency), **words)


@dataclass(frozen=True, slots=True)
class Taking:
    """How money comes in or goes out."""

    kind: LineKind
    method: PayMethod
    till_id: TillId | None
    actor: str
    note: str


def _book(
    season: Season,
    name: str,
    taking: Taking,
    entries: Sequence[Entry],
    shares_minor: Sequence[int],
) -> tuple[LedgerLine, ...]:
    """One operation: what was not charged yet, then the money; returns the lines of the money."""
    check_till(season, taking.till_id)
    touched = [(e, share) for e, share in zip(entries, shares_minor, strict=True) if share]
    before = [
        line
        for entry, _share in touched
        if not _takes_any(season, entry)
        for line in missing_charges(season, entry, taking.actor)
    ]
    made = [money_line(season, entry, taking, share) for entry, share in touched]
    currency = currency_of(season)
    with season.change(
        name,
        bib=", ".join(entry.bib for entry, _share in touched if entry.bib)[:REASON_MAX],
        amount=format_minor(sum(shares_minor), currency),
        currency=currency,
    ) as writer:
        kept = writer.put_many([*before, *made])
    return tuple(kept[len(before) :])


def check_till(season: Season, till_id: TillId | None) -> None:
    """Refuse (ledger.till-closed) a till that takes nothing more."""
    till = None if till_id is None else season.data.tills.get(till_id)
    if till is not None and till.closed_ms is not None:
        raise Refused("ledger.till-closed", name=till.name)


def check_owed(season: Season, amount_minor: int, charged: Sequence[LedgerLine]) -> None:
    """Refuse (ledger.pay-too-much) more than was just charged; an unknown price takes any."""
    owed = sum(line.amount_minor for line in charged)
    if charged and amount_minor > owed:
        raise _too_much(season, "ledger.pay-too-much", amount_minor, owed=owed)


def money_line(season: Season, entry: Entry, taking: Taking, amount_minor: int) -> LedgerLine:
    """The line of money that came in or went out; ``amount_minor`` above zero."""
    out = taking.kind is LineKind.REFUND
    return LedgerLine(
        entry_id=entry.id,
        kind=taking.kind,
        item=LineItem.ENTRY,
        amount_minor=amount_minor if out else -amount_minor,
        at_ms=season.clock.now_ms(),
        actor=taking.actor,
        why=Note(code="ledger.paid-back" if out else "ledger.paid"),
        method=taking.method,
        till_id=taking.till_id,
        note=" ".join(taking.note.split())[:REASON_MAX],
    )
