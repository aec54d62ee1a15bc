"""Rows of the categories panel: the scheme with its counts, and who falls where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.category import (
    ages_text,
    categories_of,
    event_age_day,
    series_age_day,
    series_categories,
)
from trailsdesk.domain.entry import EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Gender, RunnerId, full_name
from trailsdesk.domain.problems import Note
from trailsdesk.i18n import _, day_words, message
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.category import Assignment
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """One age band: for each column of the table the category codes it stands for and a count.

    ``code`` is empty for the line that sums all bands.
    """

    code: str
    label: str
    ages: str
    from_age: int
    codes: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Everybody of the band."""
        return sum(self.counts)

    @property
    def all_codes(self) -> frozenset[str]:
        """The categories of the band."""
        return frozenset(code for codes in self.codes for code in codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One entry with its category for the event and for the series."""

    entry_id: EntryId
    runner_id: RunnerId
    race_id: RaceId
    bib: str
    name: str
    by_surname: str
    race: str
    race_place: int
    born: str
    age: int | None
    code: str
    category: str
    category_place: int
    series: str
    why: Note
    series_why: Note
    decided: bool
    reason: str

    @property
    def unplaced(self) -> bool:
        """Whether no category was found."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """What the panel shows; ``genders`` are the words of the columns, empty without them."""

    bands: tuple[BandLine, ...]
    genders: tuple[str, ...]
    lines: tuple[PlacedLine, ...]
    order: tuple[tuple[str, str], ...]
    event_day: date
    series_day: date
    source: str

    @property
    def unplaced(self) -> tuple[PlacedLine, ...]:
        """Everybody without a category."""
        return tuple(line for line in self.lines if line.unplaced)


def category_view(season: Season, event_id: EventId, race_ids: Sequence[RaceId]) -> CategoryView:
    """The scheme and the entries of these races; those not placed come first."""
    data, rules = season.data, season.rules
    lines = _lines(season, frozenset(race_ids))
    return CategoryView(
        bands=_bands(season, lines),
        genders=_genders(season),
        lines=tuple(sorted(lines, key=lambda line: (line.category_place, line.by_surname))),
        order=season.category_order(),
        event_day=event_age_day(data.events[event_id], data, rules),
        series_day=series_age_day(data, rules),
        source=" ".join(rules.categories.source.says.split()),
    )


def _lines(season: Season, race_ids: frozenset[RaceId]) -> list[PlacedLine]:
    data, rules = season.data, season.rules
    found = season.categories()
    inputs = (rules, data.events, data.runners, data.overrides, data.entries)
    series = season.keep("series-categories", inputs, lambda: series_categories(data, rules))
    places = {code: at for at, (code, _label) in enumerate(season.category_order())}
    lines = []
    for entry in data.entries.values():
        if entry.race_id not in race_ids or entry.status is not EntryStatus.ENTERED:
            continue
        runner, race = data.runners[entry.runner_id], data.races[entry.race_id]
        given, for_series = found[entry.id], series[runner.id]
        override = data.overrides.get(entry.id)
        lines.append(
            PlacedLine(
                entry_id=entry.id,
                runner_id=runner.id,
                race_id=race.id,
                bib=entry.bib,
                name=full_name(runner),
                by_surname=fold(f"{runner.family_name} {runner.given_name}"),
                race=race.label,
                race_place=race.ordinal,
                born=day_words(runner.birth_date) if runner.birth_date else DASH,
                age=given.age,
                code=given.code,
                category=given.label or _("not placed"),
                category_place=places.get(given.code, -1),
                series=_series_words(given, for_series),
                why=given.explanation,
                series_why=for_series.explanation,
                decided=override is not None,
                reason=override.reason if override is not None else "",
            )
        )
    return lines


def _series_words(given: Assignment, for_series: Assignment) -> str:
    same = given.code and given.code == for_series.code
    return _("the same") if same else for_series.label or DASH


def _genders(season: Season) -> tuple[str, ...]:
    scheme = season.rules.categories
    infos = categories_of(scheme)
    present = dict.fromkeys(info.gender for info in infos if info.gender is not None)
    return tuple(scheme.gender_labels.get(g.value, _gender_words(g)) for g in present)


def _gender_words(gender: Gender) -> str:
    return {Gender.F: _("women"), Gender.M: _("men"), Gender.X: _("neither")}[gender]


def _bands(season: Season, lines: Sequence[PlacedLine]) -> tuple[BandLine, ...]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.code] = counts.get(line.code, 0) + 1
    scheme = season.rules.categories
    found = []
    for band in scheme.bands:
        infos = [info for info in categories_of(scheme) if info.band is band]
        found.append(
            BandLine(
                code=band.code,
                label=band.label,
                ages=ages_text(band.from_age, band.to_age),
                from_age=band.from_age,
                codes=tuple((info.code,) for info in infos),
                counts=tuple(counts.get(info.code, 0) for info in infos),
            )
        )
    columns = zip(*[band.codes for band in found], strict=True)
    totals = zip(*[band.counts for band in found], strict=True)
    everything = BandLine(
        code="",
        label=_("All"),
        ages="",
        from_age=10_000,
        codes=tuple(tuple(code for codes in column for code in codes) for column in columns),
        counts=tuple(sum(column) for column in totals),
    )
    return (*found, everything)


# Columns


def band_columns(genders: Sequence[str]) -> tuple[Column[BandLine], ...]:
    """The band, a column for each gender and the sum; one count where gender does not part."""
    counts = tuple(
        Column[BandLine](
            key=f"gender{at}",
            title=title[:1].upper() + title[1:],
            text=_Count(at),
            sort_key=_Number(at),
            alignment="right",
            width_hint=8,
            accessible=_Spoken(at, title),
        )
        for at, title in enumerate(genders or (_("entries"),))
    )
    first: tuple[Column[BandLine], ...] = (
        Column(
            key="label",
            title=_("Category"),
            text=lambda line: f"{line.label} {line.ages}".strip(),
            sort_key=lambda line: line.from_age,
            width_hint=22,
            bold=True,
        ),
    )
    if not genders:
        return (*first, *counts)
    total = Column[BandLine](
        key="total",
        title=_("All"),
        text=lambda line: str(line.total),
        sort_key=lambda line: line.total,
        alignment="right",
        width_hint=5,
    )
    return (*first, *counts, total)


class _Count:
    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, line: BandLine) -> str:
        count = line.counts[self._at]
        return str(count) if count else DASH


class _Number:
    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, line: BandLine) -> int:
        return line.counts[self._at]


class _Spoken:
    def __init__(self, at: int, gender: str) -> None:
        self._at = at
        self._gender = gender

    def __call__(self, line: BandLine) -> str:
        count = line.counts[self._at]
        return f"{line.label} {self._gender}, {line.ages}: {count}"


def placed_columns() -> tuple[Column[PlacedLine], ...]:
    """Who falls where."""
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib) if line.bib else None,
            alignment="right",
            width_hint=5,
        ),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: line.by_surname,
            tooltip=lambda line: line.name,
            width_hint=20,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda line: line.category,
            sort_key=lambda line: line.category_place,
            tooltip=lambda line: message(line.why),
            tone=_placed_tone,
            icon=lambda line: "warning" if line.unplaced else "edit" if line.decided else None,
            width_hint=16,
        ),
        Column(
            key="age",
            title=_("Age"),
            text=lambda line: "" if line.age is None else str(line.age),
            sort_key=lambda line: line.age,
            alignment="right",
            width_hint=4,
        ),
        Column(
            key="series",
            title=_("For the series"),
            text=lambda line: line.series,
            tooltip=lambda line: message(line.series_why),
            width_hint=12,
            gives_way=2,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race,
            sort_key=lambda line: line.race_place,
            width_hint=10,
            gives_way=1,
        ),
        Column(
            key="born",
            title=_("Born"),
            text=lambda line: line.born,
            sort_key=lambda line: -line.age if line.age is not None else None,
            alignment="right",
            number=False,
            width_hint=11,
            gives_way=3,
        ),
    )


def _placed_tone(line: PlacedLine) -> Tone | None:
    return "warn" if line.unplaced else None
