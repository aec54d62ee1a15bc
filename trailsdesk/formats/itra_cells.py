"""Cell by cell: what a federation's results file may say, what is wrong, and what mends it.

Each function gives what is wrong and what to do, or None. What a federation takes comes from its
rule; ages outside of ``YOUNGEST`` to ``OLDEST`` are slips of the keyboard, not runners.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import TwoParts, format_elapsed, parse_elapsed
from trailsdesk.domain.latin import foreign_letters, is_latin, proposed_latin
from trailsdesk.domain.nations import Reading, country_name, is_ioc_code, nation_of
from trailsdesk.domain.people import Gender, age_on
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.dates import decide_order, parse_day
from trailsdesk.formats.genders import read_gender
from trailsdesk.formats.status_words import status_of_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.federation_rules import ResultFileRule
    from trailsdesk.domain.nations import CodeSet
    from trailsdesk.formats.dates import OrderDecision
    from trailsdesk.formats.itra_sheet import SheetCell

YOUNGEST, OLDEST = 3, 110

Finding = tuple[Note, Note]
"""What is wrong, and what mends it."""

_TIME = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d")
_CLOCK_FORMAT = re.compile(r"h+:mm:ss", re.IGNORECASE)
_ELAPSED_FORMAT = re.compile(r"\[h+\]:mm:ss", re.IGNORECASE)
_ISO_FORMAT = re.compile(r"yyyy\\?-mm\\?-dd", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"[1-9]\d{0,5}")
_PLACE_DRESSED = re.compile(r"\D{0,3}?([1-9]\d{0,2}(?:[,. ’']?\d{3})*)(?:[.,]0+)?\D{0,3}")
_JOINED = re.compile(r"\w\s*[/&+;|]\s*\w")
_TEAM = re.compile(r"\b(team|relay|staffel|équipe|equipe|equipo|squadra|relais)\b", re.IGNORECASE)
_FIRST_PARTED = 1000
_DAY_MS = 86_400_000
_LONGEST_SHOWN = 60
_LETTERS_SHOWN = 12


def note(code: str, /, **params: str | int) -> Note:
    """A sentence; texts are cut to what fits into one."""
    cut = {k: v[:_LONGEST_SHOWN] if isinstance(v, str) else v for k, v in params.items()}
    return Note(code=code, params=cut)


def write(text: str) -> Note:
    """The fix that is one text to write."""
    return note("itra.write", text=text)


# Ranking


def place_of(cell: SheetCell) -> int | None:
    """The place a cell gives, None when it is not a plain whole number."""
    if not _PLACE.fullmatch(cell.text):
        return None
    place = int(cell.text)
    is_parted = "," in cell.shown_as and place >= _FIRST_PARTED
    return None if is_parted else place


def place_finding(cell: SheetCell, rule: ResultFileRule) -> Finding | None:
    """Of a cell that is neither a place nor the word for who did not finish."""
    text = cell.text
    if place_of(cell) is not None or text == rule.unfinished:
        return None
    if not text.strip():
        return note("itra.rank-missing"), note("itra.rank-missing-fix", word=rule.unfinished)
    status = status_of_word(text.strip())
    if status in (ResultStatus.DNF, ResultStatus.OVER_TIME) or text.strip() == rule.unfinished:
        return note("itra.rank-word", text=text), write(rule.unfinished)
    if status is ResultStatus.DSQ:
        return note("itra.rank-word", text=text), note("itra.dsq-fix", word=rule.unfinished)
    if status is not None:
        return note("itra.row-not-started", text=text), note("itra.delete-row")
    dressed = _PLACE_DRESSED.fullmatch(text.strip())
    if dressed:
        return note("itra.rank-form", text=text), write(re.sub(r"\D", "", dressed[1]))
    fix = note("itra.rank-missing-fix", word=rule.unfinished)
    return note("itra.rank-form", text=text), fix


def is_not_started(cell: SheetCell) -> bool:
    """Whether the row is of somebody who has no place in the file at all."""
    status = status_of_word(cell.text.strip())
    return status in (ResultStatus.DNS, ResultStatus.NOT_COMPETING, ResultStatus.PENDING)


def is_unfinished(cell: SheetCell, rule: ResultFileRule) -> bool:
    """Whether the row is of somebody who must have no time, however that is said."""
    text = cell.text.strip()
    unfinished = (ResultStatus.DNF, ResultStatus.OVER_TIME, ResultStatus.DSQ)
    return text == rule.unfinished or status_of_word(text) in unfinished


# Time


def time_ms_of(cell: SheetCell) -> int | None:
    """The time in milliseconds, for the order of the rows; None when it is not sure."""
    if cell.text.count(":") == 1 and not cell.is_number:  # hours or minutes: nobody can tell
        return None
    return parse_elapsed(cell.text.strip(), TwoParts.HOURS_MINUTES)


def time_finding(cell: SheetCell, *, is_ranked: bool, rule: ResultFileRule) -> Finding | None:
    """Of the time of a ranked runner, or of one who must not have any."""
    text = cell.text
    if not is_ranked:
        if not text:
            return None
        said = note("itra.time-unfinished", text=text, word=rule.unfinished)
        return said, note("itra.empty-cell")
    if not text.strip():
        return note("itra.time-missing"), note("itra.time-missing-fix", word=rule.unfinished)
    if time_ms_of(cell) == 0:
        return note("itra.time-zero", text=text), note(
            "itra.time-missing-fix", word=rule.unfinished
        )
    if cell.is_number:
        return _number_finding(cell)
    if _TIME.fullmatch(text):
        return None
    return _text_finding(text)


def _number_finding(cell: SheetCell) -> Finding | None:
    """Of a time that is a number: it counts what the format makes of it."""
    found = time_ms_of(cell)
    if found is None:
        return note("itra.time-form", text=cell.text), note("itra.time-fix")
    wanted = write(format_elapsed(found, pad_hours=True))
    if found % 1000:
        return note("itra.time-fraction", text=cell.text), wanted
    if _ELAPSED_FORMAT.fullmatch(cell.shown_as):
        return None
    if not _CLOCK_FORMAT.fullmatch(cell.shown_as):
        return note("itra.time-form", text=cell.text), wanted
    if found >= _DAY_MS:
        shown = format_elapsed(found % _DAY_MS, pad_hours=True)
        return note("itra.time-wraps", shown=shown), wanted
    return None


def _text_finding(text: str) -> Finding:
    found = parse_elapsed(text.strip())
    parts = text.count(":")
    if found is None or found < 0 or parts == 1:
        return note("itra.time-form", text=text), note("itra.time-fix")
    wanted = write(format_elapsed(found, pad_hours=True))
    if re.search(r"[.,]\d", text):
        return note("itra.time-fraction", text=text), wanted
    return note("itra.time-form", text=text), wanted


# Names


def name_finding(cell: SheetCell, nation: str) -> Finding | None:
    """Of a name: there, in Latin letters, with no blanks around it."""
    text = cell.text
    if not text.strip():
        return note("itra.name-missing"), note("itra.name-missing-fix")
    letters = foreign_letters(text)
    if letters:
        proposed = proposed_latin(text, nation)
        only_some = any(is_latin(each) for each in text if each.isalpha())
        shown = letters[:_LETTERS_SHOWN] if only_some else ""
        said = note("itra.name-letters", letters=shown, text=text)
        return said, note("itra.name-type") if proposed is None else write(proposed)
    if text != " ".join(text.split()):
        return note("itra.name-blanks"), write(" ".join(text.split()))
    return None


def is_team(family: str, given: str, born: str) -> bool:
    """Whether a line is of several people at once: names joined, or a team's without a birth."""
    whole = f"{given} {family}"
    joined = bool(_JOINED.search(family) or _JOINED.search(given))
    return joined or bool(_TEAM.search(whole) and not born.strip())


