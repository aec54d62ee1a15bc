"""A timing file looked at before it is taken: columns, kind of time, and what is new in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.timing import FINISH, BatchId, Read
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.layouts import Mapped, Purpose, TimeKind
from trailsdesk.formats.timing import ReadDraft, draft_reads
from trailsdesk.services.entries import guess_columns
from trailsdesk.services.entry_match import name_words
from trailsdesk.services.raceday import gun_of
from trailsdesk.services.sources import tell_rows
from trailsdesk.services.timing import NewReads, commit_reads, unseen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePlan:
    """A timing file ready to be taken: one ``NewReads`` for each timing point in it.

    ``kind`` is what its times are, ``guessed`` when nobody said so.
    """

    batches: tuple[NewReads, ...]
    mapped: Mapped
    kind: TimeKind
    guessed: bool
    drafts: tuple[ReadDraft, ...]
    refused: int
    problems: tuple[Problem, ...]

    @property
    def added(self) -> int:
        """Reads the season does not hold yet."""
        return sum(len(new.reads) for new in self.batches)

    @property
    def known(self) -> int:
        """Reads it holds already."""
        return sum(new.known for new in self.batches)


def plan_times(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    source: Source,
    table: Table,
    *,
    point: str = FINISH,
    kind: str | None = None,
    dates: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> TimePlan:
    """What taking a timing file would do; changes nothing.

    Args:
        kind: ``clock`` (time of day) or ``elapsed`` (since the gun); None decides by the column.
        dates: ``day-first`` or ``month-first`` for days like 3/6/2026, likewise.
    """
    event = season.data.events[event_id]
    mapped = guess_columns(table, overrides, Purpose.TIMES)
    drafts = draft_reads(
        table,
        mapped.mapping,
        kind=TimeKind(kind) if kind else None,
        day=event.date,
        zone=event.zone,
        start=_first_gun(season, event_id, race_id),
        start_column=mapped.mapping.start,
        point=point,
        date_order=DateOrder(dates) if dates else None,
        layout=mapped.layout,
        file=source.name,
    )
    needs_names = any(not draft.bib for draft in drafts.reads)
    names = _entries_by_name(season, event_id, race_id) if needs_names else {}
    problems = list(drafts.problems)
    batches = []
    for at in dict.fromkeys(draft.point for draft in drafts.reads):
        here = [draft for draft in drafts.reads if draft.point == at]
        reads = [_read(draft) for draft in here]
        fresh, known = unseen(season, event_id, race_id, at, reads, source.sha256)
        owners, unowned = _owners(fresh, here, names, source.name)
        problems += unowned
        problems += _odd_bibs(season, event_id, race_id, at, fresh, source.name)
        batches.append(
            NewReads(
                event_id=event_id,
                race_id=race_id,
                point=at,
                name=source.name,
                sha256=source.sha256,
                content=source.data,
                reads=tuple(fresh),
                owners=owners,
                known=known,
            )
        )
    return TimePlan(
        batches=tuple(batches),
        mapped=mapped,
        kind=drafts.kind,
        guessed=drafts.guessed,
        drafts=drafts.reads,
        refused=drafts.rows - len({draft.row for draft in drafts.reads}),
        problems=tuple(problems),
    )


def _odd_bibs(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    point: str,
    reads: Sequence[Read],
    file: str,
) -> list[Problem]:
    """Bibs that nobody in scope wears, and second times at the finish, told once with the row.

    Such reads are taken all the same; many of one kind are told as one.
    """
    data = season.data
    races = _races_in_scope(season, event_id, race_id)
    worn = {bib_key(entry.bib) for entry in data.entries.values() if entry.race_id in races}
    unknown: dict[str, Read] = {}
    again: dict[str, Read] = {}
    seen: set[str] = set()
    for read in reads:
        key = bib_key(read.bib)
        if not read.bib:
            continue
        if key not in worn:
            unknown.setdefault(key, read)
        elif key in seen and point == FINISH and read.status is None:
            again.setdefault(key, read)
        seen.add(key)
    return [
        *tell_rows("times.unknown-bib", Severity.WARNING, _bibs_by_row(unknown), file),
        *tell_rows("times.repeated-bib", Severity.INFO, _bibs_by_row(again), file),
    ]


def _bibs_by_row(reads: Mapping[str, Read]) -> dict[int, dict[str, str | int]]:
    return {read.line: {"bib": read.bib} for read in reads.values()}


def _races_in_scope(season: Season, event_id: EventId, race_id: RaceId | None) -> set[RaceId]:
    if race_id is not None:
        return {race_id}
    return {race.id for race in season.data.races_of(event_id)}


def commit_times(season: Season, plan: TimePlan, actor: str) -> tuple[BatchId, ...]:
    """Take the file as one operation; () when there was nothing new in it."""
    return commit_reads(season, plan.batches, actor)


def _first_gun(season: Season, event_id: EventId, race_id: RaceId | None) -> Instant | None:
    races = _races_in_scope(season, event_id, race_id)
    guns = [gun for gun in (gun_of(season, race) for race in races) if gun is not None]
    return min(guns, default=None)


def _read(draft: ReadDraft) -> Read:
    return Read(
        line=draft.row,
        bib=draft.bib,
        instant_ms=draft.instant_ms,
        elapsed_ms=draft.elapsed_ms,
        status=draft.status,
        occurrence=draft.occurrence,
        raw=draft.raw,
    )


def _owners(
    reads: Sequence[Read],
    drafts: Sequence[ReadDraft],
    names: Mapping[tuple[str, ...], Sequence[EntryId]],
    file: str,
) -> tuple[tuple[tuple[int, EntryId], ...], list[Problem]]:
    """Reads without a bib find their runner by name.

    Where several share a name and the list has a time for each of them, they are taken in the
    order of the entries and a person is told; with any other count nothing is assigned.
    """
    by_row = {draft.row: draft for draft in drafts if not draft.bib}
    if not by_row:
        return (), []
    same_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, read in enumerate(reads):
        draft = by_row.get(read.line)
        if draft is not None and full_name(draft):
            same_name[name_words(draft)].append(position)
    owners = []
    problems = []
    for words, positions in same_name.items():
        found = names.get(words, ())
        if len(found) == len(positions):
            owners += list(zip(positions, found, strict=True))
        if len(found) == len(positions) == 1:
            continue
        code = "read.name-unknown" if not found else "read.name-shared"
        if len(found) == len(positions):
            code = "read.name-in-order"
        for position in positions:
            line = reads[position].line
            problems.append(
                Problem(
                    severity=Severity.WARNING,
                    code=code,
                    params={"name": full_name(by_row[line])},
                    file=file,
                    row=line,
                )
            )
    return tuple(owners), problems


def _entries_by_name(
    season: Season, event_id: EventId, race_id: RaceId | None
) -> dict[tuple[str, ...], list[EntryId]]:
    data = season.data
    races = _races_in_scope(season, event_id, race_id)
    found: dict[tuple[str, ...], list[EntryId]] = defaultdict(list)
    for entry in data.entries.values():
        if entry.race_id in races and entry.status is EntryStatus.ENTERED:
            runner = data.runners[entry.runner_id]
            found[name_words(runner)].append(entry.id)
    return found
