"""The pages of a sheet on the screen, one below the other, as they will lie in the printer."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.sheet_painter import SheetPainter

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from trailsdesk.services.sheet_preview import Preview

Fit = Literal["page", "width"]

_KEPT_PAGES = 8
"""Pages kept drawn: more than fit a large screen, few enough for a small laptop."""


class PageView(QAbstractScrollArea):
    """White pages on the window's ground; draws only those that are seen."""

    page_changed = Signal(int)
    """Number of the page in view, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None
        self._painter = SheetPainter()
        self._drawn: OrderedDict[int, QPixmap] = OrderedDict()
        self._drawn_for: tuple[float, float] = (0.0, 0.0)
        self._fit: Fit = "page"
        self._current = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Preview"))
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        style.watcher().changed.connect(self._lay_out)

    # -- what is shown --------------------------------------------------------------------------

    @property
    def preview(self) -> Preview | None:
        """What is shown."""
        return self._preview

    @property
    def current_page(self) -> int:
        """The page in view, from 0."""
        return self._current

    @property
    def fit(self) -> Fit:
        """Whether a whole page is seen, or its whole width."""
        return self._fit

    def set_fit(self, fit: Fit) -> None:
        """See whole pages, or pages as wide as the view."""
        page = self._current
        self._fit = fit
        self._lay_out()
        self.show_page(page)

    def set_preview(self, preview: Preview | None, description: str = "") -> None:
        """Show another sheet, or the same one made anew: the place on it is kept."""
        self._preview = preview
        self._drawn.clear()
        count = preview.page_count if preview is not None else 0
        pages = plural("{count} page", "{count} pages", count)
        self.setAccessibleDescription(f"{description} {pages}".strip() if preview else "")
        self._lay_out()

    def show_page(self, number: int) -> None:
        """Bring a page to the top; beyond the ends the nearest one."""
        if self._preview is not None:
            held = min(max(0, number), self._preview.page_count - 1)
            self.verticalScrollBar().setValue(round(held * self._step()))

    # -- measures -------------------------------------------------------------------------------

    def _gap(self) -> int:
        return style.unit(3)

    def _scale(self) -> float:
        """Pixels to the point."""
        preview = self._preview
        if preview is None:
            return 1.0
        wide = (self.viewport().width() - 2 * self._gap()) / preview.width
        if self._fit == "page":
            high = (self.viewport().height() - 2 * self._gap()) / preview.height
            return max(0.1, min(wide, high))
        return max(0.1, wide)

    def _step(self) -> float:
        """From the top of one page to that of the next."""
        preview = self._preview
        return preview.height * self._scale() + self._gap() if preview is not None else 1.0

    def _lay_out(self) -> None:
        preview, bar = self._preview, self.verticalScrollBar()
        seen = self.viewport().height()
        total = self._step() * preview.page_count + self._gap() if preview is not None else 0
        bar.setRange(0, max(0, round(total - seen)))
        bar.setPageStep(max(1, round(self._step())) if self._fit == "page" else max(1, seen))
        bar.setSingleStep(style.unit(10))
        self._scrolled(bar.value())
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        self.viewport().update()
        preview = self._preview
        if preview is None:
            return
        middle = value + self.viewport().height() / 2
        now = min(preview.page_count - 1, max(0, int(middle // self._step())))
        if now != self._current:
            self._current = now
            self.page_changed.emit(now)

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pages in sight."""
        preview = self._preview
        painter = QPainter(self.viewport())
        if preview is not None:
            scale, step = self._scale(), self._step()
            width, height = preview.width * scale, preview.height * scale
            left = round((self.viewport().width() - width) / 2)
            top = self._gap() - self.verticalScrollBar().value()
            spare = self.viewport().height() - step * preview.page_count - self._gap()
            top += round(max(0.0, spare) / 2)
            for number in range(preview.page_count):
                y = round(top + number * step)
                if y + height >= 0 and y <= self.viewport().height():
                    self._shadow(painter, QRectF(left, y, width, height))
                    painter.drawPixmap(left, y, self._page(number, scale))
        if self.hasFocus():
            painter.setPen(QPen(QColor(style.look().roles.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = self.viewport().rect().adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(edge, style.unit(2), style.unit(2))
        painter.end()

    def _shadow(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, strength in ((4, 8), (2, 14), (1, 24)):
            painter.setBrush(QColor(0, 0, 0, strength))
            grown = area.adjusted(-spread, -spread / 2, spread, spread)
            painter.drawRoundedRect(grown, spread, spread)
        painter.restore()

    def _page(self, number: int, scale: float) -> QPixmap:
        """A page drawn at the screen's own resolution."""
        preview, ratio = self._preview, self.devicePixelRatioF()
        assert preview is not None  # noqa: S101  asked for only while there is one
        if self._drawn_for != (scale, ratio):
            self._drawn.clear()
            self._drawn_for = (scale, ratio)
        found = self._drawn.get(number)
        if found is None:
            wide = max(1, round(preview.width * scale * ratio))
            high = max(1, round(preview.height * scale * ratio))
            found = QPixmap(QSize(wide, high))
            found.fill(Qt.GlobalColor.white)
            painter = QPainter(found)
            self._painter.paint(painter, preview.page(number), preview.height, scale * ratio)
            painter.end()
            found.setDevicePixelRatio(ratio)
            self._drawn[number] = found
        self._drawn.move_to_end(number)
        while len(self._drawn) > _KEPT_PAGES:
            self._drawn.popitem(last=False)
        return found

    # -- size and keys --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again; the page in view stays in view."""
        super().resizeEvent(event)
        page = self._current
        self._lay_out()
        if page:
            self.show_page(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go page by page, Home and End to the ends."""
        pages = self._preview.page_count if self._preview is not None else 0
        targets = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: pages - 1,
            Qt.Key.Key_PageDown: self._current + 1,
            Qt.Key.Key_PageUp: self._current - 1,
        }
        number = targets.get(Qt.Key(event.key()))
        if number is None or not pages:
            super().keyPressEvent(event)
        else:
            self.show_page(number)

    def sizeHint(self) -> QSize:
        """Modest: it takes what room there is, and asks a small window for none."""
        return QSize(style.unit(60), style.unit(40))
