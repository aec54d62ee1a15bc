"""What mends the problems of entries: dates, genders, bibs, entries made twice, fees owed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import Entry, EntryStatus
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import Gender
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, plural
from trailsdesk.services.bibs import BibOrder, give_bib, give_bibs, next_free_bib, plan_bibs
from trailsdesk.services.entries import edit_runner, entry_rows, withdraw
from trailsdesk.services.fix_case import (
    MOST_BUTTONS,
    BibFix,
    BirthDateFix,
    Case,
    Fix,
    PressFix,
)
from trailsdesk.services.ledger import book_payment
from trailsdesk.services.money_differences import book_differences, differences
from trailsdesk.services.runner_fixes import two_runners
from trailsdesk.services.till import till_for
from trailsdesk.services.told import NOTHING
from trailsdesk.services.waivers import sign_waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date


def _birth_date(case: Case) -> Iterable[Fix]:
    runner_id = case.entry.runner_id

    def act(born: date) -> None:
        edit_runner(case.season, runner_id, birth_date=born)

    return [BirthDateFix(label=_("Save the birth date"), act=act)]


def _gender(case: Case) -> Iterable[Fix]:
    runner_id = case.entry.runner_id
    words = {Gender.F: _("Woman"), Gender.M: _("Man"), Gender.X: _("Neither")}
    return [
        PressFix(label=label, act=partial(edit_runner, case.season, runner_id, gender=gender))
        for gender, label in words.items()
    ]


def _alike(case: Case) -> list[Entry]:
    """The standing entries of the same event."""
    data = case.season.data
    event_id = data.races[case.entry.race_id].event_id
    return [
        entry
        for entry in data.entries.values()
        if entry.status is EntryStatus.ENTERED and data.races[entry.race_id].event_id == event_id
    ]


def _bib_twice(case: Case) -> Iterable[Fix]:
    wearers = [e for e in _alike(case) if bib_key(e.bib) == bib_key(case.entry.bib)]
    for entry in reversed(wearers[:MOST_BUTTONS]):
        free = next_free_bib(case.season, entry.race_id)
        if free:
            label = _("Bib {bib} for {name}").format(bib=free, name=case.name(entry.runner_id))
            yield PressFix(label=label, act=partial(give_bib, case.season, entry.id, free))


def _twice(case: Case) -> Iterable[Fix]:
    races = case.season.data.races
    for entry in case.touched()[:MOST_BUTTONS]:
        label = _("Withdraw bib {bib}, {race}").format(
            bib=entry.bib or NOTHING, race=races[entry.race_id].label
        )
        yield PressFix(label=label, act=partial(withdraw, case.season, [entry.id]))


def _person_twice(case: Case) -> Iterable[Fix]:
    yield from _twice(case)
    yield from two_runners(case)


def _free_bibs(case: Case) -> Iterable[Fix]:
    """A bib for one, typed or the next free one; or the free ones for everybody without."""
    season = case.season
    entries = case.touched()
    if case.chosen is not None or len(entries) == 1:
        free = next_free_bib(season, case.race_id)
        yield BibFix(
            label=_("Give this bib"),
            suggestions=(free,) if free else (),
            act=partial(give_bib, season, entries[0].id),
        )
        return
    plan = plan_bibs(season, [case.race_id], BibOrder.NAME)
    if plan.bibs:
        words = plural("Give out {count} free bib", "Give out {count} free bibs", len(plan.bibs))
        yield PressFix(label=words, act=partial(give_bibs, season, plan))


def _outside(case: Case) -> Iterable[Fix]:
    free = next_free_bib(case.season, case.race_id)
    for entry in case.touched()[:MOST_BUTTONS] if free else ():
        label = _("Bib {bib} instead of {old} for {name}").format(
            bib=free, old=entry.bib, name=case.name(entry.runner_id)
        )
        yield PressFix(label=label, act=partial(give_bib, case.season, entry.id, free))


def _unpaid(case: Case) -> Iterable[Fix]:
    """One at a time: money is taken from a person, not from a list."""
    fees = case.season.rules.fees
    wanted = {entry.id for entry in case.touched()}
    rows = [row for row in entry_rows(case.season, race_id=case.race_id) if row.entry.id in wanted]
    for row in rows[:MOST_BUTTONS]:
        owes = row.account.owed_minor
        if fees is not None and owes:
            label = _("{who} has paid {amount} {currency} in cash").format(
                who=case.who(row.entry),
                amount=format_minor(owes, fees.currency),
                currency=fees.currency,
            )
            act = partial(_take_cash, case, row.entry, owes)
            yield PressFix(label=label, act=act)


def _take_cash(case: Case, entry: Entry, owed_minor: int) -> None:
    season = case.season
    event_id, method = season.data.races[entry.race_id].event_id, PayMethod.CASH
    till = till_for(season, event_id, method, case.actor)
    book_payment(season, [entry.id], owed_minor, method, till_id=till, actor=case.actor)


def _waiver(case: Case) -> Iterable[Fix]:
    for entry in case.touched()[:MOST_BUTTONS]:
        label = _("{who} has signed").format(who=case.who(entry))
        act = partial(sign_waivers, case.season, [entry.id], case.actor)
        yield PressFix(label=label, act=act)


def _charge_differs(case: Case) -> Iterable[Fix]:
    """Book the difference, of one entry or of all of the race."""
    wanted = {entry.id for entry in case.touched()}
    found = [each for each in differences(case.season) if each.entry_id in wanted]
    if found:
        words = plural(
            "Book the difference of {count} entry", "Book the difference of {count} entries",
            len(found),
        )  # fmt: skip
        act = partial(book_differences, case.season, found, case.actor)
        yield PressFix(label=words, act=act)


ENTRY_MAKERS: dict[str, Callable[[Case], Iterable[Fix]]] = {
    "category.age-outside": _birth_date,
    "category.no-birth-date": _birth_date,
    "category.no-gender": _gender,
    "entry.age-no-race": _birth_date,
    "entry.age-odd": _birth_date,
    "entry.age-other-race": _birth_date,
    "entry.bib-outside": _outside,
    "entry.bib-twice": _bib_twice,
    "entry.charge-differs": _charge_differs,
    "entry.no-bib": _free_bibs,
    "entry.no-waiver": _waiver,
    "entry.not-born": _birth_date,
    "entry.person-twice": _person_twice,
    "entry.runner-twice": _twice,
    "entry.unpaid": _unpaid,
}
