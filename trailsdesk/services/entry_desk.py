"""The entry desk: what an entry would be before it is saved, saving it, and bulk changes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.age_days import event_age_days, series_age_days
from trailsdesk.domain.category import Assignment, assign_category, series_category
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import Entry, EntryId, EntryStatus, MedalOrder
from trailsdesk.domain.event import Event, Race, RaceId
from trailsdesk.domain.fees import (
    FeeQuote,
    instant_of_day,
    quote_fee,
)
from trailsdesk.domain.people import Contact, Likeness, PeopleIndex, Runner, RunnerId, full_name
from trailsdesk.domain.problems import Note, Refused, Severity
from trailsdesk.services.at_the_desk import AtTheDesk, Beside
from trailsdesk.services.bibs import bib_notes, entry_named
from trailsdesk.services.entries import EntryRow, add_entry, entry_rows
from trailsdesk.services.ledger import charge_lines
from trailsdesk.services.medals import closing_of
from trailsdesk.services.money_view import MoneyView, money_view
from trailsdesk.services.questions import Answered, answers_of
from trailsdesk.services.waivers import is_signed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.season import Season

_SUGGESTED = 3
"""More namesakes than this are not offered; a longer list would not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNote:
    """Something to say beside one field of the entry form; nothing of it hinders saving."""

    field: str
    severity: Severity
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody on file who may be the person being typed, and why; ``sure`` needs no question."""

    runner: Runner
    why: Note
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPreview:
    """What saving the form would make, what to look at, and who is on file already.

    ``due_minor`` is what a new entry would be charged with all that is ordered, or the price of
    the day for one there is; None while no price is known.
    """

    category: Assignment
    series: Assignment
    quote: FeeQuote
    due_minor: int | None
    notes: tuple[FieldNote, ...] = ()
    known: tuple[KnownPerson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDetail:
    """Everything about one entry that is no secret.

    ``money`` is None without a price list; ``elsewhere`` the runner's other entries that stand:
    event and race as people call them. ``signed`` is None while the event keeps no waivers;
    ``answers`` are those given to questions that are not protected, ``guarded`` how many others.
    """

    row: EntryRow
    event: Event
    race: Race
    series: Assignment
    money: MoneyView | None
    elsewhere: tuple[tuple[str, str], ...]
    signed: bool | None
    answers: tuple[Answered, ...]
    guarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What of an entry is shown only to somebody who asks for it.

    ``signed_by`` is who signed the waiver, empty for the runner; ``answers`` are the protected.
    """

    entry_id: EntryId
    contact: Contact
    signed_by: str
    answers: tuple[Answered, ...]


def entry_detail(season: Season, entry_id: EntryId) -> EntryDetail | None:
    """One entry with all that follows from it; None when it is gone."""
    data = season.data
    entry = data.entries.get(entry_id)
    if entry is None:
        return None
    row = next(
        row for row in entry_rows(season, race_id=entry.race_id) if row.entry.id == entry_id
    )
    race = data.races[entry.race_id]
    event = data.events[race.event_id]
    answers = [each for each in answers_of(season, entry_id) if each.value]
    return EntryDetail(
        row=row,
        event=event,
        race=race,
        series=series_category(row.runner, data, season.rules),
        money=money_view(season, entry),
        elsewhere=tuple(_elsewhere(season, entry)),
        signed=is_signed(season, entry_id),
        answers=tuple(each for each in answers if not each.question.protected),
        guarded=sum(each.question.protected for each in answers),
    )


def _elsewhere(season: Season, entry: Entry) -> Iterable[tuple[str, str]]:
    data = season.data
    others = [
        data.races[other.race_id]
        for other in data.entries.values()
        if other.runner_id == entry.runner_id
        and other.id != entry.id
        and other.status is EntryStatus.ENTERED
    ]
    others.sort(key=lambda race: data.events[race.event_id].date)
    return [(data.events[race.event_id].name, race.label) for race in others]


