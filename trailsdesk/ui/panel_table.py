"""The panels of the window in their order, imported when first shown."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from trailsdesk.i18n import _

if TYPE_CHECKING:
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.panels.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelEntry:
    """One panel: its class is looked up in ``trailsdesk.ui.panels`` when it is first shown.

    There are ten number keys; a panel that nobody opens in a hurry is not ``numbered``.
    """

    key: str
    title: str
    module: str
    name: str
    after_line: bool = False
    numbered: bool = True

    def make(self, context: PanelContext) -> Panel:
        """Import and build it."""
        module = importlib.import_module(f"trailsdesk.ui.panels.{self.module}")
        return cast("Panel", getattr(module, self.name)(context))


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAct:
    """Something a panel does, offered in the find box: ``method`` of the panel of that key."""

    panel: str
    method: str
    title: str
    icon: str


PANELS = (
    PanelEntry(key="season", title=_("Season"), module="season", name="SeasonPanel"),
    PanelEntry(key="entries", title=_("Entries"), module="entries", name="EntriesPanel"),
    PanelEntry(key="start", title=_("Start"), module="start", name="StartPanel"),
    PanelEntry(key="finish", title=_("Finish"), module="finish", name="FinishPanel"),
    PanelEntry(key="timing", title=_("Timing"), module="timing", name="TimingPanel"),
    PanelEntry(key="on_course", title=_("On course"), module="on_course", name="OnCoursePanel"),
    PanelEntry(key="results", title=_("Results"), module="results", name="ResultsPanel"),
    PanelEntry(
        key="categories", title=_("Categories"), module="categories", name="CategoriesPanel"
    ),
    PanelEntry(key="points", title=_("Points"), module="points", name="PointsPanel"),
    PanelEntry(
        key="course", title=_("Course"), module="course", name="CoursePanel", numbered=False
    ),
    PanelEntry(key="sheets", title=_("Sheets"), module="sheets", name="SheetsPanel"),
    PanelEntry(
        key="problems",
        title=_("Problems"),
        module="problems",
        name="ProblemsPanel",
        after_line=True,
    ),
    PanelEntry(key="history", title=_("History"), module="history", name="HistoryPanel"),
)

ACTS = (
    PanelAct(
        panel="season", method="add_events", title=_("Add events of the calendar"), icon="season"
    ),
    PanelAct(
        panel="season", method="show_values", title=_("Change a value of the rules"), icon="edit"
    ),
    PanelAct(panel="entries", method="new_entry", title=_("Late entry"), icon="add"),
    PanelAct(panel="entries", method="import_entries", title=_("Import entries"), icon="import"),
    PanelAct(panel="entries", method="show_till", title=_("Till and payments"), icon="money"),
    PanelAct(panel="entries", method="show_medals", title=_("Hand medals out"), icon="medal"),
    PanelAct(panel="start", method="show_check_in", title=_("Check runners in"), icon="done"),
    PanelAct(panel="start", method="show_bibs", title=_("Give out bibs"), icon="entries"),
    PanelAct(panel="start", method="show_gun", title=_("The gun and late starters"), icon="gun"),
    PanelAct(panel="start", method="show_no_shows", title=_("No-shows to DNS"), icon="remove"),
    PanelAct(
        panel="finish", method="print_keys", title=_("Print the keys of the line"), icon="print"
    ),
    PanelAct(panel="timing", method="import_times", title=_("Import times"), icon="import"),
    PanelAct(panel="timing", method="import_chips", title=_("Import chips"), icon="import"),
    PanelAct(panel="timing", method="show_chips", title=_("Chips and their bibs"), icon="timing"),
    PanelAct(
        panel="on_course", method="show_checkpoints", title=_("Checkpoints"), icon="on_course"
    ),
    PanelAct(panel="points", method="show_places", title=_("Places in the final"), icon="medal"),
    PanelAct(
        panel="points", method="show_scores", title=_("Scores given elsewhere"), icon="points"
    ),
    PanelAct(
        panel="categories",
        method="show_small",
        title=_("Small categories"),
        icon="categories",
    ),
    PanelAct(panel="categories", method="show_pairs", title=_("One runner or two"), icon="person"),
    PanelAct(
        panel="course", method="choose_file", title=_("Choose the GPX of a race"), icon="course"
    ),
    PanelAct(panel="sheets", method="sweep_list", title=_("Print the sweep list"), icon="print"),
    PanelAct(panel="sheets", method="prize_list", title=_("Print the prize list"), icon="print"),
    PanelAct(
        panel="sheets", method="standings_sheet", title=_("Print the standings"), icon="print"
    ),
    PanelAct(
        panel="problems", method="before_the_gun", title=_("Odd data before the gun"), icon="start"
    ),
)
