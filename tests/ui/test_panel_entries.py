from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.entry import Entry, EntryStatus, MedalOrder
from trailsdesk.domain.people import Gender, Runner, RunnerId
from trailsdesk.domain.problems import Place
from trailsdesk.services import history
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.panels.entries import EntriesPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> EntriesPanel:
    panel = EntriesPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> EntriesPanel:
    return shown(qtbot, desk)


def bibs(panel: EntriesPanel) -> list[str]:
    return [line.bib for line in panel.model.shown_rows()]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def choose(panel: EntriesPanel, desk: Desk, *wanted: str) -> None:
    panel.table.select_ids([desk.entry(bib).id for bib in wanted])


def type_into(panel: EntriesPanel, qtbot: QtBot, key: str, text: str) -> None:
    form = panel.desk.form
    assert form is not None
    control = form.control(key)
    control.setFocus()
    qtbot.keyClicks(control, text)


# -- the table ----------------------------------------------------------------------------------


def test_the_header_counts_the_entries_that_stand(panel: EntriesPanel, desk: Desk) -> None:
    assert panel.header.subtitle_label.full_text() == "7 entries"
    choose(panel, desk, "402")
    panel.withdraw_chosen()
    assert panel.header.subtitle_label.full_text() == "6 entries"


def test_known_capacity_says_how_many_places_are_left(panel: EntriesPanel, desk: Desk) -> None:
    from trailsdesk.services.event_setup import edit_race

    for code in ("short", "mid", "long"):
        edit_race(desk.season, desk.race(code), capacity=10)
    assert panel.header.subtitle_label.full_text() == "7 of 30 · 23 places left"


def test_rows_come_in_the_order_of_bibs(panel: EntriesPanel) -> None:
    assert bibs(panel) == ["1", "2", "201", "202", "401", "402", ""]


@pytest.mark.parametrize(
    ("chip", "text", "found"),
    [
        ("unpaid", "5 unpaid", {"1", "2", "202", "402", ""}),
        ("birth", "1 without birth date", {"202"}),
        ("bib", "1 without bib", {""}),
        ("medal", "2 with medal", {"201", "401"}),
    ],
)
def test_a_chip_counts_and_filters(
    panel: EntriesPanel, qtbot: QtBot, chip: str, text: str, found: set[str]
) -> None:
    assert panel.chips.chip(chip).text() == text
    qtbot.keyClick(panel.chips.chip(chip), Qt.Key.Key_Space)
    assert set(bibs(panel)) == found


