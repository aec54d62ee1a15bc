"""Answers to the dialogs that stand beside the window, as a person gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

Asked = TypeVar("Asked", bound=QDialog)


def asked(kind: type[Asked] = QFileDialog) -> Asked:
    """The one dialog of a kind on the screen; it must not stop anything."""
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
    assert not found.isModal()
    return found


def asks_nothing() -> bool:
    """Whether no dialog is on the screen."""
    shown: list[QWidget] = QApplication.topLevelWidgets()
    return not any(isinstance(w, QDialog) and w.isVisible() for w in shown)


def answer(path: Path | str) -> None:
    """Choose a file or folder in the dialog on the screen."""
    dialog = asked()
    dialog.fileSelected.emit(str(path))
    dialog.close()


def replace_it() -> None:
    """Say yes to the question whether a file may be replaced."""
    box = asked(QMessageBox)
    (yes,) = (b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole)
    yes.click()
