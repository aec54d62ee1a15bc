"""Made-up rows, sheets and ways to read a PDF back; nobody here exists."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import Any

from pypdf import PdfReader

from tests.builders import a_result, a_result_row
from trailsdesk.documents.context import SheetContext
from trailsdesk.documents.sheet import (
    Cell,
    CellKind,
    Identity,
    Sheet,
    SheetColumn,
    SheetKind,
    SheetStatus,
    Table,
)
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultRow, ResultStatus

GIVEN = ("Aroha", "Zoë", "Lucía", "Søren", "Jérôme", "Tama", "Łucja", "Иван", "Ελένη", "Ōriwa")
FAMILY = ("Te Rangi", "García", "Pōtae", "Åkesson", "Żak", "Петров", "Παππά", "Nguyễn", "Bird")
CATEGORIES = (("F-OPEN", "Open women"), ("M-OPEN", "Open men"), ("F-VETERAN", "Veteran women"))

IDENTITY = Identity(
    number=4,
    status=SheetStatus.PROVISIONAL,
    version=3,
    result_hash="7f3a9c1e55d0",
    printed_at="24 May 2026 11:42 NZST",
    event="Willesden Farms",
    replaces=2,
)
CONTEXT = SheetContext(
    series_name="Winter Trail Series",
    event_name="Willesden Farms",
    event_date="24 May 2026",
    race_names=("Long 19 km",),
    identity=IDENTITY,
)


def a_context(**fields: Any) -> SheetContext:
    return replace(CONTEXT, **fields)


def a_finisher(number: int, **fields: Any) -> ResultRow:
    """The ``number``-th of a race, with places that fit when all of it is made this way."""
    code, label = CATEGORIES[number % len(CATEGORIES)]
    in_category = (number + len(CATEGORIES) - 1) // len(CATEGORIES)
    time_ms = 4_700_000 + number * 7_000
    result = a_result(
        status=ResultStatus.OK,
        time_ms=time_ms,
        rank=number,
        rank_gender=number,
        rank_category=in_category,
        gap_ms=(number - 1) * 7_000,
    )
    made: dict[str, Any] = {
        "bib": str(100 + number),
        "given_name": GIVEN[number % len(GIVEN)],
        "family_name": FAMILY[number % len(FAMILY)],
        "gender": Gender(code[0]),
        "category": code,
        "category_label": label,
        "club": "",
        "nation": "",
        "race_code": "long",
        "race_label": "Long 19 km",
        "result": result,
    }
    return a_result_row(**(made | fields))


def out_of_the_race(number: int, status: ResultStatus, **fields: Any) -> ResultRow:
    result = a_result(status=status, time_ms=None, rank=None)
    result = replace(result, rank_gender=None, rank_category=None, gap_ms=None)
    return a_finisher(number, result=result, **fields)


def a_sheet(*names: str, **fields: Any) -> Sheet:
    """A sheet of one table: a number and a name a row."""
    columns = (
        SheetColumn(title="Bib", kind=CellKind.NUMBER),
        SheetColumn(title="Name", weight=1),
    )
    rows = tuple(
        (Cell(text=str(number), value=number), Cell(text=name))
        for number, name in enumerate(names, start=1)
    )
    made: dict[str, Any] = {
        "kind": SheetKind.OTHER,
        "title": "List",
        "identity": IDENTITY,
        "blocks": (Table(columns=columns, rows=rows),),
    }
    return Sheet(**(made | fields))


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as a PDF reader finds it, letters in their ordinary form."""
    pages = reader(pdf).pages
    return [unicodedata.normalize("NFKC", page.extract_text()) for page in pages]


def all_text(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def lines(pdf: bytes) -> list[str]:
    return [" ".join(line.split()) for line in all_text(pdf).splitlines()]


def squeezed(text: str) -> str:
    """Without blanks: where a long text breaks into lines does not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split())
