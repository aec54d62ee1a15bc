"""What is done about the runner in the drawer: withdrawn, seen back, in the race again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from trailsdesk.i18n import _
from trailsdesk.services import on_course
from trailsdesk.services.entry_desk import contact_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.people import Contact
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.on_course_drawer import CourseDrawer


class RunnerActs(QObject):
    """Does what the drawer asks for; every act is one change that undo takes back."""

    done = Signal()
    """Something was done: the keys may go back to the box."""

    def __init__(self, context: PanelContext, drawer: CourseDrawer, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._drawer = drawer
        drawer.stop_asked.connect(self.stop)
        drawer.asked.connect(self._asked_for)

    def _asked_for(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "back": self.seen_back,
            "not-back": self.not_back,
            "goes-on": self.goes_on,
            "contact": self.toggle_contact,
        }
        acts[what]()

    def stop(self, point: str, way: str, reason: str) -> None:
        """The runner stops, or did so elsewhere or otherwise than it was said."""
        line = self._drawer.line
        ruling = line.row.standing.ruling if line is not None else None
        back_ms = ruling.back_ms if ruling is not None else None
        self._change(
            lambda season, entry_id, actor: on_course.stop_runner(
                season, entry_id, point=point, way=way, reason=reason, actor=actor,
                back_ms=back_ms,
            ),
            _("Withdraw a runner"),
            _("#{bib} {name} is withdrawn. Ctrl+Z takes it back."),
        )  # fmt: skip

    def seen_back(self) -> None:
        """The runner was seen back; one still out there is withdrawn with it."""
        self._change(
            lambda season, entry_id, actor: on_course.seen_back(season, entry_id, actor),
            _("Seen back"),
            _("#{bib} {name} is back. Ctrl+Z takes it back."),
        )

    def not_back(self) -> None:
        """It was somebody else who was seen."""
        self._change(
            lambda season, entry_id, _actor: on_course.not_back(season, entry_id),
            _("Not back"),
            _("#{bib} {name} is awaited again. Ctrl+Z takes it back."),
        )

    def goes_on(self) -> None:
        """The runner is in the race after all."""
        self._change(
            lambda season, entry_id, actor: on_course.goes_on(season, entry_id, actor),
            _("In the race again"),
            _("#{bib} {name} is in the race again. Ctrl+Z takes it back."),
        )

    def _change(
        self, act: Callable[[Season, EntryId, str], object], title: str, words: str
    ) -> None:
        context, line = self._context, self._drawer.line
        season, actor = context.season, context.actor()
        if line is None or season.file.read_only:
            return
        row = line.row
        said = words.format(bib=row.bib, name=row.name)

        def done(_result: object) -> None:
            context.notify(said, "good")
            self.done.emit()

        context.change(lambda: act(season, row.entry_id, actor), title, done)

    def toggle_contact(self) -> None:
        """Fetch and show the protected lines, or take them away; they are kept nowhere."""
        line, season = self._drawer.line, self._context.season
        if line is None:
            return
        if self._drawer.shows_contact:
            self._drawer.hide_contact()
            return
        runner_id, entry_id = line.row.runner_id, line.row.entry_id

        def show(contact: Contact) -> None:
            now = self._drawer.line
            if now is not None and now.row.entry_id == entry_id:
                self._drawer.show_contact(contact)

        self._context.read(lambda: contact_of(season, runner_id), show, owner=self)
