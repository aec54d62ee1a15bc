"""A points scheme as it holds for one round: which formula, what is added, multiplied, rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from trailsdesk.domain.point_formula import Performance, earned, rounded, worked
from trailsdesk.domain.point_rules import (
    Factor,
    FormulaVariant,
    PointsScheme,
    RankScope,
    RoundFacts,
)
from trailsdesk.domain.round_score import with_factor

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_POINTS = Decimal(0)
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """The points of a finisher; ``base`` are those before factor and bonus, None if the same."""

    points: Decimal
    base: Decimal | None = None
    bonus: Decimal = _NO_POINTS


class RoundScheme:
    """The scheme with the variants and factors that cover one round."""

    def __init__(
        self, scheme: PointsScheme, facts: RoundFacts, scope: RankScope | None = None
    ) -> None:
        scope = scope or scheme.scope
        self.scheme = scheme
        self.variants = [
            each
            for each in (
                *scheme.variants,
                FormulaVariant(formula=scheme.formula, plus=scheme.plus),
            )
            if each.where.covers(facts) and (not each.scopes or scope in each.scopes)
        ]
        covering = [each for each in scheme.factors if each.where.covers(facts)]
        self.factor, self.bonus = all_factors(covering)
        self._by_category: dict[str, int] = {}

    def variant(self, category: str) -> int:
        """The number of the first variant for a category."""
        if len(self.variants) == 1:
            return 0
        found = self._by_category.get(category)
        if found is None:
            found = self._by_category[category] = next(
                at
                for at, each in enumerate(self.variants)
                if not each.categories or category in each.categories
            )
        return found

    def earn(
        self, number: int, one: Performance, tied: int = 1, small: Decimal = _NO_POINTS
    ) -> Earned:
        """The points of one finisher.

        Args:
            tied: how many share the place, where points are averaged over the places they take up.
            small: what a small field takes off.
        """
        scheme = self.scheme
        base = self._earned(self.variants[number], one, tied)
        if base is None:
            return Earned(points=_NO_POINTS)
        if scheme.rounding.before_factor:
            base = rounded(base, scheme.rounding)
        points, bonus = base, self.bonus - small
        if self.factor != 1:
            points = points * self.factor.numerator / self.factor.denominator
        points += bonus
        if scheme.least is not None:
            points = max(points, scheme.least)
        if not scheme.rounding.before_factor:
            points = rounded(points, scheme.rounding)
        if self.factor == 1 and not bonus:
            return Earned(points=points)
        return Earned(points=points, base=base, bonus=bonus)

    def text(
        self, number: int, one: Performance, tied: int = 1, small: Decimal = _NO_POINTS
    ) -> str:
        """The same as a sum; empty where the points are not known."""
        variant, own = self.variants[number], one.place
        terms: list[str] = []
        for place in range(own, own + tied):
            one.place = place
            parts = [worked(formula, one) for formula in (variant.formula, *variant.plus)]
            terms += filter(None, parts)
        one.place = own
        text = " + ".join(terms)
        if not text:
            return ""
        if tied > 1:
            text = f"({text}) / {tied}"
        elif self.factor != 1 and len(terms) > 1:
            text = f"({text})"
        return with_factor(text, self.factor, self.bonus - small)

    def small_field(self, finishers: int) -> Decimal:
        """What so few finishers cost."""
        rule = self.scheme.small_field
        if rule is None or finishers >= rule.below:
            return _NO_POINTS
        return rule.deduct + rule.each_missing * (rule.below - finishers)

    def _earned(self, variant: FormulaVariant, one: Performance, tied: int) -> Decimal | None:
        """The formula and what is added; the mean of the places taken up by equals.

        Without what the formula itself needs there are no points, whatever is added.
        """
        own = one.place
        total = _NO_POINTS
        for place in range(own, own + tied):
            one.place = place
            points = earned(variant.formula, one)
            if points is None:
                one.place = own
                return None
            total += points
            for formula in variant.plus:
                total += earned(formula, one) or _NO_POINTS
        one.place = own
        return total if tied == 1 else total / tied


def all_factors(factors: Iterable[Factor]) -> tuple[Fraction, Decimal]:
    """Several factors at once: they multiply, and their bonuses add up."""
    factor, bonus = _ONE, _NO_POINTS
    for each in factors:
        factor *= each.factor
        bonus += each.bonus
    return factor, bonus
