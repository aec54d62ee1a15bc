"""The same change for many entries: what it would make of each, then all in one operation."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry, EntryId, MedalOrder, bib_sort_key
from trailsdesk.domain.event import RaceId, WaveId
from trailsdesk.domain.fees import quote_fee
from trailsdesk.domain.pace import paced, paced_sorted
from trailsdesk.domain.people import Runner, full_name
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.services.medal_orders import order_medals, refused_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.services.season import Season


class BulkField(enum.StrEnum):
    """What can be given to many at once."""

    RACE = "race_id"
    WAVE = "wave_id"
    MEDAL = "medal"
    SERIES = "series_entry"
    NOTE = "note"
    CLUB = "club"
    NATION = "nation"
    CITY = "city"


_OF_RUNNER = frozenset({BulkField.CLUB, BulkField.NATION, BulkField.CITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLine:
    """One entry that would change; ``warning`` is what to look at before."""

    entry_id: EntryId
    bib: str
    name: str
    before: str
    after: str
    warning: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPlan:
    """What a change would make of the chosen entries, in the order of their bibs.

    ``unchanged`` are so already; ``left_out`` cannot take the value (a wave of another race, a
    medal whose orders have closed), ``why_left_out`` says why the first of them cannot.
    """

    field: BulkField
    value: object
    lines: tuple[BulkLine, ...]
    unchanged: int
    left_out: int
    basis: tuple[object, ...]
    why_left_out: Note | None = None

    @property
    def warnings(self) -> int:
        """How many lines have something to look at."""
        return sum(line.warning is not None for line in self.lines)


def plan_bulk(
    season: Season, entry_ids: Iterable[EntryId], field: BulkField, value: str
) -> BulkPlan:
    """What giving ``value`` to all of them would do; changes nothing.

    Args:
        value: an id, a choice or a text, as a form has it; empty for "none".
    """
    wanted = _value(field, value)
    data = season.data
    known = [data.entries[each] for each in paced(entry_ids) if each in data.entries]
    chosen = paced_sorted(known, lambda entry: (bib_sort_key(entry.bib), entry.id))
    why_not = {entry.id: _why_not(season, entry, field, wanted) for entry in paced(chosen)}
    fitting = [entry for entry in chosen if why_not[entry.id] is None]
    lines = []
    for entry in paced(fitting):
        owner: Entry | Runner = data.runners[entry.runner_id] if field in _OF_RUNNER else entry
        before = getattr(owner, field.value)
        if before != wanted:
            lines.append(_line(season, entry, field, before, wanted))
    return BulkPlan(
        field=field,
        value=wanted,
        lines=tuple(lines),
        unchanged=len(fitting) - len(lines),
        left_out=len(chosen) - len(fitting),
        basis=_basis(season),
        why_left_out=next((why for why in why_not.values() if why is not None), None),
    )


def apply_bulk(season: Season, plan: BulkPlan, actor: str = "") -> tuple[Note, ...]:
    """Make the change as one operation; what is to be said of it, one by one.

    Medals are ordered and given up as anywhere else, with what that costs.

    Raises:
        Refused: ``entry.bulk-stale``, entries were changed since the plan was made.
    """
    if any(now is not then for now, then in zip(_basis(season), plan.basis, strict=True)):
        raise Refused("entry.bulk-stale")
    if not plan.lines:
        return ()
    if isinstance(plan.value, MedalOrder):
        ordered = [line.entry_id for line in plan.lines]
        return order_medals(season, ordered, plan.value, actor).notes
    data, given = season.data, {plan.field.value: plan.value}
    entries = [data.entries[line.entry_id] for line in plan.lines]
    with season.change("entry.bulk", count=len(entries)) as writer:
        if plan.field in _OF_RUNNER:
            runners = {entry.runner_id: data.runners[entry.runner_id] for entry in entries}
            writer.put_many([dataclasses.replace(each, **given) for each in runners.values()])  # type: ignore[arg-type]
        else:
            writer.put_many([_changed(each, given) for each in entries])
    return ()


def _changed(entry: Entry, given: Mapping[str, object]) -> Entry:
    """The entry with the change; one that leaves its race leaves its wave."""
    if "race_id" in given:
        given = {**given, "wave_id": None}
    return dataclasses.replace(entry, **given)  # type: ignore[arg-type]


def _basis(season: Season) -> tuple[object, ...]:
    data = season.data
    return (data.entries, data.runners, data.races, data.waves, data.medals_given)


def _value(field: BulkField, text: str) -> object:
    if field is BulkField.RACE:
        return RaceId(int(text))
    if field is BulkField.WAVE:
        return WaveId(int(text)) if text else None
    if field is BulkField.MEDAL:
        return MedalOrder(text)
    if field is BulkField.SERIES:
        return text == "yes"
    plain = " ".join(text.split())
    return plain.upper() if field is BulkField.NATION else plain


def _why_not(season: Season, entry: Entry, field: BulkField, value: object) -> Note | None:
    """Why an entry cannot take a value; None when it can."""
    data = season.data
    if isinstance(value, MedalOrder):
        return refused_order(season, entry, value)
    fits = True
    if field is BulkField.WAVE and value is not None:
        fits = data.waves[value].race_id == entry.race_id  # type: ignore[index]
    if field is BulkField.RACE:
        fits = data.races[value].event_id == data.races[entry.race_id].event_id  # type: ignore[index]
    return None if fits else Note(code="entry.bulk-elsewhere", params={"bib": entry.bib or "–"})


def _line(
    season: Season, entry: Entry, field: BulkField, before: object, after: object
) -> BulkLine:
    return BulkLine(
        entry_id=entry.id,
        bib=entry.bib,
        name=full_name(season.data.runners[entry.runner_id]),
        before=_words(season, field, before),
        after=_words(season, field, after),
        warning=_warning(season, entry, field, after),
    )


def _words(season: Season, field: BulkField, value: object) -> str:
    data = season.data
    if field is BulkField.RACE:
        return data.races[value].label  # type: ignore[index]
    if field is BulkField.WAVE:
        return "" if value is None else data.waves[value].label  # type: ignore[index]
    return str(value)


def _warning(season: Season, entry: Entry, field: BulkField, value: object) -> Note | None:
    """Why the rules would not take an entry in the new race, or that its fee is another."""
    if field is not BulkField.RACE or entry.entered_ms is None:
        return None
    data = season.data
    event = data.events[data.races[entry.race_id].event_id]
    born = data.runners[entry.runner_id].birth_date
    old, new = (
        quote_fee(
            season.rules, event, data.races[race_id].code, born, entry.entered_ms,
            series=entry.series_entry,
        )
        for race_id in (entry.race_id, RaceId(int(str(value))))
    )  # fmt: skip
    if new.reason is not None:
        return new.reason
    if old.total_minor == new.total_minor:
        return None
    return Note(code="entry.bulk-other-fee", params={"bib": entry.bib or "–"})