def preview_entry(season: Season, runner: Runner, entry: Entry) -> EntryPreview:
    """What saving this runner and entry would make; ids are 0 for a new one. Changes nothing.

    The fee is that of ``entry.entered_ms``, or of now while it is not set.
    """
    data, rules = season.data, season.rules
    race = data.races[entry.race_id]
    event = data.events[race.event_id]
    entered = season.clock.now_ms() if entry.entered_ms is None else entry.entered_ms
    quote = quote_fee(
        rules, event, race.code, runner.birth_date, entered, series=entry.series_entry
    )
    known = _known_people(season, runner)
    notes = [
        FieldNote(field="bib", severity=severity, note=note)
        for severity, note in bib_notes(season, entry)
    ]
    notes += _person_notes(season, runner, entry, known)
    notes += [_quote_note(quote)] if quote.reason is not None else []
    closing = None if entry.id or entry.medal is MedalOrder.NONE else closing_of(season, event.id)
    if closing is not None and not closing.open:
        notes.append(FieldNote(field="medal", severity=Severity.WARNING, note=closing.note))
    notes += [
        FieldNote(field="birth_date", severity=Severity.WARNING, note=note)
        for note in quote.notes
        if note.code == "entry.needs-adult"
    ]
    return EntryPreview(
        category=assign_category(
            runner, event_age_days(event, data, rules), rules.categories, division=entry.division
        ),
        series=assign_category(
            runner, series_age_days(data, rules), rules.categories, division=entry.division
        ),
        quote=quote,
        due_minor=_due(season, runner, entry, quote, entered),
        notes=tuple(notes),
        known=known,
    )


def _due(
    season: Season, runner: Runner, entry: Entry, quote: FeeQuote, entered: Instant
) -> int | None:
    if entry.id or quote.total_minor is None:
        return quote.total_minor
    dated = dataclasses.replace(entry, entered_ms=entered)
    lines = charge_lines(season, dated, runner, None, entered)
    return sum(line.amount_minor for line in lines)


def _quote_note(quote: FeeQuote) -> FieldNote:
    reason = quote.reason or quote.explanation
    of_age = reason.code in {"entry.age-no-race", "entry.age-other-race"}
    field = "birth_date" if of_age else "entered"
    return FieldNote(field=field, severity=Severity.ERROR, note=reason)


def _person_notes(
    season: Season, runner: Runner, entry: Entry, known: Iterable[KnownPerson]
) -> Iterable[FieldNote]:
    ids = {person.runner.id for person in known if person.sure} | ({runner.id} - {RunnerId(0)})
    event_id = season.data.races[entry.race_id].event_id
    here = [
        other
        for other in season.data.entries.values()
        if other.runner_id in ids
        and other.id != entry.id
        and other.status is EntryStatus.ENTERED
        and season.data.races[other.race_id].event_id == event_id
    ]
    for other in here:
        params = {
            "name": _name(season.data.runners[other.runner_id]),
            "race": season.data.races[other.race_id].label,
            "bib": other.bib or "\N{EN DASH}",
        }
        note = Note(code="desk.entered-already", params=params)
        yield FieldNote(field="family_name", severity=Severity.ERROR, note=note)


def _known_people(season: Season, runner: Runner) -> tuple[KnownPerson, ...]:
    if runner.id or not runner.family_name or not runner.given_name:
        return ()
    runners = season.data.runners
    index = season.keep("people", (runners,), lambda: PeopleIndex(runners.values()))
    return tuple(
        KnownPerson(
            runner=runners[match.runner_id],
            why=match.note,
            sure=match.likeness is Likeness.SAME,
        )
        for match in index.matches(runner)[:_SUGGESTED]
    )


# Saving


def save_entry(
    season: Season,
    runner: Runner,
    entry: Entry,
    contact: Contact | None = None,
    at_desk: AtTheDesk | None = None,
    *,
    actor: str = "",
) -> EntryId:
    """Add a new entry (id 0), or change person and entry together as one operation.

    A new entry without ``entered_ms`` is entered now; a new runner who is surely on file already
    becomes that very person. ``contact`` None leaves what is known of it, ``at_desk`` None waiver
    and answers. What a new entry costs is charged by ``actor``; the price of one there is stays as
    it was charged.
    """
    if not (runner.family_name or runner.given_name):
        raise Refused("entry.name-missing")
    beside = None if at_desk is None else Beside(season, at_desk, actor)
    if entry.id:
        return _change(season, runner, entry, contact, beside)
    if entry.entered_ms is None:
        entry = dataclasses.replace(entry, entered_ms=season.clock.now_ms())
    write = None if beside is None else beside.write
    return add_entry(season, _as_known(season, runner), entry, contact, actor, write)


