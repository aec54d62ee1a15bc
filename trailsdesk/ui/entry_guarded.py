"""The protected fields of the entry form: locked until somebody asks to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from trailsdesk.domain.people import Contact
from trailsdesk.i18n import _
from trailsdesk.services.questions import questions_in_order
from trailsdesk.ui.entry_fields import CONTACT_FIELDS, text_of
from trailsdesk.ui.question_fields import answer_values, answers_from, field_key

if TYPE_CHECKING:
    from trailsdesk.domain.entry import Entry
    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.questions import QuestionId
    from trailsdesk.services.entry_desk import Guarded
    from trailsdesk.services.ports import Changes
    from trailsdesk.services.season import Season
    from trailsdesk.ui.forms import FieldValue, Form

_PURGE = "privacy.purge"


def reaches_guarded(changes: Changes) -> bool:
    """Whether what is protected was changed, or removed for good."""
    return "contact" in changes.kinds or changes.operation == _PURGE


def _text(value: FieldValue) -> str:
    """What was typed, line by line: an address has several."""
    return "\n".join(filter(None, map(text_of, str(value or "").splitlines())))


class GuardedFields:
    """What is protected of the entry in the form; ``shown`` is None until it was fetched."""

    def __init__(self, season: Season) -> None:
        self._season = season
        self.shown: Guarded | None = None

    def lock(self, form: Form, entry: Entry | None, *, locked: bool) -> None:
        """Lock or open the fields; who signed is no secret while nobody has."""
        keys = set(CONTACT_FIELDS)
        if entry is not None and entry.id in self._season.data.waivers:
            keys.add("waiver_by")
        keys |= self._answer_keys()
        for key in keys & {field.key for field in form.fields}:
            control = form.control(key)
            control.setEnabled(not locked)
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(_("not shown") if locked else "")

    def show(self, form: Form, entry: Entry, guarded: Guarded) -> None:
        """Put it into the fields and let them be changed."""
        self.shown = guarded
        values = {key: getattr(guarded.contact, key) for key in CONTACT_FIELDS}
        values |= {"waiver_by": guarded.signed_by, **answer_values(guarded.answers)}
        form.set_values(values)
        self.lock(form, entry, locked=False)

    def hide(self, form: Form, entry: Entry | None) -> None:
        """It was changed or removed elsewhere: what the fields show is no longer so."""
        self.shown = None
        keys = (*CONTACT_FIELDS, "waiver_by", *self._answer_keys())
        blank: dict[str, FieldValue] = dict.fromkeys(keys, "")
        form.set_values(blank)
        self.lock(form, entry, locked=True)

    def contact(self, form: Form, runner_id: RunnerId, *, new: bool) -> Contact | None:
        """The contact as the form has it; None when it is locked or as it was."""
        if not new and self.shown is None:
            return None
        texts = {key: _text(form.value(key)) for key in CONTACT_FIELDS}
        contact = Contact(runner_id=runner_id, **texts)
        known = Contact(runner_id=runner_id) if self.shown is None else self.shown.contact
        return None if contact == known else contact

    def answers(self, form: Form, *, new: bool) -> dict[QuestionId, str]:
        """The answers as the form has them; protected ones only when they are on the screen."""
        seen = new or self.shown is not None
        questions = questions_in_order(self._season)
        return answers_from(form.values(), [q for q in questions if seen or not q.protected])

    def _answer_keys(self) -> set[str]:
        questions = questions_in_order(self._season)
        return {field_key(each.id) for each in questions if each.protected}
