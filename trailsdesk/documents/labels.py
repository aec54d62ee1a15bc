"""Labels and envelopes: pages on which each address or bib lies where the paper wants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.documents.sheet import (
    Align,
    Envelope,
    FreeLine,
    FreePage,
    FreePart,
    Paper,
    Paragraph,
    Sheet,
    SheetKind,
    SheetOptions,
)
from trailsdesk.documents.style import PageFormat
from trailsdesk.domain.label_paper import LabelPaper, label_places
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trailsdesk.documents.context import SheetContext
    from trailsdesk.domain.label_paper import EnvelopePaper

__all__ = ["AddressWords", "BibWords", "LabelChoice", "address_labels", "bib_labels", "envelopes"]

_POINTS_A_MM = 72 / 25.4
_EDGE_MM = 4.0
_LEADING = 1.25
_MOST_LINES = 7
_MUTED = "#545454"


@dataclass(frozen=True, slots=True, kw_only=True)
class BibWords:
    """What stands on the label of a bib."""

    bib: str
    name: str
    race: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressWords:
    """Whom something is sent to; without ``lines`` nobody has told an address.

    ``remark`` is a very small line that says what is sent.
    """

    name: str
    lines: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChoice:
    """Which paper, and which labels on its first sheet are used up already."""

    paper: LabelPaper
    first: int = 1
    skipped: tuple[int, ...] = ()


def bib_labels(context: SheetContext, labels: Sequence[BibWords], choice: LabelChoice) -> Sheet:
    """One label for each bib: the bib large, the name, race and category beside it."""
    title = _("Bib labels")
    if not labels:
        return _nothing(context, SheetKind.BIB_LABELS, title, _("There is no bib to label."))
    wide, high = choice.paper.width * _POINTS_A_MM, choice.paper.height * _POINTS_A_MM
    parts = [_bib_part(label, wide, high) for label in labels]
    return _on_labels(context, SheetKind.BIB_LABELS, title, parts, choice)


def address_labels(
    context: SheetContext, addresses: Sequence[AddressWords], choice: LabelChoice
) -> Sheet:
    """One label for each address; who has none is there by name, so that nobody is forgotten."""
    title = _("Address labels")
    if not addresses:
        return _nothing(context, SheetKind.ADDRESS_LABELS, title, _("Nothing is to be posted."))
    wide, high = choice.paper.width * _POINTS_A_MM, choice.paper.height * _POINTS_A_MM
    edge = _EDGE_MM * _POINTS_A_MM
    parts = [
        _address_part(each, edge, edge, wide - 2 * edge, high - 2 * edge) for each in addresses
    ]
    return _on_labels(context, SheetKind.ADDRESS_LABELS, title, parts, choice)


def envelopes(
    context: SheetContext,
    addresses: Sequence[AddressWords],
    paper: EnvelopePaper,
    sender: str = "",
) -> Sheet:
    """One envelope for each address, the sender small in its corner."""
    title = _("Envelopes")
    if not addresses:
        return _nothing(context, SheetKind.ENVELOPES, title, _("Nothing is to be posted."))
    options = SheetOptions(envelope=Envelope(paper.envelope), landscape=True)
    page = PageFormat.of(options)
    left, top = paper.left * _POINTS_A_MM, paper.top * _POINTS_A_MM
    room = page.height - top - _EDGE_MM * _POINTS_A_MM
    wide = paper.width * _POINTS_A_MM
    from_whom = FreeLine(
        text=sender,
        x=paper.sender_left * _POINTS_A_MM,
        y=paper.sender_top * _POINTS_A_MM,
        width=page.width / 2,
        size=9.0,
        colour=_MUTED,
    )
    blocks = []
    for each in addresses:
        part = _address_part(each, left, top, wide, room, size=13.0)
        blocks.append(FreePage(parts=(FreePart(lines=(from_whom, *part.lines)),)))
    return _sheet(context, SheetKind.ENVELOPES, title, blocks, options)


def _bib_part(label: BibWords, wide: float, high: float) -> FreePart:
    edge = _EDGE_MM * _POINTS_A_MM
    inside = high - 2 * edge
    bib_wide = (wide - 2 * edge) * 0.42
    bib = FreeLine(
        text=label.bib,
        x=edge,
        y=edge + inside * 0.72,
        width=bib_wide,
        size=inside * 0.62,
        align=Align.CENTRE,
        bold=True,
    )
    words = [(label.name, True), (label.race, False), (label.category, False)]
    # A long name takes two lines: room for it is kept above the usual one.
    size = min(11.0, inside / ((len(words) + 1) * _LEADING))
    left = edge + bib_wide + edge / 2
    top = edge + (inside - (len(words) + 1) * size * _LEADING) / 2
    lines = tuple(
        FreeLine(
            text=text,
            x=left,
            y=top + (at + 1.6) * size * _LEADING,
            width=wide - left - edge,
            size=size,
            bold=bold,
            most_lines=2 if bold else 1,
        )
        for at, (text, bold) in enumerate(words)
    )
    return FreePart(lines=(bib, *lines))


def _address_part(
    address: AddressWords, left: float, top: float, wide: float, high: float, size: float = 11.0
) -> FreePart:
    """Name and address in lines, in the middle of their room from top to bottom."""
    known = address.lines or (_("(no address on file)"),)
    lines = known[: _MOST_LINES - 1]
    if len(known) > len(lines):
        lines = (*lines[:-1], ", ".join(known[_MOST_LINES - 2 :]))
    words = [address.name, *lines]
    count = len(words) + (1 if address.remark else 0)
    size = min(size, high / (count * _LEADING))
    down = top + max(0.0, (high - count * size * _LEADING) / 2)
    made = [
        FreeLine(
            text=text,
            x=left,
            y=down + (at + 0.85) * size * _LEADING,
            width=wide,
            size=size,
            bold=at == 0,
            colour=_MUTED if at and not address.lines else "#000000",
        )
        for at, text in enumerate(words)
    ]
    if address.remark:
        y = down + (len(words) + 0.85) * size * _LEADING
        made.append(
            FreeLine(text=address.remark, x=left, y=y, width=wide, size=size * 0.6, colour=_MUTED)
        )
    return FreePart(lines=tuple(made))


def _on_labels(
    context: SheetContext,
    kind: SheetKind,
    title: str,
    parts: Sequence[FreePart],
    choice: LabelChoice,
) -> Sheet:
    pages: list[list[FreePart]] = []
    places = label_places(choice.paper, len(parts), choice.first, choice.skipped)
    for part, (page, number) in zip(parts, places, strict=True):
        while len(pages) <= page:
            pages.append([])
        x, y = choice.paper.corner(number)
        pages[page].append(_moved(part, x * _POINTS_A_MM, y * _POINTS_A_MM))
    blocks = [FreePage(parts=tuple(page)) for page in pages if page]
    options = SheetOptions(paper=Paper(choice.paper.paper))
    return _sheet(context, kind, title, blocks, options)


def _moved(part: FreePart, x: float, y: float) -> FreePart:
    return FreePart(
        lines=tuple(
            FreeLine(
                text=line.text,
                x=line.x + x,
                y=line.y + y,
                width=line.width,
                size=line.size,
                align=line.align,
                bold=line.bold,
                colour=line.colour,
                most_lines=line.most_lines,
            )
            for line in part.lines
        )
    )


def _sheet(
    context: SheetContext,
    kind: SheetKind,
    title: str,
    blocks: Iterable[FreePage],
    options: SheetOptions,
) -> Sheet:
    return Sheet(
        kind=kind,
        title=context.title(title),
        subtitle=context.subtitle,
        identity=context.identity,
        blocks=tuple(blocks),
        options=options,
    )


def _nothing(context: SheetContext, kind: SheetKind, title: str, words: str) -> Sheet:
    return context.sheet(kind, title, [Paragraph(text=words, muted=True)])
