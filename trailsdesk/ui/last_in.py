"""The card "Last in": the newest times at the top, with what each of them waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QWidget

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.finish_rows import RowKey, ShownRow, line_columns, tone_of
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, ChipButton, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QResizeEvent


RATE_MS = 180_000
"""The rate is that of the last three minutes."""
_RACE_COLUMN_FROM = 150
"""Grid steps of width from which the race has a column of its own."""


class LastIn(Card):
    """Rows newest first. The keys stay in the bib box; the table only shows and is pointed at."""

    pointed = Signal()
    """A row was clicked, or the pointing ended: the keys may go back to the bib box."""
    mend_asked = Signal(object)
    """Key of a row that was double-clicked."""
    fill_asked = Signal()
    next_asked = Signal()
    typed = Signal(str)
    """A letter typed while the table has the keys."""

    def __init__(self, title: str, empty: str) -> None:
        super().__init__(title, padding=0)
        self._many_races = False
        self._narrow = False
        self.setAccessibleName(title)
        self.model: RowTableModel[ShownRow] = RowTableModel(
            line_columns(), lambda row: row.key, row_tone=tone_of
        )
        self.table = RowTableView(self.model, title, empty_text=empty)
        self.model.setParent(self.table)
        self.table.setProperty("bare", True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.blank_chip = ChipButton("", "warn", self.fill_asked.emit)
        self.need_chip = ChipButton("", "bad", self.next_asked.emit)
        self.group_chip = ChipButton("", "muted", self.show_all)
        self.group = ""
        self.rate_label = PlainLabel("", "secondary")
        self.search = SearchField(_("Type to filter"), _("Filter the times"), key="Esc")
        self.search.hide()
        self._build()

    def _build(self) -> None:
        self.heading.setContentsMargins(style.unit(3), style.unit(2), style.unit(3), 0)
        for widget in (self.group_chip, self.blank_chip, self.need_chip, self.rate_label):
            self.heading.addWidget(widget)
            widget.hide()
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(style.unit(3), 0, style.unit(3), 0)
        row.addWidget(self.search)
        self._search_row = below
        below.hide()
        self.body.setSpacing(style.unit(1.5))
        self.body.addWidget(below)
        self.body.addWidget(self.table, 1)
        self.search.textChanged.connect(self.model.set_filter_text)
        self.search.installEventFilter(self)
        self.table.clicked.connect(lambda _index: self.pointed.emit())
        self.table.row_activated.connect(self.mend_asked)
        style.watcher().changed.connect(self._fit)

    # -- rows -----------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[ShownRow]) -> None:
        """Show these rows; the one pointed at stays so."""
        self.model.set_rows(rows)
        self._fit()
        blanks = sum(row.fate is ReadFate.NO_BIB for row in rows)
        needing = sum(row.needs_you for row in rows)
        blank = plural("{count} blank", "{count} blanks", blanks)
        needs = plural("{count} needs you", "{count} need you", needing)
        for chip, words, key, count in (
            (self.blank_chip, blank, "F3", blanks),
            (self.need_chip, needs, "F4", needing),
        ):
            chip.set_text(words if self._narrow else f"{words} ({key})")
            chip.setVisible(count > 0)

    def show_rate(self, now_ms: int) -> None:
        """How many came in a minute of late; nothing when nobody did."""
        rows = self.model.rows()
        late = sum(
            row.instant_ms is not None
            and 0 <= now_ms - row.instant_ms < RATE_MS
            and (row.row is None or row.row.number is not None)
            for row in rows
        )
        rate = round(late * 60_000 / RATE_MS)
        self.rate_label.setText(plural("{count} a minute", "{count} a minute", rate))
        self.rate_label.setVisible(rate > 0)

    def set_narrow(self, narrow: bool) -> None:
        """Whether only what the line cannot do without has room."""
        self._narrow = narrow
        self.rate_label.setMaximumWidth(0 if narrow else 16_777_215)

    def show_race_column(self, many: bool) -> None:
        """Whether rows of several races stand here."""
        if many != self._many_races:
            self._many_races = many
            self._fit()

    def _fit(self) -> None:
        """Figures get what they need, names the rest: nothing of a row may be out of sight."""
        at = {column.key: place for place, column in enumerate(self.model.columns)}
        with_race = self._many_races and self.width() >= style.unit(_RACE_COLUMN_FROM)
        self.table.setColumnHidden(at["race"], not with_race)
        metrics = QFontMetrics(style.look().font())
        bold = QFontMetrics(style.look().font(bold=True))
        pad = style.unit(5.5)
        rows = self.model.rows()[:50]

        def widest(texts: set[str]) -> int:
            return max(map(metrics.horizontalAdvance, texts)) + pad

        widths = {
            "number": widest({"888"}),
            "time": widest({row.time for row in rows} | {"8:88:88.8"}),
            "bib": max(
                bold.horizontalAdvance(bib) for bib in {row.bib[:12] for row in rows} | {"8888"}
            )
            + pad,
            "place": metrics.horizontalAdvance(_("Place")) + style.unit(6),
        }
        room = self.table.viewport().width() - sum(widths.values())
        least = metrics.averageCharWidth() * 10
        crowded = room < least
        self.table.setColumnHidden(at["number"], crowded)
        if crowded:
            room += widths["number"]
        narrow = room < style.unit(45)
        self.table.setColumnHidden(at["category"], narrow)
        widths["category"] = min(
            widest({row.category for row in rows} | {_("Category")}), room * 2 // 5
        )
        widths["race"] = min(widest({row.race for row in rows} | {_("Race")}), room // 4)
        taken = 0 if narrow else widths["category"]
        taken += widths["race"] if with_race else 0
        widths["runner"] = max(least if not crowded else 0, room - taken)
        self.table.fix_widths(widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- pointing -------------------------------------------------------------------------------

    @property
    def current(self) -> ShownRow | None:
        """The row pointed at."""
        rows = self.table.selected_rows()
        return rows[0] if rows else None

    @property
    def newest(self) -> ShownRow | None:
        """The row at the top."""
        rows = self.model.rows()
        return rows[0] if rows else None

    def row(self, key: Hashable) -> ShownRow | None:
        """A row by its key."""
        return self.model.row_of(key)

    def point_at(self, key: RowKey) -> bool:
        """Point at a row and bring it into sight."""
        return self.table.select_id(key)

    def point_at_nothing(self) -> None:
        """Let go of the row pointed at."""
        self.table.clearSelection()

    def neighbour(self, key: RowKey | None, step: int) -> ShownRow | None:
        """The row ``step`` further down from a row; from None, down from above the first."""
        at = self.model.position_of(key) if key is not None else -1
        wanted = at + step
        return self.model.row_at(wanted) if 0 <= wanted < self.model.shown_count else None

    def leaf(self, pages: int) -> None:
        """Leaf through the rows."""
        bar = self.table.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_group(self, row: ShownRow) -> None:
        """Only the times of that row's runner, and those keyed with the same bib."""
        key, owner = bib_key(row.bib), row.row.entry_id if row.row is not None else None

        def same(other: ShownRow) -> bool:
            theirs = other.row.entry_id if other.row is not None else None
            return bib_key(other.bib) == key or (owner is not None and theirs == owner)

        self.search.clear()
        self.group = row.bib
        self.model.set_predicate(same)
        words = _("only bib {bib} · F6 shows all").format(bib=row.bib)
        self.group_chip.set_text(words)
        self.group_chip.show()

    def show_all(self) -> None:
        """All rows again."""
        self.group = ""
        self.group_chip.hide()
        self.search.clear()
        self.model.set_predicate(None)

    def open_filter(self) -> None:
        """Show the filter and put the cursor in it."""
        self._search_row.show()
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _close_filter(self) -> None:
        self.search.clear()
        self.search.hide()
        self._search_row.hide()
        self.pointed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search and event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return}:
                if event.key() == Qt.Key.Key_Escape:
                    self._close_filter()
                else:
                    self.pointed.emit()
                return True
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if watched is self.table and event.text().isalnum() and not control:
                self.typed.emit(event.text())
                return True
            if watched is self.table and event.key() == Qt.Key.Key_Escape:
                self.pointed.emit()
                return True
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fit()
        return super().eventFilter(watched, event)
