"""The tills of an event: opened with a float, closed with a count, the difference explained."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.cash_up import CashUp, cash_up, difference_note
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.till import PayMethod, Till, TillId, TillMove
from trailsdesk.i18n import _, message
from trailsdesk.services.ledger import currency_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

METHODS_AT_THE_TABLE = (PayMethod.CASH, PayMethod.CARD, PayMethod.BANK, PayMethod.VOUCHER)
"""How money is taken at a table; the others are paid elsewhere."""

THROUGH_A_TILL = frozenset({PayMethod.CASH, PayMethod.CARD, PayMethod.VOUCHER})
"""What is counted with a till; a bank transfer arrives elsewhere."""


def method_words(method: PayMethod) -> str:
    """How money moved, in a word."""
    return {
        PayMethod.CASH: _("cash"),
        PayMethod.CARD: _("card"),
        PayMethod.BANK: _("bank transfer"),
        PayMethod.ONLINE: _("online"),
        PayMethod.VOUCHER: _("voucher"),
        PayMethod.LIST: _("entry service"),
    }[method]


# Looking


def tills_of(season: Season, event_id: EventId) -> tuple[Till, ...]:
    """The tills of an event, in the order they were opened."""
    own = [till for till in season.data.tills.values() if till.event_id == event_id]
    return tuple(sorted(own, key=lambda till: (till.opened_ms, till.id)))


def open_tills(season: Season, event_id: EventId) -> tuple[Till, ...]:
    """Those that still take money."""
    return tuple(till for till in tills_of(season, event_id) if till.closed_ms is None)


def till_at_hand(season: Season, event_id: EventId, actor: str) -> TillId | None:
    """The till that money taken here and now goes through.

    It is the one open till of the event; of several the one this person has opened, if that is
    one. None where that settles nothing: no till is open, or somebody has to say which.
    """
    found = open_tills(season, event_id)
    if len(found) > 1:
        found = tuple(till for till in found if till.opened_by == actor)
    return found[0].id if len(found) == 1 else None


def till_for(
    season: Season,
    event_id: EventId,
    method: PayMethod,
    actor: str,
    wanted: TillId | None = None,
) -> TillId | None:
    """The till that money goes through, ``wanted`` if somebody said which.

    None for money that moves elsewhere, and while no till is open.

    Raises:
        Refused: ``till.several-open``, and nothing says which: money never silently goes through
            none; ``till.already-closed``.
    """
    if wanted is not None:
        return must_be_open(season, wanted).id
    if method not in THROUGH_A_TILL or not open_tills(season, event_id):
        return None
    return till_named(season, event_id, None, actor).id


def till_named(season: Season, event_id: EventId, word: str | None, actor: str = "") -> Till:
    """The till of that name or number; without a word the one at hand.

    Raises:
        Refused: ``till.not-there``, ``till.none-open``, ``till.several-open``.
    """
    all_of_them = tills_of(season, event_id)
    if word is not None:
        folded = word.strip().casefold()
        same = [t for t in all_of_them if folded in (t.name.casefold(), str(t.id))]
        standing = [till for till in same if till.closed_ms is None] or same
        if not standing:
            raise Refused("till.not-there", known=_names(all_of_them))
        return standing[-1]
    at_hand = till_at_hand(season, event_id, actor)
    if at_hand is not None:
        return season.data.tills[at_hand]
    standing = list(open_tills(season, event_id))
    if standing:
        raise Refused("till.several-open", known=_names(standing))
    raise Refused("till.none-open")


def _names(tills: Iterable[Till]) -> str:
    return ", ".join(f"{till.name} ({till.id})" for till in tills) or "\N{EN DASH}"


def cash_up_of(
    season: Season, till_id: TillId, counted: Mapping[PayMethod, int] | None = None
) -> CashUp:
    """What a till should hold and what was found; ``counted`` is a count not yet closed with."""
    data = season.data
    till = data.tills[till_id]
    if counted is not None:
        return cash_up(till, data.ledger.values(), data.till_moves.values(), counted)
    return season.keep(
        ("cash-up", till_id),
        (till, data.ledger, data.till_moves),
        lambda: cash_up(till, data.ledger.values(), data.till_moves.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Cash of an event that went through no till although one had been opened, minor units."""

    payments: int
    amount_minor: int
    note: Note


