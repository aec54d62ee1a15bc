"""The money of one entry as its drawer shows it: lines, account, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.change_quotes import BackQuote, payable_minor
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.event import Race
from trailsdesk.domain.fees import days_before
from trailsdesk.domain.ledger import (
    Account,
    ChargeBasis,
    LedgerLine,
    countered,
    lasting,
)
from trailsdesk.domain.problems import Note
from trailsdesk.services.ledger import account_of, accounts, lines_of, standing_lines
from trailsdesk.services.money_changes import given_up, refund
from trailsdesk.services.money_words import account_words

if TYPE_CHECKING:
    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import Event
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """One line as it is shown; ``gone`` was taken back, ``booked`` False is still to be booked."""

    line: LedgerLine
    gone: bool = False
    booked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyView:
    """Everything about the money of one entry.

    ``refund`` is what giving up now gives back, None where it gives none; ``back_minor`` the
    credit that may be paid out. ``races`` are those the entry may move to. ``others`` are entries
    of the same runner that owe: entry id and what.
    """

    account: Account
    why: Note
    lines: tuple[MoneyLine, ...]
    currency: str
    listed_paid_minor: int | None
    refund: BackQuote | None
    back_minor: int
    given_up: bool
    races: tuple[Race, ...]
    others: tuple[tuple[int, str], ...]

    @property
    def takes_money(self) -> bool:
        """Whether something is owed, or any amount may be taken."""
        unknown = self.account.basis is ChargeBasis.UNKNOWN and self.account.stands
        return self.account.owed_minor > 0 or unknown

    @property
    def can_be_taken_back(self) -> tuple[LedgerLine, ...]:
        """The lines that may be countered."""
        return lasting([each.line for each in self.lines if each.booked])


def money_view(season: Season, entry: Entry) -> MoneyView | None:
    """The money of an entry; None without a price list."""
    rules, data = season.rules, season.data
    if rules.fees is None:
        return None
    lines, race = lines_of(season, entry.id), data.races[entry.race_id]
    event, gone = data.events[race.event_id], countered(lines)
    before = standing_lines(season, entry)[: -len(lines) or None]
    account = account_of(season, entry.id)
    moves = rules.fees.distance_transfer is not None and account.stands
    return MoneyView(
        account=account,
        why=account_words(account, rules.fees.currency),
        lines=(
            *(MoneyLine(line=line, booked=False) for line in before if account.stands),
            *(MoneyLine(line=line, gone=line.id in gone) for line in lines),
        ),
        currency=rules.fees.currency,
        listed_paid_minor=entry.paid_minor,
        refund=_refund(season, entry, event),
        back_minor=payable_minor(account, lines),
        given_up=given_up(lines),
        races=tuple(each for each in data.races_of(event.id) if each.id != race.id)
        if moves
        else (),
        others=_others(season, entry),
    )


def _refund(season: Season, entry: Entry, event: Event) -> BackQuote | None:
    rules, now = season.rules, season.clock.now_ms()
    if rules.fees is None or not rules.fees.refunds:
        return None
    if days_before(event, now) < 0 or entry.status is EntryStatus.WITHDRAWN:
        return None
    found = refund(season, entry.id, now)
    paid = found.back.base_minor or found.back.kept_minor
    return found.back if paid and found.reason is None else None


def _others(season: Season, entry: Entry) -> tuple[tuple[int, str], ...]:
    data, standing = season.data, accounts(season)
    owing = [
        (int(other.id), data.races[other.race_id])
        for other in data.entries.values()
        if other.runner_id == entry.runner_id
        and other.id != entry.id
        and standing[other.id].owed_minor
    ]
    return tuple(
        (other_id, f"{data.events[race.event_id].name}, {race.label}") for other_id, race in owing
    )
