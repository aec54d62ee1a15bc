# ruff: noqa: RUF001  words and letters of many scripts are the content here
"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, and the old one-byte encodings.

A one-byte encoding cannot be told from the bytes alone. It is chosen by how much the letters look
like words in the languages that use it, and the choice is always told.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity

CHOICES: tuple[str, ...] = (
    "utf-8",
    "cp1252",
    "mac_roman",
    "cp1250",
    "cp1251",
    "cp852",
    "iso8859_15",
    "utf-16-le",
    "utf-16-be",
)
"""The encodings a person may choose from, most likely first."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The letters beyond ASCII that names in these languages use; capitals are compared in lower case.
_ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "àâçéèêëîïôùûüÿœæ",
        "äöüß",
        "áéíñóúü",
        "àèéìòù",
        "ãáàâçéêíóôõú",
        "åäöæøé",
        "áðéíóúýþæö",
        "àçèéíïòóúü",
        "ëéïóöüè",
    ),
    "mac_roman": ("àâçéèêëîïôùûüÿœæ", "äöüß", "áéíñóúü", "åäöæøé", "ãáàâçéêíóôõú"),
    "cp1250": (
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "ąćęłńóśźż",
        "áéíóöőúüű",
        "čćđšž",
        "ăâîşţșț",
    ),
    "cp1251": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњђћџ",),
}
_BIAS = {"cp1252": 0.06, "cp1250": 0.0, "cp1251": 0.0, "mac_roman": 0.02}
_MOJIBAKE = re.compile("[ÃÂÅÄ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_RUN = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text with its encoding and what there is to say about it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(name: str, data: bytes, encoding: str | None = None) -> Decoded:
    """Turn a file's bytes into text.

    Args:
        encoding: what a person chose; None finds out.

    Raises:
        InputUnreadable: ``input.encoding`` when the chosen encoding does not fit,
            ``input.binary`` when this is no text at all.
    """
    if encoding is not None:
        return Decoded(text=_decode_as(name, data, encoding), encoding=encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _checked(name, _decode_as(name, data[len(mark) :], marked), marked)
    wide = _unmarked_utf16(data)
    if wide:
        return _checked(name, _decode_as(name, data, wide), wide)
    try:
        return _checked(name, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _looks_binary(data):
        raise InputUnreadable("input.binary", name=name)
    return _one_byte(name, data)


def _decode_as(name: str, data: bytes, encoding: str) -> str:
    try:
        if codecs.lookup(encoding).name == "utf-8" and data.startswith(codecs.BOM_UTF8):
            data = data[len(codecs.BOM_UTF8) :]
        text = data.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise InputUnreadable("input.encoding", name=name, encoding=encoding) from error
    return text.removeprefix("\ufeff")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every second byte."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd * 10 >= half * 7 and even * 20 <= half:
        return "utf-16-le"
    if even * 10 >= half * 7 and odd * 20 <= half:
        return "utf-16-be"
    return None


def _looks_binary(data: bytes) -> bool:
    head = data[:65536]
    controls = sum(head.count(bytes((code,))) for code in range(32) if code not in (9, 10, 12, 13))
    return controls * 50 > len(head)


def _checked(name: str, text: str, encoding: str) -> Decoded:
    problems: list[Problem] = []
    zeros = text.count("\x00")
    if zeros:
        if zeros * 20 > len(text):
            raise InputUnreadable("input.binary", name=name)
        text = text.replace("\x00", "")
        problems.append(
            Problem(
                severity=Severity.WARNING,
                code="text.zero-bytes",
                params={"count": zeros},
                file=name,
            )
        )
    broken = 0 if text.isascii() else len(_MOJIBAKE.findall(text))
    if broken:
        problems.append(
            Problem(
                severity=Severity.WARNING,
                code="text.mojibake",
                params={"count": broken},
                file=name,
            )
        )
    return Decoded(text=text, encoding=encoding, problems=tuple(problems))


def _one_byte(name: str, data: bytes) -> Decoded:
    ranked = sorted(
        ((score, one) for one in _ALPHABETS if (score := _likeness(data, one))), reverse=True
    )
    encoding = ranked[0][1] if ranked else "cp1252"
    decoded = _checked(name, data.decode(encoding, "replace"), encoding)
    lines = sum(1 for line in re.split(rb"[\r\n]+", data) if not line.isascii())
    told = Problem(
        severity=Severity.WARNING,
        code="text.encoding-assumed",
        params={"encoding": encoding, "lines": lines},
        file=name,
    )
    return Decoded(text=decoded.text, encoding=encoding, problems=(told, *decoded.problems))


def _likeness(data: bytes, encoding: str) -> float:
    """How much the words read in ``encoding`` look like words; 0 when the bytes do not fit."""
    try:
        text = data[:400_000].decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    words = [word for word in _RUN.findall(text) if not word.isascii()][:4000]
    if not words:
        return 0.0
    letters = "".join(c for word in words for c in word.lower() if not c.isascii())
    fits = max(sum(c in alphabet for c in letters) for alphabet in _ALPHABETS[encoding])
    odd = sum(_is_odd(word) for word in words)
    if encoding == "cp1251":
        odd += sum(1 for word in words if re.search("[A-Za-z]", word))
    return max(0.001, 1.0 + _BIAS[encoding] + fits / len(letters) - 2.0 * odd / len(words))


def _is_odd(word: str) -> bool:
    """A symbol inside a word, or a capital after a small letter, as wrong encodings make them."""
    if any(not c.isalpha() for c in word):
        return True
    return any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word))
