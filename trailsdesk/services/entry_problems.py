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
from trailsdesk.services.ledger import currency_of
from trailsdesk.services.money_differences import differences
from trailsdesk.services.told import NOTHING, Told, by_bib, called, entry_place, race_place
from trailsdesk.services.waivers import events_with_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        data.bib_ranges, data.verdicts, data.ledger, data.waivers,
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
        self.unsigned: dict[RaceId, list[EntryId]] = defaultdict(list)
        self.signing = events_with_waivers(season)
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
        yield from self._waivers()
        yield from self._unpaid()
        yield from self._paid_above()
        yield from self._differing()

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
        if event_id in self.signing and entry.id not in self.data.waivers:
            self.unsigned[entry.race_id].append(entry.id)
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

    def _waivers(self) -> Iterator[Told]:
        for race_id, entry_ids in self.unsigned.items():
            yield self._race("entry.no-waiver", Severity.WARNING, race_id, entry_ids)

    def _unpaid(self) -> Iterator[Told]:
        """Who paid less than is owed, as far as anybody says what was paid."""
        owing: dict[RaceId, dict[EntryId, int]] = defaultdict(dict)
        for row in entry_rows(self.season):
            entry = row.entry
            known = entry.paid_minor is not None or bool(row.account.paid_minor)
            if known and row.account.owed_minor:
                owing[entry.race_id][entry.id] = row.account.owed_minor
        words = _("owes {amount} {currency}")
        yield from self._money("entry.unpaid", Severity.WARNING, owing, words)

    def _paid_above(self) -> Iterator[Told]:
        """Who paid more than is charged: twice, or for what the rules have no price for."""
        credit: dict[RaceId, dict[EntryId, int]] = defaultdict(dict)
        for row in paced(entry_rows(self.season)):
            race = self.data.races[row.entry.race_id]
            held = not self.data.events[race.event_id].cancelled
            if held and row.account.stands and row.account.credit_minor:
                credit[row.entry.race_id][row.entry.id] = row.account.credit_minor
        words = _("{amount} {currency} more than charged")
        yield from self._money("entry.paid-above", Severity.INFO, credit, words)

    def _money(
        self,
        code: str,
        severity: Severity,
        by_race: Mapping[RaceId, Mapping[EntryId, int]],
        words: str,
    ) -> Iterator[Told]:
        """One problem a race, with what each entry owes or has to its credit."""
        fees = self.season.rules.fees
        currency = "" if fees is None else fees.currency
        for race_id, found in by_race.items():
            amount = format_minor(sum(found.values()), currency)
            details = {
                entry_id: words.format(amount=format_minor(minor, currency), currency=currency)
                for entry_id, minor in found.items()
            }
            told = self._race(code, severity, race_id, details, amount=amount, currency=currency)
            yield replace(told, details=details)

    def _differing(self) -> Iterator[Told]:
        """Who was charged other than the rules ask by now."""
        found: dict[RaceId, dict[EntryId, str]] = defaultdict(dict)
        for each in differences(self.season):
            currency = currency_of(self.season)
            charged = format_minor(each.charged_minor, currency)
            expected = format_minor(each.expected_minor, currency)
            words = _("charged {charged}, the rules ask {expected} {currency}").format(
                charged=charged, expected=expected, currency=currency
            )
            found[self.data.entries[each.entry_id].race_id][each.entry_id] = words
        for race_id, details in found.items():
            told = self._race("entry.charge-differs", Severity.WARNING, race_id, details)
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
