"""Every file is recognised by what is in it, whatever it is called."""

from __future__ import annotations

import io
import json
import re
import string
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.formats.limits import Limits
from trailsdesk.formats.log_formats import LOG_FORMATS
from trailsdesk.formats.raw import FileKind
from trailsdesk.formats.registry import Recognised, recognise
from trailsdesk.messages import MESSAGES

if TYPE_CHECKING:
    import random
    from pathlib import Path

SAMPLES = {
    "ipico-raw": "aa000580000000a10a0b2605241015021ff5",
    "race-result-passings": (
        "7;12;2026-05-24;10:50:00.477;0;72;127;;1;1;1;;16731;2,9;17;0;D-1;;0;D-1"
    ),
    "race-result-exporter": "RSBCI,12,10:50:00.477,FINISH",
    "mylaps-passings": "10KM@Passing@t=13:11:30.904|c=0000041|d=260524|b=41|n=41@1@$",
    "mylaps-store": "Hut@Store@AB1234516:13:57.417 3 0F  1000026052470@1@$",
    "chronotrack-stream": "CT01_13~24~FINISH~50101~15:54:48.90~1~1A2B3C~8",
    "chronotrack-raw": "TO,43,3,220,2,1779638088.80,1A2B3C,4,-57,80,P,56",
    "rfid-timing-a": '3,11274,0,"11:22:47.392",1,3',
    "rfid-timing-b": "11274A\t11:22:47.392",
    "rfid-ultra": "0,11055,1464000000,698,1,-71,0,2,1,0000000000000000,0,29319",
    "wiclax": "AB0001;24-05-2026 11:00:00.476;D1;3;98;0",
    "jchip": "DA41 10:11:16.44 10  10000C7",
    "orion": "$P;1;TAG7;2;0;36000500;9",
    "impinj": "20260524FC000004,Sun May 24 14:11:29.139089  2026-05-24",
    "tag-times": "AB12CD34;10:00:01",
    "pikareader": '{"chip":"8","tz":"+12:00","timestamp":"2026-05-24 11:00:00.476"}',
    "race-result-json": '{"Bib":5,"TimingPoint":"FINISH","Time":36000.5,"Passing":{}}',
}
"""One made-up line of each system."""


def read(text: str, name: str = "x") -> Recognised:
    return recognise(name, text.encode())


def code_of(found: Recognised) -> str:
    return found.instead.code if found.instead is not None else ""


# ------------------------------------------------------------------ logs


@pytest.mark.parametrize("format_id", SAMPLES)
def test_one_line_of_each_system_is_recognised(format_id: str) -> None:
    found = read(SAMPLES[format_id])
    assert (found.format, found.rows, found.kind) == (format_id, 1, FileKind.READS)
    assert found.label


@pytest.mark.parametrize("format_id", SAMPLES)
def test_the_name_of_a_file_is_not_asked(format_id: str) -> None:
    for name in ("x.pdf", "times.csv", "", "x.xlsx"):
        assert read(SAMPLES[format_id], name).format == format_id


def test_every_log_of_lines_has_a_sample_here() -> None:
    headed = {"sportident", "chronokeep-log"}  # no single line of these says what it is
    assert {one.id for one in LOG_FORMATS} <= set(SAMPLES) | headed


@pytest.mark.parametrize("format_id", [key for key in SAMPLES if not key.startswith("mylaps")])
def test_spoilt_lines_do_not_hide_a_log(format_id: str) -> None:
    line = SAMPLES[format_id]
    found = read("\n".join((line, "no such line", line.replace("7", "8"), line.replace("1", "2"))))
    assert found.format == format_id
    assert [one.line for one in found.not_understood][:1] == [2]


def test_a_log_most_of_whose_lines_are_spoilt_is_still_a_log() -> None:
    lines = ["spoilt"] * 8 + [SAMPLES["chronotrack-stream"]] * 2
    found = read("\n".join(lines))
    assert found.format == "chronotrack-stream"
    assert len(found.not_understood) == 8


def test_a_table_with_one_line_of_a_log_in_it_stays_a_table() -> None:
    rows = [f"{n},1:0{n}:00" for n in range(1, 9)]
    found = read("\n".join(["Bib,Time", *rows, SAMPLES["race-result-exporter"]]))
    assert found.format == "table"


