"""The small parts panels are made of, so that all panels look and behave alike.

Every text of a user or a file is shown through :class:`PlainLabel` (or a class made of it): Qt
would otherwise take ``<b>`` in a club's name for markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.buttons import (
    Button,
    ChipButton,
    IconButton,
    NamedRun,
    PrimaryButton,
    Run,
    SegmentBar,
)
from trailsdesk.ui.flow_row import FlowRow
from trailsdesk.ui.labels import Chip, KeyCap, KeyHint, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent

    from trailsdesk.ui.style import Tone


__all__ = [
    "Button",
    "Callout",
    "Card",
    "Chip",
    "ChipButton",
    "Divider",
    "EmptyState",
    "Figure",
    "FlowRow",
    "IconButton",
    "KeyCap",
    "KeyHint",
    "NamedRun",
    "Notice",
    "NumberBox",
    "PageHeader",
    "PlainLabel",
    "PrimaryButton",
    "Run",
    "SearchField",
    "SegmentBar",
]


class Card(QFrame):
    """A surface with a hairline and round corners; ``body`` is its vertical layout.

    Args:
        title: a heading inside, or ``""``.
        padding: grid steps between edge and content; 0 for a table that fills the card.
    """

    def __init__(
        self, title: str = "", *, padding: float = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._padding = padding
        self.body = QVBoxLayout(self)
        self.heading = QHBoxLayout()
        self.title_label = PlainLabel(title, "heading", self, elide=True)
        self.title_label.setVisible(bool(title))
        if title:
            self.heading.addWidget(self.title_label)
            self.heading.addStretch(1)
            self.body.addLayout(self.heading)
            self.setAccessibleName(title)
        self._space()
        style.watcher().changed.connect(self._space)

    def set_selected(self, selected: bool) -> None:
        """Mark the card as the chosen one."""
        style.set_style_property(self, "selected", selected)

    def _space(self) -> None:
        edge = style.unit(self._padding)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(style.unit(2))


class Callout(QFrame):
    """Words that matter on a soft ground with a bar at the side; ``body`` takes more widgets."""

    def __init__(self, tone: Tone = "good", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("callout", True)
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(style.unit(4), style.unit(3), style.unit(4), style.unit(3))
        self.body.setSpacing(style.unit())

    def set_tone(self, tone: Tone) -> None:
        """Change the ground."""
        style.set_style_property(self, "tone", tone)


class Figure(QWidget):
    """A large value over or under its caption: ``3rd`` / ``Open women``."""

    def __init__(
        self,
        value: str,
        caption: str,
        *,
        kind: str = "figure",
        caption_above: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.value_label = PlainLabel(value, kind)
        self.caption_label = PlainLabel(caption, "secondary")
        pair = [self.value_label, self.caption_label]
        for label in reversed(pair) if caption_above else pair:
            column.addWidget(label)
        column.addStretch(1)
        self._name()

    def set_value(self, value: str, caption: str | None = None) -> None:
        """Show another value; the caption stays unless given."""
        self.value_label.setText(value)
        if caption is not None:
            self.caption_label.setText(caption)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.caption_label.text()}: {self.value_label.text()}")


class Divider(QFrame):
    """A hairline across a layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("divider", True)
        self.setFixedHeight(1)


