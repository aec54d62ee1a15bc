"""What a course's km-effort is worth to the federation, in sentences and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.formats.effort_tables import load_effort_rules
from trailsdesk.i18n import _
from trailsdesk.services.rule_sections import RuleTable, plain

if TYPE_CHECKING:
    from trailsdesk.domain.federation_rules import EffortUse


def effort_lines(use: EffortUse) -> list[str]:
    """How km-effort is counted."""
    rounded = (
        _("It is rounded to whole km-effort before the points are looked up.")
        if use.round_first
        else _("It is not rounded before the points are looked up.")
    )
    return [
        _("Km-effort: kilometres plus hundreds of metres of climb, less what aid stations cost."),
        rounded,
    ]


def effort_tables(use: EffortUse) -> list[RuleTable]:
    """The tables in force today: points by km-effort, and what aid stations cost."""
    rules = load_effort_rules(use.tables)
    levels = sorted(rules.points_on(None).levels, key=lambda level: level.from_km_effort)
    bands = sorted(rules.penalties_on(None).bands, key=lambda band: band.from_interval)
    return [
        RuleTable(
            header=(_("km-effort from"), _("Points"), _("Category")),
            rows=tuple(
                (plain(level.from_km_effort), str(level.points), level.category)
                for level in levels
            ),
            right=frozenset({0, 1}),
        ),
        RuleTable(
            title=_("Km-effort taken off for aid stations"),
            header=(_("km-effort from one to the next, from"), _("Taken off")),
            rows=tuple((plain(band.from_interval), plain(band.minus)) for band in bands),
            right=frozenset({0, 1}),
        ),
    ]
