"""What is typed of an event or a race: kilometres, climb, time limit, places, country."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import TwoParts, parse_elapsed

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Duration

LONGEST_KM = 1000
CLIMB_MAX_M = 30_000
PLACES_MAX = 100_000


def read_km(text: str) -> Decimal | None:
    """Kilometres as typed, with a point or a comma; None when nothing or nonsense is there."""
    try:
        found = Decimal(text.strip().replace(",", ".").removesuffix("km").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found <= LONGEST_KM else None


def read_limit(text: str) -> Duration | None:
    """A time limit as typed: ``4:30`` is four and a half hours here, ``4:30:00`` too."""
    return parse_elapsed(text.strip(), TwoParts.HOURS_MINUTES) if text.strip() else None


def read_whole(text: str, low: int, high: int) -> int | None:
    """A whole number within bounds; None when nothing or nonsense is there."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(high))):
        return None
    return int(plain) if low <= int(plain) <= high else None


def is_country(text: str) -> bool:
    """Whether that looks like a country of three letters (ISO 3166-1 alpha-3)."""
    code = text.strip()
    return len(code) == 3 and code.isascii() and code.isalpha()
