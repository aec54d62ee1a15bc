"""What mends an award that was announced as something else: announce again, or take it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.i18n import _
from trailsdesk.services.awards import (
    announce,
    hand_out,
    take_back,
    take_prize_back,
    the_award,
)
from trailsdesk.services.fix_case import Case, Fix, PressFix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trailsdesk.domain.event import EventId


def _changed(case: Case) -> Iterable[Fix]:
    event_id, key = _event(case), str(case.problem.params.get("key", ""))
    award = the_award(case.season, event_id, key)
    if award.group.prizes:
        again = partial(announce, case.season, event_id, key, case.actor)
        yield PressFix(label=_("Announced again, as it is now"), act=again)
    if not award.handed:
        back = partial(take_back, case.season, event_id, key)
        yield PressFix(label=_("Take the announcement back"), act=back)


def _in_hand(case: Case) -> Iterable[Fix]:
    event_id, key = _event(case), str(case.problem.params.get("key", ""))
    back = partial(take_prize_back, case.season, event_id, key, _entry(case))
    yield PressFix(label=_("The prize came back"), act=back)


def _of_another_place(case: Case) -> Iterable[Fix]:
    event_id, key = _event(case), str(case.problem.params.get("key", ""))
    right = partial(hand_out, case.season, event_id, key, _entry(case), case.actor)
    yield PressFix(label=_("Has the right prize now"), act=right)
    yield from _in_hand(case)


def _event(case: Case) -> EventId | None:
    """The event of the award, None for one of the series."""
    return case.event_id or None


def _entry(case: Case) -> EntryId:
    """Whose prize it is about."""
    return EntryId(case.place.entry_id or 0 if case.place is not None else 0)


AWARD_MAKERS: dict[str, Callable[[Case], Iterable[Fix]]] = {
    "award.changed-after-announcement": _changed,
    "award.handed-for-another": _of_another_place,
    "award.handed-other": _in_hand,
}
