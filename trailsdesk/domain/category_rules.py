"""The rules of categories and ages, as a preset says them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from trailsdesk.domain.rule_source import Source


class AgeReference(enum.StrEnum):
    """The day on which a runner's age is taken."""

    RACE_DAY = "race-day"
    LAST_EVENT = "last-event"
    FIRST_EVENT = "first-event"
    DECEMBER_31 = "december-31"
    FIXED_DATE = "fixed-date"


class LeapDayRule(enum.StrEnum):
    """When somebody born on 29 February turns a year older in a common year."""

    MARCH_1 = "march-1"
    FEBRUARY_28 = "february-28"


class NonBinaryRule(enum.StrEnum):
    """Where runners are ranked who are neither women nor men.

    ``OWN`` parts them by age like the others, ``OPEN`` gives one group for all ages, and with
    ``WOMEN`` or ``MEN`` they are ranked among those, by gender and in the categories.
    """

    OWN = "own"
    WOMEN = "women"
    MEN = "men"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryBand:
    """Ages ``from_age`` to ``to_age``, both included; ``to_age`` None has no upper end.

    ``age`` is the day of this band's own on which its ages are taken; None is the scheme's. A
    band with a day of its own is asked before the others and may lie across them.
    """

    code: str
    label: str
    from_age: int
    to_age: int | None = None
    age: AgeReference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A category beside those by age, such as a para division; a runner chooses it."""

    code: str
    label: str
    by_gender: bool = True
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScheme:
    """How runners fall into categories at an event and for the series.

    With ``by_gender`` a category is gender and band (``F-OPEN``); ``gender_labels`` words them.
    Categories with fewer than ``merge_below`` starters are proposed for merging; 0 proposes none.
    """

    bands: tuple[CategoryBand, ...]
    by_gender: bool = True
    event_age: AgeReference = AgeReference.RACE_DAY
    series_age: AgeReference = AgeReference.RACE_DAY
    fixed_date: date | None = None
    leap_day: LeapDayRule = LeapDayRule.MARCH_1
    gender_labels: Mapping[str, str] = field(default_factory=dict)
    non_binary: NonBinaryRule = NonBinaryRule.OWN
    divisions: tuple[Division, ...] = ()
    merge_below: int = 0
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """Who may enter which races: runners aged ``from_age``..``to_age`` only the ``races`` named.

    An age that no limit covers is refused. ``needs_adult`` asks for a supervising adult. Without
    ``events`` it holds everywhere but at events that other limits name: there only those hold.
    ``from_at`` is the lowest age at an event, by its code, where it is not ``from_age``.
    """

    from_age: int
    to_age: int | None
    races: tuple[str, ...]
    needs_adult: bool = False
    events: tuple[str, ...] = ()
    from_at: Mapping[str, int] = field(default_factory=dict)
    source: Source = field(default_factory=Source)
