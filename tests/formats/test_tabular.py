"""Text files of every make become the same tables; what had to be bent is told."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trailsdesk.domain.problems import InputUnreadable, KnownError
from trailsdesk.formats.entries import draft_entries
from trailsdesk.formats.layouts import Purpose, map_table
from trailsdesk.formats.limits import Limits
from trailsdesk.formats.tabular import Book, BookKind, Table, read_tables

PEOPLE = "Bib,First name,Last name\n1,Märta,Åkesson\n2,Noël,O’Brien\n"


def read(text: str | bytes, written: str = "utf-8", **options: object) -> Book:
    data = text.encode(written) if isinstance(text, str) else text
    return read_tables("list.csv", data, **options)


def table(text: str | bytes, encoding: str = "utf-8") -> Table:
    return read(text, encoding).tables[0]


def cells(text: str | bytes, encoding: str = "utf-8") -> list[tuple[str, ...]]:
    return [row.cells for row in table(text, encoding).rows]


def codes(book: Book) -> list[str]:
    return [problem.code for problem in book.problems]


def refused(text: str | bytes, **options: object) -> str:
    with pytest.raises(InputUnreadable) as caught:
        read(text, **options)
    return caught.value.note.code


# ------------------------------------------------------------------ how letters are written


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_in_any_form_reads_the_same(encoding: str) -> None:
    assert cells(PEOPLE, encoding) == [("1", "Märta", "Åkesson"), ("2", "Noël", "O’Brien")]
    assert codes(read(PEOPLE, encoding)) == []


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Märta;Åkesson", "Noël;Lefèvre", "Jürgen;Strauß", "Ñuño;Ibáñez"]),
        ("mac_roman", ["Björn;Åström", "René;Français", "Jürgen;Groß", "Mélanie;Hébert"]),
        ("cp1250", ["Jiří;Dvořák", "Zdeněk;Šťastný", "Łukasz;Gąsiorek", "Ondřej;Růžička"]),
        ("cp1251", ["Анна;Петрова", "Юрий;Щёголев", "Иван;Сидоров", "Ольга;Жукова"]),
    ],
)
def test_one_byte_letters_are_told_apart_and_the_choice_is_told(
    encoding: str, names: list[str]
) -> None:
    text = "Bib;First name;Last name\n" + "".join(
        f"{n};{name}\n" for n, name in enumerate(names, start=1)
    )
    book = read(text, encoding)
    assert book.encoding == encoding
    assert [";".join(row.cells[1:]) for row in book.tables[0].rows] == names
    told = next(p for p in book.problems if p.code == "text.encoding-assumed")
    assert told.params == {"encoding": encoding, "lines": 4}


def test_a_chosen_encoding_is_used_or_refused() -> None:
    assert read("Bib;Name\n1;Růžička\n", "cp852", encoding="cp852").tables[0].rows[0].cells[1] == (
        "Růžička"
    )
    assert refused(b"Bib,Name\n1,\xff\xfe\n", encoding="utf-8") == "input.encoding"
    assert refused(b"Bib,Name\n1,x\n", encoding="no-such") == "input.encoding"


def test_spoilt_letters_are_noticed() -> None:
    assert "text.mojibake" in codes(read("Bib,Name\n1,JosÃ© GarcÃ­a\n"))
    assert "text.mojibake" not in codes(read("Bib,Name\n1,José García\n"))


def test_zero_bytes_are_left_out_and_told() -> None:
    book = read("Bib,Name,City\n1,Ann\x00 Lee,Perth and some more text\n")
    assert book.tables[0].rows[0].cells[1] == "Ann Lee"
    assert "text.zero-bytes" in codes(book)


# ------------------------------------------------------------------ delimiters and lines


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_do_not_matter(mark: str, end: str) -> None:
    text = end.join(mark.join(row) for row in (("Bib", "Time"), ("7", "1:02:03"), ("8", "DNF")))
    assert cells(text) == [("7", "1:02:03"), ("8", "DNF")]
    assert [row.number for row in table(text).rows] == [2, 3]


def test_decimal_commas_do_not_make_columns() -> None:
    text = "Bib;Time;Fee\n" + "".join(f"{n};1:02:{n:02d},5;12,50\n" for n in range(10, 30))
    assert cells(text)[0] == ("10", "1:02:10,5", "12,50")


def test_a_spreadsheets_hint_line_is_no_data() -> None:
    assert cells("sep=;\nBib;Name\n1;Lee, Ann\n") == [("1", "Lee, Ann")]
    assert table("sep=;\nBib;Name\n1;Ann\n").rows[0].number == 3


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks() -> None:
    text = 'Bib,Name,Note\n1,"Lee, Ann","two\nlines, ""so"""\n2,Bo,\n'
    rows = table(text).rows
    assert rows[0].cells == ("1", "Lee, Ann", 'two\nlines, "so"')
    assert [row.number for row in rows] == [2, 4]


