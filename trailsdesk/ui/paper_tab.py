"""The tab "From paper": line by line, two lists, and a second keying of the same sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.paper_cells import PaperTimes
from trailsdesk.i18n import _
from trailsdesk.services.paper_desk import paper_day
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.page_stack import Page
from trailsdesk.ui.paper_keeper import DraftKeeper
from trailsdesk.ui.paper_lines import PaperLinesPage
from trailsdesk.ui.paper_second import SecondKeyingPage
from trailsdesk.ui.paper_two_lists import TwoListsPage
from trailsdesk.ui.settings import PAPER_TIMES
from trailsdesk.ui.widgets import PlainLabel, SegmentBar

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.line_book import LineBook
    from trailsdesk.ui.paper_field import PaperField

PAPER_SPECS: Final = (
    ActionSpec(
        id="finish.paper-lines",
        text=lambda: _("From paper: line by line"),
        handler="show_lines",
        shortcut="Alt+B",
        panel="finish",
    ),
    ActionSpec(
        id="finish.paper-lists",
        text=lambda: _("From paper: two lists"),
        handler="show_lists",
        shortcut="Alt+T",
        panel="finish",
    ),
    ActionSpec(
        id="finish.paper-second",
        text=lambda: _("From paper: second keying"),
        handler="show_second",
        shortcut="Alt+S",
        panel="finish",
    ),
    ActionSpec(
        id="finish.paper-times",
        text=lambda: _("Times on paper: since the gun, or of day"),
        handler="toggle_kind",
        shortcut="Alt+G",
        panel="finish",
    ),
)
PAPER_HELP: Final = (
    ("Alt+B, Alt+T, Alt+S", _("from paper: line by line, two lists, second keying")),
    ("Alt+G", _("from paper: times since the gun, or times of day")),
    ("Ctrl+Enter", _("two lists: save; second keying: compare, then apply")),
    ("Tab", _("two lists: to the other list; from its end to the end of the other")),
    ("Ins   Ctrl+Del", _("two lists: an empty cell here, the cell out; the list shifts")),
    ("Alt+↑ Alt+↓", _("two lists: the bibs from here up or down by one")),
    ("F4", _("two lists: to the next row that does not fit")),
    ("1 2 Enter", _("differences: the first is right, the second, type what is")),
)


class PaperTab(Page):
    """Three ways to key paper, and the switch for what its times are."""

    def __init__(
        self, context: PanelContext, book: LineBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._book = book
        self._scope: tuple[EventId, RaceId | None] | None = None
        self._stale: set[str] = set()
        self.keeper = DraftKeeper(context, self)
        self.lines = PaperLinesPage(context, book)
        self.lists = TwoListsPage(context, self.keeper)
        self.second = SecondKeyingPage(context, self.keeper)
        self.segments = SegmentBar(
            (
                ("lines", _("Line by line")),
                ("lists", _("Two lists")),
                ("second", _("Second keying")),
            ),
            _("How paper is keyed"),
        )
        self.kinds = SegmentBar(
            (
                (PaperTimes.ELAPSED.value, _("Since the gun")),
                (PaperTimes.CLOCK.value, _("Time of day")),
            ),
            _("Times on the sheet"),
        )
        self.pages = QStackedWidget()
        self.notice = PlainLabel("", "error", wrap=True)
        self._by_key: dict[str, PaperLinesPage | TwoListsPage | SecondKeyingPage] = {
            "lines": self.lines,
            "lists": self.lists,
            "second": self.second,
        }
        self._build()
        self._connect()
        self.action_set = ActionSet(PAPER_SPECS, self, self)
        self._show_page(self.segments.current)
        if not book.may_change:
            for page in self._by_key.values():
                page.set_may_change(False)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.segments)
        row.addStretch(1)
        self.kinds.setToolTip(_("What the times on the sheet are"))
        row.addWidget(self.kinds)
        column.addLayout(row)
        column.addWidget(self.notice)
        self.notice.hide()
        for page in self._by_key.values():
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.segments.changed.connect(self._show_page)
        self.kinds.changed.connect(self._set_kind)
        self._book.changed.connect(self._view_changed)
        self.lists.count_changed.connect(lambda count: self._count("lists", count))
        self.second.count_changed.connect(lambda count: self._count("second", count))
        self.lists.grid.changed.connect(self._show_kind)
        self.second.grid.changed.connect(self._show_kind)
        self.keeper.failed.connect(self._tell_unkept)

    # -- what other parts of the panel ask ------------------------------------------------------

    @property
    def bib(self) -> PaperField:
        """The field of bibs of the page on the screen."""
        return self._grid_field("bib") or self.lines.bib

    @property
    def time(self) -> PaperField:
        """The field of times of the page on the screen."""
        return self._grid_field("time") or self.lines.time

    def _grid_field(self, which: str) -> PaperField | None:
        page = self.pages.currentWidget()
        if page is self.lists:
            return self.lists.grid.bib if which == "bib" else self.lists.grid.time
        if page is self.second:
            return self.second.grid.bib if which == "bib" else self.second.grid.time
        return None

    def take_line(self, bib: str, time: str) -> str:
        """Save a line of paper typed elsewhere; see ``PaperLinesPage.take_line``."""
        view = self._book.view
        if view is not None:
            day = paper_day(self._context.season, view.event_id, view.race_id)
            self.lines.set_view(view, day)
        return self.lines.take_line(bib, time)

    def open_filter(self) -> None:
        """To the filter of the lines keyed one by one."""
        self.show_lines()
        self.lines.last_in.open_filter()

    def hear(self) -> None:
        """Bring the keys to where they belong."""
        self._by_key[self.segments.current].hear()

    # -- showing --------------------------------------------------------------------------------

    def _view_changed(self) -> None:
        """Pages that are not on the screen catch up when they are: the line goes before them."""
        self._stale = set(self._by_key)
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Hand the season on to the page on the screen; to all of them in another race."""
        view = self._book.view
        if view is None:
            return
        scope = (view.event_id, view.race_id)
        keys = {self.segments.current} if scope == self._scope else set(self._by_key)
        self._scope = scope
        day = paper_day(self._context.season, view.event_id, view.race_id)
        for key in keys & self._stale:
            self._by_key[key].set_view(view, day)
        self._stale -= keys

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _show_page(self, key: str) -> None:
        self.pages.setCurrentWidget(self._by_key[key])
        self.setFocusProxy(self._by_key[key])
        if self.isVisible():
            self._catch_up()
        self._show_kind()
        self.hear()

    def _show_kind(self) -> None:
        """The switch says what the page on the screen takes its times for."""
        page = self._by_key[self.segments.current]
        kind = page.kind if isinstance(page, PaperLinesPage) else page.grid.kind
        blocked = self.kinds.blockSignals(True)
        self.kinds.set_current(kind.value)
        self.kinds.blockSignals(blocked)

    def _set_kind(self, key: str) -> None:
        """For the page on the screen, and for whatever is begun from here on."""
        kind = PaperTimes(key)
        self._context.settings.set(PAPER_TIMES, kind.value)
        self._by_key[self.segments.current].set_kind(kind)
        self.lines.set_kind(kind)
        for page in (self.lists, self.second):
            if page.grid.editor.lists.is_empty:
                page.set_kind(kind)
        self._show_kind()
        self.hear()

    def toggle_kind(self) -> None:
        """The other kind of times."""
        here = self.kinds.current == PaperTimes.ELAPSED.value
        self._set_kind((PaperTimes.CLOCK if here else PaperTimes.ELAPSED).value)

    def _count(self, key: str, count: int) -> None:
        """What waits to be saved stands on its segment."""
        words = {"lists": _("Two lists"), "second": _("Second keying")}[key]
        text = f"{words} · {count}" if count else words
        button = self.segments.button(key)
        button.setText(text)
        button.setAccessibleName(_("{what}, {count} not saved").format(what=words, count=count)
                                 if count else words)  # fmt: skip

    def _tell_unkept(self, why: str) -> None:
        words = _("What is typed here is on the screen only, the disk does not take it: {why}")
        self.notice.setText(words.format(why=why))
        self.notice.show()

    # -- keys -----------------------------------------------------------------------------------

    def show_lines(self) -> None:
        """To keying line by line."""
        self._turn_to("lines")

    def show_lists(self) -> None:
        """To the two lists."""
        self._turn_to("lists")

    def show_second(self) -> None:
        """To the second keying."""
        self._turn_to("second")

    def _turn_to(self, key: str) -> None:
        self.segments.set_current(key)
        self.hear()


def span_words(ms: int) -> str:
    """A span of a clock in words: ``3.2 s``, ``1:00:00``."""
    if abs(ms) < 60_000:
        return _("{seconds} s").format(seconds=f"{abs(ms) / 1000:.1f}")
    return format_elapsed(abs(ms))
