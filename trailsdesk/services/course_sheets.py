"""What the sheets for the course say: who is left, and who comes by which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.documents.course_lists import RaceOut, Station, StationRace, SweepRow
from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.people import fold_name
from trailsdesk.i18n import _, plural
from trailsdesk.services.call_back import moment_words, span_words
from trailsdesk.services.checkpoints import checkpoint_lines
from trailsdesk.services.on_course import course_view
from trailsdesk.services.stands import race_stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.on_course import Tally
    from trailsdesk.domain.people import Contact, RunnerId
    from trailsdesk.services.checkpoints import CheckpointLine
    from trailsdesk.services.on_course import CourseRow
    from trailsdesk.services.season import Season

HIDDEN = "\N{BULLET}\N{BULLET}\N{BULLET}"
"""Stands for protected words where they are not to be seen: the preview on the screen."""


def left_out_there(
    season: Season, event_id: EventId, race_ids: Iterable[RaceId]
) -> tuple[CourseRow, ...]:
    """Everybody of these races who is out there or awaited."""
    wanted = set(race_ids)
    rows = course_view(season, event_id).rows
    return tuple(row for row in rows if row.is_left and row.race_id in wanted)


def races_out(
    season: Season,
    event_id: EventId,
    race_ids: Sequence[RaceId],
    contacts: Mapping[RunnerId, Contact] | None,
) -> tuple[RaceOut, ...]:
    """The races with who is left out there, in the order of the course.

    Args:
        contacts: of those who are left; None hides them.
    """
    view, now = course_view(season, event_id), season.clock.now_ms()
    left = left_out_there(season, event_id, race_ids)
    words = _Words(view.zone, now, contacts)
    found = []
    for race in view.races:
        if race.race_id not in race_ids:
            continue
        own = sorted((row for row in left if row.race_id == race.race_id), key=_along)
        if own or len(race_ids) == 1 or race.tally.started:
            found.append(
                RaceOut(
                    race_label=race.label,
                    counts=tally_words(race.tally),
                    rows=tuple(words.row(row) for row in own),
                )
            )
    return tuple(found)


def tally_words(tally: Tally) -> str:
    """The counts of a race on paper."""
    parts = [
        plural("{count} started", "{count} started", tally.started),
        plural("{count} in", "{count} in", tally.inside),
        plural("{count} withdrawn", "{count} withdrawn", tally.stopped + tally.ruled_out),
        plural("{count} out there", "{count} out there", tally.out),
    ]
    if tally.awaited:
        parts.append(plural("{count} not back yet", "{count} not back yet", tally.awaited))
    if tally.waiting:
        parts.append(
            plural("{count} wait for their start", "{count} wait for their start", tally.waiting)
        )
    return " · ".join(parts)


def _along(row: CourseRow) -> tuple[object, ...]:
    """From the start to the finish, at each place the earliest expected first."""
    due = row.where.due
    return (row.where.stage, due.instant_ms if due else 0, bib_sort_key(row.bib), row.entry_id)


class _Words:
    """Rows in words; holds what all of them need."""

    def __init__(
        self, zone: str, now_ms: Instant, contacts: Mapping[RunnerId, Contact] | None
    ) -> None:
        self.zone = zone
        self.now_ms = now_ms
        self.contacts = contacts

    def row(self, row: CourseRow) -> SweepRow:
        phone, emergency = self._contact(row.runner_id)
        if row.standing.stand is not Stand.OUT:
            return self._stopped(row, phone, emergency)
        seen, due, cutoff = row.where.seen, row.where.due, row.where.cutoff
        late = due.late_ms(self.now_ms) if due is not None else 0
        return SweepRow(
            bib=row.bib or "\N{EN DASH}",
            name=row.name,
            seen=seen.label if seen is not None else _("not since the start"),
            seen_at=self._at(seen.instant_ms) if seen is not None else "",
            expected=due.label if due is not None else "",
            expected_at=self._at(due.instant_ms) if due is not None else "",
            closes="" if cutoff is None else f"{cutoff.label} {self._at(cutoff.instant_ms)}",
            remark=_("{span} late").format(span=span_words(late)) if late else "",
            phone=phone,
            emergency=emergency,
        )

    def _stopped(self, row: CourseRow, phone: str, emergency: str) -> SweepRow:
        ruling, sighted = row.standing.ruling, row.where.seen
        moment = ruling.made_ms if ruling is not None else None
        if ruling is not None and sighted is not None and sighted.code == ruling.point:
            moment = sighted.instant_ms  # when they were there, not when somebody typed it
        return SweepRow(
            bib=row.bib or "\N{EN DASH}",
            name=row.name,
            seen=row.stopped_at or _("not known where"),
            seen_at=self._at(moment),
            expected=ruling.way if ruling is not None else "",
            remark=ruling.reason if ruling is not None else "",
            stopped=True,
            phone=phone,
            emergency=emergency,
        )

    def _at(self, instant_ms: Instant | None) -> str:
        if instant_ms is None:
            return ""
        return moment_words(instant_ms, self.zone, self.now_ms, seconds=False)

    def _contact(self, runner_id: RunnerId) -> tuple[str, str]:
        if self.contacts is None:
            return HIDDEN, HIDDEN
        contact = self.contacts.get(runner_id)
        if contact is None:
            return "", ""
        other = (contact.emergency_name, contact.emergency_phone)
        return contact.phone, " · ".join(part for part in other if part)


# Recorders


def stations(season: Season, race_ids: Sequence[RaceId]) -> tuple[Station, ...]:
    """The places of these races; one that several races go by has them all on one sheet."""
    found: dict[tuple[str, str], list[tuple[RaceId, CheckpointLine]]] = {}
    for race_id in race_ids:
        for line in checkpoint_lines(season, race_id):
            key = (line.point.code.casefold(), fold_name(line.point.label))
            found.setdefault(key, []).append((race_id, line))
    bibs = {race_id: _bibs(season, race_id) for race_id in race_ids}
    return tuple(
        Station(
            label=members[0][1].point.label or members[0][1].point.code,
            code=members[0][1].point.code,
            races=tuple(
                StationRace(
                    race_label=season.data.races[race_id].label,
                    about=_about(season, race_id, line),
                    bibs=tuple(bib for bib in bibs[race_id] if bib),
                    without_bib=bibs[race_id].count(""),
                )
                for race_id, line in members
            ),
        )
        for members in found.values()
    )


def _bibs(season: Season, race_id: RaceId) -> list[str]:
    """The bibs of everybody who started or may start, in order."""
    away = (Stand.CANCELLED, Stand.DNS)
    entries = season.data.entries
    standing = race_stands(season, race_id).items()
    found = [entries[key].bib for key, each in standing if each.stand not in away]
    return sorted(found, key=bib_sort_key)


def _about(season: Season, race_id: RaceId, line: CheckpointLine) -> str:
    point = line.point
    zone = season.data.events[season.data.races[race_id].event_id].zone
    parts = []
    if point.distance_m is not None:
        parts.append(_("{km} km").format(km=f"{point.distance_m / 1000:g}"))
    if point.cutoff_ms is not None:
        after = format_elapsed(point.cutoff_ms).removesuffix(":00")
        words = _("closes {after} after the gun").format(after=after)
        if line.cutoff_at is not None:
            clock = format_clock(line.cutoff_at, zone, seconds=False)
            words = _("closes {clock}, {after} after the gun").format(clock=clock, after=after)
        parts.append(words)
    if point.optional:
        parts.append(_("may be missed"))
    return " · ".join(parts)
