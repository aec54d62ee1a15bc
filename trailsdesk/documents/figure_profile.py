"""The profile of a course: heights over kilometres with climbs, places and cut-offs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.figure_parts import (
    EVEN_HEIGHT_M,
    SMALL,
    draw_line,
    dress,
    known_height,
    parts_of,
    profile_place,
    sign,
    size_pt,
)
from trailsdesk.documents.figure_places import Shelved, on_shelves
from trailsdesk.documents.figure_style import PAPER, Palette, font, shown, width_pt
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from trailsdesk.domain.course_drawing import CourseClimb, CourseDrawing, CourseMark

_MOST_SHELVES = 5
"""Words on the profile stand at so many heights, so that neighbours do not overprint."""
_SHELF_PT = 21.0
"""Two lines of words and a gap."""
_NUMBER_PT = 10.0
_SHELVES_SHARE = 0.5
_CURVE_SHARE = 0.5
"""Heights keep this of the profile where names stand beside it too, in a key or a table."""
_LEFT = "\N{LEFT-TO-RIGHT MARK}"


def draw_profile(
    axes: Axes, drawing: CourseDrawing, palette: Palette = PAPER
) -> tuple[tuple[int, CourseMark], ...]:
    """Heights over kilometres, climbs with gain and gradient, places and cut-offs.

    The axes have to stand where they will stay: room for words is counted in points. Returns the
    places, with their numbers, that only have their number there.
    """
    dress(axes, palette)
    axes.set_xlim(0, max(drawing.length_m, 1.0) / 1000)
    axes.set_xlabel(_("km"), **font(palette, 9))
    wide, tall = size_pt(axes)
    known = [height for height in drawing.heights_m if height is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    reach = max(high - low, EVEN_HEIGHT_M)
    shelves = max(1, min(_MOST_SHELVES, int(tall * _SHELVES_SHARE / _SHELF_PT)))
    marks = list(drawing.places)
    placed = _shelve(drawing, marks, shelves, wide)
    if any(each.shelf is None for each in placed):
        # Not all names find room: more of them give way before the heights do.
        room = tall * (1 - 1.13 * _CURVE_SHARE) - 6 - _NUMBER_PT
        placed = _shelve(drawing, marks, max(1, min(shelves, int(room / _SHELF_PT))), wide)
    used = 1 + max((each.shelf for each in placed if each.shelf is not None), default=-1)
    bare = any(each.shelf is None for each in placed)
    band = min(0.7, (used * _SHELF_PT + 6 + _NUMBER_PT * bare) / tall) if marks else 0.04
    floor = low - 0.08 * reach
    ceiling = floor + 1.13 * reach / (1 - band)
    axes.set_ylim(floor, ceiling)
    if known:
        axes.set_ylabel(_("m"), **font(palette, 9))
        axes.set_yticks([tick for tick in _ticks(low, low + reach) if floor <= tick])
        _draw_ground(axes, drawing, palette, floor)
        draw_line(axes, drawing, palette, profile_place)
        axes.set_ylim(floor, ceiling)
    else:
        words = _("The file has no heights.")
        axes.text(0.5, 0.35, words, transform=axes.transAxes, ha="center", **font(palette, 11))
        axes.set_yticks([])
        axes.plot([0, drawing.length_m / 1000], [low, low], color=palette.steep[0], linewidth=1.2)
    shelf_m = (ceiling - floor) * _SHELF_PT / tall
    first = ceiling - used * shelf_m
    for number, (mark, where) in enumerate(zip(marks, placed, strict=True), 1):
        level = None if where.shelf is None else first + where.shelf * shelf_m
        left = where.left / wide * drawing.length_m / 1000
        _draw_mark(axes, drawing, palette, (number, mark), level, left)
    for mark in (drawing.start, drawing.finish):
        foot = _foot(drawing, mark, low)
        axes.plot(
            [mark.along_m / 1000], [foot], zorder=9, clip_on=False, **sign(mark.kind, palette)
        )
    return tuple(
        (number, mark)
        for number, (mark, where) in enumerate(zip(marks, placed, strict=True), 1)
        if where.shelf is None and mark.label
    )


def _words_of(mark: CourseMark, number: int) -> str:
    km = _("{km} km").format(km=f"{mark.along_m / 1000:.1f}")
    # The mark after each piece keeps a name written from right to left from turning the line.
    text = f"{_LEFT}{number} {shown(mark.label)}".rstrip() + f"{_LEFT}\n{km}"
    return f"{text} · {shown(mark.cutoff)}{_LEFT}" if mark.cutoff else text


def _shelve(
    drawing: CourseDrawing, marks: Sequence[CourseMark], shelves: int, wide: float
) -> tuple[Shelved, ...]:
    length = max(drawing.length_m, 1.0)
    return on_shelves(
        [
            (mark.along_m / length * wide, width_pt(_words_of(mark, number), SMALL) + 4)
            for number, mark in enumerate(marks, 1)
        ],
        shelves,
        wide,
    )


def key_lines(unnamed: Sequence[tuple[int, CourseMark]], wide: float) -> list[str]:
    """The names that stand nowhere else, filled into lines."""
    lines: list[str] = []
    for number, mark in unnamed:
        word = _words_of(mark, number).replace("\n", " · ")
        if lines and width_pt(f"{lines[-1]}     {word}", SMALL) <= wide:
            lines[-1] += f"     {word}"
        else:
            lines.append(word)
    return lines


def _draw_ground(axes: Axes, drawing: CourseDrawing, palette: Palette, floor: float) -> None:
    for first, last in parts_of(drawing):
        along = [metres / 1000 for metres in drawing.along_m[first:last]]
        heights = [known_height(height) for height in drawing.heights_m[first:last]]
        axes.fill_between(along, heights, floor, color=palette.fill, linewidth=0, zorder=1)
    wide, _tall = size_pt(axes)
    for climb in drawing.climbs:
        axes.axvspan(
            climb.from_m / 1000, climb.to_m / 1000, color=palette.accent, alpha=0.06, linewidth=0
        )
        words = _("+{gain} m\n{percent} %").format(
            gain=round(climb.gain_m), percent=round(climb.gradient * 100)
        )
        share = (climb.to_m - climb.from_m) / max(drawing.length_m, 1.0)
        half = width_pt(words, SMALL) / 2 + 3
        if share * wide < 2 * half or _is_held(axes, drawing, climb, half, floor):
            continue
        axes.annotate(
            words,
            xy=(climb.to_m / 1000, floor),
            xytext=(-3, 2),
            textcoords="offset points",
            ha="right",
            va="bottom",
            linespacing=1.05,
            zorder=8,
            **font(palette, SMALL) | {"color": palette.secondary},
        )


def _is_held(
    axes: Axes, drawing: CourseDrawing, climb: CourseClimb, half: float, floor: float
) -> bool:
    """Whether the course lies so low at the climb's upper end that it would cross its words."""
    wide, tall = size_pt(axes)
    high = floor + (axes.get_ylim()[1] - floor) * 26 / tall
    first = drawing.index_at(climb.to_m - 2 * half / wide * drawing.length_m)
    last = drawing.index_at(climb.to_m)
    low = min((h for h in drawing.heights_m[first : last + 1] if h is not None), default=floor)
    return low < high


