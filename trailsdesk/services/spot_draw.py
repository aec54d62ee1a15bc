"""Spot prizes: a draw is sealed by its seed, prizes are drawn one by one or all at once.

The seed is there before anybody knows who lies in the pot. What is kept of a prize is the pot as
it lay there and who was passed over; who won is computed from these and from the seed, here as
well as by anybody with the printed sheet.
"""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId, EntryStatus
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Note, Refused
from trailsdesk.domain.results import ResultStatus
from trailsdesk.domain.spot_draw import DrawId, DrawPool, SpotDraw, SpotPrize, SpotPrizeId
from trailsdesk.domain.spot_winner import Drawn, draw, tickets_by_bib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.services.season import Season

MOST_PRIZES = 200
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what is misread when somebody types a seed off paper."""
_NOT_STARTED = (ResultStatus.DNS, ResultStatus.NOT_COMPETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket in a pot: its number from 1, and whose it is.

    ``key`` is the entry's id, or of a volunteer the name; ``race`` and ``bib`` are empty then.
    """

    key: str
    number: int
    bib: str
    name: str
    race: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeRow:
    """A prize with its winner and who was passed over; its pot is ``prize.among``.

    ``winner`` is None while it is not drawn, and when everybody in the pot was passed over.
    ``why`` says how anybody gets the same winner.
    """

    prize: SpotPrize
    winner: Ticket | None = None
    passed: tuple[Ticket, ...] = ()
    why: Note | None = None

    @property
    def drawn(self) -> bool:
        """Whether it was drawn, somebody found or not."""
        return self.prize.drawn_ms is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """A draw as it stands: its prizes in order, and who lies in the pot for the next one."""

    draw: SpotDraw
    rows: tuple[PrizeRow, ...]
    pot: tuple[Ticket, ...]

    @property
    def next_row(self) -> PrizeRow | None:
        """The first prize not drawn yet."""
        return next((row for row in self.rows if not row.drawn), None)

    @property
    def last_row(self) -> PrizeRow | None:
        """The prize drawn last."""
        drawn = [row for row in self.rows if row.prize.drawn_ms is not None]
        return max(
            drawn, key=lambda row: (row.prize.drawn_ms or 0, row.prize.ordinal), default=None
        )


