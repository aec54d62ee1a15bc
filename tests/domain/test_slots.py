from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_race
from tests.domain.race_fields import (
    DAY,
    GROUPS,
    a_field,
    a_slot_rule,
    an_entrant,
    later,
    no,
    yes,
)
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.domain.qualification_rules import PlaceGroups, PlaceSpread
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.slot_places import Elsewhere, slot_places
from trailsdesk.domain.slots import Told, allot, roll_down, share_by_field, share_evenly
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.qualification import Qualification
    from trailsdesk.domain.qualification_rules import SlotRule
    from trailsdesk.domain.race_field import RaceField

FIELDS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 60), min_size=1
)


# ------------------------------------------------------------------------------ sharing out
@given(st.integers(0, 400), FIELDS)
@settings(max_examples=60)
def test_shares_always_add_up_to_the_whole(total: int, fields: dict[str, int]):
    for share in (share_evenly, share_by_field):
        found = share(total, fields)
        assert found.keys() == fields.keys()
        assert sum(found.values()) == total
        assert min(found.values()) >= 0


@given(st.integers(0, 400), FIELDS)
@settings(max_examples=60)
def test_even_shares_differ_by_one_at_most_and_the_larger_field_never_has_less(total, fields):
    found = share_evenly(total, fields)
    assert max(found.values()) - min(found.values()) <= 1
    for one, other in zip(found, list(found)[1:], strict=False):
        if fields[one] > fields[other]:
            assert found[one] >= found[other]


@given(st.integers(0, 400), FIELDS)
@settings(max_examples=60)
def test_shares_by_starters_are_within_one_of_the_exact_part(total, fields):
    everybody = sum(fields.values())
    for key, count in share_by_field(total, fields).items():
        if everybody:
            assert abs(count - total * fields[key] / everybody) < 1


def test_what_does_not_divide_goes_to_the_largest_fields_then_to_the_first_printed():
    assert share_evenly(5, {"a": 3, "b": 9, "c": 3}) == {"a": 2, "b": 2, "c": 1}
    assert share_by_field(4, {"a": 5, "b": 3, "c": 2}) == {"a": 2, "b": 1, "c": 1}


