"""What a long result list may cost, against the least that drawing its texts costs."""

from __future__ import annotations

import io
import statistics
import time
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.documents.made_up import CONTEXT, a_finisher
from trailsdesk.documents.lists import ResultGroup, result_list
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import Align, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 5_000


def bare_canvas(sheet: Sheet) -> bytes:
    """The same cells drawn one by one at fixed places: no widths, no wrapping, no identity."""
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, pageCompression=1)
    y = 780
    canvas.setFont("NotoSans-Regular", 10)
    for row in table.rows:
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            right = column.alignment is Align.RIGHT
            draw = canvas.drawRightString if right else canvas.drawString
            draw(40 + index * 51, y, cell.text)
        canvas.line(40, y - 3, 550, y - 3)
        y -= 16
        if y < 60:
            canvas.showPage()
            canvas.setFont("NotoSans-Regular", 10)
            y = 780
    canvas.save()
    return buffer.getvalue()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.perf
def test_a_long_list_costs_at_most_half_as_much_again_as_a_bare_canvas() -> None:
    rows = tuple(a_finisher(number, club="Port Hills") for number in range(1, ROWS + 1))
    sheet = result_list(CONTEXT, [ResultGroup(race_label="Long", rows=rows)])
    pdf = render_pdf(sheet)
    ratios = [
        seconds(lambda: render_pdf(sheet)) / seconds(lambda: bare_canvas(sheet)) for _ in range(5)
    ]
    assert statistics.median(ratios) <= 1.5
    assert len(pdf) <= 100 * ROWS + 100_000
