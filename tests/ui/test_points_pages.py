"""The pages of the points panel, in real season files of the presets. Everybody is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from shutil import copyfile
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.points_fixture import hold_race, woman
from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualifying, SlotReply
from trailsdesk.domain.teams import TeamGroup, TeamScore, TeamStanding
from trailsdesk.services import event_setup, history
from trailsdesk.services.outside_scores import add_score
from trailsdesk.services.rule_book import change_rule
from trailsdesk.ui.panels.points import PointsPanel
from trailsdesk.ui.points_view import points_view
from trailsdesk.ui.standing_lines import PointsView, team_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from trailsdesk.ui.jobs import JobQueue
    from trailsdesk.ui.standing_lines import SeriesList, StandingLine
    from trailsdesk.ui.table_view import RowTableView

ADA, BEA, CLEO, DORA, EMA = (
    woman("Kauri", "Ada"), woman("Rimu", "Bea", "FRA"), woman("Tawa", "Cleo", "FRA"),
    woman("Miro", "Dora", "FRA"), woman("Rata", "Ema", "FRA"),
)  # fmt: skip
FIVE = [(str(at), one, 60 + at) for at, one in enumerate((ADA, BEA, CLEO, DORA, EMA), 1)]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


AFTER = datetime(2026, 6, 7, 12, tzinfo=UTC)
"""The day after the race."""


@pytest.fixture(scope="module")
def xterra_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five women of one division in the half; the division has four places."""
    folder = tmp_path_factory.mktemp("xterra")
    with open_desk(folder, people=False, preset="xterra-trail-2026") as desk:
        change_rule(desk.season, "qualification.slots.places.event", "112")
        desk.clock.now = AFTER - timedelta(days=1)
        hold_race(desk, "half", FIVE)
    return folder / "season.trailsdesk"


