"""Published results: frozen versions, what changed since, and what the sheets say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.services import printing, results
from trailsdesk.services.fixes import fixes_for
from trailsdesk.services.problems import problems
from trailsdesk.services.publishing import (
    all_official,
    change_words,
    compared,
    publish,
    race_standing,
    versions,
)

from tests.services.desk import ACTOR  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.fix_case import PressFix

FIELD = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,F,1991-07-20,NED,long",
    "3,Cleo,Larch,F,1986-08-01,AUS,long",
    "4,Dag,Koru,M,1986-05-24,NZL,long",
)
TIMES = ("1,11:20:00,", "2,11:21:00,", "3,11:22:00,", "4,11:10:00,")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.entries(*FIELD)
    desk.start("10:00:00")
    desk.times(*TIMES)
    return desk


def race(desk: Desk) -> RaceId:
    return desk.race("long").id


def identity(desk: Desk) -> tuple[str | None, int]:
    kind = printing.kind_named("results")
    sheet = printing.build_sheet(desk.season, kind, desk.event().id, race(desk))
    return sheet.identity.status and sheet.identity.status.value, sheet.identity.version


def late_penalty(desk: Desk, bib: str, seconds: int) -> None:
    results.adjust_time(
        desk.season, desk.entry(bib).id, Duration(seconds * 1000), "left the course", ACTOR
    )


def codes(desk: Desk) -> list[str]:
    return [problem.code for problem in problems(desk.season, desk.event().id)]


def test_versions_count_up_and_the_sheets_say_which_they_are(desk: Desk) -> None:
    assert identity(desk) == ("PROVISIONAL", 0)
    first = publish(desk.season, race(desk), PublishedAs.PROVISIONAL, ACTOR)
    assert (first.number, identity(desk)) == (1, ("PROVISIONAL", 1))
    second = publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR, " after the jury ")
    assert (second.number, second.note, identity(desk)) == (
        2,
        "after the jury",
        ("OFFICIAL", 2),
    )
    assert all_official(desk.season, [race(desk)])
    assert [each.number for each in versions(desk.season, race(desk))] == [2, 1]


def test_a_correction_that_swaps_two_is_told_with_before_and_after(desk: Desk) -> None:
    publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR)
    late_penalty(desk, "2", 90)
    changes = race_standing(desk.season, race(desk)).changes
    assert {each.bib: change_words(each) for each in changes} == {
        "3": "4. 1:22:00 → 3. 1:22:00",
        "2": "3. 1:21:00 → 4. 1:22:30",
    }
    assert not all_official(desk.season, [race(desk)])
    assert identity(desk) == ("PROVISIONAL", 0)
    assert "result.not-as-published" in codes(desk)


def test_whose_own_result_changed_is_told_before_those_who_only_moved(desk: Desk) -> None:
    publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR)
    results.rule_on(desk.season, desk.entry("4").id, RulingKind.DSQ, "", ACTOR)
    changes = race_standing(desk.season, race(desk)).changes
    assert [each.bib for each in changes] == ["4", "1", "2", "3"]


def test_publishing_again_settles_it_and_keeps_both_versions(desk: Desk) -> None:
    first = publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR)
    late_penalty(desk, "2", 90)
    (problem,) = [
        each
        for each in problems(desk.season, desk.event().id)
        if each.code == "result.not-as-published"
    ]
    assert problem.params["number"] == 1
    fix: PressFix = fixes_for(desk.season, problem, ACTOR)[0]  # type: ignore[assignment]
    fix.act()
    assert "result.not-as-published" not in codes(desk)
    newest = versions(desk.season, race(desk))[0]
    assert newest.published_as is PublishedAs.OFFICIAL
    assert [each.bib for each in compared(desk.season, first, newest)] == ["2", "3"]


def test_undoing_the_correction_makes_the_published_version_right_again(desk: Desk) -> None:
    published = publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR)
    late_penalty(desk, "2", 90)
    desk.undo()
    assert race_standing(desk.season, race(desk)).changes == ()
    assert identity(desk) == ("OFFICIAL", published.number)


def test_official_is_refused_while_somebody_has_no_outcome(desk: Desk) -> None:
    desk.entries("5,Eri,Miro,M,1990-01-01,NZL,long")
    with pytest.raises(Refused) as refused:
        publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR)
    assert refused.value.note.code == "publish.still-out"
    publish(desk.season, race(desk), PublishedAs.PROVISIONAL, ACTOR)
    results.rule_on(desk.season, desk.entry("5").id, RulingKind.DNF, "knee", ACTOR)
    assert publish(desk.season, race(desk), PublishedAs.OFFICIAL, ACTOR).number == 2


def test_who_only_came_in_since_is_no_fault_of_the_published_version(desk: Desk) -> None:
    desk.entries("5,Eri,Miro,M,1990-01-01,NZL,long")
    publish(desk.season, race(desk), PublishedAs.PROVISIONAL, ACTOR)
    desk.times("5,11:40:00,")
    changes = race_standing(desk.season, race(desk)).changes
    assert [each.after and each.after.status for each in changes] == [ResultStatus.OK]
    assert "result.not-as-published" not in codes(desk)


@pytest.mark.parametrize("code", ["publish.unchanged", "publish.no-results"])
def test_there_must_be_something_new_to_publish(desk: Desk, code: str) -> None:
    race_id = race(desk)
    if code == "publish.unchanged":
        publish(desk.season, race_id, PublishedAs.OFFICIAL, ACTOR)
    else:
        race_id = desk.race("mid").id
    with pytest.raises(Refused) as refused:
        publish(desk.season, race_id, PublishedAs.OFFICIAL, ACTOR)
    assert refused.value.note.code == code
