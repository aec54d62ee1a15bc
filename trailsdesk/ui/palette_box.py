"""The find box of the top bar: runners, actions and panels from one line, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.row_model import ACCESSIBLE, DISPLAY, fold
from trailsdesk.ui.widgets import PlainLabel, SearchField

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

HITS_SHOWN = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found and what Enter does with it.

    ``rank`` puts better hits first within and across providers; equal ranks keep their order.
    """

    title: str
    run: Callable[[], object]
    subtitle: str = ""
    icon: str = ""
    rank: int = 0


Provider = Callable[[str], Sequence[Hit]]
"""Given what was typed (as typed, stripped), answers hits. Must be quick: it runs per key."""


def match_score(typed: str, candidate: str) -> int:
    """How well ``candidate`` answers ``typed``; 0 is not at all, larger is better.

    Every typed word must be found, without accents and case: as a word's beginning (best), inside
    a word, or as letters in order (``pawr`` finds ``print awards``). Exact words count most.
    """
    words = fold(typed).split()
    target = fold(candidate)
    if not words:
        return 1
    pieces = target.replace("#", " ").replace("-", " ").split()
    total = 0
    for word in words:
        score = _word_score(word, pieces, target)
        if not score:
            return _letters_in_order("".join(words), pieces)
        total += score
    return total


def _word_score(word: str, pieces: Sequence[str], target: str) -> int:
    if word in pieces:
        return 100
    if any(piece.startswith(word) for piece in pieces):
        return 60
    return 20 if word in target else 0


def _letters_in_order(letters: str, pieces: Sequence[str]) -> int:
    """5 when ``letters`` can be read off the candidate in order, starting at a word's start."""
    joined = "".join(pieces)
    starts = {sum(map(len, pieces[:at])) for at in range(len(pieces))}
    if len(letters) < 2 or letters.isdigit():
        return 0
    for start in starts:
        rest = iter(joined[start:])
        if joined[start : start + 1] == letters[0] and all(letter in rest for letter in letters):
            return 5
    return 0


def focus_of(widget: QWidget) -> QWidget | None:
    """Who inside ``widget`` has or last had the focus (the bindings hide the ``None``)."""
    return widget.focusWidget()


