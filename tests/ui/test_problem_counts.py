"""Every panel says how many problems concern it, and one key leads to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import open_desk
from tests.ui.window_fixture import open_window
from trailsdesk.domain.people import Gender
from trailsdesk.services import timing
from trailsdesk.services.entries import edit_runner
from trailsdesk.ui import style
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.panels.problems import ProblemsPanel
from trailsdesk.ui.widgets import ChipButton, PageHeader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.main_window import MainWindow
    from trailsdesk.ui.season_desk import SeasonDesk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with open_desk(tmp_path, people=False) as made:
        made.add("401", "Ana", "Madeup", gender=Gender.F, birth_date=date(1990, 4, 1))
        path = made.season.file.path
    style.apply(qapp, "light", 1.0)
    with open_window(tmp_path) as opened:
        opened.open_file(path)
        assert opened.desk is not None
        opened.desk.look_around()
        yield opened
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def desk(window: MainWindow) -> SeasonDesk:
    assert window.desk is not None
    return window.desk


def said(panel: QWidget) -> str:
    """The words of the chip in a panel's header; empty without one."""
    header = getattr(panel, "header", None)
    assert isinstance(header, PageHeader)
    chips = [chip.text() for chip in header.findChildren(ChipButton) if chip.isVisible()]
    return next((text for text in chips if "here" in text), "")


def chip(panel: QWidget) -> ChipButton:
    header = getattr(panel, "header", None)
    assert isinstance(header, PageHeader)
    return next(c for c in header.findChildren(ChipButton) if "here" in c.text())


def unknown_bib(desk: SeasonDesk) -> None:
    season = desk.season
    timing.key_finish(season, desk.scope.event_id, None, "999", season.clock.now_ms(), "tests")


def test_a_clean_season_says_nothing_anywhere(desk: SeasonDesk) -> None:
    for panel in PANELS:
        assert said(desk.show_panel(panel.key)) == "", panel.key


def test_every_panel_counts_what_concerns_it_and_no_more(desk: SeasonDesk) -> None:
    unknown_bib(desk)
    runner = next(iter(desk.season.data.runners.values()))
    edit_runner(desk.season, runner.id, birth_date=None)
    counted = {panel.key: said(desk.show_panel(panel.key)) for panel in PANELS}
    wanted = {
        "season": "2 problems here",
        "entries": "1 problem here",
        "finish": "1 problem here",
        "timing": "1 problem here",
        "results": "1 problem here",
        "categories": "1 problem here",
        "points": "1 problem here",
        "history": "2 problems here",
    }
    assert {key: words for key, words in counted.items() if words} == wanted


def test_the_count_goes_when_the_problem_is_mended(desk: SeasonDesk) -> None:
    panel = desk.show_panel("timing")
    unknown_bib(desk)
    assert said(panel) == "1 problem here"
    desk.undo()
    assert said(panel) == ""


def test_a_click_on_the_count_shows_just_these_problems(qtbot: QtBot, desk: SeasonDesk) -> None:
    unknown_bib(desk)
    runner = next(iter(desk.season.data.runners.values()))
    edit_runner(desk.season, runner.id, birth_date=None)
    panel = desk.show_panel("timing")
    qtbot.mouseClick(chip(panel), Qt.MouseButton.LeftButton)
    assert desk.shell.current_panel == "problems"
    problems = desk.shell.panel("problems")
    assert isinstance(problems, ProblemsPanel)
    assert [row.problem.code for row in problems.model.shown_rows()] == ["read.unknown-bib"]


def test_the_key_does_the_same_from_any_panel(
    qtbot: QtBot, window: MainWindow, desk: SeasonDesk
) -> None:
    unknown_bib(desk)
    runner = next(iter(desk.season.data.runners.values()))
    edit_runner(desk.season, runner.id, birth_date=None)
    desk.show_panel("entries")
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    problems = desk.shell.panel("problems")
    assert isinstance(problems, ProblemsPanel)
    assert [row.problem.code for row in problems.model.shown_rows()] == ["category.no-birth-date"]
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    assert problems.about_choice.currentText() == "Everything"


def test_problems_of_another_event_are_not_counted_here(desk: SeasonDesk) -> None:
    unknown_bib(desk)
    panel = desk.show_panel("timing")
    assert said(panel) == "1 problem here"
    other = desk.season.data.events_in_order()[1]
    desk.scope.set(other.id, None)
    assert said(panel) == ""
