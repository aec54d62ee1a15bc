"""Scores typed at the screen: whose systems the rules look at, and which runner is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.problems import Refused
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.outside_scores import add_score, set_score
from trailsdesk.services.runner_season import runner_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.domain.scores import OutsideScore
    from trailsdesk.services.season import Season

_NAMES = frozenset({"system", "index_system", "ranked_by"})
"""Fields of rules that name whose scores they look at."""


def systems_of(rules: RuleSet) -> tuple[str, ...]:
    """Whose scores the rules look at, in the order of the rules; none where they use none."""
    parts = (
        rules.points, rules.standings, rules.teams, rules.qualification, rules.finals,
        rules.federation,
    )  # fmt: skip
    return tuple(dict.fromkeys(name for part in parts for name in _named(part)))


def _named(part: object) -> Iterator[str]:
    if is_dataclass(part):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name in _NAMES and isinstance(value, str):
                if value:
                    yield value
            else:
                yield from _named(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _named(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What is told of a race that is not in this file, or of the day of an index."""

    race: str = ""
    day: date | None = None
    race_class: str = ""
    country: str = ""


def type_score(
    season: Season,
    event_id: EventId,
    who: str,
    system: str,
    value: str,
    elsewhere: Elsewhere | None = None,
) -> OutsideScore | None:
    """Note the score of a runner meant by a bib of the event or by name.

    It is that of the runner's race at the event, or of a race ``elsewhere``. Of a race at the
    event an empty value takes the score away.

    Raises:
        Refused: as ``runner_meant`` and ``set_score``; ``score.not-here`` when the runner has not
            exactly one entry at the event.
    """
    if elsewhere is not None:
        return add_score(
            season,
            runner_meant(season, event_id, who),
            system,
            value,
            day=elsewhere.day,
            race=elsewhere.race,
            race_class=elsewhere.race_class,
            country=elsewhere.country,
        )
    if _is_bib(season, event_id, who):
        return set_score(season, find_bib(season, event_id, who), system, value)
    same = season.one_runner().same
    runner_id = runner_named(season, who)
    own = [entry for entry in _entered(season, event_id) if same[entry.runner_id] == runner_id]
    if len(own) != 1:
        raise Refused("score.not-here", name=who.strip()[:80], count=len(own))
    return set_score(season, own[0].id, system, value)


def runner_meant(season: Season, event_id: EventId, text: str) -> RunnerId:
    """The runner who wears a bib at the event, or who is called so.

    Raises:
        Refused: as ``find_bib`` for digits, else as ``runner_named``.
    """
    if _is_bib(season, event_id, text):
        return season.data.entries[find_bib(season, event_id, text)].runner_id
    return runner_named(season, text)


def _is_bib(season: Season, event_id: EventId, text: str) -> bool:
    if any(letter.isdigit() for letter in text):
        return True
    bib = bib_key(text)
    return any(entry.bib and bib_key(entry.bib) == bib for entry in _entered(season, event_id))


def _entered(season: Season, event_id: EventId) -> list[Entry]:
    races = {race.id for race in season.data.races_of(event_id)}
    return [
        entry
        for entry in season.data.entries.values()
        if entry.race_id in races and entry.status is EntryStatus.ENTERED
    ]
