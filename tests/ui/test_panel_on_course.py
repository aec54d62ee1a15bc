"""Who is out there, on a real season file: every flow by keys. Everybody is invented."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from tests.ui.course_fixture import ALT, CTRL, KEY, Course, course_desk
from tests.ui.season_fixture import open_again
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.on_course import Stand, Tally
from trailsdesk.domain.problems import DiskFull
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import event_setup, history, raceday, timing
from trailsdesk.services.on_course import RaceCount, course_view
from trailsdesk.services.results import rule_on
from trailsdesk.ui import on_course_acts, on_course_calls, style
from trailsdesk.ui.on_course_counts import CountsCard
from trailsdesk.ui.on_course_words import CourseState, PlaceFilter
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import PlainLabel


@pytest.fixture
def desk(tmp_path, qapp):
    with course_desk(tmp_path, qapp) as opened:
        yield opened


@pytest.fixture
def course(desk, qtbot):
    return Course(desk, qtbot)


def instant(desk, clock):
    event = desk.season.data.events_in_order()[0]
    return raceday.parse_gun(event, clock)


def finish(desk, bib, clock="12:15"):
    scope = desk.context.scope
    timing.key_finish(desk.season, scope.event_id, None, bib, instant(desk, clock), "tests")


def stand(desk, bib):
    rows = course_view(desk.season, desk.context.scope.event_id).rows
    return next((row.standing.stand for row in rows if row.bib == bib), Stand.IN)


# ------------------------------------------------------------------------------ the radio


def test_a_call_is_shown_back_before_enter_takes_it(course):
    course.type("401 cp2 1132")
    assert course.said() == "#401 Aroha Maketū in at Coopers Knob 11:32:00 (48 min ago)"
    assert course.seen("401") == []
    course.press(KEY.Key_Return)
    assert course.seen("401") == [("cp2", "11:32:00")]
    assert course.box.text() == ""
    assert course.said().startswith("Taken: #401 Aroha Maketū in at Coopers Knob")
    assert course.cell("401", "seen") == "11:32 Coopers Knob"


def test_a_call_is_one_change_that_undo_takes_back(course, desk):
    course.call("401,402 cp1 1100")
    assert (course.seen("401"), course.seen("402")) == ([("cp1", "11:00:00")],) * 2
    history.undo(desk.season)
    assert course.cell("401", "seen") == "not since the start"
    assert course.cell("402", "seen") == "not since the start"


def test_without_a_time_the_moment_of_the_key_press_counts(course):
    course.call("401 cp1")
    assert course.seen("401") == [("cp1", "12:20:00")]


def test_a_bare_enter_does_nothing(course, desk):
    course.press(KEY.Key_Return)
    assert not desk.season.data.reads


def test_an_unknown_bib_is_kept_all_the_same_and_a_number_puts_the_likely_one_in(course, desk):
    course.type("411 cp1 1100")
    assert course.remark().startswith("Nobody wears bib 411.")
    shown = [button.text() for button in course.panel.radio.buttons if button.isVisible()]
    assert set(shown) == {"401", "410"}
    course.press(KEY.Key_2, ALT)
    assert course.box.text() == f"{shown[1]} cp1 1100"
    course.press(KEY.Key_Escape)
    course.call("411 cp1 1100")
    assert [read.bib for read in desk.season.data.reads.values()] == ["411"]
    assert course.box.text() == ""


def test_an_unknown_place_takes_nothing_and_loses_nothing(course, desk):
    course.type("401 copers 1132")
    course.press(KEY.Key_Return)
    assert course.box.text() == "401 copers 1132"
    assert not desk.season.data.reads
    assert course.remark().startswith("There is no place “copers”.")
    assert course.panel.radio.buttons[0].text() == "cp2"
    course.press(KEY.Key_1, ALT)
    course.press(KEY.Key_Return)
    assert course.seen("401") == [("cp2", "11:32:00")]


def test_a_line_that_could_not_be_written_stands_in_the_box_again(course, desk, monkeypatch):
    def full(*_arguments):
        raise DiskFull

    monkeypatch.setattr(on_course_calls, "take_call", full)
    course.call("401 cp1 1100")
    assert course.box.text() == "401 cp1 1100"
    assert desk.notes[-1][1] == "bad"
    assert "NOT TAKEN" in desk.notes[-1][0]
    assert "401 cp1 1100" in course.panel.unsaved()


def test_a_fault_of_the_program_gives_the_line_back_too(course, monkeypatch, caplog):
    course.desk.context.jobs._report_bug = lambda *_fault: None

    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(on_course_calls, "take_call", broken)
    course.call("401 cp1 1100")
    assert course.box.text() == "401 cp1 1100"


def test_what_is_typed_and_not_taken_is_told_before_the_season_is_left(course):
    assert course.panel.unsaved() == ""
    course.type("401 cp1")
    assert course.panel.unsaved() == "the call “401 cp1”"
    course.press(KEY.Key_Escape)
    assert course.panel.unsaved() == ""


def test_a_withdrawal_over_the_radio_waits_until_the_runner_is_seen_back(course, desk):
    course.call("402 dnf cp1 1115 knee / car")
    assert desk.season.result_of(desk.entry("402").id).status is ResultStatus.DNF
    assert course.line("402").state is CourseState.NOT_BACK
    assert course.cell("402", "seen") == "stopped at Saddle"
    course.choose("402")
    assert course.panel.drawer.why.text() == "Why: knee. Comes back: car."
    course.press(KEY.Key_B, CTRL)
    assert "402" not in course.bibs()
    course.panel.chips.choose("back")
    assert course.cell("402", "state") == "back 12:20"
    history.undo(desk.season)
    assert stand(desk, "402") is Stand.STOPPED
    assert course_view(desk.season, desk.context.scope.event_id).tally.awaited == 1


def test_the_runner_a_call_speaks_of_is_shown_while_it_is_typed(course):
    course.type("403")
    assert course.panel.drawer.line.row.bib == "403"


def test_undo_in_the_box_is_that_of_the_season(course, desk):
    from PySide6.QtGui import QKeySequence, QShortcut

    undone = []
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), course.panel)
    shortcut.activated.connect(lambda: undone.append(1))
    course.type("401 c")
    course.press(KEY.Key_Z, CTRL)
    assert undone == [1]
    assert course.box.text() == "401 c"


# ------------------------------------------------------------------------------ a station


@pytest.fixture
def station(course):
    """The station cp2 is chosen by keys."""
    course.press(KEY.Key_F2, widget=course.panel)
    combo = course.panel.radio.station
    popup = combo.view()
    at = combo.findData("cp2")
    while combo.view().currentIndex().row() != at:
        course.press(KEY.Key_Down, widget=popup)
    course.press(KEY.Key_Return, widget=popup)
    assert combo.currentData() == "cp2"
    assert course.box.hasFocus()
    return course


def test_at_a_station_bib_and_enter_is_in_now(station):
    station.call("401")
    station.call("402 1205")
    assert station.seen("401") == [("cp2", "12:20:00")]
    assert station.seen("402") == [("cp2", "12:05:00")]


def test_plus_is_in_and_minus_is_out_at_the_station(station, desk):
    station.type("401+")
    assert station.seen("401") == [("cp2", "12:20:00")]
    station.type("401-")
    points = [batch.point for batch in desk.season.data.batches.values()]
    assert points == ["cp2", "cp2/out"]
    assert station.box.text() == ""
    assert station.cell("401", "seen") == "12:20 left Coopers Knob"


def test_a_slash_begins_a_withdrawal_at_the_station(station, desk):
    station.type("401/")
    assert station.box.text() == "401 dnf "
    station.type("cold / walks")
    station.press(KEY.Key_Return)
    (ruling,) = desk.season.data.rulings.values()
    assert (ruling.point, ruling.reason, ruling.way) == ("cp2", "cold", "walks")


def test_another_place_may_still_be_named(station):
    station.call("401 cp1 1100")
    assert station.seen("401") == [("cp1", "11:00:00")]


def test_without_a_station_the_signs_are_letters(course):
    course.type("401+")
    assert course.box.text() == "401+"


def test_the_station_stays_when_the_season_changes(station, desk):
    finish(desk, "403")
    assert station.panel.radio.station.currentData() == "cp2"
    assert station.box.station == "cp2"


# ------------------------------------------------------------------------------ the list


def test_every_starter_without_a_finish_is_listed(course, desk):
    assert sorted(course.bibs()) == ["401", "402", "403", "410"]
    finish(desk, "401")
    assert sorted(course.bibs()) == ["402", "403", "410"]


def test_the_expected_time_says_how_it_came_about(course):
    course.call("401 cp1 1100")
    course.choose("401")
    assert course.cell("401", "due") == "12:00 Coopers Knob"
    assert course.panel.drawer.why.text() == (
        "Expected at Coopers Knob 12:00. Saddle after 1:00:00 is 6:00 for each of 10.0 km;"
        " Coopers Knob is 10.0 km further on: 1:00:00 more, counted on from 11:00:00."
    )
    assert course.panel.drawer.splits.text() == "Saddle 11:00 (1:00:00)"


def test_the_longest_overdue_stand_first_and_say_by_how_much(course):
    course.before("401 cp1 1100")
    course.before("402 cp1 1040")
    course.before("403 cp2 1210")
    course.panel.reload()
    # Not seen at all: expected at the Saddle after the middle time of those who were.
    assert course.bibs() == ["410", "402", "401", "403"]
    assert course.cell("410", "state") == "1 h 40 min late"
    assert course.cell("402", "state") == "1 h 0 min late"
    assert course.cell("401", "state") == "20 min late"
    assert course.cell("403", "state") == "on the way"


def test_late_grows_by_itself_while_somebody_looks(course):
    course.call("401 cp1 1200")
    assert course.line("401").state is CourseState.ON_THE_WAY
    course.later(160)
    assert course.cell("401", "state") == "1 h 0 min late"
    course.later(5)
    assert course.cell("401", "state") == "1 h 5 min late"


def test_a_cut_off_that_nears_or_passed_is_said_in_words(course, desk):
    limit = Duration(210 * 60_000)
    event_setup.edit_race(desk.season, desk.race("long"), time_limit_ms=limit)
    course.call("401 cp2 1215")
    course.call("403 cp1 1210")
    assert course.cell("403", "state") == "cut-off passed"
    course.choose("403")
    words = "Saddle closed at 12:00; seen there 10 min later."
    assert course.panel.drawer.closes.text() == words
    course.choose("401")
    assert course.panel.drawer.closes.text() == "Cut-off: 13:30 the finish"
    course.later(39)
    assert course.cell("401", "state") == "on the way"
    course.later(1)
    assert course.cell("401", "state") == "closes in 30 min"
    course.later(5)
    assert course.cell("401", "state") == "closes in 25 min"
    assert course.panel.drawer.closes.text() == "the finish closes at 13:30."


def test_the_chips_show_only_those_they_name(course):
    course.before("401 cp1 1040")
    course.before("402 dnf cp1 / car")
    course.panel.reload()
    course.panel.chips.choose("overdue")
    assert "401" in course.bibs()
    assert "402" not in course.bibs()
    course.panel.chips.choose("not-back")
    assert course.bibs() == ["402"]
    course.panel.chips.choose("left")
    assert sorted(course.bibs()) == ["401", "402", "403", "410"]


def test_who_is_still_to_come_by_a_place_is_one_choice_away(course):
    course.before("401 cp1 1100")
    course.before("402 cp2 1200")
    course.panel.reload()
    places = course.panel.places
    places.setFocus()
    places.setCurrentIndex(places.findText("Still to come at Coopers Knob (3)"))
    places.activated.emit(places.currentIndex())
    assert sorted(course.bibs()) == ["401", "403", "410"]
    course.panel._place = PlaceFilter("cp1", to_come=False)
    course.panel._filter()
    assert course.bibs() == ["401"]


def test_f4_leads_from_one_who_needs_a_person_to_the_next(course, desk):
    course.before("401 cp1 1040")
    course.before("402 cp1 1050")
    for bib in ("403", "410"):
        rule_on(desk.season, desk.entry(bib).id, RulingKind.DNS, "never came", "tests")
    course.press(KEY.Key_F4, widget=course.panel)
    assert course.panel.drawer.line.row.bib == "401"
    course.press(KEY.Key_F4, widget=course.panel)
    assert course.panel.drawer.line.row.bib == "402"
    course.press(KEY.Key_F4, widget=course.panel)
    assert course.panel.drawer.line.row.bib == "401"


def test_typing_finds_and_filters(course, qtbot):
    course.press(KEY.Key_F, CTRL, widget=course.panel)
    assert course.panel.search.hasFocus()
    qtbot.keyClicks(course.panel.search, "akesson")
    assert course.bibs() == ["402"]
    course.press(KEY.Key_Escape, widget=course.panel.search)
    assert len(course.bibs()) == 4
    course.press(KEY.Key_Escape, widget=course.panel.search)
    assert course.box.hasFocus()
    course.panel.table.setFocus()
    qtbot.keyClicks(course.panel.table, "410")
    assert course.panel.drawer.line.row.bib == "410"


def test_up_and_down_go_through_the_list_and_the_keys_stay_in_the_box(course):
    first, second = course.bibs()[:2]
    course.press(KEY.Key_Down)
    assert course.panel.drawer.line.row.bib == first
    course.press(KEY.Key_Down)
    assert course.panel.drawer.line.row.bib == second
    course.press(KEY.Key_Up)
    assert course.panel.drawer.line.row.bib == first
    assert course.box.hasFocus()


def test_who_is_marked_dns_and_seen_out_there_is_told(course, desk):
    rule_on(desk.season, desk.entry("403").id, RulingKind.DNS, "not here", "tests")
    assert "403" not in course.bibs()
    course.call("403 cp1 1100")
    assert course.cell("403", "state") == "DNS, but seen"


# ------------------------------------------------------------------------------ one runner


def test_phone_and_emergency_contact_are_one_key_away_and_only_then_fetched(course, monkeypatch):
    asked = []
    fetch = on_course_acts.contact_of
    monkeypatch.setattr(on_course_acts, "contact_of", lambda *a: asked.append(1) or fetch(*a))
    course.choose("401")
    drawer = course.panel.drawer
    assert (drawer.contact_label.text(), asked) == ("", [])
    course.press(KEY.Key_F7)
    assert drawer.contact_label.text() == "Phone: 000 401\nEmergency: Contact 401 · 999 401"
    course.press(KEY.Key_F7)
    assert (drawer.contact_label.text(), asked) == ("", [1])


def test_the_contact_goes_with_the_runner_and_with_the_panel(course):
    course.choose("401")
    course.press(KEY.Key_F7)
    course.choose("402")
    assert course.panel.drawer.contact_label.text() == ""
    course.press(KEY.Key_F7)
    assert "000 402" in course.panel.drawer.contact_label.text()
    course.panel.hide()
    assert course.panel.drawer.contact_label.text() == ""


def test_a_runner_is_withdrawn_with_place_way_and_reason_by_keys(course, desk, qtbot):
    course.before("401 cp1 1100")
    course.panel.reload()
    course.choose("401")
    course.press(KEY.Key_E, CTRL, widget=course.panel)
    drawer = course.panel.drawer
    assert drawer.place.hasFocus()
    assert drawer.place.currentData() == "cp1"
    course.press(KEY.Key_Tab, widget=drawer.place)
    assert drawer.way.hasFocus()
    qtbot.keyClicks(drawer.way, "sweep's quad")
    course.press(KEY.Key_Return, widget=drawer.way)
    assert drawer.reason.hasFocus()
    qtbot.keyClicks(drawer.reason, "cold")
    course.press(KEY.Key_Return, widget=drawer.reason)
    (ruling,) = desk.season.data.rulings.values()
    assert (ruling.point, ruling.way, ruling.reason) == ("cp1", "sweep's quad", "cold")
    assert course.box.hasFocus()
    assert course.line("401").state is CourseState.NOT_BACK
    history.undo(desk.season)
    assert course.line("401").state is not CourseState.NOT_BACK


def test_a_runner_out_there_who_is_seen_back_is_withdrawn_with_it(course, desk):
    course.choose("410")
    course.press(KEY.Key_B, CTRL)
    (ruling,) = desk.season.data.rulings.values()
    assert ruling.kind is RulingKind.DNF
    assert ruling.back_ms == desk.clock.now_ms()
    assert "410" not in course.bibs()


def test_who_goes_on_after_all_is_out_there_again(course, desk):
    course.call("402 dnf cp1 1115 knee / car")
    course.choose("402")
    course.panel.drawer.goes_on_button.click()
    assert stand(desk, "402") is Stand.OUT


def test_seen_back_can_be_taken_back(course, desk):
    course.call("402 dnf cp1 1115 knee / car")
    course.choose("402")
    course.press(KEY.Key_B, CTRL)
    course.panel.chips.choose("back")
    course.choose("402")
    course.panel.drawer.not_back_button.click()
    assert course_view(desk.season, desk.context.scope.event_id).tally.awaited == 1


# ------------------------------------------------------------------------------ accounted for


def test_green_only_when_every_starter_is_in_withdrawn_or_ruled_out_and_nobody_is_left(
    course, desk
):
    counts = course.panel.counts
    assert (counts.title.text(), counts.tone) == ("4 out there", "warn")
    for bib in ("401", "402"):
        finish(desk, bib)
    course.call("403 dnf cp1 knee / car")
    assert counts.tone != "good"
    rule_on(desk.season, desk.entry("410").id, RulingKind.DNS, "never came", "tests")
    assert counts.title.text() == "Nobody out there, but not all are back"
    assert counts.line.text() == "1 withdrawn, not back yet"
    course.choose("403")
    course.press(KEY.Key_B, CTRL)
    assert (counts.title.text(), counts.tone) == ("All accounted for", "good")
    history.undo(desk.season)
    assert counts.tone == "warn"


def test_the_counts_are_shown_race_by_race(course, desk):
    finish(desk, "401")
    rows = course.panel.counts.rows
    assert rows[0] == ("", "Started", "In", "Withdrawn", "DNS", "Out there")
    by_race = {row[0]: row[1:] for row in rows[1:]}
    assert by_race["Long"] == ("4", "1", "0", "0", "3")
    assert by_race["All"] == ("4", "1", "0", "0", "3")


@pytest.mark.parametrize(("races", "scrolls"), [(3, False), (5, False), (12, True)])
def test_the_counts_lie_beside_a_scroll_bar_and_never_under_it(qtbot, qapp, races, scrolls):
    style.apply(qapp, "light", 1.0)
    card = CountsCard()
    qtbot.addWidget(card)
    tally = Tally(entries=1251, inside=1000, stopped=200, awaited=20, dns=17, out=34)
    counts = [
        RaceCount(race_id=at, label=f"Race {at}", gun_ms=None, tally=tally) for at in range(races)
    ]
    card.show_counts(counts, tally, 0)
    card.resize(10, 10)
    card.show()
    qapp.processEvents()
    bar = card.findChild(ScrollColumn).verticalScrollBar()
    assert bar.isVisible() is scrolls
    left = bar.mapTo(card, QPoint(0, 0)).x() if scrolls else card.width()
    cells = [label for label in card.findChildren(PlainLabel) if label.text() == "34"]
    assert len(cells) == races + 1
    assert all(cell.mapTo(card, QPoint(cell.width(), 0)).x() <= left for cell in cells)


def test_a_race_chosen_above_narrows_list_and_counts(course, desk):
    raceday.set_gun(desk.season, [desk.race("short")], instant(desk, "11:00"))
    assert "7" in course.bibs()
    desk.context.scope.set(desk.context.scope.event_id, desk.race("short"))
    assert course.bibs() == ["7"]
    assert [row[0] for row in course.panel.counts.rows[1:]] == ["Slope Sprint"]


# ------------------------------------------------------------------------------ around it


def test_before_anybody_is_entered_the_page_says_what_goes_here(tmp_path, qapp, qtbot):
    from tests.ui.season_fixture import open_desk

    with open_desk(tmp_path, people=False) as desk:
        course = Course(desk, qtbot)
        assert course.panel.empty.isVisible()
        assert course.panel.empty.button is not None


def test_a_file_open_for_reading_only_shows_all_and_takes_nothing(tmp_path, qapp, qtbot):
    with course_desk(tmp_path, qapp):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        course = Course(desk, qtbot)
        assert len(course.bibs()) == 4
        assert not course.box.isEnabled()
        assert not course.panel.drawer.stop_button.isEnabled()
        assert not course.panel.checkpoints.form.save_button.isEnabled()


def test_the_sweep_list_is_one_key_away(course, desk):
    course.press(KEY.Key_P, CTRL, widget=course.panel)
    assert desk.panels == ["sheets"]


def test_every_control_has_a_name_and_the_keys_go_round(course):
    course.choose("401")
    unnamed = [
        widget
        for widget in course.panel.list_page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert unnamed == []


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1080, 610)), (1.25, (1116, 640))])
def test_nothing_is_wider_than_the_window(course, qapp, scale, size):
    style.apply(qapp, "light", scale)
    course.panel.resize(*size)
    course.choose("401")
    course.type("9999 cp9 dnf 1132 a long reason / and a long way back")
    assert course.panel.minimumSizeHint().width() <= size[0]
    assert course.panel.minimumSizeHint().height() <= size[1]
    style.apply(qapp, "light", 1.0)
