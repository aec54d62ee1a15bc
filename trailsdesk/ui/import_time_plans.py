"""Timing files and lists of chips before they are taken: their lines, and what they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.domain.many import many_of
from trailsdesk.domain.pace import let_go, paced, paced_sorted
from trailsdesk.domain.timing import FINISH
from trailsdesk.i18n import _, plural
from trailsdesk.services.chips import ChipFate, ChipPlan, plan_chips, read_pairs
from trailsdesk.services.time_import import TimePlan, commit_times, make_points, plan_times
from trailsdesk.services.time_people import People
from trailsdesk.services.time_words import MOST_LISTED, moment_words, time_facts, what_it_is
from trailsdesk.ui.import_outcome import (
    ImportLine,
    ImportOutcome,
    import_line,
    outcome,
    problem_words,
)
from trailsdesk.ui.timing_words import point_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.problems import Problem, Severity
    from trailsdesk.services.import_view import RawFile, ReadDraft, Recognised, Table
    from trailsdesk.services.season import Season
    from trailsdesk.services.sources import Source
    from trailsdesk.ui.import_outcome import ImportOptions
    from trailsdesk.ui.jobs import Progress


_SHOWN_ANYWAY = ("times.kind-clock", "times.kind-elapsed")
"""What the times are is among the choices on the same page."""


def plan_timing_file(
    season: Season,
    source: Source,
    content: Table | RawFile,
    overrides: Mapping[str, str],
    options: ImportOptions,
) -> ImportOutcome:
    """What taking a table of times or a log would do, line by line."""
    plan = plan_times(
        season,
        options.event_id,
        options.race_id,
        source,
        content,
        point=options.point,
        kind=options.time_kind,
        dates=options.dates,
        overrides=overrides,
        layouts=options.layouts,
        day=options.day,
        offset_ms=options.offset_ms,
        leads=options.leads,
        places=options.places,
        list_race=options.list_race,
        repeated=options.repeated,
    )
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        if problem.row is not None:
            told[problem.row].append(problem)
    lines = _TimeLines(season, plan, options).lines(told)
    refused = [
        import_line(row, "refused", problems, key=len(lines) + at)
        for at, (row, problems) in enumerate(list(told.items())[:MOST_LISTED])
    ]
    lines = paced_sorted([*lines, *refused], lambda line: (line.row, line.key))
    zone = season.data.events[options.event_id].zone
    facts = (what_it_is(plan, source.name), *time_facts(plan, zone))
    told_here = [problem for problem in plan.problems if problem.code not in _SHOWN_ANYWAY]
    return outcome(plan, lines, plan.added, told_here, options, facts, plan.effect.moves)


def take_times(
    season: Season, plan: TimePlan, options: ImportOptions, actor: str, progress: Progress
) -> str:
    """Take it as one operation, its checkpoints as another; what happened, in words.

    A cancel on the way leaves everything as it was.
    """

    def told(done: int, count: int) -> None:
        progress.report(done, count)
        progress.check()

    commit_times(season, plan, actor, told)
    made = make_points(season, plan) if options.make_points else 0
    name = plan.batches[0].name if plan.batches else ""
    taken = plural("Took {count} time from", "Took {count} times from", plan.added)
    words = f"{taken} “{name}”."
    if made:
        words += " " + plural("Made {count} checkpoint.", "Made {count} checkpoints.", made)
    if plan.fills_gaps:
        words += " " + _("They count only where no other source has a time.")
    return words


class _TimeLines:
    """The lines of a plan: who each read is of, and whether the season has it.

    Made column by column: a large log has a hundred thousand of them.
    """

    def __init__(self, season: Season, plan: TimePlan, options: ImportOptions) -> None:
        self._plan = plan
        self._zone = season.data.events[options.event_id].zone
        self._people = People(season, options.event_id, options.race_id)

    def lines(self, told: dict[int, list[Problem]]) -> list[ImportLine]:
        """One line for each read; takes the problems of its row out of ``told``."""
        drafts = self._plan.drafts
        keys = [(draft.bib, draft.chip) for draft in paced(drafts)]
        known = {key: self._look_up(*key) for key in paced(set(keys))}
        who = [known[key] for key in paced(keys)]
        fresh = {
            (new.point, read.line, read.occurrence)
            for new in self._plan.batches
            for read in paced(new.reads)
        }
        remarks = {
            (draft.point, *key): _remark(draft.point, draft.chip, *known[key][:2])
            for draft, key in paced(zip(drafts, keys, strict=True))
        }
        words, worst = self._problems(told)
        fates = [
            "new" if (draft.point, draft.row, draft.occurrence) in fresh else "same"
            for draft in paced(drafts)
        ]
        gone: list[object] = [*keys, *fresh]
        del keys, fresh
        let_go(gone)
        return many_of(
            ImportLine,
            len(drafts),
            key=range(len(drafts)),
            row=[draft.row for draft in paced(drafts)],
            fate=fates,
            bib=[bib for bib, _name, _race in paced(who)],
            name=[
                name or f"{draft.given_name} {draft.family_name}".strip()
                for draft, (_bib, name, _race) in paced(zip(drafts, who, strict=True))
            ],
            race=[race for _bib, _name, race in paced(who)],
            detail=[self._time_of(draft) for draft in paced(drafts)],
            changes=[remarks[draft.point, draft.bib, draft.chip] for draft in paced(drafts)],
            problems=words,
            worst=worst,
        )

    def _look_up(self, bib: str, chip: str) -> tuple[str, str, str]:
        entry = self._people.entry_of(bib, chip)
        if entry is None:
            return self._people.bib_of(bib, chip), "", ""
        return (entry.bib, *self._people.words_of(entry))

    def _time_of(self, draft: ReadDraft) -> str:
        if draft.instant_ms is not None:
            text = moment_words(Instant(draft.instant_ms + self._plan.offset_ms), self._zone)
        else:
            text = "" if draft.elapsed_ms is None else format_elapsed(draft.elapsed_ms)
        return text if draft.status is None else f"{text} {draft.status.value}".strip()

    def _problems(self, told: dict[int, list[Problem]]) -> tuple[list[str], list[Severity | None]]:
        """What is told of each line: that of a row stands with its first read."""
        drafts = self._plan.drafts
        words: list[str] = [""] * len(drafts)
        worst: list[Severity | None] = [None] * len(drafts)
        if told:
            for at, draft in enumerate(paced(drafts)):
                if draft.row in told:
                    words[at], worst[at] = problem_words(told.pop(draft.row))
        return words, worst


def _remark(point: str, chip: str, bib: str, name: str) -> str:
    at_point = "" if point == FINISH else point_words(point)
    if name:
        return at_point
    if chip and not bib:
        words = _("chip {chip} has no bib yet").format(chip=chip)
    elif bib:
        words = _("nobody wears this bib")
    else:
        return at_point
    return " · ".join(filter(None, (at_point, words)))


# Lists of chips


def plan_chip_file(
    season: Season, seen: Recognised, source: Source, options: ImportOptions
) -> ImportOutcome:
    """What taking a list of chips would do, line by line."""
    name = source.name
    pairs, problems = read_pairs(seen, source)
    plan = plan_chips(season, options.event_id, name, pairs, problems)
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        if problem.row is not None:
            told[problem.row].append(problem)
    lines = [
        import_line(
            row.line,
            row.fate.value,
            told.pop(row.line, ()),
            key=at,
            bib=row.bib,
            name=row.name,
            detail=row.code,
            changes=_("was bib {bib}").format(bib=row.before) if row.before else "",
        )
        for at, row in enumerate(plan.rows)
    ]
    lines += _odd_lines(told, len(lines))
    lines.sort(key=lambda line: (line.row, line.key))
    known = sum(bool(row.name) for row in plan.rows)
    facts = (
        _("{name}: list of chips, {chips}").format(
            name=name, chips=plural("{count:,} line", "{count:,} lines", len(plan.rows))
        ),
        _("{known} of {count} bibs are worn by somebody.").format(
            known=known, count=len(plan.rows)
        ),
    )
    return outcome(plan, lines, plan.takes, plan.problems, options, facts)


def chip_words(plan: ChipPlan) -> str:
    """What taking a list of chips did."""
    text = _("Took {new} new and {changed} changed chips from “{name}”.")
    return text.format(
        new=plan.count(ChipFate.NEW), changed=plan.count(ChipFate.CHANGED), name=plan.name
    )


def _odd_lines(told: Mapping[int, Iterable[Problem]], start: int) -> list[ImportLine]:
    return [
        import_line(row, "refused", problems, key=start + at)
        for at, (row, problems) in enumerate(list(told.items())[:MOST_LISTED])
    ]
