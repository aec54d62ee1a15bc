"""Layouts a person has saved: which column of such a file fills what, kept for the next one.

They lie as TOML files in a folder of the person's own, one each, and go before the program's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable, Refused
from trailsdesk.formats.dates import DateOrder
from trailsdesk.formats.layout_file import (
    layout_id,
    layout_of,
    read_own_layouts,
    write_layout,
)
from trailsdesk.formats.layouts import (
    Layout,
    Purpose,
    fitting_layouts,
    load_layouts,
    parse_layout,
)
from trailsdesk.services.sheet_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trailsdesk.formats.layouts import Mapped
    from trailsdesk.formats.tables import Table

__all__ = [
    "Layout",
    "Purpose",
    "fitting_layouts",
    "forget_layout",
    "keep_layout",
    "known_layouts",
    "open_layout",
    "own_layouts",
    "rename_layout",
]


def own_layouts(folder: Path) -> tuple[Layout, ...]:
    """The layouts in a person's folder, by name; files that are none are passed over."""
    return read_own_layouts(folder)[0]


def known_layouts(own: Sequence[Layout], purpose: Purpose) -> tuple[Layout, ...]:
    """All layouts for a purpose: a person's own, then the program's."""
    return tuple(each for each in (*own, *load_layouts()) if each.purpose is purpose)


def open_layout(path: Path) -> Layout:
    """A layout from a file somebody names.

    Raises:
        InputUnreadable: it is missing or is no layout; the error says what is wrong with it.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = str(getattr(error, "strerror", None) or "UTF-8")
        raise InputUnreadable("layout.unreadable", name=path.name, detail=detail) from error
    return parse_layout(path.name, text, own=True)


def keep_layout(
    folder: Path, label: str, purpose: Purpose, table: Table, mapped: Mapped, dates: str | None
) -> Layout:
    """Keep what a table's columns fill, under a name, for files with the same columns.

    Args:
        dates: ``day-first`` or ``month-first`` where a person has said so.

    Raises:
        Refused: ``layout.no-name``, ``layout.taken``, or ``layout.not-kept`` by the disk.
    """
    label = " ".join(label.split())[:80]
    _check_name(folder, label)
    known = mapped.layout
    told = DateOrder(dates) if dates else known.date_order if known else None
    layout = layout_of(label, purpose, table.header, mapped.mapping, told)
    if known is not None:
        # What only the known layout could say of such files holds for this one too.
        layout = replace(
            layout,
            two_parts=known.two_parts,
            time_kind=known.time_kind,
            status_codes=known.status_codes,
        )
    _write(folder, layout)
    return layout


def rename_layout(folder: Path, layout: Layout, label: str) -> Layout:
    """Give a saved layout another name.

    Raises:
        Refused: ``layout.gone``, ``layout.no-name``, ``layout.taken``, or ``layout.not-kept``.
    """
    label = " ".join(label.split())[:80]
    _check_there(folder, layout)
    if layout_id(label) != layout.id:
        _check_name(folder, label)
    renamed = replace(layout, id=layout_id(label), label=label)
    _write(folder, renamed)
    if renamed.id != layout.id:
        _place(folder, layout).unlink(missing_ok=True)
    return renamed


def forget_layout(folder: Path, layout: Layout) -> None:
    """Throw a saved layout away.

    Raises:
        Refused: ``layout.gone``.
    """
    _check_there(folder, layout)
    _place(folder, layout).unlink(missing_ok=True)


def _place(folder: Path, layout: Layout) -> Path:
    return folder / f"{layout.id}.toml"


def _check_there(folder: Path, layout: Layout) -> None:
    if not layout.own or not _place(folder, layout).exists():
        raise Refused("layout.gone", name=layout.label)


def _check_name(folder: Path, label: str) -> None:
    if not label:
        raise Refused("layout.no-name")
    if (folder / f"{layout_id(label)}.toml").exists():
        raise Refused("layout.taken", name=label)


def _write(folder: Path, layout: Layout) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = str(error.strerror)
        raise Refused("layout.not-kept", folder=str(folder), detail=detail) from error
    write_whole(_place(folder, layout), write_layout(layout).encode())
