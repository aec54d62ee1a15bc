"""The gate before a workbook's reader: what the archive really holds, measured while unpacking it.

An ``.xlsx`` file is a zip archive of XML parts. What the archive says about its own sizes is not
believed. Nothing is written to disk, nothing is kept, and no part is parsed beyond counting.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from trailsdesk.domain.problems import InputUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.formats.limits import Limits

_CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4sHHHHHLLLHH")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})["']""")
_SAFE_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"))
_XML_ENDINGS = (".xml", ".rels", ".vml")
_SHEET = re.compile(r"xl/(?:worksheets|dialogsheets|chartsheets)/[^/]+\.xml", re.IGNORECASE)
_ADDRESS = re.compile(r"([A-Z]{1,4})(\d{1,9})")
_OVERLAP = 24


def check_workbook(name: str, data: bytes, limits: Limits) -> None:
    """Let a workbook pass, or say why not; takes memory for one chunk at a time.

    Raises:
        InputUnreadable: ``workbook.damaged``, ``workbook.encrypted``, ``workbook.too-large``,
            ``workbook.too-many-cells``, ``workbook.macros``, ``workbook.links`` or
            ``workbook.unsafe`` (with a short technical ``detail``).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError) as error:
        raise InputUnreadable("workbook.damaged", name=name) from error
    if len(members) > limits.zip_members:
        raise _unsafe(name, f"{len(members)} parts")
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise _unsafe(name, "a part stands twice")
    if any(one.endswith("vbaproject.bin") for one in names):
        raise InputUnreadable("workbook.macros", name=name)
    if any(one.startswith("xl/externallinks/") for one in names):
        raise InputUnreadable("workbook.links", name=name)
    total = 0
    for member in members:
        if not member.is_dir():
            total += _check_member(name, data, member, limits, total)


def _unsafe(name: str, detail: str) -> InputUnreadable:
    return InputUnreadable("workbook.unsafe", name=name, detail=detail)


def _check_member(
    name: str, data: bytes, member: zipfile.ZipInfo, limits: Limits, before: int
) -> int:
    part = member.filename.lower()
    is_xml = part.endswith(_XML_ENDINGS)
    counter = _SheetCounter(name, limits) if _SHEET.fullmatch(part) else None
    scan = _XmlScan(name, limits) if is_xml else None
    size = checksum = 0
    for chunk in _inflate(name, data, member):
        if not size:
            _check_beginning(name, chunk, is_xml)
        size += len(chunk)
        if size > limits.inflated_part_bytes or before + size > limits.inflated_total_bytes:
            raise InputUnreadable("workbook.too-large", name=name)
        if size > limits.ratio_from_bytes and size > limits.ratio * max(1, member.compress_size):
            raise _unsafe(name, f"packed more than {limits.ratio} to 1")
        checksum = zlib.crc32(chunk, checksum)
        if scan is not None:
            scan.feed(chunk)
        if counter is not None:
            counter.feed(chunk)
    if size != member.file_size or checksum != member.CRC:
        raise InputUnreadable("workbook.damaged", name=name)
    if counter is not None:
        counter.feed(b"", final=True)
    return size


class _XmlScan:
    """Looks through the bytes of an XML part for declarations and for pieces without an end.

    A parser handed a very long tag bit by bit reads it again each time; none is ever needed.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limit = limits.xml_token_bytes
        self.tail = b""
        self.unclosed = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        if _DECLARATION.search(self.tail + chunk):
            raise _unsafe(self.name, "a document type declaration")
        self.tail = chunk[-_OVERLAP:]
        last = chunk.rfind(b">")
        self.unclosed = len(chunk) - last - 1 if last >= 0 else self.unclosed + len(chunk)
        if self.unclosed > self.limit:
            raise _unsafe(self.name, "a piece of text without end")


def _inflate(name: str, data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes as they really unpack, in chunks; the declared size is not asked."""
    if member.flag_bits & 0x1:
        raise InputUnreadable("workbook.encrypted", name=name)
    start = member.header_offset
    head = data[start : start + _LOCAL_HEADER.size]
    if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
        raise InputUnreadable("workbook.damaged", name=name)
    fields = _LOCAL_HEADER.unpack(head)
    name_length, extra_length = fields[9], fields[10]
    begin = start + _LOCAL_HEADER.size
    coding = "utf-8" if member.flag_bits & 0x800 else "cp437"
    if data[begin : begin + name_length] != member.orig_filename.encode(coding, "replace"):
        raise _unsafe(name, "two names for one part")
    begin += name_length + extra_length
    packed = memoryview(data)[begin : begin + member.compress_size]
    if len(packed) != member.compress_size:
        raise InputUnreadable("workbook.damaged", name=name)
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise _unsafe(name, "an unusual packing method")
    yield from _deflated(name, packed)


def _deflated(name: str, packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    at = 0
    rest = b""
    try:
        while not engine.eof:
            if not rest:
                rest = bytes(packed[at : at + _CHUNK])
                at += len(rest)
                if not rest:
                    break
            chunk = engine.decompress(rest, _CHUNK)
            rest = engine.unconsumed_tail
            if chunk:
                yield chunk
        last = engine.flush()
    except zlib.error as error:
        raise InputUnreadable("workbook.damaged", name=name) from error
    if last:
        yield last


def _check_beginning(name: str, chunk: bytes, is_xml: bool) -> None:
    if chunk.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _unsafe(name, "a file inside the file")
    if not is_xml:
        return
    if chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:4]:
        raise _unsafe(name, "an unusual encoding")
    declared = _ENCODING.search(chunk[:400])
    if declared and declared.group(1).lower() not in _SAFE_ENCODINGS:
        raise _unsafe(name, "an unusual encoding")


class _SheetCounter:
    """Counts rows and cells of a sheet, with and without an address, and the depth of its XML."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.depth = self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Take the next bytes of the sheet."""
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise InputUnreadable("workbook.damaged", name=self.name) from error

    def _doctype(self, *_parts: object) -> None:
        raise _unsafe(self.name, "a document type declaration")

    def _close(self, _tag: str) -> None:
        self.depth -= 1

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.limits.xml_depth:
            raise _unsafe(self.name, "too many levels")
        local = tag.rpartition(":")[2]
        if local == "c":
            address = _ADDRESS.fullmatch(attributes.get("r", ""))
            self.column = column_number(address.group(1)) if address else self.column + 1
            row = int(address.group(2)) if address else self.row
            if self.column > self.limits.sheet_columns or row > self.limits.sheet_rows:
                raise self._too_many()
        elif local == "row":
            given = attributes.get("r", "")
            self.row = int(given[:9]) if given.isdecimal() else self.row + 1
            self.column = 0
            if self.row > self.limits.sheet_rows:
                raise self._too_many()

    def _too_many(self) -> InputUnreadable:
        return InputUnreadable(
            "workbook.too-many-cells",
            name=self.name,
            rows=self.limits.sheet_rows,
            columns=self.limits.sheet_columns,
        )


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
