"""``publish``: the results of a race frozen as a numbered version; what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.chrono import format_elapsed, format_local
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.i18n import _, message
from trailsdesk.services.publishing import compared, explain, publish_all, race_standing, versions

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.publication import Publication, PublishedRow
    from trailsdesk.services.publishing import RowChange
    from trailsdesk.services.season import Season


def publish_results(options: Namespace) -> None:
    """Publish, or without ``--provisional`` and ``--official`` say what was published."""
    writing = options.official or options.provisional
    with opened(options.file, reading=not writing) as season:
        event_id, race_id = scope(season, options)
        races = [race_id] if race_id else [race.id for race in season.data.races_of(event_id)]
        if writing:
            kind = PublishedAs.OFFICIAL if options.official else PublishedAs.PROVISIONAL
            publish_all(season, races, kind, actor(), options.note)
        document = [_race_json(season, each) for each in races]
        lines = [line for each in races for line in _race_lines(season, each)]
    if options.json:
        output.print_json({"races": document})
    else:
        output.print_lines(lines)


def _race_json(season: Season, race_id: RaceId) -> output.Json:
    standing = race_standing(season, race_id)
    return {
        "race": season.data.races[race_id].code,
        "official": standing.is_official,
        "versions": _versions_json(season, versions(season, race_id)),
        "changes": [_change_json(each) for each in standing.changes],
    }


def _versions_json(season: Season, newest_first: Sequence[Publication]) -> list[output.Json]:
    """Each version with what it changed of the one before."""
    before: list[Publication | None] = [*newest_first[1:], None]
    return [
        {
            **_version_json(season, each),
            "changes": [
                _change_json(change)
                for change in ([] if older is None else compared(season, older, each))
            ],
        }
        for each, older in zip(newest_first, before, strict=False)
    ]


def _version_json(season: Season, publication: Publication) -> output.Json:
    zone = season.data.events[publication.event_id].zone
    return {
        "number": publication.number,
        "published_as": publication.published_as.value,
        "at": format_local(publication.made_ms, zone),
        "by": publication.actor,
        "note": publication.note,
        "hash": publication.fingerprint,
        "rows": len(publication.rows),
    }


def _change_json(change: RowChange) -> output.Json:
    return {
        "bib": change.bib,
        "name": change.name,
        "before": _row_json(change.before),
        "after": _row_json(change.after),
        "explanation": message(explain(change)),
    }


def _row_json(row: PublishedRow | None) -> output.Json | None:
    if row is None:
        return None
    time = None if row.time_ms is None else format_elapsed(row.time_ms)
    return {"place": row.rank, "time": time, "status": row.status.value}


def _race_lines(season: Season, race_id: RaceId) -> list[str]:
    standing, label = race_standing(season, race_id), season.data.races[race_id].label
    latest = standing.latest
    if latest is None:
        return [_("{race}: nothing published yet.").format(race=label)]
    words = {
        PublishedAs.PROVISIONAL: _("{race}: version {number}, provisional, of {moment}."),
        PublishedAs.OFFICIAL: _("{race}: version {number}, official, of {moment}."),
    }[latest.published_as]
    moment = format_local(latest.made_ms, season.data.events[latest.event_id].zone)
    first = words.format(race=label, number=latest.number, moment=moment)
    return [first, *(f"  {message(explain(each))}" for each in standing.changes)]
