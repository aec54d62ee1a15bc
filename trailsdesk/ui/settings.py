"""What a person likes: typed, kept in one INI file of the user's own; never rules of a race."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

from trailsdesk.i18n import _
from trailsdesk.ui.style import SCALE_MAXIMUM, SCALE_MINIMUM, THEME_NAMES

Value = TypeVar("Value")

RECENT_FILES_KEPT: Final = 10


def _anything(_value: object) -> bool:
    return True


# No slots: a generic frozen class with slots cannot be made as ``Setting[X](...)`` before 3.13.
@dataclass(frozen=True, kw_only=True)
class Setting(Generic[Value]):
    """One preference.

    Attributes:
        key: ``group/name`` in the INI file.
        default: holds until the user chooses, and where the file holds nonsense.
        label: asked when shown, so that it follows the language.
        help: one sentence more, or ``""``.
        allowed: whether a value read from the file makes sense.
    """

    key: str
    default: Value
    label: Callable[[], str]
    help: Callable[[], str] = str
    allowed: Callable[[Value], bool] = _anything


THEME: Final = Setting[str](
    key="look/theme",
    default="system",
    label=lambda: _("Theme"),
    help=lambda: _("Sunlight is black on white, for a screen in the sun."),
    allowed=lambda value: value in THEME_NAMES,
)
SCALE: Final = Setting[float](
    key="look/scale",
    default=1.0,
    label=lambda: _("Size of everything"),
    help=lambda: _("Ctrl+Plus and Ctrl+Minus change it too."),
    allowed=lambda value: SCALE_MINIMUM <= value <= SCALE_MAXIMUM,
)
LANGUAGE: Final = Setting[str](
    key="look/language",
    default="",
    label=lambda: _("Language"),
    help=lambda: _("Empty follows this computer."),
)
SOUNDS: Final = Setting[bool](
    key="finish/sounds",
    default=False,
    label=lambda: _("Sounds at the finish"),
    help=lambda: _("One for a bib taken, another when something needs you."),
)
ENTER_ON_EMPTY_IS_TIME: Final = Setting[bool](
    key="finish/enter_on_empty_is_time",
    default=False,
    label=lambda: _("Enter in the empty bib field takes a time"),
    help=lambda: _("Off by default: a key that bounces would make runners who are not there."),
)
LATE_COUNTS: Final = Setting[dict[str, Any]](
    key="start/late_counts",
    default={},
    label=lambda: _("What counts for late starters, by event"),
)
PAPER_TIMES: Final = Setting[str](
    key="finish/paper_times",
    default="elapsed",
    label=lambda: _("Times on paper"),
    help=lambda: _("What a sheet holds: times since the gun, or times of day."),
    allowed=lambda value: value in {"elapsed", "clock"},
)
BOARD_THEME: Final = Setting[str](
    key="board/theme",
    default="dark",
    label=lambda: _("Colours of the public board"),
    allowed=lambda value: value in {"dark", "light", "sunlight"},
)
ACTOR: Final = Setting[str](
    key="person/actor",
    default="",
    label=lambda: _("Your name"),
    help=lambda: _("History says who did what."),
)
PAPER: Final = Setting[str](
    key="print/paper",
    default="A4",
    label=lambda: _("Paper"),
    allowed=lambda value: value in {"A4", "A5", "Letter", "Legal"},
)
LAST_FOLDER: Final = Setting[str](
    key="files/last_folder", default="", label=lambda: _("Last folder")
)
RECENT_FILES: Final = Setting[list[str]](
    key="files/recent",
    default=[],
    label=lambda: _("Recent files"),
    allowed=lambda value: all(isinstance(each, str) for each in value),
)
COPY_FOLDER: Final = Setting[str](
    key="files/copy_folder",
    default="",
    label=lambda: _("Folder for safety copies"),
    help=lambda: _("A stick that stays in the laptop is best."),
)
WINDOW_GEOMETRY: Final = Setting[str](
    key="window/geometry", default="", label=lambda: _("Place of the window")
)
COLUMN_STATES: Final = Setting[dict[str, Any]](
    key="tables/columns", default={}, label=lambda: _("Columns of tables")
)

ALL_SETTINGS: Final[tuple[Setting[Any], ...]] = (
    THEME,
    SCALE,
    LANGUAGE,
    SOUNDS,
    ENTER_ON_EMPTY_IS_TIME,
    LATE_COUNTS,
    PAPER_TIMES,
    BOARD_THEME,
    ACTOR,
    PAPER,
    LAST_FOLDER,
    RECENT_FILES,
    COPY_FOLDER,
    WINDOW_GEOMETRY,
    COLUMN_STATES,
)


def settings_file() -> str:
    """Where this person's INI file lies."""
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return QStandardPaths.writableLocation(place) + "/trailsdesk/trailsdesk.ini"


