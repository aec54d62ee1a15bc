"""What the season can be handed on as: the files there are, what each needs, and their writing.

Files for people to print stand in ``services/printing.py``; these are for other programs, and the
folder of pages for the web. Birth dates and contacts leave only where they are asked for, medical
notes never.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import Cell, CellKind, Sheet, SheetColumn, SheetKind, Table
from trailsdesk.documents.xlsx import render_flat_xlsx
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.exports import OutKind, OutTable, finest_unit
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.problems import Problem, Refused
from trailsdesk.formats.csv_out import cell_text, csv_file
from trailsdesk.formats.iof_out import iof_file
from trailsdesk.formats.json_out import json_file
from trailsdesk.formats.runsignup_out import runsignup_file
from trailsdesk.formats.ultrasignup_out import ultrasignup_file
from trailsdesk.formats.webscorer_out import webscorer_file
from trailsdesk.i18n import _
from trailsdesk.services.export_races import export_problems, race_for_export
from trailsdesk.services.export_tables import (
    entry_table,
    result_table,
    split_table,
    standing_table,
)
from trailsdesk.services.season import Season
from trailsdesk.services.sheet_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.exports import OutRace, OutValue

_SEASON_SUFFIX = ".trailsdesk"


class What(enum.StrEnum):
    """Which rows a table of the season holds."""

    ENTRIES = "entries"
    RESULTS = "results"
    SPLITS = "splits"
    STANDINGS = "standings"


class Reach(enum.StrEnum):
    """The most a file can hold: the whole season, one event, or one race."""

    SEASON = "season"
    EVENT = "event"
    RACE = "race"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What is to leave the program.

    ``event_id`` None is all events, ``race_id`` None all races. ``contacts`` are those that stand
    in a list of entries; None leaves them out. ``what`` is for tables only.
    """

    what: What = What.RESULTS
    event_id: EventId | None = None
    race_id: RaceId | None = None
    birth_date: bool = False
    contacts: Mapping[RunnerId, Contact] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file's content, and what the other program would miss in it."""

    content: bytes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportKind:
    """A file the season can be handed on as.

    ``folder`` kinds are a folder of pages and have no ``make``. ``of_rows`` kinds take any of
    ``What``; ``births`` can carry birth dates.
    """

    id: str
    title: str
    about: str
    suffix: str
    reach: Reach
    make: Callable[[Season, ExportRequest], Made] | None
    of_rows: bool = False
    births: bool = False

    @property
    def folder(self) -> bool:
        """Whether it is a folder of pages."""
        return self.make is None


def export_named(word: str) -> ExportKind:
    """The kind of that id; ``Refused`` (export.unknown) names them all."""
    for kind in EXPORTS:
        if kind.id == word.casefold():
            return kind
    raise Refused("export.unknown", kind=word[:40], known=", ".join(kind.id for kind in EXPORTS))


def make_export(season: Season, kind: ExportKind, request: ExportRequest) -> Made:
    """The file's content from the season as it is now.

    Raises:
        Refused: ``export.needs-event``, ``export.needs-race``, ``export.not-with``, or
            ``standings.no-points`` for a season that has none.
    """
    assert kind.make is not None  # noqa: S101  a folder is written by services/site.py
    request = _settled(season, kind, request)
    return kind.make(season, request)


def save_export(
    season: Season, kind: ExportKind, request: ExportRequest, path: Path
) -> tuple[Problem, ...]:
    """Write the file whole or not at all; never over a season.

    Raises:
        Refused: as ``make_export``; ``export.over-season``.
    """
    if path.suffix.casefold() == _SEASON_SUFFIX:
        raise Refused("export.over-season", name=path.name)
    made = make_export(season, kind, request)
    write_whole(path, made.content)
    return made.problems


def contacts_for(season: Season, request: ExportRequest) -> Mapping[RunnerId, Contact]:
    """The contacts of everybody a list of entries holds; on the database thread."""
    races = set(races_of(season, request))
    entries = season.data.entries.values()
    return season.file.contacts({e.runner_id for e in entries if e.race_id in races})


def races_of(season: Season, request: ExportRequest) -> tuple[RaceId, ...]:
    """The race asked for, else those of the event, else all, in the order of the season."""
    if request.race_id is not None:
        return (request.race_id,)
    events = season.data.events_in_order()
    return tuple(
        race.id
        for event in events
        if request.event_id in (None, event.id)
        for race in season.data.races_of(event.id)
    )


def _settled(season: Season, kind: ExportKind, request: ExportRequest) -> ExportRequest:
    """The request with the only race of an event named, or a refusal."""
    _check_personal(kind, request)
    if kind.reach is not Reach.SEASON and request.event_id is None:
        raise Refused("export.needs-event", kind=kind.title)
    if kind.reach is Reach.RACE and request.race_id is None:
        races = races_of(season, request)
        if len(races) != 1:
            known = ", ".join(season.data.races[race_id].code for race_id in races)
            raise Refused("export.needs-race", kind=kind.title, known=known)
        return ExportRequest(
            what=request.what,
            event_id=request.event_id,
            race_id=races[0],
            birth_date=request.birth_date,
            contacts=request.contacts,
        )
    return request


def _check_personal(kind: ExportKind, request: ExportRequest) -> None:
    dated = (What.ENTRIES, What.RESULTS)
    if request.birth_date and not (kind.births and request.what in dated):
        raise Refused("export.not-with", field="birth-date", kind=kind.title)
    if request.contacts is not None and not (kind.of_rows and request.what is What.ENTRIES):
        raise Refused("export.not-with", field="contacts", kind=kind.title)


