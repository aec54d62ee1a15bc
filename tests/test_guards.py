"""The guards of ``conftest.py`` bite: careless tests have to fail, careful ones must not."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CARELESS = """
from __future__ import annotations
import logging, socket, threading, time
import pytest


def test_reaches_out():
    socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_asks_for_a_name():
    socket.getaddrinfo("example.invalid", 80)

def test_logs_a_warning():
    logging.getLogger("trailsdesk.store").warning("17 rows")

def test_warns():
    import warnings
    warnings.warn("old", DeprecationWarning)

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(4,), name="forgotten").start()

def test_leaves_a_window(qapp):
    from PySide6.QtWidgets import QWidget
    global kept
    kept = QWidget()
    kept.show()

def test_leaves_a_qt_thread(qapp):
    from PySide6.QtCore import QThread
    global thread
    thread = QThread()
    thread.start()

def test_stops_the_qt_thread_of_the_one_before():
    thread.quit()
    thread.wait()

def test_expects_its_warning(caplog):
    logging.getLogger("trailsdesk.store").warning("17 rows")
    assert "17 rows" in caplog.text

def test_joins_its_thread():
    worker = threading.Thread(target=time.sleep, args=(0.1,))
    worker.start()
    worker.join()

def test_hands_its_window_over(qtbot):
    from PySide6.QtWidgets import QMainWindow, QMenu
    window = QMainWindow()
    qtbot.addWidget(window)
    QMenu(window)
    window.show()

def test_drops_a_window_in_a_reference_cycle(qapp):
    from PySide6.QtWidgets import QWidget
    window = QWidget()
    window.itself = window
"""
EXPECTED_TO_FAIL = {
    "test_reaches_out": "reaches for the network",
    "test_asks_for_a_name": "reaches for the network",
    "test_logs_a_warning": "WARNING trailsdesk.store: 17 rows",
    "test_warns": "DeprecationWarning: old",
    "test_leaves_a_thread": "left behind: thread forgotten",
    "test_leaves_a_window": "left behind: window QWidget",
    "test_leaves_a_qt_thread": "left behind: Qt thread QThread",
}


@pytest.fixture(scope="module")
def careless_run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("careless")
    (folder / "test_careless.py").write_text(CARELESS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(folder), "-p", "tests.conftest", "-p", "no:randomly"]
    command += ["-p", "no:cacheprovider", "--color=no", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TRAILSDESK_CHECKS": "lint ok"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("name", EXPECTED_TO_FAIL)
def test_careless_test_is_caught(careless_run: str, name: str) -> None:
    found = re.search(rf"^(FAILED|ERROR) .*::{name} .*$", careless_run, re.MULTILINE)
    assert found is not None, careless_run
    assert EXPECTED_TO_FAIL[name] in careless_run


def test_careful_tests_pass(careless_run: str) -> None:
    caught = set(re.findall(r"^(?:FAILED|ERROR) .*::(\w+)", careless_run, re.MULTILINE))
    assert caught == set(EXPECTED_TO_FAIL), careless_run


def test_earlier_checks_stand_above_the_closing_line(careless_run: str) -> None:
    lines = careless_run.rstrip().splitlines()
    assert "lint ok" in lines
    assert " passed" in lines[-1]


if hasattr(socket, "AF_UNIX"):  # Windows has none

    def test_local_sockets_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)  # the whole path would be too long for a socket
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind("s")
            server.listen()
            client.connect("s")
            assert client.getpeername() == "s"


def test_home_is_not_the_users_own() -> None:
    assert "trailsdesk-test-home-" in str(Path.home())
    assert os.environ["XDG_CONFIG_HOME"].startswith(os.environ["HOME"])
