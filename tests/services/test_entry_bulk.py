"""The same change for many entries: seen first, done in one step, refused when it is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.problems import Refused
from trailsdesk.services import entries
from trailsdesk.services.entry_bulk import BulkField, apply_bulk, plan_bulk

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.entry import EntryId

HEADER = "Bib,First name,Last name,Gender,Birth date,Nationality,Distance,Club,Entered"
FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,short,Hawks,2026-03-01",
    "2,Bea,Tawa,F,1991-07-20,NED,short,,2026-03-01",
    "10,Cleo,Larch,F,2015-08-01,AUS,short,Hawks,2026-03-01",
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD, header=HEADER)
    return desk


def ids(desk: Desk) -> list[EntryId]:
    return [desk.entry(bib).id for bib in ("10", "2", "1")]


def test_the_preview_names_before_and_after_by_bib_and_counts_the_rest(desk: Desk) -> None:
    plan = plan_bulk(desk.season, ids(desk), BulkField.CLUB, "  Hawks ")
    assert [(line.bib, line.before, line.after) for line in plan.lines] == [("2", "", "Hawks")]
    assert (plan.unchanged, plan.left_out) == (2, 0)
    assert apply_bulk(desk.season, plan) == ()
    assert {desk.runner(bib).club for bib in ("1", "2", "10")} == {"Hawks"}
    assert desk.undo() == "entry.bulk"
    assert desk.runner("2").club == ""


def test_a_move_tells_who_may_not_run_there_and_whose_fee_is_another(desk: Desk) -> None:
    race_id = desk.race("mid").id
    plan = plan_bulk(desk.season, ids(desk), BulkField.RACE, str(race_id))
    warnings = {line.bib: line.warning and line.warning.code for line in plan.lines}
    assert warnings == {
        "1": "entry.bulk-other-fee",
        "2": "entry.bulk-other-fee",
        "10": "entry.age-other-race",
    }
    apply_bulk(desk.season, plan)
    assert {desk.entry(bib).race_id for bib in ("1", "2", "10")} == {race_id}


def test_a_wave_of_another_race_is_left_out(desk: Desk) -> None:
    (wave,) = desk.season.data.waves_of(desk.race("long").id)
    plan = plan_bulk(desk.season, ids(desk), BulkField.WAVE, str(wave.id))
    assert (plan.lines, plan.left_out) == ((), 3)


def test_a_preview_that_is_no_longer_true_is_refused(desk: Desk) -> None:
    plan = plan_bulk(desk.season, ids(desk), BulkField.MEDAL, "POST")
    entries.edit_entry(desk.season, desk.entry("1").id, note="changed meanwhile")
    with pytest.raises(Refused) as refused:
        apply_bulk(desk.season, plan)
    assert refused.value.note.code == "entry.bulk-stale"
    assert desk.entry("2").medal is MedalOrder.NONE


def test_medals_for_many_are_ordered_as_anywhere_else_and_the_closing_is_told(desk: Desk) -> None:
    plan = plan_bulk(desk.season, ids(desk), BulkField.MEDAL, "COLLECT")
    notes = apply_bulk(desk.season, plan, "Ana")
    assert [note.code for note in notes] == ["medal.order-collect"] * 3
    assert all(desk.entry(bib).medal_ms == desk.clock.now_ms() for bib in ("1", "2", "10"))
    assert desk.undo() == "medal.order"
    desk.clock.set("2026-05-13 09:00:00")
    plan = plan_bulk(desk.season, ids(desk), BulkField.MEDAL, "COLLECT")
    assert (plan.lines, plan.left_out) == ((), 3)
    assert plan.why_left_out is not None
    assert plan.why_left_out.code == "medal.closed"
