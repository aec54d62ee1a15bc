"""Publishing beside the results: what is out, what has changed since, and the next version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from trailsdesk.domain.event import RaceId
from trailsdesk.domain.publication import PublishedAs
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.publishing import RaceStanding, explain, moment_words, race_standing
from trailsdesk.ui import style
from trailsdesk.ui.widgets import Button, Card, FlowRow, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trailsdesk.services.season import Season
    from trailsdesk.ui.style import Tone

_SHOWN = 6
"""So many changed runners are named for a race; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLine:
    """Where one race stands; ``pending`` runners have no outcome yet."""

    race_id: RaceId
    label: str
    standing: RaceStanding
    moment: str
    pending: int
    decided: int


def publish_lines(season: Season, race_ids: Iterable[RaceId]) -> tuple[PublishLine, ...]:
    """The races of the scope that have anybody entered."""
    return tuple(
        line for race_id in race_ids if (line := _line(season, race_id)).pending + line.decided
    )


def _line(season: Season, race_id: RaceId) -> PublishLine:
    standing = race_standing(season, race_id)
    statuses = [each.status for each in season.results(race_id).results]
    pending = statuses.count(ResultStatus.PENDING)
    return PublishLine(
        race_id=race_id,
        label=season.data.races[race_id].label,
        standing=standing,
        moment="" if standing.latest is None else moment_words(season, standing.latest),
        pending=pending,
        decided=len(statuses) - pending,
    )


def chip_words(lines: Iterable[PublishLine]) -> tuple[str, Tone, str]:
    """What the chip beside the title says of all races shown: words, tone, explanation."""
    standings = [line.standing for line in lines]
    if standings and all(each.is_official for each in standings):
        return _("official"), "good", _("These results are the official version.")
    if any(each.latest is not None and each.changes for each in standings):
        return _("changed since published"), "warn", _("Publish says what has changed.")
    return _("provisional"), "warn", _("Every result may still change with what comes in.")


class PublishBar(Card):
    """It only asks; the panel acts. Esc closes it."""

    asked = Signal(object, str)
    """The ``PublishedAs`` and the note, for every race shown."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(_("Publish the results"))
        self.words = PlainLabel("", wrap=True)
        self.body.addWidget(self.words)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Note for the record"))
        self.note.setPlaceholderText(_("Note for the record, for example: after the protest"))
        self.note.setMinimumWidth(style.unit(80))
        self.provisional = Button(
            _("Publish as provisional"), lambda: self._ask(PublishedAs.PROVISIONAL)
        )
        self.official = PrimaryButton(
            _("Publish as official"), lambda: self._ask(PublishedAs.OFFICIAL)
        )
        close = Button(_("Close"), self.close_bar, kind="quiet", key="Esc")
        self.body.addWidget(FlowRow([self.note, self.provisional, self.official, close]))
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_bar)

    def fill(self, lines: Iterable[PublishLine]) -> None:
        """Say where each race stands, and offer what can be said of them now."""
        lines = tuple(lines)
        self.words.setText("\n".join(text for line in lines for text in _sentences(line)))
        self.provisional.setEnabled(any(line.decided for line in lines))
        pending = sum(line.pending for line in lines)
        self.official.setEnabled(not pending and bool(lines))
        self.official.setToolTip(
            plural(
                "{count} runner has no outcome yet.",
                "{count} runners have no outcome yet.",
                pending,
            )
            if pending
            else ""
        )

    def open_bar(self) -> None:
        """Show it, with the focus in it."""
        self.show()
        target = self.official if self.official.isEnabled() else self.note
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Take it away; the note typed stays."""
        self.hide()
        self.closed.emit()

    def _ask(self, published_as: PublishedAs) -> None:
        self.asked.emit(published_as, self.note.text())


def _sentences(line: PublishLine) -> list[str]:
    latest, changes = line.standing.latest, line.standing.changes
    if latest is None:
        first = _("{race}: nothing published yet.")
    elif latest.published_as is PublishedAs.OFFICIAL:
        first = _("{race}: version {number}, official, of {moment}.")
    else:
        first = _("{race}: version {number}, provisional, of {moment}.")
    number = 0 if latest is None else latest.number
    said = [first.format(race=line.label, number=number, moment=line.moment)]
    if line.pending:
        words = plural("{count} has no outcome yet.", "{count} have no outcome yet.", line.pending)
        said[0] += " " + words
    said += ["    " + message(explain(change)) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        more = plural("and {count} more", "and {count} more", len(changes) - _SHOWN)
        said.append(f"    {more}")
    return said
