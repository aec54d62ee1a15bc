"""The commands ``till`` and ``accounts``: cash and cards at the table, and the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened
from trailsdesk.domain.cash_up import count_cash, difference_note, expected_note
from trailsdesk.domain.chrono import format_local
from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.till import PayMethod
from trailsdesk.i18n import _, message
from trailsdesk.services import till as desk
from trailsdesk.services.account_files import accounts_json, save_accounts
from trailsdesk.services.accounts import accounts_of
from trailsdesk.services.ledger import currency_of

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.cash_up import CashUp, MethodSum
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.till import TillId
    from trailsdesk.services.season import Season

_COUNTED: dict[str, PayMethod] = {
    each.value.lower(): each for each in PayMethod if each is not PayMethod.LIST
}


def run_till(options: Namespace) -> None:
    """``till``: do what is asked, then say how the tills stand."""
    with opened(options.file, reading=options.act in ("show", "count")) as season:
        event_id = season.event(options.event).id
        currency = currency_of(season)
        done = _do(season, event_id, options, currency)
        shown = _shown(season, event_id, options, done)
        tills = [_till_json(season, found, currency) for found in shown]
        outside = desk.outside_tills(season, event_id)
    if options.json:
        beside = None if outside is None else _outside_json(outside)
        output.print_json(
            {
                "event": options.event,
                "currency": currency,
                "tills": tills,
                "outside_tills": beside,
            }
        )
        return
    if not tills:
        output.print_lines([_("No till was opened at this event.")])
    for till in tills:
        _print_till(till, currency)
    if outside is not None:
        output.print_lines([f"warning: {message(outside.note)}"])


def _outside_json(outside: desk.Outside) -> output.Json:
    return {
        "payments": outside.payments,
        "amount_minor": outside.amount_minor,
        "explanation": message(outside.note),
    }


def _do(season: Season, event_id: EventId, options: Namespace, currency: str) -> TillId | None:
    """The one thing asked for; the till it was about."""
    who = actor()
    if options.act == "open":
        start = _amount(options.float or "0", "--float", currency)
        return desk.open_till(season, event_id, options.name, start, who).id
    if options.act == "show":
        if options.till is None:
            return None
        return desk.till_named(season, event_id, options.till, who).id
    till = desk.till_named(season, event_id, options.till, who)
    if options.act == "move":
        minor = -_amount(options.take_out or "0", "--out", currency)
        if options.put_in is not None:
            minor = _amount(options.put_in, "--in", currency)
        desk.move_cash(season, till.id, minor, options.reason, who)
    elif options.act == "reopen":
        desk.reopen_till(season, till.id, options.reason, who)
    elif options.act == "close":
        counted = _counted(options, currency)
        desk.close_till(season, till.id, counted, who, note=options.note)
    return till.id


def _shown(
    season: Season, event_id: EventId, options: Namespace, till_id: TillId | None
) -> list[CashUp]:
    """The till acted upon, else all; a count that is only tried out is shown with it."""
    if till_id is None:
        return [desk.cash_up_of(season, till.id) for till in desk.tills_of(season, event_id)]
    if options.act == "count":
        counted = _counted(options, currency_of(season))
        desk.must_be_open(season, till_id)
        return [desk.cash_up_of(season, till_id, counted)]
    return [desk.cash_up_of(season, till_id)]


def _amount(text: str, option: str, currency: str) -> int:
    minor = parse_amount(text, currency)
    if minor is None or minor < 0:
        raise Refused("till.bad-amount", option=option, text=text, currency=currency)
    return minor


def _counted(options: Namespace, currency: str) -> dict[PayMethod, int]:
    found = {
        method: _amount(text, f"--{word}", currency)
        for word, method in _COUNTED.items()
        if (text := getattr(options, word)) is not None
    }
    if options.pieces is not None:
        found[PayMethod.CASH] = _pieces(options.pieces, currency)
    return found


def _pieces(text: str, currency: str) -> int:
    """Cash by notes and coins: ``20x3`` is three pieces of 20."""
    pieces: dict[int, int] = {}
    for part in text.replace(";", " ").split():
        worth, _times, number = part.casefold().partition("x")
        minor = parse_amount(worth, currency)
        if minor is None or minor <= 0 or not number.isdecimal():
            raise Refused("till.bad-amount", option="--pieces", text=part, currency=currency)
        pieces[minor] = pieces.get(minor, 0) + int(number)
    return count_cash(pieces)


def _till_json(season: Season, found: CashUp, currency: str) -> output.Json:
    till = found.till
    zone = season.data.events[till.event_id].zone
    return {
        "number": till.id,
        "name": till.name,
        "open": till.closed_ms is None,
        "opened": format_local(till.opened_ms, zone),
        "opened_by": till.opened_by,
        "closed": None if till.closed_ms is None else format_local(till.closed_ms, zone),
        "closed_by": till.closed_by or None,
        "float_minor": till.float_minor,
        "put_in_minor": found.put_in_minor,
        "taken_out_minor": found.taken_out_minor,
        "methods": [_method_json(found, each, currency) for each in found.methods],
        "by_volunteer": [
            {
                "by": each.actor,
                "method": each.method.value.casefold(),
                "amount_minor": each.amount_minor,
                "lines": each.lines,
            }
            for each in found.actors
        ],
        "moves": [
            {
                "amount_minor": move.amount_minor,
                "at": format_local(move.at_ms, zone),
                "by": move.actor,
                "reason": move.reason,
            }
            for move in desk.moves_of(season, till.id)
        ],
        "difference_minor": found.difference_minor,
        "balances": found.balances,
        "note": till.note,
    }


def _method_json(found: CashUp, each: MethodSum, currency: str) -> output.Json:
    return {
        "method": each.method.value.casefold(),
        "taken_minor": each.taken_minor,
        "given_back_minor": each.given_back_minor,
        "lines": each.lines,
        "expected_minor": each.expected_minor,
        "counted_minor": each.counted_minor,
        "difference_minor": each.difference_minor,
        "expected": message(expected_note(found, each, currency)),
        "compared": output.in_words(difference_note(each, currency)),
    }


def _print_till(till: output.Json, currency: str) -> None:
    state = _("open") if till["open"] else _("closed {time}").format(time=till["closed"])
    words = _("{name} ({number}): {state}, opened {time} with {sum} {currency}")
    start = till["float_minor"]
    assert isinstance(start, int)  # noqa: S101  made above
    output.print_lines(
        [
            words.format(
                name=till["name"],
                number=till["number"],
                state=state,
                time=till["opened"],
                sum=format_minor(start, currency),
                currency=currency,
            )
        ]
    )
    methods = till["methods"]
    assert isinstance(methods, list)  # noqa: S101  made above
    output.print_lines(
        f"  {each['method']}: {each['expected']} {each['compared'] or ''}".rstrip()
        for each in methods
    )
    note = till["note"]
    output.print_lines(f"  {line}" for line in str(note).splitlines())


def write_accounts(options: Namespace) -> None:
    """``accounts``: every line of the ledger and its totals, into a file or as JSON."""
    with opened(options.file, reading=True) as season:
        event_id = None if options.event is None else season.event(options.event).id
        books = accounts_of(season, event_id)
        if options.output is not None:
            save_accounts(books, options.output)
    if options.json:
        words = {"explanation": message(books.explanation)}
        output.print_json({"event": options.event, **accounts_json(books), **words})
        return
    lines = [message(books.explanation)]
    if options.output is not None:
        lines.append(_("Wrote {file}.").format(file=options.output.name))
    output.print_lines(lines)
