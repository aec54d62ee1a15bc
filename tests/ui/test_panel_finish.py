"""The page for the line, driven by keys, on a real season file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from tests.ui.line_fixture import ALT, CTRL, GUN, KEY, Line, running_desk
from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import DiskFull
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind, Read, ReadBatch, ReadFate
from trailsdesk.services import history, raceday, timing
from trailsdesk.ui import style
from trailsdesk.ui.hold_button import HOLD_MS
from trailsdesk.ui.settings import ENTER_ON_EMPTY_IS_TIME


@pytest.fixture
def desk(tmp_path, qapp):
    with running_desk(tmp_path, qapp) as opened:
        yield opened


@pytest.fixture
def line(desk, qtbot):
    made = Line(desk, qtbot)
    made.go(6137.3)
    return made


# ------------------------------------------------------------------------------ taking times


def test_digits_and_enter_take_the_time_of_the_key_press(line):
    line.type("401")
    assert line.result("401").gun_time_ms == 6_137_300
    assert line.rows()[0].time == "1:42:17.3"
    assert line.rows()[0].runner == "Aroha Maketū"
    assert line.box.text() == ""
    assert line.box.hasFocus()


def test_the_time_is_noted_before_anything_else_is_done(line, monkeypatch):
    slow = line.panel.book.take

    def take(*arguments):
        line.go(5)  # the page is busy for five seconds after the key
        return slow(*arguments)

    monkeypatch.setattr(line.panel.book, "take", take)
    line.type("401")
    assert line.result("401").gun_time_ms == 6_137_300


def test_undo_takes_the_time_back_and_redo_brings_it(line):
    line.type("401")
    history.undo(line.desk.season)
    assert line.rows() == ()
    assert line.result("401").status is ResultStatus.PENDING
    history.redo(line.desk.season)
    assert [row.bib for row in line.rows()] == ["401"]


def test_ctrl_z_in_the_box_is_left_to_the_window(line, qtbot):
    from PySide6.QtGui import QKeySequence, QShortcut

    undone = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), line.frame)
    shortcut.activated.connect(lambda: undone.append(1))
    qtbot.keyClicks(line.box, "40")
    QTest.keyClick(line.box, KEY.Key_Z, CTRL)
    assert undone == [1]
    assert line.box.text() == "40"


def test_a_bare_enter_does_nothing_unless_it_was_asked_for(line):
    line.press(KEY.Key_Return)
    assert line.rows() == ()
    line.desk.context.settings.set(ENTER_ON_EMPTY_IS_TIME, True)
    line.press(KEY.Key_Return)
    assert [row.fate for row in line.rows()] == [ReadFate.NO_BIB]


def test_a_key_that_is_held_takes_one_time(line):
    line.qtbot.keyClicks(line.box, "401")
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    for held in (False, True, True):
        for key in (KEY.Key_Space, KEY.Key_Return):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", held)
            QApplication.sendEvent(line.box, event)
    assert sorted(row.bib for row in line.rows()) == ["", "401"]


def test_space_takes_a_time_and_leaves_what_is_typed(line):
    line.qtbot.keyClicks(line.box, "40")
    line.press(KEY.Key_Space)
    assert line.box.text() == "40"
    assert line.rows()[0].runner == "waiting for a bib"
    assert line.rows()[0].tone == "warn"
    assert line.panel.line.last_in.blank_chip.text() == "1 blank (F3)"


def test_several_bibs_share_one_time_and_one_undo(line):
    line.type("401,402")
    assert line.result("401").gun_time_ms == line.result("402").gun_time_ms == 6_137_300
    history.undo(line.desk.season)
    assert line.rows() == ()


def test_an_unknown_bib_is_taken_and_suggests_who_is_still_out(line):
    line.type("410")
    row = line.rows()[0]
    assert (row.tone, row.fate) == ("bad", ReadFate.UNKNOWN_BIB)
    assert "401?" in row.runner
    line.press(KEY.Key_1, ALT)
    assert [row.bib for row in line.rows()] == ["401"]
    assert line.result("401").gun_time_ms == 6_137_300
    line.go(5)
    line.type("410")
    assert "401?" not in line.rows()[0].runner  # 401 is in by now


def test_an_unread_digit_suggests_the_bibs_that_fit(line):
    line.type("40?")
    assert "401? 402?" in line.rows()[0].runner


def test_a_suggestion_before_enter_goes_into_the_box(line):
    line.qtbot.keyClicks(line.box, "420")
    line.press(KEY.Key_1, ALT)
    assert line.box.text() == "402"
    assert line.rows() == ()


def test_a_repeat_is_kept_grey_and_equals_makes_it_count(line):
    line.type("401")
    line.go(60)
    line.type("401")
    repeat = line.rows()[0]
    assert (repeat.fate, repeat.tone, repeat.number) == (ReadFate.REPEAT, "muted", None)
    assert "row 1, 1:42:17" in repeat.runner
    line.press(KEY.Key_Equal)
    assert line.result("401").gun_time_ms == 6_197_300
    history.undo(line.desk.season)
    assert line.result("401").gun_time_ms == 6_137_300


def test_a_runner_of_another_race_counts_only_when_a_person_says_so(line):
    line.type("201")
    assert line.rows()[0].fate is ReadFate.WRONG_RACE
    assert line.result("201").status is ResultStatus.PENDING
    line.press(KEY.Key_Equal)
    assert line.result("201").status is ResultStatus.OK


def test_the_row_is_there_before_the_file_has_it(line, monkeypatch):
    waiting = []
    monkeypatch.setattr(line.panel.book, "_write", waiting.append)
    line.type("401")
    row = line.rows()[0]
    assert (row.state, row.runner, row.time) == ("saving", "Aroha Maketū", "1:42:17.3")
    monkeypatch.undo()
    line.panel.book._write(waiting[0])
    assert [(row.state, row.bib) for row in line.rows()] == [("saved", "401")]


def test_a_time_the_file_refuses_stays_red_and_keeps_its_moment(line, monkeypatch):
    def full(*_arguments):
        raise DiskFull(name="season")

    monkeypatch.setattr(timing, "key_finish", full)
    line.type("401")
    row = line.rows()[0]
    assert (row.state, row.tone, row.time) == ("failed", "bad", "1:42:17.3")
    assert "NOT SAVED" in row.runner
    assert line.panel.unsaved_notice.isVisible()
    monkeypatch.undo()
    line.go(30)
    line.panel.try_again()
    assert line.panel.unsaved_notice.isHidden()
    assert line.result("401").gun_time_ms == 6_137_300
    assert line.box.hasFocus()


# -------------------------------------------------------------------------- filling and mending


def test_fill_mode_gives_bibs_to_the_oldest_blank_and_takes_no_time(line):
    line.press(KEY.Key_Space)
    line.go(10)
    line.press(KEY.Key_Space)
    line.press(KEY.Key_F3)
    assert line.box.mode == "fill"
    assert "1:42:17.3" in line.panel.line.mode_label.full_text()
    line.go(10)
    line.type("402")
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.box.mode == "fill"
    line.press(KEY.Key_F3)
    line.type("401")
    assert line.result("401").gun_time_ms == 6_157_300


def test_fill_mode_without_a_blank_takes_no_time_but_keeps_the_moment_for_f3(line):
    line.press(KEY.Key_F3)
    line.type("401")
    line.go(10)
    line.type("402")
    assert line.rows() == ()
    assert "401, 402" in line.panel.line.message.full_text()
    line.go(60)
    line.press(KEY.Key_F3)
    line.press(KEY.Key_Return)
    assert line.result("401").gun_time_ms == 6_137_300
    assert line.result("402").gun_time_ms == 6_147_300
    assert len(line.rows()) == 2


def test_what_fill_mode_kept_is_let_go_by_escape(line):
    line.press(KEY.Key_F3)
    line.type("401")
    line.press(KEY.Key_Escape)
    line.press(KEY.Key_F3)
    line.press(KEY.Key_F3)
    assert line.rows() == ()


def test_several_bibs_fill_several_blanks_in_order(line):
    for _time in range(2):
        line.press(KEY.Key_Space)
        line.go(10)
    line.press(KEY.Key_F3)
    line.type("402,401")
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.result("401").gun_time_ms == 6_147_300
    history.undo(line.desk.season)
    assert len(line.panel.line.last_in.model.rows()) == 2
    assert all(row.fate is ReadFate.NO_BIB for row in line.rows())


def test_up_mends_the_bib_of_the_last_row_and_keeps_its_time(line):
    line.type("401")
    line.go(10)
    line.press(KEY.Key_Up)
    assert (line.box.mode, line.box.text()) == ("mend", "401")
    line.type("402")  # replaces the selected text
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.result("401").status is ResultStatus.PENDING
    assert line.box.mode == "now"
    assert timing_reads(line) == ["401"]  # what was keyed is never changed


def timing_reads(line):
    return [read.bib for read in line.desk.season.data.reads.values()]


def test_escape_leaves_the_row_as_it_was(line):
    line.type("401")
    line.press(KEY.Key_Up)
    line.qtbot.keyClicks(line.box, "402")
    line.press(KEY.Key_Escape)
    assert (line.box.mode, line.box.text()) == ("now", "")
    assert [row.bib for row in line.rows()] == ["401"]


def test_delete_strikes_a_row_out_and_takes_it_back_in(line):
    line.type("401")
    line.press(KEY.Key_Up)
    line.press(KEY.Key_Delete)
    assert line.rows()[0].fate is ReadFate.IGNORED
    assert line.result("401").status is ResultStatus.PENDING
    line.press(KEY.Key_Up)
    line.press(KEY.Key_Delete)
    assert line.result("401").status is ResultStatus.OK


def test_delete_without_a_chosen_row_strikes_nothing(line):
    line.type("401")
    line.press(KEY.Key_Delete)
    assert line.rows()[0].fate is ReadFate.GOVERNS


def test_two_keyed_in_the_wrong_order_change_places(line):
    line.type("401")
    line.go(3)
    line.type("402")
    line.press(KEY.Key_Up, CTRL)
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.result("401").gun_time_ms == 6_140_300


def test_slash_and_star_rule_on_the_bib_typed(line):
    line.type("401", KEY.Key_Slash)
    assert line.result("401").status is ResultStatus.DNF
    line.type("402", KEY.Key_Asterisk)
    assert line.result("402").status is ResultStatus.DNS
    assert line.box.text() == ""
    history.undo(line.desk.season)
    assert line.result("402").status is ResultStatus.PENDING


def test_a_ruling_on_nobody_changes_nothing_and_says_so(line):
    line.type("999", KEY.Key_Slash)
    assert line.desk.season.data.rulings == {}
    assert line.box.text() == "999"
    assert "999" in line.panel.line.message.text()


# ------------------------------------------------------------------------------ the card


def test_the_card_says_places_before_the_runner_crosses(line):
    line.type("402")
    line.go(252)
    line.qtbot.keyClicks(line.box, "401")
    words = line.panel.line.card.words
    assert words.title == "Aroha Maketū"
    assert ("2nd", "overall") in words.figures
    assert ("+4:12", "to the leader") in words.figures
    assert ("1st", "Open women") in words.figures


def test_the_card_warns_of_a_runner_who_is_in(line):
    line.type("401")
    line.qtbot.keyClicks(line.box, "401")
    assert "Already in at 1:42:17" in line.panel.line.card.words.remark
    assert line.panel.line.card.words.tone == "warn"


def test_long_bibs_are_never_cut_in_the_list(line):
    line.type("1000042")
    table = line.panel.line.last_in.table
    at = [column.key for column in table.row_model.columns].index("bib")
    room = table.columnWidth(at) - 16
    assert QFontMetrics(style.look().font(bold=True)).horizontalAdvance("1000042") <= room


def test_names_are_shown_as_they_are_and_never_as_markup(line):
    line.desk.context.scope.set(line.desk.context.scope.event_id, None)
    line.qtbot.keyClicks(line.box, "1")
    title = line.panel.line.card.title
    assert title.full_text() == "<b>Bold</b> O'Markup & Sons"
    assert title.textFormat() is Qt.TextFormat.PlainText


# ------------------------------------------------------------------------------ the clock


def test_a_clock_that_jumps_is_told_and_moves_no_time(line):
    line.desk.clock.now = datetime.fromtimestamp(line.desk.clock.now.timestamp() + 3600, UTC)
    line.panel.clock.tick()
    assert line.panel.jump_notice.isVisible()
    assert "forward by 1:00:00" in line.panel.jump_notice.label.text()
    line.type("401")
    assert line.result("401").gun_time_ms == 6_137_300
    line.panel.clock.follow()
    assert line.panel.jump_notice.isHidden()
    line.type("402")
    assert line.result("402").gun_time_ms == 6_137_300 + 3_600_000


def test_a_step_of_less_than_half_a_second_is_nobodys_business(line):
    line.desk.clock.now = datetime.fromtimestamp(line.desk.clock.now.timestamp() + 0.4, UTC)
    line.panel.clock.tick()
    assert line.panel.jump_notice.isHidden()


def test_the_clock_shows_the_time_since_the_gun(line):
    line.panel.clock.tick()
    assert line.panel.line.face.text == "1:42:17"


def test_the_start_wants_to_be_held_and_the_gun_is_the_press(line):
    season, race = line.desk.season, line.desk.race("long")
    raceday.set_gun(season, [race], None)
    assert line.panel.line.start.isVisible()
    QTest.keyPress(line.box, KEY.Key_F8)
    QTest.qWait(50)
    QTest.keyRelease(line.box, KEY.Key_F8)
    assert raceday.gun_of(season, race) is None
    pressed = line.panel.clock.now_ms()
    QTest.keyPress(line.box, KEY.Key_F8)
    line.go(0.9)
    QTest.qWait(HOLD_MS + 120)
    QTest.keyRelease(line.box, KEY.Key_F8)
    assert raceday.gun_of(season, race) == pressed
    assert line.panel.line.start.isHidden()
    assert line.box.hasFocus()
    history.undo(season)
    assert raceday.gun_of(season, race) is None


def test_times_before_the_start_is_known_are_kept(line):
    raceday.set_gun(line.desk.season, [line.desk.race("long")], None)
    line.type("401")
    assert line.rows()[0].time.startswith("at ")
    raceday.set_gun(
        line.desk.season, [line.desk.race("long")], Instant(int(GUN.timestamp() * 1000))
    )
    assert line.rows()[0].time == "1:42:17.3"


# ------------------------------------------------------------------------------ where keys go


def test_keys_find_the_box_from_anywhere_on_the_page(line, qtbot):
    button = line.panel.segments.button("line")
    button.setFocus()
    qtbot.keyClicks(button, "4")
    assert (line.box.text(), line.box.hasFocus()) == ("4", True)
    table = line.panel.line.last_in.table
    table.setFocus()
    qtbot.keyClicks(table, "0")
    assert (line.box.text(), line.box.hasFocus()) == ("40", True)


def test_a_click_on_a_row_points_at_it_and_the_keys_stay(line, qtbot):
    line.type("401")
    table = line.panel.line.last_in.table
    place = table.visualRect(table.model().index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert line.box.hasFocus()
    line.press(KEY.Key_Delete)
    assert line.rows()[0].fate is ReadFate.IGNORED


def test_the_page_says_when_the_keys_go_elsewhere(line):
    line.panel.segments.button("line").setFocus()
    assert "KEYS GO ELSEWHERE" in line.panel.line.mode_label.full_text()
    line.panel.hear()
    assert line.panel.line.mode_label.full_text() == "Bib"


def test_ctrl_f_filters_the_times_and_escape_goes_back(line, qtbot):
    line.type("401")
    line.type("402")
    line.panel.focus_filter()
    search = line.panel.line.last_in.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "aroha")
    assert [row.bib for row in line.panel.line.last_in.model.shown_rows()] == ["401"]
    qtbot.keyClick(search, KEY.Key_Escape)
    assert line.box.hasFocus()
    assert len(line.panel.line.last_in.model.shown_rows()) == 2


# ------------------------------------------------------------------------------ from paper


@pytest.fixture
def paper(line):
    line.panel.show_paper()
    return line.panel.paper


@pytest.mark.parametrize("typed", ["1:42:17", "14217", "102.17", "1.42.17"])
def test_paper_times_are_forgiving_and_shown_back(line, paper, qtbot, typed):
    assert paper.bib.hasFocus()
    qtbot.keyClicks(paper.bib, "401")
    qtbot.keyClick(paper.bib, KEY.Key_Return)
    assert paper.time.hasFocus()
    qtbot.keyClicks(paper.time, typed)
    assert paper.lines.read_back.text() == "= 1:42:17"
    qtbot.keyClick(paper.time, KEY.Key_Return)
    assert line.result("401").gun_time_ms == 6_137_000
    assert paper.bib.hasFocus()
    assert (paper.bib.text(), paper.time.text()) == ("", "")
    kept = next(iter(line.desk.season.data.reads.values()))
    assert kept.raw == f"401 {typed}"


def test_what_is_no_time_is_not_saved_and_not_lost(line, paper, qtbot):
    paper.bib.setText("401")
    paper.time.setFocus()
    qtbot.keyClicks(paper.time, "1:99:17")
    qtbot.keyClick(paper.time, KEY.Key_Return)
    assert line.desk.season.data.reads == {}
    assert (paper.bib.text(), paper.time.text()) == ("401", "1:99:17")
    assert "not a time" in paper.lines.message.text()


def test_paper_lines_stand_in_the_order_they_were_keyed(line, paper, qtbot):
    for bib, time in (("402", "15000"), ("401", "14217")):
        qtbot.keyClicks(paper.bib, bib)
        qtbot.keyClick(paper.bib, KEY.Key_Return)
        qtbot.keyClicks(paper.time, time)
        qtbot.keyClick(paper.time, KEY.Key_Return)
    assert [row.bib for row in paper.lines.last_in.model.rows()] == ["401", "402"]
    qtbot.keyClick(paper.bib, KEY.Key_Up)
    qtbot.keyClick(paper.bib, KEY.Key_Up)
    assert paper.bib.text() == "402"


def test_a_line_of_paper_typed_at_the_line_is_kept_as_such(line):
    line.qtbot.keyClicks(line.box, "401")
    line.press(KEY.Key_Space)
    line.type("1:30:00")
    assert line.box.text() == ""
    result = line.result("401")
    assert (result.status, result.gun_time_ms) == (ResultStatus.OK, 5_400_000)
    said = line.panel.line.message.text()
    assert "Kept from paper: 401, 1:30:00" in said
    assert "Space took a time" in said  # the blank is nobody's to strike out but the person's
    assert sorted(row.bib for row in line.rows()) == ["", "401"]
    assert line.panel.line.foot.isHidden()  # what was just done takes its room
    line.press(KEY.Key_F4)
    line.press(KEY.Key_Delete)
    assert [(row.bib, row.fate) for row in line.rows()] == [
        ("", ReadFate.IGNORED), ("401", ReadFate.GOVERNS),
    ]  # fmt: skip


def test_a_line_of_paper_fills_no_blank(line):
    line.press(KEY.Key_Space)
    line.press(KEY.Key_F3)
    line.type("401,1:30:00")
    assert [row.bib for row in line.rows() if row.fate is ReadFate.NO_BIB] == [""]
    assert line.result("401").gun_time_ms == 5_400_000
    assert "Space took" not in line.panel.line.message.text()


def test_two_bibs_around_a_space_are_no_line_of_paper(line):
    line.qtbot.keyClicks(line.box, "40")
    line.press(KEY.Key_Space)
    line.type("1")
    assert line.result("401").gun_time_ms == 6_137_300


def test_dnf_in_place_of_a_time_is_a_ruling(line, paper, qtbot):
    qtbot.keyClicks(paper.bib, "401")
    qtbot.keyClick(paper.bib, KEY.Key_Return)
    qtbot.keyClicks(paper.time, "dnf")
    qtbot.keyClick(paper.time, KEY.Key_Return)
    assert line.result("401").status is ResultStatus.DNF


# ------------------------------------------------------------------------------ states


def test_a_file_opened_for_reading_takes_nothing_and_says_why(desk, tmp_path, qtbot):
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as again:
        made = Line(again, qtbot)
        assert made.panel.locked_notice.isVisible()
        assert not made.box.isEnabled()


def test_an_empty_season_offers_the_next_step_and_takes_times_all_the_same(tmp_path, qtbot):
    with open_desk(tmp_path, people=False) as empty:
        made = Line(empty, qtbot)
        assert made.panel.empty.isVisible()
        made.panel._take_anyway()
        assert made.box.hasFocus()
        made.type("12")
        assert made.rows()[0].tone == "bad"


def test_a_day_that_is_not_the_events_is_told(tmp_path, qtbot):
    with open_desk(tmp_path) as desk:  # the clock stands two weeks before the race
        made = Line(desk, qtbot)
        assert made.panel.day_notice.isVisible()
        assert "10 May 2026" in made.panel.day_notice.label.text()


def test_twenty_thousand_times_keep_the_newest_and_all_that_wait(desk, qtbot):
    season, gun = desk.season, desk.clock.now_ms()
    batch = ReadBatch(
        event_id=desk.context.scope.event_id,
        race_id=desk.race("long"),
        kind=BatchKind.FILE,
        made_ms=gun,
    )
    reads = [
        Read(line=n, bib="" if n == 1 else "401", instant_ms=Instant(gun + n * 1000))
        for n in range(1, 20_001)
    ]
    with season.change("times.import", count=len(reads), name="many", event="x") as writer:
        writer.add_reads(batch, reads)
    made = Line(desk, qtbot)
    rows = made.rows()
    assert len(rows) < 1000
    assert rows[0].time == "5:33:20.0"
    assert rows[-1].fate is ReadFate.NO_BIB
    made.press(KEY.Key_F3)
    made.type("402")
    assert made.result("402").gun_time_ms == 1000


def test_every_control_has_a_name_and_nothing_is_cut_at_the_smallest_size(line):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for kind in (QAbstractButton, QLineEdit):
        for control in line.panel.findChildren(kind):
            if control.isVisible() and not control.objectName().startswith("qt_"):
                assert control.accessibleName(), control
    hint = line.panel.minimumSizeHint()
    assert hint.width() <= 1080
    assert hint.height() <= 600
    box = line.box
    assert line.frame.rect().contains(box.mapTo(line.frame, QPoint(box.width(), box.height())))
