"""Which category a runner falls into at an event and for the series, and why.

A category's code is the gender letter as stored, a hyphen and the band's code (``F-OPEN``,
``X-JUNIOR``); without ``by_gender`` it is the band's code alone. A division chosen instead of a
band makes its code likewise (``F-PC``). Nothing is guessed: a runner without a birth date, without
a gender, outside all bands or in a division there is not has no category and one ``Problem``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import (
    AgeDays,
    age_of,
    ages_text,
    event_age_days,
    series_age_days,
)
from trailsdesk.domain.category_merge import Merged, merges_by_race
from trailsdesk.domain.category_rules import (
    AgeReference,
    CategoryBand,
    CategoryScheme,
    Division,
    NonBinaryRule,
)
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.one_runner import runner_of_all, same_runner
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender, Runner, RunnerId, full_name
from trailsdesk.domain.problems import Note, Place, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from trailsdesk.domain.entry import CategoryOverride, EntryId
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.season import SeasonData

GENDER_ORDER = (Gender.F, Gender.M, Gender.X)
"""The order in which genders are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The category of one runner for one purpose, with the reason.

    ``code`` and ``label`` are empty when the runner could not be placed; ``problem`` then says
    why. ``age`` is in whole years on the day the scheme names, None without a birth date.
    ``merged_from`` is the runner's own category where that is ranked within ``code``.
    """

    code: str = ""
    label: str = ""
    age: int | None = None
    explanation: Note
    problem: Problem | None = None
    merged_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryInfo:
    """One category of a scheme: code, words, gender (None when not parted by it).

    It is a band's or a division's, or the one group for all ages of runners who are neither.
    """

    code: str
    label: str
    gender: Gender | None
    band: CategoryBand | None = None
    division: Division | None = None

    @property
    def word(self) -> str:
        """The age group's or division's own word."""
        part = self.band or self.division
        return self.label if part is None else part.label


def needs_no_age(scheme: CategoryScheme) -> bool:
    """Whether all ages run together, so that nobody needs a birth date to be placed."""
    only = scheme.bands[0]
    return len(scheme.bands) == 1 and only.from_age == 0 and only.to_age is None


def ranked_gender(gender: Gender | None, scheme: CategoryScheme) -> Gender | None:
    """The gender among whom a runner is ranked; None where the gender is not known."""
    if gender is Gender.X and scheme.non_binary is NonBinaryRule.WOMEN:
        return Gender.F
    if gender is Gender.X and scheme.non_binary is NonBinaryRule.MEN:
        return Gender.M
    return gender


def categories_of(scheme: CategoryScheme) -> tuple[CategoryInfo, ...]:
    """All categories in printing order: by band, and in a band women, men, X; then divisions."""
    if not scheme.by_gender:
        return (
            *(CategoryInfo(code=b.code, label=b.label, gender=None, band=b) for b in scheme.bands),
            *(
                CategoryInfo(code=d.code, label=d.label, gender=None, division=d)
                for d in scheme.divisions
            ),
        )
    own, is_open = NonBinaryRule.OWN, scheme.non_binary is NonBinaryRule.OPEN
    parted = GENDER_ORDER if scheme.non_binary is own else GENDER_ORDER[:2]
    infos = [
        CategoryInfo(
            code=f"{gender.value}-{band.code}",
            label=f"{band.label} {_gender_label(gender, scheme)}",
            gender=gender,
            band=band,
        )
        for band in scheme.bands
        for gender in parted
    ]
    if is_open:
        label = _gender_label(Gender.X, scheme)
        label = label[:1].upper() + label[1:]
        infos.append(CategoryInfo(code=Gender.X.value, label=label, gender=Gender.X))
    chosen = (*parted, Gender.X) if is_open else parted
    for division in scheme.divisions:
        infos += _of_division(division, chosen, scheme)
    return tuple(infos)


def _of_division(
    division: Division, genders: tuple[Gender, ...], scheme: CategoryScheme
) -> Iterable[CategoryInfo]:
    if not division.by_gender:
        code, label = division.code, division.label
        return (CategoryInfo(code=code, label=label, gender=None, division=division),)
    return (
        CategoryInfo(
            code=f"{gender.value}-{division.code}",
            label=f"{division.label} {_gender_label(gender, scheme)}",
            gender=gender,
            division=division,
        )
        for gender in genders
    )


def _gender_label(gender: Gender, scheme: CategoryScheme) -> str:
    return scheme.gender_labels.get(gender.value, gender.value)


def category_order(scheme: CategoryScheme) -> tuple[tuple[str, str], ...]:
    """Code and label of every category in printing order."""
    return tuple((info.code, info.label) for info in categories_of(scheme))


def assign_category(
    runner: Runner,
    days: AgeDays,
    scheme: CategoryScheme,
    place: Place | None = None,
    division: str = "",
) -> Assignment:
    """Place a runner by gender and age on the days of ``event_age_days`` or ``series_age_days``.

    Problems: ``category.no-birth-date``, ``category.no-gender``, ``category.age-outside``,
    ``category.division-unknown``; exactly one of a category and a problem is given.

    Args:
        division: the code of the division chosen instead of the category by age.
    """
    desk = _Desk(scheme, days)
    return desk.known(runner, division) or desk.place(
        runner, division, place or Place(runner_id=runner.id)
    )


def assign_categories(season: SeasonData, rules: RuleSet) -> dict[EntryId, Assignment]:
    """The event category of every entry.

    A person's override with its reason wins over what is computed, and a merging of the category
    found in the entry's race over both.
    """
    scheme = rules.categories
    desks = _Desks(scheme)
    by_event = {
        event.id: desks.on(event_age_days(event, season, rules))
        for event in season.events.values()
    }
    at = {race.id: by_event[race.event_id] for race in season.races.values()}
    labels = dict(category_order(scheme))
    merges = merges_by_race(season)
    assigned: dict[EntryId, Assignment] = {}
    runners, overrides = season.runners, season.overrides
    for entry in paced(season.entries.values()):
        runner, desk = runners[entry.runner_id], at[entry.race_id]
        found = desk.known(runner, entry.division)
        if found is None:
            event_id = season.races[entry.race_id].event_id
            where = Place(
                event_id=event_id,
                race_id=entry.race_id,
                entry_id=entry.id,
                runner_id=entry.runner_id,
            )
            found = desk.place(runner, entry.division, where)
        if entry.id in overrides:
            found = _overridden(found, overrides[entry.id], labels)
        if entry.race_id in merges:
            found = _merged(found, merges[entry.race_id], labels)
        assigned[entry.id] = found
    return assigned


def series_category(runner: Runner, season: SeasonData, rules: RuleSet) -> Assignment:
    """A runner's category for the series; see ``series_categories``."""
    return _SeriesDesk(season, rules, same_runner(season)).assign(runner)