def test_an_event_of_116_slots_gives_each_of_14_divisions_two_and_the_two_largest_one_more():
    """232 go to two distances and two genders: 58 each, 14 groups of 4 and 2 more."""
    groups = {f"{g}-{n}": Gender(g) for n in range(14) for g in "FM"}
    entrants = [an_entrant(k, 1 + k // 14, f"F-{k % 14}") for k in range(14)]
    entrants += [an_entrant(20, 2, "F-5"), an_entrant(21, 2, "F-9")]
    field = a_field(*entrants, groups=groups, peers={"half": 16, "full": 16})
    found = allot(a_slot_rule(total=232), field)
    assert found is not None
    assert (found.event_total, found.race_total) == (232, 116)
    women = {code: n for code, n in found.by_group.items() if code[0] == "F"}
    assert sum(women.values()) == 58
    assert women == {f"F-{n}": 5 if n in (5, 9) else 4 for n in range(14)}


@given(st.integers(0, 300), st.sampled_from([PlaceSpread.EVEN, PlaceSpread.STARTERS]),
       st.sampled_from(PlaceGroups),
       st.lists(st.sampled_from([*GROUPS, "X-OLD", ""]), max_size=12),
       st.integers(0, 9), st.integers(0, 9))  # fmt: skip
@settings(max_examples=60)
def test_the_slots_of_both_races_add_up_to_the_event(total, spread, groups, said, half, full):
    rule = a_slot_rule(total=total, spread=spread, groups=groups)
    entrants = [an_entrant(n, n + 1, group) for n, group in enumerate(said)]
    peers = {"half": half, "full": full, "short": 7}
    fields = [a_field(*entrants, peers=peers), a_field(race=a_race("full"), peers=peers)]
    found = [allot(rule, field) for field in fields]
    assert all(each is not None for each in found)
    assert sum(each.race_total for each in found if each) == total
    for each in found:
        assert each is not None
        assert sum(each.by_group.values()) == each.race_total


def test_a_race_nobody_is_in_takes_no_slots():
    field = a_field(an_entrant(1, 1), peers={"half": 1, "full": 0})
    found = allot(a_slot_rule(total=8), field)
    assert found is not None
    assert found.race_total == 8


def test_divisions_in_which_nobody_starts_take_slots_unless_the_rules_say_otherwise():
    field = a_field(an_entrant(1, 1, "F-OLD"), an_entrant(2, 1, "M-OLD"))
    shared = {
        groups: allot(a_slot_rule(groups=groups), field).by_group  # type: ignore[union-attr]
        for groups in PlaceGroups
    }
    assert shared[PlaceGroups.ALL] == {"F-YOUNG": 2, "F-OLD": 2, "M-YOUNG": 2, "M-OLD": 2}
    assert shared[PlaceGroups.STARTED] == {"F-YOUNG": 0, "F-OLD": 4, "M-YOUNG": 0, "M-OLD": 4}


@pytest.mark.parametrize(
    ("base", "starters", "places"),
    [(1, 9, 1), (1, 11, 2), (1, 20, 3), (3, 11, 4), (1, 0, 0)],
    ids=["Silver 9", "Silver 11", "Silver 20", "Gold 11", "nobody"],
)
def test_44_by_steps_every_full_ten_starters_are_one_place_more(base, starters, places):
    rule = a_slot_rule(total=None, spread=PlaceSpread.STEPS, base=base)
    field = a_field(*[an_entrant(n, n, "F-OLD") for n in range(1, starters + 1)])
    found = allot(rule, field)
    assert found is not None
    assert (found.by_group["F-OLD"], found.race_total, found.event_total) == (places, places, None)


def test_age_groups_not_parted_by_gender_share_all_slots():
    field = a_field(an_entrant(1, 1, "OLD"), groups={"YOUNG": None, "OLD": None})
    found = allot(a_slot_rule(total=5), field)
    assert found is not None
    assert found.by_group == {"YOUNG": 2, "OLD": 3}


def test_no_show_is_no_starter():
    here = [an_entrant(n, n, "F-OLD") for n in (1, 2)]
    away = [an_entrant(n, None, "F-YOUNG", status=ResultStatus.DNS) for n in (3, 4, 5)]
    found = allot(a_slot_rule(total=2), a_field(*here, *away))
    assert found is not None
    assert (found.by_group["F-OLD"], found.by_group["F-YOUNG"]) == (1, 0)


# ------------------------------------------------------------------------------ rolling down
ANSWERS = st.dictionaries(
    st.integers(1, 12), st.tuples(st.sampled_from(SlotReply), st.integers(0, 70)), max_size=12
)


def rolled(places: int, answers: dict[int, tuple[SlotReply, int]], many: int = 12):
    told = {EntryId(n): Told(reply=reply, day=later(day)) for n, (reply, day) in answers.items()}
    ids = [EntryId(n) for n in range(1, many + 1)]
    return ids, told, roll_down(ids, places, DAY, 14, told)


@given(st.integers(0, 8), ANSWERS)
@settings(max_examples=120)
def test_rolling_down_skips_nobody_and_gives_nobody_two(places, answers):
    ids, told, offers = rolled(places, answers)
    assert list(offers) == ids[: len(offers)], "in order, without a gap"
    held = [each for each in offers.values() if each.gone is None]
    assert len(held) <= places
    if len(offers) < len(ids):
        assert len(held) == places, "a place lies idle only when nobody is left"
    takers = [each.after for each in offers.values() if each.after is not None]
    assert len(takers) == len(set(takers))
    for each in offers.values():
        reply = told[each.entry_id].reply if each.entry_id in told else None
        assert each.accepted is (reply is SlotReply.ACCEPTED)
        assert (each.gone is not None) is (reply is SlotReply.DECLINED)


@given(st.integers(1, 6), ANSWERS, st.integers(0, 70))
@settings(max_examples=80)
def test_declining_moves_exactly_one_place_on(places, answers, day):
    _ids, told, before = rolled(places, answers, many=40)
    silent = [n for n in before if n not in told]
    if not silent:
        return
    said = {**answers, int(silent[0]): (SlotReply.DECLINED, day)}
    _ids, _told, after = rolled(places, said, many=40)
    holding = {n for n, each in before.items() if each.gone is None}
    now = {n for n, each in after.items() if each.gone is None}
    assert holding - now == {silent[0]}
    assert len(now - holding) == 1


def test_whoever_a_place_comes_down_to_has_as_long_to_answer():
    _ids, _told, offers = rolled(1, {1: (SlotReply.DECLINED, 9)})
    assert [(n, each.answer_by) for n, each in offers.items()] == [(1, later(14)), (2, later(23))]
    assert offers[EntryId(1)].after == 2
    assert offers[EntryId(2)].before == 1


def test_who_said_no_beforehand_gives_the_place_on_at_once():
    _ids, _told, offers = rolled(1, {1: (SlotReply.DECLINED, 9), 2: (SlotReply.DECLINED, 3)})
    assert offers[EntryId(3)].answer_by == later(23)


# ------------------------------------------------------------------------------ the rows
def rows(
    field: RaceField,
    rule: SlotRule | None = None,
    told: Mapping[int, Told] | None = None,
    elsewhere: Mapping[int, Elsewhere] | None = None,
) -> dict[int, Qualification]:
    said = {EntryId(n): each for n, each in (told or {}).items()}
    other = {EntryId(n): each for n, each in (elsewhere or {}).items()}
    return {int(r.entry_id): r for r in slot_places(rule or a_slot_rule(), field, said, other)}


def women(many: int) -> list:
    return [an_entrant(n, n, "F-OLD") for n in range(1, many + 1)]


def test_the_first_of_a_group_have_its_places_and_the_others_stand_in_line():
    found = rows(a_field(*women(4)), a_slot_rule(total=8))
    assert [each.status for each in found.values()] == [
        Qualifying.QUALIFIED, Qualifying.QUALIFIED, Qualifying.NEXT, Qualifying.NEXT,
    ]  # fmt: skip
    assert found[1].answer_by == later(14)
    assert "the answer is due by 7 Jun 2026" in message(found[1].reason)
    assert "Number 2 in line" in message(found[4].reason)


def test_a_day_that_passes_takes_no_place_away_but_is_told():
    found = rows(a_field(*women(3), today=later(14)))
    assert "is due by" in message(found[1].reason)
    found = rows(a_field(*women(3), today=later(15)))
    assert found[1].status is Qualifying.QUALIFIED
    assert "was due by 7 Jun 2026 and none is noted" in message(found[1].reason)


def test_a_declined_place_is_told_by_both_who_had_it_and_who_has_it():
    found = rows(a_field(*women(4)), told={1: no(1)})
    assert (found[1].status, found[1].reply) == (Qualifying.ROLLS_DOWN, SlotReply.DECLINED)
    assert "it went to bib 3" in message(found[1].reason)
    assert (found[3].status, found[3].by_roll_down) == (Qualifying.QUALIFIED, True)
    assert "came down from bib 1" in message(found[3].reason)
    assert found[2].by_roll_down is False


def test_when_all_places_are_accepted_nobody_stands_in_line_any_more():
    found = rows(a_field(*women(3)), told={1: yes(1), 2: yes(1)})
    assert [found[n].status for n in (1, 2, 3)] == [
        Qualifying.QUALIFIED, Qualifying.QUALIFIED, Qualifying.NOT_ELIGIBLE,
    ]  # fmt: skip
    assert "All of them are accepted" in message(found[3].reason)


def test_places_go_down_to_the_depth_and_no_further():
    found = rows(a_field(*women(4)), a_slot_rule(depth=3), told={n: no(1) for n in (1, 2, 3)})
    assert found[4].status is Qualifying.NOT_ELIGIBLE
    assert "down to position 3" in message(found[4].reason)
    assert "nobody is left" in message(found[3].reason)


def test_nobody_gets_two_places_at_two_events():
    other = {1: Elsewhere(day=later(-30), event="Far Hills")}
    found = rows(a_field(*women(3)), elsewhere=other)
    assert found[1].status is Qualifying.ROLLS_DOWN
    assert "accepted at Far Hills" in message(found[1].reason)
    assert found[3].by_roll_down


def test_a_total_that_is_not_published_gives_nobody_a_place_and_refuses_nobody():
    found = rows(a_field(*women(2)), a_slot_rule(total=None))
    assert {each.status for each in found.values()} == {Qualifying.NOT_PUBLISHED}
    assert "not published" in message(found[1].reason)


def test_an_events_own_total_stands_in_place_of_the_usual_one():
    rule = a_slot_rule(total=None, places={"willesden": 4})
    found = rows(a_field(*women(2)), rule)
    assert [each.status for each in found.values()] == [Qualifying.QUALIFIED, Qualifying.NEXT]


@pytest.mark.parametrize(
    ("group", "words"),
    [("X-OLD", "takes no part"), ("", "In no age group")],
    ids=["a group without places", "no group"],
)
def test_who_takes_no_part_is_told_why(group: str, words: str):
    found = rows(a_field(an_entrant(1, 1, group)))
    assert found[1].status is Qualifying.NOT_ELIGIBLE
    assert words in message(found[1].reason)


def test_who_did_not_finish_has_a_row_and_who_did_not_start_has_none():
    away = an_entrant(3, None, status=ResultStatus.DNS)
    found = rows(a_field(an_entrant(1, 1), an_entrant(2, None), away))
    assert sorted(found) == [1, 2]
    assert message(found[2].reason) == "Did not finish (DNF)."


def test_of_two_who_are_level_at_the_last_place_one_has_it_and_the_row_says_so():
    level = [an_entrant(1, 1), an_entrant(2, 1)]
    found = rows(a_field(*level), a_slot_rule(total=4))
    assert [each.status for each in found.values()] == [Qualifying.QUALIFIED, Qualifying.NEXT]
    assert "Level with bib 2" in message(found[1].reason)


def test_a_place_accepted_and_lost_by_a_correction_is_told():
    found = rows(a_field(*women(3)), told={3: yes(1)})
    assert found[3].status is Qualifying.NEXT
    assert "belongs to others" in message(found[3].reason)


def test_an_estimate_is_carried_to_every_row():
    found = rows(a_field(*women(2)), a_slot_rule(estimate=True))
    assert all(each.estimate for each in found.values())


def test_another_race_than_the_rule_names_has_no_rows():
    assert rows(a_field(*women(2)), a_slot_rule(races=("full",))) == {}
