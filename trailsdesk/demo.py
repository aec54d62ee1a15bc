"""A made-up season, played through the very services that a real one uses.

Three hundred invented runners, four events, and twelve faults planted in the lists, so that every
panel and every sheet has something to show. The lists are left beside the season's file.
"""

from __future__ import annotations

import csv
import errno
import random
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trailsdesk import resource
from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.domain.problems import Refused
from trailsdesk.services import entries, event_setup, raceday, timing
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.services.time_import import commit_times, plan_times
from trailsdesk.store.files import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from trailsdesk.domain.event import Event
    from trailsdesk.services.season import Season

PRESET = "canterbury-winter-2026"
FILE_NAME = "demo.trailsdesk"
RUNNERS = 300
SEED = 20_260_524
ACTOR = "demo"
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
)
AFTERWARDS = Instant(1_786_348_800_000)
"""10 August 2026, 20:00 in New Zealand: the season is over and the points are in."""
AT_THE_LINE = Instant(1_779_581_117_300)
"""24 May 2026, 12:05:17 in New Zealand: the first of the long race are in."""
LINE_RACE, LINE_BIB = "long", "471"
"""A race that is on at that moment, and somebody of it who is not in yet."""
GUNS = {"long": "10:00:00", "mid": "10:15:00", "short": "10:30:00"}
MINUTES = {"long": (92, 210), "mid": (48, 118), "short": (28, 75)}
FIRST_BIB = {"short": 1, "mid": 201, "long": 401}
ENTERED = {"early": -75, "standard": -40, "late": -20}
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


class DemoClock:
    """A clock that is set to the days of the season, so that the history reads like one."""

    def __init__(self) -> None:
        self._now = datetime(2026, 2, 1, 9, tzinfo=ZoneInfo("Pacific/Auckland"))

    def set(self, moment: datetime) -> None:
        """Go to a moment with a zone."""
        self._now = moment

    def now_ms(self) -> Instant:
        """The moment set, a second later at every look."""
        self._now += timedelta(seconds=1)
        return Instant(int(self._now.timestamp() * 1000))


@dataclass(slots=True, kw_only=True)
class _Person:
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


