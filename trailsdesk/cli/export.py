"""The command ``export``: the season as files for other programs, and as pages for the web."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened, scope
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _
from trailsdesk.services.exports import (
    ExportRequest,
    What,
    contacts_for,
    export_named,
    save_export,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from trailsdesk.services.season import Season


def hand_on(options: Namespace) -> int | None:
    """Write the file or folder that the second word names."""
    if options.kind == "itra":
        from trailsdesk.cli.itra_files import check_or_write

        return check_or_write(options)
    if options.kind == "html":
        _site(options)
        return None
    kind = export_named(options.kind)
    with opened(options.file, reading=True) as season:
        request = _request(season, options)
        found = save_export(season, kind, request, options.output)
    lines = [output.problem_line(problem) for problem in found]
    output.print_lines([*lines, _("Wrote {file}.").format(file=options.output.name)])
    return None


def _request(season: Season, options: Namespace) -> ExportRequest:
    personal: list[str] = getattr(options, "personal", [])
    request = ExportRequest(
        what=What(getattr(options, "what", What.RESULTS)),
        birth_date="birth-date" in personal,
    )
    if options.event is not None:
        event_id, race_id = scope(season, options)
        request = replace(request, event_id=event_id, race_id=race_id)
    elif options.race is not None:
        raise Refused("export.needs-event", kind="--race")
    if "contacts" in personal:
        request = replace(request, contacts=contacts_for(season, request))
    return request


def _site(options: Namespace) -> None:
    from trailsdesk.services.site import write_site

    with opened(options.file, reading=True) as season:
        event_id = None if options.event is None else season.event(options.event).id
        pages = write_site(season, options.output, event_id)
    text = _("Wrote {count} pages into {folder}. Open index.html there.")
    output.print_lines([text.format(count=pages, folder=options.output.name)])
