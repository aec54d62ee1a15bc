"""Who falls where, and a person's decisions: another category, a division, small ones merged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.category_merge import neighbours
from trailsdesk.domain.entry import CategoryMerge, CategoryOverride, EntryId, MergeId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services.entries import edit_entry
from trailsdesk.services.entry_desk import edit_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.category import Assignment
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallCategory:
    """A category of a race with fewer starters than the rules want, not merged yet.

    ``within`` are the categories it can be ranked in, nearest in age first.
    """

    race_id: RaceId
    category: str
    label: str
    starters: int
    within: tuple[str, ...]


def assignment(season: Season, entry_id: EntryId) -> Assignment:
    """The category of one entry with its explanation."""
    return season.categories()[entry_id]


def override_category(season: Season, entry_id: EntryId, category: str, reason: str) -> None:
    """Place an entry in a category by decision; an empty category withdraws the decision."""
    bib = season.data.entries[entry_id].bib
    standing = season.data.overrides.get(entry_id)
    if not category:
        if standing is not None:
            with season.change("category.clear", bib=bib) as writer:
                writer.delete(standing)
        return
    _known(season, category)
    if not reason.strip():
        raise Refused("category.reason-missing")
    override = CategoryOverride(entry_id=entry_id, category=category, reason=reason.strip())
    if override == standing:
        return
    with season.change("category.override", bib=bib, category=category) as writer:
        writer.put(override)


def choose_division(season: Season, entry_id: EntryId, division: str) -> None:
    """Rank an entry in a division instead of its category by age; empty for the usual one.

    Raises:
        Refused: ``category.no-division`` for one the rules do not have.
    """
    _known_division(season, division)
    edit_entry(season, entry_id, division=division)


def choose_divisions(season: Season, entry_ids: Iterable[EntryId], division: str) -> int:
    """The same for several entries as one operation; how many changed."""
    _known_division(season, division)
    return edit_entries(season, entry_ids, division=division)


def _known_division(season: Season, division: str) -> None:
    known = [each.code for each in season.rules.categories.divisions]
    if division and division not in known:
        raise Refused("category.no-division", division=division[:80], known=", ".join(known))


# Small categories


def starters_by_category(season: Season, race_id: RaceId) -> dict[str, int]:
    """How many run in each category before any merging; those known not to start are left out."""
    given = season.categories()
    counts: Counter[str] = Counter()
    for result in season.results(race_id).results:
        code = given[result.entry_id].merged_from or given[result.entry_id].code
        if code and result.status is not ResultStatus.DNS:
            counts[code] += 1
    return dict(counts)


def small_categories(season: Season, race_id: RaceId) -> tuple[SmallCategory, ...]:
    """The categories of a race to think of merging, in printing order.

    Those with somebody in them but fewer than the rules' ``merge_below``, and not merged yet.
    """
    scheme = season.rules.categories
    merged = {merge.category for merge in season.data.merges.values() if merge.race_id == race_id}
    counts = starters_by_category(season, race_id)
    infos = categories_of(scheme)
    return tuple(
        SmallCategory(
            race_id=race_id,
            category=info.code,
            label=info.label,
            starters=counts[info.code],
            within=neighbours(info.code, infos),
        )
        for info in infos
        if 0 < counts.get(info.code, 0) < scheme.merge_below
        and info.code not in merged
        and info.division is None
    )


def merges_of(season: Season, race_id: RaceId) -> tuple[CategoryMerge, ...]:
    """The merged categories of a race in printing order."""
    place = {code: at for at, (code, _label) in enumerate(season.category_order())}
    merges = [each for each in season.data.merges.values() if each.race_id == race_id]
    return tuple(sorted(merges, key=lambda each: (place.get(each.category, -1), each.id)))


def merge_categories(
    season: Season, race_id: RaceId, category: str, within: str, reason: str
) -> CategoryMerge:
    """Rank a category of a race within another one; a category merged before goes there instead.

    Raises:
        Refused: ``category.unknown``, ``category.merge-itself``, ``category.merge-circle``,
            ``category.merge-reason``.
    """
    for code in (category, within):
        _known(season, code)
    if category == within:
        raise Refused("category.merge-itself")
    if not reason.strip():
        raise Refused("category.merge-reason")
    merges = {merge.category: merge for merge in merges_of(season, race_id)}
    standing = merges.pop(category, None)
    end = within
    while end in merges:
        end = merges[end].within
        if end == category:
            labels = dict(season.category_order())
            raise Refused(
                "category.merge-circle", category=labels[category], within=labels[within]
            )
    merge = CategoryMerge(
        id=MergeId(0) if standing is None else standing.id,
        race_id=race_id,
        category=category,
        within=within,
        reason=reason.strip(),
    )
    if merge == standing:
        return merge
    race = season.data.races[race_id]
    with season.change(
        "category.merge", race=race.label, category=category, within=within
    ) as writer:
        return writer.put(merge)


def unmerge(season: Season, merge_id: MergeId) -> None:
    """Rank a merged category on its own again."""
    merge = season.data.merges.get(merge_id)
    if merge is not None:
        race = season.data.races[merge.race_id].label
        with season.change("category.unmerge", race=race, category=merge.category) as writer:
            writer.delete(merge)


def _known(season: Season, category: str) -> None:
    if category not in {code for code, _label in season.category_order()}:
        raise Refused("category.unknown", code=category)
