"""What taking an entry list would do, row by row, before anybody has said yes.

A row finds its entry in the event by bib and name, else by name and birth date, else by name alone
when no birth date speaks against it; and its runner among those of the other events likewise. A
blank cell never erases what the season knows.
"""

from __future__ import annotations

import dataclasses
import enum
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import age_of, entry_allowed
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import Event, EventId, Race, RaceId
from trailsdesk.domain.people import Contact, Runner, RunnerId, fold_name
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.entries import EntryDraft, entered_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.formats.dates import Moment
    from trailsdesk.services.season import Season

_RUNNER_FIELDS = ("family_name", "given_name", "gender", "birth_date", "nation", "club", "city")
_ENTRY_FIELDS = ("bib", "entered_ms", "paid_minor", "medal", "series_entry", "note")
_CONTACT_FIELDS = ("email", "phone", "emergency_name", "emergency_phone", "medical")


class RowKind(enum.StrEnum):
    """What would become of a row of the list."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that the list would change; values as text, those of contact fields left out."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row of the list, and ``runner`` and ``entry`` as they would be if it were taken."""

    row: int
    kind: RowKind
    draft: EntryDraft
    runner: Runner | None = None
    entry: Entry | None = None
    contact: Contact | None = None
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPlan:
    """A whole list ready to be taken."""

    event_id: EventId
    source: str
    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...] = ()
    refused_by_reader: int = 0

    def count(self, kind: RowKind) -> int:
        """How many rows are of a kind; rows the reader could make nothing of count as refused."""
        found = sum(row.kind is kind for row in self.rows)
        return found + (self.refused_by_reader if kind is RowKind.REFUSED else 0)

    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of the file and of its rows, in the file's order."""
        found = [*self.problems, *(p for row in self.rows for p in row.problems)]
        return tuple(sorted(found, key=lambda p: p.row or 0))


