"""What can be chosen for single kinds of sheets: whom, on which labels, with what besides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.label_sheets import stock_choices
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import NumberBox, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.sheet_options import SheetOptions

_MOST_LABELS = 99
_LABELS = ("stock", "first_label", "skipped")
_AWARDS = ("award_order", "only_settled")
_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "running-order": _AWARDS,
    "award-reasons": _AWARDS,
    "award-pickup": _AWARDS,
    "series-awards": _AWARDS,
    "certificate": ("bib", "winners"),
    "spot-prizes": ("appendix",),
    "bib-labels": _LABELS,
    "address-labels": _LABELS,
    "envelopes": ("stock",),
    "emergency-list": ("medical",),
    "cash-up": ("till", "with_lines"),
    "receipt": ("bib",),
}
"""Kind of sheet to the options it has, by the names of a request's fields."""


class KindOptions(QWidget):
    """The options of the kind shown; those of other kinds keep what was chosen."""

    changed = Signal()

    def __init__(self, parent: SheetOptions | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self.bib = QLineEdit()
        self.bib.setPlaceholderText(_("everybody"))
        self.bib.setMaxLength(20)
        self.winners = QCheckBox(_("First places only"))
        self.appendix = QCheckBox(_("With every ticket"))
        self.medical = QCheckBox(_("With medical notes"))
        self.stock = CalmCombo(_("Label paper"))
        self.first_label = NumberBox(1, _MOST_LABELS, _("First free label"), 1)
        self.skipped = QLineEdit()
        self.skipped.setPlaceholderText(_("none; or 3, 7, 8"))
        self.skipped.setMaxLength(200)
        self.till = QLineEdit()
        self.till.setPlaceholderText(_("the last one"))
        self.till.setMaxLength(60)
        self.with_lines = QCheckBox(_("With every payment"))
        self.award_order = CalmCombo(
            _("Order of calling"),
            (
                ("", _("as the rules say")),
                ("youngest", _("youngest first")),
                ("oldest", _("oldest first")),
                ("as-set", _("as the plan is set")),
            ),
        )
        self.only_settled = QCheckBox(_("Only what is settled"))
        self._labels = {
            "award_order": PlainLabel(_("Order of calling"), "secondary"),
            "bib": PlainLabel(_("Only bib"), "secondary"),
            "stock": PlainLabel(_("Label paper"), "secondary"),
            "first_label": PlainLabel(_("First free label"), "secondary"),
            "skipped": PlainLabel(_("Labels used up"), "secondary"),
            "till": PlainLabel(_("Till"), "secondary"),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(1))
        for name, control in self._controls().items():
            label = self._labels.get(name)
            if label is not None:
                label.setBuddy(control)
                control.setAccessibleName(label.text())
                column.addWidget(label)
            column.addWidget(control)
        self._connect()
        self.show_kind("")

    def _controls(self) -> dict[str, QWidget]:
        return {
            "bib": self.bib,
            "winners": self.winners,
            "appendix": self.appendix,
            "stock": self.stock,
            "first_label": self.first_label,
            "skipped": self.skipped,
            "medical": self.medical,
            "award_order": self.award_order,
            "only_settled": self.only_settled,
            "till": self.till,
            "with_lines": self.with_lines,
        }

    def _connect(self) -> None:
        for box in (self.winners, self.appendix, self.medical, self.only_settled, self.with_lines):
            box.toggled.connect(lambda _on: self.changed.emit())
        for edit in (self.bib, self.skipped, self.till):
            edit.editingFinished.connect(self.changed.emit)
        for combo in (self.stock, self.award_order):
            combo.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.first_label.valueChanged.connect(lambda _value: self.changed.emit())

    def show_kind(self, kind: str) -> None:
        """Offer what this kind of sheet has; the whole is hidden where it has nothing."""
        self._kind = kind
        offered = _OPTIONS.get(kind, ())
        for name, control in self._controls().items():
            control.setVisible(name in offered)
            if name in self._labels:
                self._labels[name].setVisible(name in offered)
        if "stock" in offered:
            self.stock.offer(stock_choices(kind), self.stock.currentData())
            words = _("Envelope") if kind == "envelopes" else _("Label paper")
            self._labels["stock"].setText(words)
            self.stock.setAccessibleName(words)
            self.stock.setToolTip(words)
        whose = kind == "receipt"
        self._labels["bib"].setText(_("Bib") if whose else _("Only bib"))
        self.bib.setPlaceholderText("" if whose else _("everybody"))
        self.setVisible(bool(offered))

    def chosen(self) -> dict[str, Any]:
        """The fields of the request the kind shown has, by name."""
        every = {
            "bib": self.bib.text().strip(),
            "winners": self.winners.isChecked(),
            "appendix": self.appendix.isChecked(),
            "stock": str(self.stock.currentData() or ""),
            "first_label": self.first_label.value(),
            "skipped": _numbers(self.skipped.text()),
            "medical": self.medical.isChecked(),
            "award_order": str(self.award_order.currentData() or ""),
            "only_settled": self.only_settled.isChecked(),
            "till": self.till.text().strip(),
            "with_lines": self.with_lines.isChecked(),
        }
        return {name: every[name] for name in _OPTIONS.get(self._kind, ())}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in re.findall(r"[0-9]{1,3}", text)}))
