"""Every printable thing: what there is, how it is put together, how it becomes a file."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from trailsdesk.documents import awards as award_sheets
from trailsdesk.documents import lists
from trailsdesk.documents.context import SheetContext
from trailsdesk.documents.pdf import render_checked_pdf
from trailsdesk.documents.sheet import Identity, Paper, Sheet, SheetStatus
from trailsdesk.documents.xlsx import render_xlsx
from trailsdesk.domain.awards import medal_rows, prize_groups
from trailsdesk.domain.event import Event, EventId, RaceId
from trailsdesk.domain.problems import DiskFull, KnownError, Place, Problem, Refused, Severity
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services import results
from trailsdesk.services.problems import problems
from trailsdesk.services.season import Season
from trailsdesk.services.standings import standings


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRequest:
    """What to print: of which event and race, on which paper, how many places a category.

    ``event`` None prints the series. ``race_code`` chooses a distance of the series.
    """

    event: Event | None = None
    race_id: RaceId | None = None
    race_code: str | None = None
    paper: Paper = Paper.A4
    depth: int | None = None
    by_category: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintKind:
    """One card of the sheets panel; ``words`` are other names the command line takes.

    ``over_results`` sheets say which open problems could still change them.
    """

    id: str
    title: str
    about: str
    words: tuple[str, ...]
    build: Callable[[Season, SheetRequest], Sheet]
    needs_event: bool = True
    over_results: bool = True


def kind_named(word: str) -> PrintKind:
    """The kind of that id or other name; ``Refused`` (sheet.unknown-kind) names them all."""
    folded = word.casefold().replace("_", "-").replace(" ", "-")
    for kind in KINDS:
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
    if kind.needs_event and event_id is None:
        raise Refused("sheet.needs-event", kind=kind.id)
    if not kind.needs_event:
        event_id = None
    request = SheetRequest(
        event=None if event_id is None else season.data.events[event_id],
        race_id=race_id,
        race_code=race_code,
        paper=Paper(paper.upper()),
        depth=depth,
        by_category=by_category,
        by_name=by_name,
    )
    return kind.build(season, request)


def render(sheet: Sheet, suffix: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The sheet as ``.pdf`` or ``.xlsx`` bytes, and what a printer would not show."""
    if suffix == ".pdf":
        return render_checked_pdf(sheet)
    return render_xlsx(sheet), ()


