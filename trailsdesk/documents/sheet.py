"""A sheet as data: what stands on it, in which order, and which print it is.

No layout library, no font, no page break is known here. PDF, XLSX, JSON and plain text are made
from the same value, so that they cannot say different things.
"""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, field
from decimal import Decimal

from trailsdesk.i18n import _

__all__ = [
    "Align",
    "Block",
    "Cell",
    "CellKind",
    "Density",
    "Heading",
    "Identity",
    "Notice",
    "Paper",
    "Paragraph",
    "Picture",
    "Sheet",
    "SheetColumn",
    "SheetKind",
    "SheetOptions",
    "SheetStatus",
    "Table",
    "number_line",
    "page_line",
    "to_json",
    "version_line",
]


class SheetKind(enum.StrEnum):
    """Which sheet it is; the name of its golden and of its card."""

    PRIZE_LIST = "prize-list"
    MEDAL_PICKUP = "medal-pickup"
    RESULT_LIST = "result-list"
    START_LIST = "start-list"
    FINISH_GRID = "finish-grid"
    CHECK_IN = "check-in"
    SWEEP = "sweep"
    CHECKPOINT = "checkpoint"
    STANDINGS = "standings"
    COURSE = "course"
    KEY_STRIP = "key-strip"
    OTHER = "other"


class SheetStatus(enum.StrEnum):
    """Whether the results printed may still change."""

    PROVISIONAL = "PROVISIONAL"
    OFFICIAL = "OFFICIAL"


class Paper(enum.StrEnum):
    """The paper in the printer."""

    A4 = "A4"
    LETTER = "LETTER"


class Density(enum.StrEnum):
    """How large the rows are: ``ROOMY`` is read aloud or from a wall, ``DENSE`` saves pages."""

    ROOMY = "roomy"
    NORMAL = "normal"
    DENSE = "dense"


class CellKind(enum.StrEnum):
    """What a column holds; decides alignment, wrapping and the spreadsheet's type.

    An empty cell of a ``SIGNATURE`` column is a field to write into, of a ``TICK`` column a small
    square to tick.
    """

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    MONEY = "money"
    SIGNATURE = "signature"
    TICK = "tick"


