"""Points: the standings, places in finals, scores given elsewhere, and one runner's season."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.problems import Place
from trailsdesk.i18n import _
from trailsdesk.services.outside_scores import ScoreLine, score_lines
from trailsdesk.services.score_typing import systems_of
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet
from trailsdesk.ui.final_lines import PlacesView, places_view
from trailsdesk.ui.final_page import FinalPage
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.points_actions import SPECS
from trailsdesk.ui.points_view import points_view
from trailsdesk.ui.runner_page import RunnerPage
from trailsdesk.ui.score_page import ScorePage
from trailsdesk.ui.standing_lines import PointsView, estimate_words
from trailsdesk.ui.standings_page import StandingsPage
from trailsdesk.ui.widgets import Button, Chip, PageHeader, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.ui.context import PanelContext

_PAGES = ("standings", "places", "scores", "runner")
_NOT_OFFERED = {
    "places": _("The rules of this season lead to no final."),
    "scores": _("The rules of this season use no scores given elsewhere."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What the page shown needs; the others wait until they are turned to."""

    offered: frozenset[str]
    systems: tuple[str, ...]
    standings: PointsView | None = None
    places: PlacesView | None = None
    scores: tuple[ScoreLine, ...] | None = None


class PointsPanel(Panel):
    """Pages of the series: the standings, and what else the rules make of results and scores."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Alt+1", _("the standings of every ranking")),
        ("Alt+2", _("places in the final, where the rules lead to one")),
        ("Alt+3", _("scores given elsewhere, where the rules use them")),
        ("Alt+4", _("the season of the runner chosen")),
        ("Arrow keys", _("at the left: choose a list; at the right: a runner, a score")),
        ("Ctrl+I", _("the season of the chosen runner on one page; Esc leads back")),
        ("1, 2, 3", _("a place in the final: accepted, declined, answer taken back")),
        ("Ctrl+F", _("filter the runners; Esc empties the filter")),
        ("Ctrl+Enter", _("open the chosen runner's entry; in a form: keep it")),
        ("Ctrl+P", _("print the standings or the runner's season")),
        ("Ctrl+R", _("the rules")),
        ("Ctrl+C", _("copy the chosen rows for a spreadsheet")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Points"))
        self._came_from = "standings"
        self._wanted = ""
        self._places: FinalPage | None = None
        self._scores: ScorePage | None = None
        self._runner: RunnerPage | None = None
        self.standings = StandingsPage(context)
        self._build()
        self.start_at(self.standings.groups)
        self.action_set = ActionSet(SPECS, self, self)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Points"))
        self.so_far_chip = Chip(_("places so far"), "warn")
        self.estimate_chip = Chip(_("estimate"), "warn")
        for chip in (self.so_far_chip, self.estimate_chip):
            chip.hide()
            self.header.add_chip(chip)
        self.estimate_chip.setToolTip(estimate_words())
        self.pages = SegmentBar(
            (
                ("standings", _("Standings")),
                ("places", _("Places in the final")),
                ("scores", _("Scores elsewhere")),
                ("runner", _("One runner")),
            ),
            _("Pages of the points"),
        )
        self.rules_button = Button(_("Rules…"), self.show_rules, kind="quiet")
        self.header.add_action(self.pages)
        self.header.add_action(self.rules_button)
        for key in ("places", "scores"):
            self.pages.button(key).hide()
        column.addWidget(self.header)
        self._stack = PageStack()
        self._stack.addWidget(self.standings)
        column.addWidget(self._stack, 1)
        self.standings.said.connect(self._say_standings)
        self.standings.season_asked.connect(self.show_season)
        self.pages.changed.connect(self._turn_to)
        for at, key in enumerate(_PAGES, 1):
            switch = QShortcut(QKeySequence(f"Alt+{at}"), self)
            switch.activated.connect(lambda key=key: self.show_page(key))
        back = QShortcut(QKeySequence("Esc"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._back)
        self._esc = back
        back.setEnabled(False)

    @property
    def places(self) -> FinalPage:
        """The page of places in finals; made when first wanted."""
        if self._places is None:
            page = self._places = FinalPage(self.context)
            page.said.connect(self._say)
            page.season_asked.connect(self.show_season)
            self._stack.addWidget(page)
        return self._places

    @property
    def scores(self) -> ScorePage:
        """The page of scores given elsewhere; made when first wanted."""
        if self._scores is None:
            page = self._scores = ScorePage(self.context)
            page.said.connect(self._say)
            page.season_asked.connect(self.show_season)
            self._stack.addWidget(page)
        return self._scores

    @property
    def runner(self) -> RunnerPage:
        """The page of one runner's season; made when first wanted."""
        if self._runner is None:
            page = self._runner = RunnerPage(self.context)
            page.left.connect(self._back)
            self._stack.addWidget(page)
        return self._runner

    def _say_standings(self, text: str, so_far: bool, estimate: bool) -> None:
        if self.pages.current == "standings":
            self.header.set_subtitle(text)
            self.so_far_chip.setVisible(so_far)
            self.estimate_chip.setVisible(estimate)

    def _say(self, text: str) -> None:
        self.header.set_subtitle(text)
        self.so_far_chip.hide()
        self.estimate_chip.hide()

    # -- pages ----------------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """``standings``, ``places``, ``scores`` or ``runner``; a page not offered is not shown."""
        if not self.pages.button(key).isHidden():
            self.pages.set_current(key)

    def show_places(self) -> None:
        """The places in the final, as soon as it is known that the rules lead to one."""
        self._wanted = "places"
        self.reload()

    def show_scores(self) -> None:
        """The scores given elsewhere, as soon as it is known that the rules use them."""
        self._wanted = "scores"
        self.reload()

    def _show_wanted(self, offered: frozenset[str]) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted in offered:
            self.pages.set_current(wanted)
        elif wanted:
            self.context.notify(_NOT_OFFERED[wanted], "muted")

    def _turn_to(self, key: str) -> None:
        """Show a page; it is filled as soon as what it shows is worked out."""
        self._esc.setEnabled(key == "runner")
        if key == "runner":
            self._say("")
            self.runner.show_runner(self._runner_on(self._came_from))
            self._stack.setCurrentWidget(self.runner)
            self.start_at(self.runner.pages)
            return
        self._came_from = key
        page: QWidget = self.standings
        first: QWidget = self.standings.groups
        if key == "places":
            page, first = self.places, self.places.rules
        elif key == "scores":
            page, first = self.scores, self.scores.table
        # Asked before the page is hidden: Qt would hand its focus to whatever comes next.
        chosen_by_click = any(self.pages.button(each).hasFocus() for each in _PAGES)
        self._stack.setCurrentWidget(page)
        self.start_at(first)
        if not chosen_by_click and self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def _back(self) -> None:
        """From the runner's season to the list it was asked for in."""
        self.pages.set_current(self._came_from)
        table = {
            "places": self._places and self._places.table,
            "scores": self._scores and self._scores.table,
        }.get(self._came_from, self.standings.placed)
        if table is not None:
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _runner_on(self, page: str) -> RunnerId | None:
        if page == "places" and self._places is not None:
            return self._places.runner_id
        if page == "scores" and self._scores is not None:
            return self._scores.runner_id
        return self.standings.runner_id

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, page = self.context.season, self.pages.current
        race_ids = self.context.scope.race_ids

        def load() -> _Loaded:
            systems = systems_of(season.rules)
            return _Loaded(
                offered=_offered(season.rules, systems),
                systems=systems,
                standings=points_view(season) if page == "standings" else None,
                places=places_view(season, race_ids) if page == "places" else None,
                scores=score_lines(season) if page == "scores" else None,
            )

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        """The page that was asked for; a page turned meanwhile asks anew."""
        for key in _PAGES:
            self.pages.button(key).setVisible(key in loaded.offered)
        self._show_wanted(loaded.offered)
        if loaded.standings is not None:
            self.standings.show_view(loaded.standings)
        if loaded.places is not None:
            self.places.show_view(loaded.places)
        if loaded.scores is not None:
            self.scores.show_lines(loaded.scores, loaded.systems)
        if self._came_from not in loaded.offered:
            # The rules have nothing, or no longer anything, of what this page shows.
            self._came_from = next(key for key in _PAGES if key in loaded.offered)
            if self.pages.current != "runner":
                self.pages.set_current(self._came_from)

    # -- keys -----------------------------------------------------------------------------------

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the page shown."""
        page = self.pages.current
        if page == "places":
            self.places.focus_filter()
        elif page == "scores":
            self.scores.focus_filter()
        else:
            self.pages.set_current("standings")
            self.standings.focus_filter()

    def show_season(self) -> None:
        """The season of the runner the cursor is on."""
        if self._runner_on(self._came_from) is not None:
            self.pages.set_current("runner")
            self.runner.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rules(self) -> None:
        """Where every rule stands in words, and every value can be changed."""
        show = getattr(self.context.show_panel("season"), "show_page", None)
        if callable(show):
            show("rules")

    def print_page(self) -> None:
        """The runner's season to a printer, or the standings on the page of sheets."""
        if self.pages.current == "runner":
            self.runner.print_sheet()
            return
        sheet = getattr(self.context.show_panel("sheets"), "standings_sheet", None)
        if callable(sheet):
            sheet()

    def save_page(self) -> None:
        """The runner's season as a PDF file."""
        if self.pages.current == "runner":
            self.runner.save_pdf()

    def open_entry(self) -> None:
        """Show the chosen runner's entry; in the form of a score, keep the score."""
        page = self.pages.current
        if page == "scores" and self.scores.confirm():
            return
        entry = self._entry_on(page)
        if entry is not None:
            race = self.context.season.data.races[entry.race_id]
            self.context.go_to(
                Place(
                    event_id=race.event_id,
                    race_id=race.id,
                    entry_id=entry.id,
                    runner_id=entry.runner_id,
                )
            )

    def _entry_on(self, page: str) -> Entry | None:
        """The entry a place was earned with, else the latest one of the runner."""
        data = self.context.season.data
        if page == "places" and self.places.line is not None:
            return data.entries[self.places.line.entry_id]
        runner_id = self.runner.runner_id if page == "runner" else self._runner_on(page)
        if runner_id is None:
            return None
        code = self.standings.race_code if page == "standings" else ""
        same = self.context.season.one_runner().same
        own = [
            entry
            for entry in data.entries.values()
            if same[entry.runner_id] == same[runner_id]
            and code in ("", data.races[entry.race_id].code)
        ]
        days = {entry.id: data.events[data.races[entry.race_id].event_id].date for entry in own}
        return max(own, key=lambda entry: days[entry.id], default=None)


def _offered(rules: RuleSet, systems: tuple[str, ...]) -> frozenset[str]:
    """The pages that have something to show by these rules; never none."""
    league = rules.federation is not None and rules.federation.league is not None
    points = rules.points is not None and rules.standings is not None
    pages = {
        "standings": points or league or not (rules.qualification or systems),
        "places": bool(rules.qualification),
        "scores": bool(systems),
        "runner": True,
    }
    return frozenset(key for key, offered in pages.items() if offered)
