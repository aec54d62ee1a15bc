"""The checkpoints of a race, by keys, on a real season file. Everything is invented."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtTest import QTest

from tests.course.made import NORTH_M, a_trk, gpx
from tests.ui.course_fixture import ALT, CTRL, KEY, Course, add_points, course_desk
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.services import history, raceday
from trailsdesk.services.checkpoints import checkpoints_of
from trailsdesk.services.courses import attach_course
from trailsdesk.services.sources import Source


@pytest.fixture
def desk(tmp_path, qapp):
    with course_desk(tmp_path, qapp, points=False) as opened:
        opened.context.scope.set(opened.context.scope.event_id, opened.race("long"))
        yield opened


@pytest.fixture
def page(desk, qtbot):
    """The page, opened by its key."""
    course = Course(desk, qtbot)
    course.press(KEY.Key_C, ALT, widget=course.panel)
    assert course.panel.pages.currentWidget() is course.panel.checkpoints
    return Keys(course, qtbot)


class Keys:
    """Keys on the page."""

    def __init__(self, course: Course, qtbot) -> None:
        self.course = course
        self.page = course.panel.checkpoints
        self.form = self.page.form.form
        self.qtbot = qtbot

    def fill(self, **fields: str) -> None:
        """Type into fields, as a person who goes there by Tab."""
        for key, text in fields.items():
            control = self.form.control(key)
            control.setFocus()
            control.selectAll()
            self.qtbot.keyClicks(control, text) if text else control.clear()
        control = self.form.control(next(iter(fields)))
        control.editingFinished.emit()

    def save(self) -> None:
        QTest.keyClick(self.form.control("km"), KEY.Key_Return, CTRL)

    def add(self, **fields: str) -> None:
        QTest.keyClick(self.course.panel, KEY.Key_N, CTRL)
        self.fill(**fields)
        self.save()

    def press(self, key, modifiers=None, widget=None) -> None:
        target = widget or self.page.table
        target.setFocus()
        QTest.keyClick(target, key, *([modifiers] if modifiers is not None else []))

    def listed(self) -> list[str]:
        return [line.point.code for line in self.page.model.shown_rows()]

    def choose(self, code: str) -> None:
        line = next(line for line in self.page.model.rows() if line.point.code == code)
        assert self.page.table.select_id(line.point.id)

    def text(self, key: str) -> str:
        return self.form.control(key).text()

    def cell(self, code: str, key: str) -> str:
        at = [column.key for column in self.page.model.columns].index(key)
        return str(self.page.model.index(self.listed().index(code), at).data())


def points(desk):
    return checkpoints_of(desk.season, desk.race("long"))


def test_checkpoints_are_typed_one_after_the_other(page, desk):
    assert page.page.empty.isVisible()
    page.add(label="Saddle", km="10", climb="350", since="2:00")
    assert page.text("code") == "cp2"
    page.add(label="Coopers Knob", code="knob", km="20,5", since="4h30")
    assert [(p.code, p.label, p.distance_m, p.ascent_m) for p in points(desk)] == [
        ("cp1", "Saddle", 10_000.0, 350.0),
        ("knob", "Coopers Knob", 20_500.0, None),
    ]
    assert [format_elapsed(p.cutoff_ms) for p in points(desk)] == ["2:00:00", "4:30:00"]
    assert page.listed() == ["cp1", "knob"]
    history.undo(desk.season)
    assert page.listed() == ["cp1"]


def test_enter_goes_from_field_to_field_and_saves_at_the_end(page, desk):
    page.form.control("label").setFocus()
    for key, text in (
        ("label", "Saddle"),
        ("code", ""),
        ("km", "10"),
        ("climb", ""),
        ("since", ""),
    ):
        control = page.form.control(key)
        assert control.hasFocus()
        page.qtbot.keyClicks(control, text)
        QTest.keyClick(control, KEY.Key_Return)
    QTest.keyClick(page.form.control("at"), KEY.Key_Return)
    QTest.keyClick(page.form.control("optional"), KEY.Key_Return)
    assert [p.label for p in points(desk)] == ["Saddle"]


def test_a_code_that_is_there_already_is_told_beside_the_field_and_not_saved(page, desk):
    page.add(label="Saddle", code="cp1", km="10")
    page.add(label="Knob", code="CP1", km="20")
    assert page.form.error("code") == "Saddle has the code “CP1” already."
    assert len(points(desk)) == 1
    page.fill(code="12")
    assert "needs a letter" in page.form.error("code")
    page.fill(code="knob")
    assert page.form.error("code") == ""
    page.save()
    assert page.listed() == ["cp1", "knob"]


def test_kilometres_that_do_not_grow_are_told_beside_the_field(page, desk):
    add_points(desk, desk.race("long"))
    page.choose("cp2")
    page.fill(km="8")
    assert page.form.error("km").startswith("Saddle comes before it at 10 km.")
    page.save()
    assert points(desk)[1].distance_m == 20_000
    page.fill(km="31")
    assert page.form.error("km").startswith("The race is 30 km long")
    page.fill(km="21")
    page.save()
    assert points(desk)[1].distance_m == 21_000


def test_a_cut_off_is_typed_in_one_form_and_shown_in_both(page, desk):
    page.fill(label="Saddle", km="10", since="3:15")
    assert page.text("at") == "13:15"
    page.fill(at="14:00")
    assert page.text("since") == "4:00"
    page.fill(at="01:30")
    assert page.text("since") == "15:30"
    page.fill(at="2026-05-25 12:00")
    assert page.text("since") == "26:00"
    page.save()
    assert page.cell("cp1", "since") == "26:00"
    assert page.cell("cp1", "at") == "12:00"


def test_what_is_no_cut_off_is_told_beside_the_field(page, desk):
    page.fill(label="Saddle", since="soon")
    page.save()
    assert page.form.error("since").startswith("Type hours and minutes")
    page.fill(since="")
    page.fill(at="noon")
    assert page.form.error("at").startswith("Type a time of day")
    assert not points(desk)


def test_before_the_gun_times_of_day_count_from_the_planned_start(page, desk):
    raceday.set_gun(desk.season, [desk.race("long")], None)
    page.page.refresh()
    assert not page.form.control("at").isEnabled()
    start = page.page.start
    start.setFocus()
    page.qtbot.keyClicks(start, "07:00")
    QTest.keyClick(start, KEY.Key_Return)
    assert page.form.control("at").isEnabled()
    page.fill(label="Saddle", km="10", at="09:30")
    assert page.text("since") == "2:30"
    page.save()
    assert page.cell("cp1", "at") == "09:30"


def test_a_checkpoint_is_moved_and_removed_by_keys(page, desk):
    add_points(desk, desk.race("long"))
    page.choose("cp2")
    page.press(KEY.Key_Up, ALT)
    assert page.listed() == ["cp2", "cp1"]
    assert page.cell("cp1", "odd").startswith("Not further on than Coopers Knob")
    page.press(KEY.Key_Down, ALT)
    assert page.listed() == ["cp1", "cp2"]
    page.choose("cp2")
    page.press(KEY.Key_Delete)
    assert page.listed() == ["cp1"]
    assert "Ctrl+Z brings it back" in desk.notes[-1][0]
    history.undo(desk.season)
    assert page.listed() == ["cp1", "cp2"]


def test_enter_on_a_checkpoint_leads_into_the_form_and_changes_it(page, desk):
    add_points(desk, desk.race("long"))
    page.choose("cp1")
    page.press(KEY.Key_Return)
    assert page.form.control("label").hasFocus()
    page.fill(label="Gebbies Pass")
    page.save()
    assert [p.label for p in points(desk)] == ["Gebbies Pass", "Coopers Knob"]
    assert page.page.form.point_id == points(desk)[0].id


def test_escape_leads_back_to_the_radio(page):
    page.press(KEY.Key_Escape, widget=page.form.control("km"))
    panel = page.course.panel
    assert panel.pages.currentWidget() is panel.list_page
    assert panel.radio.box.hasFocus()


def test_a_table_is_looked_at_and_then_taken_by_keys(page, desk, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(
        "Checkpoint,Km,Climb,Cut-off\nStart,0,0,\nSaddle,10,ten,2:00\nKnob,20,900,5:00\n",
        encoding="utf-8",
    )
    page.page.open_table(path)
    preview = page.page.preview
    assert page.page.pages.currentWidget() is preview
    assert [row.label for row in preview.model.shown_rows()] == ["Start", "Saddle", "Knob"]
    assert "“ten” is no figure" in str(preview.problems.index(0, 1).data())
    assert not points(desk)
    QTest.keyClick(preview.table, KEY.Key_Return, CTRL)
    assert [p.label for p in points(desk)] == ["Saddle", "Knob"]
    assert page.page.pages.currentWidget() is not preview
    history.undo(desk.season)
    assert not points(desk)


def test_a_table_may_be_left_and_its_cut_offs_read_the_other_way(page, desk, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("Checkpoint,Km,Cut-off\nSaddle,10,12:30\nKnob,20,15:00\n", encoding="utf-8")
    page.page.open_table(path)
    preview = page.page.preview
    assert [format_elapsed(p.cutoff_ms) for p in preview.plan.order] == ["2:30:00", "5:00:00"]
    preview.cutoffs.setCurrentIndex(1)
    preview.cutoffs.activated.emit(1)
    assert [format_elapsed(p.cutoff_ms) for p in preview.plan.order] == ["12:30:00", "15:00:00"]
    QTest.keyClick(preview.table, KEY.Key_Escape)
    assert not points(desk)
    assert page.page.pages.currentWidget() is not preview


def test_a_file_that_is_no_table_is_told_and_changes_nothing(page, desk, tmp_path):
    path = tmp_path / "picture.csv"
    path.write_text("Km,Climb\n1,2\n", encoding="utf-8")
    page.page.open_table(path)
    assert desk.notes[-1][1] == "bad"
    assert "no column with the names" in desk.notes[-1][0]
    assert page.page.pages.currentWidget() is not page.page.preview


def test_the_checkpoints_of_the_event_before_are_one_key_away(tmp_path, qapp, qtbot):
    with course_desk(tmp_path, qapp) as desk:
        events = desk.season.data.events_in_order()
        race = next(r for r in desk.season.data.races_of(events[1].id) if r.code == "long")
        desk.context.scope.set(events[1].id, race.id)
        course = Course(desk, qtbot)
        course.panel.show_checkpoints()
        page = course.panel.checkpoints
        assert page.copy_button.text() == f"As at {events[0].name}"
        page.copy_button.setFocus()
        QTest.keyClick(page.copy_button, KEY.Key_Return)
        codes = [p.code for p in checkpoints_of(desk.season, race.id)]
        assert codes == ["cp1", "cp2"]


def test_new_and_import_are_reached_from_the_list_by_their_keys(desk, qtbot, monkeypatch):
    course = Course(desk, qtbot)
    asked = []
    monkeypatch.setattr(course.panel.checkpoints, "import_table", lambda: asked.append(1))
    course.press(KEY.Key_I, CTRL, widget=course.panel)
    assert asked == [1]
    course.panel.show_list()
    course.press(KEY.Key_N, CTRL, widget=course.panel)
    assert course.panel.checkpoints.form.form.control("label").hasFocus()


def test_a_place_before_the_end_of_a_track_longer_than_published_is_taken(page, desk):
    end = 45 + 30_600 / NORTH_M
    data = gpx(a_trk("Made up", [(45.0, 7.0, 100.0), (45.1, 7.0, 100.0), (end, 7.0, 100.0)]))
    source = Source(name="made-up.gpx", data=data, sha256=hashlib.sha256(data).hexdigest())
    attach_course(desk.season, desk.race("long"), source)
    page.page.refresh()
    page.add(label="Last bend", km="30,4")
    assert [p.distance_m for p in points(desk)] == [30_400.0]
    assert "behind it" not in page.cell("cp1", "odd")
    page.add(label="Too far", km="31")
    assert len(points(desk)) == 1
