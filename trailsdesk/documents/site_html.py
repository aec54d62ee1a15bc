"""Blocks of a sheet as HTML; the only place where markup is put together.

Every text goes through ``escaped``: nothing a person has typed can be markup. A word with letters
outside ASCII may run from right to left and is set apart, so that it cannot turn its neighbours
around.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.sheet import CellKind, Heading, Notice, Paragraph, Table
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trailsdesk.documents.sheet import Block, Cell, SheetColumn

__all__ = ["blocks_html", "escaped", "isolated"]

_WIDE_COLUMNS = 11
_FIGURES = (CellKind.NUMBER, CellKind.TIME, CellKind.MONEY)


def escaped(text: str) -> str:
    """A text as HTML shows it, also inside an attribute in double quotes."""
    return html.escape(printable(text), quote=True)


def isolated(text: str) -> str:
    """A text of a person, in its own direction of writing."""
    safe = escaped(text)
    return safe if text.isascii() else f'<bdi dir="auto">{safe}</bdi>'


def blocks_html(blocks: Iterable[Block], caption: str) -> str:
    """The blocks in order; a heading right before a table becomes its caption.

    Args:
        caption: of a table that has no heading of its own; said, not shown.
    """
    return "\n".join(_pieces(list(blocks), caption)) + "\n"


def _pieces(blocks: Sequence[Block], caption: str) -> Iterator[str]:
    heading: Heading | None = None
    for block in blocks:
        if heading is not None and not isinstance(block, Table):
            yield _heading(heading)
        if isinstance(block, Table):
            yield _table(block, heading, caption)
        elif isinstance(block, Paragraph):
            css = ' class="muted"' if block.muted else ""
            yield f"<p{css}>{isolated(block.text)}</p>"
        elif isinstance(block, Notice):
            items = "".join(f"<li>{isolated(item)}</li>" for item in block.items)
            more = f"<ul>{items}</ul>" if items else ""
            yield f'<div class="notice"><p>{isolated(block.text)}</p>{more}</div>'
        heading = block if isinstance(block, Heading) else None
    if heading is not None:
        yield _heading(heading)


def _heading(heading: Heading) -> str:
    level = min(heading.level + 1, 3)
    return f"<h{level}>{isolated(heading.text)}</h{level}>"


def _table(table: Table, heading: Heading | None, caption: str) -> str:
    if heading is None:
        title = f'<caption class="said">{isolated(caption)}</caption>'
    else:
        title = f"<caption>{_heading(heading)}</caption>"
    columns = [_Column(column) for column in table.columns]
    head = "".join(column.head() for column in columns)
    rows = "\n".join(
        f"<tr>{''.join(c.cell(cell) for c, cell in zip(columns, row, strict=True))}</tr>"
        for row in table.rows
    )
    body = f"<table>{title}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    if len(columns) <= _WIDE_COLUMNS:
        return body
    name = escaped(caption if heading is None else heading.text)
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{body}</div>'


class _Column:
    """How the cells of a column are written."""

    def __init__(self, column: SheetColumn) -> None:
        self.title = escaped(column.title)
        self.figures = column.kind in _FIGURES
        # The first column is the place, and no runner needs to be told that a name is a name.
        self.is_name = column.title == _("Name")
        self.is_place = column.title == _("Place")
        self.told = self.figures and not self.is_place
        self.chosen = column.title in (_("Gender"), _("Category"))
        self.is_main = column.title in (_("Time"), _("Finish"), _("Total"))

    def head(self) -> str:
        """The column's heading; the script reads from it how to sort and what to choose by."""
        sort = ' class="figure"' if self.figures else ""
        choose = " data-choose" if self.chosen else ""
        return f'<th scope="col"{sort}{choose}>{self.title}</th>'

    def cell(self, cell: Cell) -> str:
        """A cell; its value stands beside it where the text alone would be sorted wrongly."""
        if self.is_name:
            return f'<th scope="row">{isolated(cell.text)}</th>'
        css = self._classes(cell)
        if not cell.text:
            return f"<td{css}></td>"
        value = "" if cell.value is None else str(cell.value)
        sort = f' data-v="{value}"' if value and value != cell.text else ""
        label = f' data-t="{self.title}"' if self.told else ""
        return f"<td{css}{sort}{label}>{isolated(cell.text)}</td>"

    def _classes(self, cell: Cell) -> str:
        names = [
            "place" if self.is_place else "figure" if self.figures else "",
            "main" if self.is_main else "",
            "strong" if cell.strong else "",
            "muted" if cell.muted else "",
        ]
        found = " ".join(filter(None, names))
        return f' class="{found}"' if found else ""
