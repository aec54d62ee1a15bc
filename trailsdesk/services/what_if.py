"""What if the rules said otherwise: a copy of them beside the real ones, and who would move."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.points import compute_standings
from trailsdesk.domain.problems import Refused
from trailsdesk.formats.presets import PresetError, load_preset
from trailsdesk.i18n import message
from trailsdesk.services.rule_book import changes_with
from trailsdesk.services.rule_effects import results_under

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trailsdesk.domain.points import Standing, StandingGroup
    from trailsdesk.domain.rules import RuleSet
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One runner whose place or total in the series would be another.

    Ranks are None where the runner is in no ranking, before or after; ``group`` says which one, in
    words.
    """

    runner_id: RunnerId
    name: str
    group: str
    rank_before: int | None
    rank_after: int | None
    total_before: Decimal | None
    total_after: Decimal | None


def rules_if(season: Season, options: Mapping[str, str], changes: Mapping[str, str]) -> RuleSet:
    """The season's rules with other answers and changes on top; raises ``PresetError``."""
    series = season.data.series
    return load_preset(
        series.preset_text, {**series.options, **options}, {**series.changes, **changes}
    )


def moves_if(season: Season, path: str, text: str) -> tuple[Move, ...]:
    """Who would move with one value of the rules as typed; ``Refused`` when it cannot be that."""
    try:
        return who_moves(season, rules_if(season, {}, changes_with(season, path, text)))
    except PresetError as error:
        raise Refused("rules.change-refused", why=message(error.faults[0])) from None


def who_moves(season: Season, rules: RuleSet) -> tuple[Move, ...]:
    """Everybody whose place or total would change under ``rules``, the best places first.

    Nothing in the file is changed.
    """
    now: Sequence[StandingGroup] = ()
    if season.rules.points is not None and season.rules.standings is not None:
        now = season.standings()
    then: Sequence[StandingGroup] = ()
    if rules.points is not None and rules.standings is not None:
        then = compute_standings(season.data, rules, results_under(season, rules))
    before, after = _by_place(now), _by_place(then)
    moves: list[Move] = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if _figures(old) != _figures(new):
            moves.append(_move(*key, old, new))
    return tuple(
        sorted(
            moves,
            key=lambda move: (
                move.group,
                move.rank_after is None,
                move.rank_after or 0,
                move.name.casefold(),
                move.runner_id,
            ),
        )
    )


def _by_place(groups: Sequence[StandingGroup]) -> dict[tuple[str, RunnerId], Standing]:
    return {
        (_words(group), standing.runner_id): standing
        for group in groups
        for standing in group.standings
    }


def _words(group: StandingGroup) -> str:
    ranking = group.ranking_label or group.ranking
    return ", ".join(filter(None, (ranking, group.race_label, group.label)))


def _figures(standing: Standing | None) -> tuple[int | None, Decimal] | None:
    return None if standing is None else (standing.rank_so_far, standing.total)


def _move(group: str, runner_id: RunnerId, old: Standing | None, new: Standing | None) -> Move:
    standing = new or old
    return Move(
        runner_id=runner_id,
        name="" if standing is None else full_name(standing),
        group=group,
        rank_before=None if old is None else old.rank_so_far,
        rank_after=None if new is None else new.rank_so_far,
        total_before=None if old is None else old.total,
        total_after=None if new is None else new.total,
    )
