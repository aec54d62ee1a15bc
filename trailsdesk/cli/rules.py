"""The command ``rules``: the rules of a season value by value, changed, taken back, or tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, plural
from trailsdesk.services.rule_book import change_rule, restore_rule, rule_fields
from trailsdesk.services.rule_sections import plain
from trailsdesk.services.what_if import moves_if

if TYPE_CHECKING:
    from argparse import Namespace
    from decimal import Decimal

    from trailsdesk.services.rule_book import RuleField
    from trailsdesk.services.season import Season
    from trailsdesk.services.what_if import Move


def show_rules(options: Namespace) -> None:
    """List the values, write one over, take a change back, or say who would move."""
    writes = options.set is not None or options.restore is not None
    with opened(options.file, reading=not writes) as season:
        if options.set is not None:
            change_rule(season, *options.set)
        if options.restore is not None:
            _restore(season, options.restore)
        if options.what_if is not None:
            _show_moves(season, options)
            return
        _show_fields(rule_fields(season), options)


def _restore(season: Season, path: str) -> None:
    known = {field.path for field in rule_fields(season)} | season.data.series.changes.keys()
    if path not in known:
        raise Refused("rules.no-such-field", path=path[:120])
    restore_rule(season, path)


def _show_fields(fields: tuple[RuleField, ...], options: Namespace) -> None:
    if options.json:
        output.print_json({"rules": [_field_json(field) for field in fields]})
        return
    shown = [field for field in fields if field.changed] if not options.all else fields
    if not shown:
        output.print_lines([_("Nothing in the rules was changed. --all lists every value.")])
        return
    output.print_table(
        ("path", "value", "published"),
        [(field.path, field.value, field.published if field.changed else "") for field in shown],
    )


def _field_json(field: RuleField) -> output.Json:
    return {
        "path": field.path,
        "form": field.form.value,
        "value": field.value,
        "published": field.published,
        "changed": field.changed,
        "choices": list(field.choices),
        "says": field.source.says,
        "article": field.source.article,
        "grade": field.source.grade,
    }


def _show_moves(season: Season, options: Namespace) -> None:
    moves = moves_if(season, *options.what_if)
    if options.json:
        output.print_json({"moves": [_move_json(move) for move in moves]})
        return
    output.print_lines(
        [plural("{count} runner would move.", "{count} runners would move.", len(moves))]
    )
    output.print_table(
        ("group", "runner", "place", "would be", "total", "would be"),
        [
            (
                move.group,
                move.name,
                _shown(move.rank_before),
                _shown(move.rank_after),
                _points(move.total_before),
                _points(move.total_after),
            )
            for move in moves
        ],
    )


def _move_json(move: Move) -> output.Json:
    return {
        "runner": move.name,
        "group": move.group,
        "rank_before": move.rank_before,
        "rank_after": move.rank_after,
        "total_before": _points(move.total_before) or None,
        "total_after": _points(move.total_after) or None,
    }


def _shown(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _points(total: Decimal | None) -> str:
    return "" if total is None else plain(total)
