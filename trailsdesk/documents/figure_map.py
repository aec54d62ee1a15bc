"""The map of a course: its line on the ground with places, scale, north and key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trailsdesk.documents.figure_parts import (
    STEEP,
    WIDTHS,
    draw_line,
    dress,
    map_place,
    plain_legend,
    sign,
    size_pt,
)
from trailsdesk.documents.figure_places import MapWords
from trailsdesk.documents.figure_style import PAPER, Palette, font, width_pt
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from trailsdesk.domain.course_drawing import CourseDrawing, CourseMark

_SCALES_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_SPOT = 8.5
_EDGE_PT = 14.0
_STRIP_PT = 20.0
_NORTH_PT = 26.0
_ONE_ROW_PT, _BESIDE_PT = 470.0, 330.0
"""From these widths on the key stands in one row, and beside the scale."""


def draw_map(axes: Axes, drawing: CourseDrawing, palette: Palette = PAPER) -> None:
    """The line on the ground, uphill by steepness, with scale, north, start, finish, places.

    The axes have to stand where they will stay, as for the profile.
    """
    dress(axes, palette)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(visible=False)
    if not drawing.along_m:
        return
    wide, tall = size_pt(axes)
    rows = 1 if wide > _ONE_ROW_PT else 2 if wide > _BESIDE_PT else 3
    strip = _STRIP_PT * rows
    scale = _fit(axes, drawing, wide, tall, strip)
    draw_line(axes, drawing, palette, map_place)
    x0, y0 = axes.get_xlim()[0], axes.get_ylim()[0]

    def spot(mark: CourseMark) -> tuple[float, float]:
        east, north = map_place(drawing, drawing.index_at(mark.along_m))
        return (east - x0) * scale, (north - y0) * scale

    words = MapWords(wide, tall)
    words.draw(
        ((e - x0) * scale, (n - y0) * scale)
        for e, n in zip(drawing.east_m, drawing.north_m, strict=True)
    )
    words.keep(0, 0, wide, strip)
    words.keep(wide - _NORTH_PT, tall - 40, wide, tall)
    _draw_spots(axes, drawing, palette, words, spot)
    # Where the key takes the whole width the scale stands above it.
    _draw_scale(axes, palette, scale, wide, 6 if rows < 3 else 2 * _STRIP_PT - 6)
    _draw_north(axes, palette, wide, tall)
    _draw_key(axes, drawing, palette, 4 if rows == 1 else 2)


def _fit(axes: Axes, drawing: CourseDrawing, wide: float, tall: float, strip: float) -> float:
    """Set limits that leave room for key and north at the sides; returns points per metre."""
    west, east = min(drawing.east_m), max(drawing.east_m)
    south, north = min(drawing.north_m), max(drawing.north_m)
    room_x = max(wide - 2 * _EDGE_PT - _NORTH_PT, 20.0)
    room_y = max(tall - 2 * _EDGE_PT - strip, 20.0)
    least = 20.0  # metres: a course of one point is no point of infinite size
    scale = min(room_x / max(east - west, least), room_y / max(north - south, least))
    middle_x = _EDGE_PT + room_x / 2
    middle_y = strip + _EDGE_PT + room_y / 2
    x0 = (west + east) / 2 - middle_x / scale
    y0 = (south + north) / 2 - middle_y / scale
    axes.set_xlim(x0, x0 + wide / scale)
    axes.set_ylim(y0, y0 + tall / scale)
    axes.set_aspect("equal", adjustable="datalim")
    return scale


def _draw_spots(
    axes: Axes,
    drawing: CourseDrawing,
    palette: Palette,
    words: MapWords,
    spot: Callable[[CourseMark], tuple[float, float]],
) -> None:
    """Start, finish and the numbers of the places, each at a free side of its spot."""
    start, finish = drawing.start, drawing.finish
    together = math.dist(spot(start), spot(finish)) < 12
    ends = [(finish, _("Start and finish"))] if together else []
    ends = ends or [(start, _("Start")), (finish, _("Finish"))]
    spots = [(mark, text, True) for mark, text in ends]
    spots += [(mark, str(number), False) for number, mark in enumerate(drawing.places, 1)]
    for mark, _text, _bold in spots:
        x, y = spot(mark)
        words.keep(x - 3, y - 3, x + 3, y + 3)
    for mark, text, bold in spots:
        where = map_place(drawing, drawing.index_at(mark.along_m))
        axes.plot(*where, zorder=9 + bold, **sign(mark.kind, palette))
        x, y = spot(mark)
        left, low, far = words.place(x, y, width_pt(text, _SPOT) + 4, _SPOT + 2)
        arrow = {"arrowstyle": "-", "color": palette.secondary, "lw": 0.6, "shrinkA": 0}
        axes.annotate(
            text,
            xy=where,
            xytext=(left - x + 2, low - y + 2),
            textcoords="offset points",
            va="baseline",
            zorder=11,
            arrowprops=arrow | {"shrinkB": 3} if far else None,
            bbox={"boxstyle": "round,pad=0.1", "fc": palette.ground, "ec": "none", "alpha": 0.75},
            annotation_clip=False,
            **font(palette, _SPOT, text=text, bold=True),
        )


def _draw_scale(axes: Axes, palette: Palette, scale: float, wide: float, low: float) -> None:
    """A bar of a round length in the lower left corner, ``low`` points above the edge."""
    aim = min(130.0, wide / 4) / scale
    length = max((each for each in _SCALES_M if each <= aim), default=_SCALES_M[0])
    x0, y0 = axes.get_xlim()[0] + 6 / scale, axes.get_ylim()[0] + low / scale
    words = f"{length // 1000} km" if length >= 1000 else f"{length} m"
    tick = 3 / scale
    axes.plot(
        [x0, x0, x0 + length, x0 + length],
        [y0 + tick, y0, y0, y0 + tick],
        color=palette.text,
        linewidth=1.2,
        zorder=12,
    )
    axes.annotate(
        words,
        xy=(x0 + length, y0),
        xytext=(4, -1),
        textcoords="offset points",
        zorder=12,
        **font(palette, _SPOT),
    )


def _draw_north(axes: Axes, palette: Palette, wide: float, tall: float) -> None:
    across = 1 - 12 / wide
    axes.annotate(
        _("N"),
        xy=(across, 1 - 4 / tall),
        xytext=(across, 1 - 32 / tall),
        xycoords="axes fraction",
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-|>", "color": palette.text},
        **font(palette, 10, text=_("N"), bold=True),
    )


def _draw_key(axes: Axes, drawing: CourseDrawing, palette: Palette, columns: int) -> None:
    from matplotlib.lines import Line2D

    if all(height is None for height in drawing.heights_m):
        return
    low, steep, very = (round(border * 100) for border in STEEP)
    words = (
        _("flat or downhill"),
        _("up {low} to {steep} %").format(low=low, steep=steep),
        _("up {steep} to {very} %").format(steep=steep, very=very),
        _("up over {very} %").format(very=very),
    )
    lines = [
        Line2D([], [], color=colour, linewidth=width, label=text)
        for colour, width, text in zip(palette.steep, WIDTHS, words, strict=True)
    ]
    plain_legend(
        axes,
        palette,
        lines,
        loc="lower right",
        ncols=columns,
        borderaxespad=0.1,
        borderpad=0.2,
        handlelength=1.6,
        columnspacing=1.2,
    )
