"""Rows of the categories panel: the scheme with its counts, and who falls where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text, event_age_day, series_age_day
from trailsdesk.domain.category import categories_of
from trailsdesk.domain.entry import EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Gender, RunnerId, full_name
from trailsdesk.domain.problems import Note
from trailsdesk.i18n import _, day_words, message
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.row_model import Column, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.category import Assignment, CategoryInfo
    from trailsdesk.domain.category_rules import CategoryBand
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """One age band: for each column of the table the category codes it stands for and a count.

    ``code`` is empty for the line that sums all. ``unparted`` are the categories that part no
    genders while the others do: they are counted under all only.
    """

    code: str
    label: str
    ages: str
    place: int
    codes: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]
    unparted: tuple[str, ...] = ()
    unparted_count: int = 0

    @property
    def total(self) -> int:
        """Everybody of the band."""
        return sum(self.counts) + self.unparted_count

    @property
    def all_codes(self) -> frozenset[str]:
        """The categories of the band."""
        return frozenset((*self.unparted, *(code for codes in self.codes for code in codes)))


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
    division: str

    @property
    def unplaced(self) -> bool:
        """Whether no category was found."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """What the panel shows; ``genders`` are the words of the columns, empty without them.

    ``unplaced`` are the lines without a category, ``decided`` counts those placed by decision.
    """

    bands: tuple[BandLine, ...]
    genders: tuple[str, ...]
    lines: tuple[PlacedLine, ...]
    unplaced: tuple[PlacedLine, ...]
    decided: int
    order: tuple[tuple[str, str], ...]
    divisions: tuple[tuple[str, str], ...]
    event_day: date
    series_day: date
    source: str


def category_view(season: Season, event_id: EventId, race_ids: Sequence[RaceId]) -> CategoryView:
    """The scheme and the entries of these races; those not placed come first."""
    data, rules = season.data, season.rules
    lines = _lines(season, frozenset(race_ids))
    lines.sort(key=lambda line: (line.category_place, line.by_surname))
    return CategoryView(
        bands=_bands(season, lines),
        genders=_genders(season),
        lines=tuple(lines),
        unplaced=tuple(line for line in lines if line.unplaced),
        decided=sum(line.decided for line in lines),
        order=season.category_order(),
        divisions=tuple((each.code, each.label) for each in rules.categories.divisions),
        event_day=event_age_day(data.events[event_id], data, rules),
        series_day=series_age_day(data, rules),
        source=" ".join(rules.categories.source.says.split()),
    )


def _lines(season: Season, race_ids: frozenset[RaceId]) -> list[PlacedLine]:
    data = season.data
    found = season.categories()
    series = season.series_categories()
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
                division=entry.division,
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
    """A line for every age group, for who is in one group of all ages, and for every division."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.code] = counts.get(line.code, 0) + 1
    infos = categories_of(season.rules.categories)
    genders = tuple(dict.fromkeys(info.gender for info in infos if info.gender is not None))
    groups: dict[str, list[CategoryInfo]] = {}
    for info in infos:
        part = info.band or info.division
        groups.setdefault(part.code if part is not None else info.code, []).append(info)
    found = [
        _band_line(code, own, genders, counts, 1_000 * (own[0].band is None) + at)
        for at, (code, own) in enumerate(groups.items())
    ]
    everything = BandLine(
        code="",
        label=_("All"),
        ages="",
        place=10_000,
        codes=tuple(
            tuple(code for codes in column for code in codes)
            for column in zip(*[line.codes for line in found], strict=True)
        ),
        counts=tuple(sum(column) for column in zip(*[one.counts for one in found], strict=True)),
        unparted=tuple(code for line in found for code in line.unparted),
        unparted_count=sum(line.unparted_count for line in found),
    )
    return (*found, everything)


def _band_line(
    code: str,
    own: Sequence[CategoryInfo],
    genders: Sequence[Gender],
    counts: Mapping[str, int],
    place: int,
) -> BandLine:
    columns: Sequence[Gender | None] = genders or (None,)
    parted = [tuple(i.code for i in own if i.gender is gender) for gender in columns]
    unparted = tuple(i.code for i in own if genders and i.gender is None)
    band = own[0].band
    return BandLine(
        code=code,
        label=own[0].word,
        ages=_ages(own[0].word, band),
        place=place,
        codes=tuple(parted),
        counts=tuple(sum(counts.get(each, 0) for each in codes) for codes in parted),
        unparted=unparted,
        unparted_count=sum(counts.get(each, 0) for each in unparted),
    )


def _ages(word: str, band: CategoryBand | None) -> str:
    """The ages of a band, where its word does not say them itself."""
    if band is None:
        return ""
    ages = ages_text(band.from_age, band.to_age)
    return "" if ages == word else ages


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
            sort_key=lambda line: line.place,
            tooltip=lambda line: f"{line.label} {line.ages}".strip(),
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
        words = ", ".join(part for part in (f"{line.label} {self._gender}", line.ages) if part)
        return f"{words}: {count}"


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
