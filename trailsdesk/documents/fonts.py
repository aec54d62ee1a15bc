"""The bundled fonts: which one draws which character, and how wide a text becomes.

A text is cut into runs, each with the first bundled font that has its characters. Runs that need
it are shaped (Arabic, Indic and Thai letters, stacked marks) and put into visual order (Arabic,
Hebrew). A character no font has is drawn as U+FFFD and remembered; nothing is ever blank.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from trailsdesk import resource
from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.writing_order import visual_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MISSING", "Run", "Text", "Typesetter", "font_names"]

MISSING = "\ufffd"
_FIRST_PRINTABLE = 32
_ISOLATES = re.compile("[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")
"""What a sentence keeps a name to itself with that runs from right to left (see ``i18n``)."""
_AFTER_HYPHEN = re.compile(r"(?<=-)(?=.)")
_NOT_TEXT = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))


@dataclass(frozen=True, slots=True)
class _Family:
    """A family of ``resources/fonts``; ``bold`` is empty when the regular stands in for it."""

    regular: str
    bold: str = ""
    shaped: bool = False
    stacked: bool = False


# In the order they are asked. The first one draws Latin, Greek, Cyrillic and all digits.
_FAMILIES = (
    _Family("NotoSans-Regular", "NotoSans-Bold"),
    _Family("NotoSansArabic-Regular", "NotoSansArabic-Bold", shaped=True),
    _Family("NotoSansHebrew-Regular", "NotoSansHebrew-Bold", shaped=True),
    _Family("NotoSansThai-Regular", "NotoSansThai-Bold", shaped=True, stacked=True),
    _Family("NotoSansDevanagari-Regular", shaped=True),
    _Family("NotoSansArmenian-Regular"),
    _Family("NotoSansGeorgian-Regular"),
    _Family("DroidSansFallback"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one font in visual order; ``glyphs`` is what it draws, a plain or shaped text.

    ``width`` is in thousandths of the type size. ``spoken`` is the logical text where the glyphs
    alone would not give it back when the page is searched or copied; otherwise empty.
    """

    font: str
    glyphs: str
    width: float
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to draw; ``width`` in thousandths of the type size."""

    runs: tuple[Run, ...]
    width: float
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Face:
    """A loaded font: the width of each character it has (thousandths of the size)."""

    name: str
    family: _Family
    widths: dict[str, float]


def font_names() -> tuple[str, ...]:
    """The file stems of all bundled fonts in the order they are tried, regular before bold."""
    return tuple(name for family in _FAMILIES for name in (family.regular, family.bold) if name)


@functools.cache
def _face(name: str) -> _Face:
    """Load and register a font once per process.

    Shaping adds private characters to the font object as it meets new glyphs; doing it for all
    glyphs here, in the font's order, keeps a PDF's bytes independent of what was printed before.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(resource("fonts", f"{name}.ttf")))
    face = font.face
    widths = {
        chr(code): float(face.charWidths[code])
        for code in face.charToGlyph
        if code >= _FIRST_PRINTABLE and unicodedata.category(chr(code)) not in _NOT_TEXT
    }
    family = next(family for family in _FAMILIES if name in (family.regular, family.bold))
    if family.shaped or family is _FAMILIES[0]:
        shaper = font.hbFont()
        for glyph in range(1, font.hbFace.glyph_count):
            if glyph not in face.glyphToChar:
                advance = font.pdfScale(shaper.get_glyph_h_advance(glyph))
                font.hbAddPrivate(shaper.glyph_to_string(glyph), glyph, advance)
    pdfmetrics.registerFont(font)
    return _Face(name, family, widths)


@functools.cache
def _plain_widths(name: str) -> dict[str, float]:
    """The widths of the characters that stand for themselves: no marks that need placing."""
    widths = _face(name).widths
    return {ch: width for ch, width in widths.items() if unicodedata.category(ch)[0] != "M"}


class Typesetter:
    """Cuts texts into runs and measures them; remembers what it has seen and what it missed.

    One per document. ``missing`` maps each text with characters no font has to those characters.
    """

    def __init__(self) -> None:
        self.missing: dict[str, str] = {}
        self.first = _FAMILIES[0].regular
        self._first = {False: self.first, True: _FAMILIES[0].bold}
        self._plain = {bold: _plain_widths(name).__getitem__ for bold, name in self._first.items()}
        self._seen: dict[tuple[str, bool], Text] = {}

    def text(self, text: str, *, bold: bool = False) -> Text:
        """The text cut into runs in the order they are drawn."""
        key = (text, bold)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._cut(text, bold=bold)
        return found

    def width(self, text: str, *, bold: bool = False) -> float:
        """How wide a text becomes, in thousandths of the type size."""
        return self.text(text, bold=bold).width

    def wrap(self, text: str, limit: float, *, bold: bool = False) -> tuple[Text, ...]:
        """The text in lines of at most ``limit`` thousandths, broken at blanks where possible.

        A word wider than a line is broken between its letters; nothing is cut off.
        """
        whole = self.text(text, bold=bold)
        if whole.width <= limit:
            return (whole,)
        lines: list[str] = []
        line = ""
        for word in _words(text):
            longer = f"{line} {word}" if line else word
            if self.width(longer, bold=bold) <= limit:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = self._break_word(word, limit, bold=bold)
            lines.extend(full)
        lines.append(line)
        return tuple(self.text(line, bold=bold) for line in lines)

    def _break_word(self, word: str, limit: float, *, bold: bool) -> list[str]:
        """The word in parts no wider than a line: after hyphens, or where the line is full."""
        if self.width(word, bold=bold) <= limit:
            return [word]
        parts = [""]
        for piece in _AFTER_HYPHEN.split(word):
            fits = self.width(piece, bold=bold) <= limit
            for cluster in [piece] if fits else _clusters(piece):
                if parts[-1] and self.width(parts[-1] + cluster, bold=bold) > limit:
                    parts.append(cluster)
                else:
                    parts[-1] += cluster
        return parts

    def _cut(self, text: str, *, bold: bool) -> Text:
        clean = printable(text)
        try:
            width = sum(map(self._plain[bold], clean))
        except KeyError:
            return self._cut_mixed(text, bold=bold)
        return Text((Run(self._first[bold], clean, width),), width)

    def _cut_mixed(self, text: str, *, bold: bool) -> Text:
        missing: list[str] = []
        runs: list[Run] = []
        apart = [printable(part) for part in _ISOLATES.split(text)]
        for piece, backwards in (found for part in apart for found in visual_pieces(part)):
            parts = list(_by_font(piece, bold=bold, missing=missing))
            for face, part in reversed(parts) if backwards else parts:
                runs.append(_run(face, part, backwards=backwards))
        if missing:
            self.missing[text] = "".join(dict.fromkeys(missing))
        return Text(tuple(runs), sum(run.width for run in runs))


