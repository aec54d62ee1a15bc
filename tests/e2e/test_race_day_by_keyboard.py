"""Race day in the whole window by keys alone; what it left in the file is asked by commands.

The window, its threads and its file are the real ones. Only the system's own file dialogs are
answered for, as no test can type into them everywhere.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.command_line import done, write_csv
from tests.ui.asking_fixture import answer
from trailsdesk.app import season_files
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.rehearsal import Outcome
from trailsdesk.services import timing
from trailsdesk.ui import sheet_outlet, style
from trailsdesk.ui.hold_button import HOLD_MS
from trailsdesk.ui.import_file_step import FileStep
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.panels.sheets import SheetsPanel
from trailsdesk.ui.rehearsal_band import RehearsalBand
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.shell import PANEL_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"
FIELD = 24
PRESET = "canterbury-winter-2026"


def to(panel: str) -> str:
    """The key that goes to a panel: Ctrl and its number in the sidebar."""
    at = [each.key for each in PANELS if each.numbered].index(panel)
    return f"Ctrl+{PANEL_KEYS[at]}"


class Keyboard:
    """A window and the one who types into it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each to whoever has the focus then: ``Ctrl+Z``."""
        for each in keys:
            stroke = QKeySequence(each)[0]
            QTest.keyClick(self._target(), stroke.key(), stroke.keyboardModifiers())

    def type(self, *texts: str) -> None:
        """Type each text and Enter after it."""
        for text in texts:
            QTest.keyClicks(self._target(), text)
            self.press("Return")

    def write(self, text: str) -> None:
        """Type without Enter."""
        QTest.keyClicks(self._target(), text)

    def hold(self, key: Qt.Key, milliseconds: int) -> None:
        QTest.keyPress(self._target(), key)
        QTest.qWait(milliseconds)
        QTest.keyRelease(self._target(), key)

    def settle(self) -> None:
        """Wait until everything asked for is done and shown."""
        still = 0
        for _turn in range(100):
            still = still + 1 if self.window.jobs.wait_idle(20) else 0
            if still == 3:
                return
            QCoreApplication.processEvents()
        raise AssertionError("the window does not come to rest")

    def go(self, *keys: str) -> None:
        """Press keys and let each have its effect."""
        for each in keys:
            self.press(each)
            self.settle()

    def panel(self, key: str) -> Any:
        assert self.window.desk is not None
        return self.window.desk.shell.panel(key)

    @property
    def shown(self) -> str:
        """The panel on the screen."""
        assert self.window.desk is not None
        return self.window.desk.shell.current_panel

    def _target(self) -> Any:
        return QApplication.focusWidget() or self.window


@contextmanager
def desk_at(folder: Path, qtbot: QtBot, file: Path | None = None) -> Iterator[Keyboard]:
    """The program's window, on a file or on its first page; left as a person leaves it."""
    window = MainWindow(season_files(), Settings(str(folder / "window.ini")))
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keyboard = Keyboard(window)
    try:
        if file is None:
            window.show_start()
        else:
            with qtbot.waitSignal(window.season_opened, timeout=20_000):
                window.open_file(file)
        keyboard.settle()
        yield keyboard
    finally:
        if window.isVisible():
            window.close() or window.close()
        window.jobs.shutdown()
        window.deleteLater()
        QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def today(tmp_path: Path) -> Path:
    """A race of today that was started forty minutes ago, with made-up runners of bibs 1 to 24."""
    now = datetime.now(UTC)
    gun = now - timedelta(minutes=40)
    file = tmp_path / "today.trailsdesk"
    day = gun.date().isoformat()
    done("new", file, "--preset", "single-race", "--date", day, "--zone", "Etc/UTC")
    rows = [
        f"{bib},Made{bib},Up{bib},{'FM'[bib % 2]},{1960 + bib}-05-06,NZL,race"
        for bib in range(1, FIELD + 1)
    ]
    entries = write_csv(tmp_path / "field.csv", HEADER, *rows)
    done("import", "entries", file, entries, "--event", "event")
    at = gun.strftime("%Y-%m-%d %H:%M:%S")
    done("start", file, "--event", "event", "--race", "race", "--at", at)
    return file


