"""Painting the public board: everything grows with the window, so that it reads from afar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.board_pages import BoardLine, BoardPage, last_in_lines, pages_of
from trailsdesk.ui.line_words import EARLIEST_MS, LONGEST_MS, count_words
from trailsdesk.ui.rehearsal_band import paint_stripes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.board import BoardRace, BoardView
    from trailsdesk.ui.style import Roles

_ROWS: Final = 36
"""The board is so many of its own units high."""
_CLOCKS: Final = 4
_TEXT, _BESIDE = 1.15, 0.95
"""Letters of a line, and of what stands at its end, in units."""
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_LEFT: Final = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are on a board of a size; ``unit`` is a 36th of its height."""

    width: int
    height: int

    @property
    def unit(self) -> int:
        """The measure of everything; narrow boards keep their lines short."""
        return max(6, min(self.height // _ROWS, self.width // 44))

    @property
    def edge(self) -> int:
        """Room at the sides."""
        return round(self.unit * 1.2)

    def head(self) -> QRect:
        """The event and the time of day."""
        return QRect(0, 0, self.width, self.unit * 3)

    def clocks(self) -> QRect:
        """The race clocks."""
        return QRect(self.edge, self.unit * 3, self.width - 2 * self.edge, self.unit * 6)

    def foot(self) -> QRect:
        """The counts."""
        return QRect(0, self.height - round(self.unit * 2.6), self.width, round(self.unit * 2.6))

    def halves(self) -> tuple[QRect, QRect]:
        """The last ones in, and the lists that take turns: side by side, or one over the other."""
        top = self.clocks().bottom() + round(self.unit * 0.8)
        room = QRect(
            self.edge, top, self.width - 2 * self.edge, self.foot().top() - top - self.unit // 2
        )
        gap = self.unit * 2
        if self.width > self.height:
            wide = (room.width() - gap) // 2
            left = QRect(room.left(), room.top(), wide, room.height())
            return left, left.translated(wide + gap, 0)
        high = (room.height() - gap) // 2
        upper = QRect(room.left(), room.top(), room.width(), high)
        return upper, upper.translated(0, high + gap)

    @property
    def line(self) -> int:
        """The height of a line of a list."""
        return self.unit * 2

    def room(self) -> int:
        """How many lines a half takes below its title."""
        return max(1, (self.halves()[1].height() - round(self.unit * 2.4)) // self.line)


class BoardPainter:
    """Paints a view in a palette of its own."""

    def __init__(self, painter: QPainter, places: Places, roles: Roles) -> None:
        self._painter = painter
        self._places = places
        self._roles = roles

    def ground(self, view: BoardView | None, page: BoardPage | None) -> None:
        """All but the clocks."""
        painter, places, roles = self._painter, self._places, self._roles
        painter.fillRect(0, 0, places.width, places.height, QColor(roles.window))
        if view is None:
            whole = QRect(0, 0, places.width, places.height)
            self._words(whole, _("One moment …"), 2, roles.secondary, Qt.AlignmentFlag.AlignCenter)
            return
        self._head(view)
        left, right = places.halves()
        lines = last_in_lines(view)[: places.room()]
        nobody = _("Nobody is in yet.")
        self._list(left, _("Last in"), lines, nobody)
        if page is not None:
            self._list(right, page.title, page.lines, "")
        else:
            self._list(right, _("Leaders"), (), _("They come with the first ones in."))
        self._foot(view)

    def clocks(self, view: BoardView, now: Instant) -> None:
        """The race clocks, or the time of day before there is one."""
        place = self._places.clocks()
        races = [race for race in view.races if race.gun_ms is not None][:_CLOCKS]
        one_gun = len({race.gun_ms for race in races}) == 1
        if not races:
            self._clock(place, _("The race has not been started."), "–:––:––", 5)
        elif one_gun:
            label = " · ".join(race.label for race in races) if len(races) > 1 else races[0].label
            self._clock(place, label, _since(races[0], now), 5)
        else:
            wide = place.width() // len(races)
            for at, race in enumerate(races):
                part = QRect(place.left() + at * wide, place.top(), wide, place.height())
                self._clock(part, race.label, _since(race, now), 3.4)
        head = self._places.head().adjusted(self._places.edge, 0, -self._places.edge, 0)
        clock = format_clock(now, view.zone)
        self._words(head, clock, 1.5, self._roles.secondary, _RIGHT)

    def _clock(self, place: QRect, label: str, words: str, size: float) -> None:
        upper = QRect(place.left(), place.top(), place.width(), round(self._places.unit * 1.5))
        self._words(upper, label, 1.1, self._roles.secondary, _LEFT)
        lower = place.adjusted(0, upper.height(), 0, 0)
        self._words(lower, words, size, self._roles.text, _LEFT)

    def _head(self, view: BoardView) -> None:
        head = self._places.head()
        if view.is_rehearsal:
            paint_stripes(self._painter, head, self._roles)
        inside = head.adjusted(self._places.edge, 0, -self._places.edge - self._places.unit * 7, 0)
        name = view.event_name
        if view.is_rehearsal:
            name = _("REHEARSAL · {event}").format(event=name)
        self._words(inside, name, 1.7, self._roles.text, _LEFT, bold=True)

    def _list(self, place: QRect, title: str, lines: Sequence[BoardLine], empty: str) -> None:
        roles, unit = self._roles, self._places.unit
        top = QRect(place.left(), place.top(), place.width(), round(unit * 2))
        self._words(top, title, 1.3, roles.accent, _LEFT, bold=True)
        below = top.bottom() + round(unit * 0.2)
        self._painter.fillRect(place.left(), below, place.width(), max(2, unit // 8),
                               QColor(roles.accent))  # fmt: skip
        if not lines and empty:
            row = QRect(place.left(), below + unit // 2, place.width(), unit * 2)
            self._words(row, empty, 1.1, roles.secondary, _LEFT)
        widths = self._widths(lines)
        for at, line in enumerate(lines):
            y = below + round(unit * 0.3) + at * self._places.line
            self._line(QRect(place.left(), y, place.width(), self._places.line), line, widths)

    def _widths(self, lines: Sequence[BoardLine]) -> tuple[int, int]:
        """Of the lead and the bib: what they need, so that names get the rest."""
        slack = self._places.unit // 2
        plain, bold = self._metrics(_TEXT, bold=False), self._metrics(_TEXT, bold=True)
        lead = max((plain.horizontalAdvance(line.lead) for line in lines), default=0)
        bib = max((bold.horizontalAdvance(line.bib) for line in lines), default=0)
        return lead + slack, bib + slack

    def _line(self, place: QRect, line: BoardLine, widths: tuple[int, int]) -> None:
        """One line; where it is too long the end gives way before the name."""
        roles, unit = self._roles, self._places.unit
        if line.heading:
            self._words(place, line.heading, 1.0, roles.secondary, _LEFT, bold=True)
            return
        lead, bib = widths

        def part(left: int, wide: int) -> QRect:
            return QRect(left, place.top(), wide, place.height())

        left = place.left()
        self._words(part(left, lead), line.lead, _TEXT, roles.secondary, _RIGHT)
        left += lead + unit // 2
        self._words(part(left, bib), line.bib, _TEXT, roles.text, _RIGHT, bold=True)
        left += bib + unit
        room = place.right() - left
        name = self._metrics(_TEXT, bold=False).horizontalAdvance(line.name) + unit // 2
        end = self._metrics(_BESIDE, bold=False).horizontalAdvance(line.end) + unit // 2
        end = min(end, max(room - name, room * 2 // 5))
        self._words(part(left, room - end), line.name, _TEXT, roles.text, _LEFT)
        self._words(part(place.right() - end, end), line.end, _BESIDE, roles.secondary, _RIGHT)

    def _foot(self, view: BoardView) -> None:
        place, roles, unit = self._places.foot(), self._roles, self._places.unit
        self._painter.fillRect(place, QColor(roles.surface))
        self._painter.fillRect(QRect(0, place.top(), place.width(), max(1, unit // 12)),
                               QColor(roles.line))  # fmt: skip
        left = self._places.edge
        for figure, words in count_words(view.counts):
            for text, ink, bold in ((figure, roles.text, True), (words, roles.secondary, False)):
                wide = self._metrics(1.15, bold=bold).horizontalAdvance(text)
                row = QRect(left, place.top(), wide + 2, place.height())
                self._words(row, text, 1.15, ink, _LEFT, bold=bold)
                left += wide + round(unit * (0.5 if bold else 1.8))

    # -- words ----------------------------------------------------------------------------------

    def _font(self, size: float, *, bold: bool) -> QFont:
        font = style.look().font(bold=bold)
        font.setPixelSize(max(6, round(self._places.unit * size)))
        return font

    def _metrics(self, size: float, *, bold: bool) -> QFontMetrics:
        return QFontMetrics(self._font(size, bold=bold))

    def _words(
        self,
        place: QRect,
        text: str,
        size: float,
        ink: str,
        side: Qt.AlignmentFlag,
        *,
        bold: bool = False,
    ) -> None:
        font = self._font(size, bold=bold)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self._painter.setFont(font)
        self._painter.setPen(QColor(ink))
        self._painter.drawText(place, side | _MIDDLE | Qt.TextFlag.TextSingleLine, cut)


def _since(race: BoardRace, now: Instant) -> str:
    if race.gun_ms is None or not EARLIEST_MS < now - race.gun_ms < LONGEST_MS:
        return "–:––:––"
    return format_elapsed(now - race.gun_ms)


def turning_pages(view: BoardView | None, places: Places) -> tuple[BoardPage, ...]:
    """What the right half shows in turn on a board of that size."""
    return () if view is None else pages_of(view, places.room())
