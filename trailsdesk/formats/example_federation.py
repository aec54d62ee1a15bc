"""Worked examples of what a federation asks: points of a course, loops, leagues, fees, the list.

Kinds: ``effort``, ``backyard_file``, ``backyard_loops``, ``stage_race``, ``league``,
``membership``, ``checklist``, ``results_due``, ``file_row``.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import TwoParts, parse_elapsed
from trailsdesk.domain.effort import (
    CourseFigures,
    backyard_file,
    backyard_loops,
    evaluate,
    plain_number,
    stage_race,
)
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.federation_rules import EffortUse, FederationRules, FileField
from trailsdesk.domain.itra_file import FileRunner, make_file
from trailsdesk.domain.league import LeaguePerson, LeagueRow, LeagueScore, league
from trailsdesk.domain.membership_fee import membership_fee
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.race_checklist import RaceFacts, check_race, verdict
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.effort_tables import load_effort_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_NONE = "none"
_NO_RULE = FederationRules()


def _federation(rules: RuleSet) -> FederationRules:
    return rules.federation or _NO_RULE


def _use(rules: RuleSet) -> EffortUse:
    return _federation(rules).effort or EffortUse()


def _figures(example: Table, rules: RuleSet) -> CourseFigures:
    return CourseFigures(
        distance_m=example.decimal("km") * 1000,
        ascent_m=example.decimal("ascent_m"),
        aid_stations=example.whole("aid_stations", 0),
        loops=example.whole("loops", 1, low=1),
        loop_penalty=example.decimal("loop_penalty", Decimal(0)),
        stage_adjustment=example.decimal("adjustment", Decimal(0)),
        drawn=example.flag("drawn", default=False),
        round_first=_use(rules).round_first,
        day=example.maybe_day("on"),
    )


def _effort(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A course; ``expect`` its km-effort after what is taken off, ``points`` its points."""
    wanted = f"{example.text('expect')}, {example.whole('points')}"
    interval = example.text("interval", "")
    found = evaluate(_figures(example, rules), load_effort_rules(_use(rules).tables))
    outcome = f"{plain_number(found.net)}, {found.points}"
    if not interval:
        return wanted, outcome
    return f"{interval}, {wanted}", f"{found.explanation.params['interval']}, {outcome}"


def _backyard_file(example: Table, _rules: RuleSet) -> tuple[str, str]:
    """Loop counts ``registered``; ``expect`` where a runner of ``loops`` stands, or "DNF"."""
    registered = example.wholes("registered")
    found = backyard_file(registered, example.whole("loops"))
    return example.text("expect"), "DNF" if found is None else str(found)


def _backyard_loops(example: Table, rules: RuleSet) -> tuple[str, str]:
    """One loop of ``km`` and ``ascent_m``; ``expect`` the loops for 1, 2, … points."""
    table = load_effort_rules(_use(rules).tables).points_on(example.maybe_day("on"))
    loops = backyard_loops(example.decimal("km") * 1000, example.decimal("ascent_m"), table)
    wanted = ", ".join(str(number) for number in example.wholes("expect"))
    return wanted, ", ".join(str(count) for points, count in loops if points)


