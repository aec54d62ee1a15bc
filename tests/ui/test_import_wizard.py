from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.services.logs import ipico
from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.services import history, raceday, timing
from trailsdesk.services.chips import give_chip
from trailsdesk.services.entries import edit_runner
from trailsdesk.ui.import_wizard import ImportWizard
from trailsdesk.ui.jobs import JobQueue
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.calm_combo import CalmCombo

LIST = """\
Bib,First name,Last name,Gender,Birth date,Distance,Paid,Medal
401,Aroha,Maketū,F,1995-03-04,long,125.00,collect
402,Søren,Åkesson-Notreal,M,1986-08-09,long,125.00,post
410,Tahi,Pretend,M,1991-02-28,long,125.00,
411,Rua,Pretend,F,2016-02-28,long,65.00,
412,Toru,Pretend,F,1991-02-31,mid,105.00,
413,Whā,Pretend,F,1990-01-31,ultra,105.00,
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk, kind: str = "entries") -> ImportWizard:
    wizard = ImportWizard(desk.context, kind)  # type: ignore[arg-type]
    qtbot.addWidget(wizard)
    wizard.resize(1080, 620)
    with qtbot.waitActive(wizard):
        wizard.show()
        wizard.activateWindow()
    wizard.start()
    return wizard


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk) -> ImportWizard:
    return shown(qtbot, desk)


@pytest.fixture
def entry_list(tmp_path: Path) -> Path:
    path = tmp_path / "entries.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def rows(wizard: ImportWizard) -> dict[int, tuple[str, str]]:
    """Row of the file to its fate and its differences, as far as shown."""
    lines = wizard.preview.table.row_model.shown_rows()
    return {line.row: (line.fate, line.changes) for line in lines}


def go_on(wizard: ImportWizard, qtbot: QtBot) -> None:
    qtbot.keyClick(wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


# -- file and columns -----------------------------------------------------------------------------


def test_a_clear_file_goes_straight_to_its_columns(wizard: ImportWizard, entry_list: Path) -> None:
    wizard.open_file(entry_list)
    assert wizard.step == "columns"
    assert wizard.header.subtitle_label.full_text() == (
        "entries.csv · for Willesden Farms, 24 May 2026"
    )
    chosen = {
        header: wizard.columns_step.combo(header).currentText()
        for header in ("Bib", "First name", "Distance", "Paid")
    }
    assert chosen == {
        "Bib": "Bib",
        "First name": "Given name",
        "Distance": "Race",
        "Paid": "Paid",
    }
    assert wizard.next_button.text() == "Check 6 rows"


def test_a_person_who_goes_back_sees_the_rows_of_the_file(
    wizard: ImportWizard, entry_list: Path
) -> None:
    wizard.open_file(entry_list)
    wizard.back()
    assert wizard.step == "file"
    assert "entries.csv · 6 rows" in wizard.file_step.facts_label.full_text()
    [table] = wizard.file_step.findChildren(RowTableView)
    assert table.row_model.shown_count == 6
    wizard.next()
    assert wizard.step == "columns"


def test_a_field_chosen_for_another_column_leaves_the_first(
    wizard: ImportWizard, entry_list: Path
) -> None:
    wizard.open_file(entry_list)
    combo = wizard.columns_step.combo("First name")
    combo.setCurrentIndex(combo.findData("club"))
    combo.activated.emit(combo.currentIndex())
    other = wizard.columns_step.combo("Last name")
    other.setCurrentIndex(other.findData("club"))
    other.activated.emit(other.currentIndex())
    assert combo.currentData() == "given_name"
    assert other.currentData() == "club"


def test_without_a_name_nothing_can_be_taken_and_it_is_said(
    wizard: ImportWizard, tmp_path: Path
) -> None:
    path = tmp_path / "clubs.csv"
    path.write_text("Gender,Club\nF,Hawks\nM,Hawks\n", encoding="utf-8")
    wizard.open_file(path)
    assert not wizard.next_button.isEnabled()
    assert "No column fills “Family name”" in wizard.columns_step.notice.label.text()


def test_doubtful_letters_are_shown_and_can_be_read_otherwise(
    wizard: ImportWizard, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("First name,Last name,Race\nSøren,Åkesson,long\n".encode("cp1252"))
    wizard.open_file(path)
    assert wizard.step == "file"
    assert wizard.file_step.notice.isVisible()
    combo = wizard.file_step.encoding_choice
    combo.setCurrentIndex(combo.findData("cp1251"))
    combo.activated.emit(combo.currentIndex())
    assert wizard._work is not None
    assert wizard._work.table.rows[0].cells[0] == "Sшren"
    combo.setCurrentIndex(combo.findData("cp1252"))
    combo.activated.emit(combo.currentIndex())
    assert wizard._work.table.rows[0].cells[0] == "Søren"


def test_a_file_with_several_tables_asks_which(wizard: ImportWizard, tmp_path: Path) -> None:
    path = tmp_path / "two.md"
    path.write_text(
        "# Long\n\n| First name | Last name |\n|---|---|\n| Tahi | Pretend |\n\n"
        "# Mid\n\n| First name | Last name |\n|---|---|\n| Rua | Pretend |\n| Toru | Pretend |\n",
        encoding="utf-8",
    )
    wizard.open_file(path)
    assert wizard.step == "file"
    assert wizard.file_step.table_choice.isVisible()
    assert wizard.next_button.text() == "Next"
    wizard.file_step.table_choice.setCurrentIndex(0)
    wizard.file_step.table_choice.activated.emit(0)
    assert wizard.file_step.facts_label.full_text() == "two.md · 1 row · 2 columns"


def test_a_file_of_another_kind_is_refused_with_advice(
    wizard: ImportWizard, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"%PDF-1.7 something")
    before = desk.season.data
    wizard.open_file(path)
    assert wizard.trouble.isVisible()
    assert "list.csv" in wizard.trouble.label.text()
    assert desk.season.data is before


def test_taken_files_are_offered_again(
    wizard: ImportWizard, entry_list: Path, qtbot: QtBot
) -> None:
    from trailsdesk.ui.widgets import Button

    wizard.open_file(entry_list)
    wizard.start()
    names = [each.text() for each in wizard.file_step.findChildren(Button)]
    assert "entries.csv" in names


# -- check ----------------------------------------------------------------------------------------


def test_every_row_says_what_becomes_of_it_and_why(
    wizard: ImportWizard, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    assert wizard.step == "check"
    assert rows(wizard) == {
        2: ("same", ""),
        3: ("changed", "paid: – → 125.00; medal: no medal → by post"),
        4: ("new", ""),
        5: ("refused", ""),
        6: ("new", ""),
        7: ("refused", ""),
    }
    told = {line.row: line.problems for line in wizard.preview.table.row_model.rows()}
    assert "At 10 years Long is not open" in told[5]
    assert "Column “Birth date”" in told[6]
    assert "“ultra” is none of this event’s races" in told[7]
    assert wizard.next_button.text() == "Take 3 entries"


def test_a_refused_row_says_first_why_it_is_refused(
    wizard: ImportWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    listed = tmp_path / "odd.csv"
    listed.write_text(
        "First name,Last name,Birth date,Distance\nOtto,Odd,1986-02-31,ultra\n", encoding="utf-8"
    )
    wizard.open_file(listed)
    go_on(wizard, qtbot)
    (line,) = wizard.preview.table.row_model.rows()
    assert line.fate == "refused"
    assert line.problems.startswith("Column “Distance”: “ultra” is none of this event’s races")
    assert "Column “Birth date”" in line.problems


def test_chips_count_and_filter_the_rows(
    wizard: ImportWizard, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    chips = wizard.preview.chips
    assert chips.chip("new").text() == "2 new"
    assert chips.chip("refused").text() == "2 refused"
    assert chips.chip("problems").text() == "3 with something to look at"
    qtbot.keyClick(chips.chip("refused"), Qt.Key.Key_Space)
    assert set(rows(wizard)) == {5, 7}


def test_the_row_under_the_cursor_is_told_in_full(
    wizard: ImportWizard, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    wizard.preview.table.select_id(3)
    assert wizard.preview.words.text() == ("Row 3: paid: – → 125.00; medal: no medal → by post")


def test_escape_empties_the_filter_before_it_leaves(
    wizard: ImportWizard, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    wizard.focus_filter()
    assert QApplication.focusWidget() is wizard.preview.search
    qtbot.keyClicks(wizard.preview.search, "tahi")
    assert set(rows(wizard)) == {4}
    qtbot.keyClick(wizard.preview.search, Qt.Key.Key_Escape)
    assert wizard.step == "check"
    assert len(rows(wizard)) == 6
    with qtbot.waitSignal(wizard.closed):
        qtbot.keyClick(wizard.preview.search, Qt.Key.Key_Escape)


def test_rows_without_a_race_go_where_the_user_says(
    wizard: ImportWizard, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "names.csv"
    path.write_text("First name,Last name\nTahi,Pretend\nRua,Pretend\n", encoding="utf-8")
    wizard.open_file(path)
    assert "choose where the rows go" in wizard.columns_step.notice.label.text()
    wizard.columns_step.race_choice.choose(desk.race("mid"))
    wizard.columns_step.race_choice.activated.emit(0)
    go_on(wizard, qtbot)
    assert {line.race for line in wizard.preview.table.row_model.rows()} == {"Midi"}


def test_the_order_of_day_and_month_can_be_chosen_and_is_forgotten_with_the_file(
    wizard: ImportWizard, tmp_path: Path, entry_list: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "days.csv"
    header = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
    path.write_text(f"{header}\n990,Tahi,Pretend,F,3/6/1986,NZL,mid\n", encoding="utf-8")
    wizard.open_file(path)
    choice = wizard.columns_step.date_choice
    assert choice.currentData() is None
    choice.choose("month-first")
    choice.activated.emit(2)
    go_on(wizard, qtbot)
    assert wizard._outcome is not None
    (row,) = wizard._outcome.plan.rows
    assert row.runner.birth_date.isoformat() == "1986-03-06"
    wizard.start()
    wizard.open_file(entry_list)
    assert choice.currentData() is None


def test_a_change_elsewhere_is_planned_anew(
    wizard: ImportWizard, desk: Desk, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    assert rows(wizard)[2] == ("same", "")
    edit_runner(desk.season, desk.entry("401").runner_id, given_name="Arohanui")
    qtbot.waitUntil(lambda: rows(wizard)[2][0] == "changed")
    assert rows(wizard)[2] == ("changed", "given name: Arohanui → Aroha")


# -- take -----------------------------------------------------------------------------------------


def test_taking_is_one_step_of_history_that_undo_takes_back(
    wizard: ImportWizard, desk: Desk, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    steps, entries = len(history.history(desk.season)), len(desk.season.data.entries)
    with qtbot.waitSignals([wizard.taken, wizard.closed]):
        go_on(wizard, qtbot)
    assert len(desk.season.data.entries) == entries + 2
    assert desk.entry("402").medal is MedalOrder.POST
    assert len(history.history(desk.season)) == steps + 1
    words = "Took 2 new and 1 changed entries from “entries.csv”. Ctrl+Z takes it back."
    assert desk.notes == [(words, "good")]
    history.undo(desk.season)
    assert len(desk.season.data.entries) == entries
    assert desk.entry("402").medal is MedalOrder.NONE


def test_the_same_file_again_has_nothing_to_take(
    wizard: ImportWizard, desk: Desk, entry_list: Path, qtbot: QtBot
) -> None:
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    go_on(wizard, qtbot)
    revision = desk.season.data.revision
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    assert wizard.next_button.text() == "Nothing to take"
    assert not wizard.next_button.isEnabled()
    go_on(wizard, qtbot)
    assert desk.season.data.revision == revision


def test_leaving_takes_nothing(
    wizard: ImportWizard, desk: Desk, entry_list: Path, qtbot: QtBot
) -> None:
    before = desk.season.data
    wizard.open_file(entry_list)
    go_on(wizard, qtbot)
    with qtbot.waitSignal(wizard.closed):
        qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert desk.season.data is before
    assert wizard.outcome is None


def test_cancel_leaves_everything_as_it_was(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    import dataclasses

    path = tmp_path / "many.csv"
    lines = [f"Kiri,Invented{at},long\n" for at in range(3000)]
    path.write_text("First name,Last name,Race\n" + "".join(lines), encoding="utf-8")
    jobs = JobQueue()
    desk.context = dataclasses.replace(desk.context, jobs=jobs)
    wizard = shown(qtbot, desk)
    before = desk.season.data
    try:
        wizard.open_file(path)
        assert wizard.busy.isVisible()
        assert jobs.wait_idle(30)
        assert wizard.step == "columns"
        wizard.next()
        assert wizard.busy.isVisible()
        wizard.cancel()
        assert jobs.wait_idle(30)
        assert not wizard.busy.isVisible()
        assert wizard.step == "columns"
        assert wizard.outcome is None
        assert desk.season.data is before
        wizard.next()
        assert jobs.wait_idle(30)
        assert wizard.step == "check"
    finally:
        jobs.shutdown()


def test_twenty_thousand_rows_are_checked_and_taken(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "many.csv"
    lines = [f"Kiri,Invented{at},F,1990-01-{1 + at % 28:02},long,{at}\n" for at in range(20_000)]
    head = "First name,Last name,Gender,Birth date,Race,Bib\n"
    path.write_text(head + "".join(lines), encoding="utf-8")
    with open_desk(tmp_path, people=False) as desk:
        wizard = shown(qtbot, desk)
        wizard.open_file(path)
        wizard.next()
        assert wizard.next_button.text() == "Take 20000 entries"
        wizard.next()
        assert len(desk.season.data.entries) == 20_000


def test_a_file_for_reading_only_is_checked_but_not_taken(
    tmp_path: Path, entry_list: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        wizard = shown(qtbot, desk)
        wizard.open_file(entry_list)
        wizard.next()
        assert wizard.step == "check"
        assert not wizard.next_button.isEnabled()
        assert wizard.next_button.toolTip() == "The file is open for reading only."


# -- times ----------------------------------------------------------------------------------------


def test_times_are_taken_once_and_unknown_bibs_are_said(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "times.csv"
    path.write_text(
        "Bib,Time\n401,11:30:00\n402,11:31:10\n999,11:32:00\n401,nonsense\n", encoding="utf-8"
    )
    event = desk.season.data.events[desk.context.scope.event_id]
    gun = raceday.parse_gun(event, "2026-05-24 10:00:00")
    raceday.set_gun(desk.season, [desk.race("long")], gun)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    assert wizard.step == "columns"
    go_on(wizard, qtbot)
    lines = {line.row: line for line in wizard.preview.table.row_model.rows()}
    assert (lines[2].fate, lines[2].name, lines[2].detail) == ("new", "Aroha Maketū", "11:30:00")
    assert lines[4].changes == "nobody wears this bib"
    assert wizard.next_button.text() == "Take 3 times"
    go_on(wizard, qtbot)
    assert len(desk.season.data.reads) == 3
    wizard.open_file(path)
    go_on(wizard, qtbot)
    assert wizard.next_button.text() == "Nothing to take"


def test_what_times_are_can_be_put_right_where_a_wrong_guess_shows(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "times.csv"
    path.write_text("Bib,Time\n401,1:30:00\n402,1:31:10\n", encoding="utf-8")
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    wizard.next()
    choice = wizard.preview.time_choice
    assert choice.isVisible()
    assert choice.currentData() == "elapsed"
    choice.setCurrentIndex(choice.findData("clock"))
    choice.activated.emit(choice.currentIndex())
    wizard.next()
    assert all(read.instant_ms is not None for read in desk.season.data.reads.values())
    assert len(desk.season.data.reads) == 2


# -- logs of timing systems -----------------------------------------------------------------------

LOG = (
    ipico("0580037000a1", "2026-05-24 11:30:00"),
    "scribble",
    ipico("0580037000b2", "2026-05-24 11:31:10"),
    ipico("0580037000c3", "2026-05-24 11:32:00"),
)


def chips_of(desk: Desk) -> None:
    event_id = desk.context.scope.event_id
    give_chip(desk.season, event_id, "0580037000a1", "401")
    give_chip(desk.season, event_id, "0580037000b2", "402")


def write_log(folder: Path, *lines: str, name: str = "mat.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines or LOG) + "\n", encoding="utf-8")
    return path


def start_long(desk: Desk) -> None:
    event = desk.season.data.events[desk.context.scope.event_id]
    raceday.set_gun(desk.season, [desk.race("long")], raceday.parse_gun(event, "10:00:00"))


def type_into(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(combo: CalmCombo, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_a_log_goes_straight_to_the_check_and_says_what_it_is(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    start_long(desk)
    chips_of(desk)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path))
    assert wizard.step == "check"
    assert not wizard.steps.button("columns").isEnabled()
    look = wizard.preview.look
    assert look.title.full_text() == "mat.txt: ipico raw log, 3 reads, 1 line not understood"
    assert look.facts.text() == (
        "First 11:30:00, last 11:32:00 on 24 May 2026. 2 of 3 chips known, 1 without a bib."
    )
    lines = {line.row: line for line in wizard.preview.table.row_model.rows()}
    assert (lines[1].bib, lines[1].name, lines[1].detail) == ("401", "Aroha Maketū", "11:30:00")
    assert lines[4].changes == "chip 0580037000C3 has no bib yet"
    assert lines[2].fate == "refused"
    assert lines[2].problems.startswith("The line does not look like")
    assert wizard.preview.chips.chip("refused").text() == "1 not understood"
    qtbot.keyClick(wizard, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.step == "file"
    go_on(wizard, qtbot)
    assert wizard.step == "check"
    go_on(wizard, qtbot)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 90 * 60_000
    assert len(desk.season.data.reads) == 3


def test_only_the_first_two_hundred_lines_not_understood_are_listed(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    good = [ipico(f"05800370{n:04x}", "2026-05-24 11:30:00") for n in range(400)]
    bad = [line[:-2] + "zz" for line in good[:250]]
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path, *bad, *good))
    assert "250 lines not understood, the first 200 are listed" in (
        wizard.preview.look.title.full_text()
    )
    assert wizard.outcome is not None
    assert wizard.outcome.count("refused") == 200


def test_the_correction_of_the_clock_shows_on_the_first_and_last_read(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    start_long(desk)
    chips_of(desk)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path))
    look = wizard.preview.look
    type_into(qtbot, look.offset_edit, "soon")
    before = desk.season.data
    go_on(wizard, qtbot)
    assert desk.season.data is before, "what makes no sense is mended before anything is taken"
    assert "mend it first" in desk.notes[-1][0]
    type_into(qtbot, look.offset_edit, "90")
    assert "First 11:31:30, last 11:33:30 on 24 May 2026, clock corrected by +0:01:30." in (
        look.facts.text()
    )
    go_on(wizard, qtbot)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 91 * 60_000 + 30_000


def test_the_day_of_times_without_a_date_is_shown_and_can_be_changed(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "times.csv"
    path.write_text("Bib,Time\n401,11:30:00\n402,11:31:10\n", encoding="utf-8")
    start_long(desk)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    go_on(wizard, qtbot)
    look = wizard.preview.look
    assert "Times without a date are put on 24 May 2026." in look.facts.text()
    assert look.day_edit.text() == "2026-05-24"
    type_into(qtbot, look.day_edit, "25 May 2026")
    assert "put on 25 May 2026." in look.facts.text()
    go_on(wizard, qtbot)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 25 * 3_600_000 + 30 * 60_000


def test_the_hour_the_clocks_showed_twice_is_asked_about_only_where_there_is_one(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path, ipico("0580037000a1", "2026-04-05 02:30:00")))
    choice = wizard.preview.look.repeated_choice
    assert choice.isVisible()

    def moment() -> int:
        assert wizard.outcome is not None
        (draft,) = wizard.outcome.plan.drafts  # type: ignore[union-attr]
        return draft.instant_ms or 0

    first = moment()
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_End)
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: moment() != first)
    assert moment() - first == 3_600_000, "the second time round is an hour later"
    wizard.open_file(write_log(tmp_path))
    assert not choice.isVisible()
    assert choice.currentData() is None, "what was said of one file is not said of the next"


def test_a_log_with_dates_offers_no_day(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path))
    assert not wizard.preview.look.day_edit.isVisible()
    assert not wizard.preview.look.time_choice.isVisible()
    assert wizard.preview.look.offset_edit.isVisible()


def test_a_second_source_says_what_it_would_change_and_leads_only_when_let(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    start_long(desk)
    chips_of(desk)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path))
    go_on(wizard, qtbot)
    second = (
        ipico("0580037000a1", "2026-05-24 11:30:02"),
        ipico("0580037000b2", "2026-05-24 11:29:55"),
    )
    wizard.open_file(write_log(tmp_path, *second, name="backup.txt"))
    look = wizard.preview.look
    assert look.notice.label.text() == (
        "2 runners have a time already; 2 differ by up to 0:01:15. 1 time and 2 places would"
        " change. It only fills gaps: nothing of that happens unless you let it lead."
    )
    assert look.role_choice.currentData() is False
    wizard.preview.chips.choose("moves")
    moves = wizard.preview.moves.rows()
    assert [(m.bib, m.rank_before, m.rank_after) for m in moves] == [("402", 2, 1), ("401", 1, 2)]
    assert wizard.preview.moves_table.isVisible()
    choose(look.role_choice, True)
    assert "You let it lead" in look.notice.label.text()
    choose(look.role_choice, False)
    go_on(wizard, qtbot)
    assert desk.season.result_of(desk.entry("401").id).rank == 1
    assert "count only where no other source has a time" in desk.notes[-1][0]


def test_places_of_a_file_are_given_to_points_or_made_ones(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    start_long(desk)
    path = tmp_path / "live.csv"
    path.write_text(
        "bib,name,status,category,sex,country,Start,Top,Aid 2,Finish\n" + "".join(
            f"{bib},A B,FINISHER,SE,FEMALE,NZ,2026-05-24T10:00:05+12:00,"
            f"2026-05-24T10:31:00+12:00,2026-05-24T11:00:00+12:00,2026-05-24T11:2{n}:00+12:00\n"
            for n, bib in enumerate(("401", "402"))
        ), encoding="utf-8",
    )  # fmt: skip
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    column = wizard.columns_step.combo("Top")
    assert column.currentText() == "times at its own point"
    choose(column, "-")
    choose(column, "")
    go_on(wizard, qtbot)
    look = wizard.preview.look
    assert look.place_combo("Top").currentText() == "a point of its own"
    choose(look.place_combo("Aid 2"), "-")
    assert look.make_points.text() == "Make 1 place a checkpoint of the race"
    look.make_points.setFocus()
    qtbot.keyClick(look.make_points, Qt.Key.Key_Space)
    go_on(wizard, qtbot)
    points = desk.season.data.points_of(desk.race("long"))
    assert [(point.code, point.label) for point in points] == [("top", "Top")]
    splits = desk.season.splits(desk.race("long"))[desk.entry("401").id]
    assert [split.since_ms for split in splits] == [31 * 60_000]


def test_a_list_of_chips_is_recognised_among_the_timing_files(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "chips.csv"
    path.write_text("BIB,CHIP\n401,0580037000A1\n777,0580037000B2\n402,0580037000A1\n")
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    assert (wizard.step, wizard.header.title_label.text()) == ("check", "Import chips")
    assert wizard.next_button.text() == "Take 2 chips"
    lines = {line.row: line for line in wizard.preview.table.row_model.rows()}
    assert (lines[2].detail, lines[2].name) == ("580037000A1", "Aroha Maketū")
    assert "Nobody wears bib 777" in lines[3].problems
    assert "was given to bib 401 in line 2" in lines[4].problems
    go_on(wizard, qtbot)
    assert {c.bib for c in desk.season.data.chips.values()} == {"401", "777"}
    wizard.start()
    assert wizard.header.title_label.text() == "Import times"


def test_a_list_that_is_no_timing_file_says_what_it_looks_like(
    desk: Desk, tmp_path: Path, entry_list: Path, qtbot: QtBot
) -> None:
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(entry_list)
    assert "looks like an entry list: 6 people" in wizard.columns_step.notice.label.text()
    assert not wizard.next_button.isEnabled()
    course = tmp_path / "course.gpx"
    course.write_text("<?xml version='1.0'?><gpx><trk/></gpx>", encoding="utf-8")
    wizard.open_file(course)
    assert "is a course (GPX)" in wizard.trouble.label.text()


def test_a_key_at_the_line_does_not_make_a_large_file_be_compared_again(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    start_long(desk)
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(write_log(tmp_path))
    event_id, now = desk.context.scope.event_id, desk.clock.now_ms()
    timing.key_finish(desk.season, event_id, None, "401", now, "tests")
    assert not wizard._later.isActive()
    chips_of(desk)
    assert wizard._later.isActive()
    qtbot.waitUntil(lambda: "2 of 3 chips known" in wizard.preview.look.facts.text())


def test_a_gun_in_a_file_is_told_to_the_panel_and_not_set(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_log(
        tmp_path,
        "CT01_13~1~start~guntime~10:00:00.47~0~0007F0~0",
        "CT01_13~2~finish~A1~11:20:00.10~1~0007F0~1",
    )
    wizard = shown(qtbot, desk, "times")
    wizard.open_file(path)
    with qtbot.waitSignal(wizard.guns_found) as told:
        go_on(wizard, qtbot)
    assert told.args[0] == "mat.txt"
    assert len(told.args[1]) == 1
    assert raceday.gun_of(desk.season, desk.race("long")) is None


def test_where_chips_are_wanted_an_entry_list_with_chips_will_do(
    desk: Desk, tmp_path: Path, entry_list: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "with-chips.csv"
    path.write_text("Bib,First name,Last name,Chip\n401,Aroha,Maketū,0580037000A1\n402,Søren,X,\n")
    wizard = shown(qtbot, desk, "times")
    wizard.start(chips=True)
    wizard.open_file(path)
    assert wizard.next_button.text() == "Take 1 chip"
    go_on(wizard, qtbot)
    assert [(c.code, c.bib) for c in desk.season.data.chips.values()] == [("580037000A1", "401")]
    wizard.start(chips=True)
    wizard.open_file(entry_list)
    assert "does not say which bib wears which chip" in wizard.trouble.label.text()
