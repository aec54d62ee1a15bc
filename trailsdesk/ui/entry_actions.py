"""What can be done in the entries panel, as data for menus, keys and the find box."""

from __future__ import annotations

from trailsdesk.i18n import _
from trailsdesk.ui.actions import ActionSpec

SPECS = (
    ActionSpec(
        id="entries.late",
        text=lambda: _("Late entry"),
        handler="new_entry",
        shortcut="Ctrl+N",
        icon="new",
        panel="entries",
        enabled_when="may_change",
        help=lambda: _("Type an entry; category and fee follow as you type"),
        menu="entries",
    ),
    ActionSpec(
        id="entries.import",
        text=lambda: _("Import entries…"),
        handler="import_entries",
        shortcut="Ctrl+I",
        icon="import",
        panel="entries",
        enabled_when="may_change",
        help=lambda: _("Take an entry list; nothing is taken before you have seen it"),
        menu="entries",
    ),
    ActionSpec(
        id="entries.filter",
        text=lambda: _("Filter the entries"),
        handler="focus_filter",
        shortcut="Ctrl+F",
        icon="filter",
        panel="entries",
        help=lambda: _("The table shows what contains every word typed"),
    ),
    ActionSpec(
        id="entries.edit",
        text=lambda: _("Edit the entry…"),
        handler="edit_current",
        shortcut="Ctrl+E",
        icon="edit",
        panel="entries",
        enabled_when="may_change",
        help=lambda: _("Change the person and the entry in one form"),
        menu="entries",
    ),
    ActionSpec(
        id="entries.withdraw",
        text=lambda: _("Withdraw the chosen entries"),
        handler="withdraw_chosen",
        shortcut="Ctrl+D",
        panel="entries",
        enabled_when="may_change",
        help=lambda: _("They stay in the file and can stand again"),
        menu="entries",
    ),
)
