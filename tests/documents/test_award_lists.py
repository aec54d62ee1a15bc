"""The sheets around a prizegiving, from made-up awards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.documents.made_up import a_context, all_text
from tests.documents.test_awards import a_place, said, tables, texts
from trailsdesk.documents.award_lists import award_pickup, award_reasons, running_order
from trailsdesk.documents.pdf import render_pdf
from trailsdesk.documents.sheet import CellKind, Heading, Notice
from trailsdesk.domain.award_chain import prize_groups
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, OnePrize
from trailsdesk.domain.award_states import AwardStanding, AwardState
from trailsdesk.domain.awards import Prize, PrizeGroup
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.problems import Note

RULE = AwardsRule(
    one_prize=OnePrize.MOST_PRESTIGIOUS,
    awards=(
        Award(
            id="o", scope=AwardScope.OVERALL, label="Overall", places=1, prizes=("Cup",),
            sponsor="Kōwhai & Sons",
        ),
        Award(id="c", scope=AwardScope.CATEGORY),
    ),
)  # fmt: skip


def standing(group: PrizeGroup, state: AwardState = AwardState.SETTLED, **more) -> AwardStanding:
    settled = state is not AwardState.PROVISIONAL
    reason = Note(code="award.settled")
    if not settled:
        reason = Note(code="award.still-out", params={"count": 2, "time": "1:43:00"})
    return AwardStanding(group=group, state=state, settled=settled, reason=reason, **more)


def awards() -> list[AwardStanding]:
    rows = [a_place(place, str(60 + n)) for n, place in enumerate((1, 2, 3, 3))]
    rows = [
        replace(row, entry_id=EntryId(n), runner_id=n, given_name=name)
        for n, (row, name) in enumerate(zip(rows, ("Ana", "Bo", "Cleo", "Dag"), strict=True), 1)
    ]
    overall, category = prize_groups(rows, RULE)
    spoken = tuple(replace(prize, spoken="BOH bird") for prize in category.prizes)
    category = replace(category, prizes=spoken)
    handed = frozenset({EntryId(1)})
    return [
        standing(category, AwardState.PROVISIONAL),
        standing(overall, AwardState.ANNOUNCED, handed=handed),
    ]


def notices(sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Notice)]


def test_the_announcer_reads_last_place_first_and_how_a_name_is_spoken() -> None:
    sheet = running_order(a_context(), awards())
    category, overall = tables(sheet)
    assert [row[:2] for row in texts(category)] == [["=2", "63"], ["=2", "62"], ["1", "61"]]
    assert all("BOH bird" in row for row in texts(category))
    assert texts(overall)[0][:2] == ["1", "60"]
    headings = [block.text for block in sheet.blocks if isinstance(block, Heading)]
    assert headings == ["1. Veteran women", "2. Overall"]
    assert "Presented by Kōwhai & Sons" in said(sheet)
    assert notices(sheet) == [
        "PROVISIONAL · 2 runners still out could change it; at the latest until the clock has"
        " passed 1:43:00.",
        "ANNOUNCED",
    ]


def test_reasons_stand_in_the_line_of_the_runner_and_those_passed_over_below() -> None:
    sheet = award_reasons(a_context(), awards())
    first = texts(tables(sheet)[0])[0]
    assert first[-1].endswith("has place 1 of Overall.")
    assert said(sheet)[0] == "Place 3 is nobody's: 2 share place 2."
    assert any(
        text.startswith("Bib 60 Ana") and "would have place 1" in text for text in said(sheet)
    )


def test_a_prize_has_room_for_a_signature_until_it_is_gone() -> None:
    category, overall = tables(award_pickup(a_context(), awards()))
    assert category.columns[-1].kind is CellKind.SIGNATURE
    assert [row[-1] for row in texts(category)] == ["", "", ""]
    assert texts(overall)[0][-2:] == ["Cup", "handed out"]


def test_a_team_is_called_by_its_club_with_its_points_and_its_members_as_the_reason() -> None:
    rows = (a_place(1, "61"), a_place(2, "62", given_name="Bo", family_name="Tui"))
    prize = Prize(
        place=1, shared=False, row=rows[0], explanation=Note(code="award.settled"), prize_place=1,
        team="Hill Runners", members=rows, total=Decimal("98.5"),
    )  # fmt: skip
    group = PrizeGroup(
        race_code="", race_label="", gender=None, depth=1, entered=1, finishers=1, pending=0,
        prizes=(prize,), label="Clubs", scope=AwardScope.TEAM,
    )  # fmt: skip
    (row,) = texts(tables(award_reasons(a_context(), [standing(group)]))[0])
    assert row[:3] == ["1", "", "Hill Runners"]
    assert "98.5 points" in row
    assert row[-1].endswith("Bo Tui")


def test_nobody_to_call_is_said_on_every_sheet() -> None:
    for make in (running_order, award_reasons, award_pickup):
        assert said(make(a_context(), []))[-1] == "There is nobody to give a prize to yet."


def test_the_sheets_are_the_same_bytes_twice_and_readable() -> None:
    for make in (running_order, award_reasons, award_pickup):
        once = render_pdf(make(a_context(), awards()))
        assert once == render_pdf(make(a_context(), awards()))
        assert "Kōwhai" in all_text(once) or make is not running_order
