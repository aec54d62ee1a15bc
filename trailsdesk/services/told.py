"""A problem together with whom it touches; the parts that gather problems share this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId, bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Place, Problem
from trailsdesk.domain.timing import ReadId
from trailsdesk.i18n import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season

_NAMED = 6
"""More runners than this are counted in a sentence, not named."""
NOTHING = "\N{EM DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A problem with the entries and reads it is about; both may be empty.

    ``details`` say of an entry what there is to see about it here, where that is no result.
    """

    problem: Problem
    entry_ids: tuple[EntryId, ...] = ()
    read_ids: tuple[ReadId, ...] = ()
    details: Mapping[EntryId, str] = field(default_factory=dict)


def entry_place(season: Season, entry: Entry, read_id: ReadId | None = None) -> Place:
    """Where an entry sits, or one of its reads, for "go there"."""
    batch_id = None if read_id is None else season.data.reads[read_id].batch_id
    return Place(
        event_id=season.data.races[entry.race_id].event_id,
        race_id=entry.race_id,
        entry_id=entry.id,
        runner_id=entry.runner_id,
        batch_id=batch_id,
        read_id=read_id,
    )


def race_place(season: Season, race_id: RaceId) -> Place:
    """Where a race sits."""
    return Place(event_id=season.data.races[race_id].event_id, race_id=race_id)


def by_bib(season: Season, entry_ids: Iterable[EntryId]) -> tuple[EntryId, ...]:
    """Entries in the order people look them up."""
    entries = season.data.entries
    return tuple(sorted(entry_ids, key=lambda each: (bib_sort_key(entries[each].bib), each)))


def called(season: Season, entry_ids: Iterable[EntryId]) -> str:
    """Who they are in a few words: bibs, names where there is none, and how many more."""
    data = season.data
    ordered = list(entry_ids)
    words = [
        data.entries[each].bib or full_name(data.runners[data.entries[each].runner_id])
        for each in ordered[:_NAMED]
    ]
    more = len(ordered) - len(words)
    text = ", ".join(words)
    return text + " " + plural("and {count} more", "and {count} more", more) if more else text
