"""Rules of qualification of a rules document.

``[qualification.<id>]`` is one rule; its ``kind`` says which. Figures that belong to one event are
tables with the events' codes as keys, so that each can be written over on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.people import Gender
from trailsdesk.domain.qualification_rules import (
    FinisherRule,
    PlaceGroups,
    PlaceSpread,
    QualificationRule,
    RaceChangeRule,
    RegionalTitleRule,
    SlotRule,
)
from trailsdesk.domain.standing_rules import Region
from trailsdesk.formats.preset_calendar import event_codes, race_codes, whole_by_event
from trailsdesk.formats.preset_scores import SCORE_KINDS
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

PLACES_MAX = 10_000
DAYS_MAX = 366
KM_MAX = 20_100
"""Nothing on Earth is farther away."""


def read_qualification(
    document: Table, own_events: Iterable[str]
) -> tuple[QualificationRule, ...]:
    """Every ``[qualification.<id>]`` in the document's order.

    Args:
        own_events: codes of the events of the document and of its calendar, for the figures that
            belong to one each.
    """
    table = document.table("qualification")
    if table is None:
        return ()
    events = tuple(own_events)
    rules = []
    for name in table.names():
        one = table.table(name)
        if one is None:
            continue
        kind = one.text("kind")
        read = KINDS.get(kind)
        if read is not None:
            rules.append(read(one, name, events))
        elif kind:
            one.fault("preset.choice", "kind", found=kind[:60], choices=", ".join(KINDS))
            one.ask_all()
    return tuple(rules)


def _slots(table: Table, name: str, events: tuple[str, ...]) -> SlotRule:
    return SlotRule(
        id=name,
        label=table.text("label"),
        races=table.codes("races"),
        genders=table.choices("genders", Gender) or (Gender.F, Gender.M),
        total=table.maybe_whole("total", high=PLACES_MAX),
        places=whole_by_event(table, "places", events, PLACES_MAX),
        least=table.maybe_whole("least", high=PLACES_MAX),
        most=table.maybe_whole("most", high=PLACES_MAX),
        spread=table.choice("spread", PlaceSpread.EVEN),
        base=table.whole("base", 1, high=PLACES_MAX),
        step=table.whole("step", 10, low=1, high=PLACES_MAX),
        groups=table.choice("groups", PlaceGroups.ALL),
        reply_days=table.whole("reply_days", high=DAYS_MAX),
        depth=table.whole("depth", 0, high=PLACES_MAX) or None,
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def _finisher(table: Table, name: str, _events: tuple[str, ...]) -> FinisherRule:
    return FinisherRule(
        id=name,
        label=table.text("label"),
        races=table.codes("races"),
        division=table.code("division"),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def _regional_title(table: Table, name: str, events: tuple[str, ...]) -> RegionalTitleRule:
    held: dict[str, str] = {}
    by_event = table.table("events")
    if by_event is not None:
        for code in dict.fromkeys((*events, *by_event.names())):
            region = by_event.text(code, "")
            if region:
                held[code] = region
    return RegionalTitleRule(
        id=name,
        label=table.text("label"),
        races=table.codes("races"),
        events=held,
        regions=tuple(
            Region(
                code=region.code("code"),
                label=region.text("label"),
                nations=region.codes("nations"),
            )
            for region in table.tables("region", required=True)
        ),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


def _race_change(table: Table, name: str, events: tuple[str, ...]) -> RaceChangeRule:
    return RaceChangeRule(
        id=name,
        label=table.text("label"),
        races=table.codes("races"),
        into=table.code("into"),
        top=table.whole("top", high=PLACES_MAX),
        far_top=table.whole("far_top", high=PLACES_MAX),
        far_km=table.whole("far_km", high=KM_MAX),
        nearest_km=whole_by_event(table, "nearest_km", events, KM_MAX),
        estimate=table.flag("estimate", default=False),
        source=read_source(table),
    )


KINDS: dict[str, Callable[[Table, str, tuple[str, ...]], QualificationRule]] = {
    "slots": _slots,
    "finisher": _finisher,
    "regional-title": _regional_title,
    "race-change": _race_change,
    **SCORE_KINDS,
}
"""Readers by ``kind``: the table of one rule, its id, and the codes of the document's events."""


def check_qualification(rules: RuleSet, faults: Faults) -> None:
    """Races, events and regions a rule names must be there; bounds must be the right way round."""
    races, events = race_codes(rules), event_codes(rules)
    for rule in rules.qualification:
        path = f"qualification.{rule.id}"
        if isinstance(rule, SlotRule | FinisherRule | RegionalTitleRule | RaceChangeRule):
            for race in rule.races:
                if race not in races:
                    fault(faults, "preset.unknown-race", f"{path}.races", found=race)
        if isinstance(rule, SlotRule):
            _check_slots(rule, events, path, faults)
        elif isinstance(rule, RegionalTitleRule):
            _check_title(rule, events, path, faults)
        elif isinstance(rule, RaceChangeRule):
            _check_events(rule.nearest_km, events, f"{path}.nearest_km", faults)
            if rule.into not in races:
                fault(faults, "preset.unknown-race", f"{path}.into", found=rule.into)


def _check_slots(rule: SlotRule, events: set[str], path: str, faults: Faults) -> None:
    _check_events(rule.places, events, f"{path}.places", faults)
    if rule.least is not None and rule.most is not None and rule.most < rule.least:
        fault(faults, "preset.below", f"{path}.most", found=rule.most, low=rule.least)


def _check_title(rule: RegionalTitleRule, events: set[str], path: str, faults: Faults) -> None:
    _check_events(rule.events, events, f"{path}.events", faults)
    for code, region in rule.events.items():
        if rule.region_of(code) is None:
            words = ", ".join(each.code for each in rule.regions)
            fault(faults, "preset.choice", f"{path}.events.{code}", found=region, choices=words)


def _check_events(codes: Iterable[str], known: set[str], path: str, faults: Faults) -> None:
    for code in codes:
        if code not in known:
            fault(faults, "preset.unknown-event", f"{path}.{code}", found=code)
