"""The bib ranges of the races: one line of text each, told at once what it holds and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services import bibs
from trailsdesk.ui import style
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.start_field import StartField
from trailsdesk.ui.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.bibs import RangePreview
    from trailsdesk.ui.context import PanelContext


class RangeLine(StartField):
    """The ranges of one race as text. Esc gives back what holds."""

    def __init__(self, race_id: RaceId, label: str) -> None:
        super().__init__(_("Bib ranges of {race}").format(race=label), large=False)
        self.race_id = race_id
        self.standing = ""
        self.setMaxLength(400)
        self.setPlaceholderText("1-400, A1-A50")
        self.escaped.connect(self.clearFocus)

    def take(self, text: str) -> None:
        """What holds; what somebody is typing stays."""
        if self.text() == self.standing:
            self.setText(text)
        self.standing = text

    @property
    def changed(self) -> bool:
        """Whether something else stands there than what holds."""
        return self.text().strip() != self.standing

    def clear(self) -> None:
        """Esc in a filled field gives back what holds."""
        self.setText(self.standing)
        self.mark(False)


class RangeLines(QWidget):
    """A line for each race in scope."""

    said = Signal(str)
    grown = Signal()
    """The lines may need another height."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Bib ranges"))
        self._context = context
        self._read_only = context.season.file.read_only
        self._asked = 0
        self.lines: dict[RaceId, RangeLine] = {}
        self.words: dict[RaceId, PlainLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.unit(3))
        self._grid.setVerticalSpacing(style.unit(1.5))
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)

    def show_ranges(self, ranges: Sequence[RangePreview]) -> None:
        """The ranges as they hold."""
        if [each.race_id for each in ranges] != list(self.lines):
            self._rebuild(ranges)
        for each in ranges:
            line = self.lines[each.race_id]
            line.take(each.text)
            if not line.changed:
                self._tell(each)

    def _rebuild(self, ranges: Sequence[RangePreview]) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines, self.words = {}, {}
        before: QLineEdit | None = None
        for row, each in enumerate(ranges):
            label = PlainLabel(_("{race} bibs").format(race=each.label), "strong", elide=True)
            line = RangeLine(each.race_id, each.label)
            line.setEnabled(not self._read_only)
            words = PlainLabel("", "secondary", wrap=True)
            label.setBuddy(line)
            line.textEdited.connect(lambda text, race=each.race_id: self._edited(race, text))
            line.entered.connect(lambda _instant, race=each.race_id: self._save(race))
            for column, widget in enumerate((label, line, words)):
                self._grid.addWidget(widget, row, column)
            if before is not None:
                QWidget.setTabOrder(before, line)
            before = line
            self.lines[each.race_id], self.words[each.race_id] = line, words

    def _edited(self, race_id: RaceId, text: str) -> None:
        self._asked += 1
        asked, season = self._asked, self._context.season

        def came(answer: tuple[int, RangePreview]) -> None:
            if answer[0] == self._asked:
                self._show_preview(answer[1])

        self._context.compute(lambda: (asked, bibs.range_preview(season, race_id, text)), came)

    def _save(self, race_id: RaceId) -> None:
        line, season = self.lines[race_id], self._context.season
        text = line.text()
        if not line.changed or self._read_only:
            return

        def done(preview: RangePreview) -> None:
            self._saved(preview)
            words = _("Bib ranges of {race} saved. Ctrl+Z takes them back.")
            self.said.emit(words.format(race=preview.label))

        self._context.change(
            lambda: bibs.set_ranges(season, race_id, text), _("Save bib ranges"), done
        )

    def _show_preview(self, preview: RangePreview) -> None:
        """What the text typed would hold."""
        line = self.lines.get(preview.race_id)
        if line is not None and line.text() == preview.text:
            line.mark(bool(preview.unread))
            self._tell(preview)

    def _saved(self, preview: RangePreview) -> None:
        """The text was taken: it stands as the program writes it."""
        line = self.lines.get(preview.race_id)
        if line is not None:
            line.mark(False)
            line.standing = line.text()
            line.take(preview.text)
            self._tell(preview)

    def _tell(self, preview: RangePreview) -> None:
        words = self.words[preview.race_id]
        words.setText(range_words(preview, self.lines[preview.race_id].changed))
        words.set_tone("warn" if preview.unread or preview.notes else None)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Words that take a second line keep it where the page is low."""
        for words in self.words.values():
            if words.width() > 1:
                words.setMinimumHeight(max(0, words.heightForWidth(words.width())))
        self.grown.emit()


class RangeCard(Card):
    """The lines on a card that scrolls where there are more races than a few."""

    def __init__(self, lines: RangeLines) -> None:
        super().__init__(padding=3)
        self.setAccessibleName(_("Bib ranges"))
        self._lines = lines
        self._area = ScrollColumn()
        self._area.column.addWidget(lines)
        self.body.addWidget(self._area)
        lines.grown.connect(self._fit)
        style.watcher().changed.connect(self._fit)

    def _fit(self) -> None:
        wanted = self._lines.heightForWidth(max(1, self._lines.width()))
        self._area.setFixedHeight(max(style.unit(8), min(wanted, style.unit(_MOST_HIGH))))


_MOST_HIGH = 40
"""Grid steps: the lines of four races."""


def range_words(preview: RangePreview, typing: bool = False) -> str:
    """How many bibs, how many of them free, and what is odd."""
    if preview.unread:
        pieces = ", ".join(preview.unread)
        return _("“{text}” is no bib or range. Write it like 1-400, A1-A50.").format(text=pieces)
    if not preview.ranges:
        words = _("No range yet: the next bib is the one after the highest.")
    else:
        size = plural("{count} bib", "{count} bibs", preview.size)
        words = _("{bibs}, {free} free").format(bibs=size, free=preview.free) + "."
    notes = " ".join(message(note) for note in preview.notes)
    ask = _("Enter saves.") if typing else ""
    return " ".join(filter(None, (words, notes, ask)))
