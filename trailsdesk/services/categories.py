"""Who falls where, and a person's decision to place somebody otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.entry import CategoryOverride, EntryId
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from trailsdesk.domain.category import Assignment
    from trailsdesk.services.season import Season


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
    if category not in {code for code, _label in season.category_order()}:
        raise Refused("category.unknown", code=category)
    if not reason.strip():
        raise Refused("category.reason-missing")
    override = CategoryOverride(entry_id=entry_id, category=category, reason=reason.strip())
    if override == standing:
        return
    with season.change("category.override", bib=bib, category=category) as writer:
        writer.put(override)
