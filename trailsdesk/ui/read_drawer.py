"""The drawer beside the reads: one read, what became of it, and what a person may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from trailsdesk.domain.timing import BatchKind, ReadFate
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.timing_words import (
    fate_reason,
    fate_words,
    point_words,
    ruling_words,
    source_name,
    time_words,
)
from trailsdesk.ui.widgets import Button, Callout, Chip, Divider, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.timing_desk import ReadLine

_COULD_GOVERN = (ReadFate.REPEAT, ReadFate.BEFORE_GUN, ReadFate.BACKUP)


class ReadDrawer(ScrollCard):
    """It only asks; the panel acts."""

    bib_asked = Signal(str)
    ignore_asked = Signal(str)
    govern_asked = Signal()
    withdraw_asked = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("One time"))
        self._read_only = read_only
        self.line: ReadLine | None = None
        self.title = PlainLabel("", "title", elide=True)
        self.chip = Chip("")
        self.about = PlainLabel("", "secondary", wrap=True)
        self.reason = Callout()
        self.why = PlainLabel("", wrap=True)
        self.raw = PlainLabel("", "secondary", wrap=True)
        self.decided = PlainLabel("", "", wrap=True)
        self.bib = QLineEdit()
        self.bib.setPlaceholderText(_("Bib"))
        self.bib.setAccessibleName(_("Bib this time belongs to"))
        self.because = QLineEdit()
        self.because.setPlaceholderText(_("Reason"))
        self.because.setAccessibleName(_("Reason for leaving the time out"))
        self.give = Button(_("Give bib"), self._give)
        self.leave_out = Button(_("Leave out"), self._ignore)
        self.govern = Button(_("Make this time count"), self.govern_asked.emit)
        self.withdraw = Button(_("Withdraw the decision"), self.withdraw_asked.emit)
        self.hint = PlainLabel(
            _("Choose a time to see what became of it and why."), "secondary", wrap=True
        )
        self._build()
        self.show_read(None, "")

    def _build(self) -> None:
        column = self.column
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addWidget(self.about)
        self.reason.body.addWidget(self.why)
        column.addWidget(self.reason)
        column.addWidget(self.decided)
        for field, button in ((self.bib, self.give), (self.because, self.leave_out)):
            row = QHBoxLayout()
            row.setSpacing(style.unit(2))
            row.addWidget(field, 1)
            row.addWidget(button)
            column.addLayout(row)
        column.addWidget(self.govern)
        column.addWidget(self.withdraw)
        column.addWidget(self.hint)
        column.addStretch(1)
        self._line_above = Divider()
        column.addWidget(self._line_above)
        column.addWidget(self.raw)
        self.bib.returnPressed.connect(self._give)
        self.because.returnPressed.connect(self._ignore)
        self._actions = (
            self.bib, self.because, self.give, self.leave_out, self.govern, self.withdraw,
        )  # fmt: skip
        for control in self._actions:
            control.setEnabled(not self._read_only)
            if self._read_only:
                control.setToolTip(_("The file is open for reading only."))

    def show_read(self, line: ReadLine | None, zone: str) -> None:
        """One read, or what to do while none is chosen."""
        same = line is not None and self.line is not None and self.line.read_id == line.read_id
        self.line = line
        for widget in (
            self.title, self.chip, self.about, self.reason, self.decided, *self._actions,
            self.raw, self._line_above,
        ):  # fmt: skip
            widget.setVisible(line is not None)
        self.hint.setVisible(line is None)
        if line is None:
            return
        time = time_words(line, zone)
        self.title.setText(" · ".join(filter(None, (line.bib or _("no bib"), time))))
        words, tone = fate_words(line.fate)
        self.chip.setText(words)
        style.set_style_property(self.chip, "tone", tone)
        chip = _("chip {chip}").format(chip=line.chip) if line.chip else ""
        about = (line.name or _("Nobody yet"), line.race_label, point_words(line.point), chip)
        self.about.setText(" · ".join(filter(None, about)))
        of_chip = line.fate is ReadFate.UNKNOWN_CHIP
        self.give.setText(_("Give chip its bib") if of_chip else _("Give bib"))
        self.give.setAccessibleName(self.give.text())
        self.reason.set_tone(tone)
        self.why.setText(fate_reason(line))
        decisions = [ruling_words(ruling) for ruling in line.rulings]
        text = _("Decided: {what}.").format(what="; ".join(decisions)) if decisions else ""
        self.decided.setText(text)
        self.decided.setVisible(bool(text))
        self.withdraw.setVisible(bool(decisions))
        self.govern.setVisible(line.fate in _COULD_GOVERN)
        self.raw.setText(self._raw_words(line))
        if not same:
            self.bib.setText("")
            self.because.setText("")
        self.setAccessibleName(f"{self.title.full_text()}, {words}")

    @staticmethod
    def _raw_words(line: ReadLine) -> str:
        where = source_name(line)
        if line.kind is BatchKind.FILE:
            where = _("{file}, line {line}").format(file=where, line=line.line)
        kept = _("What was read is never changed: {where}: “{raw}”")
        return kept.format(where=where, raw=line.raw or line.keyed or "–")

    def _give(self) -> None:
        bib = self.bib.text().strip()
        if bib:
            self.bib.clear()  # the next one typed must not be added to it
            self.bib_asked.emit(bib)
        else:
            self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ignore(self) -> None:
        self.ignore_asked.emit(self.because.text().strip())
