"""Bib ranges as people write them, what lies in them, and which bib is free."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.bibs import (
    bib_key,
    bibs_of,
    free_bibs,
    in_ranges,
    parse_ranges,
    pick_bibs,
    range_size,
    ranges_text,
    shared_bibs,
)
from trailsdesk.domain.event import BibRange, RaceId

RACE = RaceId(1)


def ranges(text: str) -> tuple[BibRange, ...]:
    parsed = parse_ranges(text, RACE)
    assert parsed.unread == ()
    return parsed.ranges


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1-400, A1-A50", "1-400, A1-A50"),
        ("1 – 400;A1 to A50", "1-400, A1-A50"),
        ("400..1\n512", "1-400, 512"),
        ("A1-50", "A1-A50"),
        ("5-10 1-4 8-30", "1-30"),
        ("007", "7"),
        ("A001-A120", "A001-A120"),
        ("", ""),
    ],
)
def test_ranges_are_read_as_people_write_them(text: str, meant: str) -> None:
    assert ranges_text(ranges(text)) == meant


@pytest.mark.parametrize("text", ["A1-B9", "12A", "x", "1--", "-", "1-9999999"])
def test_what_is_no_range_is_told_and_the_rest_goes_on(text: str) -> None:
    parsed = parse_ranges(f"{text}, 20-21", RACE)
    assert ranges_text(parsed.ranges).endswith("20-21")
    assert bool(parsed.unread) == (text != "-")


def test_zeros_before_the_digits_of_a_lettered_bib_belong_to_it() -> None:
    found = ranges("A08-A101")
    bibs = list(bibs_of(found))
    assert bibs[:4] == ["A08", "A09", "A10", "A11"]
    assert bibs[-1] == "A101"
    assert range_size(found) == len(bibs) == 94
    assert in_ranges("a09", found)
    assert not in_ranges("A9", found)


def test_zeros_before_a_plain_number_mean_nothing() -> None:
    assert in_ranges("007", ranges("1-9"))
    assert in_ranges(" 7 ", ranges("001-009"))


def test_the_next_free_bib_is_the_first_nobody_has_and_never_one_given_already() -> None:
    taken = {bib_key(bib) for bib in ("1", "02", "a1")}
    assert list(free_bibs(ranges("1-4, A1-A2"), taken)) == ["3", "4", "A2"]
    assert list(free_bibs((), taken)) == []


def test_ranges_of_two_races_that_share_bibs_are_told_which() -> None:
    shared = shared_bibs(ranges("1-100, A1-A9"), ranges("90-120, a5, B1-B9"))
    assert ranges_text(shared) == "90-100, A5"
    assert shared_bibs(ranges("1-9"), ranges("10-19")) == ()


def test_a_list_of_bibs_picks_those_known_and_tells_the_others() -> None:
    known = {bib_key(bib): bib for bib in ("1", "3", "7", "A08", "12A")}
    picked, missing = pick_bibs("1-3, 007 a08; 12a 99 B1-B5", known)
    assert set(picked) == {"1", "3", "7", "A08", "12A"}
    assert missing == ("99", "B1-B5")


SPANS = st.lists(
    st.tuples(st.sampled_from(["", "A", "ÄB", "李"]), st.integers(0, 9999), st.integers(0, 300)),
    max_size=5,
)


@given(SPANS)
@settings(max_examples=60)
def test_every_bib_of_a_range_lies_in_it_and_none_comes_twice(
    spans: list[tuple[str, int, int]],
) -> None:
    found = ranges(", ".join(f"{p}{low}-{p}{low + more}" for p, low, more in spans))
    bibs = list(bibs_of(found))
    assert len({bib_key(bib) for bib in bibs}) == len(bibs) == range_size(found)
    assert all(in_ranges(bib, found) for bib in bibs)
    assert ranges(ranges_text(found)) == found


@given(SPANS, st.sets(st.integers(0, 400)))
@settings(max_examples=40)
def test_a_free_bib_lies_in_the_ranges_and_is_not_taken(
    spans: list[tuple[str, int, int]], taken: set[int]
) -> None:
    found = ranges(", ".join(f"{p}{low}-{p}{low + more}" for p, low, more in spans))
    worn = {str(number) for number in taken}
    for bib in islice(free_bibs(found, worn), 50):
        assert bib not in worn
        assert in_ranges(bib, found)


@given(st.text(max_size=40))
@settings(max_examples=80)
def test_no_text_is_too_odd_for_a_range_field(text: str) -> None:
    parsed = parse_ranges(text, RACE)
    assert range_size(parsed.ranges) >= 0
    assert not parsed.ranges or ranges_text(parsed.ranges)
