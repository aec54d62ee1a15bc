"""A choice that the mouse wheel does not change while a page is scrolled under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget


class CalmCombo(QComboBox):
    """Words to choose from, each with a value.

    Args:
        name: accessible name and tooltip.
        choices: value and words.
    """

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[object, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[object, str]], current: object = None) -> None:
        """Replace what can be chosen, quietly; ``current`` is chosen, else the first."""
        self.blockSignals(True)
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.choose(current)
        self.blockSignals(False)

    def choose(self, value: object) -> None:
        """Choose a value without telling; an unknown one chooses the first."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(value)) if self.count() else -1)
        self.blockSignals(blocked)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words too long for the field end in an ellipsis and not in the middle of a letter."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, field.width()
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only an open list scrolls; otherwise the page does."""
        event.ignore()