class Planner:
    """Plans one list for one event; rows without a race of their own go to ``race_id``."""

    def __init__(
        self, season: Season, event_id: EventId, race_id: RaceId | None, source: str
    ) -> None:
        data = season.data
        self._season = season
        self._rules = season.rules
        self._event: Event = data.events[event_id]
        self._races = data.races_of(event_id)
        self._default = data.races[race_id] if race_id is not None else _only(self._races)
        self._source = source
        self._by_word = _race_words(self._races)
        race_ids = {race.id for race in self._races}
        self._here: dict[RunnerId, list[Entry]] = defaultdict(list)
        self._by_bib: dict[str, Entry] = {}
        for entry in data.entries.values():
            if entry.race_id in race_ids:
                self._here[entry.runner_id].append(entry)
                if entry.bib and entry.status is EntryStatus.ENTERED:
                    self._by_bib.setdefault(_fold_bib(entry.bib), entry)
        self._by_name: dict[str, list[Runner]] = defaultdict(list)
        for runner in data.runners.values():
            self._by_name[_name_key(runner)].append(runner)
        self._bibs_of_list: dict[str, int] = {}
        self._rows_of_entry: dict[EntryId, int] = {}
        self._rows_of_runner: dict[RunnerId, int] = {}
        self._new_people: dict[tuple[str, object], int] = {}
        self._contacts: dict[RunnerId, Contact] = {}

    def plan(self, drafts: Iterable[EntryDraft]) -> tuple[PlannedRow, ...]:
        """Every row's fate, in the list's order."""
        rows = tuple(drafts)
        if any(_has_contact(draft) for draft in rows):
            self._contacts = self._season.file.contacts(self._season.data.runners)
        return tuple(self._plan(draft) for draft in rows)

    def _plan(self, draft: EntryDraft) -> PlannedRow:
        problems: list[Problem] = []
        runner, entry = self._match(draft)
        race = self._race(draft, entry, problems)
        if race is None:
            return self._refused(draft, problems)
        merged = _merge_runner(runner, draft)
        if not self._admissible(draft, merged, race, problems):
            return self._refused(draft, problems)
        twice = self._row_before(entry, merged)
        if twice is not None:
            problems.append(self._say(draft, "entry.row-twice", Severity.WARNING, first=twice))
            return self._refused(draft, problems)
        self._remember(draft, entry, merged)
        taken = self._take_bib(draft, entry, problems)
        new_entry = self._merge_entry(entry, merged, race, draft, keep_bib=taken)
        contact = self._merge_contact(merged, draft)
        differences = (
            *_differences(runner, merged, _RUNNER_FIELDS),
            *self._entry_differences(entry, new_entry),
            *_contact_differences(self._contacts.get(merged.id), contact),
        )
        known = RowKind.CHANGED if differences else RowKind.SAME
        kind = RowKind.NEW if entry is None else known
        return PlannedRow(
            row=draft.row,
            kind=kind,
            draft=draft,
            runner=merged,
            entry=new_entry,
            contact=contact,
            differences=differences if entry is not None else (),
            problems=tuple(problems),
        )

    # Whose row is it

    def _match(self, draft: EntryDraft) -> tuple[Runner | None, Entry | None]:
        key = _name_key(draft)
        held = self._by_bib.get(_fold_bib(draft.bib)) if draft.bib else None
        if held is not None:
            runner = self._season.data.runners[held.runner_id]
            same_birth = draft.birth_date is not None and runner.birth_date == draft.birth_date
            if _name_key(runner) == key or same_birth or not key:
                return runner, held
        candidates = [r for r in self._by_name.get(key, ()) if _births_agree(r, draft)]
        candidates.sort(key=lambda r: (r.birth_date != draft.birth_date, r.id not in self._here))
        for runner in candidates:
            for entry in self._here.get(runner.id, ()):
                if self._may_be(entry, draft):
                    return runner, entry
        for runner in candidates:
            if runner.id not in self._here and runner.id not in self._rows_of_runner:
                return runner, None
        return None, None

    def _may_be(self, entry: Entry, draft: EntryDraft) -> bool:
        """The same name: another bib means another person, unless the birth dates agree."""
        if entry.id in self._rows_of_entry and draft.birth_date is None:
            return False
        birth = self._season.data.runners[entry.runner_id].birth_date
        sure = birth is not None and birth == draft.birth_date
        return (
            sure or not draft.bib or not entry.bib or _fold_bib(entry.bib) == _fold_bib(draft.bib)
        )

    def _row_before(self, entry: Entry | None, merged: Runner) -> int | None:
        if entry is not None:
            return self._rows_of_entry.get(entry.id)
        if merged.id:
            return self._rows_of_runner.get(merged.id)
        if merged.birth_date is None:
            return None
        return self._new_people.get((_name_key(merged), merged.birth_date))

    def _remember(self, draft: EntryDraft, entry: Entry | None, merged: Runner) -> None:
        if entry is not None:
            self._rows_of_entry[entry.id] = draft.row
        if merged.id:
            self._rows_of_runner[merged.id] = draft.row
        else:
            self._new_people[_name_key(merged), merged.birth_date] = draft.row

    # What may stand in the way

    def _race(
        self, draft: EntryDraft, entry: Entry | None, problems: list[Problem]
    ) -> Race | None:
        if draft.race_text:
            race = self._by_word.get(_fold_race(draft.race_text))
            if race is not None:
                return race
            if self._default is None:
                known = ", ".join(f"{r.code} ({r.label})" for r in self._races)
                problems.append(
                    self._say(draft, "entry.unknown-race", race=draft.race_text, known=known)
                )
                return None
        if self._default is not None:
            return self._default
        if entry is not None:
            return self._season.data.races[entry.race_id]
        known = ", ".join(race.code for race in self._races)
        problems.append(self._say(draft, "entry.no-race", known=known))
        return None

    def _admissible(
        self, draft: EntryDraft, merged: Runner, race: Race, problems: list[Problem]
    ) -> bool:
        if merged.birth_date is None or not self._rules.age_limits:
            return True
        age = age_of(merged.birth_date, self._event.date, self._rules.categories)
        refusal = entry_allowed(age, race.code, self._rules)
        if refusal is None:
            return True
        problems.append(self._say(draft, refusal.code, Severity.ERROR, **refusal.params))
        return False

    def _take_bib(self, draft: EntryDraft, entry: Entry | None, problems: list[Problem]) -> bool:
        """Whether the row may have the bib it asks for."""
        if not draft.bib:
            return False
        bib = _fold_bib(draft.bib)
        earlier = self._bibs_of_list.get(bib)
        holder = self._by_bib.get(bib)
        if earlier is not None:
            problems.append(
                self._say(
                    draft,
                    "entry.bib-twice-in-list",
                    Severity.WARNING,
                    bib=draft.bib,
                    first=earlier,
                )
            )
            return False
        if holder is not None and (entry is None or holder.id != entry.id):
            problems.append(
                self._say(
                    draft,
                    "entry.bib-taken",
                    Severity.WARNING,
                    bib=draft.bib,
                    holder=self._name(holder),
                )
            )
            return False
        self._bibs_of_list[bib] = draft.row
        return True

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
        )

    def _instant(self, entered: Moment) -> Instant:
        return entered_instant(entered, self._event.zone)

    def _merge_contact(self, runner: Runner, draft: EntryDraft) -> Contact | None:
        if not _has_contact(draft):
            return None
        base = self._contacts.get(runner.id, Contact(runner_id=runner.id))
        given = {name: getattr(draft, name) for name in _CONTACT_FIELDS if getattr(draft, name)}
        return dataclasses.replace(base, **given)

    def _entry_differences(self, old: Entry | None, new: Entry) -> Iterator[Difference]:
        if old is None:
            return
        yield from _differences(old, new, _ENTRY_FIELDS)
        races = self._season.data.races
        if old.race_id != new.race_id:
            before, after = races[old.race_id].label, races[new.race_id].label
            yield Difference(field="race", before=before, after=after)
        if old.status != new.status:
            yield Difference(field="status", before=old.status, after=new.status)

    # Words

    def _refused(self, draft: EntryDraft, problems: list[Problem]) -> PlannedRow:
        return PlannedRow(
            row=draft.row, kind=RowKind.REFUSED, draft=draft, problems=tuple(problems)
        )

    def _say(
        self,
        draft: EntryDraft,
        code: str,
        severity: Severity = Severity.ERROR,
        **params: str | int,
    ) -> Problem:
        name = f"{draft.given_name} {draft.family_name}".strip()
        return Problem(
            severity=severity,
            code=code,
            params={"name": name, **params},
            file=self._source,
            row=draft.row,
        )

    def _name(self, entry: Entry) -> str:
        runner = self._season.data.runners[entry.runner_id]
        return f"{runner.given_name} {runner.family_name}".strip()


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
            words |= {f"{km:g}", f"{km:g} km", f"{km:.1f}", f"{km:.1f} km", f"{km:.0f}k"}
        for word in {_fold_race(word) for word in words}:
            if found.setdefault(word, race) is not race:
                double.add(word)
    return {word: race for word, race in found.items() if word not in double}


