"""Keying from paper by keys alone, in the real panel on a real season file."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QVBoxLayout, QWidget

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.documents.sheet import Table
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.paper import ROWS_A_SHEET, PaperSide
from trailsdesk.domain.paper_cells import PaperTimes
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import DiskFull
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind
from trailsdesk.services import history, raceday, timing
from trailsdesk.services.paper_drafts import draft_path, load_drafts
from trailsdesk.ui import paper_grid, paper_two_lists, style
from trailsdesk.ui.jobs import JobQueue
from trailsdesk.ui.panels.finish import FinishPanel
from trailsdesk.ui.panels.sheets import SheetsPanel
from trailsdesk.ui.settings import PAPER_TIMES
from trailsdesk.ui.undo_keys import UndoKeys

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)  # ten in the morning at the first event
KEY = Qt.Key
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
MINUTE = 60_000


class Paper:
    """The panel at its tab for paper, in a frame as the window has one."""

    def __init__(self, desk, qtbot):
        self.desk, self.qtbot, self.steady = desk, qtbot, 0
        self.panel = FinishPanel(desk.context, steady=lambda: self.steady)
        self.frame = QWidget()
        QVBoxLayout(self.frame).addWidget(self.panel)
        qtbot.addWidget(self.frame)
        self.frame.resize(1100, 640)
        with qtbot.waitActive(self.frame):
            self.frame.show()
        self.panel.show_paper()
        self.tab = self.panel.paper
        self.lines, self.two, self.second = self.tab.lines, self.tab.lists, self.tab.second

    def key(self, key, modifier=NONE) -> None:
        """To whatever has the keys."""
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text: str, key=KEY.Key_Return) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.key(key)

    def lists(self, times: str = "", bibs: str = "") -> None:
        """Both lists typed from top to bottom; ``?`` for somebody unknown."""
        self.tab.show_lists()
        for time in times.split():
            self.type(time)
        if bibs:
            self.key(KEY.Key_Tab)
        for bib in bibs.split():
            self.type(bib)

    def cells(self, grid=None):
        """Times and bibs as they are typed."""
        lists = (grid or self.two.grid).editor.lists
        return [cell.text for cell in lists.times], list(lists.bibs)

    def rows(self, grid=None):
        return (grid or self.two.grid).table.model_rows.rows()

    def said(self) -> str:
        return self.two.grid.row_card.message.text()

    def said_second(self) -> str:
        return self.second.grid.row_card.message.text()

    def time_of(self, bib: str):
        return self.desk.season.result_of(self.desk.entry(bib).id).time_ms

    def batches(self):
        batches = self.desk.season.data.batches.values()
        return [b for b in batches if b.kind is BatchKind.PAPER and not b.retracted]


@contextlib.contextmanager
def a_desk(folder):
    with open_desk(folder) as desk:
        desk.clock.now = GUN
        for bib in ("403", "404", "405"):
            desk.add(bib, "Made", f"Up-{bib}", gender=Gender.F)
        races = [desk.race(code) for code in ("short", "mid", "long")]
        raceday.set_gun(desk.season, races, desk.clock.now_ms())
        desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
        yield desk


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with a_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def paper(desk, qtbot):
    return Paper(desk, qtbot)


# ------------------------------------------------------------------------------ line by line


def test_a_bib_and_its_time_typed_into_the_first_field_are_two_things(paper):
    paper.type("401 1:42:17")
    assert paper.time_of("401") == 6_137_000
    assert (paper.lines.bib.text(), paper.lines.time.text()) == ("", "")
    paper.type("402 nonsense")
    assert paper.lines.time.hasFocus()
    assert paper.time_of("402") is None


def test_a_time_of_day_is_read_back_with_the_time_since_the_gun(paper):
    paper.key(KEY.Key_G, ALT)
    paper.type("401")
    paper.qtbot.keyClicks(paper.lines.time, "114217")
    assert paper.lines.read_back.text() == "= 11:42:17"
    assert paper.lines.advice.text() == "1:42:17 after the gun"
    paper.key(KEY.Key_Return)
    assert paper.time_of("401") == 6_137_000
    (read,) = paper.desk.season.data.reads.values()
    assert (read.elapsed_ms, read.raw) == (None, "401 114217")
    assert read.instant_ms == paper.desk.clock.now_ms() + 6_137_000
    assert [row.bib for row in paper.lines.last_in.model.rows()] == ["401"]


def test_the_kind_of_times_is_remembered(paper, qtbot):
    assert paper.tab.kinds.current == "elapsed"
    paper.key(KEY.Key_G, ALT)
    assert paper.desk.context.settings.get(PAPER_TIMES) == "clock"
    again = Paper(paper.desk, qtbot)
    assert again.tab.kinds.current == "clock"
    assert again.lines.time_label.text() == "Time of day"
    assert again.two.grid.kind is PaperTimes.CLOCK


def test_a_time_before_the_gun_is_asked_about_and_the_next_morning_can_be_written(paper):
    paper.key(KEY.Key_G, ALT)
    paper.type("401")
    paper.qtbot.keyClicks(paper.lines.time, "9:30")
    assert "before the gun" in paper.lines.advice.text()
    paper.lines.time.setText("+1 06:12")
    assert paper.lines.read_back.text() == "= +1 06:12:00"
    assert paper.lines.advice.text() == "Mon 25 May · 20:12:00 after the gun"


@pytest.mark.parametrize("clock", [False, True])
def test_an_empty_time_is_refused_with_a_word_and_the_bib_stays(paper, clock):
    if clock:
        paper.key(KEY.Key_G, ALT)
    paper.type("401")
    paper.key(KEY.Key_Return)
    assert not paper.desk.season.data.reads
    assert "Type the time first" in paper.lines.message.text()
    assert paper.lines.bib.text() == "401"


def test_a_bib_nobody_could_read_keeps_its_time_without_one(paper):
    paper.type("?")
    paper.type("14217")
    (read,) = paper.desk.season.data.reads.values()
    assert (read.bib, read.elapsed_ms) == ("", 6_137_000)


def test_what_is_no_time_of_day_is_not_saved(paper):
    paper.key(KEY.Key_G, ALT)
    paper.type("401")
    paper.type("25:00")
    assert not paper.desk.season.data.reads
    assert "not a time of day" in paper.lines.message.text()


# ------------------------------------------------------------------------------ two lists


def test_two_lists_are_typed_one_after_the_other_and_saved_as_one_change(paper):
    paper.lists("11000 1:11:00 72.00", "402 401 ?")
    assert paper.two.grid.count.text() == "3 times, 3 bibs: they fit"
    assert [(r.time, r.bib, r.runner) for r in paper.rows()[:3]] == [
        ("1:10:00", "402", "Søren Åkesson-Notreal"),
        ("1:11:00", "401", "Aroha Maketū"),
        ("1:12:00", "?", ""),
    ]
    assert not paper.desk.season.data.reads, "nothing is in the file before it is saved"
    paper.key(KEY.Key_Return, CTRL)
    assert len(paper.batches()) == 1
    assert (paper.time_of("402"), paper.time_of("401")) == (70 * MINUTE, 71 * MINUTE)
    assert paper.said() == "Saved 3 lines as one change. Ctrl+Z takes them back."
    assert paper.two.grid.editor.lists.is_empty
    info = history.undo(paper.desk.season)
    assert info.name == "finish.lists"
    assert paper.time_of("402") is None
    assert paper.batches() == []


def test_rows_have_the_numbers_of_the_printed_grid_and_whole_sheets_are_shown(paper):
    paper.lists("1:10:00", "")
    assert [row.number for row in paper.rows()] == list(range(1, ROWS_A_SHEET + 1))
    grid = paper.two.grid
    grid.paste("\n".join(["1:11:00"] * ROWS_A_SHEET))
    assert len(paper.rows()) == 2 * ROWS_A_SHEET
    assert "sheet 2" in grid.row_card.place.text()
    paper.key(KEY.Key_PageUp)
    assert grid.editor.row == 0
    paper.key(KEY.Key_PageDown)
    assert grid.editor.row == ROWS_A_SHEET


def test_the_count_says_what_is_missing(paper):
    paper.lists("1:10:00 1:11:00 1:12:00", "401 402")
    assert paper.two.grid.count.text() == "3 times, 2 bibs: one bib is missing"
    paper.lists("", "403 404 405")
    assert paper.two.grid.count.text() == "3 times, 5 bibs: 2 times are missing"


def test_an_empty_cell_shifts_the_rest_of_one_list_and_goes_again(paper):
    paper.lists("1:10:00 1:11:00 1:12:00", "401 402 403")
    paper.key(KEY.Key_Up)
    paper.key(KEY.Key_Up)
    assert paper.two.grid.editor.row == 1
    paper.key(KEY.Key_Insert)
    assert paper.cells() == (["1:10:00", "1:11:00", "1:12:00"], ["401", "", "402", "403"])
    assert paper.two.grid.bib.text() == ""
    paper.key(KEY.Key_Delete)
    assert paper.cells()[1] == ["401", "402", "403"]
    paper.key(KEY.Key_Delete, CTRL)
    assert paper.cells() == (["1:10:00", "1:11:00", "1:12:00"], ["401", "403"])


def test_a_missing_time_is_put_in_where_it_was_left_out(paper):
    paper.lists("1:10:00 1:12:00", "401 402 403")
    paper.key(KEY.Key_Home, CTRL)
    paper.key(KEY.Key_Down)
    paper.key(KEY.Key_Tab, SHIFT)
    assert paper.two.grid.time.hasFocus()
    paper.key(KEY.Key_Insert)
    paper.type("1:11:00")
    assert paper.cells() == (["1:10:00", "1:11:00", "1:12:00"], ["401", "402", "403"])


def test_the_bibs_move_from_any_row_by_one_whichever_list_has_the_keys(paper):
    paper.lists("1:10:00 1:11:00 1:12:00", "401 402")
    paper.two.grid.time.setFocus()
    paper.key(KEY.Key_Home, CTRL)
    paper.key(KEY.Key_Down)
    paper.key(KEY.Key_Down, ALT)
    assert paper.cells() == (["1:10:00", "1:11:00", "1:12:00"], ["401", "", "402"])
    paper.key(KEY.Key_Up, ALT)
    assert paper.cells()[1] == ["401", "402"]
    paper.key(KEY.Key_Up, ALT)
    assert paper.cells()[1] == ["401", "402"]
    assert "has a bib" in paper.said()


def test_a_cell_changes_places_with_its_neighbour_and_the_other_list_stays(paper):
    paper.lists("1:10:00 1:11:00", "401 402")
    paper.key(KEY.Key_Up)
    paper.key(KEY.Key_Up, CTRL)
    assert paper.cells() == (["1:10:00", "1:11:00"], ["402", "401"])
    assert paper.two.grid.editor.row == 0
    paper.key(KEY.Key_Down, CTRL)
    assert paper.cells()[1] == ["401", "402"]
    paper.key(KEY.Key_Down, CTRL)
    assert "nothing to change places with" in paper.said()


def test_edits_of_the_lists_are_taken_back_and_done_again_before_anything_of_the_season(
    paper, qtbot, qapp
):
    timing.key_finish(paper.desk.season, paper.desk.context.scope.event_id,
                      paper.desk.race("long"), "405", paper.desk.clock.now_ms(), "t")  # fmt: skip
    UndoKeys(qapp, paper.frame)
    undone = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), paper.frame)
    shortcut.activated.connect(lambda: undone.append(1))
    paper.lists("1:10:00 1:11:00", "")
    paper.qtbot.keyClicks(paper.two.grid.time, "1:12")
    for left in (2, 1, 0):
        paper.key(KEY.Key_Z, CTRL)
        assert len(paper.cells()[0]) == left
        assert undone == []
    paper.key(KEY.Key_Z, CTRL | SHIFT)
    paper.key(KEY.Key_Y, CTRL)
    assert paper.cells()[0] == ["1:10:00", "1:11:00"]
    paper.key(KEY.Key_Z, CTRL)
    paper.key(KEY.Key_Z, CTRL)
    paper.key(KEY.Key_Z, CTRL)
    assert undone == [1], "empty lists leave the key to the window"


def test_what_is_typed_counts_when_the_cursor_moves_and_escape_puts_it_back(paper):
    paper.lists("1:10:00 1:11:00", "")
    paper.key(KEY.Key_Up)
    paper.qtbot.keyClicks(paper.two.grid.time, "1:11:30")
    paper.key(KEY.Key_Escape)
    assert paper.two.grid.time.text() == "1:11:00"
    paper.qtbot.keyClicks(paper.two.grid.time, "1:11:30")
    paper.key(KEY.Key_Up)
    assert paper.cells()[0] == ["1:10:00", "1:11:30"]
    assert paper.two.grid.time.text() == "1:10:00"


def test_an_empty_enter_at_the_end_makes_no_row(paper):
    paper.lists("1:10:00", "")
    paper.key(KEY.Key_Return)
    assert paper.cells()[0] == ["1:10:00"]
    assert "Type the time first" in paper.said()
    paper.key(KEY.Key_Tab)
    paper.key(KEY.Key_Return)
    assert paper.cells()[1] == []
    assert "? for somebody unknown" in paper.said()


def test_tab_leads_from_the_end_of_one_list_to_the_end_of_the_other_and_else_across(paper):
    paper.lists("1:10:00 1:11:00", "401")
    grid = paper.two.grid
    assert (grid.editor.side, grid.editor.row) == (PaperSide.BIB, 1)
    paper.key(KEY.Key_Tab, SHIFT)
    assert (grid.editor.side, grid.editor.row) == (PaperSide.TIME, 2)
    paper.key(KEY.Key_Up)
    paper.key(KEY.Key_Up)
    paper.key(KEY.Key_Tab)
    assert (grid.editor.side, grid.editor.row) == (PaperSide.BIB, 0)


def test_each_row_that_does_not_fit_says_why_and_f4_goes_from_one_to_the_next(paper):
    paper.lists("1:10:00 1:11:00 1:10:30 1:1x", "401 999 201 401")
    remarks = [row.remark for row in paper.rows()[:4]]
    assert remarks[0] == "also row 4"
    assert remarks[1] == "no such bib"
    assert "earlier than the row above" in remarks[2]
    assert "runs in Midi" in remarks[2]
    assert "not a time" in remarks[3]
    assert paper.two.grid.misfits.text() == "4 need a look"
    found = []
    for _press in range(4):
        paper.key(KEY.Key_F4)
        found.append(paper.two.grid.editor.row + 1)
    assert found == [1, 2, 3, 4]


def test_a_runner_who_is_in_already_is_marked_with_the_other_time(paper):
    paper.type("401")
    paper.type("1:09:00")
    paper.lists("1:10:00", "401")
    assert paper.rows()[0].remark == "in already at 1:09:00"


def test_lists_that_do_not_fit_are_saved_only_when_asked_twice_and_what_has_no_time_stays(paper):
    paper.lists("1:10:00 1:1x", "401 402 403")
    paper.key(KEY.Key_Return, CTRL)
    assert not paper.desk.season.data.reads
    assert "2 times, 3 bibs: one time is missing · row 2 needs a look" in paper.said()
    assert paper.two.grid.editor.row == 1
    paper.key(KEY.Key_Return, CTRL)
    assert paper.time_of("401") == 70 * MINUTE
    assert paper.cells() == (["1:1x"], ["402", "403"])
    assert "2 rows could not be saved and stay here" in paper.said()


def test_a_change_after_the_question_asks_again(paper):
    paper.lists("1:10:00 1:11:00", "401")
    paper.key(KEY.Key_Return, CTRL)
    paper.type("402")
    paper.type("403")
    paper.key(KEY.Key_Return, CTRL)
    assert not paper.desk.season.data.reads
    assert "2 times, 3 bibs" in paper.said()


def test_lists_without_a_time_are_not_saved(paper):
    paper.lists("1:1x", "401")
    assert not paper.two.save_button.isEnabled() or paper.two.grid.seen.saving
    paper.two.grid.begin(paper.two.grid.lists.deleted(PaperSide.TIME, 0))
    paper.two.save()
    assert "No row has a time" in paper.said()
    assert paper.cells() == ([], ["401"])


def test_many_lines_are_pasted_at_once_and_two_columns_go_into_both_lists(paper):
    paper.tab.show_lists()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("1:10:00\r\n1:11:00\r\n")
    paper.key(KEY.Key_V, CTRL)
    assert paper.cells() == (["1:10:00", "1:11:00"], [])
    clipboard.setText("401\t1:12:00\n402\t1:13:00\n403\t1:14:00")
    paper.key(KEY.Key_V, CTRL)
    assert paper.cells() == (
        ["1:10:00", "1:11:00", "1:12:00", "1:13:00", "1:14:00"],
        ["", "", "401", "402", "403"],
    )
    clipboard.setText("1:15:00")
    paper.key(KEY.Key_V, CTRL)
    assert paper.two.grid.time.text() == "1:15:00", "one cell is pasted into the field"
    clipboard.clear()


def test_a_file_of_lines_goes_into_the_list_of_the_cursor(paper, tmp_path):
    paper.lists("1:10:00", "")
    file = tmp_path / "bibs.txt"
    file.write_text("1. 401\n2. 402\n")
    paper.key(KEY.Key_Tab)
    paper.two.read_file(file)
    assert paper.cells() == (["1:10:00"], ["401", "402"])
    paper.two.read_file(tmp_path / "none.txt")
    assert "none.txt" in paper.said()
    assert paper.cells()[1] == ["401", "402"]


def test_times_that_wait_at_the_line_are_taken_and_given_their_bibs(paper):
    event, race = paper.desk.context.scope.event_id, paper.desk.race("long")
    for seconds in (4200, 4260):
        moment = Instant(paper.desk.clock.now_ms() + seconds * 1000 + 300)
        timing.key_finish(paper.desk.season, event, race, "", moment, "t")
    paper.tab.show_lists()
    assert paper.two.waiting.text() == "Take 2 waiting times"
    paper.two.waiting.click()
    assert paper.cells()[0] == ["1:10:00.3", "1:11:00.3"]
    assert paper.two.grid.bib.hasFocus()
    assert not paper.two.waiting.isEnabled()
    paper.type("402")
    paper.type("401")
    paper.key(KEY.Key_Return, CTRL)
    assert (paper.time_of("402"), paper.time_of("401")) == (70 * MINUTE, 71 * MINUTE)
    assert len(paper.desk.season.data.reads) == 2, "no time was written a second time"


def test_a_time_taken_at_the_line_cannot_be_typed_over_but_leave_the_list(paper):
    moment = Instant(paper.desk.clock.now_ms() + 4_200_000)
    timing.key_finish(paper.desk.season, paper.desk.context.scope.event_id,
                      paper.desk.race("long"), "", moment, "t")  # fmt: skip
    paper.tab.show_lists()
    paper.two.take_waiting()
    paper.key(KEY.Key_Tab, SHIFT)
    paper.key(KEY.Key_Home, CTRL)
    paper.qtbot.keyClicks(paper.two.grid.time, "9:99")
    assert paper.cells()[0] == ["1:10:00"]
    paper.key(KEY.Key_Delete)
    assert paper.cells()[0] == []
    assert paper.two.waiting.text() == "Take 1 waiting time"


def test_a_click_on_a_cell_brings_cursor_and_keys_there(paper):
    paper.lists("1:10:00 1:11:00", "401 402")
    table = paper.two.grid.table
    place = table.visualRect(table.model_rows.index(1, 1)).center()
    paper.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert paper.two.grid.time.hasFocus()
    assert paper.two.grid.time.text() == "1:11:00"


def test_a_letter_typed_in_the_table_belongs_to_the_field(paper):
    paper.lists("1:10:00", "")
    paper.two.grid.table.setFocus()
    paper.qtbot.keyClick(paper.two.grid.table, "2")
    assert paper.two.grid.time.hasFocus()
    assert paper.two.grid.time.text() == "2"


# ------------------------------------------------------------------------------ never lost


def test_unsaved_lists_survive_a_crash_and_every_race_has_its_own(tmp_path, qapp, qtbot):
    style.apply(qapp, "light", 1.0)
    with a_desk(tmp_path) as desk:
        first = Paper(desk, qtbot)
        first.lists("1:10:00 1:1x", "401 ?")
        desk.context.scope.set(desk.context.scope.event_id, desk.race("mid"))
        assert first.two.grid.editor.lists.is_empty
        first.type("0:50:00")
        # Nothing is closed or told: this is how a crash leaves it.
        drafts = load_drafts(draft_path(tmp_path, desk.season.file.path))
        assert len(drafts) == 2
    with open_again(tmp_path) as desk:
        desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
        again = Paper(desk, qtbot)
        again.tab.show_lists()
        assert again.cells() == (["1:10:00", "1:1x"], ["401", "?"])
        assert "not saved yet" in again.said()
        assert again.tab.segments.button("lists").text() == "Two lists · 2"
        desk.context.scope.set(desk.context.scope.event_id, desk.race("mid"))
        assert again.cells() == (["0:50:00"], [])


def test_even_the_cell_being_typed_survives_a_crash(paper, tmp_path):
    paper.lists("1:10:00", "")
    paper.qtbot.keyClicks(paper.two.grid.time, "1:1")
    (kept,) = load_drafts(draft_path(tmp_path, paper.desk.season.file.path)).values()
    assert [cell.text for cell in kept.times] == ["1:10:00", "1:1"]
    assert paper.cells()[0] == ["1:10:00"], "it counts when the cursor moves on"


def test_the_last_letters_before_the_program_ends_are_kept(desk, tmp_path, qtbot):
    jobs = JobQueue()
    object.__setattr__(desk.context, "jobs", jobs)
    made = Paper(desk, qtbot)
    qtbot.waitUntil(lambda: made.panel.book.view is not None)
    made.lists("1:10:00 1:11:00 1:12:00", "401 402")
    made.qtbot.keyClicks(made.two.grid.bib, "40")
    jobs.shutdown()
    made.qtbot.keyClicks(made.two.grid.bib, "3")
    (kept,) = load_drafts(draft_path(tmp_path, desk.season.file.path)).values()
    assert (len(kept.times), kept.bibs) == (3, ("401", "402", "403"))


def test_what_is_typed_counts_when_the_page_is_left(paper):
    paper.lists("1:10:00", "")
    paper.qtbot.keyClicks(paper.two.grid.time, "1:11:00")
    paper.panel.show_line()
    assert paper.cells()[0] == ["1:10:00", "1:11:00"]


def test_saved_lists_leave_no_draft_behind(paper, tmp_path):
    paper.lists("1:10:00", "401")
    path = draft_path(tmp_path, paper.desk.season.file.path)
    assert path.exists()
    paper.key(KEY.Key_Return, CTRL)
    assert not path.exists()


def test_lists_the_file_could_not_take_come_back(paper, monkeypatch, tmp_path):
    def fails(*_arguments):
        raise DiskFull

    monkeypatch.setattr(paper_two_lists, "save_lists", fails)
    paper.lists("1:10:00", "401")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.cells() == (["1:10:00"], ["401"])
    assert "disk" in paper.said().casefold()
    assert load_drafts(draft_path(tmp_path, paper.desk.season.file.path))


def test_lists_come_back_after_a_fault_of_the_program(paper, monkeypatch):
    def breaks(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(paper_two_lists, "save_lists", breaks)
    paper.desk.context.jobs._report_bug = lambda *_fault: None
    paper.lists("1:10:00", "401")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.cells() == (["1:10:00"], ["401"])


def test_what_is_typed_while_the_file_is_busy_follows_what_could_not_be_saved(paper, monkeypatch):
    waiting = []
    write = paper.desk.context.jobs.write

    def later(*arguments, **options):
        waiting.append((arguments, options))

    paper.lists("1:10:00 1:1x", "401 402")
    paper.key(KEY.Key_Return, CTRL)
    monkeypatch.setattr(paper.desk.context.jobs, "write", later)
    paper.key(KEY.Key_Return, CTRL)
    assert paper.two.grid.editor.lists.is_empty, "the next sheet can begin at once"
    paper.two.grid.time.setFocus()
    paper.type("1:20:00")
    monkeypatch.setattr(paper.desk.context.jobs, "write", write)
    for arguments, options in waiting:
        write(*arguments, **options)
    assert paper.cells() == (["1:1x", "1:20:00"], ["402"])
    assert paper.time_of("401") == 70 * MINUTE


def test_a_save_that_was_undone_offers_its_lists_again(paper):
    paper.lists("1:10:00 1:11:00", "401 402")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.two.taken_back.isHidden()
    history.undo(paper.desk.season)
    assert not paper.two.taken_back.isHidden()
    history.redo(paper.desk.season)
    assert paper.two.taken_back.isHidden()
    history.undo(paper.desk.season)
    paper.two.bring_back()
    assert paper.cells() == (["1:10:00", "1:11:00"], ["401", "402"])


def test_a_disk_that_takes_no_drafts_is_told_and_nothing_stops(paper, tmp_path):
    (tmp_path / "drafts").write_text("a file where the folder should be")
    paper.lists("1:10:00", "401")
    assert not paper.tab.notice.isHidden()
    paper.key(KEY.Key_Return, CTRL)
    assert paper.time_of("401") == 70 * MINUTE


def test_a_file_for_reading_only_takes_nothing_from_paper(tmp_path, qapp, qtbot):
    style.apply(qapp, "light", 1.0)
    with a_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        made = Paper(desk, qtbot)
        for page in (made.two, made.second):
            assert not page.grid.time.isEnabled()
            assert not page.grid.bib.isEnabled()
        assert not made.lines.bib.isEnabled()
        assert not made.two.save_button.isEnabled()


def test_the_same_texts_are_read_anew_as_times_of_day(paper):
    paper.lists("11000 111000", "401 402")
    assert [row.time for row in paper.rows()[:2]] == ["1:10:00", "11:10:00"]
    paper.key(KEY.Key_G, ALT)
    assert [row.time for row in paper.rows()[:2]] == ["+1 01:10:00", "+1 11:10:00"]
    paper.key(KEY.Key_Home, CTRL)
    paper.key(KEY.Key_Delete, CTRL)
    paper.key(KEY.Key_Tab, SHIFT)
    paper.key(KEY.Key_Delete, CTRL)
    paper.key(KEY.Key_Return, CTRL)
    assert paper.time_of("402") == 70 * MINUTE


# ------------------------------------------------------------------------------ second keying


def keyed_first(paper, times="1:10:00 1:11:00 1:12:00 1:13:00", bibs="401 402 403 404"):
    paper.lists(times, bibs)
    paper.key(KEY.Key_Return, CTRL)
    assert paper.two.grid.editor.lists.is_empty
    paper.tab.show_second()


def key_again(paper, *lines):
    for line in lines:
        bib, time = line.split()
        paper.type(bib)
        paper.type(time)


def differences(paper):
    rows = paper.second.decide.table.model_rows.rows()
    return [(row.lines, row.what, row.first, row.second, row.decided) for row in rows]


def texts_on(page) -> str:
    """Every word on a page that is on the screen."""
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    table = page.grid.table.model_rows
    words += [text for row in table.rows() for text in (row.time, row.bib, row.runner, row.remark)]
    return " ".join(words)


def test_the_second_person_sees_nothing_of_the_first_keying(paper):
    keyed_first(paper)
    assert "4 lines keyed first" in paper.second.about.text()
    key_again(paper, "402 1:15:00", "403 1:16:00")
    seen = texts_on(paper.second)
    assert "1:15:00" in seen
    for first in ("1:10:00", "1:11:00", "1:12:00", "already", "1st", "404"):
        assert first not in seen


def test_two_keyings_that_agree_say_so_and_change_nothing(paper):
    keyed_first(paper)
    revision = paper.desk.season.data.revision
    key_again(paper, "401 11000", "402 11100", "403 11200", "404 11300")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.said_second() == "4 lines, and both keyings agree."
    assert paper.desk.season.data.revision == revision
    assert paper.second.grid.editor.lists.is_empty


def test_only_the_differences_are_shown_and_each_is_decided_by_one_key(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "405 1:11:00", "403 1:12:30", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.second.decide.table.hasFocus()
    assert differences(paper) == [
        ("2", "another bib", "402  1:11:00", "405  1:11:00", "1 or 2?"),
        ("3", "another time", "403  1:12:00", "403  1:12:30", "1 or 2?"),
    ]
    assert paper.second.decide.summary.text() == "4 lines, 2 agree, 2 differences, 2 to decide"
    paper.key(KEY.Key_2)
    paper.key(KEY.Key_1)
    assert [row[-1] for row in differences(paper)] == ["the second is right", "the first is right"]
    paper.key(KEY.Key_Return, CTRL)
    assert (paper.time_of("402"), paper.time_of("405")) == (None, 71 * MINUTE)
    assert paper.time_of("403") == 72 * MINUTE
    assert paper.said_second() == (
        "4 lines, 2 agree, 2 decided, 1 corrected. Ctrl+Z takes it back."
    )
    assert history.undo(paper.desk.season).name == "finish.second-keying"
    assert paper.time_of("402") == 71 * MINUTE


def test_what_neither_keyed_is_typed(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "403 1:11:00", "403 1:12:00", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    paper.key(KEY.Key_Return)
    decide = paper.second.decide
    assert decide.bib.hasFocus()
    assert (decide.bib.text(), decide.time.text()) == ("403", "1:11:00")
    paper.type("405")
    paper.type("1:11:09")
    assert decide.table.hasFocus()
    assert differences(paper)[0][-1] == "405  1:11:09"
    paper.key(KEY.Key_Return, CTRL)
    assert paper.time_of("405") == 71 * MINUTE + 9000
    assert paper.time_of("402") is None


def test_what_is_no_time_decides_nothing(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:30")
    paper.second.last.setValue(1)
    paper.key(KEY.Key_Return, CTRL)
    paper.key(KEY.Key_Return)
    paper.type("401")
    paper.type("1:9x")
    assert "no time" in paper.second.decide.message.text()
    paper.key(KEY.Key_Escape)
    assert paper.second.decide.table.hasFocus()
    assert differences(paper)[0][-1] == "1 or 2?"


def test_one_key_decides_all_that_follow(paper):
    keyed_first(paper)
    key_again(paper, "402 1:10:00", "403 1:11:00", "404 1:12:00", "405 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    count = len(differences(paper))
    paper.key(KEY.Key_1)
    paper.key(KEY.Key_2, ALT)
    decided = [row[-1] for row in differences(paper)]
    assert decided[0] == "the first is right"
    assert len(decided[1:]) == count - 1
    assert all("second" in each for each in decided[1:])


def test_nothing_is_applied_while_a_difference_is_undecided(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "405 1:11:00", "403 1:12:30", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    paper.key(KEY.Key_2)
    paper.key(KEY.Key_Return, CTRL)
    assert "1 difference is not decided yet" in paper.second.decide.message.text()
    assert paper.time_of("405") is None
    paper.key(KEY.Key_Delete)
    paper.key(KEY.Key_Up)
    paper.key(KEY.Key_Delete)
    assert [row[-1] for row in differences(paper)] == ["1 or 2?"] * 2


def test_escape_goes_back_to_the_keying_and_decisions_are_remembered(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "405 1:11:00", "403 1:12:30", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    paper.key(KEY.Key_2)
    paper.key(KEY.Key_Escape)
    assert paper.second.grid.bib.hasFocus() or paper.second.grid.time.hasFocus()
    paper.key(KEY.Key_Home, CTRL)
    paper.key(KEY.Key_Down)
    paper.key(KEY.Key_Down)
    paper.second.grid.time.setFocus()
    paper.second.grid.time.selectAll()
    paper.type("1:12:00")
    paper.key(KEY.Key_Return, CTRL)
    assert [row[-1] for row in differences(paper)] == ["the second is right"]


def test_a_line_left_out_early_is_one_difference(paper):
    keyed_first(paper)
    key_again(paper, "402 1:11:00", "403 1:12:00", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    assert [row[:2] for row in differences(paper)] == [("1", "line only in the first")]
    paper.key(KEY.Key_2)
    assert differences(paper)[0][-1] == "the second: strike the line out"
    paper.key(KEY.Key_Return, CTRL)
    assert paper.time_of("401") is None
    assert len(paper.desk.season.data.reads) == 4, "struck out, never removed"


def test_a_sheet_keyed_line_by_line_begins_where_it_is_said_to(paper):
    for bib, time in (("401", "11000"), ("402", "11100"), ("403", "11200"), ("404", "11300")):
        paper.type(bib)
        paper.type(time)
    paper.tab.show_second()
    assert (paper.second.first.value(), paper.second.last.value()) == (1, 4)
    paper.second.first.setValue(3)
    assert paper.second.about.text() == "2 lines keyed first · begins with bib 403"
    paper.second.hear()
    key_again(paper, "403 1:12:00", "405 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    assert [row[:2] for row in differences(paper)] == [("4", "another bib")]


def test_a_line_without_a_time_that_can_be_read_is_shown_before_comparing(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "402 1:1x")
    paper.key(KEY.Key_Return, CTRL)
    assert "Row 2 has no time" in paper.said_second()
    assert paper.second.grid.editor.row == 1
    assert paper.second.pages.currentWidget() is paper.second.grid


def test_a_second_keying_survives_a_crash_too(paper, qtbot):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "402 1:11:00")
    again = Paper(paper.desk, qtbot)
    again.tab.show_second()
    assert again.cells(again.second.grid) == (["1:10:00", "1:11:00"], ["401", "402"])
    again.second.grid.begin(again.two.grid.editor.lists)


def test_a_dnf_in_place_of_a_time_is_kept_and_compared(paper):
    paper.lists("1:10:00 dnf", "401 402")
    paper.key(KEY.Key_Return, CTRL)
    result = paper.desk.season.result_of(paper.desk.entry("402").id)
    assert result.status is ResultStatus.DNF
    paper.tab.show_second()
    key_again(paper, "401 1:10:00", "402 DNF")
    paper.key(KEY.Key_Return, CTRL)
    assert paper.said_second() == "2 lines, and both keyings agree."


# ------------------------------------------------------------------------------ the page


def test_the_grid_to_print_is_one_button_away_and_has_the_rows_of_the_screen(paper, qtbot):
    paper.type("401")
    paper.type("11000")
    made = []

    def show_panel(key):
        assert key == "sheets"
        made.append(SheetsPanel(paper.desk.context))
        qtbot.addWidget(made[0])
        made[0].resize(1100, 640)
        with qtbot.waitActive(made[0]):
            made[0].show()
        return made[0]

    object.__setattr__(paper.desk.context, "show_panel", show_panel)
    paper.tab.show_lists()
    paper.two.print_button.click()
    (sheets,) = made
    assert sheets.cards.current == "finish-grid"
    assert sheets.options.print_button.hasFocus()

    def rows():
        tables = [b for b in sheets.pages.preview.sheet.blocks if isinstance(b, Table)]
        return [[row[0].text, row[1].text, row[2].text] for t in tables for row in t.rows]

    assert [row[0] for row in rows()] == [str(row.number) for row in paper.rows()]
    assert rows()[0] == ["1", "", ""]
    sheets.options.filled.setChecked(True)
    assert rows()[0] == ["1", "401", "1:10:00"]
    sheets.options.filled.setChecked(False)
    sheets.options.first_row.setValue(26)
    sheets.options.grid_pages.setValue(2)
    assert [row[0] for row in rows()] == [str(number) for number in range(26, 76)]
    sheets.show_kind("start-list")
    assert sheets.options.first_row.isHidden()


def test_the_three_ways_are_a_key_away_and_the_keys_go_to_their_field(paper):
    paper.key(KEY.Key_T, ALT)
    assert paper.two.grid.time.hasFocus()
    paper.key(KEY.Key_S, ALT)
    assert paper.second.grid.bib.hasFocus()
    paper.key(KEY.Key_B, ALT)
    assert paper.lines.bib.hasFocus()
    paper.panel.show_line()
    paper.panel.show_paper()
    assert paper.lines.bib.hasFocus()


def test_everything_that_takes_keys_has_a_name(paper):
    def unnamed():
        return [
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in paper.tab.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            # The line inside a number box is spoken as the box.
            and not isinstance(widget.parent(), QAbstractSpinBox)
        ]

    assert unnamed() == []
    keyed_first(paper)
    assert unnamed() == []
    paper.tab.show_second()
    key_again(paper, "401 1:10:30")
    assert unnamed() == []
    paper.key(KEY.Key_Return, CTRL)
    paper.key(KEY.Key_Return)
    assert paper.second.decide.bib.isVisible()
    assert unnamed() == []


def test_a_long_list_is_edited_without_a_stall(paper):
    paper.tab.show_lists()
    grid = paper.two.grid
    grid.paste("\n".join(f"1:{at // 60:02d}:{at % 60:02d}" for at in range(600)))
    grid.bib.setFocus()
    grid.go(0)
    grid.paste("\n".join(str(1000 + at) for at in range(600)))
    grid.go(300)
    began = perf_counter()
    paper.key(KEY.Key_Insert)
    took = perf_counter() - began
    assert grid.editor.lists.length(PaperSide.BIB) == 601
    assert took < 0.5, took


def test_the_filter_of_the_panel_leads_to_the_lines_it_filters(paper):
    paper.tab.show_lists()
    paper.panel.focus_filter()
    assert paper.tab.segments.current == "lines"
    assert paper.lines.last_in.search.hasFocus()


def test_the_line_waits_for_nothing_on_the_pages_for_paper(paper, monkeypatch):
    paper.lists("1:10:00", "401")
    looked = []
    look_over = paper_grid.look_over

    def look(*given, **named):
        looked.append(1)
        return look_over(*given, **named)

    monkeypatch.setattr(paper_grid, "look_over", look)
    paper.panel.show_line()
    looked.clear()
    paper.qtbot.keyClicks(paper.panel.line.box, "402")
    paper.qtbot.keyClick(paper.panel.line.box, KEY.Key_Return)
    assert looked == []
    paper.panel.show_paper()
    assert looked, "and it catches up when it is shown"


def test_runner_and_remark_keep_their_room_when_the_page_comes_back(paper):
    keyed_first(paper)
    key_again(paper, "401 1:10:00", "402 1:11:00", "403 1:12:00", "404 1:13:00")
    paper.key(KEY.Key_Return, CTRL)
    paper.panel.show_line()
    paper.panel.show_paper()
    table = paper.second.grid.table
    widths = [table.columnWidth(at) for at in range(5)]
    table.fit()
    assert [table.columnWidth(at) for at in range(5)] == widths
    assert sum(widths) == table.viewport().width()
