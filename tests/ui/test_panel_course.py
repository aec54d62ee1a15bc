"""The course of a race on a real season file: by keys, by mouse, real tracks and made-up ones."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from tests.course.made import a_trk, gpx
from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.services import history
from trailsdesk.services.checkpoints import checkpoints_of
from trailsdesk.services.event_setup import edit_race
from trailsdesk.ui import style
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.panels.course import CoursePanel

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def hill(count=200, climb=6.0, lat=-43.5):
    """A straight line north over one hill, a point every 100 m or so."""
    return [(lat + at * 0.0009, 172.5, 100 + climb * min(at, count - at)) for at in range(count)]


def write(folder, *bodies, name="hill.gpx"):
    path = folder / name
    path.write_bytes(gpx("".join(bodies or (a_trk("Hill", hill()),))))
    return path


@pytest.fixture
def desk(tmp_path, qapp):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as opened:
        edit_race(opened.season, opened.race("long"), distance_m=None, ascent_m=None)
        opened.context.scope.set(opened.context.scope.event_id, opened.race("long"))
        yield opened


def show(desk, qtbot, size=(1080, 610)):
    panel = CoursePanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(*size)
    with qtbot.waitActive(panel):
        panel.show()
    return panel


@pytest.fixture
def panel(desk, qtbot):
    return show(desk, qtbot)


@pytest.fixture
def hilly(panel, tmp_path):
    """The panel with a hill of 20 km on it, the keyboard on the profile."""
    panel.open_file(write(tmp_path))
    panel.focus_profile()
    return panel


def press(widget, key, modifiers=NONE):
    QTest.keyClick(widget, key, modifiers)


def places(desk):
    return [
        (p.label, round((p.distance_m or 0) / 1000, 1), p.aid)
        for p in checkpoints_of(desk.season, desk.race("long"))
    ]


# ------------------------------------------------------------------------------ the file


def test_without_a_course_the_panel_says_what_to_do(panel):
    assert panel.pages.currentWidget() is panel.empty
    assert panel.empty.button.isEnabled()
    assert not panel.picture_button.isEnabled()


def test_a_dropped_file_is_measured_shown_and_kept_in_one_change(panel, desk, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path)))])
    actions = Qt.DropAction.CopyAction
    drop = QDropEvent(QPointF(50, 50), actions, data, LEFT, NONE)
    # Qt hands a drop on only while the system drags; what it is handed to is asked directly.
    drops = panel.findChild(FileDrop, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert drops.eventFilter(panel, drop)
    assert panel.pages.currentWidget() is panel.content
    assert panel.figures.distance.figure.value_label.text() == "19.9 km"
    assert panel.figures.climb.figure.value_label.text() == "599 m"
    assert panel.worth.points.value_label.text() == "1"
    assert panel.worth.explanation.text().startswith("19.9 km + 599 m / 100 = 25.89; 25.89: 1")
    history.undo(desk.season)
    assert panel.pages.currentWidget() is panel.empty


def test_an_unreadable_file_is_told_in_a_line_and_changes_nothing(hilly, desk, tmp_path):
    bad = tmp_path / "page.gpx"
    bad.write_text("<html><body/></html>")
    revision = desk.season.data.revision
    hilly.open_file(bad)
    assert "page.gpx is no GPX file" in hilly.failed.label.text()
    assert hilly.failed.isVisible()
    assert desk.season.data.revision == revision
    assert hilly.pages.currentWidget() is hilly.content


def test_a_missing_file_is_told_in_a_line(panel, tmp_path):
    panel.open_file(tmp_path / "gone.gpx")
    assert "gone.gpx" in panel.failed.label.text()


def test_a_season_opened_again_shows_its_kept_course(desk, hilly, tmp_path, qtbot):
    hilly.details.stations.place_at(5000.0)
    desk.season.file.close()
    with open_again(tmp_path) as again:
        again.context.scope.set(again.context.scope.event_id, again.race("long"))
        panel = show(again, qtbot)
        assert panel.figures.distance.figure.value_label.text() == "19.9 km"
        assert panel.details.stations.model.total_count == 1


def test_a_file_open_for_reading_only_shows_figures_and_says_why_not_more(
    desk, hilly, tmp_path, qtbot
):
    hilly.details.stations.place_at(5000.0)
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as again:
        again.context.scope.set(again.context.scope.event_id, again.race("long"))
        panel = show(again, qtbot)
        assert panel.figures.climb.figure.value_label.text() == "599 m"
        assert not panel.open_button.isEnabled()
        assert "reading only" in panel.open_button.toolTip()
        assert not panel.action_set["course_panel.open"].isEnabled()
        assert panel.action_set["course_panel.picture"].isEnabled()
        press(panel.profile, KEY.Key_N)
        assert panel.details.stations.model.total_count == 1
        panel.open_file(write(tmp_path, name="other.gpx"))
        assert "reading only" in panel.failed.label.text()


def test_a_place_near_the_end_of_a_track_longer_than_the_official_distance_is_taken(hilly, desk):
    edit_race(desk.season, desk.race("long"), distance_m=18_000.0)
    hilly.details.stations.place_at(19_000.0)
    model = hilly.details.stations.model
    assert model.setData(model.index(0, 1), "Last cup")
    assert places(desk) == [("Last cup", 19.0, True)]
    assert hilly.worth.stations.value() == 1


def test_another_track_of_the_file_is_chosen_in_the_panel(panel, desk, tmp_path):
    path = write(tmp_path, a_trk("Long", hill()), a_trk("Short", hill(count=100)))
    panel.open_file(path)
    combo = panel.details.track.track
    assert panel.figures.distance.figure.value_label.text() == "19.9 km"
    assert any("start at the same place" in words for words in panel.details.track.problem_words())
    assert [combo.itemText(at) for at in range(combo.count())][1:] == ["1 · Long", "2 · Short"]
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    assert panel.figures.distance.figure.value_label.text() == "9.9 km"
    assert desk.season.data.courses[desk.race("long")].track == 2


def test_the_track_is_taken_off_and_comes_back(hilly, desk):
    hilly.action_set["course_panel.remove"].trigger()
    assert hilly.pages.currentWidget() is hilly.empty
    history.undo(desk.season)
    assert hilly.pages.currentWidget() is hilly.content


# --------------------------------------------------------------------------- the figures


def test_what_if_is_worked_out_at_once_and_stored_only_when_kept(hilly, desk):
    revision = desk.season.data.revision
    hilly.worth.loops.setValue(3)
    assert hilly.worth.points.value_label.text() == "3"
    assert hilly.worth.chip.isVisible()
    hilly.worth.stations.setValue(20)
    assert "20 aid stations" in hilly.worth.explanation.text()
    assert desk.season.data.revision == revision
    hilly.worth.keep.click()
    assert desk.season.data.courses[desk.race("long")].loops == 3
    history.undo(desk.season)
    assert desk.season.data.courses[desk.race("long")].loops == 1


def test_slider_and_box_follow_each_other_and_tell_the_next_threshold(hilly):
    worth = hilly.worth
    worth.loops.setValue(2)
    worth.stations_slider.setFocus()
    press(worth.stations_slider, KEY.Key_Right)
    assert worth.stations.value() == 1
    assert "1 aid station" in worth.explanation.text()
    worth.stations.setValue(60)
    assert worth.stations_slider.value() == 60
    # 51.8 km-effort less 30 for stations so near to one another: no point is left.
    assert worth.points.value_label.text() == "0"
    assert worth.next.text().startswith("3.3 km-effort short of 1 point. Enough would be: ")
    said = worth.next.text().removesuffix(".").split(": ")[1].split(" or ")
    worth.stations.setValue(int(said[0].split()[0]))
    assert worth.points.value_label.text() == "1"


def test_what_the_federation_decides_is_typed_kept_and_in_the_arithmetic(hilly, desk):
    worth = hilly.worth
    for field, text in ((worth.penalty, "2,5"), (worth.adjustment, "30")):
        field.setFocus()
        QTest.keyClicks(field, text)
    assert "loops: minus 2.5; other stages: plus 30; 53.39: 2 points" in worth.explanation.text()
    worth.keep.click()
    stored = desk.season.data.courses[desk.race("long")]
    assert (stored.loop_penalty, stored.stage_adjustment) == ("2.5", "30")
    assert not worth.chip.isVisible()
    QTest.keyClicks(worth.penalty, "x")
    assert worth.penalty.property("invalid") is True
    assert "minus 2.5" in worth.explanation.text()
    worth.back.click()
    worth.reset()
    assert worth.penalty.property("invalid") is False


def test_as_stored_takes_the_what_if_back(hilly):
    before = hilly.worth.explanation.text()
    hilly.worth.drawn.setChecked(True)
    assert "90 %" in hilly.worth.explanation.text()
    hilly.worth.back.click()
    assert hilly.worth.explanation.text() == before
    assert not hilly.worth.chip.isVisible()


def test_the_next_threshold_is_told(hilly):
    assert hilly.worth.next.text() == "19.2 km-effort short of 2 points."


def test_just_below_a_border_the_rounding_is_warned_of(hilly):
    hilly.figures.km.setText("38.6")
    hilly.figures.km.setModified(True)
    hilly.figures.km.editingFinished.emit()
    assert "ask before you promise" in hilly.worth.zone.text()
    hilly.worth.rounded.setChecked(True)
    assert hilly.worth.points.value_label.text() == "2"


def test_official_figures_typed_are_kept_beside_the_measured_ones(hilly, desk):
    for field, text in ((hilly.figures.km, "50 km"), (hilly.figures.ascent, "2,000")):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        press(field, KEY.Key_Return)
    race = desk.season.data.races[desk.race("long")]
    assert (race.distance_m, race.ascent_m) == (50_000.0, 2000.0)
    assert hilly.worth.effort.value_label.text() == "70.0"
    assert hilly.figures.distance.figure.value_label.text() == "19.9 km"
    assert any("official climb" in words for words in hilly.details.track.problem_words())


def test_a_figure_that_makes_no_sense_is_marked_and_not_stored(hilly, desk):
    hilly.figures.km.setFocus()
    QTest.keyClicks(hilly.figures.km, "far")
    press(hilly.figures.km, KEY.Key_Return)
    assert desk.season.data.races[desk.race("long")].distance_m is None
    assert hilly.figures.km.property("invalid") is True
    assert "as published" in desk.notes[-1][0]


def test_without_heights_the_official_climb_makes_the_evaluation(panel, tmp_path):
    flat = [(lat, lon, None) for lat, lon, _height in hill()]
    panel.open_file(write(tmp_path, a_trk("Flat", flat)))
    assert panel.worth.points.value_label.text() == "—"
    assert "Type the official climb" in panel.worth.explanation.text()
    panel.figures.ascent.setText("600")
    panel.figures.ascent.setModified(True)
    panel.figures.ascent.editingFinished.emit()
    assert panel.worth.points.value_label.text() == "1"


def test_a_backyard_says_how_many_loops_give_the_points(hilly):
    # 25.89 km-effort a loop, the borders of ITRA's table: 25, 45, 75, 115, 155, 210.
    assert dict(hilly.details.formats.loop_model.rows()) == {1: 1, 2: 2, 3: 3, 4: 5, 5: 6, 6: 9}


def test_stages_are_shown_each_on_its_own_and_the_longest_can_be_the_course(panel, desk, tmp_path):
    days = [a_trk("One", hill(120)), a_trk("Two", hill(200, lat=-43.2)), a_trk("Three", hill(90))]
    panel.open_file(write(tmp_path, *days))
    panel.details.bar.set_current("formats")
    formats = panel.details.formats
    formats.how.setCurrentIndex(1)
    formats.how.activated.emit(1)
    assert [part.label for part in formats.part_model.rows()] == ["One", "Two", "Three"]
    QTest.keyClicks(panel.worth.adjustment, "20")
    assert formats.words.text().startswith("Longest: Two. 19.9 km + 599 m / 100 = 25.89")
    assert "other stages: plus 20; 45.89: 2 points" in formats.words.text()
    columns = [each.key for each in formats.part_model.columns]
    cell = formats.part_model.index(1, columns.index("aid"))
    assert formats.part_model.setData(cell, "9", Qt.ItemDataRole.EditRole)
    assert formats.words.text().startswith("Longest: One.")
    formats.parts.setFocus()
    formats.parts.selectRow(1)
    press(formats.parts, KEY.Key_Return)
    assert desk.season.data.courses[desk.race("long")].track == 2
    assert panel.figures.distance.figure.value_label.text() == "19.9 km"


def test_legs_of_a_relay_may_come_from_files_of_their_own_that_are_not_kept(hilly, desk, tmp_path):
    hilly.details.bar.set_current("formats")
    formats = hilly.details.formats
    formats.how.choose("relay")
    formats.how.activated.emit(2)
    revision = desk.season.data.revision
    other = write(tmp_path, a_trk("Second leg", hill(150)), name="second.gpx")
    formats.add_file(other)
    formats.add_file(other)
    assert "among them already" in desk.notes[-1][0]
    efforts = [(p.label, p.value.evaluation.points) for p in formats.part_model.rows()]
    assert efforts == [("Hill", 1), ("Second leg", 0)]
    assert "never added up" in formats.words.text()
    formats.parts.selectRow(1)
    press(formats.parts, KEY.Key_Delete)
    assert formats.part_model.total_count == 1
    assert desk.season.data.revision == revision


def test_backyard_results_are_split_into_files_by_loops(hilly, desk, tmp_path):
    listed = tmp_path / "loops.csv"
    listed.write_text("Bib,Loop 1,Loop 2\n1,0:50:00,1:50:00\n2,0:55:00,late\n")
    hilly.details.bar.set_current("formats")
    hilly.details.formats.split(listed, tmp_path)
    words, tone = desk.notes[-1]
    assert words.startswith("2 result files written. Row 3: ")
    assert tone == "warn"
    assert sorted(path.name for path in tmp_path.glob("backyard-*.csv")) == [
        "backyard-01-loops-1-points.csv",
        "backyard-02-loops-2-points.csv",
    ]


# --------------------------------------------------------------------------- the profile


def test_arrow_keys_move_the_mark_on_profile_and_map(hilly):
    assert hilly.profile.hasFocus()
    press(hilly.profile, KEY.Key_Home)
    for _step in range(3):
        press(hilly.profile, KEY.Key_Right)
    press(hilly.profile, KEY.Key_Right, SHIFT)
    assert hilly.profile.cursor_m == pytest.approx(1300)
    assert hilly.map._cursor == pytest.approx(1300)
    press(hilly.profile, KEY.Key_Left)
    assert hilly.profile.cursor_m == pytest.approx(1200)


def test_plus_zooms_around_the_mark_and_0_shows_all(hilly):
    hilly.profile.set_cursor_at(5000.0)
    press(hilly.profile, KEY.Key_Plus)
    low, high = hilly.profile.window_m
    assert high - low == pytest.approx(19_890 / 1.5, rel=0.01)
    assert low < 5000 < high
    assert hilly.map._window == (low, high)
    press(hilly.profile, KEY.Key_0)
    assert hilly.profile.window_m[0] == 0
    assert hilly.map._window is None


def test_a_zoomed_profile_follows_the_mark(hilly):
    press(hilly.profile, KEY.Key_Home)
    for _step in range(6):
        press(hilly.profile, KEY.Key_Plus)
    press(hilly.profile, KEY.Key_End)
    assert hilly.profile.window_m[1] == pytest.approx(hilly.profile.cursor_m)


def test_the_mouse_on_the_map_marks_the_profile(hilly):
    where = hilly.map.spot(10_000.0)
    QTest.mouseMove(hilly.map, where.toPoint())
    assert hilly.profile.cursor_m == pytest.approx(10_000, abs=250)


def test_the_read_out_says_kilometre_height_and_gradient(hilly):
    from trailsdesk.ui.profile_paint import read_out

    assert read_out(hilly._desk.drawing, 5000.0) == "5.0 km · 400 m · +6 %"


def test_profile_and_map_are_described_in_words(hilly):
    words = hilly.profile.accessibleDescription()
    assert "19.9 km" in words
    assert "599 m of climb" in words
    assert "1 climb" in words
    assert hilly.map.accessibleDescription() == words


def test_a_climb_chosen_is_shown_on_the_profile(hilly):
    hilly.details.bar.set_current("climbs")
    hilly.details.climbs.setFocus()
    hilly.details.climbs.selectRow(0)
    press(hilly.details.climbs, KEY.Key_Return)
    assert hilly.profile.cursor_m == pytest.approx(0, abs=50)
    assert hilly.profile.window_m[1] < 19_000


# ---------------------------------------------------------------------------- the places


def test_n_places_an_aid_station_at_the_mark_and_undo_takes_it_back(hilly, desk):
    hilly.profile.set_cursor_at(5000.0)
    press(hilly.profile, KEY.Key_N)
    assert places(desk) == [("Aid station 1", 5.0, True)]
    assert "1 aid station" in hilly.worth.explanation.text()
    history.undo(desk.season)
    assert places(desk) == []


def test_a_double_click_places_a_station_there(hilly, desk):
    x = hilly.profile.room().x(10_000.0)
    QTest.mouseDClick(hilly.profile, LEFT, NONE, QPoint(round(x), 150))
    assert places(desk)[0][1] == pytest.approx(10.0, abs=0.1)


def test_a_station_dragged_is_moved_in_one_change(hilly, desk):
    hilly.details.stations.place_at(5000.0)
    room = hilly.profile.room()
    start, end = (QPoint(round(room.x(m)), 150) for m in (5000.0, 8000.0))
    QTest.mousePress(hilly.profile, LEFT, NONE, start)
    for where in (QPoint(start.x() + 20, 150), end):
        move(hilly.profile, where)
    QTest.mouseRelease(hilly.profile, LEFT, NONE, end)
    assert places(desk)[0][1] == pytest.approx(8.0, abs=0.1)
    history.undo(desk.season)
    assert places(desk)[0][1] == 5.0


def move(widget, where):
    """A mouse move with the button held: QTest moves without any."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    place = QPointF(where)
    event = QMouseEvent(QEvent.Type.MouseMove, place, widget.mapToGlobal(place), LEFT, LEFT, NONE)
    QApplication.sendEvent(widget, event)


