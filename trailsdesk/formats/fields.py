"""The fields that entry lists and time files can fill, and which column is which.

Headers are compared folded (no accents, case, points or underlines), in a dozen languages. What
could mean two things is asked about, not guessed; see ``guess_mapping``.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.formats.header_words import (
    CHECKPOINT_WORDS,
    ENTRY_WORDS,
    FINISH_WORDS,
    START_WORDS,
    TIME_WORDS,
)
from trailsdesk.formats.status_words import status_of_word

if TYPE_CHECKING:
    from trailsdesk.formats.tables import Row

IGNORE = "-"
"""The field a person names for a column that is to be left out."""
QUESTION = "?"
"""The field of a column that is kept as a question; a kind may follow (``?NUMBER``)."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_FOLD_AWAY = re.compile(r"[.\u200b-\u200f\ufeff\u2019'\u00b4`]")
_FOLD_BLANK = re.compile(r"[^\w#]+|_+")


class FieldKind(enum.StrEnum):
    """How the text of a field is read."""

    TEXT = "text"
    BIB = "bib"
    NAME = "name"
    GENDER = "gender"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    MEDAL = "medal"
    FLAG = "flag"
    STATUS = "status"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something a column can hold. ``label`` is English and goes through the catalogue on screen.

    ``told`` fields are recognised and shown but never stored (an age is not a birth date).
    """

    key: str
    label: str
    kind: FieldKind
    aliases: tuple[str, ...]
    required: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column (from 0) fills which field.

    ``unused`` are columns with a name and no field. ``checkpoints`` are columns of times at points
    of the course, in the file's order (time files only); ``start`` is the one at the start line.
    ``questions`` are columns kept as questions (entry lists only), None where the kind is to be
    told from the cells. ``problems`` are the choices a person should look at.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    unused: tuple[int, ...] = ()
    checkpoints: tuple[int, ...] = ()
    start: int | None = None
    questions: Mapping[int, QuestionKind | None] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def has(self, *keys: str) -> bool:
        """Whether any of these fields has a column."""
        return any(key in self.columns for key in keys)


def fold_header(text: str) -> str:
    """A header as it is compared: ``Prénom_``, ``PRENOM`` and ``prenom`` are the same."""
    return _folded(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = _FOLD_AWAY.sub("", plain.translate(_LETTERS)).replace("#", " # ")
    return " ".join(_FOLD_BLANK.sub(" ", plain).split())


def _field(
    key: str,
    label: str,
    kind: FieldKind,
    words: Mapping[str, str],
    *,
    required: bool = False,
    told: bool = False,
) -> Field:
    aliases = tuple(dict.fromkeys(fold_header(word) for word in words[key].split("|")))
    return Field(key=key, label=label, kind=kind, aliases=aliases, required=required, told=told)


ENTRY_FIELDS: tuple[Field, ...] = (
    _field("bib", "Bib", FieldKind.BIB, ENTRY_WORDS),
    _field("family_name", "Family name", FieldKind.NAME, ENTRY_WORDS, required=True),
    _field("given_name", "Given name", FieldKind.NAME, ENTRY_WORDS),
    _field("full_name", "Full name", FieldKind.NAME, ENTRY_WORDS),
    _field("gender", "Gender", FieldKind.GENDER, ENTRY_WORDS),
    _field("birth_date", "Birth date", FieldKind.DATE, ENTRY_WORDS),
    _field("birth_year", "Birth year", FieldKind.NUMBER, ENTRY_WORDS, told=True),
    _field("age", "Age", FieldKind.NUMBER, ENTRY_WORDS, told=True),
    _field("nation", "Nation", FieldKind.TEXT, ENTRY_WORDS),
    _field("club", "Club", FieldKind.TEXT, ENTRY_WORDS),
    _field("city", "City", FieldKind.TEXT, ENTRY_WORDS),
    _field("race", "Race", FieldKind.TEXT, ENTRY_WORDS),
    _field("entered", "Entered on", FieldKind.MOMENT, ENTRY_WORDS),
    _field("paid", "Paid", FieldKind.MONEY, ENTRY_WORDS),
    _field("medal", "Medal", FieldKind.MEDAL, ENTRY_WORDS),
    _field("series_entry", "Series entry", FieldKind.FLAG, ENTRY_WORDS),
    _field("email", "E-mail", FieldKind.TEXT, ENTRY_WORDS),
    _field("phone", "Phone", FieldKind.TEXT, ENTRY_WORDS),
    _field("emergency_name", "Emergency contact", FieldKind.NAME, ENTRY_WORDS),
    _field("emergency_phone", "Emergency phone", FieldKind.TEXT, ENTRY_WORDS),
    _field("medical", "Medical note", FieldKind.TEXT, ENTRY_WORDS),
    _field("note", "Note", FieldKind.TEXT, ENTRY_WORDS),
    # A column "Division" is mostly the category by age: only a header that says more is taken.
    _field("chosen_division", "Division chosen", FieldKind.TEXT, ENTRY_WORDS),
    _field("withdrawn", "Withdrawn", FieldKind.FLAG, ENTRY_WORDS),
    _field("status", "Entry status", FieldKind.STATUS, ENTRY_WORDS),
    _field("payment", "Payment status", FieldKind.STATUS, ENTRY_WORDS),
)
TIME_FIELDS: tuple[Field, ...] = (
    _field("bib", "Bib", FieldKind.BIB, TIME_WORDS),
    _field("time", "Time", FieldKind.TIME, TIME_WORDS, required=True),
    _field("date", "Date", FieldKind.DATE, TIME_WORDS),
    _field("status", "Status", FieldKind.STATUS, TIME_WORDS),
    _field("place", "Place", FieldKind.NUMBER, TIME_WORDS, told=True),
    _field("chip", "Chip", FieldKind.TEXT, TIME_WORDS),
    _field("full_name", "Full name", FieldKind.NAME, TIME_WORDS),
    _field("family_name", "Family name", FieldKind.NAME, TIME_WORDS),
    _field("given_name", "Given name", FieldKind.NAME, TIME_WORDS),
    _field("race", "Race", FieldKind.TEXT, TIME_WORDS),
    _field("gender", "Gender", FieldKind.GENDER, TIME_WORDS),
    _field("told", "Not needed", FieldKind.TEXT, TIME_WORDS, told=True),
)


def alias_index(fields: Iterable[Field]) -> dict[str, tuple[str, int]]:
    """Folded alias to field key and rank; the lower rank wins when two columns claim a field."""
    index: dict[str, tuple[str, int]] = {}
    for one in fields:
        for rank, alias in enumerate((fold_header(one.key), *one.aliases)):
            index.setdefault(alias, (one.key, rank))
    return index


_INDEXES: dict[int, dict[str, tuple[str, int]]] = {}


def _index_of(fields: Sequence[Field]) -> dict[str, tuple[str, int]]:
    if fields is not ENTRY_FIELDS and fields is not TIME_FIELDS:
        return alias_index(fields)
    index = _INDEXES.get(id(fields))
    if index is None:
        index = _INDEXES[id(fields)] = alias_index(fields)
    return index


def header_hits(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row would name, for finding the header row."""
    hits: set[str] = set()
    for cell in cells:
        if not cell or len(cell) > 60:
            continue
        folded = fold_header(cell)
        for fields in (ENTRY_FIELDS, TIME_FIELDS):
            found = _index_of(fields).get(folded)
            if found:
                hits.add(found[0])
                break
    return len(hits)


def guess_mapping(
    header: Sequence[str],
    rows: Sequence[Row] = (),
    fields: Sequence[Field] = ENTRY_FIELDS,
    overrides: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """Say which column fills which field.

    A person's ``overrides`` (header, ``Header (2)`` or column number from 1, to field key, ``-``
    or a question's ``?``) come first; then the aliases. ``name`` is the full name unless a
    given-name column exists; ``distance`` is the race in an entry list, and in a time file when it
    is not a figure; ``state`` is a status only when its cells are status words; ``category`` and
    ``class`` are asked about when no other column says which race.

    Raises:
        ValueError: an override names a field or column that does not exist (a caller's bug or a
            typing mistake of a person; the text says which).
    """
    taken, ignored, questions = _apply_overrides(header, fields, overrides or {})
    claims = _claims(header, fields, skip={*taken.values(), *ignored})
    columns, problems = _settle(header, claims, taken)
    _settle_names(header, columns, taken)
    if fields is TIME_FIELDS and not columns and _is_nameless(header):
        columns = _by_content(rows, len(header))
        problems.append(_told_by_content(columns))
    problems += _settle_doubtful(header, rows, fields, columns, taken, ignored)
    start: int | None = None
    checkpoints: tuple[int, ...] = ()
    if fields is TIME_FIELDS:
        free = _free(header, columns, ignored)
        start, checkpoints = _find_checkpoints(header, rows, columns, free)
    used = {*columns.values(), *ignored, *checkpoints}
    unused = tuple(i for i in range(len(header)) if i not in used)
    return ColumnMapping(
        columns=columns,
        unused=unused,
        checkpoints=checkpoints,
        start=start,
        questions=questions,
        problems=tuple(problems),
    )


def in_file(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """Problems of a mapping with the file they belong to."""
    return tuple(replace(one, file=one.file or file or None) for one in problems)


def _apply_overrides(
    header: Sequence[str], fields: Sequence[Field], overrides: Mapping[str, str]
) -> tuple[dict[str, int], set[int], dict[int, QuestionKind | None]]:
    """Columns of fields; columns that no alias may claim; those of them kept as questions."""
    known = {one.key for one in fields}
    taken: dict[str, int] = {}
    ignored: set[int] = set()
    questions: dict[int, QuestionKind | None] = {}
    for name, key in overrides.items():
        column = column_named(header, name)
        if column is None:
            raise ValueError(f"no column {name!r}")
        if key == IGNORE:
            ignored.add(column)
        elif key in known:
            taken[key] = column
        elif key.startswith(QUESTION) and fields is ENTRY_FIELDS:
            kind = key.removeprefix(QUESTION)
            questions[column] = QuestionKind(kind.upper()) if kind else None
            ignored.add(column)
        else:
            raise ValueError(f"no field {key!r}")
    return taken, ignored, questions


def column_named(header: Sequence[str], name: str) -> int | None:
    """The column a person means by its header text (exactly, else folded) or its number from 1."""
    if name in header:
        return list(header).index(name)
    folded = fold_header(name)
    for column, text in enumerate(header):
        if folded and fold_header(text) == folded:
            return column
    if name.strip().isdecimal() and 1 <= int(name) <= len(header):
        return int(name) - 1
    return None


def _claims(
    header: Sequence[str], fields: Sequence[Field], skip: set[int]
) -> dict[str, list[tuple[int, int]]]:
    index = _index_of(fields)
    claims: dict[str, list[tuple[int, int]]] = {}
    for column, text in enumerate(header):
        found = index.get(fold_header(text)) if column not in skip else None
        if found:
            claims.setdefault(found[0], []).append((found[1], column))
    return claims


def _settle(
    header: Sequence[str],
    claims: Mapping[str, list[tuple[int, int]]],
    taken: Mapping[str, int],
) -> tuple[dict[str, int], list[Problem]]:
    columns = dict(taken)
    problems: list[Problem] = []
    for key, wanted in claims.items():
        if key in taken:
            continue
        wanted.sort()
        columns[key] = wanted[0][1]
        if key == "told":
            continue
        problems.extend(
            Problem(
                severity=Severity.INFO,
                code="mapping.second-column",
                params={"used": header[columns[key]], "other": header[column], "field": key},
                column=header[column],
            )
            for _rank, column in wanted[1:]
            if key not in ("time", "place")
        )
    columns.pop("told", None)
    return columns, problems


def _settle_names(
    header: Sequence[str], columns: dict[str, int], taken: Mapping[str, int]
) -> None:
    """``name`` beside one half of a name is the other half; ``nom`` alone is the full name."""
    plain = (
        "full_name" in columns
        and "full_name" not in taken
        and fold_header(header[columns["full_name"]]) in ("name", "navn", "namn", "naam")
    )
    if plain and ("given_name" in columns) != ("family_name" in columns):
        missing = "family_name" if "given_name" in columns else "given_name"
        columns[missing] = columns.pop("full_name")
    elif (
        "family_name" in columns
        and "given_name" not in columns
        and "full_name" not in columns
        and "family_name" not in taken
        and fold_header(header[columns["family_name"]]) in ("nom", "nome", "nombre", "namn")
    ):
        columns["full_name"] = columns.pop("family_name")


def _settle_doubtful(
    header: Sequence[str],
    rows: Sequence[Row],
    fields: Sequence[Field],
    columns: dict[str, int],
    taken: Mapping[str, int],
    ignored: set[int],
) -> list[Problem]:
    problems: list[Problem] = []
    for column, text in enumerate(header):
        if column in columns.values() or column in ignored:
            continue
        folded = fold_header(text)
        if folded == "state" and "status" not in columns and _are_status_words(rows, column):
            columns["status"] = column
        elif folded == "distance" and fields is TIME_FIELDS and "race" not in columns:
            if not _are_figures(rows, column):
                columns["race"] = column
        elif folded in CHECKPOINT_WORDS["category"] and "race" not in columns and rows:
            problems.append(
                Problem(
                    severity=Severity.INFO,
                    code="mapping.maybe-race",
                    params={"header": text},
                    column=text,
                )
            )
    status = columns.get("status")
    if fields is ENTRY_FIELDS and status is not None and "status" not in taken:
        folded = fold_header(header[status])
        if folded == "state" and not _are_status_words(rows, status):
            del columns["status"]
    return problems


def _sample(rows: Sequence[Row], column: int) -> list[str]:
    return [row.cells[column].strip() for row in rows[:500] if row.cells[column].strip()]


def _are_status_words(rows: Sequence[Row], column: int) -> bool:
    cells = _sample(rows, column)
    known = sum(1 for cell in cells if status_of_word(cell) is not None)
    return bool(cells) and known * 2 > len(cells)


def _are_figures(rows: Sequence[Row], column: int) -> bool:
    cells = _sample(rows, column)
    figures = sum(1 for cell in cells if re.fullmatch(r"\d+([.,]\d+)?", cell))
    return bool(cells) and figures == len(cells)


def _free(header: Sequence[str], columns: Mapping[str, int], ignored: set[int]) -> list[int]:
    used = {*columns.values(), *ignored}
    return [column for column in range(len(header)) if column not in used]


_TIME_LIKE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d|\d+ days?( \d+:\d\d:\d\d)?$|-?\d{1,3}:\d\d(:\d\d)?([.,]\d+)?$"
)
_HALF_DAY = re.compile(r"^\d{1,2}:\d\d(:\d\d)? ?[ap]\.?m\.?$", re.IGNORECASE)


def _looks_timed(rows: Sequence[Row], column: int) -> bool:
    cells = _sample(rows, column)
    timed = sum(1 for cell in cells if _TIME_LIKE.match(cell))
    return bool(cells) and timed * 10 >= len(cells) * 8


def _find_checkpoints(
    header: Sequence[str], rows: Sequence[Row], columns: dict[str, int], free: Sequence[int]
) -> tuple[int | None, tuple[int, ...]]:
    """Columns of times at points of the course; the finish becomes ``time`` if none is."""
    timed = [column for column in free if _looks_timed(rows, column)]
    points = [c for c in timed if fold_header(header[c]) not in CHECKPOINT_WORDS["other"]]
    if "time" not in columns and points:
        named = [c for c in points if fold_header(header[c]) in FINISH_WORDS]
        columns["time"] = named[-1] if named else points[-1]
        points = [c for c in points if c != columns["time"]]
    if "time" not in columns or len(points) < 1:
        return None, ()
    started = [c for c in points if fold_header(header[c]) in START_WORDS]
    first = started[0] if started else points[0]
    is_start = bool(started) or _same_everywhere(rows, first)
    return (first if is_start else None), tuple(points)


def _same_everywhere(rows: Sequence[Row], column: int) -> bool:
    """A first column in which nearly everybody shares few values is the start line."""
    cells = _sample(rows, column)
    return len(cells) > 2 and len(set(cells)) * 5 <= len(cells)


def _is_nameless(header: Sequence[str]) -> bool:
    return all(re.fullmatch(r"Column \d+", text) for text in header)


def _by_content(rows: Sequence[Row], width: int) -> dict[str, int]:
    """Bib, place, time and status of a table without a header, by what the columns hold."""
    columns: dict[str, int] = {}
    for column in range(width):
        cells = _sample(rows, column)
        times = sum(1 for cell in cells if _TIME_LIKE.match(cell) or _HALF_DAY.search(cell))
        words = sum(1 for cell in cells if status_of_word(cell) is not None)
        bibs = sum(1 for cell in cells if re.fullmatch(r"(?:bib\s*)?\d{1,6}[A-Za-z]?", cell, re.I))
        enough = max(1, len(cells) * 8 // 10)
        if times and times + words >= enough:
            columns.setdefault("time", column)
        elif words >= enough:
            columns.setdefault("status", column)
        elif bibs >= enough:
            counted = len(cells) > 2 and cells == [str(n) for n in range(1, len(cells) + 1)]
            columns.setdefault("place" if counted else "bib", column)
    return columns


def _told_by_content(columns: Mapping[str, int]) -> Problem:
    listed = ", ".join(f"{key} {column + 1}" for key, column in columns.items())
    return Problem(
        severity=Severity.WARNING, code="mapping.by-content", params={"columns": listed or "-"}
    )
