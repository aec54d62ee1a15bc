"""Prices, discounts, extras, refunds and medals of the rules, in words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text
from trailsdesk.domain.fee_rules import DiscountCombination, LateEntries, MedalRefund
from trailsdesk.domain.money import format_minor
from trailsdesk.i18n import _, day_words
from trailsdesk.services.rule_sections import RuleSection, RuleTable, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trailsdesk.domain.calendar_rules import EventRule
    from trailsdesk.domain.fee_rules import DayBand, Discount, Extra, FeeSchedule, TransferRule
    from trailsdesk.domain.rules import RuleSet

_LATE = {
    LateEntries.REFUSED: _("After the closing: not taken."),
    LateEntries.LAST_PRICE: _("After the closing: taken at the last price."),
    LateEntries.DAY_PRICE: _("After the closing: taken at the price of the day."),
}
_COMBINED = {
    DiscountCombination.BEST_ONLY: _("Of several discounts the best one counts."),
    DiscountCombination.ALL_IN_ORDER: _(
        "Several discounts come off one after the other, each off what is left."
    ),
}


def fee_section(rules: RuleSet, fees: FeeSchedule) -> RuleSection:
    """The price list, what comes off it and what is sold beside it."""
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
    lines.append(_LATE[fees.late_entries])
    if len(fees.discounts) > 1:
        lines.append(_COMBINED[fees.combine])
    tables = [_fee_table(fees, event) for event in rules.events]
    tables += [_discount_table(rules, fees), _extra_table(rules, fees)]
    sources = [fees.source]
    if fees.series_entry is not None:
        sources.append(fees.series_entry.source)
    sold: list[Discount | Extra] = [*fees.discounts, *fees.extras]
    sources += [each.source for each in sold if each.source.says]
    return RuleSection(
        key="fees",
        title=_("Fees"),
        lines=tuple(lines),
        tables=tuple(table for table in tables if table.rows),
        sources=tuple(dict.fromkeys(sources)),
    )


def refund_section(fees: FeeSchedule) -> RuleSection | None:
    """What is given back and what a change costs."""
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


def medal_section(rules: RuleSet) -> RuleSection | None:
    """Finisher medals."""
    rule = rules.medals
    if rule is None:
        return None
    currency = rules.fees.currency if rules.fees is not None else ""
    lines = [
        _("Orders close {days} days before the event.").format(days=rule.closes_days_before),
        _money_line(_("Price"), rule.price_minor, currency),
        _money_line(_("Postage"), rule.postage_minor, currency),
        _("A medal given up before that is refunded by the shares of the entry; later it is not.")
        if rule.refund is MedalRefund.AS_ENTRY
        else _("A medal given up is not refunded."),
    ]
    if rule.spare_percent:
        text = _("{percent} % more than ordered are made.")
        lines.append(text.format(percent=plain(rule.spare_percent)))
    return RuleSection(key="medals", title=_("Medals"), lines=tuple(lines), sources=(rule.source,))


def _fee_table(fees: FeeSchedule, event: EventRule) -> RuleTable:
    """Tiers down, races and fares across; the price of the day comes last."""
    columns = [(race, fare) for race in event.races for fare in fees.fares]

    def prices(listed: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
        for race, fare in columns:
            amount = listed.get(race.code, {}).get(fare.id)
            yield "" if amount is None else format_minor(amount, fees.currency)

    rows = [
        (tier.label, day_words(tier.until, year=False, long=True), *prices(tier.prices))
        for tier in fees.tiers
        if tier.event == event.code
    ]
    of_the_day = fees.day_price(event.code)
    if of_the_day is not None and fees.late_entries is LateEntries.DAY_PRICE:
        rows.append((of_the_day.label, _("after the closing"), *prices(of_the_day.prices)))
    several = len(fees.fares) > 1
    heads = [f"{race.label}, {fare.label}" if several else race.label for race, fare in columns]
    return RuleTable(
        title=f"{event.name} · {day_words(event.date, long=True)}",
        header=(_("Price"), _("until"), *heads),
        rows=tuple(rows),
        right=frozenset(range(2, 2 + len(heads))),
    )


def _discount_table(rules: RuleSet, fees: FeeSchedule) -> RuleTable:
    rows = []
    for each in fees.discounts:
        off = (
            f"{plain(each.percent)} %"
            if each.percent is not None
            else format_minor(each.amount_minor or 0, fees.currency)
        )
        rows.append((each.label, "; ".join(_conditions(rules, each)) or _("everybody"), off))
    return RuleTable(
        title=_("Discounts"),
        header=(_("Discount"), _("for"), _("off")),
        rows=tuple(rows),
        right=frozenset({2}),
    )


def _conditions(rules: RuleSet, rule: Discount) -> Iterator[str]:
    if rule.age_from is not None or rule.age_below is not None:
        last = None if rule.age_below is None else rule.age_below - 1
        yield _("ages {ages}").format(ages=ages_text(rule.age_from or 0, last))
    if rule.club_member:
        yield _("members of a club")
    if rule.clubs:
        yield ", ".join(rule.clubs)
    if rule.nations:
        yield ", ".join(rule.nations)
    if rule.cities:
        yield ", ".join(rule.cities)
    if rule.races:
        yield ", ".join(_race_label(rules, code) for code in rule.races)
    if rule.series is not None:
        yield _("series entries") if rule.series else _("single entries")
    if rule.entered_before is not None:
        day = day_words(rule.entered_before, long=True)
        yield _("entered before {day}").format(day=day)


def _extra_table(rules: RuleSet, fees: FeeSchedule) -> RuleTable:
    rows = []
    for extra in fees.extras:
        words = [format_minor(extra.amount_minor, fees.currency)]
        words += [
            f"{_race_label(rules, code)} {format_minor(minor, fees.currency)}"
            for code, minor in extra.prices.items()
        ]
        back = _("by the shares of the entry") if extra.refundable else _("no")
        rows.append((extra.label, ", ".join(words), back))
    return RuleTable(
        title=_("Extras"),
        header=(_("Extra"), _("Price"), _("Given back")),
        rows=tuple(rows),
        right=frozenset({1}),
    )


def _race_label(rules: RuleSet, code: str) -> str:
    races = (race for event in rules.events for race in event.races)
    return next((race.label for race in races if race.code == code), code)


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


def _money_line(what: str, amount: int | None, currency: str) -> str:
    if amount is None:
        return _("{what}: not published.").format(what=what)
    words = format_minor(amount, currency)
    return _("{what}: {amount} {currency}.").format(what=what, amount=words, currency=currency)
