from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QScrollArea

from tests.ui.asking_fixture import answer, asked, replace_it
from tests.ui.season_fixture import StandingClock, open_desk
from tests.ui.window_fixture import files_of, open_window
from trailsdesk.domain.problems import KnownError, Place
from trailsdesk.services import copies, entries, timing
from trailsdesk.store import Store
from trailsdesk.ui import style, window_actions
from trailsdesk.ui.actions import conflicts
from trailsdesk.ui.keys_dialog import KeysDialog
from trailsdesk.ui.main_window import MainWindow
from trailsdesk.ui.panel_table import ACTS, PANELS
from trailsdesk.ui.settings import RECENT_FILES, SCALE, THEME, Settings
from trailsdesk.ui.widgets import Notice

if TYPE_CHECKING:
    from pathlib import Path

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def path(tmp_path) -> Path:
    with open_desk(tmp_path) as desk:
        return desk.season.file.path


@pytest.fixture
def window(qtbot, qapp, tmp_path, path):
    style.apply(qapp, "light", 1.0)
    with open_window(tmp_path) as made:
        yield made
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def desk(qtbot, window, path):
    window.open_file(path)
    assert window.desk is not None
    qtbot.waitUntil(lambda: "entered" in window.desk.shell.status_text())
    return window.desk


def empty_season(tmp_path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    with open_desk(folder, people=False) as desk:
        return desk.season.file.path


def entry_of(desk, bib):
    return next(e for e in desk.season.data.entries.values() if e.bib == bib)


def test_shortcuts_of_the_menus_do_not_collide():
    assert conflicts(window_actions.SPECS) == ()


def test_every_panel_of_the_sidebar_can_be_shown(desk, qtbot):
    for panel in PANELS:
        shown = desk.show_panel(panel.key)
        assert shown.isVisible()
        lines = shown.help_text
        assert all(len(line) == 2 and all(line) for line in lines)


def test_what_the_find_box_offers_panels_can_do(desk):
    for act in ACTS:
        assert callable(getattr(desk.show_panel(act.panel), act.method))


def test_the_title_names_file_and_season_and_nothing_unsaved(window, desk, path):
    assert path.name in window.windowTitle()
    assert desk.season.data.series.name in window.windowTitle()
    assert not window.isWindowModified()


def test_the_event_at_hand_is_chosen(desk):
    assert desk.scope.current_event.code == "willesden"


def test_choosing_an_event_moves_every_panel_and_lets_go_of_the_race(desk):
    desk.scope.set(desk.scope.event_id, desk.scope.race_ids[0])
    other = desk.season.data.events_in_order()[2]
    desk.shell.selector_changed.emit("event", other.id)
    assert desk.scope.event_id == other.id
    assert desk.scope.race_id is None


def test_a_race_is_chosen_and_given_up(desk):
    race = desk.scope.race_ids[1]
    desk.shell.selector_changed.emit("race", race)
    assert desk.scope.race_ids == (race,)
    desk.shell.selector_changed.emit("race", None)
    assert len(desk.scope.race_ids) == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [("402", "#402"), ("akesson", "Åkesson-Notreal"), ("invented hawks", "Aroha")],
)
def test_find_leads_to_a_runner_by_bib_name_and_club(desk, qtbot, typed, found):
    box = desk.shell.find_box
    qtbot.keyClick(desk.shell, Qt.Key.Key_K, CTRL)
    box.setText(typed)
    box.search_now()
    assert found in box.hits[0].title
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert desk.shell.current_panel == "entries"


def test_find_leads_to_panels_and_actions(desk, qtbot, window):
    box = desk.shell.find_box
    box.setText("problems")
    box.search_now()
    box.run_current()
    assert desk.shell.current_panel == "problems"
    box.setText("theme dark")
    box.search_now()
    box.run_current()
    assert window.settings.get(THEME) == "dark"


def test_find_with_nothing_typed_offers_the_panels(desk):
    desk.shell.find_box.open_box()
    titles = [hit.title for hit in desk.shell.find_box.hits]
    assert titles[: len(PANELS)] == [panel.title for panel in PANELS]


