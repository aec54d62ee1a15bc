"""Entries: taking an imported list, editing single ones, what each owes and why."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import Assignment, needs_no_age
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.fees import FeeQuote, instant_of_day, quote_fee
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Contact, Runner, RunnerId
from trailsdesk.domain.problems import Problem, Refused, Severity
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.entries import draft_entries
from trailsdesk.formats.layouts import Mapped, Purpose, map_table
from trailsdesk.services.entry_plan import EntryPlan, PlannedRow, Planner, RowKind
from trailsdesk.services.sources import tell_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry as the entries table shows it, everything joined."""

    entry: Entry
    runner: Runner
    event_code: str
    race_code: str
    race_label: str
    category: Assignment
    quote: FeeQuote | None

    @property
    def owes_minor(self) -> int | None:
        """What is still to be paid; None while the fee is not known."""
        if self.quote is None or self.quote.total_minor is None:
            return None
        return self.quote.total_minor - (self.entry.paid_minor or 0)


def guess_columns(
    table: Table, overrides: Mapping[str, str] | None = None, purpose: Purpose = Purpose.ENTRIES
) -> Mapped:
    """Which column holds what, as far as it can be told; ``overrides`` are header to field.

    Raises:
        Refused: ``input.no-such-column``, an override names a column or field there is not.
    """
    try:
        return map_table(table, purpose, overrides)
    except ValueError as error:
        known = ", ".join(field.key for field in purpose.fields)
        raise Refused("input.no-such-column", detail=str(error), known=known) from error


def plan_entries(
    season: Season,
    event_id: EventId,
    race_id: RaceId | None,
    source: str,
    table: Table,
    mapped: Mapped,
    *,
    dates: str | None = None,
) -> EntryPlan:
    """What taking the list would do, row by row; changes nothing.

    Args:
        dates: ``day-first`` or ``month-first`` for days like 3/6/1986; None decides by the column.
    """
    event = season.data.events[event_id]
    fees = season.rules.fees
    today = local_date(season.clock.now_ms(), event.zone)
    drafts = draft_entries(
        table,
        mapped.mapping,
        currency=fees.currency if fees else "EUR",
        today=max(today, event.date),
        date_order=DateOrder(dates) if dates else None,
        layout=mapped.layout,
        file=source,
    )
    basis = _basis(season)
    rows = Planner(season, event_id, race_id, source).plan(drafts.drafts)
    return EntryPlan(
        event_id=event_id,
        source=source,
        rows=rows,
        basis=basis,
        problems=(
            *drafts.problems,
            *_unborn(season, table, mapped, drafts.problems, rows, source),
        ),
        refused_by_reader=drafts.rows - len(drafts.drafts),
    )


def commit_entries(season: Season, plan: EntryPlan) -> tuple[Problem, ...]:
    """Take the list as one operation, if there is anything to take; returns its problems.

    Raises:
        Refused: ``entry.plan-stale``, entries were changed since the list was looked at.
    """
    if any(now is not then for now, then in zip(_basis(season), plan.basis, strict=True)):
        raise Refused("entry.plan-stale", name=plan.source)
    taken = [row for row in plan.rows if row.kind in (RowKind.NEW, RowKind.CHANGED)]
    if not taken:
        return plan.all_problems()
    event = season.data.events[plan.event_id]
    season.secure("import")
    with season.change(
        "entries.import",
        name=plan.source,
        event=event.code,
        added=plan.count(RowKind.NEW),
        updated=plan.count(RowKind.CHANGED),
    ) as writer:
        runners = writer.put_many([_runner_of(row) for row in taken])
        writer.put_many(
            [
                dataclasses.replace(_entry_of(row), runner_id=runner.id)
                for row, runner in zip(taken, runners, strict=True)
            ]
        )
        writer.put_many(
            [
                dataclasses.replace(row.contact, runner_id=runner.id)
                for row, runner in zip(taken, runners, strict=True)
                if row.contact is not None
            ]
        )
    return plan.all_problems()


def _unborn(
    season: Season,
    table: Table,
    mapped: Mapped,
    told: Sequence[Problem],
    rows: Sequence[PlannedRow],
    file: str,
) -> Iterator[Problem]:
    """Rows without a birth date in a list that has the column, where categories need it.

    A row whose birth date could not be read has been ``told`` of already.
    """
    column = mapped.mapping.columns.get("birth_date")
    if column is None or needs_no_age(season.rules.categories):
        return
    unreadable = {problem.row for problem in told if problem.column == table.header[column]}
    found: dict[int, dict[str, str | int]] = {
        row.row: {}
        for row in rows
        if row.runner is not None and row.runner.birth_date is None and row.row not in unreadable
    }
    yield from tell_rows("entry.no-birth-date", Severity.WARNING, found, file)


def _basis(season: Season) -> tuple[object, ...]:
    """What a plan rests on; a change of any of it puts another object in its place."""
    data = season.data
    return (data.series, data.events, data.races, data.runners, data.entries)


def _runner_of(row: PlannedRow) -> Runner:
    assert row.runner is not None  # noqa: S101  a taken row always has both
    return row.runner


