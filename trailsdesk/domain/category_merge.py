"""Small categories of a race that are ranked within another one by a person's decision."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.category import CategoryInfo
    from trailsdesk.domain.entry import CategoryMerge
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.season import SeasonData

Merged = tuple[str, str]
"""The category in which another one is ranked in the end, and the reason of its merging."""


def merges_by_race(season: SeasonData) -> dict[RaceId, dict[str, Merged]]:
    """Race to category to where its runners are ranked.

    A category merged into one that is merged itself goes with it. Merges that lead in a circle
    merge nothing.
    """
    direct: dict[RaceId, dict[str, CategoryMerge]] = defaultdict(dict)
    for merge_id in sorted(season.merges):
        merge = season.merges[merge_id]
        direct[merge.race_id][merge.category] = merge
    found: dict[RaceId, dict[str, Merged]] = {}
    for race_id, merges in direct.items():
        ends = {category: _end(category, merges) for category in merges}
        found[race_id] = {
            category: (end, merges[category].reason)
            for category, end in ends.items()
            if end is not None
        }
    return found


def _end(category: str, merges: Mapping[str, CategoryMerge]) -> str | None:
    seen = {category}
    while category in merges:
        category = merges[category].within
        if category in seen:
            return None
        seen.add(category)
    return category


def neighbours(code: str, infos: tuple[CategoryInfo, ...]) -> tuple[str, ...]:
    """The categories by age of the same gender, nearest in age first, the younger of two first."""
    own = next((info for info in infos if info.code == code), None)
    if own is None or own.band is None:
        return ()
    alike = [info for info in infos if info.band is not None and info.gender is own.gender]
    at = alike.index(own)
    order = sorted(range(len(alike)), key=lambda other: (abs(other - at), other))
    return tuple(alike[other].code for other in order if other != at)
