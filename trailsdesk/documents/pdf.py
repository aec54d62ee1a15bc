"""A sheet as PDF.

No text of a user passes through a markup parser: glyphs are drawn where ``flow`` put them. The
same sheet gives the same bytes, on any day and in any zone.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.flow import lay_out
from trailsdesk.documents.fonts import Typesetter
from trailsdesk.documents.paging import TYPESETTING, paginate, unprintable
from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.sheet import Sheet, version_line
from trailsdesk.documents.style import PageFormat

if TYPE_CHECKING:
    from trailsdesk.documents.fonts import Run
    from trailsdesk.documents.page import Page, PlacedShape
    from trailsdesk.domain.problems import Problem

__all__ = ["missing_glyphs", "render_checked_pdf", "render_counted_pdf", "render_pdf"]


def render_pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF file, ready to print."""
    return render_checked_pdf(sheet)[0]


def render_checked_pdf(sheet: Sheet) -> tuple[bytes, tuple[Problem, ...]]:
    """The PDF file, and what it could not show (see ``missing_glyphs``)."""
    content, _pages, found = render_counted_pdf(sheet)
    return content, found


def render_counted_pdf(sheet: Sheet) -> tuple[bytes, int, tuple[Problem, ...]]:
    """The PDF file, how many pages it has, and what it could not show."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    # Streams as bytes: a fifth smaller than the default's printable characters, and faster.
    rl_config.useA85 = 0
    with TYPESETTING:
        setter = Typesetter()
        pages = paginate(sheet, setter)
        page_format = PageFormat.of(sheet.options)
        buffer = io.BytesIO()
        canvas = Canvas(
            buffer,
            pagesize=(page_format.width, page_format.height),
            initialFontName=setter.first,
            invariant=1,
            pageCompression=1,
        )
        canvas.setTitle(_title(sheet))
        canvas.setSubject(printable(version_line(sheet.identity)))
        canvas.setCreator("trailsdesk")
        canvas.setProducer("trailsdesk")
        canvas.setAuthor("")
        readers: dict[bytes, Any] = {}
        for page in pages:
            _draw(canvas, page, readers)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue(), len(pages), unprintable(setter)


def missing_glyphs(sheet: Sheet) -> tuple[Problem, ...]:
    """One problem for each text with characters no bundled font can draw.

    They are printed as U+FFFD; the sheet itself is complete.
    """
    with TYPESETTING:
        setter = Typesetter()
        lay_out(sheet, setter)
    return unprintable(setter)


def _title(sheet: Sheet) -> str:
    parts = (sheet.title, sheet.identity.event)
    return printable(" · ".join(part for part in parts if part))


def _draw(canvas: Any, page: Page, readers: dict[bytes, Any]) -> None:  # noqa: ANN401  no types
    for picture in page.pictures:
        from reportlab.lib.utils import ImageReader

        # Read once: the same ground lies under every certificate.
        if picture.content not in readers:
            readers[picture.content] = ImageReader(io.BytesIO(picture.content))
        image = readers[picture.content]
        canvas.drawImage(image, picture.x, picture.y, picture.width, picture.height)
    for shape in page.shapes:
        _draw_shape(canvas, shape)
    for box in page.boxes:
        if box.fill is None:
            canvas.setLineWidth(box.weight)
            canvas.setStrokeGray(0)
            canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)
        else:
            canvas.setFillGray(box.fill)
            canvas.rect(box.x, box.y, box.width, box.height, stroke=0, fill=1)
    for rule in page.rules:
        canvas.setLineWidth(rule.weight)
        canvas.setStrokeGray(rule.grey)
        canvas.line(rule.x, rule.y, rule.x + rule.length, rule.y)
    pen = _Pen(canvas)
    for x, y, size, grey, text, colour in page.texts:
        start = x
        for run in text.runs:
            pen.draw(start, y, size, colour or grey, run)
            start += run.width * size / 1000
    pen.lift()


def _draw_shape(canvas: Any, shape: PlacedShape) -> None:  # noqa: ANN401  reportlab has no types
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    canvas.setLineWidth(shape.weight)
    canvas.setLineJoin(1)
    canvas.setStrokeColorRGB(*_rgb(shape.colour))
    canvas.setFillColorRGB(*_rgb(shape.colour))
    canvas.drawPath(path, stroke=0 if shape.filled else 1, fill=1 if shape.filled else 0)


def _rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of ``#rrggbb``, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


class _Pen:
    """Writes runs into as few PDF text objects as possible: one for a page without shaped runs."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401  reportlab has no types
        self._canvas = canvas
        self._pen = canvas.beginText()
        self._font, self._size = "", 0.0
        self._ink: float | str = -1.0

    def draw(self, x: float, y: float, size: float, ink: float | str, run: Run) -> None:
        """Draw one run with its base line starting at a point; ``ink`` is a grey or a colour."""
        if run.spoken:
            self._restart()
            spoken = run.spoken.encode("utf-16-be").hex().upper()
            self._canvas.addLiteral(f"/Span <</ActualText <FEFF{spoken}>>> BDC")
        if ink != self._ink:
            self._ink = ink
            if isinstance(ink, str):
                self._pen.setFillColorRGB(*_rgb(ink))
            else:
                self._pen.setFillGray(ink)
        if run.font != self._font or size != self._size:
            self._font, self._size = run.font, size
            self._pen.setFont(run.font, size)
        self._pen.setTextOrigin(x, y)
        self._pen.textOut(run.glyphs)
        if run.spoken:
            self._restart()
            self._canvas.addLiteral("EMC")

    def lift(self) -> None:
        """Hand what was written to the page."""
        self._canvas.drawText(self._pen)

    def _restart(self) -> None:
        self.lift()
        self._pen = self._canvas.beginText()
        self._font, self._size, self._ink = "", 0.0, -1.0
