"""Awards that were announced or handed out, and that the results no longer bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.award_states import (
    AwardStanding,
    Moment,
    award_standings,
    marks_by_award,
)
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Place, Problem, Severity
from trailsdesk.i18n import isolated
from trailsdesk.services.awards import award_groups, series_groups, with_lost
from trailsdesk.services.told import NOTHING, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season


def awards_told(season: Season) -> tuple[Told, ...]:
    """What was said or given and no longer holds, with the names.

    ``award.changed-after-announcement``, ``award.handed-other`` and ``award.handed-for-another``.
    Nothing is worked out for an event of which nothing was announced or handed out.
    """
    marks = season.data.award_marks
    events = dict.fromkeys(mark.event_id for mark in marks.values())
    told: list[Told] = []
    for event_id in events:
        if event_id is None or event_id in season.data.events:
            told += _told_of(season, event_id)
    return season.keep("award-problems", (tuple(told),), lambda: tuple(told))


def changed_awards(season: Season, event_id: EventId | None) -> tuple[AwardStanding, ...]:
    """The awards of an event, or of the series, of which something else was said or given."""
    groups = series_groups(season) if event_id is None else award_groups(season, event_id)
    marks = marks_by_award(season.data.award_marks.values(), event_id)
    # Whether anything changed does not depend on the clock.
    found = award_standings(with_lost(groups, marks), marks, Moment(now_ms=season.clock.now_ms()))
    return tuple(each for each in found if each.is_changed)


def _told_of(season: Season, event_id: EventId | None) -> Iterator[Told]:
    for award in changed_awards(season, event_id):
        if award.said or award.now:
            yield _changed(season, event_id, award)
        for entry_id in award.wrongly:
            yield _in_hand(season, event_id, award, entry_id)
        for entry_id in award.misplaced:
            yield _in_hand(season, event_id, award, entry_id)


def _changed(season: Season, event_id: EventId | None, award: AwardStanding) -> Told:
    group, mark = award.group, award.announced
    concerned = {place for place, _entry in (*award.said, *award.now)}
    before = () if mark is None else mark.winners
    params: dict[str, str | int] = {
        "key": group.key,
        "award": group.label or group.key,
        "race": group.race_label,
        "said": _names(season, (each for each in before if each[0] in concerned)),
        "now": _names(season, (each for each in group.winners if each[0] in concerned)),
    }
    entries = tuple(dict.fromkeys(entry for _place, entry in (*award.said, *award.now)))
    problem = Problem(
        severity=Severity.WARNING,
        code="award.changed-after-announcement",
        params=params,
        place=_place(season, event_id, entries),
    )
    return Told(problem=problem, entry_ids=tuple(e for e in entries if e in season.data.entries))


def _in_hand(
    season: Season, event_id: EventId | None, award: AwardStanding, entry_id: EntryId
) -> Told:
    """Somebody with a prize that is not theirs: they have none now, or that of another place."""
    entry = season.data.entries.get(entry_id)
    params: dict[str, str | int] = {
        "key": award.group.key,
        "award": award.group.label or award.group.key,
        "race": award.group.race_label,
        "bib": NOTHING if entry is None else entry.bib,
        "name": "" if entry is None else full_name(season.data.runners[entry.runner_id]),
    }
    code = "award.handed-other"
    if entry_id in award.misplaced:
        code = "award.handed-for-another"
        params["handed"], params["place"] = award.misplaced[entry_id]
    problem = Problem(
        severity=Severity.WARNING,
        code=code,
        params=params,
        place=_place(season, event_id, (entry_id,)),
    )
    return Told(problem=problem, entry_ids=(entry_id,) if entry is not None else ())


def _place(season: Season, event_id: EventId | None, entries: tuple[EntryId, ...]) -> Place:
    known = [season.data.entries[each] for each in entries if each in season.data.entries]
    if event_id is None and known:
        return Place(entry_id=known[0].id, runner_id=known[0].runner_id)
    if not known:
        return Place(event_id=event_id)
    entry = known[0]
    race = season.data.races[entry.race_id]
    return Place(event_id=event_id, race_id=race.id, entry_id=entry.id, runner_id=entry.runner_id)


def _names(season: Season, winners: Iterable[tuple[int, EntryId]]) -> str:
    """``1. Ada Rimu (#12), 2. Bea Tawa (#14)``; a dash for nobody."""
    data = season.data
    words = []
    for place, entry_id in winners:
        entry = data.entries.get(entry_id)
        if entry is None:
            words.append(f"{place}. {NOTHING}")
            continue
        name = isolated(full_name(data.runners[entry.runner_id]))
        words.append(f"{place}. {name} (#{entry.bib or NOTHING})")
    return ", ".join(words) or NOTHING
