"""The sources of times as a card: the table, and what can be done with the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from trailsdesk.domain.timing import BatchKind
from trailsdesk.i18n import _
from trailsdesk.services.time_words import offset_words
from trailsdesk.ui import style
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.timing_load import source_hint
from trailsdesk.ui.timing_words import source_columns
from trailsdesk.ui.widgets import Button, Card, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from trailsdesk.services.timing_desk import SourceLine
    from trailsdesk.ui.settings import Settings

_ROWS_ALWAYS = 3
"""So many sources are in sight however low the window is."""


class SourceCard(Card):
    """It only asks; the panel acts."""

    clock_asked = Signal()
    role_asked = Signal()
    retract_asked = Signal()

    def __init__(
        self,
        settings: Settings,
        zone: Callable[[], str],
        *,
        may_change: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padding=0, parent=parent)
        self.setAccessibleName(_("Sources"))
        self._may_change = may_change
        self.model: RowTableModel[SourceLine] = RowTableModel(
            source_columns(zone),
            lambda line: line.key,
            row_tone=lambda line: "muted" if line.retracted else None,
        )
        self.table = RowTableView(
            self.model, _("Sources"), state_key="timing-sources", states=settings
        )
        self.model.setParent(self.table)
        self.label = PlainLabel("", "secondary", elide=True)
        self.offset = QLineEdit()
        self.offset.setPlaceholderText(_("+12, -3.5, 1:00:00"))
        self.offset.setAccessibleName(_("Clock correction in seconds or h:mm:ss"))
        self.offset_button = Button(_("Correct clock"), self.clock_asked.emit)
        self.role_button = Button(_("Only fill gaps"), self.role_asked.emit, key="Ctrl R")
        self.retract_button = Button(_("Take out"), self.retract_asked.emit, key="Ctrl D")
        self.offset.returnPressed.connect(self.clock_asked.emit)
        self._build()

    def _build(self) -> None:
        self.table.setProperty("bare", True)
        self.body.addWidget(self.table, 1)
        bar = QHBoxLayout()
        bar.setContentsMargins(style.unit(3), 0, style.unit(3), style.unit(2))
        bar.setSpacing(style.unit(2))
        bar.addWidget(self.label, 1)
        controls = (self.offset, self.offset_button, self.role_button, self.retract_button)
        for control in controls:
            bar.addWidget(control)
            if not self._may_change:
                control.setEnabled(False)
                control.setToolTip(_("The file is open for reading only."))
        self.body.addLayout(bar)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def _fit(self) -> None:
        self.offset.setFixedWidth(style.unit(34))

    def show_source(self, line: SourceLine | None) -> None:
        """What can be done with the chosen source."""
        rows = min(_ROWS_ALWAYS, max(1, self.model.total_count))
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(self.table.horizontalHeader().height() + rows * height + 4)
        self.label.setText(source_hint(line))
        is_file = line is not None and line.kind is BatchKind.FILE
        out = _("Take back in") if line and line.retracted else _("Take out")
        role = _("Let it lead") if line and line.fills_gaps else _("Only fill gaps")
        for button, words in ((self.retract_button, out), (self.role_button, role)):
            button.setText(words)
            button.setAccessibleName(words)
        if not self._may_change:
            return
        self.retract_button.setEnabled(is_file)
        self.retract_button.setToolTip(
            "" if is_file else _("Leave single times out instead, or undo them one by one.")
        )
        self.role_button.setEnabled(line is not None and not line.retracted)
        for control in (self.offset, self.offset_button):
            control.setEnabled(line is not None and line.kind is not BatchKind.PAPER)
        if line is not None and not self.offset.hasFocus():
            self.offset.setText(offset_words(line.offset_ms))
