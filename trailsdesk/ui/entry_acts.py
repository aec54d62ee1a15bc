"""What the entries panel changes: each act one step of History, said where it has more to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId, MedalOrder
from trailsdesk.i18n import _, message
from trailsdesk.services.bibs import give_bib
from trailsdesk.services.entries import edit_runner, withdraw
from trailsdesk.services.entry_bulk import BulkPlan, apply_bulk
from trailsdesk.services.medal_orders import OrdersTaken, order_medals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.problems import KnownError, Note
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.entry_lines import EntryLine

_MOST_SAID = 1
"""Of one order all is told that follows; of many each has its lines in the ledger."""


class EntryActs:
    """The acts; a refusal is told in a line unless somebody else wants to hear of it."""

    def __init__(self, context: PanelContext) -> None:
        self._context = context
        self._season = context.season

    def withdraw(self, ids: Sequence[EntryId], *, withdrawn: bool) -> None:
        """Withdraw entries, or let them stand again; they stay in the file."""
        title = _("Withdraw entries") if withdrawn else _("Let entries stand again")
        self._context.change(lambda: withdraw(self._season, ids, withdrawn=withdrawn), title)

    def order_medal(
        self, ids: Sequence[EntryId], medal: str, failed: Callable[[], object]
    ) -> None:
        """Order a medal or give it up, with what that costs; told is what became of it."""
        wanted, actor = MedalOrder(medal), self._context.actor()

        def done(taken: OrdersTaken) -> None:
            self._say(taken.notes)

        def refused(error: KnownError) -> None:
            self._context.notify(message(error), "warn")
            failed()

        self._context.change(
            lambda: order_medals(self._season, ids, wanted, actor),
            _("Change a medal order"),
            done,
            refused,
        )

    def apply_bulk(self, plan: BulkPlan) -> None:
        """Give all of a plan what was previewed."""
        actor = self._context.actor()
        self._context.change(
            lambda: apply_bulk(self._season, plan, actor), _("Change many entries"), self._say
        )

    def _say(self, notes: Sequence[Note]) -> None:
        if 0 < len(notes) <= _MOST_SAID:
            self._context.notify(" ".join(map(message, notes)), "good")

    def set_bib(self, line: EntryLine, text: str) -> None:
        """Give a bib typed in the table; one that others wear is kept and told."""
        season, bib = self._season, text.strip()

        def done(others: tuple[str, ...]) -> None:
            if others:
                words = _("Bib {bib} is worn by {names} too. Give one of them another bib.")
                self._context.notify(words.format(bib=bib, names=", ".join(others)), "warn")

        self._context.change(lambda: give_bib(season, line.entry_id, bib), _("Give a bib"), done)

    def set_club(self, line: EntryLine, text: str) -> None:
        """Change the club typed in the table."""
        self._set_runner(line, club=" ".join(text.split()))

    def set_nation(self, line: EntryLine, text: str) -> None:
        """Change the nation typed in the table; a code is written in capitals."""
        self._set_runner(line, nation=" ".join(text.split()).upper())

    def _set_runner(self, line: EntryLine, **fields: str) -> None:
        self._context.change(
            lambda: edit_runner(self._season, line.runner_id, **fields), _("Change a runner")
        )
