"""Late starters: evidence that somebody started, or a start of their own."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant, format_clock
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.event import OWN_START, Wave, WaveId
from trailsdesk.domain.outcomes import standing_rulings
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.results import Ruling, RulingKind
from trailsdesk.domain.timing import (
    START,
    BatchKind,
    Read,
    ReadBatch,
    ReadId,
    ReadRuling,
    ReadRulingKind,
)
from trailsdesk.domain.waves import waves_by_entry
from trailsdesk.i18n import _
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.start_effect import PlaceMove, place_moves
from trailsdesk.services.waves import group_of

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.ports import Writer
    from trailsdesk.services.season import Season


class LateCounts(enum.StrEnum):
    """What counts for a late starter: the gun all the same, or the own start."""

    GUN = "gun"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A runner who started at another moment than the wave.

    ``wave_id`` is the own start, ``read_ids`` are the start reads taken here; ``gun_ms`` is the
    gun of the group the runner belongs to, None where that has none.
    """

    entry_id: EntryId
    bib: str
    name: str
    race_label: str
    started_ms: Instant
    counts: LateCounts
    gun_ms: Instant | None
    wave_id: WaveId | None = None
    read_ids: tuple[ReadId, ...] = ()

    @property
    def after_ms(self) -> int | None:
        """How long after the gun; negative before it, None without one."""
        return None if self.gun_ms is None else self.started_ms - self.gun_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStartEffect:
    """What a start of their own would do to a runner: the result now and then, others moved.

    ``after_ms`` is how long after the group's gun it lies, None without a gun. ``mine`` is None
    when neither place nor status of the runner changes.
    """

    after_ms: int | None
    mine: PlaceMove | None
    others: tuple[PlaceMove, ...]


def late_lines(season: Season, event_id: EventId, race_id: RaceId | None) -> tuple[LateLine, ...]:
    """Everybody with a start of their own or keyed as started here, the latest first."""
    data = season.data
    races = {race.id for race in data.races_of(event_id) if race_id in (None, race.id)}
    entries = [entry for entry in data.entries.values() if entry.race_id in races]
    keyed = _keyed_starts(season, event_id)
    found: list[LateLine] = []
    for entry_id, wave in waves_by_entry(data, entries).items():
        entry = data.entries[entry_id]
        gun = group_of(data, wave).gun_ms
        if wave.is_own_start and wave.gun_ms is not None:
            found.append(_line(data, entry, wave.gun_ms, LateCounts.OWN, gun, wave_id=wave.id))
        for instant, read_id in keyed.get(entry_id, ()):
            own = _line(data, entry, instant, LateCounts.GUN, gun, read_id=read_id)
            found.append(own)
    return tuple(sorted(found, key=lambda line: (-line.started_ms, line.bib)))


def _line(
    data: SeasonData,
    entry: Entry,
    started_ms: Instant,
    counts: LateCounts,
    gun_ms: Instant | None,
    *,
    wave_id: WaveId | None = None,
    read_id: ReadId | None = None,
) -> LateLine:
    return LateLine(
        entry_id=entry.id,
        bib=entry.bib,
        name=full_name(data.runners[entry.runner_id]),
        race_label=data.races[entry.race_id].label,
        started_ms=started_ms,
        counts=counts,
        gun_ms=gun_ms,
        wave_id=wave_id,
        read_ids=() if read_id is None else (read_id,),
    )


def _keyed_starts(
    season: Season, event_id: EventId
) -> dict[EntryId, list[tuple[Instant, ReadId]]]:
    """The starts keyed by hand; those of a mat or file are the timing's."""
    data = season.data
    by_hand = {
        batch.id
        for batch in data.batches.values()
        if batch.event_id == event_id
        and batch.point == START
        and batch.kind is BatchKind.LINE
        and not batch.retracted
    }
    found: dict[EntryId, list[tuple[Instant, ReadId]]] = {}
    if by_hand:
        for entry_id, seen in season.event_reads(event_id).entries.items():
            for start in seen.starts:
                if start.read.batch_id in by_hand and start.instant_ms is not None:
                    pair = (start.instant_ms, start.read.id)
                    found.setdefault(entry_id, []).append(pair)
    return found


def start_late(
    season: Season, entry_id: EntryId, started_ms: Instant, counts: LateCounts, actor: str
) -> None:
    """Somebody starts at another moment than the wave, as one operation.

    ``GUN`` keeps a read at the start line: the time runs from the gun (or from that read, where
    the rules take net times), and an own start given before goes. ``OWN`` gives a wave of one's
    own whose gun is that moment; who has one already gets another moment. Either takes a "did not
    start" back.

    Raises:
        Refused: ``start.late-no-gun`` (``GUN`` before the wave was started),
            ``start.entry-withdrawn``, ``desk.entry-gone``.
    """
    entry = entry_named(season, entry_id)
    if entry.status is EntryStatus.WITHDRAWN:
        raise Refused("start.entry-withdrawn", bib=entry.bib or _NOBODY)
    data = season.data
    zone = data.events[data.races[entry.race_id].event_id].zone
    time = format_clock(started_ms, zone)
    words = {"bib": entry.bib or _NOBODY, "time": time}
    if counts is LateCounts.GUN:
        wave = waves_by_entry(data, [entry]).get(entry_id)
        if wave is None or group_of(data, wave).gun_ms is None:
            raise Refused("start.late-no-gun", bib=words["bib"])
        with season.change("start.late", **words) as writer:
            if wave.is_own_start:
                _leave_own(data, writer, entry, wave)
            _write_read(season, writer, entry, started_ms, actor)
            _reinstate(season, writer, entry, actor)
        return
    wanted = _own_wave(data, entry, started_ms)
    if entry.wave_id == wanted.id and data.waves.get(wanted.id) == wanted:
        return
    with season.change("start.own", **words) as writer:
        kept = writer.put(wanted)
        if entry.wave_id != kept.id:
            writer.put(dataclasses.replace(entry, wave_id=kept.id))
        _reinstate(season, writer, entry, actor)


