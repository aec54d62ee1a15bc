"""The sheets of the finisher medals: to be signed for at the table, and to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents import medals as documents
from trailsdesk.domain.medals import NO_SPARE
from trailsdesk.i18n import _, message
from trailsdesk.services.medals import closing_of, due_medals
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_request import SheetRequest, context_for, races_for, rows_for

if TYPE_CHECKING:
    from trailsdesk.documents.context import SheetContext
    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.services.season import Season


def _ground(season: Season, request: SheetRequest) -> tuple[SheetContext, tuple[MedalRow, ...]]:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    due = due_medals(season, request.event.id, request.race_id)
    rows = rows_for(season, request)
    return context_for(season, request, rows, with_results=False, listed=due), due


def _medal_pickup(season: Season, request: SheetRequest) -> Sheet:
    context, due = _ground(season, request)
    return documents.medal_pickup(context, due)


def _medal_production(season: Season, request: SheetRequest) -> Sheet:
    context, due = _ground(season, request)
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    rule, closing = season.rules.medals, closing_of(season, request.event.id)
    spare_percent = NO_SPARE if rule is None else rule.spare_percent
    words = "" if closing is None else message(closing.note)
    labels = [season.data.races[race_id].label for race_id in races_for(season, request)]
    return documents.medal_production(context, due, spare_percent, words, labels)


MEDAL_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="medal-pickup",
        title=_("Medal pick-up"),
        about=_("ordered medals, to be signed for"),
        words=("medal-pick-up", "medals", "medal", "pickup", "pick-up"),
        build=_medal_pickup,
        over_results=False,
    ),
    PrintKind(
        id="medal-production",
        title=_("Medals to be made"),
        about=_("how many for each race, with the spare ones"),
        words=("production", "medal-order", "production-list"),
        build=_medal_production,
        over_results=False,
        hangs=False,
    ),
)
