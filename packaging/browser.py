"""The browser in which tests look at the pages of the results site; the program needs none."""

from __future__ import annotations

import shutil
import sys

from setup_environment import say
from system_libraries import install_system_packages

# The same names as in tests/e2e/chromium.py, which starts what is found.
NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_DEBIAN = "chromium"


def find_browser() -> str | None:
    """Where a Chromium is, None on a computer without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def look_after_browser() -> None:
    """Install a Chromium where that is allowed without asking, else say what is missing.

    Never stops: the tests that need it say so themselves.
    """
    if not sys.platform.startswith("linux") or find_browser():
        return
    say("The tests of the results site need Chromium.")
    if not install_system_packages([_DEBIAN]) or not find_browser():
        say(
            "It could not be installed from here; these tests will say so. Install Chromium or "
            "Chrome, for instance:\n    sudo apt-get install --no-install-recommends chromium"
        )
