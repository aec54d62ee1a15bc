"""Several entries chosen in the table: what can be given to all, seen before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.entry_bulk import BulkField, BulkLine, BulkPlan
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.entry_words import DASH, medal_choices, money_words
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, FlowRow, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import Race, Wave
    from trailsdesk.ui.entry_drawer import EntryDrawer
    from trailsdesk.ui.entry_lines import EntryLine

_SHOWN: Final = 40
"""So many entries are named in the preview; the others are counted."""
_TYPING_MS: Final = 250
"""A text is previewed when the typing pauses."""
_TEXTS: Final = frozenset({BulkField.NOTE, BulkField.CLUB, BulkField.NATION, BulkField.CITY})


class ManyEntries(Card):
    """What can be done to all chosen entries, each as one step of History.

    It asks for the preview (``previewed``) whenever field or value change; the panel answers with
    :meth:`show_plan`, and does it on ``applied``.
    """

    previewed = Signal(object, str)
    """The ``BulkField`` and the value as text."""
    applied = Signal(object)
    """The ``BulkPlan`` shown."""

    def __init__(self, drawer: EntryDrawer, *, read_only: bool) -> None:
        super().__init__(padding=0)
        area = ScrollColumn(4)
        self.body.addWidget(area)
        column = area.column
        self._read_only = read_only
        self._plan: BulkPlan | None = None
        self._races: Sequence[Race] = ()
        self._waves: Sequence[Wave] = ()
        self.count_label = PlainLabel("", "title", wrap=True)
        self.sum_label = PlainLabel("", "secondary", wrap=True)
        self.field_choice = CalmCombo(_("What to give to all"), _fields(with_races=True))
        self.value_choice = CalmCombo(_("Value for all"))
        self.value_text = QLineEdit()
        self.value_text.setAccessibleName(_("Value for all"))
        self._values = QStackedWidget()
        self._values.addWidget(self.value_choice)
        self._values.addWidget(self.value_text)
        self.told = PlainLabel("", "strong", wrap=True)
        self.preview = PlainLabel("", "secondary", wrap=True)
        self.apply_button = PrimaryButton(_("Change all"), self._apply)
        for widget in (
            self.count_label, self.sum_label, self.field_choice, self._values, self.told,
            self.apply_button, self.preview,
        ):  # fmt: skip
            column.addWidget(widget)
        self.withdraw_button = Button(_("Withdraw all"), lambda: drawer.asked.emit("withdraw"))
        self.stand_button = Button(_("Let all stand"), lambda: drawer.asked.emit("reinstate"))
        self.clear_button = Button(
            _("Choose none"), lambda: drawer.asked.emit("clear"), kind="quiet"
        )
        column.addWidget(FlowRow([self.withdraw_button, self.stand_button]))
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        hint = _("Each of these is one step of History: Ctrl+Z takes it back for all of them.")
        column.addWidget(PlainLabel(hint, "secondary", wrap=True))
        column.addStretch(1)
        for control in (
            self.field_choice, self.value_choice, self.value_text, self.withdraw_button,
            self.stand_button,
        ):  # fmt: skip
            control.setEnabled(not read_only)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_MS)
        self._pause.timeout.connect(self.ask)
        self.field_choice.currentIndexChanged.connect(self._field_chosen)
        self.value_choice.currentIndexChanged.connect(self.ask)
        self.value_text.textEdited.connect(lambda _text: self._pause.start())
        self.value_text.returnPressed.connect(self._apply)

    @property
    def field(self) -> BulkField:
        """What is to be given to all."""
        return BulkField(self.field_choice.currentData())

    def fill(
        self,
        lines: Sequence[EntryLine],
        races: Sequence[Race],
        waves: Sequence[Wave],
        currency: str,
    ) -> None:
        """Show how many are chosen, their sums, and what they may be given."""
        self.count_label.setText(plural("{count} entry", "{count} entries", len(lines)))
        standing = [line for line in lines if not line.withdrawn]
        owed = sum([max(0, line.owes_minor) for line in standing])
        fees = sum([line.fee_minor or 0 for line in standing])
        text = _("Fees {fees} {currency}, still owed {owed} {currency}.")
        self.sum_label.setText(
            text.format(
                fees=money_words(fees, currency),
                owed=money_words(owed, currency),
                currency=currency,
            )
        )
        self.sum_label.setVisible(bool(currency))
        self._races, self._waves = races, waves
        self.field_choice.offer(_fields(with_races=bool(races)), self.field_choice.currentData())
        self._offer_values()
        self.withdraw_button.setVisible(bool(standing))
        self.stand_button.setVisible(len(standing) < len(lines))
        self.ask()

    def ask(self) -> None:
        """Ask what the change would make of those chosen."""
        self._plan = None
        self.apply_button.setEnabled(False)
        typed = self.field in _TEXTS
        value = self.value_text.text() if typed else str(self.value_choice.currentData() or "")
        if typed or self.value_choice.count():
            self.previewed.emit(self.field, value)

    def show_plan(self, plan: BulkPlan) -> None:
        """What the change would make of each; the button does it."""
        self._plan = plan
        count, why = len(plan.lines), ""
        said = [plural("{count} would change", "{count} would change", count)]
        if plan.unchanged:
            said.append(plural("{count} is so already", "{count} are so already", plan.unchanged))
        if plan.left_out:
            words = plural("{count} cannot take it", "{count} cannot take it", plan.left_out)
            said.append(words)
            why = "" if plan.why_left_out is None else message(plan.why_left_out)
        if plan.warnings:
            said.append(plural("{count} to look at", "{count} to look at", plan.warnings))
        self.told.setText(f"{', '.join(said)}. {why}".strip())
        lines = [_line_words(plan.field, line) for line in plan.lines[:_SHOWN]]
        if count > _SHOWN:
            lines.append(plural("and {count} more", "and {count} more", count - _SHOWN))
        self.preview.setText("\n".join(lines))
        self.apply_button.setText(plural("Change {count} entry", "Change {count} entries", count))
        self.apply_button.setAccessibleName(self.apply_button.text())
        self.apply_button.setEnabled(bool(count) and not self._read_only)

    def _apply(self) -> None:
        if self._plan is not None and self._plan.lines and not self._read_only:
            self.applied.emit(self._plan)

    def _field_chosen(self) -> None:
        self._offer_values()
        self.ask()

    def _offer_values(self) -> None:
        field = self.field
        if field in _TEXTS:
            self._values.setCurrentWidget(self.value_text)
            return
        self._values.setCurrentWidget(self.value_choice)
        choices: dict[BulkField, Sequence[tuple[object, str]]] = {
            BulkField.RACE: [(race.id, race.label) for race in self._races],
            BulkField.WAVE: [("", _("no wave")), *((each.id, each.label) for each in self._waves)],
            BulkField.MEDAL: medal_choices(),
            BulkField.SERIES: [("yes", _("yes")), ("no", _("no"))],
        }
        self.value_choice.offer(choices[field], self.value_choice.currentData())


def _fields(*, with_races: bool) -> list[tuple[object, str]]:
    """What may be given to all; a race and a wave only to entries of one event."""
    fields: list[tuple[object, str]] = [
        (BulkField.MEDAL.value, _("Medal")),
        (BulkField.CLUB.value, _("Club")),
        (BulkField.NATION.value, _("Nation")),
        (BulkField.CITY.value, _("City")),
        (BulkField.SERIES.value, _("Part of a series entry")),
        (BulkField.NOTE.value, _("Note")),
    ]
    if with_races:
        fields[1:1] = [(BulkField.RACE.value, _("Race")), (BulkField.WAVE.value, _("Wave"))]
    return fields


def _line_words(field: BulkField, line: BulkLine) -> str:
    who = f"#{line.bib} {line.name}" if line.bib else line.name
    before, after = (_value_words(field, text) for text in (line.before, line.after))
    text = f"{who}: {before} → {after}"
    return text if line.warning is None else f"{text}\n    {message(line.warning)}"


def _value_words(field: BulkField, text: str) -> str:
    if field is BulkField.MEDAL:
        return dict(medal_choices())[text]
    if field is BulkField.SERIES:
        return _("yes") if text == "True" else _("no")
    return text or DASH
