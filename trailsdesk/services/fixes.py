"""What mends a problem in one act: the acts offered for each, ready to be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.printed import SheetId
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import _
from trailsdesk.services.award_fixes import AWARD_MAKERS
from trailsdesk.services.chips import give_chip
from trailsdesk.services.entries import withdraw
from trailsdesk.services.entry_fixes import ENTRY_MAKERS
from trailsdesk.services.fix_case import (
    MOST_BUTTONS,
    BibFix,
    BirthDateFix,
    Case,
    Fix,
    PressFix,
    assign,
    assign_entry,
)
from trailsdesk.services.printed import note_taken_down
from trailsdesk.services.publishing import publish, race_standing
from trailsdesk.services.race_fixes import RACE_MAKERS
from trailsdesk.services.runner_fixes import RUNNER_MAKERS
from trailsdesk.services.timing import govern_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season

__all__ = ["BibFix", "BirthDateFix", "Fix", "PressFix", "fix_words", "fixes_for"]


def fix_words(code: str) -> str:
    """What mends problems of a code, in a few words; empty where nobody can say beforehand."""
    return {
        "award.changed-after-announcement": _("announce again, or take it back"),
        "award.handed-for-another": _("put the right prize into the right hands"),
        "award.handed-other": _("get the prize back"),
        "category.age-outside": _("correct the birth date"),
        "category.division-unknown": _("choose another division, or none"),
        "category.no-birth-date": _("fill in the birth date"),
        "category.no-gender": _("fill in the gender"),
        "entry.age-no-race": _("check birth date and race"),
        "entry.age-odd": _("check the birth date"),
        "entry.age-other-race": _("check birth date and race"),
        "entry.bib-outside": _("give out a bib of the race"),
        "entry.bib-twice": _("give one another bib"),
        "entry.charge-differs": _("book the difference"),
        "entry.no-bib": _("give out free bibs"),
        "entry.no-name": _("fill in the name"),
        "entry.no-waiver": _("have it signed with the bib"),
        "entry.not-born": _("correct the birth date"),
        "entry.paid-above": _("find out why, or pay it back"),
        "entry.person-twice": _("withdraw one, or say they are two"),
        "entry.runner-twice": _("withdraw one of the entries"),
        "entry.unpaid": _("take the money with the bib"),
        "read.ambiguous-bib": _("say whose time it is"),
        "read.backup-differs": _("say which time counts"),
        "read.before-gun": _("strike the early time out"),
        "read.no-bib": _("give it a bib"),
        "read.repeated": _("say which time counts"),
        "read.unknown-bib": _("give it the right bib"),
        "read.unknown-chips": _("take in the list of chips"),
        "read.unknown-point": _("make it a point of the race"),
        "read.wrong-race": _("say whose time it is"),
        "result.after-cut-off": _("take them out, or let them stay"),
        "result.before-gun": _("correct the start, or strike out"),
        "result.finish-unlike": _("strike the finish out, or let it stand"),
        "result.leg-too-fast": _("strike a time out, or let it stand"),
        "result.leg-unlike": _("strike a time out, or let it stand"),
        "result.no-gun": _("enter the start"),
        "result.not-as-published": _("publish the next version"),
        "result.not-checked-in": _("check them in"),
        "result.out-of-order": _("strike the wrong time out"),
        "result.point-missing": _("look whether they took the course"),
        "result.point-unread": _("key its sheet in"),
        "result.ruled-but-seen": _("say which is right"),
        "result.start-missing": _("look whether they started"),
        "result.status-and-time": _("say which is right"),
        "result.too-fast": _("check bib, start and distance"),
        "result.too-late": _("strike the finish out"),
        "result.two-statuses": _("say which is right"),
        "result.withdrawn-but-seen": _("take the withdrawal back"),
        "runner.contradicted": _("say which answer holds"),
        "runner.doubtful": _("say whether it is one runner"),
        "sheet.outdated": _("print it again, or take it down"),
    }.get(code, "")


def fixes_for(
    season: Season, problem: Problem, actor: str, chosen: EntryId | None = None
) -> tuple[Fix, ...]:
    """The acts that mend a problem, likeliest first; empty when it takes more than one act.

    A problem that has gone meanwhile has no fixes.

    Args:
        chosen: one of the entries the problem touches, when only that one is to be mended.
    """
    make = _MAKERS.get(problem.code)
    if make is None or problem.place is None:
        return ()
    try:
        return tuple(make(Case(season, problem, actor, chosen)))
    except (KeyError, IndexError):
        # The entry or read it speaks of was changed away since the list was made.
        return ()


# What is offered


def _unknown(case: Case) -> Iterable[Fix]:
    reads = case.unclear()
    told = str(case.problem.params.get("suggestions", ""))
    likely = tuple(bib for bib in told.split(", ") if bib)
    yield BibFix(
        label=_("Give it this bib"),
        suggestions=likely[:MOST_BUTTONS],
        act=partial(assign, case.season, [each.read.id for each in reads]),
    )
    yield case.strike(_("Strike it out"), reads)


def _ambiguous(case: Case) -> Iterable[Fix]:
    reads = case.unclear()
    ids = [each.read.id for each in reads]
    data = case.season.data
    races = {race.id for race in data.races_of(case.event_id)}
    owners = [
        entry
        for entry in data.entries.values()
        if entry.race_id in races and bib_key(entry.bib) == bib_key(reads[0].bib)
    ]
    for entry in owners[:MOST_BUTTONS]:
        label = _("It is {name}, {race}").format(
            name=case.name(entry.runner_id), race=data.races[entry.race_id].label
        )
        yield PressFix(label=label, act=partial(assign_entry, case.season, ids, entry.id))
    yield case.strike(_("Strike it out"), reads)


def _repeated(case: Case) -> Iterable[Fix]:
    repeats = case.seen().repeats
    told = int(case.problem.params.get("count", 1))
    ids = [each.read.id for each in repeats]
    at = ids.index(case.read_id) if case.read_id in ids else len(ids)
    others = repeats[at : at + told]
    yield case.strike(_("Strike the later time out"), others)
    words = _("Let {time} count").format(time=case.problem.params.get("other", ""))
    yield PressFix(label=words, act=partial(govern_read, case.season, case.read_id))


def _early(case: Case) -> Iterable[Fix]:
    yield case.strike(_("Strike the early time out"), case.seen().early)


def _finish(case: Case) -> Iterable[Fix]:
    finish = case.seen().finish
    if finish is not None:
        yield case.strike(_("Strike the time out"), [finish])


def _status_and_time(case: Case) -> Iterable[Fix]:
    status = str(case.problem.params.get("status", ""))
    yield case.rule(_("The time is right"), RulingKind.REINSTATE)
    yield from _says(case, [status])


def _two_statuses(case: Case) -> Iterable[Fix]:
    return _says(case, str(case.problem.params.get("words", "")).split(", "))


def _says(case: Case, words: Iterable[str]) -> Iterable[Fix]:
    known = {kind.value for kind in RulingKind}
    for word in words:
        if word in known:
            label = _("{status} is right").format(status=word)
            yield case.rule(label, RulingKind(word))


def _withdrawn(case: Case) -> Iterable[Fix]:
    entry = case.entry
    act = partial(withdraw, case.season, [entry.id], withdrawn=False)
    yield PressFix(label=_("Take the withdrawal back"), act=act)
    seen = case.seen()
    reads = [seen.finish] if seen.finish is not None else []
    reads += [*seen.repeats, *seen.early, *seen.starts, *seen.passings, *seen.statuses]
    alone = {each.read.id: each for each in reads}
    yield case.strike(_("Strike the times out"), alone.values())


def _backup(case: Case) -> Iterable[Fix]:
    seen = case.seen()
    words = _("Let {time} count").format(time=case.problem.params.get("other", ""))
    yield PressFix(label=words, act=partial(govern_read, case.season, case.read_id))
    if seen.finish is not None:
        words = _("{time} stays").format(time=case.problem.params.get("time", ""))
        yield PressFix(label=words, act=partial(govern_read, case.season, seen.finish.read.id))


def _chips(case: Case) -> Iterable[Fix]:
    reads = case.unclear()
    codes = {each.read.chip for each in reads}
    if len(codes) == 1:
        give = partial(give_chip, case.season, case.event_id, codes.pop())
        yield BibFix(label=_("The chip is of this bib"), act=give)
    yield case.strike(_("Strike them out"), reads)


def _sheet(case: Case) -> Iterable[Fix]:
    sheet_id = SheetId(case.place.sheet_id or 0 if case.place is not None else 0)
    record = case.season.data.printed[sheet_id]
    yield PressFix(
        label=_("It was taken down"),
        act=partial(note_taken_down, case.season, sheet_id, case.actor),
        said=_("Noted: sheet {number} was taken down.").format(number=record.id),
    )


def _published(case: Case) -> Iterable[Fix]:
    race_id = RaceId(case.place.race_id or 0 if case.place is not None else 0)
    latest = race_standing(case.season, race_id).latest
    if latest is not None:
        again = partial(publish, case.season, race_id, latest.published_as, case.actor)
        number = latest.number + 1
        yield PressFix(
            label=_("Publish version {number}").format(number=number),
            act=again,
            said=_("Published as version {number}.").format(number=number),
        )


_MAKERS: dict[str, Callable[[Case], Iterable[Fix]]] = {
    **AWARD_MAKERS,
    **ENTRY_MAKERS,
    **RACE_MAKERS,
    **RUNNER_MAKERS,
    "read.ambiguous-bib": _ambiguous,
    "read.backup-differs": _backup,
    "read.before-gun": _early,
    "read.no-bib": _unknown,
    "read.repeated": _repeated,
    "read.unknown-bib": _unknown,
    "read.unknown-chips": _chips,
    "read.wrong-race": _ambiguous,
    "result.before-gun": _finish,
    "result.not-as-published": _published,
    "result.status-and-time": _status_and_time,
    "result.two-statuses": _two_statuses,
    "result.withdrawn-but-seen": _withdrawn,
    "sheet.outdated": _sheet,
}
