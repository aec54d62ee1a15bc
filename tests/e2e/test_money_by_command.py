"""Money from the command line, from the list to the last cent. Everybody is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command_line import done, run, write_csv

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = (
    "Bib,First name,Last name,Gender,Birth date,Distance,Entered,Paid",
    "1,Ada,Madeup,F,1990-01-02,short,2026-03-29,49.00",
    "2,Bo,Inventsson,M,1980-01-02,mid,2026-03-30,79.00",
    "3,Cy,Fakeley,M,2010-01-02,long,2026-05-12,",
    "4,Di,Notreal,F,2014-06-01,short,2026-03-01,35.00",
)
AT = ("--event", "willesden")
REFUND = {"percent", "base_minor", "refundable_minor", "explanation"}
TRANSFER = {
    "allowed", "reason", "credit_minor", "new_price_minor", "admin_minor", "to_pay_minor",
    "explanation",
}  # fmt: skip
ENTRY = {
    "bib", "name", "race", "expected_minor", "charged_minor", "paid_minor", "refunded_minor",
    "credit_minor", "balance_minor", "lines",
}  # fmt: skip
LINE = {"kind", "item", "amount_minor", "date", "method", "by", "why", "booked"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "winter.trailsdesk"
    done("new", place, "--preset", "canterbury-winter-2026")
    done("import", "entries", place, write_csv(tmp_path / "entries.csv", *ENTRIES), *AT)
    return place


def ledger(file: Path, *more: object) -> dict[str, dict[str, object]]:
    found = done("ledger", file, *AT, "--json", *more).json
    assert (found["event"], found["currency"]) == ("willesden", "NZD")
    assert all(entry.keys() == ENTRY for entry in found["entries"])
    assert all(line.keys() == LINE for entry in found["entries"] for line in entry["lines"])
    for entry in found["entries"]:
        assert sum(line["amount_minor"] for line in entry["lines"]) == entry["balance_minor"]
    for name in ("charged", "paid", "refunded", "balance"):
        key = f"{name}_minor"
        assert found["totals"][key] == sum(entry[key] for entry in found["entries"])
    return {entry["bib"]: entry for entry in found["entries"]}


def refund(file: Path, bib: str, day: str, *more: object) -> dict[str, object]:
    found = done("refund", file, "--entry", bib, *AT, "--on", day, "--json", *more).json
    assert found.keys() == REFUND
    assert isinstance(found["explanation"], str)
    return found


def transfer(file: Path, bib: str, race: str, day: str, *more: object) -> dict[str, object]:
    found = done(
        "transfer", file, "--entry", bib, *AT, "--to", race, "--on", day, "--json", *more
    ).json
    assert found.keys() == TRANSFER
    return found


def test_a_list_is_charged_and_every_line_says_why(file: Path) -> None:
    found = ledger(file)
    assert {bib: entry["balance_minor"] for bib, entry in found.items()} == {
        "1": 0, "2": 0, "3": 6500, "4": 0,
    }  # fmt: skip
    (line,) = found["3"]["lines"]  # type: ignore[misc]
    assert (line["kind"], line["item"], line["amount_minor"]) == ("CHARGE", "ENTRY", 6500)
    assert "Late (until 12 May 2026), Junior" in line["why"]
    shown = done("ledger", file, *AT, "--entry", "3").out
    assert "65.00 NZD still to pay: 65.00 charged, 0.00 paid." in shown


@pytest.mark.parametrize(
    ("day", "percent", "back"),
    [
        ("2026-02-12", 80, 3920), ("2026-02-13", 50, 2450), ("2026-05-03", 50, 2450),
        ("2026-05-04", 30, 1470), ("2026-05-12", 30, 1470), ("2026-05-13", 0, 0),
    ],
)  # fmt: skip
def test_a_refund_is_only_worked_out(file: Path, day: str, percent: int, back: int) -> None:
    found = refund(file, "1", day)
    assert (found["percent"], found["base_minor"], found["refundable_minor"]) == (
        percent, 4900, back,
    )  # fmt: skip
    assert ledger(file)["1"]["refunded_minor"] == 0


def test_a_booked_refund_withdraws_pays_back_and_is_undone(file: Path) -> None:
    refund(file, "1", "2026-05-03", "--book")
    entry = ledger(file)["1"]
    assert (entry["refunded_minor"], entry["balance_minor"]) == (2450, 0)
    again = run("refund", file, "--entry", "1", *AT, "--on", "2026-05-03", "--book")
    assert (again.code, again.out) == (1, "")
    assert "worked out already" in again.err
    done("undo", file)
    assert ledger(file)["1"]["refunded_minor"] == 0


def test_a_transfer_is_worked_out_refused_and_booked(file: Path) -> None:
    found = transfer(file, "1", "mid", "2026-05-10")
    assert found == {
        "allowed": True, "reason": None, "credit_minor": 4900, "new_price_minor": 10_500,
        "admin_minor": 500, "to_pay_minor": 6100, "explanation": found["explanation"],
    }  # fmt: skip
    late = transfer(file, "1", "mid", "2026-05-11", "--book")
    assert (late["allowed"], late["new_price_minor"], late["to_pay_minor"]) == (False, None, None)
    assert late["reason"] == (
        "13 days before Willesden Farms is too late; the last day is 14 days before."
    )
    child = transfer(file, "4", "mid", "2026-04-10")
    assert child["allowed"] is False
    assert ledger(file)["1"]["race"] == "short"
    transfer(file, "1", "mid", "2026-05-10", "--book")
    entry = ledger(file)["1"]
    assert (entry["race"], entry["balance_minor"]) == ("mid", 6100)
    cheaper = transfer(file, "2", "short", "2026-05-10")
    assert (cheaper["to_pay_minor"], cheaper["credit_minor"]) == (500, 7900)


def test_a_family_pays_and_too_much_is_refused(file: Path) -> None:
    transfer(file, "1", "mid", "2026-05-10", "--book")
    over = run("pay", file, *AT, "--entry", "1", "--entry", "3", "--amount", "126.01",
               "--method", "cash")  # fmt: skip
    assert (over.code, over.out) == (1, "")
    part = done("pay", file, *AT, "--entry", "1", "--entry", "3", "--amount", "100",
                "--method", "card", "--json").json  # fmt: skip
    assert (part["paid_minor"], part["balance_minor"]) == (10_000, 2600)
    done("pay", file, *AT, "--entry", "1", "--entry", "3", "--method", "cash")
    found = ledger(file)
    assert (found["1"]["balance_minor"], found["3"]["balance_minor"]) == (0, 0)
    assert [line["method"] for line in found["3"]["lines"]] == [None, "CARD", "CASH"]  # type: ignore[attr-defined]
    assert done("check", file).out == "Sound.\n"


def test_cash_never_goes_through_no_till_while_several_are_open(file: Path) -> None:
    for name in ("One", "Two"):
        done("till", file, *AT, "open", "--name", name)
    pay = ("pay", file, *AT, "--entry", "3", "--method", "cash", "--amount", "10")
    refused = run(*pay)
    assert refused.code == 1
    assert "Several tills are open: One (1), Two (2)." in refused.err
    assert ledger(file)["3"]["balance_minor"] == 6500
    done(*pay, "--till", "Two")
    assert ledger(file)["3"]["balance_minor"] == 5500
    tills = done("till", file, *AT, "show", "--json").json
    assert tills["outside_tills"] is None
    assert [till["methods"][0]["taken_minor"] for till in tills["tills"]] == [0, 1000]


def test_a_row_of_the_ledger_adds_up_by_eye(file: Path) -> None:
    done("transfer", file, "--entry", "1", *AT, "--to", "mid", "--on", "2026-04-20", "--book")
    (head, *rows) = done("ledger", file, *AT, "--entry", "1").out.splitlines()
    assert head.split()[-5:] == ["charged", "credited", "paid", "refunded", "balance"]
    charged, credited, paid, refunded, balance = (float(word) for word in rows[0].split()[-5:])
    assert balance == charged - credited - paid + refunded
    assert credited == 49


def test_the_lines_add_up_for_who_was_never_charged_too(file: Path, tmp_path: Path) -> None:
    """What the list says was paid is a line, and a withdrawn entry's list price another."""
    withdrawn = write_csv(
        tmp_path / "more.csv",
        "Bib,First name,Last name,Birth date,Distance,Entered,Paid,Status",
        "9,Zoe,Madeup,1990-01-02,short,2026-03-01,49.00,withdrawn",
    )
    done("import", "entries", file, withdrawn, *AT)
    listed, unbooked = ledger(file)["9"]["lines"]
    assert (listed["method"], listed["amount_minor"], listed["booked"]) == ("LIST", -4900, False)
    assert (unbooked["amount_minor"], unbooked["booked"]) == (4900, False)


