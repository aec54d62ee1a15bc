"""The made-up season: everything it promises to show is in it, and it is the same every time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from trailsdesk import demo
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services import entries, history, printing, results
from trailsdesk.services.problems import problems
from trailsdesk.services.season import Season
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.entry_plan import EntryPlan

LISTS = [f"{kind}-{event}.csv" for kind in ("entries", "times")
         for event in ("inverary", "mount-cass", "torlesse", "willesden")]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    demo.play(made)
    return made


@pytest.fixture
def season(folder: Path) -> Iterator[Season]:
    clock = demo.DemoClock()
    file = Store().open(folder / demo.FILE_NAME, "reader", clock, read_only=True)
    yield Season(file, clock)
    file.close()


def replanned(season: Season, folder: Path) -> tuple[EntryPlan, tuple[Problem, ...]]:
    """The first event's lists, planned once more: what their import said."""
    event = season.event("willesden")
    source = read_source(folder / "lists" / "entries-willesden.csv")
    table = pick_table(open_book(source), None)
    plan = entries.plan_entries(
        season, event.id, None, source.name, table, entries.guess_columns(table)
    )
    source = read_source(folder / "lists" / "times-willesden.csv")
    times = plan_times(
        season, event.id, None, source, pick_table(open_book(source), None), kind="clock"
    )
    return plan, times.problems


def name_of(season: Season, family_name: str, given_name: str) -> int:
    return next(
        runner.id
        for runner in season.data.runners.values()
        if (runner.family_name, runner.given_name) == (family_name, given_name)
    )


def test_three_hundred_runners_enter_four_events(season: Season, folder: Path) -> None:
    made_up = [r for r in season.data.runners.values() if r.family_name != "Faultwood"]
    assert len(made_up) == 300
    for event in season.data.events_in_order():
        races = {race.id for race in season.data.races_of(event.id)}
        assert sum(entry.race_id in races for entry in season.data.entries.values()) > 150
    assert "made-up" in season.data.series.name
    assert sorted(path.name for path in (folder / "lists").iterdir()) == LISTS


def test_the_planted_faults_of_the_entry_list_are_all_told(season: Season, folder: Path) -> None:
    plan, _times = replanned(season, folder)
    told = Counter(problem.code for problem in plan.all_problems())
    bibs = told.pop("entry.bib-taken", 0) + told.pop("entry.bib-twice-in-list", 0)
    assert bibs == 1
    assert told == {
        "entry.age-other-race": 1, "entry.birth-date-unreadable": 1, "entry.no-birth-date": 1,
        "entry.unknown-race": 1,
    }  # fmt: skip
    listed = Counter(problem.code for problem in problems(season))
    assert listed["category.no-birth-date"] == 2, "one is missing, one does not exist"
    assert listed["category.no-gender"] == 1


def test_the_planted_faults_of_the_times_are_all_told(season: Season, folder: Path) -> None:
    _plan, told = replanned(season, folder)
    unreadable = [p for p in told if p.code == "times.unreadable"]
    assert len(unreadable) == 1
    listed = Counter(problem.code for problem in problems(season))
    assert listed["read.unknown-bib"] == 2, "888 from the file, 4l7 keyed at the line"
    assert listed["read.no-bib"] == 1, "a blank keyed at the line"
    assert listed["read.repeated"] == 1
    assert listed["result.before-gun"] == 1
    assert listed["result.too-fast"] == 1
    assert listed["result.status-and-time"] == 1
    planted = sum(len(faults) for faults in demo.FAULTS.values())
    assert planted == 12


def test_nothing_but_what_was_planted_is_a_problem(season: Season) -> None:
    assert {problem.code for problem in problems(season)} == {
        "category.no-birth-date", "category.no-gender", "entry.no-bib", "read.unknown-bib",
        "read.no-bib", "read.repeated", "result.before-gun", "result.too-fast",
        "result.status-and-time",
    }  # fmt: skip
    willesden = season.event("willesden").id
    for event_id in season.data.events:
        if event_id != willesden:
            assert problems(season, event_id) == ()


def test_there_are_ties_and_people_who_did_not_finish(season: Season) -> None:
    found: Counter[ResultStatus] = Counter()
    for event in season.data.events_in_order():
        rows = results.rows_of(season, event.id)
        found.update(row.result.status for row in rows)
    assert found[ResultStatus.OK] > 700
    assert found[ResultStatus.DNF] > 5
    assert found[ResultStatus.DNS] > 2
    mid = season.race(season.event("willesden"), "mid").id
    shared = Counter(row.result.rank for row in results.result_rows(season, mid)
                     if row.result.rank is not None)  # fmt: skip
    assert max(shared.values()) == 3, "three finish together"


