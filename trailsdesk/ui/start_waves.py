"""Waves: making and naming them at the left, putting runners into the chosen one at the right."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.category import GENDER_ORDER
from trailsdesk.domain.chrono import format_clock
from trailsdesk.domain.event import RaceId, WaveId
from trailsdesk.i18n import _, plural
from trailsdesk.services import waves
from trailsdesk.services.start_effect import PlaceMove, move_effect
from trailsdesk.services.waves import MovePlan, WaveLine, WaveRule
from trailsdesk.ui import style
from trailsdesk.ui.gun_bar import moves_words
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_field import StartField, show_columns, table_key
from trailsdesk.ui.start_lines import Expected, StartPage, wave_member_columns
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, ChipButton, FlowRow, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from trailsdesk.domain.event import Wave
    from trailsdesk.domain.people import Gender
    from trailsdesk.services.season import Season
    from trailsdesk.services.start import StartView
    from trailsdesk.ui.context import PanelContext

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A plan with what it would do to the results."""

    asked: int
    plan: MovePlan
    moves: tuple[PlaceMove, ...]


class WavesTab(QWidget):
    """The start groups of the races in scope."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_change = not context.season.file.read_only
        self._page: StartPage | None = None
        self._asked = 0
        self._planned: _Planned | None = None
        self._added: WaveId | None = None
        self._categories: dict[str, ChipButton] = {}
        self._genders: dict[Gender, ChipButton] = {}
        rename = self._rename if self._may_change else None
        self.waves_model: RowTableModel[WaveLine] = RowTableModel(
            _wave_columns(self._zone, rename), lambda line: line.wave_id
        )
        self.waves = RowTableView(self.waves_model, _("Waves"))
        self.waves_model.setParent(self.waves)
        self.add_button = Button(_("Add a wave"), self.add, icon="add", key="Ctrl N")
        self.rename_button = Button(_("Rename"), self.rename, key="F2")
        self.remove_button = Button(_("Remove"), self.remove, key="Del")
        self.title = PlainLabel("", "heading", elide=True)
        self.category_row = FlowRow()
        self.gender_row = FlowRow()
        self.bibs = StartField(_("Bibs of the list or range"), large=False)
        self.summary = PlainLabel("", "strong", wrap=True)
        self.effect = PlainLabel("", "", wrap=True, tone="warn")
        self.move_button = PrimaryButton(_("Put them there"), self.put_there, key="Ctrl Enter")
        self.message = SaidLine()
        self.model: RowTableModel[Expected] = RowTableModel(
            wave_member_columns(), lambda row: row.runner.entry_id
        )
        self.table = RowTableView(
            self.model,
            _("Who would go into the wave"),
            empty_text=_("Choose whom above: who would go into the wave is listed here."),
        )
        self.model.setParent(self.table)
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        left = Card(_("Waves"), padding=0)
        left.heading.setContentsMargins(style.unit(4), style.unit(3), style.unit(4), 0)
        self.waves.setProperty("bare", True)
        self.waves.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.waves.setSortingEnabled(False)
        left.body.addWidget(self.waves, 1)
        foot = QVBoxLayout()
        edge = style.unit(3)
        foot.setContentsMargins(edge, 0, edge, edge)
        foot.setSpacing(style.unit(2))
        foot.addWidget(self.message)
        buttons = (self.add_button, self.rename_button, self.remove_button)
        for button in buttons:
            button.setEnabled(self._may_change)
        foot.addWidget(FlowRow(buttons))
        left.body.addLayout(foot)
        across.addWidget(left, 2)
        right = QVBoxLayout()
        right.setSpacing(style.unit(3))
        rule = ScrollCard()
        rule.setAccessibleName(_("Put runners into the wave"))
        column = rule.column
        column.addWidget(self.title)
        for label, widget in (
            (_("Categories"), self.category_row),
            (_("Genders"), self.gender_row),
            (_("Bibs: 1-50, 77"), self.bibs),
        ):
            words = PlainLabel(label, "secondary")
            words.setBuddy(widget)
            column.addWidget(words)
            column.addWidget(widget)
        column.addWidget(self.summary)
        column.addWidget(self.effect)
        row = QHBoxLayout()
        row.addWidget(self.move_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        right.addWidget(rule, 3)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        right.addWidget(card, 2)
        across.addLayout(right, 3)
        labels = self._context.season.rules.categories.gender_labels
        for gender in GENDER_ORDER:
            chip = ChipButton(labels.get(gender.value, gender.value), checkable=True)
            chip.toggled.connect(self._plan)
            self._genders[gender] = chip
            self.gender_row.add(chip)

    def _connect(self) -> None:
        self.waves.current_id_changed.connect(self._wave_chosen)
        self.waves.row_activated.connect(lambda _row: self.bibs.hear())
        self.bibs.textChanged.connect(self._plan)
        self.bibs.entered.connect(lambda _instant: self._say_confirm())
        self.bibs.confirmed.connect(self.put_there)
        self.bibs.escaped.connect(lambda: self.waves.setFocus(Qt.FocusReason.OtherFocusReason))
        table_key(self.waves, "F2", self.rename)
        table_key(self.waves, "Del", self.remove)
        table_key(self.table, "Ctrl+Return", self.put_there)

    @property
    def main_field(self) -> QWidget:
        """Where the keys belong."""
        return self.waves

    def _zone(self) -> str:
        return "UTC" if self._view is None else self._view.zone

    # -- showing --------------------------------------------------------------------------------

    @property
    def _view(self) -> StartView | None:
        return None if self._page is None else self._page.view

    def show_page(self, page: StartPage) -> None:
        """The waves as they are now; the rule typed stays."""
        self._page, view = page, page.view
        self.waves_model.set_rows(view.waves)
        show_columns(self.waves, race=len(view.races) > 1)
        if self._added is not None and self.waves.select_id(self._added):
            self._added = None
        if self.waves.current_id() is None and view.waves:
            self.waves.select_id(view.waves[0].wave_id)
        self._show_rule()
        self._plan()

    def _line(self) -> WaveLine | None:
        row_id = self.waves.current_id()
        return None if row_id is None else self.waves_model.row_of(row_id)

    def _wave_chosen(self, _row_id: Hashable | None) -> None:
        self._show_rule()
        self._plan()

    def _show_rule(self) -> None:
        line, view = self._line(), self._view
        if line is None or view is None:
            return
        self.title.setText(_("Put runners into {wave}").format(wave=line.name))
        here = {
            each.runner.category: (each.runner.category_place, each.runner.category_label)
            for each in view.lines
            if each.runner.race_id == line.race_id and each.runner.category
        }
        codes = sorted(here, key=lambda code: here[code][0])
        if codes != list(self._categories):
            chosen = {code for code, chip in self._categories.items() if chip.isChecked()}
            self.category_row.clear()
            self._categories = {}
            for code in codes:
                chip = ChipButton(here[code][1], checkable=True)
                chip.setChecked(code in chosen)
                chip.toggled.connect(self._plan)
                self._categories[code] = chip
                self.category_row.add(chip)
                chip.show()
            self._order_tabs()
        several = sum(each.race_id == line.race_id for each in view.waves) > 1
        self.remove_button.setEnabled(self._may_change and several and line.gun_ms is None)
        self.remove_button.setToolTip(_why_not_removed(line, several))

    def _order_tabs(self) -> None:
        controls: list[QWidget] = [self.remove_button, *self._categories.values()]
        controls += [*self._genders.values(), self.bibs, self.move_button, self.table]
        for before, after in itertools.pairwise(controls):
            QWidget.setTabOrder(before, after)

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- whom -----------------------------------------------------------------------------------

    def rule(self) -> WaveRule:
        """Whom the chips and the list mean."""
        return WaveRule(
            categories=frozenset(_checked(self._categories)),
            genders=frozenset(_checked(self._genders)),
            bibs=self.bibs.text(),
        )

    def _plan(self, *_signal: object) -> None:
        """Who would move, off this thread; a rule that says nothing means nobody."""
        line, rule, season = self._line(), self.rule(), self._context.season
        self._asked += 1
        asked = self._asked
        if line is None or rule.says_nothing:
            self._show_plan(None)
            return
        wave_id = line.wave_id
        self._context.compute(lambda: _planned(season, asked, wave_id, rule), self._plan_came)

    def _plan_came(self, planned: _Planned) -> None:
        if planned.asked == self._asked:
            self._show_plan(planned)

    def _show_plan(self, planned: _Planned | None) -> None:
        self._planned, page = planned, self._page
        moving = frozenset() if planned is None else frozenset(planned.plan.moving)
        rows = () if page is None else page.rows
        self.model.set_rows(row for row in rows if row.runner.entry_id in moving)
        show_columns(self.table, race=False)
        self.move_button.setText(
            plural("Put {count} runner there", "Put {count} runners there", len(moving))
        )
        self.move_button.setEnabled(self._may_change and bool(moving))
        self.effect.setVisible(planned is not None and bool(planned.moves))
        if planned is None:
            self.summary.setText(
                _("Choose categories, genders or bibs; what is chosen has to fit all together.")
            )
            self.summary.set_tone("muted")
            return
        self.summary.setText(_plan_words(planned.plan))
        self.summary.set_tone("warn" if planned.plan.unknown else None)
        self.effect.setText(moves_words(planned.moves))

    def _say_confirm(self) -> None:
        if self._planned is not None and self._planned.plan.moving:
            self.say(_("Ctrl+Enter puts them into the wave."), "muted")

    def put_there(self) -> None:
        """Put them into the wave, as one act."""
        planned, line, season = self._planned, self._line(), self._context.season
        if planned is None or line is None or not planned.plan.moving or not self._may_change:
            return

        def done(count: int) -> None:
            words = plural("{count} runner is", "{count} runners are", count)
            text = _("{runners} in {wave} now. Ctrl+Z takes it back.")
            self.say(text.format(runners=words, wave=line.name))
            self.bibs.clear()
            for chip in (*self._categories.values(), *self._genders.values()):
                chip.setChecked(False)

        self._context.change(
            lambda: waves.move_entries(season, planned.plan), _("Put runners into a wave"), done
        )

    # -- the waves ------------------------------------------------------------------------------

    def add(self) -> None:
        """One more wave for the race of the chosen one."""
        line, view, season = self._line(), self._view, self._context.season
        race_id = line.race_id if line is not None else None
        if race_id is None and view is not None and view.races:
            race_id = view.races[0]
        if race_id is None or not self._may_change:
            return
        self._add(season, race_id)

    def _add(self, season: Season, race_id: RaceId) -> None:
        def done(wave: Wave) -> None:
            if not self.waves.select_id(wave.id):
                self._added = wave.id  # the page with it is still being worked out
            words = _("Added. F2 gives it a name of its own; Ctrl+Z takes it back.")
            self.say(words)
            self.waves.setFocus(Qt.FocusReason.OtherFocusReason)

        self._context.change(lambda: waves.add_wave(season, race_id), _("Add a wave"), done)

    def rename(self) -> None:
        """Edit the name of the chosen wave in place."""
        at = [column.key for column in self.waves_model.columns].index("wave")
        row_id = self.waves.current_id()
        if row_id is not None and self._may_change:
            index = self.waves_model.index(self.waves_model.position_of(row_id), at)
            self.waves.setFocus(Qt.FocusReason.OtherFocusReason)
            self.waves.setCurrentIndex(index)
            self.waves.edit(index)

    def _rename(self, line: WaveLine, label: str) -> None:
        season = self._context.season
        self._context.change(
            lambda: waves.rename_wave(season, line.wave_id, label), _("Rename a wave")
        )

    def remove(self) -> None:
        """Take the chosen wave away; its runners go to the first one."""
        line, season = self._line(), self._context.season
        if line is None or not self._may_change:
            return
        wave_id = WaveId(line.wave_id)

        def done(count: int) -> None:
            words = plural("{count} runner starts", "{count} runners start", count)
            text = _("Removed; {runners} with the first wave. Ctrl+Z takes it back.")
            self.say(text.format(runners=words) if count else _("Removed. Ctrl+Z takes it back."))

        self._context.change(lambda: waves.remove_wave(season, wave_id), _("Remove a wave"), done)


def _planned(season: Season, asked: int, wave_id: WaveId, rule: WaveRule) -> _Planned:
    plan = waves.plan_move(season, wave_id, rule)
    return _Planned(asked=asked, plan=plan, moves=move_effect(season, plan))


def _checked(chips: dict[Key, ChipButton]) -> Iterable[Key]:
    return (key for key, chip in chips.items() if chip.isChecked())


def _plan_words(plan: MovePlan) -> str:
    words = [plural("{count} runner would move.", "{count} runners would move.", len(plan.moving))]
    if plan.there:
        words.append(plural("{count} is there already.", "{count} are there already.", plan.there))
    if plan.own:
        words.append(
            plural(
                "{count} has a start of their own and keeps it.",
                "{count} have starts of their own and keep them.",
                plan.own,
            )
        )
    if plan.unknown:
        unknown = ", ".join(plan.unknown)
        words.append(_("Nobody of this race wears {bibs}.").format(bibs=unknown))
    return " ".join(words)


def _why_not_removed(line: WaveLine, several: bool) -> str:
    if line.gun_ms is not None:
        return _("It has been started: its gun is evidence. Take the gun back first.")
    return "" if several else _("Every race needs one wave.")


def _wave_columns(
    zone: Callable[[], str], rename: Callable[[WaveLine, str], None] | None
) -> tuple[Column[WaveLine], ...]:
    return (
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race_label,
            width_hint=12,
        ),
        Column(
            key="wave",
            title=_("Wave"),
            text=lambda line: line.label,
            bold=True,
            width_hint=10,
            editable=rename is not None,
            setter=rename,
        ),
        Column(
            key="entered",
            title=_("Runners"),
            text=lambda line: str(line.entered),
            sort_key=lambda line: line.entered,
            alignment="right",
            width_hint=7,
        ),
        Column(
            key="here",
            title=_("Here"),
            text=lambda line: str(line.here) if line.here else "–",
            sort_key=lambda line: line.here,
            alignment="right",
            width_hint=6,
            gives_way=2,
        ),
        Column(
            key="gun",
            title=_("Gun"),
            text=lambda line: "–" if line.gun_ms is None else format_clock(line.gun_ms, zone()),
            sort_key=lambda line: line.gun_ms,
            alignment="right",
            width_hint=9,
            gives_way=1,
        ),
    )
