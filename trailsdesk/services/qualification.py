"""Who has earned what in a race by the rules of the season, and what the runners answered.

Offers and answers are dated by the day at the event's place. The answers are stored; who has a
place now is computed from them and the results, every time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.category_merge import merges_by_race
from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.final_rules import AgeGroupPlacesRule, PodiumRule, ScoreRule
from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.qualification import Qualification, Qualifying, SlotAnswer, SlotReply
from trailsdesk.domain.qualification_rules import (
    FinisherRule,
    PlaceSpread,
    QualificationRule,
    RaceChangeRule,
    RegionalTitleRule,
    SlotRule,
)
from trailsdesk.domain.race_change import changes_of_race, invited_finishers
from trailsdesk.domain.race_field import Entrant, RaceField, counts_in_field
from trailsdesk.domain.regional_title import regional_titles
from trailsdesk.domain.slot_places import Elsewhere, slot_places
from trailsdesk.domain.slots import Allotment, Told, allot, places_of_event
from trailsdesk.i18n import _, day_words
from trailsdesk.services.finals import final_rows
from trailsdesk.services.results import result_rows

if TYPE_CHECKING:
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event, RaceId
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.qualification import AnswerId
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """What one rule gives in one race.

    ``rows`` are in the order of the results. ``allotment`` is how many places go where, None for
    rules that share none out and where no total is known. ``notes`` are what has to be said of
    the whole: figures that rest on an estimate, that are missing, or that are unusual.
    """

    rule: QualificationRule
    rows: tuple[Qualification, ...]
    allotment: Allotment | None = None
    notes: tuple[Note, ...] = ()


def qualify(season: Season, race_id: RaceId) -> tuple[RuleOutcome, ...]:
    """What each rule of the season gives in a race; a rule with nothing to say there is left out.

    ``Refused`` (qualify.no-rules) when the season's rules lead to no final.
    """
    rules = season.rules.qualification
    if not rules:
        raise Refused("qualify.no-rules", name=season.rules.name)
    data = season.data
    today = local_date(season.clock.now_ms(), _event_of(season, race_id).zone)
    results = tuple(
        season.results(race.id) for race in data.races_of(_event_of(season, race_id).id)
    )
    inputs = (
        season.rules, today.isoformat(), *results, season.categories(), data.slot_answers,
        data.scores, data.verdicts, data.runners, data.entries, data.events, data.races,
        data.merges,
    )  # fmt: skip
    return season.keep(
        ("qualify", race_id), inputs, lambda: tuple(_outcomes(season, race_id, today))
    )


def _outcomes(season: Season, race_id: RaceId, today: date) -> list[RuleOutcome]:
    event = _event_of(season, race_id)
    if event.cancelled:
        told = Note(code="qualify.cancelled", params={"event": event.name})
        rules = season.rules.qualification
        return [RuleOutcome(rule=rule, rows=(), notes=(told,)) for rule in rules]
    field = race_field(season, race_id, today)
    found = (_outcome(season, rule, field) for rule in season.rules.qualification)
    return [outcome for outcome in found if outcome.rows or outcome.notes]


def _outcome(season: Season, rule: QualificationRule, field: RaceField) -> RuleOutcome:
    if isinstance(rule, SlotRule):
        return _slots(season, rule, field)
    if isinstance(rule, PodiumRule | ScoreRule | AgeGroupPlacesRule):
        rows, notes = final_rows(season, rule, field)
        return RuleOutcome(rule=rule, rows=rows, notes=notes)
    rows = ()
    if isinstance(rule, FinisherRule):
        rows = invited_finishers(rule, field)
    elif isinstance(rule, RegionalTitleRule):
        rows = regional_titles(rule, field)
    elif isinstance(rule, RaceChangeRule):
        rows = changes_of_race(rule, field, _race_label(season, rule.into))
    return RuleOutcome(rule=rule, rows=rows, notes=_estimate_note(rule) if rows else ())


def race_field(season: Season, race_id: RaceId, today: date) -> RaceField:
    """The field of a race as the rules of qualification look at it."""
    data = season.data
    event = _event_of(season, race_id)
    infos = {info.code: info for info in categories_of(season.rules.categories)}
    merged = merges_by_race(data).get(race_id, {})
    entrants = []
    for row in result_rows(season, race_id):
        entry = data.entries[row.entry_id]
        if entry.status is EntryStatus.WITHDRAWN:
            continue
        info = infos.get(row.category)
        entrants.append(
            Entrant(
                entry=entry,
                runner=data.runners[entry.runner_id],
                result=row.result,
                category=row.category,
                label=row.category_label,
                gender=row.gender if info is None else info.gender,
            )
        )
    return RaceField(
        event=event,
        race=data.races[race_id],
        today=today,
        entrants=tuple(entrants),
        peers={race.code: _in_field(season, race.id) for race in data.races_of(event.id)},
        groups={
            info.code: info.gender
            for info in infos.values()
            if info.band is not None and info.code not in merged
        },
    )


def _in_field(season: Season, race_id: RaceId) -> int:
    entries = season.data.entries
    return sum(
        counts_in_field(result.status)
        for result in season.results(race_id).results
        if entries[result.entry_id].status is not EntryStatus.WITHDRAWN
    )


def _event_of(season: Season, race_id: RaceId) -> Event:
    return season.data.events[season.data.races[race_id].event_id]


def _race_label(season: Season, code: str) -> str:
    return next((race.label for race in season.data.races.values() if race.code == code), code)


def _estimate_note(rule: QualificationRule) -> tuple[Note, ...]:
    if not getattr(rule, "estimate", False):
        return ()
    return (Note(code="qualify.estimate", params={"rule": rule.label}),)


# Places that roll down


def _slots(season: Season, rule: SlotRule, field: RaceField) -> RuleOutcome:
    if field.race.code not in rule.races:
        return RuleOutcome(rule=rule, rows=())
    told, elsewhere = _answers(season, rule, field)
    return RuleOutcome(
        rule=rule,
        rows=slot_places(rule, field, told, elsewhere),
        allotment=allot(rule, field),
        notes=(*_total_notes(rule, field.event), *_estimate_note(rule)),
    )


def _total_notes(rule: SlotRule, event: Event) -> tuple[Note, ...]:
    total = places_of_event(rule, event.code)
    if rule.spread is PlaceSpread.STEPS:
        return ()
    if total is None:
        return (Note(code="qualify.no-total", params={"event": event.name, "rule": rule.label}),)
    too_few = rule.least is not None and total < rule.least
    if too_few or (rule.most is not None and total > rule.most):
        params: dict[str, str | int] = {
            "event": event.name,
            "total": total,
            "least": rule.least or 0,
            "most": "" if rule.most is None else rule.most,
        }
        return (Note(code="qualify.odd-total", params=params),)
    return ()


def _standing_answers(season: Season, rule_id: str) -> dict[EntryId, SlotAnswer]:
    """The answer that stands for each entry by one rule: the last one given."""
    found: dict[EntryId, SlotAnswer] = {}
    for each in sorted(season.data.slot_answers.values(), key=lambda a: (a.made_ms, a.id)):
        if each.rule == rule_id and each.entry_id in season.data.entries:
            found[each.entry_id] = each
    return found


def _answers(
    season: Season, rule: SlotRule, field: RaceField
) -> tuple[dict[EntryId, Told], dict[EntryId, Elsewhere]]:
    """What was said here, and who has accepted a place of the same race at another event."""
    data, zone = season.data, field.event.zone
    here: dict[EntryId, Told] = {}
    accepted: dict[RunnerId, list[tuple[Instant, AnswerId, EntryId]]] = defaultdict(list)
    same = same_runner(data)
    for entry_id, said in _standing_answers(season, rule.id).items():
        entry = data.entries[entry_id]
        if _event_of(season, entry.race_id).cancelled:
            continue
        if entry.race_id == field.race.id:
            day = local_date(said.made_ms, zone)
            here[entry_id] = Told(reply=said.reply, day=day, note=said.note)
        if said.reply is SlotReply.ACCEPTED and data.races[entry.race_id].code == field.race.code:
            accepted[same[entry.runner_id]].append((said.made_ms, said.id, entry_id))
    elsewhere: dict[EntryId, Elsewhere] = {}
    for entrant in field.entrants:
        first = min(accepted.get(same[entrant.runner.id], ()), default=None)
        if first is not None and first[2] != entrant.entry.id:
            elsewhere[entrant.entry.id] = Elsewhere(
                day=local_date(first[0], zone),
                event=_event_of(season, data.entries[first[2]].race_id).name,
            )
    return here, elsewhere


def answer(
    season: Season,
    entry_id: EntryId,
    rule_id: str,
    reply: SlotReply,
    actor: str,
    note: str = "",
) -> SlotAnswer:
    """Keep what a runner said to a place. A place may be declined before it is offered.

    ``Refused`` when there is no such rule with places to answer (qualify.no-slot-rule), when the
    runner has no place to accept (qualify.no-place), and when it was declined already.
    """
    row = row_of(season, entry_id, rule_id)
    entry = season.data.entries[entry_id]
    who = full_name(season.data.runners[entry.runner_id])
    if reply is SlotReply.ACCEPTED and row.status is not Qualifying.QUALIFIED:
        raise Refused("qualify.no-place", name=who, bib=entry.bib)
    if row.reply is reply:
        raise Refused("qualify.said-already", name=who, bib=entry.bib)
    made = SlotAnswer(
        entry_id=entry_id,
        rule=rule_id,
        reply=reply,
        made_ms=season.clock.now_ms(),
        actor=actor,
        note=note.strip(),
    )
    with season.change("qualify.answer", bib=entry.bib, reply=reply.value.lower()) as writer:
        return writer.put(made)


def pass_on_overdue(season: Season, race_id: RaceId, rule_id: str, actor: str) -> int:
    """Give on every place whose answer is overdue, as a no that says so; how many they were.

    One change for all of them. Who gets such a place has as long to answer, from today on.
    """
    now = season.clock.now_ms()
    today = local_date(now, _event_of(season, race_id).zone)
    overdue = [
        SlotAnswer(
            entry_id=row.entry_id,
            rule=rule_id,
            reply=SlotReply.DECLINED,
            made_ms=now,
            actor=actor,
            note=_("no answer by {day}").format(day=day_words(row.answer_by)),
        )
        for outcome in qualify(season, race_id)
        for row in outcome.rows
        if outcome.rule.id == rule_id and row.answer_by is not None and row.answer_by < today
    ]
    if overdue:
        label = season.data.races[race_id].label
        with season.change("qualify.overdue", race=label, count=len(overdue)) as writer:
            writer.put_many(overdue)
    return len(overdue)


def take_answer_back(season: Season, entry_id: EntryId, rule_id: str) -> None:
    """Strike everything a runner has said to a place, as if it had never been answered."""
    given = [
        each
        for each in season.data.slot_answers.values()
        if each.entry_id == entry_id and each.rule == rule_id
    ]
    if not given:
        return
    bib = season.data.entries[entry_id].bib
    with season.change("qualify.take-back", bib=bib) as writer:
        for each in given:
            writer.delete(each)


def row_of(season: Season, entry_id: EntryId, rule_id: str) -> Qualification:
    """One runner's row by a rule whose places are answered; ``Refused`` where there is none."""
    race_id = season.data.entries[entry_id].race_id
    slot_rules = [rule for rule in season.rules.qualification if isinstance(rule, SlotRule)]
    if rule_id not in {rule.id for rule in slot_rules}:
        known = ", ".join(rule.id for rule in slot_rules)
        raise Refused("qualify.no-slot-rule", rule=rule_id, known=known)
    for outcome in qualify(season, race_id):
        for row in outcome.rows:
            if outcome.rule.id == rule_id and row.entry_id == entry_id:
                return row
    bib = season.data.entries[entry_id].bib
    raise Refused("qualify.not-in-results", bib=bib)


def slot_rule_for(season: Season, race_id: RaceId) -> SlotRule:
    """The first rule with places to answer in a race; ``Refused`` where there is none."""
    code = season.data.races[race_id].code
    for rule in season.rules.qualification:
        if isinstance(rule, SlotRule) and code in rule.races:
            return rule
    raise Refused("qualify.no-slot-rule", rule="", known="")
