"""Cards of which one is chosen: a title, what it means, and the arrow keys to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Card, Chip, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceText:
    """One card: its key, its words, and a chip at the end of the title."""

    key: str
    title: str
    text: str
    note: str = ""


class _ChoiceCard(Card):
    pressed = Signal()

    def __init__(self, choice: ChoiceText) -> None:
        super().__init__(padding=3)
        self.choice = choice
        row = QHBoxLayout()
        row.addWidget(PlainLabel(choice.title, "strong", wrap=True), 1)
        if choice.note:
            row.addWidget(Chip(choice.note, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(PlainLabel(choice.text, "secondary", wrap=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


class ChoiceCards(QWidget):
    """A column of cards; Up and Down move the choice, Space and a click choose."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._cards: list[_ChoiceCard] = []
        self._at = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.unit(2))

    @property
    def keys(self) -> tuple[str, ...]:
        """What there is to choose from."""
        return tuple(card.choice.key for card in self._cards)

    @property
    def current(self) -> str:
        """Key of the choice, ``""`` when there is none."""
        return self._cards[self._at].choice.key if self._cards else ""

    def offer(self, choices: Sequence[ChoiceText], current: str = "") -> None:
        """Show these cards and choose one, the first unless told."""
        for card in self._cards:
            card.setParent(None)
            card.deleteLater()
        self._cards = [_ChoiceCard(choice) for choice in choices]
        for at, card in enumerate(self._cards):
            card.pressed.connect(lambda at=at: self.choose(at))
            self._column.addWidget(card)
            card.show()  # a layout shows its widgets later, and what is hidden takes no focus
        keys = self.keys
        self._at = keys.index(current) if current in keys else 0
        self._mark()

    def choose(self, at: int) -> None:
        """Choose the card at that place and put the focus on it."""
        if not 0 <= at < len(self._cards):
            return
        changed = at != self._at
        self._at = at
        self._mark()
        self.focus_current()
        if changed:
            self.chosen.emit(self.current)

    def focus_current(self) -> None:
        """The cursor on the chosen card."""
        if self._cards:
            self._cards[self._at].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move the choice; Space and Enter take the card with the focus."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.choose(self._at + step)
        elif event.key() == Qt.Key.Key_Space:
            at = next((i for i, card in enumerate(self._cards) if card.hasFocus()), self._at)
            self.choose(at)
        else:
            super().keyPressEvent(event)

    def _mark(self) -> None:
        for at, card in enumerate(self._cards):
            card.set_selected(at == self._at)
            chosen = _("{title}, chosen").format(title=card.choice.title)
            card.setAccessibleName(chosen if at == self._at else card.choice.title)
            card.setAccessibleDescription(card.choice.text)
