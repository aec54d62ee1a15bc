"""One series file on disk: schema, transactions, journal, undo."""

from __future__ import annotations

from trailsdesk.store.files import Store
from trailsdesk.store.uow import OpenFile
from trailsdesk.store.writer import OperationWriter

__all__ = ["OpenFile", "OperationWriter", "Store"]
