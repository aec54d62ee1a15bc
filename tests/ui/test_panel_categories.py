from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.problems import Place
from trailsdesk.services import history
from trailsdesk.services.entries import edit_runner
from trailsdesk.ui.panels.categories import CategoriesPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.table_view import RowTableView


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> CategoriesPanel:
    panel = CategoriesPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> CategoriesPanel:
    return shown(qtbot, desk)


def scheme(panel: CategoriesPanel) -> RowTableView:
    assert panel.scheme is not None
    return panel.scheme


def table(panel: CategoriesPanel) -> list[list[str]]:
    model = scheme(panel).row_model
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[str(model.index(row, at).data()) for at in columns] for row in rows]


def listed(panel: CategoriesPanel) -> list[str]:
    return [line.bib for line in panel.runners_model.shown_rows()]


def test_the_scheme_counts_who_falls_where(panel: CategoriesPanel) -> None:
    assert [row[:4] for row in table(panel)] == [
        ["Junior 8–19", "1", "–", "–"],
        ["Open 20–39", "1", "1", "–"],
        ["Veteran 40–54", "–", "–", "–"],
        ["Classic 55+", "–", "1", "1"],
        ["All", "2", "2", "1"],
    ]
    assert table(panel)[-1][4] == "5"


def test_the_days_on_which_ages_are_taken_are_said(panel: CategoriesPanel) -> None:
    assert panel.event_day_label.text() == "At Willesden Farms: the age on 24 May 2026."
    assert panel.series_day_label.text() == "For the series: the age on 9 Aug 2026."


def test_the_unplaced_come_first_in_amber_with_the_reason(
    panel: CategoriesPanel, qtbot: QtBot
) -> None:
    first = panel.runners_model.shown_rows()[:2]
    assert {line.bib for line in first} == {"1", "202"}
    assert all(line.unplaced for line in first)
    assert panel.notice.isVisible()
    assert panel.notice.label.text() == (
        "2 entries have no category: 1 without birth date, 1 without gender."
    )
    assert panel.notice.button is not None
    qtbot.keyClick(panel.notice.button, Qt.Key.Key_Space)
    assert set(listed(panel)) == {"1", "202"}


def test_everybody_placed_needs_no_notice(panel: CategoriesPanel, desk: Desk) -> None:
    edit_runner(desk.season, desk.entry("202").runner_id, birth_date=date(1999, 1, 1))
    edit_runner(desk.season, desk.entry("1").runner_id, gender=Gender.F)
    assert not panel.notice.isVisible()