def _entry_of(row: PlannedRow) -> Entry:
    assert row.entry is not None  # noqa: S101  a taken row always has both
    return row.entry


def quote(season: Season, entry: Entry) -> FeeQuote | None:
    """The fee at the entry's date, with its lines; None without a price list or entry date."""
    if season.rules.fees is None or entry.entered_ms is None:
        return None
    data = season.data
    race = data.races[entry.race_id]
    return quote_fee(
        season.rules,
        data.events[race.event_id],
        race.code,
        data.runners[entry.runner_id].birth_date,
        entry.entered_ms,
        series=entry.series_entry,
    )


def quote_for(
    season: Season,
    event_code: str,
    race_code: str,
    birth_date: date | None,
    day: date,
    *,
    series: bool = False,
) -> FeeQuote:
    """What an entry on that day would cost; ``Refused`` when the season has no price list."""
    if season.rules.fees is None:
        raise Refused("fees.no-schedule", name=season.rules.name)
    event = season.event(event_code)
    race = season.race(event, race_code)
    on = instant_of_day(day, event.zone)
    return quote_fee(season.rules, event, race.code, birth_date, on, series=series)


def entry_rows(
    season: Season, event_id: EventId | None = None, race_id: RaceId | None = None
) -> tuple[EntryRow, ...]:
    """The entries of a race, an event or the whole season, with category and fee."""
    data = season.data
    inputs = (season.rules, season.categories(), data.races, data.events)
    rows = season.keep("entry-rows", (*inputs, data.entries, data.runners), lambda: _rows(season))
    if race_id is not None:
        return tuple(row for row in rows if row.entry.race_id == race_id)
    if event_id is not None:
        races = {race.id for race in data.races_of(event_id)}
        return tuple(row for row in rows if row.entry.race_id in races)
    return rows


def _rows(season: Season) -> tuple[EntryRow, ...]:
    data, categories = season.data, season.categories()
    quotes = _QuoteCache(season)
    rows = []
    for entry in paced(data.entries.values()):
        race = data.races[entry.race_id]
        rows.append(
            EntryRow(
                entry=entry,
                runner=data.runners[entry.runner_id],
                event_code=data.events[race.event_id].code,
                race_code=race.code,
                race_label=race.label,
                category=categories[entry.id],
                quote=quotes.of(entry),
            )
        )
    return tuple(rows)


class _QuoteCache:
    """Quotes are equal for equal inputs; thousands of entries share a few hundred of them."""

    def __init__(self, season: Season) -> None:
        self._season = season
        self._kept: dict[tuple[object, ...], FeeQuote | None] = {}

    def of(self, entry: Entry) -> FeeQuote | None:
        born = self._season.data.runners[entry.runner_id].birth_date
        key = (entry.race_id, born, entry.entered_ms, entry.series_entry)
        if key not in self._kept:
            self._kept[key] = quote(self._season, entry)
        return self._kept[key]


def add_entry(season: Season, runner: Runner, entry: Entry, contact: Contact | None) -> EntryId:
    """A new entry, of a runner already known (``runner.id``) or new."""
    if not (runner.family_name or runner.given_name):
        raise Refused("entry.name-missing")
    with season.change("entry.add", bib=entry.bib) as writer:
        kept = writer.put(runner)
        made = writer.put(dataclasses.replace(entry, runner_id=kept.id))
        if contact is not None:
            writer.put(dataclasses.replace(contact, runner_id=kept.id))
    return made.id


def edit_entry(season: Season, entry_id: EntryId, **fields: object) -> None:
    """Change fields of an entry (bib, race_id, status, medal, paid_minor, note, …)."""
    entry = season.data.entries[entry_id]
    changed = dataclasses.replace(entry, **fields)  # type: ignore[arg-type]
    if changed == entry:
        return
    if changed.race_id != entry.race_id:
        changed = dataclasses.replace(changed, wave_id=None)
    with season.change("entry.edit", bib=changed.bib or entry.bib) as writer:
        writer.put(changed)


def edit_runner(season: Season, runner_id: RunnerId, **fields: object) -> None:
    """Change fields of a runner; category, fee and results follow in every event."""
    runner = season.data.runners[runner_id]
    changed = dataclasses.replace(runner, **fields)  # type: ignore[arg-type]
    if not (changed.family_name or changed.given_name):
        raise Refused("entry.name-missing")
    if changed == runner:
        return
    with season.change("runner.edit") as writer:
        writer.put(changed)


def withdraw(season: Season, entry_ids: Iterable[EntryId], *, withdrawn: bool = True) -> int:
    """Withdraw entries, or let them stand again; returns how many changed."""
    status = EntryStatus.WITHDRAWN if withdrawn else EntryStatus.ENTERED
    entries = [season.data.entries[entry_id] for entry_id in entry_ids]
    changed = [dataclasses.replace(e, status=status) for e in entries if e.status is not status]
    if changed:
        name = "entry.withdraw" if withdrawn else "entry.reinstate"
        with season.change(name, count=len(changed)) as writer:
            writer.put_many(changed)
    return len(changed)
