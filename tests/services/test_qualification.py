"""Places in the final of the real preset, in a real file. Everybody here is made up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.i18n import message
from trailsdesk.services import event_setup
from trailsdesk.services.problems import problems
from trailsdesk.services.qualification import (
    answer,
    pass_on_overdue,
    qualify,
    slot_rule_for,
    take_answer_back,
)
from trailsdesk.services.rule_book import change_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.domain.qualification import Qualification

PRESET = "xterra-trail-2026"
SLOTS = "slots"
WOMEN = tuple(
    f"{bib},Ada,Kauri{bib},F,1990-01-0{bib},{nation},half"
    for bib, nation in ((1, "NZL"), (2, "FRA"), (3, "FRA"), (4, "FRA"), (5, "FRA"))
)
TIMES = tuple(f"{bib},11:0{bib}:00," for bib in range(1, 6))


@pytest.fixture
def xterra(tmp_path: Path) -> Iterator[Desk]:
    """Five women of one division in the half of an event with 112 slots: two for them."""
    desk = Desk(tmp_path, PRESET)
    change_rule(desk.season, "qualification.slots.places.event", "112")
    desk.entries(*WOMEN, event="event")
    desk.start("10:00:00", "event")
    desk.times(*TIMES, event="event")
    desk.clock.set("2026-06-07 12:00:00")
    yield desk
    desk.close()


def rows(desk: Desk, rule: str = SLOTS, event: str = "event") -> dict[str, Qualification]:
    race = desk.race("half", event)
    found = {outcome.rule.id: outcome for outcome in qualify(desk.season, race.id)}
    entries = desk.season.data.entries
    return {entries[row.entry_id].bib: row for row in found[rule].rows}


def states(desk: Desk, event: str = "event") -> list[Qualifying]:
    return [row.status for row in rows(desk, event=event).values()]


def entry(desk: Desk, bib: str, event: str = "event"):
    races = {race.id for race in desk.season.data.races_of(desk.event(event).id)}
    entries = desk.season.data.entries.values()
    return next(each for each in entries if each.bib == bib and each.race_id in races)


def say(desk: Desk, bib: str, reply: SlotReply, event: str = "event") -> None:
    answer(desk.season, entry(desk, bib, event).id, SLOTS, reply, ACTOR)


YES, NO = SlotReply.ACCEPTED, SlotReply.DECLINED
HAS, GONE, NEXT = Qualifying.QUALIFIED, Qualifying.ROLLS_DOWN, Qualifying.NEXT


def test_an_event_whose_slots_are_not_published_gives_nobody_one(tmp_path: Path):
    desk = Desk(tmp_path, PRESET)
    desk.entries(*WOMEN, event="event")
    desk.start("10:00:00", "event")
    desk.times(*TIMES, event="event")
    outcomes = qualify(desk.season, desk.race("half", "event").id)
    slots = next(outcome for outcome in outcomes if outcome.rule.id == SLOTS)
    assert slots.allotment is None
    assert {row.status for row in slots.rows} == {Qualifying.NOT_PUBLISHED}
    assert "is not published" in message(slots.notes[0])
    desk.close()


def test_a_declined_slot_goes_one_down_and_undo_brings_it_back(xterra: Desk):
    assert states(xterra) == [HAS, HAS, HAS, HAS, NEXT]
    say(xterra, "1", NO)
    assert states(xterra) == [GONE, HAS, HAS, HAS, HAS]
    assert xterra.undo() == "qualify.answer"
    assert states(xterra) == [HAS, HAS, HAS, HAS, NEXT]


def test_answers_are_kept_in_the_file(xterra: Desk):
    say(xterra, "1", NO)
    say(xterra, "2", YES)
    xterra.reopen()
    found = rows(xterra)
    assert [found[bib].reply for bib in "123"] == [NO, YES, None]


def test_slots_nobody_answers_go_on_when_somebody_says_so_in_one_change(xterra: Desk):
    race = xterra.race("half", "event")
    say(xterra, "2", YES)
    xterra.clock.set("2026-06-21 11:59:00")  # 20 June in UTC, the fourteenth day
    assert pass_on_overdue(xterra.season, race.id, SLOTS, ACTOR) == 0
    xterra.clock.set("2026-06-21 12:01:00")
    assert states(xterra) == [HAS, HAS, HAS, HAS, NEXT]
    assert pass_on_overdue(xterra.season, race.id, SLOTS, ACTOR) == 3
    assert states(xterra) == [GONE, HAS, GONE, GONE, HAS]
    found = rows(xterra)
    assert "(no answer by 20 Jun 2026); it went to bib 5" in message(found["1"].reason)
    assert found["5"].answer_by == date(2026, 7, 5)
    assert xterra.undo() == "qualify.overdue"
    assert states(xterra) == [HAS, HAS, HAS, HAS, NEXT]


def test_nobody_accepts_a_slot_they_do_not_have(xterra: Desk):
    with pytest.raises(Refused) as caught:
        say(xterra, "5", YES)
    assert caught.value.note.code == "qualify.no-place"
    say(xterra, "1", NO)
    say(xterra, "5", YES)
    assert rows(xterra)["5"].reply is YES


def test_an_answer_given_twice_is_refused_and_one_struck_is_open_again(xterra: Desk):
    say(xterra, "1", YES)
    with pytest.raises(Refused) as caught:
        say(xterra, "1", YES)
    assert caught.value.note.code == "qualify.said-already"
    take_answer_back(xterra.season, entry(xterra, "1").id, SLOTS)
    assert rows(xterra)["1"].reply is None
    before = xterra.season.data.revision
    take_answer_back(xterra.season, entry(xterra, "1").id, SLOTS)
    assert xterra.season.data.revision == before


def test_who_accepts_at_one_event_gets_no_second_slot_at_another(xterra: Desk):
    say(xterra, "1", YES)
    (made,) = event_setup.add_events(xterra.season, ["atx"])
    event_setup.edit_event(xterra.season, made.id, day=date(2026, 6, 6))
    xterra.entries("7,Ada,Kauri1,F,1990-01-01,NZL,half", *WOMEN[1:], event="atx")
    xterra.start("10:00:00", "atx")
    xterra.times("7,10:59:00,", *TIMES[1:], event="atx")
    found = rows(xterra, event="atx")
    assert found["7"].status is GONE
    assert "accepted at XTERRA trail run" in message(found["7"].reason)
    assert found["2"].status is HAS


def test_a_correction_of_the_results_moves_the_slots(xterra: Desk):
    from trailsdesk.domain.results import RulingKind
    from trailsdesk.services.results import rule_on

    say(xterra, "4", YES)
    rule_on(xterra.season, entry(xterra, "1").id, RulingKind.DSQ, "short cut", ACTOR)
    assert states(xterra) == [HAS, HAS, HAS, HAS, Qualifying.NOT_ELIGIBLE]
    assert message(rows(xterra)["1"].reason) == "Did not finish (DSQ)."


def test_a_rule_without_answers_takes_none(xterra: Desk):
    with pytest.raises(Refused) as caught:
        answer(xterra.season, entry(xterra, "1").id, "regional-title", YES, ACTOR)
    assert caught.value.note.code == "qualify.no-slot-rule"
    assert slot_rule_for(xterra.season, xterra.race("half", "event").id).id == SLOTS


def test_rules_that_lead_to_no_final_say_so(desk: Desk):
    with pytest.raises(Refused) as caught:
        qualify(desk.season, desk.race("short").id)
    assert caught.value.note.code == "qualify.no-rules"


def test_a_physically_challenged_finisher_is_invited_and_takes_no_slot(xterra: Desk):
    import dataclasses

    first = entry(xterra, "1")
    with xterra.season.change("entry.edit", bib="1") as writer:
        writer.put(dataclasses.replace(first, division="PC"))
    assert rows(xterra, "physically-challenged")["1"].status is HAS
    assert "takes no part" in message(rows(xterra)["1"].reason)
    assert states(xterra)[1:] == [HAS, HAS, HAS, HAS]


def test_the_calendars_championship_gives_the_title_to_its_region(tmp_path: Path):
    desk = Desk(tmp_path, PRESET)
    event_setup.add_events(desk.season, ["european-championship"])
    desk.entries(*WOMEN, event="european-championship")
    desk.start("10:00:00", "european-championship")
    desk.times(*TIMES, event="european-championship")
    found = rows(desk, "regional-title", "european-championship")
    assert [bib for bib, row in found.items() if row.status is HAS] == ["2"]
    desk.close()


# ------------------------------------------------------------------------------ the calendar
def test_a_season_holds_the_events_chosen_from_the_calendar(tmp_path: Path):
    from trailsdesk.store.files import Store

    desk = Desk(tmp_path)
    made = event_setup.new_season(
        Store(), tmp_path / "two.trailsdesk", PRESET, ACTOR, desk.clock, ["gozo", "argentina"]
    )
    events = made.data.events_in_order()
    assert [(event.code, event.country) for event in events] == [
        ("argentina", "ARG"), ("gozo", "MLT"),
    ]  # fmt: skip
    assert [race.code for race in made.data.races_of(events[0].id)] == ["half", "marathon"]
    made.file.close()
    with pytest.raises(Refused) as caught:
        event_setup.new_season(
            Store(), tmp_path / "no.trailsdesk", PRESET, ACTOR, desk.clock, ["nowhere"]
        )
    assert caught.value.note.code == "calendar.no-event"
    assert not (tmp_path / "no.trailsdesk").exists()
    desk.close()


def test_an_event_is_added_once_and_undo_takes_it_away(xterra: Desk):
    event_setup.add_events(xterra.season, ["gozo"])
    with pytest.raises(Refused) as caught:
        event_setup.add_events(xterra.season, ["gozo"])
    assert caught.value.note.code == "calendar.held-already"
    assert xterra.undo() == "event.add"
    assert [event.code for event in xterra.season.data.events.values()] == ["event"]


# ------------------------------------------------------------------------------ lengths
def test_a_race_of_an_unusual_length_is_told_and_nothing_else_changes(xterra: Desk):
    race = xterra.race("half", "event")
    event_setup.edit_race(xterra.season, race.id, distance_m=34_500.0)
    (told,) = [each for each in problems(xterra.season) if each.code == "race.length-outside"]
    assert "34.5 km long" in message(told)
    assert "15 to 34 km" in message(told)
    event_setup.edit_race(xterra.season, race.id, distance_m=34_000.0)
    assert "race.length-outside" not in {each.code for each in problems(xterra.season)}
