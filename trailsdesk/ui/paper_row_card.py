"""The row of two lists that is being keyed: its fields, what they are read as, whose bib it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.paper import PaperSide
from trailsdesk.domain.paper_cells import written_bib
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import suggest_for
from trailsdesk.ui import style
from trailsdesk.ui.paper_field import CellField
from trailsdesk.ui.paper_hints import KeyHints
from trailsdesk.ui.paper_words import read_back, remark_words
from trailsdesk.ui.runner_card import CardWords, RunnerCard, runner_words, unknown_words
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.paper_desk import PaperDay, SeenRow
    from trailsdesk.ui.paper_editor import PaperEditor
    from trailsdesk.ui.paper_hints import Hint


class PaperRowCard(Card):
    """Fields of a time and a bib over what they mean.

    Args:
        blind: show nothing of the results: a second person must not see the first keying.
        hints: keys and what they do.
    """

    def __init__(self, editor: PaperEditor, hints: Sequence[Hint], *, blind: bool) -> None:
        super().__init__(padding=4)
        self.setAccessibleName(_("The row"))
        self._editor = editor
        self._blind = blind
        self._view: LineView | None = None
        self._day: PaperDay | None = None
        self._seen: SeenRow | None = None
        self.time = CellField(_("Time"), PaperSide.TIME, editor)
        self.bib = CellField(_("Bib"), PaperSide.BIB, editor)
        self.place = PlainLabel("", "secondary", elide=True)
        self.read_back = PlainLabel("", "figure")
        self.advice = PlainLabel("", "secondary", wrap=True)
        self.runner = RunnerCard()
        self.message = SaidLine()
        self.body.addWidget(self.place)
        self.body.addLayout(self._fields())
        for widget in (self.read_back, self.advice, self.runner, self.message):
            self.body.addWidget(widget)
        self.body.addWidget(KeyHints(hints), 1)
        for field in (self.time, self.bib):
            field.textChanged.connect(self.show_words)
        self.runner.picked.connect(self.pick)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(3))
        grid.setVerticalSpacing(style.unit(1))
        pair = [self.bib, self.time] if self._editor.across else [self.time, self.bib]
        for column, field in enumerate(pair):
            label = PlainLabel(field.accessibleName(), "secondary")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 3 if field is self.time else 2)
        return grid

    # -- fields ---------------------------------------------------------------------------------

    @property
    def field(self) -> CellField:
        """The field the keys belong to."""
        return self.time if self._editor.side is PaperSide.TIME else self.bib

    def hear(self) -> None:
        """Bring the keys to the field; what stands in it gives way to the next letter."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def pick(self, number: int) -> None:
        """Take a suggestion for an unknown bib."""
        words = self.runner.words
        if words is not None and 1 <= number <= len(words.picks):
            self.bib.setText(words.picks[number - 1][0])
        self.bib.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_enabled(self, enabled: bool) -> None:
        """Whether anything may be typed."""
        for field in (self.time, self.bib):
            field.setEnabled(enabled)

    # -- showing --------------------------------------------------------------------------------

    def set_season(self, view: LineView | None, day: PaperDay | None) -> None:
        """What is known of runners and of the gun."""
        self._view, self._day = view, day

    def show_row(self, seen: SeenRow | None) -> None:
        """Show the row of the cursor in both fields."""
        editor = self._editor
        self._seen = seen
        self.time.setReadOnly(editor.lists.time(editor.row).read_id is not None)
        for field in (self.time, self.bib):
            text = editor.lists.text(field.side, editor.row)
            if field.text() != text:
                field.setText(text)
        sheet, line = editor.sheet
        where = _("Row {row} · sheet {sheet}, row {line}")
        where = where.format(row=editor.row + 1, sheet=sheet, line=line)
        self.place.setText(where)
        for field in (self.time, self.bib):
            field.setAccessibleDescription(where)
        self.show_words()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    def show_words(self, *_signal: object) -> None:
        """What the fields say right now, before it counts."""
        back = read_back(self.time.text(), self._editor.lists.kind, self._day)
        text, advice, tone = back.text, back.advice, back.tone
        if self.time.isReadOnly():
            text, tone = f"= {self.time.text()}", None
            advice = _("Taken at the line. Del takes it out of this list; it stays at the line.")
        self.read_back.setText(text)
        self.read_back.set_tone(tone)
        self.advice.setText(advice)
        self.advice.set_tone("warn" if tone == "warn" else "muted")
        self.runner.show_words(self._runner_words())

    def _runner_words(self) -> CardWords:
        view, typed = self._view, self.bib.text()
        bib = written_bib(typed)
        if view is None or not typed.strip():
            return self._resting_words()
        if not bib:
            words = _("The time is kept; its bib can be given later.")
            return CardWords(title=_("Somebody unknown"), detail=words, tone="warn")
        found = view.find(bib)
        if len(found) != 1:
            return unknown_words(view, bib, suggest_for(view, bib))
        if self._blind:
            detail = (found[0].category_label, found[0].race_label, found[0].club)
            return CardWords(title=found[0].name, detail=" · ".join(filter(None, detail)))
        # Without places: they say nothing before all of the list is in.
        shown = runner_words(view, found[0], Instant(found[0].gun_ms or 0))
        return replace(shown, figures=())

    def _resting_words(self) -> CardWords:
        seen = self._seen
        if seen is not None and seen.row.needs_look:
            words = [remark_words(each, seen) for each in seen.row.remarks if each.needs_look]
            title = _("Row {row}").format(row=seen.row.number)
            return CardWords(title=title, detail=" · ".join(words), tone="warn")
        advice = _("The times from top to bottom, Enter after each. Then Tab: the bibs.")
        if self._editor.across:
            advice = _("The bib, Enter, its time, Enter. ? for a bib nobody can read.")
        elif self._editor.side is PaperSide.BIB:
            advice = _("The bibs from top to bottom, Enter after each. ? for somebody unknown.")
        return CardWords(title=_("Ready"), detail=advice, tone="muted")
