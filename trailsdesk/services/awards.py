"""The awards of an event or of the series: who has them, how far they are, and what was said."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.documents.awards import OVERALL_WORDS
from trailsdesk.domain.award_chain import AwardField, prize_groups
from trailsdesk.domain.award_filter import AwardDetail
from trailsdesk.domain.award_marks import AwardMark, AwardStep
from trailsdesk.domain.award_rules import AwardScope, OnePrize, TeamBy
from trailsdesk.domain.award_series import series_awards
from trailsdesk.domain.award_states import (
    AwardStanding,
    award_standings,
    marks_by_award,
    prize_places,
)
from trailsdesk.domain.award_team_sums import summed_team_awards
from trailsdesk.domain.award_teams import team_awards
from trailsdesk.domain.awards import PrizeGroup
from trailsdesk.domain.category import categories_of
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.standing_rules import Direction
from trailsdesk.domain.timing import FINISH, START
from trailsdesk.i18n import _
from trailsdesk.services import results
from trailsdesk.services.award_moment import event_moment, series_moment
from trailsdesk.services.rule_sections import GENDER_WORDS
from trailsdesk.services.standings import team_standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trailsdesk.domain.award_rules import AwardsRule
    from trailsdesk.domain.award_states import Moment
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.people import Gender, RunnerId
    from trailsdesk.domain.results import ResultRow
    from trailsdesk.services.season import Season

# Who has them


def award_groups(
    season: Season, event_id: EventId, depth: int | None = None
) -> tuple[PrizeGroup, ...]:
    """Every award of an event in the order of the chain, race by race, the teams' last.

    Args:
        depth: places of each award by category, where it is not what the rules say.
    """
    data, rules = season.data, season.rules
    rows = tuple(results.result_rows(season, race.id) for race in data.races_of(event_id))
    inputs = (
        rules, rows, data.runners, data.adjustments, season.categories(), team_standings(season),
    )  # fmt: skip
    return season.keep(
        ("awards", event_id, depth), inputs, lambda: _groups(season, event_id, depth)
    )


def _groups(season: Season, event_id: EventId, depth: int | None) -> tuple[PrizeGroup, ...]:
    rows, rule = results.rows_of(season, event_id), season.rules.awards
    if depth is not None:
        rule = _as_deep(rule, depth)
    known = AwardField(
        category_order=[code for code, _label in season.category_order()],
        timing=season.rules.timing,
        details=_details(season, event_id, rule),
        gender_names=GENDER_WORDS,
        overall_names=OVERALL_WORDS,
    )
    teams = season.rules.teams
    low_wins = teams is not None and teams.direction is Direction.LOW
    code = season.data.events[event_id].code
    return (
        *prize_groups(rows, rule, known=known),
        *team_awards(team_standings(season), rule, rows, code, low_wins=low_wins),
        *summed_team_awards(rows, rule, dataclasses.replace(known, overall_names=_team_names())),
    )


def _team_names() -> dict[Gender | None, str]:
    """What an award for clubs is called where the plan has no word for it."""
    teams = _("Teams")
    return {None: teams, **{each: f"{teams}, {word}" for each, word in GENDER_WORDS.items()}}


def _as_deep(rule: AwardsRule, depth: int) -> AwardsRule:
    """The plan with as many places in each category as somebody asks for."""
    awards = tuple(
        dataclasses.replace(award, places=depth, bands=())
        if award.scope is AwardScope.CATEGORY
        else award
        for award in rule.awards
    )
    return dataclasses.replace(rule, category_depth=depth, awards=awards)


def _details(season: Season, event_id: EventId, rule: AwardsRule) -> dict[EntryId, AwardDetail]:
    """What the plan may ask of the runners of an event."""
    data, categories = season.data, season.categories()
    races = {race.id for race in data.races_of(event_id)}
    adjusted: dict[EntryId, int] = {}
    for each in data.adjustments.values():
        adjusted[each.entry_id] = adjusted.get(each.entry_id, 0) + each.delta_ms
    passed = _passed(season, event_id) if any(award.to_point for award in rule.chain) else {}
    found = {}
    for entry in data.entries.values():
        if entry.race_id in races:
            runner = data.runners[entry.runner_id]
            found[entry.id] = AwardDetail(
                age=categories[entry.id].age,
                city=runner.city,
                spoken=runner.spoken,
                adjusted_ms=adjusted.get(entry.id, 0),
                passed_ms=passed.get(entry.id, {}),
            )
    return found


def _passed(season: Season, event_id: EventId) -> dict[EntryId, Mapping[str, int]]:
    """When each runner was at each point since the gun, start and finish included."""
    found: dict[EntryId, dict[str, int]] = {}
    for race in season.data.races_of(event_id):
        splits = season.splits(race.id)
        for row in results.result_rows(season, race.id):
            times = {START: 0}
            for split in splits.get(row.entry_id, ()):
                if split.since_ms is not None:
                    times[split.point.code] = split.since_ms
            if row.result.gun_time_ms is not None:
                times[FINISH] = row.result.gun_time_ms
            found[row.entry_id] = times
    return {entry: dict(times) for entry, times in found.items()}


def series_groups(season: Season, depth: int | None = None) -> tuple[PrizeGroup, ...]:
    """The awards of the series, list by list; none where the rules give none."""
    data, same = season.data, season.one_runner().same
    listed = tuple(results.result_rows(season, race_id) for race_id in data.races)
    inputs = (season.rules, season.standings(), data.events, data.runners, same, listed)
    return season.keep(("series-awards", depth), inputs, lambda: _series(season, depth))


def _series(season: Season, depth: int | None) -> tuple[PrizeGroup, ...]:
    rule, rules = season.rules.awards, season.rules.standings
    rows: dict[tuple[RunnerId, str], ResultRow] = {}
    for event in season.data.events_in_order():
        for row in results.rows_of(season, event.id):
            rows[row.runner_id, row.race_code] = rows[row.runner_id, ""] = row
    for runner_id, first in season.one_runner().same.items():
        for code in {code for _runner, code in rows}:
            if (runner_id, code) in rows:
                rows.setdefault((first, code), rows[runner_id, code])
    spoken = {each.id: each.spoken for each in season.data.runners.values() if each.spoken}
    low_wins = rules is not None and rules.direction is Direction.LOW
    deep = rule.series_depth if depth is None else depth
    return series_awards(season.standings(), deep, rows, spoken, low_wins=low_wins)


# How far they are


def award_view(
    season: Season,
    event_id: EventId | None,
    race_id: RaceId | None = None,
    *,
    depth: int | None = None,
) -> tuple[AwardStanding, ...]:
    """Every award of an event with its state; without an event those of the series.

    With a race only its own awards: they are judged with all the others, and then picked.

    Args:
        depth: places of each award by category or of the series, where not as the rules say.
    """
    marks = marks_by_award(season.data.award_marks.values(), event_id)
    if event_id is None:
        series = with_lost(series_groups(season, depth), marks)
        return award_standings(series, marks, series_moment(season))
    moment = event_moment(
        season, event_id, one_prize=season.rules.awards.one_prize is not OnePrize.NONE
    )
    groups = with_lost(award_groups(season, event_id, depth), marks)
    found = _judged(groups, marks, moment, season.rules.awards)
    if race_id is None:
        return found
    code = season.data.races[race_id].code
    return tuple(each for each in found if each.group.race_code == code)


def _judged(
    groups: tuple[PrizeGroup, ...],
    marks: Mapping[str, tuple[AwardMark, ...]],
    moment: Moment,
    rule: AwardsRule,
) -> tuple[AwardStanding, ...]:
    """How far each award of an event is; where places are added any result can change it.

    A result that can only be taken away, on the list or not, moves all places behind it.
    """
    added = {award.id for award in rule.awards if award.team_by is TeamBy.PLACES}
    any_result = dataclasses.replace(
        moment, doubted=(*moment.doubted, *moment.only_worse), only_worse=()
    )
    by_places = [group for group in groups if group.award_id in added]
    stricter = {each.group.key: each for each in award_standings(by_places, marks, any_result)}
    standings = award_standings(groups, marks, moment)
    return tuple(stricter.get(each.group.key, each) for each in standings)


def in_order(season: Season, awards: tuple[AwardStanding, ...], order: str) -> list[AwardStanding]:
    """The awards as they are called: race by race categories by age, then the others.

    The most prestigious comes last of all.

    Args:
        order: ``youngest``, ``oldest`` or ``as-set``; empty is what the rules say.
    """
    how = order or season.rules.awards.order.value
    if how == "as-set":
        return list(awards)
    ages = {
        info.code: info.band.from_age
        for info in categories_of(season.rules.categories)
        if info.band is not None
    }
    races = list(dict.fromkeys(each.group.race_code for each in awards))
    chain = list(dict.fromkeys(each.group.award_id for each in awards))
    sign = -1 if how == "oldest" else 1

    def key(each: AwardStanding) -> tuple[int, int, int]:
        group = each.group
        race, age = races.index(group.race_code), ages.get(group.category)
        return (race, 1, -chain.index(group.award_id)) if age is None else (race, 0, sign * age)

    return sorted(awards, key=key)


# What is done about them


def with_lost(
    groups: tuple[PrizeGroup, ...], marks: Mapping[str, tuple[AwardMark, ...]]
) -> tuple[PrizeGroup, ...]:
    """The awards, and those without anybody that were announced and are none any more."""
    known = {group.key for group in groups}
    lost = (
        PrizeGroup(
            race_code="", race_label="", gender=None, depth=0, entered=0, finishers=0, pending=0,
            key=key, label=key, notes=(Note(code="award.lost"),),
        )
        for key in marks
        if key not in known
    )  # fmt: skip
    return (*groups, *lost)


def the_award(season: Season, event_id: EventId | None, key: str) -> AwardStanding:
    """The award of that key; ``Refused`` (award.unknown) names those there are."""
    found = award_view(season, event_id)
    for each in found:
        if each.group.key == key:
            return each
    known = ", ".join(each.group.key for each in found)
    raise Refused("award.unknown", award=key[:80], known=known or "\N{EM DASH}")


def announce(season: Season, event_id: EventId | None, key: str, actor: str) -> AwardMark:
    """Note that an award was announced, with its winners as they were said.

    Announced again it holds with the winners of now. ``Refused`` (award.no-winners) while nobody
    has a place.
    """
    award = the_award(season, event_id, key)
    if not award.group.prizes:
        raise Refused("award.no-winners", award=award.group.label)
    mark = AwardMark(
        event_id=event_id,
        award=key,
        step=AwardStep.ANNOUNCED,
        winners=award.group.winners,
        made_ms=season.clock.now_ms(),
        actor=actor,
    )
    with season.change("award.announce", award=_called(award)) as writer:
        return writer.put(mark)


def take_back(season: Season, event_id: EventId | None, key: str) -> None:
    """Take an announcement back, all of its repeats too.

    Refused (award.not-announced) when there is none, (award.handed-out) while a prize is gone.
    """
    marks = marks_by_award(season.data.award_marks.values(), event_id).get(key, ())
    found = next((e for e in award_view(season, event_id) if e.group.key == key), None)
    label = key if found is None else _called(found)
    said = [mark for mark in marks if mark.step is AwardStep.ANNOUNCED]
    if not said:
        raise Refused("award.not-announced", award=label)
    if any(mark.step is AwardStep.HANDED_OUT for mark in marks):
        raise Refused("award.handed-out", award=label)
    with season.change("award.take-back", award=label) as writer:
        for mark in said:
            writer.delete(mark)


def hand_out(
    season: Season, event_id: EventId | None, key: str, entry_id: EntryId, actor: str
) -> AwardMark:
    """Note that a runner has the prize in hand, instead of another that they had before.

    Refused (award.unknown-bib) for who has no prize in it now; (award.handed-already) for who has
    it.
    """
    award = the_award(season, event_id, key)
    bib = season.data.entries[entry_id].bib
    places = prize_places(award.group)
    if entry_id in award.handed and entry_id not in award.misplaced:
        raise Refused("award.handed-already", bib=bib)
    if entry_id not in places:
        known = ", ".join(prize.row.bib for prize in award.group.prizes) or "\N{EM DASH}"
        raise Refused("award.unknown-bib", bib=bib, award=award.group.label, known=known)
    mark = AwardMark(
        event_id=event_id,
        award=key,
        step=AwardStep.HANDED_OUT,
        winners=((places[entry_id], entry_id),),
        entry_id=entry_id,
        made_ms=season.clock.now_ms(),
        actor=actor,
    )
    with season.change("award.hand-out", award=_called(award), bib=bib) as writer:
        for before in _handed_to(season, event_id, key, entry_id):
            writer.delete(before)
        return writer.put(mark)


def _handed_to(
    season: Season, event_id: EventId | None, key: str, entry_id: EntryId
) -> list[AwardMark]:
    """What is noted of a runner's prize of an award."""
    marks = marks_by_award(season.data.award_marks.values(), event_id).get(key, ())
    return [m for m in marks if m.step is AwardStep.HANDED_OUT and m.entry_id == entry_id]


def take_prize_back(season: Season, event_id: EventId | None, key: str, entry_id: EntryId) -> None:
    """A prize noted as handed out was not; ``Refused`` (award.not-handed) where none was."""
    own = _handed_to(season, event_id, key, entry_id)
    bib = season.data.entries[entry_id].bib
    found = next((e for e in award_view(season, event_id) if e.group.key == key), None)
    label = key if found is None else _called(found)
    if not own:
        raise Refused("award.not-handed", bib=bib, award=label)
    with season.change("award.take-prize-back", award=label, bib=bib) as writer:
        for mark in own:
            writer.delete(mark)


def _called(award: AwardStanding) -> str:
    """An award with its race, as History tells it; nobody's name is in it."""
    group = award.group
    return ", ".join(filter(None, (group.label or group.key, group.race_label)))
