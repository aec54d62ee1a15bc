"""Certificates: one page a finisher, every word where the design puts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.certificate_ornament import ornament
from trailsdesk.documents.sheet import (
    Align,
    FreeLine,
    FreePage,
    FreePart,
    FreeShape,
    Paper,
    Picture,
    Sheet,
    SheetKind,
    SheetOptions,
)
from trailsdesk.documents.style import PageFormat
from trailsdesk.domain.certificate import (
    WHOLE,
    CertificateDesign,
    CertificateField,
    FieldLook,
    Side,
)
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.documents.context import SheetContext

__all__ = ["CertificateWords", "certificate_words", "certificates", "options_of", "page_of"]

_ALIGN = {Side.LEFT: Align.LEFT, Side.CENTRE: Align.CENTRE, Side.RIGHT: Align.RIGHT}
_INK = "#1a201d"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWords:
    """What is said of one finisher, every piece in words; an empty piece is left out.

    ``place`` and ``category`` are whole sentences ("place 3 of 57"), ``event`` names the event
    and its day.
    """

    name: str
    race: str
    time: str
    place: str = ""
    category: str = ""
    event: str = ""
    series: str = ""


def certificate_words(design: CertificateDesign, words: CertificateWords) -> dict[str, str]:
    """What stands in each field that is shown, by the field's name."""
    said = {
        CertificateField.TITLE: _("Certificate"),
        CertificateField.SERIES: words.series,
        CertificateField.INTRO: _("This is to say that"),
        CertificateField.NAME: words.name,
        CertificateField.RACE: _("has finished {race}").format(race=words.race),
        CertificateField.TIME: _("in {time}").format(time=words.time),
        CertificateField.PLACE: words.place,
        CertificateField.CATEGORY: words.category,
        CertificateField.NOTE: "",
        CertificateField.EVENT: words.event,
        CertificateField.SIGNATURE: _("Race director"),
    }
    found = {}
    for field, text in said.items():
        look = design.look(field)
        if look.shown and (look.text or text):
            found[field.value] = look.text or text
    return found


def certificates(
    context: SheetContext,
    design: CertificateDesign,
    finishers: Sequence[CertificateWords],
    ground: Picture | None = None,
) -> Sheet:
    """One page for each; nothing of the sheet itself but its very small print."""
    options = options_of(design, context.paper)
    return Sheet(
        kind=SheetKind.CERTIFICATE,
        title=context.title(_("Certificates")),
        subtitle=context.subtitle,
        identity=context.identity,
        blocks=tuple(page_of(design, words, options, ground) for words in finishers),
        options=options,
    )


def options_of(design: CertificateDesign, paper: Paper) -> SheetOptions:
    """How the design lies on this paper."""
    return SheetOptions(paper=paper, landscape=design.landscape)


def page_of(
    design: CertificateDesign,
    words: CertificateWords,
    options: SheetOptions,
    ground: Picture | None = None,
) -> FreePage:
    """One certificate."""
    page = PageFormat.of(options)
    lines = tuple(
        _line(text, design.look(CertificateField(field)), page)
        for field, text in certificate_words(design, words).items()
    )
    shapes: tuple[FreeShape, ...] = ()
    if design.ornament and ground is None:
        shapes = ornament(page.width, page.height)
    return FreePage(
        parts=(FreePart(lines=lines),),
        shapes=(*shapes, *_signature_line(design, page)),
        ground=ground,
        small_print=design.small_print,
    )


def _line(text: str, look: FieldLook, page: PageFormat) -> FreeLine:
    return FreeLine(
        text=text,
        x=look.x * page.width / WHOLE,
        y=look.y * page.height / WHOLE,
        width=min(look.width, WHOLE - look.x) * page.width / WHOLE or page.width / WHOLE,
        size=float(look.size),
        align=_ALIGN[look.align],
        bold=look.bold,
        colour=look.colour,
    )


def _signature_line(design: CertificateDesign, page: PageFormat) -> tuple[FreeShape, ...]:
    """A line to sign on, over who signs."""
    look = design.look(CertificateField.SIGNATURE)
    if not look.shown:
        return ()
    left = look.x * page.width / WHOLE
    right = min(WHOLE, look.x + look.width) * page.width / WHOLE
    up = look.y * page.height / WHOLE - look.size * 1.3
    return (FreeShape(points=((left, up), (right, up)), weight=0.6, colour=_INK),)
