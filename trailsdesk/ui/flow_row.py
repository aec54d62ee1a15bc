"""A row that breaks into lines where there is no room. Import from ``trailsdesk.ui.widgets``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Sequence


class _FlowLayout(QLayout):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = style.unit(2) * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(sum(size.width() for size in shown) + gaps, height)

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((size.width() for size in shown), default=0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items; answers the height they take."""
        gap = style.unit(2)
        parent = self.parentWidget()
        mirrored = (
            parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        for line, top, height in self._lines(rect.width(), gap):
            x = rect.x()
            for item in line:
                size = item.sizeHint()
                width = min(size.width(), rect.width())
                left = x
                if mirrored:
                    left = rect.right() - (x - rect.x()) - width + 1
                if move:
                    down = rect.y() + top + (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, down), QSize(width, size.height())))
                x += width + gap
        lines = self._lines(rect.width(), gap)
        return lines[-1][1] + lines[-1][2] if lines else 0

    def _lines(self, width: int, gap: int) -> list[tuple[list[QLayoutItem], int, int]]:
        """Items by line, with the line's top and height."""
        lines: list[tuple[list[QLayoutItem], int, int]] = []
        line: list[QLayoutItem] = []
        used = top = height = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and used + gap + size.width() > width:
                lines.append((line, top, height))
                top += height + gap
                line, used, height = [], 0, 0
            used += size.width() + (gap if line else 0)
            line.append(item)
            height = max(height, size.height())
        return [*lines, (line, top, height)] if line else lines


class FlowRow(QWidget):
    """Chips or buttons in a row that takes a second line where the window is narrow."""

    def __init__(self, widgets: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = _FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> QWidget:
        """Put a widget at the end."""
        self._flow.addWidget(widget)
        return widget

    def clear(self) -> None:
        """Take all widgets away and let them go."""
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
