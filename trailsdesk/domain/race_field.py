"""The field of one race as the rules of qualification look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from trailsdesk.domain.entry import Entry
from trailsdesk.domain.event import Event, Race
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.results import Result, ResultStatus

_AWAY = frozenset({ResultStatus.DNS, ResultStatus.NOT_COMPETING})


def counts_in_field(status: ResultStatus) -> bool:
    """Whether somebody started, or may still: everybody but those known to be absent."""
    return status not in _AWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One entry of the race that is not withdrawn, with its result.

    ``category`` is the code of the category at the event, empty when the runner could not be
    placed; ``label`` its words. ``gender`` is the category's, else the runner's own.
    """

    entry: Entry
    runner: Runner
    result: Result
    category: str = ""
    label: str = ""
    gender: Gender | None = None

    @property
    def finished(self) -> bool:
        """Whether the runner has a place."""
        return self.result.status is ResultStatus.OK

    @property
    def in_field(self) -> bool:
        """Whether the runner started, or may still start."""
        return counts_in_field(self.result.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceField:
    """Everybody of one race in the order of the results, and what else the rules ask.

    ``today`` is the date at the event's place. ``peers`` is how many are in the field of each race
    of the event, by code. ``groups`` are the age groups of the race in printing order, code to
    gender.
    """

    event: Event
    race: Race
    today: date
    entrants: tuple[Entrant, ...]
    peers: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, Gender | None] = field(default_factory=dict)

    @property
    def finishers(self) -> tuple[Entrant, ...]:
        """Everybody with a place, first to last."""
        return tuple(each for each in self.entrants if each.finished)
