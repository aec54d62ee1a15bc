"""Every sheet of a season of 2,000 made-up runners whose names are as awkward as names can be.

What a sheet says as data stands on its paper row for row, the same bytes come out every time, and
neither the paper in the printer nor a season without anybody in it stops one.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.documents.made_up import all_text, reader, squeezed
from tests.services.desk import Desk
from trailsdesk.documents.plain_text import printable
from trailsdesk.documents.sheet import FreePage, Notice, Paper, Paragraph, Picture, Table
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import ledger, printing, spot_draw, till

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.documents.sheet import Sheet

RUNNERS, FINISHED = 2000, 1949
HEADER = (
    "Bib", "First name", "Last name", "Gender", "Birth date", "Nationality", "Distance", "Medal",
    "Club", "Entered", "Paid", "Emergency contact", "Emergency phone",
)  # fmt: skip
NAMES = (
    ("Zoë", "Pōtae"),
    ("<i>Ann</i>", "<b>Bold</b> & Co"),
    ("=1+1", "=HYPERLINK(1)"),
    ("@SUM(A1)", "+3-2"),
    ("O'Brien", '"Quote" \\'),
    ("Łucja", "Żółć"),
    ("Ελένη", "Παππά"),
    ("Иван", "Петров"),
    ("דוד", "כהן"),
    ("محمد", "علی"),
    ("สมชาย", "ใจดี"),
    ("雷", "李"),
    ("さくら", "髙橋"),
    ("철수", "김"),
    ("გიორგი", "გელა"),
    ("Հայկ", "Պետրոս"),
    ("Runner", "🏃🏃"),
    ("Ann", "\u202eevil"),
    ("W" * 120, "Long"),
    ("Maxi", ("Maximiliana-Esperanza " * 6)[:120].strip()),
    ("A", "B"),
)
FROM_RIGHT = frozenset("דודכהןمحمدعلی")
KINDS = [kind.id for kind in printing.KINDS]
A_PAGE_EACH = {"certificate", "envelopes"}
"""Two thousand pages would take minutes to read back: these are made for one race."""
OF_EVERYBODY = {"results", "start-list", "check-in", "bib-labels", "bib-handout", "emergency-list",
                "standings"}  # fmt: skip
EMPTY_HERE = {"course", "checkpoint", "splits", "charts", "series-awards"}
"""No track, no station, no split and no end of the season is here, and figures have no rows."""
OPTIONS = {"receipt": {"bib": "40"}, "spot-prizes": {"appendix": True}}


def race_of(bib: int) -> str:
    return "long" if bib <= 1600 else "mid" if bib <= 1900 else "short"


def entry_list() -> list[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    for bib in range(1, RUNNERS + 1):
        given, family = NAMES[bib % len(NAMES)]
        if not FROM_RIGHT.issuperset(family):
            family = f"{family} {bib}"
        born = f"{1950 + bib % 55}-0{1 + bib % 9}-{1 + bib // 40 % 28:02}"
        late = bib % 40 == 0
        writer.writerow(
            (bib, given, family, "MF"[bib % 2], born, "NZL", race_of(bib),
             ("", "collect", "post")[bib % 3], NAMES[bib % 8][1],
             "2026-05-19" if late else "2026-03-01", "" if late else "89.00",
             "Some <b>Body</b>", "000 000")
        )  # fmt: skip
    return out.getvalue().splitlines()


@pytest.fixture(scope="module")
def season_of_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A race of which 1,949 finished; some still owe, paid at a table, or won a spot prize."""
    desk = Desk(tmp_path_factory.mktemp("many"))
    desk.clock.set("2026-05-20 09:00:00")
    desk.entries(*entry_list(), header=",".join(HEADER))
    desk.clock.set("2026-05-24 15:00:00")
    season, event = desk.season, desk.event()
    own = till.open_till(season, event.id, "<b>Table</b> =1", 100_00, "Made-up")
    owing = [key for key, each in ledger.accounts(season).items() if each.owed_minor]
    ledger.book_payment(season, owing[:20], None, PayMethod.CASH, till_id=own.id)
    desk.start("10:00:00")
    desk.times(
        *[
            f"{bib},{11 + bib % 3}:{bib % 60:02}:{bib * 7 % 60:02},"
            for bib in range(1, FINISHED + 1)
        ]
    )
    plan = spot_draw.planned(season, event.id, DrawPool.FINISHERS, seed="MADE-UP")
    kept = spot_draw.keep_draw(season, plan, [("=1+1", "<b>Nobody</b>")] * 40)
    spot_draw.draw_all(season, kept.id)
    yield desk
    desk.close()


