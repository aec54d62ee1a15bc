"""What taking a file would do, row by row: the words shared by all kinds of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.timing import FINISH
from trailsdesk.i18n import _, message
from trailsdesk.services.chips import ChipPlan
from trailsdesk.services.entry_doubts import Decision
from trailsdesk.services.entry_plan import EntryPlan
from trailsdesk.services.layouts import Layout
from trailsdesk.services.source_roles import TimeMove
from trailsdesk.services.time_import import TimePlan
from trailsdesk.ui.import_doubts import DoubtWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.problems import Problem
    from trailsdesk.ui.style import Tone

Fate = Literal["new", "changed", "same", "doubtful", "refused"]
FATES: tuple[Fate, ...] = ("new", "changed", "same", "doubtful", "refused")
FATE_TONES: dict[Fate, Tone] = {
    "new": "good",
    "changed": "good",
    "same": "muted",
    "doubtful": "warn",
    "refused": "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What a person says about the whole file.

    ``race_id`` None leaves it to the file. For timing files: the ``point``, and ``time_kind``
    (``clock``, ``elapsed``, None decides by the column). ``dates`` (``day-first``,
    ``month-first``, None likewise) says what 3/6/1986 means. ``day`` is that of times without a
    date, ``offset_ms`` what the clock was behind, ``leads`` what goes before what (None: it leads
    unless it would change a time that counts), ``places`` the point for places the file names;
    with ``make_points`` those that are no checkpoints yet become some. ``list_race`` is which race
    of a list of several, ``repeated`` how the hour is read that clocks show twice (``first``,
    ``second``; None goes by the order of the lines). ``layouts`` are those a table may follow
    (None: the program's), ``decisions`` the answers to doubtful rows, by their number.
    """

    event_id: EventId
    race_id: RaceId | None = None
    point: str = FINISH
    time_kind: str | None = None
    dates: str | None = None
    day: date | None = None
    offset_ms: Duration = Duration(0)
    leads: bool | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    make_points: bool = False
    list_race: int | None = None
    repeated: str | None = None
    layouts: tuple[Layout, ...] | None = None
    decisions: Mapping[int, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One row of the file and what becomes of it. ``key`` is unique, ``row`` as in the file.

    ``doubt`` is there when somebody had or has to decide whom the row is about.
    """

    key: int
    row: int
    fate: Fate
    bib: str
    name: str
    race: str
    detail: str
    changes: str
    problems: str
    worst: Severity | None
    doubt: DoubtWords | None = None

    @property
    def undecided(self) -> bool:
        """Whether the row still waits for an answer."""
        return self.doubt is not None and self.doubt.decision is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """A plan with its lines; ``notes`` concern the whole file, ``facts`` say what it is.

    ``undecided`` are the numbers of doubtful rows that wait for an answer, ``decided`` is how many
    have one.
    """

    plan: EntryPlan | TimePlan | ChipPlan
    lines: tuple[ImportLine, ...]
    takes: int
    notes: tuple[tuple[Severity, str], ...]
    options: ImportOptions
    counts: Mapping[str, int]
    with_problems: int
    undecided: tuple[int, ...] = ()
    decided: int = 0
    facts: tuple[str, ...] = ()
    moves: tuple[TimeMove, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many rows share a fate."""
        return self.counts.get(fate, 0)


def outcome(
    plan: EntryPlan | TimePlan | ChipPlan,
    lines: Sequence[ImportLine],
    takes: int,
    problems: Iterable[Problem],
    options: ImportOptions,
    facts: Sequence[str] = (),
    moves: Sequence[TimeMove] = (),
) -> ImportOutcome:
    """A plan with its lines counted; problems without a row concern the whole file."""
    return ImportOutcome(
        plan=plan,
        lines=tuple(lines),
        takes=takes,
        notes=_file_notes(problems),
        options=options,
        counts=Counter(line.fate for line in paced(lines)),
        with_problems=sum(bool(line.problems) for line in paced(lines)),
        undecided=tuple(line.row for line in paced(lines) if line.undecided),
        decided=sum(line.doubt is not None and not line.undecided for line in paced(lines)),
        facts=tuple(facts),
        moves=tuple(moves),
    )


def parts_of(plan: EntryPlan | TimePlan | ChipPlan) -> Sequence[tuple[object, ...]]:
    """What a plan has as many of as its file has rows."""
    if isinstance(plan, EntryPlan):
        return (plan.rows,)
    if isinstance(plan, TimePlan):
        return (plan.drafts, *(new.reads for new in plan.batches))
    return (plan.rows,)


def fate_words(fate: Fate) -> str:
    """A fate as a chip says it."""
    return {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("same"),
        "doubtful": _("doubtful"),
        "refused": _("refused"),
    }[fate]


def import_line(
    row: int,
    fate: Fate,
    problems: Iterable[Problem],
    *,
    key: int | None = None,
    bib: str = "",
    name: str = "",
    race: str = "",
    detail: str = "",
    changes: str = "",
    doubt: DoubtWords | None = None,
) -> ImportLine:
    """One row with its problems in words."""
    text, worst = problem_words(problems)
    return ImportLine(
        key=row if key is None else key,
        row=row,
        fate=fate,
        bib=bib,
        name=name,
        race=race,
        detail=detail,
        changes=changes,
        problems=text,
        worst=worst,
        doubt=doubt,
    )


_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def problem_words(problems: Iterable[Problem]) -> tuple[str, Severity | None]:
    """The problems of a row in words, the worst first, and how bad that is."""
    found = sorted(problems, key=lambda problem: _WORST_FIRST.index(problem.severity))
    worst = found[0].severity if found else None
    return " ".join(_with_column(problem) for problem in found), worst


def _with_column(problem: Problem) -> str:
    words = message(problem)
    if not problem.column:
        return words
    return _("Column “{column}”: {words}").format(column=problem.column, words=words)


def _file_notes(problems: Iterable[Problem]) -> tuple[tuple[Severity, str], ...]:
    notes = [(p.severity, _with_column(p)) for p in problems if p.row is None]
    return tuple(dict.fromkeys(notes))
