"""Problems of the entries: odd data before the gun, each with whom it touches and its fix."""

from __future__ import annotations

from datetime import date

from tests.services.desk import ACTOR, ENTRY_HEADER, Desk
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services import bibs, entries
from trailsdesk.services.fixes import BibFix, PressFix, fixes_for
from trailsdesk.services.ledger import book_refund_payment
from trailsdesk.services.problems import BEFORE_THE_GUN, concerns
from trailsdesk.services.touched import touched

PAID = ENTRY_HEADER + ",Entered,Amount paid"


def found(desk: Desk, code: str) -> Problem:
    (problem,) = [each for each in desk.problems() if each.code == code]
    assert "…" not in message(problem)
    return problem


def bibs_of(desk: Desk, problem: Problem) -> list[str]:
    return [row.bib for row in touched(desk.season, problem)]


def press(desk: Desk, problem: Problem, label: str, bib: str = "") -> None:
    chosen = desk.entry(bib).id if bib else None
    offered = fixes_for(desk.season, problem, ACTOR, chosen)
    (fix,) = [each for each in offered if each.label == label]
    assert isinstance(fix, PressFix)
    before = desk.codes()
    fix.act()
    desk.undo()
    assert desk.codes() == before
    desk.redo()


def test_odd_data_is_listed_before_the_gun_and_nothing_else_is(desk: Desk) -> None:
    """Age outside the limits, the same person twice, a bib twice, no bib, no birth date."""
    desk.entries(
        "401,Ada,Rimu,F,1990-03-02,NZL,long",
        "402,Ben,Tawa,M,1991-01-01,NZL,long",
        "201,Flo,Rata,F,1990-03-02,NZL,mid",
        ",Cai,Koru,M,1960-01-01,NZL,long",
        "404,Dee,Miro,F,,NZL,long",
        "405,Eli,Nikau,M,1991-01-01,NZL,long",
    )
    season = desk.season
    entries.edit_entry(season, desk.entry("405").id, bib="401")
    entries.edit_runner(season, desk.runner("402").id, birth_date=date(2015, 1, 1))
    twice = Entry(runner_id=desk.runner("201").id, race_id=desk.race("short").id, bib="1")
    entries.add_entry(season, desk.runner("201"), twice, None)
    desk.times("999,11:20:00,", race="long")
    listed = {p.code for p in desk.problems() if concerns(p, BEFORE_THE_GUN)}
    assert sorted(listed) == [
        "category.no-birth-date", "entry.age-other-race", "entry.bib-twice", "entry.no-bib",
        "entry.runner-twice",
    ]  # fmt: skip
    assert "read.unknown-bib" in desk.codes()


def test_who_has_no_bib_is_told_once_the_others_have_theirs(desk: Desk) -> None:
    desk.entries(",Ada,Rimu,F,1990-03-02,NZL,long", ",Ben,Tawa,M,1991-01-01,NZL,long")
    assert found(desk, "entry.no-bib").severity is Severity.INFO
    desk.entries("401,Cai,Koru,M,1992-01-01,NZL,long")
    problem = found(desk, "entry.no-bib")
    assert problem.severity is Severity.WARNING
    assert "2 (Ada Rimu, Ben Tawa)" in message(problem)
    press(desk, problem, "Give out 2 free bibs")
    assert desk.codes() == []
    assert desk.runner("402").given_name == "Ada"


def test_one_of_those_without_a_bib_gets_the_bib_typed(desk: Desk) -> None:
    desk.entries(
        ",Ada,Rimu,F,1990-03-02,NZL,long",
        ",Ben,Tawa,M,1991-01-01,NZL,long",
        "401,Cai,Koru,M,1992-01-01,NZL,long",
    )
    problem = found(desk, "entry.no-bib")
    ben = next(row.place.entry_id for row in touched(desk.season, problem) if "Ben" in row.name)
    (typed,) = fixes_for(desk.season, problem, ACTOR, ben)  # type: ignore[arg-type]
    assert isinstance(typed, BibFix)
    assert typed.suggestions == ("402",)
    typed.act("455")
    assert desk.runner("455").given_name == "Ben"
    assert [row.name for row in touched(desk.season, found(desk, "entry.no-bib"))] == ["Ada Rimu"]


def test_a_bib_outside_its_races_range_is_told_and_one_in_another_races_too(desk: Desk) -> None:
    desk.entries(
        "401,Ada,Rimu,F,1990-03-02,NZL,long",
        "900,Ben,Tawa,M,1991-01-01,NZL,long",
        "402,Cai,Koru,M,1992-01-01,NZL,mid",
    )
    assert desk.codes() == []
    bibs.set_ranges(desk.season, desk.race("long").id, "401-450")
    told = [p for p in desk.problems() if p.code == "entry.bib-outside"]
    assert sorted(b for p in told for b in bibs_of(desk, p)) == ["402", "900"]
    long = next(p for p in told if p.params["race"] == "Long")
    assert "(401-450): 1 (900)" in message(long)
    press(desk, long, "Bib 403 instead of 900 for Ben Tawa")
    assert desk.runner("403").given_name == "Ben"


