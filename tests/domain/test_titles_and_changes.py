from __future__ import annotations

import pytest

from tests.domain.race_fields import a_change_rule, a_field, a_title_rule, an_entrant
from trailsdesk.domain.qualification import Qualifying
from trailsdesk.domain.qualification_rules import FinisherRule
from trailsdesk.domain.race_change import change_of_race, changes_of_race, invited_finishers
from trailsdesk.domain.regional_title import regional_titles
from trailsdesk.i18n import message


def test_the_title_goes_to_the_first_of_the_region_not_to_the_first():
    field = a_field(
        an_entrant(1, 1, nation="FRA"), an_entrant(2, 2, nation="nzl"), an_entrant(3, 3)
    )
    rows = regional_titles(a_title_rule(), field)
    assert [row.status for row in rows] == [
        Qualifying.NOT_ELIGIBLE, Qualifying.QUALIFIED, Qualifying.NOT_ELIGIBLE,
    ]  # fmt: skip
    assert message(rows[0].reason) == "FRA does not belong to the South."
    assert "takes the title" in message(rows[1].reason)
    assert "bib 2 came in before" in message(rows[2].reason)


def test_every_age_group_has_a_title_of_its_own():
    field = a_field(
        an_entrant(1, 1, "F-OLD"), an_entrant(2, 1, "M-OLD"), an_entrant(3, 2, "M-OLD")
    )
    rows = regional_titles(a_title_rule(), field)
    assert [row.entry_id for row in rows if row.status is Qualifying.QUALIFIED] == [1, 2]


def test_two_who_are_level_share_the_title():
    field = a_field(an_entrant(1, 1), an_entrant(2, 1))
    rows = regional_titles(a_title_rule(), field)
    assert {row.status for row in rows} == {Qualifying.QUALIFIED}
    assert "share the title" in message(rows[0].reason)


def test_somebody_in_front_without_a_nation_is_told_with_the_title():
    field = a_field(an_entrant(1, 1, nation=""), an_entrant(2, 2))
    rows = regional_titles(a_title_rule(), field)
    assert [row.status for row in rows] == [Qualifying.NOT_ELIGIBLE, Qualifying.QUALIFIED]
    assert "No nation is noted" in message(rows[0].reason)
    assert "without a nation: 1" in message(rows[1].reason)


def test_without_anybody_of_the_region_nobody_takes_the_title():
    rows = regional_titles(a_title_rule(), a_field(an_entrant(1, 1, nation="FRA")))
    assert [row.status for row in rows] == [Qualifying.NOT_ELIGIBLE]


def test_an_event_that_is_no_regional_championship_has_no_title():
    assert regional_titles(a_title_rule(events={}), a_field(an_entrant(1, 1))) == ()


def test_whoever_finishes_in_the_division_is_invited():
    rule = FinisherRule(id="pc", label="PC", races=("half",), division="PC")
    field = a_field(
        an_entrant(1, 1, "F-PC"), an_entrant(2, None, "M-PC"), an_entrant(3, 1, "F-OLD")
    )
    rows = invited_finishers(rule, field)
    assert [(row.entry_id, row.status) for row in rows] == [
        (1, Qualifying.QUALIFIED), (2, Qualifying.NOT_ELIGIBLE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "km", "status"),
    [
        pytest.param(3, 50, Qualifying.MAY_ASK, id="42: third overall may ask however near"),
        pytest.param(12, 620, Qualifying.MAY_ASK, id="43: twelfth may ask, 620 km away"),
        pytest.param(16, 620, Qualifying.NOT_ELIGIBLE, id="43: sixteenth may not"),
        pytest.param(15, 501, Qualifying.MAY_ASK, id="fifteenth is the last, 501 km is far"),
        pytest.param(15, 500, Qualifying.NOT_ELIGIBLE, id="500 km is within 500 km"),
        pytest.param(4, None, Qualifying.NOT_FILLED_IN, id="nobody has said how far it is"),
        pytest.param(1, None, Qualifying.MAY_ASK, id="the first three need not know"),
    ],
)
def test_a_half_slot_may_be_moved_to_the_marathon(place, km, status):
    assert change_of_race(a_change_rule(), place, km)[0] is status


def test_the_distance_to_the_next_marathon_is_the_events_own():
    field = a_field(an_entrant(1, 1, rank=4))
    rule = a_change_rule(nearest_km={"willesden": 620})
    (row,) = changes_of_race(rule, field, "Marathon")
    assert (row.status, row.place) == (Qualifying.MAY_ASK, 4)
    assert "the nearest Marathon is 620 km away" in message(row.reason)
