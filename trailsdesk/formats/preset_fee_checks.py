"""What must hold within the price list of a rules document; each breach with its path."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_rules import LateEntries
from trailsdesk.formats.preset_ages import check_ages, check_cover
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.calendar_rules import EventRule
    from trailsdesk.domain.fee_rules import DayBand, FeeSchedule, FeeTier
    from trailsdesk.domain.rules import RuleSet


def check_fees(rules: RuleSet, fees: FeeSchedule, faults: Faults) -> None:
    """Prices for everybody and every day, shares in order, discounts and extras that can be."""
    if fees.tiers or fees.fares:
        check_unique((fare.id for fare in fees.fares), "fees.fares", "id", faults)
        fares = [(fare.from_age, fare.to_age) for fare in fees.fares]
        if not fares:
            fault(faults, "preset.empty", "fees.fares")
        elif check_ages(fares, "fees.fares", faults):
            check_cover(fares, rules, "fees.fares", faults)
            if not rules.age_limits and fares[0][0] > 0:
                fault(faults, "preset.ages-missing", "fees.fares", low=0, high=fares[0][0] - 1)
            if not rules.age_limits and fares[-1][1] is not None:
                fault(faults, "preset.ages-open", "fees.fares", high=fares[-1][1])
    for index, tier in enumerate(fees.tiers):
        _check_tier(rules, fees, tier, f"fees.tier[{index}]", faults)
    if fees.tiers:
        for number, event in enumerate(rules.events):
            _check_tiers_of(event, number, fees, faults)
    _check_day_bands(fees.refunds, "fees.refund.bands", faults)
    _check_day_bands(fees.cancellation_credit, "fees.cancellation_credit.bands", faults)
    _check_day_prices(rules, fees, faults)
    _check_sold(rules, fees, faults)


def _check_tier(
    rules: RuleSet, fees: FeeSchedule, tier: FeeTier, path: str, faults: Faults
) -> None:
    event = rules.event(tier.event)
    if event is None:
        fault(faults, "preset.unknown-event", f"{path}.event", found=tier.event)
    else:
        _check_prices([race.code for race in event.races], fees, tier.prices, path, faults)


def _check_prices(
    races: Sequence[str],
    fees: FeeSchedule,
    prices: Mapping[str, Mapping[str, int]],
    path: str,
    faults: Faults,
) -> None:
    """Every race and fare has its price, and no other one."""
    fares = [fare.id for fare in fees.fares]
    for race in races:
        for fare in fares:
            if fare not in prices.get(race, {}):
                fault(
                    faults, "preset.no-price", f"{path}.prices.{race}.{fare}", race=race, fare=fare
                )
    for race, by_fare in prices.items():
        if race not in races:
            fault(faults, "preset.unknown-race", f"{path}.prices.{race}", found=race)
        for fare in by_fare:
            if fare not in fares:
                fault(faults, "preset.unknown-fare", f"{path}.prices.{race}.{fare}", found=fare)


def _check_tiers_of(event: EventRule, number: int, fees: FeeSchedule, faults: Faults) -> None:
    own = [(index, tier) for index, tier in enumerate(fees.tiers) if tier.event == event.code]
    if not own:
        fault(faults, "preset.no-tiers", f"event[{number}]", event=event.code)
        return
    for tier_id, count in Counter(tier.id for _index, tier in own).items():
        if count > 1:
            last = max(index for index, tier in own if tier.id == tier_id)
            fault(faults, "preset.twice", f"fees.tier[{last}].id", found=tier_id)
    for (_before, first), (index, second) in pairwise(own):
        if second.until <= first.until:
            fault(
                faults,
                "preset.tier-order",
                f"fees.tier[{index}].until",
                until=second.until.isoformat(),
                before=first.until.isoformat(),
            )
    index, last_tier = own[-1]
    end = event.entries_close.date() if event.entries_close else event.date
    if last_tier.until < end:
        fault(
            faults,
            "preset.tier-ends",
            f"fees.tier[{index}].until",
            until=last_tier.until.isoformat(),
            first=(last_tier.until + timedelta(days=1)).isoformat(),
            last=end.isoformat(),
        )


def _check_day_bands(bands: Sequence[DayBand], path: str, faults: Faults) -> None:
    for index, (before, band) in enumerate(pairwise(bands), start=1):
        if band.min_days >= before.min_days:
            fault(
                faults,
                "preset.days-order",
                f"{path}[{index}].min_days",
                days=band.min_days,
                before=before.min_days,
            )


def _check_day_prices(rules: RuleSet, fees: FeeSchedule, faults: Faults) -> None:
    events = {event.code: event for event in rules.events}
    named = {price.event for price in fees.day_prices}
    for index, price in enumerate(fees.day_prices):
        path = f"fees.day_price[{index}]"
        if price.event and price.event not in events:
            fault(faults, "preset.unknown-event", f"{path}.event", found=price.event)
            continue
        held = (
            [events[price.event]]
            if price.event
            else [event for event in rules.events if event.code not in named]
        )
        races = dict.fromkeys(race.code for event in held for race in event.races)
        _check_prices(list(races), fees, price.prices, path, faults)
    check_unique((price.event for price in fees.day_prices), "fees.day_price", "event", faults)
    if fees.late_entries is LateEntries.DAY_PRICE:
        for number, event in enumerate(rules.events):
            if fees.day_price(event.code) is None:
                fault(faults, "preset.no-day-price", f"event[{number}]", event=event.code)


def _check_sold(rules: RuleSet, fees: FeeSchedule, faults: Faults) -> None:
    """Discounts and extras have names of their own and speak of races there are."""
    check_unique((each.id for each in fees.discounts), "fees.discount", "id", faults)
    check_unique((each.id for each in fees.extras), "fees.extra", "id", faults)
    known = {race.code for event in rules.events for race in event.races}
    for index, discount in enumerate(fees.discounts):
        path = f"fees.discount[{index}]"
        for number, race in enumerate(discount.races):
            if race not in known:
                fault(faults, "preset.unknown-race", f"{path}.races[{number}]", found=race)
        low, high = discount.age_from, discount.age_below
        if low is not None and high is not None and low >= high:
            fault(faults, "preset.discount-ages", f"{path}.age_below", low=low, high=high)
    for index, extra in enumerate(fees.extras):
        for race in extra.prices:
            if race not in known:
                path = f"fees.extra[{index}].prices.{race}"
                fault(faults, "preset.unknown-race", path, found=race)
