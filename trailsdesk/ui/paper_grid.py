"""Two lists side by side, keyed without the mouse: what every key does to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trailsdesk.domain.paper import ROWS_A_SHEET, CountCheck, PaperLists, PaperSide, next_misfit
from trailsdesk.domain.paper_cells import PaperTimes, pasted_columns, time_column
from trailsdesk.i18n import _, plural
from trailsdesk.services.paper_desk import ListsSeen, look_over
from trailsdesk.ui import style
from trailsdesk.ui.paper_editor import PaperEditor
from trailsdesk.ui.paper_row_card import PaperRowCard
from trailsdesk.ui.paper_table import PaperTable
from trailsdesk.ui.paper_words import GridRow, count_words, grid_row
from trailsdesk.ui.widgets import Card, ChipButton, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent

    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.paper_desk import PaperDay, SeenRow
    from trailsdesk.ui.paper_hints import Hint

TIME, BIB = PaperSide.TIME, PaperSide.BIB
_NOTHING: Final = ListsSeen(rows=(), count=CountCheck(times=0, bibs=0), saving=0, misfits=0)


class PaperGrid(QWidget):
    """The editor of two lists.

    Args:
        across: one sheet of bib and time, keyed row by row; otherwise two lists, one after the
            other.
        blind: show nothing that a first keying put into the results.
    """

    changed = Signal()
    """The lists are others than before."""
    typing = Signal()
    """A letter more or less in a field; see :attr:`pending`."""
    save_asked = Signal()

    def __init__(
        self, name: str, hints: Sequence[Hint], *, across: bool = False, blind: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.editor = PaperEditor(across=across)
        self.seen = _NOTHING
        self._blind = blind
        self._view: LineView | None = None
        self._day: PaperDay | None = None
        self._showing = False
        self.row_card = PaperRowCard(self.editor, hints, blind=blind)
        self.time, self.bib = self.row_card.time, self.row_card.bib
        self.count = PlainLabel("", "heading", elide=True)
        self.misfits = ChipButton("", "warn", self.next_misfit)
        self.table = PaperTable(name, _("Nothing written yet."), bib_first=across)
        self.foot = FlowRow()
        self._acts: dict[str, Callable[[], object]] = {
            "up": lambda: self.go(self.editor.row - 1),
            "down": lambda: self.go(self.editor.row + 1),
            "first": lambda: self.go(0),
            "last": lambda: self.go(self.editor.lists.length(self.editor.side)),
            "sheet up": lambda: self._leaf(-1),
            "sheet down": lambda: self._leaf(1),
            "insert": self._insert,
            "delete": self._delete,
            "swap up": lambda: self._swap(-1),
            "swap down": lambda: self._swap(1),
            "bibs up": self._bibs_up,
            "bibs down": self._bibs_down,
            "next misfit": self.next_misfit,
            "undo": self.undo,
            "redo": self.redo,
            "escape": self._escape,
            "save": self.save_asked.emit,
        }
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        right = Card(padding=0)
        right.setAccessibleName(self.accessibleName())
        right.body.setSpacing(0)
        edge, air = style.unit(3), style.unit(2)
        heading = QHBoxLayout()
        heading.setContentsMargins(edge, air, edge, air)
        heading.addWidget(self.count, 1)
        heading.addWidget(self.misfits)
        foot = QHBoxLayout()
        foot.setContentsMargins(edge, air, edge, air)
        foot.addWidget(self.foot)
        right.body.addLayout(heading)
        right.body.addWidget(self.table, 1)
        right.body.addLayout(foot)
        across.addWidget(self.row_card, 4)
        across.addWidget(right, 6)

    def _connect(self) -> None:
        for field in (self.time, self.bib):
            field.entered.connect(self._enter)
            field.acted.connect(self._act)
            field.arrived.connect(self._arrive)
            field.left.connect(self.commit)
            field.pasted.connect(self.paste)
            field.textEdited.connect(self.typing)
        self.table.pointed.connect(self._pointed)
        self.table.typed.connect(self._take_letter)

    # -- what it holds --------------------------------------------------------------------------

    @property
    def lists(self) -> PaperLists:
        """Both lists, with what stands in the field now."""
        self.commit()
        return self.editor.lists

    @property
    def pending(self) -> PaperLists:
        """Both lists as they would be with what stands in the fields; nothing is taken yet."""
        editor, lists = self.editor, self.editor.lists
        for field in (self.time, self.bib):
            if not field.isReadOnly():
                lists = lists.typed(field.side, editor.row, field.text())
        return lists

    @property
    def kind(self) -> PaperTimes:
        """What the times of these lists are."""
        return self.editor.lists.kind

    def begin(self, lists: PaperLists) -> None:
        """Show other lists; the cursor goes to the end of them."""
        self.editor.begin(lists)
        self._changed()

    def put(self, lists: PaperLists, *, row: int | None = None) -> bool:
        """Take over an edit from outside, to be taken back like any other; false for none."""
        done = self.editor.put(lists, row=row)
        if done:
            self._changed()
        return done

    def set_kind(self, kind: PaperTimes) -> None:
        """Read the same texts as times of the other kind."""
        self.commit()
        lists = replace(self.editor.lists, kind=kind)
        if lists.is_empty:
            self.editor.lists = lists
            self._show()
        else:
            self.put(lists)

    def set_view(self, view: LineView, day: PaperDay) -> None:
        """The season as it is now."""
        self._view, self._day = view, day
        self.row_card.set_season(view, day)
        self._show_rows()
        self.row_card.show_words()

    def hear(self) -> None:
        """Bring the keys to the field."""
        self.row_card.hear()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.row_card.say(text, tone)

    # -- showing --------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self, *, top: bool = False) -> None:
        """The lists and the cursor as they are now."""
        self._show_rows()
        self._show_cell(top=top)

    def _show_rows(self) -> None:
        view, day = self._view, self._day
        if view is not None and day is not None:
            self.seen = look_over(view, day, self.editor.lists, blind=self._blind)
            rows = [grid_row(each, day) for each in self.seen.rows]
            beyond = range(len(rows) + 1, self.editor.shown_rows + 1)
            self.table.show_rows([*rows, *(GridRow(number=number) for number in beyond)])
        text, tone = count_words(self.seen.count)
        self.count.setText(text)
        self.count.set_tone(tone)
        needing = self.seen.misfits
        self.misfits.set_text(plural("{count} needs a look", "{count} need a look", needing))
        self.misfits.setVisible(needing > 0)

    def _show_cell(self, *, top: bool = False) -> None:
        """The row of the cursor in the fields, the frame in the table; the keys follow."""
        self._showing = True
        if self.table.model_rows.shown_count < self.editor.shown_rows:
            self._show_rows()
        self.row_card.show_row(self._seen_here())
        self.table.point(self.editor.row, self.editor.side, top=top)
        if self.time.hasFocus() or self.bib.hasFocus():
            self.row_card.hear()
        self._showing = False

    def _seen_here(self) -> SeenRow | None:
        rows = self.seen.rows
        return rows[self.editor.row] if self.editor.row < len(rows) else None

    # -- the cursor -----------------------------------------------------------------------------

    def commit(self, *_signal: object) -> bool:
        """Take what stands in the fields into the lists; whether that changed them."""
        return not self._showing and self.put(self.pending)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed counts when the page is left."""
        super().hideEvent(event)
        self.commit()

    def go(self, row: int, *, top: bool = False) -> None:
        """To a row; what was typed counts."""
        self.commit()
        self.editor.go(row)
        self._show_cell(top=top)

    def _leaf(self, sheets: int) -> None:
        """To the first row of the next sheet of paper, or of the one before."""
        sheet = self.editor.row // ROWS_A_SHEET + sheets
        self.go(max(0, sheet) * ROWS_A_SHEET, top=True)

    def next_misfit(self) -> None:
        """To the next row at which something does not fit."""
        self.commit()
        number = next_misfit([each.row for each in self.seen.rows], self.editor.row + 1)
        if number is None:
            self.say(_("Everything written so far fits."), "muted")
        else:
            self.go(number - 1)
        self.hear()

    def _arrive(self, side: PaperSide) -> None:
        """The keys came to a field: by Tab, by the mouse, or because they were sent there."""
        if not self._showing and side is not self.editor.side:
            self.commit()
            self.editor.turn_to(side)
            self._show_cell()

    def _pointed(self, row: int, side: PaperSide | None) -> None:
        self.commit()
        if side is not None:
            self.editor.side = side
        self.editor.go(row)
        self._show_cell()
        self.hear()

    def _take_letter(self, letter: str) -> None:
        field = self.row_card.field
        if field.isEnabled() and not field.isReadOnly():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.setText(letter)

    # -- keys -----------------------------------------------------------------------------------

    def _act(self, what: str) -> None:
        if what.startswith("pick "):
            self.row_card.pick(int(what.removeprefix("pick ")))
            return
        act = self._acts.get(what)
        if act is not None:
            act()

    def _enter(self) -> None:
        field, editor = self.row_card.field, self.editor
        if not field.text().strip() and editor.at_end:
            words = _("Type the time first. An empty one is not taken.")
            if editor.side is BIB:
                words = _("Type the bib first; ? for somebody unknown.")
            self.say(words, "warn")
            return
        self.say("")
        self.commit()
        editor.advance()
        self._show_cell()
        self.hear()

    def _escape(self) -> None:
        """What was typed and not taken yet goes; a second one empties the message."""
        if any(f.text() != self.editor.lists.text(f.side, self.editor.row)
               for f in (self.time, self.bib)):  # fmt: skip
            self._show_cell()
            self.say(_("The cell is as it was."), "muted")
        else:
            self.say("")

    def _edit(self, lists: PaperLists, row: int, words: str, refused: str) -> None:
        if self.put(lists, row=row):
            self.say(words.format(row=self.editor.row + 1))
        else:
            self.say(refused, "muted")

    def _insert(self) -> None:
        self.commit()
        editor = self.editor
        words = _("An empty bib in row {row}; those below have moved down.")
        if editor.side is TIME:
            words = _("An empty time in row {row}; those below have moved down.")
        lists = editor.lists.inserted(editor.side, editor.row)
        self._edit(lists, editor.row, words, _("The list ends here: type what comes next."))

    def _delete(self) -> None:
        field, editor = self.row_card.field, self.editor
        if not field.isReadOnly():
            self.commit()
        words = _("The bib of row {row} is out; those below have moved up.")
        if editor.side is TIME:
            words = _("The time of row {row} is out; those below have moved up.")
        lists = editor.lists.deleted(editor.side, editor.row)
        self._edit(lists, editor.row, words, _("There is no cell here to take out."))

    def _swap(self, step: int) -> None:
        self.commit()
        editor, other = self.editor, self.editor.row + step
        if not 0 <= other < editor.lists.length(editor.side):
            self.say(_("There is nothing to change places with."), "muted")
            return
        words = _("Changed over; this one is in row {row} now.")
        lists = editor.lists.swapped(editor.side, editor.row, other)
        self._edit(lists, other, words, _("Both cells say the same."))

    def _bibs_down(self) -> None:
        self.commit()
        row = self.editor.row
        lists = self.editor.lists.inserted(BIB, row)
        words = _("The bibs have moved down by one; this one is in row {row} now.")
        self._edit(lists, row + 1, words, _("There is no bib from here on."))

    def _bibs_up(self) -> None:
        self.commit()
        row = self.editor.row
        if row == 0 or self.editor.lists.text(BIB, row - 1):
            self.say(_("The row above has a bib. Del takes a bib out and moves the others up."),
                     "warn")  # fmt: skip
            return
        words = _("The bibs have moved up by one; this one is in row {row} now.")
        lists = self.editor.lists.deleted(BIB, row - 1)
        self._edit(lists, row - 1, words, _("There is no bib from here on."))

    def undo(self) -> None:
        """Take the last edit back."""
        self.commit()
        self._stepped(self.editor.undo(), _("Nothing more to take back here."))

    def redo(self) -> None:
        """Do it again."""
        self.commit()
        self._stepped(self.editor.redo(), _("Nothing to do again here."))

    def _stepped(self, done: bool, otherwise: str) -> None:
        self.say("" if done else otherwise, "muted")
        if done:
            self._changed()
            self.hear()

    def paste(self, text: str) -> None:
        """Take many lines at once, from the row of the cursor on; two columns go into both."""
        columns = pasted_columns(text)
        if not columns:
            self.say(_("There is nothing to paste."), "muted")
            return
        self.commit()
        editor, row = self.editor, self.editor.row
        lists = editor.lists
        if any(len(cells) > 1 for cells in columns):
            times = time_column(columns)
            for side, at in ((TIME, times), (BIB, 1 - times)):
                texts = [cells[at] if len(cells) > at else "" for cells in columns]
                lists = lists.pasted(side, row, texts)
        else:
            lists = lists.pasted(editor.side, row, [cells[0] for cells in columns])
        if self.put(lists, row=row + len(columns)):
            lines = plural("{count} line", "{count} lines", len(columns))
            words = _("{lines} pasted from row {row} on. Ctrl+Z takes that back.")
            self.say(words.format(lines=lines, row=row + 1))
