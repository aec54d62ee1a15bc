"""A race's results as a federation's file wants them: who stands in it, and what each cell says.

Which columns, headings and letters are the rules' (``ResultFileRule``). What a federation leaves
open is decided here as follows: hours go on counting past 24, who came in too late did not finish,
and who ran outside the competition is left out.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration, format_elapsed
from trailsdesk.domain.effort import backyard_file
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.federation_rules import FileField, ResultFileRule
from trailsdesk.domain.latin import is_latin, proposed_latin
from trailsdesk.domain.nations import CodeSet, Reading, code_set, country_name, nation_of
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Note
from trailsdesk.domain.ranking import rank
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.rules import TieRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADING_ROW = 1
"""Where the headings stand, as the sheet counts its rows."""


class Disqualified(enum.StrEnum):
    """What becomes of the disqualified, of whom the federation says nothing."""

    OUT = "out"
    DNF = "dnf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """What the organiser decides for one file.

    ``latin`` is the family and given name to write for a bib, ``genders`` what to write for a bib
    whose runner is neither of the two the file knows.
    """

    dnf: bool = True
    disqualified: Disqualified = Disqualified.OUT
    latin: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    genders: Mapping[str, Gender] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRunner:
    """A runner of the race with what the file asks for; ``nation`` as the entry says it."""

    entry_id: EntryId
    bib: str = ""
    status: ResultStatus
    rank: int | None = None
    time_ms: Duration | None = None
    family_name: str
    given_name: str
    latin_family: str = ""
    latin_given: str = ""
    gender: Gender | None = None
    birth_date: date | None = None
    nation: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """What keeps a file from being taken.

    ``row`` counts as in the sheet, the headings being row 1; None when it stands in no row.
    ``column`` is the heading, empty for the whole row. ``fix`` says what to do.
    """

    row: int | None
    column: str = ""
    said: Note
    fix: Note
    entry_id: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A line of the file: whose it is, and its cells in the order of the rule's columns."""

    entry_id: EntryId
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """What was written otherwise than the entry says it, to be looked at; nothing is wrong."""

    row: int
    said: Note
    entry_id: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class ItraFile:
    """The finished lines, without the headings; ``faults`` only those the lines do not show."""

    rule: ResultFileRule
    rows: tuple[FileRow, ...] = ()
    faults: tuple[FileFault, ...] = ()
    notes: tuple[FileNote, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row."""
        return tuple(column.heading for column in self.rule.columns)


def make_file(
    runners: Sequence[FileRunner], rule: ResultFileRule, options: FileOptions | None = None
) -> ItraFile:
    """The lines of a race: the ranked by rank, then who did not finish.

    Who did not start, ran outside the competition or was disqualified is left out (the last as
    the options say). A runner without a result stands in no file and is a fault.
    """
    chosen = options or FileOptions()
    ranked = [one for one in runners if one.status is ResultStatus.OK and one.rank is not None]
    ranked.sort(key=lambda one: one.rank or 0)
    maker = _Maker(rule, chosen, code_set(one.nation for one in runners))
    unfinished = _unfinished(chosen)
    others = [one for one in runners if one.status in unfinished]
    for one in paced((*ranked, *others)):
        maker.add(one)
    heading = rule.heading(FileField.TIME)
    pending = tuple(
        FileFault(
            row=None,
            column=heading,
            said=Note(code="itra.pending", params={"name": _name(one), "bib": one.bib}),
            fix=Note(code="itra.pending-fix"),
            entry_id=one.entry_id,
        )
        for one in runners
        if one.status is ResultStatus.PENDING
    )
    return ItraFile(
        rule=rule,
        rows=tuple(maker.rows),
        faults=(*pending, *maker.faults),
        notes=tuple(maker.notes),
    )


def _unfinished(options: FileOptions) -> frozenset[ResultStatus]:
    """Whose line says that they did not finish."""
    found = set()
    if options.dnf:
        found = {ResultStatus.DNF, ResultStatus.OVER_TIME}
    if options.disqualified is Disqualified.DNF:
        found.add(ResultStatus.DSQ)
    return frozenset(found)


def _name(one: FileRunner) -> str:
    return f"{one.given_name} {one.family_name}".strip()


class _Maker:
    """Writes line after line."""

    def __init__(self, rule: ResultFileRule, options: FileOptions, codes: CodeSet | None) -> None:
        self.rule = rule
        self.options = options
        self.codes = codes
        self.rows: list[FileRow] = []
        self.faults: list[FileFault] = []
        self.notes: list[FileNote] = []

    def add(self, one: FileRunner) -> None:
        """The next line."""
        row = HEADING_ROW + 1 + len(self.rows)
        nation = self._nation(one, row)
        family, given = self._names(one, nation, row)
        is_ranked = one.status is ResultStatus.OK
        values = {
            FileField.RANKING: str(one.rank) if is_ranked else self.rule.unfinished,
            FileField.TIME: format_elapsed(one.time_ms or 0, pad_hours=True) if is_ranked else "",
            FileField.FAMILY_NAME: family,
            FileField.GIVEN_NAME: given,
            FileField.GENDER: self._gender(one),
            FileField.BIRTH_DATE: one.birth_date.isoformat() if one.birth_date else "",
            FileField.NATION: nation,
            FileField.BIB: one.bib,
            # Nobody asks for the city: one that cannot be spelt stays out.
            FileField.CITY: proposed_latin(one.city, nation) or "",
        }
        cells = tuple(values[column.field] for column in self.rule.columns)
        self.rows.append(FileRow(entry_id=one.entry_id, cells=cells))

    def _gender(self, one: FileRunner) -> str:
        gender = one.gender
        if gender is not Gender.M and gender is not Gender.F:
            gender = self.options.genders.get(one.bib, gender)
        letters = {Gender.M: self.rule.men, Gender.F: self.rule.women}
        return "" if gender is None else letters.get(gender, gender.value)

    def _nation(self, one: FileRunner, row: int) -> str:
        """The IOC's code; what cannot be told stays as the entry says it."""
        found = nation_of(one.nation, self.codes)
        given = one.nation.strip()
        if found.reading is Reading.DOUBT:
            choices = ", ".join(f"{country_name(code)} ({code})" for code in found.choices)
            self.faults.append(
                FileFault(
                    row=row,
                    column=self.rule.heading(FileField.NATION),
                    said=Note(
                        code="itra.nation-doubt", params={"code": given, "choices": choices}
                    ),
                    fix=Note(code="itra.nation-doubt-fix"),
                    entry_id=one.entry_id,
                )
            )
        elif found.code is not None and found.reading in (Reading.TERRITORY, Reading.FORMER):
            params = {"name": _name(one), "nation": given, "code": found.code}
            self._tell(one, row, Note(code="itra.nation-fallback", params=params))
        return found.code or given

    def _names(self, one: FileRunner, nation: str, row: int) -> tuple[str, str]:
        """Family and given name in Latin letters, as far as anybody or a table can spell them."""
        typed = self.options.latin.get(one.bib) if one.bib else None
        if typed is not None:
            return typed
        spelt = []
        for name, latin in (
            (one.family_name, one.latin_family),
            (one.given_name, one.latin_given),
        ):
            proposed = latin or proposed_latin(name, nation)
            spelt.append(" ".join(name.split()) if proposed is None else proposed)
            if not latin and proposed and not is_latin(name):
                params = {"was": name, "latin": proposed}
                self._tell(one, row, Note(code="itra.latin-proposed", params=params))
        return spelt[0], spelt[1]

    def _tell(self, one: FileRunner, row: int, note: Note) -> None:
        self.notes.append(FileNote(row=row, said=note, entry_id=one.entry_id))


# Races in loops


def by_loops(
    runners: Iterable[tuple[FileRunner, Sequence[Duration]]],
    registered: Sequence[int],
    tie: TieRule = TieRule.SAME_RANK_SKIP,
) -> Mapping[int, tuple[FileRunner, ...]]:
    """Who stands in the file of which loop count, fewest loops first.

    A runner stands in one file only: that of the most registered loops they completed, with the
    time at the end of that loop. Who completed fewer than the fewest did not finish there. Who
    was disqualified, ran outside the competition or did not start keeps that.

    Args:
        runners: each with the times at the end of loop 1, 2, …, in order.
        registered: loop counts, one for each race registered.
    """
    fewest = min(registered)
    found: dict[int, list[FileRunner]] = {count: [] for count in sorted(registered)}
    timed: dict[int, list[FileRunner]] = {count: [] for count in registered}
    for one, times in runners:
        count = backyard_file(registered, len(times))
        if one.status in _STAY or (one.status is ResultStatus.PENDING and not times):
            found[fewest].append(one)
        elif count is None:
            found[fewest].append(replace(one, status=ResultStatus.DNF, rank=None, time_ms=None))
        else:
            timed[count].append(replace(one, status=ResultStatus.OK, time_ms=times[count - 1]))
    return {
        count: tuple(
            [
                replace(one, rank=place)
                for place, one in rank(timed[count], lambda one: one.time_ms or 0, tie)
            ]
            + found[count]
        )
        for count in found
    }


_STAY = frozenset((ResultStatus.DSQ, ResultStatus.DNS, ResultStatus.NOT_COMPETING))


# Races in stages


def total_of_stages(stages: Sequence[FileRunner | None]) -> FileRunner | None:
    """One runner over all stages: the sum of the times, or the first thing that is against one.

    None for a stage the runner was not entered in, which is as not finishing it. The rank is not
    given yet. None when the runner is in no stage, or started in none.
    """
    there = [one for one in stages if one is not None]
    if not there:
        return None
    statuses = {ResultStatus.DNS if one is None else one.status for one in stages}
    for status in (ResultStatus.DSQ, ResultStatus.NOT_COMPETING, ResultStatus.PENDING):
        if status in statuses:
            return replace(there[0], status=status, rank=None, time_ms=None)
    if statuses == {ResultStatus.OK}:
        total = Duration(sum(one.time_ms or 0 for one in there))
        return replace(there[0], status=ResultStatus.OK, rank=None, time_ms=total)
    if statuses == {ResultStatus.DNS}:
        return replace(there[0], status=ResultStatus.DNS, rank=None, time_ms=None)
    return replace(there[0], status=ResultStatus.DNF, rank=None, time_ms=None)


def ranked(
    runners: Sequence[FileRunner], tie: TieRule = TieRule.SAME_RANK_SKIP
) -> tuple[FileRunner, ...]:
    """The runners with their ranks by time, those without a time after them as they were."""
    timed = [one for one in runners if one.status is ResultStatus.OK]
    placed = rank(timed, lambda one: one.time_ms or 0, tie)
    others = [one for one in runners if one.status is not ResultStatus.OK]
    return (*(replace(one, rank=place) for place, one in placed), *others)
