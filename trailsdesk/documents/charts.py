"""Pictures of a race as a sheet; each says in words what it shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.figure_results import (
    Bar,
    Bars,
    PlaceLine,
    bin_minutes,
    field_figure,
    histogram_figure,
    minute_label,
    places_figure,
)
from trailsdesk.documents.figure_style import GREY
from trailsdesk.documents.figures import as_picture
from trailsdesk.documents.sheet import Block, Heading, Paragraph, Picture, Sheet, SheetKind
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import Gender, full_name
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from trailsdesk.documents.context import SheetContext

__all__ = ["ChartRace", "Passage", "charts"]

_WIDE = 515.0
_MINUTE_MS = 60_000
_MOST_LINES = 12
_FEW = 3
"""Fewer finishers make no picture that says more than a list."""
_STOPPED = (ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A runner with the time since the gun at each checkpoint."""

    row: ResultRow
    since_ms: tuple[Duration | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRace:
    """A race to be drawn: its finishers in order, its field, its categories and checkpoints."""

    race_label: str
    finishers: tuple[ResultRow, ...]
    entered: int
    categories: tuple[tuple[str, str], ...]
    field: tuple[ResultRow, ...]
    points: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


def charts(context: SheetContext, races: Sequence[ChartRace]) -> Sheet:
    """A page or more for each race."""
    blocks: list[Block] = []
    for race in races:
        if len(races) > 1:
            blocks.append(Heading(text=race.race_label, new_page=bool(blocks)))
        blocks += _race_blocks(race)
    return context.sheet(SheetKind.CHARTS, _("Charts"), blocks)


def _race_blocks(race: ChartRace) -> list[Block]:
    if len(race.finishers) < _FEW:
        words = _("Too few have finished for a picture to say more than the list.")
        return [Paragraph(text=words, muted=True)]
    blocks: list[Block] = [
        Heading(text=_("Finishes over time"), level=2),
        _histogram(race.finishers),
        Heading(text=_("The field by category"), level=2),
        _field(race),
    ]
    if race.points and race.passages:
        blocks += [Heading(text=_("Places through the checkpoints"), level=2), _places(race)]
    return blocks


def _picture(figure: Figure, size: tuple[float, float], words: str) -> Picture:
    return Picture(content=as_picture(figure, "png"), width=size[0], height=size[1], words=words)


def _histogram(finishers: Sequence[ResultRow]) -> Picture:
    times = [row.result.time_ms for row in finishers if row.result.time_ms is not None]
    minutes = bin_minutes(times)
    step = minutes * _MINUTE_MS
    first = min(times) // step
    groups: list[tuple[str, Gender | None]] = [(_("women"), Gender.F), (_("men"), Gender.M)]
    others = [row for row in finishers if row.gender not in (Gender.F, Gender.M)]
    if others:
        groups.append((_("others"), None))
    counted: Counter[tuple[int, Gender | None]] = Counter(
        (row.result.time_ms // step, row.gender if row.gender is not Gender.X else None)
        for row in finishers
        if row.result.time_ms is not None
    )
    bars = tuple(
        Bar(
            label=minute_label(at * step),
            counts=tuple(counted[at, gender] for _word, gender in groups),
        )
        for at in range(first, max(times) // step + 1)
    )
    said = ", ".join(f"{bar.label}: {sum(bar.counts)}" for bar in bars if sum(bar.counts))
    words = _("Finishers in every {minutes} minutes: {said}").format(minutes=minutes, said=said)
    size = (_WIDE, 200.0)
    data = Bars(kinds=tuple(word for word, _gender in groups), bars=bars)
    figure = histogram_figure(data, GREY, size, count_word=_("finishers"))
    return _picture(figure, size, words)


def _field(race: ChartRace) -> Picture:
    kinds = (_("finished"), _("stopped or out"), _("no time yet"))
    counted: Counter[tuple[str, int]] = Counter()
    for row in race.field:
        status = row.result.status
        part = 0 if status is ResultStatus.OK else 1 if status in _STOPPED else 2
        counted[row.category, part] += 1
    named = [*race.categories]
    if any(not row.category for row in race.field):
        named.append(("", _("no category")))
    bars = tuple(
        Bar(label=label, counts=tuple(counted[code, part] for part in range(len(kinds))))
        for code, label in named
    )
    bars = tuple(bar for bar in bars if sum(bar.counts))
    said = "; ".join(f"{bar.label}: {sum(bar.counts)}, {bar.counts[0]}" for bar in bars)
    words = _("Starters and finishers in each category: {said}").format(said=said)
    size = (_WIDE, min(430.0, 74.0 + 17.0 * len(bars)))
    return _picture(field_figure(Bars(kinds=kinds, bars=bars), GREY, size), size, words)


def _places(race: ChartRace) -> Picture:
    """The first finishers: where they lay among all at every checkpoint, and at the end."""
    ranks: list[dict[int, int]] = []
    for at in range(len(race.points)):
        seen = [each for each in race.passages if each.since_ms[at] is not None]
        seen.sort(key=lambda each: each.since_ms[at] or 0)
        ranks.append({each.row.entry_id: place for place, each in enumerate(seen, start=1)})
    lines = []
    for row in race.finishers[:_MOST_LINES]:
        places = (*(rank.get(row.entry_id) for rank in ranks), row.result.rank)
        lines.append(PlaceLine(label=f"{row.bib} {full_name(row)}".strip(), places=places))
    points = (*race.points, _("Finish"))
    said = "; ".join(
        f"{line.label}: " + ", ".join("–" if each is None else str(each) for each in line.places)
        for line in lines
    )
    words = plural(
        "Places of the first {count} at every checkpoint",
        "Places of the first {count} at every checkpoint",
        len(lines),
    )
    size = (_WIDE, 250.0)
    figure = places_figure(lines, points, GREY, size, place_word=_("place"))
    return _picture(figure, size, f"{words}: {said}")
