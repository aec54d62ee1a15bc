"""Which layout a file's columns follow, and keeping what was chosen for the next such file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message
from trailsdesk.services.layouts import (
    Layout,
    fitting_layouts,
    forget_layout,
    keep_layout,
    known_layouts,
    own_layouts,
    rename_layout,
)
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trailsdesk.services.import_view import Mapped, Table
    from trailsdesk.services.layouts import Purpose

    Notify = Callable[[str, str], object]

_AUTOMATIC = ""
_NONE = "-"


class LayoutBar(QWidget):
    """The layout of the file at hand; a person's own can be kept, renamed and forgotten.

    Args:
        folder: where a person's layouts lie.
        notify: says a line with its tone.
    """

    chosen = Signal()
    """Other layouts are to be followed: see ``layouts``."""

    def __init__(
        self, purpose: Purpose, folder: Path, notify: Notify, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._purpose, self._folder, self._notify = purpose, folder, notify
        self._own: tuple[Layout, ...] = ()
        self._choice = _AUTOMATIC
        self._table: Table | None = None
        self._mapped: Mapped | None = None
        self._dates: str | None = None
        self._renaming: Layout | None = None
        words = _("Layout")
        self.choice = CalmCombo(words)
        self.choice.setMinimumContentsLength(26)
        self.choice.activated.connect(self._choose)
        self.keep_button = Button(_("Keep these columns…"), self._ask_to_keep)
        self.rename_button = Button(_("Rename…"), self._ask_to_rename, kind="quiet")
        self.forget_button = Button(_("Forget"), self.forget, kind="quiet")
        self.name_field = QLineEdit()
        self.name_field.setAccessibleName(_("Name of the layout"))
        self.name_field.setMaxLength(80)
        self.save_button = Button(_("Keep"), self.save, key="Enter")
        self.drop_button = Button(_("Not now"), self._close_name, key="Esc")
        self._build(words)

    def _build(self, words: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        label = PlainLabel(words, "secondary")
        label.setBuddy(self.choice)
        row.addWidget(label)
        row.addWidget(self.choice)
        for button in (self.keep_button, self.rename_button, self.forget_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self._naming = QWidget()
        across = QHBoxLayout(self._naming)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(2))
        name = PlainLabel(_("Name"), "secondary")
        name.setBuddy(self.name_field)
        for widget in (name, self.name_field, self.save_button, self.drop_button):
            across.addWidget(widget)
        across.addStretch(1)
        self.name_field.setMinimumWidth(style.unit(60))
        self.name_field.returnPressed.connect(self.save)
        column.addWidget(self._naming)
        self._naming.hide()

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts that a file may follow, as chosen."""
        known = known_layouts(self._own, self._purpose)
        if self._choice == _AUTOMATIC:
            return known
        return tuple(each for each in known if _key(each) == self._choice)

    def begin(self) -> None:
        """Another file: a person's layouts are looked up anew, and nothing is chosen."""
        self._own = own_layouts(self._folder)
        self._choice = _AUTOMATIC
        self._close_name()

    def show_columns(self, table: Table, mapped: Mapped, dates: str | None) -> None:
        """The layout found and those that could be followed instead."""
        self._table, self._mapped, self._dates = table, mapped, dates
        found = mapped.layout
        automatic = _("none is known for these columns") if found is None else found.label
        if self._choice != _AUTOMATIC:
            automatic = _("as found by the headers")
        choices: list[tuple[object, str]] = [(_AUTOMATIC, automatic)]
        choices += [
            (_key(each), _("{name} (yours)").format(name=each.label) if each.own else each.label)
            for each in fitting_layouts(
                table.header, self._purpose, known_layouts(self._own, self._purpose)
            )
            if each is not found or self._choice != _AUTOMATIC
        ]
        choices.append((_NONE, _("none, only the words of the headers")))
        self.choice.offer(choices, self._choice)
        own = found is not None and found.own
        self.rename_button.setVisible(own)
        self.forget_button.setVisible(own)

    def save(self) -> None:
        """Keep the columns under the name typed, or give the layout that name."""
        name, renaming = self.name_field.text(), self._renaming
        if self._table is None or self._mapped is None:
            return
        try:
            if renaming is not None:
                layout = rename_layout(self._folder, renaming, name)
            else:
                layout = keep_layout(
                    self._folder, name, self._purpose, self._table, self._mapped, self._dates
                )
        except KnownError as error:
            self._notify(message(error), "warn")
            self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = _("The layout “{name}” is kept; files with these columns follow it.")
        self._notify(text.format(name=layout.label), "good")
        self.begin()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit()

    def forget(self) -> None:
        """Throw away the layout that the file follows; its columns are found by their words."""
        layout = None if self._mapped is None else self._mapped.layout
        if layout is None or not layout.own:
            return
        try:
            forget_layout(self._folder, layout)
        except KnownError as error:
            self._notify(message(error), "warn")
        else:
            self._notify(_("The layout “{name}” is forgotten.").format(name=layout.label), "good")
        self.begin()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit()

    def escape(self) -> bool:
        """Leave the name that is being typed; False where none is."""
        typing = not self._naming.isHidden()
        if typing:
            self._close_name()
        return typing

    def _choose(self, _at: int) -> None:
        self._choice = str(self.choice.currentData())
        self.chosen.emit()

    def _ask_to_keep(self) -> None:
        self._ask_name(None, "")

    def _ask_to_rename(self) -> None:
        layout = None if self._mapped is None else self._mapped.layout
        if layout is not None and layout.own:
            self._ask_name(layout, layout.label)

    def _ask_name(self, renaming: Layout | None, name: str) -> None:
        self._renaming = renaming
        self.name_field.setText(name)
        self.name_field.selectAll()
        self._naming.show()
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_name(self) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._naming.isAncestorOf(focus)
        self._naming.hide()
        self._renaming = None
        if had_focus:
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _key(layout: Layout) -> str:
    return f"own/{layout.id}" if layout.own else layout.id