def test_a_quote_that_is_never_closed_costs_one_line_at_most() -> None:
    book = read('Bib,Name,City\n1,"Ann,Perth\n2,Bo,Nelson\n3,Cy,Otago\n')
    assert [row.cells[0] for row in book.tables[0].rows] == ["1", "2", "3"]
    assert book.tables[0].rows[1].cells == ("2", "Bo", "Nelson")
    problem = next(p for p in book.problems if p.code == "row.stray-quote")
    assert problem.row == 2


def test_two_stray_quotes_do_not_swallow_the_rows_between() -> None:
    book = read('Bib,Name,City\n1,"Ann,Perth\n2,Bo,Nelson\n3,"Cy,Otago\n4,Di,Gore\n')
    assert [row.cells[0] for row in book.tables[0].rows] == ["1", "2", "3", "4"]
    assert {p.row for p in book.problems if p.code == "row.stray-quote"} == {2, 4}


def test_cells_protected_from_spreadsheets_are_unwrapped() -> None:
    assert cells('Bib,Name\n"=""00123""",Ann\n="045",Bo\n')[0][0] == "00123"
    assert cells('Bib,Name\n="045",Bo\n')[0][0] == "045"


def test_a_web_page_after_the_rows_is_left_out() -> None:
    book = read(PEOPLE + "<!DOCTYPE html>\n<html>\n<body>1,2,3</body>\n</html>\n")
    assert len(book.tables[0].rows) == 2
    problem = next(p for p in book.problems if p.code == "text.web-page-tail")
    assert (problem.row, problem.params["count"]) == (4, 4)


# ------------------------------------------------------------------ headers and rows


def test_titles_above_the_header_are_passed_over() -> None:
    made = table("Hill Race 2026,,\nprinted today,,\n,,\nBib,First name,Last name\n5,Ann,Lee\n")
    assert (made.header_row, made.header) == (4, ("Bib", "First name", "Last name"))
    assert made.rows[0].number == 5


def test_a_header_of_unknown_words_is_the_first_full_row_of_words() -> None:
    made = table("Result\nqa,qb,qc,qd,qe\n1,2,3,4,5\n")
    assert (made.header_row, made.header) == (2, ("qa", "qb", "qc", "qd", "qe"))


def test_years_in_a_header_do_not_make_it_data() -> None:
    assert table("Bib,Name,2024,2025\n1,Ann,3,4\n").header_row == 1


def test_a_header_that_stands_again_is_left_out_with_its_title() -> None:
    text = "Place\tBib\tTime\t\n1\t7\t1:00:00\n\tWomen\nPlace\tBib\tTime\t\n1\t9\t1:10:00\n"
    book = read(text)
    assert [row.cells for row in book.tables[0].rows] == [
        ("1", "7", "1:00:00"),
        ("1", "9", "1:10:00"),
    ]
    assert [p.params["count"] for p in book.problems if p.code == "table.header-again"] == [1]


def test_a_file_without_a_header_numbers_its_columns() -> None:
    book = read("214,1:42:17\n87,1:43:02\n")
    assert (book.tables[0].header_row, book.tables[0].header) == (0, ("Column 1", "Column 2"))
    assert len(book.tables[0].rows) == 2
    assert "table.no-header" in codes(book)


def test_names_that_stand_twice_are_numbered_in_their_order() -> None:
    made = table("Bib,Name,Time,Time,time\n1,Ann,a,b,c\n")
    assert made.header == ("Bib", "Name", "Time", "Time (2)", "time (3)")


def test_short_rows_are_filled_and_long_rows_told() -> None:
    book = read("Bib,Name,City\n1,Ann\n2,Bo,Gore,extra,\n3,Cy,Otago,,\n")
    assert [row.cells for row in book.tables[0].rows] == [
        ("1", "Ann", ""),
        ("2", "Bo", "Gore"),
        ("3", "Cy", "Otago"),
    ]
    assert [(p.code, p.row) for p in book.problems] == [("row.too-many-cells", 3)]


def test_a_column_without_a_name_is_kept_when_it_is_filled() -> None:
    made = table("Bib,Name,,\n1,Ann,x,\n2,Bo,y,\n")
    assert made.header == ("Bib", "Name", "Column 3")


def test_blank_rows_are_skipped_and_do_not_shift_the_numbers() -> None:
    assert [row.number for row in table("Bib,Name\n\n1,Ann\n , \n\n2,Bo\n").rows] == [3, 6]


def test_markdown_tables_take_their_headings() -> None:
    page = (
        "# Races\n\n## Long\n\n| # | Name | Time |\n|---|:--|--:|\n"
        "| 1 | Ann \\| Lee | 1:00:00 |\n\n"
        "## Short\n| Name | Time |\n|--|--|\n| Bo | 0:30:00 |\n"
    )
    book = read(page)
    assert book.kind is BookKind.MARKDOWN
    assert [(one.name, one.rows[0].cells) for one in book.tables] == [
        ("Long", ("1", "Ann | Lee", "1:00:00")),
        ("Short", ("Bo", "0:30:00")),
    ]
    assert [one.rows[0].number for one in book.tables] == [7, 12]


