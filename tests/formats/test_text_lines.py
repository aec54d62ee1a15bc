"""Runners written line by line: what is found wherever it stands, and what is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.people import Gender
from trailsdesk.formats.entries import EntryDrafts, draft_entries
from trailsdesk.formats.entry_lists import read_entry_list
from trailsdesk.formats.layouts import Purpose, map_table
from trailsdesk.formats.text_lines import are_text_lines

if TYPE_CHECKING:
    from trailsdesk.formats.tables import Book

TODAY = date(2026, 11, 20)
RACES = ("short", "long", "Slope Sprint")


def book_of(text: str) -> Book:
    return read_entry_list("list.txt", text.encode(), races=RACES)


def drafted(text: str) -> EntryDrafts:
    table = book_of(text).tables[0]
    mapped = map_table(table, Purpose.ENTRIES)
    return draft_entries(table, mapped.mapping, currency="NZD", today=TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "214 Aroha Example F 1986-03-02 21 km",
        "Aroha Example, F, 1986-03-02, 21 km, 214",
        "214; EXAMPLE, Aroha; 2 March 1986; f; 21km",
        "- bib 214 Aroha Example (F) 02.03.1986 21 km".replace("(F)", "F"),
        "#214 Aroha Example female born 2/3/1986 21 km",
        "214\tAroha Example\tF\t1986-03-02\t21 km",
    ],
)
def test_one_runner_in_any_usual_order(line: str) -> None:
    (draft,) = drafted(line).drafts
    assert (draft.bib, draft.family_name.casefold(), draft.given_name) == (
        "214",
        "example",
        "Aroha",
    )
    assert (draft.gender, draft.birth_date) == (Gender.F, date(1986, 3, 2))
    assert draft.race_text.replace(" ", "") == "21km"


@pytest.mark.parametrize(
    ("line", "race", "club"),
    [
        ("Tahi Pretend M 1990-01-02 Slope Sprint Owls", "Slope Sprint", "Owls"),
        ("Tahi Pretend (Owls of Nowhere) LONG 1990-01-02", "LONG", "Owls of Nowhere"),
        ("Tahi Pretend, 1990-01-02, half marathon, Owls", "half marathon", "Owls"),
        ("short Tahi Pretend 1990-01-02", "short", ""),
    ],
)  # fmt: skip
def test_a_race_by_its_name_and_a_club_behind_or_in_brackets(
    line: str, race: str, club: str
) -> None:
    (draft,) = drafted(line).drafts
    assert (draft.family_name, draft.race_text, draft.club) == ("Pretend", race, club)


def test_an_initial_is_no_gender() -> None:
    (draft,) = drafted("7 Tahi M Pretend 1990-01-02").drafts
    assert (draft.given_name, draft.family_name, draft.gender) == ("Tahi M", "Pretend", None)


def test_a_heading_names_the_race_of_the_lines_below() -> None:
    drafts = drafted(
        "21 km:\n1 Aroha Example F\n2 Tahi Pretend M\n12 km:\n3 Rua Pretend F\n"
    ).drafts
    assert [(one.bib, one.race_text) for one in drafts] == [
        ("1", "21 km"), ("2", "21 km"), ("3", "12 km"),
    ]  # fmt: skip


def test_what_was_not_understood_is_told_with_its_line_and_the_others_go_on() -> None:
    text = "1 Aroha Example F\n\n2 Tahi Pretend M, Owls, something else\n???\n4 Rua Pretend F\n"
    book = book_of(text)
    told = {p.row: p.params["text"] for p in book.problems if p.code == "lines.not-understood"}
    assert told == {3: "something else", 4: "???"}
    drafts = drafted(text)
    assert [one.row for one in drafts.drafts] == [1, 3, 5]
    assert [(p.code, p.row) for p in drafts.problems if p.row == 4] == [("entry.nobody", 4)]


def test_an_endless_line_is_told_and_costs_no_time() -> None:
    endless = "a" * 90_000
    (told,) = book_of(f"1 Aroha Example F\n2 Tahi Pretend M\n{endless}\n").problems
    assert (told.code, told.row) == ("lines.not-understood", 3)


def test_a_year_alone_is_no_birth_date() -> None:
    (draft,) = drafted("12 Aroha Example F 1986").drafts
    assert (draft.bib, draft.birth_date) == ("12", None)


@pytest.mark.parametrize(
    "text",
    [
        "Name,Bib,Club\nAroha Example,1,Owls\nTahi Pretend,2,Hawks\n",
        "first_name,last_name,gender\nAroha,Example,F\n",
        "Aid station,km,climb\nHut One,12,300\nHut Two,20,900\n",
        "Order\n12\n13\n",
        "",
        "214 1:02:03\n215 1:03:04\n",
    ],
)
def test_a_table_is_not_taken_for_lines(text: str) -> None:
    assert not are_text_lines(text, RACES)