def edit(panel, column, text):
    """Type into a cell of the first place."""
    model = panel.details.stations.model
    at = [each.key for each in model.columns].index(column)
    assert model.setData(model.index(0, at), text, Qt.ItemDataRole.EditRole)


def test_name_kilometre_and_cut_off_are_typed_in_the_list(hilly, desk):
    hilly.details.stations.place_at(5000.0)
    edit(hilly, "label", "Ford")
    edit(hilly, "km", "7,5")
    edit(hilly, "cutoff", "1:30")
    point = checkpoints_of(desk.season, desk.race("long"))[0]
    assert (point.label, point.distance_m, point.cutoff_ms) == ("Ford", 7500.0, 5_400_000)
    assert hilly.details.stations.model.rows()[0].point == point


@pytest.mark.parametrize(("column", "text"), [("km", "far"), ("cutoff", "late")])
def test_what_makes_no_sense_in_the_list_is_told_and_not_stored(hilly, desk, column, text):
    hilly.details.stations.place_at(5000.0)
    revision = desk.season.data.revision
    edit(hilly, column, text)
    assert desk.season.data.revision == revision
    assert desk.notes[-1][1] == "warn"


def test_a_key_turns_an_aid_station_into_a_checkpoint_and_del_removes_it(hilly, desk):
    hilly.details.stations.place_at(5000.0)
    table = hilly.details.stations.table
    table.setFocus()
    table.selectRow(0)
    hilly.action_set["course_panel.kind"].trigger()
    point = checkpoints_of(desk.season, desk.race("long"))[0]
    assert (point.aid, point.optional) == (False, False)
    table.selectRow(0)
    press(table, KEY.Key_Delete)
    assert places(desk) == []


