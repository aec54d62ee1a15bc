"""RunSignUp's results: a bib, a place, two times to the hundredth."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import elapsed_ms
from tests.formats.out_race import a_line, a_race_out, layout_of
from trailsdesk.domain.exports import OutLine
from trailsdesk.formats.runsignup_out import runsignup_file


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8").splitlines()


def test_times_have_two_digits_of_hours_and_hundredths() -> None:
    assert lines(runsignup_file(a_race_out())) == [
        "bib_num,place,clock_time,chip_time",
        "1,1,09:59:59.00,",
        "2,2,26:39:00.00,",
        "3,2,26:39:00.00,",
    ]


def test_the_chip_time_stands_beside_the_clock_time() -> None:
    line = a_line("8", "27:00:00", rank=4)
    own = replace(line.row.result, net_time_ms=elapsed_ms("26:58:30.25"))
    timed = OutLine(row=replace(line.row, result=own))
    assert lines(runsignup_file(a_race_out(timed)))[-1] == "8,4,27:00:00.00,26:58:30.25"


def test_without_a_bib_nobody_can_be_told() -> None:
    assert len(lines(runsignup_file(a_race_out(a_line("", "27:00:00", rank=4))))) == 4


def test_our_own_reader_knows_it() -> None:
    assert layout_of(runsignup_file(a_race_out())) == "runsignup-upload"
