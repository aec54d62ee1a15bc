"""The points of one round of a series: what everybody's outcome earns."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import TYPE_CHECKING

from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import paced
from trailsdesk.domain.point_formula import Performance, band_of, goes_by_numbers, goes_by_place
from trailsdesk.domain.point_rules import EqualPlaces, FormulaVariant, TablePoints
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.round_field import STARTED, RoundField
from trailsdesk.domain.round_score import Outcomes, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Event, Race
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.point_rules import RoundFacts
    from trailsdesk.domain.round_scheme import Earned

_UNFINISHED = frozenset({ResultStatus.DNF, ResultStatus.OVER_TIME})
_NO_POINTS = Decimal(0)
_NOT_MULTIPLIED = Fraction(1)


class RoundPoints(Outcomes):
    """One event's race as a round of the series."""

    def __init__(self, event: Event, race: Race, field: RoundField) -> None:
        self.event, self.race, self.field = event, race, field
        self._kinds = [_needs(each) for each in field.own.variants]
        self._shared: dict[object, Score] = {}
        super().__init__(
            self._all_scores(),
            self._without_place(None),
            held=any(result.status in STARTED for result in field.best.values()),
        )

    @property
    def facts(self) -> RoundFacts:
        """What rules may ask of it."""
        return self.field.facts

    def _all_scores(self) -> dict[RunnerId, Score]:
        field = self.field
        by_status = {status: self._without_place(status) for status in ResultStatus}
        places = field.places
        scores: dict[RunnerId, Score] = {}
        if self._goes_by_place_alone():
            by_place = self._by_place(sorted(set(places.values())))
            scores = dict(zip(places, map(by_place.__getitem__, places.values()), strict=True))
        else:
            for runner_id, place in paced(places.items()):
                scores[runner_id] = self._finisher(runner_id, place)
        if len(scores) < len(field.best):
            for runner_id, result in field.best.items():
                if runner_id not in scores:
                    scores[runner_id] = by_status[result.status]
        return scores

    def _goes_by_place_alone(self) -> bool:
        scheme = self.field.scheme
        return (
            self._kinds == [_Needs.PLACE]
            and scheme.small_field is None
            and scheme.equal_places is not EqualPlaces.AVERAGE
        )

    def _by_place(self, places: Sequence[int]) -> dict[int, Score]:
        """The scores of these places, made column by column: there are thousands of them."""
        own, distance_m = self.field.own, self.facts.distance_m
        variant = own.variants[0]
        bands = variant.formula.bands if isinstance(variant.formula, TablePoints) else ()
        earned: list[Earned] = []
        until = 0
        for place in places:
            if place > until:
                earned.append(own.earn(0, Performance(place=place, distance_m=distance_m)))
                band = band_of(bands, place) if bands else None
                flat = band is not None and not band.step
                until = 0 if band is None or not flat else band.to_rank or places[-1]
            else:
                earned.append(earned[-1])
        scores = many_of(
            Score,
            len(places),
            event_code=repeat(self.event.code),
            race_id=repeat(self.race.id),
            points=[each.points for each in earned],
            counted=repeat(False),
            rank=places,
            status=repeat(ResultStatus.OK),
            base=[each.base for each in earned],
            factor=[_NOT_MULTIPLIED if each.base is None else own.factor for each in earned],
            bonus=[each.bonus for each in earned],
            estimate=repeat(self.field.scheme.estimate or variant.estimate),
            made_by=repeat(self.field),
        )
        return dict(zip(places, scores, strict=True))

    def _finisher(self, runner_id: RunnerId, place: int) -> Score:
        number = self.field.variant(runner_id)
        tied, small = self.field.tied_with(runner_id, place), self.field.small_field(runner_id)
        kind = self._kinds[number]
        if kind is _Needs.RUNNER:
            return self._finished(number, self.field.performance(runner_id, place), tied, small)
        key: object = (number, place, tied, small)
        if kind is _Needs.NUMBERS:
            group = self.field.group(runner_id)
            key = (key, group.starters, group.finishers)
        score = self._shared.get(key)
        if score is None:
            one = self.field.performance(runner_id, place)
            score = self._shared[key] = self._finished(number, one, tied, small)
        return score

    def _finished(self, number: int, one: Performance, tied: int, small: Decimal) -> Score:
        found = self.field.own.earn(number, one, tied, small)
        return Score(
            event_code=self.event.code,
            race_id=self.race.id,
            points=found.points,
            counted=False,
            rank=one.place,
            status=ResultStatus.OK,
            base=found.base,
            factor=_NOT_MULTIPLIED if found.base is None else self.field.own.factor,
            bonus=found.bonus,
            estimate=self.field.scheme.estimate or self.field.own.variants[number].estimate,
            made_by=self.field,
        )

    def _without_place(self, status: ResultStatus | None) -> Score:
        is_unfinished = status in _UNFINISHED
        return Score(
            event_code=self.event.code,
            race_id=self.race.id,
            points=self.field.scheme.unfinished_points if is_unfinished else _NO_POINTS,
            counted=False,
            rank=None,
            status=status,
            made_by=self.field,
        )


class _Needs(enum.Enum):
    """What the points of a variant go by besides the race itself."""

    PLACE = enum.auto()
    NUMBERS = enum.auto()
    RUNNER = enum.auto()


def _needs(variant: FormulaVariant) -> _Needs:
    formulas = (variant.formula, *variant.plus)
    if all(map(goes_by_place, formulas)):
        return _Needs.PLACE
    return _Needs.NUMBERS if all(map(goes_by_numbers, formulas)) else _Needs.RUNNER
