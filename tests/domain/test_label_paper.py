"""Labels go where the paper has them, and never on one that is used up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.label_paper import LabelPaper, label_places
from trailsdesk.formats.label_papers import envelope_papers, label_papers, read_stock

PAPERS = {paper.id: paper for paper in label_papers()}
PAGE_MM = {"A4": (210.0, 297.0), "LETTER": (215.9, 279.4)}


@pytest.mark.parametrize("paper", label_papers(), ids=lambda paper: paper.id)
def test_every_label_lies_on_the_page_and_beside_the_others(paper: LabelPaper) -> None:
    wide, high = PAGE_MM[paper.paper]
    corners = [paper.corner(number) for number in range(1, paper.a_sheet + 1)]
    assert len(set(corners)) == paper.a_sheet
    for x, y in corners:
        assert x >= -0.01
        assert x + paper.width <= wide + 0.01
        assert y + paper.height <= high + 0.01
    assert paper.step_x >= paper.width - 0.01
    assert paper.step_y >= paper.height - 0.01


def test_the_papers_of_the_shops_are_there() -> None:
    assert {"a4-3x8", "a4-2x7", "letter-3x10"} <= set(PAPERS)
    assert [paper.a_sheet for paper in (PAPERS["a4-3x8"], PAPERS["letter-3x10"])] == [24, 30]
    assert {envelope.id for envelope in envelope_papers()} == {"dl", "c5", "number-10"}


def test_a_begun_sheet_goes_on_where_it_is_free() -> None:
    places = list(label_places(PAPERS["a4-2x7"], 5, first=11, skipped=[12, 14]))
    assert places == [(0, 11), (0, 13), (1, 1), (1, 2), (1, 3)]


@given(
    st.integers(0, 80),
    st.integers(1, 40),
    st.sets(st.integers(1, 30)),
    st.sampled_from(list(PAPERS)),
)
def test_no_label_is_printed_on_twice(
    count: int, first: int, skipped: set[int], paper_id: str
) -> None:
    places = list(label_places(PAPERS[paper_id], count, first, skipped))
    assert len(places) == len(set(places)) == count
    assert not {number for sheet, number in places if sheet == 0} & skipped
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("line", "said"),
    [("", "missing or unknown: title"), ('title = ""', "title cannot be"), ("title = 3", "title")],
)
def test_a_paper_that_lacks_something_is_not_read(line: str, said: str) -> None:
    text = f"""
[[envelopes]]
id = "x"
{line}
envelope = "DL"
left = 1.0
top = 1.0
width = 1.0
sender_left = 1.0
sender_top = 1.0
"""
    kind = type(envelope_papers()[0])
    with pytest.raises(ValueError, match=said):
        read_stock(text, "envelopes", kind)