def save_sheet(sheet: Sheet, path: Path) -> tuple[Problem, ...]:
    """Write a sheet whole or not at all; the suffix of ``path`` says as what."""
    suffix = path.suffix.casefold()
    if suffix not in (".pdf", ".xlsx"):
        raise Refused("sheet.bad-suffix", name=path.name)
    content, found = render(sheet, suffix)
    write_whole(path, content)
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never stands for half of it."""
    part = None
    try:
        handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        detail = str(error.strerror)
        raise KnownError("sheet.not-written", name=path.name, detail=detail) from error


# What the sheets share


def _rows(season: Season, request: SheetRequest) -> tuple[ResultRow, ...]:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    return results.rows_of(season, request.event.id, request.race_id)


def _race_ids(season: Season, request: SheetRequest) -> tuple[RaceId, ...]:
    if request.race_id is not None:
        return (request.race_id,)
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    return tuple(race.id for race in season.data.races_of(request.event.id))


def race_name(season: Season, race_id: RaceId) -> str:
    """A race as a person calls it: its label, with the kilometres where they are known."""
    race = season.data.races[race_id]
    if race.distance_m is None:
        return race.label
    return f"{race.label} {race.distance_m / 1000:g} km"


def _context(
    season: Season, request: SheetRequest, rows: tuple[ResultRow, ...], *, with_results: bool
) -> SheetContext:
    event = request.event
    last = season.data.events_in_order()[-1]
    zone = (event or last).zone
    now = datetime.fromtimestamp(season.clock.now_ms() / 1000, ZoneInfo(zone))
    races = () if event is None else _race_ids(season, request)
    identity = Identity(
        status=SheetStatus.PROVISIONAL if with_results else None,
        version=season.data.revision if with_results else 0,
        result_hash=results.fingerprint(rows) if with_results else "",
        printed_at=f"{day_words(now.date())} {now:%H:%M %Z}",
        event="" if event is None else event.name,
    )
    return SheetContext(
        series_name=season.data.series.name,
        event_name="" if event is None else event.name,
        event_date="" if event is None else day_words(event.date, long=True),
        race_names=tuple(race_name(season, race_id) for race_id in races),
        identity=identity,
        problems=tuple(
            message(problem)
            for problem in _problems_over(season, event.id if event else None, races)
        )
        if with_results
        else (),
        paper=request.paper,
    )


def open_problems(
    season: Season, kind: PrintKind, event_id: EventId | None, race_id: RaceId | None = None
) -> tuple[Problem, ...]:
    """What could still change a sheet of results; what only tells is left out."""
    if not kind.over_results:
        return ()
    event_id = event_id if kind.needs_event else None
    return _problems_over(season, event_id, () if race_id is None else (race_id,))


def _problems_over(
    season: Season, event_id: EventId | None, race_ids: tuple[RaceId, ...]
) -> tuple[Problem, ...]:
    return tuple(
        problem
        for problem in problems(season, event_id)
        if problem.severity is not Severity.INFO and _concerns(problem.place, race_ids)
    )


def _concerns(place: Place | None, race_ids: tuple[RaceId, ...]) -> bool:
    return place is None or place.race_id is None or not race_ids or place.race_id in race_ids


# The sheets


def _prize_list(season: Season, request: SheetRequest) -> Sheet:
    rows = _rows(season, request)
    rule = season.rules.awards
    if request.depth is not None:
        rule = dataclasses.replace(rule, category_depth=request.depth)
    groups = prize_groups(rows, rule, [code for code, _label in season.category_order()])
    context = _context(season, request, rows, with_results=True)
    return award_sheets.prize_list(context, groups)


def _medal_pickup(season: Season, request: SheetRequest) -> Sheet:
    rows = _rows(season, request)
    race_ids = _race_ids(season, request)
    results_of = {race_id: season.results(race_id) for race_id in race_ids}
    ordered = medal_rows(season.data, season.data.races[race_ids[0]].event_id, results_of)
    entries = season.data.entries
    ordered = tuple(row for row in ordered if entries[row.entry_id].race_id in race_ids)
    context = _context(season, request, rows, with_results=False)
    return award_sheets.medal_pickup(context, ordered)


def _result_list(season: Season, request: SheetRequest) -> Sheet:
    groups = tuple(
        lists.ResultGroup(
            race_label=race_name(season, race_id), rows=results.result_rows(season, race_id)
        )
        for race_id in _race_ids(season, request)
    )
    context = _context(season, request, _rows(season, request), with_results=True)
    order = [code for code, _label in season.category_order()]
    return lists.result_list(
        context, groups, by_category=request.by_category, category_order=order
    )


def _start_list(season: Season, request: SheetRequest) -> Sheet:
    rows = tuple(
        row for row in _rows(season, request) if row.result.status is not ResultStatus.DNS
    )
    context = _context(season, request, rows, with_results=False)
    order = lists.StartOrder.NAME if request.by_name else lists.StartOrder.BIB
    return lists.start_list(context, rows, order)


def _standings(season: Season, request: SheetRequest) -> Sheet:
    groups = standings(season, request.race_code)
    rows = tuple(
        row for race_id in season.data.races for row in results.result_rows(season, race_id)
    )
    context = _context(season, request, rows, with_results=True)
    labels = {event.code: event.name for event in season.data.events_in_order()}
    return lists.standings(context, groups, labels)


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
        id="standings",
        title=_("Series standings"),
        about=_("points over all events"),
        words=("points", "series", "series-standings", "standing"),
        build=_standings,
        needs_event=False,
    ),
)