def test_byte_order_marks_and_utf_16_change_nothing() -> None:
    line = SAMPLES["rfid-timing-a"]
    for data in (b"\xef\xbb\xbf" + line.encode(), line.encode("utf-16")):
        assert recognise("x", data).format == "rfid-timing-a"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(end: str) -> None:
    found = read(end.join((SAMPLES["wiclax"], SAMPLES["wiclax"].replace("0001", "0002"))))
    assert found.raw is not None
    assert [one.line for one in found.raw.reads] == [1, 2]


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize(
    ("text", "kind", "format_id"),
    [
        ("Bib,Time\n1,1:02:03\n2,1:02:04\n", FileKind.READS, "table"),
        ("Bib,Time,Status\n1,1:02:03,\n2,,DNF\n", FileKind.RESULTS, "trailsdesk-times"),
        ("Chip,Time\nA1,10:00:00\nB2,10:00:01\n", FileKind.READS, "table"),
        ("Chip,Time\nA1,2026-05-24 10:00:00\n", FileKind.READS, "tag-times"),
        ("Place;Bib;Name;Time\n1;4;Ada Rimu;59:59\n", FileKind.RESULTS, "webscorer-results"),
        (
            "Ranking,Time,Family name,First name,Gender,Birthdate,Nationality\n"
            "1,26:39:00,RIMU,Ada,F,1990-01-02,NZL\nDNF,,TAWA,Bo,M,1991-02-03,NZL\n",
            FileKind.RESULTS,
            "itra-results",
        ),
        (
            "Bib,Kind,Time,Combined\n7,in,10:50:00,10:50:00 in\n",
            FileKind.READS,
            "opensplittime-raw-times",
        ),
        (
            "Place,Age Group Place,Gender Place,Bib,Distance,Status,First,Last,Birthday,Age,"
            "Clock Finish,Chip Finish,Gender,Start\n"
            "1,1,1,7,10 Mile,Finished,Ada,Rimu,1/2/1990,36,1:02:03.500,1:02:00.100,F,0:00:03.4\n",
            FileKind.RESULTS,
            "chronokeep-results",
        ),
    ],
)
def test_tables_of_times_are_told_by_their_headers(
    text: str, kind: FileKind, format_id: str
) -> None:
    found = read(text)
    assert (found.kind, found.format) == (kind, format_id)
    assert found.rows == text.count("\n") - 1


def test_bibs_of_a_stopwatch_app_lose_their_word() -> None:
    found = read('place,bib,time\n1,BIB0012,"1:02:33.456"\n2,BIB0013,"1:02:34.001"\n')
    assert (found.kind, found.rows) == (FileKind.RESULTS, 2)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("First name,Last name,Age\nAda,Rimu,30\n", FileKind.ENTRIES, "looks.entries"),
        ("Bib,Name\n4,Ada Rimu\n", FileKind.ENTRIES, "looks.entries"),
        (
            "First name,Last name,Registration time\nAda,Rimu,2026-01-02 10:00:00\n",
            FileKind.ENTRIES,
            "looks.entries",
        ),
        (
            "checkpoint,distance_km,cut-off\nHut,12,2026-05-24 12:00:00\n",
            FileKind.CHECKPOINTS,
            "looks.checkpoints",
        ),
        (
            "Event,Race,City,Date,Start time,Distance\nHills,Long,Hut,2026-05-24,10:00:00,50\n",
            FileKind.RACES,
            "looks.races",
        ),
        ("Item,Price\nMap,3\nRope,20\n", FileKind.OTHER, "looks.table"),
        ("just some words\nand more of them\n", FileKind.OTHER, "input.one-column"),
        ("", FileKind.OTHER, "input.empty"),
        ("%PDF-1.7 …", FileKind.OTHER, "input.pdf"),
        ("\ufeff<gpx version='1.1'></gpx>", FileKind.OTHER, "input.gpx"),
        ("<!doctype html><html></html>", FileKind.OTHER, "input.html"),
        (r"{\rtf1\ansi just a letter}", FileKind.OTHER, "input.rtf"),
        ('{"a": 1}', FileKind.OTHER, "input.json-unknown"),
    ],
)
def test_what_holds_no_times_is_told_as_what_it_looks_like(
    text: str, kind: FileKind, code: str
) -> None:
    found = read(text)
    assert (found.kind, code_of(found)) == (kind, code)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "input.old-xls"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "input.picture"),
        (b"SQLite format 3\x00" + b"\x00" * 60, "input.sqlite"),
        (bytes(range(256)) * 20, "input.binary"),
    ],
)
def test_other_kinds_of_files_are_told_by_their_bytes(data: bytes, code: str) -> None:
    assert code_of(recognise("times.csv", data)) == code


