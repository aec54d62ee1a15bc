"""Scores given elsewhere: typed for a runner of a race, typed for another race, or from a list."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import Entry, EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import Likeness, PeopleIndex, Runner, RunnerId, full_name
from trailsdesk.domain.problems import Problem, Refused, Severity
from trailsdesk.domain.scores import OutsideScore, ScoreId
from trailsdesk.formats.score_list import ScoreDraft, draft_scores, plain_score
from trailsdesk.formats.tables import Table

if TYPE_CHECKING:
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.services.season import Season

_LONGEST_SYSTEM = 40


def number_of(value: str) -> Decimal | None:
    """A stored score as a number, None when it is none."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


# Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """A stored score as people see it; ``event`` and ``race`` are names, ``bib`` empty elsewhere.

    ``day`` is the race's: of a race in this file the event's.
    """

    score_id: ScoreId
    runner_id: RunnerId
    name: str
    bib: str
    system: str
    value: str
    day: date | None
    race: str
    race_class: str
    country: str


def score_lines(season: Season, system: str | None = None) -> tuple[ScoreLine, ...]:
    """All scores of a system, or of all, by name, then newest first."""
    lines = [
        _line(season, score)
        for score in season.data.scores.values()
        if system is None or score.system == system
    ]
    return tuple(sorted(lines, key=lambda each: (each.name.casefold(), _newest(each))))


def _newest(line: ScoreLine) -> tuple[int, int]:
    return (0 if line.day is None else -line.day.toordinal(), -line.score_id)


def _line(season: Season, score: OutsideScore) -> ScoreLine:
    data = season.data
    bib, race, day, country = "", score.race, score.day, score.country
    entry = None if score.entry_id is None else data.entries.get(score.entry_id)
    if entry is not None:
        held = data.races[entry.race_id]
        event = data.events[held.event_id]
        bib, race, day = entry.bib, f"{event.name}: {held.label}", event.date
        country = country or event.country
    return ScoreLine(
        score_id=score.id,
        runner_id=score.runner_id,
        name=full_name(data.runners[score.runner_id]),
        bib=bib,
        system=score.system,
        value=score.value,
        day=day,
        race=race,
        race_class=score.race_class,
        country=country,
    )


# Typing


def set_score(season: Season, entry_id: EntryId, system: str, text: str) -> OutsideScore | None:
    """The score of a runner's own race in this file; an empty text takes it away.

    Raises:
        Refused: ``score.not-a-number``, or ``score.no-system``.
    """
    entry = season.data.entries[entry_id]
    system = _system(system)
    held = _held(season, entry_id, system)
    if not text.strip():
        if held is not None:
            with season.change("score.remove", bib=entry.bib, system=system) as writer:
                writer.delete(held)
        return None
    value = _value(text)
    if held is not None and held.value == value:
        return held
    made = OutsideScore(
        id=ScoreId(0) if held is None else held.id,
        runner_id=entry.runner_id,
        entry_id=entry_id,
        system=system,
        value=value,
    )
    with season.change("score.set", bib=entry.bib, system=system) as writer:
        return writer.put(made)


def add_score(
    season: Season,
    runner_id: RunnerId,
    system: str,
    text: str,
    *,
    day: date | None = None,
    race: str = "",
    race_class: str = "",
    country: str = "",
) -> OutsideScore:
    """A runner's score of a race elsewhere, or an index of a day; ``Refused`` as ``set_score``."""
    made = OutsideScore(
        runner_id=runner_id,
        system=_system(system),
        value=_value(text),
        day=day,
        race=race.strip(),
        race_class=race_class.strip(),
        country=country.strip().upper(),
    )
    with season.change("score.add", system=made.system) as writer:
        return writer.put(made)


def remove_score(season: Season, score_id: ScoreId) -> None:
    """Take a score away."""
    score = season.data.scores[score_id]
    entry = None if score.entry_id is None else season.data.entries.get(score.entry_id)
    bib = "" if entry is None else entry.bib
    with season.change("score.remove", bib=bib, system=score.system) as writer:
        writer.delete(score)


