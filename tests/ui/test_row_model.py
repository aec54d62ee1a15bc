from __future__ import annotations

import random
import threading
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from trailsdesk.ui import row_model, style
from trailsdesk.ui.row_model import Column, RowTableModel, fold

UP = Qt.SortOrder.AscendingOrder
DOWN = Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented entry."""

    id: int
    name: str
    bib: int | None = None
    paid: bool = True


def columns(setter=None):
    return (
        Column[Person](
            key="bib",
            title="Bib",
            text=lambda p: "" if p.bib is None else str(p.bib),
            sort_key=lambda p: p.bib,
            alignment="right",
        ),
        Column[Person](
            key="name",
            title="Runner",
            text=lambda p: p.name,
            tooltip=lambda p: f"<b>{p.name}",
            editable=setter is not None,
            setter=setter,
        ),
        Column[Person](
            key="paid",
            title="Paid",
            text=lambda p: "paid" if p.paid else "owes",
            accessible=lambda p: "has paid" if p.paid else "still owes",
            tone=lambda p: "good" if p.paid else "warn",
            chip=True,
        ),
    )


def model_of(*people, setter=None, row_tone=None):
    model = RowTableModel(columns(setter), lambda p: p.id, row_tone=row_tone)
    model.set_rows(people)
    return model


def crowd(count, seed=7):
    rng = random.Random(seed)
    return tuple(
        Person(id=n, name=f"Runner {rng.randrange(10**6):06}", bib=rng.randrange(1, 9999))
        for n in range(count)
    )


def names(model):
    return [model.index(row, 1).data() for row in range(model.rowCount())]


ANA = Person(id=1, name="Ana Žižek", bib=12)
BO = Person(id=2, name="Bo Åström", bib=3, paid=False)
CY = Person(id=3, name="Cy", bib=None)


@pytest.fixture
def strict(qapp):
    """A tester that asserts on every change of a model."""
    kept = []

    def watch(model):
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        kept.append(QAbstractItemModelTester(model, mode))
        return model

    return watch


@pytest.mark.parametrize("rows", [(), (ANA,), (ANA, BO, CY)], ids=["empty", "one", "many"])
def test_model_keeps_the_contract_of_qt(rows, qtmodeltester, qapp):
    model = model_of(*rows)
    qtmodeltester.check(model)
    model.sort(1, DOWN)
    qtmodeltester.check(model)


def test_every_change_keeps_the_contract_of_qt(strict):
    model = strict(model_of())
    model.set_rows((ANA,))
    model.set_rows((ANA, BO, CY))
    model.sort(0, DOWN)
    model.set_rows((CY, BO))
    model.update_rows([replace(BO, name="Aa"), ANA])
    model.set_filter_text("a")
    model.set_filter_text("")
    model.set_rows(crowd(500))
    model.remove_ids(range(0, 500, 2))
    model.sort(-1)
    model.set_rows(())
    assert model.rowCount() == 0


def test_cells_show_text_tone_and_alignment():
    model = model_of(ANA, BO)
    assert model.index(0, 0).data() == "12"
    assert model.index(1, 2).data(row_model.TONE) == "warn"
    right = model.index(0, 0).data(row_model.ALIGNMENT)
    assert right & int(Qt.AlignmentFlag.AlignRight.value)
    ink = model.index(1, 2).data(row_model.FOREGROUND).color().name().upper()
    assert ink == style.look().roles.warn


def test_roles_nobody_uses_answer_nothing():
    model = model_of(ANA)
    assert all(model.data(model.index(0, 0), role) is None for role in (4, 5, 8, 10, 13, 999))


def test_screen_readers_hear_title_and_text_or_the_column_s_own_words():
    model = model_of(BO)
    assert model.index(0, 1).data(row_model.ACCESSIBLE) == "Runner: Bo Åström"
    assert model.index(0, 2).data(row_model.ACCESSIBLE) == "still owes"


def test_markup_in_a_name_is_never_shown_as_markup():
    model = model_of(Person(id=1, name="<img src=x>"))
    tip = model.index(0, 1).data(row_model.TOOLTIP)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_sorting_puts_missing_values_last_both_ways():
    model = model_of(CY, ANA, BO)
    model.sort(0, UP)
    assert [p.id for p in model.shown_rows()] == [2, 1, 3]
    model.sort(0, DOWN)
    assert [p.id for p in model.shown_rows()] == [1, 2, 3]


def test_sorting_text_ignores_case_and_accents():
    people = [Person(id=n, name=name) for n, name in enumerate(["zoe", "Ábel", "abe", "Zoë B"])]
    model = model_of(*people)
    model.sort(1, UP)
    assert names(model) == ["abe", "Ábel", "zoe", "Zoë B"]


def test_equal_keys_keep_the_order_they_came_in():
    people = [Person(id=n, name=f"n{n}", bib=n // 10) for n in range(40)]
    model = model_of(*people)
    model.sort(0, DOWN)
    groups = [p.id for p in model.shown_rows()]
    assert groups == [n for tens in (3, 2, 1, 0) for n in range(tens * 10, tens * 10 + 10)]


def test_unsorted_gives_back_the_order_of_the_source():
    model = model_of(CY, ANA, BO)
    model.sort(1, UP)
    model.sort(-1)
    assert model.shown_rows() == (CY, ANA, BO)


def test_persistent_indexes_follow_their_rows_through_a_sort():
    model = model_of(CY, ANA, BO)
    held = QPersistentModelIndex(model.index(1, 1))
    model.sort(1, DOWN)
    assert held.data() == "Ana Žižek"
    assert held.row() == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("astrom", [2]),
        ("ÅSTRÖM", [2]),
        ("zizek ana", [1]),
        ("ana bo", []),
        ("12", [1]),
        ("owes", [2]),
        ("  ", [1, 2, 3]),
    ],
)
def test_filter_wants_every_word_without_accents_and_case(typed, found):
    model = model_of(ANA, BO, CY)
    model.set_filter_text(typed)
    assert [p.id for p in model.shown_rows()] == found


def test_predicate_and_text_filter_together():
    model = model_of(ANA, BO, CY)
    model.set_predicate(lambda p: p.paid)
    model.set_filter_text("a")
    assert [p.id for p in model.shown_rows()] == [1, 3]
    model.set_predicate(None)
    model.set_filter_text("")
    assert model.shown_count == model.total_count == 3


def test_counts_are_told_after_filter_and_rows(qtbot):
    model = model_of(ANA, BO, CY)
    with qtbot.waitSignal(model.counts_changed) as told:
        model.set_filter_text("bo")
    assert told.args == [1, 3]


def test_replacing_one_row_touches_only_that_row(qtbot):
    model = model_of(ANA, BO, CY)
    spans, resets = [], []
    model.dataChanged.connect(lambda a, b: spans.append((a.row(), b.row())))
    model.modelReset.connect(lambda: resets.append(1))
    model.set_rows((ANA, replace(BO, paid=True), CY))
    assert spans == [(1, 1)]
    assert not resets
    assert model.index(1, 2).data() == "paid"


def test_few_differences_are_inserted_and_removed_in_place():
    model = model_of(*crowd(100))
    events = []
    model.rowsInserted.connect(lambda _p, a, b: events.append(("in", a, b)))
    model.rowsRemoved.connect(lambda _p, a, b: events.append(("out", a, b)))
    model.modelReset.connect(lambda: events.append("reset"))
    rows = list(crowd(100))
    model.set_rows([*rows[:10], *rows[12:50], ANA_NEW, *rows[50:]])
    assert events == [("out", 10, 11), ("in", 48, 48)]


ANA_NEW = Person(id=10_001, name="New", bib=1)


def test_many_differences_are_one_reset():
    model = model_of(*crowd(2000))
    events = []
    model.rowsInserted.connect(lambda *_: events.append("in"))
    model.rowsRemoved.connect(lambda *_: events.append("out"))
    model.modelReset.connect(lambda: events.append("reset"))
    model.set_rows(crowd(2000)[::3])
    assert events == ["reset"]


def test_a_changed_row_moves_to_its_sorted_place():
    model = model_of(ANA, BO, CY)
    model.sort(1, UP)
    held = QPersistentModelIndex(model.index(0, 0))
    model.update_rows([replace(ANA, name="Zz")])
    assert names(model) == ["Bo Åström", "Cy", "Zz"]
    assert held.row() == 2


def test_a_changed_row_that_no_longer_matches_leaves():
    model = model_of(ANA, BO, CY)
    model.set_filter_text("bo")
    model.update_rows([replace(BO, name="Xu")])
    assert model.rowCount() == 0
    assert model.total_count == 3


def test_two_rows_with_one_id_are_refused():
    model = model_of(ANA)
    with pytest.raises(ValueError, match="same id"):
        model.set_rows((ANA, replace(ANA, name="Other")))
    assert model.rows() == (ANA,)


def test_editing_calls_the_setter_and_leaves_the_row_alone():
    calls = []
    model = model_of(ANA, setter=lambda row, text: calls.append((row, text)))
    cell = model.index(0, 1)
    assert model.flags(cell) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(cell, "Ana Novak")
    assert calls == [(ANA, "Ana Novak")]
    assert cell.data() == "Ana Žižek"
    assert not model.setData(cell, "Ana Žižek")
    assert not model.setData(model.index(0, 0), "99")


def test_rows_can_carry_a_tone_of_their_own():
    model = model_of(ANA, CY, row_tone=lambda p: "warn" if p.bib is None else None)
    assert model.index(0, 0).data(row_model.BACKGROUND) is None
    ground = model.index(1, 0).data(row_model.BACKGROUND).color().name().upper()
    assert ground == style.look().roles.warn_ground


def test_texts_are_made_once_per_row_not_per_paint():
    made = []
    column = Column[Person](key="n", title="N", text=lambda p: made.append(p.id) or p.name)
    model = RowTableModel((column,), lambda p: p.id)
    model.set_rows((ANA, BO))
    for _ in range(50):
        model.index(0, 0).data()
    model.set_rows((ANA, BO, CY))
    assert made == [1, 2, 3]


def test_find_goes_on_from_the_cursor_and_round():
    model = model_of(*(Person(id=n, name=name) for n, name in enumerate(["Ann", "Bea", "Ané"])))
    assert model.find_from("an", 0) == 0
    assert model.find_from("an", 1) == 2
    assert model.find_from("bea", 2) == 1
    assert model.find_from("x", 0) == -1


def test_twenty_thousand_rows_are_filtered_and_sorted_right():
    people = crowd(20_000)
    model = model_of(*people)
    assert model.rowCount() == 20_000
    model.sort(0, DOWN)
    bibs = [p.bib for p in model.shown_rows()]
    assert bibs == sorted(bibs, reverse=True)
    model.set_filter_text("runner 00")
    wanted = {
        p.id
        for p in people
        if "runner 00" in p.name.casefold()
        or ("runner" in p.name.casefold() and "00" in p.name + str(p.bib))
    }
    assert {p.id for p in model.shown_rows()} == wanted
    assert 0 < model.rowCount() < 20_000
    for row in range(0, model.rowCount(), 97):
        assert model.position_of(model.id_at(row)) == row


def test_children_of_cells_do_not_exist():
    model = model_of(ANA)
    assert model.rowCount(model.index(0, 0)) == 0
    assert not model.index(0, 0).parent().isValid()
    assert model.rowCount(QModelIndex()) == 1


@given(text=st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(
    before=st.lists(st.integers(0, 12), unique=True),
    after=st.lists(st.integers(0, 12), unique=True),
    touched=st.sets(st.integers(0, 12)),
    order=st.sampled_from([(-1, UP), (0, UP), (0, DOWN), (1, DOWN)]),
)
@settings(max_examples=60)
def test_any_change_ends_at_the_same_rows_as_a_fresh_model(before, after, touched, order):
    def person(number, new=False):
        return Person(id=number, name=f"p{number * 7 % 13}{'x' if new else ''}", bib=number % 4)

    model = model_of(*(person(n) for n in before))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(*order)
    held = {model.id_at(r): QPersistentModelIndex(model.index(r, 0)) for r in range(len(before))}
    rows = tuple(person(n, n in touched) for n in after)
    model.set_rows(rows)
    fresh = model_of(*rows)
    fresh.sort(*order)
    assert model.shown_rows() == fresh.shown_rows()
    if before and set(before) & set(after):
        for row_id, index in held.items():
            expected = model.position_of(row_id)
            assert index.row() == expected if expected >= 0 else not index.isValid()
    del tester


def test_rows_made_ready_elsewhere_are_shown_like_any_others(qtbot):
    model = model_of(ANA, BO)
    kept = model._shown[0]
    prepare = model.preparer()
    rows: list[object] = []
    worker = threading.Thread(
        target=lambda: rows.append(prepare([ANA, replace(BO, paid=True), CY]))
    )
    worker.start()
    worker.join()
    with qtbot.waitSignals([model.dataChanged, model.rowsInserted, model.counts_changed]):
        model.set_prepared(rows[0])
    assert names(model) == ["Ana Žižek", "Bo Åström", "Cy"]
    assert model._shown[0] is kept, "what is the same is not worked out again"


def test_rows_made_ready_with_one_id_twice_are_a_callers_fault():
    with pytest.raises(ValueError, match="same id"):
        model_of().preparer()([ANA, ANA])


def test_a_row_that_changes_among_many_tells_only_itself(qtbot):
    people = crowd(5_000)
    model = model_of(*people)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
        signal.connect(lambda *_about: told.append((-1, -1)))
    changed = (*people[:3_000], replace(people[3_000], name="Somebody"), *people[3_001:])
    model.set_rows(changed)
    assert told == [(3_000, 3_000)]


def test_a_row_at_the_end_or_in_front_is_one_insertion(qtbot):
    people = crowd(3_000)
    model = model_of(*people[1:-1])
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    model.set_rows(people[1:])
    model.set_rows(people)
    assert told == [(2_998, 2_998), (0, 0)]
    assert names(model) == [person.name for person in people]


def test_rows_made_ready_are_sorted_and_filtered_already_unless_that_has_changed(qapp):
    del qapp
    model = model_of(CY, BO, ANA)
    model.sort(0)
    model.set_filter_text("a")
    rows = model.preparer()([CY, BO, ANA])
    fresh = model_of(CY, BO, ANA)
    fresh.sort(0)
    fresh.set_filter_text("a")
    assert [record.row for record in rows.shown] == list(fresh.shown_rows())
    model.set_filter_text("")
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_prepared(rows)
    fresh.set_filter_text("")
    fresh.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.shown_rows() == fresh.shown_rows(), "what is asked for now holds"


def test_a_row_is_found_by_its_id_whether_it_is_shown_or_not(qapp):
    del qapp
    model = model_of(ANA, BO, CY)
    by_name = {row.name: model.id_at(at) for at, row in enumerate(model.shown_rows())}
    model.set_filter_text("ana")
    assert model.row_of(by_name["Cy"]) == CY
    assert model.position_of(by_name["Cy"]) == -1
    model.set_filter_text("")
    assert model.position_of(by_name["Cy"]) == 2
    assert model.row_of("nobody") is None
