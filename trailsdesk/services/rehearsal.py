"""Rehearsing the finish on a copy of the season: made, prepared, played, and thrown away.

A copy is told by its name: ``rehearsals/<season>.rehearsal.trailsdesk`` beside the season. Nothing
here writes to a file of another name, so that the season itself is out of reach.
"""

from __future__ import annotations

import dataclasses
import enum
import shutil
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry, EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Gender, Runner, full_name
from trailsdesk.domain.problems import KnownError, Refused
from trailsdesk.domain.rehearsal import EARLY_MS, MINUTE_MS, Keyed, Peak, expected_peak
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, BatchKind, ReadFate
from trailsdesk.i18n import _
from trailsdesk.services.copies import save_copy
from trailsdesk.services.raceday import field_state, races_to_run
from trailsdesk.services.stands import tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trailsdesk.domain.event import Event, Race
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season

FOLDER = "rehearsals"
MARK = ".rehearsal"
SINCE_GUN_MS = 90 * MINUTE_MS
"""The clock of a rehearsal stands at an hour and a half: a time as at a real finish."""
MADE_UP = 120
"""Runners made up where nobody is entered yet."""


class Flow(enum.StrEnum):
    """How made-up finishers come in: one by one, in groups, or more and more of them."""

    EVEN = "EVEN"
    BUNCHED = "BUNCHED"
    RISING = "RISING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be played: where, how many a minute on average, how long, and how they come."""

    event_id: EventId
    race_id: RaceId | None = None
    per_minute: int = 10
    minutes: int = 3
    flow: Flow = Flow.BUNCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A made-up finisher: who crosses, and how long after the beginning."""

    bib: str
    name: str
    after_ms: int


def is_copy(path: Path) -> bool:
    """Whether a file is a rehearsal's, by its name."""
    return path.name.endswith(MARK + path.suffix) and path.suffix == ".trailsdesk"


def original_of(path: Path) -> Path | None:
    """The season a rehearsal was made from, when it still lies where it did."""
    place = path.parent.parent / (path.name.removesuffix(MARK + path.suffix) + path.suffix)
    return place if is_copy(path) and place.is_file() else None


def make_copy(season: Season, event_id: EventId) -> Path:
    """A copy to rehearse on; earlier ones of this season are thrown away.

    Raises:
        Refused: ``rehearsal.race-on``, the season is needed for a race now; ``rehearsal.nested``.
        KnownError: ``backup.failed`` kinds.
    """
    path = season.file.path
    if is_copy(path):
        raise Refused("rehearsal.nested")
    _refuse_while_a_race_is_on(season, event_id)
    folder = path.parent / FOLDER
    target = folder / f"{path.stem}{MARK}{path.suffix}"
    discard(target)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise KnownError(
            "backup.failed", folder=str(folder), detail=error.strerror or ""
        ) from error
    save_copy(season, target)
    return target


def _refuse_while_a_race_is_on(season: Season, event_id: EventId) -> None:
    """The crew cannot rehearse and time at once: the copy takes the place of the season."""
    counts = field_state(season, [race.id for race in season.data.races_of(event_id)])
    gun, now = counts.gun_ms, season.clock.now_ms()
    on = gun is not None and 0 <= now - gun < 24 * 60 * MINUTE_MS
    if on and counts.on_course:
        raise Refused("rehearsal.race-on", count=counts.on_course)


def discard(path: Path) -> None:
    """Throw a rehearsal away with the safety copies of it; the season's own stay.

    Raises:
        Refused: ``rehearsal.not-a-copy``, the file is none.
    """
    if not is_copy(path):
        raise Refused("rehearsal.not-a-copy", name=path.name)
    beside = list(path.parent.iterdir()) if path.parent.is_dir() else []
    for place in (each for each in beside if each.name.startswith(path.name)):
        with suppress(OSError):
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink()
    with suppress(OSError):
        path.parent.rmdir()  # only when nothing else lies in it


def prepare(copy: Season, event_id: EventId, race_id: RaceId | None) -> None:
    """Everybody is out there, and the gun was an hour and a half ago; one operation.

    Times and decisions of the event are set aside in the copy. Where nobody has a bib, runners
    are made up.

    Raises:
        Refused: ``rehearsal.not-a-copy``, the file is a real season.
    """
    if not is_copy(copy.file.path):
        raise Refused("rehearsal.not-a-copy", name=copy.file.path.name)
    data = copy.data
    races = [data.races[race_id]] if race_id is not None else races_to_run(data, event_id)
    gun = Instant(copy.clock.now_ms() - SINCE_GUN_MS)
    ids = {race.id for race in data.races_of(event_id)}
    ruled = [r for r in data.rulings.values() if data.entries[r.entry_id].race_id in ids]
    batches = [b for b in data.batches.values() if b.event_id == event_id and not b.retracted]
    waves = [wave for race in races for wave in data.waves_of(race.id)]
    name = _("REHEARSAL · {season}").format(season=data.series.name)
    with copy.change("rehearsal.begin", event=data.events[event_id].code) as writer:
        writer.put(dataclasses.replace(data.series, name=name))
        writer.put_many([dataclasses.replace(b, retracted=True) for b in batches])
        for ruling in ruled:
            writer.delete(ruling)
        writer.put_many([dataclasses.replace(wave, gun_ms=gun) for wave in waves])
        if not _bibs(data, races):
            people = writer.put_many([_made_up(number) for number in range(1, MADE_UP + 1)])
            writer.put_many(
                [
                    Entry(runner_id=runner.id, race_id=races[0].id, bib=str(number))
                    for number, runner in enumerate(people, 1)
                ]
            )


