"""Logs of ipico and Trident readers: hexadecimal parts, endings, damage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.formats.ipico import read_ipico
from trailsdesk.formats.registry import recognise

if TYPE_CHECKING:
    from trailsdesk.formats.raw import RawFile, RawRead


def ipico(
    tag: str = "0580000000a1",
    when: str = "260524101502",
    hundredths: str = "1f",
    ending: str = "",
    flags: str = "",
) -> str:
    """A sound line of a made-up chip."""
    body = f"00{tag}0a0b{when}{hundredths}{flags}"
    return f"aa{body}{sum(body.encode()) & 0xFF:02x}{ending}"


def read(*lines: str) -> RawFile:
    return read_ipico("log.txt", "\n".join(lines))


def clock(one: RawRead) -> tuple[date | None, int]:
    assert one.clock is not None
    return one.clock.day, one.clock.time_of_day_ms


def why(raw: RawFile) -> list[tuple[int, str]]:
    return [(one.line, one.why.code) for one in raw.not_understood]


def test_hundredths_are_hexadecimal() -> None:
    raw = read(ipico(hundredths="1f"), ipico(hundredths="63"), ipico(hundredths="09"))
    assert [clock(one)[1] % 1000 for one in raw.reads] == [310, 990, 90]
    assert {clock(one)[0] for one in raw.reads} == {date(2026, 5, 24)}
    assert clock(raw.reads[0])[1] == ((10 * 60 + 15) * 60 + 2) * 1000 + 310


def test_more_than_ninety_nine_hundredths_are_no_time() -> None:
    raw = read(ipico(hundredths="64"))
    assert not raw.reads
    assert why(raw) == [(1, "raw.bad-time")]


@given(st.integers(0, 99))
def test_every_hundredth_comes_back(part: int) -> None:
    raw = read(ipico(hundredths=f"{part:02x}"), ipico(hundredths=f"{part:02X}"))
    assert next(clock(one)[1] % 1000 for one in raw.reads) == part * 10
    assert not raw.not_understood


def test_a_wrong_checksum_is_not_understood_and_says_so() -> None:
    good = ipico()
    raw = read(good, good[:-1] + ("0" if good[-1] != "0" else "1"))
    assert len(raw.reads) == 1
    (odd,) = raw.not_understood
    assert (odd.line, odd.why.code) == (2, "raw.checksum")
    assert odd.why.params["computed"] == good[-2:]


@pytest.mark.parametrize("line", [ipico()[:30], ipico() + "a", ipico()[:35]])
def test_a_line_cut_short_or_run_together_is_not_understood(line: str) -> None:
    raw = read(ipico(tag="0580000000b2"), line)
    assert len(raw.reads) == 1
    assert why(raw) == [(2, "raw.ipico-length")]


def test_a_mark_that_is_neither_first_nor_last_seen_is_not_understood() -> None:
    assert why(read(ipico(ending="ZZ"))) == [(1, "raw.ipico-mark")]


def test_last_seen_lines_are_left_out_and_counted() -> None:
    raw = read(
        ipico(ending="FS"),
        ipico(when="260524101505", ending="LS"),
        ipico(tag="0580000000b2", ending="FS"),
    )
    assert raw.format == "ipico-fs-ls"
    assert [one.line for one in raw.reads] == [1, 3]
    assert raw.left_out == {"raw.left-last-seen": 1}


def test_a_chip_of_which_only_the_last_sight_is_left_is_not_lost() -> None:
    raw = read(ipico(ending="FS"), ipico(tag="0580000000b2", ending="LS"))
    assert [one.chip for one in raw.reads] == ["0580000000A1", "0580000000B2"]
    assert raw.left_out == {}


def test_the_longer_form_has_its_checksum_behind_the_flags() -> None:
    raw = read(
        ipico(flags="120080"),
        ipico(when="260524101504", flags="120040"),
        ipico(tag="0580000000b2", flags="1200ff"),
        ipico(tag="0580000000c3", flags="120000", ending="FS"),
    )
    assert [one.line for one in raw.reads] == [1, 3, 4]
    assert raw.left_out == {"raw.left-last-seen": 1}
    assert not raw.not_understood


def test_trident_lines_have_forty_characters_and_no_checksum() -> None:
    raw = read(
        "aaA10580000000a1000326052410150210" + "00FS3c",
        "aaA10580000000a1000926052410150310" + "00LS3d",
        "aab20580000000b2000326052410150463" + "00BS3d",
        "aab20580000000b2000326052410150463" + "00XX3d",
    )
    assert raw.format == "trident"
    assert [clock(one)[1] % 1000 for one in raw.reads] == [160, 990]
    assert raw.left_out == {"raw.left-last-seen": 1}
    assert why(raw) == [(4, "raw.ipico-mark")]


def test_a_log_saved_as_rtf_gives_its_reads() -> None:
    lines = [
        r"{\rtf1\ansi\ansicpg1252\cocoartf1671",
        r"{\fonttbl\f0\fmodern\fcharset0 Courier;}",
        r"\f0\fs24 \cf0 " + ipico() + "\\",
        ipico(tag="0580000000b2", ending="FS") + "\\",
        ipico(tag="0580000000c3") + "}",
    ]
    found = recognise("log.rtf", "\n".join(lines).encode())
    assert found.raw is not None
    assert [one.line for one in found.raw.reads] == [3, 4, 5]
    assert found.raw.left_out == {"raw.left-markup": 2}
    assert not found.not_understood


def test_text_before_a_read_is_ignored_even_without_a_blank() -> None:
    raw = read(
        "10:15:02 " + ipico(), "RX1:" + ipico(tag="0580000000b2"), "x" + ipico("0580000000c3")
    )
    assert [one.chip[-2:] for one in raw.reads] == ["A1", "B2", "C3"]


def test_a_log_written_twice_after_a_rewind_adds_nothing() -> None:
    lines = [ipico(hundredths=f"{n:02x}") for n in range(5)]
    raw = read(*lines, *lines)
    assert len(raw.reads) == 5
    assert raw.left_out == {"raw.left-repeat": 5}


def test_a_clock_without_a_date_gives_a_time_without_a_day() -> None:
    (one,) = read(ipico(when="000000101502")).reads
    assert clock(one)[0] is None


def test_a_clock_that_was_never_set_is_told() -> None:
    raw = read(ipico(when="010101000002"), ipico())
    assert [p.code for p in raw.problems] == ["raw.clock-not-set"]
    assert raw.problems[0].params == {"count": 1, "day": "2001-01-01"}
    assert len(raw.reads) == 2


def test_a_day_that_does_not_exist_is_not_understood() -> None:
    assert why(read(ipico(when="260231101502"))) == [(1, "raw.bad-date")]


def test_the_empty_tag_is_no_chip() -> None:
    raw = read(ipico(tag="000000000000"), ipico())
    assert len(raw.reads) == 1
    assert raw.left_out == {"raw.left-no-chip": 1}


def test_a_chip_is_never_a_bib() -> None:
    (one,) = read(ipico(tag="000000000012")).reads
    assert (one.bib, one.chip) == ("", "000000000012")
