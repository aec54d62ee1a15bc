"""One cause, every place: what changes in the evidence shows at once wherever it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import (
    categories,
    entries,
    event_setup,
    fee_quotes,
    printing,
    raceday,
    results,
    standings,
)

from tests.services.desk import ACTOR, DAYS  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.points import Standing

MINUTE = 60_000
FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,F,1991-07-20,NED,long",
    "3,Cleo,Larch,F,1986-08-01,AUS,long",
    "4,Dag,Koru,M,1986-05-24,NZL,long",
)
TIMES = ("1,11:20:00,", "2,11:21:00,", "3,11:22:00,", "4,11:10:00,")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    desk.times(*TIMES)
    return desk


def sheet_text(desk: Desk, kind: str = "prize-list") -> str:
    """Everything printed on a sheet of the first event, as its workbook says it."""
    import io

    from openpyxl import load_workbook

    event_id = (printing.kind_named(kind).needs_event and desk.event().id) or None
    sheet = printing.build_sheet(desk.season, printing.kind_named(kind), event_id)
    content, _told = printing.render(sheet, ".xlsx")
    book = load_workbook(io.BytesIO(content))
    return "\n".join(
        " ".join(str(cell) for cell in row if cell is not None)
        for page in book.worksheets
        for row in page.iter_rows(values_only=True)
    )


def line_of(text: str, word: str) -> str:
    (line,) = [line for line in text.splitlines() if word in line]
    return line


def standing(desk: Desk, family_name: str) -> Standing:
    (found,) = [
        one
        for group in standings.standings(desk.season, "long")
        for one in group.standings
        if one.family_name == family_name
    ]
    return found


def group_of(desk: Desk, family_name: str) -> str:
    (found,) = [
        group.category
        for group in standings.standings(desk.season, "long")
        for one in group.standings
        if one.family_name == family_name
    ]
    return found


# ------------------------------------------------------------------------------------ one by one


def test_a_ruling_moves_everybody_up(desk: Desk) -> None:
    before = desk.fingerprint()
    assert standing(desk, "Tawa").total == 95
    assert "Rimu" in sheet_text(desk)
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, " cut a corner ", ACTOR)
    rows = desk.by_bib()
    assert rows["1"].result.status is ResultStatus.DSQ
    assert (rows["1"].result.rank, rows["1"].result.time_ms) == (None, None)
    assert [rows[bib].result.rank_category for bib in "23"] == [1, 2]
    assert standing(desk, "Tawa").total == 100
    assert "Rimu" not in sheet_text(desk)
    (ruling,) = desk.season.data.rulings.values()
    assert (ruling.reason, ruling.actor) == ("cut a corner", ACTOR)
    assert desk.undo() == "result.rule"
    assert desk.fingerprint() == before
    desk.redo()
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.REINSTATE, "appeal", ACTOR)
    assert desk.fingerprint() == before
    desk.reopen()
    assert desk.fingerprint() == before


def test_a_penalty_moves_the_time_and_the_places_until_it_is_withdrawn(desk: Desk) -> None:
    before = desk.fingerprint()
    made = results.adjust_time(desk.season, desk.entry("1").id, Duration(90_000), "litter", ACTOR)
    results.adjust_time(desk.season, desk.entry("1").id, Duration(30_000), "again", ACTOR)
    rows = desk.by_bib()
    assert rows["1"].result.time_ms == 82 * MINUTE
    assert [rows[bib].result.rank_category for bib in "123"] == [2, 1, 2]
    assert standing(desk, "Larch").total in (95, 100)
    assert "1:22:00" in line_of(sheet_text(desk), "Rimu")
    results.withdraw_adjustment(desk.season, made.id)
    assert desk.times_ms()["1"] == 80 * MINUTE + 30_000
    assert desk.undo() == "result.adjust-withdraw"
    assert desk.times_ms()["1"] == 82 * MINUTE
    desk.undo()
    desk.undo()
    assert desk.fingerprint() == before


def test_a_birth_date_moves_category_places_points_and_prizes(desk: Desk) -> None:
    entries.edit_runner(desk.season, desk.entry("1").runner_id, birth_date=date(1980, 1, 1))
    rows = desk.by_bib()
    assert rows["1"].category == "F-VETERAN"
    assert [rows[bib].result.rank_category for bib in "123"] == [1, 1, 2]
    assert rows["1"].result.rank_gender == 1, "overall places do not ask for the age"
    assert (group_of(desk, "Rimu"), standing(desk, "Tawa").total) == ("F-VETERAN", 100)
    assert categories.assignment(desk.season, desk.entry("1").id).age == 46
    assert desk.undo() == "runner.edit"
    assert desk.by_bib()["1"].category == "F-OPEN"


def test_the_series_takes_the_age_of_its_last_day(desk: Desk) -> None:
    assert desk.by_bib()["3"].category == "F-OPEN", "39 at the first event"
    assert group_of(desk, "Larch") == "F-VETERAN", "40 at the last"
    assert desk.by_bib()["4"].category == "M-VETERAN", "40 on the day itself"


def test_a_removed_birth_date_leaves_the_place_and_takes_the_category(desk: Desk) -> None:
    entries.edit_runner(desk.season, desk.entry("1").runner_id, birth_date=None)
    row = desk.by_bib()["1"]
    assert (row.category, row.result.rank_category, row.result.rank_gender) == ("", None, 1)
    assert desk.codes() == ["category.no-birth-date"]
    entries.edit_runner(desk.season, desk.entry("1").runner_id, birth_date=date(1990, 3, 2))
    assert desk.codes() == []


def test_a_gender_moves_the_places_of_that_gender(desk: Desk) -> None:
    assert desk.by_bib()["2"].result.rank_gender == 2
    entries.edit_runner(desk.season, desk.entry("1").runner_id, gender=Gender.M)
    rows = desk.by_bib()
    assert (rows["2"].result.rank_gender, rows["1"].result.rank_gender) == (1, 2)
    assert rows["1"].category == "M-OPEN"


def test_a_gun_moves_times_points_stay_and_the_sheet_follows(desk: Desk) -> None:
    assert "1:20:00" in line_of(sheet_text(desk), "Rimu")
    desk.start("10:05:00")
    assert "1:15:00" in line_of(sheet_text(desk), "Rimu")
    assert standing(desk, "Rimu").total == 100
    desk.start("11:15:00")
    assert "result.before-gun" in desk.codes()
    desk.undo()
    assert desk.codes() == []


def test_an_override_places_by_decision_with_its_reason(desk: Desk) -> None:
    entry_id = desk.entry("1").id
    categories.override_category(desk.season, entry_id, "F-CLASSIC", " agreed ")
    row = desk.by_bib()["1"]
    assert (row.category, row.result.rank_category) == ("F-CLASSIC", 1)
    assert desk.by_bib()["2"].result.rank_category == 1
    explanation = categories.assignment(desk.season, entry_id).explanation
    assert explanation.params["reason"] == "agreed"
    operations = len(desk.season.file.history())
    categories.override_category(desk.season, entry_id, "F-CLASSIC", "agreed")
    assert len(desk.season.file.history()) == operations, "the same again is no operation"
    desk.reopen()
    assert desk.by_bib()["1"].category == "F-CLASSIC"
    categories.override_category(desk.season, entry_id, "", "")
    assert desk.by_bib()["1"].category == "F-OPEN"
    assert desk.undo() == "category.clear"
    assert desk.undo() == "category.override"
    assert desk.by_bib()["1"].category == "F-OPEN"


@pytest.mark.parametrize(
    ("category", "reason", "code"),
    [("NOBODY", "x", "category.unknown"), ("F-CLASSIC", "  ", "category.reason-missing")],
)
def test_an_override_needs_a_category_there_is_and_a_reason(
    desk: Desk, category: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        categories.override_category(desk.season, desk.entry("1").id, category, reason)
    assert refused.value.note.code == code
    categories.override_category(desk.season, desk.entry("1").id, "", "")
    assert desk.season.data.overrides == {}


def test_an_override_at_the_last_event_holds_for_the_series(desk: Desk) -> None:
    desk.entries(FIELD[0], event="inverary")
    last = desk.entry("1", "inverary").id
    categories.override_category(desk.season, last, "F-CLASSIC", "agreed")
    assert group_of(desk, "Rimu") == "F-CLASSIC"
    assert desk.by_bib()["1"].category == "F-OPEN"


def test_the_day_of_an_event_moves_ages_and_fees(desk: Desk) -> None:
    event_setup.edit_event(desk.season, desk.event("inverary").id, day=date(2026, 7, 31))
    assert group_of(desk, "Larch") == "F-OPEN", "the season now ends before the birthday"
    event_setup.edit_event(desk.season, desk.event().id, day=date(2026, 5, 23))
    assert desk.by_bib()["4"].category == "M-OPEN"
    desk.undo()
    assert desk.by_bib()["4"].category == "M-VETERAN"


def test_the_zone_of_an_event_is_told_anew_in_problems(desk: Desk) -> None:
    desk.times("77,11:30:00,", name="more.csv")
    (before,) = desk.problems()
    assert before.params["time"] == "11:30:00"
    event_setup.edit_event(desk.season, desk.event().id, zone="Australia/Sydney")
    (after,) = desk.problems()
    assert after.params["time"] == "09:30:00"
    with pytest.raises(Refused) as refused:
        event_setup.edit_event(desk.season, desk.event().id, zone="Middle/Earth")
    assert refused.value.note.code == "event.unknown-zone"


def test_a_time_limit_puts_the_late_out_of_time(desk: Desk) -> None:
    race = desk.race("long")
    event_setup.edit_race(desk.season, race.id, time_limit_ms=81 * MINUTE)
    assert desk.by_bib()["3"].result.status is ResultStatus.OVER_TIME
    assert desk.by_bib()["2"].result.status is ResultStatus.OK, "the limit itself is in time"
    assert "Larch" not in sheet_text(desk)
    assert desk.undo() == "race.edit"
    assert desk.by_bib()["3"].result.status is ResultStatus.OK


def test_a_moved_entry_is_ranked_in_its_new_race(desk: Desk) -> None:
    entries.edit_entry(desk.season, desk.entry("1").id, race_id=desk.race("mid").id)
    assert [row.bib for row in desk.rows(race="mid")] == ["1"]
    assert desk.by_bib()["2"].result.rank_category == 1
    assert {group.race_code for group in standings.standings(desk.season)} == {"mid", "long"}


def test_a_withdrawn_entry_that_was_seen_is_told(desk: Desk) -> None:
    assert entries.withdraw(desk.season, [desk.entry("1").id, desk.entry("2").id]) == 2
    assert desk.codes() == ["result.withdrawn-but-seen"] * 2
    assert entries.withdraw(desk.season, [desk.entry("1").id]) == 0
    assert entries.withdraw(desk.season, [desk.entry("1").id], withdrawn=False) == 1
    assert desk.codes() == ["result.withdrawn-but-seen"]
    desk.undo()
    desk.undo()
    assert desk.codes() == []


# -------------------------------------------------------------------------------------- options


def dense(desk: Desk) -> list[int | None]:
    return [row.result.rank_category for row in desk.rows() if row.category == "F-OPEN"]


def test_the_option_on_ties_decides_the_place_that_follows(desk: Desk) -> None:
    desk.undo()
    desk.times("1,11:20:00,", "2,11:20:00,", "3,11:22:00,", name="tie.csv")
    assert dense(desk) == [1, 1, 3]
    assert [standing(desk, n).total for n in ("Rimu", "Tawa")] == [100, 100]
    before = desk.fingerprint()
    event_setup.choose_option(desk.season, "equal-times", "dense")
    assert dense(desk) == [1, 1, 2]
    assert desk.fingerprint() != before
    assert desk.undo() == "rules.option"
    assert desk.fingerprint() == before
    desk.redo()
    desk.reopen()
    assert dense(desk) == [1, 1, 2]


def test_the_option_on_group_changes_decides_the_points(desk: Desk) -> None:
    assert standing(desk, "Larch").total == 100, "first among the series veterans"
    event_setup.choose_option(desk.season, "category-change", "keep")
    assert standing(desk, "Larch").total == 90, "third among the open women of the day"


def test_the_option_on_starters_who_do_not_finish_gives_them_points(desk: Desk) -> None:
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DNF, "", ACTOR)
    assert standing(desk, "Rimu").total == 0
    event_setup.choose_option(desk.season, "not-finished", "last")
    assert standing(desk, "Rimu").total == 45


@pytest.mark.parametrize(("choice", "names"), [("first", 1), ("three", 3), ("none", 0)])
def test_the_option_on_prizes_decides_the_length_of_the_list(
    desk: Desk, choice: str, names: int
) -> None:
    event_setup.choose_option(desk.season, "event-prizes", choice)
    text = sheet_text(desk)
    assert sum(name in text for name in ("Rimu", "Tawa", "Larch")) == names


def test_the_option_on_late_entries_opens_the_last_price(desk: Desk) -> None:
    def quoted() -> int | None:
        born, day = date(1990, 1, 1), date(2026, 5, 20)
        return fee_quotes.quote_for(desk.season, "willesden", "short", born, day).total_minor

    assert quoted() is None
    event_setup.choose_option(desk.season, "late-entries", "last-price")
    assert quoted() == 9000


@pytest.mark.parametrize(("option", "choice"), [("nonsense", "x"), ("equal-times", "nonsense")])
def test_only_a_choice_the_rules_offer_is_taken(desk: Desk, option: str, choice: str) -> None:
    with pytest.raises(Refused) as refused:
        event_setup.choose_option(desk.season, option, choice)
    assert refused.value.note.code == "rules.no-such-option"


# ------------------------------------------------------------------------------------- the whole


def play(desk: Desk, event: str, *clock_times: str) -> None:
    desk.entries(*FIELD, event=event)
    desk.start("10:00:00", event)
    desk.times(*(f"{n},{text}," for n, text in enumerate(clock_times, 1)), event=event)


def test_best_three_of_four_and_all_four_finished(desk: Desk) -> None:
    play(desk, "mount-cass", "11:21:00", "11:20:00", "11:22:00", "11:10:00")
    play(desk, "torlesse", "11:20:00", "11:21:00", "11:22:00", "11:10:00")
    ada = standing(desk, "Rimu")
    assert (ada.eligible, ada.rank, ada.total) == (False, None, 295)
    assert ada.reason is not None
    play(desk, "inverary", "11:21:00", "11:20:00", "11:22:00", "11:10:00")
    ada, bea = standing(desk, "Rimu"), standing(desk, "Tawa")
    assert (ada.total, bea.total) == (295, 295)
    assert (ada.rank, bea.rank, ada.shared, bea.shared) == (1, 1, True, True)
    assert sum(score.counted for score in ada.scores) == 3
    assert [score.event_code for score in ada.scores] == list(DAYS)
    results.rule_on(desk.season, desk.entry("2", "inverary").id, RulingKind.DNF, "retired", ACTOR)
    bea = standing(desk, "Tawa")
    assert (bea.eligible, bea.rank, bea.total) == (False, None, 290)
    assert (standing(desk, "Rimu").rank, standing(desk, "Rimu").total) == (1, 300)


def test_standings_ask_for_a_distance_there_is(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        standings.standings(desk.season, "ultra")
    assert refused.value.note.params["known"] == "short, mid, long"


def test_a_fingerprint_changes_exactly_when_a_result_does(desk: Desk) -> None:
    before = desk.fingerprint()
    entries.edit_runner(desk.season, desk.entry("1").runner_id, club="Fell Club", city="Hilltown")
    entries.edit_entry(desk.season, desk.entry("1").id, paid_minor=100, note="paid in cash")
    desk.times("77,11:30:00,", name="unknown.csv")
    desk.entries("1,Eve,Other,F,1990-01-01,NZL,long", event="torlesse")
    assert desk.fingerprint() == before
    changes = (
        lambda: entries.edit_runner(desk.season, desk.entry("1").runner_id, family_name="Rymu"),
        lambda: entries.edit_entry(desk.season, desk.entry("1").id, bib="11"),
        lambda: desk.start("10:00:01"),
        lambda: results.rule_on(desk.season, desk.entry("4").id, RulingKind.DSQ, "", ACTOR),
        lambda: categories.override_category(desk.season, desk.entry("2").id, "F-JUNIOR", "x"),
        lambda: desk.entries("9,New,Here,F,1990-01-01,NZL,long"),
    )
    seen = {before}
    for change in changes:
        change()
        seen.add(desk.fingerprint())
    assert len(seen) == len(changes) + 1
    for _ in changes:
        desk.undo()
    assert desk.fingerprint() == before


def test_problems_go_when_their_cause_is_mended(desk: Desk) -> None:
    desk.entries("7,Too,Young,F,2012-05-24,NZL,short", "8,No,Birth,F,,NZL,long",
                 "9,No,Gender,,1990-01-01,NZL,long")  # fmt: skip
    entries.edit_entry(desk.season, desk.entry("8").id, bib="01")
    entries.edit_runner(desk.season, desk.entry("7").runner_id, birth_date=date(2014, 5, 24))
    entries.edit_entry(desk.season, desk.entry("7").id, race_id=desk.race("mid").id)
    assert sorted(set(desk.codes())) == [
        "category.no-birth-date", "category.no-gender", "entry.age-other-race", "entry.bib-twice",
        "read.ambiguous-bib",
    ]  # fmt: skip
    severities = [problem.severity.value for problem in desk.problems()]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    entries.edit_entry(desk.season, desk.entry("7").id, race_id=desk.race("short").id)
    entries.edit_entry(desk.season, desk.entry("01").id, bib="8")
    entries.edit_runner(desk.season, desk.entry("8").runner_id, birth_date=date(1990, 1, 1))
    entries.edit_runner(desk.season, desk.entry("9").runner_id, gender=Gender.X)
    assert desk.codes() == []


def test_a_person_twice_at_one_event_is_told_and_withdrawing_one_mends_it(desk: Desk) -> None:
    ada = desk.runner("1")
    double = replace(desk.entry("1"), id=0, bib="401", race_id=desk.race("short").id)
    made = entries.add_entry(desk.season, ada, double, None)
    assert desk.codes() == ["entry.runner-twice"]
    entries.withdraw(desk.season, [made])
    assert desk.codes() == []


def test_problems_of_one_event_leave_the_others_out(desk: Desk) -> None:
    from trailsdesk.services.problems import problems

    desk.times("77,11:30:00,", name="unknown.csv")
    desk.entries("5,No,Birth,F,,NZL,long", event="torlesse")
    here = problems(desk.season, desk.event().id)
    there = problems(desk.season, desk.event("torlesse").id)
    assert [p.code for p in here] == ["read.unknown-bib"]
    assert [p.code for p in there] == ["category.no-birth-date"]
    assert len(problems(desk.season)) == 2
    assert raceday.event_at_hand(desk.season) == desk.event().id
