"""Actions as data: menus, toolbars, shortcuts and the find box are made from the same list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from trailsdesk.ui import icons

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing the user can do.

    Attributes:
        id: stable name, ``panel.verb`` or ``app.verb``.
        text: asked when built, so that it follows the language; no shortcut in it.
        handler: name of the method that does it, on the window or the panel.
        shortcut: portable text (``Ctrl+Shift+Z``); ``""`` for none.
        panel: key of the panel it belongs to, ``None`` when it works everywhere.
        enabled_when: key of a condition; see :meth:`ActionSet.update_enabled`.
        help: one sentence for the status bar, the tooltip and F1.
        menu: key of the menu it is listed in; ``""`` keeps it out of menus.
    """

    id: str
    text: Callable[[], str]
    handler: str
    shortcut: str = ""
    icon: str = ""
    panel: str | None = None
    enabled_when: str = ALWAYS
    help: Callable[[], str] = str
    menu: str = ""
    checkable: bool = False


def trigger(widget: QWidget, action_id: str) -> None:
    """Do something the window around a widget offers; nothing where it does not (in a test)."""
    action = widget.window().findChild(QAction, action_id)
    if isinstance(action, QAction):
        action.trigger()


def conflicts(specs: Iterable[ActionSpec]) -> tuple[str, ...]:
    """Ids used twice and shortcuts that two reachable actions share, in words; none is right.

    Two panels may use one shortcut, as only one panel is on the screen; a global one is taken
    everywhere.
    """
    found: list[str] = []
    ids: set[str] = set()
    taken: dict[tuple[str | None, str], str] = {}
    everything = list(specs)
    for spec in everything:
        if spec.id in ids:
            found.append(f"id {spec.id} is used twice")
        ids.add(spec.id)
        if not spec.shortcut:
            continue
        keys = portable(spec.shortcut)
        if not keys:
            found.append(f"{spec.id}: {spec.shortcut!r} is no shortcut")
        other = taken.setdefault((spec.panel, keys), spec.id)
        if other != spec.id:
            found.append(f"{spec.id} and {other} share {keys}")
    for (panel, keys), name in taken.items():
        if panel is not None and (None, keys) in taken:
            found.append(f"{name} hides {taken[None, keys]} with {keys}")
    return tuple(found)


def portable(shortcut: str) -> str:
    """A shortcut in Qt's portable spelling; ``""`` when it is none."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText)


class ActionSet(QObject):
    """The actions of a window or a panel, built from their specifications.

    Args:
        specs: what to build.
        target: has the handler methods.
        parent: owns the actions; its shortcuts work while it is on the screen.

    Raises:
        ValueError: ids or shortcuts clash, or a handler is missing.
    """

    def __init__(self, specs: Sequence[ActionSpec], target: object, parent: QWidget) -> None:
        super().__init__(parent)
        clashes = conflicts(specs)
        if clashes:
            raise ValueError("; ".join(clashes))
        self._specs = {spec.id: spec for spec in specs}
        self._actions: dict[str, QAction] = {}
        for spec in specs:
            handler = getattr(target, spec.handler, None)
            if not callable(handler):
                raise ValueError(f"{spec.id}: no handler {spec.handler}")
            self._actions[spec.id] = self._build(spec, handler, parent)

    def __getitem__(self, action_id: str) -> QAction:
        """The action of an id."""
        return self._actions[action_id]

    @property
    def actions(self) -> Mapping[str, QAction]:
        """All actions by id, in the order of their specifications."""
        return self._actions

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """What they were built from."""
        return tuple(self._specs.values())

    def in_menu(self, menu: str) -> tuple[QAction, ...]:
        """The actions of a menu, in order."""
        return tuple(self._actions[s.id] for s in self._specs.values() if s.menu == menu)

    def update_enabled(self, conditions: Iterable[str]) -> None:
        """Enable what may be done now: actions whose ``enabled_when`` is among ``conditions``."""
        true_now = {ALWAYS, *conditions}
        for key, action in self._actions.items():
            action.setEnabled(self._specs[key].enabled_when in true_now)

    @staticmethod
    def _build(spec: ActionSpec, handler: Callable[..., object], parent: QWidget) -> QAction:
        action = QAction(parent)
        action.setObjectName(spec.id)
        _set_words(action, spec)
        if spec.icon:
            icons.dress(action, spec.icon)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        # A panel's keys work while it is on the screen, wherever in the window the focus is: Qt
        # leaves out the shortcuts of hidden widgets.
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.checkable)
        if spec.checkable:
            action.toggled.connect(lambda checked: handler(checked))
        else:
            action.triggered.connect(lambda _checked=False: handler())
        parent.addAction(action)
        return action


def _set_words(action: QAction, spec: ActionSpec) -> None:
    text = spec.text()
    action.setText(text)
    words = text.replace("&", "").rstrip("…")
    tip = spec.help() or words
    keys = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip} ({keys})" if keys else tip)
    action.setStatusTip(spec.help())
    action.setWhatsThis(spec.help())
