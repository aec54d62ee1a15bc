"""What leaves the season as data: the right rows, no personal field unasked, written whole."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.services.export_desk import HOSTILE, race_day
from trailsdesk.domain.problems import KnownError, Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import message
from trailsdesk.services import results
from trailsdesk.services.exports import (
    EXPORTS,
    ExportRequest,
    What,
    contacts_for,
    export_named,
    make_export,
    save_export,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk

PERSONAL = ("1980-03-02", "ada@example.invalid", "Bob Rimu", "bee stings")


def request(desk: Desk, what: What = What.RESULTS, race: str | None = "long", **more: object):
    event = desk.event()
    race_id = None if race is None else desk.race(race).id
    return ExportRequest(what=what, event_id=event.id, race_id=race_id, **more)


def made(desk: Desk, kind: str, *args: object, **more: object) -> bytes:
    return make_export(desk.season, export_named(kind), request(desk, *args, **more)).content


def rows(desk: Desk, *args: object, **more: object) -> list[dict[str, str]]:
    text = made(desk, "csv", *args, **more).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_results_are_those_of_the_sheet_row_for_row(desk: Desk) -> None:
    race_day(desk)
    found = rows(desk)
    assert [row["Bib"] for row in found] == [row.bib for row in desk.rows(race="long")]
    by_bib = {row["Bib"]: row for row in found}
    assert [by_bib[bib]["Place"] for bib in "1234567"] == ["1", "2", "2", "4", "5", "", ""]
    assert (by_bib["2"]["Time"], by_bib["2"]["Gap"]) == ("2:05:00", "0:05:00")
    assert [by_bib[bib]["Status"] for bib in "1678"] == ["OK", "DNF", "DNS", "PENDING"]
    assert by_bib["4"]["Given name"] == HOSTILE
    assert by_bib["4"]["Family name"] == "'=1+1"


@pytest.mark.parametrize("kind", [kind.id for kind in EXPORTS if not kind.folder])
def test_no_personal_field_leaves_unasked(desk: Desk, kind: str) -> None:
    race_day(desk)
    whats = What if export_named(kind).of_rows else (What.RESULTS,)
    for what in whats:
        content = made(desk, kind, what)
        if kind == "xlsx":
            content = cells_of(content)
        assert b"Ada" in content or kind == "runsignup", "that one holds bibs and no names"
        for text in PERSONAL:
            assert text.encode() not in content, (what, text)


def cells_of(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    (sheet,) = book.worksheets
    return repr([[str(cell.value) for cell in row] for row in sheet.iter_rows()]).encode()


def test_asked_for_they_leave_but_medical_notes_never(desk: Desk) -> None:
    race_day(desk)
    asked = request(desk, What.ENTRIES, birth_date=True)
    contacts = contacts_for(desk.season, asked)
    for kind in ("csv", "json", "xlsx"):
        content = made(desk, kind, What.ENTRIES, birth_date=True, contacts=contacts)
        if kind == "xlsx":
            content = cells_of(content)
        found = [text.encode() in content for text in PERSONAL]
        assert found == [True, True, True, False], kind


@pytest.mark.parametrize(
    ("kind", "what", "more"),
    [
        ("csv", What.STANDINGS, {"birth_date": True}),
        ("csv", What.SPLITS, {"birth_date": True}),
        ("json", What.RESULTS, {"contacts": {}}),
        ("iof", What.RESULTS, {"birth_date": True}),
        ("webscorer", What.RESULTS, {"contacts": {}}),
    ],
)
def test_where_they_do_not_belong_they_are_refused(
    desk: Desk, kind: str, what: What, more: dict[str, object]
) -> None:
    race_day(desk)
    with pytest.raises(Refused) as refused:
        made(desk, kind, what, **more)
    assert refused.value.note.code == "export.not-with"


def test_a_workbook_has_its_headings_in_the_first_row_and_figures_as_figures(desk: Desk) -> None:
    race_day(desk)
    book = openpyxl.load_workbook(io.BytesIO(made(desk, "xlsx")))
    (sheet,) = book.worksheets
    header = [cell.value for cell in sheet[1]]
    assert header[:5] == ["Event", "Race", "Bib", "Family name", "Given name"]
    first = dict(zip(header, sheet[2], strict=True))
    assert first["Place"].value == 1
    assert first["Time"].number_format == "[h]:mm:ss"
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    (hostile,) = (cell for cell in cells if cell.value == "=1+1")
    assert hostile.quotePrefix
    assert sheet.freeze_panes == "A2"


def test_splits_have_a_column_for_each_point(desk: Desk) -> None:
    race_day(desk)
    by_bib = {row["Bib"]: row for row in rows(desk, What.SPLITS)}
    assert [by_bib[bib]["Hut"] for bib in "1234"] == ["0:40:00", "0:45:00", "", "0:50:00"]
    assert [by_bib[bib]["Ford"] for bib in "12"] == ["1:20:00", ""]
    assert by_bib["1"]["Time"] == "2:00:00"


def test_entries_hold_everybody_withdrawn_or_not_in_the_order_of_bibs(desk: Desk) -> None:
    race_day(desk)
    found = rows(desk, What.ENTRIES, None)
    assert [row["Bib"] for row in found] == ["60", *"12345678"]
    assert {row["Withdrawn"] for row in found} == {"no"}


def test_standings_are_those_of_the_season(desk: Desk) -> None:
    race_day(desk)
    found = rows(desk, What.STANDINGS, None)
    totals = {row["Given name"]: row["Total"] for row in found}
    standings = [s for group in desk.season.standings() for s in group.standings]
    assert totals == {s.given_name: str(s.total) for s in standings}
    document = json.loads(made(desk, "json", What.STANDINGS, None))
    assert document["what"] == "standings"
    assert document["rows"][0]["points_willesden"] == int(found[0]["Willesden Farms"])


def test_an_empty_race_gives_a_file_of_headings(desk: Desk) -> None:
    for kind in ("csv", "json", "xlsx", "iof", "ultrasignup", "runsignup", "webscorer"):
        assert made(desk, kind)
    assert rows(desk) == []


def test_past_a_day_the_hours_go_on(desk: Desk) -> None:
    race_day(desk)
    results.adjust_time(desk.season, desk.entry("1").id, 24 * 3_600_000, "made up", "Test")
    by_bib = {row["Bib"]: row for row in rows(desk)}
    assert by_bib["1"]["Time"] == "26:00:00"
    assert b"26:00:00.00" in made(desk, "runsignup")
    assert b"<Time>93600</Time>" in made(desk, "iof")


def test_what_the_other_program_would_miss_is_told(desk: Desk) -> None:
    race_day(desk)
    results.rule_on(desk.season, desk.entry("8").id, RulingKind.DNF, "", "Test")
    found = make_export(desk.season, export_named("ultrasignup"), request(desk)).problems
    told = {problem.code: problem.params["count"] for problem in found}
    assert told == {"export.no-gender": 1, "export.no-age": 1}
    found = make_export(desk.season, export_named("runsignup"), request(desk)).problems
    assert {p.code: p.params["count"] for p in found} == {"export.left-unranked": 3}
    assert "3 runners without a place" in message(found[0])


def test_a_file_of_one_race_asks_which(desk: Desk) -> None:
    race_day(desk)
    for kind in ("ultrasignup", "runsignup", "webscorer"):
        with pytest.raises(Refused, match=r"needs-race") as refused:
            make_export(desk.season, export_named(kind), request(desk, race=None))
        assert "short, mid, long" in message(refused.value)
    with pytest.raises(Refused) as refused:
        make_export(desk.season, export_named("iof"), ExportRequest())
    assert refused.value.note.code == "export.needs-event"


def test_a_season_is_never_written_over(desk: Desk) -> None:
    before = desk.path.stat().st_mtime_ns
    with pytest.raises(Refused) as refused:
        save_export(desk.season, export_named("csv"), ExportRequest(), desk.path)
    assert refused.value.note.code == "export.over-season"
    assert desk.path.stat().st_mtime_ns == before


def test_what_was_there_stays_when_writing_fails(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError):
        save_export(desk.season, export_named("csv"), ExportRequest(), target)
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as refused:
        export_named("excel")
    assert "csv, xlsx, json" in message(refused.value)


def test_our_own_entries_come_back_with_all_they_had(desk: Desk) -> None:
    desk.entries(
        "1,Ada,Rimu,F,1980-03-02,NZL,long", "2,Bea,Kōwhai,F,1990-03-02,NZL,long",
        "3,Cy,Totara,M,1985-03-02,AUS,long",
    )  # fmt: skip
    text = made(desk, "csv", What.ENTRIES, birth_date=True).decode("utf-8-sig")
    lines = text.splitlines()
    plan = desk.plan(*lines[1:], header=lines[0])
    assert [row.kind.value for row in plan.rows] == ["same"] * 3


def test_without_a_gun_the_runners_own_start_stands_in_the_iof_list(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1980-03-02,NZL,long")
    desk.clock.set("2026-05-25 18:00:00")
    desk.times("1,10:00:05,", name="start.csv", race="long", point="start")
    desk.times("1,12:00:00,", race="long")
    text = made(desk, "iof").decode()
    assert "<FinishTime>2026-05-24T12:00:00+12:00</FinishTime>" in text
    assert "<StartTime>2026-05-24T10:00:05+12:00</StartTime>" in text
    assert desk.by_bib()["1"].result.gun_time_ms is None
