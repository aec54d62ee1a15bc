"""What mends a problem in one act: the acts offered for each, ready to be done.

Evidence stays: a time is struck out or given away by a decision that can be withdrawn, and every
act is one operation that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import EventId
from trailsdesk.domain.people import Gender, RunnerId, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.domain.timing import (
    EntryReads,
    ReadId,
    ReadRuling,
    ReadRulingKind,
    ResolvedRead,
)
from trailsdesk.i18n import _
from trailsdesk.services.entries import edit_runner, withdraw
from trailsdesk.services.entry_desk import give_bib, next_free_bib
from trailsdesk.services.results import rule_on
from trailsdesk.services.timing import govern_read

if TYPE_CHECKING:
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season

__all__ = ["BibFix", "BirthDateFix", "Fix", "PressFix", "fix_words", "fixes_for"]

_MOST_BUTTONS = 3
_NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFix:
    """A button: its words and what it does."""

    label: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BibFix:
    """A bib to be typed; ``suggestions`` are likely ones. ``act`` refuses an empty bib."""

    label: str
    suggestions: tuple[str, ...] = ()
    act: Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthDateFix:
    """A birth date to be typed."""

    label: str
    act: Callable[[date], object]


Fix = PressFix | BibFix | BirthDateFix


def fix_words(code: str) -> str:
    """What mends problems of a code, in a few words; empty where nobody can say beforehand."""
    return {
        "category.age-outside": _("correct the birth date"),
        "category.no-birth-date": _("fill in the birth date"),
        "category.no-gender": _("fill in the gender"),
        "entry.age-no-race": _("check birth date and race"),
        "entry.age-other-race": _("check birth date and race"),
        "entry.bib-twice": _("give one another bib"),
        "entry.runner-twice": _("withdraw one of the entries"),
        "read.ambiguous-bib": _("say whose time it is"),
        "read.before-gun": _("strike the early time out"),
        "read.no-bib": _("give it a bib"),
        "read.repeated": _("say which time counts"),
        "read.unknown-bib": _("give it the right bib"),
        "read.wrong-race": _("say whose time it is"),
        "result.before-gun": _("correct the start, or strike out"),
        "result.no-gun": _("enter the start"),
        "result.status-and-time": _("say which is right"),
        "result.too-fast": _("check bib, start and distance"),
        "result.two-statuses": _("say which is right"),
        "result.withdrawn-but-seen": _("take the withdrawal back"),
    }.get(code, "")


def fixes_for(season: Season, problem: Problem, actor: str) -> tuple[Fix, ...]:
    """The acts that mend a problem, likeliest first; empty when it takes more than one act.

    A problem that has gone meanwhile has no fixes.
    """
    make = _MAKERS.get(problem.code)
    if make is None or problem.place is None:
        return ()
    try:
        return tuple(make(_Case(season, problem, actor)))
    except KeyError:
        # The entry or read it speaks of was changed away since the list was made.
        return ()


class _Case:
    """A problem with what it is about, looked up."""

    def __init__(self, season: Season, problem: Problem, actor: str) -> None:
        self.season = season
        self.problem = problem
        self.actor = actor

    @property
    def entry(self) -> Entry:
        place = self.problem.place
        return self.season.data.entries[EntryId(place.entry_id or 0 if place else 0)]

    @property
    def event_id(self) -> EventId:
        place = self.problem.place
        return EventId(place.event_id or 0 if place else 0)

    @property
    def read_id(self) -> ReadId:
        place = self.problem.place
        return ReadId(place.read_id or 0 if place else 0)

    def name(self, runner_id: RunnerId) -> str:
        runner = self.season.data.runners[runner_id]
        return full_name(runner)

    def seen(self) -> EntryReads:
        event_id = self.season.data.races[self.entry.race_id].event_id
        return self.season.event_reads(event_id).entries[self.entry.id]

    def unclear(self) -> list[ResolvedRead]:
        """The reads the problem speaks of: alike in bib, fate and race."""
        reads = self.season.event_reads(self.event_id)
        batches = self.season.data.batches
        first = reads.reads[self.read_id]
        fate = reads.fates[self.read_id]
        if not first.bib.strip():
            return [first]
        race_id = batches[first.read.batch_id].race_id
        return [
            each
            for each in reads.reads.values()
            if reads.fates[each.read.id] is fate
            and bib_key(each.bib) == bib_key(first.bib)
            and batches[each.read.batch_id].race_id == race_id
        ]

    def strike(self, label: str, reads: Iterable[ResolvedRead]) -> PressFix:
        ids = [each.read.id for each in reads]
        bib = str(self.problem.params.get("bib", ""))
        return PressFix(label=label, act=partial(_strike, self.season, ids, bib))

    def rule(self, label: str, kind: RulingKind) -> PressFix:
        reason = _("decided under Problems")
        return PressFix(
            label=label,
            act=partial(rule_on, self.season, self.entry.id, kind, reason, self.actor),
        )


# The acts


def _strike(season: Season, read_ids: Sequence[ReadId], bib: str) -> None:
    """Leave reads out of the results, as one operation."""
    with season.change("read.ignore", bib=bib or _NOTHING) as writer:
        writer.put_many([_ruling(season, each, ReadRulingKind.IGNORE) for each in read_ids])


def _assign(season: Season, read_ids: Sequence[ReadId], bib: str) -> None:
    """Say whose reads these are, as one operation."""
    bib = bib.strip()
    if not bib:
        raise Refused("read.bib-missing")
    with season.change("read.assign", bib=bib) as writer:
        writer.put_many(
            [_ruling(season, each, ReadRulingKind.ASSIGN, bib=bib) for each in read_ids]
        )


def _assign_entry(season: Season, read_ids: Sequence[ReadId], entry_id: EntryId) -> None:
    bib = season.data.entries[entry_id].bib
    with season.change("read.assign", bib=bib) as writer:
        writer.put_many(
            [_ruling(season, each, ReadRulingKind.ASSIGN, entry_id=entry_id) for each in read_ids]
        )


def _ruling(
    season: Season,
    read_id: ReadId,
    kind: ReadRulingKind,
    *,
    bib: str = "",
    entry_id: EntryId | None = None,
) -> ReadRuling:
    return ReadRuling(
        read_id=read_id,
        kind=kind,
        bib=bib,
        entry_id=entry_id,
        reason=_("decided under Problems") if kind is ReadRulingKind.IGNORE else "",
        made_ms=season.clock.now_ms(),
    )


# What is offered


def _birth_date(case: _Case) -> Iterable[Fix]:
    runner_id = case.entry.runner_id

    def act(born: date) -> None:
        edit_runner(case.season, runner_id, birth_date=born)

    return [BirthDateFix(label=_("Save the birth date"), act=act)]


def _gender(case: _Case) -> Iterable[Fix]:
    runner_id = case.entry.runner_id
    words = {Gender.F: _("Woman"), Gender.M: _("Man"), Gender.X: _("Neither")}
    return [
        PressFix(label=label, act=partial(edit_runner, case.season, runner_id, gender=gender))
        for gender, label in words.items()
    ]


def _alike(case: _Case) -> list[Entry]:
    """The standing entries of the same event."""
    data = case.season.data
    event_id = data.races[case.entry.race_id].event_id
    return [
        entry
        for entry in data.entries.values()
        if entry.status is EntryStatus.ENTERED and data.races[entry.race_id].event_id == event_id
    ]


def _bib_twice(case: _Case) -> Iterable[Fix]:
    wearers = [e for e in _alike(case) if bib_key(e.bib) == bib_key(case.entry.bib)]
    for entry in reversed(wearers[:_MOST_BUTTONS]):
        free = next_free_bib(case.season, entry.race_id)
        if free:
            label = _("Bib {bib} for {name}").format(bib=free, name=case.name(entry.runner_id))
            yield PressFix(label=label, act=partial(give_bib, case.season, entry.id, free))


def _runner_twice(case: _Case) -> Iterable[Fix]:
    same = [e for e in _alike(case) if e.runner_id == case.entry.runner_id]
    races = case.season.data.races
    for entry in same[:_MOST_BUTTONS]:
        label = _("Withdraw bib {bib}, {race}").format(
            bib=entry.bib or _NOTHING, race=races[entry.race_id].label
        )
        yield PressFix(label=label, act=partial(withdraw, case.season, [entry.id]))


def _unknown(case: _Case) -> Iterable[Fix]:
    reads = case.unclear()
    told = str(case.problem.params.get("suggestions", ""))
    likely = tuple(bib for bib in told.split(", ") if bib)
    yield BibFix(
        label=_("Give it this bib"),
        suggestions=likely[:_MOST_BUTTONS],
        act=partial(_assign, case.season, [each.read.id for each in reads]),
    )
    yield case.strike(_("Strike it out"), reads)


def _ambiguous(case: _Case) -> Iterable[Fix]:
    reads = case.unclear()
    ids = [each.read.id for each in reads]
    data = case.season.data
    races = {race.id for race in data.races_of(case.event_id)}
    owners = [
        entry
        for entry in data.entries.values()
        if entry.race_id in races and bib_key(entry.bib) == bib_key(reads[0].bib)
    ]
    for entry in owners[:_MOST_BUTTONS]:
        label = _("It is {name}, {race}").format(
            name=case.name(entry.runner_id), race=data.races[entry.race_id].label
        )
        yield PressFix(label=label, act=partial(_assign_entry, case.season, ids, entry.id))
    yield case.strike(_("Strike it out"), reads)


def _repeated(case: _Case) -> Iterable[Fix]:
    repeats = case.seen().repeats
    told = int(case.problem.params.get("count", 1))
    ids = [each.read.id for each in repeats]
    at = ids.index(case.read_id) if case.read_id in ids else len(ids)
    others = repeats[at : at + told]
    yield case.strike(_("Strike the later time out"), others)
    words = _("Let {time} count").format(time=case.problem.params.get("other", ""))
    yield PressFix(label=words, act=partial(govern_read, case.season, case.read_id))


def _early(case: _Case) -> Iterable[Fix]:
    yield case.strike(_("Strike the early time out"), case.seen().early)


def _finish(case: _Case) -> Iterable[Fix]:
    finish = case.seen().finish
    if finish is not None:
        yield case.strike(_("Strike the time out"), [finish])


def _status_and_time(case: _Case) -> Iterable[Fix]:
    status = str(case.problem.params.get("status", ""))
    yield case.rule(_("The time is right"), RulingKind.REINSTATE)
    yield from _says(case, [status])


def _two_statuses(case: _Case) -> Iterable[Fix]:
    return _says(case, str(case.problem.params.get("words", "")).split(", "))


def _says(case: _Case, words: Iterable[str]) -> Iterable[Fix]:
    known = {kind.value for kind in RulingKind}
    for word in words:
        if word in known:
            label = _("{status} is right").format(status=word)
            yield case.rule(label, RulingKind(word))


def _withdrawn(case: _Case) -> Iterable[Fix]:
    entry = case.entry
    act = partial(withdraw, case.season, [entry.id], withdrawn=False)
    yield PressFix(label=_("Take the withdrawal back"), act=act)
    seen = case.seen()
    reads = [seen.finish] if seen.finish is not None else []
    reads += [*seen.repeats, *seen.early, *seen.starts, *seen.passings, *seen.statuses]
    alone = {each.read.id: each for each in reads}
    yield case.strike(_("Strike the times out"), alone.values())


_MAKERS: dict[str, Callable[[_Case], Iterable[Fix]]] = {
    "category.age-outside": _birth_date,
    "category.no-birth-date": _birth_date,
    "category.no-gender": _gender,
    "entry.bib-twice": _bib_twice,
    "entry.runner-twice": _runner_twice,
    "read.ambiguous-bib": _ambiguous,
    "read.before-gun": _early,
    "read.no-bib": _unknown,
    "read.repeated": _repeated,
    "read.unknown-bib": _unknown,
    "read.wrong-race": _ambiguous,
    "result.before-gun": _finish,
    "result.status-and-time": _status_and_time,
    "result.too-fast": _finish,
    "result.two-statuses": _two_statuses,
    "result.withdrawn-but-seen": _withdrawn,
}
