"""Pages as glyphs: which drawing of which font stands where, for a painter that is no PDF.

The same glyphs at the same points as in the PDF; nothing is set or shaped a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from trailsdesk import resource
from trailsdesk.documents.fonts import Typesetter
from trailsdesk.documents.page import Page
from trailsdesk.documents.paging import TYPESETTING, paginate, unprintable
from trailsdesk.documents.sheet import Sheet
from trailsdesk.documents.style import PageFormat
from trailsdesk.domain.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.documents.fonts import Run
    from trailsdesk.documents.page import PlacedBox, PlacedPicture, PlacedRule, PlacedShape

__all__ = ["GlyphPage", "GlyphRun", "PagedSheet", "font_file", "page_glyphs", "page_sheet"]


class GlyphRun(NamedTuple):
    """Glyphs of one bundled font; ``points`` are their origins, from the lower left corner.

    ``colour`` is ``#rrggbb`` and stands before the grey; empty for none.
    """

    font: str
    size: float
    grey: float
    glyphs: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    colour: str = ""


class GlyphPage(NamedTuple):
    """What is drawn on a page: pictures first, then shapes, boxes, lines, and glyphs at last."""

    boxes: tuple[PlacedBox, ...]
    rules: tuple[PlacedRule, ...]
    runs: tuple[GlyphRun, ...]
    pictures: tuple[PlacedPicture, ...] = ()
    shapes: tuple[PlacedShape, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedSheet:
    """A sheet set in pages; ``width`` and ``height`` in points. ``problems``: what no font has."""

    sheet: Sheet
    width: float
    height: float
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


def page_sheet(sheet: Sheet) -> PagedSheet:
    """Set a sheet in the pages its PDF has."""
    with TYPESETTING:
        setter = Typesetter()
        pages = paginate(sheet, setter)
    page_format = PageFormat.of(sheet.options)
    return PagedSheet(
        sheet=sheet,
        width=page_format.width,
        height=page_format.height,
        pages=tuple(pages),
        problems=unprintable(setter),
    )


def page_glyphs(page: Page) -> GlyphPage:
    """What a painter needs to draw a page."""
    runs: list[GlyphRun] = []
    for x, y, size, grey, text, colour in page.texts:
        start = x
        for run in text.runs:
            runs.append(_glyph_run(run, start, y, size, grey)._replace(colour=colour))
            start += run.width * size / 1000
    return GlyphPage(
        tuple(page.boxes),
        tuple(page.rules),
        tuple(runs),
        tuple(page.pictures),
        tuple(page.shapes),
    )


def font_file(name: str) -> Path:
    """Where a font named in a ``GlyphRun`` lies."""
    return resource("fonts", f"{name}.ttf")


def _glyph_run(run: Run, x: float, y: float, size: float, grey: float) -> GlyphRun:
    face = _face(run.font)
    glyph_of, widths = face.charToGlyph, face.charWidths
    placed: Any = getattr(run.glyphs, "__shapeData__", None)
    unit = size / 1000
    glyphs: list[int] = []
    points: list[tuple[float, float]] = []
    for index, character in enumerate(run.glyphs):
        code = ord(character)
        glyphs.append(glyph_of.get(code, 0))
        if placed is None:
            points.append((x, y))
            x += widths.get(code, face.defaultWidth) * unit
        else:
            place = placed[index]
            points.append((x + place.x_offset * unit, y + place.y_offset * unit))
            x += place.x_advance * unit
    return GlyphRun(run.font, size, grey, tuple(glyphs), tuple(points))


def _face(name: str) -> Any:  # noqa: ANN401  reportlab has no types
    from reportlab.pdfbase import pdfmetrics

    return pdfmetrics.getFont(name).face
