"""A page on which everything stands where it is told to: labels, envelopes, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.page import Page, PlacedPicture, PlacedShape, PlacedText
from trailsdesk.documents.sheet import Align, FreeLine, FreePage

if TYPE_CHECKING:
    from trailsdesk.documents.fonts import Text, Typesetter
    from trailsdesk.documents.style import PageFormat

__all__ = ["fitting_lines", "place_free"]


_SMALLER = 0.94
_LEADING = 1.15


def fitting_lines(setter: Typesetter, line: FreeLine) -> tuple[float, tuple[Text, ...]]:
    """The size a line is set in, in points, and its text: as asked for, or the largest that fits.

    Several lines only where there may be several; the last one stands on the base line, and all
    of them take no more height than so many lines of the size asked for.
    """
    size = line.size
    if line.most_lines > 1:
        lines = setter.wrap(line.text, line.width / size * 1000, bold=line.bold)
        while len(lines) * size > line.most_lines * line.size:
            size *= _SMALLER
            lines = setter.wrap(line.text, line.width / size * 1000, bold=line.bold)
        return size, lines
    text = setter.text(line.text, bold=line.bold)
    wide = text.width * size / 1000
    return (size if wide <= line.width else size * line.width / wide), (text,)


def place_free(block: FreePage, setter: Typesetter, page_format: PageFormat) -> Page:
    """The page as it is drawn; its lower left corner is the origin from here on."""
    page = Page(bare=True, small_print=block.small_print)
    if block.ground is not None:
        page.pictures.append(
            PlacedPicture(0, 0, page_format.width, page_format.height, block.ground.content)
        )
    for shape in block.shapes:
        points = tuple((x, page_format.height - y) for x, y in shape.points)
        page.shapes.append(PlacedShape(points, shape.weight, shape.colour, shape.filled))
    for part in block.parts:
        for line in part.lines:
            if line.text:
                page.texts += _placed(line, setter, page_format.height)
    return page


def _placed(line: FreeLine, setter: Typesetter, height: float) -> list[PlacedText]:
    size, texts = fitting_lines(setter, line)
    placed = []
    for up, text in zip(reversed(range(len(texts))), texts, strict=True):
        free = line.width - text.width * size / 1000
        aside = {Align.LEFT: 0.0, Align.CENTRE: free / 2, Align.RIGHT: free}[line.align]
        y = height - line.y + up * size * _LEADING
        placed.append(PlacedText(line.x + aside, y, size, 0.0, text, line.colour))
    return placed