def test_a_file_beyond_the_limit_is_refused() -> None:
    found = recognise("x", b"1,2\n" * 100, limits=Limits(file_bytes=100))
    assert code_of(found) == "input.too-large"


def test_workbooks_are_told_like_other_tables() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("Bib", "Time"), (4, "1:02:03"), (5, "1:02:04")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = recognise("x", stream.getvalue())
    assert (found.kind, found.rows, found.label) == (FileKind.READS, 2, "Workbook of times")


# ------------------------------------------------------------------ JSON


def test_result_sets_of_a_registration_site_are_one_table_each() -> None:
    runner = {
        "place": 1,
        "bib": 204,
        "first_name": "Ada",
        "clock_time": "1:13:12",
        "chip_time": "",
    }
    sets = [
        {"individual_result_set_name": "Overall", "results": [runner, {**runner, "bib": 9}]},
        {"individual_result_set_name": "Women", "results": [runner]},
        {"results": "nothing"},
    ]
    found = read(json.dumps({"individual_results_sets": sets}))
    assert (found.kind, found.format, found.rows) == (FileKind.RESULTS, "runsignup-results", 3)
    assert found.book is not None
    assert [table.name for table in found.book.tables] == ["Overall", "Women"]


def test_results_as_they_are_sent_to_the_site_are_known() -> None:
    sent = [{"registration_id": 1, "bib_num": 4, "place": 1, "clock_time": "01:23:45.00"}]
    assert read(json.dumps(sent)).format == "runsignup-upload"


# ------------------------------------------------------------------ anything at all

ALPHABET = string.printable + "ÄÖ\x00\x1a²٣"


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything(data: bytes) -> None:
    found = recognise("x", data)
    assert (found.instead is None) or found.instead.code


@settings(max_examples=150)
@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False))
def test_damaged_lines_raise_nothing_and_lose_no_good_line(
    key: str, chance: random.Random
) -> None:
    line = SAMPLES[key]
    letters = list(line)
    for _turn in range(chance.randrange(1, 5)):
        at = chance.randrange(len(letters))
        act = chance.randrange(3)
        if act == 0:
            letters[at] = chance.choice(ALPHABET)
        elif act == 1:
            letters.insert(at, chance.choice(ALPHABET))
        elif len(letters) > 1:
            del letters[at]
    spoilt = "".join(letters)[: chance.randrange(1, len(letters) + 1)]
    recognise("x", spoilt.encode("utf-8", "replace"))
    found = recognise("x", f"{line}\n{spoilt}\n{line}\n".encode("utf-8", "replace"))
    if found.format == key:
        assert found.rows >= 1


@settings(max_examples=60)
@given(st.text(max_size=200) | st.sampled_from(sorted(SAMPLES.values())).map(lambda t: t[:-9]))
def test_every_reason_has_all_that_its_sentence_names(text: str) -> None:
    found = read(f"{SAMPLES['rfid-timing-a']}\n{text}") if text.isprintable() else read(text)
    notes = [one.why for one in found.not_understood]
    for note in [*notes, *([found.instead] if found.instead else [])]:
        named = set(re.findall(r"\{(\w+)\}", MESSAGES[note.code]))
        assert named <= note.params.keys()


# ------------------------------------------------------------------ real files

