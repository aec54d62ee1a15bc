"""The map of a course: zoomed and moved by mouse and keys, its words apart, its key in words."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.documents.drawn import a_drawing, a_place
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import runs_of
from trailsdesk.ui.course_map import CourseMap
from trailsdesk.ui.map_paint import MapPaint

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
MIDDLE = 15_000.0


def crowded(count=40):
    """Forty places, half of them within two kilometres."""
    near = [a_place(f"Invented hut {n}", 10 + n * 0.1) for n in range(count // 2)]
    far = [a_place(f"Made-up place {n}", 13 + n * 0.8) for n in range(count // 2)]
    return a_drawing(lambda along: 600 + 200 * math.sin(along / 2000), *near, *far)


@pytest.fixture
def course_map(qapp, qtbot):
    style.apply(qapp, "light", 1.0)
    made = CourseMap()
    qtbot.addWidget(made)
    made.resize(350, 265)
    made.show_drawing(a_drawing())
    made.show()
    return made


def wheel(widget, where, notches):
    event = QWheelEvent(
        where,
        widget.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag(widget, start, end):
    QTest.mousePress(widget, LEFT, NONE, start.toPoint())
    event = QMouseEvent(QMouseEvent.Type.MouseMove, end, widget.mapToGlobal(end), LEFT, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    QTest.mouseRelease(widget, LEFT, NONE, end.toPoint())


def test_the_wheel_zooms_and_what_is_under_the_pointer_stays_there(course_map):
    where = course_map.spot(MIDDLE)
    wheel(course_map, where, 3)
    assert course_map.zoom == pytest.approx(1.5**3)
    after = course_map.spot(MIDDLE)
    assert math.hypot(after.x() - where.x(), after.y() - where.y()) < 1.5
    wheel(course_map, where, -30)
    assert course_map.zoom == 1


def test_a_zoomed_map_is_dragged_and_a_whole_one_stays(course_map):
    start = course_map.spot(MIDDLE)
    drag(course_map, QPointF(100, 100), QPointF(140, 120))
    assert course_map.spot(MIDDLE) == start
    course_map.zoom_by(3)
    before = course_map.spot(MIDDLE)
    drag(course_map, QPointF(100, 100), QPointF(120, 115))
    moved = course_map.spot(MIDDLE) - before
    assert (round(moved.x()), round(moved.y())) == (20, 15)


def test_the_course_cannot_be_dragged_out_of_sight(course_map):
    course_map.zoom_by(3)
    for _again in range(5):
        drag(course_map, QPointF(10, 10), QPointF(340, 250))
    x, y = course_map._centre()
    places = course_map._places(course_map._drawing)
    assert min(place.x() for place in places) <= x + 1
    assert min(place.y() for place in places) <= y + 1


def test_keys_zoom_around_the_mark_move_and_show_all(course_map):
    course_map.setFocus()
    course_map.set_cursor_at(5000.0)
    where = course_map.spot(5000.0)
    QTest.keyClick(course_map, KEY.Key_Plus)
    after = course_map.spot(5000.0)
    assert math.hypot(after.x() - where.x(), after.y() - where.y()) < 1.5
    QTest.keyClick(course_map, KEY.Key_Right)
    assert course_map.spot(5000.0).x() < after.x()
    QTest.keyClick(course_map, KEY.Key_Up)
    assert course_map.spot(5000.0).y() > after.y()
    QTest.keyClick(course_map, KEY.Key_Minus)
    assert course_map.zoom == 1
    QTest.keyClick(course_map, KEY.Key_Plus)
    QTest.keyClick(course_map, KEY.Key_0)
    assert course_map.zoom == 1


def test_a_zoomed_map_follows_the_mark_of_the_profile(course_map):
    course_map.zoom_by(8, course_map.spot(0.0))
    course_map.set_cursor_at(MIDDLE)
    assert course_map.rect().contains(course_map.spot(MIDDLE).toPoint())


def test_another_course_is_shown_whole_and_the_same_stays_as_it_was_zoomed(course_map):
    course_map.zoom_by(3)
    course_map.show_drawing(a_drawing(lambda _along: 600.0, a_place("Invented hut", 5)))
    assert course_map.zoom == 3
    course_map.show_drawing(a_drawing(length_m=12_000))
    assert course_map.zoom == 1


def painted(course_map, drawing, size):
    """The boxes that words were painted in, and what the painter was."""
    course_map.resize(*size)
    course_map.show_drawing(drawing)
    image = QImage(QSize(*size), QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    paint = MapPaint(
        painter,
        QSize(*size),
        drawing,
        runs_of(drawing),
        course_map._places(drawing),
        zoom=course_map.zoom,
    )
    boxes: list[tuple[str, QRectF]] = []
    paint._words = lambda box, text: boxes.append((text, box))
    paint.spots()
    painter.end()
    return paint, boxes


@pytest.mark.parametrize("size", [(350, 265), (580, 430)])
def test_the_words_of_crowded_places_lie_apart_and_none_is_left_out(course_map, size):
    paint, boxes = painted(course_map, crowded(), size)
    assert len(boxes) >= 41
    over = [
        (one, other)
        for at, (one, first) in enumerate(boxes)
        for other, second in boxes[at + 1 :]
        if first.adjusted(2, 2, -2, -2).intersects(second.adjusted(2, 2, -2, -2))
    ]
    assert over == []
    key = paint._key
    assert not any(box.adjusted(2, 2, -2, -2).intersects(key) for _text, box in boxes)


def test_names_stand_beside_the_numbers_when_there_is_room_for_them(course_map):
    drawing = a_drawing(lambda _along: 600.0, a_place("Invented hut of a very long name", 0.5))
    _paint, plain = painted(course_map, drawing, (580, 430))
    assert [text for text, _box in plain][-1] == "1"
    course_map.zoom_by(4, course_map.spot(500.0))
    _paint, zoomed = painted(course_map, drawing, (580, 430))
    assert "1 Invented hut of a very…" in {text for text, _box in zoomed}


def test_the_key_tells_the_steepness_in_words_and_without_heights_there_is_none(course_map):
    paint, _boxes = painted(course_map, a_drawing(), (350, 265))
    assert paint._key_words() == ("below 3 %", "3 to 10 %", "10 to 20 %", "over 20 %")
    assert not paint._key.isEmpty()
    flat, _boxes = painted(course_map, a_drawing(lambda _along: None), (350, 265))
    assert flat._key.isEmpty()


def test_the_picture_is_kept_while_only_the_mark_moves(course_map):
    course_map.grab()
    kept = course_map._picture
    course_map.set_cursor_at(3000.0)
    course_map.grab()
    assert course_map._picture is kept
    course_map.zoom_by(2)
    course_map.grab()
    assert course_map._picture is not kept
