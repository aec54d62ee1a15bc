"""The start, driven by keys, on a real season file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.problems import Place
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services import bibs, history, raceday, timing, waves
from trailsdesk.services.entries import edit_runner, withdraw
from trailsdesk.services.event_setup import choose_option
from trailsdesk.services.late import LateCounts
from trailsdesk.services.waivers import sign_waivers
from trailsdesk.ui import style
from trailsdesk.ui.hold_button import HOLD_MS
from trailsdesk.ui.panels.start import StartPanel
from trailsdesk.ui.settings import LATE_COUNTS
from trailsdesk.ui.table_view import RowTableView

MORNING = datetime(2026, 5, 23, 21, 0, tzinfo=UTC)  # nine in the morning at the first event
KEY, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Start:
    """The panel in a frame as the window has one, and the one who types."""

    def __init__(self, desk, qtbot):
        self.desk, self.qtbot, self.steady = desk, qtbot, 0
        self.panel = StartPanel(desk.context, steady=lambda: self.steady)
        self.frame = QWidget()
        column = QVBoxLayout(self.frame)
        column.addWidget(self.panel)
        qtbot.addWidget(self.frame)
        self.frame.resize(1100, 640)
        with qtbot.waitActive(self.frame):
            self.frame.show()
        self.panel.hear()

    def go(self, seconds: float) -> None:
        """Time passes, for the counter and for the computer's clock."""
        self.steady += round(seconds * 1000)
        moment = self.desk.clock.now.timestamp() + seconds
        self.desk.clock.now = datetime.fromtimestamp(moment, UTC)

    def now(self) -> Instant:
        return self.desk.clock.now_ms()

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """A key to whoever has the keys now."""
        QTest.keyClick(self.focus, key, modifier)

    def type(self, text: str) -> None:
        """Text and Enter, to whoever has the keys now."""
        QTest.keyClicks(self.focus, text)
        self.press(KEY.Key_Return)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def hold_f8(self, milliseconds: int = HOLD_MS + 150) -> None:
        QTest.keyPress(self.focus, KEY.Key_F8)
        QTest.qWait(milliseconds)
        QTest.keyRelease(self.focus, KEY.Key_F8)

    def gun(self, race: str) -> Instant | None:
        return raceday.gun_of(self.desk.season, self.desk.race(race))

    def undo(self) -> str:
        info = history.undo(self.desk.season)
        assert info is not None
        return info.name

    def status(self, bib: str) -> ResultStatus:
        result = self.desk.season.result_of(self.desk.entry(bib).id)
        assert result is not None
        return result.status


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = MORNING
        yield opened


@pytest.fixture
def start(desk, qtbot):
    return Start(desk, qtbot)


def here(start) -> set[str]:
    data = start.desk.season.data
    return {data.entries[entry_id].bib for entry_id in data.check_ins}


# -------------------------------------------------------------------------------- check-in


def test_a_bib_and_enter_say_that_the_runner_is_here(start):
    start.type("401")
    assert here(start) == {"401"}
    tab = start.panel.check_in
    assert tab.box.text() == ""
    assert tab.box.hasFocus()
    assert tab.message.text() == "401 Aroha Maketū is here. Ctrl+Z takes it back."
    assert tab.card.title.full_text() == "Aroha Maketū"
    row = tab.model.row_of(start.desk.entry("401").id)
    assert row is not None
    assert row.here == "09:00"
    assert start.undo() == "start.check-in"
    assert here(start) == set()


def test_what_the_desk_asks_about_is_seen_while_the_bib_is_typed(start):
    start.write("402")
    card = start.panel.check_in.card
    assert card.title.full_text() == "Søren Åkesson-Notreal"
    assert card.detail.text() == "#402 · Open men · Long"
    assert "Owes 125.00 NZD." in card.remark.text()
    assert card.figures[0].value_label.text() == "39"


def test_a_part_of_the_name_is_enough_when_it_fits_one(start):
    start.type("maket")
    assert here(start) == {"401"}


def test_a_name_that_fits_several_checks_nobody_in_until_one_is_chosen(start):
    tab = start.panel.check_in
    start.type("o")
    assert here(start) == set()
    assert "choose" in tab.message.text()
    start.press(KEY.Key_Down)
    assert start.focus is tab.table
    start.press(KEY.Key_Return)
    assert len(start.desk.season.data.check_ins) == 1
    assert tab.box.hasFocus()


def test_a_bib_nobody_wears_suggests_and_keeps_what_is_typed(start):
    tab = start.panel.check_in
    start.type("410")
    assert here(start) == set()
    assert tab.box.text() == "410"
    assert "401" in tab.card.remark.text()
    start.type("402")  # the next scan is not added to it
    assert here(start) == {"402"}


