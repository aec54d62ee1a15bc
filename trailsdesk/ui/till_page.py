"""The till: open it, take payments by bib, see who owes, count and close it. All by keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.money import format_minor, parse_amount
from trailsdesk.i18n import _, message
from trailsdesk.services.account_files import save_accounts
from trailsdesk.services.accounts import accounts_of
from trailsdesk.services.till import open_till
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_new_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.page_stack import PageStack
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.start_field import enter_table, table_key
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.till_count import CountCard
from trailsdesk.ui.till_lines import (
    PayLine,
    TakenLine,
    TillPageView,
    owes_columns,
    taken_columns,
    till_page_view,
    till_words,
)
from trailsdesk.ui.till_pay import PayBox
from trailsdesk.ui.widgets import (
    Button,
    Card,
    EmptyState,
    PageHeader,
    PlainLabel,
    PrimaryButton,
    SegmentBar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.domain.till import Till, TillId
    from trailsdesk.ui.context import PanelContext

_VIEWS = (("owes", "Alt+W"), ("taken", "Alt+T"), ("count", "Alt+U"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    view: TillPageView
    owes: PreparedRows[PayLine]
    taken: PreparedRows[TakenLine]


class TillPage(Panel):
    """Payments at the left; who owes, what was taken and the cash-up at the right."""

    closed = Signal()
    """Back to the entries."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Till"))
        self._may_change = not context.season.file.read_only
        self._beginning = False
        self._wanted: TillId | None = None
        self._view: TillPageView | None = None
        self.pay = PayBox(context)
        self.count = CountCard(context)
        self.owes_model: RowTableModel[PayLine] = RowTableModel(
            owes_columns(), lambda line: line.entry_id
        )
        self.owes = RowTableView(
            self.owes_model,
            _("Who owes"),
            state_key="till-owes",
            states=context.settings,
            empty_text=_("Nobody owes anything."),
        )
        self.owes_model.setParent(self.owes)
        self.taken_model: RowTableModel[TakenLine] = RowTableModel(
            taken_columns(), lambda line: line.line_id
        )
        self.taken = RowTableView(
            self.taken_model,
            _("What was taken"),
            state_key="till-taken",
            states=context.settings,
            empty_text=_("Nothing went through this till yet."),
        )
        self.taken_model.setParent(self.taken)
        self._build()
        self._connect()
        self.start_at(self.pay.box)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Till"))
        self.choice = CalmCombo(_("Which till"))
        self.choice.setMinimumContentsLength(14)
        self.another_button = Button(_("Open another"), self._ask_another)
        self.back_button = Button(_("Back"), self.closed.emit, kind="quiet", key="Esc")
        self.accounts_button = Button(_("Accounts…"), self.ask_accounts, kind="quiet")
        self.accounts_button.setToolTip(_("Every line and all totals, as XLSX or CSV"))
        actions = (self.choice, self.another_button, self.accounts_button, self.back_button)
        for widget in actions:
            self.header.add_action(widget)
        column.addWidget(self.header)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_left(), 2)
        across.addLayout(self._build_right(), 3)
        column.addWidget(self.content, 1)
        self.empty = EmptyState(
            _("No prices, no till"),
            _("The rules of this season have no price list, so nothing is owed and taken."),
            (_("Back to the entries"), self.closed.emit),
            icon="money",
        )
        self.empty.hide()
        column.addWidget(self.empty, 1)

    def _build_left(self) -> QWidget:
        left = ScrollCard()
        left.setAccessibleName(_("Take a payment"))
        self.opening = QWidget()
        inside = QVBoxLayout(self.opening)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.unit(2))
        self.name, self.start = QLineEdit(), QLineEdit()
        self.open_button = PrimaryButton(_("Open the till"), self.open_it)
        inside.addWidget(PlainLabel(_("Open a till"), "heading"))
        inside.addWidget(
            PlainLabel(_("Payments go through it until it is counted and closed."), wrap=True)
        )
        for words, field in (
            (_("Which table"), self.name),
            (_("What lies in it now"), self.start),
        ):
            label = PlainLabel(words, "secondary")
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setMaxLength(60)
            field.returnPressed.connect(self.open_it)
            inside.addWidget(label)
            inside.addWidget(field)
        self.opening_said = PlainLabel("", "strong", wrap=True)
        inside.addWidget(self.opening_said)
        inside.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.column.addWidget(self.opening)
        left.column.addWidget(self.pay)
        left.column.addStretch(1)
        return left

    def _build_right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(style.unit(2))
        words = (_("Who owes"), _("Taken"), _("Cash-up"))
        options = [(key, text) for (key, _keys), text in zip(_VIEWS, words, strict=True)]
        self.views = SegmentBar(options, _("Show"))
        right.addWidget(self.views)
        self.stack = PageStack()
        for table in (self.owes, self.taken):
            card = Card(padding=0)
            table.setProperty("bare", True)
            card.body.addWidget(table)
            self.stack.addWidget(card)
        self.stack.addWidget(self.count)
        right.addWidget(self.stack, 1)
        return right

    def _connect(self) -> None:
        self.views.changed.connect(self._show_part)
        self.choice.activated.connect(lambda _at: self._choose_till())
        self.pay.left.connect(self.closed.emit)
        self.pay.stepped.connect(lambda step: enter_table(self.owes, step))
        self.owes.row_activated.connect(self._pay_row)
        table_key(self.owes, "Esc", self.pay.box.hear)
        table_key(self.taken, "Esc", self.pay.box.hear)
        for key, keys in _VIEWS:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda key=key: self.show_part(key))
            self.views.button(key).setToolTip(keys)

    # -- loading --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show how things stand, then bring the keys to the first field."""
        self._beginning = True
        self.reload()

    def _bring_keys(self) -> None:
        """Once after ``begin``: another field may have been the first before it was loaded."""
        target, self._beginning = self.first_control if self._beginning else None, False
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def loader(self) -> Callable[[], _Loaded | None]:
        season, scope, wanted = self.context.season, self.context.scope, self._wanted
        event_id, race_id, actor = scope.event_id, scope.race_id, self.context.actor()
        owes, taken = self.owes_model.preparer(), self.taken_model.preparer()

        def load() -> _Loaded | None:
            view = till_page_view(season, event_id, race_id, wanted, actor)
            if view is None:
                return None
            return _Loaded(view=view, owes=owes(view.lines), taken=taken(view.taken))

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        found: _Loaded | None = loaded
        view = self._view = None if found is None else found.view
        self.content.setVisible(view is not None)
        self.empty.setVisible(view is None)
        for widget in (self.choice, self.another_button):
            widget.setVisible(view is not None and bool(view.tills))
        self.accounts_button.setVisible(view is not None)
        if found is None or view is None:
            self.header.set_subtitle("")
            return
        self.choice.offer(
            [(till.id, till_words(till)) for till in view.tills],
            None if view.till is None else view.till.id,
        )
        self.another_button.setEnabled(self._may_change)
        self.header.set_subtitle(_subtitle(view))
        self.owes_model.set_prepared(found.owes)
        self.taken_model.set_prepared(found.taken)
        self._show_left(opening=not view.is_open)
        self.pay.show_view(view)
        self.count.show_view(view)
        self.start_at(self.pay.box if view.is_open else self.name)
        self._bring_keys()

    def _show_left(self, *, opening: bool) -> None:
        had = self.opening.isVisible()
        self.opening.setVisible(opening)
        self.pay.setVisible(not opening)
        if not self._may_change:
            self.open_button.setEnabled(False)
            self.open_button.setToolTip(_("The file is open for reading only."))
        if opening and not had and self.isVisible() and self.pay.isAncestorOf(self.focusWidget()):
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- moving about ---------------------------------------------------------------------------

    def show_part(self, key: str) -> None:
        """Show who owes, what was taken or the cash-up, and bring the keys there."""
        self.views.set_current(key)
        if key == "count":
            field = next(iter(self.count.fields.values()), None)
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                field.selectAll()
        else:
            enter_table(self.owes if key == "owes" else self.taken, 1)

    def _show_part(self, key: str) -> None:
        self.stack.setCurrentIndex([each for each, _keys in _VIEWS].index(key))

    def _pay_row(self, row_id: Hashable) -> None:
        line = self.owes_model.row_of(row_id)
        if line is not None and self._view is not None and self._view.is_open:
            self.pay.choose(line)

    def _choose_till(self) -> None:
        self._wanted = self.choice.currentData()
        self.reload()

    def _ask_another(self) -> None:
        self._show_left(opening=True)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- acting ---------------------------------------------------------------------------------

    def open_it(self) -> None:
        """Open a till with what is typed."""
        view, season = self._view, self.context.season
        if view is None or not self._may_change:
            return
        minor = parse_amount(self.start.text().strip() or "0", view.currency)
        if minor is None:
            words = _("“{text}” is no amount in {currency}.")
            self._say(words.format(text=self.start.text(), currency=view.currency))
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        event_id, name, actor = self.context.scope.event_id, self.name.text(), self.context.actor()

        def done(till: Till) -> None:
            self._wanted = till.id
            for field in (self.name, self.start):
                field.clear()
            self._say("")
            words = _("{till} is open with {amount} {currency}.")
            self.pay.say(
                words.format(
                    till=till.name,
                    amount=format_minor(till.float_minor, view.currency),
                    currency=view.currency,
                )
            )
            self.begin()

        def failed(error: KnownError) -> None:
            self._say(message(error))

        self.context.change(
            lambda: open_till(season, event_id, name, minor, actor), _("Open a till"), done, failed
        )

    def ask_accounts(self) -> None:
        """Ask where the accounts of the event go."""
        folder = Path(self.context.settings.get(LAST_FOLDER) or Path.home())
        name = f"accounts-{self.context.scope.current_event.code}.xlsx"
        filters = (_("Excel workbook (*.xlsx)"), _("Every line as CSV (*.csv)"))
        ask_new_file(self, _("Save the accounts"), folder / name, filters, self.write_accounts)

    def write_accounts(self, path: Path) -> None:
        """Write every line and the totals of the event."""
        season, event_id = self.context.season, self.context.scope.event_id
        self.context.settings.set(LAST_FOLDER, str(path.parent))

        def done(_none: None) -> None:
            self.context.notify(_("Wrote {file}.").format(file=path.name), "good")

        def failed(error: KnownError) -> None:
            self.context.notify(message(error), "bad")

        self.context.compute(
            lambda: save_accounts(accounts_of(season, event_id), path),
            done,
            failed,
            title=_("Save the accounts"),
        )

    def _say(self, text: str) -> None:
        self.opening_said.setText(text)
        self.opening_said.set_tone("warn" if text else None)


def _subtitle(view: TillPageView) -> str:
    """Which till, since when, and the cash that should be in it."""
    if view.till is None or view.found is None:
        return _("no till is open")
    cash = format_minor(view.found.cash.expected_minor, view.currency)
    if not view.is_open:
        return _("{till} · closed {time}").format(till=view.till.name, time=view.closed)
    words = _("{till} · open since {time} · {amount} {currency} cash should be in it")
    return words.format(till=view.till.name, time=view.opened, amount=cash, currency=view.currency)
