"""Who has a place in a final by a ``SlotRule``, who had one, who is next, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualification, Qualifying, SlotReply
from trailsdesk.domain.slots import Offer, allot, open_places, roll_down

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.qualification_rules import SlotRule
    from trailsdesk.domain.race_field import Entrant, RaceField
    from trailsdesk.domain.slots import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A place of the same kind that the runner has accepted at another event, on a day there."""

    day: date
    event: str


def slot_places(
    rule: SlotRule,
    field: RaceField,
    told: Mapping[EntryId, Told],
    elsewhere: Mapping[EntryId, Elsewhere],
) -> tuple[Qualification, ...]:
    """One row for everybody who started, in the order of the results; none for other races."""
    if field.race.code not in rule.races:
        return ()
    allotment = allot(rule, field)
    if allotment is None:
        unknown = Note(code="qualify.slot-unknown", params={"event": field.event.name})
        return tuple(_row(rule, e, Qualifying.NOT_PUBLISHED, unknown) for e in field.finishers)
    groups: dict[str, list[Entrant]] = defaultdict(list)
    for entrant in field.finishers:
        groups[entrant.category].append(entrant)
    rows: dict[EntryId, Qualification] = {}
    for code, finishers in groups.items():
        places = allotment.by_group.get(code)
        if not places:
            reason = _no_places(finishers[0], places)
            found = [_row(rule, e, Qualifying.NOT_ELIGIBLE, reason) for e in finishers]
        else:
            group = _Group(rule, field, finishers, places, told, elsewhere)
            found = [group.row(each) for each in finishers]
        rows.update({row.entry_id: row for row in found})
    for entrant in field.entrants:
        if entrant.in_field and not entrant.finished:
            words = {"status": entrant.result.status.value}
            reason = Note(code="qualify.not-finished", params=words)
            rows[entrant.entry.id] = _row(rule, entrant, Qualifying.NOT_ELIGIBLE, reason)
    return tuple(rows[e.entry.id] for e in field.entrants if e.entry.id in rows)


def _no_places(entrant: Entrant, places: int | None) -> Note:
    """Why a group has nothing: it takes no part, or its share is none."""
    if not entrant.category:
        return Note(code="qualify.slot-no-group")
    code = "qualify.slot-outside" if places is None else "qualify.slot-none"
    return Note(code=code, params={"group": entrant.label})


class _Group:
    """One age group: its offers, and the words of each row. ``finishers`` are best first."""

    def __init__(
        self,
        rule: SlotRule,
        field: RaceField,
        finishers: Sequence[Entrant],
        places: int,
        told: Mapping[EntryId, Told],
        elsewhere: Mapping[EntryId, Elsewhere],
    ) -> None:
        self.rule = rule
        self.today = field.today
        self.places = places
        self.told = told
        self.elsewhere = elsewhere
        self.offers = roll_down(
            [each.entry.id for each in finishers if self._is_within(each)],
            places,
            field.event.date,
            rule.reply_days,
            told,
            {entry_id: found.day for entry_id, found in elsewhere.items()},
        )
        self.bibs = {each.entry.id: each.entry.bib or "–" for each in finishers}
        self.open = open_places(self.offers.values())
        waiting = [e.entry.id for e in finishers if e.entry.id not in self.offers]
        self.turns = {entry_id: turn for turn, entry_id in enumerate(waiting, start=1)}
        self.level: dict[int | None, list[str]] = defaultdict(list)
        for each in finishers:
            self.level[each.result.rank_category].append(self.bibs[each.entry.id])

    def _is_within(self, entrant: Entrant) -> bool:
        place = entrant.result.rank_category
        return self.rule.depth is None or (place is not None and place <= self.rule.depth)

    def row(self, entrant: Entrant) -> Qualification:
        """Where one of the finishers stands."""
        offer = self.offers.get(entrant.entry.id)
        said = self.told.get(entrant.entry.id)
        reply = None if said is None else said.reply
        if offer is None:
            status, reason = self._waiting(entrant, reply)
        elif offer.gone is not None:
            status, reason = Qualifying.ROLLS_DOWN, self._gone(entrant, offer, said)
        elif offer.accepted and said is not None:
            words = {"day": said.day.isoformat(), "before": self._bib(offer.before)}
            status = Qualifying.QUALIFIED
            reason = self._note("qualify.slot-accepted", entrant, words)
        else:
            words = {"day": offer.answer_by.isoformat(), "before": self._bib(offer.before)}
            status = Qualifying.QUALIFIED
            overdue = self.today > offer.answer_by
            code = "qualify.slot-overdue" if overdue else "qualify.slot-offered"
            reason = self._note(code, entrant, words)
        return _row(self.rule, entrant, status, reason, offer=offer, reply=reply)

    def _gone(self, entrant: Entrant, offer: Offer, said: Told | None) -> Note:
        """Why a place that was offered is the runner's no more."""
        other = self.elsewhere.get(entrant.entry.id)
        words = {"before": self._bib(offer.before), "after": self._bib(offer.after)}
        if said is not None and said.reply is SlotReply.DECLINED:
            code, day, words["note"] = "qualify.slot-declined", said.day, said.note
        else:
            code, day = "qualify.slot-elsewhere", offer.answer_by if other is None else other.day
            words["event"] = "" if other is None else other.event
        words["day"] = day.isoformat()
        return self._note(code if offer.after is not None else f"{code}-unused", entrant, words)

    def _waiting(self, entrant: Entrant, reply: SlotReply | None) -> tuple[Qualifying, Note]:
        """Somebody who was never offered a place."""
        words = {"turn": self.turns[entrant.entry.id], "depth": self.rule.depth or 0}
        status = Qualifying.NOT_ELIGIBLE
        if not self._is_within(entrant):
            code = "qualify.slot-depth"
        elif reply is SlotReply.DECLINED:
            code = "qualify.slot-declined-early"
        elif self.open:
            code, status = "qualify.slot-next", Qualifying.NEXT
        else:
            code = "qualify.slot-full"
        if reply is SlotReply.ACCEPTED:
            code = "qualify.slot-lost"
        return status, self._note(code, entrant, words)

    def _note(self, code: str, entrant: Entrant, words: Mapping[str, str | int]) -> Note:
        place, own = entrant.result.rank_category, self.bibs[entrant.entry.id]
        params: dict[str, str | int] = {
            "position": place or 0,
            "group": entrant.label,
            "places": self.places,
            "level": ", ".join(bib for bib in self.level[place] if bib != own),
        }
        return Note(code=code, params={**params, **words})

    def _bib(self, entry_id: EntryId | None) -> str:
        return "" if entry_id is None else self.bibs[entry_id]


def _row(
    rule: SlotRule,
    entrant: Entrant,
    status: Qualifying,
    reason: Note,
    *,
    offer: Offer | None = None,
    reply: SlotReply | None = None,
) -> Qualification:
    is_open = offer is not None and offer.gone is None and not offer.accepted
    return Qualification(
        rule=rule.id,
        entry_id=entrant.entry.id,
        runner_id=entrant.runner.id,
        status=status,
        reason=reason,
        group=entrant.category,
        place=entrant.result.rank_category,
        by_roll_down=offer is not None and offer.before is not None,
        reply=reply,
        answer_by=offer.answer_by if offer is not None and is_open else None,
        estimate=rule.estimate,
    )
