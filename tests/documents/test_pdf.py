from __future__ import annotations

import os
import time
import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from tests.documents.made_up import (
    CONTEXT,
    a_finisher,
    a_sheet,
    all_text,
    lines,
    page_texts,
    reader,
    squeezed,
)
from trailsdesk.documents.lists import ResultGroup, result_list
from trailsdesk.documents.pdf import missing_glyphs, render_checked_pdf, render_pdf
from trailsdesk.documents.sheet import (
    Cell,
    CellKind,
    Heading,
    Identity,
    Notice,
    Paper,
    Paragraph,
    Sheet,
    SheetColumn,
    SheetKind,
    SheetOptions,
    Table,
)
from trailsdesk.documents.xlsx import render_xlsx
from trailsdesk.i18n import message

HOSTILE = (
    "<b>bold</b>",
    "<b>unclosed",
    "</para><para>",
    "<img src='file:///etc/passwd'/>",
    '<img src="http://example.invalid/x.png"/>',
    "<a href='javascript:app.alert(1)'>click</a>",
    '<font color="[[[getattr(pow, Word(&#39;__globals__&#39;))]]]">x</font>',
    '<para backColor="[exit() for _ in (1,)]">',
    "&lt;i&gt;",
    "&amp;&#x41;&nbsp;",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "<![CDATA[x]]>",
    "(text) Tj ET Q (more",
    r"\) Tj \( \101 \\",
    "%PDF-1.7 %%EOF endobj",
    "{{7*7}} ${7*7} %(title)s {0}",
    '=HYPERLINK("http://example.invalid","x")',
)


