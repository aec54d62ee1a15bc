"""Finisher medals at the table: bib and Enter hands one out; orders, post and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.domain.bibs import bib_key
from trailsdesk.domain.entry import EntryId, MedalOrder
from trailsdesk.i18n import _, message
from trailsdesk.services import medals as desk
from trailsdesk.ui import style
from trailsdesk.ui.filter_chips import FilterChips
from trailsdesk.ui.medal_lines import (
    FILTERS,
    MedalLine,
    MedalPageView,
    counted_words,
    medal_columns,
    medal_page_view,
    target_words,
)
from trailsdesk.ui.medal_order import OrderBox
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.runner_card import CardWords, RunnerCard
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.start_field import StartField, enter_table, table_key
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, KeyHint, Notice, PageHeader, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone


class MedalPage(Panel):
    """The box, the card of the runner, and every medal due with where it is."""

    reads_file = True
    closed = Signal()
    """Back to the entries."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Medals"))
        self._may_change = not context.season.file.read_only
        self._beginning = False
        self._view: MedalPageView | None = None
        self._last: EntryId | None = None
        self.box = StartField(_("Bib"))
        self.card = RunnerCard()
        self.message = SaidLine()
        self.order = OrderBox(context)
        self.model: RowTableModel[MedalLine] = RowTableModel(
            medal_columns(), lambda line: line.entry_id
        )
        self.table = RowTableView(
            self.model,
            _("Medals due"),
            state_key="medals",
            states=context.settings,
            empty_text=_("No medal fits what is typed."),
        )
        self.model.setParent(self.table)
        self._build()
        self._connect()
        self.start_at(self.box)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.header = PageHeader(_("Medals"))
        self.back_button = Button(_("Back"), self.closed.emit, kind="quiet", key="Esc")
        self.header.add_action(self.back_button)
        column.addWidget(self.header)
        self.late_notice = Notice("", "warn", (_("Order all the same"), self.order.change_late))
        self.late_notice.hide()
        column.addWidget(self.late_notice)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_left(), 2)
        right = QVBoxLayout()
        right.setSpacing(style.unit(2))
        self.chips = FilterChips(_("Show"), self.address_button)
        right.addWidget(self.chips)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        card.body.addWidget(self.table)
        right.addWidget(card, 1)
        across.addLayout(right, 3)
        column.addLayout(across, 1)

    def _build_left(self) -> QWidget:
        left = ScrollCard()
        left.setAccessibleName(_("Hand a medal out"))
        label = PlainLabel(_("Bib"), "secondary")
        label.setBuddy(self.box)
        self.post_button = Button(_("Posted"), self.post, key="Alt P")
        self.take_back_button = Button(_("Take back"), self.take_back, kind="quiet", key="Alt T")
        self.address = QPlainTextEdit()
        self.address.setAccessibleName(_("Address to post the medal to"))
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(style.unit(18))
        self.address_label = PlainLabel(_("Address to post it to"), "secondary")
        self.address_label.setBuddy(self.address)
        self.address_button = Button(_("Keep the address"), self.keep_address)
        column = left.column
        for widget in (label, self.box, self.card, self.message):
            column.addWidget(widget)
        column.addLayout(_row(self.post_button, self.take_back_button))
        column.addWidget(self.order)
        column.addWidget(self.address_label)
        column.addWidget(self.address)
        column.addLayout(_row(self.address_button))
        column.addStretch(1)
        for keys, words in (
            (("Enter",), _("handed out")),
            (("↑", "↓"), _("choose in the list")),
            (("Del",), _("in the list: back into the box")),
        ):
            column.addWidget(KeyHint(keys, words))
        return left

    def _connect(self) -> None:
        self.box.textChanged.connect(self._typed)
        self.box.entered.connect(lambda _instant: self._enter())
        self.box.stepped.connect(lambda step: enter_table(self.table, step))
        self.box.escaped.connect(self.closed.emit)
        self.order.said.connect(self.say)
        self.order.late.connect(self._say_late)
        self.chips.chosen.connect(lambda key: self.model.set_predicate(FILTERS.get(key)))
        self.table.row_activated.connect(lambda _row: self._enter())
        self.table.current_id_changed.connect(lambda _row: self._show_target())
        table_key(self.table, "Del", self.take_back)
        table_key(self.table, "Esc", self._let_go)
        for keys, act in (("Alt+P", self.post), ("Alt+T", self.take_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        for widget in (self.box, self.address):
            widget.setEnabled(self._may_change)

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

    def loader(self) -> Callable[[], tuple[MedalPageView, PreparedRows[MedalLine]]]:
        season, scope = self.context.season, self.context.scope
        event_id, race_id = scope.event_id, scope.race_id
        prepare = self.model.preparer()

        def load() -> tuple[MedalPageView, PreparedRows[MedalLine]]:
            view = medal_page_view(season, event_id, race_id)
            return view, prepare(view.lines)

        return load

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        view: MedalPageView
        view, rows = loaded
        self._view = view
        self.model.set_prepared(rows)
        self.header.set_subtitle(counted_words(view.view))
        self._show_chips(view)
        self._show_target()
        self._bring_keys()

    def _show_chips(self, view: MedalPageView) -> None:
        words: tuple[tuple[str, str, Tone], ...] = (
            ("open", _("{count} in the box"), "warn"),
            ("collect", _("{count} to collect"), "warn"),
            ("post", _("{count} to post"), "warn"),
            ("gone", _("{count} gone"), "good"),
            ("address", _("{count} without address"), "warn"),
        )
        counts = {key: sum(map(FILTERS[key], view.lines)) for key, _text, _tone in words}
        chips: list[tuple[str, str, Tone]] = [
            ("all", _("All {count}").format(count=len(view.lines)), "good")
        ]
        chips += [
            (key, text.format(count=counts[key]), tone) for key, text, tone in words if counts[key]
        ]
        self.chips.set_chips(chips)
        self.model.set_predicate(FILTERS.get(self.chips.current))

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    # -- whom it means --------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self.say("")
        self.late_notice.hide()
        if text.strip() and self.table.selected_ids():
            self.table.clearSelection()
        self._show_target()

    def _line(self) -> MedalLine | None:
        """The medal of the bib typed, else of the row chosen."""
        view, text = self._view, self.box.text().strip().lstrip("#")
        if view is None:
            return None
        if text:
            found = view.by_bib.get(bib_key(text), ())
            return found[0] if len(found) == 1 else None
        row_id = self.table.current_id()
        return None if row_id is None else self.model.row_of(row_id)

    def _entry_id(self) -> EntryId | None:
        """Who is meant, with a medal or without."""
        line, view = self._line(), self._view
        if line is not None:
            return line.entry_id
        other = view and view.others.get(bib_key(self.box.text().strip().lstrip("#")))
        return other[0] if other else None

    def _words(self) -> CardWords:
        text = self.box.text().strip().lstrip("#")
        return target_words(self._view, self._line(), text, self._last)

    def _show_target(self) -> None:
        line = self._line()
        self.card.show_words(self._words())
        may = self._may_change
        self.post_button.setEnabled(
            may and line is not None and line.open and line.order is MedalOrder.POST
        )
        self.take_back_button.setEnabled(may and line is not None and not line.open)
        entry_id = self._entry_id()
        self.order.show_entry(entry_id)
        asks = line is not None and line.address_missing
        for widget in (self.address_label, self.address, self.address_button):
            widget.setVisible(asks)

    # -- acting ---------------------------------------------------------------------------------

    def _enter(self) -> None:
        line = self._line()
        if not self._may_change:
            return
        if line is None:
            words = self._words()
            self.say(words.remark or words.detail, "warn" if self.box.text().strip() else "muted")
            self.box.hear()
            return
        self._give(line, posted=False)

    def post(self) -> None:
        """The medal of the runner shown was posted."""
        line = self._line()
        if line is not None and self.post_button.isEnabled():
            self._give(line, posted=True)

    def _give(self, line: MedalLine, *, posted: bool) -> None:
        season, actor = self.context.season, self.context.actor()

        def done(_given: object) -> None:
            words = _("{who}: medal posted.") if posted else _("{who} has the medal.")
            self.say(words.format(who=_who(line)) + " " + _("Ctrl+Z takes it back."))

        self._forget(line.entry_id)
        self.context.change(
            lambda: desk.give_medal(season, line.entry_id, actor, posted=posted),
            _("Hand a medal out"),
            done,
            self._refused,
        )

    def take_back(self) -> None:
        """The medal of the runner shown is in the box again."""
        line, season = self._line(), self.context.season
        if line is None or line.open or not self._may_change:
            self.say(_("Choose a medal that is gone; it then comes back into the box."), "muted")
            return

        def done(_none: object) -> None:
            self.say(_("{who}: the medal is in the box again.").format(who=_who(line)))

        self._forget(line.entry_id)
        self.context.change(
            lambda: desk.take_medal_back(season, line.entry_id),
            _("Take a medal back"),
            done,
            self._refused,
        )

    def _say_late(self, words: str) -> None:
        """Orders have closed: said above everything, with the way to take one all the same."""
        self.late_notice.set_notice(words, "warn")
        self.late_notice.setVisible(bool(words))

    def keep_address(self) -> None:
        """Write the address typed for the runner shown."""
        line, season, text = self._line(), self.context.season, self.address.toPlainText()
        if line is None or not self._may_change:
            return

        def done(_none: object) -> None:
            self.address.clear()
            self.say(_("{who}: the address is kept.").format(who=_who(line)))

        self.context.change(
            lambda: desk.set_address(season, line.entry_id, text),
            _("Keep an address"),
            done,
            self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self.say(message(error), "warn")
        self.box.hear()

    def unsaved(self) -> str:
        """An address typed and not kept."""
        typed = self.address.isVisibleTo(self) and self.address.toPlainText().strip()
        return _("An address is typed but not kept.") if typed else ""

    def _forget(self, entry_id: EntryId) -> None:
        """Ready for the next bib; the card keeps showing who came last."""
        self._last = entry_id
        self.box.clear()
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self.box.hear()
        self._show_target()

    def _let_go(self) -> None:
        self.table.clearSelection()
        self.box.hear()
        self._show_target()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(style.unit(2))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _who(line: MedalLine) -> str:
    return f"#{line.bib} {line.name}" if line.bib else line.name
