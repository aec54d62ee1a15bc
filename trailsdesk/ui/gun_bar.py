"""The guns of the races: shown, corrected in place; what would move is said before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.i18n import _, plural
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.event import RaceId
    from trailsdesk.services.raceday import GunEffect
    from trailsdesk.services.results_desk import GunLine


class GunField(QLineEdit):
    """The gun of one race as a time of day. Esc gives back what holds."""

    def __init__(self, line: GunLine, zone: str) -> None:
        super().__init__()
        self.race_id: RaceId = line.race_id
        self.label = line.label
        self.standing = ""
        self.setAccessibleName(_("Gun of {race}").format(race=line.label))
        self.setPlaceholderText(_("not started"))
        self.setFixedWidth(style.unit(27))
        self.take(line, zone)

    def take(self, line: GunLine, zone: str) -> None:
        """The gun that holds; what somebody is typing stays."""
        words = "" if line.gun_ms is None else format_clock(line.gun_ms, zone)
        if self.text() == self.standing:
            self.setText(words)
        self.standing = words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self.standing:
            self.setText(self.standing)
            return
        super().keyPressEvent(event)


class GunBar(QWidget):
    """A field for each race; while one differs from what holds, its effect and a button."""

    effect_asked = Signal(int, str)
    """Race and the time typed."""
    gun_asked = Signal(int, str)

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Guns"))
        self._read_only = read_only
        self.fields: dict[RaceId, GunField] = {}
        self._typing: GunField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        self._row = FlowRow()
        column.addWidget(self._row)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        self.effect = PlainLabel("", "strong", wrap=True)
        self.button = Button(_("Set the gun"), self._set, key="Enter")
        below.addWidget(self.effect, 1)
        below.addWidget(self.button)
        column.addWidget(self._below)
        self._below.hide()

    def show_guns(self, lines: Sequence[GunLine], zone: str) -> None:
        """The guns as they hold."""
        if [line.race_id for line in lines] != list(self.fields):
            self._rebuild(lines, zone)
        for line in lines:
            self.fields[line.race_id].take(line, zone)
        self._edited()

    def _rebuild(self, lines: Sequence[GunLine], zone: str) -> None:
        self._row.clear()
        self.fields = {}
        self._typing = None
        for line in lines:
            field = GunField(line, zone)
            field.setEnabled(not self._read_only)
            field.textEdited.connect(self._edited)
            field.textChanged.connect(self._edited)
            field.returnPressed.connect(self._set)
            self.fields[line.race_id] = field
            pair = QWidget()
            across = QHBoxLayout(pair)
            across.setContentsMargins(0, 0, style.unit(3), 0)
            across.setSpacing(style.unit(1.5))
            label = PlainLabel(_("{race} gun").format(race=line.label), "secondary")
            label.setBuddy(field)
            across.addWidget(label)
            across.addWidget(field)
            self._row.add(pair)
            pair.show()

    def _edited(self, *_signal: object) -> None:
        changed = [f for f in self.fields.values() if f.text().strip() != f.standing]
        self._typing = changed[0] if changed else None
        self._below.setVisible(bool(changed))
        if self._typing is not None:
            self.effect_asked.emit(int(self._typing.race_id), self._typing.text().strip())

    def show_effect(self, effect: GunEffect | None) -> None:
        """What the time typed would do; None while it is no time."""
        field = self._typing
        if field is None:
            return
        style.set_style_property(field, "invalid", effect is None)
        self.button.setEnabled(effect is not None)
        if effect is None:
            self.effect.setText(_("Not a time of day yet: write it like 10:00:00."))
            self.effect.set_tone("warn")
            return
        self.effect.setText(effect_words(field.label, effect))
        self.effect.set_tone("warn" if effect.before_gun else None)

    def _set(self) -> None:
        if self._typing is not None and not self._read_only:
            self.gun_asked.emit(int(self._typing.race_id), self._typing.text().strip())


def effect_words(race: str, effect: GunEffect) -> str:
    """What a gun would move, in a sentence or three."""
    moved = plural("{count} result", "{count} results", effect.moved)
    if effect.by_ms is None:
        words = [_("{race}: {moved} get a time.").format(race=race, moved=moved)]
    else:
        how = _("shorter") if effect.by_ms > 0 else _("longer")
        span = format_elapsed(abs(effect.by_ms))
        text = _("{race}: {moved} become {span} {how}.")
        words = [text.format(race=race, moved=moved, span=span, how=how)]
    if effect.before_gun:
        words.append(
            plural(
                "{count} finish would lie before the gun.",
                "{count} finishes would lie before the gun.",
                effect.before_gun,
            )
        )
    if effect.from_paper:
        words.append(
            plural(
                "{count} time since the gun stays.",
                "{count} times since the gun stay.",
                effect.from_paper,
            )
        )
    return " ".join(words)
