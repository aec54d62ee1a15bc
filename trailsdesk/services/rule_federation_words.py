"""What a federation asks, how long races are, and the calendar, in sentences and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.money import format_minor
from trailsdesk.i18n import _, day_words
from trailsdesk.services.rule_effort_words import effort_lines, effort_tables
from trailsdesk.services.rule_sections import RuleSection, RuleTable, told

if TYPE_CHECKING:
    from trailsdesk.domain.calendar_rules import Calendar
    from trailsdesk.domain.federation_rules import (
        ChecklistRule,
        FederationRules,
        MembershipFeeRule,
        ResultFileRule,
    )
    from trailsdesk.domain.rules import RuleSet


def federation_sections(rules: RuleSet) -> list[RuleSection]:
    """Those the rules have something to say about."""
    found: list[RuleSection] = []
    if rules.federation is not None:
        found.append(_federation(rules.federation))
    if rules.lengths:
        found.append(_lengths(rules))
    if rules.calendar is not None:
        found.append(_calendar(rules.calendar))
    return found


def _federation(asked: FederationRules) -> RuleSection:
    lines: list[str] = []
    tables: list[RuleTable] = []
    if asked.effort is not None:
        lines += effort_lines(asked.effort)
        tables += effort_tables(asked.effort)
    if asked.league is not None:
        text = _("{league}: the best {count} {system} scores of a calendar year in one country.")
        league = asked.league
        lines.append(
            text.format(league=league.label, count=league.count_best, system=league.system.upper())
        )
    if asked.checklist is not None:
        lines += _checklist_lines(asked.checklist)
        tables.append(_kinds_table(asked.checklist))
    if asked.membership is not None:
        tables.append(_fee_table(asked.membership))
    if asked.results_due is not None:
        text = _("{to} wants the results within {days} days of the event.")
        lines.append(text.format(to=asked.results_due.to, days=asked.results_due.days))
    if asked.result_file is not None:
        lines += _file_lines(asked.result_file)
    parts = (
        asked.effort,
        asked.league,
        asked.membership,
        asked.checklist,
        asked.results_due,
        asked.result_file,
    )
    return RuleSection(
        key="federation",
        title=_("Federation"),
        lines=tuple(lines),
        tables=tuple(table for table in tables if table.rows),
        sources=told([asked.source, *(part.source for part in parts if part is not None)]),
    )


def _file_lines(rule: ResultFileRule) -> list[str]:
    headings = ", ".join(column.heading for column in rule.columns)
    return [
        _(
            "The results file for {to} is a workbook of one sheet with these headings: {headings}."
        ).format(to=rule.to, headings=headings),
        _("In it a woman is {women}, a man {men}; who did not finish is {unfinished}.").format(
            women=rule.women, men=rule.men, unfinished=rule.unfinished
        ),
        _("A race in loops has at most {count} files.").format(count=rule.most_files),
    ]


def _checklist_lines(rule: ChecklistRule) -> list[str]:
    lines = [
        _("A race has at least {km} km-effort.").format(km=rule.least_km_effort),
        _(
            "Everybody runs the same distance and climb, starts within a set time of one day, and"
            " has a time of their own."
        ),
    ]
    if rule.least_natural:
        lines.append(
            _("At least {share} % of it on natural ground.").format(share=rule.least_natural)
        )
    if rule.most_paved < 100:  # the whole: nothing is asked
        lines.append(_("At most {share} % of it paved.").format(share=rule.most_paved))
    for kind in rule.kinds:
        said = " ".join(kind.source.says.split())
        if said:
            lines.append(_("{kind}: {said}").format(kind=kind.label, said=said))
    return lines


def _kinds_table(rule: ChecklistRule) -> RuleTable:
    def mark(*, is_given: bool) -> str:
        return _("yes") if is_given else _("no")

    return RuleTable(
        header=(_("Kind of race"), _("Taken"), _("Points"), _("Score"), _("League")),
        rows=tuple(
            (
                kind.label,
                mark(is_given=kind.accepted),
                *(
                    mark(is_given=kind.accepted and given)
                    for given in (kind.points, kind.score, kind.league)
                ),
            )
            for kind in rule.kinds
        ),
    )


def _fee_table(rule: MembershipFeeRule) -> RuleTable:
    def amount(minor: int) -> str:
        return format_minor(minor, rule.currency)

    return RuleTable(
        title=f"{rule.label} ({rule.currency})",
        header=(_("Entries of the year bring in"), _("Fee")),
        rows=tuple(
            (
                _("more")
                if band.up_to_minor is None
                else _("up to {amount}").format(amount=amount(band.up_to_minor)),
                amount(band.fee_minor),
            )
            for band in rule.bands
        ),
        right=frozenset({0, 1}),
    )


def _lengths(rules: RuleSet) -> RuleSection:
    races = {race.code: race.label for event in rules.events for race in event.races}
    return RuleSection(
        key="lengths",
        title=_("Lengths"),
        lines=tuple(
            _("{race}: {low} to {high} km.").format(
                race=races.get(rule.race, rule.race),
                low=f"{rule.from_m / 1000:g}",
                high=f"{rule.to_m / 1000:g}",
            )
            for rule in rules.lengths
        ),
        sources=told(rule.source for rule in rules.lengths),
    )


def _calendar(calendar: Calendar) -> RuleSection:
    rows = tuple(
        (
            day_words(event.date),
            event.name,
            ", ".join(filter(None, (event.venue, event.country))),
            "" if event.confirmed else _("may move"),
        )
        for event in calendar.events
    )
    return RuleSection(
        key="calendar",
        title=_("Calendar"),
        lines=(_("Edition {edition}.").format(edition=calendar.edition),),
        tables=(RuleTable(header=(_("Day"), _("Event"), _("Place"), ""), rows=rows),),
        sources=told([calendar.source]),
    )
