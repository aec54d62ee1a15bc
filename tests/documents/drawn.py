"""Made-up courses to draw, and ways to look at a figure without eyes."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg

from trailsdesk.domain.course_drawing import CourseClimb, CourseDrawing, CourseMark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox


def a_drawing(
    height: Callable[[float], float | None] = lambda along: 600 + 200 * math.sin(along / 2000),
    *marks: CourseMark,
    length_m: float = 30_000.0,
    step_m: float = 50.0,
    breaks: tuple[int, ...] = (),
) -> CourseDrawing:
    """A loop of that length; the made-up hills unless told otherwise."""
    count = round(length_m / step_m) + 1
    along = [number * step_m for number in range(count)]
    radius = length_m / 2 / math.pi
    turns = [2 * math.pi * each / max(length_m, 1.0) for each in along]
    return CourseDrawing(
        name="Made-up loop",
        along_m=tuple(along),
        east_m=tuple(radius * math.sin(turn) for turn in turns),
        north_m=tuple(radius * math.cos(turn) for turn in turns),
        heights_m=tuple(height(each) for each in along),
        breaks=breaks,
        climbs=(CourseClimb(from_m=12_000, to_m=16_000, gain_m=380, gradient=0.095),)
        if length_m > 16_000
        else (),
        marks=(
            CourseMark(label="", along_m=0.0, kind=MarkKind.START),
            *marks,
            CourseMark(label="", along_m=along[-1], kind=MarkKind.FINISH),
        ),
    )


def a_place(label: str, km: float, cutoff: str = "") -> CourseMark:
    """An aid station."""
    return CourseMark(label=label, along_m=km * 1000, kind=MarkKind.AID, cutoff=cutoff)


def words(figure: Figure) -> list[str]:
    """Every text that is seen."""
    return [text.get_text().replace("\u200e", "") for text in _texts(figure)]


def overprinted(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that stand over one another."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [(text, _box(text, canvas)) for text in _texts(figure)]
    return [
        (one.get_text(), other.get_text())
        for (one, first), (other, second) in combinations(boxes, 2)
        if _share(first, second) > 0.5
    ]


def outside(figure: Figure) -> list[str]:
    """Texts that are cut off at the figure's edge."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    wide, tall = figure.bbox.width, figure.bbox.height
    found = []
    for text in _texts(figure):
        box = _box(text, canvas)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > tall + 1:
            found.append(text.get_text())
    return found


def _texts(figure: Figure) -> list[Text]:
    from matplotlib.text import Text

    return [
        text
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_text().strip() and text.get_visible()
    ]


def _box(text: Text, canvas: FigureCanvasAgg) -> Bbox:
    from matplotlib.text import Text

    # Of the words alone: an annotation's own box holds its line as well.
    return Text.get_window_extent(text, canvas.get_renderer())


def _share(one: Bbox, other: Bbox) -> float:
    """How many pixels deep two boxes overlap, in the direction in which they overlap least."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(wide, tall - 3.0)  # a line's box holds more than its letters
