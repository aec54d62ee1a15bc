"""One open season on the screen: the shell with its panels, selectors, find box and status bar."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _, message
from trailsdesk.services import copies, history, raceday, rehearsal
from trailsdesk.services.ports import OperationInfo
from trailsdesk.services.problems import open_counts, problems
from trailsdesk.services.raceday import FieldState
from trailsdesk.ui import desk_status, finder
from trailsdesk.ui.bus import ChangeBus
from trailsdesk.ui.context import PanelContext, Scope
from trailsdesk.ui.desk_status import DeskFacts
from trailsdesk.ui.finder import Command
from trailsdesk.ui.panel_table import ACTS, PANELS, PanelEntry
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.race_clock import shared_clock
from trailsdesk.ui.season_steps import compute_by_steps
from trailsdesk.ui.season_words import event_words, race_words
from trailsdesk.ui.settings import COPY_FOLDER
from trailsdesk.ui.shell import Choice, Selector, Shell
from trailsdesk.ui.start_commands import wave_commands
from trailsdesk.ui.toast import Toast
from trailsdesk.ui.widgets import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.event import WaveId
    from trailsdesk.domain.problems import KnownError, Place
    from trailsdesk.services.ports import Changes
    from trailsdesk.services.season import Season
    from trailsdesk.ui.jobs import JobQueue, Progress
    from trailsdesk.ui.settings import Settings
    from trailsdesk.ui.style import Tone
    from trailsdesk.ui.widgets import NamedRun

COPY_EVERY_MS = 180_000
TICK_MS = 250
FIRST_COUNT_MS = 50
"""The first panel is painted before anything is counted."""
WAITING = frozenset({ReadFate.NO_BIB, ReadFate.UNKNOWN_BIB, ReadFate.AMBIGUOUS_BIB})
"""Reads that belong to nobody yet: the badge on Timing counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    field: FieldState
    problems: int
    by_panel: Mapping[str, int]
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """What the file says about its own past."""

    undo: OperationInfo | None
    redo: OperationInfo | None
    saved_ms: Instant | None
    copied_ms: Instant | None


