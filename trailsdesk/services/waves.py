"""The waves of a race: making and naming them, and putting runners into them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key, pick_bibs
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import OWN_START, RaceId, Wave, WaveId
from trailsdesk.domain.people import Gender, fold_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.waves import waves_by_entry
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLine:
    """A start group with its field: ``entered`` stand in it, ``here`` of these are checked in.

    ``name`` says race and wave, ``first`` that it takes everybody who was put into no other.
    """

    wave_id: WaveId
    race_id: RaceId
    race_label: str
    label: str
    name: str
    gun_ms: Instant | None
    entered: int
    here: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRule:
    """Whom to put into a wave: everybody of the race whom all that is said fits.

    ``categories`` are codes; empty collections and an empty ``bibs`` text leave nobody out.
    ``bibs`` are as ``pick_bibs`` reads them.
    """

    categories: frozenset[str] = frozenset()
    genders: frozenset[Gender] = frozenset()
    bibs: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves nobody out."""
        return not (self.categories or self.genders or self.bibs.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """Who would go into a wave, in order of bib, before anybody has said yes.

    ``there`` of those the rule fits are in it already. ``unknown`` are bibs of the rule that
    nobody of the race wears, ``own`` counts those left alone because they have their own start.
    """

    wave_id: WaveId
    moving: tuple[EntryId, ...] = ()
    there: int = 0
    own: int = 0
    unknown: tuple[str, ...] = ()


def wave_words(wave: Wave) -> str:
    """A wave as people call it: "wave 2", or its own name."""
    return _("wave {label}").format(label=wave.label) if wave.label.isdecimal() else wave.label


def wave_name(data: SeasonData, wave: Wave) -> str:
    """Race and wave; the race alone where all of it starts together."""
    race = data.races[wave.race_id]
    if not wave.is_own_start and len(data.start_groups_of(race.id)) == 1:
        return race.label
    return f"{race.label}, {wave_words(wave)}"


def wave_named(season: Season, race_id: RaceId, label: str) -> Wave:
    """The start group of that name; ``Refused`` (wave.unknown) names those there are."""
    groups = season.data.start_groups_of(race_id)
    for wave in groups:
        if label.strip().casefold() in (wave.label.casefold(), wave_words(wave).casefold()):
            return wave
    known = ", ".join(wave.label for wave in groups)
    raise Refused("wave.unknown", wave=label, known=known)


def group_of(data: SeasonData, wave: Wave) -> Wave:
    """The start group of a wave: itself, or for an own start the one it was left for.

    A group that was removed since is the race's first.
    """
    groups = data.start_groups_of(wave.race_id)
    if not wave.is_own_start or not groups:
        return wave
    return next((each for each in groups if each.ordinal == wave.group_ordinal), groups[0])


def wave_lines(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[WaveLine, ...]:
    """The start groups of an event or one race, with their fields."""
    data = season.data
    races = [race for race in data.races_of(event_id) if race_id in (None, race.id)]
    ids = {race.id for race in races}
    standing = [
        entry
        for entry in data.entries.values()
        if entry.race_id in ids and entry.status is EntryStatus.ENTERED
    ]
    entered: dict[WaveId, int] = {}
    here: dict[WaveId, int] = {}
    for entry_id, wave in waves_by_entry(data, standing).items():
        entered[wave.id] = entered.get(wave.id, 0) + 1
        here[wave.id] = here.get(wave.id, 0) + (entry_id in data.check_ins)
    return tuple(
        WaveLine(
            wave_id=wave.id,
            race_id=race.id,
            race_label=race.label,
            label=wave.label,
            name=wave_name(data, wave),
            gun_ms=wave.gun_ms,
            entered=entered.get(wave.id, 0),
            here=here.get(wave.id, 0),
            first=at == 0,
        )
        for race in races
        for at, wave in enumerate(data.start_groups_of(race.id))
    )


# Changing them


def add_wave(season: Season, race_id: RaceId, label: str = "") -> Wave:
    """One more start group at the end; without a name it gets the next number.

    Raises:
        Refused: ``wave.name-twice``, a wave of the race is called so.
    """
    groups = season.data.start_groups_of(race_id)
    label = label.strip() or _next_number(groups)
    _refuse_name(groups, label)
    ordinal = max((wave.ordinal for wave in groups), default=0) + 1
    race = season.data.races[race_id]
    with season.change("wave.add", race=race.label, wave=label) as writer:
        return writer.put(Wave(race_id=race_id, label=label, ordinal=min(ordinal, OWN_START - 1)))


def _next_number(groups: Iterable[Wave]) -> str:
    taken = {wave.label for wave in groups}
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _refuse_name(groups: Iterable[Wave], label: str) -> None:
    if any(wave.label.casefold() == label.casefold() for wave in groups):
        raise Refused("wave.name-twice", wave=label)


def rename_wave(season: Season, wave_id: WaveId, label: str) -> None:
    """Call a wave otherwise; ``Refused`` (wave.name-twice, wave.name-missing, wave.gone)."""
    wave, label = wave_of_id(season, wave_id), label.strip()
    if label == wave.label:
        return
    if not label:
        raise Refused("wave.name-missing")
    _refuse_name((w for w in season.data.waves_of(wave.race_id) if w.id != wave_id), label)
    race = season.data.races[wave.race_id]
    with season.change("wave.rename", race=race.label, before=wave.label, wave=label) as writer:
        writer.put(dataclasses.replace(wave, label=label))


def remove_wave(season: Season, wave_id: WaveId) -> int:
    """Take a wave away; its runners go to the race's first one. Returns how many.

    Raises:
        Refused: ``wave.started`` (its gun is evidence: take that back first), ``wave.only``.
    """
    data = season.data
    wave = wave_of_id(season, wave_id)
    race = data.races[wave.race_id]
    if wave.gun_ms is not None:
        raise Refused("wave.started", wave=wave_name(data, wave))
    if len(data.start_groups_of(race.id)) == 1:
        raise Refused("wave.only", race=race.label)
    members = [entry for entry in data.entries.values() if entry.wave_id == wave_id]
    with season.change("wave.remove", race=race.label, wave=wave.label) as writer:
        writer.put_many([dataclasses.replace(entry, wave_id=None) for entry in members])
        writer.delete(wave)
    return len(members)


def wave_of_id(season: Season, wave_id: WaveId) -> Wave:
    """The wave of an id; ``Refused`` (wave.gone) when it is no longer there."""
    wave = season.data.waves.get(wave_id)
    if wave is None:
        raise Refused("wave.gone")
    return wave


# Who starts in them


def plan_move(season: Season, wave_id: WaveId, rule: WaveRule) -> MovePlan:
    """Whom a rule would put into a wave; changes nothing."""
    data = season.data
    wave = wave_of_id(season, wave_id)
    entries = [
        entry
        for entry in data.entries.values()
        if entry.race_id == wave.race_id and entry.status is EntryStatus.ENTERED
    ]
    known = {bib_key(entry.bib): entry.bib for entry in entries if entry.bib}
    listed, unknown = pick_bibs(rule.bibs, known)
    bibs = frozenset(map(bib_key, listed)) if rule.bibs.strip() else None
    return _planned(season, wave, [e for e in entries if _fits(season, e, rule, bibs)], unknown)


def _fits(season: Season, entry: Entry, rule: WaveRule, bibs: frozenset[str] | None) -> bool:
    if bibs is not None and bib_key(entry.bib) not in bibs:
        return False
    if rule.categories and season.categories()[entry.id].code not in rule.categories:
        return False
    gender = season.data.runners[entry.runner_id].gender
    return not rule.genders or gender in rule.genders


def _planned(
    season: Season, wave: Wave, entries: Iterable[Entry], unknown: tuple[str, ...]
) -> MovePlan:
    data = season.data
    chosen = sorted(entries, key=lambda entry: (_place(data, entry), entry.id))
    now = waves_by_entry(data, chosen)
    own = [entry for entry in chosen if now[entry.id].is_own_start]
    moving = [entry for entry in chosen if now[entry.id].id != wave.id and entry not in own]
    return MovePlan(
        wave_id=wave.id,
        moving=tuple(entry.id for entry in moving),
        there=len(chosen) - len(moving) - len(own),
        own=len(own),
        unknown=unknown,
    )


def _place(data: SeasonData, entry: Entry) -> tuple[object, ...]:
    runner = data.runners[entry.runner_id]
    return (bib_sort_key(entry.bib), fold_name(runner.family_name), fold_name(runner.given_name))


def move_entries(season: Season, plan: MovePlan) -> int:
    """Put the planned runners into the wave as one operation; returns how many moved.

    Their results move with them where the waves have different guns.
    """
    data = season.data
    wave = wave_of_id(season, plan.wave_id)
    first = data.start_groups_of(wave.race_id)[0]
    # Into the first wave means into none in particular: it takes whoever was put into no other.
    target = None if wave.id == first.id else wave.id
    moved = [
        dataclasses.replace(entry, wave_id=target)
        for entry_id in plan.moving
        if (entry := data.entries.get(entry_id)) is not None
        and entry.race_id == wave.race_id
        and entry.wave_id != target
    ]
    if moved:
        name = wave_name(data, wave)
        with season.change("wave.move", count=len(moved), wave=name) as writer:
            writer.put_many(moved)
    return len(moved)
