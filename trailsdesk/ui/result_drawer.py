"""The drawer beside the results: one runner, why the result is what it is, and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Duration, format_elapsed
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.i18n import _, message
from trailsdesk.services.time_words import parse_offset
from trailsdesk.ui import style
from trailsdesk.ui.finish_rows import ordinal
from trailsdesk.ui.result_words import adjustment_words, ruling_words, status_words
from trailsdesk.ui.scroll_card import ScrollCard
from trailsdesk.ui.timing_words import fate_words, source_name, time_words
from trailsdesk.ui.widgets import Button, Callout, Chip, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.results_desk import ResultDetail
    from trailsdesk.ui.widgets import NamedRun


class ResultDrawer(ScrollCard):
    """It only asks; the panel acts."""

    ruling_asked = Signal(object, str)
    """The ``RulingKind`` and the reason."""
    penalty_asked = Signal(object, str)
    """Milliseconds, positive for a penalty, and the reason."""
    withdraw_asked = Signal(int)
    """Id of a time adjustment to take back."""
    read_asked = Signal(int)
    """Id of a read to be shown with its source."""
    complained = Signal(str)

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("One result"))
        self._read_only = read_only
        self.detail: ResultDetail | None = None
        self.title = PlainLabel("", "title", wrap=True)
        self.chip = Chip("")
        self.about = PlainLabel("", "secondary", wrap=True)
        self.reasons = Callout()
        self.places = PlainLabel("", "strong", wrap=True)
        self.why = PlainLabel("", wrap=True)
        self.evidence = _Lines(_("Evidence"))
        self.decisions = _Lines(_("Decisions"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason, then a decision"))
        self.reason.setAccessibleName(_("Reason for the decision"))
        self.penalty = QLineEdit()
        self.penalty.setPlaceholderText(_("+2:00 or -30"))
        self.penalty.setAccessibleName(_("Time penalty, or credit with a minus"))
        self.penalty_button = Button(_("Add to time"), self._add_penalty)
        self.buttons = {
            kind: Button(words, lambda kind=kind: self._rule(kind))  # type: ignore[misc]
            for kind, words in (
                (RulingKind.DNF, _("DNF")),
                (RulingKind.DNS, _("DNS")),
                (RulingKind.DSQ, _("DSQ")),
                (RulingKind.NOT_COMPETING, _("Not competing")),
                (RulingKind.REINSTATE, _("Reinstate")),
            )
        }
        self.hint = PlainLabel(
            _("Choose a runner to see why the result is what it is."), "secondary", wrap=True
        )
        self._build()
        self.show_detail(None, 1000)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.column.addWidget(self.about)
        self.reasons.body.addWidget(self.places)
        self.reasons.body.addWidget(self.why)
        self._acts = QWidget()
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(style.unit(2))
        acts.addWidget(PlainLabel(_("Decide"), "strong"))
        acts.addWidget(self.reason)
        acts.addWidget(FlowRow(list(self.buttons.values())))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.penalty, 1)
        row.addWidget(self.penalty_button)
        acts.addLayout(row)
        for widget in (self.reasons, self._acts, self.decisions, self.evidence, self.hint):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.penalty.returnPressed.connect(self._add_penalty)
        for control in (self.reason, self.penalty, self.penalty_button, *self.buttons.values()):
            control.setEnabled(not self._read_only)
            if self._read_only:
                control.setToolTip(_("The file is open for reading only."))

    def show_detail(self, detail: ResultDetail | None, unit_ms: int) -> None:
        """One runner, or what to do while none is chosen."""
        before = self.detail.row.entry_id if self.detail is not None else None
        self.detail = detail
        for widget in (self.title, self.chip, self.about, self.reasons, self._acts,
                       self.evidence, self.decisions):  # fmt: skip
            widget.setVisible(detail is not None)
        self.hint.setVisible(detail is None)
        if detail is None:
            return
        row, result = detail.row, detail.row.result
        name = full_name(row)
        self.title.setText(name)
        self.setAccessibleName(name)
        words, tone = status_words(result.status)
        self.chip.setText(words)
        style.set_style_property(self.chip, "tone", tone)
        bib = f"#{row.bib}" if row.bib else _("no bib")
        about = (bib, row.race_label, row.category_label, row.club, row.nation)
        self.about.setText(" · ".join(filter(None, about)))
        self.reasons.set_tone(tone)
        self.places.setText(self._places(detail, unit_ms))
        self.places.setVisible(bool(self.places.text()))
        self.why.setText(message(result.explanation) if result.explanation else "")
        self._show_evidence(detail)
        self._show_decisions(detail)
        ruled = detail.standing is not None or result.status in (
            ResultStatus.DNF, ResultStatus.DNS, ResultStatus.DSQ, ResultStatus.NOT_COMPETING,
        )  # fmt: skip
        self.buttons[RulingKind.REINSTATE].setVisible(ruled)
        if row.entry_id != before:
            self.reason.clear()
            self.penalty.clear()

    @staticmethod
    def _places(detail: ResultDetail, unit_ms: int) -> str:
        row, result = detail.row, detail.row.result
        words = []
        if result.time_ms is not None:
            words.append(format_elapsed(result.time_ms, unit_ms))
        if result.rank is not None:
            words.append(_("{place} overall").format(place=ordinal(result.rank)))
        if result.rank_category is not None:
            words.append(f"{ordinal(result.rank_category)} {row.category_label}")
        return " · ".join(words)

    def _show_evidence(self, detail: ResultDetail) -> None:
        lines: list[tuple[str, NamedRun | None]] = []
        for read in detail.reads:
            fate = fate_words(read.fate)[0]
            words = f"{time_words(read, detail.zone)} · {source_name(read)} · {fate}"
            read_id = int(read.read_id)
            lines.append(
                (words, (_("Show"), lambda read_id=read_id: self.read_asked.emit(read_id)))  # type: ignore[misc]
            )
        self.evidence.fill(lines, _("Nothing was seen of this runner."))

    def _show_decisions(self, detail: ResultDetail) -> None:
        lines: list[tuple[str, NamedRun | None]] = [
            (ruling_words(ruling), None) for ruling in detail.rulings
        ]
        for adjustment in detail.adjustments:
            number = int(adjustment.id)
            act: NamedRun | None = (
                _("Withdraw"),
                lambda number=number: self.withdraw_asked.emit(number),
            )
            lines.append((adjustment_words(adjustment), None if self._read_only else act))
        self.decisions.fill(lines, "")

    # -- asking ---------------------------------------------------------------------------------

    def _reason(self) -> str:
        reason = self.reason.text().strip()
        if not reason:
            self.complained.emit(_("Type the reason first; it stands beside the decision."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return reason

    def _rule(self, kind: RulingKind) -> None:
        reason = self._reason()
        if reason:
            self.reason.clear()
            self.ruling_asked.emit(kind, reason)

    def _add_penalty(self) -> None:
        delta = parse_penalty(self.penalty.text())
        style.set_style_property(self.penalty, "invalid", delta is None)
        if delta is None:
            text = _("“{text}” is no time to add. Write +2:00, or -30 for seconds less.")
            self.complained.emit(text.format(text=self.penalty.text().strip()))
            self.penalty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reason = self._reason()
        if reason:
            self.reason.clear()
            self.penalty.clear()
            self.penalty_asked.emit(delta, reason)


def parse_penalty(text: str) -> Duration | None:
    """A time to add, as typed; None for nothing, zero, or what is no time."""
    found = parse_offset(text) if text.strip() else None
    return found or None


class _Lines(QWidget):
    """A heading and lines of words, each with a small button where something can be done."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.unit())
        self._column.addWidget(PlainLabel(title, "strong"))
        self._rows: list[QWidget] = []

    def fill(self, lines: Sequence[tuple[str, NamedRun | None]], nothing: str) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for words, act in lines:
            self._add(words, act, "")
        if not lines and nothing:
            self._add(nothing, None, "secondary")
        self.setVisible(bool(lines or nothing))

    def _add(self, words: str, act: NamedRun | None, kind: str) -> None:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(PlainLabel(words, kind, wrap=True), 1)
        if act is not None:
            button = Button(act[0], act[1], kind="quiet")
            button.setAccessibleName(f"{act[0]}: {words}")
            across.addWidget(button)
        self._column.addWidget(row)
        self._rows.append(row)
        row.show()
