"""Categories by command: who falls where, small ones merged; an event called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened, scope
from trailsdesk.domain.entry import EntryStatus, bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.cancel_event import cancel_event, cancel_reason, restore_event
from trailsdesk.services.categories import (
    merge_categories,
    merges_of,
    small_categories,
    unmerge,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.season import Season


def show_categories(options: Namespace) -> None:
    """``categories``: everybody's category and why; or one category ranked within another."""
    if options.merge or options.unmerge:
        _decide(options)
        return
    with opened(options.file, reading=True) as season:
        event_id, race_id = scope(season, options)
        races = [race_id] if race_id else [race.id for race in season.data.races_of(event_id)]
        entries = list(_entries(season, races))
        if options.json:
            output.print_json(
                {
                    "rows": [_entry_json(season, entry) for entry in entries],
                    "small": [each for race in races for each in _small_json(season, race)],
                    "merged": [each for race in races for each in _merged_json(season, race)],
                }
            )
            return
        given = season.categories()
        output.print_table(
            ("race", "bib", "name", "category", "why"),
            [
                (
                    season.data.races[entry.race_id].code,
                    entry.bib,
                    full_name(season.data.runners[entry.runner_id]),
                    given[entry.id].label,
                    message(given[entry.id].explanation),
                )
                for entry in entries
            ],
        )


def _entries(season: Season, races: list[RaceId]) -> Iterator[Entry]:
    """The standing entries of races in the order of their bibs."""
    standing = [
        entry
        for entry in season.data.entries.values()
        if entry.race_id in races and entry.status is EntryStatus.ENTERED
    ]
    yield from sorted(standing, key=lambda e: (races.index(e.race_id), bib_sort_key(e.bib), e.id))


def _entry_json(season: Season, entry: Entry) -> output.Json:
    given = season.categories()[entry.id]
    series = season.series_categories()[entry.runner_id]
    runner = season.data.runners[entry.runner_id]
    return {
        "race": season.data.races[entry.race_id].code,
        "bib": entry.bib,
        "family_name": runner.family_name,
        "given_name": runner.given_name,
        "category": given.code or None,
        "category_label": given.label or None,
        "age": given.age,
        "merged_from": given.merged_from or None,
        "division": entry.division or None,
        "why": message(given.explanation),
        "series_category": series.code or None,
        "series_why": message(series.explanation),
    }


def _small_json(season: Season, race_id: RaceId) -> Iterator[output.Json]:
    for small in small_categories(season, race_id):
        yield {
            "race": season.data.races[race_id].code,
            "category": small.category,
            "category_label": small.label,
            "starters": small.starters,
            "within": list(small.within),
        }


def _merged_json(season: Season, race_id: RaceId) -> Iterator[output.Json]:
    for merge in merges_of(season, race_id):
        yield {
            "race": season.data.races[race_id].code,
            "category": merge.category,
            "within": merge.within,
            "reason": merge.reason,
        }


def _decide(options: Namespace) -> None:
    with opened(options.file) as season:
        _event, race_id = scope(season, options)
        if race_id is None:
            raise Refused("cli.merge-of-race")
        labels = dict(season.category_order())
        if options.merge:
            category, within = options.merge
            made = merge_categories(season, race_id, category, within, options.reason or "")
            words = _("{category} is ranked within {within}.")
            said = words.format(category=labels[made.category], within=labels[made.within])
        else:
            merges = {merge.category: merge for merge in merges_of(season, race_id)}
            merge = merges.get(options.unmerge)
            if merge is None:
                known = ", ".join(merges)
                raise Refused("category.not-merged", category=options.unmerge, known=known)
            unmerge(season, merge.id)
            label = labels.get(merge.category, merge.category)
            said = _("{category} is ranked on its own again.").format(category=label)
        output.print_lines([said])


def call_off(options: Namespace) -> None:
    """``cancel``: an event is called off, or held after all."""
    with opened(options.file) as season:
        event = season.event(options.event)
        if options.restore:
            restore_event(season, event.id)
            said = _("{event} is held.").format(event=event.name)
        else:
            cancel_event(season, event.id, options.reason or "")
            said = _("{event} is called off: {reason}").format(
                event=event.name, reason=cancel_reason(season, event.id)
            )
        output.print_lines([said])
