"""Rows of the entries table: made off the user-interface thread, cheap to compare and to paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.pace import paced, paced_sorted
from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.problems import Note
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.entries import entry_rows
from trailsdesk.services.waivers import events_with_waivers
from trailsdesk.ui.entry_words import (
    DASH,
    MEDAL_ICONS,
    medal_words,
    paid_words,
)
from trailsdesk.ui.row_model import Column, fold
from trailsdesk.ui.style import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.entries import EntryRow
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry as the table shows it; all words are ready."""

    entry_id: EntryId
    runner_id: RunnerId
    race_id: RaceId
    bib: str
    name: str
    by_surname: str
    category: str
    category_place: int
    category_why: Note
    race: str
    race_place: int
    event: str
    event_place: str
    nation: str
    club: str
    fee: str
    fee_minor: int | None
    fee_why: Note | None
    paid: str
    paid_tone: Tone
    owes_minor: int
    medal: str
    medal_icon: str
    entered: str
    entered_ms: int | None
    withdrawn: bool
    no_birth_date: bool
    no_waiver: bool

    @property
    def unpaid(self) -> bool:
        """Whether money is still owed for an entry that stands."""
        return not self.withdrawn and self.owes_minor > 0

    @property
    def no_bib(self) -> bool:
        """Whether an entry that stands has no bib yet."""
        return not self.withdrawn and not self.bib


def entry_lines(
    season: Season, event_id: EventId | None, race_id: RaceId | None
) -> tuple[EntryLine, ...]:
    """The rows of a race, an event or (both None) of the whole season, by bib."""
    make = _Maker(season)
    lines = [make.line(row) for row in paced(entry_rows(season, event_id, race_id))]
    return tuple(paced_sorted(lines, lambda line: (line.event_place, bib_sort_key(line.bib))))


class _Maker:
    """Holds what all rows share."""

    def __init__(self, season: Season) -> None:
        self._data = season.data
        fees = season.rules.fees
        self._currency = fees.currency if fees else ""
        self._signing = events_with_waivers(season)
        order = season.category_order()
        self._places: Mapping[str, int] = {code: at for at, (code, _label) in enumerate(order)}

    def line(self, row: EntryRow) -> EntryLine:
        entry, runner = row.entry, row.runner
        race = self._data.races[entry.race_id]
        event = self._data.events[race.event_id]
        withdrawn = entry.status is EntryStatus.WITHDRAWN
        total = row.quote.total_minor if row.quote is not None else None
        paid, tone = paid_words(row.account, self._currency)
        entered = ""
        if entry.entered_ms is not None:
            entered = day_words(local_date(entry.entered_ms, event.zone))
        return EntryLine(
            entry_id=entry.id,
            runner_id=runner.id,
            race_id=race.id,
            bib=entry.bib,
            name=full_name(runner),
            by_surname=fold(f"{runner.family_name} {runner.given_name}"),
            category=row.category.label or DASH,
            category_place=self._places.get(row.category.code, len(self._places)),
            category_why=row.category.explanation,
            race=row.race_label,
            race_place=race.ordinal,
            event=event.name,
            event_place=event.date.isoformat(),
            nation=runner.nation,
            club=runner.club,
            fee="" if total is None else format_minor(total, self._currency),
            fee_minor=total,
            fee_why=row.quote.explanation if row.quote is not None else None,
            paid=paid,
            paid_tone=tone,
            owes_minor=row.account.owed_minor,
            medal=medal_words(entry.medal),
            medal_icon=MEDAL_ICONS.get(entry.medal, ""),
            entered=entered,
            entered_ms=entry.entered_ms,
            withdrawn=withdrawn,
            no_birth_date=runner.birth_date is None and not withdrawn,
            no_waiver=(
                not withdrawn and event.id in self._signing and entry.id not in self._data.waivers
            ),
        )


def entry_columns(
    set_bib: Callable[[EntryLine, str], None] | None,
    set_club: Callable[[EntryLine, str], None] | None,
    set_nation: Callable[[EntryLine, str], None] | None,
) -> tuple[Column[EntryLine], ...]:
    """The columns; those with a setter can be edited in place."""
    return (*_who_columns(set_bib), *_money_columns(), *_about_columns(set_club, set_nation))


def _who_columns(
    set_bib: Callable[[EntryLine, str], None] | None,
) -> tuple[Column[EntryLine], ...]:
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib) if line.bib else None,
            alignment="right",
            width_hint=5,
            editable=set_bib is not None,
            setter=set_bib,
        ),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: line.by_surname,
            width_hint=22,
            tooltip=lambda line: line.name,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda line: line.category,
            sort_key=lambda line: line.category_place,
            tooltip=lambda line: message(line.category_why),
            tone=lambda line: "warn" if line.category == DASH and not line.withdrawn else None,
            width_hint=16,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race,
            sort_key=lambda line: line.race_place,
            width_hint=13,
        ),
        Column(
            key="event",
            title=_("Event"),
            text=lambda line: line.event,
            sort_key=lambda line: line.event_place,
            width_hint=18,
            hidden=True,
        ),
    )


def _money_columns() -> tuple[Column[EntryLine], ...]:
    return (
        Column(
            key="fee",
            title=_("Fee"),
            text=lambda line: line.fee,
            sort_key=lambda line: line.fee_minor,
            alignment="right",
            width_hint=7,
            searched=False,
            tooltip=lambda line: message(line.fee_why) if line.fee_why is not None else "",
        ),
        Column(
            key="paid",
            title=_("Paid"),
            text=lambda line: line.paid,
            sort_key=lambda line: (line.withdrawn, -line.owes_minor, line.paid),
            tone=lambda line: line.paid_tone,
            chip=True,
            width_hint=12,
        ),
        Column(
            key="medal",
            title=_("Medal"),
            text=lambda line: line.medal,
            icon=lambda line: line.medal_icon or None,
            width_hint=9,
        ),
    )


def _about_columns(
    set_club: Callable[[EntryLine, str], None] | None,
    set_nation: Callable[[EntryLine, str], None] | None,
) -> tuple[Column[EntryLine], ...]:
    return (
        Column(
            key="nation",
            title=_("Nation"),
            text=lambda line: line.nation,
            width_hint=6,
            gives_way=2,
            editable=set_nation is not None,
            setter=set_nation,
        ),
        Column(
            key="club",
            title=_("Club"),
            text=lambda line: line.club,
            width_hint=18,
            gives_way=4,
            tooltip=lambda line: line.club,
            editable=set_club is not None,
            setter=set_club,
        ),
        Column(
            key="entered",
            title=_("Entered"),
            text=lambda line: line.entered,
            sort_key=lambda line: line.entered_ms,
            alignment="right",
            width_hint=11,
            searched=False,
            number=False,
            gives_way=3,
        ),
    )


def has_medal(line: EntryLine) -> bool:
    """Whether a medal was ordered with an entry that stands."""
    return bool(line.medal) and not line.withdrawn
