"""Figures of results: finishes over time, the field by category, places through checkpoints.

Grey and black only, told apart by shading, by pattern and by words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from trailsdesk.documents.figure_parts import SMALL, dress, plain_legend
from trailsdesk.documents.figure_style import font, font_names, shown, width_pt
from trailsdesk.domain.chrono import Duration, format_elapsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from trailsdesk.documents.figure_style import Palette

__all__ = [
    "Bar",
    "Bars",
    "PlaceLine",
    "bin_minutes",
    "field_figure",
    "histogram_figure",
    "places_figure",
]

_MINUTE_MS = 60_000
_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
_MOST_BINS = 24
_OVER = 24.0
"""What the key takes above the axes, in points."""
_SHADES = ("#3c3c3c", "#9a9a9a", "#dddddd", "#ffffff")
_HATCHES = ("", "", "////", "....")
_LINES = ("solid", "dashed", "dotted", "dashdot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what it stands for, and how many of each kind lie in it."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars of the same kinds; ``kinds`` are the words of the parts each bar is made of."""

    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A runner's place at each checkpoint and at the finish; None where nobody saw them."""

    label: str
    places: tuple[int | None, ...]


def bin_minutes(times_ms: Sequence[Duration]) -> int:
    """How many minutes a bar holds, so that there are at most two dozen bars."""
    if not times_ms:
        return _STEPS_MIN[0]
    span = (max(times_ms) - min(times_ms)) / _MINUTE_MS
    for step in _STEPS_MIN:
        if span / step < _MOST_BINS:
            return step
    return ceil(span / _MOST_BINS / 60) * 60


def histogram_figure(
    bars: Bars, palette: Palette, size: tuple[float, float], *, count_word: str
) -> Figure:
    """Finishers in each stretch of time, women and men on top of one another."""
    figure, axes = _figure(palette, size, left=44, foot=40)
    below = [0] * len(bars.bars)
    for at, kind in enumerate(bars.kinds):
        high = [bar.counts[at] for bar in bars.bars]
        axes.bar(
            range(len(bars.bars)), high, bottom=below, width=0.92, align="edge", label=shown(kind),
            color=_SHADES[at % 4], hatch=_HATCHES[at % 4], edgecolor="#000000", linewidth=0.6,
        )  # fmt: skip
        below = [one + two for one, two in zip(below, high, strict=True)]
    axes.set_ylabel(count_word, **font(palette, SMALL))
    _whole_numbers(axes.yaxis)
    step = max(1, ceil(len(bars.bars) / 12))
    ticks = range(0, len(bars.bars), step)
    axes.set_xticks(list(ticks), [bars.bars[at].label for at in ticks])
    axes.set_xlim(-0.3, len(bars.bars) + 0.3)
    axes.grid(visible=False, axis="x")
    _letter(axes, palette)
    _legend_above(axes, palette)
    return figure


def field_figure(bars: Bars, palette: Palette, size: tuple[float, float]) -> Figure:
    """How many of each category have finished, are out, and are not in yet, side by side."""
    labels = [shown(bar.label, 30) for bar in bars.bars]
    widest = max((width_pt(label, SMALL) for label in labels), default=20.0)
    figure, axes = _figure(palette, size, left=widest + 14, foot=26)
    rows = range(len(labels))
    begun = [0] * len(labels)
    for at, kind in enumerate(bars.kinds):
        wide = [bar.counts[at] for bar in bars.bars]
        axes.barh(
            rows, wide, left=begun, height=0.72, label=shown(kind), color=_SHADES[at % 4],
            hatch=_HATCHES[at % 4], edgecolor="#000000", linewidth=0.6,
        )  # fmt: skip
        begun = [one + two for one, two in zip(begun, wide, strict=True)]
    most = max(begun, default=1) or 1
    for row, whole in enumerate(begun):
        axes.text(whole + most * 0.01, row, str(whole), va="center", **font(palette, SMALL))
    axes.set_yticks(list(rows), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(0, most * 1.12)
    _whole_numbers(axes.xaxis)
    axes.grid(visible=False, axis="y")
    _letter(axes, palette)
    _legend_above(axes, palette)
    return figure


def places_figure(
    lines: Sequence[PlaceLine],
    points: Sequence[str],
    palette: Palette,
    size: tuple[float, float],
    *,
    place_word: str,
) -> Figure:
    """Lines from checkpoint to checkpoint; the runner's name stands where the line ends."""
    names = [shown(line.label, 28) for line in lines]
    widest = max((width_pt(name, SMALL) for name in names), default=20.0)
    figure, axes = _figure(palette, size, left=44, foot=40, right=widest + 16)
    for at, line in enumerate(lines):
        known = [(x, place) for x, place in enumerate(line.places) if place is not None]
        if not known:
            continue
        across, down = zip(*known, strict=True)
        axes.plot(
            across, down, color=("#000000", "#6a6a6a")[at // 4 % 2], linestyle=_LINES[at % 4],
            linewidth=1.4, marker="o", markersize=3.5, clip_on=False,
        )  # fmt: skip
        x, y = known[-1]
        axes.annotate(
            names[at], (x, y), xytext=(6, 0), textcoords="offset points", va="center",
            annotation_clip=False, **font(palette, SMALL),
        )  # fmt: skip
    worst = max((each for line in lines for each in line.places if each is not None), default=1)
    axes.set_ylim(worst + 0.5, 0.5)
    axes.set_xlim(0, max(1, len(points) - 1))
    axes.set_xticks(range(len(points)), [shown(point, 14) for point in points])
    _whole_numbers(axes.yaxis)
    axes.set_ylabel(place_word, **font(palette, SMALL))
    _letter(axes, palette)
    if len(points) > 6:
        for label in axes.get_xticklabels():
            label.set(rotation=30, ha="right")
    return figure


def minute_label(first_ms: int) -> str:
    """From when a bar counts: hours and minutes."""
    return format_elapsed(Duration(first_ms)).rsplit(":", 1)[0]


def _figure(
    palette: Palette, size: tuple[float, float], *, left: float, foot: float, right: float = 10
) -> tuple[Figure, Axes]:
    """A figure of so many points with axes inside these margins."""
    from matplotlib.figure import Figure

    wide, tall = size
    figure = Figure(figsize=(wide / 72, tall / 72), facecolor=palette.ground)
    axes = figure.add_axes(
        (left / wide, foot / tall, 1 - (left + right) / wide, 1 - (foot + _OVER) / tall)
    )
    dress(axes, palette)
    return figure, axes


def _legend_above(axes: Axes, palette: Palette) -> None:
    """The key over the axes, where no bar can lie behind it."""
    plain_legend(
        axes, palette, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, borderaxespad=0.2
    )


def _whole_numbers(axis: Axis) -> None:
    """People and places are counted: no half of one on an axis."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True))


def _letter(axes: Axes, palette: Palette) -> None:
    """Our fonts on every tick: names of categories are in any script."""
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(fontfamily=list(font_names()), fontsize=SMALL, color=palette.text)
        label.set_parse_math(False)