def test_ctrl_f_filters_as_typed_and_escape_shows_all_again(
    panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is panel.search
    qtbot.keyClicks(panel.search, "akesson")
    assert bibs(panel) == ["402"]
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert len(bibs(panel)) == 7


def test_money_is_said_as_paid_owed_or_unknown(panel: EntriesPanel, desk: Desk) -> None:
    paid = {line.bib: line.paid for line in panel.model.rows()}
    assert paid["401"] == "paid"
    assert paid["402"] == "owes 125.00"
    season = desk.season
    runner = Runner(family_name="Unknown", given_name="Date")
    entry = Entry(runner_id=RunnerId(0), race_id=desk.race("mid"), bib="299")
    with season.change("entry.add", bib="299") as writer:
        kept = writer.put(runner)
        writer.put(Entry(runner_id=kept.id, race_id=entry.race_id, bib="299"))
    paid = {line.bib: line.paid for line in panel.model.rows()}
    assert paid["299"] == "fee unknown"


def test_a_race_in_scope_shows_only_its_entries(panel: EntriesPanel, desk: Desk) -> None:
    scope = desk.context.scope
    scope.set(scope.event_id, desk.race("short"))
    assert bibs(panel) == ["1", "2"]


def test_all_events_shows_the_event_of_every_entry(panel: EntriesPanel, desk: Desk) -> None:
    last = desk.season.data.events_in_order()[-1]
    desk.context.scope.set(last.id, None)
    assert bibs(panel) == []
    desk.context.scope.set(desk.season.data.events_in_order()[0].id, None)
    panel.wide_chip.click()
    at = [column.key for column in panel.model.columns].index("event")
    assert not panel.table.isColumnHidden(at)
    assert {line.event for line in panel.model.rows()} == {"Willesden Farms"}


def test_a_bib_edited_in_place_is_kept_and_can_be_undone(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    entry_id = desk.entry("402").id
    at = [column.key for column in panel.model.columns].index("bib")
    index = panel.model.index(panel.model.position_of(entry_id), at)
    panel.table.setCurrentIndex(index)
    panel.table.edit(index)
    editor = panel.table.viewport().focusWidget() or QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClicks(editor, "499")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert desk.season.data.entries[entry_id].bib == "499"
    assert "499" in bibs(panel)
    history.undo(desk.season)
    assert desk.season.data.entries[entry_id].bib == "402"
    assert "402" in bibs(panel)


def test_a_bib_given_twice_is_kept_and_said(panel: EntriesPanel, desk: Desk) -> None:
    line = panel.model.row_of(desk.entry("402").id)
    assert line is not None
    panel.acts.set_bib(line, " 401 ")
    assert [entry.bib for entry in desk.season.data.entries.values()].count("401") == 2
    assert desk.notes == [
        ("Bib 401 is worn by Aroha Maketū too. Give one of them another bib.", "warn")
    ]


def test_markup_in_a_name_is_shown_as_typed(panel: EntriesPanel, desk: Desk) -> None:
    choose(panel, desk, "1")
    assert panel.drawer.one.name_label.text() == "<b>Bold</b> O'Markup & Sons"
    assert panel.drawer.one.name_label.textFormat() == Qt.TextFormat.PlainText


# -- the drawer ---------------------------------------------------------------------------------


def test_the_drawer_explains_category_and_fee(panel: EntriesPanel, desk: Desk) -> None:
    choose(panel, desk, "402")
    text = words(panel.drawer.one)
    assert "Open men" in text
    assert "39 on 24 May 2026: Open men (20–39)." in text
    assert "For the series: 40 on 9 Aug 2026: Veteran men (40–54)." in text
    assert panel.drawer.one.money.lines == [
        ("Entry, Late", "125.00", False),
        ("Balance", "125.00", True),
    ]
    assert "entered 10 May 2026" in panel.drawer.one.fee_why.text()


def test_a_missing_birth_date_is_amber_with_the_reason(panel: EntriesPanel, desk: Desk) -> None:
    choose(panel, desk, "202")
    assert panel.drawer.one.reasons.property("tone") == "warn"
    assert "has no birth date" in panel.drawer.one.category_why.text()


def test_a_payment_settles_the_balance(panel: EntriesPanel, desk: Desk, qtbot: QtBot) -> None:
    choose(panel, desk, "402")
    qtbot.keyClick(panel.drawer.one.money.pay_button, Qt.Key.Key_Space)
    qtbot.keyClick(panel.drawer.money.book_button, Qt.Key.Key_Space)
    assert desk.entry("402").paid_minor is None
    assert panel.drawer.one.money.lines[1:] == [
        ("Paid, cash", "\N{MINUS SIGN}125.00", False),
        ("Balance", "0.00", True),
    ]
    assert panel.drawer.one.state_chip.text() == "paid"
    assert not panel.drawer.one.money.pay_button.isVisible()


def test_the_contact_is_fetched_only_when_asked_for(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    fetch = desk.season.file.contacts
    monkeypatch.setattr(desk.season.file, "contacts", lambda ids: asked.append(ids) or fetch(ids))
    choose(panel, desk, "401")
    assert not asked
    assert "asthma" not in words(panel)
    qtbot.keyClick(panel.drawer.one.contact_button, Qt.Key.Key_Space)
    assert len(asked) == 1
    assert "Hemi Maketū · 000 401" in panel.drawer.one.contact_label.text()
    choose(panel, desk, "402")
    assert "asthma" not in words(panel)


def test_withdrawn_stays_in_the_list_and_can_stand_again(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "401")
    qtbot.keyClick(panel.drawer.one.withdraw_button, Qt.Key.Key_Space)
    assert desk.entry("401").status is EntryStatus.WITHDRAWN
    assert "401" in bibs(panel)
    assert panel.drawer.one.withdraw_button.text() == "Let stand again"
    qtbot.keyClick(panel.drawer.one.withdraw_button, Qt.Key.Key_Space)
    assert desk.entry("401").status is EntryStatus.ENTERED


# -- many at once -------------------------------------------------------------------------------


def test_several_chosen_change_in_one_step_of_history(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    before = len(history.history(desk.season))
    choose(panel, desk, "1", "2", "202")
    assert panel.drawer.many.count_label.text() == "3 entries"
    many = panel.drawer.many
    many.value_choice.setCurrentIndex(many.value_choice.findData(MedalOrder.POST.value))
    assert many.told.text() == "3 would change."
    assert "#1 " in many.preview.text()
    assert many.preview.text().count("no medal → medal, by post") == 3
    qtbot.keyClick(many.apply_button, Qt.Key.Key_Space)
    assert {desk.entry(bib).medal for bib in ("1", "2", "202")} == {MedalOrder.POST}
    assert len(history.history(desk.season)) == before + 1
    history.undo(desk.season)
    assert {desk.entry(bib).medal for bib in ("1", "2", "202")} == {MedalOrder.NONE}


def test_several_can_be_moved_to_another_race(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "201", "202")
    many = panel.drawer.many
    many.field_choice.setCurrentIndex(many.field_choice.findData("race_id"))
    many.value_choice.setCurrentIndex(many.value_choice.findData(desk.race("long")))
    qtbot.keyClick(many.apply_button, Qt.Key.Key_Space)
    assert {desk.entry("201").race_id, desk.entry("202").race_id} == {desk.race("long")}


def test_a_club_is_typed_for_several_and_previewed_before_it_is_given(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "201", "202")
    many = panel.drawer.many
    many.field_choice.setCurrentIndex(many.field_choice.findData("club"))
    qtbot.keyClicks(many.value_text, "Invented Hawks")
    qtbot.waitUntil(lambda: many.told.text() == "2 would change.")
    assert not desk.runner("201").club
    qtbot.keyClick(many.value_text, Qt.Key.Key_Return)
    assert {desk.runner(bib).club for bib in ("201", "202")} == {"Invented Hawks"}


def test_ctrl_d_withdraws_all_chosen(panel: EntriesPanel, desk: Desk, qtbot: QtBot) -> None:
    choose(panel, desk, "1", "2")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert panel.chips.chip("withdrawn").text() == "2 withdrawn"
    history.undo(desk.season)
    assert desk.entry("1").status is EntryStatus.ENTERED


# -- the entry desk -----------------------------------------------------------------------------


def test_ctrl_n_opens_the_form_with_the_next_free_bib_of_the_race(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = panel.desk.form
    assert panel.pages.currentWidget() is panel.desk
    assert form is not None
    assert form.value("bib") == "403"
    assert QApplication.focusWidget() is form.control("family_name")


def test_a_late_entry_needs_only_the_keyboard(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    panel.new_entry()
    for text in ("Madeup", "Tama", "M", "9 Aug 1986", "nzl", "Invented Hawks"):
        control = QApplication.focusWidget()
        assert control is not None
        qtbot.keyClicks(control, text)
        qtbot.keyClick(control, Qt.Key.Key_Return)
    assert panel.desk.outcome.category_label.text() == "Open men"
    assert panel.desk.outcome.fee.value_label.text() == "125.00"
    assert "Late (until 12 May 2026), Adult (39 years" in panel.desk.outcome.fee_why.text()
    assert "#403 · Tama Madeup · man · born 9 Aug 1986" in panel.desk.outcome.read_back.text()
    control = QApplication.focusWidget()
    assert control is not None
    qtbot.keyClick(control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    entry = desk.entry("403")
    assert desk.season.data.runners[entry.runner_id].birth_date == date(1986, 8, 9)
    assert entry.entered_ms == desk.clock.now_ms()
    form = panel.desk.form
    assert form is not None
    assert form.value("family_name") == ""
    assert form.value("bib") == "404"
    assert "Tama Madeup" in panel.desk.outcome.saved_label.text()
    history.undo(desk.season)
    assert all(entry.bib != "403" for entry in desk.season.data.entries.values())


def test_ctrl_z_in_an_empty_field_takes_back_what_was_saved(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    undo = QShortcut(QKeySequence("Ctrl+Z"), panel)
    undo.activated.connect(lambda: history.undo(desk.season))
    before = len(desk.season.data.entries)
    panel.new_entry()
    type_into(panel, qtbot, "family_name", "Mistaken")
    panel.desk.save()
    assert len(desk.season.data.entries) == before + 1
    assert panel.desk.form is not None
    control = panel.desk.form.control("family_name")
    assert QApplication.focusWidget() is control
    qtbot.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.season.data.entries) == before
    type_into(panel, qtbot, "family_name", "Abc")
    qtbot.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.season.data.entries) == before
    assert panel.desk.form.value("family_name") != "Abc"


def test_an_entry_undone_while_it_is_edited_closes_its_form(
    panel: EntriesPanel, desk: Desk
) -> None:
    entry_id = desk.add("403", "Short", "Lived")
    panel.table.select_id(entry_id)
    panel.edit_current()
    history.undo(desk.season)
    assert panel.pages.currentWidget() is panel.list_page
    assert desk.notes == [("This entry is no longer in the season.", "warn")]


def test_a_change_from_elsewhere_is_not_overwritten_by_the_form(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    from trailsdesk.services.entries import edit_entry

    entry_id = desk.entry("402").id
    panel.table.select_id(entry_id)
    panel.edit_current()
    edit_entry(desk.season, entry_id, note="came by bus")
    type_into(panel, qtbot, "club", "Nowhere Striders")
    panel.desk.save()
    assert desk.entry("402").note == "came by bus"
    assert desk.runner("402").club == "Nowhere Striders"


def test_the_fee_follows_the_birth_date_as_it_is_typed(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    panel.new_entry()
    type_into(panel, qtbot, "birth_date", "2010-05-24")
    assert panel.desk.outcome.fee.value_label.text() == "65.00"
    assert "Junior (16 years" in panel.desk.outcome.fee_why.text()


def test_an_age_the_race_does_not_take_is_said_beside_the_birth_date(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    desk.context.scope.set(desk.context.scope.event_id, desk.race("long"))
    panel.new_entry()
    type_into(panel, qtbot, "birth_date", "2016-05-24")
    form = panel.desk.form
    assert form is not None
    assert "At 10 years Long is not open" in form._notes["birth_date"].text()
    assert panel.desk.outcome.fee.value_label.text() == "–"


def test_a_bib_already_worn_is_said_beside_the_bib(panel: EntriesPanel, qtbot: QtBot) -> None:
    panel.new_entry()
    form = panel.desk.form
    assert form is not None
    control = form.control("bib")
    control.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(control, "401")
    assert form._notes["bib"].text() == (
        "Bib 401 is worn by Aroha Maketū (Long). It is saved as it stands; give one of them"
        " another."
    )


def test_somebody_on_file_becomes_the_same_person(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    last = desk.season.data.events_in_order()[-1]
    desk.context.scope.set(last.id, None)
    panel.new_entry()
    type_into(panel, qtbot, "family_name", "maketu")
    type_into(panel, qtbot, "given_name", "aroha")
    type_into(panel, qtbot, "birth_date", "4 Mar 1995")
    people = len(desk.season.data.runners)
    panel.desk.save()
    assert len(desk.season.data.runners) == people
    kept = desk.runner("401")
    assert kept.club == "Invented Hawks"
    assert kept.gender is Gender.F


def test_somebody_entered_already_is_said_beside_the_name(
    panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.new_entry()
    type_into(panel, qtbot, "family_name", "Maketu")
    type_into(panel, qtbot, "given_name", "Aroha")
    type_into(panel, qtbot, "birth_date", "1995-03-04")
    form = panel.desk.form
    assert form is not None
    assert "entered already" in form._notes["family_name"].text()


def test_a_probable_person_is_taken_with_one_button(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    from trailsdesk.ui.widgets import Button

    panel.new_entry()
    type_into(panel, qtbot, "family_name", "Maketu")
    type_into(panel, qtbot, "given_name", "Aroha")
    button = next(
        each
        for each in panel.desk.outcome.findChildren(Button)
        if each.text() == "It is this person"
    )
    qtbot.keyClick(button, Qt.Key.Key_Space)
    form = panel.desk.form
    assert form is not None
    assert form.value("birth_date") == date(1995, 3, 4)
    assert form.value("club") == "Invented Hawks"


def test_a_name_is_needed_and_nothing_typed_is_lost(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.new_entry()
    type_into(panel, qtbot, "club", "Imagined Runners")
    before = len(desk.season.data.entries)
    panel.desk.save()
    assert len(desk.season.data.entries) == before
    form = panel.desk.form
    assert form is not None
    assert form.error("family_name")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert panel.pages.currentWidget() is panel.list_page
    panel.new_entry()
    assert panel.desk.form is form
    assert form.value("club") == "Imagined Runners"


def test_a_changed_birth_date_moves_category_and_fee_at_once(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "402")
    panel.table.setCurrentIndex(
        panel.model.index(panel.model.position_of(desk.entry("402").id), 1)
    )
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    form = panel.desk.form
    assert form is not None
    control = form.control("birth_date")
    control.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(control, "2010-05-24")
    assert panel.desk.outcome.category_label.text() == "Junior men"
    qtbot.keyClick(control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.pages.currentWidget() is panel.list_page
    line = panel.model.row_of(desk.entry("402").id)
    assert line is not None
    assert (line.category, line.fee) == ("Junior men", "65.00")
    assert panel.drawer.one.category_label.text() == "Junior men"
    history.undo(desk.season)
    assert desk.runner("402").birth_date == date(1986, 8, 9)


def test_leaving_a_changed_entry_asks_for_a_second_escape(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    panel.table.select_id(desk.entry("402").id)
    panel.edit_current()
    type_into(panel, qtbot, "club", "Nowhere Striders")
    form = panel.desk.form
    assert form is not None
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert panel.pages.currentWidget() is panel.desk
    assert "not saved" in panel.desk.notice.label.text()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert panel.pages.currentWidget() is panel.list_page
    assert desk.runner("402").club == ""


def test_the_contact_can_be_changed_only_after_it_was_shown(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    from trailsdesk.services.entry_desk import contact_of

    panel.table.select_id(desk.entry("401").id)
    panel.edit_current()
    form = panel.desk.form
    assert form is not None
    assert not form.control("medical").isEnabled()
    qtbot.keyClick(panel.desk.contact_button, Qt.Key.Key_Space)
    assert form.value("medical") == "asthma"
    type_into(panel, qtbot, "medical", ", bees")
    panel.desk.save()
    contact = contact_of(desk.season, desk.entry("401").runner_id)
    assert contact.medical == "asthma, bees"
    assert contact.emergency_name == "Hemi Maketū"


def test_going_to_an_entry_selects_it(panel: EntriesPanel, desk: Desk) -> None:
    panel.search.setText("nothing like this")
    panel.go_to(Place(entry_id=desk.entry("202").id))
    assert panel.table.selected_ids() == (desk.entry("202").id,)


# -- empty, large, read-only ----------------------------------------------------------------------


def test_an_empty_season_offers_the_next_step(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path, people=False) as desk:
        panel = shown(qtbot, desk)
        assert panel.empty.isVisible()
        assert not panel.table.isVisible()
        assert panel.empty.button is not None
        panel.empty.button.click()
        assert panel.pages.currentWidget() is panel.wizard
        panel.wizard.leave()
        panel.new_entry()
        type_into(panel, qtbot, "family_name", "First")
        panel.desk.save()
        panel.desk.close_desk()
        assert panel.table.isVisible()
        assert bibs(panel) == ["1"]


def test_twenty_thousand_entries_are_shown_filtered_and_sorted(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path, people=False) as desk:
        race, now = desk.race("long"), desk.clock.now_ms()
        with desk.season.change("entries.import", name="many", event="willesden") as writer:
            runners = writer.put_many(
                [
                    Runner(
                        family_name=f"Invented{at}",
                        given_name="Kiri",
                        gender=Gender.F,
                        birth_date=date(1960 + at % 50, 1 + at % 12, 1),
                    )
                    for at in range(20_000)
                ]
            )
            writer.put_many(
                [
                    Entry(runner_id=runner.id, race_id=race, bib=str(at + 1), entered_ms=now)
                    for at, runner in enumerate(runners)
                ]
            )
        panel = shown(qtbot, desk)
        assert panel.model.shown_count == 20_000
        panel.search.setText("invented19999")
        assert bibs(panel) == ["20000"]
        panel.search.clear()
        panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        assert bibs(panel)[0] == "20000"


def test_a_file_for_reading_only_shows_everything_and_changes_nothing(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        panel = shown(qtbot, desk)
        assert len(bibs(panel)) == 7
        assert not panel.late_button.isEnabled()
        assert panel.late_button.toolTip()
        panel.table.select_id(desk.entry("402").id)
        assert not panel.drawer.one.withdraw_button.isEnabled()
        panel.new_entry()
        panel.import_entries()
        assert panel.pages.currentWidget() is panel.list_page
        index = panel.model.index(0, 0)
        assert not panel.model.flags(index) & Qt.ItemFlag.ItemIsEditable


def test_a_dropped_file_opens_the_import(
    panel: EntriesPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("First name,Last name,Race\nTahi,Pretend,long\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(10, 10).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Qt hands a drop on only while the system drags; what it is handed to is asked directly.
    drops = panel.findChild(FileDrop, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert drops.eventFilter(panel, event)
    assert panel.pages.currentWidget() is panel.wizard
    assert panel.wizard.step == "columns"


def test_every_control_can_be_named_by_a_screen_reader(panel: EntriesPanel, desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView

    panel.new_entry()
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView)
    nameless = [
        type(widget).__name__
        for kind in kinds
        for widget in panel.findChildren(kind)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.objectName() != "qt_spinbox_lineedit"
    ]
    assert nameless == []


def test_tab_goes_from_filter_and_chips_to_the_table_and_its_details(
    panel: EntriesPanel, desk: Desk, qtbot: QtBot
) -> None:
    choose(panel, desk, "402")
    panel.search.setFocus()
    seen: list[QWidget] = []
    for _step in range(24):
        at = QApplication.focusWidget()
        assert at is not None
        seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    order = [
        panel.search,
        panel.chips.chip("all"),
        panel.chips.chip("medal"),
        panel.table,
        panel.drawer.one.money.pay_button,
        panel.drawer.one.edit_button,
        panel.drawer.one.contact_button,
    ]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)
