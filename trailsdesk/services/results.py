"""Results as people see them, and the decisions that bear on them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from trailsdesk.domain.category import ranked_gender
from trailsdesk.domain.results import (
    Result,
    ResultRow,
    ResultStatus,
    Ruling,
    RulingKind,
    TimeAdjustment,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.chrono import Duration
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.people import Gender, Runner
    from trailsdesk.domain.results import AdjustmentId
    from trailsdesk.services.season import Season


def result_rows(season: Season, race_id: RaceId) -> tuple[ResultRow, ...]:
    """The results of a race in print order, joined with runner, entry and category."""
    data = season.data
    results = season.results(race_id)
    categories = season.categories()
    inputs = (results, categories, data.runners, data.entries, data.events, data.races)
    return season.keep(("rows", race_id), inputs, lambda: _join(season, race_id, results.results))


def _join(season: Season, race_id: RaceId, results: Iterable[Result]) -> tuple[ResultRow, ...]:
    data = season.data
    race = data.races[race_id]
    event = data.events[race.event_id]
    categories = season.categories()
    rows = []
    for result in results:
        entry = data.entries[result.entry_id]
        runner = data.runners[entry.runner_id]
        category = categories[entry.id]
        rows.append(
            ResultRow(
                event_code=event.code,
                race_code=race.code,
                race_label=race.label,
                entry_id=entry.id,
                runner_id=runner.id,
                bib=entry.bib,
                family_name=runner.family_name,
                given_name=runner.given_name,
                gender=runner.gender,
                birth_date=runner.birth_date,
                nation=runner.nation,
                club=runner.club,
                category=category.code,
                category_label=category.label,
                result=result,
                among=_among(runner, season),
            )
        )
    return tuple(rows)


def _among(runner: Runner, season: Season) -> Gender | None:
    ranked = ranked_gender(runner.gender, season.rules.categories)
    return None if ranked is runner.gender else ranked


def rows_of(
    season: Season, event_id: EventId, race_id: RaceId | None = None
) -> tuple[ResultRow, ...]:
    """The results of one race, or of all races of an event one after the other."""
    races = [race_id] if race_id is not None else [r.id for r in season.data.races_of(event_id)]
    return tuple(row for race in races for row in result_rows(season, race))


def fingerprint(rows: Sequence[ResultRow]) -> str:
    """Eight characters that change whenever a place, time, status, name or category changes."""
    digest = hashlib.sha256()
    for row in rows:
        result = row.result
        line = (
            row.event_code, row.race_code, row.bib, row.family_name, row.given_name, row.category,
            result.status, result.time_ms, result.rank, result.rank_gender, result.rank_category,
        )  # fmt: skip
        digest.update(repr(line).encode())
    return digest.hexdigest()[:8]


def counts(season: Season, race_ids: Iterable[RaceId]) -> dict[ResultStatus, int]:
    """How many entries stand where."""
    found = dict.fromkeys(ResultStatus, 0)
    for race_id in race_ids:
        for result in season.results(race_id).results:
            found[result.status] += 1
    return found


def rule_on(
    season: Season, entry_id: EntryId, kind: RulingKind, reason: str, actor: str
) -> Ruling:
    """A decision on a runner (DNF, DNS, DSQ, not competing, reinstated) with its reason."""
    ruling = Ruling(
        entry_id=entry_id,
        kind=kind,
        reason=reason.strip(),
        actor=actor,
        made_ms=season.clock.now_ms(),
    )
    bib = season.data.entries[entry_id].bib
    with season.change("result.rule", bib=bib, kind=kind.value) as writer:
        return writer.put(ruling)


def adjust_time(
    season: Season, entry_id: EntryId, delta_ms: Duration, reason: str, actor: str
) -> TimeAdjustment:
    """A time penalty (positive) or credit (negative) with its reason; several add up."""
    adjustment = TimeAdjustment(
        entry_id=entry_id,
        delta_ms=delta_ms,
        reason=reason.strip(),
        actor=actor,
        made_ms=season.clock.now_ms(),
    )
    bib = season.data.entries[entry_id].bib
    with season.change("result.adjust", bib=bib, seconds=delta_ms // 1000) as writer:
        return writer.put(adjustment)


def withdraw_adjustment(season: Season, adjustment_id: AdjustmentId) -> None:
    """Take a time penalty or credit back; the result is computed without it at once."""
    adjustment = season.data.adjustments[adjustment_id]
    bib = season.data.entries[adjustment.entry_id].bib
    with season.change("result.adjust-withdraw", bib=bib) as writer:
        writer.delete(adjustment)