# Tables


def table_of(season: Season, request: ExportRequest) -> OutTable:
    """The rows asked for."""
    races = races_of(season, request)
    if request.what is What.ENTRIES:
        return entry_table(season, races, birth_date=request.birth_date, contacts=request.contacts)
    if request.what is What.SPLITS:
        return split_table(season, races)
    if request.what is What.STANDINGS:
        return standing_table(season)
    return result_table(season, races, birth_date=request.birth_date)


def _csv(season: Season, request: ExportRequest) -> Made:
    return Made(content=csv_file(table_of(season, request)))


def _json(season: Season, request: ExportRequest) -> Made:
    return Made(content=json_file(table_of(season, request)))


def _xlsx(season: Season, request: ExportRequest) -> Made:
    return Made(content=render_flat_xlsx(as_sheet(table_of(season, request))))


_CELLS = {
    OutKind.TEXT: CellKind.TEXT,
    OutKind.DATE: CellKind.TEXT,
    OutKind.NUMBER: CellKind.NUMBER,
    OutKind.TIME: CellKind.TIME,
}


def as_sheet(table: OutTable) -> Sheet:
    """The table as the one block of a sheet, for the workbook's writer."""
    columns = tuple(SheetColumn(title=c.title, kind=_CELLS[c.kind]) for c in table.columns)
    cells = [
        [_cell(row[index], column.kind, unit) for row in table.rows]
        for index, column in enumerate(table.columns)
        for unit in [_unit(table, index, column.kind)]
    ]
    rows = tuple(zip(*cells, strict=True))
    block = Table(columns=columns, rows=rows)
    return Sheet(kind=SheetKind.OTHER, title=table.name, blocks=(block,))


def _unit(table: OutTable, index: int, kind: OutKind) -> int:
    if kind is not OutKind.TIME:
        return 0
    values = [row[index] for row in table.rows]
    return finest_unit(tuple(value if isinstance(value, int) else None for value in values))


def _cell(value: OutValue, kind: OutKind, unit_ms: int) -> Cell:
    if kind is OutKind.TIME and isinstance(value, int):
        return Cell(text=format_elapsed(value, unit_ms), value=value)
    if isinstance(value, str):
        return Cell(text=value)
    number = None if kind is OutKind.DATE else value
    return Cell(text=cell_text(value, kind), value=number)  # type: ignore[arg-type]  # no day


# Result files of other programs


def _races(season: Season, request: ExportRequest) -> tuple[OutRace, ...]:
    return tuple(race_for_export(season, race_id) for race_id in races_of(season, request))


def _iof(season: Season, request: ExportRequest) -> Made:
    assert request.event_id is not None  # noqa: S101  _settled has refused that
    races = _races(season, request)
    event = season.data.events[request.event_id]
    return Made(content=iof_file(event, races, season.clock.now_ms()))


def _ultrasignup(season: Season, request: ExportRequest) -> Made:
    races = _races(season, request)
    content = ultrasignup_file(races[0], birth_dates=request.birth_date)
    return Made(content=content, problems=export_problems("ultrasignup", races))


def _runsignup(season: Season, request: ExportRequest) -> Made:
    races = _races(season, request)
    return Made(content=runsignup_file(races[0]), problems=export_problems("runsignup", races))


def _webscorer(season: Season, request: ExportRequest) -> Made:
    races = _races(season, request)
    order = [code for code, _label in season.category_order()]
    content = webscorer_file(races[0], order)
    return Made(content=content, problems=export_problems("webscorer", races))


EXPORTS: tuple[ExportKind, ...] = (
    ExportKind(
        id="html",
        title=_("Results site"),
        about=_("a folder of pages to put on the web or a stick: search, filter, print"),
        suffix="",
        reach=Reach.SEASON,
        make=None,
    ),
    ExportKind(
        id="csv",
        title=_("CSV table"),
        about=_("for spreadsheets and other programs; also comes back in here"),
        suffix=".csv",
        reach=Reach.SEASON,
        make=_csv,
        of_rows=True,
        births=True,
    ),
    ExportKind(
        id="xlsx",
        title=_("Excel table"),
        about=_("headings in the first row, times and places as figures"),
        suffix=".xlsx",
        reach=Reach.SEASON,
        make=_xlsx,
        of_rows=True,
        births=True,
    ),
    ExportKind(
        id="json",
        title=_("JSON"),
        about=_("for programmers: the same rows, times in milliseconds too"),
        suffix=".json",
        reach=Reach.SEASON,
        make=_json,
        of_rows=True,
        births=True,
    ),
    ExportKind(
        id="iof",
        title=_("IOF XML 3.0"),
        about=_("the result list of an event with splits, for orienteering programs"),
        suffix=".xml",
        reach=Reach.EVENT,
        make=_iof,
    ),
    ExportKind(
        id="ultrasignup",
        title=_("UltraSignup"),
        about=_("one race as that site takes it: age, gender and a status digit"),
        suffix=".csv",
        reach=Reach.RACE,
        make=_ultrasignup,
        births=True,
    ),
    ExportKind(
        id="runsignup",
        title=_("RunSignUp"),
        about=_("one race as that site takes it: bib, place, clock and chip time"),
        suffix=".csv",
        reach=Reach.RACE,
        make=_runsignup,
    ),
    ExportKind(
        id="webscorer",
        title=_("Webscorer"),
        about=_("one race as that site writes it: a block for each category"),
        suffix=".txt",
        reach=Reach.RACE,
        make=_webscorer,
    ),
)
