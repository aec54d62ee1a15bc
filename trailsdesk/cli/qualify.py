"""The command ``qualify``: what the rules give in a race, and what runners said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.i18n import _, message
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.qualification import (
    answer,
    pass_on_overdue,
    qualify,
    slot_rule_for,
    take_answer_back,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.qualification import Qualification
    from trailsdesk.services.qualification import RuleOutcome
    from trailsdesk.services.season import Season

_WORDS = {each: each.value.replace("-", " ") for each in Qualifying}


def show_places(options: Namespace) -> None:
    """``qualify``: the rows of a race; with an answer, first the answer and then the rows."""
    said = options.accept, options.decline, options.unanswer
    with opened(options.file, reading=not (any(said) or options.overdue)) as season:
        race_id = season.race(season.event(options.event), options.race).id
        rules = [rule.id for rule in season.rules.qualification]
        if rules and options.rule not in (None, *rules):
            raise Refused("qualify.no-such-rule", rule=options.rule, known=", ".join(rules))
        _take_answer(season, race_id, options)
        outcomes = [
            outcome
            for outcome in qualify(season, race_id)
            if options.rule is None or outcome.rule.id == options.rule
        ]
        if options.json:
            output.print_json(_document(season, outcomes))
            return
        for outcome in outcomes:
            _print_outcome(season, outcome, everybody=options.all)
        if not outcomes:
            output.print_lines([_("No rule gives anything here.")])


def _take_answer(season: Season, race_id: RaceId, options: Namespace) -> None:
    if options.overdue:
        rule = options.rule or slot_rule_for(season, race_id).id
        pass_on_overdue(season, race_id, rule, actor())
        return
    bib = options.accept or options.decline or options.unanswer
    if not bib:
        return
    entry_id = find_bib(season, season.data.races[race_id].event_id, bib, race_id)
    rule = options.rule or slot_rule_for(season, race_id).id
    if options.unanswer:
        take_answer_back(season, entry_id, rule)
        return
    reply = SlotReply.ACCEPTED if options.accept else SlotReply.DECLINED
    answer(season, entry_id, rule, reply, actor(), options.note)


def _document(season: Season, outcomes: list[RuleOutcome]) -> output.Json:
    return {
        "rows": [_row_json(season, outcome, row) for outcome in outcomes for row in outcome.rows],
        "rules": [_rule_json(outcome) for outcome in outcomes],
    }


def _rule_json(outcome: RuleOutcome) -> output.Json:
    rule, shares = outcome.rule, outcome.allotment
    return {
        "rule": rule.id,
        "label": rule.label,
        "source": rule.source.url,
        "says": rule.source.says.strip(),
        "grade": rule.source.grade,
        "event_places": None if shares is None else shares.event_total,
        "race_places": None if shares is None else shares.race_total,
        "group_places": None if shares is None else dict(shares.by_group),
        "notes": [message(note) for note in outcome.notes],
    }


def _row_json(season: Season, outcome: RuleOutcome, row: Qualification) -> output.Json:
    entry, runner = season.data.entries[row.entry_id], season.data.runners[row.runner_id]
    return {
        "rule": row.rule,
        "rule_label": outcome.rule.label,
        "bib": entry.bib,
        "family_name": runner.family_name,
        "given_name": runner.given_name,
        "gender": runner.gender.value if runner.gender else None,
        "nation": runner.nation,
        "group": row.group or None,
        "place": row.place,
        "score": None if row.score is None else output.number(row.score),
        "status": _WORDS[row.status],
        "by_roll_down": row.by_roll_down,
        "reply": None if row.reply is None else row.reply.value.lower(),
        "answer_by": None if row.answer_by is None else row.answer_by.isoformat(),
        "estimate": row.estimate,
        "reason": message(row.reason),
    }


def _print_outcome(season: Season, outcome: RuleOutcome, *, everybody: bool) -> None:
    shown = [row for row in outcome.rows if everybody or row.status is not Qualifying.NOT_ELIGIBLE]
    output.print_lines(["", outcome.rule.label])
    output.print_lines(f"note: {message(note)}" for note in outcome.notes)
    if shown:
        output.print_table(
            ("bib", "name", "group", "place", "score", "status", "why"),
            [
                (
                    season.data.entries[row.entry_id].bib,
                    full_name(season.data.runners[row.runner_id]),
                    row.group,
                    row.place,
                    None if row.score is None else output.number(row.score),
                    _WORDS[row.status],
                    message(row.reason),
                )
                for row in shown
            ],
        )
    left = len(outcome.rows) - len(shown)
    if left:
        words = _("{count} more are not eligible; --all lists them with the reason.")
        if not shown:
            words = _("Nobody has a place; --all lists {count} with the reason.")
        output.print_lines([words.format(count=left)])
