"""``trailsdesk identify``: what a file is, for scripts and for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import Ended, done, run, run_process, write_csv

if TYPE_CHECKING:
    from pathlib import Path

FIRST = ["format", "label", "rows", "not_understood", "first", "last"]
IPICO = (
    "aa000580000000a10a0b2605241015021ff5",
    "aa000580000000a10a0b2605241015021f00",
    "aa000580000000b20a0b2605241115021ff8",
)


def identified(path: Path) -> dict[str, object]:
    said: dict[str, object] = done("identify", path, "--json").json
    return said


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "reader.log", *IPICO)


def test_the_document_begins_with_the_promised_keys(log: Path) -> None:
    said = identified(log)
    assert list(said)[: len(FIRST)] == FIRST
    assert said["format"] == "ipico-raw"
    assert said["rows"] == 2
    assert (said["first"], said["last"]) == ("2026-05-24T10:15:02.310", "2026-05-24T11:15:02.310")
    (odd,) = said["not_understood"]  # type: ignore[misc]
    assert set(odd) == {"line", "text", "why"}
    assert (odd["line"], odd["text"]) == (2, IPICO[1])
    assert "checksum" in odd["why"]


def test_without_json_it_reads_like_a_sentence(log: Path) -> None:
    first, *rest = done("identify", log).out.splitlines()
    assert first == (
        "ipico raw log, 2 reads, first 2026-05-24 10:15:02.310, last 2026-05-24 11:15:02.310, "
        "1 line not understood (line 2)"
    )
    assert rest[0].startswith("line 2: The checksum is 00")


def test_very_many_odd_lines_are_not_all_listed_for_people(tmp_path: Path) -> None:
    lines = [*IPICO, *(f"aa000580000000a10a0b26052410150{n % 10}1f00" for n in range(2000))]
    path = write_csv(tmp_path / "x", *lines)
    first = done("identify", path).out.splitlines()[0]
    assert "2,000 lines" not in first
    assert first.endswith("2001 lines not understood (lines 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)")
    assert len(identified(path)["not_understood"]) == 2001  # type: ignore[arg-type]


def test_repeats_guns_and_markers_are_counted(tmp_path: Path) -> None:
    line = '3,11274,0,"11:22:47.392",1,3'
    path = write_csv(tmp_path / "x", line, line, '0,0,0,"10:00:00.000"')
    said = identified(path)
    assert (said["rows"], said["guns"], said["kind"]) == (1, 1, "reads")
    assert said["left_out"] == [
        {
            "code": "raw.left-repeat",
            "count": 1,
            "message": "Lines that say the same as an earlier one, as after a rewind: 1.",
        }
    ]
    assert "1 starting shot" in done("identify", path).out


@pytest.mark.parametrize(
    ("lines", "first", "last", "offset"),
    [
        (("Bib,Time", "1,26:39:00", "2,0:45:15.5"), "0:45:15.500", "26:39:00", None),
        (("Bib,Finish time of day", "1,10:50:00", "2,11:50:00"), "10:50:00", "11:50:00", None),
        (
            ("Bib,Time", "1,2026-05-24T10:50:00+12:00", "2,2026-05-25T00:10:00+12:00"),
            "2026-05-24T10:50:00",
            "2026-05-25T00:10:00",
            "+12:00",
        ),
        (
            ("Bib,Date,Time of day", "1,2026-05-24,23:50:00", "2,2026-05-25,00:10:00"),
            "2026-05-24T23:50:00",
            "2026-05-25T00:10:00",
            None,
        ),
        (("Chip,Time of day", "AB1234,23:59:00", "AB1235,00:01:00"), "23:59:00", "00:01:00", None),
    ],
)
def test_first_and_last_are_as_the_file_has_them(
    tmp_path: Path, lines: tuple[str, ...], first: str, last: str, offset: str | None
) -> None:
    said = identified(write_csv(tmp_path / "x", *lines))
    assert (said["first"], said["last"], said["offset"]) == (first, last, offset)
    assert said["rows"] == len(lines) - 1


def test_a_row_that_is_neither_time_nor_status_is_not_understood(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x", "Bib,Time,Status", "1,1:02:03,", "2,1:0x:03,", "3,,DNF")
    said = identified(path)
    assert said["rows"] == 2
    (odd,) = said["not_understood"]  # type: ignore[misc]
    assert (odd["line"], odd["text"]) == (3, "2,1:0x:03,")
    assert "1:0x:03" in odd["why"]


def test_a_chip_map_has_no_times(tmp_path: Path) -> None:
    said = identified(write_csv(tmp_path / "x", "BIB,CHIP", "12,0580000000a1", "qwerty,qwerty"))
    assert (said["format"], said["rows"]) == ("chip-map", 1)
    assert (said["first"], said["last"]) == (None, None)
    out = done("identify", tmp_path / "x").out
    assert out.startswith("Chip map (chips and bibs), 1 chip, 1 line not understood (line 3)")


@pytest.mark.parametrize("arguments", [(), ("--json",)])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("First name,Last name\nAda,Rimu\n", "entry list"),
        ("<gpx/>", "course (GPX)"),
        ("%PDF-1.4", "PDF"),
        ("checkpoint,distance_km\nHut,12\n", "list of 1 checkpoint ("),
        ("", "empty"),
    ],
)
def test_what_is_no_timing_file_is_refused_with_what_it_looks_like(
    tmp_path: Path, content: str, words: str, arguments: tuple[str, ...]
) -> None:
    path = tmp_path / "file.txt"
    path.write_text(content, encoding="utf-8")
    ended = run("identify", path, *arguments)
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.err
    assert "“file.txt”" in ended.err


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    ended = run("identify", tmp_path / "nowhere.txt", "--json")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)


def test_the_encoding_may_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes("Place;Bib;Name;Time\n1;4;Ada Žižka;59:59\n".encode("cp1250"))
    assert done("identify", path, "--encoding", "cp1250", "--json").json["rows"] == 1
    assert run("identify", path, "--encoding", "utf-8").code == 1


def test_a_process_of_its_own_prints_one_document(log: Path) -> None:
    ended: Ended = run_process("identify", log, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["rows"] == 2


# ------------------------------------------------------------------ real files

FACTS = {
    "rawtiming/ipico-reads-large.txt": (100, "2025-06-15T10:32:00", "2025-06-15T10:55:06.930"),
    "rawtiming/mylaps-legacy-store-frame.txt": (
        30, "2025-03-08T16:13:57.417", "2025-03-08T17:25:23.360",
    ),
    "rawtiming/impinj-tag-timestamp.csv": (
        22, "2020-02-01T14:11:29.139", "2020-02-01T14:12:11.782",
    ),
    "rawtiming/pikareader-line.json": (1, "2023-12-28T13:45:24.476", "2023-12-28T13:45:24.476"),
    "rawtiming/rfid-ultra-socket-line.txt": (
        1, "2017-02-02T16:05:01.698", "2017-02-02T16:05:01.698",
    ),
    "rawtiming/ipico-bibchip-large.txt": (100, None, None),
    "rawtiming/ipico-ppl-large.ppl": (100, None, None),
    "results/livetrail-style-mtr-2024.csv": (513, "2024-10-19T14:00:13", None),
    "results/utmb-2025-elapsed-days-format-subset.csv": (148, "19:18:58", None),
    "results/western-states-splits-2006-2012.csv": (780, "14:46:44", None),
    "results/cold-hawaii-ultra-2024-tables.md": (273, None, "28:23:39"),
    "results/cold-hawaii-ultra-2022-tables.md": (136, None, "29:23:00"),
    "results/ultra-rankings-subset.csv": (70, "20:45:59", None),
    "results/webscorer-creature-2019.txt": (60, "2:26:58.900", None),
    "iof/ResultList1.xml": (3, "2011-07-30T10:33:21", "2011-07-30T10:39:42"),
    "iof/StartList1.xml": (3, "2011-07-30T10:00:00", "2011-07-30T10:20:00"),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_real_files_give_the_known_facts(shared_data: Path, name: str) -> None:
    rows, first, last = FACTS[name]
    said = identified(shared_data / name)
    assert said["rows"] == rows
    if first is not None or last is None:
        assert said["first"] == first
    if last is not None or first is None:
        assert said["last"] == last


@pytest.mark.parametrize("folder", ["rawtiming", "results", "iof", "gpx", "entries"])
def test_every_real_file_is_either_told_or_refused_in_one_line(
    shared_data: Path, folder: str
) -> None:
    for path in sorted((shared_data / folder).iterdir()):
        ended = run("identify", path, "--json")
        if ended.code == 0:
            assert ended.json["format"], path.name
            assert ended.err == ""
        else:
            assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1), path.name
            assert path.name in ended.err
        if folder == "rawtiming":
            assert ended.code == 0, path.name
        if folder == "gpx":
            assert ended.code == 1, path.name
