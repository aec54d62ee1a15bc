"""The right half of the public board: lists one after the other, each as long as the board."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.i18n import _
from trailsdesk.services.board import BEST_OF_CATEGORY
from trailsdesk.ui.finish_rows import gap_words, ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.board import BoardList, BoardRow, BoardView

MOST_PAGES: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """A line in words: what leads it (a place or a time), bib, name, and what ends it.

    A line with a ``heading`` is nothing else.
    """

    lead: str = ""
    bib: str = ""
    name: str = ""
    end: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """One screenful of the right half."""

    title: str
    lines: tuple[BoardLine, ...]


def last_in_lines(view: BoardView) -> tuple[BoardLine, ...]:
    """The newest first, each with the place in the category."""
    several = len(view.races) > 1
    return tuple(
        BoardLine(
            lead="" if row.time_ms is None else format_elapsed(row.time_ms),
            bib=row.bib,
            name=row.name,
            end=_place_words(row, several=several),
        )
        for row in view.last_in
    )


def _place_words(row: BoardRow, *, several: bool) -> str:
    words = [row.race] if several else []
    if row.place is not None and row.category:
        words.append(f"{ordinal(row.place)} {row.category}")
    return " · ".join(words)


def pages_of(view: BoardView, room: int) -> tuple[BoardPage, ...]:
    """Everything the right half shows in turn, ``room`` lines a page.

    Of each category as many as fit on a few pages: nobody waits minutes for a list to come round.
    """
    found: tuple[BoardPage, ...] = ()
    for depth in (BEST_OF_CATEGORY, BEST_OF_CATEGORY - 1, 1):
        found = _pages(view, max(2, room), depth)
        if len(found) <= MOST_PAGES:
            break
    return found


def _pages(view: BoardView, room: int, depth: int) -> tuple[BoardPage, ...]:
    found: list[BoardPage] = []
    if view.expected:
        lines = [_expected_line(row, view.zone) for row in view.expected[:room]]
        found.append(BoardPage(title=_("Expected next"), lines=tuple(lines)))
    for race in view.races:
        lists = [each for each in view.leaders if each.race == race.label]
        for each in lists:
            if not each.category:
                title = _("{race} · leaders").format(race=each.race)
                shown = tuple(_leader_line(row, each.rows[0]) for row in each.rows[:room])
                found.append(BoardPage(title=title, lines=shown))
        categories = [each for each in lists if each.category]
        title = _("{race} · categories").format(race=race.label)
        packed = _packed([_category_lines(each, depth) for each in categories], room)
        found += [BoardPage(title=title, lines=lines) for lines in packed]
    return tuple(found)


def _category_lines(each: BoardList, depth: int) -> list[BoardLine]:
    """The best of a category under its name; the best one alone with the name beside it."""
    lines = [_leader_line(row, None) for row in each.rows if (row.place or 1) <= depth]
    if depth > 1:
        return [BoardLine(heading=each.category), *lines]
    return [replace(line, lead="", end=f"{each.category}  {line.end}") for line in lines]


def _packed(groups: Sequence[list[BoardLine]], room: int) -> list[tuple[BoardLine, ...]]:
    """Groups of lines on as few pages as they fit on in their order; none is torn apart."""
    pages: list[list[BoardLine]] = []
    for lines in groups:
        if pages and len(pages[-1]) + len(lines) <= room:
            pages[-1] += lines
        else:
            pages.append(lines[:room])
    return [tuple(page) for page in pages]


def _leader_line(row: BoardRow, first: BoardRow | None) -> BoardLine:
    """Place, name and time; behind a leader the gap to them."""
    end = "" if row.time_ms is None else format_elapsed(row.time_ms)
    if first is not None and None not in (first.time_ms, row.time_ms) and row is not first:
        end = f"{end}  +{gap_words((row.time_ms or 0) - (first.time_ms or 0))}"
    return BoardLine(
        lead="" if row.place is None else str(row.place), bib=row.bib, name=row.name, end=end
    )


def _expected_line(row: BoardRow, zone: str) -> BoardLine:
    at = "" if row.at_ms is None else format_clock(row.at_ms, zone, seconds=False)
    seen = _("{race}, last seen: {place}").format(race=row.race, place=row.seen)
    return BoardLine(lead=at, bib=row.bib, name=row.name, end=seen)
