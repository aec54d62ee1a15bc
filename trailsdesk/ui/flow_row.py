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
        # Qt asks for the same heights again and again, for every change anywhere on the page.
        self._heights: dict[int, int] = {}
        self._hints: tuple[QSize, QSize] | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        """Something inside has changed its size, has come or has gone."""
        self._heights.clear()
        self._hints = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return height

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self._both_hints()[0]

    def minimumSize(self) -> QSize:
        return self._both_hints()[1]

    def _both_hints(self) -> tuple[QSize, QSize]:
        """All in one line, and the widest and the highest alone."""
        if self._hints is None:
            items = [item for item in self._items if not item.isEmpty()]
            shown = [item.sizeHint() for item in items]
            least = [item.minimumSize() for item in items]
            gaps = style.unit(2) * max(0, len(shown) - 1)
            whole = QSize(
                sum(size.width() for size in shown) + gaps,
                max((size.height() for size in shown), default=0),
            )
            alone = QSize(
                max((size.width() for size in least), default=0),
                max((size.height() for size in least), default=0),
            )
            self._hints = (whole, alone)
        return self._hints

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items; answers the height they take."""
        gap = style.unit(2)
        parent = self.parentWidget()
        mirrored = (
            parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        lines = self._lines(rect.width(), gap)
        for line, top, height in lines if move else ():
            x = rect.x()
            for item in line:
                size = item.sizeHint()
                width = min(size.width(), rect.width())
                left = x
                if mirrored:
                    left = rect.right() - (x - rect.x()) - width + 1
                down = rect.y() + top + (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, down), QSize(width, size.height())))
                x += width + gap
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
