"""Whose row is it: the rows of an entry list told to the entries and runners on file.

The surest finds come first, over the whole list, so that the order of its rows decides nothing: a
row that fits an entry in bib, name and birth date has it before one that fits in the name alone.
Where nothing is sure, the row has a doubt (``entry_doubts``) and is nobody's until it is decided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Likeness, Runner, RunnerId, fold_name, same_person
from trailsdesk.formats.entries import EntryDraft
from trailsdesk.services.entry_doubts import Candidate, Choice, Decision, Doubt, People

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from trailsdesk.formats.timing import ReadDraft
    from trailsdesk.services.season import Season

    RaceOf = Callable[[EntryDraft], RaceId | None]

_ANY_DAY = date(2000, 1, 1)
"""Put in for both birth dates where only the names are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMatch:
    """Who a row is about: an entry of the event, a runner of other events, or somebody new.

    ``first`` is the row of the list that says the same already; this one is then left out. A
    ``doubt`` says whom else it may be about. ``joins`` is the record of the same person under
    another spelling, ``apart`` are those told to be somebody else.
    """

    runner: Runner | None = None
    entry: Entry | None = None
    first: int | None = None
    doubt: Doubt | None = None
    joins: RunnerId | None = None
    apart: tuple[RunnerId, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether the row is not taken because of its doubt."""
        return self.doubt is not None and self.doubt.left_out


@dataclass(slots=True)
class _Row:
    """A row as it is compared; ``race_id`` is the race it puts somebody new into."""

    draft: EntryDraft
    race_id: RaceId | None
    words: tuple[str, ...] = field(init=False)
    bib_key: str = field(init=False)

    def __post_init__(self) -> None:
        self.words = name_words(self.draft)
        self.bib_key = bib_key(self.draft.bib) if self.draft.bib else ""


class Matcher:
    """Finds the rows' people in one event; ``race_of`` is the race a row puts them into.

    ``decisions`` are the answers to doubts, by the number of the row.
    """

    def __init__(
        self,
        season: Season,
        race_ids: Iterable[RaceId],
        race_of: RaceOf,
        decisions: Mapping[int, Decision] | None = None,
    ) -> None:
        self._runners = season.data.runners
        self.people = People(self._runners)
        self.decisions = decisions or {}
        self._race_of = race_of
        here = set(race_ids)
        self._here: dict[RunnerId, list[Entry]] = defaultdict(list)
        self._by_bib: dict[str, Entry] = {}
        for entry in season.data.entries.values():
            if entry.race_id in here:
                self._here[entry.runner_id].append(entry)
                if entry.bib and entry.status is EntryStatus.ENTERED:
                    self._by_bib.setdefault(bib_key(entry.bib), entry)
        self._by_name: dict[tuple[str, ...], list[Runner]] = defaultdict(list)
        for runner in self._runners.values():
            self._by_name[name_words(runner)].append(runner)

    def holder(self, bib: str) -> Entry | None:
        """The standing entry of the event that wears a bib."""
        return self._by_bib.get(bib_key(bib))

    def match(
        self, drafts: Sequence[EntryDraft], reserved: Collection[EntryId] = ()
    ) -> dict[int, RowMatch]:
        """Position in ``drafts`` to its match; an entry or runner is given to one row only.

        ``reserved`` entries wear the bib of a row that is not taken: another row needs more than
        their name.
        """
        rows = [_Row(draft, self._race_of(draft)) for draft in drafts]
        return _Round(self, rows, reserved).match()

    # What the passes over a list ask

    def is_known(self, row: _Row) -> bool:
        """Whether anybody of the season has the row's name, or wears its bib at the event."""
        return row.words in self._by_name or row.bib_key in self._by_bib

    def entry_of_bib(self, row: _Row) -> Entry | None:
        """The wearer of the row's bib, if the row may be about them."""
        held = self._by_bib.get(row.bib_key)
        if held is None:
            return None
        runner, draft = self._runners[held.runner_id], row.draft
        nameless = not row.words
        same_birth = draft.birth_date is not None and runner.birth_date == draft.birth_date
        same_name = name_words(runner) == row.words or _spelled_alike(runner, draft)
        return held if nameless or same_birth or same_name else None

    def entries_called(self, row: _Row) -> list[tuple[Runner, Entry]]:
        """The event's entries under the row's name; those in the race it names first."""
        found = [
            (runner, entry)
            for runner in self.called(row)
            for entry in self._here.get(runner.id, ())
        ]
        return sorted(found, key=lambda pair: pair[1].race_id != row.race_id)

    def strangers_called(self, row: _Row) -> list[Runner]:
        """Runners of other events who are surely the row's: of its name and birth date."""
        born = row.draft.birth_date
        return [
            runner
            for runner in self.called(row)
            if runner.id not in self._here and born is not None and runner.birth_date == born
        ]

    def entries_here(self, runner: Runner) -> list[Entry]:
        """The runner's entries at the event."""
        return self._here.get(runner.id, [])

    def called(self, row: _Row) -> list[Runner]:
        """Everybody of the season under the row's name."""
        return self._by_name.get(row.words, []) if row.words else []

    def runner_of(self, entry: Entry) -> Runner:
        """Whose entry it is."""
        return self._runners[entry.runner_id]


class _Round:
    """The passes over one list."""

    def __init__(
        self, known: Matcher, rows: Sequence[_Row], reserved: Collection[EntryId]
    ) -> None:
        self.known = known
        self.reserved = reserved
        self.rows = rows
        # Rows that are only a bib, or name no race, come last: they may be anybody, anywhere.
        self.order = sorted(
            range(len(rows)), key=lambda at: (not rows[at].words, rows[at].race_id is None)
        )
        self.may_be_here = [at for at in self.order if known.is_known(rows[at])]
        self.entries: dict[EntryId, int] = {}
        self.runners: dict[RunnerId, int] = {}
        self.found: dict[int, RowMatch] = {}

    def match(self) -> dict[int, RowMatch]:
        self._pass(self._by_all)
        self._pass_by_name(_is_surely, same_race=True)
        self._pass_by_name(_is_surely)
        self._leave_out_repeats()
        self._pass(self.known.entry_of_bib)
        self._pass_by_name(_may_be, same_race=True)
        self._pass_by_name(_may_be)
        for find in (self._stranger, self._doubtful):
            for position, row in enumerate(paced(self.rows)):
                if position not in self.found:
                    match = find(position, row)
                    if match is not None:
                        self.found[position] = match
        return self.found

    def _pass(self, find: Callable[[_Row], Entry | None]) -> None:
        for position in self.may_be_here:
            if position not in self.found:
                entry = find(self.rows[position])
                if entry is not None and entry.id not in self.entries:
                    self._give(position, entry)

    def _pass_by_name(
        self, fits: Callable[[Runner, Entry, EntryDraft], bool], *, same_race: bool = False
    ) -> None:
        sure = fits is _is_surely
        asking = Counter(
            row.words for at, row in enumerate(self.rows) if not sure and at not in self.found
        )

        def find(row: _Row) -> Entry | None:
            fitting = [
                entry
                for runner, entry in self.known.entries_called(row)
                if not (same_race and row.race_id != entry.race_id)
                and entry.id not in self.entries
                and (sure or entry.id not in self.reserved)
                and fits(runner, entry, row.draft)
            ]
            # Of more namesakes on file than in the list nobody can say which one a row means.
            if not fitting or (not sure and len(fitting) > asking[row.words]):
                return None
            asking[row.words] -= 1
            return fitting[0]

        self._pass(find)

    def _by_all(self, row: _Row) -> Entry | None:
        held = self.known.entry_of_bib(row)
        if held is None:
            return None
        runner = self.known.runner_of(held)
        same_name = name_words(runner) == row.words
        return held if same_name and runner.birth_date == row.draft.birth_date else None

    def _give(self, position: int, entry: Entry) -> None:
        self.entries[entry.id] = position
        self.runners.setdefault(entry.runner_id, position)
        self.found[position] = RowMatch(runner=self.known.runner_of(entry), entry=entry)

    def _leave_out_repeats(self) -> None:
        """A row that says once more who stands in the list already: by birth date or by bib."""
        said: dict[tuple[tuple[str, ...], date | str], EntryDraft] = {}
        for position in sorted(self.order, key=lambda at: at not in self.found):
            row, match = self.rows[position], self.found.get(position)
            draft, words, bib = row.draft, row.words, row.bib_key
            runner = match.runner if match else None
            born = draft.birth_date or (runner.birth_date if runner else None)
            earlier = said.get((words, born)) if words and born else None
            of_bib = said.get((words, bib)) if bib else None
            if of_bib is not None and (not words or None in (born, of_bib.birth_date)):
                earlier = earlier or of_bib
            if match is None and earlier is not None:
                self.found[position] = RowMatch(first=earlier.row)
                continue
            if born:
                said.setdefault((words, born), draft)
            if bib:
                said.setdefault((words, bib), draft)
                said.setdefault(((), bib), draft)

    def _stranger(self, position: int, row: _Row) -> RowMatch | None:
        """A runner of other events who is surely meant."""
        for runner in self.known.strangers_called(row):
            if runner.id not in self.runners:
                self.runners[runner.id] = position
                return RowMatch(runner=runner)
        return None

    def _doubtful(self, position: int, row: _Row) -> RowMatch:
        """Whoever may be meant, as a doubt or as it was decided; else somebody new."""
        if not row.words:
            return RowMatch()
        found = self.known.people.like(row.draft, lambda runner: self._entry_meant(row, runner))
        if not found:
            return RowMatch()
        decision = self.known.decisions.get(row.draft.row)
        doubt = Doubt(candidates=found, decision=decision)
        if decision is None or decision.choice is Choice.LEAVE:
            return RowMatch(doubt=doubt)
        if decision.choice is Choice.OTHER:
            return RowMatch(doubt=doubt, apart=tuple(each.runner.id for each in found))
        return self._decided_same(position, row, doubt, doubt.likeliest)

    def _decided_same(
        self, position: int, row: _Row, doubt: Doubt, candidate: Candidate
    ) -> RowMatch:
        """The record itself; for another spelling from another event one of its own, joined."""
        runner, entry = candidate.runner, candidate.entry
        self.runners[runner.id] = position
        if entry is not None:
            self.entries[entry.id] = position
        elif name_words(runner) != row.words:
            return RowMatch(doubt=doubt, joins=runner.id)
        return RowMatch(runner=runner, entry=entry, doubt=doubt)

    def _entry_meant(self, row: _Row, runner: Runner) -> Entry | bool | None:
        """The entry of a runner that a row may be about; False where it cannot be the runner's."""
        if runner.id in self.runners:
            return False
        here = self.known.entries_here(runner)
        # Another bib means another person, unless they were born on the same day.
        born = row.draft.birth_date
        same_day = born is not None and runner.birth_date == born
        fitting = [
            entry
            for entry in here
            if entry.id not in self.entries
            and entry.id not in self.reserved
            and (same_day or _bibs_agree(entry, row.draft))
        ]
        if fitting:
            return fitting[0]
        return False if here else None


def name_words(person: Runner | EntryDraft | ReadDraft) -> tuple[str, ...]:
    """A name's folded words in alphabetical order: "EVANS Tom" and "Tom Evans" are the same."""
    return _words(f"{person.given_name} {person.family_name}")


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold_name(name).split()))


def births_agree(runner: Runner, draft: EntryDraft) -> bool:
    """True unless both birth dates are known and differ."""
    return None in (runner.birth_date, draft.birth_date) or runner.birth_date == draft.birth_date


def _is_surely(runner: Runner, _entry: Entry, draft: EntryDraft) -> bool:
    return draft.birth_date is not None and runner.birth_date == draft.birth_date


def _may_be(runner: Runner, entry: Entry, draft: EntryDraft) -> bool:
    """The same name: another bib means another person, unless the birth dates agree."""
    return births_agree(runner, draft) and _bibs_agree(entry, draft)


def _spelled_alike(runner: Runner, draft: EntryDraft) -> bool:
    """The names differ by a slip and no birth date speaks against it."""
    if not births_agree(runner, draft):
        return False
    on_file = replace(runner, birth_date=_ANY_DAY)
    named = replace(on_file, family_name=draft.family_name, given_name=draft.given_name)
    return same_person(named, on_file).likeness is not Likeness.NO


def _bibs_agree(entry: Entry, draft: EntryDraft) -> bool:
    return not draft.bib or not entry.bib or bib_key(entry.bib) == bib_key(draft.bib)
