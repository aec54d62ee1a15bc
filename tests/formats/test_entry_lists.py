"""Entry lists of other programs: each is known by its header, and read as it is meant."""

from __future__ import annotations

from datetime import date

import pytest

from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.entries import EntryDrafts, draft_entries
from trailsdesk.formats.entry_lists import read_entry_list
from trailsdesk.formats.layouts import Purpose, map_table

TODAY = date(2026, 11, 20)
IOF = """<?xml version="1.0" encoding="UTF-8"?>
<EntryList xmlns="http://www.orienteering.org/datastandard/3.0" iofVersion="3.0">
  {entries}
</EntryList>
"""
PERSON = """<PersonEntry><Person sex="F"><Name><Family>Example</Family><Given>Aroha</Given></Name>
  <BirthDate>1986-03-02</BirthDate><Nationality code="NZL">New Zealand</Nationality></Person>
  <Organisation><Name>Owls of Nowhere</Name></Organisation>
  <AssignedFee><PaidAmount currency="NZD">85.00</PaidAmount></AssignedFee>
  <Class><Name>Long</Name></Class><EntryTime>2026-04-01T18:20:05+13:00</EntryTime></PersonEntry>"""
TEAM = """<TeamEntry><Name>No Such Team 1</Name>
  <TeamEntryPerson><Person><Name><Family>Pretend</Family><Given>Tahi</Given></Name></Person>
  <Leg>1</Leg></TeamEntryPerson>
  <Class><Name>Relay</Name></Class></TeamEntry>"""


def drafted(text: str, name: str = "list.csv") -> tuple[str, EntryDrafts]:
    """The layout found and the drafts."""
    table = read_entry_list(name, text.encode()).tables[0]
    mapped = map_table(table, Purpose.ENTRIES)
    found = draft_entries(
        table, mapped.mapping, currency="NZD", today=TODAY, layout=mapped.layout, file=name
    )
    return mapped.layout.id if mapped.layout else "", found


def test_an_iof_entry_list_gives_people_with_class_fee_and_time() -> None:
    layout, found = drafted(IOF.format(entries=PERSON), "list.xml")
    assert layout == "iof-entry-list"
    (draft,) = found.drafts
    assert (draft.family_name, draft.given_name, draft.gender) == ("Example", "Aroha", Gender.F)
    assert (draft.birth_date, draft.nation, draft.club) == (
        date(1986, 3, 2), "NZL", "Owls of Nowhere",
    )  # fmt: skip
    assert (draft.race_text, draft.paid_minor, draft.row) == ("Long", 8500, 1)
    assert draft.entered is not None
    assert (draft.entered.day, draft.entered.offset_ms) == (date(2026, 4, 1), 13 * 3_600_000)


def test_the_members_of_a_team_are_people_of_its_class_and_a_nameless_team_is_told() -> None:
    bare = "<TeamEntry><Name>Nobody Yet</Name><Class><Name>Relay</Name></Class></TeamEntry>"
    book = read_entry_list("list.xml", IOF.format(entries=PERSON + TEAM + bare).encode())
    assert [(p.code, p.params["team"]) for p in book.problems] == [
        ("iof.team-unnamed", "Nobody Yet")
    ]
    _layout, found = drafted(IOF.format(entries=PERSON + TEAM), "list.xml")
    assert [(one.family_name, one.club, one.race_text, one.row) for one in found.drafts] == [
        ("Example", "Owls of Nowhere", "Long", 1),
        ("Pretend", "No Such Team 1", "Relay", 2),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (IOF.format(entries="").replace("EntryList", "ResultList"), "input.iof"),
        (IOF.format(entries=PERSON).replace('"3.0"', '"2.0.3"'), "looks.iof-old"),
        (IOF.format(entries=""), "input.empty"),
        ("<other/>", "input.xml"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + IOF.format(entries="")[38:], "input.xml-unsafe"),
    ],
)
def test_other_xml_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(InputUnreadable) as caught:
        read_entry_list("list.xml", text.encode())
    assert caught.value.note.code == code


