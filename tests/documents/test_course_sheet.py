"""The course sheet: one page for the race guide with everything a runner asks."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.documents.drawn import a_drawing, a_place
from tests.documents.made_up import a_context
from trailsdesk.documents.course import CoursePage, course_sheet, station_legs
from trailsdesk.documents.glyphs import page_glyphs, page_sheet
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.plain_text import as_text
from trailsdesk.documents.sheet import Paper, Picture, Sheet, Table, to_json
from trailsdesk.documents.xlsx import render_xlsx

if TYPE_CHECKING:
    from trailsdesk.domain.course_drawing import CourseDrawing

GOLDENS = Path(__file__).parent / "goldens"
FIGURES = tuple((f"Figure {number}", f"{number} m") for number in range(11))


def drawing(places: int = 4) -> CourseDrawing:
    marks = [a_place(f"Made-up hut {n}", 1 + n * 28 / places, "4:30 h") for n in range(places)]
    return a_drawing(lambda along: 600 + 200 * math.sin(along / 2000), *marks)


def sheet(places: int = 4, paper: Paper = Paper.A4, warnings: int = 2) -> Sheet:
    page = CoursePage(
        label="Long 19 km",
        drawing=drawing(places),
        figures=(*FIGURES, ("Left out", "")),
        explanation="40 km + 1500 m / 100 = 55.",
        warnings=tuple(f"Something is odd ({number})." for number in range(warnings)),
    )
    return course_sheet(a_context(paper=paper), [page])


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize(
    ("places", "warnings"), [(0, 0), (1, 9), (11, 9), (12, 0), (24, 9), (40, 0), (80, 9)]
)
def test_it_is_one_page(paper: Paper, places: int, warnings: int) -> None:
    assert len(PdfReader(io.BytesIO(render_pdf(sheet(places, paper, warnings)))).pages) == 1


LONG = "Refuge of the very long made-up mountain pass number"
WORDY = tuple(
    (f"Figure {n}", "10163 m official, 10310 m measured (9981 to 11330 m)") for n in range(9)
)


@pytest.mark.parametrize("paper", list(Paper))
def test_forty_places_of_long_names_and_wordy_figures_stand_on_one_page(paper: Paper) -> None:
    marks = [a_place(f"{LONG} {n}", 1 + n * 0.7, "Sun 14:30") for n in range(40)]
    page = CoursePage(
        label="Long 19 km",
        drawing=a_drawing(lambda along: 600 + 200 * math.sin(along / 2000), *marks),
        figures=WORDY,
        explanation="40 km + 1500 m / 100 = 55; " * 5,
        warnings=("The heights jump about between neighbouring points. " * 4,) * 9,
    )
    made = course_sheet(a_context(paper=paper), [page])
    reader = PdfReader(io.BytesIO(render_pdf(made)))
    assert len(reader.pages) == 1
    (places,) = [b for b in made.blocks if isinstance(b, Table) and b.show_header]
    numbers = {cell.value for row in places.rows for cell in row if cell.text.isdecimal()}
    assert set(range(1, 41)) <= numbers
    text = reader.pages[0].extract_text()
    assert text.count("Refuge of the") == 40
    assert "9 remarks about the track: see the Course panel." in text


def test_the_picture_is_as_high_as_the_page_leaves_room_for() -> None:
    heights = {}
    for places in (0, 12, 40):
        (picture,) = [b for b in sheet(places).blocks if isinstance(b, Picture)]
        heights[places] = picture.height
    assert heights[0] > 350
    assert heights[0] >= heights[12] > heights[40] >= 200


def test_the_printed_page_reads_as_it_did(update_golden: bool) -> None:
    text = pdf_text(render_pdf(sheet()))
    path = GOLDENS / "course-sheet.txt"
    if update_golden:
        path.write_text(f"{text}\n", encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_it_says_what_a_runner_asks() -> None:
    text = pdf_text(render_pdf(sheet()))
    for said in (
        "Course · Long 19 km", "Willesden Farms", "Figure 0", "10 m", "40 km + 1500 m / 100 = 55.",
        "Made-up hut 3", "4:30 h", "Cut-off", "Start", "Finish", "Something is odd (1).",
    ):  # fmt: skip
        assert said in text
    assert "Left out" not in text


def test_the_picture_is_in_the_pdf() -> None:
    (page,) = PdfReader(io.BytesIO(render_pdf(sheet()))).pages
    (image,) = page.images
    assert image.image is not None
    assert image.image.width > 1200


def test_the_picture_is_on_the_screen_where_it_is_on_paper() -> None:
    paged = page_sheet(sheet())
    (picture,) = page_glyphs(paged.pages[0]).pictures
    assert picture.content.startswith(b"\x89PNG")
    assert 0 < picture.x < picture.x + picture.width < paged.width
    assert 0 < picture.y < picture.y + picture.height < paged.height


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_pdf(sheet()) == render_pdf(sheet())
    assert render_xlsx(sheet()) == render_xlsx(sheet())


def test_legs_add_up_to_the_course() -> None:
    legs = station_legs(drawing())
    assert [number for number, *_rest in legs] == ["", "1", "2", "3", "4", ""]
    assert sum(leg for _number, _mark, leg, _height in legs) == pytest.approx(30_000)
    assert [mark.along_m for _number, mark, *_rest in legs] == sorted(
        mark.along_m for _number, mark, *_rest in legs
    )


def test_many_places_stand_in_two_columns_and_none_is_lost() -> None:
    (places,) = [b for b in sheet(24).blocks if isinstance(b, Table) and b.show_header]
    assert len(places.rows) == 13
    seen = [cell.text for row in places.rows for cell in row]
    for number in range(24):
        assert f"Made-up hut {number}" in seen


def test_a_workbook_has_the_tables_and_says_where_the_picture_is() -> None:
    workbook = load_workbook(io.BytesIO(render_xlsx(sheet())))
    cells = [
        cell.value for row in workbook.worksheets[0] for cell in row if cell.value is not None
    ]
    assert "Made-up hut 2" in cells
    assert any("the picture is in the PDF" in str(each) for each in cells)
    assert 8 in cells or 8.0 in cells  # the kilometre of a place, as a number


def test_text_and_json_name_the_picture_without_its_bytes() -> None:
    words = "Map and profile of Long 19 km"
    assert f"[{words}]" in as_text(sheet())
    (picture,) = [b for b in json.loads(to_json(sheet()))["blocks"] if "picture" in b]
    assert picture["picture"] == words
    assert set(picture) == {"picture", "width", "height"}


def test_a_race_without_a_track_says_what_to_do_and_the_others_are_drawn() -> None:
    pages = [
        CoursePage(label="Short", drawing=None),
        CoursePage(label="Long", drawing=drawing(), figures=FIGURES),
        CoursePage(label="Broken", drawing=None, missing="a.gpx is damaged."),
    ]
    made = course_sheet(a_context(race_names=()), pages)
    assert sum(isinstance(block, Picture) for block in made.blocks) == 1
    content = render_pdf(made)
    assert len(PdfReader(io.BytesIO(content)).pages) == 3
    assert "No GPX file is kept for this race" in pdf_text(content)
    assert "a.gpx is damaged." in pdf_text(content)


def test_without_any_race_there_is_a_page_that_says_so() -> None:
    assert "There is no race." in pdf_text(render_pdf(course_sheet(a_context(), [])))


def test_a_picture_wider_than_the_page_is_made_to_fit() -> None:
    content = next(b for b in sheet().blocks if isinstance(b, Picture)).content
    wide = Picture(content=content, width=3000, height=6000, words="Wide")
    paged = page_sheet(Sheet(kind=sheet().kind, title="T", blocks=(wide,)))
    (picture,) = page_glyphs(paged.pages[-1]).pictures
    assert picture.width / picture.height == pytest.approx(0.5)
    assert picture.y > 0
    assert picture.x > 0
