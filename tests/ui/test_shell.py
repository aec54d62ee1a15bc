from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.ui import style
from trailsdesk.ui.jobs import RunningJob
from trailsdesk.ui.palette_box import Hit, match_score
from trailsdesk.ui.shell import Choice, Selector, Shell, StatusSegment
from trailsdesk.ui.shell_parts import FittingBar
from trailsdesk.ui.widgets import PlainLabel

CTRL = Qt.KeyboardModifier.ControlModifier
KEYS = [
    "season",
    "entries",
    "start",
    "finish",
    "timing",
    "on_course",
    "results",
    "categories",
    "points",
    "course",
    "sheets",
    "problems",
    "history",
]


class Page(QWidget):
    """A panel with one field."""

    def __init__(self):
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName("field")
        QVBoxLayout(self).addWidget(self.field)


@pytest.fixture
def made():
    return []


@pytest.fixture
def shell(qtbot, qapp, made):
    style.apply(qapp, "light", 1.0)
    frame = Shell()
    for key in KEYS:

        def factory(name=key):
            made.append(name)
            return Page()

        frame.add_panel(key, key.capitalize(), key, factory, after_line=key == "problems")
    qtbot.addWidget(frame)
    frame.resize(1280, 720)
    with qtbot.waitActive(frame):
        frame.show()
    yield frame
    style.apply(qapp, "light", 1.0)


SELECTORS = (
    Selector(
        key="season", name="Season", choices=[Choice(value=1, text="Winter & Co")], current=1
    ),
    Selector(
        key="event",
        name="Event",
        choices=[Choice(value=10, text="Farms 24 May"), Choice(value=11, text="Hills 7 June")],
        current=11,
    ),
    Selector(key="race", name="Race", empty="No race yet"),
)
SEGMENTS = (
    StatusSegment(key="clock", text="11:42:17"),
    StatusSegment(key="race", text="Race clock", strong="1:42:17", strong_first=False),
    StatusSegment(key="in", strong="147", text="in"),
    StatusSegment(key="saved", strong="Saved 11:42:15", text="", tone="good", at_end=True),
)


def test_a_panel_is_made_when_it_is_first_shown_and_only_once(shell, made):
    assert made == []
    first = shell.show_panel("entries")
    shell.show_panel("finish")
    assert shell.show_panel("entries") is first
    assert made == ["entries", "finish"]
    assert shell.panel("results") is None


def test_the_shown_panel_is_marked_told_and_has_the_focus(shell, qtbot):
    with qtbot.waitSignal(shell.panel_shown) as told:
        page = shell.show_panel("finish")
    assert told.args == ["finish"]
    assert shell.current_panel == "finish"
    assert page.isVisible()
    assert page.field.hasFocus()
    marked = [key for key, panel in shell._panels.items() if panel.button.isChecked()]
    assert marked == ["finish"]


@pytest.mark.parametrize(("digit", "key"), list(zip("1234567890", KEYS, strict=False)))
def test_ctrl_and_a_digit_switch_panels(shell, qtbot, digit, key):
    qtbot.keyClick(shell, getattr(Qt.Key, f"Key_{digit}"), CTRL)
    assert shell.current_panel == key


def test_clicking_a_word_switches_and_clicking_again_keeps_it(shell, qtbot):
    button = shell._panels["results"].button
    for _ in range(2):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert shell.current_panel == "results"
        assert button.isChecked()


def test_a_panel_keeps_where_its_cursor_was(shell, qtbot):
    page = shell.show_panel("entries")
    second = QLineEdit()
    page.layout().addWidget(second)
    second.show()
    second.setFocus()
    shell.show_panel("finish")
    shell.show_panel("entries")
    assert second.hasFocus()


def test_adding_a_panel_twice_is_a_mistake(shell):
    with pytest.raises(ValueError, match="entries"):
        shell.add_panel("entries", "Again", "entries", Page)


def test_badges_are_seen_and_heard(shell):
    button = shell._panels["problems"].button
    before = button.grab().toImage()
    shell.set_badge("problems", 3)
    assert button.badge == 3
    assert "3" in button.accessibleName()
    assert button.grab().toImage() != before
    shell.set_badge("problems", 0)
    assert button.accessibleName() == "Problems"
    assert button.grab().toImage() == before


