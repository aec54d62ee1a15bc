"""Spot prizes of an event: sealed, drawn one by one or at once, passed over, handed out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from trailsdesk.documents.plain_text import as_text
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.spot_draw import DrawPool
from trailsdesk.domain.spot_winner import digest_of, ticket_number
from trailsdesk.services import printing, spot_draw
from trailsdesk.services.entries import add_entry

if TYPE_CHECKING:
    from tests.services.desk import Desk
    from trailsdesk.domain.spot_draw import SpotDraw
    from trailsdesk.services.spot_draw import DrawView

GIVEN = ("Made", "Mādeline", "Third", "雷", "=1+1", "<b>Bold</b>", "Иван", "ليلى")


@pytest.fixture
def held(desk: Desk) -> Desk:
    """Twelve entered, eight have finished, one is out of the race, one did not start."""
    people = [
        f"{at},{GIVEN[at % len(GIVEN)]},Upton{at},F,1990-03-02,NZL,long" for at in range(1, 13)
    ]
    desk.entries(*people)
    desk.start("10:00:00")
    desk.times(*(f"{at},11:{30 + at}:00," for at in range(1, 9)), "9,,DNF", "10,,DNS")
    return desk


def sealed(
    desk: Desk, *prizes: str, pool: DrawPool = DrawPool.FINISHERS, **more: object
) -> SpotDraw:
    plan = spot_draw.planned(
        desk.season, desk.event().id, pool, seed="4-2-6", **more  # type: ignore[arg-type]
    )  # fmt: skip
    return spot_draw.keep_draw(desk.season, plan, [(prize, "Made-up Sports") for prize in prizes])


def view(desk: Desk) -> DrawView:
    (found,) = spot_draw.draws_of(desk.season, desk.event().id)
    return spot_draw.draw_view(desk.season, found.id)


def bibs(desk: Desk) -> list[str]:
    return [row.winner.bib for row in view(desk).rows if row.winner is not None]


def sheet_text(desk: Desk, **options: object) -> str:
    kind = printing.kind_named("draw")
    request = printing.sheet_request(desk.season, kind, desk.event().id, **options)
    return as_text(kind.build(desk.season, request))


def test_the_pot_holds_those_who_finished_in_the_order_of_their_bibs(held: Desk) -> None:
    sealed(held, "Socks")
    assert [ticket.bib for ticket in view(held).pot] == [str(at) for at in range(1, 9)]


def test_who_started_is_in_the_pot_of_starters_and_who_did_not_is_not(held: Desk) -> None:
    sealed(held, "Socks", pool=DrawPool.STARTERS)
    assert [ticket.bib for ticket in view(held).pot] == [
        *(str(at) for at in range(1, 10)), "11", "12",
    ]  # fmt: skip


def test_prizes_are_drawn_one_by_one_and_nobody_wins_twice(held: Desk) -> None:
    draw = sealed(held, *(f"Prize {at}" for at in range(8)))
    for _prize in range(8):
        spot_draw.draw_next(held.season, draw.id)
    assert sorted(bibs(held), key=int) == [str(at) for at in range(1, 9)]
    with pytest.raises(Refused, match=r"draw\.all-drawn"):
        spot_draw.draw_next(held.season, draw.id)


def test_all_at_once_gives_what_one_by_one_gives(held: Desk) -> None:
    draw = sealed(held, "One", "Two", "Three")
    assert spot_draw.draw_all(held.season, draw.id) == 3
    at_once = bibs(held)
    held.undo()
    assert bibs(held) == []
    for _prize in range(3):
        spot_draw.draw_next(held.season, draw.id)
    assert bibs(held) == at_once


def test_the_pot_of_a_prize_stays_as_it_lay_when_more_come_in(held: Desk) -> None:
    draw = sealed(held, "One", "Two")
    spot_draw.draw_next(held.season, draw.id)
    first = bibs(held)
    held.times("11,11:55:00,", name="late.csv")
    assert bibs(held) == first
    spot_draw.draw_next(held.season, draw.id)
    pots = [
        [ticket.bib for ticket in spot_draw.tickets_of(held.season, draw, row.prize.among)]
        for row in view(held).rows
    ]
    assert "11" not in pots[0]
    assert "11" in pots[1]
    assert first[0] not in pots[1]


def test_who_is_not_there_is_passed_over_by_the_next_turn_from_the_same_pot(held: Desk) -> None:
    draw = sealed(held, "One", "Two")
    gone = spot_draw.draw_next(held.season, draw.id)
    then = spot_draw.pass_over(held.season, gone.prize.id)
    assert then.winner is not None
    assert gone.winner is not None
    assert [ticket.bib for ticket in then.passed] == [gone.winner.bib]
    assert then.prize.among == gone.prize.among
    assert then.winner.number == ticket_number("4-2-6", 1, then.prize.turn, 8)
    assert gone.winner.bib in [ticket.bib for ticket in view(held).pot], "may win another prize"


def test_passing_over_never_gives_a_second_prize(held: Desk) -> None:
    draw = sealed(held, *(f"Prize {at}" for at in range(7)))
    spot_draw.draw_all(held.season, draw.id)
    others = bibs(held)[1:]
    spot_draw.pass_over(held.season, view(held).rows[0].prize.id)
    assert len(set(bibs(held))) == len(bibs(held)) == 7
    spot_draw.pass_over(held.season, view(held).rows[0].prize.id)
    assert bibs(held) == others, "the last one left has been passed over too"
    with pytest.raises(Refused, match=r"draw\.not-drawn"):
        spot_draw.pass_over(held.season, view(held).rows[0].prize.id)
    assert view(held).rows[0].winner is None


def test_winners_may_win_again_where_somebody_wants_it_so(held: Desk) -> None:
    draw = sealed(held, *(f"Prize {at}" for at in range(12)))
    assert spot_draw.draw_all(held.season, draw.id, again=True) == 12


def test_a_runner_of_two_races_has_one_ticket(held: Desk) -> None:
    second = Entry(runner_id=RunnerId(0), race_id=held.race("short").id, bib="52")
    add_entry(held.season, held.runner("1"), second, None)
    held.entries("51,Another,Made,F,1990-03-02,NZL,short")
    held.times("52,11:10:00,", "51,11:09:00,", name="short.csv")
    sealed(held, "One")
    pot = [ticket.bib for ticket in view(held).pot]
    assert pot == [*(str(at) for at in range(1, 9)), "51"]


def test_excluded_bibs_are_out_and_unknown_ones_are_refused(held: Desk) -> None:
    event = held.event().id
    out = spot_draw.excluded_by_bib(held.season, event, ["3", "8"])
    sealed(held, "One", excluded=out)
    assert [ticket.bib for ticket in view(held).pot] == ["1", "2", "4", "5", "6", "7"]
    assert "Left out: 3 雷 Upton3, 8 Made Upton8" in sheet_text(held)
    with pytest.raises(Refused, match=r"draw\.unknown-bib"):
        spot_draw.excluded_by_bib(held.season, event, ["77"])


def test_volunteers_are_drawn_by_name_in_the_order_written_down(held: Desk) -> None:
    draw = sealed(held, "Cake", pool=DrawPool.VOLUNTEERS, names=["Made  Up", "", "12"])
    assert [ticket.name for ticket in view(held).pot] == ["Made Up", "12"]
    row = spot_draw.draw_next(held.season, draw.id)
    assert row.winner is not None
    with pytest.raises(Refused, match=r"draw\.needs-names"):
        sealed(held, "Cake", pool=DrawPool.VOLUNTEERS)


def test_two_volunteers_of_one_name_are_not_quietly_one_ticket(held: Desk) -> None:
    with pytest.raises(Refused, match=r"draw\.same-name"):
        sealed(held, "Cake", pool=DrawPool.VOLUNTEERS, names=["Made  Up", "Ada", "Made Up"])


def test_a_prize_handed_out_is_not_passed_over(held: Desk) -> None:
    draw = sealed(held, "One")
    row = spot_draw.draw_next(held.season, draw.id)
    spot_draw.hand_out(held.season, row.prize.id)
    with pytest.raises(Refused, match=r"draw\.handed-already"):
        spot_draw.pass_over(held.season, row.prize.id)
    spot_draw.hand_out(held.season, row.prize.id, handed=False)
    spot_draw.pass_over(held.season, row.prize.id)


def test_only_what_is_not_drawn_can_be_taken_away(held: Desk) -> None:
    draw = sealed(held, "One", "Two")
    spot_draw.draw_next(held.season, draw.id)
    one, two = view(held).rows
    spot_draw.remove_prize(held.season, two.prize.id)
    with pytest.raises(Refused, match=r"draw\.drawn-already"):
        spot_draw.remove_prize(held.season, one.prize.id)
    with pytest.raises(Refused, match=r"draw\.drawn-already"):
        spot_draw.remove_draw(held.season, draw.id)
    spot_draw.add_prizes(held.season, draw.id, [("Three", "")])
    assert [row.prize.ordinal for row in view(held).rows] == [1, 2]


def test_the_whole_draw_survives_a_restart(held: Desk) -> None:
    draw = sealed(held, "One", "Two")
    spot_draw.draw_all(held.season, draw.id)
    spot_draw.pass_over(held.season, view(held).rows[1].prize.id)
    before = view(held)
    held.reopen()
    assert view(held) == before


def test_no_operation_of_a_draw_names_a_person(held: Desk) -> None:
    draw = sealed(held, "One")
    row = spot_draw.draw_next(held.season, draw.id)
    spot_draw.pass_over(held.season, row.prize.id)
    for info in held.season.file.history(4):
        assert "Upton" not in str(info.params)


def test_before_the_first_prize_the_sheet_shows_the_seal_and_not_the_seed(held: Desk) -> None:
    draw = sealed(held, "One")
    text = sheet_text(held)
    assert digest_of("4-2-6") in text
    assert "Seed: 4-2-6" not in text
    assert "not drawn yet" in text
    spot_draw.draw_next(held.season, draw.id)
    assert "Seed: 4-2-6" in sheet_text(held)


def test_anybody_with_the_sheet_draws_the_same_winner(held: Desk) -> None:
    """From the printed seed and the printed tickets alone, by the rule as it is printed."""
    draw = sealed(held, "One", "Two")
    spot_draw.draw_all(held.season, draw.id)
    text = sheet_text(held, appendix=True)
    tickets = dict(re.findall(r"\b(\d+)  +(\d+)  \S", text.split("The pot of prize 1")[1]))
    seed = re.search(r"Seed: (\S+)", text)
    assert seed is not None
    again = tickets[str(ticket_number(seed[1], 1, 1, len(tickets)))]
    assert again == bibs(held)[0]
    assert f"Prize 2: the pot of prize 1 without {again}: 7 tickets." in text


def test_hostile_and_foreign_names_stand_on_the_sheet_as_they_are(held: Desk) -> None:
    draw = sealed(held, *("=HYPERLINK(1)",) * 8)
    spot_draw.draw_all(held.season, draw.id)
    text = sheet_text(held)
    for name in GIVEN:
        assert f"{name} Upton" in text
    kind = printing.kind_named("spot-prizes")
    sheet = printing.build_sheet(held.season, kind, held.event().id)
    for suffix in (".pdf", ".xlsx"):
        assert printing.render(sheet, suffix) == printing.render(sheet, suffix)
