"""Categories and age limits of a rules document: read, and checked against each other."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import AgeDays, age_days, age_of
from trailsdesk.domain.category_rules import (
    AgeLimit,
    AgeReference,
    CategoryBand,
    CategoryScheme,
    Division,
    LeapDayRule,
    NonBinaryRule,
)
from trailsdesk.domain.people import Gender
from trailsdesk.formats.preset_ages import AGE_MAX, check_ages, check_cover
from trailsdesk.formats.preset_calendar import event_codes, race_codes, whole_by_event
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

MERGE_MAX = 1000
_GENDER_LABELS = {Gender.F: "women", Gender.M: "men", Gender.X: "non-binary"}
_BANDS = "categories.bands"


# Reading


def read_categories(document: Table) -> CategoryScheme:
    """The ``[categories]`` of a document, which it must have."""
    table = document.table("categories")
    if table is None:
        if not document.has("categories"):
            document.fault("preset.missing", "categories")
        return CategoryScheme(bands=())
    return CategoryScheme(
        bands=tuple(_band(band) for band in table.tables("bands", required=True)),
        by_gender=table.flag("by_gender", default=True),
        event_age=table.choice("event_age", AgeReference.RACE_DAY),
        series_age=table.choice("series_age", AgeReference.RACE_DAY),
        fixed_date=table.maybe_day("fixed_date"),
        leap_day=table.choice("leap_day", LeapDayRule.MARCH_1),
        gender_labels=_gender_labels(table),
        non_binary=table.choice("non_binary", NonBinaryRule.OWN),
        divisions=tuple(_division(division) for division in table.tables("division")),
        merge_below=table.whole("merge_below", 0, high=MERGE_MAX),
        source=read_source(table),
    )


def _gender_labels(table: Table) -> dict[str, str]:
    labels = {gender.value: words for gender, words in _GENDER_LABELS.items()}
    named = table.table("gender_labels")
    if named is not None:
        for gender in Gender:
            labels[gender.value] = named.text(gender.value, labels[gender.value])
    return labels


def _band(table: Table) -> CategoryBand:
    return CategoryBand(
        code=table.code("code"),
        label=table.text("label"),
        from_age=table.whole("from", high=AGE_MAX),
        to_age=table.maybe_whole("to", high=AGE_MAX),
        age=_own_reference(table),
    )


def _own_reference(table: Table) -> AgeReference | None:
    given = table.choice("age", AgeReference.RACE_DAY)
    return given if table.has("age") else None


def _division(table: Table) -> Division:
    return Division(
        code=table.code("code"),
        label=table.text("label"),
        by_gender=table.flag("by_gender", default=True),
        source=read_source(table),
    )


def read_age_limits(document: Table, own_events: Iterable[str] = ()) -> tuple[AgeLimit, ...]:
    """The ``[[age_limit]]`` of a document in order.

    Args:
        own_events: codes of the events of the document and of its calendar, for the lowest ages
            that belong to one each.
    """
    events = tuple(own_events)
    return tuple(
        AgeLimit(
            from_age=table.whole("from", high=AGE_MAX),
            to_age=table.maybe_whole("to", high=AGE_MAX),
            races=table.codes("races"),
            needs_adult=table.flag("needs_adult", default=False),
            events=table.codes("events"),
            from_at=whole_by_event(table, "from_at", events, AGE_MAX),
            source=read_source(table),
        )
        for table in document.tables("age_limit")
    )


# Checking


def check_categories(rules: RuleSet, faults: Faults, *, has_limits: bool) -> None:
    """Check that nobody who may enter falls between two age groups or into two.

    Args:
        has_limits: whether the age limits could be read, so that they can be compared.
    """
    scheme = rules.categories
    check_unique((band.code for band in scheme.bands), _BANDS, "code", faults)
    codes = {band.code for band in scheme.bands}
    for index, division in enumerate(scheme.divisions):
        if division.code in codes:
            path = f"categories.division[{index}].code"
            fault(faults, "preset.twice", path, found=division.code)
        codes.add(division.code)
    references = {scheme.event_age, scheme.series_age, *(band.age for band in scheme.bands)}
    if AgeReference.FIXED_DATE in references and scheme.fixed_date is None:
        fault(faults, "preset.missing", "categories.fixed_date")
        return
    if _check_bands(scheme, faults):
        if has_limits:
            ages = [(band.from_age, band.to_age) for band in scheme.bands]
            check_cover(ages, rules, _BANDS, faults)
        if any(band.age is not None for band in scheme.bands):
            _check_own_days(rules, faults)


def _check_bands(scheme: CategoryScheme, faults: Faults) -> bool:
    """Bands that go by the same day must follow each other; alone, also without a hole."""
    by_reference: dict[AgeReference | None, list[int]] = {}
    for index, band in enumerate(scheme.bands):
        by_reference.setdefault(band.age, []).append(index)
    found = [
        check_ages(
            [(scheme.bands[index].from_age, scheme.bands[index].to_age) for index in at],
            _BANDS,
            faults,
            gaps=len(by_reference) == 1,
            at=at,
        )
        for at in by_reference.values()
    ]
    return all(found)


def _check_own_days(rules: RuleSet, faults: Faults) -> None:
    """Where bands go by different days, try every birthday that makes a difference.

    Who is in the ages of the scheme on all of its days must find a band, and may find only one
    among those with a day of their own.
    """
    scheme = rules.categories
    told: set[tuple[str, ...]] = set()
    for days in _all_days(rules):
        for born in _births(days):
            usual = age_of(born, days.usual, scheme)
            fits = [
                (index, age_of(born, days.of(band), scheme))
                for index, band in enumerate(scheme.bands)
                if _takes(band, age_of(born, days.of(band), scheme))
            ]
            if not fits and _is_within(born, days, scheme):
                _tell_gap(born, days, scheme, told, faults)
            own = [index for index, _age in fits if scheme.bands[index].age is not None]
            for first, second in combinations(own, 2):
                key = ("overlap", str(first), str(second))
                if key not in told:
                    told.add(key)
                    fault(
                        faults,
                        "preset.ages-two-bands",
                        f"{_BANDS}[{second}]",
                        age=usual,
                        day=days.usual.isoformat(),
                        first=scheme.bands[first].code,
                        second=scheme.bands[second].code,
                    )


def _tell_gap(
    born: date, days: AgeDays, scheme: CategoryScheme, told: set[tuple[str, ...]], faults: Faults
) -> None:
    age = age_of(born, days.usual, scheme)
    ages = [(age_of(born, day, scheme), day) for day in sorted(days.own.values())]
    # Nobody can fall between two bands unless the age differs on one of the days.
    other, day = next((each for each in ages if each[0] != age), ages[0])
    key = ("gap", str(age), str(other))
    if key not in told:
        told.add(key)
        fault(
            faults,
            "preset.ages-no-band",
            _BANDS,
            age=age,
            day=days.usual.isoformat(),
            other=other,
            other_day=day.isoformat(),
        )


def _all_days(rules: RuleSet) -> Iterator[AgeDays]:
    """The days of every event and of the series, each kind once."""
    scheme = rules.categories
    held = [event.date for event in rules.events]
    held += [event.date for event in rules.calendar.events] if rules.calendar else []
    found = [age_days(scheme, scheme.event_age, day, held) for day in sorted(set(held))]
    if held:
        found.append(age_days(scheme, scheme.series_age, max(held), held))
    for at, days in enumerate(found):
        if days not in found[:at]:
            yield days


def _births(days: AgeDays) -> Iterator[date]:
    """For every age a birthday on each of the days, and the day after each."""
    for day in sorted({days.usual, *days.own.values()}):
        for back in range(AGE_MAX):
            for ahead in (0, 1):
                ordinal = date(day.year - back, day.month, min(day.day, 28)).toordinal()
                yield date.fromordinal(ordinal + day.day - min(day.day, 28) + ahead)


def _takes(band: CategoryBand, age: int) -> bool:
    return band.from_age <= age and (band.to_age is None or age <= band.to_age)


def _is_within(born: date, days: AgeDays, scheme: CategoryScheme) -> bool:
    """Whether the ages on all days lie between the lowest and the highest of the scheme."""
    low = min(band.from_age for band in scheme.bands)
    highs = [band.to_age for band in scheme.bands]
    high = AGE_MAX if None in highs else max(age for age in highs if age is not None)
    ages = [age_of(born, day, scheme) for day in (days.usual, *days.own.values())]
    return low <= min(ages) and max(ages) <= high


def check_age_limits(rules: RuleSet, faults: Faults) -> None:
    """Check that at every event an age has one limit, and that races and events are known."""
    limits = rules.age_limits
    everywhere = [index for index, limit in enumerate(limits) if not limit.events]
    named = dict.fromkeys(code for one in limits for code in (*one.events, *one.from_at))
    for code in ("", *named):
        at = [index for index, limit in enumerate(limits) if code in limit.events] or everywhere
        ages = [
            (limits[index].from_at.get(code, limits[index].from_age), limits[index].to_age)
            for index in at
        ]
        own: Faults = []
        check_ages(ages, "age_limit", own, gaps=False, at=at)
        # The same limits may hold at many events; what is wrong with them is told once.
        faults.extend([each for each in own if each not in faults])
    codes, races = event_codes(rules), race_codes(rules)
    elsewhere = {code for limit in limits for code in limit.events}
    for index, limit in enumerate(rules.age_limits):
        for race in limit.races:
            if race not in races:
                fault(faults, "preset.unknown-race", f"age_limit[{index}].races", found=race)
        for code in limit.events:
            if code not in codes:
                fault(faults, "preset.unknown-event", f"age_limit[{index}].events", found=code)
        held = limit.events or sorted(codes - elsewhere)
        for code in limit.from_at:
            if code not in held:
                path, words = f"age_limit[{index}].from_at.{code}", ", ".join(held)
                fault(faults, "preset.choice", path, found=code, choices=words)
