"""The results file of a federation on screen: its faults, what mends them, and the file."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from tests.ui.points_fixture import BORN, hold_race
from tests.ui.season_fixture import open_desk
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.ui.itra_check import LEG, LOOPS, STAGES, ItraCheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk


def runner(family: str, given: str, gender: Gender, nation: str = "DEU") -> Runner:
    return Runner(
        family_name=family, given_name=given, gender=gender, birth_date=BORN, nation=nation
    )


FIELD = (
    ("1", runner("Weka", "Ada", Gender.F), 60),
    ("2", runner("李", "明", Gender.X), 90),
    ("3", runner("Παπαδάκη", "Ελένη", Gender.F, "GRC"), 100),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, people=False) as opened:
        hold_race(opened, "long", FIELD)
        opened.context.scope.set(opened.context.scope.event_id, opened.race("long"))
        yield opened


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ItraCheck:
    made = ItraCheck(desk.context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def cells(page: ItraCheck) -> list[tuple[str, str, str]]:
    """How bad, row and column of every line shown."""
    at = {column.key: n for n, column in enumerate(page.model.columns)}
    wanted = [at[key] for key in ("severity", "row", "column")]
    return [
        tuple(page.model.index(row, column).data() for column in wanted)
        for row in range(page.model.rowCount())
    ]


def choose(page: ItraCheck, row: int) -> None:
    page.table.selectRow(row)


def test_every_fault_stands_with_its_row_and_the_file_is_held_back(page: ItraCheck) -> None:
    assert cells(page) == [
        ("fault", "3", "Family name"),
        ("fault", "3", "First name"),
        ("fault", "3", "Gender"),
        ("only told", "4", ""),
        ("only told", "4", ""),
    ]
    assert "3 faults" in page.said.text()
    assert not page.write_button.isEnabled()
    assert page.write_button.toolTip()


def test_a_spelling_kept_and_a_letter_for_this_file_make_it_clean(
    qtbot: QtBot, page: ItraCheck, desk: Desk, tmp_path: Path
) -> None:
    choose(page, 0)
    assert not page.mend.spell_button.isEnabled()
    assert page.mend.woman_button.isHidden()
    qtbot.keyClicks(page.mend.family, "Li")
    qtbot.keyClicks(page.mend.given, "Ming")
    qtbot.keyClick(page.mend.given, Qt.Key.Key_Return)
    assert [line[2] for line in cells(page)][:1] == ["Gender"]
    choose(page, 0)
    assert page.mend.names.isHidden()
    page.mend.man_button.click()
    assert page.said.text() == "Clean: 3 rows."
    assert page.write_button.isEnabled()
    path = tmp_path / "out.xlsx"
    page.write_to(path)
    assert "out.xlsx" in page.said.text()
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[2][2:5] == ("Li", "Ming", "M")
    assert rows[3][2:4] == ("Papadaki", "Eleni")
    assert desk.runner("2").latin_family == "Li", "kept for the next race"
    assert desk.season.data.runners[desk.entry("2").runner_id].gender is Gender.X, "as it was"


def test_a_spelling_in_other_letters_is_not_kept(
    qtbot: QtBot, page: ItraCheck, desk: Desk
) -> None:
    choose(page, 0)
    page.mend.family.setText("Ли")
    page.mend.given.setText("Ming")
    page.mend.spell_button.click()
    assert desk.runner("2").latin_family == ""
    assert page.said.text().endswith("without Ли.")


def test_a_spelling_that_was_only_proposed_can_be_corrected(page: ItraCheck, desk: Desk) -> None:
    choose(page, 3)
    page.mend.family.setText("Papadakis")
    page.mend.given.setText("Helen")
    page.mend.spell_button.click()
    assert not [line for line in cells(page) if line[0] == "only told"]
    assert desk.runner("3").latin_family == "Papadakis"


def test_the_fault_chosen_leads_to_its_entry(qtbot: QtBot, page: ItraCheck, desk: Desk) -> None:
    choose(page, 2)
    with qtbot.waitSignal(page.entry_asked) as asked:
        page.mend.entry_button.click()
    assert asked.args == [desk.entry("2").id]
    with qtbot.waitSignal(page.entry_asked):
        page.table.row_activated.emit(page.table.current_id())


def test_what_is_corrected_in_the_entry_goes_from_the_list(page: ItraCheck, desk: Desk) -> None:
    fixed = dataclasses.replace(
        desk.runner("2"), family_name="Li", given_name="Ming", gender=Gender.M
    )
    with desk.season.change("entry.edit", bib="2") as writer:
        writer.put(fixed)
    assert page.said.text() == "Clean: 3 rows."


def test_another_race_is_looked_through_by_choosing_it(page: ItraCheck, desk: Desk) -> None:
    page.race.setCurrentIndex(page.race.findData(desk.race("short")))
    assert "1 fault" in page.said.text(), "there is nobody in it"
    assert page.suggested_name() == "willesden-short-itra.xlsx"


def test_loops_are_asked_for_and_said_when_there_are_none(qtbot: QtBot, page: ItraCheck) -> None:
    assert not page.loops.isVisible()
    page.form.setCurrentIndex(page.form.findData(LOOPS))
    assert page.loops.isVisible()
    assert "6, 9, 12" in page.said.text()
    assert not page.write_button.isEnabled()
    qtbot.keyClicks(page.loops, "1, 2")
    qtbot.keyClick(page.loops, Qt.Key.Key_Return)
    assert cells(page)[0][1] == "1 loop: 3"
    page.form.setCurrentIndex(page.form.findData(LEG))
    assert not page.loops.isVisible()
    assert "3 faults" in page.said.text()


def test_stages_are_named_and_added_up(qtbot: QtBot, page: ItraCheck, desk: Desk) -> None:
    hold_race(desk, "short", [("71", FIELD[0][1], 30)])
    page.form.setCurrentIndex(page.form.findData(STAGES))
    assert page.stages.isVisible()
    assert "stages" in page.said.text()
    qtbot.keyClicks(page.stages, "nowhere")
    qtbot.keyClick(page.stages, Qt.Key.Key_Return)
    assert "nowhere" in page.said.text()
    page.stages.clear()
    qtbot.keyClicks(page.stages, "short")
    qtbot.keyClick(page.stages, Qt.Key.Key_Return)
    assert "3 faults" in page.said.text()


def test_any_other_workbook_is_looked_through(page: ItraCheck, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(b"nothing of the kind")
    page.look_through(path)
    assert page.said.text().startswith("other.xlsx: 1 fault")
    assert page.write_button.isHidden()
    page.leave_other()
    assert "3 faults" in page.said.text()
    assert not page.write_button.isHidden()


def test_every_control_has_a_name(page: ItraCheck) -> None:
    controls = (
        page.race, page.form, page.loops, page.dnf, page.dsq, page.table, page.write_button,
        page.other_button, page.back_button, page.mend.family, page.mend.given,
        page.mend.entry_button, page.mend.spell_button,
    )  # fmt: skip
    for control in controls:
        assert control.accessibleName() or getattr(control, "text", str)(), control


def test_a_chosen_fault_leaves_every_button_in_sight(
    page: ItraCheck, desk: Desk, qtbot: QtBot
) -> None:
    page.resize(1064, 560)  # what the Sheets panel leaves of 1280 x 720
    qtbot.waitUntil(lambda: page.model.shown_count > 0)
    page.table.selectRow(0)
    qtbot.waitUntil(page.mend.isVisible)
    assert page.minimumSizeHint().height() <= 560
    for button in (page.write_button, page.other_button, page.mend.entry_button):
        corner = button.mapTo(page, button.rect().bottomRight())
        assert page.rect().contains(corner), button.text()
