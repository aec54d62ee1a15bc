"""The organiser's own questions: kept from entry lists, answered, put in order, thrown away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.questions import Question, QuestionAnswer, QuestionId, QuestionKind
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.questions import LABEL_LIMIT, MOST_CHOICES, is_private, read_answer
from trailsdesk.services.entry_merge import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.formats.questions import ListQuestion
    from trailsdesk.services.entry_plan import EntryPlan, PlannedRow
    from trailsdesk.services.ports import Writer
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with what an entry answered; an empty ``value`` is no answer."""

    question: Question
    value: str = ""


def questions_in_order(season: Season) -> tuple[Question, ...]:
    """All questions in the order they are asked."""
    return tuple(sorted(season.data.questions.values(), key=lambda each: (each.ordinal, each.id)))


def answers_of(season: Season, entry_id: EntryId) -> tuple[Answered, ...]:
    """Every question with what an entry answered, in the order they are asked."""
    given = _given_by(season, entry_id)
    return tuple(
        Answered(question=question, value=given[question.id].value if question.id in given else "")
        for question in questions_in_order(season)
    )


def answered_counts(season: Season) -> Mapping[QuestionId, int]:
    """How many entries have answered each question."""
    counts = dict.fromkeys(season.data.questions, 0)
    for answer in season.data.answers.values():
        counts[answer.question_id] += 1
    return counts


# Out of entry lists


class AnswersOnFile:
    """What is known of the answers, for telling what a list would change."""

    def __init__(self, data: SeasonData) -> None:
        self._data = data

    @cached_property
    def _given(self) -> dict[EntryId, dict[QuestionId, QuestionAnswer]]:
        return _values(self._data)

    @cached_property
    def _known(self) -> dict[str, Question]:
        return _by_words(self._data)

    def differences(self, entry: Entry | None, answers: Mapping[str, str]) -> Iterator[Difference]:
        """The answers that the list would change or add; protected ones without their values."""
        for label, value in answers.items():
            question = self._known.get(fold_header(label))
            given = {} if entry is None else self._given.get(entry.id, {})
            known = None if question is None else given.get(question.id)
            before = "" if known is None else known.value
            if before != value:
                hidden = is_private(label) if question is None else question.protected
                shown = ("", "") if hidden else (before, value)
                yield Difference(field="answer", label=label, before=shown[0], after=shown[1])


def put_answers(
    writer: Writer,
    season: Season,
    plan: EntryPlan,
    rows: Sequence[PlannedRow],
    entries: Sequence[Entry],
) -> None:
    """Keep the answers of the rows taken, ``entries`` being theirs; new questions are made."""
    told = {label for row in rows for label in row.draft.answers}
    wanted = [each for each in plan.questions if each.label in told]
    if not wanted:
        return
    kept = _ensure(writer, season, wanted)
    given = _values(season.data)
    changed: dict[tuple[EntryId, QuestionId], QuestionAnswer] = {}
    for row, entry in paced(zip(rows, entries, strict=True)):
        known = given.get(entry.id, {})
        for label, value in row.draft.answers.items():
            question = kept[label]
            before = known.get(question.id)
            if before is None:
                before = QuestionAnswer(entry_id=entry.id, question_id=question.id, value="")
            if before.value != value:
                changed[entry.id, question.id] = replace(before, value=value)
    writer.put_many(list(changed.values()))


def _ensure(writer: Writer, season: Season, wanted: Sequence[ListQuestion]) -> dict[str, Question]:
    """The question of every label; those there are not are made, choices are added to."""
    known = _by_words(season.data)
    ordinal = max((each.ordinal for each in known.values()), default=0)
    found: dict[str, Question] = {}
    for asked in wanted:
        question = known.get(fold_header(asked.label))
        if question is None:
            ordinal += 1
            question = Question(
                label=asked.label,
                kind=asked.kind,
                choices=asked.choices,
                ordinal=ordinal,
                protected=asked.protected,
            )
            found[asked.label] = known[fold_header(asked.label)] = writer.put(question)
            continue
        changed = _fitting(question, asked)
        found[asked.label] = question if changed == question else writer.put(changed)
    return found


def _fitting(question: Question, asked: ListQuestion) -> Question:
    """A question on file that takes what the list answers; words of another kind make it text."""
    if question.kind is QuestionKind.CHOICE:
        more = [each for each in asked.choices if each not in question.choices]
        return replace(question, choices=(*question.choices, *more)[:MOST_CHOICES])
    if question.kind is asked.kind or question.kind is QuestionKind.TEXT:
        return question
    return replace(question, kind=QuestionKind.TEXT)


# By hand


