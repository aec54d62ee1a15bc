"""A federation's results file: made from the season, looked over, and written when it is clean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import Cell, CellKind, Sheet, SheetColumn, SheetKind, Table
from trailsdesk.documents.xlsx import render_flat_xlsx
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.federation_rules import FileField
from trailsdesk.domain.itra_file import FileFault, FileOptions, ItraFile, make_file
from trailsdesk.domain.latin import foreign_letters
from trailsdesk.domain.problems import InputUnreadable, Note, Refused
from trailsdesk.formats.itra_check import check_sheets, check_workbook_file
from trailsdesk.formats.itra_sheet import SUFFIX, sheet_of_file
from trailsdesk.formats.presets import load_preset, preset_text
from trailsdesk.i18n import message
from trailsdesk.services.itra_races import (
    runners_by_loops,
    runners_of,
    runners_of_leg,
    runners_over_stages,
)
from trailsdesk.services.sheet_files import write_whole
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.federation_rules import ResultFileRule
    from trailsdesk.domain.itra_file import FileRunner
    from trailsdesk.services.itra_races import Faults
    from trailsdesk.services.season import Season

_OWN_PRESET = "itra"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceForm:
    """How a race becomes files; with nothing said it is one file of its official results.

    ``loops`` are the loop counts registered, ``stages`` the other races that are stages of the
    same one, ``leg`` says that it is one leg of a relay. At most one of them.
    """

    loops: tuple[int, ...] = ()
    stages: tuple[RaceId, ...] = ()
    leg: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file with all its faults, first those that stand in no row, then row by row.

    ``loops`` is the loop count the file is for, 0 for a race that is none in loops.
    """

    file: ItraFile
    faults: tuple[FileFault, ...]
    loops: int = 0

    @property
    def clean(self) -> bool:
        """Whether the federation would find nothing."""
        return not self.faults


def result_file_rule(season: Season) -> ResultFileRule:
    """How the file has to look: by the season's rules, or by the preset that comes with us."""
    own = season.rules.federation
    if own is not None and own.result_file is not None:
        return own.result_file
    return published_rule()


def published_rule() -> ResultFileRule:
    """How the file has to look by the preset that comes with the program."""
    known = load_preset(preset_text(_OWN_PRESET)).federation
    if known is None or known.result_file is None:
        raise Refused("itra.no-rule")
    return known.result_file


def itra_file(
    season: Season, event_id: EventId, race_id: RaceId, options: FileOptions | None = None
) -> CheckedFile:
    """The file of a race with one result for everybody, looked over."""
    (found,) = itra_files(season, event_id, race_id, options)
    return found


def itra_files(
    season: Season,
    event_id: EventId,
    race_id: RaceId,
    options: FileOptions | None = None,
    form: RaceForm | None = None,
) -> tuple[CheckedFile, ...]:
    """The files of a race, one for each loop count that has a runner; otherwise one.

    Raises:
        Refused: ``itra.unknown-bib``, ``itra.two-forms``, ``itra.too-many-loops``,
            ``itra.no-loops``.
    """
    chosen, wanted = options or FileOptions(), form or RaceForm()
    if sum(map(bool, (wanted.loops, wanted.stages, wanted.leg))) > 1:
        raise Refused("itra.two-forms")
    rule = result_file_rule(season)
    today = local_date(season.clock.now_ms(), season.data.events[event_id].zone)
    races, faults = _races(season, race_id, wanted, rule)
    everybody = [one.bib for runners in races.values() for one in runners if one.bib]
    for bib in (*chosen.latin, *chosen.genders):
        if bib not in everybody:
            raise Refused("itra.unknown-bib", bib=bib)
    found = []
    for loops, runners in races.items():
        file = make_file(runners, rule, chosen)
        if not loops or file.rows or file.faults:
            own = {one.entry_id for one in runners}
            more = tuple(each for each in faults if each.entry_id in own)
            found.append(replace(checked(file, today, more), loops=loops))
    return tuple(found)


