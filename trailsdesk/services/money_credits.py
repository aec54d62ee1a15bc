"""Credit: for an event called off, used for another entry, taken back with a withdrawal."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import CALLED_OFF, BackQuote, credit_quote
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.event import EventId
from trailsdesk.domain.ledger import (
    LedgerLine,
    LineId,
    LineItem,
    LineKind,
    charged_by_item,
    lasting,
)
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.ledger import (
    account_of,
    as_paid_line,
    currency_of,
    lines_of,
    missing_charges,
    paid_for,
    standing_lines,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from trailsdesk.domain.entry import Entry
    from trailsdesk.services.season import Season


GIVEN_UP = frozenset({"fee.explain-refund", "fee.explain-refund-own", "fee.explain-refund-none"})
"""Why of the credit that every entry given up has, be it of nothing."""
DROPPED = "ledger.dropped"
"""Why of the credit for what was not yet paid then."""


_ENTRY = (LineItem.ENTRY, "")
_DROPPED_CANCELLED = "ledger.dropped-cancelled"
_CALLED_OFF = frozenset({CALLED_OFF, _DROPPED_CANCELLED})
"""Why of the credits that came with an event called off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCredit:
    """The credit of one entry of an event called off; ``dropped_minor`` was never paid."""

    entry_id: EntryId
    back: BackQuote
    dropped_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCredit:
    """What all entries of an event are credited when it is called off at ``on``.

    ``done`` counts the entries that have had their credit already.
    """

    event_id: EventId
    on: Instant
    entries: tuple[EntryCredit, ...]
    total_minor: int
    done: int = 0
    basis: tuple[object, ...] = ()


def called_off_ms(season: Season, event_id: EventId) -> Instant | None:
    """When an event was called off, as the history has it; None while it is held.

    On the database thread only.
    """
    event = season.data.events[event_id]
    if not event.cancelled:
        return None
    for operation in season.file.history():
        told = operation.name == "event.cancel" and operation.params.get("event") == event.code
        if told and not operation.undone:
            return operation.at_ms
    return None


def cancel_credit(season: Season, event_id: EventId, on: Instant) -> CancelCredit:
    """What calling an event off at ``on`` credits to each entry that stands; changes nothing."""
    data = season.data
    event = data.events[event_id]
    races = {race.id for race in data.races_of(event_id)}
    standing = [
        entry
        for entry in paced(data.entries.values())
        if entry.race_id in races and entry.status is EntryStatus.ENTERED
    ]
    waiting = [entry for entry in standing if not has_credit(season, entry)]
    found = tuple(
        EntryCredit(
            entry_id=entry.id,
            back=credit_quote(season.rules, event, paid_for(season, entry), on),
            dropped_minor=account_of(season, entry.id).owed_minor,
        )
        for entry in waiting
    )
    return CancelCredit(
        event_id=event_id,
        on=on,
        entries=found,
        total_minor=sum(each.back.amount_minor for each in found),
        done=len(standing) - len(waiting),
        basis=tuple(line.id for entry in standing for line in lines_of(season, entry.id)),
    )


def book_cancellation(
    season: Season, calculation: CancelCredit, actor: str = ""
) -> tuple[LedgerLine, ...]:
    """Credit every entry of a cancelled event; what was not paid is asked for no longer.

    Raises:
        Refused: ``ledger.not-cancelled``, the event is held; ``ledger.stale``.
    """
    event = season.data.events[calculation.event_id]
    if not event.cancelled:
        raise Refused("ledger.not-cancelled", event=event.name)
    if cancel_credit(season, calculation.event_id, calculation.on) != calculation:
        raise Refused("ledger.stale")
    currency = currency_of(season)
    lines = [
        line
        for credit in calculation.entries
        for line in _cancelled(season, credit, calculation.on, actor, currency)
    ]
    with season.change(
        "ledger.cancellation",
        event=event.code,
        count=len(calculation.entries),
        amount=format_minor(calculation.total_minor, currency),
        currency=currency,
    ) as writer:
        return tuple(writer.put_many(lines))


def _cancelled(
    season: Season, credit: EntryCredit, on: Instant, actor: str, currency: str
) -> Iterator[LedgerLine]:
    entry = season.data.entries[credit.entry_id]
    yield from missing_charges(season, entry, actor)
    yield from above_our_price(season, entry, on, actor)
    amount = format_minor(credit.dropped_minor, currency)
    dropped = Note(code=_DROPPED_CANCELLED, params={"amount": amount, "currency": currency})
    given = (LineItem.ENTRY, credit.back.amount_minor, credit.back.explanation)
    for item, minor, why in (given, (LineItem.OTHER, credit.dropped_minor, dropped)):
        if minor or item is LineItem.ENTRY:
            yield _credit(entry, -minor, on, actor, why, item)


