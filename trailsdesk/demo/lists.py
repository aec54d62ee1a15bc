"""Invented people and their lists, with the faults planted in them."""

from __future__ import annotations

import csv
import errno
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trailsdesk import resource
from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.problems import Refused
from trailsdesk.services import fee_quotes

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from trailsdesk.domain.event import Event
    from trailsdesk.services.season import Season

RUNNERS = 300
ENTRY_HEADER = (
    "Bib",
    "First name",
    "Last name",
    "Gender",
    "Birth date",
    "Nationality",
    "Distance",
    "Club",
    "Entered",
    "Paid",
    "Medal",
    "Series",
    "Shirt",
    "Bus to the start",
    "Trail races so far",
)
QUESTIONS = {"Shirt": "?CHOICE", "Bus to the start": "?YES_NO", "Trail races so far": "?NUMBER"}
"""The columns that the organiser asks for, as an import is told of them."""
SHIRTS = ("S", "M", "L", "XL", "")
GUNS = {"long": "10:00:00", "mid": "10:15:00", "short": "10:30:00"}
MINUTES = {"long": (92, 210), "mid": (48, 118), "short": (28, 75)}
FIRST_BIB = {"short": 1, "mid": 201, "long": 401}
ENTERED = {"early": -75, "standard": -40, "late": -20}
BY_POST = (7, 8)
"""Who has a medal sent home, by their places among the people."""
FAULTS = {
    "entries": (
        "an age too young for its distance", "a missing birth date", "a missing gender",
        "a birth date that does not exist", "a distance nobody offers", "one bib given twice",
    ),
    "times": (
        "a bib nobody wears", "a runner read twice", "a time nobody can read",
        "a finish before the gun", "a time too fast to be true", "a DNF with a time",
    ),
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody invented; ``pace`` is 0 for the quickest and 1 for the slowest."""

    given: str
    family: str
    gender: str
    born: str
    nation: str
    club: str
    race: str
    bib: int
    pace: float
    tier: str
    medal: str
    series: bool


def people(dice: random.Random) -> list[Person]:
    """All of them, in the order they were thought of."""
    names = tomllib.loads(resource("samples", "people.toml").read_text("utf-8"))
    bibs = dict(FIRST_BIB)
    found: list[Person] = []
    seen = set()
    others = list(names["family"]["others"])
    while len(found) < RUNNERS:
        if others:
            given, family, gender, nation = others.pop()
        else:
            gender = dice.choices("FMX", (48, 50, 2))[0]
            given = dice.choice(names["given"][gender])
            family = dice.choice(names["family"]["latin"])
            nation = dice.choice(names["family"]["nations"])
        if (given, family) in seen:
            continue
        seen.add((given, family))
        race = dice.choices(("short", "mid", "long"), (36, 36, 28))[0]
        born = _birth(dice, race, len(found))
        found.append(
            Person(
                given=given,
                family=family,
                gender=gender,
                born=born,
                nation=nation,
                club=dice.choice(names["family"]["clubs"]),
                race=race,
                bib=bibs[race],
                pace=dice.betavariate(2, 2.6),
                tier=dice.choice(tuple(ENTERED)),
                medal=dice.choices(("", "collect"), (50, 50))[0],
                series=dice.random() < 0.4,
            )
        )
        bibs[race] += 1
    for at in BY_POST:
        found[at].medal, found[at].series = "post", True
    return found


def _birth(dice: random.Random, race: str, index: int) -> str:
    """A birth date; two have their birthday on the first race day and turn 20 and 40."""
    if index == 0:
        return "2006-05-24"
    if index == 1:
        return "1986-05-24"
    youngest = 8 if race == "short" else 13
    age = min(78, max(youngest, int(dice.gauss(38, 15))))
    day = date(2026, 5, 23) - timedelta(days=int(age * 365.25) + dice.randrange(1, 360))
    return day.isoformat()


def entry_rows(season: Season, field: Iterable[Person], event: Event) -> list[tuple[object, ...]]:
    """The rows of an event's entry list, each paid as the price list says, but for a few."""
    opening = season.data.events_in_order()[0].date
    rows: list[tuple[object, ...]] = []
    for person in field:
        base = opening if person.series else event.date
        entered = base + timedelta(days=ENTERED[person.tier])
        born = date.fromisoformat(person.born)
        quote = fee_quotes.quote_for(
            season, event.code, person.race, born, entered, series=person.series
        )
        owing = person.bib % 29 == 0
        paid = "" if owing or quote.total_minor is None else f"{quote.total_minor / 100:.2f}"
        rows.append(
            (
                person.bib,
                person.given,
                person.family,
                person.gender,
                person.born,
                person.nation,
                person.race,
                person.club,
                entered.isoformat(),
                paid,
                person.medal,
                "yes" if person.series else "",
                SHIRTS[person.bib % len(SHIRTS)],
                "" if person.bib % 7 == 0 else "no" if person.bib % 3 else "yes",
                "" if person.bib % 5 == 0 else person.bib * 7 % 23,
            )
        )
    return rows


def entry_faults(everybody: Sequence[Person]) -> Sequence[tuple[object, ...]]:
    """Rows with what can be wrong in an entry list."""
    taken = everybody[5].bib
    blank = ("", "2026-04-01", "", "", "", "", "", "")
    return [
        (901, "Tahi", "Faultwood", "M", "2014-03-02", "NZL", "mid", *blank),
        (902, "Rua", "Faultwood", "F", "", "NZL", "short", *blank),
        (903, "Toru", "Faultwood", "", "1990-07-08", "NZL", "mid", *blank),
        (904, "Whā", "Faultwood", "M", "1991-02-31", "NZL", "long", *blank),
        (905, "Rima", "Faultwood", "F", "1985-01-09", "NZL", "ultra", *blank),
        (taken, "Ono", "Faultwood", "F", "1979-11-30", "NZL", "long", *blank),
    ]


def _finish(person: Person, minutes: float) -> str:
    hours, rest, seconds = (int(part) for part in GUNS[person.race].split(":"))
    gun_ms = ((hours * 60 + rest) * 60 + seconds) * 1000
    return format_elapsed(gun_ms + int(minutes * 60_000 // 1000 * 1000), pad_hours=True)


def time_rows(
    field: Iterable[Person], dice: random.Random, *, tie: bool
) -> list[tuple[object, ...]]:
    """The rows of an event's time list, in no order."""
    rows: list[tuple[object, ...]] = []
    tied = 0
    for person in field:
        if dice.random() < 0.03:  # some do not finish
            rows.append((person.bib, "", dice.choice(("DNF", "DNF", "DNS"))))
            continue
        quickest, slowest = MINUTES[person.race]
        day = min(1.0, max(0.0, person.pace + dice.gauss(0, 0.04)))
        minutes = quickest + day * (slowest - quickest)
        adult = "1971" < person.born[:4] < "1986"
        if tie and tied < 3 and person.race == "mid" and person.gender == "F" and adult:
            tied += 1
            minutes = 54.55
        rows.append((person.bib, _finish(person, minutes), ""))
    dice.shuffle(rows)
    return rows


def time_faults(field: Sequence[Person]) -> Sequence[tuple[object, ...]]:
    """Rows with what can be wrong in a time list."""
    longs = [p for p in field if p.race == "long"]
    return [
        (888, "11:58:20", ""),
        (longs[0].bib, "13:59:59", ""),
        (longs[1].bib, "12:7x:11", ""),
        (903, "09:58:00", ""),
        (902, "10:41:00", ""),
        (904, "12:44:10", "DNF"),
    ]


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a list as a spreadsheet program does."""
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        raise cannot_create(path, error) from error


def cannot_create(path: Path, error: OSError) -> Refused:
    """Why a file or folder could not be made."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    code = "file.cannot-create-full" if full else "file.cannot-create"
    return Refused(code, name=path.name, folder=str(path.parent))
