"""What stands beside and below the bib box: its keys, and how the field stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.widgets import KeyHint, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTS = 4


class CountsRow(QWidget):
    """How many started, are in, have withdrawn and are still out there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(1.5))
        self._pairs = []
        for at in range(_COUNTS):
            if at:
                row.addSpacing(style.unit(3))
            figure, words = PlainLabel("", "heading"), PlainLabel("", "secondary", elide=True)
            row.addWidget(figure)
            row.addWidget(words)
            self._pairs.append((figure, words))
        row.addStretch(1)

    def show_counts(self, counts: Sequence[tuple[str, str]]) -> None:
        """Figures and their words, left to right."""
        for at, (figure, words) in enumerate(self._pairs):
            shown = at < len(counts)
            figure.setVisible(shown)
            words.setVisible(shown)
            if shown:
                figure.setText(counts[at][0])
                words.setText(counts[at][1])
        self.setAccessibleName(", ".join(f"{count} {words}" for count, words in counts))

    @property
    def text(self) -> str:
        """All of it as one line."""
        return self.accessibleName()


def line_hints() -> QWidget:
    """The keys that are wanted most."""
    hints = QWidget()
    column = QVBoxLayout(hints)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(style.unit(1.5))
    grid = QGridLayout()
    grid.setSpacing(style.unit(1.5))
    for row, (keys, words) in enumerate(
        (
            (("Enter",), _("in now")),
            (("Space",), _("time now, bib later")),
            (("F3",), _("fill a blank")),
        )
    ):
        grid.addWidget(KeyHint(keys, words), row, 0, 1, 2)
    grid.addWidget(KeyHint(("F4",), _("needs you")), 3, 0)
    grid.addWidget(KeyHint(("↑",), _("mend last")), 3, 1)
    column.addStretch(1)
    column.addLayout(grid)
    column.addStretch(1)
    return hints
