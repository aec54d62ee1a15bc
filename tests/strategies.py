"""Hypothesis strategies: durations, names in many scripts, dates at the edges, noisy finishes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.builders import SeasonBuilder, clock_ms
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import BatchKind

if TYPE_CHECKING:
    from trailsdesk.domain.season import SeasonData

HOUR_MS = 3_600_000

durations = st.integers(min_value=-200 * HOUR_MS, max_value=200 * HOUR_MS)
"""Milliseconds either side of zero, far beyond a day."""

amounts = st.integers(min_value=-10_000_000, max_value=10_000_000)
"""Minor units, owed or owing."""

currencies = st.sampled_from(["NZD", "EUR", "JPY", "KWD"])

dates = st.one_of(
    st.dates(min_value=date(1920, 1, 1), max_value=date(2026, 12, 31)),
    st.sampled_from([date(2000, 2, 29), date(2004, 2, 29), date(1999, 12, 31), date(2000, 1, 1)]),
)
"""Birth dates, those at the edges more often."""

names = st.one_of(
    st.sampled_from(
        [
            "Rimu",
            "O'Hare",
            "van der Berg",
            "Mataī",
            "Żuraw",
            "Søndergaard",
            "Ђорђевић",
            "Ωραία",
            "李",
            "さくら",
            "قمر",
            "ירח",
            "กิ่งแก้ว",
            "Anne-Marie",
            "",
        ]
    ),
    st.text(max_size=12),
)
"""Names as they come, in many scripts; also empty ones and mere noise."""

statuses = st.sampled_from(
    [
        ResultStatus.DNF,
        ResultStatus.DNS,
        ResultStatus.DSQ,
        ResultStatus.NOT_COMPETING,
        ResultStatus.OVER_TIME,
    ]
)


@st.composite
def seasons(draw: st.DrawFn, most: int = 12) -> SeasonData:
    """A race with entries, finishes (repeated, unknown, without bib) and status words."""
    build = SeasonBuilder(time_limit_ms=draw(st.sampled_from([None, 3 * HOUR_MS])))
    bibs = [str(number) for number in range(1, draw(st.integers(1, most)) + 1)]
    for bib in bibs:
        build.entry(bib, gender=draw(st.sampled_from([*Gender, None])))
    batch = build.batch()
    line = build.batch(kind=BatchKind.LINE, name="")
    seen = st.sampled_from([*bibs, *bibs, "99", ""])
    # Few distinct times, so that ties and repeats are common.
    minutes = st.integers(min_value=-1, max_value=30).map(
        lambda m: clock_ms("10:00:00") + m * 400_000
    )
    for bib, instant in draw(st.lists(st.tuples(seen, minutes), max_size=2 * most)):
        build.read(bib, batch=draw(st.sampled_from([batch, line])), instant_ms=instant)
    for bib, status in draw(st.lists(st.tuples(seen, statuses), max_size=3)):
        build.read(bib, batch=batch, status=status)
    return build.season()
