"""Worked examples of points, totals and ties.

``points`` says what is known of one finisher and expects the points. ``standing`` gives the places
(or the points) at the events in order and expects the total; ``tie`` does so for several runners
and expects their series ranks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import parse_elapsed
from trailsdesk.domain.point_formula import FieldGroup, Performance, plain_points
from trailsdesk.domain.point_rules import PointsScheme, RankScope, RoundFacts
from trailsdesk.domain.round_scheme import RoundScheme
from trailsdesk.domain.series_ranking import (
    Candidate,
    quotas_of,
    rank_standings,
    rule_of_ranking,
)
from trailsdesk.domain.series_rounds import all_formulas
from trailsdesk.domain.standing_rules import Ranking, StandingsRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trailsdesk.domain.calendar_rules import EventRule
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_NONE = "none"
_ZERO = Decimal(0)


def _points(example: Table, rules: RuleSet) -> tuple[str, str]:
    """One finisher of a round; ``expect`` the points, or "none" where they are not known.

    ``rank`` among ``finishers`` and ``starters``, shared by ``sharing``; ``time`` against that of
    the ``winner``, the ``group_winner`` and the ``median``; ``score`` against the ``best_score``
    given elsewhere; how many are ``beaten``; the ``event``, ``race``, ``tier`` and ``distance_m``
    of the round, and the runner's ``category``.
    """
    place = example.whole("rank", 1, low=1)
    finishers = example.whole("finishers", place, low=1)
    starters = example.whole("starters", finishers, low=1)
    sharing = example.whole("sharing", 1, low=1)
    facts = _facts(example, rules)
    category = example.text("category", "")
    times = {key: _time(example, key) for key in ("time", "winner", "group_winner", "median")}
    score, best = example.maybe_decimal("score"), example.maybe_decimal("best_score")
    beaten = example.whole("beaten", 0)
    wanted = example.text("expect")
    scheme = rules.points
    if scheme is None:
        return wanted, _NONE
    systems = _systems(scheme)
    scores = {} if best is None and score is None else dict.fromkeys(systems, (best or score,))

    def group(scope: RankScope | None) -> FieldGroup:
        winner = times["winner"]
        if (scope or scheme.scope) is not RankScope.OVERALL and times["group_winner"]:
            winner = times["group_winner"]
        return FieldGroup(
            starters=starters,
            finishers=finishers,
            times_ms=_field_times(winner or times["time"], times["median"]),
            scores={key: [one for one in found if one] for key, found in scores.items()},
        )

    one = Performance(
        place=place,
        time_ms=times["time"],
        outside={} if score is None else dict.fromkeys(systems, score),
        distance_m=facts.distance_m,
        groups=group,
        beaten=lambda _scope: beaten,
    )
    own = RoundScheme(scheme, facts)
    number = own.variant(category)
    if not own.text(number, one, sharing):
        return wanted, _NONE
    small = own.small_field(finishers)
    return wanted, plain_points(own.earn(number, one, sharing, small).points)


def _time(example: Table, key: str) -> int | None:
    text = example.text(key, "")
    found = parse_elapsed(text) if text else None
    if text and found is None:
        example.fault("preset.type", key, wanted="time", found=text[:60])
    return found


def _field_times(winner: int | None, median: int | None) -> Sequence[int]:
    """Times of a field with this winner and this middle."""
    if median is None:
        return () if winner is None else (winner,)
    return (min(winner or median, median), median, median)


def _systems(scheme: PointsScheme) -> list[str]:
    """Every system whose scores a scheme looks at."""
    found: list[str] = []
    for one in all_formulas(scheme):
        found.append(str(getattr(one, "system", "")))
        found += [band.outside for band in getattr(one, "bands", ())]
    return [system for system in found if system]


def _facts(example: Table, rules: RuleSet) -> RoundFacts:
    code = example.text("event", "")
    event = rules.event(code)
    if code and event is None and rules.calendar is None:
        example.fault("preset.unknown-event", "event", found=code)
    facts = _facts_of(event, example.text("race", ""))
    return RoundFacts(
        event=code,
        race=facts.race,
        tier=example.text("tier", facts.tier),
        host=facts.host,
        distance_m=example.maybe_metres("distance_m") or facts.distance_m,
        name=facts.name,
    )


def _facts_of(event: EventRule | None, code: str) -> RoundFacts:
    if event is None:
        return RoundFacts(race=code)
    races = [race for race in event.races if race.code == code] or list(event.races)
    race = races[0] if code or len(races) == 1 else None
    return RoundFacts(
        event=event.code,
        race=race.code if race else "",
        tier=event.tier,
        host=event.host,
        distance_m=race.distance_m if race else None,
        name=event.name,
    )


def _standing(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``ranks`` at the events in order, 0 for not finished, or ``points``; ``expect`` the total.

    ``eligible`` (true) says whether the runner may be placed; ``held`` how many rounds took place.
    """
    ranks, points = _line(example, rules)
    wanted = example.text("expect")
    is_eligible = example.flag("eligible", default=True)
    held = example.maybe_whole("held", low=1)
    rule = rules.standings
    if rule is None:
        return wanted, _NONE
    rule = rule_of_ranking(rule, Ranking(id=""), held or max(rule.of, len(ranks)))
    facts = _rounds(rules, len(ranks))
    candidate = Candidate(id=1, points=points, ranks=ranks)
    (placing,) = rank_standings([candidate], rule, facts)
    scoring = sum(rank is not None for rank in ranks)
    can_win = scoring >= max(1, rule.must_finish, rule.at_least) and all(
        sum(placing.counted[at] for at in quota.rounds) >= quota.at_least
        for quota in quotas_of(rule, facts)
    )
    return (
        _eligible_text(wanted, is_eligible),
        _eligible_text(plain_points(placing.total), can_win),
    )


