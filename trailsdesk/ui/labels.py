"""Words on the screen: plain labels, chips, keys. Import from ``trailsdesk.ui.widgets``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.row_model import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.ui.style import Tone


class PlainLabel(QLabel):
    """Words that are never taken for markup.

    Args:
        kind: a ``type`` of ``trailsdesk.ui.style`` (``secondary``, ``title`` ...), or ``""``.
        wrap: break long text into lines.
        elide: cut the end with an ellipsis when there is no room; the tooltip has it all.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
        elide: bool = False,
        tone: Tone | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = text
        self._elide = elide
        if kind:
            self.setProperty("type", kind)
        if tone:
            self.setProperty("tone", tone)
        if wrap:
            self.setWordWrap(True)
            self.setMinimumWidth(1)
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        super().setText(text)

    def setText(self, text: str) -> None:
        """Show ``text`` as it is."""
        self._full = text
        if self._elide:
            self.updateGeometry()
            self._cut()
        else:
            super().setText(text)

    def full_text(self) -> str:
        """The words before they were cut for want of room."""
        return self._full

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the words; they must say the same without colour."""
        style.set_style_property(self, "tone", tone or "")

    def sizeHint(self) -> QSize:
        """Room for all the words."""
        hint = super().sizeHint()
        if self._elide:
            margins = self.contentsMargins()
            wide = self.fontMetrics().horizontalAdvance(self._full) + 2
            hint.setWidth(wide + margins.left() + margins.right())
        return hint

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis where words may be cut."""
        hint = super().minimumSizeHint()
        if self._elide:
            hint.setWidth(self.fontMetrics().horizontalAdvance("…") * 2)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again for the new width."""
        super().resizeEvent(event)
        if self._elide:
            self._cut()

    def _cut(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        cut = self.fontMetrics().elidedText(self._full, mode, self.contentsRect().width())
        super().setText(cut)
        self.setToolTip("" if cut == self._full else plain_tip(self._full))


class Chip(PlainLabel):
    """A few words on a rounded ground: ``paid``, ``7 unpaid``."""

    def __init__(self, text: str, tone: Tone = "good", parent: QWidget | None = None) -> None:
        super().__init__(text, "", parent)
        self.setProperty("chip", True)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class KeyCap(PlainLabel):
    """A key drawn as a key: ``Enter``, ``Ctrl K``."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "", parent)
        self.setProperty("keycap", True)
        self.setAccessibleName(_("key {key}").format(key=text))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class KeyHint(QWidget):
    """Keys and what they do in one line: ``[Space] somebody in, bib later``."""

    def __init__(self, keys: Sequence[str], text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit())
        for key in keys:
            row.addWidget(KeyCap(key))
        row.addWidget(PlainLabel(text, "secondary", elide=True), 1)
        self.setAccessibleName(" ".join((*keys, text)))