def test_two_have_their_birthday_on_race_day_and_move_up_a_group(season: Season) -> None:
    rows = [
        row
        for row in results.rows_of(season, season.event("willesden").id)
        if row.birth_date is not None and row.birth_date.isoformat()[5:] == "05-24"
    ]
    assert sorted(row.birth_date.year for row in rows if row.birth_date) == [1986, 2006]
    bands = {row.birth_date.year: row.category[2:] for row in rows if row.birth_date}
    assert bands == {1986: "VETERAN", 2006: "OPEN"}


def test_names_come_in_many_scripts(season: Season) -> None:
    import unicodedata

    scripts = {
        unicodedata.name(letter).split()[0]
        for runner in season.data.runners.values()
        for letter in runner.family_name
        if letter.isalpha()
    }
    assert scripts >= {"LATIN", "CJK", "CYRILLIC", "GREEK", "ARABIC", "HEBREW"}
    families = "".join(runner.family_name for runner in season.data.runners.values())
    assert any(letter in families for letter in "āēīōū"), "names with macrons"


def test_series_winners_are_placed_and_who_missed_one_is_told_why(season: Season) -> None:
    ranked = [one for group in season.standings() for one in group.standings]
    assert any(one.rank == 1 and one.eligible for one in ranked)
    missed = [one for one in ranked if not one.eligible]
    assert missed
    assert all(one.reason is not None and one.rank is None for one in missed)


def test_some_fees_are_still_owed_and_medals_ordered(season: Season) -> None:
    rows = entries.entry_rows(season)
    assert any((row.owes_minor or 0) > 0 for row in rows)
    assert {row.entry.medal.value for row in rows} == {"NONE", "COLLECT", "POST"}
    closed = [row for row in rows if row.quote is not None and not row.quote.open]
    assert closed == [], "nobody entered after the closing"


def test_the_lists_taken_again_change_nothing(season: Season, folder: Path) -> None:
    for event in season.data.events_in_order():
        source = read_source(folder / "lists" / f"entries-{event.code}.csv")
        table = pick_table(open_book(source), None)
        plan = entries.plan_entries(
            season, event.id, None, source.name, table, entries.guess_columns(table)
        )
        assert {row.kind.value for row in plan.rows} <= {"same", "refused"}
        source = read_source(folder / "lists" / f"times-{event.code}.csv")
        table = pick_table(open_book(source), None)
        assert plan_times(season, event.id, None, source, table, kind="clock").added == 0


def test_the_history_reads_like_a_season(season: Season) -> None:
    done = history.history(season)
    assert [info.at_ms for info in done] == sorted((info.at_ms for info in done), reverse=True)
    assert all(history.in_words(info.name, info.params) for info in done)
    assert done[-1].name == "season.new"


def test_the_file_is_sound(season: Season) -> None:
    assert season.file.check() == ()


NAMELESS = {"checkpoint", "course", "finish-grid", "key-strip", "sweep", "sweep-phones"}
"""Forms to write on, and lists of those still out there: nobody is, at the end of the season."""


@pytest.mark.parametrize("kind", [kind.id for kind in printing.KINDS if kind.id not in NAMELESS])
def test_the_sheets_hold_the_names(season: Season, kind: str) -> None:
    event = season.event("willesden")
    sheet = printing.build_sheet(season, printing.kind_named(kind), event.id)
    content, told = printing.render(sheet, ".pdf")
    assert told == (), "every letter can be printed"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if kind == "prize-list":
        first = [row for row in results.rows_of(season, event.id) if row.result.rank_category == 1]
    elif kind == "medal-pickup":
        first = [row for row in results.rows_of(season, event.id)
                 if season.data.entries[row.entry_id].medal.value != "NONE"]  # fmt: skip
    else:
        first = list(results.rows_of(season, event.id))
        if kind == "start-list":
            first = [row for row in first if row.result.status is not ResultStatus.DNS]
    latin = [row for row in first if row.family_name.isascii() and row.category]
    assert len(latin) > 10
    missing = [row.family_name for row in latin if row.family_name not in text]
    assert missing == []


def test_played_twice_the_lists_are_the_same_to_the_byte(folder: Path, tmp_path: Path) -> None:
    demo.play(tmp_path)
    for name in LISTS:
        first, second = (base / "lists" / name for base in (folder, tmp_path))
        assert first.read_bytes() == second.read_bytes(), name


def test_a_season_there_already_is_not_overwritten(folder: Path) -> None:
    before = (folder / demo.FILE_NAME).read_bytes()
    with pytest.raises(Refused) as refused:
        demo.play(folder)
    assert refused.value.note.code == "file.exists"
    assert (folder / demo.FILE_NAME).read_bytes() == before


def test_the_lists_have_the_minimal_headers_and_more(folder: Path) -> None:
    with (folder / "lists" / "entries-willesden.csv").open(encoding="utf-8-sig") as stream:
        header = next(csv.reader(stream))
    assert header[:7] == ["Bib", "First name", "Last name", "Gender", "Birth date",
                          "Nationality", "Distance"]  # fmt: skip
