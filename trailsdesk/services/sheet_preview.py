"""Sheets before they are printed: their pages for the screen, and what stands on their cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.glyphs import (
    GlyphPage,
    GlyphRun,
    PagedSheet,
    font_file,
    page_glyphs,
    page_sheet,
)
from trailsdesk.documents.sheet import Sheet
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.problems import Problem
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, plural
from trailsdesk.services.printing import PrintKind, build_sheet, open_problems
from trailsdesk.services.results import counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.season import Season

__all__ = [
    "GlyphPage",
    "GlyphRun",
    "Preview",
    "SheetChoice",
    "card_lines",
    "font_file",
    "preview",
]

_STARTED = (ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """What somebody asks for at the screen; ``depth`` None is what the rules say."""

    kind: PrintKind
    event_id: EventId
    race_id: RaceId | None = None
    paper: str = "A4"
    depth: int | None = None
    by_category: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A sheet as it would be printed now.

    ``width`` and ``height`` are those of a page in points. ``open_problems`` could still change
    what the sheet says; ``unprintable`` are texts with letters that no bundled font has.
    """

    sheet: Sheet
    paged: PagedSheet
    open_problems: tuple[Problem, ...] = ()

    @property
    def width(self) -> float:
        """Of a page, in points."""
        return self.paged.width

    @property
    def height(self) -> float:
        """Of a page, in points."""
        return self.paged.height

    @property
    def landscape(self) -> bool:
        """Whether the pages lie on their side."""
        return self.width > self.height

    @property
    def page_count(self) -> int:
        """How many pages there are; at least one."""
        return len(self.paged.pages)

    @property
    def unprintable(self) -> tuple[Problem, ...]:
        """Texts with letters that no bundled font has."""
        return self.paged.problems

    def page(self, number: int) -> GlyphPage:
        """What is drawn on a page, counted from 0."""
        return page_glyphs(self.paged.pages[number])


def preview(season: Season, choice: SheetChoice) -> Preview:
    """Put a sheet together from the season as it is now and set its pages."""
    race = None if choice.race_id is None else season.data.races[choice.race_id]
    sheet = build_sheet(
        season,
        choice.kind,
        choice.event_id,
        choice.race_id,
        race_code=None if race is None else race.code,
        paper=choice.paper,
        depth=choice.depth,
        by_category=choice.by_category,
        by_name=choice.by_name,
    )
    race_id = choice.race_id if choice.kind.needs_event else None
    return Preview(
        sheet=sheet,
        paged=page_sheet(sheet),
        open_problems=open_problems(season, choice.kind, choice.event_id, race_id),
    )


def card_lines(season: Season, race_ids: Sequence[RaceId]) -> dict[str, str]:
    """What each kind of sheet stands at, in a few words, by the kind's id."""
    wanted = set(race_ids)
    entries = [
        entry
        for entry in season.data.entries.values()
        if entry.race_id in wanted and entry.status is EntryStatus.ENTERED
    ]
    found = counts(season, race_ids)
    finishers, out = found[ResultStatus.OK], found[ResultStatus.PENDING]
    medals = [entry for entry in entries if entry.medal is not MedalOrder.NONE]
    posted = sum(entry.medal is MedalOrder.POST for entry in medals)
    in_now = plural("{count} finisher", "{count} finishers", finishers)
    still = _("{count} not in").format(count=out)
    results_line = f"{in_now} · {still}" if out else in_now
    return {
        "prize-list": results_line,
        "medal-pickup": _("{count} ordered, {posted} by post").format(
            count=len(medals), posted=posted
        ),
        "results": results_line,
        "start-list": plural("{count} entered", "{count} entered", len(entries)),
        "standings": _standings_line(season),
    }


def _standings_line(season: Season) -> str:
    if season.rules.points is None:
        return _("this season has no points")
    events = season.data.events_in_order()
    held = sum(_was_held(season, event.id) for event in events)
    return _("after {held} of {count} events").format(held=held, count=len(events))


def _was_held(season: Season, event_id: EventId) -> bool:
    """Whether somebody has started in a race of the event."""
    found = counts(season, [race.id for race in season.data.races_of(event_id)])
    return any(found[status] for status in _STARTED)
