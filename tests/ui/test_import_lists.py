"""The import wizard with lists of every make: pasted, kept layouts, questions, doubtful rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.season_fixture import Desk, open_desk
from trailsdesk.ui.history_lines import change_lines
from trailsdesk.ui.import_wizard import ImportWizard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.import_outcome import ImportLine

TABLE = "Bib\tName\tGender\tBirth date\tRace\n501\tTahi Pretend\tM\t1991-02-28\tlong\n"
LINES = "501 Tahi Pretend M 1991-02-28 long\n502 Rua Pretend F 1990-05-06 Slope Sprint\n"
DOUBTFUL = """\
Bib,First name,Last name,Gender,Birth date,Distance
501,Aroha,Makettu,F,1995-03-04,long
,Soren,Akesson Notreal,M,1986-09-08,long
510,Tahi,Pretend,M,1991-02-28,long
"""
FORM = """\
Runner,Which run,Shirt,Vegan meal,Order no
Tahi Pretend,long,M,yes,
Rua Pretend,long,M,no,
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk) -> ImportWizard:
    shown = ImportWizard(desk.context, "entries")
    qtbot.addWidget(shown)
    shown.resize(1180, 720)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.start()
    return shown


def lines(wizard: ImportWizard) -> dict[int, ImportLine]:
    return {line.row: line for line in wizard.preview.table.row_model.rows()}


def write(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def choose(wizard: ImportWizard, header: str, field: str) -> None:
    combo = wizard.columns_step.combo(header)
    combo.setCurrentIndex(combo.findData(field))
    combo.activated.emit(combo.currentIndex())


# -- pasted ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"), [(TABLE, 1), (TABLE.replace("\t", ","), 1), (LINES, 2)]
)
def test_what_was_copied_is_pasted_by_key_checked_and_taken(
    wizard: ImportWizard, desk: Desk, qtbot: QtBot, text: str, count: int
) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(
        wizard.file_step.choose_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
    )
    assert wizard.step == "columns"
    assert "pasted text" in wizard.header.subtitle_label.full_text()
    wizard.next()
    assert [line.fate for line in lines(wizard).values()] == ["new"] * count
    wizard.next()
    assert desk.runner("501").given_name == "Tahi"


def test_an_empty_clipboard_is_said(wizard: ImportWizard, desk: Desk) -> None:
    wizard.open_text(" \n")
    assert desk.notes[-1] == ("There is no text on the clipboard.", "warn")
    assert wizard.step == "file"


def test_a_line_that_was_not_understood_is_told_in_the_preview(wizard: ImportWizard) -> None:
    wizard.open_text(LINES + "???\n")
    wizard.next()
    told = lines(wizard)[3]
    assert told.fate == "refused"
    assert "“???” was not understood" in told.problems


# -- questions ------------------------------------------------------------------------------------


def test_columns_are_kept_as_questions_and_their_answers_taken(
    wizard: ImportWizard, desk: Desk, tmp_path: Path
) -> None:
    wizard.open_file(write(tmp_path, FORM))
    choose(wizard, "Which run", "race")
    wizard.columns_step.questions_button.click()
    assert wizard.columns_step.combo("Shirt").currentText() == "Question: one of a few"
    assert wizard.columns_step.combo("Vegan meal").currentText() == "Question: yes or no"
    assert wizard.columns_step.combo("Order no").currentText() == "left out", "nobody answers it"
    assert not wizard.columns_step.questions_button.isEnabled()
    choose(wizard, "Shirt", "?TEXT")
    wizard.next()
    wizard.next()
    data = desk.season.data
    assert [(each.label, each.kind.value) for each in data.questions.values()] == [
        ("Shirt", "TEXT"),
        ("Vegan meal", "YES_NO"),
    ]
    assert sorted(each.value for each in data.answers.values()) == ["M", "M", "no", "yes"]


def test_history_tells_of_answers_without_showing_them(
    wizard: ImportWizard, desk: Desk, tmp_path: Path
) -> None:
    text = "Name,Race,Dietary needs,Shirt\nTahi Pretend,long,no nuts,M\n"
    wizard.open_file(write(tmp_path, text))
    wizard.columns_step.questions_button.click()
    wizard.next()
    wizard.next()
    season = desk.season
    changes = season.file.changes_of(season.file.history(1)[0].number)
    shown = {line.after for line in change_lines(changes, season.data, "NZD", "UTC")}
    assert {"Dietary needs", "not shown"} <= shown
    assert not any("nuts" in words for words in shown)


# -- layouts --------------------------------------------------------------------------------------