def _foot(drawing: CourseDrawing, mark: CourseMark, low: float) -> float:
    """The height of the course at a place, the floor's where none is known."""
    if not drawing.along_m:
        return low
    height = drawing.heights_m[drawing.index_at(mark.along_m)]
    return low if height is None else height


def _draw_mark(
    axes: Axes,
    drawing: CourseDrawing,
    palette: Palette,
    numbered: tuple[int, CourseMark],
    level: float | None,
    left: float,
) -> None:
    """A line up from the course to the words; without a level only the number at its foot."""
    number, mark = numbered
    along = mark.along_m / 1000
    foot = _foot(drawing, mark, axes.get_ylim()[0])
    axes.plot([along], [foot], zorder=9, clip_on=False, **sign(mark.kind, palette))
    style: dict[str, Any] = font(palette, SMALL)
    if level is None:
        axes.annotate(
            str(number),
            xy=(along, foot),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            zorder=10,
            annotation_clip=False,
            **style,
        )
        return
    top = level + (axes.get_ylim()[1] - axes.get_ylim()[0]) * 2 / size_pt(axes)[1]
    axes.plot([along, along], [foot, top], color=palette.secondary, linewidth=0.7, zorder=2)
    axes.annotate(
        _words_of(mark, number),
        xy=(left, level),
        xytext=(1.5, 2),
        textcoords="offset points",
        va="bottom",
        linespacing=1.05,
        zorder=10,
        annotation_clip=False,
        **style,
    )


def _ticks(low: float, high: float) -> list[float]:
    """Round heights between two, four to eight of them."""
    reach = max(high - low, 1.0)
    steps = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500)
    step = next((s for s in steps if reach / s <= 7), 5000)
    first = math.ceil(low / step) * step
    return [float(tick) for tick in range(int(first), int(high) + 1, step)]
