from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.entry import Entry
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.services import entries, history, raceday, road, rule_effects, timing
from trailsdesk.services.race_typing import read_km, read_limit
from trailsdesk.services.road import StepState
from trailsdesk.services.rule_sections import source_words
from trailsdesk.services.rule_words import sections
from trailsdesk.ui import style
from trailsdesk.ui.panels.season import SeasonPanel
from trailsdesk.ui.widgets import PlainLabel

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def show(qtbot, desk):
    panel = SeasonPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 600)
    panel.show()
    return panel


@pytest.fixture
def desk(qapp, tmp_path):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture
def empty(qapp, tmp_path):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path, people=False) as made:
        yield made


def steps(desk):
    event = desk.context.scope.event_id
    return {step.key: step for step in road.road(desk.season, event)}


def words(widget):
    labels = widget.findChildren(PlainLabel)
    return "\n".join(label.full_text() for label in labels)


def type_into(form, key, text):
    control = form.control(key)
    assert isinstance(control, QLineEdit)
    control.setText(text)


# -- the road ----------------------------------------------------------------------------------


def test_the_road_of_a_new_season_begins_with_the_entry_list(qtbot, empty):
    panel = show(qtbot, empty)
    row = panel.road_page.step_rows[0]
    assert row.button.property("kind") == "primary"
    row.button.click()
    assert empty.panels == ["entries"]


def test_a_step_says_which_panel_it_opens(qtbot, desk):
    panel = show(qtbot, desk)
    by_title = {
        row.accessibleName().partition(",")[0]: row.button for row in panel.road_page.step_rows
    }
    by_title["Start"].click()
    assert desk.panels == ["start"]
    assert by_title["Start"].text() == "Start"


def test_only_one_step_of_the_road_is_the_next_one(qtbot, desk):
    panel = show(qtbot, desk)
    primary = [r for r in panel.road_page.step_rows if r.button.property("kind") == "primary"]
    assert len(primary) == 1


def test_entries_are_done_and_missing_bibs_are_counted(desk):
    found = steps(desk)
    assert found["entries"].state is StepState.DONE
    assert found["bibs"].state is not StepState.DONE
    assert found["bibs"].note.params == {"given": 6, "count": 7}


def test_medal_orders_that_close_soon_need_a_person(desk):
    assert steps(desk)["medals"].state is StepState.LATE  # 10 May, orders close on the 12th
    assert steps(desk)["medals"].note.params["days"] == 2
    desk.clock.now = datetime(2026, 5, 13, tzinfo=UTC)
    assert steps(desk)["medals"].state is StepState.DONE


def test_a_race_day_that_passed_without_a_gun_needs_a_person(desk):
    assert steps(desk)["guns"].state in {StepState.OPEN, StepState.NEXT}
    desk.clock.now = datetime(2026, 5, 26, tzinfo=UTC)
    assert steps(desk)["guns"].state is StepState.LATE
    races = [race.id for race in desk.season.data.races_of(desk.context.scope.event_id)]
    raceday.set_gun(desk.season, races, desk.clock.now_ms())
    assert steps(desk)["guns"].state is StepState.DONE


def test_runners_still_out_keep_times_and_prizes_open(desk):
    races = [race.id for race in desk.season.data.races_of(desk.context.scope.event_id)]
    raceday.set_gun(desk.season, races, desk.clock.now_ms())
    desk.clock.now += timedelta(hours=2)
    event = desk.context.scope.event_id
    timing.key_finish(desk.season, event, desk.race("long"), "401", desk.clock.now_ms(), "tests")
    found = steps(desk)
    assert found["times"].note.params["finished"] == 1
    assert found["times"].note.params["out"] == 6
    assert found["prizes"].note.code == "road.prizes-soon"


def test_the_road_follows_the_event_chosen_above(qtbot, desk):
    panel = show(qtbot, desk)
    panel.road_page.event_rows[2].button.click()
    assert desk.context.scope.current_event.code == "torlesse"
    assert "Torlesse" in panel.road_page._steps_card.title_label.text()
    assert steps(desk)["entries"].state is not StepState.DONE


def test_the_road_moves_on_when_something_is_entered(qtbot, empty):
    panel = show(qtbot, empty)
    empty.add("9", "Someone", "Invented", gender=Gender.F, birth_date=date(1990, 1, 1))
    assert "Runners entered: 1." in words(panel.road_page.step_rows[0])


# -- events and races --------------------------------------------------------------------------


def test_pages_are_reached_by_keys(qtbot, desk):
    panel = show(qtbot, desk)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    for key, page in ((Qt.Key.Key_2, "events"), (Qt.Key.Key_3, "rules"), (Qt.Key.Key_1, "road")):
        qtbot.keyClick(panel, key, ALT)
        assert panel.pages.current == page


