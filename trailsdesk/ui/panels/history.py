"""History: who did what when, what it changed, and undo and redo in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.services.history import (
    changes_of,
    history,
    in_words,
    next_redo,
    next_undo,
    redo,
    undo,
)
from trailsdesk.services.ports import OperationInfo
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.history_lines import (
    SHOWN_CHANGES,
    ChangeLine,
    OperationLine,
    StruckOut,
    change_columns,
    change_lines,
    operation_columns,
    operation_lines,
)
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import RowTableModel, plain_tip
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PageHeader, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

SPECS = (
    ActionSpec(
        id="history.find_text",
        text=lambda: _("Filter the history"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="history",
        help=lambda: _("The table shows what contains every word typed"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    lines: tuple[OperationLine, ...]
    undo: OperationInfo | None
    redo: OperationInfo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Detail:
    asked: int
    lines: tuple[ChangeLine, ...]
    total: int


class HistoryPanel(Panel):
    """The operations at the left, newest first; what the chosen one changed at the right."""

    reads_file: ClassVar[bool] = True
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Arrow keys", _("choose an operation and see what it changed")),
        ("Ctrl+Z", _("undo the last one that stands")),
        ("Ctrl+Shift+Z", _("do the last undone one again")),
        ("Ctrl+F", _("filter; Esc empties the filter")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("History"))
        self._may_change = not context.season.file.read_only
        self._loaded_now: _Loaded | None = None
        self._asked = 0
        self.model: RowTableModel[OperationLine] = RowTableModel(
            operation_columns(),
            lambda line: line.number,
            row_tone=lambda line: "muted" if line.undone else None,
        )
        self.table = RowTableView(
            self.model,
            _("History"),
            state_key="history",
            states=context.settings,
            empty_text=_("Nothing has been done yet."),
        )
        self.model.setParent(self.table)
        self.table.setItemDelegateForColumn(2, StruckOut(self.table))
        self.changes_model: RowTableModel[ChangeLine] = RowTableModel(
            change_columns(), lambda line: line.at
        )
        self.changes = RowTableView(
            self.changes_model,
            _("What it changed"),
            empty_text=_("Choose an operation to see what it changed."),
        )
        self.changes_model.setParent(self.changes)
        self._build()
        self.start_at(self.table)
        self.action_set = ActionSet(SPECS, self, self)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("History"))
        self.undo_button = Button(_("Undo"), self.undo_last, icon="undo")
        self.redo_button = Button(_("Redo"), self.redo_last, icon="redo")
        for button in (self.undo_button, self.redo_button):
            self.header.add_action(button)
        column.addWidget(self.header)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        self.search = SearchField(_("Type to filter"), _("Filter the history"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        column.addLayout(row)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        across.addWidget(card, 1)
        across.addWidget(self._build_detail())
        column.addLayout(across, 1)
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.table.current_id_changed.connect(self._chosen)
        style.watcher().changed.connect(self._fit)

    def _build_detail(self) -> QWidget:
        self.detail = Card(padding=0)
        words = QVBoxLayout()
        words.setContentsMargins(style.unit(4), style.unit(3.5), style.unit(4), style.unit(1))
        words.setSpacing(style.unit(1))
        self.words_label = PlainLabel(_("Nothing chosen"), "heading", wrap=True)
        self.when_label = PlainLabel("", "secondary", wrap=True)
        self.count_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.words_label, self.when_label, self.count_label):
            words.addWidget(label)
        self.detail.body.addLayout(words)
        self.changes.setProperty("bare", True)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.detail.body.addWidget(self.changes, 1)
        return self.detail

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both halves get their share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.search.setFixedWidth(min(style.unit(75), max(style.unit(40), self.width() * 3 // 10)))
        self.detail.setFixedWidth(max(style.unit(66), round(self.width() * 0.38)))
        self._show_steps()

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, zone = self.context.season, self.context.scope.current_event.zone
        return lambda: _Loaded(
            lines=operation_lines(history(season), zone),
            undo=next_undo(season),
            redo=next_redo(season),
        )

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        before = self._loaded_now
        self._loaded_now = loaded
        self.model.set_rows(loaded.lines)
        undone = sum(line.undone for line in loaded.lines)
        standing = len(loaded.lines) - undone
        self.header.set_subtitle(plural("{count} change", "{count} changes", standing))
        chips: list[tuple[str, str, Tone]] = [("all", _("All"), "good")]
        if undone:
            chips.append(("undone", _("{count} undone").format(count=undone), "muted"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)
        self._show_steps()
        newest_before = before.lines[0].number if before is not None and before.lines else 0
        if loaded.lines and (before is None or loaded.lines[0].number != newest_before):
            self.table.select_id(loaded.lines[0].number)
        self._chosen(self.table.current_id())

    def _show_steps(self) -> None:
        """The buttons say what they would take back and do again."""
        loaded = self._loaded_now
        for button, step, verb, nothing in (
            (
                self.undo_button,
                loaded.undo if loaded is not None else None,
                _("Undo"),
                _("Nothing to undo."),
            ),
            (
                self.redo_button,
                loaded.redo if loaded is not None else None,
                _("Redo"),
                _("Nothing to redo."),
            ),
        ):
            words = in_words(step.name, step.params) if step is not None else ""
            full = f"{verb}: {words}" if words else verb
            metrics = QFontMetrics(style.look().font(bold=True))
            room = max(style.unit(30), self.width() // 4)
            shown = metrics.elidedText(full, Qt.TextElideMode.ElideRight, room)
            button.setText(shown.replace("&", "&&"))
            button.setAccessibleName(full)
            button.setEnabled(step is not None and self._may_change)
            reason = full if self._may_change else _("The file is open for reading only.")
            button.setToolTip(plain_tip(reason if step is not None else nothing))

    def _filter(self, key: str) -> None:
        self.model.set_predicate((lambda line: line.undone) if key == "undone" else None)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- the chosen one -------------------------------------------------------------------------

    def _chosen(self, row_id: Hashable | None) -> None:
        line = None if row_id is None else self.model.row_of(row_id)
        self._asked += 1
        if line is None:
            self.words_label.setText(_("Nothing chosen"))
            for label in (self.when_label, self.count_label):
                label.setText("")
            self.changes_model.set_rows(())
            return
        self.words_label.setText(line.words)
        by = _("{when}, by {who}").format(when=line.when, who=line.actor) if line.actor else ""
        said = by or line.when
        state = _("undone; it can be done again until something new is changed")
        self.when_label.setText(f"{said} · {state}" if line.undone else said)
        season, asked, number = self.context.season, self._asked, line.number
        zone = self.context.scope.current_event.zone
        self.context.jobs.read(
            lambda: _detail(season, number, asked, zone), self._show_detail, owner=self
        )

    def _show_detail(self, detail: _Detail) -> None:
        if detail.asked != self._asked:
            return
        self.changes_model.set_rows(detail.lines)
        things = {line.of for line in detail.lines}
        of = next(i for i, column in enumerate(self.changes_model.columns) if column.key == "of")
        self.changes.show_column(of, len(things) > 1)
        self.changes.fit_columns()
        shown = len(detail.lines)
        words = plural("{count} field changed", "{count} fields changed", detail.total)
        if detail.total > SHOWN_CHANGES:
            words = _("the first {shown} of {total} changed fields").format(
                shown=shown, total=detail.total
            )
        if not detail.total:
            words = _("Reads came in; nothing else was changed.")
        if len(things) == 1:  # the same words in every row would only take the room
            words = f"{words} · {things.pop()}"
        self.count_label.setText(words)

    # -- undo and redo --------------------------------------------------------------------------

    def undo_last(self) -> None:
        """Take back the last operation that stands."""
        season = self.context.season
        self.context.change(lambda: undo(season), _("Undo"), self._undid)

    def redo_last(self) -> None:
        """Do the last undone operation again."""
        season = self.context.season
        self.context.change(lambda: redo(season), _("Redo"), self._redid)

    def _undid(self, what: OperationInfo | None) -> None:
        self._tell(_("Undone: {what}."), what)

    def _redid(self, what: OperationInfo | None) -> None:
        self._tell(_("Done again: {what}."), what)

    def _tell(self, words: str, what: OperationInfo | None) -> None:
        if what is not None:
            said = words.format(what=in_words(what.name, what.params))
            self.context.notify(said, "good")


def _detail(season: Season, number: int, asked: int, zone: str) -> _Detail:
    fees = season.rules.fees
    found = changes_of(season, number)
    lines = change_lines(
        found[:SHOWN_CHANGES], season.data, fees.currency if fees is not None else "", zone
    )
    return _Detail(asked=asked, lines=lines, total=len(found))
