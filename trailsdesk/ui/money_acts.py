"""What may be done with the money of an entry: what is asked, worked out, and then booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.fees import instant_of_day
from trailsdesk.domain.ledger import LineId
from trailsdesk.domain.money import exponent
from trailsdesk.domain.problems import Note
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, message
from trailsdesk.services.bibs import entry_named
from trailsdesk.services.entry_desk import EntryDetail
from trailsdesk.services.ledger import (
    account_of,
    book_payment,
    book_refund_payment,
    counter_line,
)
from trailsdesk.services.money_changes import (
    book_change_fee,
    book_refund,
    book_transfer,
    change_fee,
    refund,
    transfer,
)
from trailsdesk.services.money_credits import use_credit
from trailsdesk.services.money_view import MoneyView
from trailsdesk.services.money_words import account_words
from trailsdesk.services.season import Season
from trailsdesk.services.till import method_words, till_for
from trailsdesk.ui.entry_fields import chosen_till, till_fields
from trailsdesk.ui.entry_words import money_words
from trailsdesk.ui.forms import FieldValue, FormField
from trailsdesk.ui.money_section import line_words

if TYPE_CHECKING:
    from datetime import date

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.fees import TransferQuote
    from trailsdesk.domain.till import TillId

Values = Mapping[str, FieldValue]

_OFFERED: Final = (
    PayMethod.CASH, PayMethod.CARD, PayMethod.BANK, PayMethod.ONLINE, PayMethod.VOUCHER,
)  # fmt: skip
_AS_PAID: Final = "as-paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A calculation as it is shown: words and amounts, and why; ``plan`` None cannot be booked.

    ``result`` is the line that stands out.
    """

    lines: tuple[tuple[str, str], ...] = ()
    result: int = -1
    why: str
    plan: object | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that may be done: its words, what it asks, how it is worked out and booked."""

    title: str
    button: str
    fields: Callable[[EntryDetail, MoneyView, Season], Sequence[FormField]]
    work: Callable[[Season, EntryId, Values], Worked]
    book: Callable[[Season, EntryId, object, Values, str], object]


def _text(values: Values, key: str) -> str:
    return str(values.get(key) or "")


def _money_field(label: str, minor: int | None, currency: str, *, required: bool) -> FormField:
    return FormField(
        key="amount", label=label, kind="money", default=minor, decimals=exponent(currency),
        required=required,
    )  # fmt: skip


def _method_field(first: Sequence[tuple[str, str]] = ()) -> FormField:
    choices = [*first, *((method.value, method_words(method)) for method in _OFFERED)]
    return FormField(key="method", label=_("How"), kind="choice", choices=choices)


def _day_field(detail: EntryDetail, season: Season) -> FormField:
    today = local_date(season.clock.now_ms(), detail.event.zone)
    return FormField(key="day", label=_("Asked on"), kind="date", default=today, required=True)


def _note_field(label: str) -> FormField:
    return FormField(key="note", label=label, max_length=200)


def _on(season: Season, entry_id: EntryId, values: Values) -> Instant:
    """The day asked for; today is this very moment."""
    data = season.data
    zone = data.events[data.races[entry_named(season, entry_id).race_id].event_id].zone
    day: date | None = values.get("day")  # type: ignore[assignment]
    now = season.clock.now_ms()
    return now if day is None or day == local_date(now, zone) else instant_of_day(day, zone)


def _till(
    season: Season, entry_id: EntryId, values: Values, method: PayMethod, actor: str
) -> TillId | None:
    race = season.data.races[entry_named(season, entry_id).race_id]
    return till_for(season, race.event_id, method, actor, chosen_till(values))


def _currency(season: Season) -> str:
    return season.rules.fees.currency if season.rules.fees is not None else ""


# Taking and giving money


def _pay_fields(detail: EntryDetail, view: MoneyView, season: Season) -> Sequence[FormField]:
    owed = view.account.owed_minor or None
    return (
        _money_field(_("Amount"), owed, view.currency, required=True),
        _method_field(),
        *till_fields(season, detail.event.id),
        _note_field(_("Note")),
    )


def _pay_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    account, currency = account_of(season, entry_id), _currency(season)
    amount = values.get("amount")
    paid = amount if isinstance(amount, int) else 0
    left = account.balance_minor - paid
    return Worked(
        lines=(
            (_("Still to pay"), money_words(account.balance_minor, currency)),
            (_("Paid now"), money_words(-paid, currency)),
            (_("Then still to pay"), money_words(left, currency)),
        ),
        why=message(account_words(account, currency)),
        plan=paid or None,
    )


def _pay_book(
    season: Season, entry_id: EntryId, plan: object, values: Values, actor: str
) -> object:
    method = PayMethod(_text(values, "method"))
    return book_payment(
        season, [entry_id], int(str(plan)), method, actor=actor, note=_text(values, "note"),
        till_id=_till(season, entry_id, values, method, actor),
    )  # fmt: skip


def _back_fields(detail: EntryDetail, view: MoneyView, season: Season) -> Sequence[FormField]:
    return (
        _money_field(_("Amount"), view.back_minor, view.currency, required=True),
        _method_field(),
        *till_fields(season, detail.event.id),
        _note_field(_("Note")),
    )


def _back_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    account, currency = account_of(season, entry_id), _currency(season)
    amount = values.get("amount")
    paid = amount if isinstance(amount, int) else 0
    return Worked(
        lines=(
            (_("Credit"), money_words(account.credit_minor, currency)),
            (_("Paid back now"), money_words(-paid, currency)),
            (_("Then left"), money_words(account.credit_minor - paid, currency)),
        ),
        why=message(account_words(account, currency)),
        plan=paid or None,
    )


def _back_book(
    season: Season, entry_id: EntryId, plan: object, values: Values, actor: str
) -> object:
    method = PayMethod(_text(values, "method"))
    return book_refund_payment(
        season, [entry_id], int(str(plan)), method, actor=actor, note=_text(values, "note"),
        till_id=_till(season, entry_id, values, method, actor),
    )  # fmt: skip


def _use_fields(_detail: EntryDetail, view: MoneyView, _season: Season) -> Sequence[FormField]:
    choices = [(str(other), words) for other, words in view.others]
    return (FormField(key="other", label=_("For"), kind="choice", choices=choices),)


def _use_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    currency = _currency(season)
    other = EntryId(int(_text(values, "other") or 0))
    credit = account_of(season, entry_id).credit_minor
    owed = account_of(season, other).owed_minor
    used = min(credit, owed)
    return Worked(
        lines=(
            (_("Credit"), money_words(credit, currency)),
            (_("Owed there"), money_words(owed, currency)),
            (_("Used now"), money_words(used, currency)),
        ),
        why=_("The rest of the credit stays here.") if credit > used else "",
        plan=(other, used) if used else None,
    )


def _use_book(
    season: Season, entry_id: EntryId, plan: object, _values: Values, actor: str
) -> object:
    assert isinstance(plan, tuple)  # noqa: S101  made just above
    other, used = plan
    return use_credit(season, entry_id, other, used, actor)


# Giving up, moving, changing


def _give_up_fields(detail: EntryDetail, _view: MoneyView, season: Season) -> Sequence[FormField]:
    return (
        _day_field(detail, season),
        FormField(
            key="percent", label=_("Another share (%)"), kind="number", minimum=0, maximum=100,
            help=_("Left empty the rules decide. Your own decision covers the entry alone."),
        ),
        _method_field([(_AS_PAID, _("the way it was paid")), ("", _("keep it as credit"))]),
        *till_fields(season, detail.event.id),
        _note_field(_("Note")),
    )  # fmt: skip


def _give_up_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    percent, currency = values.get("percent"), _currency(season)
    own = Decimal(percent) if isinstance(percent, int) else None
    found = refund(season, entry_id, _on(season, entry_id, values), percent=own)
    back = found.back
    lines = [
        (_("Paid for what is covered"), money_words(back.base_minor, currency)),
        (_("Back ({percent} %)").format(percent=f"{back.percent:f}"),
         money_words(back.amount_minor, currency)),
    ]  # fmt: skip
    if back.kept_minor:
        lines.append((_("Paid besides, not covered"), money_words(back.kept_minor, currency)))
    if found.dropped_minor:
        words = _("Not paid yet, asked for no longer")
        lines.append((words, money_words(found.dropped_minor, currency)))
    why = message(found.reason or back.explanation)
    return Worked(lines=tuple(lines), result=1, why=why, plan=None if found.reason else found)


def _give_up_book(
    season: Season, entry_id: EntryId, plan: object, values: Values, actor: str
) -> object:
    chosen = _text(values, "method")
    method = PayMethod(chosen) if chosen not in {"", _AS_PAID} else plan.method  # type: ignore[attr-defined]
    pays = chosen != "" and plan.back.amount_minor > 0  # type: ignore[attr-defined]
    till = _till(season, entry_id, values, method, actor) if pays and method is not None else None
    return book_refund(
        season, plan, method=method, pay_out=pays, till_id=till, actor=actor,  # type: ignore[arg-type]
        note=_text(values, "note"),
    )  # fmt: skip


def _move_fields(detail: EntryDetail, view: MoneyView, season: Season) -> Sequence[FormField]:
    choices = [(str(race.id), race.label) for race in view.races]
    return (
        FormField(key="race", label=_("To"), kind="choice", choices=choices),
        _day_field(detail, season),
    )


def _move_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    race_id = RaceId(int(_text(values, "race") or 0))
    found = transfer(season, entry_id, race_id, _on(season, entry_id, values))
    quote, currency = found.quote, _currency(season)
    if not quote.open:
        return Worked(why=message(quote.reason or quote.explanation))
    lines = [
        (_("New entry, price of the day"), money_words(quote.new_price_minor or 0, currency)),
        (_("Paid for the former entry"), money_words(-quote.credit_minor, currency)),
        (_("Fee for the change"), money_words(quote.admin_minor or 0, currency)),
    ]
    if quote.lost_minor:
        lines.append((_("Not given back"), money_words(quote.lost_minor, currency)))
    lines.append((_("To pay"), money_words(quote.total_minor or 0, currency)))
    why = message(quote.explanation)
    if not found.bib_kept:
        why += " " + _("The bib is not in that race's range and goes back.")
    return Worked(lines=tuple(lines), why=why, plan=found)


def _change_fields(detail: EntryDetail, _view: MoneyView, season: Season) -> Sequence[FormField]:
    return (_note_field(_("Which change")), _day_field(detail, season))


def _change_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    found = change_fee(season, entry_id, _on(season, entry_id, values))
    return _fee_shown(found.quote, found, _currency(season))


def _fee_shown(quote: TransferQuote, plan: object, currency: str) -> Worked:
    if not quote.open:
        return Worked(why=message(quote.reason or quote.explanation))
    lines = ((_("To pay"), money_words(quote.total_minor or 0, currency)),)
    return Worked(lines=lines, why=message(quote.explanation), plan=plan)


# Taking a line back


def _counter_fields(_detail: EntryDetail, view: MoneyView, _season: Season) -> Sequence[FormField]:
    choices = [
        (str(line.id), f"{line_words(line)} {money_words(line.amount_minor, view.currency)}")
        for line in reversed(view.can_be_taken_back)
    ]
    reason = FormField(key="note", label=_("Why"), required=True, max_length=200)
    return (FormField(key="line", label=_("Line"), kind="choice", choices=choices), reason)


def _counter_work(season: Season, entry_id: EntryId, values: Values) -> Worked:
    line = season.data.ledger.get(LineId(int(_text(values, "line") or 0)))
    account, currency = account_of(season, entry_id), _currency(season)
    if line is None:
        return Worked(why=message(Note(code="ledger.no-line")))
    left = account.balance_minor - line.amount_minor
    return Worked(
        lines=(
            (line_words(line), money_words(line.amount_minor, currency)),
            (_("Taken back"), money_words(-line.amount_minor, currency)),
            (_("Balance then"), money_words(left, currency)),
        ),
        why=_("Both lines stay on the list."),
        plan=line.id,
    )


def _counter_book(
    season: Season, _entry_id: EntryId, plan: object, values: Values, actor: str
) -> object:
    return counter_line(season, LineId(int(str(plan))), actor, _text(values, "note"))


ACTS: Final[dict[str, Act]] = {
    "pay": Act(
        title=_("Take payment"), button=_("Book payment"), fields=_pay_fields, work=_pay_work,
        book=_pay_book,
    ),
    "pay-back": Act(
        title=_("Pay back"), button=_("Book paying back"), fields=_back_fields, work=_back_work,
        book=_back_book,
    ),
    "use-credit": Act(
        title=_("Use the credit"), button=_("Use it"), fields=_use_fields, work=_use_work,
        book=_use_book,
    ),
    "give-up": Act(
        title=_("Withdraw and refund"), button=_("Withdraw and book"), fields=_give_up_fields,
        work=_give_up_work, book=_give_up_book,
    ),
    "move": Act(
        title=_("Another distance"), button=_("Move and book"), fields=_move_fields,
        work=_move_work,
        book=lambda season, _id, plan, _values, actor: book_transfer(season, plan, actor),  # type: ignore[arg-type]
    ),
    "change": Act(
        title=_("Other change"), button=_("Book the fee"), fields=_change_fields,
        work=_change_work,
        book=lambda season, _id, plan, values, actor: book_change_fee(
            season, plan, actor, _text(values, "note"),  # type: ignore[arg-type]
        ),
    ),
    "counter": Act(
        title=_("Take a line back"), button=_("Take it back"), fields=_counter_fields,
        work=_counter_work, book=_counter_book,
    ),
}  # fmt: skip
"""What may be done, by the key the drawer asks with."""