def results(file: Path, event: str = "event") -> dict[str, dict[str, Any]]:
    """The results as the command prints them, by bib."""
    rows = done("results", file, "--event", event, "--json").json["rows"]
    return {row["bib"]: row for row in rows}


def journal(file: Path) -> list[dict[str, Any]]:
    """The history as the command prints it, newest first."""
    document = done("history", file, "--json").json
    return list(document["operations"] if isinstance(document, dict) else document)


def undone(file: Path) -> int:
    return sum(bool(each["undone"]) for each in journal(file))


def codes(file: Path) -> list[str]:
    """What is to be mended, by code."""
    found = done("problems", file, "--json").json["problems"]
    return sorted(each["code"] for each in found if each["severity"] != "info")


def figures_on_screen(keyboard: Keyboard) -> dict[str, tuple[object, ...]]:
    """What the panel Results shows: bib to status, place and time."""
    keyboard.go(to("results"))
    rows = keyboard.panel("results").table.row_model.shown_rows()
    return {
        each.row.bib: (each.row.result.status.value, each.row.result.rank, each.row.result.time_ms)
        for each in rows
    }


def figures_of(rows: dict[str, dict[str, Any]]) -> dict[str, tuple[object, ...]]:
    return {bib: (row["status"], row["rank"], row["time_ms"]) for bib, row in rows.items()}


# -- at the line ----------------------------------------------------------------------------------


