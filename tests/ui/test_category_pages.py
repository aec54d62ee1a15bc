"""Pages of the categories panel: divisions, small categories, one runner or two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.problems import Place
from trailsdesk.services import history
from trailsdesk.services.categories import merge_categories, override_category
from trailsdesk.services.clock import SystemClock
from trailsdesk.services.entries import edit_entry
from trailsdesk.services.entry_desk import save_entry
from trailsdesk.services.event_setup import new_season
from trailsdesk.services.one_runner import runner_pairs
from trailsdesk.store import Store
from trailsdesk.ui.category_lines import band_columns, category_view
from trailsdesk.ui.entry_fields import entry_fields
from trailsdesk.ui.panels.categories import CategoriesPanel
from trailsdesk.ui.panels.entries import EntriesPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
DIVISIONS = '[{ code = "PC", label = "Para" }, { code = "DUO", label = "Duo", by_gender = false }]'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        series = opened.season.data.series
        changes = {"categories.merge_below": "2", "categories.division": DIVISIONS}
        with opened.season.change("rules.change", path="categories") as writer:
            writer.put(replace(series, changes=changes))
        second = opened.season.data.events_in_order()[1]
        race = opened.season.data.races_of(second.id)[2]
        for given, family, born in (
            ("Aroha", "Maketu-Test", date(1995, 3, 4)),
            ("Aroha", "Maketa", date(1995, 3, 4)),
            ("Old", "Timer", None),
        ):
            runner = Runner(family_name=family, given_name=given, birth_date=born)
            entry = Entry(runner_id=RunnerId(0), race_id=race.id)
            save_entry(opened.season, runner, entry, None)
        yield opened


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> CategoriesPanel:
    return shown(qtbot, desk)


def shown(qtbot: QtBot, desk: Desk) -> CategoriesPanel:
    panel = CategoriesPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def turn(qtbot: QtBot, panel: CategoriesPanel, key: Qt.Key) -> None:
    panel.runners.setFocus()
    qtbot.keyClick(panel.runners, key, ALT)


# Divisions


def test_divisions_have_lines_of_their_own_in_the_scheme(panel: CategoriesPanel) -> None:
    assert panel.scheme is not None
    model = panel.scheme.row_model
    first = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert first[4:] == ["Para", "Duo", "All"]


def test_a_division_is_chosen_for_the_runner_and_counted(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    entry_id = desk.entry("402").id
    panel.runners.select_id(entry_id)
    division = panel.decision.division
    assert division.currentText() == "No division"
    division.setFocus()
    qtbot.keyClick(division, Qt.Key.Key_Down)
    assert desk.season.data.entries[entry_id].division == "PC"
    assert panel.decision.name_label.text() == "Søren Åkesson-Notreal: Para men"
    qtbot.keyClick(division, Qt.Key.Key_Down)
    assert desk.season.categories()[entry_id].code == "DUO"
    assert panel.scheme is not None
    duo = panel.scheme.row_model.row_at(5)
    assert (duo.counts, duo.total) == ((0, 0, 0), 1)
    panel.scheme.setFocus()
    panel.scheme.setCurrentIndex(panel.scheme.row_model.index(5, 0))
    assert [line.bib for line in panel.runners_model.shown_rows()] == ["402"]
    history.undo(desk.season)
    history.undo(desk.season)
    assert panel.decision.division.currentText() == "No division"


def test_the_entry_form_offers_the_divisions_and_keeps_one_the_rules_have_lost(
    desk: Desk, qtbot: QtBot
) -> None:
    entries = EntriesPanel(desk.context)
    qtbot.addWidget(entries)
    entries.resize(1080, 620)
    with qtbot.waitActive(entries):
        entries.show()
        entries.activateWindow()
    entries.new_entry()
    form = entries.desk.form
    assert form is not None
    form.set_values({"family_name": "Inventedone", "gender": "F", "division": "PC"})
    entries.desk.save()
    made = max(desk.season.data.entries.values(), key=lambda entry: entry.id)
    assert (made.division, desk.season.categories()[made.id].code) == ("PC", "F-PC")
    series = desk.season.data.series
    with desk.season.change("rules.change", path="categories") as writer:
        writer.put(replace(series, changes={}))
    fields = {field.key: field for field in entry_fields(desk.season, made.race_id, new=True)}
    assert [code for code, _words in fields["division"].choices] == ["", "PC"]
    edit_entry(desk.season, made.id, division="")
    assert "division" not in {f.key for f in entry_fields(desk.season, made.race_id, new=True)}


def test_ctrl_d_opens_the_divisions_and_enter_takes_one_as_one_change(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    entry_id = desk.entry("402").id
    panel.runners.select_id(entry_id)
    panel.runners.setFocus()
    before = len(desk.season.file.history())
    qtbot.keyClick(panel.runners, Qt.Key.Key_D, CTRL)
    choices = panel.decision.division.view()
    assert choices.isVisible()
    qtbot.keyClick(choices, Qt.Key.Key_Down)
    qtbot.keyClick(choices, Qt.Key.Key_Down)
    qtbot.keyClick(choices, Qt.Key.Key_Return)
    assert desk.season.data.entries[entry_id].division == "DUO"
    assert len(desk.season.file.history()) == before + 1


def test_the_menu_gives_a_division_to_all_chosen_runners_at_once(
    panel: CategoriesPanel, desk: Desk
) -> None:
    chosen = [desk.entry(bib).id for bib in ("401", "402")]
    panel.runners.select_ids(chosen)
    menu = panel.menu()
    words = [action.text() for action in menu.actions()]
    assert words == ["Division of 2 chosen runners", "No division", "Para", "Duo"]
    assert [action.isChecked() for action in menu.actions()[1:]] == [True, False, False]
    menu.actions()[2].trigger()
    assert [desk.season.data.entries[each].division for each in chosen] == ["PC", "PC"]
    assert panel.menu().actions()[2].isChecked()
    panel.menu().actions()[1].trigger()
    assert [desk.season.data.entries[each].division for each in chosen] == ["", ""]
    history.undo(desk.season)
    assert [desk.season.data.entries[each].division for each in chosen] == ["PC", "PC"]


def test_the_menu_of_one_runner_offers_what_the_keys_do(
    panel: CategoriesPanel, desk: Desk
) -> None:
    panel.runners.select_id(desk.entry("401").id)
    words = [action.text() for action in panel.menu().actions()]
    assert words[:3] == ["Place by decision", "Withdraw the decision", "Open the entry"]


def test_a_decision_is_withdrawn_by_its_key(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    entry_id = desk.entry("401").id
    override_category(desk.season, entry_id, "F-VETERAN", "as agreed")
    panel.runners.select_id(entry_id)
    qtbot.keyClick(panel.runners, Qt.Key.Key_E, CTRL | SHIFT)
    assert not desk.season.data.overrides
    qtbot.keyClick(panel.runners, Qt.Key.Key_E, CTRL | SHIFT)
    assert desk.season.categories()[entry_id].code == "F-OPEN"


def test_a_band_whose_word_is_its_ages_says_them_once(tmp_path: Path) -> None:
    path = tmp_path / "worlds.trailsdesk"
    season = new_season(Store(), path, "xterra-trail-2026", "tests", SystemClock())
    event = season.data.events_in_order()[0]
    view = category_view(season, event.id, [race.id for race in season.data.races_of(event.id)])
    label = band_columns(view.genders)[0]
    words = [label.text(line) for line in view.bands]
    season.file.close()
    assert words[:3] == ["19U 0–19", "20–24", "25–29"]


# Small categories


def test_small_categories_stand_first_with_a_sign(panel: CategoriesPanel, qtbot: QtBot) -> None:
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.merges
    assert page.isVisible()
    assert page.said.text() == (
        "5 categories have fewer than 2 starters, the number the rules name. Merging is your"
        " decision."
    )
    assert {line.small for line in page.model.shown_rows()} == {True}
    assert page.what.text() == "Slope Sprint · Classic men: 1 starter"
    offered = [page.within.itemText(at) for at in range(2)]
    assert offered == ["Veteran men · 0 starters", "Open men · 0 starters"]


def test_a_category_is_merged_with_a_reason_only_and_taken_apart_again(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.merges
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.within
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    assert page.error.isVisible()
    assert not desk.season.data.merges
    qtbot.keyClicks(page.reason, "one alone")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    assert desk.season.categories()[desk.entry("2").id].code == "M-VETERAN"
    assert page.why.text() == "Ranked within Veteran men, 1 starter together: one alone"
    assert page.unmerge_button.isVisible()
    qtbot.keyClick(page.unmerge_button, Qt.Key.Key_Space)
    assert desk.season.categories()[desk.entry("2").id].code == "M-CLASSIC"
    assert not page.unmerge_button.isVisible()


def test_the_nearest_category_that_somebody_runs_in_is_proposed(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.add("403", "Lone", "Classic-Test", gender=Gender.M, birth_date=date(1960, 1, 1))
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.merges
    page.table.select_id((desk.race("long"), "M-CLASSIC"))
    assert page.within.itemText(0) == "Veteran men · 0 starters"
    assert page.within.currentText() == "Open men · 1 starter"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_E, CTRL)
    qtbot.keyClicks(page.reason, "one alone")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    assert page.why.text() == "Ranked within Open men, 2 starters together: one alone"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_E, CTRL | SHIFT)
    assert not desk.season.data.merges


def test_without_entries_the_next_step_has_the_focus(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path, people=False) as bare:
        panel = shown(qtbot, bare)
        turn(qtbot, panel, Qt.Key.Key_2)
        button = panel.merges.empty.button
        assert button is not None
        assert QApplication.focusWidget() is button
        qtbot.keyClick(button, Qt.Key.Key_Return)
        assert bare.panels == ["entries"]


def test_the_race_in_scope_limits_the_small_categories(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_2)
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    assert {line.race for line in panel.merges.model.shown_rows()} == {"Long"}


# One runner or two


def test_the_two_records_stand_side_by_side_and_what_differs_is_marked(
    panel: CategoriesPanel, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.pairs
    assert [line.second for line in page.model.shown_rows()] == [
        "Old Timer", "Aroha Maketu-Test", "Aroha Maketa",
    ]  # fmt: skip
    rows = {cells[0].text(): [cell.text() for cell in cells[1:]] for cells in page.cells}
    assert rows["Born ≠"] == ["1 Jun 1940", "–"]
    assert rows["Family name"] == ["Timer", "Timer"]
    assert rows["Entered in"][1].startswith("Mount Cass Station, Long")
    assert "a birth date is missing" in page.why.text()


def test_one_key_answers_and_the_next_open_pair_follows(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.pairs
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    assert [verdict.same for verdict in desk.season.data.verdicts.values()] == [True]
    current = page.model.row_of(page.table.current_id())
    assert current is not None
    assert (current.second, current.open) == ("Aroha Maketu-Test", True)
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    assert [verdict.same for verdict in desk.season.data.verdicts.values()] == [True, False]
    states = [line.state for line in page.model.shown_rows()]
    assert states == ["to be answered", "one runner", "two runners"]


def test_later_answers_nothing_and_goes_round_the_open_pairs(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.pairs
    assert page.said.text().startswith("3 pairs to be answered, 0 answered.")
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    seen = []
    for _time in range(3):
        line = page.model.row_of(page.table.current_id())
        assert line is not None
        assert line.open
        seen.append(line.second)
        qtbot.keyClick(page.table, Qt.Key.Key_3)
    assert seen == ["Aroha Maketu-Test", "Aroha Maketa", "Aroha Maketu-Test"]
    assert len(desk.season.data.verdicts) == 1
    assert page.said.text().startswith("2 pairs to be answered, 1 answered.")


def test_each_of_the_two_entries_is_one_key_away(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.pairs
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(page.table, Qt.Key.Key_Return, CTRL | SHIFT)
    line = page.model.row_of(page.table.current_id())
    assert line is not None
    assert [place.runner_id for place in desk.places] == [line.first_id, line.second_id]
    assert desk.places[0].entry_id == desk.entry("2").id


def test_an_answer_is_taken_back(panel: CategoriesPanel, desk: Desk, qtbot: QtBot) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.pairs
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    answered = page.model.shown_rows()[-1]
    page.table.select_id(answered.row_id)
    assert page.back_button.isVisible()
    qtbot.keyClick(page.back_button, Qt.Key.Key_Space)
    assert not desk.season.data.verdicts
    assert all(line.open for line in page.model.shown_rows())
    history.undo(desk.season)
    assert [line.state for line in page.model.shown_rows()][-1] == "two runners"
    history.undo(desk.season)
    assert all(line.open for line in page.model.shown_rows())


def test_going_to_a_doubtful_runner_shows_the_pair(panel: CategoriesPanel, desk: Desk) -> None:
    (pair,) = [p for p in runner_pairs(desk.season) if p.second.runner.family_name == "Maketa"]
    panel.go_to(Place(runner_id=pair.second.runner.id))
    assert panel.pages.current == "pairs"
    current = panel.pairs.model.row_of(panel.pairs.table.current_id())
    assert current is not None
    assert current.second == "Aroha Maketa"


def test_nobody_in_doubt_says_what_would_stand_here(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path) as plain:
        panel = shown(qtbot, plain)
        turn(qtbot, panel, Qt.Key.Key_3)
        assert panel.pairs.empty.isVisible()
        turn(qtbot, panel, Qt.Key.Key_1)
        assert panel.content.isVisible()
        assert not panel.pairs.isVisible()


def test_ctrl_f_and_going_to_an_entry_come_back_to_the_first_page(
    panel: CategoriesPanel, qtbot: QtBot
) -> None:
    turn(qtbot, panel, Qt.Key.Key_3)
    qtbot.keyClick(panel.pairs.table, Qt.Key.Key_F, CTRL)
    assert panel.pages.current == "placed"
    assert QApplication.focusWidget() is panel.search


def test_a_file_for_reading_only_shows_both_pages_and_decides_nothing(
    tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    merge_categories(desk.season, desk.race("short"), "M-CLASSIC", "M-VETERAN", "one alone")
    assert len(runner_pairs(desk.season)) == 3
    desk.season.file.close()
    with open_again(tmp_path, read_only=True) as closed:
        panel = shown(qtbot, closed)
        turn(qtbot, panel, Qt.Key.Key_2)
        assert not panel.merges.merge_button.isEnabled()
        assert not panel.merges.unmerge_button.isEnabled()
        assert panel.merges.merge_button.toolTip()
        turn(qtbot, panel, Qt.Key.Key_3)
        qtbot.keyClick(panel.pairs.table, Qt.Key.Key_1)
        assert not closed.season.data.verdicts
        assert not panel.pairs.same_button.isEnabled()
