"""What the medal page shows: a line for every medal due, the card, the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, suggest_known
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.entry import EntryId, MedalOrder, bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Problem
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.ledger import accounts
from trailsdesk.services.medals import MedalView, addresses_told, medal_view
from trailsdesk.ui.entry_words import MEDAL_ICONS, medal_words, money_words
from trailsdesk.ui.result_words import status_words
from trailsdesk.ui.row_model import Column, fold
from trailsdesk.ui.runner_card import CardWords

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.event import Event, EventId, RaceId
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalLine:
    """One medal due; ``given`` is when and by whom in words, empty while it lies in the box."""

    entry_id: EntryId
    bib: str
    name: str
    race: str
    order: MedalOrder
    status: str
    given: str
    at_ms: int | None
    posted: bool
    owes: str
    address_missing: bool

    @property
    def open(self) -> bool:
        """Whether the medal is still in the box."""
        return self.at_ms is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalPageView:
    """All of it, gathered off the screen's thread; ``others`` are entries without a medal."""

    view: MedalView
    lines: tuple[MedalLine, ...]
    by_bib: Mapping[str, tuple[MedalLine, ...]]
    others: Mapping[str, tuple[EntryId, str]]
    problems: tuple[Problem, ...]


FILTERS: dict[str, Callable[[MedalLine], bool]] = {
    "open": lambda line: line.open,
    "collect": lambda line: line.open and line.order is MedalOrder.COLLECT,
    "post": lambda line: line.open and line.order is MedalOrder.POST,
    "gone": lambda line: not line.open,
    "address": lambda line: line.address_missing,
}
"""The groups the medals can be filtered by."""


def medal_page_view(season: Season, event_id: EventId, race_id: RaceId | None) -> MedalPageView:
    """The medals of an event or race for the page; on the database thread."""
    view = medal_view(season, event_id, race_id)
    told = addresses_told(season, event_id, race_id)
    without = frozenset(entry_id for each in told for entry_id in each.entry_ids)
    owed = _owed(season, event_id)
    lines = tuple(
        _line(view.event, row, owed.get(row.entry_id, ""), missing=row.entry_id in without)
        for row in sorted(view.rows, key=lambda row: bib_sort_key(row.bib))
    )
    by_bib: dict[str, tuple[MedalLine, ...]] = {}
    for line in lines:
        if line.bib:
            by_bib[bib_key(line.bib)] = (*by_bib.get(bib_key(line.bib), ()), line)
    return MedalPageView(
        view=view,
        lines=lines,
        by_bib=by_bib,
        others=_others(season, event_id, race_id),
        problems=tuple(each.problem for each in told),
    )


def _owed(season: Season, event_id: EventId) -> dict[EntryId, str]:
    """Who owes anything, in words with the currency."""
    fees = season.rules.fees
    if fees is None:
        return {}
    return {
        entry_id: f"{money_words(account.owed_minor, fees.currency)} {fees.currency}"
        for entry_id, account in accounts(season, event_id).items()
        if account.owed_minor
    }


def _others(
    season: Season, event_id: EventId, race_id: RaceId | None
) -> dict[str, tuple[EntryId, str]]:
    data = season.data
    races = {race.id for race in data.races_of(event_id) if race_id in (None, race.id)}
    return {
        bib_key(entry.bib): (entry.id, full_name(data.runners[entry.runner_id]))
        for entry in data.entries.values()
        if entry.bib and entry.race_id in races and entry.medal is MedalOrder.NONE
    }


def _line(event: Event, row: MedalRow, owes: str, *, missing: bool) -> MedalLine:
    given = row.given
    when = ""
    if given is not None:
        clock = format_clock(given.at_ms, event.zone, seconds=False)
        day = local_date(given.at_ms, event.zone)
        when = clock if day == event.date else f"{day_words(day, year=False)} {clock}"
        words = _("{time} by {who}") if given.actor else "{time}"
        when = words.format(time=when, who=given.actor)
    return MedalLine(
        entry_id=row.entry_id,
        bib=row.bib,
        name=full_name(row),
        race=row.race_label,
        order=row.order,
        status=_("withdrawn") if row.withdrawn else status_words(row.status)[0],
        given=when,
        at_ms=None if given is None else given.at_ms,
        posted=given is not None and given.posted,
        owes=owes,
        address_missing=missing,
    )


def state_words(line: MedalLine) -> str:
    """Where the medal is."""
    if line.open:
        return _("in the box")
    return (_("posted {when}") if line.posted else _("has it, {when}")).format(when=line.given)