RAW = {
    "chronotrack-socket-lines.txt": ("chronotrack-stream", FileKind.READS, 1),
    "impinj-tag-timestamp.csv": ("impinj", FileKind.READS, 22),
    "ipico-bibchip-invalid-record.txt": ("chip-map", FileKind.CHIPS, 10),
    "ipico-bibchip-large.txt": ("chip-map", FileKind.CHIPS, 100),
    "ipico-bibchip-malformed-missing-fields.txt": ("chip-map", FileKind.CHIPS, 1),
    "ipico-bibchip-multiple.txt": ("chip-map", FileKind.CHIPS, 10),
    "ipico-fsls-reads.txt": ("ipico-fs-ls", FileKind.READS, 2),
    "ipico-ppl-invalid-record.ppl": ("ipico-ppl", FileKind.PEOPLE, 1),
    "ipico-ppl-large.ppl": ("ipico-ppl", FileKind.PEOPLE, 100),
    "ipico-ppl-windows-1252.ppl": ("ipico-ppl", FileKind.PEOPLE, 1),
    "ipico-raw-reads.txt": ("ipico-raw", FileKind.READS, 3),
    "ipico-reads-large.txt": ("ipico-raw", FileKind.READS, 100),
    "mylaps-legacy-store-frame.txt": ("mylaps-store", FileKind.READS, 30),
    "mylaps-passing-frame.txt": ("mylaps-passings", FileKind.READS, 2),
    "pikareader-line.json": ("pikareader", FileKind.READS, 1),
    "race-result-list-without-header.txt": ("race-result-exporter", FileKind.READS, 2),
    "race-result-raw-data-record-v2.txt": ("race-result-passings", FileKind.READS, 4),
    "rfid-timing-file-a-line.txt": ("rfid-timing-a", FileKind.READS, 1),
    "rfid-ultra-socket-line.txt": ("rfid-ultra", FileKind.READS, 1),
    "sportident-config-plus-sample.csv": ("sportident", FileKind.READS, 1),
}
RESULTS = {
    "cold-hawaii-ultra-2022-tables.md": ("table", FileKind.RESULTS, 136),
    "cold-hawaii-ultra-2024-tables.md": ("table", FileKind.RESULTS, 273),
    "livetrail-style-integrale-2024-two-waves.csv": ("livetrail-times", FileKind.RESULTS, 722),
    "livetrail-style-mtr-2024.csv": ("livetrail-times", FileKind.RESULTS, 513),
    "livetrail-style-utmb-2025-subset.csv": ("livetrail-times", FileKind.RESULTS, 183),
    "ultra-rankings-subset.csv": ("table", FileKind.RESULTS, 70),
    "utmb-2025-elapsed-days-format-subset.csv": ("table", FileKind.RESULTS, 148),
    "webscorer-creature-2019.txt": ("webscorer-results", FileKind.RESULTS, 60),
    "western-states-splits-2006-2012.csv": ("table", FileKind.RESULTS, 780),
    "checkpoints-grr-2024.csv": ("table", FileKind.CHECKPOINTS, 24),
    "checkpoints-mtr-2024.csv": ("table", FileKind.CHECKPOINTS, 8),
    "checkpoints-templi-2024.csv": ("table", FileKind.CHECKPOINTS, 14),
    "checkpoints-utmb-2025.csv": ("table", FileKind.CHECKPOINTS, 26),
    "itra-race-features-1207.csv": ("table", FileKind.RACES, 1207),
    "ultra-race-subset.csv": ("table", FileKind.RACES, 15),
}
IOF = {
    "EntryList1.xml": ("iof-entry-list", FileKind.ENTRIES, 0),
    "EntryList2.xml": ("iof-entry-list", FileKind.ENTRIES, 0),
    "ResultList1.xml": ("iof-result-list", FileKind.RESULTS, 3),
    "ResultList3.xml": ("iof-result-list", FileKind.RESULTS, 4),
    "ResultList4.xml": ("iof-result-list", FileKind.RESULTS, 2),
    "StartList1.xml": ("iof-start-list", FileKind.STARTS, 3),
}


def real(folder: Path, name: str) -> Recognised:
    return recognise("unnamed", (folder / name).read_bytes())