def test_who_is_here_already_is_told_since_when_and_nothing_changes(start):
    start.type("401")
    start.go(600)
    before = start.desk.season.data
    start.type("401")
    assert start.desk.season.data is before
    assert start.panel.check_in.message.text() == (
        "401 Aroha Maketū is here already, since 09:00."
    )


def test_the_youngest_are_asked_for_an_adult_in_the_same_line_and_told_why(start):
    entry = start.desk.entry("1")
    edit_runner(start.desk.season, entry.runner_id, birth_date=date(2015, 6, 1), gender=Gender.F)
    tab = start.panel.check_in
    assert not tab.adult.isEnabled()
    start.type("1")
    assert here(start) == set()
    assert tab.adult.hasFocus()
    assert tab.message.text() == (
        "10 years on the day: a supervising adult is needed (ages 8–12)."
        " Type who it is, then Enter."
    )
    start.type("Made-up Parent")
    assert start.desk.season.data.check_ins[entry.id].adult == "Made-up Parent"
    assert tab.box.hasFocus()
    assert not tab.adult.isEnabled()
    assert "with Made-up Parent" in tab.message.text()


def test_enter_on_a_name_nobody_has_says_so_in_a_sentence(start):
    start.type("zzz")
    assert start.panel.check_in.message.text().startswith("No bib or name has “zzz” in it.")
    assert here(start) == set()


def test_esc_in_the_adult_s_field_lets_the_runner_go(start):
    entry = start.desk.entry("1")
    edit_runner(start.desk.season, entry.runner_id, birth_date=date(2015, 6, 1))
    start.type("1")
    start.press(KEY.Key_Escape)
    assert start.panel.check_in.box.hasFocus()
    start.type("401")
    assert here(start) == {"401"}


def test_gear_is_asked_for_where_the_rules_do_and_plus_says_it_was_seen(start):
    tab = start.panel.check_in
    assert tab.gear.isHidden()
    choose_option(start.desk.season, "gear-check", "yes")
    assert not tab.gear.isHidden()
    start.type("401")
    seen = start.desk.season.data.check_ins[start.desk.entry("401").id]
    assert seen.gear_checked is False
    assert "The gear was not seen yet." in tab.message.text()
    assert tab.chips.chip("gear").text() == "1 gear open"
    start.write("402+")
    assert tab.box.text() == "402"
    assert tab.gear.isChecked()
    start.press(KEY.Key_Return)
    start.type("401")  # once more, with the gear in hand
    checked = start.desk.season.data.check_ins
    assert {checked[start.desk.entry(bib).id].gear_checked for bib in ("401", "402")} == {True}
    assert checked[start.desk.entry("401").id].at_ms == seen.at_ms


def test_del_in_the_list_takes_a_check_in_back(start):
    start.type("401")
    tab = start.panel.check_in
    tab.chips.choose("here")
    start.press(KEY.Key_Down)
    start.press(KEY.Key_Delete)
    assert here(start) == set()
    assert start.undo() == "start.check-out"
    assert here(start) == {"401"}


def test_the_list_can_show_only_those_not_here_yet(start):
    tab = start.panel.check_in
    start.type("401")
    tab.chips.choose("missing")
    assert "401" not in {row.runner.bib for row in tab.model.shown_rows()}
    assert tab.chips.chip("missing").text() == "6 not here yet"
    assert start.panel.header.subtitle_label.full_text() == (
        "1 of 7 here · Slope Sprint 0 of 2 · Midi 0 of 3 · Long 1 of 2"
    )


def test_a_runner_of_another_race_is_told_and_checked_in_all_the_same(start):
    start.desk.context.scope.set(start.desk.context.scope.event_id, start.desk.race("long"))
    start.write("201")
    assert "Runs in Midi." in start.panel.check_in.card.remark.text()
    start.press(KEY.Key_Return)
    assert here(start) == {"201"}


def test_a_withdrawn_runner_is_not_checked_in_and_it_is_said_why(start):
    withdraw(start.desk.season, [start.desk.entry("401").id])
    start.type("401")
    assert here(start) == set()
    assert "withdrawn" in start.panel.check_in.message.text()


def test_ctrl_z_in_the_box_is_left_to_the_window(start):
    undone = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), start.frame)
    shortcut.activated.connect(lambda: undone.append(1))
    start.write("40")
    start.press(KEY.Key_Z, CTRL)
    assert undone == [1]
    assert start.panel.check_in.box.text() == "40"


def test_names_are_no_markup(start):
    start.write("bold")
    assert start.panel.check_in.card.title.full_text() == "<b>Bold</b> O'Markup & Sons"


