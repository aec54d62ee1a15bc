"""Every real file of other programs gives the figures known of it, or is refused by name."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.people import Gender
from trailsdesk.domain.problems import InputUnreadable, Severity
from trailsdesk.domain.results import ResultStatus
from trailsdesk.formats.entries import EntryDrafts, draft_entries
from trailsdesk.formats.layouts import Purpose, TimeKind, map_table
from trailsdesk.formats.tabular import Book, read_tables
from trailsdesk.formats.timing import ReadDraft, ReadDrafts, draft_reads

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 20)


def book_of(folder: Path, name: str) -> Book:
    return read_tables(name, (folder / name).read_bytes())


def entries_of(folder: Path, name: str, table: int = 0) -> EntryDrafts:
    one = book_of(folder, name).tables[table]
    mapped = map_table(one, Purpose.ENTRIES)
    return draft_entries(one, mapped.mapping, currency="USD", today=TODAY, layout=mapped.layout)


def reads_of(folder: Path, name: str, table: int = 0, zone: str = "Europe/Paris") -> ReadDrafts:
    one = book_of(folder, name).tables[table]
    mapped = map_table(one, Purpose.TIMES)
    return draft_reads(
        one,
        mapped.mapping,
        zone=zone,
        layout=mapped.layout,
        start_column=mapped.mapping.start,
    )


def finishers(drafts: ReadDrafts) -> list[ReadDraft]:
    return [
        one
        for one in drafts.reads
        if one.point == "finish"
        and one.status is None
        and (one.instant_ms is not None or one.elapsed_ms is not None)
    ]


def statuses(drafts: ReadDrafts) -> Counter[str]:
    return Counter(
        one.status.value if one.status else "OK" for one in drafts.reads if one.point == "finish"
    )


def net_times(drafts: ReadDrafts) -> list[tuple[int, ReadDraft]]:
    began = {one.bib: one.instant_ms or 0 for one in drafts.reads if one.point == "start"}
    if not began:
        return [(one.elapsed_ms or 0, one) for one in finishers(drafts)]
    return [((one.instant_ms or 0) - began[one.bib], one) for one in finishers(drafts)]


def codes(drafts: EntryDrafts | ReadDrafts | Book) -> set[str]:
    return {one.code for one in drafts.problems}


@pytest.fixture
def entries(shared_data: Path) -> Path:
    return shared_data / "entries"


@pytest.fixture
def results(shared_data: Path) -> Path:
    return shared_data / "results"


# ------------------------------------------------------------------ results


def checked_times(drafts: ReadDrafts, winner: str, slowest: str, count: int) -> list[int]:
    times = sorted(time for time, _one in net_times(drafts))
    assert len(times) == count
    assert (format_elapsed(times[0]), format_elapsed(times[-1])) == (winner, slowest)
    return times


def test_mass_start_table_gives_statuses_and_winner(results: Path) -> None:
    drafts = reads_of(results, "livetrail-style-mtr-2024.csv", zone="Indian/Reunion")
    assert drafts.kind is TimeKind.CLOCK
    assert statuses(drafts) == {"OK": 415, "DNF": 68 + 1, "OVER_TIME": 23, "NOT_COMPETING": 6}
    times = checked_times(drafts, "6:28:21", "13:56:14", 415)
    assert sum(n - 1 for n in Counter(times).values()) == 11
    began = {one.instant_ms for one in drafts.reads if one.point == "start"}
    assert len(began) == 1
    assert min(net_times(drafts), key=lambda pair: pair[0])[1].bib == "7109"
    women = [time for time, one in net_times(drafts) if one.gender is Gender.F]
    assert format_elapsed(min(women)) == "7:17:27"


def test_two_waves_and_late_starters_keep_their_own_start(results: Path) -> None:
    drafts = reads_of(results, "livetrail-style-integrale-2024-two-waves.csv")
    assert statuses(drafts) == {"OK": 690, "DNF": 32}
    checked_times(drafts, "5:21:13", "57:12:44", 690)
    starts = Counter(one.instant_ms for one in drafts.reads if one.point == "start")
    assert [n for _at, n in starts.most_common(2)] == [392, 324]
    assert sum(1 for n in starts.values() if n == 1) == 6
    late = {one.bib for time, one in net_times(drafts) if time > 24 * 3_600_000}
    assert late == {"5792", "5038", "5501", "5223", "5457"}


def test_finishes_beyond_a_day_keep_the_day(results: Path) -> None:
    drafts = reads_of(results, "livetrail-style-utmb-2025-subset.csv")
    assert statuses(drafts) == {"OK": 100, "DNF": 40, "OVER_TIME": 40, "DSQ": 3}
    times = checked_times(drafts, "19:18:58", "30:57:51", 100)
    assert sum(time > 24 * 3_600_000 for time in times) == 71
    women = [time for time, one in net_times(drafts) if one.gender is Gender.F]
    assert format_elapsed(min(women)) == "22:56:23"


def test_doubled_blanks_of_checkpoint_names_are_squeezed_for_show(results: Path) -> None:
    header = book_of(results, "livetrail-style-utmb-2025-subset.csv").tables[0].header
    assert "Col Voza" in header


def test_days_spelled_out_are_elapsed(results: Path) -> None:
    name = "utmb-2025-elapsed-days-format-subset.csv"
    drafts = reads_of(results, name)
    assert drafts.kind is TimeKind.ELAPSED
    assert drafts.rows == 148
    by_bib = {one.bib: one.elapsed_ms for one in finishers(drafts)}
    assert format_elapsed(by_bib["10"] or 0) == "19:18:58"
    assert "text.mojibake" in codes(book_of(results, name))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("cold-hawaii-ultra-2024-tables.md", [22, 38, 93, 95, 25]),
        ("cold-hawaii-ultra-2022-tables.md", [12, 28, 40, 34, 22]),
    ],
)
def test_markdown_tables_are_read_one_by_one(results: Path, name: str, counts: list[int]) -> None:
    book = book_of(results, name)
    assert [len(table.rows) for table in book.tables] == counts
    assert [table.name for table in book.tables][:2] == ["100 miles", "50 miles"]
    for index, count in enumerate(counts):
        drafts = reads_of(results, name, index)
        assert len(finishers(drafts)) == count
        assert drafts.kind is TimeKind.ELAPSED
        assert all(one.family_name and one.given_name for one in drafts.reads)


def test_markdown_winners_last_and_ties(results: Path) -> None:
    long = reads_of(results, "cold-hawaii-ultra-2024-tables.md", 0)
    times = checked_times(long, "16:34:41", "28:23:39", 22)
    tied = [time for time, n in Counter(times).items() if n == 2]
    assert [times.index(time) + 1 for time in sorted(tied)] == [12, 18]
    checked_times(
        reads_of(results, "cold-hawaii-ultra-2024-tables.md", 3), "1:38:07", "3:57:45", 95
    )
    checked_times(
        reads_of(results, "cold-hawaii-ultra-2022-tables.md", 0), "20:23:50", "29:23:00", 12
    )


def test_plain_seconds_are_told_and_missing_times_kept_out(results: Path) -> None:
    book = book_of(results, "western-states-splits-2006-2012.csv")
    table = book.tables[0]
    assert len(table.rows) == 780
    drafts = reads_of(results, "western-states-splits-2006-2012.csv")
    years = {row.number: row.cells[0] for row in table.rows}
    times: dict[str, list[int]] = {"2006": [], "2012": []}
    for one in finishers(drafts):
        times[years[one.row]].append(one.elapsed_ms or 0)
    assert {year: len(found) for year, found in times.items()} == {"2006": 210, "2012": 382 - 66}
    assert format_elapsed(min(times["2006"])) == "18:17:28"
    assert format_elapsed(min(times["2012"])) == "14:46:44"
    assert "times.numbers-seconds" in codes(drafts)
    assert sum(p.code == "times.nothing" for p in drafts.problems) == 780 - 210 - 316
    assert all(one.given_name == one.given_name.strip() for one in drafts.reads)


def test_letters_of_hours_are_elapsed_and_unranked_have_no_time(results: Path) -> None:
    drafts = reads_of(results, "ultra-rankings-subset.csv")
    races = {
        row.number: row.cells[0]
        for row in book_of(results, "ultra-rankings-subset.csv").tables[0].rows
    }
    by_race: dict[str, list[int]] = {}
    for one in finishers(drafts):
        by_race.setdefault(races[one.row], []).append(one.elapsed_ms or 0)
    assert min(by_race["68140"]) == 95_725_000
    assert min(by_race["72496"]) == 74_759_000
    assert len(by_race["68140"]) == 13
    assert drafts.rows == 70
    assert sum(p.code == "times.nothing" for p in drafts.problems) == 12


def test_place_does_not_make_a_finisher(results: Path) -> None:
    drafts = reads_of(results, "webscorer-creature-2019.txt")
    assert statuses(drafts) == {"OK": 55, "DNF": 5}
    stopped = {one.bib: one.place_text for one in drafts.reads if one.status is ResultStatus.DNF}
    assert stopped["514"] == "43"
    assert "66666" in {one.bib for one in finishers(drafts)}
    checked_times(drafts, "2:26:58", "7:33:59", 55)
    assert len(book_of(results, "webscorer-creature-2019.txt").tables[0].header) == 4


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("checkpoints-grr-2024.csv", 24),
        ("checkpoints-mtr-2024.csv", 8),
        ("checkpoints-templi-2024.csv", 14),
        ("checkpoints-utmb-2025.csv", 26),
        ("itra-race-features-1207.csv", 1207),
        ("ultra-race-subset.csv", 15),
    ],
)
def test_tables_about_no_runner_are_read_but_give_no_entries(
    results: Path, name: str, rows: int
) -> None:
    assert len(book_of(results, name).tables[0].rows) == rows
    drafts = entries_of(results, name)
    assert drafts.drafts == ()
    assert codes(drafts) & {"entry.no-columns"}


# ------------------------------------------------------------------ entries


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ost-test-efforts-ascii.csv", 3),
        ("ost-test-efforts-utf-8.csv", 3),
        ("ost-test-efforts-duplicate-headers.csv", 1),
        ("ost-test-efforts-empty-lines.csv", 3),
        ("ost-test-efforts-mixed.csv", 3),
        ("ost-test-efforts-nonbinary.csv", 3),
        ("ost-test-efforts-offset.csv", 3),
        ("ost-test-efforts-offset-time.csv", 3),
        ("ost-test-efforts-with-bib-numbers.csv", 3),
        ("ost-test-efforts-with-elapsed-times.csv", 6),
        ("ost-ultrasignup-efforts-simple-export.csv", 3),
        ("ost-ultrasignup-efforts.csv", 2),
        ("ost-test-rr-response.json", 5),
        ("runsignup-participants-page-1.json", 2),
        ("ultra-tracker-mock-athletes.csv", 500),
        ("wmtrc-long-trail-women-start-list-subset.csv", 57),
    ],
)
def test_every_entry_list_gives_its_people(entries: Path, name: str, count: int) -> None:
    drafts = entries_of(entries, name)
    assert len(drafts.drafts) == count
    assert all(one.family_name for one in drafts.drafts)
    assert not [p for p in drafts.problems if p.severity is Severity.ERROR]


def test_mac_line_ends_and_mark_are_understood(entries: Path) -> None:
    book = book_of(entries, "ost-test-efforts-utf-8.csv")
    assert book.tables[0].header[0] == "first_name"
    assert [row.number for row in book.tables[0].rows] == [2, 3, 4]
    third = entries_of(entries, "ost-test-efforts-nonbinary.csv").drafts[1]
    assert (third.gender, third.race_text) == (Gender.X, "55K")


def test_the_same_name_twice_is_numbered(entries: Path) -> None:
    book = book_of(entries, "ost-test-efforts-duplicate-headers.csv")
    assert book.tables[0].header[-2:] == ("country", "country (2)")
    assert "table.same-name-twice" in codes(book)


def test_month_first_dates_of_a_known_layout(entries: Path) -> None:
    dates = [one.birth_date for one in entries_of(entries, "ost-test-efforts-mixed.csv").drafts]
    assert dates == [date(1990, 5, 31), date(1985, 7, 1), date(1960, 10, 1)]
    one = entries_of(entries, "ost-ultrasignup-efforts.csv").drafts[0]
    assert one.birth_date == date(1982, 12, 5)
    assert one.entered is not None
    assert (one.entered.day, one.entered.time_of_day_ms) == (date(2022, 12, 15), 25_210_000)
    assert (one.paid_minor, one.withdrawn, one.bib) == (8500, False, "12")
    assert one.emergency_phone == "3035552345"


def test_status_digits_of_a_known_layout(entries: Path) -> None:
    drafts = reads_of(entries, "ost-ultrasignup-efforts-simple-export.csv")
    assert [one.status for one in drafts.reads] == [None, ResultStatus.DNF, ResultStatus.DNS]
    assert drafts.reads[0].elapsed_ms == ((17 * 60 + 50) * 60 + 15) * 1000


def test_times_beside_people(entries: Path) -> None:
    drafts = reads_of(entries, "ost-test-efforts-with-elapsed-times.csv")
    assert [format_elapsed(one.elapsed_ms or 0) for one in drafts.reads][:2] == [
        "16:45:00",
        "16:48:00",
    ]


def test_json_answers(entries: Path) -> None:
    people = entries_of(entries, "runsignup-participants-page-1.json").drafts
    assert [(one.bib, one.birth_date) for one in people] == [
        ("3", date(1958, 1, 1)),
        ("5", date(1959, 6, 2)),
    ]
    drafts = reads_of(entries, "ost-test-rr-response.json")
    assert statuses(drafts) == {"OK": 3, "DNF": 1, "DNS": 1}


def test_sign_on_workbook_has_a_title_above_the_header(entries: Path) -> None:
    book = book_of(entries, "crossmgr-sample-signon.xlsx")
    assert [table.name for table in book.tables] == ["Race 1", "Race 2", "Race 3"]
    assert [table.header_row for table in book.tables] == [3, 3, 3]
    one = book.tables[0]
    mapped = map_table(one, Purpose.ENTRIES)
    drafts = draft_entries(one, mapped.mapping, currency="EUR", today=TODAY, layout=mapped.layout)
    assert len(drafts.drafts) == 10
    assert (drafts.drafts[0].bib, drafts.drafts[0].row) == ("1", 4)


def test_capitals_show_the_family_name_and_flags_the_nation(entries: Path) -> None:
    drafts = entries_of(entries, "wmtrc-long-trail-women-start-list-subset.csv").drafts
    one = drafts[0]
    assert (one.family_name, one.nation) == ("GARCÍA", "ES")
    assert drafts[4].family_name == "ARENAS ALCAZAR"
    assert all(len(draft.nation) == 2 for draft in drafts)


def test_a_single_unknown_column_is_refused_with_its_name(entries: Path) -> None:
    with pytest.raises(InputUnreadable) as caught:
        book_of(entries, "ost-single-column.csv")
    assert caught.value.note.code == "input.one-column"
    assert caught.value.note.params["header"] == "Order ID"


def test_a_table_of_splits_is_no_entry_list(entries: Path) -> None:
    assert codes(entries_of(entries, "ost-test-splits.csv")) >= {"entry.no-columns"}


@pytest.mark.parametrize(
    ("folder", "ending", "code"),
    [("gpx", ".gpx", "input.gpx"), ("iof", ".xml", "input.iof")],
)
def test_other_kinds_are_refused_by_their_name(
    shared_data: Path, folder: str, ending: str, code: str
) -> None:
    files = sorted((shared_data / folder).glob(f"*{ending}"))
    assert files
    for path in files:
        with pytest.raises(InputUnreadable) as caught:
            read_tables(path.name, path.read_bytes())
        assert caught.value.note.code == code, path.name
