"""Letters of a sheet on the screen: there at every size, also where Qt's glyph runs give up."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from trailsdesk.services.sheet_preview import GlyphPage, GlyphRun
from trailsdesk.ui.sheet_painter import SheetPainter

SIDE = 600
FONT = "NotoSans-Bold"


def inked(size: float, scale: float) -> int:
    """How many of the sampled pixels are dark where a row of glyphs was drawn."""
    run = GlyphRun(
        font=FONT, size=size, grey=0.0, glyphs=(36, 37, 38), points=((20, 50), (60, 50), (100, 50))
    )
    page = GlyphPage(runs=(run,), rules=(), boxes=())
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    SheetPainter().paint(painter, page, SIDE / scale, scale)
    painter.end()
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, SIDE, 3)
        for y in range(0, SIDE, 3)
    )


@pytest.mark.parametrize("size", [30.0, 60.0])
def test_letters_stand_on_the_screen_at_every_zoom(qapp: object, size: float) -> None:
    small, large = inked(size, 1.0), inked(size, 3.0)
    assert small > 10
    assert large > 4 * small, "three times as large is nine times the ink, cut by the edge"