def _own_wave(data: SeasonData, entry: Entry, started_ms: Instant) -> Wave:
    """The wave of one runner: the one there is, with another gun, or a new one."""
    race = data.races[entry.race_id]
    now = waves_by_entry(data, [entry])[entry.id]
    group = group_of(data, now)
    time = format_clock(started_ms, data.events[race.event_id].zone)
    early = group.gun_ms is not None and started_ms < group.gun_ms
    label = (_("early {time}") if early else _("late {time}")).format(time=time)
    if now.is_own_start:
        return dataclasses.replace(now, label=label, gun_ms=started_ms)
    ordinal = OWN_START * max(1, group.ordinal)
    return Wave(race_id=race.id, label=label, ordinal=ordinal, gun_ms=started_ms)


def _write_read(
    season: Season, writer: Writer, entry: Entry, started_ms: Instant, actor: str
) -> None:
    batch = ReadBatch(
        event_id=season.data.races[entry.race_id].event_id,
        race_id=entry.race_id,
        point=START,
        kind=BatchKind.LINE,
        made_ms=season.clock.now_ms(),
        actor=actor,
    )
    read = Read(line=1, bib=entry.bib, instant_ms=started_ms, raw=entry.bib)
    _batch, read_id = writer.add_reads(batch, [read])
    # Whose it is is known here; the bib alone may be worn by two, or pass to somebody else.
    writer.put(
        ReadRuling(
            read_id=read_id,
            kind=ReadRulingKind.ASSIGN,
            entry_id=entry.id,
            made_ms=season.clock.now_ms(),
        )
    )


def _reinstate(season: Season, writer: Writer, entry: Entry, actor: str) -> None:
    """Who starts did start: a ruling that says otherwise is taken back."""
    standing = standing_rulings(
        ruling for ruling in season.data.rulings.values() if ruling.entry_id == entry.id
    ).get(entry.id)
    ruling = standing.ruling if standing is not None else None
    if ruling is not None and ruling.kind is RulingKind.DNS:
        now = season.clock.now_ms()
        writer.put(
            Ruling(
                entry_id=entry.id,
                kind=RulingKind.REINSTATE,
                reason=_("started late"),
                actor=actor,
                made_ms=Instant(max(now, ruling.made_ms)),
            )
        )


def with_the_wave(season: Season, entry_id: EntryId) -> bool:
    """Take an own start back: the runner starts with the wave again that was left for it.

    Returns whether there was one. The wave of one's own goes with it.
    """
    entry = entry_named(season, entry_id)
    wave = season.data.waves.get(entry.wave_id) if entry.wave_id is not None else None
    if wave is None or not wave.is_own_start:
        return False
    with season.change("start.own-back", bib=entry.bib or _NOBODY) as writer:
        _leave_own(season.data, writer, entry, wave)
    return True


def _leave_own(data: SeasonData, writer: Writer, entry: Entry, wave: Wave) -> None:
    """Out of an own start, back into the group it was left for; nobody's wave goes with it."""
    group, first = group_of(data, wave), data.start_groups_of(wave.race_id)[0]
    writer.put(dataclasses.replace(entry, wave_id=None if group.id == first.id else group.id))
    if not any(e.wave_id == wave.id and e.id != entry.id for e in data.entries.values()):
        writer.delete(wave)


def own_start_effect(season: Season, entry_id: EntryId, started_ms: Instant) -> OwnStartEffect:
    """What ``start_late`` with ``OWN`` would change; changes nothing."""
    data = season.data
    entry = entry_named(season, entry_id)
    own = _own_wave(data, entry, started_ms)
    own = dataclasses.replace(own, id=own.id or _NOT_SAVED)
    wanted = dataclasses.replace(
        data,
        waves={**data.waves, own.id: own},
        entries={**data.entries, entry_id: dataclasses.replace(entry, wave_id=own.id)},
    )
    moves = place_moves(season, wanted, entry.race_id)
    gun = group_of(data, waves_by_entry(data, [entry])[entry_id]).gun_ms
    return OwnStartEffect(
        after_ms=None if gun is None else started_ms - gun,
        mine=next((move for move in moves if move.entry_id == entry_id), None),
        others=tuple(move for move in moves if move.entry_id != entry_id),
    )


_NOT_SAVED = WaveId(-1)
"""The id of a wave that is only thought of."""
_NOBODY = "\N{EN DASH}"
"""Stands where a bib would, for a runner without one."""
