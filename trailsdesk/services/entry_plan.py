"""What taking an entry list would do, row by row, before anybody has said yes.

``entry_match`` finds whose each row is. A blank cell never erases what the season knows.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import age_of
from trailsdesk.domain.age_limits import entry_allowed
from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import Event, EventId, Race, RaceId
from trailsdesk.domain.people import Contact, Runner, RunnerId, fold_name, full_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.entries import EntryDraft, entered_instant
from trailsdesk.formats.questions import ListQuestion
from trailsdesk.services.entry_doubts import Decision, Doubt, doubt_problem
from trailsdesk.services.entry_match import Matcher, RowMatch
from trailsdesk.services.entry_merge import (
    RUNNER_FIELDS,
    Difference,
    contact_differences,
    field_differences,
    has_contact,
    merge_contact,
    merge_runner,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.formats.dates import Moment
    from trailsdesk.services.season import Season

    AnswerDifferences = Callable[[Entry | None, Mapping[str, str]], Iterable["Difference"]]

_ENTRY_FIELDS = ("bib", "entered_ms", "paid_minor", "medal", "series_entry", "note", "division")
_DIVISION_LETTERS = 40
_FIELD_OF = {
    "entry.age-no-race": "birth_date",
    "entry.age-other-race": "birth_date",
    "entry.bib-taken": "bib",
    "entry.bib-twice-in-list": "bib",
    "entry.needs-adult": "birth_date",
    "entry.not-born": "birth_date",
    "entry.race-by-choice": "race",
    "entry.unknown-race": "race",
}
"""The field in which the fault of a row is to be looked for."""
_KILOMETRES = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*(?:k|kms?|kilomet(?:er|re)s?)?")


class RowKind(enum.StrEnum):
    """What would become of a row of the list."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row of the list, and ``runner`` and ``entry`` as they would be if it were taken.

    ``doubt`` is there when somebody had or has to decide whom it is about; ``joins`` and ``apart``
    are records on file told to be the same person and to be somebody else.
    """

    row: int
    kind: RowKind
    draft: EntryDraft
    runner: Runner | None = None
    entry: Entry | None = None
    contact: Contact | None = None
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubt: Doubt | None = None
    joins: RunnerId | None = None
    apart: tuple[RunnerId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPlan:
    """A whole list ready to be taken. ``basis`` is the evidence it was planned against."""

    event_id: EventId
    source: str
    rows: tuple[PlannedRow, ...]
    basis: tuple[object, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused_by_reader: int = 0
    questions: tuple[ListQuestion, ...] = ()

    def count(self, kind: RowKind) -> int:
        """How many rows are of a kind; rows the reader could make nothing of count as refused."""
        found = sum(row.kind is kind for row in self.rows)
        return found + (self.refused_by_reader if kind is RowKind.REFUSED else 0)

    @property
    def taken(self) -> tuple[PlannedRow, ...]:
        """The rows that change the season when the list is taken."""
        kinds = (RowKind.NEW, RowKind.CHANGED, RowKind.DOUBTFUL)
        return tuple(row for row in self.rows if row.kind in kinds and row.entry is not None)

    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of the file and of its rows, in the file's order."""
        found = [*self.problems, *(p for row in self.rows for p in row.problems)]
        return tuple(sorted(found, key=lambda p: p.row or 0))


@dataclass(slots=True)
class _Fate:
    """A row on its way: whose it is, and whether it has the bib it asks for."""

    draft: EntryDraft
    match: RowMatch
    has_bib: bool = False
    problem: Problem | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether the entry would not stand; it then keeps no bib from anybody."""
        if self.draft.withdrawn is not None:
            return self.draft.withdrawn
        return self.match.entry is not None and self.match.entry.status is EntryStatus.WITHDRAWN

    @property
    def wears_it(self) -> bool:
        """Whether the entry wears the bib it asks for already."""
        entry = self.match.entry
        return entry is not None and bib_key(entry.bib) == bib_key(self.draft.bib)

    @property
    def is_nobody(self) -> bool:
        """Whether there is nothing but a bib to know the row's person by."""
        nameless = not (self.draft.family_name or self.draft.given_name)
        return nameless and self.match.runner is None

    @property
    def has_another_bib(self) -> bool:
        """Whether the entry gives up the bib it wears for the one the row gives it."""
        return self.has_bib and not self.wears_it


