"""Which category a runner falls into at an event and for the series, and why.

A category's code is the gender letter as stored, a hyphen and the band's code (``F-OPEN``,
``X-JUNIOR``); without ``by_gender`` it is the band's code alone. Nothing is guessed: a runner
without a birth date, without a gender or outside all bands has no category and one ``Problem``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender, Runner, RunnerId, age_on, full_name
from trailsdesk.domain.problems import Note, Place, Problem, Severity
from trailsdesk.domain.rules import (
    AgeLimit,
    AgeReference,
    CategoryBand,
    CategoryScheme,
    LeapDayRule,
    RuleSet,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.entry import CategoryOverride, EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.season import SeasonData

GENDER_ORDER = (Gender.F, Gender.M, Gender.X)
"""The order in which genders are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The category of one runner for one purpose, with the reason.

    ``code`` and ``label`` are empty when the runner could not be placed; ``problem`` then says
    why. ``age`` is in whole years on the day the scheme names, None without a birth date.
    """

    code: str = ""
    label: str = ""
    age: int | None = None
    explanation: Note
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryInfo:
    """One category of a scheme: code, words, gender (None when not parted by it), band."""

    code: str
    label: str
    gender: Gender | None
    band: CategoryBand


def needs_no_age(scheme: CategoryScheme) -> bool:
    """Whether all ages run together, so that nobody needs a birth date to be placed."""
    only = scheme.bands[0]
    return len(scheme.bands) == 1 and only.from_age == 0 and only.to_age is None


def age_of(birth_date: date, day: date, scheme: CategoryScheme) -> int:
    """Whole years on ``day``, leap-day births by the scheme's rule."""
    return age_on(birth_date, day, scheme.leap_day is LeapDayRule.MARCH_1)


def ages_text(from_age: int, to_age: int | None) -> str:
    """An age range as people write it: 20 to 39 with a dash between, or ``55+``."""
    return f"{from_age}+" if to_age is None else f"{from_age}\N{EN DASH}{to_age}"


def categories_of(scheme: CategoryScheme) -> tuple[CategoryInfo, ...]:
    """All categories in printing order: by band, and in a band women, men, X."""
    if not scheme.by_gender:
        return tuple(
            CategoryInfo(code=band.code, label=band.label, gender=None, band=band)
            for band in scheme.bands
        )
    return tuple(
        CategoryInfo(
            code=f"{gender.value}-{band.code}",
            label=f"{band.label} {scheme.gender_labels.get(gender.value, gender.value)}",
            gender=gender,
            band=band,
        )
        for band in scheme.bands
        for gender in GENDER_ORDER
    )


def category_order(scheme: CategoryScheme) -> tuple[tuple[str, str], ...]:
    """Code and label of every category in printing order."""
    return tuple((info.code, info.label) for info in categories_of(scheme))


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


def assign_category(
    runner: Runner, day: date, scheme: CategoryScheme, place: Place | None = None
) -> Assignment:
    """Place a runner by gender and age on ``day`` (see ``age_reference_day``).

    Problems: ``category.no-birth-date``, ``category.no-gender``, ``category.age-outside``; exactly
    one of a category and a problem is given.
    """
    return _Places(scheme).assign(runner, day, place or Place(runner_id=runner.id))


def event_age_day(event: Event, season: SeasonData, rules: RuleSet) -> date:
    """The day on which ages are taken for the categories of ``event``."""
    scheme = rules.categories
    return age_reference_day(
        scheme.event_age, event.date, _event_days(season, rules), scheme.fixed_date
    )


def series_age_day(season: SeasonData, rules: RuleSet) -> date:
    """The day on which ages are taken for the series; ``RACE_DAY`` means its last event's."""
    scheme = rules.categories
    days = _event_days(season, rules)
    return age_reference_day(scheme.series_age, max(days), days, scheme.fixed_date)


def assign_categories(season: SeasonData, rules: RuleSet) -> dict[EntryId, Assignment]:
    """The event category of every entry; a person's override with its reason wins."""
    scheme = rules.categories
    days = {
        race.id: event_age_day(season.events[race.event_id], season, rules)
        for race in season.races.values()
    }
    places = _Places(scheme)
    labels = dict(category_order(scheme))
    assigned: dict[EntryId, Assignment] = {}
    for entry in paced(season.entries.values()):
        where = Place(
            event_id=season.races[entry.race_id].event_id,
            race_id=entry.race_id,
            entry_id=entry.id,
            runner_id=entry.runner_id,
        )
        runner = season.runners[entry.runner_id]
        found = places.assign(runner, days[entry.race_id], where)
        override = season.overrides.get(entry.id)
        assigned[entry.id] = found if override is None else _overridden(found, override, labels)
    return assigned


def series_category(runner: Runner, season: SeasonData, rules: RuleSet) -> Assignment:
    """A runner's category for the series; see ``series_categories``."""
    overrides = _series_overrides(season, rules)
    place = Place(runner_id=runner.id)
    found = assign_category(runner, series_age_day(season, rules), rules.categories, place)
    override = overrides.get(runner.id)
    if override is None:
        return found
    return _overridden(found, override, dict(category_order(rules.categories)))


def series_categories(season: SeasonData, rules: RuleSet) -> dict[RunnerId, Assignment]:
    """The series category of every runner.

    Where the scheme takes the age at the first or last event, an override of the runner's entry
    in that very event holds for the series too; overrides elsewhere bind their own event only.
    """
    day = series_age_day(season, rules)
    places = _Places(rules.categories)
    labels = dict(category_order(rules.categories))
    overrides = _series_overrides(season, rules)
    assigned: dict[RunnerId, Assignment] = {}
    for runner in season.runners.values():
        found = places.assign(runner, day, Place(runner_id=runner.id))
        override = overrides.get(runner.id)
        assigned[runner.id] = found if override is None else _overridden(found, override, labels)
    return assigned


