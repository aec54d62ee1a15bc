"""Who gets which award: the chain of the plan gone through from the first award to the last.

Pure: the same rows and plan give the same awards, whatever the order of the rows. Every place
says why, and every place that is not given is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.award_filter import AwardDetail, PrizePool, pools_of
from trailsdesk.domain.award_notes import (
    Holding,
    explained,
    gaps,
    moved_up,
    passed_over,
    too_few_starters,
)
from trailsdesk.domain.award_rules import Award, AwardScope, AwardsRule, AwardTime, OnePrize
from trailsdesk.domain.awards import Prize, PrizeGroup
from trailsdesk.domain.chrono import round_duration
from trailsdesk.domain.entry import EntryId, bib_sort_key
from trailsdesk.domain.people import Gender, RunnerId
from trailsdesk.domain.problems import Note
from trailsdesk.domain.ranking import rank
from trailsdesk.domain.results import ResultRow, ResultStatus
from trailsdesk.domain.round_field import STARTED
from trailsdesk.domain.rules import OfficialTime, TieRule, TimingRule

if TYPE_CHECKING:
    from collections.abc import Iterable

_Ranked = list[tuple[int, ResultRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardField:
    """What the chain needs besides the rows; what it leaves out is plain.

    ``category_order`` are codes in printing order; those not named follow by code. ``details`` is
    what is known of a runner beyond the row. ``gender_names`` are the words for a gender beside
    the plan's own word, ``overall_names`` those of an award the plan does not name.
    """

    category_order: Sequence[str] = ()
    timing: TimingRule = field(default_factory=TimingRule)
    details: Mapping[EntryId, AwardDetail] = field(default_factory=dict)
    gender_names: Mapping[Gender, str] = field(default_factory=dict)
    overall_names: Mapping[Gender | None, str] = field(default_factory=dict)


def prize_groups(
    rows: Iterable[ResultRow],
    rule: AwardsRule,
    known: AwardField | None = None,
) -> tuple[PrizeGroup, ...]:
    """Every award of the races, the teams' left out: race by race, in the order of the chain.

    Races come in the order of their first row, categories in printing order, genders women first.
    A group nobody finished in is there without prizes, so that it can be said; runners without a
    category are in no award by category. With a rule of one prize somebody who enters two races
    has it in the race that comes first.

    Args:
        known: what is known beyond the rows.
    """
    races: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        races.setdefault((row.event_code, row.race_code), []).append(row)
    for in_race in races.values():
        in_race.sort(key=lambda row: (bib_sort_key(row.bib), row.entry_id))
    desk = _ChainDesk(rule, known or AwardField())
    return tuple(
        desk.group(award, pool)
        for in_race in races.values()
        for award in rule.chain
        if award.scope is not AwardScope.TEAM
        for pool in pools_of(award, in_race, desk.known.details, desk.known.category_order)
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A place of the list: the row, its place, and which prize goes with it."""

    place: int
    row: ResultRow
    prize_place: int | None


