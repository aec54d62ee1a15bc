"""A course as files: picture, course sheet, GPX with its places; several over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.figures import Palette, as_picture, comparison_figure
from trailsdesk.domain.problems import Refused
from trailsdesk.services.course_page import course_picture, gpx_with_places
from trailsdesk.services.printing import (
    kind_named,
    save_sheet,
    sheet_request,
    with_tracks,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trailsdesk.domain.course_drawing import CourseDrawing
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.course_desk import CourseDesk
    from trailsdesk.services.printing import SheetRequest
    from trailsdesk.services.season import Season

__all__ = ["Palette", "comparison_picture", "save_course", "save_course_sheet", "sheet_with_track"]

_PIXELS_AN_INCH = 96.0
"""Of a screen at scale 1: letters of a figure are then as large as the window's small ones."""


def save_course(desk: CourseDesk, path: Path) -> Path:
    """Write map and profile (.png, .svg) or the track with its places (.gpx), whole or not at all.

    Refused (sheet.bad-suffix) for another suffix.
    """
    suffix = path.suffix.casefold()
    if desk.course is None or desk.drawing is None or suffix not in (".png", ".svg", ".gpx"):
        raise Refused("sheet.bad-suffix", name=path.name)
    if suffix == ".gpx":
        content = gpx_with_places(desk.course, desk.drawing)
    else:
        content = course_picture(desk.drawing, "svg" if suffix == ".svg" else "png")
    write_whole(path, content)
    return path


def sheet_with_track(season: Season, race_id: RaceId, paper: str) -> SheetRequest:
    """What a course sheet of one race is made of; reads the kept file: on the database thread."""
    kind = kind_named("course")
    event_id = season.data.races[race_id].event_id
    return with_tracks(
        season, kind, sheet_request(season, kind, event_id, race_id, paper=paper.upper())
    )


def save_course_sheet(season: Season, request: SheetRequest, path: Path) -> Path:
    """Write the course sheet as PDF."""
    if path.suffix.casefold() != ".pdf":
        raise Refused("sheet.bad-suffix", name=path.name)
    save_sheet(kind_named("course").build(season, request), path)
    return path


def comparison_picture(
    drawings: Sequence[CourseDrawing], palette: Palette, size: tuple[float, float], ratio: float
) -> bytes:
    """Profiles over one another as a PNG for the screen.

    Args:
        size: width and height in pixels at scale 1.
        ratio: how many pixels of the screen one of these is.
    """
    inches = (size[0] / _PIXELS_AN_INCH, size[1] / _PIXELS_AN_INCH)
    figure = comparison_figure(drawings, palette, inches)
    return as_picture(figure, "png", dpi=round(_PIXELS_AN_INCH * ratio))
