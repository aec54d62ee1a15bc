"""One sheet keyed twice: only what differs is found, and a decision corrects only that."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.second_keying import (
    Choice,
    Correction,
    Decision,
    Difference,
    DifferenceKind,
    KeyedLine,
    compare,
    corrections,
)

FIRST, SECOND = Decision(choice=Choice.FIRST), Decision(choice=Choice.SECOND)
FEW = settings(max_examples=60)


def line(bib: str, time_ms: int | None = None) -> KeyedLine:
    return KeyedLine(bib=bib, time_ms=time_ms)


def sheet(*bibs: str) -> list[KeyedLine]:
    return [line(bib, 1000 * (at + 1)) for at, bib in enumerate(bibs)]


def kinds(first: list[KeyedLine], second: list[KeyedLine]) -> list[DifferenceKind]:
    return [each.kind for each in compare(first, second).differences]


def corrected(first: list[KeyedLine], second: list[KeyedLine]) -> list[KeyedLine]:
    """The first keying after every difference was decided for the second."""
    lines: list[KeyedLine | None] = list(first)
    added: list[tuple[int, KeyedLine]] = []
    for each in compare(first, second).differences:
        for change in corrections(each, SECOND, first, second):
            if change.at is None:
                assert change.line is not None
                added.append((change.after, change.line))
            else:
                lines[change.at] = change.line
    made = [new for after, new in added if after < 0]
    for at, kept in enumerate(lines):
        made += [kept] if kept is not None else []
        made += [new for after, new in added if after == at]
    return made


keyed = st.lists(
    st.builds(
        line, st.sampled_from(["", "1", "2", "3", "4"]), st.sampled_from([1000, 2000, 3000, None])
    ),
    max_size=12,
)
distinct = st.lists(st.integers(1, 99), min_size=1, max_size=30, unique=True).map(
    lambda bibs: sheet(*map(str, bibs))
)


@FEW
@given(keyed)
def test_a_keying_agrees_with_itself(lines: list[KeyedLine]) -> None:
    found = compare(lines, lines)
    assert (found.differences, found.agree, found.lines) == ((), len(lines), len(lines))


@FEW
@given(keyed, st.data())
def test_one_missing_line_is_exactly_one_difference(
    lines: list[KeyedLine], data: st.DataObject
) -> None:
    lines = [*lines, line("9", 9000)]
    gone = data.draw(st.integers(0, len(lines) - 1))
    shorter = lines[:gone] + lines[gone + 1 :]
    assert kinds(lines, shorter) == [DifferenceKind.MISSING]
    assert kinds(shorter, lines) == [DifferenceKind.EXTRA]
    assert compare(lines, shorter).agree == len(shorter)


@FEW
@given(distinct, st.data())
def test_one_wrong_bib_and_one_wrong_time_are_one_difference_each(
    lines: list[KeyedLine], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    other_bib = [*lines[:at], line("777", lines[at].time_ms), *lines[at + 1 :]]
    other_time = [*lines[:at], line(lines[at].bib, 500), *lines[at + 1 :]]
    assert compare(lines, other_bib).differences == (
        Difference(kind=DifferenceKind.BIB, first=(at,), second=(at,), after=at - 1),
    )
    assert kinds(lines, other_time) == [DifferenceKind.TIME]


@FEW
@given(keyed, keyed)
def test_deciding_for_the_second_throughout_makes_its_bibs_and_times(
    first: list[KeyedLine], second: list[KeyedLine]
) -> None:
    made = corrected(first, second)
    assert sorted(each.key for each in made if each.time_ms is not None) == sorted(
        each.key for each in second if each.time_ms is not None
    )


@FEW
@given(keyed, keyed)
def test_every_line_of_both_agrees_or_is_told_once(
    first: list[KeyedLine], second: list[KeyedLine]
) -> None:
    found = compare(first, second)
    mine = [at for each in found.differences for at in each.first]
    theirs = [at for each in found.differences for at in each.second]
    assert len(mine) == len(set(mine)) == len(first) - found.agree
    assert len(theirs) == len(set(theirs)) == len(second) - found.agree


def test_neighbours_the_other_way_round_are_one_difference_of_order() -> None:
    first, second = sheet("1", "2", "3", "4"), sheet("1", "3", "2", "4")
    (found,) = compare(first, second).differences
    assert (found.kind, found.first, found.second) == (DifferenceKind.ORDER, (1, 2), (1, 2))
    assert corrections(found, SECOND, first, second) == (
        Correction(at=1, after=0, line=line("3", 2000)),
        Correction(at=2, after=1, line=line("2", 3000)),
    )


def test_a_line_that_only_stands_elsewhere_corrects_nothing() -> None:
    first = sheet("1", "2", "3", "4", "5")
    second = [first[0], first[2], first[3], first[1], first[4]]
    (found,) = compare(first, second).differences
    assert found.kind is DifferenceKind.ORDER
    assert corrections(found, SECOND, first, second) == ()


def test_a_line_skipped_early_does_not_make_all_that_follow_differ() -> None:
    first = sheet(*map(str, range(1, 61)))
    second = [first[0], *first[2:30], line("777", first[30].time_ms), *first[31:]]
    assert kinds(first, second) == [DifferenceKind.MISSING, DifferenceKind.BIB]
    assert compare(first, second).agree == 58


def test_leading_zeros_and_letter_case_are_no_difference() -> None:
    assert kinds([line("007", 1), line("a7", 2)], [line("7", 1), line("A7", 2)]) == []


def test_a_word_in_place_of_a_time_is_compared_too() -> None:
    out = KeyedLine(bib="1", status=ResultStatus.DNF)
    assert kinds([out], [out]) == []
    assert kinds([out], [line("1", 1000)]) == [DifferenceKind.TIME]


def test_the_first_is_left_alone_where_it_was_right() -> None:
    first, second = sheet("1", "2"), sheet("1", "7")
    (found,) = compare(first, second).differences
    assert corrections(found, FIRST, first, second) == ()


def test_what_is_typed_stands_for_neither() -> None:
    first, second = sheet("1", "2"), sheet("1", "7")
    (found,) = compare(first, second).differences
    typed = Decision(choice=Choice.TYPED, line=line("27", 2000))
    assert corrections(found, typed, first, second) == (
        Correction(at=1, after=0, line=line("27", 2000)),
    )


def test_a_line_only_one_has_is_taken_out_or_put_in() -> None:
    first, second = sheet("1", "2"), sheet("1")
    (missing,) = compare(first, second).differences
    assert corrections(missing, SECOND, first, second) == (Correction(at=1, after=0),)
    (extra,) = compare(second, first).differences
    assert corrections(extra, SECOND, second, first) == (
        Correction(after=0, line=line("2", 2000)),
    )


def test_two_sheets_that_have_nothing_in_common_still_pair_line_by_line() -> None:
    first, second = sheet("1", "2", "3"), [line("7", 7), line("8", 8), line("9", 9)]
    assert kinds(first, second) == [DifferenceKind.BOTH] * 3


def test_the_same_sheet_far_out_of_step_is_found_again() -> None:
    first = sheet(*map(str, range(1, 61)))
    second = [*first[30:], *first[:30]]
    found = compare(first, second)
    assert found.agree == 30
    assert {each.kind for each in found.differences} == {DifferenceKind.ORDER}
    other = [line(str(1000 + at), at) for at in range(40)]
    assert kinds(first[:40], other) == [DifferenceKind.BOTH] * 40


def test_a_long_sheet_is_compared_as_exactly_as_a_short_one() -> None:
    first = sheet(*map(str, range(1, 401)))
    second = [*first[40:200], line("9999", 1), *first[200:]]
    found = compare(first, second)
    assert found.agree == 360
    counted = [each.kind for each in found.differences]
    assert counted.count(DifferenceKind.MISSING) == 40
    assert counted.count(DifferenceKind.EXTRA) == 1
