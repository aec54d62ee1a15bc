"""Worked examples of ways to a final: classes, places, scores, the index, the draw.

Kinds: ``race_class``, ``finals_year``, ``class_change``, ``podium``, ``score_place``,
``age_group_share``, ``extension``, ``deferral``, ``index``, ``level``, ``tickets``, ``draw``.
Where an answer is asked for, ``expect`` is a status such as "qualified" or "may-ask".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_group_places import shared_out
from trailsdesk.domain.draw import Finish, may_draw, tickets
from trailsdesk.domain.effort import plain_number
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.final_rules import (
    AgeGroupPlacesRule,
    FinalsRules,
    PodiumRule,
    ScoreRule,
)
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.race_class import class_change, finals_year, race_class
from trailsdesk.domain.score_index import (
    DatedScore,
    Index,
    deferral,
    estimated_index,
    extension,
    level,
)
from trailsdesk.domain.score_places import Contender, RaceCase, podium_places, score_places

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

_NONE = "none"
_NO_RULE = FinalsRules(name="")


def _finals(rules: RuleSet) -> FinalsRules:
    return rules.finals or _NO_RULE


def _race_class(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A race of ``km`` and ``ascent_m``; ``expect`` its class, or "none"."""
    metres = example.decimal("km") * 1000
    ascent = example.decimal("ascent_m")
    found = race_class(float(metres), float(ascent), _finals(rules).classes)
    return example.text("expect"), found.label or _NONE


