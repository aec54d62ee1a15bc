"""One problem in full, with what mends it: a field to type into, buttons, and "go there"."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message
from trailsdesk.services.fixes import BibFix, BirthDateFix, PressFix
from trailsdesk.ui import style
from trailsdesk.ui.form_values import FieldError, parse_date
from trailsdesk.ui.problem_lines import SEVERITIES
from trailsdesk.ui.touched_list import TouchedList
from trailsdesk.ui.widgets import Button, Callout, Card, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.services.fixes import Fix
    from trailsdesk.services.touched import TouchedRow
    from trailsdesk.ui.problem_lines import ProblemLine


class FixBar(Card):
    """Below the table of problems; tells which act was asked for, does nothing itself."""

    asked = Signal(object, str)
    """An act without arguments, which mends the problem on the database thread, and what is said
    afterwards instead of the usual words."""
    place_asked = Signal()
    left = Signal()
    """Escape was pressed in one of the fixes."""

    def __init__(self, *, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(padding=3, parent=parent)
        self.setAccessibleName(_("The chosen problem"))
        self._may_change = may_change
        self._field: QLineEdit | None = None
        self._read: Callable[[str], Callable[[], object]] | None = None
        self._line: ProblemLine | None = None
        across = QHBoxLayout()
        across.setSpacing(style.unit(4))
        left = QVBoxLayout()
        left.setSpacing(style.unit(2))
        across.addLayout(left, 3)
        self.rows = TouchedList()
        across.addWidget(self.rows, 2)
        self.body.addLayout(across)
        self.said = Callout()
        self.message_label = PlainLabel("", wrap=True)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self.said.body.addWidget(self.message_label)
        self.said.body.addWidget(self.about_label)
        left.addWidget(self.said)
        self.row = FlowRow()
        left.addWidget(self.row)
        self.error_label = PlainLabel("", "error", wrap=True)
        self.error_label.hide()
        left.addWidget(self.error_label)
        left.addStretch(1)
        self.controls: list[QWidget] = []
        self.show_line(None, ())

    def show_line(
        self,
        line: ProblemLine | None,
        fixes: Sequence[Fix],
        rows: Sequence[TouchedRow] = (),
    ) -> None:
        """Say a problem in full, offer its fixes and list what it touches; ``None`` for none."""
        self._line = line
        self.rows.show_rows(rows)
        if line is None:
            self.show_fixes(())
            self.said.set_tone("muted")
            self.message_label.setText(_("Choose a problem to see it in full and to mend it."))
            self.about_label.hide()
            return
        self.said.set_tone(SEVERITIES[line.severity][1])
        self.message_label.setText(message(line.problem))
        about = " · ".join(part for part in (line.event, line.about) if part)
        self.about_label.setText(about)
        self.about_label.setVisible(bool(about))
        self.show_fixes(fixes)

    def show_fixes(self, fixes: Sequence[Fix]) -> None:
        """Offer what mends the problem shown, or the row of it that was chosen."""
        self._say("")
        self._field = None
        self.row.clear()
        self.controls = []
        for fix in fixes:
            self._offer(fix)
        line = self._line
        if line is not None and line.problem.place is not None:
            words = _("Show it, to print it again") if _is_sheet(line) else _("Go there")
            self._add(Button(words, self.place_asked.emit, kind="quiet"), changes=False)
        self.row.setVisible(line is not None)

    def focus_fix(self) -> bool:
        """Go to the first thing that mends; false when there is none."""
        for control in self.controls:
            if control.isEnabled():
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list; every other key as anywhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- what is offered ------------------------------------------------------------------------

    def _offer(self, fix: Fix) -> None:
        if isinstance(fix, PressFix):
            self._add(Button(fix.label, partial(self.asked.emit, fix.act, fix.said)))
        elif isinstance(fix, BibFix):
            for bib in fix.suggestions:
                words = _("It is bib {bib}").format(bib=bib)
                self._add(Button(words, partial(self.asked.emit, partial(fix.act, bib), "")))
            self._add_field(_("Bib"), 12, fix.label, lambda text: _bib_act(fix, text))
        else:
            self._add_field(
                _("Birth date, such as 9 Aug 1986"), 30, fix.label, lambda t: _born_act(fix, t)
            )

    def _add_field(
        self,
        name: str,
        characters: int,
        label: str,
        read: Callable[[str], Callable[[], object]],
    ) -> None:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMaxLength(40)
        width = field.fontMetrics().averageCharWidth() * characters + style.unit(6)
        field.setFixedWidth(width)
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        field.returnPressed.connect(self._take_field)
        field.textEdited.connect(lambda _text: self._say(""))
        self._field, self._read = field, read
        self._add(field)
        self._add(Button(label, self._take_field))

    def _add(self, control: QWidget, *, changes: bool = True) -> None:
        if changes and not self._may_change:
            control.setEnabled(False)
            control.setToolTip(_("The file is open for reading only."))
        self.row.add(control)
        control.show()
        self.controls.append(control)

    def _take_field(self) -> None:
        if self._field is None or self._read is None:
            return
        try:
            act = self._read(self._field.text())
        except FieldError as error:
            self._say(str(error))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.asked.emit(act, "")

    def _say(self, text: str) -> None:
        self.error_label.setText(text)
        self.error_label.setVisible(bool(text))
        if self._field is not None:
            style.set_style_property(self._field, "invalid", bool(text))


def _is_sheet(line: ProblemLine) -> bool:
    return line.problem.place is not None and line.problem.place.sheet_id is not None


def _bib_act(fix: BibFix, text: str) -> Callable[[], object]:
    bib = text.strip()
    if not bib:
        raise FieldError(_("Type the bib first."))
    return lambda: fix.act(bib)


def _born_act(fix: BirthDateFix, text: str) -> Callable[[], object]:
    born = parse_date(text)
    if born is None:
        raise FieldError(_("Type the birth date first."))
    return lambda: fix.act(born)
