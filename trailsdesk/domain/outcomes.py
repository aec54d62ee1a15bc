"""The outcome of each entry of a race: status, times and why, before anybody is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    Duration,
    Instant,
    format_clock,
    format_elapsed,
    round_duration,
)
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, bib_sort_key
from trailsdesk.domain.event import Pick
from trailsdesk.domain.governing import PointRule, rule_of
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Note, Place, Problem, Severity
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind
from trailsdesk.domain.rules import OfficialTime, TimingRule
from trailsdesk.domain.timing import START, EntryReads, EventReads, ResolvedRead
from trailsdesk.domain.waves import guns_by_entry, waves_by_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.season import SeasonData

# Faster than 2:30 min/km over any trail is a wrong distance, gun or bib, not a runner.
FASTEST_MS_PER_M = 150

# A time is shown with these; the others had none that could be official.
_WITH_TIME = (ResultStatus.OK, ResultStatus.OVER_TIME, ResultStatus.NOT_COMPETING)
# A time beside these words is a contradiction somebody has to look at.
_AGAINST_TIME = (ResultStatus.DNF, ResultStatus.DNS, ResultStatus.DSQ)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRuling:
    """What people's decisions leave standing for an entry.

    ``words_before_ms``: status words in batches made up to then are set aside, for a reinstatement
    that found no ruling to clear was about them.
    """

    ruling: Ruling | None = None
    words_before_ms: Instant | None = None


def standing_rulings(rulings: Iterable[Ruling]) -> dict[EntryId, StandingRuling]:
    """For each entry ruled on, the latest ruling; a reinstatement clears those before it.

    A reinstatement with nothing before it to clear sets aside the status words read so far: the
    runner counts again by time.
    """
    standing: dict[EntryId, StandingRuling] = {}
    for ruling in sorted(rulings, key=lambda each: (each.made_ms, each.id)):
        before = standing.get(ruling.entry_id, StandingRuling())
        words = before.words_before_ms
        if ruling.kind is not RulingKind.REINSTATE:
            now = StandingRuling(ruling=ruling, words_before_ms=words)
        elif before.ruling is not None:
            now = StandingRuling(words_before_ms=words)
        else:
            now = StandingRuling(words_before_ms=ruling.made_ms)
        standing[ruling.entry_id] = now
    return standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result before its ranks are known."""

    entry: Entry
    status: ResultStatus
    time_ms: Duration | None
    gun_time_ms: Duration | None
    net_time_ms: Duration | None
    finish_ms: Instant | None
    read_ids: tuple[int, ...]
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """The times of one entry before rounding; ``raw_ms`` becomes the official one."""

    gun_ms: Duration | None = None
    net_ms: Duration | None = None
    finish_ms: Instant | None = None
    raw_ms: int | None = None
    official_ms: Duration | None = None
    start: ResolvedRead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The outcome of an entry, what it was made of, and what was told with it."""

    entry: Entry
    seen: EntryReads
    standing: StandingRuling | None
    adjusted: int
    outcome: Outcome | None
    problems: tuple[Problem, ...]
    without_gun: bool
    without_start: bool


class Outcomes:
    """Makes the outcomes of one race; ``entries`` are in order of bib. Gathers the problems.

    Args:
        before: those of the same race, of a moment ago: what was made of the very same things is
            not made again.
    """

    def __init__(
        self,
        season: SeasonData,
        race_id: RaceId,
        timing: TimingRule,
        reads: EventReads,
        before: Outcomes | None = None,
    ) -> None:
        self.season = season
        self.race = season.races[race_id]
        self.zone = season.events[self.race.event_id].zone
        self.timing = timing
        self.seen = reads.entries
        same_field = before is not None and before.season.entries is season.entries
        same_start = same_field and before is not None and before.season.waves is season.waves
        self.entries: Sequence[Entry]
        self.guns: Mapping[EntryId, Instant | None]
        if before is not None and same_field:
            self.entries = before.entries
        else:
            self.entries = sorted(
                (e for e in paced(season.entries.values()) if e.race_id == race_id),
                key=lambda entry: (bib_sort_key(entry.bib), entry.id),
            )
        self._unseen: dict[EntryId, EntryReads] = {}
        if before is not None and same_start:
            self.guns, self._unseen = before.guns, before._unseen  # noqa: SLF001  its own kind
        else:
            self.guns = guns_by_entry(season, self.entries)
        points = {point.code: point for point in season.points_of(race_id)}
        self.start_rule = rule_of(points.get(START), timing.duplicate_gap_ms, Pick.LAST)
        self.rulings = standing_rulings(season.rulings.values())
        self.adjusted: dict[EntryId, int] = {}
        for adjustment in season.adjustments.values():
            sofar = self.adjusted.get(adjustment.entry_id, 0)
            self.adjusted[adjustment.entry_id] = sofar + adjustment.delta_ms
        self.problems: list[Problem] = []
        self.without_gun: list[Entry] = []
        self.without_start: list[Entry] = []
        self._kept: dict[EntryId, _Kept] = {}
        self._before: dict[EntryId, _Kept] = {}
        if before is not None and same_start and self._judges_like(before):
            self._before = before._kept  # noqa: SLF001  its own kind

    def _judges_like(self, before: Outcomes) -> bool:
        return (before.race, before.timing, before.zone, before.start_rule) == (
            self.race, self.timing, self.zone, self.start_rule,
        )  # fmt: skip

    def finish(self) -> tuple[Problem, ...]:
        """All problems, with those told once for the race; after the last entry."""
        if self.without_gun:
            waves = {self._wave_label(entry): None for entry in self.without_gun}
            self._race_problem("no-gun", Severity.ERROR, self.without_gun, ", ".join(waves))
        if self.without_start and self._starts_are_read():
            self._race_problem("no-start-read", Severity.INFO, self.without_start)
        self._before = {}
        return tuple(self.problems)

    def _starts_are_read(self) -> bool:
        """Whether anybody was read at the start: without a mat there every time is gun time."""
        return any(kept.seen.starts for kept in self._kept.values())

    def of(self, entry: Entry) -> Outcome | None:
        """The outcome of one entry; None for a withdrawn one of whom nothing was seen."""
        kept = self._before.get(entry.id)
        seen = self.seen.get(entry.id) or self._unseen.get(entry.id)
        if seen is None:
            seen = EntryReads(entry_id=entry.id, gun_ms=self.guns[entry.id])
            self._unseen[entry.id] = seen
        standing, adjusted = self.rulings.get(entry.id), self.adjusted.get(entry.id, 0)
        made_of = (entry, seen, standing, adjusted)
        if kept is None or (kept.entry, kept.seen, kept.standing, kept.adjusted) != made_of:
            kept = self._make(*made_of)
        self._kept[entry.id] = kept
        self.problems += kept.problems
        if kept.without_gun:
            self.without_gun.append(entry)
        if kept.without_start:
            self.without_start.append(entry)
        return kept.outcome

    def _make(
        self, entry: Entry, seen: EntryReads, standing: StandingRuling | None, adjusted: int
    ) -> _Kept:
        sofar, self.problems = self.problems, []
        marks = len(self.without_gun), len(self.without_start)
        outcome = self._outcome(entry, seen)
        told, self.problems = self.problems, sofar
        kept = _Kept(
            entry=entry,
            seen=seen,
            standing=standing,
            adjusted=adjusted,
            outcome=outcome,
            problems=tuple(told),
            without_gun=len(self.without_gun) > marks[0],
            without_start=len(self.without_start) > marks[1],
        )
        del self.without_gun[marks[0] :], self.without_start[marks[1] :]
        return kept

    def _outcome(self, entry: Entry, seen: EntryReads) -> Outcome | None:
        if entry.status is EntryStatus.WITHDRAWN:
            if not _is_evidence(seen):
                return None
            self._problem("withdrawn-but-seen", Severity.WARNING, entry)
        times = self._times(seen)
        draft = self._by_decision(entry, seen, times) or self._by_time(entry, seen, times)
        if draft.status is ResultStatus.OK:
            self._check_pace(draft)
        return draft

    def _by_decision(self, entry: Entry, seen: EntryReads, times: _Times) -> Outcome | None:
        """The result when a ruling or a status word decides; None when the time does."""
        standing = self.rulings.get(entry.id, StandingRuling())
        ruling = standing.ruling
        if ruling is not None:
            status = ResultStatus(ruling.kind.value)
            params = {
                "status": status.value,
                "reason": ruling.reason or "—",
                "actor": ruling.actor or "—",
            }
            note = Note(code="result.explain-ruling", params=params)
            return self._made(entry, seen, times, status, note)
        words = [
            each
            for each in seen.statuses
            if standing.words_before_ms is None or each.made_ms > standing.words_before_ms
        ]
        if not words:
            return None
        word = words[-1]
        assert word.read.status is not None  # noqa: S101  only such reads are among the statuses
        status = word.read.status
        if len({each.read.status for each in words}) > 1:
            every = ", ".join(dict.fromkeys(str(each.read.status) for each in words))
            self._problem("two-statuses", Severity.WARNING, entry, words=every, status=status)
        if seen.finish is not None and status in _AGAINST_TIME:
            self._problem("status-and-time", Severity.WARNING, entry, status=status)
        batch = self.season.batches[word.read.batch_id]
        source = batch.name or batch.kind.value
        params = {"status": status.value, "source": source, "line": str(word.read.line)}
        note = Note(code="result.explain-status", params=params)
        return self._made(entry, seen, times, status, note, word)

    def _by_time(self, entry: Entry, seen: EntryReads, times: _Times) -> Outcome:
        if seen.finish is None:
            note = Note(code="result.explain-pending")
            return self._made(entry, seen, times, ResultStatus.PENDING, note)
        if times.raw_ms is None:
            self.without_gun.append(entry)
            params = {"finish": self._clock(times.finish_ms), "wave": self._wave_label(entry)}
            note = Note(code="result.explain-no-gun", params=params)
            return self._made(entry, seen, times, ResultStatus.PENDING, note)
        if times.gun_ms is not None and times.gun_ms < 0:
            clocks = {"finish": self._clock(times.finish_ms), "gun": self._clock(seen.gun_ms)}
            self._problem("before-gun", Severity.ERROR, entry, **clocks)
            note = Note(code="result.explain-before-gun", params=clocks)
            return self._made(entry, seen, times, ResultStatus.PENDING, note)
        if self.timing.official_time is OfficialTime.NET and times.net_ms is None:
            self.without_start.append(entry)
        official = times.official_ms
        limit_ms = self.race.time_limit_ms
        if limit_ms is not None and official is not None and official > limit_ms:
            params = {"time": self._elapsed(official), "limit": format_elapsed(limit_ms)}
            note = Note(code="result.explain-over-time", params=params)
            return self._made(entry, seen, times, ResultStatus.OVER_TIME, note)
        return self._made(entry, seen, times, ResultStatus.OK, self._explained(entry, seen, times))

    def _times(self, seen: EntryReads) -> _Times:
        """What the reads say about an entry's time, unrounded."""
        finish = seen.finish
        if finish is None:
            return _Times()
        since = finish.since(seen.gun_ms)
        finish_ms = finish.instant_ms
        if finish_ms is None and since is not None and seen.gun_ms is not None:
            finish_ms = Instant(seen.gun_ms + since)
        start = _net_start(seen, finish, self.start_rule) if seen.starts else None
        net_ms = None if start is None else _between(start, finish, seen.gun_ms)
        by_net = self.timing.official_time is OfficialTime.NET and net_ms is not None
        raw_ms = net_ms if by_net else since
        return _Times(
            gun_ms=None if since is None else Duration(since),
            net_ms=net_ms,
            finish_ms=finish_ms,
            raw_ms=raw_ms,
            official_ms=None
            if raw_ms is None
            else round_duration(
                raw_ms + self.adjusted.get(seen.entry_id, 0),
                self.timing.unit_ms,
                self.timing.rounding,
            ),
            start=start,
        )

    def _made(
        self,
        entry: Entry,
        seen: EntryReads,
        times: _Times,
        status: ResultStatus,
        explanation: Note,
        word: ResolvedRead | None = None,
    ) -> Outcome:
        evidence = (word, seen.finish, times.start, *seen.repeats)
        return Outcome(
            entry=entry,
            status=status,
            time_ms=times.official_ms if status in _WITH_TIME else None,
            gun_time_ms=times.gun_ms,
            net_time_ms=times.net_ms,
            finish_ms=times.finish_ms,
            read_ids=tuple(dict.fromkeys(e.read.id for e in evidence if e is not None)),
            explanation=explanation,
        )

    def _explained(self, entry: Entry, seen: EntryReads, times: _Times) -> Note:
        assert seen.finish is not None  # noqa: S101  called for finishers only
        assert times.raw_ms is not None  # noqa: S101
        params: dict[str, str | int] = {
            "raw": format_elapsed(times.raw_ms, 1),
            "rounding": self.timing.rounding.value,
            "time": self._elapsed(times.official_ms or Duration(0)),
        }
        code = "result.explain"
        if times.start is not None and times.raw_ms == times.net_ms:
            code = "result.explain-net"
            params["start"] = self._clock(times.start.instant_ms)
            params["finish"] = self._clock(times.finish_ms)
        elif seen.finish.read.elapsed_ms is not None:
            code = "result.explain-elapsed"
        else:
            params["gun"] = self._clock(seen.gun_ms)
            params["finish"] = self._clock(times.finish_ms)
        adjusted = self.adjusted.get(entry.id)
        if adjusted:
            code += "-adjusted"
            params["adjustment"] = ("+" if adjusted > 0 else "") + format_elapsed(adjusted)
        return Note(code=code, params=params)

    def _clock(self, instant: Instant | None) -> str:
        return "—" if instant is None else format_clock(instant, self.zone)

    def _elapsed(self, ms: Duration) -> str:
        return format_elapsed(ms, self.timing.unit_ms)

    def _wave_label(self, entry: Entry) -> str:
        wave = waves_by_entry(self.season, [entry]).get(entry.id)
        return wave.label if wave is not None else "—"

    def _check_pace(self, draft: Outcome) -> None:
        distance_m = self.race.distance_m
        if distance_m is None or draft.time_ms is None:
            return
        if draft.time_ms < distance_m * FASTEST_MS_PER_M:
            pace = format_elapsed(round(draft.time_ms * 1000 / distance_m)).removeprefix("0:")
            time = self._elapsed(draft.time_ms)
            self._problem("too-fast", Severity.WARNING, draft.entry, time=time, pace=pace)

    def _problem(self, what: str, severity: Severity, entry: Entry, **params: str) -> None:
        named: dict[str, str | int] = {"bib": entry.bib or "—", "race": self.race.label, **params}
        place = Place(
            event_id=self.race.event_id,
            race_id=self.race.id,
            entry_id=entry.id,
            runner_id=entry.runner_id,
        )
        self.problems.append(
            Problem(severity=severity, code=f"result.{what}", params=named, place=place)
        )

    def _race_problem(
        self, what: str, severity: Severity, entries: list[Entry], waves: str = ""
    ) -> None:
        params: dict[str, str | int] = {
            "race": self.race.label,
            "count": len(entries),
            "waves": waves,
        }
        place = Place(event_id=self.race.event_id, race_id=self.race.id)
        self.problems.append(
            Problem(severity=severity, code=f"result.{what}", params=params, place=place)
        )


