"""Finish: the page for the line. Keys are taken as they come; nothing stands in their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.finish_desk import LineView, line_view
from trailsdesk.services.raceday import set_gun
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.line_book import LineBook
from trailsdesk.ui.line_tab import EARLIEST_MS, LONGEST_MS, LineTab
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.paper_tab import PaperTab, span_words
from trailsdesk.ui.race_clock import RaceClock
from trailsdesk.ui.widgets import Chip, EmptyState, Notice, PageHeader, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import Place
    from trailsdesk.services.finish_desk import LineRace
    from trailsdesk.ui.context import PanelContext

_CHIPS = 3
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


class FinishPanel(Panel):
    """The race clock, the bib box and the last ones in; a second tab for paper sheets.

    Args:
        steady: the counter the race clock runs on; the system's own when not given.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("214 Enter", _("bib 214 is in now")),
        ("Space", _("somebody is in now, the bib follows; what is typed stays")),
        ("118,121 Enter", _("several at one time")),
        ("11?", _("a digit nobody could read")),
        ("F3", _("fill the oldest blank instead of taking times, and back")),
        ("/   *", _("DNF, DNS of the bib typed")),
        ("↑ ↓", _("choose a row and mend its bib")),
        ("Ctrl+↑ Ctrl+↓", _("swap the bib with the row before, after")),
        ("Del", _("strike the chosen row out, or take it back in")),
        ("=", _("the chosen repeat counts; a runner of another race counts here")),
        ("Alt+1 … Alt+5", _("take a suggestion for an unknown bib")),
        ("F8 held", _("start the clock; the gun is the moment of the press")),
        ("Esc", _("empty the box, leave a mode, bring the keys back to the box")),
        ("Alt+L, Alt+P", _("the line, from paper")),
        ("Ctrl+F", _("filter the times")),
    )

    def __init__(
        self,
        context: PanelContext,
        parent: QWidget | None = None,
        *,
        steady: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Finish"))
        # A clock that stands still for a picture brings a counter that does so too.
        counter = steady or getattr(context.season.clock, "steady_ms", None)
        self.clock = RaceClock(context.season.clock, counter, self)
        self.book = LineBook(context, self)
        self.line = LineTab(context, self.book, self.clock)
        self.paper = PaperTab(context, self.book)
        self.tabs = QStackedWidget()
        self.header = PageHeader(_("Finish line"))
        self.segments = SegmentBar(
            (("line", _("Line")), ("paper", _("From paper"))), _("How times are keyed")
        )
        self.chips: list[Chip] = []
        self.jump_notice = Notice(
            "", "warn", (_("Use the computer’s clock"), self._follow), closable=True
        )
        self.unsaved_notice = Notice("", "bad", (_("Try again"), self.try_again))
        self.day_notice = Notice("", "warn", closable=True)
        self.locked_notice = Notice(
            _("The file is open for reading only: no times can be taken here."), "warn"
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
        self._chips_used = 0
        self._build()
        self._connect()
        self.action_set = ActionSet(SPECS, self, self)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        for _at in range(_CHIPS):
            chip = Chip("")
            chip.hide()
            self.header.add_chip(chip)
            self.chips.append(chip)
        self.header.add_action(self.segments)
        column.addWidget(self.header)
        for notice in (
            self.locked_notice,
            self.unsaved_notice,
            self.jump_notice,
            self.day_notice,
        ):
            column.addWidget(notice)
            notice.hide()
        self.tabs.addWidget(self.line)
        self.tabs.addWidget(self.paper)
        self.content = QWidget()
        inside = QHBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.tabs)
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
        self._show_guns(loaded)
        self._show_day(loaded)
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

    def _show_guns(self, view: LineView) -> None:
        races = list(view.races)
        words = [(_gun_words(race, view.zone), race.gun_ms is not None) for race in races]
        if len(races) > _CHIPS:
            started = sum(race.gun_ms is not None for race in races)
            text = _("{started} of {count} races started")
            words = [(text.format(started=started, count=len(races)), started == len(races))]
        self._chips_used = len(words)
        narrow = self.width() < style.unit(_NARROW)
        for at, chip in enumerate(self.chips):
            chip.setVisible(at < len(words) and not narrow)
            if at < len(words):
                text, started_already = words[at]
                chip.setText(text)
                style.set_style_property(chip, "tone", "good" if started_already else "warn")

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
        if told != self._day_told or not strange:
            self.day_notice.setVisible(strange)
            self.day_notice.set_notice(told)
        self._day_told = told if strange else ""
        self._show_foot()

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
            side = _("forward by {span}") if ahead_ms > 0 else _("back by {span}")
            words = _("This computer’s clock was moved {how}. The race clock went on as it was:"
                      " no time has changed.")  # fmt: skip
            how = side.format(span=span_words(ahead_ms))
            self.jump_notice.set_notice(words.format(how=how))
        self._show_foot()

    # -- acting ---------------------------------------------------------------------------------

    def hear(self) -> None:
        """Bring the keys back to where they belong."""
        field = self.line.box if self.tabs.currentWidget() is self.line else self.paper.bib
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_again(self) -> None:
        """Write the times the file could not take."""
        self.book.try_again()
        self.hear()

    def _follow(self) -> None:
        self.clock.follow()
        self.hear()

    def _start(self, race_ids: tuple[RaceId, ...], gun_ms: Instant) -> None:
        season, zone = self.context.season, self.context.scope.current_event.zone
        time = format_clock(gun_ms, zone)
        words = _("Started at {time}. Ctrl+Z takes it back.").format(time=time)
        self.context.change(
            lambda: set_gun(season, race_ids, gun_ms),
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
        self.start_at(self.line.box if key == "line" else self.paper.bib)
        self.hear()

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the times on the screen."""
        here = self.line if self.tabs.currentWidget() is self.line else self.paper
        here.last_in.open_filter()

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
                button.begin()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < style.unit(_NARROW)
        self.line.set_narrow(narrow)
        for at, chip in enumerate(self.chips):
            chip.setVisible(at < self._chips_used and not narrow)

    def _show_foot(self) -> None:
        """What must be said now takes the room of what is said every day."""
        notices = (self.unsaved_notice, self.jump_notice, self.day_notice, self.locked_notice)
        notices_away = all(notice.isHidden() for notice in notices)
        self.line.foot.setVisible(notices_away and self.line.start.isHidden())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.run(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clock.run(False)


def _gun_words(race: LineRace, zone: str) -> str:
    if race.gun_ms is None:
        return _("{race} · not started").format(race=race.label)
    return _("{race} · gun {time}").format(race=race.label, time=format_clock(race.gun_ms, zone))
