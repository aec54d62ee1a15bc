"""What must hold between the parts of a rules document; each breach is a fault with its path."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.standing_rules import Direction
from trailsdesk.formats.preset_ages import check_ages, check_cover
from trailsdesk.formats.preset_calendar import check_calendar
from trailsdesk.formats.preset_categories import check_age_limits, check_categories
from trailsdesk.formats.preset_federation import check_federation
from trailsdesk.formats.preset_finals import check_finals
from trailsdesk.formats.preset_points import check_points
from trailsdesk.formats.preset_qualification import check_qualification
from trailsdesk.formats.preset_scores import check_score_places
from trailsdesk.formats.preset_standings import check_standings
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.calendar_rules import EventRule
    from trailsdesk.domain.rules import DayBand, FeeSchedule, FeeTier, RuleSet


_PLACES = frozenset({"qualification", "length", "calendar", "event", "finals"})
_LATER: tuple[tuple[frozenset[str], Callable[[RuleSet, Faults], None]], ...] = (
    (frozenset({"calendar", "event", "length"}), check_calendar),
    (_PLACES, check_qualification),
    (_PLACES, check_score_places),
    (frozenset({"finals"}), check_finals),
    (frozenset({"federation"}), check_federation),
)
"""Checks with the sections they look at, after those of the older sections."""


def check_rules(rules: RuleSet, faults: Faults) -> None:
    """Check what one key alone cannot show.

    A section that is already faulty is left out: its stand-ins would only raise false alarms.
    """
    broken = {str(one.params["path"]).partition(".")[0].partition("[")[0] for one in faults}
    if "event" not in broken:
        _check_events(rules, faults)
    if "categories" not in broken:
        check_categories(rules, faults, has_limits="age_limit" not in broken)
    if not broken & {"age_limit", "event"}:
        check_age_limits(rules, faults)
    if rules.fees is not None and not broken & {"fees", "event", "age_limit"}:
        _check_fees(rules, rules.fees, faults)
    if not broken & {"points", "standings", "event"}:
        rule = rules.standings
        low_wins = rule is not None and rule.direction is Direction.LOW
        check_points(rules, faults, low_wins=low_wins)
    if not broken & {"standings", "teams", "event"}:
        check_standings(rules, faults)
    for needed, check in _LATER:
        if not broken & needed:
            check(rules, faults)


def _check_events(rules: RuleSet, faults: Faults) -> None:
    check_unique((event.code for event in rules.events), "event", "code", faults)
    for index, event in enumerate(rules.events):
        path = f"event[{index}]"
        check_unique((race.code for race in event.races), f"{path}.races", "code", faults)
        _check_race_words(event, path, faults)
        try:
            ZoneInfo(event.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            fault(faults, "preset.zone", f"{path}.zone", found=event.zone)
        if event.entries_close is not None and event.entries_close.date() > event.date:
            closes = event.entries_close.date().isoformat()
            fault(
                faults,
                "preset.closes-after",
                f"{path}.entries_close",
                closes=closes,
                day=event.date.isoformat(),
            )


def _check_race_words(event: EventRule, path: str, faults: Faults) -> None:
    """A word that names two races of an event would send entries to the wrong one."""
    words: dict[str, str] = {}
    for index, race in enumerate(event.races):
        own = {word.casefold() for word in (race.code, race.label, *race.aliases)}
        for word in sorted(own & words.keys()):
            fault(
                faults,
                "preset.same-word",
                f"{path}.races[{index}]",
                found=word,
                first=words[word],
                second=race.code,
            )
        words.update(dict.fromkeys(own, race.code))


def _check_fees(rules: RuleSet, fees: FeeSchedule, faults: Faults) -> None:
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


def _check_tier(
    rules: RuleSet, fees: FeeSchedule, tier: FeeTier, path: str, faults: Faults
) -> None:
    event = rules.event(tier.event)
    if event is None:
        fault(faults, "preset.unknown-event", f"{path}.event", found=tier.event)
        return
    races = [race.code for race in event.races]
    fares = [fare.id for fare in fees.fares]
    for race in races:
        for fare in fares:
            if fare not in tier.prices.get(race, {}):
                fault(
                    faults, "preset.no-price", f"{path}.prices.{race}.{fare}", race=race, fare=fare
                )
    for race, by_fare in tier.prices.items():
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