def entry_allowed(age: int, race_code: str, rules: RuleSet) -> Note | None:
    """Say why somebody of that age may not enter the race; None when they may.

    Notes: ``entry.age-no-race`` (no race takes that age), ``entry.age-other-race``,
    ``entry.not-born``.
    """
    if not rules.age_limits:
        return None
    if age < 0:
        return Note(code="entry.not-born")
    limit = _age_limit(age, rules)
    if limit is None:
        ages = ", ".join(ages_text(one.from_age, one.to_age) for one in rules.age_limits)
        return Note(code="entry.age-no-race", params={"age": age, "ages": ages})
    if race_code in limit.races:
        return None
    return Note(
        code="entry.age-other-race",
        params={
            "age": age,
            "ages": ages_text(limit.from_age, limit.to_age),
            "race": _race_label(race_code, rules),
            "races": ", ".join(_race_label(code, rules) for code in limit.races),
        },
    )


def adult_needed(age: int, rules: RuleSet) -> Note | None:
    """A note when somebody of that age needs a supervising adult (``entry.needs-adult``)."""
    limit = _age_limit(age, rules)
    if limit is None or not limit.needs_adult:
        return None
    return Note(
        code="entry.needs-adult",
        params={"age": age, "ages": ages_text(limit.from_age, limit.to_age)},
    )


class _Places:
    """Placing many runners: those with equal birth date, gender and day share one assignment."""

    def __init__(self, scheme: CategoryScheme) -> None:
        self._scheme = scheme
        self._categories = categories_of(scheme)
        self._all_ages = needs_no_age(scheme)
        self._known: dict[tuple[date | None, Gender | None, date], Assignment] = {}

    def assign(self, runner: Runner, day: date, place: Place) -> Assignment:
        key = (runner.birth_date, runner.gender, day)
        found = self._known.get(key)
        if found is None:
            found = self._assign(runner, day, place)
            if found.problem is None:  # a problem names its runner and is not shared
                self._known[key] = found
        return found

    def _assign(self, runner: Runner, day: date, place: Place) -> Assignment:
        words: dict[str, str | int] = {"name": full_name(runner)}
        born = runner.birth_date
        if born is None and not self._all_ages:
            return _unplaced("category.no-birth-date", words, None, place)
        age = None if born is None else age_of(born, day, self._scheme)
        if self._scheme.by_gender and runner.gender is None:
            return _unplaced("category.no-gender", words, age, place)
        if age is None:
            every = next(i for i in self._categories if i.gender in (None, runner.gender))
            note = Note(code="category.explain-all-ages", params={"category": every.label})
            return Assignment(code=every.code, label=every.label, explanation=note)
        words |= {"age": age, "day": day.isoformat()}
        info = self._category(age, runner.gender)
        if info is None:
            return _unplaced("category.age-outside", words, age, place)
        ages = ages_text(info.band.from_age, info.band.to_age)
        note = Note(
            code="category.explain",
            params={"age": age, "day": words["day"], "category": info.label, "ages": ages},
        )
        return Assignment(code=info.code, label=info.label, age=age, explanation=note)

    def _category(self, age: int, gender: Gender | None) -> CategoryInfo | None:
        for info in self._categories:
            band = info.band
            if (
                info.gender in (None, gender)
                and band.from_age <= age
                and (band.to_age is None or age <= band.to_age)
            ):
                return info
        return None


def _unplaced(
    code: str, params: Mapping[str, str | int], age: int | None, place: Place
) -> Assignment:
    problem = Problem(severity=Severity.WARNING, code=code, params=params, place=place)
    return Assignment(age=age, explanation=Note(code=code, params=params), problem=problem)


def _overridden(
    found: Assignment, override: CategoryOverride, labels: Mapping[str, str]
) -> Assignment:
    label = labels.get(override.category, override.category)
    params: dict[str, str | int] = {
        "category": label,
        "computed": found.label or "\N{EN DASH}",
        "reason": override.reason,
    }
    note = Note(code="category.explain-override", params=params)
    return replace(found, code=override.category, label=label, explanation=note, problem=None)


def _event_days(season: SeasonData, rules: RuleSet) -> tuple[date, ...]:
    return tuple(event.date for event in season.events.values()) or tuple(
        event.date for event in rules.events
    )


def _series_overrides(season: SeasonData, rules: RuleSet) -> dict[RunnerId, CategoryOverride]:
    events = season.events_in_order()
    reference = rules.categories.series_age
    if not events or reference not in (AgeReference.LAST_EVENT, AgeReference.FIRST_EVENT):
        return {}
    event = events[-1 if reference is AgeReference.LAST_EVENT else 0]
    found: dict[RunnerId, CategoryOverride] = {}
    for entry_id in sorted(season.overrides):
        entry = season.entries.get(entry_id)
        if entry is not None and season.races[entry.race_id].event_id == event.id:
            found.setdefault(entry.runner_id, season.overrides[entry_id])
    return found


def _age_limit(age: int, rules: RuleSet) -> AgeLimit | None:
    for limit in rules.age_limits:
        if limit.from_age <= age and (limit.to_age is None or age <= limit.to_age):
            return limit
    return None


def _race_label(race_code: str, rules: RuleSet) -> str:
    for event in rules.events:
        for race in event.races:
            if race.code == race_code:
                return race.label
    return race_code
