"""The start in the whole window by keys alone, with its own threads and file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.e2e.command_line import done, write_csv
from tests.e2e.test_race_day_by_keyboard import desk_at, journal, to
from trailsdesk.ui import style
from trailsdesk.ui.hold_button import HOLD_MS

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance"


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    """A race of today with eight made-up runners, of whom three have no bib yet."""
    file = tmp_path / "today.trailsdesk"
    day = datetime.now(UTC).date().isoformat()
    done("new", file, "--preset", "single-race", "--date", day, "--zone", "Etc/UTC")
    rows = [
        f"{bib if bib <= 5 else ''},Made{bib},Up{bib},{'FM'[bib % 2]},1990-05-06,NZL,race"
        for bib in range(1, 9)
    ]
    entries = write_csv(tmp_path / "field.csv", HEADER, *rows)
    done("import", "entries", file, entries, "--event", "event")
    return file


def statuses(file: Path) -> dict[str, str]:
    rows = done("results", file, "--event", "event", "--json").json["rows"]
    return {row["bib"]: row["status"] for row in rows}


def test_from_the_first_bib_to_the_no_shows_by_keys_alone(
    qtbot: QtBot, tmp_path: Path, morning: Path
) -> None:
    with desk_at(tmp_path, qtbot, morning) as keys:
        keys.go(to("start"), "Alt+B")
        panel = keys.panel("start")
        panel.bibs.modes.set_current("scan")
        panel.hear()
        keys.type("11", "12", "13")  # a scanner does not wait for the file
        keys.settle()
        assert panel.bibs.target_label.text() == "Everybody has a bib."
        keys.go("Alt+C")
        keys.type("1", "2", "3", "4", "11", "12")
        keys.settle()
        keys.go("Ctrl+Z")  # 12 was somebody else
        keys.hold(Qt.Key.Key_F8, HOLD_MS + 300)
        keys.settle()
        assert panel.segments.current == "gun"
        keys.go("Tab")
        panel.gun.late.field.hear()
        keys.type("12")
        keys.settle()
        keys.go("Alt+N")
        assert [each.bib for each in panel.no_shows.model.rows()] == ["5", "13"]
        keys.go("Ctrl+Return" if panel.no_shows.list.hasFocus() else "Return")
    assert {bib: word for bib, word in statuses(morning).items() if word != "PENDING"} == {
        "5": "DNS", "13": "DNS",
    }  # fmt: skip
    assert [each["operation"] for each in journal(morning) if not each["undone"]][:3] == [
        "start.dns", "start.late", "race.start",
    ]  # fmt: skip
    done("undo", morning)
    assert set(statuses(morning).values()) == {"PENDING"}
    done("check", morning)


def test_a_wave_is_found_by_its_words_and_still_wants_the_key_held(
    qtbot: QtBot, tmp_path: Path, morning: Path
) -> None:
    with desk_at(tmp_path, qtbot, morning) as keys:
        keys.go("Ctrl+K")
        keys.write("start race")
        keys.settle()
        keys.go("Return")
        assert keys.shown == "start"
        panel = keys.panel("start")
        assert panel.segments.current == "gun"
        assert len(panel.gun.chosen()) == 1
    assert journal(morning)[0]["operation"] == "entries.import"
