"""What should lie in a till, what was found there, and the difference; and how cash is counted.

Money that went through a till are the lines of the ledger that name it. Signs are turned here: an
amount taken in is above zero. Sums are of whole minor units, whatever the order of the lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trailsdesk.domain.money import exponent, format_minor
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod, Till, TillMove

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trailsdesk.domain.ledger import LedgerLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSum:
    """What went through a till by one method: minor units, both above zero.

    ``expected_minor`` is what has to be there at the closing; of cash the float and what was put
    in or taken out count too. ``counted_minor`` is None while nothing was counted.
    """

    method: PayMethod
    taken_minor: int
    given_back_minor: int
    lines: int
    expected_minor: int
    counted_minor: int | None = None

    @property
    def difference_minor(self) -> int | None:
        """Counted less expected: above zero there is too much, below zero too little."""
        return None if self.counted_minor is None else self.counted_minor - self.expected_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSum:
    """What one volunteer took by one method, what was given back taken off; minor units."""

    actor: str
    method: PayMethod
    amount_minor: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CashUp:
    """A till as it should be and as it was found; ``methods`` has cash first and always."""

    till: Till
    methods: tuple[MethodSum, ...]
    actors: tuple[ActorSum, ...]
    put_in_minor: int
    taken_out_minor: int

    @property
    def cash(self) -> MethodSum:
        """What lies in the box."""
        return self.methods[0]

    @property
    def taken_minor(self) -> int:
        """All that was taken, by whichever method, less what was given back."""
        return sum(each.taken_minor - each.given_back_minor for each in self.methods)

    @property
    def difference_minor(self) -> int | None:
        """All differences together; None while nothing was counted."""
        found = [each.difference_minor for each in self.methods]
        known = [minor for minor in found if minor is not None]
        return sum(known) if known else None

    @property
    def balances(self) -> bool:
        """Whether every method was counted and nothing is too much or too little."""
        return all(each.difference_minor == 0 for each in self.methods)


def with_count(found: CashUp, counted: Mapping[PayMethod, int]) -> CashUp:
    """The same till with another count; what was not counted says so."""
    methods = tuple(
        replace(each, counted_minor=counted.get(each.method)) for each in found.methods
    )
    return replace(found, methods=methods)


def cash_up(
    till: Till,
    lines: Iterable[LedgerLine],
    moves: Iterable[TillMove],
    counted: Mapping[PayMethod, int] | None = None,
) -> CashUp:
    """What a till should hold, method by method and volunteer by volunteer.

    Args:
        lines: of the ledger; those of other tills and those without a method are passed over.
        moves: cash put in or taken out; those of other tills are passed over.
        counted: what was found; None takes what the till itself was closed with.
    """
    own = [(each.method, each) for each in lines if each.till_id == till.id]
    went = [(method, each) for method, each in own if method is not None]
    moved = [each.amount_minor for each in moves if each.till_id == till.id]
    found = till.counted if counted is None else counted
    used = {method for method, _line in went} | set(found)
    methods = [PayMethod.CASH, *(m for m in PayMethod if m in used and m is not PayMethod.CASH)]
    return CashUp(
        till=till,
        methods=tuple(
            _method_sum(
                method,
                [-line.amount_minor for each, line in went if each is method],
                till.float_minor + sum(moved) if method is PayMethod.CASH else 0,
                found.get(method),
            )
            for method in methods
        ),
        actors=_actor_sums(went),
        put_in_minor=sum(minor for minor in moved if minor > 0),
        taken_out_minor=-sum(minor for minor in moved if minor < 0),
    )


def _method_sum(
    method: PayMethod, amounts: list[int], before_minor: int, counted_minor: int | None
) -> MethodSum:
    return MethodSum(
        method=method,
        taken_minor=sum(minor for minor in amounts if minor > 0),
        given_back_minor=-sum(minor for minor in amounts if minor < 0),
        lines=len(amounts),
        expected_minor=before_minor + sum(amounts),
        counted_minor=counted_minor,
    )


def _actor_sums(went: Iterable[tuple[PayMethod, LedgerLine]]) -> tuple[ActorSum, ...]:
    sums: dict[tuple[str, PayMethod], list[int]] = defaultdict(list)
    for method, line in went:
        sums[line.actor, method].append(-line.amount_minor)
    order = {method: place for place, method in enumerate(PayMethod)}
    return tuple(
        ActorSum(actor=actor, method=method, amount_minor=sum(minors), lines=len(minors))
        for (actor, method), minors in sorted(
            sums.items(), key=lambda pair: (pair[0][0].casefold(), pair[0][0], order[pair[0][1]])
        )
    )


def expected_note(found: CashUp, method: MethodSum, currency: str) -> Note:
    """What should be there, with what it was computed from."""
    params: dict[str, str | int] = {
        "taken": format_minor(method.taken_minor, currency),
        "back": format_minor(method.given_back_minor, currency),
        "expected": format_minor(method.expected_minor, currency),
        "currency": currency,
        "lines": method.lines,
    }
    if method.method is not PayMethod.CASH:
        return Note(code="till.expected", params=params)
    params["float"] = format_minor(found.till.float_minor, currency)
    params["put_in"] = format_minor(found.put_in_minor, currency)
    params["taken_out"] = format_minor(found.taken_out_minor, currency)
    return Note(code="till.expected-cash", params=params)


def difference_note(method: MethodSum, currency: str) -> Note | None:
    """How what was found compares with what should be there; None while nothing was counted."""
    difference = method.difference_minor
    if difference is None or method.counted_minor is None:
        return None
    params: dict[str, str | int] = {
        "counted": format_minor(method.counted_minor, currency),
        "expected": format_minor(method.expected_minor, currency),
        "difference": format_minor(abs(difference), currency),
        "currency": currency,
    }
    if difference == 0:
        return Note(code="till.balances", params=params)
    return Note(code="till.too-much" if difference > 0 else "till.too-little", params=params)


# Coins and notes

_DENOMINATIONS: dict[str, str] = {
    "AUD": "100 50 20 10 5 2 1 0.50 0.20 0.10 0.05",
    "CAD": "100 50 20 10 5 2 1 0.25 0.10 0.05",
    "CHF": "1000 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05",
    "CZK": "5000 2000 1000 500 200 100 50 20 10 5 2 1",
    "DKK": "500 200 100 50 20 10 5 2 1 0.50",
    "EUR": "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "GBP": "50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "HKD": "1000 500 100 50 20 10 5 2 1 0.50 0.20 0.10",
    "JPY": "10000 5000 2000 1000 500 100 50 10 5 1",
    "NOK": "1000 500 200 100 50 20 10 5 1",
    "NZD": "100 50 20 10 5 2 1 0.50 0.20 0.10",
    "PLN": "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "SEK": "1000 500 200 100 50 20 10 5 2 1",
    "USD": "100 50 20 10 5 2 1 0.50 0.25 0.10 0.05 0.01",
    "ZAR": "200 100 50 20 10 5 2 1 0.50 0.20 0.10",
}
"""Notes and coins in use, largest first, as the central banks of the currencies list them."""


def denominations(currency: str) -> tuple[int, ...]:
    """The notes and coins of a currency in minor units, largest first; empty where not known."""
    decimals = exponent(currency)
    texts = _DENOMINATIONS.get(currency.upper(), "").split()
    return tuple(_minor(text, decimals) for text in texts)


def _minor(text: str, decimals: int) -> int:
    whole, _dot, part = text.partition(".")
    return int(whole + part.ljust(decimals, "0"))


def count_cash(pieces: Mapping[int, int]) -> int:
    """The sum of so many pieces of each note and coin, in minor units.

    Raises:
        ValueError: a number of pieces below zero.
    """
    if any(number < 0 for number in pieces.values()):
        raise ValueError(pieces)
    return sum(minor * number for minor, number in pieces.items())
