"""The start as the desk sees it: everybody expected, who is here, waves, guns, late starters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import CheckIn, EntryId, EntryStatus, MedalOrder, bib_sort_key
from trailsdesk.domain.event import EventId, RaceId, WaveId
from trailsdesk.domain.people import Gender, full_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.rules import OfficialTime
from trailsdesk.domain.waves import waves_by_entry
from trailsdesk.services.bibs import RangePreview, range_preview
from trailsdesk.services.check_in import Here, adult_note, asks_for_adults, counts_here
from trailsdesk.services.entries import EntryRow, entry_rows
from trailsdesk.services.late import LateLine, late_lines
from trailsdesk.services.raceday import races_to_run
from trailsdesk.services.waivers import events_with_waivers
from trailsdesk.services.waves import WaveLine, wave_lines, wave_words

if TYPE_CHECKING:
    from trailsdesk.domain.event import Wave
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRunner:
    """Somebody entered, with all that is asked about at the start and follows from the entry.

    ``wave`` is empty where the race starts as one. ``owes_minor`` is 0 when nothing is owed or the
    fee is not known. ``adult`` says why a supervising adult has to be named, None if nobody has.
    """

    entry_id: EntryId
    race_id: RaceId
    bib: str
    name: str
    surname: str
    race_label: str
    race_place: int
    wave_id: WaveId
    wave: str
    wave_place: int
    category: str
    category_label: str
    category_place: int
    gender: Gender | None
    age: int | None
    club: str
    owes_minor: int
    medal: MedalOrder
    note: str
    withdrawn: bool
    entered_ms: Instant | None
    adult: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLine:
    """A runner who stands, whether they are here, and what was decided on them already.

    ``unsigned`` says that no waiver is on file where the event keeps any.
    """

    runner: StartRunner
    here: CheckIn | None = None
    status: ResultStatus | None = None
    gear_open: bool = False
    unsigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView:
    """Everything the start shows for an event or one race; a value, safe on any thread.

    ``lines`` are those in scope who stand, by bib; ``runners`` everybody of the event, withdrawn
    ones too, by ``bib_key``. ``net`` says that the rules count from the runner's own start read.
    """

    revision: int
    event_id: EventId
    race_id: RaceId | None
    zone: str
    currency: str
    gear_check: bool
    asks_adults: bool
    net: bool
    races: tuple[RaceId, ...]
    here: tuple[Here, ...]
    lines: tuple[StartLine, ...]
    runners: Mapping[str, tuple[StartRunner, ...]]
    waves: tuple[WaveLine, ...]
    late: tuple[LateLine, ...]
    ranges: tuple[RangePreview, ...]

    @property
    def entered(self) -> int:
        """How many stand in scope."""
        return len(self.lines)

    @property
    def with_waves(self) -> bool:
        """Whether a race in scope starts in more than one wave."""
        return len(self.waves) > len({wave.race_id for wave in self.waves})

    def find(self, bib: str) -> tuple[StartRunner, ...]:
        """Who wears a bib at the event; those in scope first, a standing entry before others."""
        found = self.runners.get(bib_key(bib), ()) if bib.strip() else ()
        inside = [each for each in found if self.race_id in (None, each.race_id)] or list(found)
        standing = [each for each in inside if not each.withdrawn]
        return tuple(standing or inside)


def start_view(season: Season, event_id: EventId, race_id: RaceId | None) -> StartView:
    """The start of an event or of one race, as it stands."""
    data, rules = season.data, season.rules
    everybody = _runners(season, event_id)
    held = [race.id for race in races_to_run(data, event_id)]
    races = (race_id,) if race_id is not None else tuple(held)
    wanted = frozenset(races)
    ruled = {
        result.entry_id: result.status
        for each in races
        for result in season.results(each).results
        if result.status is not ResultStatus.PENDING
    }
    asked = rules.start.gear_check
    signing = event_id in events_with_waivers(season)
    lines = tuple(
        StartLine(
            runner=runner,
            here=(here := data.check_ins.get(runner.entry_id)),
            status=ruled.get(runner.entry_id),
            gear_open=asked and here is not None and not here.gear_checked,
            unsigned=signing and runner.entry_id not in data.waivers,
        )
        for runner in everybody
        if runner.race_id in wanted and not runner.withdrawn
    )
    return StartView(
        revision=data.revision,
        event_id=event_id,
        race_id=race_id,
        zone=data.events[event_id].zone,
        currency=rules.fees.currency if rules.fees is not None else "",
        gear_check=asked,
        asks_adults=asks_for_adults(season),
        net=rules.timing.official_time is OfficialTime.NET,
        races=races,
        here=counts_here(season, races),
        lines=lines,
        runners=_by_bib(season, event_id),
        waves=tuple(w for w in wave_lines(season, event_id, race_id) if w.race_id in wanted),
        late=late_lines(season, event_id, race_id),
        ranges=tuple(range_preview(season, each) for each in races),
    )


def _runners(season: Season, event_id: EventId) -> tuple[StartRunner, ...]:
    """Everybody entered at an event, by race and bib; kept while nothing of it changes."""
    rows = entry_rows(season)
    data = season.data
    inputs = (rows, season.rules, data.races, data.waves)
    return season.keep(
        ("start-runners", event_id), inputs, lambda: _Maker(season, event_id).runners()
    )


def _by_bib(season: Season, event_id: EventId) -> Mapping[str, tuple[StartRunner, ...]]:
    everybody = _runners(season, event_id)

    def compute() -> dict[str, tuple[StartRunner, ...]]:
        found: dict[str, tuple[StartRunner, ...]] = {}
        for runner in everybody:
            if runner.bib:
                key = bib_key(runner.bib)
                found[key] = (*found.get(key, ()), runner)
        return found

    return season.keep(("start-bibs", event_id), (everybody,), compute)


class _Maker:
    """Holds what all runners of an event share."""

    def __init__(self, season: Season, event_id: EventId) -> None:
        self._season = season
        self._rows = entry_rows(season, event_id)
        data = season.data
        self._races = {race.id: (at, race) for at, race in enumerate(data.races_of(event_id))}
        self._waves = waves_by_entry(data, [row.entry for row in self._rows])
        self._several = {
            race_id for race_id in self._races if len(data.start_groups_of(race_id)) > 1
        }
        order = season.category_order()
        self._places = {code: at for at, (code, _label) in enumerate(order)}
        self._asks = asks_for_adults(season)

    def runners(self) -> tuple[StartRunner, ...]:
        made = [self._runner(row) for row in self._rows]
        return tuple(
            sorted(made, key=lambda r: (r.race_place, bib_sort_key(r.bib), r.surname, r.entry_id))
        )

    def _runner(self, row: EntryRow) -> StartRunner:
        entry, person = row.entry, row.runner
        place, race = self._races[entry.race_id]
        wave = self._waves[entry.id]
        return StartRunner(
            entry_id=entry.id,
            race_id=race.id,
            bib=entry.bib,
            name=full_name(person),
            surname=f"{person.family_name} {person.given_name}".casefold(),
            race_label=race.label,
            race_place=place,
            wave_id=wave.id,
            wave=self._wave_words(wave),
            wave_place=wave.ordinal,
            category=row.category.code,
            category_label=row.category.label,
            category_place=self._places.get(row.category.code, len(self._places)),
            gender=person.gender,
            age=row.category.age,
            club=person.club,
            owes_minor=max(0, row.owes_minor or 0),
            medal=entry.medal,
            note=entry.note,
            withdrawn=entry.status is EntryStatus.WITHDRAWN,
            entered_ms=entry.entered_ms,
            adult=adult_note(self._season, entry) if self._asks else None,
        )

    def _wave_words(self, wave: Wave) -> str:
        shown = wave.is_own_start or wave.race_id in self._several
        return wave_words(wave) if shown else ""
