"""Known errors are told calmly, faults with a report that gives nobody away."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from trailsdesk import __version__
from trailsdesk.domain.problems import DiskFull, FileBusy
from trailsdesk.i18n import message
from trailsdesk.ui.errors import BugDialog, BugReporter, bug_report, show_known

SECRET = "Aroha Te Rangi, born 1986-08-09"


def fault():
    runner = SECRET
    try:
        raise KeyError(runner)
    except KeyError as error:
        raise RuntimeError(f"cannot place {runner}") from error


@pytest.fixture
def error():
    with pytest.raises(RuntimeError) as caught:
        fault()
    return caught.value


@pytest.fixture
def reporter(qtbot, caplog):
    made = BugReporter()
    yield made
    made.uninstall()
    if made._dialog is not None:
        made._dialog.close()


def test_a_report_names_versions_operation_and_place(error):
    report = bug_report(error, "Import entries")
    assert __version__ in report
    assert "Import entries" in report
    assert "RuntimeError" in report
    assert "KeyError" in report
    assert "fault" in report


def test_a_report_gives_no_runner_away(error):
    report = bug_report(error, "Import entries")
    assert "Aroha" not in report
    assert "1986" not in report
    assert str(Path.home()) not in report
    assert not any(line.strip().startswith(("/", "C:")) for line in report.splitlines())


def test_a_known_error_says_what_to_do_and_blocks_nothing(qtbot):
    known = FileBusy(path="autumn.trailsdesk")
    dialog = show_known(None, known)
    qtbot.addWidget(dialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert message(known) in words
    assert not dialog.isModal()
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel)
    )


def test_a_known_error_may_offer_a_way_out(qtbot):
    ran = []
    dialog = show_known(None, DiskFull(), ("Choose another folder", lambda: ran.append(1)))
    qtbot.addWidget(dialog)
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("Choose"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ran == [1]


def test_the_report_can_be_copied(qtbot):
    dialog = BugDialog(None, "report of the fault")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "report of the fault"


def test_one_dialog_however_often_it_happens(reporter, error, qtbot):
    shown = []
    reporter.shown.connect(shown.append)
    for _ in range(5):
        reporter.report(error, "tick")
    assert len(shown) == 1


def test_a_fault_in_a_thread_reaches_the_screen_on_its_own_thread(reporter, error, qtbot):
    with qtbot.waitSignal(reporter.shown) as told:
        thread = threading.Thread(target=reporter.report, args=(error, "Measure"))
        thread.start()
    thread.join()
    assert "Measure" in told.args[0]


def test_what_nobody_caught_is_reported(reporter, error, qtbot):
    reporter.install()
    with qtbot.waitSignal(reporter.shown) as told:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "RuntimeError" in told.args[0]


def test_what_nobody_caught_in_a_thread_is_reported(reporter, qtbot):
    reporter.install()

    def work():
        raise LookupError(SECRET)

    with qtbot.waitSignal(reporter.shown) as told:
        thread = threading.Thread(target=work, name="reader")
        thread.start()
    thread.join()
    assert "LookupError" in told.args[0]
    assert "reader" in told.args[0]
    assert "Aroha" not in told.args[0]


def test_the_log_of_a_fault_gives_no_runner_away(reporter, error, caplog):
    reporter.report(error, "Import entries")
    assert "Import entries" in caplog.text
    assert "Aroha" not in caplog.text