# ------------------------------------------------------------------ JSON


def test_a_list_of_records_is_a_table() -> None:
    data = json.dumps([{"bib": 7, "name": {"first_name": "Ann"}}, {"bib": 8, "city": None}])
    made = table(data)
    assert made.header == ("bib", "first_name", "city")
    assert [(row.number, row.cells) for row in made.rows] == [
        (1, ("7", "Ann", "")),
        (2, ("8", "", "")),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1}', "input.json-unknown"),
        ("[1, 2, 3]", "input.json-unknown"),
        ('[{"bib": 1}', "input.json-damaged"),
        ('[{"a":' + "[" * 5000, "input.json-damaged"),
        ('{"a":' * 20_000, "input.json-damaged"),
    ],
)
def test_other_json_is_refused(text: str, code: str) -> None:
    assert refused(text) == code


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input.empty"),
        (b"\xef\xbb\xbf\r\n  \n", "input.empty"),
        (b"Bib,Name,City\n", "input.header-only"),
        (b"Order\n1\n2\n", "input.one-column"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "input.old-xls"),
        (b"%PDF-1.7\n", "input.pdf"),
        (b"<?xml version='1.0'?><gpx></gpx>", "input.gpx"),
        (b"<?xml version='1.0'?><a/>", "input.xml"),
        (b"<!doctype html><html></html>", "input.html"),
        (b"\x89PNG\r\n\x1a\n....", "input.picture"),
        (b"SQLite format 3\x00....", "input.sqlite"),
        (b"{\\rtf1 Bib,Name}", "input.rtf"),
        (b"PK\x05\x06" + b"\0" * 18, "input.zip"),
        (bytes(range(256)) * 40, "input.binary"),
    ],
)
def test_what_is_no_list_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_limits_hold() -> None:
    small = Limits(file_bytes=1000, rows=5, columns=4, cell_characters=10)
    assert refused("Bib,Name\n" + "1,Ann\n" * 200, limits=small) == "input.too-large"
    assert refused("Bib,Name\n" + "1,Ann\n" * 6, limits=small) == "input.too-many-rows"
    assert refused("Bib,Name,a,b,c\n1,2,3,4,5\n", limits=small) == "input.too-many-columns"
    book = read("Bib,Name\n1," + "x" * 30 + "\n", limits=small)
    assert book.tables[0].rows[0].cells[1] == "x" * 10
    assert codes(book) == ["row.cell-too-long"]


@pytest.mark.parametrize(
    "data",
    [
        b"Bib,Name\n" + b'1,"Ann\n' * 60_000,
        b'Bib,Name\n1,"' + b"<p\n" * 300_000,
        b"a" * 2_000_000 + b"\xff,b\n1,2\n",
        b"Bib|Name\n" + b" " * 2_000_000 + b"x|\n",
        b"Bib,Birth date\n" + b"1," + b"a" * 4000 + b"\n" + b"2," + b"9 " * 2000 + b"\n",
    ],
    ids=["stray quotes", "tags in a quote", "one endless word", "endless blanks", "endless dates"],
)
def test_files_made_to_stall_do_not(data: bytes) -> None:
    began = time.perf_counter()
    with contextlib.suppress(InputUnreadable):
        made = read(data).tables[0]
        mapped = map_table(made, Purpose.ENTRIES)
        draft_entries(made, mapped.mapping, currency="EUR", today=date(2026, 5, 24))
    assert time.perf_counter() - began < 15


# ------------------------------------------------------------------ properties

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12
)


@given(st.binary(max_size=400))
@example(b"[{")
@example(b'"')
@example(b"sep=")
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@example(b'a,b\n"\r"x,\n')
@settings(max_examples=300)
def test_any_bytes_are_a_book_or_refused(data: bytes) -> None:
    try:
        book = read_tables("x", data)
    except KnownError as error:
        assert isinstance(error, InputUnreadable)  # noqa: PT017  the property is: nothing else
        return
    for made in book.tables:
        assert all(len(row.cells) == len(made.header) for row in made.rows)


@given(
    st.lists(
        st.tuples(st.integers(1, 9999).map(str), TEXT, TEXT).map(
            lambda row: tuple(" ".join(cell.split()) for cell in row)
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
@settings(max_examples=120)
def test_what_a_csv_writer_writes_is_read_back(rows: list[tuple[str, ...]], mark: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL)
    writer.writerow(("Bib", "Family name", "City"))
    writer.writerows(rows)
    if any(
        cell.startswith(("=", "<")) or "Ã" in cell or "\x00" in cell
        for row in rows
        for cell in row
    ):
        return
    assert cells(out.getvalue()) == rows