def test_unknown_lengths_are_said_not_shown_as_zero(qtbot, desk):
    panel = show(qtbot, desk)
    page = panel.events_page
    texts = [page.model.data(page.model.index(3, at)) for at in range(page.model.columnCount())]
    assert texts.count("unknown") == 2
    assert "6 km" in [page.model.data(page.model.index(0, at)) for at in range(6)]


def test_an_event_is_changed_by_its_form_and_the_change_undone(qtbot, desk):
    panel = show(qtbot, desk)
    panel.show_page("events")
    form = panel.events_page.event_form
    type_into(form, "name", "Willesden Hills")
    type_into(form, "day", "31 May 2026")
    qtbot.keyClick(form.control("name"), Qt.Key.Key_Return, CTRL)
    event = desk.context.scope.current_event
    assert (event.name, event.date) == ("Willesden Hills", date(2026, 5, 31))
    assert desk.notes[-1][1] == "good"
    assert panel.events_page.model.row_at(0).event.name == "Willesden Hills"
    history.undo(desk.season)
    assert desk.context.scope.current_event.name == "Willesden Farms"
    assert form.value("name") == "Willesden Farms"


def test_an_unknown_zone_is_said_beside_its_field(qtbot, desk):
    panel = show(qtbot, desk)
    form = panel.events_page.event_form
    type_into(form, "zone", "Middle/Earth")
    assert not form.accept()
    assert "time zone" in form.error("zone")
    assert desk.context.scope.current_event.zone == "Pacific/Auckland"


def test_a_race_gets_length_ascent_limit_and_places(qtbot, desk):
    panel = show(qtbot, desk)
    panel.show_page("events")
    page = panel.events_page
    page.table.setCurrentIndex(page.model.index(3, 0))
    form = page.race_form
    for key, text in (("km", "21,1"), ("ascent", "840"), ("limit", "4:30"), ("capacity", "350")):
        type_into(form, key, text)
    page.race_button.click()
    race = page.model.row_at(3).race
    assert race.distance_m == 21_100
    assert race.ascent_m == 840
    assert race.time_limit_ms == 4.5 * 3_600_000
    assert race.capacity == 350


def test_emptying_a_length_makes_it_unknown_again(qtbot, desk):
    panel = show(qtbot, desk)
    page = panel.events_page
    type_into(page.race_form, "km", "")
    page.race_button.click()
    assert page.model.row_at(0).race.distance_m is None


@pytest.mark.parametrize("text", ["nineteen", "-3", "0", "nan", "1e9"])
def test_a_length_that_makes_no_sense_is_refused(qtbot, desk, text):
    panel = show(qtbot, desk)
    form = panel.events_page.race_form
    type_into(form, "km", text)
    assert not form.accept()
    assert read_km(text) is None


def test_a_limit_of_two_parts_is_hours_and_minutes():
    assert read_limit("4:30") == read_limit("4:30:00") == 16_200_000


def test_what_is_being_typed_survives_a_finish_elsewhere(qtbot, desk):
    panel = show(qtbot, desk)
    panel.show_page("events")
    form = panel.events_page.event_form
    type_into(form, "venue", "half a wo")
    desk.add("9", "Someone", "Invented", "short")
    assert form.value("venue") == "half a wo"


def test_the_season_is_renamed(qtbot, desk):
    panel = show(qtbot, desk)
    type_into(panel.events_page.series_form, "name", "Invented Winter <i>2026</i>")
    panel.events_page.series_button.click()
    assert desk.season.data.series.name == "Invented Winter <i>2026</i>"


# -- rules -------------------------------------------------------------------------------------


def test_every_section_of_the_rules_names_its_source(desk):
    for part in sections(desk.season.rules):
        assert part.lines or part.tables, part.key
        assert any(source_words(source) for source in part.sources), part.key


def test_fees_are_shown_per_event_as_the_rules_have_them(desk):
    fees = next(part for part in sections(desk.season.rules) if part.key == "fees")
    assert len(fees.tables) == 4
    first = fees.tables[0]
    assert first.title.startswith("Willesden Farms")
    late = next(row for row in first.rows if row[0] == "Late")
    assert late[1] == "12 May"
    assert late[first.header.index("Long, Adult")] == "125.00"


def test_refund_bands_leave_no_day_out(desk):
    refunds = next(part for part in sections(desk.season.rules) if part.key == "refunds")
    assert [row[0] for row in refunds.tables[0].rows] == [
        "101 days or more",
        "21 to 100 days",
        "12 to 20 days",
        "0 to 11 days",
    ]


def test_points_and_standings_are_in_words(desk):
    parts = {part.key: part for part in sections(desk.season.rules)}
    assert parts["points"].tables[0].rows[-1] == ("21 and after", "45")
    assert "best 3 of 4" in " ".join(parts["standings"].lines)


