"""Text of a cell as it may be stored: names, bibs, yes and no, nations.

What is stored is NFC, on one line, without control characters or characters that turn the writing
direction of what follows. Nothing else about a name is changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trailsdesk.domain.entry import MedalOrder
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.words import word_set

NAME_LIMIT = 200
_JOINERS = "\u200c\u200d"
_EMPTY = word_set(
    "|-|--|—|\u2013|n/a|#n/a|#ref!|#value!|#name?|#div/0!|#null!|null|none|nan|na|nil|?"
)


def clean_text(text: str) -> str:
    """A cell on one line, without control and direction characters, in NFC."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return _cleaned(text)


@lru_cache(maxsize=16384)
def _cleaned(text: str) -> str:
    kept = []
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if character.isspace() or kind == "Cc":
            kept.append(" ")
        elif character in _JOINERS or kind not in ("Cf", "Cs", "Co", "Cn"):
            kept.append(character)
    return " ".join("".join(kept).split())


def is_empty(text: str) -> bool:
    """Whether a cell only says that there is nothing (``-``, ``NA``, ``#N/A``)."""
    return not text or (len(text) <= 7 and text.casefold() in _EMPTY)


# ------------------------------------------------------------------ bibs

_WHOLE = re.compile(r"(\d+)[.,]0+")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_BIB_WORD = re.compile(r"(?:bib|no|nr|#)[\s.:#]*(?=\d)", re.IGNORECASE)


def clean_bib(text: str) -> str | None:
    """A bib as text (``007`` stays), without what spreadsheets add; None when it is damaged.

    ``7.0`` is 7; ``1.2E+03`` has lost its digits and cannot be brought back.
    """
    bib = clean_text(text)
    if not bib or is_empty(bib) or bib == "0":
        return ""
    if bib.isascii() and bib.isalnum() and not _SCIENTIFIC.fullmatch(bib):
        return _BIB_WORD.sub("", bib, count=1)
    if found := _WHOLE.fullmatch(bib):
        return found.group(1)
    if _SCIENTIFIC.fullmatch(bib):
        return None
    return _BIB_WORD.sub("", bib, count=1).strip()[:40]


# ------------------------------------------------------------------ names

_PARTICLES = word_set(
    "von|van|vander|de|den|der|del|della|di|da|do|dos|das|du|des|la|le|les|el|al|ten|ter|te|zu|zum|zur|"
    "af|av|bin|ben|ibn|st|saint|san|santa|y|e|i|'t|mac|mc"
)
_CAPITALS_TAIL = re.compile(r"^(?:Mc|Mac|Fitz|[A-Za-z]['\u2019])?(?=[^\W\d_]{2})")


def split_full_name(text: str, *, family_first: bool | None = None) -> tuple[str, str]:
    """Family and given name of a full name.

    In this order: a comma (``LASTNAME, Firstname``); capitals show the family name wherever it
    stands, with the particles before it; names in Chinese, Japanese or Korean writing put the
    family name first, and without a blank are kept whole as family name; ``family_first`` when the
    header says so; else the last word with its particles is the family name.
    """
    if "," in text:
        family, _comma, given = text.partition(",")
        if family.strip() and given.strip():
            return family.strip(), given.strip()
        text = text.replace(",", " ").strip()
    words = text.split()
    if len(words) < 2:
        return text, ""
    capitals = _capital_run(words)
    if capitals is not None:
        first, last = capitals
        while first > 0 and words[first - 1].casefold() in _PARTICLES and first > 1:
            first -= 1
        return " ".join(words[first:last]), " ".join(words[:first] + words[last:])
    if _is_east_asian(words[0]):
        return words[0], " ".join(words[1:])
    if family_first:
        last = 1
        while last < len(words) - 1 and words[last - 1].casefold() in _PARTICLES:
            last += 1
        return " ".join(words[:last]), " ".join(words[last:])
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def _capital_run(words: list[str]) -> tuple[int, int] | None:
    """The run of words in capitals at the beginning or the end, when the others are not."""
    marks = [_in_capitals(word) for word in words]
    if all(marks) or not any(marks):
        return None
    first = marks.index(True)
    last = first
    while last < len(words) and marks[last]:
        last += 1
    if any(marks[last:]) or (first > 0 and last < len(words)):
        return None
    # "JP Smith" begins with initials, not with a family name.
    if first == 0 and last == 1 and len(words[0].strip(".")) <= 2:
        return None
    return first, last


def _in_capitals(word: str) -> bool:
    bare = _CAPITALS_TAIL.sub("", word)
    return len(bare.strip(".")) > 1 and bare.isupper()


def _is_east_asian(word: str) -> bool:
    return all("\u2e80" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in word)


FAMILY_FIRST_HEADERS = frozenset(
    fold_header(one)
    for one in word_set(
        "nom prenom|nom et prenom|apellidos y nombre|nazwisko i imie|фио|фамилия имя|name vorname|"
        "cognome nome|cognome e nome|surname name|last name first name"
    )
)
"""Full-name headers that say the family name stands first."""

# ------------------------------------------------------------------ yes, no, medals

_YES = word_set(
    "y|yes|true|t|1|x|ja|j|oui|o|si|sí|s|sim|tak|ano|da|да|ae|āe|paid|✓|✔|on|wahr|vrai|vero"
)
_NO = word_set("n|no|false|f|0|nein|non|não|nao|nie|ne|нет|kao|off|falsch|faux|falso|nej|nei|nee")
_POST_WORDS = word_set(
    "post|mail|ship|courier|versand|envoi|envío|envio|spediz|deliver|send|wysył"
)
_COLLECT_WORDS = word_set(
    "collect|pick|finish|venue|on the day|abhol|retrait|retir|recog|hand|odbi|order|medal|mit "
)
_NONE_WORDS = word_set("none|without|no medal|ohne|sans|sin |senza|sem |bez|kein")


def read_flag(text: str) -> bool | None:
    """Yes or no in many languages; None for any other word."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    return False if word in _NO or is_empty(word) else None


@lru_cache(maxsize=1024)
def read_medal(text: str) -> MedalOrder | None:
    """What a medal cell orders; a plain yes is collected at the finish. None when unclear."""
    word = text.strip().casefold()
    flag = read_flag(word)
    if flag is not None:
        return MedalOrder.COLLECT if flag else MedalOrder.NONE
    if any(part in word for part in _NONE_WORDS):
        return MedalOrder.NONE
    if any(part in word for part in _POST_WORDS):
        return MedalOrder.POST
    return MedalOrder.COLLECT if any(part in word for part in _COLLECT_WORDS) else None


# ------------------------------------------------------------------ nations


def read_nation(text: str) -> str:
    """A nation as given, upper case; a flag picture becomes its two letters."""
    plain = clean_text(text)
    letters = [ord(c) - 0x1F1E6 for c in plain if 0x1F1E6 <= ord(c) <= 0x1F1FF]
    if len(letters) == 2:
        return "".join(chr(ord("A") + n) for n in letters)
    return plain.upper()
