"""Every sheet, as PDF and as XLSX: what it says follows the season; what cannot be is refused."""

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.services.desk import at
from trailsdesk.domain.problems import DiskFull, KnownError, Refused
from trailsdesk.services import printing, raceday, sheet_files, timing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Medal"
KIND_IDS = [kind.id for kind in printing.KINDS]
SUFFIXES = (".pdf", ".xlsx")
# Forms to write on, and lists of who is still out there, do not name everybody.
# Splits and charts name only who was seen at a checkpoint.
NAMING = [
    kind.id
    for kind in printing.KINDS
    if (kind.hangs or kind.id == "check-in") and kind.id not in ("splits", "charts")
]


@pytest.fixture
def played(desk: Desk) -> Desk:
    """A long race with a three-way tie at third, a short one, and one finisher nobody placed."""
    desk.entries(
        "1,Made,Upton,F,1990-03-02,NZL,long,",
        "2,Mādeline,Upton-Rangi,F,1991-04-05,NZL,long,collect",
        "3,Third,Equal,F,1992-01-01,NZL,long,post",
        "4,Third,Likewise,F,1993-01-01,NZL,long,",
        "5,Third,Também,F,1994-01-01,BRA,long,",
        "6,Sixth,Place,F,1995-01-01,NZL,long,",
        "7,雷,李,M,1986-05-24,CHN,short,collect",
        header=HEADER,
    )
    desk.start("10:00:00")
    desk.times("1,11:30:00,", "2,11:31:00,", "3,11:32:00,", "4,11:32:00,", "5,11:32:00,",
               "6,11:33:00,", "7,10:31:00,")  # fmt: skip
    return desk


def text_of(content: bytes, suffix: str) -> str:
    if suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "\n".join(
        " ".join(str(cell) for cell in row if cell is not None)
        for page in load_workbook(io.BytesIO(content)).worksheets
        for row in page.iter_rows(values_only=True)
    )


