"""The command ``course``: a GPX file to its difficulty."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from trailsdesk.cli import output
from trailsdesk.cli.course_parts import count, course_parts, wishes_of
from trailsdesk.course.profile import Climb, Elevation
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.backyard import BackyardResults, split_file
from trailsdesk.services.course_page import course_picture, drawing_of_file, sheet_of_file
from trailsdesk.services.courses import CourseValue, backyard_levels, measure_file, worth
from trailsdesk.services.printing import save_sheet, write_whole
from trailsdesk.services.sources import read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from trailsdesk.course.profile import Profile
    from trailsdesk.services.sources import Source


def show_course(options: Namespace) -> None:
    """Measure and evaluate a GPX file; draw it where asked."""
    _check_suffix(options.plot, (".png", ".svg"))
    _check_suffix(options.pdf, (".pdf",))
    source = read_source(options.gpx)
    parts = course_parts(options, source)
    if parts is None:
        wishes = dataclasses.replace(
            wishes_of(options), aid_stations=count(options.aid_stations, "--aid-stations", 0)
        )
        value = worth(measure_file(source, options.track), wishes)
    else:
        value, source = parts.value, parts.source
    split = _split(options, value)
    wrote = [*_draw(options, value, source), *_split_lines(split)]
    if options.json:
        told = _as_json(value, backyard=options.backyard)
        if split is not None:
            told |= _split_json(split)
        output.print_json(told if parts is None else told | parts.as_json())
    else:
        more = () if parts is None else parts.lines()
        output.print_lines([*_lines(value, backyard=options.backyard), *more, *wrote])


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


def _split(options: Namespace, value: CourseValue) -> BackyardResults | None:
    """Split the results of a backyard and write them, where asked."""
    if options.results is None and options.into is None:
        return None
    if options.results is None or options.into is None or not options.backyard:
        raise Refused("cli.results-need-more")
    levels = backyard_levels(value)
    if not levels:
        raise Refused("cli.results-without-climb")
    return split_file(options.results, options.into, levels)


def _split_lines(results: BackyardResults | None) -> Iterator[str]:
    if results is None:
        return
    yield from map(output.problem_line, results.problems)
    words = _("Wrote {file}: loops {loops}, points {points}, runners {count}.")
    for file in results.files:
        yield words.format(
            file=file.file_name, loops=file.loops, points=file.points, count=len(file.rows)
        )
    if results.unranked:
        words = _("Not finished, in no file: {count}.")
        yield words.format(count=results.unranked)


def _split_json(results: BackyardResults) -> dict[str, Any]:
    files = [
        {
            "file": file.file_name,
            "loops": file.loops,
            "points": file.points,
            "runners": len(file.rows),
        }
        for file in results.files
    ]
    problems = [{"code": p.code, "message": output.problem_line(p)} for p in results.problems]
    return {"result_files": files, "not_finished": results.unranked, "result_problems": problems}


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
    yield _("{name}: {km} km measured, {points}").format(
        name=course.name,
        km=f"{course.track.length_m / 1000:.2f}",
        points=plural("{count} point", "{count} points", len(course.track.latitudes)),
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
