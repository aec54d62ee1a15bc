"""Who stands in a federation's results file and what each cell says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.federation_rules import FileColumn, FileField, ResultFileRule
from trailsdesk.domain.itra_file import (
    Disqualified,
    FileOptions,
    FileRunner,
    by_loops,
    make_file,
    ranked,
    total_of_stages,
)
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.rules import TieRule

RULE = ResultFileRule(
    to="A federation",
    columns=tuple(FileColumn(field=field, heading=field.value) for field in FileField),
)
HOUR, MINUTE = 3_600_000, 60_000


def runner(number: int = 1, **changes: object) -> FileRunner:
    plain = FileRunner(
        entry_id=EntryId(number),
        bib=str(number),
        status=ResultStatus.OK,
        rank=number,
        time_ms=Duration(number * HOUR),
        family_name=f"Family{number}",
        given_name="Given",
        gender=Gender.F,
        birth_date=date(1988, 2, 3),
        nation="DEU",
        city="Nowhere",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def unfinished(number: int, status: ResultStatus) -> FileRunner:
    return runner(number, status=status, rank=None, time_ms=None)


def cells(one: FileRunner, options: FileOptions | None = None) -> dict[FileField, str]:
    (row,) = make_file([one], RULE, options).rows
    return dict(zip(FileField, row.cells, strict=True))


def bibs(*runners: FileRunner, options: FileOptions | None = None) -> list[tuple[str, str]]:
    at = list(FileField).index(FileField.BIB)
    return [(row.cells[0], row.cells[at]) for row in make_file(runners, RULE, options).rows]


def test_a_finisher_in_every_column():
    assert list(cells(runner()).values()) == [
        "1", "01:00:00", "Family1", "Given", "F", "1988-02-03", "GER", "1", "Nowhere",
    ]  # fmt: skip


def test_under_an_hour_hours_are_00_and_past_a_day_they_go_on():
    short = runner(time_ms=Duration(45 * MINUTE + 15_000))
    assert cells(short)[FileField.TIME] == "00:45:15"
    long = runner(time_ms=Duration(31 * HOUR + 5 * MINUTE + 9_999))
    assert cells(long)[FileField.TIME] == "31:05:09", "fractions are cut off"
    assert cells(runner(time_ms=Duration(100 * HOUR)))[FileField.TIME] == "100:00:00"


def test_rows_go_by_rank_and_dnf_stand_last_without_time():
    last = runner(2)
    stopped = replace(runner(3), status=ResultStatus.DNF, rank=None, time_ms=Duration(5 * HOUR))
    late = unfinished(4, ResultStatus.OVER_TIME)
    assert bibs(stopped, last, late, runner(1)) == [
        ("1", "1"), ("2", "2"), ("DNF", "3"), ("DNF", "4"),
    ]  # fmt: skip
    assert cells(stopped)[FileField.TIME] == ""
    assert bibs(stopped, last, late, options=FileOptions(dnf=False)) == [("2", "2")]


def test_who_did_not_start_or_was_not_competing_has_no_row():
    out = [unfinished(2, ResultStatus.DNS), unfinished(3, ResultStatus.NOT_COMPETING)]
    assert bibs(runner(1), *out) == [("1", "1")]
    assert not make_file(out, RULE).faults


def test_the_disqualified_are_out_unless_the_organiser_says_dnf():
    out = unfinished(2, ResultStatus.DSQ)
    assert bibs(out) == []
    as_dnf = FileOptions(disqualified=Disqualified.DNF)
    assert bibs(out, options=as_dnf) == [("DNF", "2")]
    only = FileOptions(disqualified=Disqualified.DNF, dnf=False)
    assert bibs(out, unfinished(3, ResultStatus.DNF), options=only) == [("DNF", "2")]


def test_who_is_pending_is_a_fault_and_never_a_row():
    file = make_file([runner(1), unfinished(2, ResultStatus.PENDING)], RULE)
    assert len(file.rows) == 1
    (fault,) = file.faults
    assert (fault.said.code, fault.row, fault.entry_id) == ("itra.pending", None, EntryId(2))


def test_a_code_of_two_meanings_is_a_fault_in_its_row():
    file = make_file([runner(1, nation="NZL"), runner(2, nation="BRN")], RULE)
    (fault,) = file.faults
    assert (fault.row, fault.column, fault.said.code) == (3, "nation", "itra.nation-doubt")
    assert "Bahrain (BRN), Brunei (BRU)" in str(fault.said.params["choices"])
    beside_iso = make_file([runner(1, nation="DEU"), runner(2, nation="BRN")], RULE)
    assert not beside_iso.faults
    assert beside_iso.rows[1].cells[6] == "BRU"
    assert cells(runner(nation="Bahrain"))[FileField.NATION] == "BRN"


def test_a_territorys_code_is_told_with_whose_it_is():
    file = make_file([runner(nation="PYF")], RULE)
    assert file.rows[0].cells[6] == "FRA"
    (told,) = file.notes
    assert (told.row, told.said.code) == (2, "itra.nation-fallback")


def test_names_are_proposed_told_and_overruled():
    greek = runner(family_name="Παπαδάκη", given_name="Ελένη", nation="GRC")
    file = make_file([greek], RULE)
    assert file.rows[0].cells[2:4] == ("Papadaki", "Eleni")
    assert [told.said.params["latin"] for told in file.notes] == ["Papadaki", "Eleni"]
    typed = FileOptions(latin={"1": ("Papadakis", "Helen")})
    overruled = make_file([greek], RULE, typed)
    assert overruled.rows[0].cells[2:4] == ("Papadakis", "Helen")
    assert not overruled.notes
    kept = replace(greek, latin_family="Papadaky", latin_given="Elena")
    assert make_file([kept], RULE).rows[0].cells[2:4] == ("Papadaky", "Elena")


def test_a_name_nobody_can_spell_stays_and_a_city_stays_out():
    one = runner(family_name="李", given_name="明", city="北京")
    row = cells(one)
    assert (row[FileField.FAMILY_NAME], row[FileField.CITY]) == ("李", "")


def test_a_third_gender_stays_until_somebody_decides_for_the_file():
    one = runner(gender=Gender.X)
    assert cells(one)[FileField.GENDER] == "X"
    decided = FileOptions(genders={"1": Gender.M})
    assert cells(one, decided)[FileField.GENDER] == "M"
    assert cells(runner(gender=Gender.F), decided)[FileField.GENDER] == "F", "only where asked"
    assert cells(runner(gender=None), decided)[FileField.GENDER] == "M"


# Loops


def loops(count: int, lap_ms: int = 50 * MINUTE) -> tuple[Duration, ...]:
    return tuple(Duration(lap_ms * number) for number in range(1, count + 1))


def test_backyard_runners_stand_once_with_the_time_of_the_registered_loop():
    # Registered 6, 9 and 12 loops: 5 is a DNF, 7 ranks over 6 with the time after loop 6.
    field = [(runner(1), loops(5)), (runner(2), loops(7)), (runner(3), loops(9))]
    found = by_loops(field, [12, 9, 6])
    assert list(found) == [6, 9, 12]
    six = [(one.bib, one.status, one.rank, one.time_ms) for one in found[6]]
    assert six == [
        ("2", ResultStatus.OK, 1, 6 * 50 * MINUTE),
        ("1", ResultStatus.DNF, None, None),
    ]
    assert [(one.bib, one.time_ms) for one in found[9]] == [("3", 9 * 50 * MINUTE)]
    assert found[12] == ()


def test_backyard_ranks_by_the_time_at_that_loop_and_shares_equal_ones():
    field = [(runner(1), loops(3, 40)), (runner(2), loops(4, 30)), (runner(3), loops(3, 40))]
    ranks = {one.bib: one.rank for one in by_loops(field, [3])[3]}
    assert ranks == {"2": 1, "1": 2, "3": 2}


def test_backyard_keeps_who_was_disqualified_or_is_not_decided():
    field = [
        (unfinished(1, ResultStatus.DSQ), loops(5)),
        (unfinished(2, ResultStatus.PENDING), ()),
        (unfinished(3, ResultStatus.PENDING), loops(2)),
        (unfinished(4, ResultStatus.DNS), ()),
    ]
    found = {one.bib: one.status for one in by_loops(field, [2])[2]}
    assert found == {
        "1": ResultStatus.DSQ,
        "2": ResultStatus.PENDING,
        "3": ResultStatus.OK,
        "4": ResultStatus.DNS,
    }


@given(
    st.lists(st.integers(0, 30), max_size=30),
    st.lists(st.integers(1, 25), min_size=1, max_size=7, unique=True),
)
def test_backyard_everybody_stands_in_one_file_only(done: list[int], registered: list[int]):
    field = [(runner(number), loops(count)) for number, count in enumerate(done, start=1)]
    found = by_loops(field, registered)
    everybody = [one.bib for runners in found.values() for one in runners]
    assert sorted(everybody, key=int) == [str(number) for number in range(1, len(done) + 1)]
    for count, runners in found.items():
        for one in runners:
            completed = done[int(one.bib) - 1]
            if one.status is ResultStatus.OK:
                assert count == max(each for each in registered if each <= completed)
                assert one.time_ms == count * 50 * MINUTE
            else:
                assert completed < min(registered) == count


# Stages


def test_stages_add_up_and_one_missing_is_not_finishing():
    first, second = runner(1, time_ms=Duration(HOUR)), runner(1, time_ms=Duration(2 * HOUR))
    total = total_of_stages([first, second])
    assert total is not None
    assert (total.status, total.time_ms, total.rank) == (ResultStatus.OK, 3 * HOUR, None)
    for other in (None, unfinished(1, ResultStatus.DNS), unfinished(1, ResultStatus.DNF)):
        stopped = total_of_stages([first, other])
        assert stopped is not None
        assert (stopped.status, stopped.time_ms) == (ResultStatus.DNF, None)
    nowhere = total_of_stages([unfinished(1, ResultStatus.DNS), None])
    assert nowhere is not None
    assert nowhere.status is ResultStatus.DNS
    barred = total_of_stages([first, unfinished(1, ResultStatus.DSQ)])
    assert barred is not None
    assert barred.status is ResultStatus.DSQ
    assert total_of_stages([None, None]) is None


def test_totals_are_ranked_anew():
    field = [runner(1, rank=None), runner(2, rank=None, time_ms=Duration(1)), runner(3)]
    stopped = unfinished(4, ResultStatus.DNF)
    placed = [(one.bib, one.rank) for one in ranked([*field, stopped])]
    assert placed == [("2", 1), ("1", 2), ("3", 3), ("4", None)]
    equal = [runner(n, rank=None, time_ms=Duration(5)) for n in (1, 2)]
    later = runner(3, time_ms=Duration(6))
    dense = ranked([*equal, later], TieRule.SAME_RANK_DENSE)
    assert [one.rank for one in dense] == [1, 1, 2]
