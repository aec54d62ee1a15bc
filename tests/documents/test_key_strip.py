"""The keys of the line on paper."""

from __future__ import annotations

from dataclasses import replace

from tests.documents.made_up import a_context
from trailsdesk.documents.key_strip import key_strip
from trailsdesk.documents.pdf import render_counted_pdf
from trailsdesk.documents.sheet import Paper, Sheet, Table
from trailsdesk.services.line_keys import KEY_PADS, LINE_KEYS, STRIP_KEYS


def the_sheet(paper: Paper = Paper.A4) -> Sheet:
    context = replace(a_context(race_names=()), paper=paper)
    return key_strip(context, STRIP_KEYS, KEY_PADS, LINE_KEYS)


def words_on(sheet: Sheet) -> str:
    cells = [
        cell.text
        for block in sheet.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    return "\n".join(cells)


def test_every_key_is_on_the_sheet_with_what_it_does() -> None:
    text = words_on(the_sheet())
    for key, words in (*STRIP_KEYS, *LINE_KEYS):
        assert key in text
        assert words in text


def test_the_number_pad_lies_as_on_the_table_and_minus_is_told_apart() -> None:
    tables = [block for block in the_sheet().blocks if isinstance(block, Table)]
    pads = [table for table in tables if table.rows[0][0].text == "Num"]
    assert [row[0].text for row in pads[0].rows] == ["Num", "7", "4", "1"]
    minus = [pad.rows[0][3].text for pad in pads]
    assert minus == ["-   withdrawn, back here", "-   out now"]


def test_no_single_key_is_for_a_disqualification() -> None:
    assert "DSQ" not in words_on(the_sheet())


def test_all_of_it_can_be_printed_on_one_page_of_any_paper() -> None:
    for paper in Paper:
        content, pages, problems = render_counted_pdf(the_sheet(paper))
        assert content.startswith(b"%PDF")
        assert (pages, problems) == (1, ())