# -------------------------------------------------------------------------------- bibs


def test_ranges_are_typed_told_and_saved_with_enter(start):
    start.panel.show_bibs()
    tab = start.panel.bibs
    long, mid = start.desk.race("long"), start.desk.race("mid")
    field = tab.ranges.lines[long]
    field.setFocus()
    start.write("401-500, x2y")
    assert "“x2y” is no bib or range" in tab.ranges.words[long].text()
    start.press(KEY.Key_Return)
    assert start.desk.season.data.bib_ranges == {}
    field.selectAll()
    start.type("401 to 500; L1-20")
    assert field.text() == "401-500, L1-L20"
    assert tab.ranges.words[long].text() == "120 bibs, 118 free."
    other = tab.ranges.lines[mid]
    other.setFocus()
    start.write("201-410")
    assert "401-410 also belong to Long." in tab.ranges.words[mid].text()
    start.press(KEY.Key_Escape)
    assert other.text() == ""
    assert start.undo() == "bibs.ranges"
    assert field.text() == ""


def test_a_runner_then_the_next_free_bib_then_enter(start):
    start.panel.show_bibs()
    tab = start.panel.bibs
    assert tab.who.hasFocus()
    start.type("less")
    assert tab.bib.hasFocus()
    assert tab.bib.text() == "203"
    start.press(KEY.Key_Return)
    assert start.desk.runner("203").given_name == "Bib"
    assert tab.who.hasFocus()
    assert tab.message.text() == "Bib Less has bib 203. Ctrl+Z takes it back."
    assert start.undo() == "entry.edit"


def test_enter_in_the_empty_field_goes_to_the_first_without_a_bib(start):
    start.panel.show_bibs()
    start.press(KEY.Key_Return)
    assert start.panel.bibs.bib.text() == "203"
    start.press(KEY.Key_Return)
    start.press(KEY.Key_Return)
    assert "Everybody has a bib." in start.panel.bibs.message.text()


def test_a_bib_that_is_worn_is_told_beside_it_and_ctrl_enter_swaps(start):
    start.panel.show_bibs()
    tab = start.panel.bibs
    ada, other = start.desk.entry("401").id, start.desk.entry("402").id
    start.type("401")
    start.write("402")
    assert "Bib 402 is worn by Søren Åkesson-Notreal" in tab.notes.text()
    start.press(KEY.Key_Return, CTRL)
    entries = start.desk.season.data.entries
    assert (entries[ada].bib, entries[other].bib) == ("402", "401")
    assert start.undo() == "bibs.swap"


def test_a_bib_of_another_race_or_outside_the_range_is_told_and_given_all_the_same(start):
    season = start.desk.season
    bibs.set_ranges(season, start.desk.race("mid"), "201-300")
    bibs.set_ranges(season, start.desk.race("long"), "401-500")
    start.panel.show_bibs()
    tab = start.panel.bibs
    start.type("less")
    start.write("450")
    assert "lies in the range of Long" in tab.notes.text()
    start.press(KEY.Key_Return)
    assert start.desk.runner("450").given_name == "Bib"
    assert tab.chips.chip("odd").text() == "1 to look at"


def test_a_scanner_gives_bibs_to_one_after_the_other(start):
    for at in range(2):
        start.desk.add("", f"Scan{at}", f"Zz{at}", "mid", gender=Gender.F)
    start.panel.show_bibs()
    tab = start.panel.bibs
    tab.modes.set_current("scan")
    start.panel.hear()
    assert tab.bib.hasFocus()
    assert "Bib Less" in tab.target_label.text()
    start.type("901")
    start.type("901")  # the scanner saw it twice
    assert "was scanned already" in tab.message.text()
    start.type("902")
    start.type("903")
    names = [start.desk.runner(bib).given_name for bib in ("901", "902", "903")]
    assert names == ["Bib", "Scan0", "Scan1"]
    assert tab.target_label.text() == "Everybody has a bib."


def test_a_scan_goes_to_the_runner_chosen_in_the_list_and_then_on(start):
    start.desk.add("", "Late", "Zz", "mid", gender=Gender.F)
    start.panel.show_bibs()
    tab = start.panel.bibs
    tab.modes.set_current("scan")
    last = tab.model.shown_rows()[-1].runner
    tab.table.select_id(last.entry_id)
    tab.table.setFocus()
    start.press(KEY.Key_Return)
    start.type("901")
    assert start.desk.runner("901").given_name == "Late"
    assert "Bib Less" in tab.target_label.text()


