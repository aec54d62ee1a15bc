"""The reason of one runner's category, and the line where a person decides otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from trailsdesk.i18n import _, message
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, Callout, Card, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.category_lines import PlacedLine


class CategoryDecision(Card):
    """The reason of one runner's category, and the line to decide otherwise."""

    decided = Signal(str, str)
    """Code of the category, and the reason."""
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
        self.withdraw_button = Button(
            _("Withdraw the decision"), self.withdrawn.emit, kind="quiet"
        )
        self.entry_button = Button(_("Open the entry"), kind="quiet")
        head = QHBoxLayout()
        head.addWidget(self.name_label, 1)
        head.addWidget(self.withdraw_button)
        head.addWidget(self.entry_button)
        self.reasons.body.addLayout(head)
        for label in (self.why_label, self.series_label):
            self.reasons.body.addWidget(label)
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
            self.category,
            self.reason,
            self.place_button,
            self.withdraw_button,
            self.entry_button,
        )

    def offer(self, order: tuple[tuple[str, str], ...]) -> None:
        """The categories there are."""
        self.category.offer(order, self.category.currentData())
        self.show_line(self._line)

    def show_line(self, line: PlacedLine | None) -> None:
        """Explain a runner's category; ``None`` while none is chosen."""
        changed = line is None or self._line is None or line.entry_id != self._line.entry_id
        again = line != self._line
        self._line = line
        if changed or again:
            self.reason.setText("" if line is None else line.reason)
            self._say("")
        chosen = line is not None
        for widget in (self.category, self.reason, self.place_button):
            widget.setEnabled(chosen and self._may_change)
            widget.setToolTip("" if self._may_change else _("The file is open for reading only."))
        self.entry_button.setEnabled(chosen)
        self.withdraw_button.setVisible(line is not None and line.decided)
        self.withdraw_button.setEnabled(self._may_change)
        self.series_label.setVisible(chosen)
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
