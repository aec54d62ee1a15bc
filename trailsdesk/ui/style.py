"""How the program looks: colours by role, a type scale and a 4 px grid times one scale.

Conventions every panel keeps, so that panels look alike (classes: ``trailsdesk.ui.widgets``):

==================  =============================================================================
property            values and meaning
==================  =============================================================================
``kind`` (button)   ``primary`` one per view; ``plain`` (default); ``danger``; ``quiet`` no border;
                    ``segment`` one of a row of exclusive choices, filled while checked;
                    ``chip`` a small clickable chip, filled while checked
``large`` (button)  true: pressed by a cold hand, read from an arm's length
``type`` (label)    ``title`` 20 bold; ``heading`` 15 bold; ``strong`` 13 bold;
                    ``secondary`` 13 grey; ``small`` 11 grey; ``figure`` 32 bold; ``clock`` 64
                    light; ``error`` 13 red
``tone``            ``good`` ``warn`` ``bad`` ``muted``; on chips, notices, call-outs and labels
``card`` (frame)    true: a surface with a hairline and round corners; ``selected`` marks one
``field`` (edit)    ``bib``: the large box of the line; ``invalid`` true: red edge
==================  =============================================================================

Set them with :func:`set_style_property`, which also repaints a widget that is already shown. Sizes
in code come from :func:`unit` (one grid step, 4 px at scale 1), never from numbers of pixels.
Colours come from ``look().roles``; widgets that paint themselves listen to ``watcher().changed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QStyleFactory

from trailsdesk import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

Tone = Literal["good", "warn", "bad", "muted"]
ThemeName = Literal["system", "light", "dark", "sunlight"]
TypeSize = Literal["small", "body", "heading", "title", "figure", "clock"]

THEME_NAMES: Final[tuple[ThemeName, ...]] = ("system", "light", "dark", "sunlight")
SCALE_MINIMUM: Final = 0.8
SCALE_MAXIMUM: Final = 2.0
SCALE_STEP: Final = 0.1
GRID_PX: Final = 4
TYPE_SCALE: Final[dict[TypeSize, int]] = {
    "small": 11,
    "body": 13,
    "heading": 15,
    "title": 20,
    "figure": 32,
    "clock": 64,
}

_COMMON_NAME: Final = ("Droid Sans Fallback", "Trail Sans Fallback")
"""The name many systems have too, and the one of the same length the bundled face goes by."""

# After the bundled face: faces that common systems have, in the order Qt should ask them for a
# letter the bundled face lacks (Arabic, Hebrew, Thai, Devanagari, Chinese, Japanese, Korean).
_FALLBACK_FAMILIES: Final = (
    "Inter",
    "Segoe UI",
    ".AppleSystemUIFont",
    "DejaVu Sans",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Geeza Pro",
    "Noto Sans Hebrew",
    "Arial Hebrew",
    "Noto Sans Thai",
    "Leelawadee UI",
    "Thonburi",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei UI",
    "Yu Gothic UI",
    "Malgun Gothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Colours by what they are for, as ``#RRGGBB``."""

    window: str
    surface: str
    text: str
    secondary: str
    line: str
    control: str
    accent: str
    on_accent: str
    soft: str
    sidebar: str
    sidebar_text: str
    sidebar_selection: str
    sidebar_selected_text: str
    sidebar_edge: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    muted_ground: str
    hover: str
    focus: str

    def ink(self, tone: Tone | None) -> str:
        """The colour of words said in ``tone``."""
        if tone == "good":
            return self.accent
        if tone == "warn":
            return self.warn
        if tone == "bad":
            return self.bad
        return self.secondary if tone == "muted" else self.text

    def ground(self, tone: Tone | None) -> str:
        """The colour behind words said in ``tone``."""
        if tone == "good":
            return self.soft
        if tone == "warn":
            return self.warn_ground
        if tone == "bad":
            return self.bad_ground
        return self.muted_ground if tone == "muted" else self.surface