@pytest.mark.parametrize(
    ("folder", "known"), [("rawtiming", RAW), ("results", RESULTS), ("iof", IOF)]
)
def test_every_real_file_is_recognised(
    shared_data: Path, folder: str, known: dict[str, tuple[str, FileKind, int]]
) -> None:
    files = sorted(path.name for path in (shared_data / folder).iterdir())
    assert files == sorted(known)
    found = {name: real(shared_data / folder, name) for name in files}
    assert {name: (one.format, one.kind, one.rows) for name, one in found.items()} == known


@pytest.mark.parametrize("folder", ["gpx", "entries"])
def test_courses_and_entry_lists_are_told_as_what_they_are(shared_data: Path, folder: str) -> None:
    with_times = {
        "ost-test-efforts-with-elapsed-times.csv",
        "ost-test-rr-response.json",
        "ost-ultrasignup-efforts-simple-export.csv",
    }
    for path in sorted((shared_data / folder).iterdir()):
        found = real(shared_data / folder, path.name)
        assert found.kind.timed is (path.name in with_times), path.name
        if folder == "gpx":
            assert code_of(found) == "input.gpx", path.name
        elif not found.kind.timed:
            assert code_of(found).startswith(("looks.", "input.one-column")), path.name


def test_no_beginning_of_a_real_file_raises_anything(shared_data: Path) -> None:
    for folder in ("rawtiming", "iof"):
        for path in sorted((shared_data / folder).iterdir()):
            data = path.read_bytes()
            for end in range(1, len(data), max(1, len(data) // 12)):
                recognise("x", data[:end])
                recognise("x", data[end:])


def test_hundredths_of_the_real_log_are_hexadecimal_in_36_of_100_lines(shared_data: Path) -> None:
    found = real(shared_data / "rawtiming", "ipico-reads-large.txt")
    assert found.raw is not None
    reads = found.raw.reads
    lettered = [one for one in reads if any(c in "abcdef" for c in one.raw[32:34])]
    assert (len(lettered), len({one.chip for one in reads})) == (36, 100)
    walls = [one.clock.time_of_day_ms for one in reads if one.clock]
    assert walls == sorted(walls), "read as decimal they would not be in order"
    assert {one.clock.day for one in reads if one.clock} == {date(2025, 6, 15)}


def test_laps_of_the_real_frame_are_kept(shared_data: Path) -> None:
    found = real(shared_data / "rawtiming", "mylaps-legacy-store-frame.txt")
    assert found.raw is not None
    times: dict[str, list[int]] = {}
    for one in found.raw.reads:
        assert one.clock is not None
        assert one.clock.day == date(2025, 3, 8)
        times.setdefault(one.chip, []).append(one.clock.time_of_day_ms)
    twice = {chip for chip, walls in times.items() if len(walls) == 2}
    assert twice == {"FL89647", "LL00113", "HK05409", "FX09189", "FC37195"}
    assert times["FL89647"] == [59729424, 60641667]


def test_the_foreign_tag_of_the_real_list_is_kept_and_told(shared_data: Path) -> None:
    found = real(shared_data / "rawtiming", "impinj-tag-timestamp.csv")
    assert found.raw is not None
    lengths = [len(one.chip) for one in found.raw.reads]
    assert (lengths.count(16), lengths.count(24)) == (19, 3)
    assert len({one.chip for one in found.raw.reads if len(one.chip) == 16}) == 7
    assert [p.code for p in found.problems] == ["raw.other-tags"]


def test_the_real_passings_keep_codes_and_boxes_apart(shared_data: Path) -> None:
    found = real(shared_data / "rawtiming", "race-result-raw-data-record-v2.txt")
    assert found.raw is not None
    assert [(one.bib, one.chip) for one in found.raw.reads] == [
        ("12", ""), ("", "ZCMBG52"), ("91", ""), ("91", ""),
    ]  # fmt: skip
    assert all(one.clock is not None and one.clock.day is None for one in found.raw.reads)


def test_the_real_card_has_more_punches_than_its_header(shared_data: Path) -> None:
    found = real(shared_data / "rawtiming", "sportident-config-plus-sample.csv")
    assert found.raw is not None
    assert len(found.raw.reads) == 11
    assert {one.clock.day for one in found.raw.reads if one.clock} == {date(2023, 12, 17)}