def _races(
    season: Season, race_id: RaceId, form: RaceForm, rule: ResultFileRule
) -> tuple[Mapping[int, tuple[FileRunner, ...]], Faults]:
    if form.loops:
        return runners_by_loops(season, race_id, form.loops, rule)
    if form.stages:
        stages = dict.fromkeys((race_id, *form.stages))
        return {0: runners_over_stages(season, tuple(stages))}, ()
    if form.leg:
        runners, faults = runners_of_leg(season, race_id)
        return {0: runners}, faults
    return {0: runners_of(season, race_id)}, ()


def keep_latin_name(season: Season, entry_id: EntryId, family: str, given: str) -> None:
    """Keep with the runner of an entry how the name is written in Latin letters.

    Raises:
        Refused: ``itra.not-latin``, with the letters that are in the way; or a name is missing.
    """
    family, given = " ".join(family.split()), " ".join(given.split())
    letters = foreign_letters(family + given)
    if letters or not family or not given:
        raise Refused("itra.not-latin", letters=letters)
    entry = season.data.entries[entry_id]
    runner = season.data.runners[entry.runner_id]
    with season.change("runner.latin", bib=entry.bib) as writer:
        writer.put(replace(runner, latin_family=family, latin_given=given))


def checked(file: ItraFile, today: date, more: Faults = ()) -> CheckedFile:
    """A file with what the pre-flight finds on its sheet, and what the sheet does not show."""
    known = {(fault.row, fault.column) for fault in file.faults}
    on_sheet = check_sheets((sheet_of_file(file),), file.rule, today)
    faults = [
        *more,
        *file.faults,
        *(fault for fault in on_sheet if (fault.row, fault.column) not in known),
    ]
    places = {heading: place for place, heading in enumerate(file.headings)}
    faults.sort(key=lambda fault: (fault.row or 0, places.get(fault.column, -1)))
    return CheckedFile(file=file, faults=tuple(faults))


def check_file(path: Path, rule: ResultFileRule, today: date) -> tuple[FileFault, ...]:
    """The faults of any file on the disk; one that cannot be opened is a fault itself."""
    try:
        source = read_source(path)
        return check_workbook_file(path.name, source.data, rule, today)
    except InputUnreadable as error:
        fix = Note(code="itra.not-xlsx-fix")
        return (FileFault(row=None, said=error.note, fix=fix),)


def content_of(file: ItraFile) -> bytes:
    """The workbook: one sheet, headings from A1, places as numbers and all else as text."""
    columns = tuple(
        SheetColumn(
            title=column.heading,
            kind=CellKind.NUMBER if column.field is FileField.RANKING else CellKind.TEXT,
        )
        for column in file.rule.columns
    )
    rows = tuple(
        tuple(
            Cell(text=text, value=int(text) if is_number and text.isdecimal() else None)
            for text, is_number in zip(
                row.cells, (column.kind is CellKind.NUMBER for column in columns), strict=True
            )
        )
        for row in file.rows
    )
    table = Table(columns=columns, rows=rows)
    return render_flat_xlsx(Sheet(kind=SheetKind.OTHER, title=file.rule.to, blocks=(table,)))


def write_files(
    files: tuple[CheckedFile, ...], path: Path, *, anyway: bool = False
) -> tuple[Path, ...]:
    """Write each file whole or not at all; several get their loop count into the name.

    Raises:
        Refused: ``itra.out-suffix``; ``itra.unclean`` when a file has faults and it is not asked
            to write ``anyway``.
    """
    if path.suffix.casefold() != SUFFIX:
        raise Refused("itra.out-suffix", name=path.name)
    faults = [fault for one in files for fault in one.faults]
    if faults and not anyway:
        raise Refused("itra.unclean", count=len(faults), first=message(faults[0].said))
    written = []
    for one in files:
        name = f"{path.stem}-{one.loops:02d}-loops{path.suffix}" if one.loops else path.name
        target = path.with_name(name)
        write_whole(target, content_of(one.file))
        written.append(target)
    return tuple(written)
