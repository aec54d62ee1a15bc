"""What others were burned by on race day, each as a test of what must not happen here.

Every one of these happened to somebody: times lost, places wrong, prizes given to the wrong
runner. The number in each docstring is that of the story in the list they were gathered in. They
go the way a person goes: the real window by keys, the page for the line on a real file, or the
commands.
"""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.command_line import done, run, write_csv
from tests.e2e.made_up_race import (
    AT,
    DAY,
    HEADER,
    a_season,
    bring,
    codes,
    problems,
    results,
    sheet,
    text_of,
)
from tests.e2e.test_race_day_by_keyboard import desk_at, to
from tests.ui.line_fixture import CTRL, KEY, Line, running_desk
from trailsdesk.domain.people import Contact, Gender, RunnerId
from trailsdesk.services import history, printing
from trailsdesk.services.finish_desk import line_view
from trailsdesk.store import Store
from trailsdesk.ui import sheet_outlet, style
from trailsdesk.ui.board import SETTLE_MS, PublicBoard
from trailsdesk.ui.hold_button import HOLD_MS
from trailsdesk.ui.panel_table import PANELS
from trailsdesk.ui.panels.sheets import SheetsPanel
from trailsdesk.ui.widgets import PageHeader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def today(tmp_path: Path) -> Path:
    """A race of today, started forty minutes ago, with made-up runners of bibs 1 to 12."""
    gun = datetime.now(UTC) - timedelta(minutes=40)
    file = tmp_path / "today.trailsdesk"
    day = gun.date().isoformat()
    done("new", file, "--preset", "single-race", "--date", day, "--zone", "Etc/UTC")
    rows = [
        f"{bib},Made{bib},Up{bib},{'FM'[bib % 2]},{1960 + bib}-05-06,NZL,race"
        for bib in range(1, 13)
    ]
    listed = write_csv(tmp_path / "field.csv", HEADER, *rows)
    done("import", "entries", file, listed, "--event", "event")
    done("start", file, "--event", "event", "--race", "race", "--at", f"{gun:%Y-%m-%d %H:%M:%S}")
    return file


@pytest.fixture
def line(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Line]:
    """The page for the line, 1:42:17.3 into the race, with bibs 401, 402 and more out there."""
    with running_desk(tmp_path, qapp) as opened:
        for bib in ("410", "411", "414", "421", "440", "499"):
            opened.add(bib, f"Runner{bib}", "Madeup", gender=Gender.M)
        made = Line(opened, qtbot)
        made.go(6137.3)
        yield made


# ------------------------------------------------------------------------------ places and prizes


