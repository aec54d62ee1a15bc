"""The organiser's own questions to an entry, and their answers."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

from trailsdesk.domain.entry import EntryId

QuestionId = NewType("QuestionId", int)
AnswerTextId = NewType("AnswerTextId", int)


class QuestionKind(enum.StrEnum):
    """What an answer is."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"
    DAY = "DAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the series; ``choices`` are those of a ``CHOICE``.

    The answers to a ``protected`` one are shown only where needed and never exported by default.
    """

    id: QuestionId = QuestionId(0)
    label: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: tuple[str, ...] = ()
    ordinal: int = 0
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswer:
    """What an entry answered; ``value`` is text in one spelling per kind.

    A number with a decimal dot, a day as ISO 8601, yes and no as ``yes`` and ``no``.
    """

    id: AnswerTextId = AnswerTextId(0)
    entry_id: EntryId
    question_id: QuestionId
    value: str
