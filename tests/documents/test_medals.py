from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.documents.made_up import a_context
from trailsdesk.documents.medals import medal_pickup, medal_production
from trailsdesk.documents.sheet import CellKind, Paragraph, Sheet, Table
from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import EntryId, MedalGiven, MedalOrder
from trailsdesk.domain.medals import MedalRow
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.results import ResultStatus


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def said(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Paragraph)]


def a_medal(
    bib: str, name: str, order: MedalOrder = MedalOrder.COLLECT, **fields: Any
) -> MedalRow:
    made: dict[str, Any] = {
        "entry_id": EntryId(1), "runner_id": RunnerId(1), "bib": bib, "family_name": name,
        "given_name": "Al", "race_label": "Long", "order": order, "status": ResultStatus.DNF,
    }  # fmt: skip
    return MedalRow(**(made | fields))


def test_medals_are_listed_by_surname_and_by_bib_with_room_to_sign() -> None:
    rows = (a_medal("100", "Ärmel"), a_medal("20", "Bird"), a_medal("3", "Zebra"))
    by_name, by_bib = tables(medal_pickup(a_context(), rows))
    assert [row[0] for row in texts(by_name)] == ["Ärmel, Al", "Bird, Al", "Zebra, Al"]
    assert [row[0] for row in texts(by_bib)] == ["3", "20", "100"]
    for table in (by_name, by_bib):
        assert table.columns[-1].kind is CellKind.SIGNATURE
        assert all(row[-1] == "" for row in texts(table))


def test_a_posted_medal_is_listed_but_not_signed_for() -> None:
    rows = (
        a_medal("1", "Ada"),
        a_medal("2", "Bea", MedalOrder.POST),
        a_medal("3", "Cy", MedalOrder.NONE),
    )
    sheet = medal_pickup(a_context(), rows)
    assert [row[-1] for row in texts(tables(sheet)[0])] == ["", "by post"]
    assert said(sheet)[0] == "2 medals ordered · 1 collected here · 1 by post"


def test_a_medal_that_is_gone_is_not_signed_for_twice() -> None:
    given = MedalGiven(entry_id=EntryId(1), at_ms=Instant(0))
    posted = MedalGiven(entry_id=EntryId(1), at_ms=Instant(0), posted=True)
    rows = (
        a_medal("1", "Ada", given=given),
        a_medal("2", "Bea", MedalOrder.POST, given=posted),
    )
    (first, second) = texts(tables(medal_pickup(a_context(), rows))[0])
    assert (first[-1], second[-1]) == ("was handed out", "was posted")


def test_no_medals_ordered_is_said() -> None:
    rows = (a_medal("3", "Cy", MedalOrder.NONE),)
    assert said(medal_pickup(a_context(), rows)) == ["No medals were ordered."]


def test_the_medals_to_make_are_those_ordered_and_the_spare_ones_with_their_arithmetic() -> None:
    rows = [a_medal(str(bib), "Bird") for bib in range(1, 10)]
    rows += [a_medal("20", "Rimu", MedalOrder.POST, race_label="Short")]
    sheet = medal_production(
        a_context(), rows, Decimal("12.5"), "Orders are closed.", ["Short", "Long"]
    )
    assert texts(tables(sheet)[0]) == [
        ["Short", "0", "1", "1"],
        ["Long", "9", "0", "9"],
        ["Ordered", "", "", "10"],
        ["Spare", "", "", "2"],
        ["To be made", "", "", "12"],
    ]
    assert said(sheet) == [
        "10 ordered and 12.5 % of them spare, 2 rounded up: 12 to be made. Orders are closed."
    ]
