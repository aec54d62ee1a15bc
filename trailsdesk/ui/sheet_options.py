"""What can be chosen about a sheet, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.sheet_kind_options import KindOptions
from trailsdesk.ui.widgets import (
    Button,
    Card,
    ChipButton,
    NumberBox,
    PlainLabel,
    PrimaryButton,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PLACES = 50
_MOST_GRID_ROWS = 99_999
_MOST_GRID_PAGES = 200

PAPERS = (("A4", "A4"), ("LETTER", "Letter"))
OWN_PAPER = frozenset({"bib-labels", "address-labels", "envelopes"})
BY_CATEGORY = frozenset({"results", "certificate"})
BY_NAME = frozenset({"start-list", "check-in", "bib-labels"})


class SheetOptions(Card):
    """Race, places, order and paper; then Print and Save, which never scroll out of sight."""

    changed = Signal()
    race_chosen = Signal(object)
    """Id of a race, ``None`` for all of them."""
    print_asked = Signal()
    save_asked = Signal(str)
    """Suffix of the file: ``.pdf`` or ``.xlsx``."""
    problems_asked = Signal()
    """What the sheet is printed over is to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=3.5, parent=parent)
        self.setAccessibleName(_("Options"))
        self.kind_label = PlainLabel("", "heading", wrap=True)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self.race = CalmCombo(_("Race"))
        self.places = NumberBox(1, _MOST_PLACES, _("Places per category"), 3)
        self.by_category = QCheckBox(_("By category"))
        self.by_name = QCheckBox(_("By name instead of bib"))
        self.first_row = NumberBox(1, _MOST_GRID_ROWS, _("Number of the first row"), 1)
        self.grid_pages = NumberBox(1, _MOST_GRID_PAGES, _("Pages"), 1)
        self.filled = QCheckBox(_("With rows taken so far"))
        self.first_row_label = PlainLabel(_("Number of the first row"), "secondary")
        self.grid_pages_label = PlainLabel(_("Pages"), "secondary")
        self.of_kind = KindOptions()
        self.paper = CalmCombo(_("Paper"), PAPERS)
        self.race_label = PlainLabel(_("Race"), "secondary")
        self.depth_label = PlainLabel(_("Places per category"), "secondary")
        self.rule_label = PlainLabel("", "small", wrap=True)
        self.paper_label = PlainLabel(_("Paper"), "secondary")
        self.problems_chip = ChipButton("", "warn", self.problems_asked.emit)
        self.problems_chip.setToolTip(_("The sheet lists them. Click to see and mend them."))
        self.problems_chip.hide()
        self.print_button = PrimaryButton(_("Print…"), self.print_asked.emit, key="Ctrl P")
        self.pdf_button = Button(_("Save as PDF"), lambda: self.save_asked.emit(".pdf"))
        self.xlsx_button = Button(_("Save as XLSX"), lambda: self.save_asked.emit(".xlsx"))
        self._build()
        self.race.currentIndexChanged.connect(self._race_changed)
        self.places.valueChanged.connect(self._told)
        self.by_category.toggled.connect(self._told)
        self.by_name.toggled.connect(self._told)
        self.first_row.valueChanged.connect(self._told)
        self.grid_pages.valueChanged.connect(self._told)
        self.filled.toggled.connect(self._told)
        self.of_kind.changed.connect(self._told)
        self.paper.currentIndexChanged.connect(self._told)

    def _build(self) -> None:
        area = ScrollColumn()
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        area.column.addWidget(self.kind_label)
        area.column.addWidget(self.about_label)
        for label, control in (
            (self.race_label, self.race),
            (self.depth_label, self.places),
            (None, self.rule_label),
            (None, self.by_category),
            (None, self.by_name),
            (self.first_row_label, self.first_row),
            (self.grid_pages_label, self.grid_pages),
            (None, self.filled),
            (None, self.of_kind),
            (self.paper_label, self.paper),
        ):
            group = QVBoxLayout()
            group.setSpacing(style.unit(1))
            if label is not None:
                group.addWidget(label)
                label.setBuddy(control)
            group.addWidget(control)
            area.column.addLayout(group)
        area.column.addStretch(1)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.problems_chip, 0, Qt.AlignmentFlag.AlignLeft)
        for button in (self.print_button, self.pdf_button, self.xlsx_button):
            self.body.addWidget(button)

    def _told(self, *_value: object) -> None:
        self.changed.emit()

    def _race_changed(self, _index: int) -> None:
        self.race_chosen.emit(self.race.currentData())

    @property
    def paper_code(self) -> str:
        """``A4`` or ``LETTER``."""
        return str(self.paper.currentData())

    def offer_races(self, races: Sequence[tuple[object, str]], current: object) -> None:
        """The races to choose from, quietly."""
        self.race.offer(((None, _("All races")), *races), current)

    def show_kind(self, kind: str, title: str, about: str) -> None:
        """Offer what can be chosen for this kind of sheet."""
        self.kind_label.setText(title)
        self.about_label.setText(about[:1].upper() + about[1:])
        depth = kind == "prize-list"
        for widget in (self.places, self.depth_label, self.rule_label):
            widget.setVisible(depth)
        self.by_category.setVisible(kind in BY_CATEGORY)
        self.by_name.setVisible(kind in BY_NAME)
        self.of_kind.show_kind(kind)
        self.paper.setVisible(kind not in OWN_PAPER)
        self.paper_label.setVisible(kind not in OWN_PAPER)
        grid = kind == "finish-grid"
        for label in (self.first_row_label, self.grid_pages_label):
            label.setVisible(grid)
        for control in (self.first_row, self.grid_pages, self.filled):
            control.setVisible(grid)

    def set_rule_depth(self, depth: int, source: str) -> None:
        """What the rules say about places; the box starts there."""
        blocked = self.places.blockSignals(True)
        self.places.setValue(depth)
        self.places.blockSignals(blocked)
        said = _("The rules say {count}.").format(count=depth)
        self.rule_label.setText(said)
        self.rule_label.setToolTip(source)

    def set_ready(self, ready: bool) -> None:
        """Whether there is a sheet to print and save."""
        for button in (self.print_button, self.pdf_button, self.xlsx_button):
            button.setEnabled(ready)
            button.setToolTip("" if ready else _("There is no sheet to print yet."))
