"""Chips: which bib wears which chip, from a list or typed, and which chips nobody knows yet."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryStatus, bib_sort_key
from trailsdesk.domain.event import EventId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import InputUnreadable, Problem, Refused, Severity
from trailsdesk.domain.timing import Chip, ChipId, chip_key
from trailsdesk.formats.layouts import Purpose
from trailsdesk.formats.raw import FileKind
from trailsdesk.services.entries import guess_columns
from trailsdesk.services.sources import open_book, tell_rows
from trailsdesk.services.time_reading import problems_of_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.formats.registry import Recognised
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source

MOST_LETTERS = 40
"""A chip code or a bib that is longer is no such thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipPair:
    """One line of a list: a chip and the bib that wears it, as written there."""

    line: int
    chip: str
    bib: str


class ChipFate(enum.StrEnum):
    """What becomes of a line of a list of chips."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipRow:
    """One line of a list and what becomes of it; ``before`` is the bib the chip had."""

    line: int
    code: str
    bib: str
    name: str
    fate: ChipFate
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipPlan:
    """A list of chips ready to be taken; ``basis`` is what the season held when it was made."""

    event_id: EventId
    name: str
    pairs: tuple[ChipPair, ...]
    rows: tuple[ChipRow, ...]
    problems: tuple[Problem, ...]
    basis: Mapping[ChipId, Chip]

    def count(self, fate: ChipFate) -> int:
        """How many lines share a fate."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def takes(self) -> int:
        """How many chips taking it would write."""
        return self.count(ChipFate.NEW) + self.count(ChipFate.CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipLine:
    """A chip as the table shows it: known, or only read.

    ``chip_id`` is None for one that was read and has no bib yet. ``name`` is empty while nobody
    wears the bib. ``reads`` counts the reads of it that are not retracted.
    """

    code: str
    chip_id: ChipId | None = None
    bib: str = ""
    name: str = ""
    race_label: str = ""
    reads: int = 0

    @property
    def key(self) -> str:
        """Names the line for good."""
        return self.code


def plan_chips(
    season: Season,
    event_id: EventId,
    name: str,
    pairs: Iterable[ChipPair],
    told: Iterable[Problem] = (),
) -> ChipPlan:
    """What taking a list of chips would do; changes nothing.

    A chip stands for one bib: where a list gives it two, the first stays and the other line is
    told. A chip the season knows under another bib is changed. A bib nobody wears is told and
    taken all the same: the entry may come later.

    Args:
        told: what the reader of the list had to say.
    """
    basis = season.data.chips
    before = {chip.code: chip.bib for chip in basis.values() if chip.event_id == event_id}
    worn = _worn(season, event_id)
    first: dict[str, ChipPair] = {}
    rows: list[ChipRow] = []
    problems = list(told)
    unknown: dict[int, dict[str, str | int]] = {}
    kept = tuple(pairs)
    for pair in kept:
        code, bib = chip_key(pair.chip)[:MOST_LETTERS], pair.bib.strip()[:MOST_LETTERS]
        fate = ChipFate.REFUSED
        if not code or not bib:
            params: dict[str, str | int] = {"chip": pair.chip, "bib": bib}
            problems.append(_row_problem("chips.half", Severity.WARNING, name, pair, params))
        elif code in first and bib_key(first[code].bib) != bib_key(bib):
            other = first[code]
            params = {"chip": code, "bib": bib, "first": other.bib, "line": other.line}
            problems.append(_row_problem("chips.two-bibs", Severity.WARNING, name, pair, params))
        else:
            fate = _fate(before.get(code), bib) if code not in first else ChipFate.SAME
            first.setdefault(code, pair)
            if bib_key(bib) not in worn:
                unknown.setdefault(pair.line, {"chip": code, "bib": bib})
        rows.append(
            ChipRow(
                line=pair.line,
                code=code,
                bib=bib,
                name=worn.get(bib_key(bib), ("", ""))[0],
                fate=fate,
                before=before.get(code, "") if fate is ChipFate.CHANGED else "",
            )
        )
    problems += tell_rows("chips.unknown-bib", Severity.WARNING, unknown, name)
    return ChipPlan(
        event_id=event_id,
        name=name,
        pairs=kept,
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda each: (each.row is not None, each.row or 0))),
        basis=basis,
    )


def commit_chips(season: Season, plan: ChipPlan) -> int:
    """Take the list as one operation; returns how many chips were written.

    Where chips were changed since the plan was made, it is worked out anew first.
    """
    if season.data.chips is not plan.basis:
        plan = plan_chips(season, plan.event_id, plan.name, plan.pairs)
    if not plan.takes:
        return 0
    held = _by_code(season, plan.event_id)
    items = [
        _chip(plan.event_id, row.code, row.bib, held.get(row.code))
        for row in plan.rows
        if row.fate in (ChipFate.NEW, ChipFate.CHANGED)
    ]
    event = season.data.events[plan.event_id].code
    season.secure("import")
    with season.change("chips.import", count=len(items), name=plan.name, event=event) as writer:
        writer.put_many(items)
    return len(items)