def edit_answer(
    season: Season, entry_id: EntryId, question_id: QuestionId, text: str
) -> QuestionAnswer | None:
    """Set what an entry answers; empty text takes the answer away. None when there is none left.

    Raises:
        Refused: ``question.gone``, or ``question.answer-unreadable`` for its kind.
    """
    question = _there(season, question_id)
    entry = season.data.entries[entry_id]
    value = _read(question, text, _today(season, entry))
    known = _given_by(season, entry_id).get(question_id)
    if value == ("" if known is None else known.value):
        return known
    with season.change("question.answer", question=question.label) as writer:
        return _write(writer, question, entry_id, known, value)


def answer_fits(season: Season, question: Question, text: str) -> bool:
    """Whether a text can be read as an answer of the question's kind."""
    today = local_date(season.clock.now_ms(), "UTC")
    return read_answer(question.kind, text, DateOrder.DAY_FIRST, today) is not None


def answers_change(season: Season, entry: Entry, texts: Mapping[QuestionId, str]) -> bool:
    """Whether these texts would change what an entry has answered.

    Raises:
        Refused: ``question.answer-unreadable``.
    """
    return any(True for _change in _changes(season, entry, texts))


def write_answers(
    writer: Writer, season: Season, entry: Entry, texts: Mapping[QuestionId, str]
) -> None:
    """Set what an entry answers, in somebody's operation; a question gone meanwhile is left out.

    Raises:
        Refused: ``question.answer-unreadable``.
    """
    for question, known, value in _changes(season, entry, texts):
        _write(writer, question, entry.id, known, value)


def _changes(
    season: Season, entry: Entry, texts: Mapping[QuestionId, str]
) -> Iterator[tuple[Question, QuestionAnswer | None, str]]:
    given, today = _given_by(season, entry.id), _today(season, entry)
    for question_id, text in texts.items():
        question = season.data.questions.get(question_id)
        if question is None:
            continue
        known, value = given.get(question_id), _read(question, text, today)
        if value != ("" if known is None else known.value):
            yield question, known, value


def _write(
    writer: Writer,
    question: Question,
    entry_id: EntryId,
    known: QuestionAnswer | None,
    value: str,
) -> QuestionAnswer | None:
    if not value:
        if known is not None:
            writer.delete(known)
        return None
    if question.kind is QuestionKind.CHOICE and value not in question.choices:
        writer.put(replace(question, choices=(*question.choices, value)))
    answer = known or QuestionAnswer(entry_id=entry_id, question_id=question.id, value="")
    return writer.put(replace(answer, value=value))


def _given_by(season: Season, entry_id: EntryId) -> dict[QuestionId, QuestionAnswer]:
    answers = season.data.answers.values()
    return {each.question_id: each for each in paced(answers) if each.entry_id == entry_id}


def _today(season: Season, entry: Entry) -> date:
    event_id = season.data.races[entry.race_id].event_id
    return local_date(season.clock.now_ms(), season.data.events[event_id].zone)


def add_question(
    season: Season,
    label: str,
    kind: QuestionKind,
    *,
    choices: Iterable[str] = (),
    protected: bool = False,
) -> Question:
    """A new question, asked last; ``choices`` are those of a ``CHOICE``.

    Raises:
        Refused: ``question.no-label``, ``question.taken``.
    """
    label = _label(season, label)
    ordinal = max((each.ordinal for each in season.data.questions.values()), default=0) + 1
    made = Question(
        label=label,
        kind=kind,
        choices=_choices(choices) if kind is QuestionKind.CHOICE else (),
        ordinal=ordinal,
        protected=protected,
    )
    with season.change("question.add", question=label) as writer:
        return writer.put(made)


def edit_question(
    season: Season,
    question_id: QuestionId,
    *,
    label: str | None = None,
    kind: QuestionKind | None = None,
    choices: Iterable[str] | None = None,
    protected: bool | None = None,
) -> Question:
    """Word a question otherwise, make it another kind, or protect its answers.

    The answers are written as the new kind writes them; a choice that somebody has answered stays.

    Raises:
        Refused: ``question.gone``, ``question.no-label``, ``question.taken``, or
        ``question.other-kind`` when some answers are none of the new kind.
    """
    question = _there(season, question_id)
    changed = replace(
        question,
        label=question.label if label is None else _label(season, label, question),
        kind=kind or question.kind,
        choices=question.choices if choices is None else _choices(choices),
        protected=question.protected if protected is None else protected,
    )
    if changed.kind is not QuestionKind.CHOICE:
        changed = replace(changed, choices=())
    if changed == question:
        return question
    answers = [each for each in season.data.answers.values() if each.question_id == question_id]
    today = local_date(season.clock.now_ms(), "UTC")
    values = {each: read_answer(changed.kind, each.value, DateOrder.DAY_FIRST, today)
              for each in answers}  # fmt: skip
    misfits = sum(value is None for value in values.values())
    if misfits:
        raise Refused("question.other-kind", question=question.label, count=misfits)
    if changed.kind is QuestionKind.CHOICE:
        given = dict.fromkeys((*changed.choices, *(value or "" for value in values.values())))
        changed = replace(changed, choices=tuple(each for each in given if each))
    with season.change("question.edit", question=changed.label) as writer:
        writer.put_many(
            [replace(each, value=value) for each, value in values.items()
             if value and value != each.value]
        )  # fmt: skip
        return writer.put(changed)


