"""A certificate to look at while it is designed: one page, and where each field stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.certificates import CertificateWords, certificates, options_of
from trailsdesk.documents.glyphs import GlyphPage, page_glyphs, page_sheet
from trailsdesk.documents.sheet import Paper
from trailsdesk.documents.style import PageFormat
from trailsdesk.domain.certificate import WHOLE, CertificateDesign, CertificateField
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.i18n import _, day_words
from trailsdesk.services.certificate_sheets import finisher_words
from trailsdesk.services.sheet_art import art_of, picture_of
from trailsdesk.services.sheet_request import SheetRequest, context_for, rows_for

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

__all__ = ["CertificateSample", "FieldBox", "certificate_sample", "field_words"]


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a field stands, in points from the upper left corner of the page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSample:
    """The page as it will be printed; ``width`` and ``height`` in points."""

    page: GlyphPage
    width: float
    height: float
    boxes: Mapping[CertificateField, FieldBox]


def certificate_sample(
    season: Season, event_id: EventId, design: CertificateDesign, paper: str
) -> CertificateSample:
    """The certificate of the first finisher, or of somebody made up while nobody has finished."""
    event = season.data.events[event_id]
    request = SheetRequest(event=event, paper=Paper(paper.upper()))
    everybody = rows_for(season, request)
    rows = [row for row in everybody if row.result.status is ResultStatus.OK][:1]
    if rows:
        (words,) = finisher_words(season, request, everybody, rows)
    else:
        words = CertificateWords(
            name=_("Given Name Family Name"),
            race=_("the race"),
            time="1:23:45",
            place=_("place {place} of {count}").format(place=1, count=100),
            event=f"{event.name}, {day_words(event.date, long=True)}",
            series=season.data.series.name,
        )
    context = context_for(season, request, (), with_results=False)
    art = art_of(season, ArtRole.CERTIFICATE, event_id)
    sheet = certificates(context, design, [words], picture_of(season, art, _("Background")))
    paged = page_sheet(sheet)
    return CertificateSample(
        page=page_glyphs(paged.pages[0]),
        width=paged.width,
        height=paged.height,
        boxes=_boxes(design, request.paper),
    )


def _boxes(design: CertificateDesign, paper: Paper) -> dict[CertificateField, FieldBox]:
    page = PageFormat.of(options_of(design, paper))
    found = {}
    for field in CertificateField:
        look = design.look(field)
        if look.shown:
            found[field] = FieldBox(
                left=look.x * page.width / WHOLE,
                top=look.y * page.height / WHOLE - look.size,
                width=min(look.width, WHOLE - look.x) * page.width / WHOLE,
                height=look.size * 1.3,
            )
    return found


def field_words(field: CertificateField) -> str:
    """What a field is called."""
    words = {
        CertificateField.TITLE: _("Title"),
        CertificateField.SERIES: _("Series"),
        CertificateField.INTRO: _("Line above the name"),
        CertificateField.NOTE: _("Line of your own"),
        CertificateField.NAME: _("Name"),
        CertificateField.RACE: _("Race"),
        CertificateField.TIME: _("Time"),
        CertificateField.PLACE: _("Place"),
        CertificateField.CATEGORY: _("Place in the category"),
        CertificateField.EVENT: _("Event and day"),
        CertificateField.SIGNATURE: _("Signature"),
    }
    return words[field]
