"""Which records are one runner across the events: what is sure, what was answered, what to ask.

Records with the same name and birth date are one runner unless somebody has said otherwise. All
that only looks alike is asked once; the answer is a ``RunnerVerdict`` and stays. The records stay
as they are: only standings and series categories see one runner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import (
    Likeness,
    Match,
    PeopleIndex,
    Runner,
    RunnerId,
    RunnerVerdict,
    name_key,
)
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.season import SeasonData


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulPair:
    """Two records that may be one runner; ``why`` says what is alike, seen from the second."""

    first_id: RunnerId
    second_id: RunnerId
    likeness: Likeness
    why: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRunner:
    """Who stands for whom, and the answers that contradict earlier ones and so have no effect.

    ``same`` names for every record the one that stands for all of that runner: its smallest id.
    """

    same: Mapping[RunnerId, RunnerId]
    contradicted: tuple[RunnerVerdict, ...] = ()


def same_runner(season: SeasonData) -> Mapping[RunnerId, RunnerId]:
    """Every record's id to that of the record that stands for all of the same runner."""
    return one_runner(season).same


def one_runner(season: SeasonData) -> OneRunner:
    """Join records by the answers in the order they were given, then those that are surely one.

    An answer "one runner" that would join two records told to be two is not followed.
    """
    groups = _Groups(season.runners, season.verdicts.values())
    contradicted = [
        verdict
        for _id, verdict in sorted(season.verdicts.items())
        if verdict.same and not groups.join(verdict.first_id, verdict.second_id)
    ]
    for first, second in _surely_one(season.runners):
        groups.join(first, second)
    return OneRunner(same=groups.same, contradicted=tuple(contradicted))


def runner_of_all(season: SeasonData, same: Mapping[RunnerId, RunnerId]) -> dict[RunnerId, Runner]:
    """The record that stands for several, filled up with what only the others know."""
    found: dict[RunnerId, Runner] = {}
    for runner_id, one in same.items():
        if one != runner_id:
            whole = found.get(one, season.runners[one])
            other = season.runners[runner_id]
            found[one] = replace(
                whole,
                birth_date=whole.birth_date or other.birth_date,
                gender=whole.gender or other.gender,
                nation=whole.nation or other.nation,
                club=whole.club or other.club,
            )
    return found


def alike(runners: Mapping[RunnerId, Runner]) -> tuple[tuple[RunnerId, Match], ...]:
    """Every record with each earlier one that may be its person; follows from the people alone."""
    index = PeopleIndex()
    found: list[tuple[RunnerId, Match]] = []
    for runner_id in paced(sorted(runners)):
        runner = runners[runner_id]
        found.extend((runner_id, match) for match in index.matches(runner))
        index.add(runner)
    return tuple(found)


def doubtful_pairs(
    season: SeasonData,
    same: Mapping[RunnerId, RunnerId] | None = None,
    known_alike: Sequence[tuple[RunnerId, Match]] | None = None,
) -> tuple[DoubtfulPair, ...]:
    """Records with standing entries that may be one runner, not yet answered, surest first.

    Two that are entered in the same event are taken as two: nobody starts twice. Of several
    records known to be one runner only the first found is asked about.

    Args:
        same: ``same_runner(season)``, when the caller has it already.
        known_alike: ``alike(season.runners)``, likewise.
    """
    events = _events_of(season)
    if len(set().union(*events.values())) < 2:
        return ()
    same = same_runner(season) if same is None else same
    told_two = {
        frozenset((same.get(each.first_id), same.get(each.second_id)))
        for each in season.verdicts.values()
        if not each.same
    }
    found: dict[frozenset[RunnerId | None], DoubtfulPair] = {}
    for second, match in alike(season.runners) if known_alike is None else known_alike:
        first = match.runner_id
        if first not in events or second not in events:
            continue
        pair = frozenset((same.get(first), same.get(second)))
        if len(pair) == 2 and pair not in told_two and events[first].isdisjoint(events[second]):
            doubtful = DoubtfulPair(
                first_id=first, second_id=second, likeness=match.likeness, why=match.note
            )
            found.setdefault(pair, doubtful)
    order = list(Likeness)
    return tuple(
        sorted(
            found.values(),
            key=lambda each: (order.index(each.likeness), each.first_id, each.second_id),
        )
    )


def _events_of(season: SeasonData) -> dict[RunnerId, set[EventId]]:
    """The events in which every runner has a standing entry; a cancelled one is none."""
    events: dict[RunnerId, set[EventId]] = defaultdict(set)
    held = {
        race.id: race.event_id
        for race in season.races.values()
        if not season.events[race.event_id].cancelled
    }
    for entry in season.entries.values():
        if entry.status is not EntryStatus.WITHDRAWN and entry.race_id in held:
            events[entry.runner_id].add(held[entry.race_id])
    return events


def _surely_one(runners: Mapping[RunnerId, Runner]) -> list[tuple[RunnerId, RunnerId]]:
    """Pairs with the same name and birth date, each record with the first one of its kind."""
    by_day: dict[date, list[Runner]] = defaultdict(list)
    for runner in runners.values():
        if runner.birth_date is not None:
            by_day[runner.birth_date].append(runner)
    pairs: list[tuple[RunnerId, RunnerId]] = []
    for born_together in paced(by_day.values()):
        if len(born_together) < 2:
            continue
        first: dict[tuple[str, str], RunnerId] = {}
        for runner in sorted(born_together, key=lambda each: each.id):
            key = name_key(runner)
            known = first.setdefault(key, runner.id)
            if known != runner.id and any(key):
                pairs.append((known, runner.id))
    return pairs


class _Groups:
    """Records joined to runners, never across an answer that two are two."""

    def __init__(
        self, runners: Mapping[RunnerId, Runner], verdicts: Iterable[RunnerVerdict]
    ) -> None:
        self.same: dict[RunnerId, RunnerId] = {runner_id: runner_id for runner_id in runners}
        self._members: dict[RunnerId, tuple[RunnerId, ...]] = {}
        self._two: dict[RunnerId, set[RunnerId]] = defaultdict(set)
        for verdict in verdicts:
            if not verdict.same:
                self._two[verdict.first_id].add(verdict.second_id)
                self._two[verdict.second_id].add(verdict.first_id)

    def join(self, first: RunnerId, second: RunnerId) -> bool:
        """Make one runner of two; False when they must stay two."""
        if first not in self.same or second not in self.same:
            return True
        one, other = self.same[first], self.same[second]
        if one == other:
            return True
        here = self._members.get(one, (one,))
        there = self._members.get(other, (other,))
        if any(not self._two[each].isdisjoint(there) for each in here if each in self._two):
            return False
        members = tuple(sorted((*here, *there)))
        self._members[members[0]] = members
        self.same.update(dict.fromkeys(members, members[0]))
        return True
