"""Backyard results: each runner in one file, by the loops completed. Everybody is made up."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.problems import InputUnreadable, KnownError
from trailsdesk.i18n import message
from trailsdesk.services.backyard import backyard_results, split_file
from trailsdesk.services.sources import Source

LEVELS = ((0, 1), (1, 3), (2, 6), (3, 9))
HEADER = "Bib,Name," + ",".join(f"Loop {n}" for n in range(1, 11))


def results(*lines, header=HEADER):
    data = "\n".join((header, *lines)).encode()
    source = Source(name="loops.csv", data=data, sha256=hashlib.sha256(data).hexdigest())
    return backyard_results(source, LEVELS)


def runner(bib, *minutes):
    times = [format_elapsed(round(each * 60_000)) for each in minutes]
    return ",".join([str(bib), f"Invented {bib}", *times, *[""] * (10 - len(times))])


def hourly(bib, loops, late=0.0):
    return runner(bib, *(60 * n - 10 + late for n in range(1, loops + 1)))


def test_a_runner_stands_in_the_file_of_the_most_loops_completed_with_the_time_there():
    found = results(hourly(1, 5), hourly(2, 7), hourly(3, 9), hourly(4, 6, late=3))
    said = [(file.loops, file.points, [row[:3] for row in file.rows]) for file in found.files]
    assert said == [
        (3, 1, [("1", "2:50:00", "1")]),
        (6, 2, [("1", "5:50:00", "2"), ("2", "5:53:00", "4")]),
        (9, 3, [("1", "8:50:00", "3")]),
    ]


def test_who_completed_fewer_than_the_fewest_did_not_finish():
    found = results(hourly(1, 0), hourly(2, 1))
    assert found.unranked == 1
    assert [file.loops for file in found.files] == [1]


def test_the_same_time_is_the_same_place_and_the_next_place_is_left_out():
    found = results(hourly(1, 3), hourly(2, 3), hourly(3, 3, late=1))
    assert [row[0] for row in found.files[0].rows] == ["1", "1", "3"]


def test_nothing_after_a_loop_that_is_missing_counts():
    line = "7,Gap Invented,0:50:00,,2:50:00,3:50:00,4:50:00,5:50:00,,,,"
    assert results(line).files[0].loops == 1


def test_a_loop_missed_between_others_is_told():
    (problem,) = results("7,Gap Invented,0:50:00,,2:50:00,,,,,,,").problems
    assert (problem.code, problem.column) == ("backyard.loop-missing", "Loop 2")
    assert results("7,Out Invented,0:50:00,,DNF,,,,,,,").problems == ()


@pytest.mark.parametrize(
    ("third", "code"), [("soon", "backyard.bad-time"), ("1:10:00", "backyard.not-later")]
)
def test_a_time_that_cannot_be_ends_the_loops_there_and_is_told(third, code):
    found = results(f"7,Odd Invented,0:50:00,1:50:00,{third},3:50:00,,,,,,", hourly(8, 4))
    (problem,) = found.problems
    assert (problem.code, problem.row, problem.column) == (code, 2, "Loop 3")
    assert problem.params["loops"] == 2
    assert {file.loops: len(file.rows) for file in found.files} == {1: 1, 3: 1}


def test_a_list_without_loop_times_is_refused():
    with pytest.raises(InputUnreadable, match="no-loops"):
        results("1,Ada Invented", header="Bib,Name")
    with pytest.raises(InputUnreadable, match="no-loops"):
        results("1,2024,club", header="Bib,Year 1,Club 2")


def test_the_files_are_written_and_no_cell_is_a_formula(tmp_path):
    listed = tmp_path / "loops.csv"
    listed.write_text("\n".join((HEADER, hourly(1, 3).replace("Invented", "=Invented"))))
    split_file(listed, tmp_path, LEVELS)
    written = (tmp_path / "backyard-03-loops-1-points.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines() == ["Place,Time,Bib,Name", "1,2:50:00,1,'=Invented 1"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    listed = tmp_path / "loops.csv"
    listed.write_text("\n".join((HEADER, hourly(1, 3))))
    with pytest.raises(KnownError) as caught:
        split_file(listed, listed / "into", LEVELS)
    assert "into" in message(caught.value)


@settings(max_examples=25, deadline=None)
@given(loops=st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_every_runner_stands_in_one_file_or_did_not_finish(loops):
    loops.append(3)
    found = results(*(hourly(bib, count) for bib, count in enumerate(loops, 1)))
    bibs = [row[2] for file in found.files for row in file.rows]
    assert len(bibs) == len(set(bibs))
    assert len(bibs) + found.unranked == len(loops)
    assert found.unranked == loops.count(0)
    assert len(found.files) <= 7  # one for each of 0 to 6 points
