"""First step of an import: the file, its letters, and which of its tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.import_view import CHOICES, Row, doubtful, is_text, telling_rows
from trailsdesk.ui import icons, style
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.settings import LAST_FOLDER, Setting
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, Notice, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.import_view import Book, Table
    from trailsdesk.services.sources import Source
    from trailsdesk.ui.settings import Settings

RECENT_IMPORTS = Setting[list[str]](
    key="files/recent_imports",
    default=[],
    label=lambda: _("Recent imports"),
    allowed=lambda value: all(isinstance(each, str) for each in value),
)
_RECENT_KEPT = 5
_COLUMNS_PEEKED = 24


class FileStep(QWidget):
    """Drop, choose or take a recent file; look at its letters and tables."""

    picked = Signal(object)
    """A ``Path`` to read."""
    pasted = Signal(str)
    """The text of a table, or lines of text."""
    encoding_chosen = Signal(str)
    table_chosen = Signal(int)
    """Number of the table in the book."""

    def __init__(
        self, settings: Settings, what: str, hint: str, filters: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._filters = filters
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self._drop = Card()
        self._build_drop(what, hint)
        column.addWidget(self._drop, 1)
        self._found = Card()
        self._build_found()
        self._found.hide()
        column.addWidget(self._found, 3)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _build_drop(self, what: str, hint_text: str) -> None:
        body = self._drop.body
        body.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._picture = PlainLabel()
        body.addWidget(self._picture, 0, middle)
        title = PlainLabel(what, "title", wrap=True)
        title.setAlignment(middle)
        body.addWidget(title)
        hint = PlainLabel(hint_text, "secondary", wrap=True)
        hint.setAlignment(middle)
        body.addWidget(hint)
        self.choose_button = PrimaryButton(_("Choose a file…"), self.choose, key="Ctrl Enter")
        body.addWidget(self.choose_button, 0, middle)
        self.paste_button = Button(_("Paste a table"), self.paste, key="Ctrl V")
        body.addWidget(self.paste_button, 0, middle)
        self._recent = QVBoxLayout()
        body.addLayout(self._recent)
        body.addStretch(2)
        self._draw()
        style.watcher().changed.connect(self._draw)

    def _build_found(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        self.facts_label = PlainLabel("", "strong", elide=True)
        row.addWidget(self.facts_label, 1)
        self.table_choice = CalmCombo(_("Table or sheet"))
        self.table_choice.activated.connect(self.table_chosen.emit)
        self._encoding_label = PlainLabel(_("Letters"), "secondary")
        self.encoding_choice = CalmCombo(_("Encoding of the letters"))
        self.encoding_choice.setMinimumContentsLength(12)
        self._encoding_label.setBuddy(self.encoding_choice)
        self.encoding_choice.activated.connect(
            lambda _at: self.encoding_chosen.emit(str(self.encoding_choice.currentData()))
        )
        self.other_button = Button(_("Another file…"), self.choose)
        for widget in (
            self.table_choice,
            self._encoding_label,
            self.encoding_choice,
            self.other_button,
        ):
            row.addWidget(widget)
        self._found.body.addLayout(row)
        self.notice = Notice("", "warn")
        self._found.body.addWidget(self.notice)
        self._peek = QVBoxLayout()
        self._found.body.addLayout(self._peek, 1)

    def _draw(self) -> None:
        colour = style.look().roles.secondary
        size = style.unit(12)
        self._picture.setPixmap(icons.pixmap("import", size, colour, self.devicePixelRatioF()))

    # -- choosing -------------------------------------------------------------------------------

    def show_recent(self) -> None:
        """List the files taken lately that are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name in self._settings.get(RECENT_IMPORTS):
            path = Path(name)
            button = Button(path.name, partial(self.picked.emit, path), kind="quiet")
            button.setToolTip(str(path.parent))
            button.setAccessibleName(_("Recent file {name}").format(name=path.name))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def remember(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        others = [each for each in self._settings.get(RECENT_IMPORTS) if each != str(path)]
        self._settings.set(RECENT_IMPORTS, [str(path), *others][:_RECENT_KEPT])
        self._settings.set(LAST_FOLDER, str(path.parent))

    def choose(self) -> None:
        """Ask for a file; nothing else waits for the answer."""
        folder, filters = self._settings.get(LAST_FOLDER), (self._filters, _("All files (*)"))
        ask_file(self, _("Choose a file"), folder, filters, self.picked.emit)

    def paste(self) -> None:
        """Take the text of the clipboard, copied from a spreadsheet or a message."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    # -- what was found -------------------------------------------------------------------------

    def show_book(self, source: Source | None, book: Book | None, at: int) -> None:
        """What the file holds; ``None`` goes back to asking for one."""
        self._found.setVisible(book is not None)
        self._drop.setVisible(book is None)
        if book is None or source is None:
            self.show_recent()
            return
        table = book.tables[at]
        rows = plural("{count} row", "{count} rows", len(table.rows))
        columns = plural("{count} column", "{count} columns", len(table.header))
        self.facts_label.setText(f"{source.name} · {rows} · {columns}")
        names = [
            (number, f"{each.name or _('Table {number}').format(number=number + 1)}"
             f" ({len(each.rows)})")
            for number, each in enumerate(book.tables)
        ]  # fmt: skip
        self.table_choice.offer(names, at)
        self.table_choice.setVisible(len(book.tables) > 1)
        self._show_encoding(book)
        self._show_rows(table)

    def show_log(self, source: Source, words: str, lines: Sequence[tuple[int, str]]) -> None:
        """A file without columns: what it was recognised as, and how its first lines read."""
        self._found.show()
        self._drop.hide()
        self.facts_label.setText(f"{source.name} · {words}")
        for widget in (self.table_choice, self._encoding_label, self.encoding_choice, self.notice):
            widget.hide()
        columns = (
            Column[tuple[int, str]](
                key="line", title=_("Line"), text=lambda line: str(line[0]), alignment="right",
                width_hint=6,
            ),
            Column[tuple[int, str]](
                key="text", title=_("As it stands"), text=lambda line: line[1], width_hint=90
            ),
        )  # fmt: skip
        model = RowTableModel(columns, lambda line: line[0])
        model.set_rows(dict(lines).items())
        self._peek_at(model)

    def _show_encoding(self, book: Book) -> None:
        text = is_text(book)
        known = list(dict.fromkeys([book.encoding, *CHOICES])) if text else []
        self.encoding_choice.offer([(name, name) for name in known], book.encoding)
        self.encoding_choice.setVisible(text)
        self._encoding_label.setVisible(text)
        problems = " ".join(message(problem) for problem in book.problems[:3])
        unsure = doubtful(book)
        if unsure:
            look = _("Look at the names below: if letters are wrong, choose other letters.")
            problems = f"{problems} {look}"
        self.notice.set_notice(problems, "warn" if unsure else "muted")
        self.notice.setVisible(bool(problems))

    def _show_rows(self, table: Table) -> None:
        columns = [
            Column[Row](key=str(at), title=header, text=_Cell(at), width_hint=10)
            for at, header in enumerate(table.header[:_COLUMNS_PEEKED])
        ]
        model = RowTableModel(columns, lambda row: row.number)
        model.set_rows(telling_rows(table, 12))
        self._peek_at(model)

    def _peek_at(self, model: RowTableModel[Any]) -> None:
        while (item := self._peek.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        view = RowTableView(model, _("First rows of the file"))
        view.setSortingEnabled(False)
        model.setParent(view)
        self._peek.addWidget(view)


class _Cell:
    """The text of one column; holds its number."""

    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, row: Row) -> str:
        return row.cells[self._at]
