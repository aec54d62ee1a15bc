"""The points of a rules document: formulas, variants, factors, rounding; and what must hold.

A formula is one key of its table: ``bands``, ``linear``, ``spread``, ``share``, ``ratio``,
``gap``, ``outside``, ``distance``, ``beaten`` or ``fixed``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from trailsdesk.domain.point_rules import (
    BeatenPoints,
    CategoryOfRank,
    Curve,
    DistancePoints,
    DistanceStep,
    EqualPlaces,
    Factor,
    FixedPoints,
    Formula,
    FormulaVariant,
    GapPoints,
    HelperPoints,
    LinearPoints,
    OutsidePoints,
    PointsBand,
    PointsRounding,
    PointsScheme,
    RankScope,
    RatioPoints,
    Reference,
    RoundFilter,
    RoundMode,
    ShareKind,
    ShareOf,
    SharePoints,
    SmallField,
    SpreadPoints,
    TablePoints,
)
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Faults, Table

RANK_MAX = 100_000
PLACES_MAX = 6
STEP_MAX_MS = 86_400_000
_NO_POINTS = Decimal(0)


def read_points(table: Table) -> PointsScheme:
    """The ``[points]`` section."""
    return PointsScheme(
        formula=_formula(table),
        plus=_plus(table),
        variants=tuple(_variant(one) for one in table.tables("variant")),
        scope=table.choice("scope", RankScope.CATEGORY),
        category_of_rank=table.choice("category_of_rank", CategoryOfRank.SERIES),
        ranked_by=table.text("ranked_by", ""),
        factors=read_factors(table),
        small_field=_small_field(table.table("small_field")),
        equal_places=table.choice("equal_places", EqualPlaces.SAME),
        rounding=read_rounding(table),
        least=table.maybe_decimal("least"),
        unfinished_points=table.decimal("unfinished_points", _NO_POINTS),
        helpers=table.choice("helpers", HelperPoints.NONE),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def read_filter(table: Table) -> RoundFilter:
    """The keys that say which rounds something is about."""
    return RoundFilter(
        events=table.texts("events"),
        races=table.texts("races"),
        tiers=table.texts("tiers"),
        hosts=table.texts("hosts"),
        from_m=table.maybe_metres("from_m"),
        to_m=table.maybe_metres("to_m"),
    )


def read_factors(table: Table) -> tuple[Factor, ...]:
    """``[[factor]]`` of a section."""
    return tuple(
        Factor(
            where=read_filter(one),
            factor=one.factor("factor", Fraction(1)),
            bonus=one.signed("bonus", _NO_POINTS),
            label=one.text("label", ""),
        )
        for one in table.tables("factor")
    )


def read_rounding(table: Table) -> PointsRounding:
    """``rounding`` of a section; exact when it is not there."""
    found = table.table("rounding")
    if found is None:
        return PointsRounding()
    return PointsRounding(
        mode=found.choice("mode", RoundMode.EXACT),
        places=found.whole("places", 0, high=PLACES_MAX),
        before_factor=found.flag("before_factor", default=False),
    )


def _formula(table: Table) -> Formula:
    """The one formula of a table; a fault and a stand-in when there is none or more than one."""
    found: dict[str, Formula] = {}
    bands = table.tables("bands")
    if table.has("bands"):
        if not bands:
            table.fault("preset.empty", "bands")
        found["bands"] = TablePoints(bands=tuple(_band(band) for band in bands))
    for name, read in _FORMULAS.items():
        one = table.table(name)
        if one is not None:
            found[name] = read(one)
    if not found:
        table.fault("preset.missing", "bands")
    elif len(found) > 1:
        table.fault("preset.two-formulas", list(found)[1], first=next(iter(found)))
    return next(iter(found.values()), FixedPoints(points=_NO_POINTS))


def _plus(table: Table) -> tuple[Formula, ...]:
    return tuple(_formula(one) for one in table.tables("plus"))


def _variant(table: Table) -> FormulaVariant:
    return FormulaVariant(
        formula=_formula(table),
        where=read_filter(table),
        categories=table.texts("categories"),
        scopes=table.choices("scopes", RankScope),
        plus=_plus(table),
        estimate=table.flag("estimate", default=False),
    )


def _band(table: Table) -> PointsBand:
    outside = table.text("outside", "")
    return PointsBand(
        from_rank=table.whole("from", low=1, high=RANK_MAX),
        to_rank=table.maybe_whole("to", low=1, high=RANK_MAX),
        points=table.decimal("points", _NO_POINTS if outside else None),
        step=table.signed("step", _NO_POINTS),
        outside=outside,
    )


def _linear(table: Table) -> LinearPoints:
    return LinearPoints(
        first=table.decimal("first"),
        step=table.signed("step"),
        least=table.maybe_decimal("least"),
        places=table.maybe_whole("places", low=1, high=RANK_MAX),
    )


def _spread(table: Table) -> SpreadPoints:
    return SpreadPoints(
        first=table.decimal("first"),
        last=table.decimal("last"),
        places=table.maybe_whole("places", low=1, high=RANK_MAX),
    )


def _share(table: Table) -> SharePoints:
    return SharePoints(
        full=table.decimal("full", Decimal(100)),
        of=table.choice("of", ShareOf.FINISHERS),
        kind=table.choice("kind", ShareKind.NOT_AHEAD),
    )


def _ratio(table: Table) -> RatioPoints:
    return RatioPoints(
        full=table.decimal("full"),
        curve=table.choice("curve", Curve.LINEAR),
        weight=table.decimal("weight", Decimal(1)),
        reference=table.choice("reference", Reference.WINNER),
        among=_among(table),
        system=table.text("system", ""),
    )


def _gap(table: Table) -> GapPoints:
    return GapPoints(
        full=table.decimal("full"),
        zero_at=table.maybe_decimal("zero_at"),
        step_ms=table.whole("step_ms", 1000, low=1, high=STEP_MAX_MS),
        each=table.decimal("each", Decimal(1)),
        standard_m=table.maybe_metres("standard_m"),
        reference=table.choice("reference", Reference.WINNER),
        among=_among(table),
        below_zero=table.flag("below_zero", default=False),
    )


def _among(table: Table) -> RankScope | None:
    found = table.choice("among", RankScope.OVERALL)
    return found if table.has("among") else None


def _outside(table: Table) -> OutsidePoints:
    return OutsidePoints(system=table.text("system"))


def _distance(table: Table) -> DistancePoints:
    return DistancePoints(
        steps=tuple(
            DistanceStep(to=step.maybe_decimal("to"), each=step.decimal("each"))
            for step in table.tables("steps", required=True)
        ),
        unit_m=table.decimal("unit_m", Decimal(1000)),
        mode=table.choice("mode", RoundMode.EXACT),
    )


def _beaten(table: Table) -> BeatenPoints:
    return BeatenPoints(
        each=table.decimal("each", Decimal(1)), among=table.choice("among", RankScope.CLUB)
    )


def _fixed(table: Table) -> FixedPoints:
    return FixedPoints(points=table.decimal("points"))


def _small_field(table: Table | None) -> SmallField | None:
    if table is None:
        return None
    return SmallField(
        below=table.whole("below", low=1, high=RANK_MAX),
        among=table.choice("among", RankScope.GENDER),
        deduct=table.decimal("deduct", _NO_POINTS),
        each_missing=table.decimal("each_missing", _NO_POINTS),
    )


_FORMULAS: dict[str, Callable[[Table], Formula]] = {
    "linear": _linear,
    "spread": _spread,
    "share": _share,
    "ratio": _ratio,
    "gap": _gap,
    "outside": _outside,
    "distance": _distance,
    "beaten": _beaten,
    "fixed": _fixed,
}


def check_points(rules: RuleSet, faults: Faults, *, low_wins: bool = False) -> None:
    """Every place has its points, and no place has more than the one before.

    Args:
        low_wins: few points win, so that no place may have less than the one before.
    """
    scheme = rules.points
    if scheme is None:
        return
    for path, formula in _formulas(scheme):
        if isinstance(formula, TablePoints):
            _check_bands(formula.bands, f"{path}.bands", faults, low_wins=low_wins)
        elif isinstance(formula, LinearPoints) and (formula.step < 0) is not low_wins:
            if formula.step != 0:
                fault(faults, "preset.step-direction", f"{path}.linear.step")
        elif isinstance(formula, GapPoints) and formula.zero_at is not None:
            if formula.zero_at <= 1:
                fault(faults, "preset.zero-at", f"{path}.gap.zero_at", found=str(formula.zero_at))
        elif isinstance(formula, DistancePoints):
            _check_steps(formula, f"{path}.distance.steps", faults)
    filters = [(f"points.variant[{at}]", one.where) for at, one in enumerate(scheme.variants)]
    filters += [(f"points.factor[{at}]", one.where) for at, one in enumerate(scheme.factors)]
    check_filters(rules, filters, faults)


def check_filters(
    rules: RuleSet, filters: Iterable[tuple[str, RoundFilter]], faults: Faults
) -> None:
    """What a filter names must be somewhere in the document; else it would never hold."""
    races = {race.code for event in rules.events for race in event.races}
    if rules.calendar is not None:
        races |= {race.code for race in rules.calendar.races}
    for path, where in filters:
        for code in where.races:
            if code not in races:
                fault(faults, "preset.unknown-race", f"{path}.races", found=code)
        if rules.calendar is None:
            for code in where.events:
                if rules.event(code) is None:
                    fault(faults, "preset.unknown-event", f"{path}.events", found=code)


def _formulas(scheme: PointsScheme) -> Iterator[tuple[str, Formula]]:
    """Every formula with the path of its table."""
    yield "points", scheme.formula
    for at, formula in enumerate(scheme.plus):
        yield f"points.plus[{at}]", formula
    for at, variant in enumerate(scheme.variants):
        yield f"points.variant[{at}]", variant.formula
        for number, formula in enumerate(variant.plus):
            yield f"points.variant[{at}].plus[{number}]", formula


def _check_bands(
    bands: tuple[PointsBand, ...], path: str, faults: Faults, *, low_wins: bool
) -> None:
    wanted = 1
    before: Decimal | None = None
    for index, band in enumerate(bands):
        here = f"{path}[{index}]"
        if band.from_rank != wanted:
            fault(faults, "preset.ranks", f"{here}.from", found=band.from_rank, wanted=wanted)
        last = _last_points(band)
        if band.to_rank is None:
            if index < len(bands) - 1:
                fault(faults, "preset.ranks-end", f"{here}.to")
            wanted = band.from_rank + 1
        else:
            if band.to_rank < band.from_rank:
                found, low = band.to_rank, band.from_rank
                fault(faults, "preset.ranks", f"{here}.to", found=found, wanted=low)
            wanted = band.to_rank + 1
        if not band.outside:
            _check_rise(band, before, here, faults, low_wins=low_wins)
            before = last
    if bands and bands[-1].to_rank is not None:
        path = f"{path}[{len(bands) - 1}].to"
        fault(faults, "preset.ranks-open", path, last=bands[-1].to_rank)


def _last_points(band: PointsBand) -> Decimal:
    """The points of the last place of a band; of an open one, of the first."""
    places = 0 if band.to_rank is None else band.to_rank - band.from_rank
    return band.points - band.step * places


def _check_rise(
    band: PointsBand, before: Decimal | None, path: str, faults: Faults, *, low_wins: bool
) -> None:
    wrong = (
        False if before is None else (band.points < before) if low_wins else band.points > before
    )
    if wrong:
        points, other = str(band.points), str(before)
        fault(faults, "preset.points-rise", f"{path}.points", points=points, before=other)
    if band.step and (band.step < 0) is not low_wins:
        fault(faults, "preset.step-direction", f"{path}.step")
    elif band.step and band.to_rank is None:
        fault(faults, "preset.step-open", f"{path}.step")


def _check_steps(formula: DistancePoints, path: str, faults: Faults) -> None:
    before = Decimal(0)
    for index, step in enumerate(formula.steps):
        if step.to is None:
            if index < len(formula.steps) - 1:
                fault(faults, "preset.steps-order", f"{path}[{index}].to")
        elif step.to <= before:
            fault(faults, "preset.steps-order", f"{path}[{index}].to")
        else:
            before = step.to
    if not formula.unit_m:
        fault(faults, "preset.steps-order", f"{path}.unit_m")
