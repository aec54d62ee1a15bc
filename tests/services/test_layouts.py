"""Layouts kept under a name: found again, renamed, forgotten; for entries and times alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.problems import KnownError
from trailsdesk.formats.dates import DateOrder
from trailsdesk.services.entries import guess_columns
from trailsdesk.services.layouts import (
    Purpose,
    forget_layout,
    keep_layout,
    known_layouts,
    open_layout,
    own_layouts,
    rename_layout,
)
from trailsdesk.services.sources import open_book, pick_table, text_source

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.formats.tables import Table

ENTRIES = "Runner;Which run;Asked\nAroha Example;long;yes\n"
TIMES = "No;Over the line;Sort\n12;1:02:03;x\n"


def table(text: str) -> Table:
    return pick_table(open_book(text_source("list.csv", text)), None)


def code(caught: pytest.ExceptionInfo[KnownError]) -> str:
    return caught.value.note.code


def test_what_was_chosen_once_is_found_for_the_next_file(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for text, purpose, chosen in (
        (ENTRIES, Purpose.ENTRIES, {"Which run": "race", "Asked": "?YES_NO"}),
        (TIMES, Purpose.TIMES, {"Over the line": "time", "Sort": "-"}),
    ):
        mapped = guess_columns(table(text), chosen, purpose)
        kept = keep_layout(folder, f"Our {purpose}", purpose, table(text), mapped, "month-first")
        known = known_layouts(own_layouts(folder), purpose)
        again = guess_columns(table(text), {}, purpose, known)
        assert again.layout == kept
        assert again.mapping == mapped.mapping
        assert kept.date_order is DateOrder.MONTH_FIRST
        assert open_layout(folder / f"our-{purpose}.toml") == kept


def test_a_name_stands_for_one_layout(tmp_path: Path) -> None:
    mapped = guess_columns(table(ENTRIES))
    keep_layout(tmp_path, "Our form", Purpose.ENTRIES, table(ENTRIES), mapped, None)
    for name, wanted in (("our  FORM", "layout.taken"), ("  ", "layout.no-name")):
        with pytest.raises(KnownError) as caught:
            keep_layout(tmp_path, name, Purpose.ENTRIES, table(ENTRIES), mapped, None)
        assert code(caught) == wanted


def test_a_layout_is_renamed_and_forgotten(tmp_path: Path) -> None:
    mapped = guess_columns(table(ENTRIES))
    kept = keep_layout(tmp_path, "Our form", Purpose.ENTRIES, table(ENTRIES), mapped, None)
    renamed = rename_layout(tmp_path, kept, "Club evening")
    assert own_layouts(tmp_path) == (renamed,)
    assert renamed.label == "Club evening"
    forget_layout(tmp_path, renamed)
    assert own_layouts(tmp_path) == ()
    with pytest.raises(KnownError) as caught:
        forget_layout(tmp_path, renamed)
    assert code(caught) == "layout.gone"


def test_a_layout_of_the_program_is_not_forgotten(tmp_path: Path) -> None:
    program = known_layouts((), Purpose.ENTRIES)[0]
    with pytest.raises(KnownError) as caught:
        forget_layout(tmp_path, program)
    assert code(caught) == "layout.gone"


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way", "utf-8")
    mapped = guess_columns(table(ENTRIES))
    with pytest.raises(KnownError) as caught:
        keep_layout(place / "layouts", "Our form", Purpose.ENTRIES, table(ENTRIES), mapped, None)
    assert code(caught) == "layout.not-kept"