def test_two_chosen_in_the_list_swap_their_bibs(start):
    start.panel.show_bibs()
    tab = start.panel.bibs
    tab.chips.choose("all")
    ids = [start.desk.entry(bib).id for bib in ("401", "402")]
    tab.table.setFocus()
    tab.table.select_ids(ids)
    start.press(KEY.Key_X, CTRL)
    assert start.desk.entry("402").id == ids[0]


def test_free_bibs_are_laid_out_looked_at_and_given_in_one_act(start):
    start.desk.add("", "Amy", "Aaa", "mid", gender=Gender.F)
    start.panel.show_bibs()
    tab = start.panel.bibs
    start.qtbot.keyClick(tab.bulk.lay_out_button, KEY.Key_Space)
    laid = {row.runner.name: row.fresh for row in tab.model.shown_rows()}
    assert laid == {"Amy Aaa": "203", "Bib Less": "204"}
    assert tab.bulk.give_button.hasFocus()
    assert all(e.bib not in ("203", "204") for e in start.desk.season.data.entries.values())
    start.press(KEY.Key_Return)
    assert start.desk.runner("203").given_name == "Amy"
    assert "2 bibs given out." in tab.message.text()
    assert start.undo() == "bibs.give"
    assert tab.chips.chip("bare").text() == "2 without bib"


def test_bibs_laid_out_can_be_put_back(start):
    start.panel.show_bibs()
    tab = start.panel.bibs
    tab.lay_out()
    before = start.desk.season.data
    start.qtbot.keyClick(tab.bulk.drop_button, KEY.Key_Space)
    assert start.desk.season.data is before
    assert {row.fresh for row in tab.model.rows()} == {""}


# -------------------------------------------------------------------------------- waves


def test_a_wave_is_added_named_and_removed_by_keys(start):
    start.desk.context.scope.set(start.desk.context.scope.event_id, start.desk.race("long"))
    start.panel.show_waves()
    tab = start.panel.waves
    start.press(KEY.Key_N, CTRL)
    long = start.desk.race("long")
    assert [w.label for w in start.desk.season.data.start_groups_of(long)] == ["1", "2"]
    start.press(KEY.Key_F2)
    editor = tab.waves.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Elite")
    QTest.keyClick(editor, KEY.Key_Return)
    assert [w.label for w in start.desk.season.data.start_groups_of(long)] == ["1", "Elite"]
    tab.waves.setFocus()
    start.press(KEY.Key_Delete)
    assert [w.label for w in start.desk.season.data.start_groups_of(long)] == ["1"]
    assert start.undo() == "wave.remove"


def test_a_new_wave_is_the_chosen_one_even_where_its_page_comes_late(start, monkeypatch):
    start.desk.context.scope.set(start.desk.context.scope.event_id, start.desk.race("long"))
    start.panel.show_waves()
    tab = start.panel.waves
    show, late = tab.show_page, []
    monkeypatch.setattr(tab, "show_page", late.append)
    tab.add()
    shown = tab._page if not late else late[-1]
    monkeypatch.setattr(tab, "show_page", show)
    tab.show_page(shown)
    assert tab._line().label == "2"


def test_runners_go_into_a_wave_by_category_gender_or_bibs_after_a_look(start):
    season, long = start.desk.season, start.desk.race("long")
    second = waves.add_wave(season, long)
    start.desk.context.scope.set(start.desk.context.scope.event_id, long)
    start.panel.show_waves()
    tab = start.panel.waves
    tab.waves.select_id(second.id)
    assert not tab.move_button.isEnabled()
    tab._genders[Gender.F].click()
    assert [row.runner.bib for row in tab.model.rows()] == ["401"]
    assert tab.summary.text() == "1 runner would move."
    tab._genders[Gender.F].click()
    tab.bibs.hear()
    start.write("402-410, 777")
    assert "Nobody of this race wears 777." in tab.summary.text()
    start.press(KEY.Key_Return, CTRL)
    assert start.desk.entry("402").wave_id == second.id
    assert tab.bibs.text() == ""
    assert start.undo() == "wave.move"


def test_a_move_between_started_waves_says_who_changes_place(start):
    season, long = start.desk.season, start.desk.race("long")
    second = waves.add_wave(season, long)
    first = season.data.start_groups_of(long)[0]
    gun = start.now()
    raceday.start_waves(season, [first.id], gun)
    raceday.start_waves(season, [second.id], Instant(gun + 600_000))
    for bib, minutes in (("401", 60), ("402", 61)):
        moment = Instant(gun + minutes * 60_000)
        timing.key_finish(season, start.desk.context.scope.event_id, long, bib, moment, "tests")
    start.panel.show_waves()
    tab = start.panel.waves
    tab.waves.select_id(second.id)
    tab.bibs.setText("402")
    assert "2 → 1 Søren Åkesson-Notreal (402)" in tab.effect.text()


