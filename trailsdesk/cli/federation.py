"""The commands ``league``, ``checklist`` and ``membership``: what a federation asks and gives."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.domain.people import full_name
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.race_checklist import Checked, RaceFacts, verdict
from trailsdesk.formats.score_list import plain_score
from trailsdesk.i18n import _, message
from trailsdesk.services.federation import checklist, fee_of_member, league_tables

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.domain.league import LeagueRow, LeagueTable
    from trailsdesk.services.season import Season


def show_league(options: Namespace) -> None:
    """``league``: all rankings of a country and year by the scores in the file."""
    country = options.country.strip().upper()
    if len(country) != 3 or not (country.isascii() and country.isalpha()):
        raise Refused("cli.bad-country", text=options.country)
    with opened(options.file, reading=True) as season:
        tables, found = league_tables(season, country, options.year)
        if options.json:
            output.print_json(
                {
                    "rows": [
                        _row_json(season, table, row) for table in tables for row in table.rows
                    ],
                    "problems": [output.problem_json(problem) for problem in found],
                }
            )
            return
        for table in tables:
            output.print_lines(["", f"{table.ranking.value} {table.group}".strip()])
            output.print_table(
                ("place", "name", "total", "why"),
                [
                    (
                        row.rank or "",
                        full_name(season.data.runners[row.runner_id]),
                        output.number(row.total),
                        message(row.explanation),
                    )
                    for row in table.rows
                ],
            )
        if not tables:
            words = _("No scores of {country} in {year} are in this file.")
            output.print_lines([words.format(country=country, year=options.year)])
        output.print_lines(output.problem_line(problem) for problem in found)


def _row_json(season: Season, table: LeagueTable, row: LeagueRow) -> output.Json:
    runner = season.data.runners[row.runner_id]
    return {
        "ranking": table.ranking.value,
        "group": table.group,
        "rank": row.rank,
        "family_name": runner.family_name,
        "given_name": runner.given_name,
        "total": output.number(row.total),
        "counted": [output.number(score.value) for score in row.counted],
        "dropped": [output.number(score.value) for score in row.dropped],
        "explanation": message(row.explanation),
    }


def show_checklist(options: Namespace) -> int:
    """``checklist``: item by item whether the federation takes a race; exit 1 when it does not."""
    told = RaceFacts(
        kind=options.kind or "",
        natural=_share(options.natural, "--natural"),
        paved=_share(options.paved, "--paved"),
        fixed_course=_told(options.fixed_course),
        same_day=_told(options.same_day),
        individual_times=_told(options.individual_times),
    )
    with opened(options.file, reading=True) as season:
        race = season.race(season.event(options.event), options.race)
        items = checklist(season, race.id, told)
    whole = verdict(items)
    if options.json:
        output.print_json(
            {
                "verdict": whole.value,
                "items": [
                    {"item": item.id, "state": item.state.value, "text": message(item.note)}
                    for item in items
                ],
            }
        )
    else:
        output.print_table(
            ("item", "state", "why"),
            [(item.id, item.state.value, message(item.note)) for item in items],
        )
    return 1 if whole is Checked.NOT else 0


def _told(text: str | None) -> bool | None:
    return None if text is None else text == "yes"


def _share(text: str | None, option: str) -> Decimal | None:
    if text is None:
        return None
    plain = plain_score(text.rstrip("% "))
    if plain is None or Decimal(plain) > 100:
        raise Refused("cli.bad-number", option=option, text=text)
    return Decimal(plain)


def show_membership(options: Namespace) -> None:
    """``membership``: the yearly fee for a sum, or for what the season's entries have paid."""
    with opened(options.file, reading=True) as season:
        rule = None if season.rules.federation is None else season.rules.federation.membership
        base = None
        if options.base is not None and rule is not None:
            base = parse_amount(options.base, rule.currency)
            if base is None or base < 0:
                raise Refused("cli.bad-number", option="--base", text=options.base)
        data = season.data
        silent = all(entry.paid_minor is None for entry in data.entries.values())
        if base is None and rule is not None and silent and not data.ledger:
            raise Refused("cli.base-missing")
        found = fee_of_member(season, base)
    if options.json:
        output.print_json(
            {
                "currency": found.currency,
                "fee_minor": found.fee_minor,
                "base_minor": found.base_minor,
                "fee": format_minor(found.fee_minor, found.currency),
                "explanation": message(found.explanation),
            }
        )
        return
    output.print_lines([message(found.explanation)])
