"""Giving an entry up, moving it, changing it: worked out first, booked when somebody says so.

A calculation carries what it was made from. Booking works it out again and refuses when anything
has changed since (``ledger.stale``).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, in_ranges
from trailsdesk.domain.change_quotes import BackPart, BackQuote, refund_quote
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import Event, Race, RaceId
from trailsdesk.domain.fees import TransferQuote, change_quote, transfer_quote
from trailsdesk.domain.ledger import LedgerLine, LineItem, LineKind, charged_by_item, lasting
from trailsdesk.domain.medals import without_former_medal
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.till import PayMethod, TillId
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.fee_quotes import affiliation_of
from trailsdesk.services.ledger import (
    REASON_MAX,
    Taking,
    check_till,
    currency_of,
    lines_of,
    missing_charges,
    money_line,
    paid_for,
    standing_lines,
)
from trailsdesk.services.money_credits import (
    DROPPED,
    GIVEN_UP,
    above_our_price,
    has_credit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.services.season import Season

_ENTRY = (LineItem.ENTRY, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What giving an entry up on a day means; ``method`` is how most of it was paid here.

    ``reason`` refuses it. ``dropped_minor`` was not paid yet and is asked for no longer.
    """

    entry_id: EntryId
    on: Instant
    back: BackQuote
    own_percent: Decimal | None = None
    method: PayMethod | None = None
    dropped_minor: int = 0
    reason: Note | None = None
    basis: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What moving an entry to another race of its event means.

    ``bib_kept`` tells whether the bib lies in the new race's range, so that it stays.
    """

    entry_id: EntryId
    race_id: RaceId
    on: Instant
    quote: TransferQuote
    bib_kept: bool = True
    basis: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What any other change of an entry means."""

    entry_id: EntryId
    on: Instant
    quote: TransferQuote
    basis: tuple[object, ...] = ()


# Giving up


def refund(
    season: Season, entry_id: EntryId, on: Instant, *, percent: Decimal | None = None
) -> Refund:
    """What a runner who gives up the entry at ``on`` gets back; changes nothing.

    An entry that was only withdrawn may still be worked out; ``reason`` tells of one that was
    given up, and of an event called off.

    Args:
        percent: an organiser's own decision, for the entry alone, instead of the rule.
    """
    entry = entry_named(season, entry_id)
    event = _event(season, entry)
    paid = without_former_medal(entry.medal, paid_for(season, entry))
    lines = standing_lines(season, entry)
    still = sum(line.amount_minor for line in lines) - (entry.paid_minor or 0)
    return Refund(
        entry_id=entry_id,
        on=on,
        back=refund_quote(season.rules, event, paid, on, percent=percent),
        own_percent=percent,
        method=paid_method(season, entry),
        dropped_minor=max(0, still),
        reason=_no_refund(season, entry, event, percent),
        basis=_basis(season, entry),
    )


def book_refund(
    season: Season,
    calculation: Refund,
    *,
    method: PayMethod | None = None,
    pay_out: bool = True,
    till_id: TillId | None = None,
    actor: str = "",
    note: str = "",
) -> tuple[LedgerLine, ...]:
    """Withdraw the entry, credit its share, and pay that out unless it is kept as credit.

    Args:
        method: None pays out the way it was paid.

    Raises:
        Refused: ``ledger.stale``; ``ledger.refunded``; ``ledger.called-off``;
            ``ledger.till-closed``.
    """
    if refund(season, calculation.entry_id, calculation.on, percent=calculation.own_percent) != (
        calculation
    ):
        raise Refused("ledger.stale")
    if calculation.reason is not None:
        raise Refused(calculation.reason.code, **calculation.reason.params)
    check_till(season, till_id)
    entry = season.data.entries[calculation.entry_id]
    amount = calculation.back.amount_minor
    lines = [
        *missing_charges(season, entry, actor),
        *above_our_price(season, entry, calculation.on, actor),
        *_credits(entry, calculation.back, calculation.on, actor),
    ]
    if calculation.dropped_minor:
        lines.append(_dropped(season, entry, calculation, actor))
    if amount and pay_out:
        way = method or calculation.method or PayMethod.BANK
        taking = Taking(LineKind.REFUND, way, till_id, actor, note)
        lines.append(money_line(season, entry, taking, amount))
    gone = dataclasses.replace(entry, status=EntryStatus.WITHDRAWN)
    currency = currency_of(season)
    with season.change(
        "ledger.refund", bib=entry.bib, amount=format_minor(amount, currency), currency=currency
    ) as writer:
        writer.put(gone)
        return tuple(writer.put_many(lines))


