"""What is not clean about the reads of an event, put as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.governing import moment
from trailsdesk.domain.problems import Place, Problem, Severity
from trailsdesk.domain.timing import BatchKind, ReadFate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.governing import Chosen
    from trailsdesk.domain.read_owners import Owners
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import ReadBatch, ResolvedRead

_CODES = {
    ReadFate.NO_BIB: "read.no-bib",
    ReadFate.UNKNOWN_BIB: "read.unknown-bib",
    ReadFate.AMBIGUOUS_BIB: "read.ambiguous-bib",
    ReadFate.WRONG_RACE: "read.wrong-race",
    ReadFate.UNKNOWN_CHIP: "read.unknown-chips",
}


class ReadProblems:
    """Makes the problems of one event's reads."""

    def __init__(self, season: SeasonData, event_id: EventId, owners: Owners) -> None:
        self._event_id = event_id
        self._zone = season.events[event_id].zone
        self._races = season.races
        self._owners = owners

    def of_entry(self, chosen: Chosen, gun_ms: Instant | None, gap_ms: int) -> Iterator[Problem]:
        """What was set aside for the finish that counts."""
        finish = chosen.governing
        if chosen.early:
            yield self._told("before-gun", Severity.WARNING, finish, chosen.early)
        if finish.governs:
            return
        yield from self._of_repeats(finish, chosen.repeats, gun_ms, gap_ms)
        if chosen.backups:
            # A backup that saw the runner at another time is told; the time stays what it was.
            own = moment(finish, gun_ms)
            others = [moment(each, gun_ms) for each in chosen.backups]
            if not any(o[0] == own[0] and abs(o[1] - own[1]) <= gap_ms for o in others):
                yield self._told("backup-differs", Severity.WARNING, finish, chosen.backups)

    def _of_repeats(
        self,
        finish: ResolvedRead,
        repeats: Sequence[ResolvedRead],
        gun_ms: Instant | None,
        gap_ms: int,
    ) -> Iterator[Problem]:
        """Reads in one go with the governing one are told apart from those later on."""
        if not repeats:
            return
        near = 0
        before = moment(finish, gun_ms)
        for each in repeats:
            now = moment(each, gun_ms)
            if now[0] != before[0] or now[1] - before[1] > gap_ms:
                break
            near += 1
            before = now
        if near:
            yield self._told("repeated", Severity.INFO, finish, repeats[:near])
        if near < len(repeats):
            yield self._told("repeated", Severity.WARNING, finish, repeats[near:])

    def _told(
        self, what: str, severity: Severity, finish: ResolvedRead, others: Sequence[ResolvedRead]
    ) -> Problem:
        entry_id = others[0].entry_id
        assert entry_id is not None  # noqa: S101  only owned reads are gathered
        entry = self._owners.entries[entry_id]
        return Problem(
            severity=severity,
            code=f"read.{what}",
            params={
                "bib": entry.bib or finish.bib,
                "count": len(others),
                "time": self._time_text(finish),
                "other": self._time_text(others[0]),
            },
            place=Place(
                event_id=self._event_id,
                race_id=entry.race_id,
                entry_id=entry.id,
                runner_id=entry.runner_id,
                batch_id=others[0].read.batch_id,
                read_id=others[0].read.id,
            ),
        )

    def of_unclear(
        self,
        fate: ReadFate,
        batch: ReadBatch,
        unclear: Sequence[ResolvedRead],
        was_seen: Callable[[EntryId], bool],
    ) -> Problem:
        """One problem for all reads that miss an owner for the same reason; the first's batch."""
        first, race_id = unclear[0], batch.race_id
        params: dict[str, str | int] = {
            "bib": first.bib.strip(),
            "count": len(unclear),
            "time": self._time_text(first),
        }
        if fate is ReadFate.UNKNOWN_CHIP:
            chips = dict.fromkeys(each.read.chip for each in unclear)
            params |= {"chips": len(chips), "first": ", ".join(list(chips)[:5])}
        elif fate is ReadFate.UNKNOWN_BIB:
            near = self._owners.suggestions(first.bib, race_id, was_seen)
            params["suggestions"] = ", ".join(near)
        elif fate in (ReadFate.WRONG_RACE, ReadFate.AMBIGUOUS_BIB):
            others = self._owners.by_bib.get(bib_key(first.bib), [])
            races = {self._race_label(each.race_id) for each in others}
            params["races"] = ", ".join(sorted(races))
        if race_id is not None:
            params["race"] = self._race_label(race_id)
        return Problem(
            severity=Severity.WARNING,
            code=_CODES[fate],
            params=params,
            file=batch.name or None,
            row=first.read.line if batch.kind is BatchKind.FILE else None,
            place=Place(
                event_id=self._event_id,
                race_id=race_id,
                batch_id=batch.id,
                read_id=first.read.id,
            ),
        )

    def _race_label(self, race_id: RaceId) -> str:
        return self._races[race_id].label

    def _time_text(self, resolved: ResolvedRead) -> str:
        if resolved.read.elapsed_ms is not None:
            return format_elapsed(resolved.read.elapsed_ms)
        if resolved.instant_ms is not None:
            return format_clock(resolved.instant_ms, self._zone)
        return resolved.read.status.value if resolved.read.status else "—"
