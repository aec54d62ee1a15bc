"""What the till page shows: who owes, what was taken, what should be in the till."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.cash_up import CashUp
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.entry import EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.ledger import Account, LineId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.till import PayMethod, Till, TillId
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.ledger import accounts, currency_of
from trailsdesk.services.money_words import account_words
from trailsdesk.services.till import (
    cash_up_of,
    method_words,
    outside_tills,
    till_at_hand,
    tills_of,
)
from trailsdesk.ui.entry_words import money_words
from trailsdesk.ui.row_model import Column, fold
from trailsdesk.ui.runner_card import CardWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """One entry at the till, with how it stands."""

    entry_id: EntryId
    bib: str
    name: str
    surname: str
    race: str
    account: Account
    withdrawn: bool
    currency: str

    @property
    def owed_minor(self) -> int:
        """What is still to be asked for."""
        return self.account.owed_minor

    @property
    def back_minor(self) -> int:
        """What could be paid out: the credit, as far as money came in."""
        paid = self.account.paid_minor - self.account.refunded_minor
        return max(0, min(self.account.credit_minor, paid))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLine:
    """One amount that went through the till; below zero where it went out."""

    line_id: LineId
    at_ms: int
    at: str
    bib: str
    name: str
    amount_minor: int
    amount: str
    method: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TillPageView:
    """All of it, gathered off the screen's thread; ``till`` is None while there is none.

    ``lines`` are those who owe, by bib; ``by_bib`` everybody.
    """

    currency: str
    tills: tuple[Till, ...]
    till: Till | None
    found: CashUp | None
    lines: tuple[PayLine, ...]
    by_bib: Mapping[str, tuple[PayLine, ...]]
    taken: tuple[TakenLine, ...]
    opened: str = ""
    closed: str = ""
    outside: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the till shown takes money."""
        return self.till is not None and self.till.closed_ms is None


def till_page_view(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    wanted: TillId | None,
    actor: str,
) -> TillPageView | None:
    """The till page as it is now; None for a season without a price list."""
    if season.rules.fees is None:
        return None
    currency = currency_of(season)
    tills = tills_of(season, event_id)
    till = _till(season, event_id, tills, wanted, actor)
    everybody = _pay_lines(season, event_id, currency)
    by_bib: dict[str, tuple[PayLine, ...]] = {}
    for line in everybody:
        if line.bib:
            by_bib[bib_key(line.bib)] = (*by_bib.get(bib_key(line.bib), ()), line)
    entries = season.data.entries
    owing = [
        line
        for line in everybody
        if (line.owed_minor or line.back_minor)
        and race_id in (None, entries[line.entry_id].race_id)
    ]
    beside = outside_tills(season, event_id)
    return TillPageView(
        currency=currency,
        tills=tills,
        till=till,
        found=None if till is None else cash_up_of(season, till.id),
        lines=tuple(sorted(owing, key=lambda line: bib_sort_key(line.bib))),
        by_bib=by_bib,
        taken=() if till is None else tuple(_taken(season, till, currency)),
        outside="" if beside is None else message(beside.note),
        opened="" if till is None else _when(season, till, till.opened_ms),
        closed=""
        if till is None or till.closed_ms is None
        else _when(season, till, till.closed_ms),
    )


def _till(
    season: Season,
    event_id: EventId,
    tills: Sequence[Till],
    wanted: TillId | None,
    actor: str,
) -> Till | None:
    """The till asked for, else the one at hand, else the last one."""
    known = {till.id: till for till in tills}
    if wanted in known:
        return known[wanted]
    at_hand = till_at_hand(season, event_id, actor)
    if at_hand is not None:
        return known[at_hand]
    standing = [till for till in tills if till.closed_ms is None]
    return next(reversed(standing or list(tills)), None)


def _pay_lines(season: Season, event_id: EventId, currency: str) -> tuple[PayLine, ...]:
    data = season.data
    found = accounts(season, event_id)

    def make() -> tuple[PayLine, ...]:
        made = []
        for entry_id, account in paced(found.items()):
            entry = data.entries[entry_id]
            runner = data.runners[entry.runner_id]
            made.append(
                PayLine(
                    entry_id=entry_id,
                    bib=entry.bib,
                    name=full_name(runner),
                    surname=runner.family_name,
                    race=data.races[entry.race_id].label,
                    account=account,
                    withdrawn=entry.status is EntryStatus.WITHDRAWN,
                    currency=currency,
                )
            )
        return tuple(made)

    inputs = (accounts(season), data.entries, data.runners, data.races)
    return season.keep(("till-lines", event_id), inputs, make)


