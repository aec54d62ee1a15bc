"""The small season kept as a file of every version: made-up people, a history, some reads.

``python -m tests.store.sample FILE`` writes it. Run once for each new major version, before its
first release, and never again: what lies under ``tests/data/files`` is what people's files are.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.builders import a_race, a_runner, a_series, a_wave, an_entry, an_event
from tests.store.season import NOON, Ticking, a_batch, raw
from trailsdesk.domain.entry import CategoryOverride, EntryId
from trailsdesk.domain.event import EventId, RaceId, WaveId
from trailsdesk.domain.people import Contact, RunnerId
from trailsdesk.domain.results import ResultStatus, Ruling, RulingKind, TimeAdjustment
from trailsdesk.domain.timing import BatchKind, Read, ReadRuling, ReadRulingKind
from trailsdesk.store import OpenFile, Store

PEOPLE = (
    ("Mataī", "Aroha (made up)"),
    ("Żuraw", "Bea (made up)"),
    ("O'Hare", "Cleo (made up)"),
    ("van der Berg", "Dag (made up)"),
    ("李", "Eri (made up)"),
    ("ירח", "Finn (made up)"),
)
SOURCE = b"bib;time\r\n1;0:45:15\r\n2;0:45:15\r\n3;dnf\r\n"


def write(place: Path) -> None:
    """The sample, in small pages so that it stays small."""
    with Store().create(place, a_series(), "Desk (made up)", Ticking()) as file:
        _setup(file)
        _import(file)
        _edit(file)
        _reads(file)
        with file.operation("retract") as writer:
            batch = file.load().batches[2]
            writer.put(replace(batch, retracted=True))
    with raw(place) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")


def _setup(file: OpenFile) -> None:
    with file.operation("setup", {"races": 2}) as writer:
        event = writer.put(an_event(id=EventId(0)))
        race = a_race(
            id=RaceId(0), event_id=event.id, distance_m=10_450.25, aliases=("10", "kurz")
        )
        for number, code in enumerate(("short", "long"), start=1):
            saved = writer.put(replace(race, code=code, label=code.title(), ordinal=number))
            writer.put(a_wave(id=WaveId(0), race_id=saved.id))


def _import(file: OpenFile) -> None:
    with file.operation("import", {"count": len(PEOPLE)}) as writer:
        for number, (family, given) in enumerate(PEOPLE, start=1):
            runner = writer.put(
                a_runner(family, given, id=RunnerId(0), birth_date=date(1950 + 8 * number, 2, 28))
            )
            writer.put(
                an_entry(
                    str(number),
                    id=EntryId(0),
                    runner_id=runner.id,
                    race_id=RaceId(1 + number % 2),
                    paid_minor=4500,
                )
            )
            writer.put(Contact(runner_id=runner.id, phone=f"made up {number}"))


def _edit(file: OpenFile) -> None:
    data = file.load()
    with file.operation("edit") as writer:
        writer.put(replace(data.entries[EntryId(2)], note="pays at the gate"))
        writer.put(CategoryOverride(entry_id=EntryId(3), category="F-OPEN", reason="asked"))
        writer.put(replace(data.series, options={"tie": "shared"}))


def _reads(file: OpenFile) -> None:
    with file.operation("reads", {"reads": 7}) as writer:
        given = [
            Read(line=2, bib="1", elapsed_ms=2_715_000, raw="1;0:45:15"),
            Read(line=3, bib="2", elapsed_ms=2_715_000, raw="2;0:45:15"),
            Read(line=4, bib="3", status=ResultStatus.DNF, raw="3;dnf"),
        ]
        writer.add_reads(a_batch(1, name="finish.csv", sha256="0" * 64), given, SOURCE)
        keyed = [Read(line=n, bib=str(n), instant_ms=NOON + n) for n in range(1, 5)]
        _, first = writer.add_reads(a_batch(1, kind=BatchKind.LINE), keyed)
        writer.put(ReadRuling(read_id=first, kind=ReadRulingKind.IGNORE, made_ms=NOON))
        writer.put(Ruling(entry_id=EntryId(4), kind=RulingKind.DSQ, made_ms=NOON, reason="cut"))
        writer.put(TimeAdjustment(entry_id=EntryId(1), delta_ms=5000, made_ms=NOON))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