def made(desk: Desk, kind_id: str, race: str | None = None, **options: object) -> Sheet:
    kind = printing.kind_named(kind_id)
    if desk.season.data.entries and race is None:
        options |= OPTIONS.get(kind_id, {})
    race_id = desk.race(race).id if race else None
    request = printing.sheet_request(desk.season, kind, desk.event().id, race_id, **options)
    request = printing.with_contacts(desk.season, kind, request)
    return kind.build(desk.season, printing.with_tracks(desk.season, kind, request))


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for block in sheet.blocks:
        if isinstance(block, Table):
            found += [tuple(cell.text for cell in row) for row in block.rows]
        elif isinstance(block, FreePage):
            found += [tuple(line.text for line in part.lines) for part in block.parts]
    return found


def as_read(row: tuple[str, ...]) -> set[str]:
    """A row as a reader of the PDF may give it: two names from the right in either order."""
    cells = [printable(cell).replace("🏃", "\ufffd") for cell in row]
    turned = [
        ",".join(reversed(cell.split(", "))) if FROM_RIGHT.intersection(cell) else cell
        for cell in cells
    ]
    return {squeezed("".join(cells)), squeezed("".join(turned))}


def missing_rows(sheet: Sheet, content: bytes) -> list[tuple[str, ...]]:
    """The rows that do not stand in the PDF after the row before them."""
    text, at, missing = squeezed(all_text(content)), 0, []
    for row in rows_of(sheet):
        found = [place for words in as_read(row) if (place := text.find(words, at)) >= 0]
        if found:
            at = min(found)
        else:
            missing.append(row)
    return missing


@pytest.mark.parametrize("kind", KINDS)
def test_paper_says_row_for_row_what_the_sheet_says(season_of_many: Desk, kind: str) -> None:
    race = "short" if kind in A_PAGE_EACH else None
    sheet = made(season_of_many, kind, race)
    content, _told = printing.render(sheet, ".pdf")
    assert missing_rows(sheet, content) == []
    least = 0 if kind in EMPTY_HERE else FINISHED if kind in OF_EVERYBODY else 1
    assert len(rows_of(sheet)) >= least, "too little was compared"
    again, _told = printing.render(made(season_of_many, kind, race), ".pdf")
    assert again == content, "another print of the same season has other bytes"


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_other_paper_it_says_the_same(season_of_many: Desk, kind: str) -> None:
    sheet = made(season_of_many, kind, "short", paper=Paper.LETTER)
    content, _told = printing.render(sheet, ".pdf")
    assert missing_rows(sheet, content) == []
    boxes = {tuple(sorted(map(float, page.mediabox[2:]))) for page in reader(content).pages}
    if sheet.options.envelope is None:
        assert boxes == {(612.0, 792.0)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_made_twice_is_the_same_to_the_byte(season_of_many: Desk, kind: str) -> None:
    first, second = (
        printing.render(made(season_of_many, kind, "mid"), ".xlsx")[0] for _turn in range(2)
    )
    assert first == second


@pytest.mark.parametrize("kind", KINDS)
def test_a_season_without_anybody_says_so(desk: Desk, kind: str) -> None:
    sheet = made(desk, kind)
    said = [block for block in sheet.blocks if isinstance(block, (Paragraph, Notice))]
    drawn = any(isinstance(block, Picture) for block in sheet.blocks)
    assert said or drawn or rows_of(sheet), "an empty page tells nobody why it is empty"
    for paper in Paper:
        content, told = printing.render(made(desk, kind, paper=paper), ".pdf")
        assert told == ()
        assert squeezed(all_text(content))
    assert printing.render(sheet, ".xlsx")[0]
