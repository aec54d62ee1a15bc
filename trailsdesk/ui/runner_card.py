"""The card under the bib box: who wears the bib, which places, or what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.bib_box import SUGGESTIONS
from trailsdesk.ui.finish_rows import gap_words, ordinal
from trailsdesk.ui.row_model import plain_tip
from trailsdesk.ui.style import Tone
from trailsdesk.ui.widgets import Button, Callout, Figure, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.chrono import Instant
    from trailsdesk.services.finish_desk import LineRunner, LineView


_NUMBERS = range(1, SUGGESTIONS + 1)
_ACROSS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What the card says. ``figures`` are value and caption; ``picks`` the bibs to choose from."""

    title: str
    detail: str = ""
    remark: str = ""
    tone: Tone = "good"
    figures: tuple[tuple[str, str], ...] = ()
    picks: tuple[tuple[str, str], ...] = ()


class PickButton(Button):
    """A runner to choose; a name that does not fit is cut, its bib never."""

    _own_style = "text-align: left;"

    def __init__(self, number: int, picked: Callable[[int], object]) -> None:
        super().__init__("", lambda: picked(number), key=f"Alt {number}")
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """The bib and the name."""
        self._words = words
        self.setAccessibleName(words)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - style.unit(6.5) - self.key_width()
        cut = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))
        self.setToolTip("" if cut == self._words else plain_tip(self._words))


