"""Heights along a course: how they were made, the climb by a method that fits, climbs, gradients.

The climb of a course is not a number but a number and a method: added up point by point, noise
counts as climbing; smoothed too much, real climbing is lost. What suits depends on how the heights
came about, and that is told from the data itself (``kind_of``). The three windows were found by
comparing with every published figure at hand (fourteen courses of 12 to 175 km): a course planned
on an elevation model reads right with 90 m, the recording of a barometer with 30 m, one whose
heights jump about with 150 m. Thirteen of the fourteen then lie within 5 %; none was treated
apart. The one that does not was planned on a model too coarse for its valleys: no method brings
back what is not in the file, so ``computed_heights`` warns of such files.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trailsdesk.course.track import Track

STEP_M = 10.0
"""Heights are taken every so many metres along the course before anything is added up."""
_APART_M = 8.0
"""Points closer than this are passed over where the question is how much heights jump about."""
_JUMPY = 0.12
"""Share of steps that turn from up to down or back, beyond which heights jump about."""
_CALM = 0.06
_DRAWN_DECIMALS = 4
"""No instrument writes tenths of millimetres: such heights were computed between grid points."""
_SPIKE_M = 30.0
_SPIKE_GRADIENT = 1.0
"""A single height this far off its neighbours, over ground this steep, is no ground."""
CLIMB_LEAST_M = 50.0
_CLIMB_DIP_M = 20.0
"""A climb goes on over dips up to this."""
_CLIMB_GRADIENT = 0.03
_STEEPEST_OVER_M = 100.0
GRADIENTS = (-0.20, -0.10, -0.03, 0.03, 0.10, 0.20)
"""Borders of the gradient shares, rise over run."""


class HeightKind(enum.StrEnum):
    """How the heights of a track came about, as far as they show it."""

    RECORDING = "recording"
    JUMPY_RECORDING = "jumpy-recording"
    MODEL = "model"


WINDOW_M = {
    HeightKind.RECORDING: 30.0,
    HeightKind.JUMPY_RECORDING: 150.0,
    HeightKind.MODEL: 90.0,
}
"""How far the moving average reaches for each kind; see the text above."""


class Elevation(enum.StrEnum):
    """How much of a track has heights."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """A stretch that goes up, over dips: metres along the course, metres of gain, gradients."""

    from_m: float
    to_m: float
    gain_m: float
    gradient: float
    steepest: float

    @property
    def length_m(self) -> float:
        """How long it is."""
        return self.to_m - self.from_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The heights of a course, one every ``STEP_M``, and what follows from them.

    ``heights_m`` are smoothed, one list for each part of the track, which begins at ``starts_m``.
    ``ascent_m`` is the climb by ``kind`` and its window; ``raw_ascent_m`` adds up every rise of
    the points; ``low_ascent_m`` and ``high_ascent_m`` are the climb by five thirds and by a third
    of the window. ``shares`` are the parts of the distance between the borders ``GRADIENTS``.
    ``missing`` is the share of points without a height, ``spikes`` the heights set aside,
    ``computed_heights`` that they were computed between the points of a model.
    """

    elevation: Elevation
    kind: HeightKind = HeightKind.MODEL
    window_m: float = 0.0
    starts_m: tuple[float, ...] = ()
    heights_m: tuple[tuple[float, ...], ...] = ()
    ascent_m: float = 0.0
    descent_m: float = 0.0
    raw_ascent_m: float = 0.0
    low_ascent_m: float = 0.0
    high_ascent_m: float = 0.0
    lowest_m: float = 0.0
    highest_m: float = 0.0
    climbs: tuple[Climb, ...] = ()
    shares: tuple[float, ...] = ()
    missing: float = 0.0
    spikes: int = 0
    computed_heights: bool = False


_Heights = list[tuple[float, float]]


