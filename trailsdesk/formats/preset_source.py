"""Where a section of a rules document stands; every section may say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.rule_source import Source

if TYPE_CHECKING:
    from trailsdesk.formats.preset_table import Table


def read_source(table: Table) -> Source:
    """Where a section comes from; an empty source when it does not say."""
    found = table.table("source")
    if found is None:
        return Source()
    return Source(
        title=found.text("title", ""),
        article=found.text("article", ""),
        url=found.text("url", ""),
        checked=found.maybe_day("checked"),
        says=found.text("says", ""),
        grade=found.text("grade", ""),
    )
