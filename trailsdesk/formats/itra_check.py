"""The pre-flight of a federation's results file: every fault with its row, column and fix.

It looks at a finished sheet, made here or elsewhere, as the federation will. Its own list of
checks is not published; this one holds everything its page asks for.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from trailsdesk.domain.federation_rules import FileField
from trailsdesk.domain.itra_file import HEADING_ROW, FileFault
from trailsdesk.domain.nations import code_set, nation_of
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Note
from trailsdesk.formats.fields import ENTRY_FIELDS, alias_index, fold_header
from trailsdesk.formats.itra_cells import (
    Births,
    Finding,
    gender_finding,
    is_not_started,
    is_team,
    is_unfinished,
    name_finding,
    nation_finding,
    note,
    place_finding,
    place_of,
    time_finding,
    time_ms_of,
    write,
)
from trailsdesk.formats.itra_sheet import EMPTY, SUFFIX, CheckedSheet, SheetCell, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.federation_rules import FileColumn, ResultFileRule

_LOOK_FOR_HEADINGS = 20
_ENOUGH_HEADINGS = 3
_OTHER_WORDS = {
    FileField.RANKING: "rank|ranking|place|position|pos|rk|classement|platz|puesto|posizione",
    FileField.TIME: "time|finish time|official time|chip time|gun time|temps|zeit|tiempo|tempo",
}
"""What the two columns are called elsewhere; the others stand among the words of entry lists."""
_SAME_FIELD = {
    "family_name": FileField.FAMILY_NAME,
    "given_name": FileField.GIVEN_NAME,
    "gender": FileField.GENDER,
    "birth_date": FileField.BIRTH_DATE,
    "nation": FileField.NATION,
    "bib": FileField.BIB,
    "city": FileField.CITY,
}


def check_workbook_file(
    name: str, data: bytes, rule: ResultFileRule, today: date
) -> tuple[FileFault, ...]:
    """The faults of a file as it lies on the disk, in the order of its rows.

    Raises:
        InputUnreadable: a workbook that cannot be opened (``workbook.…``).
    """
    if not name.casefold().endswith(SUFFIX):
        return (_whole(note("itra.not-xlsx", name=name), note("itra.not-xlsx-fix")),)
    return check_sheets(sheets_of(name, data), rule, today)


def check_sheets(
    sheets: Sequence[CheckedSheet], rule: ResultFileRule, today: date
) -> tuple[FileFault, ...]:
    """The faults of all sheets of a workbook; only the first that holds anything is looked into.

    Args:
        today: no birth date lies after it.
    """
    faults: list[FileFault] = []
    filled = [sheet for sheet in sheets if sheet.rows]
    if len(sheets) > 1:
        names = ", ".join(sheet.name for sheet in sheets)
        said = note("itra.sheets", count=len(sheets), names=names)
        faults.append(_whole(said, note("itra.sheets-fix")))
    if not filled:
        said = note("itra.empty")
        return (*faults, _whole(said, note("itra.headings-fix", headings=_headings(rule))))
    checked = _Check(filled[0], rule, today)
    checked.run()
    columns = {column.heading: place for place, column in enumerate(rule.columns)}
    faults += checked.faults
    return tuple(sorted(faults, key=lambda each: (each.row or 0, columns.get(each.column, -1))))


def _whole(said: Note, fix: Note) -> FileFault:
    return FileFault(row=None, said=said, fix=fix)


def _headings(rule: ResultFileRule) -> str:
    return ", ".join(column.heading for column in rule.columns)


class _Check:
    """One pass over a sheet; ``faults`` in the order they were found."""

    def __init__(self, sheet: CheckedSheet, rule: ResultFileRule, today: date) -> None:
        self.sheet = sheet
        self.rule = rule
        self.today = today
        self.faults: list[FileFault] = []
        self.places: dict[FileField, int] = {}
        self.heading_row = HEADING_ROW

    def run(self) -> None:
        """Look at the headings, at each row, and at the rows among each other."""
        if not self._find_headings():
            return
        rows = {
            number: cells
            for number, cells in sorted(self.sheet.rows.items())
            if number > self.heading_row
        }
        if not rows:
            self._tell(self.heading_row, "", note("itra.no-rows"), note("itra.no-rows-fix"))
            return
        self._blank_rows(rows)
        self._formulas(rows)
        taking = {
            number: cells for number, cells in rows.items() if not self._left_out(number, cells)
        }
        self._cells(taking)
        self._order(taking)
        self._twice(taking)

    def _tell(self, row: int, column: str, said: Note, fix: Note) -> None:
        entry = self.sheet.entries.get(row)
        fault = FileFault(row=row, column=column, said=said, fix=fix, entry_id=entry)
        self.faults.append(fault)

    def _found(self, row: int, wanted: FileField, finding: Finding | None) -> None:
        if finding is not None and wanted in self.places:
            self._tell(row, self.rule.heading(wanted), *finding)

    def _cell(self, cells: Sequence[SheetCell], wanted: FileField) -> SheetCell:
        at = self.places.get(wanted)
        return EMPTY if at is None or at >= len(cells) else cells[at]

    # Headings

    def _find_headings(self) -> bool:
        """Whether there is a row of headings; what is wrong with it is told."""
        first_rows = sorted(self.sheet.rows)[:_LOOK_FOR_HEADINGS]
        hits = {number: len(set(self._fields_in(number))) for number in first_rows}
        best = max(hits, key=lambda number: hits[number])
        if hits[best] < _ENOUGH_HEADINGS:
            fix = note("itra.headings-fix", headings="")
            fix = Note(code=fix.code, params={"headings": _headings(self.rule)})
            self._tell(HEADING_ROW, "", note("itra.no-headings"), fix)
            return False
        self.heading_row = best
        cells = self.sheet.rows[best]
        if best != HEADING_ROW:
            said = note("itra.not-first-row", row=best)
            self._tell(best, "", said, note("itra.not-first-row-fix"))
        if not cells[0].text.strip():
            said = note("itra.not-first-column")
            self._tell(best, "", said, note("itra.not-first-column-fix"))
        self._read_headings(cells)
        return True

    def _fields_in(self, number: int) -> Iterator[FileField]:
        for cell in self.sheet.rows[number]:
            column = self._column_of(cell.text)
            if column is not None:
                yield column.field

    def _column_of(self, text: str) -> FileColumn | None:
        """The column a heading means: to the letter, by another spelling, or nearly."""
        columns = self.rule.columns
        by_folded = {
            fold_header(heading): column
            for column in columns
            for heading in (column.heading, *column.also)
        }
        folded = fold_header(text)
        if folded in by_folded:
            return by_folded[folded]
        meant = _field_words().get(folded)
        if meant is not None:
            return next((column for column in columns if column.field is meant), None)
        near = get_close_matches(folded, by_folded, n=1, cutoff=0.8) if folded else []
        return by_folded[near[0]] if near else None

    def _read_headings(self, cells: Sequence[SheetCell]) -> None:
        row = self.heading_row
        exact = {column.heading: column for column in self.rule.columns}
        texts = [cell.text for cell in cells]
        for at, text in enumerate(texts):
            column = exact.get(text)
            if column is None:
                column = self._column_of(text)
                if column is None or column.heading in texts:
                    if text.strip():
                        self._unknown(row, text)
                    continue
                said = note("itra.heading-form", text=text)
                self._tell(row, column.heading, said, write(column.heading))
            if column.field in self.places:
                said = note("itra.heading-twice", text=text)
                self._tell(row, column.heading, said, note("itra.delete-column"))
                continue
            self.places[column.field] = at
        for column in self.rule.columns:
            if column.required and column.field not in self.places:
                said = note("itra.heading-missing", heading=column.heading)
                fix = note("itra.heading-missing-fix", heading=column.heading)
                self._tell(row, column.heading, said, fix)

    def _unknown(self, row: int, text: str) -> None:
        self._tell(row, text, note("itra.heading-unknown", text=text), note("itra.delete-column"))

    # Rows

    def _blank_rows(self, rows: Mapping[int, Sequence[SheetCell]]) -> None:
        before = self.heading_row
        for number in sorted(rows):
            first, last = before + 1, number - 1
            if first == last:
                self._tell(first, "", note("itra.row-blank"), note("itra.delete-row"))
            elif first < last:
                said = note("itra.rows-blank", first=first, last=last)
                self._tell(first, "", said, note("itra.delete-rows"))
            before = number

    def _formulas(self, rows: Mapping[int, Sequence[SheetCell]]) -> None:
        titles = self.sheet.rows[self.heading_row]
        for number, cells in rows.items():
            for at, cell in enumerate(cells):
                if cell.formula:
                    column = titles[at].text if at < len(titles) else ""
                    self._tell(number, column, note("itra.formula"), note("itra.formula-fix"))

    def _left_out(self, number: int, cells: Sequence[SheetCell]) -> bool:
        """Whether the row has no place in the file; what is in its cells is then not asked."""
        ranking = self._cell(cells, FileField.RANKING)
        if is_not_started(ranking):
            self._found(number, FileField.RANKING, place_finding(ranking, self.rule))
            return True
        names = (FileField.FAMILY_NAME, FileField.GIVEN_NAME, FileField.BIRTH_DATE)
        family, given, born = (self._cell(cells, each).text for each in names)
        if is_team(family, given, born):
            said = note("itra.row-team", name=f"{given} {family}".strip())
            heading = self.rule.heading(FileField.FAMILY_NAME)
            self._tell(number, heading, said, note("itra.row-team-fix"))
            return True
        return False

    def _cells(self, rows: Mapping[int, Sequence[SheetCell]]) -> None:
        every = rows.values()
        codes = code_set(self._cell(cells, FileField.NATION).text for cells in every)
        births = Births(
            (self._cell(cells, FileField.BIRTH_DATE).text for cells in every), self.today
        )
        for number, cells in paced(rows.items()):
            ranking = self._cell(cells, FileField.RANKING)
            nation = self._cell(cells, FileField.NATION)
            code = nation_of(nation.text, codes).code or ""
            self._found(number, FileField.RANKING, place_finding(ranking, self.rule))
            self._found(number, FileField.TIME, self._time_finding(cells))
            for field in (FileField.FAMILY_NAME, FileField.GIVEN_NAME):
                self._found(number, field, name_finding(self._cell(cells, field), code))
            gender = gender_finding(self._cell(cells, FileField.GENDER), self.rule)
            self._found(number, FileField.GENDER, gender)
            born = births.finding(self._cell(cells, FileField.BIRTH_DATE))
            self._found(number, FileField.BIRTH_DATE, born)
            self._found(number, FileField.NATION, nation_finding(nation, codes))

    def _time_finding(self, cells: Sequence[SheetCell]) -> Finding | None:
        """Of a row's time; a place that cannot be read asks for none, but one there is read."""
        ranking, time = (self._cell(cells, each) for each in (FileField.RANKING, FileField.TIME))
        is_ranked = not is_unfinished(ranking, self.rule)
        if is_ranked and place_of(ranking) is None and not time.text.strip():
            return None
        return time_finding(time, is_ranked=is_ranked, rule=self.rule)

    # Rows among each other

    def _order(self, rows: Mapping[int, Sequence[SheetCell]]) -> None:
        follows = _Order(self.rule)
        for number, cells in rows.items():
            ranking, time = (
                self._cell(cells, each) for each in (FileField.RANKING, FileField.TIME)
            )
            for wanted, finding in follows.next(number, ranking, time):
                self._found(number, wanted, finding)

    def _twice(self, rows: Mapping[int, Sequence[SheetCell]]) -> None:
        bibs: dict[str, int] = {}
        people: dict[tuple[str, ...], int] = {}
        who = (FileField.FAMILY_NAME, FileField.GIVEN_NAME, FileField.BIRTH_DATE)
        for number, cells in rows.items():
            bib = self._cell(cells, FileField.BIB).text.strip()
            if bib and bibs.setdefault(bib, number) != number:
                said = note("itra.bib-twice", bib=bib, row=bibs[bib])
                self._found(number, FileField.BIB, (said, note("itra.bib-twice-fix")))
            person = tuple(fold_header(self._cell(cells, each).text) for each in who)
            # Without a birth date two people may well share a name; that it is missing is told.
            if all(person[1:]) and people.setdefault(person, number) != number:
                said = note("itra.person-twice", row=people[person])
                finding = said, note("itra.person-twice-fix")
                self._found(number, FileField.FAMILY_NAME, finding)


