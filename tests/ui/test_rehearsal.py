"""Rehearsing in the whole window: on a copy that says so, and back again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.line_fixture import GUN, KEY
from tests.ui.season_fixture import StandingClock, open_desk
from tests.ui.window_fixture import open_window
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.rehearsal import Peak, score
from trailsdesk.services import raceday, rehearsal
from trailsdesk.services.rehearsal import Expected, Planned
from trailsdesk.ui import style
from trailsdesk.ui.rehearsal_band import RehearsalBand
from trailsdesk.ui.rehearsal_bar import GRACE_MS
from trailsdesk.ui.rehearsal_words import advice_words, peak_words, score_words


@pytest.fixture
def window(tmp_path, qapp):
    """A window on a season with a handful of made-up runners, two days before the race."""
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as made:
        path = made.season.file.path
    with open_window(tmp_path, StandingClock()) as opened:
        opened.open_file(path)
        opened.activateWindow()
        opened.desk.show_panel("finish")
        yield opened


@pytest.fixture
def playing(window):
    """The same in a rehearsal of the long race."""
    desk = window.desk
    race = next(r for r in desk.season.data.races.values() if r.code == "long"
                and r.event_id == desk.scope.event_id)  # fmt: skip
    desk.scope.set(desk.scope.event_id, race.id)
    window.menu_actions["help.rehearse"].trigger()
    return window


def bar_of(window):
    return window.desk.shell.panel("finish").rehearsal


def test_a_rehearsal_is_marked_in_the_title_on_every_page_and_in_the_name(playing):
    assert playing.windowTitle().startswith("REHEARSAL")
    assert playing.desk.season.data.series.name.startswith("REHEARSAL")
    band = playing.desk.findChild(RehearsalBand)
    for key in ("season", "finish", "sheets"):
        playing.desk.show_panel(key)
        assert band.isVisible(), key
    assert "season.trailsdesk" in band.label.full_text()


def test_the_season_keeps_its_name_and_its_times(playing, tmp_path):
    path = tmp_path / "season.trailsdesk"
    before = path.read_bytes()
    box = playing.desk.shell.panel("finish").line.box
    for letter in "401":
        QTest.keyClick(box, letter)
    QTest.keyClick(box, KEY.Key_Return)
    assert playing.desk.season.data.reads
    assert path.read_bytes() == before


def test_ending_it_opens_the_season_again_and_leaves_no_copy(playing, tmp_path):
    playing.desk.findChild(RehearsalBand).button.click()
    assert playing.desk.season.file.path == tmp_path / "season.trailsdesk"
    assert not playing.windowTitle().startswith("REHEARSAL")
    assert playing.desk.findChild(RehearsalBand) is None
    assert playing.desk.shell.current_panel == "finish"
    assert bar_of(playing) is None
    assert not (tmp_path / "rehearsals").exists()


def test_a_rehearsal_is_no_recent_file_and_gets_no_safety_copy(playing):
    from trailsdesk.ui.settings import RECENT_FILES

    assert all(".rehearsal." not in path for path in playing.settings.get(RECENT_FILES))
    copy = playing.desk.season.file.path
    playing.desk.copy_if_changed()
    assert not list(copy.parent.glob("*.backups/*auto*"))


def test_no_rehearsal_while_a_race_is_on(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    clock = StandingClock()
    with open_desk(tmp_path) as made:
        path = made.season.file.path
        raceday.set_gun(made.season, [made.race("long")], Instant(int(GUN.timestamp() * 1000)))
    clock.now = datetime.fromtimestamp(GUN.timestamp() + 3600, UTC)
    with open_window(tmp_path, clock) as window:
        window.open_file(path)
        window.menu_actions["help.rehearse"].trigger()
        assert window.desk.season.file.path == path
        assert "A race is on" in window.desk.last_notice


# ------------------------------------------------------------------------------ playing


def play(window, *moments):
    """Let runners of the long race cross at these moments, in milliseconds."""
    panel = window.desk.shell.panel("finish")
    bar = panel.rehearsal
    bar.beep.setChecked(False)
    names = ("401", "402")
    bar.play(tuple(Planned(bib=bib, name="", after_ms=at)
                   for bib, at in zip(names, moments, strict=False)))  # fmt: skip
    bar._timer.stop()
    return panel, bar


def test_who_crosses_is_shown_and_what_is_keyed_is_scored(playing, monkeypatch):
    panel, bar = play(playing, 0, 2_000)
    start = bar._begin
    clock = {"now": start}
    monkeypatch.setattr(panel.clock, "now_ms", lambda: Instant(clock["now"]))
    monkeypatch.setattr(panel.clock, "pressed_ms", lambda _stamp: Instant(clock["now"]))
    assert bar.bibs[0].text() == "401"
    box = panel.line.box
    for at, bib in ((1_000, "401"), (3_500, "402")):
        clock["now"] = start + at - 500
        bar.step()
        clock["now"] = start + at
        for letter in bib:
            QTest.keyClick(box, letter)
        QTest.keyClick(box, KEY.Key_Return)
    assert bar.bibs[0].text() == "402"
    bar.stop()
    assert bar.phase == "told"
    assert (len(bar.result.scored), bar.result.errors) == (2, 0)
    assert bar.result.worst_delay_ms <= 1_000
    assert "You sustained" in bar.report
    assert box.hasFocus()


def test_it_ends_by_itself_after_the_last_one_and_a_while_to_catch_up(playing, monkeypatch):
    panel, bar = play(playing, 0, 1_000)
    start = bar._begin
    monkeypatch.setattr(panel.clock, "now_ms", lambda: Instant(start + 1_000 + GRACE_MS))
    bar.step()
    assert bar.phase == "running"
    monkeypatch.setattr(panel.clock, "now_ms", lambda: Instant(start + 1_001 + GRACE_MS))
    bar.step()
    assert bar.phase == "told"
    assert bar.result.errors == 2


def test_f9_begins_stops_and_begins_again_and_the_keys_stay_in_the_box(playing):
    panel = playing.desk.shell.panel("finish")
    box = panel.line.box
    box.setFocus()
    panel.rehearsal.beep.setChecked(False)
    phases = []
    for _press in range(3):
        QTest.keyClick(box, KEY.Key_F9)
        phases.append(panel.rehearsal.phase)
        assert box.hasFocus()
    assert phases == ["running", "told", "ready"]


def test_f9_does_nothing_in_a_real_season(window):
    panel = window.desk.shell.panel("finish")
    QTest.keyClick(panel.line.box, KEY.Key_F9)
    assert panel.rehearsal is None
    assert window.desk.season.data.reads == {}


def test_each_one_is_heard_when_the_beep_is_on(playing, monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    panel = playing.desk.shell.panel("finish")
    panel.rehearsal.play((Planned(bib="401", name="", after_ms=0),))
    panel.rehearsal._timer.stop()
    assert heard == [1]


def test_the_peak_to_be_ready_for_is_said_before_anybody_crosses(playing):
    assert bar_of(playing).peak_label.text().startswith("Expected: 2 in the busiest minute")


# ------------------------------------------------------------------------------ words


def test_every_figure_of_the_report_says_how_it_came_about():
    peak = Peak(per_minute=14, field=362, before=12, finishers=310)
    words = peak_words(Expected(peak=peak, event_name="Made-up Farm"))
    assert words == (
        "Expected: 14 in the busiest minute (Made-up Farm had 12 of its 310 in one minute;"
        " 362 are entered now)."
    )
    guess = Peak(per_minute=9, field=72, effort_km=19.4)
    assert "72 entered over 19 km-effort in Long" in peak_words(
        Expected(peak=guess, race_label="Long")
    )


def test_a_rehearsal_of_nobody_says_so():
    assert "Nobody crossed" in score_words(score((), ()))
    assert advice_words(score((), ()), Expected(peak=Peak(per_minute=0, field=0)))[0] == ""


def test_rehearsals_lie_beside_the_season_and_nowhere_else(playing, tmp_path):
    assert rehearsal.is_copy(playing.desk.season.file.path)
    assert playing.desk.season.file.path.parent == tmp_path / "rehearsals"


def test_the_public_board_of_a_rehearsal_says_what_it_is(playing):
    playing.menu_actions["view.board"].trigger()
    board = playing.acts.board
    assert board.windowTitle().startswith("REHEARSAL")
    assert board.view.is_rehearsal
    playing.menu_actions["view.board"].trigger()
    assert playing.acts.board is None


def test_closing_the_season_closes_the_board_with_it(window):
    window.menu_actions["view.board"].trigger()
    assert window.acts.board.isVisible()
    window.close_season()
    assert window.acts.board is None