def test_other_changes_credits_and_the_organisers_own_share(file: Path) -> None:
    fee = done("change", file, "--entry", "2", *AT, "--on", "2026-05-10", "--json", "--book").json
    assert (fee["allowed"], fee["fee_minor"]) == (True, 2000)
    assert ledger(file)["2"]["balance_minor"] == 2000
    done("pay", file, *AT, "--entry", "2", "--method", "bank")
    own = refund(file, "2", "2026-05-20", "--percent", "100", "--keep", "--book")
    assert (own["base_minor"], own["refundable_minor"]) == (7900, 7900)
    assert ledger(file)["2"]["balance_minor"] == -7900
    used = done("credit", file, *AT, "--entry", "2", "--for-entry", "3", "--json").json
    assert used == {"used_minor": 6500, "credit_minor": 1400, "balance_minor": 0}
    done("pay", file, *AT, "--entry", "2", "--method", "cash", "--back")
    assert ledger(file)["2"]["balance_minor"] == 0


def test_an_event_called_off_is_credited(file: Path) -> None:
    held = run("credit", file, *AT, "--on", "2026-05-09", "--book")
    assert held.code == 1
    assert "is held" in held.err
    done("cancel", file, *AT, "--reason", "storm")
    for day, percent, total in (("2026-05-09", 50, 8150), ("2026-05-10", 20, 3260)):
        found = done("credit", file, *AT, "--on", day, "--json").json
        assert {entry["percent"] for entry in found["entries"]} == {percent}
        assert found["total_minor"] == total
    done("credit", file, *AT, "--on", "2026-05-10", "--book")
    assert ledger(file)["1"]["balance_minor"] == -980
    assert ledger(file)["3"]["balance_minor"] == 0


