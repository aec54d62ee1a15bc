"""The check-in list: who is expected, what the desk has to think of, squares to tick."""

from __future__ import annotations

from dataclasses import replace

from tests.documents.made_up import a_context
from trailsdesk.documents.check_in import CheckInRow, check_in_list
from trailsdesk.documents.glyphs import page_sheet
from trailsdesk.documents.lists import StartOrder
from trailsdesk.documents.page import PlacedBox
from trailsdesk.documents.plain_text import as_text
from trailsdesk.documents.sheet import CellKind, Heading, Paragraph, Sheet, Table

ADA = CheckInRow(
    bib="401", family_name="Rimu", given_name="Ada", race_code="long", race_label="Long",
    category_label="Open women", here="08:31", gear="seen",
)  # fmt: skip
BEN = replace(
    ADA, bib="12", family_name="Āwhina", given_name="Ben", here="", gear="", wave="wave 2",
    owes="59.00 NZD", to_do="medal ordered",
)  # fmt: skip
FAY = replace(
    ADA, bib="7", family_name="Kōwhai", given_name="Fay", race_code="short",
    race_label="Slope Sprint", here="", gear="", adult="",
)  # fmt: skip
EXPECTED = (ADA, BEN, FAY)


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def titles(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def column(table: Table, title: str) -> list[str]:
    at = titles(table).index(title)
    return [row[at].text for row in table.rows]


def test_races_follow_one_another_by_bib_and_the_counts_are_said() -> None:
    sheet = check_in_list(a_context(race_names=()), EXPECTED)
    assert [b.text for b in sheet.blocks if isinstance(b, Heading)] == ["Long", "Slope Sprint"]
    assert column(tables(sheet)[0], "Bib") == ["12", "401"]
    said = [b.text for b in sheet.blocks if isinstance(b, Paragraph)]
    assert said == ["2 entered · 1 here when printed", "1 entered · 0 here when printed"]


def test_by_name_all_races_are_one_list_with_the_race_beside() -> None:
    (table,) = tables(check_in_list(a_context(), EXPECTED, StartOrder.NAME))
    assert column(table, "Name") == ["Āwhina, Ben", "Kōwhai, Fay", "Rimu, Ada"]
    assert column(table, "Race") == ["Long", "Slope Sprint", "Long"]


def test_who_is_here_has_the_time_in_place_of_the_square() -> None:
    sheet = check_in_list(a_context(), (ADA, BEN), gear=True)
    (table,) = tables(sheet)
    assert column(table, "Here") == ["", "08:31"]
    assert column(table, "Gear") == ["", "seen"]
    kinds = {each.title: each.kind for each in table.columns}
    assert kinds["Here"] is kinds["Gear"] is CellKind.TICK
    squares = [
        box
        for page in page_sheet(sheet).pages
        for box in page.boxes
        if isinstance(box, PlacedBox) and box.width == box.height
    ]
    assert len(squares) == 2
    assert as_text(sheet).count("[ ]") == 2


def test_gear_is_asked_for_only_where_the_rules_do() -> None:
    assert "Gear" not in titles(tables(check_in_list(a_context(), EXPECTED))[0])


def test_a_race_with_young_runners_has_room_for_the_adult_s_name() -> None:
    long, short = tables(check_in_list(a_context(race_names=()), EXPECTED))
    assert "Adult with them" not in titles(long)
    assert column(short, "Adult with them") == [""]
    named = replace(FAY, adult="Made-up Parent")
    grown = replace(FAY, bib="8", adult=None)
    (table,) = tables(check_in_list(a_context(), (named, grown)))
    assert column(table, "Adult with them") == ["Made-up Parent", "–"]


def test_a_sheet_for_nobody_says_so() -> None:
    sheet = check_in_list(a_context(), ())
    assert [b.text for b in sheet.blocks if isinstance(b, Paragraph)] == ["Nobody is entered yet."]
