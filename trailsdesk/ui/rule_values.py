"""Every value of the rules: found, read with what its source says, changed, tried, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.services.rule_sections import plain, source_words
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Callout, Card, FlowRow, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from decimal import Decimal

    from trailsdesk.services.rule_book import RuleField
    from trailsdesk.services.what_if import Move
    from trailsdesk.ui.style import Tone

_MOST_NAMED = 5
_FILTERS: dict[str, Callable[[RuleField], bool]] = {
    "changed": lambda field: field.changed,
    "blank": lambda field: not field.value,
}


class RuleValues(QWidget):
    """It only asks; the panel acts."""

    change_asked = Signal(str, str)
    """Path and the value as typed; empty takes the change back."""
    try_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Every value of the rules"))
        self._writable = True
        self._fields: dict[Hashable, RuleField] = {}
        self.model: RowTableModel[RuleField] = RowTableModel(
            _columns(), lambda field: field.path, row_tone=_tone
        )
        self.table = RowTableView(
            self.model, _("Every value of the rules"), empty_text=_("No value like that.")
        )
        self.table.setProperty("bare", True)
        self.model.setParent(self.table)
        self.search = SearchField(_("Type to filter"), _("Filter the values"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        self.form = RuleForm()
        self._build()
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.table.current_id_changed.connect(self._show_field)
        self.table.row_activated.connect(lambda _path: self.form.focus_value())
        self.form.change_asked.connect(self.change_asked.emit)
        self.form.try_asked.connect(self.try_asked.emit)
        self.form.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        above = FlowRow()
        above.add(self.search)
        above.add(self.chips)
        column.addWidget(above)
        card = Card(padding=0)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        column.addWidget(self.form)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def _fit(self) -> None:
        self.search.setFixedWidth(style.unit(55))

    def show_fields(self, fields: Sequence[RuleField]) -> None:
        """The values as they stand; the chosen one stays chosen."""
        at = self.table.current_id()
        self._fields = {field.path: field for field in fields}
        self.model.set_rows(tuple(fields))
        changed = sum(field.changed for field in fields)
        blank = sum(not field.value for field in fields)
        chips: list[tuple[str, str, Tone]] = [
            ("all", plural("{count} value", "{count} values", len(fields)), "good"),
            ("changed", _("{count} changed").format(count=changed), "warn"),
            ("blank", _("{count} not said").format(count=blank), "muted"),
        ]
        self.chips.set_chips(chips)
        if (at is None or not self.table.select_id(at)) and self.model.shown_count:
            self.table.select_id(self.model.id_at(0))
        self._show_field(self.table.current_id())

    def show_moves(self, path: str, moves: Sequence[Move]) -> None:
        """Who would move if the value were the one tried."""
        if self.form.path == path:
            self.form.show_moves(moves)

    def show_refusal(self, path: str, text: str) -> None:
        """Why the value cannot be written; what was typed stays."""
        if self.form.path == path:
            self.form.say(text, "bad")

    def set_writable(self, writable: bool) -> None:
        """Values can be changed only where the file can be written."""
        self._writable = writable
        self.form.set_writable(writable)

    def _filter(self, key: str) -> None:
        self.model.set_predicate(_FILTERS.get(key))

    def _show_field(self, path: Hashable | None) -> None:
        self.form.show_field(None if path is None else self._fields.get(path))


class RuleForm(Card):
    """One value: what it is, what is said of it, and a field to write another."""

    change_asked = Signal(str, str)
    try_asked = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(padding=4)
        self._field: RuleField | None = None
        self._writable = True
        self.title = PlainLabel("", "strong", wrap=True)
        self.typed = QLineEdit()
        self.choice: QComboBox = CalmCombo(_("Value"))
        self._editors = QStackedWidget()
        self._editors.addWidget(self.typed)
        self._editors.addWidget(self.choice)
        self.write = Button(_("Change"), self._change, key="Enter")
        self.what_if = Button(_("Who would move?"), self._try, kind="quiet")
        self.restore = Button(_("As published"), self._restore, kind="quiet")
        self.told = PlainLabel("", "secondary", wrap=True)
        self.says = Callout("good")
        self._words = PlainLabel("", wrap=True)
        self._where = PlainLabel("", "secondary", wrap=True)
        self.says.body.addWidget(self._words)
        self.says.body.addWidget(self._where)
        row = FlowRow()
        for control in (self._editors, self.write, self.what_if, self.restore):
            row.add(control)
        for part in (self.title, row, self.told, self.says):
            self.body.addWidget(part)
        self.typed.returnPressed.connect(self._change)
        self._editors.setFixedWidth(style.unit(60))
        self.hide()

    @property
    def path(self) -> str:
        """The key path of the value shown; empty while there is none."""
        return "" if self._field is None else self._field.path

    def show_field(self, field: RuleField | None) -> None:
        """This value; the same one anew keeps what was told of it unless it has changed."""
        if field == self._field:
            return
        self._field = field
        self.setVisible(field is not None)
        if field is None:
            return
        self.title.setText(f"{field.section}: {field.words}")
        chosen = bool(field.choices) and field.form.value != "choices"
        self._editors.setCurrentWidget(self.choice if chosen else self.typed)
        self.choice.clear()
        self.choice.addItems([*field.choices])
        self.choice.setCurrentText(field.value)
        self.typed.setText(field.value)
        self.typed.setPlaceholderText(_("not published"))
        for editor in (self.typed, self.choice):
            editor.setAccessibleName(self.title.text())
        self.restore.setVisible(field.changed)
        self.say(
            _("Published: {value}").format(value=field.published or _("nothing"))
            if field.changed
            else "",
            "muted",
        )
        self._words.setText(" ".join(field.source.says.split()))
        self._where.setText(source_words(field.source))
        self.says.set_tone("muted" if field.source.grade == "U" else "good")
        self.says.setVisible(bool(field.source.says or field.source.title))

    def show_moves(self, moves: Sequence[Move]) -> None:
        """Who would move, the first few by name."""
        if not moves:
            self.say(_("Nobody would move as things stand."), "good")
            return
        head = plural("{count} runner would move", "{count} runners would move", len(moves))
        named = "; ".join(_move_words(move) for move in moves[:_MOST_NAMED])
        more = len(moves) - _MOST_NAMED
        tail = "" if more <= 0 else " " + _("and {count} more").format(count=more)
        self.say(f"{head}: {named}{tail}.", "warn")

    def say(self, text: str, tone: Tone) -> None:
        """What was found out about the value."""
        self.told.setText(text)
        self.told.setProperty("tone", tone)
        self.told.style().polish(self.told)
        self.told.setVisible(bool(text))

    def set_writable(self, writable: bool) -> None:
        """Values can be changed only where the file can be written."""
        self._writable = writable
        for control in (self.typed, self.choice, self.write, self.restore):
            control.setEnabled(writable)

    def focus_value(self) -> None:
        """Go to the field."""
        typing = self._editors.currentWidget() is self.typed
        editor = self.typed if typing else self.choice
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if typing:
            self.typed.selectAll()

    def _value(self) -> str:
        typing = self._editors.currentWidget() is self.typed
        return self.typed.text() if typing else self.choice.currentText()

    def _change(self) -> None:
        if self._field is not None and self._writable:
            self.change_asked.emit(self._field.path, self._value())

    def _try(self) -> None:
        if self._field is not None:
            self.try_asked.emit(self._field.path, self._value())

    def _restore(self) -> None:
        if self._field is not None:
            self.change_asked.emit(self._field.path, "")


def _move_words(move: Move) -> str:
    ranks = f"{_rank(move.rank_before)} \N{RIGHTWARDS ARROW} {_rank(move.rank_after)}"
    totals = f"{_total(move.total_before)} \N{RIGHTWARDS ARROW} {_total(move.total_after)}"
    return f"{move.name} ({move.group}) {ranks}, {totals}"


def _rank(rank: int | None) -> str:
    return "\N{EN DASH}" if rank is None else str(rank)


def _total(total: Decimal | None) -> str:
    return "\N{EN DASH}" if total is None else plain(total)


def _tone(field: RuleField) -> Tone | None:
    return "warn" if field.changed else None


def _columns() -> tuple[Column[RuleField], ...]:
    return (
        Column(key="section", title=_("Section"), text=lambda f: f.section, width_hint=12),
        Column(key="words", title=_("Value of"), text=lambda f: f.words, width_hint=34),
        Column(key="value", title=_("Is"), text=lambda f: f.value, width_hint=16),
        Column(
            key="published",
            title=_("As published"),
            text=lambda f: f.published if f.changed else "",
            width_hint=16,
            gives_way=1,
        ),
    )
