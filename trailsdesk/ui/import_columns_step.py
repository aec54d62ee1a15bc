"""Second step of an import: which column fills what, with samples of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trailsdesk.domain.event import RaceId
from trailsdesk.i18n import _, message
from trailsdesk.services.import_view import (
    IGNORE,
    ImportKind,
    column_views,
    field_choices,
    missing_field,
    question_headers,
)
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.import_outcome import ImportOptions
from trailsdesk.ui.widgets import Button, Card, Chip, FlowRow, Notice, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import EventId, Race
    from trailsdesk.services.import_view import ColumnView, Mapped, Table
    from trailsdesk.ui.import_layouts import LayoutBar

ON_THE_WAY = ""
"""What a column of times at the start or a checkpoint fills: no field of the rows."""
_SAMPLES = 3


class ColumnsStep(QWidget):
    """Every column of the file with the field it fills, changed at once when chosen otherwise."""

    field_chosen = Signal(str, str)
    """Header of a column and the key of the field, ``IGNORE`` or ``ON_THE_WAY``."""
    options_changed = Signal()
    questions_asked = Signal()
    """All columns that fill nothing are to be kept as questions."""

    def __init__(
        self, kind: ImportKind, layouts: LayoutBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self.layout_bar = layouts
        self._headers: tuple[str, ...] = ()
        self._combos: list[CalmCombo] = []
        self._uses: list[Chip] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.notice = Notice("", "warn")
        self.notice.hide()
        column.addWidget(self.notice)
        column.addWidget(self.layout_bar)
        column.addWidget(self._build_options())
        card = Card(padding=0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.body.addWidget(self._area)
        column.addWidget(card, 1)

    def _build_options(self) -> FlowRow:
        row = FlowRow()
        entries = self._kind is ImportKind.ENTRIES
        words = _("Rows that name no race go to")
        self.race_choice = CalmCombo(words)
        self.race_choice.setMinimumContentsLength(24)
        self.date_choice = CalmCombo(
            _("Dates are"),
            [
                (None, _("as the column looks")),
                ("day-first", _("day first: 3/6 is 3 June")),
                ("month-first", _("month first: 3/6 is 6 March")),
            ],
        )
        self.date_choice.setMinimumContentsLength(18)
        pairs = [(words, self.race_choice)] if entries else []
        pairs.append((_("Dates are"), self.date_choice))
        for text, combo in pairs:
            label = PlainLabel(text, "secondary")
            label.setBuddy(combo)
            pair = QWidget()
            across = QHBoxLayout(pair)
            across.setContentsMargins(0, 0, style.unit(2), 0)
            across.setSpacing(style.unit(2))
            across.addWidget(label)
            across.addWidget(combo)
            row.add(pair)
            combo.activated.connect(lambda _at: self.options_changed.emit())
        self.questions_button = Button(_("Keep the rest as questions"), self.questions_asked.emit)
        if entries:
            row.add(self.questions_button)
        else:
            for unused in (self.race_choice, self.questions_button):
                unused.setParent(self)
                unused.hide()
        return row

    def offer_races(self, races: Sequence[Race], current: RaceId | None) -> None:
        """The races a file may be for; what was said of the file before is forgotten."""
        self.date_choice.choose(None)
        entries = self._kind is ImportKind.ENTRIES
        open_words = _("nowhere, they are refused") if entries else _("all races of the event")
        choices: list[tuple[object, str]] = [(None, open_words)]
        choices += [(race.id, race.label) for race in races]
        if entries and len(races) == 1:
            current = races[0].id
        self.race_choice.offer(choices, current)

    def options(self, event_id: EventId) -> ImportOptions:
        """What is chosen for the whole file; for times more is said where they are checked."""
        race = self.race_choice.currentData()
        return ImportOptions(
            event_id=event_id,
            race_id=None if race is None else RaceId(race),
            dates=self.date_choice.currentData(),
        )

    def show_columns(self, table: Table, mapped: Mapped) -> None:
        """What every column fills now."""
        views = column_views(table, mapped.mapping, _SAMPLES)
        if table.header != self._headers:
            self._rebuild(views)
            self._headers = table.header
        for view, combo, use in zip(views, self._combos, self._uses, strict=True):
            combo.choose(view.field or (ON_THE_WAY if view.use else IGNORE))
            words = _use_words(view)
            use.setText(words)
            use.setVisible(bool(words))
        self.layout_bar.show_columns(table, mapped, self.date_choice.currentData())
        self.questions_button.setEnabled(bool(question_headers(table, mapped.mapping.unused)))
        self.say(mapped)

    def combo(self, header: str) -> CalmCombo:
        """The choice of a column."""
        return self._combos[self._headers.index(header)]

    def say(self, mapped: Mapped) -> None:
        """Tell what is missing or doubtful in the choices made."""
        missing = missing_field(self._kind, mapped.mapping)
        if missing:
            label = dict(field_choices(self._kind))[missing]
            text = _(
                "No column fills “{field}”. Choose it below; nothing can be taken without it."
            )
            self.notice.set_notice(text.format(field=_(label)), "bad")
            self.notice.show()
            return
        told = [message(problem) for problem in mapped.mapping.problems[:3]]
        nowhere = (
            self._kind is ImportKind.ENTRIES
            and not mapped.mapping.has("race")
            and self.race_choice.currentData() is None
        )
        if nowhere:
            told.append(_("No column names the race: choose where the rows go."))
        self.notice.set_notice(" ".join(told), "warn" if nowhere else "muted")
        self.notice.setVisible(bool(told))

    def _rebuild(self, views: Sequence[ColumnView]) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        grid = QGridLayout(inside)
        edge = style.unit(4)
        grid.setContentsMargins(edge, style.unit(3), edge, style.unit(3))
        grid.setHorizontalSpacing(style.unit(4))
        grid.setVerticalSpacing(style.unit(1.5))
        titles = (_("Column of the file"), _("fills"), "", _("Samples"))
        for at, title in enumerate(titles):
            grid.addWidget(PlainLabel(title, "secondary"), 0, at)
        choices: list[tuple[object, str]] = [(IGNORE, _("left out"))]
        choices += [(key, _(label)) for key, label in field_choices(self._kind)]
        self._combos, self._uses = [], []
        for number, view in enumerate(views, start=1):
            label = PlainLabel(view.header, "strong", elide=True)
            label.setMinimumWidth(style.unit(30))
            own = [(ON_THE_WAY, _("times at its own point"))] if view.use else []
            name = _("Column {header} fills").format(header=view.header)
            combo = CalmCombo(name, [*own, *choices])
            combo.setMinimumContentsLength(16)
            combo.activated.connect(
                lambda _at, header=view.header, combo=combo: self.field_chosen.emit(
                    header, str(combo.currentData())
                )
            )
            label.setBuddy(combo)
            use = Chip("", "muted")
            samples = PlainLabel("   ·   ".join(view.samples), "secondary", elide=True)
            for at, widget in enumerate((label, combo, use, samples)):
                grid.addWidget(widget, number, at)
            self._combos.append(combo)
            self._uses.append(use)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(3, 5)
        grid.setRowStretch(len(views) + 1, 1)
        self._area.setWidget(inside)
        before = self.date_choice
        for combo in self._combos:
            QWidget.setTabOrder(before, combo)
            before = combo


def _use_words(view: ColumnView) -> str:
    if view.use == "start":
        return _("start line")
    return _("checkpoint") if view.use == "checkpoint" else ""