def _system(text: str) -> str:
    system = text.strip().casefold()[:_LONGEST_SYSTEM]
    if not system:
        raise Refused("score.no-system")
    return system


def _value(text: str) -> str:
    value = plain_score(text)
    if value is None:
        raise Refused("score.not-a-number", text=text.strip()[:60])
    return value


def _held(season: Season, entry_id: EntryId, system: str) -> OutsideScore | None:
    own = (
        score
        for score in season.data.scores.values()
        if score.entry_id == entry_id and score.system == system
    )
    return max(own, key=lambda score: score.id, default=None)


# From a list


class ScoreFate(enum.StrEnum):
    """What becomes of a row of a list of scores."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One row and what becomes of it; ``before`` is the value it replaces."""

    row: int
    name: str
    value: str
    fate: ScoreFate
    before: str = ""
    item: OutsideScore | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePlan:
    """A list of scores ready to be taken; ``basis`` is what the season held when it was made."""

    name: str
    system: str
    event_id: EventId | None
    race_id: RaceId | None
    table: Table
    rows: tuple[ScoreRow, ...]
    problems: tuple[Problem, ...]
    basis: tuple[object, ...]

    def count(self, fate: ScoreFate) -> int:
        """How many rows share a fate."""
        return sum(row.fate is fate for row in self.rows)


def plan_scores(
    season: Season,
    table: Table,
    name: str,
    system: str,
    *,
    event_id: EventId | None = None,
    race_id: RaceId | None = None,
) -> ScorePlan:
    """What taking a list would do; changes nothing.

    With an event, and in a list that names no races, days or classes, a score is that of the
    runner's own race there; otherwise of a race elsewhere. A row whose runner cannot be told is
    kept out with a reason, the others go on.
    """
    return _Planner(season, table, name, _system(system), event_id, race_id).plan()


def commit_scores(season: Season, plan: ScorePlan) -> int:
    """Take the list as one operation; returns how many scores were written.

    Where entries, runners or scores were changed since, it is worked out anew first.
    """
    if any(now is not then for now, then in zip(_basis(season), plan.basis, strict=True)):
        plan = plan_scores(
            season,
            plan.table,
            plan.name,
            plan.system,
            event_id=plan.event_id,
            race_id=plan.race_id,
        )
    written = (ScoreFate.NEW, ScoreFate.CHANGED)
    items = [row.item for row in plan.rows if row.fate in written and row.item is not None]
    if not items:
        return 0
    season.secure("import")
    with season.change("score.import", count=len(items), name=plan.name) as writer:
        writer.put_many(items)
    return len(items)


def _basis(season: Season) -> tuple[object, ...]:
    data = season.data
    return data.entries, data.runners, data.scores


_Key = tuple[object, ...]