def _made_up(number: int) -> Runner:
    gender = Gender.F if number % 2 else Gender.M
    return Runner(given_name=_("Made-up"), family_name=_("Runner {n}").format(n=number),
                  gender=gender)  # fmt: skip


def _bibs(data: SeasonData, races: Sequence[Race]) -> dict[str, Entry]:
    """The bibs that may be shown: worn by one runner of these races each."""
    wanted = {race.id for race in races}
    found: dict[str, Entry] = {}
    twice = set()
    for entry in data.entries.values():
        if entry.race_id in wanted and entry.bib and entry.status is EntryStatus.ENTERED:
            if entry.bib in found:
                twice.add(entry.bib)
            found[entry.bib] = entry
    return {bib: entry for bib, entry in found.items() if bib not in twice}


def plan(season: Season, wish: Wish, seed: int) -> tuple[Planned, ...]:
    """Who crosses when, drawn by lot among the bibs of the races still out there; nobody twice.

    The average is as wished: even comes at random moments, bunched in groups of two to five within
    four seconds, rising begins at half the rate and ends at one and a half times.
    """
    data = season.data
    races = (
        [data.races[wish.race_id]]
        if wish.race_id is not None
        else list(races_to_run(data, wish.event_id))
    )
    worn = {bib: entry for bib, entry in _bibs(data, races).items() if _is_out(season, entry)}
    dice = Random(seed)  # noqa: S311  made-up finishers, not secrets
    bibs = dice.sample(sorted(worn), k=min(len(worn), wish.per_minute * wish.minutes))
    moments = _moments(len(bibs), wish, dice)
    planned = []
    for bib, moment in zip(bibs, moments, strict=True):
        person = data.runners[worn[bib].runner_id]
        planned.append(Planned(bib=bib, name=full_name(person), after_ms=moment))
    return tuple(planned)


def _is_out(season: Season, entry: Entry) -> bool:
    result = season.result_of(entry.id)
    return result is not None and result.status is ResultStatus.PENDING


def _moments(count: int, wish: Wish, dice: Random) -> list[int]:
    """``count`` moments in milliseconds from the beginning, in order."""
    if not count:
        return []
    length = count * MINUTE_MS / wish.per_minute
    found: list[float] = []
    while len(found) < count:
        part = dice.random()
        if wish.flow is Flow.RISING:
            # The square root of an even chance falls more often late than early.
            part = (0.25 + 2 * part) ** 0.5 - 0.5
        begin = part * length
        group = dice.randint(2, 5) if wish.flow is Flow.BUNCHED else 1
        found += [begin + dice.random() * 4_000 for _each in range(group)]
    ordered = sorted(found[:count])
    return [round(moment - ordered[0]) for moment in ordered]


def keyed_since(season: Season, event_id: EventId, start_ms: Instant) -> tuple[Keyed, ...]:
    """The times keyed at the line since then, with their bibs as they stand now."""
    reads, batches = season.event_reads(event_id), season.data.batches
    found = []
    for resolved in reads.reads.values():
        at_ms = resolved.instant_ms
        if resolved.point != FINISH or at_ms is None or at_ms < start_ms - EARLY_MS:
            continue
        live = batches[resolved.read.batch_id].kind is BatchKind.LINE
        if live and reads.fates[resolved.read.id] is not ReadFate.IGNORED:
            found.append(Keyed(bib=resolved.bib, at_ms=at_ms))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The busiest minute to be ready for, and the event it was reckoned from, if any."""

    peak: Peak
    event_name: str = ""
    race_label: str = ""


def expected(season: Season, event_id: EventId, race_id: RaceId | None) -> Expected:
    """The busiest minute of the races in scope: from their last event, else an estimate.

    Of an estimate for several races it is that of the race with the busiest one.
    """
    data = season.data
    races = [data.races[race_id]] if race_id is not None else list(races_to_run(data, event_id))
    for event in _earlier(data, data.events[event_id]):
        before = _finishes(season, event, {race.code for race in races})
        peak = expected_peak(_field(season, races), before)
        if peak.finishers:
            return Expected(peak=peak, event_name=event.name)
    found = [
        Expected(peak=expected_peak(_field(season, [race]), (), _effort(race)),
                 race_label=race.label)
        for race in races
    ]  # fmt: skip
    nobody = Expected(peak=Peak(per_minute=0, field=0))
    return max(found, key=lambda each: each.peak.per_minute, default=nobody)


def _earlier(data: SeasonData, event: Event) -> list[Event]:
    """The events before one, the latest first."""
    return [each for each in reversed(data.events_in_order()) if each.date < event.date]


def _field(season: Season, races: Sequence[Race]) -> int:
    found = tally(season, [race.id for race in races])
    return found.entries - found.cancelled - found.dns


def _finishes(season: Season, event: Event, codes: set[str]) -> list[int]:
    """When everybody came in at that event; in times since the gun where there are no others."""
    found: list[int] = []
    for race in season.data.races_of(event.id):
        if race.code in codes:
            rows = season.results(race.id).results
            times = [row.finish_ms for row in rows if row.finish_ms is not None]
            times = times or [Instant(row.time_ms) for row in rows if row.time_ms is not None]
            found += times
    return found


def _effort(race: Race) -> float | None:
    if race.distance_m is None:
        return None
    return race.distance_m / 1000 + (race.ascent_m or 0) / 100
