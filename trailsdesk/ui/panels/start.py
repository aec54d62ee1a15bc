"""Start: check-in, bibs, waves, the gun, late starters, no-shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from trailsdesk.domain.entry import EntryId
from trailsdesk.i18n import _
from trailsdesk.services.start import start_view
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.clock_words import jump_words
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.race_clock import shared_clock
from trailsdesk.ui.start_bibs import BibsTab
from trailsdesk.ui.start_check_in import CheckInTab
from trailsdesk.ui.start_gun import GunTab
from trailsdesk.ui.start_lines import PageMaker, StartPage
from trailsdesk.ui.start_no_shows import NoShowsTab
from trailsdesk.ui.start_waves import WavesTab
from trailsdesk.ui.widgets import EmptyState, Notice, PageHeader, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.domain.event import WaveId
    from trailsdesk.domain.problems import Place
    from trailsdesk.services.check_in import Here
    from trailsdesk.ui.context import PanelContext

SPECS = (
    ActionSpec(
        id="starting.check-in",
        text=lambda: _("Check in"),
        handler="show_check_in",
        shortcut="Alt+C",
        icon="done",
        panel="start",
        help=lambda: _("Bib or name and Enter: the runner is here"),
    ),
    ActionSpec(
        id="starting.bibs",
        text=lambda: _("Give out bibs"),
        handler="show_bibs",
        shortcut="Alt+B",
        icon="entries",
        panel="start",
        help=lambda: _("Ranges of the races, one by one, by scanner, or to everybody"),
    ),
    ActionSpec(
        id="starting.waves",
        text=lambda: _("Waves"),
        handler="show_waves",
        shortcut="Alt+W",
        icon="categories",
        panel="start",
        help=lambda: _("Make waves and put runners into them"),
    ),
    ActionSpec(
        id="starting.gun",
        text=lambda: _("The gun and late starters"),
        handler="show_gun",
        shortcut="Alt+G",
        icon="gun",
        panel="start",
        help=lambda: _("F8 held starts the waves that are marked"),
    ),
    ActionSpec(
        id="starting.no-shows",
        text=lambda: _("No-shows to DNS"),
        handler="show_no_shows",
        shortcut="Alt+N",
        icon="remove",
        panel="start",
        help=lambda: _("Looked at first, then marked in one act"),
    ),
    ActionSpec(
        id="starting.add-wave",
        text=lambda: _("Add a wave"),
        handler="add_wave",
        shortcut="Ctrl+N",
        icon="add",
        panel="start",
        enabled_when="may_change",
    ),
    ActionSpec(
        id="starting.odd-data",
        text=lambda: _("Odd data before the gun"),
        handler="show_odd_data",
        shortcut="Alt+O",
        icon="problems",
        panel="start",
        help=lambda: _("Ages, bibs, waivers and money best mended now; each with what mends it"),
    ),
    ActionSpec(
        id="starting.filter",
        text=lambda: _("To the box"),
        handler="hear",
        shortcut="Ctrl+F",
        icon="filter",
        panel="start",
    ),
)


class TabStack(QStackedWidget):
    """Pages of which only the one shown asks for room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        """No: a page that would like more room scrolls inside, the window does not."""
        return False

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()


TABS = ("check-in", "bibs", "waves", "gun", "no-shows")


