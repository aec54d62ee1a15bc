"""More time to qualify, granted to an injured runner: noted, struck, and who has it.

It is kept like an answer to a place, under a name no rule of a preset can have, at one entry of
the runner; it holds for every result of the runner that can count for the same finals by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.qualification import SlotAnswer, SlotReply
from trailsdesk.domain.race_class import finals_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.final_rules import FinalsRules
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.services.season import Season

_GRANTED = "finals.extension"


def grant_more_time(season: Season, entry_id: EntryId, actor: str, note: str = "") -> int:
    """Note that the series gave the runner of an entry more time; the year of those finals.

    ``Refused`` when the rules know no such thing, when a result of that day counts for the usual
    finals all the same (finals.extension-no-effect), and when it is noted already.
    """
    data = season.data
    entry = data.entries[entry_id]
    race_id, runner = entry.race_id, data.runners[entry.runner_id]
    year = extended_year(season, race_id)
    if year is None:
        event = data.events[data.races[race_id].event_id]
        raise Refused("finals.extension-no-effect", event=event.name)
    if entry_id in with_more_time(season, race_id):
        raise Refused("finals.extension-noted", name=full_name(runner), year=str(year))
    made = SlotAnswer(
        entry_id=entry_id,
        rule=_GRANTED,
        reply=SlotReply.ACCEPTED,
        made_ms=season.clock.now_ms(),
        actor=actor,
        note=note.strip(),
    )
    with season.change("finals.extension-grant", bib=entry.bib, year=year) as writer:
        writer.put(made)
    return year


def strike_more_time(season: Season, entry_id: EntryId) -> None:
    """Strike it again, wherever it was noted; nothing happens where it never was."""
    data, same = season.data, same_runner(season.data)
    entry = data.entries[entry_id]
    year = extended_year(season, entry.race_id)
    given = [
        answer
        for answer, who, until in _granted(season)
        if who == same[entry.runner_id] and until == year
    ]
    if not given:
        return
    with season.change("finals.extension-strike", bib=entry.bib) as writer:
        for each in given:
            writer.delete(each)


def with_more_time(season: Season, race_id: RaceId) -> frozenset[EntryId]:
    """The entries of a race whose results count for the finals of the race's own year."""
    year = extended_year(season, race_id)
    if year is None:
        return frozenset()
    has = {who for _answer, who, until in _granted(season) if until == year}
    if not has:
        return frozenset()
    same = same_runner(season.data)
    entries = season.data.entries.values()
    return frozenset(
        each.id for each in entries if each.race_id == race_id and same[each.runner_id] in has
    )


def extended_year(season: Season, race_id: RaceId) -> int | None:
    """The finals a result of a race counts for with more time; None where that changes nothing."""
    finals: FinalsRules | None = season.rules.finals
    if finals is None:
        return None
    day = season.data.events[season.data.races[race_id].event_id].date
    year = finals_year(day, finals, extended=True)
    return None if year == finals_year(day, finals) else year


def _granted(season: Season) -> Iterator[tuple[SlotAnswer, RunnerId, int | None]]:
    """Every note, with the runner and the year of the finals."""
    data = season.data
    noted = [each for each in data.slot_answers.values() if each.rule == _GRANTED]
    same = same_runner(data) if noted else {}
    for each in noted:
        entry = data.entries.get(each.entry_id)
        if entry is not None:
            yield each, same[entry.runner_id], extended_year(season, entry.race_id)
