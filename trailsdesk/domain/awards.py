"""Who is called to the table: awards with their prizes by place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trailsdesk.domain.award_rules import AwardScope, AwardTime
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """One runner's or team's place in an award; ``shared`` when others hold the same place.

    ``prize_place`` is which prize goes with it: None where only the name is honoured, and another
    than ``place`` where the prize of somebody ahead passed on. ``value_ms`` is the time that
    ranked. ``because`` is why it came to this
    place, beside ``explanation``. ``gift`` is that prize in the organiser's words. ``row`` is a
    team's first member; ``members`` are all that count for the ``team``, and ``total`` its points,
    or those of a runner in the series. ``spoken`` is how the name is pronounced.
    """

    place: int
    shared: bool
    row: ResultRow
    explanation: Note
    because: tuple[Note, ...] = ()
    prize_place: int | None = None
    value_ms: int | None = None
    gift: str = ""
    spoken: str = ""
    team: str = ""
    members: tuple[ResultRow, ...] = ()
    total: Decimal | None = None

    @property
    def entry_ids(self) -> tuple[EntryId, ...]:
        """Whose prize it is: the runner's entry, or those of the team."""
        return tuple(row.entry_id for row in self.members) or (self.row.entry_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeGroup:
    """One award for one group: of a race a gender, a category, or what the plan says.

    ``key`` names it within its event, or within the series. ``label`` is what the plan calls it;
    empty for the plain awards, which their gender and category name. ``prizes`` may hold more than
    ``depth`` runners (ties at the cut are all listed), or none when nobody has finished.
    ``entered`` counts the group's entries, ``pending`` those still without an outcome: while it is
    not 0 the list may change. ``pool`` are all of its entries.

    ``cut_ms`` is the time, by ``time``, after which nobody who comes in can change the list; None
    where anybody could. ``by_starters``: who has started changes it too. ``by_split``: a time
    between two points ranks. ``combines``: it neither takes a prize of another award away nor is
    taken away. ``notes`` say which place is not given and why; ``warnings`` what a person must
    look at.
    """

    race_code: str
    race_label: str
    gender: Gender | None
    category: str = ""
    category_label: str = ""
    depth: int
    entered: int
    finishers: int
    pending: int
    prizes: tuple[Prize, ...] = ()
    key: str = ""
    award_id: str = ""
    label: str = ""
    scope: AwardScope = AwardScope.CATEGORY
    sponsor: str = ""
    pool: frozenset[EntryId] = frozenset()
    cut_ms: int | None = None
    time: AwardTime = AwardTime.OFFICIAL
    by_starters: bool = False
    by_split: bool = False
    combines: bool = False
    notes: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()

    @property
    def winners(self) -> tuple[tuple[int, EntryId], ...]:
        """Places and entries as they are said when it is announced."""
        return tuple((prize.place, entry) for prize in self.prizes for entry in prize.entry_ids)