def play(folder: Path, until: Instant | None = None) -> Path:
    """Make and play the season in ``folder``; returns its file. Refuses to overwrite one.

    ``until`` stops at that moment of the first event, with the race still on.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise Refused("file.exists", name=path.name)
    lists = folder / "lists"
    try:
        lists.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_create(lists, error) from error
    dice = random.Random(SEED)  # noqa: S311  made-up people, not secrets
    people = _people(dice)
    clock = DemoClock()
    season = event_setup.new_season(Store(), path, PRESET, ACTOR, clock)
    try:
        name = season.data.series.name
        event_setup.rename_series(season, f"{name} (demo, made-up runners)")
        for event in season.data.events_in_order():
            _play_event(season, clock, event, people, lists, dice, until)
            if until is not None:
                break
    finally:
        season.file.close()
    return path


def _play_event(
    season: Season,
    clock: DemoClock,
    event: Event,
    people: Sequence[_Person],
    lists: Path,
    dice: random.Random,
    until: Instant | None,
) -> None:
    zone = ZoneInfo(event.zone)
    first = event.ordinal == 0
    clock.set(datetime.combine(event.date, datetime.min.time(), zone) - timedelta(days=3))
    field = [p for p in people if p.series or dice.random() < 0.72]
    entry_list = lists / f"entries-{event.code}.csv"
    faulty = _entry_faults(people) if first else []
    rows = _entry_rows(season, field, event)
    _write(entry_list, ENTRY_HEADER, [*rows, *faulty])
    _import_entries(season, event, entry_list)
    clock.set(datetime.combine(event.date, datetime.min.time(), zone) + timedelta(hours=10))
    for race in season.data.races_of(event.id):
        gun = raceday.parse_gun(event, f"{event.date} {GUNS[race.code]}")
        raceday.set_gun(season, [race.id], gun)
    time_list = lists / f"times-{event.code}.csv"
    rows = _time_rows(field, dice, tie=first)
    if until is None:
        rows = [*rows, *(_time_faults(field) if first else [])]
        now = datetime.combine(event.date, datetime.min.time(), zone) + timedelta(hours=14)
    else:
        now = datetime.fromtimestamp(until / 1000, zone) - timedelta(seconds=40)
        rows = [row for row in rows if row[1] and str(row[1]) < now.strftime("%H:%M:%S")]
    _write(time_list, ("Bib", "Time", "Status"), rows)
    clock.set(now)
    _import_times(season, event, time_list)
    if first:
        _key_at_the_line(season, event, clock)


def _key_at_the_line(season: Season, event: Event, clock: DemoClock) -> None:
    """The last ones in, keyed by hand: a blank that waits for its bib, and a bib nobody wears."""
    long = season.race(event, "long")
    for bib in ("", "4l7"):
        timing.key_finish(season, event.id, long.id, bib, clock.now_ms(), ACTOR)


def _import_entries(season: Season, event: Event, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    mapped = entries.guess_columns(table)
    plan = entries.plan_entries(season, event.id, None, source.name, table, mapped)
    entries.commit_entries(season, plan)


def _import_times(season: Season, event: Event, path: Path) -> None:
    source = read_source(path)
    table = pick_table(open_book(source), None)
    plan = plan_times(season, event.id, None, source, table, kind="clock")
    commit_times(season, plan, ACTOR)


def _people(dice: random.Random) -> list[_Person]:
    names = tomllib.loads(resource("samples", "people.toml").read_text("utf-8"))
    bibs = dict(FIRST_BIB)
    people: list[_Person] = []
    seen = set()
    others = list(names["family"]["others"])
    while len(people) < RUNNERS:
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
        born = _birth(dice, race, len(people))
        people.append(
            _Person(
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
                medal=dice.choices(("", "collect", "post"), (45, 45, 10))[0],
                series=dice.random() < 0.4,
            )
        )
        bibs[race] += 1
    return people


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


def _entry_rows(
    season: Season, field: Iterable[_Person], event: Event
) -> list[tuple[object, ...]]:
    opening = season.data.events_in_order()[0].date
    rows: list[tuple[object, ...]] = []
    for person in field:
        base = opening if person.series else event.date
        entered = base + timedelta(days=ENTERED[person.tier])
        born = date.fromisoformat(person.born)
        quote = entries.quote_for(
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
            )
        )
    return rows


def _entry_faults(people: Sequence[_Person]) -> Sequence[tuple[object, ...]]:
    taken = people[5].bib
    blank = ("", "2026-04-01", "", "", "")
    return [
        (901, "Tahi", "Faultwood", "M", "2014-03-02", "NZL", "mid", *blank),
        (902, "Rua", "Faultwood", "F", "", "NZL", "short", *blank),
        (903, "Toru", "Faultwood", "", "1990-07-08", "NZL", "mid", *blank),
        (904, "Whā", "Faultwood", "M", "1991-02-31", "NZL", "long", *blank),
        (905, "Rima", "Faultwood", "F", "1985-01-09", "NZL", "ultra", *blank),
        (taken, "Ono", "Faultwood", "F", "1979-11-30", "NZL", "long", *blank),
    ]


def _finish(person: _Person, minutes: float) -> str:
    hours, rest, seconds = (int(part) for part in GUNS[person.race].split(":"))
    gun_ms = ((hours * 60 + rest) * 60 + seconds) * 1000
    return format_elapsed(gun_ms + int(minutes * 60_000 // 1000 * 1000), pad_hours=True)


def _time_rows(
    field: Iterable[_Person], dice: random.Random, *, tie: bool
) -> list[tuple[object, ...]]:
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


def _time_faults(field: Sequence[_Person]) -> Sequence[tuple[object, ...]]:
    longs = [p for p in field if p.race == "long"]
    return [
        (888, "11:58:20", ""),
        (longs[0].bib, "13:59:59", ""),
        (longs[1].bib, "12:7x:11", ""),
        (903, "09:58:00", ""),
        (902, "10:41:00", ""),
        (904, "12:44:10", "DNF"),
    ]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        raise _cannot_create(path, error) from error


def _cannot_create(path: Path, error: OSError) -> Refused:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    code = "file.cannot-create-full" if full else "file.cannot-create"
    return Refused(code, name=path.name, folder=str(path.parent))
