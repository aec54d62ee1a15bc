"""The checkpoints of a race: one by one, from a table, or as at the event before."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import (
    HOUR_MS,
    ClockText,
    Duration,
    Instant,
    TwoParts,
    first_instant_from,
    parse_clock,
    parse_elapsed,
    to_instant,
)
from trailsdesk.domain.event import PointId, RaceId, TimingPoint
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.timing import FINISH, OUT, START
from trailsdesk.services.call_words import VERBS
from trailsdesk.services.raceday import gun_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.event import Event, Race
    from trailsdesk.services.season import Season

MOST_POINTS = 200
_CODE = re.compile(r"[\w.+-]{1,20}")
_HOURS = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?")
_TOGETHER = re.compile(r"(\d{1,3})(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointLine:
    """A checkpoint as the list shows it.

    ``cutoff_at`` is the cut-off as a moment, None while there is no gun. ``reads`` were taken
    there. ``odd`` says what does not fit the point before it.
    """

    point: TimingPoint
    number: int
    cutoff_at: Instant | None
    reads: int
    odd: Note | None = None


def checkpoint_lines(
    season: Season,
    race_id: RaceId,
    start_ms: Instant | None = None,
    planned: Sequence[TimingPoint] | None = None,
    *,
    track_m: float | None = None,
) -> tuple[CheckpointLine, ...]:
    """The checkpoints of a race along the way; start and finish are every race's own.

    Args:
        start_ms: what cut-offs count from while there is no gun.
        planned: these in place of those in the file.
        track_m: how far the race goes by its track, where that is known.
    """
    points = checkpoints_of(season, race_id) if planned is None else planned
    data = season.data
    gun = gun_of(season, race_id) or start_ms
    reads = reads_at_points(season, race_id)
    finish_m = _finish_m(data.races[race_id], track_m)
    lines = []
    before: TimingPoint | None = None
    for number, point in enumerate(points, 1):
        at = None
        if gun is not None and point.cutoff_ms is not None:
            at = Instant(gun + point.cutoff_ms)
        lines.append(
            CheckpointLine(
                point=point,
                number=number,
                cutoff_at=at,
                reads=reads[point.code],
                odd=_odd(point, before, finish_m),
            )
        )
        before = point
    return tuple(lines)


def checkpoints_of(season: Season, race_id: RaceId) -> tuple[TimingPoint, ...]:
    """The points of a race between start and finish, along the way."""
    points = season.data.points_of(race_id)
    return tuple(point for point in points if point.code not in (START, FINISH))


def reads_at_points(season: Season, race_id: RaceId) -> Counter[str]:
    """How many reads were taken at each code, by those of this race or for it."""
    data = season.data
    event_id = data.races[race_id].event_id
    found: Counter[str] = Counter()
    for resolved in season.event_reads(event_id).reads.values():
        batch = data.batches[resolved.read.batch_id]
        owner = data.entries.get(resolved.entry_id) if resolved.entry_id is not None else None
        here = owner.race_id == race_id if owner is not None else batch.race_id in (None, race_id)
        if here:
            found[resolved.point.removesuffix(OUT)] += 1
    return found


def _finish_m(race: Race, track_m: float | None) -> float | None:
    """Where the race ends: the official distance is often a kilometre shorter than the track."""
    return max((each for each in (race.distance_m, track_m) if each is not None), default=None)


def _odd(point: TimingPoint, before: TimingPoint | None, finish_m: float | None) -> Note | None:
    """What about a checkpoint contradicts the one before it, or the race."""
    if before is not None:
        name = {"before": before.label or before.code}
        if _falls(before.distance_m, point.distance_m, equal=True):
            return Note(code="checkpoint.km-falls", params=name)
        if _falls(before.ascent_m, point.ascent_m):
            return Note(code="checkpoint.climb-falls", params=name)
        if _falls(before.cutoff_ms, point.cutoff_ms):
            return Note(code="checkpoint.cutoff-falls", params=name)
    return _beyond_note(point, finish_m)


def _beyond_note(point: TimingPoint, finish_m: float | None) -> Note | None:
    if not _falls(point.distance_m, finish_m, equal=True):
        return None
    km = f"{(finish_m or 0) / 1000:.2f}".rstrip("0").rstrip(".")
    return Note(code="checkpoint.beyond-finish", params={"km": km})


def _falls(first: float | None, second: float | None, *, equal: bool = False) -> bool:
    if first is None or second is None:
        return False
    return second <= first if equal else second < first


# One by one


def check_point(
    point: TimingPoint,
    own: Sequence[TimingPoint],
    race: Race,
    reads: Mapping[str, int],
    *,
    track_m: float | None = None,
) -> dict[str, Note]:
    """What is wrong with a checkpoint as typed, by field; empty when nothing is.

    Fields are ``code``, ``distance_m``, ``ascent_m``, ``cutoff_ms``.

    Args:
        own: the checkpoints the race has, in order; one of the same id is what it was before.
        reads: how many were taken at each code.
        track_m: how far the race goes by its track, where that is known.
    """
    found: dict[str, Note] = {}
    others = [each for each in own if each.id != point.id]
    code = _code_note(point, own, others, reads)
    if code is not None:
        found["code"] = code
    before, after = _neighbours(point, others)
    # Without an official distance a track that ends too soon forbids no place.
    finish_m = None if race.distance_m is None else _finish_m(race, track_m)
    km = _distance_note(point, before, after, finish_m)
    if km is not None:
        found["distance_m"] = km
    if before is not None and _falls(before.ascent_m, point.ascent_m):
        params = {"before": before.label or before.code}
        found["ascent_m"] = Note(code="checkpoint.climb-falls", params=params)
    if before is not None and _falls(before.cutoff_ms, point.cutoff_ms):
        params = {"before": before.label or before.code}
        found["cutoff_ms"] = Note(code="checkpoint.cutoff-falls", params=params)
    return found


def _distance_note(
    point: TimingPoint,
    before: TimingPoint | None,
    after: TimingPoint | None,
    finish_m: float | None,
) -> Note | None:
    if point.distance_m is None:
        return None
    if before is not None and _falls(before.distance_m, point.distance_m, equal=True):
        return _km_note("checkpoint.km-too-low", before)
    if after is not None and _falls(point.distance_m, after.distance_m, equal=True):
        return _km_note("checkpoint.km-too-high", after)
    return _beyond_note(point, finish_m) if after is None else None


def _km_note(code: str, other: TimingPoint) -> Note:
    km = f"{(other.distance_m or 0) / 1000:g}"
    return Note(code=code, params={"other": other.label or other.code, "km": km})


def check_code(code: str) -> Note | None:
    """Why a text can be no code: a code has a letter, so that no call takes it for a bib."""
    if not code:
        return Note(code="checkpoint.code-missing")
    if not _CODE.fullmatch(code) or not any(letter.isalpha() for letter in code):
        return Note(code="checkpoint.code-bad", params={"code": code})
    if code.casefold() in (START, FINISH, *VERBS):
        return Note(code="checkpoint.code-taken-word", params={"code": code})
    return None


def _code_note(
    point: TimingPoint,
    own: Sequence[TimingPoint],
    others: Sequence[TimingPoint],
    reads: Mapping[str, int],
) -> Note | None:
    code = point.code.strip()
    wrong = check_code(code)
    if wrong is not None:
        return wrong
    same = [each for each in others if each.code.casefold() == code.casefold()]
    if same:
        params = {"code": code, "other": same[0].label or same[0].code}
        return Note(code="checkpoint.code-twice", params=params)
    stored = next((each for each in own if each.id == point.id), None)
    if stored is not None and stored.code != code and reads.get(stored.code, 0):
        count = str(reads[stored.code])
        return Note(code="checkpoint.code-in-use", params={"code": stored.code, "count": count})
    return None


def _neighbours(
    point: TimingPoint, others: Sequence[TimingPoint]
) -> tuple[TimingPoint | None, TimingPoint | None]:
    """The checkpoints before and after a place in the order, those without distance left out."""
    known = [each for each in others if each.distance_m is not None]
    if not point.id:
        return _by_distance(point, known)
    before = [each for each in known if each.ordinal < point.ordinal]
    after = [each for each in known if each.ordinal > point.ordinal]
    return (before[-1] if before else None), (after[0] if after else None)


def _by_distance(
    point: TimingPoint, known: list[TimingPoint]
) -> tuple[TimingPoint | None, TimingPoint | None]:
    """A new checkpoint goes where its distance puts it; without one to the end."""
    far = point.distance_m
    before = [each for each in known if far is None or (each.distance_m or 0) <= far]
    after = [each for each in known if far is not None and (each.distance_m or 0) > far]
    return (before[-1] if before else None), (after[0] if after else None)


def save_point(season: Season, point: TimingPoint, *, track_m: float | None = None) -> TimingPoint:
    """Add (id 0) or change a checkpoint as one operation; refuses what ``check_point`` finds.

    A climb or a cut-off that falls is saved all the same: it only says that something is odd.

    Args:
        track_m: how far the race goes by its track, for a place that was put on it: the official
            distance is often a kilometre shorter.
    """
    point = dataclasses.replace(
        point, code=point.code.strip(), label=" ".join(point.label.split()) or point.code.strip()
    )
    own = checkpoints_of(season, point.race_id)
    reads = reads_at_points(season, point.race_id)
    wrong = check_point(point, own, season.data.races[point.race_id], reads, track_m=track_m)
    for field in ("code", "distance_m"):
        if field in wrong:
            raise Refused(wrong[field].code, **wrong[field].params)
    race = season.data.races[point.race_id].code
    if point.id:
        if season.data.points.get(point.id) == point:
            return point
        with season.change("points.edit", race=race, point=point.code) as writer:
            return writer.put(point)
    if len(own) >= MOST_POINTS:
        raise Refused("checkpoint.too-many", count=MOST_POINTS)
    at = _place_in(list(own), point)
    order = [*own[:at], point, *own[at:]]
    with season.change("points.add", race=race, point=point.code) as writer:
        saved = writer.put_many(_numbered(order))
    return saved[at]


def _place_in(own: list[TimingPoint], point: TimingPoint) -> int:
    """Where a new checkpoint goes: behind the last one before it; without distance to the end."""
    if point.distance_m is None:
        return len(own)
    before, after = _by_distance(point, [each for each in own if each.distance_m is not None])
    if before is not None:
        return own.index(before) + 1
    return own.index(after) if after is not None else len(own)


def remove_point(season: Season, point_id: PointId) -> int:
    """Take a checkpoint away; reads taken there stay. Returns how many they are."""
    point = season.data.points[point_id]
    count = reads_at_points(season, point.race_id)[point.code]
    race = season.data.races[point.race_id].code
    with season.change("points.remove", race=race, point=point.code) as writer:
        writer.delete(point)
    return count


def move_point(season: Season, point_id: PointId, by: int) -> bool:
    """Move a checkpoint along the order, 1 towards the finish; False at either end."""
    point = season.data.points[point_id]
    order = list(checkpoints_of(season, point.race_id))
    at = order.index(point)
    to = at + by
    if not 0 <= to < len(order):
        return False
    order.insert(to, order.pop(at))
    race = season.data.races[point.race_id].code
    with season.change("points.move", race=race, point=point.code) as writer:
        writer.put_many(_changed(season, _numbered(order)))
    return True


def _numbered(order: list[TimingPoint]) -> list[TimingPoint]:
    return [dataclasses.replace(each, ordinal=at) for at, each in enumerate(order, 1)]


def _changed(season: Season, points: list[TimingPoint]) -> list[TimingPoint]:
    return [each for each in points if season.data.points.get(each.id) != each]


# As at the event before


def race_to_copy(season: Season, race_id: RaceId) -> Race | None:
    """The same race of the latest event before this one that has checkpoints; None without."""
    data = season.data
    race = data.races[race_id]
    events = [event.id for event in data.events_in_order()]
    before = events[: events.index(race.event_id)]
    for event_id in reversed(before):
        for other in data.races_of(event_id):
            if other.code == race.code and checkpoints_of(season, other.id):
                return other
    return None


def copy_points(season: Season, race_id: RaceId) -> int:
    """Take the checkpoints of the event before; those there are stay. Returns how many came.

    Points whose code or name is there already are left out. Refused (checkpoint.nothing-to-copy)
    when no event before has any.
    """
    other = race_to_copy(season, race_id)
    if other is None:
        raise Refused("checkpoint.nothing-to-copy")
    own = list(checkpoints_of(season, race_id))
    codes = {each.code.casefold() for each in own}
    fresh = [
        dataclasses.replace(each, id=PointId(0), race_id=race_id)
        for each in checkpoints_of(season, other.id)
        if each.code.casefold() not in codes
    ]
    if not fresh:
        return 0
    order = _numbered(_in_order([*own, *fresh]))
    event = season.data.events[other.event_id].code
    race = season.data.races[race_id].code
    with season.change("points.copy", race=race, event=event, count=len(fresh)) as writer:
        writer.put_many(_changed(season, order))
    return len(fresh)


def _in_order(points: list[TimingPoint]) -> list[TimingPoint]:
    """By distance where all have one; else as they came."""
    if all(point.distance_m is not None for point in points):
        return sorted(points, key=lambda point: point.distance_m or 0)
    return points


# Typing a cut-off


def parse_since(text: str) -> Duration | None:
    """A cut-off since the gun as typed: ``4:30``, ``4h30``, ``430``, ``26:00:00``, ``4.5`` hours.

    None for what is no such time; an empty text is not asked about.
    """
    plain = text.strip().removeprefix("+").strip()
    if _HOURS.fullmatch(plain) and not (len(plain) > 2 and plain.isdecimal()):
        return Duration(round(float(plain.replace(",", ".")) * HOUR_MS / 1000) * 1000)
    together = _TOGETHER.fullmatch(plain)
    if together:
        plain = f"{together[1]}:{together[2]}"
    found = parse_elapsed(plain, TwoParts.HOURS_MINUTES)
    return found if found is not None and found >= 0 else None


def parse_at(
    text: str, event: Event, start_ms: Instant, previous_ms: Duration | None = None
) -> Duration | None:
    """A cut-off typed as a time of day, with a date or without, as the time since the start.

    Without a date it is the first such time after the cut-off before it (``previous_ms``), or
    after the start. None for what is no time of day, or lies before the start.
    """
    clock = parse_clock(_with_colon(text.strip()))
    if clock is None:
        return None
    return since_start(clock, event, start_ms, Instant(start_ms + (previous_ms or 0)))


def since_start(
    clock: ClockText, event: Event, start_ms: Instant, not_before: Instant
) -> Duration | None:
    """A written time of day as the time since the start; None when it lies before it."""
    if clock.day is not None:
        found = to_instant(clock, clock.day, event.zone).instant_ms
    else:
        found = first_instant_from(not_before, clock.time_of_day_ms, event.zone).instant_ms
    return Duration(found - start_ms) if found >= start_ms else None


def _with_colon(text: str) -> str:
    """``1315`` as people type a time of day."""
    together = re.fullmatch(r"(\d{1,2})(\d{2})", text)
    return f"{together[1]}:{together[2]}" if together else text.replace(".", ":", 1)


def suggested_code(own: Iterable[TimingPoint]) -> str:
    """The next free code of the usual kind: ``cp3``."""
    used = {each.code.casefold() for each in own}
    number = 1
    while f"cp{number}" in used:
        number += 1
    return f"cp{number}"