def series_categories(
    season: SeasonData, rules: RuleSet, same: Mapping[RunnerId, RunnerId] | None = None
) -> dict[RunnerId, Assignment]:
    """The series category of every runner.

    Where the scheme takes the age at the first or last event, an override of the runner's entry
    in that very event holds for the series too; overrides elsewhere bind their own event only,
    and so do merged categories. A division is that of the runner's last standing entry. Records
    of one runner have one category; what the first of them does not know the others tell.

    Args:
        same: ``one_runner.same_runner(season)``, when the caller has it already.
    """
    desk = _SeriesDesk(season, rules, same_runner(season) if same is None else same)
    return {runner.id: desk.assign(runner) for runner in paced(season.runners.values())}


class _Desks:
    """One desk for all events that take ages on the same days."""

    def __init__(self, scheme: CategoryScheme) -> None:
        self._scheme = scheme
        self._desks: list[tuple[AgeDays, _Desk]] = []

    def on(self, days: AgeDays) -> _Desk:
        for known, desk in self._desks:
            if known == days:
                return desk
        desk = _Desk(self._scheme, days)
        self._desks.append((days, desk))
        return desk


_Band = tuple[CategoryInfo, CategoryBand, "date"]
"""A category by age with its band and the day on which that takes ages."""


class _Desk:
    """Placing many runners on one day.

    Equal birth date, gender and division are asked once, and runners of one age and category
    share one assignment.
    """

    def __init__(self, scheme: CategoryScheme, days: AgeDays) -> None:
        self._scheme = scheme
        self._day = days.usual
        self._all_ages = needs_no_age(scheme)
        self._infos = categories_of(scheme)
        self._by_code = {info.code: info for info in self._infos}
        self._open = next((i for i in self._infos if i.band is None and i.division is None), None)
        self._divisions = {division.code: division for division in scheme.divisions}
        self._bands = {gender: self._bands_for(gender, days) for gender in (None, *GENDER_ORDER)}
        self._shared: dict[tuple[str, int, Gender | None], Assignment] = {}
        self._known: dict[tuple[date | None, Gender | None, str], Assignment] = {}

    def _bands_for(self, gender: Gender | None, days: AgeDays) -> tuple[_Band, ...]:
        """The bands open to a gender as entered, those with a day of their own first."""
        among = ranked_gender(gender, self._scheme)
        open_to = [
            (info, info.band)
            for info in self._infos
            if info.band is not None and info.gender in (None, among)
        ]
        open_to.sort(key=lambda pair: pair[1].age is None)
        return tuple((info, band, days.of(band)) for info, band in open_to)

    def known(self, runner: Runner, division: str) -> Assignment | None:
        """The assignment of somebody alike who could be placed."""
        return self._known.get((runner.birth_date, runner.gender, division))

    def place(self, runner: Runner, division: str, where: Place) -> Assignment:
        """Place a runner; ``where`` is for the problem of one who cannot be placed."""
        found = self._place(runner, division, where)
        if found.problem is None:  # a problem names its runner and is not shared
            self._known[runner.birth_date, runner.gender, division] = found
        return found

    def _place(self, runner: Runner, division: str, where: Place) -> Assignment:
        scheme, born = self._scheme, runner.birth_date
        if division:
            return self._in_division(runner, division, where)
        whole = self._open if runner.gender is Gender.X else None
        if born is None and not self._all_ages and whole is None:
            return self._unplaced("category.no-birth-date", runner, where)
        if scheme.by_gender and runner.gender is None:
            return self._unplaced("category.no-gender", runner, where)
        if whole is not None or born is None:
            whole = whole or self._bands[runner.gender][0][0]
            note = Note(code="category.explain-all-ages", params={"category": whole.label})
            age = self._age(runner)
            return Assignment(code=whole.code, label=whole.label, age=age, explanation=note)
        return self._by_age(runner, born, where)

    def _by_age(self, runner: Runner, born: date, where: Place) -> Assignment:
        last, age = None, 0
        for info, band, day in self._bands[runner.gender]:
            if day is not last:
                last, age = day, age_of(born, day, self._scheme)
            if band.from_age <= age and (band.to_age is None or age <= band.to_age):
                key = (info.code, age, runner.gender)
                found = self._shared.get(key)
                if found is None:
                    found = self._shared[key] = self._in_band(info, band, day, age, runner.gender)
                return found
        words: dict[str, str | int] = {"day": self._day.isoformat()}
        words["age"] = age_of(born, self._day, self._scheme)
        return self._unplaced("category.age-outside", runner, where, words)

    def _in_band(
        self, info: CategoryInfo, band: CategoryBand, day: date, age: int, gender: Gender | None
    ) -> Assignment:
        params: dict[str, str | int] = {
            "age": age,
            "day": day.isoformat(),
            "category": info.label,
            "ages": ages_text(band.from_age, band.to_age),
        }
        if info.gender is not None and info.gender is not gender:
            params["ranked_with"] = _gender_label(info.gender, self._scheme)
        note = Note(code="category.explain", params=params)
        return Assignment(code=info.code, label=info.label, age=age, explanation=note)

    def _in_division(self, runner: Runner, code: str, where: Place) -> Assignment:
        division = self._divisions.get(code)
        if division is None:
            words = {"division": code, "known": ", ".join(self._divisions)}
            return self._unplaced("category.division-unknown", runner, where, words)
        gender = ranked_gender(runner.gender, self._scheme)
        parted = self._scheme.by_gender and division.by_gender
        if parted and gender is None:
            return self._unplaced("category.no-gender", runner, where)
        info = self._by_code[f"{gender}-{division.code}" if parted else division.code]
        note = Note(code="category.explain-division", params={"category": info.label})
        age = self._age(runner)
        return Assignment(code=info.code, label=info.label, age=age, explanation=note)

    def _age(self, runner: Runner) -> int | None:
        born = runner.birth_date
        return None if born is None else age_of(born, self._day, self._scheme)

    def _unplaced(
        self,
        code: str,
        runner: Runner,
        where: Place,
        words: Mapping[str, str | int] | None = None,
    ) -> Assignment:
        params = {"name": full_name(runner), **(words or {})}
        problem = Problem(severity=Severity.WARNING, code=code, params=params, place=where)
        note = Note(code=code, params=params)
        return Assignment(age=self._age(runner), explanation=note, problem=problem)