class StartPanel(Panel):
    """Five tabs of one start; F8 works from each of them.

    Args:
        steady: the counter the race clock runs on; the system's own when not given.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "bib_range",
            "category_override",
            "check_in",
            "entry",
            "event",
            "race",
            "read_batch",
            "read_ruling",
            "ruling",
            "runner",
            "series",
            "waiver",
            "wave",
        }
    )
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Alt+C", _("check-in: bib or a part of the name, Enter is here")),
        ("+", _("at check-in: gear seen, or not")),
        ("Alt+B", _("bibs: the runner, Enter, the bib, Enter; or a scanner one after the other")),
        ("Ctrl+Enter", _("swap the bib typed with whoever wears it")),
        ("Ctrl+X", _("swap the bibs of two runners chosen in the list")),
        ("Alt+W", _("waves; Ctrl+N adds one, F2 renames it, Del removes it")),
        ("Alt+G", _("the gun, late starters, a start corrected")),
        ("F8 held", _("start the waves that are marked; the gun is the moment of the press")),
        ("214 Enter", _("late starter: bib 214 starts now; 214 10:07:12 started then")),
        ("Alt+N", _("no-shows to DNS: looked at, then marked in one act")),
        ("Alt+O", _("odd data, best mended before the gun")),
        ("↑ ↓", _("from the box into the list and back with Esc")),
        ("Del", _("in a list: take a check-in or a late start back")),
        ("Esc", _("empty the box, bring the keys back to it")),
    )

    def __init__(
        self,
        context: PanelContext,
        parent: QWidget | None = None,
        *,
        steady: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Start"))
        self._may_change = not context.season.file.read_only
        self._maker = PageMaker()
        self._page: StartPage | None = None
        self._behind: set[str] = set()
        self._wanted_wave: WaveId | None = None
        self._wanted_entry: EntryId | None = None
        self.clock = shared_clock(context, steady)
        self.check_in = CheckInTab(context)
        self.bibs = BibsTab(context)
        self.waves = WavesTab(context)
        self.gun = GunTab(context, self.clock)
        self.no_shows = NoShowsTab(context)
        self._tabs: dict[str, CheckInTab | BibsTab | WavesTab | GunTab | NoShowsTab] = dict(
            zip(TABS, (self.check_in, self.bibs, self.waves, self.gun, self.no_shows), strict=True)
        )
        self.header = PageHeader(_("Start"))
        self.segments = SegmentBar(
            (
                ("check-in", _("Check-in")),
                ("bibs", _("Bibs")),
                ("waves", _("Waves")),
                ("gun", _("Gun")),
                ("no-shows", _("No-shows")),
            ),
            _("What is done at the start"),
        )
        self.locked_notice = Notice(
            _("The file is open for reading only: nothing can be changed here."), "warn"
        )
        self.jump_notice = Notice(
            "", "warn", (_("Use the computer’s clock"), self._follow), closable=True
        )
        self.stack = TabStack()
        self.empty = EmptyState(
            _("Nobody to start yet"),
            _("Import the entries first; bibs, check-in and the gun follow from them."),
            (_("To the entries"), lambda: context.show_panel("entries")),
            icon="start",
        )
        self._build()
        self.segments.changed.connect(self._show_tab)
        self.clock.jumped.connect(self._tell_jump)
        self._tell_jump(self.clock.ahead_ms)
        self.action_set = ActionSet(SPECS, self, self)
        self.action_set.update_enabled({"may_change"} if self._may_change else ())

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header.add_action(self.segments)
        column.addWidget(self.header)
        column.addWidget(self.locked_notice)
        self.locked_notice.setVisible(not self._may_change)
        column.addWidget(self.jump_notice)
        self.jump_notice.hide()
        for tab in self._tabs.values():
            self.stack.addWidget(tab)
        column.addWidget(self.stack, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.start_at(self.check_in.main_field)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], StartPage]:
        season, scope, maker = self.context.season, self.context.scope, self._maker
        event_id, race_id = scope.event_id, scope.race_id
        return lambda: maker.make(start_view(season, event_id, race_id))

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        page: StartPage = loaded
        self._page = page
        self._behind = set(self._tabs)
        self._catch_up("gun")  # the key works from every tab
        self._catch_up(self.segments.current)
        self._show_counts(page.view.here)
        any_here = bool(page.rows)
        self.stack.setVisible(any_here)
        self.segments.setVisible(any_here)
        self.empty.setVisible(not any_here)
        here = self._tabs[self.segments.current].main_field
        self.start_at(here if any_here else self.empty.button or here)
        self._reach()

    def _catch_up(self, key: str) -> None:
        """Show a tab what was loaded; those not on the screen wait until they are."""
        if key in self._behind and self._page is not None:
            self._behind.discard(key)
            self._tabs[key].show_page(self._page)

    def _show_counts(self, here: tuple[Here, ...]) -> None:
        """Here and missing of all, then race by race."""
        came, entered = sum(each.here for each in here), sum(each.entered for each in here)
        words = [_("{here} of {count} here").format(here=came, count=entered)]
        if len(here) > 1:
            words += [
                _("{race} {here} of {count}").format(
                    race=each.label, here=each.here, count=each.entered
                )
                for each in here
            ]
        self.header.set_subtitle(" · ".join(words))

    # -- tabs -----------------------------------------------------------------------------------

    def show_check_in(self) -> None:
        """To the check-in."""
        self._go("check-in")

    def show_bibs(self) -> None:
        """To the bibs."""
        self._go("bibs")

    def show_waves(self) -> None:
        """To the waves."""
        self._go("waves")

    def show_gun(self) -> None:
        """To the gun."""
        self._go("gun")

    def show_no_shows(self) -> None:
        """To the no-shows."""
        self._go("no-shows")

    def add_wave(self) -> None:
        """One more wave."""
        self._go("waves")
        self.waves.add()

    def start_wave(self, wave_id: WaveId) -> None:
        """Make one wave ready for the key; nothing starts before it is held."""
        self._go("gun")
        self._wanted_wave = wave_id
        self._reach()

    def _go(self, key: str) -> None:
        self.segments.set_current(key)
        self.hear()

    def _show_tab(self, key: str) -> None:
        tab = self._tabs[key]
        self._catch_up(key)
        self.stack.setCurrentWidget(tab)
        self.start_at(tab.main_field)

    def hear(self) -> None:
        """Bring the keys to where they belong."""
        field = self._tabs[self.segments.current].main_field
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, place: Place) -> None:
        """Show a runner at the check-in; its event and race are in scope already."""
        if place.entry_id is not None:
            self.show_check_in()
            self._wanted_entry = EntryId(place.entry_id)
            self._reach()

    def _reach(self) -> None:
        """What was asked for before the panel had anything to show."""
        if self._wanted_wave is not None and self.gun.choose_only(self._wanted_wave):
            self._wanted_wave = None
        if self._wanted_entry is not None and self.check_in.reach(self._wanted_entry):
            self._wanted_entry = None

    def _tell_jump(self, ahead_ms: int) -> None:
        """The gun is taken on the race clock, whatever the computer's clock was set to."""
        self.jump_notice.setVisible(ahead_ms != 0)
        if ahead_ms:
            self.jump_notice.set_notice(jump_words(ahead_ms))

    def _follow(self) -> None:
        self.clock.follow()
        self.hear()

    # -- keys and clock -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 held starts the marked waves, from every tab; what starts is shown while it is."""
        if event.key() == Qt.Key.Key_F8:
            if not event.isAutoRepeat():
                if self.segments.current != "gun":
                    self.segments.set_current("gun")
                self.gun.begin(event.timestamp())
            return
        if event.key() == Qt.Key.Key_Escape:
            self.hear()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The hold of F8 ends."""
        if event.key() == Qt.Key.Key_F8:
            if not event.isAutoRepeat():
                self.gun.hold.release_key()
            return
        super().keyReleaseEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.clock.run(True, self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.clock.run(False, self)
