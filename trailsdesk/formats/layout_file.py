"""Layouts as files: the text of one, and the folder of those that a person has saved."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from trailsdesk.domain.problems import InputUnreadable
from trailsdesk.formats.fields import IGNORE, fold_header
from trailsdesk.formats.layouts import Layout, parse_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from trailsdesk.formats.dates import DateOrder
    from trailsdesk.formats.fields import ColumnMapping
    from trailsdesk.formats.layouts import Purpose

_LARGEST = 200_000
_MOST = 500


def layout_of(
    label: str,
    purpose: Purpose,
    header: Sequence[str],
    mapping: ColumnMapping,
    date_order: DateOrder | None,
) -> Layout:
    """A table's columns as a layout of a person's own; files with all these headers follow it."""
    by_column = {column: key for key, column in mapping.columns.items()}
    left = {*mapping.checkpoints, *mapping.questions, *by_column}
    folded = [fold_header(text) for text in header]
    columns = {text: by_column[at] for at, text in enumerate(folded) if at in by_column}
    columns |= {text: IGNORE for at, text in enumerate(folded) if at not in left}
    return Layout(
        id=layout_id(label),
        label=label,
        purpose=purpose,
        requires=frozenset(folded),
        columns=columns,
        questions={folded[at]: kind for at, kind in mapping.questions.items() if kind is not None},
        date_order=date_order,
        own=True,
    )


def layout_id(label: str) -> str:
    """A label as the name of a file, the same for labels that differ in dress only."""
    return re.sub(r"[^\w]+", "-", fold_header(label)).strip("-_")[:60] or "layout"


def write_layout(layout: Layout) -> str:
    """A layout as TOML; ``parse_layout`` reads it back."""
    lines = [
        f"id = {_text(layout.id)}",
        f"label = {_text(layout.label)}",
        f"purpose = {_text(layout.purpose)}",
        f"requires = [{', '.join(_text(one) for one in sorted(layout.requires))}]",
    ]
    if layout.exact:
        lines.append("exact = true")
    for key in ("date_order", "two_parts", "time_kind"):
        value = getattr(layout, key)
        if value is not None:
            lines.append(f"{key} = {_text(value)}")
    for title, pairs in (
        ("columns", layout.columns),
        ("questions", layout.questions),
        ("status_codes", layout.status_codes),
    ):
        lines += _section(title, pairs)
    return "\n".join(lines) + "\n"


def _section(title: str, pairs: Mapping[str, str]) -> list[str]:
    if not pairs:
        return []
    return ["", f"[{title}]", *(f"{_text(key)} = {_text(value)}" for key, value in pairs.items())]


def _text(text: str) -> str:
    # What JSON writes is a TOML string too, but for the one control character it leaves as it is.
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def read_own_layouts(folder: Path) -> tuple[tuple[Layout, ...], tuple[InputUnreadable, ...]]:
    """The layouts in a person's folder by label, and what is wrong with those that are none."""
    found: list[Layout] = []
    wrong: list[InputUnreadable] = []
    for path in sorted(folder.glob("*.toml"))[:_MOST]:
        try:
            if path.stat().st_size > _LARGEST:
                raise InputUnreadable("layout.unreadable", name=path.name, detail="size")
            found.append(parse_layout(path.name, path.read_text("utf-8"), own=True))
        except InputUnreadable as error:
            wrong.append(error)
        except (OSError, UnicodeDecodeError) as error:
            detail = str(getattr(error, "strerror", None) or "UTF-8")
            wrong.append(InputUnreadable("layout.unreadable", name=path.name, detail=detail))
    return tuple(sorted(found, key=lambda one: one.label.casefold())), tuple(wrong)
