"""The drawer beside the list: one runner, the contacts one key away, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import Instant, format_elapsed
from trailsdesk.domain.on_course import Stand
from trailsdesk.domain.timing import START
from trailsdesk.i18n import _, message
from trailsdesk.services.call_back import moment_words
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.on_course_words import (
    TONES,
    CourseState,
    cutoff_words,
    seen_words,
    state_reason,
    state_words,
)
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Callout, Card, Chip, Divider, FlowRow, PlainLabel

if TYPE_CHECKING:
    from trailsdesk.domain.people import Contact
    from trailsdesk.services.on_course import CourseDetail
    from trailsdesk.ui.on_course_words import CourseLine


_SAYS_WHY = frozenset(
    {CourseState.MISSED, CourseState.NEAR, CourseState.AT_ODDS, CourseState.WAITING}
)


class CourseDrawer(Card):
    """It only asks; the panel acts."""

    stop_asked = Signal(str, str, str)
    """Place (a code), how they come back, and why."""
    asked = Signal(str)
    """``back``, ``not-back``, ``goes-on``, ``contact``, ``hide-contact``, ``entry``."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.setAccessibleName(_("One runner"))
        self._read_only = read_only
        self.line: CourseLine | None = None
        self.detail: CourseDetail | None = None
        area = ScrollColumn(4)
        # It takes the room there is and asks for none: a long name must not make the page scroll.
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._column = area.column
        self.body.addWidget(area, 1)
        self.title = PlainLabel("", "title", wrap=True)
        self.chip = Chip("")
        self.about = PlainLabel("", "secondary", wrap=True)
        self.reasons = Callout()
        self.seen = PlainLabel("", "strong", wrap=True)
        self.why = PlainLabel("", wrap=True)
        self.closes = PlainLabel("", "secondary", wrap=True)
        self.splits = PlainLabel("", "", wrap=True)
        self.hint = PlainLabel(
            _("Choose a runner to see where they were seen, and when they are expected."),
            "secondary",
            wrap=True,
        )
        self._build()
        self._build_contact()
        self.show_line(None)

    def _build(self) -> None:
        self._column.addWidget(self.title)
        below = QHBoxLayout()
        below.addWidget(self.about, 1)
        below.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(below)
        for label in (self.seen, self.why, self.closes):
            self.reasons.body.addWidget(label)
        self._column.addWidget(self.reasons)
        self._acts = QWidget()
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(style.unit(2))
        self.stop_title = PlainLabel(_("Withdraw"), "strong")
        acts.addWidget(self.stop_title)
        self.place = CalmCombo(_("Where the runner stops"))
        self.way = QLineEdit()
        self.way.setPlaceholderText(_("Comes back: car, walks down …"))
        self.way.setAccessibleName(_("How the runner comes back"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why: knee, cold …"))
        self.reason.setAccessibleName(_("Why the runner stops"))
        self.stop_button = Button(_("Withdraw"), self._stop)
        self.back_button = Button(_("Seen back"), lambda: self.asked.emit("back"), key="Ctrl B")
        self.goes_on_button = Button(
            _("In the race again"), lambda: self.asked.emit("goes-on"), kind="quiet"
        )
        self.not_back_button = Button(
            _("Not back after all"), lambda: self.asked.emit("not-back"), kind="quiet"
        )
        for field in (self.place, self.way, self.reason):
            acts.addWidget(field)
        buttons = FlowRow([self.stop_button, self.back_button, self.goes_on_button,
                           self.not_back_button])  # fmt: skip
        acts.addWidget(buttons)
        self._column.addWidget(self._acts)
        self.splits_title = PlainLabel(_("Seen"), "strong")
        self._column.addWidget(self.splits_title)
        self._column.addWidget(self.splits)
        self._column.addWidget(self.hint)
        self._column.addStretch(1)
        self.way.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self._stop)
        self._controls = (
            self.place, self.way, self.reason, self.stop_button, self.back_button,
            self.goes_on_button, self.not_back_button,
        )  # fmt: skip
        for control in self._controls:
            control.setEnabled(not self._read_only)
            if self._read_only:
                control.setToolTip(_("The file is open for reading only."))

    def _build_contact(self) -> None:
        """At the foot, outside what scrolls: in an emergency nobody should look for it."""
        self.body.addWidget(Divider())
        foot = QVBoxLayout()
        edge = style.unit(4)
        foot.setContentsMargins(edge, 0, edge, style.unit(2))
        foot.setSpacing(style.unit(1))
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Phone, emergency contact"), "secondary", elide=True), 1)
        self.contact_button = Button(
            _("Show"), lambda: self.asked.emit("contact"), icon="phone", key="F7"
        )
        self.contact_button.setAccessibleName(_("Show phone and emergency contact"))
        row.addWidget(self.contact_button)
        foot.addLayout(row)
        self.contact_label = PlainLabel("", "strong", wrap=True)
        # To be read out or copied into a telephone, never kept.
        self.contact_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        foot.addWidget(self.contact_label)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        self.body.addWidget(self._foot)

    # -- showing --------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether nobody is shown."""
        return self.line is None

    def show_line(self, line: CourseLine | None) -> None:
        """One runner as the list has them, or what to do while none is chosen."""
        before = self.line.row.entry_id if self.line is not None else None
        same = line is not None and line.row.entry_id == before
        self.line = line
        for widget in (self.title, self.chip, self.about, self.reasons, self._acts,
                       self.splits_title, self.splits, self._foot):  # fmt: skip
            widget.setVisible(line is not None)
        self.hint.setVisible(line is None)
        if not same:
            self.hide_contact()
            self.detail = None
            self.way.clear()
            self.reason.clear()
            self.splits.setText("")
        if line is None:
            return
        row = line.row
        self.title.setText(row.name or _("No name"))
        self.setAccessibleName(row.name)
        self.chip.setText(state_words(line))
        style.set_style_property(self.chip, "tone", TONES[line.state])
        bib = f"#{row.bib}" if row.bib else _("no bib")
        about = (bib, row.race_label, row.category_label, row.club)
        self.about.setText(" · ".join(filter(None, about)))
        self.reasons.set_tone(TONES[line.state])
        self._show_reasons(line)
        self._show_acts(line)

    def _show_reasons(self, line: CourseLine) -> None:
        row = line.row
        seen = row.where.seen
        words = seen_words(line)
        if seen is not None and seen.instant_ms is not None and row.standing.stand is Stand.OUT:
            words += " " + self._when(seen.instant_ms)
        self.seen.setText(_("Last seen: {where}").format(where=words))
        due = row.where.due
        out = row.standing.stand is Stand.OUT
        expected = ""
        if due is not None and out:
            text = _("Expected at {place} {time}. {why}")
            time = self._when(due.instant_ms)
            expected = text.format(place=due.label, time=time, why=message(due.note))
        elif out:
            expected = _("Nobody can say yet when: nobody of the field has been further on.")
        else:
            expected = _stopped_words(line)
        self.why.setText(expected)
        self.why.setVisible(bool(expected))
        closes = cutoff_words(line)
        if line.state in _SAYS_WHY:
            closes = state_reason(line)
        elif closes:
            closes = _("Cut-off: {what}").format(what=closes)
        self.closes.setText(closes)
        self.closes.setVisible(bool(closes))

    def _when(self, instant_ms: Instant) -> str:
        line = self.line
        if line is None:
            return ""
        return moment_words(instant_ms, line.zone, line.now_ms, seconds=False)

    def _show_acts(self, line: CourseLine) -> None:
        standing = line.row.standing
        ruling = standing.ruling
        stopped = standing.stand is Stand.STOPPED
        out = standing.stand is Stand.OUT
        self._acts.setVisible(standing.stand is not Stand.WAITING)
        self.stop_title.setText(_("Correct the withdrawal") if stopped else _("Withdraw"))
        self.stop_button.setText(_("Save") if stopped else _("Withdraw"))
        self.stop_button.setAccessibleName(self.stop_title.text())
        self.back_button.setVisible(out or standing.awaited)
        self.goes_on_button.setVisible(not out and ruling is not None)
        back = ruling is not None and ruling.back_ms is not None
        self.not_back_button.setVisible(back and not out)

    def show_detail(self, detail: CourseDetail | None) -> None:
        """The places seen at, and those to stop at; of the runner shown."""
        line = self.line
        if detail is None or line is None or detail.row.entry_id != line.row.entry_id:
            return
        first = self.detail is None
        self.detail = detail
        lines = []
        for split in detail.splits:
            words = split.label
            if split.instant_ms is not None:
                words += " " + self._when(split.instant_ms)
            if split.since_ms is not None:
                words += f" ({format_elapsed(split.since_ms)})"
            if split.out_ms is not None:
                words += " · " + _("out {time}").format(time=self._when(split.out_ms))
            lines.append(words)
        self.splits.setText("\n".join(lines) or _("Nowhere since the start."))
        if first:
            self._offer_places(detail)

    def _offer_places(self, detail: CourseDetail) -> None:
        """The place last seen at stands first in the choice; a decision keeps its own."""
        ruling = detail.row.standing.ruling
        seen = detail.row.where.seen
        current = ruling.point if ruling is not None and ruling.point else None
        if current is None:
            current = seen.code if seen is not None else ""
        places = [("", _("Place not known")), (START, _("the start")), *detail.stages]
        known = {code for code, _label in places}
        if current not in known:
            places.append((current, current))
        self.place.offer(places, current)
        if ruling is not None and not self.way.text() and not self.reason.text():
            self.way.setText(ruling.way)
            self.reason.setText(ruling.reason)

    def show_contact(self, contact: Contact) -> None:
        """The protected lines; they go with the runner, or with the key that brought them."""
        lines = [
            (_("Phone"), contact.phone),
            (
                _("Emergency"),
                " · ".join(filter(None, (contact.emergency_name, contact.emergency_phone))),
            ),
            (_("Medical"), contact.medical),
        ]
        text = "\n".join(f"{title}: {value}" for title, value in lines if value)
        self.contact_label.setText(text or _("No contact is on file."))
        self.contact_label.show()
        self.contact_button.setText(_("Hide"))
        self.contact_button.setAccessibleName(_("Hide phone and emergency contact"))

    @property
    def shows_contact(self) -> bool:
        """Whether protected lines are on the screen."""
        return bool(self.contact_label.text())

    def hide_contact(self) -> None:
        """Take the protected lines away."""
        self.contact_label.setText("")
        self.contact_label.hide()
        self.contact_button.setText(_("Show"))
        self.contact_button.setAccessibleName(_("Show phone and emergency contact"))

    # -- asking ---------------------------------------------------------------------------------

    def focus_stop(self) -> None:
        """To the place where somebody stops."""
        if self.line is not None and not self._acts.isHidden():
            self.place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stop(self) -> None:
        if self.line is None or self._read_only:
            return
        place = str(self.place.currentData() or "")
        self.stop_asked.emit(place, self.way.text().strip(), self.reason.text().strip())


def _stopped_words(line: CourseLine) -> str:
    ruling = line.row.standing.ruling
    if ruling is None:
        return ""
    parts = []
    if ruling.reason:
        parts.append(_("Why: {reason}.").format(reason=ruling.reason))
    if ruling.way:
        parts.append(_("Comes back: {way}.").format(way=ruling.way))
    return " ".join(parts)
