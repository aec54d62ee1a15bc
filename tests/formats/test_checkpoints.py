"""A table of checkpoints becomes drafts, whatever its columns are called. Places are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.checkpoints import CheckpointDrafts, draft_checkpoints
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.tables import Row, Table
from trailsdesk.formats.tabular import read_tables

HOUR = 3_600_000


def drafted(text: str, cutoffs: TimeKind | None = None) -> CheckpointDrafts:
    (table,) = read_tables("points.csv", text.encode()).tables
    return draft_checkpoints(table, file="points.csv", cutoffs=cutoffs)


def codes(found: CheckpointDrafts) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("header", "metres"),
    [
        ("Checkpoint,Distance (km)", 12_300),
        ("Poste de contrôle,Distance cumulée", 12_300),
        ("Ort,Strecke km", 12_300),
        ("Aid station,Miles", 19_794.9),
        ("Punto,Distancia", 12_300),
    ],
)
def test_columns_are_known_by_their_names_in_many_languages(header: str, metres: float) -> None:
    found = drafted(f"{header}\nSaddle,12.3\nKnob,20.5\n")
    assert [draft.label for draft in found.drafts] == ["Saddle", "Knob"]
    assert found.drafts[0].distance_m == pytest.approx(metres)
    assert (found.kind, found.problems) == (None, ())


def test_a_distance_column_that_names_no_unit_holds_metres_when_it_is_that_large() -> None:
    assert drafted("Name,Distance\nSaddle,900\nKnob,8500\n").drafts[0].distance_m == 900
    assert drafted("Name,Distance\nSaddle,9\nKnob,85\n").drafts[0].distance_m == 9000


@pytest.mark.parametrize("written", ["12,5", "12.5", "12.5 km"])
def test_a_comma_and_a_unit_in_the_cell_are_read(written: str) -> None:
    found = drafted(f"Name;km\nSaddle;{written}\nKnob;20\n")
    assert found.drafts[0].distance_m == 12_500


def test_start_and_finish_are_known_by_their_names_and_the_start_by_its_distance() -> None:
    found = drafted("Name,km\nMarket square,0\nSaddle,6\nArrivée,12\n")
    assert [(d.is_start, d.is_finish) for d in found.drafts] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_hours_since_the_start_are_taken_before_the_moments_beside_them() -> None:
    found = drafted(
        "Name,km,Cutoff,Cutoff hours\nSaddle,6,2026-05-24 11:30,1.5\nKnob,12,2026-05-24 22:00,12\n"
    )
    assert [draft.cutoff_ms for draft in found.drafts] == [HOUR * 3 // 2, HOUR * 12]
    assert (found.kind, found.guessed) == (TimeKind.ELAPSED, False)


def test_moments_with_a_day_need_no_guess() -> None:
    found = drafted("Name,km,Cutoff\nSaddle,6,2026-05-24 11:30\nKnob,12,2026-05-25 01:00\n")
    assert [str(d.clock.day) for d in found.drafts if d.clock] == ["2026-05-24", "2026-05-25"]
    assert (found.kind, found.guessed) == (TimeKind.CLOCK, False)


@pytest.mark.parametrize(
    ("times", "meant"),
    [
        (("1:30", "4:00", "9:00"), TimeKind.ELAPSED),
        (("22:30", "23:45", "01:30"), TimeKind.CLOCK),
        (("13:00", "15:30", "17:00"), TimeKind.CLOCK),
    ],
)
def test_whether_plain_times_are_times_of_day_is_seen_from_the_way(
    times: tuple[str, ...], meant: TimeKind
) -> None:
    rows = "".join(f"Place {n},{n * 6},{time}\n" for n, time in enumerate(times, start=1))
    found = drafted("Name,km,Cutoff\n" + rows)
    assert (found.kind, found.guessed) == (meant, True)


def test_what_the_cut_offs_are_can_be_said() -> None:
    found = drafted("Name,km,Cutoff\nSaddle,6,13:00\n", TimeKind.ELAPSED)
    assert found.drafts[0].cutoff_ms == 13 * HOUR
    assert (found.kind, found.guessed) == (TimeKind.ELAPSED, False)


def test_a_bad_cell_is_told_with_row_and_column_and_its_row_stays() -> None:
    found = drafted("Name,km,Climb,Cutoff\nSaddle,six,300,1:30\nKnob,12,-5,soon\n")
    assert [draft.label for draft in found.drafts] == ["Saddle", "Knob"]
    assert [(p.code, p.row, p.column, p.params["text"]) for p in found.problems] == [
        ("checkpoint.no-figure", 2, "km", "six"),
        ("checkpoint.no-figure", 3, "Climb", "-5"),
        ("checkpoint.no-cutoff", 3, "Cutoff", "soon"),
    ]
    assert found.drafts[0].distance_m is None
    assert found.drafts[0].cutoff_ms == HOUR * 3 // 2


def test_arriving_and_leaving_at_one_place_are_one_with_the_later_cut_off() -> None:
    found = drafted("Name,km,Cutoff\nSaddle,6,1:30\nSaddle,6,2:00\nSaddle,30,9:00\n")
    assert [(d.distance_m, d.cutoff_ms) for d in found.drafts] == [
        (6000, 2 * HOUR),
        (30_000, 9 * HOUR),
    ]
    assert codes(found) == ["checkpoint.joined"]


def test_a_table_without_a_column_of_places_is_refused() -> None:
    with pytest.raises(InputUnreadable) as caught:
        drafted("Bib,Time\n1,10:00\n2,11:00\n")
    assert caught.value.note.code == "checkpoint.no-names"


TITLES = st.sampled_from(
    ("Name", "Code", "km", "Distance", "Climb", "Cutoff", "Cutoff hours", "Optional", "Other")
)
CELLS = st.one_of(
    st.text(max_size=12),
    st.floats().map(str),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ("0", "12.5", "12,5", "1e400", "25:00", "99:99", "2026-02-30 10:00", "²", "٣")
    ),
)


@st.composite
def any_table(draw: st.DrawFn) -> Table:
    header = tuple(draw(st.lists(TITLES, min_size=1, max_size=6)))
    cells = st.tuples(*(CELLS for _title in header))
    rows = draw(st.lists(cells, max_size=6))
    return Table(
        name="points",
        header_row=1,
        header=header,
        rows=tuple(Row(number, row) for number, row in enumerate(rows, start=2)),
    )


@settings(max_examples=150, deadline=None)
@given(any_table(), st.sampled_from((None, TimeKind.CLOCK, TimeKind.ELAPSED)))
def test_any_cells_become_drafts_or_are_told(table: Table, cutoffs: TimeKind | None) -> None:
    if "Name" not in table.header:
        with pytest.raises(InputUnreadable):
            draft_checkpoints(table, cutoffs=cutoffs)
        return
    found = draft_checkpoints(table, cutoffs=cutoffs)
    assert len(found.drafts) + codes(found).count("checkpoint.joined") <= len(table.rows)
    for draft in found.drafts:
        assert draft.label
        assert draft.distance_m is None or draft.distance_m >= 0
        assert draft.cutoff_ms is None or draft.cutoff_ms >= 0
        assert draft.cutoff_ms is None or draft.clock is None
