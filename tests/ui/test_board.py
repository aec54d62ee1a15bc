"""The public board: seen by everybody, in nobody's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.line_fixture import Line, running_desk
from trailsdesk.services.board import BoardList, BoardRow, BoardView, board_view
from trailsdesk.services.raceday import FieldState
from trailsdesk.ui import style
from trailsdesk.ui.board import SETTLE_MS, PublicBoard
from trailsdesk.ui.board_pages import MOST_PAGES, last_in_lines, pages_of
from trailsdesk.ui.board_paint import Places
from trailsdesk.ui.jobs import InlineJobQueue


@pytest.fixture
def desk(tmp_path, qapp):
    with running_desk(tmp_path, qapp) as opened:
        yield opened


@pytest.fixture
def line(desk, qtbot):
    made = Line(desk, qtbot)
    made.go(6137.3)
    return made


@pytest.fixture
def board(line, qtbot):
    made = PublicBoard(line.desk.context)
    made.resize(1280, 720)
    made.show()
    qtbot.waitUntil(line.box.hasFocus)
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle():
    QTest.qWait(SETTLE_MS + 100)


def test_the_board_never_takes_a_key_from_the_line(line, board):
    assert line.box.hasFocus()
    flags = board.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert board.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert board.focusPolicy() is Qt.FocusPolicy.NoFocus
    board.turn()
    board.next_theme()
    line.type("401")
    assert line.result("401").gun_time_ms == 6_137_300
    assert line.box.hasFocus()


def test_what_is_keyed_is_on_the_board_a_moment_later(line, board):
    assert board.view.last_in == ()
    line.type("401")
    settle()
    assert [row.bib for row in board.view.last_in] == ["401"]
    assert board.view.counts.finished == 1


def test_a_burst_of_keys_is_worked_out_once(line, board, monkeypatch):
    asked = []
    monkeypatch.setattr(board, "reload", lambda: asked.append(1))
    board._settle.timeout.disconnect()
    board._settle.timeout.connect(board.reload)
    for bib in ("401", "402", "999"):
        line.type(bib)
    settle()
    assert asked == [1]


def test_the_board_is_worked_out_off_the_thread_that_takes_keys(line, board, monkeypatch):
    kinds = []
    compute = InlineJobQueue.compute

    def noted(self, fn, *arguments, **options):
        kinds.append(getattr(fn, "__qualname__", ""))
        return compute(self, fn, *arguments, **options)

    monkeypatch.setattr(InlineJobQueue, "compute", noted)
    board.reload()
    assert any("PublicBoard.reload" in name for name in kinds)


def test_a_hidden_board_costs_nothing(line, board, monkeypatch):
    board.hide()
    monkeypatch.setattr(
        "trailsdesk.ui.board.board_view", lambda *_a: pytest.fail("worked out for nobody")
    )
    line.type("401")
    settle()


def test_the_board_has_colours_of_its_own(line, board, qapp):
    assert board.theme == "dark"
    seen = []
    for _turn in range(3):
        seen.append((board.theme, board.grab().toImage().pixelColor(2, 300).name().upper()))
        board.next_theme()
    assert [name for name, _colour in seen] == ["dark", "light", "sunlight"]
    for name, colour in seen:
        assert colour == style.PALETTES[name].window
    assert style.look().theme == "light"  # the program's own are as they were


def test_everything_a_mouse_can_do_to_it_has_words(line, board):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(board, event)
    menu = board.menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["Dark", "Light", "Sunlight", "To the next screen", "Close the board"]
    menu.deleteLater()
    for widget in QApplication.topLevelWidgets():
        if widget.inherits("QMenu"):
            widget.close()


def test_the_board_fills_the_screen_and_comes_back(line, board, qtbot):
    board.next_screen()
    assert board.isFullScreen()
    board.next_screen()
    assert not board.isFullScreen()
    qtbot.waitUntil(line.box.hasFocus)


# ------------------------------------------------------------------------------ what it says


COUNTS = FieldState(
    entered=9, started=9, finished=3, withdrawn=0, on_course=6, gun_ms=None, awaited=0
)


def a_row(number, category="Open women", place=None):
    return BoardRow(bib=str(number), name=f"Made Up {number}", club="", race="Long",
                    category=category, time_ms=3_600_000 + number * 1000, place=place)  # fmt: skip


def a_view(line, categories=8):
    view = board_view(line.desk.season, line.desk.context.scope.event_id)
    race = next(race for race in view.races if race.label.startswith("Long"))
    lists = [BoardList(race=race.label, rows=tuple(a_row(n, place=n) for n in range(1, 11)))]
    lists += [
        BoardList(race=race.label, category=f"Group {n}",
                  rows=tuple(a_row(n * 10 + place, f"Group {n}", place) for place in (1, 2, 3)))
        for n in range(categories)
    ]  # fmt: skip
    return BoardView(event_id=view.event_id, event_name="Made up", zone=view.zone, counts=COUNTS,
                     races=(race,), leaders=tuple(lists))  # fmt: skip


@pytest.mark.parametrize("categories", [0, 3, 12, 40])
@pytest.mark.parametrize("room", [1, 5, 10, 30])
def test_no_page_is_longer_than_the_board_and_nobody_waits_for_ever(line, categories, room):
    pages = pages_of(a_view(line, categories), room)
    assert all(len(page.lines) <= max(2, room) for page in pages)
    if categories <= 12 and room >= 10:
        assert len(pages) <= MOST_PAGES
    winners = {line.bib for page in pages for line in page.lines}
    assert {str(n * 10 + 1) for n in range(categories)} <= winners


def test_a_leaders_gap_is_said_and_a_winner_has_none(line):
    page = pages_of(a_view(line), 10)[0]
    assert page.lines[0].end == "1:00:01"
    assert page.lines[1].end == "1:00:02  +0:01"


def test_the_last_in_are_told_with_race_only_where_there_are_several(line):
    line.type("401")
    view = board_view(line.desk.season, line.desk.context.scope.event_id)
    assert "Long" in last_in_lines(view)[0].end
    alone = BoardView(event_id=view.event_id, event_name="", zone=view.zone, counts=COUNTS,
                      races=view.races[:1], last_in=view.last_in)  # fmt: skip
    assert last_in_lines(alone)[0].end == "1st Open women"


@pytest.mark.parametrize(
    "size", [(640, 360), (1280, 720), (1920, 1080), (1080, 1920), (3840, 1080)]
)
def test_nothing_lies_upon_another_or_outside_whatever_the_screen(size):
    places = Places(*size)
    whole = places.head().united(places.foot())
    parts = [places.head(), places.clocks(), *places.halves(), places.foot()]
    for at, part in enumerate(parts):
        assert whole.contains(part), at
        assert part.height() > 0
        for other in parts[at + 1 :]:
            assert not part.intersects(other)


def test_a_long_name_is_cut_and_never_taken_for_markup(line, board):
    line.desk.add("77", "<b>" + "Verylong" * 12, "O'Madeup & Sons")
    line.type("77")
    settle()
    assert board.view.last_in[0].name.startswith("<b>Verylong")
    assert not board.grab().isNull()
