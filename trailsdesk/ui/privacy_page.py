"""Protected data: how much of it is in the file, and removing it for good after the event.

The page counts; it never shows what it counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.event import EventId
from trailsdesk.domain.privacy import Protected
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import privacy
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.widgets import Button, Callout, FlowRow, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.privacy import PurgePlan
    from trailsdesk.ui.context import PanelContext

_FIELD_UNITS: Final = 80
"""Width of what is chosen and typed."""


class PrivacyPage(QWidget):
    """What to remove, of whom, the copies too or not; a word typed; then it is gone."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Protected data"))
        self._context = context
        self._may_change = not context.season.file.read_only
        self._asked = 0
        self._plan: PurgePlan | None = None
        self._word = _("REMOVE")
        self.boxes = {each: QCheckBox(class_words(each)) for each in Protected}
        self.scope = CalmCombo(_("Of whom"))
        self.copies = QCheckBox()
        self.confirm = QLineEdit()
        self.remove_button = Button(_("Remove for good"), self.remove, icon="delete")
        self.said = SaidLine()
        self._build()
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._enable())
        self.copies.setChecked(True)
        self.copies.toggled.connect(lambda _on: self._enable())
        self.confirm.textChanged.connect(lambda _text: self._enable())
        self.confirm.returnPressed.connect(self.remove)
        self.scope.currentIndexChanged.connect(lambda _at: self.count())
        context.bus.changed.connect(lambda _changes, _initiator: self._changed())
        self._enable()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = ScrollCard()
        column.addWidget(card)
        inside = card.column
        inside.addWidget(PlainLabel(_("Protected data"), "heading"))
        inside.addWidget(
            PlainLabel(
                _(
                    "Needed for the event, and by nobody afterwards. What is removed here is gone"
                    " from the entries, from the history and from the file itself; undo brings"
                    " nothing back. Results, money and that a waiver was signed stay."
                ),
                "secondary",
                wrap=True,
            )
        )
        for box in self.boxes.values():
            inside.addWidget(box)
        inside.addSpacing(style.unit(1))
        label = PlainLabel(_("Of whom"), "secondary")
        label.setBuddy(self.scope)
        inside.addWidget(label)
        self.scope.setMinimumWidth(style.unit(_FIELD_UNITS))
        inside.addWidget(FlowRow([self.scope]))
        inside.addWidget(self.copies)
        self.elsewhere = Callout("warn")
        self.elsewhere.body.addWidget(
            PlainLabel(
                _(
                    "Copies on a stick, on another computer or sent by mail are out of reach:"
                    " delete those yourself."
                ),
                wrap=True,
            )
        )
        inside.addWidget(self.elsewhere)
        self.needed = PlainLabel("", "strong", wrap=True)
        self.needed.set_tone("warn")
        self.needed.hide()
        inside.addWidget(self.needed)
        words = _("Type {word} to confirm").format(word=self._word)
        self.confirm.setAccessibleName(words)
        self.confirm.setMinimumWidth(style.unit(_FIELD_UNITS))
        asked = PlainLabel(words, "secondary")
        asked.setBuddy(self.confirm)
        inside.addWidget(asked)
        inside.addWidget(FlowRow([self.confirm, self.remove_button]))
        inside.addWidget(self.said)
        inside.addStretch(1)

    # -- counting -------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew: much may have been entered meanwhile."""
        super().showEvent(event)
        self._offer()
        self.count()

    def _changed(self) -> None:
        if self.isVisible():
            self._offer()
            self.count()

    def _offer(self) -> None:
        choices: list[tuple[object, str]] = [(None, _("everybody in the season"))]
        choices += [
            (event.id, _("everybody with no entry after {event}").format(event=event.name))
            for event in self._context.season.data.events_in_order()
        ]
        self.scope.offer(choices, self.scope.currentData())

    def _through(self) -> EventId | None:
        chosen = self.scope.currentData()
        return None if chosen is None else EventId(chosen)

    def count(self) -> None:
        """Ask how much there is of each class."""
        self._asked += 1
        asked, season, through = self._asked, self._context.season, self._through()

        def show(plan: PurgePlan) -> None:
            if asked == self._asked:
                self._show(plan)

        self._context.read(
            lambda: privacy.plan_purge(season, Protected, through), show, owner=self
        )

    def _show(self, plan: PurgePlan) -> None:
        self._plan = plan
        for each, box in self.boxes.items():
            box.setText(f"{class_words(each)}: {plan.counts[each]}")
            box.setAccessibleName(box.text())
        count = len(plan.copies)
        words = plural(
            "Delete the {count} safety copy beside the file too, and make a fresh one",
            "Delete the {count} safety copies beside the file too, and make a fresh one",
            count,
        )
        self.copies.setText(words)
        self.copies.setVisible(bool(count))
        self.copies.setEnabled(self._may_change)
        self._enable()

    # -- removing -------------------------------------------------------------------------------

    def _chosen(self) -> tuple[Protected, ...]:
        return tuple(each for each, box in self.boxes.items() if box.isChecked())

    def _enable(self) -> None:
        for control in (*self.boxes.values(), self.scope, self.confirm):
            control.setEnabled(self._may_change)
        typed = self.confirm.text().strip().casefold() == self._word.casefold()
        waiting = 0 if self._plan is None else self._plan.to_post
        self.needed.setVisible(bool(waiting) and Protected.CONTACT in self._chosen())
        self.needed.setText(
            plural(
                "{count} medal is still to be posted and would lose its address.",
                "{count} medals are still to be posted and would lose their addresses.",
                waiting,
            )
        )
        may = self._may_change and self._plan is not None and bool(self._chosen())
        self.remove_button.setEnabled(may and typed)
        reading = _("The file is open for reading only.")
        self.remove_button.setToolTip("" if self._may_change else reading)

    def remove(self) -> None:
        """Remove what is chosen; without the word nothing happens."""
        if not self.remove_button.isEnabled():
            return
        season, through, classes = self._context.season, self._through(), self._chosen()
        copies_too = self.copies.isChecked() and not self.copies.isHidden()
        self.confirm.clear()

        def act() -> PurgePlan:
            plan = privacy.plan_purge(season, classes, through)
            privacy.purge(season, plan, copies_too=copies_too)
            return plan

        self._context.change(
            act,
            _("Remove protected data"),
            lambda plan: self._removed(plan, copies_too=copies_too),
            self._refused,
        )

    def _removed(self, plan: PurgePlan, *, copies_too: bool) -> None:
        parts = [f"{class_words(each)}: {count}" for each, count in plan.counts.items() if count]
        said = _("Removed for good. {parts}.").format(parts="; ".join(parts) or _("nothing"))
        if copies_too:
            said = f"{said} {_('The copies beside the file were deleted, a fresh one is made.')}"
        elif plan.copies:
            words = plural(
                "{count} copy beside the file still holds it.",
                "{count} copies beside the file still hold it.",
                len(plan.copies),
            )
            said = f"{said} {words}"
        self.said.say(said, "good" if copies_too or not plan.copies else "warn")
        self.count()

    def _refused(self, error: KnownError) -> None:
        self.said.say(message(error), "warn")
        self.count()


def class_words(each: Protected) -> str:
    """A class of protected data, as people say."""
    return {
        Protected.EMERGENCY: _("Emergency contacts"),
        Protected.MEDICAL: _("Medical notes"),
        Protected.CONTACT: _("E-mail, phone, postal address"),
        Protected.WAIVER: _("Who signed the waivers"),
        Protected.ANSWERS: _("Answers to protected questions"),
    }[each]
