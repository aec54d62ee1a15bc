"""Every printable thing: what there is, and how it is put together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trailsdesk.documents import awards as award_sheets
from trailsdesk.documents import lists
from trailsdesk.documents.check_in import check_in_list
from trailsdesk.documents.course import course_sheet
from trailsdesk.documents.course_lists import recorder_sheets, sweep_list
from trailsdesk.documents.grids import finish_grid
from trailsdesk.documents.key_strip import key_strip
from trailsdesk.documents.sheet import Paper, Sheet
from trailsdesk.domain.awards import PrizeGroup, medal_rows, prize_groups
from trailsdesk.domain.paper import ROWS_A_SHEET
from trailsdesk.domain.problems import Problem, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _
from trailsdesk.services import results
from trailsdesk.services.check_in_sheet import check_in_rows
from trailsdesk.services.course_page import race_page
from trailsdesk.services.course_sheets import left_out_there, races_out, stations
from trailsdesk.services.grid_sheet import grid_lines
from trailsdesk.services.line_keys import KEY_PADS, LINE_KEYS, STRIP_KEYS
from trailsdesk.services.runner_season import season_sheet
from trailsdesk.services.season import Season
from trailsdesk.services.sheet_files import render, save_sheet, write_whole
from trailsdesk.services.sheet_notes import podium_note
from trailsdesk.services.sheet_request import (
    SheetRequest,
    context_for,
    problems_over,
    race_name,
    races_for,
    rows_for,
)
from trailsdesk.services.standings import standings

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintKind:
    """One card of the sheets panel; ``words`` are other names the command line takes.

    ``over_results`` sheets say which open problems could still change them. A sheet that ``hangs``
    is asked for again when it would say something else; forms and lists of the moment are not. A
    ``protected`` one prints contacts: they are fetched only when it goes to paper or to a file.
    One ``of_tracks`` draws the kept GPX files, which are fetched first in any case.
    """

    id: str
    title: str
    about: str
    words: tuple[str, ...]
    build: Callable[[Season, SheetRequest], Sheet]
    needs_event: bool = True
    over_results: bool = True
    hangs: bool = True
    protected: bool = False
    of_tracks: bool = False


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


# The sheets


def podium_groups(
    season: Season, event_id: EventId, race_id: RaceId | None = None, depth: int | None = None
) -> tuple[PrizeGroup, ...]:
    """Who is called to the table; ``depth`` None is as many places as the rules say."""
    rule = season.rules.awards
    if depth is not None:
        rule = dataclasses.replace(rule, category_depth=depth)
    rows = results.rows_of(season, event_id, race_id)
    return prize_groups(rows, rule, [code for code, _label in season.category_order()])


def _prize_list(season: Season, request: SheetRequest) -> Sheet:
    rows = rows_for(season, request)
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    groups = podium_groups(season, request.event.id, request.race_id, request.depth)
    extra = podium_note(season, groups)
    context = context_for(season, request, rows, with_results=True, extra=extra)
    return award_sheets.prize_list(context, groups)


def _medal_pickup(season: Season, request: SheetRequest) -> Sheet:
    rows = rows_for(season, request)
    race_ids = races_for(season, request)
    results_of = {race_id: season.results(race_id) for race_id in race_ids}
    ordered = medal_rows(season.data, season.data.races[race_ids[0]].event_id, results_of)
    entries = season.data.entries
    ordered = tuple(row for row in ordered if entries[row.entry_id].race_id in race_ids)
    context = context_for(season, request, rows, with_results=False, listed=ordered)
    return award_sheets.medal_pickup(context, ordered)


def _result_list(season: Season, request: SheetRequest) -> Sheet:
    groups = tuple(
        lists.ResultGroup(
            race_label=race_name(season, race_id), rows=results.result_rows(season, race_id)
        )
        for race_id in races_for(season, request)
    )
    context = context_for(season, request, rows_for(season, request), with_results=True)
    order = [code for code, _label in season.category_order()]
    return lists.result_list(
        context, groups, by_category=request.by_category, category_order=order
    )


def _start_list(season: Season, request: SheetRequest) -> Sheet:
    rows = tuple(
        row for row in rows_for(season, request) if row.result.status is not ResultStatus.DNS
    )
    context = context_for(season, request, rows, with_results=False)
    order = lists.StartOrder.NAME if request.by_name else lists.StartOrder.BIB
    return lists.start_list(context, rows, order)


def _check_in_list(season: Season, request: SheetRequest) -> Sheet:
    rows = check_in_rows(season, races_for(season, request))
    context = context_for(season, request, rows_for(season, request), with_results=False)
    order = lists.StartOrder.NAME if request.by_name else lists.StartOrder.BIB
    return check_in_list(context, rows, order, gear=season.rules.start.gear_check)


def _finish_grid(season: Season, request: SheetRequest) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    lines = grid_lines(season, request.event.id, request.race_id) if request.filled else ()
    return finish_grid(
        context_for(season, request, (), with_results=False),
        rows_a_page=ROWS_A_SHEET,
        first=request.first_row,
        pages=request.pages,
        lines=lines,
    )


def with_contacts(season: Season, kind: PrintKind, request: SheetRequest) -> SheetRequest:
    """The request with the contacts a protected sheet prints; on the database thread.

    Those of the runners left out there, and of nobody else.
    """
    if not kind.protected or request.event is None:
        return request
    left = left_out_there(season, request.event.id, races_for(season, request))
    contacts = season.file.contacts([row.runner_id for row in left])
    return dataclasses.replace(request, contacts=contacts)


def with_tracks(season: Season, kind: PrintKind, request: SheetRequest) -> SheetRequest:
    """The request with the kept files its courses are drawn from; on the database thread."""
    if not kind.of_tracks or request.event is None:
        return request
    courses = season.data.courses
    digests = {courses[race].sha256 for race in races_for(season, request) if race in courses}
    kept = {digest: season.file.kept_file(digest) for digest in digests}
    tracks = {digest: data for digest, data in kept.items() if data is not None}
    return dataclasses.replace(request, tracks=tracks)


def _course(season: Season, request: SheetRequest) -> Sheet:
    context = context_for(season, request, (), with_results=False)
    pages = [
        race_page(season, race_id, race_name(season, race_id), request.tracks)
        for race_id in races_for(season, request)
    ]
    return course_sheet(context, pages)


def _sweep(season: Season, request: SheetRequest, *, protected: bool = False) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    race_ids = races_for(season, request)
    races = races_out(season, request.event.id, race_ids, request.contacts)
    context = context_for(season, request, (), with_results=False)
    return sweep_list(context, races, protected=protected)


def _sweep_with_phones(season: Season, request: SheetRequest) -> Sheet:
    return _sweep(season, request, protected=True)


def _checkpoint_sheets(season: Season, request: SheetRequest) -> Sheet:
    context = context_for(season, request, (), with_results=False)
    return recorder_sheets(context, stations(season, races_for(season, request)))


def _standings(season: Season, request: SheetRequest) -> Sheet:
    groups = standings(season, request.race_code)
    rows = tuple(
        row for race_id in season.data.races for row in results.result_rows(season, race_id)
    )
    people = tuple({row.runner_id: row for row in rows}.values())
    context = context_for(season, request, rows, with_results=True, listed=people)
    labels = {event.code: event.name for event in season.data.events_in_order()}
    return lists.standings(context, groups, labels)


def _key_strip(season: Season, request: SheetRequest) -> Sheet:
    context = context_for(season, request, (), with_results=False)
    return key_strip(context, STRIP_KEYS, KEY_PADS, LINE_KEYS)


def _runner_season(season: Season, request: SheetRequest) -> Sheet:
    if request.runner_id is None or request.runner_id not in season.data.runners:
        raise Refused("sheet.needs-runner")
    return season_sheet(season, request.runner_id, request.paper)


RUNNER_SEASON = PrintKind(
    id="runner-season",
    title=_("A runner's season"),
    about=_("races, points, what counts, what the next race would add"),
    words=(),
    build=_runner_season,
    needs_event=False,
    over_results=False,
    hangs=False,
)
"""Asked for where a runner is chosen; it has no card among the others."""

KINDS: tuple[PrintKind, ...] = (
    PrintKind(
        id="prize-list",
        title=_("Prize list"),
        about=_("first places per distance and category"),
        words=("prizes", "prize", "awards", "award-list"),
        build=_prize_list,
    ),
    PrintKind(
        id="medal-pickup",
        title=_("Medal pick-up"),
        about=_("ordered medals, to be signed for"),
        words=("medal-pick-up", "medals", "medal", "pickup", "pick-up"),
        build=_medal_pickup,
        over_results=False,
    ),
    PrintKind(
        id="results",
        title=_("Results"),
        about=_("everybody, race by race"),
        words=("result", "result-list", "results-list"),
        build=_result_list,
    ),
    PrintKind(
        id="start-list",
        title=_("Start list"),
        about=_("who starts, by bib"),
        words=("start", "starts", "startlist", "starters"),
        build=_start_list,
        over_results=False,
    ),
    PrintKind(
        id="check-in",
        title=_("Check-in list"),
        about=_("who is expected before the start, to be ticked off"),
        words=("checkin", "check-in-list", "registration"),
        build=_check_in_list,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="checkpoint",
        title=_("Checkpoint sheets"),
        about=_("for every checkpoint the bibs to tick, with room for times"),
        words=("checkpoints", "recorder", "recorder-sheets", "checkpoint-sheets"),
        build=_checkpoint_sheets,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="finish-grid",
        title=_("Finish grid"),
        about=_("numbered rows to write on at the line, the same rows as on the screen"),
        words=("grid", "finish-sheet", "paper-grid"),
        build=_finish_grid,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="sweep",
        title=_("Sweep list"),
        about=_("who is left out there, last seen where, expected when"),
        words=("sweep-list", "out-there", "still-out"),
        build=_sweep,
        over_results=False,
        hangs=False,
    ),
    PrintKind(
        id="sweep-phones",
        title=_("Sweep list with phones"),
        about=_("the same with phone and emergency contact: protected"),
        words=("sweep-with-phones", "sweep-list-with-phones"),
        build=_sweep_with_phones,
        over_results=False,
        hangs=False,
        protected=True,
    ),
    PrintKind(
        id="course",
        title=_("Course sheet"),
        about=_("map, profile, figures and places of a course, for the race guide"),
        words=("course-sheet", "map", "profile"),
        build=_course,
        over_results=False,
        hangs=False,
        of_tracks=True,
    ),
    PrintKind(
        id="standings",
        title=_("Series standings"),
        about=_("points over all events"),
        words=("points", "series", "series-standings", "standing"),
        build=_standings,
        needs_event=False,
    ),
    PrintKind(
        id="key-strip",
        title=_("Keys of the line"),
        about=_("to lie beside the keyboard: key strip, number pad, all keys"),
        words=("keys", "keyboard", "key-map", "strip"),
        build=_key_strip,
        needs_event=False,
        over_results=False,
        hangs=False,
    ),
)
