"""A sheet as an Excel workbook: the same rows as on paper, with numbers and times as values.

No cell is ever a formula: every text is written as text, whatever it starts with. The same sheet
gives the same bytes, on any day.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from trailsdesk.documents.plain_text import printable, text_width
from trailsdesk.documents.sheet import (
    Align,
    Block,
    Cell,
    CellKind,
    Envelope,
    FreePage,
    Heading,
    Notice,
    Paper,
    Picture,
    Sheet,
    SheetColumn,
    Table,
    number_line,
    page_line,
    version_line,
)
from trailsdesk.domain.spreadsheet_text import runs_as_formula
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

__all__ = ["render_flat_xlsx", "render_xlsx"]

_DAY_MS = 86_400_000
# Excel's own limits: characters in a cell, in a worksheet's name, in one part of a page footer.
_CELL_LIMIT = 32_767
_NAME_LIMIT = 31
_FOOT_LIMIT = 120
_WIDEST = 46.0
_NARROWEST = 6.0
_SIGNATURE = 28.0
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FIXED_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  openpyxl wants it without a zone
_PAPER_SIZES: dict[Paper | Envelope, int] = {
    Paper.A4: 9,
    Paper.LETTER: 1,
    Envelope.DL: 27,
    Envelope.C5: 28,
    Envelope.NUMBER_10: 20,
}
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_MUTED = "FF555555"


@dataclass(slots=True)
class _Part:
    """What goes on one worksheet."""

    name: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]


def render_xlsx(sheet: Sheet) -> bytes:
    """The sheet as an XLSX file; each race or list that starts a page gets its own worksheet."""
    workbook = _workbook(sheet)
    taken: set[str] = set()
    for part in _parts(sheet):
        worksheet = workbook.create_sheet(_worksheet_name(part.name, taken))
        _Writer(worksheet, sheet).write(part)
    return _saved(workbook)


def render_flat_xlsx(sheet: Sheet) -> bytes:
    """The sheet's tables as an XLSX file for programs: headings in the first row, no title.

    A heading that starts a page starts a worksheet.
    """
    workbook = _workbook(sheet)
    taken: set[str] = set()
    for part in _parts(sheet):
        worksheet = workbook.create_sheet(_worksheet_name(part.name, taken))
        _Writer(worksheet, sheet).write_tables(part)
    return _saved(workbook)


def _workbook(sheet: Sheet) -> Any:  # noqa: ANN401  no types there
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    properties = workbook.properties
    properties.creator = "trailsdesk"
    properties.title = _text(" · ".join(filter(None, (sheet.title, sheet.identity.event))))
    properties.created = properties.modified = _FIXED_DAY
    return workbook


def _saved(workbook: Any) -> bytes:  # noqa: ANN401  no types there
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_clock(buffer.getvalue())


def _parts(sheet: Sheet) -> list[_Part]:
    parts = [_Part(name=sheet.title)]
    for block in sheet.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if block.new_page:
                parts.append(_Part(name=block.text))
            elif not parts[-1].tables:
                parts[-1].name = block.text
        parts[-1].blocks.append(block)
    return parts


def _worksheet_name(name: str, taken: set[str]) -> str:
    """A name Excel takes: its forbidden characters out, not too long, not used twice."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", printable(name)).strip("' ") or _("Sheet")
    candidate, number = clean[:_NAME_LIMIT].rstrip("' "), 1
    while candidate.casefold() in taken or candidate.casefold() == "history":
        number += 1
        ending = f" ({number})"
        candidate = clean[: _NAME_LIMIT - len(ending)].rstrip("' ") + ending
    taken.add(candidate.casefold())
    return candidate


def _text(text: str) -> str:
    return printable(text)[:_CELL_LIMIT]


