"""Label papers and envelopes: where on a page a label or an address goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPaper:
    """A sheet of labels; lengths in millimetres from the upper left corner of the page.

    ``paper`` is ``A4`` or ``LETTER``. Labels are numbered from 1, line by line as they are read.
    """

    id: str
    title: str
    paper: str
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def a_sheet(self) -> int:
        """How many labels a sheet has."""
        return self.across * self.down

    def corner(self, number: int) -> tuple[float, float]:
        """The upper left corner of a label, counted from 1 on its sheet."""
        row, column = divmod(number - 1, self.across)
        return self.left + column * self.step_x, self.top + row * self.step_y


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopePaper:
    """An envelope lying on its long side; where address and sender begin, in millimetres."""

    id: str
    title: str
    envelope: str
    left: float
    top: float
    width: float
    sender_left: float
    sender_top: float


def label_places(
    paper: LabelPaper, count: int, first: int = 1, skipped: Iterable[int] = ()
) -> Iterator[tuple[int, int]]:
    """Where so many labels go: the number of the sheet from 0, and of the label on it from 1.

    Args:
        first: the first free label of the first sheet; one there is not begins the next sheet.
        skipped: labels of the first sheet that were used before.
    """
    used = set(skipped)
    at = max(1, first)
    for _label in range(count):
        while at in used and at <= paper.a_sheet:
            at += 1
        sheet, place = divmod(at - 1, paper.a_sheet)
        yield sheet, place + 1
        at += 1
