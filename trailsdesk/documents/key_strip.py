"""The keys of the finish line as a sheet: a strip to cut out, the number pad, and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race
from trailsdesk.documents.sheet import (
    Align,
    Block,
    Cell,
    Heading,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    Table,
)
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Key", "key_strip"]

Key = tuple[str, str]
"""A key, or several, and what it does; a key of the number pad may do nothing."""

_ACROSS = 6


def key_strip(
    context: SheetContext,
    strip: Sequence[Key],
    pads: Sequence[tuple[str, Sequence[Sequence[Key]]]],
    keys: Sequence[Key],
) -> Sheet:
    """Strips to lie under the screen, the number pads as they lie on the table, and the list.

    Args:
        strip: the keys that are wanted most.
        pads: where, and the number pad there row by row; an empty key leaves its place free.
        keys: everything, as the help of the page lists it.
    """
    blocks: list[Block] = [
        Heading(text=_("To cut out and lay under the screen"), level=2),
        *(_strip(strip[at : at + _ACROSS]) for at in range(0, len(strip), _ACROSS)),
        *(block for title, pad in pads for block in (Heading(text=title, level=2), _pad(pad))),
        Paragraph(
            text=_(
                "A cable for keyboard and number pad, a box that shades the screen, and a paper"
                " log beside it, always: cold empties batteries."
            ),
            muted=True,
        ),
        Heading(text=_("All keys of the finish line"), level=2),
        Table(
            columns=(SheetColumn(title=_("Key")), SheetColumn(title=_("What it does"), weight=1)),
            rows=tuple((Cell(text=key, strong=True), Cell(text=words)) for key, words in keys),
        ),
    ]
    plain = before_the_race(context)
    return plain.sheet(SheetKind.KEY_STRIP, _("Keys of the finish line"), blocks)


def _strip(keys: Sequence[Key]) -> Table:
    """Keys over what they do, in cells of one width."""
    free = [("", "")] * (_ACROSS - len(keys))
    whole = [*keys, *free]
    columns = tuple(SheetColumn(title="", weight=1, align=Align.CENTRE) for _key in whole)
    return Table(
        columns=columns,
        rows=(
            tuple(Cell(text=key, strong=True) for key, _words in whole),
            tuple(Cell(text=words) for _key, words in whole),
        ),
        show_header=False,
    )


def _pad(pad: Sequence[Sequence[Key]]) -> Table:
    """Each key with what it does behind it."""
    width = max((len(row) for row in pad), default=1)
    columns = tuple(SheetColumn(title="", weight=1, align=Align.CENTRE) for _at in range(width))
    rows = []
    for row in pad:
        cells = [
            Cell(text=f"{key}   {words}".strip(), strong=bool(words), muted=not words)
            for key, words in row
        ]
        rows.append((*cells, *[Cell(text="")] * (width - len(cells))))
    return Table(columns=columns, rows=tuple(rows), show_header=False)
