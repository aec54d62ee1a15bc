"""What is measured against: the same job written down plainly with csv and sqlite3."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = """
CREATE TABLE batch (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, seal TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE read (
    id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch, line INTEGER NOT NULL,
    bib TEXT NOT NULL, instant_ms INTEGER, elapsed_ms INTEGER,
    status TEXT CHECK (status IN ('OK', 'DNF', 'DNS', 'DSQ', 'OVER_TIME', 'PENDING')),
    occurrence INTEGER NOT NULL CHECK (occurrence >= 0), raw TEXT NOT NULL, chip TEXT NOT NULL
) STRICT;
"""


def plain_entries(source: Path, target: Path) -> None:
    """The rows of an entry list into two tables."""
    database = sqlite3.connect(target)
    database.execute("PRAGMA synchronous=EXTRA")
    database.execute("CREATE TABLE runner (id INTEGER PRIMARY KEY, a, b, c, d, e)")
    database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, runner, bib, race)")
    with source.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    with database:
        database.executemany(
            "INSERT INTO runner VALUES (?,?,?,?,?,?)",
            [(i, r[1], r[2], r[3], r[4], r[5]) for i, r in enumerate(rows, 1)],
        )
        database.executemany(
            "INSERT INTO entry VALUES (?,?,?,?)",
            [(i, i, r[0], r[6]) for i, r in enumerate(rows, 1)],
        )
    database.close()


def bare_reads(source: Path, target: Path) -> None:
    """The cells of a timing file into a table: nothing read, nothing checked, nothing kept."""
    database = sqlite3.connect(target)
    database.execute("PRAGMA synchronous=EXTRA")
    database.execute("CREATE TABLE read (id INTEGER PRIMARY KEY, line, bib, time, status)")
    with source.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    with database:
        database.executemany(
            "INSERT INTO read VALUES (?,?,?,?,?)",
            [(i, i, r[0], r[1], r[2]) for i, r in enumerate(rows, 1)],
        )
    database.close()


def same_reads(source: Path, target: Path) -> None:
    """A timing file with the product's promises, by the shortest way there is.

    Times become whole milliseconds, repeats are told apart, the tables are strict and of the same
    columns, the save is on the disk, and with the rows are kept a digest of them and the file.
    """
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("PRAGMA synchronous=EXTRA")
    database.execute("PRAGMA foreign_keys=ON")
    database.executescript(_TABLES)
    data = source.read_bytes()
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(reader)
    bib_at, time_at, status_at = (header.index(name) for name in ("Bib", "Time", "Status"))
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for number, cells in enumerate(reader, 1):
        bib, status = cells[bib_at].strip(), cells[status_at].strip() or None
        elapsed_ms = _milliseconds(cells[time_at].strip())
        key = (bib, elapsed_ms, status)
        occurrence = seen[key] = seen.get(key, -1) + 1
        raw = ",".join(cells)
        rows.append(
            (number, 1, reader.line_num, bib, None, elapsed_ms, status, occurrence, raw, "")
        )
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    seal = hashlib.sha256(text.encode()).hexdigest()
    digest = hashlib.sha256(data).hexdigest()
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        "INSERT INTO batch VALUES (1,?,?,?,?)", (source.name, digest, seal, zlib.compress(data, 6))
    )
    database.executemany("INSERT INTO read VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
    database.execute("COMMIT")
    database.close()


def _milliseconds(text: str) -> int | None:
    if not text:
        return None
    clock, _, fraction = text.partition(".")
    hours, minutes, seconds = clock.split(":")
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0")[:3])
