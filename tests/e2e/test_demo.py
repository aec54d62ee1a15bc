"""The made-up season: everything it promises to show is in it, and it is the same every time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from trailsdesk import demo
from trailsdesk.cli.demo_files import write_files
from trailsdesk.demo import art, desk, lists
from trailsdesk.documents.sheet import Table
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.ledger import ChargeBasis, LineItem, LineKind
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services import (
    awards,
    entries,
    history,
    itra_export,
    ledger,
    medals,
    printing,
    publishing,
    questions,
    results,
    sheet_art,
    spot_draw,
    till,
)
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
        "category.no-birth-date", "category.no-gender", "entry.no-bib", "entry.no-waiver",
        "read.unknown-bib", "read.no-bib", "read.repeated", "result.before-gun",
        "result.too-fast", "result.status-and-time", "result.not-as-published",
        "award.changed-after-announcement",
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


def test_every_entry_is_charged_and_most_are_paid(season: Season) -> None:
    standing = ledger.accounts(season)
    assert {account.basis for account in standing.values()} == {ChargeBasis.BOOKED}
    assert 0 < sum(account.owed_minor > 0 for account in standing.values()) < 20
    rows = entries.entry_rows(season)
    assert {row.entry.medal.value for row in rows} == {"NONE", "COLLECT", "POST"}
    closed = [row for row in rows if row.quote is not None and not row.quote.open]
    assert closed == [], "nobody entered after the closing"


def test_late_ones_paid_at_a_table_whose_till_was_short(season: Season) -> None:
    event = season.event("willesden")
    first, *others = till.tills_of(season, event.id)
    late = [line for line in season.data.ledger.values() if line.till_id == first.id]
    assert len({line.entry_id for line in late}) == 4
    sheet = printing.build_sheet(season, printing.kind_named("late-entries"), event.id)
    (listed,) = [block for block in sheet.blocks if isinstance(block, Table)]
    assert len(listed.rows) == 4
    assert till.cash_up_of(season, first.id).cash.difference_minor == -desk.MISSING_MINOR
    assert first.note
    rest = [each for each in season.data.tills.values() if each.id != first.id]
    assert others
    assert all(each.closed_ms is not None for each in rest)
    assert {till.cash_up_of(season, each.id).cash.difference_minor for each in rest} == {0}


def test_one_moved_to_another_distance_and_one_gave_up(season: Season) -> None:
    lines = season.data.ledger.values()
    assert sum(line.item is LineItem.TRANSFER for line in lines) == 1
    (refund,) = [line for line in lines if line.kind is LineKind.REFUND]
    gone = [e for e in season.data.entries.values() if e.status is EntryStatus.WITHDRAWN]
    assert [entry.id for entry in gone] == [refund.entry_id]


def test_some_medals_are_gone_and_one_to_post_has_no_address(season: Season) -> None:
    event = season.event("willesden")
    counts = medals.medal_view(season, event.id).counts
    assert 0 < counts.handed_out < counts.collect
    assert (counts.post, counts.posted) == (2, 0)
    assert len(medals.addresses_told(season, event.id)) == 1


def test_questions_are_asked_and_answered_by_most(season: Season) -> None:
    asked = questions.questions_in_order(season)
    assert [each.kind.value for each in asked] == ["CHOICE", "YES_NO", "NUMBER"]
    most = len(season.data.entries) / 2
    assert all(count > most for count in questions.answered_counts(season).values())


def test_every_race_was_published_and_one_changed_since(season: Season) -> None:
    standing = [publishing.race_standing(season, race_id) for race_id in season.data.races]
    assert all(each.latest is not None for each in standing)
    assert sum(bool(each.changes) for each in standing) == 1


def test_prizes_were_called_and_handed_out_and_one_is_wrong_now(season: Season) -> None:
    for event in season.data.events_in_order():
        found = awards.award_view(season, event.id)
        assert any(each.handed for each in found), event.code
    found = awards.award_view(season, season.event("willesden").id)
    assert all(each.announced is not None for each in found if each.group.prizes)
    assert sum(each.is_changed for each in found) == 1


def test_three_spot_prizes_are_drawn_and_one_is_handed_out(season: Season) -> None:
    (made,) = spot_draw.draws_of(season, season.event("willesden").id)
    rows = spot_draw.draw_view(season, made.id).rows
    assert len({row.winner.key for row in rows if row.winner is not None}) == 3
    assert [row.prize.handed_ms is not None for row in rows] == [True, False, False]


def test_the_sheets_carry_a_logo_and_certificates_a_design(season: Season) -> None:
    sheet_art.load_art(season)
    logo = sheet_art.logo_of(season, season.event("willesden").id)
    assert logo is not None
    assert (logo.width, logo.height) == (art.WIDE, art.HIGH)
    assert sheet_art.design_of(season, None).looks


def test_the_lists_taken_again_change_nothing(season: Season, folder: Path) -> None:
    for event in season.data.events_in_order():
        source = read_source(folder / "lists" / f"entries-{event.code}.csv")
        table = pick_table(open_book(source), None)
        plan = entries.plan_entries(
            season, event.id, None, source.name, table,
            entries.guess_columns(table, lists.QUESTIONS),
        )  # fmt: skip
        assert {row.kind.value for row in plan.rows} <= {"same", "refused"}, event.code
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


NOT_EVERYBODY = {
    "accounts", "address-labels", "award-pickup", "award-reasons", "cash-up", "charts",
    "checkpoint", "course", "envelopes", "finish-grid", "key-strip", "late-entries",
    "medal-production", "receipt", "running-order", "series-awards", "splits", "spot-prizes",
    "sweep", "sweep-phones", "who-owes",
}  # fmt: skip
"""Forms to write on, figures, and lists of a few."""


@pytest.mark.parametrize(
    "kind", [kind.id for kind in printing.KINDS if kind.id not in NOT_EVERYBODY]
)
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


def test_the_files_an_organiser_hands_out_are_written(season: Season, tmp_path: Path) -> None:
    made = {place.name for place in write_files(season, tmp_path / "files")}
    assert {"site", "accounts.xlsx", "prize-list-willesden.pdf"} <= made
    (itra,) = (name for name in made if name.startswith("itra-"))
    rule = itra_export.result_file_rule(season)
    assert itra_export.check_file(tmp_path / "files" / itra, rule, date(2026, 8, 10)) == ()
    labels = PdfReader(tmp_path / "files" / "address-labels-willesden.pdf")
    assert "1 Made-up Lane" in labels.pages[0].extract_text()
    assert (tmp_path / "files" / "site" / "index.html").is_file()
    certificates = PdfReader(tmp_path / "files" / "certificate-willesden-long.pdf")
    long = season.race(season.event("willesden"), "long").id
    done = [row for row in results.result_rows(season, long)
            if row.result.status is ResultStatus.OK]  # fmt: skip
    assert len(certificates.pages) == len(done)
