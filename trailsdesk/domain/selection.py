"""Which results of a runner make the total: the best so many, within quotas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundQuota:
    """How many of the counted results must and may be of ``rounds``, given by their position."""

    label: str
    rounds: frozenset[int]
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The best ``count_best`` results (0: all), the highest or with ``low_wins`` the lowest.

    As many as allowed are taken, and of those sets the best sum; of equal points the earlier round
    counts. Where not every quota can be met, its least number is not asked for: whether that
    costs the place is for the standings to say.
    """

    count_best: int
    low_wins: bool = False
    quotas: tuple[RoundQuota, ...] = ()

    def choose(self, points: Sequence[Decimal], scoring: Sequence[bool]) -> tuple[bool, ...]:
        """Which results count; one that scores nothing never does."""
        chosen = self.chosen(points, [index for index, scores in enumerate(scoring) if scores])
        return tuple([index in chosen for index in range(len(points))])

    def chosen(self, points: Sequence[Decimal], scoring: Sequence[int]) -> Sequence[int]:
        """The positions of the results that count, out of those that score."""
        limit = self.count_best or len(scoring)
        if len(scoring) <= limit and not self.quotas:
            return scoring
        best = sorted(scoring, key=points.__getitem__, reverse=not self.low_wins)
        if self.quotas and not _is_met(self.quotas, best[:limit]):
            return self._within_quotas(points, best, limit)
        return best[:limit]

    def _within_quotas(
        self, points: Sequence[Decimal], ordered: Sequence[int], limit: int
    ) -> list[int]:
        """The best set the quotas allow: of each kind of round the best ones."""
        kinds: dict[tuple[bool, ...], list[int]] = {}
        for index in ordered:
            kind = tuple(index in quota.rounds for quota in self.quotas)
            kinds.setdefault(kind, []).append(index)
        pools = list(kinds.values())
        best: list[int] = []
        best_key: tuple[bool, int, Decimal] | None = None
        for counts in product(*[range(min(len(pool), limit), -1, -1) for pool in pools]):
            if sum(counts) > limit:
                continue
            chosen = [
                index for pool, count in zip(pools, counts, strict=True) for index in pool[:count]
            ]
            if not _is_allowed(self.quotas, chosen):
                continue
            total = sum((points[index] for index in chosen), _ZERO)
            key = (_is_met(self.quotas, chosen), len(chosen), -total if self.low_wins else total)
            if best_key is None or key > best_key:
                best, best_key = chosen, key
        return best


def _is_allowed(quotas: Sequence[RoundQuota], chosen: Sequence[int]) -> bool:
    return all(
        quota.at_most is None or sum(index in quota.rounds for index in chosen) <= quota.at_most
        for quota in quotas
    )


def _is_met(quotas: Sequence[RoundQuota], chosen: Sequence[int]) -> bool:
    return _is_allowed(quotas, chosen) and all(
        not quota.at_least or sum(index in quota.rounds for index in chosen) >= quota.at_least
        for quota in quotas
    )
