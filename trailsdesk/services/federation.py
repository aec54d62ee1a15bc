"""What a federation asks of a race and its organiser, answered from what the season knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.effort import km_effort
from trailsdesk.domain.entry import EntryStatus
from trailsdesk.domain.league import LeaguePerson, LeagueScore, LeagueTable, league
from trailsdesk.domain.membership_fee import MembershipFee, membership_fee
from trailsdesk.domain.one_runner import same_runner
from trailsdesk.domain.problems import Problem, Refused, Severity
from trailsdesk.domain.race_checklist import CheckItem, RaceFacts, check_race
from trailsdesk.services.ledger import accounts
from trailsdesk.services.outside_scores import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.federation_rules import (
        FederationRules,
        LeagueRule,
        ResultsDue,
    )
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.season import SeasonData
    from trailsdesk.services.season import Season


def _federation(season: Season) -> FederationRules | None:
    return season.rules.federation


# The league


def league_tables(
    season: Season, country: str, year: int
) -> tuple[tuple[LeagueTable, ...], tuple[Problem, ...]]:
    """All rankings of a country's league in a year by the scores in this file, and what is amiss.

    Scores of races in the file take their day and country from the event. All records of a runner
    count as one. Age groups are those of the series.

    Raises:
        Refused: ``league.none`` when the rules know no league.
    """
    federation = _federation(season)
    rule = None if federation is None else federation.league
    if rule is None:
        raise Refused("league.none", name=season.rules.name)
    scores, incomplete = _league_scores(season.data, rule)
    tables = league(scores, _people(season), country.strip().upper(), year, rule)
    if not incomplete:
        return tables, ()
    told = Problem(
        severity=Severity.WARNING, code="league.no-country", params={"count": incomplete}
    )
    return tables, (told,)


def league_years(season: Season) -> tuple[tuple[str, int], ...]:
    """Country and year of each league the scores in this file belong to, the newest year first.

    None where the rules know no league.
    """
    federation = _federation(season)
    if federation is None or federation.league is None:
        return ()
    scores, _incomplete = _league_scores(season.data, federation.league)
    found = {(score.country, score.day.year) for score in scores}
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))


def _league_scores(data: SeasonData, rule: LeagueRule) -> tuple[list[LeagueScore], int]:
    """The scores of the rule's system, and how many lack a day or a country."""
    same = same_runner(data)
    found, incomplete = [], 0
    for score in sorted(data.scores.values(), key=lambda each: each.id):
        value = number_of(score.value)
        if score.system != rule.system or value is None:
            continue
        day, country, race = score.day, score.country, score.race
        entry = None if score.entry_id is None else data.entries.get(score.entry_id)
        if entry is not None:
            held = data.races[entry.race_id]
            event = data.events[held.event_id]
            day, country, race = event.date, country or event.country, event.name
        if day is None or not country:
            incomplete += 1
            continue
        found.append(
            LeagueScore(
                runner_id=same[score.runner_id],
                value=value,
                day=day,
                country=country,
                race=race,
            )
        )
    return found, incomplete


def _people(season: Season) -> Mapping[RunnerId, LeaguePerson]:
    """Gender and age group by the record that stands for all of a runner."""
    data = season.data
    same = same_runner(data)
    groups: dict[RunnerId, str] = {}
    categories = season.categories()
    newest = {race.id: data.events[race.event_id].date for race in data.races.values()}
    for entry in sorted(data.entries.values(), key=lambda each: (newest[each.race_id], each.id)):
        given = categories.get(entry.id)
        if given is not None and given.code:
            groups[same[entry.runner_id]] = given.code
    return {
        runner.id: LeaguePerson(gender=runner.gender, group=groups.get(runner.id, ""))
        for runner in data.runners.values()
    }


# The list of what a race must be


def checklist(season: Season, race_id: RaceId, told: RaceFacts) -> tuple[CheckItem, ...]:
    """Every item for a race: what is told, and what the season knows by itself.

    The season knows the km-effort of the race's published figures, whether it is one of several
    of its event, and how many entries lack what every result must have.

    Raises:
        Refused: ``checklist.none``, ``checklist.unknown-kind``.
    """
    federation = _federation(season)
    rule = None if federation is None else federation.checklist
    if rule is None:
        raise Refused("checklist.none", name=season.rules.name)
    if told.kind and rule.kind(told.kind) is None:
        known = ", ".join(kind.id for kind in rule.kinds)
        raise Refused("checklist.unknown-kind", kind=told.kind[:60], known=known)
    data = season.data
    race = data.races[race_id]
    effort = told.km_effort
    if effort is None and race.distance_m is not None and race.ascent_m is not None:
        effort = km_effort(Decimal(str(race.distance_m)), Decimal(str(race.ascent_m)))
    people = [
        data.runners[entry.runner_id]
        for entry in data.entries.values()
        if entry.race_id == race_id and entry.status is EntryStatus.ENTERED
    ]
    lacking = sum(
        1 for one in people if one.gender is None or one.birth_date is None or not one.nation
    )
    facts = replace(
        told,
        km_effort=effort,
        of_several=told.of_several or len(data.races_of(race.event_id)) > 1,
        entries=len(people),
        incomplete=lacking,
    )
    return check_race(facts, rule)


# The fee of a member


def fee_of_member(season: Season, base_minor: int | None = None) -> MembershipFee:
    """The yearly fee for a base, or for what the entries of this season have paid.

    Raises:
        Refused: ``membership.none``; ``membership.other-currency`` when what was paid is in
            another currency than the fee goes by.
    """
    federation = _federation(season)
    rule = None if federation is None else federation.membership
    if rule is None:
        raise Refused("membership.none", name=season.rules.name)
    if base_minor is None:
        fees = season.rules.fees
        if fees is not None and fees.currency != rule.currency:
            raise Refused("membership.other-currency", paid=fees.currency, fee=rule.currency)
        base_minor = paid_by_all(season)
    return membership_fee(base_minor, rule)


def paid_by_all(season: Season) -> int:
    """What was paid for all entries that stand, in minor units, less what went back.

    To the entry services, as their lists say, and to the organiser.
    """
    found = accounts(season).values()
    return sum(each.paid_minor - each.refunded_minor for each in found if each.stands)


# When results are due


def results_due(season: Season, event_id: EventId) -> tuple[ResultsDue, date] | None:
    """Whom the results of an event are due to, and the last day; None where no rule says so."""
    federation = _federation(season)
    rule = None if federation is None else federation.results_due
    if rule is None:
        return None
    return rule, season.data.events[event_id].date + timedelta(days=rule.days)
