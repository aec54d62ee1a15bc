"""The rules by which a race gives places in a final, as a preset says them.

Each rule has an ``id``, unique in the preset: stored answers name it. What is not published is
None, and ``estimate`` marks a rule that rests on a guess; both are told wherever it shows.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.domain.people import Gender
from trailsdesk.domain.rule_source import Source
from trailsdesk.domain.standing_rules import Region


class PlaceSpread(enum.StrEnum):
    """How the places of one gender are shared out over its age groups."""

    EVEN = "even"
    """As many for each group; what is left over, one each, to the groups with most starters."""
    STARTERS = "starters"
    """By the groups' starters; what is left over, one each, by the largest remainder."""
    STEPS = "steps"
    """``base`` for each group somebody starts in, and one more for each full ``step`` starters."""


class PlaceGroups(enum.StrEnum):
    """Which age groups take part in the sharing."""

    ALL = "all"
    STARTED = "started"
    """Only those in which somebody is in the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRule:
    """Places of an event, shared out to its races, genders and age groups, that roll down.

    ``places`` is the total of an event by its code; an event that is not named has ``total``, None
    when that is not published; ``PlaceSpread.STEPS`` needs no total. ``least`` and ``most`` are
    what the publisher calls usual; a total outside is told, not refused. A runner has
    ``reply_days`` after the day a place is offered to answer; ``depth`` is the last position in
    the group a place goes down to, None to the last.
    """

    id: str
    label: str
    races: tuple[str, ...]
    genders: tuple[Gender, ...] = (Gender.F, Gender.M)
    total: int | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    spread: PlaceSpread = PlaceSpread.EVEN
    base: int = 1
    step: int = 10
    groups: PlaceGroups = PlaceGroups.ALL
    reply_days: int
    depth: int | None = None
    estimate: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinisherRule:
    """Everybody who finishes one of the races in the division ``division`` is invited."""

    id: str
    label: str
    races: tuple[str, ...]
    division: str
    estimate: bool = False
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalTitleRule:
    """The title of a region goes to the first in each age group who represents its countries.

    ``events`` maps the code of a regional championship to the code of its region. A region names
    its countries in every spelling that lists of entries use.
    """

    id: str
    label: str
    races: tuple[str, ...]
    events: Mapping[str, str]
    regions: tuple[Region, ...]
    estimate: bool = False
    source: Source = field(default_factory=Source)

    def region_of(self, event_code: str) -> Region | None:
        """The region whose championship an event is, None where it is none."""
        code = self.events.get(event_code)
        return next((region for region in self.regions if region.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceChangeRule:
    """A place earned in ``races`` may on request be used in the race ``into``.

    Either for the first ``top`` overall, or for the first ``far_top`` when the nearest race of the
    kind ``into`` is more than ``far_km`` away; ``nearest_km`` says how far, by event code.
    """

    id: str
    label: str
    races: tuple[str, ...]
    into: str
    top: int
    far_top: int
    far_km: int
    nearest_km: Mapping[str, int] = field(default_factory=dict)
    estimate: bool = False
    source: Source = field(default_factory=Source)


QualificationRule = (
    SlotRule
    | FinisherRule
    | RegionalTitleRule
    | RaceChangeRule
    | PodiumRule
    | ScoreRule
    | AgeGroupPlacesRule
)