def medal_columns() -> tuple[Column[MedalLine], ...]:
    """Bib, runner, race, order, where the medal is, how the race went."""
    return (*_who_columns(), *_state_columns())


def _who_columns() -> tuple[Column[MedalLine], ...]:
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib),
            alignment="right",
            width_hint=5,
            number=False,
            bold=True,
        ),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: fold(line.name),
            tooltip=lambda line: line.name,
            width_hint=18,
        ),
        Column(
            key="race", title=_("Race"), text=lambda line: line.race, width_hint=10, gives_way=3
        ),
    )


def _state_columns() -> tuple[Column[MedalLine], ...]:
    return (
        Column(
            key="order",
            title=_("Order"),
            text=lambda line: medal_words(line.order),
            icon=lambda line: MEDAL_ICONS.get(line.order),
            tone=lambda line: "warn" if line.address_missing else None,
            tooltip=lambda line: _("No address yet.") if line.address_missing else "",
            width_hint=9,
            searched=False,
        ),
        Column(
            key="state",
            title=_("Medal"),
            text=state_words,
            sort_key=lambda line: line.at_ms,
            tone=lambda line: "muted" if line.open else "good",
            chip=True,
            width_hint=16,
        ),
        Column(
            key="status",
            title=_("Race so far"),
            text=lambda line: line.status,
            width_hint=9,
            gives_way=2,
            searched=False,
        ),
        Column(
            key="owes",
            title=_("Owes"),
            text=lambda line: line.owes,
            tone=lambda line: "warn" if line.owes else None,
            alignment="right",
            width_hint=9,
            gives_way=1,
            searched=False,
        ),
    )


def medal_card(line: MedalLine, *, just_now: bool = False) -> CardWords:
    """Who it is, and what there is to think of before the medal is handed over.

    Args:
        just_now: it was the last one; that its medal is gone needs no look then.
    """
    detail = " · ".join(("#" + (line.bib or "\N{EN DASH}"), line.race, medal_words(line.order)))
    remarks: list[str] = []
    tone: Tone = "good"
    if not line.open:
        words = _("Posted already, {when}.") if line.posted else _("Has the medal, {when}.")
        if just_now:
            words = _("Posted {when}.") if line.posted else _("Has the medal, {when}.")
        remarks.append(words.format(when=line.given))
        tone = "good" if just_now else "warn"
    elif line.order is MedalOrder.POST:
        remarks.append(_("Ordered by post: Enter hands it over all the same."))
        tone = "warn"
    if line.owes:
        remarks.append(_("Owes {amount}.").format(amount=line.owes))
        tone = "warn"
    if line.address_missing:
        remarks.append(_("No address to post it to."))
        tone = "warn"
    return CardWords(title=line.name, detail=detail, remark=" ".join(remarks), tone=tone)


def target_words(
    view: MedalPageView | None, line: MedalLine | None, text: str, last: EntryId | None
) -> CardWords:
    """What the card says of the bib typed; without one, of who came ``last``."""
    if line is not None:
        return medal_card(line)
    if view is None or not text:
        lines = view.lines if view is not None else ()
        before = next((each for each in lines if each.entry_id == last), None)
        if before is not None:
            return medal_card(before, just_now=True)
        detail = _("Type the bib. Enter says that the medal was handed out.")
        return CardWords(title=_("Ready"), detail=detail, tone="muted")
    if len(view.by_bib.get(bib_key(text), ())) > 1:
        detail = _("Choose in the list with ↓.")
        title = _("Bib {bib} is worn twice").format(bib=text)
        return CardWords(title=title, detail=detail, tone="warn")
    other = view.others.get(bib_key(text))
    if other is not None:
        remark = _("Has ordered no medal.")
        return CardWords(title=other[1], detail=f"#{text}", remark=remark, tone="bad")
    near = suggest_known(text, {key: lines[0].bib for key, lines in view.by_bib.items()})
    remark = _("Bibs that look like it: {bibs}").format(bibs=", ".join(near)) if near else ""
    title = _("No medal for bib {bib}").format(bib=text)
    return CardWords(title=title, remark=remark, tone="bad")


def counted_words(view: MedalView) -> str:
    """How the medals stand, in one line."""
    words = _("{gone} of {ordered} handed out or posted · {left} left over")
    counts = view.counts
    gone = counts.handed_out + counts.posted
    text = words.format(gone=gone, ordered=counts.ordered, left=counts.left_over)
    closing = "" if view.closing is None or not view.closing.open else message(view.closing.note)
    return " · ".join(filter(None, (text, closing)))
