"""Awards on a real season file: who has them, what was said, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.documents.made_up import all_text
from trailsdesk.documents.sheet import CellKind, Heading, Notice, Paragraph, Sheet, Table
from trailsdesk.domain.award_states import AwardState
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import RulingKind
from trailsdesk.i18n import message
from trailsdesk.services import results
from trailsdesk.services.awards import (
    announce,
    award_view,
    hand_out,
    in_order,
    take_back,
    take_prize_back,
    the_award,
)
from trailsdesk.services.categories import merge_categories
from trailsdesk.services.fixes import fixes_for
from trailsdesk.services.printed import write_pdf
from trailsdesk.services.printing import build_sheet, kind_named, render, sheet_request
from trailsdesk.services.problems import concerns, problems
from trailsdesk.services.rule_book import change_rule, rule_fields

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.desk import Desk
    from trailsdesk.domain.award_states import AwardStanding
    from trailsdesk.domain.problems import Problem

KEY = "category:long:F-OPEN"
WHO = "A. Test"


def field(desk: Desk, *born: int) -> None:
    """Women with bibs from 1 on, everybody born in 1995 unless said; one minute apart."""
    years = [*born, *([1995] * (5 - len(born)))]
    names = ("Ada,Rimu", "Bea,Tawa", "Cleo,Larch", "Dot,Mataī", "Eri,Żuraw")
    lines = (
        f"{bib},{name},F,{year}-01-01,NZL,Long"
        for bib, (name, year) in enumerate(zip(names, years, strict=True), 1)
    )
    desk.entries(*lines)
    desk.start()
    desk.times(*(f"{bib},11:0{bib}:00," for bib in range(1, 6)))
    desk.clock.set("2026-05-24 15:00:00")


def the(desk: Desk, key: str = KEY) -> AwardStanding:
    return the_award(desk.season, desk.event().id, key)


def places(award: AwardStanding) -> list[tuple[int, str]]:
    return [(prize.place, prize.row.bib) for prize in award.group.prizes]


def said(desk: Desk) -> list[Problem]:
    return [each for each in problems(desk.season) if each.code.startswith("award.")]


def press(desk: Desk, label: str, **about: str) -> None:
    (problem,) = [each for each in said(desk) if about.items() <= each.params.items()]
    fix = next(each for each in fixes_for(desk.season, problem, WHO) if each.label == label)
    fix.act()  # type: ignore[call-arg]


def test_the_preset_of_the_series_gives_three_places_a_category_and_no_rule_of_one_prize(
    desk: Desk,
) -> None:
    field(desk)
    (award,) = award_view(desk.season, desk.event().id)
    assert (award.group.key, award.state) == (KEY, AwardState.SETTLED)
    assert places(award) == [(1, "1"), (2, "2"), (3, "3")]


def test_a_disqualification_after_the_announcement_is_told_with_the_names(desk: Desk) -> None:
    field(desk)
    announce(desk.season, desk.event().id, KEY, WHO)
    assert the(desk).state is AwardState.ANNOUNCED
    assert said(desk) == []
    results.rule_on(desk.season, desk.entry("2").id, RulingKind.DSQ, "short cut", WHO)
    (problem,) = said(desk)
    assert message(problem) == (
        "Open women, Long: 2. Bea Tawa (#2), 3. Cleo Larch (#3) was announced, and by the results"
        " as they are now it is 2. Cleo Larch (#3), 3. Dot Mataī (#4). Tell the table, then"
        " announce it again or take the announcement back."
    )
    assert concerns(problem, "results")
    assert problem.place is not None
    assert problem.place.event_id == desk.event().id
    desk.undo()
    assert said(desk) == []


def test_a_late_correction_that_swaps_third_and_fourth_names_both(desk: Desk) -> None:
    field(desk)
    announce(desk.season, desk.event().id, KEY, WHO)
    results.adjust_time(desk.season, desk.entry("3").id, Duration(90_000), "missed gate", WHO)
    (problem,) = said(desk)
    assert problem.params["said"] == "3. Cleo Larch (#3)"
    assert problem.params["now"] == "3. Dot Mataī (#4)"
    press(desk, "Announced again, as it is now")
    assert said(desk) == []
    assert places(the(desk))[2] == (3, "4")


def test_an_announcement_that_no_longer_holds_can_be_taken_back_from_the_problem(
    desk: Desk,
) -> None:
    field(desk)
    announce(desk.season, desk.event().id, KEY, WHO)
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, "", WHO)
    press(desk, "Take the announcement back")
    assert said(desk) == []
    assert the(desk).announced is None


def test_a_prize_in_hand_of_somebody_without_a_place_is_told_until_it_comes_back(
    desk: Desk,
) -> None:
    field(desk)
    hand_out(desk.season, desk.event().id, KEY, desk.entry("3").id, WHO)
    results.rule_on(desk.season, desk.entry("3").id, RulingKind.DSQ, "", WHO)
    (problem,) = said(desk)
    assert message(problem) == (
        "Bib 3 Cleo Larch has the prize of Open women, Long in hand and is not in the places now."
    )
    press(desk, "The prize came back")
    assert said(desk) == []


def swapped_in_hand(desk: Desk) -> None:
    """First and second have their prizes, and then change places."""
    field(desk)
    for bib in ("1", "2"):
        hand_out(desk.season, desk.event().id, KEY, desk.entry(bib).id, WHO)
    assert said(desk) == []
    results.adjust_time(desk.season, desk.entry("1").id, Duration(90_000), "missed gate", WHO)


def test_a_prize_of_another_place_in_hand_is_told_until_the_right_one_is(desk: Desk) -> None:
    swapped_in_hand(desk)
    assert [message(problem) for problem in said(desk)] == [
        "Bib 1 Ada Rimu has the prize of place 1 of Open women, Long in hand and has place 2 now."
        " Put the right prize into the right hands.",
        "Bib 2 Bea Tawa has the prize of place 2 of Open women, Long in hand and has place 1 now."
        " Put the right prize into the right hands.",
    ]
    press(desk, "Has the right prize now", bib="1")
    assert [problem.params["bib"] for problem in said(desk)] == ["2"]
    press(desk, "The prize came back")
    assert said(desk) == []
    assert the(desk).handed == {desk.entry("1").id}
    desk.undo()
    desk.undo()
    assert len(said(desk)) == 2


def test_announcing_again_does_not_hide_that_two_prizes_must_be_swapped(desk: Desk) -> None:
    swapped_in_hand(desk)
    announce(desk.season, desk.event().id, KEY, WHO)
    assert {problem.code for problem in said(desk)} == {"award.handed-for-another"}


def test_the_life_of_an_award_survives_a_restart_and_is_undone_step_by_step(desk: Desk) -> None:
    field(desk)
    event_id = desk.event().id
    announce(desk.season, event_id, KEY, WHO)
    for bib in ("1", "2", "3"):
        hand_out(desk.season, event_id, KEY, desk.entry(bib).id, WHO)
    desk.reopen()
    assert the(desk).state is AwardState.HANDED_OUT
    assert desk.undo() == "award.hand-out"
    assert the(desk).state is AwardState.ANNOUNCED
    assert len(the(desk).handed) == 2
    desk.undo()
    desk.undo()
    assert desk.undo() == "award.announce"
    assert the(desk).state is AwardState.SETTLED
    assert desk.redo() == "award.announce"
    assert the(desk).state is AwardState.ANNOUNCED


def test_the_clock_alone_settles_an_award_and_a_runner_still_out_keeps_it_open(
    desk: Desk,
) -> None:
    field(desk)
    desk.entries("9,Late,Runner,F,1995-02-02,NZL,Long")
    desk.clock.set("2026-05-24 11:02:30")
    assert (the(desk).state, the(desk).out) == (AwardState.PROVISIONAL, 1)
    desk.clock.set("2026-05-24 11:03:01")
    assert the(desk).state is AwardState.SETTLED


def test_an_open_problem_keeps_every_award_of_the_event_provisional(desk: Desk) -> None:
    field(desk)
    desk.times("77,11:00:30,", name="more.csv")
    assert "read.unknown-bib" in desk.codes()
    assert (the(desk).settled, the(desk).reason.code) == (False, "award.open-problems")


def test_a_question_about_one_runner_leaves_the_awards_of_others_settled(desk: Desk) -> None:
    field(desk, 1980)
    desk.times("1,,DNF", name="words.csv")
    assert "result.status-and-time" in desk.codes()
    assert not the(desk, "category:long:F-VETERAN").settled
    assert the(desk).settled


def test_what_cannot_be_noted_is_refused_in_words(desk: Desk) -> None:
    field(desk)
    season, event_id = desk.season, desk.event().id
    with pytest.raises(Refused) as unknown:
        announce(season, event_id, "nothing", WHO)
    assert message(unknown.value) == f"There is no award “nothing”. There are: {KEY}."
    with pytest.raises(Refused) as other:
        hand_out(season, event_id, KEY, desk.entry("5").id, WHO)
    assert message(other.value).startswith("Bib 5 has no prize in “Open women”.")
    with pytest.raises(Refused) as not_said:
        take_back(season, event_id, KEY)
    assert not_said.value.note.code == "award.not-announced"
    announce(season, event_id, KEY, WHO)
    hand_out(season, event_id, KEY, desk.entry("1").id, WHO)
    with pytest.raises(Refused) as twice:
        hand_out(season, event_id, KEY, desk.entry("1").id, WHO)
    assert twice.value.note.code == "award.handed-already"
    with pytest.raises(Refused) as gone:
        take_back(season, event_id, KEY)
    assert gone.value.note.code == "award.handed-out"
    take_prize_back(season, event_id, KEY, desk.entry("1").id)
    take_back(season, event_id, KEY)
    assert the(desk).state is AwardState.SETTLED


def test_an_award_nobody_has_a_place_in_cannot_be_announced(desk: Desk) -> None:
    field(desk)
    for bib in range(1, 6):
        results.rule_on(desk.season, desk.entry(str(bib)).id, RulingKind.DSQ, "", WHO)
    with pytest.raises(Refused) as refused:
        announce(desk.season, desk.event().id, KEY, WHO)
    assert refused.value.note.code == "award.no-winners"


def test_a_merged_category_is_one_award_and_the_one_that_went_is_told(desk: Desk) -> None:
    field(desk, 1980)
    veteran = "category:long:F-VETERAN"
    announce(desk.season, desk.event().id, veteran, WHO)
    merge_categories(desk.season, desk.race().id, "F-VETERAN", "F-OPEN", "only one")
    assert places(the(desk)) == [(1, "1"), (2, "2"), (3, "3")]
    (problem,) = said(desk)
    assert problem.params["said"] == "1. Ada Rimu (#1)"
    assert problem.params["now"] == "\N{EM DASH}"
    press(desk, "Take the announcement back")
    assert said(desk) == []


def with_chain(desk: Desk, how: str = "most-prestigious") -> None:
    change_rule(
        desk.season,
        "awards.award",
        '[{id="overall", scope="gender", label="Overall", places=1, sponsor="Tawa & Co"},'
        ' {id="old", scope="special", label="First over 60", from=60},'
        ' {id="category", scope="category"}]',
    )
    change_rule(desk.season, "awards.one_prize", how)


def test_a_chain_is_written_over_a_preset_that_has_none_and_taken_back(desk: Desk) -> None:
    field(desk, 1950)
    with_chain(desk)
    found = {each.group.key: places(each) for each in award_view(desk.season, desk.event().id)}
    assert found == {
        "overall:long:F": [(1, "1")],
        "old:long": [],
        KEY: [(1, "2"), (2, "3"), (3, "4")],
        "category:long:F-CLASSIC": [],
    }
    whole = next(each for each in rule_fields(desk.season) if each.path == "awards.award")
    assert (whole.section, whole.changed, whole.value[:5]) == ("Prizes", True, "[{id=")
    change_rule(desk.season, "awards.award[0].places", "2")
    assert places(the(desk, "overall:long:F")) == [(1, "1"), (2, "2")]
    change_rule(desk.season, "awards.award[0].places", "")
    change_rule(desk.season, "awards.award", "")
    assert places(the(desk)) == [(1, "2"), (2, "3"), (3, "4")]


def test_awards_are_called_by_age_and_the_greatest_last(desk: Desk) -> None:
    field(desk, 1950)
    with_chain(desk, "none")
    found = award_view(desk.season, desk.event().id)

    def called(order: str) -> list[str]:
        return [each.group.key for each in in_order(desk.season, found, order)]

    assert called("") == [KEY, "category:long:F-CLASSIC", "old:long", "overall:long:F"]
    assert called("oldest")[:2] == ["category:long:F-CLASSIC", KEY]
    assert called("as-set") == ["overall:long:F", "old:long", KEY, "category:long:F-CLASSIC"]


# --------------------------------------------------------------- sheets


def sheet(desk: Desk, kind: str, **options: object) -> Sheet:
    named = kind_named(kind)
    return named.build(desk.season, sheet_request(desk.season, named, desk.event().id, **options))


def words(made: Sheet) -> str:
    """All a sheet says, line by line."""
    lines: list[str] = []
    for block in made.blocks:
        if isinstance(block, Heading | Paragraph):
            lines.append(block.text)
        elif isinstance(block, Notice):
            lines += [block.text, *block.items]
        elif isinstance(block, Table):
            lines += [" ".join(filter(None, (c.text for c in row))) for row in block.rows]
    return "\n".join(lines)


def test_the_running_order_calls_the_first_place_last_with_its_sponsor(desk: Desk) -> None:
    field(desk, 1950)
    with_chain(desk)
    assert words(sheet(desk, "running-order")).splitlines() == [
        "Called from the last place to the first.",
        "1. Open women",
        "3 4 Dot Mataī 1:04:00",
        "2 3 Cleo Larch 1:03:00",
        "1 2 Bea Tawa 1:02:00",
        "SETTLED",
        "2. Overall, women",
        "Presented by Tawa & Co",
        "1 1 Ada Rimu 1:01:00",
        "SETTLED",
        "Nobody to call so far: Classic women, Long; First over 60, Long.",
    ]


def test_the_sheet_with_reasons_says_who_was_passed_over(desk: Desk) -> None:
    field(desk)
    with_chain(desk)
    text = words(sheet(desk, "award-reasons"))
    assert "Bib 1 Ada Rimu is ahead and has place 1 of Overall, women." in text
    assert "Bib 1 Ada Rimu would have place 1 here and has place 1 of Overall, women." in text


def test_every_sheet_of_awards_says_first_what_was_announced_otherwise(desk: Desk) -> None:
    field(desk)
    announce(desk.season, desk.event().id, KEY, WHO)
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, "", WHO)
    for kind in ("prize-list", "running-order", "award-reasons", "award-pickup"):
        assert "1. Ada Rimu (#1)" in words(sheet(desk, kind)), kind


def test_a_prize_that_is_gone_is_not_signed_for_again(desk: Desk) -> None:
    field(desk)
    hand_out(desk.season, desk.event().id, KEY, desk.entry("2").id, WHO)
    made = sheet(desk, "award-pickup")
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    assert table.columns[-1].kind is CellKind.SIGNATURE
    assert [row[-1].text for row in table.rows] == ["", "handed out", ""]


def test_names_of_any_script_and_any_markup_are_printed_as_they_are(desk: Desk) -> None:
    desk.entries(
        "1,<b>Bo</b>,=1+1 & Co,F,1995-01-01,NZL,Long",
        "2,Иван,O'Hare <i>,F,1995-01-01,NZL,Long",
    )
    desk.start()
    desk.times("1,11:01:00,", "2,11:02:00,")
    for kind in ("prize-list", "running-order", "award-reasons", "award-pickup"):
        made = sheet(desk, kind)
        text = all_text(render(made, ".pdf")[0])
        assert "<b>Bo</b> =1+1 & Co" in text, kind
        assert "Иван O'Hare <i>" in text, kind
        assert render(made, ".xlsx")[0]


# --------------------------------------------------------------- the series


def a_whole_series(desk: Desk) -> None:
    """Cleo wins three events and misses the last; Ada and Bea follow in all of them."""
    for event, day in (
        ("willesden", "05-24"), ("mount-cass", "06-14"), ("torlesse", "07-12"),
        ("inverary", "08-09"),
    ):  # fmt: skip
        desk.entries(
            "1,Ada,Rimu,F,1995-01-01,NZL,Long",
            "2,Bea,Tawa,F,1995-02-01,NZL,Long",
            "3,Cleo,Larch,F,1995-03-01,NZL,Long",
            event=event,
        )
        desk.start("10:00:00", event)
        last = "3,,DNS" if event == "inverary" else "3,11:00:00,"
        desk.times("1,11:01:00,", "2,11:02:00,", last, event=event, name=f"{day}.csv")
    desk.clock.set("2026-09-01 10:00:00")


def test_series_awards_go_to_the_eligible_and_say_who_is_not(desk: Desk) -> None:
    a_whole_series(desk)
    found = {each.group.key: each for each in award_view(desk.season, None)}
    award = found["series:long:F-OPEN"]
    assert award.settled
    assert places(award) == [(1, "1"), (2, "2")]
    text = words(build_sheet(desk.season, kind_named("series-awards"), None))
    assert "1 1 Ada Rimu 290 points Place 1 of the series. 290 points:" in text
    assert "Cleo Larch has 300 points and is not eligible: 3 of 4 events finished" in text


def test_a_change_after_the_prizegiving_of_the_series_is_told(desk: Desk) -> None:
    a_whole_series(desk)
    key = "series:long:F-OPEN"
    announce(desk.season, None, key, WHO)
    entry = desk.entry("1", "inverary")
    hand_out(desk.season, None, key, entry.id, WHO)
    assert said(desk) == []
    results.rule_on(desk.season, entry.id, RulingKind.DSQ, "", WHO)
    told = {each.code: message(each) for each in said(desk)}
    assert "1. Ada Rimu (#1)" in told["award.changed-after-announcement"]
    assert "Ada Rimu has the prize of" in told["award.handed-other"]


def test_the_series_is_provisional_while_events_are_to_come(desk: Desk) -> None:
    field(desk)
    award = award_view(desk.season, None)[0]
    assert message(award.reason) == "3 events of the series not run, or with runners still out."


def test_a_list_that_is_empty_says_why(desk: Desk) -> None:
    field(desk, 1950)
    with_chain(desk)
    for kind in ("prize-list", "award-reasons", "award-pickup"):
        said_there = words(sheet(desk, kind)).splitlines()
        assert said_there.count("Everybody who finished has a better prize.") == 2, kind
        assert "No finisher." not in said_there, kind


def test_only_what_is_settled_is_called_where_that_is_wanted(desk: Desk) -> None:
    field(desk)
    assert "1 1 Ada Rimu 1:01:00" in words(sheet(desk, "running-order", only_settled=True))
    desk.times("77,11:00:30,", name="more.csv")
    left = words(sheet(desk, "running-order", only_settled=True))
    assert "There is nobody to give a prize to yet." in left
    assert "Ada Rimu" not in left


def test_a_running_order_on_the_wall_is_wrong_after_a_change_and_not_because_time_goes_by(
    desk: Desk, tmp_path: Path
) -> None:
    field(desk)
    desk.entries("9,Late,Runner,F,1995-02-02,NZL,Long")
    desk.clock.set("2026-05-24 11:02:30")
    kind = kind_named("running-order")
    request = sheet_request(desk.season, kind, desk.event().id)
    write_pdf(desk.season, kind, request, tmp_path / "order.pdf", WHO)
    desk.clock.set("2026-05-24 15:00:00")
    announce(desk.season, desk.event().id, KEY, WHO)
    assert "sheet.outdated" not in desk.codes(), "it only became settled, and was read out"
    results.rule_on(desk.season, desk.entry("1").id, RulingKind.DSQ, "", WHO)
    assert "sheet.outdated" in desk.codes()
