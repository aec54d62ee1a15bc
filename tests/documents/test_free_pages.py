"""Certificates, labels and envelopes: every word where it belongs, none of them cut or broken."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.documents.made_up import a_context, page_texts, reader, squeezed
from trailsdesk.documents.certificates import CertificateWords, certificates
from trailsdesk.documents.fonts import Typesetter
from trailsdesk.documents.free_page import fitting_lines
from trailsdesk.documents.glyphs import page_sheet
from trailsdesk.documents.labels import (
    AddressWords,
    BibWords,
    LabelChoice,
    address_labels,
    bib_labels,
    envelopes,
)
from trailsdesk.documents.paging import TYPESETTING
from trailsdesk.documents.pdf import render_counted_pdf, render_pdf
from trailsdesk.documents.plain_text import as_text
from trailsdesk.documents.sheet import (
    FreeLine,
    FreePage,
    FreePart,
    Heading,
    Paper,
    Paragraph,
    Sheet,
    SheetKind,
    to_json,
)
from trailsdesk.documents.xlsx import render_xlsx
from trailsdesk.domain.certificate import CertificateDesign, CertificateField
from trailsdesk.formats.label_papers import envelope_papers, label_papers

NAMES = (
    "Aroha Example",
    "Māia Te Rangi-Hīroa",
    "Łucja Żółć",
    "Ελένη Παππά",
    "Дмитро Коваль",
    "雷 李",
    "민준 김",
    "<b>Bold</b> & Co",
    "=HYPERLINK(1)",
    "A" * 180,
    "Wolfeschlegelsteinhausenbergerdorff-Ottokar " * 3 + "the Third",
)
PAPERS = {paper.id: paper for paper in label_papers()}
ENVELOPES = {paper.id: paper for paper in envelope_papers()}


def words(name: str = NAMES[0], **more: str) -> CertificateWords:
    made = {
        "race": "Long 19 km",
        "time": "31:05:09",
        "place": "place 3 of 57",
        "category": "place 1 of 9 in Open women",
        "event": "Willesden Farms, 24 May 2026",
        "series": "Winter Trail Series",
    }
    return CertificateWords(name=name, **(made | more))


def a_certificate(
    *names: str, design: CertificateDesign | None = None, **context: object
) -> Sheet:
    finishers = [words(name) for name in names]
    return certificates(a_context(**context), design or CertificateDesign(), finishers)


def texts_of(sheet: Sheet) -> list[str]:
    return [squeezed(text) for text in page_texts(render_pdf(sheet))]


def test_there_is_one_page_for_each_finisher_with_every_word() -> None:
    pages = texts_of(a_certificate(*NAMES))
    assert len(pages) == len(NAMES)
    for name, page in zip(NAMES, pages, strict=True):
        assert squeezed(" ".join(name.split())) in page
        for said in ("Certificate", "31:05:09", "place3of57", "place1of9inOpenwomen"):
            assert said in page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("landscape", [True, False])
def test_no_name_is_too_long_for_its_line(name: str, paper: Paper, landscape: bool) -> None:
    sheet = a_certificate(name, design=CertificateDesign(landscape=landscape), paper=paper)
    paged = page_sheet(sheet)
    for x, _y, size, _grey, text, _colour in paged.pages[0].texts:
        assert x >= 0
        assert x + text.width * size / 1000 <= paged.width + 0.01
    assert paged.problems == ()


def test_a_line_is_as_large_as_asked_for_where_it_fits() -> None:
    with TYPESETTING:
        setter = Typesetter()
        short = FreeLine(text="Ada", x=0, y=0, width=400, size=44)
        assert fitting_lines(setter, short)[0] == 44
        long = replace(short, text="Ada " * 60)
        size, (text,) = fitting_lines(setter, long)
        assert size < 44
        assert text.width * size / 1000 == pytest.approx(400)


def test_a_long_name_takes_a_second_line_before_it_gets_small() -> None:
    with TYPESETTING:
        setter = Typesetter()
        line = FreeLine(text=NAMES[1], x=0, y=50, width=80, size=11, bold=True, most_lines=2)
        size, texts = fitting_lines(setter, line)
        assert (size, len(texts)) == (11, 2)
        size, texts = fitting_lines(setter, replace(line, text=NAMES[-1]))
        assert size < 11
        assert len(texts) > 2
        assert len(texts) * size <= 2 * 11
        for text in texts:
            assert text.width * size / 1000 <= 80.01


def test_right_to_left_names_are_shaped() -> None:
    assert "ليلى" in page_texts(render_pdf(a_certificate("ليلى حداد")))[0]


def test_a_certificate_says_very_small_which_print_it_is_unless_told_not_to() -> None:
    assert "Sheet4" in texts_of(a_certificate("Ada"))[0]
    without = a_certificate("Ada", design=CertificateDesign(small_print=False))
    assert "Sheet4" not in texts_of(without)[0]


def test_a_field_that_is_not_shown_and_own_words_are_as_designed() -> None:
    design = CertificateDesign().with_look(CertificateField.TIME, shown=False)
    design = design.with_look(CertificateField.TITLE, text="Čertifikát")
    design = design.with_look(CertificateField.NOTE, text="Well run.")
    (page,) = texts_of(a_certificate("Ada", design=design))
    assert "31:05:09" not in page
    assert "Čertifikát" in page
    assert "Wellrun." in page


def test_the_same_certificates_are_the_same_bytes() -> None:
    sheet = a_certificate(*NAMES)
    assert render_pdf(sheet) == render_pdf(sheet)
    assert render_xlsx(sheet) == render_xlsx(sheet)
    assert "Māia Te Rangi-Hīroa" in as_text(sheet)
    assert json.loads(to_json(sheet))["blocks"][0]["page"]


def test_pages_of_both_kinds_follow_each_other_on_pages_of_their_own() -> None:
    free = FreePage(
        parts=(FreePart(lines=(FreeLine(text="Free", x=50, y=50, width=90, size=9),)),)
    )
    made = Sheet(
        kind=SheetKind.OTHER,
        title="Both",
        blocks=(Paragraph(text="Before"), free, Heading(text="After"), Paragraph(text="Last")),
    )
    content, count, _found = render_counted_pdf(made)
    texts = page_texts(content)
    assert count == 3
    assert "Before" in texts[0]
    assert texts[1].strip() == "Free"
    assert "After" in texts[2]
    assert "page 3 of 3" in texts[2]


BIBS = tuple(
    BibWords(bib=str(at), name=NAMES[at % len(NAMES)], race="Long", category="Open women")
    for at in range(1, 41)
)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_bib_has_a_label_and_nothing_leaves_its_label(paper: str) -> None:
    stock = PAPERS[paper]
    sheet = bib_labels(a_context(), BIBS, LabelChoice(paper=stock))
    pages = texts_of(sheet)
    assert len(pages) == -(-len(BIBS) // stock.a_sheet)
    together = "".join(pages)
    for label in BIBS:
        assert squeezed(" ".join(label.name.split())) in together
    unit = 72 / 25.4
    free = [block for block in sheet.blocks if isinstance(block, FreePage)]
    for page in free:
        for number, part in enumerate(page.parts, start=1):
            x, y = stock.corner(number)
            for line in part.lines:
                assert x * unit <= line.x
                assert line.x + line.width <= (x + stock.width) * unit + 0.01
                assert y * unit <= line.y <= (y + stock.height) * unit


def test_labels_have_no_foot_that_would_print_across_them() -> None:
    sheet = bib_labels(a_context(), BIBS, LabelChoice(paper=PAPERS["a4-3x8"]))
    assert "Sheet 4" not in page_texts(render_pdf(sheet))[0]


def test_labels_begin_where_the_sheet_is_free() -> None:
    choice = LabelChoice(paper=PAPERS["a4-3x8"], first=24)
    sheet = bib_labels(a_context(), BIBS[:2], choice)
    pages = texts_of(sheet)
    assert [BIBS[0].bib in pages[0], BIBS[1].bib in pages[1]] == [True, True]


ADDRESS = AddressWords(name="Aroha Example", lines=("1 Nowhere Road", "Made-up 7999", "NZ"))


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_an_envelope_has_address_and_sender_and_the_size_of_an_envelope(envelope: str) -> None:
    sheet = envelopes(a_context(), [ADDRESS], ENVELOPES[envelope], "Winter Trail Series")
    content = render_pdf(sheet)
    (page,) = reader(content).pages
    assert page.mediabox.width > page.mediabox.height
    text = page_texts(content)[0]
    for line in (*ADDRESS.lines, ADDRESS.name, "Winter Trail Series"):
        assert line in text


def test_who_has_no_address_is_not_forgotten() -> None:
    nobody = AddressWords(name="Whā Lost")
    sheet = address_labels(a_context(), [ADDRESS, nobody], LabelChoice(paper=PAPERS["a4-2x7"]))
    text = page_texts(render_pdf(sheet))[0]
    assert "Whā Lost" in text
    assert "(no address on file)" in text


def test_a_very_long_address_loses_no_line() -> None:
    lines = tuple(f"Line {at} of a long address" for at in range(1, 13))
    long = AddressWords(name="Ada", lines=lines, remark="medal Long, bib 7")
    sheet = address_labels(a_context(), [long], LabelChoice(paper=PAPERS["letter-3x10"]))
    text = squeezed(page_texts(render_pdf(sheet))[0])
    for line in lines:
        assert squeezed(line) in text


@pytest.mark.parametrize(
    "sheet",
    [
        bib_labels(a_context(), [], LabelChoice(paper=PAPERS["a4-3x8"])),
        address_labels(a_context(), [], LabelChoice(paper=PAPERS["a4-3x8"])),
        envelopes(a_context(), [], ENVELOPES["dl"]),
    ],
    ids=["bibs", "addresses", "envelopes"],
)
def test_nothing_to_print_is_said_on_a_page(sheet: Sheet) -> None:
    (text,) = page_texts(render_pdf(sheet))
    assert "There is no bib to label." in text or "Nothing is to be posted." in text
