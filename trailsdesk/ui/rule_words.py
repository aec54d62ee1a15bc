"""The rules of a season in words and tables, section by section, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.category import ages_text, category_order
from trailsdesk.domain.chrono import Rounding
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.rules import (
    AgeReference,
    LateEntries,
    LeapDayRule,
    OfficialTime,
    RankScope,
    Source,
    TieBreak,
    TieRule,
)
from trailsdesk.i18n import _, day_words, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from trailsdesk.domain.rules import DayBand, EventRule, FeeSchedule, RuleSet, TransferRule

_AGES = {
    AgeReference.RACE_DAY: _("the day of the race"),
    AgeReference.LAST_EVENT: _("the day of the last event"),
    AgeReference.FIRST_EVENT: _("the day of the first event"),
    AgeReference.DECEMBER_31: _("31 December of the year"),
    AgeReference.FIXED_DATE: _("a fixed day"),
}
_SCOPES = {
    RankScope.OVERALL: _("among all finishers of the distance"),
    RankScope.GENDER: _("among the finishers of the distance and gender"),
    RankScope.CATEGORY: _("among the finishers of the distance, gender and age group"),
}
_TIE_BREAKS = {
    TieBreak.BEST_POSITION: _("the best single place"),
    TieBreak.COUNTBACK: _("the best place, then the second best, and so on"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """A small table; columns named in ``right`` hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSection:
    """One section: sentences, tables, and where they stand."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[RuleTable, ...] = ()
    sources: tuple[Source, ...] = field(default_factory=tuple)


def sections(rules: RuleSet) -> tuple[RuleSection, ...]:
    """Everything the rules say; what a preset leaves out is left out here."""
    found = [_about(rules), _categories(rules), _age_limits(rules)]
    if rules.fees is not None:
        found += [_fees(rules, rules.fees), _refunds(rules.fees)]
    found += [_medals(rules), _start(rules), _timing(rules), _points(rules), _standings(rules)]
    found.append(_awards(rules))
    return tuple(section for section in found if section is not None)


def source_words(source: Source) -> str:
    """Where a rule stands: title, article, address and when it was looked at."""
    pieces = [source.title, source.article, source.url]
    if source.checked is not None:
        pieces.append(_("read on {day}").format(day=day_words(source.checked, long=True)))
    if source.grade == "U":
        pieces.append(_("this preset's own choice"))
    return " · ".join(filter(None, pieces))


def _about(rules: RuleSet) -> RuleSection:
    lines = (
        _("{name}, season {season}.").format(name=rules.name, season=rules.season),
        _("The rules were copied into this season when it was made (version {version}):"
          " a newer program does not change them.").format(version=rules.version),
    )  # fmt: skip
    return RuleSection(key="about", title=_("About"), lines=lines, sources=(rules.source,))


def _categories(rules: RuleSet) -> RuleSection:
    scheme = rules.categories
    leap = _("1 March") if scheme.leap_day is LeapDayRule.MARCH_1 else _("28 February")
    lines = (
        _("At an event the age on {day} counts.").format(day=_AGES[scheme.event_age]),
        _("For the series the age on {day} counts.").format(day=_AGES[scheme.series_age]),
        _("Born on 29 February: a year older on {day} in other years.").format(day=leap),
    )
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
        lines=lines,
        tables=(bands, names),
        sources=(scheme.source,),
    )


def _age_limits(rules: RuleSet) -> RuleSection | None:
    if not rules.age_limits:
        return None
    table = RuleTable(
        header=(_("Ages"), _("May enter"), _("Adult with them")),
        rows=tuple(
            (
                ages_text(limit.from_age, limit.to_age),
                ", ".join(race_label(rules, code) for code in limit.races),
                _("needed") if limit.needs_adult else "",
            )
            for limit in rules.age_limits
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


def _fees(rules: RuleSet, fees: FeeSchedule) -> RuleSection:
    lines = [
        _("In {currency}; a price holds up to and including its day.").format(
            currency=fees.currency
        )
    ]
    if fees.series_entry is not None:
        text = _("All events at once: {percent} % off the prices of the day, until {day}.")
        closes = fees.series_entry.closes
        lines.append(
            text.format(
                percent=plain(fees.series_entry.percent_off),
                day=_("the end") if closes is None else day_words(closes.date(), long=True),
            )
        )
    late = fees.late_entries is LateEntries.LAST_PRICE
    lines.append(
        _("After the closing: taken at the last price.")
        if late
        else _("After the closing: not taken.")
    )
    tables = [_fee_table(fees, event) for event in rules.events]
    sources = [fees.source]
    if fees.series_entry is not None:
        sources.append(fees.series_entry.source)
    return RuleSection(
        key="fees",
        title=_("Fees"),
        lines=tuple(lines),
        tables=tuple(table for table in tables if table.rows),
        sources=tuple(sources),
    )


def _fee_table(fees: FeeSchedule, event: EventRule) -> RuleTable:
    """Tiers down, races and fares across."""
    columns = [(race, fare) for race in event.races for fare in fees.fares]
    rows = []
    for tier in fees.tiers:
        if tier.event != event.code:
            continue
        prices = []
        for race, fare in columns:
            amount = tier.prices.get(race.code, {}).get(fare.id)
            prices.append("" if amount is None else format_minor(amount, fees.currency))
        rows.append((tier.label, day_words(tier.until, year=False, long=True), *prices))
    several = len(fees.fares) > 1
    heads = [f"{race.label}, {fare.label}" if several else race.label for race, fare in columns]
    return RuleTable(
        title=f"{event.name} · {day_words(event.date, long=True)}",
        header=(_("Price"), _("until"), *heads),
        rows=tuple(rows),
        right=frozenset(range(2, 2 + len(heads))),
    )


def _refunds(fees: FeeSchedule) -> RuleSection | None:
    tables = []
    if fees.refunds:
        tables.append(_bands(_("A runner cancels: given back"), fees.refunds))
    if fees.cancellation_credit:
        title = _("The organiser calls off: credit")
        tables.append(_bands(title, fees.cancellation_credit))
    lines = [
        *_change(_("Another distance"), fees.distance_transfer, fees.currency),
        *_change(_("Any other change"), fees.other_change, fees.currency),
    ]
    if not tables and not lines:
        return None
    sources = [fees.refund_source, fees.cancellation_source]
    sources += [r.source for r in (fees.distance_transfer, fees.other_change) if r is not None]
    return RuleSection(
        key="refunds",
        title=_("Refunds and changes"),
        lines=tuple(lines),
        tables=tuple(tables),
        sources=tuple(source for source in sources if source.says),
    )


def _bands(title: str, bands: Sequence[DayBand]) -> RuleTable:
    """Shares by days before the event, most days first."""
    rows = []
    upper: int | None = None
    for band in sorted(bands, key=lambda band: -band.min_days):
        days = _("{days} days or more") if upper is None else _("{days} to {upper} days")
        words = days.format(days=band.min_days, upper=(upper or 0) - 1)
        rows.append((words, f"{plain(band.percent)} %"))
        upper = band.min_days
    return RuleTable(
        title=title,
        header=(_("Before the event"), _("Share")),
        rows=tuple(rows),
        right=frozenset({1}),
    )


def _change(what: str, rule: TransferRule | None, currency: str) -> list[str]:
    if rule is None:
        return []
    text = _("{what}: {fee} {currency}, until {days} days before the event.")
    fee = format_minor(rule.fee_minor, currency)
    return [text.format(what=what, fee=fee, currency=currency, days=rule.min_days)]


def _medals(rules: RuleSet) -> RuleSection | None:
    rule = rules.medals
    if rule is None:
        return None
    currency = rules.fees.currency if rules.fees is not None else ""
    lines = [
        _("Orders close {days} days before the event.").format(days=rule.closes_days_before),
        _money_line(_("Price"), rule.price_minor, currency),
        _money_line(_("Postage"), rule.postage_minor, currency),
    ]
    return RuleSection(key="medals", title=_("Medals"), lines=tuple(lines), sources=(rule.source,))


def _money_line(what: str, amount: int | None, currency: str) -> str:
    if amount is None:
        return _("{what}: not published.").format(what=what)
    words = format_minor(amount, currency)
    return _("{what}: {amount} {currency}.").format(what=what, amount=words, currency=currency)


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


def _points(rules: RuleSet) -> RuleSection | None:
    rule = rules.points
    if rule is None:
        return None
    lines = (
        _("For the place {among}.").format(among=_SCOPES[rule.scope]),
        _("Started and not finished: {points} points.").format(
            points=plain(rule.unfinished_points)
        ),
    )
    rows = []
    for band in rule.bands:
        if band.to_rank is None:
            places = _("{place} and after").format(place=band.from_rank)
        elif band.to_rank == band.from_rank:
            places = str(band.from_rank)
        else:
            places = f"{band.from_rank}\N{EN DASH}{band.to_rank}"
        rows.append((places, plain(band.points)))
    table = RuleTable(header=(_("Place"), _("Points")), rows=tuple(rows), right=frozenset({1}))
    return RuleSection(
        key="points", title=_("Points"), lines=lines, tables=(table,), sources=(rule.source,)
    )


def _standings(rules: RuleSet) -> RuleSection | None:
    rule = rules.standings
    if rule is None:
        return None
    lines = [
        _("The best {best} of {of} results are added.").format(best=rule.count_best, of=rule.of)
    ]
    if rule.must_finish:
        text = plural(
            "Only who finishes {count} event in one and the same distance is placed.",
            "Only who finishes {count} events in one and the same distance is placed.",
            rule.must_finish,
        )
        lines.append(text)
    decides = _("Equal totals: {how} decides.")
    lines += [decides.format(how=_TIE_BREAKS[step]) for step in rule.tie_breaks]
    counted = rule.position_over_counted_only
    if rule.tie_breaks:
        lines.append(
            _("Only the results that count are looked at for that.")
            if counted
            else _("All results of the season are looked at for that.")
        )
    return RuleSection(
        key="standings", title=_("Standings"), lines=tuple(lines), sources=(rule.source,)
    )


def _awards(rules: RuleSet) -> RuleSection:
    rule = rules.awards
    table = RuleTable(
        header=(_("Prizes"), _("Places")),
        rows=(
            (_("Event, in each category"), str(rule.category_depth)),
            (_("Event, overall"), str(rule.overall_depth)),
            (_("Series, in each category"), str(rule.series_depth)),
        ),
        right=frozenset({1}),
    )
    lines = (_("Who shares the last place on the list is on it too."),)
    return RuleSection(
        key="awards", title=_("Prizes"), lines=lines, tables=(table,), sources=(rule.source,)
    )


def race_label(rules: RuleSet, code: str) -> str:
    """A race as the rules call it."""
    for event in rules.events:
        for race in event.races:
            if race.code == code:
                return race.label
    return code


def plain(value: Decimal) -> str:
    """A figure without a useless tail: ``15``, ``2.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
