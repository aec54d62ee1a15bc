"""What is said when somebody moves the computer's clock while the race clock runs."""

from __future__ import annotations

from trailsdesk.i18n import _
from trailsdesk.ui.paper_tab import span_words


def jump_words(ahead_ms: int) -> str:
    """The computer's clock is ahead of the race clock by so much, or behind it."""
    side = _("forward by {span}") if ahead_ms > 0 else _("back by {span}")
    words = _(
        "This computer’s clock was moved {how}. The race clock went on as it was: no time has"
        " changed."
    )
    return words.format(how=side.format(span=span_words(ahead_ms)))
