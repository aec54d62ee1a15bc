"""What taking a file would do, as lines for the screen: entry lists and timing files alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Severity
from trailsdesk.domain.timing import FINISH
from trailsdesk.i18n import _, day_words, message, plural
from trailsdesk.services.entries import commit_entries, plan_entries
from trailsdesk.services.entry_plan import EntryPlan, RowKind
from trailsdesk.services.import_view import ImportKind, guess
from trailsdesk.services.time_import import TimePlan, commit_times, plan_times
from trailsdesk.ui.entry_words import field_words, value_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.entry_plan import PlannedRow
    from trailsdesk.services.import_view import Table
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source
    from trailsdesk.ui.jobs import Progress
    from trailsdesk.ui.style import Tone

Fate = Literal["new", "changed", "same", "refused"]
FATES: tuple[Fate, ...] = ("new", "changed", "same", "refused")
FATE_TONES: dict[Fate, Tone] = {
    "new": "good",
    "changed": "good",
    "same": "muted",
    "refused": "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What a person says about the whole file.

    ``race_id`` None leaves it to the file. For timing files: the ``point``, and ``time_kind``
    (``clock``, ``elapsed``, None decides by the column). ``dates`` (``day-first``,
    ``month-first``, None likewise) says what 3/6/1986 means.
    """

    event_id: EventId
    race_id: RaceId | None = None
    point: str = FINISH
    time_kind: str | None = None
    dates: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One row of the file and what becomes of it. ``key`` is unique, ``row`` as in the file."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """A plan with its lines; ``notes`` concern the whole file."""

    plan: EntryPlan | TimePlan
    lines: tuple[ImportLine, ...]
    takes: int
    notes: tuple[tuple[Severity, str], ...]
    options: ImportOptions

    def count(self, fate: Fate) -> int:
        """How many rows share a fate."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def with_problems(self) -> int:
        """How many rows have something to say."""
        return sum(bool(line.problems) for line in self.lines)


def fate_words(fate: Fate) -> str:
    """A fate as a chip says it."""
    return {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("same"),
        "refused": _("refused"),
    }[fate]


def plan_import(
    kind: ImportKind,
    season: Season,
    source: Source,
    table: Table,
    overrides: Mapping[str, str],
    options: ImportOptions,
    progress: Progress,
) -> ImportOutcome:
    """Work out what taking the file would do; changes nothing. For a worker thread."""
    progress.report(0, 0, _("comparing {count} rows").format(count=len(table.rows)))
    if kind is ImportKind.ENTRIES:
        mapped = guess(kind, table, overrides)
        entry_plan = plan_entries(
            season,
            options.event_id,
            options.race_id,
            source.name,
            table,
            mapped,
            dates=options.dates,
        )
        progress.check()
        return _of_entries(season, entry_plan, options)
    time_plan = plan_times(
        season,
        options.event_id,
        options.race_id,
        source,
        table,
        point=options.point,
        kind=options.time_kind,
        dates=options.dates,
        overrides=overrides,
    )
    progress.check()
    return _of_times(season, time_plan, options)


def take_import(season: Season, outcome: ImportOutcome, actor: str) -> str:
    """Take the file as one operation; returns what happened, in words."""
    plan = outcome.plan
    if isinstance(plan, EntryPlan):
        commit_entries(season, plan)
        text = _("Took {new} new and {changed} changed entries from “{name}”.")
        return text.format(
            new=outcome.count("new"), changed=outcome.count("changed"), name=plan.source
        )
    commit_times(season, plan, actor)
    name = plan.batches[0].name if plan.batches else ""
    taken = plural("Took {count} time from", "Took {count} times from", plan.added)
    return f"{taken} “{name}”."


# Entry lists


def _of_entries(season: Season, plan: EntryPlan, options: ImportOptions) -> ImportOutcome:
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.all_problems():
        if problem.row is not None:
            told[problem.row].append(problem)
    words = _EntryWords(season, plan)
    lines = [words.line(row, told.pop(row.row, ())) for row in plan.rows]
    lines += [
        _line(row, "refused", problems)
        for row, problems in told.items()
        if any(problem.severity is Severity.ERROR for problem in problems)
    ]
    lines.sort(key=lambda line: line.row)
    return ImportOutcome(
        plan=plan,
        lines=tuple(lines),
        takes=plan.count(RowKind.NEW) + plan.count(RowKind.CHANGED),
        notes=_file_notes(plan.all_problems()),
        options=options,
    )


