"""Several courses in one figure: their profiles over one another, or each on axes of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.figure_parts import (
    EVEN_HEIGHT_M,
    dress,
    known_height,
    parts_of,
    plain_legend,
)
from trailsdesk.documents.figure_style import PAPER, Palette, font, font_names, shown
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from trailsdesk.domain.course_drawing import CourseDrawing

__all__ = ["comparison_figure", "draw_comparison", "side_by_side_figure"]

_DASHES: tuple[Any, ...] = ("solid", (0, (6, 2)), (0, (2, 2)), (0, (8, 2, 2, 2)))
_KEY_PT = 260.0
"""The width of one entry of the key."""
_ACROSS = 3
"""At most so many axes in a row."""


def comparison_figure(
    drawings: Sequence[CourseDrawing],
    palette: Palette = PAPER,
    size: tuple[float, float] = (11.0, 5.0),
    *,
    facts: Sequence[str] = (),
) -> Figure:
    """Several profiles over one another; ``size`` in inches.

    Args:
        facts: what stands behind each name in the key instead of its length.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, facecolor=palette.ground, layout="constrained")
    axes = figure.subplots()
    draw_comparison(axes, drawings, palette, facts=facts, key=False)
    if drawings:
        # Above the axes: inside it would lie over somebody's hills.
        columns = max(1, min(len(drawings), int(size[0] * 72 / _KEY_PT)))
        lines = axes.get_legend_handles_labels()[0]
        key = figure.legend(
            handles=lines,
            loc="outside upper left",
            ncols=columns,
            frameon=False,
            fontsize=8,
            handlelength=3.2,
        )
        for text in key.get_texts():
            text.set(fontfamily=list(font_names()), color=palette.text, parse_math=False)
    return figure


def side_by_side_figure(
    drawings: Sequence[CourseDrawing],
    palette: Palette = PAPER,
    size: tuple[float, float] = (11.0, 5.0),
    *,
    facts: Sequence[str] = (),
) -> Figure:
    """Each profile on axes of its own, all at one scale; ``size`` in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, facecolor=palette.ground, layout="constrained")
    count = max(1, len(drawings))
    across = min(_ACROSS, count) if count != 4 else 2
    down = math.ceil(count / across)
    cells = figure.subplots(down, across, squeeze=False)
    low, high = _heights(drawings)
    longest = max((d.length_m for d in drawings), default=1000.0) / 1000
    for at in range(down * across):
        axes = cells[at // across][at % across]
        if at >= len(drawings):
            axes.set_visible(False)
            continue
        drawing = drawings[at]
        dress(axes, palette)
        axes.set_xlim(0, longest)
        axes.set_ylim(low, high)
        for first, last in parts_of(drawing):
            along = [metres / 1000 for metres in drawing.along_m[first:last]]
            heights = [*map(known_height, drawing.heights_m[first:last])]
            axes.fill_between(along, heights, low, color=palette.fill, linewidth=0, zorder=1)
            axes.plot(along, heights, color=palette.accent, linewidth=1.4, zorder=3)
        words = _words(drawing, at, facts)
        axes.set_title(words, loc="left", **font(palette, 8.5, text=words))
        axes.set_ylabel(_("m") if at % across == 0 else "", **font(palette, 8.5))
        last_below = at + across >= len(drawings)
        axes.set_xlabel(_("km") if last_below else "", **font(palette, 8.5))
    return figure


def draw_comparison(
    axes: Axes,
    drawings: Sequence[CourseDrawing],
    palette: Palette = PAPER,
    *,
    facts: Sequence[str] = (),
    key: bool = True,
) -> None:
    """Several profiles over one another, told apart by dashes and by a key, not only by colour."""
    dress(axes, palette)
    colours = (palette.accent, *palette.steep[1:], palette.text)
    for number, drawing in enumerate(drawings):
        along: list[float] = []
        heights: list[float] = []
        for first, last in parts_of(drawing):
            # A gap between the parts of a course is a gap in its line.
            along += [*(metres / 1000 for metres in drawing.along_m[first:last]), math.nan]
            heights += [*map(known_height, drawing.heights_m[first:last]), math.nan]
        axes.plot(
            along,
            heights,
            color=colours[number % len(colours)],
            linestyle=_DASHES[number % len(_DASHES)],
            linewidth=1.6,
            label=_words(drawing, number, facts),
        )
    axes.set_xlim(0, max((d.length_m for d in drawings), default=1000.0) / 1000)
    axes.set_xlabel(_("km"), **font(palette, 9))
    axes.set_ylabel(_("m"), **font(palette, 9))
    low, high = axes.get_ylim()
    if high - low < EVEN_HEIGHT_M:
        axes.set_ylim(low, low + EVEN_HEIGHT_M)
    if drawings and key:
        plain_legend(axes, palette, loc="upper right")


def _words(drawing: CourseDrawing, number: int, facts: Sequence[str]) -> str:
    about = facts[number] if number < len(facts) else f"{drawing.length_m / 1000:.1f} km"
    return f"{shown(drawing.name) or number + 1} · {about}"


def _heights(drawings: Sequence[CourseDrawing]) -> tuple[float, float]:
    """From where to where all of them reach, with a little room."""
    known = [h for drawing in drawings for h in drawing.heights_m if h is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    reach = max(high - low, EVEN_HEIGHT_M)
    return low - 0.05 * reach, low + 1.05 * reach
