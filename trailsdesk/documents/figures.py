"""Figures of a course: the map and the profile, one drawing for screen, picture and paper.

Drawn with matplotlib's ``Figure`` alone; nothing here opens a window. Steepness is told by width
and by the words of the key as well as by colour, so that a black-and-white copy says the same.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from trailsdesk.documents.figure_compare import (
    comparison_figure,
    draw_comparison,
    side_by_side_figure,
)
from trailsdesk.documents.figure_map import draw_map
from trailsdesk.documents.figure_parts import SMALL, STEEP
from trailsdesk.documents.figure_profile import draw_profile, key_lines
from trailsdesk.documents.figure_style import GREY, PAPER, Palette, font

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
    "compared_as_picture",
    "comparison_figure",
    "course_figure",
    "draw_comparison",
    "draw_map",
    "draw_profile",
    "side_by_side_figure",
]

_KEY_PT = 11.0
_LOW_PT = 450.0
_LEFT_PT = 40.0
_LEAST_MAP = 0.42
_BESIDE = 1.85
"""So many times wider than high, a figure has its map beside the profile."""
_MAP_SHARE = 0.4


def course_figure(
    drawing: CourseDrawing,
    palette: Palette = PAPER,
    size: tuple[float, float] = (11.0, 7.5),
    *,
    key: bool = True,
) -> Figure:
    """Map above and profile below, or side by side where it is low; ``size`` in inches.

    Args:
        key: names that find no room on the profile stand at the foot; without it they are left to
            a table beside the figure.
    """
    from matplotlib.figure import Figure

    wide, tall = size[0] * 72, size[1] * 72
    figure = Figure(figsize=size, facecolor=palette.ground)
    if wide > _BESIDE * tall:
        _draw_beside(figure, drawing, palette, key=key)
        return figure
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


def _draw_beside(figure: Figure, drawing: CourseDrawing, palette: Palette, *, key: bool) -> None:
    """Map on the left, profile on the right: over one another both would be too low to read."""
    wide, tall = figure.get_figwidth() * 72, figure.get_figheight() * 72
    edge = _MAP_SHARE * wide
    upper = figure.add_axes((6 / wide, 6 / tall, (edge - 12) / wide, 1 - 12 / tall))
    draw_map(upper, drawing, palette)
    left = edge + _LEFT_PT
    room = wide - left - 10
    lines: list[str] = []
    while True:
        # Names that find no room need lines of the key, and these take room from the profile.
        foot, held = _foot_pt(lines), len(lines)
        place = (left / wide, foot / tall, room / wide, 1 - (foot + 6) / tall)
        lower = figure.add_axes(place)
        unnamed = draw_profile(lower, drawing, palette)
        lines = key_lines(unnamed, room) if key else []
        if len(lines) <= held:
            break
        lower.remove()
    for number, line in enumerate(reversed(lines)):
        low = (6 + _KEY_PT * number) / tall
        figure.text(left / wide, low, line, **font(palette, SMALL))


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


def compared_as_picture(
    drawings: Sequence[CourseDrawing],
    palette: Palette,
    size: tuple[float, float],
    kind: Literal["png", "svg", "pdf"],
    *,
    apart: bool,
    facts: Sequence[str] = (),
    dpi: int = 160,
) -> bytes:
    """Several courses as a file's bytes: over one another, or ``apart`` on axes of their own."""
    make = side_by_side_figure if apart else comparison_figure
    return as_picture(make(drawings, palette, size, facts=facts), kind, dpi)


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