def outside_tills(season: Season, event_id: EventId) -> Outside | None:
    """Cash booked since the first till was opened that no cash-up counts; None without any.

    It lies in some till or pocket all the same: that is why it is told with every cash-up.
    """
    tills, data = tills_of(season, event_id), season.data
    if not tills:
        return None
    races = {race.id for race in data.races_of(event_id)}
    beside = [
        line
        for line in data.ledger.values()
        if line.method is PayMethod.CASH
        and line.till_id is None
        and line.at_ms >= tills[0].opened_ms
        and data.entries[line.entry_id].race_id in races
    ]
    # One taken back beside the tills as well is settled; one that a closed till holds is not.
    known = {line.id for line in beside}
    pairs = {line.id: line.counters for line in beside if line.counters in known}
    settled = {*pairs, *pairs.values()}
    amounts = [-line.amount_minor for line in beside if line.id not in settled]
    if not amounts:
        return None
    currency = currency_of(season)
    params: dict[str, str | int] = {
        "count": len(amounts),
        "amount": format_minor(sum(amounts), currency),
        "currency": currency,
    }
    note = Note(code="till.outside", params=params)
    return Outside(payments=len(amounts), amount_minor=sum(amounts), note=note)


def must_be_open(season: Season, till_id: TillId) -> Till:
    """The till, if it still takes money.

    Raises:
        Refused: ``till.already-closed``.
    """
    till = season.data.tills[till_id]
    if till.closed_ms is not None:
        event = season.data.events[till.event_id]
        day = local_date(till.closed_ms, event.zone)
        clock = format_clock(till.closed_ms, event.zone, seconds=False)
        raise Refused("till.already-closed", till=till.name, time=f"{day.isoformat()} {clock}")
    return till


# Acting


def open_till(season: Season, event_id: EventId, name: str, float_minor: int, actor: str) -> Till:
    """Open a till with what lies in it at the start, minor units.

    Raises:
        Refused: ``ledger.no-currency``, ``till.negative``, ``till.name-taken``.
    """
    currency = currency_of(season)
    if float_minor < 0:
        raise Refused("till.negative", amount=format_minor(float_minor, currency))
    name = " ".join(name.split()) or _("Table {number}").format(
        number=len(tills_of(season, event_id)) + 1
    )
    if name.casefold() in {till.name.casefold() for till in open_tills(season, event_id)}:
        raise Refused("till.name-taken", till=name)
    till = Till(
        event_id=event_id,
        name=name,
        float_minor=float_minor,
        opened_ms=season.clock.now_ms(),
        opened_by=actor,
    )
    with season.change("till.open", till=name) as writer:
        return writer.put(till)


def move_cash(
    season: Season, till_id: TillId, amount_minor: int, reason: str, actor: str
) -> TillMove:
    """Put cash in (above zero) or take it out, other than for an entry: change, the bank.

    Raises:
        Refused: ``till.already-closed``, ``till.move-nothing``, ``till.reason-missing``,
            ``till.without-so-much``.
    """
    till, currency = must_be_open(season, till_id), currency_of(season)
    if not amount_minor:
        raise Refused("till.move-nothing")
    if not reason.strip():
        raise Refused("till.reason-missing")
    inside = cash_up_of(season, till_id).cash.expected_minor
    if inside + amount_minor < 0:
        raise Refused(
            "till.without-so-much",
            amount=format_minor(-amount_minor, currency),
            expected=format_minor(inside, currency),
            currency=currency,
        )
    move = TillMove(
        till_id=till_id,
        amount_minor=amount_minor,
        at_ms=season.clock.now_ms(),
        actor=actor,
        reason=reason.strip(),
    )
    with season.change("till.move", till=till.name) as writer:
        return writer.put(move)


