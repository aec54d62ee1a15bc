"""The sheet of the spot prizes of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.spot_draw import SheetDraw, SheetPrize, SheetTicket, spot_prizes
from trailsdesk.domain.chrono import format_clock, local_date
from trailsdesk.i18n import _, day_words
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_request import SheetRequest, context_for
from trailsdesk.services.spot_draw import (
    DrawView,
    PrizeRow,
    Ticket,
    draw_view,
    draws_of,
    tickets_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.season import Season


def _spot_prizes(season: Season, request: SheetRequest) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    views = [draw_view(season, each.id) for each in draws_of(season, request.event.id)]
    if request.race_id is not None:
        views = [view for view in views if view.draw.race_id in (None, request.race_id)]
    return sheet_of_draws(season, request, views)


def sheet_of_draws(season: Season, request: SheetRequest, views: Iterable[DrawView]) -> Sheet:
    """The sheet of these draws, kept in the file or not."""
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    zone = request.event.zone
    context = context_for(season, request, (), with_results=False)
    draws = [_draw(season, view, zone, appendix=request.appendix) for view in views]
    return spot_prizes(context, draws, appendix=request.appendix)


def _draw(season: Season, view: DrawView, zone: str, *, appendix: bool) -> SheetDraw:
    draw = view.draw

    def prize(row: PrizeRow) -> SheetPrize:
        pot = tickets_of(season, draw, row.prize.among) if appendix else ()
        return _prize(row, zone, tuple(map(_ticket, pot)))

    left_out = tickets_of(season, draw, draw.excluded)
    return SheetDraw(
        title=draw.title,
        pool=draw.pool,
        seed=draw.seed,
        sealed=_moment(draw.made_ms, zone),
        prizes=tuple(map(prize, view.rows)),
        left_out=tuple(f"{each.bib} {each.name}".strip() for each in left_out),
    )


def _prize(row: PrizeRow, zone: str, pot: tuple[SheetTicket, ...]) -> SheetPrize:
    prize = row.prize
    at = prize.drawn_ms
    return SheetPrize(
        ordinal=prize.ordinal,
        prize=prize.prize,
        sponsor=prize.sponsor,
        drawn=row.drawn,
        winner=None if row.winner is None else _ticket(row.winner),
        passed=tuple(map(_ticket, row.passed)),
        count=len(prize.among),
        pot=pot,
        turn=prize.turn,
        at="" if at is None else format_clock(at, zone),
        handed=prize.handed_ms is not None,
    )


def _ticket(ticket: Ticket) -> SheetTicket:
    return SheetTicket(
        key=ticket.key, number=ticket.number, bib=ticket.bib, name=ticket.name, race=ticket.race
    )


def _moment(at: Instant, zone: str) -> str:
    return f"{day_words(local_date(at, zone))} {format_clock(at, zone)}"


SPOT_DRAW_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="spot-prizes",
        title=_("Spot prizes"),
        about=_("winners, seed, and how anybody draws them again"),
        words=("spot-prize", "draw", "raffle", "lucky-draw"),
        build=_spot_prizes,
        over_results=False,
        hangs=False,
    ),
)