HEADERS = {
    "race-roster-participants": (
        "Registration ID,Sub-event,First name,Last name,Date of birth,Gender,Email,Amount paid",
        "1,Long,Aroha,Example,1986-03-02,F,a@example.invalid,85.00",
    ),
    "runsignup-report": (
        "Registration ID,Event,First Name,Last Name,Date of Birth,Gender,Bib",
        "1,Long,Aroha,Example,03/02/1986,F,7",
    ),
    "webscorer-registration": (
        "Name,First name,Last name,Age,Gender,Registration time,Total fee,Category",
        'Aroha Example,Aroha,Example,40,Female,"Sep 25, 2025 at 6:07 PM",$85.00,Long',
    ),
    "webscorer-start-list": (
        "Bib\tName\tDistance\tCategory\tGender",
        "7\tAroha Example\tLong\tOpen\tF",
    ),
    "race-result-entries": (
        "Bib,Lastname,Firstname,DateOfBirth,Gender,Nation,Contest,Status,CellPhone,Phone",
        "7,Example,Aroha,1986-03-02,f,NZL,Long,0,+64 0000,+64 1111",
    ),
    "chronotrack-athletes": (
        "External ID,Reg Choice,First Name,Last Name,Sex,Birthday",
        "77,Long,Aroha,Example,F,1986-03-02",
    ),
    "chronokeep-participants": (
        "First,Last,Birthday,Gender,Street,City,Zip,Email,Distance,Bib,Apparel,Owes",
        "Aroha,Example,1986-03-02,F,,,,,Long,7,M,0",
    ),
    "federation-start-list": (
        "name,bib,flag,utmb_index,utmb_agegroup,utmb_name",
        "Aroha EXAMPLE,7,\N{REGIONAL INDICATOR SYMBOL LETTER N}"
        "\N{REGIONAL INDICATOR SYMBOL LETTER Z},700,35-39,Aroha EXAMPLE",
    ),
    "crossmgr-signon": (
        "Bib#,First Name,Last Name,Team,Category,License",
        "7,Aroha,Example,Owls,Open,12",
    ),
    "opensplittime-entries": (
        "first_name,last_name,gender,birthdate,bib_number,event_name,emergency_contact",
        "Aroha,Example,F,1986-03-02,7,Long,Tahi Pretend",
    ),
    "opensplittime-ages": (
        "first_name,last_name,gender,age,city,state_code,country_code,event_name,start_offset",
        "Aroha,Example,F,40,,,NZ,Long,1800",
    ),
    "ultra-tracker-athletes": (
        "Bib,First Name,Last Name,gender,age,city,state,emergency_name,emergency_phone",
        "7,Aroha,Example,F,40,,,Tahi Pretend,0000",
    ),
    "trailsdesk-entries": (
        "Family name,Given name,Gender,Birth date,Race,Entered,Paid",
        "Example,Aroha,F,1986-03-02,Long,2026-04-01,85.00",
    ),
}


@pytest.mark.parametrize("layout", HEADERS)
def test_every_source_is_known_by_its_header(layout: str) -> None:
    found, drafts = drafted("\n".join(HEADERS[layout]) + "\n")
    assert found == layout
    (draft,) = drafts.drafts
    assert draft.family_name.casefold() == "example"
    assert draft.given_name == "Aroha"
    if "Long" in HEADERS[layout][1] and layout != "webscorer-registration":
        assert draft.race_text == "Long"
    if "1986" in HEADERS[layout][1]:
        assert draft.birth_date == date(1986, 3, 2)
    if "85.00" in HEADERS[layout][1]:
        assert draft.paid_minor == 8500


def test_a_minimal_list_carries_name_race_entered_and_paid() -> None:
    _layout, found = drafted("Name,Race,Entered,Paid\nAroha Example,Long,2026-04-01,85.00\n")
    (draft,) = found.drafts
    assert (draft.family_name, draft.race_text, draft.paid_minor) == ("Example", "Long", 8500)
    assert draft.entered is not None
    assert draft.entered.day == date(2026, 4, 1)


ULTRASIGNUP = "Order ID,Registration Date,distance,Price,order_type,First Name,Last Name,Removed\n"


def test_ultrasignup_payments_to_come_are_not_paid_and_removed_ones_are_withdrawn() -> None:
    layout, found = drafted(
        ULTRASIGNUP
        + "1,12/15/2025 7:00:10 AM,Long,85.0000,Pending CC,Aroha,Example,False\n"
        + "2,12/16/2025 7:00:10 AM,Long,85.0000,Credit Card,Tahi,Pretend,True\n"
    )
    assert layout == "ultrasignup-participants"
    assert [(one.paid_minor, one.withdrawn) for one in found.drafts] == [
        (None, False),
        (8500, True),
    ]
    (told,) = [p for p in found.problems if p.code == "entry.payment-pending"]
    assert (told.row, told.column, told.params["amount"]) == (2, "order_type", "85.0000")


def test_a_list_without_a_header_is_known_by_its_columns() -> None:
    text = (
        "Long;Example Aroha;Owls, Nowhere;;;7;1986;;\nLong;Pretend Tahi;Hawks;;I;;0;8001234;late\n"
    )
    layout, found = drafted(text)
    assert layout == "winorient-entries"
    assert [(one.bib, one.family_name, one.given_name, one.club, one.race_text, one.note)
            for one in found.drafts] == [
        ("7", "Example", "Aroha", "Owls, Nowhere", "Long", ""),
        ("", "Pretend", "Tahi", "Hawks", "Long", "late"),
    ]  # fmt: skip
    assert all(one.birth_date is None for one in found.drafts), "a year is no birth date"


def test_a_table_with_semicolons_and_a_header_is_no_bare_list() -> None:
    text = "Bib;Name;Club;City;Phone;Age;Zip;Fee\n7;Aroha Example;Owls;;;;;\n"
    layout, found = drafted(text)
    assert layout == ""
    assert [(one.bib, one.club) for one in found.drafts] == [("7", "Owls")]
