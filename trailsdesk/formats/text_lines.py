"""Runners written line by line, as in a message: ``214 Aroha Example F 1986-03-02 21 km``.

What has a shape of its own is found wherever it stands: a day, a distance, a letter for the
gender, a number. Of the words that are left the first ones are the name, the next ones the club.
What does not fit is told with its line; nothing is guessed from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.dates import DateOrder, is_day
from trailsdesk.formats.fields import header_hits
from trailsdesk.formats.genders import read_gender
from trailsdesk.formats.tables import Row, Table
from trailsdesk.formats.text_cells import clean_text
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_COLUMNS = (
    ("bib", "Bib"),
    ("name", "Name"),
    ("gender", "Gender"),
    ("born", "Birth date"),
    ("year", "Birth year"),
    ("race", "Race"),
    ("club", "Club"),
    ("email", "E-mail"),
)
_SAMPLE = 60
_LOOKED_AT = 100_000
_LONGEST = 400
"""A longer line is no runner."""
_MOST_NAME_WORDS = 5
_CUT = "\x1f"
_SEPARATORS = re.compile(rf"[\t;|,{_CUT}]")
_BULLET = re.compile(r"^\s*[-*\u2022\u2013]\s+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_DAY = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,}\.?,?\s+\d{4}|[^\W\d_]{3,}\.?\s+\d{1,2},?\s+\d{4})\b"
)
_DISTANCE = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{1,2})?\s?(?:kms?|k|miles?|mi)\b", re.I)
_KNOWN_RACE = re.compile(r"\b(?:half[ -]marathon|halbmarathon|semi[ -]marathon|marathon)\b", re.I)
_BORN_WORDS = re.compile(r"\b(?:born|dob|d\.o\.b\.?|geb\.?)\s*:?\s*(?=[\d\x1f])", re.I)
_BIB = re.compile(r"(?:bib|no\.?|nr\.?)?\s*#?(\d{1,6}[A-Za-z]?)", re.I)
_BIB_WORD = re.compile(r"\b(?:bib|no\.?|nr\.?)\s*:?\s*#?(?=\d)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = frozenset("fmwxFMWX")
_GENDER_WORDS = word_set("male|female|man|woman|men|women|nonbinary|non-binary|homme|femme|"
                         "mann|frau|männlich|weiblich|uomo|donna|hombre|mujer")  # fmt: skip
_IN_NAMES = "-'.,\u2019"


@dataclass(slots=True)
class TextLine:
    """What was found in a line; ``left`` are the words that fitted nowhere."""

    number: int
    found: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether it reads like a runner: a name of two words or more, and a sure thing beside."""
        words = self.found.get("name", "").split()
        plain = all(letter.isalpha() or letter in _IN_NAMES for letter in "".join(words))
        beside = not self.found.keys() <= {"name", "club"}
        return plain and beside and 2 <= len(words) <= _MOST_NAME_WORDS


def are_text_lines(text: str, races: Collection[str] = ()) -> bool:
    """Whether most lines of a text read like one runner each, and none like a header."""
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:_SAMPLE]
    if not lines or any(header_hits(_cells(line)) > 1 for line in lines[:20]):
        return False
    found = list(_lines("\n".join(lines), _race_words(races)))
    if not found or (not found[0].named and _is_even(lines)):
        return False
    return sum(one.named for one in found) * 10 >= len(lines) * 6


def read_text_lines(
    name: str, text: str, races: Collection[str] = ()
) -> tuple[Table, list[Problem]]:
    """The lines as a table with a column for all that any of them says.

    A line ``21 km:`` names the race of those below it.

    Args:
        name: the file's name, for messages only.
        races: words by which races are known, beside distances.
    """
    lines = list(_lines(text, _race_words(races)))
    used = [(key, title) for key, title in _COLUMNS if any(key in one.found for one in lines)]
    problems = [
        Problem(
            severity=Severity.WARNING,
            code="lines.not-understood",
            params={"text": ", ".join(one.left)[:120]},
            file=name,
            row=one.number,
        )
        for one in lines
        if one.left
    ]
    table = Table(
        name="",
        header_row=0,
        header=tuple(title for _key, title in used),
        rows=tuple(
            Row(one.number, tuple(one.found.get(key, "") for key, _title in used)) for one in lines
        ),
    )
    return table, problems


def _is_even(lines: Sequence[str]) -> bool:
    """Whether a mark parts all lines into as many cells: a table, with or without a header."""
    counts = [{line.count(mark) for line in lines} for mark in "\t;|,"]
    return any(len(found) == 1 and min(found) > 1 for found in counts)


def _cells(line: str) -> Sequence[str]:
    cells = [cell.strip(' "') for cell in re.split(r"[\t;|,]", line)]
    return cells if len(cells) > 1 else line.split()


