"""What can be chosen about a file for another program: which rows, how far, which fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.exports import ExportKind, ExportRequest, Reach, What
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Card, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.event import EventId, RaceId

_WHATS = (
    (What.RESULTS, _("Results")),
    (What.ENTRIES, _("Entries")),
    (What.SPLITS, _("Splits")),
    (What.STANDINGS, _("Standings of the series")),
)
_DATED = (What.RESULTS, What.ENTRIES)


class ExportOptions(Card):
    """Rows, event, race and personal fields of one kind of file; then Save."""

    event_chosen = Signal(object)
    """Id of an event, ``None`` for the whole season."""
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=3.5, parent=parent)
        self.setAccessibleName(_("Options"))
        self._kind: ExportKind | None = None
        self.kind_label = PlainLabel("", "heading", wrap=True)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self.what_choice = CalmCombo(_("Rows"), _WHATS)
        self.event_choice = CalmCombo(_("Event"))
        self.race_choice = CalmCombo(_("Race"))
        self.what_label = PlainLabel(_("Rows"), "secondary")
        self.event_label = PlainLabel(_("Event"), "secondary")
        self.race_label = PlainLabel(_("Race"), "secondary")
        self.birth_date = QCheckBox(_("With birth dates"))
        self.contacts = QCheckBox(_("With e-mail, phone and emergency contact"))
        said = _("Personal: hand such a file only to who needs it. Medical notes never leave.")
        self.personal_label = PlainLabel(said, "small", wrap=True)
        self.save_button = PrimaryButton(_("Save…"), self.save_asked.emit)
        self._build()
        self.what_choice.currentIndexChanged.connect(self._offer_fields)
        self.event_choice.currentIndexChanged.connect(self._event_changed)
        self.birth_date.toggled.connect(self._offer_fields)
        self.contacts.toggled.connect(self._offer_fields)

    def _build(self) -> None:
        self.body.addWidget(self.kind_label)
        self.body.addWidget(self.about_label)
        for label, control in (
            (self.what_label, self.what_choice),
            (self.event_label, self.event_choice),
            (self.race_label, self.race_choice),
            (None, self.birth_date),
            (None, self.contacts),
            (None, self.personal_label),
        ):
            group = QVBoxLayout()
            group.setSpacing(style.unit(1))
            if label is not None:
                group.addWidget(label)
                label.setBuddy(control)
            group.addWidget(control)
            self.body.addLayout(group)
        self.body.addStretch(1)
        self.body.addWidget(self.save_button)

    def show_kind(self, kind: ExportKind) -> None:
        """Offer what this kind of file can hold; personal fields are asked for anew each time."""
        self._kind = kind
        self.kind_label.setText(kind.title)
        self.about_label.setText(kind.about[:1].upper() + kind.about[1:] + ".")
        self.birth_date.setChecked(False)
        self.contacts.setChecked(False)
        self.save_button.setText(_("Save into a folder…") if kind.folder else _("Save…"))
        self._offer_fields()

    def offer_events(self, events: Sequence[tuple[object, str]], current: EventId | None) -> None:
        """The events to choose from, quietly."""
        self.event_choice.offer(events, current)

    def offer_races(self, races: Sequence[tuple[object, str]], current: RaceId | None) -> None:
        """The races to choose from, quietly."""
        self.race_choice.offer(races, current)

    def request(self) -> ExportRequest:
        """What is chosen; contacts are still to be fetched."""
        what = self._what
        return ExportRequest(
            what=what,
            event_id=None if what is What.STANDINGS else self.event_choice.currentData(),
            race_id=self.race_choice.currentData() if self.has_race else None,
            birth_date=self.has_births and self.birth_date.isChecked(),
        )

    @property
    def has_race(self) -> bool:
        """Whether one race can be chosen."""
        standing = self._what is What.STANDINGS
        chosen = self.event_choice.currentData() is not None
        return self._kind is not None and not self._kind.folder and chosen and not standing

    @property
    def has_births(self) -> bool:
        """Whether birth dates can go along."""
        return self._kind is not None and self._kind.births and self._what in _DATED

    @property
    def has_contacts(self) -> bool:
        """Whether contacts can go along."""
        return self._kind is not None and self._kind.of_rows and self._what is What.ENTRIES

    @property
    def wants_contacts(self) -> bool:
        """Whether they were asked for."""
        return self.has_contacts and self.contacts.isChecked()

    @property
    def _what(self) -> What:
        """The rows chosen; other programs' files hold results."""
        rows = self._kind is not None and self._kind.of_rows
        return (
            What(self.what_choice.currentData()) if rows else What.RESULTS
        )  # Qt keeps it as text

    def _offer_fields(self, *_value: object) -> None:
        kind = self._kind
        if kind is None:
            return
        everything = self._what is What.STANDINGS
        for widget in (self.what_choice, self.what_label):
            widget.setVisible(kind.of_rows)
        for widget in (self.event_choice, self.event_label):
            widget.setVisible(not everything)
        for widget in (self.race_choice, self.race_label):
            widget.setVisible(self.has_race)
        self.birth_date.setVisible(self.has_births)
        self.contacts.setVisible(self.has_contacts)
        asked = self.has_births and self.birth_date.isChecked()
        self.personal_label.setVisible(asked or self.wants_contacts)
        self._say_ready(kind)

    def _say_ready(self, kind: ExportKind) -> None:
        """A file of one race waits until it is said which."""
        missing = ""
        if kind.reach is not Reach.SEASON and self.event_choice.currentData() is None:
            missing = _("Choose an event: this file holds one.")
        elif kind.reach is Reach.RACE and self.race_choice.currentData() is None:
            missing = _("Choose a race: this file holds one.")
        self.save_button.setEnabled(not missing)
        self.save_button.setToolTip(missing)

    def _event_changed(self, _index: int) -> None:
        self.event_chosen.emit(self.event_choice.currentData())
        self._offer_fields()
