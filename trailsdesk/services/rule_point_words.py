"""The rules of points in sentences and tables."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from trailsdesk.domain.point_rules import (
    BeatenPoints,
    Curve,
    DistancePoints,
    EqualPlaces,
    FixedPoints,
    GapPoints,
    HelperPoints,
    LinearPoints,
    OutsidePoints,
    RankScope,
    RatioPoints,
    Reference,
    RoundFilter,
    RoundMode,
    ShareKind,
    ShareOf,
    SharePoints,
    SpreadPoints,
    TablePoints,
)
from trailsdesk.domain.round_score import factor_text
from trailsdesk.i18n import _
from trailsdesk.services.rule_sections import RuleSection, RuleTable, estimate_line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.point_rules import Factor, Formula, PointsRounding, PointsScheme
    from trailsdesk.domain.rules import RuleSet

SCOPES = {
    RankScope.OVERALL: _("among all finishers of the distance"),
    RankScope.GENDER: _("among the finishers of the distance and gender"),
    RankScope.CATEGORY: _("among the finishers of the distance, gender and age group"),
    RankScope.CLUB: _("among the finishers of the same club"),
}
_REFERENCES = {Reference.WINNER: _("the winner"), Reference.MEDIAN: _("the middle runner")}
_EQUAL = {
    EqualPlaces.SAME: _("Who shares a place gets the points of that place."),
    EqualPlaces.AVERAGE: _("Who shares a place gets the average of the places taken up."),
    EqualPlaces.ORDER: _("Who shares a place gets points in the order of the unrounded times."),
}


def points_section(rules: RuleSet) -> RuleSection | None:
    """Points, or None where there are none."""
    scheme = rules.points
    if scheme is None:
        return None
    lines = [
        _("Points go by the place {among}.").format(among=SCOPES[scheme.scope]),
        *(
            _("For all others: {rule}").format(rule=line) if scheme.variants else line
            for line in _formula_lines(scheme.formula, scheme.plus)
        ),
        *estimate_line(is_estimate=scheme.estimate),
    ]
    tables = list(_tables(scheme.formula, _("Points")))
    for variant in scheme.variants:
        where = where_words(variant.where, rules)
        groups = ", ".join(variant.categories)
        head = "; ".join(filter(None, (where, groups))) or _("elsewhere")
        lines += [
            _("For {where}: {rule}").format(where=head, rule=line)
            for line in _formula_lines(variant.formula, variant.plus)
        ]
        if variant.estimate:
            lines.append(
                _("For {where}: an estimate, these figures are not published.").format(where=head)
            )
        tables += _tables(variant.formula, head)
    lines += _around(scheme, rules)
    return RuleSection(
        key="points",
        title=_("Points"),
        lines=tuple(lines),
        tables=tuple(tables),
        sources=(scheme.source,),
    )


def _around(scheme: PointsScheme, rules: RuleSet) -> list[str]:
    """What holds whatever the formula is."""
    lines = [_factor_line(factor, rules) for factor in scheme.factors]
    if scheme.ranked_by:
        lines.append(
            _("Places go by the {system} score instead of the time.").format(
                system=scheme.ranked_by
            )
        )
    if scheme.small_field is not None:
        small = scheme.small_field
        text = _(
            "With fewer than {below} finishers {among}: {deduct} points less, and {each} less for"
            " each one missing."
        )
        lines.append(
            text.format(
                below=small.below,
                among=SCOPES[small.among],
                deduct=plain(small.deduct),
                each=plain(small.each_missing),
            )
        )
    lines.append(_EQUAL[scheme.equal_places])
    lines += rounding_lines(scheme.rounding)
    if scheme.least is not None:
        lines.append(_("Never fewer than {points} points.").format(points=plain(scheme.least)))
    text = _("Started and not finished: {points} points.")
    lines.append(text.format(points=plain(scheme.unfinished_points)))
    if scheme.helpers is HelperPoints.AVERAGE:
        lines.append(_("Who helps instead of running gets the average of their own results."))
    return lines


def rounding_lines(rounding: PointsRounding) -> list[str]:
    """How a figure is rounded; nothing where it is exact."""
    if rounding.mode is RoundMode.EXACT:
        return []
    how = {
        RoundMode.HALF_UP: _("Points are rounded to {places} decimals, halves up{when}."),
        RoundMode.DOWN: _("Points are cut off after {places} decimals{when}."),
    }[rounding.mode]
    when = _(", before they are multiplied") if rounding.before_factor else ""
    return [how.format(places=rounding.places, when=when)]


def where_words(where: RoundFilter, rules: RuleSet) -> str:
    """Which rounds a rule is about, empty for all of them."""
    if where == RoundFilter():
        return ""
    events = {event.code: event.name for event in rules.events}
    races = {race.code: race.label for event in rules.events for race in event.races}
    pieces = [", ".join(events.get(code, code) for code in where.events)]
    pieces.append(", ".join(races.get(code, code) for code in where.races))
    pieces += [", ".join(where.tiers), ", ".join(where.hosts)]
    if where.from_m is not None:
        pieces.append(_("from {km} km").format(km=f"{where.from_m / 1000:g}"))
    if where.to_m is not None:
        pieces.append(_("under {km} km").format(km=f"{where.to_m / 1000:g}"))
    return " \N{MIDDLE DOT} ".join(filter(None, pieces))


def _factor_line(factor: Factor, rules: RuleSet) -> str:
    where = factor.label or where_words(factor.where, rules) or _("every round")
    pieces = []
    if factor.factor != 1:
        pieces.append(_("times {factor}").format(factor=factor_text(factor.factor)))
    if factor.bonus:
        pieces.append(_("{points} points on top").format(points=plain(factor.bonus)))
    if not pieces:
        return _("{where}: what it is worth more is not published.").format(where=where)
    return f"{where}: {', '.join(pieces)}."


def _formula_lines(formula: Formula, plus: Sequence[Formula]) -> list[str]:
    lines = [_words(formula)]
    lines += [_("On top: {rule}").format(rule=_words(more)) for more in plus]
    return lines


@singledispatch
def _words(formula: Formula) -> str:
    raise TypeError(type(formula).__name__)


@_words.register
def _table_words(_formula: TablePoints) -> str:
    return _("Each place has its points by the table.")


@_words.register
def _linear_words(formula: LinearPoints) -> str:
    if formula.step < 0:
        text = _("{first} points for the winner and {step} more for each place after.")
    else:
        text = _("{first} points for the winner and {step} less for each place after.")
    words = text.format(first=plain(formula.first), step=plain(abs(formula.step)))
    if formula.least is not None:
        words += " " + _("Never fewer than {least}.").format(least=plain(formula.least))
    return words


@_words.register
def _spread_words(formula: SpreadPoints) -> str:
    if formula.places is None:
        text = _("Evenly from {first} points for the winner to {last} for the last finisher.")
    else:
        text = _(
            "Evenly from {first} points for the winner to {last} for place {places}, and {last}"
            " for everyone after."
        )
    return text.format(first=plain(formula.first), last=plain(formula.last), places=formula.places)


@_words.register
def _share_words(formula: SharePoints) -> str:
    whose = _("starters") if formula.of is ShareOf.STARTERS else _("finishers")
    if formula.kind is ShareKind.NOT_AHEAD:
        text = _("{full} points times the share of {whose} who are not ahead.")
    else:
        text = _("{full} points times the share of {whose} who are behind.")
    return text.format(full=plain(formula.full), whose=whose)


@_words.register
def _ratio_words(formula: RatioPoints) -> str:
    whose = _REFERENCES[formula.reference]
    if formula.system:
        text = _("{full} points times the {system} score, held against that of {whose}.")
        return text.format(full=plain(formula.full), system=formula.system, whose=whose)
    text = {
        Curve.LINEAR: _("{full} points times the time of {whose}, divided by one's own."),
        Curve.POWER: _(
            "{full} points times the ratio of the time of {whose} and one's own, to the power of"
            " {weight}."
        ),
        Curve.LOG: _(
            "{full} points, less {weight} times the logarithm of one's own time over that of"
            " {whose}."
        ),
    }[formula.curve]
    return text.format(full=plain(formula.full), whose=whose, weight=plain(formula.weight))


@_words.register
def _gap_words(formula: GapPoints) -> str:
    whose = _REFERENCES[formula.reference]
    full = plain(formula.full)
    if formula.zero_at is not None:
        text = _("{full} points for the time of {whose}, falling to nothing at {zero} times it.")
        return text.format(full=full, whose=whose, zero=plain(formula.zero_at))
    text = _("{full} points for the time of {whose}, {each} less for every {seconds} s behind.")
    return text.format(
        full=full, whose=whose, each=plain(formula.each), seconds=f"{formula.step_ms / 1000:g}"
    )


@_words.register
def _outside_words(formula: OutsidePoints) -> str:
    return _("The {system} score of the race, as it was given.").format(system=formula.system)


@_words.register
def _distance_words(formula: DistancePoints) -> str:
    unit = f"{formula.unit_m / 1000:f}".rstrip("0").rstrip(".")
    steps = []
    for step in formula.steps:
        text = _("{each} for each {unit} km") if step.to is None else _(
            "{each} for each {unit} km up to {to}"
        )  # fmt: skip
        to = "" if step.to is None else plain(step.to)
        steps.append(text.format(each=plain(step.each), unit=unit, to=to))
    return _("Points for the length: {steps}.").format(steps="; ".join(steps))


@_words.register
def _beaten_words(formula: BeatenPoints) -> str:
    text = _("{each} points for every one placed behind, {among}.")
    return text.format(each=plain(formula.each), among=SCOPES[formula.among])


@_words.register
def _fixed_words(formula: FixedPoints) -> str:
    return _("{points} points for every finisher.").format(points=plain(formula.points))


def _tables(formula: Formula, title: str) -> tuple[RuleTable, ...]:
    if not isinstance(formula, TablePoints):
        return ()
    rows = []
    for band in formula.bands:
        if band.to_rank is None:
            places = _("{place} and after").format(place=band.from_rank)
        elif band.to_rank == band.from_rank:
            places = str(band.from_rank)
        else:
            places = f"{band.from_rank}\N{EN DASH}{band.to_rank}"
        if band.outside:
            points = _("the {system} score").format(system=band.outside)
        elif band.step:
            points = _("{points}, then {step} less each").format(
                points=plain(band.points), step=plain(band.step)
            )
        else:
            points = plain(band.points)
        rows.append((places, points))
    return (
        RuleTable(
            title=title,
            header=(_("Place"), _("Points")),
            rows=tuple(rows),
            right=frozenset({1}),
        ),
    )
