"""Who is called to the table: prizes by place, and finisher medals that were ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from trailsdesk.domain.chrono import Duration, format_elapsed
from trailsdesk.domain.entry import EntryId, EntryStatus, MedalOrder, bib_sort_key
from trailsdesk.domain.people import Gender, RunnerId, fold_name
from trailsdesk.domain.problems import Note
from trailsdesk.domain.results import RaceResults, ResultRow, ResultStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.rules import AwardsRule
    from trailsdesk.domain.season import SeasonData

Item = TypeVar("Item")

_GENDERS = (Gender.F, Gender.M, Gender.X)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """One runner's place on the prize list; ``shared`` when others hold the same place."""

    place: int
    shared: bool
    row: ResultRow
    explanation: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeGroup:
    """The prizes of one category of a race, or with an empty ``category`` of one gender overall.

    ``prizes`` may hold more than ``depth`` runners (ties at the cut are all listed), or none when
    nobody has finished. ``entered`` counts the group's entries, ``pending`` those still without an
    outcome: while it is not 0 the list may change.
    """

    race_code: str
    race_label: str
    gender: Gender | None
    category: str = ""
    category_label: str = ""
    depth: int
    entered: int
    finishers: int
    pending: int
    prizes: tuple[Prize, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MedalRow:
    """One ordered finisher medal for the pick-up sheet; ``status`` is how the race went so far."""

    entry_id: EntryId
    runner_id: RunnerId
    bib: str
    family_name: str
    given_name: str
    race_label: str
    order: MedalOrder
    status: ResultStatus


def cut_at(
    items: Iterable[Item], rank_of: Callable[[Item], int | None], depth: int
) -> tuple[Item, ...]:
    """The items ranked 1 to ``depth`` in order of rank; all who share the last place are in.

    Three who tie for third at ``depth`` 3 make five. Items without a rank are left out.
    """
    inside = [
        (place, item) for item in items if (place := rank_of(item)) is not None and place <= depth
    ]
    return tuple(item for _, item in sorted(inside, key=lambda pair: pair[0]))


def prize_groups(
    rows: Sequence[ResultRow],
    rule: AwardsRule,
    category_order: Sequence[str] = (),
) -> tuple[PrizeGroup, ...]:
    """The prize list: per race first overall by gender (if the rules have it), then by category.

    Races come in the order of their first row. A category nobody finished in is there without
    prizes, so that the sheet can say so; runners without a category are in none.

    Args:
        category_order: category codes in printing order; those not named follow by code.
    """
    races: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        races.setdefault((row.event_code, row.race_code), []).append(row)
    order = {code: index for index, code in enumerate(category_order)}
    groups: list[PrizeGroup] = []
    for in_race in races.values():
        if rule.overall_depth > 0:
            genders = {each for row in in_race if (each := row.ranked_gender) is not None}
            for gender in sorted(genders, key=_GENDERS.index):
                inside = [row for row in in_race if row.ranked_gender is gender]
                groups.append(_group(inside, rule.overall_depth, by_category=False))
        if rule.category_depth > 0:
            codes = {row.category for row in in_race if row.category}
            for code in sorted(codes, key=lambda code: (order.get(code, len(order)), code)):
                inside = [row for row in in_race if row.category == code]
                groups.append(_group(inside, rule.category_depth, by_category=True))
    return tuple(groups)


def _group(rows: Sequence[ResultRow], depth: int, *, by_category: bool) -> PrizeGroup:
    """The prizes of runners who compete with one another; ``rows`` are all of them, not empty."""

    def place_of(row: ResultRow) -> int | None:
        if row.result.status is not ResultStatus.OK:
            return None
        return row.result.rank_category if by_category else row.result.rank_gender

    in_bib_order = sorted(rows, key=lambda row: (bib_sort_key(row.bib), row.entry_id))
    winners = cut_at(in_bib_order, place_of, depth)
    bibs: dict[int | None, list[str]] = {}
    for row in winners:
        bibs.setdefault(place_of(row), []).append(row.bib or "—")
    finishers = sum(place_of(row) is not None for row in rows)
    first = rows[0]
    return PrizeGroup(
        race_code=first.race_code,
        race_label=first.race_label,
        gender=first.ranked_gender,
        category=first.category if by_category else "",
        category_label=first.category_label if by_category else "",
        depth=depth,
        entered=len(rows),
        finishers=finishers,
        pending=sum(row.result.status is ResultStatus.PENDING for row in rows),
        prizes=tuple(
            _prize(row, place, bibs[place], finishers)
            for row in winners
            if (place := place_of(row)) is not None
        ),
    )


def _prize(row: ResultRow, place: int, bibs: Sequence[str], finishers: int) -> Prize:
    shared = len(bibs) > 1
    params: dict[str, str | int] = {
        "place": place,
        "finishers": finishers,
        "race": row.race_label,
        "time": format_elapsed(row.result.time_ms or Duration(0)),
    }
    if shared:
        params["bibs"] = ", ".join(bibs)
    code = "award.explain-shared" if shared else "award.explain"
    return Prize(place=place, shared=shared, row=row, explanation=Note(code=code, params=params))


def medal_rows(
    season: SeasonData, event_id: EventId, results: Mapping[RaceId, RaceResults]
) -> tuple[MedalRow, ...]:
    """Everybody at the event who ordered a finisher medal, by surname.

    Not finishing takes no ordered medal away. A withdrawn entry is left out unless it was seen in
    the race.
    """
    statuses = {
        result.entry_id: result.status
        for race in season.races_of(event_id)
        if race.id in results
        for result in results[race.id].results
    }
    rows = []
    for entry in season.entries.values():
        race = season.races[entry.race_id]
        if race.event_id != event_id or entry.medal is MedalOrder.NONE:
            continue
        if entry.status is EntryStatus.WITHDRAWN and entry.id not in statuses:
            continue
        runner = season.runners[entry.runner_id]
        row = MedalRow(
            entry_id=entry.id,
            runner_id=runner.id,
            bib=entry.bib,
            family_name=runner.family_name,
            given_name=runner.given_name,
            race_label=race.label,
            order=entry.medal,
            status=statuses.get(entry.id, ResultStatus.PENDING),
        )
        rows.append(row)
    return tuple(sorted(rows, key=_surname_order))


def _surname_order(row: MedalRow) -> tuple[str, str, tuple[int, int, str], int]:
    return (
        fold_name(row.family_name),
        fold_name(row.given_name),
        bib_sort_key(row.bib),
        row.entry_id,
    )