def give_chip(season: Season, event_id: EventId, code: str, bib: str) -> Chip:
    """Say which bib wears a chip, known or not; reads of it count from then on.

    Raises:
        Refused: ``chips.code-missing`` or ``read.bib-missing``.
    """
    code, bib = chip_key(code)[:MOST_LETTERS], bib.strip()[:MOST_LETTERS]
    if not code:
        raise Refused("chips.code-missing")
    if not bib:
        raise Refused("read.bib-missing")
    held = _by_code(season, event_id).get(code)
    if held is not None and held.bib == bib:
        return held
    with season.change("chips.give", chip=code, bib=bib) as writer:
        return writer.put(_chip(event_id, code, bib, held))


def remove_chips(season: Season, chip_ids: Sequence[ChipId]) -> None:
    """Forget which bib wore these chips; their reads stay and wait for a bib."""
    chips = [season.data.chips[chip_id] for chip_id in chip_ids if chip_id in season.data.chips]
    if not chips:
        return
    codes = ", ".join(chip.code for chip in chips[:5])
    with season.change("chips.remove", count=len(chips), chips=codes) as writer:
        for chip in chips:
            writer.delete(chip)


def is_chip_list(seen: Recognised) -> bool:
    """Whether a file says which bib wears which chip, and nothing about times."""
    return seen.kind is FileKind.CHIPS


def read_pairs(
    seen: Recognised, source: Source
) -> tuple[tuple[ChipPair, ...], tuple[Problem, ...]]:
    """The chips and bibs of a file, and what there is to say about it.

    Any table with a column of bibs and one of chips will do, an entry list too.

    Raises:
        InputUnreadable: there is no such thing in it.
    """
    if seen.chips is not None:
        pairs = [ChipPair(line=p.line, chip=p.chip, bib=p.bib) for p in seen.chips.pairs]
        # What is twice in the list is told by the plan, together with what the season has.
        told = [problem for problem in seen.problems if problem.code != "raw.chip-twice"]
        told += problems_of_lines(seen.not_understood, source.name)
        return tuple(pairs), tuple(told)
    pairs = []
    # Whatever else the file may be: a table with these two columns is enough.
    book = seen.book if seen.kind is not FileKind.PEOPLE else open_book(source)
    for table in book.tables if book is not None else ():
        columns = guess_columns(table, None, Purpose.TIMES).mapping.columns
        bib_at, chip_at = columns.get("bib"), columns.get("chip")
        if bib_at is None or chip_at is None:
            continue
        pairs += [
            ChipPair(line=row.number, chip=row.cells[chip_at], bib=row.cells[bib_at])
            for row in table.rows
            if row.cells[chip_at].strip()
        ]
    if not pairs:
        if book is None and seen.instead is not None:
            raise InputUnreadable(seen.instead.code, **seen.instead.params)
        raise InputUnreadable("chips.none", name=source.name)
    return tuple(pairs), tuple(book.problems if book is not None else ())


def chip_lines(season: Season, event_id: EventId) -> tuple[ChipLine, ...]:
    """The chips of an event: those read without a bib first, then those with one, by bib."""
    data, seen = season.data, season.event_reads(event_id)
    inputs = (seen, data.chips, data.entries, data.runners, data.races)
    return season.keep(("chip-lines", event_id), inputs, lambda: _lines(season, event_id))


def _lines(season: Season, event_id: EventId) -> tuple[ChipLine, ...]:
    texts = Counter(each.read.chip for each in season.event_reads(event_id).reads.values())
    del texts[""]
    reads: Counter[str] = Counter()
    for text, count in texts.items():
        reads[chip_key(text)] += count
    worn = _worn(season, event_id)
    lines = []
    for chip in season.data.chips.values():
        if chip.event_id == event_id:
            name, race_label = worn.get(bib_key(chip.bib), ("", ""))
            lines.append(
                ChipLine(
                    code=chip.code,
                    chip_id=chip.id,
                    bib=chip.bib,
                    name=name,
                    race_label=race_label,
                    reads=reads.pop(chip.code, 0),
                )
            )
    lines.sort(key=lambda line: (bib_sort_key(line.bib), line.code))
    unknown = [ChipLine(code=code, reads=count) for code, count in reads.most_common()]
    return (*unknown, *lines)


def _by_code(season: Season, event_id: EventId) -> dict[str, Chip]:
    return {chip.code: chip for chip in season.data.chips.values() if chip.event_id == event_id}


def _chip(event_id: EventId, code: str, bib: str, held: Chip | None) -> Chip:
    if held is None:
        return Chip(event_id=event_id, code=code, bib=bib)
    return dataclasses.replace(held, bib=bib)


def _fate(before: str | None, bib: str) -> ChipFate:
    if before is None:
        return ChipFate.NEW
    return ChipFate.SAME if before == bib else ChipFate.CHANGED


def _worn(season: Season, event_id: EventId) -> dict[str, tuple[str, str]]:
    """Bib, as it is compared, to the name and race of who wears it; a standing entry first."""
    data = season.data
    races = {race.id: race for race in data.races_of(event_id)}
    found: dict[str, tuple[str, str]] = {}
    inside = [each for each in data.entries.values() if each.bib and each.race_id in races]
    for entry in sorted(inside, key=_withdrawn):
        name = full_name(data.runners[entry.runner_id])
        found.setdefault(bib_key(entry.bib), (name, races[entry.race_id].label))
    return found


def _withdrawn(entry: Entry) -> bool:
    return entry.status is not EntryStatus.ENTERED


def _row_problem(
    code: str, severity: Severity, file: str, pair: ChipPair, params: dict[str, str | int]
) -> Problem:
    return Problem(severity=severity, code=code, params=params, file=file, row=pair.line)