class RunnerCard(Callout):
    """Name, club, race, category and provisional places of one runner; or suggestions."""

    picked = Signal(int)
    """Number of a suggestion, from 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("muted", parent)
        self._words: CardWords | None = None
        self.title = PlainLabel("", "figure", elide=True)
        self.detail = PlainLabel("", "", wrap=True)
        self.remark = PlainLabel("", "strong", wrap=True)
        self.figures = [Figure("", "") for _at in range(3)]
        row = QHBoxLayout()
        row.setSpacing(style.unit(7))
        for figure in self.figures:
            row.addWidget(figure)
        row.addStretch(1)
        self.buttons = [PickButton(number, self.picked.emit) for number in _NUMBERS]
        self.choices = QWidget()
        grid = QGridLayout(self.choices)
        grid.setContentsMargins(0, style.unit(), 0, 0)
        grid.setSpacing(style.unit(1.5))
        for at, button in enumerate(self.buttons):
            grid.addWidget(button, at // _ACROSS, at % _ACROSS)
        for widget in (self.title, self.detail, self.remark):
            self.body.addWidget(widget)
        self._figure_row = QWidget()
        self._figure_row.setLayout(row)
        row.setContentsMargins(0, style.unit(), 0, 0)
        self.body.addWidget(self._figure_row)
        self.body.addWidget(self.choices)
        if isinstance(self.body, QVBoxLayout):
            self.body.setSpacing(style.unit(0.5))

    def name_keys(self, *, bare: bool) -> None:
        """Whether a digit alone chooses, or one with Alt."""
        for number, button in enumerate(self.buttons, 1):
            button.set_key(str(number) if bare else f"Alt {number}")

    def mark(self, number: int) -> None:
        """Show which suggestion a digit is about to choose; 0 shows none."""
        for at, button in enumerate(self.buttons, 1):
            style.set_style_property(button, "kind", "primary" if at == number else "plain")

    @property
    def words(self) -> CardWords | None:
        """What is shown."""
        return self._words

    def show_words(self, words: CardWords) -> None:
        """Show something else; nothing is touched when it is the same."""
        before, self._words = self._words, words
        if words == before:
            return
        self.title.setText(words.title)
        for label, text in ((self.detail, words.detail), (self.remark, words.remark)):
            label.setText(text)
            label.setVisible(bool(text))
        self.set_tone(words.tone)
        self.remark.set_tone(None if words.tone == "good" else words.tone)
        self._figure_row.setVisible(bool(words.figures))
        for at, figure in enumerate(self.figures):
            shown = at < len(words.figures)
            figure.setVisible(shown)
            if shown:
                figure.set_value(*words.figures[at])
        self.choices.setVisible(bool(words.picks))
        if before is None or before.picks != words.picks:
            self._show_picks(words.picks)
        said = (words.title, words.detail, words.remark)
        self.setAccessibleName(". ".join(text for text in said if text))

    def _show_picks(self, picks: Sequence[tuple[str, str]]) -> None:
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(picks))
            if at < len(picks):
                button.show_words("  ".join(filter(None, picks[at])))


def runner_words(view: LineView, runner: LineRunner, instant_ms: Instant) -> CardWords:
    """A runner as if crossing at that moment, or as already in."""
    result = view.results.get(runner.entry_id)
    detail = _detail(runner)
    if result is not None and result.status in (
        ResultStatus.DNF,
        ResultStatus.DNS,
        ResultStatus.DSQ,
    ):
        remark = _("Marked {status}. A time is kept all the same.")
        return CardWords(
            title=runner.name,
            detail=detail,
            remark=remark.format(status=result.status.value),
            tone="warn",
        )
    if result is not None and view.is_in(runner.entry_id):
        time = "" if result.time_ms is None else format_elapsed(result.time_ms)
        remark = _("Already in at {time}. A second time is kept and counts for nothing.")
        if not time:
            remark = _("Already in. A second time is kept and counts for nothing.")
        figures = _places(runner, result.rank_category, result.rank, result.gap_ms)
        return CardWords(
            title=runner.name,
            detail=detail,
            remark=remark.format(time=time),
            tone="warn",
            figures=figures,
        )
    if runner.withdrawn:
        remark = _("This entry is withdrawn. A time is kept all the same.")
        return CardWords(title=runner.name, detail=detail, remark=remark, tone="warn")
    now = view.places_at(runner, instant_ms)
    if now is None:
        gun = _("{race} has no gun yet; the time is kept.").format(race=runner.race_label)
        return CardWords(title=runner.name, detail=detail, remark=gun, tone="good")
    figures = _places(runner, now.category, now.overall, now.gap_ms)
    return CardWords(title=runner.name, detail=detail, figures=figures)


def arrived_words(view: LineView, runner: LineRunner) -> CardWords:
    """A runner who has just come in, with the places as they stand."""
    result = view.results.get(runner.entry_id)
    if result is None or result.rank is None or result.time_ms is None:
        return CardWords(title=runner.name, detail=_detail(runner), tone="muted")
    time = _("in at {time}").format(time=format_elapsed(result.time_ms))
    return CardWords(
        title=runner.name,
        detail=f"{_detail(runner)} · {time}",
        figures=_places(runner, result.rank_category, result.rank, result.gap_ms),
    )


def _detail(runner: LineRunner) -> str:
    words = (runner.category_label or _("no category"), runner.race_label, runner.club)
    return " · ".join(("#" + runner.bib, *filter(None, words)))


def _places(
    runner: LineRunner, category: int | None, overall: int | None, gap_ms: int | None
) -> tuple[tuple[str, str], ...]:
    found = []
    if category is not None:
        found.append((ordinal(category), runner.category_label))
    if overall is not None:
        found.append((ordinal(overall), _("overall")))
        if gap_ms is None or (overall == 1 and gap_ms <= 0):
            found.append((_("first"), _("leads the race")))
        else:
            found.append(("+" + gap_words(gap_ms), _("to the leader")))
    return tuple(found)


def several_words(view: LineView, bibs: Sequence[str]) -> CardWords:
    """Several bibs for one time."""
    names, doubtful = [], False
    for bib in bibs:
        found = view.find(bib)
        clear = len(found) == 1
        doubtful = doubtful or not clear or view.is_in(found[0].entry_id)
        names.append(f"{bib} {found[0].name}" if clear else _("{bib} ?").format(bib=bib))
    return CardWords(
        title=_("{count} at one time").format(count=len(bibs)),
        detail=" · ".join(names),
        tone="warn" if doubtful else "good",
    )


def unknown_words(view: LineView, bib: str, suggestions: Sequence[LineRunner]) -> CardWords:
    """A bib nobody in scope wears."""
    picks = tuple((each.bib, each.name) for each in suggestions)
    elsewhere = view.find_elsewhere(bib)
    if elsewhere:
        first = elsewhere[0]
        remark = _("Runs in {race}. A time is kept and counts when = says so.")
        return CardWords(
            title=first.name,
            detail=_detail(first),
            remark=remark.format(race=first.race_label),
            tone="warn",
        )
    if len(view.find(bib)) > 1:
        names = " · ".join(f"{each.name} ({each.race_label})" for each in view.find(bib))
        return CardWords(
            title=_("Bib {bib} is worn twice").format(bib=bib),
            detail=names,
            remark=_("A time is kept; F4 and a number then say who it was."),
            tone="warn",
        )
    title = _("Bib {bib}: a digit unread") if "?" in bib else _("No such bib: {bib}")
    remark = _("A time is kept. Still out and close to it:") if picks else _("A time is kept.")
    return CardWords(title=title.format(bib=bib), remark=remark, tone="bad", picks=picks)