LIGHT: Final = Roles(
    window="#F6F7F5",
    surface="#FFFFFF",
    text="#1A201D",
    secondary="#5B6560",
    line="#DFE3DF",
    control="#848D88",
    accent="#0B6B4D",
    on_accent="#FFFFFF",
    soft="#E6F2EC",
    sidebar="#12261F",
    sidebar_text="#D5E2DB",
    sidebar_selection="#1E3B31",
    sidebar_selected_text="#FFFFFF",
    sidebar_edge="#41C293",
    warn="#9A4B00",
    warn_ground="#FFF3D6",
    bad="#A61B1B",
    bad_ground="#FDE8E6",
    muted_ground="#EEF0EE",
    hover="#EFF2EF",
    focus="#1F7AE0",
)

DARK: Final = Roles(
    window="#0F1412",
    surface="#171D1B",
    text="#E9EEEB",
    secondary="#9AA6A0",
    line="#2A332F",
    control="#66716C",
    accent="#41C293",
    on_accent="#06261A",
    soft="#16352A",
    sidebar="#0A100E",
    sidebar_text="#C3D0CA",
    sidebar_selection="#1A2A24",
    sidebar_selected_text="#FFFFFF",
    sidebar_edge="#41C293",
    warn="#F2B655",
    warn_ground="#3A2A0E",
    bad="#FF8A80",
    bad_ground="#3C1614",
    muted_ground="#222A27",
    hover="#202825",
    focus="#6CB0FF",
)

SUNLIGHT: Final = Roles(
    window="#FFFFFF",
    surface="#FFFFFF",
    text="#000000",
    secondary="#222222",
    line="#000000",
    control="#000000",
    accent="#003D2A",
    on_accent="#FFFFFF",
    soft="#DDEEE6",
    sidebar="#000000",
    sidebar_text="#FFFFFF",
    sidebar_selection="#004D36",
    sidebar_selected_text="#FFFFFF",
    sidebar_edge="#41C293",
    warn="#6B3300",
    warn_ground="#FFE9A8",
    bad="#8A0000",
    bad_ground="#FFD9D6",
    muted_ground="#E6E6E6",
    hover="#EDEDED",
    focus="#0047D6",
)

