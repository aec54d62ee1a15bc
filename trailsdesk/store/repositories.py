"""What is read from a series file: the whole season, the changed part of it, contacts, history."""

from __future__ import annotations

import gc
import json
import zlib
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Row,
    Select,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
)

from trailsdesk.domain.season import SeasonData
from trailsdesk.services.ports import Changes, FieldChange, OperationInfo
from trailsdesk.store.engine import plain_rows, sound_content
from trailsdesk.store.journal import parsed
from trailsdesk.store.mapping import BY_NAME, CONTACT, KINDS, READ, READ_BATCH, SERIES
from trailsdesk.store.schema import (
    PURGED,
    Action,
    OperationState,
    batch_content,
    change,
    event,
    file_state,
    kept_file,
    operation,
    question_answer,
    race,
    read,
    read_batch,
    waiver,
)
from trailsdesk.store.staging import STAGED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from trailsdesk.domain.event import Series
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.domain.timing import BatchId
    from trailsdesk.store.kind import Kind

_CHUNK = 900
_UNSAID = frozenset({(waiver.name, "signed_by"), (question_answer.name, "value")})
"""Protected fields besides the contacts: of these too the history says only that they changed."""
_HELD = tuple(kind for kind in KINDS if kind.holder)

# A retracted batch outlives the undo of its event or race, out of sight until they are back.
_BATCH_HAS_ITS_PLACE = and_(
    exists().where(event.c.id == read_batch.c.event_id),
    or_(read_batch.c.race_id.is_(None), exists().where(race.c.id == read_batch.c.race_id)),
)


def revision_of(connection: Connection) -> int:
    """The number of the last change."""
    return int(connection.execute(select(file_state.c.revision)).scalar_one())


# --------------------------------------------------------------------------------- season


def load_season(connection: Connection) -> SeasonData:
    """Everything in the file; the caller holds one transaction around it."""
    with _without_collector():
        hidden = _batches_out_of_sight(connection)
        held: dict[str, Any] = {}
        for kind in _HELD:
            statement = _in_sight(kind, hidden).order_by(kind.table.c[kind.key])
            held[kind.holder] = _by_key(kind, connection.execute(statement))
        return SeasonData(revision=revision_of(connection), series=_series(connection), **held)


def refresh_season(connection: Connection, data: SeasonData, changes: Changes) -> SeasonData:
    """``data`` with the rows of ``changes`` read anew.

    Kinds that are not named keep their very mapping. When ``data`` has missed a change in between,
    all of it is read.
    """
    if data.revision < changes.revision - 1:
        return load_season(connection)
    updates: dict[str, Any] = {"revision": max(data.revision, changes.revision)}
    hidden = _batches_out_of_sight(connection)
    with _without_collector():
        for name, ids in changes.kinds.items():
            kind = BY_NAME[name]
            if kind is SERIES:
                updates["series"] = _series(connection)
            elif kind.holder and ids:
                rows = _current(connection, kind, ids, hidden)
                updates[kind.holder] = _patched(getattr(data, kind.holder), ids, rows)
    return replace(data, **updates)


def patched_season(
    data: SeasonData, changes: Changes, written: Mapping[str, Mapping[int, Any]]
) -> SeasonData:
    """As ``refresh_season`` where it is known what was written: nothing is read again.

    Args:
        written: all rows of ``changes`` as they are now, None for one that is gone.
    """
    updates: dict[str, Any] = {"revision": max(data.revision, changes.revision)}
    with _without_collector():
        for name, ids in changes.kinds.items():
            kind = BY_NAME[name]
            if kind is SERIES:
                updates["series"] = next(iter(written[name].values()))
            elif kind.holder and ids:
                given = written[name]
                rows = given if len(given) == len(ids) else {key: given[key] for key in ids}
                rows = {key: row for key, row in rows.items() if row is not None}
                updates[kind.holder] = _patched(getattr(data, kind.holder), ids, rows)
    return replace(data, **updates)


def _patched(
    old: Mapping[int, Any], ids: Collection[int], rows: Mapping[int, Any]
) -> dict[int, Any]:
    """The old mapping with the touched rows replaced, in the order of the ids as after a load."""
    new = dict(old)
    if len(rows) != len(ids):
        for key in ids:
            if key not in rows:
                new.pop(key, None)
    fresh = sorted([key for key in rows if key not in new])
    if len(fresh) != len(rows):
        new.update([(key, row) for key, row in rows.items() if key in new])
    if not fresh:
        return new
    # The few that stand behind the first new one are put back after it: nothing else moves.
    behind = list(takewhile(lambda key: key > fresh[0], reversed(new)))
    moved = {key: new.pop(key) for key in behind}
    for key in sorted((*fresh, *behind)):
        new[key] = rows[key] if key in rows else moved[key]
    return new


def _current(
    connection: Connection, kind: Kind[Any], ids: Collection[int], hidden: Sequence[int]
) -> dict[int, Any]:
    """The rows of ``ids``: by range where they lie close together, else in pieces."""
    key, low, high = kind.table.c[kind.key], min(ids), max(ids)
    statement = _in_sight(kind, hidden)
    if high - low < 2 * len(ids):
        found = _by_key(kind, connection.execute(statement.where(key.between(low, high))))
        return {number: found[number] for number in ids if number in found}
    found = {}
    for piece in _pieces(sorted(ids)):
        found.update(_by_key(kind, connection.execute(statement.where(key.in_(piece)))))
    return found


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _by_key(kind: Kind[Any], result: CursorResult[Any]) -> dict[int, Any]:
    rows = plain_rows(result)
    with sound_content(kind.name):
        return dict(zip((row[0] for row in rows), kind.from_rows(rows), strict=True))


