"""Drawing the pages of a sheet: on the screen and on a printer, glyph by glyph as in its PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPen,
    QRawFont,
)
from PySide6.QtPrintSupport import QPrinter

from trailsdesk.domain.problems import KnownError
from trailsdesk.services.sheet_preview import font_file

if TYPE_CHECKING:
    from trailsdesk.services.sheet_preview import GlyphPage, GlyphRun, Preview
    from trailsdesk.ui.jobs import Progress

_LOADED_PX = 16.0
_GLYPHS_TO_PX = 64
"""Larger letters Qt would leave out of a run of glyphs: they are drawn as outlines."""
_KEPT_IMAGES = 4


class SheetPainter:
    """Holds the fonts it has loaded; they belong to the thread that uses it."""

    def __init__(self) -> None:
        self._files: dict[str, QRawFont] = {}
        self._fonts: dict[tuple[str, float], QRawFont] = {}
        self._images: dict[bytes, QImage] = {}

    def paint(self, painter: QPainter, page: GlyphPage, height: float, scale: float) -> None:
        """Draw a page with its upper left corner at the origin.

        Args:
            height: of the page, in points.
            scale: units of the painter to the point.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for picture in page.pictures:
            top = (height - picture.y - picture.height) * scale
            area = QRectF(picture.x * scale, top, picture.width * scale, picture.height * scale)
            painter.drawImage(area, self._image(picture.content))
        for shape in page.shapes:
            points = [QPointF(x * scale, (height - y) * scale) for x, y in shape.points]
            if shape.filled:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shape.colour))
                painter.drawPolygon(points)
            else:
                painter.setPen(QPen(QColor(shape.colour), shape.weight * scale))
                painter.drawPolyline(points)
        for box in page.boxes:
            top = (height - box.y - box.height) * scale
            area = QRectF(box.x * scale, top, box.width * scale, box.height * scale)
            if box.fill is None:
                painter.setPen(QPen(_grey(0.0), box.weight * scale))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area)
            else:
                painter.fillRect(area, _grey(box.fill))
        for rule in page.rules:
            painter.setPen(QPen(_grey(rule.grey), rule.weight * scale))
            y = (height - rule.y) * scale
            start, end = rule.x * scale, (rule.x + rule.length) * scale
            painter.drawLine(QPointF(start, y), QPointF(end, y))
        for run in page.runs:
            colour = QColor(run.colour) if run.colour else _grey(run.grey)
            if run.size * scale > _GLYPHS_TO_PX:
                painter.fillPath(self._outline(run, height, scale), colour)
            else:
                painter.setPen(colour)
                painter.drawGlyphRun(QPointF(0, 0), self._placed(run, height, scale))

    def _image(self, content: bytes) -> QImage:
        found = self._images.get(content)
        if found is None:
            if len(self._images) >= _KEPT_IMAGES:
                self._images.clear()  # of the sheet before
            found = self._images[content] = QImage.fromData(content)
        return found

    def _placed(self, run: GlyphRun, height: float, scale: float) -> QGlyphRun:
        placed = QGlyphRun()
        placed.setRawFont(self._font(run.font, run.size * scale))
        placed.setGlyphIndexes(list(run.glyphs))
        placed.setPositions([QPointF(x * scale, (height - y) * scale) for x, y in run.points])
        return placed

    def _outline(self, run: GlyphRun, height: float, scale: float) -> QPainterPath:
        font, path = self._font(run.font, run.size * scale), QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for glyph, (x, y) in zip(run.glyphs, run.points, strict=True):
            path.addPath(font.pathForGlyph(glyph).translated(x * scale, (height - y) * scale))
        return path

    def _font(self, name: str, size: float) -> QRawFont:
        found = self._fonts.get((name, size))
        if found is None:
            if name not in self._files:
                how = QFont.HintingPreference.PreferNoHinting
                self._files[name] = QRawFont(str(font_file(name)), _LOADED_PX, how)
            found = QRawFont(self._files[name])
            found.setPixelSize(size)
            self._fonts[name, size] = found
        return found


def _grey(level: float) -> QColor:
    return QColor.fromRgbF(level, level, level)


def prepare_paper(printer: QPrinter, made: Preview) -> None:
    """Ask for the sheet's paper, lying as the sheet lies, drawn from its very corner."""
    short, long = sorted((made.width, made.height))
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Point))
    side = QPageLayout.Orientation
    printer.setPageOrientation(side.Landscape if made.landscape else side.Portrait)


def print_pages(preview: Preview, printer: QPrinter, progress: Progress) -> int:
    """Send the pages asked for in the print dialog; returns how many.

    Raises:
        KnownError: the printer took nothing, or stopped (sheet.not-printed).
    """
    numbers = _asked(preview, printer)
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError("sheet.not-printed", name=printer.printerName() or "—")
    drawn = SheetPainter()
    try:
        for done, number in enumerate(numbers):
            progress.check()
            progress.report(done, len(numbers))
            if done and not printer.newPage():
                raise KnownError("sheet.not-printed", name=printer.printerName() or "—")
            paint_sheet_page(painter, printer, preview, number, drawn)
    finally:
        painter.end()
    return len(numbers)


def _asked(preview: Preview, printer: QPrinter) -> list[int]:
    numbers = list(range(preview.page_count))
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        first, last = printer.fromPage() or 1, printer.toPage() or len(numbers)
        numbers = numbers[first - 1 : last]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    return numbers


def paint_sheet_page(
    painter: QPainter, printer: QPrinter, preview: Preview, number: int, drawn: SheetPainter
) -> None:
    """Draw a page on the printer's paper; on smaller paper it is scaled down, never cut off."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = min(
        printer.resolution() / 72,
        paper.width() / preview.width,
        paper.height() / preview.height,
    )
    # The painter begins at the printable area, the page at the paper's corner.
    area = printer.pageRect(QPrinter.Unit.DevicePixel)
    painter.save()
    if not printer.fullPage():
        painter.translate(-area.left(), -area.top())
    painter.translate(
        (paper.width() - preview.width * scale) / 2, (paper.height() - preview.height * scale) / 2
    )
    drawn.paint(painter, preview.page(number), preview.height, scale)
    painter.restore()
