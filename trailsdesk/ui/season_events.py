"""The events page of the season: races in a table, and forms for the season, event and race."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_elapsed, is_zone
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.race_typing import (
    CLIMB_MAX_M,
    PLACES_MAX,
    is_country,
    read_km,
    read_limit,
)
from trailsdesk.services.road import RaceSummary
from trailsdesk.ui import style
from trailsdesk.ui.event_standing import EventStanding
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.scroll_column import scrolling
from trailsdesk.ui.season_calendar import calendar_lines
from trailsdesk.ui.season_events_add import AddEvents
from trailsdesk.ui.season_words import event_name, km_words
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.calendar_rules import CalendarEvent
    from trailsdesk.domain.event import Event, EventId, Race
    from trailsdesk.ui.forms import FieldValue
    from trailsdesk.ui.money_cancelled import CancelCredits
    from trailsdesk.ui.settings import Settings

_COUNTRY = 2
"""Where the column of the country stands."""


class EventsPage(QWidget):
    """Enter on a race goes to its form, Ctrl+Enter in a form saves it, Ctrl+N adds events."""

    series_saved = Signal(str)
    event_saved = Signal(object, object)
    """Id of the event, fields by name."""
    event_called_off = Signal(object, str)
    """Id of the event, and why it is not held."""
    event_restored = Signal(object)
    """Id of the event that is held after all."""
    race_saved = Signal(object, object)
    """Id of the race, fields by name."""
    events_added = Signal(object)
    """Short names of the events to hold besides."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._shown: RaceSummary | None = None
        self._series_name = ""
        self._reasons: dict[EventId, str] = {}
        self._wanted: EventId | None = None
        self.credits: CancelCredits | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.model = RowTableModel[RaceSummary](_columns(), row_id=lambda line: line.race.id)
        self.table = RowTableView(
            self.model, _("Events and races"), state_key="season.races", states=settings
        )
        self.table.current_id_changed.connect(self._chosen)
        self.table.row_activated.connect(self._to_form)
        self._left = PageStack()
        self._left.addWidget(self._list())
        self.adding = AddEvents()
        self.adding.add_asked.connect(self.events_added)
        self.adding.left.connect(self._back_to_list)
        self._left.addWidget(self.adding)
        row.addWidget(self._left, 1)
        self._side = self._forms()
        row.addWidget(self._side)
        self._fit()
        style.watcher().changed.connect(self._fit)

    def show_races(self, series_name: str, races: Sequence[RaceSummary]) -> None:
        """The races as they stand; forms that are being typed in are left alone."""
        self._series_name = series_name
        self.model.set_rows(races)
        self.table.offer_column(_COUNTRY, any(line.event.country for line in races))
        if not self.series_form.control("name").hasFocus():
            self.series_form.set_values({"name": series_name})
        wanted = self._shown.race.id if self._shown is not None else None
        at = self.model.position_of(wanted) if wanted is not None else 0
        if races and not self._choose_wanted():
            self.table.setCurrentIndex(self.model.index(max(0, at), 0))
            self._chosen(self.model.id_at(max(0, at)))

    def show_reasons(self, reasons: Mapping[EventId, str]) -> None:
        """Why events were called off, as far as it is known."""
        self._reasons = dict(reasons)
        if self._shown is not None:
            self._show_standing(self._shown.event)

    def show_open_events(self, events: Sequence[CalendarEvent]) -> None:
        """The events that could be held besides; without any nothing is offered."""
        self.adding.show_events(calendar_lines(events))
        self._add_row.setVisible(bool(events))
        words = plural(
            "{count} more event of the rules and their calendar can be held.",
            "{count} more events of the rules and their calendar can be held.",
            len(events),
        )
        self._open_label.setText(words)
        if not events:
            self._back_to_list()

    def add_events(self) -> None:
        """List the events that could be held besides."""
        if not self._add_row.isHidden() and self._left.currentWidget() is not self.adding:
            self._left.setCurrentWidget(self.adding)
            self._side.hide()
            self.adding.begin()

    def choose_event(self, event_id: EventId) -> None:
        """Choose the first race of an event, now or once its races are shown."""
        self._wanted = event_id
        self._choose_wanted()

    def _choose_wanted(self) -> bool:
        of_event = (line for line in self.model.rows() if line.event.id == self._wanted)
        found = next(of_event, None)
        if found is None:
            return False
        self._wanted = None
        return self.table.select_id(found.race.id)

    def _back_to_list(self) -> None:
        if self._left.currentWidget() is self.adding:
            self._left.setCurrentIndex(0)
            self._side.show()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_writable(self, writable: bool, reason: str = "") -> None:
        """Without permission to write the buttons say why they do nothing."""
        for button in (self.series_button, self.event_button, self.race_button):
            button.setEnabled(writable)
            button.setToolTip(reason)
        self.standing.set_writable(writable, reason)
        self.adding.set_writable(writable, reason)

    def _fit(self) -> None:
        self._side.setFixedWidth(style.unit(97))

    def _list(self) -> QWidget:
        page = Page()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        self._add_row = QWidget()
        row = QHBoxLayout(self._add_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.add_button = Button(_("Add events…"), self.add_events, key="Ctrl N")
        self._open_label = PlainLabel("", "secondary", wrap=True)
        row.addWidget(self.add_button)
        row.addWidget(self._open_label, 1)
        self._add_row.hide()
        column.addWidget(self._add_row)
        add = QShortcut(QKeySequence("Ctrl+N"), self)
        add.activated.connect(self.add_events)
        return page

    # -- forms ----------------------------------------------------------------------------------

    def _forms(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.event_form, self.event_button, event = _form_card(_("Event"), _EVENT_FIELDS)
        self.race_form, self.race_button, race = _form_card(_("Race"), _RACE_FIELDS)
        self.series_form, self.series_button, series = _form_card(_("Season"), _SERIES_FIELDS)
        self.standing = EventStanding()
        event.body.addWidget(self.standing)
        self.standing.cancel_asked.connect(self._call_off)
        self.standing.restore_asked.connect(self._restore)
        for card in (event, race, series):
            column.addWidget(card)
        column.addStretch(1)
        self._event_card, self._race_card = event, race
        self.series_form.accepted.connect(lambda v: self.series_saved.emit(str(v["name"])))
        self.event_form.accepted.connect(self._save_event)
        self.race_form.accepted.connect(self._save_race)
        zone = self.event_form.control("zone")
        if isinstance(zone, QLineEdit):
            zone.setCompleter(zone_completer(zone))
        return scrolling(page)

    def _chosen(self, race_id: object) -> None:
        line = self.model.row_of(race_id) if isinstance(race_id, int) else None
        if line is None:
            return
        before, self._shown = self._shown, line
        if before is not None and (before.event, before.race) == (line.event, line.race):
            return  # only counts moved: what is being typed stays
        self._show_standing(line.event)
        self._event_card.title_label.setText(line.event.name)
        self._race_card.title_label.setText(line.race.label)
        self.event_form.set_values(event_values(line.event))
        self.race_form.set_values(race_values(line.race))

    def _show_standing(self, event: Event) -> None:
        self.standing.show_event(event, self._reasons.get(event.id, ""))
        if self.credits is not None:
            self.credits.show_event(event)

    def add_credits(self, credits_of_event: CancelCredits) -> None:
        """Put what an event called off credits under its form."""
        self.credits = credits_of_event
        self._event_card.body.addWidget(credits_of_event)

    def _to_form(self, _race_id: object) -> None:
        self.race_form.control("label").setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_event(self, values: Mapping[str, FieldValue]) -> None:
        if self._shown is not None:
            fields = {key: values[key] for key in ("name", "venue", "day", "zone", "country")}
            self.event_saved.emit(self._shown.event.id, fields)

    def _call_off(self, reason: str) -> None:
        if self._shown is not None:
            self.event_called_off.emit(self._shown.event.id, reason)

    def _restore(self) -> None:
        if self._shown is not None:
            self.event_restored.emit(self._shown.event.id)

    def _save_race(self, values: Mapping[str, FieldValue]) -> None:
        if self._shown is None:
            return
        limit = str(values["limit"] or "")
        km = read_km(str(values["km"] or ""))
        fields = {
            "label": values["label"],
            "distance_m": None if km is None else float(km * 1000),
            "ascent_m": _float(values["ascent"]),
            "time_limit_ms": read_limit(limit),
            "capacity": values["capacity"],
        }
        self.race_saved.emit(self._shown.race.id, fields)


def _form_card(title: str, fields: Sequence[FormField]) -> tuple[Form, Button, Card]:
    card = Card(title)
    form = Form(fields, columns=2)
    button = Button(_("Save"), form.accept)
    button.setAccessibleName(_("Save: {what}").format(what=title))
    card.title_label.setMinimumWidth(1)  # a long name gives way to the button
    card.heading.addWidget(button)
    card.body.addWidget(form)
    return form, button, card


def zone_completer(field: QLineEdit) -> QCompleter:
    """Offers the time zones this computer knows while one is typed."""
    from zoneinfo import available_timezones

    completer = QCompleter(sorted(available_timezones()), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer


def event_values(event: Event) -> dict[str, FieldValue]:
    """An event as its form shows it."""
    return {
        "name": event.name,
        "venue": event.venue,
        "day": event.date,
        "zone": event.zone,
        "country": event.country,
    }


def race_values(race: Race) -> dict[str, FieldValue]:
    """A race as its form shows it."""
    km = None if race.distance_m is None else f"{race.distance_m / 1000:.3f}"
    limit = race.time_limit_ms
    return {
        "label": race.label,
        "km": "" if km is None else km.rstrip("0").rstrip("."),
        "ascent": None if race.ascent_m is None else round(race.ascent_m),
        "limit": "" if limit is None else format_elapsed(limit),
        "capacity": race.capacity,
    }


def _float(value: FieldValue) -> float | None:
    return float(value) if isinstance(value, int) else None


def _check_km(value: FieldValue) -> str | None:
    if value and read_km(str(value)) is None:
        return _("Type kilometres such as 19 or 21.1.")
    return None


def _check_limit(value: FieldValue) -> str | None:
    if value and not read_limit(str(value)):
        return _("Type a time such as 4:30:00.")
    return None


def _check_zone(value: FieldValue) -> str | None:
    if not is_zone(str(value or "")):
        return _("There is no time zone of that name. Write it like Pacific/Auckland.")
    return None


def _check_country(value: FieldValue) -> str | None:
    code = str(value or "").strip()
    if code and not is_country(code):
        return _("Type three letters such as NZL, or leave it empty.")
    return None


def _check_day(value: FieldValue) -> str | None:
    return None if isinstance(value, datetime.date) else _("Fill this in.")


_SERIES_FIELDS = (FormField(key="name", label=_("Name of the season"), required=True, wide=True),)
_EVENT_FIELDS = (
    FormField(key="name", label=_("Name"), required=True, wide=True),
    FormField(key="venue", label=_("Venue")),
    FormField(key="day", label=_("Date"), kind="date", check=_check_day),
    FormField(key="zone", label=_("Time zone"), check=_check_zone),
    FormField(key="country", label=_("Country"), check=_check_country, placeholder=_("not told")),
)
_RACE_FIELDS = (
    FormField(key="label", label=_("Name"), required=True),
    FormField(key="km", label=_("Distance in km"), check=_check_km, placeholder=_("not known")),
    FormField(
        key="ascent",
        label=_("Ascent in m"),
        kind="number",
        minimum=0,
        maximum=CLIMB_MAX_M,
        placeholder=_("not known"),
    ),
    FormField(key="limit", label=_("Time limit"), check=_check_limit, placeholder=_("none")),
    FormField(
        key="capacity",
        label=_("Places"),
        kind="number",
        minimum=1,
        maximum=PLACES_MAX,
        placeholder=_("no limit"),
    ),
)


def _columns() -> tuple[Column[RaceSummary], ...]:
    return (
        Column[RaceSummary](
            key="event",
            title=_("Event"),
            text=lambda r: event_name(r.event),
            tooltip=lambda r: event_name(r.event),
            tone=lambda r: "muted" if r.event.cancelled else None,
            width_hint=18,
        ),
        Column[RaceSummary](
            key="date",
            title=_("Date"),
            text=lambda r: day_words(r.event.date, year=False, long=True),
            sort_key=lambda r: r.event.date,
            width_hint=8,
        ),
        Column[RaceSummary](
            key="country",
            title=_("Country"),
            text=lambda r: r.event.country,
            width_hint=7,
            gives_way=2,
        ),
        Column[RaceSummary](
            key="race", title=_("Race"), text=lambda r: r.race.label, width_hint=14, bold=True
        ),
        Column[RaceSummary](
            key="km",
            title=_("Length"),
            text=lambda r: km_words(r.race.distance_m) or _("unknown"),
            sort_key=lambda r: r.race.distance_m,
            alignment="right",
            width_hint=9,
            tone=lambda r: "muted" if r.race.distance_m is None else None,
        ),
        Column[RaceSummary](
            key="ascent",
            title=_("Ascent"),
            text=_ascent,
            sort_key=lambda r: r.race.ascent_m,
            alignment="right",
            width_hint=9,
            tone=lambda r: "muted" if r.race.ascent_m is None else None,
        ),
        Column[RaceSummary](
            key="entered",
            title=_("Entered"),
            text=lambda r: str(r.entered),
            sort_key=lambda r: r.entered,
            alignment="right",
            width_hint=8,
        ),
        Column[RaceSummary](
            key="finished",
            title=_("In"),
            text=lambda r: str(r.finished),
            sort_key=lambda r: r.finished,
            alignment="right",
            width_hint=6,
        ),
    )


def _ascent(line: RaceSummary) -> str:
    if line.race.ascent_m is None:
        return _("unknown")
    return _("{metres} m").format(metres=round(line.race.ascent_m))
