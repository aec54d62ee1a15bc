"""One family of line icons, drawn in the theme's colours at any size.

The drawings are ``resources/icons/<name>.svg``: 24 x 24, stroke ``currentColor``. Files that begin
with an underscore are parts of controls and belong to the style sheet.
"""

from __future__ import annotations

import weakref
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton

from trailsdesk import resource
from trailsdesk.ui import style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from trailsdesk.ui.style import Tone

Ink = Literal["text", "secondary", "accent", "on_accent", "sidebar_text", "warn", "bad"]

_SIZES: Final = (16, 20, 24, 32, 48)
_RATIOS: Final = (1.0, 2.0)


def icon_names() -> tuple[str, ...]:
    """Every icon there is."""
    folder = resource("icons")
    return tuple(sorted(f.stem for f in folder.glob("*.svg") if not f.stem.startswith("_")))


def icon(name: str, *, ink: Ink = "text", tone: Tone | None = None) -> QIcon:
    """An icon in a colour of the present theme.

    Use :func:`dress` instead where the icon stays on a button or action: it follows the theme.

    Raises:
        ValueError: no such drawing (a caller's mistake).
    """
    roles = style.look().roles
    colour = roles.ink(tone) if tone is not None else getattr(roles, ink)
    return _icon(name, colour, roles.secondary, gap=False)


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """A drawing ``size`` device independent pixels wide, for a screen of ``ratio``."""
    return _pixmap(name, size, colour, round(ratio, 3))


def dress(target: QAbstractButton | QAction, name: str, *, ink: Ink = "text") -> None:
    """Give a button or action an icon and keep it in the theme's colour."""
    _dressed[target] = (name, ink)
    _put(target, name, ink)
    if not _following:
        _following.append(True)
        style.watcher().changed.connect(_recolour)


_dressed: weakref.WeakKeyDictionary[QAbstractButton | QAction, tuple[str, Ink]] = (
    weakref.WeakKeyDictionary()
)
_following: list[bool] = []


def _put(target: QAbstractButton | QAction, name: str, ink: Ink) -> None:
    """Beside words an icon is as large as they are, with a gap; alone, its button sizes it."""
    if isinstance(target, QPushButton):
        roles = style.look().roles
        target.setIcon(_icon(name, getattr(roles, ink), roles.secondary, gap=True))
        target.setIconSize(QSize(style.unit(5), style.unit(4)))
    else:
        target.setIcon(icon(name, ink=ink))


def _recolour() -> None:
    import shiboken6

    for target, (name, ink) in list(_dressed.items()):
        if shiboken6.isValid(target):
            _put(target, name, ink)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled_colour: str, *, gap: bool) -> QIcon:
    made = QIcon()
    inks = ((colour, QIcon.Mode.Normal), (disabled_colour, QIcon.Mode.Disabled))
    for size in _SIZES:
        for ratio in _RATIOS:
            for ink, mode in inks:
                drawing = _pixmap(name, size, ink, ratio)
                made.addPixmap(_with_gap(drawing) if gap else drawing, mode)
    return made


def _with_gap(drawing: QPixmap) -> QPixmap:
    """A quarter more at the end: Qt puts words right beside an icon."""
    wide = drawing.width() * 5 // 4
    made = QPixmap(wide, drawing.height())
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(drawing.devicePixelRatio())
    painter = QPainter(made)
    right_to_left = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left = (wide - drawing.width()) / drawing.devicePixelRatio() if right_to_left else 0
    painter.drawPixmap(QPointF(left, 0), drawing)
    painter.end()
    return made


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    file = resource("icons", f"{name}.svg")
    if not file.is_file():
        raise ValueError(f"there is no icon named {name!r}")
    return file.read_text("utf-8")
