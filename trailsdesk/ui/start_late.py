"""Late starters: a bib and Enter is "started now"; a time behind it is "started then"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message, plural
from trailsdesk.services import late, raceday, timing
from trailsdesk.services.late import LateCounts, LateLine, OwnStartEffect
from trailsdesk.services.start import StartRunner
from trailsdesk.ui import style
from trailsdesk.ui.gun_bar import move_words, moves_words
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.settings import LATE_COUNTS
from trailsdesk.ui.start_field import StartField, enter_table, table_key
from trailsdesk.ui.start_lines import late_columns
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Card, PlainLabel, SegmentBar

if TYPE_CHECKING:
    from trailsdesk.domain.event import Event
    from trailsdesk.services.start import StartView
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.race_clock import RaceClock


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What the line means: a runner, and a moment where one was typed."""

    runner: StartRunner | None = None
    started_ms: Instant | None = None
    wrong: str = ""


class LateStarters(Card):
    """The line for late starters, what counts for them, and everybody it holds for."""

    def __init__(self, context: PanelContext, clock: RaceClock) -> None:
        super().__init__(_("Late starters"), padding=3.5)
        self._context = context
        self._clock = clock
        self._may_change = not context.season.file.read_only
        self._view: StartView | None = None
        self._asked = 0
        self._effect: OwnStartEffect | None = None
        self.counts = SegmentBar(
            (
                (LateCounts.GUN.value, _("The gun counts")),
                (LateCounts.OWN.value, _("Own start counts")),
            ),
            _("What counts for a late starter"),
            wraps=True,
        )
        self.field = StartField(_("Late starter: bib, and the time if it is not now"), clock)
        self.preview = PlainLabel("", "", wrap=True)
        self.message = SaidLine()
        self.model: RowTableModel[LateLine] = RowTableModel(
            late_columns(self._zone), lambda line: (line.entry_id, line.read_ids)
        )
        self.table = RowTableView(
            self.model, _("Late starters"), empty_text=_("Nobody started late so far.")
        )
        self.model.setParent(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setProperty("bare", True)
        self.table.setMinimumHeight(style.unit(20))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.setPlaceholderText(_("214   or   214 10:07:12"))
        for widget in (self.counts, self.field, self.preview, self.message):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.field.setEnabled(self._may_change)
        self.field.textChanged.connect(self._ask)
        self.field.entered.connect(self._enter)
        self.field.escaped.connect(self.field.hear)
        self.field.stepped.connect(lambda step: enter_table(self.table, step))
        self.counts.changed.connect(self._remember)
        table_key(self.table, "Del", self.take_back)
        table_key(self.table, "Esc", self.field.hear)

    def _zone(self) -> str:
        return "UTC" if self._view is None else self._view.zone

    @property
    def _event(self) -> Event:
        return self._context.scope.current_event

    # -- showing --------------------------------------------------------------------------------

    def show_view(self, view: StartView) -> None:
        """The late starters as they are now; the choice of this event is brought back."""
        other_event = self._view is None or self._view.event_id != view.event_id
        self._view = view
        self.model.set_rows(view.late)
        if other_event:
            kept = self._context.settings.get(LATE_COUNTS).get(self._event_key(), "")
            self.counts.set_current(kept if kept in list(LateCounts) else LateCounts.GUN.value)
        first = _("The gun counts")
        if view.net:
            first = _("Start read")
        self.counts.button(LateCounts.GUN.value).setText(first)
        self._ask()

    def _event_key(self) -> str:
        series = self._context.season.data.series
        return f"{series.preset_id}/{series.season}/{self._event.code}"

    def _remember(self, key: str) -> None:
        settings = self._context.settings
        kept = settings.get(LATE_COUNTS)
        if kept.get(self._event_key()) != key:
            settings.set(LATE_COUNTS, {**kept, self._event_key(): key})
        self._ask()

    def say(self, text: str, tone: str = "good") -> None:
        """One line about what the last key did."""
        self.message.say(text, tone)

    def _typed(self) -> _Typed:
        view, pieces = self._view, self.field.text().strip().lstrip("#").split(maxsplit=1)
        if view is None or not pieces:
            return _Typed()
        found = [each for each in view.find(pieces[0]) if not each.withdrawn]
        if len(found) != 1:
            words = _("Nobody who stands wears bib {bib}.") if not found else (
                _("Bib {bib} is worn twice.")
            )  # fmt: skip
            return _Typed(wrong=words.format(bib=pieces[0]))
        if len(pieces) == 1:
            return _Typed(runner=found[0])
        try:
            moment = raceday.parse_gun(self._event, pieces[1])
        except KnownError:
            words = _("“{text}” is no time of day yet: write it like 10:07:12.")
            return _Typed(runner=found[0], wrong=words.format(text=pieces[1]))
        return _Typed(runner=found[0], started_ms=moment)

    def _ask(self, *_signal: object) -> None:
        """What Enter would do, in words; what an own start would move comes a moment later."""
        typed, view = self._typed(), self._view
        self._asked += 1
        self._effect = None
        self._show_preview(typed)
        if typed.runner is None or typed.wrong or view is None or not self._own:
            return
        asked, season, entry_id = self._asked, self._context.season, typed.runner.entry_id
        moment = typed.started_ms or self._clock.now_ms()

        def work() -> tuple[int, OwnStartEffect]:
            return asked, late.own_start_effect(season, entry_id, moment)

        self._context.compute(work, self._effect_came)

    def _effect_came(self, answer: tuple[int, OwnStartEffect]) -> None:
        if answer[0] == self._asked:
            self._effect = answer[1]
            self._show_preview(self._typed())

    @property
    def _own(self) -> bool:
        return self.counts.current == LateCounts.OWN.value

    def _show_preview(self, typed: _Typed) -> None:
        runner, view = typed.runner, self._view
        self.preview.set_tone("warn" if typed.wrong else "muted" if runner is None else None)
        if typed.wrong:
            self.preview.setText(typed.wrong)
        elif runner is None or view is None:
            self.preview.setText(self._choice_words())
        else:
            when = _("now")
            if typed.started_ms is not None:
                when = format_clock(typed.started_ms, view.zone)
            words = [_("{bib} {name}, {race}: starts {when}.").format(
                bib=runner.bib, name=runner.name, race=runner.race_label, when=when)]  # fmt: skip
            words += [] if self._effect is None else effect_words(self._effect)
            self.preview.setText(" ".join(words))

    def _choice_words(self) -> str:
        if self._own:
            return _("The time runs from the moment of Enter, or from the time typed.")
        if self._view is not None and self._view.net:
            return _("Kept as a read at the start line; these rules count from it.")
        return _("Kept as a read at the start line: the runner has started, the gun counts.")

    # -- acting ---------------------------------------------------------------------------------

    def _enter(self, instant: Instant) -> None:
        typed, season, actor = self._typed(), self._context.season, self._context.actor()
        runner = typed.runner
        if not self._may_change:
            return
        if runner is None or typed.wrong:
            self._refuse(typed.wrong, instant)
            return
        moment = typed.started_ms or instant
        counts = LateCounts(self.counts.current)
        time = format_clock(moment, self._zone())

        def done(_none: None) -> None:
            words = _("{bib} {name} started at {time}. Ctrl+Z takes it back.")
            self.say(words.format(bib=runner.bib, name=runner.name, time=time))

        def failed(error: KnownError) -> None:
            self.say(message(error), "bad")
            self.field.setText(runner.bib)

        self.field.clear()
        self._context.change(
            lambda: late.start_late(season, runner.entry_id, moment, counts, actor),
            _("Late starter"),
            done,
            failed,
        )

    def _refuse(self, why: str, instant: Instant) -> None:
        """Say why, and when Enter was pressed: the moment is not lost with a wrong bib."""
        words = why or _("Type the bib of the late starter.")
        if why:
            moment = _("It was {time}; that can be typed after the bib.")
            words += " " + moment.format(time=format_clock(instant, self._zone()))
        self.say(words, "warn")
        self.field.hear()

    def take_back(self) -> None:
        """The chosen one did not start late after all."""
        row_id, season = self.table.current_id(), self._context.season
        line = None if row_id is None else self.model.row_of(row_id)
        if line is None or not self._may_change:
            self.say(_("↓ chooses a late starter; Del then takes it back."), "muted")
            return

        def act() -> None:
            if line.counts is LateCounts.OWN:
                late.with_the_wave(season, line.entry_id)
            for read_id in line.read_ids:
                timing.ignore_read(season, read_id, _("not a late start"))

        def done(_none: None) -> None:
            words = _("{bib} {name} starts with the wave again. Ctrl+Z undoes that.")
            self.say(words.format(bib=line.bib, name=line.name))
            self.field.hear()

        self._context.change(act, _("Take a late start back"), done)


def effect_words(effect: OwnStartEffect) -> list[str]:
    """What an own start would do, in a sentence or two."""
    words = []
    if effect.after_ms is not None:
        span = format_elapsed(abs(effect.after_ms))
        side = _("{span} after the gun.") if effect.after_ms >= 0 else _("{span} before the gun.")
        words.append(side.format(span=span))
    if effect.mine is not None:
        words.append(_("Place {move}.").format(move=move_words(effect.mine)))
    if effect.others:
        words.append(moves_words(effect.others) + ".")
    elif effect.mine is not None:
        words.append(plural("{count} other moves.", "{count} others move.", 0))
    return words
