"""The entry form and the drawer: own questions, waivers, money's way, what is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from tests.ui.season_fixture import open_desk
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.privacy import Protected
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.services import history, privacy, questions
from trailsdesk.services.entry_desk import contact_of
from trailsdesk.services.till import open_till
from trailsdesk.services.waivers import sign_waivers
from trailsdesk.ui.entry_fields import MORE_FIELDS
from trailsdesk.ui.panels.entries import EntriesPanel
from trailsdesk.ui.question_fields import field_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk
    from trailsdesk.domain.questions import Question
    from trailsdesk.ui.forms import Form

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def shirt(desk: Desk) -> Question:
    return questions.add_question(
        desk.season, "T-shirt", QuestionKind.CHOICE, choices=["Small", "Large"]
    )


@pytest.fixture
def allergy(desk: Desk) -> Question:
    return questions.add_question(desk.season, "Allergies", QuestionKind.TEXT, protected=True)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> EntriesPanel:
    panel = EntriesPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1112, 586)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def form_of(panel: EntriesPanel) -> Form:
    assert panel.desk.form is not None
    return panel.desk.form


def edit(panel: EntriesPanel, desk: Desk, bib: str) -> Form:
    panel.table.select_id(desk.entry(bib).id)
    panel.edit_current()
    return form_of(panel)


def type_into(panel: EntriesPanel, qtbot: QtBot, key: str, text: str) -> None:
    control = form_of(panel).control(key)
    control.setFocus()
    qtbot.keyClicks(control, text)


def choose(form: Form, key: str, value: object) -> None:
    combo = form.control(key)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(value))


def given(desk: Desk, bib: str) -> dict[str, str]:
    answers = questions.answers_of(desk.season, desk.entry(bib).id)
    return {each.question.label: each.value for each in answers if each.value}


def on_screen(widget: QWidget) -> str:
    QApplication.processEvents()
    texts = [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]
    texts += [field.text() for field in widget.findChildren(QLineEdit)]
    texts += [field.toPlainText() for field in widget.findChildren(QPlainTextEdit)]
    return "\n".join(texts)


# -- own questions ------------------------------------------------------------------------------


def test_own_questions_are_asked_after_the_note_and_kept_in_the_entry_s_own_step(
    desk: Desk, shirt: Question, allergy: Question, panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.new_entry()
    form = form_of(panel)
    keys = [field.key for field in form.fields]
    at = keys.index("note")
    assert keys[at + 1 : at + 3] == [field_key(shirt.id), field_key(allergy.id)]
    type_into(panel, qtbot, "family_name", "Madeup")
    type_into(panel, qtbot, "bib", "")
    choose(form, field_key(shirt.id), "Large")
    type_into(panel, qtbot, field_key(allergy.id), "invented dust")
    bib = str(form.value("bib"))
    panel.desk.save()
    assert given(desk, bib) == {"T-shirt": "Large", "Allergies": "invented dust"}
    undone = history.undo(desk.season)
    assert undone is not None
    assert undone.name == "entry.add"
    assert not desk.season.data.answers


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (QuestionKind.NUMBER, "2,5", "2.5"),
        (QuestionKind.DAY, "9 Aug 2025", "2025-08-09"),
        (QuestionKind.TEXT, "  by   bus ", "by bus"),
    ],
)
def test_an_answer_is_kept_in_the_spelling_of_its_kind(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot, kind: QuestionKind, typed: str, kept: str
) -> None:
    asked = questions.add_question(desk.season, "Asked", kind)
    form = edit(panel, desk, "402")
    type_into(panel, qtbot, field_key(asked.id), typed)
    panel.desk.save()
    assert given(desk, "402") == {"Asked": kept}
    form = edit(panel, desk, "402")
    value: date | object = form.value(field_key(asked.id))
    assert str(value) == kept


def test_a_number_that_is_none_is_told_beside_the_field(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    asked = questions.add_question(desk.season, "Laps", QuestionKind.NUMBER)
    form = edit(panel, desk, "402")
    type_into(panel, qtbot, field_key(asked.id), "many")
    panel.desk.save()
    assert form.error(field_key(asked.id)).startswith("Type a number")
    assert panel.pages.currentWidget() is panel.desk
    assert given(desk, "402") == {}


def test_the_drawer_reads_answers_and_hides_the_protected_until_asked(
    desk: Desk, shirt: Question, allergy: Question, panel: EntriesPanel, qtbot: QtBot
) -> None:
    entry_id = desk.entry("401").id
    questions.edit_answer(desk.season, entry_id, shirt.id, "Small")
    questions.edit_answer(desk.season, entry_id, allergy.id, "invented dust")
    panel.table.select_id(entry_id)
    one = panel.drawer.one
    assert one.answers_label.text() == "T-shirt: Small"
    assert one.guarded_label.full_text().endswith("1 answer")
    assert "invented dust" not in on_screen(panel)
    qtbot.keyClick(one.contact_button, KEY.Key_Space)
    assert "Allergies: invented dust" in one.contact_label.text()
    panel.table.select_id(desk.entry("402").id)
    assert "invented dust" not in on_screen(panel)


def test_the_form_keeps_protected_answers_locked_and_as_they_are_until_shown(
    desk: Desk, allergy: Question, panel: EntriesPanel, qtbot: QtBot
) -> None:
    questions.edit_answer(desk.season, desk.entry("401").id, allergy.id, "invented dust")
    form = edit(panel, desk, "401")
    assert not form.control(field_key(allergy.id)).isEnabled()
    assert "invented dust" not in on_screen(panel)
    type_into(panel, qtbot, "city", "Nowhere")
    panel.desk.save()
    assert given(desk, "401") == {"Allergies": "invented dust"}
    form = edit(panel, desk, "401")
    qtbot.keyClick(panel.desk.contact_button, KEY.Key_Space)
    assert form.value(field_key(allergy.id)) == "invented dust"
    type_into(panel, qtbot, field_key(allergy.id), ", bees")
    panel.desk.save()
    assert given(desk, "401") == {"Allergies": "invented dust, bees"}


def test_what_is_shown_goes_from_the_screen_when_it_is_removed_for_good(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    season = desk.season
    panel.table.select_id(desk.entry("401").id)
    qtbot.keyClick(panel.drawer.one.contact_button, KEY.Key_Space)
    edit(panel, desk, "401")
    qtbot.keyClick(panel.desk.contact_button, KEY.Key_Space)
    assert on_screen(panel).count("asthma") == 2
    privacy.purge(season, privacy.plan_purge(season, Protected), copies_too=False)
    assert "asthma" not in on_screen(panel)
    type_into(panel, qtbot, "city", "Nowhere")
    panel.desk.save()
    assert contact_of(season, desk.entry("401").runner_id).medical == ""


# -- waivers ------------------------------------------------------------------------------------


def test_waivers_are_spoken_of_only_where_any_is_on_file(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.table.select_id(desk.entry("401").id)
    assert panel.drawer.one.waiver_chip.isHidden()
    assert not any(line.no_waiver for line in panel.model.rows())
    sign_waivers(desk.season, [desk.entry("401").id], "tests")
    assert panel.drawer.one.waiver_chip.text() == "waiver signed"
    assert panel.chips.chip("waiver").text() == "6 without waiver"
    qtbot.keyClick(panel.chips.chip("waiver"), KEY.Key_Space)
    assert "401" not in [line.bib for line in panel.model.shown_rows()]
    assert panel.model.shown_count == 6
    panel.chips.choose("all")
    panel.table.select_id(desk.entry("402").id)
    assert panel.drawer.one.waiver_chip.text() == "no waiver"


def test_a_guardian_s_name_is_protected_and_stays_when_the_entry_is_changed(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    edit(panel, desk, "402")
    panel.desk.fold()
    type_into(panel, qtbot, "waiver_by", "Invented Guardian")
    form_of(panel).set_values({"waiver": True})
    panel.desk.save()
    waiver = desk.season.data.waivers[desk.entry("402").id]
    assert waiver.signed_by == "Invented Guardian"
    form = edit(panel, desk, "402")
    assert "Invented Guardian" not in on_screen(form)
    type_into(panel, qtbot, "club", "Nowhere Striders")
    panel.desk.save()
    assert desk.season.data.waivers[desk.entry("402").id] == waiver


# -- fields that only some need -----------------------------------------------------------------


def test_what_only_some_need_is_folded_away_and_alt_m_brings_it(
    panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.new_entry()
    form = form_of(panel)
    assert all(form.control(key).isHidden() for key in MORE_FIELDS)
    assert panel.desk._area.verticalScrollBar().maximum() == 0
    qtbot.keyClick(form.control("note"), KEY.Key_M, ALT)
    QApplication.processEvents()
    assert all(form.control(key).isVisible() for key in MORE_FIELDS)
    assert QApplication.focusWidget() is form.control(MORE_FIELDS[0])
    qtbot.keyClick(form.control("email"), KEY.Key_M, ALT)
    assert all(form.control(key).isHidden() for key in MORE_FIELDS)
    assert QApplication.focusWidget() is form.control("note")


def test_a_medal_by_post_asks_for_the_address_at_once(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    panel.new_entry()
    form = form_of(panel)
    choose(form, "medal", MedalOrder.POST.value)
    assert not form.control("address").isHidden()
    assert form.control("email").isHidden()
    type_into(panel, qtbot, "family_name", "Madeup")
    address = form.control("address")
    assert isinstance(address, QPlainTextEdit)
    address.setPlainText("1 Invented Road\n  Nowhere ")
    bib = str(form.value("bib"))
    panel.desk.save()
    assert contact_of(desk.season, desk.entry(bib).runner_id).address == (
        "1 Invented Road\nNowhere"
    )


def test_a_mistake_in_a_folded_field_unfolds_it(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    form = edit(panel, desk, "402")
    panel.desk.fold()
    type_into(panel, qtbot, "entered", "nonsense")
    panel.desk.fold()
    assert form.control("entered").isHidden()
    panel.desk.save()
    QApplication.processEvents()
    assert form.control("entered").isVisible()
    assert QApplication.focusWidget() is form.control("entered")


# -- money and medals ---------------------------------------------------------------------------


def test_money_taken_says_how_and_through_which_till(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    event_id = desk.context.scope.event_id
    panel.new_entry()
    type_into(panel, qtbot, "family_name", "Madeup")
    type_into(panel, qtbot, "birth_date", "1990-03-02")
    outcome = panel.desk.outcome
    assert outcome.through.isHidden()
    type_into(panel, qtbot, "paid", "20")
    assert outcome.through.text() == "Cash. No till is open: it is booked without one."
    open_till(desk.season, event_id, "Table 1", 20_000, "tests")
    choose(form_of(panel), "method", "CARD")
    assert outcome.through.text() == "Card, through Table 1."
    panel.desk.save()
    (paid,) = [line for line in desk.season.data.ledger.values() if line.amount_minor == -2_000]
    assert paid.till_id is not None
    assert desk.season.data.tills[paid.till_id].name == "Table 1"


def test_with_two_tills_open_the_form_asks_which_and_keeps_it_for_the_next(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    event_id = desk.context.scope.event_id
    for name in ("Table 1", "Table 2"):
        open_till(desk.season, event_id, name, 20_000, "tests")
    panel.new_entry()
    for family in ("Madeup", "Fictive"):
        type_into(panel, qtbot, "family_name", family)
        type_into(panel, qtbot, "birth_date", "1990-03-02")
        type_into(panel, qtbot, "paid", "20")
        if family == "Madeup":
            entries = len(desk.season.data.entries)
            panel.desk.save()
            assert len(desk.season.data.entries) == entries
            assert "Several tills are open" in panel.desk.notice.label.text()
            choose(form_of(panel), "till", "2")
        assert panel.desk.outcome.through.text() == "Cash, through Table 2."
        panel.desk.save()
    taken = [line.till_id for line in desk.season.data.ledger.values() if line.till_id]
    assert taken == [2, 2]


def test_a_medal_of_an_entry_there_is_changes_only_where_it_is_booked(
    desk: Desk, panel: EntriesPanel
) -> None:
    form = edit(panel, desk, "401")
    assert "medal" not in {field.key for field in form.fields}
    panel.desk.close_desk()
    panel.table.select_id(desk.entry("402").id)
    choice = panel.drawer.one.medal_choice
    choice.choose("COLLECT")
    choice.activated.emit(choice.currentIndex())
    assert desk.entry("402").medal is MedalOrder.COLLECT
    assert desk.entry("402").medal_ms == desk.clock.now_ms()
    assert desk.notes[-1][1] == "good"


def test_a_closed_medal_order_is_told_and_the_choice_goes_back(
    desk: Desk, panel: EntriesPanel
) -> None:
    from datetime import timedelta

    desk.clock.now += timedelta(days=10)
    panel.table.select_id(desk.entry("402").id)
    choice = panel.drawer.one.medal_choice
    choice.choose("COLLECT")
    choice.activated.emit(choice.currentIndex())
    assert desk.entry("402").medal is MedalOrder.NONE
    assert choice.currentData() == "NONE"
    assert desk.notes[-1][1] == "warn"
    assert "closed" in desk.notes[-1][0]


# -- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("show", "page"),
    [("show_till", "TillPage"), ("show_medals", "MedalPage"), ("show_questions", "QuestionPage")],
)
def test_a_page_opens_and_esc_leads_back_to_the_list(
    panel: EntriesPanel, qtbot: QtBot, show: str, page: str
) -> None:
    getattr(panel, show)()
    shown = panel.pages.currentWidget()
    assert type(shown).__name__ == page
    focus = QApplication.focusWidget()
    assert focus is not None
    assert shown.isAncestorOf(focus)
    qtbot.keyClick(focus, KEY.Key_Escape)
    assert panel.pages.currentWidget() is panel.list_page


def test_ctrl_v_in_the_table_imports_what_was_copied(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, KEY.Key_V, CTRL)
    assert desk.notes[-1] == ("There is no text on the clipboard.", "warn")
    assert panel.pages.currentWidget() is panel.list_page
    QGuiApplication.clipboard().setText(
        "Bib\tFirst name\tLast name\tGender\tDistance\n499\tMade\tUpton\tF\tlong\n"
    )
    qtbot.keyClick(panel.table, KEY.Key_V, CTRL)
    assert panel.pages.currentWidget() is panel.wizard
    assert panel.wizard.step != "file"


def test_odd_data_before_the_gun_is_one_button_away(
    desk: Desk, panel: EntriesPanel, qtbot: QtBot
) -> None:
    qtbot.keyClick(panel.drawer.odd_button, KEY.Key_Space)
    assert desk.panels == ["problems"]
