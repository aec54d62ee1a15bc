"""The season: the road to prizegiving, events and races, and the rules in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.calendar_rules import CalendarEvent
from trailsdesk.domain.event import Event, EventId, Series
from trailsdesk.domain.rules import RuleSet
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services import cancel_event, event_setup, road, rule_book
from trailsdesk.services.calendar import open_events
from trailsdesk.services.road import EventSummary, RaceSummary, Step, StepState
from trailsdesk.ui import style
from trailsdesk.ui.money_cancelled import CancelCredits
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.season_road import RoadPage
from trailsdesk.ui.season_steps import compute_by_steps
from trailsdesk.ui.widgets import Chip, PageHeader, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import Place
    from trailsdesk.services.rule_effects import OptionEffect
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.jobs import Progress
    from trailsdesk.ui.privacy_page import PrivacyPage
    from trailsdesk.ui.season_events import EventsPage
    from trailsdesk.ui.season_rules import RulesPage

_PAGES = ("road", "events", "rules", "privacy")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What needs no counting and is on the screen at once."""

    series: Series
    event: Event
    rules: RuleSet
    cancelled: frozenset[EventId]
    open_events: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What rests on every result of the season."""

    steps: tuple[Step, ...]
    events: tuple[EventSummary, ...]
    races: tuple[RaceSummary, ...]


class SeasonPanel(Panel):
    """Where every season begins, and where it is seen at a glance."""

    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Alt+1", _("the road: what is done, next and late")),
        ("Alt+2", _("events and races; Enter on a race goes to its form")),
        ("Ctrl+N", _("among the events: add some of the calendar; Space ticks")),
        ("Alt+3", _("the rules, the questions they leave open, and every value")),
        ("Alt+4", _("protected data: how much there is, and removing it for good")),
        ("Ctrl+Enter", _("save the form the cursor is in")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Season"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Season"), " ")
        self.needs = Chip("", "warn")
        self.needs.hide()
        self.header.add_chip(self.needs)
        self.pages = SegmentBar(
            (
                ("road", _("The road")),
                ("events", _("Events and races")),
                ("rules", _("Rules")),
                ("privacy", _("Protected data")),
            ),
            _("Pages of the season"),
        )
        self.header.add_action(self.pages)
        column.addWidget(self.header)
        self._known: _Known | None = None
        self._counted: _Counted | None = None
        self._asked = 0
        self.road_page = RoadPage()
        self._events_page: EventsPage | None = None
        self._rules_page: RulesPage | None = None
        self._privacy_page: PrivacyPage | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.road_page)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.pages.changed.connect(self._turn_to)
        for at, key in enumerate(_PAGES, 1):
            switch = QShortcut(QKeySequence(f"Alt+{at}"), self)
            switch.activated.connect(lambda key=key: self.show_page(key))
        self.road_page.step_asked.connect(self._go)
        self.road_page.event_chosen.connect(self._choose_event)

    @property
    def events_page(self) -> EventsPage:
        """The page of events and races; made when first wanted."""
        if self._events_page is None:
            from trailsdesk.ui.season_events import EventsPage

            page = self._events_page = EventsPage(self.context.settings)
            page.add_credits(CancelCredits(self.context))
            page.series_saved.connect(self._rename)
            page.event_saved.connect(self._save_event)
            page.race_saved.connect(self._save_race)
            page.event_called_off.connect(self._call_off)
            page.event_restored.connect(self._restore)
            page.events_added.connect(self._add_events)
            file = self.context.season.file
            reason = file.read_only_reason
            page.set_writable(not file.read_only, message(reason) if reason else "")
            self._stack.addWidget(page)
            self._fill_events()
        return self._events_page

    @property
    def rules_page(self) -> RulesPage:
        """The page of the rules; made when first wanted."""
        if self._rules_page is None:
            from trailsdesk.ui.season_rules import RulesPage

            page = self._rules_page = RulesPage()
            page.answered.connect(self._answer)
            page.effect_asked.connect(self._ask_effect)
            page.values_asked.connect(self._load_values)
            page.values.change_asked.connect(self._change_rule)
            page.values.try_asked.connect(self._try_rule)
            page.set_writable(not self.context.season.file.read_only)
            self._stack.addWidget(page)
            if self._known is not None:
                page.show_rules(self._known.rules)
        return self._rules_page

    @property
    def privacy_page(self) -> PrivacyPage:
        """The page of what is protected; made when first wanted."""
        if self._privacy_page is None:
            from trailsdesk.ui.privacy_page import PrivacyPage

            self._privacy_page = PrivacyPage(self.context)
            self._stack.addWidget(self._privacy_page)
        return self._privacy_page

    def _turn_to(self, key: str) -> None:
        if key == "events":
            self._stack.setCurrentWidget(self.events_page)
        elif key == "rules":
            self._stack.setCurrentWidget(self.rules_page)
        elif key == "privacy":
            self._stack.setCurrentWidget(self.privacy_page)
        else:
            self._stack.setCurrentWidget(self.road_page)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Known]:
        season, event_id = self.context.season, self.context.scope.event_id
        return lambda: _known(season, event_id)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        """At once what needs no counting; the counts follow."""
        self._known = loaded
        event = loaded.event
        pieces = (event.name, day_words(event.date, weekday=True, long=True), event.venue)
        self.road_page.set_title(" · ".join(filter(None, pieces)))
        if self._rules_page is not None:
            self._rules_page.show_rules(loaded.rules)
        season, event_id = self.context.season, event.id
        self._asked += 1
        asked = self._asked

        def show(counted: _Counted) -> None:
            if asked == self._asked:  # an older count must not cover a newer one
                self._show_counted(counted)

        def count(progress: Progress) -> _Counted:
            compute_by_steps(season, progress)
            return _count(season, event_id)

        self.context.compute(count, show, owner=self)

    def _show_counted(self, counted: _Counted) -> None:
        self._counted = counted
        events = plural("{count} event", "{count} events", len(counted.events))
        races = plural("{count} race", "{count} races", len(counted.races))
        self.header.set_subtitle(f"{events}, {races}")
        late = sum(1 for step in counted.steps if step.state is StepState.LATE)
        self.needs.setVisible(bool(late))
        self.needs.setText(plural("{count} step needs you", "{count} steps need you", late))
        self.road_page.show_steps(counted.steps)
        if self._known is not None:
            self.road_page.show_events(counted.events, self._known.event.id)
        self._fill_events()

    def _fill_events(self) -> None:
        if self._events_page is not None and self._known is not None and self._counted is not None:
            self._events_page.show_races(self._known.series.name, self._counted.races)
            self._events_page.show_open_events(self._known.open_events)
            self._ask_reasons(self._known.cancelled)

    def _ask_reasons(self, cancelled: frozenset[EventId]) -> None:
        """Why events were called off stands in the history, which is read where the file is."""
        season, page = self.context.season, self._events_page
        if page is None or not cancelled:
            return

        def read() -> dict[EventId, str]:
            held = cancelled & season.data.events.keys()
            return {event_id: cancel_event.cancel_reason(season, event_id) for event_id in held}

        self.context.read(read, page.show_reasons, owner=self)

    # -- going places ---------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """``road``, ``events``, ``rules`` or ``privacy``."""
        self.pages.set_current(key)

    def add_events(self) -> None:
        """List the events of the rules and their calendar that are not held yet."""
        self.show_page("events")
        if self._known is not None and not self._known.open_events:
            self._say(_("Every event of these rules is held already."))
        else:
            self.events_page.add_events()

    def show_values(self) -> None:
        """The page on which every value of the rules can be changed."""
        self.show_page("rules")
        self.rules_page.show_values()

    def go_to(self, place: Place) -> None:
        """An event or race: its form."""
        if place.race_id is not None or place.event_id is not None:
            self.show_page("events")

    def _go(self, step: Step) -> None:
        if step.key == "entries" and step.state is not StepState.DONE:
            panel = self.context.show_panel("entries")
            start = getattr(panel, "import_entries", None)
            if callable(start):
                start()
            return
        self.context.show_panel(step.panel)

    def _choose_event(self, event_id: EventId) -> None:
        self.context.scope.set(event_id, None)

    # -- changing -------------------------------------------------------------------------------

    def _rename(self, name: str) -> None:
        season = self.context.season
        self.context.change(
            lambda: event_setup.rename_series(season, name),
            _("Rename the season"),
            lambda _none: self._say(_("The season is called {name}.").format(name=name)),
        )

    def _save_event(self, event_id: EventId, fields: Mapping[str, Any]) -> None:
        season = self.context.season
        self.context.change(
            lambda: event_setup.edit_event(season, event_id, **fields),
            _("Change the event"),
            lambda event: self._say(_("{event} is saved.").format(event=event.name)),
        )

    def _call_off(self, event_id: EventId, reason: str) -> None:
        season = self.context.season
        self.context.change(
            lambda: cancel_event.cancel_event(season, event_id, reason), _("Call the event off")
        )

    def _restore(self, event_id: EventId) -> None:
        season = self.context.season
        self.context.change(
            lambda: cancel_event.restore_event(season, event_id), _("Hold the event after all")
        )

    def _add_events(self, codes: tuple[str, ...]) -> None:
        season = self.context.season

        def say(events: tuple[Event, ...]) -> None:
            self.events_page.choose_event(events[0].id)
            added = plural("{count} event is added", "{count} events are added", len(events))
            self._say(_("{added}; check the days.").format(added=added))

        self.context.change(lambda: event_setup.add_events(season, codes), _("Add events"), say)

    def _save_race(self, race_id: RaceId, fields: Mapping[str, Any]) -> None:
        season = self.context.season
        self.context.change(
            lambda: event_setup.edit_race(season, race_id, **fields),
            _("Change the race"),
            lambda race: self._say(_("{race} is saved.").format(race=race.label)),
        )

    def _answer(self, option: str, choice: str) -> None:
        season = self.context.season
        self.context.change(
            lambda: event_setup.choose_option(season, option, choice),
            _("Answer a question of the rules"),
            lambda _none: self._say(_("Answered; results and points follow it.")),
        )

    def _ask_effect(self, option: str, choice: str) -> None:
        from trailsdesk.services import rule_effects

        season, page = self.context.season, self.rules_page

        def show(effect: OptionEffect) -> None:
            page.show_effect(option, choice, effect)

        self.context.compute(
            lambda: rule_effects.effect_of(season, option, choice),
            show,
            title=_("Trying the answer"),
            owner=self,
        )

    def _load_values(self) -> None:
        season, values = self.context.season, self.rules_page.values
        self.context.compute(lambda: rule_book.rule_fields(season), values.show_fields, owner=self)

    def _change_rule(self, path: str, text: str) -> None:
        season, values = self.context.season, self.rules_page.values
        self.context.change(
            lambda: rule_book.change_rule(season, path, text),
            _("Change a value of the rules"),
            lambda _none: self._say(_("Changed; results and points follow it.")),
            lambda error: values.show_refusal(path, message(error)),
        )

    def _try_rule(self, path: str, text: str) -> None:
        from trailsdesk.services import what_if

        season, values = self.context.season, self.rules_page.values
        self.context.compute(
            lambda: what_if.moves_if(season, path, text),
            lambda moves: values.show_moves(path, moves),
            lambda error: values.show_refusal(path, message(error)),
            title=_("Trying the value"),
            owner=self,
        )

    def _say(self, text: str) -> None:
        self.context.notify(text, "good")


def _known(season: Season, event_id: EventId) -> _Known:
    data, rules = season.data, season.rules
    events = data.events.values()
    return _Known(
        series=data.series,
        event=data.events[event_id],
        rules=rules,
        cancelled=frozenset(event.id for event in events if event.cancelled),
        open_events=open_events(rules, {event.code for event in events}),
    )


def _count(season: Season, event_id: EventId) -> _Counted:
    return _Counted(
        steps=road.road(season, event_id),
        events=road.event_summaries(season),
        races=road.race_summaries(season),
    )
