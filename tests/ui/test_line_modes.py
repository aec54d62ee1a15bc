"""What needs a person at the line: chosen, mended, grouped and ruled on, by keys alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.line_fixture import CTRL, KEY, Line, running_desk
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import DiskFull
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import ReadFate
from trailsdesk.services import history, timing
from trailsdesk.services.line_keys import LINE_KEYS
from trailsdesk.ui.bib_box import PICK_MS
from trailsdesk.ui.settings import ENTER_ON_EMPTY_IS_TIME, SOUNDS


@pytest.fixture
def desk(tmp_path, qapp):
    with running_desk(tmp_path, qapp) as opened:
        yield opened


@pytest.fixture
def line(desk, qtbot):
    made = Line(desk, qtbot)
    made.go(6137.3)
    return made


def mode_words(line):
    return line.panel.line.mode_label.full_text()


# ------------------------------------------------------------------------------ choosing by digit


def test_a_digit_alone_chooses_a_suggestion_once_the_row_is_pointed_at(line):
    line.type("410")
    line.press(KEY.Key_F4)
    assert line.box.mode == "pick"
    assert "CHOOSE 1 for row 1" in mode_words(line)
    line.press(KEY.Key_1)
    assert [row.bib for row in line.rows()] == ["410"]  # a second digit could still follow
    QTest.qWait(PICK_MS + 100)
    assert [row.bib for row in line.rows()] == ["401"]
    assert line.result("401").gun_time_ms == 6_137_300
    assert (line.box.mode, line.box.text()) == ("now", "")


def test_enter_after_the_digit_chooses_at_once(line):
    line.type("4?1")
    line.press(KEY.Key_Up)
    line.press(KEY.Key_1)
    line.press(KEY.Key_Return)
    assert [row.bib for row in line.rows()] == ["401"]
    assert len(line.desk.season.data.reads) == 1  # Enter took no time


def test_a_bib_typed_while_choosing_is_a_bib_and_no_choice(line):
    line.type("999")
    line.type("41O")
    line.press(KEY.Key_F4)
    line.type("402")
    assert line.rows()[0].bib == "402"
    line.type("4?1")
    line.press(KEY.Key_F4)
    assert line.box.mode == "pick"
    line.qtbot.keyClicks(line.box, "12")
    assert (line.box.mode, line.box.text()) == ("mend", "12")
    QTest.qWait(PICK_MS + 100)
    assert line.rows()[0].bib == "4?1"  # nothing was chosen meanwhile
    line.press(KEY.Key_Escape)


def test_digits_are_bibs_while_the_box_takes_bibs(line):
    line.type("410")
    line.qtbot.keyClicks(line.box, "1")
    QTest.qWait(PICK_MS + 100)
    assert (line.box.mode, line.box.text()) == ("now", "1")
    assert line.rows()[0].bib == "410"


def test_a_held_digit_chooses_nothing(line):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    line.type("4?1")
    line.press(KEY.Key_F4)
    for held in (True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, KEY.Key_1, Qt.KeyboardModifier.NoModifier, "1", held
        )
        QApplication.sendEvent(line.box, event)
    QTest.qWait(PICK_MS + 100)
    assert line.rows()[0].bib == "4?1"


def test_an_unread_digit_fits_one_place_only_and_only_who_is_still_out(line):
    line.desk.add("410", "Ten", "Madeup")
    line.desk.add("4100", "Hundred", "Madeup")
    line.type("41?")
    assert line.rows()[0].runner == "digit unread: 410?"
    line.press(KEY.Key_F4)
    line.press(KEY.Key_1)
    line.press(KEY.Key_Return)
    line.go(5)
    line.type("41?")
    assert line.rows()[0].runner == "digit unread"


def test_a_bib_that_two_wear_is_settled_by_choosing_the_runner(line):
    line.desk.add("401", "Double", "Wearer", gender=Gender.M)
    line.type("401")
    assert line.rows()[0].fate is ReadFate.AMBIGUOUS_BIB
    assert line.result("401").status is ResultStatus.PENDING
    line.press(KEY.Key_F4)
    picks = line.panel.line.card.words.picks
    assert [name.split(",")[0] for _bib, name in picks] == ["Aroha Maketū", "Double Wearer"]
    line.press(KEY.Key_2)
    line.press(KEY.Key_Return)
    assert line.rows()[0].runner == "Double Wearer"
    history.undo(line.desk.season)
    assert line.rows()[0].fate is ReadFate.AMBIGUOUS_BIB


def test_two_bibs_run_together_are_two_runners_with_one_time(line):
    line.type("401402")
    line.press(KEY.Key_F4)
    assert line.box.mode == "pick"
    assert "Both? Then type 401,402." in line.panel.line.card.words.remark
    line.type("401,402")
    assert sorted(row.bib for row in line.rows()) == ["401", "402"]
    assert line.result("401").gun_time_ms == line.result("402").gun_time_ms == 6_137_300


# ------------------------------------------------------------------------------ what needs you


def test_f4_goes_through_all_that_need_a_person_and_round(line):
    for bib in ("999", "401", "", "201"):
        line.type(bib, KEY.Key_Space if not bib else KEY.Key_Return)
        line.go(5)
    assert line.panel.line.last_in.need_chip.text() == "3 need you (F4)"
    seen = []
    for _press in range(4):
        line.press(KEY.Key_F4)
        seen.append(line.panel.line.last_in.current.keyed)
    assert seen == ["201", "", "999", "201"]


def test_f4_with_nothing_to_do_says_so_and_takes_nothing(line):
    line.type("401")
    line.press(KEY.Key_F4)
    assert line.box.mode == "now"
    assert "Nothing" in line.panel.line.message.text()
    assert line.panel.line.last_in.need_chip.isHidden()


def test_f4_works_from_anywhere_on_the_page(line, qtbot):
    line.type("999")
    table = line.panel.line.last_in.table
    table.setFocus()
    qtbot.keyClick(table, KEY.Key_F4)
    assert line.box.mode == "mend"  # nobody to choose from
    assert line.box.hasFocus()


def test_a_time_the_file_refused_needs_you_and_enter_tries_it_again(line, monkeypatch):
    def full(*_arguments):
        raise DiskFull(name="season")

    monkeypatch.setattr(timing, "key_finish", full)
    line.type("401")
    monkeypatch.undo()
    line.go(20)
    line.press(KEY.Key_F4)
    assert "NOT SAVED" in mode_words(line)
    line.press(KEY.Key_Return)
    assert line.result("401").gun_time_ms == 6_137_300
    assert line.panel.line.last_in.need_chip.isHidden()


def test_half_a_bib_typed_before_mending_is_in_the_box_again_afterwards(line):
    line.type("999")
    line.qtbot.keyClicks(line.box, "40")
    line.press(KEY.Key_Up)
    assert line.box.text() == "999"
    line.press(KEY.Key_Escape)
    assert line.box.text() == "40"


def test_space_takes_a_time_in_every_mode_and_leaves_the_mode_alone(line):
    line.type("4?1")
    line.press(KEY.Key_F4)
    line.press(KEY.Key_Space)
    assert line.box.mode == "pick"
    assert [row.keyed for row in line.rows()] == ["", "4?1"]
    line.press(KEY.Key_1)
    line.press(KEY.Key_Return)
    assert sorted(row.bib for row in line.rows()) == ["", "401"]


def test_keys_of_the_line_do_nothing_to_it_while_paper_is_keyed(line, qtbot):
    line.type("999")
    line.panel.show_paper()
    field = QApplication.focusWidget()
    for key in (KEY.Key_F3, KEY.Key_F4, KEY.Key_F6):
        qtbot.keyClick(field, key)
    assert line.panel.tabs.currentWidget() is line.panel.paper
    assert line.box.mode == "now"
    line.panel.show_line()
    line.press(KEY.Key_F4)
    assert line.box.mode == "mend"


# ------------------------------------------------------------------------------ repeats


def three_times(line):
    for _time in range(3):
        line.type("401")
        line.go(60)


def test_a_repeat_names_the_row_it_repeats_and_which_time_it_is(line):
    three_times(line)
    words = [row.runner for row in line.rows()]
    assert words[0].startswith("also row 1, 1:42:17 · 3rd time")
    assert words[1].startswith("also row 1, 1:42:17 · 2nd time")


def test_f6_shows_only_the_times_of_that_runner_and_brings_the_others_back(line):
    three_times(line)
    line.type("402")
    line.press(KEY.Key_Up)
    line.press(KEY.Key_Up)
    line.press(KEY.Key_F6)
    model = line.panel.line.last_in.model
    assert [row.bib for row in model.shown_rows()] == ["401"] * 3
    assert "only bib 401" in line.panel.line.last_in.group_chip.text()
    line.press(KEY.Key_F6)
    assert len(model.shown_rows()) == 4


def test_one_of_the_group_made_to_count_makes_the_others_repeats(line):
    three_times(line)
    line.press(KEY.Key_F6)
    line.press(KEY.Key_Up)  # the third time
    line.press(KEY.Key_Equal)
    assert line.result("401").gun_time_ms == 6_137_300 + 120_000
    fates = [row.fate for row in line.rows()]
    assert fates.count(ReadFate.GOVERNS) == 1
    assert fates[0] is ReadFate.GOVERNS


def test_a_time_taken_while_filtered_is_seen_at_once(line):
    three_times(line)
    line.press(KEY.Key_F6)
    line.type("402")
    assert line.panel.line.last_in.model.shown_rows()[0].bib == "402"


def test_the_first_time_of_a_repeat_is_at_hand_however_long_ago_it_was(line):
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.timing import BatchKind, Read, ReadBatch
    from trailsdesk.services.line_rows import ROWS_KEPT

    line.type("401")
    season, now = line.desk.season, line.desk.clock.now_ms()
    batch = ReadBatch(event_id=line.desk.context.scope.event_id, race_id=line.desk.race("long"),
                      kind=BatchKind.FILE, made_ms=now)  # fmt: skip
    reads = [Read(line=n, bib="402", instant_ms=Instant(now + n * 60_000))
             for n in range(1, ROWS_KEPT + 50)]  # fmt: skip
    with season.change("times.import", count=len(reads), name="many", event="x") as writer:
        writer.add_reads(batch, reads)
    line.go((ROWS_KEPT + 60) * 60)
    line.type("401")
    line.press(KEY.Key_F6)
    shown = line.panel.line.last_in.model.shown_rows()
    assert [row.time for row in shown][-1] == "1:42:17.3"
    assert [row.bib for row in shown] == ["401", "401"]


# ------------------------------------------------------------------------------ swapping


def test_two_just_keyed_change_places_before_the_file_has_answered(line, monkeypatch):
    waiting = []
    write = line.panel.book._write
    monkeypatch.setattr(line.panel.book, "_write", waiting.append)
    line.type("401")
    line.go(3)
    line.type("402")
    line.press(KEY.Key_Up, CTRL)
    monkeypatch.undo()
    for taken in waiting:
        write(taken)
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.result("401").gun_time_ms == 6_140_300


def test_a_blank_has_no_bib_to_swap(line):
    line.type("401")
    line.press(KEY.Key_Space)
    line.press(KEY.Key_Up, CTRL)
    assert line.result("401").gun_time_ms == 6_137_300
    assert "Only two rows with bibs" in line.panel.line.message.text()


# ------------------------------------------------------------------------------ who gives up


def test_minus_is_withdrawn_and_back_so_that_nobody_looks_for_the_runner(line):
    line.type("401", KEY.Key_Minus)
    assert line.result("401").status is ResultStatus.DNF
    ruling = next(iter(line.desk.season.data.rulings.values()))
    assert (ruling.point, ruling.back_ms) == ("finish", line.panel.clock.now_ms())
    assert line.box.text() == ""
    history.undo(line.desk.season)
    assert line.result("401").status is ResultStatus.PENDING


def test_slash_alone_does_not_say_that_the_runner_is_back(line):
    line.type("401", KEY.Key_Slash)
    ruling = next(iter(line.desk.season.data.rulings.values()))
    assert ruling.back_ms is None


def test_no_single_key_disqualifies(line):
    import string

    for letter in string.punctuation + string.ascii_letters:
        line.box.setText("401")
        line.qtbot.keyClicks(line.box, letter)
        line.press(KEY.Key_Escape)
    kinds = {ruling.kind.value for ruling in line.desk.season.data.rulings.values()}
    assert kinds == {"DNF", "DNS"}


def test_a_key_that_is_part_of_a_bib_belongs_to_the_bib(line):
    line.desk.add("7-1", "First", "Relay")
    line.desk.add("8/2", "Second", "Relay")
    line.type("7-1")
    line.type("8/2")
    assert [row.bib for row in line.rows()] == ["8/2", "7-1"]
    assert line.desk.season.data.rulings == {}
    line.type("402", KEY.Key_Minus)
    assert line.result("402").status is ResultStatus.DNF


# ------------------------------------------------------------------------------ always said


def test_the_counts_stand_on_the_page_and_follow_every_key(line):
    assert line.panel.line.counts.text == "2 started, 0 in, 0 withdrawn, 2 out there"
    line.type("401")
    line.type("402", KEY.Key_Minus)
    assert line.panel.line.counts.text == "2 started, 1 in, 1 withdrawn, 0 out there"


def test_the_help_of_the_page_and_the_printed_keys_are_the_same(line):
    assert set(LINE_KEYS) <= set(line.panel.help_text)


def test_sounds_and_the_bare_enter_are_off_until_somebody_turns_them_on(line):
    settings = line.desk.context.settings
    assert not settings.get(SOUNDS)
    assert not settings.get(ENTER_ON_EMPTY_IS_TIME)
    actions = {action.text(): action for action in line.panel.more.menu().actions()}
    actions[ENTER_ON_EMPTY_IS_TIME.label()].trigger()
    line.press(KEY.Key_Return)
    assert [row.fate for row in line.rows()] == [ReadFate.NO_BIB]


def test_nothing_is_heard_unless_sounds_are_on(line, monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    line.type("401")
    assert heard == []
    line.desk.context.settings.set(SOUNDS, True)
    line.type("402")
    assert heard == [1]
    line.type("999")
    QTest.qWait(300)
    assert heard == [1, 1, 1]  # the one that needs somebody is heard twice


def test_a_box_without_the_keys_is_seen_by_more_than_a_colour(line):
    line.panel.segments.button("line").setFocus()
    assert "dashed" in line.box.styleSheet()
    line.panel.hear()
    assert "dashed" not in line.box.styleSheet()


def test_the_menu_opens_and_closes_by_keys_and_gives_them_back(line, qtbot):
    line.panel.more.setFocus()
    qtbot.keyClick(line.panel.more, KEY.Key_Return)
    menu = line.panel.more.menu()
    qtbot.waitUntil(menu.isVisible)
    assert line.panel.more.accessibleName()
    qtbot.keyClick(menu, KEY.Key_Escape)
    qtbot.waitUntil(lambda: line.frame.focusWidget() is line.box)


def test_no_window_stands_before_the_line_whatever_is_keyed(line):
    for bib in ("401", "999", "201", "401", "4?1", ""):
        line.type(bib, KEY.Key_Space if not bib else KEY.Key_Return)
    for key in (KEY.Key_F4, KEY.Key_F4, KEY.Key_Delete, KEY.Key_F3, KEY.Key_F6, KEY.Key_Slash):
        line.press(key)
    assert QApplication.activeModalWidget() is None
    assert QApplication.activePopupWidget() is None
    assert line.box.hasFocus()


# ------------------------------------------------------------------------------ the clock


def test_a_clock_set_back_while_the_program_was_closed_is_told(line, qtbot, tmp_path):
    from tests.ui.season_fixture import open_again

    line.type("401")
    line.desk.season.file.close()
    with open_again(tmp_path) as again:
        again.clock.now = datetime.fromtimestamp(line.desk.clock.now.timestamp() - 7200, UTC)
        again.context.scope.set(again.context.scope.event_id, again.race("long"))
        made = Line(again, qtbot)
        assert made.panel.day_notice.isVisible()
        assert "before the last time in the file" in made.panel.day_notice.label.text()


def test_a_jump_while_another_panel_is_shown_is_told_there(line):
    line.panel.hide()
    line.desk.clock.now = datetime.fromtimestamp(line.desk.clock.now.timestamp() - 3600, UTC)
    line.panel.clock.tick()
    assert any("moved back by 1:00:00" in text for text, _tone in line.desk.notes)


def test_start_and_finish_are_taken_by_one_clock(line):
    from trailsdesk.ui.race_clock import shared_clock

    assert shared_clock(line.desk.context) is line.panel.clock
