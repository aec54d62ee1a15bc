"""A starting shot found in a timing file, offered for the races; never set by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from trailsdesk.domain.chrono import Instant, format_elapsed, local_date
from trailsdesk.domain.event import WaveId
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.time_words import moment_words
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.widgets import Button, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from trailsdesk.services.start_effect import GunEffect


class GunOffer(QFrame):
    """Which shot, for which start; what it moves is said before it is set."""

    effect_asked = Signal()
    """The choice has changed: what would it move?"""
    set_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", True)
        style.set_style_property(self, "tone", "warn")
        self.setAccessibleName(_("A gun was found in the file"))
        row = QHBoxLayout(self)
        row.setContentsMargins(style.unit(3), style.unit(1.5), style.unit(2), style.unit(1.5))
        row.setSpacing(style.unit(2))
        self.words = PlainLabel("", wrap=True)
        self.gun_choice = CalmCombo(_("Which gun"))
        self.gun_choice.setMinimumContentsLength(14)
        self.start_choice = CalmCombo(_("Whose gun it is"))
        self.start_choice.setMinimumContentsLength(16)
        self.yes = Button(_("Set the gun"), self.set_asked.emit)
        self.no = Button(_("Not now"), self.leave, key="Esc")
        row.addWidget(self.words, 1)
        for control in (self.gun_choice, self.start_choice, self.yes, self.no):
            row.addWidget(control)
        for combo in (self.gun_choice, self.start_choice):
            combo.activated.connect(lambda _at: self.effect_asked.emit())
        self._title = ""
        self.hide()

    def offer(
        self,
        name: str,
        guns: Sequence[Instant],
        starts: Sequence[tuple[tuple[WaveId, ...], str]],
        zone: str,
    ) -> None:
        """Offer the shots of a file for the starts (their waves, and words)."""
        self._title = _title(name, len(guns))
        days = {local_date(gun, zone) for gun in guns}
        words = [
            moment_words(gun, zone)
            + ("" if len(days) == 1 else f" {day_words(local_date(gun, zone), year=False)}")
            for gun in guns
        ]
        self.gun_choice.offer(list(zip(guns, words, strict=True)))
        self.start_choice.offer(list(starts))
        self.words.setText(self._title)
        self.show()
        self.effect_asked.emit()

    @property
    def gun_ms(self) -> Instant:
        """The shot chosen."""
        return Instant(self.gun_choice.currentData())

    @property
    def wave_ids(self) -> tuple[WaveId, ...]:
        """The waves it would be the gun of."""
        return tuple(WaveId(each) for each in self.start_choice.currentData() or ())

    def show_effect(self, effect: GunEffect) -> None:
        """What setting it would move."""
        self.words.setText(f"{self._title} {gun_effect_words(effect)}")

    def leave(self) -> None:
        """Not now: the file can be taken up again, its gun is in it."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def gun_effect_words(effect: GunEffect) -> str:
    """What a gun would move, in one sentence."""
    moved = plural("{count} result", "{count} results", effect.moved)
    if not effect.moved:
        words = _("Setting it moves no result yet.")
    elif effect.by_ms is None:
        words = _("Setting it gives {results} a time.").format(results=moved)
    else:
        by = ("+" if effect.by_ms > 0 else "\N{MINUS SIGN}") + format_elapsed(
            abs(effect.by_ms), 100
        )
        words = _("Setting it moves the gun by {by} and {results} with it.").format(
            by=by, results=moved
        )
    if effect.before_gun:
        words += " " + plural(
            "{count} finish would lie before it.",
            "{count} finishes would lie before it.",
            effect.before_gun,
        )
    return words


def _title(name: str, guns: int) -> str:
    if guns == 1:
        return _("{name} has a gun. Set it?").format(name=name)
    return _("{name} has {count} guns. Set one?").format(name=name, count=guns)
