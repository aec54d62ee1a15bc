"""What can be done on the points panel, by key and by menu."""

from __future__ import annotations

from trailsdesk.i18n import _
from trailsdesk.ui.actions import ActionSpec

SPECS = (
    ActionSpec(
        id="points.filter",
        text=lambda: _("Filter the list"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="points",
        help=lambda: _("The tables show what contains every word typed"),
    ),
    ActionSpec(
        id="points.season",
        text=lambda: _("The runner's season on one page"),
        handler="show_season",
        shortcut="Ctrl+I",
        icon="person",
        panel="points",
        help=lambda: _("Races, points, what counts, and what the next race would add"),
        menu="points",
    ),
    ActionSpec(
        id="points.entry",
        text=lambda: _("Open the runner's entry"),
        handler="open_entry",
        shortcut="Ctrl+Return",
        icon="entries",
        panel="points",
        help=lambda: _("The entry in the latest event of this distance"),
        menu="points",
    ),
    ActionSpec(
        id="points.print",
        text=lambda: _("Print the standings or the runner's season"),
        handler="print_page",
        shortcut="Ctrl+P",
        icon="print",
        panel="points",
        help=lambda: _("The runner's season where it is shown, else the standings as a sheet"),
        menu="points",
    ),
    ActionSpec(
        id="points.pdf",
        text=lambda: _("Save the runner's season as PDF"),
        handler="save_page",
        shortcut="Ctrl+S",
        icon="save",
        panel="points",
        help=lambda: _("Write the page shown as a PDF file"),
        menu="points",
    ),
    ActionSpec(
        id="points.rules",
        text=lambda: _("The rules of the points"),
        handler="show_rules",
        shortcut="Ctrl+R",
        icon="settings",
        panel="points",
        help=lambda: _("Season, Rules: every rule in words, and every value to change"),
        menu="points",
    ),
)