# -------------------------------------------------------------------------------- the gun


def test_f8_held_starts_the_marked_wave_at_the_moment_of_the_press(start):
    start.panel.show_gun()
    tab = start.panel.gun
    assert tab.hold.text() == "Hold to start Slope Sprint"
    pressed = start.now()
    QTest.keyPress(start.focus, KEY.Key_F8)
    start.go(0.9)
    QTest.qWait(HOLD_MS + 150)
    QTest.keyRelease(start.focus, KEY.Key_F8)
    assert start.gun("short") == pressed
    assert (start.gun("mid"), start.gun("long")) == (None, None)
    assert "Slope Sprint: started at 09:00:00" in tab.message.text()
    assert tab.hold.text() == "Hold to start Midi"
    assert start.undo() == "race.start"


def test_f8_let_go_early_starts_nothing(start):
    start.panel.show_gun()
    start.hold_f8(100)
    QTest.qWait(100)
    assert start.gun("short") is None
    assert start.panel.gun.message.text() == "Held too short: nothing was started."


def test_f8_works_from_every_tab_and_shows_what_starts_meanwhile(start):
    assert start.panel.check_in.box.hasFocus()
    QTest.keyPress(start.focus, KEY.Key_F8)
    assert start.panel.segments.current == "gun"
    QTest.qWait(HOLD_MS + 150)
    QTest.keyRelease(start.focus, KEY.Key_F8)
    assert start.gun("short") is not None


