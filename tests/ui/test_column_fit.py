from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.ui import style
from trailsdesk.ui.column_fit import ColumnWish, fitted, grown
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.table_view import RowTableView


def wish(wanted: int, least: int | None = None, **more) -> ColumnWish:
    least = wanted if least is None else least
    return ColumnWish(wanted=wanted, usual=more.pop("usual", wanted), least=least, **more)


def test_the_widest_texts_give_first():
    wishes = {0: wish(60), 1: wish(400, 80), 2: wish(120, 80)}
    assert fitted(wishes, 400, fill=False) == {0: 60, 1: 220, 2: 120}


def test_figures_are_never_cut():
    assert fitted({0: wish(90), 1: wish(300, 80)}, 100, fill=False) == {0: 90, 1: 80}


def test_columns_go_in_their_order_and_others_stay():
    wishes = {0: wish(100), 1: wish(100, gives_way=3), 2: wish(100, gives_way=2), 3: wish(100)}
    assert set(fitted(wishes, 310, fill=False)) == {0, 2, 3}
    assert set(fitted(wishes, 210, fill=False)) == {0, 3}
    assert set(fitted(wishes, 50, fill=False)) == {0, 3}


def test_a_column_of_the_first_rank_goes_only_where_texts_cannot_be_cut_further():
    wishes = {0: wish(200, 100), 1: wish(100, gives_way=1)}
    assert fitted(wishes, 220, fill=False) == {0: 120, 1: 100}
    assert set(fitted(wishes, 150, fill=False)) == {0}


def test_what_is_left_over_goes_to_texts():
    assert fitted({0: wish(50), 1: wish(100, grows=True)}, 400, fill=True) == {0: 50, 1: 350}


def test_columns_widen_and_do_not_jump_back():
    before, now = {0: wish(50), 1: wish(90)}, {0: wish(70), 1: wish(40)}
    assert {at: each.wanted for at, each in grown(before, now).items()} == {0: 70, 1: 90}


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(20, 400), st.integers(0, 4)), min_size=1, max_size=9),
    st.integers(50, 1500),
)
def test_what_fits_at_all_is_fitted(columns, room):
    wishes = {
        at: wish(wanted, wanted // 2, gives_way=way) for at, (wanted, way) in enumerate(columns)
    }
    widths = fitted(wishes, room, fill=False)
    assert {at for at, each in wishes.items() if not each.gives_way} <= set(widths)
    assert all(wishes[at].least <= width <= wishes[at].wanted for at, width in widths.items())
    if sum(wishes[at].least for at in widths) <= room:
        assert sum(widths.values()) <= room


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    time: str


COLUMNS = (
    Column[Line](key="name", title="Runner", text=lambda r: r.name, width_hint=22),
    Column[Line](key="time", title="Time", text=lambda r: r.time, alignment="right"),
    Column[Line](key="pace", title="Pace", text=lambda _r: "5:00", alignment="right", gives_way=2),
)


@pytest.fixture
def table(qtbot, qapp, tmp_path):
    style.apply(qapp, "light", 1.0)
    model = RowTableModel(COLUMNS, lambda r: r.id)
    view = RowTableView(
        model, "Rows", state_key="rows", states=Settings(str(tmp_path / "own.ini"))
    )
    qtbot.addWidget(view)
    view.resize(640, 300)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    style.apply(qapp, "light", 1.0)


def total(view: RowTableView) -> int:
    return sum(view.columnWidth(at) for at in range(3) if not view.isColumnHidden(at))


def test_a_narrow_window_loses_the_least_column_and_has_it_back_when_wide(table):
    table.row_model.set_rows([Line(1, "Wilhelmina Featherstonehaugh", "1:42:17")])
    assert not table.isColumnHidden(2)
    table.resize(260, 300)
    assert table.isColumnHidden(2)
    assert total(table) <= table.viewport().width()
    table.resize(640, 300)
    assert not table.isColumnHidden(2)


def test_a_column_asked_for_stays_in_a_narrow_window(table):
    table.row_model.set_rows([Line(1, "Wilhelmina Featherstonehaugh", "1:42:17")])
    table.resize(260, 300)
    table.show_column(2, True)
    assert not table.isColumnHidden(2)


def test_a_resized_window_is_not_taken_for_widths_the_user_wants(table):
    table.row_model.set_rows([Line(1, "Ana", "1:42:17")])
    for width in (300, 500, 640):
        table.resize(width, 300)
    state = table._states.column_state("rows")
    assert not state or not state["widths"]


def test_longer_figures_that_come_later_are_not_cut(table):
    table.row_model.set_rows([Line(1, "Ana", "1:17")])
    table.row_model.set_rows([Line(1, "Ana", "+101:42:17.30")])
    assert table.columnWidth(1) > table.fontMetrics().horizontalAdvance("+101:42:17.30") + 20


def test_widths_follow_the_scale_at_run_time(table, qapp):
    table.row_model.set_rows([Line(1, "Wilhelmina Featherstonehaugh", "1:42:17")])
    before = table.columnWidth(1)
    style.apply(qapp, "light", 1.5)
    assert table.columnWidth(1) > before * 1.3
    style.apply(qapp, "light", 1.0)
    assert table.columnWidth(1) == before


def test_widths_given_by_hand_follow_the_scale_too(table, qapp):
    table.row_model.set_rows([Line(1, "Ana", "1:42:17")])
    table.setColumnWidth(0, 200)
    style.apply(qapp, "light", 1.5)
    assert table.columnWidth(0) == 300
