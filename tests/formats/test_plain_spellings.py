"""What machines write is read by a shorter way, and to the same end as by the long one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.chrono import (
    DAY_MS,
    HOUR_MS,
    Instant,
    first_instant_from,
    parse_clock,
    parse_elapsed,
    to_instant,
)
from trailsdesk.domain.repeated_hour import RepeatedHour
from trailsdesk.formats import delimited
from trailsdesk.formats.clock_column import place_clocks, read_clock
from trailsdesk.formats.delimited import read_delimited
from trailsdesk.formats.time_columns import is_no_time, plain_elapsed

ZONE = "Pacific/Auckland"

figures = st.builds(
    lambda *parts: "".join(parts),
    st.from_regex(r"\d{1,3}", fullmatch=True),
    st.sampled_from([":", ".", "h", ""]),
    st.from_regex(r"\d{1,3}", fullmatch=True),
    st.sampled_from([":", ".", ""]),
    st.from_regex(r"\d{0,2}", fullmatch=True),
    st.from_regex(r"([.,]\d{0,5})?", fullmatch=True),
)
"""Times of day and durations, and what nearly is one."""
dates = st.sampled_from(
    ["", "2026-05-24 ", "2026-05-24T", "2026-02-30 ", "0000-00-00 ", "2026-4-5 ", "20260524T",
     "2026-05-24,", "1999-12-31 "]
)  # fmt: skip


@given(figures)
def test_a_plain_duration_is_what_the_long_way_says(text: str) -> None:
    plain = plain_elapsed(text)
    assert plain is None or plain == parse_elapsed(text)


@pytest.mark.parametrize("text", ["1:02:33", "01:02:33.4", "99:59:59,999", "0:00:00.01"])
def test_durations_as_machines_write_them_are_plain(text: str) -> None:
    assert plain_elapsed(text) == parse_elapsed(text) is not None


@pytest.mark.parametrize("digits", ["9" * 400, "9" * 310 + ".5", "86400", "99999"])
def test_a_number_beyond_a_day_is_no_time_of_day_however_long(digits: str) -> None:
    assert read_clock(digits, day_first=True) is None
    assert read_clock("86399", day_first=True) is not None


@given(dates, figures, st.booleans())
def test_a_plain_time_of_day_is_what_the_long_way_says(
    day: str, text: str, day_first: bool
) -> None:
    cell = day + text
    if ":" in cell and not is_no_time(cell):
        assert read_clock(cell, day_first=day_first) == parse_clock(cell, day_first=day_first)


CHANGES = [
    ("2026-04-05 01:00:00", "clocks are put back"),
    ("2026-09-26 20:00:00", "clocks are put forward that night"),
    ("2026-05-24 08:00:00", "an ordinary day"),
]


@given(
    st.sampled_from(CHANGES),
    st.lists(st.integers(0, DAY_MS - 1), min_size=2, max_size=5),
)
def test_every_time_is_placed_as_if_the_zone_were_asked_for_each(
    start: tuple[str, str], times: list[int]
) -> None:
    """Two hours from the night's change on; the shuffled ones count from the start."""
    clock = parse_clock(start[0])
    assert clock is not None
    assert clock.day is not None
    gun = to_instant(clock, clock.day, ZONE).instant_ms
    mixed = [0, DAY_MS - 1, 0, DAY_MS - 1, 0, *times]
    clocks = [read_clock(_text(ms), day_first=True) for ms in mixed]
    placing = place_clocks(clocks, ZONE, clock.day, gun, RepeatedHour.FIRST)
    early = Instant(gun - HOUR_MS)
    wanted = [first_instant_from(early, ms, ZONE) for ms in mixed]
    assert placing.instants == [one.instant_ms for one in wanted]
    assert placing.first == [at for at, one in enumerate(wanted) if one.ambiguous]
    assert placing.skipped == [at for at, one in enumerate(wanted) if one.missing]


def _text(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


cells = st.lists(
    st.lists(
        st.text(alphabet="a1:. =\t\x0b\u00a0\u2003\u0085", max_size=4), min_size=1, max_size=4
    ),
    min_size=1,
    max_size=6,
)


@given(cells, st.sampled_from(",;\t|"))
def test_lines_without_quotes_are_cut_alike_whichever_way_is_taken(
    rows: list[list[str]], delimiter: str
) -> None:
    text = "\n".join(["Bib;Time".replace(";", delimiter), *map(delimiter.join, rows)])
    found = read_delimited("times.csv", text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delimited, "_has_edge_blanks", lambda *_: True)
        assert found == read_delimited("times.csv", text)


def test_every_blank_there_is_counts_as_one() -> None:
    blanks = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert blanks - {"\n", "\r"} == set(delimited._BLANKS)
