"""What map and profile are both drawn with: the line of the course, signs, keys, sizes."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.figure_style import font_names
from trailsdesk.domain.course_drawing import MarkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from trailsdesk.documents.figure_style import Palette
    from trailsdesk.domain.course_drawing import CourseDrawing

STEEP = (0.03, 0.10, 0.20)
"""Where uphill begins, gets steep, gets very steep: rise over run."""
WIDTHS = (1.2, 2.0, 2.9, 3.8)
SMALL = 7.5
EVEN_HEIGHT_M = 100.0
"""A flat course is drawn over at least this height, or its noise would look like mountains."""


def size_pt(axes: Axes) -> tuple[float, float]:
    """The width and height of axes in points."""
    whole = axes.get_figure(root=True)
    assert whole is not None  # noqa: S101  axes are drawn on a figure
    place = axes.get_position()
    return place.width * whole.get_figwidth() * 72, place.height * whole.get_figheight() * 72


def dress(axes: Axes, palette: Palette) -> None:
    """Give axes our colours, fonts and grid."""
    axes.set_facecolor(palette.ground)
    axes.set_axisbelow(True)
    axes.grid(visible=True, color=palette.line, linewidth=0.6, zorder=0)
    axes.tick_params(colors=palette.secondary, labelsize=8.5, length=0)
    axes.tick_params(labelfontfamily=font_names()[0])
    for spine in axes.spines.values():
        spine.set_visible(False)


def parts_of(drawing: CourseDrawing) -> Iterator[tuple[int, int]]:
    """The first index of each part, and the one after its last."""
    return pairwise((0, *drawing.breaks, len(drawing.along_m)))


def known_height(height: float | None) -> float:
    """What leaves a gap in a line where there is no height."""
    return nan if height is None else height


def map_place(drawing: CourseDrawing, at: int) -> tuple[float, float]:
    """Metres east and north of the middle."""
    return drawing.east_m[at], drawing.north_m[at]


def profile_place(drawing: CourseDrawing, at: int) -> tuple[float, float]:
    """Kilometres along the course, and the height there."""
    return drawing.along_m[at] / 1000, known_height(drawing.heights_m[at])


def _steepness(gradient: float | None) -> int:
    return sum(gradient >= border for border in STEEP) if gradient is not None else 0


def draw_line(
    axes: Axes,
    drawing: CourseDrawing,
    palette: Palette,
    place: Callable[[CourseDrawing, int], tuple[float, float]],
) -> None:
    """The course in runs of one steepness, gentle ones first so that steep ones lie on top."""
    from matplotlib.collections import LineCollection

    runs: list[list[list[tuple[float, float]]]] = [[] for _steep in WIDTHS]
    for first, last in parts_of(drawing):
        run: list[tuple[float, float]] = []
        before = -1
        for at in range(first, last):
            steep = _steepness(drawing.gradient_at(at))
            here = place(drawing, at)
            if steep != before and run:
                runs[before].append([*run, here])
                run = []
            run.append(here)
            before = steep
        if len(run) > 1:
            runs[before].append(run)
    for steep, lines in enumerate(runs):
        width, colour = WIDTHS[steep], palette.steep[steep]
        axes.add_collection(
            LineCollection(
                lines, linewidths=width, colors=colour, capstyle="round", zorder=3 + steep / 10
            ),
            autolim=False,
        )


def sign(kind: MarkKind, palette: Palette) -> dict[str, Any]:
    """A shape for each kind of place, so that colour is not asked."""
    shapes = {
        MarkKind.START: "^",
        MarkKind.FINISH: "s",
        MarkKind.CHECKPOINT: "D",
        MarkKind.AID: "o",
    }
    return {
        "marker": shapes[kind],
        "markersize": 7 if kind in (MarkKind.START, MarkKind.FINISH) else 5.5,
        "color": palette.accent,
        "markeredgecolor": palette.ground,
        "markeredgewidth": 1.0,
        "linestyle": "none",
    }


def plain_legend(
    axes: Axes,
    palette: Palette,
    handles: Sequence[Artist] | None = None,
    **where: Any,  # noqa: ANN401  matplotlib's own words for the place
) -> None:
    """A key without a frame in our fonts; ``handles`` None takes what was drawn with a label."""
    held = axes.get_legend_handles_labels()[0] if handles is None else handles
    legend = axes.legend(handles=held, frameon=False, fontsize=8, **where)
    for text in legend.get_texts():
        text.set(fontfamily=list(font_names()), color=palette.text, parse_math=False)