def test_the_waypoints_of_the_file_are_taken_with_one_key(panel, desk, tmp_path):
    body = '<wpt lat="-43.464" lon="172.5"><name>Ford</name></wpt>'
    panel.open_file(write(tmp_path, body, a_trk("Hill", hill())))
    assert panel.details.stations.take_button.isVisible()
    panel.action_set["course_panel.propose"].trigger()
    assert places(desk) == [("Ford", 4.0, True)]
    assert not panel.details.stations.take_button.isVisible()


def test_the_lists_are_sound_models(hilly):
    for model in (
        hilly.details.stations.model,
        hilly.details.climb_model,
        hilly.details.formats.loop_model,
    ):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    hilly.details.stations.place_at(5000.0)
    hilly.details.stations.place_at(3000.0)
    assert hilly.details.stations.model.total_count == 2


# ------------------------------------------------------------------------------ files out


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".gpx", b"<?xml")]
)
def test_the_course_is_saved_as_a_file(hilly, desk, tmp_path, suffix, begins):
    hilly.details.stations.place_at(5000.0)
    path = tmp_path / f"out{suffix}"
    hilly.saver.save(hilly._desk, path)
    content = path.read_bytes()
    assert content.startswith(begins)
    if suffix == ".gpx":
        assert b"Aid station 1" in content
    assert path.name in desk.notes[-1][0]