def test_f8_held_on_starts_one_wave_though_the_held_key_flutters(start):
    start.panel.show_gun()
    QTest.keyPress(start.focus, KEY.Key_F8)
    for _repeat in range(2 * (HOLD_MS + 150) // 30):
        QTest.qWait(30)
        QTest.keyRelease(start.focus, KEY.Key_F8)
        QTest.keyPress(start.focus, KEY.Key_F8)
    QTest.keyRelease(start.focus, KEY.Key_F8)
    assert start.gun("short") is not None
    assert start.gun("mid") is None
    assert "Slope Sprint: started at" in start.panel.gun.message.text()
    QTest.qWait(100)
    start.hold_f8()
    assert start.gun("mid") is not None


def test_after_the_gun_the_keys_go_to_the_late_starters_and_not_into_the_gun(start):
    start.panel.show_gun()
    tab = start.panel.gun
    for row in tab._rows.values():
        row.chip.setChecked(True)
    start.hold_f8()
    assert not tab.hold.isEnabled()
    assert tab.late.field.hasFocus()


def test_a_page_that_comes_late_does_not_leave_the_keys_in_a_correction_of_the_start(start):
    season = start.desk.season
    start.panel.show_gun()
    tab = start.panel.gun
    tab.hold.setFocus()
    assert tab.hold.hasFocus()
    raceday.set_gun(season, list(season.data.races), start.desk.clock.now_ms())
    assert not tab.hold.isEnabled()
    assert tab.late.field.hasFocus()


def test_several_marked_waves_start_together_in_one_operation(start):
    start.panel.show_gun()
    tab = start.panel.gun
    for row in tab._rows.values():
        row.chip.setChecked(True)
    assert tab.hold.text() == "Hold to start Slope Sprint + Midi + Long"
    start.hold_f8()
    guns = {start.gun(race) for race in ("short", "mid", "long")}
    assert len(guns) == 1
    assert None not in guns
    assert start.undo() == "race.start"
    assert start.gun("long") is None


def test_each_waiting_wave_has_a_button_of_its_own(start):
    start.panel.show_gun()
    tab = start.panel.gun
    row = next(row for row in tab._rows.values() if row.line.race_label == "Midi")
    row.hold.setFocus()
    QTest.keyPress(row.hold, KEY.Key_Space)
    QTest.qWait(HOLD_MS + 150)
    QTest.keyRelease(row.hold, KEY.Key_Space)
    assert start.gun("mid") is not None
    assert start.gun("short") is None
    assert row.hold.isHidden()
    assert row.state.text() == "gun 09:00:00"


def test_a_second_hold_on_started_waves_changes_nothing_and_says_how_to_correct(start):
    races = [start.desk.race(race) for race in ("short", "mid", "long")]
    raceday.set_gun(start.desk.season, races, start.now())
    start.panel.show_gun()
    before = start.desk.season.data
    start.go(60)
    start.hold_f8()
    assert start.desk.season.data is before
    assert "Correct a start" in start.panel.gun.message.text()


def test_a_wave_can_be_made_ready_from_elsewhere_but_starts_only_when_held(start):
    (wave,) = start.desk.season.data.start_groups_of(start.desk.race("long"))
    start.panel.start_wave(wave.id)
    assert start.panel.gun.chosen() == (wave.id,)
    assert start.gun("long") is None
    start.hold_f8()
    assert start.gun("long") is not None


def test_a_corrected_start_says_who_changes_place_before_it_is_set(start):
    season, long = start.desk.season, start.desk.race("long")
    second = waves.add_wave(season, long)
    waves.move_entries(season, waves.plan_move(season, second.id, waves.WaveRule(bibs="402")))
    gun = start.now()
    raceday.set_gun(season, [long], gun)
    for bib, minutes in (("401", 60), ("402", 61)):
        moment = Instant(gun + minutes * 60_000)
        timing.key_finish(season, start.desk.context.scope.event_id, long, bib, moment, "tests")
    start.panel.show_gun()
    field = start.panel.gun.guns.fields[second.id]
    field.setFocus()
    field.selectAll()
    start.write("09:05:00")
    guns = start.panel.gun.guns
    assert "1 result become 0:05:00 shorter" in guns.effect.text()
    assert guns.moves.text() == (
        "2 runners change place: 2 → 1 Søren Åkesson-Notreal (402) · 1 → 2 Aroha Maketū (401)"
    )
    assert season.result_of(start.desk.entry("402").id).rank == 2
    start.press(KEY.Key_Return)
    assert season.result_of(start.desk.entry("402").id).rank == 1
    assert not field.isUndoAvailable(), "Ctrl+Z takes the gun back, not what was typed"
    assert start.undo() == "race.start"
    assert season.result_of(start.desk.entry("402").id).rank == 2


def test_what_a_corrected_start_moves_is_seen_on_a_small_screen(start):
    for _more in range(8):
        waves.add_wave(start.desk.season, start.desk.race("long"))
    raceday.set_gun(start.desk.season, [start.desk.race("long")], start.now())
    start.panel.show_gun()
    tab = start.panel.gun
    next(iter(tab.guns.fields.values())).setFocus()
    tab.right.verticalScrollBar().setValue(0)
    next(iter(tab.guns.fields.values())).setText("09:05:00")
    start.qtbot.waitUntil(lambda: not tab.guns.effect.visibleRegion().isEmpty())


def test_an_emptied_gun_is_taken_back_after_saying_what_that_does(start):
    long = start.desk.race("long")
    raceday.set_gun(start.desk.season, [long], start.now())
    start.panel.show_gun()
    (wave,) = start.desk.season.data.start_groups_of(long)
    field = start.panel.gun.guns.fields[wave.id]
    field.setFocus()
    field.selectAll()
    start.press(KEY.Key_Backspace)
    assert "not started any more" in start.panel.gun.guns.effect.text()
    start.press(KEY.Key_Return)
    assert start.gun("long") is None


# -------------------------------------------------------------------------------- late starters


@pytest.fixture
def gone(start):
    """The long race has been on for seven minutes and twelve seconds."""
    raceday.set_gun(start.desk.season, [start.desk.race("long")], start.now())
    start.go(432)
    start.panel.show_gun()
    start.panel.gun.late.field.hear()
    return start


def test_a_late_starter_is_kept_as_evidence_and_the_gun_counts(gone):
    gone.type("402")
    late = gone.panel.gun.late
    assert [(line.bib, line.counts, line.after_ms) for line in late.model.rows()] == [
        ("402", LateCounts.GUN, 432_000)
    ]
    assert late.field.hasFocus()
    assert "402 Søren Åkesson-Notreal started at 09:07:12." in late.message.text()
    assert gone.undo() == "start.late"
    assert late.model.rows() == ()


def test_a_late_starter_nobody_knows_does_not_spoil_the_next(gone):
    gone.type("999")
    gone.type("402")
    assert [line.bib for line in gone.panel.gun.late.model.rows()] == ["402"]


def test_the_instant_of_a_late_start_is_that_of_the_key(gone, monkeypatch):
    late = gone.panel.gun.late
    slow = late._typed

    def typed():
        gone.go(5)  # the page is busy after the key
        return slow()

    gone.write("402")
    monkeypatch.setattr(late, "_typed", typed)
    gone.press(KEY.Key_Return)
    assert late.model.rows()[0].after_ms == 432_000


def test_an_own_start_says_what_it_moves_and_counts_from_then(gone):
    late = gone.panel.gun.late
    late.counts.set_current(LateCounts.OWN.value)
    season = gone.desk.season
    gone.write("402 09:05:00")
    assert "0:05:00 after the gun." in late.preview.text()
    gone.press(KEY.Key_Return)
    own = season.data.waves[gone.desk.entry("402").wave_id]
    assert (own.label, own.is_own_start) == ("late 09:05:00", True)
    assert gone.undo() == "start.own"


def test_the_choice_of_what_counts_is_kept_for_each_event(gone):
    late = gone.panel.gun.late
    late.counts.set_current(LateCounts.OWN.value)
    kept = gone.desk.context.settings.get(LATE_COUNTS)
    assert json.dumps(list(kept.values())) == '["own"]'
    scope, season = gone.desk.context.scope, gone.desk.season
    other = season.data.events_in_order()[1]
    first = scope.event_id
    scope.set(other.id, None)
    assert late.counts.current == LateCounts.GUN.value
    scope.set(first, None)
    assert late.counts.current == LateCounts.OWN.value


def test_del_takes_a_late_start_back(gone):
    late = gone.panel.gun.late
    gone.type("402")
    gone.press(KEY.Key_Down)
    assert gone.focus is late.table
    gone.press(KEY.Key_Delete)
    assert late.model.rows() == ()
    assert late.field.hasFocus()


@pytest.mark.parametrize("text", ["999", "402 soon", "201"])
def test_what_cannot_be_meant_starts_nobody_late_and_stays_typed_or_is_said(gone, text):
    before = gone.desk.season.data
    gone.type(text)
    assert gone.desk.season.data is before
    assert gone.panel.gun.late.message.text()
    assert gone.panel.gun.late.field.text()


# -------------------------------------------------------------------------------- no-shows


def test_those_not_checked_in_are_marked_in_one_act_and_taken_back_together(start):
    season = start.desk.season
    for at in range(3):
        start.desk.add(f"41{at}", f"Extra{at}", "Invented", "long", gender=Gender.M)
    for bib in ("401", "402", "410"):
        start.type(bib)
    raceday.set_gun(season, [start.desk.race("long")], start.now())
    start.panel.show_no_shows()
    tab = start.panel.no_shows
    assert tab.by.current == "check-in"
    assert [each.bib for each in tab.model.rows()] == ["411", "412"]
    assert "Long: 2 of 5" in tab.races.text()
    assert tab.mark_button.hasFocus()
    start.press(KEY.Key_Return)
    assert {start.status(bib) for bib in ("411", "412")} == {ResultStatus.DNS}
    assert start.status("401") is ResultStatus.PENDING
    assert "2 runners are DNS." in tab.message.text()
    assert tab.model.rows() == ()
    assert start.undo() == "start.dns"
    assert [each.bib for each in tab.model.rows()] == ["411", "412"]


def test_without_check_in_a_list_says_who_did_not_start(start):
    raceday.set_gun(start.desk.season, [start.desk.race("mid")], start.now())
    start.panel.show_no_shows()
    tab = start.panel.no_shows
    assert not tab.by.button("check-in").isEnabled()
    assert tab.by.button("check-in").toolTip()
    assert tab.list.hasFocus()
    tab.list.insertPlainText("202, 999\n401")  # pasted
    assert [each.bib for each in tab.model.rows()] == ["202"]
    assert "Nobody here wears 999." in tab.remarks.text()
    assert "not started: 401" in tab.remarks.text()
    start.press(KEY.Key_Return, CTRL)
    assert start.status("202") is ResultStatus.DNS
    assert tab.list.toPlainText() == ""


def test_a_list_of_who_started_marks_the_others(start):
    raceday.set_gun(start.desk.season, [start.desk.race("mid")], start.now())
    start.desk.context.scope.set(start.desk.context.scope.event_id, start.desk.race("mid"))
    start.panel.show_no_shows()
    tab = start.panel.no_shows
    tab.by.set_current("started")
    tab.list.setPlainText("201 202")
    assert [each.name for each in tab.model.rows()] == ["Bib Less"]


def test_more_than_half_of_a_field_has_to_be_ticked_on_the_page(start):
    season = start.desk.season
    raceday.set_gun(season, [start.desk.race("long")], start.now())
    start.panel.show_no_shows()
    tab = start.panel.no_shows
    tab.list.setPlainText("401-402")
    assert tab.confirm.isVisible()
    assert "2 of 2 in Long" in tab.confirm.text()
    assert not tab.mark_button.isEnabled()
    tab.list.setFocus()
    start.press(KEY.Key_Return, CTRL)
    assert start.status("401") is ResultStatus.PENDING
    assert "more than half" in tab.message.text()
    tab.confirm.setFocus()
    start.press(KEY.Key_Space)
    assert tab.mark_button.isEnabled()
    start.qtbot.keyClick(tab.mark_button, KEY.Key_Return)
    assert {start.status("401"), start.status("402")} == {ResultStatus.DNS}


# -------------------------------------------------------------------------------- the panel


@pytest.mark.parametrize(
    ("key", "tab"),
    [("C", "check-in"), ("B", "bibs"), ("W", "waves"), ("G", "gun"), ("N", "no-shows")],
)
def test_alt_and_a_letter_go_to_a_tab_and_its_first_control_has_the_keys(start, key, tab):
    start.press(getattr(KEY, f"Key_{key}"), ALT)
    assert start.panel.segments.current == tab
    assert start.panel.stack.currentWidget().isAncestorOf(start.focus)


def test_going_to_a_runner_puts_them_into_the_check_in(start):
    start.panel.go_to(Place(entry_id=start.desk.entry("402").id))
    assert start.panel.check_in.box.text() == "402"


def test_everything_has_a_name_and_a_place_for_the_keys(start):
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, RowTableView)
    controls = [each for kind in kinds for each in start.panel.findChildren(kind)]
    mine = [
        each
        for each in controls
        if not each.objectName().startswith("qt_") and not each.isHidden()
    ]
    nameless = [each for each in mine if not (each.accessibleName() or _text(each))]
    assert [(type(each).__name__, each.parent().accessibleName()) for each in nameless] == []
    assert all(line for line in start.panel.help_text)


