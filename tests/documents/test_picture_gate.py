"""Pictures of an organiser: what may come near a sheet, and how it looks when it has."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from trailsdesk.documents.picture_gate import MOST_BYTES, gated_picture, picture_size
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray


def picture(points: Any, kind: str = "png", **how: Any) -> bytes:
    from matplotlib import image

    stream = io.BytesIO()
    image.imsave(stream, points, format=kind, **how)
    return stream.getvalue()


def grid(*shape: int) -> NDArray[Any]:
    import numpy as np

    return np.linspace(0, 1, num=int(np.prod(shape))).reshape(shape)


def png_that_says(width: int, height: int, *, whole: bool = False) -> bytes:
    """Red, green and blue in a header that claims a size; nothing behind it unless ``whole``."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_of = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_of)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = (b"\0" + b"\x20\x80\xc0" * width) * height if whole else b"\0"
    body = chunk(b"IDAT", zlib.compress(points))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as found:
        gated_picture("logo.png", content)
    return found.value.note.code


def test_a_png_without_see_through_parts_is_kept_as_it_is() -> None:
    content = png_that_says(60, 40, whole=True)
    made = gated_picture("logo.png", content)
    assert (made.width, made.height) == (60, 40)
    assert made.content == content
    assert picture_size(made.content) == (60, 40)
    assert code_of(png_that_says(60, 40)) == "art.damaged"


def test_a_see_through_png_lies_on_white() -> None:
    from matplotlib import image

    points = grid(20, 20, 4)
    points[:, :, 3] = 0.0
    made = gated_picture("logo.png", picture(points))
    seen = image.imread(io.BytesIO(made.content))
    assert seen[:, :, :3].min() == 1.0


def test_a_jpeg_says_its_size_and_is_kept_as_it_is() -> None:
    content = picture(grid(48, 64, 3), "jpeg")
    made = gated_picture("ground.jpg", content)
    assert (made.width, made.height) == (64, 48)
    assert made.content == content


def test_a_picture_that_would_fill_the_memory_is_never_unpacked() -> None:
    assert code_of(png_that_says(60_000, 60_000)) == "art.size"
    assert code_of(png_that_says(6_000, 6_000)) == "art.size"


def test_what_is_no_picture_is_refused_by_name() -> None:
    assert code_of(b"GIF89a" + bytes(200)) == "art.not-a-picture"
    assert code_of(b"%PDF-1.7") == "art.not-a-picture"
    assert code_of(b"<svg/>") == "art.not-a-picture"
    assert code_of(b"") == "art.not-a-picture"


def test_a_file_that_is_too_large_is_refused() -> None:
    assert code_of(bytes(MOST_BYTES + 1)) == "art.too-large"


def test_a_tiny_picture_is_refused() -> None:
    assert code_of(picture(grid(4, 4, 3))) == "art.size"


@pytest.mark.parametrize("kept", [20, 30, 60, 200])
def test_a_picture_that_breaks_off_is_refused(kept: int) -> None:
    assert code_of(picture(grid(100, 100, 3))[:kept]) in {"art.damaged", "art.not-a-picture"}
    assert code_of(picture(grid(100, 100, 3), "jpeg")[:kept]) in {
        "art.damaged",
        "art.not-a-picture",
    }


def test_a_picture_for_the_printing_press_is_refused() -> None:
    content = picture(grid(40, 40, 3), "jpeg")
    at = content.index(b"\xff\xc0") + 9
    assert code_of(content[:at] + b"\x04" + content[at + 1 :]) == "art.print-colours"


def test_the_same_picture_comes_out_the_same_twice() -> None:
    content = picture(grid(20, 20, 4))
    assert gated_picture("a.png", content) == gated_picture("a.png", content)