def test_equal_times_are_never_shown_with_different_places(tmp_path: Path) -> None:
    """Burn 2: equal times as 3rd and 4th, ranked by other figures than those shown.

    Sixty finishers within nine seconds, to the millisecond, and a start that was corrected by
    less than a second. Whoever is shown with the same time has the same place: in the results, on
    paper, in the spreadsheets, and in the points of the series.
    """
    file = a_season(tmp_path, range(1, 61))
    chance = random.Random(20)
    moments = [chance.randrange(9_000) for _bib in range(60)]
    lines = [f"{bib},11:20:0{ms / 1000:.3f}" for bib, ms in enumerate(moments, 1)]
    bring(file, "finish.csv", *lines)
    done("start", file, *AT, "--race", "long", "--at", f"{DAY} 10:00:00.437")
    rows = results(file)
    places: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for row in rows.values():
        shown = row["time_ms"] // 1000
        places["overall", shown].add(row["rank"])
        places[f"gender {row['gender']}", shown].add(row["rank_gender"])
        places[f"category {row['category']} {row['gender']}", shown].add(row["rank_category"])
    assert len({time for _scope, time in places}) < 12  # there are ties, or this tests nothing
    assert all(len(found) == 1 for found in places.values())
    for kind in ("results", "prize-list"):
        book = load_workbook(sheet(file, kind, ".xlsx", "--race", "long"))
        found = [each for page in book.worksheets for each in places_by_time(page)]
        assert found, kind
        assert all(len(same) == 1 for same in found), kind
    assert "=1 " in text_of(sheet(file, "results"))  # and a shared place is marked as one
    totals: dict[tuple[str, ...], set[Any]] = defaultdict(set)
    by_name = {row["family_name"]: row for row in rows.values()}
    for standing in done("standings", file, "--json").json["rows"]:
        row = by_name[standing["family_name"]]
        scope = (row["category"], row["gender"], str(row["time_ms"] // 1000))
        totals[scope].add(standing["total"])
    assert max(len(found) for found in totals.values()) == 1


def places_by_time(page: Any) -> list[set[str]]:
    """Of each time of each table of a page, the places it is shown with."""
    table, found = 0, defaultdict(set)
    for row in page.iter_rows(values_only=True):
        times = [str(cell) for cell in row if str(cell).count(":") == 2]
        place = str(row[0] or "").lstrip("=")
        if times and place.isdecimal():
            found[table, times[0]].add(place)
        else:
            table += 1
    return list(found.values())


def test_a_spurious_finisher_never_stands_silently_ahead_of_the_podium(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """Burn 4: finishers who cannot be stood before the real third, who was not called up."""
    file = a_season(tmp_path)
    bring(
        file, "finish.csv", "2,11:40:00", "4,11:41:00", "6,11:42:00", "8,11:43:00", "10,10:25:00"
    )
    assert "result.too-fast" in codes(file)
    printed = text_of(sheet(file, "prize-list"))
    assert "Look at this before the prizes are given:" in printed
    assert "#10 Given10 Family10, place 1 in" in printed
    with desk_at(tmp_path, qtbot, file) as keys:
        keys.go(to("sheets"))
        panel = keys.panel("sheets")
        assert panel.doubt_notice.isVisible()
        assert "#10 Given10 Family10, place 1" in panel.doubt_notice.label.text()
        assert panel.options.problems_chip.text() == "printed over 1 open problem"
        keys.go(to("results"), "Ctrl+Shift+P", "Home", "Return", "Return")  # strike the time out
        keys.go(to("sheets"))
        assert not panel.doubt_notice.isVisible()
    assert codes(file) == ["sheet.outdated"]
    printed = text_of(sheet(file, "prize-list"))
    assert "Look at this" not in printed
    assert printed.index("Given2") < printed.index("Given4") < printed.index("Given6")
    assert "Given10" not in printed


def test_a_later_read_of_a_backup_mat_never_replaces_a_good_time(tmp_path: Path) -> None:
    """Burn 9: the backup mat's later read took first place to about hundredth."""
    file = a_season(tmp_path)
    bring(file, "finish.csv", "1,11:20:00", "2,11:21:00", "3,11:22:00")
    before = results(file)
    bring(file, "backup.csv", "1,12:40:00", "2,11:21:01", "3,11:22:00", "4,11:30:00")
    assert times_and_places(file, "123") == times_and_places_of(before, "123")
    assert results(file)["4"]["rank"] == 4  # a gap was filled
    (told,) = [p for p in problems(file) if p["severity"] != "info"]
    assert "12:40:00" in told["message"]
    # A mat whose clock was wrong the other way: earlier than the time that counts.
    early = ("1,11:19:58", "2,11:15:00", "3,11:22:00")
    assert bring(file, "early.csv", *early)["role"] == "fills-gaps"
    assert times_and_places(file, "123") == times_and_places_of(before, "123")
    assert "read.backup-differs" in codes(file)
    done("undo", file)
    source = file.parent / "early.csv"
    plain = done("import", "times", file, source, *AT, "--race", "long", "--kind", "clock").out
    assert "--lead" in plain  # what it would change is said, and which word does it
    assert times_and_places(file, "123") == times_and_places_of(before, "123")


def times_and_places(file: Path, bibs: str) -> list[tuple[int, int]]:
    return times_and_places_of(results(file), bibs)


def times_and_places_of(rows: dict[str, dict[str, Any]], bibs: str) -> list[tuple[int, int]]:
    return [(rows[bib]["time_ms"], rows[bib]["rank"]) for bib in bibs]


# ------------------------------------------------------------------------------ keying at the line


def test_a_typo_never_stops_the_line_is_never_final_and_the_paper_shows_the_same_rows(
    line: Line,
) -> None:
    """Burn 11: volunteers are at home with paper and freeze at a keyboard for fear of a slip."""
    for bib in ("401", "999", "402"):
        line.type(bib)
        line.go(5)
    line.press(KEY.Key_Space)
    assert QApplication.activeModalWidget() is None
    assert QApplication.activePopupWidget() is None
    assert line.box.hasFocus()
    paper, screen = grid_rows(line), screen_rows(line)
    assert paper == screen
    assert [bib for _number, bib, _time in paper] == ["401", "999", "402", "?"]
    for _step in range(4):
        history.undo(line.desk.season)
    assert line.result("401").status == "PENDING"
    assert [row.keyed for row in line.rows() if row.fate != "IGNORED"] == []
    for _step in range(4):
        history.redo(line.desk.season)
    assert grid_rows(line) == screen


def grid_rows(line: Line) -> list[tuple[str, str, str]]:
    """The rows of the printed finish grid that hold something: number, bib, time."""
    season, scope = line.desk.season, line.desk.context.scope
    kind = printing.kind_named("finish-grid")
    request = printing.sheet_request(season, kind, scope.event_id, scope.race_id, filled=True)
    from trailsdesk.documents.sheet import Table

    tables = [b for b in kind.build(season, request).blocks if isinstance(b, Table)]
    rows = [tuple(cell.text for cell in row[:3]) for table in tables for row in table.rows]
    return [(row[0], row[1], row[2]) for row in rows if row[2]]


def screen_rows(line: Line) -> list[tuple[str, str, str]]:
    """The same of the screen, oldest first; the paper has whole seconds and ? for no bib."""
    shown = [row for row in line.rows() if row.number]
    return [
        (str(row.number), row.bib or "?", row.time.partition(".")[0]) for row in reversed(shown)
    ]


def test_hand_timing_never_takes_a_file_or_another_program(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    """Burn 12: no hand timing in the scorer, so people bolted other programs on to it."""
    done("undo", today)  # the start
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.hold(Qt.Key.Key_F8, HOLD_MS + 250)
        keys.settle()
        keys.type("5", "3")
        keys.press("Space")
        keys.settle()
        keys.press("F3")
        keys.type("9")
        keys.press("F3")
        keys.settle()
    found = results(today, "event")
    assert {bib for bib, row in found.items() if row["status"] == "OK"} == {"5", "3", "9"}
    assert all(found[bib]["time_ms"] is not None for bib in "539")


def test_the_first_of_repeated_bibs_never_has_to_be_searched_for(line: Line) -> None:
    """Burn 13: a bib keyed twice, the first one lost in a list of hundreds, the third unnamed."""
    line.type("401")
    for at in range(60):
        line.go(5)
        line.type(f"9{at:02}")  # sixty others in between
    for _time in range(2):
        line.go(5)
        line.type("401")
    newest, before = line.rows()[:2]
    assert newest.runner.startswith("also row 1, 1:42:17 · 3rd time")
    assert before.runner.startswith("also row 1, 1:42:17 · 2nd time")
    line.press(KEY.Key_F6)
    shown = line.panel.line.last_in.model.shown_rows()
    assert [(row.bib, row.time) for row in shown][-1] == ("401", "1:42:17.3")
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("441", "414"),  # two digits changed places
        ("41", "410"),  # a digit is missing
        ("4400", "440"),  # a digit is doubled
        ("489", "499"),  # the key beside it
        ("4?0", "440"),  # a digit nobody could read
    ],
)
def test_a_slip_of_the_keys_never_leaves_a_time_without_the_runner_it_was_meant_for(
    line: Line, slip: str, meant: str
) -> None:
    """Burn 14: transposed digits and near misses, listed by the maintainer and never solved."""
    for bib in ("421", "411"):  # in already: nobody looks for them any more
        line.type(bib)
        line.go(15)
    line.type(slip)
    assert line.rows()[0].fate == "UNKNOWN_BIB"
    assert meant in offered(line, slip)
    assert not {"421", "411"} & set(offered(line, slip))
    line.press(KEY.Key_F4)
    assert line.box.mode == "pick"
    at = [bib for bib, _name in line.panel.line.card.words.picks].index(meant)
    line.press(Qt.Key(KEY.Key_1 + at))
    line.press(KEY.Key_Return)
    assert line.rows()[0].bib == meant
    assert line.result(meant).gun_time_ms == 6_167_300


def test_two_bibs_run_together_never_lose_either_runner(line: Line) -> None:
    """Burn 14 once more: the Enter between two bibs was missed."""
    line.type("410440")
    assert {"410", "440"} <= set(offered(line, "410440"))


def offered(line: Line, bib: str) -> list[str]:
    """The bibs suggested for the newest row, as the page and the inbox know them."""
    scope = line.desk.context.scope
    view = line_view(line.desk.season, scope.event_id, scope.race_id)
    row = next(row for row in view.rows if row.keyed == bib)
    return [each.bib for each in row.suggestions]


def test_the_first_time_of_a_bib_is_never_taken_for_right_without_a_way_back(line: Line) -> None:
    """Burn 15: a wrong bib early makes the later, right one look like the repeat."""
    line.type("401")  # it was 402 who came
    line.go(60)
    line.type("401")  # and here is 401
    assert line.result("401").gun_time_ms == 6_137_300
    line.press(KEY.Key_Up)
    line.press(KEY.Key_Up)
    assert line.box.text() == "401"
    line.type("402")
    assert line.result("402").gun_time_ms == 6_137_300
    assert line.result("401").gun_time_ms == 6_197_300
    history.undo(line.desk.season)
    line.press(KEY.Key_Up)
    line.press(KEY.Key_Equal)  # or: the later one governs
    assert line.result("401").gun_time_ms == 6_197_300
    line.go(10)
    line.type("402")
    line.press(KEY.Key_Up, CTRL)  # or: two neighbours change places, the times stay
    assert line.result("402").gun_time_ms == 6_197_300


# ------------------------------------------------------------------------------ nothing is lost


@pytest.mark.parametrize("harm", ["cut short", "bytes changed", "made by a newer version"])
def test_a_file_that_did_not_open_whole_is_never_written_over(tmp_path: Path, harm: str) -> None:
    """Burn 16: a program saved over the file it had failed to open."""
    file = a_season(tmp_path)
    content = bytearray(file.read_bytes())
    if harm == "cut short":
        content = content[: len(content) // 2]
    elif harm == "bytes changed":
        content[4096 : 4096 * 3] = b"\x5a" * (4096 * 2)
    else:
        content[60:62] = b"\x7f\xff"
    file.write_bytes(content)
    times = write_csv(tmp_path / "t.csv", "Bib,Time", "1,11:20:00")
    for command in (
        ("import", "times", file, times, *AT),
        ("start", file, *AT, "--race", "long", "--at", f"{DAY} 10:01:00"),
        ("undo", file),
        ("sheet", "results", file, *AT, "-o", tmp_path / "r.pdf"),
    ):
        ended = run(*command)
        assert ended.code != 0
        assert ended.err.strip()
        assert "Traceback" not in ended.err
        assert file.read_bytes() == bytes(content)
    assert not (tmp_path / "r.pdf").exists()


def test_a_finisher_keyed_after_reopening_is_never_missing_later(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    """Burn 17: the program was opened again for a late finisher, who was not in the file after.

    Nobody saves: what is on the screen is in the file before the window is left, and the window
    says when it was written last.
    """
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("1", "2")
        keys.settle()
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("3")
        keys.settle()
        assert keys.window.desk is not None
        assert "Saved" in keys.window.desk.shell.status_text()
        # The file as a power cut would leave it now, the window still open.
        copy = tmp_path / "after the cut.trailsdesk"
        shutil.copyfile(today, copy)
        assert results(copy, "event")["3"]["status"] == "OK"
    found = results(today, "event")
    assert [found[bib]["status"] for bib in "123"] == ["OK"] * 3


def test_undo_is_never_switched_off_while_the_race_runs_and_nothing_is_ever_deleted(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    """Burn 18: no undo while racing, or questions that say it cannot be undone."""
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("1", "2", "3")
        keys.settle()
        keys.press("Up", "Delete")  # strike the newest out
        keys.settle()
        keys.press("Escape")
        assert QApplication.activeModalWidget() is None
        keys.write("4")
        keys.press("/")
        keys.settle()
        for word in ("PENDING", "OK"):  # the ruling, then the striking out
            keys.go("Ctrl+Z")
            bib = "4" if word == "PENDING" else "3"
            assert results_in(keys)[bib] == word
    with desk_at(tmp_path, qtbot, today) as keys:  # and after a restart
        keys.go(to("finish"), "Ctrl+Z", "Ctrl+Z")
        assert [results_in(keys)[bib] for bib in "123"] == ["OK", "PENDING", "PENDING"]
        keys.go("Ctrl+Shift+Z", "Ctrl+Shift+Z", "Ctrl+Shift+Z", "Ctrl+Shift+Z")
        found = results_in(keys)
        assert [found[bib] for bib in "1234"] == ["OK", "OK", "PENDING", "DNF"]
    assert done("info", today, "--json").json["reads"] == 3


def results_in(keys: Any) -> dict[str, str]:
    """Bib to status, as the season in the window has it."""
    season = keys.window.desk.season
    entries = season.data.entries
    return {
        entries[result.entry_id].bib: result.status.value
        for race in season.all_results().values()
        for result in race.results
    }


def test_a_restored_copy_never_has_less_in_it_than_the_season(tmp_path: Path) -> None:
    """Burn 19: after a recovery 95 of 335 runners were out there again."""
    file = a_season(tmp_path, range(1, 101))
    bring(
        file, "finish.csv", *(f"{bib},11:{20 + bib // 60}:{bib % 60:02}" for bib in range(1, 81))
    )
    done("dns", file, *AT, "--race", "long", "--bibs", "90-95")
    before = done("info", file, "--json").out
    expected, open_before = results(file), codes(file)
    store = Store()
    opened = store.open(file, "tests", _Now())
    copy = opened.backup("restore drill")
    opened.close()
    file.unlink()  # the laptop is gone; the copy is what there is
    restored = tmp_path / "restored.trailsdesk"
    shutil.copyfile(copy, restored)
    assert done("check", restored).out.strip() == "Sound."
    assert json.loads(done("info", restored, "--json").out) == json.loads(before)
    assert results(restored) == expected
    assert codes(restored) == open_before
    waiting = [row for row in results(restored).values() if row["status"] == "PENDING"]
    assert len(waiting) == 100 - 80 - 6


class _Now:
    def now_ms(self) -> int:
        return int(datetime.now(UTC).timestamp() * 1000)


def test_a_wrong_start_never_takes_more_than_one_edit_and_never_moves_anybody_unseen(
    tmp_path: Path, qtbot: QtBot
) -> None:
    """Burn 20: the clock was started late; the times had to be mended one by one."""
    from trailsdesk.services import start_effect
    from trailsdesk.services.season import Season

    file = a_season(tmp_path, gun="10:03:00")
    bring(file, "finish.csv", "1,11:20:00", "2,11:21:00", "3,11:22:00")
    before = results(file)
    opened = Store().open(file, "tests", _Now(), read_only=True)  # type: ignore[arg-type]
    season = Season(opened, _Now())  # type: ignore[arg-type]
    race = season.race(season.event("willesden"), "long")
    wave = season.data.start_groups_of(race.id)[0]
    assert wave.gun_ms is not None
    told = start_effect.gun_effect(season, [wave.id], type(wave.gun_ms)(wave.gun_ms - 180_000))
    assert told.moved == 3
    opened.close()
    done("start", file, *AT, "--race", "long", "--at", f"{DAY} 10:00:00")
    after = results(file)
    assert {bib: after[bib]["time_ms"] - before[bib]["time_ms"] for bib in "123"} == dict.fromkeys(
        "123", 180_000
    )
    newest = done("history", file, "--json").json["operations"][0]
    assert newest["operation"] == "race.start"
    assert newest["actor"]
    done("undo", file)
    assert results(file) == before


def test_odd_registration_data_never_waits_until_after_the_gun(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """Burn 21: the real source of errors is registration; it was found when prizes were given."""
    file = tmp_path / "season.trailsdesk"
    done("new", file, "--preset", "canterbury-winter-2026")
    rows = (
        "1,Ada,Rimu,F,,NZL,long",  # no birth date
        "2,Ben,Tawa,,1990-01-01,NZL,long",  # no gender
        ",Cai,Koru,M,1991-01-01,NZL,long",  # no bib
        "4,Dee,Miro,F,1992-01-01,NZL,long",
        "5,Eli,Nikau,M,1993-01-01,NZL,mid",
    )
    done("import", "entries", file, write_csv(tmp_path / "e.csv", HEADER, *rows), *AT)
    with desk_at(tmp_path, qtbot, file) as keys:
        keys.go(to("entries"), "Ctrl+N")
        keys.type("Young", "Kid", "F", "12 3 2015")
        form = keys.panel("entries").desk
        keys.settle()
        # Age and category stand there before anything is saved, and what was typed is read back.
        assert "11 on 24 May 2026: Junior women" in said_on(form)
        assert "born 12 Mar 2015" in said_on(form)
        keys.go("Escape", "Escape")
        keys.go(to("entries"), "Ctrl+Shift+P")
        panel = keys.panel("problems")
        panel.show_about("before-the-gun")
        keys.settle()
        listed = sorted(line.problem.code for line in panel.model.shown_rows())
    assert listed == ["category.no-birth-date", "category.no-gender", "entry.no-bib"]


def said_on(widget: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# ------------------------------------------------------------------------------ who sees it


def test_a_problem_is_never_told_only_on_a_panel_that_nobody_opens(
    qtbot: QtBot, tmp_path: Path, today: Path
) -> None:
    """Burn 22: the missing bib stood on a screen the volunteers never opened."""
    with desk_at(tmp_path, qtbot, today) as keys:
        keys.go(to("finish"))
        keys.type("777")
        keys.settle()
        assert keys.window.desk is not None
        seen = {}
        for entry in PANELS:
            panel = keys.window.desk.show_panel(entry.key)
            keys.settle()
            header = getattr(panel, "header", None)
            assert isinstance(header, PageHeader), entry.key
            seen[entry.key] = said_on_chips(header)
        for key in ("season", "finish", "timing", "history"):
            assert "1 problem here" in seen[key], key
        keys.go(to("finish"), "Ctrl+Shift+P")
        assert keys.shown == "problems"
        assert [r.problem.code for r in keys.panel("problems").model.shown_rows()] == [
            "read.unknown-bib"
        ]
        keys.go("Home", "Return")
        assert keys.panel("problems").bar.isAncestorOf(QApplication.focusWidget())


def said_on_chips(header: PageHeader) -> str:
    from trailsdesk.ui.widgets import ChipButton

    return " ".join(c.text() for c in header.findChildren(ChipButton) if c.isVisible())


def test_spectators_never_stand_between_a_runner_and_the_recorded_time(
    line: Line, qtbot: QtBot
) -> None:
    """Burn 24: spectators besieged the one who keyed; they see it on a window of their own."""
    line.desk.add(
        "450", "Secret", "Madeup", gender=Gender.F,
        contact=Contact(runner_id=RunnerId(0), emergency_phone="000 450", medical="asthma"),
    )  # fmt: skip
    board = PublicBoard(line.desk.context)
    board.show()
    try:
        qtbot.waitUntil(line.box.hasFocus)
        line.type("450")
        QTest.qWait(SETTLE_MS + 100)
        assert line.result("450").gun_time_ms == 6_137_300
        assert line.box.hasFocus()
        assert board.view is not None
        assert "000 450" not in repr(board.view)
        assert "asthma" not in repr(board.view)
        for key in ("1", "Return", "Delete"):
            qtbot.keyClick(board, Qt.Key.Key_1 if key == "1" else getattr(KEY, f"Key_{key}"))
        assert len(line.rows()) == 1
    finally:
        board.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_printing_never_holds_a_finisher_up(
    qtbot: QtBot, tmp_path: Path, today: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Burn 24, the other half: a print job or a dialog of the system stalled the line."""
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
        keys.go(to("sheets"))
        keys.press("Ctrl+S")
        qtbot.waitUntil(begun.is_set)
        keys.press(to("finish"))
        keys.type("1", "2")
        held = {"1", "2"}
        qtbot.waitUntil(lambda: held <= {b for b, w in results_in(keys).items() if w == "OK"})
        assert not target.exists()
        go_on.set()
        keys.settle()
        assert QApplication.focusWidget() is keys.panel("finish").line.box
    assert target.exists()
    assert {results(today, "event")[bib]["status"] for bib in "12"} == {"OK"}
