"""Figures of a course: the map and the profile, one drawing for screen, picture and paper.

Drawn with matplotlib's ``Figure`` alone; nothing here opens a window. Steepness is told by width
and by the words of the key as well as by colour, so that a black-and-white copy says the same.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, Literal

from trailsdesk.documents.figure_map import draw_map
from trailsdesk.documents.figure_parts import (
    EVEN_HEIGHT_M,
    SMALL,
    STEEP,
    dress,
    known_height,
    parts_of,
    plain_legend,
)
from trailsdesk.documents.figure_profile import draw_profile, key_lines
from trailsdesk.documents.figure_style import GREY, PAPER, Palette, font, shown
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from trailsdesk.domain.course_drawing import CourseDrawing

__all__ = [
    "GREY",
    "PAPER",
    "STEEP",
    "Palette",
    "as_picture",
    "comparison_figure",
    "course_figure",
    "draw_comparison",
    "draw_map",
    "draw_profile",
]

_KEY_PT = 11.0
_LOW_PT = 450.0
_LEFT_PT = 40.0
_LEAST_MAP = 0.42


def course_figure(
    drawing: CourseDrawing,
    palette: Palette = PAPER,
    size: tuple[float, float] = (11.0, 7.5),
    *,
    key: bool = True,
) -> Figure:
    """Map above, profile below; ``size`` in inches.

    Args:
        key: names that find no room on the profile stand at the foot; without it they are left to
            a table beside the figure.
    """
    from matplotlib.figure import Figure

    wide, tall = size[0] * 72, size[1] * 72
    figure = Figure(figsize=size, facecolor=palette.ground)
    body = _profile_share(drawing, tall) * tall
    lower, lines = _profile_and_key(figure, drawing, palette, body, key=key)
    foot = _foot_pt(lines)
    if lines and tall - foot - body < _LEAST_MAP * tall:
        # The key has taken the map's room: a lower profile gives it back.
        lower.remove()
        body = (1 - _LEAST_MAP) * tall - foot
        lower, lines = _profile_and_key(figure, drawing, palette, body, key=key)
        foot = _foot_pt(lines)
    # Only moved up: words keep the room they were placed in.
    lower.set_position((_LEFT_PT / wide, foot / tall, lower.get_position().width, body / tall))
    for number, line in enumerate(reversed(lines)):
        low = (6 + _KEY_PT * number) / tall
        figure.text(_LEFT_PT / wide, low, line, **font(palette, SMALL))
    low = foot + body + 8
    upper = figure.add_axes((10 / wide, low / tall, 1 - 20 / wide, 1 - (low + 6) / tall))
    draw_map(upper, drawing, palette)
    return figure


def _profile_and_key(
    figure: Figure, drawing: CourseDrawing, palette: Palette, body: float, *, key: bool
) -> tuple[Axes, list[str]]:
    """The profile ``body`` points high, and the lines of the key it needs."""
    wide, tall = figure.get_figwidth() * 72, figure.get_figheight() * 72
    share = 1 - (_LEFT_PT + 10) / wide
    axes = figure.add_axes((_LEFT_PT / wide, 0.1, share, body / tall))
    unnamed = draw_profile(axes, drawing, palette)
    return axes, key_lines(unnamed, share * wide) if key else []


def _foot_pt(lines: Sequence[str]) -> float:
    """What numbers, unit and key take below the profile."""
    return 34.0 + (6 + _KEY_PT * len(lines) if lines else 0)


def comparison_figure(
    drawings: Sequence[CourseDrawing],
    palette: Palette = PAPER,
    size: tuple[float, float] = (11.0, 5.0),
) -> Figure:
    """Several profiles over one another; ``size`` in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, facecolor=palette.ground, layout="constrained")
    draw_comparison(figure.subplots(), drawings, palette)
    return figure


def draw_comparison(
    axes: Axes, drawings: Sequence[CourseDrawing], palette: Palette = PAPER
) -> None:
    """Several profiles over one another, told apart by dashes and by a key, not only by colour."""
    dress(axes, palette)
    dashes: tuple[Any, ...] = ("solid", (0, (6, 2)), (0, (2, 2)), (0, (8, 2, 2, 2)))
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
            linestyle=dashes[number % len(dashes)],
            linewidth=1.6,
            label=f"{shown(drawing.name) or number + 1} · {drawing.length_m / 1000:.1f} km",
        )
    axes.set_xlim(0, max((d.length_m for d in drawings), default=1000.0) / 1000)
    axes.set_xlabel(_("km"), **font(palette, 9))
    axes.set_ylabel(_("m"), **font(palette, 9))
    low, high = axes.get_ylim()
    if high - low < EVEN_HEIGHT_M:
        axes.set_ylim(low, low + EVEN_HEIGHT_M)
    if drawings:
        plain_legend(axes, palette, loc="upper right")


def as_picture(figure: Figure, kind: Literal["png", "svg", "pdf"], dpi: int = 160) -> bytes:
    """The figure as a file's bytes; the same figure gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure)
    stream = io.BytesIO()
    undated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with mpl.rc_context({"svg.hashsalt": "trailsdesk", "svg.fonttype": "path"}):
        figure.savefig(
            stream, format=kind, dpi=dpi, facecolor=figure.get_facecolor(), metadata=undated[kind]
        )
    return stream.getvalue()


def _profile_share(drawing: CourseDrawing, tall: float) -> float:
    """How much of the height is the profile's: more where a low figure has many names."""
    if all(height is None for height in drawing.heights_m):
        return 0.25
    upright = max(drawing.north_m) - min(drawing.north_m) > max(drawing.east_m) - min(
        drawing.east_m
    )
    return 0.5 if tall < _LOW_PT and drawing.places and not upright else 0.4