# Gender


def gender_finding(cell: SheetCell, rule: ResultFileRule) -> Finding | None:
    """Of a gender: one of the two letters, nothing else."""
    text = cell.text
    if text in (rule.men, rule.women):
        return None
    letters = {"women": rule.women, "men": rule.men, "to": rule.to}
    if not text.strip():
        return note("itra.gender-missing"), note("itra.gender-fix", **letters)
    meant = read_gender(text, {})
    said = note("itra.gender-form", text=text, **letters)
    if meant is Gender.F or meant is Gender.M:
        return said, write(rule.women if meant is Gender.F else rule.men)
    if meant is Gender.X:
        return note("itra.gender-other", text=text, **letters), note("itra.gender-ask", **letters)
    return said, note("itra.gender-fix", **letters)


# Birth date


class Births:
    """The birth dates of a sheet; how they are written shows in all of them together."""

    def __init__(self, texts: Iterable[str], today: date) -> None:
        self.today = today
        self.order: OrderDecision = decide_order(texts)

    def finding(self, cell: SheetCell) -> Finding | None:
        """Of one of them: year-month-day, a day that was, of somebody who can run."""
        text = cell.text
        if not text.strip():
            return note("itra.birth-missing"), note("itra.birth-fix")
        if not _DAY.fullmatch(text):
            return self._other_form(text)
        try:
            born = date.fromisoformat(text)
        except ValueError:
            return note("itra.birth-no-day", text=f"“{text}”"), note("itra.birth-fix")
        if born > self.today:
            return note("itra.birth-future", day=text), note("itra.birth-fix")
        age = age_on(born, self.today)
        if not YOUNGEST <= age <= OLDEST:
            return note("itra.birth-odd", day=text, age=age), note("itra.birth-fix")
        if cell.is_number and not _ISO_FORMAT.match(cell.shown_as):
            return note("itra.birth-shown", format=cell.shown_as), _write_day(born)
        return None

    def _other_form(self, text: str) -> Finding:
        meant = parse_day(text, self.order.order, self.today) if self.order.certain else None
        said = note("itra.birth-form", text=text)
        return said, note("itra.birth-fix") if meant is None else _write_day(meant)


def _write_day(day: date) -> Note:
    """As ``write``; a day alone would be put into words."""
    year, month, number = day.isoformat().split("-")
    return note("itra.write-day", year=year, month=month, day=number)


# Nation


def nation_finding(cell: SheetCell, column: CodeSet | None) -> Finding | None:
    """Of a nation: the IOC's three letters, as the codes beside it are meant."""
    text = cell.text
    if not text.strip():
        return note("itra.nation-missing"), note("itra.nation-fix")
    found = nation_of(text, column)
    if found.reading is Reading.DOUBT:
        if column is None and is_ioc_code(text):  # in a file for the federation it is the IOC's
            return None
        choices = ", ".join(f"{country_name(code)} ({code})" for code in found.choices)
        params: dict[str, str | int] = {"code": text, "choices": choices}
        return Note(code="itra.nation-doubt", params=params), note("itra.nation-choose")
    if found.code is None:
        return note("itra.nation-unknown", text=text), note("itra.nation-fix")
    if found.code == text:
        return None
    said = note("itra.nation-other", text=text, country=country_name(found.code))
    return said, write(found.code)
