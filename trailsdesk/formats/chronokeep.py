"""The log that Chronokeep saves: its reads with the reader's and the corrected time.

Source: the program's own export. Seconds count from 1980 by the wall clock, as in the readers it
grew up with; ``-1`` stands for no chip and no bib.
"""

from __future__ import annotations

import csv
import re

from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.raw import RawFile, RawLog, chip_text, lines_of, since
from trailsdesk.formats.rfid_timing import ULTRA_EPOCH

_HEADER = ("status", "chip_number", "seconds", "milliseconds", "time_seconds")
_COLUMNS = 16
_STATUSES = {"9": ResultStatus.DNF, "12": ResultStatus.DNS}
_NUMBER = re.compile(r"\d{1,11}")
_MOST_SECONDS = 10_000_000_000


def is_header(line: str) -> bool:
    """Whether a line is the header of a saved log."""
    cells = [cell.strip(' "') for cell in line.split(",")]
    return tuple(cells[: len(_HEADER)]) == _HEADER


def read_chronokeep(name: str, text: str) -> RawFile:
    """Every read at its corrected time; a read that was sent again is the same."""
    log = RawLog(name)
    for number, line in enumerate(lines_of(text), start=1):
        if not line or line.isspace() or is_header(line):
            continue
        cells = _cells(line)
        if len(cells) != _COLUMNS:
            log.cannot(number, line, "raw.cells", count=len(cells), wanted=_COLUMNS)
            continue
        status, chip, seconds, part, own, own_part, antenna = cells[:7]
        when = _when(own, own_part) or _when(seconds, part)
        if when is None:
            log.cannot(number, line, "raw.bad-time", value=own[:40])
            continue
        chip, bib = _there(chip), _there(cells[14])
        word = _STATUSES.get(status)
        if not chip and not bib:
            log.cannot(number, line, "raw.no-chip")
            continue
        day, clock = since(ULTRA_EPOCH, when)
        key = (chip, bib, seconds, part, antenna, cells[8], cells[9])
        log.read(
            number, line, key=key, bib=bib, chip=chip_text(chip), status=word,
            clock_ms=clock if word is None else None, day=day if word is None else None,
        )  # fmt: skip
    return log.finish("chronokeep-log", "Chronokeep log")


def _cells(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    except csv.Error:
        return []


def _there(text: str) -> str:
    return "" if text in ("-1", "0") else text


def _when(seconds: str, part: str) -> int | None:
    if not (_NUMBER.fullmatch(seconds) and _NUMBER.fullmatch(part)):
        return None
    whole, rest = int(seconds), int(part)
    return whole * 1000 + rest if 0 < whole < _MOST_SECONDS and rest < 1000 else None
