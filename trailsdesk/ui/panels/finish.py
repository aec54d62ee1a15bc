"""Finish: the page for the line. Keys are taken as they come; nothing stands in their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.finish_desk import LineView, line_view
from trailsdesk.services.line_keys import LINE_KEYS
from trailsdesk.services.raceday import start_waves
from trailsdesk.services.rehearsal import is_copy
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec, trigger
from trailsdesk.ui.clock_words import jump_words
from trailsdesk.ui.gun_chips import GunChips
from trailsdesk.ui.line_book import LineBook
from trailsdesk.ui.line_menu import LineMenu
from trailsdesk.ui.line_tab import LineTab
from trailsdesk.ui.line_words import EARLIEST_MS, LONGEST_MS
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.paper_tab import PAPER_HELP, PaperTab
from trailsdesk.ui.race_clock import JUMP_MS, shared_clock
from trailsdesk.ui.rehearsal_bar import RehearsalBar
from trailsdesk.ui.widgets import EmptyState, Notice, PageHeader, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import WaveId
    from trailsdesk.domain.problems import Place
    from trailsdesk.ui.context import PanelContext

_NARROW = 200
"""Grid steps of width below which only what the line cannot do without is shown."""

SPECS = (
    ActionSpec(
        id="finish.filter",
        text=lambda: _("Filter the times"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="finish",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="finish.fill",
        text=lambda: _("Fill the oldest blank"),
        handler="fill_blanks",
        shortcut="F3",
        panel="finish",
    ),
    ActionSpec(
        id="finish.next",
        text=lambda: _("To the next row that needs you"),
        handler="next_needed",
        shortcut="F4",
        panel="finish",
    ),
    ActionSpec(
        id="finish.group",
        text=lambda: _("Only the times of one runner"),
        handler="toggle_group",
        shortcut="F6",
        panel="finish",
    ),
    ActionSpec(
        id="finish.play",
        text=lambda: _("Play made-up finishers, or stop"),
        handler="play",
        shortcut="F9",
        panel="finish",
    ),
    ActionSpec(
        id="finish.line",
        text=lambda: _("Take times at the line"),
        handler="show_line",
        shortcut="Alt+L",
        panel="finish",
    ),
    ActionSpec(
        id="finish.paper",
        text=lambda: _("Key times from paper"),
        handler="show_paper",
        shortcut="Alt+P",
        panel="finish",
    ),
)

_AT_THE_LINE = ("finish.fill", "finish.next", "finish.group", "finish.play")


class FinishPanel(Panel):
    """The race clock, the bib box and the last ones in; a second tab for paper sheets.

    Args:
        steady: the counter the race clock runs on; the system's own when not given.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (*LINE_KEYS, *PAPER_HELP)

    def __init__(
        self,
        context: PanelContext,
        parent: QWidget | None = None,
        *,
        steady: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Finish"))
        self.clock = shared_clock(context, steady)
        self.book = LineBook(context, self)
        self.line = LineTab(context, self.book, self.clock)
        self.paper = PaperTab(context, self.book)
        self.tabs = QStackedWidget()
        self.header = PageHeader(_("Finish line"))
        self.segments = SegmentBar(
            (("line", _("Line")), ("paper", _("From paper"))), _("How times are keyed")
        )
        self.rehearsal = (
            RehearsalBar(context, self.clock) if is_copy(context.season.file.path) else None
        )
        self.more = LineMenu(context.settings)
        self.guns = GunChips()
        self.jump_notice = Notice(
            "", "warn", (_("Use the computer’s clock"), self._follow), closable=True
        )
        self.unsaved_notice = Notice("", "bad", (_("Try again"), self.try_again))
        self.day_notice = Notice("", "warn", closable=True)
        self.locked_notice = Notice(
            _("The file is open for reading only: no times can be taken here."), "warn"
        )
        self.notices = (
            self.locked_notice,
            self.unsaved_notice,
            self.jump_notice,
            self.day_notice,
        )
        self.empty = EmptyState(
            _("Nobody to wait for yet"),
            _("Import the entries first; times can be taken all the same."),
            (_("To the entries"), lambda: context.show_panel("entries")),
            icon="finish",
            second_action=(_("Take times now"), self._take_anyway),
        )
        self._anyway = False
        self._day_told = ""
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header.add_chip(self.guns)
        self.header.add_action(self.segments)
        self.header.add_action(self.more)
        column.addWidget(self.header)
        for notice in self.notices:
            column.addWidget(notice)
            notice.hide()
        self.tabs.addWidget(self.line)
        self.tabs.addWidget(self.paper)
        self._fit_tabs()
        self.content = QWidget()
        inside = QHBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.tabs)
        if self.rehearsal is not None:
            column.addWidget(self.rehearsal)
            self.rehearsal.released.connect(self.hear)
        column.addWidget(self.content, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.start_at(self.line.box)
        if not self.book.may_change:
            self.locked_notice.show()
            for field in (self.line.box, self.paper.bib, self.paper.time):
                field.setEnabled(False)

    def _connect(self) -> None:
        self.segments.changed.connect(self._show_tab)
        self.clock.jumped.connect(self._tell_jump)
        self.book.changed.connect(self._show_unsaved)
        self.line.start.start_asked.connect(self._start)
        self.line.paper_typed = self.paper.take_line
        self.more.asked.connect(lambda action: trigger(self, action))
        self.more.strip_asked.connect(self.print_keys)
        self.more.done.connect(self.hear)
        for notice in (self.jump_notice, self.day_notice):
            notice.closed.connect(self.hear)
            notice.closed.connect(self._show_foot)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], LineView]:
        season, scope = self.context.season, self.context.scope
        event_id, race_id = scope.event_id, scope.race_id
        return lambda: line_view(season, event_id, race_id)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        self.book.set_view(loaded)
        self.guns.show_races(loaded.races, loaded.zone)
        self._show_day(loaded)
        if self.rehearsal is not None and self.rehearsal.phase == "ready":
            self.rehearsal.reload()
        nobody = not loaded.runners and not loaded.rows and not self._anyway
        here = self.content.isHidden()
        self.empty.setVisible(nobody)
        self.content.setVisible(not nobody)
        if here and not nobody:
            self.hear()

    def _take_anyway(self) -> None:
        self._anyway = True
        self.empty.hide()
        self.content.show()
        self.hear()

    def _show_day(self, view: LineView) -> None:
        """Times taken on another day than the event's are kept, but somebody should know."""
        now, event = self.clock.now_ms(), self.context.season.data.events[view.event_id]
        today, gun = local_date(now, event.zone), view.gun_ms
        strange = event.date != today
        if gun is not None:
            strange = not EARLIEST_MS < now - gun < LONGEST_MS
        text = _("{event} is on {day}, and this computer says {today}. A time taken here gets"
                 " the computer’s day.")  # fmt: skip
        told = text.format(event=event.name, day=day_words(event.date), today=day_words(today))
        if view.latest_ms is not None and now + JUMP_MS < view.latest_ms:
            strange, told = True, self._behind_words(now, view.latest_ms, event.zone)
        if told != self._day_told or not strange:
            self.day_notice.setVisible(strange)
            self.day_notice.set_notice(told)
        self._day_told = told if strange else ""
        self._show_foot()

    @staticmethod
    def _behind_words(now: Instant, latest: Instant, zone: str) -> str:
        """The computer's clock was set back while the program was not running."""
        text = _(
            "This computer’s clock says {now}, which is before the last time in the file, written"
            " at {latest}. Set the clock right first: times taken now would be too early."
        )
        return text.format(now=format_clock(now, zone), latest=format_clock(latest, zone))

    def unsaved(self) -> str:
        """Times the file could not take."""
        count = len(self.book.failed)
        words = plural("{count} time is not in the file.", "{count} times are not in the file.",
                       count)  # fmt: skip
        return words if count else ""

    def _show_unsaved(self) -> None:
        failed = self.book.failed
        self.unsaved_notice.setVisible(bool(failed))
        if failed:
            words = plural(
                "{count} time is not in the file: it stands in the list, red.",
                "{count} times are not in the file: they stand in the list, red.",
                len(failed),
            )
            self.unsaved_notice.set_notice(f"{words} {failed[-1].why}", "bad")
        self._show_foot()

    def _tell_jump(self, ahead_ms: int) -> None:
        self.jump_notice.setVisible(ahead_ms != 0)
        if ahead_ms:
            told = jump_words(ahead_ms)
            self.jump_notice.set_notice(told)
            if not self.isVisible():
                self.context.notify(told, "warn")
        self._show_foot()

    # -- acting ---------------------------------------------------------------------------------

    def hear(self) -> None:
        """Bring the keys back to where they belong."""
        if self.tabs.currentWidget() is self.paper:
            self.paper.hear()
        else:
            self.line.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_again(self) -> None:
        """Write the times the file could not take."""
        self.book.try_again()
        self.hear()

    def _follow(self) -> None:
        self.clock.follow()
        self.hear()

    def _start(self, wave_ids: tuple[WaveId, ...], gun_ms: Instant) -> None:
        season, zone = self.context.season, self.context.scope.current_event.zone
        time = format_clock(gun_ms, zone)
        words = _("Started at {time}. Ctrl+Z takes it back.").format(time=time)
        self.context.change(
            lambda: start_waves(season, wave_ids, gun_ms),
            _("Start the clock"),
            lambda _count: self.line.say(words),
        )

    def show_line(self) -> None:
        """To the tab of the line."""
        self.segments.set_current("line")
        self.hear()

    def show_paper(self) -> None:
        """To the tab for paper sheets."""
        self.segments.set_current("paper")
        self.hear()

    def _show_tab(self, key: str) -> None:
        tab: LineTab | PaperTab = self.line if key == "line" else self.paper
        self.tabs.setCurrentWidget(tab)
        self._fit_tabs()
        for name in _AT_THE_LINE:  # paper has other uses for these keys
            self.action_set[name].setEnabled(tab is self.line)
        self.start_at(self.line.box if key == "line" else self.paper)
        self.hear()

    def fill_blanks(self) -> None:
        """F3 from anywhere on the page."""
        self.line.toggle_fill()

    def next_needed(self) -> None:
        """F4 from anywhere on the page."""
        self.line.next_needed()

    def toggle_group(self) -> None:
        """F6 from anywhere on the page."""
        self.line.toggle_group()

    def play(self) -> None:
        """F9 in a rehearsal: begin, stop, once more."""
        if self.rehearsal is not None:
            self.rehearsal.press()

    def rehearse(self) -> None:
        """Make a copy of the season and rehearse on it."""
        trigger(self, "help.rehearse")

    def print_keys(self) -> None:
        """The sheet with the keys of the line, ready to print."""
        show = getattr(self.context.show_panel("sheets"), "show_kind", None)
        if callable(show):
            show("key-strip")

    def _fit_tabs(self) -> None:
        """Only the tab on the screen says how much room it needs."""
        shown, away = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        for tab in (self.line, self.paper):
            policy = shown if tab is self.tabs.currentWidget() else away
            tab.setSizePolicy(policy, policy)

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the times on the screen."""
        if self.tabs.currentWidget() is self.paper:
            self.paper.open_filter()
        else:
            self.line.last_in.open_filter()

    def go_to(self, place: Place) -> None:
        """Point at a time; its event and race are in scope already."""
        self.show_line()
        if place.read_id is not None:
            self.line.last_in.point_at(place.read_id)

    # -- keys and clock -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 held starts the clock; what is typed beside the box goes into it."""
        button = self.line.start.button
        if event.key() == Qt.Key.Key_F8:
            if not event.isAutoRepeat() and self.line.start.isVisible():
                button.begin(event.timestamp())
            return
        if event.key() == Qt.Key.Key_Escape:
            self.hear()
            return
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.text().isalnum() and self.tabs.currentWidget() is self.line:
            self.line.take_letter(event.text())
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The hold of F8 ends."""
        if event.key() == Qt.Key.Key_F8:
            if not event.isAutoRepeat():
                self.line.start.button.release_key()
            return
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit_line()
        return done

    def _fit_line(self) -> None:
        """Tell the line how much room it has: below the header and the bars, without scrolling."""
        self.line.set_narrow(self.width() < style.unit(_NARROW))
        around = self.parentWidget()
        seen = min(self.height(), around.height()) if around is not None else self.height()
        bars = [self.header, *self.notices, *([self.rehearsal] if self.rehearsal else [])]
        taken = sum(bar.sizeHint().height() + style.unit(3) for bar in bars if not bar.isHidden())
        self.line.set_room(seen - taken)

    def _show_foot(self) -> None:
        """What must be said now takes the room of what is said every day."""
        notices_away = all(notice.isHidden() for notice in self.notices)
        room = notices_away and self.line.start.isHidden() and self.rehearsal is None
        self.line.allow_foot(room)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.run(True, self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clock.run(False, self)
