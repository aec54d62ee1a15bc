"""Lists for the desk, splits and charts: row for row what they were given."""

from __future__ import annotations

from tests.documents.made_up import (
    a_context,
    a_finisher,
    all_text,
    lines,
    out_of_the_race,
    squeezed,
)
from trailsdesk.documents.charts import ChartRace, Passage, charts
from trailsdesk.documents.desk_lists import (
    DeskRow,
    EmergencyRow,
    LateRow,
    bib_handout,
    emergency_list,
    late_entries,
)
from trailsdesk.documents.figure_results import bin_minutes
from trailsdesk.documents.pdf import render_counted_pdf, render_pdf
from trailsdesk.documents.sheet import Picture, Sheet, Table
from trailsdesk.documents.splits import SplitRace, SplitRow, split_list
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus

NAMES = (
    ("Zoë", "Pōtae"),
    ("=1+1", "<i>Hostile</i>"),
    ("ليلى", "حداد"),
    ("雷", "李"),
    ("", "Ōriwa"),
)
HANDOUT = tuple(
    DeskRow(bib=str(7 * at), family_name=family, given_name=given, race_label="Long",
            owes="45.00 NZD" if at == 1 else "")
    for at, (given, family) in enumerate(NAMES, start=1)
)  # fmt: skip
EMERGENCY = (
    EmergencyRow(bib="12", family_name="Pōtae", given_name="Zoë", race_label="Long",
                 contact="Made-up Mother", contact_phone="+64 21 000", phone="+64 22 111",
                 medical="asthma"),
    EmergencyRow(bib="3", family_name="李", given_name="雷", race_label="Long"),
)  # fmt: skip


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def rows(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for table in tables(sheet) for row in table.rows]


def test_bibs_are_handed_out_by_surname_and_who_owes_is_seen() -> None:
    sheet = bib_handout(a_context(), HANDOUT)
    names = [row[1] for row in rows(sheet)]
    assert names[0] == "<i>Hostile</i>, =1+1"
    assert names.index("Ōriwa") < names.index("Pōtae, Zoë")
    assert [row[4] for row in rows(sheet) if row[1] == "Pōtae, Zoë"] == ["45.00 NZD"]
    text = all_text(render_pdf(sheet))
    assert "5 bibs to hand out · 1 owes something" in text


HOSTILE = ("Pōtae", "<i>Hostile</i>", "李", "O'Brien & Sons", "=1+1", "Παππά", "Żółć")


def test_two_thousand_rows_are_in_the_pdf_row_for_row() -> None:
    many = tuple(
        DeskRow(
            bib=str(at),
            family_name=f"{HOSTILE[at % len(HOSTILE)]} {at}",
            given_name=HOSTILE[at % 3],
            race_label="Long 19 km",
            owes=f"{at}.00 NZD" if at % 7 == 0 else "",
        )
        for at in range(1, 2001)
    )
    sheet = bib_handout(a_context(), many)
    content = render_pdf(sheet)
    assert content == render_pdf(bib_handout(a_context(), many[::-1]))
    found = {squeezed(line) for line in lines(content)}
    missing = [row for row in rows(sheet) if squeezed("".join(row)) not in found]
    assert not missing
    assert len(rows(sheet)) == 2000


def test_the_emergency_list_is_by_bib_and_says_who_has_nobody() -> None:
    sheet = emergency_list(a_context(), EMERGENCY, hidden=False, medical=False)
    assert [row[0] for row in rows(sheet)] == ["3", "12"]
    text = all_text(render_pdf(sheet))
    assert "1 runner without an emergency phone." in text
    assert "Made-up Mother" in text
    assert "asthma" not in text
    with_notes = emergency_list(a_context(), EMERGENCY, hidden=False, medical=True)
    assert "asthma" in all_text(render_pdf(with_notes))


def test_a_preview_of_the_emergency_list_says_that_it_hides() -> None:
    hidden = [EmergencyRow(bib="3", family_name="李", given_name="雷", race_label="Long")]
    text = all_text(render_pdf(emergency_list(a_context(), hidden, hidden=True, medical=False)))
    assert "stand on paper only" in text
    assert "nobody named" not in text


