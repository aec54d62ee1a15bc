"""Things to press. Import them from ``trailsdesk.ui.widgets``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.flow_row import FlowRow
from trailsdesk.ui.labels import KeyCap

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from trailsdesk.ui.style import Tone

Run = Callable[[], object]
NamedRun = tuple[str, Run]
"""Words of a button and what it does."""


class EnterButton(QPushButton):
    """A push button that Enter presses as well as Space, on a page as in a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_by_enter(self, event):
            super().keyPressEvent(event)


def presses_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button where the key is Enter alone; held down it presses once."""
    alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not alone:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class ChipButton(EnterButton):
    """A chip that filters or leads somewhere; may be checkable."""

    def __init__(
        self,
        text: str,
        tone: Tone = "good",
        run: Run | None = None,
        parent: QWidget | None = None,
        *,
        checkable: bool = False,
    ) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setProperty("kind", "chip")
        self.setProperty("tone", tone)
        self.setCheckable(checkable)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def set_text(self, text: str, tone: Tone | None = None) -> None:
        """Change the words and, where given, the tone."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        if tone is not None:
            style.set_style_property(self, "tone", tone)


class Button(EnterButton):
    """A push button of one of the kinds of ``trailsdesk.ui.style``; a key may be drawn in it."""

    _own_style = ""

    def __init__(
        self,
        text: str,
        run: Run | None = None,
        *,
        kind: str = "plain",
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(False)
        self._cap: KeyCap | None = None
        if icon:
            icons.dress(self, icon, ink=_ink_of(kind))
        if key:
            self._cap = KeyCap(key, self)
            self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._make_room()
            style.watcher().changed.connect(self._make_room)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def set_key(self, key: str) -> None:
        """Draw another key in it; a button made without one stays so."""
        if self._cap is not None and self._cap.full_text() != key:
            self._cap.setText(key)
            self._cap.setAccessibleName(_("key {key}").format(key=key))
            self._make_room()
            self._place_key()

    def key_width(self) -> int:
        """The room the key takes; 0 for a button without one."""
        return 0 if self._cap is None else self._cap.sizeHint().width() + style.unit(1.5)

    def _make_room(self) -> None:
        if self._cap is not None:
            room = self._cap.sizeHint().width() + style.unit(4.5)
            self.setStyleSheet(f"QPushButton {{ padding-right: {room}px; {self._own_style} }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key at the end of the words."""
        super().resizeEvent(event)
        self._place_key()

    def _place_key(self) -> None:
        if self._cap is not None:
            size = self._cap.sizeHint()
            left = self.width() - size.width() - style.unit(3)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left = style.unit(3)
            self._cap.setGeometry(left, (self.height() - size.height()) // 2, *size.toTuple())


class PrimaryButton(Button):
    """The one thing to do next; at most one in a view."""

    def __init__(
        self,
        text: str,
        run: Run | None = None,
        *,
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, run, kind="primary", icon=icon, key=key, parent=parent)


class IconButton(QToolButton):
    """A button with only an icon; ``name`` is its tooltip and accessible name."""

    def __init__(
        self, icon: str, name: str, run: Run | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        icons.dress(self, icon, ink="secondary")
        self.setToolTip(name)
        self.setAccessibleName(name)
        self._fit()
        style.watcher().changed.connect(self._fit)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_by_enter(self, event):
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setIconSize(QSize(style.unit(5), style.unit(5)))


class SegmentBar(QWidget):
    """A row of exclusive choices (Line / From paper / Two lists). Arrow keys move the choice.

    Args:
        wraps: take a second line where there is no room for all choices in one.
    """

    changed = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str,
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(2))
        flow = FlowRow() if wraps else None
        if flow is not None:
            row.addWidget(flow)
        for key, text in options:
            button = EnterButton(text, self)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setAccessibleName(text.replace("&", ""))
            self._group.addButton(button)
            self._buttons[key] = button
            if flow is None:
                row.addWidget(button)
            else:
                flow.add(button)
        if options:
            self._buttons[options[0][0]].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def current(self) -> str:
        """Key of the choice, ``""`` when there is none."""
        return next((key for key, b in self._buttons.items() if b.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose; unknown keys are ignored."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[key]

    def _toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.changed.emit(self.current)


def _ink_of(kind: str) -> icons.Ink:
    if kind == "primary":
        return "on_accent"
    if kind == "danger":
        return "bad"
    return "accent" if kind == "quiet" else "text"
