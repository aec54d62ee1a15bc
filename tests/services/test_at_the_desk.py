"""A late entry at the table: entered, charged, paid and signed in one step."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest

from trailsdesk.domain.entry import Entry, MedalOrder
from trailsdesk.domain.ledger import LineKind
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.domain.till import PayMethod
from trailsdesk.services import questions
from trailsdesk.services.at_the_desk import AtTheDesk
from trailsdesk.services.entry_desk import preview_entry, save_entry
from trailsdesk.services.ledger import account_of, lines_of
from trailsdesk.services.till import open_till, till_at_hand

from tests.services.desk import ACTOR  # isort: skip

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.entry import EntryId

ADA = Runner(family_name="Rimu", given_name="Ada", gender=Gender.F, birth_date=date(1990, 3, 2))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.clock.set("2026-05-19 08:30:00")
    return desk


def late(desk: Desk, at_desk: AtTheDesk) -> EntryId:
    entry = Entry(runner_id=RunnerId(0), race_id=desk.race("mid").id, bib="77")
    return save_entry(desk.season, ADA, entry, None, at_desk, actor=ACTOR)


def test_entered_charged_paid_and_signed_in_one_step_of_history(desk: Desk) -> None:
    till = open_till(desk.season, desk.event().id, "Table 1", 20_000, ACTOR)
    at_hand = till_at_hand(desk.season, desk.event().id, ACTOR)
    made = late(
        desk, AtTheDesk(paid_minor=10_000, method=PayMethod.CARD, till_id=at_hand, waiver="")
    )
    lines = lines_of(desk.season, made)
    assert [(line.kind, line.amount_minor, line.method) for line in lines] == [
        (LineKind.CHARGE, 13_000, None),
        (LineKind.PAYMENT, -10_000, PayMethod.CARD),
    ]
    assert lines[1].till_id == till.id
    assert account_of(desk.season, made).balance_minor == 3_000
    assert desk.season.data.waivers[made].signed_by == ""
    assert desk.undo() == "entry.add"
    assert not desk.season.data.entries
    assert not desk.season.data.ledger
    assert not desk.season.data.waivers


def test_more_than_the_fee_is_refused_and_nothing_is_entered(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        late(desk, AtTheDesk(paid_minor=13_001))
    assert refused.value.note.code == "ledger.pay-too-much"
    assert not desk.season.data.entries


def test_paid_in_full_is_what_was_charged_whatever_was_shown_before(desk: Desk) -> None:
    made = late(desk, AtTheDesk(in_full=True))
    assert [line.amount_minor for line in lines_of(desk.season, made)] == [13_000, -13_000]
    assert account_of(desk.season, made).balance_minor == 0


def test_the_preview_says_what_is_due_before_it_is_saved(desk: Desk) -> None:
    entry = Entry(runner_id=RunnerId(0), race_id=desk.race("mid").id)
    assert preview_entry(desk.season, ADA, entry).due_minor == 13_000
    junior = dataclasses.replace(ADA, birth_date=date(2008, 3, 2))
    assert preview_entry(desk.season, junior, entry).due_minor == 6_000


def test_a_guardian_signs_later_and_a_wrong_tick_is_taken_away(desk: Desk) -> None:
    made = late(desk, AtTheDesk())
    entry = desk.season.data.entries[made]
    runner = desk.season.data.runners[entry.runner_id]
    save_entry(desk.season, runner, entry, None, AtTheDesk(waiver="Kin Rimu"), actor=ACTOR)
    assert desk.season.data.waivers[made].signed_by == "Kin Rimu"
    before = len(desk.season.file.history())
    save_entry(desk.season, runner, entry, None, AtTheDesk(waiver="Kin Rimu"), actor=ACTOR)
    assert len(desk.season.file.history()) == before
    save_entry(desk.season, runner, entry, None, AtTheDesk(), actor=ACTOR)
    assert made not in desk.season.data.waivers


def test_answers_are_kept_in_the_entry_s_own_step_and_change_with_it(desk: Desk) -> None:
    season = desk.season
    shirt = questions.add_question(season, "T-shirt", QuestionKind.CHOICE, choices=["S", "M"])
    bus = questions.add_question(season, "Bus", QuestionKind.YES_NO)
    made = late(desk, AtTheDesk(answers={shirt.id: "M", bus.id: ""}))
    given = {each.question.label: each.value for each in questions.answers_of(season, made)}
    assert given == {"T-shirt": "M", "Bus": ""}
    entry = season.data.entries[made]
    runner = season.data.runners[entry.runner_id]
    changed = AtTheDesk(answers={shirt.id: "L", bus.id: "yes"})
    save_entry(season, runner, entry, None, changed, actor=ACTOR)
    given = {each.question.label: each.value for each in questions.answers_of(season, made)}
    assert given == {"T-shirt": "L", "Bus": "yes"}
    assert season.data.questions[shirt.id].choices == ("S", "M", "L")
    before = season.data
    save_entry(season, runner, entry, None, changed, actor=ACTOR)
    assert season.data is before
    assert desk.undo() == "entry.edit"
    assert desk.undo() == "entry.add"
    assert not season.data.answers


def test_an_answer_that_cannot_be_read_is_refused_and_nothing_is_entered(desk: Desk) -> None:
    laps = questions.add_question(desk.season, "Laps wanted", QuestionKind.NUMBER)
    with pytest.raises(Refused) as refused:
        late(desk, AtTheDesk(answers={laps.id: "many"}))
    assert refused.value.note.code == "question.answer-unreadable"
    assert not desk.season.data.entries


def test_a_question_dropped_meanwhile_hinders_nobody(desk: Desk) -> None:
    gone = questions.add_question(desk.season, "Bus", QuestionKind.YES_NO)
    questions.delete_question(desk.season, gone.id)
    made = late(desk, AtTheDesk(answers={gone.id: "yes"}))
    assert made in desk.season.data.entries
    assert not desk.season.data.answers


def test_a_medal_asked_for_after_the_closing_is_told_beside_it(desk: Desk) -> None:
    entry = Entry(runner_id=RunnerId(0), race_id=desk.race("mid").id, medal=MedalOrder.COLLECT)
    told = [each for each in preview_entry(desk.season, ADA, entry).notes if each.field == "medal"]
    assert [each.note.code for each in told] == ["medal.orders-closed"]
    desk.clock.set("2026-05-12 12:00:00")
    assert not preview_entry(desk.season, ADA, entry).notes
