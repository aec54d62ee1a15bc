"""The command ``medals``: orders, production, hand-out and post, and what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened, scope
from trailsdesk.domain.chrono import format_local
from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, message
from trailsdesk.services import medals as desk
from trailsdesk.services.medal_orders import order_medals, order_series

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from trailsdesk.domain.event import EventId, RaceId
    from trailsdesk.domain.medals import MedalRow
    from trailsdesk.domain.problems import Problem
    from trailsdesk.services.season import Season

_ACTS = ("give", "post", "take_back", "order", "address")


def show_medals(options: Namespace) -> None:
    """Do what is asked, then say how the medals stand."""
    asks = any(getattr(options, act) is not None for act in _ACTS)
    with opened(options.file, reading=not asks) as season:
        event_id, race_id = scope(season, options)
        said = _do(season, event_id, race_id, options)
        view = desk.medal_view(season, event_id, race_id)
        problems = [told.problem for told in desk.addresses_told(season, event_id, race_id)]
        rows = [_row_json(view.event.zone, row) for row in view.rows]
    if options.json:
        output.print_json(_json(view, rows, problems, said))
        return
    output.print_lines([*said, ""] if said else [])
    output.print_table(
        ("bib", "name", "race", "order", "status", "given", "at"),
        [
            (r["bib"], r["name"], r["race"], r["order"], r["status"], r["given"], r["at"])
            for r in rows
        ],
    )
    closing = [] if view.closing is None else [message(view.closing.note)]
    output.print_lines([*closing, message(view.production), message(view.left_over)])
    output.print_lines(output.problem_line(problem) for problem in problems)


def _do(
    season: Season, event_id: EventId, race_id: RaceId | None, options: Namespace
) -> list[str]:
    """The one thing asked for, and what to say of it."""
    if options.give is not None or options.post is not None:
        bib = options.post if options.give is None else options.give
        posted = options.give is None
        entry_id = desk.find_medal(season, event_id, bib, race_id)
        desk.give_medal(season, entry_id, actor(), posted=posted)
        words = _("Medal posted: bib {bib}.") if posted else _("Medal handed out: bib {bib}.")
        return [words.format(bib=bib)]
    if options.take_back is not None:
        entry_id = desk.find_medal(season, event_id, options.take_back, race_id)
        desk.take_medal_back(season, entry_id)
        return [_("The medal of bib {bib} is in the box again.").format(bib=options.take_back)]
    if options.order is not None:
        return _order(season, event_id, race_id, options)
    if options.address is not None:
        bib, address = options.address
        entry_id = desk.find_medal(season, event_id, bib, race_id)
        desk.set_address(season, entry_id, address)
        return [_("The address of bib {bib} is kept.").format(bib=bib)]
    return []


def _order(
    season: Season, event_id: EventId, race_id: RaceId | None, options: Namespace
) -> list[str]:
    bib, word = options.order
    try:
        wanted = MedalOrder(word.upper())
    except ValueError as error:
        raise Refused("medal.bad-order", text=word) from error
    entry_id = desk.find_entry(season, event_id, bib, race_id)
    closed = options.although_closed
    if options.series:
        taken = order_series(season, entry_id, wanted, actor(), although_closed=closed)
    else:
        taken = order_medals(season, [entry_id], wanted, actor(), although_closed=closed)
    return [message(note) for note in taken.notes]


def _json(
    view: desk.MedalView,
    rows: Sequence[output.Json],
    problems: Sequence[Problem],
    said: Sequence[str],
) -> output.Json:
    counts, closing = view.counts, view.closing
    return {
        "event": view.event.code,
        "said": list(said),
        "orders": {"collect": counts.collect, "post": counts.post, "total": counts.ordered},
        "closing": None
        if closing is None
        else {
            "last_day": closing.last_day.isoformat(),
            "open": closing.open,
            "explanation": message(closing.note),
        },
        "production": {
            "ordered": counts.ordered,
            "spare": counts.spare,
            "make": counts.make,
            "explanation": message(view.production),
        },
        "races": [_race_json(each) for each in view.races],
        "handed_out": counts.handed_out,
        "posted": counts.posted,
        "open": counts.open,
        "left_over": counts.left_over,
        "explanation": message(view.left_over),
        "rows": list(rows),
        "problems": [output.problem_json(problem) for problem in problems],
    }


def _race_json(race: desk.RaceMedals) -> output.Json:
    counts = race.counts
    return {
        "race": race.race_code,
        "collect": counts.collect,
        "post": counts.post,
        "ordered": counts.ordered,
        "handed_out": counts.handed_out,
        "posted": counts.posted,
    }


def _row_json(zone: str, row: MedalRow) -> output.Json:
    given = row.given
    return {
        "bib": row.bib,
        "name": full_name(row),
        "race": row.race_code,
        "order": row.order.value.casefold(),
        "status": "WITHDRAWN" if row.withdrawn else row.status.value,
        "given": None if given is None else "posted" if given.posted else "handed-out",
        "at": None if given is None else format_local(given.at_ms, zone),
        "by": None if given is None else given.actor,
    }