def _is_evidence(seen: EntryReads) -> bool:
    """Whether the reads speak of somebody who took part; "did not start" does not."""
    if seen.finish or seen.starts or seen.passings:
        return True
    return any(each.read.status is not ResultStatus.DNS for each in seen.statuses)


def _between(start: ResolvedRead, finish: ResolvedRead, gun_ms: Instant | None) -> Duration | None:
    """From one read to another; None when one is a clock time, the other elapsed, and no gun."""
    first, last = start.since(gun_ms), finish.since(gun_ms)
    if first is not None and last is not None:
        return Duration(last - first)
    if start.instant_ms is not None and finish.instant_ms is not None:
        return Duration(finish.instant_ms - start.instant_ms)
    return None


def _net_start(seen: EntryReads, finish: ResolvedRead, rule: PointRule) -> ResolvedRead | None:
    """The start read the net time runs from.

    It is the last (or, where the point says so, the first) of the first go over the start line
    after the gun: standing on the mat does not count, nor does coming past it again later in the
    race. A read before the gun is no start
    unless a ruling makes it govern; one after the finish never is.
    """
    ruled = sorted(seen.starts, key=lambda each: each.governs)[-1:]
    by_ruling = bool(ruled and ruled[0].governs)
    chosen: ResolvedRead | None = None
    for each in ruled if by_ruling else seen.starts:
        to_finish = _between(each, finish, seen.gun_ms)
        if to_finish is None or to_finish < 0:
            continue
        if (each.since(seen.gun_ms) or 0) < 0 and not by_ruling:
            continue
        if chosen is not None and (
            rule.pick is Pick.FIRST or (_between(chosen, each, seen.gun_ms) or 0) > rule.gap_ms
        ):
            break
        chosen = each
    return chosen
