from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QLabel

from trailsdesk import resource
from trailsdesk.ui import icons, style, style_sheet


@pytest.fixture(autouse=True)
def _plain_look(qapp):
    style.apply(qapp, "light", 1.0)
    yield
    style.apply(qapp, "light", 1.0)


TEXT_PAIRS = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "soft"),
    ("text", "warn_ground"),
    ("text", "bad_ground"),
    ("text", "muted_ground"),
    ("text", "hover"),
    ("secondary", "window"),
    ("secondary", "surface"),
    ("secondary", "soft"),
    ("secondary", "muted_ground"),
    ("secondary", "hover"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent", "soft"),
    ("on_accent", "accent"),
    ("warn", "warn_ground"),
    ("warn", "surface"),
    ("surface", "warn"),
    ("bad", "bad_ground"),
    ("bad", "surface"),
    ("bad", "window"),
    ("surface", "bad"),
    ("surface", "secondary"),
    ("sidebar_text", "sidebar"),
    ("sidebar_selected_text", "sidebar_selection"),
)
CONTROL_PAIRS = (
    ("control", "surface"),
    ("control", "window"),
    ("focus", "surface"),
    ("focus", "window"),
    ("accent", "surface"),
    ("bad", "surface"),
    ("sidebar_edge", "sidebar"),
    ("sidebar_selected_text", "sidebar"),
)


@pytest.mark.parametrize("theme", style.PALETTES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_ground(theme, ink, ground):
    roles = style.PALETTES[theme]
    assert style.contrast(getattr(roles, ink), getattr(roles, ground)) >= 4.5


@pytest.mark.parametrize("theme", style.PALETTES)
@pytest.mark.parametrize(("edge", "ground"), CONTROL_PAIRS)
def test_edges_of_controls_can_be_seen(theme, edge, ground):
    roles = style.PALETTES[theme]
    assert style.contrast(getattr(roles, edge), getattr(roles, ground)) >= 3.0


@pytest.mark.parametrize("theme", style.PALETTES)
@pytest.mark.parametrize("tone", ["good", "warn", "bad", "muted"])
def test_every_tone_is_readable_on_its_own_ground(theme, tone):
    roles = style.PALETTES[theme]
    assert style.contrast(roles.ink(tone), roles.ground(tone)) >= 4.5


def test_contrast_knows_black_white_and_a_published_value():
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert style.contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    # The grey that is known for just passing on white.
    assert style.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_scale_is_held_within_its_limits(qapp):
    assert style.apply(qapp, "light", 9.0).scale == style.SCALE_MAXIMUM
    assert style.apply(qapp, "light", 0.1).scale == style.SCALE_MINIMUM


def test_scaling_grows_letters_and_grid_together(qapp, qtbot):
    label = QLabel("Bib")
    qtbot.addWidget(label)
    label.ensurePolished()
    small = label.fontMetrics().height()
    style.apply(qapp, "light", 2.0)
    label.ensurePolished()
    assert style.unit(7) == 56
    assert label.fontMetrics().height() >= 1.8 * small


def test_every_size_of_the_style_sheet_grows_with_the_scale(qapp):
    hairline = 3
    normal = [int(n) for n in re.findall(r"\b(\d+)px", style_sheet.sheet(style.look()))]
    look = style.apply(qapp, "light", 2.0)
    doubled = [int(n) for n in re.findall(r"\b(\d+)px", style_sheet.sheet(look))]
    assert len(normal) == len(doubled) > 100
    grown = [(a, b) for a, b in zip(normal, doubled, strict=True) if a > hairline]
    assert all(1.6 * a <= b <= 2.5 * a for a, b in grown), grown


def test_style_sheet_is_understood_by_qt(qapp, capfd):
    style.apply(qapp, "dark", 1.25)
    label = QLabel("x")
    label.ensurePolished()
    label.deleteLater()
    assert "parse" not in capfd.readouterr().err.casefold()


def test_changing_theme_tells_the_listeners(qapp, qtbot):
    with qtbot.waitSignal(style.watcher().changed):
        style.apply(qapp, "sunlight", 1.0)
    assert style.look().roles is style.SUNLIGHT
    assert qapp.palette().window().color().name().upper() == style.SUNLIGHT.window


def test_system_theme_is_one_of_the_palettes(qapp):
    look = style.apply(qapp, "system", 1.0)
    assert look.theme == "system"
    assert look.shown in {"light", "dark"}


def test_digits_have_one_width():
    metrics = QFontMetrics(style.look().font())
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_bold_is_heavier_than_plain():
    look = style.look()
    assert look.font(bold=True).weight() > look.font().weight()
    assert look.font().weight() == QFont.Weight.Normal


def test_type_scale_is_the_one_of_the_design():
    look = style.look()
    sizes = [look.type_px(size) for size in ("body", "heading", "title", "figure", "clock")]
    assert sizes == [13, 15, 20, 32, 64]


@pytest.mark.parametrize("name", icons.icon_names())
def test_every_icon_draws_something_in_the_colour_asked_for(name, qapp):
    image = (
        icons.pixmap(name, 24, "#FF0000").toImage().convertToFormat(QImage.Format.Format_ARGB32)
    )
    inked = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(inked) > 8
    assert all(colour.red() > 200 and colour.green() < 40 for colour in inked)


@pytest.mark.parametrize("file", sorted(resource("icons").glob("[!_]*.svg")), ids=lambda f: f.stem)
def test_icons_are_one_family(file):
    text = file.read_text("utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke="currentColor"' in text
    assert "<text" not in text


def test_an_icon_nobody_drew_is_a_mistake():
    with pytest.raises(ValueError, match="nothing_like_it"):
        icons.icon("nothing_like_it")


def test_icons_on_buttons_follow_the_theme(qapp, qtbot):
    from trailsdesk.ui.widgets import Button

    button = Button("Import", icon="import")
    qtbot.addWidget(button)
    before = button.icon().pixmap(24, 24).toImage()
    style.apply(qapp, "dark", 1.0)
    assert button.icon().pixmap(24, 24).toImage() != before


def test_the_bundled_face_of_many_scripts_goes_by_a_name_no_system_has(qapp):
    families = style.apply(qapp, "light", 1.0).families
    assert "Trail Sans Fallback" in families
    assert "Droid Sans Fallback" not in families
