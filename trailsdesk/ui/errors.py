"""Three kinds of trouble have three faces; two of them live here.

``KnownError`` (disk full, file busy, unreadable input) is told calmly, with what to do. Anything
else is a fault of the program: a dialog with a report to copy. The report holds versions, the name
of the operation and the places in the code, never values: no names, birth dates or file contents.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from trailsdesk import __version__
from trailsdesk.i18n import _, message
from trailsdesk.ui import icons, style
from trailsdesk.ui.widgets import Button, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from types import TracebackType

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.widgets import NamedRun

logger = logging.getLogger(__name__)


class _TroubleDialog(QDialog):
    """Icon, what happened, what to do; beside the window, never in front of a finish."""

    def __init__(self, parent: QWidget | None, title: str, text: str, icon: str, ink: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        edge = style.unit(5)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(style.unit(3))
        row = QHBoxLayout()
        row.setSpacing(style.unit(4))
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap(icon, style.unit(9), ink, self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(PlainLabel(title, "heading", wrap=True))
        self.text_label = PlainLabel(text, wrap=True)
        self.text_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(self.text_label)
        row.addLayout(words, 1)
        self.column.addLayout(row)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(style.unit(3))
        self.buttons.addStretch(1)
        self.setMinimumWidth(style.unit(115))


class KnownErrorDialog(_TroubleDialog):
    """What happened and what to do about it."""

    def __init__(
        self, parent: QWidget | None, error: KnownError, action: NamedRun | None = None
    ) -> None:
        roles = style.look().roles
        super().__init__(parent, _("This did not work"), message(error), "warning", roles.warn)
        if action is not None:
            words, run = action
            button = PrimaryButton(words, self.accept)
            button.clicked.connect(lambda _checked=False: run())
            self.buttons.addWidget(button)
        self.close_button = Button(_("Close"), self.reject)
        self.close_button.setDefault(action is None)
        self.buttons.addWidget(self.close_button)
        self.column.addLayout(self.buttons)


class BugDialog(_TroubleDialog):
    """A fault of the program, with the report to copy."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        roles = style.look().roles
        text = _(
            "What you did last was not carried out; everything saved before is safe. You can go "
            "on working. The report below says where in the program it happened. It holds no "
            "names and no data of your race."
        )
        title = _("The program made a mistake")
        super().__init__(parent, title, text, "problems", roles.bad)
        self.report = report
        self._view = QPlainTextEdit(report)
        self._view.setReadOnly(True)
        self._view.setAccessibleName(_("Report"))
        self._view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._view.setTabChangesFocus(True)
        self._view.setMinimumHeight(style.unit(50))
        self.column.addWidget(self._view, 1)
        self.copy_button = Button(_("Copy the report"), self.copy_report, icon="copy")
        self.buttons.addWidget(self.copy_button)
        close = PrimaryButton(_("Go on"), self.reject)
        close.setDefault(True)
        self.buttons.addWidget(close)
        self.column.addLayout(self.buttons)
        self.resize(style.unit(170), style.unit(110))

    def copy_report(self) -> None:
        """Put the report on the clipboard and say so."""
        QGuiApplication.clipboard().setText(self.report)
        self.copy_button.setText(_("Copied"))


def show_known(
    parent: QWidget | None, error: KnownError, action: NamedRun | None = None
) -> KnownErrorDialog:
    """Tell a known error without stopping anything: the dialog is not modal.

    Args:
        action: a button that may mend it ("Choose another folder").
    """
    logger.info("told the user: %s", error.note.code)
    dialog = KnownErrorDialog(parent, error, action)
    dialog.show()
    return dialog


def bug_report(error: BaseException, operation: str = "") -> str:
    """The words to copy for the makers of the program.

    Only the type of each error, and file, line and function of each step: an error's message and
    local values may hold a runner's data and are left out.
    """
    lines = [
        f"trailsdesk {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"operation: {operation or '-'}",
        "",
    ]
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in chain:
        chain.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    for each in reversed(chain):
        lines.extend(
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(each.__traceback__)
        )
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
    return "\n".join(lines)


def _short(path: str) -> str:
    """The end of a path: folders of a home may hold a person's name."""
    pieces = path.replace("\\", "/").split("/")
    start = len(pieces) - 1 - pieces[::-1].index("trailsdesk") if "trailsdesk" in pieces else -1
    return "/".join(pieces[start:])


class BugReporter(QObject):
    """The one door for faults of the program, from any thread.

    Repeated faults show one dialog: a fault in a clock tick must not bury the screen.

    Args:
        window: dialogs belong to it; may be set later.
    """

    shown = Signal(str)
    """The report, when a dialog was opened."""
    _arrived = Signal(str)

    def __init__(self, parent: QObject | None = None, window: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window = window
        self._dialog: BugDialog | None = None
        self._arrived.connect(self._show)

    def report(self, error: BaseException, operation: str = "") -> None:
        """Log and show a fault; safe from any thread."""
        text = bug_report(error, operation)
        logger.error("fault in %s\n%s", operation or "-", text)
        self._arrived.emit(text)

    def install(self) -> None:
        """Catch what nobody caught, in the main thread and in all others."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def uninstall(self) -> None:
        """Give Python's own hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace))

    def _uncaught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.report(found.exc_value, found.thread.name if found.thread else "")

    def _show(self, text: str) -> None:
        if self._dialog is not None:
            return
        self._dialog = BugDialog(self.window, text)
        self._dialog.destroyed.connect(self._closed)
        self._dialog.show()
        self.shown.emit(text)

    def _closed(self) -> None:
        self._dialog = None
