"""Qualification and finals in sentences and tables."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.domain.people import Gender
from trailsdesk.domain.qualification_rules import (
    FinisherRule,
    PlaceSpread,
    RaceChangeRule,
    RegionalTitleRule,
    SlotRule,
)
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.rule_sections import (
    GENDER_WORDS,
    RuleSection,
    RuleTable,
    estimate_line,
    plain,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.effort import ClassBorder
    from trailsdesk.domain.final_rules import (
        DrawRule,
        FinalsRules,
        IndexRule,
        LevelRule,
        ScoreTable,
    )
    from trailsdesk.domain.qualification_rules import QualificationRule
    from trailsdesk.domain.rules import RuleSet


def final_sections(rules: RuleSet) -> list[RuleSection]:
    """Those the rules have something to say about."""
    found: list[RuleSection] = []
    if rules.qualification:
        found.append(_qualification(rules))
    if rules.finals is not None:
        found.append(_finals(rules.finals))
    return found


def _not_published(what: str) -> str:
    return _("{what}: not published.").format(what=what)


# Qualification


def _qualification(rules: RuleSet) -> RuleSection:
    lines: list[str] = []
    for rule in rules.qualification:
        lines.append(f"{rule.label}: {_rule_words(rule)}")
        lines += estimate_line(is_estimate=rule.estimate)
    tables = [table for rule in rules.qualification for table in _rule_tables(rule)]
    return RuleSection(
        key="qualification",
        title=_("Qualification"),
        lines=tuple(lines),
        tables=tuple(tables),
        sources=told(rule.source for rule in rules.qualification),
    )


@singledispatch
def _rule_words(rule: QualificationRule) -> str:
    raise TypeError(type(rule).__name__)


@_rule_words.register
def _slot_words(rule: SlotRule) -> str:
    depth = _("to the last finisher")
    if rule.depth is not None:
        depth = _("as far as place {place}").format(place=rule.depth)
    down = _("An answer is due within {days} days; a place declined rolls down {depth}.")
    return f"{_shares(rule)} {down.format(days=rule.reply_days, depth=depth)}"


def _shares(rule: SlotRule) -> str:
    if rule.spread is PlaceSpread.STEPS:
        text = _(
            "{base} for each age group in which somebody starts, and one more for every full"
            " {step} starters."
        )
        return text.format(base=rule.base, step=rule.step)
    total = _("not published") if rule.total is None else str(rule.total)
    usual = ""
    if rule.least is not None and rule.most is not None:
        usual = _(" (usually {least} to {most})").format(least=rule.least, most=rule.most)
    how = {
        PlaceSpread.EVEN: _("as many for each age group, what is left over to the fullest ones"),
        PlaceSpread.STARTERS: _("by the starters of each age group, largest remainder"),
    }[rule.spread]
    text = _("places of an event: {total}{usual}, the same for its races and for genders; {how}.")
    return text.format(total=total, usual=usual, how=how)


@_rule_words.register
def _finisher_words(rule: FinisherRule) -> str:
    text = _("every finisher in the division {division} is invited.")
    return text.format(division=rule.division)


@_rule_words.register
def _title_words(_rule: RegionalTitleRule) -> str:
    return _(
        "the title goes to the first of each age group who represents a country of the region, not"
        " to the first overall."
    )


@_rule_words.register
def _change_words(rule: RaceChangeRule) -> str:
    text = _(
        "on request for the first {top} overall, or for the first {far_top} when the nearest race"
        " of the other length is more than {km} km away."
    )
    return text.format(top=rule.top, far_top=rule.far_top, km=rule.far_km)


@_rule_words.register
def _podium_words(rule: PodiumRule) -> str:
    places = ", ".join(f"{tier} {count}" for tier, count in rule.places.items())
    words = _("the first of each gender: {places}.").format(places=places)
    if rule.one_race_per_class:
        words += " " + _("Of several races of one class at an event only one gives places.")
    return words


@_rule_words.register
def _score_words(rule: ScoreRule) -> str:
    text = _("a {system} score of at least the table’s in one race.")
    words = text.format(system=rule.system.upper())
    return words if any(rule.table.least.values()) else f"{words} {_not_published(_('The table'))}"


@_rule_words.register
def _group_words(rule: AgeGroupPlacesRule) -> str:
    text = _(
        "{places} places for each gender and race: the first {overall} overall and the first of"
        " every age group, the rest by the groups’ shares, largest remainder. Only at: {tiers}."
    )
    return text.format(places=rule.places, overall=rule.first_overall, tiers=", ".join(rule.tiers))


def _rule_tables(rule: QualificationRule) -> Iterable[RuleTable]:
    if isinstance(rule, ScoreRule) and any(rule.table.least.values()):
        yield _score_table(rule.table, rule.label)
    if isinstance(rule, SlotRule) and rule.places:
        yield RuleTable(
            title=rule.label,
            header=(_("Event"), _("Places")),
            rows=tuple((code, str(count)) for code, count in rule.places.items()),
            right=frozenset({1}),
        )


def _score_table(table: ScoreTable, title: str) -> RuleTable:
    genders = [g for g in Gender if any(g in row for row in table.least.values())]
    return RuleTable(
        title=title,
        header=(_("Class"), *(GENDER_WORDS[gender] for gender in genders)),
        rows=tuple(
            (label, *(plain(row[gender]) if gender in row else "" for gender in genders))
            for label, row in table.least.items()
        ),
        right=frozenset(range(1, len(genders) + 1)),
    )


# Finals


def _finals(finals: FinalsRules) -> RuleSection:
    lines = [
        plural(
            "A result counts for the finals {count} year after the race.",
            "A result counts for the finals {count} years after the race.",
            finals.years_later,
        ),
    ]
    if finals.classes.estimate:
        lines.append(_("The borders of the classes are in part an estimate."))
    tables = [_class_table(finals.classes.borders)] if finals.classes.borders else []
    if finals.tier.words:
        current = finals.tier.words.get(finals.tier.current, finals.tier.current)
        lines.append(_("The events of this season count as: {tier}.").format(tier=current))
    if finals.change is not None:
        text = plural(
            "On request another class, {count} step up or down.",
            "On request another class, {count} steps up or down.",
            finals.change.steps,
        )
        never = ", ".join(finals.change.never)
        lines.append(text + (" " + _("Never from {classes}.").format(classes=never)) * bool(never))
    if finals.extension is not None:
        text = _(
            "Who was injured may qualify until {until} of the finals’ year, asked for by {apply},"
            " with the score of the table within {years} years."
        )
        rule = finals.extension
        lines.append(
            text.format(
                until=_day(rule.until.month, rule.until.day),
                apply=_day(rule.apply_by.month, rule.apply_by.day),
                years=rule.within_years,
            )
        )
        tables.append(_score_table(rule.table, _("Score needed for the longer period")))
    if finals.deferral is not None:
        lines.append(
            plural(
                "Who is hurt after registering may keep the priority for {count} year.",
                "Who is hurt after registering may keep the priority for {count} years.",
                finals.deferral.years,
            )
        )
    if finals.index is not None:
        lines += _index_lines(finals.index)
    for level in finals.levels:
        lines.append(_level_line(level))
        tables.append(_score_table(level.table, level.label))
    if finals.draw is not None:
        lines += _draw_lines(finals.draw, finals.classes.finals)
        tables.append(_ticket_table(finals.draw))
    parts = (finals.classes, finals.tier, finals.change, finals.extension, finals.deferral,
             finals.index, *finals.levels, finals.draw)  # fmt: skip
    return RuleSection(
        key="finals",
        title=finals.name,
        lines=tuple(lines),
        tables=tuple(table for table in tables if table.rows),
        sources=told([finals.source, *(part.source for part in parts if part is not None)]),
    )


def _day(month: int, day: int) -> str:
    from datetime import date

    return day_words(date(2000, month, day), year=False, long=True)


def _class_table(borders: Sequence[ClassBorder]) -> RuleTable:
    rows = []
    for border in borders:
        if border.below is not None:
            ends = _("under {km}").format(km=plain(border.below))
        elif border.up_to is not None:
            ends = _("up to {km}").format(km=plain(border.up_to))
        else:
            ends = _("above")
        rows.append((border.label, ends))
    return RuleTable(header=(_("Class"), _("km-effort")), rows=tuple(rows), right=frozenset({1}))


def _index_lines(rule: IndexRule) -> list[str]:
    text = _(
        "The index is estimated: the best of the weighted means of 1 to {most} scores"
        " (weights {weights}) of the last {used} months, one of them at most {needed} months old."
    )
    weights = ", ".join(map(plain, rule.weights))
    line = text.format(
        most=len(rule.weights), weights=weights, used=rule.used_months, needed=rule.needed_months
    )
    return [line, *estimate_line(is_estimate=rule.estimate)]


def _level_line(level: LevelRule) -> str:
    """What gives a right beside the index of a class, and until when to ask."""
    pieces = []
    if level.general:
        scores = ", ".join(
            f"{GENDER_WORDS[gender]} {plain(score)}" for gender, score in level.general.items()
        )
        pieces.append(_("a general index of {scores}").format(scores=scores))
    if any(level.table.least.values()):
        pieces.append(_("an index of the table"))
    if level.top_places:
        pieces.append(
            _("one of the first {count} places in a final").format(count=level.top_places)
        )
    words = f"{level.label}: {_(', or ').join(pieces)}."
    if level.ask_by is not None:
        words += " " + _("To be asked for by {day}.").format(
            day=day_words(level.ask_by, long=True)
        )
    if level.days_before is not None:
        text = _("To be asked for {days} days before the event or earlier.")
        words += " " + text.format(days=level.days_before)
    return words


def _draw_lines(rule: DrawRule, finals: Mapping[str, str]) -> list[str]:
    text = _("{tickets} are tickets for the draw, good while one is at most {months} months old.")
    lines = [text.format(tickets=rule.tickets_label, months=rule.valid_months)]
    for label, classes in rule.opens.items():
        text = _("To take part in the draw for {final}: an index in {classes}.")
        final = finals.get(label, label)
        lines.append(text.format(final=final, classes=", ".join(classes)))
    return lines


def _ticket_table(rule: DrawRule) -> RuleTable:
    tiers = list(dict.fromkeys(tier for row in rule.tickets.values() for tier in row))
    return RuleTable(
        title=rule.tickets_label,
        header=(_("Class"), *tiers),
        rows=tuple(
            (label, *(str(row.get(tier, "")) for tier in tiers))
            for label, row in rule.tickets.items()
        ),
        right=frozenset(range(1, len(tiers) + 1)),
    )