def printed(desk: Desk, kind_id: str, suffix: str = ".xlsx", race: str | None = None) -> str:
    kind = printing.kind_named(kind_id)
    race_id = desk.race(race).id if race else None
    sheet = printing.build_sheet(desk.season, kind, desk.event().id, race_id)
    content, told = printing.render(sheet, suffix)
    assert told == ()
    return text_of(content, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", KIND_IDS)
def test_every_sheet_of_an_empty_season_prints(desk: Desk, kind: str, suffix: str) -> None:
    assert desk.season.data.series.name in printed(desk, kind, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", NAMING)
def test_every_sheet_names_the_runners_it_is_about(played: Desk, kind: str, suffix: str) -> None:
    text = printed(played, kind, suffix)
    assert "Upton-Rangi" in text
    assert "李" in text
    if suffix == ".pdf":
        assert "page 1 of" in text


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", [k for k in NAMING if printing.kind_named(k).needs_event])
def test_a_sheet_of_one_race_leaves_the_others_out(played: Desk, kind: str, suffix: str) -> None:
    text = printed(played, kind, suffix, race="short")
    assert "李" in text
    assert "Upton" not in text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_three_way_tie_at_third_is_printed_whole_and_the_sixth_is_not(
    played: Desk, suffix: str
) -> None:
    text = printed(played, "prize-list", suffix, race="long")
    assert all(name in text for name in ("Upton", "Upton-Rangi", "Equal", "Likewise", "Também"))
    assert "Sixth" not in text
    third = [line for line in text.splitlines() if line.startswith(("=3 ", "3 "))]
    assert len(third) == 3


def test_a_finish_grid_has_the_rows_of_the_screen_and_goes_on_where_it_is_told_to(
    played: Desk,
) -> None:
    kind, event_id, race_id = printing.kind_named("grid"), played.event().id, played.race().id

    def rows(**options: int | bool) -> list[str]:
        request = printing.sheet_request(played.season, kind, event_id, race_id, **options)
        made = printing.render(kind.build(played.season, request), ".xlsx")[0]
        pages = text_of(made, ".xlsx").split("No. Bib Time Note\n")[1:]
        lines = "\n".join(pages).splitlines()
        return [line for line in lines if line[:1].isdigit() and "NZ" not in line]

    assert rows() == [str(number) for number in range(1, 26)]
    assert rows(first_row=26, pages=2) == [str(number) for number in range(26, 76)]
    played.times("77,11:40:00,", ",11:41:00,", name="late.csv", race="long")
    taken = rows(filled=True)
    assert len(taken) == 25
    assert taken[1].endswith("Mādeline Upton-Rangi")
    assert taken[6:9] == [taken[6], "8 ? " + taken[7].split()[2] + " waiting for a bib", "9"]
    assert taken[6].endswith("no such bib")
    assert not any("李" in line for line in taken)
    played.times("7,11:50:00,", name="astray.csv", race="long")
    assert rows(filled=True)[8].endswith("雷 李, runs in Slope Sprint")
    played.undo()
    timing.key_finish(played.season, event_id, race_id, "", at("2026-05-25 11:00:00"), "Desk")
    raceday.set_gun(played.season, [race_id], None)
    bare = rows(filled=True)
    assert "at 11:30:00" in bare[0]
    assert "at 2026-05-25 11:00:00" in bare[8]


def test_the_standings_of_one_distance_leave_the_others_out(played: Desk) -> None:
    kind = printing.kind_named("standings")
    sheet = printing.build_sheet(played.season, kind, None, race_code="short")
    text = text_of(printing.render(sheet, ".xlsx")[0], ".xlsx")
    assert "李" in text
    assert "Upton" not in text


def test_medals_ordered_are_listed_with_how_they_go_out(played: Desk) -> None:
    text = printed(played, "medal-pickup")
    assert "Equal" in text
    assert "Likewise" not in text


def test_a_sheet_carries_the_fingerprint_of_its_results(played: Desk) -> None:
    before = played.fingerprint()
    assert before in printed(played, "results")
    played.start("10:00:30", "willesden", "long")
    assert before not in printed(played, "results")
    assert played.fingerprint() in printed(played, "results")


def test_open_problems_are_printed_until_they_are_mended(played: Desk) -> None:
    kind, event_id = printing.kind_named("results"), played.event().id
    assert printing.open_problems(played.season, kind, event_id) == ()
    played.times("77,11:40:00,", name="late.csv")
    (problem,) = printing.open_problems(played.season, kind, event_id)
    assert problem.code == "read.unknown-bib"
    assert printing.open_problems(played.season, printing.kind_named("start-list"), event_id) == ()
    played.undo()
    assert printing.open_problems(played.season, kind, event_id) == ()


def test_the_same_season_prints_the_same_bytes(played: Desk) -> None:
    for kind in printing.KINDS:
        for suffix in SUFFIXES:
            made = [
                printing.render(
                    printing.build_sheet(played.season, kind, played.event().id), suffix
                )[0]
                for _ in range(2)
            ]
            assert made[0] == made[1], (kind.id, suffix)


# ------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize("word", [*KIND_IDS, "Prize List", "PRIZES", "medal_pickup", "points"])
def test_a_kind_is_known_by_its_names(word: str) -> None:
    assert printing.kind_named(word).id in KIND_IDS


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as refused:
        printing.kind_named("banner")
    assert all(kind in str(refused.value.note.params["known"]) for kind in KIND_IDS)


def test_a_sheet_of_an_event_needs_one(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        printing.build_sheet(desk.season, printing.kind_named("results"), None)
    assert refused.value.note.code == "sheet.needs-event"


def test_a_sheet_is_saved_as_what_its_name_says(played: Desk, tmp_path: Path) -> None:
    sheet = printing.build_sheet(played.season, printing.kind_named("results"), played.event().id)
    for name, start in (("a.PDF", b"%PDF"), ("a.xlsx", b"PK")):
        assert printing.save_sheet(sheet, tmp_path / name) == ()
        assert (tmp_path / name).read_bytes().startswith(start)
    with pytest.raises(Refused) as refused:
        printing.save_sheet(sheet, tmp_path / "a.docx")
    assert refused.value.note.code == "sheet.bad-suffix"
    assert not (tmp_path / "a.docx").exists()


def test_a_sheet_that_cannot_be_written_leaves_the_older_one(
    played: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = printing.build_sheet(played.season, printing.kind_named("results"), played.event().id)
    target = tmp_path / "results.pdf"
    target.write_bytes(b"older")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sheet_files.os, "fsync", full)
    with pytest.raises(DiskFull):
        printing.save_sheet(sheet, target)
    monkeypatch.undo()
    assert target.read_bytes() == b"older"
    assert [path.name for path in tmp_path.glob("*.part")] == []
    assert not list(tmp_path.glob(".*.part"))
    with pytest.raises(KnownError) as failed:
        printing.save_sheet(sheet, tmp_path / "no such folder" / "results.pdf")
    assert failed.value.note.code == "sheet.not-written"
