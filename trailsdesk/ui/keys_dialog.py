"""F1: the keys of the panel on the screen, and those that work everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, KeyCap, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

KeyLines = tuple[tuple[str, str], ...]
"""Keys and what they do."""

EVERYWHERE: KeyLines = (
    ("Ctrl+K", _("find a runner, a bib, a panel, an action")),
    ("Ctrl+1 … 0", _("go to a panel, in the order of the list at the left")),
    ("Ctrl+Z", _("undo the last change, whoever made it, also after a restart")),
    ("Ctrl+Shift+Z", _("do it again")),
    ("Ctrl+Plus, Ctrl+Minus", _("everything larger, smaller")),
    ("Ctrl+Shift+0", _("everything in its normal size")),
    ("F11", _("full screen")),
    ("F1", _("this list")),
)


class KeysDialog(QDialog):
    """Stands beside the window and stops nothing; Escape closes it."""

    def __init__(self, parent: QWidget | None, title: str, lines: KeyLines) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle(_("Keys: {panel}").format(panel=title))
        self.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        edge = style.unit(5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.unit(3))
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.unit(4))
        self._grid.setVerticalSpacing(style.unit(1.5))
        self._grid.setColumnStretch(1, 1)
        if lines:
            self._add(title, lines)
        self._add(_("Everywhere"), EVERYWHERE)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setWidget(page)
        column.addWidget(frame, 1)
        close = Button(_("Close"), self.reject)
        close.setDefault(True)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(style.unit(135), style.unit(120))
        frame.setAccessibleName(self.windowTitle())
        frame.setFocus()  # so that the arrow keys scroll; Enter and Escape close all the same

    def _add(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(PlainLabel(title, "heading"), row, 0, 1, 2)
        for keys, meaning in lines:
            row += 1
            self._grid.addWidget(KeyCap(keys), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(PlainLabel(meaning, wrap=True), row, 1)
