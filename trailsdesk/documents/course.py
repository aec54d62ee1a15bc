"""The course sheet: a course drawn and in figures, one page for the race guide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race
from trailsdesk.documents.figures import PAPER, as_picture, course_figure
from trailsdesk.documents.sheet import (
    Block,
    Cell,
    CellKind,
    Density,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Sheet,
    SheetColumn,
    SheetKind,
    SheetOptions,
    Table,
)
from trailsdesk.documents.style import PageFormat
from trailsdesk.domain.course_drawing import CourseDrawing
from trailsdesk.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.course_drawing import CourseMark

__all__ = ["CoursePage", "course_sheet", "station_legs"]

_DPI = 200
_ONE_COLUMN = 10
"""More places than this stand in two tables side by side."""
_ROW_PT = 13.0
_TALLEST_PT, _LOWEST_PT = 380.0, 200.0
_WARNINGS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """What the sheet says of one course.

    ``figures`` are names and values, an empty value leaves one out. ``explanation`` is the
    arithmetic in one sentence, ``warnings`` what is wrong with the track. ``missing`` says why
    there is no drawing.
    """

    label: str
    drawing: CourseDrawing | None
    figures: tuple[tuple[str, str], ...] = ()
    explanation: str = ""
    warnings: tuple[str, ...] = ()
    missing: str = ""


def course_sheet(context: SheetContext, pages: Sequence[CoursePage]) -> Sheet:
    """A page for each course; one without a track says that there is none."""
    context = before_the_race(context)
    if not pages:
        nothing = Paragraph(text=_("There is no race."), muted=True)
        return context.sheet(SheetKind.COURSE, _("Course"), [nothing])
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        if len(pages) > 1:
            blocks.append(Heading(text=page.label, new_page=number > 0))
        if page.drawing is None:
            words = _("No GPX file is kept for this race. Drop one on the Course panel.")
            blocks.append(Paragraph(text=page.missing or words, muted=True))
        else:
            blocks += _page(page, page.drawing, context, several=len(pages) > 1)
    return context.sheet(SheetKind.COURSE, _("Course"), blocks, density=Density.DENSE)


def _page(
    page: CoursePage, drawing: CourseDrawing, context: SheetContext, *, several: bool
) -> list[Block]:
    figures, stations = _figures(page.figures), _stations(drawing)
    warnings = list(page.warnings[:_WARNINGS])
    more = len(page.warnings) - len(warnings)
    if more:
        warnings.append(plural("{count} more", "{count} more", more))
    page_format = PageFormat.of(SheetOptions(paper=context.paper))
    rows = len(figures.rows) + len(stations.rows) + 2 * len(warnings) + 1
    held = 120 + 24 * several + _ROW_PT * rows
    room = page_format.height - page_format.margin_top - page_format.body_bottom - held
    tall = min(_TALLEST_PT, max(_LOWEST_PT, room))
    wide = page_format.body_width
    figure = course_figure(drawing, PAPER, (wide / 72, tall / 72), key=False)
    blocks: list[Block] = [
        Picture(
            content=as_picture(figure, "png", _DPI),
            width=wide,
            height=tall,
            words=_("Map and profile of {course}").format(course=page.label),
        ),
        figures,
    ]
    if page.explanation:
        blocks.append(Paragraph(text=page.explanation))
    if len(stations.rows):
        blocks += [Heading(text=_("Places along the course"), level=2), stations]
    if warnings:
        blocks.append(Notice(text=_("About the track"), items=tuple(warnings)))
    return blocks


def _figures(figures: Sequence[tuple[str, str]]) -> Table:
    """Names and values in two columns, read downwards."""
    kept = [(name, value) for name, value in figures if value]
    half = (len(kept) + 1) // 2
    empty = (Cell(text=""), Cell(text=""))
    pairs = [(Cell(text=name, muted=True), Cell(text=value)) for name, value in kept]
    right = [*pairs[half:], *[empty] * (2 * half - len(pairs))]
    columns = (SheetColumn(title=""), SheetColumn(title="", weight=1))
    return Table(
        columns=(*columns, *columns),
        rows=tuple((*one, *other) for one, other in zip(pairs[:half], right, strict=True)),
        show_header=False,
    )


def station_legs(
    drawing: CourseDrawing,
) -> tuple[tuple[str, CourseMark, float, float | None], ...]:
    """Start, places and finish: number or word, mark, metres from the one before, height."""
    ends = drawing.start, drawing.finish
    numbered = [(str(number), mark) for number, mark in enumerate(drawing.places, 1)]
    marks = [("", ends[0]), *numbered, ("", ends[1])]
    found, before = [], 0.0
    for number, mark in marks:
        height = drawing.heights_m[drawing.index_at(mark.along_m)] if drawing.along_m else None
        found.append((number, mark, mark.along_m - before, height))
        before = mark.along_m
    return tuple(found)


def _stations(drawing: CourseDrawing) -> Table:
    legs = station_legs(drawing)
    if len(legs) == 2:
        return Table(columns=_columns(cutoffs=False), rows=())
    cutoffs = any(mark.cutoff for _number, mark, _leg, _height in legs)
    columns = _columns(cutoffs=cutoffs)
    rows = [_row(number, mark, leg, height) for number, mark, leg, height in legs]
    rows = [row[: len(columns)] for row in rows]
    if len(rows) <= _ONE_COLUMN:
        return Table(columns=columns, rows=tuple(rows))
    half = (len(rows) + 1) // 2
    empty = tuple(Cell(text="") for _column in columns)
    right = [*rows[half:], *[empty] * (2 * half - len(rows))]
    return Table(
        columns=(*columns, *columns),
        rows=tuple((*one, *other) for one, other in zip(rows[:half], right, strict=True)),
    )


def _columns(*, cutoffs: bool) -> tuple[SheetColumn, ...]:
    number = CellKind.NUMBER
    columns = (
        SheetColumn(title=_("No."), kind=number),
        SheetColumn(title=_("Place"), weight=1),
        SheetColumn(title=_("km"), kind=number),
        SheetColumn(title=_("Leg km"), kind=number),
        SheetColumn(title=_("Height m"), kind=number),
    )
    return (*columns, SheetColumn(title=_("Cut-off"))) if cutoffs else columns


def _row(number: str, mark: CourseMark, leg_m: float, height_m: float | None) -> tuple[Cell, ...]:
    first = mark.along_m == 0 and not number
    return (
        Cell(text=number, value=int(number) if number else None),
        Cell(text=_name(number, mark), strong=not number),
        _km(mark.along_m),
        Cell(text="") if first else _km(leg_m),
        Cell(text="") if height_m is None else Cell(text=f"{height_m:.0f}", value=round(height_m)),
        Cell(text=mark.cutoff),
    )


def _name(number: str, mark: CourseMark) -> str:
    if number:
        return mark.label
    word = _("Start") if mark.along_m == 0 else _("Finish")
    return f"{word} · {mark.label}" if mark.label else word


def _km(metres: float) -> Cell:
    text = f"{metres / 1000:.1f}"
    return Cell(text=text, value=Decimal(text))
