"""Chips: which bib wears which, typed or brought in; chips without a bib stand first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.timing import ChipId, chip_key
from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, EmptyState, PlainLabel, SearchField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.services.chips import ChipLine
    from trailsdesk.ui.row_model import PreparedRows
    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.style import Tone


class ChipPage(QWidget):
    """It only asks; the panel acts."""

    give_asked = Signal(str, str)
    """Chip and bib."""
    remove_asked = Signal(object)
    """The ids of the chips to forget."""
    import_asked = Signal()

    def __init__(
        self, settings: Settings, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Chips"))
        self._read_only = read_only
        self._asked: tuple[str, str] | None = None
        self.model: RowTableModel[ChipLine] = RowTableModel(_columns(), lambda line: line.key)
        self.table = RowTableView(
            self.model,
            _("Chips"),
            state_key="timing-chips",
            states=settings,
            empty_text=_("No chip like that."),
        )
        self.table.setProperty("bare", True)
        self.model.setParent(self.table)
        self.search = SearchField(_("Type to filter"), _("Filter the chips"), key="Ctrl F")
        self.chips = FilterChips(_("Show"), self.search)
        self.chip = QLineEdit()
        self.bib = QLineEdit()
        self.give = Button(_("Give bib"), self._give, key="Enter")
        self.remove = Button(_("Forget"), self._remove, key="Del")
        self.bring = Button(_("Import a list…"), self.import_asked.emit)
        self.about = PlainLabel("", "secondary", elide=True)
        self.empty = EmptyState(
            _("No chips yet"),
            _("Timing systems read chips, not bibs. Bring in the list that says which bib wears"
              " which chip, or type them: reads that came before it count from then on."),
            (_("Import a list…"), self.import_asked.emit),
            icon="timing",
        )  # fmt: skip
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        self.above = QWidget()
        row = QHBoxLayout(self.above)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        row.addWidget(self.bring)
        column.addWidget(self.above)
        self.card = Card(padding=0)
        self.card.body.addWidget(self.table)
        column.addWidget(self.card, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._build_form())
        controls = (self.chip, self.bib, self.give, self.remove, self.bring)
        for control in controls:
            control.setEnabled(not self._read_only)
            if self._read_only:
                control.setToolTip(_("The file is open for reading only."))
        self._fit()
        style.watcher().changed.connect(self._fit)

    def _build_form(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(2))
        for words, field, name in (
            (_("Chip"), self.chip, _("Chip as the system reads it")),
            (_("Bib"), self.bib, _("Bib that wears the chip")),
        ):
            label = PlainLabel(words, "secondary")
            label.setBuddy(field)
            field.setAccessibleName(name)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(self.give)
        row.addWidget(self.remove)
        row.addWidget(self.about, 1)
        return box

    def _fit(self) -> None:
        self.search.setFixedWidth(style.unit(55))
        self.chip.setFixedWidth(style.unit(50))
        self.bib.setFixedWidth(style.unit(22))

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_filter_text)
        self.chips.chosen.connect(self._filter)
        self.chip.returnPressed.connect(lambda: self.bib.setFocus(Qt.FocusReason.OtherFocusReason))
        self.bib.returnPressed.connect(self._give)
        self.table.row_activated.connect(self._take_up)
        self.table.selected_ids_changed.connect(lambda _ids: self._show_about())

    # -- showing --------------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[ChipLine], rows: PreparedRows[ChipLine]) -> None:
        """The chips of the event; ``rows`` are the same, made ready by the model."""
        self.model.set_prepared(rows)
        without = sum(line.chip_id is None for line in lines)
        unworn = sum(line.chip_id is not None and not line.name for line in lines)
        chips: list[tuple[str, str, Tone]] = [
            ("all", plural("{count} chip", "{count} chips", len(lines)), "good")
        ]
        if without:
            words = plural("{count} without a bib", "{count} without a bib", without)
            chips.append(("without", words, "bad"))
        if unworn:
            words = plural(
                "{count} with a bib nobody wears", "{count} with a bib nobody wears", unworn
            )
            chips.append(("unworn", words, "warn"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)
        self.empty.setVisible(not lines)
        for part in (self.card, self.above):
            part.setVisible(bool(lines))
        self._show_about()
        if self._asked in {(line.code, line.bib) for line in lines}:
            self._go_on(lines)

    def _filter(self, key: str) -> None:
        predicates: dict[str, Callable[[ChipLine], bool]] = {
            "without": lambda line: line.chip_id is None,
            "unworn": lambda line: line.chip_id is not None and not line.name,
        }
        self.model.set_predicate(predicates.get(key))

    def _show_about(self) -> None:
        rows = self.table.selected_rows()
        stored = [row for row in rows if row.chip_id is not None]
        self.remove.setEnabled(bool(stored) and not self._read_only)
        if len(rows) == 1:
            line = rows[0]
            reads = plural("{count} read of it", "{count} reads of it", line.reads)
            if line.chip_id is None:
                self.about.setText(_("{reads} wait for its bib.").format(reads=reads))
            elif not line.name:
                self.about.setText(_("{reads}; nobody wears the bib.").format(reads=reads))
            else:
                self.about.setText(f"{line.name} · {line.race_label} · {reads}")
        else:
            self.about.setText(_("Enter takes up the chosen chip; type its bib."))

    # -- asking ---------------------------------------------------------------------------------

    def _take_up(self, row_id: Hashable) -> None:
        line = self.model.row_of(row_id)
        if line is None or self._read_only:
            return
        self.chip.setText(line.code)
        self.bib.setText(line.bib)
        self.bib.selectAll()
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        chip, bib = self.chip.text().strip(), self.bib.text().strip()
        for field, text in ((self.chip, chip), (self.bib, bib)):
            if not text:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._asked = (chip_key(chip), bib)
        self.give_asked.emit(chip, bib)

    def _go_on(self, lines: Sequence[ChipLine]) -> None:
        """What was asked for stands now: on to the next chip without a bib, or the next typed."""
        self._asked = None
        waiting = next((line for line in lines if line.chip_id is None), None)
        self.chip.setText("" if waiting is None else waiting.code)
        self.bib.clear()
        target = self.chip if waiting is None else self.bib
        if self.bib.hasFocus() or self.give.hasFocus():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        ids = [
            ChipId(row.chip_id) for row in self.table.selected_rows() if row.chip_id is not None
        ]
        if ids and not self._read_only:
            self.remove_asked.emit(ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del forgets the chosen chips; Esc leaves what was typed."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        elif event.key() == Qt.Key.Key_Escape and (self.chip.text() or self.bib.text()):
            self.chip.clear()
            self.bib.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _columns() -> tuple[Column[ChipLine], ...]:
    return (
        Column(key="chip", title=_("Chip"), text=lambda line: line.code, width_hint=18, bold=True),
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib) if line.bib else None,
            alignment="right",
            width_hint=6,
        ),
        Column(key="name", title=_("Runner"), text=lambda line: line.name, width_hint=24),
        Column(key="race", title=_("Race"), text=lambda line: line.race_label, width_hint=12),
        Column(
            key="reads",
            title=_("Reads"),
            text=lambda line: str(line.reads or ""),
            sort_key=lambda line: line.reads,
            alignment="right",
            width_hint=7,
        ),
        Column(
            key="state",
            title=_("State"),
            text=lambda line: _state(line)[0],
            tone=lambda line: _state(line)[1],
            chip=True,
            width_hint=14,
        ),
    )


def _state(line: ChipLine) -> tuple[str, Tone]:
    if line.chip_id is None:
        return _("no bib yet"), "bad"
    if not line.name:
        return _("nobody wears it"), "warn"
    return (_("in use"), "good") if line.reads else (_("not read yet"), "muted")
