"""Bibs: ranges of the races, giving them one by one, by scanner, to everybody, and swapping."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.problems import KnownError, Note, Severity
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import bibs
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_bulk import BulkBar
from trailsdesk.ui.start_field import StartField, enter_table, show_columns, table_key
from trailsdesk.ui.start_lines import FILTERS, Expected, StartPage, bib_columns
from trailsdesk.ui.start_ranges import RangeCard, RangeLines
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, FlowRow, KeyHint, PlainLabel, SegmentBar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.services.bibs import BibPlan
    from trailsdesk.services.start import StartRunner, StartView
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone


class BibsTab(QWidget):
    """Who, then the bib; or a scanner that goes from one to the next."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._page: StartPage | None = None
        self._target: EntryId | None = None
        self._aimed = False
        self._served: set[EntryId] = set()
        self._plan: BibPlan | None = None
        self._asked = 0
        self.ranges = RangeLines(context)
        self.modes = SegmentBar(
            (("type", _("Type")), ("scan", _("Scan"))), _("How bibs are given out")
        )
        self.who = StartField(_("Runner: name or bib"))
        self.bib = StartField(_("New bib"))
        self.target_label = PlainLabel("", "strong", wrap=True)
        self.notes = PlainLabel("", "", wrap=True)
        self.message = SaidLine()
        self.give_button = Button(_("Give"), self.give, key="Enter")
        self.swap_button = Button(_("Swap the two bibs"), self.swap, key="Ctrl Enter")
        self.bulk = BulkBar(may_change=self._may_change)
        self.model: RowTableModel[Expected] = RowTableModel(
            bib_columns(), lambda row: row.runner.entry_id
        )
        self.table = RowTableView(
            self.model,
            _("Runners and their bibs"),
            state_key="start-bibs",
            states=context.settings,
            empty_text=_("Nobody fits what is typed."),
        )
        self.model.setParent(self.table)
        self._build()
        self._connect()
        self._show_target()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(RangeCard(self.ranges))
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_left(), 2)
        across.addLayout(self._build_right(), 3)
        column.addLayout(across, 1)
        for control in (self.who, self.bib, self.give_button, self.swap_button):
            control.setEnabled(self._may_change)

    def _build_left(self) -> QWidget:
        self.left = ScrollCard()
        self.left.setAccessibleName(_("Give a bib"))
        column = self.left.column
        column.addWidget(self.modes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(3))
        grid.setVerticalSpacing(style.unit(1))
        self.who_label = PlainLabel(_("Runner: name or bib"), "secondary")
        self.bib_label = PlainLabel(_("New bib"), "secondary")
        for at, (label, field) in enumerate(
            ((self.who_label, self.who), (self.bib_label, self.bib))
        ):
            label.setBuddy(field)
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        column.addLayout(grid)
        column.addWidget(self.target_label)
        column.addWidget(self.notes)
        column.addWidget(FlowRow((self.give_button, self.swap_button)))
        column.addWidget(self.message)
        column.addStretch(1)
        column.addWidget(KeyHint(("Enter",), _("to the bib, then given and on to the next")))
        column.addWidget(KeyHint(("Ctrl", "X"), _("two chosen in the list: swap their bibs")))
        return self.left

    def _build_right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(style.unit(2))
        self.chips = FilterChips(_("Show"), self.swap_button)
        right.addWidget(self.chips)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        right.addWidget(card, 1)
        right.addWidget(self.bulk)
        return right

    def _connect(self) -> None:
        self.ranges.said.connect(self.say)
        self.modes.changed.connect(self._mode_changed)
        self.who.textChanged.connect(self._typed)
        self.who.entered.connect(lambda _instant: self._pick())
        self.who.stepped.connect(lambda step: enter_table(self.table, step))
        self.who.escaped.connect(self._start_anew)
        self.bib.textChanged.connect(lambda _text: self._show_notes())
        self.bib.entered.connect(lambda _instant: self.give())
        self.bib.confirmed.connect(self.swap)
        self.bib.escaped.connect(self._start_anew)
        self.chips.chosen.connect(self._filter)
        self.table.row_activated.connect(self._activated)
        self.table.selected_ids_changed.connect(self._chosen)
        self.bulk.plan_asked.connect(self.lay_out)
        self.bulk.give_asked.connect(self.give_all)
        self.bulk.dropped.connect(self.drop_plan)
        table_key(self.table, "Ctrl+X", self.swap_chosen)
        table_key(self.table, "Esc", self._start_anew)

    @property
    def main_field(self) -> StartField:
        """Where the keys belong."""
        return self.bib if self.scanning else self.who

    @property
    def scanning(self) -> bool:
        """Whether a scanner gives bibs to one after the other."""
        return self.modes.current == "scan"

    # -- showing --------------------------------------------------------------------------------

    def show_page(self, page: StartPage) -> None:
        """Show the bibs as they are now; what is typed stays."""
        self._page, view = page, page.view
        bare = {row.runner.entry_id for row in page.rows if not row.runner.bib}
        self._served &= bare
        if self._plan is not None and not set(self._plan.bibs) <= bare:
            self._plan = None  # somebody in it has a bib by now
        self._show_rows()
        self.ranges.show_ranges(view.ranges)
        show_columns(self.table, race=len(view.races) > 1)
        runner = self._runner()
        if self.scanning and not self._aimed and (runner is None or runner.bib):
            self._next_bare()
        self._show_target()
        self._show_notes()

    @property
    def _view(self) -> StartView | None:
        return None if self._page is None else self._page.view

    def _show_rows(self) -> None:
        page = self._page
        if page is None:
            return
        fresh: Mapping[EntryId, str] = {} if self._plan is None else self._plan.bibs
        self.model.set_rows(
            dataclasses.replace(row, fresh=fresh[row.runner.entry_id])
            if row.runner.entry_id in fresh
            else row
            for row in page.rows
        )
        show_columns(self.table, fresh=self._plan is not None)
        self._show_chips(page)
        self.bulk.show_plan(page.view, page.counts["bare"], self._plan)

    def _show_chips(self, page: StartPage) -> None:
        bare, odd = page.counts["bare"], page.counts["odd"]
        chips: list[tuple[str, str, Tone]] = [
            ("bare", _("{count} without bib").format(count=bare), "warn" if bare else "muted"),
            ("all", _("All {count}").format(count=len(page.rows)), "good"),
        ]
        if odd:
            chips.append(("odd", _("{count} to look at").format(count=odd), "warn"))
        self.chips.set_chips(chips)
        self._filter(self.chips.current)

    def _filter(self, key: str) -> None:
        """While a name is typed the whole list is looked through, whatever chip is chosen."""
        typed = bool(self.who.text().strip())
        self.model.set_predicate(None if typed else FILTERS.get(key))

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- one by one -----------------------------------------------------------------------------

    def _runner(self) -> StartRunner | None:
        row = None if self._target is None else self.model.row_of(self._target)
        return None if row is None else row.runner

    def _typed(self, text: str) -> None:
        self._target = None
        self.say("")
        self._filter(self.chips.current)
        self.model.set_filter_text(text.strip().lstrip("#"))
        self._show_target()

    def _pick(self) -> None:
        """Enter in the first field: whoever is meant, and on to the bib."""
        view, text = self._view, self.who.text().strip().lstrip("#")
        if view is None or not self._may_change:
            return
        found = [each for each in view.find(text) if not each.withdrawn] if text else []
        if len(found) == 1 and self.model.row_of(found[0].entry_id) is not None:
            self._aim(found[0].entry_id)
        elif text and self.model.shown_count == 1:
            self._aim(self.model.row_at(0).runner.entry_id)
        elif not text:
            self._next_bare()
            if self._target is None:
                self.say(_("Everybody has a bib. Type a name or bib to change one."), "muted")
            else:
                self.bib.hear()
        else:
            words = _("{count} fit “{text}”: type on, or choose in the list with ↓ and Enter.")
            if not self.model.shown_count:
                words = _("Nobody in this list fits “{text}”.")
                self.who.hear()
            self.say(words.format(count=self.model.shown_count, text=text), "warn")

    def _aim(self, entry_id: EntryId) -> None:
        """This runner gets the bib; the next free one stands ready."""
        self._target, self._aimed = entry_id, True
        runner = self._runner()
        if runner is None:
            return
        if not self.scanning:
            self.bib.setText(bibs.next_free_bib(self._context.season, runner.race_id))
        else:
            self.bib.clear()
        self._show_target()
        self.bib.hear()

    def _next_bare(self, after: EntryId | None = None) -> None:
        """The next runner in the list who has no bib, after the one just served and round."""
        self._aimed = False
        rows = [row.runner for row in self.model.shown_rows()]
        at = next((at for at, each in enumerate(rows) if each.entry_id == after), -1)
        bare = [
            each.entry_id
            for each in (*rows[at + 1 :], *rows[: at + 1])
            if not each.bib and each.entry_id not in self._served
        ]
        self._target = bare[0] if bare else None
        if self._target is not None and not self.scanning:
            self._aim(self._target)
        self._show_target()

    def _show_target(self) -> None:
        runner = self._runner()
        words = _("Type a name, or Enter for the first without a bib.")
        if self.scanning:
            words = _("Everybody has a bib.")
        if runner is not None:
            has = _("has {bib}").format(bib=runner.bib) if runner.bib else _("has no bib yet")
            pieces = (runner.name, runner.race_label, runner.category_label, has)
            words = " · ".join(filter(None, pieces))
            if self.scanning:
                words = _("The next scan goes to: {runner}").format(runner=words)
        self.target_label.setText(words)
        self.target_label.set_tone(None if runner is not None else "muted")
        self.bib.setEnabled(self._may_change and (self.scanning or runner is not None))
        self._show_notes()

    def _holder(self, bib: str) -> StartRunner | None:
        """Who else wears the bib typed; None when nobody does or several do."""
        view = self._view
        found = [] if view is None else [each for each in view.find(bib) if not each.withdrawn]
        others = [each for each in found if each.entry_id != self._target]
        return others[0] if len(others) == 1 else None

    def _show_notes(self) -> None:
        """What is odd about the bib typed, beside it."""
        runner, bib = self._runner(), self.bib.text().strip()
        entry = None if runner is None else self._context.season.data.entries.get(runner.entry_id)
        found: tuple[tuple[Severity, Note], ...] = ()
        if entry is not None and bib and bib != entry.bib:
            wanted = dataclasses.replace(entry, bib=bib)
            found = bibs.bib_notes(self._context.season, wanted)
        self.notes.setText(" ".join(message(note) for _severity, note in found))
        bad = any(severity is Severity.ERROR for severity, _note in found)
        self.notes.set_tone("bad" if bad else "warn")
        self.notes.setVisible(bool(found))
        self.bib.mark(bad)
        ready = self._may_change and runner is not None
        self.give_button.setEnabled(ready and bool(bib))
        self.swap_button.setEnabled(ready and bool(bib) and self._holder(bib) is not None)
        self.swap_button.setToolTip(
            "" if self.swap_button.isEnabled() else _("For a bib that somebody else wears.")
        )

    def give(self) -> None:
        """Give the bib typed; a scan of one that is worn waits for another."""
        runner, bib, season = self._runner(), self.bib.text().strip(), self._context.season
        if runner is None or not self._may_change:
            self.say(_("Choose the runner first."), "muted")
            return
        if not bib:
            self.say(_("Type or scan the bib."), "muted")
            return
        if self.scanning and self._holder(bib) is not None:
            words = _("{bib} was scanned already. Scan another; Ctrl+Enter swaps the two bibs.")
            self.say(words.format(bib=bib), "warn")
            self.bib.hear()
            return

        def done(others: tuple[str, ...]) -> None:
            words = _("{name} has bib {bib}. Ctrl+Z takes it back.")
            if others:
                words = _("{name} has bib {bib}, and so has {others}. Ctrl+Z takes it back.")
            text = words.format(name=runner.name, bib=bib, others=", ".join(others))
            self.say(text, "warn" if others else "good")

        def failed(error: KnownError) -> None:
            self._served.discard(runner.entry_id)
            self.say(message(error), "bad")

        # The file has it in a moment; the next scan must not go to the same runner meanwhile.
        self._served.add(runner.entry_id)
        self._go_on(runner.entry_id)
        self._context.change(
            lambda: bibs.give_bib(season, runner.entry_id, bib), _("Give a bib"), done, failed
        )

    def _go_on(self, after: EntryId | None = None) -> None:
        """After one, the next: a scanner's is chosen already."""
        self._target, self._aimed = None, False
        self.bib.clear()
        if self.scanning:
            self._next_bare(after)
            self.bib.hear()
        else:
            self.who.clear()
            self.who.hear()
        self._show_target()

    def _start_anew(self) -> None:
        self._target = None
        self.bib.clear()
        self.who.clear()
        self.say("")
        if self.scanning:
            self._next_bare()
        self.main_field.hear()
        self._show_target()

    def swap(self) -> None:
        """The runner chosen and whoever wears the bib typed exchange their bibs."""
        runner = self._runner()
        holder = self._holder(self.bib.text().strip())
        if runner is not None and holder is not None and self._may_change:
            self._go_on()
            self._swap(runner, holder)

    def swap_chosen(self) -> None:
        """Two runners chosen in the list exchange their bibs."""
        rows = self.table.selected_rows()
        if len(rows) != 2:
            self.say(_("Choose two runners in the list (Shift or Ctrl) to swap their bibs."),
                     "muted")  # fmt: skip
        elif self._may_change:
            self._swap(rows[0].runner, rows[1].runner)

    def _swap(self, first: StartRunner, second: StartRunner) -> None:
        season = self._context.season

        def done(_none: None) -> None:
            words = _("{first} and {second} have exchanged their bibs. Ctrl+Z takes it back.")
            self.say(words.format(first=first.name, second=second.name))

        self._context.change(
            lambda: bibs.swap_bibs(season, first.entry_id, second.entry_id), _("Swap bibs"), done
        )

    def _mode_changed(self, _key: str) -> None:
        scanning = self.scanning
        for widget in (self.who, self.who_label):
            widget.setVisible(not scanning)
        self.bib_label.setText(_("Scan the bib") if scanning else _("New bib"))
        self._start_anew()

    # -- the list -------------------------------------------------------------------------------

    def _activated(self, row_id: Hashable) -> None:
        row = self.model.row_of(row_id)
        if row is not None and self._may_change:
            self._aim(row.runner.entry_id)

    def _chosen(self, ids: tuple[Hashable, ...]) -> None:
        if len(ids) == 2 and self.table.hasFocus():
            self.say(_("Ctrl+X swaps the bibs of these two."), "muted")

    # -- everybody ------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Show which free bib everybody without one would get."""
        view, season = self._view, self._context.season
        if view is None:
            return
        races, order = view.races, self.bulk.order

        def came(plan: BibPlan) -> None:
            self._plan = plan
            self.chips.choose("bare")
            self._show_rows()
            self.bulk.hear()

        self._context.compute(lambda: bibs.plan_bibs(season, races, order), came)

    def drop_plan(self) -> None:
        """Forget the bibs laid out; nobody got one."""
        self._plan = None
        self._show_rows()
        self.bulk.hear()

    def give_all(self) -> None:
        """Give the bibs laid out, as one act."""
        plan, season = self._plan, self._context.season
        if plan is None or not self._may_change:
            return

        def done(count: int) -> None:
            words = plural("{count} bib given out.", "{count} bibs given out.", count)
            self.say(words + " " + _("Ctrl+Z takes all of them back."))

        self._plan = None
        self._context.change(lambda: bibs.give_bibs(season, plan), _("Give bibs"), done)
        self.main_field.hear()
