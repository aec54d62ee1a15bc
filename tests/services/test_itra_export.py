"""A federation's results file from a season: races, loops, stages, legs, and what is written.

Everybody here is made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.itra_file import Disqualified, FileOptions
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.formats.itra_sheet import sheets_of
from trailsdesk.services import results
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.itra_export import (
    CheckedFile,
    RaceForm,
    check_file,
    content_of,
    itra_file,
    itra_files,
    keep_latin_name,
    result_file_rule,
    write_files,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tests.services.desk import Desk

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,City"


def today_of(desk: Desk) -> date:
    return desk.event().date


@pytest.fixture
def race_desk(desk: Desk) -> Desk:
    """A long race of six: four came in, one stopped, one never started."""
    desk.clock.set("2026-05-26 09:00:00")
    desk.entries(
        "1,Ada,Weka,F,1990-01-01,DEU,long,Nowhere",
        "2,Bo,Tui,M,1985-01-01,CHE,long,",
        "3,Cy,Kea,M,1979-06-30,NZL,long,Elsewhere",
        "4,Di,Moa,F,2001-02-03,ZAF,long,",
        "5,Eli,Huia,M,1966-11-11,PRT,long,",
        "6,Flo,Ruru,F,1995-05-05,NLD,long,",
        header=HEADER,
    )
    desk.start("10:00:00", "willesden", "long")
    desk.times("1,12:45:15,", "2,12:45:15,", "3,13:00:00,", "4,15:00:00,", "5,,DNF", "6,,DNS")
    return desk


def lines_of(one: CheckedFile) -> list[tuple[str, str, str]]:
    """Place, time and bib of each row."""
    return [(row.cells[0], row.cells[1], row.cells[7]) for row in one.file.rows]


def made(
    desk: Desk,
    race: str = "long",
    options: FileOptions | None = None,
    form: RaceForm | None = None,
) -> tuple[CheckedFile, ...]:
    return itra_files(desk.season, desk.event().id, desk.race(race).id, options, form)


def codes(one: CheckedFile) -> list[str]:
    return [fault.said.code for fault in one.faults]


def test_a_race_is_one_clean_file_with_shared_places(race_desk: Desk) -> None:
    (one,) = made(race_desk)
    assert lines_of(one) == [
        ("1", "02:45:15", "1"),
        ("1", "02:45:15", "2"),
        ("3", "03:00:00", "3"),
        ("4", "05:00:00", "4"),
        ("DNF", "", "5"),
    ]
    assert [row.cells[6] for row in one.file.rows] == ["GER", "SUI", "NZL", "RSA", "POR"]
    assert one.clean


def test_the_written_workbook_passes_its_own_pre_flight(race_desk: Desk, tmp_path: Path) -> None:
    files = made(race_desk)
    (path,) = write_files(files, tmp_path / "itra.xlsx")
    rule = result_file_rule(race_desk.season)
    assert check_file(path, rule, today_of(race_desk)) == ()
    (sheet,) = sheets_of(path.name, path.read_bytes())
    texts = [[cell.text for cell in cells] for cells in sheet.rows.values()]
    assert tuple(texts[0]) == files[0].file.headings
    for cells, row in zip(texts[1:], files[0].file.rows, strict=True):
        assert tuple(cells) + ("",) * (9 - len(cells)) == row.cells


def test_the_same_race_gives_the_same_bytes(race_desk: Desk) -> None:
    first, second = made(race_desk), made(race_desk)
    assert content_of(first[0].file) == content_of(second[0].file)


def test_a_time_past_a_day_and_the_disqualified(race_desk: Desk) -> None:
    season = race_desk.season
    results.adjust_time(
        season, race_desk.entry("4").id, Duration(26 * 3_600_000 + 309_000), "Test", "Test"
    )
    results.rule_on(season, race_desk.entry("3").id, RulingKind.DSQ, "Test", "Test")
    (one,) = made(race_desk)
    assert lines_of(one)[2:] == [("3", "31:05:09", "4"), ("DNF", "", "5")]
    assert one.clean
    (told,) = made(race_desk, options=FileOptions(disqualified=Disqualified.DNF))
    assert ("DNF", "", "3") in lines_of(told)
    (bare,) = made(race_desk, options=FileOptions(dnf=False))
    assert all(place != "DNF" for place, _time, _bib in lines_of(bare))


def test_who_has_no_result_keeps_the_file_from_being_written(
    race_desk: Desk, tmp_path: Path
) -> None:
    race_desk.entries("7,Gus,Kaka,M,1990-01-01,NZL,long,", header=HEADER)
    files = made(race_desk)
    assert codes(files[0]) == ["itra.pending"]
    path = tmp_path / "itra.xlsx"
    with pytest.raises(Refused) as refused:
        write_files(files, path)
    assert refused.value.note.code == "itra.unclean"
    assert not path.exists()
    assert write_files(files, path, anyway=True) == (path,)
    assert len(files[0].file.rows) == 5, "never a row"


def test_what_an_entry_lacks_is_a_fault_of_its_row_and_leads_to_the_entry(desk: Desk) -> None:
    desk.clock.set("2026-05-26 09:00:00")
    desk.entries("1,Ada,Weka,X,,BRN,long", "2,Bo,李,,1985-01-01,,long")
    desk.start("10:00:00", "willesden", "long")
    desk.times("1,12:00:00,", "2,13:00:00,")
    (one,) = made(desk)
    assert [(fault.row, fault.column) for fault in one.faults] == [
        (2, "Gender"),
        (2, "Birthdate"),
        (2, "Nationality"),
        (3, "Family name"),
        (3, "Gender"),
        (3, "Nationality"),
    ]
    assert {fault.entry_id for fault in one.faults[:3]} == {desk.entry("1").id}
    options = FileOptions(latin={"2": ("Li", "Bo")}, genders={"1": Gender.F, "2": Gender.M})
    (mended,) = made(desk, options=options)
    assert [(fault.row, fault.column) for fault in mended.faults] == [
        (2, "Birthdate"),
        (2, "Nationality"),
        (3, "Nationality"),
    ]


def test_a_spelling_for_a_bib_that_is_not_there_is_refused(race_desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        made(race_desk, options=FileOptions(latin={"99": ("A", "B")}))
    assert refused.value.note.code == "itra.unknown-bib"


def test_a_spelling_kept_with_the_runner_is_used_until_it_is_undone(race_desk: Desk) -> None:
    keep_latin_name(race_desk.season, race_desk.entry("3").id, " Kea-Latin", "Cyril ")
    (one,) = made(race_desk)
    assert one.file.rows[2].cells[2:4] == ("Kea-Latin", "Cyril")
    assert race_desk.undo() == "runner.latin"
    (again,) = made(race_desk)
    assert again.file.rows[2].cells[2:4] == ("Kea", "Cy")


@pytest.mark.parametrize(("family", "given"), [("Лi", "A"), ("Li", " ")])
def test_a_spelling_that_is_none_is_not_kept(race_desk: Desk, family: str, given: str) -> None:
    with pytest.raises(Refused) as refused:
        keep_latin_name(race_desk.season, race_desk.entry("3").id, family, given)
    assert refused.value.note.code == "itra.not-latin"
    assert race_desk.runner("3").latin_family == ""


def test_only_xlsx_is_written(race_desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_files(made(race_desk), tmp_path / "itra.xls")
    assert refused.value.note.code == "itra.out-suffix"


def test_a_race_without_anybody_has_nothing_to_send(desk: Desk) -> None:
    one = itra_file(desk.season, desk.event().id, desk.race("long").id)
    assert codes(one) == ["itra.no-rows"]


def test_any_file_is_looked_over_and_no_workbook_is_a_fault(desk: Desk, tmp_path: Path) -> None:
    rule = result_file_rule(desk.season)
    assert rule.to == "ITRA", "also where the season's rules are another series'"
    for name, content in (("a.csv", b"Ranking,Time"), ("b.xlsx", b"nothing of the kind")):
        path = tmp_path / name
        path.write_bytes(content)
        (fault,) = check_file(path, rule, today_of(desk))
        assert fault.row is None, name
    (missing,) = check_file(tmp_path / "c.xlsx", rule, today_of(desk))
    assert missing.said.code == "input.missing"


# Loops


LOOP_ENDS = {
    "1": ("10:50:00", "11:50:00", "12:50:00", "13:50:00", "14:50:00"),
    "2": tuple(f"{hour}:45:00" for hour in range(10, 17)),
    "3": tuple(f"{hour}:40:00" for hour in range(10, 19)),
    "4": (),
}


@pytest.fixture
def backyard_desk(desk: Desk) -> Desk:
    """Four in loops from each full hour: 5, 7, 9 and none completed."""
    desk.clock.set("2026-05-26 09:00:00")
    desk.entries(
        "1,Ada,Weka,F,1990-01-01,NZL,long",
        "2,Bo,Tui,M,1985-01-01,NZL,long",
        "3,Cy,Kea,M,1979-06-30,NZL,long",
        "4,Di,Moa,F,2001-02-03,NZL,long",
    )
    desk.start("10:00:00", "willesden", "long")
    return desk


def test_a_backyard_read_at_the_line_each_loop(backyard_desk: Desk, tmp_path: Path) -> None:
    desk = backyard_desk
    lines = [f"{bib},{end}," for bib, ends in LOOP_ENDS.items() for end in ends]
    again = [f"{bib},{end[:-2]}05," for bib, ends in LOOP_ENDS.items() for end in ends[:2]]
    desk.times(*lines, *again, "4,,DNF")
    files = made(desk, form=RaceForm(loops=(6, 9, 12)))
    assert [(one.loops, lines_of(one)) for one in files] == [
        (6, [("1", "05:45:00", "2"), ("DNF", "", "1"), ("DNF", "", "4")]),
        (9, [("1", "08:40:00", "3")]),
    ]
    assert all(one.clean for one in files)
    written = write_files(files, tmp_path / "yard.xlsx")
    assert [path.name for path in written] == ["yard-06-loops.xlsx", "yard-09-loops.xlsx"]


def test_a_backyard_with_a_point_for_each_loop_and_a_hole(backyard_desk: Desk) -> None:
    desk = backyard_desk
    race = desk.race("long")
    for number in range(1, 5):
        point = TimingPoint(race_id=race.id, code=f"loop{number}", label=f"Loop {number}")
        save_point(desk.season, point)
    for number in range(1, 5):
        seen = [
            f"{bib},{ends[number - 1]},"
            for bib, ends in LOOP_ENDS.items()
            if len(ends) >= number and (bib, number) != ("2", 3)
        ]
        desk.times(*seen, point=f"loop{number}", name=f"loop{number}.csv")
    desk.times("4,,DNF")
    (one, four) = made(desk, form=RaceForm(loops=(2, 4)))
    assert lines_of(one) == [("1", "01:45:00", "2"), ("DNF", "", "4")]
    assert lines_of(four) == [("1", "03:40:00", "3"), ("2", "03:50:00", "1")]
    (fault,) = one.faults
    assert (fault.said.code, fault.entry_id) == ("itra.loop-missing", desk.entry("2").id)
    assert four.clean


@pytest.mark.parametrize("loops", [(0, 3), tuple(range(1, 9))])
def test_loops_that_cannot_be_registered_are_refused(
    race_desk: Desk, loops: tuple[int, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        made(race_desk, form=RaceForm(loops=loops))
    assert refused.value.note.code == "itra.too-many-loops"


def test_a_race_without_loops_is_not_split(backyard_desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        made(backyard_desk, form=RaceForm(loops=(1, 2)))
    assert refused.value.note.code == "itra.no-loops"


# Stages and legs


def test_stages_add_up_to_one_file(race_desk: Desk) -> None:
    desk = race_desk
    desk.entries(
        "1,Ada,Weka,F,1990-01-01,DEU,long,",
        "2,Bo,Tui,M,1985-01-01,CHE,long,",
        "3,Cy,Kea,M,1979-06-30,NZL,long,",
        event="mount-cass",
        header=HEADER,
    )
    desk.start("10:00:00", "mount-cass", "long")
    desk.times("1,13:00:00,", "2,12:00:00,", "3,,DNF", event="mount-cass")
    stage = desk.race("long", "mount-cass").id
    (one,) = made(desk, form=RaceForm(stages=(stage,)))
    assert lines_of(one) == [
        ("1", "04:45:15", "2"),
        ("2", "05:45:15", "1"),
        ("DNF", "", "3"),
        ("DNF", "", "4"),
        ("DNF", "", "5"),
    ]
    assert one.clean


def test_a_leg_counts_from_taking_over(desk: Desk) -> None:
    desk.clock.set("2026-05-26 09:00:00")
    desk.entries(
        "1,Ada,Weka,F,1990-01-01,NZL,long",
        "2,Bo,Tui,M,1985-01-01,NZL,long",
        "3,Cy,Kea,M,1979-06-30,NZL,long",
    )
    desk.start("10:00:00", "willesden", "long")
    desk.times("1,13:00:00,", "2,12:30:00,", "3,14:00:00,")
    (first,) = made(desk, form=RaceForm(leg=True))
    assert lines_of(first)[0] == ("1", "02:30:00", "2"), "the first leg runs from the gun"
    desk.times("1,12:00:00,", "2,11:00:00,", point="start", name="taken.csv")
    (second,) = made(desk, form=RaceForm(leg=True))
    assert lines_of(second) == [("1", "01:00:00", "1"), ("2", "01:30:00", "2")]
    (fault,) = second.faults
    assert (fault.said.code, fault.entry_id) == ("itra.no-start", desk.entry("3").id)


def test_only_one_form_at_a_time(race_desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        made(race_desk, form=RaceForm(loops=(1,), leg=True))
    assert refused.value.note.code == "itra.two-forms"
