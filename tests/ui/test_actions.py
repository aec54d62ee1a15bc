from __future__ import annotations

import importlib
import pkgutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from trailsdesk import ui
from trailsdesk.ui.actions import ActionSet, ActionSpec, conflicts, portable
from trailsdesk.ui.window_actions import MENUS


def spec(action_id, **more):
    values = {"text": lambda: f"&{action_id}", "handler": "act"} | more
    return ActionSpec(id=action_id, **values)


class Target:
    """Counts what it was asked."""

    def __init__(self):
        self.calls = []

    def act(self, *values):
        self.calls.append(values)


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_actions_carry_words_keys_and_icon(window):
    actions = ActionSet(
        [spec("app.undo", shortcut="Ctrl+Z", icon="undo", help=lambda: "Take back")],
        Target(),
        window,
    )
    made = actions["app.undo"]
    assert made.text() == "&app.undo"
    assert made.shortcut().toString() == "Ctrl+Z"
    assert made.toolTip() == "Take back (Ctrl+Z)"
    assert not made.icon().isNull()
    assert made.objectName() == "app.undo"


def test_keys_call_the_handler(window, qtbot):
    target = Target()
    ActionSet([spec("app.undo", shortcut="Ctrl+Z")], target, window)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert target.calls == [()]


def test_a_checkable_action_hands_over_its_state(window):
    target = Target()
    actions = ActionSet([spec("view.full", checkable=True)], target, window)
    actions["view.full"].setChecked(True)
    assert target.calls == [(True,)]


def test_only_what_may_be_done_now_is_enabled(window):
    actions = ActionSet(
        [spec("a"), spec("b", enabled_when="file_open"), spec("c", enabled_when="row")],
        Target(),
        window,
    )
    actions.update_enabled(["row"])
    assert {key: a.isEnabled() for key, a in actions.actions.items()} == {
        "a": True,
        "b": False,
        "c": True,
    }


def test_disabled_actions_ignore_their_keys(window, qtbot):
    target = Target()
    actions = ActionSet([spec("a", shortcut="Ctrl+P", enabled_when="race")], target, window)
    actions.update_enabled([])
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not target.calls


@pytest.mark.parametrize(
    ("specs", "word"),
    [
        ([spec("a"), spec("a")], "twice"),
        ([spec("a", shortcut="Ctrl+P"), spec("b", shortcut="ctrl+p")], "share"),
        ([spec("a", shortcut="F3"), spec("b", shortcut="F3", panel="finish")], "hides"),
        ([spec("a", shortcut="Ctrl+Nonsense")], "no shortcut"),
    ],
)
def test_clashes_are_named(specs, word):
    assert any(word in sentence for sentence in conflicts(specs))


def test_two_panels_may_share_a_key():
    one = spec("entries.new", shortcut="Ctrl+N", panel="entries")
    two = spec("start.new", shortcut="Ctrl+N", panel="start")
    assert conflicts([one, two]) == ()


def test_no_panel_takes_a_key_that_opens_a_menu():
    taken = {f"Alt+{words[words.index('&') + 1].upper()}" for _key, words in MENUS}
    found = set()
    for module in pkgutil.walk_packages(ui.__path__, "trailsdesk.ui."):
        specs = getattr(importlib.import_module(module.name), "SPECS", ())
        found |= {portable(each.shortcut) for each in specs if each.shortcut}
    assert "Alt+C" in found
    assert not found & taken


def test_a_clash_or_missing_handler_is_found_when_building(window):
    with pytest.raises(ValueError, match="twice"):
        ActionSet([spec("a"), spec("a")], Target(), window)
    with pytest.raises(ValueError, match="no handler"):
        ActionSet([spec("a", handler="nothing")], Target(), window)


def test_menus_list_their_actions_in_order(window):
    actions = ActionSet(
        [spec("b", menu="file"), spec("x"), spec("a", menu="file")], Target(), window
    )
    assert [a.objectName() for a in actions.in_menu("file")] == ["b", "a"]


def test_keys_are_spelt_alike():
    assert portable("ctrl+shift+z") == "Ctrl+Shift+Z"
