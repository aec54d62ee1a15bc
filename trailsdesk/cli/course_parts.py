"""The command ``course`` with parts, a stage race or a relay; and what is typed of any course."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _
from trailsdesk.services.course_parts import (
    CoursePart,
    HowRun,
    parts_of_file,
    stage_race_value,
    valued,
)
from trailsdesk.services.courses import (
    CourseValue,
    Wishes,
    official_metres,
    typed_effort,
    worth,
)
from trailsdesk.services.sources import Source, read_source

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

_ZERO = Decimal(0)


def wishes_of(options: Namespace) -> Wishes:
    """What is typed of the whole course, all but the aid stations.

    Official figures are the whole race's, shared among its loops, as in the panel.
    """
    loops = count(options.loops, "--loops", 1)
    return Wishes(
        distance_m=_official(options.distance_km, "--distance-km", 1000, loops),
        ascent_m=_official(options.ascent_m, "--ascent-m", 1, loops),
        loops=loops,
        loop_penalty=_effort(options.loop_penalty, "--loop-penalty"),
        stage_adjustment=_effort(options.stage_adjustment, "--stage-adjustment"),
        drawn=options.drawn,
        round_first=options.round_first,
    )


def _official(text: str | None, option: str, unit: int, loops: int) -> Decimal | None:
    """An official figure as typed, of one loop; Refused (cli.bad-number) where it is none."""
    if text is None:
        return None
    found = official_metres(text, unit)
    if found is None:
        raise Refused("cli.bad-number", option=option, text=text)
    return found / loops


def _effort(text: str | None, option: str) -> Decimal:
    """Km-effort as typed, 0 without; Refused (cli.bad-number) where it makes no sense."""
    if text is None:
        return _ZERO
    try:
        return Decimal(typed_effort(text))
    except Refused as error:
        raise Refused("cli.bad-number", option=option, text=text) from error


def count(text: str | int, option: str, least: int) -> int:
    """A whole number; Refused (cli.bad-number) where it makes no sense."""
    plain = str(text).strip()
    number = int(plain) if plain.isdecimal() else -1
    if not least <= number <= 1000:
        raise Refused("cli.bad-number", option=option, text=plain)
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All stages or legs, and the one whose figures are told first: the longest.

    ``source`` is the file of that one.
    """

    how: HowRun
    parts: tuple[CoursePart, ...]
    at: int
    value: CourseValue
    source: Source

    def as_json(self) -> dict[str, Any]:
        """Under ``stages`` or ``legs`` each with its own figures; which of them is the longest."""
        key = "stages" if self.how is HowRun.STAGES else "legs"
        return {key: [_as_json(part) for part in self.parts], "longest": self.at + 1}

    def lines(self) -> Iterator[str]:
        """A line for each, and which one the figures above are of."""
        for number, part in enumerate(self.parts, 1):
            yield _line(number, part)
        stages = self.how is HowRun.STAGES
        words = (
            _("A stage race counts as its longest stage, {name}: stages are never added up.")
            if stages
            else _("Each leg has points of its own; the first lines are of the longest, {name}.")
        )
        yield words.format(name=self.parts[self.at].label)


def course_parts(options: Namespace, source: Source) -> Parts | None:
    """The stages or legs asked for; None where the file is one course.

    Official figures, loops and the choice of a track are of one course: with parts they are
    refused (cli.not-with-parts), as are more files without parts.
    """
    how = HowRun.STAGES if options.stages else HowRun.RELAY if options.relay else None
    if how is None:
        if options.more:
            raise Refused("cli.more-without-parts")
        return None
    _refuse_for_one(options)
    sources = [source, *map(read_source, options.more)]
    found = [(part, each) for each in sources for part in parts_of_file(each, own=each is source)]
    wishes = wishes_of(options)
    stations = _stations(options.aid_stations, len(found))
    parts = valued(
        [
            dataclasses.replace(part, aid_stations=number)
            for (part, _source), number in zip(found, stations, strict=True)
        ],
        wishes,
    )
    added = wishes.stage_adjustment if how is HowRun.STAGES else _ZERO
    chosen = stage_race_value(parts, added)
    if chosen is None:
        # No climb is known anywhere: the first is told, without points.
        at, value = 0, worth(parts[0].course, Wishes())
    else:
        at, value = parts.index(chosen[0]), chosen[1]
    return Parts(how=how, parts=parts, at=at, value=value, source=found[at][1])


def _refuse_for_one(options: Namespace) -> None:
    given = {
        "--track": options.track is not None,
        "--loops": options.loops != 1,
        "--loop-penalty": options.loop_penalty is not None,
        "--distance-km": options.distance_km is not None,
        "--ascent-m": options.ascent_m is not None,
        "--stage-adjustment": options.relay and options.stage_adjustment is not None,
    }
    for option, used in given.items():
        if used:
            raise Refused("cli.not-with-parts", option=option)


def _stations(text: str, parts: int) -> Sequence[int]:
    """One number for all of them, or one for each."""
    found = [count(each, "--aid-stations", 0) for each in text.split(",")]
    if len(found) == 1:
        return found * parts
    if len(found) != parts:
        raise Refused("cli.bad-number", option="--aid-stations", text=text)
    return found


def _as_json(part: CoursePart) -> dict[str, Any]:
    figures, found = part.value.figures, part.value.evaluation
    return {
        "name": part.label,
        "distance_m": round(part.course.track.length_m),
        "ascent_m": None if figures is None else float(figures.ascent_m),
        "aid_stations": part.aid_stations,
        "km_effort": None if found is None else float(round(found.km_effort, 4)),
        "km_effort_net": None if found is None else float(round(found.net, 4)),
        "itra_points": None if found is None else found.points,
        "itra_category": None if found is None else found.category,
        "utmb_class": None if found is None else found.utmb_class,
    }


def _line(number: int, part: CoursePart) -> str:
    found = part.value.evaluation
    km = f"{part.course.track.length_m / 1000:.2f}"
    if found is None:
        words = _("{number} {name}: {km} km, climb not known")
        return words.format(number=number, name=part.label, km=km)
    words = _("{number} {name}: {km} km, {effort} km-effort, points {points}")
    return words.format(
        number=number, name=part.label, km=km, effort=f"{found.net:.2f}", points=found.points
    )
