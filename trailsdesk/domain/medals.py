"""Finisher medals that were ordered: who gets one, until when, and how many to make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import REFUNDED
from trailsdesk.domain.entry import (
    EntryId,
    EntryStatus,
    MedalGiven,
    MedalOrder,
    bib_sort_key,
)
from trailsdesk.domain.fee_lines import plain_number
from trailsdesk.domain.ledger import LineItem, LineKind, charged_by_item, lasting, paid_by_item
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import RunnerId, fold_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import RaceResults, ResultStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import Event, EventId, Race, RaceId
    from trailsdesk.domain.fee_rules import MedalRule
    from trailsdesk.domain.ledger import ItemKey, LedgerLine
    from trailsdesk.domain.season import SeasonData

NO_SPARE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalRow:
    """One ordered finisher medal; ``status`` is how the race went so far.

    ``given`` says when it left the box, None while it lies there. ``withdrawn`` entries are here
    only while their medal is still theirs.
    """

    entry_id: EntryId
    runner_id: RunnerId
    bib: str
    family_name: str
    given_name: str
    race_label: str
    order: MedalOrder
    status: ResultStatus
    race_code: str = ""
    given: MedalGiven | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalCounts:
    """How the medals of an event or a race stand; ``make`` is ``ordered`` with the ``spare``."""

    collect: int
    post: int
    spare: int
    handed_out: int
    posted: int

    @property
    def ordered(self) -> int:
        """How many were ordered, whichever way they go out."""
        return self.collect + self.post

    @property
    def make(self) -> int:
        """How many have to be made."""
        return self.ordered + self.spare

    @property
    def open(self) -> int:
        """How many of those ordered have not left the box."""
        return self.ordered - self.handed_out - self.posted

    @property
    def left_over(self) -> int:
        """How many lie in the box when as many were made as should be."""
        return self.make - self.handed_out - self.posted


def medal_rows(
    season: SeasonData, event_id: EventId, results: Mapping[RaceId, RaceResults]
) -> tuple[MedalRow, ...]:
    """Everybody at the event to whom an ordered finisher medal is due, by surname.

    Not finishing takes no ordered medal away. A withdrawn entry keeps its medal when it was seen
    in the race, or when the medal was paid for; not when money was given back for it.
    """
    statuses = {
        result.entry_id: result.status
        for race in season.races_of(event_id)
        if race.id in results
        for result in results[race.id].results
    }
    booked: dict[EntryId, list[LedgerLine]] = {}
    for line in paced(season.ledger.values()):
        booked.setdefault(line.entry_id, []).append(line)
    rows = []
    for entry in season.entries.values():
        race = season.races[entry.race_id]
        if race.event_id != event_id or entry.medal is MedalOrder.NONE:
            continue
        if entry.status is EntryStatus.WITHDRAWN:
            lines = sorted(booked.get(entry.id, ()), key=lambda line: line.id)
            if _given_back(lines) or not (entry.id in statuses or _paid_for(entry, lines)):
                continue
        rows.append(_row(season, entry, race, statuses.get(entry.id, ResultStatus.PENDING)))
    return tuple(sorted(rows, key=_surname_order))


def _row(season: SeasonData, entry: Entry, race: Race, status: ResultStatus) -> MedalRow:
    runner = season.runners[entry.runner_id]
    return MedalRow(
        entry_id=entry.id,
        runner_id=runner.id,
        bib=entry.bib,
        family_name=runner.family_name,
        given_name=runner.given_name,
        race_label=race.label,
        order=entry.medal,
        status=status,
        race_code=race.code,
        given=season.medals_given.get(entry.id),
        withdrawn=entry.status is EntryStatus.WITHDRAWN,
    )


def _given_back(lines: Sequence[LedgerLine]) -> bool:
    """Whether something was given back for the medal; it may be given up and ordered again.

    Where the rules name no price for it, a share of all that was paid is one of the medal too.
    """
    standing = lasting(lines)
    about = [line for line in standing if line.item is LineItem.MEDAL]
    if about:
        return about[-1].kind is LineKind.CREDIT
    return any(
        line.kind is LineKind.CREDIT and line.why.code in REFUNDED and line.amount_minor
        for line in standing
    )


def _paid_for(entry: Entry, lines: Sequence[LedgerLine]) -> bool:
    """Whether the medal was paid for; without a price of its own, whether anything was."""
    paid = paid_by_item(lines, entry.paid_minor)
    medal = (LineItem.MEDAL, "")
    return bool(paid.get(medal) if medal in charged_by_item(lines) else sum(paid.values()))


def _surname_order(row: MedalRow) -> tuple[str, str, tuple[int, int, str], int]:
    return (
        fold_name(row.family_name),
        fold_name(row.given_name),
        bib_sort_key(row.bib),
        row.entry_id,
    )


def last_order_day(event: Event, rule: MedalRule) -> date:
    """The last local day on which medals are ordered; that day still counts.

    Source: ``rule.source``; "close 12 days before" leaves twelve whole days to the event.
    """
    return event.date - timedelta(days=rule.closes_days_before)


def spare_medals(ordered: int, spare_percent: Decimal) -> int:
    """How many to make beyond those ordered: that share of them, rounded up to whole medals."""
    return int((ordered * spare_percent / 100).to_integral_value(ROUND_CEILING))


def medal_counts(rows: Iterable[MedalRow], spare_percent: Decimal = NO_SPARE) -> MedalCounts:
    """How the medals of these rows stand. One ordered by post may be handed over, and reversed."""
    kept = list(rows)
    gone = [row.given for row in kept if row.given is not None]
    posted = sum(given.posted for given in gone)
    by_post = sum(row.order is MedalOrder.POST for row in kept)
    return MedalCounts(
        collect=len(kept) - by_post,
        post=by_post,
        spare=spare_medals(len(kept), spare_percent),
        handed_out=len(gone) - posted,
        posted=posted,
    )


def production_note(counts: MedalCounts, spare_percent: Decimal) -> Note:
    """How many to make, with what it was computed from."""
    params: dict[str, str | int] = {
        "ordered": counts.ordered,
        "spare": counts.spare,
        "percent": plain_number(spare_percent),
        "make": counts.make,
    }
    code = "medal.production" if spare_percent else "medal.production-none"
    return Note(code=code, params=params)


def left_over_note(counts: MedalCounts) -> Note:
    """What should lie in the box, with what it was computed from."""
    params: dict[str, str | int] = {
        "make": counts.make,
        "handed_out": counts.handed_out,
        "posted": counts.posted,
        "left": counts.left_over,
        "open": counts.open,
    }
    return Note(code="medal.left-over", params=params)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """Which items of the ledger another medal order charges, and which it gives back."""

    charge: tuple[LineItem, ...] = ()
    take_back: tuple[LineItem, ...] = ()


def order_change(before: MedalOrder, after: MedalOrder) -> OrderChange:
    """What changing an order from one to the other concerns."""
    old, new = _ITEMS[before], _ITEMS[after]
    return OrderChange(
        charge=tuple(item for item in new if item not in old),
        take_back=tuple(item for item in old if item not in new),
    )


_ITEMS: dict[MedalOrder, tuple[LineItem, ...]] = {
    MedalOrder.NONE: (),
    MedalOrder.COLLECT: (LineItem.MEDAL,),
    MedalOrder.POST: (LineItem.MEDAL, LineItem.POSTAGE),
}


def without_former_medal(order: MedalOrder, paid: Mapping[ItemKey, int]) -> dict[ItemKey, int]:
    """What was paid for what, with nothing under medal or postage that is no longer ordered.

    What such a one has left behind counts as paid for other things: its share was worked out when
    it was given up.
    """
    ordered = _ITEMS[order]
    found: dict[ItemKey, int] = {}
    for key, minor in paid.items():
        former = key[0] in _ITEMS[MedalOrder.POST] and key[0] not in ordered
        kept = (LineItem.OTHER, "") if former else key
        found[kept] = found.get(kept, 0) + minor
    return found
