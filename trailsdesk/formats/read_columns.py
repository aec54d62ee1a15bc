"""The reads of a table as columns: what they are until all of them are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.results import ResultStatus


@dataclass(slots=True)
class Times:
    """A column of times read: in each place an instant, a duration, a status word, or nothing."""

    instants: Sequence[Instant | None]
    elapsed: Sequence[Duration | None]
    words: Sequence[ResultStatus | None]

    def moments(self) -> Sequence[int | None]:
        """What was read as a time; a column holds one kind of them."""
        return self.instants if any(one is not None for one in self.instants) else self.elapsed


@dataclass(slots=True)
class ReadColumns:
    """The reads of a table as columns, until all are known; ``index`` counts rows from 0."""

    index: list[int] = field(default_factory=list)
    point: list[str] = field(default_factory=list)
    instant_ms: list[Instant | None] = field(default_factory=list)
    elapsed_ms: list[Duration | None] = field(default_factory=list)
    status: list[ResultStatus | None] = field(default_factory=list)
    place_text: list[str] = field(default_factory=list)

    def add(
        self,
        kept: Sequence[int],
        point: str,
        times: Times,
        status: Sequence[ResultStatus | None],
        places: Sequence[str],
    ) -> None:
        """Take the rows ``kept``; ``status`` has one for each of them."""
        self.index += kept
        self.point += [point] * len(kept)
        self.instant_ms += [times.instants[index] for index in kept]
        self.elapsed_ms += [times.elapsed[index] for index in kept]
        self.status += status
        self.place_text += [places[index] for index in kept]


def occurrences(keys: Iterable[tuple[object, ...]]) -> list[int]:
    """Number equal reads, so that the same file is recognised read by read."""
    seen: dict[tuple[object, ...], int] = {}
    numbers: list[int] = []
    for key in keys:
        before = seen.get(key, 0)
        seen[key] = before + 1
        numbers.append(before)
    return numbers
