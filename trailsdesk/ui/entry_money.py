"""Money in the entry form: what is paid with a new entry, how, and through which till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.till import PayMethod
from trailsdesk.services.at_the_desk import AtTheDesk
from trailsdesk.services.till import open_tills, till_at_hand
from trailsdesk.ui.entry_fields import chosen_till
from trailsdesk.ui.entry_words import through_words

if TYPE_CHECKING:
    from trailsdesk.domain.event import EventId
    from trailsdesk.domain.till import TillId
    from trailsdesk.services.entry_desk import EntryPreview
    from trailsdesk.services.season import Season
    from trailsdesk.ui.forms import Form


def takes_money(form: Form) -> bool:
    """Whether the form asks for money: that of a new entry does."""
    return any(field.key == "paid" for field in form.fields)


def pays_minor(form: Form, preview: EntryPreview | None) -> int:
    """What is paid now, as far as it is known; minor units."""
    due = None if preview is None else preview.due_minor
    if form.value("paid_full") and due is not None:
        return due
    typed = form.value("paid")
    return typed if isinstance(typed, int) else 0


def taking(form: Form, season: Season, event_id: EventId, actor: str) -> AtTheDesk:
    """The money taken with a new entry; "in full" is settled when it is charged."""
    typed, in_full = form.value("paid"), bool(form.value("paid_full"))
    return AtTheDesk(
        paid_minor=typed if isinstance(typed, int) and not in_full else 0,
        in_full=in_full,
        method=PayMethod(str(form.value("method"))),
        till_id=_till(form, season, event_id, actor),
    )


def _till(form: Form, season: Season, event_id: EventId, actor: str) -> TillId | None:
    """The till chosen in the form, else the one at hand."""
    chosen = chosen_till(form.values())
    return till_at_hand(season, event_id, actor) if chosen is None else chosen


def keep_till(before: Form | None, form: Form) -> None:
    """The till chosen for the last one holds for the next, while it is open."""
    if before is None:
        return
    till = str(before.values().get("till") or "")
    offered = [dict(field.choices) for field in form.fields if field.key == "till"]
    if offered and till in offered[0]:
        form.set_values({"till": till})


def through(form: Form, season: Season, event_id: EventId, actor: str) -> str:
    """How the money is paid and which till it goes through, in words."""
    till_id = _till(form, season, event_id, actor)
    name = "" if till_id is None else season.data.tills[till_id].name
    method = PayMethod(str(form.value("method")))
    return through_words(method, name, len(open_tills(season, event_id)))
