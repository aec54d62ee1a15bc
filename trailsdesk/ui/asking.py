"""Which file, which folder, which printer: asked beside the window, so that nothing waits for it.

The ready-made functions of Qt stop every key of the program until they are answered. At a finish
line a runner may cross meanwhile; these dialogs let the window go on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from trailsdesk.i18n import _
from trailsdesk.ui import style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    Taken = Callable[[Path], object]

_NAME: Final = "asked beside the window"


def ask_file(
    over: QWidget, title: str, folder: str, filters: Sequence[str], taken: Taken
) -> QFileDialog:
    """Ask for a file to read; ``taken`` gets it and says itself when there is no such file."""
    dialog = QFileDialog(over, title, folder)
    # Qt would tell of a missing file in a window that stops the program; readers tell it calmly.
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(filters))
    dialog.fileSelected.connect(lambda name: taken(Path(name)))
    show_beside(dialog, over)
    return dialog


def ask_new_file(
    over: QWidget, title: str, start: Path, filters: Sequence[str], taken: Taken
) -> QFileDialog:
    """Ask where to write, ``start`` being offered; a file that is there is replaced only on a yes.

    A name that ends with no suffix of the filters gets that of the filter chosen.
    """
    dialog = QFileDialog(over, title, str(start.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked below, beside the window
    dialog.setNameFilters(list(filters))
    dialog.selectFile(start.name)

    def chosen(name: str) -> None:
        if not name.casefold().endswith(tuple(map(_suffix, filters))):
            name += _suffix(dialog.selectedNameFilter())
        path = Path(name)
        if path.exists():
            _ask_to_replace(over, path, taken)
        else:
            taken(path)

    dialog.fileSelected.connect(chosen)
    show_beside(dialog, over)
    return dialog


def ask_folder(over: QWidget, title: str, folder: str, taken: Taken) -> QFileDialog:
    """Ask for a folder."""
    dialog = QFileDialog(over, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: taken(Path(name)))
    show_beside(dialog, over)
    return dialog


def show_beside(dialog: QDialog, over: QWidget) -> None:
    """Show a dialog, child of ``over``, beside the window without stopping it.

    It takes the place of the one asked before, goes when its window goes, and hands the keys back
    when it is answered.
    """
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for earlier in over.findChildren(QDialog, _NAME, direct):
        earlier.close()
    dialog.setObjectName(_NAME)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window = over.window()
    window.installEventFilter(_Leaves(dialog))
    dialog.finished.connect(window.activateWindow)
    dialog.show()
    _put_aside(dialog, window)
    dialog.raise_()
    dialog.activateWindow()


def _put_aside(dialog: QDialog, window: QWidget) -> None:
    """To the lower right corner of the window: clock and bib box are at its upper left."""
    size, edge = dialog.frameGeometry().size(), style.unit(4)
    corner = window.mapToGlobal(QPoint(window.width(), window.height()))
    seen = window.screen().availableGeometry()
    left = min(corner.x(), seen.right()) - size.width() - edge
    top = min(corner.y(), seen.bottom()) - size.height() - edge
    dialog.move(max(seen.left(), left), max(seen.top(), top))


def _suffix(words: str) -> str:
    """``.pdf`` of ``PDF (*.pdf)``."""
    return words.rpartition("*")[2].rstrip(")")


def _ask_to_replace(over: QWidget, path: Path, taken: Taken) -> None:
    words = _("“{name}” is there already. Replace it?").format(name=path.name)
    box = QMessageBox(QMessageBox.Icon.Warning, _("Replace the file"), words, parent=over)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(str(path.parent))
    replace = box.addButton(_("Replace"), QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(_("Keep the old one"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    replace.clicked.connect(lambda: taken(path))
    show_beside(box, over)


class _Leaves(QObject):
    """Closes a dialog when the window it stands beside is closed."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self._dialog.close()
        return super().eventFilter(watched, event)
