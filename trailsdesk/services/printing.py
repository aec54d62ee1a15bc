"""Every printable thing: what there is, and how it is put together."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.sheet import Paper, Sheet
from trailsdesk.domain.problems import Problem, Refused
from trailsdesk.services.award_sheets import AWARD_SHEETS, podium_groups
from trailsdesk.services.certificate_sheets import CERTIFICATE_SHEETS
from trailsdesk.services.desk_sheets import DESK_SHEETS
from trailsdesk.services.label_sheets import LABEL_SHEETS
from trailsdesk.services.medal_sheets import MEDAL_SHEETS
from trailsdesk.services.money_sheets import MONEY_SHEETS
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.race_sheets import RACE_SHEETS, RUNNER_SEASON
from trailsdesk.services.sheet_art import load_art
from trailsdesk.services.sheet_files import render, save_sheet, write_whole
from trailsdesk.services.sheet_request import (
    SheetRequest,
    problems_over,
    race_name,
    races_for,
)
from trailsdesk.services.split_sheets import SPLIT_SHEETS
from trailsdesk.services.spot_draw_sheets import SPOT_DRAW_SHEETS

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season

__all__ = [
    "KINDS",
    "RUNNER_SEASON",
    "PrintKind",
    "SheetRequest",
    "build_sheet",
    "kind_named",
    "open_problems",
    "podium_groups",
    "race_name",
    "render",
    "save_sheet",
    "sheet_request",
    "with_contacts",
    "with_tracks",
    "write_whole",
]


KINDS: tuple[PrintKind, ...] = (
    *AWARD_SHEETS,
    *MEDAL_SHEETS,
    *MONEY_SHEETS,
    *RACE_SHEETS,
    *SPOT_DRAW_SHEETS,
    *CERTIFICATE_SHEETS,
    *LABEL_SHEETS,
    *DESK_SHEETS,
    *SPLIT_SHEETS,
)
"""Every card of the sheets panel, in its order."""


def kind_named(word: str) -> PrintKind:
    """The kind of that id or other name; ``Refused`` (sheet.unknown-kind) names them all."""
    folded = word.casefold().replace("_", "-").replace(" ", "-")
    for kind in (*KINDS, RUNNER_SEASON):
        if folded in (kind.id, *kind.words):
            return kind
    raise Refused("sheet.unknown-kind", kind=word, known=", ".join(kind.id for kind in KINDS))


def build_sheet(
    season: Season,
    kind: PrintKind,
    event_id: EventId | None,
    race_id: RaceId | None = None,
    *,
    race_code: str | None = None,
    paper: str = Paper.A4,
    depth: int | None = None,
    by_category: bool = False,
    by_name: bool = False,
) -> Sheet:
    """Put a sheet together from the season as it is now."""
    request = sheet_request(
        season, kind, event_id, race_id, race_code=race_code, paper=paper, depth=depth,
        by_category=by_category, by_name=by_name,
    )  # fmt: skip
    return kind.build(season, request)


def sheet_request(
    season: Season,
    kind: PrintKind,
    event_id: EventId | None,
    race_id: RaceId | None = None,
    *,
    paper: str = Paper.A4,
    **options: Any,  # noqa: ANN401  the other fields of SheetRequest, each with its own type
) -> SheetRequest:
    """What is asked for, put so that the same sheet asked for in two ways is the same request.

    Raises:
        Refused: ``sheet.needs-event``.
    """
    if kind.needs_event and event_id is None:
        raise Refused("sheet.needs-event", kind=kind.id)
    if kind.needs_event:
        options["race_code"] = None
    else:
        event_id = race_id = None
    if options.get("depth") == season.rules.awards.category_depth:
        options["depth"] = None
    return SheetRequest(
        event=None if event_id is None else season.data.events[event_id],
        race_id=race_id,
        paper=Paper(paper.upper()),
        **options,
    )


def open_problems(
    season: Season, kind: PrintKind, event_id: EventId | None, race_id: RaceId | None = None
) -> tuple[Problem, ...]:
    """What could still change a sheet of results; what only tells is left out."""
    if not kind.over_results:
        return ()
    event_id = event_id if kind.needs_event else None
    return problems_over(season, event_id, () if race_id is None else (race_id,))


def with_contacts(season: Season, kind: PrintKind, request: SheetRequest) -> SheetRequest:
    """The request with the contacts a protected sheet prints; on the database thread."""
    if kind.contacts_of is None:
        return request
    contacts = season.file.contacts(kind.contacts_of(season, request))
    return dataclasses.replace(request, contacts=contacts)


def with_tracks(season: Season, kind: PrintKind, request: SheetRequest) -> SheetRequest:
    """The request with the kept files its courses are drawn from; on the database thread.

    The logo and the ground of certificates are read here too, where they are not in memory.
    """
    load_art(season)
    if not kind.of_tracks or request.event is None:
        return request
    courses = season.data.courses
    digests = {courses[race].sha256 for race in races_for(season, request) if race in courses}
    kept = {digest: season.file.kept_file(digest) for digest in digests}
    tracks = {digest: data for digest, data in kept.items() if data is not None}
    return dataclasses.replace(request, tracks=tracks)