class PageHeader(QWidget):
    """Title, one line of what the page stands at, chips, and the actions at the right."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.unit(3))
        self.title_label = PlainLabel(title, "title")
        self.title_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.subtitle_label = PlainLabel(subtitle, "secondary", elide=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(style.unit(2))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(style.unit(3))
        self._row.addWidget(self.title_label)
        self._row.addWidget(self.subtitle_label)
        self._row.addLayout(self._chips)
        self._row.addStretch(1)
        self._row.addLayout(self._actions)
        self.subtitle_label.setVisible(bool(subtitle))
        self._fit()
        style.watcher().changed.connect(self._fit)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.title_label.setText(title)

    def set_subtitle(self, text: str) -> None:
        """Change the line beside the title; ``""`` hides it."""
        self.subtitle_label.setText(text)
        self.subtitle_label.setVisible(bool(text))

    def add_chip(self, chip: QWidget) -> QWidget:
        """Put a chip after the subtitle."""
        self._chips.addWidget(chip)
        return chip

    def add_action(self, widget: QWidget) -> QWidget:
        """Put a button at the right end of the row."""
        self._actions.addWidget(widget)
        return widget

    def _fit(self) -> None:
        self.setMinimumHeight(style.unit(8))


class EmptyState(QWidget):
    """What goes here and the next step as a button, where there is nothing to show yet.

    Args:
        action: the button's words and what it does; ``None`` shows none.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        action: NamedRun | None = None,
        *,
        icon: str = "",
        second_action: NamedRun | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(style.unit(2))
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._icon = icon
        self._picture = PlainLabel("", "", self)
        self._picture.setVisible(bool(icon))
        column.addWidget(self._picture, 0, middle)
        self.title_label = PlainLabel(title, "title", wrap=True)
        self.title_label.setAlignment(middle)
        column.addWidget(self.title_label)
        self.text_label = PlainLabel(text, "secondary", self, wrap=True)
        self.text_label.setAlignment(middle)
        self.text_label.setVisible(bool(text))
        column.addWidget(self.text_label)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        row.addStretch(1)
        self.button: QPushButton | None = None
        if action is not None:
            self.button = PrimaryButton(action[0], action[1])
            row.addWidget(self.button)
        if second_action is not None:
            row.addWidget(Button(second_action[0], second_action[1]))
        row.addStretch(1)
        column.addSpacing(style.unit(2))
        column.addLayout(row)
        column.addStretch(3)
        self.setAccessibleName(title)
        self._draw()
        style.watcher().changed.connect(self._draw)

    def _draw(self) -> None:
        if self._icon:
            colour = style.look().roles.secondary
            picture = icons.pixmap(self._icon, style.unit(12), colour, self.devicePixelRatioF())
            self._picture.setPixmap(picture)


class Notice(QFrame):
    """A bar that says something and stands in nobody's way.

    Colour is never alone: an icon and the words say the same. ``action`` is a button in the bar;
    ``closable`` adds a button that takes the bar away (``closed`` tells).
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        tone: Tone = "warn",
        action: NamedRun | None = None,
        *,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("notice", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.unit(3), style.unit(1.5), style.unit(2), style.unit(1.5))
        row.setSpacing(style.unit(2))
        self._picture = PlainLabel()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self.label = PlainLabel(text, wrap=True)
        row.addWidget(self.label, 1)
        self.button: QPushButton | None = None
        if action is not None:
            self.button = Button(action[0], action[1])
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            row.addWidget(IconButton("close", _("Close this notice"), self._close))
        self._tone: Tone = tone
        self.set_notice(text, tone)
        style.watcher().changed.connect(self._draw)

    def set_notice(self, text: str, tone: Tone | None = None) -> None:
        """Say something else, in another tone where given."""
        self._tone = tone or self._tone
        self.label.setText(text)
        self.setAccessibleName(text)
        style.set_style_property(self, "tone", self._tone)
        self._draw()

    def _draw(self) -> None:
        name = {"good": "done", "warn": "warning", "bad": "problems"}.get(self._tone, "info")
        ink = style.look().roles.ink(self._tone)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap(name, style.unit(5), ink, ratio))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class SearchField(QLineEdit):
    """A field to type a filter into, with its key drawn inside. Escape empties it."""

    def __init__(
        self, placeholder: str, name: str, *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = placeholder
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(False)
        self._cap = KeyCap(key, self) if key else None
        if self._cap is not None:
            self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._show_cap)

    def _show_cap(self) -> None:
        if self._cap is not None:
            self._cap.setVisible(not self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key at the far end."""
        super().resizeEvent(event)
        if self._cap is not None:
            size = self._cap.sizeHint()
            left = self.width() - size.width() - style.unit(2)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left = style.unit(2)
            self._cap.setGeometry(left, (self.height() - size.height()) // 2, *size.toTuple())
            room = self.width() - size.width() - style.unit(8)
            cut = Qt.TextElideMode.ElideRight
            self.setPlaceholderText(self.fontMetrics().elidedText(self._words, cut, room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties a filled field and passes on from an empty one."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Place the key again when letters change size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()


class NumberBox(QSpinBox):
    """A whole number with small buttons; the wheel changes it only while it has the focus."""

    def __init__(
        self,
        minimum: int,
        maximum: int,
        name: str,
        value: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setRange(minimum, maximum)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if value is not None:
            self.setValue(value)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A page scrolled under the mouse must not change a number on the way."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _fit(self) -> None:
        # The style sheet's padding does not reach the edit of a spin box.
        self.lineEdit().setTextMargins(style.unit(2), 0, 0, 0)