def test_quotes_take_extras_and_medals(file: Path) -> None:
    asked = ("quote", file, *AT, "--race", "short", "--born", "1990-01-01", "--on", "2026-03-01")
    assert done(*asked, "--json").json["total_minor"] == 4900
    with_medal = done(*asked, "--medal", "collect")
    assert "The rules name no price for the medal" in with_medal.out
    unknown = run(*asked, "--extra", "shirt", "--json")
    assert (unknown.code, unknown.out) == (1, "")
    assert "sell nothing called" in unknown.err


@pytest.mark.parametrize(
    "wrong",
    [
        ("refund", "--entry", "1", "--on", "tomorrow"), ("refund", "--entry", "99"),
        ("refund", "--entry", "1", "--percent", "101"),
        ("refund", "--entry", "1", "--percent", "nan"),
        ("transfer", "--entry", "1", "--to", "ultra"),
        ("pay", "--entry", "3", "--method", "cash", "--amount", "a lot"),
        ("pay", "--entry", "1", "--method", "cash"), ("ledger", "--entry", "99"),
        ("credit", "--entry", "1", "--for-entry", "3"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    file: Path, wrong: tuple[str, ...]
) -> None:
    before = file.read_bytes()
    ended = run(wrong[0], file, *AT, *wrong[1:])
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.strip()
    assert "This is a fault" not in ended.err
    assert file.read_bytes() == before


def test_differences_are_booked_by_command(file: Path, tmp_path: Path) -> None:
    corrected = ENTRIES[2].replace("1980-01-02", "2010-01-02")
    done("import", "entries", file, write_csv(tmp_path / "new.csv", ENTRIES[0], corrected), *AT,
         "--doubtful", "same")  # fmt: skip
    before = ledger(file)["2"]
    assert (before["charged_minor"], before["expected_minor"]) == (7900, 5000)
    done("ledger", file, *AT, "--book-differences")
    after = ledger(file)["2"]
    assert (after["charged_minor"], after["balance_minor"]) == (5000, -2900)
