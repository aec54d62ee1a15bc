"""A list of scores given elsewhere: who, how much, and where the list says so, in which race.

Who is read as in an entry list: by bib, by name and birth date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.dates import decide_order, parse_day
from trailsdesk.formats.entries import EntryDraft, draft_entries
from trailsdesk.formats.fields import IGNORE, fold_header, guess_mapping
from trailsdesk.formats.text_cells import clean_text, is_empty, read_nation
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from trailsdesk.formats.tables import Table

_WORDS = {
    "value": word_set(
        "score|itra score|utmb score|race score|index|utmb index|performance index|pi|itra pi|"
        "points|value|rating|cote|cote itra|indice|indice de performance|punkte|wertung|punti|"
        "punteggio|puntos|puntuacion|pontos|pontuacao|punten|poang|punkty|body"
    ),
    "day": word_set(
        "date|race date|event date|day|date de la course|jour|datum|renndatum|data|data gara|"
        "fecha|fecha carrera|dato"
    ),
    "race": word_set("race|race name|event|event name|course|epreuve|lauf|rennen|gara|carrera"),
    "race_class": word_set("class|race class|category of race|race category|klasse|classe"),
    "country": word_set("country|race country|held in|pays|land|paese|pais"),
}
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?")
_LONGEST = 120
_NOT_TOLD = frozenset({"entry.no-name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDraft:
    """One row: ``who`` as an entry list has it, the score as a plain decimal number as text.

    ``day``, ``race``, ``race_class`` and ``country`` are empty or None where nothing is told.
    """

    who: EntryDraft
    value: str
    day: date | None = None
    race: str = ""
    race_class: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDrafts:
    """The rows that hold a score, and what is not clean; ``elsewhere``: the list names races."""

    drafts: tuple[ScoreDraft, ...]
    problems: tuple[Problem, ...]
    elsewhere: bool


def plain_score(text: str) -> str | None:
    """A score as a plain decimal number (``797.5``), None when the text is none."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain.replace(",", "."))
    return f"{value.normalize():f}"


def draft_scores(table: Table, *, today: date, file: str = "") -> ScoreDrafts:
    """Read a list of scores; a row without one is left out, and told when it says something.

    ``InputUnreadable`` (score.no-column) when no column holds scores.
    """
    columns = _columns(table)
    if "value" not in columns:
        raise InputUnreadable("score.no-column", file=file)
    elsewhere = bool({"day", "race", "race_class"} & columns.keys())
    if not elsewhere:
        # Beside nothing of another race a country is the runner's own.
        columns.pop("country", None)
    own = {table.header[column]: IGNORE for column in columns.values()}
    mapping = guess_mapping(table.header, table.rows, overrides=own)
    entries = draft_entries(table, mapping, currency="EUR", today=today, file=file)
    # A bib alone is enough here, and what a score stands beside is of no interest.
    problems = [one for one in entries.problems if one.code not in _NOT_TOLD]
    days = [row.cells[columns["day"]] for row in table.rows] if "day" in columns else []
    order = decide_order(days).order
    who = {draft.row: draft for draft in entries.drafts}
    drafts = []
    for row in table.rows:
        cells = {key: clean_text(row.cells[at])[:_LONGEST] for key, at in columns.items()}
        text, draft = cells["value"], who.get(row.number)
        if draft is None or is_empty(text):
            continue
        value = plain_score(text)
        if value is None:
            problems.append(_told("score.bad-value", file, row.number, text))
            continue
        day_text = cells.get("day", "")
        day = None if is_empty(day_text) else parse_day(day_text, order, today)
        if day is None and not is_empty(day_text):
            problems.append(_told("score.bad-day", file, row.number, day_text))
        drafts.append(
            ScoreDraft(
                who=draft,
                value=value,
                day=day,
                race=cells.get("race", ""),
                race_class=cells.get("race_class", ""),
                country=read_nation(cells.get("country", "")),
            )
        )
    if elsewhere and "country" in columns:
        title = table.header[columns["country"]]
        problems.append(
            Problem(
                severity=Severity.INFO,
                code="score.country-read",
                params={"column": title},
                file=file or None,
                column=title,
            )
        )
    return ScoreDrafts(drafts=tuple(drafts), problems=tuple(problems), elsewhere=elsewhere)


def _columns(table: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, title in enumerate(table.header):
        folded = fold_header(title)
        key = next((key for key, words in _WORDS.items() if folded in words), None)
        if key is not None:
            found.setdefault(key, at)
    return found


def _told(code: str, file: str, row: int, text: str) -> Problem:
    return Problem(
        severity=Severity.WARNING, code=code, params={"text": text}, file=file or None, row=row
    )
