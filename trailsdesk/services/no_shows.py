"""No-shows: who was entered and never started, marked DNS in one act that can be looked at."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import PickedBibs, bib_key, pick_bibs_within
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind
from trailsdesk.domain.waves import waves_by_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.season import Season


class NoShowsBy(enum.StrEnum):
    """What says who did not start.

    ``CHECK_IN`` is everybody not checked in; ``ABSENT`` a list of bibs that did not start;
    ``STARTED`` a list of bibs that did, everybody else not.
    """

    CHECK_IN = "check-in"
    ABSENT = "absent"
    STARTED = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """Somebody who would be marked DNS."""

    entry_id: EntryId
    race_id: RaceId
    bib: str
    name: str
    race_label: str
    category_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceNoShows:
    """One race of the plan: its field, how many of it would be marked, why it may be left out.

    ``not_started`` races have no gun, in ``unused`` ones nobody is checked in; neither is touched.
    """

    race_id: RaceId
    label: str
    entered: int
    marked: int
    not_started: bool = False
    unused: bool = False

    @property
    def over_half(self) -> bool:
        """Whether more than half of the field would be marked."""
        return self.marked * 2 > self.entered


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowPlan:
    """Who would be marked DNS, in order of race and bib, before anybody has said yes.

    ``seen`` are bibs of the list that were read somewhere or ruled on: they are left alone.
    ``unknown`` are those nobody in these races wears, ``waiting`` those whose wave has no gun,
    ``here`` those checked in who are not on a list of who started: they are left alone too.
    ``named`` counts the bibs of a list that somebody wears, ``gaps`` the numbers of its ranges
    that nobody does.
    """

    by: NoShowsBy
    marked: tuple[NoShow, ...]
    races: tuple[RaceNoShows, ...]
    seen: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    named: int = 0
    gaps: int = 0

    @property
    def over_half(self) -> tuple[RaceNoShows, ...]:
        """The races of which more than half would be marked."""
        return tuple(race for race in self.races if race.over_half)


def plan_no_shows(
    season: Season, race_ids: Sequence[RaceId], by: NoShowsBy, bibs: str = ""
) -> NoShowPlan:
    """Who did not start; changes nothing.

    Nobody is among them who was read anywhere, has a start of their own, is ruled on, has
    withdrawn, or whose wave was not started; and nobody who is checked in, unless a list of who
    did not start names them. With ``STARTED`` an empty list marks nobody.

    Args:
        bibs: for the two lists: bibs and ranges as ``pick_bibs_within`` reads them.
    """
    return _Planner(season, race_ids, by, bibs).plan()


class _Planner:
    """One pass over the fields of some races; holds the look-up tables of that pass."""

    def __init__(
        self, season: Season, race_ids: Sequence[RaceId], by: NoShowsBy, bibs: str
    ) -> None:
        self.season = season
        self.data = season.data
        self.by = by
        self.race_ids = tuple(race_ids)
        wanted = frozenset(race_ids)
        self.entries = [
            entry
            for entry in self.data.entries.values()
            if entry.race_id in wanted and entry.status is EntryStatus.ENTERED
        ]
        self.waves = waves_by_entry(self.data, self.entries)
        self.pending = {
            result.entry_id
            for race_id in race_ids
            for result in season.results(race_id).results
            if result.status is ResultStatus.PENDING
        }
        events = {self.data.races[race_id].event_id for race_id in race_ids}
        self.read = {
            entry_id for event_id in events for entry_id in season.event_reads(event_id).entries
        }
        self.used = {entry.race_id for entry in self.entries if entry.id in self.data.check_ins}
        known = {bib_key(entry.bib): entry.bib for entry in self.entries if entry.bib}
        self.list = PickedBibs()
        if by is not NoShowsBy.CHECK_IN:
            every = {
                bib_key(e.bib) for e in self.data.entries.values() if e.race_id in wanted and e.bib
            }
            self.list = pick_bibs_within(bibs, known, every)
        self.picked = frozenset(map(bib_key, self.list.bibs))

    def plan(self) -> NoShowPlan:
        named = [entry for entry in self.entries if self._named(entry)]
        started = [entry for entry in named if self.waves[entry.id].gun_ms is not None]
        unseen = [entry for entry in started if not self._seen(entry)]
        marked = [entry for entry in unseen if not self._here(entry)]
        marked.sort(key=self._place)
        listed = self.by is NoShowsBy.ABSENT
        return NoShowPlan(
            by=self.by,
            marked=tuple(map(self._no_show, marked)),
            races=tuple(self._race(race_id, marked) for race_id in self.race_ids),
            seen=self._bibs(started, unseen) if listed else (),
            unknown=self.list.missing,
            waiting=self._bibs(named, started) if listed else (),
            here=self._bibs(unseen, marked),
            named=len(self.list.bibs),
            gaps=self.list.gaps,
        )

    def _named(self, entry: Entry) -> bool:
        """Whether the source says that this runner did not start."""
        if self.by is NoShowsBy.CHECK_IN:
            return entry.race_id in self.used and entry.id not in self.data.check_ins
        inside = bool(entry.bib) and bib_key(entry.bib) in self.picked
        if self.by is NoShowsBy.ABSENT:
            return inside
        return bool(self.picked) and not inside

    def may_mark(self, entry: Entry) -> bool:
        """Whether nothing speaks against it, whoever the source names."""
        started = self.waves[entry.id].gun_ms is not None
        return started and not self._seen(entry) and not self._here(entry)

    def _seen(self, entry: Entry) -> bool:
        """Whether anything at all speaks for a start, or somebody has ruled already."""
        ruled = entry.id not in self.pending
        return entry.id in self.read or ruled or self.waves[entry.id].is_own_start

    def _here(self, entry: Entry) -> bool:
        """Whether a check-in goes before the list; one of who is absent goes before it."""
        return entry.id in self.data.check_ins and self.by is not NoShowsBy.ABSENT

    @staticmethod
    def _bibs(entries: Sequence[Entry], less: Sequence[Entry]) -> tuple[str, ...]:
        left = {entry.id for entry in less}
        return tuple(
            sorted((e.bib for e in entries if e.id not in left and e.bib), key=bib_sort_key)
        )

    def _race(self, race_id: RaceId, marked: Sequence[Entry]) -> RaceNoShows:
        field = [entry for entry in self.entries if entry.race_id == race_id]
        groups = self.data.start_groups_of(race_id)
        return RaceNoShows(
            race_id=race_id,
            label=self.data.races[race_id].label,
            entered=len(field),
            marked=sum(entry.race_id == race_id for entry in marked),
            not_started=all(wave.gun_ms is None for wave in groups),
            unused=self.by is NoShowsBy.CHECK_IN and race_id not in self.used,
        )

    def _place(self, entry: Entry) -> tuple[object, ...]:
        runner = self.data.runners[entry.runner_id]
        names = fold_name(runner.family_name), fold_name(runner.given_name)
        return (self.race_ids.index(entry.race_id), bib_sort_key(entry.bib), *names, entry.id)

    def _no_show(self, entry: Entry) -> NoShow:
        return NoShow(
            entry_id=entry.id,
            race_id=entry.race_id,
            bib=entry.bib,
            name=full_name(self.data.runners[entry.runner_id]),
            race_label=self.data.races[entry.race_id].label,
            category_label=self.season.categories()[entry.id].label,
        )


def mark_no_shows(
    season: Season, plan: NoShowPlan, actor: str, *, reason: str, confirmed: bool = False
) -> int:
    """Mark them DNS as one operation; returns how many.

    Who was read, ruled on, checked in or given an own start since the plan was made is left alone,
    and so is whose gun was taken back; a check-in does not go before a list of who is absent.

    Args:
        confirmed: somebody has said that more than half of a field really did not start.

    Raises:
        Refused: ``start.dns-too-many`` for a race of which more than half would be marked.
    """
    over = plan.over_half
    if over and not confirmed:
        first = over[0]
        raise Refused(
            "start.dns-too-many", race=first.label, count=first.marked, field=first.entered
        )
    still = _still_out(season, plan)
    now = season.clock.now_ms()
    rulings = [
        Ruling(
            entry_id=each.entry_id,
            kind=RulingKind.DNS,
            reason=reason.strip(),
            actor=actor,
            made_ms=now,
        )
        for each in plan.marked
        if each.entry_id in still
    ]
    if rulings:
        races = dict.fromkeys(
            season.data.races[each.race_id].code for each in plan.marked if each.entry_id in still
        )
        with season.change("start.dns", count=len(rulings), races=", ".join(races)) as writer:
            writer.put_many(rulings)
    return len(rulings)


def _still_out(season: Season, plan: NoShowPlan) -> frozenset[EntryId]:
    """Those of a plan who may still be marked, asked of the season as it is now."""
    wanted = {each.entry_id for each in plan.marked}
    races = dict.fromkeys(each.race_id for each in plan.marked)
    now = _Planner(season, [each for each in races if each in season.data.races], plan.by, "")
    return frozenset(e.id for e in now.entries if e.id in wanted and now.may_mark(e))