class _Planner:
    def __init__(
        self,
        season: Season,
        table: Table,
        name: str,
        system: str,
        event_id: EventId | None,
        race_id: RaceId | None,
    ) -> None:
        data = season.data
        self.season, self.table, self.name, self.system = season, table, name, system
        self.event_id, self.race_id = event_id, race_id
        races = set() if event_id is None else {race.id for race in data.races_of(event_id)}
        if race_id is not None:
            races = {race_id}
        entered = [
            entry
            for entry in data.entries.values()
            if entry.race_id in races and entry.status is EntryStatus.ENTERED
        ]
        self.by_bib = {bib_key(entry.bib): entry for entry in entered if entry.bib}
        self.by_runner: dict[RunnerId, list[Entry]] = {}
        for entry in entered:
            self.by_runner.setdefault(entry.runner_id, []).append(entry)
        self.people = PeopleIndex(data.runners.values())
        self.held = {_key(each): each for each in data.scores.values() if each.system == system}
        self.problems: list[Problem] = []

    def plan(self) -> ScorePlan:
        zone = self.season.data.events_in_order()[0].zone
        today = local_date(self.season.clock.now_ms(), zone)
        read = draft_scores(self.table, today=today, file=self.name)
        self.problems += read.problems
        own_race = self.event_id is not None and not read.elsewhere
        taken: dict[_Key, str] = {}
        rows = [self._row(draft, taken, own_race=own_race) for draft in read.drafts]
        return ScorePlan(
            name=self.name,
            system=self.system,
            event_id=self.event_id,
            race_id=self.race_id,
            table=self.table,
            rows=tuple(rows),
            problems=tuple(self.problems),
            basis=_basis(self.season),
        )

    def _row(self, draft: ScoreDraft, taken: dict[_Key, str], *, own_race: bool) -> ScoreRow:
        row = draft.who.row
        item = self._item(draft, own_race=own_race)
        told = full_name(draft.who) or draft.who.bib
        if item is None:
            return ScoreRow(row=row, name=told, value=draft.value, fate=ScoreFate.REFUSED)
        key = _key(item)
        if key in taken and taken[key] != item.value:
            self._tell("score.twice", row, name=told, first=taken[key])
            return ScoreRow(row=row, name=told, value=item.value, fate=ScoreFate.REFUSED)
        held = self.held.get(key)
        fate = ScoreFate.NEW
        if held is not None or key in taken:
            same = key in taken or (held is not None and held.value == item.value)
            fate = ScoreFate.SAME if same else ScoreFate.CHANGED
        taken[key] = item.value
        return ScoreRow(
            row=row,
            name=full_name(self.season.data.runners[item.runner_id]),
            value=item.value,
            fate=fate,
            before=held.value if held is not None and fate is ScoreFate.CHANGED else "",
            item=item if held is None else replace(item, id=held.id),
        )

    def _item(self, draft: ScoreDraft, *, own_race: bool) -> OutsideScore | None:
        # In a list of races elsewhere a bib is one of those races, unless it is all there is.
        if own_race or (self.event_id is not None and not full_name(draft.who)):
            entry = self._entry(draft)
            if entry is None:
                return None
            if own_race:
                return OutsideScore(
                    runner_id=entry.runner_id,
                    entry_id=entry.id,
                    system=self.system,
                    value=draft.value,
                )
            runner_id: RunnerId | None = entry.runner_id
        else:
            runner_id = self._runner(draft)
        if runner_id is None:
            return None
        if draft.day is None:
            self._tell("score.no-day", draft.who.row, name=full_name(draft.who) or draft.who.bib)
        return OutsideScore(
            runner_id=runner_id,
            system=self.system,
            value=draft.value,
            day=draft.day,
            race=draft.race,
            race_class=draft.race_class,
            country=draft.country,
        )

    def _entry(self, draft: ScoreDraft) -> Entry | None:
        """The entry by its bib, else by the runner; told when there is none."""
        who = draft.who
        if who.bib:
            entry = self.by_bib.get(bib_key(who.bib))
            if entry is None:
                self._tell("score.unknown-bib", who.row, bib=who.bib)
            return entry
        runner_id = self._runner(draft)
        if runner_id is None:
            return None
        found = self.by_runner.get(runner_id, [])
        if len(found) != 1:
            self._tell("score.not-entered", who.row, name=full_name(who), count=len(found))
            return None
        return found[0]

    def _runner(self, draft: ScoreDraft) -> RunnerId | None:
        """Who it is by name and birth date, when only one record can be meant."""
        who = draft.who
        person = Runner(
            family_name=who.family_name, given_name=who.given_name, birth_date=who.birth_date
        )
        likely = (Likeness.SAME, Likeness.PROBABLE)
        found = [each for each in self.people.matches(person) if each.likeness in likely]
        same = [each for each in found if each.likeness is Likeness.SAME] or found
        if self.by_runner and len(same) > 1:
            same = [each for each in same if each.runner_id in self.by_runner]
        if len(same) == 1:
            return same[0].runner_id
        code = "score.two-people" if same else "score.unknown-person"
        self._tell(code, who.row, name=full_name(who) or who.bib)
        return None

    def _tell(self, code: str, row: int, **params: str | int) -> None:
        self.problems.append(
            Problem(severity=Severity.WARNING, code=code, params=params, file=self.name, row=row)
        )


def _key(score: OutsideScore) -> _Key:
    """What two scores of one system must share to be the same."""
    if score.entry_id is not None:
        return ("entry", score.entry_id)
    return (score.runner_id, score.day, score.race.casefold(), score.race_class.casefold())