@pytest.fixture(scope="module")
def itra_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two women in the only race."""
    folder = tmp_path_factory.mktemp("itra")
    with open_desk(folder, people=False, preset="itra") as desk:
        hold_race(desk, next(iter(desk.season.data.races.values())).code, FIVE[:2])
    return folder / "season.trailsdesk"


@pytest.fixture
def xterra(xterra_file: Path, tmp_path: Path) -> Iterator[Desk]:
    copyfile(xterra_file, tmp_path / xterra_file.name)
    with open_again(tmp_path) as desk:
        desk.clock.now = AFTER
        yield desk


@pytest.fixture
def itra(itra_file: Path, tmp_path: Path) -> Iterator[Desk]:
    copyfile(itra_file, tmp_path / itra_file.name)
    with open_again(tmp_path) as desk:
        yield desk


def shown(qtbot: QtBot, desk: Desk) -> PointsPanel:
    panel = PointsPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def turn(qtbot: QtBot, panel: PointsPanel, key: Qt.Key) -> None:
    qtbot.keyClick(panel, key, ALT)


def titles(table: RowTableView) -> list[str]:
    return [column.title for column in table.row_model.columns]


def texts(table: RowTableView | None, title: str) -> list[str]:
    assert table is not None
    at, model = titles(table).index(title), table.row_model
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


def states(panel: PointsPanel) -> list[str]:
    return texts(panel.places.table, "Stands")


def offered(panel: PointsPanel) -> list[str]:
    keys = ("standings", "places", "scores", "runner")
    return [key for key in keys if not panel.pages.button(key).isHidden()]


# Standings


def test_every_ranking_is_reached_by_the_choice_above_its_lists(
    qtbot: QtBot, xterra: Desk
) -> None:
    panel = shown(qtbot, xterra)
    page = panel.standings
    assert [page.ranking.itemText(at) for at in range(page.ranking.count())] == [
        "Age divisions", "Countries", "World",
    ]  # fmt: skip
    assert [line.label for line in page.groups_model.shown_rows()] == ["35–39 women"]
    page.ranking.setFocus()
    qtbot.keyClick(page.ranking, Qt.Key.Key_Down)
    page.ranking.activated.emit(1)
    assert [line.label for line in page.groups_model.shown_rows()] == ["FRA, Women", "NZL, Women"]
    assert texts(page.placed, "Runner")[0] == "Bea Rimu"
    assert panel.header.subtitle_label.full_text().startswith("Countries, FRA, Women · 4 runners")


def second_half(desk: Desk) -> None:
    """The same five in the same order at one more event."""
    (event,) = event_setup.add_events(desk.season, ["snowdonia"])
    hold_race(desk, "half", FIVE, desk.season.data.events_in_order().index(event))


def test_points_of_our_own_are_called_an_estimate_wherever_they_show(
    qtbot: QtBot, xterra: Desk
) -> None:
    panel = shown(qtbot, xterra)
    assert panel.estimate_chip.isVisible()
    assert "has not published" in panel.estimate_chip.toolTip()
    assert texts(panel.standings.placed, "Total")[0] == "125 *"
    assert "is an estimate" in panel.standings.reasons.why_label.text()


def test_the_factor_stands_in_the_sum(qtbot: QtBot, xterra: Desk) -> None:
    second_half(xterra)
    panel = shown(qtbot, xterra)
    assert panel.standings.reasons.why_label.text().startswith("312.5 points: (125 + 125) × 1.25.")


def test_the_score_the_cursor_is_on_says_how_it_came_about(qtbot: QtBot, xterra: Desk) -> None:
    page = shown(qtbot, xterra).standings
    table = page.placed
    assert table is not None
    table.setFocus()
    at = next(
        at for at, column in enumerate(table.row_model.columns) if column.key == "event-event"
    )
    table.setCurrentIndex(table.row_model.index(1, at))
    assert page.reasons.score_label.isVisible()
    assert "points for place 2" in page.reasons.score_label.text()
    assert page.reasons.score_label.text().endswith("It counts. The points are an estimate.")
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert not page.reasons.score_label.isVisible()


def test_with_many_events_the_total_stands_before_them(qtbot: QtBot, xterra: Desk) -> None:
    page = shown(qtbot, xterra).standings
    view = points_view(xterra.season)
    codes = tuple(f"e{number}" for number in range(9))
    names = {code: f"Invented {code}" for code in codes}

    def longer(each: SeriesList) -> SeriesList:
        def lines() -> tuple[StandingLine, ...]:
            return tuple(replace(line, scores=line.scores * 9) for line in each.lines())

        return replace(each, lines=lines, source=object(), event_codes=codes)

    lists = tuple(longer(each) for each in view.lists)
    page.show_view(replace(view, lists=lists, event_names=names, short_names=names))
    assert page.placed is not None
    assert titles(page.placed)[:5] == ["Place", "Runner", "Total", "Eligible", "Invented e0"]


def test_rows_still_being_made_are_not_shown_over_an_empty_page(
    qtbot: QtBot, xterra: Desk
) -> None:
    page = shown(qtbot, xterra).standings
    waiting: list[tuple[Callable[[], object], Callable[[object], object]]] = []

    class Slow:
        """Nothing is done before it is asked for."""

        def compute(
            self,
            work: Callable[[], object],
            done: Callable[[object], object],
            *_failed: object,
            **_options: object,
        ) -> None:
            waiting.append((work, done))

    said: list[str] = []
    page.said.connect(lambda text, _so_far, _estimate: said.append(text))
    view = points_view(xterra.season)
    page.context = replace(xterra.context, jobs=cast("JobQueue", Slow()))
    page.show_view(
        replace(view, lists=tuple(replace(each, source=object()) for each in view.lists))
    )
    assert waiting
    page.show_view(replace(view, lists=()))
    for work, done in waiting:
        done(work())
    assert said[-1] == ""


def test_teams_are_a_ranking_beside_the_runners(qtbot: QtBot, xterra: Desk) -> None:
    explained = Note(code="team.total", params={"total": "30", "sum": "30", "dropped": ""})
    score = TeamScore(
        event_code="event", points=Decimal(30), scored=True, counted=True, members=(),
        participants=3, explanation=explained,
    )  # fmt: skip
    team = TeamStanding(club="Invented <Hawks>", total=Decimal(30), rank=1, shared=False,
                        scores=(score,), explanation=explained)  # fmt: skip
    group = TeamGroup(label="Teams", gender=None, event_codes=("event",), standings=(team,))
    page = shown(qtbot, xterra).standings
    page.show_view(
        PointsView(
            lists=(team_list(0, group),), event_names={"event": "Event"},
            short_names={"event": "Event"}, to_come={},
        )
    )  # fmt: skip
    assert texts(page.placed, "Team") == ["Invented <Hawks>"]
    assert texts(page.placed, "Event") == ["30"]
    assert page.runner_id is None


def test_a_league_of_scores_given_elsewhere_is_a_ranking(qtbot: QtBot, itra: Desk) -> None:
    ada, bea = list(itra.season.data.runners)[:2]
    for month in (1, 2, 3):
        add_score(itra.season, ada, "itra", "600", day=datetime(2026, month, 1).date(),  # noqa: DTZ001
                  race="Invented", country="NZL")  # fmt: skip
    add_score(itra.season, bea, "itra", "700", day=datetime(2026, 1, 1).date(),  # noqa: DTZ001
              country="NZL")  # fmt: skip
    panel = shown(qtbot, itra)
    assert offered(panel) == ["standings", "scores", "runner"]
    assert "NZL 2026" in panel.header.subtitle_label.full_text()
    assert texts(panel.standings.placed, "Total") == ["1800"]
    assert texts(panel.standings.others, "Why not") == ["too few races"]


def test_a_list_is_made_once_however_it_is_reached(qtbot: QtBot, xterra: Desk) -> None:
    page = shown(qtbot, xterra).standings
    made: list[str] = []
    view = points_view(xterra.season)

    def counting(each: SeriesList) -> SeriesList:
        def lines() -> tuple[StandingLine, ...]:
            made.append(each.line.label)
            return each.lines()

        return replace(each, lines=lines, source=object())

    fresh = replace(view, lists=tuple(counting(each) for each in view.lists))
    page.show_view(fresh)
    page.show_view(fresh)
    assert made == ["35–39 women"]
    page.ranking.setCurrentIndex(1)
    page.ranking.activated.emit(1)
    assert made == ["35–39 women", "FRA, Women"]


def test_the_rules_are_one_key_away(qtbot: QtBot, xterra: Desk) -> None:
    turned: list[str] = []

    class Season:
        def show_page(self, key: str) -> None:
            turned.append(key)

    def show_panel(key: str) -> Season:
        turned.append(key)
        return Season()

    xterra.context = replace(xterra.context, show_panel=show_panel)
    panel = shown(qtbot, xterra)
    qtbot.keyClick(panel.standings.groups, Qt.Key.Key_R, CTRL)
    assert turned == ["season", "rules"]


# Places in the final


def test_pages_the_rules_have_nothing_for_are_not_offered(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False) as desk:
        assert offered(shown(qtbot, desk)) == ["standings", "runner"]


def test_the_find_box_leads_to_a_page_or_says_why_there_is_none(
    qtbot: QtBot, xterra: Desk
) -> None:
    panel = shown(qtbot, xterra)
    panel.show_places()
    assert panel.places.isVisible()
    panel.show_scores()
    assert xterra.notes == [("The rules of this season use no scores given elsewhere.", "muted")]


def test_who_has_a_place_until_when_and_who_is_next(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.places
    assert states(panel) == ["has a place"] * 4 + ["next in line"]
    assert texts(page.table, "Answer")[0] == "due by 20 Jun 2026"
    assert page.what.text() == "#1 Ada Kauri: has a place"
    assert page.shares.full_text().startswith("112 places in this race")
    assert page.notes.isVisible()
    page.chips.choose("next")
    assert texts(page.table, "Runner") == ["Ema Rata"]


def test_a_place_declined_by_key_rolls_down_and_undo_gives_it_back(
    qtbot: QtBot, xterra: Desk
) -> None:
    panel = shown(qtbot, xterra)
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.places
    page.note.setText("by mail")
    assert page.table is not None
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    assert states(panel) == ["place went on"] + ["has a place"] * 3 + ["has a place, rolled down"]
    assert "(by mail)" in page.why.text()
    history.undo(xterra.season)
    assert states(panel)[0] == "has a place"


def test_an_answer_is_noted_and_taken_back_by_key(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.places
    assert page.table is not None
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    assert texts(page.table, "Answer")[0] == "accepted"
    assert not page.accept_button.isEnabled()
    assert [each.reply for each in xterra.season.data.slot_answers.values()] == [
        SlotReply.ACCEPTED
    ]
    qtbot.keyClick(page.table, Qt.Key.Key_3)
    assert not xterra.season.data.slot_answers


def test_a_bib_typed_into_the_filter_answers_for_nobody(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    turn(qtbot, panel, Qt.Key.Key_2)
    qtbot.keyClick(panel.places, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(panel.places.search, "12")
    assert panel.places.search.text() == "12"
    assert not xterra.season.data.slot_answers


def test_overdue_places_go_on_only_when_somebody_says_so(qtbot: QtBot, xterra: Desk) -> None:
    xterra.clock.now += timedelta(days=30)
    panel = shown(qtbot, xterra)
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.places
    assert page.overdue.isVisible()
    assert states(panel)[-1] == "next in line"
    assert page.overdue.button is not None
    qtbot.mouseClick(page.overdue.button, Qt.MouseButton.LeftButton)
    assert states(panel) == ["place went on"] * 4 + ["has a place, rolled down"]
    assert not page.overdue.isVisible()


def test_without_a_total_nobody_is_told_to_have_a_place(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False, preset="xterra-trail-2026") as desk:
        hold_race(desk, "half", FIVE[:2])
        panel = shown(qtbot, desk)
        turn(qtbot, panel, Qt.Key.Key_2)
        assert set(states(panel)) == {"not published"}
        assert "is not published" in panel.places.notes_label.text()


def test_places_nobody_answers_offer_no_answers(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False, preset="utmb-world-series-finals") as desk:
        code = next(iter(desk.season.data.races.values())).code
        hold_race(desk, code, FIVE[:3])
        panel = shown(qtbot, desk)
        assert offered(panel) == ["places", "scores", "runner"]
        page = panel.places
        assert page.isVisible()
        assert not page.answers.isVisible()
        rules = [line.rule for line in page.rules_model.shown_rows()]
        assert rules[0] == "Podium"
        assert page.line is not None
        assert page.line.status in set(Qualifying)


def test_what_the_organiser_has_to_fill_in_is_not_called_unpublished(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path, people=False, preset="utmb-world-series-finals") as desk:
        code = next(iter(desk.season.data.races.values())).code
        hold_race(desk, code, FIVE[:2])
        panel = shown(qtbot, desk)
        turn(qtbot, panel, Qt.Key.Key_2)
        assert set(states(panel)) == {"not filled in"}
        assert "Fill them in" in panel.places.notes_label.text()


def test_more_time_of_an_injured_runner_is_noted_by_key_and_struck_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path, people=False, preset="utmb-world-series-finals") as desk:
        race_id = hold_race(desk, "50k", FIVE[:2])
        event_setup.edit_race(desk.season, race_id, distance_m=56_000.0, ascent_m=3500.0)
        panel = shown(qtbot, desk)
        turn(qtbot, panel, Qt.Key.Key_2)
        more_time, why = panel.places.more_time, panel.places.why
        assert more_time.isVisible()
        assert more_time.button.accessibleName() == "More time was granted"
        assert panel.places.table is not None
        qtbot.keyClick(panel.places.table, Qt.Key.Key_4)
        assert "counts for 2026 only" in why.text()
        assert more_time.button.accessibleName() == "Strike more time"
        qtbot.mouseClick(more_time.button, Qt.MouseButton.LeftButton)
        assert "2027" in why.text()
        groups = next(r for r in panel.places.rules_model.shown_rows() if "Age" in r.rule)
        panel.places.rules.select_id(groups.key)
        assert not more_time.isVisible()


# One runner


def test_a_runners_season_is_one_key_away_and_back(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    table = panel.standings.placed
    assert table is not None
    table.select_id(table.row_model.id_at(2))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_I, CTRL)
    page = panel.runner
    assert page.head.title_label.text() == "Cleo Tawa"
    made = page.pages.preview
    assert made is not None
    assert made.sheet.title == "Cleo Tawa"
    spoken = page.pages.accessibleDescription()
    assert "Age divisions" in spoken
    assert "One more finish would add" in spoken
    qtbot.keyClick(page.pages, Qt.Key.Key_Escape)
    assert panel.standings.isVisible()
    assert QApplication.focusWidget() is table
    assert panel.standings.runner_id == page.runner_id


def test_a_runners_season_is_printed_as_its_sheet(
    qtbot: QtBot, xterra: Desk, tmp_path: Path
) -> None:
    panel = shown(qtbot, xterra)
    panel.show_season()
    panel.runner.save_to(tmp_path / panel.runner.suggested_name(".pdf"))
    assert (tmp_path / "season-ada-kauri.pdf").read_bytes().startswith(b"%PDF")
    assert panel.runner.done_notice.isVisible()
    (record,) = xterra.season.data.printed.values()
    assert (record.kind, record.title) == ("runner-season", "Ada Kauri")


def test_with_nobody_chosen_the_page_says_how_to_choose(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False) as desk:
        panel = shown(qtbot, desk)
        turn(qtbot, panel, Qt.Key.Key_4)
        assert panel.runner.empty.isVisible()
        assert "Ctrl+I" in panel.runner.empty.text_label.text()


# Scores given elsewhere


def test_a_score_is_typed_by_bib_and_undo_takes_it_away(qtbot: QtBot, itra: Desk) -> None:
    panel = shown(qtbot, itra)
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.scores
    form = page.form
    assert form is not None
    qtbot.keyClicks(form.control("who"), "2")
    qtbot.keyClicks(form.control("value"), "654.5")
    form.control("value").setFocus()
    qtbot.keyClick(form.control("value"), Qt.Key.Key_Return, CTRL)
    assert [(line.name, line.value) for line in page.model.shown_rows()] == [("Bea Rimu", "654.5")]
    assert form.value("who") == ""
    history.undo(itra.season)
    assert page.model.total_count == 0


def test_what_is_wrong_with_a_score_is_said_beside_the_form(qtbot: QtBot, itra: Desk) -> None:
    panel = shown(qtbot, itra)
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.scores
    assert page.form is not None
    page.form.set_values({"who": "2", "value": "fast"})
    page.form.accept()
    assert page.told.text() == "“fast” is no score. Nothing was changed."
    assert page.form.value("who") == "2"


def test_a_score_of_a_race_elsewhere_takes_day_and_country(qtbot: QtBot, itra: Desk) -> None:
    panel = shown(qtbot, itra)
    turn(qtbot, panel, Qt.Key.Key_3)
    form = panel.scores.form
    assert form is not None
    assert not form.control("day").isVisible()
    form.control("of").setFocus()
    qtbot.keyClick(form.control("of"), Qt.Key.Key_Down)
    assert form.control("day").isVisible()
    qtbot.keyClicks(form.control("who"), "kauri ada")
    qtbot.keyClicks(form.control("value"), "700")
    qtbot.keyClicks(form.control("day"), "9 Aug 2026")
    qtbot.keyClicks(form.control("country"), "nzl")
    form.accept()
    (line,) = panel.scores.model.shown_rows()
    assert (line.name, line.value, line.country) == ("Ada Kauri", "700", "NZL")
    assert str(line.day) == "2026-08-09"


def test_a_table_of_scores_is_looked_at_before_it_is_taken(
    qtbot: QtBot, itra: Desk, tmp_path: Path
) -> None:
    panel = shown(qtbot, itra)
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.scores
    table = tmp_path / "scores.csv"
    table.write_text("Bib,Score\n1,700\n2,680\n99,500\n", encoding="utf-8")
    page.open_list(table)
    assert page.preview.words.text() == "2 new · 1 left out"
    assert page.preview.problems.total_count == 1
    assert not itra.season.data.scores
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Return, CTRL)
    assert sorted(line.value for line in page.model.shown_rows()) == ["680", "700"]
    history.undo(itra.season)
    assert page.model.total_count == 0


def test_a_chosen_score_is_removed_by_key(qtbot: QtBot, itra: Desk) -> None:
    add_score(itra.season, next(iter(itra.season.data.runners)), "itra", "600")
    panel = shown(qtbot, itra)
    turn(qtbot, panel, Qt.Key.Key_3)
    page = panel.scores
    page.table.select_id(page.model.id_at(0))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.total_count == 0


def reached(panel: PointsPanel, first: QWidget) -> list[QWidget]:
    """What Tab reaches from a control on, in order, once round."""
    found, at = [first], first.nextInFocusChain()
    while at is not None and at is not first:
        if at.isVisibleTo(panel) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def test_tab_goes_through_the_pages_as_they_are_read(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    standings = panel.standings
    order = reached(panel, standings.search)
    wanted = [standings.search, standings.ranking, standings.groups, standings.placed]
    assert [each for each in order if each in wanted] == wanted
    turn(qtbot, panel, Qt.Key.Key_2)
    page = panel.places
    order = reached(panel, page.rules)
    wanted = [page.rules, page.search, page.table, page.note, page.accept_button,
              page.decline_button]  # fmt: skip
    assert [each for each in order if each in wanted] == wanted
    assert order.index(page.search) < order.index(page.chips.chip("next")) < order.index(page.note)


def test_everything_that_can_be_reached_has_a_name(qtbot: QtBot, xterra: Desk) -> None:
    panel = shown(qtbot, xterra)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4):
        turn(qtbot, panel, key)
        assert not [
            each for each in reached(panel, panel.pages.button("standings"))
            if not each.accessibleName()
        ]  # fmt: skip
