"""What must hold between the parts of a rules document; each breach is a fault with its path."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trailsdesk.domain.standing_rules import Direction
from trailsdesk.formats.preset_awards import check_awards
from trailsdesk.formats.preset_calendar import check_calendar
from trailsdesk.formats.preset_categories import check_age_limits, check_categories
from trailsdesk.formats.preset_federation import check_federation
from trailsdesk.formats.preset_fee_checks import check_fees
from trailsdesk.formats.preset_finals import check_finals
from trailsdesk.formats.preset_points import check_points
from trailsdesk.formats.preset_qualification import check_qualification
from trailsdesk.formats.preset_scores import check_score_places
from trailsdesk.formats.preset_standings import check_standings
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.calendar_rules import EventRule
    from trailsdesk.domain.rules import RuleSet


_PLACES = frozenset({"qualification", "length", "calendar", "event", "finals"})
_LATER: tuple[tuple[frozenset[str], Callable[[RuleSet, Faults], None]], ...] = (
    (frozenset({"calendar", "event", "length"}), check_calendar),
    (_PLACES, check_qualification),
    (_PLACES, check_score_places),
    (frozenset({"finals"}), check_finals),
    (frozenset({"federation"}), check_federation),
    (frozenset({"awards", "categories", "event", "calendar"}), check_awards),
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
        check_fees(rules, rules.fees, faults)
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