def _words(text: str) -> list[str]:
    """The words as they are printed, with the marks that keep a name to itself."""
    marks = iter([*_ISOLATES.findall(text), ""])
    return "".join(printable(part) + next(marks) for part in _ISOLATES.split(text)).split()


def _clusters(word: str) -> list[str]:
    clusters: list[str] = []
    for character in word:
        if clusters and unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _by_font(text: str, *, bold: bool, missing: list[str]) -> Iterator[tuple[_Face, str]]:
    """Cut a text where the font changes; ``missing`` takes the characters no font has."""
    faces: list[tuple[_Face, str]] = []
    face: _Face | None = None
    for character in text:
        found = _font_of(character, face, bold=bold)
        if found is None:
            missing.append(character)
            found, character = _face_of(_FAMILIES[0], bold=bold), MISSING
        face = found
        faces.append((face, character))
    for _name, group in groupby(faces, key=lambda item: item[0].name):
        members = list(group)
        yield members[0][0], "".join(character for _face, character in members)


def _font_of(character: str, current: _Face | None, *, bold: bool) -> _Face | None:
    """The font for a character: blanks, marks and joiners stay with the letters before them."""
    category = unicodedata.category(character)
    stays = category[0] == "M" or category in ("Zs", "Cf")
    if stays and current is not None and (character in current.widths or category == "Cf"):
        return current
    for family in _FAMILIES:
        face = _face_of(family, bold=bold)
        if character in face.widths:
            return face
    return None


def _face_of(family: _Family, *, bold: bool) -> _Face:
    return _face(family.bold if bold and family.bold else family.regular)


def _run(face: _Face, text: str, *, backwards: bool) -> Run:
    """Draw a text of one font: as it stands, or shaped where script or marks ask for it."""
    marks = any(unicodedata.category(character)[0] == "M" for character in text)
    if face.family.shaped or (marks and face.family is _FAMILIES[0]):
        return _shaped(face, text, backwards=backwards)
    glyphs = text
    if backwards:
        from bidi.mirror import MIRRORED

        glyphs = "".join(MIRRORED.get(character, character) for character in reversed(text))
    return Run(face.name, glyphs, sum(map(face.widths.__getitem__, text)))


def _shaped(face: _Face, text: str, *, backwards: bool) -> Run:
    """Let HarfBuzz choose and place the glyphs.

    Where glyphs stand for themselves the run stays plain text. Otherwise ``spoken`` keeps the
    logical text of a left-to-right run; right-to-left runs are turned round by PDF readers
    themselves, and would be turned twice.
    """
    import uharfbuzz
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

    font = pdfmetrics.getFont(face.name)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    # Without ccmp the Thai font places its ordinary marks instead of taking small variants that no
    # longer say which mark they are; kerning and ligatures would only blur the extracted text.
    features = {"kern": False, "liga": False, "ccmp": not face.family.stacked}
    uharfbuzz.shape(font.hbFont(), buffer, features)
    glyph_of = font.face.charToGlyph
    drawn: list[str] = []
    placed = []
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        source = text[glyph.cluster]
        own = glyph_of.get(ord(source)) == glyph.codepoint
        code = ord(source) if own else font.face.glyphToChar.get(glyph.codepoint, [0xFFFD])[0]
        drawn.append(chr(code))
        placed.append(
            ShapeData(
                glyph.cluster,
                place.x_advance,
                place.y_advance,
                place.x_offset,
                place.y_offset,
                font.face.charWidths.get(code, 0),
            )
        )
    glyphs = "".join(drawn)
    width = sum(place.x_advance for place in placed)
    moved = any(
        place.x_offset or place.y_offset or place.x_advance != place.width for place in placed
    )
    same = glyphs == (text[::-1] if backwards else text)
    spoken = "" if backwards or (same and not moved) else text
    return Run(face.name, ShapedStr(glyphs, placed) if moved else glyphs, width, spoken)