def above_our_price(season: Season, entry: Entry, on: Instant, actor: str) -> Iterator[LedgerLine]:
    """What a list says was paid above our price is the price: a share of it comes back."""
    charged = charged_by_item(standing_lines(season, entry))
    above = paid_for(season, entry).get(_ENTRY, 0) - charged.get(_ENTRY, 0)
    if above > 0:
        yield dataclasses.replace(as_paid_line(season, entry, above, actor), at_ms=on)


def has_credit(season: Season, entry: Entry) -> bool:
    """Whether the entry was credited for its event called off, and that still stands."""
    return any(
        line.kind is LineKind.CREDIT and line.why.code == CALLED_OFF
        for line in lasting(lines_of(season, entry.id))
    )


def use_credit(
    season: Season,
    from_id: EntryId,
    to_id: EntryId,
    amount_minor: int | None = None,
    actor: str = "",
) -> tuple[LedgerLine, ...]:
    """Use the credit of one entry for what another one owes, of whatever event.

    Args:
        amount_minor: None for as much as there is and is owed.

    Raises:
        Refused: ``ledger.credit-too-much``, ``ledger.pay-too-much``, ``ledger.nothing-owed``.
    """
    giver, taker = entry_named(season, from_id), entry_named(season, to_id)
    credit, owed = account_of(season, from_id).credit_minor, account_of(season, to_id).owed_minor
    amount = min(credit, owed) if amount_minor is None else amount_minor
    currency = currency_of(season)
    words = {"currency": currency, "asked": format_minor(amount, currency)}
    if amount > credit or not credit:
        raise Refused("ledger.credit-too-much", credit=format_minor(credit, currency), **words)
    if not owed:
        raise Refused("ledger.nothing-owed")
    if amount > owed:
        raise Refused("ledger.pay-too-much", owed=format_minor(owed, currency), **words)
    if amount <= 0:
        raise Refused("ledger.amount")
    now = season.clock.now_ms()
    gone, used = Note(code="ledger.credit-used-up"), Note(code="ledger.credit-used")
    moved = [
        dataclasses.replace(
            _credit(giver, amount, now, actor, gone, LineItem.OTHER), other_entry_id=to_id
        ),
        dataclasses.replace(
            _credit(taker, -amount, now, actor, used, LineItem.OTHER), other_entry_id=from_id
        ),
    ]
    before = [line for entry in (giver, taker) for line in missing_charges(season, entry, actor)]
    with season.change(
        "ledger.use-credit", bib=taker.bib, amount=words["asked"], currency=currency
    ) as writer:
        return tuple(writer.put_many([*before, *moved])[len(before) :])


def reinstating_lines(
    season: Season, entries: Iterable[Entry], actor: str = ""
) -> list[LedgerLine]:
    """What letting withdrawn entries stand again takes back: the credits of their withdrawal."""
    why = Note(code="ledger.reinstated")
    return _taken_back(season, entries, {*GIVEN_UP, DROPPED}, why, actor)


def restoring_lines(season: Season, event_id: EventId, actor: str = "") -> list[LedgerLine]:
    """What holding an event after all takes back: the credits it was called off with."""
    races = {race.id for race in season.data.races_of(event_id)}
    entries = [entry for entry in season.data.entries.values() if entry.race_id in races]
    why = Note(code="ledger.restored")
    return _taken_back(season, entries, _CALLED_OFF, why, actor)


def _taken_back(
    season: Season, entries: Iterable[Entry], codes: Collection[str], why: Note, actor: str
) -> list[LedgerLine]:
    now = season.clock.now_ms()
    return [
        dataclasses.replace(
            line,
            id=LineId(0),
            amount_minor=-line.amount_minor,
            at_ms=now,
            actor=actor,
            why=why,
            counters=line.id,
        )
        for entry in entries
        for line in lasting(lines_of(season, entry.id))
        if line.kind is LineKind.CREDIT and line.why.code in codes
    ]


def _credit(
    entry: Entry, amount_minor: int, at_ms: Instant, actor: str, why: Note, item: LineItem
) -> LedgerLine:
    return LedgerLine(
        entry_id=entry.id,
        kind=LineKind.CREDIT,
        item=item,
        amount_minor=amount_minor,
        at_ms=at_ms,
        actor=actor,
        why=why,
    )