def _finals_year(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A result of the day ``on``; ``expect`` the year of the finals it counts for."""
    extended = example.flag("extended", default=False)
    found = finals_year(example.day("on"), _finals(rules), extended=extended)
    return str(example.whole("expect")), str(found)


def _class_change(example: Table, rules: RuleSet) -> tuple[str, str]:
    wanted = example.text("expect")
    found = class_change(example.text("from"), example.text("to"), _finals(rules))
    return wanted, _NONE if _finals(rules).change is None else found.status.value


def _case(example: Table, rules: RuleSet, *, place: int | None, score: Decimal | None) -> RaceCase:
    finals = _finals(rules)
    one = Contender(
        entry_id=EntryId(1),
        runner_id=RunnerId(1),
        gender=example.choice("gender", Gender.X),
        place=place,
        score=score,
    )
    return RaceCase(
        race="race",
        race_class=example.text("class"),
        tier=finals.tier.current,
        year=0,
        rivals=("race",),
        contenders=(one,),
    )


def _podium(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A ``place`` within the ``gender`` in a race of a ``class``."""
    case = _case(example, rules, place=example.whole("place", low=1), score=None)
    rule = next((each for each in rules.qualification if isinstance(each, PodiumRule)), None)
    wanted = example.text("expect")
    if rule is None:
        return wanted, _NONE
    (row,) = podium_places(case, rule, _finals(rules))
    return wanted, row.status.value


def _score_place(example: Table, rules: RuleSet) -> tuple[str, str]:
    """A ``score`` in a race of a ``class``."""
    case = _case(example, rules, place=1, score=example.decimal("score"))
    rule = next((each for each in rules.qualification if isinstance(each, ScoreRule)), None)
    wanted = example.text("expect")
    if rule is None:
        return wanted, _NONE
    (row,) = score_places(case, rule, _finals(rules))
    return wanted, row.status.value


def _age_group_share(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``groups`` with their ``runners`` and how many are ``in_first``, of all that one gender has.

    ``expect`` how many more places each group gets beside those, in that order.
    """
    groups = example.tables("groups", required=True)
    wanted = ", ".join(str(number) for number in example.wholes("expect"))
    rule = next(
        (each for each in rules.qualification if isinstance(each, AgeGroupPlacesRule)), None
    )
    runners = {each.path: each.whole("runners") for each in groups}
    in_first = {each.path: each.whole("in_first", 0) for each in groups}
    if rule is None:
        return wanted, _NONE
    least = {path: max(in_first[path], 1 if runners[path] else 0) for path in runners}
    shares = shared_out(rule.places, runners, least, runners)
    return wanted, ", ".join(str(shares[path].places - in_first[path]) for path in runners)


def _scores(example: Table) -> list[DatedScore]:
    return [
        DatedScore(
            value=each.decimal("score"), day=each.day("on"), race_class=each.text("class", "")
        )
        for each in example.tables("scores", required=True)
    ]


def _extension(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``scores`` of a runner who ``asked`` for more time to reach the ``finals`` of a year."""
    wanted, held = example.text("expect"), _scores(example)
    gender, asked = example.choice("gender", Gender.X), example.day("asked")
    year = example.whole("finals")
    rule = _finals(rules).extension
    if rule is None:
        return wanted, _NONE
    return wanted, extension(held, gender, asked, year, rule).status.value


def _deferral(example: Table, rules: RuleSet) -> tuple[str, str]:
    """Somebody ``registered`` (or not) and hurt on a day, ``injured``."""
    wanted = example.text("expect")
    registered, injured = example.maybe_day("registered"), example.day("injured")
    year = example.whole("finals")
    rule = _finals(rules).deferral
    if rule is None:
        return wanted, _NONE
    return wanted, deferral(registered, injured, year, rule).status.value


def _index(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``scores`` and the day ``on``; ``expect`` the index, or "none"."""
    wanted, held, day = example.text("expect"), _scores(example), example.day("on")
    rule = _finals(rules).index
    if rule is None:
        return wanted, _NONE
    found = estimated_index(held, day, rule)
    return wanted, _NONE if found is None else plain_number(found.value)


def _level(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``indexes`` as their owner gives them; ``level`` names the right."""
    wanted, name = example.text("expect"), example.text("level")
    given = Note(code="finals.index-given")
    indexes = {
        each.text("class", ""): Index(
            value=each.decimal("index"), explanation=given, estimate=False
        )
        for each in example.tables("indexes")
    }
    gender, asked = example.choice("gender", Gender.X), example.day("asked")
    place, event_day = example.maybe_whole("place", low=1), example.maybe_day("event_day")
    rule = next((each for each in _finals(rules).levels if each.id == name), None)
    if rule is None:
        return wanted, _NONE
    found = level(indexes, gender, rule, asked_on=asked, place_in_final=place, event_day=event_day)
    return wanted, found.status.value


def _tickets(example: Table, rules: RuleSet) -> tuple[str, str]:
    """``finishes`` and the day ``drawn`` for the ``finals`` of a year; ``usable`` unless told."""
    usable = example.flag("usable", default=True)
    wanted = f"{example.whole('expect')}, {'usable' if usable else 'not usable'}"
    finishes = [
        Finish(day=each.day("on"), race_class=each.text("class"), tier=each.text("tier"))
        for each in example.tables("finishes")
    ]
    drawn, year = example.day("drawn"), example.whole("finals")
    rule = _finals(rules).draw
    if rule is None:
        return wanted, _NONE
    found = tickets(finishes, drawn, year, rule)
    return wanted, f"{found.count}, {'usable' if found.usable else 'not usable'}"


def _draw(example: Table, rules: RuleSet) -> tuple[str, str]:
    """An index in ``indexes`` only; may the runner take part in the draw of ``class``?"""
    wanted, label = example.text("expect"), example.text("class")
    held = example.texts("indexes")
    rule = _finals(rules).draw
    if rule is None:
        return wanted, _NONE
    return wanted, may_draw(label, held, rule).status.value


SCORE_EXAMPLES: dict[str, Callable[[Table, RuleSet], tuple[str, str]]] = {
    "race_class": _race_class,
    "finals_year": _finals_year,
    "class_change": _class_change,
    "podium": _podium,
    "score_place": _score_place,
    "age_group_share": _age_group_share,
    "extension": _extension,
    "deferral": _deferral,
    "index": _index,
    "level": _level,
    "tickets": _tickets,
    "draw": _draw,
}
"""What each kind gives: what was wanted, and what the rules say."""
