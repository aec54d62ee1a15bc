"""The guns of the waves: shown, corrected in place; what would move is said before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, plural
from trailsdesk.services import raceday
from trailsdesk.services.start_effect import GunEffect, PlaceMove, gun_effect
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.domain.event import Event, WaveId
    from trailsdesk.services.results_desk import GunLine
    from trailsdesk.ui.context import PanelContext

MOVES_SHOWN: Final = 20
"""So many changed places are named; the others are counted."""


class GunField(QLineEdit):
    """The gun of one wave as a time of day. Esc gives back what holds, then leaves the field."""

    left = Signal()

    def __init__(self, line: GunLine, zone: str) -> None:
        super().__init__()
        self.wave_id: WaveId = line.wave_id
        self.label = line.label
        self.standing = ""
        self.setAccessibleName(_("Gun of {race}").format(race=line.label))
        self.setPlaceholderText(_("not started"))
        self.setFixedWidth(style.unit(27))
        self.take(line, zone)

    def take(self, line: GunLine, zone: str) -> None:
        """The gun that holds; what somebody is typing stays."""
        words = "" if line.gun_ms is None else format_clock(line.gun_ms, zone)
        if self.text() == self.standing or self.text().strip() == words:
            self.setText(words)  # also forgets the typing: Ctrl+Z now means the gun that was set
        self.standing = words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text() != self.standing:
                self.setText(self.standing)
                return
            self.left.emit()
        super().keyPressEvent(event)


class GunBar(QWidget):
    """A field for each wave; while one differs from what holds, its effect and a button."""

    said = Signal(str)
    """What was done, in words."""
    told = Signal()
    """The effect of the time typed stands below the fields."""
    left = Signal()
    """Esc with nothing typed: the keys may go elsewhere."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Guns"))
        self._context = context
        self._read_only = context.season.file.read_only
        self._asked = 0
        self.fields: dict[WaveId, GunField] = {}
        self._labels: list[str] = []
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
        self.moves = PlainLabel("", "secondary", wrap=True)
        column.addWidget(self._below)
        column.addWidget(self.moves)
        self._below.hide()
        self.moves.hide()

    def show_guns(self, lines: Sequence[GunLine], zone: str) -> None:
        """The guns as they hold."""
        labels = [line.label for line in lines]
        if [line.wave_id for line in lines] != list(self.fields) or labels != self._labels:
            self._labels = labels
            self._rebuild(lines, zone)
        for line in lines:
            self.fields[line.wave_id].take(line, zone)
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
            field.left.connect(self.left.emit)
            self.fields[line.wave_id] = field
            pair = QWidget()
            across = QHBoxLayout(pair)
            across.setContentsMargins(0, 0, style.unit(3), 0)
            across.setSpacing(style.unit(1.5))
            label = PlainLabel(_("{race} gun").format(race=line.label), "secondary", elide=True)
            label.setBuddy(field)
            across.addWidget(label)
            across.addWidget(field)
            self._row.add(pair)
            pair.show()

    def _edited(self, *_signal: object) -> None:
        changed = [f for f in self.fields.values() if f.text().strip() != f.standing]
        self._typing = changed[0] if changed else None
        self._below.setVisible(bool(changed))
        for field in self.fields.values():
            if field is not self._typing:
                style.set_style_property(field, "invalid", False)
        if self._typing is None:
            self.moves.hide()
        else:
            self._ask(self._typing.wave_id, self._typing.text().strip())

    def _ask(self, wave_id: WaveId, text: str) -> None:
        """What the time typed would move, off this thread."""
        self._asked += 1
        asked, season, event = self._asked, self._context.season, self._context.scope.current_event

        def work() -> tuple[int, GunEffect | None]:
            try:
                gun_ms = _gun(event, text)
            except KnownError:
                return asked, None
            return asked, gun_effect(season, [wave_id], gun_ms)

        self._context.compute(work, self._came)

    def _came(self, answer: tuple[int, GunEffect | None]) -> None:
        if answer[0] == self._asked:
            self._show_effect(answer[1])

    def _show_effect(self, effect: GunEffect | None) -> None:
        """What the time typed would do; None while it is no time."""
        field = self._typing
        if field is None:
            return
        style.set_style_property(field, "invalid", effect is None)
        self.button.setEnabled(effect is not None)
        self.moves.setVisible(effect is not None and bool(effect.moves))
        if effect is None:
            self.effect.setText(_("Not a time of day yet: write it like 10:00:00."))
            self.effect.set_tone("warn")
            self.told.emit()
            return
        taken_back = not field.text().strip()
        self.effect.setText(effect_words(field.label, effect, taken_back=taken_back))
        self.button.setText(_("Take the gun back") if taken_back else _("Set the gun"))
        self.effect.set_tone("warn" if effect.before_gun else None)
        self.moves.setText(moves_words(effect.moves))
        self.told.emit()

    def _set(self) -> None:
        field, season = self._typing, self._context.season
        if field is None or self._read_only:
            return
        event, wave_id, text = self._context.scope.current_event, field.wave_id, field.text()

        def act() -> int:
            return raceday.set_wave_guns(season, [wave_id], _gun(event, text))

        def done(_count: int) -> None:
            words = _("The gun is set; every result that rests on it moved. Ctrl+Z undoes it.")
            if not text.strip():
                words = _("The gun is taken back: the wave is not started. Ctrl+Z undoes it.")
            self.said.emit(words)

        self._context.change(act, _("Set the gun"), done)


def _gun(event: Event, text: str) -> Instant | None:
    """The gun as typed; an emptied field takes it back."""
    return raceday.parse_gun(event, text) if text.strip() else None


def effect_words(race: str, effect: GunEffect, *, taken_back: bool = False) -> str:
    """What a gun would move, in a sentence or three."""
    moved = plural("{count} result", "{count} results", effect.moved)
    if taken_back:
        words = [_("{race}: not started any more; {moved} lose their time.").format(
            race=race, moved=moved)]  # fmt: skip
    elif effect.by_ms is None:
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


def moves_words(moves: Sequence[PlaceMove]) -> str:
    """Who changes place, the first of them by name: ``12 → 9 Aroha Te Rangi (214)``."""
    if not moves:
        return _("Nobody changes place.")
    count = plural("{count} runner changes place", "{count} runners change place", len(moves))
    named = " · ".join(map(move_words, moves[:MOVES_SHOWN]))
    more = len(moves) - MOVES_SHOWN
    rest = " " + _("and {count} more").format(count=more) if more > 0 else ""
    return f"{count}: {named}{rest}"


def move_words(move: PlaceMove) -> str:
    """One runner's places, old and new; the status where there is no place."""
    before = str(move.before) if move.before else _status(move.status_before.value)
    after = str(move.after) if move.after else _status(move.status_after.value)
    places = f"{before} → {after}"
    if before == after:
        inside = f"{move.category_before or '–'} → {move.category_after or '–'}"
        places = _("{places} in {category}").format(
            places=inside, category=move.category_label or _("the category")
        )
    who = f"{move.name} ({move.bib})" if move.bib else move.name
    return f"{places} {who}"


def _status(word: str) -> str:
    return _("no place") if word in ("OK", "PENDING") else word