PALETTES: Final[dict[str, Roles]] = {"light": LIGHT, "dark": DARK, "sunlight": SUNLIGHT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is in force now: the theme asked for, the one shown, its colours, scale and faces."""

    theme: ThemeName
    shown: str
    roles: Roles
    scale: float
    families: tuple[str, ...]

    def unit(self, steps: float = 1) -> int:
        """``steps`` grid steps of 4 px at the present scale, in device independent pixels."""
        return round(GRID_PX * steps * self.scale)

    def type_px(self, size: TypeSize) -> int:
        """The letter size of one step of the type scale at the present scale."""
        return round(TYPE_SCALE[size] * self.scale)

    def font(self, size: TypeSize = "body", *, bold: bool = False) -> QFont:
        """A font of the type scale with digits of equal width."""
        font = QFont()
        font.setFamilies(list(self.families))
        font.setPixelSize(self.type_px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        tag = QFont.Tag.fromString("tnum")
        if tag is not None:
            font.setFeature(tag, 1)
        return font


class StyleWatcher(QObject):
    """Says that colours or sizes changed; owned here so that any widget may listen."""

    changed = Signal()


class _State:
    look: Look = Look(theme="light", shown="light", roles=LIGHT, scale=1.0, families=("Sans",))
    watcher: StyleWatcher | None = None
    follows_system = False
    applying = False
    bundled: tuple[str, ...] | None = None


def look() -> Look:
    """The look in force. Light at scale 1 before the first :func:`apply`."""
    return _State.look


def watcher() -> StyleWatcher:
    """The one object whose ``changed`` signal follows every :func:`apply`."""
    if _State.watcher is None:
        _State.watcher = StyleWatcher()
    return _State.watcher


def unit(steps: float = 1) -> int:
    """``steps`` grid steps (4 px each at scale 1) at the present scale."""
    return _State.look.unit(steps)


def apply(app: QApplication, theme: ThemeName = "system", scale: float = 1.0) -> Look:
    """Dress the whole application; may be called again at any time.

    Args:
        theme: ``system`` follows the desktop's light or dark choice, also when it changes later.
        scale: 1.0 is normal; held within 0.8 and 2.0.
    """
    from trailsdesk.ui.style_sheet import sheet

    held = min(SCALE_MAXIMUM, max(SCALE_MINIMUM, round(scale, 2)))
    hints = app.styleHints()
    if not _State.follows_system:
        _State.follows_system = True
        hints.colorSchemeChanged.connect(_system_scheme_changed)
    shown = _scheme_for(theme)
    families = (*_bundled_families(), *_FALLBACK_FAMILIES, *_system_families())
    _State.look = Look(
        theme=theme,
        shown=shown,
        roles=PALETTES[shown],
        scale=held,
        families=tuple(dict.fromkeys(families)),
    )
    if app.style().objectName().casefold() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(_State.look.roles))
    app.setFont(_State.look.font())
    app.setStyleSheet(sheet(_State.look))
    watcher().changed.emit()
    return _State.look


def _scheme_for(theme: ThemeName) -> str:
    """The palette for a theme; title bars and native dialogs are asked to match it."""
    scheme = Qt.ColorScheme.Dark if theme == "dark" else Qt.ColorScheme.Light
    _State.applying = True
    try:
        asked = Qt.ColorScheme.Unknown if theme == "system" else scheme
        QGuiApplication.styleHints().setColorScheme(asked)
        return system_theme() if theme == "system" else theme
    finally:
        _State.applying = False


def system_theme() -> str:
    """``dark`` or ``light``, as the desktop says."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _system_scheme_changed() -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if _State.applying:
        return
    if _State.look.theme == "system" and isinstance(app, QApplication):
        apply(app, "system", _State.look.scale)


def _bundled_families() -> tuple[str, ...]:
    """Load the faces that come with the program, once; none when the folder is missing."""
    if _State.bundled is None:
        folder = Path(resource("fonts"))
        found: list[str] = []
        files = sorted(folder.glob("*.[to]tf")) if folder.is_dir() else []
        for file in files:
            number = QFontDatabase.addApplicationFontFromData(_under_own_name(file.read_bytes()))
            if number >= 0:
                found.extend(QFontDatabase.applicationFontFamilies(number))
        # The plain Latin face leads; faces of single scripts ("... Arabic") only fill its gaps.
        _State.bundled = tuple(sorted(dict.fromkeys(found), key=lambda name: (len(name), name)))
    return _State.bundled


def _under_own_name(face: bytes) -> bytes:
    """A face as it is loaded: one of the system's own with the same name would stand before it.

    That one may have fewer letters: Korean names were empty boxes beside an older face.
    """
    common, own = _COMMON_NAME
    for encoding in ("ascii", "utf-16-be"):  # the two ways names stand in a face, equally long
        face = face.replace(common.encode(encoding), own.encode(encoding))
    return face


def _system_families() -> tuple[str, ...]:
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return (family,) if family else ()


def _palette(roles: Roles) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, roles.window),
        (role.WindowText, roles.text),
        (role.Base, roles.surface),
        (role.AlternateBase, roles.hover),
        (role.Text, roles.text),
        (role.Button, roles.surface),
        (role.ButtonText, roles.text),
        (role.BrightText, roles.bad),
        (role.ToolTipBase, roles.surface),
        (role.ToolTipText, roles.text),
        (role.PlaceholderText, roles.secondary),
        (role.Highlight, roles.soft),
        (role.HighlightedText, roles.text),
        (role.Accent, roles.accent),
        (role.Link, roles.accent),
        (role.LinkVisited, roles.accent),
        (role.Light, roles.surface),
        (role.Midlight, roles.hover),
        (role.Mid, roles.control),
        (role.Dark, roles.control),
        (role.Shadow, roles.text),
    ):
        palette.setColor(target, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(disabled, target, QColor(roles.secondary))
    return palette


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21.

    Source:
        WCAG 2.2, definitions of *relative luminance* and *contrast ratio*.
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set one of the properties named above and let the style sheet see it at once."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
