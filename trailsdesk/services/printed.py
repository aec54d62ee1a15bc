"""What was printed: every sheet has its number, and the ones that hang are watched for changes.

Paper cannot be undone: a printing is noted beside the history and stays there.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.pdf import render_counted_pdf
from trailsdesk.documents.sheet import Notice, Sheet, to_json
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.printed import PrintedSheet, SheetId
from trailsdesk.domain.problems import KnownError, Place, Problem, Refused, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services import printing
from trailsdesk.services.printing import PrintKind, SheetRequest
from trailsdesk.services.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from trailsdesk.services.season import Season

__all__ = [
    "Numbered",
    "asked_for",
    "fingerprint",
    "hanging",
    "note",
    "note_taken_down",
    "numbered",
    "outdated",
    "sheets_told",
    "write_pdf",
]

_SCOPE = frozenset({"event", "race_id", "paper", "contacts", "tracks"})
"""Fields of a request that are no options: where it is from, what it is printed on, and what of it
is never kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A sheet with its number on it, and what is to be noted once it is on paper.

    ``record`` is None when the file is open for reading only: then there is no number either.
    """

    sheet: Sheet
    record: PrintedSheet | None


def fingerprint(sheet: Sheet) -> str:
    """A digest of what a sheet says.

    The number, the moment, the paper and the notices about the sheet itself (open problems, who is
    missing) are left out: they may change while everything that is printed still holds.
    """
    bare = dataclasses.replace(
        sheet,
        identity=type(sheet.identity)(event=sheet.identity.event),
        blocks=tuple(block for block in sheet.blocks if not isinstance(block, Notice)),
        options=dataclasses.replace(sheet.options, paper=type(sheet.options.paper).A4),
    )
    return hashlib.sha256(to_json(bare).encode()).hexdigest()


def options_of(request: SheetRequest) -> str:
    """The choices of a request that differ from the usual, as text; empty for the usual."""
    chosen = {
        field.name: value
        for field in dataclasses.fields(request)
        if field.name not in _SCOPE and (value := getattr(request, field.name)) != field.default
    }
    return json.dumps(chosen, sort_keys=True) if chosen else ""


def asked_for(season: Season, record: PrintedSheet) -> tuple[PrintKind, SheetRequest]:
    """The kind and request a sheet was printed from, to print it again.

    Raises:
        Refused: ``sheet.gone``, its event or race is no longer in the season.
    """
    kind = printing.kind_named(record.kind)
    data = season.data
    gone = record.event_id is not None and record.event_id not in data.events
    if gone or (record.race_id is not None and record.race_id not in data.races):
        raise Refused("sheet.gone", number=record.id)
    options: dict[str, Any] = json.loads(record.options) if record.options else {}
    known = {field.name for field in dataclasses.fields(SheetRequest)} - _SCOPE
    chosen = {name: value for name, value in options.items() if name in known}
    return kind, printing.sheet_request(season, kind, record.event_id, record.race_id, **chosen)


# Printing


def numbered(
    season: Season, kind: PrintKind, request: SheetRequest, actor: str, sheet: Sheet | None = None
) -> Numbered:
    """The sheet with the number it will have, and the one it replaces.

    Args:
        sheet: the sheet of that request, if it is put together already.
    """
    made = kind.build(season, request) if sheet is None else sheet
    if season.file.read_only:
        return Numbered(sheet=made, record=None)
    record = PrintedSheet(
        id=SheetId(max(season.data.printed, default=0) + 1),
        kind=kind.id,
        event_id=None if request.event is None else request.event.id,
        race_id=request.race_id,
        options=options_of(request),
        title=made.title,
        made_ms=season.clock.now_ms(),
        actor=actor,
        revision=season.data.revision,
        fingerprint=fingerprint(made),
    )
    before = _hangs(season).get(_key(record))
    replaces = before.id if before is not None and kind.hangs else None
    identity = dataclasses.replace(made.identity, number=record.id, replaces=replaces)
    return Numbered(sheet=dataclasses.replace(made, identity=identity), record=record)


def note(season: Season, printed: Numbered, pages: int) -> PrintedSheet | None:
    """Remember that a sheet is on paper; on the database thread.

    The number is the file's to give: it is the one on the sheet unless two were printed at once.
    """
    if printed.record is None:
        return None
    record = dataclasses.replace(printed.record, id=SheetId(0), pages=pages)
    saved = season.file.note_printed(record)
    season.take(season.file.last_changes)
    return saved


def write_pdf(
    season: Season, kind: PrintKind, request: SheetRequest, path: Path, actor: str
) -> tuple[tuple[Problem, ...], PrintedSheet | None]:
    """Write a sheet as PDF with its number, and note it.

    Returns what a printer would not show, and what was noted: None when the file is open for
    reading only, and the sheet has no number.
    """
    made = numbered(season, kind, request, actor)
    content, pages, found = render_counted_pdf(made.sheet)
    printing.write_whole(path, content)
    return found, note(season, made, pages)


def note_taken_down(season: Season, sheet_id: SheetId, actor: str) -> None:
    """A sheet hangs no longer: nothing is asked about it until it is printed again."""
    record = season.data.printed[sheet_id]
    gone = dataclasses.replace(
        record,
        id=SheetId(0),
        made_ms=season.clock.now_ms(),
        actor=actor,
        revision=season.data.revision,
        pages=0,
        fingerprint="",
    )
    season.file.note_printed(gone)
    season.take(season.file.last_changes)


# What hangs


_Key = tuple[str, EventId | None, RaceId | None, str]


def _key(record: PrintedSheet) -> _Key:
    return (record.kind, record.event_id, record.race_id, record.options)


def _hangs(season: Season) -> dict[_Key, PrintedSheet]:
    def latest() -> dict[_Key, PrintedSheet]:
        found = {_key(record): record for _id, record in sorted(season.data.printed.items())}
        return {key: record for key, record in found.items() if record.fingerprint}

    return season.keep("hanging", (season.data.printed,), latest)


def hanging(season: Season) -> tuple[PrintedSheet, ...]:
    """The sheets that hang, by number: of each kind, scope and choice the latest."""
    return tuple(sorted(_hangs(season).values(), key=lambda record: record.id))


def sheets_told(season: Season) -> tuple[Told, ...]:
    """Hanging sheets that would say something else now (``sheet.outdated``)."""
    return tuple(Told(problem=_outdated(season, record)) for record in outdated(season))


def outdated(season: Season) -> tuple[PrintedSheet, ...]:
    """The hanging sheets that would say something else now, by number."""
    return tuple(record for record in hanging(season) if _differs(season, record))


def _outdated(season: Season, record: PrintedSheet) -> Problem:
    event = None if record.event_id is None else season.data.events.get(record.event_id)
    zone = (event or season.data.events_in_order()[-1]).zone
    day, clock = (
        local_date(record.made_ms, zone),
        format_clock(record.made_ms, zone, seconds=False),
    )
    place = Place(event_id=record.event_id, race_id=record.race_id, sheet_id=record.id)
    return Problem(
        severity=Severity.WARNING,
        code="sheet.outdated",
        params={
            "number": record.id,
            "title": record.title,
            "moment": f"{day.isoformat()} {clock}",
        },
        place=place,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found about a sheet, and on what grounds."""

    grounds: tuple[object, ...]
    standing: tuple[_Standing, ...]
    differs: bool

    @property
    def decided(self) -> int:
        return sum(each.decided for each in self.standing)


