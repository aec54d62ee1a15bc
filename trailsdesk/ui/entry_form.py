"""The entry desk: one form for late entries and for changing an entry, with its consequences."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.entry import Entry, EntryId, MedalOrder
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Runner, RunnerId, full_name
from trailsdesk.domain.problems import KnownError, Severity
from trailsdesk.i18n import _, message
from trailsdesk.services.at_the_desk import AtTheDesk
from trailsdesk.services.bibs import next_free_bib
from trailsdesk.services.entry_desk import (
    EntryPreview,
    Guarded,
    KnownPerson,
    guarded_of,
    preview_entry,
    save_entry,
)
from trailsdesk.services.questions import answers_of
from trailsdesk.ui import style
from trailsdesk.ui.entry_fields import (
    MORE_FIELDS,
    entry_fields,
    entry_from,
    entry_values,
    runner_from,
    runner_values,
    text_of,
)
from trailsdesk.ui.entry_guarded import GuardedFields, reaches_guarded
from trailsdesk.ui.entry_money import keep_till, pays_minor, takes_money, taking, through
from trailsdesk.ui.entry_outcome import EntryOutcome
from trailsdesk.ui.forms import Form
from trailsdesk.ui.palette_box import focus_of
from trailsdesk.ui.question_fields import answer_values
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, Divider, FlowRow, Notice, PageHeader, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from trailsdesk.services.ports import Changes
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.style import Tone

_TONES: dict[Severity, Tone] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.INFO: "muted",
}


_SHOWN = frozenset(
    {"entry", "event", "ledger_line", "question", "race", "runner", "series", "till"}
)
"""The stored kinds that bear on what the form shows."""


class EntryDesk(QWidget):
    """A form in the order of a paper sheet; beside it what saving would make.

    Enter goes to the next field, Ctrl+Enter saves. A form that was left half filled is kept until
    it is saved or emptied.
    """

    closed = Signal()
    saved = Signal(object)
    """Id of the entry saved."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._season = context.season
        self._runner = Runner(family_name="")
        self._entry: Entry | None = None
        self.guarded = GuardedFields(context.season)
        self._folded = True
        self._typed = False
        self._own_bib = False
        self._saving = False
        self._asked = 0
        self.form: Form | None = None
        self.header = PageHeader(_("Late entry"))
        self.header.add_action(Button(_("Back to the list"), self.close_desk, key="Esc"))
        self.notice = Notice("", "bad", closable=True)
        self.notice.hide()
        self.outcome = EntryOutcome()
        self.outcome.chosen.connect(self.take_person)
        self._build()
        style.watcher().changed.connect(self._fit)
        context.bus.changed.connect(self._season_changed)
        for keys, act in (
            ("Esc", self.close_desk), ("Ctrl+Return", self.save), ("Alt+M", self.fold),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card beside the form takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.outcome.setFixedWidth(min(style.unit(85), round(self.width() * 0.4)))

    # -- opening --------------------------------------------------------------------------------

    def open_new(self) -> None:
        """A new entry; what was typed and not saved is taken up again."""
        if self.form is None or self._entry is not None or not self._typed:
            self._entry = None
            self._start_form()
        self._show_mode()
        self._focus_first()

    def open_entry(self, entry_id: EntryId) -> None:
        """Change an entry and its runner."""
        entry = self._season.data.entries[entry_id]
        self._entry = entry
        self._runner = self._season.data.runners[entry.runner_id]
        self._make_form(entry.race_id)
        self._fill()
        self.guarded.lock(self._form(), entry, locked=True)
        self._show_mode()
        self._ask_preview()
        self._focus_first()

    def close_desk(self) -> None:
        """Back to the list.

        A half filled new form waits for the next Ctrl+N; an unsaved change asks for a second Esc.
        """
        if self._entry is not None:
            if self._typed and self.notice.isHidden():
                self.notice.set_notice(
                    _("This change is not saved. Ctrl+Enter saves it, Esc again leaves it."),
                    "warn",
                )
                self.notice.show()
                return
            self._forget()
        self.closed.emit()

    def clear(self) -> None:
        """Empty the form."""
        self._entry = None
        self._start_form()
        self._show_mode()
        self._focus_first()

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._typed

    @property
    def entry_id(self) -> EntryId | None:
        """The entry being changed, ``None`` for a new one."""
        return None if self._entry is None else self._entry.id

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.header)
        column.addWidget(self.notice)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        card = Card(padding=0)
        self._area = ScrollColumn(4)
        self._area.column.addStretch(1)
        card.body.addWidget(self._area, 1)
        card.body.addWidget(Divider())
        self.save_button = PrimaryButton(_("Save and next"), self.save, key="Ctrl Enter")
        self.more_button = Button(_("More fields"), self.fold, key="Alt M")
        self.clear_button = Button(_("Empty the form"), self.clear, kind="quiet")
        self.contact_button = Button(
            _("Show what is protected"), self.show_contact, kind="quiet", icon="phone"
        )
        foot = FlowRow(
            [self.save_button, self.more_button, self.clear_button, self.contact_button]
        )
        edge = style.unit(4)
        holder = QVBoxLayout()
        holder.setContentsMargins(edge, 0, edge, style.unit(3))
        holder.addWidget(foot)
        card.body.addLayout(holder)
        across.addWidget(card, 1)
        across.addWidget(self.outcome)
        column.addLayout(across, 1)

    def _columns(self) -> int:
        return 3 if self.width() >= style.unit(220) else 2

    def _make_form(self, race_id: RaceId) -> Form:
        fields = entry_fields(self._season, race_id, new=self._entry is None)
        form = Form(fields, columns=self._columns())
        form.changed.connect(self._edited)
        form.accepted.connect(lambda _values: self._save_checked())
        form.setProperty("ground", "none")
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self._area.column.insertWidget(0, form)
        for field in form.fields:
            form.control(field.key).installEventFilter(self)
        before = form.control(form.fields[-1].key)
        for button in (
            self.save_button, self.more_button, self.clear_button, self.contact_button,
        ):  # fmt: skip
            QWidget.setTabOrder(before, button)
            before = button
        self.form = form
        self._own_bib = False
        self._typed = False
        self.guarded.shown = None
        self._folded = True
        self._show_fold()
        return form

    def _start_form(self) -> None:
        before, self._runner = self.form, Runner(family_name="")
        keep_till(before, self._make_form(self._first_race()))
        self._prefill_bib()
        self._ask_preview()

    def _first_race(self) -> RaceId:
        scope = self._context.scope
        if scope.race_id is not None:
            return scope.race_id
        kept = None if self.form is None else _race_in(self.form)
        return kept if kept in scope.race_ids else scope.race_ids[0]

    def _show_mode(self) -> None:
        new = self._entry is None
        self.header.set_title(_("Late entry") if new else _("Change an entry"))
        event = self._season.data.events[self._context.scope.event_id]
        self.header.set_subtitle(
            event.name
            if new
            else _("{name}: changes of the person hold in every event").format(
                name=full_name(self._runner)
            )
        )
        self.save_button.setText(_("Save and next") if new else _("Save"))
        self.save_button.setAccessibleName(self.save_button.text())
        self.clear_button.setVisible(new)
        self.contact_button.setVisible(not new and self.guarded.shown is None)
        self.notice.hide()
        read_only = self._season.file.read_only
        self.save_button.setEnabled(not read_only)
        self.save_button.setToolTip(_("The file is open for reading only.") if read_only else "")

    def _focus_first(self) -> None:
        if self.form is not None:
            self.form.control("family_name").setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what only some need ----------------------------------------------------------------------

    def fold(self) -> None:
        """Show the fields that only some entries need, or fold them away again."""
        form, self._folded = self._form(), not self._folded
        self._show_fold()
        target = "note" if self._folded else MORE_FIELDS[0]
        form.control(target).setFocus(Qt.FocusReason.TabFocusReason)
        # Only once they are laid out it is known where the fields are.
        QTimer.singleShot(0, self, self._see_field)

    def _see_field(self) -> None:
        now = focus_of(self.window())
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now)

    def _show_fold(self) -> None:
        """A medal by post asks where to, whether folded or not."""
        form = self._form()
        posted = takes_money(form) and form.value("medal") == MedalOrder.POST.value
        for key in MORE_FIELDS:
            form.set_shown(key, not self._folded or (key == "address" and posted))
        self.more_button.setText(_("More fields") if self._folded else _("Fewer fields"))
        self.more_button.setAccessibleName(self.more_button.text())

    # -- what is protected ------------------------------------------------------------------------

    def show_contact(self) -> None:
        """Fetch what is protected of the entry and its runner, and let it be changed."""
        season, entry = self._season, self._entry
        if entry is not None:
            self._context.read(lambda: guarded_of(season, entry.id), self._guarded_came)

    def _guarded_came(self, guarded: Guarded) -> None:
        entry = self._entry
        if entry is None or guarded.entry_id != entry.id:
            return
        self.guarded.show(self._form(), entry, guarded)
        self.contact_button.setVisible(False)
        self._form().control("phone").setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is typed --------------------------------------------------------------------------

    def _form(self) -> Form:
        if self.form is None:
            self._make_form(self._first_race())
        assert self.form is not None  # noqa: S101  made the line before
        return self.form

    def _fill(self) -> None:
        if self._entry is not None:
            values = runner_values(self._runner) | entry_values(self._season, self._entry)
            answers = answers_of(self._season, self._entry.id)
            values |= answer_values(each for each in answers if not each.question.protected)
            self._form().set_values(values)

    def _edited(self, key: str) -> None:
        self._typed = True
        if key == "bib":
            self._own_bib = True
        if key == "race" and self._entry is None and not self._own_bib:
            self._prefill_bib()
        if key == "medal":
            self._show_fold()
        if key in {"family_name", "given_name"} and self._entry is None:
            self._runner = Runner(family_name="")
        self._ask_preview()

    def _prefill_bib(self) -> None:
        form = self._form()
        race_id = _race_in(form)
        if race_id is not None:
            form.set_values({"bib": next_free_bib(self._season, race_id)})

    def take_person(self, person: KnownPerson) -> None:
        """The form is about somebody on file: their blanks are filled in."""
        form, runner = self._form(), person.runner
        known = runner_values(runner)
        form.set_values({key: value for key, value in known.items() if value})
        self._runner = runner
        self._ask_preview()
        form.control("gender").setFocus(Qt.FocusReason.OtherFocusReason)

    def collect(self) -> tuple[Runner, Entry]:
        """The runner and the entry as the form has them."""
        form = self._form()
        values = form.values()
        runner = runner_from(values, self._runner)
        race_id = _race_in(form) or self._first_race()
        base = self._entry or Entry(runner_id=RunnerId(0), race_id=race_id)
        entry = entry_from(self._season, values, base, race_id)
        return runner, dataclasses.replace(entry, runner_id=runner.id)

    def _at_desk(self) -> AtTheDesk:
        """What is done beside: money for a new entry, the waiver, answers to questions."""
        form, entry, season = self._form(), self._entry, self._season
        by, signed = text_of(form.value("waiver_by")), bool(form.value("waiver"))
        answers = self.guarded.answers(form, new=entry is None)
        if entry is None:
            money = taking(form, season, self._context.scope.event_id, self._context.actor())
            waiver = by if signed or by else None
            return dataclasses.replace(money, waiver=waiver, answers=answers)
        known = season.data.waivers.get(entry.id)
        if self.guarded.shown is None and known is not None:
            by = known.signed_by
        return AtTheDesk(waiver=by if signed else None, answers=answers)

    # -- what it would make ---------------------------------------------------------------------

    def _ask_preview(self) -> None:
        self._asked += 1
        asked, season = self._asked, self._season
        runner, entry = self.collect()
        self._context.compute(
            lambda: (asked, runner, entry, preview_entry(season, runner, entry)),
            self._show_preview,
        )

    def _show_preview(self, answer: tuple[int, Runner, Entry, EntryPreview]) -> None:
        asked, runner, entry, preview = answer
        form = self.form
        if asked != self._asked or form is None:
            return
        said = {note.field: note for note in preview.notes}
        for key in ("family_name", "birth_date", "bib", "medal", "entered"):
            if key not in {field.key for field in form.fields}:
                continue
            if form.error(key) and form.control(key).property("invalid"):
                continue
            note = said.get(key)
            text = "" if note is None else message(note.note)
            form.set_note(key, text, None if note is None else _TONES[note.severity])
        self._show_fold()
        race = self._season.data.races[entry.race_id]
        pays = pays_minor(form, preview) if takes_money(form) else None
        event_id, actor = self._context.scope.event_id, self._context.actor()
        how = through(form, self._season, event_id, actor) if pays else ""
        self.outcome.show_preview(preview, runner, entry, race.label, pays, how)

    # -- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Check the form, save, and start the next one (a new entry) or go back (a change)."""
        if self.form is not None and not self._saving and not self._season.file.read_only:
            if self._folded and any(self.form.error(key) for key in MORE_FIELDS):
                self.fold()
            self.form.accept()

    def _save_checked(self) -> None:
        if self._saving or self._season.file.read_only:
            return
        self._saving = True
        runner, entry = self.collect()
        new = self._entry is None
        contact = self.guarded.contact(self._form(), self._runner.id, new=new)
        at_desk = self._at_desk()
        season, actor = self._season, self._context.actor()
        title = _("Save an entry")
        self._context.jobs.write(
            lambda: save_entry(season, runner, entry, contact, at_desk, actor=actor),
            self._was_saved,
            self._not_saved,
            title=title,
            always=self._free,
        )

    def _free(self) -> None:
        self._saving = False

    def _was_saved(self, entry_id: EntryId) -> None:
        self._free()
        changed = self._entry is not None
        if changed:
            self._forget()
            self.closed.emit()
        else:
            self.outcome.add_saved()
            self._start_form()
            self._show_mode()
            self._focus_first()
        self.saved.emit(entry_id)

    def _not_saved(self, error: KnownError) -> None:
        self.notice.set_notice(message(error), "bad")
        self.notice.show()

    def _season_changed(self, changes: Changes, _initiator: object) -> None:
        """Somebody else, or an undo, changed what is being looked at."""
        if self.form is None or self._saving:
            return
        if self.guarded.shown is not None and reaches_guarded(changes):
            self.guarded.hide(self.form, self._entry)
            self.contact_button.setVisible(True)
        if changes.kinds.keys().isdisjoint(_SHOWN):
            return
        if self._entry is None:
            self._ask_preview()
            return
        data = self._season.data
        entry = data.entries.get(self._entry.id)
        if entry is None:
            self._forget()
            self._context.notify(_("This entry is no longer in the season."), "warn")
            self.closed.emit()
            return
        self._entry, self._runner = entry, data.runners[entry.runner_id]
        if not self._typed:
            self._fill()
        self._ask_preview()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z in a field where nothing was typed takes back the last change of the season."""
        empty = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
        if (
            empty
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        self._entry = None
        self._typed = False


def _race_in(form: Form) -> RaceId | None:
    chosen = form.value("race")
    return RaceId(int(str(chosen))) if chosen else None
