"""The sheets of the prizegiving: who is called to the table, in which order, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents import award_lists
from trailsdesk.documents import awards as documents
from trailsdesk.documents.sheet import Notice
from trailsdesk.i18n import _, message
from trailsdesk.services import results
from trailsdesk.services.award_problems import awards_told
from trailsdesk.services.awards import award_groups, award_view, in_order
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_notes import podium_note
from trailsdesk.services.sheet_request import SheetRequest, context_for, rows_for

if TYPE_CHECKING:
    from trailsdesk.documents.context import SheetContext
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.award_states import AwardStanding
    from trailsdesk.domain.awards import PrizeGroup
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season


def podium_groups(
    season: Season, event_id: EventId, race_id: RaceId | None = None, depth: int | None = None
) -> tuple[PrizeGroup, ...]:
    """Who is called to the table; ``depth`` None is as many places as the rules say."""
    groups = award_groups(season, event_id, depth)
    if race_id is None:
        return groups
    code = season.data.races[race_id].code
    return tuple(group for group in groups if group.race_code == code)


def _prize_list(season: Season, request: SheetRequest) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    groups = podium_groups(season, request.event.id, request.race_id, request.depth)
    return documents.prize_list(_context(season, request, groups), groups)


def _context(
    season: Season, request: SheetRequest, groups: tuple[PrizeGroup, ...]
) -> SheetContext:
    """The context of a sheet of awards: what to look at before anybody is called out."""
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    extra = [*_announced_otherwise(season, request.event.id), *podium_note(season, groups)]
    rows = rows_for(season, request)
    return context_for(season, request, rows, with_results=True, extra=extra)


def _announced_otherwise(season: Season, event_id: EventId | None) -> list[Notice]:
    """What was said at the table and no longer holds, with the names."""
    items = tuple(
        message(told.problem)
        for told in awards_told(season)
        if told.problem.place is not None and told.problem.place.event_id == event_id
    )
    return [Notice(text=_("Announced or handed out otherwise:"), items=items)] if items else []


def _awards(season: Season, request: SheetRequest) -> tuple[AwardStanding, ...]:
    """The awards asked for, in the order of presentation."""
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    found = award_view(season, request.event.id, request.race_id, depth=request.depth)
    return tuple(
        award
        for award in in_order(season, found, request.award_order)
        if award.settled or not request.only_settled
    )


def _running_order(season: Season, request: SheetRequest) -> Sheet:
    awards = _awards(season, request)
    context = _context(season, request, tuple(award.group for award in awards))
    return award_lists.running_order(context, awards)


def _reasons(season: Season, request: SheetRequest) -> Sheet:
    awards = _awards(season, request)
    context = _context(season, request, tuple(award.group for award in awards))
    return award_lists.award_reasons(context, awards)


def _pickup(season: Season, request: SheetRequest) -> Sheet:
    awards = _awards(season, request)
    context = _context(season, request, tuple(award.group for award in awards))
    return award_lists.award_pickup(context, awards)


def _series(season: Season, request: SheetRequest) -> Sheet:
    found = award_view(season, None, depth=request.depth)
    code = request.race_code
    awards = tuple(
        award
        for award in in_order(season, found, request.award_order)
        if code in (None, award.group.race_code) and (award.settled or not request.only_settled)
    )
    rows = tuple(
        row for race_id in season.data.races for row in results.result_rows(season, race_id)
    )
    people = tuple({row.runner_id: row for row in rows}.values())
    context = context_for(
        season, request, rows, with_results=True, listed=people,
        extra=_announced_otherwise(season, None),
    )  # fmt: skip
    return award_lists.award_reasons(context, awards, of_series=True)


AWARD_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="prize-list",
        title=_("Prize list"),
        about=_("first places per distance and category"),
        words=("prizes", "prize", "awards", "award-list"),
        build=_prize_list,
    ),
    PrintKind(
        id="running-order",
        title=_("Running order"),
        about=_("for the announcer: award by award, sponsors, how names are spoken"),
        words=("order", "prizegiving", "announcer", "running-order-of-awards"),
        build=_running_order,
    ),
    PrintKind(
        id="award-reasons",
        title=_("Awards with reasons"),
        about=_("why each winner has the place, and who was passed over"),
        words=("reasons", "why", "award-sheet"),
        build=_reasons,
    ),
    PrintKind(
        id="award-pickup",
        title=_("Prize pick-up"),
        about=_("who gets a prize, to be signed for"),
        words=("prize-pickup", "prize-pick-up", "award-pick-up"),
        build=_pickup,
        hangs=False,
    ),
    PrintKind(
        id="series-awards",
        title=_("Series awards"),
        about=_("the first of every list of the standings, with the reason"),
        words=("series-prizes", "season-awards"),
        build=_series,
        needs_event=False,
    ),
)
