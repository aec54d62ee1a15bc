"""How the field stands, race by race, and whether anybody is left out there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.ui import icons, style
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.on_course import Tally
    from trailsdesk.services.on_course import RaceCount
    from trailsdesk.ui.style import Tone


def accounted_words(tally: Tally, overdue: int) -> tuple[str, str, Tone, str]:
    """The banner: title, a line under it, tone and icon.

    Green only when every starter is in, withdrawn or ruled out, and nobody is left.
    """
    if tally.accounted:
        return (
            _("All accounted for"),
            _("Every starter is in, withdrawn or ruled out, and nobody is left out there."),
            "good",
            "done",
        )
    if not tally.started:
        return _("Not started"), _("Nobody is out there before the gun."), "muted", "clock"
    parts = []
    if overdue:
        parts.append(plural("{count} overdue", "{count} overdue", overdue))
    if tally.awaited:
        parts.append(
            plural("{count} withdrawn, not back yet", "{count} withdrawn, not back yet",
                   tally.awaited)
        )  # fmt: skip
    if tally.waiting:
        parts.append(
            plural("{count} in a wave not started", "{count} in a wave not started", tally.waiting)
        )
    tone: Tone = "bad" if overdue else "warn"
    title = plural("{count} out there", "{count} out there", tally.out)
    if not tally.out:
        title = _("Nobody out there, but not all are back")
        if tally.waiting:
            title = _("Nobody out there, but not all have started")
    return title, " · ".join(parts) or _("nobody overdue"), tone, "warning"


_GIVES_WAY = (1, 4)
"""Columns left out where there is little room: who started, and who did not."""
_MOST_ROWS = 7
"""So many rows are seen at once: five races between their titles and the total."""


class CountsCard(Card):
    """The banner over a table of counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=3, parent=parent)
        self.setAccessibleName(_("How the field stands"))
        self._picture = PlainLabel()
        self.title = PlainLabel("", "title", wrap=True)
        self.line = PlainLabel("", "secondary", wrap=True)
        self._tone: Tone = "muted"
        self._icon = "clock"
        head = QHBoxLayout()
        head.setSpacing(style.unit(3))
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addStretch(1)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self._area = ScrollColumn()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._area.column.addWidget(self._table)
        self._area.column.addStretch(1)
        self.body.addWidget(self._area, 1)
        self._shown: tuple[tuple[str, ...], ...] = ()
        self._narrow = False
        self._cells: list[PlainLabel] = []
        style.watcher().changed.connect(self._draw)

    @property
    def tone(self) -> Tone:
        """The tone of the banner: good only when all are accounted for."""
        return self._tone

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The counts as shown: a title line, the races, the total where there are several."""
        return self._shown

    def set_narrow(self, narrow: bool, *, tight: bool = False) -> None:
        """Where there is little room only who is in, withdrawn, out there; or the banner alone."""
        self._area.setVisible(not tight)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill()

    def show_counts(self, races: Sequence[RaceCount], total: Tally, overdue: int) -> None:
        """The counts as they stand."""
        title, line, self._tone, self._icon = accounted_words(total, overdue)
        self.title.setText(title)
        self.title.set_tone(None if self._tone == "muted" else self._tone)
        self.line.setText(line)
        self.setAccessibleDescription(f"{title}. {line}")
        rows = [
            ("", _("Started"), _("In"), _("Withdrawn"), _("DNS"), _("Out there")),
            *((race.label, *_figures(race.tally)) for race in races),
        ]
        if len(races) > 1:
            rows.append((_("All"), *_figures(total)))
        if tuple(rows) != self._shown:
            self._shown = tuple(rows)
            self._fill()
        self._draw()

    def _fill(self) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        last = len(self._shown) - 1
        has_total = last > 1
        for at, row in enumerate(self._shown):
            spoken = ", ".join(
                f"{title} {value}" for title, value in zip(self._shown[0], row, strict=True)
            )
            for column, text in enumerate(row):
                if self._narrow and column in _GIVES_WAY:
                    continue
                strong = at and (column == len(row) - 1 or (has_total and at == last))
                kind = "strong" if strong else "secondary" if not at else ""
                shown = text.partition(" (")[0] if self._narrow else text
                cell = PlainLabel(shown, kind, elide=column == 0)
                if column:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                elif at:
                    cell.setAccessibleName(spoken.strip())
                self._grid.addWidget(cell, at, column)
                self._cells.append(cell)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(0, style.unit(16))
        self._grid.setHorizontalSpacing(style.unit(3))

    def _take_room(self) -> None:
        """All rows are seen without scrolling; where they are many, the figures beside the bar."""
        rows = len(self._shown)
        high, wide = 0, dict.fromkeys(range(self._grid.columnCount()), 0)
        for cell in self._cells:  # asked one by one: a grid just filled does not know its size yet
            hint = cell.sizeHint()
            place: Any = self._grid.getItemPosition(self._grid.indexOf(cell))
            high = max(high, hint.height())
            wide[place[1]] = max(wide[place[1]], hint.width())
        wide[0] = style.unit(16)  # names give way
        gaps = style.unit(3) * sum(map(bool, list(wide.values())[1:]))
        bar = self._area.verticalScrollBar().sizeHint().width() if rows > _MOST_ROWS else 0
        self._area.setMinimumSize(sum(wide.values()) + gaps + bar, high * min(rows, _MOST_ROWS))

    def _draw(self) -> None:
        self._take_room()
        ink = style.look().roles.ink(self._tone)
        size = style.unit(8)
        self._picture.setPixmap(icons.pixmap(self._icon, size, ink, self.devicePixelRatioF()))


def _figures(tally: Tally) -> tuple[str, str, str, str, str]:
    withdrawn = str(tally.stopped + tally.ruled_out)
    if tally.awaited:
        withdrawn = _("{count} ({awaited} not back)").format(
            count=withdrawn, awaited=tally.awaited
        )
    return (
        str(tally.started), str(tally.inside), withdrawn, str(tally.dns), str(tally.out),
    )  # fmt: skip
