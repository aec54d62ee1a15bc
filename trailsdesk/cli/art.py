"""The command ``art``: the logo on every sheet, the background and design of certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.cli import output
from trailsdesk.cli.season_file import opened
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.i18n import _
from trailsdesk.services import sheet_art

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path


def set_art(options: Namespace) -> None:
    """``art``: take a picture, a design, or take the picture away; alone: what there is."""
    role = ArtRole(options.role.upper())
    changes = options.set is not None or options.remove or options.layout is not None
    content = None if options.set is None else sheet_art.read_picture(options.set)
    layout = None if options.layout is None else _text(options.layout)
    if layout is not None and role is not ArtRole.CERTIFICATE:
        raise Refused("art.bad-layout", detail=_("a logo has no design"))
    with opened(options.file, reading=not changes) as season:
        event_id = None if options.event is None else season.event(options.event).id
        if content is not None:
            sheet_art.set_picture(season, role, event_id, options.set.name, content)
        if options.remove:
            sheet_art.remove_picture(season, role, event_id)
        if layout is not None:
            sheet_art.set_layout(season, event_id, layout)
        art = sheet_art.art_of(season, role, event_id)
    if art is None or not art.sha256:
        output.print_lines([_("No picture.")])
    else:
        output.print_lines([_("Picture: {name}").format(name=art.name)])
    if role is ArtRole.CERTIFICATE and art is not None:
        output.print_lines([art.layout])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("art.missing", name=path.name) from error
