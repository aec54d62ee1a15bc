"""The registration desk of the made-up season: late entries, a till, changes, waivers, medals."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.demo.clock import moment
from trailsdesk.domain.entry import Entry, EntryStatus, MedalOrder
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import bibs, ledger, medals, money_changes, till, waivers
from trailsdesk.services.at_the_desk import AtTheDesk
from trailsdesk.services.entry_desk import preview_entry, save_entry
from trailsdesk.services.itra_export import keep_latin_name
from trailsdesk.services.results import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.demo.clock import DemoClock
    from trailsdesk.demo.lists import Person
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.till import TillId
    from trailsdesk.services.season import Season

ACTOR = "demo"
RANGES = {"short": "1-200, 902", "mid": "201-400, 903", "long": "401-600, 904"}
FLOAT_MINOR = 200_00
SAFE_MINOR = 100_00
MISSING_MINOR = 5_00
"""What is not in the first till when it is counted."""
LATE = 4
UNSIGNED = {"50", "250", "450"}
STILL_OWING = 3
HANDED = 8
IN_LATIN = {"לוי": ("Levi", "Noa")}
"""How a name is written in Latin letters, for those results that leave the country."""
ADDRESS = "1 Made-up Lane\nNowhere Flat\nInvented Valley 0000"


def give_ranges(season: Season, event: Event) -> None:
    """Bib ranges of every race."""
    for race in season.data.races_of(event.id):
        bibs.set_ranges(season, race.id, RANGES[race.code])


def spell_names(season: Season, event: Event) -> None:
    """Write down for one of those in another script how the name is spelled in Latin letters."""
    for entry in _entries(season, event):
        latin = IN_LATIN.get(season.data.runners[entry.runner_id].family_name)
        if latin is not None:
            keep_latin_name(season, entry.id, *latin)


def take_calls(
    season: Season, clock: DemoClock, event: Event, left_out: Sequence[Person]
) -> list[Person]:
    """Two enter by telephone; one of them moves to another distance, one gives up again.

    Returns who of them runs, with the race and the bib.
    """
    grown = [each for each in left_out if "1950" < each.born[:4] < "2000"]
    mover = next(each for each in grown if each.race == "short")
    quitter = next(each for each in grown if each.race == "mid")
    clock.set(moment(event, -18, 10))
    ids = [_enter(season, event, each, PayMethod.BANK, None) for each in (mover, quitter)]
    clock.set(moment(event, -18, 11))
    to = season.race(event, "mid")
    move = money_changes.transfer(season, ids[0], to.id, clock.now_ms())
    money_changes.book_transfer(season, move, ACTOR)
    bib = bibs.next_free_bib(season, to.id)
    bibs.give_bib(season, ids[0], bib)
    back = money_changes.refund(season, ids[1], clock.now_ms())
    money_changes.book_refund(season, back, actor=ACTOR, note="gave up by telephone")
    return [dataclasses.replace(mover, race="mid", bib=int(bib))]


def late_evening(
    season: Season, clock: DemoClock, event: Event, left_out: Sequence[Person]
) -> list[Person]:
    """A few enter on the last evening and pay at the table; its till is short."""
    clock.set(moment(event, -5, 17, 30))
    own = till.open_till(season, event.id, "Last evening", FLOAT_MINOR, "Demo Treasurer")
    grown = [each for each in left_out if each.race == "long" and "1950" < each.born[:4] < "2000"]
    late = grown[:LATE]
    for at, person in enumerate(late):
        _enter(season, event, person, (PayMethod.CASH, PayMethod.CARD)[at % 2], own.id)
    clock.set(moment(event, -5, 19))
    _count(season, own.id, MISSING_MINOR, "A note was given out as change by mistake.")
    return late


def race_morning(season: Season, clock: DemoClock, event: Event) -> TillId:
    """They have signed, at the first event but for three; of those who owe most pay now."""
    clock.set(moment(event, 0, 7, 30))
    own = till.open_till(season, event.id, "Start table", FLOAT_MINOR, "Demo Treasurer")
    here = _entries(season, event)
    signed = [each.id for each in here if event.ordinal or each.bib not in UNSIGNED]
    waivers.sign_waivers(season, signed, ACTOR)
    owing = [each for each in here if ledger.account_of(season, each.id).owed_minor]
    for at, entry in enumerate(owing[STILL_OWING:]):
        method = (PayMethod.CASH, PayMethod.CARD)[at % 2]
        ledger.book_payment(season, [entry.id], None, method, till_id=own.id, actor=ACTOR)
    till.move_cash(season, own.id, -SAFE_MINOR, "to the safe", ACTOR)
    return own.id


def race_afternoon(season: Season, clock: DemoClock, event: Event, till_id: TillId) -> None:
    """Medals go out over the table, one by post, and the till is counted."""
    clock.set(moment(event, 0, 14, 30))
    done = {row.entry_id for row in rows_of(season, event.id)
            if row.result.status is ResultStatus.OK}  # fmt: skip
    due = [each for each in _entries(season, event) if each.medal is MedalOrder.COLLECT]
    for entry in [each for each in due if each.id in done][:HANDED]:
        medals.give_medal(season, entry.id, ACTOR)
    post = [each for each in _entries(season, event) if each.medal is MedalOrder.POST]
    if post and event.ordinal:
        medals.give_medal(season, post[0].id, ACTOR, posted=True)
    elif post:
        medals.set_address(season, post[0].id, ADDRESS)
    clock.set(moment(event, 0, 15, 30))
    _count(season, till_id)


def _entries(season: Season, event: Event) -> list[Entry]:
    races = {race.id for race in season.data.races_of(event.id)}
    return [
        entry
        for entry in season.data.entries.values()
        if entry.race_id in races and entry.status is EntryStatus.ENTERED
    ]


def _enter(
    season: Season, event: Event, person: Person, method: PayMethod, till_id: TillId | None
) -> EntryId:
    """Somebody enters at the desk and pays what it costs; known people stay who they are."""
    race = season.race(event, person.race)
    runner = Runner(
        family_name=person.family,
        given_name=person.given,
        gender=Gender(person.gender),
        birth_date=date.fromisoformat(person.born),
        nation=person.nation,
        club=person.club,
    )
    entry = Entry(runner_id=RunnerId(0), race_id=race.id, bib=str(person.bib))
    due = preview_entry(season, runner, entry).due_minor or 0
    at_desk = AtTheDesk(paid_minor=due, method=method, till_id=till_id, waiver="")
    return save_entry(season, runner, entry, None, at_desk, actor=ACTOR)


def _count(season: Season, till_id: TillId, missing_minor: int = 0, note: str = "") -> None:
    """Count a till and close it: all is there but for what is missing in cash."""
    found = till.cash_up_of(season, till_id)
    counted = {each.method: each.expected_minor for each in found.methods}
    counted[PayMethod.CASH] = found.cash.expected_minor - missing_minor
    till.close_till(season, till_id, counted, "Demo Treasurer", note=note)
