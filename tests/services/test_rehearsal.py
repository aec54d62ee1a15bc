"""Rehearsing on a copy: the season itself is never touched, and the crew is scored fairly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.desk import ACTOR, Desk
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import history, rehearsal, timing
from trailsdesk.services.rehearsal import Flow, Wish
from trailsdesk.services.results import rule_on
from trailsdesk.services.season import Season
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELD = [f"{bib},Made{bib},Up{bib},F,1980-01-02,NZL,Long" for bib in range(401, 431)]


@pytest.fixture
def raced(desk: Desk) -> Desk:
    """Thirty made-up runners, some of them in, one of them out."""
    desk.entries(*FIELD)
    desk.clock.set("2026-05-24 13:00:00")
    desk.start("10:00:00")
    desk.times(*[f"{bib},11:{bib - 400:02d}:00," for bib in range(401, 411)])
    entry = desk.by_bib()["420"].entry_id
    rule_on(desk.season, entry, RulingKind.DNF, "tired", ACTOR)
    desk.clock.set("2026-05-26 09:00:00")
    return desk


@pytest.fixture
def copy(raced: Desk) -> Iterator[Season]:
    """A rehearsal of that event, ready to be played."""
    path = rehearsal.make_copy(raced.season, raced.event().id)
    opened = Season(Store().open(path, ACTOR, raced.clock), raced.clock)
    rehearsal.prepare(opened, raced.event().id, raced.race().id)
    yield opened
    opened.file.close()


def test_the_season_itself_is_byte_for_byte_as_it_was(raced: Desk, copy: Season) -> None:
    before = raced.path.read_bytes()
    timing.key_finish(copy, raced.event().id, raced.race().id, "405", copy.clock.now_ms(), ACTOR)
    assert raced.path.read_bytes() == before
    assert raced.by_bib()["405"].result.status is ResultStatus.OK
    assert copy.file.path != raced.path


def test_everybody_is_out_there_again_and_the_clock_runs(raced: Desk, copy: Season) -> None:
    statuses = {row.status for row in copy.results(raced.race().id).results}
    assert statuses == {ResultStatus.PENDING}
    gun = copy.data.waves_of(raced.race().id)[0].gun_ms
    assert gun == copy.clock.now_ms() - rehearsal.SINCE_GUN_MS


def test_a_rehearsal_says_so_in_its_name_and_in_that_of_its_file(copy: Season) -> None:
    assert copy.data.series.name.startswith("REHEARSAL")
    assert rehearsal.is_copy(copy.file.path)
    assert copy.file.path.parent.name == "rehearsals"


def test_undo_never_takes_the_mark_of_a_rehearsal_away(copy: Season) -> None:
    assert history.undo(copy) is None
    assert copy.data.series.name.startswith("REHEARSAL")


def test_a_real_season_is_never_made_ready_for_play(raced: Desk) -> None:
    before = raced.fingerprint()
    with pytest.raises(Refused, match=r"rehearsal.not-a-copy"):
        rehearsal.prepare(raced.season, raced.event().id, None)
    assert raced.fingerprint() == before


def test_a_real_season_is_never_thrown_away(raced: Desk) -> None:
    with pytest.raises(Refused, match=r"rehearsal.not-a-copy"):
        rehearsal.discard(raced.path)
    assert raced.path.is_file()


def test_no_rehearsal_while_runners_are_out_there(raced: Desk) -> None:
    raced.clock.set("2026-05-24 13:00:00")
    with pytest.raises(Refused, match=r"rehearsal.race-on"):
        rehearsal.make_copy(raced.season, raced.event().id)
    assert not (raced.folder / "rehearsals").exists()


def test_no_rehearsal_of_a_rehearsal(raced: Desk, copy: Season) -> None:
    with pytest.raises(Refused, match=r"rehearsal.nested"):
        rehearsal.make_copy(copy, raced.event().id)


def test_what_was_thrown_away_leaves_nothing_behind(raced: Desk, copy: Season) -> None:
    path = copy.file.path
    copy.file.backup("tests")
    copy.file.close()
    rehearsal.discard(path)
    assert not (raced.folder / "rehearsals").exists()
    assert raced.path.is_file()


def test_the_way_back_leads_to_the_season(raced: Desk, copy: Season) -> None:
    assert rehearsal.original_of(copy.file.path) == raced.path
    assert rehearsal.original_of(raced.path) is None


@pytest.mark.parametrize("flow", Flow)
def test_as_many_cross_as_were_asked_for_each_once_and_within_the_time(
    raced: Desk, copy: Season, flow: Flow
) -> None:
    wish = Wish(event_id=raced.event().id, per_minute=10, minutes=2, flow=flow)
    planned = rehearsal.plan(copy, wish, seed=5)
    assert len(planned) == len({each.bib for each in planned}) == 20
    moments = [each.after_ms for each in planned]
    assert moments == sorted(moments)
    assert moments[0] == 0
    assert moments[-1] <= 2 * 60_000 + 4_000


def test_the_same_lot_draws_the_same_field(raced: Desk, copy: Season) -> None:
    wish = Wish(event_id=raced.event().id, per_minute=5, minutes=2)
    assert rehearsal.plan(copy, wish, seed=5) == rehearsal.plan(copy, wish, seed=5)
    assert rehearsal.plan(copy, wish, seed=6) != rehearsal.plan(copy, wish, seed=5)


def test_more_and_more_of_them_come_when_that_was_asked_for(raced: Desk, copy: Season) -> None:
    wish = Wish(event_id=raced.event().id, per_minute=10, minutes=3, flow=Flow.RISING)
    late = 0
    for seed in range(20):
        moments = [each.after_ms for each in rehearsal.plan(copy, wish, seed)]
        late += sum(moment > moments[-1] / 2 for moment in moments)
    assert late > 20 * 30 * 0.55


def test_who_is_in_already_does_not_cross_again(raced: Desk, copy: Season) -> None:
    event, race = raced.event().id, raced.race().id
    for bib in range(401, 426):
        timing.key_finish(copy, event, race, str(bib), copy.clock.now_ms(), ACTOR)
    wish = Wish(event_id=event, per_minute=30, minutes=5)
    assert {each.bib for each in rehearsal.plan(copy, wish, 1)} == {
        "426", "427", "428", "429", "430",
    }  # fmt: skip


def test_what_counts_as_keyed_is_what_the_file_says_in_the_end(raced: Desk, copy: Season) -> None:
    event, race, begin = raced.event().id, raced.race().id, copy.clock.now_ms()
    blank = timing.key_finish(copy, event, race, "", Instant(begin + 1_000), ACTOR)
    wrong = timing.key_finish(copy, event, race, "404", Instant(begin + 2_000), ACTOR)
    extra = timing.key_finish(copy, event, race, "405", Instant(begin + 3_000), ACTOR)
    timing.assign_bib(copy, blank, "401")
    timing.assign_bib(copy, wrong, "402")
    timing.ignore_read(copy, extra, "nobody")
    timing.key_finish(copy, event, race, "403", Instant(begin - 60_000), ACTOR)
    timing.key_paper(copy, event, race, "406", Duration(3_600_000), ACTOR)
    found = rehearsal.keyed_since(copy, event, begin)
    assert [(each.bib, each.at_ms - begin) for each in found] == [("401", 1_000), ("402", 2_000)]


def test_the_peak_comes_from_the_last_event_of_the_kind(raced: Desk) -> None:
    raced.entries(*[line.replace("4", "5", 1) for line in FIELD], event="mount-cass")
    found = rehearsal.expected(raced.season, raced.event("mount-cass").id, None)
    assert found.peak.finishers == 0  # ten finishers are too few to tell
    raced.times(*[f"{bib},11:30:{bib - 410:02d}," for bib in range(411, 431) if bib != 420])
    raced.times("420,11:31:30,")
    found = rehearsal.expected(raced.season, raced.event("mount-cass").id, None)
    assert found.event_name == raced.event().name
    assert (found.peak.before, found.peak.field) == (19, 30)


def test_without_entries_runners_are_made_up(desk: Desk, tmp_path: Path) -> None:
    path = rehearsal.make_copy(desk.season, desk.event().id)
    made = Season(Store().open(path, ACTOR, desk.clock), desk.clock)
    rehearsal.prepare(made, desk.event().id, None)
    wish = Wish(event_id=desk.event().id, per_minute=20, minutes=3)
    assert len(rehearsal.plan(made, wish, 1)) == 60
    assert desk.season.data.entries == {}
    made.file.close()
