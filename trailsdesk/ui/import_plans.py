"""What taking a file would do, as lines for the screen: entry lists and timing files alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.chips import ChipPlan, commit_chips
from trailsdesk.services.entries import commit_entries, plan_entries
from trailsdesk.services.entry_plan import EntryPlan
from trailsdesk.services.import_view import ImportKind, RawFile, Recognised, Table, guess
from trailsdesk.ui.entry_words import DASH, field_words, value_words
from trailsdesk.ui.import_doubts import doubt_words
from trailsdesk.ui.import_outcome import ImportLine, ImportOutcome, import_line, outcome
from trailsdesk.ui.import_time_plans import (
    chip_words,
    plan_chip_file,
    plan_timing_file,
    take_times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.entry_doubts import Doubt
    from trailsdesk.services.entry_plan import PlannedRow
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source
    from trailsdesk.ui.import_doubts import DoubtWords
    from trailsdesk.ui.import_outcome import ImportOptions
    from trailsdesk.ui.jobs import Progress


def plan_import(
    kind: ImportKind,
    season: Season,
    source: Source,
    content: Table | RawFile | Recognised,
    overrides: Mapping[str, str],
    options: ImportOptions,
    progress: Progress,
    told: Sequence[Problem] = (),
) -> ImportOutcome:
    """Work out what taking the file would do; changes nothing. For a worker thread.

    Args:
        told: what reading an entry list told of its rows.
        content: one of its tables, a log, or the file itself when it is a list of chips.
    """
    progress.report(0, 0, _("comparing {name}").format(name=source.name))
    if isinstance(content, Recognised):
        planned = plan_chip_file(season, content, source, options)
    elif isinstance(content, RawFile) or kind is ImportKind.TIMES:
        planned = plan_timing_file(season, source, content, overrides, options)
    else:
        mapped = guess(kind, content, overrides, options.layouts)
        entry_plan = plan_entries(
            season,
            options.event_id,
            options.race_id,
            source.name,
            content,
            mapped,
            dates=options.dates,
            decisions=options.decisions,
        )
        progress.check()
        planned = _of_entries(season, entry_plan, options, told)
    progress.check()
    return planned


def take_import(season: Season, planned: ImportOutcome, actor: str, progress: Progress) -> str:
    """Take the file as one operation; returns what happened, in words."""
    plan = planned.plan
    if isinstance(plan, EntryPlan):
        commit_entries(season, plan, actor)
        text = _("Took {new} new and {changed} changed entries from “{name}”.")
        return text.format(
            new=len(plan.taken) - planned.count("changed"),
            changed=planned.count("changed"),
            name=plan.source,
        )
    if isinstance(plan, ChipPlan):
        commit_chips(season, plan)
        return chip_words(plan)
    return take_times(season, plan, planned.options, actor, progress)


def take_words(kind: ImportKind, planned: ImportOutcome | None) -> str:
    """What the button that takes the file says."""
    takes = 0 if planned is None else planned.takes
    if planned is None or not takes:
        return _("Nothing to take")
    if kind is ImportKind.ENTRIES:
        return plural("Take {count} entry", "Take {count} entries", takes)
    if isinstance(planned.plan, ChipPlan):
        return plural("Take {count} chip", "Take {count} chips", takes)
    return plural("Take {count} time", "Take {count} times", takes)


def _of_entries(
    season: Season, plan: EntryPlan, options: ImportOptions, read: Sequence[Problem]
) -> ImportOutcome:
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in (*read, *plan.all_problems()):
        if problem.row is not None:
            told[problem.row].append(problem)
    words = _EntryWords(season, plan)
    lines = [words.line(row, told.pop(row.row, ())) for row in paced(plan.rows)]
    lines += [
        import_line(row, "refused", problems)
        for row, problems in told.items()
        if any(problem.severity is Severity.ERROR for problem in problems)
    ]
    lines.sort(key=lambda line: line.row)
    return outcome(plan, lines, len(plan.taken), plan.all_problems(), options)


class _EntryWords:
    def __init__(self, season: Season, plan: EntryPlan) -> None:
        fees = season.rules.fees
        self._season = season
        self._currency = fees.currency if fees else ""
        self._zone = season.data.events[plan.event_id].zone
        self._races = season.data.races

    def line(self, row: PlannedRow, problems: Iterable[Problem]) -> ImportLine:
        runner, entry, draft = row.runner, row.entry, row.draft
        name = full_name(draft)
        born = draft.birth_date if runner is None else runner.birth_date
        return import_line(
            row.row,
            row.kind.value,
            problems,
            bib=draft.bib if entry is None else entry.bib,
            name=name if runner is None else full_name(runner),
            race=draft.race_text if entry is None else self._races[entry.race_id].label,
            detail="" if born is None else day_words(born),
            changes="; ".join(
                self._difference(d.field, d.before, d.after, d.label) for d in row.differences
            ),
            doubt=None if row.doubt is None else self._doubt(row, row.doubt),
        )

    def _doubt(self, row: PlannedRow, doubt: Doubt) -> DoubtWords:
        race = row.draft.race_text if row.entry is None else self._races[row.entry.race_id].label
        return doubt_words(self._season, row.draft, race, doubt)

    def _difference(self, field: str, before: str, after: str, label: str) -> str:
        words = label or field_words(field)
        if field == "contact" or (label and not before and not after):
            return words
        if label:
            return f"{words}: {before or DASH} → {after}"
        old = value_words(field, before, self._currency, self._zone)
        new = value_words(field, after, self._currency, self._zone)
        return f"{words}: {old} → {new}"