def _text(control) -> str:
    return control.text() if isinstance(control, QAbstractButton) else ""


def test_nobody_entered_says_what_goes_here(tmp_path, qtbot):
    with open_desk(tmp_path, people=False) as desk:
        start = Start(desk, qtbot)
        assert start.panel.empty.isVisible()
        assert start.panel.stack.isHidden()
        start.panel.empty.button.click()
        assert desk.panels == ["entries"]


def test_a_file_for_reading_only_shows_all_and_changes_nothing(tmp_path, qtbot):
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        start = Start(desk, qtbot)
        assert start.panel.locked_notice.isVisible()
        assert not start.panel.check_in.box.isEnabled()
        start.panel.show_gun()
        assert not start.panel.gun.hold.isEnabled()
        QTest.keyPress(start.panel, KEY.Key_F8)
        assert "reading only" in start.panel.gun.message.text()
        before = desk.season.data
        start.panel.waves.add()
        start.panel.no_shows.mark()
        start.panel.bibs.give()
        assert desk.season.data is before


def test_twenty_thousand_runners_are_found_and_checked_in(tmp_path, qtbot):
    with open_desk(tmp_path, people=False) as desk:
        race = desk.race("long")
        with desk.season.change("entries.import", name="many", event="willesden") as writer:
            runners = writer.put_many(
                [
                    Runner(
                        family_name=f"Invented{at}",
                        gender=Gender.F if at % 2 else Gender.M,
                        birth_date=date(1995, 1, 1),
                    )
                    for at in range(20_000)
                ]
            )
            writer.put_many(
                [
                    Entry(runner_id=runner.id, race_id=race, bib=str(at + 1))
                    for at, runner in enumerate(runners)
                ]
            )
        start = Start(desk, qtbot)
        start.type("19999")
        start.type("invented4321")
        assert here(start) == {"19999", "4322"}
        assert start.panel.header.subtitle_label.full_text() == "2 of 20000 here"


