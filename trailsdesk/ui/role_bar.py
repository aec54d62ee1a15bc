"""Whether a source leads or only fills gaps: what a change would do, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from trailsdesk.i18n import _
from trailsdesk.services.time_words import effect_words
from trailsdesk.ui import style
from trailsdesk.ui.time_moves import moves_table
from trailsdesk.ui.timing_words import source_name
from trailsdesk.ui.widgets import Button, Card, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.services.source_roles import RoleEffect
    from trailsdesk.services.timing_desk import SourceLine
    from trailsdesk.ui.settings import Settings

_ROWS_SHOWN = 7


class RoleBar(Card):
    """Stands between the sources and their times until it is answered; nothing waits for it."""

    agreed = Signal()
    left = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(padding=3, parent=parent)
        self.setAccessibleName(_("What the source counts for"))
        self.title = PlainLabel("", "strong", wrap=True)
        self.words = PlainLabel("", "", wrap=True)
        self.moves, self.table = moves_table(settings, _("What would change"))
        self.yes = PrimaryButton("", self.agreed.emit)
        self.no = Button(_("Leave it"), self.leave, key="Esc")
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(style.unit(3))
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.body.addLayout(row)
        self.hide()

    def show_effect(self, line: SourceLine, effect: RoleEffect) -> None:
        """What letting ``line`` have the other role would do."""
        name = source_name(line)
        if line.fills_gaps:
            title = _("{name} only fills gaps now. If it leads, its times count beside those of"
                      " other leading sources: the first one of a runner counts.")  # fmt: skip
            words = _("Let it lead")
        else:
            title = _("{name} leads now. If it only fills gaps, its times count for those of whom"
                      " no other source has one.")  # fmt: skip
            words = _("Let it only fill gaps")
        self.title.setText(title.format(name=name))
        self.words.setText(effect_words(effect) or _("No runner has a time from another source:"
                                                     " nothing changes now."))  # fmt: skip
        self.yes.setText(words)
        self.yes.setAccessibleName(words)
        self.moves.set_rows(effect.moves)
        self.table.setVisible(bool(effect.moves))
        rows = min(len(effect.moves), _ROWS_SHOWN) + 1
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + 8)
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave everything as it is."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