class _Writer:
    """Fills one worksheet from the top."""

    def __init__(self, worksheet: Any, sheet: Sheet) -> None:  # noqa: ANN401  no types there
        from openpyxl.styles import Alignment, Border, Font, Side

        self.worksheet = worksheet
        self.sheet = sheet
        self.row = 0
        self.header: tuple[SheetColumn, ...] | None = None
        self.plain = Font(name="Calibri", size=11)
        self.bold = Font(name="Calibri", size=11, bold=True)
        self.muted = Font(name="Calibri", size=11, color=_MUTED)
        self.large = Font(name="Calibri", size=16, bold=True)
        self.heading = Font(name="Calibri", size=13, bold=True)
        self.rule = Border(bottom=Side(style="medium"))
        self.box = Border(*(Side(style="thin") for _side in range(4)))
        self.aligned = {
            align: Alignment(
                horizontal="center" if align is Align.CENTRE else align.value,
                vertical="top",
                wrap_text=align is Align.LEFT,
            )
            for align in Align
        }

    def write(self, part: _Part) -> None:
        """Write title, identity and blocks, then the way the page is printed."""
        identity = self.sheet.identity
        lines = (number_line(identity), version_line(identity))
        self._line(self.sheet.title, self.large)
        self._line(self.sheet.subtitle, self.muted)
        self._line(" · ".join(filter(None, lines)), self.muted)
        self.row += 1
        one_kind = len({table.columns for table in part.tables}) == 1
        for block in part.blocks:
            if isinstance(block, Table):
                self._table(block, freeze=one_kind)
            elif isinstance(block, Heading):
                if self.header is None and one_kind:
                    self._header(part.tables[0].columns, freeze=True)
                self._line(block.text, self.heading if block.level == 1 else self.bold)
            elif isinstance(block, Notice):
                self.row += 1
                self._line(block.text, self.bold)
                for item in block.items:
                    self._line(item, self.plain)
            elif isinstance(block, Picture):
                left_out = _("{picture}: the picture is in the PDF of this sheet.")
                self._line(left_out.format(picture=block.words), self.muted)
            elif isinstance(block, FreePage):
                self._free(block)
            else:
                self._line(block.text, self.muted)
        self._widths(part.tables)
        self._page()

    def write_tables(self, part: _Part) -> None:
        """Write the tables alone, from the first row."""
        for table in part.tables:
            self._table(table, freeze=True)
        self._widths(part.tables)
        self._page()

    def _free(self, page: FreePage) -> None:
        """One row for each label, envelope or certificate, one cell for each of its lines."""
        for part in page.parts:
            self.row += 1
            for column, line in enumerate(part.lines, start=1):
                if line.text:
                    self._put(column, line.text, self.bold if line.bold else self.plain)

    def _line(self, text: str, font: Any) -> None:  # noqa: ANN401
        self.row += 1
        if text:
            self._put(1, text, font)

    def _put(self, column: int, text: str, font: Any) -> Any:  # noqa: ANN401
        """Write a text that stays one, also when somebody edits the cell later."""
        cell = self.worksheet.cell(self.row, column)
        cell.value = _text(text)
        cell.data_type = "s"
        cell.font = font
        if runs_as_formula(text):
            cell.quotePrefix = True
        return cell

    def _header(self, columns: tuple[SheetColumn, ...], *, freeze: bool) -> None:
        self.row += 1
        self.header = columns
        for number, column in enumerate(columns, start=1):
            cell = self._put(number, column.title, self.bold)
            cell.border = self.rule
            cell.alignment = self.aligned[column.alignment]
        if freeze:
            self.worksheet.freeze_panes = self.worksheet.cell(self.row + 1, 1)
            self.worksheet.print_title_rows = f"{self.row}:{self.row}"

    def _table(self, table: Table, *, freeze: bool) -> None:
        if self.header != table.columns:
            self._header(table.columns, freeze=freeze)
        for row in table.rows:
            self.row += 1
            if table.row_height is not None:
                self.worksheet.row_dimensions[self.row].height = table.row_height
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True), 1):
                self._cell(number, cell, column)

    def _cell(self, number: int, cell: Cell, column: SheetColumn) -> None:
        font = self.bold if cell.strong else self.muted if cell.muted else self.plain
        found = _value(cell, column.kind)
        if found is not None:
            value, number_format = found
            written = self.worksheet.cell(self.row, number, value)
            written.number_format = number_format
            written.font = font
        elif cell.text:
            written = self._put(number, cell.text, font)
        elif column.kind in (CellKind.SIGNATURE, CellKind.TICK):
            written = self.worksheet.cell(self.row, number)
            written.border = self.box
        else:
            return
        written.alignment = self.aligned[column.alignment]

    def _widths(self, tables: Iterable[Table]) -> None:
        widths: dict[int, float] = {}
        for table in tables:
            for index, column in enumerate(table.columns):
                longest = max((text_width(row[index].text) for row in table.rows), default=0)
                wanted = max(longest, text_width(column.title)) + 2.0
                if column.kind is CellKind.SIGNATURE:
                    wanted = _SIGNATURE
                widths[index] = max(widths.get(index, _NARROWEST), min(wanted, _WIDEST))
        for index, width in widths.items():
            letter = self.worksheet.cell(1, index + 1).column_letter
            self.worksheet.column_dimensions[letter].width = width

    def _page(self) -> None:
        worksheet, options = self.worksheet, self.sheet.options
        worksheet.page_setup.paperSize = _PAPER_SIZES[options.envelope or options.paper]
        worksheet.page_setup.orientation = "landscape" if options.landscape else "portrait"
        worksheet.page_setup.fitToWidth = 1
        worksheet.page_setup.fitToHeight = 0
        worksheet.sheet_properties.pageSetUpPr.fitToPage = True
        identity, foot = self.sheet.identity, worksheet.oddFooter
        foot.left.text = _foot(number_line(identity))
        foot.center.text = _foot(version_line(identity))
        # Excel's own codes for the page and the number of pages.
        page = page_line(1, 2).replace("1", "\0").replace("2", "\1")
        foot.right.text = page.replace("\0", "&P").replace("\1", "&N")
        worksheet.oddHeader.left.text = _foot(self.sheet.title)


def _foot(text: str) -> str:
    """Text for a page's head or foot, where ``&`` would begin a command."""
    return printable(text)[:_FOOT_LIMIT].replace("&", "&&")


def _value(cell: Cell, kind: CellKind) -> tuple[int | float | Decimal, str] | None:
    """The number behind a cell and the format that shows it as printed; None when it is text."""
    value = cell.value
    if value is None or kind in (CellKind.TEXT, CellKind.SIGNATURE, CellKind.TICK):
        return None
    if kind is CellKind.TIME:
        if value < 0:
            return None
        digits = cell.text.partition(".")[2]
        pattern = "[h]:mm:ss" + ("." + "0" * len(digits) if digits else "")
        return float(value) / _DAY_MS, ('"+"' if cell.text.startswith("+") else "") + pattern
    shown = str(value)
    before, found, after = cell.text.partition(shown)
    if not found or '"' in before + after:
        return None
    decimals = len(shown.partition(".")[2])
    pattern = "0" + ("." + "0" * decimals if decimals else "")
    quoted = [f'"{text}"' if text else "" for text in (before, after)]
    return value, quoted[0] + pattern + quoted[1]


def _without_clock(data: bytes) -> bytes:
    """The same workbook without the time it was saved at."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            fixed.writestr(entry, content)
    return target.getvalue()
