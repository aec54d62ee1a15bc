from __future__ import annotations

import pytest

from trailsdesk.ui import settings as own
from trailsdesk.ui.settings import Setting, Settings


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "own.ini")


def other_value(setting):
    return {
        own.THEME.key: "sunlight",
        own.SCALE.key: 1.5,
        own.PAPER.key: "Letter",
        own.PAPER_TIMES.key: "clock",
        own.BOARD_THEME.key: "sunlight",
        own.LATE_COUNTS.key: {"ev ënt": "gun"},
        own.RECENT_FILES.key: ["/a, b/ünï.trailsdesk", 'q"uote'],
        own.COLUMN_STATES.key: {"entries": {"order": ["bib"], "widths": {"bib": 40}}},
    }.get(setting.key, not setting.default if setting.default is False else "Māori; a=b, [x]\n")


@pytest.mark.parametrize("setting", own.ALL_SETTINGS, ids=lambda s: s.key)
def test_every_setting_comes_back_after_a_restart(path, setting):
    first = Settings(path)
    assert first.get(setting) == setting.default
    first.set(setting, other_value(setting))
    first.save()
    again = Settings(path).get(setting)
    assert again == other_value(setting)
    assert type(again) is type(setting.default)


@pytest.mark.parametrize("setting", own.ALL_SETTINGS, ids=lambda s: s.key)
def test_every_setting_has_words_and_a_sensible_default(setting):
    assert setting.label()
    assert isinstance(setting.help(), str)
    assert setting.allowed(setting.default)
    assert "/" in setting.key


def test_keys_are_unique():
    keys = [setting.key for setting in own.ALL_SETTINGS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("setting", "nonsense"),
    [
        (own.SCALE, "enormous"),
        (own.SCALE, "99"),
        (own.SCALE, "true"),
        (own.THEME, "purple"),
        (own.RECENT_FILES, "{"),
        (own.RECENT_FILES, "[1, 2]"),
        (own.SOUNDS, '"yes"'),
        (own.COLUMN_STATES, "[]"),
    ],
)
def test_a_damaged_file_falls_back_to_the_default(path, setting, nonsense):
    settings = Settings(path)
    settings._file.setValue(setting.key, nonsense)
    assert settings.get(setting) == setting.default


def test_a_file_that_is_no_ini_at_all_does_no_harm(path, tmp_path):
    (tmp_path / "own.ini").write_bytes(b"\x00\xff[[[\x01=;")
    assert Settings(path).get(own.SCALE) == 1.0


def test_values_that_make_no_sense_are_refused(path):
    with pytest.raises(ValueError, match="look/scale"):
        Settings(path).set(own.SCALE, 50.0)


def test_changes_are_told_once(path, qtbot):
    settings = Settings(path)
    heard = []
    settings.changed.connect(heard.append)
    settings.set(own.SOUNDS, True)
    settings.set(own.SOUNDS, True)
    assert heard == ["finish/sounds"]


def test_recent_files_are_newest_first_without_doubles(path):
    settings = Settings(path)
    for number in range(15):
        settings.add_recent_file(f"/races/{number}.trailsdesk")
    settings.add_recent_file("/races/9.trailsdesk")
    recent = settings.get(own.RECENT_FILES)
    assert recent[:2] == ["/races/9.trailsdesk", "/races/14.trailsdesk"]
    assert len(recent) == len(set(recent)) == own.RECENT_FILES_KEPT
    settings.forget_recent_file("/races/9.trailsdesk")
    assert "/races/9.trailsdesk" not in settings.get(own.RECENT_FILES)


def test_bouncing_enter_is_off_until_somebody_asks_for_it():
    assert own.ENTER_ON_EMPTY_IS_TIME.default is False
    assert own.SOUNDS.default is False


def test_window_geometry_survives(path):
    from PySide6.QtCore import QByteArray

    settings = Settings(path)
    settings.set_window_geometry(QByteArray(b"\x01\x00\xff"))
    assert Settings(path).window_geometry().data() == b"\x01\x00\xff"


def test_reset_gives_back_the_default(path):
    settings = Settings(path)
    settings.set(own.PAPER, "A5")
    settings.reset(own.PAPER)
    assert settings.get(own.PAPER) == "A4"


def test_defaults_cannot_be_changed_through_what_was_read(path):
    setting = Setting[str](key="a/b", default="x", label=lambda: "X")
    with pytest.raises(AttributeError):
        setting.default = "y"
