"""The commands ``scores`` and ``rights``: scores given elsewhere, and what they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened
from trailsdesk.cli.typed_values import maybe_day
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.score_index import GENERAL
from trailsdesk.i18n import _, message
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.finals import may_defer, runner_rights
from trailsdesk.services.more_time import grant_more_time, strike_more_time, with_more_time
from trailsdesk.services.outside_scores import (
    ScoreFate,
    commit_scores,
    plan_scores,
    score_lines,
    set_score,
)
from trailsdesk.services.sources import open_book, pick_table, read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.race_class import Answer
    from trailsdesk.services.finals import RunnerRights
    from trailsdesk.services.outside_scores import ScoreLine
    from trailsdesk.services.season import Season


def show_scores(options: Namespace) -> None:
    """``scores``: list them; with ``--set`` note one first, with ``--import`` take a list."""
    writes = options.set is not None or (options.source is not None and not options.dry_run)
    with opened(options.file, reading=not writes) as season:
        event_id, race_id = _scope(season, options)
        if options.source is not None:
            _import(season, event_id, race_id, options)
            return
        if options.set is not None:
            _set(season, event_id, race_id, options)
        lines = score_lines(season, options.system)
    if options.json:
        output.print_json({"scores": [_line_json(line) for line in lines]})
        return
    output.print_table(
        ("name", "bib", "system", "score", "day", "race", "class", "country"),
        [
            (
                line.name,
                line.bib,
                line.system,
                line.value,
                "" if line.day is None else line.day.isoformat(),
                line.race,
                line.race_class,
                line.country,
            )
            for line in lines
        ],
    )


def _scope(season: Season, options: Namespace) -> tuple[EventId | None, RaceId | None]:
    if options.event is None:
        if options.race is not None or options.set is not None:
            raise Refused("cli.event-missing")
        return None, None
    event = season.event(options.event)
    return event.id, None if options.race is None else season.race(event, options.race).id


def _set(
    season: Season, event_id: EventId | None, race_id: RaceId | None, options: Namespace
) -> None:
    bib, text = options.set
    if event_id is None:
        raise Refused("cli.event-missing")
    if options.system is None:
        raise Refused("score.no-system")
    set_score(season, find_bib(season, event_id, bib, race_id), options.system, text)


def _import(
    season: Season, event_id: EventId | None, race_id: RaceId | None, options: Namespace
) -> None:
    if options.system is None:
        raise Refused("score.no-system")
    source = read_source(options.source)
    book = open_book(source, options.encoding)
    table = pick_table(book, options.table)
    plan = plan_scores(
        season, table, source.name, options.system, event_id=event_id, race_id=race_id
    )
    if not options.dry_run:
        commit_scores(season, plan)
    counts = {fate.value: plan.count(fate) for fate in ScoreFate}
    found = (*book.problems, *plan.problems)
    if options.json:
        output.print_json(output.summary_json(counts, found))
        return
    lines = [output.problem_line(problem) for problem in found]
    words = ", ".join(f"{count} {fate}" for fate, count in counts.items())
    output.print_lines([*lines, words])


def _line_json(line: ScoreLine) -> output.Json:
    return {
        "name": line.name,
        "bib": line.bib,
        "system": line.system,
        "score": line.value,
        "day": None if line.day is None else line.day.isoformat(),
        "race": line.race,
        "class": line.race_class,
        "country": line.country,
    }


def show_rights(options: Namespace) -> None:
    """``rights``: index, draw, elite rights and the injury rule for the runner of a bib.

    With ``--more-time`` or ``--no-more-time`` that is noted or struck first.
    """
    day = maybe_day(options.on, "--on")
    injured, registered = (
        maybe_day(options.injured, "--injured"),
        maybe_day(options.registered, "--registered"),
    )
    writes = options.more_time or options.no_more_time
    with opened(options.file, reading=not writes) as season:
        event_id, race_id = _scope(season, options)
        if event_id is None:
            raise Refused("cli.event-missing")
        entry = season.data.entries[find_bib(season, event_id, options.bib, race_id)]
        if options.more_time:
            grant_more_time(season, entry.id, actor())
        if options.no_more_time:
            strike_more_time(season, entry.id)
        name = full_name(season.data.runners[entry.runner_id])
        found = runner_rights(season, entry.runner_id, day)
        moved = None
        if injured is not None:
            moved = may_defer(season, registered, injured, options.finals or found.year)
        more_time = entry.id in with_more_time(season, entry.race_id)
    if options.json:
        output.print_json({**_rights_json(name, found, moved), "more_time": more_time})
    else:
        output.print_lines(_rights_lines(name, found, moved))
        if more_time:
            output.print_lines([_("More time to qualify was granted; it holds for this event.")])


def _rights_json(name: str, found: RunnerRights, moved: Answer | None) -> output.Json:
    held = found.tickets
    return {
        "name": name,
        "on": found.on.isoformat(),
        "finals": found.year,
        "indexes": {
            label or "general": {
                "value": output.number(index.value),
                "estimate": index.estimate,
                "explanation": message(index.explanation),
            }
            for label, index in found.indexes.items()
        },
        "rights": {name: _answer_json(each) for name, each in found.rights.items()},
        "extension": None if found.extension is None else _answer_json(found.extension),
        "deferral": None if moved is None else _answer_json(moved),
        "tickets": None
        if held is None
        else {
            "count": held.count,
            "usable": held.usable,
            "explanation": message(held.explanation),
        },
        "draws": {label: _answer_json(each) for label, each in found.draws.items()},
    }


def _rights_lines(name: str, found: RunnerRights, moved: Answer | None) -> Iterator[str]:
    yield f"{name}, {found.on.isoformat()}"
    for label, index in found.indexes.items():
        yield f"{_('general index') if label == GENERAL else label}: {message(index.explanation)}"
    for answer in (*found.rights.values(), found.extension, moved):
        if answer is not None:
            yield message(answer.reason)
    if found.tickets is not None:
        yield message(found.tickets.explanation)
    for each in found.draws.values():
        yield message(each.reason)


def _answer_json(answer: Answer) -> output.Json:
    return {"status": _status(answer), "reason": message(answer.reason)}


def _status(answer: Answer) -> str:
    return answer.status.value.replace("-", " ")