def test_a_computer_s_clock_that_is_moved_is_told_and_the_gun_goes_by_the_race_clock(start):
    start.panel.show_gun()
    moment = start.now()
    start.desk.clock.now = datetime.fromtimestamp(start.desk.clock.now.timestamp() + 3600, UTC)
    start.panel.clock.tick()
    assert "was moved forward by 1:00:00" in start.panel.jump_notice.label.text()
    start.hold_f8()
    assert start.gun("short") == moment


def test_a_gun_on_another_day_than_the_event_is_started_and_told(start):
    start.go(-14 * 86_400)
    start.panel.clock.follow()
    start.panel.show_gun()
    start.hold_f8()
    assert start.gun("short") is not None
    assert "24 May 2026" in start.panel.gun.message.text()


def test_who_has_signed_no_waiver_is_told_at_check_in_where_waivers_are_kept(start):
    tab = start.panel.check_in
    start.write("402")
    assert "waiver" not in tab.card.remark.text()
    sign_waivers(start.desk.season, [start.desk.entry("401").id], "tests")
    assert "No waiver signed." in tab.card.remark.text()
    start.press(KEY.Key_Return)
    assert tab.message.text().startswith("402 Søren Åkesson-Notreal is here. No waiver is signed.")
    start.type("401")
    assert tab.message.text() == "401 Aroha Maketū is here. Ctrl+Z takes it back."
    assert tab.chips.chip("unsigned").text().endswith(" without waiver")


def test_alt_o_leads_to_what_is_best_mended_before_the_gun(start):
    start.press(KEY.Key_O, ALT)
    assert start.desk.panels == ["problems"]
