"""How figures look: colours by role, our fonts in matplotlib, and how wide words will be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from trailsdesk import resource
from trailsdesk.documents.plain_text import printable

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["GREY", "PAPER", "Palette", "font", "font_names", "shown", "width_pt"]

_BOLD = "NotoSans-Bold.ttf"
_FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansArmenian-Regular.ttf",
    "NotoSansGeorgian-Regular.ttf",
    "DroidSansFallback.ttf",
)
_MISSING = "\N{REPLACEMENT CHARACTER}"
_MEASURED_AT = 100.0
_LONGEST = 26
"""Longer names are cut: a word beside a line is looked at, not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by role; ``steep`` from flat or downhill to very steep, four of them."""

    ground: str = "#FFFFFF"
    text: str = "#1A201D"
    secondary: str = "#5B6560"
    line: str = "#DFE3DF"
    fill: str = "#D9E8E0"
    accent: str = "#0B6B4D"
    steep: tuple[str, str, str, str] = ("#5F7A8C", "#C98A00", "#D2521E", "#8E1212")


PAPER = Palette()
GREY = Palette(
    text="#000000",
    secondary="#3C3C3C",
    line="#DDDDDD",
    fill="#E9E9E9",
    accent="#000000",
    steep=("#8A8A8A", "#6A6A6A", "#3C3C3C", "#000000"),
)
"""For black-only printers: darker as well as wider where it is steeper."""


def font(palette: Palette, size: float, *, text: str = "", bold: bool = False) -> dict[str, Any]:
    """What matplotlib is told of a text's look.

    Args:
        text: the words, where they may be bold: only our first family has a bold of its own.
    """
    heavy = bold and all(character in _letters_of(_BOLD) for character in text)
    return {
        "fontfamily": list(font_names()[:1] if heavy else font_names()),
        "fontsize": size,
        "color": palette.text,
        "fontweight": "bold" if heavy else "normal",
        # A name with dollar signs is a name, not a formula.
        "parse_math": False,
    }


def shown(text: str, longest: int = _LONGEST) -> str:
    """A user's words as a figure shows them: on one line, cut, U+FFFD for what no font has."""
    text = " ".join(printable(text).split())
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    return "".join(each if _advance(each) is not None else _MISSING for each in text)


def width_pt(text: str, size: float) -> float:
    """How wide the widest line of a text is set, in points."""
    return max(
        sum(_advance(each) or _MEASURED_AT / 2 for each in line) * size / _MEASURED_AT
        for line in text.split("\n")
    )


@cache
def font_names() -> tuple[str, ...]:
    """Make our fonts known to matplotlib; their families, the first one first."""
    from matplotlib import font_manager

    names = []
    for file in (*_FONTS, _BOLD):
        path = resource("fonts", file)
        font_manager.fontManager.addfont(path)
        names.append(font_manager.FontProperties(fname=path).get_name())
    return tuple(dict.fromkeys(names))


@cache
def _advance(character: str) -> float | None:
    """How far a letter moves the pen at the measured size; None when no font has it."""
    for file in _FONTS:
        if character in _letters_of(file):
            return _face(file).load_char(ord(character)).linearHoriAdvance / 65536
    return None


@cache
def _letters_of(file: str) -> frozenset[str]:
    return frozenset(chr(code) for code in _face(file).get_charmap())


@cache
def _face(file: str) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    # Not matplotlib's own instance: that one is set to another size with every text drawn.
    face = FT2Font(str(resource("fonts", file)))
    face.set_size(_MEASURED_AT, 72)
    return face
