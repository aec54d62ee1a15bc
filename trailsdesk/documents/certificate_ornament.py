"""Our own ornament for a certificate without a picture: a frame, and ridges at the foot."""

from __future__ import annotations

from itertools import pairwise

from trailsdesk.documents.sheet import FreeShape

__all__ = ["ornament"]

Points = tuple[tuple[float, float], ...]

_GREEN = "#0b6b4d"
_FAR = "#e4eee9"
_NEAR = "#c9ddd4"
# Across and up, in shares of the width inside the frame and of the height of the ridges.
_FAR_RIDGE: Points = (
    (0.0, 0.45), (0.08, 0.62), (0.13, 0.55), (0.24, 0.9), (0.31, 0.72), (0.36, 0.78), (0.47, 0.5),
    (0.55, 0.66), (0.63, 0.58), (0.74, 1.0), (0.8, 0.86), (0.85, 0.9), (1.0, 0.5),
)  # fmt: skip
_NEAR_RIDGE: Points = (
    (0.0, 0.2), (0.1, 0.34), (0.18, 0.26), (0.3, 0.5), (0.37, 0.4), (0.44, 0.44), (0.56, 0.2),
    (0.66, 0.36), (0.72, 0.3), (0.86, 0.56), (0.93, 0.46), (1.0, 0.52),
)  # fmt: skip
_RIDGES = 0.26
"""How much of the height the ridges take."""


def ornament(width: float, height: float) -> tuple[FreeShape, ...]:
    """Shapes for a page of this size in points; light enough for any words to be read on them."""
    edge = min(width, height)
    outer, inner = edge * 0.045, edge * 0.06
    left, right, foot = inner, width - inner, height - inner
    high = height * _RIDGES
    trail = tuple(
        (left + across * (right - left), foot - up * high)
        for across, up in _between(_NEAR_RIDGE, 0.62)
    )
    return (
        _ridge(_FAR_RIDGE, left, right, foot, high, _FAR),
        _ridge(_NEAR_RIDGE, left, right, foot, high, _NEAR),
        FreeShape(points=trail, weight=edge / 500, colour="#ffffff"),
        _frame(outer, width, height, edge / 240),
        _frame(inner, width, height, edge / 900),
    )


def _ridge(
    ridge: Points, left: float, right: float, foot: float, high: float, colour: str
) -> FreeShape:
    line = tuple((left + across * (right - left), foot - up * high) for across, up in ridge)
    return FreeShape(points=(*line, (right, foot), (left, foot)), colour=colour, filled=True)


def _between(ridge: Points, share: float) -> Points:
    """A line below a ridge: half-way points, so that it winds where the ridge has corners."""
    return tuple(
        ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2 * share) for one, two in pairwise(ridge)
    )


def _frame(inset: float, width: float, height: float, weight: float) -> FreeShape:
    right, foot = width - inset, height - inset
    corners = ((inset, inset), (right, inset), (right, foot), (inset, foot), (inset, inset))
    return FreeShape(points=corners, weight=weight, colour=_GREEN)