def _no_refund(season: Season, entry: Entry, event: Event, percent: Decimal | None) -> Note | None:
    """Why an entry gets no refund; one of an event called off is credited instead."""
    if given_up(lines_of(season, entry.id)):
        return Note(code="ledger.refunded")
    rules = season.rules.fees
    credits = event.cancelled and rules is not None and bool(rules.cancellation_credit)
    if (credits and percent is None) or has_credit(season, entry):
        return Note(code="ledger.called-off", params={"event": event.name})
    return None


def given_up(lines: Sequence[LedgerLine]) -> bool:
    """Whether the entry was given up and its share booked, and that still stands."""
    return any(
        line.kind is LineKind.CREDIT and line.why.code in GIVEN_UP for line in lasting(lines)
    )


def paid_method(season: Season, entry: Entry) -> PayMethod | None:
    """How most of what was paid for an entry came in; ``LIST`` for the entry service."""
    sums: dict[PayMethod, int] = {}
    if entry.paid_minor:
        sums[PayMethod.LIST] = entry.paid_minor
    for line in lines_of(season, entry.id):
        if line.kind is LineKind.PAYMENT and line.method is not None:
            sums[line.method] = sums.get(line.method, 0) - line.amount_minor
    return max(sums, key=lambda method: sums[method], default=None)


# Moving and changing


def transfer(season: Season, entry_id: EntryId, race_id: RaceId, on: Instant) -> Transfer:
    """What moving the entry to another race of its event at ``on`` costs; changes nothing.

    A refusal is an answer: ``quote.open`` is False then and ``quote.reason`` says why.
    """
    entry = entry_named(season, entry_id)
    event, race = _event(season, entry), season.data.races[race_id]
    return Transfer(
        entry_id=entry_id,
        race_id=race_id,
        on=on,
        quote=_transfer_quote(season, entry, event, race, on),
        bib_kept=_bib_fits(season, entry, race_id),
        basis=_basis(season, entry),
    )


def _transfer_quote(
    season: Season, entry: Entry, event: Event, race: Race, on: Instant
) -> TransferQuote:
    paid = paid_for(season, entry).get(_ENTRY, 0)
    refused = _no_move(entry, event, race)
    if refused is not None:
        return TransferQuote(
            open=False, total_minor=None, credit_minor=paid, reason=refused, explanation=refused
        )
    runner = season.data.runners[entry.runner_id]
    return transfer_quote(
        season.rules, event, race.code, runner.birth_date, paid, on,
        affiliation=affiliation_of(runner),
    )  # fmt: skip


def book_transfer(
    season: Season, calculation: Transfer, actor: str = ""
) -> tuple[LedgerLine, ...]:
    """Move the entry: the former price taken off, the new one and the fee charged.

    The bib stays where the new race's range has it, and goes back otherwise.

    Raises:
        Refused: ``ledger.stale``, or the reason of a calculation that does not allow it.
    """
    again = transfer(season, calculation.entry_id, calculation.race_id, calculation.on)
    if again != calculation:
        raise Refused("ledger.stale")
    quote = calculation.quote
    if quote.reason is not None:
        raise Refused(quote.reason.code, **quote.reason.params)
    entry = season.data.entries[calculation.entry_id]
    moved = dataclasses.replace(
        entry,
        race_id=calculation.race_id,
        wave_id=None,
        bib=entry.bib if calculation.bib_kept else "",
    )
    lines = [*missing_charges(season, entry, actor), *_moving(season, entry, calculation, actor)]
    currency = currency_of(season)
    with season.change(
        "ledger.transfer",
        bib=entry.bib,
        race=season.data.races[calculation.race_id].code,
        amount=format_minor(quote.total_minor or 0, currency),
        currency=currency,
    ) as writer:
        writer.put(moved)
        return tuple(writer.put_many(lines))


def change_fee(season: Season, entry_id: EntryId, on: Instant) -> Change:
    """What any other change of the entry at ``on`` costs; changes nothing."""
    entry = entry_named(season, entry_id)
    quote = change_quote(season.rules, _event(season, entry), on)
    return Change(entry_id=entry_id, on=on, quote=quote, basis=_basis(season, entry))