class _EntryWords:
    def __init__(self, season: Season, plan: EntryPlan) -> None:
        fees = season.rules.fees
        self._currency = fees.currency if fees else ""
        self._zone = season.data.events[plan.event_id].zone
        self._races = season.data.races

    def line(self, row: PlannedRow, problems: Iterable[Problem]) -> ImportLine:
        runner, entry, draft = row.runner, row.entry, row.draft
        name = full_name(draft)
        born = draft.birth_date if runner is None else runner.birth_date
        return _line(
            row.row,
            row.kind.value,
            problems,
            bib=draft.bib if entry is None else entry.bib,
            name=name if runner is None else full_name(runner),
            race=draft.race_text if entry is None else self._races[entry.race_id].label,
            detail="" if born is None else day_words(born),
            changes="; ".join(
                self._difference(d.field, d.before, d.after) for d in row.differences
            ),
        )

    def _difference(self, field: str, before: str, after: str) -> str:
        words = field_words(field)
        if field == "contact":
            return words
        old = value_words(field, before, self._currency, self._zone)
        new = value_words(field, after, self._currency, self._zone)
        return f"{words}: {old} → {new}"


# Timing files


def _of_times(season: Season, plan: TimePlan, options: ImportOptions) -> ImportOutcome:
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        if problem.row is not None:
            told[problem.row].append(problem)
    event = season.data.events[options.event_id]
    names = _names_by_bib(season, options)
    fresh = {(new.point, read.line) for new in plan.batches for read in new.reads}
    lines = []
    for at, draft in enumerate(plan.drafts):
        if draft.instant_ms is not None:
            detail = format_clock(draft.instant_ms, event.zone)
        elif draft.elapsed_ms is not None:
            detail = format_elapsed(draft.elapsed_ms)
        else:
            detail = ""
        status = draft.status.value if draft.status is not None else ""
        known, race = names.get(bib_key(draft.bib), ("", "")) if draft.bib else ("", "")
        lines.append(
            _line(
                draft.row,
                "new" if (draft.point, draft.row) in fresh else "same",
                told.pop(draft.row, ()),
                key=at,
                bib=draft.bib,
                name=known or full_name(draft),
                race=race,
                detail=" ".join(filter(None, (detail, status))),
                changes=_unknown(draft.bib, known)
                or ("" if draft.point == FINISH else draft.point),
            )
        )
    start = len(lines)
    lines += [
        _line(row, "refused", problems, key=start + at)
        for at, (row, problems) in enumerate(told.items())
    ]
    lines.sort(key=lambda line: (line.row, line.key))
    return ImportOutcome(
        plan=plan,
        lines=tuple(lines),
        takes=plan.added,
        notes=_file_notes(plan.problems),
        options=options,
    )


def _unknown(bib: str, name: str) -> str:
    return _("nobody wears this bib") if bib and not name else ""


def _names_by_bib(season: Season, options: ImportOptions) -> dict[str, tuple[str, str]]:
    data = season.data
    races = {race.id: race for race in data.races_of(options.event_id)}
    return {
        bib_key(entry.bib): (
            full_name(data.runners[entry.runner_id]),
            races[entry.race_id].label,
        )
        for entry in data.entries.values()
        if entry.bib
        and entry.race_id in races
        and entry.status is EntryStatus.ENTERED
        and options.race_id in (None, entry.race_id)
    }


# Both


def _line(
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
) -> ImportLine:
    found = list(problems)
    return ImportLine(
        key=row if key is None else key,
        row=row,
        fate=fate,
        bib=bib,
        name=name,
        race=race,
        detail=detail,
        changes=changes,
        problems=" ".join(_with_column(problem) for problem in found),
        worst=_worst(found),
    )


def _with_column(problem: Problem) -> str:
    words = message(problem)
    if not problem.column:
        return words
    return _("Column “{column}”: {words}").format(column=problem.column, words=words)


def _worst(problems: Sequence[Problem]) -> Severity | None:
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        if any(problem.severity is severity for problem in problems):
            return severity
    return None


def _file_notes(problems: Iterable[Problem]) -> tuple[tuple[Severity, str], ...]:
    notes = [(p.severity, _with_column(p)) for p in problems if p.row is None]
    return tuple(dict.fromkeys(notes))
