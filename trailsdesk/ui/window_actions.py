"""The menus of the window, as data."""

from __future__ import annotations

from trailsdesk.i18n import _
from trailsdesk.ui.actions import ActionSpec

SEASON, WRITABLE, UNDO, REDO = "season", "writable", "undo", "redo"
"""Conditions: a season is open; it may be changed; something can be taken back, or done again."""

MENUS = (
    ("file", _("&File")),
    ("edit", _("&Edit")),
    ("view", _("&View")),
    ("help", _("&Help")),
)
THEME_WORDS = (
    ("system", _("As the computer")),
    ("light", _("Light")),
    ("dark", _("Dark")),
    ("sunlight", _("Sunlight")),
)

SPECS = (
    ActionSpec(
        id="app.new",
        text=lambda: _("&New season…"),
        handler="new_season",
        shortcut="Ctrl+Shift+N",
        icon="new",
        menu="file",
        help=lambda: _("Make a season's file from a set of rules"),
    ),
    ActionSpec(
        id="app.open",
        text=lambda: _("&Open…"),
        handler="ask_open",
        shortcut="Ctrl+O",
        icon="open",
        menu="file",
        help=lambda: _("Open a season's file"),
    ),
    ActionSpec(
        id="app.save_copy",
        text=lambda: _("&Save a copy…"),
        handler="save_copy",
        icon="copy",
        menu="file",
        enabled_when=SEASON,
        help=lambda: _("The season itself is always saved; this puts a copy elsewhere"),
    ),
    ActionSpec(
        id="app.copy_folder",
        text=lambda: _("Second place for &copies…"),
        handler="choose_copy_folder",
        icon="usb",
        menu="file",
        help=lambda: _("A stick that gets a copy every three minutes too"),
    ),
    ActionSpec(
        id="app.close",
        text=lambda: _("&Close the season"),
        handler="close_season",
        shortcut="Ctrl+W",
        icon="close",
        menu="file",
        enabled_when=SEASON,
        help=lambda: _("Back to the first page; everything is in the file already"),
    ),
    ActionSpec(
        id="app.quit",
        text=lambda: _("&Quit"),
        handler="close",
        shortcut="Ctrl+Q",
        menu="file",
        help=lambda: _("Make a last copy and leave"),
    ),
    ActionSpec(
        id="app.undo",
        text=lambda: _("&Undo"),
        handler="undo",
        shortcut="Ctrl+Z",
        icon="undo",
        menu="edit",
        enabled_when=UNDO,
        help=lambda: _("Take back the last change"),
    ),
    ActionSpec(
        id="app.redo",
        text=lambda: _("&Redo"),
        handler="redo",
        shortcut="Ctrl+Shift+Z",
        icon="redo",
        menu="edit",
        enabled_when=REDO,
        help=lambda: _("Do again what was taken back"),
    ),
    ActionSpec(
        id="app.your_name",
        text=lambda: _("&Your name…"),
        handler="ask_name",
        icon="person",
        menu="edit",
        help=lambda: _("History says who did what"),
    ),
    ActionSpec(
        id="view.larger",
        text=lambda: _("&Larger"),
        handler="larger",
        shortcut="Ctrl++",
        icon="add",
        menu="view",
        help=lambda: _("Everything larger"),
    ),
    ActionSpec(
        id="view.smaller",
        text=lambda: _("&Smaller"),
        handler="smaller",
        shortcut="Ctrl+-",
        icon="remove",
        menu="view",
        help=lambda: _("Everything smaller"),
    ),
    ActionSpec(
        id="view.normal",
        text=lambda: _("&Normal size"),
        handler="normal_size",
        shortcut="Ctrl+Shift+0",
        menu="view",
        help=lambda: _("Everything in its normal size"),
    ),
    ActionSpec(
        id="view.full_screen",
        text=lambda: _("&Full screen"),
        handler="full_screen",
        shortcut="F11",
        menu="view",
        help=lambda: _("The whole screen, and back"),
    ),
    ActionSpec(
        id="help.keys",
        text=lambda: _("&Keys of this panel"),
        handler="show_keys",
        shortcut="F1",
        icon="help",
        menu="help",
        help=lambda: _("What the keys do here"),
    ),
    ActionSpec(
        id="help.check",
        text=lambda: _("&Check the season's file"),
        handler="check_file",
        icon="ok",
        menu="help",
        enabled_when=SEASON,
        help=lambda: _("Look through the whole file for damage"),
    ),
    ActionSpec(
        id="help.about",
        text=lambda: _("&About trailsdesk"),
        handler="about",
        icon="info",
        menu="help",
        help=lambda: _("Version and licence"),
    ),
)
