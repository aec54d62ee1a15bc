"""Taking an entry list: races, ages, bibs, fees, faults, undo, and that nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.services.desk import ENTRY_HEADER, Desk, codes_of, kinds_of
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.problems import Refused, Severity
from trailsdesk.services import entries, history
from trailsdesk.services.entry_plan import RowKind
from trailsdesk.store.writer import OperationWriter

# --------------------------------------------------------------------------------- the race


@pytest.mark.parametrize(
    "word",
    ["long", "LONG", " Long ", "Long Course", "longest", "19", "19 km", "19.0", "19.00", "19k",
     "19K", "19,0 km", "19,0", "19.0 km", "19 kms", "19 kilometres", "Long 19 km", "Long (19 km)",
     "１９"],
)  # fmt: skip
def test_a_race_is_known_by_every_spelling(desk: Desk, word: str) -> None:
    plan = desk.plan(f'1,Ada,Rimu,F,1990-03-02,NZL,"{word}"')
    (row,) = plan.rows
    assert row.entry is not None, codes_of(row.problems)
    assert row.entry.race_id == desk.race("long").id
    assert row.problems == ()


@pytest.mark.parametrize(
    ("word", "race"),
    [("Slope Sprint", "short"), ("sprint", "short"), ("6.4", "short"), ("6,4 km", "short"),
     ("6", "short"), ("Midi", "mid"), ("11.3 km", "mid"), ("11", "mid"), ("11,30", "mid")],
)  # fmt: skip
def test_kilometres_with_a_fraction_are_the_distance_published(
    desk: Desk, word: str, race: str
) -> None:
    plan = desk.plan(f'1,Ada,Rimu,F,1990-03-02,NZL,"{word}"', event="torlesse")
    assert plan.rows[0].entry is not None
    assert plan.rows[0].entry.race_id == desk.race(race, "torlesse").id


@pytest.mark.parametrize("word", ["ultra", "190", "64", "1.9 km", "፩", "²x", "0", "-", "19 miles"])
def test_a_race_nobody_offers_is_refused_with_those_there_are(desk: Desk, word: str) -> None:
    plan = desk.plan(f"1,Ada,Rimu,F,1990-03-02,NZL,{word}")
    assert kinds_of(plan) == ["refused"]
    (problem,) = plan.all_problems()
    assert problem.severity is Severity.ERROR
    assert problem.row == 2
    assert "short" in str(problem.params["known"])


def test_no_race_is_refused_unless_one_is_chosen_for_the_list(desk: Desk) -> None:
    line = "1,Ada,Rimu,F,1990-03-02,NZL,"
    assert codes_of(desk.plan(line).all_problems()) == ["entry.no-race"]
    plan = desk.plan(line, race="mid")
    assert kinds_of(plan) == ["new"]
    assert plan.rows[0].entry is not None
    assert plan.rows[0].entry.race_id == desk.race("mid").id


def test_a_row_that_names_its_race_does_not_follow_the_chosen_one(desk: Desk) -> None:
    plan = desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,long", race="mid")
    assert plan.rows[0].entry is not None
    assert plan.rows[0].entry.race_id == desk.race("long").id


def test_a_race_there_is_not_follows_the_chosen_one_and_says_so(desk: Desk) -> None:
    plan = desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,ultra", race="mid")
    assert plan.rows[0].entry is not None
    assert plan.rows[0].entry.race_id == desk.race("mid").id
    (problem,) = plan.all_problems()
    assert (problem.code, problem.params["race"]) == ("entry.race-by-choice", "ultra")


def test_a_race_there_is_not_is_told_once_for_all_its_rows(desk: Desk) -> None:
    plan = desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,Ultra", "2,Bram,Tawa,M,1990-03-02,NZL,ULTRA",
                     race="mid")  # fmt: skip
    assert kinds_of(plan) == ["new", "new"]
    assert codes_of(plan.all_problems()) == ["entry.race-by-choice"]


# ----------------------------------------------------------------------------------- the age


@pytest.mark.parametrize(
    ("born", "race", "kind"),
    [
        ("2014-05-24", "mid", "refused"),
        ("2013-05-25", "mid", "refused"),
        ("2013-05-24", "mid", "new"),
        ("2018-05-24", "short", "new"),
        ("2018-05-25", "short", "refused"),
        ("2019-01-01", "short", "refused"),
    ],
    ids=["12 in Midi", "12 until tomorrow", "13 today", "8 today", "7 until tomorrow", "7"],
)
def test_age_on_race_day_opens_or_closes_a_distance(
    desk: Desk, born: str, race: str, kind: str
) -> None:
    plan = desk.plan(f"1,Ada,Rimu,F,{born},NZL,{race}")
    assert kinds_of(plan) == [kind]
    assert bool(plan.all_problems()) == (kind == "refused")
    assert all(problem.code.startswith("entry.age") for problem in plan.all_problems())


def test_a_corrected_birth_date_that_is_too_young_is_refused_and_the_entry_stays(
    desk: Desk,
) -> None:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,mid")
    plan = desk.entries("1,Ada,Rimu,F,2016-03-02,NZL,mid")
    assert kinds_of(plan) == ["refused"]
    assert desk.runner("1").birth_date == date(1990, 3, 2)


def test_a_refused_row_does_not_keep_the_person_s_other_row_out(desk: Desk) -> None:
    lines = ("1,Ada,Rimu,F,2014-03-02,NZL,mid", "2,Ada,Rimu,F,2014-03-02,NZL,short")
    assert kinds_of(desk.entries(*lines)) == ["refused", "new"]
    assert kinds_of(desk.plan(*lines)) == ["refused", "same"]
    assert kinds_of(desk.plan(*reversed(lines))) == ["same", "refused"]


def test_the_entry_of_a_refused_row_does_not_fall_to_a_namesake(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,,NZL,mid")
    lines = (",Ada,Rimu,F,,NZL,short", "1,Ada,Rimu,F,2014-01-01,NZL,")
    assert kinds_of(desk.entries(*lines)) == ["new", "refused"]
    assert kinds_of(desk.plan(*lines)) == ["same", "refused"]
    assert desk.entry("1").race_id == desk.race("mid").id


def test_a_missing_birth_date_or_gender_is_kept_and_listed(desk: Desk) -> None:
    plan = desk.entries("1,Ada,Rimu,F,,NZL,mid", "2,Bram,Tawa,,1990-01-01,NZL,mid")
    assert kinds_of(plan) == ["new", "new"]
    assert desk.codes() == ["category.no-birth-date", "category.no-gender"]
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,mid", "2,Bram,Tawa,M,1990-01-01,NZL,mid")
    assert desk.codes() == []


# ---------------------------------------------------------------------------------- the bibs


def test_a_bib_twice_in_the_list_goes_to_the_first_and_the_other_is_kept_without(
    desk: Desk,
) -> None:
    lines = ("5,Ada,Rimu,F,1990-03-02,NZL,mid", "05,Bram,Tawa,M,1990-01-01,NZL,mid")
    plan = desk.entries(*lines)
    assert kinds_of(plan) == ["new", "new"]
    (problem,) = plan.all_problems()
    assert problem.code == "entry.bib-twice-in-list"
    assert (problem.row, problem.params["first"]) == (3, 2)
    assert sorted(e.bib for e in desk.season.data.entries.values()) == ["", "5"]
    again = desk.plan(*lines)
    assert (kinds_of(again), codes_of(again.all_problems())) == (
        ["same", "same"], ["entry.bib-twice-in-list"],
    )  # fmt: skip


def test_a_bib_of_somebody_else_on_file_stays_theirs(desk: Desk) -> None:
    desk.entries("5,Ada,Rimu,F,1990-03-02,NZL,mid")
    plan = desk.entries("5,Bram,Tawa,M,1990-01-01,NZL,mid")
    (problem,) = plan.all_problems()
    assert (problem.code, problem.params["holder"]) == ("entry.bib-taken", "Ada Rimu")
    assert desk.runner("5").given_name == "Ada"
    assert len(desk.season.data.entries) == 2


def test_a_bib_may_be_worn_again_at_another_event(desk: Desk) -> None:
    desk.entries("5,Ada,Rimu,F,1990-03-02,NZL,mid")
    plan = desk.entries("5,Bram,Tawa,M,1990-01-01,NZL,mid", event="torlesse")
    assert plan.all_problems() == ()


def test_a_name_misspelled_under_its_own_bib_is_corrected_even_without_birth_dates(
    desk: Desk,
) -> None:
    desk.entries("5,Jon,Smithers,M,,NZL,mid")
    plan = desk.entries("5,John,Smithers,M,,NZL,mid")
    assert kinds_of(plan) == ["changed"]
    assert kinds_of(desk.plan("5,Zoe,Quartz,F,,NZL,mid")) == ["new"]


# ----------------------------------------------------------------------------- what else it says


def test_fee_medal_series_and_payment_come_from_the_list_and_the_fee_says_why(desk: Desk) -> None:
    header = f"{ENTRY_HEADER},Entered,Paid,Medal,Series"
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short,2026-03-29,41.65,post,yes", header=header)
    (row,) = entries.entry_rows(desk.season)
    assert row.quote is not None
    assert (row.quote.total_minor, row.owes_minor) == (4165, 0)
    assert [line.amount_minor for line in row.quote.lines] == [4900, -735]
    assert row.quote.explanation.code == "fee.explain-series"
    assert (row.entry.medal, row.entry.series_entry) == (MedalOrder.POST, True)
    desk.entries("1,Ada,Rimu,F,2008-03-02,NZL,short,,,,", header=header)
    (row,) = entries.entry_rows(desk.season)
    assert row.quote is not None
    assert row.quote.total_minor == 2975, "junior now; date, payment and series entry stayed"


def test_no_in_the_list_takes_a_medal_order_back(desk: Desk) -> None:
    header = f"{ENTRY_HEADER},Medal"
    for word, order in (("yes", MedalOrder.COLLECT), ("", MedalOrder.COLLECT),
                        ("no", MedalOrder.NONE), ("", MedalOrder.NONE)):  # fmt: skip
        desk.entries(f"1,Ada,Rimu,F,1990-03-02,NZL,short,{word}", header=header)
        assert desk.entry("1").medal is order, word


def test_an_entry_without_a_date_has_no_fee(desk: Desk) -> None:
    desk.entries("1,Ada,Rimu,F,1990-03-02,NZL,short")
    (row,) = entries.entry_rows(desk.season)
    assert (row.quote, row.owes_minor) == (None, None)


def test_rows_the_reader_can_make_nothing_of_count_as_refused(desk: Desk) -> None:
    plan = desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,short", ",,,F,1990-01-01,NZL,short")
    assert [plan.count(kind) for kind in RowKind] == [1, 0, 0, 0, 1]


def test_a_list_without_a_name_or_bib_column_is_told_once(desk: Desk) -> None:
    plan = desk.entries("F,1990-01-01", "M,1980-01-01", header="Gender,Birth date")
    assert codes_of(plan.all_problems()) == ["entry.no-columns"]
    assert plan.count(RowKind.REFUSED) == 2
    assert desk.season.data.entries == {}


def test_problems_come_in_the_order_of_the_file(desk: Desk) -> None:
    plan = desk.plan(
        "1,Ada,Rimu,F,1990-13-45,NZL,short", "2,Bo,Tawa,M,1990-01-01,NZL,ultra",
        "3,Cy,Larch,Q,1990-01-01,NZL,short",
    )  # fmt: skip
    assert [problem.row for problem in plan.all_problems()] == [2, 3, 4]


def test_a_column_that_is_not_there_cannot_be_mapped(desk: Desk) -> None:
    from trailsdesk.formats.tables import Row, Table

    table = Table(name="t", header_row=1, header=("Bib",), rows=(Row(number=2, cells=("1",)),))
    for overrides in ({"Nonsense": "bib"}, {"Bib": "nonsense"}):
        with pytest.raises(Refused) as refused:
            entries.guess_columns(table, overrides)
        assert refused.value.note.code == "input.no-such-column"
        assert "bib" in str(refused.value.note.params["known"])


# --------------------------------------------------------------------------------- all or none


LINES = ("1,Ada,Rimu,F,1990-03-02,NZL,short", "2,Bram,Tawa,M,1985-07-20,NED,mid")


def test_undo_takes_the_whole_list_back_and_it_can_be_taken_again(desk: Desk) -> None:
    before = desk.season.file.load()
    desk.entries(*LINES)
    after = desk.season.data
    assert desk.undo() == "entries.import"
    assert desk.season.data.entries == before.entries == {}
    assert desk.season.data.runners == {}
    assert desk.redo() == "entries.import"
    assert desk.season.data.entries == after.entries
    assert desk.season.data.runners == after.runners
    desk.undo()
    desk.reopen()
    assert desk.season.data.entries == {}
    assert kinds_of(desk.entries(*LINES)) == ["new", "new"]
    assert kinds_of(desk.plan(*LINES)) == ["same", "same"]


def test_a_list_stays_after_a_restart_and_can_still_be_undone(desk: Desk) -> None:
    desk.entries(*LINES)
    desk.reopen()
    assert kinds_of(desk.plan(*LINES)) == ["same", "same"]
    assert desk.undo() == "entries.import"
    assert desk.season.data.entries == {}


def test_a_list_looked_at_before_an_undo_is_not_taken_after_it(desk: Desk) -> None:
    desk.entries(LINES[0])
    stale = desk.plan(LINES[0].replace("short", "mid"))
    desk.undo()
    with pytest.raises(Refused) as refused:
        entries.commit_entries(desk.season, stale)
    assert refused.value.note.code == "entry.plan-stale"
    assert desk.season.data.entries == {}


def test_a_blank_birth_date_is_told_with_its_row_and_very_many_as_one(desk: Desk) -> None:
    one = desk.plan(LINES[0], "2,Bram,Tawa,M,,NED,mid")
    assert [(p.code, p.row) for p in one.all_problems()] == [("entry.no-birth-date", 3)]
    many = desk.plan(*(f"{bib},Given{bib},Family{bib},M,,NZL,mid" for bib in range(1, 151)))
    assert [(p.code, p.row) for p in many.all_problems()] == [("entry.no-birth-dates", None)]
    assert many.count(RowKind.NEW) == 150


def test_an_import_is_one_operation_with_its_figures(desk: Desk) -> None:
    desk.entries(*LINES)
    desk.entries("2,Bram,Tawa,M,1985-07-20,NED,long", "3,Cy,Larch,M,1990-01-01,NZL,mid")
    info = desk.season.file.history(1)[0]
    assert info.name == "entries.import"
    assert dict(info.params) == {
        "name": "entries.csv", "event": "willesden", "added": 1, "updated": 1,
    }  # fmt: skip


@pytest.mark.parametrize("call", [1, 2, 3])
def test_an_import_that_fails_in_the_middle_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = desk.season.data
    operations = desk.season.file.history()
    genuine = OperationWriter.put_many
    calls: list[int] = []

    def fails(self: OperationWriter, items: Any) -> Any:
        calls.append(len(items))
        if len(calls) == call:
            raise OSError("the stick was pulled out")
        return genuine(self, items)

    monkeypatch.setattr(OperationWriter, "put_many", fails)
    with pytest.raises(OSError, match="stick"):
        desk.entries(*(f"{line},a@example.invalid" for line in LINES),
                     header=f"{ENTRY_HEADER},Email")  # fmt: skip
    monkeypatch.undo()
    assert len(calls) == call
    assert desk.season.data is before
    assert desk.season.file.history() == operations
    assert desk.season.file.load() == before
    assert desk.season.file.check() == ()
    assert kinds_of(desk.entries(*LINES)) == ["new", "new"]


# -------------------------------------------------------------------------------- any list


NAMES = st.sampled_from(
    ["Ada Rimu", "Rimu Ada", "Ada Rímu", "Tom Evans", "Jon Smith", "John Smith", "李 雷", " "]
)
BIRTHS = ("", "", "1990-03-02", "1990-02-03", "1961-11-30")
# A row refused for its age may have stood for any of several people nobody can tell apart, so the
# children have a name of their own.
CHILDREN = st.builds(
    lambda *cells: ",".join(cells),
    st.sampled_from(["", "8", "9"]),
    st.just("Kid Koru"),
    st.sampled_from(["", "2014-01-01", "2019-01-01"]),
    st.sampled_from(["short", "mid"]),
    st.just("F"),
)
GROWN = st.builds(
    lambda *cells: ",".join(cells),
    st.sampled_from(["", "", "1", "01", "2", "3", "A7", "a7"]),
    NAMES,
    st.sampled_from(BIRTHS),
    st.sampled_from(["short", "short", "mid", "19", "", "ultra"]),
    st.sampled_from(["F", "M", ""]),
)
ROWS = st.one_of(GROWN, GROWN, CHILDREN)
LISTS = st.lists(ROWS, min_size=1, max_size=9).filter(lambda rows: "".join(rows).strip(", "))
SAME_DESK = HealthCheck.function_scoped_fixture
QUICK = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
HEADER = "Bib,Name,Birth date,Distance,Gender"


@settings(max_examples=60, derandomize=True, phases=QUICK, suppress_health_check=[SAME_DESK])
@given(first=LISTS, second=LISTS, chosen=st.sampled_from([None, "short"]))
def test_any_list_taken_twice_changes_nothing_and_no_row_vanishes(
    desk: Desk, first: list[str], second: list[str], chosen: str | None
) -> None:
    desk.season.secure = lambda _reason: None  # type: ignore[method-assign]  no copies: quicker
    while history.undo(desk.season):
        pass
    taken = 0
    for lines in (first, second):
        plan = desk.entries(*lines, header=HEADER, race=chosen)
        offered = len([line for line in lines if line.strip(", ")])
        assert sum(plan.count(kind) for kind in RowKind) == offered
        assert len(plan.rows) + plan.refused_by_reader == offered
        refused = [row for row in plan.rows if row.kind is RowKind.REFUSED]
        assert all(row.problems for row in refused), "a refused row says why"
        taken += bool(plan.count(RowKind.NEW) + plan.count(RowKind.CHANGED))
        again = desk.plan(*lines, header=HEADER, race=chosen)
        assert set(kinds_of(again)) <= {"same", "refused"}, (first, second)
        worn = [e.bib.casefold().lstrip("0") for e in desk.season.data.entries.values() if e.bib]
        assert len(worn) == len(set(worn)), "no bib is worn twice"
    for _ in range(taken):
        desk.undo()
    assert desk.season.data.entries == {}
    assert desk.season.data.runners == {}


def test_a_refused_row_says_where_to_look_what_stood_there_and_what_to_do(desk: Desk) -> None:
    plan = desk.plan("1,Ada,Rimu,F,1990-03-02,NZL,ultra", "2,Bram,Tawa,M,2016-07-20,NED,long")
    told = {p.row: p for p in plan.all_problems()}
    assert (told[2].code, told[2].column, told[2].params["race"]) == (
        "entry.unknown-race", "Distance", "ultra",
    )  # fmt: skip
    assert (told[3].code, told[3].column) == ("entry.age-other-race", "Birth date")
