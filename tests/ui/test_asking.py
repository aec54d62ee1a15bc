"""Files, folders and printers are asked for beside the window: the line goes on meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QWidget

from tests.ui.asking_fixture import answer, asked, asks_nothing, replace_it
from tests.ui.line_fixture import KEY, race_window
from trailsdesk import ui
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file, ask_folder, ask_new_file
from trailsdesk.ui.settings import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """A season whose long race runs, on the screen."""
    with race_window(tmp_path, qapp) as made:
        yield made


def from_panel(key: str, ask: Callable[[MainWindow], object]) -> Callable[[MainWindow], object]:
    def run(window: MainWindow) -> None:
        assert window.desk is not None
        ask(window.desk.show_panel(key))

    return run


ASKING = {
    "open": lambda window: window.ask_open(),
    "demo": lambda window: window.ask_demo(),
    "copy": lambda window: window.acts.save_copy(),
    "copies": lambda window: window.acts.choose_copy_folder(),
    "name": lambda window: window.acts.ask_name(),
    "sheet": from_panel("sheets", lambda panel: panel.save_pdf()),
    "print": from_panel("sheets", lambda panel: panel.print_sheet()),
    "entries": from_panel("entries", lambda panel: panel.wizard.file_step.choose()),
    "times": from_panel("timing", lambda panel: panel.wizard.file_step.choose()),
    "lists": from_panel("finish", lambda panel: panel.paper.lists.ask_file()),
    "course": from_panel("course", lambda panel: panel.choose_file()),
}


def test_finishes_are_taken_while_any_dialog_is_open(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Invented printer"])
    assert window.desk is not None
    kinds = {"print": QPrintDialog, "name": QInputDialog}
    bibs: list[str] = []
    for number, (what, ask) in enumerate(ASKING.items(), 1):
        ask(window)
        dialog = asked(kinds.get(what, QFileDialog))
        assert QApplication.activeModalWidget() is None, what
        finish = window.desk.show_panel("finish")
        finish.show_line()
        qtbot.keyClicks(finish.line.box, str(number))
        qtbot.keyClick(finish.line.box, KEY.Key_Return)
        bibs.append(str(number))
        taken = [row.bib for row in finish.line.last_in.model.rows()]
        assert sorted(taken, key=int) == bibs, what
        assert dialog.isVisible(), what
        dialog.close()


def test_a_dialog_goes_with_its_window(window: MainWindow) -> None:
    window.ask_open()
    assert not asks_nothing()
    window.close()
    assert asks_nothing()


def test_a_dialog_goes_with_the_season_it_asks_for(window: MainWindow, qtbot: QtBot) -> None:
    window.acts.save_copy()
    assert not asks_nothing()
    window.close_season()
    qtbot.waitUntil(asks_nothing)


def test_asking_twice_leaves_one_dialog(window: MainWindow) -> None:
    window.ask_open()
    window.ask_demo()
    assert asked().windowTitle() == "A folder for the made-up season"


def test_the_name_typed_is_the_one_of_the_history(window: MainWindow) -> None:
    window.acts.ask_name()
    dialog = asked(QInputDialog)
    dialog.setTextValue(" Made-up Person ")
    dialog.accept()
    assert window.settings.get(ACTOR) == "Made-up Person"


def test_a_file_that_is_there_is_replaced_only_on_a_yes(
    window: MainWindow, tmp_path: Path
) -> None:
    there, taken = tmp_path / "prizes.pdf", []
    there.write_text("old")
    for _turn in range(2):
        ask_new_file(window, "Save", tmp_path / "x.pdf", ("PDF (*.pdf)",), taken.append)
        answer(there)
        assert taken == []
    replace_it()
    assert taken == [there]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("prizes", "prizes.pdf"), ("prizes.v2", "prizes.v2.pdf"), ("prizes.XLSX", "prizes.XLSX")],
)
def test_a_name_gets_the_suffix_it_lacks(
    window: MainWindow, tmp_path: Path, typed: str, name: str
) -> None:
    taken: list[Path] = []
    filters = ("PDF (*.pdf)", "Spreadsheet (*.xlsx)")
    ask_new_file(window, "Save", tmp_path / "x.pdf", filters, taken.append)
    answer(tmp_path / typed)
    assert taken == [tmp_path / name]


def test_what_is_chosen_arrives_as_a_path(window: MainWindow, tmp_path: Path) -> None:
    taken: list[Path] = []
    ask_file(window, "Open", str(tmp_path), ("All files (*)",), taken.append)
    answer(tmp_path / "list.csv")
    ask_folder(window, "Folder", str(tmp_path), taken.append)
    answer(tmp_path)
    assert taken == [tmp_path / "list.csv", tmp_path]


STOPS_THE_WINDOW = re.compile(
    r"\.exec\(|dialog\.open\(\)|Dialog\.open\(|box\.open\(\)|setModal\(True\)"
    r"|\.(?:Window|Application)Modal\b|Dialog\.get[A-Z]|QMessageBox\.(?:about|question|warning)\("
)


def test_no_dialog_of_the_program_stops_the_window() -> None:
    """The one loop that waits is that of the jobs: for their end when the program ends."""
    folder = Path(ui.__file__).parent
    files = [path for path in folder.rglob("*.py") if path.name != "jobs.py"]
    assert [path.name for path in files if STOPS_THE_WINDOW.search(path.read_text("utf-8"))] == []


def test_a_dialog_stands_in_the_corner_away_from_clock_and_bib_box(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(760, 700)
    over.show()
    ask_file(over, "Open", "", ("All files (*)",), lambda _path: None)
    frame = asked().frameGeometry()
    corner, edge = over.mapToGlobal(QPoint(over.width(), over.height())), style.unit(4)
    assert (corner.x() - frame.x() - frame.width(), corner.y() - frame.y() - frame.height()) == (
        edge, edge,
    )  # fmt: skip
