"""The examination of a series file: is it sound, is it ours, is the evidence as it was written."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.exc import DBAPIError

from trailsdesk.domain.problems import Problem, Severity
from trailsdesk.store import migrations, repositories
from trailsdesk.store.engine import BrokenContentError, plain_rows, sound_content
from trailsdesk.store.journal import json_object, parsed, reads_of
from trailsdesk.store.mapping import KINDS, READ
from trailsdesk.store.schema import (
    JOURNALLED,
    OperationState,
    batch_content,
    batch_seal,
    change,
    event,
    file_state,
    identity,
    kept_file,
    key_of,
    operation,
    race,
    read,
    read_batch,
    series,
)
from trailsdesk.store.seals import seal_of
from trailsdesk.store.staging import STAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

_MOST = 50
"""As many faults of one sort are listed; more would help nobody."""


def problems_of(connection: Connection, name: str) -> tuple[Problem, ...]:
    """All faults found, the file's own first; what stops one test does not stop the next."""
    problems: list[Problem] = []
    for examine in (_integrity, _references, _form, _state, _values, _rows, _reads, _contents):
        try:
            problems += examine(connection, name)
        except DBAPIError as error:
            if not isinstance(error.orig, sqlite3.DatabaseError):
                raise
            problems.append(_problem("file.check.unreadable", name, detail=str(error.orig)))
        except (BrokenContentError, ValueError) as error:
            problems.append(_problem("file.check.unreadable", name, detail=str(error)))
    return tuple(problems)


def quick_fault(connection: Connection) -> str:
    """The first thing SQLite's quick check finds; empty when it finds nothing."""
    answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    return "" if answer == "ok" else answer


def _problem(code: str, name: str, **params: str | int) -> Problem:
    return Problem(severity=Severity.ERROR, code=code, params=params, file=name)


def _integrity(connection: Connection, name: str) -> Iterator[Problem]:
    for (text,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if text != "ok":
            yield _problem("file.check.integrity", name, detail=text)


def _references(connection: Connection, name: str) -> Iterator[Problem]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST)
    for table, row_id, parent, _ in rows:
        yield _problem("file.check.reference", name, kind=table, id=row_id or 0, parent=parent)
    missing = or_(
        ~exists().where(event.c.id == read_batch.c.event_id),
        read_batch.c.race_id.is_not(None) & ~exists().where(race.c.id == read_batch.c.race_id),
    )
    lost = select(read_batch.c.id).where(read_batch.c.retracted == 0, missing).limit(_MOST)
    for batch_id in connection.scalars(lost):
        yield _problem(
            "file.check.reference", name, kind=read_batch.name, id=batch_id, parent=event.name
        )


def _form(connection: Connection, name: str) -> Iterator[Problem]:
    for difference in migrations.differences(connection)[:_MOST]:
        yield _problem("file.check.form", name, detail=difference)


def _state(connection: Connection, name: str) -> Iterator[Problem]:
    row = connection.execute(select(file_state)).one()
    # Inside an operation one is being recorded, and rightly so.
    if row.replaying and row.operation is None:
        yield _problem("file.check.form", name, detail="replaying")
    for kind in KINDS:
        if kind.own_key:
            highest = select(func.coalesce(func.max(kind.table.c[kind.key]), 0)).scalar_subquery()
            given = select(identity.c.last).where(identity.c.kind == kind.name).scalar_subquery()
            over = select(highest > func.coalesce(given, 0))
            if connection.scalar(over):
                yield _problem("file.check.form", name, detail=f"identity {kind.name}")


def _values(connection: Connection, name: str) -> Iterator[Problem]:
    """Whether every row still means something to this program."""
    for kind in KINDS:
        rows = plain_rows(connection.execute(select(kind.table)))
        try:
            with sound_content(kind.name):
                kind.from_rows(rows)
        except BrokenContentError:
            yield _problem("file.check.unreadable", name, detail=kind.name)


def _rows(connection: Connection, name: str) -> Iterator[Problem]:
    """Every row of evidence against what the history says it was last made to be."""
    wanted: dict[str, dict[int, str | None]] = {table.name: {} for table in JOURNALLED}
    for kind, row_id, after in plain_rows(
        connection.execute(
            select(change.c.kind, change.c.row_id, change.c.after)
            .join(operation, operation.c.number == change.c.operation)
            .where(operation.c.state == OperationState.DONE.value)
            .order_by(change.c.id)
        )
    ):
        wanted.setdefault(kind, {})[row_id] = after
    for table in JOURNALLED:
        row = json_object(table, table.name)
        statement = f"SELECT {key_of(table)}, {row} FROM {table.name}"  # noqa: S608  own names
        found = {key: text for key, text in plain_rows(connection.exec_driver_sql(statement))}
        said = wanted[table.name]
        for row_id in islice(_unlike(table, found, said), _MOST):
            yield _problem("file.check.row", name, kind=table.name, id=row_id)


def _unlike(table: Table, found: dict[int, str], said: dict[int, str | None]) -> Iterator[int]:
    for row_id in sorted(found.keys() | said.keys()):
        have, want = found.get(row_id), said.get(row_id)
        if have is not None and want is not None:
            # Rows recorded before a column was added say nothing about it.
            alike = have == want or parsed(want).items() <= parsed(have).items()
        elif have is not None:
            # The series was there before the history; an undone batch stays, retracted.
            alike = table is series or (table is read_batch and parsed(have)["retracted"] == 1)
        else:
            alike = want is None
        if not alike:
            yield row_id


def _reads(connection: Connection, name: str) -> Iterator[Problem]:
    """Every batch's reads against the digest taken when they were written."""
    sealed = 0
    for batch_id, batch_name, sha256 in connection.execute(
        select(read_batch.c.id, read_batch.c.name, batch_seal.c.sha256)
        .outerjoin(batch_seal, batch_seal.c.batch_id == read_batch.c.id)
        .where(~STAGED)
        .order_by(read_batch.c.id)
    ).all():
        ids = reads_of(connection, batch_id)
        rows = plain_rows(
            connection.execute(
                select(READ.table)
                .where(read.c.id.between(ids.start, ids.stop - 1))
                .order_by(read.c.id)
            )
        )
        sealed += len(rows)
        if len(rows) != len(ids) or (sha256 is not None and sha256 != seal_of(rows)):
            yield _problem("file.check.reads", name, batch=batch_name or str(batch_id))
    # What an import that was broken off left behind is no evidence; it is swept away.
    counted = read.c.batch_id.not_in(select(read_batch.c.id).where(STAGED))
    if sealed != connection.scalar(select(func.count()).select_from(read).where(counted)):
        yield _problem("file.check.reads", name, batch="?")


def _contents(connection: Connection, name: str) -> Iterator[Problem]:
    for sha256 in connection.scalars(select(kept_file.c.sha256)).all():
        try:
            data = repositories.kept(connection, sha256)
        except BrokenContentError:
            data = None
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            yield _problem("file.check.content", name, batch=sha256[:12])
    for batch_id in connection.scalars(select(batch_content.c.batch_id)).all():
        packed = connection.execute(
            select(batch_content.c.zlib).where(batch_content.c.batch_id == batch_id)
        ).scalar_one()
        try:
            zlib.decompress(packed)
        except zlib.error:
            yield _problem("file.check.content", name, batch=str(batch_id))
