"""Into which groups a ranking of the series falls, in which order, and what they are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import GENDER_ORDER, categories_of
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.round_field import club_key
from trailsdesk.domain.standing_rules import Part, Ranking, StandingsRule

if TYPE_CHECKING:
    from trailsdesk.domain.category_rules import CategoryScheme
    from trailsdesk.domain.people import Runner
    from trailsdesk.domain.round_field import Entrants

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One list of a ranking: ``code`` is unique in it, empty where it is not parted at all.

    ``category`` is the series category when parted by it, ``gender`` when it has only one.
    """

    code: str
    label: str
    category: str
    gender: Gender | None
    members: Sequence[RunnerId]


class GroupKeys:
    """The groups of one ranking. A runner of whom a part is not known is in no group of it."""

    def __init__(
        self,
        ranking: Ranking,
        rule: StandingsRule,
        scheme: CategoryScheme,
        entrants: Entrants,
    ) -> None:
        self._ranking = ranking
        self._entrants = entrants
        self._scheme = scheme
        self._infos = {info.code: info for info in categories_of(scheme)}
        self._places = {code: number for number, code in enumerate(self._infos)}
        regions = {nation: each.code for each in rule.regions for nation in each.nations}
        self._region_labels = {region.code: region.label for region in rule.regions}
        self._region_places = {region.code: at for at, region in enumerate(rule.regions)}
        self._clubs = clubs = defaultdict[str, Counter[str]](Counter)
        values: Mapping[Part, Callable[[RunnerId, Runner], str]] = {
            Part.CATEGORY: lambda runner_id, _one: entrants.codes.get(runner_id, ""),
            Part.GENDER: lambda _id, one: _value(entrants.gender_of(one)),
            Part.NATION: lambda _id, one: one.nation,
            Part.REGION: lambda _id, one: regions.get(one.nation, ""),
            Part.CLUB: lambda _id, one: _club(one, clubs),
        }
        self._values = [values[part] for part in ranking.parted_by]

    def groups(self, runners: Sequence[RunnerId]) -> list[Group]:
        """The groups that have anybody, in printing order; members in the given order."""
        members: dict[_Key, list[RunnerId]] = defaultdict(list)
        wanted, codes = self._ranking.categories, self._entrants.codes
        if self._ranking.parted_by == (Part.CATEGORY,):
            for runner_id in runners:
                code = codes.get(runner_id)
                if code:
                    members[(code,)].append(runner_id)
            if wanted:
                members = defaultdict(list, {k: v for k, v in members.items() if k[0] in wanted})
        else:
            people = self._entrants.runners
            for runner_id in runners:
                if wanted and codes.get(runner_id) not in wanted:
                    continue
                person = people[runner_id]
                key = tuple([value(runner_id, person) for value in self._values])
                if all(key):
                    members[key].append(runner_id)
        return [self._group(key, members[key]) for key in sorted(members, key=self._place)]

    def _group(self, key: _Key, members: Sequence[RunnerId]) -> Group:
        category, gender = "", None
        for part, value in zip(self._ranking.parted_by, key, strict=True):
            if part is Part.CATEGORY:
                category = value
                info = self._infos.get(value)
                gender = gender or (info.gender if info else None)
            elif part is Part.GENDER:
                gender = next(each for each in GENDER_ORDER if each.value == value)
        return Group(
            code=".".join(key),
            label=", ".join(map(self._label, self._ranking.parted_by, key)),
            category=category,
            gender=gender,
            members=members,
        )

    def _label(self, part: Part, value: str) -> str:
        if part is Part.CATEGORY:
            info = self._infos.get(value)
            return info.label if info else value
        if part is Part.GENDER:
            return self._scheme.gender_labels.get(value, value).capitalize()
        if part is Part.REGION:
            return self._region_labels[value]
        if part is Part.CLUB:
            return min(self._clubs[value].items(), key=lambda each: (-each[1], each[0]))[0]
        return value

    def _place(self, key: _Key) -> tuple[tuple[int, str], ...]:
        genders = [gender.value for gender in GENDER_ORDER]
        places: list[tuple[int, str]] = []
        for part, value in zip(self._ranking.parted_by, key, strict=True):
            place = 0
            if part is Part.CATEGORY:
                place = self._places.get(value, len(self._places))
            elif part is Part.GENDER:
                place = genders.index(value)
            elif part is Part.REGION:
                place = self._region_places[value]
            places.append((place, value))
        return tuple(places)


def _club(runner: Runner, clubs: Mapping[str, Counter[str]]) -> str:
    """The key of a runner's club; how it is spelt is counted for its label."""
    key = club_key(runner.club)
    if key:
        clubs[key][" ".join(runner.club.split())] += 1
    return key


def _value(gender: Gender | None) -> str:
    return "" if gender is None else gender.value
