"""A runner's outcome in one round of a series, and its points as a term of a sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from trailsdesk.domain.event import RaceId
from trailsdesk.domain.point_formula import plain_points
from trailsdesk.domain.results import ResultStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.problems import Note

_NO_POINTS = Decimal(0)
_NOT_MULTIPLIED = Fraction(1)
_TIMES, _MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"


class Round(Protocol):
    """What made a score, and can say how."""

    def explain(self, runner_id: RunnerId, score: Score) -> Note:
        """How the points came about, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A runner's outcome at one event of the series.

    ``rank`` is the position that earned the points, None without a finish; ``status`` is None when
    the runner has no result there. ``counted`` says whether the points are part of the total.
    ``base`` are the points before ``factor`` and ``bonus``, None where neither changes them.
    """

    event_code: str
    race_id: RaceId
    points: Decimal
    counted: bool
    rank: int | None
    status: ResultStatus | None
    base: Decimal | None = None
    factor: Fraction = _NOT_MULTIPLIED
    bonus: Decimal = _NO_POINTS
    estimate: bool = False
    made_by: Round | None = field(default=None, compare=False, repr=False)

    @property
    def scores(self) -> bool:
        """Whether it is a result that can count: a place, or points without one."""
        return self.rank is not None or bool(self.points)

    def as_counted(self) -> Score:
        """The same outcome as part of a total."""
        return Score(
            event_code=self.event_code,
            race_id=self.race_id,
            points=self.points,
            counted=True,
            rank=self.rank,
            status=self.status,
            base=self.base,
            factor=self.factor,
            bonus=self.bonus,
            estimate=self.estimate,
            made_by=self.made_by,
        )

    @property
    def term(self) -> str:
        """The points as a term of the total: ``95``, or ``(95 x 2 + 10)``."""
        if self.base is None:
            return plain_points(self.points)
        return f"({with_factor(plain_points(self.base), self.factor, self.bonus)})"


class Outcomes:
    """Everybody's outcome in one round, ``held`` once somebody has started.

    ``scores`` are not yet counted, ``absent`` is that of somebody who was not there. Runners with
    the same outcome share one value, and a counted twin of each is kept: the groups of a race have
    many places in common.
    """

    def __init__(self, scores: Mapping[RunnerId, Score], absent: Score, *, held: bool) -> None:
        self.scores, self.absent, self.held = scores, absent, held
        self._twins: dict[int, Score] = {}

    def is_to_come(self, score: Score) -> bool:
        """Whether the round is still before the runner."""
        if score.status is None:
            return not self.held
        return score.status is ResultStatus.PENDING

    def as_counted(self, score: Score) -> Score:
        """The same outcome as part of a total."""
        twin = self._twins.get(id(score))
        if twin is None:
            twin = self._twins[id(score)] = score.as_counted()
        return twin


def with_factor(term: str, factor: Fraction, bonus: Decimal) -> str:
    """A term with what multiplies it and what is added."""
    if factor != 1:
        term = f"{term} {_TIMES} {factor_text(factor)}"
    if bonus:
        sign = "+" if bonus > 0 else _MINUS
        term = f"{term} {sign} {plain_points(abs(bonus))}"
    return term


def factor_text(factor: Fraction) -> str:
    """A factor as a decimal where it has one of up to four places, else as a fraction."""
    scaled = factor * 10_000
    if scaled.denominator != 1:
        return f"{factor.numerator}/{factor.denominator}"
    return plain_points(Decimal(scaled.numerator) / 10_000)
