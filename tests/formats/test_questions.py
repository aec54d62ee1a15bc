"""Columns kept as questions: which kind they are, and how their answers read."""

from __future__ import annotations

from datetime import date

import pytest

from trailsdesk.domain.questions import QuestionKind
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.entries import EntryDrafts, draft_entries
from trailsdesk.formats.layouts import Mapped, Purpose, map_table
from trailsdesk.formats.questions import guess_kind, is_private, read_answer
from trailsdesk.formats.tabular import read_tables

TODAY = date(2026, 11, 20)
LIST = """\
Name,Race,T-shirt size,Vegan meal,Dietary needs,Training km,First ultra
Aroha Example,long,M,yes,no nuts,55,2019-05-01
Tahi Pretend,long,L,No,,about 40,2021-03-07
Rua Pretend,long,M,maybe,,,
Wha Pretend,long,M,no,,"12,5",soon
"""


def drafted(overrides: dict[str, str]) -> tuple[Mapped, EntryDrafts]:
    table = read_tables("list.csv", LIST.encode()).tables[0]
    mapped = map_table(table, Purpose.ENTRIES, overrides)
    found = draft_entries(table, mapped.mapping, currency="NZD", today=TODAY, file="list.csv")
    return mapped, found


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["M", "L", "M", "", "S", "M", "L"], QuestionKind.CHOICE),
        (["yes", "no", "Yes", ""], QuestionKind.YES_NO),
        (["x", "", "x"], QuestionKind.YES_NO),
        (["12", "3.5", "40"], QuestionKind.NUMBER),
        (["1", "0", "2"], QuestionKind.NUMBER),
        (["2019-05-01", "3/6/2020"], QuestionKind.DAY),
        (["0274551234", "021555"], QuestionKind.TEXT),
        (["I like hills", "None of yours", "by bus"], QuestionKind.TEXT),
        (["", "-"], QuestionKind.TEXT),
    ],
)
def test_the_kind_is_told_from_the_answers(cells: list[str], kind: QuestionKind) -> None:
    assert guess_kind(cells) is kind


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (QuestionKind.NUMBER, "12,50", "12.50"),
        (QuestionKind.NUMBER, "about 12", None),
        (QuestionKind.YES_NO, "Oui", "yes"),
        (QuestionKind.YES_NO, "perhaps", None),
        (QuestionKind.DAY, "3/6/2020", "2020-06-03"),
        (QuestionKind.DAY, "31/2/2020", None),
        (QuestionKind.CHOICE, "  Men's   L ", "Men's L"),
        (QuestionKind.TEXT, "a\nb", "a b"),
        (QuestionKind.NUMBER, "n/a", ""),
    ],
)
def test_an_answer_has_one_spelling_for_its_kind(
    kind: QuestionKind, text: str, value: str | None
) -> None:
    assert read_answer(kind, text, DateOrder.DAY_FIRST, TODAY) == value


def test_columns_kept_as_questions_reach_the_drafts_with_their_words() -> None:
    mapped, found = drafted({"T-shirt size": "?", "Vegan meal": "?YES_NO", "Dietary needs": "?"})
    assert list(mapped.mapping.questions.values()) == [
        QuestionKind.CHOICE,
        QuestionKind.YES_NO,
        QuestionKind.TEXT,
    ]
    assert [one.answers for one in found.drafts] == [
        {"T-shirt size": "M", "Vegan meal": "yes", "Dietary needs": "no nuts"},
        {"T-shirt size": "L", "Vegan meal": "no"},
        {"T-shirt size": "M"},
        {"T-shirt size": "M", "Vegan meal": "no"},
    ]
    shirts, _vegan, diet = found.questions
    assert (shirts.choices, shirts.protected) == (("M", "L"), False)
    assert diet.protected


def test_an_answer_of_another_kind_is_told_with_row_and_column_and_costs_only_itself() -> None:
    _mapped, found = drafted(
        {"Training km": "?NUMBER", "First ultra": "?DAY", "Vegan meal": "?YES_NO"}
    )
    told = {(p.code, p.row, p.column) for p in found.problems if "answer" in p.code}
    assert told == {
        ("entry.answer-no-yes-no", 4, "Vegan meal"),
        ("entry.answer-no-number", 3, "Training km"),
        ("entry.answer-no-day", 5, "First ultra"),
    }
    assert found.drafts[3].answers == {"Vegan meal": "no", "Training km": "12.5"}


def test_a_column_that_no_field_wants_is_left_out_unless_it_is_kept() -> None:
    mapped, found = drafted({})
    assert not mapped.mapping.questions
    assert all(not one.answers for one in found.drafts)


def test_questions_about_health_are_protected() -> None:
    assert is_private("Any allergies?")
    assert is_private("Medical conditions we should know")
    assert not is_private("T-shirt size")
