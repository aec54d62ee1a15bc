"""The reason of one runner's category, and the line where a person decides otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from trailsdesk.i18n import _, message
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, Callout, Card, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.category_lines import PlacedLine

_DIVISION_LETTERS = 18
"""The longest division the field shows in full; the others end in an ellipsis."""


class CategoryDecision(Card):
    """The reason of one runner's category, and the line to decide otherwise."""

    decided = Signal(str, str)
    """Code of the category, and the reason."""
    division_chosen = Signal(str)
    """Code of the division to be ranked in instead of by age; empty for none."""
    withdrawn = Signal()
    """The decision that stands is to be taken back."""

    def __init__(self, *, may_change: bool) -> None:
        super().__init__(padding=3)
        self._may_change = may_change
        self._line: PlacedLine | None = None
        self.reasons = Callout()
        self.name_label = PlainLabel("", "strong", wrap=True)
        self.why_label = PlainLabel("", wrap=True)
        self.series_label = PlainLabel("", "secondary", wrap=True)
        self.withdraw_button = Button(_("Withdraw"), self.withdrawn.emit, kind="quiet")
        self.withdraw_button.setAccessibleName(_("Withdraw the decision"))
        self.entry_button = Button(_("Open the entry"), kind="quiet")
        self.division = CalmCombo(_("Division chosen with the entry"))
        self.division.activated.connect(
            lambda _at: self.division_chosen.emit(str(self.division.currentData()))
        )
        self.division.hide()
        head = QHBoxLayout()
        head.setSpacing(style.unit(2))
        head.addWidget(self.name_label, 1)
        head.addWidget(self.entry_button)
        self.reasons.body.addLayout(head)
        words = QVBoxLayout()
        words.setSpacing(style.unit())
        for label in (self.why_label, self.series_label):
            words.addWidget(label)
        facts = QHBoxLayout()
        facts.setSpacing(style.unit(3))
        facts.addLayout(words, 1)
        facts.addWidget(self.division, 0, Qt.AlignmentFlag.AlignTop)
        self.reasons.body.addLayout(facts)
        self.body.addWidget(self.reasons)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.category = CalmCombo(_("Category by decision"))
        self.category.setMinimumContentsLength(11)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason, for History and for the jury"))
        self.reason.setAccessibleName(_("Reason of the decision"))
        self.reason.setMaxLength(500)
        self.place_button = Button(_("Place here"), self._place)
        for widget in (self.category, self.reason, self.place_button):
            row.addWidget(widget, 1 if widget is self.reason else 0)
        row.addWidget(self.withdraw_button)
        self.body.addLayout(row)
        self.error_label = PlainLabel("", "error", wrap=True)
        self.error_label.hide()
        self.body.addWidget(self.error_label)
        self.reason.returnPressed.connect(self._place)
        self.reason.textEdited.connect(lambda _text: self._say(""))
        self.show_line(None)

    def controls(self) -> tuple[QWidget, ...]:
        """The controls in the order of Tab."""
        return (
            self.division,
            self.category,
            self.reason,
            self.place_button,
            self.withdraw_button,
            self.entry_button,
        )

    def offer(
        self, order: tuple[tuple[str, str], ...], divisions: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """The categories there are, and the divisions beside those by age."""
        known = [("", _("No division")), *divisions] if divisions else []
        self.division.offer(known, self.division.currentData())
        longest = max((len(words) for _code, words in known), default=0)
        self.division.setMinimumContentsLength(min(longest, _DIVISION_LETTERS))
        self.division.setVisible(bool(divisions))
        self.category.offer(order, self.category.currentData())
        self.show_line(self._line)

    def focus_division(self) -> None:
        """Open the list of divisions: one is taken by Enter, Escape leaves all as it was."""
        if self.division.isVisible() and self.division.isEnabled():
            self.division.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.division.showPopup()

    def show_line(self, line: PlacedLine | None) -> None:
        """Explain a runner's category; ``None`` while none is chosen."""
        changed = line is None or self._line is None or line.entry_id != self._line.entry_id
        again = line != self._line
        self._line = line
        if changed or again:
            self.reason.setText("" if line is None else line.reason)
            self._say("")
        chosen = line is not None
        for widget in (self.division, self.category, self.reason, self.place_button):
            widget.setEnabled(chosen and self._may_change)
            widget.setToolTip("" if self._may_change else _("The file is open for reading only."))
        self.entry_button.setEnabled(chosen)
        self.withdraw_button.setVisible(line is not None and line.decided)
        self.withdraw_button.setEnabled(self._may_change)
        self.series_label.setVisible(chosen)
        self.division.choose("" if line is None else line.division)
        if line is None:
            self.reasons.set_tone("muted")
            self.name_label.setText(_("No runner chosen"))
            self.why_label.setText(_("Choose a runner to see why the category is what it is."))
            return
        if changed and line.code:
            self.category.choose(line.code)
        self.reasons.set_tone("warn" if line.unplaced else "good")
        self.name_label.setText(f"{line.name}: {line.category}")
        self.why_label.setText(message(line.why))
        series = _("For the series: {why}").format(why=message(line.series_why))
        self.series_label.setText(series)
        self.series_label.setVisible(not line.unplaced or line.series_why.code != line.why.code)

    def _place(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._say(_("Write down the reason: a decision without one is not kept."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        self.decided.emit(str(self.category.currentData()), reason)

    def _say(self, text: str) -> None:
        self.error_label.setText(text)
        self.error_label.setVisible(bool(text))
        style.set_style_property(self.reason, "invalid", bool(text))
