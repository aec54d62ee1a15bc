"""What stands around qualifying for a final: ``[finals]`` of a rules document.

Tables of least scores have a table for each class with a figure for each gender; an empty table
says that nothing is published, and gives the organiser a place to write it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import ClassBorder
from trailsdesk.domain.final_rules import (
    ClassChangeRule,
    ClassRules,
    DayOfYear,
    DeferralRule,
    DrawRule,
    ExtensionRule,
    FinalsRules,
    IndexRule,
    LevelRule,
    ScoreTable,
    TierRule,
)
from trailsdesk.domain.people import Gender
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

MONTHS_MAX = 240
YEARS_MAX = 20
PLACES_MAX = 10_000
_SCORED = (Gender.F, Gender.M, Gender.X)
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_LEAP = 2024


def read_finals(document: Table) -> FinalsRules | None:
    """``[finals]``, None when the document has none."""
    table = document.table("finals")
    if table is None:
        return None
    change, extension = table.table("change"), table.table("extension")
    deferral, index, draw = table.table("deferral"), table.table("index"), table.table("draw")
    return FinalsRules(
        name=table.text("name"),
        years_later=table.whole("years_later", 1, high=YEARS_MAX),
        classes=_classes(table.table("classes")),
        tier=_tier(table.table("tier")),
        change=_change(change) if change else None,
        extension=_extension(extension) if extension else None,
        deferral=_deferral(deferral) if deferral else None,
        index=_index(index) if index else None,
        levels=_levels(table.table("level")),
        draw=_draw(draw) if draw else None,
        source=read_source(table),
    )


def read_score_table(table: Table, key: str = "least") -> ScoreTable:
    """A least score by class and gender; what is not there is not published."""
    by_class = table.table(key)
    if by_class is None:
        return ScoreTable()
    found: dict[str, dict[Gender, Decimal]] = {}
    for label in by_class.names():
        own = by_class.table(label)
        found[label] = {} if own is None else read_by_gender(own)
    return ScoreTable(least=found)


def read_by_gender(table: Table) -> dict[Gender, Decimal]:
    """A figure by gender; what is not there is left out."""
    found = {gender: table.maybe_decimal(gender.value) for gender in _SCORED}
    return {gender: value for gender, value in found.items() if value is not None}


def read_numbers_by_name(table: Table | None, high: int = PLACES_MAX) -> dict[str, int]:
    """A whole number by name."""
    if table is None:
        return {}
    return {name: table.whole(name, high=high) for name in table.names()}


def read_border(table: Table) -> ClassBorder:
    """One class by km-effort: ``below`` leaves its upper end out, ``up_to`` holds it."""
    return ClassBorder(
        label=table.text("label"),
        below=table.maybe_decimal("below"),
        up_to=table.maybe_decimal("up_to"),
    )


def _classes(table: Table | None) -> ClassRules:
    if table is None:
        return ClassRules()
    levels = table.tables("levels", required=True)
    borders = tuple(read_border(level) for level in levels)
    finals = [level.text("final", "") for level in levels]
    return ClassRules(
        borders=borders,
        finals={
            border.label: final for border, final in zip(borders, finals, strict=True) if final
        },
        guessed=tuple(
            border.label
            for border, level in zip(borders, levels, strict=True)
            if level.flag("estimate", default=False)
        ),
        source=read_source(table),
    )


def _tier(table: Table | None) -> TierRule:
    if table is None:
        return TierRule()
    words = table.table("words")
    named = {} if words is None else {name: words.text(name) for name in words.names()}
    return TierRule(current=table.code("current"), words=named, source=read_source(table))


def _change(table: Table) -> ClassChangeRule:
    return ClassChangeRule(
        steps=table.whole("steps", 1, high=YEARS_MAX),
        never=table.texts("never"),
        source=read_source(table),
    )


def _extension(table: Table) -> ExtensionRule:
    return ExtensionRule(
        system=table.code("system"),
        table=read_score_table(table),
        within_years=table.whole("within_years", low=1, high=YEARS_MAX),
        apply_by=_day_of_year(table, "apply_by"),
        until=_day_of_year(table, "until"),
        source=read_source(table),
    )


def _deferral(table: Table) -> DeferralRule:
    years = table.whole("years", 1, low=1, high=YEARS_MAX)
    return DeferralRule(years=years, source=read_source(table))


def _day_of_year(table: Table, key: str) -> DayOfYear:
    found = table.table(key)
    if found is None:
        if not table.has(key):
            table.fault("preset.missing", key)
        return DayOfYear(month=1, day=1)
    month = found.whole("month", low=1, high=12)
    day = found.whole("day", low=1, high=31)
    if month and day > monthrange(_LEAP, month)[1]:
        found.fault("preset.range", "day", found=str(day), low=1, high=monthrange(_LEAP, month)[1])
    return DayOfYear(month=month, day=day)


def _index(table: Table) -> IndexRule:
    return IndexRule(
        system=table.code("system"),
        index_system=table.code("index_system"),
        weights=_decimals(table, "weights"),
        few=_decimals(table, "few"),
        used_months=table.whole("used_months", low=1, high=MONTHS_MAX),
        needed_months=table.whole("needed_months", low=1, high=MONTHS_MAX),
        old_months=table.whole("old_months", low=1, high=MONTHS_MAX),
        old_factor=table.decimal("old_factor"),
        estimate=table.flag("estimate", default=True),
        source=read_source(table),
    )


def _decimals(table: Table, key: str) -> tuple[Decimal, ...]:
    """A list of exact numbers written as texts, none of them zero."""
    found = []
    for number, text in enumerate(table.texts(key)):
        if _NUMBER.fullmatch(text) and Decimal(text) > 0:
            found.append(Decimal(text))
        else:
            wanted = "number in quotes, above zero"
            table.fault("preset.type", f"{key}[{number}]", wanted=wanted, found=text[:60])
            found.append(Decimal(1))
    return tuple(found)


def _levels(table: Table | None) -> tuple[LevelRule, ...]:
    if table is None:
        return ()
    found = []
    for name in table.names():
        one = table.table(name)
        if one is not None:
            found.append(_level(one, name))
    return tuple(found)


def _level(table: Table, name: str) -> LevelRule:
    general = table.table("general")
    return LevelRule(
        id=name,
        label=table.text("label"),
        general={} if general is None else read_by_gender(general),
        table=read_score_table(table),
        top_places=table.whole("top_places", 0, high=PLACES_MAX),
        ask_by=table.maybe_day("ask_by"),
        days_before=table.maybe_whole("days_before", high=366),
        source=read_source(table),
    )


def _draw(table: Table) -> DrawRule:
    tickets, opens = table.table("tickets"), table.table("opens")
    by_class: dict[str, dict[str, int]] = {}
    for label in () if tickets is None else tickets.names():
        by_class[label] = read_numbers_by_name(tickets.table(label) if tickets else None)
    return DrawRule(
        tickets_label=table.text("tickets_label"),
        tickets=by_class,
        valid_months=table.whole("valid_months", low=1, high=MONTHS_MAX),
        counted_until=_day_of_year(table, "counted_until"),
        opens={} if opens is None else {name: opens.texts(name) for name in opens.names()},
        source=read_source(table),
    )


def check_finals(rules: RuleSet, faults: Faults) -> None:
    """Borders rise, the last class has none, and every class and tier named is there."""
    finals = rules.finals
    if finals is None:
        return
    _check_borders(finals.classes, faults)
    tiers = finals.tier.words
    if finals.tier.current and finals.tier.current not in tiers:
        _unknown(finals.tier.current, tiers, "finals.tier.current", faults)
    known = finals.classes.labels
    for path, label in _classes_named(finals):
        if label not in known:
            _unknown(label, known, path, faults)
    for path, tier in _tiers_named(finals):
        if tier not in tiers:
            _unknown(tier, tiers, path, faults)
    if finals.index is not None and not finals.index.weights:
        fault(faults, "preset.empty", "finals.index.weights")


def _check_borders(rule: ClassRules, faults: Faults) -> None:
    last: Decimal | None = None
    for index, border in enumerate(rule.borders):
        path = f"finals.classes.levels[{index}]"
        if border.below is not None and border.up_to is not None:
            fault(faults, "preset.two-ends", path)
        end = border.up_to if border.below is None else border.below
        if (end is None) != (index == len(rule.borders) - 1):
            fault(faults, "preset.class-end", path)
        if last is not None and end is not None and end <= last:
            fault(faults, "preset.bands-order", path)
        last = end if end is not None else last
        if border.label in rule.labels[:index]:
            fault(faults, "preset.twice", f"{path}.label", found=border.label)


def _tiers_named(finals: FinalsRules) -> Iterable[tuple[str, str]]:
    """Where tiers are named, and which."""
    if finals.draw is not None:
        for label, by_tier in finals.draw.tickets.items():
            for tier in by_tier:
                yield f"finals.draw.tickets.{label}.{tier}", tier


def _classes_named(finals: FinalsRules) -> Iterable[tuple[str, str]]:
    """Where classes are named, and which."""
    for path, labels in _named(finals):
        for label in labels:
            yield path, label


def _named(finals: FinalsRules) -> Iterable[tuple[str, Iterable[str]]]:
    if finals.change is not None:
        yield "finals.change.never", finals.change.never
    if finals.extension is not None:
        yield "finals.extension.least", finals.extension.table.least
    for level in finals.levels:
        yield f"finals.level.{level.id}.least", level.table.least
    if finals.draw is not None:
        yield "finals.draw.tickets", finals.draw.tickets
        yield "finals.draw.opens", finals.draw.opens
        for label, wanted in finals.draw.opens.items():
            yield f"finals.draw.opens.{label}", wanted


def _unknown(found: str, known: Iterable[str], path: str, faults: Faults) -> None:
    fault(faults, "preset.choice", path, found=found[:60], choices=", ".join(known))
