from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.ui.season_fixture import Desk, open_again, open_desk
from trailsdesk.domain.award_marks import AwardMark, AwardStep
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import TimingPoint
from trailsdesk.domain.people import Contact, Gender, RunnerId
from trailsdesk.services import history
from trailsdesk.services.checkpoints import save_point
from trailsdesk.services.entries import edit_entry, edit_runner
from trailsdesk.services.on_course import seen_back, stop_runner
from trailsdesk.services.ports import FieldChange, OperationInfo
from trailsdesk.store.schema import JOURNALLED, KEPT
from trailsdesk.ui.history_lines import SHOWN_CHANGES, change_lines, operation_lines
from trailsdesk.ui.panels.history import HistoryPanel
from trailsdesk.ui.row_model import ACCESSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlalchemy import Table


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, people=False) as opened:
        opened.add("401", "Aroha", "Maketū", gender=Gender.F, birth_date=date(1995, 3, 4))
        yield opened


def shown(qtbot: QtBot, desk: Desk) -> HistoryPanel:
    panel = HistoryPanel(desk.context)
    qtbot.addWidget(panel)
    panel.resize(1080, 620)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def said(panel: HistoryPanel) -> list[str]:
    return [line.words for line in panel.model.shown_rows()]


def changes(panel: HistoryPanel) -> list[tuple[str, str, str, str]]:
    rows = panel.changes_model.shown_rows()
    return [(line.of, line.field, line.before, line.after) for line in rows]


def test_operations_are_told_in_words_newest_first_with_time_and_person(
    qtbot: QtBot, desk: Desk
) -> None:
    edit_entry(desk.season, desk.entry("401").id, bib="414")
    panel = shown(qtbot, desk)
    assert said(panel)[:2] == ["Entry changed: bib 414", "Entry added: bib 401"]
    newest = panel.model.row_at(0)
    assert newest.actor == "tests"
    assert newest.when == "10 May 2026 12:30:00", "in the zone of the event, not of the computer"


def test_the_chosen_one_shows_what_was_before_and_after(qtbot: QtBot, desk: Desk) -> None:
    edit_entry(desk.season, desk.entry("401").id, bib="414", paid_minor=12_500)
    panel = shown(qtbot, desk)
    assert changes(panel) == [
        ("Entry: #414 Aroha Maketū", "bib", "401", "414"),
        ("Entry: #414 Aroha Maketū", "paid", "–", "125.00"),
    ]
    assert panel.count_label.text() == "2 fields changed · Entry: #414 Aroha Maketū"
    # What every row would say alike stands above them once.
    assert panel.changes.isColumnHidden(0)


def test_going_down_shows_the_operation_before(qtbot: QtBot, desk: Desk) -> None:
    edit_runner(desk.season, desk.runner("401").id, birth_date=date(1995, 3, 5))
    panel = shown(qtbot, desk)
    assert ("Runner: Aroha Maketū", "birth date", "4 Mar 1995", "5 Mar 1995") in changes(panel)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert panel.words_label.text() == "Entry added: bib 401"


def test_the_undo_button_says_what_it_takes_back_and_takes_it_back(
    qtbot: QtBot, desk: Desk
) -> None:
    edit_entry(desk.season, desk.entry("401").id, bib="414")
    panel = shown(qtbot, desk)
    assert panel.undo_button.accessibleName() == "Undo: Entry changed: bib 414"
    panel.undo_button.setFocus()
    qtbot.keyClick(panel.undo_button, Qt.Key.Key_Space)
    assert desk.entry("401").bib == "401"
    assert desk.notes == [("Undone: Entry changed: bib 414.", "good")]
    undone = panel.model.row_at(0)
    assert undone.undone
    assert panel.model.index(0, 2).data(ACCESSIBLE) == "Entry changed: bib 414, undone"
    assert panel.redo_button.accessibleName() == "Redo: Entry changed: bib 414"
    qtbot.keyClick(panel.redo_button, Qt.Key.Key_Space)
    assert desk.entry("414").bib == "414"
    assert not panel.model.row_at(0).undone


def test_undo_and_redo_survive_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False) as desk:
        entry_id = desk.add("401", "Aroha", "Maketū")
        edit_entry(desk.season, entry_id, bib="414")
        history.undo(desk.season)
    with open_again(tmp_path) as desk:
        panel = shown(qtbot, desk)
        assert [line.undone for line in panel.model.shown_rows()][:2] == [True, False]
        qtbot.mouseClick(panel.redo_button, Qt.MouseButton.LeftButton)
        assert desk.season.data.entries[entry_id].bib == "414"
        panel.hide()


def test_the_making_of_the_season_stays(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path, people=False) as desk:
        panel = shown(qtbot, desk)
        assert said(panel)[-1].startswith("Season made from the preset")
        assert not panel.undo_button.isEnabled()
        assert "Nothing to undo" in panel.undo_button.toolTip()


