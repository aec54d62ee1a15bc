"""The frame: sidebar, scope selectors, find box, the panel, status bar and progress strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _
from trailsdesk.ui import icons, style
from trailsdesk.ui.palette_box import PaletteBox, focus_of
from trailsdesk.ui.scroll_column import scrolling
from trailsdesk.ui.shell_parts import FittingBar, Logo, SelectorButton, SidebarButton
from trailsdesk.ui.style import Tone
from trailsdesk.ui.widgets import Button, Divider, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.jobs import RunningJob

PANEL_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
"""Ctrl with these switches to the first ten panels."""

_STRIP_AFTER_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a selector; ``value`` comes back in ``selector_changed``."""

    value: object
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """One of the scope buttons of the top bar.

    ``name`` is what it chooses ("Event"), ``current`` the value chosen, ``empty`` its words when
    there is nothing to choose from.
    """

    key: str
    name: str
    choices: Sequence[Choice] = ()
    current: object = None
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSegment:
    """One piece of the status bar. ``strong`` words are bold: ``212`` before ``started``.

    ``icon`` is drawn before the words, in their tone. One to ``keep`` stays where others give way
    to a narrow window.
    """

    key: str
    text: str
    strong: str = ""
    strong_first: bool = True
    tone: Tone | None = None
    at_end: bool = False
    tooltip: str = ""
    icon: str = ""
    keep: bool = False


@dataclass(slots=True)
class _Panel:
    factory: Callable[[], QWidget]
    button: SidebarButton
    widget: QWidget | None = None
    frame: QWidget | None = None
    last_focus: QWidget | None = None


@dataclass(slots=True)
class _Segment:
    box: QWidget
    words: PlainLabel
    strong: PlainLabel
    picture: PlainLabel
    shown: StatusSegment | None = field(default=None)


_LEAST_OF_SCOPES = (16, 30, 36)
"""Grid steps: the narrower the scope, the more of its name has to be read."""


