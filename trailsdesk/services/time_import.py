"""A timing file looked at before it is taken: columns, kind of time, and what is new in it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.timing import FINISH, BatchId, Read
from trailsdesk.formats.fields import TIME_FIELDS, ColumnMapping, guess_mapping
from trailsdesk.formats.tables import Table
from trailsdesk.formats.timing import ReadDraft, ReadDrafts, TimeKind, draft_reads
from trailsdesk.services.raceday import gun_of
from trailsdesk.services.season import Season
from trailsdesk.services.sources import Source
from trailsdesk.services.timing import NewReads, commit_reads, unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePlan:
    """A timing file ready to be taken. ``kind`` is what its times are, ``guessed`` when not told."""

    new: NewReads
    mapping: ColumnMapping
    kind: TimeKind
    guessed: bool
    drafts: tuple[ReadDraft, ...]
    problems: tuple[Problem, ...]

    @property
    def added(self) -> int:
        """Reads the season does not hold yet."""
        return len(self.new.reads)

    @property
    def known(self) -> int:
        """Reads it holds already."""
        return self.new.known

    @property
    def refused(self) -> int:
        """Rows that are no read at all."""
        return self.new.refused


def plan_times(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    source: Source,
    table: Table,
    *,
    point: str = FINISH,
    kind: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> TimePlan:
    """What taking a timing file would do; changes nothing.

    Args:
        kind: ``clock`` (time of day) or ``elapsed`` (since the gun); None guesses by the column.
    """
    event = season.data.events[event_id]
    mapping = guess_mapping(table.header, table.rows, TIME_FIELDS, overrides or {})
    drafts: ReadDrafts = draft_reads(
        table,
        mapping,
        kind=TimeKind(kind) if kind else None,
        day=event.date,
        zone=event.zone,
        start=_first_gun(season, event_id, race_id),
        source=source.name,
    )
    reads = [_read(draft) for draft in drafts.rows]
    fresh, known = unseen(season, event_id, race_id, point, reads)
    new = NewReads(
        event_id=event_id,
        race_id=race_id,
        point=point,
        name=source.name,
        sha256=source.sha256,
        content=source.data,
        reads=tuple(fresh),
        known=known,
        refused=drafts.refused,
    )
    owners, unowned = _owners(season, new, drafts.rows)
    return TimePlan(
        new=dataclasses.replace(new, owners=owners),
        mapping=mapping,
        kind=drafts.kind,
        guessed=drafts.guessed,
        drafts=drafts.rows,
        problems=(*mapping.problems, *drafts.problems, *unowned),
    )


def commit_times(season: Season, plan: TimePlan, actor: str) -> BatchId | None:
    """Take the file as one operation; None when there was nothing new in it."""
    return commit_reads(season, plan.new, actor)


def _first_gun(season: Season, event_id: EventId, race_id: RaceId | None) -> Instant | None:
    races = [race_id] if race_id is not None else [r.id for r in season.data.races_of(event_id)]
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
    season: Season, new: NewReads, drafts: tuple[ReadDraft, ...]
) -> tuple[tuple[tuple[int, EntryId], ...], list[Problem]]:
    """Reads without a bib find their runner by name, when exactly one of the race bears it."""
    by_row = {draft.row: draft for draft in drafts if not draft.bib and draft.name}
    if not by_row:
        return (), []
    names = _entries_by_name(season, new.event_id, new.race_id)
    owners = []
    problems = []
    for position, read in enumerate(new.reads):
        draft = by_row.get(read.line)
        if draft is None:
            continue
        found = names.get(_words(draft.name), [])
        if len(found) == 1:
            owners.append((position, found[0]))
        else:
            code = "read.name-unknown" if not found else "read.name-shared"
            problems.append(
                Problem(
                    severity=Severity.WARNING,
                    code=code,
                    params={"name": draft.name},
                    file=new.name,
                    row=draft.row,
                )
            )
    return tuple(owners), problems


def _entries_by_name(
    season: Season, event_id: EventId, race_id: RaceId | None
) -> dict[tuple[str, ...], list[EntryId]]:
    data = season.data
    races = {race_id} if race_id is not None else {r.id for r in data.races_of(event_id)}
    found: dict[tuple[str, ...], list[EntryId]] = defaultdict(list)
    for entry in data.entries.values():
        if entry.race_id in races and entry.status is EntryStatus.ENTERED:
            runner = data.runners[entry.runner_id]
            found[_words(f"{runner.given_name} {runner.family_name}")].append(entry.id)
    return found


def _words(name: str) -> tuple[str, ...]:
    """A name's folded words in alphabetical order: "EVANS Tom" and "Tom Evans" are the same."""
    return tuple(sorted(fold_name(name).split()))
