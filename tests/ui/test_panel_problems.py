from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Place, Problem, Severity
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import FINISH, BatchKind, Read, ReadBatch
from trailsdesk.services import (
    awards,
    checkpoints,
    history,
    printed,
    printing,
    raceday,
    results,
    timing,
)
from trailsdesk.services.entries import edit_entry, edit_runner, withdraw
from trailsdesk.ui.panels.problems import ProblemsPanel
from trailsdesk.ui.problem_lines import ProblemLine, problem_lines
from trailsdesk.ui.row_model import DECORATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, people=False) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> ProblemsPanel:
    panel = ProblemsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def codes(panel: ProblemsPanel) -> list[str]:
    return [line.problem.code for line in panel.model.shown_rows()]


def choose(panel: ProblemsPanel, code: str) -> None:
    line = next(line for line in panel.model.shown_rows() if line.problem.code == code)
    panel.table.select_id(line.key)
    panel.table.setFocus()


def field(panel: ProblemsPanel) -> QLineEdit:
    return next(control for control in panel.bar.controls if isinstance(control, QLineEdit))


def offered(panel: ProblemsPanel) -> list[str]:
    return [c.text() for c in panel.bar.controls if isinstance(c, QPushButton)]


def press(qtbot: QtBot, panel: ProblemsPanel, words: str) -> None:
    button = next(
        c for c in panel.bar.controls if isinstance(c, QPushButton) and c.text() == words
    )
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def start(desk: Desk, race: str = "long") -> None:
    """The gun of a race of the first event, and a clock that stands after it."""
    event = desk.season.data.events_in_order()[0]
    raceday.set_gun(desk.season, [desk.race(race)], raceday.parse_gun(event, "10:00"))
    desk.clock.now += timedelta(days=14, hours=3)


def finish(desk: Desk, bib: str, minutes: int, race: str = "long") -> None:
    event = desk.season.data.events_in_order()[0]
    elapsed = Duration(minutes * 60_000)
    timing.key_paper(desk.season, event.id, desk.race(race), bib, elapsed, "tests")


def a_man(desk: Desk, bib: str, given: str = "Hemi", race: str = "long") -> None:
    desk.add(bib, given, "Madeup", race, gender=Gender.M, birth_date=date(1990, 4, 1))