class _Order:
    """Row after row: places that rise without a gap, times that never fall, DNF at the end."""

    def __init__(self, rule: ResultFileRule) -> None:
        self.rule = rule
        self.place = self.ranked = self.place_row = self.time_row = 0
        self.time_ms: int | None = None
        self.jumped = self.ended = False

    def next(
        self, number: int, ranking: SheetCell, time: SheetCell
    ) -> Iterator[tuple[FileField, Finding]]:
        """What is wrong with a row after those before it."""
        place = place_of(ranking)
        if place is None:
            unfinished = is_unfinished(ranking, self.rule)
            self.ended = self.ended or unfinished
            self.ranked += not unfinished  # some place, which cannot be read
            return
        self.ranked += 1
        time_ms = time_ms_of(time)
        found = self._of_place(place, time_ms)
        if found is not None:
            yield FileField.RANKING, found
        fell = time_ms is not None and self.time_ms is not None and time_ms < self.time_ms
        if fell:
            said = note("itra.time-order", row=self.time_row)
            yield FileField.TIME, (said, note("itra.time-order-fix"))
        self.place, self.place_row = place, number
        if time_ms is not None:
            self.time_ms, self.time_row = time_ms, number

    def _of_place(self, place: int, time_ms: int | None) -> Finding | None:
        fits = place in (self.ranked, self.place + 1)
        jumped, self.jumped = self.jumped, False
        if self.ended:
            return note("itra.rank-after", word=self.rule.unfinished), note("itra.rank-after-fix")
        if place == self.place:
            if time_ms == self.time_ms:
                return None
            said = note("itra.rank-twice", place=place, row=self.place_row)
            return said, note("itra.rank-twice-fix")
        if place < self.place and not (jumped and place == self.ranked):
            said = note("itra.rank-order", place=place, before=self.place)
            return said, note("itra.rank-order-fix")
        if place > self.place and not fits:
            self.jumped = True
            said = note("itra.rank-gap", place=place, wanted=self.place + 1)
            return said, note("itra.rank-gap-fix")
        return None


@cache
def _field_words() -> Mapping[str, FileField]:
    """Headings met elsewhere, folded, to what they hold."""
    found = {
        alias: _SAME_FIELD[key]
        for alias, (key, _rank) in alias_index(ENTRY_FIELDS).items()
        if key in _SAME_FIELD
    }
    for field, words in _OTHER_WORDS.items():
        found.update(dict.fromkeys(words.split("|"), field))
    return found
