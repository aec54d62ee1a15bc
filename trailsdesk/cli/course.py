"""The command ``course``: a GPX file to its difficulty."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from trailsdesk.cli import output
from trailsdesk.course.profile import Climb, Elevation
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services.course_page import course_picture, drawing_of_file, sheet_of_file
from trailsdesk.services.courses import CourseValue, Wishes, backyard_levels, measure_file, worth
from trailsdesk.services.printing import save_sheet, write_whole
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.course.profile import Profile
    from trailsdesk.services.sources import Source


def show_course(options: Namespace) -> None:
    """Measure and evaluate a GPX file; draw it where asked."""
    _check_suffix(options.plot, (".png", ".svg"))
    _check_suffix(options.pdf, (".pdf",))
    source = read_source(options.gpx)
    measured = measure_file(source, options.track)
    value = worth(
        measured,
        Wishes(
            distance_m=_typed(options.distance_km, "--distance-km", 1000),
            ascent_m=_typed(options.ascent_m, "--ascent-m", 1),
            aid_stations=_count(options.aid_stations, "--aid-stations", 0),
            loops=_count(options.loops, "--loops", 1),
            drawn=options.drawn,
        ),
    )
    wrote = list(_draw(options, value, source))
    if options.json:
        output.print_json(_as_json(value, backyard=options.backyard))
    else:
        output.print_lines([*_lines(value, backyard=options.backyard), *wrote])


def _check_suffix(path: Path | None, known: tuple[str, ...]) -> None:
    if path is not None and path.suffix.casefold() not in known:
        raise Refused("cli.bad-picture", name=path.name, known=", ".join(known))


def _draw(options: Namespace, value: CourseValue, source: Source) -> Iterator[str]:
    """Write the picture and the sheet asked for, each whole or not at all."""
    wrote = _("Wrote {file}.")
    if options.plot is not None:
        suffix = options.plot.suffix.casefold()
        drawing = drawing_of_file(value.course)
        write_whole(options.plot, course_picture(drawing, "svg" if suffix == ".svg" else "png"))
        yield wrote.format(file=options.plot.name)
    if options.pdf is not None:
        sheet = sheet_of_file(value, source, paper=options.paper)
        yield from map(output.problem_line, save_sheet(sheet, options.pdf))
        yield wrote.format(file=options.pdf.name)


def _typed(text: str | None, option: str, factor: int) -> Decimal | None:
    if text is None:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise Refused("cli.bad-number", option=option, text=text) from error
    if not found.is_finite() or not 0 <= found <= 1_000_000:
        raise Refused("cli.bad-number", option=option, text=text)
    return found * factor


def _count(number: int, option: str, least: int) -> int:
    if not least <= number <= 1000:
        raise Refused("cli.bad-number", option=option, text=str(number))
    return number


def _method(profile: Profile) -> str:
    return f"average-{round(profile.window_m)}m ({profile.kind.value})"


def _as_json(value: CourseValue, *, backyard: bool) -> dict[str, Any]:
    course, profile, found = value.course, value.course.profile, value.evaluation
    known = profile.elevation is not Elevation.MISSING
    figures, official = value.figures, value.wishes.distance_m
    ascent = None if figures is None else float(figures.ascent_m)
    told: dict[str, Any] = {
        "name": course.name,
        "track": course.number,
        "distance_m": round(course.track.length_m) if official is None else float(official),
        "measured_distance_m": round(course.track.length_m),
        "ascent_m": ascent,
        "measured_ascent_m": round(profile.ascent_m) if known else None,
        "descent_m": round(profile.descent_m) if known else None,
        "ascent_raw_m": round(profile.raw_ascent_m) if known else None,
        "ascent_low_m": round(profile.low_ascent_m) if known else None,
        "ascent_high_m": round(profile.high_ascent_m) if known else None,
        "ascent_method": _method(profile) if known else None,
        "lowest_m": round(profile.lowest_m) if known else None,
        "highest_m": round(profile.highest_m) if known else None,
        "elevation": profile.elevation.value,
        "points": len(course.track.latitudes),
        "km_effort": None if found is None else _number(found.km_effort),
        "average_interval": None
        if found is None or found.average_interval is None
        else _number(found.average_interval),
        "penalty_km_effort": None if found is None else _number(found.penalty),
        "km_effort_net": None if found is None else _number(found.net),
        "itra_points": None if found is None else found.points,
        "itra_category": None if found is None else found.category,
        "to_next_points_km_effort": None
        if found is None or found.to_next is None
        else _number(found.to_next),
        "utmb_class": None if found is None else found.utmb_class,
        "climbs": [_climb(climb) for climb in profile.climbs],
        "warnings": [{"code": p.code, "message": message(p)} for p in value.problems],
        "explanation": None if found is None else message(found.explanation),
    }
    if backyard:
        told["backyard"] = [{"points": p, "loops": loops} for p, loops in backyard_levels(value)]
    return told


def _number(value: Decimal) -> float:
    return float(round(value, 4))


def _climb(climb: Climb) -> dict[str, float]:
    return {
        "from_m": round(climb.from_m),
        "to_m": round(climb.to_m),
        "length_m": round(climb.length_m),
        "gain_m": round(climb.gain_m),
        "gradient": round(climb.gradient, 3),
        "steepest": round(climb.steepest, 3),
    }


def _lines(value: CourseValue, *, backyard: bool) -> Iterator[str]:
    course, profile, found = value.course, value.course.profile, value.evaluation
    yield _("{name}: {km} km measured, {count} points").format(
        name=course.name,
        km=f"{course.track.length_m / 1000:.2f}",
        count=len(course.track.latitudes),
    )
    if profile.elevation is not Elevation.MISSING:
        words = _("climb {ascent} m by {method}; range {low} to {high} m, plain sum {raw} m;"
                  " descent {descent} m")  # fmt: skip
        yield words.format(
            ascent=round(profile.ascent_m),
            method=_method(profile),
            low=round(profile.low_ascent_m),
            high=round(profile.high_ascent_m),
            raw=round(profile.raw_ascent_m),
            descent=round(profile.descent_m),
        )
    if found is not None:
        yield message(found.explanation)
        words = _("UTMB class {label} (its borders are estimates but for 170)")
        yield words.format(label=found.utmb_class)
    for points, loops in backyard_levels(value) if backyard else ():
        yield _("points {points}: loops {loops}").format(points=points, loops=loops)
    for problem in value.problems:
        yield f"{problem.severity.value}: {message(problem)}"
