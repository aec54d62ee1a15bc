"""A runner's season on one page, as it is printed, and beside it how each figure came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.domain.people import RunnerId, full_name
from trailsdesk.domain.points import plain_points
from trailsdesk.domain.runner_season import RunnerSeason
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.printing import RUNNER_SEASON
from trailsdesk.services.runner_season import runner_season
from trailsdesk.services.sheet_preview import Preview, SheetChoice, preview
from trailsdesk.ui import style
from trailsdesk.ui.row_model import fold
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import PAPER
from trailsdesk.ui.sheet_outlet import SheetOutlet
from trailsdesk.ui.standing_lines import MARK
from trailsdesk.ui.widgets import Button, Card, Chip, EmptyState, PageHeader, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.runner_season import SeasonRun
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """``season`` is None where nobody is chosen."""

    season: RunnerSeason | None = None
    preview: Preview | None = None


class RunnerPage(SheetOutlet):
    """The page at the left, the reasons at the right, Print and Save above."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    left = Signal()
    """Back to the list the runner was chosen from."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("A runner's season"))
        self.runner_id: RunnerId | None = None
        self._build()
        self.start_at(self.pages)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.head = PageHeader("")
        self.estimate_chip = Chip(_("estimate"), "warn")
        self.estimate_chip.setToolTip(
            _("Figures marked {sign} rest on an estimate: they are not published.").format(
                sign=MARK
            )
        )
        self.estimate_chip.hide()
        self.head.add_chip(self.estimate_chip)
        self.print_button = Button(_("Print…"), self.print_sheet, icon="print", key="Ctrl P")
        self.pdf_button = Button(_("Save as PDF"), self.save_pdf, key="Ctrl S")
        self.back_button = Button(_("Back"), self.left.emit, kind="quiet", key="Esc")
        for button in (self.print_button, self.pdf_button, self.back_button):
            self.head.add_action(button)
        column.addWidget(self.head)
        column.addWidget(self.done_notice)
        column.addWidget(self.failed_notice)
        self.content = QWidget()
        across = QHBoxLayout(self.content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        self.pages.set_fit("width")
        across.addWidget(self.pages, 1)
        self.reasons = Card(_("How it came about"), padding=3)
        self._area = ScrollColumn()
        self.reasons.body.addWidget(self._area, 1)
        across.addWidget(self.reasons)
        column.addWidget(self.content, 1)
        self.empty = EmptyState(
            _("No runner chosen"),
            _("Choose a runner in the standings and press Ctrl+I, or Enter on the row."),
            (_("To the standings"), self.left.emit),
            icon="person",
        )
        self.empty.hide()
        column.addWidget(self.empty, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reasons take a third."""
        super().resizeEvent(event)
        self.reasons.setFixedWidth(max(style.unit(64), self.width() * 32 // 100))

    def show_runner(self, runner_id: RunnerId | None) -> None:
        """Show somebody's season."""
        if runner_id != self.runner_id:
            self.done_notice.hide()
            self.failed_notice.hide()
        self.runner_id = runner_id
        self.reload()

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Loaded]:
        season, choice = self.context.season, self.choice()
        return lambda: _load(season, choice)

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        found: RunnerSeason | None = loaded.season
        self.content.setVisible(found is not None)
        self.empty.setVisible(found is None)
        self.head.setVisible(found is not None)
        self.estimate_chip.setVisible(found is not None and found.estimate)
        self._clear()
        if found is None:
            self.pages.set_preview(None)
            return
        name = full_name(found.runner)
        self.head.set_title(name)
        facts = [found.category, found.runner.club, found.runner.nation]
        self.head.set_subtitle(" · ".join(filter(None, facts)))
        told = _reasons(found)
        spoken = " ".join(f"{title}. {text}" for title, text in told)
        self.pages.set_preview(loaded.preview, f"{name}. {spoken}")
        for title, text in told:
            self._area.column.addWidget(PlainLabel(title, "strong", wrap=True))
            self._area.column.addWidget(PlainLabel(text, wrap=True))
        self._area.column.addStretch(1)

    def _clear(self) -> None:
        column = self._area.column
        while column.count():
            item = column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    # -- the sheet ------------------------------------------------------------------------------

    def choice(self) -> SheetChoice:
        """The season of the runner shown."""
        return SheetChoice(
            kind=RUNNER_SEASON,
            event_id=self.context.scope.event_id,
            paper=self.context.settings.get(PAPER).upper(),
            runner_id=self.runner_id,
        )

    def choice_to_make(self) -> SheetChoice:
        """The same: nothing more is read for it."""
        return self.choice()

    def suggested_name(self, suffix: str) -> str:
        """A file name with the runner's name in it."""
        runner = self.context.season.data.runners.get(self.runner_id or RunnerId(0))
        words = "" if runner is None else "-".join(fold(full_name(runner)).split())
        plain = "".join(letter for letter in words if letter.isalnum() or letter == "-")
        return "-".join(filter(None, ("season", plain))) + suffix


def _load(season: Season, choice: SheetChoice) -> _Loaded:
    if choice.runner_id is None or choice.runner_id not in season.data.runners:
        return _Loaded()
    return _Loaded(season=runner_season(season, choice.runner_id), preview=preview(season, choice))


def _reasons(found: RunnerSeason) -> list[tuple[str, str]]:
    """Title and sentence of every figure that has one."""
    told = [(f"{run.event}, {run.race}", _of_race(run)) for run in found.runs if run.how]
    for rank in found.ranks:
        title = " · ".join(filter(None, (rank.ranking, rank.race, rank.group)))
        text = message(rank.explanation)
        if rank.reason is not None:
            text += " " + message(rank.reason)
        if rank.rank is not None:
            where = _("Place {place} of {count}.").format(place=rank.rank, count=rank.of)
            text = f"{where} {text}"
        told.append((title, text))
    for race in found.next_races:
        words = _("One more finish would add {least} to {most} points.")
        text = words.format(least=plain_points(race.least), most=plain_points(race.most))
        told.append(
            (
                _("Next race: {race}").format(race=race.race),
                text + (" " + _("An estimate.") if race.estimate else ""),
            )
        )
    told += [(f"{place.event} · {place.rule}", message(place.reason)) for place in found.places]
    if not told:
        races = plural("{count} race", "{count} races", len(found.runs))
        told.append((races, _("None of them gives points in this series.")))
    return told


def _of_race(run: SeasonRun) -> str:
    told = "" if run.how is None else message(run.how)
    counts = _("It counts.") if run.counted else _("It does not count.")
    return " ".join(filter(None, (told, counts, _("An estimate.") if run.estimate else "")))
