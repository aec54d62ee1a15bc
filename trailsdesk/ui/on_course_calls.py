"""Calls on their way into the file: a line that could not be taken stands in the box again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trailsdesk.i18n import _, message
from trailsdesk.services.call_back import say_back
from trailsdesk.services.radio import take_call

if TYPE_CHECKING:
    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.problems import KnownError
    from trailsdesk.services.radio import Call
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.on_course_box import RadioCard


class CallTaker(QObject):
    """Writes what the radio card hands over, and says there what became of it."""

    def __init__(self, context: PanelContext, radio: RadioCard, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._radio = radio
        self._under_way: dict[int, str] = {}
        self._count = 0
        radio.taken.connect(self._take)

    @property
    def unsaved(self) -> str:
        """A line that is typed, or on its way and not in the file."""
        return self._radio.box.text().strip() or next(iter(self._under_way.values()), "")

    def _take(self, call: Call, instant: Instant) -> None:
        context, book = self._context, self._radio.book
        season, event_id, actor = context.season, context.scope.event_id, context.actor()
        self._count += 1
        number = self._count
        self._under_way[number] = call.text
        self._radio.box.clear()

        def done(_ids: tuple[EntryId, ...]) -> None:
            self._under_way.pop(number, None)
            words = say_back(book, call, instant) if book is not None else call.text
            self._radio.said(_("Taken: {what}. Ctrl+Z takes it back.").format(what=words))

        def failed(error: KnownError) -> None:
            self._not_taken(number, message(error))

        # Not ``context.change``: a fault of the program must give the line back as well.
        context.jobs.write(
            lambda: take_call(season, event_id, call, instant, actor),
            done,
            failed,
            title=_("Take a call"),
            owner=self,
            always=lambda: self._not_taken(number, _("the program failed")),
        )

    def _not_taken(self, number: int, why: str) -> None:
        text = self._under_way.pop(number, None)
        if text is None:
            return
        words = _("NOT TAKEN: {text} ({why})").format(text=text, why=why)
        self._context.notify(words, "bad")
        if not self._radio.give_back(text):
            self._radio.said(words, "bad")
