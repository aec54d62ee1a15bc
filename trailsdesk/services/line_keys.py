"""The keys of the finish line: what F1 lists is what the printed strip says."""

from __future__ import annotations

from trailsdesk.i18n import _

__all__ = ["KEY_PADS", "LINE_KEYS", "STRIP_KEYS"]

LINE_KEYS: tuple[tuple[str, str], ...] = (
    ("214 Enter", _("bib 214 is in now")),
    ("Space", _("somebody is in now, the bib follows; what is typed stays")),
    ("118,121 Enter", _("several at one time")),
    ("11?", _("a digit nobody could read")),
    ("F3", _("fill the oldest blank instead of taking times, and back")),
    ("F4", _("to the next row that needs you; 1 to 5 choose a suggestion there")),
    ("/   *   -", _("DNF, DNS, withdrawn and back here: of the bib typed")),
    ("Up, Down", _("choose a row and mend its bib")),
    ("Ctrl+Up, Ctrl+Down", _("swap the bib with the row before, after")),
    ("Del", _("strike the chosen row out, or take it back in")),
    ("=", _("the chosen repeat counts; a runner of another race counts here")),
    ("F6", _("only the times of the chosen row’s runner, and all again")),
    ("Alt+1 … Alt+5", _("take a suggestion for an unknown bib, from anywhere")),
    ("F8 held", _("start the clock; the gun is the moment of the press")),
    ("Esc", _("empty the box, leave a mode, bring the keys back to the box")),
    ("Alt+L, Alt+P", _("the line, from paper")),
    ("Ctrl+F", _("filter the times")),
    ("Ctrl+Shift+B", _("the public board in a window of its own, and away")),
)
"""Keys and what they do, as the help of the panel lists them."""

_Pad = tuple[tuple[tuple[str, str], ...], ...]


def _pad(slash: str, star: str, minus: str, plus: str, enter: str) -> _Pad:
    """The number pad as it lies on the table, row by row: the key, and what it does."""
    return (
        (("Num", ""), ("/", slash), ("*", star), ("-", minus)),
        (("7", ""), ("8", ""), ("9", ""), ("+", plus)),
        (("4", ""), ("5", ""), ("6", ""), ("", "")),
        (("1", ""), ("2", ""), ("3", ""), ("Enter", enter)),
    )


KEY_PADS: tuple[tuple[str, _Pad], ...] = (
    (
        _("The number pad at the finish line"),
        _pad(_("DNF"), _("DNS"), _("withdrawn, back here"), "", _("in now")),
    ),
    (
        _("The number pad at a checkpoint: On course, with its station chosen"),
        _pad(_("dropped out here"), "", _("out now"), _("in now"), _("in now")),
    ),
)
"""What the number pad does where: minus is another thing at a checkpoint than at the finish."""

STRIP_KEYS: tuple[tuple[str, str], ...] = (
    ("Enter", _("bib typed: in now")),
    ("Space", _("somebody in, bib later")),
    (",", _("several, one time")),
    ("?", _("unread digit")),
    ("F3", _("fill blanks")),
    ("F4", _("what needs you")),
    ("Up", _("mend the last row")),
    ("Ctrl Up", _("swap two bibs")),
    ("Del", _("strike out")),
    ("=", _("this time counts")),
    ("Ctrl Z", _("undo")),
    ("Esc", _("back to the box")),
)
"""The few that are wanted under the screen, in the order they are wanted."""