def _change(
    season: Season, runner: Runner, entry: Entry, contact: Contact | None, beside: Beside | None
) -> EntryId:
    old_runner, old_entry = season.data.runners.get(runner.id), entry_named(season, entry.id)
    if entry.race_id != old_entry.race_id:
        entry = dataclasses.replace(entry, wave_id=None)
    more = beside is not None and beside.changes(entry)
    if (runner, entry, contact, more) == (old_runner, old_entry, None, False):
        return entry.id
    with season.change("entry.edit", bib=entry.bib or old_entry.bib) as writer:
        if runner != old_runner:
            writer.put(runner)
        if entry != old_entry:
            writer.put(entry)
        if contact is not None:
            writer.put(dataclasses.replace(contact, runner_id=runner.id))
        if beside is not None and more:
            beside.rewrite(writer, entry)
    return entry.id


def _as_known(season: Season, runner: Runner) -> Runner:
    """The runner as the person on file; what is typed wins, blanks keep what is known."""
    if not runner.id:
        person = next((each for each in _known_people(season, runner) if each.sure), None)
        if person is None:
            return runner
        runner = dataclasses.replace(runner, id=person.runner.id)
    old = season.data.runners[runner.id]
    blank = {
        name: getattr(old, name)
        for name in ("gender", "birth_date", "nation", "club", "city")
        if not getattr(runner, name)
    }
    return dataclasses.replace(runner, **blank)


def edit_entries(season: Season, entry_ids: Iterable[EntryId], **fields: object) -> int:
    """Give many entries the same fields as one operation; returns how many changed."""
    entries = season.data.entries
    old = [entries[entry_id] for entry_id in entry_ids if entry_id in entries]
    if "race_id" in fields:
        changed = [
            e if e.race_id == fields["race_id"] else dataclasses.replace(e, wave_id=None, **fields)  # type: ignore[arg-type]
            for e in old
        ]
    else:
        changed = [dataclasses.replace(e, **fields) for e in old]  # type: ignore[arg-type]
    fresh = [new for new, before in zip(changed, old, strict=True) if new != before]
    if fresh:
        with season.change("entry.bulk", count=len(fresh)) as writer:
            writer.put_many(fresh)
    return len(fresh)


def entered_on(
    season: Season, race_id: RaceId, day: date, before: Entry | None = None
) -> Instant | None:
    """The instant of an entry made on a day; None says now. An unchanged day keeps its own."""
    zone = season.data.events[season.data.races[race_id].event_id].zone
    if before is not None and before.entered_ms is not None:
        if local_date(before.entered_ms, zone) == day:
            return before.entered_ms
    elif before is None and day == today(season, race_id):
        return None
    return instant_of_day(day, zone)


def today(season: Season, race_id: RaceId) -> date:
    """The calendar day now, where the race is held."""
    zone = season.data.events[season.data.races[race_id].event_id].zone
    return local_date(season.clock.now_ms(), zone)


def entered_day(season: Season, entry: Entry) -> date | None:
    """The local day an entry was made on."""
    if entry.entered_ms is None:
        return None
    return local_date(
        entry.entered_ms, season.data.events[season.data.races[entry.race_id].event_id].zone
    )


def contact_of(season: Season, runner_id: RunnerId) -> Contact:
    """The protected contact of a runner, empty when none is known. On the database thread only."""
    found = season.file.contacts([runner_id])
    return found.get(runner_id, Contact(runner_id=runner_id))


def guarded_of(season: Season, entry_id: EntryId) -> Guarded:
    """What is protected of an entry and its runner. On the database thread only.

    Raises:
        Refused: ``desk.entry-gone``.
    """
    entry = entry_named(season, entry_id)
    waiver = season.data.waivers.get(entry_id)
    return Guarded(
        entry_id=entry_id,
        contact=contact_of(season, entry.runner_id),
        signed_by="" if waiver is None else waiver.signed_by,
        answers=tuple(each for each in answers_of(season, entry_id) if each.question.protected),
    )


def _name(runner: Runner) -> str:
    return full_name(runner)
