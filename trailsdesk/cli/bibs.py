"""The command ``bibs``: the ranges of the races, the next free ones, and who gets which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened, scope
from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import bibs, raceday
from trailsdesk.services.check_in import find_bib

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season


def show_bibs(options: Namespace) -> None:
    """Do what is asked, then say how the bibs of the races stand."""
    asks = options.ranges is not None or options.give is not None or options.swap or options.fill
    with opened(options.file, reading=not asks or options.dry_run) as season:
        event_id, race_id = scope(season, options)
        races = [
            race.id
            for race in raceday.races_to_run(season.data, event_id)
            if race_id in (None, race.id)
        ]
        ranges = _ranges_as_typed(season, race_id, options)
        said, given = _do(season, event_id, race_id, races, options)
        rows = [_row(season, each, ranges if each == race_id else None) for each in races]
    if options.json:
        output.print_json({"given": given, "races": rows, "dry_run": options.dry_run})
        return
    output.print_lines([*said, ""] if said else [])
    output.print_table(
        ("race", "ranges", "bibs", "free", "next", "without"),
        [
            (r["race"], r["ranges"] or "–", r["size"], r["free"], r["next_free"] or "–",
             r["without_bib"])
            for r in rows
        ],
    )  # fmt: skip
    output.print_lines(f"warning: {note}" for row in rows for note in _notes(row))


def _notes(row: output.Json) -> Sequence[str]:
    notes = row["notes"]
    return notes if isinstance(notes, list) else []


def _ranges_as_typed(season: Season, race_id: RaceId | None, options: Namespace) -> str | None:
    """The ranges to be looked at and not yet written; None where they are, or none are said."""
    if options.ranges is None:
        return None
    if race_id is None:
        raise Refused("cli.ranges-of-race")
    if not options.dry_run:
        return None
    unread = bibs.range_preview(season, race_id, options.ranges).unread
    if unread:
        raise Refused("bibs.unreadable", text=", ".join(unread))
    return str(options.ranges)


def _do(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    races: Sequence[RaceId],
    options: Namespace,
) -> tuple[list[str], list[output.Json]]:
    """The one thing asked for: in words, and who has which bib now."""
    if options.ranges is not None and race_id is not None and not options.dry_run:
        bibs.set_ranges(season, race_id, options.ranges)
    if options.give is not None:
        return _give(season, event_id, race_id, options)
    if options.swap:
        return _swap(season, event_id, race_id, options)
    if options.fill is not None:
        return _fill(season, races, options)
    return [], []


def _give(
    season: Season, event_id: EventId, race_id: RaceId | None, options: Namespace
) -> tuple[list[str], list[output.Json]]:
    entry = _whose(season, event_id, race_id, options)
    bib = options.give.strip()
    if bib == "next":
        bib = bibs.next_free_bib(season, entry.race_id)
        if not bib:
            label = season.data.races[entry.race_id].label
            raise Refused("cli.no-free-bib", race=label)
    if not bib:
        raise Refused("start.bib-missing")
    others: tuple[str, ...] = ()
    if not options.dry_run:
        others = bibs.give_bib(season, entry.id, bib)
    told = _("{name} has bib {bib}.").format(name=_name(season, entry), bib=bib)
    lines = [told]
    if others:
        words = _("warning: bib {bib} is also worn by {others}.")
        lines.append(words.format(bib=bib, others=", ".join(others)))
    return lines, [_given(season, entry, bib)]


def _whose(season: Season, event_id: EventId, race_id: RaceId | None, options: Namespace) -> Entry:
    """The entry that ``--bib`` or ``--runner`` names; of a name only one may answer to it."""
    data = season.data
    if options.bib is not None:
        return data.entries[find_bib(season, event_id, options.bib, race_id)]
    if options.runner is None:
        raise Refused("cli.say-runner")
    wanted = fold_name(options.runner)
    races = {race.id for race in data.races_of(event_id) if race_id in (None, race.id)}
    found = [
        entry
        for entry in data.entries.values()
        if entry.race_id in races
        and entry.status is EntryStatus.ENTERED
        and fold_name(_name(season, entry)) == wanted
    ]
    if len(found) != 1:
        raise Refused("cli.runner-not-one", name=options.runner.strip(), count=len(found))
    return found[0]


def _swap(
    season: Season, event_id: EventId, race_id: RaceId | None, options: Namespace
) -> tuple[list[str], list[output.Json]]:
    first, second = (
        season.data.entries[find_bib(season, event_id, bib, race_id)] for bib in options.swap
    )
    if bib_key(first.bib) == bib_key(second.bib):
        raise Refused("cli.swap-with-itself", bib=first.bib)
    if not options.dry_run:
        bibs.swap_bibs(season, first.id, second.id)
    given = [_given(season, first, second.bib), _given(season, second, first.bib)]
    words = _("{name} has bib {bib}.")
    return [words.format(name=each["name"], bib=each["bib"]) for each in given], given


def _fill(
    season: Season, races: Sequence[RaceId], options: Namespace
) -> tuple[list[str], list[output.Json]]:
    plan = bibs.plan_bibs(season, races, bibs.BibOrder(options.fill))
    if not options.dry_run:
        bibs.give_bibs(season, plan)
    one, many = _("{count} bib given out."), _("{count} bibs given out.")
    if options.dry_run:
        one = _("{count} bib would be given out.")
        many = _("{count} bibs would be given out.")
    lines = [plural(one, many, len(plan.bibs))]
    entries = season.data.entries
    given = [_given(season, entries[entry_id], bib) for entry_id, bib in plan.bibs.items()]
    lines += [f"  {each['bib']}  {each['name']}" for each in given]
    for race_id, count in plan.short.items():
        words = plural(
            "warning: {{race}} has no bib left for {count} runner.",
            "warning: {{race}} has no bib left for {count} runners.",
            count,
        )
        lines.append(words.format(race=season.data.races[race_id].label))
    return lines, given


def _given(season: Season, entry: Entry, bib: str) -> output.Json:
    race = season.data.races[entry.race_id].code
    return {"bib": bib, "before": entry.bib, "name": _name(season, entry), "race": race}


def _name(season: Season, entry: Entry) -> str:
    return full_name(season.data.runners[entry.runner_id])


def _row(season: Season, race_id: RaceId, typed: str | None) -> output.Json:
    found = bibs.range_preview(season, race_id, typed)
    without = [
        entry
        for entry in season.data.entries.values()
        if entry.race_id == race_id and not entry.bib and entry.status is EntryStatus.ENTERED
    ]
    return {
        "race": season.data.races[race_id].code,
        "ranges": found.text,
        "size": found.size,
        "free": found.free,
        "next_free": bibs.next_free_bib(season, race_id) or None,
        "without_bib": len(without),
        "notes": [message(note) for note in found.notes],
    }