class Align(enum.StrEnum):
    """Which edges of a column line up."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOptions:
    """How the sheet lies on paper."""

    paper: Paper = Paper.A4
    landscape: bool = False
    density: Density = Density.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which print this is, so that an outdated sheet on a wall is recognised.

    ``number`` is None for a print that is not counted (a preview). ``version`` 0 and ``status``
    None mean a sheet without published results (a start list). ``result_hash`` is shown to 8
    characters; ``printed_at`` is local time with its zone, already in words; ``replaces`` is the
    number of the sheet to be taken down.
    """

    number: int | None = None
    status: SheetStatus | None = None
    version: int = 0
    result_hash: str = ""
    printed_at: str = ""
    event: str = ""
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column; ``weight`` is its share of the width left over, 0 keeps it at its content's."""

    title: str
    kind: CellKind = CellKind.TEXT
    weight: int = 0
    align: Align | None = None

    @property
    def alignment(self) -> Align:
        """The alignment asked for, or the one that fits the kind."""
        if self.align is not None:
            return self.align
        figures = self.kind in (CellKind.NUMBER, CellKind.TIME, CellKind.MONEY)
        return Align.RIGHT if figures else Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: the text as printed, and the value behind it for spreadsheets.

    ``value`` is a number for NUMBER, milliseconds for TIME and major units for MONEY columns; None
    keeps the text.
    """

    text: str
    value: int | Decimal | None = None
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A group's heading: level 1 for a race, 2 inside it. Never alone at a page's foot."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; ``muted`` for what is said by the way ("no finisher")."""

    text: str
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a reader must not miss, marked at the side; ``items`` are listed under it."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. Tables with equal columns get equal widths throughout a sheet.

    ``row_height`` in points is that of rows to write on; None leaves it to the text.
    """

    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    show_header: bool = True
    row_height: float | None = None

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns (a builder's bug, not a user's)."""
        wanted = len(self.columns)
        if any(len(row) != wanted for row in self.rows):
            raise ValueError(f"every row needs {wanted} cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG picture; ``width`` and ``height`` are wished for in points, narrower where it must be.

    ``words`` say what it shows, for who cannot see it and where no picture goes.
    """

    content: bytes
    width: float
    height: float
    words: str


Block = Heading | Paragraph | Notice | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole document: a title, its blocks in order, and which print it is."""

    kind: SheetKind
    title: str
    subtitle: str = ""
    identity: Identity = field(default_factory=Identity)
    blocks: tuple[Block, ...] = ()
    options: SheetOptions = field(default_factory=SheetOptions)


def number_line(identity: Identity) -> str:
    """Which sheet of the day it is: "Sheet 4 · replaces sheet 2"; nothing while uncounted."""
    if identity.number is None:
        return ""
    text = _("Sheet {number}").format(number=identity.number)
    if identity.replaces is None:
        return text
    return text + " · " + _("replaces sheet {number}").format(number=identity.replaces)


def status_word(identity: Identity) -> str:
    """PROVISIONAL v3, OFFICIAL v4, or nothing for a sheet without results."""
    if identity.status is None:
        return ""
    words = {SheetStatus.PROVISIONAL: _("PROVISIONAL"), SheetStatus.OFFICIAL: _("OFFICIAL")}
    word = words[identity.status]
    return f"{word} v{identity.version}" if identity.version else word


def version_line(identity: Identity) -> str:
    """What it was printed from: "PROVISIONAL v3 · 24 May 2026 11:42 NZST · 7f3a9c1e"."""
    parts = (status_word(identity), identity.printed_at, identity.result_hash[:8])
    return " · ".join(part for part in parts if part)


def page_line(page: int, pages: int) -> str:
    """The page's place: "page 1 of 2"."""
    return _("page {page} of {pages}").format(page=page, pages=pages)


def to_json(sheet: Sheet) -> str:
    """The sheet as JSON with a stable order of keys; the same sheet always gives the same text."""
    identity = sheet.identity
    document = {
        "kind": sheet.kind.value,
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "paper": sheet.options.paper.value,
        "landscape": sheet.options.landscape,
        "density": sheet.options.density.value,
        "identity": {
            "number": identity.number,
            "status": identity.status.value if identity.status else None,
            "version": identity.version,
            "result_hash": identity.result_hash,
            "printed_at": identity.printed_at,
            "event": identity.event,
            "replaces": identity.replaces,
        },
        "blocks": [_block_data(block) for block in sheet.blocks],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _block_data(block: Block) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"heading": block.text, "level": block.level, "new_page": block.new_page}
    if isinstance(block, Paragraph):
        return {"paragraph": block.text, "muted": block.muted}
    if isinstance(block, Notice):
        return {"notice": block.text, "items": list(block.items)}
    if isinstance(block, Picture):
        # Not its bytes: another version of the drawing library makes others of the same picture.
        return {"picture": block.words, "width": block.width, "height": block.height}
    columns = [
        {
            "title": column.title,
            "kind": column.kind.value,
            "weight": column.weight,
            "align": column.alignment.value,
        }
        for column in block.columns
    ]
    rows = [[_cell_data(cell) for cell in row] for row in block.rows]
    return {"table": columns, "show_header": block.show_header, "rows": rows}


def _cell_data(cell: Cell) -> str | dict[str, object]:
    if cell.value is None and not cell.strong and not cell.muted:
        return cell.text
    data: dict[str, object] = {"text": cell.text}
    if cell.value is not None:
        data["value"] = str(cell.value) if isinstance(cell.value, Decimal) else cell.value
    if cell.strong:
        data["strong"] = True
    if cell.muted:
        data["muted"] = True
    return data