class Shell(QWidget):
    """The frame around the panels; knows nothing of what they show."""

    panel_shown = Signal(str)
    selector_changed = Signal(str, object)
    """Key of the selector, value chosen."""
    cancel_requested = Signal(int)
    """Number of the job whose Cancel was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: dict[str, _Panel] = {}
        self._numbered = 0
        self._current = ""
        self._segments: dict[str, _Segment] = {}
        self._selectors: dict[str, SelectorButton] = {}
        self._job_shown = 0
        self.find_box = PaletteBox(_("Find a runner, a bib, an action"), "Ctrl K")
        self._stack = QStackedWidget()
        self._build()
        self._fit()
        style.watcher().changed.connect(self._fit)
        find = QShortcut(QKeySequence("Ctrl+K"), self)
        find.activated.connect(self.find_box.open_box)

    # -- panels ---------------------------------------------------------------------------------

    def add_panel(
        self,
        key: str,
        title: str,
        icon: str,
        factory: Callable[[], QWidget],
        *,
        after_line: bool = False,
        numbered: bool = True,
    ) -> None:
        """Add a panel to the sidebar; ``factory`` is called when it is first shown.

        Args:
            after_line: draw a line before it (Problems and History sit apart).
            numbered: whether the next free number key goes to it.
        """
        if key in self._panels:
            raise ValueError(f"panel {key!r} was added before")
        free = PANEL_KEYS[self._numbered : self._numbered + 1] if numbered else ()
        self._numbered += len(free)
        shortcut = f"Ctrl+{free[0]}" if free else ""
        button = SidebarButton(title, icon, shortcut)
        button.clicked.connect(lambda: self.show_panel(key))
        if shortcut:
            switch = QShortcut(QKeySequence(shortcut), self)
            switch.activated.connect(lambda: self.show_panel(key))
        if after_line:
            self._sidebar_line(len(self._panels))
        self._buttons.insertWidget(self._buttons.count(), button)
        self._panels[key] = _Panel(factory, button)

    def show_panel(self, key: str) -> QWidget:
        """Show a panel, making it first where needed; the focus goes into it.

        Raises:
            KeyError: no such panel (a caller's mistake).
        """
        panel = self._panels[key]
        if panel.widget is None:
            panel.widget = panel.factory()
            if not panel.widget.accessibleName():
                panel.widget.setAccessibleName(panel.button.title)
            panel.frame = scrolling(panel.widget)
            self._stack.addWidget(panel.frame)
        self._remember_focus()
        # Asked before the switch: hiding the focus makes Qt put it just anywhere in the new panel.
        now = focus_of(self.window())
        there = now is not None and panel.widget.isAncestorOf(now)
        for each in self._panels.values():
            each.button.setChecked(each is panel)
        if panel.frame is not None:
            self._stack.setCurrentWidget(panel.frame)
        if key != self._current:
            self._current = key
            self.panel_shown.emit(key)
        if not there:
            self._focus_into(panel.widget, panel.last_focus)
        return panel.widget

    def _remember_focus(self) -> None:
        """Note where the focus was in the panel that is about to be left."""
        leaving = self._panels.get(self._current)
        now = focus_of(self.window())
        if leaving is not None and leaving.widget is not None and now is not None:
            inside = leaving.widget.isVisible() and leaving.widget.isAncestorOf(now)
            leaving.last_focus = now if inside else leaving.last_focus

    def _focus_into(self, panel: QWidget, last: QWidget | None) -> None:
        """Give the focus to where it was in a panel, or to its first control."""
        if last is None or not shiboken6.isValid(last) or not panel.isAncestorOf(last):
            named: QWidget | None = getattr(panel, "first_control", None)
            last = named or panel.focusProxy() or _first_control(panel)
        if last is not None:
            last.setFocus(Qt.FocusReason.OtherFocusReason)

    def panel(self, key: str) -> QWidget | None:
        """A panel that has been shown before, or ``None``."""
        return self._panels[key].widget

    @property
    def current_panel(self) -> str:
        """Key of the panel on the screen."""
        return self._current

    @property
    def panel_keys(self) -> tuple[str, ...]:
        """All panels, in the order of the sidebar."""
        return tuple(self._panels)

    def panel_title(self, key: str) -> str:
        """The word of a panel in the sidebar."""
        return self._panels[key].button.title

    def set_badge(self, key: str, count: int, tone: Tone = "warn") -> None:
        """Put a number beside a panel's word; 0 takes it away."""
        self._panels[key].button.set_badge(count, tone)

    # -- scope ----------------------------------------------------------------------------------

    def set_selectors(self, selectors: Sequence[Selector]) -> None:
        """Show up to three scope selectors; the others go."""
        keys = [selector.key for selector in selectors]
        for key in [each for each in self._selectors if each not in keys]:
            button = self._selectors.pop(key)
            self._scopes.removeWidget(button)
            button.deleteLater()
        for at, selector in enumerate(selectors):
            button = self._selectors.get(selector.key) or self._new_selector(selector.key)
            self._scopes.insertWidget(at, button)
            button.set_least(_LEAST_OF_SCOPES[min(at, len(_LEAST_OF_SCOPES) - 1)])
            chosen = next((c.text for c in selector.choices if c.value == selector.current), "")
            button.offer(
                selector.name,
                [(choice.text, choice.value) for choice in selector.choices],
                selector.current,
                chosen or selector.empty or selector.name,
            )

    def _new_selector(self, key: str) -> SelectorButton:
        button = SelectorButton()
        button.chosen.connect(lambda value: self.selector_changed.emit(key, value))
        self._selectors[key] = button
        return button

    # -- status ---------------------------------------------------------------------------------

    def set_status(self, segments: Sequence[StatusSegment]) -> None:
        """Show exactly these segments, left to right; those ``at_end`` sit at the right."""
        keys = {segment.key for segment in segments}
        for key in [each for each in self._segments if each not in keys]:
            self._segments.pop(key).box.deleteLater()
        starts = ends = 0
        for segment in segments:
            made = self._segments.get(segment.key)
            if made is None or (made.shown is not None and made.shown.at_end != segment.at_end):
                made = self._new_segment(segment.key)
            row, at = (self._status_end, ends) if segment.at_end else (self._status_start, starts)
            if row.indexOf(made.box) != at:
                row.insertWidget(at, made.box)
            starts, ends = starts + (not segment.at_end), ends + segment.at_end
            self._fill(made, segment)
        self._status_bar.fit()

    def update_status(self, segment: StatusSegment) -> None:
        """Change one segment that is shown (the clock ticks); unknown keys are ignored."""
        made = self._segments.get(segment.key)
        if made is not None:
            width = made.box.sizeHint().width()
            self._fill(made, segment)
            if made.box.sizeHint().width() > width:
                self._status_bar.fit()

    def status_text(self) -> str:
        """All the words of the status bar in one line."""
        shown = [made.shown for made in self._segments.values() if made.shown is not None]
        return "  ".join(_segment_words(segment) for segment in shown)

    def _new_segment(self, key: str) -> _Segment:
        old = self._segments.pop(key, None)
        if old is not None:
            old.box.deleteLater()
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit())
        strong = PlainLabel("", "strong")
        words = PlainLabel("")
        picture = PlainLabel("")
        picture.hide()
        for part in (strong, picture):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._segments[key] = _Segment(box, words, strong, picture)
        return self._segments[key]

    def _fill(self, made: _Segment, segment: StatusSegment) -> None:
        if made.shown == segment:
            return
        made.shown = segment
        self._draw_picture(made)
        made.strong.setText(segment.strong)
        made.strong.setVisible(bool(segment.strong))
        made.words.setText(segment.text)
        made.words.set_tone(
            segment.tone or ("muted" if segment.strong or segment.at_end else None)
        )
        made.strong.set_tone(segment.tone)
        made.box.setToolTip(segment.tooltip)
        made.box.setAccessibleName(_segment_words(segment))
        row = made.box.layout()
        first = made.strong if segment.strong_first else made.words
        if isinstance(row, QHBoxLayout) and row.indexOf(first) != 0:
            row.insertWidget(0, first, 0, Qt.AlignmentFlag.AlignVCenter)

    def _draw_picture(self, made: _Segment) -> None:
        segment = made.shown
        made.picture.setVisible(segment is not None and bool(segment.icon))
        if segment is not None and segment.icon:
            ink = style.look().roles.ink(segment.tone)
            drawing = icons.pixmap(segment.icon, style.unit(4), ink, self.devicePixelRatioF())
            made.picture.setPixmap(drawing)

    # -- progress -------------------------------------------------------------------------------

    def show_jobs(self, jobs: Sequence[RunningJob]) -> None:
        """Connect to ``JobQueue.busy``: shows the oldest titled job that takes a while."""
        job = next((each for each in jobs if each.title), None)
        if job is None or (job.running_s < _STRIP_AFTER_S and job.fraction is None):
            self._job_shown = 0
            if not self._strip.isHidden():
                self._strip.setVisible(False)
                self._status_bar.fit()
            return
        self._job_shown = job.id
        self._strip_title.setText(f"{job.title}: {job.text}" if job.text else job.title)
        self._strip_bar.setRange(0, 0 if job.fraction is None else 1000)
        if job.fraction is not None:
            self._strip_bar.setValue(round(job.fraction * 1000))
        self._strip_eta.setText(_eta_words(job.eta_s))
        self._strip_cancel.setEnabled(job.can_cancel)
        self._strip.setVisible(True)
        self._status_bar.fit()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        # Sidebar and page above, the status bar across the whole width below.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._build_sidebar())
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addWidget(self._build_top_bar())
        page.addWidget(Divider())
        page.addWidget(self._build_area(), 1)
        across.addLayout(page, 1)
        outer.addLayout(across, 1)
        outer.addWidget(Divider())
        self._status_bar = self._build_status_bar()
        outer.addWidget(self._status_bar)

    def _build_sidebar(self) -> QWidget:
        self._sidebar = _ground("sidebar", _("Panels"))
        column = QVBoxLayout(self._sidebar)
        column.setSpacing(0)
        self._logo = Logo("trailsdesk")
        column.addWidget(self._logo)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(1)
        column.addLayout(self._buttons, 0)
        column.addStretch(1)
        return self._sidebar

    def _sidebar_line(self, at: int) -> None:
        line = Divider()
        line.setObjectName("sidebar_line")
        line.setStyleSheet("QFrame { background: #3F5A50; }")
        self._buttons.addSpacing(style.unit(1.5))
        self._buttons.addWidget(line)
        self._buttons.addSpacing(style.unit(1.5))

    def _build_top_bar(self) -> QWidget:
        self._top = _ground("top_bar", _("Season, event and race"))
        row = QHBoxLayout(self._top)
        self._scopes = QHBoxLayout()
        row.addLayout(self._scopes)
        row.addSpacing(style.unit(3))
        row.addStretch(1)
        self.find_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.find_box, 100)
        return self._top

    def _build_area(self) -> QWidget:
        self._area = _ground("panel_area", "")
        self._area_column = QVBoxLayout(self._area)
        self.notices = QVBoxLayout()
        """Bars that stand above every panel until they are closed."""
        self._area_column.addLayout(self.notices)
        self._area_column.addWidget(self._stack, 1)
        return self._area

    def _build_status_bar(self) -> FittingBar:
        bar = FittingBar(self._droppable)
        bar.setObjectName("status_bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setAccessibleName(_("Status"))
        self._status_row = QHBoxLayout(bar)
        self._status_start = QHBoxLayout()
        self._status_end = QHBoxLayout()
        self._status_row.addLayout(self._status_start)
        self._status_row.addStretch(1)
        self._status_row.addWidget(self._build_strip())
        self._status_row.addLayout(self._status_end)
        return bar

    def _droppable(self) -> list[QWidget]:
        """Segments in the order they go when the window is narrow; warnings never go.

        Nor do those that say they are to be kept.
        """
        start = [m for m in self._segments.values() if m.shown and not m.shown.at_end]
        end = [m for m in self._segments.values() if m.shown and m.shown.at_end]
        order = [*reversed(start[2:]), *reversed(end), *reversed(start[:2])]
        calm = [m for m in order if m.shown is None or m.shown.tone not in {"warn", "bad"}]
        return [made.box for made in calm if made.shown is None or not made.shown.keep]

    def _build_strip(self) -> QWidget:
        self._strip = QWidget()
        self._strip.setAccessibleName(_("Work in progress"))
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        self._strip_title = PlainLabel("", elide=True)
        self._strip_bar = QProgressBar()
        self._strip_bar.setTextVisible(False)
        self._strip_bar.setAccessibleName(_("Progress"))
        self._strip_eta = PlainLabel("", "secondary")
        self._strip_cancel = Button(_("Cancel"), self._cancel, kind="quiet")
        for part in (self._strip_title, self._strip_bar, self._strip_eta, self._strip_cancel):
            row.addWidget(part)
        self._strip.setVisible(False)
        return self._strip

    def _cancel(self) -> None:
        self._strip_cancel.setEnabled(False)
        self.cancel_requested.emit(self._job_shown)

    def _fit(self) -> None:
        u = style.unit
        self._sidebar.setFixedWidth(u(42))
        column = self._sidebar.layout()
        if column is not None:
            column.setContentsMargins(u(2), u(2), u(2), u(2))
        row = self._top.layout()
        if row is not None:
            row.setContentsMargins(u(5), u(2), u(4), u(2))
        self._scopes.setSpacing(u(2))
        self.find_box.setMinimumWidth(u(40))
        self.find_box.setMaximumWidth(u(65))
        self._area_column.setContentsMargins(u(4), u(4), u(4), u(4))
        self._status_row.setContentsMargins(u(4), u(0.5), u(4), u(0.5))
        self._status_start.setSpacing(u(5))
        self._status_end.setSpacing(u(5))
        self._status_bar.setFixedHeight(u(7))
        self._strip_bar.setMaximumWidth(u(40))
        self._strip_bar.setMinimumWidth(u(12))
        self.find_box.setToolTip(_("Runners, actions and panels (Ctrl+K)"))
        self._strip_title.setMaximumWidth(u(60))
        for made in self._segments.values():
            self._draw_picture(made)
        self._status_bar.fit()

    def minimumSizeHint(self) -> QSize:
        """Small enough for 1280 x 720 at every scale."""
        return QSize(640, 400)


def _first_control(panel: QWidget) -> QWidget | None:
    """The first control inside a panel that Tab would reach."""
    step: QWidget | None = panel.nextInFocusChain()
    while step is not None and panel.isAncestorOf(step):
        if step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.isEnabled():
            return step
        step = step.nextInFocusChain()
    return None


def _ground(name: str, accessible: str) -> QWidget:
    ground = QWidget()
    ground.setObjectName(name)
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if accessible:
        ground.setAccessibleName(accessible)
    return ground


def _segment_words(segment: StatusSegment) -> str:
    words = (segment.strong, segment.text)
    return " ".join(filter(None, words if segment.strong_first else reversed(words)))


def _eta_words(eta_s: float | None) -> str:
    if eta_s is None:
        return ""
    if eta_s < 60:
        return _("about {seconds} s left").format(seconds=max(1, round(eta_s)))
    return _("about {minutes} min left").format(minutes=round(eta_s / 60))
