"""Awards in words: how far one is, why a place is whose it is."""

from __future__ import annotations

from trailsdesk.documents.award_lists import notes_in_words, why
from trailsdesk.documents.awards import award_label, winner_name
from trailsdesk.domain.award_states import AwardState
from trailsdesk.i18n import _

__all__ = ["award_label", "notes_in_words", "state_words", "why", "winner_name"]


def state_words(state: AwardState) -> str:
    """How far an award is, in a word or two."""
    return {
        AwardState.PROVISIONAL: _("provisional"),
        AwardState.SETTLED: _("settled"),
        AwardState.ANNOUNCED: _("announced"),
        AwardState.HANDED_OUT: _("handed out"),
    }[state]