def _in_sight(kind: Kind[Any], hidden: Sequence[int]) -> Select[Any]:
    if hidden and kind is READ:
        return select(kind.table).where(read.c.batch_id.not_in(hidden))
    if hidden and kind is READ_BATCH:
        return select(kind.table).where(read_batch.c.id.not_in(hidden))
    return select(kind.table)


def _batches_out_of_sight(connection: Connection) -> Sequence[int]:
    hidden = or_(~_BATCH_HAS_ITS_PLACE, STAGED)
    return connection.scalars(select(read_batch.c.id).where(hidden)).all()


def _series(connection: Connection) -> Series:
    rows = connection.execute(select(SERIES.table)).all()
    with sound_content(SERIES.name):
        return SERIES.from_rows(rows)[0]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of new objects and no garbage: the collector would only walk them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# ------------------------------------------------------------------- contacts and contents


def contacts_of(connection: Connection, runner_ids: Iterable[RunnerId]) -> dict[RunnerId, Contact]:
    """The contact rows of these runners, where there are any."""
    found: dict[RunnerId, Contact] = {}
    for piece in _pieces(sorted(set(runner_ids))):
        statement = select(CONTACT.table).where(CONTACT.table.c.runner_id.in_(piece))
        for row in CONTACT.from_rows(connection.execute(statement)):
            found[row.runner_id] = row
    return found


def content_of(connection: Connection, batch_id: BatchId) -> bytes | None:
    """The bytes a batch was read from, if they were kept."""
    packed = connection.execute(
        select(batch_content.c.zlib).where(batch_content.c.batch_id == batch_id)
    ).scalar_one_or_none()
    with sound_content(batch_content.name):
        return None if packed is None else zlib.decompress(packed)


def keep(connection: Connection, sha256: str, data: bytes) -> None:
    """Keep a file's bytes under its digest; the caller has looked that they are not kept yet."""
    last = connection.execute(select(func.coalesce(func.max(kept_file.c.id), 0))).scalar_one()
    packed = zlib.compress(data, 6)
    connection.execute(insert(kept_file).values(id=last + 1, sha256=sha256, zlib=packed))


def kept(connection: Connection, sha256: str) -> bytes | None:
    """The bytes kept under a digest, or None."""
    packed = connection.execute(
        select(kept_file.c.zlib).where(kept_file.c.sha256 == sha256)
    ).scalar_one_or_none()
    with sound_content(kept_file.name):
        return None if packed is None else zlib.decompress(packed)


# -------------------------------------------------------------------------------- history


def operations(connection: Connection, limit: int | None) -> tuple[OperationInfo, ...]:
    """The history, newest first."""
    statement = select(operation).order_by(operation.c.number.desc())
    if limit is not None:
        statement = statement.limit(max(limit, 0))
    return tuple(_info(row) for row in connection.execute(statement))


def next_to_undo(connection: Connection) -> OperationInfo | None:
    """The last operation in force."""
    return _one_of(connection, OperationState.DONE, newest=True)


def next_to_redo(connection: Connection) -> OperationInfo | None:
    """The operation that was undone last and can be done again."""
    return _one_of(connection, OperationState.UNDONE, newest=False)


def _one_of(
    connection: Connection, state: OperationState, *, newest: bool
) -> OperationInfo | None:
    order = operation.c.number.desc() if newest else operation.c.number
    row = connection.execute(
        select(operation)
        .where(operation.c.state == state.value, operation.c.name != PURGED)
        .order_by(order)
        .limit(1)
    ).one_or_none()
    return None if row is None else _info(row)


def _info(row: Row[Any]) -> OperationInfo:
    with sound_content(operation.name):
        params = json.loads(row.params)
    return OperationInfo(
        number=row.number,
        name=row.name,
        at_ms=row.at_ms,
        actor=row.actor,
        params=params,
        undone=row.state != OperationState.DONE,
    )


def field_changes(connection: Connection, number: int) -> tuple[FieldChange, ...]:
    """What one operation changed in the end, in the order the rows were first touched.

    A row changed twice counts once, from its first state to its last.
    """
    rows: dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any]]] = {}
    for kind, row_id, action, before, after in connection.execute(
        select(change.c.kind, change.c.row_id, change.c.action, change.c.before, change.c.after)
        .where(change.c.operation == number)
        .order_by(change.c.id)
    ):
        old = parsed(before) if before and action != Action.INSERT else {}
        first = rows[kind, row_id][0] if (kind, row_id) in rows else old
        rows[kind, row_id] = (first, parsed(after) if after else {})
    return tuple(
        field
        for (kind, row_id), (old, new) in rows.items()
        for field in _fields(kind, row_id, old, new)
    )


def _fields(
    kind: str, row_id: int, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[FieldChange]:
    action = Action.UPDATE if old and new else Action.INSERT if new else Action.DELETE
    for name in new or old:
        before, after = _as_text(old.get(name)), _as_text(new.get(name))
        if before == after or (kind in BY_NAME and name == BY_NAME[kind].key):
            continue
        if kind == CONTACT.name or (kind, name) in _UNSAID:
            before = after = ""
        yield FieldChange(
            kind=kind, id=row_id, action=action.value, field=name, before=before, after=after
        )


def _as_text(value: str | int | None) -> str:
    return "" if value is None else str(value)
