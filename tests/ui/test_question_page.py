"""The organiser's own questions by keys alone, on a real season file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.services import history, questions
from trailsdesk.ui.question_page import QuestionPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> QuestionPage:
    page = QuestionPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.begin()
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> QuestionPage:
    return shown(qtbot, desk)


def labels(desk: Desk) -> list[str]:
    return [each.label for each in questions.questions_in_order(desk.season)]


def word(page: QuestionPage, qtbot: QtBot, text: str) -> None:
    control = page.form.control("label")
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)


def kind(page: QuestionPage, wanted: QuestionKind) -> None:
    combo = page.form.control("kind")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(wanted.value))


def press(qtbot: QtBot, page: QuestionPage, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(page.form.control("label"), key, modifier)


def test_questions_are_typed_one_after_the_other(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    assert QApplication.focusWidget() is page.form.control("label")
    word(page, qtbot, "T-shirt size")
    assert page.form.control("choices").isHidden()
    kind(page, QuestionKind.CHOICE)
    choices = page.form.control("choices")
    assert isinstance(choices, QPlainTextEdit)
    assert not choices.isHidden()
    choices.setPlainText("Small\nLarge\n")
    press(qtbot, page, KEY.Key_Return, CTRL)
    assert QApplication.focusWidget() is page.form.control("label")
    assert page.form.value("label") == ""
    word(page, qtbot, "Allergies")
    page.form.set_values({"protected": True})
    press(qtbot, page, KEY.Key_Return, CTRL)
    shirt, allergy = questions.questions_in_order(desk.season)
    assert (shirt.label, shirt.kind, shirt.choices) == (
        "T-shirt size", QuestionKind.CHOICE, ("Small", "Large"),
    )  # fmt: skip
    assert (allergy.label, allergy.protected) == ("Allergies", True)
    assert [line.question.label for line in page.model.shown_rows()] == labels(desk)


def test_the_same_words_twice_are_refused_where_they_are_typed(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    questions.add_question(desk.season, "Bus", QuestionKind.YES_NO)
    word(page, qtbot, " bus ")
    page.save()
    assert page.said.text() == "“Bus” is asked already. Nothing was changed."
    assert labels(desk) == ["Bus"]
    assert page.unsaved()


def test_a_question_chosen_is_worded_otherwise_and_protected(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    bus = questions.add_question(desk.season, "Bus", QuestionKind.YES_NO)
    page.table.select_id(bus.id)
    assert page.form.value("label") == "Bus"
    word(page, qtbot, "Bus from town")
    page.form.set_values({"protected": True})
    page.save()
    changed = desk.season.data.questions[bus.id]
    assert (changed.label, changed.protected) == ("Bus from town", True)
    assert page.table.current_id() == bus.id
    assert not page.unsaved()


def test_words_that_are_lost_by_choosing_another_question_are_told(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    bus = questions.add_question(desk.season, "Bus", QuestionKind.YES_NO)
    word(page, qtbot, "Half")
    page.table.select_id(bus.id)
    assert page.said.text() == "What was typed before was not saved."
    assert page.form.value("label") == "Bus"
    assert not page.unsaved()


def test_the_order_changes_by_alt_and_arrow_and_the_question_stays_chosen(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    for label in ("First", "Second"):
        last = questions.add_question(desk.season, label, QuestionKind.TEXT)
    page.table.select_id(last.id)
    page.table.setFocus()
    qtbot.keyClick(page.table, KEY.Key_Up, ALT)
    assert labels(desk) == ["Second", "First"]
    assert page.table.current_id() == last.id
    assert not page.earlier_button.isEnabled()
    assert page.later_button.isEnabled()


def test_two_that_ask_the_same_become_one(page: QuestionPage, desk: Desk) -> None:
    one = questions.add_question(desk.season, "Shirt", QuestionKind.TEXT)
    other = questions.add_question(desk.season, "T-shirt", QuestionKind.TEXT)
    questions.edit_answer(desk.season, desk.entry("401").id, one.id, "M")
    page.table.select_id(one.id)
    page.merge_choice.choose(other.id)
    page.merge()
    assert labels(desk) == ["T-shirt"]
    (answer,) = desk.season.data.answers.values()
    assert (answer.question_id, answer.value) == (other.id, "M")


def test_one_dropped_says_with_how_many_answers_and_undo_brings_it_back(
    page: QuestionPage, desk: Desk, qtbot: QtBot
) -> None:
    bus = questions.add_question(desk.season, "Bus", QuestionKind.YES_NO)
    questions.edit_answer(desk.season, desk.entry("401").id, bus.id, "yes")
    page.table.select_id(bus.id)
    page.table.setFocus()
    qtbot.keyClick(page.table, KEY.Key_Delete)
    assert page.said.text() == "“Bus” is gone with 1 answer. Ctrl+Z brings it back."
    assert labels(desk) == []
    history.undo(desk.season)
    assert [line.answered for line in page.model.shown_rows()] == [1]


def test_esc_leaves_and_a_question_half_typed_asks_for_a_second_one(
    page: QuestionPage, qtbot: QtBot
) -> None:
    left: list[int] = []
    page.closed.connect(lambda: left.append(1))
    word(page, qtbot, "Half")
    press(qtbot, page, KEY.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not left
    assert page.said.text().startswith("This question is not saved.")
    press(qtbot, page, KEY.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert left == [1]


def test_a_file_for_reading_only_shows_the_questions_and_changes_none(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path) as first:
        bus = questions.add_question(first.season, "Bus", QuestionKind.YES_NO)
    with open_again(tmp_path, read_only=True) as desk:
        page = shown(qtbot, desk)
        page.table.select_id(bus.id)
        assert page.form.value("label") == "Bus"
        for button in (page.save_button, page.delete_button, page.new_button):
            assert not button.isEnabled()
        page.drop()
        page.save()
        assert labels(desk) == ["Bus"]
        page.close()


def test_every_control_can_be_named_by_a_screen_reader(page: QuestionPage) -> None:
    for kind_ in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit):
        for control in page.findChildren(kind_):
            if control.isVisibleTo(page):
                named = control.accessibleName() or getattr(control, "text", str)()
                assert named, control
