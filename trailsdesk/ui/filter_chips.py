"""A row of chips of which one is chosen: it filters the table below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.ui.widgets import ChipButton, FlowRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.ui.style import Tone


class FilterChips(QWidget):
    """Chips such as ``All``, ``7 unpaid``; the arrow keys move the choice.

    Args:
        name: what they filter, for screen readers.
        after: the control before them in the order of Tab.
    """

    chosen = Signal(str)
    """Key of the chip chosen."""

    def __init__(
        self, name: str, after: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._after = after
        self._buttons: dict[str, ChipButton] = {}
        self._row = FlowRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self._row)
        column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def current(self) -> str:
        """Key of the choice, ``""`` when there is none."""
        return next((key for key, chip in self._buttons.items() if chip.isChecked()), "")

    def chip(self, key: str) -> ChipButton:
        """The chip of a key."""
        return self._buttons[key]

    def set_chips(self, chips: Sequence[tuple[str, str, Tone]]) -> None:
        """Show these chips (key, words, tone); the choice stays where it can, else the first."""
        before = self.current
        if [key for key, _words, _tone in chips] != list(self._buttons):
            self._rebuild([key for key, _words, _tone in chips])
        for key, words, tone in chips:
            self._buttons[key].set_text(words, tone)
        wanted = before if before in self._buttons else next(iter(self._buttons), "")
        if wanted:
            self._buttons[wanted].setChecked(True)
        if wanted != before:
            self.chosen.emit(wanted)

    def choose(self, key: str) -> None:
        """Choose a chip as a click does; unknown keys are ignored."""
        if key not in self._buttons:
            return
        for each, chip in self._buttons.items():
            chip.setChecked(each == key)
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        at = keys.index(self.current) + step if self.current in keys else 0
        key = keys[at % len(keys)]
        self._buttons[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.choose(key)

    def _rebuild(self, keys: Sequence[str]) -> None:
        had_focus = any(chip.hasFocus() for chip in self._buttons.values())
        self._row.clear()
        self._buttons = {}
        for key in keys:
            chip = ChipButton("", checkable=True)
            chip.clicked.connect(lambda _on=False, key=key: self.choose(key))
            self._buttons[key] = chip
            self._row.add(chip)
            chip.show()
        before = self._after
        for chip in self._buttons.values():
            if before is not None:
                QWidget.setTabOrder(before, chip)
            before = chip
        if had_focus and keys:
            self._buttons[keys[0]].setFocus(Qt.FocusReason.OtherFocusReason)
