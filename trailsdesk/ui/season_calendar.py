"""The events of a series' calendar as a list to search and tick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, day_words, plural
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from PySide6.QtCore import QModelIndex

    from trailsdesk.domain.calendar_rules import CalendarEvent
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLine:
    """One event of the calendar, and whether it is ticked."""

    code: str
    name: str
    day: date
    settled: bool
    place: str
    country: str
    ticked: bool = False


def calendar_lines(events: Iterable[CalendarEvent]) -> tuple[CalendarLine, ...]:
    """The events by day, none of them ticked."""
    return tuple(_line(event) for event in sorted(events, key=lambda each: (each.date, each.name)))


def _line(event: CalendarEvent) -> CalendarLine:
    return CalendarLine(
        code=event.code,
        name=event.name,
        day=event.date,
        settled=event.confirmed,
        place=event.venue,
        country=event.country,
    )


class CalendarList(QWidget):
    """A filter, the events, and how many are ticked.

    Space, Enter and a click tick an event or take the tick away; from the filter Down and Enter
    lead to the events, Ctrl+F leads back, and a letter typed in the list begins a search.
    """

    ticks_changed = Signal()
    accepted = Signal()
    """Ctrl+Enter: go on with what is ticked."""

    def __init__(self, none_ticked: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Calendar"))
        self._none_ticked = none_ticked
        self._lines: tuple[CalendarLine, ...] = ()
        self.model: RowTableModel[CalendarLine] = RowTableModel(_columns(), lambda line: line.code)
        self.table = RowTableView(
            self.model,
            _("Events of the calendar; Space ticks"),
            empty_text=_("Every event of the calendar is held already."),
        )
        self.model.setParent(self.table)
        self.search = SearchField(
            _("Name, place or country"), _("Search the calendar"), key="Ctrl F"
        )
        self.chips = FilterChips(_("Show"), self.search)
        self.said = PlainLabel("", "secondary", wrap=True)
        self._build()
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.table.clicked.connect(self._clicked)
        self.table.row_activated.connect(lambda _code: self.turn_chosen())
        for watched in (self.search, self.table):
            watched.installEventFilter(self)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.focus_search)
        style.watcher().changed.connect(self._fit)
        self._fit()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.search, 1)
        row.addWidget(self.chips, 1)
        column.addLayout(row)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        column.addWidget(self.said)

    def _fit(self) -> None:
        self.table.setMinimumHeight(style.unit(36))

    # -- what is ticked -------------------------------------------------------------------------

    @property
    def ticked(self) -> tuple[str, ...]:
        """Short names of the ticked events in the order of their days, shown or not."""
        return tuple(line.code for line in self._lines if line.ticked)

    def show_calendar(self, lines: Iterable[CalendarLine]) -> None:
        """Show these events; ticks of events that are still there stay."""
        before = set(self.ticked)
        self._lines = tuple(replace(line, ticked=line.code in before) for line in lines)
        self._show()

    def clear(self) -> None:
        """No ticks and no filter."""
        self.search.clear()
        self.chips.choose("all")
        self._lines = tuple(replace(line, ticked=False) for line in self._lines)
        self._show()

    def tick(self, codes: Collection[str], *, on: bool = True) -> None:
        """Tick events or take their ticks away."""
        self._lines = tuple(
            replace(line, ticked=on) if line.code in codes else line for line in self._lines
        )
        self._show()

    def turn_chosen(self) -> None:
        """Tick the chosen events; where all of them are ticked, take the ticks away."""
        chosen = self.table.selected_rows()
        if chosen:
            on = not all(line.ticked for line in chosen)
            self.tick({line.code for line in chosen}, on=on)

    def focus_search(self) -> None:
        """The cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_events(self) -> None:
        """The cursor on the events, on the first where it is on none."""
        if self.table.current_id() is None and self.model.shown_count:
            self.table.select_id(self.model.id_at(0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.model.set_rows(self._lines)
        ticked = [line for line in self._lines if line.ticked]
        chips: list[tuple[str, str, Tone]] = [
            ("all", _("All {count}").format(count=len(self._lines)), "good")
        ]
        if ticked:
            words = _("{count} ticked").format(count=len(ticked))
            chips.append(("ticked", words, "good"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)
        if ticked:
            count = plural("{count} event ticked", "{count} events ticked", len(ticked))
            self.said.setText(f"{count}: {', '.join(line.name for line in ticked)}")
        else:
            self.said.setText(self._none_ticked)
        self.ticks_changed.emit()

    def _filter(self, key: str) -> None:
        self.model.set_predicate((lambda line: line.ticked) if key == "ticked" else None)

    def _clicked(self, index: QModelIndex) -> None:
        """A click that chooses one event ticks it; Shift and Ctrl choose several."""
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            line = self.model.row_at(index.row())
            self.tick({line.code}, on=not line.ticked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks in the table; Down and Enter lead from the filter to the events."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accepted.emit()
                return True
            plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            }
            if watched is self.search and plain and (enter or event.key() == Qt.Key.Key_Down):
                self.focus_events()
                return True
            if watched is self.table and self._table_key(event, plain=plain):
                return True
        return super().eventFilter(watched, event)

    def _table_key(self, event: QKeyEvent, *, plain: bool) -> bool:
        """Space ticks; a letter begins a new search, where a space is a space."""
        if plain and event.key() == Qt.Key.Key_Space:
            self.turn_chosen()
            return True
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & commands or not event.text().strip():
            return False
        if not event.text().isprintable():
            return False
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(event.text())
        return True


def _columns() -> tuple[Column[CalendarLine], ...]:
    return (
        Column(
            key="name",
            title=_("Event"),
            text=lambda line: line.name,
            icon=lambda line: "ticked" if line.ticked else "unticked",
            tone=lambda line: "good" if line.ticked else None,
            accessible=_spoken,
            tooltip=lambda line: line.name,
            width_hint=26,
        ),
        Column(
            key="day",
            title=_("Day"),
            text=_day,
            sort_key=lambda line: line.day,
            alignment="right",
            number=False,
            tooltip=_moving,
            width_hint=11,
        ),
        Column(
            key="place",
            title=_("Place"),
            text=lambda line: line.place,
            tooltip=lambda line: line.place,
            width_hint=12,
            gives_way=2,
        ),
        Column(
            key="country",
            title=_("Country"),
            text=lambda line: line.country,
            width_hint=7,
            gives_way=1,
        ),
    )


def _day(line: CalendarLine) -> str:
    day = day_words(line.day)
    return day if line.settled else f"{day}?"


def _spoken(line: CalendarLine) -> str:
    ticked = _("ticked") if line.ticked else _("not ticked")
    day = day_words(line.day)
    return ", ".join(filter(None, (line.name, day, _moving(line), line.place, ticked)))


def _moving(line: CalendarLine) -> str:
    return "" if line.settled else _("the day may still move")
