"""Ages in whole years, and the days on which rules take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.category_rules import (
    AgeReference,
    CategoryBand,
    CategoryScheme,
    LeapDayRule,
)
from trailsdesk.domain.people import age_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Event
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeDays:
    """The day on which ages are usually taken, and those of bands with a day of their own."""

    usual: date
    own: Mapping[AgeReference, date] = field(default_factory=dict)

    def of(self, band: CategoryBand) -> date:
        """The day on which the ages of a band are taken."""
        return self.usual if band.age is None else self.own.get(band.age, self.usual)


def age_of(birth_date: date, day: date, scheme: CategoryScheme) -> int:
    """Whole years on ``day``, leap-day births by the scheme's rule."""
    return age_on(birth_date, day, scheme.leap_day is LeapDayRule.MARCH_1)


def ages_text(from_age: int, to_age: int | None) -> str:
    """An age range as people write it: 20 to 39 with a dash between, or ``55+``."""
    return f"{from_age}+" if to_age is None else f"{from_age}\N{EN DASH}{to_age}"


def age_reference_day(
    reference: AgeReference,
    event_day: date,
    event_days: Sequence[date],
    fixed_date: date | None = None,
) -> date:
    """The day on which ages are taken.

    Args:
        event_day: the event asked about; for the series, its last event.
        event_days: the days of all events of the season, in any order.
        fixed_date: the scheme's own day, needed for ``FIXED_DATE``.

    Raises:
        ValueError: ``FIXED_DATE`` without a date (the preset reader refuses such rules).
    """
    if reference is AgeReference.LAST_EVENT:
        return max(event_days, default=event_day)
    if reference is AgeReference.FIRST_EVENT:
        return min(event_days, default=event_day)
    if reference is AgeReference.DECEMBER_31:
        return date(event_day.year, 12, 31)
    if reference is AgeReference.FIXED_DATE:
        if fixed_date is None:
            raise ValueError("a fixed-date age rule needs its date")
        return fixed_date
    return event_day


def age_days(
    scheme: CategoryScheme, reference: AgeReference, event_day: date, event_days: Sequence[date]
) -> AgeDays:
    """The days of every band where the scheme itself goes by ``reference``."""
    own = {band.age for band in scheme.bands if band.age is not None}
    return AgeDays(
        usual=age_reference_day(reference, event_day, event_days, scheme.fixed_date),
        own={
            each: age_reference_day(each, event_day, event_days, scheme.fixed_date)
            for each in sorted(own)
        },
    )


def event_age_days(event: Event, season: SeasonData, rules: RuleSet) -> AgeDays:
    """The days on which ages are taken for the categories of ``event``."""
    scheme = rules.categories
    return age_days(scheme, scheme.event_age, event.date, event_days(season, rules))


def series_age_days(season: SeasonData, rules: RuleSet) -> AgeDays:
    """The days on which ages are taken for the series; ``RACE_DAY`` means its last event's."""
    days = event_days(season, rules)
    return age_days(rules.categories, rules.categories.series_age, max(days), days)


def event_age_day(event: Event, season: SeasonData, rules: RuleSet) -> date:
    """The usual day on which ages are taken for the categories of ``event``."""
    return event_age_days(event, season, rules).usual


def series_age_day(season: SeasonData, rules: RuleSet) -> date:
    """The usual day on which ages are taken for the series."""
    return series_age_days(season, rules).usual


def event_days(season: SeasonData, rules: RuleSet) -> tuple[date, ...]:
    """The days of the season's events; a cancelled one is none unless all are."""
    events = tuple(season.events.values()) or rules.events
    held = tuple(event.date for event in season.events.values() if not event.cancelled)
    return held or tuple(event.date for event in events)
