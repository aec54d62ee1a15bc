"""Workbooks: honest ones give their raw values, hostile ones are refused before reading."""

from __future__ import annotations

import base64
import io
import random
import time
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles.numbers import FORMAT_TEXT

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats import workbook
from trailsdesk.formats.limits import LIMITS
from trailsdesk.formats.tabular import Book, read_tables
from trailsdesk.formats.workbook_reader import kind_of_format, number_text

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: what is tested is the reading, not the child."""

    def apart(name: str, data: bytes, limits: object) -> list[dict[str, object]]:
        try:
            sheets = workbook.read_sheets(data, LIMITS.sheet_rows, LIMITS.sheet_columns)
        except workbook.BadWorkbook as error:
            raise InputUnreadable("workbook.damaged", name=name) from error
        return [
            {"name": s.name, "hidden": s.hidden, "hidden_rows": s.hidden_rows, "rows": s.rows}
            for s in sheets
        ]

    monkeypatch.setattr(workbook, "read_apart", apart)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(rows: list[list[object]], formats: dict[int, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column, code in (formats or {}).items():
        for row in range(2, len(rows) + 1):
            sheet.cell(row, column).number_format = code
    return saved(book)


def made_by_hand(sheet: str, **parts: str | bytes) -> bytes:
    """A workbook of one sheet with the XML given; ``parts`` add or replace (``__`` is ``/``)."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="S" sheetId="1"'
        ' r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="b"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    whole.update({name.replace("__", "/"): text for name, text in parts.items()})
    return zipped(whole)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def worksheet(inner: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def rows_of(book: Book) -> list[tuple[str, ...]]:
    return [row.cells for row in book.tables[0].rows]


# ------------------------------------------------------------------ honest workbooks


def test_a_child_process_reads_the_sheets() -> None:
    book = read_tables("a.xlsx", sheet_of([["Bib", "Name"], [7, "Ann"], [12.0, "Bö 李"]]))
    assert rows_of(book) == [("7", "Ann"), ("12", "Bö 李")]
    assert book.tables[0].name == "Sheet"


@pytest.mark.usefixtures("here")
def test_times_keep_their_days_whatever_the_cell_shows() -> None:
    rows = [["Bib", "Time"], [1, 1.0536], [2, 0.7368055556], [3, 0.5]]
    for shown in ("hh:mm:ss", "[h]:mm:ss", "h:mm:ss;@"):
        book = read_tables("a.xlsx", sheet_of(rows, {2: shown}))
        assert [cells[1] for cells in rows_of(book)] == ["25:17:11.040", "17:41:00", "12:00:00"]


@pytest.mark.usefixtures("here")
def test_days_come_as_days_and_moments_with_their_time() -> None:
    rows = [
        ["Name", "Birth date", "Registered"],
        ["Ann", date(1986, 8, 9), datetime(2026, 4, 26, 18, 30)],  # noqa: DTZ001  as a sheet has it
    ]
    assert rows_of(read_tables("a.xlsx", sheet_of(rows))) == [
        ("Ann", "1986-08-09", "2026-04-26 18:30:00")
    ]
    assert rows_of(
        read_tables("a.xlsx", sheet_of([["Bib", "Time"], [1, timedelta(hours=31)]]))
    ) == [("1", "31:00:00")]


@pytest.mark.usefixtures("here")
def test_the_other_day_count_of_old_files_is_followed() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Name", "Birth date"])
    book.active.append(["Ann", date(1986, 8, 9)])
    assert rows_of(read_tables("a.xlsx", saved(book))) == [("Ann", "1986-08-09")]


@pytest.mark.usefixtures("here")
def test_texts_that_look_like_numbers_stay_as_they_are() -> None:
    data = sheet_of([["Bib", "Chip", "Name"], ["007", "0058003799177", "=1+1"]], {1: FORMAT_TEXT})
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["C2"].data_type = "s"
    assert rows_of(read_tables("a.xlsx", saved(book))) == [("007", "0058003799177", "=1+1")]


@pytest.mark.usefixtures("here")
def test_cells_without_addresses_inline_texts_errors_and_flags() -> None:
    inner = (
        '<row><c t="inlineStr"><is><t>Bib</t></is></c><c t="str"><v>Paid</v></c>'
        '<c t="str"><v>Q</v></c></row>'
        '<row r="5"><c t="n"><v>7</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
        '<row r="6"><c r="C6"><v>1.2345678E+20</v></c></row>'
    )
    book = read_tables("a.xlsx", made_by_hand(worksheet(inner)))
    assert [(row.number, row.cells) for row in book.tables[0].rows] == [
        (5, ("7", "true", "#N/A")),
        (6, ("", "", "1.2345678E+20")),
    ]


@pytest.mark.usefixtures("here")
def test_shared_texts_leave_out_how_they_are_spoken() -> None:
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>Bib</t></si><si><t>Name</t></si>'
        "<si><r><t>山</t></r><r><t>田_x000D_</t></r>"
        "<rPh><t>ヤマダ</t></rPh></si></sst>"
    )
    inner = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c><v>3</v></c><c t="s"><v>2</v></c></row>'
    )
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="b" Type="{OFFICE}/worksheet"'
        f' Target="/xl/worksheets/sheet1.xml"/><Relationship Id="c" Type="{OFFICE}/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>'
    )
    data = made_by_hand(
        worksheet(inner),
        **{"xl__sharedStrings.xml": texts, "xl___rels__workbook.xml.rels": relations},
    )
    assert rows_of(read_tables("a.xlsx", data)) == [("3", "山田")]


