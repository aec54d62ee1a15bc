"""Twenty-four real schemes of series, each as a preset with one season worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import schemes
from trailsdesk.domain.points import compute_standings
from trailsdesk.domain.teams import compute_teams

NAMES = schemes.names()


def test_there_are_twenty_four_schemes_and_each_says_where_it_stands():
    assert [name[:2] for name in NAMES] == [f"{number:02d}" for number in range(1, 25)]
    for name in NAMES:
        rules = schemes.load(name).rules
        assert rules.source.says.strip(), name
        assert rules.source.url, name


@pytest.mark.parametrize("name", NAMES)
def test_the_season_of_the_scheme_comes_out_as_worked_by_hand(name: str):
    scheme = schemes.load(name)
    groups = {
        (group.ranking, group.race_code, group.category): group
        for group in compute_standings(scheme.season, scheme.rules, scheme.results)
    }
    for expected in scheme.document["expect"]:
        key = (expected.get("ranking", ""), expected["race"], expected["group"])
        assert key in groups, sorted(groups)
        found = {scheme.names[one.runner_id]: one for one in groups[key].standings}
        for line in expected["standings"]:
            standing = found[line["name"]]
            assert standing.total == Decimal(line["total"]), line
            if "rank" in line:
                assert (standing.rank or 0) == line["rank"], line
            if "behind" in line:
                assert standing.rank > found[line["behind"]].rank, line
            if "ties" in line:
                assert standing.shared, line
        if "estimate" in expected:
            assert groups[key].estimate is expected["estimate"]


@pytest.mark.parametrize("name", [name for name in NAMES if schemes.load(name).rules.teams])
def test_the_teams_of_the_scheme_come_out_as_worked_by_hand(name: str):
    scheme = schemes.load(name)
    groups = compute_teams(scheme.season, scheme.rules, scheme.results)
    assert len(groups) == len(scheme.document["expect_team"])
    for expected, group in zip(scheme.document["expect_team"], groups, strict=True):
        assert (group.gender or "") == expected.get("gender", "")
        found = [(one.club, one.total, one.rank) for one in group.standings]
        assert found == [
            (line["club"], Decimal(line["total"]), line["rank"]) for line in expected["standings"]
        ]
