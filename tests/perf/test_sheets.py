"""What the long sheets and files cost, against the least that writing the same texts costs.

Run on demand: ``python3 packaging/test.py -m perf -s tests/perf/test_sheets.py``. Nothing here
fails for being slow: the figures are printed. The list of results is to take no more than half as
much again as drawing its texts on a canvas; ``tests/documents/test_pdf_budget.py`` holds that.
"""

from __future__ import annotations

import csv
import html
import io
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.documents.test_pdf_budget import bare_canvas
from tests.perf.lists import ENTRIES, EVENT, new_season, take_entries, write_entries
from trailsdesk.collector import suit_bulk_work
from trailsdesk.documents.sheet import Table
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.services import itra_export, printing
from trailsdesk.services.raceday import set_gun
from trailsdesk.services.season import Season
from trailsdesk.services.site import site_pages
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from trailsdesk.documents.sheet import Sheet

pytestmark = [pytest.mark.perf, pytest.mark.timeout(1200)]

RUNS = 3
SHORT_LIST = 5_000


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def report(name: str, floor: Callable[[], object], ours: Callable[[], object]) -> None:
    """Both in turn, so that a busy machine slows both."""
    taken = [(seconds(floor), seconds(ours)) for _run in range(RUNS)]
    base, own = (statistics.median(each) for each in zip(*taken, strict=True))
    print(f"\n{name}: {own:.3f} s against {base:.3f} s = {own / base:.1f} x", flush=True)


def one_race(source: Path, target: Path, count: int) -> Path:
    """The list with everybody in the long race."""
    with source.open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    with target.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([*row[:-1], "long"] for row in rows[:count])
    return target


def finished(folder: Path, count: int) -> Season:
    """A season in which so many have finished one race."""
    season = new_season(folder / f"{count}.trailsdesk")
    listed = one_race(write_entries(folder / "all.csv", count), folder / "entries.csv", count)
    take_entries(season, listed)
    event = season.event(EVENT)
    race = season.race(event, "long")
    set_gun(season, [race.id], season.clock.now_ms())
    times = folder / "times.csv"
    with times.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("Bib", "Time"))
        for bib in range(1, count + 1):
            writer.writerow((bib, format_elapsed((5_000 + bib * 7919 % 20_000) * 1000)))
    source = read_source(times)
    table = pick_table(open_book(source), None)
    plan = plan_times(season, event.id, None, source, table, kind="elapsed")
    commit_times(season, plan, "bench")
    return season


@pytest.fixture(scope="module", autouse=True)
def as_the_program_runs() -> None:
    suit_bulk_work()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    season = finished(tmp_path_factory.mktemp("large"), ENTRIES)
    yield season
    season.file.close()


def of_results(season: Season) -> Sheet:
    event = season.event(EVENT)
    return printing.build_sheet(season, printing.kind_named("results"), event.id)


def bare_workbook(rows: list[tuple[str, ...]]) -> bytes:
    """The same cells as a workbook written row after row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Results")
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bare_page(sheet: Sheet) -> str:
    """The same cells as one table of HTML."""
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    lines = (
        "<tr>" + "".join(f"<td>{html.escape(cell.text)}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    return "<table>" + "\n".join(lines) + "</table>"


def test_results_on_paper(tmp_path: Path) -> None:
    """5,000 results as PDF and as a workbook."""
    season = finished(tmp_path, SHORT_LIST)
    sheet = of_results(season)
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    assert len(table.rows) == SHORT_LIST, "the benchmark must measure whole lists"
    cells = [tuple(cell.text for cell in row) for row in table.rows]
    printing.render(sheet, ".pdf")  # loads the fonts, which the canvas uses too
    report(
        "PDF of 5,000 results / the same texts on a canvas",
        partial(bare_canvas, sheet), partial(printing.render, sheet, ".pdf"),
    )  # fmt: skip
    report(
        "workbook of 5,000 results / openpyxl, written only",
        partial(bare_workbook, cells), partial(printing.render, sheet, ".xlsx"),
    )  # fmt: skip
    fresh = partial(lambda: of_results(Season(season.file, season.clock)))
    print(f"\nthe sheet put together from the file: {seconds(fresh):.3f} s")
    season.file.close()


def test_the_file_of_a_federation(large: Season) -> None:
    """20,000 rows looked over and written, against the same cells written."""
    event = large.event(EVENT)
    race = large.race(event, "long")
    made = itra_export.itra_file(large, event.id, race.id)
    cells = [tuple(row.cells) for row in made.file.rows]
    assert len(cells) == ENTRIES, "the benchmark must measure whole files"
    report(
        "ITRA file of 20,000 rows, made and looked over / its cells copied",
        lambda: [[cell.strip() for cell in row] for row in cells],
        partial(itra_export.itra_file, large, event.id, race.id),
    )
    report(
        "ITRA file of 20,000 rows, written / openpyxl, written only",
        partial(bare_workbook, cells), partial(itra_export.content_of, made.file),
    )  # fmt: skip


def test_the_site(large: Season) -> None:
    """All pages of 20,000 results, against one bare table."""
    sheet = of_results(large)
    pages = site_pages(large)
    assert sum(len(page) for page in pages.values()) > len(bare_page(sheet))
    report(
        "site of 20,000 results / the same cells as bare tables",
        lambda: [bare_page(sheet) for _table in ("race", "groups", "series")],
        partial(site_pages, large),
    )