@pytest.mark.usefixtures("here")
def test_hidden_sheets_are_left_out_and_hidden_rows_read_both_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Bib", "Name"])
    book.active.append([1, "Ann"])
    book.active.row_dimensions[2].hidden = True
    other = book.create_sheet("Old")
    other.append(["Bib", "Name"])
    other.append([2, "Bo"])
    other.sheet_state = "hidden"
    read = read_tables("a.xlsx", saved(book))
    assert len(read.tables) == 1
    assert rows_of(read) == [("1", "Ann")]
    assert {p.code for p in read.problems} == {"workbook.hidden-rows", "workbook.hidden-sheet"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""),
        ("0.00", ""),
        ("@", ""),
        ('0 "days"', ""),
        ("[Red]#,##0", ""),
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("[$-409]d\\-mmm\\-yy;@", "date"),
        ("h:mm AM/PM", "time"),
        ("[mm]:ss.0", "time"),
        ("mm:ss", "time"),
        ("yyyy-mm-dd hh:mm", "moment"),
    ],
)
def test_formats_say_what_a_number_is(code: str, kind: str) -> None:
    assert kind_of_format(code) == kind


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("45306", "date", "2024-01-15"),
        ("45306.5", "moment", "2024-01-15 12:00:00"),
        ("7", "date", "7"),
        ("1.0536", "moment", "25:17:11.040"),
        ("12.0", "", "12"),
        ("0.1", "", "0.1"),
        ("1E3", "", "1000"),
        ("-3", "date", "-3"),
        ("nan", "", "nan"),
    ],
)
def test_numbers_become_the_text_they_mean(raw: str, kind: str, text: str) -> None:
    assert number_text(raw, kind, 0) == text


# ------------------------------------------------------------------ hostile workbooks

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)