def _race_words(races: Collection[str]) -> re.Pattern[str] | None:
    words = sorted({word.strip() for word in races if len(word.strip()) > 1}, key=len)
    if not words:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words[::-1])) + r")(?!\w)", re.I)


def _lines(text: str, races: re.Pattern[str] | None) -> Iterator[TextLine]:
    """Every line with anything on it; the race of a heading goes down to those without one."""
    heading = ""
    for number, raw in enumerate(paced(text.splitlines()), start=1):
        if not raw.strip():
            continue
        if len(raw) > _LONGEST:
            yield TextLine(number=number, left=[clean_text(raw[:_LONGEST])])
            continue
        tabs = clean_text(raw.replace("\t", _CUT_SIGN)).replace(_CUT_SIGN, _CUT)
        line = _read(number, _BULLET.sub("", tabs), races)
        if raw.rstrip().endswith(":"):
            if set(line.found) == {"race"}:
                heading = line.found["race"]
            else:
                line.found, line.left = {}, [clean_text(raw)]
                yield line
            continue
        if heading and line.found:
            line.found.setdefault("race", heading)
        yield line


_CUT_SIGN = "|"


def _read(number: int, text: str, races: re.Pattern[str] | None) -> TextLine:
    line = TextLine(number=number)
    patterns = [("email", _EMAIL), ("born", _DAY)]
    patterns += [("race", each) for each in (races, _DISTANCE, _KNOWN_RACE) if each is not None]
    for key, pattern in patterns:
        text = _take(line, key, pattern, text)
    bracketed = _IN_BRACKETS.search(text)
    if bracketed is not None and any(map(str.isalpha, bracketed[1])):
        line.found["club"] = bracketed[1].strip()
        text = _cut(text, bracketed)
    text = _BIB_WORD.sub("", _BORN_WORDS.sub("", text))
    for run in _runs(line, text.rstrip(":")):
        _place(line, run)
    if len(line.found.get("name", "").split()) > _MOST_NAME_WORDS:
        line.left.append(line.found.pop("name"))
    return line


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]}{_CUT}{text[match.end() :]}"


def _take(line: TextLine, key: str, pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        if key in line.found:
            break
        if key == "born" and not _is_day(match[0]):
            continue
        line.found[key] = match[0].strip()
        return _cut(text, match)
    return text


def _is_day(text: str) -> bool:
    return any(is_day(text, order) for order in DateOrder)


@dataclass(slots=True)
class _Run:
    """Words that stand together; ``after_comma`` when only a comma parts them from the last."""

    words: list[str]
    after_comma: bool = False


def _runs(line: TextLine, text: str) -> Iterator[_Run]:
    """The words that have no shape of their own, cut where one that has stood between them."""
    joined = False
    for piece, mark in _pieces(text):
        words: list[str] = []
        tokens = piece.split()
        for at, token in enumerate(tokens):
            if _is_shaped(line, token, words, tokens[at + 1 :]):
                if words:
                    yield _Run(words, joined)
                    words = []
                joined = False
            else:
                words.append(token)
        if words:
            yield _Run(words, joined)
        joined = bool(words) and mark == ","


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces between separators, each with the separator behind it."""
    begin = 0
    for match in _SEPARATORS.finditer(text):
        yield text[begin : match.start()], match[0]
        begin = match.end()
    yield text[begin:], ""


def _is_shaped(line: TextLine, token: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a word is a bib, a year or a gender; it is then noted."""
    plain = token.strip(".:#")
    if "name" in line.found or before or "bib" in line.found:
        year = _YEAR.fullmatch(plain)
        if year is not None and "year" not in line.found and "born" not in line.found:
            line.found["year"] = plain
            return True
    if "bib" not in line.found and _BIB.fullmatch(plain) is not None:
        line.found["bib"] = plain
        return True
    if "gender" in line.found or read_gender(plain, {}) is None:
        return False
    if plain in _LETTERS and not token.endswith("."):
        # A letter between two single words is an initial: "Aroha F Example".
        initial = len(before) == 1 and bool(after) and after[0].isalpha() and len(after[0]) > 1
        lone = not before and bool(after) and "name" not in line.found
        if initial or lone:
            return False
    elif plain.casefold() not in _GENDER_WORDS or (not before and after):
        return False
    line.found["gender"] = plain
    return True


def _place(line: TextLine, run: _Run) -> None:
    text = " ".join(run.words)
    if not any(map(str.isalpha, text)):
        line.left.append(text)
    elif "name" not in line.found:
        line.found["name"] = text
    elif run.after_comma and " " not in line.found["name"] and "," not in line.found["name"]:
        line.found["name"] = f"{line.found['name']}, {text}"
    elif "club" not in line.found:
        line.found["club"] = text
    else:
        line.left.append(text)
