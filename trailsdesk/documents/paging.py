"""A sheet as finished pages: the body laid out, and the identity line at every foot.

PDF and the preview on the screen are both drawn from these pages, so that they show the same.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from trailsdesk.documents.flow import lay_out
from trailsdesk.documents.fonts import MISSING
from trailsdesk.documents.page import Page, PlacedRule, PlacedText
from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.sheet import Sheet, number_line, page_line, version_line
from trailsdesk.documents.style import MUTED_GREY, RULE, PageFormat
from trailsdesk.domain.problems import Problem, Severity

if TYPE_CHECKING:
    from trailsdesk.documents.fonts import Typesetter

__all__ = ["TYPESETTING", "paginate", "unprintable"]

TYPESETTING = threading.Lock()
"""Held while a sheet is set: fonts are registered once for the whole process and know the
document being written."""
_SMALL_PRINT = 5.5
_SMALL_PRINT_UP = 14.0


def paginate(sheet: Sheet, setter: Typesetter) -> list[Page]:
    """All that is drawn, page by page; at least one. The caller holds ``TYPESETTING``."""
    pages = lay_out(sheet, setter)
    page_format = PageFormat.of(sheet.options)
    for number, page in enumerate(pages, start=1):
        if not page.bare:
            _foot(sheet, page, page_format, setter, page_line(number, len(pages)))
        elif page.small_print:
            _small_print(sheet, page, page_format, setter)
    return pages


def unprintable(setter: Typesetter) -> tuple[Problem, ...]:
    """One problem for each text set with characters no bundled font can draw."""
    return tuple(
        Problem(
            severity=Severity.WARNING,
            code="sheet.missing-glyph",
            params={
                "text": printable(text),
                "characters": " ".join(f"U+{ord(character):04X}" for character in characters),
                "shown": MISSING,
            },
        )
        for text, characters in sorted(setter.missing.items())
    )


def _small_print(sheet: Sheet, page: Page, page_format: PageFormat, setter: Typesetter) -> None:
    """Which print it is, in letters that do not spoil a page to be framed."""
    parts = (number_line(sheet.identity), version_line(sheet.identity))
    text = setter.text(" · ".join(part for part in parts if part))
    size = min(_SMALL_PRINT, page_format.body_width / text.width * 1000) if text.runs else 0.0
    if text.runs:
        x = (page_format.width - text.width * size / 1000) / 2
        page.texts.append(PlacedText(x, _SMALL_PRINT_UP, size, MUTED_GREY, text))


def _foot(
    sheet: Sheet, page: Page, page_format: PageFormat, setter: Typesetter, page_words: str
) -> None:
    """The identity line: which sheet, from which results and when, which page."""
    left, width = page_format.margin_x, page_format.body_width
    size, y = 8.5, page_format.margin_bottom
    page.rules.append(PlacedRule(left, y + 13, width, RULE, 0.0))
    words = (number_line(sheet.identity), version_line(sheet.identity), page_words)
    texts = [setter.text(text, bold=index == 1) for index, text in enumerate(words)]
    taken = sum(text.width for text in texts) / 1000
    size = min(size, (width - 24) / taken) if taken else size
    first, second, third = (text.width * size / 1000 for text in texts)
    middle = left + (width - second) / 2
    middle = max(middle, left + first + 12)
    middle = min(middle, left + width - third - 12 - second)
    for text, x in zip(texts, (left, middle, left + width - third), strict=True):
        if text.runs:
            page.texts.append(PlacedText(x, y, size, 0.0, text))