def profile_of(track: Track) -> Profile:
    """Measure the heights of a track; without any only ``elevation`` says something.

    Heights that are missing in places are bridged along the distance; heights that are all 0 are
    no heights.
    """
    known = [height for height in track.elevations_m if height is not None]
    if not known or not any(known):
        return Profile(elevation=Elevation.MISSING, missing=1.0)
    parts = [_known(track, first, last) for first, last in _bounds(track)]
    raw = sum(ascent([height for _along, height in part]) for part in parts)
    spikes = sum(_drop_spikes(part) for part in parts)
    kept = [part for part in parts if part]
    kind = kind_of(track, kept)
    window = WINDOW_M[kind]
    grids = [_grid(part) for part in kept]
    smooth = [averaged(grid, window) for grid in grids]
    missing = 1 - len(known) / len(track.elevations_m)
    starts = tuple(part[0][0] for part in kept)
    return Profile(
        elevation=Elevation.PARTIAL if missing else Elevation.COMPLETE,
        kind=kind,
        window_m=window,
        starts_m=starts,
        heights_m=tuple(tuple(part) for part in smooth),
        ascent_m=sum(map(ascent, smooth)),
        descent_m=sum(ascent(part[::-1]) for part in smooth),
        raw_ascent_m=raw,
        low_ascent_m=sum(ascent(averaged(grid, window * 5 / 3)) for grid in grids),
        high_ascent_m=sum(ascent(averaged(grid, window / 3)) for grid in grids),
        lowest_m=min(map(min, smooth)),
        highest_m=max(map(max, smooth)),
        climbs=tuple(
            climb
            for start, part in zip(starts, smooth, strict=True)
            for climb in _climbs(start, part)
        ),
        shares=_shares(smooth),
        missing=missing,
        spikes=spikes,
        computed_heights=_are_computed(known) and jumpiness(kept) <= _CALM,
    )


def _bounds(track: Track) -> Iterator[tuple[int, int]]:
    edges = (0, *track.breaks, len(track.distances_m))
    return pairwise(edges)


def _known(track: Track, first: int, last: int) -> _Heights:
    """The points of a part that have a height; its ends take the nearest one's."""
    part = [
        (track.distances_m[at], height)
        for at in range(first, last)
        if (height := track.elevations_m[at]) is not None
    ]
    if not part:
        return []
    start, end = track.distances_m[first], track.distances_m[last - 1]
    if part[0][0] > start:
        part.insert(0, (start, part[0][1]))
    if part[-1][0] < end:
        part.append((end, part[-1][1]))
    return part


def _drop_spikes(part: _Heights) -> int:
    """Take single impossible heights out of a part; returns how many."""
    spikes = []
    steep = [at for at in range(1, len(part) - 1) if abs(part[at][1] - part[at - 1][1]) > _SPIKE_M]
    for at in steep:
        (before, low), (here, height), (after, high) = part[at - 1 : at + 2]
        off = min(abs(height - low), abs(height - high))
        run = max(here - before, after - here, 1.0)
        same_side = (height > low) == (height > high)
        if same_side and off > _SPIKE_M and off / run > _SPIKE_GRADIENT:
            spikes.append(at)
    for at in reversed(spikes):
        del part[at]
    return len(spikes)


def kind_of(track: Track, parts: Sequence[_Heights]) -> HeightKind:
    """How the heights came about.

    Whole metres, or no times: a planner with an elevation model. Fractions with times: an
    instrument; whether its heights jump about is the share of steps that turn between up and down.
    """
    heights = [height for part in parts for _along, height in part]
    fractions = sum(height != int(height) for height in heights)
    timed = sum(time is not None for time in track.times)
    if fractions * 2 < len(heights) or timed * 2 < len(track.times):
        return HeightKind.MODEL
    if jumpiness(parts) > _JUMPY:
        return HeightKind.JUMPY_RECORDING
    return HeightKind.RECORDING


def jumpiness(parts: Sequence[_Heights]) -> float:
    """The share of steps of some metres that turn from up to down or from down to up."""
    turns = steps = 0
    for part in parts:
        thinned = _thinned(part)
        rises = [other - one for one, other in pairwise(thinned)]
        turns += sum(one * other < 0 for one, other in pairwise(rises))
        steps += len(rises)
    return turns / steps if steps else 0.0


