"""What the entries of a season cost by its rules, each with its lines and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.fees import Affiliation, FeeQuote, Wish, instant_of_day, quote_fee
from trailsdesk.domain.ledger import LineItem, LineKind, lasting
from trailsdesk.domain.pace import paced
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.entry import Entry, EntryId
    from trailsdesk.domain.ledger import LedgerLine
    from trailsdesk.domain.people import Runner
    from trailsdesk.services.season import Season


def affiliation_of(runner: Runner) -> Affiliation:
    """What discounts may ask about a runner."""
    return Affiliation(club=runner.club, nation=runner.nation, city=runner.city)


def quote(season: Season, entry: Entry, lines: Sequence[LedgerLine] = ()) -> FeeQuote | None:
    """What an entry costs, with medal and the extras booked; None without price list or date.

    The price is that of the day of entering, for an entry that was moved to another distance that
    of the day it was moved.

    Args:
        lines: what is booked for the entry.
    """
    return _kept_quote(season, entry, season.data.runners[entry.runner_id], _booked(lines))


def first_quote(season: Season, entry: Entry, runner: Runner) -> FeeQuote | None:
    """The quote of an entry that is just being made; its runner may not be stored yet."""
    return _kept_quote(season, entry, runner, (None, ()))


def quote_for(
    season: Season,
    event_code: str,
    race_code: str,
    birth_date: date | None,
    day: date,
    *,
    series: bool = False,
    wish: Wish = Wish(),  # noqa: B008  an immutable value
    affiliation: Affiliation = Affiliation(),  # noqa: B008  an immutable value
) -> FeeQuote:
    """What an entry on that day would cost; ``Refused`` when the season has no price list."""
    if season.rules.fees is None:
        raise Refused("fees.no-schedule", name=season.rules.name)
    event = season.event(event_code)
    race = season.race(event, race_code)
    on = instant_of_day(day, event.zone)
    return quote_fee(
        season.rules, event, race.code, birth_date, on, series=series, wish=wish,
        affiliation=affiliation,
    )  # fmt: skip


def quotes(season: Season) -> Mapping[EntryId, FeeQuote | None]:
    """The quote of every entry, kept until something it rests on changes."""
    data = season.data
    inputs = (
        season.rules, data.events, data.races, data.runners, data.entries, data.ledger,
    )  # fmt: skip

    def compute() -> dict[EntryId, FeeQuote | None]:
        booked = lines_by_entry(season)
        # A payment concerns one entry: the quotes of the others stay the very same.
        known: dict[EntryId, tuple[tuple[object, ...], FeeQuote | None]] = season.keep(
            "fee-quotes-known", (season.rules, data.events, data.races), dict
        )
        found = {}
        for entry in paced(data.entries.values()):
            runner, lines = data.runners[entry.runner_id], booked.get(entry.id, ())
            basis = (entry, runner, lines)
            before = known.get(entry.id)
            if before is None or before[0] != basis:
                quoted = _kept_quote(season, entry, runner, _booked(lines))
                before = known[entry.id] = (basis, quoted)
            found[entry.id] = before[1]
        return found

    return season.keep("fee-quotes", inputs, compute)


def lines_by_entry(season: Season) -> Mapping[EntryId, tuple[LedgerLine, ...]]:
    """The lines of every entry that has any, oldest first."""
    ledger = season.data.ledger

    def compute() -> dict[EntryId, tuple[LedgerLine, ...]]:
        found: dict[EntryId, list[LedgerLine]] = {}
        for line in paced(ledger.values()):
            found.setdefault(line.entry_id, []).append(line)
        return {
            entry_id: tuple(sorted(lines, key=lambda line: line.id))
            for entry_id, lines in found.items()
        }

    return season.keep("ledger-lines", (ledger,), compute)


_Booked = tuple[Instant | None, tuple[str, ...]]
"""When an entry was moved to its race, None for never, and the extras bought with it."""


def _booked(lines: Sequence[LedgerLine]) -> _Booked:
    charges = [
        line
        for line in (lasting(lines) if lines else ())
        if line.kind is LineKind.CHARGE and line.item in {LineItem.TRANSFER, LineItem.EXTRA}
    ]
    moved = [line.at_ms for line in charges if line.item is LineItem.TRANSFER]
    extras = [line.item_code for line in charges if line.item is LineItem.EXTRA]
    return (moved[-1] if moved else None, tuple(sorted(extras)))


def _kept_quote(season: Season, entry: Entry, runner: Runner, booked: _Booked) -> FeeQuote | None:
    """Quotes are equal for equal inputs; thousands of entries share a few hundred of them."""
    data, rules = season.data, season.rules
    kept: dict[tuple[object, ...], FeeQuote | None] = season.keep(
        "fee-quotes-kept", (rules, data.events, data.races), dict
    )
    asks = rules.fees is not None and bool(rules.fees.discounts)
    key = (
        entry.race_id, runner.birth_date, entry.entered_ms, entry.series_entry, entry.medal,
        booked, affiliation_of(runner) if asks else None,
    )  # fmt: skip
    if key not in kept:
        kept[key] = _quote(season, entry, runner, booked)
    return kept[key]


def _quote(season: Season, entry: Entry, runner: Runner, booked: _Booked) -> FeeQuote | None:
    moved_ms, extras = booked
    on = entry.entered_ms if moved_ms is None else moved_ms
    rules, data = season.rules, season.data
    if rules.fees is None or on is None:
        return None
    race = data.races[entry.race_id]
    sold = {extra.id for extra in rules.fees.extras}
    return quote_fee(
        rules,
        data.events[race.event_id],
        race.code,
        runner.birth_date,
        on,
        series=entry.series_entry and moved_ms is None,
        wish=Wish(
            extras=tuple(code for code in extras if code in sold),
            medal=entry.medal,
        ),
        affiliation=affiliation_of(runner),
    )
