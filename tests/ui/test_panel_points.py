from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import Desk, open_desk
from tests.ui.series_fixture import hold, man
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.points import Score, Standing, StandingGroup
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.ui import points_view
from trailsdesk.ui.panels.points import PointsPanel
from trailsdesk.ui.points_view import short_names
from trailsdesk.ui.row_model import ACCESSIBLE
from trailsdesk.ui.standing_lines import PointsView, runner_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.table_view import RowTableView

REWI, HONE, TAMA = man("Notreal", "Rewi"), man("Madeup", "Hone"), man("Fictitious")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, people=False) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> PointsPanel:
    panel = PointsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def placed(panel: PointsPanel) -> RowTableView:
    assert panel.standings.placed is not None
    return panel.standings.placed


def others(panel: PointsPanel) -> RowTableView:
    assert panel.standings.others is not None
    return panel.standings.others


def rows(table: RowTableView) -> list[list[str]]:
    model = table.row_model
    return [
        [str(model.index(row, at).data()) for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def spoken(table: RowTableView, row: int, title: str) -> str:
    titles = [column.title for column in table.row_model.columns]
    return str(table.row_model.index(row, titles.index(title)).data(ACCESSIBLE))


def play_all(desk: Desk) -> None:
    """Rewi wins all but the second event; Hone finishes all; Tama misses the first."""
    hold(desk, 0, [("11", REWI, 40), ("12", HONE, 45)])
    hold(desk, 1, [("11", REWI, 46), ("12", HONE, 41), ("13", TAMA, 42)])
    hold(desk, 2, [("11", REWI, 40), ("12", HONE, 45), ("13", TAMA, 50)])
    hold(desk, 3, [("11", REWI, 40), ("12", HONE, 45), ("13", TAMA, 50)])


def test_before_anybody_has_finished_the_page_says_what_goes_here(
    qtbot: QtBot, desk: Desk
) -> None:
    panel = shown(qtbot, desk)
    assert panel.standings.empty.isVisible()
    assert not panel.standings.content.isVisible()
    assert panel.standings.empty.button is not None
    qtbot.mouseClick(panel.standings.empty.button, Qt.MouseButton.LeftButton)
    assert desk.panels == ["results"]


def test_a_season_without_points_says_so(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_season: object) -> None:
        raise Refused("standings.no-points", name="One race")

    monkeypatch.setattr(points_view, "standings", refuse)
    panel = shown(qtbot, desk)
    assert panel.standings.empty.text_label.text() == "“One race” has no series points."


def test_the_total_is_shown_with_every_event_and_the_dropped_one_in_brackets(
    qtbot: QtBot, desk: Desk
) -> None:
    play_all(desk)
    panel = shown(qtbot, desk)
    assert [row[:7] for row in rows(placed(panel))] == [
        ["1", "Rewi Notreal", "100", "(90)", "100", "100", "300"],
        ["2", "Hone Madeup", "95", "100", "95", "(95)", "290"],
    ]
    assert spoken(placed(panel), 0, "Mount Cass") == (
        "Mount Cass Station: position 3, 90 points, dropped, not counted"
    )
    assert spoken(placed(panel), 0, "Willesden").endswith("100 points, counted")


def test_who_is_not_eligible_stands_apart_with_the_reason(qtbot: QtBot, desk: Desk) -> None:
    play_all(desk)
    panel = shown(qtbot, desk)
    assert panel.standings.others_card.isVisible()
    assert [row[0] for row in rows(others(panel))] == ["Tama Fictitious"]
    others(panel).select_id(others(panel).row_model.id_at(0))
    assert "not finished: Willesden Farms" in panel.standings.reasons.eligible_label.text()
    assert "not eligible" in panel.standings.reasons.sum_label.text()


def test_choosing_a_runner_explains_the_total_in_words(qtbot: QtBot, desk: Desk) -> None:
    play_all(desk)
    panel = shown(qtbot, desk)
    placed(panel).setFocus()
    qtbot.keyClick(placed(panel), Qt.Key.Key_Down)
    assert panel.standings.reasons.sum_label.text() == "Hone Madeup: place 2 with 290 points"
    assert (
        panel.standings.reasons.why_label.text() == "290 points: 95 + 100 + 95. Not counted: 95."
    )


def test_a_tie_is_shown_as_a_tie_and_explained(qtbot: QtBot, desk: Desk) -> None:
    hold(desk, 0, [("11", REWI, 40), ("12", HONE, 40)])
    panel = shown(qtbot, desk)
    assert [row[0] for row in rows(placed(panel))] == ["=1", "=1"]
    assert "the place is shared" in panel.standings.reasons.why_label.text()
    assert spoken(placed(panel), 0, "Place") == "place so far 1, shared"


def test_while_events_are_to_come_the_places_are_called_places_so_far(
    qtbot: QtBot, desk: Desk
) -> None:
    hold(desk, 0, [("11", REWI, 40), ("12", HONE, 45)])
    panel = shown(qtbot, desk)
    assert panel.so_far_chip.isVisible()
    assert "still to come Mount Cass Station" in panel.standings.placed_label.text()
    assert "after 1 of 4 events" in panel.header.subtitle_label.full_text()
    assert (
        panel.standings.reasons.sum_label.text() == "Rewi Notreal: place so far 1 with 100 points"
    )


def test_a_new_result_moves_the_standings_and_undo_moves_them_back(
    qtbot: QtBot, desk: Desk
) -> None:
    from trailsdesk.services import history

    hold(desk, 0, [("11", REWI, 40), ("12", HONE, 45)])
    panel = shown(qtbot, desk)
    hold(desk, 1, [("12", HONE, 41)])
    assert rows(placed(panel))[0][1] == "Hone Madeup"
    history.undo(desk.season)
    assert rows(placed(panel))[0][1] == "Rewi Notreal"


def test_the_filter_finds_a_runner_by_key_and_escape_shows_all_again(
    qtbot: QtBot, desk: Desk
) -> None:
    play_all(desk)
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.standings.groups, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.standings.search.hasFocus()
    qtbot.keyClicks(panel.standings.search, "hone")
    assert [row[1] for row in rows(placed(panel))] == ["Hone Madeup"]
    qtbot.keyClick(panel.standings.search, Qt.Key.Key_Escape)
    assert placed(panel).row_model.shown_count == 2


def test_the_entry_of_the_latest_event_is_one_key_away(qtbot: QtBot, desk: Desk) -> None:
    play_all(desk)
    panel = shown(qtbot, desk)
    placed(panel).setFocus()
    qtbot.keyClick(placed(panel), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    last = desk.season.data.events_in_order()[3]
    assert desk.places[0].event_id == last.id
    assert desk.places[0].entry_id is not None


def test_twenty_thousand_runners_are_listed_and_filtered(qtbot: QtBot, desk: Desk) -> None:
    score = Score(
        event_code="willesden", race_id=RaceId(1), points=Decimal(5), counted=True, rank=9,
        status=ResultStatus.OK,
    )  # fmt: skip
    one = Standing(
        runner_id=RunnerId(1), family_name="Many", given_name="One", nation="", club="",
        total=Decimal(5), rank=1, shared=False, eligible=True, reason=None, rank_so_far=1,
        scores=(score,), explanation=Note(code="standing.explain"),
    )  # fmt: skip
    group = StandingGroup(
        race_code="short", race_label="Short", gender=None, category="ALL", label="Everybody",
        event_codes=("willesden",),
        standings=tuple(
            replace(one, runner_id=RunnerId(n), given_name=f"N{n}", rank=n)
            for n in range(1, 20_001)
        ),
    )  # fmt: skip
    panel = shown(qtbot, desk)
    view = PointsView(
        lists=(runner_list(0, group),),
        event_names={"willesden": "Willesden"},
        short_names={"willesden": "Willesden"},
        to_come={},
    )
    panel.standings.show_view(view)
    assert placed(panel).row_model.shown_count == 20_000
    panel.standings.search.setText("n19999")
    assert placed(panel).row_model.shown_count == 1


def test_event_names_are_cut_to_what_tells_them_apart() -> None:
    names = {"a": "Mount Cass Station", "b": "Mount Torlesse", "c": "Inverary Station", "d": "X"}
    assert short_names(names) == {
        "a": "Mount Cass", "b": "Mount Torlesse", "c": "Inverary", "d": "X",
    }  # fmt: skip


def test_equal_event_names_stay_whole() -> None:
    assert short_names({"a": "Night Run", "b": "Night Run"}) == {
        "a": "Night Run",
        "b": "Night Run",
    }
