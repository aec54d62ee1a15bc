"""A table of checkpoints: places along a course with distance, climb and cut-off.

Distances are from the start. Cut-offs come as hours since the start (``22.5``), as elapsed times
(``22:30``) or as times of day, with or without a date; often two of these stand side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    HOUR_MS,
    ClockText,
    Duration,
    TwoParts,
    parse_clock,
    parse_elapsed,
)
from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.fields import fold_header
from trailsdesk.formats.header_words import FINISH_WORDS, START_WORDS
from trailsdesk.formats.layouts import TimeKind
from trailsdesk.formats.text_cells import clean_text, is_empty
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.formats.tables import Row, Table

_WORDS = {
    "label": word_set(
        "checkpoint|check point|checkpoint name|cp name|point name|name|place|point|station|"
        "aid station|location|control|waypoint|poste|poste de controle|point de controle|lieu|nom|"
        "point de passage|passage|kontrolle|kontrollpunkt|kontrollstelle|verpflegung|ort|posten|"
        "controllo|punto|punto di controllo|posto|luogo|punto de control|avituallamiento|lugar|"
        "ristoro|ponto|posto de controlo|control post|punkt|punkt kontrolny|stanoviste"
    ),
    "code": word_set("code|cp|cp no|no|nr|id|short name|short|abbreviation|kuerzel|kurzel|#"),
    "distance": word_set(
        "distance|dist|km|distance km|distance m|distance cum m|distance cum km|distance cum|"
        "cumulative distance|cumulative km|total distance|total km|km total|km cum|cum km|"
        "distance cumulee|km cumules|km depuis le depart|distanz|distanz km|strecke|strecke km|"
        "distanza|distanza km|distancia|distancia km|distance mi|miles|mi|mile|distance miles|"
        "distance from start|from start"
    ),
    "ascent": word_set(
        "ascent|climb|gain|elevation gain|elev gain|total ascent|cumulative ascent|ascent m|"
        "climb m|gain m|d|d m|dplus|d plus|dplus cum m|dplus m|dplus cum|d cumule|d cum|"
        "denivele positif|denivele|deniv|hm|hohenmeter|aufstieg|aufstieg m|dislivello|"
        "dislivello positivo|desnivel|desnivel positivo|ascent ft|gain ft|climb ft"
    ),
    "cutoff": word_set(
        "cutoff|cut off|cut|cutoff time|cut off time|cutoff hours|cut off hours|cutoff h|"
        "time limit|limit|closing|closing time|closes|barriere|barriere horaire|bh|barrage|"
        "barrage horaire|"
        "barriere horaire dt|cutoff date|cut off date|cutoff clock|cutoff elapsed|zeitlimit|"
        "cutoff zeit|karenzzeit|schlusszeit|cancello|cancello orario|tempo limite|tiempo limite|"
        "hora limite|corte|hora de corte|tempo de corte|limit casu|limite horaire|fermeture"
    ),
    "optional": word_set("optional|may be missed|facultatif|optionnel|facoltativo|opcional"),
}
_YES = word_set("1|yes|y|x|true|oui|ja|si|sim|tak|ano|optional")
_METRES_FROM = 1000
"""A distance in kilometres is below; a column that reaches it and names no unit holds metres."""
_M_PER_MILE = 1609.344
_M_PER_FOOT = 0.3048
_SLOWEST_MS_PER_M = 40 * 60
"""Forty minutes a kilometre: a first cut-off slower than that is a time of day."""
_HOURS = re.compile(r"\d{1,3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointDraft:
    """A row of the table. Of ``cutoff_ms`` (since the start) and ``clock`` at most one is set.

    ``is_start`` and ``is_finish`` say what the name or, at the start, the distance says.
    """

    row: int
    label: str
    code: str = ""
    distance_m: float | None = None
    ascent_m: float | None = None
    cutoff_ms: Duration | None = None
    clock: ClockText | None = None
    optional: bool = False
    is_start: bool = False
    is_finish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointDrafts:
    """The rows in the order of the table, what a cut-off is in it, and what is not clean.

    ``kind`` is None for a table without cut-offs; ``guessed`` when nobody said so and the file
    does not either.
    """

    drafts: tuple[CheckpointDraft, ...]
    kind: TimeKind | None = None
    guessed: bool = False
    problems: tuple[Problem, ...] = ()


def draft_checkpoints(
    table: Table, *, file: str = "", cutoffs: TimeKind | None = None
) -> CheckpointDrafts:
    """Read a table of checkpoints; ``InputUnreadable`` when no column names places.

    Two rows of one name at one distance (arriving and leaving) become one place, with the later
    cut-off. A cell that says nothing sensible is left out and told; its row stays.

    Args:
        cutoffs: what plain ``12:30`` are: since the start, or times of day; None decides.
    """
    return _Reader(table, file, cutoffs).read()


def columns_of(header: Sequence[str]) -> dict[str, list[int]]:
    """Which columns hold what; a cut-off may stand in several."""
    found: dict[str, list[int]] = {}
    for at, title in enumerate(header):
        folded = fold_header(title)
        key = next((key for key, words in _WORDS.items() if folded in words), None)
        if key is not None and (key == "cutoff" or key not in found):
            found.setdefault(key, []).append(at)
    return found


class _Reader:
    def __init__(self, table: Table, file: str, cutoffs: TimeKind | None) -> None:
        self.table = table
        self.file = file
        self.columns = columns_of(table.header)
        self.kind = cutoffs
        self.guessed = False
        self.problems: list[Problem] = []
        if "label" not in self.columns:
            raise InputUnreadable("checkpoint.no-names", name=file)

    def read(self) -> CheckpointDrafts:
        rows = [row for row in self.table.rows if self._text(row, "label")]
        distances = self._figures(rows, "distance", _to_metres)
        ascents = self._figures(rows, "ascent", _to_metres_up)
        drafts = []
        for at, row in enumerate(rows):
            label = self._text(row, "label")
            folded = fold_header(label)
            drafts.append(
                CheckpointDraft(
                    row=row.number,
                    label=label,
                    code=self._text(row, "code"),
                    distance_m=distances[at],
                    ascent_m=ascents[at],
                    optional=fold_header(self._text(row, "optional")) in _YES,
                    is_start=folded in START_WORDS or (at == 0 and distances[at] == 0),
                    is_finish=folded in FINISH_WORDS,
                )
            )
        drafts = self._with_cutoffs(rows, drafts)
        return CheckpointDrafts(
            drafts=tuple(self._joined(drafts)),
            kind=self.kind if any(d.cutoff_ms or d.clock for d in drafts) else None,
            guessed=self.guessed,
            problems=tuple(self.problems),
        )

    def _text(self, row: Row, key: str) -> str:
        at = self.columns.get(key)
        text = clean_text(row.cells[at[0]]) if at else ""
        return "" if is_empty(text) else text

    def _figures(
        self, rows: Sequence[Row], key: str, scale: Callable[[str, float], float]
    ) -> list[float | None]:
        """A column of lengths in metres."""
        read = [self._figure(row, key) for row in rows]
        most = max((each for each in read if each is not None), default=0.0)
        at = self.columns.get(key)
        if at is None:
            return read
        factor = scale(fold_header(self.table.header[at[0]]), most)
        return [None if each is None else round(each * factor, 1) for each in read]

    def _figure(self, row: Row, key: str) -> float | None:
        text = self._text(row, key)
        plain = re.sub(r"\s*(km|mi|m|ft|hm)\.?$", "", text, flags=re.IGNORECASE)
        plain = re.sub(r"(?<=\d)[\s'\u2019](?=\d{3}\b)", "", plain)
        try:
            value = float(plain.replace(",", ".")) if plain else None
        except ValueError:
            value = None
        sound = value is not None and 0 <= value < 1e7
        if text and not sound:
            self._tell("checkpoint.no-figure", row, key, text)
        return value if sound else None

    def _tell(self, code: str, row: Row, key: str, text: str) -> None:
        self.problems.append(
            Problem(
                severity=Severity.WARNING,
                code=code,
                params={"text": text},
                file=self.file,
                row=row.number,
                column=self.table.header[self.columns[key][0]],
            )
        )

    # Cut-offs

    def _with_cutoffs(
        self, rows: Sequence[Row], drafts: Sequence[CheckpointDraft]
    ) -> list[CheckpointDraft]:
        """Hours since the start before dated times before plain ones, whichever the file has."""
        columns = self.columns.get("cutoff", [])
        texts = [[clean_text(row.cells[at]) for row in rows] for at in columns]
        for test in (_hours, _dated):
            for column in texts:
                filled = [text for text in column if not is_empty(text)]
                if filled and all(test(text) is not None for text in filled):
                    return self._read_column(rows, drafts, column, test)
        if not texts:
            return list(drafts)
        column = texts[0]
        if self.kind is None:
            self.kind = self._guess(column, drafts)
        return self._read_column(rows, drafts, column, self._plain)

    def _read_column(
        self,
        rows: Sequence[Row],
        drafts: Sequence[CheckpointDraft],
        column: Sequence[str],
        read: Callable[[str], Duration | ClockText | None],
    ) -> list[CheckpointDraft]:
        made = []
        for row, draft, text in zip(rows, drafts, column, strict=True):
            value = None if is_empty(text) else read(text)
            if value is None and not is_empty(text):
                self._tell("checkpoint.no-cutoff", row, "cutoff", text)
            if isinstance(value, ClockText):
                made.append(replace(draft, clock=value))
                self.kind = self.kind if read == self._plain else TimeKind.CLOCK
            elif value is not None and not (draft.is_start and not value):
                made.append(replace(draft, cutoff_ms=Duration(value)))
                self.kind = self.kind if read == self._plain else TimeKind.ELAPSED
            else:
                made.append(draft)
        return made

    def _plain(self, text: str) -> Duration | ClockText | None:
        """A cell that is neither plain hours nor dated, as the kind of the column says."""
        hours, dated = _hours(text), _dated(text)
        if hours is not None or dated is not None:
            return hours if hours is not None else dated
        if self.kind is TimeKind.CLOCK:
            return parse_clock(text)
        return parse_elapsed(text, TwoParts.HOURS_MINUTES)

    def _guess(self, column: Sequence[str], drafts: Sequence[CheckpointDraft]) -> TimeKind:
        """Elapsed, unless a time falls on the way or the first is too late to be one."""
        self.guessed = True
        first: bool = True
        before = -1
        for text, draft in zip(column, drafts, strict=True):
            elapsed = parse_elapsed(text, TwoParts.HOURS_MINUTES)
            if elapsed is None:
                continue
            if elapsed < before or (draft.is_start and elapsed):
                return TimeKind.CLOCK
            slow = draft.distance_m and elapsed > draft.distance_m * _SLOWEST_MS_PER_M
            if first and slow:
                return TimeKind.CLOCK
            first, before = False, elapsed
        return TimeKind.ELAPSED

    # Rows

    def _joined(self, drafts: Sequence[CheckpointDraft]) -> list[CheckpointDraft]:
        """One place for two rows of one name at one distance."""
        kept: list[CheckpointDraft] = []
        for draft in drafts:
            last = kept[-1] if kept else None
            same = last is not None and (
                fold_header(last.label) == fold_header(draft.label)
                and last.distance_m == draft.distance_m
                and draft.distance_m is not None
            )
            if last is None or not same:
                kept.append(draft)
                continue
            later = draft if draft.cutoff_ms is not None or draft.clock is not None else last
            kept[-1] = replace(last, cutoff_ms=later.cutoff_ms, clock=later.clock)
            self.problems.append(
                Problem(
                    severity=Severity.INFO,
                    code="checkpoint.joined",
                    params={"label": draft.label},
                    file=self.file,
                    row=draft.row,
                )
            )
        return kept


def _to_metres(header: str, most: float) -> float:
    words = set(header.split())
    if words & {"mi", "mile", "miles"}:
        return _M_PER_MILE
    if "km" in words:
        return 1000.0
    return 1.0 if "m" in words or most >= _METRES_FROM else 1000.0


def _to_metres_up(header: str, _most: float) -> float:
    return _M_PER_FOOT if {"ft", "feet"} & set(header.split()) else 1.0


def _hours(text: str) -> Duration | None:
    """``22.5`` hours, rounded to the second: tables carry them as rounded fractions."""
    if not _HOURS.fullmatch(text):
        return None
    seconds = round(float(text.replace(",", ".")) * HOUR_MS / 1000)
    return Duration(seconds * 1000)


def _dated(text: str) -> ClockText | None:
    clock = parse_clock(text)
    return clock if clock is not None and clock.day is not None else None