def test_the_course_sheet_is_saved_as_pdf(hilly, tmp_path):
    path = tmp_path / "out.pdf"
    hilly.saver.save_sheet(hilly._desk, path)
    assert path.read_bytes().startswith(b"%PDF")


# ----------------------------------------------------------------------------- comparing


def test_courses_of_the_season_are_drawn_over_one_another(hilly, desk, tmp_path):
    desk.context.scope.set(desk.context.scope.event_id, desk.race("mid"))
    hilly.open_file(write(tmp_path, a_trk("Low", hill(count=150, climb=3.0)), name="low.gpx"))
    hilly.action_set["course_panel.compare"].trigger()
    page = hilly.comparison
    assert hilly.all_pages.currentWidget() is page
    assert [round(row.km, 1) for row in page.model.rows()] == [14.9, 19.9]
    assert not page.picture.picture.isNull()
    assert "14.9 km" in page.picture.accessibleDescription()
    press(page.table, KEY.Key_Escape)
    assert hilly.all_pages.currentWidget() is not page


def test_a_file_dropped_on_the_comparison_is_looked_at_and_not_kept(hilly, desk, tmp_path):
    hilly.show_comparison()
    revision = desk.season.data.revision
    hilly.comparison.add_file(write(tmp_path, a_trk("Low", hill(count=150)), name="low.gpx"))
    assert [row.label for row in hilly.comparison.model.rows()][1:] == ["low.gpx"]
    assert desk.season.data.revision == revision
    hilly.comparison.table.selectRow(1)
    press(hilly.comparison.table, KEY.Key_Delete)
    assert hilly.comparison.model.total_count == 1


