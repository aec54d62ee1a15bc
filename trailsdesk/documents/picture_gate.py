"""Pictures of an organiser, looked at before they come near a sheet.

What a file says of its size is read from its first bytes, so that a picture that would fill the
memory is never unpacked. What is kept draws the same on paper and on the screen: no see-through
parts, no other bits than eight.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST_BYTES", "GatedPicture", "gated_picture", "picture_size"]

MOST_BYTES = 12_000_000
MOST_SIDE = 6_000
MOST_POINTS = 13_000_000
"""A4 in 350 points to the inch is a little less."""
LEAST_SIDE = 16
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SEE_THROUGH = (4, 6)
_EIGHT_BITS = 8
# Start-of-frame markers of JPEG; the three left out between them are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedPicture:
    """A picture that can be drawn; ``width`` and ``height`` in points of the picture."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Facts:
    kind: str
    width: int
    height: int
    plain: bool


def gated_picture(name: str, content: bytes) -> GatedPicture:
    """The picture as it may be kept.

    Args:
        name: of the file, for the message.

    Raises:
        Refused: ``art.too-large``, ``art.not-a-picture``, ``art.size``, ``art.print-colours``,
            ``art.damaged``.
    """
    if len(content) > MOST_BYTES:
        raise Refused("art.too-large", name=name, most=MOST_BYTES // 1_000_000)
    facts = _facts(name, content)
    sides = (facts.width, facts.height)
    if min(sides) < LEAST_SIDE or max(sides) > MOST_SIDE or sides[0] * sides[1] > MOST_POINTS:
        raise Refused(
            "art.size", name=name, width=facts.width, height=facts.height, most=MOST_SIDE
        )
    return GatedPicture(
        content=_drawable(name, content, facts), width=facts.width, height=facts.height
    )


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture that came through the gate."""
    facts = _facts("", content)
    return facts.width, facts.height


def _facts(name: str, content: bytes) -> _Facts:
    try:
        if content.startswith(_PNG):
            width, height, bits, colours = struct.unpack(">IIBB", content[16:26])
            see_through = colours in _SEE_THROUGH or b"tRNS" in content[:4096]
            return _Facts("png", width, height, bits <= _EIGHT_BITS and not see_through)
        if content.startswith(_JPEG):
            height, width, parts = next(_jpeg_frames(content))
            if parts not in (1, 3):
                raise Refused("art.print-colours", name=name)
            return _Facts("jpeg", width, height, plain=True)
    except (struct.error, StopIteration) as error:
        raise Refused("art.damaged", name=name) from error
    raise Refused("art.not-a-picture", name=name)


def _jpeg_frames(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Height, width and number of colours of each frame header; ends where the data begins."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if marker in _FRAMES:
            _bits, height, width, parts = struct.unpack(">BHHB", content[at + 4 : at + 10])
            yield height, width, parts
        at += 2 + max(2, length)


def _drawable(name: str, content: bytes, facts: _Facts) -> bytes:
    """The picture unpacked once, to see that it can be; on white where it was see-through."""
    from matplotlib import image

    try:
        points = image.imread(io.BytesIO(content), format=facts.kind)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise Refused("art.damaged", name=name) from error
    if facts.plain:
        return content
    if points.ndim == 3 and points.shape[2] in (2, 4):
        veil = points[:, :, -1:]
        points = points[:, :, :-1] * veil + (1 - veil)
    if points.ndim == 3 and points.shape[2] == 1:
        points = points[:, :, 0]
    if points.ndim == 2:
        points = points[:, :, None].repeat(3, axis=2)
    stream = io.BytesIO()
    image.imsave(stream, points.clip(0, 1), format="png", metadata={"Software": ""})
    return stream.getvalue()