def _fold_race(text: str) -> str:
    folded = fold_name(text.replace(",", ".")).replace(" ", "")
    for unit in ("kilometers", "kilometres", "kms", "km", "k"):
        number = folded.removesuffix(unit)
        if number != folded and number.replace(".", "", 1).isdigit():
            folded = number
            break
    return f"{float(folded):g}" if folded.replace(".", "", 1).isdigit() else folded


def _fold_bib(bib: str) -> str:
    folded = bib.strip().casefold()
    return (folded.lstrip("0") or "0") if folded.isdigit() else folded


def _name_key(person: Runner | EntryDraft) -> str:
    return fold_name(f"{person.given_name} {person.family_name}")


def _births_agree(runner: Runner, draft: EntryDraft) -> bool:
    return (
        runner.birth_date is None
        or draft.birth_date is None
        or runner.birth_date == draft.birth_date
    )


def _merge_runner(runner: Runner | None, draft: EntryDraft) -> Runner:
    base = runner or Runner(family_name="")
    given = {name: getattr(draft, name) for name in _RUNNER_FIELDS}
    if not (draft.given_name or draft.family_name):
        given["family_name"] = base.family_name
    elif not draft.given_name:
        given["given_name"] = ""
    return dataclasses.replace(base, **{k: v for k, v in given.items() if v not in (None, "")})


def _has_contact(draft: EntryDraft) -> bool:
    return any(getattr(draft, name) for name in _CONTACT_FIELDS)


def _differences(
    old: Runner | Entry | None, new: Runner | Entry, fields: tuple[str, ...]
) -> Iterator[Difference]:
    if old is None:
        return
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference(field=name, before=_text(before), after=_text(after))


def _contact_differences(old: Contact | None, new: Contact | None) -> Iterator[Difference]:
    if new is not None and new != (old or Contact(runner_id=new.runner_id)):
        yield Difference(field="contact", before="", after="")


def _text(value: object) -> str:
    return "" if value is None else str(value)
