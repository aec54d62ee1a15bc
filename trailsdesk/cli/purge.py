"""``purge``: protected data removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.privacy import Protected
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _, plural
from trailsdesk.services import privacy

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.services.privacy import PurgePlan


def purge_protected(options: Namespace) -> None:
    """Count what is protected, and with ``--do`` remove it."""
    classes = [_class_named(word) for word in options.classes] or list(Protected)
    with opened(options.file, reading=not options.do) as season:
        through = None if options.event is None else season.event(options.event).id
        plan = privacy.plan_purge(season, classes, through)
        if options.do:
            privacy.purge(season, plan, copies_too=options.copies)
    if options.json:
        output.print_json(
            {
                "removed": options.do,
                "counts": {each.value.lower(): count for each, count in plan.counts.items()},
                "copies": len(plan.copies),
                "copies_deleted": bool(options.do and options.copies),
            }
        )
        return
    output.print_lines(_lines(options, plan))


def _class_named(word: str) -> Protected:
    try:
        return Protected(word.upper())
    except ValueError as error:
        known = ", ".join(each.value.lower() for each in Protected)
        raise Refused("privacy.unknown-class", word=word, known=known) from error


def _lines(options: Namespace, plan: PurgePlan) -> list[str]:
    lines = [f"{each.value.lower()}: {count}" for each, count in plan.counts.items()]
    if not options.do:
        lines.append(_("Nothing was removed. --do removes it for good; undo brings nothing back."))
    else:
        lines.append(_("Removed for good, from the entries, the history and the file's pages."))
    if plan.copies and not (options.do and options.copies):
        words = plural(
            "{count} copy beside the file still holds it: --copies deletes it.",
            "{count} copies beside the file still hold it: --copies deletes them.",
            len(plan.copies),
        )
        lines.append(words)
    return lines
