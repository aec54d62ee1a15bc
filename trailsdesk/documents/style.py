"""How paper looks: page sizes, type sizes, margins, lines. Points (1/72 inch) throughout.

Black only: a sheet has to survive the cheapest printer and the third copy. Emphasis is weight,
size and line, never colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from trailsdesk.documents.sheet import Density, Envelope, Paper, SheetOptions

__all__ = ["HAIRLINE", "HAIRLINE_GREY", "MUTED_GREY", "RULE", "PageFormat", "TypeScale"]

_PAGE_SIZES: dict[Paper | Envelope, tuple[float, float]] = {
    Paper.A4: (595.28, 841.89),
    Paper.LETTER: (612.0, 792.0),
    Envelope.DL: (311.81, 623.62),
    Envelope.C5: (459.21, 649.13),
    Envelope.NUMBER_10: (297.0, 684.0),
}

RULE = 0.9
HAIRLINE = 0.35
# Grey levels, 0 black to 1 white. The lighter one is for lines between rows only; text keeps at
# least 7:1 on white, so that it is still read when a copier has done its worst.
HAIRLINE_GREY = 0.72
MUTED_GREY = 0.33


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormat:
    """A page's size and the space kept free for margins and the identity line at the foot."""

    width: float
    height: float
    margin_x: float = 38.0
    margin_top: float = 40.0
    margin_bottom: float = 30.0
    foot: float = 30.0

    @classmethod
    def of(cls, options: SheetOptions) -> PageFormat:
        """The format of a sheet's paper, turned when it lies on its side."""
        width, height = _PAGE_SIZES[options.envelope or options.paper]
        if options.landscape:
            width, height = height, width
        return cls(width=width, height=height)

    @property
    def body_width(self) -> float:
        """What a row may take from the left to the right margin."""
        return self.width - 2 * self.margin_x

    @property
    def body_bottom(self) -> float:
        """The lowest line of the body, above the identity line."""
        return self.margin_bottom + self.foot


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScale:
    """Type sizes of one density; ``row`` is the pitch of a row of one line."""

    title: float = 20.0
    subtitle: float = 10.5
    running: float = 9.0
    level_1: float = 14.0
    level_2: float = 11.0
    body: float = 10.0
    row: float = 16.0
    column_title: float = 8.5
    small: float = 8.5
    signature_row: float = 25.0

    @classmethod
    def of(cls, density: Density) -> TypeScale:
        """The sizes of a density."""
        if density is Density.ROOMY:
            return cls(title=23.0, level_1=16.0, level_2=12.5, body=12.0, row=19.0)
        if density is Density.DENSE:
            return cls(
                title=17.0, level_1=12.5, level_2=10.0, body=8.5, row=13.0, column_title=7.5
            )
        return cls()