def test_late_entries_say_since_when() -> None:
    row = LateRow(bib="9", family_name="Late", given_name="Made", race_label="Long",
                  category_label="Open men", entered="23 May 2026 18:00")  # fmt: skip
    text = all_text(render_pdf(late_entries(a_context(), [row], "22 May 2026")))
    assert "1 late entry · entered 22 May 2026 or later" in text
    assert "Late, Made" in text
    empty = all_text(render_pdf(late_entries(a_context(), [], "22 May 2026")))
    assert "Nobody has entered 22 May 2026 or later." in empty


def a_split_race(points: int, runners: int) -> SplitRace:
    return SplitRace(
        race_label="Long 19 km",
        points=tuple(f"Saddle {at}" for at in range(1, points + 1)),
        rows=tuple(
            SplitRow(
                row=a_finisher(number),
                since_ms=tuple(
                    None
                    if (number + at) % 5 == 0
                    else Duration((at + 1) * 600_000 + number * 1000)
                    for at in range(points)
                ),
            )
            for number in range(1, runners + 1)
        ),
    )


def test_splits_are_there_row_for_row_and_a_gap_stays_a_gap() -> None:
    race = a_split_race(3, 60)
    sheet = split_list(a_context(), [race])
    found = rows(sheet)
    for each, row in zip(race.rows, found, strict=True):
        assert row[2] == full_name(each.row)
        assert [bool(text) for text in row[3:6]] == [since is not None for since in each.since_ms]
    text = squeezed(all_text(render_pdf(sheet)))
    for row in found:
        assert squeezed("".join(row)) in text


def test_more_checkpoints_than_lie_beside_each_other_get_a_table_of_their_own() -> None:
    sheet = split_list(a_context(), [a_split_race(19, 4)])
    assert [len(table.columns) for table in tables(sheet)] == [12, 12, 7]
    shown = {column.title for table in tables(sheet) for column in table.columns}
    assert {f"Saddle {at}" for at in range(1, 20)} <= shown


def test_a_race_without_checkpoints_says_so() -> None:
    race = SplitRace(race_label="Short", points=(), rows=())
    assert "no checkpoints" in all_text(render_pdf(split_list(a_context(), [race])))


def a_chart_race(finishers: int, points: int = 3) -> ChartRace:
    done = tuple(a_finisher(number) for number in range(1, finishers + 1))
    labels = {row.category: row.category_label for row in done}
    splits = a_split_race(points, finishers)
    return ChartRace(
        race_label="Long $x^2$ km",
        finishers=done,
        entered=finishers + 2,
        categories=tuple(sorted(labels.items())),
        field=(
            *done,
            out_of_the_race(1, ResultStatus.DNF),
            out_of_the_race(2, ResultStatus.PENDING),
        ),
        points=splits.points,
        passages=tuple(Passage(row=each.row, since_ms=each.since_ms) for each in splits.rows),
    )


def pictures(sheet: Sheet) -> list[Picture]:
    return [block for block in sheet.blocks if isinstance(block, Picture)]


def test_each_chart_says_in_words_what_it_shows() -> None:
    race = a_chart_race(40)
    histogram, field, places = pictures(charts(a_context(), [race]))
    shown = [
        int(part.rsplit(": ", 1)[1]) for part in histogram.words.split(": ", 1)[1].split(", ")
    ]
    assert sum(shown) == 40
    assert "Open men: 15, 14" in field.words
    assert places.words.startswith("Places of the first 12 at every checkpoint: 101 ")


def test_charts_are_the_same_bytes_twice_and_fit_their_pages() -> None:
    sheet = charts(a_context(), [a_chart_race(40), a_chart_race(12, 9)])
    content, pages, found = render_counted_pdf(sheet)
    assert content == render_pdf(charts(a_context(), [a_chart_race(40), a_chart_race(12, 9)]))
    assert pages <= 4
    assert found == ()


def test_too_few_finishers_are_no_chart() -> None:
    sheet = charts(a_context(), [a_chart_race(2)])
    assert not pictures(sheet)
    assert any("Too few" in line for line in lines(render_pdf(sheet)))


def test_bars_are_never_more_than_two_dozen() -> None:
    hours = [Duration(h * 3_600_000) for h in (1, 2, 9, 46, 171)]
    for span in range(2, 6):
        times = hours[:span]
        minutes = bin_minutes(times)
        assert (max(times) - min(times)) / 60_000 / minutes < 25
    assert bin_minutes([Duration(4_700_000), Duration(4_710_000)]) == 1
