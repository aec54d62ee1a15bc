"""Team awards of an event, by the points its clubs scored there."""

from __future__ import annotations

from decimal import Decimal

from tests.domain.test_award_chain import ran
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule
from trailsdesk.domain.award_teams import team_awards
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.teams import TeamGroup, TeamMember, TeamScore, TeamStanding
from trailsdesk.i18n import message

RULE = AwardsRule(awards=(Award(id="clubs", scope=AwardScope.TEAM, places=2, prizes=("Shield",)),))
ROWS = [ran(1, 10), ran(2, 11), ran(3, 12), ran(4, 13)]


def club(name: str, points: int, *bibs: int, event: str = "willesden") -> TeamStanding:
    members = tuple(
        TeamMember(runner_id=RunnerId(bib), points=Decimal(points), term=str(points))
        for bib in bibs
    )
    score = TeamScore(
        event_code=event, points=Decimal(points), scored=True, counted=True, members=members,
        participants=len(bibs), explanation=Note(code="team.score", params={"sum": "50 + 40"}),
    )  # fmt: skip
    return TeamStanding(
        club=name, total=Decimal(points), rank=1, shared=False, scores=(score,),
        explanation=Note(code="team.score"),
    )  # fmt: skip


def honoured(*clubs: TeamStanding, low_wins: bool = False):
    teams = TeamGroup(label="Clubs", gender=None, event_codes=("willesden",), standings=clubs)
    (group,) = team_awards([teams], RULE, ROWS, "willesden", low_wins=low_wins)
    return group


def test_clubs_are_ranked_by_their_points_at_the_event_and_ties_are_all_listed() -> None:
    group = honoured(club("Hill", 90, 1, 2), club("Moss", 80, 3), club("Fell", 80, 4))
    assert [(p.place, p.shared, p.team) for p in group.prizes] == [
        (1, False, "Hill"),
        (2, True, "Fell"),
        (2, True, "Moss"),
    ]
    assert group.prizes[0].gift == "Shield"
    assert group.winners[:2] == ((1, 1), (1, 2)), "every member who counts is a winner"
    assert message(group.prizes[0].explanation) == ("Place 1 of 3 teams with 90 points: 50 + 40.")


def test_few_points_win_where_the_rules_say_so() -> None:
    group = honoured(club("Hill", 90, 1), club("Moss", 8, 3), low_wins=True)
    assert [p.team for p in group.prizes] == ["Moss", "Hill"]


def test_a_club_that_scored_elsewhere_only_has_no_place_here() -> None:
    group = honoured(club("Hill", 90, 1), club("Away", 99, 2, event="other"))
    assert [p.team for p in group.prizes] == ["Hill"]
    assert message(group.notes[0]) == "Only 1 finished: there are 2 places to give."


def test_a_team_prize_takes_no_runner_out_of_another_award() -> None:
    assert honoured(club("Hill", 90, 1)).combines
