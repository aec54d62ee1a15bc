"""Several courses over one another: those of the season, and files dropped in to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message
from trailsdesk.services.course_compare import Compared, compared_courses, compared_file
from trailsdesk.services.course_export import Palette, comparison_picture
from trailsdesk.ui import style
from trailsdesk.ui.course_ink import STEEP_COLOURS
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PageHeader, PlainLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext

_SETTLED_MS = 150


@dataclass(frozen=True, slots=True)
class _Wanted:
    rows: tuple[Compared, ...]
    size: tuple[int, int]
    ratio: float
    theme: str


def screen_palette() -> Palette:
    """The colours of the theme for a figure."""
    look = style.look()
    roles = look.roles
    return Palette(
        ground=roles.surface,
        text=roles.text,
        secondary=roles.secondary,
        line=roles.line,
        fill=roles.soft,
        accent=roles.accent,
        steep=STEEP_COLOURS.get(look.shown, STEEP_COLOURS["light"]),
    )


class _Picture(QWidget):
    """A picture made elsewhere; words while there is none."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(style.unit(60), style.unit(40)))
        self.setAccessibleName(_("Profiles over one another"))
        self.picture: QPixmap | None = None
        self.words = PlainLabel(_("Drawing…"), "secondary", self)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show it; ``None`` says that one is being drawn."""
        self.picture = picture
        self.words.setVisible(picture is None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As large as the widget, also while a sharper one is on its way."""
        if self.picture is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self.picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the new size is wanted."""
        super().resizeEvent(event)
        self.resized.emit()


class ComparePage(QWidget):
    """Opened from the panel Course; Esc leads back, Del takes a course out."""

    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Courses compared"))
        self._context = context
        self._gone: set[str] = set()
        self._files: list[Compared] = []
        self._drawn: _Wanted | None = None
        self.header = PageHeader(_("Courses compared"))
        self.header.set_subtitle(_("Drop another GPX file here: it is only looked at, not kept."))
        self.remove_button = Button(_("Take out"), self.take_out, icon="remove", key="Del")
        self.done_button = Button(_("Back"), self.closed.emit, key="Esc")
        for button in (self.remove_button, self.done_button):
            self.header.add_action(button)
        self.picture = _Picture()
        self.model: RowTableModel[Compared] = RowTableModel(_columns(), lambda row: row.key)
        self.table = RowTableView(
            self.model,
            _("Courses compared"),
            state_key="course-compare",
            states=context.settings,
            empty_text=_("No course to compare yet."),
        )
        self.model.setParent(self.table)
        self.table.setProperty("bare", True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.header)
        for widget, share in ((self.picture, 3), (self.table, 2)):
            card = Card(padding=1)
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            card.body.addWidget(widget)
            column.addWidget(card, share)
        self._timer.timeout.connect(self.draw)
        self.picture.resized.connect(self._timer.start)
        style.watcher().changed.connect(self._timer.start)
        FileDrop(self).dropped.connect(self.add_file)

    def open_with(self, race_id: RaceId) -> None:
        """Show the courses of the season, this race's first."""
        season = self._context.season
        self._gone.clear()
        self._context.read(
            lambda: compared_courses(season, race_id),
            self._show,
            title=_("Measure the courses"),
            owner=self,
        )

    def _show(self, found: tuple[Compared, ...]) -> None:
        rows = [row for row in (*found, *self._files) if row.key not in self._gone]
        self.model.set_rows(rows)
        self.draw()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_file(self, path: Path) -> None:
        """Look at one more file beside them."""

        def done(row: Compared) -> None:
            if all(row.key != other.key for other in self.model.rows()):
                self._files.append(row)
                self.model.set_rows([*self.model.rows(), row])
                self.draw()

        def refused(error: KnownError) -> None:
            self._context.notify(message(error), "bad")

        self._context.compute(
            lambda: compared_file(path), done, refused, title=_("Measure the course"), owner=self
        )

    def take_out(self) -> None:
        """The courses chosen are left out of the picture."""
        chosen = {row.key for row in self.table.selected_rows()}
        self._gone |= chosen
        self._files = [row for row in self._files if row.key not in chosen]
        self.model.set_rows([row for row in self.model.rows() if row.key not in chosen])
        self.draw()

    def draw(self) -> None:
        """Have the picture drawn where nobody waits for it."""
        rows = tuple(self.model.rows())
        size = self.picture.size()
        if not self.isVisible() or not rows:
            self.picture.show_picture(None)
            self.picture.words.setVisible(bool(rows))
            return
        wanted = _Wanted(
            rows,
            (size.width(), size.height()),
            self.devicePixelRatioF(),
            f"{style.look().shown} {style.look().scale}",
        )
        if wanted == self._drawn:
            return
        self._drawn = wanted
        palette, scale = screen_palette(), style.look().scale
        points = (size.width() / scale, size.height() / scale)
        drawings = [row.drawing for row in rows]

        def done(content: bytes) -> None:
            picture = QPixmap()
            picture.loadFromData(content, "PNG")
            if self._drawn == wanted:
                self.picture.show_picture(picture)

        self.picture.setAccessibleDescription("; ".join(_said(row) for row in rows))
        self._context.jobs.compute(
            lambda: comparison_picture(drawings, palette, points, wanted.ratio * scale),
            done,
            owner=self,
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is drawn for nobody."""
        super().hideEvent(event)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes out, Esc leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.take_out()
        else:
            super().keyPressEvent(event)


def _said(row: Compared) -> str:
    return f"{row.label}: {row.km:.1f} km, {_climb(row)}"


def _climb(row: Compared) -> str:
    return "—" if row.ascent_m is None else _("{metres} m").format(metres=round(row.ascent_m))


def _columns() -> tuple[Column[Compared], ...]:
    return (
        Column(key="label", title=_("Course"), text=lambda row: row.label, width_hint=28),
        Column(
            key="km",
            title=_("Km"),
            text=lambda row: f"{row.km:.1f}",
            sort_key=lambda row: row.km,
            alignment="right",
        ),
        Column(
            key="climb",
            title=_("Climb"),
            text=_climb,
            sort_key=lambda row: row.ascent_m,
            alignment="right",
        ),
        Column(
            key="effort",
            title=_("Km-effort"),
            text=lambda row: "—" if row.effort is None else f"{row.effort:.1f}",
            sort_key=lambda row: row.effort,
            alignment="right",
        ),
        Column(
            key="points",
            title=_("Points"),
            text=lambda row: "—" if row.points is None else str(row.points),
            sort_key=lambda row: row.points,
            alignment="right",
        ),
    )