def close_till(
    season: Season,
    till_id: TillId,
    counted: Mapping[PayMethod, int],
    actor: str,
    *,
    note: str = "",
) -> CashUp:
    """Close a till with what was counted, minor units by method; it takes nothing more.

    A method that was used has to be counted; a difference has to be explained in ``note``.

    Raises:
        Refused: ``till.already-closed``, ``till.count-cash``, ``till.not-counted``,
            ``till.negative``, ``till.difference-unexplained``.
    """
    till, currency = must_be_open(season, till_id), currency_of(season)
    found = cash_up_of(season, till_id, counted)
    _check_count(found, counted, currency)
    if not note.strip():
        _check_explained(found, currency)
    closed = dataclasses.replace(
        till,
        closed_ms=season.clock.now_ms(),
        closed_by=actor,
        counted=dict(counted),
        note="\n".join(filter(None, (till.note, note.strip()))),
    )
    with season.change("till.close", till=till.name) as writer:
        writer.put(closed)
    return cash_up_of(season, till_id)


def _check_count(found: CashUp, counted: Mapping[PayMethod, int], currency: str) -> None:
    if PayMethod.CASH not in counted:
        raise Refused("till.count-cash")
    for minor in counted.values():
        if minor < 0:
            raise Refused("till.negative", amount=format_minor(minor, currency))
    for each in found.methods:
        if each.counted_minor is None:
            raise Refused(
                "till.not-counted",
                method=method_words(each.method),
                expected=format_minor(each.expected_minor, currency),
                currency=currency,
            )


def _check_explained(found: CashUp, currency: str) -> None:
    for each in found.methods:
        difference = each.difference_minor
        if difference:
            raise Refused(
                "till.difference-unexplained",
                difference=format_minor(abs(difference), currency),
                currency=currency,
                side=_("too much") if difference > 0 else _("too little"),
                method=method_words(each.method),
            )


def reopen_till(season: Season, till_id: TillId, reason: str, actor: str) -> Till:
    """Let a closed till take money again.

    The count goes, what it was goes into the till's note with the reason.

    Raises:
        Refused: ``till.not-closed``, ``till.reason-missing``, ``till.name-taken``.
    """
    till = season.data.tills[till_id]
    if till.closed_ms is None:
        raise Refused("till.not-closed", till=till.name)
    if not reason.strip():
        raise Refused("till.reason-missing")
    others = open_tills(season, till.event_id)
    if till.name.casefold() in {other.name.casefold() for other in others}:
        raise Refused("till.name-taken", till=till.name)
    zone = season.data.events[till.event_id].zone
    clock = format_clock(season.clock.now_ms(), zone, seconds=False)
    words = (
        _("opened again at {time} by {who}: {why}")
        if actor
        else _("opened again at {time}: {why}")
    )
    told = words.format(time=clock, who=actor, why=reason.strip())
    told = " ".join((told, *_count_words(season, till_id)))
    opened = dataclasses.replace(
        till,
        closed_ms=None,
        closed_by="",
        counted={},
        note="\n".join(filter(None, (till.note, told))),
    )
    with season.change("till.reopen", till=till.name) as writer:
        return writer.put(opened)


def _count_words(season: Season, till_id: TillId) -> list[str]:
    """What was counted before, method by method, with the difference."""
    currency = currency_of(season)
    notes = [
        (method_words(each.method), difference_note(each, currency))
        for each in cash_up_of(season, till_id).methods
    ]
    return [f"({word}: {message(note)})" for word, note in notes if note is not None]


def moves_of(season: Season, till_id: TillId) -> tuple[TillMove, ...]:
    """The cash put into a till or taken out of it, oldest first."""
    own = [move for move in season.data.till_moves.values() if move.till_id == till_id]
    return tuple(sorted(own, key=lambda move: (move.at_ms, move.id)))
