"""The course sheet: a course drawn and in figures, one page for the race guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.documents.context import SheetContext, before_the_race
from trailsdesk.documents.figures import PAPER, as_picture, course_figure
from trailsdesk.documents.glyphs import page_sheet
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
_ONE_LINE, _ONE_LINE_BRIEF = 24, 16
"""Letters of a name that stand in one line where places are in two or three tables."""
_TALLEST_PT, _LOWEST_PT = 380.0, 200.0
_NEAR_PT = 12.0
"""The height of the picture is found this near to what there is room for."""


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


@dataclass(frozen=True, slots=True)
class _Form:
    """How much room the words of a page take: from what one likes to read to what just fits."""

    whole_names: bool
    warnings: int
    across: int
    lowest_pt: float


_FORMS = (
    _Form(True, 4, 2, 300.0),
    _Form(False, 4, 2, 250.0),
    _Form(False, 2, 2, 230.0),
    _Form(False, 0, 2, 200.0),
    _Form(False, 2, 3, 220.0),
    _Form(False, 0, 3, 100.0),
)


def _page(
    page: CoursePage, drawing: CourseDrawing, context: SheetContext, *, several: bool
) -> list[Block]:
    """The blocks of one course, always on one page: the figure gives way, then words do."""
    wide = PageFormat.of(SheetOptions(paper=context.paper)).body_width
    picture = Picture(
        content=b"",
        width=wide,
        height=_LOWEST_PT,
        words=_("Map and profile of {course}").format(course=page.label),
    )

    def fits(words: Sequence[Block], tall: float) -> bool:
        # The picture itself is drawn when its height is known; its room is all that counts.
        head = [Heading(text=page.label)] if several else []
        held = [*head, replace(picture, height=tall), *words]
        return _pages(context, held) == 1

    words: list[Block] = []
    tall = _LOWEST_PT
    for form in _FORMS:
        words, tall = _words(page, drawing, form), form.lowest_pt
        if fits(words, tall):
            break
    low, high = tall, _TALLEST_PT
    while high - low > _NEAR_PT:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(words, middle) else (low, middle)
    figure = course_figure(drawing, PAPER, (wide / 72, low / 72), key=False)
    return [replace(picture, height=low, content=as_picture(figure, "png", _DPI)), *words]


def _pages(context: SheetContext, blocks: Sequence[Block]) -> int:
    """How many pages these blocks take."""
    sheet = context.sheet(SheetKind.COURSE, _("Course"), blocks, density=Density.DENSE)
    return len(page_sheet(sheet).pages)


def _words(page: CoursePage, drawing: CourseDrawing, form: _Form) -> list[Block]:
    """Everything below the picture."""
    stations = _stations(drawing, form)
    blocks: list[Block] = [_figures(page.figures)]
    if page.explanation:
        blocks.append(Paragraph(text=page.explanation))
    if len(stations.rows):
        blocks += [Heading(text=_("Places along the course"), level=2), stations]
    warnings = list(page.warnings[: form.warnings])
    more = len(page.warnings) - len(warnings)
    if more and warnings:
        warnings.append(plural("{count} more", "{count} more", more))
    elif more:
        words = plural(
            "{count} remark about the track: see the Course panel.",
            "{count} remarks about the track: see the Course panel.",
            more,
        )
        blocks.append(Paragraph(text=words, muted=True))
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


def _stations(drawing: CourseDrawing, form: _Form) -> Table:
    legs = station_legs(drawing)
    cutoffs = any(mark.cutoff for _number, mark, _leg, _height in legs)
    # Three tables side by side have no room for legs and heights.
    brief = form.across > 2
    columns = _columns(cutoffs=cutoffs, brief=brief)
    if len(legs) == 2:
        return Table(columns=columns, rows=())
    most = None if form.whole_names else _ONE_LINE_BRIEF if brief else _ONE_LINE
    rows = [
        _row(number, mark, leg, height, most, brief=brief)[: len(columns)]
        for number, mark, leg, height in legs
    ]
    if len(rows) <= _ONE_COLUMN:
        return Table(columns=columns, rows=tuple(rows))
    deep = -(-len(rows) // form.across)
    empty = tuple(Cell(text="") for _column in columns)
    rows += [empty] * (deep * form.across - len(rows))
    beside = [rows[at * deep : (at + 1) * deep] for at in range(form.across)]
    lines = zip(*beside, strict=True)
    return Table(
        columns=columns * form.across,
        rows=tuple(tuple(cell for row in line for cell in row) for line in lines),
    )


def _columns(*, cutoffs: bool, brief: bool) -> tuple[SheetColumn, ...]:
    number = CellKind.NUMBER
    columns = [
        SheetColumn(title=_("No."), kind=number),
        SheetColumn(title=_("Place"), weight=1),
        SheetColumn(title=_("km"), kind=number),
    ]
    if not brief:
        columns += [
            SheetColumn(title=_("Leg km"), kind=number),
            SheetColumn(title=_("Height m"), kind=number),
        ]
    return (*columns, SheetColumn(title=_("Cut-off"))) if cutoffs else tuple(columns)


def _row(
    number: str,
    mark: CourseMark,
    leg_m: float,
    height_m: float | None,
    longest: int | None,
    *,
    brief: bool,
) -> tuple[Cell, ...]:
    first = mark.along_m == 0 and not number
    name = _name(number, mark)
    if longest is not None and len(name) > longest:
        name = name[: longest - 1].rstrip() + "…"
    leg = Cell(text="") if first else _km(leg_m)
    height = Cell(text="")
    if height_m is not None:
        height = Cell(text=f"{height_m:.0f}", value=round(height_m))
    return (
        Cell(text=number, value=int(number) if number else None),
        Cell(text=name, strong=not number),
        _km(mark.along_m),
        *(() if brief else (leg, height)),
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
