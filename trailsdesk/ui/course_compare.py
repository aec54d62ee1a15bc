"""Several courses over one another: those of the season, and files dropped in to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message
from trailsdesk.services.course_compare import Compared, compared_courses, compared_file
from trailsdesk.services.course_export import Palette, comparison_picture, save_comparison
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file, ask_new_file
from trailsdesk.ui.course_ink import STEEP_COLOURS
from trailsdesk.ui.file_drop import FileDrop
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PageHeader, PlainLabel, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext

_SETTLED_MS = 150


@dataclass(frozen=True, slots=True)
class _Wanted:
    rows: tuple[Compared, ...]
    apart: bool
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
        self.layout_bar = SegmentBar(
            [("over", _("Overlaid")), ("side", _("Side by side"))], _("How they are drawn")
        )
        self.add_button = Button(_("GPX file…"), self.choose_file, icon="import", key="Ctrl I")
        self.add_button.setToolTip(
            _("One more course, or drop its file here: it is only looked at, not kept.")
        )
        self.save_button = Button(_("Picture"), self.ask_picture, icon="save", key="Ctrl S")
        self.remove_button = Button(_("Take out"), self.take_out, icon="remove", key="Del")
        self.done_button = Button(_("Back"), self.closed.emit, key="Esc")
        for action in (
            self.layout_bar,
            self.add_button,
            self.save_button,
            self.remove_button,
            self.done_button,
        ):
            self.header.add_action(action)
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
        parts: tuple[tuple[QWidget, int], ...] = ((self.picture, 3), (self.table, 2))
        for widget, share in parts:
            card = Card(padding=1)
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            card.body.addWidget(widget)
            column.addWidget(card, share)
        self._timer.timeout.connect(self.draw)
        self.picture.resized.connect(self._timer.start)
        self.layout_bar.changed.connect(lambda _key: self.draw())
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
        self._context.settings.set(LAST_FOLDER, str(path.parent))

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
            self.apart,
            (size.width(), size.height()),
            self.devicePixelRatioF(),
            f"{style.look().shown} {style.look().scale}",
        )
        if wanted == self._drawn:
            return
        self._drawn = wanted
        palette, scale = screen_palette(), style.look().scale
        points = (size.width() / scale, size.height() / scale)

        def done(content: bytes) -> None:
            picture = QPixmap()
            picture.loadFromData(content, "PNG")
            if self._drawn == wanted:
                self.picture.show_picture(picture)

        self.picture.setAccessibleDescription("; ".join(_said(row) for row in rows))
        self._context.jobs.compute(
            lambda: comparison_picture(
                rows, palette, points, wanted.ratio * scale, apart=wanted.apart
            ),
            done,
            owner=self,
        )

    # -- files ----------------------------------------------------------------------------------

    @property
    def apart(self) -> bool:
        """Whether each course has axes of its own."""
        return self.layout_bar.current == "side"

    def choose_file(self) -> None:
        """Ask for one more file to look at."""
        filters = [_("GPX (*.gpx)"), _("All files (*)")]
        ask_file(
            self, _("Course"), self._context.settings.get(LAST_FOLDER), filters, self.add_file
        )

    def ask_picture(self) -> None:
        """Ask for the name of a picture of what is compared."""
        if not self.model.rows():
            return
        filters = [_("PNG picture (*.png)"), _("SVG drawing (*.svg)"), _("PDF (*.pdf)")]
        start = Path(self._context.settings.get(LAST_FOLDER)) / (_("courses") + ".png")
        ask_new_file(self, _("Save the comparison"), start, filters, self.save)

    def save(self, path: Path) -> None:
        """Write what is compared as PNG, SVG or PDF, as the suffix says."""
        rows, apart = tuple(self.model.rows()), self.apart
        self._context.settings.set(LAST_FOLDER, str(path.parent))

        def done(written: Path) -> None:
            self._context.notify(_("{file} is saved.").format(file=written.name), "good")

        def refused(error: KnownError) -> None:
            self._context.notify(message(error), "bad")

        self._context.compute(
            lambda: save_comparison(rows, path, apart=apart),
            done,
            refused,
            title=_("Save the comparison"),
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
    return _metres(row.ascent_m)


def _metres(metres: float | None) -> str:
    return "—" if metres is None else _("{metres} m").format(metres=round(metres))


def _columns() -> tuple[Column[Compared], ...]:
    def figure(
        key: str,
        title: str,
        text: Callable[[Compared], str],
        number: Callable[[Compared], float | None],
        gives_way: int = 0,
    ) -> Column[Compared]:
        return Column(
            key=key,
            title=title,
            text=text,
            sort_key=number,
            alignment="right",
            width_hint=9,
            gives_way=gives_way,
        )

    return (
        Column(key="label", title=_("Course"), text=lambda row: row.label, width_hint=28),
        figure("km", _("Km"), lambda row: f"{row.km:.1f}", lambda row: row.km),
        figure("climb", _("Climb"), _climb, lambda row: row.ascent_m),
        figure(
            "descent",
            _("Descent"),
            lambda row: _metres(row.descent_m),
            lambda row: row.descent_m,
            2,
        ),
        figure(
            "highest",
            _("Highest"),
            lambda row: _metres(row.highest_m),
            lambda row: row.highest_m,
            1,
        ),
        figure(
            "effort",
            _("Km-effort"),
            lambda row: "—" if row.effort is None else f"{row.effort:.1f}",
            lambda row: row.effort,
        ),
        figure(
            "points",
            _("Points"),
            lambda row: "—" if row.points is None else str(row.points),
            lambda row: row.points,
        ),
        Column(
            key="class",
            title=_("UTMB class"),
            text=lambda row: row.utmb_class or "—",
            alignment="right",
            width_hint=9,
            gives_way=3,
            title_tooltip=_("An estimate"),
        ),
    )
