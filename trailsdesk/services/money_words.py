"""Accounts of the ledger in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.ledger import ChargeBasis
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.problems import Note

if TYPE_CHECKING:
    from trailsdesk.domain.ledger import Account


def account_words(account: Account, currency: str) -> Note:
    """How an account came about, in one sentence."""
    params: dict[str, str | int] = {
        "balance": format_minor(account.balance_minor, currency),
        "charged": format_minor(account.charged_minor, currency),
        "paid": format_minor(account.paid_minor, currency),
        "credit": format_minor(account.credit_minor, currency),
        "currency": currency,
    }
    if account.credited_minor:
        params["credited"] = format_minor(account.credited_minor, currency)
    if account.refunded_minor:
        params["refunded"] = format_minor(account.refunded_minor, currency)
    return Note(code=_account_code(account), params=params)


def _account_code(account: Account) -> str:
    if account.basis is ChargeBasis.UNKNOWN and not account.balance_minor:
        return "ledger.account-unknown"
    if account.balance_minor < 0:
        return "ledger.account-credit"
    if not account.stands:
        return "ledger.account-withdrawn"
    if not account.balance_minor:
        return "ledger.account-settled"
    expected = account.basis is ChargeBasis.EXPECTED
    return "ledger.account-expected" if expected else "ledger.account"