def rows_of(sheet: Sheet) -> list[str]:
    return [
        " ".join(" ".join(cell.text for cell in row if cell.text).split())
        for block in sheet.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


@pytest.mark.parametrize("count", [20, 300, 2000])
def test_the_printed_rows_are_the_rows_of_the_list(count: int) -> None:
    group = ResultGroup(
        race_label="Long", rows=tuple(a_finisher(number) for number in range(1, count + 1))
    )
    sheet = result_list(CONTEXT, [group])
    wanted = rows_of(sheet)
    assert len(wanted) == count
    inside = set(wanted)
    assert [line for line in lines(render_pdf(sheet)) if line in inside] == wanted


def test_every_page_says_which_sheet_it_is_and_which_page_of_how_many() -> None:
    sheet = a_sheet(*(f"Runner {number}" for number in range(1, 151)), subtitle="Somewhere")
    pages = page_texts(render_pdf(sheet))
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert "Sheet 4 · replaces sheet 2" in page
        assert "PROVISIONAL v3 · 24 May 2026 11:42 NZST · 7f3a9c1e" in page
        assert f"page {number} of {len(pages)}" in page
        assert "List" in page
        assert "Bib Name" in " ".join(page.split())


def test_a_preview_never_looks_like_a_numbered_sheet() -> None:
    text = all_text(render_pdf(a_sheet("Ann", identity=Identity())))
    assert "page 1 of 1" in text
    assert "Sheet " not in text
    assert "PROVISIONAL" not in text


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (SheetOptions(), (595, 842)),
        (SheetOptions(landscape=True), (842, 595)),
        (SheetOptions(paper=Paper.LETTER), (612, 792)),
    ],
)
def test_pages_have_the_size_of_the_paper(options: SheetOptions, size: tuple[int, int]) -> None:
    page = reader(render_pdf(a_sheet("Ann", options=options))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_every_font_a_page_names_is_embedded() -> None:
    names = ("Ann", "Ελένη", "דוד", "محمد", "สมชาย", "李雷", "प्रिया", "გიორგი", "Հայկ")
    pdf = render_pdf(a_sheet(*names, blocks=(Heading(text="Bold"), *a_sheet(*names).blocks)))
    found = 0
    for page in reader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
            found += 1
    assert found >= len(names)
    assert b"Helvetica" not in pdf


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_and_stops_nothing(payload: str) -> None:
    pdf = render_pdf(a_sheet("Before", payload, "After", title=payload, subtitle=payload))
    text = squeezed(all_text(pdf))
    assert text.count(squeezed(payload)) >= 3
    assert "1Before" in text
    assert "3After" in text
    for dangerous in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/Subtype /Image", b"/Annots"):
        assert dangerous not in pdf


@pytest.mark.parametrize(
    "name",
    ["Hōhepa", "Łucja Żółć", "Nguyễn Thị", "Ελένη Ώρα", "Ёлкіна", "דוד כהן", "محمد علی",
     "สมชาย", "李雷 山", "髙橋 さくら", "김철수", "გიორგი", "Հայկ"],
)  # fmt: skip
def test_a_name_in_any_script_is_found_by_searching_the_pdf(name: str) -> None:
    assert f"1 {unicodedata.normalize('NFKC', name)}" in lines(render_pdf(a_sheet(name)))


@pytest.mark.parametrize("name", ["ปั่นที่ น้ำ", "प्रिया शर्मा", "x\u0304q\u0308"])
def test_shaped_names_carry_their_text_for_searching(name: str) -> None:
    content = reader(render_pdf(a_sheet(name))).pages[0].get_contents().get_data()
    assert f"/ActualText <FEFF{name.encode('utf-16-be').hex().upper()}>".encode() in content


def test_direction_overrides_do_not_reach_the_paper() -> None:
    assert "1 Ann nhoJ" in lines(render_pdf(a_sheet("Ann \u202enhoJ\u202c")))


def test_a_character_without_a_glyph_is_visible_and_reported() -> None:
    pdf, problems = render_checked_pdf(a_sheet("Ann 🏃🏃", "Bea"))
    assert "1 Ann \ufffd\ufffd" in lines(pdf)
    (problem,) = problems
    assert problem.code == "sheet.missing-glyph"
    assert "U+1F3C3" in message(problem)
    assert "Ann" in message(problem)
    assert missing_glyphs(a_sheet("Ann 🏃🏃", "Bea")) == problems
    assert missing_glyphs(a_sheet("Bea")) == ()


LONG = ("Maximiliana-Esperanza " * 10)[:200].strip()


@pytest.mark.parametrize("name", [LONG, "W" * 200, "李" * 200, "a-" * 100, "🏃" * 200])
def test_a_name_of_200_characters_is_complete_and_stays_in_its_column(name: str) -> None:
    pdf = render_pdf(a_sheet("Ann", name, "Zoë"))
    text = squeezed(all_text(pdf))
    shown = squeezed(name.replace("🏃", "\ufffd"))
    assert f"2{shown}3Zoë" in text
    assert within_margins(pdf)


def test_every_column_full_of_long_words_still_stays_on_the_paper() -> None:
    columns = tuple(
        SheetColumn(title="Überschrift" * 3, kind=kind, weight=1)
        for kind in (*CellKind, *CellKind, *CellKind)
    )
    row = tuple(Cell(text="1:23:45" * 6) for _column in columns)
    assert within_margins(render_pdf(a_sheet(blocks=(Table(columns=columns, rows=(row,) * 3),))))


class Measure:
    """Collects where each drawn text begins and ends, with the widths the PDF itself states."""

    def __init__(self, page: Any, ends: list[float]) -> None:
        self.fonts = page["/Resources"]["/Font"]
        self.font, self.size, self.ends = None, 0.0, ends

    def __call__(self, operator: bytes, operands: list[Any], _cm: Any, tm: list[float]) -> None:
        if operator == b"Tf":
            self.font, self.size = self.fonts[operands[0]].get_object(), float(operands[1])
        elif operator == b"Tj":
            raw = operands[0]
            codes = raw if isinstance(raw, bytes) else raw.original_bytes
            drawn = sum(float(self.font["/Widths"][code]) for code in codes)
            self.ends += [tm[4], tm[4] + drawn * self.size / 1000]


def within_margins(pdf: bytes) -> bool:
    ends: list[float] = []
    pages = reader(pdf).pages
    for page in pages:
        page.extract_text(visitor_operand_before=Measure(page, ends))
    width = float(pages[0].mediabox.width)
    return len(ends) > 10 and min(ends) >= 30 and max(ends) <= width - 30


def test_a_group_heading_is_never_alone_at_the_foot_of_a_page() -> None:
    columns = (SheetColumn(title="Name", weight=1),)
    for filler in range(30, 60):
        rows = tuple((Cell(text=f"filler {n}"),) for n in range(filler))
        after = tuple((Cell(text=f"after {n}"),) for n in range(20))
        sheet = a_sheet(
            blocks=(
                Table(columns=columns, rows=rows),
                Heading(text="The race"),
                Heading(text="The group", level=2),
                Table(columns=columns, rows=after),
            )
        )
        (page,) = [page for page in page_texts(render_pdf(sheet)) if "The race" in page]
        assert "The group" in page
        assert "after 0" in page
        assert "after 1" in page


def test_a_podium_is_never_split_between_two_pages() -> None:
    columns = (SheetColumn(title="Name", weight=1),)
    for filler in range(36, 46):
        rows = tuple((Cell(text=f"filler {n}"),) for n in range(filler))
        podium = tuple((Cell(text=f"place {n}"),) for n in (1, 2, 3))
        sheet = a_sheet(
            blocks=(
                Table(columns=columns, rows=rows),
                Heading(text="Podium", level=2),
                Table(columns=columns, rows=podium, show_header=False),
            )
        )
        (page,) = [page for page in page_texts(render_pdf(sheet)) if "Podium" in page]
        assert all(f"place {n}" in page for n in (1, 2, 3))


def test_a_group_that_goes_on_says_so_on_the_next_page() -> None:
    table = a_sheet(*(f"Runner {n}" for n in range(90))).blocks
    first, second, *_rest = page_texts(
        render_pdf(a_sheet(blocks=(Heading(text="Open men"), *table)))
    )
    assert "Open men" in first
    assert "Open men (continued)" in second


def test_a_list_never_leaves_its_last_row_alone_on_a_page() -> None:
    for count in range(30, 60):
        pages = page_texts(render_pdf(a_sheet(*(f"Runner {n};" for n in range(count)))))
        assert pages[-1].count("Runner ") >= 2


def test_a_notice_longer_than_a_page_goes_on_and_loses_nothing() -> None:
    items = tuple(f"problem {number}." for number in range(120))
    text = all_text(render_pdf(a_sheet(blocks=(Notice(text="Open problems", items=items),))))
    assert all(item in text for item in items)


def test_an_empty_sheet_is_still_one_page_with_its_identity() -> None:
    sheet = Sheet(kind=SheetKind.OTHER, title="", blocks=())
    (page,) = page_texts(render_pdf(sheet))
    assert "page 1 of 1" in page
    assert "nobody" in all_text(render_pdf(replace(sheet, blocks=(Paragraph(text="nobody"),))))


def test_the_same_sheet_gives_the_same_bytes_in_any_zone_and_after_other_sheets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = a_sheet("Ann", "محمد", "ปั่นที่", "李雷", "प्रिया", "x\u0304")
    pdf, workbook = render_pdf(sheet), render_xlsx(sheet)
    render_pdf(a_sheet("شریف خان", "กตัญญู", "y\u0304", "श्री", title="Another"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    if hasattr(time, "tzset"):
        time.tzset()
    assert render_pdf(sheet) == pdf
    assert render_xlsx(sheet) == workbook
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
    assert os.environ["TZ"] == "UTC"


def test_the_file_says_its_title_and_nothing_about_the_computer() -> None:
    facts = reader(render_pdf(a_sheet("Ann", title="Prize list · Łuk"))).metadata
    assert facts["/Title"] == "Prize list · Łuk · Willesden Farms"
    assert facts["/Producer"] == "trailsdesk"
    assert facts["/Author"] == ""
    assert facts["/CreationDate"].startswith("D:2000")
