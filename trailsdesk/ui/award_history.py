"""The fields of what was said of an award, or handed out, as the history shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trailsdesk.domain.award_marks import AwardStep
from trailsdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

_STEPS = {AwardStep.ANNOUNCED: _("announced"), AwardStep.HANDED_OUT: _("handed out")}


def award_value_words(field: str, text: str, runner: Callable[[int], str]) -> str | None:
    """A stored value of a mark in words; None for a field that is told like any other.

    Args:
        runner: bib and name of an entry by its id.
    """
    try:
        if field == "step":
            return _STEPS[AwardStep(text)]
        if field == "winners":
            return ", ".join(
                f"{place}. {runner(entry_id)}" for place, entry_id in json.loads(text)
            )
    except (ValueError, TypeError):
        return text
    return None
