"""Certificates of an event: whom there is one for, and what it says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trailsdesk.documents.certificates import CertificateWords, certificates
from trailsdesk.documents.sheet import Paragraph, SheetKind
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.i18n import _, day_words
from trailsdesk.services.print_kind import PrintKind
from trailsdesk.services.sheet_art import art_of, design_of, picture_of
from trailsdesk.services.sheet_request import (
    SheetRequest,
    context_for,
    race_name,
    races_for,
    rows_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.documents.sheet import Sheet
    from trailsdesk.domain.event import Race
    from trailsdesk.services.season import Season


def _certificates(season: Season, request: SheetRequest) -> Sheet:
    assert request.event is not None  # noqa: S101  build_sheet has refused that
    everybody = rows_for(season, request)
    rows = _asked_for(season, request, everybody)
    context = context_for(season, request, everybody, with_results=True, listed=rows)
    if not rows:
        nobody = Paragraph(text=_("Nobody has finished yet."), muted=True)
        return context.sheet(SheetKind.CERTIFICATE, _("Certificates"), [nobody])
    design = design_of(season, request.event.id)
    art = art_of(season, ArtRole.CERTIFICATE, request.event.id)
    ground = picture_of(season, art, _("Background"))
    words = finisher_words(season, request, everybody, rows)
    return certificates(context, design, words, ground)


def _asked_for(
    season: Season, request: SheetRequest, everybody: Sequence[ResultRow]
) -> list[ResultRow]:
    """The finishers in the order of their pages.

    Raises:
        Refused: ``certificate.no-such-bib``, ``certificate.not-finished``.
    """
    rows = [row for row in everybody if row.result.status is ResultStatus.OK]
    if request.bib:
        if request.bib not in {row.bib for row in everybody}:
            raise Refused("certificate.no-such-bib", bib=request.bib)
        rows = [row for row in rows if row.bib == request.bib]
        if not rows:
            raise Refused("certificate.not-finished", bib=request.bib)
    if request.winners:
        depth = request.depth or season.rules.awards.category_depth or 3
        rows = [row for row in rows if _is_placed(row, depth)]
    if request.by_category:
        order = {code: at for at, (code, _label) in enumerate(season.category_order())}
        races = {race.code: at for at, race in enumerate(_races(season, request))}
        rows.sort(
            key=lambda row: (
                races.get(row.race_code, 0),
                order.get(row.category, len(order)),
                row.result.rank_category or 0,
            )
        )
    return rows


def _races(season: Season, request: SheetRequest) -> list[Race]:
    return [season.data.races[race_id] for race_id in races_for(season, request)]


def _is_placed(row: ResultRow, depth: int) -> bool:
    """Among the first so many of the women, of the men, or of the category."""
    places = (row.result.rank_gender, row.result.rank_category)
    return any(place is not None and place <= depth for place in places)


def finisher_words(
    season: Season,
    request: SheetRequest,
    everybody: Sequence[ResultRow],
    rows: Sequence[ResultRow],
) -> list[CertificateWords]:
    """What is said of each of the rows; ``everybody`` tells among how many."""
    assert request.event is not None  # noqa: S101  the callers have an event
    done = [row for row in everybody if row.result.status is ResultStatus.OK]
    in_race = Counter(row.race_code for row in done)
    in_category = Counter((row.race_code, row.category) for row in done)
    names = {race.code: race_name(season, race.id) for race in _races(season, request)}
    event = ", ".join((request.event.name, day_words(request.event.date, long=True)))
    found = []
    for row in rows:
        result = row.result
        category = ""
        if result.rank_category is not None and row.category_label:
            category = _("place {place} of {count} in {category}").format(
                place=result.rank_category,
                count=in_category[row.race_code, row.category],
                category=row.category_label,
            )
        place = ""
        if result.rank is not None:
            place = _("place {place} of {count}").format(
                place=result.rank, count=in_race[row.race_code]
            )
        found.append(
            CertificateWords(
                name=full_name(row),
                race=names.get(row.race_code, row.race_label),
                time=format_elapsed(result.time_ms) if result.time_ms is not None else "",
                place=place,
                category=category,
                event=event,
                series=season.data.series.name,
            )
        )
    return found


CERTIFICATE_SHEETS: tuple[PrintKind, ...] = (
    PrintKind(
        id="certificate",
        title=_("Certificates"),
        about=_("a page for every finisher; the design is on the page beside"),
        words=("certificates", "diploma", "diplomas"),
        build=_certificates,
        hangs=False,
    ),
)
