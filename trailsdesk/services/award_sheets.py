"""The sheets of the prizegiving: who is called to the table, and who gets a medal."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.documents import awards as documents
from trailsdesk.domain.awards import PrizeGroup, medal_rows, prize_groups
from trailsdesk.i18n import _
from trailsdesk.services import results
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_notes import podium_note
from trailsdesk.services.sheet_request import SheetRequest, context_for, races_for, rows_for

if TYPE_CHECKING:
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season


def podium_groups(
    season: Season, event_id: EventId, race_id: RaceId | None = None, depth: int | None = None
) -> tuple[PrizeGroup, ...]:
    """Who is called to the table; ``depth`` None is as many places as the rules say."""
    rule = season.rules.awards
    if depth is not None:
        rule = dataclasses.replace(rule, category_depth=depth)
    rows = results.rows_of(season, event_id, race_id)
    return prize_groups(rows, rule, [code for code, _label in season.category_order()])


def _prize_list(season: Season, request: SheetRequest) -> Sheet:
    rows = rows_for(season, request)
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    groups = podium_groups(season, request.event.id, request.race_id, request.depth)
    extra = podium_note(season, groups)
    context = context_for(season, request, rows, with_results=True, extra=extra)
    return documents.prize_list(context, groups)


def _medal_pickup(season: Season, request: SheetRequest) -> Sheet:
    rows = rows_for(season, request)
    race_ids = races_for(season, request)
    results_of = {race_id: season.results(race_id) for race_id in race_ids}
    ordered = medal_rows(season.data, season.data.races[race_ids[0]].event_id, results_of)
    entries = season.data.entries
    ordered = tuple(row for row in ordered if entries[row.entry_id].race_id in race_ids)
    context = context_for(season, request, rows, with_results=False, listed=ordered)
    return documents.medal_pickup(context, ordered)


AWARD_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="prize-list",
        title=_("Prize list"),
        about=_("first places per distance and category"),
        words=("prizes", "prize", "awards", "award-list"),
        build=_prize_list,
    ),
    PrintKind(
        id="medal-pickup",
        title=_("Medal pick-up"),
        about=_("ordered medals, to be signed for"),
        words=("medal-pick-up", "medals", "medal", "pickup", "pick-up"),
        build=_medal_pickup,
        over_results=False,
    ),
)
