"""A workbook's bytes to a ``Book``: the gate, a process of its own, what lies hidden."""

from __future__ import annotations

import json
import multiprocessing
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from trailsdesk.domain.problems import InputUnreadable, Problem, Severity
from trailsdesk.formats.delimited import unwrap
from trailsdesk.formats.tables import Book, BookKind, Row, Table
from trailsdesk.formats.workbook_gate import check_workbook
from trailsdesk.formats.workbook_reader import BadWorkbook, read_sheets

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from trailsdesk.formats.limits import Limits


def read_workbook(name: str, data: bytes, limits: Limits) -> Book:
    """Read all sheets that hold rows; hidden sheets are left out and told.

    Raises:
        InputUnreadable: the gate refused it (``workbook.…``), or the reading process failed, ran
        out
            of memory or time (``workbook.reader-failed``).
    """
    check_workbook(name, data, limits)
    sheets = read_apart(name, data, limits)
    problems: list[Problem] = []
    tables: list[Table] = []
    all_hidden = all(sheet["hidden"] for sheet in sheets)
    for sheet in sheets:
        if not sheet["rows"]:
            continue
        if sheet["hidden"] and not all_hidden:
            problems.append(_told("workbook.hidden-sheet", name, sheet=sheet["name"]))
            continue
        if sheet["hidden_rows"]:
            problems.append(
                _told(
                    "workbook.hidden-rows", name, sheet=sheet["name"], count=sheet["hidden_rows"]
                )
            )
        from trailsdesk.formats.tabular import build_table

        rows = [Row(number, tuple(map(unwrap, cells))) for number, cells in sheet["rows"]]
        table, found = build_table(name, sheet["name"], rows, limits=limits, numeric_times=True)
        tables.append(table)
        problems += found
    return Book(name=name, kind=BookKind.WORKBOOK, tables=tuple(tables), problems=tuple(problems))


def _told(code: str, name: str, **params: str | int) -> Problem:
    return Problem(severity=Severity.INFO, code=code, params=params, file=name)


def read_apart(
    name: str, data: bytes, limits: Limits, *, closely: bool = False
) -> list[dict[str, Any]]:
    """The sheets as a child process reads them; the child may die without harm.

    What comes back is JSON, so that a child gone wrong cannot hand over anything but data.
    ``closely`` as for ``read_sheets``.

    Raises:
        InputUnreadable: ``workbook.damaged`` or ``workbook.reader-failed``.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs, limits, closely), daemon=True)
    answer: dict[str, Any] | None = None
    try:
        child.start()
        theirs.close()
        with suppress(OSError, EOFError):
            ours.send_bytes(data)
            if ours.poll(limits.child_seconds):
                answer = json.loads(ours.recv_bytes())
    except (OSError, ValueError) as error:
        raise InputUnreadable("workbook.reader-failed", name=name) from error
    finally:
        ours.close()
        if child.pid is not None:
            if child.is_alive() and answer is None:
                child.kill()
            child.join(5)
    if answer is None or "starved" in answer:
        raise InputUnreadable("workbook.reader-failed", name=name)
    if "sheets" not in answer:
        raise InputUnreadable("workbook.damaged", name=name)
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _serve(connection: Connection, limits: Limits, closely: bool) -> None:
    """The child: read one workbook from the pipe, answer with JSON, end."""
    _limit_self(limits)
    data = connection.recv_bytes(limits.file_bytes)
    answer: dict[str, Any]
    try:
        sheets = read_sheets(data, limits.sheet_rows, limits.sheet_columns, closely=closely)
    except BadWorkbook as error:
        answer = {"bad": str(error)}
    except MemoryError:
        answer = {"starved": True}
    else:
        answer = {
            "sheets": [
                {
                    "name": sheet.name,
                    "hidden": sheet.hidden,
                    "hidden_rows": sheet.hidden_rows,
                    "rows": sheet.rows,
                    "marks": sheet.marks,
                }
                for sheet in sheets
            ]
        }
    connection.send_bytes(json.dumps(answer).encode())
    connection.close()


def _limit_self(limits: Limits) -> None:
    """Bound this process's memory and processor time where the system can (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource

    bounds = (
        (resource.RLIMIT_AS, limits.child_memory_bytes + _mapped_now()),
        (resource.RLIMIT_CPU, limits.child_seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, wanted in bounds:
        with suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(kind)
            bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(kind, (bound, hard))


def _mapped_now() -> int:
    """Address space in use before reading, which the limit must not count."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  no file of a person
            return int(file.read().split()[0]) * 4096
    except (OSError, ValueError, IndexError):
        return 256 * 1024 * 1024
