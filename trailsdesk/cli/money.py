"""Money by command: quotes, refunds, changes of an entry, payments, credit and the ledger."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.ledger_output import ledger_json, ledger_rows, line_json, said_of_entry
from trailsdesk.cli.season_file import actor, opened
from trailsdesk.cli.typed_values import typed_day
from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.fees import Affiliation, Wish, instant_of_day
from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, message
from trailsdesk.services import ledger as book
from trailsdesk.services.check_in import find_bib
from trailsdesk.services.fee_quotes import quote_for
from trailsdesk.services.money_changes import (
    book_change_fee,
    book_refund,
    book_transfer,
    change_fee,
    refund,
    transfer,
)
from trailsdesk.services.money_credits import (
    book_cancellation,
    called_off_ms,
    cancel_credit,
    use_credit,
)
from trailsdesk.services.money_differences import (
    book_differences,
    book_missing_charges,
    differences,
)
from trailsdesk.services.till import till_for, till_named

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import Event
    from trailsdesk.domain.fees import TransferQuote
    from trailsdesk.domain.till import TillId
    from trailsdesk.services.season import Season


def show_quote(options: Namespace) -> None:
    """``quote``: an entry's price with its lines and reason."""
    born, on = typed_day(options.born, "--born"), typed_day(options.on, "--on")
    medal = MedalOrder(options.medal.upper()) if options.medal else MedalOrder.NONE
    with opened(options.file, reading=True) as season:
        quote = quote_for(
            season, options.event, options.race, born, on, series=options.series,
            wish=Wish(extras=tuple(options.extra), medal=medal),
            affiliation=Affiliation(club=options.club, nation=options.nation, city=options.city),
        )  # fmt: skip
    if options.json:
        output.print_json(output.quote_json(quote))
        return
    for line in quote.lines:
        amount = format_minor(line.amount_minor, quote.currency)
        output.print_lines([f"{amount:>10}  {message(line.label)}"])
    if quote.total_minor is not None:
        total = format_minor(quote.total_minor, quote.currency)
        output.print_lines([f"{total:>10}  {quote.currency}"])
    output.print_lines([message(quote.reason or quote.explanation)])
    output.print_lines(message(note) for note in quote.notes)


def show_refund(options: Namespace) -> None:
    """``refund``: what giving an entry up gives back; booked with ``--book``."""
    percent = None if options.percent is None else _percent(options.percent)
    with opened(options.file, reading=not options.book) as season:
        event = season.event(options.event)
        entry_id = _entry(season, event, options.entry)
        found = refund(season, entry_id, _on(season, event, options.on), percent=percent)
        if found.reason is not None:
            raise Refused(found.reason.code, **found.reason.params)
        if options.book:
            method = PayMethod(options.method.upper()) if options.method else found.method
            pays = found.back.amount_minor > 0 and not options.keep
            till_id = _till(season, event, options.till, method) if pays else None
            book_refund(
                season, found, method=method, pay_out=pays, till_id=till_id, actor=actor(),
                note=options.note,
            )  # fmt: skip
    back = found.back
    if options.json:
        output.print_json(
            {
                "percent": output.number(back.percent),
                "base_minor": back.base_minor,
                "refundable_minor": back.amount_minor,
                "explanation": message(back.explanation),
            }
        )
        return
    output.print_lines([message(back.explanation), *_booked(options)])


def show_transfer(options: Namespace) -> None:
    """``transfer``: what another distance costs; a refusal is an answer."""
    with opened(options.file, reading=not options.book) as season:
        event = season.event(options.event)
        entry_id = _entry(season, event, options.entry)
        race = season.race(event, options.to)
        found = transfer(season, entry_id, race.id, _on(season, event, options.on))
        if options.book and found.quote.open:
            book_transfer(season, found, actor())
    quote = found.quote
    if options.json:
        output.print_json(
            {
                "allowed": quote.open,
                "reason": output.in_words(quote.reason),
                "credit_minor": quote.credit_minor,
                "new_price_minor": quote.new_price_minor,
                "admin_minor": quote.admin_minor,
                "to_pay_minor": quote.total_minor,
                "explanation": message(quote.explanation),
            }
        )
        return
    _print_change(options, quote)


def show_change(options: Namespace) -> None:
    """``change``: what another change of an entry costs; a refusal is an answer."""
    with opened(options.file, reading=not options.book) as season:
        event = season.event(options.event)
        entry_id = _entry(season, event, options.entry)
        found = change_fee(season, entry_id, _on(season, event, options.on))
        if options.book and found.quote.open:
            book_change_fee(season, found, actor(), options.note)
    quote = found.quote
    if options.json:
        output.print_json(
            {
                "allowed": quote.open,
                "reason": output.in_words(quote.reason),
                "fee_minor": quote.total_minor,
                "explanation": message(quote.explanation),
            }
        )
        return
    _print_change(options, quote)


def show_ledger(options: Namespace) -> None:
    """``ledger``: the accounts of an event's entries, or of one."""
    mends = options.charge or options.book_differences
    with opened(options.file, reading=not mends) as season:
        event = season.event(options.event)
        only = None if options.entry is None else _entry(season, event, options.entry)
        if options.charge:
            asked = [only] if only else list(book.accounts(season, event.id))
            book_missing_charges(season, asked, actor())
        if options.book_differences:
            found = differences(season, event.id)
            book_differences(season, [d for d in found if only in (None, d.entry_id)], actor())
        document = ledger_json(season, event, only)
        currency = book.currency_of(season)
        rows = [] if options.json else ledger_rows(season, event, only, currency)
        said = [] if only is None else said_of_entry(season, event, only, currency)
    if options.json:
        output.print_json(document)
        return
    output.print_table(
        (
            "bib",
            "name",
            "race",
            "expected",
            "charged",
            "credited",
            "paid",
            "refunded",
            "balance",
        ),
        rows,
    )
    output.print_lines(said)


