"""What a row of an entry list makes of a record: a blank cell never erases what is known."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from trailsdesk.domain.people import Contact, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.entry import Entry
    from trailsdesk.formats.entries import EntryDraft

RUNNER_FIELDS = ("family_name", "given_name", "gender", "birth_date", "nation", "club", "city")
_CONTACT_FIELDS = ("email", "phone", "emergency_name", "emergency_phone", "medical")
_runner_fields_of = attrgetter(*RUNNER_FIELDS)
_contact_fields_of = attrgetter(*_CONTACT_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that the list would change; values as text, those of protected fields left out.

    ``label`` words the question of an ``answer``.
    """

    field: str
    before: str
    after: str
    label: str = ""


def merge_runner(runner: Runner | None, draft: EntryDraft) -> Runner:
    """The record with all that the row says; a new one for nobody known."""
    given = zip(RUNNER_FIELDS, _runner_fields_of(draft), strict=True)
    told = {name: value for name, value in given if value not in (None, "")}
    if runner is None:
        return Runner(**{"family_name": "", **told})
    same = all(getattr(runner, name) == value for name, value in told.items())
    return runner if same else dataclasses.replace(runner, **told)


def merge_contact(known: Contact | None, runner: Runner, draft: EntryDraft) -> Contact | None:
    """How to reach the runner with all that the row says; None when it says nothing."""
    if not has_contact(draft):
        return None
    given = {name: getattr(draft, name) for name in _CONTACT_FIELDS if getattr(draft, name)}
    return dataclasses.replace(known or Contact(runner_id=runner.id), **given)


def has_contact(draft: EntryDraft) -> bool:
    """Whether the row says how to reach anybody."""
    return any(_contact_fields_of(draft))


def field_differences(
    old: Runner | Entry | None, new: Runner | Entry, fields: tuple[str, ...]
) -> Iterator[Difference]:
    """The fields of a thing on file that would change."""
    if old is None:
        return
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference(field=name, before=_text(before), after=_text(after))


def contact_differences(old: Contact | None, new: Contact | None) -> Iterator[Difference]:
    """That a contact would change, without its values."""
    if new is not None and new != (old or Contact(runner_id=new.runner_id)):
        yield Difference(field="contact", before="", after="")


def _text(value: object) -> str:
    return "" if value is None else str(value)