def test_what_a_contact_says_is_never_shown(qtbot: QtBot, desk: Desk) -> None:
    contact = Contact(runner_id=RunnerId(0), emergency_phone="000 401", medical="asthma")
    desk.add("402", "Hemi", "Secret", contact=contact)
    panel = shown(qtbot, desk)
    shown_values = [
        value for row in changes(panel) if row[0].startswith("Contact") for value in row
    ]
    assert "not shown" in shown_values
    assert not {"000 401", "asthma"} & set(shown_values)


def test_a_file_open_for_reading_only_can_be_looked_at_but_not_undone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(tmp_path, people=False) as desk:
        desk.add("401", "Aroha", "Maketū")
    with open_again(tmp_path, read_only=True) as desk:
        panel = shown(qtbot, desk)
        assert "Entry added: bib 401" in said(panel)
        assert not panel.undo_button.isEnabled()
        assert "reading only" in panel.undo_button.toolTip()
        panel.hide()


def test_only_undone_ones_can_be_listed(qtbot: QtBot, desk: Desk) -> None:
    history.undo(desk.season)
    panel = shown(qtbot, desk)
    panel.chips.choose("undone")
    assert said(panel) == ["Entry added: bib 401"]


def test_the_filter_is_one_key_away(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    qtbot.keyClick(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.search, "401")
    assert said(panel) == ["Entry added: bib 401"]


def test_twenty_thousand_operations_are_listed(qtbot: QtBot, desk: Desk) -> None:
    panel = shown(qtbot, desk)
    many = [
        OperationInfo(
            number=n, name="finish.key", at_ms=Instant(n * 1000), actor="x", params={"bib": str(n)}
        )
        for n in range(20_000, 0, -1)
    ]
    panel.model.set_rows(operation_lines(many, "Pacific/Auckland"))
    panel.search.setText("19999")
    assert said(panel) == ["Finish keyed: bib 19999"]


def test_an_import_of_thousands_shows_the_first_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    from trailsdesk.domain.people import Runner

    people = [Runner(family_name=f"Many{n}", given_name="One") for n in range(1100)]
    with desk.season.change("entries.import", name="a.csv", event="x", added=1, updated=0) as w:
        w.put_many(people)
    panel = shown(qtbot, desk)
    assert panel.changes_model.total_count == SHOWN_CHANGES
    assert panel.count_label.text() == "the first 2000 of 2200 changed fields"


def test_checkpoints_and_who_was_seen_back_are_told_in_words(qtbot: QtBot, desk: Desk) -> None:
    entry = desk.entry("401")
    point = TimingPoint(
        race_id=entry.race_id,
        code="cp1",
        label="Saddle",
        distance_m=6000.0,
        cutoff_ms=Duration(5_400_000),
        optional=True,
    )
    save_point(desk.season, point)
    panel = shown(qtbot, desk)
    found = changes(panel)
    assert ("Checkpoint: Saddle", "cut-off", "–", "1:30:00") in found
    assert ("Checkpoint: Saddle", "may be missed", "–", "yes") in found
    stop_runner(desk.season, entry.id, point="cp1", way="car", reason="knee", actor="tests")
    seen_back(desk.season, entry.id, "tests")
    assert ("Ruling", "seen back", "–", "10 May 2026 12:30:00") in changes(panel)


def test_an_announcement_names_its_winners(qtbot: QtBot, desk: Desk) -> None:
    entry = desk.entry("401")
    mark = AwardMark(
        event_id=desk.season.data.races[entry.race_id].event_id,
        award="category:long:F-OPEN",
        step=AwardStep.ANNOUNCED,
        winners=((1, entry.id), (2, EntryId(999))),
        made_ms=Instant(0),
    )
    with desk.season.change("award.announce", award="Open women, Long") as writer:
        writer.put(mark)
    told = {field: after for _of, field, _before, after in changes(shown(qtbot, desk))}
    assert told["winners"] == "1. #401 Aroha Maketū, 2. –"
    assert told["what was done"] == "announced"


NEVER_SAID = {"pick", "aid", "way", "within", "system", "reply", "same", "drawn",
              "prefix", "adult", "retracted", "optional", "cancelled", "actor", "ordinal",
              "aliases", "zone", "venue", "options", "changes", "medical"}  # fmt: skip
"""Names of columns that are no words of the sport or of the house."""


@pytest.mark.parametrize("table", [*JOURNALLED, *KEPT], ids=lambda table: table.name)
def test_every_kind_of_row_and_every_field_has_a_word(desk: Desk, table: Table) -> None:
    keys = {column.name for column in table.primary_key}
    changes_ = [
        FieldChange(kind=table.name, id=1, action="insert", field=column.name, before="", after="")
        for column in table.columns
        if column.name not in keys
    ]
    lines = change_lines(changes_, desk.season.data, "NZD", "UTC")
    assert lines or table in KEPT
    for line in lines:
        assert not line.of.startswith(table.name)
        assert line.of[0].isupper()
        if table not in KEPT:  # not in the journal: only its kind can be spoken of
            assert "_" not in line.field
            assert line.field not in NEVER_SAID
