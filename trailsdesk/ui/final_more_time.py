"""That the series gave an injured runner more time to qualify: noted and struck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from trailsdesk.i18n import _
from trailsdesk.services.more_time import grant_more_time, strike_more_time
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.final_lines import FinalLine


class MoreTime(QWidget):
    """A sentence and a button, shown where more time changes which finals a result counts for."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self._line: FinalLine | None = None
        self.words = PlainLabel("", "secondary", wrap=True)
        self.button = Button("", self.toggle, key="4")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.unit(1), 0, 0)
        row.setSpacing(style.unit(2))
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_line(self, line: FinalLine | None, year: int | None) -> None:
        """Show how a runner stands.

        Args:
            year: the finals the result counts for with more time, None where that changes nothing.
        """
        self._line = line if year is not None else None
        self.setVisible(self._line is not None)
        if line is None or year is None:
            return
        words = _("More time to qualify was granted: results here count for {year}.")
        text = _("Strike more time")
        if not line.more_time:
            words = _("For an injured runner who was given more time results count for {year}.")
            text = _("More time was granted")
        self.words.setText(words.format(year=year))
        self.button.setText(text)
        self.button.setAccessibleName(text)
        may = not self._context.season.file.read_only
        self.button.setEnabled(may)
        self.button.setToolTip("" if may else _("The file is open for reading only."))

    def toggle(self) -> None:
        """Note it for the runner shown, or strike it again."""
        line, season, actor = self._line, self._context.season, self._context.actor()
        if line is None or season.file.read_only:
            return
        if line.more_time:
            self._context.change(
                lambda: strike_more_time(season, line.entry_id), _("Strike more time to qualify")
            )
        else:
            self._context.change(
                lambda: grant_more_time(season, line.entry_id, actor),
                _("Note more time to qualify"),
            )
