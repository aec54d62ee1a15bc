"""Rows of the problems panel: how bad, what, where, and what mends it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.i18n import _, message, where
from trailsdesk.services.fixes import fix_words
from trailsdesk.services.problems import problems
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

# A place with its dot ("…: 1. Ada, 2. Bo") ends no sentence.
_SENTENCE_END = re.compile(r"(?<![:,] [0-9])(?<![:,] [0-9]{2})\. ")

SEVERITIES: dict[Severity, tuple[str, Tone, str]] = {
    Severity.ERROR: (_("error"), "bad", "problems"),
    Severity.WARNING: (_("to look at"), "warn", "warning"),
    Severity.INFO: (_("only told"), "muted", "info"),
}
"""Word, tone and icon of each severity."""

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One problem as a row. ``key`` stays the same while the problem is the same."""

    key: Hashable
    problem: Problem
    headline: str
    event_id: int | None
    event: str
    about: str
    fix: str

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.problem.severity


def problem_lines(season: Season) -> tuple[ProblemLine, ...]:
    """Every problem of the season, worst first."""
    seen: Counter[Hashable] = Counter()
    lines = []
    for problem in problems(season):
        place = problem.place
        part = problem.params.get("code", "")
        same = (problem.code, place, part, problem.file, problem.row, problem.column)
        number = seen[same]
        seen[same] += 1
        event_id = None if place is None else place.event_id
        event = None if event_id is None else season.data.events.get(EventId(event_id))
        lines.append(
            ProblemLine(
                key=(*same, number),
                problem=problem,
                headline=_headline(problem),
                event_id=event_id,
                event=event.name if event is not None else _("the whole season"),
                about=_about(season, problem),
                fix=fix_words(problem.code),
            )
        )
    return tuple(lines)


def _headline(problem: Problem) -> str:
    """The first sentence: what happened. The rest is read below the table."""
    first, *rest = _SENTENCE_END.split(message(problem), maxsplit=1)
    return first + "." if rest else first


def _about(season: Season, problem: Problem) -> str:
    """Race, runner and line of a file, as far as they are known."""
    place = problem.place
    parts = []
    if place is not None:
        entry = season.data.entries.get(EntryId(place.entry_id or 0))
        race = season.data.races.get(RaceId(place.race_id or 0))
        if race is not None:
            parts.append(race.label)
        if entry is not None:
            name = full_name(season.data.runners[entry.runner_id])
            parts.append(f"#{entry.bib} {name}" if entry.bib else name)
    if told := where(problem):
        parts.append(told)
    return " · ".join(parts)


def problem_columns(*, several_events: bool = True) -> Sequence[Column[ProblemLine]]:
    """How bad, what, where and the fix; the event steps back while there is only one."""
    return (
        Column(
            key="severity",
            title=_("How bad"),
            text=lambda line: SEVERITIES[line.severity][0],
            sort_key=lambda line: _ORDER[line.severity],
            tone=lambda line: SEVERITIES[line.severity][1],
            icon=lambda line: SEVERITIES[line.severity][2],
            width_hint=9,
        ),
        Column(
            key="what",
            title=_("What"),
            text=lambda line: line.headline,
            tooltip=lambda line: message(line.problem),
            accessible=lambda line: message(line.problem),
            width_hint=40,
        ),
        Column(
            key="event",
            title=_("Event"),
            text=lambda line: line.event,
            width_hint=16,
            gives_way=2,
            hidden=not several_events,
        ),
        Column(
            key="where",
            title=_("Where"),
            text=lambda line: line.about,
            tooltip=lambda line: line.about,
            width_hint=22,
        ),
        Column(
            key="fix",
            title=_("What mends it"),
            text=lambda line: line.fix,
            width_hint=22,
        ),
    )
