"""The form for a new season: the rules, its name, and its events as far as they are open.

For a single race its day and zone are asked for; for rules with a calendar, which of its events.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import is_zone
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message
from trailsdesk.services import event_setup, rule_files
from trailsdesk.services.calendar import calendar_of
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file, ask_new_file
from trailsdesk.ui.choice_cards import ChoiceCards, ChoiceText
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.season_calendar import CalendarList, calendar_lines
from trailsdesk.ui.season_files import SUFFIX, NewSeason
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.widgets import Button, Card, Notice, PageHeader, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.calendar_rules import Calendar
    from trailsdesk.services.rule_files import PresetInfo
    from trailsdesk.ui.forms import FieldValue
    from trailsdesk.ui.settings import Settings

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(name: str) -> str:
    """A file's name for a season of that name, safe on every system."""
    plain = _NOT_IN_NAMES.sub(" ", name)
    return " ".join(plain.split()).strip(". ")[:80] or _("Season")


class SeasonForm(QWidget):
    """Asks for the least that is needed; everything else can be changed later."""

    accepted = Signal(object)
    """A ``NewSeason``."""
    left = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._known: list[PresetInfo] = []
        self._names: dict[str, str] = {}
        self._one_event: frozenset[str] = frozenset()
        self.setAccessibleName(_("New season"))
        column = QVBoxLayout(self)
        edge = style.unit(5)
        column.setContentsMargins(edge, style.unit(4), edge, edge)
        column.setSpacing(style.unit(4))
        header = PageHeader(_("New season"), _("two choices; everything can be changed later"))
        self.back_button = Button(_("Back"), self.left.emit, key="Esc")
        header.add_action(self.back_button)
        column.addWidget(header)
        row = QHBoxLayout()
        row.setSpacing(style.unit(4))
        row.addWidget(self._rules_card(), 1)
        row.addWidget(self._name_card(), 1)
        column.addLayout(row, 1)

    def begin(self) -> None:
        """Start anew, with the first rules chosen."""
        if not self.rules.keys:
            self._known = list(event_setup.presets())
            self._offer()
        self.form.reset()
        self._chosen(self.rules.current)
        self.rules.focus_current()

    def _offer(self, current: str = "") -> None:
        self._names = {each.id: f"{each.name} {each.season}" for each in self._known}
        self._one_event = frozenset(each.id for each in self._known if each.one_event)
        cards = [
            ChoiceText(key=p.id, title=p.name, text=p.summary.strip(), note=p.season)
            for p in self._known
        ]
        self.rules.offer(cards, current)

    def ask_rules(self) -> None:
        """Ask for a file of rules of one's own."""
        folder = self._settings.get(LAST_FOLDER) or str(Path.home())
        kinds = _("Rules (*{suffix})").format(suffix=rule_files.SUFFIX)
        ask_file(self, _("Rules of your own"), folder, (kinds,), self.take_rules)

    def take_rules(self, path: Path) -> None:
        """Offer the rules of a file beside the others, chosen; or say what is wrong with them."""
        try:
            info = rule_files.own_rules(path)
        except KnownError as error:
            self.wrong.set_notice(message(error), "bad")
            self.wrong.show()
            return
        self.wrong.hide()
        self._known = [info, *(each for each in self._known if each.id != info.id)]
        self._offer(info.id)
        self._chosen(info.id)
        self.rules.focus_current()

    def ask_path(self, name: str, taken: Callable[[Path], object]) -> None:
        """Ask where the season's file is to lie; ``taken`` is not called on second thoughts."""
        start = Path(self._settings.get(LAST_FOLDER) or Path.home()) / (file_name(name) + SUFFIX)
        kinds = _("Seasons (*{suffix})").format(suffix=SUFFIX)
        ask_new_file(self, _("Where the season is kept"), start, (kinds,), taken)

    def make(self) -> None:
        """Check the fields, ask for the place, and hand the wish over."""
        if not self.form.validate():
            return
        values = self.form.values()
        name = str(values["name"])
        day, zone = values["day"], str(values["zone"] or "")
        single, preset_id, events = self._single, self.rules.current, self._events

        def taken(path: Path) -> None:
            self.accepted.emit(
                NewSeason(
                    path=path,
                    preset_id=preset_id,
                    name=name,
                    day=day if single and isinstance(day, datetime.date) else None,
                    zone=zone if single else None,
                    events=events,
                )
            )

        self.ask_path(name, taken)

    @property
    def _single(self) -> bool:
        """Rules of one event need its day and time zone; all others bring theirs."""
        return self.rules.current in self._one_event

    @property
    def _events(self) -> tuple[str, ...]:
        """What is ticked in the calendar of the rules, where they have one."""
        return () if self.calendar.isHidden() else self.calendar.ticked

    def _rules_card(self) -> Card:
        card = Card(_("1  The rules"), padding=5)
        text = _(
            "Categories, prices, points and prizes come from here. Each rule names its source."
        )
        card.body.addWidget(PlainLabel(text, "secondary", wrap=True))
        self.wrong = Notice("", "bad", closable=True)
        self.wrong.hide()
        card.body.addWidget(self.wrong)
        self.rules = ChoiceCards(_("Rules"))
        self.rules.chosen.connect(self._chosen)
        area = ScrollColumn()
        area.column.addWidget(self.rules)
        area.column.addStretch(1)
        card.body.addWidget(area, 1)
        self.own_button = Button(_("Rules of your own…"), self.ask_rules, kind="quiet")
        card.body.addWidget(self.own_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _name_card(self) -> Card:
        card = Card(_("2  Your season"), padding=5)
        self.form = Form(
            (
                FormField(key="name", label=_("Name"), required=True, max_length=120),
                FormField(
                    key="day",
                    label=_("Day of the race"),
                    kind="date",
                    check=self._check_day,
                    placeholder=_("24 May 2026"),
                ),
                FormField(
                    key="zone",
                    label=_("Time zone"),
                    check=self._check_zone,
                    help=_("Where the race is held: Pacific/Auckland, Europe/Berlin"),
                    default=_zone_here(),
                ),
            )
        )
        zone = self.form.control("zone")
        if isinstance(zone, QLineEdit):
            completer = QCompleter(sorted(available_timezones()), zone)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            zone.setCompleter(completer)
        self.form.accepted.connect(lambda _values: self.make())
        card.body.addWidget(self.form)
        self._dates_note = PlainLabel("", "secondary", wrap=True)
        card.body.addWidget(self._dates_note)
        self.calendar = CalendarList(
            _("None ticked: the season begins with one event of its own to name and date.")
        )
        self.calendar.accepted.connect(self.make)
        self.calendar.hide()
        card.body.addWidget(self.calendar, 1)
        self._rest = QWidget()
        card.body.addWidget(self._rest, 1)
        self.make_button = PrimaryButton(_("Make the season…"), self.make, key="Ctrl Enter")
        card.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        text = _("Next it asks where the file is kept. Nothing leaves this computer.")
        card.body.addWidget(PlainLabel(text, "secondary", wrap=True))
        return card

    def _chosen(self, key: str) -> None:
        """Another set of rules: its name, its calendar, and the day and zone where it has none."""
        if key not in self._names:
            return
        self.form.set_values({"name": "" if self._single else self._names[key]})
        for field in ("day", "zone"):
            self.form.set_shown(field, self._single)
        calendar = calendar_of(key)
        if calendar is not None:
            self.calendar.show_calendar(calendar_lines(calendar.events))
            self.calendar.clear()
        self.calendar.setVisible(calendar is not None)
        self._rest.setVisible(calendar is None)
        self._dates_note.setText(_dates_words(calendar, single=self._single))
        self._dates_note.setVisible(not self._single)

    def _check_day(self, value: FieldValue) -> str | None:
        return _("Fill this in.") if self._single and value is None else None

    def _check_zone(self, value: FieldValue) -> str | None:
        if self._single and not is_zone(str(value or "")):
            return _("There is no time zone of that name. Write it like Pacific/Auckland.")
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.make()
        else:
            super().keyPressEvent(event)


def _dates_words(calendar: Calendar | None, *, single: bool) -> str:
    if single:
        return ""
    if calendar is None:
        return _("The days, places and distances come with these rules; check them next.")
    words = _("Tick the events to hold. The calendar is that of {edition}; check the days next.")
    return words.format(edition=calendar.edition)


def _zone_here() -> str:
    """The computer's own zone, when it has a name the rules understand."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if is_zone(name) else "UTC"
