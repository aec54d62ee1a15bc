"""Parts the start brings along: the strip at the line, columns on offer, the find box."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.season_fixture import open_desk
from trailsdesk.domain.people import full_name
from trailsdesk.services import bibs, raceday, waves
from trailsdesk.services.check_in import check_in
from trailsdesk.services.finish_desk import line_view
from trailsdesk.services.late import LateCounts
from trailsdesk.services.start import start_view
from trailsdesk.ui import style
from trailsdesk.ui.hold_button import HOLD_MS, HoldButton
from trailsdesk.ui.palette_box import match_score
from trailsdesk.ui.panels.history import HistoryPanel
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.start_commands import wave_commands
from trailsdesk.ui.start_late import LateStarters
from trailsdesk.ui.start_strip import StartStrip
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import SegmentBar


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        yield opened


class Clock:
    """Stands at a moment; a key that waited was pressed before it."""

    def now_ms(self):
        return 10_000

    def pressed_ms(self, stamp):
        return 10_000 - stamp


def test_the_strip_at_the_line_offers_waves_and_marks_the_next_of_each_race(desk, qtbot):
    second = waves.add_wave(desk.season, desk.race("long"))
    strip = StartStrip(Clock())
    qtbot.addWidget(strip)
    event = desk.context.scope.event_id
    strip.show_races(line_view(desk.season, event, None).races, enabled=True)
    first = desk.season.data.start_groups_of(desk.race("long"))[0]
    assert first.id in strip.chosen()
    assert second.id not in strip.chosen()
    assert len(strip.chosen()) == 3
    raceday.start_waves(desk.season, [first.id], desk.clock.now_ms())
    strip.show_races(line_view(desk.season, event, desk.race("long")).races, enabled=True)
    assert strip.chosen() == (second.id,)
    raceday.start_waves(desk.season, [second.id], desk.clock.now_ms())
    strip.show_races(line_view(desk.season, event, desk.race("long")).races, enabled=True)
    assert strip.isHidden()


def test_a_held_button_knows_when_it_was_touched_though_the_window_came_late(qtbot):
    button = HoldButton("Hold")
    qtbot.addWidget(button)
    button.show()
    touched = []
    button.pressed_now.connect(lambda: touched.append(button.stamp))
    none = Qt.KeyboardModifier.NoModifier
    press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Space, none)
    press.setTimestamp(4_321)
    QApplication.sendEvent(button, press)
    assert touched == [4_321]
    QTest.qWait(HOLD_MS + 150)
    button.begin(17)
    assert button.stamp == 17
    button.end()


def test_a_waiting_wave_is_found_by_its_words_and_a_started_one_is_not(desk):
    waves.add_wave(desk.season, desk.race("long"))
    ready = []
    event = desk.context.scope.event_id

    def titles():
        return [each.title for each in wave_commands(desk.season.data, event, ready.append)]

    assert titles() == [
        "Start Slope Sprint", "Start Midi", "Start Long, wave 1", "Start Long, wave 2",
    ]  # fmt: skip
    assert match_score("start wave 2", "Start Long, wave 2")
    raceday.set_gun(desk.season, [desk.race("mid")], desk.clock.now_ms())
    assert "Start Midi" not in titles()
    found = wave_commands(desk.season.data, event, ready.append)
    found[-1].run()
    assert ready == [desk.season.data.start_groups_of(desk.race("long"))[1].id]
    assert raceday.gun_of(desk.season, desk.race("long")) is None


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    race: str


def test_a_column_that_would_say_nothing_goes_and_comes_back_and_still_gives_way(qtbot):
    columns = (
        Column[Row](key="name", title="Name", text=lambda row: row.name, width_hint=30),
        Column[Row](key="race", title="Race", text=lambda row: row.race, gives_way=2),
    )
    model = RowTableModel(columns, lambda row: row.name)
    model.set_rows([Row("A rather long made-up name of somebody", "Long")])
    table = RowTableView(model, "Runners")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show()
    table.offer_column(1, False)
    assert table.isColumnHidden(1)
    table.offer_column(1, True)
    assert not table.isColumnHidden(1)
    table.resize(150, 200)
    QApplication.processEvents()
    assert table.isColumnHidden(1)


def test_choices_that_wrap_stay_readable_where_there_is_no_room(qtbot):
    bar = SegmentBar(
        (("a", "Not checked in"), ("b", "Did not start"), ("c", "Did start")), "Who", wraps=True
    )
    qtbot.addWidget(bar)
    bar.resize(180, 200)
    bar.show()
    QApplication.processEvents()
    tops = {bar.button(key).mapTo(bar, bar.button(key).rect().topLeft()).y() for key in "abc"}
    assert len(tops) > 1
    assert all(bar.button(key).width() >= bar.button(key).sizeHint().width() for key in "abc")
    bar.set_current("c")
    assert bar.current == "c"


def test_the_history_tells_check_ins_and_bib_ranges_in_words(desk, qtbot):
    entry = desk.entry("401")
    bibs.set_ranges(desk.season, desk.race("long"), "A1-A50")
    check_in(desk.season, entry.id, "tests", adult="Gran Madeup")
    panel = HistoryPanel(desk.context)
    qtbot.addWidget(panel)
    panel.show()
    seen = {line.field: (line.of, line.after) for line in panel.changes_model.shown_rows()}
    assert seen["supervising adult"][1] == "Gran Madeup"
    assert seen["here since"] == (f"Check-in: #401 {full_name(desk.runner('401'))}",
                                  "10 May 2026 12:30:00")  # fmt: skip
    panel.table.select_id(panel.model.id_at(1))
    seen = {line.field: (line.of, line.after) for line in panel.changes_model.shown_rows()}
    assert seen["letters before the number"] == ("Bib range", "A")
    assert (seen["from bib"][1], seen["to bib"][1]) == ("1", "50")


def test_the_choice_for_late_starters_says_what_counts_under_net_times(desk, qtbot):
    late = LateStarters(desk.context, Clock())
    qtbot.addWidget(late)
    view = start_view(desk.season, desk.context.scope.event_id, None)
    late.show_view(view)
    assert late.counts.button(LateCounts.GUN.value).text() == "The gun counts"
    assert "the gun counts" in late.preview.text()
    late.show_view(dataclasses.replace(view, net=True))
    assert late.counts.button(LateCounts.GUN.value).text() == "Start read"
    assert "these rules count from it" in late.preview.text()
