"""Entries in words: medals, genders, money, days, and the fields of a list that changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant, local_date
from trailsdesk.domain.entry import EntryStatus, MedalOrder
from trailsdesk.domain.ledger import ChargeBasis
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.people import Gender
from trailsdesk.i18n import _, day_words
from trailsdesk.services.till import method_words

if TYPE_CHECKING:
    from trailsdesk.domain.ledger import Account
    from trailsdesk.domain.till import PayMethod
    from trailsdesk.ui.style import Tone

MEDAL_ICONS = {MedalOrder.COLLECT: "medal", MedalOrder.POST: "post"}
DASH = "\N{EN DASH}"


def medal_words(medal: MedalOrder) -> str:
    """What was ordered; empty for nothing."""
    return {
        MedalOrder.NONE: "",
        MedalOrder.COLLECT: _("pick up"),
        MedalOrder.POST: _("by post"),
    }[medal]


def medal_choices() -> tuple[tuple[str, str], ...]:
    """The medal orders for a choice: key and words."""
    return (
        (MedalOrder.NONE.value, _("no medal")),
        (MedalOrder.COLLECT.value, _("medal, pick up")),
        (MedalOrder.POST.value, _("medal, by post")),
    )


def gender_choices() -> tuple[tuple[str, str], ...]:
    """The genders for a choice; the empty key is "not said"."""
    return (
        ("", DASH),
        (Gender.F.value, _("F, woman")),
        (Gender.M.value, _("M, man")),
        (Gender.X.value, _("X, neither")),
    )


def gender_words(gender: Gender | None) -> str:
    """A gender as a person reads it back."""
    if gender is None:
        return _("gender not said")
    return {Gender.F: _("woman"), Gender.M: _("man"), Gender.X: _("neither")}[gender]


def money_words(minor: int, currency: str) -> str:
    """An amount with a real minus sign, without its currency."""
    return format_minor(minor, currency).replace("-", "\N{MINUS SIGN}")


def paid_words(account: Account, currency: str) -> tuple[str, Tone]:
    """How an entry stands with money, as a chip: words and tone."""
    if account.credit_minor:
        amount = format_minor(account.credit_minor, currency)
        return _("over by {amount}").format(amount=amount), "warn"
    if not account.stands:
        return _("withdrawn"), "muted"
    if account.owed_minor:
        amount = format_minor(account.owed_minor, currency)
        return _("owes {amount}").format(amount=amount), "warn"
    if account.basis is ChargeBasis.UNKNOWN and not account.paid_minor:
        return _("fee unknown"), "muted"
    return _("paid"), "good"


def through_words(method: PayMethod, till: str, open_tills: int) -> str:
    """How money is taken here and now, and through which till; ``till`` empty where none is."""
    words = method_words(method).capitalize()
    if till:
        return _("{method}, through {till}.").format(method=words, till=till)
    if open_tills:
        said = _("{method}. Several tills are open: say which one it goes through.")
    else:
        said = _("{method}. No till is open: it is booked without one.")
    return said.format(method=words)


def field_words(field: str) -> str:
    """The name of a field of a person or entry, as a difference shows it."""
    known = {
        "family_name": _("family name"),
        "given_name": _("given name"),
        "gender": _("gender"),
        "birth_date": _("birth date"),
        "nation": _("nation"),
        "club": _("club"),
        "city": _("city"),
        "bib": _("bib"),
        "entered_ms": _("entered"),
        "paid_minor": _("paid"),
        "medal": _("medal"),
        "series_entry": _("series entry"),
        "note": _("note"),
        "division": _("division"),
        "race": _("race"),
        "status": _("entry"),
        "contact": _("contact"),
    }
    return known.get(field, field)


def value_words(field: str, value: str, currency: str, zone: str) -> str:
    """A value of a difference, given as text, in words; a dash for nothing."""
    if not value:
        return DASH
    if field == "paid_minor":
        return format_minor(int(value), currency)
    if field == "entered_ms":
        return day_words(local_date(Instant(int(value)), zone))
    if field == "birth_date":
        return day_words(date.fromisoformat(value))
    if field == "medal":
        return medal_words(MedalOrder(value)) or _("no medal")
    if field == "series_entry":
        return _("yes") if value == "True" else _("no")
    if field == "status":
        return _("withdrawn") if value == EntryStatus.WITHDRAWN.value else _("entered")
    return value