def test_a_cell_of_the_scheme_lists_its_runners(panel: CategoriesPanel, qtbot: QtBot) -> None:
    view = scheme(panel)
    view.setFocus()
    view.setCurrentIndex(view.row_model.index(0, 1))
    assert listed(panel) == ["201"]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert listed(panel) == ["401"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert listed(panel) == ["402"]
    assert panel.chips.chip("cell").text() == "Open men 1"


def test_tab_into_the_scheme_filters_nothing(panel: CategoriesPanel) -> None:
    scheme(panel).setFocus(Qt.FocusReason.TabFocusReason)
    assert len(listed(panel)) == 7


def test_a_click_on_a_band_lists_all_its_genders(panel: CategoriesPanel) -> None:
    view = scheme(panel)
    view.setCurrentIndex(view.row_model.index(1, 0))
    assert set(listed(panel)) == {"401", "402"}


def test_a_runner_is_explained_for_event_and_series(panel: CategoriesPanel, desk: Desk) -> None:
    panel.runners.select_id(desk.entry("402").id)
    assert panel.decision.name_label.text() == "Søren Åkesson-Notreal: Open men"
    assert panel.decision.why_label.text() == "39 on 24 May 2026: Open men (20–39)."
    assert panel.decision.series_label.text() == (
        "For the series: 40 on 9 Aug 2026: Veteran men (40–54)."
    )


def test_a_decision_needs_its_reason_and_can_be_undone(
    panel: CategoriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    entry_id = desk.entry("402").id
    panel.runners.select_id(entry_id)
    panel.runners.setFocus()
    qtbot.keyClick(panel.runners, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is panel.decision.category
    panel.decision.category.choose("M-VETERAN")
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
    assert panel.decision.error_label.isVisible()
    assert not desk.season.data.overrides
    qtbot.keyClicks(panel.decision.reason, "asked for, jury agreed")
    qtbot.keyClick(panel.decision.reason, Qt.Key.Key_Return)
    assert desk.season.data.overrides[entry_id].reason == "asked for, jury agreed"
    line = panel.runners_model.row_of(entry_id)
    assert line is not None
    assert (line.category, line.decided) == ("Veteran men", True)
    assert panel.decision.why_label.text() == (
        "Veteran men by decision, instead of Open men: asked for, jury agreed"
    )
    assert panel.chips.chip("decided").text() == "1 by decision"
    history.undo(desk.season)
    assert not desk.season.data.overrides
    assert panel.decision.why_label.text() == "39 on 24 May 2026: Open men (20–39)."


def test_a_decision_can_be_withdrawn(panel: CategoriesPanel, desk: Desk, qtbot: QtBot) -> None:
    entry_id = desk.entry("202").id
    panel.runners.select_id(entry_id)
    panel.decision.category.choose("M-OPEN")
    qtbot.keyClicks(panel.decision.reason, "says he is thirty")
    qtbot.keyClick(panel.decision.place_button, Qt.Key.Key_Space)
    assert desk.season.categories()[entry_id].code == "M-OPEN"
    assert panel.decision.withdraw_button.isVisible()
    qtbot.keyClick(panel.decision.withdraw_button, Qt.Key.Key_Space)
    assert desk.season.categories()[entry_id].problem is not None
    assert not panel.decision.withdraw_button.isVisible()


def test_ctrl_enter_leads_to_the_entry(panel: CategoriesPanel, desk: Desk, qtbot: QtBot) -> None:
    entry = desk.entry("202")
    panel.runners.select_id(entry.id)
    panel.runners.setFocus()
    qtbot.keyClick(panel.runners, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [place.entry_id for place in desk.places] == [entry.id]


def test_withdrawn_entries_are_not_counted(panel: CategoriesPanel, desk: Desk) -> None:
    from trailsdesk.services.entries import withdraw

    withdraw(desk.season, [desk.entry("401").id])
    assert table(panel)[1][1] == "–"
    assert "401" not in listed(panel)


def test_a_race_in_scope_counts_only_its_entries(panel: CategoriesPanel, desk: Desk) -> None:
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    assert table(panel)[-1][4] == "2"
    assert set(listed(panel)) == {"401", "402"}


def test_ctrl_f_filters_the_runners(panel: CategoriesPanel, qtbot: QtBot) -> None:
    panel.runners.setFocus()
    qtbot.keyClick(panel.runners, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.search, "maketu")
    assert listed(panel) == ["401"]


def test_going_to_an_entry_selects_it(panel: CategoriesPanel, desk: Desk) -> None:
    panel.go_to(Place(entry_id=desk.entry("2").id))
    assert panel.runners.selected_ids() == (desk.entry("2").id,)


def test_no_entries_say_where_categories_come_from(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path, people=False) as desk:
        panel = shown(qtbot, desk)
        assert panel.empty.isVisible()
        assert panel.empty.button is not None
        panel.empty.button.click()
        assert desk.panels == ["entries"]


def test_twenty_thousand_entries_are_counted_and_listed(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path, people=False) as desk:
        race = desk.race("long")
        with desk.season.change("entries.import", name="many", event="willesden") as writer:
            runners = writer.put_many(
                [
                    Runner(
                        family_name=f"Invented{at}",
                        gender=Gender.F if at % 2 else Gender.M,
                        birth_date=date(1995, 1, 1),
                    )
                    for at in range(20_000)
                ]
            )
            writer.put_many(
                [
                    Entry(runner_id=runner.id, race_id=race, bib=str(at + 1))
                    for at, runner in enumerate(runners)
                ]
            )
        panel = shown(qtbot, desk)
        assert table(panel)[1][1:3] == ["10000", "10000"]
        assert panel.runners_model.shown_count == 20_000


def test_a_file_for_reading_only_explains_and_decides_nothing(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        panel = shown(qtbot, desk)
        panel.runners.select_id(desk.entry("402").id)
        assert panel.decision.why_label.text()
        assert not panel.decision.place_button.isEnabled()
        assert panel.decision.place_button.toolTip()
