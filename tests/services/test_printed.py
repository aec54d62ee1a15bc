"""Sheets that were printed: their numbers, which ones hang, and which are out of date."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.services.desk import ACTOR
from trailsdesk.documents.sheet import Notice
from trailsdesk.domain.problems import KnownError, Place, Problem, Severity
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import message
from trailsdesk.services import entries, printed, printing, results, sheet_notes
from trailsdesk.services.fixes import PressFix, fixes_for
from trailsdesk.services.printing import kind_named
from trailsdesk.services.season import Season
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.domain.printed import PrintedSheet

FIELD = (
    "401,Ada,Rimu,F,1990-03-02,NZL,long",
    "402,Bea,Tawa,F,1991-07-20,NED,long",
    "403,Cleo,Larch,F,1986-08-01,AUS,long",
    "404,Dee,Miro,F,1988-08-01,AUS,long",
    "201,Eli,Nikau,M,1993-02-02,NZL,mid",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    desk.clock.set("2026-05-24 12:00:00")
    desk.times("401,11:20:00,", "402,11:21:00,", "403,11:22:00,", "201,11:00:00,")
    return desk


def put_up(desk: Desk, word: str, race: str | None = "long", **options: object) -> PrintedSheet:
    """Write a sheet as PDF, as the program does it."""
    kind = kind_named(word)
    race_id = desk.race(race).id if race else None
    request = printing.sheet_request(
        desk.season, kind, desk.event().id, race_id, **options,  # type: ignore[arg-type]
    )  # fmt: skip
    path = desk.folder / f"{word}.pdf"
    found, record = printed.write_pdf(desk.season, kind, request, path, ACTOR)
    assert found == ()
    assert record is not None
    return record


def text(desk: Desk, word: str) -> str:
    pages = PdfReader(desk.folder / f"{word}.pdf").pages
    return "\n".join(page.extract_text() for page in pages)


def outdated(desk: Desk) -> list[int]:
    """The numbers of the sheets the inbox asks for."""
    return [
        int(problem.params["number"])
        for problem in desk.problems()
        if problem.code == "sheet.outdated"
    ]


def test_sheets_are_numbered_one_after_the_other_and_name_the_one_they_replace(
    desk: Desk,
) -> None:
    assert put_up(desk, "results").id == 1
    assert put_up(desk, "prize-list").id == 2
    assert put_up(desk, "results").id == 3
    assert "Sheet 3 · replaces sheet 1" in text(desk, "results")
    assert "Sheet 2" in text(desk, "prize-list")
    assert "replaces" not in text(desk, "prize-list")
    desk.reopen()
    assert put_up(desk, "results").id == 4


def test_another_race_event_or_choice_replaces_nothing(desk: Desk) -> None:
    put_up(desk, "results")
    for race, options in (("mid", {}), (None, {}), ("long", {"by_category": True})):
        put_up(desk, "results", race, **options)
        assert "replaces" not in text(desk, "results")


def test_the_paper_and_a_choice_that_is_the_rule_anyway_make_no_other_sheet(desk: Desk) -> None:
    depth = desk.season.rules.awards.category_depth
    put_up(desk, "prize-list")
    put_up(desk, "prize-list", depth=depth)
    assert "replaces sheet 1" in text(desk, "prize-list")
    put_up(desk, "prize-list", paper="LETTER")
    assert "replaces sheet 2" in text(desk, "prize-list")
    put_up(desk, "prize-list", depth=depth + 1)
    assert "replaces" not in text(desk, "prize-list")


def test_what_is_noted_says_where_from_and_how_long(desk: Desk) -> None:
    record = put_up(desk, "results", by_category=True)
    assert (record.kind, record.race_id, record.actor) == ("results", desk.race().id, ACTOR)
    assert record.pages == 1
    assert record.title == "Results · Long 37 km" or record.title.startswith("Results · Long")
    assert record.options == '{"by_category": true}'


def test_printing_is_nothing_undo_could_take_back(desk: Desk) -> None:
    before = desk.season.file.next_undo()
    put_up(desk, "results")
    assert desk.season.file.next_undo() == before
    desk.undo()
    assert list(desk.season.data.printed) == [1]
    desk.redo()
    assert list(desk.season.data.printed) == [1]


def test_a_sheet_printed_before_a_change_is_asked_for(desk: Desk) -> None:
    put_up(desk, "results")
    put_up(desk, "prize-list")
    assert outdated(desk) == []
    results.rule_on(desk.season, desk.entry("402").id, RulingKind.DSQ, "short cut", ACTOR)
    assert outdated(desk) == [1, 2]
    desk.undo()
    assert outdated(desk) == []


def test_a_change_that_is_not_on_the_sheet_leaves_it_hanging(desk: Desk) -> None:
    put_up(desk, "results", "mid")
    put_up(desk, "start-list", "mid")
    results.rule_on(desk.season, desk.entry("402").id, RulingKind.DSQ, "short cut", ACTOR)
    entries.edit_entry(desk.season, desk.entry("201").id, note="vegetarian")
    assert outdated(desk) == []


def test_a_finisher_who_comes_in_makes_results_out_of_date_and_no_start_list(desk: Desk) -> None:
    put_up(desk, "results")
    put_up(desk, "start-list")
    desk.times("404,11:30:00,", name="late.csv")
    assert outdated(desk) == [1]
    desk.undo()
    assert outdated(desk) == []


def test_an_open_problem_that_comes_or_goes_makes_no_sheet_out_of_date(desk: Desk) -> None:
    put_up(desk, "results")
    desk.times("999,11:30:00,", name="late.csv")
    assert [p.code for p in desk.problems()] == ["read.unknown-bib"]


def test_printing_it_again_mends_it_and_so_does_taking_it_down(desk: Desk) -> None:
    put_up(desk, "results")
    put_up(desk, "prize-list")
    desk.times("404,11:15:00,", name="late.csv")
    put_up(desk, "results")
    assert outdated(desk) == [2]
    (problem,) = [p for p in desk.problems() if p.code == "sheet.outdated"]
    (fix,) = fixes_for(desk.season, problem, ACTOR)
    assert isinstance(fix, PressFix)
    assert "taken down" in fix.said
    fix.act()
    assert outdated(desk) == []
    put_up(desk, "prize-list")
    assert "replaces" not in text(desk, "prize-list")


def test_the_problem_names_the_sheet_its_title_and_when_and_knows_the_way(desk: Desk) -> None:
    record = put_up(desk, "results")
    desk.times("404,11:15:00,", name="late.csv")
    problem = _outdated(desk)
    words = message(problem)
    assert words.startswith(f"Sheet 1 ({record.title}), printed 24 May 2026 12:00, hangs and")
    assert problem.place == Place(
        event_id=desk.event().id, race_id=desk.race().id, sheet_id=record.id
    )


def _outdated(desk: Desk) -> Problem:
    (problem,) = [p for p in desk.problems() if p.code == "sheet.outdated"]
    return problem


def test_a_hanging_sheet_is_put_together_again_from_its_own_choice(desk: Desk) -> None:
    record = put_up(desk, "prize-list", depth=1)
    kind, request = printed.asked_for(desk.season, record)
    assert (kind.id, request.depth, request.race_id) == ("prize-list", 1, desk.race().id)
    desk.times("404,11:30:00,", name="late.csv")
    assert outdated(desk) == [1]  # it said who was still out
    put_up(desk, "prize-list", depth=1)
    desk.times("404,11:31:00,", name="later.csv")
    assert outdated(desk) == []


def test_a_file_open_for_reading_only_prints_without_a_number(desk: Desk) -> None:
    desk.close()
    reading = Store().open(desk.path, ACTOR, desk.clock, read_only=True)
    season = Season(reading, desk.clock)
    kind = kind_named("results")
    request = printing.sheet_request(season, kind, season.event("willesden").id)
    found, record = printed.write_pdf(season, kind, request, desk.folder / "results.pdf", ACTOR)
    assert (found, record) == ((), None)
    assert "Sheet " not in text(desk, "results")
    reading.close()
    desk.season = Season(Store().open(desk.path, ACTOR, desk.clock), desk.clock)
    assert desk.season.data.printed == {}


def test_a_sheet_that_could_not_be_written_is_not_noted(desk: Desk, tmp_path: Path) -> None:
    kind = kind_named("results")
    request = printing.sheet_request(desk.season, kind, desk.event().id)
    with pytest.raises(KnownError):
        printed.write_pdf(desk.season, kind, request, tmp_path / "no" / "x.pdf", ACTOR)
    assert desk.season.data.printed == {}


def test_a_sheet_of_an_event_that_is_gone_is_asked_about_no_more(desk: Desk) -> None:
    from dataclasses import replace

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.printed import SheetId

    record = put_up(desk, "results")
    desk.season.file.note_printed(replace(record, id=SheetId(0), event_id=EventId(99)))
    desk.season.take(desk.season.file.last_changes)
    desk.times("404,11:15:00,", name="late.csv")
    assert outdated(desk) == [1]


def test_the_fingerprint_is_of_what_is_said_and_not_of_number_moment_and_paper(
    desk: Desk,
) -> None:
    kind = kind_named("results")

    def made(paper: str = "A4") -> str:
        sheet = printing.build_sheet(desk.season, kind, desk.event().id, paper=paper)
        return printed.fingerprint(sheet)

    first = made()
    put_up(desk, "results")
    desk.clock.set("2026-05-25 08:00:00")
    assert made() == made("LETTER") == first
    entries.edit_runner(desk.season, desk.runner("401").id, family_name="Rimu-Nikau")
    assert made() != first


# ------------------------------------------------------------------- what is missing is listed


def front(desk: Desk, word: str, race: str | None = None) -> list[str]:
    """The notices before everything else on a sheet."""
    race_id = desk.race(race).id if race else None
    sheet = printing.build_sheet(desk.season, kind_named(word), desk.event().id, race_id)
    texts = []
    for block in sheet.blocks:
        if not isinstance(block, Notice):
            break
        texts.append(" ".join((block.text, *block.items)))
    return texts


@pytest.mark.parametrize("word", ["prize-list", "results", "start-list"])
def test_who_has_no_category_is_counted_and_named_on_the_front(desk: Desk, word: str) -> None:
    season = desk.season
    entries.edit_runner(season, desk.runner("402").id, birth_date=None)
    entries.edit_runner(season, desk.runner("403").id, gender=None)
    (said,) = [each for each in front(desk, word) if "Unclassified" in each]
    assert said == (
        "Unclassified: 2 runners have no category and stand in no group."
        " #402 Bea Tawa: no birth date #403 Cleo Larch: no gender"
    )


def test_many_without_a_category_are_named_up_to_a_dozen_and_counted(desk: Desk) -> None:
    desk.entries(*(f"{500 + at},No,Birth{at},F,,NZL,long" for at in range(20)))
    (said,) = [each for each in front(desk, "start-list") if "Unclassified" in each]
    assert "20 runners" in said
    assert "#511" in said
    assert "#512" not in said
    assert said.endswith("and 8 more")


@pytest.mark.parametrize("word", ["prize-list", "results", "start-list", "medal-pickup"])
def test_nothing_missing_keeps_a_sheet_from_being_printed(desk: Desk, word: str) -> None:
    """No names, no birth dates, no genders, no bibs, and a medal ordered all the same."""
    header = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Medal"
    desk.entries("501,,,,,,long,yes", "502,,,,,,mid,yes", header=header)
    desk.entries(",No,Bib,,,,long")
    desk.times("501,11:05:00,", ",11:06:00,", name="late.csv")
    put_up(desk, word, None)
    said = front(desk, word)
    assert any("2 without a name: bibs 501, 502" in each for each in said)
    kind = kind_named(word)
    sheet = printing.build_sheet(desk.season, kind, desk.event().id)
    book = load_workbook(io.BytesIO(printing.render(sheet, ".xlsx")[0]))
    assert book.worksheets


def test_a_sheet_of_results_says_on_its_front_that_it_is_printed_over_problems(
    desk: Desk,
) -> None:
    assert front(desk, "results") == []
    desk.times("999,11:30:00,", "998,11:31:00,", name="late.csv")
    (said,) = front(desk, "results")
    assert said == "Printed over 2 open problems: see the end of this list."
    assert front(desk, "start-list") == []


def test_who_would_be_called_out_and_cannot_have_run_so_is_named_on_the_prize_list(
    desk: Desk,
) -> None:
    desk.times("404,10:20:00,", name="late.csv")
    said = front(desk, "prize-list")
    assert any(
        each.startswith("Look at this before the prizes are given: #404 Dee Miro, place 1 in")
        and "faster than anybody can" in each
        for each in said
    )


def test_what_is_asked_about_several_on_the_podium_is_asked_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = Problem(severity=Severity.WARNING, code="rules.no-such-field", params={"path": "x"})
    everybody = dict.fromkeys(desk.season.data.entries, (doubt,))
    monkeypatch.setattr(sheet_notes, "doubts_about", lambda _season, _race: everybody)
    (said,) = [each for each in front(desk, "prize-list") if "before the prizes" in each]
    assert said.count("The rules have no value") == 1
    assert said.count(", place 1 in") > 1