def book_change_fee(
    season: Season, calculation: Change, actor: str = "", note: str = ""
) -> LedgerLine:
    """Charge the fee of a change; ``note`` says which.

    Raises:
        Refused: ``ledger.stale``, or the reason of a calculation that does not allow it.
    """
    if change_fee(season, calculation.entry_id, calculation.on) != calculation:
        raise Refused("ledger.stale")
    quote = calculation.quote
    if quote.reason is not None:
        raise Refused(quote.reason.code, **quote.reason.params)
    entry = season.data.entries[calculation.entry_id]
    fee = LedgerLine(
        entry_id=entry.id,
        kind=LineKind.CHARGE,
        item=LineItem.CHANGE,
        amount_minor=quote.total_minor or 0,
        at_ms=calculation.on,
        actor=actor,
        why=quote.explanation,
        note=" ".join(note.split())[:REASON_MAX],
    )
    currency = currency_of(season)
    amount = format_minor(fee.amount_minor, currency)
    with season.change("ledger.change", bib=entry.bib, amount=amount, currency=currency) as writer:
        return writer.put_many([*missing_charges(season, entry, actor), fee])[-1]


def _event(season: Season, entry: Entry) -> Event:
    return season.data.events[season.data.races[entry.race_id].event_id]


def _basis(season: Season, entry: Entry) -> tuple[object, ...]:
    return (entry, tuple(line.id for line in lines_of(season, entry.id)))


def _no_move(entry: Entry, event: Event, race: Race) -> Note | None:
    if entry.status is EntryStatus.WITHDRAWN:
        return Note(code="ledger.withdrawn")
    if race.event_id != event.id:
        return Note(code="ledger.transfer-other-event", params={"race": race.label})
    if race.id == entry.race_id:
        return Note(code="ledger.transfer-same", params={"race": race.label})
    return None


def _bib_fits(season: Season, entry: Entry, race_id: RaceId) -> bool:
    """A race without ranges takes any bib."""
    ranges = season.data.bib_ranges_of(race_id)
    return not entry.bib or not ranges or in_ranges(bib_key(entry.bib), ranges)


def _moving(
    season: Season, entry: Entry, calculation: Transfer, actor: str
) -> Iterable[LedgerLine]:
    quote, races = calculation.quote, season.data.races
    former = charged_by_item(standing_lines(season, entry)).get(_ENTRY, 0)
    off = Note(code="ledger.transfer-credit", params={"race": races[entry.race_id].label})
    new = Note(code="ledger.transfer-charge", params={"race": races[calculation.race_id].label})
    lost = Note(code="ledger.transfer-lost")
    for kind, item, amount, why in (
        (LineKind.CREDIT, LineItem.ENTRY, -former, off),
        (LineKind.CHARGE, LineItem.ENTRY, quote.new_price_minor or 0, new),
        (LineKind.CHARGE, LineItem.TRANSFER, quote.admin_minor or 0, quote.explanation),
        (LineKind.CHARGE, LineItem.OTHER, quote.lost_minor, lost),
    ):
        if amount or item is LineItem.TRANSFER:
            yield LedgerLine(
                entry_id=entry.id,
                kind=kind,
                item=item,
                amount_minor=amount,
                at_ms=calculation.on,
                actor=actor,
                why=why,
            )


def _credits(entry: Entry, back: BackQuote, on: Instant, actor: str) -> Sequence[LedgerLine]:
    """The share of each item; a line of nothing where the rule gives nothing back."""
    given = [part for part in back.parts if part.amount_minor]
    nothing = BackPart(
        item=LineItem.ENTRY, item_code="", base_minor=0, amount_minor=0, why=back.explanation
    )
    return [
        LedgerLine(
            entry_id=entry.id,
            kind=LineKind.CREDIT,
            item=part.item,
            item_code=part.item_code,
            amount_minor=-part.amount_minor,
            at_ms=on,
            actor=actor,
            why=part.why,
        )
        for part in given or [nothing]
    ]


def _dropped(season: Season, entry: Entry, calculation: Refund, actor: str) -> LedgerLine:
    currency = currency_of(season)
    amount = format_minor(calculation.dropped_minor, currency)
    return LedgerLine(
        entry_id=entry.id,
        kind=LineKind.CREDIT,
        item=LineItem.OTHER,
        amount_minor=-calculation.dropped_minor,
        at_ms=calculation.on,
        actor=actor,
        why=Note(code=DROPPED, params={"amount": amount, "currency": currency}),
    )
