"""Who takes a region's title: the first in each age group who represents one of its countries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trailsdesk.domain.people import fold_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.qualification import Qualification, Qualifying

if TYPE_CHECKING:
    from trailsdesk.domain.qualification_rules import RegionalTitleRule
    from trailsdesk.domain.race_field import Entrant, RaceField
    from trailsdesk.domain.standing_rules import Region


def regional_titles(rule: RegionalTitleRule, field: RaceField) -> tuple[Qualification, ...]:
    """One row for every finisher of a regional championship; none at other events.

    Equal places share the title. Somebody in front whose nation is not noted might take it: the
    row of the champion says how many there are.
    """
    region = rule.region_of(field.event.code)
    if region is None or field.race.code not in rule.races:
        return ()
    nations = frozenset(fold_name(nation) for nation in region.nations)
    groups: dict[str, list[Entrant]] = defaultdict(list)
    for entrant in field.finishers:
        groups[entrant.category].append(entrant)
    rows: list[Qualification] = []
    for code, finishers in groups.items():
        if not code:
            rows += [_row(rule, each, "qualify.title-no-group", region) for each in finishers]
            continue
        own = [e for e in finishers if fold_name(e.runner.nation) in nations]
        best = own[0] if own else None
        unknown = 0
        for each in finishers:
            if not each.runner.nation:
                unknown += best is not None and _place(each) <= _place(best)
                rows.append(_row(rule, each, "qualify.title-no-nation", region))
            elif each not in own or best is None:
                rows.append(_row(rule, each, "qualify.title-outside", region))
            elif _place(each) > _place(best):
                bib = best.entry.bib or "–"
                rows.append(_row(rule, each, "qualify.title-behind", region, first=bib))
            else:
                level = sum(1 for e in own if _place(e) == _place(best))
                rows.append(_champion(rule, each, region, level, unknown))
    order = {each.entry.id: place for place, each in enumerate(field.entrants)}
    return tuple(sorted(rows, key=lambda row: order[row.entry_id]))


def _place(entrant: Entrant) -> int:
    return entrant.result.rank_category or 0


def _champion(
    rule: RegionalTitleRule, entrant: Entrant, region: Region, level: int, unknown: int
) -> Qualification:
    code = "qualify.title" if level == 1 else "qualify.title-shared"
    return _row(
        rule, entrant, code, region, status=Qualifying.QUALIFIED, unknown=str(unknown or "")
    )


def _row(
    rule: RegionalTitleRule,
    entrant: Entrant,
    code: str,
    region: Region,
    *,
    status: Qualifying = Qualifying.NOT_ELIGIBLE,
    **params: str | int,
) -> Qualification:
    words: dict[str, str | int] = {
        "position": _place(entrant),
        "group": entrant.label,
        "nation": entrant.runner.nation,
        "region": region.label,
    }
    return Qualification(
        rule=rule.id,
        entry_id=entrant.entry.id,
        runner_id=entrant.runner.id,
        status=status,
        reason=Note(code=code, params={**words, **params}),
        group=entrant.category,
        place=entrant.result.rank_category,
        estimate=rule.estimate,
    )
