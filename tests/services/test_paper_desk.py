"""Lists from paper into the season: one change, nothing lost, and a second keying corrects it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, at
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.paper import PaperLists, PaperMark, PaperSide, TimeCell
from trailsdesk.domain.paper_cells import PaperTimes, read_time
from trailsdesk.domain.problems import InputUnreadable, KnownError, Refused
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.domain.second_keying import Choice, Decision, DifferenceKind, KeyedLine
from trailsdesk.domain.timing import BatchKind, ReadFate, ReadId
from trailsdesk.services import timing
from trailsdesk.services.entry_desk import save_entry
from trailsdesk.services.finish_desk import line_view
from trailsdesk.services.paper_desk import (
    ListsSeen,
    SavedLists,
    key_clock,
    lines_of_file,
    look_over,
    paper_day,
    place_time,
    save_lists,
    times_without_bib,
)
from trailsdesk.services.paper_drafts import draft_path, keep_drafts, load_drafts
from trailsdesk.services.results import rule_on
from trailsdesk.services.second_keying import (
    SecondKeying,
    apply_decisions,
    compare_keyings,
    paper_lines,
    paper_sheets,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bram,Tawa,M,1985-07-20,NED,long",
    "3,Cleo,Larch,F,1979-12-31,AUS,long",
    "4,Dag,Żuraw,M,1979-12-31,POL,long",
    "9,Eri,Koromiko,F,1980-12-31,NZL,short",
)
MINUTE, HOUR = 60_000, 3_600_000
FIRST, SECOND = Decision(choice=Choice.FIRST), Decision(choice=Choice.SECOND)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    return desk


def lists(times: str, bibs: str, kind: PaperTimes = PaperTimes.ELAPSED) -> PaperLists:
    """Two lists written as words; ``_`` is an empty cell."""
    made = PaperLists(kind=kind)
    for side, text in ((PaperSide.TIME, times), (PaperSide.BIB, bibs)):
        cells = [word.replace("_", "") for word in text.split()]
        made = made.pasted(side, 0, cells)
    return made


def save(desk: Desk, made: PaperLists, race: str | None = "long") -> SavedLists:
    race_id = desk.race(race).id if race else None
    return save_lists(desk.season, desk.event().id, race_id, made, ACTOR)


def look(desk: Desk, made: PaperLists, *, blind: bool = False) -> ListsSeen:
    event, race = desk.event().id, desk.race("long").id
    view = line_view(desk.season, event, race)
    return look_over(view, paper_day(desk.season, event, race), made, blind=blind)


def marks(seen: ListsSeen) -> list[list[PaperMark]]:
    return [[remark.mark for remark in each.row.remarks] for each in seen.rows]


def key_line(desk: Desk, bib: str, minutes: int) -> ReadId:
    return timing.key_paper(
        desk.season,
        desk.event().id,
        desk.race("long").id,
        bib,
        Duration(minutes * MINUTE),
        ACTOR,
        bib,
    )


# ------------------------------------------------------------------ saving


def test_two_lists_are_saved_as_one_change_and_taken_back_as_one(desk: Desk) -> None:
    made = lists("1:10:00 1:11:00 1:12:00", "2 1 ?")
    saved = save(desk, made)
    assert (saved.lines, saved.filled, saved.left) == (3, 0, PaperLists())
    times = desk.times_ms()
    assert (times["2"], times["1"]) == (70 * MINUTE, 71 * MINUTE)
    batches = [b for b in desk.season.data.batches.values() if b.kind is BatchKind.PAPER]
    assert [batch.id for batch in batches] == [saved.batch_id]
    reads = [r for r in desk.season.data.reads.values() if r.batch_id == batches[0].id]
    assert [(r.line, r.bib, r.raw) for r in reads] == [
        (1, "2", "2 1:10:00"),
        (2, "1", "1 1:11:00"),
        (3, "", "? 1:12:00"),
    ]
    assert desk.undo() == "finish.lists"
    assert desk.times_ms()["2"] is None
    assert times_without_bib(desk.season, desk.event().id, None) == ()
    assert desk.redo() == "finish.lists"
    assert desk.times_ms() == times


def test_rows_without_a_time_stay_in_the_lists_and_the_others_are_saved(desk: Desk) -> None:
    left = save(desk, lists("1:10:00 1:1? _ 1:13:00 _ 1:14:00", "1 2 3 4 _ _ 7")).left
    assert [cell.text for cell in left.times] == ["1:1?"]
    assert left.bibs == ("2", "3", "7")
    assert desk.times_ms()["4"] == 73 * MINUTE


def test_lists_without_any_time_are_refused_and_stay_whole(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        save(desk, lists("", "1 2"))
    assert refused.value.note.code == "paper.nothing-to-save"
    assert not desk.season.data.batches


def test_a_word_in_place_of_a_time_is_kept_as_such(desk: Desk) -> None:
    save(desk, lists("1:10:00 dnf", "1 2"))
    assert desk.by_bib()["2"].result.status is ResultStatus.DNF


def test_unknown_bibs_keep_their_time(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00", "77 1?"))
    reads = desk.season.event_reads(desk.event().id)
    assert set(reads.fates.values()) == {ReadFate.UNKNOWN_BIB}


def test_times_of_day_become_instants_and_follow_a_later_gun(desk: Desk) -> None:
    save(desk, lists("111000 11.11.00 11:12:00", "1 2 3", PaperTimes.CLOCK))
    assert desk.times_ms()["1"] == 70 * MINUTE
    desk.start("10:05:00")
    assert desk.times_ms()["1"] == 65 * MINUTE


def test_times_of_day_past_midnight_belong_to_the_next_day(desk: Desk) -> None:
    save(desk, lists("23:59:50 00:00:10 06:00:00 11:00:00", "1 2 3 4", PaperTimes.CLOCK))
    times = desk.times_ms()
    assert times["2"] == 14 * HOUR + 10_000
    assert times["4"] == 25 * HOUR


def test_one_slip_of_the_pen_moves_nobody_else_by_a_day(desk: Desk) -> None:
    made = lists("11:10:00 23:41:00 11:12:00 11:13:00", "1 2 3 4", PaperTimes.CLOCK)
    seen = look(desk, made)
    assert [each.since_ms for each in seen.rows] == [
        70 * MINUTE,
        13 * HOUR + 41 * MINUTE,
        72 * MINUTE,
        73 * MINUTE,
    ]
    assert PaperMark.TIME_EARLIER in marks(seen)[2]
    desk.undo()
    instants = [each.instant_ms for each in look(desk, made).rows]
    assert instants[1] == at("2026-05-24 23:41:00")
    assert instants[3] == at("2026-05-24 11:13:00"), "the same without a gun"


def test_a_single_time_of_day_can_name_the_next_day(desk: Desk) -> None:
    day = paper_day(desk.season, desk.event().id, desk.race("long").id)
    found = read_time("+1 10:30:00", PaperTimes.CLOCK, day.gun_day)
    assert found is not None
    instant = place_time(found, day)
    assert instant == at("2026-05-25 10:30:00")
    key_clock(desk.season, desk.event().id, desk.race("long").id, "1", instant, ACTOR)
    assert desk.times_ms()["1"] == 24 * HOUR + 30 * MINUTE
    assert desk.undo() == "finish.paper"


def test_times_of_day_need_no_gun(desk: Desk) -> None:
    desk.undo()
    save(desk, lists("11:10:00 11:11:00", "1 2", PaperTimes.CLOCK))
    desk.start("10:00:00")
    assert desk.times_ms()["2"] == 71 * MINUTE


# ------------------------------------------------------------------ blanks of the line


def blank(desk: Desk, clock: str, race: str | None = "long") -> ReadId:
    race_id = desk.race(race).id if race else None
    instant = at(f"2026-05-24 {clock}")
    return timing.key_finish(desk.season, desk.event().id, race_id, "", instant, ACTOR)


def taken(desk: Desk) -> PaperLists:
    cells = times_without_bib(desk.season, desk.event().id, desk.race("long").id)
    return PaperLists().taken(
        TimeCell(text=str(c.instant_ms), read_id=c.read_id, instant_ms=c.instant_ms) for c in cells
    )


def test_times_that_wait_at_the_line_are_given_their_bibs_in_order(desk: Desk) -> None:
    later, sooner = blank(desk, "11:12:00"), blank(desk, "11:11:00")
    elsewhere = blank(desk, "11:00:00", "short")
    made = taken(desk)
    assert [cell.read_id for cell in made.times] == [sooner, later]
    saved = save(desk, made.pasted(PaperSide.BIB, 0, ["3", "1"]))
    assert (saved.lines, saved.filled) == (0, 2)
    assert (desk.times_ms()["3"], desk.times_ms()["1"]) == (71 * MINUTE, 72 * MINUTE)
    assert len(desk.season.data.reads) == 3, "no time was written twice"
    assert desk.undo() == "finish.lists"
    fates = desk.season.event_reads(desk.event().id).fates
    assert {fates[read] for read in (later, sooner, elsewhere)} == {ReadFate.NO_BIB}


def test_a_waiting_time_filled_elsewhere_meanwhile_keeps_that_bib(desk: Desk) -> None:
    read = blank(desk, "11:11:00")
    made = taken(desk).pasted(PaperSide.BIB, 0, ["3", "4"]).typed(PaperSide.TIME, 1, "1:30:00")
    timing.assign_bib(desk.season, read, "1")
    assert PaperMark.TIME_FILLED in marks(look(desk, made))[0]
    saved = save(desk, made)
    assert (saved.lines, saved.filled) == (1, 0)
    assert [cell.read_id for cell in saved.left.times] == [read]
    assert desk.times_ms()["1"] == 71 * MINUTE


def test_a_time_from_paper_that_waits_for_a_bib_can_be_taken_too(desk: Desk) -> None:
    event, race = desk.event().id, desk.race("long").id
    made_by_hand = Duration(75 * MINUTE)
    paper = timing.key_paper(desk.season, event, race, "", made_by_hand, ACTOR, "?")
    line = blank(desk, "11:10:00")
    start = timing.key_finish(desk.season, event, None, "1", at("2026-05-24 11:00:00"), ACTOR)
    cells = times_without_bib(desk.season, event, race)
    assert [cell.read_id for cell in cells] == [line, paper]
    assert start not in {cell.read_id for cell in cells}
    assert cells[1].elapsed_ms == 75 * MINUTE
    saved = save(desk, PaperLists(times=(replace(cells[1], text="1:15:00"),), bibs=("2",)))
    assert saved.filled == 1
    assert desk.times_ms()["2"] == 75 * MINUTE


# ------------------------------------------------------------------ looking


def test_each_row_shows_its_runner_and_what_the_season_knows(desk: Desk) -> None:
    key_line(desk, "1", 65)
    seen = look(desk, lists("1:10:00 1:11:00 1:12:00 1:13:00", "1 9 77 2"))
    assert [each.runner.name if each.runner else "" for each in seen.rows] == [
        "Ada Rimu",
        "Eri Koromiko",
        "",
        "Bram Tawa",
    ]
    assert marks(seen) == [
        [PaperMark.IN_ALREADY],
        [PaperMark.BIB_ELSEWHERE],
        [PaperMark.BIB_UNKNOWN],
        [],
    ]
    assert seen.rows[0].also_ms == 65 * MINUTE
    rule_on(desk.season, desk.entry("2").id, RulingKind.DNF, "knee", ACTOR)
    assert marks(look(desk, lists("1:13:00", "2"))) == [[PaperMark.RULED_OUT]]
    twin = replace(desk.entry("3"), bib="4")
    save_entry(desk.season, desk.runner("3"), twin)
    assert marks(look(desk, lists("1:13:00", "4"))) == [[PaperMark.BIB_SHARED]]
    assert (seen.saving, seen.misfits, seen.count.fits) == (4, 3, True)


def test_a_second_person_is_told_nothing_the_first_keyed(desk: Desk) -> None:
    key_line(desk, "1", 65)
    seen = look(desk, lists("1:10:00 1:11:00", "1 77"), blind=True)
    assert marks(seen) == [[], [PaperMark.BIB_UNKNOWN]]
    assert seen.rows[0].also_ms is None


def test_a_file_of_lines_is_read_and_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "times.txt"
    path.write_bytes("1:10:00\r\n1:11:00\r\n".encode("utf-16"))
    assert lines_of_file(path).split() == ["1:10:00", "1:11:00"]
    with pytest.raises(InputUnreadable):
        lines_of_file(tmp_path / "none.txt")
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(InputUnreadable):
        lines_of_file(path)


# ------------------------------------------------------------------ a second keying


def second(desk: Desk, made: PaperLists, first: int = 1, last: int = 99) -> SecondKeying:
    race = desk.race("long").id
    return compare_keyings(desk.season, desk.event().id, race, (first, last), made)


def apply(desk: Desk, keying: SecondKeying, *decisions: Decision) -> int:
    event, race = desk.event().id, desk.race("long").id
    chosen = dict(enumerate(decisions))
    return apply_decisions(desk.season, event, race, keying, chosen, ACTOR)


def kinds(keying: SecondKeying) -> list[DifferenceKind]:
    return [each.kind for each in keying.comparison.differences]


def test_two_keyings_that_agree_change_nothing(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00 1:12:00", "1 2 ?"))
    keying = second(desk, lists("11000 71.00 1:12:00", "1 2 –"))
    assert (keying.comparison.lines, keying.comparison.agree, kinds(keying)) == (3, 3, [])
    revision = desk.season.data.revision
    assert apply(desk, keying) == 0
    assert desk.season.data.revision == revision


def test_another_bib_is_given_and_another_time_takes_the_old_ones_place(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00 1:12:00 1:13:00", "1 2 3 4"))
    keying = second(desk, lists("1:10:00 1:11:00 1:12:30 1:13:00", "1 4 3 2"))
    assert kinds(keying) == [DifferenceKind.BIB, DifferenceKind.TIME, DifferenceKind.BIB]
    before = desk.times_ms()
    assert apply(desk, keying, SECOND, SECOND, SECOND) == 3
    times = desk.times_ms()
    assert (times["4"], times["3"], times["2"]) == (71 * MINUTE, 72 * MINUTE + 30_000, 73 * MINUTE)
    assert desk.undo() == "finish.second-keying"
    assert desk.times_ms() == before


def test_two_bibs_the_other_way_round_change_places_without_a_new_line(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00 1:12:00", "1 2 3"))
    keying = second(desk, lists("1:10:00 1:11:00 1:12:00", "1 3 2"))
    assert kinds(keying) == [DifferenceKind.ORDER]
    assert apply(desk, keying, SECOND) == 2
    assert (desk.times_ms()["3"], desk.times_ms()["2"]) == (71 * MINUTE, 72 * MINUTE)
    assert len(desk.season.data.reads) == 3


def test_the_first_is_left_where_it_is_said_to_be_right(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00", "1 2"))
    keying = second(desk, lists("1:10:00 1:11:00", "1 3"))
    assert apply(desk, keying, FIRST) == 0
    assert desk.times_ms()["2"] == 71 * MINUTE


def test_a_line_too_many_is_struck_out_and_one_too_few_put_in(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00 1:13:00", "1 2 4"))
    keying = second(desk, lists("1:10:00 1:12:00 1:13:00", "1 3 4"))
    assert kinds(keying) == [DifferenceKind.BOTH]
    keying = second(desk, lists("1:10:00 1:13:00 1:14:00", "1 4 3"))
    assert kinds(keying) == [DifferenceKind.MISSING, DifferenceKind.EXTRA]
    assert apply(desk, keying, SECOND, SECOND) == 2
    times = desk.times_ms()
    assert (times["2"], times["3"], times["4"]) == (None, 74 * MINUTE, 73 * MINUTE)


def test_what_is_typed_replaces_both(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00", "1 2"))
    keying = second(desk, lists("1:10:00 1:12:00", "1 3"))
    typed = KeyedLine(bib="4", time_ms=75 * MINUTE)
    assert apply(desk, keying, Decision(choice=Choice.TYPED, line=typed)) == 1
    assert desk.times_ms()["4"] == 75 * MINUTE
    assert desk.times_ms()["2"] is None


def test_a_corrected_sheet_checked_again_agrees_throughout(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00 1:13:00", "1 2 4"))
    right = lists("1:09:00 1:10:00 1:11:30 1:12:00 1:13:00", "77 1 2 3 4")
    keying = second(desk, right)
    assert kinds(keying) == [DifferenceKind.EXTRA, DifferenceKind.TIME, DifferenceKind.EXTRA]
    apply(desk, keying, SECOND, SECOND, SECOND)
    again = second(desk, right)
    assert kinds(again) == []
    assert again.comparison.agree == 5


def test_the_sheet_begins_and_ends_where_it_is_said_to(desk: Desk) -> None:
    for bib, minutes in (("1", 70), ("2", 71), ("3", 72), ("4", 73)):
        key_line(desk, bib, minutes)
    keying = second(desk, lists("1:12:00 1:13:00", "3 4"), 3, 4)
    assert (keying.comparison.lines, kinds(keying)) == (2, [])


def test_sheets_are_told_apart_by_how_they_were_keyed(desk: Desk) -> None:
    key_line(desk, "1", 70)
    struck = key_line(desk, "7", 70)
    key_line(desk, "2", 71)
    timing.ignore_read(desk.season, struck, "struck out")
    save(desk, lists("11:12:00 11:13:00", "3 4", PaperTimes.CLOCK))
    lines = paper_lines(desk.season, desk.event().id, desk.race("long").id)
    assert [(line.number, line.place, line.bib) for line in lines] == [
        (1, 1, "1"),
        (2, 3, "2"),
        (3, 4, "3"),
        (4, 5, "4"),
    ]
    sheets = paper_sheets(desk.season, lines)
    assert [(s.first, s.last, s.together, s.kind) for s in sheets] == [
        (1, 2, False, PaperTimes.ELAPSED),
        (3, 4, True, PaperTimes.CLOCK),
    ]
    assert paper_lines(desk.season, desk.event().id, desk.race("short").id) == ()


def test_times_since_the_gun_are_compared_with_a_first_keying_of_times_of_day(
    desk: Desk,
) -> None:
    save(desk, lists("11:10:00 11:11:00 dnf", "1 2 3", PaperTimes.CLOCK))
    keying = second(desk, lists("1:10:00 1:11:30 DNF", "1 2 3"))
    assert kinds(keying) == [DifferenceKind.TIME]
    desk.undo()
    desk.undo()
    save(desk, lists("11:10:00", "1", PaperTimes.CLOCK))
    assert kinds(second(desk, lists("1:10:00", "1"))) == [DifferenceKind.TIME], "no gun to tell"


def test_a_line_extra_at_the_top_and_an_unread_bib_are_corrected_too(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00", "1 2"))
    keying = second(desk, lists("1:09:00 1:10:00 1:11:00", "4 1 ?"))
    assert kinds(keying) == [DifferenceKind.EXTRA, DifferenceKind.BIB]
    assert apply(desk, keying, SECOND, SECOND) == 2
    times = desk.times_ms()
    assert (times["4"], times["1"], times["2"]) == (69 * MINUTE, 70 * MINUTE, None)
    assert len(times_without_bib(desk.season, desk.event().id, None)) == 1
    assert apply(desk, keying) == 0, "nothing is decided"


def test_a_sheet_of_times_of_day_is_compared_with_times_since_the_gun(desk: Desk) -> None:
    save(desk, lists("1:10:00 1:11:00", "1 2"))
    keying = second(desk, lists("11:10:00 11:11:30", "1 2", PaperTimes.CLOCK))
    assert kinds(keying) == [DifferenceKind.TIME]
    apply(desk, keying, SECOND)
    assert desk.times_ms()["2"] == 71 * MINUTE + 30_000


# ------------------------------------------------------------------ drafts


def test_what_was_typed_comes_back_from_the_disk(tmp_path: Path) -> None:
    path = draft_path(tmp_path, tmp_path / "race.trailsdesk")
    cell = TimeCell(text="1:42:17.3", read_id=ReadId(7), elapsed_ms=Duration(5))
    drafts = {
        "a/b/lists": lists("1:10:00 _ 1:1?", "1 ? 3").taken([cell]),
        "a/b/second": lists("11:10:00", "", PaperTimes.CLOCK),
    }
    keep_drafts(path, {**drafts, "empty": PaperLists()})
    assert load_drafts(path) == drafts
    keep_drafts(path, {})
    assert not path.exists()
    assert load_drafts(path) == {}


def test_a_draft_that_cannot_be_read_is_put_aside_and_stands_in_nobodys_way(
    tmp_path: Path,
) -> None:
    path = draft_path(tmp_path, tmp_path / "race.trailsdesk")
    path.parent.mkdir()
    bad = ("{", "[]", '{"version": 2}', '{"version": 1, "lists": {"x": {"times": 3}}}',
           json.dumps({"version": 1, "lists": {"x": {"kind": "elapsed", "times": [{"text": "",
                       "read": True, "instant": 0, "elapsed": 0}], "bibs": []}}}))  # fmt: skip
    too_long = {"kind": "elapsed", "times": [], "bibs": ["1"] * 6000}
    bad = (*bad, json.dumps({"version": 1, "lists": {"x": too_long}}),
           '{"version": 1, "lists": {"x": {"kind": "elapsed", "times": [], "bibs": [3]}}}',
           '{"version": 1, "lists": {"x": {"kind": "elapsed", "times": [{"text": "1:0:1", "read":'
           ' null, "instant": 0, "elapsed": 0}], "bibs": []}}}',
           '{"version": 1, "lists": {"x": {"kind": "elapsed", "times": {}, "bibs": []}}}',
           '"' + "x" * 5_000_000 + '"')  # fmt: skip
    for text in bad:
        path.write_text(text)
        assert load_drafts(path) == {}, text
        assert not path.exists()
    assert path.with_suffix(".damaged").exists()


def test_a_draft_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(KnownError):
        keep_drafts(draft_path(tmp_path, tmp_path / "x"), {"a": lists("1:10:00", "1")})


def test_each_season_has_drafts_of_its_own(tmp_path: Path) -> None:
    assert draft_path(tmp_path, tmp_path / "a") != draft_path(tmp_path, tmp_path / "b")
    assert "Secret" not in draft_path(tmp_path, tmp_path / "Secret name").name
