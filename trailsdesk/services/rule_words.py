"""The rules of a season in words and tables, section by section, each with where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text
from trailsdesk.domain.category import category_order
from trailsdesk.domain.category_rules import AgeReference, LeapDayRule, NonBinaryRule
from trailsdesk.domain.chrono import Rounding
from trailsdesk.domain.rules import OfficialTime, TieRule
from trailsdesk.i18n import _
from trailsdesk.services.rule_award_words import awards_section
from trailsdesk.services.rule_federation_words import federation_sections
from trailsdesk.services.rule_fee_words import fee_section, medal_section, refund_section
from trailsdesk.services.rule_final_words import final_sections
from trailsdesk.services.rule_point_words import points_section
from trailsdesk.services.rule_sections import RuleSection, RuleTable
from trailsdesk.services.rule_standing_words import standings_section, teams_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.rules import RuleSet

_AGES = {
    AgeReference.RACE_DAY: _("the day of the race"),
    AgeReference.LAST_EVENT: _("the day of the last event"),
    AgeReference.FIRST_EVENT: _("the day of the first event"),
    AgeReference.DECEMBER_31: _("31 December of the year"),
    AgeReference.FIXED_DATE: _("a fixed day"),
}
_NON_BINARY = {
    NonBinaryRule.OWN: _("Who is neither woman nor man is ranked in groups of their own."),
    NonBinaryRule.OPEN: _("Who is neither woman nor man is ranked in one group of all ages."),
    NonBinaryRule.WOMEN: _("Who is neither woman nor man is ranked among the women."),
    NonBinaryRule.MEN: _("Who is neither woman nor man is ranked among the men."),
}


def sections(rules: RuleSet, *, in_season: bool = True) -> tuple[RuleSection, ...]:
    """Everything the rules say; what a preset leaves out is left out here.

    ``in_season``: they are those of a season's file, not of a preset on its own.
    """
    found = [_about(rules, in_season=in_season), _categories(rules), _age_limits(rules)]
    if rules.fees is not None:
        found += [fee_section(rules, rules.fees), refund_section(rules.fees)]
    found += [medal_section(rules), _start(rules), _timing(rules)]
    found += [points_section(rules), standings_section(rules), teams_section(rules)]
    found += [awards_section(rules), *final_sections(rules), *federation_sections(rules)]
    return tuple(section for section in found if section is not None)


def _about(rules: RuleSet, *, in_season: bool) -> RuleSection:
    copied = (
        _("The rules were copied into this season when it was made (version {version}):"
          " a newer program does not change them.")
        if in_season
        else _("Version {version}; a season is made with a copy of it.")
    )  # fmt: skip
    lines = (
        _("{name}, season {season}.").format(name=rules.name, season=rules.season),
        copied.format(version=rules.version),
    )
    return RuleSection(key="about", title=_("About"), lines=lines, sources=(rules.source,))


def _categories(rules: RuleSet) -> RuleSection:
    scheme = rules.categories
    leap = _("1 March") if scheme.leap_day is LeapDayRule.MARCH_1 else _("28 February")
    lines = [
        _("At an event the age on {day} counts.").format(day=_AGES[scheme.event_age]),
        _("For the series the age on {day} counts.").format(day=_AGES[scheme.series_age]),
        _("Born on 29 February: a year older on {day} in other years.").format(day=leap),
    ]
    if scheme.by_gender:
        lines.append(_NON_BINARY[scheme.non_binary])
    for band in scheme.bands:
        if band.age is not None:
            text = _("{band}: the age on {day} counts.")
            lines.append(text.format(band=band.label, day=_AGES[band.age]))
    for division in scheme.divisions:
        text = _("{division} ({code}) is a division of its own, by the runner’s choice.")
        lines.append(text.format(division=division.label, code=division.code))
    if scheme.merge_below:
        text = _("Categories of fewer than {count} starters are proposed for merging.")
        lines.append(text.format(count=scheme.merge_below))
    bands = RuleTable(
        header=(_("Age group"), _("Ages")),
        rows=tuple((band.label, ages_text(band.from_age, band.to_age)) for band in scheme.bands),
    )
    names = RuleTable(
        title=_("In printing order"),
        header=(_("Category"), _("Short")),
        rows=tuple((label, code) for code, label in category_order(scheme)),
    )
    return RuleSection(
        key="categories",
        title=_("Categories"),
        lines=tuple(lines),
        tables=(bands, names),
        sources=(scheme.source,),
    )


def _age_limits(rules: RuleSet) -> RuleSection | None:
    if not rules.age_limits:
        return None
    by_event = any(limit.events or limit.from_at for limit in rules.age_limits)
    names = {event.code: event.name for event in rules.events}
    names |= {event.code: event.name for event in rules.calendar.events} if rules.calendar else {}
    table = RuleTable(
        header=(
            *((_("At"),) if by_event else ()),
            _("Ages"),
            _("May enter"),
            _("Adult with them"),
        ),
        rows=tuple(
            (
                *((_events(events, names),) if by_event else ()),
                ages_text(from_age, limit.to_age),
                ", ".join(race_label(rules, code) for code in limit.races),
                _("needed") if limit.needs_adult else "",
            )
            for limit in rules.age_limits
            for events, from_age in (
                (limit.events, limit.from_age),
                *(((code,), age) for code, age in limit.from_at.items()),
            )
        ),
    )
    sources = tuple(dict.fromkeys(limit.source for limit in rules.age_limits))
    return RuleSection(
        key="ages",
        title=_("Age limits"),
        lines=(_("The age on the day of the event counts."),),
        tables=(table,),
        sources=sources,
    )


def _events(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Where a limit holds: the events it names, or all that no other one names."""
    return ", ".join(names.get(code, code) for code in codes) or _("all others")


def _start(rules: RuleSet) -> RuleSection:
    line = (
        _("Mandatory gear is looked at when a runner checks in.")
        if rules.start.gear_check
        else _("Checking in says that a runner is here; no gear is looked at.")
    )
    return RuleSection(key="start", title=_("Start"), lines=(line,), sources=(rules.start.source,))


def _timing(rules: RuleSet) -> RuleSection:
    rule = rules.timing
    gun = rule.official_time is OfficialTime.GUN
    rounded = {
        Rounding.CHOP: _("what is finer is cut off"),
    }.get(rule.rounding, _("what is finer is rounded ({how})").format(how=rule.rounding.value))
    skip = rule.tie is TieRule.SAME_RANK_SKIP
    lines = (
        _("The time from the gun ranks.")
        if gun
        else _("The time from the runner's own start read ranks."),
        _("Shown in {unit}; {rounded}.").format(unit=_unit(rule.unit_ms), rounded=rounded),
        _("Equal times share the place; the next place is skipped (1, 2, 2, 4).")
        if skip
        else _("Equal times share the place; no place is skipped (1, 2, 2, 3)."),
        _("Reads of one bib within {seconds} s are one passing.").format(
            seconds=rule.duplicate_gap_ms // 1000
        ),
    )
    return RuleSection(key="timing", title=_("Timing"), lines=lines, sources=(rule.source,))


def _unit(unit_ms: int) -> str:
    if unit_ms >= 1000:
        return _("whole seconds")
    return _("steps of {part} s").format(part=f"{unit_ms / 1000:g}")


def race_label(rules: RuleSet, code: str) -> str:
    """A race as the rules call it."""
    for event in rules.events:
        for race in event.races:
            if race.code == code:
                return race.label
    return code
