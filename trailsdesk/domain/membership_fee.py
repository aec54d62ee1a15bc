"""The yearly fee of an organiser, by what all entries of the year bring in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from trailsdesk.domain.federation_rules import MembershipFeeRule


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipFee:
    """The fee and the base it goes by, both in minor units of ``currency``."""

    fee_minor: int
    base_minor: int
    currency: str
    explanation: Note


def membership_fee(base_minor: int, rule: MembershipFeeRule) -> MembershipFee:
    """The fee for a base; a base belongs to the first band that reaches as far.

    The published bands start a whole unit above the end of the one before; an amount between the
    two belongs to the higher band.
    """
    band = next(
        band for band in rule.bands if band.up_to_minor is None or base_minor <= band.up_to_minor
    )
    up_to = band.up_to_minor
    params = {
        "name": rule.label,
        "fee": format_minor(band.fee_minor, rule.currency),
        "base": format_minor(base_minor, rule.currency),
        "currency": rule.currency,
        "up_to": "" if up_to is None else format_minor(up_to, rule.currency),
    }
    return MembershipFee(
        fee_minor=band.fee_minor,
        base_minor=base_minor,
        currency=rule.currency,
        explanation=Note(code="membership.fee", params=params),
    )
