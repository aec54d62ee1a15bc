"""What is done for a GPX file that gpxpy does not read as it is.

Names with a prefix lose it. Numbers that are none are cut out, so that one bad height does not
cost the course; only points without a place are refused. The text has passed the gate before.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity

__all__ = ["mended", "without_prefix"]

_GPX_PREFIX = re.compile(
    r"xmlns:([^\s=:<>]{1,60})\s*=\s*[\"']http://www\.topografix\.com/GPX/1/[01]/?[\"']"
)
_POINTS = frozenset({"trkpt", "rtept", "wpt"})
_NOT_USED = frozenset(
    {
        "ageofdgpsdata", "bounds", "course", "dgpsid", "fix", "geoidheight", "hdop", "magvar",
        "number", "pdop", "sat", "speed", "vdop",
    }
)  # fmt: skip
"""What gpxpy wants to be a number or one of few words, and no course is measured by."""
_TOLD = 20
_PREFIXES = 4
"""An honest file has one; each costs a walk through all of the text."""


def without_prefix(text: str) -> str:
    """The text with the names of GPX as gpxpy looks for them: ``<g:trk>`` becomes ``<trk>``."""
    for prefix in list(dict.fromkeys(_GPX_PREFIX.findall(text)))[:_PREFIXES]:
        if f"<{prefix}:" in text:
            text = text.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</")
    return text


def mended(name: str, text: str) -> tuple[str, tuple[Problem, ...]]:
    """The text without heights that are no numbers, which are told; and without all not used.

    Raises:
        InputUnreadable: a point has no latitude or no longitude.
    """
    data = text.encode()
    finder = _Finder(name, data)
    finder.parser.Parse(data, True)
    kept, at = [], 0
    for first, last in finder.cuts:
        kept.append(data[at:first])
        at = last
    kept.append(data[at:])
    return b"".join(kept).decode(), finder.problems()


class _Finder:
    """Finds where the bytes of the elements lie that are to be cut out."""

    def __init__(self, name: str, data: bytes) -> None:
        self.cuts: list[tuple[int, int]] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._name = name
        self._data = data
        self._inside: list[str] = []
        self._from = self._line = 0
        self._text = ""
        self._bad: list[tuple[int, str]] = []

    def problems(self) -> tuple[Problem, ...]:
        """Heights that are no numbers: how many, and the first of them."""
        if not self._bad:
            return ()
        line, text = self._bad[0]
        params: dict[str, str | int] = {
            "count": len(self._bad),
            "line": line,
            "text": text[:_TOLD],
        }
        code = "course.heights-unreadable"
        return (Problem(severity=Severity.WARNING, code=code, params=params),)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._inside:
            self._inside.append(tag)
            return
        if tag in _POINTS:
            for needed, code in (("lat", "course.no-latitude"), ("lon", "course.no-longitude")):
                if needed not in attributes:
                    line = self.parser.CurrentLineNumber
                    raise InputUnreadable(code, name=self._name, line=line)
        elif tag == "ele" or tag in _NOT_USED:
            self._inside.append(tag)
            self._text = ""
            self._from, self._line = self.parser.CurrentByteIndex, self.parser.CurrentLineNumber

    def _characters(self, text: str) -> None:
        if self._inside:
            self._text += text

    def _end(self, tag: str) -> None:
        if not self._inside:
            return
        self._inside.pop()
        if self._inside or (tag == "ele" and _is_number(self._text)):
            return
        if tag == "ele":
            self._bad.append((self._line, self._text.strip()))
        last = self.parser.CurrentByteIndex
        # Behind ``<ele/>`` it is the end already, else where ``</ele>`` begins.
        ending = b"</" + tag.encode()
        if self._data[last : last + len(ending) + 1].rstrip(b"> \t\r\n") == ending:
            last = self._data.index(b">", last) + 1
        self.cuts.append((self._from, last))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