def test_one_name_under_two_people_is_told_unless_their_birth_dates_differ(desk: Desk) -> None:
    desk.entries("401,Ada,Rimu,F,1990-03-02,NZL,long", "402,Ada,Rimu,F,1991-07-20,NZL,long")
    assert desk.codes() == []
    runner = desk.runner("402")
    entries.edit_runner(desk.season, runner.id, birth_date=None)
    problem = found(desk, "entry.person-twice")
    assert message(problem).startswith("Ada Rimu stands twice")
    assert bibs_of(desk, problem) == ["401", "402"]
    press(desk, problem, "Withdraw bib 402, Long")
    assert "entry.person-twice" not in desk.codes()


def test_an_age_that_is_a_slip_is_told_where_no_rule_refuses_it(tmp_path: object) -> None:
    from pathlib import Path

    desk = Desk(Path(str(tmp_path)), preset="single-race")
    try:
        event = desk.season.data.events_in_order()[0]
        race = desk.season.data.races_of(event.id)[0]
        _add(desk, event.code, race.code, "1", date(event.date.year - 3, 1, 1))
        _add(desk, event.code, race.code, "2", date(event.date.year - 93, 1, 1))
        _add(desk, event.code, race.code, "3", date(event.date.year - 30, 1, 1))
        told = [p for p in desk.problems() if p.code == "entry.age-odd"]
        assert [p.params["bib"] for p in told] == ["1", "2"]
    finally:
        desk.close()


def _add(desk: Desk, event: str, race: str, bib: str, born: date) -> None:
    desk.entries(f"{bib},Given{bib},Family,F,{born},NZL,{race}", event=event, race=race)


def test_money_still_owed_is_told_race_by_race_and_taken_one_by_one(desk: Desk) -> None:
    desk.entries(
        "401,Ada,Rimu,F,1990-03-02,NZL,long,2026-03-01,10.00",
        "402,Ben,Tawa,M,1991-01-01,NZL,long,2026-03-01,0.00",
        "403,Cai,Koru,M,1992-01-01,NZL,long,2026-03-01,",
        header=PAID,
    )
    problem = found(desk, "entry.unpaid")
    rows = touched(desk.season, problem)
    assert [row.bib for row in rows] == ["401", "402"]
    owed = {row.entry.bib: row.owes_minor for row in entries.entry_rows(desk.season)}
    assert owed["401"] is not None
    assert rows[0].what == f"owes {owed['401'] / 100:.2f} NZD"
    press(desk, problem, f"#402 has paid {(owed['402'] or 0) / 100:.2f} NZD in cash", bib="402")
    assert bibs_of(desk, found(desk, "entry.unpaid")) == ["401"]
    press(desk, found(desk, "entry.unpaid"), f"#401 has paid {owed['401'] / 100:.2f} NZD in cash")
    assert desk.codes() == []


def test_a_charge_the_rules_would_ask_otherwise_is_told_and_booked(desk: Desk) -> None:
    desk.entries("401,Ada,Rimu,F,1990-03-02,NZL,long,2026-03-01,89.00", header=PAID)
    entries.edit_runner(desk.season, desk.entry("401").runner_id, birth_date=date(2010, 1, 1))
    problem = found(desk, "entry.charge-differs")
    (row,) = touched(desk.season, problem)
    assert row.what == "charged 89.00, the rules ask 55.00 NZD"
    press(desk, problem, "Book the difference of 1 entry")
    assert desk.codes() == ["entry.paid-above"]
    (now,) = entries.entry_rows(desk.season)
    assert now.owes_minor == -3400


def test_who_paid_more_than_is_charged_is_told_until_it_is_paid_back(desk: Desk) -> None:
    desk.entries(
        "401,Ada,Rimu,F,1990-03-02,NZL,long,2026-03-01,104.00",
        "402,Bea,Tawa,F,1991-01-01,NZL,long,2026-03-01,89.00",
        header=PAID,
    )
    problem = found(desk, "entry.paid-above")
    assert bibs_of(desk, problem) == ["401"]
    (row,) = touched(desk.season, problem)
    assert row.what == "15.00 NZD more than charged"
    assert "1 (401), 15.00 NZD in all" in message(problem)
    book_refund_payment(desk.season, [desk.entry("401").id], None, PayMethod.BANK)
    assert desk.codes() == []


def test_a_list_that_says_nothing_of_payments_makes_nobody_a_debtor(desk: Desk) -> None:
    desk.entries("401,Ada,Rimu,F,1990-03-02,NZL,long")
    assert desk.codes() == []


def test_a_nameless_entry_is_told_with_its_bib(desk: Desk) -> None:
    desk.entries("401,,,F,1990-03-02,NZL,long")
    assert "Bib 401 has no name" in message(found(desk, "entry.no-name"))


def test_withdrawn_entries_are_asked_nothing(desk: Desk) -> None:
    desk.entries("401,Ada,Rimu,F,,NZL,long", "402,Ada,Rimu,F,,NZL,mid")
    entries.withdraw(desk.season, [e.id for e in desk.season.data.entries.values()])
    assert desk.codes() == []