def test_a_question_is_answered_and_the_answer_taken_back(qtbot, desk):
    panel = show(qtbot, desk)
    panel.show_page("rules")
    card = panel.rules_page.questions["equal-times"]
    card.buttons["dense"].click()
    assert desk.season.data.series.options == {"equal-times": "dense"}
    assert panel.rules_page.questions["equal-times"].buttons["dense"].isChecked()
    timing_lines = next(p for p in sections(desk.season.rules) if p.key == "timing").lines
    assert any("1, 2, 2, 3" in line for line in timing_lines)
    history.undo(desk.season)
    assert panel.rules_page.questions["equal-times"].buttons["skip"].isChecked()


def finish_level(desk):
    """Three in the long race: two at the same time, one after them."""
    races = [desk.race("long")]
    desk.add("403", "Third", "Invented", gender=Gender.F, birth_date=date(1990, 1, 1))
    raceday.set_gun(desk.season, races, desk.clock.now_ms())
    event = desk.context.scope.event_id
    desk.clock.now += timedelta(hours=2)
    for bib in ("401", "402"):
        timing.key_finish(desk.season, event, races[0], bib, desk.clock.now_ms(), "tests")
    desk.clock.now += timedelta(minutes=1)
    timing.key_finish(desk.season, event, races[0], "403", desk.clock.now_ms(), "tests")


def test_an_answer_can_be_tried_before_it_is_given(qtbot, desk):
    finish_level(desk)
    panel = show(qtbot, desk)
    panel.show_page("rules")
    before = desk.season.data.revision
    card = panel.rules_page.questions["equal-times"]
    card._asks["dense"].click()
    assert "1 result" in card._effects["dense"].text()
    assert desk.season.data.revision == before


def test_an_answer_that_moves_nobody_says_so(desk):
    effect = rule_effects.effect_of(desk.season, "late-entries", "last-price")
    assert (effect.results, effect.standings) == (0, 0)


# -- states ------------------------------------------------------------------------------------


def test_a_season_for_reading_shows_all_and_changes_nothing(qtbot, qapp, tmp_path):
    style.apply(qapp, "light", 1.0)
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        panel = show(qtbot, desk)
        page = panel.events_page
        for button in (page.event_button, page.race_button, page.series_button):
            assert not button.isEnabled()
            assert "reading only" in button.toolTip()
        panel.show_page("rules")
        assert not any(
            button.isEnabled()
            for card in panel.rules_page.questions.values()
            for button in card.buttons.values()
        )


def test_every_control_has_a_name_and_the_page_fits_a_small_screen(qtbot, desk):
    panel = show(qtbot, desk)
    for key in ("road", "events", "rules"):
        panel.show_page(key)
        QApplication.processEvents()
        assert panel.minimumSizeHint().width() <= 1080, key
        for widget in panel.findChildren(QLineEdit):
            if widget.isVisible() and widget.objectName() != "qt_spinbox_lineedit":
                assert widget.accessibleName()


def test_long_names_do_not_push_anything_out(qtbot, desk):
    long_name = "An Event with a Very Long Name Indeed " * 4
    panel = show(qtbot, desk)
    type_into(panel.events_page.event_form, "name", long_name)
    panel.events_page.event_button.click()
    panel.show_page("events")
    QApplication.processEvents()
    assert desk.context.scope.current_event.name == long_name.strip()
    assert panel.minimumSizeHint().width() <= 1080


def test_twenty_thousand_entries_are_counted(qtbot, empty):
    race = empty.race("short")
    with empty.season.change("entry.bulk", count=20_000) as writer:
        runners = writer.put_many(
            [Runner(family_name=f"Invented{n}", given_name="N") for n in range(20_000)]
        )
        writer.put_many(
            [
                Entry(runner_id=RunnerId(runner.id), race_id=race, bib=str(n))
                for n, runner in enumerate(runners, 1)
            ]
        )
    panel = show(qtbot, empty)
    assert "Runners entered: 20000." in words(panel.road_page.step_rows[0])
    row = entries.entry_rows(empty.season)[0]
    assert row.entry.race_id == race


# An event that is not held


def test_an_event_is_called_off_with_a_reason_only_and_held_after_all(qtbot, desk):
    panel = show(qtbot, desk)
    panel.show_page("events")
    page = panel.events_page
    standing, season = page.standing, panel.context.season
    first = season.data.events_in_order()[0].id
    assert not standing.said.isVisible()
    qtbot.keyClick(standing.button, Qt.Key.Key_Space)
    assert not season.data.events[first].cancelled
    assert standing.reason.property("invalid")
    qtbot.keyClicks(standing.reason, "snow on the tops")
    qtbot.keyClick(standing.reason, Qt.Key.Key_Return)
    assert season.data.events[first].cancelled
    assert standing.said.isVisible()
    assert not standing.reason.isVisible()
    column = [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]
    assert column[0] == "Called off: Willesden Farms"
    assert column[3] == "Mount Cass Station"
    qtbot.keyClick(standing.button, Qt.Key.Key_Space)
    assert not season.data.events[first].cancelled
    assert standing.reason.isVisible()
    assert not standing.reason.text()
