"""Ordering a finisher medal, having it posted, giving it up: order and money in one act."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import medal_refund_quote
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, MedalOrder
from trailsdesk.domain.fee_lines import medal_lines
from trailsdesk.domain.ledger import (
    LedgerLine,
    LineItem,
    LineKind,
    charged_by_item,
    paid_by_item,
)
from trailsdesk.domain.medals import order_change
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.ledger import lines_of, missing_charges
from trailsdesk.services.medals import closing_of, given_already

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.event import Event
    from trailsdesk.domain.ledger import ItemKey
    from trailsdesk.services.season import Season

_Lines = tuple[LedgerLine, ...]
_NOBODY = "\N{EN DASH}"
"""Stands where a bib would, for a runner without one."""
_ORDERED = {
    MedalOrder.NONE: "medal.order-none",
    MedalOrder.COLLECT: "medal.order-collect",
    MedalOrder.POST: "medal.order-post",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersTaken:
    """How many orders changed, and what to say of it."""

    count: int
    notes: tuple[Note, ...] = ()


def order_medals(
    season: Season,
    entry_ids: Iterable[EntryId],
    wanted: MedalOrder,
    actor: str,
    *,
    although_closed: bool = False,
) -> OrdersTaken:
    """Give entries another medal order, as one operation, and book what it costs.

    A new medal and its postage are charged where the rules name a price. Of a medal given up
    what was not paid is asked for no longer, and of what was paid the rules' share becomes
    credit; postage that is not needed becomes credit whole. Withdrawn entries are left out.

    Args:
        although_closed: a person has decided to go against the closing; a medal given up after
            it still gives nothing back.

    Raises:
        Refused: ``medal.closed``, ``medal.closed-kept``, ``medal.given-already``,
            ``start.entry-withdrawn``, ``desk.entry-gone``.
    """
    entries = [entry_named(season, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    other = [entry for entry in entries if entry.medal is not wanted]
    standing = [entry for entry in other if entry.status is EntryStatus.ENTERED]
    if other and not standing:
        raise Refused("start.entry-withdrawn", bib=other[0].bib or _NOBODY)
    for entry in standing:
        refused = refused_order(season, entry, wanted, although_closed=although_closed)
        if refused is not None:
            raise Refused(refused.code, **refused.params)
    if not standing:
        return OrdersTaken(count=0, notes=(_unchanged(entries, wanted),))
    return _take(season, standing, wanted, actor)


def order_series(
    season: Season,
    entry_id: EntryId,
    wanted: MedalOrder,
    actor: str,
    *,
    although_closed: bool = False,
) -> OrdersTaken:
    """The same order for every event of a series entry: one medal each, as one operation.

    Events whose orders have closed, and those already handed out, are left out and told.

    Raises:
        Refused: ``medal.no-series``, the entry is none of a series; ``desk.entry-gone``.
    """
    entries = series_entries(season, entry_id)
    if not entries:
        raise Refused("medal.no-series", bib=entry_named(season, entry_id).bib or _NOBODY)
    left_out, fits = [], []
    for entry in entries:
        refused = refused_order(season, entry, wanted, although_closed=although_closed)
        if refused is not None:
            left_out.append(refused)
        elif entry.medal is not wanted:
            fits.append(entry)
    taken = _take(season, fits, wanted, actor) if fits else OrdersTaken(count=0)
    return OrdersTaken(count=taken.count, notes=(*taken.notes, *left_out))


def series_entries(season: Season, entry_id: EntryId) -> tuple[Entry, ...]:
    """The standing entries of one runner's series entry, by the day of their events."""
    data, entry = season.data, entry_named(season, entry_id)
    if not entry.series_entry:
        return ()
    found = [
        each
        for each in data.entries.values()
        if each.runner_id == entry.runner_id
        and each.series_entry
        and each.status is EntryStatus.ENTERED
    ]
    return tuple(sorted(found, key=lambda each: _event_of(season, each).date))


def _event_of(season: Season, entry: Entry) -> Event:
    return season.data.events[season.data.races[entry.race_id].event_id]


def _take(season: Season, entries: Sequence[Entry], wanted: MedalOrder, actor: str) -> OrdersTaken:
    """The operation itself: the orders, and before their lines the charges still missing."""
    booked = [_lines(season, entry, wanted, actor) for entry in entries]
    changed = [_with_order(season, entry, wanted) for entry in entries]
    with season.change("medal.order", count=len(changed), bib=_bibs(changed)) as writer:
        writer.put_many(changed)
        writer.put_many([line for before, made in booked for line in (*before, *made)])
    notes = tuple(
        _taken(season, entry, wanted, made)
        for entry, (_before, made) in zip(changed, booked, strict=True)
    )
    return OrdersTaken(count=len(changed), notes=notes)


def _bibs(entries: Sequence[Entry]) -> str:
    """The bib of one entry; of several none."""
    return entries[0].bib if len(entries) == 1 else ""