@dataclass(frozen=True, slots=True)
class _Standing:
    """All places and times of a race as one number, and how many runners have an outcome."""

    digest: int
    decided: int


def _differs(season: Season, record: PrintedSheet) -> bool:
    """Whether a sheet would say something else now, found out as rarely as can be.

    Finishes that only come in do not make an outdated sheet right again: while nothing else has
    changed, it is not put together anew with every runner at the line.
    """
    try:
        kind, request = asked_for(season, record)
    except KnownError:
        return False
    if not kind.hangs:
        return False
    kept: dict[SheetId, _Verdict] = season.keep("sheet-verdicts", (season.file,), dict)
    grounds, standing = _grounds(season, kind, request)
    before = kept.get(record.id)
    verdict = _Verdict(grounds, standing, differs=True)
    if before is not None and _same(before.grounds, grounds):
        more = verdict.decided > before.decided
        if before.standing == standing or (before.differs and more):
            return before.differs
    with contextlib.suppress(KnownError):
        differs = fingerprint(kind.build(season, request)) != record.fingerprint
        verdict = dataclasses.replace(verdict, differs=differs)
    kept[record.id] = verdict
    return verdict.differs


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Equal, asking the large mappings only whether they are the same object."""
    return len(one) == len(other) and all(
        a is b or (isinstance(a, frozenset | int) and a == b)
        for a, b in zip(one, other, strict=True)
    )


def _grounds(
    season: Season, kind: PrintKind, request: SheetRequest
) -> tuple[tuple[object, ...], tuple[_Standing, ...]]:
    """What a sheet is made from, and apart from it the results, of which more come all the time.

    Of the results a sheet that does not rest on them takes only who is in the race.
    """
    data = season.data
    events = data.events if request.event is None else {request.event.id: request.event}
    grounds: tuple[object, ...] = (
        season.rules, data.series, data.events, data.races, data.waves, data.runners,
        data.entries, data.overrides, data.points, data.bib_ranges, data.check_ins,
    )  # fmt: skip
    if not kind.over_results:
        return (*grounds, _taking_part(season, events)), ()
    races = tuple(race.id for event_id in events for race in data.races_of(event_id))
    standing = tuple(_stand(season, race_id) for race_id in races)
    if kind.of_splits:
        grounds = (*grounds, *(season.splits(race_id) for race_id in races))
    return (*grounds, data.rulings, data.adjustments), standing


def _taking_part(season: Season, events: Iterable[EventId]) -> frozenset[int]:
    """Who is in the races, as a sheet of entries lists them."""
    races = (race.id for event_id in events for race in season.data.races_of(event_id))
    return frozenset().union(*(_not_absent(season, race_id) for race_id in races))


def _not_absent(season: Season, race_id: RaceId) -> frozenset[int]:
    results = season.results(race_id)
    return season.keep(
        ("taking-part", race_id),
        (results,),
        lambda: frozenset(
            each.entry_id for each in results.results if each.status is not ResultStatus.DNS
        ),
    )


def _stand(season: Season, race_id: RaceId) -> _Standing:
    results = season.results(race_id)

    def count() -> _Standing:
        lines = tuple(
            (r.entry_id, r.status, r.time_ms, r.rank, r.rank_gender, r.rank_category)
            for r in results.results
        )
        decided = sum(r.status is not ResultStatus.PENDING for r in results.results)
        return _Standing(hash(lines), decided)

    return season.keep(("standing", race_id), (results,), count)