class Planner:
    """Plans one list for one event; rows without a race of their own go to ``race_id``.

    In a list that names races elsewhere, a blank cell leaves a known entry in its race.

    Args:
        decisions: the answers to doubtful rows, by the number of the row.
        answer_differences: what the answers of a row would change at an entry.
        headers: the column of the list that fills each field, for telling where a fault is.
    """

    def __init__(
        self,
        season: Season,
        event_id: EventId,
        race_id: RaceId | None,
        source: str,
        decisions: Mapping[int, Decision] | None = None,
        answer_differences: AnswerDifferences | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        data = season.data
        self._season = season
        self._rules = season.rules
        self._event: Event = data.events[event_id]
        self._races = data.races_of(event_id)
        self._default = data.races[race_id] if race_id is not None else _only(self._races)
        self._source = source
        self._headers = headers or {}
        self._answer_differences = answer_differences or (lambda _entry, _answers: ())
        self._by_word = _race_words(self._races)
        self._named: dict[str, Race | None] = {"": None}
        here = (race.id for race in self._races)
        self._matcher = Matcher(season, here, self._new_race_id, decisions)
        self._names_races = False
        self._told: set[str] = set()
        self._runners: dict[RunnerId, Runner] = {}
        self._contacts: dict[RunnerId, Contact] = {}

    def plan(self, drafts: Iterable[EntryDraft]) -> tuple[PlannedRow, ...]:
        """Every row's fate, in the list's order."""
        rows = tuple(drafts)
        self._names_races = any(draft.race_text for draft in rows)
        if any(has_contact(draft) for draft in rows):
            self._contacts = self._season.file.contacts(self._season.data.runners)
        planned, matches = self._refuse(rows)
        planned |= {
            at: self._doubtful(rows[at], match.doubt)
            for at, match in matches.items()
            if match.doubt is not None and match.left_out
        }
        fates = {at: _Fate(rows[at], match) for at, match in matches.items() if not match.left_out}
        self._give_bibs(tuple(fates.values()))
        planned |= {
            at: _refused(fate.draft, fate.problem)
            if fate.problem is not None and fate.is_nobody
            else self._plan(fate)
            for at, fate in fates.items()
        }
        return tuple(planned[at] for at in range(len(rows)))

    def _refuse(
        self, rows: Sequence[EntryDraft]
    ) -> tuple[dict[int, PlannedRow], dict[int, RowMatch]]:
        """The rows that are not taken, by position, and whose the others are.

        A row left out says nothing of anybody, so after each round the rest is asked anew.
        """
        refused: dict[int, PlannedRow] = {}
        reserved: set[EntryId] = set()
        while True:
            left = [at for at in range(len(rows)) if at not in refused]
            found = self._matcher.match([rows[at] for at in left], reserved)
            matches = {at: found[index] for index, at in enumerate(left)}
            problems = {
                at: problem
                for at, match in matches.items()
                if match.first is None and (problem := self._refusal(rows[at], match))
            } or {
                at: self._say(rows[at], "entry.row-twice", Severity.WARNING, first=match.first)
                for at, match in matches.items()
                if match.first is not None
            }
            if not problems:
                return refused, matches
            for at, problem in problems.items():
                refused[at] = _refused(rows[at], problem)
                entry = matches[at].entry
                if entry is not None and entry.bib and _Fate(rows[at], matches[at]).wears_it:
                    reserved.add(entry.id)

    def _doubtful(self, draft: EntryDraft, doubt: Doubt) -> PlannedRow:
        problem = doubt_problem(self._season, draft, doubt, self._source)
        return PlannedRow(
            row=draft.row, kind=RowKind.DOUBTFUL, draft=draft, problems=(problem,), doubt=doubt
        )

    def _plan(self, fate: _Fate) -> PlannedRow:
        draft, entry = fate.draft, fate.match.entry
        race = self._race(draft, entry)
        assert race is not None  # noqa: S101  rows without one were refused
        before = self._latest(fate.match.runner)
        merged = self._runner_of(fate, before)
        new_entry = self._merge_entry(entry, merged, race, draft, keep_bib=fate.has_bib)
        known_contact = self._contacts.get(merged.id) if merged.id else None
        contact = merge_contact(known_contact, merged, draft)
        if merged.id:
            self._runners[merged.id] = merged
            if contact is not None:
                self._contacts[merged.id] = contact
        differences = (
            *field_differences(before, merged, RUNNER_FIELDS),
            *self._entry_differences(entry, new_entry),
            *contact_differences(known_contact, contact),
            *self._answer_differences(entry, draft.answers),
        )
        known = RowKind.CHANGED if differences else RowKind.SAME
        problems = [fate.problem or self._race_by_choice(draft, race)]
        doubt = fate.match.doubt
        if doubt is not None and doubt.decision is None:
            known = RowKind.DOUBTFUL
            problems.append(doubt_problem(self._season, draft, doubt, self._source))
        return PlannedRow(
            row=draft.row,
            kind=RowKind.NEW if entry is None and known is not RowKind.DOUBTFUL else known,
            draft=draft,
            runner=merged,
            entry=new_entry,
            contact=contact,
            differences=differences if entry is not None or doubt is not None else (),
            problems=tuple(each for each in problems if each is not None),
            doubt=doubt,
            joins=fate.match.joins,
            apart=fate.match.apart,
        )

    def _runner_of(self, fate: _Fate, before: Runner | None) -> Runner:
        """The row's record; one of its own for another spelling knows what the first one knows."""
        if fate.match.joins is None:
            return merge_runner(before, fate.draft)
        joined = self._season.data.runners[fate.match.joins]
        return dataclasses.replace(merge_runner(joined, fate.draft), id=RunnerId(0))

    def _latest(self, runner: Runner | None) -> Runner | None:
        """The runner with what earlier rows of the list have said already."""
        return None if runner is None else self._runners.get(runner.id, runner)

    # What may stand in the way

    def _race_named(self, text: str) -> Race | None:
        """The race of the event that a list's word means; a list has few words."""
        if text not in self._named:
            self._named[text] = self._by_word.get(_fold_race(text))
        return self._named[text]

    def _new_race_id(self, draft: EntryDraft) -> RaceId | None:
        race = self._race(draft, None)
        return None if race is None else race.id

    def _race(self, draft: EntryDraft, entry: Entry | None) -> Race | None:
        named = self._race_named(draft.race_text)
        if named is not None:
            return named
        known = None if entry is None else self._season.data.races[entry.race_id]
        if draft.race_text:
            return self._default
        return (known or self._default) if self._names_races else (self._default or known)

    def _refusal(self, draft: EntryDraft, match: RowMatch) -> Problem | None:
        """Why the row is not taken: no race, or an age that its race is not open to."""
        race = self._race(draft, match.entry)
        if race is None and draft.race_text:
            known = ", ".join(f"{r.code} ({r.label})" for r in self._races)
            return self._say(draft, "entry.unknown-race", race=draft.race_text, known=known)
        if race is None:
            return self._say(draft, "entry.no-race", known=", ".join(r.code for r in self._races))
        born = draft.birth_date or (match.runner.birth_date if match.runner else None)
        if born is None or not self._rules.age_limits:
            return None
        age = age_of(born, self._event.date, self._rules.categories)
        refusal = entry_allowed(age, race.code, self._event.code, self._rules)
        if refusal is None:
            return None
        return self._say(draft, refusal.code, Severity.ERROR, **refusal.params)

    def _race_by_choice(self, draft: EntryDraft, race: Race) -> Problem | None:
        """Told once for a word that is no race here, where the chosen one stood in for it."""
        if not draft.race_text or self._race_named(draft.race_text) or len(self._races) == 1:
            return None
        word = _fold_race(draft.race_text)
        if not word or word in self._told:
            return None
        self._told.add(word)
        return self._say(
            draft, "entry.race-by-choice", Severity.WARNING, race=draft.race_text, into=race.label
        )

    # Who gets which bib

    def _give_bibs(self, fates: Sequence[_Fate]) -> None:
        """A bib goes to the first row that asks for it, if its wearer gives it up in this list.

        Whoever is denied keeps the bib they wear, which may deny it to another row: hence rounds.
        """
        asking = [fate for fate in fates if fate.draft.bib and not fate.withdrawn]
        row_of = {fate.match.entry.id: fate for fate in fates if fate.match.entry is not None}
        for fate in fates:
            fate.has_bib = bool(fate.draft.bib)
        while True:
            winners: dict[str, _Fate] = {}
            for fate in sorted(asking, key=lambda fate: not fate.wears_it):
                if fate.has_bib:
                    winners.setdefault(bib_key(fate.draft.bib), fate)
            denied = [
                fate for fate in asking if fate.has_bib and self._is_denied(fate, winners, row_of)
            ]
            if not denied:
                break
            for fate in denied:
                fate.has_bib = False
        for fate in asking:
            if not fate.has_bib:
                winner = winners.get(bib_key(fate.draft.bib))
                holder = self._matcher.holder(fate.draft.bib)
                if fate.is_nobody and winner is None and holder is not None:
                    winner = row_of[holder.id]
                fate.problem = self._bib_denied(fate, winner)

    def _is_denied(
        self, fate: _Fate, winners: Mapping[str, _Fate], row_of: Mapping[EntryId, _Fate]
    ) -> bool:
        if winners[bib_key(fate.draft.bib)] is not fate:
            return True
        holder = self._matcher.holder(fate.draft.bib)
        if holder is None or (fate.match.entry and fate.match.entry.id == holder.id):
            return False
        giving = row_of.get(holder.id)
        return giving is None or not (giving.withdrawn or giving.has_another_bib)

    def _bib_denied(self, fate: _Fate, winner: _Fate | None) -> Problem:
        draft = fate.draft
        if winner is not None:
            code = "entry.row-twice" if fate.is_nobody else "entry.bib-twice-in-list"
            first = winner.draft.row
            return self._say(draft, code, Severity.WARNING, bib=draft.bib, first=first)
        holder = self._matcher.holder(draft.bib)
        name = self._name(holder) if holder else ""
        return self._say(draft, "entry.bib-taken", Severity.WARNING, bib=draft.bib, holder=name)

    # What the row would make of it

    def _merge_entry(
        self, entry: Entry | None, runner: Runner, race: Race, draft: EntryDraft, *, keep_bib: bool
    ) -> Entry:
        base = entry or Entry(runner_id=runner.id, race_id=race.id)
        moved = base.race_id != race.id
        status = base.status
        if draft.withdrawn is not None:
            status = EntryStatus.WITHDRAWN if draft.withdrawn else EntryStatus.ENTERED
        return dataclasses.replace(
            base,
            race_id=race.id,
            wave_id=None if moved else base.wave_id,
            bib=draft.bib if keep_bib else base.bib,
            status=status,
            entered_ms=base.entered_ms if draft.entered is None else self._instant(draft.entered),
            paid_minor=base.paid_minor if draft.paid_minor is None else draft.paid_minor,
            medal=base.medal if draft.medal is None else draft.medal,
            series_entry=base.series_entry if draft.series_entry is None else draft.series_entry,
            note=draft.note or base.note,
            division=self._division(draft) or base.division,
        )

    def _division(self, draft: EntryDraft) -> str:
        """The code of a division as the list words it; an unknown word is kept to be asked about.

        Rules without divisions take none.
        """
        divisions = self._rules.categories.divisions
        word = " ".join(draft.division.split())[:_DIVISION_LETTERS]
        if not divisions or not word:
            return ""
        named = {each.label.casefold(): each.code for each in divisions}
        named |= {each.code.casefold(): each.code for each in divisions}
        return named.get(word.casefold(), word)

    def _instant(self, entered: Moment) -> Instant:
        return entered_instant(entered, self._event.zone)

    def _entry_differences(self, old: Entry | None, new: Entry) -> Iterator[Difference]:
        if old is None:
            return
        yield from field_differences(old, new, _ENTRY_FIELDS)
        races = self._season.data.races
        if old.race_id != new.race_id:
            before, after = races[old.race_id].label, races[new.race_id].label
            yield Difference(field="race", before=before, after=after)
        if old.status != new.status:
            yield Difference(field="status", before=old.status, after=new.status)

    # Words

    def _say(
        self,
        draft: EntryDraft,
        code: str,
        severity: Severity = Severity.ERROR,
        **params: str | int,
    ) -> Problem:
        name = full_name(draft) or draft.bib
        return Problem(
            severity=severity,
            code=code,
            params={"name": name, **params},
            file=self._source,
            row=draft.row,
            column=self._headers.get(_FIELD_OF.get(code, "")),
        )

    def _name(self, entry: Entry) -> str:
        runner = self._season.data.runners[entry.runner_id]
        return full_name(runner)


def _refused(draft: EntryDraft, problem: Problem) -> PlannedRow:
    return PlannedRow(row=draft.row, kind=RowKind.REFUSED, draft=draft, problems=(problem,))


def _only(races: tuple[Race, ...]) -> Race | None:
    return races[0] if len(races) == 1 else None


def _race_words(races: tuple[Race, ...]) -> dict[str, Race]:
    """Every word a list may use for a race: short name, label, other names, kilometres.

    A word that would fit two races fits none.
    """
    found: dict[str, Race] = {}
    double = set()
    for race in races:
        words = {race.code, race.label, *race.aliases}
        if race.distance_m:
            km = race.distance_m / 1000
            words |= {f"{word} {km:g} km" for word in words}
            words |= {f"{km:g}", f"{km:.1f}", f"{km:.0f}"}
        for word in {_fold_race(word) for word in words}:
            if found.setdefault(word, race) is not race:
                double.add(word)
    return {word: race for word, race in found.items() if word not in double}


def _fold_race(text: str) -> str:
    """A race as it is compared: kilometres by their value, else letters without case."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace(",", ".")
    distance = _KILOMETRES.fullmatch(plain)
    if distance is not None:
        return f"{float(distance[1]):g} km"
    return fold_name(plain).replace(" ", "")
