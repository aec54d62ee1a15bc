"""Publishing results: numbered versions of a race, and what has changed since.

What was published stays published: a version is frozen outside undo. A correction makes the next
one, with the differences listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_clock, format_elapsed, local_date
from trailsdesk.domain.entry import EntryId, bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note, Problem, Refused, Severity
from trailsdesk.domain.publication import Publication, PublishedAs, PublishedRow
from trailsdesk.domain.results import ResultStatus
from trailsdesk.services.results import fingerprint, result_rows
from trailsdesk.services.told import Told, race_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season

_SHOWN = 3
"""So many changed runners are named in a sentence; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One runner who was published otherwise; None where there was or is no row."""

    entry_id: EntryId
    bib: str
    name: str
    before: PublishedRow | None
    after: PublishedRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceStanding:
    """Where the results of a race stand: its latest version, and what has changed since."""

    latest: Publication | None
    changes: tuple[RowChange, ...]

    @property
    def is_official(self) -> bool:
        """Whether what is shown now is what was called official."""
        return (
            self.latest is not None
            and self.latest.published_as is PublishedAs.OFFICIAL
            and not self.changes
        )


def versions(season: Season, race_id: RaceId) -> tuple[Publication, ...]:
    """All versions of a race, newest first."""
    found = [each for each in season.data.publications.values() if each.race_id == race_id]
    return tuple(sorted(found, key=lambda each: each.number, reverse=True))


def race_standing(season: Season, race_id: RaceId) -> RaceStanding:
    """The latest version of a race against its results as they are now."""
    rows = result_rows(season, race_id)
    inputs = (rows, season.data.publications)

    def compare() -> RaceStanding:
        latest = next(iter(versions(season, race_id)), None)
        if latest is None:
            return RaceStanding(latest=None, changes=())
        return RaceStanding(
            latest=latest,
            changes=_changes(season, latest.rows, [_published(row) for row in rows]),
        )

    return season.keep(("race-standing", race_id), inputs, compare)


def compared(season: Season, older: Publication, newer: Publication) -> tuple[RowChange, ...]:
    """What changed between two versions of a race."""
    return _changes(season, older.rows, newer.rows)


def all_official(season: Season, race_ids: Iterable[RaceId]) -> bool:
    """Whether each of the races shows what was called official; False for none."""
    standings = [race_standing(season, race_id) for race_id in race_ids]
    return bool(standings) and all(standing.is_official for standing in standings)


def publish(
    season: Season, race_id: RaceId, published_as: PublishedAs, actor: str, note: str = ""
) -> Publication:
    """Freeze the results of a race as its next version; on the database thread.

    Raises:
        Refused: ``publish.no-results``, nobody has a result; ``publish.still-out``, official while
            somebody has no outcome; ``publish.unchanged``, this very version is out.
    """
    refusal = _refusal(season, race_id, published_as)
    if refusal is not None:
        raise refusal
    rows = result_rows(season, race_id)
    latest = race_standing(season, race_id).latest
    made = season.file.note_published(
        Publication(
            event_id=season.data.races[race_id].event_id,
            race_id=race_id,
            number=1 if latest is None else latest.number + 1,
            published_as=published_as,
            made_ms=season.clock.now_ms(),
            actor=actor,
            note=note.strip(),
            fingerprint=fingerprint(rows),
            rows=tuple(_published(row) for row in rows),
        )
    )
    season.take(season.file.last_changes)
    return made


def _refusal(season: Season, race_id: RaceId, published_as: PublishedAs) -> Refused | None:
    rows, label = result_rows(season, race_id), season.data.races[race_id].label
    standing = race_standing(season, race_id)
    latest = standing.latest
    pending = sum(row.result.status is ResultStatus.PENDING for row in rows)
    if len(rows) == pending:
        return Refused("publish.no-results", race=label)
    if published_as is PublishedAs.OFFICIAL and pending:
        return Refused("publish.still-out", race=label, count=pending)
    if latest is not None and not standing.changes and latest.published_as is published_as:
        return Refused("publish.unchanged", race=label, number=latest.number)
    return None


def publish_all(
    season: Season,
    race_ids: Iterable[RaceId],
    published_as: PublishedAs,
    actor: str,
    note: str = "",
) -> tuple[Publication, ...]:
    """``publish`` for each race that has something new to say; on the database thread.

    Raises:
        Refused: none of them has, with the reason of the first; ``publish.still-out`` before
            anything is published.
    """
    refusals: list[Refused] = []
    wanted = []
    for race_id in race_ids:
        refusal = _refusal(season, race_id, published_as)
        if refusal is None:
            wanted.append(race_id)
        elif refusal.note.code == "publish.still-out":
            raise refusal
        else:
            refusals.append(refusal)
    if not wanted and refusals:
        raise refusals[0]
    return tuple(publish(season, race_id, published_as, actor, note) for race_id in wanted)


def publications_told(season: Season) -> tuple[Told, ...]:
    """Races whose results are no longer what was published (``result.not-as-published``)."""
    races = {each.race_id for each in season.data.publications.values()}
    return tuple(
        told
        for race_id in sorted(races & season.data.races.keys())
        if (told := _told(season, race_id)) is not None
    )


def _told(season: Season, race_id: RaceId) -> Told | None:
    standing = race_standing(season, race_id)
    changes = tuple(each for each in standing.changes if not _only_came_in(each))
    if standing.latest is None or not changes:
        return None
    race = season.data.races[race_id]
    problem = Problem(
        severity=Severity.WARNING,
        code="result.not-as-published",
        params={
            "race": race.label,
            "number": standing.latest.number,
            "moment": moment_words(season, standing.latest),
            "who": _who(changes),
        },
        place=race_place(season, race_id),
    )
    return Told(
        problem=problem,
        entry_ids=tuple(each.entry_id for each in changes if each.entry_id in season.data.entries),
        details={each.entry_id: change_words(each) for each in changes},
    )


def _only_came_in(change: RowChange) -> bool:
    """Whether a runner had no outcome when it was published: nobody was told anything wrong."""
    return change.before is None or change.before.status is ResultStatus.PENDING


def moment_words(season: Season, publication: Publication) -> str:
    """When a version was published, in the event's own time."""
    event = season.data.events.get(publication.event_id)
    zone = (event or season.data.events_in_order()[-1]).zone
    day = local_date(publication.made_ms, zone).isoformat()
    return f"{day} {format_clock(publication.made_ms, zone, seconds=False)}"


