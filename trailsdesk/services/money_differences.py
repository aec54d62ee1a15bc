"""Expected against charged: where an entry's charge is not what the rules ask today, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.ledger import (
    ItemKey,
    LedgerLine,
    LineItem,
    LineKind,
    charged_by_item,
    is_charged,
    item_key,
    lasting,
)
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Note
from trailsdesk.services.fee_quotes import lines_by_entry, quotes
from trailsdesk.services.ledger import currency_of, missing_charges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.fees import FeeQuote
    from trailsdesk.services.season import Season

_ASKED = frozenset({LineItem.ENTRY, LineItem.MEDAL, LineItem.POSTAGE, LineItem.EXTRA})
"""What the rules put a price on; fees of changes were decided when they were booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An entry charged other than the rules ask; both with their reason.

    ``by_item`` is what would have to be booked, above zero where too little was charged.
    """

    entry_id: EntryId
    expected_minor: int
    charged_minor: int
    by_item: tuple[tuple[ItemKey, int], ...]
    expected_why: Note
    charged_why: Note


def differences(season: Season, event_id: EventId | None = None) -> tuple[Difference, ...]:
    """The entries that stand and were charged other than the rules ask today, in file order.

    Prices do not move by themselves when rules, a birth date, a race or a medal change: here they
    are told. Entries nothing was charged for, and those of events called off, are left out.
    """
    data = season.data
    asked, booked = quotes(season), lines_by_entry(season)
    inputs = (asked, booked, data.entries, data.races, data.events)
    found = season.keep("ledger-differences", inputs, lambda: _differences(season))
    if event_id is None:
        return found
    races = {race.id for race in data.races_of(event_id)}
    return tuple(each for each in found if data.entries[each.entry_id].race_id in races)


def _differences(season: Season) -> tuple[Difference, ...]:
    data, asked, booked = season.data, quotes(season), lines_by_entry(season)
    found = []
    for entry in paced(data.entries.values()):
        quote, lines = asked[entry.id], booked.get(entry.id, ())
        event = data.events[data.races[entry.race_id].event_id]
        counts = entry.status is EntryStatus.ENTERED and not event.cancelled
        if counts and quote is not None and quote.total_minor is not None and is_charged(lines):
            difference = _difference(entry, quote, lines)
            if difference is not None:
                found.append(difference)
    return tuple(found)


def _difference(entry: Entry, quote: FeeQuote, lines: Sequence[LedgerLine]) -> Difference | None:
    charged = {
        key: minor for key, minor in charged_by_item(lines).items() if key[0] in _ASKED and minor
    }
    decided = {
        line.item for line in lasting(lines)
        if line.kind is LineKind.CREDIT and line.why.code.startswith("fee.explain-")
    }  # fmt: skip
    expected: dict[ItemKey, int] = {}
    for line in quote.lines:
        key = item_key(line.item, line.item_code)
        expected[key] = expected.get(key, 0) + line.amount_minor
    by_item = tuple(
        (key, expected.get(key, 0) - charged.get(key, 0))
        for key in dict.fromkeys((*expected, *charged))
        if key[0] not in decided and expected.get(key, 0) != charged.get(key, 0)
    )
    if not by_item:
        return None
    return Difference(
        entry_id=entry.id,
        expected_minor=sum(expected.values()),
        charged_minor=sum(charged.values()),
        by_item=by_item,
        expected_why=quote.explanation,
        charged_why=_charged_why(lines),
    )


def _charged_why(lines: Sequence[LedgerLine]) -> Note:
    """The rule of the last charge for the entry itself."""
    charges = [line for line in lines if line.kind is LineKind.CHARGE]
    own = [line for line in lasting(charges) if line.item is LineItem.ENTRY] or charges
    return own[-1].why


def book_differences(
    season: Season, found: Iterable[Difference], actor: str = ""
) -> tuple[LedgerLine, ...]:
    """Charge, or take off, what the entries differ by, as one operation."""
    currency = currency_of(season)
    now = season.clock.now_ms()
    current = {each.entry_id: each for each in differences(season)}
    standing = [each for each in found if current.get(each.entry_id) == each]
    lines = [
        LedgerLine(
            entry_id=each.entry_id,
            kind=LineKind.CHARGE if minor > 0 else LineKind.DISCOUNT,
            item=item,
            item_code=code,
            amount_minor=minor,
            at_ms=now,
            actor=actor,
            why=_difference_note(each, currency),
        )
        for each in standing
        for (item, code), minor in each.by_item
    ]
    if not lines:
        return ()
    with season.change("ledger.difference", count=len(standing)) as writer:
        return tuple(writer.put_many(lines))


def _difference_note(each: Difference, currency: str) -> Note:
    params = {
        "expected": format_minor(each.expected_minor, currency),
        "charged": format_minor(each.charged_minor, currency),
        "currency": currency,
    }
    return Note(code="ledger.difference", params=params)


def book_missing_charges(
    season: Season, entry_ids: Iterable[EntryId] | None = None, actor: str = ""
) -> int:
    """Charge what the rules ask where nothing was charged yet; returns how many entries.

    For files and lists from before there was a ledger; withdrawn entries are left alone.
    """
    entries = season.data.entries
    asked = entries.values() if entry_ids is None else [entries[each] for each in entry_ids]
    found = [
        missing_charges(season, entry, actor)
        for entry in paced(asked)
        if entry.status is EntryStatus.ENTERED
    ]
    lines = [line for each in found for line in each]
    count = sum(1 for each in found if each)
    if lines:
        with season.change("ledger.charge", count=count) as writer:
            writer.put_many(lines)
    return count