class SeasonDesk(QWidget):
    """Everything between the menus and the edge of the window while a season is open.

    Args:
        others: recent seasons for the first selector: path and words.
    """

    journal_changed = Signal(object)
    """:class:`JournalState` after every change: what undo and redo would do."""
    other_season = Signal(str)
    """Path of a season chosen in the first selector."""
    _heard = Signal(object)

    def __init__(
        self,
        season: Season,
        jobs: JobQueue,
        settings: Settings,
        actor: Callable[[], str],
        *,
        others: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.season = season
        self.jobs = jobs
        self.settings = settings
        self.bus = ChangeBus(self)
        self.scope = Scope(season, self)
        self.scope.set(raceday.event_at_hand(season), None)
        self.shell = Shell(self)
        self._others = tuple(others)
        self._open_problems: Mapping[str, int] = {}
        self._toast = Toast(self.shell)
        self._counting = self._count_again = False
        self._stopped = False
        self._copied_revision = season.data.revision
        self._facts = DeskFacts(
            now_ms=season.clock.now_ms(),
            zone=self.scope.current_event.zone,
            read_only=season.file.read_only,
        )
        self.context = PanelContext(
            season=season,
            scope=self.scope,
            jobs=jobs,
            bus=self.bus,
            settings=settings,
            notify=self.notify,
            go_to=self.go_to,
            show_panel=self.show_panel,
            actor=actor,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.shell)
        for panel in PANELS:
            self.shell.add_panel(
                panel.key,
                panel.title,
                panel.key,
                partial(self._make_panel, panel),
                after_line=panel.after_line,
                numbered=panel.numbered,
            )
        self._connect()
        self._show_selectors()
        self._show_status()

    def _connect(self) -> None:
        self._heard.connect(self._changed)
        heard = self._heard.emit

        def hear(changes: Changes) -> None:
            # The last writes may be done when this desk is gone already.
            with suppress(RuntimeError):
                heard(changes)

        self.season.listen(hear)
        self.season.give_way = self.jobs.give_way
        self.scope.changed.connect(self._scope_changed)
        self.shell.panel_shown.connect(self._show_problem_count)
        self.shell.selector_changed.connect(self._selected)
        self.shell.cancel_requested.connect(self.jobs.cancel)
        self.jobs.busy.connect(self.shell.show_jobs)
        box = self.shell.find_box
        self._index = finder.RunnerIndex(lambda: self.season.data, lambda: self.scope.event_id)
        box.add_provider(finder.runner_hits(self._index, self.go_to))
        box.add_provider(finder.command_hits(self._commands))
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)
        self._first_look = QTimer(self)
        self._first_look.setSingleShot(True)
        self._first_look.setInterval(FIRST_COUNT_MS)
        self._first_look.timeout.connect(self.look_around)
        self._copier = QTimer(self)
        self._copier.setInterval(COPY_EVERY_MS)
        self._copier.timeout.connect(self.copy_if_changed)

    def _make_panel(self, entry: PanelEntry) -> Panel:
        panel = entry.make(self.context)
        panel.problems_asked.connect(partial(self.problems_here, entry.key))
        return panel

    def start(self, panel: str = "season") -> None:
        """Show the first panel, and begin to count, to tick and to copy."""
        self.show_panel(panel)
        self._ticker.start()
        self._copier.start()
        self._first_look.start()

    def look_around(self) -> None:
        """Count the field and the problems, and ask the file about its past."""
        self._read_journal()
        self._count()

    def stop(self) -> None:
        """Let the timers rest: the season is about to be closed. Nothing is asked of it now."""
        self._stopped = True
        for timer in (self._ticker, self._copier, self._first_look):
            timer.stop()

    def unsaved(self) -> tuple[str, str]:
        """The panel where something stands that is not in the file, and what; ``""`` for none."""
        for key in self.shell.panel_keys:
            panel = self.shell.panel(key)
            words = panel.unsaved() if isinstance(panel, Panel) else ""
            if words:
                return key, words
        return "", ""

    # -- speaking -------------------------------------------------------------------------------

    def notify(self, text: str, tone: str) -> None:
        """A line over the foot of the page; nothing stops for it."""
        tones: dict[str, Tone] = {"good": "good", "warn": "warn", "bad": "bad"}
        self._toast.say(text, tones.get(tone, "muted"))

    def hush(self) -> None:
        """Take the line of :meth:`notify` away."""
        self._toast.hide()

    def add_notice(self, text: str, tone: Tone, action: NamedRun | None = None) -> Notice:
        """A bar above every panel until it is closed."""
        notice = Notice(text, tone, action, closable=True)
        self.shell.notices.addWidget(notice)
        return notice

    @property
    def last_notice(self) -> str:
        """The last line said by :meth:`notify` that is still shown."""
        return self._toast.label.text() if not self._toast.isHidden() else ""

    # -- going places ---------------------------------------------------------------------------

    def show_panel(self, key: str) -> QWidget:
        """Show a panel by its key."""
        return self.shell.show_panel(key)

    def go_to(self, place: Place) -> None:
        """Show a place: the event first, then the panel it belongs to, then the thing itself."""
        race_id = self._race_of(place)
        event_id = place.event_id
        if race_id is not None:
            event_id = self.season.data.races[race_id].event_id
        if event_id is not None:
            keep = self.scope.race_id if self.scope.race_id == race_id else None
            self.scope.set(EventId(event_id), keep)
        panel = self.show_panel(_panel_of(place))
        reach = getattr(panel, "go_to", None)
        if callable(reach):
            reach(place)

    def _race_of(self, place: Place) -> RaceId | None:
        if place.race_id is not None:
            return RaceId(place.race_id)
        for entry in self.season.data.entries.values():
            if entry.id == place.entry_id:
                return entry.race_id
        return None

    def _commands(self) -> list[Command]:
        found = [
            Command(
                title=panel.title,
                subtitle=_("Panel"),
                icon=panel.key,
                run=partial(self.show_panel, panel.key),
            )
            for panel in PANELS
        ]
        found += [
            Command(
                title=act.title,
                subtitle=self.shell.panel_title(act.panel),
                icon=act.icon,
                run=partial(self.act, act.panel, act.method),
            )
            for act in ACTS
        ]
        waves = wave_commands(self.season.data, self.scope.event_id, self._ready_wave)
        return found + waves

    def _ready_wave(self, wave_id: WaveId) -> None:
        """Show the gun with one wave marked; it starts when the key is held."""
        reach = getattr(self.show_panel("start"), "start_wave", None)
        if callable(reach):
            reach(wave_id)

    def act(self, panel: str, method: str) -> None:
        """Show a panel and let it do something."""
        getattr(self.show_panel(panel), method)()

    # -- scope ----------------------------------------------------------------------------------

    def _show_selectors(self) -> None:
        data, scope = self.season.data, self.scope
        here = str(self.season.file.path)
        seasons = [Choice(value=here, text=data.series.name)]
        seasons += [Choice(value=path, text=words) for path, words in self._others if path != here]
        events = [Choice(value=e.id, text=event_words(e)) for e in data.events_in_order()]
        races = data.races_of(scope.event_id)
        race_choices = [Choice(value=None, text=_("All races"))]
        race_choices += [Choice(value=race.id, text=race_words(race)) for race in races]
        self.shell.set_selectors(
            (
                Selector(key="season", name=_("Season"), choices=seasons, current=here),
                Selector(key="event", name=_("Event"), choices=events, current=scope.event_id),
                Selector(key="race", name=_("Race"), choices=race_choices, current=scope.race_id),
            )
        )

    def _selected(self, key: str, value: object) -> None:
        if key == "season" and value != str(self.season.file.path):
            self.other_season.emit(str(value))
        elif key == "event" and isinstance(value, int):
            self.scope.set(EventId(value), None)
        elif key == "race":
            race_id = RaceId(value) if isinstance(value, int) else None
            self.scope.set(self.scope.event_id, race_id)

    def _scope_changed(self) -> None:
        self._facts = replace(self._facts, zone=self.scope.current_event.zone)
        self._show_selectors()
        self._count()

    # -- what changed ---------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if self._stopped:
            return
        saved = self.season.clock.now_ms()
        self._facts = replace(self._facts, saved_ms=saved, zone=self.scope.current_event.zone)
        if history.touched(changes, "series", "event", "race"):
            self._show_selectors()
        self.bus.announce(changes)
        self._read_journal()
        self._count()
        failed = self.season.backup_failed
        if failed is not None:
            self.season.backup_failed = None
            self._copy_failed(message(failed))

    def undo(self) -> None:
        """Take back the last change and say what it was."""
        self.context.change(lambda: history.undo(self.season), _("Undo"), self._undone)

    def redo(self) -> None:
        """Do the last undone change again and say what it was."""
        self.context.change(lambda: history.redo(self.season), _("Redo"), self._redone)

    def _undone(self, what: OperationInfo | None) -> None:
        if what is None:
            self.notify(_("There is nothing to undo."), "muted")
            return
        words = history.in_words(what.name, what.params)
        self.notify(_("Undone: {what}").format(what=words), "good")

    def _redone(self, what: OperationInfo | None) -> None:
        if what is None:
            self.notify(_("There is nothing to do again."), "muted")
            return
        words = history.in_words(what.name, what.params)
        self.notify(_("Done again: {what}").format(what=words), "good")

    def _read_journal(self) -> None:
        season = self.season

        def read() -> JournalState:
            last = history.history(season, 1)
            return JournalState(
                undo=history.next_undo(season),
                redo=history.next_redo(season),
                saved_ms=last[0].at_ms if last else None,
                copied_ms=season.file.last_backup_ms(),
            )

        self.jobs.read(read, self._journal_read, owner=self)

    def _journal_read(self, state: JournalState) -> None:
        saved = self._facts.saved_ms or state.saved_ms
        self._facts = replace(self._facts, saved_ms=saved, copied_ms=state.copied_ms)
        self._show_status()
        self.journal_changed.emit(state)

    # -- counting -------------------------------------------------------------------------------

    def _count(self) -> None:
        """Count the field and the problems, off this thread; never twice at once."""
        if self._counting:
            self._count_again = True
            return
        self._counting, self._count_again = True, False
        season, event_id, race_ids = self.season, self.scope.event_id, self.scope.race_ids
        panels = [key for key in self.shell.panel_keys if key != "problems"]

        def count(progress: Progress) -> _Counted:
            compute_by_steps(season, progress)
            open_ones = [p for p in problems(season) if p.severity is not Severity.INFO]
            fates = season.event_reads(event_id).fates.values()
            return _Counted(
                field=raceday.field_state(season, race_ids),
                problems=len(open_ones),
                by_panel=open_counts(season, panels, event_id, race_ids),
                waiting=sum(1 for fate in fates if fate in WAITING),
            )

        self.context.compute(count, self._counted, owner=self, always=self._count_ended)

    def _counted(self, counted: _Counted) -> None:
        self.shell.set_badge("problems", counted.problems)
        self.shell.set_badge("timing", counted.waiting)
        self._open_problems = counted.by_panel
        for key in self.shell.panel_keys:
            self._show_problem_count(key)
        self._facts = replace(self._facts, field=counted.field)
        self._show_status()

    def _show_problem_count(self, key: str) -> None:
        """A panel shown says how many problems concern it."""
        panel = self.shell.panel(key)
        if isinstance(panel, Panel):
            panel.show_problem_count(self._open_problems.get(key, 0))

    def problems_here(self, key: str = "") -> None:
        """Show the problems that concern a panel, the one on the screen unless it is named."""
        about = key or self.shell.current_panel
        panel = self.show_panel("problems")
        reach = getattr(panel, "show_about", None)
        if callable(reach):
            reach(about)

    def _count_ended(self) -> None:
        self._counting = False
        if self._count_again:
            self._count()

    # -- status ---------------------------------------------------------------------------------

    def _show_status(self) -> None:
        self._facts = replace(self._facts, now_ms=self._now_ms())
        self.shell.set_status(desk_status.segments(self._facts))

    def _now_ms(self) -> Instant:
        """The time as the line takes it: a computer's clock that was moved counts for nothing."""
        return Instant(self.season.clock.now_ms() - shared_clock(self.context).ahead_ms)

    def tick(self) -> None:
        """Move the clocks on."""
        before = self._facts.now_ms
        self._facts = replace(self._facts, now_ms=self._now_ms())
        if before // 1000 == self._facts.now_ms // 1000:
            return
        self.shell.update_status(desk_status.clock(self._facts))
        race = desk_status.race_clock(self._facts)
        if race is not None:
            self.shell.update_status(race)

    # -- copies ---------------------------------------------------------------------------------

    def copy_if_changed(self, reason: str = "auto") -> None:
        """A safety copy when something has changed since the last one."""
        revision = self.season.data.revision
        if self.season.file.read_only or revision == self._copied_revision:
            return
        if rehearsal.is_copy(self.season.file.path):
            return  # what is thrown away needs no copy, and the stick holds the season's
        season, second = self.season, self.settings.get(COPY_FOLDER)

        def done(made: Instant) -> None:
            self._copied_revision = revision
            self._facts = replace(self._facts, copied_ms=made, copy_failed="")
            self._show_status()

        def failed(error: KnownError) -> None:
            self._copy_failed(message(error))

        self.jobs.write(
            lambda: copies.safety_copy(season, reason, second), done, failed, owner=self
        )

    def _copy_failed(self, words: str) -> None:
        """Said in amber at the foot of the window; the work goes on."""
        self._facts = replace(self._facts, copy_failed=words)
        self._show_status()
        self.notify(words, "warn")


def _panel_of(place: Place) -> str:
    if place.sheet_id is not None:
        return "sheets"
    if place.read_id is not None or place.batch_id is not None:
        return "timing"
    if place.entry_id is not None:
        return "entries"
    if place.runner_id is not None:
        return "categories"
    return "results" if place.race_id is not None else "season"
