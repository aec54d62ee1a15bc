"""One field of a certificate in numbers and words: where it stands, how it looks, what it says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.certificate import (
    MOST_WORDS,
    OWN_WORDS,
    SIZES,
    WHOLE,
    CertificateField,
    FieldLook,
    Side,
)
from trailsdesk.i18n import _
from trailsdesk.services.certificate_sample import field_words
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import NumberBox, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

_COLOURS = (
    ("#1a201d", _("black")),
    ("#4a544f", _("grey")),
    ("#0b6b4d", _("green")),
    ("#1f5fa8", _("blue")),
    ("#8e1212", _("red")),
    ("#a06a00", _("gold")),
    ("#ffffff", _("white")),
)


class FieldControls(QWidget):
    """Chooses a field and shows its look; what is typed is told, the caller keeps it."""

    changed = Signal()
    chosen = Signal(str)
    """Another field, by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.field = CalmCombo(
            _("Field"), [(field.value, field_words(field)) for field in CertificateField]
        )
        self.shown = QCheckBox(_("Shown"))
        self.bold = QCheckBox(_("Bold"))
        self.text = QLineEdit()
        self.text.setMaxLength(MOST_WORDS)
        self.text.setPlaceholderText(_("as it stands on the page"))
        self.size_box = NumberBox(*SIZES, _("Size in points"))
        self.width_box = NumberBox(20, WHOLE, _("Width"))
        self.x_box = NumberBox(0, WHOLE, _("From the left"))
        self.y_box = NumberBox(0, WHOLE, _("From above"))
        for box in (self.width_box, self.x_box, self.y_box):
            box.setToolTip(_("in thousandths of the page"))
        self.align = CalmCombo(
            _("Stands"),
            (
                (Side.LEFT.value, _("at the left")),
                (Side.CENTRE.value, _("in the middle")),
                (Side.RIGHT.value, _("at the right")),
            ),
        )
        self.colour = CalmCombo(_("Colour"), _COLOURS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.unit(1.5))
        self._labelled(_("Field"), self.field)
        row = QHBoxLayout()
        row.addWidget(self.shown)
        row.addWidget(self.bold)
        row.addStretch(1)
        self._column.addLayout(row)
        self.text_label = self._labelled(_("Own words"), self.text)
        self._column.addLayout(_pair(self.size_box, self.width_box))
        self._column.addLayout(_pair(self.x_box, self.y_box))
        self._labelled(_("Stands"), self.align)
        self._labelled(_("Colour"), self.colour)

    def _labelled(self, words: str, control: QWidget) -> PlainLabel:
        label = PlainLabel(words, "secondary")
        label.setBuddy(control)
        control.setAccessibleName(words)
        self._column.addWidget(label)
        self._column.addWidget(control)
        return label

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(
            lambda _at: self.chosen.emit(self.field.currentData())
        )
        for box in (self.shown, self.bold):
            box.toggled.connect(lambda _on: self.changed.emit())
        for number in (self.size_box, self.width_box, self.x_box, self.y_box):
            number.valueChanged.connect(lambda _value: self.changed.emit())
        for combo in (self.align, self.colour):
            combo.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.text.textEdited.connect(lambda _text: self.changed.emit())

    @property
    def current(self) -> CertificateField:
        """The field chosen."""
        return CertificateField(self.field.currentData())

    def show_field(self, field: CertificateField, look: FieldLook) -> None:
        """Choose a field and show its look, quietly."""
        self.field.choose(field.value)
        for box, on in ((self.shown, look.shown), (self.bold, look.bold)):
            quietly(box, partial(box.setChecked, on))
        for number, value in (
            (self.size_box, look.size),
            (self.width_box, look.width),
            (self.x_box, look.x),
            (self.y_box, look.y),
        ):
            quietly(number, partial(number.setValue, value))
        self.align.choose(look.align.value)
        colours = dict(_COLOURS)
        if look.colour not in colours:
            colours[look.colour] = look.colour
        self.colour.offer(list(colours.items()), look.colour)
        if self.text.text() != look.text:
            self.text.setText(look.text)
        self.text.setVisible(field in OWN_WORDS)
        self.text_label.setVisible(field in OWN_WORDS)

    def look(self) -> dict[str, Any]:
        """The look as it is typed, by the names of ``FieldLook``."""
        return {
            "x": self.x_box.value(),
            "y": self.y_box.value(),
            "width": self.width_box.value(),
            "size": self.size_box.value(),
            "align": Side(self.align.currentData()),
            "bold": self.bold.isChecked(),
            "colour": str(self.colour.currentData()),
            "shown": self.shown.isChecked(),
            "text": self.text.text().strip() if self.current in OWN_WORDS else "",
        }


def quietly(widget: QWidget, act: Callable[[], object]) -> None:
    """Do something to a control that it is not to tell of."""
    blocked = widget.blockSignals(True)
    act()
    widget.blockSignals(blocked)


def _pair(*boxes: NumberBox) -> QGridLayout:
    """Numbers beside one another, each under its name."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(style.unit(2))
    for at, box in enumerate(boxes):
        label = PlainLabel(box.accessibleName(), "secondary")
        label.setBuddy(box)
        grid.addWidget(label, 0, at)
        grid.addWidget(box, 1, at)
    return grid
