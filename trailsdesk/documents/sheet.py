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
    "Envelope",
    "FreeLine",
    "FreePage",
    "FreePart",
    "FreeShape",
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
    RUNNING_ORDER = "running-order"
    AWARD_REASONS = "award-reasons"
    AWARD_PICKUP = "award-pickup"
    SERIES_AWARDS = "series-awards"
    MEDAL_PICKUP = "medal-pickup"
    MEDAL_PRODUCTION = "medal-production"
    CASH_UP = "cash-up"
    RECEIPT = "receipt"
    ACCOUNTS = "accounts"
    WHO_OWES = "who-owes"
    RESULT_LIST = "result-list"
    START_LIST = "start-list"
    FINISH_GRID = "finish-grid"
    CHECK_IN = "check-in"
    SWEEP = "sweep"
    CHECKPOINT = "checkpoint"
    STANDINGS = "standings"
    COURSE = "course"
    KEY_STRIP = "key-strip"
    SPOT_PRIZES = "spot-prizes"
    CERTIFICATE = "certificate"
    BIB_LABELS = "bib-labels"
    ADDRESS_LABELS = "address-labels"
    ENVELOPES = "envelopes"
    BIB_HANDOUT = "bib-handout"
    EMERGENCY_LIST = "emergency-list"
    LATE_ENTRIES = "late-entries"
    SPLITS = "splits"
    CHARTS = "charts"
    OTHER = "other"


class SheetStatus(enum.StrEnum):
    """Whether the results printed may still change."""

    PROVISIONAL = "PROVISIONAL"
    OFFICIAL = "OFFICIAL"


class Paper(enum.StrEnum):
    """The paper in the printer."""

    A4 = "A4"
    LETTER = "LETTER"


class Envelope(enum.StrEnum):
    """An envelope in the printer instead of a sheet of paper."""

    DL = "DL"
    C5 = "C5"
    NUMBER_10 = "NUMBER_10"


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
    """How the sheet lies on paper; an ``envelope`` stands in for the paper."""

    paper: Paper = Paper.A4
    envelope: Envelope | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeLine:
    """A text set where it is told to, on one line: it is set smaller until it fits ``width``.

    ``x`` and ``y`` are points from the upper left corner of the page to where the line's room
    begins and to its base line. ``colour`` is ``#rrggbb``. With ``most_lines`` above 1 a long text
    takes further lines above this one before it is set smaller.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    align: Align = Align.LEFT
    bold: bool = False
    colour: str = "#000000"
    most_lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePart:
    """Lines that belong together: a label, an address, a certificate; one row of a spreadsheet."""

    lines: tuple[FreeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeShape:
    """An ornament: straight strokes through points, or the area they enclose when ``filled``."""

    points: tuple[tuple[float, float], ...]
    weight: float = 1.0
    colour: str = "#000000"
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePage:
    """A page of its own on which everything stands where it is told to, without head and foot.

    ``ground`` lies behind everything, stretched over the page. ``small_print`` says at the foot in
    very small letters which print it is; labels have no room for it.
    """

    parts: tuple[FreePart, ...]
    shapes: tuple[FreeShape, ...] = ()
    ground: Picture | None = None
    small_print: bool = False


Block = Heading | Paragraph | Notice | Table | Picture | FreePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole document: a title, its blocks in order, and which print it is.

    ``logo`` stands small at the upper right of the first page; it says nothing and is no block.
    """

    kind: SheetKind
    title: str
    subtitle: str = ""
    identity: Identity = field(default_factory=Identity)
    blocks: tuple[Block, ...] = ()
    options: SheetOptions = field(default_factory=SheetOptions)
    logo: Picture | None = None


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
    if isinstance(block, FreePage):
        return _free_data(block)
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


def _free_data(page: FreePage) -> dict[str, object]:
    parts = [
        [
            {
                "text": line.text,
                "at": [round(line.x, 1), round(line.y, 1), round(line.width, 1)],
                "size": round(line.size, 1),
                "align": line.align.value,
                "bold": line.bold,
                "colour": line.colour,
            }
            for line in part.lines
        ]
        for part in page.parts
    ]
    ground = None if page.ground is None else page.ground.words
    return {"page": parts, "shapes": len(page.shapes), "ground": ground}


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