def change_words(change: RowChange) -> str:
    """Before and after of one runner, as "3rd 1:42:17 → 4th 1:42:19" without ordinals."""
    return f"{_row_words(change.before)} → {_row_words(change.after)}"


def explain(change: RowChange) -> Note:
    """The same as a sentence with the runner in it."""
    return Note(
        code="publish.explain-change",
        params={
            "bib": change.bib,
            "name": change.name,
            "before": _row_words(change.before),
            "after": _row_words(change.after),
        },
    )


def _row_words(row: PublishedRow | None) -> str:
    if row is None:
        return "–"
    if row.rank is None or row.time_ms is None:
        return row.status.value
    return f"{row.rank}. {format_elapsed(row.time_ms)}"


def _who(changes: tuple[RowChange, ...]) -> str:
    named = "; ".join(
        f"{each.bib or each.name}: {change_words(each)}" for each in changes[:_SHOWN]
    )
    return named + (" …" if len(changes) > _SHOWN else "")


def _published(row: ResultRow) -> PublishedRow:
    result = row.result
    return PublishedRow(
        entry_id=row.entry_id,
        bib=row.bib,
        category=row.category,
        status=result.status,
        time_ms=result.time_ms,
        rank=result.rank,
        rank_gender=result.rank_gender,
        rank_category=result.rank_category,
    )


def _changes(
    season: Season, before: Iterable[PublishedRow], after: Iterable[PublishedRow]
) -> tuple[RowChange, ...]:
    """Runners whose rows differ: whose own result changed first, then by place and bib."""
    old: Mapping[EntryId, PublishedRow] = {row.entry_id: row for row in before}
    new: Mapping[EntryId, PublishedRow] = {row.entry_id: row for row in after}
    found = [
        RowChange(
            entry_id=entry_id,
            bib=(new.get(entry_id) or old[entry_id]).bib,
            name=_name(season, entry_id),
            before=old.get(entry_id),
            after=new.get(entry_id),
        )
        for entry_id in {**old, **new}
        if old.get(entry_id) != new.get(entry_id)
    ]
    return tuple(sorted(found, key=_order))


def _order(change: RowChange) -> tuple[bool, float, tuple[int, int, str]]:
    row = change.after or change.before
    rank = None if row is None else row.rank
    place = float("inf") if rank is None else rank
    return (_only_moved(change), place, bib_sort_key(change.bib))


def _only_moved(change: RowChange) -> bool:
    """Whether a runner has another place only because somebody else's result changed."""
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    return (before.status, before.time_ms) == (after.status, after.time_ms)


def _name(season: Season, entry_id: EntryId) -> str:
    entry = season.data.entries.get(entry_id)
    return "" if entry is None else full_name(season.data.runners[entry.runner_id])
