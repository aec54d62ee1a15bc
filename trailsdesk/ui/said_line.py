"""The line under a field that says what the last key did."""

from __future__ import annotations

from trailsdesk.ui.widgets import PlainLabel


class SaidLine(PlainLabel):
    """One strong line; amber or red where a person must look."""

    def __init__(self) -> None:
        super().__init__("", "strong", wrap=True)

    def say(self, text: str, tone: str = "good") -> None:
        """What happened. ``tone`` is ``warn`` or ``bad`` where it needs a look."""
        self.setText(text)
        self.set_tone("warn" if tone == "warn" else "bad" if tone == "bad" else None)
