"""Times in one list, bibs in the other: checked against each other, then saved as one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trailsdesk.domain.event import EventId, RaceId
from trailsdesk.domain.paper import PaperLists, PaperSide, TimeCell, next_misfit
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.paper_desk import (
    SavedLists,
    lines_of_file,
    save_lists,
    times_without_bib,
)
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.paper_grid import PaperGrid
from trailsdesk.ui.paper_words import count_words, taken_text
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.widgets import Button, Notice, PrimaryButton

if TYPE_CHECKING:
    from pathlib import Path

    from trailsdesk.domain.paper_cells import PaperTimes
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.domain.timing import BatchId
    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.paper_desk import PaperDay
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.paper_hints import Hint
    from trailsdesk.ui.paper_keeper import DraftKeeper

Scope = tuple[EventId, RaceId | None]


class TwoListsPage(QWidget):
    """The segment "Two lists". Nothing is in the season's file before "Save"."""

    count_changed = Signal(int)
    """Rows that wait to be saved."""

    def __init__(self, context: PanelContext, keeper: DraftKeeper) -> None:
        super().__init__()
        self._context = context
        self._keeper = keeper
        self._scope: Scope | None = None
        self._view: LineView | None = None
        self._day: PaperDay | None = None
        self._asked: PaperLists | None = None
        self._saving: tuple[Scope, PaperLists] | None = None
        self._last: tuple[PaperLists, BatchId] | None = None
        self._may_change = True
        self.grid = PaperGrid(_("Two lists"), _hints())
        self.setFocusProxy(self.grid.time)
        self.taken_back = Notice("", "warn", (_("Bring the lists back"), self.bring_back))
        self.taken_back.hide()
        self.waiting = Button(_("Take waiting times"), self.take_waiting)
        self.file_button = Button(_("From a file…"), self.ask_file)
        self.print_button = Button(_("Print a grid"), self.print_grid)
        self.save_button = PrimaryButton("", self.save, key="Ctrl Enter")
        for button in (self.waiting, self.file_button, self.print_button, self.save_button):
            self.grid.foot.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        column.addWidget(self.taken_back)
        column.addWidget(self.grid, 1)
        self.grid.changed.connect(self._changed)
        self.grid.typing.connect(lambda: self._keep(self.grid.pending))
        self.grid.save_asked.connect(self.save)
        self._show_buttons()

    # -- showing --------------------------------------------------------------------------------

    def set_view(self, view: LineView, day: PaperDay) -> None:
        """The season as it is now; another race has lists of its own."""
        scope = (view.event_id, view.race_id)
        if scope != self._scope:
            self.grid.commit()
            self._scope = scope
            self._asked = self._last = None
            self.grid.set_view(view, day)
            kept = self._keeper.lists(self._name(scope))
            self.grid.begin(kept)
            if not kept.is_empty:
                self.grid.say(_("Typed before and not saved yet: here it is again."))
        self._view, self._day = view, day
        self.grid.set_view(view, day)
        self._show_taken_back()
        self._show_buttons()

    def set_may_change(self, may: bool) -> None:
        """Whether the file takes anything."""
        self._may_change = may
        self.grid.row_card.set_enabled(may)
        self._show_buttons()

    def set_kind(self, kind: PaperTimes) -> None:
        """What the times on the sheet are."""
        self.grid.set_kind(kind)

    def hear(self) -> None:
        """Bring the keys to the field."""
        self.grid.hear()

    def _name(self, scope: Scope) -> str:
        return self._keeper.name("lists", *scope)

    def _changed(self) -> None:
        self._keep(self.grid.editor.lists)
        self._show_buttons()
        self.count_changed.emit(self.grid.editor.lists.rows)

    def _keep(self, lists: PaperLists) -> None:
        """On the disk as well, with what is on its way into the file."""
        if self._scope is not None:
            if self._saving is not None and self._saving[0] == self._scope:
                lists = self._saving[1].joined(lists)
            self._keeper.keep(self._name(self._scope), lists)

    def _show_buttons(self) -> None:
        saving = self.grid.seen.saving
        words = plural("Save {count} line", "Save {count} lines", saving)
        self.save_button.setText(words if saving else _("Save"))
        self.save_button.setAccessibleName(self.save_button.text())
        self.save_button.setEnabled(self._may_change and saving > 0)
        here = {cell.read_id for cell in self.grid.editor.lists.times if cell.read_id is not None}
        blanks = () if self._view is None else self._view.blanks
        count = sum(row.read_id not in here for row in blanks)
        words = plural("Take {count} waiting time", "Take {count} waiting times", count)
        self.waiting.setText(words if count else _("No time waits"))
        self.waiting.setToolTip(_("Times keyed at the line that have no bib yet"))
        self.waiting.setEnabled(self._may_change and count > 0)
        self.file_button.setEnabled(self._may_change)

    def _show_taken_back(self) -> None:
        """Say when the last save was undone: what was typed is not lost by that."""
        back = False
        if self._last is not None:
            lists, batch_id = self._last
            batch = self._context.season.data.batches.get(batch_id)
            back = batch is not None and batch.retracted
            words = plural(
                "The save of {count} line was taken back.",
                "The save of {count} lines was taken back.",
                lists.rows,
            )
            self.taken_back.set_notice(words)
        self.taken_back.setVisible(back)

    # -- getting lists --------------------------------------------------------------------------

    def bring_back(self) -> None:
        """The lists of a save that was undone, to be mended and saved again."""
        if self._last is not None:
            lists = self._last[0]
            self._last = None
            self.taken_back.hide()
            self.grid.begin(lists.joined(self.grid.lists))
        self.hear()

    def take_waiting(self) -> None:
        """The times without a bib of this race into the list of times, in their order."""
        season, scope = self._context.season, self._scope
        if scope is None:
            return
        event_id, race_id = scope
        self._context.compute(
            lambda: times_without_bib(season, event_id, race_id), self._take, owner=self
        )

    def _take(self, cells: tuple[TimeCell, ...]) -> None:
        day, lists = self._day, self.grid.lists
        if day is None:
            return
        worded = [replace(c, text=taken_text(c, lists.kind, day)) for c in cells]
        made = lists.taken(cell for cell in worded if cell.text)
        fresh = len(made.times) - len(lists.times)
        self.grid.editor.side = PaperSide.BIB
        if self.grid.put(made, row=len(lists.bibs)):
            words = plural(
                "{count} time taken from the line. Now its bib.",
                "{count} times taken from the line. Now their bibs, from the first on.",
                fresh,
            )
            self.grid.say(words)
        self.hear()

    def ask_file(self) -> None:
        """Ask for a file with one time or bib to a line, or both."""
        folder = self._context.settings.get(LAST_FOLDER)
        filters = (_("All files (*)"),)
        ask_file(self, _("A file of times or bibs"), folder, filters, self.read_file)

    def read_file(self, path: Path) -> None:
        """Its lines into the list of the cursor, from there on."""
        self._context.settings.set(LAST_FOLDER, str(path.parent))
        self._context.compute(lambda: lines_of_file(path), self._paste, self._unread, owner=self)

    def _unread(self, error: KnownError) -> None:
        self.grid.say(message(error), "bad")

    def _paste(self, text: str) -> None:
        self.grid.paste(text)
        self.hear()

    def print_grid(self) -> None:
        """The sheet to write on at the line."""
        panel = self._context.show_panel("sheets")
        show = getattr(panel, "finish_grid", None)
        if callable(show):
            show()

    # -- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Save every row with a time; where something does not fit, only when asked twice."""
        lists, seen = self.grid.lists, self.grid.seen
        if self._scope is None or self._saving is not None or not self._may_change:
            return
        if not seen.saving:
            self.grid.say(_("No row has a time that can be saved yet."), "warn")
            return
        if not (seen.count.fits and not seen.misfits) and self._asked != lists:
            self._ask(lists)
            return
        season, actor, scope = self._context.season, self._context.actor(), self._scope
        self._asked, self._saving = None, (scope, lists)
        self.grid.begin(PaperLists(kind=lists.kind))
        # Not ``context.change``: the lists must come back after a fault of the program as well.
        self._context.jobs.write(
            lambda: save_lists(season, *scope, lists, actor),
            self._saved,
            self._refused,
            title=_("Save two lists"),
            owner=self,
            always=lambda: self._over(lists),
        )

    def _ask(self, lists: PaperLists) -> None:
        """Show the first row that does not fit, and say that the same key saves all the same."""
        seen = self.grid.seen
        number = next_misfit([each.row for each in seen.rows])
        if number is not None:
            self.grid.go(number - 1)
        self._asked = lists
        words = count_words(seen.count)[0]
        if number is not None:
            words += " · " + _("row {row} needs a look").format(row=number)
        again = plural(
            "Ctrl+Enter again saves {count} line as it stands.",
            "Ctrl+Enter again saves {count} lines as they stand.",
            seen.saving,
        )
        self.grid.say(f"{words}. {again}", "warn")
        self.hear()

    def _saved(self, saved: SavedLists) -> None:
        if self._saving is not None and saved.batch_id is not None:
            self._last = (self._saving[1], saved.batch_id)
        self._over(saved.left)
        words = plural(
            "Saved {count} line. Ctrl+Z takes it back.",
            "Saved {count} lines as one change. Ctrl+Z takes them back.",
            saved.lines + saved.filled,
        )
        if not saved.left.is_empty:
            words += " " + plural(
                "{count} row could not be saved and stays here.",
                "{count} rows could not be saved and stay here.",
                saved.left.rows,
            )
        self.grid.say(words, "good" if saved.left.is_empty else "warn")

    def _refused(self, error: KnownError) -> None:
        if self._saving is not None:
            self._over(self._saving[1])
        self.grid.say(message(error), "bad")

    def _over(self, left: PaperLists) -> None:
        """The save has ended, once: what is left stands above what was typed meanwhile."""
        if self._saving is None:
            return
        (scope, _lists), self._saving = self._saving, None
        if scope == self._scope:
            self.grid.begin(left.joined(self.grid.lists))
        else:
            name = self._name(scope)
            self._keeper.keep(name, left)


def _hints() -> tuple[Hint, ...]:
    return (
        (("Enter", "Tab"), _("next row, the other list")),
        (("Ins", "Del"), _("empty cell here, cell out: the list shifts")),
        (("Alt+↑", "Alt+↓"), _("the bibs from here up or down by one")),
        (("Ctrl+↑", "Ctrl+↓"), _("change over with the row above, below")),
        (("Ctrl+V", "Ctrl+Z"), _("paste many lines, take an edit back")),
        (("F4", "PgUp", "PgDn"), _("to what does not fit, sheet by sheet")),
    )
