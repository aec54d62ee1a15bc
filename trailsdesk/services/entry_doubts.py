"""Rows of an entry list that may be about somebody on file: asked side by side, never merged.

A row has a doubt when its name or birth date is only like that of a record (``domain.people`` says
how), or when several records fit it. What a person decides is kept: the same person spelled
otherwise, and somebody else, as a ``RunnerVerdict`` between the two records.

Until it is decided, a row that may be somebody of another event is taken as a runner of its own,
who is asked about among the runners too (``one_runner``): nobody is missing at the start. A row
that may be somebody of this event is left out: nobody stands there twice.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import PeopleIndex, Runner, RunnerId, RunnerVerdict, full_name
from trailsdesk.domain.problems import Note, Problem, Severity
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.told import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trailsdesk.domain.season import SeasonData
    from trailsdesk.formats.entries import EntryDraft
    from trailsdesk.services.entry_plan import PlannedRow
    from trailsdesk.services.season import Season


class Choice(enum.StrEnum):
    """What a person says of a doubtful row."""

    SAME = "same"
    OTHER = "other"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to a row's doubt; ``runner_id`` is the record meant, None the likeliest."""

    choice: Choice
    runner_id: RunnerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record on file that a row may be about; ``entry`` is the one it has at this event."""

    runner: Runner
    why: Note
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Whom a row may be about, the likeliest first, and what was decided."""

    candidates: tuple[Candidate, ...]
    decision: Decision | None = None

    @property
    def left_out(self) -> bool:
        """Whether the row is not taken: so decided, or not decided and perhaps here already."""
        if self.decision is None:
            return any(each.entry is not None for each in self.candidates)
        return self.decision.choice is Choice.LEAVE

    @property
    def likeliest(self) -> Candidate:
        """The record the decision is about, else the one most like the row."""
        wanted = None if self.decision is None else self.decision.runner_id
        return next((c for c in self.candidates if c.runner.id == wanted), self.candidates[0])


class People:
    """Everybody on file, looked up by likeness; put together when the first row asks."""

    def __init__(self, runners: Mapping[RunnerId, Runner]) -> None:
        self._runners = runners
        self._index: PeopleIndex | None = None

    def like(
        self, draft: EntryDraft, entry_of: Callable[[Runner], Entry | bool | None]
    ) -> tuple[Candidate, ...]:
        """The records that may be the row's person, likeliest first.

        Args:
            entry_of: the entry of a runner that the row may be, None without one; False where the
                runner cannot be the row's.
        """
        if not self._runners:
            return ()
        if self._index is None:
            self._index = PeopleIndex(paced(self._runners.values()))
        named = Runner(
            family_name=draft.family_name,
            given_name=draft.given_name,
            birth_date=draft.birth_date,
        )
        found = []
        for match in self._index.matches(named):
            runner = self._runners[match.runner_id]
            entry = entry_of(runner)
            if not isinstance(entry, bool):
                found.append(Candidate(runner=runner, why=match.note, entry=entry))
        return tuple(found)


def doubt_problem(season: Season, draft: EntryDraft, doubt: Doubt, file: str) -> Problem:
    """What is to be decided about a row, or that it was left out as decided."""
    candidate = doubt.likeliest
    born = candidate.runner.birth_date
    code = "entry.doubtful" if doubt.left_out else "entry.doubtful-apart"
    if doubt.decision is not None:
        code = "entry.doubtful-left-out"
    return Problem(
        severity=Severity.WARNING if doubt.decision is None else Severity.INFO,
        code=code,
        params={
            "name": full_name(draft) or draft.bib,
            "other": full_name(candidate.runner),
            "born": day_words(born) if born else _("no birth date"),
            "where": ", ".join(entered_where(season, candidate.runner)) or NOTHING,
            "why": message(candidate.why),
        },
        file=file,
        row=draft.row,
    )


def entered_where(season: Season, runner: Runner) -> tuple[str, ...]:
    """The entries of a runner in words, in the order of the events."""
    data = season.data
    inputs = (data.entries, data.races, data.events)
    entries = season.keep("entries-of-runners", inputs, lambda: _entries_of(data))
    words = []
    for entry in entries.get(runner.id, ()):
        race = data.races[entry.race_id]
        bib = _("bib\N{NO-BREAK SPACE}{bib}").format(bib=entry.bib) if entry.bib else ""
        parts = (data.events[race.event_id].name, race.label, bib)
        words.append(", ".join(part for part in parts if part))
    return tuple(words)


def _entries_of(data: SeasonData) -> dict[RunnerId, list[Entry]]:
    order = {event.id: at for at, event in enumerate(data.events_in_order())}
    found: dict[RunnerId, list[Entry]] = {}
    for entry in paced(data.entries.values()):
        found.setdefault(entry.runner_id, []).append(entry)
    for own in found.values():
        own.sort(key=lambda entry: order[data.races[entry.race_id].event_id])
    return found


def verdicts_of(
    season: Season, rows: Sequence[PlannedRow], runners: Iterable[Runner]
) -> list[RunnerVerdict]:
    """What was decided of the rows taken: between ``runners``, theirs, and those on file."""
    standing = {
        frozenset((each.first_id, each.second_id)) for each in season.data.verdicts.values()
    }
    found = []
    for row, runner in zip(rows, runners, strict=True):
        told = [] if row.joins is None else [(row.joins, True)]
        told += [(other, False) for other in row.apart]
        for other, same in told:
            pair = frozenset((runner.id, other))
            if len(pair) == 2 and pair not in standing:
                standing.add(pair)
                low, high = sorted(pair)
                found.append(RunnerVerdict(first_id=low, second_id=high, same=same))
    return found
