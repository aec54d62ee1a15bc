"""Columns of an entry list kept as questions: what kind they are, and how their cells read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.formats.dates import DateOrder, decide_order, is_day, parse_day
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.text_cells import clean_text, is_empty, read_flag
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from trailsdesk.formats.fields import ColumnMapping
    from trailsdesk.formats.tables import Row, Table

ANSWER_LIMIT = 500
LABEL_LIMIT = 120
MOST_CHOICES = 200
_FEW = 12
_SAMPLE = 300
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,6})?")
_CODE = re.compile(r"0\d")
_PARTED = re.compile(r"\d[-/.\s]\d|[^\W\d_]{3}")
_PRIVATE = word_set(
    "medical|medication|health|allerg|diet|disab|injur|illness|condition|insurance|passport|"
    "emergency|blood|doctor|sante|regime|gesundheit|krank|salute|salud|medic"
)


_MISREAD = {
    QuestionKind.NUMBER: "entry.answer-no-number",
    QuestionKind.YES_NO: "entry.answer-no-yes-no",
    QuestionKind.DAY: "entry.answer-no-day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuestion:
    """A column of the list kept as a question; ``choices`` in the order they are first given."""

    label: str
    kind: QuestionKind
    choices: tuple[str, ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnswers:
    """The questions of a list, what every row answers, and the answers that could not be read."""

    questions: tuple[ListQuestion, ...]
    answers: list[dict[str, str]]
    problems: list[Problem]


def read_answers(
    table: Table,
    kinds: Mapping[int, QuestionKind | None],
    told: DateOrder | None,
    today: date,
    file: str,
) -> ListAnswers:
    """Read the columns kept as questions; an answer that is none of its kind is left out and told.

    Args:
        kinds: by column; None is read as text.
        told: day or month first, where that is known; else every column decides for itself.
    """
    found = ListAnswers(questions=(), answers=[{} for _row in table.rows], problems=[])
    asked = []
    for column, kind in kinds.items():
        question = _asked(table, column, kind or QuestionKind.TEXT)
        asked.append(question)
        order = decide_order([row.cells[column] for row in table.rows], told).order
        for row, answers in paced(zip(table.rows, found.answers, strict=True)):
            value = read_answer(question.kind, row.cells[column], order, today)
            if value is None:
                found.problems.append(_misread(table, row, column, question, file))
            elif value:
                answers[question.label] = value
    return replace(found, questions=tuple(asked))


def _asked(table: Table, column: int, kind: QuestionKind) -> ListQuestion:
    label = question_label(table.header[column])
    given: dict[str, None] = {}
    if kind is QuestionKind.CHOICE:
        texts = (clean_text(row.cells[column])[:ANSWER_LIMIT].strip() for row in table.rows)
        given = dict.fromkeys(text for text in texts if not is_empty(text))
    return ListQuestion(
        label=label,
        kind=kind,
        choices=tuple(given)[:MOST_CHOICES],
        protected=is_private(label),
    )


def _misread(table: Table, row: Row, column: int, question: ListQuestion, file: str) -> Problem:
    """An answer that could not be read; one that is protected is not repeated."""
    return Problem(
        severity=Severity.WARNING,
        code=_MISREAD.get(question.kind, "entry.answer-no-number"),
        params={"value": "…" if question.protected else row.cells[column][:40]},
        file=file or None,
        row=row.number,
        column=table.header[column],
    )


def question_label(header: str) -> str:
    """The question as its column words it."""
    return clean_text(header)[:LABEL_LIMIT].strip()


def is_private(label: str) -> bool:
    """Whether a question asks for health or the like; its answers are then protected."""
    folded = fold_header(label)
    return any(word in folded for word in _PRIVATE)


def guess_kind(cells: Iterable[str]) -> QuestionKind:
    """What kind of question the answers look like; text when nothing speaks for another."""
    said = [text for cell in cells if not is_empty(text := cell.strip())]
    if not said:
        return QuestionKind.TEXT
    if all(read_flag(text) is not None for text in said) and not all(map(str.isdecimal, said)):
        return QuestionKind.YES_NO
    if all(_NUMBER.fullmatch(text) and not _CODE.match(text) for text in said):
        return QuestionKind.NUMBER
    if all(map(_PARTED.search, said)):
        order = decide_order(said).order
        if all(is_day(text, order) for text in said):
            return QuestionKind.DAY
    different = {fold_header(text) for text in said}
    if len(different) <= _FEW and len(different) * 2 <= len(said):
        return QuestionKind.CHOICE
    return QuestionKind.TEXT


def read_answer(kind: QuestionKind, text: str, order: DateOrder, today: date) -> str | None:
    """An answer in the one spelling of its kind, empty for none; None when it cannot be read."""
    plain = clean_text(text)[:ANSWER_LIMIT].strip()
    if is_empty(plain):
        return ""
    if kind is QuestionKind.NUMBER:
        number = plain.replace(",", ".").removeprefix("+")
        return number if _NUMBER.fullmatch(number) else None
    if kind is QuestionKind.YES_NO:
        flag = read_flag(plain)
        return None if flag is None else "yes" if flag else "no"
    if kind is QuestionKind.DAY:
        day = parse_day(plain, order, today)
        return None if day is None else day.isoformat()
    return plain


def question_kinds(table: Table, mapping: ColumnMapping) -> Mapping[int, QuestionKind]:
    """The kind of every column kept as a question: the one chosen, else what it looks like."""
    return {
        column: kind or guess_kind(_sample(table, column))
        for column, kind in sorted(mapping.questions.items())
    }


def question_headers(table: Table, columns: Sequence[int]) -> tuple[str, ...]:
    """Those of the columns in which anybody says anything."""
    return tuple(
        table.header[column]
        for column in columns
        if any(not is_empty(cell.strip()) for cell in _sample(table, column))
    )


def _sample(table: Table, column: int) -> Iterator[str]:
    """Cells from the whole length of a column; the rest is read when the list is."""
    step = max(1, len(table.rows) // _SAMPLE)
    return (row.cells[column] for row in table.rows[::step])
