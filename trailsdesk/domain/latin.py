# ruff: noqa: RUF001  letters of several scripts are the content here
"""Names in Latin letters: which are, and how those in Cyrillic or Greek letters are spelt.

Cyrillic goes by the table for passports of ICAO Doc 9303, part 3, section 6, with the exceptions
it makes by country; for Ukraine, Bulgaria and the countries of Serbian by their own official
spelling, which their passports use (Ukraine's Cabinet resolution 55 of 2010, Bulgaria's
Transliteration Act of 2009, the Serbian Latin alphabet). Greek goes by ELOT 743 (ISO 843, type 2).
Both only propose: the spelling in the runner's passport counts. No other script can be spelt by
its letters alone.
"""

from __future__ import annotations

import unicodedata

__all__ = ["foreign_letters", "is_latin", "proposed_latin"]

_NOT_LETTERS = frozenset("-'’.,()/ªº·ʻʼ‑–")
"""Marks names are written with besides letters, spaces and digits."""

_PLAIN = {"ʻ": "'", "ʼ": "'", "‑": "-", "–": "-"}

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i",
    "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ѳ": "f", "ѵ": "y", "ѫ": "u", "ѕ": "dz", "ј": "j",
    "љ": "lj", "њ": "nj", "ќ": "k", "ѓ": "g", "ђ": "d", "ћ": "c", "џ": "dz", "ѐ": "e", "ѝ": "i",
}  # fmt: skip
_SERBIAN = {
    **_CYRILLIC,
    "ж": "ž", "х": "h", "ц": "c", "ч": "č", "ш": "š", "ђ": "đ", "ћ": "ć", "џ": "dž",
}  # fmt: skip
_UKRAINIAN = {
    **_CYRILLIC,
    "г": "h", "и": "y", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BULGARIAN = {
    **_CYRILLIC,
    "й": "y",
    "х": "h",
    "щ": "sht",
    "ъ": "a",
    "ь": "y",
    "ю": "yu",
    "я": "ya",
}
_BELARUSIAN = {**_CYRILLIC, "г": "h", "ё": "io"}
_MACEDONIAN = {**_CYRILLIC, "х": "h", "ц": "c", "џ": "dj", "ѓ": "gj", "ќ": "kj"}
_BY_NATION = {
    "UKR": _UKRAINIAN,
    "BUL": _BULGARIAN,
    "BLR": _BELARUSIAN,
    "MKD": _MACEDONIAN,
    "SRB": _SERBIAN,
    "MNE": _SERBIAN,
    "BIH": _SERBIAN,
}

_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GREEK_PAIRS = {"γγ": "ng", "γξ": "nx", "γχ": "nch", "ου": "ou"}
_WITH_UPSILON = {"α": "a", "ε": "e", "η": "i"}
_VOICED = frozenset("βγδζλμνραεηιουω")
"""Letters before which the second of αυ, ευ, ηυ sounds as v; elsewhere it is f."""


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters, accented ones too, and nothing stranger."""
    return not foreign_letters(text)


def foreign_letters(text: str) -> str:
    """The characters of a name that are neither Latin nor usual in names, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if not _is_allowed(c)))


def _is_allowed(character: str) -> bool:
    if character in _NOT_LETTERS or character == " " or "0" <= character <= "9":
        return True
    name = unicodedata.name(character, "")
    if name.startswith("LATIN "):
        return unicodedata.category(character) != "Lm"
    return name.startswith("COMBINING ") and unicodedata.category(character) == "Mn"


def proposed_latin(text: str, nation: str = "") -> str | None:
    """A name's spelling in Latin letters; None when a letter of it cannot be spelt by a table.

    Latin letters keep their accents. Letters that only look different (full width, ligatures) are
    made plain.

    Args:
        nation: the IOC's code, for the exceptions countries make; empty for none.
    """
    plain = unicodedata.normalize("NFC", text)
    if not is_latin(plain):
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", plain))
    table = _BY_NATION.get(nation, _CYRILLIC)
    words = []
    for word in plain.split():
        spelt = _word(word, table)
        if spelt is None:
            return None
        words.append(spelt)
    return " ".join(words)


def _word(word: str, table: dict[str, str]) -> str | None:
    pieces: list[str] = []
    all_capitals = len(word) > 1 and word.isupper()
    at = 0
    while at < len(word):
        spelt, taken = _letter(word, at, table)
        if spelt is None:
            return None
        if word[at].isupper():
            spelt = spelt.upper() if all_capitals else spelt[:1].upper() + spelt[1:]
        pieces.append(spelt)
        at += taken
    whole = "".join(pieces)
    return whole if is_latin(whole) else None


def _letter(word: str, at: int, table: dict[str, str]) -> tuple[str | None, int]:
    """How the letter there is spelt, and how many letters that took."""
    character = word[at]
    if unicodedata.category(character) == "Cf" or _is_silent(word, at, table):
        return "", 1
    if _is_allowed(character):
        return _PLAIN.get(character, character), 1
    if character.lower() in table:
        return _cyrillic(word, at, table)
    if "GREEK " in unicodedata.name(character, ""):
        return _greek(word, at)
    return None, 1


def _is_silent(word: str, at: int, table: dict[str, str]) -> bool:
    """Whether it is an apostrophe between Ukrainian letters, which the spelling leaves out."""
    if table is not _UKRAINIAN or word[at] not in "'’ʼ" or not 0 < at < len(word) - 1:
        return False
    return word[at - 1].lower() in table and word[at + 1].lower() in table


def _cyrillic(word: str, at: int, table: dict[str, str]) -> tuple[str, int]:
    rest = word[at:].lower()
    starts = at == 0 or word[at - 1] in "-‑–"
    if table is _UKRAINIAN:
        if rest.startswith("зг"):
            return "zgh", 2
        if starts and rest[0] in _UKRAINIAN_FIRST:
            return _UKRAINIAN_FIRST[rest[0]], 1
    if table is _BULGARIAN and rest == "ия":
        return "ia", 2
    return table[rest[0]], 1


def _greek(word: str, at: int) -> tuple[str | None, int]:
    """ELOT 743: pairs of letters that are one sound, unless a dieresis parts them."""
    rest = _bare(word[at:])
    pair = rest[:2]
    if len(pair) == 2 and not _is_parted(word[at + 1]):
        if pair in _GREEK_PAIRS:
            return _GREEK_PAIRS[pair], 2
        if pair == "μπ":
            return ("b" if at == 0 or len(rest) == 2 else "mp"), 2
        if pair[1] == "υ" and pair[0] in _WITH_UPSILON and not _is_accented(word[at]):
            follows = rest[2:3]
            return _WITH_UPSILON[pair[0]] + ("v" if follows in _VOICED and follows else "f"), 2
    return _GREEK.get(rest[:1]), 1


def _bare(text: str) -> str:
    """Small letters without accents, as many as there were."""
    return "".join(unicodedata.normalize("NFD", character)[0].lower() for character in text)


def _is_parted(character: str) -> bool:
    return "\N{COMBINING DIAERESIS}" in unicodedata.normalize("NFD", character)


def _is_accented(character: str) -> bool:
    return "\N{COMBINING ACUTE ACCENT}" in unicodedata.normalize("NFD", character)
