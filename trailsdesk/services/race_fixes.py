"""What mends the problems of a race under way: times struck out, runners looked at, points."""

from __future__ import annotations

import dataclasses
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import CheckIn
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.journeys import unknown_points
from trailsdesk.domain.results import RulingKind
from trailsdesk.domain.timing import START
from trailsdesk.i18n import _, plural
from trailsdesk.services.fix_case import Case, Fix, PressFix
from trailsdesk.services.touched import touched_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.timing import EntryReads
    from trailsdesk.services.season import Season


def _leg(case: Case) -> Iterable[Fix]:
    """Either time of the leg may be the wrong one; or both are right."""
    reads = case.season.event_reads(case.event_id).reads
    told = touched_ids(case.season, case.problem)
    for read_id in reversed(told.read_ids):
        resolved = reads[read_id]
        if resolved.point != START:
            label = _("Strike the time at {point} out").format(point=_label(case, resolved.point))
            yield case.strike(label, [resolved])
    yield case.accept()


def _finish(case: Case) -> Iterable[Fix]:
    finish = case.seen().finish
    if finish is not None:
        yield case.strike(_("Strike the time out"), [finish])
    yield case.accept()


def _label(case: Case, code: str) -> str:
    params = case.problem.params
    points = {each.code: each.label for each in case.season.data.points_of(case.race_id)}
    return points.get(code.partition("/")[0], "") or str(params.get("last", code))


def _look(case: Case) -> Iterable[Fix]:
    yield case.accept()


def _point(case: Case) -> Iterable[Fix]:
    """They took the course all the same; or nobody has to be seen there."""
    yield case.accept()
    code = str(case.problem.params.get("code", ""))
    points = [each for each in case.season.data.points_of(case.race_id) if each.code == code]
    if points and case.chosen is None:
        label = _("Nobody has to be seen at {point}").format(point=points[0].label or code)
        yield PressFix(label=label, act=partial(_make_optional, case.season, points[0]))


def _make_optional(season: Season, point: TimingPoint) -> None:
    label = season.data.races[point.race_id].label
    with season.change("points.optional", point=point.label or point.code, race=label) as writer:
        writer.put(dataclasses.replace(point, optional=True))


def _cut_off(case: Case) -> Iterable[Fix]:
    code = str(case.problem.params.get("code", ""))
    point = str(case.problem.params.get("point", ""))
    yield case.rule_all(
        _("{who} is out at {point}: DNF").format(who="{who}", point=point),
        _("All {count} are out at {point}: DNF").format(count="{count}", point=point),
        RulingKind.DNF,
        code,
    )
    yield case.rule_all(_("{who} may stay in"), _("All {count} may stay in"), RulingKind.REINSTATE)


def _check_in(case: Case) -> Iterable[Fix]:
    entries = case.touched()
    label = _("{who} was here: check in").format(who=case.who(entries[0]))
    if len(entries) > 1:
        label = plural("Check {count} in", "Check all {count} in", len(entries))
    yield PressFix(label=label, act=partial(_check_all_in, case, entries))


def _check_all_in(case: Case, entries: Sequence[Entry]) -> None:
    season = case.season
    now = season.clock.now_ms()
    here = [CheckIn(entry_id=entry.id, at_ms=now, actor=case.actor) for entry in entries]
    with season.change("start.check-in-many", count=len(here)) as writer:
        writer.put_many(here)


def _ruled(case: Case) -> Iterable[Fix]:
    status = str(case.problem.params.get("status", ""))
    yield case.rule(_("The time is right"), RulingKind.REINSTATE)
    yield case.rule(_("{status} is right").format(status=status), RulingKind(status))


def _unknown_point(case: Case) -> Iterable[Fix]:
    race_id = case.race_id
    seen = case.season.event_reads(case.event_id).entries
    own = [
        reads
        for entry_id, reads in seen.items()
        if case.season.data.entries[entry_id].race_id == race_id
    ]
    found = unknown_points(case.season.data, race_id, own)
    if found:
        words = plural("Make it a point of the race", "Make them {count} points of the race",
                       len(found))  # fmt: skip
        yield PressFix(label=words, act=partial(_add_points, case.season, race_id, found))


def _add_points(season: Season, race_id: RaceId, found: dict[str, list[EntryReads]]) -> None:
    """New points behind those there are, in the order in which the field came by."""
    known = season.data.points_of(race_id)
    last = max((point.ordinal for point in known), default=0)
    ordered = sorted(found, key=lambda code: (_usual(found[code], code), code))
    points = [
        TimingPoint(race_id=race_id, code=code, label=code, ordinal=last + number)
        for number, code in enumerate(ordered, 1)
    ]
    race = season.data.races[race_id].label
    with season.change("points.from-reads", points=", ".join(ordered), race=race) as writer:
        writer.put_many(points)


def _usual(seen: Iterable[EntryReads], code: str) -> float:
    """When the middle of those read at a point came by, since their gun."""
    times = [
        since
        for reads in seen
        for each in reads.passings
        if each.point == code and (since := each.since(reads.gun_ms)) is not None
    ]
    return median(times) if times else Duration(0)


RACE_MAKERS: dict[str, Callable[[Case], Iterable[Fix]]] = {
    "read.unknown-point": _unknown_point,
    "result.after-cut-off": _cut_off,
    "result.finish-unlike": _finish,
    "result.leg-too-fast": _leg,
    "result.leg-unlike": _leg,
    "result.not-checked-in": _check_in,
    "result.out-of-order": _leg,
    "result.point-missing": _point,
    "result.point-unread": _point,
    "result.ruled-but-seen": _ruled,
    "result.start-missing": _look,
    "result.too-fast": _finish,
    "result.too-late": _finish,
}
