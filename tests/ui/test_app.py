from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.ui.season_fixture import open_desk
from trailsdesk import app, cli
from trailsdesk.cli.arguments import command_names
from trailsdesk.cli.commands import COMMANDS
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.screens import PAGES
from trailsdesk.ui.season_files import NewSeason


@pytest.fixture
def calls(monkeypatch):
    made = []
    monkeypatch.setattr(app, "run_window", lambda path=None, demo=None: made.append((path, demo)))
    monkeypatch.setattr(cli, "main", lambda arguments: made.append(list(arguments)) or 0)
    return made


def no_screen(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


def test_every_command_is_known_before_any_is_loaded():
    assert command_names() == set(COMMANDS)


@pytest.mark.parametrize(
    "typed", [["presets", "--json"], ["--version"], ["--help"], ["undo", "x.trailsdesk"]]
)
def test_commands_and_options_go_to_the_command_line(calls, typed):
    app.main(typed)
    assert calls == [typed]


def test_a_file_opens_in_the_window(calls):
    app.main(["winter.trailsdesk"])
    assert calls == [(Path("winter.trailsdesk"), None)]


def test_nothing_typed_opens_the_first_page(calls):
    app.main([])
    assert calls == [(None, None)]


def test_the_demo_opens_in_the_window(calls):
    app.main(["demo", "somewhere"])
    assert calls == [(None, Path("somewhere"))]


def test_the_demo_without_pictures_to_show_goes_to_the_command_line(calls):
    app.main(["demo", "somewhere", "--headless"])
    assert calls == [["demo", "somewhere", "--headless"]]


def test_the_demo_goes_on_without_a_screen_and_says_so(calls, monkeypatch, capsys):
    no_screen(monkeypatch)
    app.main(["demo", "somewhere"])
    assert calls == [["demo", "somewhere", "--headless"]]
    assert "headless" in capsys.readouterr().err


def test_a_file_without_a_screen_is_refused_in_a_line(calls, monkeypatch, capsys):
    no_screen(monkeypatch)
    assert app.main(["winter.trailsdesk"]) == 1
    assert "screen" in capsys.readouterr().err
    assert calls == []


def test_a_demo_without_a_folder_is_wrong_usage(capsys):
    assert app.main(["demo"]) == 2
    assert "usage" in capsys.readouterr().err


def test_two_files_are_wrong_usage(capsys):
    assert app.main(["a.trailsdesk", "b.trailsdesk"]) == 2


def test_a_new_single_race_gets_its_name_day_and_zone(tmp_path):
    wanted = NewSeason(
        path=tmp_path / "hill.trailsdesk",
        preset_id="single-race",
        name="Invented Hill Race",
        day=date(2027, 3, 14),
        zone="Europe/Berlin",
    )
    season = app.season_files().new(wanted, "tests")
    try:
        (event,) = season.data.events.values()
        assert season.data.series.name == event.name == "Invented Hill Race"
        assert (event.date, event.zone) == (date(2027, 3, 14), "Europe/Berlin")
    finally:
        season.file.close()


def test_a_demo_played_before_is_opened_again(tmp_path):
    made = tmp_path / "demo.trailsdesk"
    made.write_bytes(b"")
    assert app.season_files().demo(tmp_path) == made


START = """
import sys
from trailsdesk import app
app.start_and_paint(sys.argv[1])
heavy = {"reportlab", "openpyxl", "matplotlib", "gpxpy"} & set(sys.modules)
assert not heavy, heavy
"""


def test_the_window_starts_without_the_slow_libraries_and_lets_go_of_the_file(tmp_path):
    with open_desk(tmp_path) as desk:
        path = desk.season.file.path
    done = subprocess.run(
        [sys.executable, "-c", START, str(path)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not path.with_name(path.name + ".lock").exists()


def test_without_a_screen_the_demo_leaves_sheets_and_pictures(tmp_path):
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in without}
    folder = tmp_path / "demo"
    done = subprocess.run(
        [sys.executable, "-m", "trailsdesk", "demo", str(folder), "--headless"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    sheets = {place.name for place in (folder / "sheets").iterdir()}
    assert {"prize-list-willesden.pdf", "prize-list-willesden.xlsx", "standings.pdf"} <= sheets
    pictures = {place.name for place in (folder / "screens").iterdir()}
    wanted = {f"{panel.key}-dark-1920x1080.png" for panel in PANELS}
    assert wanted <= pictures
    assert len(pictures) == 4 * (len(PANELS) + len(PAGES))


def test_a_mistyped_command_is_wrong_usage_not_a_missing_screen(monkeypatch, capsys):
    monkeypatch.setattr(app, "has_display", lambda: False)
    assert app.main(["resluts"]) == 2
    assert "usage" in capsys.readouterr().err