def _when(season: Season, till: Till, instant: Instant) -> str:
    event = season.data.events[till.event_id]
    clock = format_clock(instant, event.zone, seconds=False)
    day = local_date(instant, event.zone)
    return clock if day == event.date else f"{day_words(day, year=False)} {clock}"


def _taken(season: Season, till: Till, currency: str) -> list[TakenLine]:
    """What went through a till, the latest first."""
    data = season.data
    own = [e for e in data.ledger.values() if e.till_id == till.id and e.method is not None]
    made = []
    for line in sorted(own, key=lambda each: -each.id):
        entry = data.entries[line.entry_id]
        made.append(
            TakenLine(
                line_id=line.id,
                at_ms=line.at_ms,
                at=_when(season, till, line.at_ms),
                bib=entry.bib,
                name=full_name(data.runners[entry.runner_id]),
                amount_minor=-line.amount_minor,
                amount=money_words(-line.amount_minor, currency),
                method="" if line.method is None else method_words(line.method),
                actor=line.actor,
            )
        )
    return made


def till_words(till: Till) -> str:
    """A till to choose from."""
    return till.name if till.closed_ms is None else _("{till}, closed").format(till=till.name)


def method_choices() -> tuple[tuple[str, str], ...]:
    """How money is taken at a table: key and words with the letter that chooses it."""
    return (
        (PayMethod.CASH.value, _("Cash  C")),
        (PayMethod.CARD.value, _("Card  K")),
        (PayMethod.BANK.value, _("Bank  B")),
        (PayMethod.VOUCHER.value, _("Voucher  V")),
    )


METHOD_KEYS = {
    "C": PayMethod.CASH,
    "K": PayMethod.CARD,
    "B": PayMethod.BANK,
    "V": PayMethod.VOUCHER,
}
"""The letters in the field of the amount."""


def pay_card(line: PayLine) -> CardWords:
    """Who it is, what is to be paid, and how that came about."""
    detail = " · ".join(("#" + (line.bib or "\N{EN DASH}"), line.race))
    said = message(account_words(line.account, line.currency))
    tone: Tone = "muted" if line.withdrawn else "good"
    if line.owed_minor or line.back_minor:
        tone = "warn"
    return CardWords(title=line.name, detail=detail, remark=said, tone=tone)


def owes_columns() -> tuple[Column[PayLine], ...]:
    """Who owes, or has money to come."""
    return (
        _bib_column(),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: fold(line.surname),
            tooltip=lambda line: message(account_words(line.account, line.currency)),
            width_hint=20,
        ),
        Column(
            key="race", title=_("Race"), text=lambda line: line.race, width_hint=10, gives_way=2
        ),
        Column(
            key="owes",
            title=_("Owes"),
            text=lambda line: (
                money_words(line.owed_minor, line.currency)
                if line.owed_minor
                else _("gets {amount}").format(amount=money_words(line.back_minor, line.currency))
            ),
            sort_key=lambda line: line.owed_minor or -line.back_minor,
            tone=lambda line: "warn" if line.owed_minor else "good",
            alignment="right",
            width_hint=10,
            searched=False,
        ),
    )


def taken_columns() -> tuple[Column[TakenLine], ...]:
    """What went through the till."""
    return (
        Column(
            key="at",
            title=_("When"),
            text=lambda line: line.at,
            sort_key=lambda line: line.at_ms,
            width_hint=8,
        ),
        _bib_column(),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            tooltip=lambda line: line.name,
            width_hint=18,
        ),
        Column(
            key="amount",
            title=_("Amount"),
            text=lambda line: line.amount,
            sort_key=lambda line: line.amount_minor,
            tone=lambda line: "warn" if line.amount_minor < 0 else None,
            alignment="right",
            width_hint=9,
            searched=False,
        ),
        Column(key="method", title=_("Method"), text=lambda line: line.method, width_hint=9),
        Column(
            key="actor", title=_("By"), text=lambda line: line.actor, width_hint=9, gives_way=1
        ),
    )


class _WithBib(Protocol):
    @property
    def bib(self) -> str: ...


Line = TypeVar("Line", bound=_WithBib)


def _bib_column() -> Column[Line]:
    return Column(
        key="bib",
        title=_("Bib"),
        text=lambda line: line.bib,
        sort_key=lambda line: bib_sort_key(line.bib),
        alignment="right",
        width_hint=5,
        number=False,
        bold=True,
    )
