"""The books: every line of the ledger with its reason, and totals by event, race and item.

What the entry service's lists say was paid to it is no line of the ledger; it stands here as rows
of its own, so that the rows add up to what is still to be paid.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_local
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.ledger import ItemKey, LineItem, LineKind, item_key
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services.fee_quotes import quotes
from trailsdesk.services.ledger import (
    accounts,
    currency_of,
    lines_of,
    paid_for,
    standing_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import Event, EventId, RaceId
    from trailsdesk.domain.fees import FeeQuote
    from trailsdesk.domain.ledger import Account
    from trailsdesk.services.season import Season

_ORDER_OF_ITEMS = {item: place for place, item in enumerate(LineItem)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One row of the books; ``amount_minor`` is above zero where the runner owes more.

    ``number`` is the line's own, None for what a list says was paid; ``counters`` the line it
    takes back. ``at`` is local time in words, empty where nobody knows it.
    """

    number: int | None
    at: str
    event: str
    race: str
    bib: str
    name: str
    kind: str
    item: str
    amount_minor: int
    method: str = ""
    till: str = ""
    actor: str = ""
    why: str = ""
    note: str = ""
    counters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the entries of an event or race come to, minor units.

    ``expected_minor`` is what the rules ask of the entries that stand. ``unbooked_minor`` is the
    part of ``charged_minor`` that no line holds yet. Charged less credited less paid, and what was
    refunded on top, is ``balance_minor``; ``owed_minor`` are the debts alone, without the credits.
    """

    event: str
    race: str
    entries: int
    expected_minor: int
    charged_minor: int
    unbooked_minor: int
    credited_minor: int
    paid_minor: int
    refunded_minor: int
    balance_minor: int
    owed_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTotal:
    """What one item of an event comes to; ``paid_minor`` is less what was given back.

    A payment covers the entry first, then what came with it. ``kind`` is None for money that
    covers nothing: credit. ``code`` names an extra.
    """

    event: str
    kind: LineItem | None
    code: str = ""
    expected_minor: int
    charged_minor: int
    credited_minor: int
    paid_minor: int

    @property
    def item(self) -> str:
        """The item as the books name it; empty for credit."""
        return "" if self.kind is None else item_word((self.kind, self.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """All of it, in one currency."""

    currency: str
    lines: tuple[BookLine, ...]
    events: tuple[Total, ...]
    races: tuple[Total, ...]
    items: tuple[ItemTotal, ...]
    explanation: Note


def accounts_of(season: Season, event_id: EventId | None = None) -> Books:
    """The books of an event or of the whole season, as they stand now.

    Raises:
        Refused: ``ledger.no-currency``, the season has no price list.
    """
    currency = currency_of(season)
    data = season.data
    events = [e for e in data.events_in_order() if event_id in (None, e.id)]
    by_race: dict[RaceId, list[Entry]] = defaultdict(list)
    for entry in data.entries.values():
        by_race[entry.race_id].append(entry)
    found = accounts(season)
    lines: list[BookLine] = []
    races: list[Total] = []
    whole: list[Total] = []
    items: list[ItemTotal] = []
    for event in events:
        entries: list[Entry] = []
        for race in data.races_of(event.id):
            own = sorted(by_race[race.id], key=lambda e: (bib_sort_key(e.bib), e.id))
            entries += own
            lines += [line for entry in own for line in _lines(season, event, entry)]
            races.append(_total(season, event.code, race.code, own, found))
        whole.append(_total(season, event.code, "", entries, found))
        items += _items(season, event, entries, found)
    return Books(
        currency=currency,
        lines=tuple(lines),
        events=tuple(whole),
        races=tuple(races),
        items=tuple(items),
        explanation=_explanation(whole, len(lines), currency),
    )


def _explanation(totals: Iterable[Total], lines: int, currency: str) -> Note:
    sums = list(totals)
    amounts = {
        "charged": sum(total.charged_minor for total in sums),
        "credited": sum(total.credited_minor for total in sums),
        "paid": sum(total.paid_minor for total in sums),
        "refunded": sum(total.refunded_minor for total in sums),
        "balance": sum(total.balance_minor for total in sums),
        "expected": sum(total.expected_minor for total in sums),
    }
    words = {key: format_minor(minor, currency) for key, minor in amounts.items()}
    return Note(code="till.accounts", params={**words, "lines": lines, "currency": currency})


def _lines(season: Season, event: Event, entry: Entry) -> Iterable[BookLine]:
    """What the list says was paid, then the lines, oldest first."""
    data = season.data
    race = data.races[entry.race_id].code
    name = full_name(data.runners[entry.runner_id])
    if entry.paid_minor:
        yield BookLine(
            number=None,
            at="",
            event=event.code,
            race=race,
            bib=entry.bib,
            name=name,
            kind=LineKind.PAYMENT.value.casefold(),
            item=LineItem.ENTRY.value.casefold(),
            amount_minor=-entry.paid_minor,
            method=PayMethod.LIST.value.casefold(),
            why=message(Note(code="till.paid-by-list")),
        )
    for line in lines_of(season, entry.id):
        till = None if line.till_id is None else data.tills.get(line.till_id)
        yield BookLine(
            number=line.id,
            at=format_local(line.at_ms, event.zone),
            event=event.code,
            race=race,
            bib=entry.bib,
            name=name,
            kind=line.kind.value.casefold(),
            item=item_word((line.item, line.item_code)),
            amount_minor=line.amount_minor,
            method="" if line.method is None else line.method.value.casefold(),
            till="" if till is None else till.name,
            actor=line.actor,
            why=message(line.why),
            note=line.note,
            counters=line.counters,
        )


def item_word(key: ItemKey) -> str:
    """An item as the books name it, English everywhere: ``entry``, ``extra shirt``."""
    item, code = key
    word = item.value.casefold()
    return f"{word} {code}" if item is LineItem.EXTRA and code else word


def _total(
    season: Season,
    event: str,
    race: str,
    entries: Sequence[Entry],
    found: Mapping[EntryId, Account],
) -> Total:
    kept = [found[entry.id] for entry in entries]
    booked = sum(
        line.amount_minor
        for entry in entries
        for line in lines_of(season, entry.id)
        if line.kind in (LineKind.CHARGE, LineKind.DISCOUNT)
    )
    charged = sum(each.charged_minor for each in kept)
    return Total(
        event=event,
        race=race,
        entries=len(entries),
        expected_minor=sum(each.expected_minor or 0 for each in kept if each.stands),
        charged_minor=charged,
        unbooked_minor=charged - booked,
        credited_minor=sum(each.credited_minor for each in kept),
        paid_minor=sum(each.paid_minor for each in kept),
        refunded_minor=sum(each.refunded_minor for each in kept),
        balance_minor=sum(each.balance_minor for each in kept),
        owed_minor=sum(each.owed_minor for each in kept),
    )


class _ItemSums:
    """Sums by item while the entries of an event are gone through."""

    def __init__(self) -> None:
        self.expected: dict[ItemKey, int] = defaultdict(int)
        self.charged: dict[ItemKey, int] = defaultdict(int)
        self.credited: dict[ItemKey, int] = defaultdict(int)
        self.paid: dict[ItemKey, int] = defaultdict(int)
        self.rest = 0

    def add(self, season: Season, entry: Entry, account: Account, quote: FeeQuote | None) -> None:
        """One more entry; nothing is expected of one that was withdrawn."""
        for line in quote.lines if quote is not None and account.stands else ():
            self.expected[item_key(line.item, line.item_code)] += line.amount_minor
        standing = standing_lines(season, entry) if account.stands else lines_of(season, entry.id)
        for booked in standing:
            key = item_key(booked.item, booked.item_code)
            if booked.kind in (LineKind.CHARGE, LineKind.DISCOUNT):
                self.charged[key] += booked.amount_minor
            elif booked.kind is LineKind.CREDIT:
                self.credited[key] -= booked.amount_minor
        covered = paid_for(season, entry)
        for key, minor in covered.items():
            self.paid[key] += minor
        self.rest += account.paid_minor - account.refunded_minor - sum(covered.values())

    def items(self) -> list[ItemKey]:
        """The items there were, in their order."""
        found = {*self.expected, *self.charged, *self.credited, *self.paid}
        return sorted(found, key=lambda key: (_ORDER_OF_ITEMS[key[0]], key[1]))


def _items(
    season: Season, event: Event, entries: Sequence[Entry], found: Mapping[EntryId, Account]
) -> Iterator[ItemTotal]:
    """The items of an event; what was paid and covers none of them comes last."""
    asked, sums = quotes(season), _ItemSums()
    for entry in entries:
        sums.add(season, entry, found[entry.id], asked[entry.id])
    for key in sums.items():
        yield ItemTotal(
            event=event.code,
            kind=key[0],
            code=key[1],
            expected_minor=sums.expected[key],
            charged_minor=sums.charged[key],
            credited_minor=sums.credited[key],
            paid_minor=sums.paid[key],
        )
    if sums.rest:
        yield ItemTotal(
            event=event.code, kind=None, expected_minor=0, charged_minor=0, credited_minor=0,
            paid_minor=sums.rest,
        )  # fmt: skip