def test_a_change_is_undone_and_done_again_by_keys_and_said(desk, window, qtbot):
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="499"), "x")
    assert "499" in window.menu_actions["app.undo"].text()
    window.menu_actions["app.undo"].trigger()
    assert desk.season.data.entries[entry.id].bib == "402"
    assert desk.last_notice.startswith("Undone: ")
    assert "499" in desk.last_notice
    window.menu_actions["app.redo"].trigger()
    assert desk.season.data.entries[entry.id].bib == "499"
    assert desk.last_notice.startswith("Done again: ")


def test_undo_reaches_the_season_from_an_empty_field(desk, window, qtbot):
    """At the line the cursor is always in a field."""
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="499"), "x")
    field = QLineEdit(desk.show_panel("season"))
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert desk.season.data.entries[entry.id].bib == "402"
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.season.data.entries[entry.id].bib == "499"


def test_undo_stays_in_a_field_that_was_typed_in(desk, window, qtbot):
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="499"), "x")
    field = QLineEdit(desk.show_panel("season"))
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() != "abc"
    assert desk.season.data.entries[entry.id].bib == "499"


def test_with_nothing_to_undo_the_menu_says_so_by_being_grey(qtbot, window, tmp_path):
    window.open_file(empty_season(tmp_path))
    assert not window.menu_actions["app.undo"].isEnabled()
    window.desk.undo()
    assert window.desk.last_notice == "There is nothing to undo."


def test_problems_and_reads_that_wait_are_counted_at_their_panels(desk):
    sidebar = {key: desk.shell._panels[key].button.badge for key in desk.shell.panel_keys}
    assert sidebar["problems"] > 0
    assert sidebar["timing"] == 0
    event, race = desk.scope.event_id, desk.scope.race_ids[2]
    desk.context.change(
        lambda: timing.key_finish(
            desk.season, event, race, "888", desk.season.clock.now_ms(), "tests"
        ),
        "x",
    )
    assert desk.shell._panels["timing"].button.badge == 1


def test_the_status_bar_says_what_was_saved_last(desk):
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="7"), "x")
    assert "Saved 12:30:00" in desk.shell.status_text()  # 0:30 UTC on the clock of the event


def test_going_to_a_problem_opens_its_event_panel_and_row(desk):
    last = desk.season.data.events_in_order()[-1]
    race = desk.season.data.races_of(last.id)[0]
    desk.go_to(Place(event_id=last.id, race_id=race.id))
    assert desk.scope.event_id == last.id
    desk.go_to(Place(entry_id=entry_of(desk, "402").id))
    assert desk.scope.current_event.code == "willesden"
    assert desk.shell.current_panel == "entries"


def test_a_copy_is_made_only_after_a_change(desk):
    folder = desk.season.file.path.with_name(desk.season.file.path.name + ".backups")
    before = len(list(folder.glob("*.trailsdesk"))) if folder.is_dir() else 0
    desk.copy_if_changed()
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="7"), "x")
    desk.copy_if_changed()
    desk.copy_if_changed()
    assert len(list(folder.glob("*.trailsdesk"))) == before + 1


def test_a_copy_that_fails_is_an_amber_line_and_work_goes_on(desk, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise KnownError("backup.failed", folder="stick", detail="gone")

    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="7"), "x")
    monkeypatch.setattr(copies, "safety_copy", fail)
    desk.copy_if_changed()
    assert "No copy made" in desk.shell.status_text()
    assert "stick" in desk.last_notice
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="8"), "x")
    assert desk.season.data.entries[entry.id].bib == "8"


def test_the_second_place_for_copies_gets_one_too(desk, window, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    window.acts.choose_copy_folder()
    answer(stick)
    entry = entry_of(desk, "402")
    desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="7"), "x")
    desk.copy_if_changed()
    (copy,) = stick.iterdir()
    file = Store().open(copy, "tests", StandingClock(), read_only=True)
    assert any(e.bib == "7" for e in file.load().entries.values())
    file.close()


def test_a_copy_can_be_saved_elsewhere_but_never_over_the_season(desk, window, tmp_path):
    target = tmp_path / "elsewhere.trailsdesk"
    window.acts.save_copy()
    answer(target)
    assert target.is_file()
    here = str(desk.season.file.path)
    window.acts.save_copy()
    answer(here)
    asked(QMessageBox).defaultButton().click()
    assert "is the season itself" not in desk.last_notice  # kept as it is
    window.acts.save_copy()
    answer(here)
    replace_it()
    assert "is the season itself" in desk.last_notice


