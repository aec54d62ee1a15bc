"""Where times came from and what became of each, on a real season file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.services.logs import ipico
from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.problems import Place
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind, ReadFate
from trailsdesk.services import chips as chip_service
from trailsdesk.services import history, raceday, timing
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, look_at, plan_times
from trailsdesk.services.time_words import offset_words, parse_offset
from trailsdesk.services.timing_desk import read_lines, source_lines
from trailsdesk.ui import style
from trailsdesk.ui.panels.timing import TimingPanel

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
KEY = Qt.Key
LIST = "Bib,Time\n401,11:40:00\n402,11:41:30\n401,12:10:00\n777,11:50:00\n"


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = GUN
        raceday.set_gun(opened.season, [opened.race("long")], opened.clock.now_ms())
        yield opened


@pytest.fixture
def times(desk, tmp_path):
    path = tmp_path / "mat.csv"
    path.write_text(LIST, encoding="utf-8")
    take(desk, path)
    return path


def take(desk, path):
    season, source = desk.season, read_source(path)
    table = pick_table(open_book(source), None)
    event_id = desk.context.scope.event_id
    commit_times(season, plan_times(season, event_id, None, source, table, kind="clock"), "tests")


@pytest.fixture
def shown(desk, qtbot):
    def make(which=desk):
        panel = TimingPanel(which.context)
        qtbot.addWidget(panel)
        panel.resize(1080, 600)
        with qtbot.waitActive(panel):
            panel.show()
        return panel

    return make


def choose(panel, bib, fate=None):
    row = next(r for r in panel.reads.rows() if r.bib == bib and fate in (None, r.fate))
    assert panel.read_table.select_id(row.read_id)
    return row


def test_a_file_is_one_source_with_what_became_of_its_times(shown, times):
    panel = shown()
    (source,) = panel.sources.rows()
    assert (source.name, source.reads) == ("mat.csv", 4)
    assert (source.used, source.repeated, source.unsolved) == (2, 1, 1)
    fates = [row.fate for row in panel.reads.rows()]
    assert fates == [
        ReadFate.GOVERNS,
        ReadFate.GOVERNS,
        ReadFate.REPEAT,
        ReadFate.UNKNOWN_BIB,
    ]
    assert panel.header.subtitle_label.full_text() == "4 times · 1 source · 1 unsolved"


def test_the_same_file_again_adds_nothing_and_the_page_says_so(shown, desk, times):
    panel = shown()
    take(desk, times)
    assert len(panel.sources.rows()) == 1
    assert "adds nothing" in panel.source_card.label.full_text()


def test_a_source_taken_out_leaves_the_results_and_keeps_its_times(shown, desk, times, qtbot):
    panel = shown()
    qtbot.mouseClick(panel.source_card.retract_button, Qt.MouseButton.LeftButton)
    assert desk.season.result_of(desk.entry("401").id).status is ResultStatus.PENDING
    assert len(desk.season.data.reads) == 4
    assert panel.source_card.retract_button.text() == "Take back in"
    assert all(row.fate is None for row in panel.reads.rows())
    history.undo(desk.season)
    assert desk.season.result_of(desk.entry("401").id).status is ResultStatus.OK
    assert panel.source_card.retract_button.text() == "Take out"


def test_a_clock_is_corrected_for_the_whole_source(shown, desk, times, qtbot):
    panel = shown()
    panel.offset.setFocus()
    qtbot.keyClicks(panel.offset, "-1:30")
    qtbot.keyClick(panel.offset, KEY.Key_Return)
    result = desk.season.result_of(desk.entry("401").id)
    assert result.time_ms == (100 * 60 - 90) * 1000
    assert {read.instant_ms for read in desk.season.data.reads.values()} >= {
        desk.clock.now_ms() + 100 * 60_000
    }


def test_what_is_no_correction_changes_nothing_and_is_told(shown, desk, times):
    panel = shown()
    panel.offset.setText("soon")
    panel.correct_clock()
    assert all(batch.offset_ms == 0 for batch in desk.season.data.batches.values())
    assert "soon" in desk.notes[-1][0]


@pytest.mark.parametrize(
    ("typed", "ms"),
    [("12", 12_000), ("+12", 12_000), ("-3.5", -3500), ("1:00:00", 3_600_000), ("x", None)],
)
def test_corrections_are_read_as_people_write_them(typed, ms):
    assert parse_offset(typed) == ms
    if ms is not None:
        assert parse_offset(offset_words(ms)) == ms


def test_a_bib_is_given_to_a_time_and_can_be_taken_back(shown, desk, times, qtbot):
    panel = shown()
    choose(panel, "777")
    panel.drawer.bib.setFocus()
    qtbot.keyClicks(panel.drawer.bib, "202")
    qtbot.keyClick(panel.drawer.bib, KEY.Key_Return)
    row = next(r for r in panel.reads.rows() if r.bib == "202")
    assert row.keyed == "777"
    assert panel.drawer.line == row
    assert "777,11:50:00" in panel.drawer.raw.text()
    assert panel.drawer.bib.text() == ""  # what is typed next is not added to it
    qtbot.mouseClick(panel.drawer.withdraw, Qt.MouseButton.LeftButton)
    assert choose(panel, "777").fate is ReadFate.UNKNOWN_BIB


def test_a_time_is_left_out_only_with_a_reason(shown, desk, times, qtbot):
    panel = shown()
    choose(panel, "401", ReadFate.GOVERNS)
    qtbot.mouseClick(panel.drawer.leave_out, Qt.MouseButton.LeftButton)
    assert desk.season.data.read_rulings == {}
    assert "reason" in desk.notes[-1][0]
    qtbot.keyClicks(panel.drawer.because, "bag on the mat")
    qtbot.keyClick(panel.drawer.because, KEY.Key_Return)
    (ruling,) = desk.season.data.read_rulings.values()
    assert ruling.reason == "bag on the mat"
    result = desk.season.result_of(desk.entry("401").id)
    assert result.time_ms == 130 * 60_000  # the repeat counts now


def test_a_repeat_can_be_made_to_count(shown, desk, times, qtbot):
    panel = shown()
    choose(panel, "401", ReadFate.REPEAT)
    assert panel.drawer.govern.isVisible()
    qtbot.mouseClick(panel.drawer.govern, Qt.MouseButton.LeftButton)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 130 * 60_000
    choose(panel, "402")
    assert panel.drawer.govern.isHidden()


def test_key_presses_stand_together_and_undone_ones_are_counted(shown, desk):
    season, event_id = desk.season, desk.context.scope.event_id
    for bib in ("401", "402", ""):
        timing.key_finish(season, event_id, None, bib, desk.clock.now_ms(), "tests")
    history.undo(season)
    panel = shown()
    (source,) = panel.sources.rows()
    assert (source.kind, source.reads, source.undone) == (BatchKind.LINE, 2, 1)
    assert not panel.source_card.retract_button.isEnabled()
    assert panel.source_card.retract_button.toolTip()


def test_one_clock_correction_serves_all_that_was_keyed_at_the_line(shown, desk):
    season, event_id = desk.season, desk.context.scope.event_id
    for bib in ("401", "402"):
        instant = Instant(desk.clock.now_ms() + 3_600_000)
        timing.key_finish(season, event_id, None, bib, instant, "tests")
    panel = shown()
    panel.offset.setText("10")
    panel.correct_clock()
    for bib in ("401", "402"):
        assert season.result_of(desk.entry(bib).id).time_ms == 3_610_000
    history.undo(season)
    assert season.result_of(desk.entry("402").id).time_ms == 3_600_000


def test_chips_and_filter_find_what_needs_a_person(shown, times, qtbot):
    panel = shown()
    panel.chips.choose("unsolved")
    assert [row.bib for row in panel.reads.shown_rows()] == ["777"]
    panel.chips.choose("all")
    panel.focus_filter()
    qtbot.keyClicks(panel.search, "soren 402")
    assert [row.bib for row in panel.reads.shown_rows()] == []
    panel.search.setText("aroha")
    assert {row.bib for row in panel.reads.shown_rows()} == {"401"}


def test_a_problem_leads_to_its_read(shown, desk, times):
    timing.key_finish(
        desk.season, desk.context.scope.event_id, None, "888", desk.clock.now_ms(), "tests"
    )
    panel = shown()
    wanted = next(r for r in desk.season.data.reads.values() if r.bib == "777")
    panel.go_to(Place(read_id=wanted.id))
    assert panel.source.name == "mat.csv"
    assert panel.drawer.line.read_id == wanted.id


def test_a_dropped_file_opens_the_import(shown, times):
    panel = shown()
    panel.open_file(times)
    assert panel.pages.currentWidget() is panel.wizard
    panel.wizard.leave()
    assert panel.pages.currentWidget() is panel.list_page


def test_an_empty_page_offers_the_file_and_the_line(shown, desk):
    panel = shown()
    assert panel.empty.isVisible()
    assert panel.content.isHidden()
    panel.empty.button.click()
    assert panel.pages.currentWidget() is panel.wizard


def test_a_file_opened_for_reading_offers_nothing_to_change(desk, times, tmp_path, shown):
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as again:
        panel = shown(again)
        choose(panel, "777")
        card = panel.source_card
        for control in (panel.import_button, card.retract_button, card.offset_button,
                        card.role_button, panel.chip_page.give, panel.drawer.give,
                        panel.drawer.leave_out):  # fmt: skip
            assert not control.isEnabled()
            assert control.toolTip()
        panel.open_file(times)
        assert panel.pages.currentWidget() is panel.list_page


def test_twenty_thousand_times_are_all_there(desk, tmp_path, shown):
    path = tmp_path / "many.csv"
    lines = [
        f"{n % 500},{10 + n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}" for n in range(20_000)
    ]
    path.write_text("Bib,Time\n" + "\n".join(lines), encoding="utf-8")
    take(desk, path)
    panel = shown()
    assert panel.reads.total_count == 20_000
    panel.search.setText("499")
    assert 0 < panel.reads.shown_count < 20_000


def test_other_races_sources_stay_out_of_a_races_scope(desk):
    season, event_id = desk.season, desk.context.scope.event_id
    timing.key_finish(season, event_id, desk.race("mid"), "201", desk.clock.now_ms(), "tests")
    assert source_lines(season, event_id, desk.race("long")) == ()
    (line,) = source_lines(season, event_id, desk.race("mid"))
    (read,) = read_lines(season, event_id, line.batch_ids)
    assert read.name == "Rere Fictitious"


# -- chips ----------------------------------------------------------------------------------------

LOG = (
    ipico("0580037000a1", "2026-05-24 11:40:00"),
    ipico("0580037000b2", "2026-05-24 11:41:30"),
    ipico("0580037000a1", "2026-05-24 11:40:03"),
)


@pytest.fixture
def log(desk, tmp_path):
    path = tmp_path / "mat.txt"
    path.write_text("\n".join(LOG) + "\n", encoding="utf-8")
    return path


def take_log(desk, path, **said):
    season, source = desk.season, read_source(path)
    event_id = desk.context.scope.event_id
    plan = plan_times(season, event_id, None, source, look_at(source).raw, **said)
    commit_times(season, plan, "tests")


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, key, modifier)


def test_chips_are_given_their_bibs_one_after_the_other_by_keys(shown, desk, log, qtbot):
    take_log(desk, log)
    panel = shown()
    assert panel.header.subtitle_label.full_text() == "3 times · 1 source · 3 unsolved"
    press(qtbot, panel, KEY.Key_C, Qt.KeyboardModifier.AltModifier)
    page = panel.chip_page
    assert page.isVisible()
    assert [(line.code, line.reads) for line in page.model.rows()] == [
        ("580037000A1", 2), ("580037000B2", 1),
    ]  # fmt: skip
    assert QApplication.focusWidget() is page.table
    page.table.select_id("580037000A1")
    press(qtbot, page.table, KEY.Key_Return)
    assert (page.chip.text(), QApplication.focusWidget()) == ("580037000A1", page.bib)
    qtbot.keyClicks(page.bib, "401")
    press(qtbot, page.bib, KEY.Key_Return)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 100 * 60_000
    assert (page.chip.text(), page.bib.text()) == ("580037000B2", ""), "on to the next one"
    qtbot.keyClicks(page.bib, "402")
    press(qtbot, page.bib, KEY.Key_Return)
    assert desk.season.result_of(desk.entry("402").id).time_ms == 101 * 60_000 + 30_000
    assert QApplication.focusWidget() is page.chip
    page.table.setFocus()
    page.table.select_id("580037000A1")
    press(qtbot, page.table, KEY.Key_Delete)
    assert desk.season.result_of(desk.entry("401").id).status is ResultStatus.PENDING
    assert page.model.rows()[0].code == "580037000A1"
    history.undo(desk.season)
    assert desk.season.result_of(desk.entry("401").id).time_ms == 100 * 60_000
    press(qtbot, panel, KEY.Key_T, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is panel.source_table


def test_half_a_pair_asks_for_the_other_half_and_escape_leaves_it(shown, desk, qtbot):
    panel = shown()
    panel.show_chips()
    page = panel.chip_page
    assert page.empty.isVisible()
    assert QApplication.focusWidget() is page.chip
    qtbot.keyClicks(page.chip, "A1")
    press(qtbot, page.chip, KEY.Key_Return)
    assert QApplication.focusWidget() is page.bib
    press(qtbot, page.bib, KEY.Key_Return)
    assert desk.season.data.chips == {}
    press(qtbot, page.bib, KEY.Key_Escape)
    assert page.chip.text() == ""


def test_a_read_of_an_unknown_chip_gives_the_chip_its_bib(shown, desk, log, qtbot):
    take_log(desk, log)
    panel = shown()
    first = panel.reads.rows()[0]
    assert first.fate is ReadFate.UNKNOWN_CHIP
    assert panel.read_table.select_id(first.read_id)
    assert panel.drawer.give.text() == "Give chip its bib"
    panel.drawer.bib.setFocus()
    qtbot.keyClicks(panel.drawer.bib, "401")
    press(qtbot, panel.drawer.bib, KEY.Key_Return)
    assert desk.season.data.read_rulings == {}
    assert [(c.code, c.bib) for c in desk.season.data.chips.values()] == [("580037000A1", "401")]
    fates = [row.fate for row in panel.reads.rows()]
    assert fates == [ReadFate.GOVERNS, ReadFate.UNKNOWN_CHIP, ReadFate.REPEAT]


def test_chips_can_be_filtered_and_the_filter_emptied(shown, desk, log, qtbot):
    take_log(desk, log)
    chip_service.give_chip(desk.season, desk.context.scope.event_id, "0580037000a1", "401")
    panel = shown()
    panel.show_chips()
    panel.focus_filter()
    page = panel.chip_page
    qtbot.keyClicks(page.search, "aroha")
    assert [line.bib for line in page.model.shown_rows()] == ["401"]
    press(qtbot, page.search, KEY.Key_Escape)
    page.chips.choose("without")
    assert [line.code for line in page.model.shown_rows()] == ["580037000B2"]


# -- roles and guns -------------------------------------------------------------------------------


def second_source(desk, tmp_path):
    path = tmp_path / "backup.csv"
    path.write_text("Bib,Time\n402,11:39:00\n", encoding="utf-8")
    take(desk, path)
    return path


def test_a_source_is_let_lead_by_keys_after_its_effect_was_seen(
    shown, desk, times, tmp_path, qtbot
):
    second_source(desk, tmp_path)
    panel = shown()
    backup = next(line for line in panel.sources.rows() if line.name == "backup.csv")
    assert (backup.fills_gaps, backup.spare) == (True, 1)
    panel.source_table.select_id(backup.key)
    press(qtbot, panel, KEY.Key_R, Qt.KeyboardModifier.ControlModifier)
    bar = panel.role_bar
    assert bar.isVisible()
    assert [(m.bib, m.rank_before, m.rank_after) for m in bar.moves.rows()] == [
        ("402", 2, 1), ("401", 1, 2),
    ]  # fmt: skip
    assert "1 time and 2 places would change." in bar.words.text()
    assert QApplication.focusWidget() is bar.yes
    press(qtbot, bar.yes, KEY.Key_Escape)
    assert not bar.isVisible()
    assert desk.season.result_of(desk.entry("401").id).rank == 1
    press(qtbot, panel, KEY.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, bar.yes, KEY.Key_Return)
    assert desk.season.result_of(desk.entry("402").id).rank == 1
    assert desk.notes[-1][0] == "backup.csv leads now."
    assert QApplication.focusWidget() is panel.source_table
    assert panel.source_card.role_button.text() == "Only fill gaps"
    history.undo(desk.season)
    assert desk.season.result_of(desk.entry("401").id).rank == 1


def test_what_a_backup_saw_can_be_made_to_count(shown, desk, times, tmp_path, qtbot):
    second_source(desk, tmp_path)
    panel = shown()
    panel.source_table.select_id(
        next(line.key for line in panel.sources.rows() if line.name == "backup.csv")
    )
    choose(panel, "402", ReadFate.BACKUP)
    assert panel.drawer.chip.text() == "not needed"
    qtbot.mouseClick(panel.drawer.govern, Qt.MouseButton.LeftButton)
    assert desk.season.result_of(desk.entry("402").id).time_ms == 99 * 60_000


def test_after_an_import_the_cursor_stands_on_the_file_taken(
    shown, desk, times, tmp_path, monkeypatch
):
    panel = shown()
    assert panel.source.name == "mat.csv"
    later = []  # what is gathered off the window's thread arrives when all else is done
    monkeypatch.setattr(
        type(desk.context),
        "compute",
        lambda _self, work, done, *, always=None, **_more: later.append((work, done, always)),
    )
    path = tmp_path / "second.csv"
    path.write_text("Bib,Time\n403,11:50:00\n", encoding="utf-8")
    take(desk, path)
    event_id, now = desk.context.scope.event_id, desk.clock.now_ms()
    timing.key_finish(desk.season, event_id, None, "402", now, "tests")
    panel.reload()
    panel._to_taken("Took 1 time")
    panel.show_list()
    while later:
        work, done, always = later.pop(0)
        done(work())
        always()
    assert panel.source.name == "second.csv"
    assert panel.source_table.selected_rows() == (panel.source,)
    assert panel.source_table.hasFocus()


def test_a_gun_found_in_a_file_is_set_only_on_a_persons_word(shown, desk, tmp_path, qtbot):
    path = tmp_path / "stream.txt"
    path.write_text(
        "CT01_13~1~start~guntime~10:00:30.00~0~0007F0~0\n"
        "CT01_13~2~finish~A1~11:40:00.00~1~0007F0~1\n", encoding="utf-8",
    )  # fmt: skip
    season, event_id = desk.season, desk.context.scope.event_id
    chip_service.give_chip(season, event_id, "A1", "401")
    before = raceday.gun_of(season, desk.race("long"))
    panel = shown()
    panel.open_file(path)
    panel.wizard.take()
    offer = panel.gun_offer
    assert offer.isVisible()
    assert raceday.gun_of(season, desk.race("long")) == before
    assert QApplication.focusWidget() is offer.start_choice
    at_long = offer.start_choice.findText("Long")
    while offer.start_choice.currentIndex() != at_long:
        press(qtbot, offer.start_choice, KEY.Key_Down)
    assert "moves the gun by +0:00:30.0 and 1 result with it" in offer.words.text()
    offer.yes.setFocus()
    press(qtbot, offer.yes, KEY.Key_Return)
    assert season.result_of(desk.entry("401").id).time_ms == 99 * 60_000 + 30_000
    assert not offer.isVisible()
    assert history.history(season)[0].name == "race.start"
    panel.offer_gun("stream.txt", (season.clock.now_ms(),))
    press(qtbot, offer.yes, KEY.Key_Escape)
    assert not offer.isVisible()


def test_a_key_at_the_line_keeps_the_choice_and_the_place_in_the_table(shown, desk, times):
    panel = shown()
    chosen = choose(panel, "402")
    timing.key_finish(
        desk.season, desk.context.scope.event_id, None, "888", desk.clock.now_ms(), "tests"
    )
    assert panel.drawer.line.read_id == chosen.read_id
    assert panel.source.name == "mat.csv"
