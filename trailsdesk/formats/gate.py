"""What a file really is, and whether a workbook is safe to hand to its reader."""

from __future__ import annotations

import enum
import re


class Kind(enum.StrEnum):
    """What the first bytes say; the name of a file is not asked."""

    TEXT = "text"
    XLSX = "xlsx"
    JSON = "json"
    OLD_XLS = "old-xls"
    ODS = "ods"
    ZIP = "zip"
    PDF = "pdf"
    GPX = "gpx"
    IOF = "iof"
    XML = "xml"
    HTML = "html"
    IMAGE = "image"
    SQLITE = "sqlite"
    RTF = "rtf"


_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_XLS),
    (b"%PDF-", Kind.PDF),
    (b"SQLite format 3\x00", Kind.SQLITE),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"{\\rtf", Kind.RTF),
    (b"Rar!", Kind.ZIP),
    (b"7z\xbc\xaf\x27\x1c", Kind.ZIP),
    (b"\x1f\x8b", Kind.ZIP),
)


def sniff_kind(data: bytes) -> Kind:
    """What sort of file this is, by its first bytes."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _kind_of_markup(start)
    if start[:1] in (b"{", b"[") or (start.startswith(b'"[') and b"{" in start[:20]):
        return Kind.JSON if _json_like(start) else Kind.TEXT
    if start.startswith(b'"{'):
        return Kind.JSON
    return Kind.TEXT


def _json_like(start: bytes) -> bool:
    return re.match(rb'"?[\[{]\s*(\\?["{\[\]}]|-?\d|true|false|null)', start) is not None


def _kind_of_markup(start: bytes) -> Kind:
    head = start[:2048].lower()
    if b"<gpx" in head:
        return Kind.GPX
    if b"orienteering.org/datastandard" in head:
        return Kind.IOF
    if b"<html" in head or b"<!doctype html" in head or b"<table" in head:
        return Kind.HTML
    return Kind.XML


def _kind_of_zip(data: bytes) -> Kind:
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:120]:
        return Kind.ODS
    if b"xl/workbook" in data or b"[Content_Types].xml" in data:
        return Kind.XLSX
    return Kind.ZIP
