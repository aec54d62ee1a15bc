"""A certificate on the screen whose fields are moved by mouse and by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from trailsdesk.domain.certificate import WHOLE, CertificateField
from trailsdesk.i18n import _
from trailsdesk.services.certificate_sample import field_words
from trailsdesk.ui import style
from trailsdesk.ui.sheet_painter import SheetPainter

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from trailsdesk.services.certificate_sample import CertificateSample

_STEP = 5
"""Thousandths of the page an arrow key moves; with Ctrl it is one."""


class CertificateView(QWidget):
    """The page with a frame round the chosen field; the fields move, the page stays."""

    chosen = Signal(str)
    """The field somebody clicked on, or went to with Page Up and Page Down."""
    moved = Signal(int, int)
    """How far the chosen field is to go, in thousandths of the page's width and height."""
    sized = Signal(int)
    """How many points larger the chosen field is to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample: CertificateSample | None = None
        self._field = CertificateField.NAME
        self._painter = SheetPainter()
        self._grabbed: QPointF | None = None
        self._owed = QPointF(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(
            _(
                "Arrow keys move the chosen field, with Ctrl by less; plus and minus change its"
                " size; Page Up and Page Down choose another field"
            )
        )
        self.choose(self._field)
        style.watcher().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Large enough to see what a word looks like."""
        return QSize(style.unit(120), style.unit(85))

    def minimumSizeHint(self) -> QSize:
        """Still to be worked with."""
        return QSize(style.unit(60), style.unit(44))

    def show_sample(self, sample: CertificateSample) -> None:
        """Show the page as it is now."""
        self._sample = sample
        self.update()

    def choose(self, field: CertificateField) -> None:
        """Put the frame round a field."""
        self._field = field
        words = _("Certificate, chosen: {field}").format(field=field_words(field))
        self.setAccessibleName(words)
        self.update()

    # -- geometry -------------------------------------------------------------------------------

    def page_area(self) -> QRectF:
        """Where the page lies in the widget."""
        if self._sample is None:
            return QRectF()
        edge = style.unit(2)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        scale = min(room.width() / self._sample.width, room.height() / self._sample.height)
        wide, high = self._sample.width * scale, self._sample.height * scale
        return QRectF(room.center().x() - wide / 2, room.center().y() - high / 2, wide, high)

    def field_area(self, field: CertificateField) -> QRectF:
        """Where a field stands in the widget; empty for one that is not shown."""
        sample = self._sample
        box = None if sample is None else sample.boxes.get(field)
        if sample is None or box is None:
            return QRectF()
        page = self.page_area()
        scale = page.width() / sample.width
        return QRectF(
            page.left() + box.left * scale,
            page.top() + box.top * scale,
            box.width * scale,
            box.height * scale,
        )

    # -- mouse and keys -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the field under the mouse, the smallest where several lie there."""
        at = event.position()
        hit = [
            (area.width() * area.height(), field)
            for field in CertificateField
            if (area := self.field_area(field)).contains(at)
        ]
        if hit and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(min(hit)[1].value)
            self._grabbed, self._owed = at, QPointF(0, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the field along; what is less than a step is kept for the next move."""
        page = self.page_area()
        if self._grabbed is None or page.isEmpty():
            return
        way = event.position() - self._grabbed
        self._grabbed = event.position()
        self._owed += QPointF(way.x() * WHOLE / page.width(), way.y() * WHOLE / page.height())
        x, y = int(self._owed.x()), int(self._owed.y())
        if x or y:
            self._owed -= QPointF(x, y)
            self.moved.emit(x, y)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the field."""
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, make larger or smaller, or go to another field."""
        fine = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        step = 1 if fine else _STEP
        way = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }.get(Qt.Key(event.key()))
        if way is not None:
            self.moved.emit(*way)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.sized.emit(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.sized.emit(-1)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._go(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        fields = list(CertificateField)
        self.chosen.emit(fields[(fields.index(self._field) + by) % len(fields)].value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are heard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they are not."""
        super().focusOutEvent(event)
        self.update()

    # -- painting -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page in white as on paper, then the frame."""
        sample, page = self._sample, self.page_area()
        if sample is None:
            return
        roles = style.look().roles
        painter = QPainter(self)
        painter.fillRect(page, QColor("#ffffff"))
        painter.save()
        painter.setClipRect(page)
        painter.translate(page.topLeft())
        self._painter.paint(painter, sample.page, sample.height, page.width() / sample.width)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(roles.line), 1))
        painter.drawRect(page)
        area = self.field_area(self._field)
        if not area.isEmpty():
            how = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
            painter.setPen(QPen(QColor(roles.focus), 2, how))
            painter.drawRect(area)
        painter.end()
