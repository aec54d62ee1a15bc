"""One list for all that is not clean: gathered from every part, worst first.

A problem goes away when its cause is mended; nothing here is stored.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.services.award_problems import awards_told
from trailsdesk.services.evidence_problems import evidence_told
from trailsdesk.services.printed import sheets_told
from trailsdesk.services.publishing import publications_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.services.season import Season
    from trailsdesk.services.told import Told

BEFORE_THE_GUN = "before-the-gun"
"""Stands beside the keys of panels: odd data that is best mended before the start."""

_AT_THE_LINE = frozenset({
    "read.ambiguous-bib", "read.backup-differs", "read.before-gun", "read.no-bib", "read.repeated",
    "read.unknown-bib", "read.unknown-chips", "read.wrong-race", "result.before-gun",
    "result.no-gun",
})  # fmt: skip
_AT_THE_START = frozenset({
    "entry.bib-outside", "entry.bib-twice", "entry.no-bib", "entry.no-waiver", "entry.unpaid",
    "result.no-gun", "result.not-checked-in", "result.start-missing",
})  # fmt: skip
_ON_THE_WAY = frozenset({
    "read.unknown-point", "result.after-cut-off", "result.leg-too-fast", "result.leg-unlike",
    "result.out-of-order", "result.point-missing", "result.point-unread", "result.ruled-but-seen",
})  # fmt: skip
_EVERYWHERE = frozenset({"season", "history", "problems"})
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def problems(season: Season, event_id: EventId | None = None) -> tuple[Problem, ...]:
    """Every problem of the season or of one event, errors first; each has its place."""
    return tuple(told.problem for told in all_told(season, event_id))


def all_told(season: Season, event_id: EventId | None = None) -> tuple[Told, ...]:
    """The same, each with the entries and reads it touches as far as its maker names them."""
    parts = (
        evidence_told(season), publications_told(season), awards_told(season), sheets_told(season),
    )  # fmt: skip
    found = season.keep("problems-all", parts, lambda: _merged(parts))
    if event_id is None:
        return found
    return tuple(told for told in found if _event_of(told.problem) in (None, event_id))


def _merged(parts: tuple[tuple[Told, ...], ...]) -> tuple[Told, ...]:
    evidence, *others = parts
    more = tuple(chain.from_iterable(others))
    if not more:
        return evidence
    return tuple(sorted((*evidence, *more), key=lambda told: _ORDER[told.problem.severity]))


def _event_of(problem: Problem) -> EventId | None:
    place = problem.place
    return None if place is None or place.event_id is None else EventId(place.event_id)


# What a problem concerns


def concerns(problem: Problem, panel: str) -> bool:
    """Whether a problem is about what a panel shows; ``BEFORE_THE_GUN`` is asked for likewise.

    Season and history are about everything.
    """
    code = problem.code
    family = code.partition(".")[0]
    if panel in _EVERYWHERE:
        return True
    if panel in ("entries", BEFORE_THE_GUN):
        return family in ("entry", "category") or (family == "runner" and panel == "entries")
    if panel in ("categories", "points"):
        return family in ("category", "runner") or (panel == "points" and family == "result")
    if panel == "results":
        return family in ("award", "category", "result")
    if panel == "sheets":
        return family == "sheet"
    if panel == "timing":
        return family == "read"
    return code in {
        "finish": _AT_THE_LINE, "start": _AT_THE_START, "on_course": _ON_THE_WAY
    }.get(panel, frozenset())  # fmt: skip


def open_counts(
    season: Season, panels: Iterable[str], event_id: EventId, race_ids: Iterable[RaceId]
) -> dict[str, int]:
    """How many problems that need a person there are for each panel, in an event and its races."""
    wanted = set(race_ids)
    here = [
        told.problem
        for told in all_told(season, event_id)
        if told.problem.severity is not Severity.INFO and _is_of(told.problem, wanted)
    ]
    codes = Counter(problem.code for problem in here)
    one_of_each = {problem.code: problem for problem in here}
    return {
        panel: sum(count for code, count in codes.items() if concerns(one_of_each[code], panel))
        for panel in panels
    }


def _is_of(problem: Problem, race_ids: set[RaceId]) -> bool:
    place = problem.place
    return place is None or place.race_id is None or RaceId(place.race_id) in race_ids
