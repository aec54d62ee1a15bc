"""Sheets before they are printed: their pages for the screen, and what stands on their cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

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
from trailsdesk.domain.paper import ROWS_A_SHEET
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import Problem
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, plural
from trailsdesk.services.checkpoints import checkpoints_of
from trailsdesk.services.money_sheets import money_lines
from trailsdesk.services.printed import Numbered, numbered
from trailsdesk.services.printing import (
    PrintKind,
    SheetRequest,
    open_problems,
    podium_groups,
    sheet_request,
    with_contacts,
    with_tracks,
)
from trailsdesk.services.results import counts
from trailsdesk.services.sheet_notes import doubt_words, podium_doubts
from trailsdesk.services.stands import tally

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
    "for_paper",
    "preview",
    "preview_numbered",
    "request_of",
    "tracks_for",
]

_STARTED = (ResultStatus.OK, ResultStatus.DNF, ResultStatus.DSQ, ResultStatus.OVER_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """What somebody asks for at the screen; ``depth`` None is what the rules say.

    ``contacts`` are there for a protected sheet that goes to paper, never for one on the screen;
    ``tracks`` for one that draws kept GPX files, as soon as they are read. ``more`` are further
    fields of the request that only this kind has.
    """

    kind: PrintKind
    event_id: EventId
    race_id: RaceId | None = None
    paper: str = "A4"
    depth: int | None = None
    by_category: bool = False
    by_name: bool = False
    first_row: int = 1
    pages: int = 1
    filled: bool = False
    contacts: Mapping[RunnerId, Contact] | None = None
    tracks: Mapping[str, bytes] | None = None
    runner_id: RunnerId | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A sheet as it would be printed now.

    ``width`` and ``height`` are those of a page in points. ``open_problems`` could still change
    what the sheet says; ``doubts`` name who would get a prize and should be looked at before.
    ``unprintable`` are texts with letters that no bundled font has.
    """

    sheet: Sheet
    paged: PagedSheet
    open_problems: tuple[Problem, ...] = ()
    doubts: tuple[str, ...] = ()

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
    """Put a sheet together from the season as it is now and set its pages; it has no number."""
    request = request_of(season, choice)
    return _preview(season, choice, choice.kind.build(season, request))


def preview_numbered(season: Season, choice: SheetChoice, actor: str) -> tuple[Preview, Numbered]:
    """The sheet as it goes to paper, with its number, and what is to be noted of it then."""
    request = request_of(season, choice)
    made = numbered(season, choice.kind, request, actor)
    return _preview(season, choice, made.sheet), made


def request_of(season: Season, choice: SheetChoice) -> SheetRequest:
    """What a choice at the screen asks for."""
    race = None if choice.race_id is None else season.data.races[choice.race_id]
    return sheet_request(
        season,
        choice.kind,
        choice.event_id,
        choice.race_id,
        race_code=None if race is None else race.code,
        paper=choice.paper,
        depth=choice.depth,
        by_category=choice.by_category,
        by_name=choice.by_name,
        first_row=choice.first_row,
        pages=choice.pages,
        filled=choice.filled,
        contacts=choice.contacts,
        tracks=choice.tracks,
        runner_id=choice.runner_id,
        **choice.more,
    )


def for_paper(season: Season, choice: SheetChoice) -> SheetChoice:
    """The choice with the contacts a protected sheet prints; on the database thread."""
    request = with_contacts(season, choice.kind, request_of(season, choice))
    return replace(choice, contacts=request.contacts)


def tracks_for(season: Season, choice: SheetChoice) -> Mapping[str, bytes]:
    """The kept GPX files the sheet draws, by digest; on the database thread."""
    return with_tracks(season, choice.kind, request_of(season, choice)).tracks or {}


def _preview(season: Season, choice: SheetChoice, sheet: Sheet) -> Preview:
    race_id = choice.race_id if choice.kind.needs_event else None
    return Preview(
        sheet=sheet,
        paged=page_sheet(sheet),
        open_problems=open_problems(season, choice.kind, choice.event_id, race_id),
        doubts=_doubts(season, choice) if choice.kind.over_results else (),
    )


def _doubts(season: Season, choice: SheetChoice) -> tuple[str, ...]:
    """Who would be called to the table and should be looked at first, in sentences."""
    if not choice.kind.needs_event:
        return ()
    groups = podium_groups(season, choice.event_id, choice.race_id, choice.depth)
    return tuple(doubt_words(*each) for each in podium_doubts(season, groups))


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
        "medal-production": plural("{count} ordered", "{count} ordered", len(medals)),
        "results": results_line,
        "check-in": _("{here} of {count} here").format(
            here=sum(entry.id in season.data.check_ins for entry in entries), count=len(entries)
        ),
        "finish-grid": _("{count} rows a page").format(count=ROWS_A_SHEET),
        "start-list": plural("{count} entered", "{count} entered", len(entries)),
        **_course_lines(season, race_ids),
        **money_lines(season, race_ids),
        "standings": _standings_line(season),
        "key-strip": _("one page to cut up"),
        "course": plural(
            "{count} track kept", "{count} tracks kept", len(wanted & set(season.data.courses))
        ),
    }


def _course_lines(season: Season, race_ids: Sequence[RaceId]) -> dict[str, str]:
    """What the sheets for the course stand at."""
    total = tally(season, race_ids)
    out = plural("{count} out there", "{count} out there", total.out)
    if total.accounted:
        out = _("all accounted for")
    elif total.awaited:
        out += " · " + plural("{count} not back", "{count} not back", total.awaited)
    places = sum(len(checkpoints_of(season, race_id)) for race_id in race_ids)
    return {
        "sweep": out,
        "sweep-phones": out,
        "checkpoint": plural("{count} checkpoint", "{count} checkpoints", places),
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
