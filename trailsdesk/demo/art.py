"""A logo and a certificate for the made-up season; the picture is drawn here, point by point."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from trailsdesk.domain.certificate import CertificateDesign, CertificateField
from trailsdesk.domain.sheet_art import ArtRole
from trailsdesk.services import sheet_art

if TYPE_CHECKING:
    from trailsdesk.services.season import Season

WIDE, HIGH = 360, 160
_SKY, _FAR, _NEAR = b"\xff\xff\xff", b"\x7f\xb0\x9c", b"\x0b\x6b\x4d"


def put_up(season: Season) -> None:
    """Keep the logo of the series and the design of its certificates."""
    sheet_art.set_picture(season, ArtRole.LOGO, None, "made-up-hills.png", hills())
    design = CertificateDesign().with_look(
        CertificateField.NOTE, text="For a run that never happened, on hills nobody has seen"
    )
    design = design.with_look(CertificateField.SIGNATURE, text="The made-up organiser")
    sheet_art.set_design(season, None, design)


def hills() -> bytes:
    """Two hills as a PNG of 360 x 160 points."""
    rows = b"".join(b"\x00" + _row(down) for down in range(HIGH))
    header = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _row(down: int) -> bytes:
    """One row of points: the sky, behind it the farther hill, before both the nearer one."""
    row = bytearray(_SKY * WIDE)
    for colour, top, peak, slope in ((_FAR, 20, 110, 1.1), (_NEAR, 50, 235, 1.25)):
        half = int((down - top) * slope)
        if half > 0:
            left, right = max(0, peak - half), min(WIDE, peak + half)
            row[left * 3 : right * 3] = colour * (right - left)
    return bytes(row)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
