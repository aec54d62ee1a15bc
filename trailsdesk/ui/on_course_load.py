"""What the panel On course shows, worked out where nobody waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.services.on_course import CourseView, course_view, in_order
from trailsdesk.services.radio import RadioBook, radio_book
from trailsdesk.ui.on_course_words import (
    CourseLine,
    CourseState,
    PlaceFilter,
    course_lines,
    place_choices,
)
from trailsdesk.ui.row_model import PreparedRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCourse:
    """Rows ready to be shown, the counts of all states, the places to choose from."""

    view: CourseView
    book: RadioBook
    lines: PreparedRows[CourseLine]
    counts: Mapping[CourseState, int]
    places: tuple[tuple[PlaceFilter | None, str], ...]
    minute: int


def load_course(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    now_ms: Instant,
    states: frozenset[CourseState],
    prepare: Callable[[Iterable[CourseLine]], PreparedRows[CourseLine]],
) -> LoadedCourse:
    """The course at a moment.

    Args:
        states: which rows are to be shown; all are counted.
        prepare: the model's ``preparer()``.
    """
    view = course_view(season, event_id, race_id)
    lines = course_lines(view, in_order(view.rows, now_ms), now_ms)
    return LoadedCourse(
        view=view,
        book=radio_book(season, event_id, race_id),
        lines=prepare([line for line in lines if line.state in states]),
        counts=Counter(line.state for line in lines),
        places=tuple(place_choices(view, lines)),
        minute=now_ms // 60_000,
    )
