"""The organiser's own questions as fields of a form, and their answers as text."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from trailsdesk.domain.questions import Question, QuestionId, QuestionKind
from trailsdesk.i18n import _, day_words
from trailsdesk.services.questions import answer_fits, questions_in_order
from trailsdesk.ui.entry_words import DASH
from trailsdesk.ui.forms import FormField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trailsdesk.services.questions import Answered
    from trailsdesk.services.season import Season
    from trailsdesk.ui.forms import FieldKind, FieldValue

_KINDS: dict[QuestionKind, FieldKind] = {
    QuestionKind.TEXT: "text",
    QuestionKind.NUMBER: "text",
    QuestionKind.YES_NO: "choice",
    QuestionKind.CHOICE: "choice",
    QuestionKind.DAY: "date",
}


def question_fields(season: Season) -> list[FormField]:
    """A field for every question, in the order they are asked."""
    return [
        FormField(
            key=field_key(question.id),
            label=question.label,
            kind=_KINDS[question.kind],
            choices=_choices(question),
            check=_check(season, question) if question.kind is QuestionKind.NUMBER else None,
        )
        for question in questions_in_order(season)
    ]


def field_key(question_id: QuestionId) -> str:
    """Under which key a form has the answer."""
    return f"question-{question_id}"


def answer_values(answers: Iterable[Answered]) -> dict[str, FieldValue]:
    """What the form shows of answers."""
    return {field_key(each.question.id): _value(each) for each in answers}


def answers_from(
    values: Mapping[str, FieldValue], questions: Iterable[Question]
) -> dict[QuestionId, str]:
    """The answers of these questions as the form has them."""
    found = {}
    for question in questions:
        key = field_key(question.id)
        if key in values:
            value = values[key]
            is_day = isinstance(value, datetime.date)
            found[question.id] = value.isoformat() if is_day else str(value or "")  # type: ignore[union-attr]
    return found


def answer_words(answered: Answered) -> str:
    """Question and answer on one line, as a person reads them."""
    value, kind = answered.value, answered.question.kind
    if kind is QuestionKind.YES_NO:
        value = dict(_yes_or_no())[value]
    elif kind is QuestionKind.DAY:
        value = day_words(datetime.date.fromisoformat(value))
    return f"{answered.question.label}: {value}"


def _value(answered: Answered) -> FieldValue:
    if answered.question.kind is QuestionKind.DAY and answered.value:
        return datetime.date.fromisoformat(answered.value)
    return answered.value


def _choices(question: Question) -> Sequence[tuple[str, str]]:
    if question.kind is QuestionKind.YES_NO:
        return _yes_or_no()
    return [("", DASH), *((each, each) for each in question.choices)]


def _yes_or_no() -> Sequence[tuple[str, str]]:
    return [("", DASH), ("yes", _("yes")), ("no", _("no"))]


def _check(season: Season, question: Question) -> Callable[[FieldValue], str | None]:
    def check(value: FieldValue) -> str | None:
        fits = answer_fits(season, question, str(value or ""))
        return None if fits else _("Type a number, or leave it empty.")

    return check
