"""The rules of standings and teams in sentences and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.round_score import factor_text
from trailsdesk.domain.standing_rules import Combine, Direction, Over, Part, Ranking, TieBreak
from trailsdesk.i18n import _, plural
from trailsdesk.services.rule_point_words import rounding_lines, where_words
from trailsdesk.services.rule_sections import RuleSection, RuleTable, plain

if TYPE_CHECKING:
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.standing_rules import StandingsRule, TeamRule

_TIE_BREAKS = {
    TieBreak.BEST_POSITION: _("the best single place"),
    TieBreak.COUNTBACK: _("the best place, then the second best, and so on"),
    TieBreak.HEAD_TO_HEAD: _("who was ahead more often where both ran"),
    TieBreak.TOTAL_OF_ALL: _("the total of all results"),
    TieBreak.LATEST: _("the place at the latest event"),
    TieBreak.OUTSIDE_SCORE: _("the best score given elsewhere"),
    TieBreak.ONE_MORE: _("one more result counted, and another"),
    TieBreak.SHARE: _("the place is shared"),
}
_PARTS = {
    Part.CATEGORY: _("category"),
    Part.GENDER: _("gender"),
    Part.NATION: _("nation"),
    Part.REGION: _("region"),
    Part.CLUB: _("club"),
}


def standings_section(rules: RuleSet) -> RuleSection | None:
    """Standings, or None where there are none."""
    rule = rules.standings
    if rule is None:
        return None
    lines = [_count_line(rule), *_asked_lines(rule, rules), *_sum_lines(rule)]
    for place, step in enumerate(rule.tie_breaks):
        text = _("Equal totals: {how}.") if place == 0 else _("Still equal: {how}.")
        lines.append(text.format(how=_TIE_BREAKS[step]))
    if any(step is not TieBreak.SHARE for step in rule.tie_breaks):
        lines.append(
            _("Only the results that count are looked at for that.")
            if rule.position_over_counted_only
            else _("All results of the season are looked at for that.")
        )
    lines += [_ranking_line(ranking) for ranking in rule.rankings]
    return RuleSection(
        key="standings",
        title=_("Standings"),
        lines=tuple(lines),
        tables=_participation_table(rule),
        sources=(rule.source,),
    )


def teams_section(rules: RuleSet) -> RuleSection | None:
    """Clubs as teams, or None where they do not count."""
    rule = rules.teams
    if rule is None:
        return None
    lines = [_team_line(rule)]
    if rule.at_least > 1:
        text = _("A team of fewer than {count} finishers scores nothing in a round.")
        lines.append(text.format(count=rule.at_least))
    if rule.per_participant:
        text = _("{points} points on top for every member who started.")
        lines.append(text.format(points=plain(rule.per_participant)))
    for factor in rule.factors:
        where = factor.label or where_words(factor.where, rules)
        lines.append(
            _("{where}: times {factor}.").format(where=where, factor=factor_text(factor.factor))
        )
    if rule.count_best:
        text = plural(
            "The best {count} round makes the total.",
            "The best {count} rounds make the total.",
            rule.count_best,
        )
        lines.append(text)
    lines += rounding_lines(rule.rounding)
    return RuleSection(
        key="teams", title=rule.label or _("Teams"), lines=tuple(lines), sources=(rule.source,)
    )


def _count_line(rule: StandingsRule) -> str:
    words = (
        _("The best {best} of {of} results are added.").format(best=rule.count_best, of=rule.of)
        if rule.count_best
        else _("All results are added.")
    )
    if rule.direction is Direction.LOW:
        words += " " + _("The lowest total wins.")
    return words


def _asked_lines(rule: StandingsRule, rules: RuleSet) -> list[str]:
    """What must be there to be placed."""
    lines: list[str] = []
    if rule.must_finish:
        lines.append(
            plural(
                "Only who finishes {count} event in one and the same distance is placed.",
                "Only who finishes {count} events in one and the same distance is placed.",
                rule.must_finish,
            )
        )
    if rule.at_least:
        lines.append(
            plural(
                "Only who has {count} result is placed.",
                "Only who has {count} results is placed.",
                rule.at_least,
            )
        )
    for quota in rule.quotas:
        where = quota.label or where_words(quota.where, rules)
        if quota.at_least:
            text = _("At least {count} of the counted results must be: {where}.")
            lines.append(text.format(count=quota.at_least, where=where))
        if quota.at_most is not None:
            text = _("At most {count} of the counted results may be: {where}.")
            lines.append(text.format(count=quota.at_most, where=where))
    if rule.must_include:
        names = {event.code: event.name for event in rules.events}
        events = ", ".join(names.get(code, code) for code in rule.must_include)
        lines.append(_("It must have a result at: {events}.").format(events=events))
    for held in rule.when_held:
        text = _("When only {held} rounds are held, the best {best} count.")
        lines.append(text.format(held=held.held, best=held.count_best))
    return lines


def _sum_lines(rule: StandingsRule) -> list[str]:
    lines: list[str] = []
    if rule.participation:
        lines.append(
            _(
                "The sum is multiplied by a figure for the number of races run; the last one holds"
                " for more."
            )
        )
    for bonus in rule.bonuses:
        text = _("{label}: {points} points on top for who finishes every one of {events}.")
        events = ", ".join(bonus.events)
        lines.append(text.format(label=bonus.label, points=plain(bonus.points), events=events))
    return lines


def _participation_table(rule: StandingsRule) -> tuple[RuleTable, ...]:
    if not rule.participation:
        return ()
    rows = [
        (
            str(step.results),
            plain(step.factor),
            ", ".join(filter(None, (step.grade, _("an estimate") if step.estimate else ""))),
        )
        for step in rule.participation
    ]
    header = (_("Races"), _("Times"), _("How sure"))
    return (RuleTable(header=header, rows=tuple(rows), right=frozenset({0, 1})),)


def _ranking_line(ranking: Ranking) -> str:
    parts = ", ".join(_PARTS[part] for part in ranking.parted_by)
    over = _("each distance") if ranking.over is Over.RACE else _("all distances together")
    name = ranking.label or ranking.id
    if not parts:
        return _("Ranking {name}: {over}, one list for all.").format(name=name, over=over)
    text = _("Ranking {name}: {over}, by {parts}.")
    return text.format(name=name, over=over, parts=parts)


def _team_line(rule: TeamRule) -> str:
    sums = rule.combine is Combine.SUM
    if rule.best:
        text = (
            _("The points of the best {best} members of a club are added in each round.")
            if sums
            else _("The best {best} members of a club count by their average in each round.")
        )
        return text.format(best=rule.best)
    return (
        _("The points of all members of a club are added in each round.")
        if sums
        else _("All members of a club count by their average in each round.")
    )