def lying_sizes() -> bytes:
    """The archive says a part is small; it unpacks to far more."""
    data = bytearray(made_by_hand(worksheet(ROW * 2_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


def many_members() -> bytes:
    return zipped(
        {"[Content_Types].xml": "<Types/>"} | {f"xl/{n}.bin": b"" for n in range(10_000)}
    )


def packed(kilobytes: int, beginning: bytes, filling: bytes) -> bytes:
    body = beginning + filling * (kilobytes * 1024 // len(filling))
    return made_by_hand("", **{"xl__worksheets__sheet1.xml": body})


def endless() -> bytes:
    """Far more data than fits, made without ever holding it: one gigabyte of zeros, deflated."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"\0" * (1 << 20)
    body = b"".join(engine.compress(block) for _ in range(300)) + engine.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        info = zipfile.ZipInfo("xl/media/a.bin")
        archive.writestr(info, body)
    data = out.getvalue()
    # The stored part becomes a deflated one in both of its headers; its size is a lie as well.
    stored = info.header_offset
    head = data[:stored] + data[stored:].replace(
        b"\x14\x00\x00\x00\x00\x00", b"\x14\x00\x00\x00\x08\x00", 1
    )
    at = head.rindex(b"PK\x01\x02")
    return head[:at] + head[at:].replace(
        b"\x14\x00\x00\x00\x00\x00", b"\x14\x00\x00\x00\x08\x00", 1
    )


def _attributes(count: int) -> str:
    return " ".join(f'a{n}="{n * 7919}"' for n in range(count))


def _noise(length: int) -> str:
    """Letters that do not pack well."""
    return base64.b64encode(random.Random(7).randbytes(length)).decode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a billion laughs": (
        lambda: made_by_hand(worksheet(ROW, f"{LAUGHS}]>")),
        "workbook.unsafe",
    ),
    "a foreign file as entity": (
        lambda: made_by_hand(
            worksheet(ROW, '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>')
        ),
        "workbook.unsafe",
    ),
    "a declaration in the shared texts": (
        lambda: made_by_hand(worksheet(ROW), **{"xl__sharedStrings.xml": f"{LAUGHS}]><sst/>"}),
        "workbook.unsafe",
    ),
    "a declaration behind a long comment": (
        lambda: made_by_hand(worksheet(ROW, f"<!--{'x' * 70_000}--><!DOCTYPE x []>")),
        "workbook.unsafe",
    ),
    "a declaration in UTF-16": (
        lambda: packed(1, worksheet(ROW, "<!DOCTYPE x []>").encode("utf-16"), b"  "),
        "workbook.unsafe",
    ),
    "an unusual encoding": (
        lambda: made_by_hand(worksheet(ROW, '<?xml version="1.0" encoding="utf-7"?>')),
        "workbook.unsafe",
    ),
    "rows packed a thousand to one": (
        lambda: packed(30_000, f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"<row/>" * 100),
        "workbook.too-many-cells",
    ),
    "blanks packed a thousand to one": (
        lambda: packed(30_000, f'<worksheet xmlns="{MAIN}">'.encode(), b" " * 1024),
        "workbook.unsafe",
    ),
    "a cell far down": (
        lambda: made_by_hand(worksheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
        "workbook.too-many-cells",
    ),
    "a cell far right": (
        lambda: made_by_hand(worksheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        "workbook.too-many-cells",
    ),
    "cells without addresses": (
        lambda: made_by_hand(worksheet("<row>" + "<c/>" * 201 + "</row>")),
        "workbook.too-many-cells",
    ),
    "deep nesting": (
        lambda: made_by_hand(worksheet("<row>" + "<x>" * 500_000)),
        "workbook.unsafe",
    ),
    "sizes that lie": (lying_sizes, "workbook.damaged"),
    "ten thousand parts": (many_members, "workbook.unsafe"),
    "an archive inside": (
        lambda: made_by_hand(worksheet(ROW), **{"xl__media__a.bin": zipped({"a": "b"})}),
        "workbook.unsafe",
    ),
    "three hundred megabytes of zeros": (endless, "workbook.unsafe"),
    "macros": (
        lambda: made_by_hand(worksheet(ROW), **{"xl__vbaProject.bin": b"x"}),
        "workbook.macros",
    ),
    "links to other files": (
        lambda: made_by_hand(worksheet(ROW), **{"xl__externalLinks__externalLink1.xml": "<a/>"}),
        "workbook.links",
    ),
    "one endless tag": (
        lambda: made_by_hand(worksheet("<row " + _attributes(400_000) + "/>")),
        "workbook.unsafe",
    ),
    "one endless text": (
        lambda: made_by_hand(
            worksheet(ROW), **{"xl__sharedStrings.xml": "<t>" + _noise(3_000_000)}
        ),
        "workbook.unsafe",
    ),
    "half a file": (lambda: made_by_hand(worksheet(ROW))[:700], "workbook.damaged"),
    "broken XML": (lambda: made_by_hand("<worksheet><sheetData>"), "workbook.damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_before_they_are_read(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, code = HOSTILE[name]
    data = make()

    def read(*_arguments: object) -> list[dict[str, object]]:
        raise AssertionError("the gate let it through")

    monkeypatch.setattr(workbook, "read_apart", read)
    began = time.perf_counter()
    with pytest.raises(InputUnreadable) as caught:
        read_tables("evil.xlsx", data)
    assert caught.value.note.code == code
    assert time.perf_counter() - began < 10


@pytest.mark.usefixtures("here")
def test_a_forged_dimension_makes_no_wide_rows() -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1" t="str"><v>Bib</v></c><c r="B1" t="str"><v>Name</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c></row>'
    ).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert rows_of(read_tables("a.xlsx", made_by_hand(sheet))) == [("4", "")]


def test_a_reader_that_dies_leaves_the_program_alive() -> None:
    """With the gate off and hardly any memory, the child ends and the file is refused."""
    texts = f'<sst xmlns="{MAIN}">' + "<si><t>x</t></si>" * 3_000_000
    data = made_by_hand(
        worksheet(ROW),
        **{
            "xl__sharedStrings.xml": texts,
            "xl___rels__workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        },
    )
    starved = replace(LIMITS, child_memory_bytes=8 * 1024 * 1024, child_seconds=20)
    with pytest.raises(InputUnreadable) as caught:
        workbook.read_apart("evil.xlsx", data, starved)
    assert caught.value.note.code in ("workbook.reader-failed", "workbook.damaged")


def test_a_reader_that_takes_too_long_is_ended() -> None:
    began = time.perf_counter()
    with pytest.raises(InputUnreadable) as caught:
        workbook.read_apart(
            "a.xlsx", sheet_of([["Bib", "Name"], [1, "Ann"]]), replace(LIMITS, child_seconds=0)
        )
    assert caught.value.note.code == "workbook.reader-failed"
    assert time.perf_counter() - began < 10
