"""What entering all events of a season at once costs: each event's own share, and their sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.fee_lines import Affiliation, Wish
from trailsdesk.domain.fee_quote import FeeQuote, quote_fee
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.rules import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesQuote:
    """What all events of the season cost together; ``total_minor`` is the sum of the quotes.

    One refused event refuses the whole; ``reason`` is the first refusal.
    """

    currency: str
    total_minor: int | None
    open: bool
    reason: Note | None = None
    quotes: tuple[FeeQuote, ...] = ()
    explanation: Note


def quote_series(
    rules: RuleSet,
    events: Sequence[Event],
    race_codes: str | Mapping[str, str],
    birth_date: date | None,
    on: Instant,
    *,
    wish: Wish = Wish(),  # noqa: B008  an immutable value
    affiliation: Affiliation = Affiliation(),  # noqa: B008  an immutable value
) -> SeriesQuote:
    """Quote entering all ``events`` at once.

    Args:
        race_codes: one race code for all events, or event code to race code.
        wish: what is bought with each of the entries.
    """
    quotes = tuple(
        quote_fee(
            rules,
            event,
            race_codes if isinstance(race_codes, str) else race_codes[event.code],
            birth_date,
            on,
            series=True,
            wish=wish,
            affiliation=affiliation,
        )
        for event in events
    )
    currency = rules.fees.currency if rules.fees else ""
    refused = next((quote for quote in quotes if not quote.open), None)
    if refused is not None:
        return SeriesQuote(
            currency=currency,
            total_minor=None,
            open=False,
            reason=refused.reason,
            quotes=quotes,
            explanation=refused.explanation,
        )
    amounts = [quote.total_minor for quote in quotes if quote.total_minor is not None]
    if len(amounts) < len(quotes) or not amounts:
        note = Note(code="fee.explain-no-price-list", params={"event": rules.name})
        return SeriesQuote(
            currency=currency, total_minor=None, open=True, quotes=quotes, explanation=note
        )
    total = sum(amounts)
    params: dict[str, str | int] = {
        "total": format_minor(total, currency),
        "currency": currency,
        "count": len(quotes),
        "sum": " + ".join(format_minor(amount, currency) for amount in amounts),
    }
    return SeriesQuote(
        currency=currency,
        total_minor=total,
        open=True,
        quotes=quotes,
        explanation=Note(code="fee.explain-series-sum", params=params),
    )
