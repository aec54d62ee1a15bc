"""Cells drawn as chips."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from trailsdesk.ui import style
from trailsdesk.ui.row_model import BACKGROUND, DISPLAY, TONE


class ChipDelegate(QStyledItemDelegate):
    """Draws a column's text as a rounded chip in the tone of its cell."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground of the row first, then the chip; cells without a tone are plain text."""
        tone = index.data(TONE)
        text = index.data(DISPLAY)
        if tone is None or not text:
            super().paint(painter, option, index)
            return
        look = style.look()
        # The bindings do not declare the fields of style options.
        fields: Any = option
        rect: QRect = fields.rect
        ground = index.data(BACKGROUND)
        if fields.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.roles.soft))
        elif ground is not None:
            painter.fillRect(rect, ground)
        font = look.font("small", bold=True)
        metrics = QFontMetrics(font)
        pad = look.unit(2)
        height = min(rect.height() - 2, metrics.height() + look.unit(1))
        room = rect.width() - 2 * look.unit(2.5) + pad
        # One pixel more: an advance is rounded, and what is cut by a fraction gets an ellipsis.
        width = min(metrics.horizontalAdvance(text) + 1 + 2 * pad, room)
        left = rect.left() + look.unit(2)
        if fields.direction == Qt.LayoutDirection.RightToLeft:
            left = rect.right() - look.unit(2) - width
        chip = QRect(left, rect.center().y() - height // 2 + 1, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        on_same_ground = tone == "good" and bool(fields.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(QColor(look.roles.surface if on_same_ground else look.roles.ground(tone)))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(QColor(look.roles.ink(tone)))
        painter.setFont(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * pad)
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.restore()
