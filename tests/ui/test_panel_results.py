"""Live results, their reasons and the decisions on them, on a real season file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.problems import Place
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import history, raceday, timing
from trailsdesk.ui import style
from trailsdesk.ui.finish_rows import gap_words
from trailsdesk.ui.panels.results import ResultsPanel
from trailsdesk.ui.result_drawer import parse_penalty

GUN = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
KEY = Qt.Key


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        opened.clock.now = GUN
        opened.add("403", "Second", "Woman", gender=Gender.F, birth_date=date(1996, 1, 1))
        season, event_id = opened.season, opened.context.scope.event_id
        races = [opened.race(code) for code in ("mid", "long")]
        raceday.set_gun(season, races, opened.clock.now_ms())
        for bib, minutes in (("402", 100), ("401", 104.2), ("403", 110), ("201", 61)):
            instant = Instant(round(opened.clock.now_ms() + minutes * 60_000))
            timing.key_finish(season, event_id, None, bib, instant, "tests")
        yield opened


@pytest.fixture
def shown(desk, qtbot):
    def make(which=desk):
        panel = ResultsPanel(which.context)
        qtbot.addWidget(panel)
        panel.resize(1080, 600)
        with qtbot.waitActive(panel):
            panel.show()
        return panel

    return make


@pytest.fixture
def long(desk, shown):
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    return shown()


def places(panel):
    return [(line.place, line.row.bib) for line in panel.model.shown_rows()]


def cell(panel, bib, key):
    at = [column.key for column in panel.model.columns].index(key)
    row = next(n for n, line in enumerate(panel.model.shown_rows()) if line.row.bib == bib)
    return panel.model.index(row, at).data()


def choose(panel, desk, bib):
    assert panel.table.select_id(desk.entry(bib).id)
    return panel.drawer


def test_places_are_counted_overall_by_gender_and_by_category(long):
    assert places(long) == [(1, "402"), (2, "401"), (3, "403")]
    long.segments.set_current("gender")
    assert places(long) == [(1, "401"), (2, "403"), (1, "402")]
    long.segments.set_current("category")
    assert [place for place, _bib in places(long)] == [1, 2, 1]


def test_gap_and_pace_stand_beside_the_time(long, desk):
    assert cell(long, "401", "time") == "1:44:12"
    assert cell(long, "401", "gap") == "+4:12"
    assert cell(long, "402", "gap") == ""
    distance_m = desk.season.data.races[desk.race("long")].distance_m
    expected = gap_words(round(6000 * 1000 * 1000 / distance_m))
    assert cell(long, "402", "pace") == expected


def test_a_new_time_moves_the_places_at_once(long, desk):
    desk.add("404", "Fast", "Invented", gender=Gender.M, birth_date=date(1990, 1, 1))
    instant = Instant(desk.clock.now_ms() + 99 * 60_000)
    timing.key_finish(desk.season, desk.context.scope.event_id, None, "404", instant, "tests")
    assert places(long)[0] == (1, "404")
    history.undo(desk.season)
    assert (None, "404") in places(long)


def test_the_drawer_explains_the_result_and_shows_its_evidence(long, desk):
    drawer = choose(long, desk, "401")
    assert drawer.title.full_text() == "Aroha Maketū"
    assert "1:44:12" in drawer.why.text()
    assert "10:00:00" in drawer.why.text()
    assert "2nd overall" in drawer.places.text()
    assert len(drawer.detail.reads) == 1


@pytest.mark.parametrize("kind", list(RulingKind))
def test_a_decision_needs_a_reason_and_is_undone_like_anything_else(long, desk, qtbot, kind):
    drawer = choose(long, desk, "401")
    if kind is RulingKind.REINSTATE:
        drawer.reason.setText("first")
        drawer.buttons[RulingKind.DSQ].click()
    before = dict(desk.season.data.rulings)
    drawer.buttons[kind].click()
    assert desk.season.data.rulings == before
    assert "reason" in desk.notes[-1][0]
    assert drawer.reason.hasFocus()
    qtbot.keyClicks(drawer.reason, "seen by the sweep")
    drawer.buttons[kind].click()
    status = desk.season.result_of(desk.entry("401").id).status
    wanted = "OK" if kind is RulingKind.REINSTATE else kind.value
    assert status is ResultStatus(wanted)
    if kind is not RulingKind.REINSTATE:
        assert "seen by the sweep" in drawer.why.text()
    history.undo(desk.season)
    assert desk.season.data.rulings == before


def test_a_penalty_moves_the_runner_and_can_be_withdrawn(long, desk, qtbot):
    drawer = choose(long, desk, "402")
    qtbot.keyClicks(drawer.penalty, "+5:00")
    qtbot.keyClicks(drawer.reason, "cut a corner")
    qtbot.keyClick(drawer.penalty, KEY.Key_Return)
    assert places(long)[:2] == [(1, "401"), (2, "402")]
    assert "cut a corner" in drawer.decisions.findChildren(type(drawer.why))[-1].text()
    (adjustment,) = desk.season.data.adjustments
    drawer.withdraw_asked.emit(int(adjustment))
    assert places(long)[0] == (1, "402")
    history.undo(desk.season)
    assert places(long)[0] == (1, "401")


@pytest.mark.parametrize(
    ("typed", "ms"), [("+2:00", 120_000), ("-30", -30_000), ("0", None), ("", None), ("x", None)]
)
def test_penalties_are_read_as_people_write_them(typed, ms):
    assert parse_penalty(typed) == ms


def wave_of(desk, race):
    (wave,) = desk.season.data.waves_of(desk.race(race))
    return wave.id


def test_a_gun_says_what_it_would_move_before_it_does(long, desk, qtbot):
    field = long.guns.fields[wave_of(desk, "long")]
    assert field.text() == "10:00:00"
    field.setText("10:00:30")
    assert "3 results become 0:00:30 shorter" in long.guns.effect.text()
    assert desk.season.result_of(desk.entry("402").id).time_ms == 6_000_000
    qtbot.keyClick(field, KEY.Key_Return)
    assert desk.season.result_of(desk.entry("402").id).time_ms == 5_970_000
    assert not long.guns.button.isVisible()
    history.undo(desk.season)
    assert field.text() == "10:00:00"
    assert desk.season.result_of(desk.entry("402").id).time_ms == 6_000_000


def test_a_gun_after_a_finish_is_warned_of(long, desk):
    long.guns.fields[wave_of(desk, "long")].setText("11:42:00")
    assert "1 finish would lie before the gun" in long.guns.effect.text()


def test_what_is_no_time_of_day_sets_no_gun(long, desk, qtbot):
    field = long.guns.fields[wave_of(desk, "long")]
    before = raceday.gun_of(desk.season, desk.race("long"))
    field.setText("soon")
    assert not long.guns.button.isEnabled()
    qtbot.keyClick(field, KEY.Key_Return)
    assert raceday.gun_of(desk.season, desk.race("long")) == before
    assert field.property("invalid")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert field.text() == "10:00:00"
    assert not field.property("invalid")


def test_escape_leaves_a_gun_that_nobody_changed(long, desk, qtbot):
    field = long.guns.fields[wave_of(desk, "long")]
    field.setFocus()
    field.setText("9:59:00")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert field.hasFocus()
    qtbot.keyClick(field, KEY.Key_Escape)
    assert long.table.hasFocus()


def test_counts_by_status_are_chips_that_filter(shown, desk):
    panel = shown()
    assert panel.chips.chip("OK").text() == "4 finished"
    panel.chips.choose("OK")
    assert len(places(panel)) == 4
    assert panel.standing_chip.text() == "provisional"


def test_names_are_no_markup_and_the_filter_ignores_accents(shown, qtbot):
    panel = shown()
    panel.focus_filter()
    qtbot.keyClicks(panel.search, "maketu")
    assert [bib for _place, bib in places(panel)] == ["401"]
    panel.search.setText("<b>")
    panel.table.selectRow(0)
    assert panel.drawer.title.textFormat() is Qt.TextFormat.PlainText
    assert panel.drawer.title.full_text() == "<b>Bold</b> O'Markup & Sons"


def test_a_place_elsewhere_leads_to_the_runner(shown, desk):
    panel = shown()
    panel.go_to(Place(entry_id=int(desk.entry("201").id)))
    assert panel.drawer.detail.row.bib == "201"


def test_evidence_leads_to_its_source(long, desk):
    drawer = choose(long, desk, "401")
    drawer.read_asked.emit(int(drawer.detail.reads[0].read_id))
    assert desk.places[-1].read_id == drawer.detail.reads[0].read_id


def test_the_sheets_are_one_button_away(long, desk):
    long.sheets_button.click()
    assert desk.panels == ["sheets"]


def test_an_empty_season_says_where_results_come_from(tmp_path, shown):
    folder = tmp_path / "empty"
    folder.mkdir()
    with open_desk(folder, people=False) as empty:
        panel = shown(empty)
        assert panel.empty.isVisible()
        assert panel.content.isHidden()
        panel.empty.button.click()
        assert empty.panels == ["entries"]


def test_a_file_opened_for_reading_shows_and_changes_nothing(desk, tmp_path, shown):
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as again:
        panel = shown(again)
        drawer = choose(panel, again, "401")
        for control in (drawer.reason, drawer.penalty_button, *drawer.buttons.values()):
            assert not control.isEnabled()
            assert control.toolTip()
        assert not panel.guns.fields[again.race("long")].isEnabled()


def test_twenty_thousand_runners_are_ranked_and_found(desk, shown):
    season, race_id = desk.season, desk.race("short")
    with season.change("entries.import", name="x", event="x", added=20_000, updated=0) as writer:
        people = writer.put_many(
            [Runner(family_name=f"Invented{n}", given_name="R") for n in range(20_000)]
        )
        writer.put_many(
            [
                Entry(runner_id=person.id, race_id=race_id, bib=str(1000 + n))
                for n, person in enumerate(people)
            ]
        )
    panel = shown()
    assert panel.model.total_count > 20_000
    panel.search.setText("invented19999")
    assert [bib for _place, bib in places(panel)] == ["20999"]
