"""A course as files: picture, course sheet, GPX with its places; several over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trailsdesk.documents.figures import PAPER, Palette, compared_as_picture
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, plural
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

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.course_compare import Compared
    from trailsdesk.services.course_desk import CourseDesk
    from trailsdesk.services.printing import SheetRequest
    from trailsdesk.services.season import Season

__all__ = [
    "Palette",
    "comparison_picture",
    "save_comparison",
    "save_course",
    "save_course_sheet",
    "sheet_with_track",
]

_PIXELS_AN_INCH = 96.0
"""Of a screen at scale 1: letters of a figure are then as large as the window's small ones."""
_SAVED_IN = (11.0, 6.0)


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
    compared: Sequence[Compared],
    palette: Palette,
    size: tuple[float, float],
    ratio: float,
    *,
    apart: bool = False,
) -> bytes:
    """Profiles as a PNG for the screen, over one another or each on axes of its own.

    Args:
        size: width and height in pixels at scale 1.
        ratio: how many pixels of the screen one of these is.
    """
    inches = (size[0] / _PIXELS_AN_INCH, size[1] / _PIXELS_AN_INCH)
    dpi = round(_PIXELS_AN_INCH * ratio)
    return _comparison(compared, palette, inches, "png", apart=apart, dpi=dpi)


def save_comparison(compared: Sequence[Compared], path: Path, *, apart: bool) -> Path:
    """Write the comparison (.png, .svg, .pdf) with each course's figures, whole or not at all.

    Refused (sheet.bad-suffix) for another suffix.
    """
    kinds: dict[str, Literal["png", "svg", "pdf"]] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
    kind = kinds.get(path.suffix.casefold())
    if kind is None or not compared:
        raise Refused("sheet.bad-suffix", name=path.name)
    write_whole(path, _comparison(compared, PAPER, _SAVED_IN, kind, apart=apart))
    return path


def _comparison(
    compared: Sequence[Compared],
    palette: Palette,
    inches: tuple[float, float],
    kind: Literal["png", "svg", "pdf"],
    *,
    apart: bool,
    dpi: int = 160,
) -> bytes:
    return compared_as_picture(
        [each.drawing for each in compared],
        palette,
        inches,
        kind,
        apart=apart,
        facts=[_facts(each) for each in compared],
        dpi=dpi,
    )


def _facts(compared: Compared) -> str:
    facts = [_("{km} km").format(km=f"{compared.km:.1f}")]
    if compared.ascent_m is not None:
        facts.append(_("+{metres} m").format(metres=round(compared.ascent_m)))
    if compared.points is not None:
        facts.append(plural("{count} point", "{count} points", compared.points))
    return " · ".join(facts)