def test_selectors_show_the_choice_and_tell_another(shell, qtbot):
    shell.set_selectors(SELECTORS)
    words = [shell._selectors[key].words for key in ("season", "event", "race")]
    assert words == ["Winter & Co", "Hills 7 June", "No race yet"]
    assert shell._selectors["event"].accessibleName() == "Event: Hills 7 June"
    assert not shell._selectors["race"].isEnabled()
    menu = shell._selectors["event"].menu_of_choices()
    assert [a.isChecked() for a in menu.actions()] == [False, True]
    with qtbot.waitSignal(shell.selector_changed) as told:
        menu.actions()[0].trigger()
    assert told.args == ["event", 10]
    menu.close()


def test_a_name_with_an_ampersand_is_not_a_mnemonic(shell):
    shell.set_selectors(SELECTORS)
    menu = shell._selectors["season"].menu_of_choices()
    assert menu.actions()[0].text() == "Winter && Co"
    menu.close()


def test_selectors_that_are_gone_leave(shell):
    shell.set_selectors(SELECTORS)
    shell.set_selectors(SELECTORS[:1])
    assert list(shell._selectors) == ["season"]


def test_status_segments_are_plain_words_in_order(shell):
    shell.set_status(SEGMENTS)
    assert shell.status_text() == "11:42:17  Race clock 1:42:17  147 in  Saved 11:42:15"
    shell.update_status(StatusSegment(key="in", strong="148", text="in"))
    assert "148 in" in shell.status_text()
    shell.update_status(StatusSegment(key="unknown", text="x"))
    shell.set_status(SEGMENTS[:1])
    assert shell.status_text() == "11:42:17"


def test_pieces_leave_one_by_one_when_there_is_no_room_and_come_back(qtbot, qapp):
    pieces = [PlainLabel(f"{n} runners on the course") for n in range(4)]
    window = QWidget()
    window.resize(2000, 60)
    qtbot.addWidget(window)
    bar = FittingBar(lambda: pieces[:0:-1], window)
    row = QHBoxLayout(bar)
    for piece in pieces:
        row.addWidget(piece)
    window.show()
    counts = []
    for width in (2000, 500, 340, 50, 2000):
        bar.resize(width, 30)
        qapp.processEvents()
        counts.append([piece.isVisible() for piece in pieces])
    assert counts[0] == counts[4] == [True] * 4
    assert [sum(shown) for shown in counts] == [
        *sorted((sum(shown) for shown in counts[:4]), reverse=True),
        4,
    ]
    assert counts[3] == [True, False, False, False]


def test_warnings_in_the_status_bar_never_leave(shell):
    shell.set_status([*SEGMENTS, StatusSegment(key="bad", text="Disk full", tone="bad")])
    leaving = shell._droppable()
    assert shell._segments["bad"].box not in leaving
    assert leaving[0] is shell._segments["in"].box


def job(**more):
    values = {
        "id": 7,
        "title": "Import entries",
        "fraction": 0.5,
        "eta_s": 90.0,
        "text": "row 400",
        "can_cancel": True,
        "running_s": 2.0,
    }
    return RunningJob(**(values | more))


def test_progress_says_what_how_far_and_how_long(shell):
    shell.show_jobs([job()])
    assert shell._strip.isVisible()
    assert shell._strip_title.full_text() == "Import entries: row 400"
    assert shell._strip_bar.value() == 500
    assert shell._strip_eta.text() == "about 2 min left"
    shell.show_jobs([])
    assert not shell._strip.isVisible()


def test_cancel_names_the_job_and_cannot_be_pressed_twice(shell, qtbot):
    shell.show_jobs([job()])
    with qtbot.waitSignal(shell.cancel_requested) as told:
        qtbot.mouseClick(shell._strip_cancel, Qt.MouseButton.LeftButton)
    assert told.args == [7]
    assert not shell._strip_cancel.isEnabled()


