"""Layouts that a person saves: written, read back, and found by the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.questions import QuestionKind
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.layout_file import layout_of, read_own_layouts, write_layout
from trailsdesk.formats.layouts import Purpose, find_layout, load_layouts, map_table, parse_layout
from trailsdesk.formats.tables import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("Runner", "Which run", "Shirt", "Order no", "When")


def table(header: tuple[str, ...] = HEADER) -> Table:
    return Table(
        name="", header_row=1, header=header, rows=(Row(2, tuple("x" for _each in header)),)
    )


def test_a_saved_layout_does_what_was_chosen_for_the_next_file() -> None:
    chosen = {"Which run": "race", "Shirt": "?CHOICE", "When": "entered", "Order no": "-"}
    first = map_table(table(), Purpose.ENTRIES, chosen)
    saved = layout_of("Our form", Purpose.ENTRIES, HEADER, first.mapping, DateOrder.MONTH_FIRST)
    again = parse_layout("our.toml", write_layout(saved), own=True)
    assert again.date_order is DateOrder.MONTH_FIRST
    found = map_table(table(), Purpose.ENTRIES, layouts=[again, *load_layouts()])
    assert found.layout == again
    assert found.mapping.columns == first.mapping.columns
    assert found.mapping.questions == {2: QuestionKind.CHOICE}
    assert find_layout((*HEADER[:-1], "Other"), Purpose.ENTRIES, [again]) is None


def test_a_person_s_own_layout_goes_before_the_program_s() -> None:
    header = ("Order ID", "Registration Date", "distance", "First Name", "Last Name", "Removed")
    mapped = map_table(table(header), Purpose.ENTRIES, {"distance": "note"})
    own = layout_of("Mine", Purpose.ENTRIES, header[:3], mapped.mapping, None)
    found = find_layout(header, Purpose.ENTRIES, [*load_layouts(), own])
    assert found is own


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=20), max_size=5, unique=True))
def test_any_words_survive_the_file(label: str, headers: list[str]) -> None:
    header = tuple(dict.fromkeys(headers))
    mapped = map_table(table(header), Purpose.ENTRIES)
    saved = layout_of(label, Purpose.ENTRIES, header, mapped.mapping, None)
    again = parse_layout("x.toml", write_layout(saved), own=True)
    assert again.label == label
    assert again.requires == {fold_header(text) for text in header}


def test_files_that_are_no_layout_are_passed_over_and_told(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = ", "utf-8")
    (tmp_path / "letters.toml").write_bytes(b"id = '\xff'")
    good = 'id = "x"\nlabel = "Our form"\npurpose = "entries"\nrequires = ["a"]\n'
    (tmp_path / "good.toml").write_text(good, "utf-8")
    found, wrong = read_own_layouts(tmp_path)
    assert [one.label for one in found] == ["Our form"]
    assert all(one.own for one in found)
    assert {error.note.params["name"] for error in wrong} == {"broken.toml", "letters.toml"}
    assert read_own_layouts(tmp_path / "missing") == ((), ())
