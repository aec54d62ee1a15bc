"""Courses in words: figures, methods, shares, a profile described; columns of the lists."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.course_desk import GRADIENTS, Elevation, HeightKind
from trailsdesk.services.courses import next_points, official_metres
from trailsdesk.ui.checkpoint_form import since_words
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.services.checkpoints import CheckpointLine
    from trailsdesk.services.course_desk import Climb, CourseDesk, CourseValue, Profile


def km_words(metres: float) -> str:
    """``19.1 km``."""
    return _("{km} km").format(km=f"{metres / 1000:.1f}")


def metre_words(metres: float) -> str:
    """``702 m``."""
    return _("{metres} m").format(metres=round(metres))


def method_words(profile: Profile) -> str:
    """How the climb was found, in one sentence."""
    if profile.elevation is Elevation.MISSING:
        return _("The file has no heights: type the official climb to evaluate the course.")
    kinds = {
        HeightKind.RECORDING: _("a recording"),
        HeightKind.JUMPY_RECORDING: _("a recording that jumps about"),
        HeightKind.MODEL: _("an elevation model"),
    }
    words = _(
        "Climb by a moving average over {window} m, as suits heights of {kind}; between a third"
        " and five thirds of that it is {low} to {high} m, added up plainly {plain} m."
    )
    return words.format(
        window=round(profile.window_m),
        kind=kinds[profile.kind],
        low=round(profile.low_ascent_m),
        high=round(profile.high_ascent_m),
        plain=round(profile.raw_ascent_m),
    )


def described(desk: CourseDesk) -> str:
    """A course for who cannot see the drawing."""
    course = desk.course
    if course is None:
        return ""
    words = [km_words(course.track.length_m)]
    profile = course.profile
    if profile.elevation is not Elevation.MISSING:
        words.append(_("{metres} m of climb").format(metres=round(profile.ascent_m)))
        words.append(plural("{count} climb", "{count} climbs", len(profile.climbs)))
        words += [climb_words(climb) for climb in profile.climbs[:8]]
    words += [f"{each.mark.label} {km_words(each.along_m)}" for each in desk.stations]
    return ", ".join(words)


def climb_words(climb: Climb) -> str:
    """``from 3.2 km, 3.4 km long, 296 m up``."""
    words = _("from {start}, {length} long, {gain} up")
    return words.format(
        start=km_words(climb.from_m),
        length=km_words(climb.length_m),
        gain=metre_words(climb.gain_m),
    )


def next_words(value: CourseValue) -> str:
    """How far the next threshold is, ``2.3 km-effort short of 3 points``; what would reach it."""
    found = value.evaluation
    if found is None:
        return ""
    if found.enough is None or found.next_points is None:
        return _("That is the highest class.")
    short = found.enough.quantize(Decimal("0.1"), ROUND_CEILING)
    points = plural("{count} point", "{count} points", found.next_points)
    words = _("{short} km-effort short of {points}.").format(short=short, points=points)
    stations, loops = next_points(value)
    would = []
    if stations is not None:
        would.append(plural("{count} aid station", "{count} aid stations", stations))
    if loops is not None:
        would.append(plural("{count} loop", "{count} loops", loops))
    if would:
        enough = _("Enough would be: {changes}.").format(changes=_(" or ").join(would))
        words = f"{words} {enough}"
    return words


def share_words(profile: Profile) -> tuple[tuple[str, int], ...]:
    """The gradient shares, steepest downhill first: words and percent."""
    if not profile.shares:
        return ()
    borders = [round(border * 100) for border in GRADIENTS]
    words = [_("below {percent} %").format(percent=borders[0])]
    words += [_("{low} to {high} %").format(low=low, high=high) for low, high in pairwise(borders)]
    words.append(_("over {percent} %").format(percent=borders[-1]))
    shares = [round(share * 100) for share in profile.shares]
    return tuple(zip(words, shares, strict=True))


def percent_words(gradient: float) -> str:
    """``14 %``."""
    return _("{percent} %").format(percent=round(gradient * 100))


def climb_columns() -> Sequence[Column[Climb]]:
    """The columns of the list of climbs."""

    def figure(
        key: str, title: str, words: Callable[[Climb], str], sort: Callable[[Climb], float]
    ) -> Column[Climb]:
        return Column(
            key=key, title=title, text=words, sort_key=sort, alignment="right", width_hint=7
        )

    return (
        figure("from", _("From km"), lambda c: f"{c.from_m / 1000:.1f}", lambda c: c.from_m),
        figure("length", _("Km"), lambda c: f"{c.length_m / 1000:.1f}", lambda c: c.length_m),
        figure("gain", _("Gain m"), lambda c: f"{c.gain_m:.0f}", lambda c: c.gain_m),
        figure("mean", _("Mean"), lambda c: percent_words(c.gradient), lambda c: c.gradient),
        figure(
            "steepest",
            _("Steepest"),
            lambda c: percent_words(c.steepest),
            lambda c: c.steepest,
        ),
    )


def station_columns(
    setter: Callable[[str], Callable[[CheckpointLine, str], None] | None],
) -> Sequence[Column[CheckpointLine]]:
    """The columns of the list of places.

    Args:
        setter: what to do when a cell of a column was edited; None where nothing may be.
    """

    def column(
        key: str, title: str, text: Callable[[CheckpointLine], str], wide: int, **more: object
    ) -> Column[CheckpointLine]:
        act = setter(key)
        return Column(
            key=key,
            title=title,
            text=text,
            width_hint=wide,
            editable=act is not None,
            setter=act,
            **more,  # type: ignore[arg-type]
        )

    return (
        Column(
            key="number",
            title=_("No."),
            text=lambda line: str(line.number),
            sort_key=lambda line: line.number,
            alignment="right",
            width_hint=3,
        ),
        column("label", _("Name"), lambda line: line.point.label or line.point.code, 14),
        column(
            "km",
            _("Km"),
            _km,
            6,
            sort_key=lambda line: line.point.distance_m,
            alignment="right",
            tone=lambda line: "warn" if line.odd is not None else None,
            tooltip=lambda line: "" if line.odd is None else message(line.odd),
        ),
        column(
            "cutoff",
            _("Cut-off"),
            lambda line: since_words(line.point.cutoff_ms),
            7,
            sort_key=lambda line: line.point.cutoff_ms,
            alignment="right",
            title_tooltip=_("Hours and minutes since the gun"),
        ),
        Column(
            key="aid",
            title=_("Kind"),
            text=lambda line: _("aid") if line.point.aid else _("checkpoint"),
            width_hint=8,
            gives_way=1,
        ),
    )


def _km(line: CheckpointLine) -> str:
    metres = line.point.distance_m
    return "" if metres is None else f"{metres / 1000:.2f}".rstrip("0").rstrip(".")


def parse_official(text: str, unit: int) -> tuple[float | None, bool]:
    """A published figure in metres as typed, and whether it makes no sense; nothing is None."""
    if not text.strip():
        return None, False
    metres = official_metres(text, unit)
    return (None, True) if metres is None else (float(metres), False)