class _ChainDesk:
    """Goes through the chain and remembers who has what."""

    def __init__(self, rule: AwardsRule, known: AwardField) -> None:
        self.known = known
        self._rule = rule
        self._held: dict[RunnerId, list[Holding]] = defaultdict(list)

    def group(self, award: Award, pool: PrizePool) -> PrizeGroup:
        """The award for one pool; its prizes are taken from then on."""
        name = self._name(award, pool)
        starters = sum(_has_started(row) for row in pool.rows)
        depth = award.places_for(starters)
        own = self._order(award, pool.rows, award.time)
        taken = self._taken(award)
        listed = self._listed(own, depth, taken)
        prizes = self._prizes(award, name, listed, own, taken)
        notes = gaps(listed_places(listed), depth, self._finishers(own, taken), len(own))
        if not depth:
            notes = (too_few_starters(award, starters),)
        passed = self._passed(own, listed, taken)
        self._give(award, name, prizes)
        return PrizeGroup(
            race_code=pool.rows[0].race_code,
            race_label=pool.rows[0].race_label,
            gender=pool.gender,
            category=pool.category,
            category_label=pool.category_label,
            depth=depth,
            entered=len(pool.rows),
            finishers=len(own),
            pending=sum(row.result.status is ResultStatus.PENDING for row in pool.rows),
            prizes=prizes,
            key=pool.key(award.id),
            award_id=award.id,
            label=name,
            scope=award.scope,
            sponsor=award.sponsor,
            pool=frozenset(row.entry_id for row in pool.rows),
            cut_ms=self._cut(award, own, depth, taken),
            time=award.time,
            by_starters=award.by_starters,
            by_split=bool(award.to_point),
            combines=award.combines,
            notes=(*notes, *passed),
            warnings=self._other_time(award, pool, listed, depth, taken),
        )

    def _name(self, award: Award, pool: PrizePool) -> str:
        """What it is called: the plan's word, with the group where there are several."""
        part, known = pool.category_label or pool.category, self.known
        if not award.label:
            return part or known.overall_names.get(pool.gender, "")
        if not part and pool.gender is not None:
            part = known.gender_names.get(pool.gender, "")
        return ", ".join(filter(None, (award.label, part)))

    # -- order ----------------------------------------------------------------------------------

    def _order(self, award: Award, rows: Iterable[ResultRow], time: AwardTime) -> _Ranked:
        """Finishers with their places by the award's time, ties as the rules say and by bib."""
        values = {
            row.entry_id: value
            for row in rows
            if (value := self.value(award, row, time)) is not None
        }
        finishers = [row for row in rows if row.entry_id in values]
        return rank(finishers, lambda row: values[row.entry_id], self.known.timing.tie)

    def value(self, award: Award, row: ResultRow, time: AwardTime) -> int | None:
        """What ranks a runner, smaller first; None without a finish, or without the two points."""
        result = row.result
        if result.status is not ResultStatus.OK:
            return None
        detail = self.known.details.get(row.entry_id)
        if award.to_point:
            return None if detail is None else detail.between(award.from_point, award.to_point)
        if time is AwardTime.OFFICIAL:
            return result.time_ms
        plain = result.gun_time_ms
        if time is AwardTime.NET and result.net_time_ms is not None:
            plain = result.net_time_ms
        if plain is None:
            return result.time_ms
        timing, more = self.known.timing, 0 if detail is None else detail.adjusted_ms
        return round_duration(plain + more, timing.unit_ms, timing.rounding)

    def _taken(self, award: Award) -> Mapping[RunnerId, Holding]:
        """Who has as many prizes as one may, with the last of them."""
        if self._rule.one_prize is OnePrize.NONE or award.combines:
            return {}
        most = self._rule.most_prizes
        return {key: held[-1] for key, held in self._held.items() if len(held) >= most}

    def _finishers(self, own: _Ranked, taken: Mapping[RunnerId, Holding]) -> int:
        """How many there are to give places to."""
        if self._rule.one_prize is not OnePrize.MOST_PRESTIGIOUS:
            return len(own)
        return sum(row.runner_id not in taken for _place, row in own)

    def _free(self, own: _Ranked, taken: Mapping[RunnerId, Holding]) -> dict[EntryId, int]:
        """The places among those who may still take a prize."""
        titles = {row.entry_id: place for place, row in own}
        if not taken:
            return titles
        rows = [row for _place, row in own if row.runner_id not in taken]
        tie = self.known.timing.tie
        return {
            row.entry_id: place for place, row in rank(rows, lambda row: titles[row.entry_id], tie)
        }

    def _listed(
        self, own: _Ranked, depth: int, taken: Mapping[RunnerId, Holding]
    ) -> tuple[_Listed, ...]:
        """Who is on the list, at which place and with which prize, by the rule of one prize."""
        free = self._free(own, taken)
        found = []
        for place, row in own:
            mine = free.get(row.entry_id)
            placed = self._placed(place, mine, depth)
            if placed is not None:
                found.append(_Listed(placed[0], row, placed[1]))
        return tuple(found)

    def _placed(self, place: int, free: int | None, depth: int) -> tuple[int, int | None] | None:
        """The place somebody is called to and the prize that goes with it; None: not called.

        Args:
            place: the place among all.
            free: that among those who may still take a prize, None for who may not.
        """
        how = self._rule.one_prize
        moved = free if free is not None and free <= depth else None
        if how is OnePrize.MOST_PRESTIGIOUS:
            return None if moved is None else (moved, moved)
        if how is OnePrize.BOTH_ENGRAVED and moved is not None:
            return place, moved
        if place > depth:
            return None
        if free is not None:
            return place, place
        return None if how is OnePrize.NO_MOVE else (place, None)

    # -- prizes ---------------------------------------------------------------------------------

    def _prizes(
        self,
        award: Award,
        name: str,
        listed: tuple[_Listed, ...],
        own: _Ranked,
        taken: Mapping[RunnerId, Holding],
    ) -> tuple[Prize, ...]:
        bibs: dict[int, list[str]] = defaultdict(list)
        for each in listed:
            bibs[each.place].append(each.row.bib or "\N{EM DASH}")
        titles = {row.entry_id: place for place, row in own}
        holders = [
            (place, row, taken[row.runner_id]) for place, row in own if row.runner_id in taken
        ]
        prizes = []
        for each in listed:
            row, gift = each.row, ""
            if each.prize_place is not None and each.prize_place <= len(award.prizes):
                gift = award.prizes[each.prize_place - 1]
            detail = self.known.details.get(row.entry_id)
            value = self.value(award, row, award.time) or 0
            mine = titles[row.entry_id]
            ahead = [(other, held) for place, other, held in holders if place < mine]
            prize = Prize(
                place=each.place,
                shared=len(bibs[each.place]) > 1,
                row=row,
                explanation=explained(
                    award, name, row, each.place, bibs[each.place], len(own), value
                ),
                because=moved_up(self._rule.one_prize, each.prize_place, ahead, each.place)
                + self._title_only(row, each.prize_place, taken),
                prize_place=each.prize_place,
                value_ms=value,
                gift=gift,
                spoken="" if detail is None else detail.spoken,
            )
            prizes.append(prize)
        return tuple(prizes)

    def _title_only(
        self, row: ResultRow, prize_place: int | None, taken: Mapping[RunnerId, Holding]
    ) -> tuple[Note, ...]:
        held = taken.get(row.runner_id)
        if prize_place is not None or held is None:
            return ()
        params: dict[str, str | int] = {"award": held.award, "place": held.place}
        return (Note(code="award.title-only", params=params),)

    def _passed(
        self, own: _Ranked, listed: tuple[_Listed, ...], taken: Mapping[RunnerId, Holding]
    ) -> tuple[Note, ...]:
        """Who would be on the list and has a better prize."""
        if not taken:
            return ()
        on_it = {each.row.entry_id for each in listed}
        last = max((place for place, row in own if row.entry_id in on_it), default=0)
        stays = self._rule.one_prize is OnePrize.NO_MOVE
        return tuple(
            passed_over(row, place, taken[row.runner_id], stays=stays)
            for place, row in own
            if row.runner_id in taken and row.entry_id not in on_it and place <= last
        )

    def _give(self, award: Award, name: str, prizes: Iterable[Prize]) -> None:
        for prize in prizes:
            if prize.prize_place is not None and not award.combines:
                self._held[prize.row.runner_id].append(Holding(name, prize.place))

    # -- what may still happen ------------------------------------------------------------------

    def _cut(
        self, award: Award, own: _Ranked, depth: int, taken: Mapping[RunnerId, Holding]
    ) -> int | None:
        """The value behind which nobody gets onto the list; None while there are places left."""
        moving = self._rule.one_prize in (OnePrize.MOST_PRESTIGIOUS, OnePrize.BOTH_ENGRAVED)
        rows = [row for _place, row in own if not (moving and row.runner_id in taken)]
        values = [self.value(award, row, award.time) or 0 for row in rows]
        if self.known.timing.tie is TieRule.SAME_RANK_DENSE:
            values = list(dict.fromkeys(values))
        return values[depth - 1] if 0 < depth <= len(values) else None

    def _other_time(
        self,
        award: Award,
        pool: PrizePool,
        listed: tuple[_Listed, ...],
        depth: int,
        taken: Mapping[RunnerId, Holding],
    ) -> tuple[Note, ...]:
        """A warning where gun and net times would put somebody else into a place of the list."""
        if award.to_point or all(row.result.net_time_ms is None for row in pool.rows):
            return ()
        official = self.known.timing.official_time
        by_net = award.time is AwardTime.NET or (
            award.time is AwardTime.OFFICIAL and official is OfficialTime.NET
        )
        other = AwardTime.GUN if by_net else AwardTime.NET
        others = self._listed(self._order(award, pool.rows, other), depth, taken)
        for place in sorted({each.place for each in (*listed, *others)}):
            here, there = _bibs_at(listed, place), _bibs_at(others, place)
            if here != there:
                params: dict[str, str | int] = {"place": place, "bibs": here, "others": there}
                return (Note(code=f"award.not-by-{other.value}", params=params),)
        return ()


def listed_places(listed: Iterable[_Listed]) -> tuple[int, ...]:
    """The places of a list, one for each row."""
    return tuple(each.place for each in listed)


def _bibs_at(listed: Iterable[_Listed], place: int) -> str:
    bibs = [each.row.bib or "\N{EM DASH}" for each in listed if each.place == place]
    return ", ".join(sorted(bibs, key=bib_sort_key)) or "\N{EM DASH}"


def _has_started(row: ResultRow) -> bool:
    """Whether a runner counts as a starter; who is still out there does."""
    return row.result.status in STARTED or row.result.status is ResultStatus.PENDING
