"""Card read-outs that SPORTident Config+ saves: one card on each line, all its punches behind.

Source: readers of these files and the maker's guide. The header ends before the punches of a long
card do. Stations know the day of the week and the time, and write a blank before it; cards of the
first kind (numbers below 500,000) only know twelve hours and no day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trailsdesk.domain.timing import FINISH, START
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.genders import read_gender
from trailsdesk.formats.raw import (
    DAY,
    TIME,
    About,
    FileKind,
    RawFile,
    RawLog,
    clock_of,
    day_of,
    lines_of,
)
from trailsdesk.formats.text_cells import clean_bib, clean_text

_TIME = re.compile(TIME)
_DAY = re.compile(r"\s*" + DAY + r"\b")
_WEEKDAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_CARD = ("siid", "si card", "sicard")
_HALF_DAY_BELOW = 500_000
_DELIMITERS = ";,\t"


def is_header(line: str) -> bool:
    """Whether a line is the header of such a file."""
    return _columns(line) is not None


def _columns(line: str) -> tuple[str, Mapping[str, int]] | None:
    """The delimiter and the place of each column, when this is the header."""
    if "DOW" not in line.upper() or len(line) > 20_000:
        return None
    for delimiter in _DELIMITERS:
        names = [fold_header(cell.strip(' "')) for cell in line.split(delimiter)]
        places = {name: at for at, name in reversed(list(enumerate(names)))}
        if any(card in places for card in _CARD) and "finish time" in places:
            return delimiter, places
    return None


@dataclass(slots=True)
class _Card:
    """One line: its cells by column name, and the day it was read out."""

    cells: Sequence[str]
    places: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        at = self.places.get(name)
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""

    @property
    def number(self) -> str:
        """The card's number."""
        return next((found for name in _CARD if (found := self[name])), "")

    @property
    def read_on(self) -> date | None:
        """The day of the read-out, by the computer's clock."""
        match = _DAY.match(self["read on"])
        return day_of(match[1]) if match is not None else None

    def punches(self) -> list[tuple[str, str, str]]:
        """Station, weekday and time of every punch, also of those behind the header's end."""
        first = self.places.get("record 1 cn")
        if first is None:
            return []
        told = self["no of records"]
        count = int(told) if told.isdecimal() and len(told) < 5 else len(self.cells)
        last = min(len(self.cells) - 2, first + 3 * count)
        return [
            (self.cells[at].strip(), self.cells[at + 1], self.cells[at + 2])
            for at in range(first, last, 3)
        ]


def read_cards(name: str, text: str) -> RawFile:
    """Start, punches and finish of every card."""
    log = RawLog(name)
    layout: tuple[str, Mapping[str, int]] | None = None
    half_days = 0
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace():
            continue
        header = _columns(line)
        if header is not None:
            layout = header
            continue
        if layout is None:
            log.cannot(number, line)
            continue
        delimiter, places = layout
        card = _Card(_cells(line, delimiter), places)
        if not card.number.isdecimal():
            log.cannot(number, line, "raw.no-chip")
        elif not _take(log, number, line, card):
            log.cannot(number, line, "raw.no-time")
        else:
            half_days += len(card.number) < 7 and int(card.number) < _HALF_DAY_BELOW
    if half_days:
        log.tell("raw.half-days", count=half_days)
    return log.finish("sportident", "SPORTident Config+ read-outs", FileKind.READS)


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _take(log: RawLog, number: int, line: str, card: _Card) -> bool:
    """Put a card's times into the basket; False when it has none."""
    times = [
        (START, card["start dow"], card["start time"]),
        *card.punches(),
        (FINISH, card["finish dow"], card["finish time"]),
    ]
    names = [clean_text(card["last name"]), clean_text(card["first name"])]
    if card.number in names:
        names = ["", ""]  # nobody's yet: the card carries its own number there
    about = About(
        family_name=names[0],
        given_name=names[1],
        gender=read_gender(card["sex"], {}),
        race_text=clean_text(card["class"]),
    )
    named = about if about != About() else None
    bib = clean_bib(card["start no"]) or ""
    read_on = card.read_on
    found = False
    for point, weekday, time in times:
        match = _TIME.fullmatch(time.strip())
        clock = clock_of(match[1]) if match is not None else None
        if clock is None or not point:
            continue
        found = True
        day = _latest(read_on, weekday)
        log.read(
            number, line, key=(card.number, point, day, clock), bib=bib, chip=card.number,
            clock_ms=clock, day=day, point=point, about=named,
        )  # fmt: skip
    return found


def _latest(read_on: date | None, weekday: str) -> date | None:
    """The last such weekday up to the read-out; None when either is not known."""
    wanted = _WEEKDAYS.get(weekday.strip()[:2].lower())
    if read_on is None or wanted is None:
        return None
    return read_on - timedelta(days=(read_on.weekday() - wanted) % 7)
