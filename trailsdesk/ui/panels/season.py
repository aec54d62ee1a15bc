"""placeholder while it is written"""

from __future__ import annotations

from trailsdesk.ui.panels.panel import Panel


class SeasonPanel(Panel):
    def loader(self):
        return lambda: None

    def show_loaded(self, loaded):
        pass
