"""From a sheet to pages: what stands where. No PDF here, only positions in points.

The origin is the lower left corner, as on paper. Headings stay with what they introduce, tables
repeat their column titles, and a row is never cut by the end of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.columns import ColumnPlan, plan_columns
from trailsdesk.documents.free_page import place_free
from trailsdesk.documents.page import Page, PlacedBox, PlacedPicture, PlacedRule, PlacedText
from trailsdesk.documents.rows import RowSetter
from trailsdesk.documents.sheet import (
    Block,
    FreePage,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Sheet,
    SheetColumn,
    Table,
    status_word,
)
from trailsdesk.documents.style import (
    HAIRLINE,
    HAIRLINE_GREY,
    MUTED_GREY,
    RULE,
    PageFormat,
    TypeScale,
)
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from trailsdesk.documents.fonts import Text, Typesetter

__all__ = ["lay_out"]

_LINE = 1.28
# A group of up to this many rows is kept on one page: a podium is read as one.
_SMALL_GROUP = 8
_KEEP_ROWS = 2
_TAG_SIZE = 11.0
_LOGO_HEIGHT = 34.0
_LOGO_WIDTH = 120.0


def lay_out(sheet: Sheet, setter: Typesetter) -> list[Page]:
    """Place a whole sheet; there is always at least one page.

    A sheet of free pages alone has no page with its title.
    """
    free = [block for block in sheet.blocks if isinstance(block, FreePage)]
    if free and len(free) == len(sheet.blocks):
        page_format = PageFormat.of(sheet.options)
        return [place_free(block, setter, page_format) for block in free]
    flow = _Flow(sheet, setter)
    for block in sheet.blocks:
        flow.add(block)
    return flow.finish()


class _Flow:
    """The pen: its page, how far down that it is, the headings waiting for their content."""

    def __init__(self, sheet: Sheet, setter: Typesetter) -> None:
        self.sheet = sheet
        self.setter = setter
        self.format = PageFormat.of(sheet.options)
        self.scale = TypeScale.of(sheet.options.density)
        self.plans = self._plan_all()
        self.pages: list[Page] = []
        self.page = Page()
        self.y = 0.0
        self.top = 0.0
        self.waiting: list[Heading] = []
        self._open_first_page()

    # ---------------------------------------------------------------- pages
    def _open_first_page(self) -> None:
        self.page = Page()
        self.pages.append(self.page)
        self.y = self.format.height - self.format.margin_top
        left, width = self.format.margin_x, self.format.body_width
        top, tag, logo = self.y, self._tag_width(), self._logo()
        tag_left = left + width - tag - logo
        room = (width - tag - logo - 12) / self.scale.title * 1000
        for line in self.setter.wrap(self.sheet.title, room, bold=True):
            self.y -= self.scale.title
            self.page.texts.append(PlacedText(left, self.y, self.scale.title, 0.0, line))
            self.y -= self.scale.title * 0.22
        if tag:
            self._status_tag(tag_left, top, tag)
        self.y -= 3
        self._lines(self.sheet.subtitle, self.scale.subtitle, grey=MUTED_GREY, width=width - logo)
        self.y -= 4
        if logo:
            self.y = min(self.y, top - _LOGO_HEIGHT - 2)
        self.top = self.y

    def _tag_width(self) -> float:
        word = status_word(self.sheet.identity)
        return self.setter.width(word, bold=True) * _TAG_SIZE / 1000 + 14 if word else 0.0

    def _logo(self) -> float:
        """Draw the logo into the upper right corner; the width it takes, 0 without one."""
        logo = self.sheet.logo
        if logo is None:
            return 0.0
        share = min(_LOGO_HEIGHT / logo.height, _LOGO_WIDTH / logo.width)
        width, height = logo.width * share, logo.height * share
        left = self.format.width - self.format.margin_x - width
        top = self.format.height - self.format.margin_top
        self.page.pictures.append(PlacedPicture(left, top - height, width, height, logo.content))
        return width + 10

    def _status_tag(self, x: float, top: float, width: float) -> None:
        """The boxed word at the top right corner."""
        y = top - 21
        text = self.setter.text(status_word(self.sheet.identity), bold=True)
        self.page.boxes.append(PlacedBox(x, y, width, 20, 1.1, None))
        self.page.texts.append(PlacedText(x + 7, y + 6, _TAG_SIZE, 0.0, text))

    def _open_page(self) -> None:
        """A following page: its running head says what the sheet is, should it come loose."""
        self.page = Page()
        self.pages.append(self.page)
        size, left, width = self.scale.running, self.format.margin_x, self.format.body_width
        self.y = self.format.height - self.format.margin_top - size
        status = self.setter.text(status_word(self.sheet.identity), bold=True)
        taken = status.width * size / 1000
        self._put(status, left + width - taken, size)
        room = (width - taken - 14) / size * 1000
        title = self.setter.wrap(self.sheet.title, room, bold=True)[0]
        self._put(title, left, size)
        if self.sheet.subtitle and title.width < room * 0.8:
            rest = self.setter.wrap(" · " + self.sheet.subtitle, room - title.width)[0]
            self._put(rest, left + title.width * size / 1000, size, grey=MUTED_GREY)
        self.y -= 6
        self.page.rules.append(PlacedRule(left, self.y, width, HAIRLINE, HAIRLINE_GREY))
        self.y -= 4
        self.top = self.y

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.y - self.format.body_bottom

    def finish(self) -> list[Page]:
        """Write headings nothing followed, and hand the pages over."""
        self._headings(0.0)
        return self.pages

    # --------------------------------------------------------------- blocks
    def add(self, block: Block) -> None:
        """Place the next block."""
        if isinstance(block, Heading):
            if block.new_page and not self.waiting and self.y < self.top:
                self._open_page()
            self.waiting.append(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Notice):
            self._notice(block)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, FreePage):
            self._headings(0.0)
            self.pages.append(place_free(block, self.setter, self.format))
            self.y = 0.0  # whatever follows begins a page
        else:
            self._paragraph(block)

    def _heading_height(self, heading: Heading) -> float:
        size = self.scale.level_1 if heading.level == 1 else self.scale.level_2
        lines = self.setter.wrap(heading.text, self.format.body_width / size * 1000, bold=True)
        return self._space_above(heading) + len(lines) * size * _LINE + 1

    def _space_above(self, heading: Heading) -> float:
        if self.y >= self.top:
            return 4.0
        return 20.0 if heading.level == 1 else 13.0

    def _headings(self, following: float) -> None:
        """Write the waiting headings where they and ``following`` points after them fit."""
        needed = sum(self._heading_height(heading) for heading in self.waiting) + following
        if needed > self.room and self.y < self.top:
            self._open_page()
        for heading in self.waiting:
            self._heading(heading.text, heading)
        self.waiting.clear()

    def _heading(self, text: str, heading: Heading) -> None:
        size = self.scale.level_1 if heading.level == 1 else self.scale.level_2
        self.y -= self._space_above(heading)
        self._lines(text, size, bold=True)
        self.y -= 1

    def _paragraph(self, block: Paragraph) -> None:
        self._headings(self.scale.body * _LINE + 6)
        self.y -= 6
        self._lines(block.text, self.scale.body, grey=MUTED_GREY if block.muted else 0.0)

    def _picture(self, block: Picture) -> None:
        whole = self.format.height - self.format.margin_top - self.format.body_bottom - 80
        share = min(1.0, self.format.body_width / block.width, whole / block.height)
        width, height = block.width * share, block.height * share
        self._headings(height + 6)
        if height + 6 > self.room and self.y < self.top:
            self._open_page()
        self.y -= height + 6
        left = self.format.margin_x + (self.format.body_width - width) / 2
        self.page.pictures.append(PlacedPicture(left, self.y, width, height, block.content))

    def _notice(self, block: Notice) -> None:
        size, left = self.scale.body, self.format.margin_x
        limit = (self.format.body_width - 14) / size * 1000
        lines = list(self.setter.wrap(block.text, limit, bold=True))
        for item in block.items:
            lines += self.setter.wrap(item, limit)
        height = size * _LINE
        kept = min(len(lines), 3) * height + 12
        self._headings(kept)
        if kept > self.room and self.y < self.top:
            self._open_page()
        self.y -= 12
        for line in lines:
            if self.room < height:
                self._open_page()
            self.y -= height
            self.page.boxes.append(PlacedBox(left, self.y - size * 0.3, 3, height + 0.2, 0.0, 0.0))
            self._put(line, left + 12, size)

    def _lines(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        grey: float = 0.0,
        width: float | None = None,
    ) -> None:
        if not text:
            return
        limit = (self.format.body_width if width is None else width) / size * 1000
        for line in self.setter.wrap(text, limit, bold=bold):
            if self.room < size * _LINE:
                self._open_page()
            self.y -= size * _LINE
            self.page.texts.append(
                PlacedText(self.format.margin_x, self.y + size * 0.25, size, grey, line)
            )

    def _put(self, text: Text, x: float, size: float, *, grey: float = 0.0) -> None:
        if text.runs:
            self.page.texts.append(PlacedText(x, self.y, size, grey, text))

    # --------------------------------------------------------------- tables
    def _plan_all(self) -> dict[tuple[SheetColumn, ...], ColumnPlan]:
        alike: dict[tuple[SheetColumn, ...], list[Table]] = {}
        for block in self.sheet.blocks:
            if isinstance(block, Table):
                alike.setdefault(block.columns, []).append(block)
        return {
            columns: plan_columns(columns, tables, self.setter, self.scale, self.format.body_width)
            for columns, tables in alike.items()
        }

    def _table(self, table: Table) -> None:
        rows = RowSetter(
            table, self.plans[table.columns], self.setter, self.scale, self.format.margin_x
        )
        heights = [rows.height(row) for row in table.rows]
        small = len(heights) <= _SMALL_GROUP
        together = sum(heights if small else heights[:_KEEP_ROWS])
        open_heading = self.waiting[-1] if self.waiting else None
        head = rows.header_height if table.show_header else 5.0
        page = self.format.height - self.format.margin_top - self.format.body_bottom - 40
        self._headings(head + (together if together < page else 0.0))
        if head + min(together, page) > self.room and self.y < self.top:
            self._open_page()
        self._table_head(table, rows)
        for index, row in enumerate(table.rows):
            if self._break_before(heights, index):
                self._open_page()
                if open_heading is not None:
                    text = _("{heading} (continued)").format(heading=open_heading.text)
                    self._heading(text, open_heading)
                self._table_head(table, rows)
            rows.place(row, self.y, heights[index], self.page)
            self.y -= heights[index]
            self.page.rules.append(
                PlacedRule(self.format.margin_x, self.y, rows.total_width, HAIRLINE, HAIRLINE_GREY)
            )

    def _break_before(self, heights: list[float], index: int) -> bool:
        """Whether a page ends before this row: no room, or the last row would stand alone."""
        if heights[index] > self.room:
            return self.y < self.top - 60
        last_but_one = index == len(heights) - 2 and index > _KEEP_ROWS
        return last_but_one and heights[index] + heights[index + 1] > self.room

    def _table_head(self, table: Table, rows: RowSetter) -> None:
        if table.show_header:
            rows.place_header(self.y, self.page)
            self.y -= rows.header_height
        else:
            self.y -= 3
        self.page.rules.append(
            PlacedRule(self.format.margin_x, self.y, rows.total_width, RULE, 0.0)
        )
