"""What is done with an entry at the table beside the entry itself: money, waiver, answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import Entry, Waiver
from trailsdesk.domain.ledger import LedgerLine, LineKind
from trailsdesk.domain.questions import QuestionId
from trailsdesk.domain.till import PayMethod, TillId
from trailsdesk.services.ledger import Taking, check_owed, check_till, money_line
from trailsdesk.services.questions import answers_change, write_answers
from trailsdesk.services.till import till_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.ports import Writer
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDesk:
    """What is done with an entry at the table, beside the entry itself.

    ``paid_minor`` is taken for a new entry now, or with ``in_full`` all it is charged; without a
    ``till_id`` it goes through the till at hand. ``waiver`` is who signed it, empty for the
    runner; None while it is not signed. ``answers`` are texts by question; those not named stay.
    """

    paid_minor: int = 0
    in_full: bool = False
    method: PayMethod = PayMethod.CASH
    till_id: TillId | None = None
    waiver: str | None = None
    answers: Mapping[QuestionId, str] = field(default_factory=dict)


class Beside:
    """Writes it in the entry's own operation, so that one undo takes all of it back."""

    def __init__(self, season: Season, at_desk: AtTheDesk, actor: str) -> None:
        self._season = season
        self._at_desk = at_desk
        self._actor = actor

    def changes(self, entry: Entry) -> bool:
        """Whether the waiver or an answer of an entry there is would be another.

        Raises:
            Refused: ``question.answer-unreadable``.
        """
        waiver = self._season.data.waivers.get(entry.id)
        if self._at_desk.waiver != (None if waiver is None else waiver.signed_by):
            return True
        return answers_change(self._season, entry, self._at_desk.answers)

    def write(self, writer: Writer, entry: Entry, charged: Sequence[LedgerLine]) -> None:
        """Money, waiver and answers of a new entry that was just charged.

        Raises:
            Refused: ``ledger.pay-too-much``, ``ledger.till-closed``, ``till.several-open``,
                ``question.answer-unreadable``.
        """
        desk = self._at_desk
        paid = sum(each.amount_minor for each in charged) if desk.in_full else desk.paid_minor
        if paid > 0:
            check_till(self._season, desk.till_id)
            check_owed(self._season, paid, charged)
            event_id = self._season.data.races[entry.race_id].event_id
            till_id = till_for(self._season, event_id, desk.method, self._actor, desk.till_id)
            taking = Taking(LineKind.PAYMENT, desk.method, till_id, self._actor, "")
            writer.put(money_line(self._season, entry, taking, paid))
        self.rewrite(writer, entry)

    def rewrite(self, writer: Writer, entry: Entry) -> None:
        """Waiver and answers as they stand now."""
        self._sign(writer, entry)
        write_answers(writer, self._season, entry, self._at_desk.answers)

    def _sign(self, writer: Writer, entry: Entry) -> None:
        """Signed, signed by somebody else, or not signed."""
        known, by = self._season.data.waivers.get(entry.id), self._at_desk.waiver
        if by is not None:
            now = self._season.clock.now_ms()
            made = Waiver(entry_id=entry.id, at_ms=now, signed_by=by, actor=self._actor)
            now_by = made if known is None else dataclasses.replace(known, signed_by=by)
            if now_by != known:
                writer.put(now_by)
        elif known is not None:
            writer.delete(known)
