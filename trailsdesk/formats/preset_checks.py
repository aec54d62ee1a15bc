"""What must hold between the parts of a rules document; each breach is a fault with its path."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.rules import AgeReference
from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.domain.rules import DayBand, EventRule, FeeSchedule, FeeTier, RuleSet

_Ages = tuple[int, int | None]


def check_rules(rules: RuleSet, faults: Faults) -> None:
    """Check what one key alone cannot show.

    A section that is already faulty is left out: its stand-ins would only raise false alarms.
    """
    broken = {str(one.params["path"]).partition(".")[0].partition("[")[0] for one in faults}
    if "event" not in broken:
        _check_events(rules, faults)
    if "categories" not in broken:
        _check_categories(rules, faults, has_limits="age_limit" not in broken)
    if not broken & {"age_limit", "event"}:
        _check_age_limits(rules, faults)
    if rules.fees is not None and not broken & {"fees", "event", "age_limit"}:
        _check_fees(rules, rules.fees, faults)
    if "points" not in broken:
        _check_points(rules, faults)
    if not broken & {"standings", "event"}:
        _check_standings(rules, faults)


def _check_unique(values: Iterable[str], path: str, key: str, faults: Faults) -> None:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            fault(faults, "preset.twice", f"{path}[{index}].{key}", found=value)
        seen.add(value)


def _check_events(rules: RuleSet, faults: Faults) -> None:
    _check_unique((event.code for event in rules.events), "event", "code", faults)
    for index, event in enumerate(rules.events):
        path = f"event[{index}]"
        _check_unique((race.code for race in event.races), f"{path}.races", "code", faults)
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


def _check_categories(rules: RuleSet, faults: Faults, *, has_limits: bool) -> None:
    scheme = rules.categories
    path = "categories.bands"
    _check_unique((band.code for band in scheme.bands), path, "code", faults)
    bands = [(band.from_age, band.to_age) for band in scheme.bands]
    if _check_ages(bands, path, faults) and has_limits:
        _check_cover(bands, rules, path, faults)
    takes_fixed = AgeReference.FIXED_DATE in (scheme.event_age, scheme.series_age)
    if takes_fixed and scheme.fixed_date is None:
        fault(faults, "preset.missing", "categories.fixed_date")


def _check_ages(ages: Sequence[_Ages], path: str, faults: Faults, *, gaps: bool = True) -> bool:
    """Ages must rise from item to item, without overlap and (with ``gaps``) without a hole."""
    found = len(faults)
    for index, (low, high) in enumerate(ages):
        here = f"{path}[{index}]"
        if high is not None and high < low:
            fault(faults, "preset.ages-backwards", here, low=low, high=high)
        if index == 0:
            continue
        before = ages[index - 1][1]
        if before is None or low <= before:
            last = "" if before is None else str(before)
            fault(faults, "preset.ages-overlap", here, low=low, before=last)
        elif gaps and low > before + 1:
            fault(faults, "preset.ages-gap", here, low=before + 1, high=low - 1)
    return len(faults) == found


def _check_cover(ages: Sequence[_Ages], rules: RuleSet, path: str, faults: Faults) -> None:
    """Every age that may enter needs its place."""
    low, high = ages[0][0], ages[-1][1]
    allowed = [(limit.from_age, limit.to_age) for limit in rules.age_limits]
    for first, last in allowed:
        if first < low:
            fault(faults, "preset.ages-missing", path, low=first, high=low - 1)
        if high is not None and last is None:
            fault(faults, "preset.ages-open", path, high=high)
        elif high is not None and last is not None and last > high:
            fault(faults, "preset.ages-missing", path, low=high + 1, high=last)


def _check_age_limits(rules: RuleSet, faults: Faults) -> None:
    limits = [(limit.from_age, limit.to_age) for limit in rules.age_limits]
    _check_ages(limits, "age_limit", faults, gaps=False)
    known = {race.code for event in rules.events for race in event.races}
    for index, limit in enumerate(rules.age_limits):
        for race in limit.races:
            if race not in known:
                fault(faults, "preset.unknown-race", f"age_limit[{index}].races", found=race)


def _check_fees(rules: RuleSet, fees: FeeSchedule, faults: Faults) -> None:
    if fees.tiers or fees.fares:
        _check_unique((fare.id for fare in fees.fares), "fees.fares", "id", faults)
        fares = [(fare.from_age, fare.to_age) for fare in fees.fares]
        if not fares:
            fault(faults, "preset.empty", "fees.fares")
        elif _check_ages(fares, "fees.fares", faults):
            _check_cover(fares, rules, "fees.fares", faults)
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


def _check_points(rules: RuleSet, faults: Faults) -> None:
    if rules.points is None:
        return
    bands = rules.points.bands
    wanted = 1
    for index, band in enumerate(bands):
        path = f"points.bands[{index}]"
        if band.from_rank != wanted:
            fault(faults, "preset.ranks", f"{path}.from", found=band.from_rank, wanted=wanted)
        if band.to_rank is None:
            if index < len(bands) - 1:
                fault(faults, "preset.ranks-end", f"{path}.to")
            wanted = band.from_rank + 1
        else:
            if band.to_rank < band.from_rank:
                fault(
                    faults, "preset.ranks", f"{path}.to", found=band.to_rank, wanted=band.from_rank
                )
            wanted = band.to_rank + 1
        if index and band.points > bands[index - 1].points:
            fault(
                faults,
                "preset.points-rise",
                f"{path}.points",
                points=str(band.points),
                before=str(bands[index - 1].points),
            )
    if bands and bands[-1].to_rank is not None:
        fault(
            faults,
            "preset.ranks-open",
            f"points.bands[{len(bands) - 1}].to",
            last=bands[-1].to_rank,
        )


def _check_standings(rules: RuleSet, faults: Faults) -> None:
    rule = rules.standings
    if rule is None:
        return
    if rules.points is None:
        fault(faults, "preset.missing", "points")
    if rule.count_best > rule.of:
        fault(
            faults, "preset.too-many", "standings.count_best", found=rule.count_best, limit=rule.of
        )
    if rule.must_finish > rule.of:
        fault(
            faults,
            "preset.too-many",
            "standings.must_finish",
            found=rule.must_finish,
            limit=rule.of,
        )
    if rule.of > len(rules.events):
        fault(faults, "preset.too-many", "standings.of", found=rule.of, limit=len(rules.events))
