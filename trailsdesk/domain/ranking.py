"""Ranks: who came before whom, and the results of a race as one pure function."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.category import ranked_gender
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.outcomes import Outcome, Outcomes
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Gender
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import RaceResults, Result, ResultStatus
from trailsdesk.domain.rules import RuleSet, TieRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.domain.timing import EventReads

Item = TypeVar("Item")

PRINT_ORDER = (
    ResultStatus.OK,
    ResultStatus.OVER_TIME,
    ResultStatus.NOT_COMPETING,
    ResultStatus.DNF,
    ResultStatus.DSQ,
    ResultStatus.DNS,
    ResultStatus.PENDING,
)
_PRINT_PLACE = {status: place for place, status in enumerate(PRINT_ORDER)}


def rank(
    items: Iterable[Item],
    key: Callable[[Item], int | tuple[int, ...]],
    tie: TieRule = TieRule.SAME_RANK_SKIP,
) -> list[tuple[int, Item]]:
    """Give ranks from 1 by ascending ``key``; equal keys share a rank.

    Items with equal keys keep the order they came in.

    Args:
        tie: ``SAME_RANK_SKIP`` gives 1, 2, 2, 4; ``SAME_RANK_DENSE`` 1, 2, 2, 3.
    """
    ranked: list[tuple[int, Item]] = []
    place, previous = 0, None
    for index, item in enumerate(paced(sorted(items, key=key)), 1):
        value = key(item)
        if index == 1 or value != previous:
            place = index if tie is TieRule.SAME_RANK_SKIP else place + 1
        ranked.append((place, item))
        previous = value
    return ranked


def compute_results(
    season: SeasonData,
    race_id: RaceId,
    rules: RuleSet,
    categories: Mapping[EntryId, str],
    reads: EventReads | None = None,
    book: RaceBook | None = None,
) -> RaceResults:
    """Every entry's result in one race, in print order, and what needs a person.

    Status: the latest ruling, else a status word in a read, else the time. A withdrawn entry is
    left out unless something was seen of it. The official time is gun or net as the preset says,
    with adjustments added, rounded once. Results depend on nothing but the arguments.

    Args:
        categories: the category code of each entry; entries without one get no category rank.
        reads: the event's reads when the caller has them resolved already.
        book: what was computed for the race last time, and now remembers this.

    Problems: ``result.no-gun`` and ``result.before-gun`` (errors: no time came out),
    ``result.status-and-time``, ``result.two-statuses``, ``result.withdrawn-but-seen``,
    ``result.too-fast`` (warnings), ``result.no-start-read`` (info: gun time instead of net).
    """
    if reads is None:
        event_id = season.races[race_id].event_id
        reads = resolve_reads(season, event_id, rules.timing.duplicate_gap_ms)
    book = book or RaceBook()
    maker = Outcomes(season, race_id, rules.timing, reads, book.outcomes)
    made = (maker.of(entry) for entry in paced(maker.entries))
    outcomes = [each for each in made if each is not None]
    results = _ranked(season, outcomes, rules, categories, book.results)
    found = RaceResults(race_id=race_id, results=results, problems=maker.finish())
    book.outcomes = maker
    pairs = paced(zip(outcomes, results, strict=True))
    book.results = {result.entry_id: (made_of, result) for made_of, result in pairs}
    return found


class RaceBook:
    """The results of one race, remembered so that a change costs what it changes.

    Results are a function of the season alone; the book only spares making the same ones again.
    """

    def __init__(self) -> None:
        self.outcomes: Outcomes | None = None
        self.results: dict[EntryId, tuple[Outcome, Result]] = {}


def _ranked(
    season: SeasonData,
    outcomes: list[Outcome],
    rules: RuleSet,
    categories: Mapping[EntryId, str],
    before: Mapping[EntryId, tuple[Outcome, Result]],
) -> tuple[Result, ...]:
    """Results in print order, as ``outcomes`` are afterwards; these come in order of bib."""
    tie = rules.timing.tie
    among = {gender: ranked_gender(gender, rules.categories) for gender in Gender}
    finishers = [each for each in outcomes if each.status is ResultStatus.OK]
    by_gender: dict[Gender, list[Outcome]] = {}
    by_category: dict[str, list[Outcome]] = {}
    for each in paced(finishers):
        runner = season.runners.get(each.entry.runner_id)
        gender = None if runner is None or runner.gender is None else among[runner.gender]
        if gender is not None:
            by_gender.setdefault(gender, []).append(each)
        if category := categories.get(each.entry.id, ""):
            by_category.setdefault(category, []).append(each)
    overall = _ranks([finishers], tie)
    in_gender = _ranks(by_gender.values(), tie)
    in_category = _ranks(by_category.values(), tie)
    best = min((each.time_ms or 0 for each in finishers), default=0)
    outcomes.sort(key=lambda each: (_PRINT_PLACE[each.status], overall.get(each.entry.id, 0)))
    results: list[Result] = []
    for each in paced(outcomes):
        key = each.entry.id
        ranks = overall.get(key), in_gender.get(key), in_category.get(key)
        results.append(_result(each, ranks, _gap(each, best), before.get(key)))
    return tuple(results)


def _result(
    outcome: Outcome,
    ranks: tuple[int | None, int | None, int | None],
    gap_ms: Duration | None,
    before: tuple[Outcome, Result] | None,
) -> Result:
    if before is not None and before[0] is outcome:
        old = before[1]
        if (old.rank, old.rank_gender, old.rank_category) == ranks and old.gap_ms == gap_ms:
            return old
    return Result(
        entry_id=outcome.entry.id,
        race_id=outcome.entry.race_id,
        status=outcome.status,
        time_ms=outcome.time_ms,
        gun_time_ms=outcome.gun_time_ms,
        net_time_ms=outcome.net_time_ms,
        finish_ms=outcome.finish_ms,
        rank=ranks[0],
        rank_gender=ranks[1],
        rank_category=ranks[2],
        gap_ms=gap_ms,
        read_ids=outcome.read_ids,
        explanation=outcome.explanation,
    )


def _ranks(groups: Iterable[list[Outcome]], tie: TieRule) -> dict[EntryId, int]:
    """The rank of each finisher inside their own group."""
    return {
        each.entry.id: place
        for group in groups
        for place, each in paced(rank(group, lambda outcome: outcome.time_ms or 0, tie))
    }


def _gap(outcome: Outcome, best: int) -> Duration | None:
    if outcome.status is not ResultStatus.OK or outcome.time_ms is None:
        return None
    return Duration(outcome.time_ms - best)
