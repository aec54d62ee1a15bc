from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from trailsdesk.ui import style
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.settings import Settings
from trailsdesk.ui.table_view import RowTableView


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An invented finisher."""

    id: int
    bib: int
    name: str
    gap: str = ""
    paid: str = "paid"


COLUMNS = (
    Column[Line](
        key="bib",
        title="Bib",
        text=lambda r: str(r.bib),
        sort_key=lambda r: r.bib,
        alignment="right",
    ),
    Column[Line](key="name", title="Runner", text=lambda r: r.name),
    Column[Line](key="gap", title="Gap", text=lambda r: r.gap, alignment="right"),
    Column[Line](
        key="paid", title="Paid", text=lambda r: r.paid, chip=True, tone=lambda _r: "good"
    ),
    Column[Line](key="note", title="Note", text=lambda _r: "-", hidden=True),
)
LINES = tuple(
    Line(id=n, bib=n * 7 % 50 + 1, name=name, gap="+4:12")
    for n, name in enumerate(["Ana", "Élan", "Bo", "=HYPERLINK(1)", "+1 guest", "Cy"])
)


@pytest.fixture
def states(tmp_path):
    return Settings(str(tmp_path / "own.ini"))


@pytest.fixture
def shown(qtbot, qapp):
    style.apply(qapp, "light", 1.0)

    def make(rows=LINES, columns=COLUMNS, **more):
        model = RowTableModel(columns, lambda r: r.id)
        model.set_rows(rows)
        view = RowTableView(model, "Finishers", **more)
        qtbot.addWidget(view)
        view.resize(700, 400)
        with qtbot.waitExposed(view):
            view.show()
        return view

    return make


def test_row_height_is_28_at_normal_size_and_follows_the_scale(shown, qapp):
    view = shown()
    assert view.rowHeight(0) == 28
    style.apply(qapp, "light", 1.5)
    try:
        assert view.rowHeight(0) >= 42
    finally:
        style.apply(qapp, "light", 1.0)
    assert view.rowHeight(0) == 28


def test_selection_is_known_by_id_and_survives_a_reset(shown):
    view = shown()
    view.select_ids([1, 3])
    assert set(view.selected_ids()) == {1, 3}
    heard = []
    view.selected_ids_changed.connect(heard.append)
    view.row_model.set_rows(
        [replace(r, name=r.name + "!") for r in LINES]
        + [Line(id=n, bib=n, name=str(n)) for n in range(100, 400)]
    )
    view.row_model.set_filter_text("!")
    view.row_model.set_filter_text("")
    assert set(view.selected_ids()) == {1, 3}
    assert [row.name for row in view.selected_rows()] == ["Élan!", "=HYPERLINK(1)!"]


def test_a_shortcut_key_still_held_does_not_undo_the_selection(shown, qtbot):
    view = shown()
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyPress(view, Qt.Key.Key_F5, ctrl)
    view.select_id(3)
    view.select_id(3)
    assert view.selected_ids() == (3,)
    qtbot.keyRelease(view, Qt.Key.Key_F5)


def test_selected_row_that_leaves_is_told(shown, qtbot):
    view = shown()
    view.select_id(3)
    with qtbot.waitSignal(view.selected_ids_changed) as told:
        view.row_model.remove_ids([3])
    assert 3 not in told.args[0]


def test_cursor_and_scroll_place_survive_a_large_refresh(shown):
    many = [Line(id=n, bib=n, name=f"n{n}") for n in range(3000)]
    view = shown(many)
    view.select_id(2000)
    before = view.verticalScrollBar().value()
    view.row_model.set_rows([r for r in many if r.id % 2 == 0 or r.id > 1500])
    view.row_model.set_rows(many)
    assert view.current_id() == 2000
    assert view.selected_ids() == (2000,)
    assert before > 0


def test_current_id_is_told_when_the_cursor_moves(shown, qtbot):
    view = shown()
    with qtbot.waitSignal(view.current_id_changed) as told:
        view.select_id(2)
    assert told.args == [2]


def test_header_click_sorts_and_third_click_gives_back_the_order(shown):
    view = shown()
    header = view.horizontalHeader()
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    bibs = [row.bib for row in view.row_model.shown_rows()]
    assert bibs == sorted(bibs)
    view.clear_sorting()
    assert view.row_model.shown_rows() == LINES


def test_copy_is_tab_separated_with_titles_and_harmless_text(shown, qtbot):
    view = shown()
    view.select_ids([0, 3, 4])
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Bib\tRunner\tGap\tPaid"
    assert lines[1] == "1\tAna\t+4:12\tpaid"
    assert lines[2] == "22\t'=HYPERLINK(1)\t+4:12\tpaid"
    assert lines[3].split("\t")[1] == "'+1 guest"


def test_copying_a_cell_with_a_line_break_stays_one_row(shown):
    view = shown([Line(id=1, bib=1, name="a\tb\nc")])
    view.select_ids([1])
    assert view.selection_as_tsv() == 'Bib\tRunner\tGap\tPaid\n1\t"a\tb\nc"\t\tpaid\n'


def test_nothing_selected_leaves_the_clipboard_alone(shown):
    view = shown()
    QGuiApplication.clipboard().setText("kept")
    view.clearSelection()
    view.copy_selection()
    assert QGuiApplication.clipboard().text() == "kept"


def test_home_and_end_go_to_the_first_and_last_row(shown, qtbot):
    view = shown([Line(id=n, bib=n, name=f"n{n}") for n in range(200)])
    view.select_id(50)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.selected_ids() == (199,)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.selected_ids() == (0,)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current_id() > 5
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_ids()[-1] == 199
    assert len(view.selected_ids()) > 150


def test_typing_finds_a_cell_that_begins_so(shown, qtbot):
    view = shown()
    view.select_id(0)
    qtbot.keyClicks(view, "el")
    assert view.current_id() == 1


def test_typing_digits_finds_a_bib(shown, qtbot):
    view = shown()
    qtbot.keyClicks(view, "29")
    assert view.current_id() == 4


def test_enter_confirms_the_row(shown, qtbot):
    view = shown()
    view.select_id(2)
    with qtbot.waitSignal(view.row_activated) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [2]


def test_columns_come_back_as_they_were_left(shown, states):
    first = shown(state_key="finish", states=states)
    first.show_column(4, True)
    first.show_column(3, False)
    first.setColumnWidth(1, 222)
    first.horizontalHeader().moveSection(0, 2)
    first.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    second = shown(state_key="finish", states=states)
    assert second.isColumnHidden(3)
    assert not second.isColumnHidden(4)
    assert second.columnWidth(1) == 222
    assert second.horizontalHeader().visualIndex(0) == 2
    assert second.row_model.shown_rows()[0].name == "Élan"


def test_states_of_columns_that_are_gone_do_no_harm(shown, states):
    states.set_column_state(
        "finish",
        {"order": ["old", "paid"], "hidden": ["old"], "widths": {"old": 1}, "sorted": "old"},
    )
    view = shown(state_key="finish", states=states)
    assert not view.isColumnHidden(0)
    assert view.row_model.shown_rows() == LINES


def test_the_last_visible_column_cannot_be_taken_away(shown):
    view = shown()
    for at in (1, 2, 3):
        view.show_column(at, False)
    menu = view.column_menu()
    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert not enabled["Bib"]
    assert enabled["Runner"]
    menu.close()


def test_a_tick_in_the_menu_shows_the_column(shown):
    view = shown()
    menu = view.column_menu()
    next(a for a in menu.actions() if a.text() == "Note").setChecked(True)
    assert not view.isColumnHidden(4)
    menu.close()


def test_widths_fit_the_first_texts_without_a_cut(shown):
    view = shown([Line(id=1, bib=12345678, name="Wilhelmina Featherstonehaugh")])
    metrics = view.fontMetrics()
    assert view.columnWidth(1) > metrics.horizontalAdvance("Wilhelmina Featherstonehaugh") + 20
    assert view.columnWidth(0) > metrics.horizontalAdvance("12345678") + 20


def test_only_the_first_rows_are_measured(shown):
    calls = []
    column = Column[Line](key="n", title="N", text=lambda r: r.name)
    model = RowTableModel((column,), lambda r: r.id)
    view = RowTableView(model, "Rows")
    original = model.data
    model.data = lambda index, role=0: calls.append(index.row()) or original(index, role)
    model.set_rows([Line(id=n, bib=n, name=str(n)) for n in range(5000)])
    assert not calls or max(calls) < 200
    view.deleteLater()


def test_empty_table_says_so(shown):
    empty = shown((), empty_text="No entries yet").grab().toImage()
    silent = shown((), empty_text="").grab().toImage()
    assert empty != silent


def test_a_filter_without_hits_says_something_else(shown):
    view = shown(empty_text="No entries yet")
    view.row_model.set_filter_text("nobody like this")
    filtered = view.grab().toImage()
    blank = shown((), empty_text="No entries yet").grab().toImage()
    assert filtered != blank


def test_row_tones_reach_the_screen(shown, qtbot):
    model = RowTableModel(COLUMNS, lambda r: r.id, row_tone=lambda r: "bad" if r.id == 1 else None)
    model.set_rows(LINES)
    view = RowTableView(model, "Rows")
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    image = view.viewport().grab().toImage()
    middle = view.rowViewportPosition(1) + 3
    assert image.pixelColor(3, middle).name().upper() == style.look().roles.bad_ground
    assert image.pixelColor(3, middle + 28).name().upper() == style.look().roles.surface


def test_table_has_an_accessible_name_and_is_reached_by_tab(shown):
    view = shown()
    assert view.accessibleName() == "Finishers"
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not view.tabKeyNavigation()


def test_selecting_all_of_a_large_table_is_told_once(shown):
    view = shown([Line(id=n, bib=n, name=f"n{n}") for n in range(20_000)])
    heard = []
    view.selected_ids_changed.connect(heard.append)
    view.selectAll()
    assert len(heard) == 1
    assert len(heard[0]) == 20_000
    view.selectionModel().clear()
    assert view.selected_ids() == ()
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(view.row_model.index(5, 0), flags.Select | flags.Rows)
    assert view.selected_ids() == (5,)


def test_all_of_a_large_table_are_chosen_without_asking_row_by_row(shown, qapp, monkeypatch):
    view = shown([Line(id=n, bib=n, name=f"Made Up {n}") for n in range(5000)])
    asked = []
    flags = RowTableModel.flags
    monkeypatch.setattr(RowTableModel, "flags", lambda *a: asked.append(1) or flags(*a))
    view.selectAll()
    view.grab()
    qapp.processEvents()
    assert len(view.selected_ids()) == 5000
    assert len(asked) < 5000


@pytest.mark.parametrize(
    "wanted", [[0], [0, 1, 2, 5], [5, 3, 1], [4, 3], [], [0, 1, 2, 3, 4, 5], [2, 99]]
)
def test_exactly_the_rows_named_are_chosen(shown, wanted):
    view = shown()
    view.selectAll()
    view.select_ids(wanted)
    assert sorted(view.selected_ids()) == sorted(each for each in wanted if each < 6)