def test_what_is_keyed_at_the_line_is_in_the_file_and_on_the_screen(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("1", "", "", "2")  # a bouncing Enter takes nothing
        keys.press("Space")
        keys.settle()
        keys.press("F3")
        keys.type("3")
        keys.press("F3")
        keys.type("4,5", "999", "1")
        keys.write("6")
        keys.press("/")
        keys.settle()
        seen = figures_on_screen(keys)
    found = results(today)
    assert [found[str(bib)]["status"] for bib in range(1, 8)] == [*["OK"] * 5, "DNF", "PENDING"]
    assert found["4"]["time_ms"] == found["5"]["time_ms"]
    assert seen == figures_of(found)
    assert codes(today) == ["read.unknown-bib"]  # the repeat at once is no more than told


def test_no_bib_is_lost_however_fast_the_keys_come(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    before = len(journal(today))
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type(*(str(bib) for bib in range(1, FIELD + 1)))
    found = results(today)
    assert len(journal(today)) == before + FIELD
    assert {row["status"] for row in found.values()} == {"OK"}
    order = sorted(found.values(), key=lambda row: row["time_ms"])
    assert sorted(row["time_ms"] for row in found.values()) == [row["time_ms"] for row in order]


def test_a_slip_is_mended_and_every_step_taken_back_also_after_a_restart(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("7", "88")
        keys.settle()
        keys.press("Up")
        keys.type("8")
        keys.settle()
        keys.go(to("entries"), to("finish"))  # the wrong panel by accident, and back
        keys.press("Up", "Up", "Delete")
        keys.settle()
        keys.press("Escape")
        assert figures_on_screen(keys)["7"][0] == "PENDING"
    assert results(today)["8"]["status"] == "OK"
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"), "Ctrl+Z")
        assert results_say(keys, "7") == "OK"
        keys.go(to("finish"), "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert undone(today) == 4
    assert {row["status"] for row in results(today).values()} == {"PENDING"}
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"), *["Ctrl+Shift+Z"] * 4)
    assert undone(today) == 0
    assert results(today)["8"]["status"] == "OK"
    assert results(today)["7"]["status"] == "PENDING"


def results_say(keys: Keyboard, bib: str) -> object:
    return figures_on_screen(keys)[bib][0]


def test_thirty_lines_from_paper_are_thirty_rows(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"), "Alt+P")
        for bib in range(1, FIELD + 1):
            keys.type(str(bib), f"1{bib:02d}30")
    found = results(today)
    assert found["24"]["time_ms"] == (3600 + 24 * 60 + 30) * 1000
    assert sum(row["status"] == "OK" for row in found.values()) == FIELD


def test_everything_that_needs_a_person_is_settled_by_keys_alone(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        line = keys.panel("finish").line
        keys.type("1", "2", "1?", "255", "3", "3")
        keys.press("Space")
        keys.settle()
        assert line.last_in.need_chip.text() == "3 need you (F4)"
        keys.press("F4")  # the newest first: the blank
        keys.type("4")
        keys.settle()
        keys.press("F4")  # nobody wears anything like 255
        assert line.card.words.picks == ()
        keys.type("5")
        keys.settle()
        keys.press("F4")
        chosen = line.card.words.picks[0][0]
        keys.press("1", "Return")
        keys.settle()
        assert line.last_in.need_chip.isHidden()
        keys.press("Up", "Up", "=")  # the second time of 3 counts
        keys.settle()
        keys.write("24")
        keys.press("-")
        keys.settle()
        assert QApplication.focusWidget() is line.box
    found = results(today)
    assert chosen == "10"
    done_now = {bib for bib, row in found.items() if row["status"] == "OK"}
    assert done_now == {"1", "2", "3", "4", "5", "10"}
    assert found["24"]["status"] == "DNF"


def test_the_line_goes_on_while_a_sheet_is_being_made(
    qtbot: QtBot, tmp_path: Path, today: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = sheet_outlet.save_sheet

    def slow(*arguments: Any, **named: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return real(*arguments, **named)

    monkeypatch.setattr(sheet_outlet, "save_sheet", slow)
    target = tmp_path / "results.pdf"
    monkeypatch.setattr(SheetsPanel, "_ask_path", lambda outlet, _suffix: outlet.save_to(target))
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("1")
        keys.go(to("sheets"))
        keys.press("Ctrl+S")
        qtbot.waitUntil(begun.is_set)
        keys.press(to("finish"))
        box = keys.panel("finish").line.box
        assert QApplication.focusWidget() is box
        keys.type("2", "3")
        model = keys.panel("finish").line.last_in.model
        qtbot.waitUntil(lambda: [row.state for row in model.rows()] == ["saved"] * 3)
        assert not target.exists()  # the sheet is still being made, and the times are in the file
        found = results(today)
        assert [found[bib]["status"] for bib in "123"] == ["OK"] * 3
        go_on.set()
        keys.settle()
        assert QApplication.focusWidget() is box
        assert target.exists()


def test_the_public_board_comes_and_goes_by_one_key_and_takes_none(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        box = keys.panel("finish").line.box
        keys.press("Ctrl+Shift+B")
        board = keys.window.acts.board
        assert board is not None
        assert board.isVisible()
        qtbot.waitUntil(box.hasFocus)
        keys.type("1", "2")
        keys.settle()
        qtbot.waitUntil(lambda: board.view is not None and len(board.view.last_in) == 2)
        keys.go(to("results"))
        keys.press("Ctrl+Shift+B")
        assert keys.window.acts.board is None


def test_a_rehearsal_by_keys_leaves_the_season_as_it_was(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    done("undo", today)  # before the start
    before = today.read_bytes()
    with desk_at(tmp_path, qtbot, today) as keys:
        with qtbot.waitSignal(keys.window.season_opened, timeout=20_000):
            keys.press("Ctrl+K")
            keys.write("rehearse")
            keys.press("Return")
        keys.settle()
        assert keys.window.windowTitle().startswith("REHEARSAL")
        bar = keys.panel("finish").rehearsal
        bar.beep.setChecked(False)
        keys.press("F9")
        qtbot.waitUntil(lambda: bar.phase == "running" and bool(bar.bibs[0].text()))
        keys.type(bar.bibs[0].text())
        keys.settle()
        keys.press("F9")
        keys.settle()
        assert bar.phase == "told"
        assert bar.result.count(Outcome.RIGHT) == 1
        band = keys.window.findChild(RehearsalBand)
        with qtbot.waitSignal(keys.window.season_opened, timeout=20_000):
            band.button.setFocus()
            keys.press("Return")
        keys.settle()
        assert keys.shown == "finish"
    assert not (today.parent / "rehearsals").exists()
    assert codes(today) == []
    assert {row["status"] for row in results(today).values()} == {"PENDING"}
    assert len(before) <= today.stat().st_size  # opened and closed, nothing else


# -- leaving --------------------------------------------------------------------------------------


def test_the_window_says_once_that_a_time_is_not_in_the_file(
    qtbot: QtBot, tmp_path: Path, today: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = timing.key_finish

    def full(*_arguments: object) -> None:
        raise Refused("file.disk-full", name="today.trailsdesk")

    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        monkeypatch.setattr(timing, "key_finish", full)
        keys.type("9")
        keys.settle()
        keys.go(to("season"), "Ctrl+Q")
        assert keys.window.isVisible()
        assert keys.shown == "finish"
        monkeypatch.setattr(timing, "key_finish", real)
        keys.panel("finish").try_again()
        keys.settle()
        keys.press("Ctrl+Q")
        assert not keys.window.isVisible()
    assert results(today)["9"]["status"] == "OK"


def test_an_entry_half_typed_is_not_lost_by_closing_the_window_once(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("entries"), "Ctrl+N")
        keys.type("Halfway")
        keys.go(to("season"), "Ctrl+Q")
        assert keys.window.isVisible()
        keys.go("Ctrl+Return")
        keys.press("Ctrl+Q")
        assert not keys.window.isVisible()
    assert journal(today)[0]["text"] == "Entry added: bib 25"


# -- getting about --------------------------------------------------------------------------------


def test_tab_goes_through_every_control_of_a_panel(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        for key in ("season", "entries", "finish", "timing", "results"):
            keys.go(to(key))
            panel = keys.panel(key)
            forward, back = tabbed(keys, "Tab"), tabbed(keys, "Shift+Tab")
            assert forward == back[::-1], key
            assert all(forward), key
            assert keys.shown == key
            assert panel.isVisible()


def tabbed(keys: Keyboard, key: str) -> list[str]:
    """The controls of the panel that Tab comes by, from the find box all the way round."""
    assert keys.window.desk is not None
    find, panel = keys.window.desk.shell.find_box, keys.panel(keys.shown)
    find.setFocus()
    stops: list[str] = []
    for _step in range(80):
        keys.press(key)
        now = QApplication.focusWidget()
        if now is find:
            return stops
        if panel.isAncestorOf(now):
            stops.append(now.accessibleName())
    raise AssertionError("Tab does not come round")


def test_the_keys_of_a_panel_work_wherever_the_focus_is(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("entries"))
        assert keys.window.desk is not None
        keys.window.desk.shell.find_box.setFocus()
        keys.go("Ctrl+N")
        assert keys.panel("entries").desk.isVisible()
        keys.go("Escape", to("results"), "Ctrl+N")
        assert keys.shown == "results"
        assert not keys.panel("entries").desk.isVisible()


def test_only_races_somebody_runs_wait_for_a_gun(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    with desk_at(tmp_path, qtbot, today) as keys:  # the preset offers three races, one is run
        keys.go(to("finish"))
        assert keys.panel("finish").line.start.isHidden()
        keys.type("999")
        keys.settle()
        row = keys.panel("finish").line.last_in.newest
        assert row.time.startswith("0:4")  # since the one gun, not a time of day


def test_a_key_that_flutters_while_it_is_held_starts_the_clock(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    done("undo", today)
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        box = keys.panel("finish").line.box
        QTest.keyPress(box, Qt.Key.Key_F8)
        QTest.qWait(HOLD_MS // 2)
        QTest.keyRelease(box, Qt.Key.Key_F8)
        QTest.keyPress(box, Qt.Key.Key_F8)
        QTest.qWait(HOLD_MS // 2 + 200)
        QTest.keyRelease(box, Qt.Key.Key_F8)
        keys.settle()
    assert journal(today)[0]["text"] == "Gun set: race"
    assert not journal(today)[0]["undone"]


def test_nothing_can_be_started_in_a_file_open_for_reading_only(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    done("undo", today)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with desk_at(first, qtbot, today), desk_at(second, qtbot, today) as keys:
        keys.go(to("finish"))
        assert not keys.panel("finish").line.start.button.isEnabled()
        keys.write("12")
        assert keys.panel("finish").line.box.text() == ""


# -- a round by keys ------------------------------------------------------------------------------


ENTRIES = (
    HEADER.replace("Distance", "Wish"),
    "1,Winner,Upmade,F,1990-03-02,NZL,long",
    "2,Second,Upmade,F,1991-04-05,NZL,long",
    "3,Third,Upmade,F,1992-01-01,NZL,long",
    "4,Cutter,Upmade,F,1993-01-01,NZL,long",
)
TIMES = ("Bib,Time,Status", "1,1:30:00,", "2,1:31:00,", "33,1:32:00,", "4,1:20:00,")


def test_a_director_gets_from_nothing_to_the_prize_list_by_keys(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, prizes = tmp_path / "winter.trailsdesk", tmp_path / "prizes.pdf"
    lists = [write_csv(tmp_path / "entries.csv", *ENTRIES), write_csv(tmp_path / "t.csv", *TIMES)]
    monkeypatch.setattr(FileStep, "choose", lambda step: step.picked.emit(lists.pop(0)))
    monkeypatch.setattr(SheetsPanel, "_ask_path", lambda panel, _suffix: panel.save_to(prizes))
    with desk_at(tmp_path, qtbot) as keys:
        make_season(keys, qtbot, file)
        take_entries(keys)
        add_late_entry(keys)
        keys.go(to("finish"))
        keys.hold(Qt.Key.Key_F8, HOLD_MS + 250)
        keys.settle()
        keys.go(to("timing"), "Ctrl+I", "Return", "Return", "Ctrl+Return")
        give_the_bib(keys)
        disqualify_the_first(keys)
        keys.go(to("sheets"), "Ctrl+S")
        seen = figures_on_screen(keys)
        count = len(journal(file))
        keys.go(to("season"))  # in a filter Ctrl+Z would take back the letters typed there
        keys.go(*["Ctrl+Z"] * (count - 2))  # the season itself and its name stay
        assert undone(file) == count - 2
        keys.go(*["Ctrl+Y"] * (count - 2))
    assert undone(file) == 0
    found = results(file, "willesden")
    assert seen == figures_of(found)
    ranks = {bib: (row["status"], row["rank"]) for bib, row in found.items()}
    assert ranks == {
        "1": ("OK", 1), "2": ("OK", 2), "3": ("OK", 3), "4": ("DSQ", None), "": ("PENDING", None),
    }  # fmt: skip
    text = "".join(page.extract_text() for page in PdfReader(prizes).pages)
    assert text.index("Winner") < text.index("Second") < text.index("Third")
    assert "Cutter" not in text
    assert json.loads(done("standings", file, "--json").out)["rows"][0]["total"] == 100


def make_season(keys: Keyboard, qtbot: QtBot, file: Path) -> None:
    keys.press("Return")  # on “New season”
    assert "Canterbury" in QApplication.focusWidget().accessibleName()
    with qtbot.waitSignal(keys.window.season_opened, timeout=20_000):
        keys.press("Ctrl+Return")
        answer(file)
    keys.settle()


def take_entries(keys: Keyboard) -> None:
    keys.go(to("entries"), "Ctrl+I", "Return")
    wizard = keys.panel("entries").wizard
    assert wizard.step == "columns"
    for _step in range(4):  # from the button that goes on: back, leave, up to the last column
        keys.press("Shift+Tab")
        if QApplication.focusWidget() is wizard.columns_step.combo("Wish"):
            break
    assert QApplication.focusWidget() is wizard.columns_step.combo("Wish")
    keys.write("Race")
    keys.go("Ctrl+Return", "Ctrl+Return")


def add_late_entry(keys: Keyboard) -> None:
    keys.go("Ctrl+N")  # at once: the keys of the panel work wherever the focus went
    keys.type("Latecomer", "Pat", "F", "12 3 1980", "nzl")
    keys.go("Ctrl+Return", "Escape")


def give_the_bib(keys: Keyboard) -> None:
    keys.go("Ctrl+Shift+P", "Home")
    table = keys.panel("problems").table
    for _row in range(5):
        if "33" in keys.panel("problems").bar.message_label.full_text():
            break
        keys.press("Down")
    assert table.hasFocus()
    keys.go("Return")  # to the first thing that mends: “It is bib 3”
    assert "3" in QApplication.focusWidget().accessibleName()
    keys.go("Return")


def disqualify_the_first(keys: Keyboard) -> None:
    keys.go(to("results"), "Ctrl+F")
    keys.write("Cutter")
    keys.go("Tab")
    keys.panel("results").table.setFocus(Qt.FocusReason.TabFocusReason)
    keys.go("Home", "Ctrl+E")
    keys.write("cut the course")
    keys.press("Tab", "Tab", "Tab")
    assert QApplication.focusWidget().accessibleName() == "DSQ"
    keys.go("Return", "Ctrl+F")
    keys.press("Escape")
    keys.settle()
