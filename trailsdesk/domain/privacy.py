"""What of a person is protected, and what is removed for good when it is no longer needed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import EntryId
from trailsdesk.domain.people import RunnerId
from trailsdesk.domain.questions import QuestionId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.season import SeasonData


class Protected(enum.StrEnum):
    """A class of protected data; each is seen only where it is needed."""

    EMERGENCY = "EMERGENCY"
    MEDICAL = "MEDICAL"
    CONTACT = "CONTACT"
    WAIVER = "WAIVER"
    ANSWERS = "ANSWERS"


CONTACT_FIELDS: dict[Protected, tuple[str, ...]] = {
    Protected.EMERGENCY: ("emergency_name", "emergency_phone"),
    Protected.MEDICAL: ("medical",),
    Protected.CONTACT: ("email", "phone", "address"),
}
"""Which fields of a ``Contact`` belong to which class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What is to be removed: whose contacts and which fields of them, whose waivers and answers.

    ``questions`` are the protected ones.
    """

    runner_ids: frozenset[RunnerId] = frozenset()
    fields: tuple[str, ...] = ()
    waivers_of: frozenset[EntryId] = frozenset()
    answers_of: frozenset[EntryId] = frozenset()
    questions: frozenset[QuestionId] = frozenset()


def purge_of(
    data: SeasonData, classes: Iterable[Protected], through: EventId | None = None
) -> Purge:
    """What of these classes to remove.

    Args:
        through: only of runners who are entered in no event after this one; None for everybody.
    """
    wanted = frozenset(classes)
    last = None if through is None else data.events[through].date
    later = {
        entry.runner_id
        for entry in data.entries.values()
        if last is not None and data.events[data.races[entry.race_id].event_id].date > last
    }
    runner_ids = frozenset(data.runners.keys() - later)
    entry_ids = frozenset(
        entry.id for entry in data.entries.values() if entry.runner_id in runner_ids
    )
    fields = tuple(
        field for each, fields in CONTACT_FIELDS.items() if each in wanted for field in fields
    )
    questions = frozenset(each.id for each in data.questions.values() if each.protected)
    return Purge(
        runner_ids=runner_ids if fields else frozenset(),
        fields=fields,
        waivers_of=entry_ids if Protected.WAIVER in wanted else frozenset(),
        answers_of=entry_ids if Protected.ANSWERS in wanted and questions else frozenset(),
        questions=questions if Protected.ANSWERS in wanted else frozenset(),
    )