def test_closing_the_window_copies_and_lets_go_of_the_file(qtbot, tmp_path, path):
    with open_window(tmp_path) as window:
        window.open_file(path)
        desk = window.desk
        entry = entry_of(desk, "402")
        desk.context.change(lambda: entries.edit_entry(desk.season, entry.id, bib="7"), "x")
        window.close()
    assert not path.with_name(path.name + ".lock").exists()
    newest = sorted(path.with_name(path.name + ".backups").glob("*.trailsdesk"))[-1]
    assert "close" in newest.name


def test_a_season_open_elsewhere_opens_for_reading_with_a_notice(window, path):
    other = Store().open(path, "other", StandingClock())
    try:
        window.open_file(path)
        assert window.desk.season.file.read_only
        notices = [n for n in window.desk.shell.findChildren(Notice) if n.label.text()]
        assert any("reading only" in n.label.text() for n in notices)
        assert "Reading only" in window.desk.shell.status_text()
        assert not window.menu_actions["app.undo"].isEnabled()
    finally:
        other.close()
    notice = next(n for n in notices if n.button is not None)
    notice.button.click()
    assert not window.desk.season.file.read_only


def test_a_file_that_is_not_there_is_told_on_the_first_page(window, tmp_path):
    gone = tmp_path / "gone.trailsdesk"
    window.settings.add_recent_file(str(gone))
    window.open_file(gone)
    assert window.desk is None
    assert "gone.trailsdesk" in window.start_page._notice.label.text()
    assert str(gone) not in window.settings.get(RECENT_FILES)


def test_a_broken_file_leaves_the_open_season_alone(desk, window, tmp_path):
    broken = tmp_path / "broken.trailsdesk"
    broken.write_bytes(b"nothing of ours" * 100)
    window.open_file(broken)
    assert window.desk is desk
    assert "broken.trailsdesk" in desk.last_notice


def test_another_season_takes_the_place_of_the_open_one(desk, window, tmp_path, path):
    other = empty_season(tmp_path)
    desk.other_season.emit(str(other))
    assert window.desk is not desk
    assert window.desk.season.file.path == other
    assert not path.with_name(path.name + ".lock").exists()


def test_closing_the_season_leads_to_the_first_page(desk, window, path):
    window.close_season()
    assert window.desk is None
    assert window.start_page.isVisible()
    assert window.start_page.recent_buttons[0].text() == path.stem
    assert not window.menu_actions["app.save_copy"].isEnabled()


def test_everything_grows_and_shrinks_and_the_size_is_kept(desk, window):
    window.acts.larger()
    assert style.look().scale == pytest.approx(1.1)
    assert window.settings.get(SCALE) == pytest.approx(1.1)
    window.acts.smaller()
    window.acts.normal_size()
    assert style.look().scale == 1.0


def test_f1_lists_the_keys_of_the_panel_on_the_screen(desk, window, qtbot):
    desk.show_panel("season")
    window.menu_actions["help.keys"].trigger()
    (dialog,) = window.findChildren(KeysDialog)
    assert not dialog.isModal()
    assert "Season" in dialog.windowTitle()
    assert isinstance(dialog.focusWidget(), QScrollArea), "the arrow keys scroll at once"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_checking_a_sound_file_says_so(desk, window):
    window.acts.check_file()
    assert desk.last_notice == "The file is sound."


def test_nothing_is_cut_off_at_a_small_screen(desk, window):
    window.resize(1280, 720)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720


def test_seasons_come_and_go_on_real_threads(qtbot, qapp, tmp_path, path):
    style.apply(qapp, "light", 1.0)
    other = empty_season(tmp_path)
    window = MainWindow(files_of(StandingClock()), Settings(str(tmp_path / "threads.ini")))
    qtbot.addWidget(window)
    window.show()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.desk is not None)
    first = window.desk
    entry = entry_of(first, "402")
    first.context.change(lambda: entries.edit_entry(first.season, entry.id, bib="499"), "x")
    window.open_file(other)
    qtbot.waitUntil(lambda: window.desk is not first)
    assert window.jobs.wait_idle()
    assert not path.with_name(path.name + ".lock").exists()
    window.close()
    assert not other.with_name(other.name + ".lock").exists()
    kept = Store().open(path, "tests", StandingClock(), read_only=True)
    assert any(each.bib == "499" for each in kept.load().entries.values())
    kept.close()
