"""The lines a quote is made of: the price, what comes off it, extras and the medal.

Discounts come off the price of the entry only, after the one for the whole series; they never
make it less than nothing. Amounts are minor units, rounded half up, once a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import ages_text
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.fee_rules import Discount, DiscountCombination
from trailsdesk.domain.ledger import LineItem
from trailsdesk.domain.money import format_minor, percent_of
from trailsdesk.domain.nations import country_key
from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import Note, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from trailsdesk.domain.fee_rules import Fare, FeeSchedule, FeeTier, MedalRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """What a runner belongs to, as far as a discount may ask; as it stands in the entry."""

    club: str = ""
    nation: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is bought with an entry: ids of extras, and the finisher medal."""

    extras: tuple[str, ...] = ()
    medal: MedalOrder = MedalOrder.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One line of a quote: its words, its amount (a discount is negative) and its rule.

    ``item`` and ``item_code`` say what it is for, as in the ledger.
    """

    label: Note
    amount_minor: int
    rule: Note
    item: LineItem = LineItem.ENTRY
    item_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What a discount's conditions are held against; ``age`` None while it is not known."""

    age: int | None
    race_code: str
    day: date
    series: bool
    affiliation: Affiliation


def price_line(tier: FeeTier, fare: Fare, price_minor: int) -> FeeLine:
    """The price of the day."""
    words: dict[str, str | int] = {
        "tier": tier.label,
        "until": tier.until.isoformat(),
        "fare": fare.label,
        "ages": ages_text(fare.from_age, fare.to_age),
    }
    return FeeLine(
        label=Note(code="fee.line-price", params=words),
        amount_minor=price_minor,
        rule=Note(code="fee.rule-price", params=words),
    )


def series_line(percent: Decimal, price_minor: int) -> FeeLine:
    """What entering all events at once takes off."""
    off: dict[str, str | int] = {"percent": plain_number(percent)}
    return FeeLine(
        label=Note(code="fee.line-series", params=off),
        amount_minor=-percent_of(price_minor, percent),
        rule=Note(code="fee.rule-series", params=off),
    )


def discount_lines(
    schedule: FeeSchedule, price_minor: int, fitting: Fitting
) -> tuple[FeeLine, ...]:
    """What the discounts take off a price: the best one, or all that fit, each off the rest."""
    fits = [each for each in schedule.discounts if discount_fits(each, fitting)]
    if schedule.combine is DiscountCombination.BEST_ONLY:
        fits = sorted(fits, key=lambda each: -_off(each, price_minor))[:1]
    lines = []
    left = price_minor
    for each in fits:
        off = _off(each, left)
        left -= off
        if off:
            lines.append(_discount_line(each, off, schedule.currency))
    return tuple(lines)


def discount_fits(rule: Discount, fitting: Fitting) -> bool:
    """Whether all conditions of a discount hold; one about an unknown age does not."""
    return all(_conditions(rule, fitting))


def _conditions(rule: Discount, fitting: Fitting) -> Iterator[bool]:
    of = fitting.affiliation
    if rule.age_from is not None:
        yield fitting.age is not None and fitting.age >= rule.age_from
    if rule.age_below is not None:
        yield fitting.age is not None and fitting.age < rule.age_below
    if rule.club_member:
        yield bool(of.club.strip())
    for wanted, found, alike in (
        (rule.clubs, of.club, fold_name),
        (rule.nations, of.nation, country_key),
        (rule.cities, of.city, fold_name),
    ):
        if wanted:
            yield bool(found.strip()) and alike(found) in map(alike, wanted)
    if rule.races:
        yield fitting.race_code in rule.races
    if rule.series is not None:
        yield rule.series == fitting.series
    if rule.entered_before is not None:
        yield fitting.day < rule.entered_before


def _off(rule: Discount, price_minor: int) -> int:
    """What it takes off, never more than there is."""
    if rule.percent is not None:
        return percent_of(price_minor, rule.percent)
    return min(price_minor, rule.amount_minor or 0)


def _discount_line(rule: Discount, off_minor: int, currency: str) -> FeeLine:
    words: dict[str, str | int] = {"label": rule.label}
    if rule.percent is not None:
        words["percent"] = plain_number(rule.percent)
    else:
        words["amount"] = format_minor(rule.amount_minor or 0, currency)
    return FeeLine(
        label=Note(code="fee.line-discount", params=words),
        amount_minor=-off_minor,
        rule=Note(code="fee.rule-discount", params=words),
        item_code=rule.id,
    )


def extra_lines(
    schedule: FeeSchedule, codes: Iterable[str], race_code: str
) -> tuple[FeeLine, ...]:
    """The extras asked for.

    Raises:
        Refused: ``fee.no-extra``, the rules sell no such thing.
    """
    lines = []
    for code in codes:
        extra = schedule.extra_of(code)
        if extra is None:
            known = ", ".join(each.id for each in schedule.extras)
            raise Refused("fee.no-extra", code=code, known=known)
        words: dict[str, str | int] = {"label": extra.label}
        lines.append(
            FeeLine(
                label=Note(code="fee.line-extra", params=words),
                amount_minor=extra.price_of(race_code),
                rule=Note(code="fee.rule-extra", params=words),
                item=LineItem.EXTRA,
                item_code=extra.id,
            )
        )
    return tuple(lines)


def medal_lines(rule: MedalRule | None, order: MedalOrder) -> tuple[FeeLine, ...]:
    """The medal and its postage; what has no published price has no line."""
    if rule is None or order is MedalOrder.NONE:
        return ()
    prices = [(LineItem.MEDAL, "medal", rule.price_minor)]
    if order is MedalOrder.POST:
        prices.append((LineItem.POSTAGE, "postage", rule.postage_minor))
    return tuple(
        FeeLine(
            label=Note(code=f"fee.line-{word}"),
            amount_minor=amount,
            rule=Note(code=f"fee.rule-{word}", params={"days": rule.closes_days_before}),
            item=item,
        )
        for item, word, amount in prices
        if amount is not None
    )


def lines_in_words(lines: Sequence[FeeLine], currency: str) -> str:
    """Amounts joined by their signs: ``49.00 - 7.35 + 15.00``."""
    words = format_minor(lines[0].amount_minor, currency) if lines else ""
    for line in lines[1:]:
        sign = "\N{MINUS SIGN}" if line.amount_minor < 0 else "+"
        words += f" {sign} {format_minor(abs(line.amount_minor), currency)}"
    return words


def plain_number(number: Decimal) -> str:
    """A number as people write it: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