def test_short_and_nameless_work_does_not_flicker(shell):
    shell.show_jobs([job(running_s=0.01, fraction=None)])
    assert not shell._strip.isVisible()
    shell.show_jobs([job(title="")])
    assert not shell._strip.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_frame_fits_1280_by_720_with_every_word(shell, qapp, scale):
    style.apply(qapp, "light", scale)
    shell.set_selectors(SELECTORS)
    shell.set_status(SEGMENTS)
    shell.set_badge("problems", 12)
    shell.show_jobs([job()])
    shell.resize(1280, 720)
    qapp.processEvents()
    assert (shell.width(), shell.height()) == (1280, 720)
    assert shell.minimumSizeHint().width() <= 1280
    bottom = 0
    for panel in shell._panels.values():
        button = panel.button
        letters = button.fontMetrics().height()
        assert button.height() >= letters
        top = button.mapTo(shell, QPoint(0, 0)).y()
        assert top >= bottom
        bottom = top + button.height()
    assert bottom <= 720


def test_a_panel_too_large_for_the_screen_scrolls_and_the_window_stays(shell, qapp):
    page = shell.show_panel("course")
    page.setMinimumSize(3000, 3000)
    qapp.processEvents()
    assert (shell.width(), shell.height()) == (1280, 720)


def test_every_control_of_the_frame_has_a_name(shell):
    shell.set_selectors(SELECTORS)
    shell.show_panel("entries")
    nameless = [
        type(child).__name__
        for child in shell.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisible()
        and not child.accessibleName()
    ]
    assert nameless == []


# -- the find box -----------------------------------------------------------------------------

PEOPLE = ("Ana Žižek #12", "Bo Åström #214", "Print awards", "Start wave 2")


@pytest.fixture
def ran():
    return []


@pytest.fixture
def box(shell, ran):
    def provider(text):
        scored = [(match_score(text, each), each) for each in PEOPLE]
        return [
            Hit(title=each, run=lambda each=each: ran.append(each), rank=score)
            for score, each in scored
            if score
        ]

    shell.find_box.add_provider(provider)
    shell.show_panel("finish")
    return shell.find_box


def test_ctrl_k_opens_the_box_and_escape_gives_the_focus_back(shell, box, qtbot):
    field = shell.panel("finish").field
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL)
    assert box.hasFocus()
    assert box.is_open
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.is_open
    assert field.hasFocus()


def test_typing_and_enter_run_the_best_hit(box, ran, qtbot):
    box.open_box()
    qtbot.keyClicks(box, "awards")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert ran == ["Print awards"]
    assert box.text() == ""
    assert not box.is_open


def test_arrows_and_tab_walk_through_the_hits_and_round(box, ran, qtbot):
    box.open_box()
    assert len(box.hits) == 4
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert ran == [PEOPLE[1]]
    box.open_box()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert ran[-1] == PEOPLE[3]


def test_nothing_found_runs_nothing_and_says_so(box, ran, qtbot):
    box.open_box()
    qtbot.keyClicks(box, "qqq")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert ran == []
    assert box.is_open
    assert box._nothing.isVisible()


@pytest.mark.parametrize(
    ("typed", "candidate", "better_than"),
    [
        ("214", "Bo Åström #214", "Bo Åström #2140"),
        ("astr", "Bo Åström", "Castro Bo"),
        ("print aw", "Print awards", "Reprint an old award"),
        ("zizek", "Ana Žižek", "Anna Zizekova"),
    ],
)
def test_better_matches_score_higher(typed, candidate, better_than):
    assert match_score(typed, candidate) > match_score(typed, better_than)


@pytest.mark.parametrize(
    ("typed", "candidate", "found"),
    [
        ("pawr", "Print awards", True),
        ("prnt awd", "Print awards", True),
        ("", "Print awards", True),
        ("xyz", "Print awards", False),
        ("21", "Bo #2", False),
        ("ana bo", "Ana Žižek", False),
    ],
)
def test_letters_in_order_find_a_thing_but_digits_must_be_exact(typed, candidate, found):
    assert bool(match_score(typed, candidate)) is found
