"""The words below the standings: a runner's total, the score under the cursor, what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import _
from trailsdesk.ui.standing_columns import sum_words
from trailsdesk.ui.widgets import Callout, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.standing_lines import StandingLine


class StandingReasons(Callout):
    """How a total came about."""

    def __init__(self) -> None:
        super().__init__("muted")
        self.sum_label = PlainLabel("", "strong", wrap=True)
        self.why_label = PlainLabel("", wrap=True)
        self.score_label = PlainLabel("", wrap=True)
        self.eligible_label = PlainLabel("", "secondary", wrap=True)
        for label in (self.sum_label, self.why_label, self.score_label, self.eligible_label):
            self.body.addWidget(label)
        self.show_line(None)
        self.show_score("")

    def show_line(self, line: StandingLine | None) -> None:
        """Total, dropped events, tie, and what is missing to be eligible."""
        self.why_label.setVisible(line is not None)
        reason = "" if line is None else line.reason
        self.eligible_label.setVisible(bool(reason))
        if line is None:
            self.set_tone("muted")
            self.sum_label.setText(_("Choose a runner to see how the total came about."))
            return
        self.set_tone("good" if line.eligible else "muted")
        self.sum_label.setText(sum_words(line))
        self.why_label.setText(line.explanation)
        start = _("Not eligible: {why}") if line.place is None else _("Not eligible yet: {why}")
        self.eligible_label.setText(start.format(why=reason))

    def show_score(self, told: str) -> None:
        """How one score came about; nothing where the cursor is on none."""
        self.score_label.setText(told)
        self.score_label.setVisible(bool(told))
