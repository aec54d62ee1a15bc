"""Made-up lists of the sizes that are measured, and a season to take them."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.services import entries, event_setup
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.services.ports import Clock
    from trailsdesk.services.season import Season

ENTRIES = 20_000
READS = 100_000
REPEATED = 0.4
PRESET = "canterbury-winter-2026"
EVENT = "willesden"
CODES = ("short", "mid", "long")


class StandingClock:
    """One moment for all: what is written is the same in every run."""

    def now_ms(self) -> Instant:
        """That moment."""
        return Instant(1_772_000_000_000)


def write_entries(path: Path, count: int = ENTRIES) -> Path:
    """An entry list of made-up runners."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["Bib", "First name", "Last name", "Gender", "Birth date", "Nationality", "Distance"]
        )
        for bib in range(1, count + 1):
            born = date(1960, 1, 1) + timedelta(days=bib % 16_000)
            gender = "MF"[bib % 2]
            writer.writerow(
                [bib, f"Given{bib}", f"Family{bib % 7000}", gender, born, "NZL", CODES[bib % 3]]
            )
    return path


def write_reads(path: Path, count: int = READS, entered: int = ENTRIES) -> Path:
    """A timing file, shuffled; two of five of its reads stand in it once more, as they were."""
    chance = random.Random(3)
    once = round(count * (1 - REPEATED))
    rows = []
    for number in range(once):
        bib = number % entered + 1
        seconds = 3600 + bib * 7919 % 7200 + number // entered * 40
        rows.append((bib, format_elapsed(seconds * 1000 + bib * 37 % 1000, 1), ""))
    rows += [rows[chance.randrange(once)] for _ in range(count - once)]
    chance.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Bib", "Time", "Status"])
        writer.writerows(rows)
    return path


def new_season(path: Path, clock: Clock | None = None) -> Season:
    """A season without anybody in it."""
    return event_setup.new_season(Store(), path, PRESET, "bench", clock or StandingClock())


def take_entries(season: Season, path: Path) -> None:
    """Import an entry list."""
    source = read_source(path)
    table = pick_table(open_book(source), None)
    mapped = entries.guess_columns(table)
    plan = entries.plan_entries(season, season.event(EVENT).id, None, source.name, table, mapped)
    entries.commit_entries(season, plan)
