"""The ledger of a season: charged when entered, paid, taken back; undone with its operation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR
from trailsdesk.domain.entry import Entry, EntryStatus, MedalOrder
from trailsdesk.domain.ledger import ChargeBasis, LineKind
from trailsdesk.domain.people import Gender, Runner
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import message
from trailsdesk.services import ledger, money_differences
from trailsdesk.services.entries import edit_entry, edit_runner, entry_rows, withdraw
from trailsdesk.services.entry_desk import save_entry
from trailsdesk.services.money_words import account_words

if TYPE_CHECKING:
    from tests.services.desk import Desk

HEADER = "Bib,First name,Last name,Gender,Birth date,Distance,Entered,Paid"
ADA = "1,Ada,Madeup,F,1990-01-02,short,2026-03-01,49.00"
BO = "2,Bo,Inventsson,M,1980-01-02,mid,2026-03-30,"
CY = "3,Cy,Fakeley,M,2010-01-02,long,2026-05-13,"
UNDATED = "4,Di,Notreal,F,1991-01-02,short,,60.00"


def take(desk: Desk, *lines: str) -> None:
    desk.entries(*(lines or (ADA, BO, CY, UNDATED)), header=HEADER)


def owed(desk: Desk, bib: str) -> int:
    return ledger.account_of(desk.season, desk.entry(bib).id).owed_minor


def kinds(desk: Desk, bib: str) -> list[tuple[str, int]]:
    lines = ledger.lines_of(desk.season, desk.entry(bib).id)
    return [(line.kind.value, line.amount_minor) for line in lines]


def test_a_list_charges_what_the_rules_ask_as_one_operation(desk: Desk) -> None:
    take(desk)
    assert [kinds(desk, bib) for bib in "1234"] == [
        [("CHARGE", 4900)], [("CHARGE", 7900)], [("CHARGE", 7000)], [],
    ]  # fmt: skip
    (line,) = ledger.lines_of(desk.season, desk.entry("1").id)
    assert "Early Bird" in message(line.why)
    found = ledger.account_of(desk.season, desk.entry("4").id)
    assert (found.basis, found.paid_minor, found.balance_minor) == (ChargeBasis.UNKNOWN, 6000, 0)
    assert desk.undo() == "entries.import"
    assert desk.season.data.ledger == {}
    desk.redo()
    assert [owed(desk, bib) for bib in "1234"] == [0, 7900, 7000, 0]


def test_a_list_taken_again_moves_no_price_and_charges_what_was_open(desk: Desk) -> None:
    take(desk)
    take(desk, ADA.replace("2026-03-01", "2026-05-01"), UNDATED.replace(",,", ",2026-04-30,"))
    assert kinds(desk, "1") == [("CHARGE", 4900)]
    assert kinds(desk, "4") == [("CHARGE", 7500)]
    assert owed(desk, "4") == 1500


def test_the_desk_charges_the_price_of_the_moment(desk: Desk) -> None:
    desk.clock.set("2026-05-13 08:00")
    runner = Runner(
        family_name="Desksson", given_name="Eve", gender=Gender.F, birth_date=date(1990, 1, 1)
    )
    made = save_entry(
        desk.season, runner, Entry(runner_id=runner.id, race_id=desk.race("mid").id, bib="9"),
        actor=ACTOR,
    )  # fmt: skip
    (line,) = ledger.lines_of(desk.season, made)
    assert (line.amount_minor, line.actor, line.at_ms) == (13_000, ACTOR, desk.clock.now)
    desk.undo()
    assert not desk.season.data.ledger


def test_a_price_stays_when_a_birth_date_or_race_changes_and_the_difference_is_told(
    desk: Desk,
) -> None:
    take(desk)
    edit_runner(desk.season, desk.entry("2").runner_id, birth_date=date(2010, 1, 2))
    edit_entry(desk.season, desk.entry("3").id, race_id=desk.race("mid").id)
    assert (owed(desk, "2"), owed(desk, "3")) == (7900, 7000)
    found = money_differences.differences(desk.season)
    assert [(one.charged_minor, one.expected_minor) for one in found] == [
        (7900, 5000), (7000, 6000),
    ]  # fmt: skip
    assert "Adult (46 years" in message(found[0].charged_why)
    assert "Junior (16 years" in message(found[0].expected_why)
    lines = money_differences.book_differences(desk.season, found, ACTOR)
    assert [line.amount_minor for line in lines] == [-2900, -1000]
    assert (owed(desk, "2"), owed(desk, "3")) == (5000, 6000)
    assert money_differences.differences(desk.season) == ()
    assert money_differences.book_differences(desk.season, found) == ()
    desk.undo()
    assert len(money_differences.differences(desk.season)) == 2


def test_older_files_are_charged_when_somebody_says_so(desk: Desk) -> None:
    take(desk, UNDATED, BO.replace("2026-03-30", ""))
    edit_entry(desk.season, desk.entry("4").id, entered_ms=desk.clock.now)
    edit_entry(desk.season, desk.entry("2").id, entered_ms=desk.clock.now)
    before = ledger.account_of(desk.season, desk.entry("2").id)
    assert (before.basis, before.balance_minor) == (ChargeBasis.EXPECTED, 7900)
    assert message(account_words(before, "NZD")) == (
        "79.00 NZD still to pay: nothing was charged yet, the rules ask 79.00; 0.00 paid."
    )
    assert money_differences.book_missing_charges(desk.season, actor=ACTOR) == 2
    assert money_differences.book_missing_charges(desk.season) == 0
    after = ledger.account_of(desk.season, desk.entry("2").id)
    assert (after.basis, after.balance_minor) == (ChargeBasis.BOOKED, 7900)


def test_a_family_pays_together_and_each_gets_what_it_owes(desk: Desk) -> None:
    take(desk)
    ids = [desk.entry(bib).id for bib in ("3", "1", "2")]
    lines = ledger.book_payment(desk.season, ids, 10_000, PayMethod.CARD, actor=ACTOR)
    assert [(line.entry_id, line.amount_minor) for line in lines] == [
        (ids[0], -7000), (ids[2], -3000),
    ]  # fmt: skip
    assert (owed(desk, "3"), owed(desk, "1"), owed(desk, "2")) == (0, 0, 4900)
    ledger.book_payment(desk.season, ids, None, PayMethod.CASH, actor=ACTOR)
    assert sum(owed(desk, bib) for bib in "123") == 0
    assert desk.undo() == "ledger.pay"
    assert owed(desk, "2") == 4900
    assert desk.redo() == "ledger.pay"
    assert owed(desk, "2") == 0


def test_a_payment_is_never_above_what_is_owed(desk: Desk) -> None:
    take(desk)
    ada, bo = desk.entry("1").id, desk.entry("2").id
    for ids, amount, code in (
        ([bo], 7901, "ledger.pay-too-much"), ([bo], 0, "ledger.amount"),
        ([bo], -1, "ledger.amount"), ([ada], None, "ledger.nothing-owed"),
        ([ada, bo], 7901, "ledger.pay-too-much"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            ledger.book_payment(desk.season, ids, amount, PayMethod.CASH)
        assert refused.value.note.code == code
        assert message(refused.value.note)
    assert kinds(desk, "2") == [("CHARGE", 7900)]


def test_an_entry_without_a_known_price_takes_any_amount(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(desk.season, [desk.entry("4").id], 500, PayMethod.CASH)
    found = ledger.account_of(desk.season, desk.entry("4").id)
    assert (found.paid_minor, found.balance_minor) == (6500, 0)


def test_a_line_is_taken_back_once_and_with_a_reason(desk: Desk) -> None:
    take(desk)
    (paid,) = ledger.book_payment(desk.season, [desk.entry("2").id], 7900, PayMethod.CASH)
    with pytest.raises(Refused) as refused:
        ledger.counter_line(desk.season, paid.id, ACTOR, "  ")
    assert refused.value.note.code == "ledger.why-missing"
    back = ledger.counter_line(desk.season, paid.id, ACTOR, "wrong bib")
    assert (back.amount_minor, back.counters, back.note) == (7900, paid.id, "wrong bib")
    assert (back.method, back.kind) == (PayMethod.CASH, LineKind.PAYMENT)
    assert owed(desk, "2") == 7900
    for line_id, code in ((paid.id, "ledger.countered"), (back.id, "ledger.undo-counter")):
        with pytest.raises(Refused) as refused:
            ledger.counter_line(desk.season, line_id, ACTOR, "again")
        assert refused.value.note.code == code
    desk.undo()
    assert owed(desk, "2") == 0


def test_the_season_keeps_its_ledger_over_a_restart(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(
        desk.season, [desk.entry("2").id], 1234, PayMethod.BANK, actor=ACTOR, note="by phone"
    )
    before = ledger.lines_of(desk.season, desk.entry("2").id)
    desk.reopen()
    assert ledger.lines_of(desk.season, desk.entry("2").id) == before


def test_withdrawing_alone_moves_no_money_but_asks_for_none(desk: Desk) -> None:
    take(desk)
    withdraw(desk.season, [desk.entry("2").id])
    assert kinds(desk, "2") == [("CHARGE", 7900)]
    assert owed(desk, "2") == 0
    withdraw(desk.season, [desk.entry("2").id], withdrawn=False)
    assert owed(desk, "2") == 7900


def test_the_table_shows_what_the_ledger_says(desk: Desk) -> None:
    take(desk)
    ledger.book_payment(desk.season, [desk.entry("2").id], 7000, PayMethod.CASH)
    by_bib = {row.entry.bib: row.owes_minor for row in entry_rows(desk.season)}
    assert by_bib == {"1": 0, "2": 900, "3": 7000, "4": None}


def test_a_payment_keeps_the_accounts_of_the_others_as_they_were(desk: Desk) -> None:
    take(desk)
    before = ledger.accounts(desk.season)
    ledger.book_payment(desk.season, [desk.entry("2").id], None, PayMethod.CASH)
    after = ledger.accounts(desk.season)
    others = [desk.entry(bib).id for bib in "134"]
    assert all(after[entry_id] is before[entry_id] for entry_id in others)
    at_event = ledger.accounts(desk.season, desk.event().id)
    assert at_event == after
    assert ledger.accounts(desk.season, desk.event("torlesse").id) == {}
    assert list(ledger.accounts(desk.season, race_id=desk.race("mid").id)) == [desk.entry("2").id]


def test_credit_is_paid_out_and_no_more_than_it(desk: Desk) -> None:
    take(desk, ADA.replace("49.00", "60.00"))
    ada = desk.entry("1").id
    assert ledger.account_of(desk.season, ada).credit_minor == 1100
    with pytest.raises(Refused) as refused:
        ledger.book_refund_payment(desk.season, [ada], 1101, PayMethod.CASH)
    assert refused.value.note.code == "ledger.credit-too-much"
    ledger.book_refund_payment(desk.season, [ada], None, PayMethod.CASH, actor=ACTOR)
    found = ledger.account_of(desk.season, ada)
    assert (found.refunded_minor, found.balance_minor) == (1100, 0)
    with pytest.raises(Refused) as refused:
        ledger.book_refund_payment(desk.season, [ada], None, PayMethod.CASH)
    assert refused.value.note.code == "ledger.nothing-to-pay-back"


def test_a_withdrawn_row_of_a_list_is_charged_nothing(desk: Desk) -> None:
    desk.entries(f"{BO},withdrawn", header=f"{HEADER},Status")
    assert desk.entry("2").status is EntryStatus.WITHDRAWN
    assert kinds(desk, "2") == []
    assert desk.entry("2").medal is MedalOrder.NONE
