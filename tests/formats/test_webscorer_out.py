"""Webscorer's table: tabs, a block for each category, places within it."""

from __future__ import annotations

from dataclasses import replace

from tests.formats.out_race import a_line, a_race_out, layout_of
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.registry import recognise
from trailsdesk.formats.webscorer_out import webscorer_file


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").splitlines()


def test_blocks_stand_in_the_order_of_the_categories() -> None:
    found = lines(webscorer_file(a_race_out(), ["M-OPEN", "F-OPEN"]))
    assert found[:4] == [
        "\tOpen men",
        "Place\tBib\tName\tTime",
        found[2],
        "\tOpen women",
    ]
    assert found[2].startswith("1\t3\t")
    assert found[2].endswith("\t26:39:00.0")


def test_a_word_stands_where_the_time_would() -> None:
    found = [line.split("\t") for line in lines(webscorer_file(a_race_out()))]
    last = {cells[1]: cells[-1] for cells in found if len(cells) == 4}
    assert [last[bib] for bib in "4567"] == ["DNF", "DNS", "DSQ", "OTL"]
    assert all(cells[0] == "-" for cells in found if cells[-1] in ("DNF", "DNS"))


def test_below_an_hour_there_are_no_hours() -> None:
    short = a_line("8", "0:45:10.2", rank=1, rank_category=1)
    assert any(line.endswith("\t45:10.2") for line in lines(webscorer_file(a_race_out(short))))


def test_who_has_no_category_stands_last_without_a_title() -> None:
    stranger = a_line("8", "27:00:00", rank=4, category="", category_label="")
    found = lines(webscorer_file(a_race_out(stranger)))
    assert found[-2] == "Place\tBib\tName\tTime"
    assert found[-1].startswith("4\t8\t")


def test_who_is_still_out_is_left_out_and_names_are_harmless() -> None:
    text = webscorer_file(a_race_out(a_line("88", status=ResultStatus.PENDING))).decode()
    assert "\t88\t" not in text
    assert "\t'@SUM =1+1\t" in text


def test_our_own_reader_takes_every_block_back() -> None:
    data = webscorer_file(a_race_out())
    assert layout_of(data) == "webscorer-results"
    seen = recognise("made.txt", data)
    assert seen.book is not None
    bibs = {row.cells[1] for row in seen.book.tables[0].rows if row.cells[1]}
    assert {"1", "2", "3", "4", "5", "6", "7"} <= bibs


def test_an_empty_race_is_the_headings_alone() -> None:
    assert lines(webscorer_file(replace(a_race_out(), lines=()))) == ["Place\tBib\tName\tTime"]
