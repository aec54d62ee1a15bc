"""Who runs the tests gets a browser, or hears that there is none; nothing stops because of it."""

from __future__ import annotations

import sys

import browser
import pytest

from tests.e2e import chromium


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Linux without one; what is asked to be installed."""
    asked: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(
        browser, "install_system_packages", lambda names: asked.append(list(names)) or False
    )
    return asked


def test_a_missing_browser_is_installed_and_told_where_that_fails(
    no_browser: list[list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    browser.look_after_browser()
    assert no_browser == [["chromium"]]
    said = capfd.readouterr()
    assert said.out == ""
    assert "sudo apt-get install --no-install-recommends chromium" in said.err


def test_who_has_a_browser_hears_nothing(
    no_browser: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "google-chrome" else None)
    browser.look_after_browser()
    assert no_browser == []
    assert capfd.readouterr().err == ""


def test_the_set_up_looks_for_what_the_tests_start() -> None:
    assert browser.NAMES == chromium.NAMES
