"""What is not clean about how a race went.

Times that cannot be, points nobody passed, decisions that what was seen speaks against.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.doubts import CoursePoints, Doubt, Question
from trailsdesk.domain.journeys import (
    Known,
    course_points_of,
    journeys_of,
    looked_at,
    unknown_points,
)
from trailsdesk.domain.outcomes import standing_rulings
from trailsdesk.domain.plausible import implausible
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.timing import FINISH, OUT, START, ReadId
from trailsdesk.i18n import _
from trailsdesk.services.check_in import counts_here
from trailsdesk.services.stands import race_stands
from trailsdesk.services.told import NOTHING, Told, by_bib, called, entry_place, race_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.outcomes import StandingRuling
    from trailsdesk.domain.splits import Split
    from trailsdesk.domain.timing import EntryReads
    from trailsdesk.services.season import Season

_TOGETHER = (Question.POINT_MISSING, Question.START_MISSING, Question.AFTER_CUT_OFF)
"""Told once for all runners of a race, point by point; the others runner by runner."""


def race_told(season: Season, race_id: RaceId) -> tuple[Told, ...]:
    """Every such problem of a race; kept until the evidence of the race changes."""
    data, results, splits = season.data, season.results(race_id), season.splits(race_id)
    reads = season.event_reads(data.races[race_id].event_id)
    stands = race_stands(season, race_id)
    inputs = (
        results, reads, splits, stands, data.races, data.points, data.waves, data.rulings,
        data.check_ins, data.entries,
    )  # fmt: skip
    return season.keep(
        ("problems-race", race_id), inputs, lambda: tuple(_Race(season, race_id).told())
    )


def course_label(course: CoursePoints, code: str) -> str:
    """A point of a course as people call it."""
    if code == START:
        return _("the start")
    if code == FINISH:
        return _("the finish")
    return next((point.label for point in course.points if point.code == code), "") or code


class _Race:
    """One pass over a race."""

    def __init__(self, season: Season, race_id: RaceId) -> None:
        data = season.data
        self.season = season
        self.race = data.races[race_id]
        self.course = course_points_of(data, race_id)
        self.results = season.results(race_id)
        self.seen: Mapping[EntryId, EntryReads] = season.event_reads(self.race.event_id).entries
        self.splits: Mapping[EntryId, tuple[Split, ...]] = season.splits(race_id)
        guns = [w.gun_ms for w in data.start_groups_of(race_id) if w.gun_ms is not None]
        self.first_gun: Instant | None = min(guns, default=None)

    def told(self) -> Iterator[Told]:
        yield from self._implausible()
        yield from self._ruled_but_seen()
        yield from self._not_checked_in()
        yield from self._unknown_points()

    # -- what cannot be -------------------------------------------------------------------------

    def _implausible(self) -> Iterator[Told]:
        journeys = journeys_of(
            self.course,
            self.results,
            self.seen,
            self.splits,
            looked_at(self.season.data.rulings.values()),
            self.first_gun,
            self._known(),
        )
        told = self._told_of_results()
        together: dict[tuple[Question, str], list[Doubt]] = defaultdict(list)
        for doubt in implausible(self.course, journeys):
            if doubt.question in _TOGETHER:
                together[doubt.question, doubt.first].append(doubt)
            elif not _is_told(doubt, told.get(doubt.entry_id, frozenset())):
                yield self._of_one(doubt)
        for (question, code), doubts in together.items():
            yield self._of_many(question, code, doubts)

    def _told_of_results(self) -> Mapping[int, frozenset[str]]:
        """Which problems the results themselves have told of, by entry."""
        found: dict[int, frozenset[str]] = {}
        for problem in self.results.problems:
            entry_id = None if problem.place is None else problem.place.entry_id
            if entry_id is not None:
                found[entry_id] = found.get(entry_id, frozenset()) | {problem.code}
        return found

    def _known(self) -> Known:
        """The journeys made before, as long as course and gun of the race stay what they are."""
        data = self.season.data
        points = data.points_of(self.race.id)
        return self.season.keep(
            ("journeys-known", self.race.id),
            (points, self.race, (self.first_gun,), self.season.rules),
            dict,
        )

    def _of_one(self, doubt: Doubt) -> Told:
        entry = self.season.data.entries[doubt.entry_id]
        read_ids = self._reads_at(doubt.entry_id, (doubt.first, doubt.last))
        params: dict[str, str | int] = {
            "bib": entry.bib or NOTHING,
            "race": self.race.label,
            "first": course_label(self.course, doubt.first),
            "last": course_label(self.course, doubt.last),
            "time": _elapsed(doubt.took_ms),
            "among": doubt.among or "",
            "usual": _elapsed(doubt.usual_ms),
        }
        if doubt.question is Question.OUT_OF_ORDER:
            params["time"] = self._clock_at(entry, doubt.last)
            params["other"] = self._clock_at(entry, doubt.first)
        elif doubt.question is Question.TOO_LATE and not doubt.among:
            params["limit"], params["usual"] = params["usual"], ""
        problem = Problem(
            severity=Severity.WARNING,
            code=f"result.{doubt.question.value}",
            params=params,
            place=entry_place(self.season, entry, read_ids[-1] if read_ids else None),
        )
        return Told(problem=problem, entry_ids=(entry.id,), read_ids=read_ids)

    def _of_many(self, question: Question, code: str, doubts: list[Doubt]) -> Told:
        severity, name = Severity.WARNING, question.value
        passed = (split.point.code for each in self.splits.values() for split in each)
        if question is Question.POINT_MISSING and code not in passed:
            # As a rule its sheet has not been keyed in yet.
            severity, name = Severity.INFO, "point-unread"
        cutoff = doubts[0].usual_ms if question is Question.AFTER_CUT_OFF else None
        told = self._together(
            f"result.{name}",
            severity,
            (doubt.entry_id for doubt in doubts),
            code=code,
            point=course_label(self.course, code),
            cutoff=_elapsed(cutoff),
        )
        times = {each.entry_id: _elapsed(each.took_ms) for each in doubts if cutoff is not None}
        return replace(told, details=times)

    def _together(
        self, code_of_problem: str, severity: Severity, entry_ids: Iterable[EntryId],
        **params: str | int,
    ) -> Told:  # fmt: skip
        ordered = by_bib(self.season, entry_ids)
        problem = Problem(
            severity=severity,
            code=code_of_problem,
            params={
                **params,
                "race": self.race.label,
                "count": len(ordered),
                "who": called(self.season, ordered),
            },
            place=race_place(self.season, self.race.id),
        )
        return Told(problem=problem, entry_ids=ordered)

    # -- decisions and check-in -----------------------------------------------------------------

    def _ruled_but_seen(self) -> Iterator[Told]:
        """Who did not start or finish by decision, and was seen although or afterwards."""
        rulings = standing_rulings(self.season.data.rulings.values())
        stands = race_stands(self.season, self.race.id)
        for result in self.results.results:
            if result.status not in (ResultStatus.DNS, ResultStatus.DNF):
                continue
            standing, seen = rulings.get(result.entry_id), self.seen.get(result.entry_id)
            if standing is None or standing.ruling is None or seen is None:
                continue
            went_on = stands[result.entry_id].at_odds
            if went_on or self._speaks_against(result.entry_id, standing, seen):
                yield self._against(result.entry_id, result.status, seen)

    def _speaks_against(
        self, entry_id: EntryId, standing: StandingRuling, seen: EntryReads
    ) -> bool:
        """Whether a finish is news to who decided; a DNS has to be said again in its face."""
        ruling, finish = standing.ruling, seen.finish
        if ruling is None or finish is None:
            return False
        known = finish.made_ms <= ruling.made_ms
        if ruling.kind is RulingKind.DNS:
            rulings = self.season.data.rulings.values()
            said = sum(r.entry_id == entry_id and r.kind is ruling.kind for r in rulings)
            said += sum(each.read.status is ResultStatus.DNS for each in seen.statuses)
            return not (known and said > 1)
        return ruling.kind is RulingKind.DNF and not known

    def _against(self, entry_id: EntryId, status: ResultStatus, seen: EntryReads) -> Told:
        entry = self.season.data.entries[entry_id]
        last = seen.finish or max(
            seen.passings, key=lambda each: (each.instant_ms or 0, each.read.id)
        )
        point = last.point.removesuffix(OUT)
        problem = Problem(
            severity=Severity.WARNING,
            code="result.ruled-but-seen",
            params={
                "bib": entry.bib or NOTHING,
                "race": self.race.label,
                "status": status.value,
                "point": course_label(self.course, point),
                "time": self._clock(last.instant_ms) or _elapsed(last.since(seen.gun_ms)),
            },
            place=entry_place(self.season, entry, last.read.id),
        )
        return Told(problem=problem, entry_ids=(entry_id,), read_ids=(last.read.id,))

    def _not_checked_in(self) -> Iterator[Told]:
        """Seen in the race without having been here before the start.

        Nobody is asked about while half the field is not checked in: then it was not held.
        """
        (here,) = counts_here(self.season, (self.race.id,))
        if not here.used or here.here * 2 < here.entered:
            return
        in_the_race = (ResultStatus.OK, ResultStatus.OVER_TIME, ResultStatus.PENDING)
        checked = self.season.data.check_ins
        missing = [
            result.entry_id
            for result in self.results.results
            if result.entry_id not in checked
            and result.status in in_the_race
            and (seen := self.seen.get(result.entry_id)) is not None
            and (seen.finish or seen.passings)
        ]
        if missing:
            yield self._together("result.not-checked-in", Severity.WARNING, missing)

    # -- points ---------------------------------------------------------------------------------

    def _unknown_points(self) -> Iterator[Told]:
        data = self.season.data
        known = {START, FINISH, *(point.code for point in data.points_of(self.race.id))}
        used = {
            batch.point.removesuffix(OUT)
            for batch in data.batches.values()
            if batch.event_id == self.race.event_id and not batch.retracted
        }
        if used <= known:
            return
        own = [
            self.seen[result.entry_id]
            for result in self.results.results
            if result.entry_id in self.seen
        ]
        found = unknown_points(data, self.race.id, own)
        if not found:
            return
        entry_ids = {seen.entry_id for each in found.values() for seen in each}
        yield self._together(
            "read.unknown-point", Severity.WARNING, entry_ids, points=", ".join(sorted(found))
        )

    # -- reads ----------------------------------------------------------------------------------

    def _reads_at(self, entry_id: EntryId, codes: tuple[str, ...]) -> tuple[ReadId, ...]:
        """The reads of an entry that say when it was at these points, in the order of them."""
        seen = self.seen[entry_id]
        at = {split.point.code: split.read_ids for split in self.splits.get(entry_id, ())}
        found: list[int] = []
        for code in dict.fromkeys(codes):
            if code == START:
                found += [each.read.id for each in seen.starts[:1]]
            elif code == FINISH:
                found += [] if seen.finish is None else [seen.finish.read.id]
            else:
                found += at.get(code, ())
        return tuple(ReadId(each) for each in found)

    def _clock_at(self, entry: Entry, code: str) -> str:
        """When an entry was at a point; its gun where it was not read at the start."""
        reads = self._reads_at(entry.id, (code,))
        resolved = self.season.event_reads(self.race.event_id).reads
        seen = self.seen[entry.id]
        if not reads:
            return self._clock(seen.gun_ms) or NOTHING
        read = resolved[reads[0]]
        return self._clock(read.instant_ms) or _elapsed(read.since(seen.gun_ms)) or NOTHING

    def _clock(self, instant: Instant | None) -> str:
        zone = self.season.data.events[self.race.event_id].zone
        return "" if instant is None else format_clock(instant, zone)


def _is_told(doubt: Doubt, codes: frozenset[str]) -> bool:
    """Whether the results say the same already: a finish before the gun, the race run too fast."""
    if doubt.question is Question.OUT_OF_ORDER and doubt.last == FINISH:
        return "result.before-gun" in codes
    return (doubt.first, doubt.last) == (START, FINISH) and "result.too-fast" in codes


def _elapsed(ms: int | None) -> str:
    return "" if ms is None else format_elapsed(ms)
