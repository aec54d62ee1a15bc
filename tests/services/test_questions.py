"""The organiser's own questions: kept from lists, answered, renamed, put together, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import Refused
from trailsdesk.domain.questions import Question, QuestionKind
from trailsdesk.services import questions

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.questions import QuestionId

HEADER = "Bib,First name,Last name,Birth date,Distance,T-shirt size,Dietary needs"
LINES = (
    "1,Ada,Rimu,1990-03-02,short,M,no nuts",
    "2,Bram,Tawa,1985-07-20,mid,L,",
    "3,Cleo,Larch,1979-12-31,long,M,",
)
KEPT = {"T-shirt size": "?CHOICE", "Dietary needs": "?TEXT"}


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A list with two questions was taken."""
    desk.entries(*LINES, header=HEADER, overrides=KEPT)
    return desk


def named(desk: Desk, label: str) -> Question:
    return next(each for each in desk.season.data.questions.values() if each.label == label)


def values(desk: Desk, question_id: QuestionId) -> dict[str, str]:
    """Bib to answer."""
    entries = desk.season.data.entries
    return {
        entries[each.entry_id].bib: each.value
        for each in desk.season.data.answers.values()
        if each.question_id == question_id
    }


def refused(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.note.code


def test_a_list_brings_its_questions_and_answers_in_its_one_operation(asked: Desk) -> None:
    shirt, diet = questions.questions_in_order(asked.season)
    assert (shirt.label, shirt.kind, shirt.choices, shirt.protected) == (
        "T-shirt size", QuestionKind.CHOICE, ("M", "L"), False,
    )  # fmt: skip
    assert (diet.label, diet.kind, diet.protected) == ("Dietary needs", QuestionKind.TEXT, True)
    assert values(asked, shirt.id) == {"1": "M", "2": "L", "3": "M"}
    assert values(asked, diet.id) == {"1": "no nuts"}
    assert asked.undo() == "entries.import"
    assert not asked.season.data.questions
    assert not asked.season.data.answers


def test_the_same_list_again_changes_nothing(asked: Desk) -> None:
    before = asked.season.data
    plan = asked.entries(*LINES, header=HEADER, overrides=KEPT)
    assert {row.kind.value for row in plan.rows} == {"same"}
    assert asked.season.data is before


def test_a_changed_answer_is_told_and_a_blank_one_erases_nothing(asked: Desk) -> None:
    lines = ("1,Ada,Rimu,1990-03-02,short,XL,no milk", "2,Bram,Tawa,1985-07-20,mid,,")
    plan = asked.entries(*lines, header=HEADER, overrides=KEPT)
    assert [row.kind.value for row in plan.rows] == ["changed", "same"]
    assert [(d.label, d.before, d.after) for d in plan.rows[0].differences] == [
        ("T-shirt size", "M", "XL"),
        ("Dietary needs", "", ""),
    ], "a protected answer is not shown"
    shirt = named(asked, "T-shirt size")
    assert shirt.choices == ("M", "L", "XL")
    assert values(asked, shirt.id) == {"1": "XL", "2": "L", "3": "M"}


def test_a_question_is_known_again_however_its_header_is_dressed(asked: Desk) -> None:
    header = HEADER.replace("T-shirt size", "T-Shirt  Size")
    asked.entries(*LINES, header=header, overrides={"T-Shirt Size": "?CHOICE"})
    assert len(asked.season.data.questions) == 2


def test_answers_survive_a_restart(asked: Desk) -> None:
    asked.reopen()
    given = questions.answers_of(asked.season, asked.entry("1").id)
    assert [(each.question.label, each.value) for each in given] == [
        ("T-shirt size", "M"),
        ("Dietary needs", "no nuts"),
    ]


def test_an_answer_is_set_changed_and_taken_away(asked: Desk) -> None:
    entry, diet = asked.entry("2").id, named(asked, "Dietary needs").id
    for text, value in (("vegan", "vegan"), ("  vegan ", "vegan"), ("", None)):
        questions.edit_answer(asked.season, entry, diet, text)
        assert values(asked, diet).get("2") == value
    assert asked.undo() == "question.answer"
    assert values(asked, diet)["2"] == "vegan"


def test_an_answer_of_another_kind_is_refused(asked: Desk) -> None:
    age = questions.add_question(asked.season, "Races so far", QuestionKind.NUMBER)
    with pytest.raises(Refused) as caught:
        questions.edit_answer(asked.season, asked.entry("1").id, age.id, "some")
    assert refused(caught) == "question.answer-unreadable"
    questions.edit_answer(asked.season, asked.entry("1").id, age.id, "12,5")
    assert values(asked, age.id) == {"1": "12.5"}


def test_a_question_is_renamed_but_not_to_another_s_words(asked: Desk) -> None:
    shirt = named(asked, "T-shirt size")
    questions.edit_question(asked.season, shirt.id, label="Shirt")
    assert named(asked, "Shirt").id == shirt.id
    for label, code in (("dietary  NEEDS", "question.taken"), (" ", "question.no-label")):
        with pytest.raises(Refused) as caught:
            questions.edit_question(asked.season, shirt.id, label=label)
        assert refused(caught) == code


def test_a_question_changes_its_kind_only_when_its_answers_fit(asked: Desk) -> None:
    shirt = named(asked, "T-shirt size")
    with pytest.raises(Refused) as caught:
        questions.edit_question(asked.season, shirt.id, kind=QuestionKind.NUMBER)
    assert refused(caught) == "question.other-kind"
    assert caught.value.note.params["count"] == 3
    questions.edit_question(asked.season, shirt.id, kind=QuestionKind.TEXT, protected=True)
    now = named(asked, "T-shirt size")
    assert (now.kind, now.protected) == (QuestionKind.TEXT, True)


def test_two_questions_that_ask_the_same_are_put_together(asked: Desk) -> None:
    asked.entries(
        "3,Cleo,Larch,1979-12-31,long,S", "4,Dina,Kowhai,1992-01-15,long,XS",
        header=HEADER.partition(",T-shirt")[0] + ",Shirt", overrides={"Shirt": "?CHOICE"},
    )  # fmt: skip
    shirt, other = named(asked, "T-shirt size"), named(asked, "Shirt")
    assert questions.merge_questions(asked.season, other.id, shirt.id) == 1
    assert values(asked, shirt.id) == {"1": "M", "2": "L", "3": "M", "4": "XS"}
    assert named(asked, "T-shirt size").choices == ("M", "L", "S", "XS")
    assert len(asked.season.data.questions) == 2
    assert asked.undo() == "question.merge"
    assert values(asked, other.id) == {"3": "S", "4": "XS"}


def test_a_question_goes_with_its_answers_and_comes_back_with_them(asked: Desk) -> None:
    shirt = named(asked, "T-shirt size")
    assert questions.delete_question(asked.season, shirt.id) == 3
    assert not values(asked, shirt.id)
    assert asked.undo() == "question.delete"
    assert values(asked, shirt.id) == {"1": "M", "2": "L", "3": "M"}
    with pytest.raises(Refused):
        questions.delete_question(asked.season, type(shirt.id)(99))


def test_how_many_have_answered_is_counted(asked: Desk) -> None:
    counts = questions.answered_counts(asked.season)
    assert counts[named(asked, "T-shirt size").id] == 3
    assert counts[named(asked, "Dietary needs").id] == 1


def test_questions_are_put_in_another_order_and_stay_there(asked: Desk) -> None:
    shirt, diet = questions.questions_in_order(asked.season)
    assert questions.move_question(asked.season, diet.id, -1)
    asked.reopen()
    assert [q.label for q in questions.questions_in_order(asked.season)] == [
        diet.label, shirt.label,
    ]  # fmt: skip
    assert not questions.move_question(asked.season, diet.id, -1)
    assert asked.undo() == "question.move"


def test_choices_are_given_by_hand_and_an_answered_one_stays(asked: Desk) -> None:
    shirt, _diet = questions.questions_in_order(asked.season)
    changed = questions.edit_question(asked.season, shirt.id, choices=[" XL ", "", "M", "XL"])
    assert changed.choices == ("XL", "M", "L")
    text = questions.edit_question(asked.season, shirt.id, kind=QuestionKind.TEXT)
    assert text.choices == ()
