from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reportlab.pdfbase import pdfmetrics

from tests.documents.made_up import a_sheet, page_texts, squeezed
from trailsdesk.documents.glyphs import font_file, page_glyphs, page_sheet
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import Paper, SheetOptions

if TYPE_CHECKING:
    from trailsdesk.documents.glyphs import GlyphPage, GlyphRun

NAMES = ("Aroha Te Rangi", "Søren Åkesson", "Иван Петров", "Ōriwa Pōtae")


def read_back(run: GlyphRun) -> str:
    """The text of a run, from its glyphs alone."""
    glyph_of = pdfmetrics.getFont(run.font).face.charToGlyph
    letters = {glyph: chr(code) for code, glyph in sorted(glyph_of.items(), reverse=True)}
    return "".join(letters[glyph] for glyph in run.glyphs)


def text_of(page: GlyphPage) -> str:
    return squeezed("".join(read_back(run) for run in page.runs))


def test_the_pages_say_what_the_pdf_says() -> None:
    sheet = a_sheet(*[f"{name} {n}" for n in range(40) for name in NAMES])
    printed = page_texts(render_pdf(sheet))
    paged = page_sheet(sheet)
    assert len(paged.pages) == len(printed) > 1
    for page, text in zip(paged.pages, printed, strict=True):
        assert sorted(text_of(page_glyphs(page))) == sorted(squeezed(text))


def test_glyphs_stand_in_order_inside_the_margins() -> None:
    paged = page_sheet(a_sheet(*NAMES))
    for run in page_glyphs(paged.pages[0]).runs:
        across = [x for x, _y in run.points]
        assert across == sorted(across)
        assert across[0] > 30
        assert across[-1] < paged.width - 30
        assert all(0 < y < paged.height for _x, y in run.points)


def test_letters_that_join_are_drawn_joined() -> None:
    """Shaped writing keeps the glyphs the shaper chose: they are not those of single letters."""
    paged = page_sheet(a_sheet("ليلى حداد"))
    runs = [run for run in page_glyphs(paged.pages[0]).runs if "Arabic" in run.font]
    face = pdfmetrics.getFont(runs[0].font).face
    alone = {face.charToGlyph[ord(letter)] for letter in "ليىحداد"}
    assert not set(runs[0].glyphs) <= alone
    assert 0 not in runs[0].glyphs


def test_letters_no_font_has_are_told() -> None:
    paged = page_sheet(a_sheet("\N{EGYPTIAN HIEROGLYPH A001}"))
    assert [problem.code for problem in paged.problems] == ["sheet.missing-glyph"]


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [
        (Paper.A4, False, (595, 842)),
        (Paper.LETTER, False, (612, 792)),
        (Paper.A4, True, (842, 595)),
    ],
)
def test_the_page_is_the_paper_asked_for(
    paper: Paper, landscape: bool, size: tuple[int, int]
) -> None:
    paged = page_sheet(a_sheet("One", options=SheetOptions(paper=paper, landscape=landscape)))
    assert (round(paged.width), round(paged.height)) == size


def test_every_font_used_lies_in_the_program() -> None:
    paged = page_sheet(a_sheet("Aroha", "ليلى", "李 雷", "Ελένη"))
    for run in page_glyphs(paged.pages[0]).runs:
        assert font_file(run.font).is_file()
