"""The rows a problem touches: whose entries and which reads, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Place
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.timing import FINISH, OUT, START, ReadId
from trailsdesk.i18n import _, day_words
from trailsdesk.services.problems import all_told
from trailsdesk.services.told import NOTHING, Told, entry_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.problems import Problem
    from trailsdesk.domain.timing import EntryReads, ResolvedRead
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedRow:
    """One entry or read of a problem; ``what`` is what there is to see about it."""

    place: Place
    bib: str
    name: str
    race: str
    what: str


def touched_ids(season: Season, problem: Problem) -> Told:
    """The problem with the ids of what it is about; looked up where its maker named none."""
    for told in all_told(season):
        if told.problem == problem and (told.entry_ids or told.read_ids):
            return told
    return _looked_up(season, problem)


def touched(season: Season, problem: Problem) -> tuple[TouchedRow, ...]:
    """The rows a problem touches, reads before entries; empty when it has gone meanwhile."""
    told = touched_ids(season, problem)
    data = season.data
    if told.read_ids:
        read_ids = [each for each in told.read_ids if each in data.reads]
        return tuple(_read_row(season, each) for each in read_ids)
    entry_ids = [each for each in told.entry_ids if each in data.entries]
    return tuple(_entry_row(season, each, told.details.get(each, "")) for each in entry_ids)


def reads_alike(season: Season, problem: Problem) -> list[ResolvedRead]:
    """The reads that miss an owner for the same reason as the problem's: bib, fate and race."""
    place = problem.place
    if place is None or place.read_id is None or place.event_id is None:
        return []
    reads = season.event_reads(EventId(place.event_id))
    batches = season.data.batches
    first = reads.reads[ReadId(place.read_id)]
    fate, own = reads.fates[first.read.id], batches[first.read.batch_id]
    if first.read.chip and not first.bib.strip():
        same_batch = own.id
        return [
            each
            for each in reads.reads.values()
            if reads.fates[each.read.id] is fate and each.read.batch_id == same_batch
        ]
    if not first.bib.strip():
        return [first]
    return [
        each
        for each in reads.reads.values()
        if reads.fates[each.read.id] is fate
        and bib_key(each.bib) == bib_key(first.bib)
        and batches[each.read.batch_id].race_id == own.race_id
    ]


# Where the maker of a problem named nobody


def _looked_up(season: Season, problem: Problem) -> Told:
    place = problem.place
    if place is None:
        return Told(problem=problem)
    if place.entry_id is not None:
        entry_id = EntryId(place.entry_id)
        reads = _reads_of(season, problem, entry_id)
        return Told(problem=problem, entry_ids=(entry_id,), read_ids=_ids(reads))
    if place.read_id is not None:
        event = None if place.event_id is None else EventId(place.event_id)
        known = event is not None and ReadId(place.read_id) in season.event_reads(event).reads
        return Told(problem=problem, read_ids=_ids(reads_alike(season, problem) if known else ()))
    if place.race_id is not None and problem.code in ("result.no-gun", "result.no-start-read"):
        entry_ids = _without_time(season, RaceId(place.race_id), problem.code)
        return Told(problem=problem, entry_ids=entry_ids)
    return Told(problem=problem)


def _reads_of(season: Season, problem: Problem, entry_id: EntryId) -> Sequence[ResolvedRead]:
    """The reads of an entry a problem speaks of; none where it speaks of the entry itself."""
    data = season.data
    if not problem.code.startswith(("read.", "result.")) or entry_id not in data.entries:
        return ()
    event_id = data.races[data.entries[entry_id].race_id].event_id
    seen = season.event_reads(event_id).entries.get(entry_id)
    if seen is None:
        return ()
    finish = () if seen.finish is None else (seen.finish,)
    others: dict[str, Sequence[ResolvedRead]] = {
        "read.repeated": seen.repeats,
        "read.before-gun": seen.early,
        "read.backup-differs": seen.backups,
        "result.status-and-time": seen.statuses,
        "result.two-statuses": seen.statuses,
        "result.withdrawn-but-seen": _everything(seen),
    }
    return (*finish, *others.get(problem.code, ()))


