"""The worked examples of the Canterbury rules, one rule each, through the preset itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.canterbury import OPEN_MAN, a_run_season, a_runner, a_season, an_event, at, canterbury
from trailsdesk.domain.age_days import event_age_days
from trailsdesk.domain.category import assign_category, series_category
from trailsdesk.domain.fees import quote_fee, refund_percent
from trailsdesk.domain.points import Candidate, compute_standings, points_for, rank_standings
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.standing_rules import TieBreak
from trailsdesk.i18n import message


def _candidates(*lines: tuple[int, ...]) -> list[Candidate]:
    rules = canterbury()
    assert rules.points is not None
    return [
        Candidate(
            id=number,
            name="ABCDE"[number],
            ranks=ranks,
            points=tuple(points_for(rank, rules.points) for rank in ranks),
        )
        for number, ranks in enumerate(lines)
    ]


def _standings_rule(**options: str):
    rule = canterbury(options).standings
    assert rule is not None
    return rule


def test_29_the_best_three_of_four_results_make_the_total():
    (placing,) = rank_standings(_candidates((1, 2, 1, 3)), _standings_rule())
    assert placing.total == Decimal(295)
    assert placing.counted == (True, True, True, False)
    assert message(placing.explanation) == "295 points: 100 + 95 + 100. Not counted: 90."


def test_30_places_11_to_20_earn_50_and_all_after_earn_45():
    (placing,) = rank_standings(_candidates((11, 20, 21, 35)), _standings_rule())
    assert placing.total == Decimal(145)


def test_31_between_equal_totals_the_best_single_place_decides():
    first, second = rank_standings(_candidates((1, 4, 1, 10), (2, 2, 2, 3)), _standings_rule())
    assert (first.id, first.rank, second.id, second.rank) == (0, 1, 1, 2)
    assert first.total == second.total == Decimal(285)
    assert first.decided_by is second.decided_by is TieBreak.BEST_POSITION
    assert message(first.explanation) == (
        "285 points: 100 + 85 + 100. Not counted: 55. Level with B; the best single place"
        " decides: 1 against 2 of B."
    )
    assert "2 against 1 of A" in message(second.explanation)


def test_32_who_is_level_after_every_tie_break_shares_the_place():
    placings = rank_standings(_candidates((1, 2, 1, 3), (2, 1, 2, 1)), _standings_rule())
    assert [(placing.total, placing.rank, placing.shared) for placing in placings] == [
        (Decimal(295), 1, True),
        (Decimal(295), 1, True),
    ]
    assert "the place is shared" in message(placings[0].explanation)


def test_32_by_countback_the_same_two_are_parted():
    rule = canterbury({"highest-position": "countback"}).standings
    assert rule is not None
    placings = rank_standings(_candidates((1, 2, 1, 3), (2, 1, 2, 1)), rule)
    assert [(placing.id, placing.rank) for placing in placings] == [(1, 1), (0, 2)]
    assert "1, 1, 2, 2 against 1, 1, 2, 3 of A" in message(placings[0].explanation)


def test_33_who_did_not_finish_all_four_has_points_but_no_place():
    runner = a_runner(1)
    season, results = a_run_season({runner: (1, 1, 1, ResultStatus.DNF)})
    (group,) = compute_standings(season, canterbury(), results)
    (standing,) = group.standings
    assert standing.total == Decimal(300)
    assert (standing.eligible, standing.rank, standing.rank_so_far) == (False, None, None)
    assert standing.reason is not None
    assert message(standing.reason) == (
        "3 of 4 events finished in this distance; not finished: Inverary Station."
    )


def test_34_the_age_at_the_event_and_the_age_at_the_last_event_can_differ():
    runner = a_runner(1, date(1986, 8, 1))
    rules, season = canterbury(), a_season([runner])
    first = assign_category(
        runner, event_age_days(an_event("willesden"), season, rules), rules.categories
    )
    assert (first.code, first.label, first.age) == ("M-OPEN", "Open men", 39)
    last = series_category(runner, season, rules)
    assert (last.code, last.label, last.age) == ("M-VETERAN", "Veteran men", 40)
    assert "40 on 9 Aug 2026: Veteran men" in message(last.explanation)


def test_35_at_twelve_only_the_shortest_distance_is_open_and_with_an_adult():
    rules, born, on = canterbury(), date(2014, 1, 1), at("2026-03-01 12:00")
    refused = quote_fee(rules, an_event(), "mid", born, on)
    assert (refused.open, refused.total_minor, refused.lines) == (False, None, ())
    assert refused.reason is not None
    assert message(refused.reason).startswith("At 12 years Midi is not open")
    taken = quote_fee(rules, an_event(), "short", born, on)
    assert (taken.open, taken.total_minor) == (True, 3500)
    assert [note.code for note in taken.notes] == ["entry.needs-adult"]


@pytest.mark.parametrize(
    ("days", "percent"), [(101, 80), (100, 50), (21, 50), (20, 30), (12, 30), (11, 0)]
)
def test_36_the_refund_goes_by_the_days_before_the_event(days: int, percent: int):
    assert refund_percent(canterbury(), days) == percent


def test_the_adult_price_belongs_to_the_adult_on_the_day():
    quote = quote_fee(canterbury(), an_event(), "short", OPEN_MAN, at("2026-03-29 23:59:59"))
    assert quote.total_minor == 4900