def test_what_columns_fill_is_kept_under_a_name_and_known_the_next_time(
    wizard: ImportWizard, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(tmp_path, FORM)
    wizard.open_file(path)
    choose(wizard, "Which run", "race")
    choose(wizard, "Shirt", "?CHOICE")
    bar = wizard.layout_bar
    qtbot.keyClick(bar.keep_button, Qt.Key.Key_Space)
    qtbot.keyClicks(bar.name_field, "Club evening")
    qtbot.keyClick(bar.name_field, Qt.Key.Key_Return)
    assert "“Club evening” is kept" in desk.notes[-1][0]
    wizard.start()
    wizard.open_file(path)
    assert bar.choice.currentText() == "Club evening"
    assert wizard.columns_step.combo("Which run").currentData() == "race"
    assert wizard.columns_step.combo("Shirt").currentData() == "?CHOICE"


def test_a_kept_layout_is_renamed_put_aside_and_forgotten(
    wizard: ImportWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard.open_file(write(tmp_path, FORM))
    choose(wizard, "Which run", "race")
    bar = wizard.layout_bar
    for button, name in ((bar.keep_button, "Club evening"), (bar.rename_button, "Members")):
        button.click()
        bar.name_field.setText(name)
        bar.save()
    assert bar.choice.currentText() == "Members"
    bar.choice.setCurrentIndex(bar.choice.findData("-"))
    bar.choice.activated.emit(bar.choice.currentIndex())
    assert wizard.columns_step.combo("Which run").currentData() == "-"
    assert not bar.forget_button.isVisible()
    bar.choice.setCurrentIndex(bar.choice.findData("own/members"))
    bar.choice.activated.emit(bar.choice.currentIndex())
    assert wizard.columns_step.combo("Which run").currentData() == "race"
    bar.forget_button.click()
    assert wizard.columns_step.combo("Which run").currentData() == "-"
    assert not bar.forget_button.isVisible()


def test_a_name_that_is_taken_is_said_and_escape_leaves_only_the_name(
    wizard: ImportWizard, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard.open_file(write(tmp_path, FORM))
    bar = wizard.layout_bar
    bar.keep_button.click()
    bar.save()
    assert desk.notes[-1] == ("A layout needs a name. Nothing was kept.", "warn")
    qtbot.keyClick(bar.name_field, Qt.Key.Key_Escape)
    assert not bar.name_field.isVisible()
    assert wizard.step == "columns"


def test_a_layout_of_times_is_kept_and_followed_alike(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = ImportWizard(desk.context, "times")
    qtbot.addWidget(wizard)
    wizard.show()
    path = write(tmp_path, "No;Sort;Over the line\n401;6:00:00;2:02:03\n402;7:00:00;3:03:04\n")
    wizard.open_file(path)
    choose(wizard, "Sort", "-")
    choose(wizard, "Over the line", "time")
    wizard.layout_bar.keep_button.click()
    wizard.layout_bar.name_field.setText("The old clock")
    wizard.layout_bar.save()
    wizard.start()
    wizard.open_file(path)
    assert wizard.layout_bar.choice.currentText() == "The old clock"
    wizard.next()
    assert [line.detail for line in lines(wizard).values()] == ["2:02:03", "3:03:04"]


# -- doubtful rows --------------------------------------------------------------------------------


@pytest.fixture
def asked(wizard: ImportWizard, tmp_path: Path) -> ImportWizard:
    """A list with two doubtful rows, checked."""
    wizard.open_file(write(tmp_path, DOUBTFUL))
    wizard.next()
    return wizard


def press(wizard: ImportWizard, key: Qt.Key) -> None:
    """Press a key in the table, and wait until what it changes is worked out."""
    QTest.keyClick(wizard.preview.table, key)
    wizard._later.setInterval(0)
    if wizard._later.isActive():
        wizard._plan()


def test_a_doubtful_row_is_shown_beside_the_record_it_may_be_about(asked: ImportWizard) -> None:
    assert [line.fate for line in lines(asked).values()] == ["doubtful", "doubtful", "new"]
    preview = asked.preview
    assert preview.chips.chip("doubtful").text() == "2 doubtful"
    assert preview.table.current_id() == 2
    assert preview.doubt.isVisible()
    shown = {
        cells[0].full_text(): (cells[1].full_text(), cells[2].full_text())
        for cells in preview.doubt.cells
        if not cells[0].isHidden()
    }
    assert shown["Family name ≠"] == ("Makettu", "Maketū")
    assert shown["Born"] == ("4 Mar 1995", "4 Mar 1995")
    assert "bib\N{NO-BREAK SPACE}401" in shown["Entered in"][1]
    assert preview.table.select_id(4)
    assert not preview.doubt.isVisible()


def test_doubtful_rows_are_decided_by_key_and_taken_as_decided(
    asked: ImportWizard, desk: Desk
) -> None:
    press(asked, Qt.Key.Key_1)
    assert lines(asked)[2].fate == "changed"
    assert asked.preview.table.current_id() == 3, "the next one is shown"
    press(asked, Qt.Key.Key_2)
    assert lines(asked)[3].fate == "new"
    assert asked.preview.chips.chip("decided").text() == "2 decided"
    asked.take()
    data = desk.season.data
    assert desk.runner("501").family_name == "Makettu"
    (verdict,) = data.verdicts.values()
    names = {data.runners[each].family_name for each in (verdict.first_id, verdict.second_id)}
    assert (names, verdict.same) == ({"Åkesson-Notreal", "Akesson Notreal"}, False)


def test_a_doubtful_row_of_this_event_left_alone_is_not_taken(
    asked: ImportWizard, desk: Desk
) -> None:
    assert asked.next_button.text() == "Take 1 entry"
    asked.take()
    assert desk.runner("401").family_name == "Maketū"
    assert not desk.season.data.verdicts


def test_an_answer_can_be_changed_and_a_row_be_left_out(asked: ImportWizard) -> None:
    press(asked, Qt.Key.Key_1)
    asked.preview.table.select_id(2)
    assert "the same person" in asked.preview.doubt.said.full_text()
    press(asked, Qt.Key.Key_3)
    line = lines(asked)[2]
    assert line.fate == "doubtful"
    assert "left out as decided" in line.problems


def test_all_open_rows_are_answered_at_once(asked: ImportWizard) -> None:
    asked.preview.doubt.all_same_button.click()
    asked._plan()
    assert [line.fate for line in lines(asked).values()] == ["changed", "changed", "new"]


def test_digits_typed_into_the_filter_decide_nothing(asked: ImportWizard) -> None:
    asked.preview.search.setFocus()
    QTest.keyClicks(asked.preview.search, "12")
    assert asked.preview.search.text() == "12"
    assert lines(asked)[2].fate == "doubtful"
    assert not asked._decisions
