"""The rows of a table on paper: their heights, and where each cell's lines stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.page import PlacedBox, PlacedText
from trailsdesk.documents.sheet import Align, Cell, CellKind, Table
from trailsdesk.documents.style import MUTED_GREY

if TYPE_CHECKING:
    from trailsdesk.documents.columns import ColumnPlan
    from trailsdesk.documents.fonts import Text, Typesetter
    from trailsdesk.documents.page import Page
    from trailsdesk.documents.style import TypeScale

__all__ = ["RowSetter"]

_LINE = 1.22
_CAP_HEIGHT = 0.714
# A figure a little too wide is set smaller before it is broken into lines.
_SMALLEST_CELL = 0.7
# The square to tick, in type sizes: a pen finds it, and rows keep their height.
_TICK_SIDE = 1.05
# A cell never grows beyond this many lines: a row has to fit on a page.
_MOST_LINES = 24


class RowSetter:
    """Sets the rows of one table with the widths planned for it."""

    def __init__(
        self, table: Table, plan: ColumnPlan, setter: Typesetter, scale: TypeScale, left: float
    ) -> None:
        self.columns = table.columns
        self.plan = plan
        self.setter = setter
        self.left = left
        self.size = scale.body * plan.factor
        self.title_size = scale.column_title * plan.factor
        signed = any(column.kind is CellKind.SIGNATURE for column in table.columns)
        usual = scale.signature_row if signed else scale.row * plan.factor
        self.pitch = usual if table.row_height is None else table.row_height
        self.limits = [width / self.size * 1000 + 0.5 for width in plan.widths]
        self.total_width = plan.lefts[-1] + plan.widths[-1] if plan.widths else 0.0
        self._titles = [
            setter.wrap(column.title, width / self.title_size * 1000 + 0.5, bold=True)
            for column, width in zip(table.columns, plan.widths, strict=True)
        ]
        deepest = max((len(lines) for lines in self._titles), default=1)
        self.header_height = deepest * self.title_size * _LINE + 9

    def height(self, row: tuple[Cell, ...]) -> float:
        """How much of the page a row takes."""
        text = self.setter.text
        for cell, limit in zip(row, self.limits, strict=True):
            if text(cell.text, bold=cell.strong).width > limit:
                break
        else:
            return self.pitch
        deepest = max(len(self._lines(i, cell)[0]) for i, cell in enumerate(row))
        return self.pitch + (deepest - 1) * self.size * _LINE

    def place(self, row: tuple[Cell, ...], top: float, height: float, page: Page) -> None:
        """Set a row whose upper edge is at ``top``."""
        base = top - (self.pitch + self.size * _CAP_HEIGHT) / 2
        for index, cell in enumerate(row):
            column = self.columns[index]
            if column.kind is CellKind.SIGNATURE and not cell.text:
                x = self.left + self.plan.lefts[index]
                width = self.plan.widths[index]
                page.boxes.append(PlacedBox(x, top - height + 3, width, height - 6, 0.6, None))
            elif column.kind is CellKind.TICK and not cell.text:
                side = self.size * _TICK_SIDE
                low = top - (self.pitch + side) / 2
                x = self.left + self.plan.lefts[index]
                page.boxes.append(PlacedBox(x, low, side, side, 0.6, None))
            if not cell.text:
                continue
            lines, size = self._lines(index, cell)
            y = base
            for line in lines:
                x = self._x(index, column.alignment, line, size, cell.text)
                grey = MUTED_GREY if cell.muted else 0.0
                page.texts.append(PlacedText(x, y, size, grey, line))
                y -= size * _LINE

    def place_header(self, top: float, page: Page) -> None:
        """Set the column titles, their last lines level, above the rule at the header's foot."""
        bottom = top - self.header_height + 5
        for index, lines in enumerate(self._titles):
            y = bottom + (len(lines) - 1) * self.title_size * _LINE
            for line in lines:
                x = self._x(index, self.columns[index].alignment, line, self.title_size, "")
                if line.runs:
                    page.texts.append(PlacedText(x, y, self.title_size, MUTED_GREY, line))
                y -= self.title_size * _LINE

    def _lines(self, index: int, cell: Cell) -> tuple[tuple[Text, ...], float]:
        """A cell's lines and their size: as it is, a little smaller for figures, or wrapped."""
        limit = self.limits[index]
        whole = self.setter.text(cell.text, bold=cell.strong)
        if whole.width <= limit:
            return (whole,), self.size
        if self.columns[index].kind is not CellKind.TEXT and whole.width:
            factor = limit / whole.width
            if factor >= _SMALLEST_CELL:
                return (whole,), self.size * factor
        lines = self.setter.wrap(cell.text, limit, bold=cell.strong)
        if len(lines) > _MOST_LINES:
            lines = (*lines[: _MOST_LINES - 1], self.setter.text("…"))
        return lines, self.size

    def _x(self, index: int, align: Align, line: Text, size: float, text: str) -> float:
        left = self.left + self.plan.lefts[index]
        if align is Align.LEFT:
            return left
        width, taken = self.plan.widths[index], line.width * size / 1000
        if align is Align.CENTRE:
            return left + (width - taken) / 2
        hang = self.plan.hang[index]
        if hang and not text.endswith(")"):
            taken += hang
        return left + width - taken