def _unchanged(entries: Sequence[Entry], wanted: MedalOrder) -> Note:
    bib = entries[0].bib or _NOBODY if len(entries) == 1 else _NOBODY
    return Note(code="medal.order-same", params={"bib": bib, "order": wanted.value.casefold()})


def refused_order(
    season: Season, entry: Entry, wanted: MedalOrder, *, although_closed: bool = False
) -> Note | None:
    """Why an entry cannot have another medal order; None when it can, or has it already."""
    if entry.medal is wanted:
        return None
    if entry.status is not EntryStatus.ENTERED:
        return Note(code="start.entry-withdrawn", params={"bib": entry.bib or _NOBODY})
    if entry.id in season.data.medals_given:
        return given_already(season, entry.id).note
    closing = closing_of(season, season.data.races[entry.race_id].event_id)
    if closing is None or closing.open or although_closed:
        return None
    params = {**closing.note.params, "bib": entry.bib or _NOBODY}
    if wanted is MedalOrder.NONE:
        return Note(code="medal.closed-kept", params=params)
    if entry.medal is MedalOrder.NONE:
        return Note(code="medal.closed", params=params)
    return None


def _with_order(season: Season, entry: Entry, wanted: MedalOrder) -> Entry:
    ordered_ms = entry.medal_ms
    if entry.medal is MedalOrder.NONE:
        ordered_ms = season.clock.now_ms()
    elif wanted is MedalOrder.NONE:
        ordered_ms = None
    return dataclasses.replace(entry, medal=wanted, medal_ms=ordered_ms)


# Money


def _lines(season: Season, entry: Entry, wanted: MedalOrder, actor: str) -> tuple[_Lines, _Lines]:
    """The charges of an entry that has none yet, and what is booked with the order."""
    if season.rules.fees is None or season.rules.medals is None:
        return (), ()
    before = missing_charges(season, entry, actor)
    change = order_change(entry.medal, wanted)
    made = [
        _line(season, entry, actor, LineKind.CHARGE, line.item, line.amount_minor, line.rule)
        for line in medal_lines(season.rules.medals, wanted)
        if line.item in change.charge
    ]
    standing = (*before, *lines_of(season, entry.id))
    charged = charged_by_item(standing)
    paid = paid_by_item(standing, entry.paid_minor)
    gone = {(item, ""): max(0, charged.get((item, ""), 0)) for item in change.take_back}
    made += _given_up(season, entry, wanted, actor, gone, paid)
    return (before, tuple(made)) if made else ((), ())


def _given_up(
    season: Season,
    entry: Entry,
    wanted: MedalOrder,
    actor: str,
    gone: dict[ItemKey, int],
    paid: dict[ItemKey, int],
) -> list[LedgerLine]:
    """Credits for items no longer wanted; nothing for a medal whose orders have closed."""
    event = season.data.events[season.data.races[entry.race_id].event_id]
    closing = closing_of(season, event.id)
    if wanted is MedalOrder.NONE and closing is not None and not closing.open:
        return []
    made = []
    for (item, _code), charged_minor in gone.items():
        paid_minor = min(charged_minor, paid.get((item, ""), 0))
        if wanted is not MedalOrder.NONE:
            unpaid, paid_minor = charged_minor, 0
        else:
            unpaid = charged_minor - paid_minor
        if unpaid:
            why = Note(code="medal.not-needed")
            made.append(_line(season, entry, actor, LineKind.CREDIT, item, -unpaid, why))
        if paid_minor:
            share = medal_refund_quote(
                season.rules, event, {(item, ""): paid_minor}, season.clock.now_ms()
            )
            if share.amount_minor:
                made.append(
                    _line(
                        season, entry, actor, LineKind.CREDIT, item, -share.amount_minor,
                        share.explanation,
                    )
                )  # fmt: skip
    return made


def _line(
    season: Season,
    entry: Entry,
    actor: str,
    kind: LineKind,
    item: LineItem,
    amount_minor: int,
    why: Note,
) -> LedgerLine:
    return LedgerLine(
        entry_id=entry.id,
        kind=kind,
        item=item,
        amount_minor=amount_minor,
        at_ms=season.clock.now_ms(),
        actor=actor,
        why=why,
    )


def _taken(season: Season, entry: Entry, wanted: MedalOrder, lines: _Lines) -> Note:
    """What became of one order, with what was charged or credited for it."""
    fees = season.rules.fees
    currency = "" if fees is None else fees.currency
    charged = sum(line.amount_minor for line in lines if line.kind is LineKind.CHARGE)
    credited = -sum(line.amount_minor for line in lines if line.kind is LineKind.CREDIT)
    return Note(
        code=_ORDERED[wanted],
        params={
            "event": _event_of(season, entry).name if entry.series_entry else "",
            "bib": entry.bib or _NOBODY,
            "charged": format_minor(charged, currency) if charged else "",
            "credited": format_minor(credited, currency) if credited else "",
            "currency": currency,
        },
    )