def move_question(season: Season, question_id: QuestionId, step: int) -> bool:
    """Ask a question earlier (``step`` below 0) or later; false when it stands there already.

    Raises:
        Refused: ``question.gone``.
    """
    question, order = _there(season, question_id), list(questions_in_order(season))
    at = order.index(question)
    to = min(max(0, at + step), len(order) - 1)
    if to == at:
        return False
    order.insert(to, order.pop(at))
    moved = [
        replace(each, ordinal=place)
        for place, each in enumerate(order, 1)
        if each.ordinal != place
    ]
    with season.change("question.move", question=question.label) as writer:
        writer.put_many(moved)
    return True


def merge_questions(season: Season, gone: QuestionId, into: QuestionId) -> int:
    """Move the answers of one question to another that asks the same, and drop the first.

    Where an entry answered both, the second one's answer stays; returns how many those are.

    Raises:
        Refused: ``question.gone``, or ``question.other-kind`` when answers do not fit.
    """
    first, second = _there(season, gone), _there(season, into)
    if gone == into:
        return 0
    values = _values(season.data)
    today = local_date(season.clock.now_ms(), "UTC")
    moved, dropped, misfits = [], [], 0
    for answers in values.values():
        answer = answers.get(gone)
        if answer is None:
            continue
        value = read_answer(second.kind, answer.value, DateOrder.DAY_FIRST, today)
        misfits += value is None
        if into in answers:
            dropped.append(answer)
        elif value:
            moved.append(replace(answer, question_id=into, value=value))
    if misfits:
        raise Refused("question.other-kind", question=second.label, count=misfits)
    choices = tuple(dict.fromkeys((*second.choices, *first.choices)))[:MOST_CHOICES]
    with season.change("question.merge", question=first.label, into=second.label) as writer:
        for answer in dropped:
            writer.delete(answer)
        writer.put_many(moved)
        if second.kind is QuestionKind.CHOICE or second.protected != first.protected:
            second = replace(
                second,
                choices=choices if second.kind is QuestionKind.CHOICE else (),
                protected=second.protected or first.protected,
            )
            writer.put(second)
        writer.delete(first)
    return len(dropped)


def delete_question(season: Season, question_id: QuestionId) -> int:
    """Drop a question with its answers; returns how many those were.

    Raises:
        Refused: ``question.gone``.
    """
    question = _there(season, question_id)
    answers = [each for each in season.data.answers.values() if each.question_id == question_id]
    with season.change("question.delete", question=question.label, count=len(answers)) as writer:
        for answer in answers:
            writer.delete(answer)
        writer.delete(question)
    return len(answers)


def _there(season: Season, question_id: QuestionId) -> Question:
    question = season.data.questions.get(question_id)
    if question is None:
        raise Refused("question.gone")
    return question


def _label(season: Season, label: str, own: Question | None = None) -> str:
    label = " ".join(label.split())[:LABEL_LIMIT]
    if not label:
        raise Refused("question.no-label")
    other = _by_words(season.data).get(fold_header(label))
    if other is not None and (own is None or other.id != own.id):
        raise Refused("question.taken", question=other.label)
    return label


def _choices(texts: Iterable[str]) -> tuple[str, ...]:
    plain = (" ".join(text.split()) for text in texts)
    return tuple(dict.fromkeys(text for text in plain if text))[:MOST_CHOICES]


def _read(question: Question, text: str, today: date) -> str:
    value = read_answer(question.kind, text, DateOrder.DAY_FIRST, today)
    if value is None:
        raise Refused("question.answer-unreadable", question=question.label)
    return value


def _by_words(data: SeasonData) -> dict[str, Question]:
    return {fold_header(each.label): each for each in data.questions.values()}


def _values(data: SeasonData) -> dict[EntryId, dict[QuestionId, QuestionAnswer]]:
    found: dict[EntryId, dict[QuestionId, QuestionAnswer]] = {}
    for answer in paced(data.answers.values()):
        found.setdefault(answer.entry_id, {})[answer.question_id] = answer
    return found
