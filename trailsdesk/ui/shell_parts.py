"""Parts of the frame that draw themselves: sidebar buttons, scope selectors, the logo word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLayout,
    QMenu,
    QSizePolicy,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.buttons import EnterButton, presses_by_enter
from trailsdesk.ui.widgets import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from trailsdesk.ui.style import Tone


class SidebarButton(QAbstractButton):
    """A panel in the sidebar: icon, word and a number that needs a look."""

    def __init__(
        self, title: str, icon: str, shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._icon = icon
        self._count = 0
        self._tone: Tone = "warn"
        self._shortcut = shortcut
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    @property
    def badge(self) -> int:
        """The number shown; 0 is none."""
        return self._count

    def set_badge(self, count: int, tone: Tone = "warn") -> None:
        """Show a number; 0 takes it away."""
        self._count, self._tone = count, tone
        self._name()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_by_enter(self, event):
            super().keyPressEvent(event)

    def _name(self) -> None:
        self.setText(self.title)
        badge = _("{title}, {count} to look at").format(title=self.title, count=self._count)
        self.setAccessibleName(badge if self._count else self.title)
        self.setToolTip(f"{self.title}  {self._shortcut}" if self._shortcut else self.title)

    def sizeHint(self) -> QSize:
        look = style.look()
        return QSize(look.unit(38), max(look.unit(8.5), self._letters() + look.unit(2)))

    def minimumSizeHint(self) -> QSize:
        """The sidebar gives up air before it gives up words."""
        return QSize(style.unit(20), self._letters() + style.unit(0.5))

    @staticmethod
    def _letters() -> int:
        return QFontMetrics(style.look().font(bold=True)).height()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = style.look()
        roles = look.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ground = self.rect()
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            radius = look.unit(1.5)
            if chosen:
                painter.setBrush(QColor(roles.sidebar_edge))
                painter.drawRoundedRect(ground, radius, radius)
                edge = max(2, look.unit(0.75))
                ground = ground.adjusted(0 if mirrored else edge, 0, -edge if mirrored else 0, 0)
            painter.setBrush(QColor(roles.sidebar_selection))
            painter.drawRoundedRect(ground, radius, radius)
        ink = roles.sidebar_selected_text if chosen else roles.sidebar_text
        self._paint_words(painter, ink, mirrored=mirrored)
        if self.hasFocus():
            painter.setPen(QPen(QColor("#FFFFFF"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)

    def _paint_words(self, painter: QPainter, ink: str, *, mirrored: bool) -> None:
        look = style.look()
        size = look.unit(4.5)
        drawing = icons.pixmap(self._icon, size, ink, self.devicePixelRatioF())
        room = self.rect().adjusted(look.unit(2.5), 0, -look.unit(2.5), 0)
        left = room.right() - size if mirrored else room.left()
        painter.drawPixmap(QPoint(left, (self.height() - size) // 2), drawing)
        room = room.adjusted(0 if mirrored else look.unit(6.5), 0, 0, 0)
        if mirrored:
            room.setRight(room.right() - look.unit(6.5))
        if self._count:
            room = self._paint_badge(painter, room, mirrored=mirrored)
        font = look.font(bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        cut = Qt.TextElideMode.ElideRight
        words = QFontMetrics(font).elidedText(self.title, cut, room.width())
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_badge(self, painter: QPainter, room: QRect, *, mirrored: bool) -> QRect:
        look = style.look()
        font = look.font("small", bold=True)
        metrics = QFontMetrics(font)
        text = str(self._count) if self._count < 1000 else "999+"
        height = min(metrics.height() + look.unit(0.5), self.height() - 2)
        width = max(metrics.horizontalAdvance(text) + look.unit(2.5), height)
        left = room.left() if mirrored else room.right() - width + 1
        badge = QRect(left, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.roles.ground(self._tone)))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(look.roles.ink(self._tone)))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)
        gap = width + look.unit()
        return room.adjusted(gap if mirrored else 0, 0, 0 if mirrored else -gap, 0)


class SelectorButton(EnterButton):
    """One scope: shows the choice with a chevron, offers the others in a menu.

    The words are cut at the end when the window is narrow; the tooltip has them all.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._words = ""
        self._name = ""
        self._choices: tuple[tuple[str, object], ...] = ()
        self._current: object = None
        self._least = 16
        self.clicked.connect(self.open_menu)

    @property
    def words(self) -> str:
        """What is chosen, in full."""
        return self._words

    def offer(
        self, name: str, choices: Sequence[tuple[str, object]], current: object, words: str
    ) -> None:
        """Set what is chosen and what else there is."""
        self._name, self._choices, self._current = name, tuple(choices), current
        self._words = words
        self.setAccessibleName(f"{name}: {words}")
        self.setToolTip("")
        self.setEnabled(bool(choices))
        self.updateGeometry()
        self.update()

    def set_least(self, steps: int) -> None:
        """Grid steps of width that its words keep where the window is narrow."""
        self._least = steps
        self.updateGeometry()

    def open_menu(self) -> None:
        """Show the choices below the button."""
        menu = self.menu_of_choices()
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def menu_of_choices(self) -> QMenu:
        """A menu of all choices, the current one ticked."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self._name)
        for text, value in self._choices:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._current)
            action.setData(value)
        menu.triggered.connect(lambda action: self.chosen.emit(action.data()))
        return menu

    def sizeHint(self) -> QSize:
        look = style.look()
        words = QFontMetrics(look.font(bold=True)).horizontalAdvance(self._words)
        return QSize(words + look.unit(12), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        wide = min(self.sizeHint().width(), style.unit(self._least))
        return QSize(wide, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = style.look()
        painter = QPainter(self)
        size = look.unit(3)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = look.unit(3)
        place = edge if mirrored else self.width() - edge - size
        ratio = self.devicePixelRatioF()
        drawing = icons.pixmap("chevron_down", size, look.roles.secondary, ratio)
        painter.drawPixmap(QPoint(place, (self.height() - size) // 2), drawing)
        taken = edge + size + look.unit()
        room = self.rect().adjusted(
            taken if mirrored else edge, 0, -edge if mirrored else -taken, 0
        )
        font = look.font(bold=True)
        cut = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(look.roles.text if self.isEnabled() else look.roles.secondary))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), cut)
        painter.end()


class FittingBar(QWidget):
    """A bar that hides what has no room, piece by piece, instead of squeezing all of it.

    Args:
        droppable: answers the pieces that may be hidden, the first to go first.
    """

    def __init__(
        self, droppable: Callable[[], Sequence[QWidget]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._droppable = droppable
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def fit(self) -> None:
        """Show all pieces, then hide one after the other until the rest has room."""
        layout = self.layout()
        if layout is None:
            return
        pieces = self._droppable()
        for piece in pieces:
            piece.setVisible(True)
        for piece in pieces:
            if _least_width(layout) <= self.width():
                break
            piece.setVisible(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class Logo(QWidget):
    """The mark and the word at the head of the sidebar."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        self._mark = PlainLabel()
        self._word = PlainLabel(word)
        self._word.setObjectName("logo")
        row.addWidget(self._mark)
        row.addWidget(self._word, 1)
        self.setAccessibleName(word)
        self._draw()
        style.watcher().changed.connect(self._draw)

    def _draw(self) -> None:
        look = style.look()
        row = self.layout()
        if row is not None:
            row.setContentsMargins(look.unit(2), look.unit(), 0, min(look.unit(5), 20))
            row.setSpacing(look.unit(1.5))
        ink = look.roles.sidebar_selected_text
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap("logo", look.unit(4), ink, ratio))


def _least_width(layout: QLayout) -> int:
    """What a row needs for the widgets not hidden; layouts' own sums lag behind an event."""
    widths: list[int] = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if inner is not None:
            widths.append(_least_width(inner))
        elif widget is not None and not widget.isHidden():
            widths.append(max(widget.minimumWidth(), widget.minimumSizeHint().width()))
    margins = layout.contentsMargins()
    gaps = layout.spacing() * max(0, len(widths) - 1)
    return sum(widths) + gaps + margins.left() + margins.right()
