"""The command ``reprint``: the sheets on the wall that would say something else now, anew."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import actor, opened
from trailsdesk.documents.sheet import Paper
from trailsdesk.domain.problems import Refused
from trailsdesk.i18n import _
from trailsdesk.services import printed, printing

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from trailsdesk.domain.printed import PrintedSheet
    from trailsdesk.services.season import Season


def reprint(options: Namespace) -> None:
    """Write each sheet that is wrong by now into a folder; without one only list them."""
    folder: Path | None = options.output
    with opened(options.file, reading=folder is None) as season:
        wrong = printed.outdated(season)
        if folder is not None and wrong and not folder.is_dir():
            raise Refused("sheet.no-folder", folder=folder.name)
        documents = [
            _document(season, record)
            if folder is None
            else _again(season, record, folder, options.paper)
            for record in wrong
        ]
    if options.json:
        output.print_json({"sheets": documents})
        return
    output.print_table(
        ("sheet", "what", "event", "replaced by", "file"),
        [
            (each["sheet"], each["title"], each["event"], each["by"], each["file"])
            for each in documents
        ],
    )
    if not documents:
        output.print_lines([_("Every sheet that hangs is still right.")])


def _document(season: Season, record: PrintedSheet) -> output.Json:
    event = None if record.event_id is None else season.data.events.get(record.event_id)
    return {
        "sheet": record.id,
        "kind": record.kind,
        "event": None if event is None else event.code,
        "title": record.title,
        "by": None,
        "file": None,
    }


def _again(season: Season, record: PrintedSheet, folder: Path, paper: str) -> output.Json:
    """The same sheet as it would be printed now, with the number it gets."""
    kind, request = printed.asked_for(season, record)
    request = dataclasses.replace(request, paper=Paper(paper.upper()))
    request = printing.with_contacts(season, kind, request)
    request = printing.with_tracks(season, kind, request)
    path = folder / f"{kind.id}-replaces-{record.id}.pdf"
    _missing, made = printed.write_pdf(season, kind, request, path, actor())
    return {
        **_document(season, record),
        "by": None if made is None else made.id,
        "file": path.name,
    }
