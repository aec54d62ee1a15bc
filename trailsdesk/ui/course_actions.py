"""What can be done on the panel Course: its actions and its keys, as data."""

from __future__ import annotations

from trailsdesk.i18n import _
from trailsdesk.ui.actions import ActionSpec

SPECS = (
    ActionSpec(
        id="course_panel.open",
        text=lambda: _("Choose a GPX file…"),
        handler="choose_file",
        shortcut="Ctrl+I",
        icon="import",
        panel="course",
        enabled_when="may_change",
    ),
    ActionSpec(
        id="course_panel.picture",
        text=lambda: _("Save map and profile as a picture…"),
        handler="save_picture",
        shortcut="Ctrl+S",
        icon="save",
        panel="course",
        enabled_when="course",
        help=lambda: _("PNG or SVG, for the race guide"),
    ),
    ActionSpec(
        id="course_panel.sheet",
        text=lambda: _("Save the course sheet as PDF…"),
        handler="save_sheet",
        shortcut="Ctrl+P",
        icon="print",
        panel="course",
        enabled_when="course",
        help=lambda: _("One page with map, profile and all figures"),
    ),
    ActionSpec(
        id="course_panel.gpx",
        text=lambda: _("Save as GPX with the places…"),
        handler="save_gpx",
        shortcut="Ctrl+Shift+S",
        icon="save",
        panel="course",
        enabled_when="course",
    ),
    ActionSpec(
        id="course_panel.compare",
        text=lambda: _("Compare with other courses"),
        handler="show_comparison",
        shortcut="Alt+V",
        icon="results",
        panel="course",
        enabled_when="course",
    ),
    ActionSpec(
        id="course_panel.remove",
        text=lambda: _("Take the track off the race"),
        handler="remove_track",
        shortcut="Ctrl+Shift+Del",
        icon="delete",
        panel="course",
        enabled_when="may_change_course",
        help=lambda: _("Places and official figures stay; undo brings the track back"),
    ),
    ActionSpec(
        id="course_panel.profile",
        text=lambda: _("To the profile"),
        handler="focus_profile",
        shortcut="F4",
        panel="course",
    ),
    ActionSpec(
        id="course_panel.kind",
        text=lambda: _("Aid station or checkpoint"),
        handler="turn_kind",
        shortcut="Alt+K",
        panel="course",
        enabled_when="may_change_course",
        help=lambda: _("Everybody is asked after at a checkpoint, nobody at an aid station"),
    ),
    ActionSpec(
        id="course_panel.propose",
        text=lambda: _("Take the waypoints of the file as aid stations"),
        handler="take_waypoints",
        shortcut="Alt+W",
        icon="add",
        panel="course",
        enabled_when="may_change_course",
    ),
)

HELP: tuple[tuple[str, str], ...] = (
    ("Ctrl+I", _("choose a GPX file; or drop one on the panel")),
    ("F4", _("to the profile")),
    ("Left, Right", _("on the profile: 100 m on or back; with Shift 1 km")),
    ("+  -  0", _("on the profile: closer, farther, all of it; the wheel does the same")),
    ("N", _("on the profile: an aid station at the mark; or a double click")),
    ("F2", _("in the list of places: type the name, kilometre or cut-off")),
    ("Alt+K", _("the place chosen: aid station or checkpoint")),
    ("Del", _("in the list of places: remove it")),
    ("Enter", _("in a list: show it on the profile")),
    ("Alt+W", _("take the waypoints of the file as aid stations")),
    ("Ctrl+S", _("save map and profile as PNG or SVG")),
    ("Ctrl+P", _("save the course sheet as PDF")),
    ("Ctrl+Shift+S", _("save as GPX with the places as waypoints")),
    ("Alt+V", _("compare with the other courses; Esc leads back")),
    ("Ctrl+Shift+Del", _("take the track off the race")),
)
