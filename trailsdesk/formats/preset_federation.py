"""What a federation asks of a race and its organiser: ``[federation]`` of a rules document."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from trailsdesk import resource
from trailsdesk.domain.federation_rules import (
    ChecklistRule,
    EffortUse,
    FederationRules,
    FeeBand,
    FileColumn,
    FileField,
    LeagueRule,
    MembershipFeeRule,
    RaceKind,
    ResultFileRule,
    ResultsDue,
)
from trailsdesk.formats.preset_source import read_source
from trailsdesk.formats.preset_table import Faults, check_unique, fault

if TYPE_CHECKING:
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.formats.preset_table import Table

RACES_MAX = 100
DAYS_MAX = 366


def read_federation(document: Table) -> FederationRules | None:
    """``[federation]``, None when the document has none."""
    table = document.table("federation")
    if table is None:
        return None
    effort, league = table.table("effort"), table.table("league")
    membership, checklist = table.table("membership"), table.table("checklist")
    due, file = table.table("results_due"), table.table("result_file")
    return FederationRules(
        effort=_effort(effort) if effort else None,
        league=_league(league) if league else None,
        membership=_membership(membership) if membership else None,
        checklist=_checklist(checklist) if checklist else None,
        results_due=_due(due) if due else None,
        result_file=_file(file) if file else None,
        source=read_source(table),
    )


def _effort(table: Table) -> EffortUse:
    return EffortUse(
        tables=table.code("tables"),
        round_first=table.flag("round_first", default=False),
        source=read_source(table),
    )


def _league(table: Table) -> LeagueRule:
    return LeagueRule(
        label=table.text("label"),
        system=table.code("system"),
        count_best=table.whole("count_best", low=1, high=RACES_MAX),
        at_least=table.whole("at_least", low=1, high=RACES_MAX),
        source=read_source(table),
    )


def _membership(table: Table) -> MembershipFeeRule:
    currency = table.currency("currency")
    return MembershipFeeRule(
        label=table.text("label"),
        currency=currency,
        bands=tuple(
            FeeBand(
                up_to_minor=band.maybe_amount("up_to", currency),
                fee_minor=band.amount("fee", currency),
            )
            for band in table.tables("bands", required=True)
        ),
        source=read_source(table),
    )


def _checklist(table: Table) -> ChecklistRule:
    return ChecklistRule(
        least_km_effort=table.whole("least_km_effort", high=1000),
        least_natural=table.whole("least_natural", 0, high=100),
        most_paved=table.whole("most_paved", 100, high=100),
        kinds=_kinds(table.table("kind")),
        source=read_source(table),
    )


def _kinds(table: Table | None) -> tuple[RaceKind, ...]:
    if table is None:
        return ()
    found = []
    for name in table.names():
        one = table.table(name)
        if one is not None:
            found.append(
                RaceKind(
                    id=name,
                    label=one.text("label"),
                    accepted=one.flag("accepted", default=True),
                    points=one.flag("points", default=True),
                    score=one.flag("score", default=True),
                    league=one.flag("league", default=True),
                    source=read_source(one),
                )
            )
    return tuple(found)


def _due(table: Table) -> ResultsDue:
    return ResultsDue(
        to=table.text("to"),
        days=table.whole("days", high=DAYS_MAX),
        source=read_source(table),
    )


def _file(table: Table) -> ResultFileRule:
    return ResultFileRule(
        to=table.text("to"),
        columns=tuple(
            FileColumn(
                field=column.choice("field", FileField.RANKING),
                heading=column.text("heading"),
                required=column.flag("required", default=True),
                also=column.texts("also"),
            )
            for column in table.tables("columns", required=True)
        ),
        unfinished=table.text("unfinished", "DNF"),
        men=table.text("men", "M"),
        women=table.text("women", "F"),
        most_files=table.whole("most_files", RACES_MAX, low=1, high=RACES_MAX),
        source=read_source(table),
    )


def check_federation(rules: RuleSet, faults: Faults) -> None:
    """Fee bands rise and the last has no end; tables of difficulty are there; no column twice."""
    federation = rules.federation
    if federation is None:
        return
    membership = federation.membership
    if membership is not None and membership.bands:
        path = "federation.membership.bands"
        ends = [band.up_to_minor for band in membership.bands]
        for index, (low, high) in enumerate(pairwise(ends), 1):
            if low is None or (high is not None and high <= low):
                fault(faults, "preset.bands-order", f"{path}[{index}]")
        if ends[-1] is not None:
            fault(faults, "preset.bands-open", f"{path}[{len(ends) - 1}].up_to")
    effort = federation.effort
    if effort is not None and not resource("difficulty", f"{effort.tables}.toml").is_file():
        names = ", ".join(sorted(path.stem for path in resource("difficulty").glob("*.toml")))
        path = "federation.effort.tables"
        fault(faults, "preset.choice", path, found=effort.tables, choices=names)
    file = federation.result_file
    if file is not None:
        path = "federation.result_file.columns"
        check_unique((column.field.value for column in file.columns), path, "field", faults)
        check_unique((column.heading for column in file.columns), path, "heading", faults)
    league = federation.league
    if league is not None and league.at_least > league.count_best:
        path = "federation.league.at_least"
        fault(faults, "preset.too-many", path, found=league.at_least, limit=league.count_best)
