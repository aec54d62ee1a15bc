"""Rows of the look through a federation's results file: where, whose, what, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import full_name
from trailsdesk.i18n import _, message, plural
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.itra_file import FileFault
    from trailsdesk.services.itra_export import CheckedFile
    from trailsdesk.services.season import Season

GENDER_CODES = frozenset(("itra.gender-other", "itra.gender-missing"))
"""Faults that a letter for this file mends."""
NAME_CODES = frozenset(
    ("itra.name-letters", "itra.name-missing", "itra.name-blanks", "itra.latin-proposed")
)
"""Faults that a spelling in Latin letters mends, and spellings that were only proposed."""
_LAST_ROW = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One fault, or one thing only told (``fix`` empty), of the file for ``loops`` loops."""

    key: int
    code: str
    row: int | None
    column: str
    who: str
    bib: str
    what: str
    fix: str
    loops: int = 0
    entry_id: EntryId | None = None

    @property
    def is_fault(self) -> bool:
        """Whether the federation would refuse the file for it."""
        return bool(self.fix)


def fault_lines(season: Season, files: Sequence[CheckedFile]) -> tuple[FileLine, ...]:
    """The faults of all files, file by file and row by row, then what is only told."""
    found: list[FileLine] = []
    for one in files:
        for fault in one.faults:
            found.append(_fault_line(season, fault, len(found), one.loops))
    for one in files:
        for told in one.file.notes:
            who, bib = _whose(season, told.entry_id)
            found.append(
                FileLine(
                    key=len(found),
                    code=told.said.code,
                    row=told.row,
                    column="",
                    who=who,
                    bib=bib,
                    what=message(told.said),
                    fix="",
                    loops=one.loops,
                    entry_id=told.entry_id,
                )
            )
    return tuple(found)


def file_lines(season: Season, faults: Sequence[FileFault]) -> tuple[FileLine, ...]:
    """The faults of a file that was not made here."""
    return tuple(_fault_line(season, fault, key, 0) for key, fault in enumerate(faults))


def _fault_line(season: Season, fault: FileFault, key: int, loops: int) -> FileLine:
    who, bib = _whose(season, fault.entry_id)
    return FileLine(
        key=key,
        code=fault.said.code,
        row=fault.row,
        column=fault.column,
        who=who,
        bib=bib,
        what=message(fault.said),
        fix=message(fault.fix),
        loops=loops,
        entry_id=fault.entry_id,
    )


def _whose(season: Season, entry_id: EntryId | None) -> tuple[str, str]:
    entry = None if entry_id is None else season.data.entries.get(entry_id)
    if entry is None:
        return "", ""
    name = full_name(season.data.runners[entry.runner_id])
    return (f"#{entry.bib} {name}" if entry.bib else name), entry.bib


def _place(line: FileLine) -> str:
    """The row, with the loop count where there is a file for each."""
    row = "" if line.row is None else str(line.row)
    if not line.loops:
        return row
    loops = plural("{count} loop", "{count} loops", line.loops)
    return f"{loops}: {row}" if row else loops


def file_columns() -> Sequence[Column[FileLine]]:
    """How bad, row, column, whose, what and the fix."""
    return (
        Column(
            key="severity",
            title=_("How bad"),
            text=lambda line: _("fault") if line.is_fault else _("only told"),
            sort_key=lambda line: not line.is_fault,
            tone=lambda line: "bad" if line.is_fault else "muted",
            icon=lambda line: "problems" if line.is_fault else "info",
            width_hint=9,
            gives_way=2,
        ),
        Column(
            key="row",
            title=_("Row"),
            text=_place,
            sort_key=lambda line: (line.loops, _LAST_ROW if line.row is None else line.row),
            accessible=lambda line: _place(line) or _("not in a row"),
            alignment="right",
            number=False,
            width_hint=5,
        ),
        Column(key="column", title=_("Column"), text=lambda line: line.column, width_hint=12),
        Column(
            key="who",
            title=_("Runner"),
            text=lambda line: line.who,
            tooltip=lambda line: line.who,
            width_hint=18,
            gives_way=1,
        ),
        Column(
            key="what",
            title=_("What"),
            text=lambda line: line.what,
            tooltip=lambda line: line.what,
            width_hint=30,
        ),
        Column(
            key="fix",
            title=_("What mends it"),
            text=lambda line: line.fix,
            tooltip=lambda line: line.fix,
            width_hint=30,
        ),
    )
