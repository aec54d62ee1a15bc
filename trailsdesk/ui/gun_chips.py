"""The guns of the races in the header of a page: as many words as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from trailsdesk.domain.chrono import format_clock
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.services.finish_desk import LineRace

_MOST = 3


class GunChips(QWidget):
    """A chip for each of a few races; one for all where they are many, or do not fit; or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Guns"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(2))
        self.chips = [Chip("") for _at in range(_MOST)]
        self.summary = Chip("")
        for chip in (*self.chips, self.summary):
            row.addWidget(chip)
            chip.hide()
        row.addStretch(1)
        self._used = 0

    def show_races(self, races: Sequence[LineRace], zone: str) -> None:
        """Each race with its gun, or that it was not started."""
        self._used = len(races) if len(races) <= _MOST else 0
        for chip, race in zip(self.chips, races, strict=False):
            chip.setText(gun_words(race, zone))
            tone = "good" if race.gun_ms is not None else "warn"
            style.set_style_property(chip, "tone", tone)
        started = sum(race.gun_ms is not None for race in races)
        words = _("{started} of {count} races started")
        self.summary.setText(words.format(started=started, count=len(races)))
        everybody = "good" if started == len(races) else "warn"
        style.set_style_property(self.summary, "tone", everybody)
        self.setAccessibleDescription(", ".join(gun_words(race, zone) for race in races))
        self.updateGeometry()
        self._fit()

    @property
    def text(self) -> str:
        """What is shown."""
        chips = (*self.chips, self.summary)
        return ", ".join(chip.text() for chip in chips if not chip.isHidden())

    def _fit(self) -> None:
        each = bool(self._used) and self._wide() <= self.width()
        for at, chip in enumerate(self.chips):
            chip.setVisible(each and at < self._used)
        fits = self.summary.sizeHint().width() <= self.width()
        self.summary.setVisible(not each and fits)

    def _wide(self) -> int:
        if not self._used:
            return self.summary.sizeHint().width()
        gaps = style.unit(2) * (self._used - 1)
        return sum(chip.sizeHint().width() for chip in self.chips[: self._used]) + gaps

    def sizeHint(self) -> QSize:
        return QSize(self._wide(), self.summary.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """None of it must be seen: the status bar has the race clock."""
        return QSize(0, self.summary.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def gun_words(race: LineRace, zone: str) -> str:
    """``Long · gun 10:00:00``."""
    if race.gun_ms is None:
        return _("{race} · not started").format(race=race.label)
    time = format_clock(race.gun_ms, zone)
    return _("{race} · gun {time}").format(race=race.label, time=time)
