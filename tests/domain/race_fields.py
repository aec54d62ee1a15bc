"""Small fields of one race for the rules of qualification. Everybody here is made up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.builders import a_race, a_result, a_runner, an_entry, an_event
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.qualification import SlotReply
from trailsdesk.domain.qualification_rules import RaceChangeRule, RegionalTitleRule, SlotRule
from trailsdesk.domain.race_field import Entrant, RaceField
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.slots import Told
from trailsdesk.domain.standing_rules import Region

DAY = date(2026, 5, 24)
GROUPS = {"F-YOUNG": Gender.F, "F-OLD": Gender.F, "M-YOUNG": Gender.M, "M-OLD": Gender.M}


def later(days: int) -> date:
    """A day after the race."""
    return DAY + timedelta(days=days)


def an_entrant(
    number: int,
    place: int | None,
    group: str = "F-OLD",
    *,
    rank: int | None = None,
    nation: str = "NZL",
    status: ResultStatus | None = None,
) -> Entrant:
    """Bib ``number`` at ``place`` of the group, or not finished when that is None."""
    word = status or (ResultStatus.DNF if place is None else ResultStatus.OK)
    result = a_result(
        entry_id=EntryId(number),
        status=word,
        rank=rank or place,
        rank_gender=place,
        rank_category=place,
    )
    return Entrant(
        entry=an_entry(str(number), id=EntryId(number), runner_id=RunnerId(number)),
        runner=a_runner(id=RunnerId(number), nation=nation),
        result=result,
        category=group,
        label=group.title(),
        gender=GROUPS.get(group),
    )


def a_field(*entrants: Entrant, **fields: Any) -> RaceField:
    """A half marathon with these entrants on the day after the race."""
    return RaceField(
        **{
            "event": an_event(),
            "race": a_race("half"),
            "today": later(1),
            "entrants": entrants,
            "peers": {"half": len(entrants)},
            "groups": GROUPS,
            **fields,
        }
    )


def a_slot_rule(**fields: Any) -> SlotRule:
    return SlotRule(
        **{
            "id": "slots",
            "label": "Slots",
            "races": ("half", "full"),
            "total": 8,
            "reply_days": 14,
            **fields,
        }
    )


def a_title_rule(**fields: Any) -> RegionalTitleRule:
    return RegionalTitleRule(
        **{
            "id": "title",
            "label": "Title",
            "races": ("half",),
            "events": {"willesden": "south"},
            "regions": (Region(code="south", label="the South", nations=("NZL", "AUS")),),
            **fields,
        }
    )


def a_change_rule(**fields: Any) -> RaceChangeRule:
    return RaceChangeRule(
        **{
            "id": "change",
            "label": "Change",
            "races": ("half",),
            "into": "full",
            "top": 3,
            "far_top": 15,
            "far_km": 500,
            **fields,
        }
    )


def yes(days: int) -> Told:
    """Accepted so many days after the race."""
    return Told(reply=SlotReply.ACCEPTED, day=later(days))


def no(days: int) -> Told:
    """Declined so many days after the race."""
    return Told(reply=SlotReply.DECLINED, day=later(days))