class _HitModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()

    def replace(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> Any:  # noqa: ANN401 - Qt's signature
        hit = self.hits[index.row()]
        if role == DISPLAY:
            return hit.title
        if role == ACCESSIBLE:
            return f"{hit.title}, {hit.subtitle}" if hit.subtitle else hit.title
        return None


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        look = style.look()
        return QSize(look.unit(40), QFontMetrics(look.font()).height() + look.unit(4))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, _HitModel):
            return
        hit = model.hits[index.row()]
        look = style.look()
        fields: Any = option
        rect: QRect = fields.rect
        painter.save()
        if fields.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.roles.soft))
            painter.fillRect(
                QRect(rect.left(), rect.top(), look.unit(0.75), rect.height()),
                QColor(look.roles.accent),
            )
        size = look.unit(5)
        left = rect.left() + look.unit(3)
        if hit.icon:
            ratio = painter.device().devicePixelRatioF()
            drawing = icons.pixmap(hit.icon, size, look.roles.secondary, ratio)
            painter.drawPixmap(QPoint(left, rect.center().y() - size // 2), drawing)
        left += size + look.unit(2)
        font = look.font(bold=True)
        metrics = QFontMetrics(font)
        room = QRect(left, rect.top(), rect.right() - left - look.unit(2), rect.height())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font)
        painter.setPen(QColor(look.roles.text))
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        room.setLeft(left + metrics.horizontalAdvance(title) + look.unit(3))
        font = look.font()
        painter.setFont(font)
        painter.setPen(QColor(look.roles.secondary))
        cut = QFontMetrics(font).elidedText(
            hit.subtitle, Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        painter.drawText(room, middle, cut)
        painter.restore()


class PaletteBox(SearchField):
    """The field with its list of hits below; Up, Down, Enter and Escape are all it needs."""

    ran = Signal(str)
    """Title of the hit that was run."""

    def __init__(self, placeholder: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder, _("Find anything"), key=key, parent=parent)
        self._providers: list[Provider] = []
        self._return_to: QWidget | None = None
        self._model = _HitModel(self)
        self._popup = QFrame(self)
        self._popup.hide()
        self._list = QListView(self._popup)
        self._nothing = PlainLabel(_("Nothing found."), "secondary", self._popup)
        self._fill_popup()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(40)
        self._wait.timeout.connect(self.search_now)
        self.textEdited.connect(self._typed)

    def add_provider(self, provider: Provider) -> None:
        """Ask ``provider`` too from now on."""
        self._providers.append(provider)

    def open_box(self) -> None:
        """Take the focus, remember who had it and offer hits at once."""
        focus = focus_of(self.window())
        if focus is not None and focus is not self:
            self._return_to = focus
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self.search_now()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is offered now, best first."""
        return self._model.hits

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup.isVisible()

    def search_now(self) -> None:
        """Ask the providers without waiting for a pause in typing."""
        self._wait.stop()
        text = self.text().strip()
        found = [hit for provider in self._providers for hit in provider(text)]
        found.sort(key=lambda hit: -hit.rank)
        self._model.replace(found[:HITS_SHOWN])
        if not found and not text:
            self.close_box()
            return
        self._show_popup()

    def close_box(self) -> None:
        """Hide the list."""
        self._popup.hide()

    def run_current(self) -> None:
        """Run the marked hit, close and clear."""
        if self._wait.isActive():
            self.search_now()
        row = max(0, self._list.currentIndex().row())
        if row >= len(self._model.hits):
            return
        hit = self._model.hits[row]
        self._leave()
        hit.run()
        self.ran.emit(hit.title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.run_current()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_box()

    def _typed(self) -> None:
        self._wait.start()

    def _leave(self) -> None:
        self._wait.stop()
        self.clear()
        self.close_box()
        if self._return_to is not None:
            self._return_to.setFocus(Qt.FocusReason.OtherFocusReason)
            self._return_to = None

    def _move(self, step: int) -> None:
        if not self.is_open:
            self.search_now()
            return
        count = len(self._model.hits)
        if count:
            at = (self._list.currentIndex().row() + step) % count
            self._list.setCurrentIndex(self._model.index(at))

    def _fill_popup(self) -> None:
        popup = self._popup
        popup.setObjectName("palette_popup")
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, 1, 1, 1)
        self._list.setObjectName("palette_list")
        self._list.setModel(self._model)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Found"))
        self._list.clicked.connect(self._clicked)
        column.addWidget(self._list)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._nothing)

    def _clicked(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self.run_current()

    def _show_popup(self) -> None:
        if self._popup.parent() is not self.window():
            # A child of the window, not a window of its own: it never takes the focus from the
            # field and behaves alike on every desktop.
            self._popup.setParent(self.window())
        count = len(self._model.hits)
        self._list.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        if count:
            self._list.setCurrentIndex(self._model.index(0))
        self._place(self._popup, max(1, count))
        self._popup.show()
        self._popup.raise_()

    def _place(self, popup: QFrame, lines: int) -> None:
        window = self.window()
        width = min(max(self.width(), style.unit(120)), window.width() - style.unit(4))
        line = QFontMetrics(style.look().font()).height() + style.unit(4)
        corner = self.mapTo(window, QPoint(0, self.height() + style.unit()))
        height = min(lines * line + style.unit(2), window.height() - corner.y() - style.unit(2))
        left = min(corner.x(), window.width() - width - style.unit(2))
        popup.setGeometry(max(style.unit(2), left), corner.y(), width, height)

    def event(self, event: QEvent) -> bool:
        # Tab would leave the field with the list open; it moves through the hits instead.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            if event.key() == Qt.Key.Key_Tab:
                self._move(1)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self._move(-1)
                return True
        return super().event(event)