def take_payment(options: Namespace) -> None:
    """``pay``: money in, or with ``--back`` out."""
    with opened(options.file) as season:
        event = season.event(options.event)
        entry_ids = [_entry(season, event, bib) for bib in options.bibs]
        method = PayMethod(options.method.upper())
        till_id = _till(season, event, options.till, method)
        act = book.book_refund_payment if options.back else book.book_payment
        lines = act(
            season, entry_ids, _amount(options.amount, book.currency_of(season)), method,
            till_id=till_id, actor=actor(), note=options.note,
        )  # fmt: skip
        paid = abs(sum(line.amount_minor for line in lines))
        left = sum(book.account_of(season, entry_id).balance_minor for entry_id in entry_ids)
        currency = book.currency_of(season)
        made = [line_json(event, line) for line in lines]
    if options.json:
        output.print_json({"paid_minor": paid, "balance_minor": left, "lines": made})
        return
    words = {
        "paid": format_minor(paid, currency), "left": format_minor(left, currency),
        "currency": currency,
    }  # fmt: skip
    output.print_lines([_("{paid} {currency} booked; {left} still to pay.").format(**words)])


def show_credit(options: Namespace) -> None:
    """``credit``: of an event called off; or one entry's credit used for another."""
    if options.entry is not None:
        _use_credit(options)
        return
    with opened(options.file, reading=not options.book) as season:
        event = season.event(options.event)
        on = called_off_ms(season, event.id) if options.on is None else None
        on = _on(season, event, options.on) if on is None else on
        found = cancel_credit(season, event.id, on)
        if options.book:
            book_cancellation(season, found, actor())
        currency = book.currency_of(season)
        entries = season.data.entries
        rows = [
            {
                "bib": entries[each.entry_id].bib,
                "percent": output.number(each.back.percent),
                "base_minor": each.back.base_minor,
                "credit_minor": each.back.amount_minor,
                "explanation": message(each.back.explanation),
            }
            for each in found.entries
        ]
    if options.json:
        output.print_json({"event": event.code, "total_minor": found.total_minor, "entries": rows})
        return
    output.print_table(
        ("bib", "credit", "why"),
        [
            (each["bib"], format_minor(one.back.amount_minor, currency), each["explanation"])
            for each, one in zip(rows, found.entries, strict=True)
        ],
    )
    output.print_lines(_booked(options))


def _use_credit(options: Namespace) -> None:
    with opened(options.file) as season:
        event = season.event(options.event)
        other = season.event(options.for_event or options.event)
        if options.for_entry is None:
            raise Refused("start.bib-missing")
        giver = _entry(season, event, options.entry)
        taker = _entry(season, other, options.for_entry)
        currency = book.currency_of(season)
        lines = use_credit(season, giver, taker, _amount(options.amount, currency), actor())
        used = abs(lines[-1].amount_minor)
        left = book.account_of(season, giver).credit_minor
        owed = book.account_of(season, taker).balance_minor
    if options.json:
        document = {"used_minor": used, "credit_minor": left, "balance_minor": owed}
        output.print_json(document)
        return
    words = {"used": format_minor(used, currency), "currency": currency}
    output.print_lines([_("Credit of {used} {currency} used.").format(**words)])


# Reading what was asked


def _on(season: Season, event: Event, text: str | None) -> Instant:
    """The day asked for at local noon, else now."""
    if text is None:
        return season.clock.now_ms()
    return instant_of_day(typed_day(text, "--on"), event.zone)


def _percent(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 100:
        raise Refused("ledger.bad-percent", text=text)
    return value


def _amount(text: str | None, currency: str) -> int | None:
    if text is None:
        return None
    minor = parse_amount(text, currency)
    if minor is None:
        raise Refused("ledger.bad-amount", text=text, currency=currency)
    return minor


def _entry(season: Season, event: Event, bib: str) -> EntryId:
    """The entry of that bib; a withdrawn one too, when no other one wears it."""
    try:
        return find_bib(season, event.id, bib)
    except Refused as error:
        if error.note.code != "start.entry-withdrawn":
            raise
    races = {race.id for race in season.data.races_of(event.id)}
    return next(
        entry.id
        for entry in season.data.entries.values()
        if entry.race_id in races and bib_key(entry.bib) == bib_key(bib)
    )


def _till(
    season: Season, event: Event, word: str | None, method: PayMethod | None
) -> TillId | None:
    """The till named; else the one at hand, for money that moves at the table."""
    if word is not None:
        return till_named(season, event.id, word, actor()).id
    return None if method is None else till_for(season, event.id, method, actor())


# Telling


def _booked(options: Namespace) -> list[str]:
    return [_("Booked.") if options.book else _("Worked out only; --book does it.")]


def _print_change(options: Namespace, quote: TransferQuote) -> None:
    said = [message(quote.reason or quote.explanation)]
    output.print_lines([*said, *(_booked(options) if quote.open else [])])
