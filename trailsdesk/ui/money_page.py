"""One act with an entry's money, in the drawer: asked, worked out before the eyes, then booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.people import full_name
from trailsdesk.i18n import _, message
from trailsdesk.ui import style
from trailsdesk.ui.forms import Form
from trailsdesk.ui.money_acts import ACTS
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import (
    Button,
    Callout,
    Card,
    Divider,
    FlowRow,
    PlainLabel,
    PrimaryButton,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.entry_desk import EntryDetail
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.money_acts import Act, Worked


class MoneyPage(Card):
    """Asks what an act needs, shows its calculation, and books it; ``closed`` tells the end.

    A calculation that was overtaken is refused when it is booked; the new one is shown then.
    """

    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._context = context
        self._detail: EntryDetail | None = None
        self._act: Act | None = None
        self._asked = 0
        self._busy = False
        self.worked: Worked | None = None
        self.form = Form(())
        area = ScrollColumn(4)
        self.body.addWidget(area, 1)
        column = area.column
        self.title_label = PlainLabel("", "title", wrap=True)
        self.about_label = PlainLabel("", "secondary", wrap=True)
        self._place = QVBoxLayout()
        self.callout = Callout()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(style.unit(1))
        self.callout.body.addLayout(self._lines)
        self.why_label = PlainLabel("", "secondary", wrap=True)
        self.callout.body.addWidget(self.why_label)
        self.said = SaidLine()
        self.book_button = PrimaryButton(_("Book"), self.book, key="Ctrl Enter")
        self.cancel_button = Button(_("Back"), self.closed.emit, key="Esc")
        column.addWidget(self.title_label)
        column.addWidget(self.about_label)
        column.addWidget(self.callout)  # above the fields: in sight on the smallest screen
        column.addLayout(self._place)
        self._place.addWidget(self.form)
        column.addStretch(1)
        self._build_foot()

    def _build_foot(self) -> None:
        """Outside what scrolls: what is booked is never below the edge of a small screen."""
        self.body.addWidget(Divider())
        foot = QVBoxLayout()
        edge = style.unit(4)
        foot.setContentsMargins(edge, style.unit(1), edge, style.unit(3))
        foot.setSpacing(style.unit(2))
        foot.addWidget(self.said)
        foot.addWidget(FlowRow([self.book_button, self.cancel_button]))
        self.body.addLayout(foot)

    @property
    def entry_id(self) -> int | None:
        """Whose money it is."""
        return None if self._detail is None else self._detail.row.entry.id

    def open(self, key: str, detail: EntryDetail) -> None:
        """Begin an act for an entry."""
        if detail.money is None:
            return
        act = ACTS[key]
        self._act, self._detail, self._busy = act, detail, False
        self.title_label.setText(act.title)
        entry = detail.row.entry
        about = (f"#{entry.bib}" if entry.bib else "", full_name(detail.row.runner))
        self.about_label.setText(" ".join(filter(None, about)))
        self.setAccessibleName(f"{act.title}: {full_name(detail.row.runner)}")
        self.book_button.setText(act.button)
        self.book_button.setAccessibleName(act.button)
        self._say("")
        self._set_form(Form(act.fields(detail, detail.money, self._context.season)))
        self._show(None)
        self._work()
        first = next(iter(self.form.fields), None)
        if first is not None:
            self.form.control(first.key).setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_form(self, form: Form) -> None:
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.form = form
        self._place.addWidget(form)
        form.changed.connect(lambda _key: self._work())
        form.accepted.connect(lambda _values: self._book_now())
        QWidget.setTabOrder(form, self.book_button)
        QWidget.setTabOrder(self.book_button, self.cancel_button)

    def refresh(self, detail: EntryDetail) -> None:
        """The entry was changed elsewhere: work it out anew, what is typed stays."""
        self._detail = detail
        self._work()

    def _work(self) -> None:
        detail, act = self._detail, self._act
        if detail is None or act is None:
            return
        self._asked += 1
        asked, season, values = self._asked, self._context.season, self.form.values()
        entry_id, work = detail.row.entry.id, act.work
        self._context.compute(
            lambda: (asked, work(season, entry_id, values)), self._came, self._failed
        )

    def _came(self, answer: tuple[int, Worked]) -> None:
        asked, worked = answer
        if asked == self._asked:
            self._show(worked)

    def _show(self, worked: Worked | None) -> None:
        self.worked = worked
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.callout.setVisible(worked is not None)
        self.book_button.setEnabled(worked is not None and worked.plan is not None)
        if worked is None:
            return
        for at, (words, amount) in enumerate(worked.lines):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            kind = "strong" if at == worked.result % len(worked.lines) else ""
            row.addWidget(PlainLabel(words, kind, wrap=True), 1)
            row.addWidget(PlainLabel(amount, kind))
            line.setAccessibleName(f"{words}: {amount}")
            self._lines.addWidget(line)
        self.why_label.setText(worked.why)
        self.why_label.setVisible(bool(worked.why))
        self.callout.set_tone("good" if worked.plan is not None else "warn")

    def book(self) -> None:
        """Book what is shown, when all fields are well."""
        self.form.accept()

    def _book_now(self) -> None:
        detail, act, worked = self._detail, self._act, self.worked
        if detail is None or act is None or worked is None or worked.plan is None or self._busy:
            return
        season, values, actor = self._context.season, self.form.values(), self._context.actor()
        entry_id, plan, book = detail.row.entry.id, worked.plan, act.book
        self._busy = True
        self._context.change(
            lambda: book(season, entry_id, plan, values, actor),
            act.title,
            self._booked,
            self._failed,
        )

    def _booked(self, _lines: object) -> None:
        self._busy = False
        self.closed.emit()

    def _failed(self, error: KnownError) -> None:
        self._busy = False
        self._say(message(error))
        if error.note.code == "ledger.stale":
            self._work()

    def _say(self, text: str) -> None:
        self.said.say(text, "bad")
        self.said.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back without booking."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
