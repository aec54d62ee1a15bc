"""Records that may be one runner across the events: shown side by side, asked once, remembered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.one_runner import DoubtfulPair, alike, doubtful_pairs
from trailsdesk.domain.people import Runner, RunnerId, RunnerVerdict, VerdictId, full_name
from trailsdesk.domain.problems import Note, Place, Problem, Refused, Severity
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.told import NOTHING, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One of the two records as people compare them; ``entries`` words where it is entered."""

    runner: Runner
    entry_ids: tuple[EntryId, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerPair:
    """Two records side by side, why they are asked about, and the answer where there is one."""

    first: Record
    second: Record
    why: Note
    verdict: RunnerVerdict | None = None


def doubtful(season: Season) -> tuple[DoubtfulPair, ...]:
    """Pairs of records that may be one runner and that nobody has answered yet."""
    data, same = season.data, season.one_runner().same
    pairs = season.keep("alike", (data.runners,), lambda: alike(data.runners))
    inputs = (pairs, same, data.entries, data.races, data.events, data.verdicts)
    return season.keep("doubtful", inputs, lambda: doubtful_pairs(data, same, pairs))


def runner_pairs(season: Season) -> tuple[RunnerPair, ...]:
    """The pairs to be asked about, then the answers given, for a list to look them over."""
    runners = season.data.runners
    entries = _entries_of(season)
    asked = [
        RunnerPair(
            first=_record(season, pair.first_id, entries),
            second=_record(season, pair.second_id, entries),
            why=pair.why,
        )
        for pair in doubtful(season)
    ]
    answered = [
        RunnerPair(
            first=_record(season, verdict.first_id, entries),
            second=_record(season, verdict.second_id, entries),
            why=Note(code="runner.told-one" if verdict.same else "runner.told-two"),
            verdict=verdict,
        )
        for _id, verdict in sorted(season.data.verdicts.items())
        if verdict.first_id in runners and verdict.second_id in runners
    ]
    return (*asked, *answered)


def answer(season: Season, first: RunnerId, second: RunnerId, *, same: bool) -> None:
    """Say whether two records are one runner; the answer is kept until it is changed.

    Raises:
        Refused: ``runner.gone`` when one of the records is no longer there, ``runner.itself``.
    """
    data = season.data
    if first == second:
        raise Refused("runner.itself")
    if first not in data.runners or second not in data.runners:
        raise Refused("runner.gone")
    low, high = sorted((first, second))
    standing = verdict_on(season, low, high)
    if standing is not None and standing.same == same:
        return
    verdict = RunnerVerdict(
        id=VerdictId(0) if standing is None else standing.id,
        first_id=low,
        second_id=high,
        same=same,
    )
    with season.change("runner.same" if same else "runner.two") as writer:
        writer.put(verdict)


def tell_apart(season: Season, pairs: Iterable[tuple[RunnerId, RunnerId]]) -> None:
    """Say of several pairs that they are two runners each, as one operation."""
    verdicts = []
    for first, second in pairs:
        low, high = sorted((first, second))
        standing = verdict_on(season, low, high)
        if standing is None or standing.same:
            number = VerdictId(0) if standing is None else standing.id
            verdicts.append(RunnerVerdict(id=number, first_id=low, second_id=high, same=False))
    if verdicts:
        with season.change("runner.two") as writer:
            writer.put_many(verdicts)


def withdraw_answer(season: Season, verdict_id: VerdictId) -> None:
    """Take an answer back: the two records may be asked about again."""
    verdict = season.data.verdicts.get(verdict_id)
    if verdict is not None:
        with season.change("runner.ask-again") as writer:
            writer.delete(verdict)


def verdict_on(season: Season, first: RunnerId, second: RunnerId) -> RunnerVerdict | None:
    """The answer about two records, None while there is none."""
    pair = {first, second}
    return next(
        (
            each
            for each in season.data.verdicts.values()
            if {each.first_id, each.second_id} == pair
        ),
        None,
    )


def runners_told(season: Season) -> tuple[Told, ...]:
    """What is to be asked about records that may be one runner, and answers that contradict."""
    data, one = season.data, season.one_runner()
    pairs = doubtful(season) if _counts_over_events(season) else ()
    inputs = (pairs, one.contradicted, data.runners, data.entries, data.events)

    def tell() -> tuple[Told, ...]:
        if not pairs and not one.contradicted:
            return ()
        entries = _entries_of(season)
        told = [_pair_told(season, pair, entries) for pair in pairs]
        told += [_contradiction_told(season, verdict, entries) for verdict in one.contradicted]
        return tuple(told)

    return season.keep("problems-runners", inputs, tell)


def _counts_over_events(season: Season) -> bool:
    """Whether the rules look at a runner in more than one event; else nobody need be asked."""
    rules = season.rules
    return any((rules.standings, rules.qualification, rules.finals, rules.federation))


_Entries = dict[RunnerId, list[Entry]]


def _entries_of(season: Season) -> _Entries:
    """The standing entries of everybody in the order of the events."""
    data = season.data
    place = {event.id: at for at, event in enumerate(data.events_in_order())}
    found: _Entries = defaultdict(list)
    for entry in data.entries.values():
        if entry.status is not EntryStatus.WITHDRAWN:
            found[entry.runner_id].append(entry)
    for entries in found.values():
        entries.sort(key=lambda each: (place[data.races[each.race_id].event_id], each.id))
    return found


def _record(season: Season, runner_id: RunnerId, entries: _Entries) -> Record:
    own = entries.get(runner_id, [])
    return Record(
        runner=season.data.runners[runner_id],
        entry_ids=tuple(entry.id for entry in own),
        entries=tuple(_entry_words(season, entry) for entry in own),
    )


def _entry_words(season: Season, entry: Entry) -> str:
    race = season.data.races[entry.race_id]
    event = season.data.events[race.event_id]
    # A bib stays in the line of its word.
    bib = _("bib\N{NO-BREAK SPACE}{bib}").format(bib=entry.bib) if entry.bib else ""
    return ", ".join(part for part in (event.name, race.label, bib) if part)


def _pair_told(season: Season, pair: DoubtfulPair, entries: _Entries) -> Told:
    problem = Problem(
        severity=Severity.WARNING,
        code="runner.doubtful",
        params=_pair_words(season, pair.first_id, pair.second_id, entries)
        | {"why": message(pair.why)},
        place=Place(runner_id=pair.second_id),
    )
    return _with_entries(season, problem, (pair.first_id, pair.second_id), entries)


def _contradiction_told(season: Season, verdict: RunnerVerdict, entries: _Entries) -> Told:
    problem = Problem(
        severity=Severity.WARNING,
        code="runner.contradicted",
        params=_pair_words(season, verdict.first_id, verdict.second_id, entries),
        place=Place(runner_id=verdict.second_id),
    )
    return _with_entries(season, problem, (verdict.first_id, verdict.second_id), entries)


def _pair_words(
    season: Season, first: RunnerId, second: RunnerId, entries: _Entries
) -> dict[str, str | int]:
    runners = season.data.runners
    return {
        "first_id": first,
        "second_id": second,
        "name": full_name(runners[first]),
        "other": full_name(runners[second]),
        "at": _where(season, entries.get(first, [])),
        "other_at": _where(season, entries.get(second, [])),
    }


def _where(season: Season, entries: Iterable[Entry]) -> str:
    data = season.data
    names = (data.events[data.races[entry.race_id].event_id].name for entry in entries)
    return ", ".join(dict.fromkeys(names)) or NOTHING


def _with_entries(
    season: Season, problem: Problem, who: Iterable[RunnerId], entries: _Entries
) -> Told:
    own = [entry for runner_id in who for entry in entries.get(runner_id, [])]
    return Told(
        problem=problem,
        entry_ids=tuple(entry.id for entry in own),
        details={entry.id: _seen(season, entry) for entry in own},
    )


def _seen(season: Season, entry: Entry) -> str:
    """What tells two records apart: where it is entered, and the birth date."""
    runner = season.data.runners[entry.runner_id]
    born = day_words(runner.birth_date) if runner.birth_date else _("no birth date")
    return f"{_entry_words(season, entry)} · {born}"
