"""What every test may rely on: no screen, no network, one zone and language, a home of its own.

All of it is set before Qt or matplotlib can be imported. See ``CONTRIBUTING.md`` for the fixtures.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="trailsdesk-test-home-"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
for _name in ("LC_ALL", "LANG"):
    os.environ[_name] = "C.UTF-8"
os.environ["LANGUAGE"] = "C"
for _name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = str(HOME)
for _name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(HOME / _name.lower())
# A list of fonts that takes seconds to make and no test depends on: kept between runs.
os.environ["MPLCONFIGDIR"] = str(ROOT / ".pytest_cache" / "matplotlib")

hypothesis.settings.register_profile(
    "desk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "ci", parent=hypothesis.settings.get_profile("desk"), derandomize=True, print_blob=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

_SETTLE_SECONDS = 2.0
_OUTCOME = pytest.StashKey[bool]()


# ------------------------------------------------------------------------------- the network
def _refuse(*_arguments: object, **_options: object) -> NoReturn:
    raise AssertionError("no code of trailsdesk and no test of it reaches for the network")


def _guarded(connect: Any) -> Any:
    def guard(self: socket.socket, address: Any) -> Any:
        local = self.family == getattr(socket, "AF_UNIX", None)
        # Windows has no local sockets: its socket pairs go through the loopback address.
        if sys.platform == "win32" and address[0] in ("127.0.0.1", "::1"):
            local = True
        return connect(self, address) if local else _refuse()

    return guard


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write expected documents anew; read the difference before keeping it",
    )


def pytest_configure() -> None:
    socket.socket.connect = _guarded(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded(socket.socket.connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = _refuse


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


# ------------------------------------------------------------------------------- the outcome
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Repeat what ``packaging/test.py`` checked before the tests, above the closing line."""
    if checks := os.environ.get("TRAILSDESK_CHECKS"):
        terminalreporter.section("checks before the tests")
        for line in checks.splitlines():
            terminalreporter.write_line(line, red="FAILED" in line, green="FAILED" not in line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_OUTCOME] = report.passed
    return report


# ------------------------------------------------------------------------------- fixtures
@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files of other programs, beside the repository; never copied into it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real files are not on this computer")
    return folder


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected documents are to be written anew instead of compared."""
    return bool(request.config.getoption("--update-golden"))


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when the program logs a warning or worse; a test with ``caplog`` judges for itself."""
    records = _Records()
    logger = logging.getLogger("trailsdesk")
    logger.addHandler(records)
    yield
    logger.removeHandler(records)
    if records.seen and "caplog" not in request.fixturenames:
        said = "\n".join(f"{r.levelname} {r.name}: {r.getMessage()}" for r in records.seen)
        pytest.fail(f"the program logged what the test does not expect:\n{said}", pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when a test leaves a window, a running thread or a thread of Qt behind."""
    threads = set(threading.enumerate())
    windows = _windows()
    started = _watch_qt_threads()
    yield
    if not request.node.stash.get(_OUTCOME, False):
        return  # it failed already; what it left says nothing new
    left = [f"thread {thread.name}" for thread in _still_running(threads)]
    left += [f"window {name}" for name in _left_windows(windows)]
    left += [f"Qt thread {type(thread).__name__}" for thread in started if _qt_running(thread)]
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


def _still_running(before: set[threading.Thread]) -> list[threading.Thread]:
    new = [t for t in threading.enumerate() if t not in before and not t.daemon]
    end = time.monotonic() + _SETTLE_SECONDS
    for thread in new:
        thread.join(max(0.0, end - time.monotonic()))
    return [thread for thread in new if thread.is_alive()]


# ------------------------------------------------------------------------------- Qt
_qt_started: list[Any] = []


def _watch_qt_threads() -> list[Any]:
    """Keep a list of the ``QThread`` objects started from here on; empty without Qt."""
    _qt_started.clear()
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and not getattr(core.QThread, "watched_by_tests", False):
        start = core.QThread.start

        def start_and_note(self: Any, *arguments: Any) -> None:
            _qt_started.append(self)
            start(self, *arguments)

        core.QThread.start = start_and_note
        core.QThread.watched_by_tests = True
    return _qt_started


def _qt_running(thread: Any) -> bool:
    with contextlib.suppress(RuntimeError):  # the C++ side is gone: so it runs no more
        return not thread.wait(int(_SETTLE_SECONDS * 1000))
    return False


def _application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    return application if hasattr(application, "topLevelWidgets") else None


def _windows() -> dict[int, str]:
    application = _application()
    if application is None:
        return {}
    from shiboken6 import Shiboken

    # Qt keeps one tool tip for the whole program and removes it when it likes.
    return {
        Shiboken.getCppPointer(window)[0]: type(window).__name__
        for window in application.topLevelWidgets()
        if window.metaObject().className() != "QTipLabel"
    }


def _left_windows(before: dict[int, str]) -> list[str]:
    application = _application()
    if application is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    def left() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return [name for pointer, name in _windows().items() if pointer not in before]

    if left():
        gc.collect()  # a window only a reference cycle still holds is not left behind
    return left()
