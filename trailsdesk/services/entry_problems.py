"""What is not clean about the entries: mostly to be mended before the gun."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_of
from trailsdesk.domain.age_limits import entry_allowed
from trailsdesk.domain.bibs import bib_key, in_ranges, ranges_text
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import fold_name, full_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.i18n import _
from trailsdesk.services.entries import entry_rows
from trailsdesk.services.told import NOTHING, Told, by_bib, called, entry_place, race_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.services.season import Season

YOUNGEST, OLDEST = 5, 90
"""An age outside is far likelier a slip in the birth date than a runner."""


def entries_told(season: Season) -> tuple[Told, ...]:
    """Every problem of the entries, of all events."""
    data = season.data
    inputs = (
        season.categories(), data.events, data.races, data.runners, data.entries, data.overrides,
        data.bib_ranges, data.verdicts,
    )  # fmt: skip
    return season.keep("problems-entries", inputs, lambda: tuple(_Entries(season).told()))


class _Entries:
    """One pass over the standing entries; gathers what is told of several together."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.data = season.data
        self.by_bib: dict[tuple[EventId, str], list[Entry]] = defaultdict(list)
        self.by_runner: dict[tuple[EventId, int], list[Entry]] = defaultdict(list)
        self.by_name: dict[tuple[EventId, str, str], list[Entry]] = defaultdict(list)
        self.without: dict[RaceId, list[EntryId]] = defaultdict(list)
        self.with_bib: set[RaceId] = set()
        self.outside: dict[RaceId, list[EntryId]] = defaultdict(list)
        self.told_apart = {
            frozenset((each.first_id, each.second_id))
            for each in self.data.verdicts.values()
            if not each.same
        }
        self.ranges = {race_id: self.data.bib_ranges_of(race_id) for race_id in self.data.races}

    def told(self) -> Iterator[Told]:
        for entry in paced(self.data.entries.values()):
            if entry.status is not EntryStatus.WITHDRAWN:
                self._sort_in(entry)
                yield from self._of_one(entry)
        yield from self._twice(self.by_bib.values(), "entry.bib-twice", Severity.ERROR)
        yield from self._twice(self.by_runner.values(), "entry.runner-twice", Severity.WARNING)
        yield from self._same_names()
        yield from self._bibs()
        yield from self._unpaid()

    def _sort_in(self, entry: Entry) -> None:
        event_id = self.data.races[entry.race_id].event_id
        runner = self.data.runners[entry.runner_id]
        if entry.bib:
            self.by_bib[event_id, bib_key(entry.bib)].append(entry)
            self.with_bib.add(entry.race_id)
            if self._is_outside(entry, event_id):
                self.outside[entry.race_id].append(entry.id)
        else:
            self.without[entry.race_id].append(entry.id)
        self.by_runner[event_id, entry.runner_id].append(entry)
        if runner.family_name and runner.given_name:
            key = (event_id, fold_name(runner.family_name), fold_name(runner.given_name))
            self.by_name[key].append(entry)

    def _is_outside(self, entry: Entry, event_id: EventId) -> bool:
        """Whether a bib is in another race's range, or in none of the own race's."""
        own = self.ranges[entry.race_id]
        if own:
            return not in_ranges(entry.bib, own)
        others = (race.id for race in self.data.races_of(event_id) if self.ranges[race.id])
        return any(in_ranges(entry.bib, self.ranges[other]) for other in others)

    # -- one entry ------------------------------------------------------------------------------

    def _of_one(self, entry: Entry) -> Iterator[Told]:
        unplaced = self.season.categories()[entry.id].problem
        if unplaced is not None:
            yield Told(problem=unplaced, entry_ids=(entry.id,))
        runner = self.data.runners[entry.runner_id]
        if not (runner.family_name or runner.given_name):
            yield self._one("entry.no-name", Severity.WARNING, entry)
        yield from self._of_age(entry)

    def _of_age(self, entry: Entry) -> Iterator[Told]:
        data, rules = self.data, self.season.rules
        born = data.runners[entry.runner_id].birth_date
        if born is None:
            return
        race = data.races[entry.race_id]
        event = data.events[race.event_id]
        age = age_of(born, event.date, rules.categories)
        refusal = entry_allowed(age, race.code, event.code, rules)
        if refusal is not None:
            yield self._one(refusal.code, Severity.ERROR, entry, **refusal.params)
        elif not YOUNGEST <= age <= OLDEST:
            yield self._one("entry.age-odd", Severity.WARNING, entry, age=age)

    def _one(self, code: str, severity: Severity, entry: Entry, **params: str | int) -> Told:
        name = full_name(self.data.runners[entry.runner_id])
        problem = Problem(
            severity=severity,
            code=code,
            params={**params, "bib": entry.bib or NOTHING, "name": name},
            place=entry_place(self.season, entry),
        )
        return Told(problem=problem, entry_ids=(entry.id,))

    # -- several together -----------------------------------------------------------------------

    def _twice(
        self, groups: Iterable[list[Entry]], code: str, severity: Severity
    ) -> Iterator[Told]:
        for entries in groups:
            if len(entries) > 1:
                yield self._together(entries, code, severity)

    def _together(self, entries: list[Entry], code: str, severity: Severity) -> Told:
        first, runners = entries[0], self.data.runners
        names = ", ".join(full_name(runners[entry.runner_id]) for entry in entries)
        problem = Problem(
            severity=severity,
            code=code,
            params={
                "bib": first.bib,
                "bibs": _bibs_of(entries),
                "name": full_name(runners[first.runner_id]),
                "names": names,
            },
            place=entry_place(self.season, first),
        )
        return Told(problem=problem, entry_ids=tuple(entry.id for entry in entries))

    def _same_names(self) -> Iterator[Told]:
        """One name twice, under two people on file whose birth dates do not tell them apart."""
        runners = self.data.runners
        for entries in self.by_name.values():
            people = {entry.runner_id: entry for entry in entries}
            born = [runners[runner_id].birth_date for runner_id in people]
            known = [day for day in born if day is not None]
            twice = len(set(known)) < len(known)
            in_doubt = twice or len(known) < len(born)
            if len(people) > 1 and in_doubt and not self._all_told_apart(people):
                # Without a birth date two people may well share a name.
                severity = Severity.WARNING if twice else Severity.INFO
                yield self._together(list(people.values()), "entry.person-twice", severity)

    def _all_told_apart(self, people: Iterable[RunnerId]) -> bool:
        """Whether somebody has said of every two that they are two runners."""
        return all(frozenset(pair) in self.told_apart for pair in combinations(sorted(people), 2))

    def _bibs(self) -> Iterator[Told]:
        for race_id, entry_ids in self.without.items():
            # While nobody has a bib yet, they are simply not given out.
            severity = Severity.WARNING if race_id in self.with_bib else Severity.INFO
            yield self._race("entry.no-bib", severity, race_id, entry_ids)
        for race_id, entry_ids in self.outside.items():
            ranges = ranges_text(self.ranges[race_id])
            yield self._race(
                "entry.bib-outside", Severity.WARNING, race_id, entry_ids, ranges=ranges
            )

    def _unpaid(self) -> Iterator[Told]:
        """Who paid less than is owed, as far as the list says what was paid."""
        fees = self.season.rules.fees
        if fees is None:
            return
        owing: dict[RaceId, list[tuple[EntryId, int]]] = defaultdict(list)
        for row in entry_rows(self.season):
            entry = row.entry
            stands = entry.status is EntryStatus.ENTERED and entry.paid_minor is not None
            if stands and row.owes_minor is not None and row.owes_minor > 0:
                owing[entry.race_id].append((entry.id, row.owes_minor))
        for race_id, found in owing.items():
            amount = format_minor(sum(minor for _entry, minor in found), fees.currency)
            details = {
                entry_id: _("owes {amount} {currency}").format(
                    amount=format_minor(minor, fees.currency), currency=fees.currency
                )
                for entry_id, minor in found
            }
            told = self._race(
                "entry.unpaid", Severity.WARNING, race_id, details,
                amount=amount, currency=fees.currency,
            )  # fmt: skip
            yield replace(told, details=details)

    def _race(
        self,
        code: str,
        severity: Severity,
        race_id: RaceId,
        entry_ids: Iterable[EntryId],
        **params: str | int,
    ) -> Told:
        ordered = by_bib(self.season, entry_ids)
        problem = Problem(
            severity=severity,
            code=code,
            params={
                **params,
                "race": self.data.races[race_id].label,
                "count": len(ordered),
                "who": called(self.season, ordered),
            },
            place=race_place(self.season, race_id),
        )
        return Told(problem=problem, entry_ids=ordered)


def _bibs_of(entries: Iterable[Entry]) -> str:
    return ", ".join(entry.bib or NOTHING for entry in entries)
