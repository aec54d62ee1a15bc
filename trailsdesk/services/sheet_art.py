"""Pictures on sheets: taken through a gate, kept in the file, drawn from memory.

A sheet is put together on any thread, the file belongs to one. So the pictures the season uses are
read once into memory (``load_art``, on the database thread), and a new one is there at once.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from trailsdesk.documents.picture_gate import MOST_BYTES, gated_picture, picture_size
from trailsdesk.documents.sheet import Picture
from trailsdesk.domain.certificate import CertificateDesign, design_from_json, design_to_json
from trailsdesk.domain.problems import Refused
from trailsdesk.domain.sheet_art import ArtRole, SheetArt
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season

_LONGEST_NAME = 80


def load_art(season: Season) -> bool:
    """Read the pictures in use into memory; on the database thread. True when there was one."""
    held = _held(season)
    found = False
    for digest in _digests(season):
        if digest not in held:
            held[digest] = season.file.kept_file(digest) or b""  # empty: it is not there
            found = True
    return found


def art_missing(season: Season) -> bool:
    """Whether a picture in use is not in memory yet."""
    return not _held(season).keys() >= _digests(season)


def _digests(season: Season) -> set[str]:
    return {art.sha256 for art in season.data.sheet_art.values() if art.sha256}


def _held(season: Season) -> dict[str, bytes]:
    held: dict[str, bytes] = season.keep("sheet-art", (season.file,), dict)
    return held


def art_of(season: Season, role: ArtRole, event_id: EventId | None) -> SheetArt | None:
    """The event's own art of a role, else that of every event."""
    own = art_kept_for(season, role, event_id)
    return own or art_kept_for(season, role, None)


def art_kept_for(season: Season, role: ArtRole, event_id: EventId | None) -> SheetArt | None:
    """The art kept for just this event, or with None for every event."""
    for _id, art in sorted(season.data.sheet_art.items()):
        if art.role is role and art.event_id == event_id:
            return art
    return None


def picture_of(season: Season, art: SheetArt | None, words: str) -> Picture | None:
    """The picture of art; None without one, or while it is not in memory."""
    content = None if art is None else _held(season).get(art.sha256)
    if not content:
        return None
    width, height = picture_size(content)
    return Picture(content=content, width=float(width), height=float(height), words=words)


def logo_of(season: Season, event_id: EventId | None) -> Picture | None:
    """The logo that stands on the sheets of an event, or of the series."""
    return picture_of(season, art_of(season, ArtRole.LOGO, event_id), _("Logo"))


def design_of(season: Season, event_id: EventId | None) -> CertificateDesign:
    """How certificates of an event are designed; the usual design where nobody has said.

    Raises:
        Refused: ``art.bad-layout``, the design in the file was written by something else.
    """
    art = art_of(season, ArtRole.CERTIFICATE, event_id)
    return _design("" if art is None else art.layout)


def _design(text: str) -> CertificateDesign:
    try:
        return design_from_json(text)
    except ValueError as error:
        raise Refused("art.bad-layout", detail=str(error)) from error


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        Refused: ``art.missing``, ``art.too-large``.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused("art.missing", name=path.name) from error
    if len(content) > MOST_BYTES:
        raise Refused("art.too-large", name=path.name, most=MOST_BYTES // 1_000_000)
    return content


def set_picture(
    season: Season, role: ArtRole, event_id: EventId | None, name: str, content: bytes
) -> SheetArt:
    """Take a picture for an event, or with None for every event; the design stays.

    Raises:
        Refused: what the gate says (``gated_picture``).
    """
    picture = gated_picture(name, content)
    digest = season.file.keep_file(picture.content)
    _held(season)[digest] = picture.content
    before = art_kept_for(season, role, event_id) or SheetArt(role=role, event_id=event_id)
    if role is ArtRole.CERTIFICATE and not before.id:
        before = dataclasses.replace(before, layout=_layout_before(season))
    art = dataclasses.replace(before, name=name[:_LONGEST_NAME], sha256=digest)
    with season.change("art.set", role=role.value.lower()) as writer:
        return writer.put(art)


def _layout_before(season: Season) -> str:
    art = art_kept_for(season, ArtRole.CERTIFICATE, None)
    return "{}" if art is None else art.layout


def set_design(season: Season, event_id: EventId | None, design: CertificateDesign) -> None:
    """Keep a design of certificates; the picture stays."""
    set_layout(season, event_id, design_to_json(design))


def set_layout(season: Season, event_id: EventId | None, text: str) -> None:
    """Keep a design as it was written down.

    Raises:
        Refused: ``art.bad-layout``.
    """
    layout = design_to_json(_design(text))
    role = ArtRole.CERTIFICATE
    own = art_kept_for(season, role, event_id)
    if own is None:
        own = art_of(season, role, event_id) or SheetArt(role=role)
        own = dataclasses.replace(own, id=SheetArt(role=role).id, event_id=event_id)
    if own.id and own.layout == layout:
        return
    with season.change("art.design") as writer:
        writer.put(dataclasses.replace(own, layout=layout))


def remove_picture(season: Season, role: ArtRole, event_id: EventId | None) -> None:
    """Go without the picture; a design of certificates stays. The bytes stay in the file.

    Raises:
        Refused: ``art.none``.
    """
    art = art_kept_for(season, role, event_id)
    if art is None or not (art.sha256 or role is ArtRole.LOGO):
        raise Refused("art.none")
    bare = dataclasses.replace(art, sha256="", name="")
    with season.change("art.remove", role=role.value.lower()) as writer:
        if role is ArtRole.LOGO or art.layout == SheetArt(role=role).layout:
            writer.delete(art)
        else:
            writer.put(bare)