def _stage_race(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``stages``, each with its figures; ``expect`` the km-effort of the whole, ``points``."""
    stages = [_figures(each, rules) for each in example.tables("stages", required=True)]
    wanted = f"{example.text('expect')}, {example.whole('points')}"
    if not stages:
        return wanted, _NONE
    found = stage_race(stages, load_effort_rules(_use(rules).tables))
    return wanted, f"{plain_number(found.net)}, {found.points}"


def _league(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``scores`` of one runner, for the league of a ``country`` and ``year``.

    ``expect`` the sum; ``ranked`` says whether there are races enough.
    """
    ranked = example.flag("ranked", default=True)
    wanted = f"{example.text('expect')}, {'ranked' if ranked else 'not ranked'}"
    scores = [
        LeagueScore(
            runner_id=RunnerId(1),
            value=each.decimal("score"),
            day=each.day("on"),
            country=each.text("country"),
        )
        for each in example.tables("scores", required=True)
    ]
    country, year = example.text("country"), example.whole("year")
    rule = _federation(rules).league
    if rule is None:
        return wanted, _NONE
    people = {RunnerId(1): LeaguePerson(gender=None)}
    tables = league(scores, people, country, year, rule)
    row: LeagueRow | None = tables[0].rows[0] if tables else None
    if row is None:
        return wanted, _NONE
    return wanted, f"{plain_number(row.total)}, {'ranked' if row.rank else 'not ranked'}"


def _membership(example: Table, rules: RuleSet) -> tuple[str, str]:
    """The ``base`` of a year, or ``runners`` at a ``price``; ``expect`` the fee."""
    wanted = example.text("expect")
    rule = _federation(rules).membership
    currency = rule.currency if rule else "EUR"
    if example.has("base"):
        base = example.amount("base", currency)
    else:
        base = example.whole("runners") * example.amount("price", currency)
    if rule is None:
        return wanted, _NONE
    return wanted, format_minor(membership_fee(base, rule).fee_minor, rule.currency)


def _checklist(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A race of a ``kind``; ``expect`` "ok", "limited", "not" or "unknown" for all of it."""
    wanted = example.text("expect")
    facts = RaceFacts(
        kind=example.text("kind", ""),
        km_effort=example.maybe_decimal("km_effort"),
        natural=example.maybe_decimal("natural"),
        paved=example.maybe_decimal("paved"),
        fixed_course=_known(example, "fixed_course"),
        same_day=_known(example, "same_day"),
        individual_times=_known(example, "individual_times"),
        of_several=example.flag("of_several", default=False),
        entries=example.whole("entries", 100),
        incomplete=example.whole("incomplete", 0),
    )
    rule = _federation(rules).checklist
    if rule is None:
        return wanted, _NONE
    return wanted, verdict(check_race(facts, rule)).value


def _known(example: Table, key: str) -> bool | None:
    found = example.flag(key, default=False)
    return found if example.has(key) else None


def _results_due(example: Table, rules: RuleSet) -> tuple[str, str]:
    """An event ``on`` a day; ``expect`` the last day for its results."""
    wanted, held = example.day("expect").isoformat(), example.day("on")
    due = _federation(rules).results_due
    return wanted, _NONE if due is None else (held + timedelta(days=due.days)).isoformat()


def _file_row(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A runner's ``status``, ``time``, ``nation`` and ``born``; ``expect`` what a ``column`` says.

    That is "empty" for an empty cell, and "left out" where the runner has no row.
    """
    wanted = example.text("expect")
    status = example.choice("status", ResultStatus.OK)
    runner = FileRunner(
        entry_id=EntryId(1),
        status=status,
        rank=1 if status is ResultStatus.OK else None,
        time_ms=parse_elapsed(example.text("time", ""), TwoParts.MINUTES_SECONDS),
        family_name="Example",
        given_name="Made-Up",
        birth_date=example.maybe_day("born"),
        nation=example.text("nation", ""),
    )
    column = example.choice("column", FileField.RANKING)
    rule = _federation(rules).result_file
    if rule is None:
        return wanted, _NONE
    rows = make_file([runner], rule).rows
    if not rows:
        return wanted, "left out"
    places = [each.field for each in rule.columns]
    return wanted, rows[0].cells[places.index(column)] or "empty"


FEDERATION_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "effort": _effort,
    "backyard_file": _backyard_file,
    "backyard_loops": _backyard_loops,
    "stage_race": _stage_race,
    "league": _league,
    "membership": _membership,
    "checklist": _checklist,
    "results_due": _results_due,
    "file_row": _file_row,
}
"""What each kind gives: what was wanted, and what the rules say."""
