"""Free bibs for everybody without one: laid out first, then given in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trailsdesk.i18n import _, plural
from trailsdesk.services.bibs import BibOrder
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.services.bibs import BibPlan
    from trailsdesk.services.start import StartView


class BulkBar(QWidget):
    """How many wait for a bib, in which order they would get one, and the buttons for it."""

    plan_asked = Signal()
    give_asked = Signal()
    dropped = Signal()

    def __init__(self, *, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_change = may_change
        self._planned = False
        self.label = PlainLabel("", "secondary", wrap=True)
        self._order = CalmCombo(
            _("In which order"),
            (
                (BibOrder.NAME.value, _("by name")),
                (BibOrder.ENTERED.value, _("by time of entry")),
                (BibOrder.CATEGORY.value, _("by category")),
            ),
        )
        self._order.setMinimumContentsLength(14)
        self.lay_out_button = Button(_("Lay out free bibs"), self.plan_asked.emit)
        self.give_button = Button(_("Give"), self.give_asked.emit, kind="primary")
        self.drop_button = Button(_("Put them back"), self.dropped.emit, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(2))
        row.addWidget(self.label, 1)
        for widget in (self._order, self.lay_out_button, self.drop_button, self.give_button):
            row.addWidget(widget)
        self._order.currentIndexChanged.connect(self._reordered)

    @property
    def order(self) -> BibOrder:
        """The order chosen."""
        return BibOrder(str(self._order.currentData()))

    def _reordered(self, _at: int) -> None:
        if self._planned:
            self.plan_asked.emit()

    def show_plan(self, view: StartView, bare: int, plan: BibPlan | None) -> None:
        """How many wait, or what is laid out."""
        self._planned = plan is not None
        for widget in (self.drop_button, self.give_button):
            widget.setVisible(self._planned)
        self.lay_out_button.setVisible(not self._planned)
        self.lay_out_button.setEnabled(self._may_change and bare > 0)
        self.lay_out_button.setToolTip("" if bare else _("Everybody has a bib."))
        if plan is None:
            text = plural("{count} runner without a bib", "{count} runners without a bib", bare)
            self.label.setText(text)
            self.label.set_tone(None)
            return
        words = [plural("{count} bib laid out", "{count} bibs laid out", len(plan.bibs))]
        labels = {each.race_id: each.label for each in view.ranges}
        words += [
            _("{race}: {count} get none, no free bib is left").format(
                race=labels.get(race_id, ""), count=count
            )
            for race_id, count in plan.short.items()
        ]
        self.label.setText(" · ".join(words))
        self.label.set_tone("warn" if plan.short else None)
        self.give_button.setText(plural("Give {count} bib", "Give {count} bibs", len(plan.bibs)))
        self.give_button.setEnabled(self._may_change and bool(plan.bibs))

    def hear(self) -> None:
        """The keys to what can be done now."""
        target = self.give_button if self._planned else self.lay_out_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
