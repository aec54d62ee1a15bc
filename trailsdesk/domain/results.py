"""Results: the conclusion for each entry of a race, and the decisions that bear on it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import NewType

from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.problems import Note, Problem

RulingId = NewType("RulingId", int)
AdjustmentId = NewType("AdjustmentId", int)


class ResultStatus(enum.StrEnum):
    """Where an entry stands. Only ``OK`` is ranked."""

    OK = "OK"
    DNF = "DNF"
    DNS = "DNS"
    DSQ = "DSQ"
    OVER_TIME = "OVER_TIME"
    PENDING = "PENDING"
    NOT_COMPETING = "NOT_COMPETING"


class RulingKind(enum.StrEnum):
    """A jury's or organiser's decision on an entry; ``REINSTATE`` sets the ones before aside."""

    DNF = "DNF"
    DNS = "DNS"
    DSQ = "DSQ"
    NOT_COMPETING = "NOT_COMPETING"
    REINSTATE = "REINSTATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision with its reason; the latest for an entry holds.

    Of a runner who stopped: ``point`` is where (a timing point's code), ``way`` how they come back
    in the organiser's words, ``back_ms`` when they were back, None while nobody has seen them.
    """

    id: RulingId = RulingId(0)
    entry_id: EntryId
    kind: RulingKind
    reason: str = ""
    actor: str = ""
    made_ms: Instant
    point: str = ""
    way: str = ""
    back_ms: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAdjustment:
    """A penalty (positive) or credit (negative) on an entry's time; several add up."""

    id: AdjustmentId = AdjustmentId(0)
    entry_id: EntryId
    delta_ms: Duration
    reason: str = ""
    actor: str = ""
    made_ms: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The computed outcome of one entry.

    ``time_ms`` is the official time, rounded once by the preset's rule; ranks are None unless
    ``status`` is ``OK``. ``rank_gender`` and ``rank_category`` are None when the gender or the
    category is not known. ``read_ids`` is the evidence it rests on, the governing read first.
    """

    entry_id: EntryId
    race_id: RaceId
    status: ResultStatus
    time_ms: Duration | None = None
    gun_time_ms: Duration | None = None
    net_time_ms: Duration | None = None
    finish_ms: Instant | None = None
    rank: int | None = None
    rank_gender: int | None = None
    rank_category: int | None = None
    gap_ms: Duration | None = None
    read_ids: tuple[int, ...] = ()
    explanation: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceResults:
    """All results of a race in print order (ranked first, then by status), and what is unclean."""

    race_id: RaceId
    results: tuple[Result, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One line as shown, printed and exported: result, runner, entry and category joined.

    ``category`` is the category's code with its gender, ``category_label`` its words; both empty
    when the runner could not be placed. ``among`` is the gender the runner is ranked among where
    the rules rank those who are neither with the women or the men.
    """

    event_code: str
    race_code: str
    race_label: str
    entry_id: EntryId
    runner_id: RunnerId
    bib: str
    family_name: str
    given_name: str
    gender: Gender | None
    birth_date: date | None
    nation: str
    club: str
    category: str
    category_label: str
    result: Result
    among: Gender | None = None

    @property
    def ranked_gender(self) -> Gender | None:
        """The gender among whom the runner is ranked."""
        return self.among or self.gender
