"""What stands on a page and where, in points from its lower left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trailsdesk.documents.fonts import Text

__all__ = ["Page", "PlacedBox", "PlacedPicture", "PlacedRule", "PlacedShape", "PlacedText"]


class PlacedText(NamedTuple):
    """A text with the start of its base line, its size and its grey (0 black).

    ``colour`` is ``#rrggbb`` and stands before the grey; empty for none.
    """

    x: float
    y: float
    size: float
    grey: float
    text: Text
    colour: str = ""


class PlacedRule(NamedTuple):
    """A horizontal line."""

    x: float
    y: float
    length: float
    weight: float
    grey: float


class PlacedBox(NamedTuple):
    """A frame, or a filled area when ``fill`` is a grey."""

    x: float
    y: float
    width: float
    height: float
    weight: float
    fill: float | None


class PlacedPicture(NamedTuple):
    """A PNG picture, stretched over its rectangle."""

    x: float
    y: float
    width: float
    height: float
    content: bytes


class PlacedShape(NamedTuple):
    """Straight strokes through points, or the area between them; the colour is ``#rrggbb``."""

    points: tuple[tuple[float, float], ...]
    weight: float
    colour: str
    filled: bool


@dataclass(slots=True)
class Page:
    """All that is drawn on one page but its identity line.

    A ``bare`` page has no identity line; ``small_print`` asks for a very small one.
    """

    texts: list[PlacedText] = field(default_factory=list)
    rules: list[PlacedRule] = field(default_factory=list)
    boxes: list[PlacedBox] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    shapes: list[PlacedShape] = field(default_factory=list)
    bare: bool = False
    small_print: bool = False
