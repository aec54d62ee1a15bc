"""The sheets of the races: before the start, out on the course, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents import lists
from trailsdesk.documents.check_in import check_in_list
from trailsdesk.documents.course import course_sheet
from trailsdesk.documents.course_lists import recorder_sheets, sweep_list
from trailsdesk.documents.grids import finish_grid
from trailsdesk.documents.key_strip import key_strip
from trailsdesk.domain.paper import ROWS_A_SHEET
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _
from trailsdesk.services import results
from trailsdesk.services.check_in_sheet import check_in_rows
from trailsdesk.services.course_page import race_page
from trailsdesk.services.course_sheets import left_out_there, races_out, stations
from trailsdesk.services.grid_sheet import grid_lines
from trailsdesk.services.line_keys import KEY_PADS, LINE_KEYS, STRIP_KEYS
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.runner_season import season_sheet
from trailsdesk.services.sheet_request import (
    SheetRequest,
    context_for,
    race_name,
    races_for,
    rows_for,
)
from trailsdesk.services.standings import standings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.services.season import Season


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


def _people_out_there(season: Season, request: SheetRequest) -> Iterable[RunnerId]:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    left = left_out_there(season, request.event.id, races_for(season, request))
    return [row.runner_id for row in left]


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

RACE_SHEETS: tuple[PrintKind, ...] = (
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
        contacts_of=_people_out_there,
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