class _SeriesDesk:
    """Placing runners for the series."""

    def __init__(
        self, season: SeasonData, rules: RuleSet, same: Mapping[RunnerId, RunnerId]
    ) -> None:
        self._desk = _Desk(rules.categories, series_age_days(season, rules))
        self._labels = dict(category_order(rules.categories))
        self._same = same
        self._joined = runner_of_all(season, same)
        self._overrides = {
            same.get(runner_id, runner_id): override
            for runner_id, override in reversed(_series_overrides(season, rules).items())
        }
        self._divisions = _last_divisions(season, same)

    def assign(self, runner: Runner) -> Assignment:
        one = self._same.get(runner.id, runner.id)
        who = self._joined.get(one, runner)
        division = self._divisions.get(one, "")
        found = self._desk.known(who, division)
        if found is None:
            found = self._desk.place(who, division, Place(runner_id=runner.id))
        override = self._overrides.get(one)
        return found if override is None else _overridden(found, override, self._labels)


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


def _merged(
    found: Assignment, merges: Mapping[str, Merged], labels: Mapping[str, str]
) -> Assignment:
    merged = merges.get(found.code)
    if merged is None:
        return found
    within, reason = merged
    label = labels.get(within, within)
    said = {**found.explanation.params, "within": label, "merge_reason": reason}
    note = Note(code=found.explanation.code, params=said)
    return replace(found, code=within, label=label, explanation=note, merged_from=found.code)


def _last_divisions(season: SeasonData, same: Mapping[RunnerId, RunnerId]) -> dict[RunnerId, str]:
    """The division of everybody's last standing entry, for those who have chosen one."""
    if not any(entry.division for entry in season.entries.values()):
        return {}
    place = {event.id: at for at, event in enumerate(season.events_in_order())}
    last: dict[RunnerId, tuple[int, int, str]] = {}
    for entry in season.entries.values():
        event = season.events[season.races[entry.race_id].event_id]
        if entry.status is EntryStatus.WITHDRAWN or event.cancelled:
            continue
        one = same.get(entry.runner_id, entry.runner_id)
        found = (place[event.id], entry.id, entry.division)
        last[one] = max(last.get(one, found), found)
    return {runner_id: division for runner_id, (_at, _id, division) in last.items() if division}


def _series_overrides(season: SeasonData, rules: RuleSet) -> dict[RunnerId, CategoryOverride]:
    events = [event for event in season.events_in_order() if not event.cancelled]
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
