"""The small parts: named, plain, reachable by keyboard, the same in every theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from trailsdesk.ui import style, widgets
from trailsdesk.ui.widgets import (
    Button,
    Callout,
    Card,
    Chip,
    ChipButton,
    EmptyState,
    Figure,
    FlowRow,
    IconButton,
    KeyCap,
    KeyHint,
    Notice,
    NumberBox,
    PageHeader,
    PlainLabel,
    PrimaryButton,
    SearchField,
    SegmentBar,
)

MARKUP = "<b>Club</b> & <img src=x>"


@pytest.fixture(autouse=True)
def _light(qapp):
    style.apply(qapp, "light", 1.0)
    yield
    style.apply(qapp, "light", 1.0)


@pytest.fixture
def page(qtbot):
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def put(page, *parts):
    for part in parts:
        page.layout().addWidget(part)
    page.resize(600, 400)
    page.show()
    return parts[0]


MAKERS = {
    "chip": lambda: Chip("7 unpaid", "warn"),
    "chip button": lambda: ChipButton("7 unpaid", "warn"),
    "key": lambda: KeyCap("Enter"),
    "key hint": lambda: KeyHint(["Space"], "somebody in"),
    "button": lambda: Button("Import…", icon="import", key="Ctrl I"),
    "primary": lambda: PrimaryButton("Print"),
    "icon button": lambda: IconButton("undo", "Undo"),
    "segments": lambda: SegmentBar([("a", "Line"), ("b", "From paper")], "Way"),
    "card": lambda: Card("Last in"),
    "figure": lambda: Figure("3rd", "Open women"),
    "empty": lambda: EmptyState("No entries yet", "Import a file.", ("Import", lambda: None)),
    "notice": lambda: Notice("Bib 412 is unknown.", "warn", ("Show", lambda: None), closable=True),
    "search": lambda: SearchField("Type to filter", "Filter", key="Ctrl F"),
    "number": lambda: NumberBox(0, 9, "Loops", 3),
}


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS.keys())
def test_every_part_and_all_its_controls_have_names(page, maker):
    part = put(page, maker())
    assert part.accessibleName() or (isinstance(part, QLabel) and part.text())
    reachable = [
        child
        for child in [part, *part.findChildren(QWidget)]
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible()
    ]
    own = [c for c in reachable if c.objectName() != "qt_spinbox_lineedit"]
    assert all(child.accessibleName() for child in own)


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS.keys())
@pytest.mark.parametrize("theme", ["dark", "sunlight"])
def test_every_part_changes_with_the_theme(page, qapp, maker, theme):
    put(page, maker())
    before = page.grab().toImage()
    style.apply(qapp, theme, 1.0)
    assert page.grab().toImage() != before


@pytest.mark.parametrize(
    "maker",
    [
        lambda: Button("Go"),
        lambda: PrimaryButton("Go"),
        lambda: Button("Go", kind="danger"),
        lambda: Button("Go", kind="quiet"),
        lambda: ChipButton("7 unpaid"),
        lambda: IconButton("undo", "Undo"),
        lambda: SearchField("Filter", "Filter"),
        lambda: NumberBox(0, 9, "Loops"),
    ],
)
@pytest.mark.parametrize("theme", list(style.PALETTES))
def test_focus_is_visible_and_moves_nothing(page, qapp, qtbot, maker, theme):
    style.apply(qapp, theme, 1.0)
    other = Button("other")
    part = maker()
    with qtbot.waitActive(page):
        put(page, part, other)
    other.setFocus()
    qapp.processEvents()
    before, size = part.grab().toImage(), part.sizeHint()
    part.setFocus()
    qapp.processEvents()
    after = part.grab().toImage()
    assert after != before
    assert part.sizeHint() == size
    ring = style.look().roles.focus.upper()
    row = after.height() // 2
    edge = {after.pixelColor(x, row).name().upper() for x in range(3)}
    assert ring in edge


@pytest.mark.parametrize("make", [PlainLabel, Chip, KeyCap, Notice], ids=lambda m: m.__name__)
def test_markup_in_words_is_shown_as_it_is(page, make):
    part = put(page, make(MARKUP))
    labels = [part] if isinstance(part, QLabel) else part.findChildren(QLabel)
    assert any(label.text() == MARKUP for label in labels)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_no_label_of_any_part_reads_markup(page):
    for maker in MAKERS.values():
        put(page, maker())
    labels = page.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_long_words_are_cut_and_the_tip_has_them_all(page):
    words = "Emergency contact of the runner " * 5
    label = PlainLabel(words, elide=True)
    label.setFixedWidth(120)
    put(page, label)
    assert label.text().endswith("…")
    assert label.full_text() == words
    assert label.toolTip()
    label.setText("short")
    assert label.text() == "short"
    assert label.toolTip() == ""


def test_long_words_wrap_where_asked(page):
    label = PlainLabel("one two three four five six seven eight " * 6, wrap=True)
    label.setFixedWidth(200)
    put(page, label)
    assert label.height() > 3 * label.fontMetrics().height()


def test_buttons_run_what_they_were_given(page, qtbot):
    ran = []
    button = put(page, Button("Go", lambda: ran.append(1)))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert ran == [1, 1]


@pytest.mark.parametrize("theme", ["light", "dark", "sunlight"])
@pytest.mark.parametrize("kind", ["plain", "primary", "danger", "quiet", "segment"])
def test_a_button_that_does_nothing_now_looks_like_it(page, qapp, theme, kind):
    style.apply(qapp, theme, 1.0)
    button = put(page, Button("Take back", kind=kind))
    button.setCheckable(True)
    button.setChecked(True)
    button.setEnabled(False)
    drawn, roles = button.grab().toImage(), style.look().roles
    seen = {
        drawn.pixelColor(x, y).name().upper()
        for x in range(drawn.width())
        for y in range(drawn.height())
    }
    assert roles.secondary in seen
    assert not seen & {roles.accent, roles.bad}


def test_the_key_in_a_button_does_not_cover_its_words(page):
    with_key = put(page, Button("Late entry", key="Ctrl N"), Button("Late entry"))
    without = page.layout().itemAt(1).widget()
    cap = with_key.findChild(KeyCap)
    assert with_key.sizeHint().width() >= without.sizeHint().width() + cap.sizeHint().width()
    assert with_key.rect().contains(cap.geometry())


def test_segments_are_exclusive_and_move_by_arrow(page, qtbot):
    bar = SegmentBar([("a", "Line"), ("b", "From paper"), ("c", "Two lists")], "Way")
    with qtbot.waitActive(page):
        put(page, bar)
    assert bar.current == "a"
    heard = []
    bar.changed.connect(heard.append)
    bar.button("a").setFocus()
    qtbot.keyClick(bar.button("a"), Qt.Key.Key_Right)
    assert bar.current == "b"
    bar.set_current("c")
    bar.set_current("nothing")
    assert heard == ["b", "c"]


def test_a_notice_can_be_closed_and_said_anew(page, qtbot):
    notice = put(page, Notice("Disk nearly full.", "warn", closable=True))
    notice.set_notice("Disk full.", "bad")
    assert notice.accessibleName() == "Disk full."
    with qtbot.waitSignal(notice.closed):
        qtbot.mouseClick(notice.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not notice.isVisible()


def test_tones_never_differ_by_colour_alone(page):
    pictures = {}
    for tone in ("good", "warn", "bad", "muted"):
        notice = put(page, Notice("x", tone))
        image = notice._picture.pixmap().toImage()
        pictures[tone] = bytes(
            image.pixelColor(x, y).alpha() > 128
            for x in range(image.width())
            for y in range(image.height())
        )
    assert len(set(pictures.values())) == 4


def test_the_empty_state_offers_its_step(page, qtbot):
    ran = []
    empty = put(page, EmptyState("No entries yet", "", ("Import", lambda: ran.append(1))))
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert ran == [1]


def test_escape_empties_the_filter(page, qtbot):
    field = put(page, SearchField("Type to filter", "Filter", key="Ctrl F"))
    qtbot.keyClicks(field, "ana")
    assert not field.findChild(KeyCap).isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.findChild(KeyCap).isVisible()


def test_the_wheel_does_not_change_a_number_on_the_way(page):
    box = put(page, NumberBox(0, 9, "Loops", 3))
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.wheelEvent(turn)
    assert box.value() == 3
    assert not turn.isAccepted()


def test_a_header_keeps_its_actions_at_the_right(page, qapp):
    header = PageHeader("Entries", "312 of 350")
    action = header.add_action(Button("Import…"))
    header.add_chip(Chip("estimate"))
    put(page, header)
    qapp.processEvents()
    assert action.geometry().right() == header.width() - 1
    header.set_subtitle("")
    assert not header.subtitle_label.isVisible()


def test_chips_break_into_lines_and_none_is_cut(page, qapp):
    chips = [ChipButton(f"{n} without birth date") for n in range(8)]
    row = FlowRow(chips)
    put(page, row)
    page.resize(420, 400)
    qapp.processEvents()
    assert len({chip.y() for chip in chips}) > 1
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)
    assert all(chip.geometry().right() <= row.width() for chip in chips)
    row.clear()
    assert not any(chip.isVisible() for chip in chips)


def test_a_card_can_be_marked_and_a_callout_can_turn(page):
    card, callout = Card("Prize list"), Callout("good")
    callout.body.addWidget(PlainLabel("x"))
    put(page, card, callout)
    plain, calm = card.grab().toImage(), callout.grab().toImage()
    card.set_selected(True)
    callout.set_tone("bad")
    assert card.grab().toImage() != plain
    assert callout.grab().toImage() != calm


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS.keys())
def test_nothing_is_cut_off_at_twice_the_size(page, qapp, maker):
    style.apply(qapp, "light", 2.0)
    part = put(page, maker())
    page.resize(1200, 800)
    qapp.processEvents()
    for button in [*part.findChildren(QPushButton), part]:
        assert button.width() >= button.minimumSizeHint().width()
        assert button.height() >= button.minimumSizeHint().height()


def test_everything_promised_is_there():
    assert all(hasattr(widgets, name) for name in widgets.__all__)