def _tie(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``runners`` with their ``ranks`` or ``points``; ``expect`` their series ranks in order."""
    candidates: list[Candidate] = []
    rounds = 0
    for number, runner in enumerate(example.tables("runners", required=True)):
        name = runner.text("name")
        ranks, points = _line(runner, rules)
        score = runner.maybe_decimal("score")
        rounds = max(rounds, len(ranks))
        candidates.append(
            Candidate(id=number, name=name, points=points, ranks=ranks, outside=score)
        )
    wanted = ", ".join(str(rank) for rank in example.wholes("expect"))
    if rules.standings is None:
        return wanted, _NONE
    facts = _rounds(rules, rounds)
    rule: StandingsRule = rules.standings
    ranked = {placing.id: placing.rank for placing in rank_standings(candidates, rule, facts)}
    return wanted, ", ".join(str(ranked[candidate.id]) for candidate in candidates)


def _line(table: Table, rules: RuleSet) -> tuple[tuple[int | None, ...], tuple[Decimal, ...]]:
    """A runner's places and points; places of given points are taken as first places."""
    race = table.text("race", "")
    if table.has("points"):
        texts = table.texts("points")
        given = tuple(_number(table, text) for text in texts)
        ranks = tuple(1 if text != "0" else None for text in texts)
        if not table.has("ranks"):
            return ranks, given
        return tuple(rank or None for rank in table.wholes("ranks")), given
    places = tuple(rank or None for rank in table.wholes("ranks"))
    facts = _rounds(rules, len(places), race)
    return places, tuple(
        _ZERO if place is None or rules.points is None else _by_place(rules.points, one, place)
        for place, one in zip(places, facts, strict=True)
    )


def _number(table: Table, text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        table.fault("preset.type", "points", wanted="number in quotes", found=text[:60])
        return _ZERO


def _by_place(scheme: PointsScheme, facts: RoundFacts, place: int) -> Decimal:
    own = RoundScheme(scheme, facts)
    one = Performance(place=place, distance_m=facts.distance_m)
    return own.earn(own.variant(""), one).points


def _rounds(rules: RuleSet, count: int, race: str = "") -> list[RoundFacts]:
    found = [_facts_of(event, race) for event in rules.events[:count]]
    return found + [RoundFacts(race=race)] * (count - len(found))


def _eligible_text(total: str, is_eligible: bool) -> str:
    return f"{total}, {'eligible' if is_eligible else 'not eligible'}"


POINT_EXAMPLES: Mapping[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "points": _points,
    "standing": _standing,
    "tie": _tie,
}
