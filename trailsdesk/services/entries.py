"""Entries: taking an imported list, editing single ones, what each owes and why."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import Assignment, needs_no_age
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus
from trailsdesk.domain.fees import FeeQuote
from trailsdesk.domain.ledger import Account, ChargeBasis, is_charged
from trailsdesk.domain.pace import paced
from trailsdesk.domain.people import Contact, Runner, RunnerId
from trailsdesk.domain.problems import Problem, Refused, Severity
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.entries import draft_entries
from trailsdesk.formats.layouts import Mapped, Purpose, map_table
from trailsdesk.services.entry_doubts import verdicts_of
from trailsdesk.services.entry_plan import EntryPlan, PlannedRow, Planner, RowKind
from trailsdesk.services.fee_quotes import quotes
from trailsdesk.services.ledger import accounts, charge_lines, lines_of
from trailsdesk.services.money_credits import reinstating_lines
from trailsdesk.services.questions import AnswersOnFile, put_answers
from trailsdesk.services.sources import tell_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.ledger import LedgerLine
    from trailsdesk.formats.layouts import Layout
    from trailsdesk.formats.tables import Table
    from trailsdesk.services.entry_doubts import Decision
    from trailsdesk.services.ports import Writer
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
    account: Account

    @property
    def owes_minor(self) -> int | None:
        """What is still to be paid; below 0 the runner's credit, None while no fee is known.

        A withdrawn entry owes nothing.
        """
        if self.account.basis is ChargeBasis.UNKNOWN:
            return None
        return self.account.owed_minor - self.account.credit_minor


def guess_columns(
    table: Table,
    overrides: Mapping[str, str] | None = None,
    purpose: Purpose = Purpose.ENTRIES,
    layouts: Iterable[Layout] | None = None,
) -> Mapped:
    """Which column holds what, as far as it can be told; ``overrides`` are header to field.

    Args:
        layouts: those to choose from; the program's own when not given.

    Raises:
        Refused: ``input.no-such-column``, an override names a column or field there is not.
    """
    try:
        return map_table(table, purpose, overrides, layouts)
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
    decisions: Mapping[int, Decision] | None = None,
) -> EntryPlan:
    """What taking the list would do, row by row; changes nothing.

    Args:
        decisions: the answers to doubtful rows, by the number of the row.
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
    known = AnswersOnFile(season.data)
    headers = {field: table.header[at] for field, at in mapped.mapping.columns.items()}
    planner = Planner(season, event_id, race_id, source, decisions, known.differences, headers)
    rows = planner.plan(drafts.drafts)
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
        questions=drafts.questions,
    )


def commit_entries(season: Season, plan: EntryPlan, actor: str = "") -> tuple[Problem, ...]:
    """Take the list as one operation, if there is anything to take; returns its problems.

    What an entry costs is charged when it is first taken with the day it was made on.

    Raises:
        Refused: ``entry.plan-stale``, entries were changed since the list was looked at.
    """
    if any(now is not then for now, then in zip(_basis(season), plan.basis, strict=True)):
        raise Refused("entry.plan-stale", name=plan.source)
    taken = plan.taken
    if not taken:
        return plan.all_problems()
    event = season.data.events[plan.event_id]
    season.secure("import")
    with season.change(
        "entries.import",
        name=plan.source,
        event=event.code,
        added=sum(row.kind is not RowKind.CHANGED for row in taken),
        updated=plan.count(RowKind.CHANGED),
    ) as writer:
        runners = writer.put_many([_runner_of(row) for row in taken])
        writer.put_many(verdicts_of(season, taken, runners))
        entries = writer.put_many(
            [
                dataclasses.replace(_entry_of(row), runner_id=runner.id)
                for row, runner in zip(taken, runners, strict=True)
            ]
        )
        put_answers(writer, season, plan, taken, entries)
        writer.put_many(
            [
                dataclasses.replace(row.contact, runner_id=runner.id)
                for row, runner in zip(taken, runners, strict=True)
                if row.contact is not None
            ]
        )
        writer.put_many(_charges(season, entries, runners, actor))
    return plan.all_problems()


def _charges(
    season: Season, entries: Sequence[Entry], runners: Sequence[Runner], actor: str
) -> list[LedgerLine]:
    """What entries of a list are charged; a price once charged stays as it is."""
    now = season.clock.now_ms()
    return [
        line
        for entry, runner in paced(list(zip(entries, runners, strict=True)))
        if entry.status is EntryStatus.ENTERED and not is_charged(lines_of(season, entry.id))
        for line in charge_lines(season, entry, runner, None, now, actor)
    ]


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
    return (
        data.series, data.events, data.races, data.runners, data.entries, data.verdicts,
        data.questions, data.answers,
    )  # fmt: skip


def _runner_of(row: PlannedRow) -> Runner:
    assert row.runner is not None  # noqa: S101  a taken row always has both
    return row.runner


def _entry_of(row: PlannedRow) -> Entry:
    assert row.entry is not None  # noqa: S101  a taken row always has both
    return row.entry


def entry_rows(
    season: Season, event_id: EventId | None = None, race_id: RaceId | None = None
) -> tuple[EntryRow, ...]:
    """The entries of a race, an event or the whole season, with category and fee."""
    data = season.data
    inputs = (season.rules, season.categories(), data.races, data.events, data.ledger)
    rows = season.keep("entry-rows", (*inputs, data.entries, data.runners), lambda: _rows(season))
    if race_id is not None:
        return tuple(row for row in rows if row.entry.race_id == race_id)
    if event_id is not None:
        races = {race.id for race in data.races_of(event_id)}
        return tuple(row for row in rows if row.entry.race_id in races)
    return rows


def _rows(season: Season) -> tuple[EntryRow, ...]:
    data, categories = season.data, season.categories()
    asked, standing = quotes(season), accounts(season)
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
                quote=asked[entry.id],
                account=standing[entry.id],
            )
        )
    return tuple(rows)


def add_entry(
    season: Season,
    runner: Runner,
    entry: Entry,
    contact: Contact | None,
    actor: str = "",
    beside: Callable[[Writer, Entry, Sequence[LedgerLine]], object] | None = None,
) -> EntryId:
    """A new entry, of a runner already known (``runner.id``) or new; its price is charged.

    Args:
        beside: writes more in the same operation, for the entry made and what it was charged.
    """
    if not (runner.family_name or runner.given_name):
        raise Refused("entry.name-missing")
    with season.change("entry.add", bib=entry.bib) as writer:
        kept = writer.put(runner)
        made = writer.put(dataclasses.replace(entry, runner_id=kept.id))
        if contact is not None:
            writer.put(dataclasses.replace(contact, runner_id=kept.id))
        now = season.clock.now_ms()
        charged = writer.put_many(charge_lines(season, made, kept, None, now, actor))
        if beside is not None:
            beside(writer, made, charged)
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
    """Withdraw entries, or let them stand again; returns how many changed.

    Withdrawing alone moves no money. Standing again takes back what a withdrawal credited.
    """
    status = EntryStatus.WITHDRAWN if withdrawn else EntryStatus.ENTERED
    entries = [season.data.entries[entry_id] for entry_id in entry_ids]
    changed = [dataclasses.replace(e, status=status) for e in entries if e.status is not status]
    if changed:
        name = "entry.withdraw" if withdrawn else "entry.reinstate"
        back = [] if withdrawn else reinstating_lines(season, changed)
        with season.change(name, count=len(changed)) as writer:
            writer.put_many(changed)
            writer.put_many(back)
    return len(changed)
