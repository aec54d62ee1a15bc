"""Rows of an entry list to drafts of entries; nothing is stored, no row is lost silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from trailsdesk.domain.chrono import ClockText, Duration, Instant, local_instant, to_instant
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.money import parse_amount
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.formats.dates import DateOrder, Moment, decide_order, parse_day, parse_moment
from trailsdesk.formats.fields import ColumnMapping, fold_header, in_file
from trailsdesk.formats.genders import gender_letters, read_gender
from trailsdesk.formats.questions import ListQuestion, read_answers
from trailsdesk.formats.text_cells import (
    FAMILY_FIRST_HEADERS,
    NAME_LIMIT,
    clean_bib,
    clean_text,
    is_empty,
    read_flag,
    read_medal,
    read_nation,
    split_full_name,
)
from trailsdesk.formats.words import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.formats.layouts import Layout
    from trailsdesk.formats.tables import Row, Table

T = TypeVar("T")
_OLDEST_YEARS = 120
_WITHDRAWN = word_set(
    "withdrawn|withdrew|cancelled|canceled|removed|deleted|refunded|abgemeldet|storniert|annule|"
    "desiste|ritirato|cancelado|anulado|baja|afgemeld|avmeldt|wycofany|dns"
)
_STANDING = word_set(
    "entered|registered|confirmed|active|paid|complete|completed|ok|valid|approved|accepted|pending|"
    "inscrit|confirme|angemeldet|bestatigt|iscritto|confermato|inscrito|confirmado"
)
_PENDING = word_set(
    "pending|unpaid|awaiting|due|outstanding|failed|declined|offen|ausstehend|impaye|attente|"
    "attesa|pendiente|openstaand|ubetalt|obetald"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """One row of an entry list, read but not yet anybody's entry.

    Text fields are empty and the others None when the list says nothing, so that an update does
    not wipe what is known. ``race_text`` is the race as the list calls it. ``entered`` is local
    wall time; see ``entered_instant``. ``row`` is the line or sheet row. ``answers`` are those
    given to the questions of the list, by their words, in the one spelling of their kind.
    """

    row: int
    bib: str = ""
    family_name: str = ""
    given_name: str = ""
    gender: Gender | None = None
    birth_date: date | None = None
    nation: str = ""
    club: str = ""
    city: str = ""
    race_text: str = ""
    entered: Moment | None = None
    paid_minor: int | None = None
    medal: MedalOrder | None = None
    series_entry: bool | None = None
    email: str = ""
    phone: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    medical: str = ""
    withdrawn: bool | None = None
    note: str = ""
    division: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDrafts:
    """All drafts of a table and everything there is to say about it; ``rows`` were offered."""

    drafts: tuple[EntryDraft, ...]
    problems: tuple[Problem, ...]
    rows: int
    date_order: DateOrder = DateOrder.DAY_FIRST
    questions: tuple[ListQuestion, ...] = ()


def entered_instant(entered: Moment, zone: str) -> Instant:
    """When an entry came in; a day without a time counts from its first moment.

    Raises:
        ValueError: an unknown zone.
    """
    if entered.time_of_day_ms is None:
        return local_instant(entered.day, Duration(0), zone).instant_ms
    clock = ClockText(
        day=entered.day, time_of_day_ms=entered.time_of_day_ms, offset_ms=entered.offset_ms
    )
    return to_instant(clock, entered.day, zone).instant_ms


def draft_entries(
    table: Table,
    mapping: ColumnMapping,
    *,
    currency: str,
    today: date,
    date_order: DateOrder | None = None,
    layout: Layout | None = None,
    file: str = "",
) -> EntryDrafts:
    """Read every row of an entry list.

    A row with neither name nor bib is kept out with an error. A cell that cannot be read costs
    only itself: the row stays, and a problem says what was left out.

    Args:
        currency: of the amounts (ISO 4217).
        today: no birth date and no entry lies after it; also the pivot of two-digit years.
        date_order: what a person chose; else the layout's, else decided from each column.
    """
    if not mapping.has("bib", "family_name", "given_name", "full_name"):
        nobody = Problem(severity=Severity.ERROR, code="entry.no-columns", file=file or None)
        return EntryDrafts(
            drafts=(), problems=(*in_file(mapping.problems, file), nobody), rows=len(table.rows)
        )
    told = date_order or (layout.date_order if layout else None)
    reader = _Reader(table, mapping, file, today, told, currency)
    columns: dict[str, Sequence[object]] = {
        "bib": reader.bibs(),
        "gender": reader.genders(),
        "birth_date": reader.birth_dates(),
        "entered": reader.moments(),
        "paid_minor": reader.amounts(),
        "medal": reader.medals(),
        "series_entry": reader.flags("series_entry"),
        "withdrawn": reader.withdrawals(),
        "nation": reader.nations(),
        "emergency_name": reader.texts("emergency_name"),
        "race_text": reader.texts("race"),
        "division": reader.texts("chosen_division"),
    }
    asked = read_answers(table, mapping.questions, told, today, file)
    reader.problems += asked.problems
    columns["answers"] = asked.answers
    family, given = reader.names()
    columns["family_name"], columns["given_name"] = family, given
    for key in ("club", "city", "email", "phone", "emergency_phone", "medical", "note"):
        columns[key] = reader.texts(key)
    drafts = reader.assemble(columns)
    reader.tell_age_only()
    problems = sorted(reader.problems, key=lambda p: (p.row is not None, p.row or 0))
    return EntryDrafts(
        drafts=tuple(drafts),
        problems=(*in_file(mapping.problems, file), *problems),
        rows=len(table.rows),
        date_order=reader.birth_order,
        questions=asked.questions,
    )


class _Reader:
    """Reads a table column by column: what a cell means is the column's matter."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        file: str,
        today: date,
        told: DateOrder | None,
        currency: str,
    ) -> None:
        self.rows: tuple[Row, ...] = table.rows
        self.header = table.header
        self.columns: Mapping[str, int] = mapping.columns
        self.file = file
        self.today = today
        self.told = told
        self.currency = currency
        self.birth_order = told or DateOrder.DAY_FIRST
        self.problems: list[Problem] = []

    def tell(
        self,
        code: str,
        severity: Severity,
        key: str = "",
        row: Row | None = None,
        **params: str | int,
    ) -> None:
        """Note a problem at a field's column and a row."""
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                params=params,
                file=self.file or None,
                row=row.number if row else None,
                column=self.header[self.columns[key]] if key in self.columns else None,
            )
        )

    def cells(self, key: str) -> list[str] | None:
        """The cells of a field, empty where they say nothing; None without a column."""
        column = self.columns.get(key)
        if column is None:
            return None
        return ["" if is_empty(cell := row.cells[column]) else cell for row in self.rows]

    def texts(self, key: str, limit: int | None = None) -> list[str]:
        """A text field; names are cut at ``NAME_LIMIT`` with a problem."""
        cells = self.cells(key)
        if cells is None:
            return [""] * len(self.rows)
        cleaned = [clean_text(cell) if cell else "" for cell in cells]
        if limit is not None:
            for index, text in enumerate(cleaned):
                if len(text) > limit:
                    self.tell(
                        "entry.name-cut", Severity.WARNING, key, self.rows[index], limit=limit
                    )
                    cleaned[index] = text[:limit].rstrip()
        return cleaned

    def bibs(self) -> list[str]:
        """Bibs as text; damaged ones are left out."""
        found: list[str] = []
        for row, cell in zip(self.rows, self.cells("bib") or [""] * len(self.rows), strict=True):
            bib = clean_bib(cell) if cell else ""
            if bib is None:
                self.tell("entry.bib-damaged", Severity.WARNING, "bib", row, value=cell[:40])
                bib = ""
            found.append(bib)
        return found

    def names(self) -> tuple[list[str], list[str]]:
        """Family and given names; a full name is split where its own columns are empty."""
        family = self.texts("family_name", NAME_LIMIT)
        given = self.texts("given_name", NAME_LIMIT)
        if "full_name" in self.columns:
            header = fold_header(self.header[self.columns["full_name"]])
            first = header in FAMILY_FIRST_HEADERS or None
            for index, text in enumerate(self.texts("full_name", NAME_LIMIT)):
                if text and not family[index] and not given[index]:
                    family[index], given[index] = split_full_name(text, family_first=first)
        return family, given

    def genders(self) -> list[Gender | None]:
        """Genders; words that are not known are left out and told once per row."""
        cells = self.cells("gender") or [""] * len(self.rows)
        letters = gender_letters(cells)
        if letters.get("m") is Gender.F:
            self.tell("entry.gender-letters", Severity.WARNING, "gender")
        found: list[Gender | None] = []
        for row, cell in zip(self.rows, cells, strict=True):
            gender = read_gender(cell, letters) if cell else None
            if cell and gender is None:
                self.tell("entry.gender-unknown", Severity.WARNING, "gender", row, value=cell[:40])
            found.append(gender)
        return found

    def order_of(self, key: str, cells: Sequence[str]) -> DateOrder:
        """Day or month first in one column, and what there is to say about the choice."""
        decision = decide_order(cells, self.told)
        if decision.torn:
            self.tell("entry.dates-torn", Severity.WARNING, key)
        elif not decision.certain:
            self.tell("entry.dates-unsure", Severity.WARNING, key)
        return decision.order

    def birth_dates(self) -> list[date | None]:
        """Birth dates; impossible, future or very old ones are left out."""
        cells = self.cells("birth_date")
        if cells is None:
            return [None] * len(self.rows)
        order = self.birth_order = self.order_of("birth_date", cells)
        found: list[date | None] = []
        for row, cell in zip(self.rows, cells, strict=True):
            day = parse_day(cell, order, self.today) if cell else None
            if cell:
                code = ""
                if day is None:
                    year_only = len(cell) == 4 and cell.isdecimal()
                    code = "entry.birth-year-only" if year_only else "entry.birth-date-unreadable"
                elif day > self.today:
                    code = "entry.birth-date-future"
                elif self.today.year - day.year > _OLDEST_YEARS:
                    code = "entry.birth-date-too-old"
                if code:
                    self.tell(code, Severity.WARNING, "birth_date", row, value=cell[:40])
                    day = None
            found.append(day)
        return found

    def moments(self) -> list[Moment | None]:
        """When entries came in."""
        cells = self.cells("entered")
        if cells is None:
            return [None] * len(self.rows)
        order = self.order_of("entered", cells)
        known: dict[str, Moment | None] = {"": None}
        found: list[Moment | None] = []
        for row, cell in zip(self.rows, cells, strict=True):
            if cell not in known:
                known[cell] = parse_moment(cell, order, self.today)
            moment = known[cell]
            if cell and (moment is None or moment.day > self.today):
                code = "entry.entered-unreadable" if moment is None else "entry.entered-future"
                self.tell(code, Severity.WARNING, "entered", row, value=cell[:40])
                moment = None
            found.append(moment)
        return found

    def amounts(self) -> list[int | None]:
        """Amounts in minor units; a column of words (``Yes``, ``Credit Card``) is told once."""
        cells = self.cells("paid")
        if cells is None:
            return [None] * len(self.rows)
        known: dict[str, int | None] = {"": None}
        for cell in cells:
            if cell not in known:
                known[cell] = parse_amount(cell, self.currency)
        if any(cells) and all(amount is None for amount in known.values()):
            self.tell("entry.paid-no-amounts", Severity.INFO, "paid")
            return [None] * len(self.rows)
        pending = self.pending()
        found: list[int | None] = []
        for row, cell, unpaid in zip(self.rows, cells, pending, strict=True):
            if cell and known[cell] is None:
                self.tell("entry.paid-unreadable", Severity.WARNING, "paid", row, value=cell[:40])
            if unpaid and known[cell]:
                self.tell("entry.payment-pending", Severity.INFO, "payment", row, amount=cell[:40])
            found.append(None if unpaid else known[cell])
        return found

    def pending(self) -> list[bool]:
        """The rows whose payment has not come yet; their amount is what is asked, not paid."""
        cells = self.cells("payment") or [""] * len(self.rows)
        return [not _PENDING.isdisjoint(fold_header(cell).split()) for cell in cells]

    def flags(self, key: str) -> list[bool | None]:
        """A yes-or-no field; a blank cell says neither."""
        return self._words(key, lambda c: read_flag(c) if c else None,
                           "entry.yes-no-unreadable")  # fmt: skip

    def medals(self) -> list[MedalOrder | None]:
        """Medal orders; a blank cell says nothing."""
        return self._words("medal", lambda c: read_medal(c) if c else None,
                           "entry.medal-unreadable")  # fmt: skip

    def _words(self, key: str, read: Callable[[str], T | None], code: str) -> list[T | None]:
        cells = self.cells(key)
        if cells is None:
            return [None] * len(self.rows)
        found: list[T | None] = []
        for row, cell in zip(self.rows, cells, strict=True):
            value = read(cell)
            if value is None and cell:
                self.tell(code, Severity.WARNING, key, row, value=cell[:40])
            found.append(value)
        return found

    def withdrawals(self) -> list[bool | None]:
        """Whether the registration was taken back or stands, from a flag or a status column."""
        if "withdrawn" in self.columns:
            return self.flags("withdrawn")
        cells = self.cells("status")
        if cells is None:
            return [None] * len(self.rows)
        words = [set(fold_header(cell).split()) for cell in cells]
        found = [
            True if word & _WITHDRAWN else False if word & _STANDING else None for word in words
        ]
        unread = sum(1 for word, says in zip(words, found, strict=True) if word and says is None)
        if unread:
            self.tell("entry.status-not-read", Severity.INFO, "status", count=unread)
        return found

    def nations(self) -> list[str]:
        """Nations; ``NA`` is Namibia only in a column of two-letter codes."""
        column = self.columns.get("nation")
        if column is None:
            return [""] * len(self.rows)
        raw = [row.cells[column] for row in self.rows]
        codes = sum(1 for cell in raw if len(cell) == 2 and cell.upper() != "NA")
        others = sum(1 for cell in raw if len(cell) > 2)
        namibia = codes > others
        return [
            read_nation(cell) if not is_empty(cell) or (namibia and cell == "NA") else ""
            for cell in raw
        ]

    def assemble(self, columns: Mapping[str, Sequence[object]]) -> list[EntryDraft]:
        """One draft per row that names a person or a bib."""
        keys = list(columns)
        drafts: list[EntryDraft] = []
        for row, values in zip(self.rows, zip(*columns.values(), strict=True), strict=True):
            fields: dict[str, Any] = dict(zip(keys, values, strict=True))
            if not fields["family_name"] and fields["given_name"]:
                fields["family_name"], fields["given_name"] = fields["given_name"], ""
                self.tell("entry.one-name", Severity.INFO, "given_name", row)
            if not fields["family_name"]:
                if not fields["bib"]:
                    self.tell("entry.nobody", Severity.ERROR, row=row)
                    continue
                self.tell("entry.no-name", Severity.WARNING, row=row, bib=fields["bib"])
            drafts.append(EntryDraft(row=row.number, **fields))
        return drafts

    def tell_age_only(self) -> None:
        """An age or a year is no birth date; categories need the day."""
        told = next((key for key in ("birth_year", "age") if key in self.columns), None)
        if told and not any(self.cells("birth_date") or ()):
            self.tell("entry.age-only", Severity.WARNING, told)