def _everything(seen: EntryReads) -> Sequence[ResolvedRead]:
    return (*seen.repeats, *seen.early, *seen.starts, *seen.passings, *seen.statuses)


def _without_time(season: Season, race_id: RaceId, code: str) -> tuple[EntryId, ...]:
    results = season.results(race_id).results
    if code == "result.no-gun":
        waiting = (r for r in results if r.status is ResultStatus.PENDING and r.finish_ms)
        return tuple(r.entry_id for r in waiting if r.gun_time_ms is None)
    finishers = (r for r in results if r.status is ResultStatus.OK)
    return tuple(r.entry_id for r in finishers if r.net_time_ms is None)


def _ids(reads: Iterable[ResolvedRead]) -> tuple[ReadId, ...]:
    return tuple(dict.fromkeys(each.read.id for each in reads))


# As rows


def _entry_row(season: Season, entry_id: EntryId, what: str) -> TouchedRow:
    data = season.data
    entry = data.entries[entry_id]
    return TouchedRow(
        place=entry_place(season, entry),
        bib=entry.bib,
        name=full_name(data.runners[entry.runner_id]),
        race=data.races[entry.race_id].label,
        what=what or _stands(season, entry_id),
    )


def _stands(season: Season, entry_id: EntryId) -> str:
    """The result so far, else the birth date: what tells one entry from another."""
    result = season.result_of(entry_id)
    if result is not None and result.time_ms is not None:
        return format_elapsed(result.time_ms)
    if result is not None and result.status is not ResultStatus.PENDING:
        return result.status.value
    entry = season.data.entries[entry_id]
    born = season.data.runners[entry.runner_id].birth_date
    return "" if born is None else day_words(born)


def _read_row(season: Season, read_id: ReadId) -> TouchedRow:
    data = season.data
    read = data.reads[read_id]
    batch = data.batches[read.batch_id]
    resolved = season.event_reads(batch.event_id).reads.get(read_id)
    entry = data.entries.get(resolved.entry_id) if resolved and resolved.entry_id else None
    race = entry.race_id if entry is not None else batch.race_id
    return TouchedRow(
        place=Place(
            event_id=batch.event_id,
            race_id=race,
            entry_id=None if entry is None else entry.id,
            batch_id=batch.id,
            read_id=read_id,
        ),
        bib=(resolved.bib if resolved else read.bib) or read.chip or NOTHING,
        name="" if entry is None else full_name(data.runners[entry.runner_id]),
        race="" if race is None else data.races[race].label,
        what=_read_words(season, resolved, read_id, _point_words(season, race, batch.point)),
    )


def _read_words(season: Season, resolved: ResolvedRead | None, read_id: ReadId, point: str) -> str:
    """When and where it was read, or which status it said, and what it came with."""
    data = season.data
    read = data.reads[read_id]
    batch = data.batches[read.batch_id]
    parts = []
    if resolved is not None and resolved.instant_ms is not None:
        parts.append(format_clock(resolved.instant_ms, data.events[batch.event_id].zone))
    elif read.elapsed_ms is not None:
        parts.append(format_elapsed(read.elapsed_ms))
    if read.status is not None:
        parts.append(read.status.value)
    parts += [point, batch.name]
    return " · ".join(part for part in parts if part)


def _point_words(season: Season, race_id: RaceId | None, point: str) -> str:
    """A point as people call it; ``race_id`` None knows start and finish alone."""
    words = {START: _("start"), FINISH: _("finish")}
    points = () if race_id is None else season.data.points_of(race_id)
    words |= {each.code: each.label for each in points if each.label and each.code not in words}
    code = point.removesuffix(OUT)
    said = words.get(code, code)
    return _("leaving {point}").format(point=said) if point.endswith(OUT) else said