def test_with_nothing_wrong_it_says_nothing_to_mend(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    assert panel.empty.isVisible()
    assert panel.empty.title_label.text() == "Nothing to mend"
    assert panel.header.subtitle_label.full_text() == "all clean"
    assert not panel.content.isVisible()


def test_the_worst_stands_first_with_word_and_icon_and_what_mends_it(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    a_man(desk, "401", "Ana")
    a_man(desk, "401", "Bob")
    panel = shown(qtbot, desk)
    assert codes(panel) == ["entry.bib-twice", "category.no-birth-date"]
    first = [str(panel.model.index(0, at).data()) for at in range(5)]
    assert first == [
        "error",
        "Bib 401 is worn by more than one runner: Ana Madeup, Bob Madeup.",
        "Willesden Farms",
        "Long · #401 Ana Madeup",
        "give one another bib",
    ]
    assert panel.model.index(0, 0).data(DECORATION) is not None
    assert panel.header.subtitle_label.full_text() == "2 open"


def test_a_place_with_its_dot_does_not_cut_the_sentence(desk: Desk) -> None:
    for bib, given in (("1", "Ana"), ("2", "Bob")):
        a_man(desk, bib, given)
    start(desk)
    finish(desk, "1", 100)
    finish(desk, "2", 101)
    event_id = desk.context.scope.event_id
    awards.announce(desk.season, event_id, "category:long:M-OPEN", "tests")
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, "short cut", "tests")
    told = {line.problem.code: line.headline for line in problem_lines(desk.season)}
    said = told["award.changed-after-announcement"]
    assert said.startswith("Open men, Long: 1. Ana Madeup (#1)")
    assert "was announced" in said


def test_a_birth_date_is_filled_in_by_keys_alone_and_undo_brings_the_problem_back(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert panel.table.hasFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert field(panel).hasFocus()
    qtbot.keyClicks(field(panel), "9 Aug 1986")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert desk.runner("402").birth_date == date(1986, 8, 9)
    assert panel.empty.isVisible()
    assert desk.notes == [("Mended. Ctrl+Z takes it back.", "good")]
    history.undo(desk.season)
    assert codes(panel) == ["category.no-birth-date"]


def test_a_date_that_is_none_stays_in_the_field_with_the_reason(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.keyClicks(field(panel), "31 Feb 1986")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert panel.bar.error_label.text() == "There is no such date."
    assert field(panel).text() == "31 Feb 1986"
    assert desk.runner("402").birth_date is None


def test_after_one_is_mended_the_next_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    for bib in ("402", "403", "404"):
        desk.add(bib, "No", f"Birthday{bib}", gender=Gender.F)
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.keyClicks(field(panel), "1986-08-09")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert panel.table.hasFocus()
    assert "Birthday404" in panel.bar.message_label.text()


def test_an_unknown_bib_is_given_to_the_runner_it_looks_like(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "412")
    start(desk)
    finish(desk, "421", 95)
    panel = shown(qtbot, desk)
    choose(panel, "read.unknown-bib")
    assert "It is bib 412" in offered(panel)
    press(qtbot, panel, "It is bib 412")
    result = desk.season.result_of(desk.entry("412").id)
    assert result is not None
    assert result.status is ResultStatus.OK
    assert "read.unknown-bib" not in codes(panel)
    history.undo(desk.season)
    assert "read.unknown-bib" in codes(panel)


def test_all_reads_of_an_unknown_bib_are_given_away_at_once(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "412")
    start(desk)
    finish(desk, "999", 95)
    finish(desk, "999", 96)
    panel = shown(qtbot, desk)
    choose(panel, "read.unknown-bib")
    qtbot.keyClicks(field(panel), "412")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert "read.unknown-bib" not in codes(panel)
    newest = history.history(desk.season, 1)[0]
    assert history.in_words(newest.name, newest.params) == "Time given to bib 412"


def test_an_empty_bib_is_asked_for(qtbot: QtBot, desk: Desk) -> None:
    start(desk)
    finish(desk, "999", 95)
    panel = shown(qtbot, desk)
    press(qtbot, panel, "Give it this bib")
    assert panel.bar.error_label.text() == "Type the bib first."


def test_a_time_can_be_struck_out_and_stays_in_the_file(qtbot: QtBot, desk: Desk) -> None:
    start(desk)
    finish(desk, "999", 95)
    panel = shown(qtbot, desk)
    press(qtbot, panel, "Strike it out")
    assert panel.empty.isVisible()
    assert len(desk.season.data.reads) == 1


def test_a_missing_gender_is_one_button(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Gender", birth_date=date(1990, 1, 1))
    panel = shown(qtbot, desk)
    assert offered(panel)[:3] == ["Woman", "Man", "Neither"]
    press(qtbot, panel, "Woman")
    assert desk.runner("402").gender is Gender.F


def test_a_withdrawn_runner_who_was_seen_stands_again(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "412")
    start(desk)
    finish(desk, "412", 95)
    withdraw(desk.season, [desk.entry("412").id])
    panel = shown(qtbot, desk)
    press(qtbot, panel, "Take the withdrawal back")
    assert panel.empty.isVisible()


def test_of_two_times_the_later_can_be_struck_out_or_counted(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "412")
    start(desk)
    finish(desk, "412", 95)
    finish(desk, "412", 120)
    panel = shown(qtbot, desk)
    choose(panel, "read.repeated")
    press(qtbot, panel, "Let 2:00:00 count")
    result = desk.season.result_of(desk.entry("412").id)
    assert result is not None
    assert result.time_ms == 120 * 60_000
    history.undo(desk.season)
    choose(panel, "read.repeated")
    press(qtbot, panel, "Strike the later time out")
    assert panel.empty.isVisible()


def dnf_with_time(desk: Desk) -> None:
    a_man(desk, "412")
    start(desk)
    event = desk.season.data.events_in_order()[0]
    read = Read(
        line=1, bib="412", elapsed_ms=Duration(95 * 60_000), status=ResultStatus.DNF, raw="412"
    )
    new = timing.NewReads(
        event_id=event.id, race_id=desk.race("long"), point=FINISH, name="x.csv", reads=(read,)
    )
    timing.commit_reads(desk.season, [new], "tests")


@pytest.mark.parametrize(
    ("words", "status"),
    [("The time is right", ResultStatus.OK), ("DNF is right", ResultStatus.DNF)],
)
def test_of_a_time_and_a_mark_either_can_be_called_right(
    qtbot: QtBot, desk: Desk, words: str, status: ResultStatus
) -> None:
    dnf_with_time(desk)
    panel = shown(qtbot, desk)
    assert codes(panel) == ["result.status-and-time"]
    press(qtbot, panel, words)
    result = desk.season.result_of(desk.entry("412").id)
    assert result is not None
    assert result.status is status
    assert panel.empty.isVisible()


def test_a_bib_worn_twice_gets_a_free_one(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "401", "Ana")
    a_man(desk, "401", "Bob")
    panel = shown(qtbot, desk)
    assert offered(panel)[:2] == ["Bib 402 for Bob Madeup", "Bib 402 for Ana Madeup"]
    press(qtbot, panel, "Bib 402 for Bob Madeup")
    assert panel.empty.isVisible()
    assert desk.runner("402").given_name == "Bob"


def test_a_person_entered_twice_loses_the_entry_chosen(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "401")
    a_man(desk, "201", race="mid")
    panel = shown(qtbot, desk)
    choose(panel, "entry.runner-twice")
    press(qtbot, panel, "Withdraw bib 201, Midi")
    assert "entry.runner-twice" not in codes(panel)


def test_going_there_names_event_and_entry(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return, CTRL)
    event = desk.season.data.events_in_order()[0]
    entry = desk.entry("402")
    assert desk.places == [
        Place(
            event_id=event.id,
            race_id=entry.race_id,
            entry_id=entry.id,
            runner_id=entry.runner_id,
        )
    ]


def test_chips_and_events_filter_the_list(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    a_man(desk, "401", "Ana")
    a_man(desk, "401", "Bob")
    panel = shown(qtbot, desk)
    panel.chips.choose("error")
    assert codes(panel) == ["entry.bib-twice"]
    panel.chips.choose("all")
    second = desk.season.data.events_in_order()[1]
    panel.event_choice.setCurrentIndex(panel.event_choice.findData(second.id))
    assert codes(panel) == []
    panel.event_choice.setCurrentIndex(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(panel.search, "birthday")
    assert codes(panel) == ["category.no-birth-date"]


def test_a_file_open_for_reading_only_shows_problems_but_mends_none(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path, people=False) as desk:
        desk.add("402", "No", "Birthday", gender=Gender.F)
    with open_again(tmp_path, read_only=True) as desk:
        panel = shown(qtbot, desk)
        fixes, go = panel.bar.controls[:-1], panel.bar.controls[-1]
        assert fixes
        assert all(not control.isEnabled() and control.toolTip() for control in fixes)
        assert go.isEnabled()
        panel.hide()


def test_a_problem_gone_meanwhile_offers_nothing_and_breaks_nothing(
    qtbot: QtBot, desk: Desk
) -> None:
    from trailsdesk.services.fixes import fixes_for

    gone = Problem(
        severity=Severity.WARNING,
        code="category.no-birth-date",
        place=Place(event_id=1, race_id=1, entry_id=999, runner_id=999),
    )
    assert fixes_for(desk.season, gone, "tests") == ()


def test_a_change_elsewhere_takes_the_problem_away(qtbot: QtBot, desk: Desk) -> None:
    a_man(desk, "401", "Ana")
    a_man(desk, "401", "Bob")
    panel = shown(qtbot, desk)
    edit_entry(desk.season, desk.entry("401").id, bib="455")
    assert panel.empty.isVisible()


def test_twenty_thousand_problems_are_listed_and_filtered(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    problem = Problem(severity=Severity.WARNING, code="category.no-gender", params={"name": "X"})
    lines = tuple(
        ProblemLine(
            key=n, problem=problem, headline=f"Runner {n} has no gender.", event_id=1,
            event="Willesden Farms", about="", fix="",
        )
        for n in range(20_000)
    )  # fmt: skip
    panel.show_loaded(lines)
    assert panel.header.subtitle_label.full_text() == "20000 open"
    panel.search.setText("19999")
    assert panel.model.shown_count == 1


def test_a_name_that_looks_like_markup_is_shown_as_it_is(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "<b>Bold</b>", "Markup", gender=Gender.F)
    panel = shown(qtbot, desk)
    assert "<b>Bold</b> Markup" in panel.bar.message_label.text()
    assert panel.bar.message_label.textFormat() == Qt.TextFormat.PlainText


# ------------------------------------------------------------------------- what it touches


def missed_points(desk: Desk) -> None:
    """Four runners of whom three were not seen at the hut."""
    checkpoints.save_point(
        desk.season,
        TimingPoint(race_id=desk.race("long"), code="hut", label="Hut", distance_m=10_000),
    )
    for at in range(4):
        a_man(desk, f"40{at}", f"Given{at}")
    start(desk)
    for at in range(4):
        finish(desk, f"40{at}", 95 + at)
    event = desk.season.data.events_in_order()[0]
    batch = ReadBatch(
        event_id=event.id, race_id=desk.race("long"), point="hut", kind=BatchKind.FILE,
        name="hut.csv", made_ms=desk.clock.now_ms(),
    )  # fmt: skip
    with desk.season.change("times.import", count=1, name="hut.csv", event=event.code) as writer:
        writer.add_reads(batch, [Read(line=1, bib="400", elapsed_ms=Duration(40 * 60_000))])


def touched_bibs(panel: ProblemsPanel) -> list[str]:
    return [row.bib for row in panel.bar.rows.model.shown_rows()]


def test_a_problem_lists_whom_it_touches_and_enter_goes_there(qtbot: QtBot, desk: Desk) -> None:
    missed_points(desk)
    panel = shown(qtbot, desk)
    choose(panel, "result.point-missing")
    assert touched_bibs(panel) == ["401", "402", "403"]
    qtbot.keyClick(panel.table, Qt.Key.Key_L, CTRL)
    rows = panel.bar.rows.table
    assert rows.hasFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert desk.places[-1].entry_id == desk.entry("402").id


def test_one_of_them_is_mended_alone_and_the_others_stay(qtbot: QtBot, desk: Desk) -> None:
    missed_points(desk)
    panel = shown(qtbot, desk)
    choose(panel, "result.point-missing")
    assert offered(panel)[0] == "All 3 are right as they are"
    qtbot.keyClick(panel.table, Qt.Key.Key_L, CTRL)
    qtbot.keyClick(panel.bar.rows.table, Qt.Key.Key_Down)
    assert offered(panel) == ["#402 is right as it is", "Go there"]
    desk.clock.now += timedelta(minutes=5)
    press(qtbot, panel, "#402 is right as it is")
    choose(panel, "result.point-missing")
    assert touched_bibs(panel) == ["401", "403"]


def test_escape_lets_the_row_go_and_offers_what_mends_all_of_them(
    qtbot: QtBot, desk: Desk
) -> None:
    missed_points(desk)
    panel = shown(qtbot, desk)
    choose(panel, "result.point-missing")
    qtbot.keyClick(panel.table, Qt.Key.Key_L, CTRL)
    qtbot.keyClick(panel.bar.rows.table, Qt.Key.Key_Escape)
    assert panel.table.hasFocus()
    assert offered(panel)[0] == "All 3 are right as they are"
    qtbot.keyClick(panel.table, Qt.Key.Key_Return, CTRL)
    assert desk.places[-1] == Place(event_id=desk.places[-1].event_id, race_id=desk.race("long"))


def test_a_problem_of_one_row_shows_no_list(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    panel = shown(qtbot, desk)
    assert not panel.bar.rows.isVisible()
    panel.focus_rows()
    assert not panel.bar.rows.table.hasFocus()


# ----------------------------------------------------------------------------- what it is about


def about(panel: ProblemsPanel) -> list[str]:
    combo = panel.about_choice
    return [combo.itemText(at) for at in range(combo.count())]


def test_odd_data_before_the_gun_can_be_shown_alone(qtbot: QtBot, desk: Desk) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    desk.add("", "No", "Bib", gender=Gender.F, birth_date=date(1990, 1, 1))
    start(desk)
    finish(desk, "999", 95)
    panel = shown(qtbot, desk)
    assert about(panel)[:2] == ["Everything", "Before the gun (2)"]
    panel.about_choice.setCurrentIndex(1)
    assert sorted(codes(panel)) == ["category.no-birth-date", "entry.no-bib"]
    assert panel.chips.chip("all").text() == "All 2"
    panel.about_choice.setCurrentIndex(0)
    assert "read.unknown-bib" in codes(panel)


def test_a_panels_problems_are_shown_alone_and_stay_chosen_when_the_last_is_mended(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.add("402", "No", "Birthday", gender=Gender.F)
    start(desk)
    finish(desk, "999", 95)
    panel = shown(qtbot, desk)
    panel.search.setText("nothing like this")
    panel.show_about("timing")
    assert codes(panel) == ["read.unknown-bib"]
    press(qtbot, panel, "Strike it out")
    assert codes(panel) == []
    assert panel.about_choice.currentText() == "Timing"


# -------------------------------------------------------------------------------------- sheets


def test_an_outdated_sheet_is_shown_to_be_printed_again_or_taken_down(
    qtbot: QtBot, desk: Desk
) -> None:
    a_man(desk, "412")
    start(desk)
    finish(desk, "412", 95)
    season = desk.season
    kind = printing.kind_named("results")
    event = season.data.events_in_order()[0]
    request = printing.sheet_request(season, kind, event.id)
    printed.write_pdf(season, kind, request, season.file.path.with_name("r.pdf"), "tests")
    panel = shown(qtbot, desk)
    assert codes(panel) == []
    edit_runner(season, desk.entry("412").runner_id, family_name="Other")
    assert codes(panel) == ["sheet.outdated"]
    assert offered(panel) == ["It was taken down", "Show it, to print it again"]
    press(qtbot, panel, "Show it, to print it again")
    assert desk.places[-1] == Place(event_id=event.id, sheet_id=1)
    press(qtbot, panel, "It was taken down")
    assert codes(panel) == []
    assert desk.notes[-1] == ("Noted: sheet 1 was taken down.", "good")
