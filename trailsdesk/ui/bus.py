"""One place where screens hear that the file changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeBus(QObject):
    """Tells every open panel what a finished operation changed.

    ``changed(changes, initiator)``: ``changes`` is what the operation answered, ``initiator`` the
    object that started it or ``None``, so that a panel may skip the echo of its own edit. Emit
    it on the user-interface thread only, after the operation has been committed.
    """

    changed = Signal(object, object)

    def announce(self, changes: object, initiator: object = None) -> None:
        """Emit :attr:`changed`."""
        self.changed.emit(changes, initiator)