class Settings(QObject):
    """Reads and writes preferences; keeps the column states of tables.

    Args:
        path: the INI file; the user's own when not given.
    """

    changed = Signal(str)
    """Key of a setting that got another value."""

    def __init__(self, path: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(path or settings_file(), QSettings.Format.IniFormat)

    def get(self, setting: Setting[Value]) -> Value:
        """The user's value, or the default where there is none or it makes no sense."""
        kept = self._file.value(setting.key)
        if not isinstance(kept, str):
            return setting.default
        if isinstance(setting.default, str):
            value: Any = kept
        else:
            try:
                value = json.loads(kept)
            except ValueError:
                return setting.default
        if isinstance(setting.default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(setting.default) or not setting.allowed(value):
            return setting.default
        found: Value = value
        return found

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Keep a value; nothing happens when it is the one kept.

        Raises:
            ValueError: the setting does not allow it (a caller's mistake).
        """
        if not setting.allowed(value):
            raise ValueError(f"{setting.key} does not allow {value!r}")
        if self.get(setting) == value:
            return
        kept = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self._file.setValue(setting.key, kept)
        self.changed.emit(setting.key)

    def reset(self, setting: Setting[Any]) -> None:
        """Back to the default."""
        self._file.remove(setting.key)
        self.changed.emit(setting.key)

    @property
    def folder(self) -> Path:
        """The user's own folder: the one the INI file lies in."""
        return Path(self._file.fileName()).parent

    def save(self) -> None:
        """Write to the disk now; it happens by itself from time to time and at the end."""
        self._file.sync()

    # -- what needs more than one value -----------------------------------------------------

    def add_recent_file(self, path: str) -> None:
        """Put a series file first in the list of recent files."""
        others = [each for each in self.get(RECENT_FILES) if each != path]
        self.set(RECENT_FILES, [path, *others][:RECENT_FILES_KEPT])

    def forget_recent_file(self, path: str) -> None:
        """Take a file off the list (it is gone)."""
        self.set(RECENT_FILES, [each for each in self.get(RECENT_FILES) if each != path])

    def column_state(self, key: str) -> dict[str, Any] | None:
        """Widths, order and visibility kept for a table."""
        state = self._column_states().get(key)
        return state if isinstance(state, dict) else None

    def set_column_state(self, key: str, state: dict[str, Any]) -> None:
        """Keep them."""
        self.set(COLUMN_STATES, {**self._column_states(), key: state})

    def _column_states(self) -> dict[str, Any]:
        return self.get(COLUMN_STATES)

    def window_geometry(self) -> QByteArray:
        """For ``QWidget.restoreGeometry``; empty at the first start."""
        return QByteArray.fromBase64(self.get(WINDOW_GEOMETRY).encode())

    def set_window_geometry(self, geometry: QByteArray) -> None:
        """Keep what ``QWidget.saveGeometry`` gave."""
        self.set(WINDOW_GEOMETRY, bytes(geometry.toBase64().data()).decode())