def _thinned(part: _Heights) -> list[float]:
    heights: list[float] = []
    last = -_APART_M
    for along, height in part:
        if along - last >= _APART_M:
            heights.append(height)
            last = along
    return heights


def _are_computed(heights: Sequence[float]) -> bool:
    """Whether most heights have more decimals than any instrument gives."""
    sample = heights[:: max(1, len(heights) // 500)]
    scale = 10.0 ** (_DRAWN_DECIMALS - 1)
    fine = sum(abs(h * scale - round(h * scale)) > 1e-6 for h in sample)
    return fine * 2 > len(sample)


def _grid(part: _Heights) -> list[float]:
    """Heights every ``STEP_M`` along a part, between points by the straight line."""
    start, end = part[0][0], part[-1][0]
    count = int((end - start) / STEP_M) + 1
    heights = []
    at = 0
    last = len(part) - 1
    for number in range(count):
        along = start + number * STEP_M
        while at < last and part[at + 1][0] < along:
            at += 1
        one, height = part[at]
        other, next_height = part[min(at + 1, last)]
        share = (along - one) / (other - one) if other > one else 0.0
        heights.append(height + (next_height - height) * share)
    if not heights or end > start + (count - 1) * STEP_M:
        heights.append(part[-1][1])
    return heights


def averaged(heights: Sequence[float], window_m: float) -> list[float]:
    """The centred moving average of grid heights over a window.

    Towards the ends the window narrows to both sides alike, so that start and finish keep their
    heights and an even slope stays what it is.
    """
    half = round(window_m / STEP_M) // 2
    if half < 1:
        return list(heights)
    sums = [0.0]
    for height in heights:
        sums.append(sums[-1] + height)
    last = len(heights) - 1
    smooth = []
    for at in range(last + 1):
        reach = min(half, at, last - at)
        smooth.append((sums[at + reach + 1] - sums[at - reach]) / (2 * reach + 1))
    return smooth


def ascent(heights: Sequence[float]) -> float:
    """Every rise added up."""
    return sum(other - one for one, other in pairwise(heights) if other > one)


def _climbs(start_m: float, heights: Sequence[float]) -> Iterator[Climb]:
    """Stretches that gain ``CLIMB_LEAST_M`` or more over dips of at most ``_CLIMB_DIP_M``."""
    low = top = 0
    for at, height in enumerate(heights):
        if height > heights[top]:
            top = at
        if heights[top] - height > _CLIMB_DIP_M or at == len(heights) - 1:
            climb = _climb(start_m, heights, low, top)
            if climb is not None:
                yield climb
            low = top = at
        elif height < heights[low]:
            low = top = at


def _climb(start_m: float, heights: Sequence[float], low: int, top: int) -> Climb | None:
    gain = heights[top] - heights[low]
    length = (top - low) * STEP_M
    if gain < CLIMB_LEAST_M or gain < _CLIMB_GRADIENT * length:
        return None
    reach = min(top - low, round(_STEEPEST_OVER_M / STEP_M))
    steepest = max(heights[at + reach] - heights[at] for at in range(low, top - reach + 1))
    return Climb(
        from_m=start_m + low * STEP_M,
        to_m=start_m + top * STEP_M,
        gain_m=gain,
        gradient=gain / length,
        steepest=steepest / (reach * STEP_M),
    )


def _shares(parts: Sequence[Sequence[float]]) -> tuple[float, ...]:
    counts = [0] * (len(GRADIENTS) + 1)
    for part in parts:
        for one, other in pairwise(part):
            gradient = (other - one) / STEP_M
            counts[sum(gradient >= border for border in GRADIENTS)] += 1
    total = sum(counts)
    return tuple(count / total for count in counts) if total else ()


def usual_spacing_m(track: Track) -> float:
    """The median distance between neighbouring points."""
    steps = [other - one for one, other in pairwise(track.distances_m)]
    return median(steps) if steps else 0.0
