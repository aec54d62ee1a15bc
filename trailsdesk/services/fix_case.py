"""What a fix is, and a problem with all that is looked up to mend it.

Evidence stays: a time is struck out or given away by a decision that can be withdrawn, and every
act is one operation that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry, EntryId
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import Ruling, RulingKind
from trailsdesk.domain.timing import EntryReads, ReadId, ReadRuling, ReadRulingKind, ResolvedRead
from trailsdesk.i18n import _
from trailsdesk.services.results import rule_on
from trailsdesk.services.told import NOTHING
from trailsdesk.services.touched import reads_alike, touched_ids

if TYPE_CHECKING:
    from trailsdesk.domain.problems import Place, Problem
    from trailsdesk.services.season import Season

MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFix:
    """A button: its words and what it does.

    ``said`` is told afterwards where undo would not take it back.
    """

    label: str
    act: Callable[[], object]
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BibFix:
    """A bib to be typed; ``suggestions`` are likely ones. ``act`` refuses an empty bib."""

    label: str
    suggestions: tuple[str, ...] = ()
    act: Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthDateFix:
    """A birth date to be typed."""

    label: str
    act: Callable[[date], object]


Fix = PressFix | BibFix | BirthDateFix


class Case:
    """A problem with what it is about, looked up.

    Args:
        chosen: one of the entries the problem touches, when only that one is to be mended.
    """

    def __init__(
        self, season: Season, problem: Problem, actor: str, chosen: EntryId | None = None
    ) -> None:
        self.season = season
        self.problem = problem
        self.actor = actor
        self.chosen = chosen

    @property
    def place(self) -> Place | None:
        """Where the problem sits."""
        return self.problem.place

    @property
    def entry(self) -> Entry:
        """The entry it names; ``KeyError`` when it is gone."""
        place = self.place
        return self.season.data.entries[EntryId(place.entry_id or 0 if place else 0)]

    @property
    def event_id(self) -> EventId:
        """The event it names, 0 for none."""
        place = self.place
        return EventId(place.event_id or 0 if place else 0)

    @property
    def race_id(self) -> RaceId:
        """The race it names, 0 for none."""
        place = self.place
        return RaceId(place.race_id or 0 if place else 0)

    @property
    def read_id(self) -> ReadId:
        """The read it names, 0 for none."""
        place = self.place
        return ReadId(place.read_id or 0 if place else 0)

    def name(self, runner_id: RunnerId) -> str:
        """What a runner is called."""
        return full_name(self.season.data.runners[runner_id])

    def who(self, entry: Entry) -> str:
        """An entry on a button: its bib, else the name."""
        return f"#{entry.bib}" if entry.bib else self.name(entry.runner_id)

    def seen(self) -> EntryReads:
        """What was seen of its entry; ``KeyError`` when nothing was."""
        event_id = self.season.data.races[self.entry.race_id].event_id
        return self.season.event_reads(event_id).entries[self.entry.id]

    def unclear(self) -> list[ResolvedRead]:
        """The reads the problem speaks of: alike in bib, fate and race."""
        return reads_alike(self.season, self.problem)

    def touched(self) -> list[Entry]:
        """The entries to be mended: the one chosen, or all the problem is about."""
        entries = self.season.data.entries
        if self.chosen is not None:
            return [entries[self.chosen]]
        return [entries[each] for each in touched_ids(self.season, self.problem).entry_ids]

    # -- acts of several parts ------------------------------------------------------------------

    def strike(self, label: str, reads: Iterable[ResolvedRead]) -> PressFix:
        """A button that leaves reads out of the results."""
        ids = [each.read.id for each in reads]
        bib = str(self.problem.params.get("bib", ""))
        return PressFix(label=label, act=partial(strike_out, self.season, ids, bib))

    def rule(self, label: str, kind: RulingKind) -> PressFix:
        """A button that decides on its entry."""
        return PressFix(
            label=label,
            act=partial(rule_on, self.season, self.entry.id, kind, decided(), self.actor),
        )

    def accept(self) -> PressFix:
        """Somebody has looked: the runners count as they are, until more is seen of them."""
        return self.rule_all(
            _("{who} is right as it is"), _("All {count} are right as they are"),
            RulingKind.REINSTATE,
        )  # fmt: skip

    def rule_all(self, one: str, many: str, kind: RulingKind, point: str = "") -> PressFix:
        """A button that decides on all it touches: words for one (who) and for many (count)."""
        entries = self.touched()
        label = many.format(count=len(entries)) if len(entries) > 1 else ""
        label = label or one.format(who=self.who(entries[0]))
        ids = [entry.id for entry in entries]
        return PressFix(label=label, act=partial(_rule_many, self, ids, kind, point))


def decided() -> str:
    """The reason that stands with a decision made here."""
    return _("decided under Problems")


def _rule_many(case: Case, entry_ids: Sequence[EntryId], kind: RulingKind, point: str) -> None:
    """Decide the same on several runners, as one operation."""
    season = case.season
    rulings = [
        Ruling(
            entry_id=entry_id,
            kind=kind,
            reason=decided(),
            actor=case.actor,
            made_ms=season.clock.now_ms(),
            point=point,
        )
        for entry_id in entry_ids
    ]
    words: dict[str, str | int] = {"count": len(rulings)}
    name = "result.rule-many"
    if len(rulings) == 1:
        name, words = "result.rule", {"bib": season.data.entries[entry_ids[0]].bib}
    with season.change(name, kind=kind.value, **words) as writer:
        writer.put_many(rulings)


# The acts on reads


def strike_out(season: Season, read_ids: Sequence[ReadId], bib: str) -> None:
    """Leave reads out of the results, as one operation."""
    with season.change("read.ignore", bib=bib or NOTHING) as writer:
        writer.put_many([_ruling(season, each, ReadRulingKind.IGNORE) for each in read_ids])


def assign(season: Season, read_ids: Sequence[ReadId], bib: str) -> None:
    """Say whose reads these are, as one operation."""
    bib = bib.strip()
    if not bib:
        raise Refused("read.bib-missing")
    with season.change("read.assign", bib=bib) as writer:
        writer.put_many(
            [_ruling(season, each, ReadRulingKind.ASSIGN, bib=bib) for each in read_ids]
        )


def assign_entry(season: Season, read_ids: Sequence[ReadId], entry_id: EntryId) -> None:
    """Say which entry's reads these are, where the bib alone does not tell."""
    bib = season.data.entries[entry_id].bib
    with season.change("read.assign", bib=bib) as writer:
        writer.put_many(
            [_ruling(season, each, ReadRulingKind.ASSIGN, entry_id=entry_id) for each in read_ids]
        )


def _ruling(
    season: Season,
    read_id: ReadId,
    kind: ReadRulingKind,
    *,
    bib: str = "",
    entry_id: EntryId | None = None,
) -> ReadRuling:
    return ReadRuling(
        read_id=read_id,
        kind=kind,
        bib=bib,
        entry_id=entry_id,
        reason=decided() if kind is ReadRulingKind.IGNORE else "",
        made_ms=season.clock.now_ms(),
    )
