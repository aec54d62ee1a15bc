"""Team awards of one race by the added times or places of a club's first finishers."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.domain.test_award_chain import noted, ran
from trailsdesk.domain.award_chain import AwardField
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, AwardTime, TeamBy
from trailsdesk.domain.award_states import Moment, StillOut, award_standings
from trailsdesk.domain.award_team_sums import summed_team_awards
from trailsdesk.domain.award_teams import team_awards
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.i18n import message

if TYPE_CHECKING:
    from trailsdesk.domain.awards import PrizeGroup

KNOWN = AwardField(overall_names={None: "Teams", Gender.F: "Teams, women", Gender.M: "Teams, men"})


def plan(team_by: TeamBy = TeamBy.TIME, **fields: Any) -> AwardsRule:
    made = {"places": 2, "team_size": 2} | fields
    return AwardsRule(awards=(Award(id="teams", scope=AwardScope.TEAM, team_by=team_by, **made),))


def groups(rule: AwardsRule, *rows: ResultRow) -> tuple[PrizeGroup, ...]:
    return summed_team_awards(rows, rule, KNOWN)


def honoured(rule: AwardsRule, *rows: ResultRow) -> PrizeGroup:
    (group,) = groups(rule, *rows)
    return group


def teams(group: PrizeGroup) -> list[tuple[int, str, list[str]]]:
    return [(p.place, p.team, [row.bib for row in p.members]) for p in group.prizes]


HILL = [ran(1, 10, club="Hill"), ran(4, 16, club="Hill"), ran(7, 30, club="Hill")]
MOSS = [ran(2, 11, club="Moss"), ran(3, 12, club="Moss")]


def test_the_lower_sum_of_the_first_of_a_club_wins_and_says_who_counts() -> None:
    group = honoured(plan(prizes=("Shield",), label="Clubs"), *HILL, *MOSS)
    assert teams(group) == [(1, "Moss", ["2", "3"]), (2, "Hill", ["1", "4"])]
    first = group.prizes[0]
    assert (first.gift, first.value_ms, first.total) == ("Shield", 23 * 60_000, None)
    assert message(first.explanation) == (
        "Place 1 of 2 teams by time: bibs 2, 3: 0:11:00 + 0:12:00 = 0:23:00."
    )
    assert (group.key, group.label, group.scope) == ("teams:short", "Clubs", AwardScope.TEAM)
    assert (group.entered, group.finishers, group.combines) == (2, 2, True)


def test_places_are_those_of_the_whole_list_with_runners_of_no_club() -> None:
    rows = [*HILL, *MOSS, ran(9, 11, club=" ")]
    group = honoured(plan(TeamBy.PLACES), *rows)
    # Bibs 2 and 9 share the second place, so bib 3 is fourth and bib 4 fifth.
    assert [(p.team, p.total, p.value_ms) for p in group.prizes] == [
        ("Hill", Decimal(6), None),
        ("Moss", Decimal(6), None),
    ]
    assert [(p.place, p.shared) for p in group.prizes] == [(1, True), (1, True)]
    assert message(group.prizes[0].explanation) == (
        "Place 1 of 2 teams by places: bibs 1, 4: 1 + 5 = 6, shared by Hill, Moss: equal sums"
        " share the place, and all of them are listed."
    )
    assert noted(group) == ["Place 2 is nobody's: 2 share place 1."]


def test_equal_sums_at_the_cut_are_all_listed() -> None:
    fell = [ran(5, 10, club="Fell"), ran(6, 13, club="Fell")]
    group = honoured(plan(places=1), *HILL, *MOSS, *fell)
    assert [(p.place, p.team, p.shared) for p in group.prizes] == [
        (1, "Fell", True),
        (1, "Moss", True),
    ]


def test_a_club_with_too_few_finishers_is_no_team_and_is_named() -> None:
    stopped = ran(8, None, club="Fell")
    rows = [*MOSS, ran(5, 9, club="Fell"), stopped, ran(6, 9, club="")]
    group = honoured(plan(), *rows)
    assert teams(group) == [(1, "Moss", ["2", "3"])]
    assert noted(group) == [
        "Only 1 club has a team: there are 2 places to give.",
        "1 club has fewer finishers than the 2 of a team: Fell.",
    ]
    nobody = honoured(plan(team_size=5), *HILL, *MOSS)
    assert nobody.prizes == ()
    assert noted(nobody)[0] == "No club has the 5 finishers of a team."


def test_of_many_clubs_without_a_team_the_first_are_named_and_the_rest_counted() -> None:
    alone = [ran(bib, bib, club=f"Club {bib}") for bib in range(10, 20)]
    told = noted(honoured(plan(), *MOSS, *alone))[-1]
    assert told.startswith("10 clubs have fewer finishers than the 2 of a team: Club 10, Club 11,")
    assert told.endswith("Club 17 and 2 more.")


def test_one_club_has_one_team_however_it_is_written() -> None:
    rows = [
        ran(1, 10, club="Crête Club"), ran(2, 11, club="CRETE  club"),
        ran(3, 12, club="crete-club"), ran(4, 13, club="Crête Club"),
    ]  # fmt: skip
    group = honoured(plan(), *rows)
    assert teams(group) == [(1, "CRETE club", ["1", "2"])]


def test_each_race_and_gender_has_its_own_teams() -> None:
    men = [ran(11, 8, "M-OPEN", club="Hill"), ran(12, 9, "M-OPEN", club="Hill")]
    others = [
        ran(21, 5, club="Moss", race_code="long"),
        ran(22, 6, club="Moss", race_code="long"),
    ]
    rows = [*MOSS, *men, *others]
    found = groups(plan(by_gender=True), *rows)
    assert [(g.key, g.label, [p.team for p in g.prizes]) for g in found] == [
        ("teams:short:F", "Teams, women", ["Moss"]),
        ("teams:short:M", "Teams, men", ["Hill"]),
        ("teams:long:F", "Teams, women", ["Moss"]),
    ]
    mixed = groups(plan(races=("short",)), *rows)
    assert [(g.key, g.label, g.finishers) for g in mixed] == [("teams:short", "Teams", 2)]
    women = groups(plan(genders=(Gender.F,), races=("short",)), *rows)
    assert [g.key for g in women] == ["teams:short:F"]


@pytest.mark.parametrize(
    ("time", "winner", "words"),
    [(AwardTime.GUN, "Moss", "by gun time"), (AwardTime.NET, "Hill", "by net time")],
)
def test_the_time_of_the_award_is_added(time: AwardTime, winner: str, words: str) -> None:
    rows = [
        ran(1, 20, net=10, club="Hill"), ran(2, 20, net=10, club="Hill"),
        ran(3, 18, net=17, club="Moss"), ran(4, 18, net=17, club="Moss"),
    ]  # fmt: skip
    first = honoured(plan(time=time), *rows).prizes[0]
    assert first.team == winner
    assert words in message(first.explanation)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [*HILL, *MOSS, ran(5, 10, club="Fell"), ran(6, 13, club="Fell")]
    wanted = groups(plan(TeamBy.PLACES), *rows)
    for seed in range(5):
        mixed = random.Random(seed).sample(rows, len(rows))
        assert groups(plan(TeamBy.PLACES), *mixed) == wanted


def test_a_race_without_clubs_and_an_award_by_points_have_none_here() -> None:
    assert groups(plan(), ran(1, 10, club=""), ran(2, 11, club="")) == ()
    assert groups(plan(TeamBy.POINTS), *MOSS) == ()
    assert groups(plan()) == ()
    assert team_awards((), plan(), MOSS, "willesden") == ()


@pytest.mark.parametrize(
    ("team_by", "club", "settled"),
    [
        (TeamBy.TIME, "Fell", False),
        (TeamBy.TIME, "", True),
        (TeamBy.PLACES, "", False),
    ],
)
def test_whoever_could_change_a_sum_and_is_out_keeps_it_open(
    team_by: TeamBy, club: str, settled: bool
) -> None:
    out = ran(9, None, club=club, status=ResultStatus.PENDING)
    group = honoured(plan(team_by), *HILL, *MOSS, out)
    assert group.pending == (not settled)
    moment = Moment(now_ms=Instant(10 * 3_600_000), out={EntryId(9): StillOut(gun_ms=Instant(0))})
    (standing,) = award_standings([group], {}, moment)
    assert (standing.settled, standing.out) == (settled, 0 if settled else 1)
    (done,) = award_standings([group], {}, Moment(now_ms=Instant(0)))
    assert done.settled
