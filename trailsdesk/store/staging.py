"""Large imports in small steps: reads that lie in the file and do not count yet.

SQLite has one writer: a hundred thousand reads in one transaction would hold up whoever takes a
time meanwhile. They are written some thousand at a time instead, under a batch without a seal.
Such a batch is out of sight of everybody; an operation seals it and makes it count, all at once.
One that was broken off, by whatever, is swept away when the file is next opened.
"""

from __future__ import annotations

import time
import zlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, select

from trailsdesk.domain.timing import BatchId, ReadId
from trailsdesk.services.ports import StagedReads
from trailsdesk.store.bulk import insert_rows, read_rows, saved_reads, take_ids
from trailsdesk.store.mapping import READ, READ_BATCH
from trailsdesk.store.schema import batch_content, batch_seal, change, read, read_batch
from trailsdesk.store.seals import Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from trailsdesk.domain.timing import Read, ReadBatch

    Transaction = Callable[[], AbstractContextManager[Connection]]

STAGED = and_(
    read_batch.c.retracted == 1,
    ~exists().where(batch_seal.c.batch_id == read_batch.c.id).correlate(read_batch),
    ~exists()
    .where(change.c.kind == read_batch.name, change.c.row_id == read_batch.c.id)
    .correlate(read_batch),
)
"""What is true of a batch that does not count yet, or was broken off: no seal and no history."""

_STEP_S = 0.01
"""As long the rows of a step should take; a key press waits for one step."""
_FEWEST, _MOST = 250, 8000
_PACKED_AT_ONCE = 256 * 1024
_SWEPT_AT_ONCE = 5000


class Staging:
    """Writes batches in steps; see ``SeriesFile.staging``.

    Args:
        transaction: a writing transaction of the file.
        between: called between two steps, when nothing is under way in the file.
    """

    def __init__(self, transaction: Transaction, between: Callable[[], object]) -> None:
        self._transaction = transaction
        self._between = between
        self._rows = 1000
        self._ids: list[int] = []

    def add(
        self,
        batch: ReadBatch,
        reads: Sequence[Read],
        content: bytes | None = None,
        told: Callable[[int], object] | None = None,
    ) -> StagedReads:
        """Write a batch out of sight; ``told`` hears how many of its reads are written."""
        if batch.id != 0:
            raise ValueError("reads are written together with a new batch")
        with self._transaction() as connection:
            batch_id = BatchId(take_ids(connection, READ_BATCH.name, 1))
            first = ReadId(take_ids(connection, READ.name, len(reads)))
            staged = replace(batch, id=batch_id, retracted=True)
            connection.exec_driver_sql("UPDATE file_state SET replaying = 1")
            insert_rows(connection, read_batch, [READ_BATCH.to_values(staged)])
            connection.exec_driver_sql("UPDATE file_state SET replaying = 0")
        self._ids.append(batch_id)
        seal = Seal()
        saved: list[Read] = []
        while len(saved) < len(reads):
            piece = reads[len(saved) : len(saved) + self._rows]
            rows = read_rows(first + len(saved), batch_id, piece)
            seal.add(rows)
            saved += saved_reads(ReadId(first + len(saved)), batch_id, piece)
            began = time.thread_time()
            with self._open(batch_id) as connection:
                insert_rows(connection, read, rows)
                inserting_s = time.thread_time() - began
                inserted = time.perf_counter()
            self._pace(len(rows), inserting_s, time.perf_counter() - inserted)
            if told is not None:
                told(len(saved))
            self._between()
        if content is not None:
            packed = self._packed(content)
            with self._open(batch_id) as connection:
                insert_rows(connection, batch_content, [(batch_id, packed)])
            self._between()
        return StagedReads(
            batch=replace(batch, id=batch_id), first=first, reads=tuple(saved), sha256=seal.end()
        )

    def discard(self) -> None:
        """Take out of the file what was not sealed."""
        if self._ids:
            sweep(self._transaction, self._between, self._ids)

    @contextmanager
    def _open(self, batch_id: BatchId) -> Iterator[Connection]:
        with self._transaction() as connection:
            connection.exec_driver_sql("UPDATE file_state SET open_batch = ?", (batch_id,))
            yield connection
            connection.exec_driver_sql("UPDATE file_state SET open_batch = NULL")

    def _pace(self, rows: int, inserting_s: float, saving_s: float) -> None:
        """As many rows as are inserted quickly; more where the disk takes its time to save.

        The time is this thread's own: what others do meanwhile must not make the steps smaller.
        """
        longest = max(_STEP_S, saving_s / 2)
        fitting = int(rows * longest / max(inserting_s, 1e-4))
        self._rows = max(_FEWEST, min(_MOST, fitting, 2 * self._rows))

    def _packed(self, content: bytes) -> bytes:
        packer = zlib.compressobj(6)
        packed = []
        for start in range(0, len(content), _PACKED_AT_ONCE):
            packed.append(packer.compress(content[start : start + _PACKED_AT_ONCE]))
            self._between()
        return b"".join((*packed, packer.flush()))


def sweep(
    transaction: Transaction,
    between: Callable[[], object] = lambda: None,
    among: Collection[int] | None = None,
) -> None:
    """Take out of the file, in steps, the batches that were never sealed.

    Args:
        among: only these; None for all there are.
    """
    with transaction() as connection:
        ids = [
            batch_id
            for batch_id in connection.scalars(select(read_batch.c.id).where(STAGED))
            if among is None or batch_id in among
        ]
    for batch_id in ids:
        with transaction() as connection:
            of_batch = select(func.min(read.c.id), func.max(read.c.id))
            first, last = connection.execute(of_batch.where(read.c.batch_id == batch_id)).one()
        for start in range(first or 0, (last or -1) + 1, _SWEPT_AT_ONCE):
            with transaction() as connection:
                part = read.c.id.between(start, start + _SWEPT_AT_ONCE - 1)
                connection.execute(delete(read).where(part, read.c.batch_id == batch_id))
            between()
        with transaction() as connection:
            connection.execute(delete(batch_content).where(batch_content.c.batch_id == batch_id))
            connection.execute(delete(read_batch).where(read_batch.c.id == batch_id))
