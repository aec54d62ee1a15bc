"""Who is in the running for an award: its filters, and the groups it is given in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.award_rules import Award, AwardScope
from trailsdesk.domain.nations import country_key
from trailsdesk.domain.people import Gender, fold_name
from trailsdesk.domain.results import ResultRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.entry import EntryId

_GENDERS = (Gender.F, Gender.M, Gender.X)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardDetail:
    """What an award may ask of a runner beyond the row of results.

    ``age`` in whole years as for the category, None without a birth date. ``adjusted_ms`` is what
    penalties and credits add. ``passed_ms`` maps the codes of timing points, start and finish too,
    to the time since the gun. ``spoken`` is how the name is pronounced.
    """

    age: int | None = None
    city: str = ""
    spoken: str = ""
    adjusted_ms: int = 0
    passed_ms: Mapping[str, int] = field(default_factory=dict)

    def between(self, start: str, end: str) -> int | None:
        """The time from one point to another, None where one of them has none."""
        first, last = self.passed_ms.get(start), self.passed_ms.get(end)
        return None if first is None or last is None else last - first


_NOTHING = AwardDetail()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizePool:
    """Everybody who competes for one award with one another; ``rows`` is not empty."""

    rows: tuple[ResultRow, ...]
    gender: Gender | None = None
    category: str = ""
    category_label: str = ""

    def key(self, award_id: str) -> str:
        """What names the award of this pool within an event: ``overall:long:F``."""
        group = self.category or ("" if self.gender is None else self.gender.value)
        return ":".join(filter(None, (award_id, self.rows[0].race_code, group)))


def pools_of(
    award: Award,
    rows: Iterable[ResultRow],
    details: Mapping[EntryId, AwardDetail],
    category_order: Sequence[str],
) -> tuple[PrizePool, ...]:
    """The groups of a race in which an award is given; none where nobody is in the running."""
    inside = [row for row in rows if _is_in(award, row, details.get(row.entry_id, _NOTHING))]
    if award.scope is AwardScope.CATEGORY:
        return _by_category(inside, category_order)
    if award.scope is AwardScope.GENDER or award.by_gender:
        parts = {g: tuple(row for row in inside if row.ranked_gender is g) for g in _GENDERS}
        return tuple(PrizePool(rows=part, gender=g) for g, part in parts.items() if part)
    return (PrizePool(rows=tuple(inside)),) if inside else ()


def _by_category(rows: Sequence[ResultRow], order: Sequence[str]) -> tuple[PrizePool, ...]:
    places = {code: index for index, code in enumerate(order)}
    codes = {row.category for row in rows if row.category}
    pools = []
    for code in sorted(codes, key=lambda code: (places.get(code, len(places)), code)):
        part = tuple(row for row in rows if row.category == code)
        pool = PrizePool(
            rows=part,
            gender=part[0].ranked_gender,
            category=code,
            category_label=part[0].category_label,
        )
        pools.append(pool)
    return tuple(pools)


def _is_in(award: Award, row: ResultRow, detail: AwardDetail) -> bool:
    """Whether every filter of the award lets a runner in."""
    if award.races and row.race_code not in award.races:
        return False
    if row.gender is Gender.X and not award.non_binary:
        return False
    if award.genders and row.ranked_gender not in award.genders:
        return False
    if award.categories and row.category not in award.categories:
        return False
    return _is_of_age(award, detail.age) and _is_from(award, row, detail)


def _is_of_age(award: Award, age: int | None) -> bool:
    if award.from_age is None and award.to_age is None:
        return True
    if age is None:
        return False
    return (award.from_age or 0) <= age and (award.to_age is None or age <= award.to_age)


def _is_from(award: Award, row: ResultRow, detail: AwardDetail) -> bool:
    """Whether the runner comes from one of the places named, where any is."""
    if not (award.nations or award.cities or award.clubs):
        return True
    if row.nation.strip() and country_key(row.nation) in map(country_key, award.nations):
        return True
    named = ((award.cities, detail.city), (award.clubs, row.club))
    return any(
        bool(own.strip()) and fold_name(own) in {fold_name(each) for each in places}
        for places, own in named
    )
