"""The standings and the teams of a rules document, and what must hold there."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.domain.point_rules import RankScope
from trailsdesk.domain.standing_rules import (
    Combine,
    Direction,
    HeldRule,
    LeaveOut,
    Over,
    Part,
    ParticipationStep,
    Quota,
    Ranking,
    Region,
    SeriesBonus,
    StandingsRule,
    TeamRule,
    TieBreak,
    TieScore,
)
from trailsdesk.formats.preset_points import (
    check_filters,
    read_factors,
    read_filter,
    read_rounding,
)
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import fault

if TYPE_CHECKING:
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Faults, Table

ROUNDS_MAX = 1000


def read_standings(table: Table) -> StandingsRule:
    """The ``[standings]`` section."""
    return StandingsRule(
        count_best=table.whole("count_best", high=ROUNDS_MAX),
        of=table.whole("of", low=1, high=ROUNDS_MAX),
        direction=table.choice("direction", Direction.HIGH),
        must_finish=table.whole("must_finish", 0, high=ROUNDS_MAX),
        at_least=table.whole("at_least", 0, high=ROUNDS_MAX),
        quotas=tuple(_quota(one) for one in table.tables("quota")),
        must_include=table.texts("must_include"),
        when_held=tuple(_held(one) for one in table.tables("when_held")),
        participation=tuple(_step(one) for one in table.tables("participation")),
        bonuses=tuple(_bonus(one) for one in table.tables("bonus")),
        rankings=tuple(_ranking(one) for one in table.tables("ranking")),
        regions=tuple(_region(one) for one in table.tables("region")),
        tie_breaks=table.choices("tie_breaks", TieBreak),
        tie_score=_tie_score(table.table("tie_score")),
        position_over_counted_only=table.flag("position_over_counted_only", default=False),
        source=read_source(table),
    )


def read_teams(table: Table | None) -> TeamRule | None:
    """The ``[teams]`` section."""
    if table is None:
        return None
    return TeamRule(
        label=table.text("label", ""),
        best=table.whole("best", 0, high=ROUNDS_MAX),
        at_least=table.whole("at_least", 1, low=1, high=ROUNDS_MAX),
        combine=table.choice("combine", Combine.SUM),
        per_participant=table.decimal("per_participant", Decimal(0)),
        factors=read_factors(table),
        count_best=table.whole("count_best", 0, high=ROUNDS_MAX),
        direction=table.choice("direction", Direction.HIGH),
        by_gender=table.flag("by_gender", default=False),
        scope=_scope(table),
        where=read_filter(table),
        rounding=read_rounding(table),
        source=read_source(table),
    )


def _quota(table: Table) -> Quota:
    return Quota(
        label=table.text("label"),
        where=read_filter(table),
        categories=table.texts("categories"),
        at_least=table.whole("at_least", 0, high=ROUNDS_MAX),
        at_most=table.maybe_whole("at_most", high=ROUNDS_MAX),
    )


def _held(table: Table) -> HeldRule:
    return HeldRule(
        held=table.whole("held", low=1, high=ROUNDS_MAX),
        count_best=table.whole("count_best", high=ROUNDS_MAX),
        at_least=table.whole("at_least", 0, high=ROUNDS_MAX),
        must_finish=table.whole("must_finish", 0, high=ROUNDS_MAX),
    )


def _step(table: Table) -> ParticipationStep:
    return ParticipationStep(
        results=table.whole("results", low=1, high=ROUNDS_MAX),
        factor=table.decimal("factor"),
        grade=table.text("grade", ""),
        estimate=table.flag("estimate", default=False),
    )


def _bonus(table: Table) -> SeriesBonus:
    return SeriesBonus(
        label=table.text("label"), events=table.codes("events"), points=table.decimal("points")
    )


def _ranking(table: Table) -> Ranking:
    parted_by = table.choices("parted_by", Part)
    leave_out = table.table("leave_out")
    return Ranking(
        id=table.code("id"),
        label=table.text("label", ""),
        over=table.choice("over", Over.RACE),
        parted_by=parted_by if table.has("parted_by") else (Part.CATEGORY,),
        scope=_scope(table),
        where=read_filter(table),
        categories=table.texts("categories"),
        count_best=table.maybe_whole("count_best", high=ROUNDS_MAX),
        at_least=table.maybe_whole("at_least", high=ROUNDS_MAX),
        leave_out=None
        if leave_out is None
        else LeaveOut(
            ranking=leave_out.code("ranking"),
            places=leave_out.whole("places", low=1, high=ROUNDS_MAX),
        ),
    )


def _scope(table: Table) -> RankScope | None:
    found = table.choice("scope", RankScope.OVERALL)
    return found if table.has("scope") else None


def _region(table: Table) -> Region:
    return Region(
        code=table.code("code"), label=table.text("label"), nations=table.codes("nations")
    )


def _tie_score(table: Table | None) -> TieScore | None:
    if table is None:
        return None
    return TieScore(
        system=table.text("system"), direction=table.choice("direction", Direction.HIGH)
    )


def check_standings(rules: RuleSet, faults: Faults) -> None:
    """Numbers of rounds must fit each other, and names what they name."""
    rule = rules.standings
    if rule is None:
        return
    if rules.points is None:
        fault(faults, "preset.missing", "points")
    _check_numbers(rules, rule, faults)
    _check_rankings(rule, faults)
    if TieBreak.OUTSIDE_SCORE in rule.tie_breaks and rule.tie_score is None:
        fault(faults, "preset.missing", "standings.tie_score")
    if any(Part.REGION in one.parted_by for one in rule.rankings) and not rule.regions:
        fault(faults, "preset.missing", "standings.region")
    _check_names(rules, rule, faults)


def _check_numbers(rules: RuleSet, rule: StandingsRule, faults: Faults) -> None:
    for key, found in (
        ("count_best", rule.count_best),
        ("must_finish", rule.must_finish),
        ("at_least", rule.at_least),
    ):
        if found > rule.of:
            fault(faults, "preset.too-many", f"standings.{key}", found=found, limit=rule.of)
    if rule.of > len(rules.events) and rules.calendar is None:
        fault(faults, "preset.too-many", "standings.of", found=rule.of, limit=len(rules.events))
    for index, quota in enumerate(rule.quotas):
        if quota.at_most is not None and quota.at_least > quota.at_most:
            path = f"standings.quota[{index}].at_least"
            fault(faults, "preset.too-many", path, found=quota.at_least, limit=quota.at_most)
    for index, (before, step) in enumerate(pairwise(rule.participation), start=1):
        if step.results <= before.results:
            fault(faults, "preset.steps-order", f"standings.participation[{index}].results")


def _check_rankings(rule: StandingsRule, faults: Faults) -> None:
    seen: list[str] = []
    for index, one in enumerate(rule.rankings):
        path = f"standings.ranking[{index}]"
        if one.id in seen:
            fault(faults, "preset.twice", f"{path}.id", found=one.id)
        if one.leave_out is not None and one.leave_out.ranking not in seen:
            found = one.leave_out.ranking
            fault(faults, "preset.unknown-ranking", f"{path}.leave_out.ranking", found=found)
        seen.append(one.id)


def _check_names(rules: RuleSet, rule: StandingsRule, faults: Faults) -> None:
    filters = [(f"standings.quota[{at}]", one.where) for at, one in enumerate(rule.quotas)]
    filters += [(f"standings.ranking[{at}]", one.where) for at, one in enumerate(rule.rankings)]
    if rules.teams is not None:
        filters.append(("teams", rules.teams.where))
        filters += [
            (f"teams.factor[{at}]", one.where) for at, one in enumerate(rules.teams.factors)
        ]
    check_filters(rules, filters, faults)
    if rules.calendar is not None:
        return
    named = [("standings.must_include", rule.must_include)]
    named += [(f"standings.bonus[{at}].events", one.events) for at, one in enumerate(rule.bonuses)]
    for path, codes in named:
        for code in codes:
            if rules.event(code) is None:
                fault(faults, "preset.unknown-event", path, found=code)
