"""The start by command: the gun, check-in, late starters, no-shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.chrono import format_clock, format_local
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import raceday
from trailsdesk.services.check_in import check_in, find_bib
from trailsdesk.services.late import LateCounts, start_late
from trailsdesk.services.no_shows import (
    NoShowPlan,
    NoShowsBy,
    mark_no_shows,
    plan_no_shows,
)
from trailsdesk.services.waves import wave_named

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from trailsdesk.domain.event import Event, WaveId
    from trailsdesk.services.season import Season


def set_gun(options: Namespace) -> None:
    """``start``: the gun of races or of one wave, set or corrected."""
    with opened(options.file) as season:
        event = season.event(options.event)
        gun = raceday.parse_gun(event, options.at)
        raceday.set_wave_guns(season, _waves(season, event, options), gun)
        local = format_local(gun, event.zone)
        output.print_lines(
            [_("Gun of {races}: {time}.").format(races=_named(season, event, options), time=local)]
            + [f"warning: {message(note)}" for note in raceday.gun_notes(event, gun)]
        )


def _waves(season: Season, event: Event, options: Namespace) -> Sequence[WaveId]:
    data = season.data
    if options.race is None:
        if options.wave is not None:
            raise Refused("cli.wave-of-race")
        races = data.races_of(event.id)
    else:
        race = season.race(event, options.race)
        if options.wave is not None:
            return [wave_named(season, race.id, options.wave).id]
        races = (race,)
    return [wave.id for race in races for wave in data.start_groups_of(race.id)]


def _named(season: Season, event: Event, options: Namespace) -> str:
    waves = [season.data.waves[wave_id] for wave_id in _waves(season, event, options)]
    return raceday.start_words(season.data, waves)


def check_in_runner(options: Namespace) -> None:
    """``checkin``: the runner of a bib is here."""
    with opened(options.file) as season:
        event_id, race_id = scope(season, options)
        entry_id = find_bib(season, event_id, options.bib, race_id)
        made = check_in(season, entry_id, actor(), adult=options.adult or "", gear=options.gear)
        zone = season.data.events[event_id].zone
        time = format_clock(made.at_ms, zone)
        bib = season.data.entries[entry_id].bib
        words = _("Bib {bib} is here since {time}.").format(bib=bib, time=time)
        if made.gear_checked is False:
            words += " " + _("The gear was not seen yet: repeat with --gear.")
        output.print_lines([words])


def start_late_runner(options: Namespace) -> None:
    """``late``: the runner of a bib starts after, or before, the wave."""
    with opened(options.file) as season:
        event_id, race_id = scope(season, options)
        event = season.data.events[event_id]
        entry_id = find_bib(season, event_id, options.bib, race_id)
        moment = season.clock.now_ms()
        if options.at is not None:
            moment = raceday.parse_gun(event, options.at)
        counts = LateCounts.OWN if options.own else LateCounts.GUN
        start_late(season, entry_id, moment, counts, actor())
        bib = season.data.entries[entry_id].bib
        told = _("Bib {bib} started at {time}; the gun counts.")
        if options.own:
            told = _("Bib {bib} started at {time}; that start counts.")
        time = format_local(moment, event.zone)
        output.print_lines(
            [told.format(bib=bib, time=time)]
            + [f"warning: {message(note)}" for note in raceday.gun_notes(event, moment)]
        )


def mark_absent(options: Namespace) -> None:
    """``dns``: no-shows marked DNS, or with ``--dry-run`` only listed."""
    by, bibs = NoShowsBy.CHECK_IN, ""
    if options.bibs is not None:
        by, bibs = NoShowsBy.ABSENT, options.bibs
    elif options.started is not None:
        by, bibs = NoShowsBy.STARTED, options.started
    with opened(options.file, reading=options.dry_run) as season:
        event_id, race_id = scope(season, options)
        races = [
            race.id
            for race in raceday.races_to_run(season.data, event_id)
            if race_id in (None, race.id)
        ]
        plan = plan_no_shows(season, races, by, bibs)
        _refuse_strange_list(plan, bibs)
        if not options.dry_run:
            mark_no_shows(season, plan, actor(), reason=options.reason, confirmed=options.confirm)
    if options.json:
        output.print_json(_plan_json(plan, dry_run=options.dry_run))
        return
    output.print_lines(_plan_lines(plan, dry_run=options.dry_run))


def _refuse_strange_list(plan: NoShowPlan, bibs: str) -> None:
    """A list that means nobody is a slip, and so is one of who started that is half understood."""
    if plan.by is NoShowsBy.CHECK_IN:
        return
    if not plan.named:
        raise Refused("start.no-such-bibs", bibs=bibs)
    ranges = [piece for piece in plan.unknown if "-" in piece]
    if ranges and plan.by is NoShowsBy.STARTED:
        raise Refused("start.no-such-bibs", bibs=", ".join(ranges))


def _plan_json(plan: NoShowPlan, *, dry_run: bool) -> output.Json:
    return {
        "marked": [each.bib for each in plan.marked],
        "races": [
            {
                "race": race.label,
                "field": race.entered,
                "marked": race.marked,
                "not_started": race.not_started,
                "no_check_in": race.unused,
            }
            for race in plan.races
        ],
        "seen": list(plan.seen),
        "unknown": list(plan.unknown),
        "not_bibs": plan.gaps,
        "waiting": list(plan.waiting),
        "here": list(plan.here),
        "dry_run": dry_run,
    }


def _plan_lines(plan: NoShowPlan, *, dry_run: bool) -> Iterator[str]:
    count = len(plan.marked)
    one, many = "{count} runner marked DNS.", "{count} runners marked DNS."
    if dry_run:
        one, many = "{count} runner would be marked DNS.", "{count} runners would be marked DNS."
    yield plural(one, many, count)
    for each in plan.marked:
        yield f"  {each.bib or '–'}  {each.name}, {each.race_label}"
    for race in plan.races:
        if race.not_started:
            yield _("{race} was not started: nobody of it was marked.").format(race=race.label)
        elif race.unused:
            words = _("{race}: nobody is checked in, so nobody of it was marked.")
            yield words.format(race=race.label)
    if plan.gaps:
        yield plural(
            "{count} number of the ranges is no bib here.",
            "{count} numbers of the ranges are no bibs here.",
            plan.gaps,
        )
    ranges = [piece for piece in plan.unknown if "-" in piece]
    for bibs, words in (
        ([each for each in plan.unknown if each not in ranges], _("Nobody here wears: {bibs}.")),
        (ranges, _("Beyond the bibs given out, so nobody of it was marked: {bibs}.")),
        (plan.seen, _("Left alone, for they were seen or ruled on: {bibs}.")),
        (plan.waiting, _("Left alone, for their wave was not started: {bibs}.")),
        (plan.here, _("Left alone, for they are checked in: {bibs}.")),
    ):
        if bibs:
            yield words.format(bibs=", ".join(bibs))
