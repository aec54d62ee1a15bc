"""What taking a file would do, as lines for the screen: entry lists and timing files alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Severity
from trailsdesk.i18n import _, day_words
from trailsdesk.services.chips import ChipPlan, commit_chips
from trailsdesk.services.entries import commit_entries, plan_entries
from trailsdesk.services.entry_plan import EntryPlan, RowKind
from trailsdesk.services.import_view import ImportKind, RawFile, Recognised, Table, guess
from trailsdesk.ui.entry_words import field_words, value_words
from trailsdesk.ui.import_outcome import ImportLine, ImportOutcome, import_line, outcome
from trailsdesk.ui.import_time_plans import (
    chip_words,
    plan_chip_file,
    plan_timing_file,
    take_times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.entry_plan import PlannedRow
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source
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
) -> ImportOutcome:
    """Work out what taking the file would do; changes nothing. For a worker thread.

    Args:
        content: one of its tables, a log, or the file itself when it is a list of chips.
    """
    progress.report(0, 0, _("comparing {name}").format(name=source.name))
    if isinstance(content, Recognised):
        planned = plan_chip_file(season, content, source, options)
    elif isinstance(content, RawFile) or kind is ImportKind.TIMES:
        planned = plan_timing_file(season, source, content, overrides, options)
    else:
        mapped = guess(kind, content, overrides)
        entry_plan = plan_entries(
            season,
            options.event_id,
            options.race_id,
            source.name,
            content,
            mapped,
            dates=options.dates,
        )
        progress.check()
        planned = _of_entries(season, entry_plan, options)
    progress.check()
    return planned


def take_import(season: Season, planned: ImportOutcome, actor: str, progress: Progress) -> str:
    """Take the file as one operation; returns what happened, in words."""
    plan = planned.plan
    if isinstance(plan, EntryPlan):
        commit_entries(season, plan)
        text = _("Took {new} new and {changed} changed entries from “{name}”.")
        return text.format(
            new=planned.count("new"), changed=planned.count("changed"), name=plan.source
        )
    if isinstance(plan, ChipPlan):
        commit_chips(season, plan)
        return chip_words(plan)
    return take_times(season, plan, planned.options, actor, progress)


def _of_entries(season: Season, plan: EntryPlan, options: ImportOptions) -> ImportOutcome:
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.all_problems():
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
    takes = plan.count(RowKind.NEW) + plan.count(RowKind.CHANGED)
    return outcome(plan, lines, takes, plan.all_problems(), options)


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
        return import_line(
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
