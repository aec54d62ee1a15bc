"""Forms made from lists of fields: labels, tab order, checks and messages beside the field."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.form_values import (
    FieldError,
    date_text,
    money_text,
    parse_date,
    parse_money,
    parse_number,
)
from trailsdesk.ui.widgets import PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.style import Tone

_GAP = 1.5
"""Grid steps below a row that is shown."""
FieldKind = Literal["text", "number", "choice", "date", "money", "check", "lines"]
FieldValue = str | int | bool | datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a form.

    Attributes:
        key: under which :meth:`Form.values` gives the value.
        kind: ``text`` and ``lines`` give ``str``; ``number`` ``int | None``; ``money`` minor
            units as ``int | None``; ``date`` ``datetime.date | None``; ``check`` ``bool``;
            ``choice`` the key chosen, a ``str``.
        help: one sentence under the field while nothing is wrong.
        choices: ``(key, words)`` of a choice.
        check: gets the value, answers what is wrong in the user's language, or ``None``.
        decimals: of the currency, for ``money``.
        wide: take the whole width of a form with two columns.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    help: str = ""
    placeholder: str = ""
    default: FieldValue = None
    choices: Sequence[tuple[str, str]] = ()
    check: Callable[[FieldValue], str | None] | None = None
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 2
    max_length: int = 500
    wide: bool = False


class Form(QWidget):
    """Labels above fields, in one or more columns.

    Tab goes through the fields as listed; Enter goes to the next field, on the last one it
    accepts; Ctrl+Enter accepts from anywhere (Enter in a field of several lines is a line break).
    """

    accepted = Signal(object)
    """The values, after every check passed."""
    changed = Signal(str)
    """Key of a field whose value the user changed."""

    def __init__(
        self, fields: Sequence[FormField], *, columns: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._controls: dict[str, QWidget] = {}
        self._notes: dict[str, PlainLabel] = {}
        self._rows: dict[str, int] = {}
        self._outside: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.unit(4))
        self._grid.setVerticalSpacing(style.unit())
        row = column = 0
        for field in self._fields:
            if field.wide and column:
                row, column = row + 1, 0
            span = columns if field.wide else 1
            self._add(field, row, column, span)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
        self._order_tabs()
        self.reset()

    # -- values ---------------------------------------------------------------------------------

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields, as listed."""
        return self._fields

    def control(self, key: str) -> QWidget:
        """The widget of a field."""
        return self._controls[key]

    def value(self, key: str) -> FieldValue:
        """The value of one field; ``None`` where what was typed makes no sense."""
        try:
            return self._read(self._field(key))
        except FieldError:
            return None

    def values(self) -> dict[str, FieldValue]:
        """All values by key; see :meth:`value`."""
        return {field.key: self.value(field.key) for field in self._fields}

    def set_values(self, values: Mapping[str, FieldValue]) -> None:
        """Fill fields without telling :attr:`changed`; keys not in the form are ignored."""
        for field in self._fields:
            if field.key in values:
                self._write(field, values[field.key])
                self._say(field, "")

    def reset(self) -> None:
        """Defaults everywhere and no messages."""
        self._outside.clear()
        self.set_values({field.key: field.default for field in self._fields})

    # -- checks ---------------------------------------------------------------------------------

    def error(self, key: str) -> str:
        """What is wrong with a field now, ``""`` when nothing is."""
        field = self._field(key)
        try:
            value = self._read(field)
        except FieldError as error:
            return str(error)
        if field.required and value in {None, ""}:
            return _("Fill this in.")
        found = field.check(value) if field.check is not None else None
        return found or self._outside.get(key, "")

    def set_error(self, key: str, text: str) -> None:
        """Show what somebody else found wrong; it stays until the field is changed."""
        self._outside[key] = text
        self._say(self._field(key), text)

    def validate(self) -> bool:
        """Check all fields, show every message, put the cursor in the first wrong field."""
        first: QWidget | None = None
        for field in self._fields:
            found = self.error(field.key)
            self._say(field, found)
            if found and first is None:
                first = self._controls[field.key]
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def accept(self) -> bool:
        """Check, and emit :attr:`accepted` when all is well."""
        if not self.validate():
            return False
        self.accepted.emit(self.values())
        return True

    def set_note(self, key: str, text: str, tone: Tone | None = None) -> None:
        """Say something under a field that is not an error ("junior, 50.00")."""
        note = self._notes[key]
        note.setText(text)
        note.setVisible(bool(text))
        style.set_style_property(note, "type", "secondary")
        note.set_tone(tone)

    def set_shown(self, key: str, shown: bool) -> None:
        """Show or hide a field with its label and note; a hidden one keeps its value."""
        control = self._controls[key]
        control.setVisible(shown)
        for label in self.findChildren(PlainLabel):
            if label.buddy() is control:
                label.setVisible(shown)
        note = self._notes[key]
        note.setVisible(shown and bool(note.text()))
        row = self._rows[key]
        beside = [self._controls[other] for other, at in self._rows.items() if at == row]
        gap = style.unit(_GAP) if any(not each.isHidden() for each in beside) else 0
        self._grid.setRowMinimumHeight(row * 4 + 3, gap)

    # -- keys -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
            return True
        if isinstance(watched, QPlainTextEdit):
            return False
        controls = list(self._controls.values())
        if watched not in controls:
            return False
        later = [c for c in controls[controls.index(watched) + 1 :] if _reachable(c)]
        if later:
            later[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.accept()
        return True

    # -- building -------------------------------------------------------------------------------

    def _add(self, field: FormField, row: int, column: int, span: int) -> None:
        control = self._make(field)
        label = PlainLabel(field.label, "secondary")
        if field.required:
            label.setText(_("{label} (needed)").format(label=field.label))
        label.setBuddy(control)
        control.setAccessibleName(field.label)
        control.setAccessibleDescription(field.help)
        control.installEventFilter(self)
        # Shown without a parent it would be a window of its own for a moment and take the focus.
        note = PlainLabel(field.help, "secondary", self, wrap=True)
        note.setVisible(bool(field.help))
        self._controls[field.key] = control
        self._notes[field.key] = note
        if field.kind != "check":
            self._grid.addWidget(label, row * 4, column, 1, span)
        else:
            label.deleteLater()
        self._grid.addWidget(control, row * 4 + 1, column, 1, span)
        self._grid.addWidget(note, row * 4 + 2, column, 1, span)
        self._grid.setRowMinimumHeight(row * 4 + 3, style.unit(_GAP))
        self._rows[field.key] = row

    def _make(self, field: FormField) -> QWidget:
        if field.kind == "check":
            box = QCheckBox(field.label)
            box.toggled.connect(lambda _on: self._edited(field))
            return box
        if field.kind == "choice":
            combo = QComboBox()
            for key, words in field.choices:
                combo.addItem(words, key)
            combo.currentIndexChanged.connect(lambda _at: self._edited(field))
            return combo
        if field.kind == "lines":
            lines = QPlainTextEdit()
            lines.setPlaceholderText(field.placeholder)
            lines.setTabChangesFocus(True)
            lines.setFixedHeight(style.unit(18))
            lines.textChanged.connect(lambda: self._edited(field))
            return lines
        edit = QLineEdit()
        edit.setPlaceholderText(field.placeholder)
        edit.setMaxLength(field.max_length)
        if field.kind in {"number", "money"}:
            edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        edit.textEdited.connect(lambda _text: self._edited(field))
        edit.editingFinished.connect(lambda: self._left(field))
        return edit

    def _order_tabs(self) -> None:
        controls = list(self._controls.values())
        for before, after in itertools.pairwise(controls):
            QWidget.setTabOrder(before, after)
        if controls:
            self.setFocusProxy(controls[0])

    def _field(self, key: str) -> FormField:
        return next(field for field in self._fields if field.key == key)

    def _edited(self, field: FormField) -> None:
        if field.key not in self._notes:
            return
        self._outside.pop(field.key, None)
        if self._controls[field.key].property("invalid"):
            self._say(field, self.error(field.key))
        self.changed.emit(field.key)

    def _left(self, field: FormField) -> None:
        """On leaving: show a date or amount as understood, or what is wrong with it."""
        control = self._controls[field.key]
        if not isinstance(control, QLineEdit) or not control.text().strip():
            return
        found = self.error(field.key)
        self._say(field, found)
        if not found and field.kind in {"date", "money"}:
            self._write(field, self._read(field))

    def _say(self, field: FormField, error: str) -> None:
        note = self._notes[field.key]
        note.setText(error or field.help)
        note.setVisible(bool(error or field.help))
        style.set_style_property(note, "type", "error" if error else "secondary")
        control = self._controls[field.key]
        style.set_style_property(control, "invalid", bool(error))
        control.setAccessibleDescription(error or field.help)

    # -- reading and writing --------------------------------------------------------------------

    def _read(self, field: FormField) -> FieldValue:
        control = self._controls[field.key]
        if isinstance(control, QCheckBox):
            return control.isChecked()
        if isinstance(control, QComboBox):
            return str(control.currentData() or "")
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText().strip()
        text = control.text().strip() if isinstance(control, QLineEdit) else ""
        if field.kind == "number":
            return parse_number(text, field.minimum, field.maximum)
        if field.kind == "money":
            return parse_money(text, field.decimals)
        return parse_date(text) if field.kind == "date" else text

    def _write(self, field: FormField, value: FieldValue) -> None:
        control = self._controls[field.key]
        control.blockSignals(True)
        if isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(max(0, control.findData(value)))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText("" if value is None else str(value))
        elif isinstance(control, QLineEdit):
            control.setText(_as_text(field, value))
        control.blockSignals(False)


def _as_text(field: FormField, value: FieldValue) -> str:
    if value is None:
        return ""
    if field.kind == "money" and isinstance(value, int):
        return money_text(value, field.decimals)
    if isinstance(value, datetime.date):
        return date_text(value)
    return str(value)


def _reachable(control: QWidget) -> bool:
    return control.isEnabled() and not control.isHidden()
