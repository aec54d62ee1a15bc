"""Protected data: how much there is, and removing it for good after the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trailsdesk.domain.entry import MedalOrder
from trailsdesk.domain.pace import paced
from trailsdesk.domain.privacy import CONTACT_FIELDS, Protected, Purge, purge_of
from trailsdesk.domain.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.domain.event import EventId
    from trailsdesk.services.season import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgePlan:
    """What would be removed, counted by class, and the copies that would still hold it.

    ``to_post`` are medals still to be posted that would lose their address.
    """

    wanted: Purge
    classes: tuple[Protected, ...]
    counts: Mapping[Protected, int]
    copies: tuple[Path, ...]
    to_post: int = 0


def plan_purge(
    season: Season, classes: Iterable[Protected], through: EventId | None = None
) -> PurgePlan:
    """Count what would be removed; on the database thread. Changes nothing.

    Args:
        through: only of runners who are entered in no event after this one.
    """
    chosen = tuple(sorted(set(classes)))
    wanted = purge_of(season.data, chosen, through)
    contacts = season.file.contacts(wanted.runner_ids).values()
    counts = {
        each: sum(any(getattr(contact, name) for name in fields) for contact in contacts)
        for each, fields in CONTACT_FIELDS.items()
        if each in chosen
    }
    if Protected.WAIVER in chosen:
        counts[Protected.WAIVER] = sum(
            bool(waiver.signed_by) and waiver.entry_id in wanted.waivers_of
            for waiver in season.data.waivers.values()
        )
    if Protected.ANSWERS in chosen:
        counts[Protected.ANSWERS] = sum(
            bool(answer.value)
            and answer.question_id in wanted.questions
            and answer.entry_id in wanted.answers_of
            for answer in season.data.answers.values()
        )
    to_post = sum(
        entry.medal is MedalOrder.POST
        and entry.runner_id in wanted.runner_ids
        and entry.id not in season.data.medals_given
        for entry in paced(season.data.entries.values())
    )
    return PurgePlan(
        wanted=wanted,
        classes=chosen,
        counts=counts,
        copies=season.file.copies(),
        to_post=to_post if Protected.CONTACT in chosen else 0,
    )


def purge(season: Season, plan: PurgePlan, *, copies_too: bool) -> None:
    """Remove what a plan names, for good; on the database thread.

    Args:
        copies_too: the copies beside the file are deleted and a fresh one is made; copies
            elsewhere (a stick, another computer) are nobody's to find.

    Raises:
        Refused: ``privacy.nothing-chosen``, ``privacy.nothing-there``.
    """
    if not plan.classes:
        raise Refused("privacy.nothing-chosen")
    if not any(plan.counts.values()) and not copies_too:
        raise Refused("privacy.nothing-there")
    season.file.purge(plan.wanted, {each.value: count for each, count in plan.counts.items()})
    season.take(season.file.last_changes)
    if copies_too:
        for copy in season.file.copies():
            copy.unlink(missing_ok=True)
        season.file.backup("purged")
