"""The card below the faults of a results file: one in full, and what mends it in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.people import Gender
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.itra_lines import GENDER_CODES, NAME_CODES
from trailsdesk.ui.widgets import Button, Card, FlowRow, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.itra_lines import FileLine

_LONGEST_NAME = 80


class MendCard(Card):
    """What is wrong in whole sentences; a spelling to keep, or a letter to use in this file."""

    entry_asked = Signal(object)
    spelt = Signal(object, str, str)
    """Id of the entry, family name and given name in Latin letters."""
    decided = Signal(str, object)
    """Bib and the gender to write."""

    def __init__(self, parent: QWidget | None = None, *, may_change: bool = True) -> None:
        super().__init__(padding=3, parent=parent)
        self._may_change = may_change
        self.setAccessibleName(_("The fault chosen"))
        self.line: FileLine | None = None
        self.about = PlainLabel("", "secondary", wrap=True)
        self.what = PlainLabel("", "strong", wrap=True)
        self.fix = PlainLabel("", "secondary", wrap=True)
        self.family, self.given = QLineEdit(), QLineEdit()
        self.spell_button = Button(_("Keep this spelling"), self._spell)
        self.woman_button = Button(_("Write as a woman"), lambda: self._decide(Gender.F))
        self.man_button = Button(_("Write as a man"), lambda: self._decide(Gender.M))
        self.entry_button = Button(_("Open the entry"), self.open_entry, icon="edit")
        self._build()
        self.show_line(None)

    def _build(self) -> None:
        for label in (self.about, self.what, self.fix):
            self.body.addWidget(label)
        self.names = QWidget()
        column = QVBoxLayout(self.names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        for words, control in (
            (_("Family name in Latin letters"), self.family),
            (_("First name in Latin letters"), self.given),
        ):
            label = PlainLabel(words, "secondary")
            label.setBuddy(control)
            control.setAccessibleName(words)
            control.setMaxLength(_LONGEST_NAME)
            control.textChanged.connect(lambda _text: self._enable())
            control.returnPressed.connect(self._spell)
            group = QVBoxLayout()
            group.setSpacing(style.unit(1))
            group.addWidget(label)
            group.addWidget(control)
            column.addLayout(group)
        self.body.addWidget(self.names)
        acts = FlowRow()
        for button in (self.entry_button, self.spell_button, self.woman_button, self.man_button):
            acts.add(button)
        self.body.addWidget(acts)

    def show_line(self, line: FileLine | None) -> None:
        """Show a fault; None when none is chosen."""
        was, self.line = self.line, line
        self.setVisible(line is not None)
        if line is None:
            return
        where = _("row {row}").format(row=line.row) if line.row is not None else ""
        about = " · ".join(filter(None, (where, line.column, line.who)))
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.what.setText(line.what)
        self.fix.setText(line.fix)
        self.fix.setVisible(bool(line.fix))
        names = line.entry_id is not None and line.code in NAME_CODES
        letters = bool(line.bib) and line.code in GENDER_CODES
        for widget in (self.names, self.spell_button):
            widget.setVisible(names)
        for button in (self.woman_button, self.man_button):
            button.setVisible(letters)
            button.setToolTip(_("In this file only; the entry stays as it is."))
        kept = _("Kept with the runner, for this race and others.")
        self.spell_button.setToolTip(
            kept if self._may_change else _("The file is open for reading only.")
        )
        self.entry_button.setVisible(line.entry_id is not None)
        if was is None or was.entry_id != line.entry_id:
            self.family.clear()
            self.given.clear()
        self._enable()

    def _enable(self) -> None:
        typed = bool(self.family.text().strip() and self.given.text().strip())
        self.spell_button.setEnabled(typed and self._may_change)

    def open_entry(self) -> None:
        """Ask for the entry the fault is about."""
        if self.line is not None and self.line.entry_id is not None:
            self.entry_asked.emit(self.line.entry_id)

    def _spell(self) -> None:
        family = " ".join(self.family.text().split())
        given = " ".join(self.given.text().split())
        if self.line is not None and family and given and self._may_change:
            self.spelt.emit(self.line.entry_id, family, given)

    def _decide(self, gender: Gender) -> None:
        if self.line is not None:
            self.decided.emit(self.line.bib, gender)
