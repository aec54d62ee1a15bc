"""The plan of awards as a preset says it: who is honoured, how deep, and how often one person.

Sources of the variants, each a published rule of a club or a timer: one prize a person and the
next moves up (Dronfield 10K), one prize but the name stands on both (Red Rose interclub), two
prizes a person at most and prizes by number of starters (Borders XC), the veterans' prize beside
the open one (Runfurther).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from trailsdesk.domain.people import Gender
from trailsdesk.domain.rule_source import Source


class AwardScope(enum.StrEnum):
    """Among whom the places of an award are counted."""

    OVERALL = "overall"
    """All of a race together."""
    GENDER = "gender"
    CATEGORY = "category"
    TEAM = "team"
    """Clubs, by what ``TeamBy`` says; by points it needs a preset with teams."""
    FIRST_LOCAL = "first-local"
    """Who comes from the cities, clubs or countries named."""
    REGIONAL = "regional"
    """The same over a larger region."""
    SPECIAL = "special"
    """Whatever else the filters say: first over 70, fastest between two points."""


class AwardTime(enum.StrEnum):
    """Which time an award goes by."""

    OFFICIAL = "official"
    GUN = "gun"
    NET = "net"


class TeamBy(enum.StrEnum):
    """What makes the order of the clubs in an award for teams."""

    POINTS = "points"
    """The points of the series' teams at the event, many or few as those rules say."""
    TIME = "time"
    """The times of the first finishers added up; the lower sum wins."""
    PLACES = "places"
    """Their places among all of the list added up; the lower sum wins."""


class OnePrize(enum.StrEnum):
    """What happens to who is in the places of several awards."""

    NONE = "none"
    """Every award stands on its own."""
    MOST_PRESTIGIOUS = "most-prestigious"
    """Only the award first in the chain; in the others everybody behind moves up."""
    BOTH_ENGRAVED = "both-engraved"
    """The name stands in both places; the prize of the lesser passes to the next without one."""
    ENGRAVED_ONLY = "engraved-only"
    """The name stands in both places; the prize of the lesser is not given."""
    NO_MOVE = "no-move"
    """Out of the lesser award; the place stays empty and nobody moves up."""


class AwardOrder(enum.StrEnum):
    """In which order categories are called to the table; awards over all ages come last."""

    YOUNGEST = "youngest"
    OLDEST = "oldest"
    AS_SET = "as-set"
    """The order of the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterBand:
    """From so many starters on, so many places."""

    from_starters: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One link of the chain; empty filters let everybody in.

    ``places`` counts places, never rows: who shares the last one is on the list too. With
    ``bands`` the number of starters of the list decides, and below the first band nobody is
    honoured; ``least_starters`` is the same for a single border. ``from_age`` and ``to_age`` are
    whole years as for the category. ``from_point`` and ``to_point`` are codes of timing points
    (``start`` and ``finish`` too): the time between them ranks. ``prizes`` are what first, second
    ... get. ``combines``: it neither takes a prize of another award away nor is taken away.
    ``non_binary``: whether runners who are neither women nor men are in it. ``team_by`` and
    ``team_size``: what ranks the clubs of an award for teams, and how many of a club count where
    that is not points.
    """

    id: str
    label: str = ""
    scope: AwardScope
    races: tuple[str, ...] = ()
    places: int = 3
    bands: tuple[StarterBand, ...] = ()
    least_starters: int = 0
    time: AwardTime = AwardTime.OFFICIAL
    by_gender: bool = False
    genders: tuple[Gender, ...] = ()
    categories: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    clubs: tuple[str, ...] = ()
    from_age: int | None = None
    to_age: int | None = None
    from_point: str = ""
    to_point: str = ""
    non_binary: bool = True
    combines: bool = False
    team_by: TeamBy = TeamBy.POINTS
    team_size: int = 3
    prizes: tuple[str, ...] = ()
    sponsor: str = ""
    source: Source = field(default_factory=Source)

    @property
    def by_starters(self) -> bool:
        """Whether the number of starters decides how many are honoured."""
        return bool(self.bands) or self.least_starters > 0

    def places_for(self, starters: int) -> int:
        """How many places are honoured with so many starters."""
        if starters < self.least_starters:
            return 0
        if not self.bands:
            return self.places
        inside = [band for band in self.bands if band.from_starters <= starters]
        return max(inside, key=lambda band: band.from_starters).places if inside else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsRule:
    """Prizes: places per distance, gender and category; ties at the cut are all listed.

    ``awards`` is the chain, the most prestigious first. Without one it is the first
    ``overall_depth`` of each gender and the first ``category_depth`` of each category.
    ``most_prizes`` is how many one person may have before ``one_prize`` speaks.
    """

    category_depth: int = 3
    overall_depth: int = 0
    series_depth: int = 3
    one_prize: OnePrize = OnePrize.NONE
    most_prizes: int = 1
    order: AwardOrder = AwardOrder.YOUNGEST
    awards: tuple[Award, ...] = ()
    source: Source = field(default_factory=Source)

    @property
    def chain(self) -> tuple[Award, ...]:
        """The awards in their order, those without a place left out."""
        if self.awards:
            return tuple(award for award in self.awards if award.places or award.bands)
        plain = (
            Award(id="overall", scope=AwardScope.GENDER, places=self.overall_depth),
            Award(id="category", scope=AwardScope.CATEGORY, places=self.category_depth),
        )
        return tuple(award for award in plain if award.places)
