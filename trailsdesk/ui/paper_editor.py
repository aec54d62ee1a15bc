"""Two lists being edited: where the cursor stands, and every edit to be taken back again."""

from __future__ import annotations

from typing import Final

from trailsdesk.domain.paper import ROWS_A_SHEET, PaperLists, PaperSide
from trailsdesk.domain.paper_cells import MOST_ROWS

_MOST_STEPS: Final = 300


class PaperEditor:
    """The lists, the cursor and the steps back; no widget.

    Args:
        across: Enter goes from the bib to its time and on to the next row (one sheet of bib and
            time); otherwise down one list.
    """

    def __init__(self, *, across: bool = False) -> None:
        self.across = across
        self.lists = PaperLists()
        self.side = PaperSide.BIB if across else PaperSide.TIME
        self.row = 0
        self._undo: list[tuple[PaperLists, PaperSide, int]] = []
        self._redo: list[tuple[PaperLists, PaperSide, int]] = []

    # -- edits ----------------------------------------------------------------------------------

    def put(self, lists: PaperLists, *, row: int | None = None) -> bool:
        """Take another state of the lists as an edit; false when it is the same."""
        if lists == self.lists:
            return False
        self._undo.append((self.lists, self.side, self.row))
        del self._undo[:-_MOST_STEPS]
        self._redo.clear()
        self.lists = lists
        if row is not None:
            self.row = row
        return True

    def begin(self, lists: PaperLists) -> None:
        """Other lists altogether: nothing before can be taken back."""
        self.lists = lists
        self._undo.clear()
        self._redo.clear()
        self.side = PaperSide.BIB if self.across else PaperSide.TIME
        self.row = lists.length(self.side)

    def undo(self) -> bool:
        """Take the last edit back."""
        return self._step(self._undo, self._redo)

    def redo(self) -> bool:
        """Do an edit again."""
        return self._step(self._redo, self._undo)

    def _step(
        self,
        source: list[tuple[PaperLists, PaperSide, int]],
        target: list[tuple[PaperLists, PaperSide, int]],
    ) -> bool:
        if not source:
            return False
        target.append((self.lists, self.side, self.row))
        self.lists, self.side, self.row = source.pop()
        return True

    @property
    def keeps_undo(self) -> bool:
        """Whether undo is that of the lists: they hold something, or have a step to go back."""
        return bool(self._undo) or not self.lists.is_empty

    @property
    def keeps_redo(self) -> bool:
        """The same for redo."""
        return bool(self._redo) or not self.lists.is_empty

    # -- the cursor -----------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What stands in the cell of the cursor."""
        return self.lists.text(self.side, self.row)

    @property
    def at_end(self) -> bool:
        """Whether the cursor stands where the list goes on."""
        return self.row >= self.lists.length(self.side)

    @property
    def sheet(self) -> tuple[int, int]:
        """Sheet and row on it, both from 1."""
        sheet, row = divmod(self.row, ROWS_A_SHEET)
        return sheet + 1, row + 1

    @property
    def shown_rows(self) -> int:
        """Rows on the screen: full sheets, so that paper and screen have the same."""
        last = max(self.lists.rows, self.row + 1)
        return min(MOST_ROWS, -(-last // ROWS_A_SHEET) * ROWS_A_SHEET)

    def go(self, row: int) -> None:
        """To a row; never beyond the one after the last."""
        self.row = max(0, min(row, self.lists.rows, MOST_ROWS - 1))

    def turn_to(self, side: PaperSide) -> None:
        """To the other list: the same row, or its end from the end of this one."""
        if side is self.side:
            return
        if self.at_end and not self.across:
            self.row = self.lists.length(side)
        self.side = side

    def advance(self) -> None:
        """Where Enter leads."""
        if self.across and self.side is PaperSide.BIB:
            self.side = PaperSide.TIME
            return
        if self.across:
            self.side = PaperSide.BIB
        self.row = min(self.row + 1, MOST_ROWS - 1)