def test_courses_compared_stand_side_by_side_and_are_saved_as_a_picture(hilly, desk, tmp_path):
    hilly.show_comparison()
    page = hilly.comparison
    page.add_file(write(tmp_path, a_trk("Low", hill(count=150)), name="low.gpx"))
    over = page.picture.picture.toImage()
    page.layout_bar.set_current("side")
    assert page.picture.picture.toImage() != over
    row = page.model.rows()[1]
    assert (row.descent_m, row.highest_m) == pytest.approx((444, 550), abs=4)
    assert row.utmb_class == "20K"
    for suffix, begins in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")):
        page.save(tmp_path / f"both{suffix}")
        assert (tmp_path / f"both{suffix}").read_bytes().startswith(begins)
    page.save(tmp_path / "both.doc")
    assert desk.notes[-1][1] == "bad"
    assert not (tmp_path / "both.doc").exists()


# ------------------------------------------------------------------------------ real files


@pytest.mark.parametrize(
    ("name", "km"),
    [
        ("templiers-grand-trail-2024.gpx", "79.8 km"),
        ("grand-raid-reunion-grr-2024.gpx", "173.0 km"),
        ("cold-hawaii-50km-no-ele.gpx", "51.2 km"),
    ],
)
@pytest.mark.parametrize("theme", ["dark", "sunlight"])
def test_real_courses_are_shown_in_every_theme(panel, qapp, shared_data, name, km, theme):
    panel.open_file(shared_data / "gpx" / name)
    panel.take_waypoints()
    assert panel.figures.distance.figure.value_label.text() == km
    style.apply(qapp, theme, 1.5)
    picture = panel.profile.grab().toImage()
    ground = picture.pixelColor(2, 2)
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    }
    assert ground.name() in seen
    assert len(seen) > 5
