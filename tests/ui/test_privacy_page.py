"""Protected data: counted, never shown, removed for good only after a word is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from tests.ui.season_fixture import open_again, open_desk
from trailsdesk.domain.privacy import Protected
from trailsdesk.domain.questions import QuestionKind
from trailsdesk.services import history, questions
from trailsdesk.services.entry_desk import guarded_of
from trailsdesk.ui.panels.season import SeasonPanel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.season_fixture import Desk
    from trailsdesk.ui.privacy_page import PrivacyPage

SECRETS = ("Hemi Maketū", "asthma", "invented dust", "000 401")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        asked = questions.add_question(
            opened.season, "Allergies", QuestionKind.TEXT, protected=True
        )
        entry_id = opened.entry("401").id
        questions.edit_answer(opened.season, entry_id, asked.id, "invented dust")
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> PrivacyPage:
    panel = SeasonPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1100, 640)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_page("privacy")
    return panel.privacy_page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> PrivacyPage:
    return shown(qtbot, desk)


def counts(page: PrivacyPage) -> dict[Protected, str]:
    return {each: box.text().rpartition(": ")[2] for each, box in page.boxes.items()}


def texts(widget: QWidget) -> str:
    found = [label.text() for label in widget.findChildren(QLabel)]
    found += [button.text() for button in widget.findChildren(QAbstractButton)]
    found += [field.text() for field in widget.findChildren(QLineEdit)]
    return "\n".join(found)


def remaining(desk: Desk) -> list[str]:
    said = str(guarded_of(desk.season, desk.entry("401").id))
    return [secret for secret in SECRETS if secret in said]


def test_each_class_is_counted_and_nothing_of_it_is_shown(page: PrivacyPage) -> None:
    assert counts(page) == {
        Protected.EMERGENCY: "1",
        Protected.MEDICAL: "1",
        Protected.CONTACT: "0",
        Protected.WAIVER: "0",
        Protected.ANSWERS: "1",
    }
    assert not [secret for secret in SECRETS if secret in texts(page)]


def test_medals_still_to_be_posted_are_told_while_addresses_are_chosen(
    page: PrivacyPage, desk: Desk
) -> None:
    assert page.needed.text().startswith("1 medal is still to be posted")
    assert not page.needed.isHidden()
    page.boxes[Protected.CONTACT].setChecked(False)
    assert page.needed.isHidden()


def test_without_the_word_nothing_is_removed(page: PrivacyPage, desk: Desk, qtbot: QtBot) -> None:
    assert not page.remove_button.isEnabled()
    qtbot.keyClicks(page.confirm, "remov")
    qtbot.keyClick(page.confirm, Qt.Key.Key_Return)
    assert not page.remove_button.isEnabled()
    assert remaining(desk) == list(SECRETS)


def test_only_what_is_ticked_goes_and_history_tells_that_it_went(
    page: PrivacyPage, desk: Desk, qtbot: QtBot
) -> None:
    page.boxes[Protected.EMERGENCY].setChecked(False)
    qtbot.keyClicks(page.confirm, "Remove")
    qtbot.keyClick(page.confirm, Qt.Key.Key_Return)
    assert remaining(desk) == ["Hemi Maketū", "000 401"]
    assert page.said.text() == (
        "Removed for good. Medical notes: 1; Answers to protected questions: 1."
    )
    assert counts(page)[Protected.MEDICAL] == "0"
    assert page.confirm.text() == ""
    assert history.history(desk.season)[0].name == "privacy.purge"


def test_who_is_entered_later_keeps_what_the_later_event_needs(
    page: PrivacyPage, desk: Desk
) -> None:
    first, second, *_later = desk.season.data.events_in_order()
    page.scope.setCurrentIndex(page.scope.findData(first.id))
    assert counts(page)[Protected.MEDICAL] == "1"
    race = desk.season.data.races_of(second.id)[0]
    from trailsdesk.domain.entry import Entry
    from trailsdesk.services.entry_desk import save_entry

    runner = desk.runner("401")
    save_entry(desk.season, runner, Entry(runner_id=runner.id, race_id=race.id, bib="1"))
    assert page.scope.currentData() == first.id
    assert counts(page)[Protected.MEDICAL] == "0"


def test_copies_beside_the_file_go_too_and_a_fresh_one_is_made(
    page: PrivacyPage, desk: Desk, qtbot: QtBot
) -> None:
    desk.season.file.backup("test")
    page.count()
    assert "1 safety copy" in page.copies.text()
    (old,) = desk.season.file.copies()
    qtbot.keyClicks(page.confirm, "REMOVE")
    page.remove()
    assert remaining(desk) == []
    (fresh,) = desk.season.file.copies()
    assert fresh != old
    assert not old.exists()
    assert b"asthma" not in fresh.read_bytes()


def test_copies_that_stay_are_told(page: PrivacyPage, desk: Desk, qtbot: QtBot) -> None:
    desk.season.file.backup("test")
    page.count()
    page.copies.setChecked(False)
    qtbot.keyClicks(page.confirm, "REMOVE")
    page.remove()
    assert page.said.text().endswith("1 copy beside the file still holds it.")


def test_a_second_time_there_is_nothing_left_to_remove(page: PrivacyPage, qtbot: QtBot) -> None:
    for _time in range(2):
        qtbot.keyClicks(page.confirm, "REMOVE")
        page.remove()
    assert page.said.text().startswith("There is nothing of that kind in the file.")


def test_a_file_for_reading_only_counts_and_removes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with open_desk(tmp_path):
        pass
    with open_again(tmp_path, read_only=True) as desk:
        page = shown(qtbot, desk)
        assert counts(page)[Protected.MEDICAL] == "1"
        page.confirm.setText("REMOVE")
        page.remove()
        assert not page.remove_button.isEnabled()
        assert remaining(desk) == ["Hemi Maketū", "asthma", "000 401"]


def test_every_control_can_be_named_by_a_screen_reader(page: PrivacyPage) -> None:
    for control in (*page.boxes.values(), page.scope, page.copies, page.confirm):
        assert control.accessibleName() or control.text(), control
