"""What can be done on the pages of the categories, by key and by the menu of a runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from trailsdesk.i18n import _, plural
from trailsdesk.ui.actions import ActionSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from trailsdesk.ui.category_lines import PlacedLine

SPECS = (
    ActionSpec(
        id="categories.filter",
        text=lambda: _("Filter the runners"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="categories",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="categories.decide",
        text=lambda: _("Place by decision"),
        handler="focus_decision",
        shortcut="Ctrl+E",
        icon="edit",
        panel="categories",
        enabled_when="may_change",
        help=lambda: _("Another category than the computed one, with the reason"),
        menu="categories",
    ),
    ActionSpec(
        id="categories.withdraw",
        text=lambda: _("Withdraw the decision"),
        handler="withdraw",
        shortcut="Ctrl+Shift+E",
        icon="undo",
        panel="categories",
        enabled_when="may_change",
        help=lambda: _("What was decided here, merged or answered is taken back"),
        menu="categories",
    ),
    ActionSpec(
        id="categories.division",
        text=lambda: _("Choose a division"),
        handler="focus_division",
        shortcut="Ctrl+D",
        icon="categories",
        panel="categories",
        enabled_when="may_change",
        help=lambda: _("A division beside those by age, or none"),
    ),
    ActionSpec(
        id="categories.entry",
        text=lambda: _("Open the entry"),
        handler="open_entry",
        shortcut="Ctrl+Return",
        icon="entries",
        panel="categories",
        help=lambda: _("To fill in a birth date or a gender"),
        menu="categories",
    ),
)

HELP = (
    ("Alt+1", _("who falls where")),
    ("Alt+2", _("small categories, and ranking one within another")),
    ("Alt+3", _("records that may be one runner")),
    ("1, 2, 3", _("of two records: one runner, two runners, later")),
    ("Arrow keys", _("in the scheme: choose a category and list its runners")),
    ("Ctrl+F", _("filter; Esc empties the filter")),
    ("Ctrl+E", _("place the chosen runner by decision; rank the chosen category within another")),
    ("Ctrl+Shift+E", _("withdraw that decision, or the answer about two records")),
    ("Ctrl+D", _("choose a division for the chosen runner, or none")),
    ("Menu", _("of the chosen runners: the division of all of them")),
    ("Ctrl+Enter", _("open the chosen runner's entry")),
    ("Ctrl+Shift+Enter", _("of two records: open the second one's entry")),
)


def runner_menu(
    parent: QWidget,
    actions: Iterable[QAction],
    divisions: Sequence[tuple[str, str]],
    chosen: Sequence[PlacedLine],
    choose: Callable[[str], object],
) -> QMenu:
    """The menu of the chosen runners; divisions are ticked where all of them have chosen them.

    Args:
        actions: what else can be done, for one runner alone.
        divisions: code and words of the divisions, empty where the rules have none.
        choose: gets the code of the division chosen, empty for none.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if len(chosen) == 1:
        for action in actions:
            menu.addAction(action)
        menu.addSeparator()
    if divisions:
        title = plural(
            "Division of the chosen runner", "Division of {count} chosen runners", len(chosen)
        )
        menu.addAction(title).setEnabled(False)
    known = [("", _("No division")), *divisions] if divisions else []
    for code, words in known:
        act = menu.addAction(words.replace("&", "&&"))
        act.setCheckable(True)
        act.setChecked(all(line.division == code for line in chosen))
        act.triggered.connect(lambda _on=False, code=code: choose(code))
    return menu
