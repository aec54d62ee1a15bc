"""Check-in: bib or name and Enter; an adult's name and the gear in the same line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.domain.bibs import suggest_known
from trailsdesk.domain.chrono import format_clock
from trailsdesk.i18n import _, message
from trailsdesk.services import check_in as desk
from trailsdesk.services.start import StartLine
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.runner_card import CardWords, RunnerCard
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_field import StartField, enter_table, show_columns, table_key
from trailsdesk.ui.start_lines import (
    FILTERS,
    Expected,
    StartPage,
    check_in_columns,
    runner_card,
    withdrawn_card,
)
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, KeyHint, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from trailsdesk.domain.entry import CheckIn, EntryId
    from trailsdesk.services.start import StartRunner, StartView
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Whom what is typed means: one runner, or in words why nobody."""

    line: StartLine | None = None
    words: CardWords | None = None


class CheckInTab(QWidget):
    """The box, the card and everybody expected with who is here."""

    said = Signal(str, str)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._view: StartView | None = None
        self._rows: Mapping[EntryId, Expected] = {}
        self._held: EntryId | None = None
        self._last: EntryId | None = None
        self.box = StartField(_("Bib or name"), plus=True)
        self.adult = StartField(_("Supervising adult"), large=False)
        self.gear = QCheckBox(_("Gear seen"))
        self.card = RunnerCard()
        self.message = SaidLine()
        self.model: RowTableModel[Expected] = RowTableModel(
            check_in_columns(), lambda row: row.runner.entry_id
        )
        self.table = RowTableView(
            self.model,
            _("Everybody expected"),
            state_key="check-in",
            states=context.settings,
            empty_text=_("Nobody fits what is typed."),
        )
        self.model.setParent(self.table)
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self.left = ScrollCard()
        self.left.setAccessibleName(_("Check-in"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.unit(3))
        grid.setVerticalSpacing(style.unit(1))
        self.adult_label = PlainLabel(_("Supervising adult"), "secondary")
        self.adult_label.setBuddy(self.adult)
        label = PlainLabel(_("Bib or name"), "secondary")
        label.setBuddy(self.box)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.box, 1, 0)
        grid.addWidget(self.adult_label, 0, 1)
        grid.addWidget(self.adult, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setAlignment(self.adult, Qt.AlignmentFlag.AlignVCenter)
        column = self.left.column
        column.addLayout(grid)
        column.addWidget(self.gear)
        column.addSpacing(style.unit(1))
        column.addWidget(self.card)
        column.addWidget(self.message)
        column.addStretch(1)
        for keys, words in (
            (("Enter",), _("is here")),
            (("↑", "↓"), _("choose in the list")),
            (("Del",), _("in the list: not here after all")),
        ):
            column.addWidget(KeyHint(keys, words))
        self.gear_hint = KeyHint(("+",), _("gear seen, or not"))
        column.addWidget(self.gear_hint)
        right = QVBoxLayout()
        right.setSpacing(style.unit(2))
        self.chips = FilterChips(_("Show"), self.gear)
        right.addWidget(self.chips)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        card.body.addWidget(self.table)
        right.addWidget(card, 1)
        across.addWidget(self.left, 2)
        across.addLayout(right, 3)
        for control in (self.box, self.adult, self.gear):
            control.setEnabled(self._may_change)

    def _connect(self) -> None:
        self.box.textChanged.connect(self._typed)
        self.box.entered.connect(lambda _instant: self._enter())
        self.box.stepped.connect(lambda step: enter_table(self.table, step))
        self.box.ticked.connect(self.gear.toggle)
        self.box.escaped.connect(self._let_go)
        self.adult.entered.connect(lambda _instant: self._enter())
        self.adult.escaped.connect(self._let_go)
        self.chips.chosen.connect(lambda key: self.model.set_predicate(FILTERS.get(key)))
        self.table.row_activated.connect(self._activated)
        self.table.current_id_changed.connect(self._pointed)
        table_key(self.table, "Del", self.take_back)
        table_key(self.table, "Esc", self._let_go)

    @property
    def main_field(self) -> StartField:
        """Where the keys belong."""
        return self.box

    # -- showing --------------------------------------------------------------------------------

    def show_page(self, page: StartPage) -> None:
        """Show the start as it is now; what is typed stays."""
        view = self._view = page.view
        self._rows = page.by_id
        self.model.set_rows(page.rows)
        show_columns(self.table, race=len(view.races) > 1, wave=page.with_waves)
        for widget in (self.adult, self.adult_label):
            widget.setVisible(view.asks_adults)
        for part in (self.gear, self.gear_hint):
            part.setVisible(view.gear_check)
        self._show_chips(page)
        self._show_target()

    def _show_chips(self, page: StartPage) -> None:
        words: tuple[tuple[str, str, Tone], ...] = (
            ("missing", _("{count} not here yet"), "warn"),
            ("here", _("{count} here"), "good"),
            ("gear", _("{count} gear open"), "warn"),
            ("adult", _("{count} with an adult"), "warn"),
            ("owes", _("{count} owe"), "warn"),
            ("bare", _("{count} without bib"), "warn"),
            ("unsigned", _("{count} without waiver"), "warn"),
        )
        chips: list[tuple[str, str, Tone]] = [
            ("all", _("All {count}").format(count=len(page.rows)), "good")
        ]
        for key, text, tone in words:
            count = page.counts[key]
            if count or key == "missing":
                chips.append((key, text.format(count=count), tone if count else "muted"))
        self.chips.set_chips(chips)
        self.model.set_predicate(FILTERS.get(self.chips.current))

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- whom it means --------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._held = None
        self.say("")
        self.model.set_filter_text(text.strip().lstrip("#"))
        if text.strip() and self.table.selected_ids():
            self.table.clearSelection()
        self._show_target()

    def _target(self) -> _Target:
        """The runner a bib or a name typed means, or the one held for the adult's name."""
        view, text = self._view, self.box.text().strip().lstrip("#")
        if view is None:
            return _Target()
        if self._held is not None:
            return _Target(line=self._line_of(self._held))
        found = view.find(text)
        if len(found) == 1:
            runner = found[0]
            if runner.withdrawn:
                return _Target(words=withdrawn_card(runner))
            return _Target(line=self._line_of(runner.entry_id, runner))
        if found:
            names = " · ".join(f"{each.name} ({each.race_label})" for each in found)
            title = _("Bib {bib} is worn twice").format(bib=text)
            remark = _("Choose in the list with ↓.")
            return _Target(words=CardWords(title=title, detail=names, remark=remark, tone="warn"))
        if not text:
            return _Target(words=self._resting())
        if self.model.shown_count == 1:
            return _Target(line=self.model.row_at(0).line)
        return _Target(words=self._several(view, text))

    def _line_of(self, entry_id: EntryId, runner: StartRunner | None = None) -> StartLine | None:
        """A runner as in the list; one of another race is looked up by what the bib told."""
        line = _row_line(self._rows.get(entry_id))
        if line is None and runner is not None:
            here = self._context.season.data.check_ins.get(entry_id)
            line = StartLine(runner=runner, here=here)
        return line

    def _resting(self) -> CardWords:
        line = None if self._last is None else _row_line(self._rows.get(self._last))
        if line is not None and self._view is not None:
            return runner_card(self._view, line)
        return CardWords(
            title=_("Ready"),
            detail=_("Type the bib or a part of the name. Enter says that the runner is here."),
            tone="muted",
        )

    def _several(self, view: StartView, text: str) -> CardWords:
        count = self.model.shown_count
        if count:
            title = _("{count} fit “{text}”").format(count=count, text=text)
            detail = _("Type on, or choose in the list with ↓ and Enter.")
            return CardWords(title=title, detail=detail, tone="muted")
        known = {key: same[0].bib for key, same in view.runners.items()}
        near = suggest_known(text, known) if any(map(str.isdigit, text)) else ()
        remark = _("Bibs that look like it: {bibs}").format(bibs=", ".join(near)) if near else ""
        detail = _("No bib or name has “{text}” in it. Esc empties the field.").format(text=text)
        return CardWords(title=_("Nobody here fits"), detail=detail, remark=remark, tone="bad")

    def _show_target(self) -> None:
        view, target = self._view, self._target()
        if view is None:
            return
        line = target.line
        self.card.show_words(
            runner_card(view, line) if line is not None else target.words or self._resting()
        )
        asked = line is not None and line.runner.adult is not None
        self.adult.setEnabled(self._may_change and asked)
        if asked and line is not None and line.here is not None and not self.adult.text():
            self.adult.setText(line.here.adult)
        elif not asked:
            self.adult.clear()
        words = "" if asked else _("only for the youngest")
        self.adult.setPlaceholderText(words)

    # -- acting ---------------------------------------------------------------------------------

    def _enter(self) -> None:
        view, target = self._view, self._target()
        if view is None or not self._may_change:
            return
        if target.line is not None:
            self._check_in(target.line)
        elif not self.box.text().strip():
            self.say(_("Type a bib or a name first."), "muted")
        elif target.words is not None:
            self.say(target.words.remark or target.words.detail, "warn")
            if not self.model.shown_count:
                self.box.hear()  # the next scan replaces it

    def _check_in(self, line: StartLine) -> None:
        runner, season = line.runner, self._context.season
        adult, gear, actor = (
            self.adult.text().strip(),
            self.gear.isChecked(),
            self._context.actor(),
        )
        known = line.here.adult if line.here is not None else ""
        if runner.adult is not None and not (adult or known):
            self._ask_adult(line)
            return
        nothing_new = line.here is not None and (adult or known) == known
        if nothing_new and not (line.gear_open and gear):
            since = format_clock(line.here.at_ms, self._zone(), seconds=False) if line.here else ""
            self._forget(runner.entry_id)
            self.say(_("{who} is here already, since {time}.").format(
                who=_who(runner), time=since), "muted")  # fmt: skip
            return

        def done(made: CheckIn) -> None:
            asked = self._context.season.rules.start.gear_check
            self.say(_done_words(line, made, asked), "warn" if line.unsigned else "good")

        self._forget(runner.entry_id)
        self._context.change(
            lambda: desk.check_in(season, runner.entry_id, actor, adult=adult, gear=gear),
            _("Check in"),
            done,
        )

    def _ask_adult(self, line: StartLine) -> None:
        """The rules ask for somebody who looks after this runner: the field beside, and why."""
        self._held = line.runner.entry_id
        self._show_target()
        why = line.runner.adult
        words = "" if why is None else message(why)
        self.say(_("{why} Type who it is, then Enter.").format(why=words), "warn")
        self.adult.hear()

    def _forget(self, entry_id: EntryId) -> None:
        """Ready for the next one; the card keeps showing who came last."""
        self._held, self._last = None, entry_id
        self.adult.clear()
        self.box.clear()
        self.table.clearSelection()
        self.box.hear()
        self._show_target()

    def _let_go(self) -> None:
        self._held = None
        self.adult.clear()
        self.box.clear()
        self.say("")
        self.box.hear()
        self._show_target()

    def take_back(self) -> None:
        """The runner chosen in the list is not here after all."""
        row_id, season = self.table.current_id(), self._context.season
        row = None if row_id is None else self.model.row_of(row_id)
        if row is None or row.line.here is None or not self._may_change:
            self.say(
                _("↓ chooses somebody who is here; Del then takes the check-in back."), "muted"
            )
            return
        runner = row.runner

        def done(_count: int) -> None:
            words = _("{who} is not here after all. Ctrl+Z brings the check-in back.")
            self.say(words.format(who=_who(runner)))

        self._context.change(
            lambda: desk.take_back(season, [runner.entry_id]), _("Take a check-in back"), done
        )

    # -- the list -------------------------------------------------------------------------------

    def _pointed(self, row_id: Hashable | None) -> None:
        row = None if row_id is None else self.model.row_of(row_id)
        if row is not None and self._view is not None and self.table.hasFocus():
            self._held = None
            self.card.show_words(runner_card(self._view, row.line))

    def _activated(self, row_id: Hashable) -> None:
        row = self.model.row_of(row_id)
        if row is not None and self._may_change:
            self._check_in(row.line)

    def reach(self, entry_id: EntryId) -> bool:
        """Put a runner into the box; false while they are not in the list."""
        line = _row_line(self._rows.get(entry_id))
        if line is not None:
            self.chips.choose("all")
            self.box.setText(line.runner.bib or line.runner.name)
            self.box.hear()
        return line is not None

    def _zone(self) -> str:
        return "" if self._view is None else self._view.zone


def _row_line(row: Expected | None) -> StartLine | None:
    return None if row is None else row.line


def _who(runner: StartRunner) -> str:
    return f"{runner.bib} {runner.name}".strip()


def _done_words(line: StartLine, made: CheckIn, gear_asked: bool) -> str:
    runner = line.runner
    words = _("{who} is here.").format(who=_who(runner))
    if made.adult:
        words = _("{who} is here, with {adult}.").format(who=_who(runner), adult=made.adult)
    if gear_asked and not made.gear_checked:
        words += " " + _("The gear was not seen yet.")
    if line.unsigned:
        words += " " + _("No waiver is signed.")
    return words + " " + _("Ctrl+Z takes it back.")