def chance_seed() -> str:
    """A seed by chance: three groups of four letters and digits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _at in range(4)) for _group in range(3))


# What stands


def draws_of(season: Season, event_id: EventId) -> tuple[SpotDraw, ...]:
    """The draws of an event, oldest first."""
    draws = season.data.spot_draws.values()
    return tuple(sorted((each for each in draws if each.event_id == event_id), key=_made))


def _made(each: SpotDraw) -> tuple[int, int]:
    return each.made_ms, each.id


def prizes_of(season: Season, draw_id: DrawId) -> tuple[SpotPrize, ...]:
    """The prizes of a draw in their order."""
    prizes = season.data.spot_prizes.values()
    own = (each for each in prizes if each.draw_id == draw_id)
    return tuple(sorted(own, key=lambda each: (each.ordinal, each.id)))


def draw_view(season: Season, draw_id: DrawId) -> DrawView:
    """A draw as it stands now."""
    found = season.data.spot_draws[draw_id]
    prizes = prizes_of(season, draw_id)
    return view_of(season, found, prizes)


def view_of(season: Season, found: SpotDraw, prizes: Sequence[SpotPrize]) -> DrawView:
    """A draw with these prizes; it need not be kept in the file."""
    rows = tuple(_row(season, found, prize) for prize in prizes)
    pot = tickets_of(season, found, pot_of(season, found, prizes))
    return DrawView(draw=found, rows=rows, pot=pot)


def _row(season: Season, found: SpotDraw, prize: SpotPrize) -> PrizeRow:
    if prize.drawn_ms is None:
        return PrizeRow(prize=prize)
    drawn = draw(found.seed, prize.ordinal, prize.among, prize.passed)
    winner = None
    if drawn is not None:
        winner = _ticket(season, found, drawn.ticket, drawn.number)
    return PrizeRow(
        prize=prize,
        winner=winner,
        passed=tuple(
            _ticket(season, found, key, prize.among.index(key) + 1) for key in prize.passed
        ),
        why=None if drawn is None else drawn.explanation,
    )


def tickets_of(season: Season, found: SpotDraw, keys: Sequence[str]) -> tuple[Ticket, ...]:
    """Tickets of a draw with the names on them, numbered as they stand."""
    return tuple(_ticket(season, found, key, at) for at, key in enumerate(keys, start=1))


def _ticket(season: Season, found: SpotDraw, key: str, number: int) -> Ticket:
    data = season.data
    entry = None if found.pool is DrawPool.VOLUNTEERS else data.entries.get(EntryId(int(key)))
    if entry is None:  # a volunteer, or an entry that was taken back since
        volunteer = found.pool is DrawPool.VOLUNTEERS
        return Ticket(key=key, number=number, bib="", name=key if volunteer else "–")
    return Ticket(
        key=key,
        number=number,
        bib=entry.bib,
        name=full_name(data.runners[entry.runner_id]),
        race=data.races[entry.race_id].label,
    )


# Who lies in the pot


def pot_of(
    season: Season, found: SpotDraw, prizes: Iterable[SpotPrize] = (), *, again: bool = False
) -> tuple[str, ...]:
    """The tickets in the pot now, in their order.

    A runner has one ticket, however many races they run, and lies in no pot after a prize.

    Args:
        prizes: of the draw, drawn or not.
        again: who has won already may win again.
    """
    won = set() if again else set(_won(found, prizes))
    out = won.union(found.excluded)
    if found.pool is DrawPool.VOLUNTEERS:
        return tuple(name for name in dict.fromkeys(found.names) if name not in out)
    data, same = season.data, season.one_runner().same
    here = [entry for key in out if (entry := data.entries.get(EntryId(int(key)))) is not None]
    gone = {same[entry.runner_id] for entry in here}
    bibs: dict[str, str] = {}
    seen: set[int] = set()
    for key in tickets_by_bib(_field(season, found)):
        entry = data.entries[EntryId(int(key))]
        runner = same[entry.runner_id]
        if runner not in gone and runner not in seen:
            seen.add(runner)
            bibs[key] = entry.bib
    return tuple(bibs)


def _won(found: SpotDraw, prizes: Iterable[SpotPrize]) -> Iterable[str]:
    for prize in prizes:
        if prize.drawn_ms is not None:
            drawn = draw(found.seed, prize.ordinal, prize.among, prize.passed)
            if drawn is not None:
                yield drawn.ticket


def _field(season: Season, found: SpotDraw) -> Iterable[tuple[str, str]]:
    data = season.data
    races = data.races_of(found.event_id)
    for race in races:
        if found.race_id not in (None, race.id):
            continue
        for result in season.results(race.id).results:
            entry = data.entries[result.entry_id]
            if entry.status is EntryStatus.ENTERED and _takes_part(found.pool, result.status):
                yield str(entry.id), entry.bib


def _takes_part(pool: DrawPool, status: ResultStatus) -> bool:
    if pool is DrawPool.FINISHERS:
        return status is ResultStatus.OK
    return status not in _NOT_STARTED


def excluded_by_bib(season: Season, event_id: EventId, bibs: Iterable[str]) -> tuple[str, ...]:
    """The tickets of these bibs, to leave them out.

    Raises:
        Refused: ``draw.unknown-bib``.
    """
    races = {race.id for race in season.data.races_of(event_id)}
    by_bib: dict[str, list[str]] = {}
    for entry in season.data.entries.values():
        if entry.race_id in races and entry.bib:
            by_bib.setdefault(entry.bib, []).append(str(entry.id))
    found: list[str] = []
    for bib in bibs:
        if bib not in by_bib:
            raise Refused("draw.unknown-bib", bib=bib)
        found += by_bib[bib]
    return tuple(dict.fromkeys(found))


# Before the draw


def planned(
    season: Season,
    event_id: EventId,
    pool: DrawPool,
    *,
    seed: str,
    race_id: RaceId | None = None,
    title: str = "",
    names: Iterable[str] = (),
    excluded: Iterable[str] = (),
    actor: str = "",
) -> SpotDraw:
    """A draw that is not in the file yet.

    Raises:
        Refused: ``draw.needs-seed``, ``draw.needs-names``, ``draw.same-name``.
    """
    named = tuple(" ".join(name.split()) for name in names if name.strip())
    if not seed.strip():
        raise Refused("draw.needs-seed")
    if pool is DrawPool.VOLUNTEERS:
        _check_names(named)
    return SpotDraw(
        event_id=event_id,
        race_id=None if pool is DrawPool.VOLUNTEERS else race_id,
        title=title.strip(),
        pool=pool,
        seed=seed.strip(),
        names=named if pool is DrawPool.VOLUNTEERS else (),
        excluded=tuple(excluded),
        made_ms=season.clock.now_ms(),
        actor=actor,
    )


def _check_names(names: Sequence[str]) -> None:
    """Each volunteer is one ticket: two of one name cannot be told apart afterwards."""
    if not names:
        raise Refused("draw.needs-names")
    for at, name in enumerate(names):
        if name in names[:at]:
            raise Refused("draw.same-name", name=name)


def keep_draw(season: Season, plan: SpotDraw, prizes: Iterable[tuple[str, str]] = ()) -> SpotDraw:
    """Write a planned draw with its prizes (prize, sponsor) into the file."""
    event = season.data.events[plan.event_id]
    asked = _named(prizes)
    with season.change("draw.new", event=event.code, count=len(asked)) as writer:
        made = writer.put(plan)
        writer.put_many(_numbered(made.id, asked, 1))
    return made


def add_prizes(season: Season, draw_id: DrawId, prizes: Iterable[tuple[str, str]]) -> None:
    """Put more prizes (prize, sponsor) at the end of a draw's list.

    Raises:
        Refused: ``draw.too-many-prizes``.
    """
    there = prizes_of(season, draw_id)
    asked = _named(prizes)
    if len(there) + len(asked) > MOST_PRIZES:
        raise Refused("draw.too-many-prizes", count=MOST_PRIZES)
    if not asked:
        return
    first = 1 + max((prize.ordinal for prize in there), default=0)
    with season.change("draw.add-prizes", count=len(asked)) as writer:
        writer.put_many(_numbered(draw_id, asked, first))


def _named(prizes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    asked = [(prize.strip(), sponsor.strip()) for prize, sponsor in prizes]
    if len(asked) > MOST_PRIZES:
        raise Refused("draw.too-many-prizes", count=MOST_PRIZES)
    return asked


def _numbered(draw_id: DrawId, asked: Iterable[tuple[str, str]], first: int) -> list[SpotPrize]:
    return [
        SpotPrize(draw_id=draw_id, ordinal=at, prize=prize, sponsor=sponsor)
        for at, (prize, sponsor) in enumerate(asked, first)
    ]


def remove_prize(season: Season, prize_id: SpotPrizeId) -> None:
    """Take a prize off the list while it is not drawn; the others keep their numbers.

    Raises:
        Refused: ``draw.drawn-already``.
    """
    prize = season.data.spot_prizes[prize_id]
    if prize.drawn_ms is not None:
        raise Refused("draw.drawn-already")
    with season.change("draw.remove-prize", prize=prize.ordinal) as writer:
        writer.delete(prize)


def remove_draw(season: Season, draw_id: DrawId) -> None:
    """Take a draw away while nothing of it is drawn.

    Raises:
        Refused: ``draw.drawn-already``.
    """
    prizes = prizes_of(season, draw_id)
    if any(prize.drawn_ms is not None for prize in prizes):
        raise Refused("draw.drawn-already")
    with season.change("draw.remove") as writer:
        for prize in prizes:
            writer.delete(prize)
        writer.delete(season.data.spot_draws[draw_id])


# The draw


def drawn_now(
    season: Season,
    found: SpotDraw,
    prizes: Sequence[SpotPrize],
    prize: SpotPrize,
    *,
    again: bool = False,
) -> SpotPrize:
    """The prize drawn from who lies in the pot now; changes nothing.

    Raises:
        Refused: ``draw.empty-pot``.
    """
    among = pot_of(season, found, prizes, again=again)
    if not among:
        raise Refused("draw.empty-pot")
    turn = _turn(draw(found.seed, prize.ordinal, among))
    return dataclasses.replace(prize, turn=turn, among=among, drawn_ms=season.clock.now_ms())


def _turn(drawn: Drawn | None) -> int:
    return 0 if drawn is None else drawn.turn


def draw_next(season: Season, draw_id: DrawId, *, again: bool = False) -> PrizeRow:
    """Draw the first prize not drawn yet, from who lies in the pot now.

    Raises:
        Refused: ``draw.all-drawn``, ``draw.empty-pot``.
    """
    found, prizes = season.data.spot_draws[draw_id], prizes_of(season, draw_id)
    prize = next((each for each in prizes if each.drawn_ms is None), None)
    if prize is None:
        raise Refused("draw.all-drawn")
    made = drawn_now(season, found, prizes, prize, again=again)
    with season.change("draw.draw", prize=prize.ordinal, count=len(made.among)) as writer:
        writer.put(made)
    return _row(season, found, made)


def drawn_all(
    season: Season, found: SpotDraw, prizes: Sequence[SpotPrize], *, again: bool = False
) -> tuple[SpotPrize, ...]:
    """All prizes drawn, one after the other, until the pot is empty; changes nothing."""
    done = list(prizes)
    for at, prize in enumerate(done):
        if prize.drawn_ms is None:
            if not pot_of(season, found, done, again=again):
                break
            done[at] = drawn_now(season, found, done, prize, again=again)
    return tuple(done)


def draw_all(season: Season, draw_id: DrawId, *, again: bool = False) -> int:
    """Draw all that is left, as one change; returns how many prizes were drawn.

    Raises:
        Refused: ``draw.all-drawn``, ``draw.empty-pot``.
    """
    found, prizes = season.data.spot_draws[draw_id], prizes_of(season, draw_id)
    before: Mapping[SpotPrizeId, SpotPrize] = {each.id: each for each in prizes}
    if all(each.drawn_ms is not None for each in prizes):
        raise Refused("draw.all-drawn")
    done = [
        each
        for each in drawn_all(season, found, prizes, again=again)
        if each is not before[each.id]
    ]
    if not done:
        raise Refused("draw.empty-pot")
    with season.change("draw.draw-all", count=len(done)) as writer:
        writer.put_many(done)
    return len(done)


def pass_over(season: Season, prize_id: SpotPrizeId, *, again: bool = False) -> PrizeRow:
    """The winner of a prize is not here: the next turn decides, from the same tickets.

    Who has won another prize of the draw meanwhile is passed over with them.

    Raises:
        Refused: ``draw.not-drawn``, ``draw.handed-already``.
    """
    prize = season.data.spot_prizes[prize_id]
    found = season.data.spot_draws[prize.draw_id]
    drawn = None
    if prize.drawn_ms is not None:
        drawn = draw(found.seed, prize.ordinal, prize.among, prize.passed)
    if drawn is None:
        raise Refused("draw.not-drawn")
    if prize.handed_ms is not None:
        raise Refused("draw.handed-already")
    others = [each for each in prizes_of(season, found.id) if each.id != prize.id]
    won = set() if again else set(_won(found, others))
    passed: tuple[str, ...] = prize.passed
    while drawn is not None and (drawn.ticket in won or passed == prize.passed):
        passed = (*passed, drawn.ticket)
        drawn = draw(found.seed, prize.ordinal, prize.among, passed)
    made = dataclasses.replace(prize, passed=passed, turn=_turn(drawn))
    with season.change("draw.pass-over", prize=prize.ordinal) as writer:
        writer.put(made)
    return _row(season, found, made)


def hand_out(season: Season, prize_id: SpotPrizeId, *, handed: bool = True) -> None:
    """The prize is in its winner's hands, or is not after all.

    Raises:
        Refused: ``draw.not-drawn``.
    """
    prize = season.data.spot_prizes[prize_id]
    if prize.drawn_ms is None:
        raise Refused("draw.not-drawn")
    if handed == (prize.handed_ms is not None):
        return
    moment = season.clock.now_ms() if handed else None
    with season.change("draw.hand-out", prize=prize.ordinal, handed=int(handed)) as writer:
        writer.put(dataclasses.replace(prize, handed_ms=moment))
