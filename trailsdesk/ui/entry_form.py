"""The entry desk: one form for late entries and for changing an entry, with its consequences."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.entry import Entry, EntryId, MedalOrder
from trailsdesk.domain.event import RaceId
from trailsdesk.domain.people import Contact, Runner, RunnerId, full_name
from trailsdesk.domain.problems import KnownError, Severity
from trailsdesk.i18n import _, message
from trailsdesk.services.bibs import next_free_bib
from trailsdesk.services.entry_desk import (
    EntryPreview,
    KnownPerson,
    contact_of,
    entered_on,
    preview_entry,
    save_entry,
)
from trailsdesk.ui import style
from trailsdesk.ui.entry_fields import (
    CONTACT_FIELDS,
    entry_fields,
    entry_values,
    runner_from,
    runner_values,
    text_of,
)
from trailsdesk.ui.entry_outcome import EntryOutcome
from trailsdesk.ui.forms import Form
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.widgets import Button, Card, Divider, FlowRow, Notice, PageHeader, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from trailsdesk.services.ports import Changes
    from trailsdesk.ui.context import PanelContext
    from trailsdesk.ui.forms import FieldValue
    from trailsdesk.ui.style import Tone

_TONES: dict[Severity, Tone] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.INFO: "muted",
}


_SHOWN = frozenset({"entry", "event", "race", "runner", "series"})
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
        self._contact: Contact | None = None
        self._typed = False
        self._own_bib = False
        self._saving = False
        self._asked = 0
        self._preview: EntryPreview | None = None
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
        for keys, act in (("Esc", self.close_desk), ("Ctrl+Return", self.save)):
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
        self._lock_contact(locked=True)
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
        self.clear_button = Button(_("Empty the form"), self.clear, kind="quiet")
        self.contact_button = Button(
            _("Show contact to change it"), self.show_contact, kind="quiet", icon="phone"
        )
        foot = FlowRow([self.save_button, self.clear_button, self.contact_button])
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

    def _make_form(self, race_id: RaceId) -> None:
        form = Form(entry_fields(self._season, race_id), columns=self._columns())
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
        for button in (self.save_button, self.clear_button, self.contact_button):
            QWidget.setTabOrder(before, button)
            before = button
        self.form = form
        self._own_bib = False
        self._typed = False
        self._contact = None

    def _start_form(self) -> None:
        self._runner = Runner(family_name="")
        self._make_form(self._first_race())
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
        self.contact_button.setVisible(not new and self._contact is None)
        self.notice.hide()
        read_only = self._season.file.read_only
        self.save_button.setEnabled(not read_only)
        self.save_button.setToolTip(_("The file is open for reading only.") if read_only else "")

    def _focus_first(self) -> None:
        if self.form is not None:
            self.form.control("family_name").setFocus(Qt.FocusReason.OtherFocusReason)

    # -- contact --------------------------------------------------------------------------------

    def _lock_contact(self, *, locked: bool) -> None:
        form = self._form()
        for key in CONTACT_FIELDS:
            control = form.control(key)
            control.setEnabled(not locked)
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(_("not shown") if locked else "")

    def show_contact(self) -> None:
        """Fetch the protected contact of the entry's runner and let it be changed."""
        season, runner_id = self._season, self._runner.id
        self._context.jobs.read(lambda: contact_of(season, runner_id), self._contact_came)

    def _contact_came(self, contact: Contact) -> None:
        if self._entry is None or contact.runner_id != self._runner.id:
            return
        self._contact = contact
        self._form().set_values({key: getattr(contact, key) for key in CONTACT_FIELDS})
        self._lock_contact(locked=False)
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
            self._form().set_values(values)

    def _edited(self, key: str) -> None:
        self._typed = True
        if key == "bib":
            self._own_bib = True
        if key == "race" and self._entry is None and not self._own_bib:
            self._prefill_bib()
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
        entered = values["entered"]
        instant = base.entered_ms
        if isinstance(entered, datetime.date):
            instant = entered_on(self._season, race_id, entered, self._entry)
        entry = dataclasses.replace(
            base,
            runner_id=runner.id,
            race_id=race_id,
            bib=text_of(values["bib"]),
            medal=MedalOrder(str(values["medal"])),
            note=text_of(values["note"]),
            division=str(values.get("division", base.division) or ""),
            paid_minor=self._paid(values["paid"], full=bool(values["paid_full"])),
            entered_ms=instant,
            series_entry=bool(values["series_entry"]),
        )
        return runner, entry

    def _paid(self, typed: FieldValue, *, full: bool) -> int | None:
        if full and self._preview is not None and self._preview.quote.total_minor is not None:
            return self._preview.quote.total_minor
        return typed if isinstance(typed, int) else None

    def _collect_contact(self) -> Contact | None:
        if self._entry is not None and self._contact is None:
            return None
        form = self._form()
        contact = Contact(
            runner_id=self._runner.id,
            email=text_of(form.value("email")),
            phone=text_of(form.value("phone")),
            emergency_name=text_of(form.value("emergency_name")),
            emergency_phone=text_of(form.value("emergency_phone")),
            medical=text_of(form.value("medical")),
        )
        if contact == (self._contact or Contact(runner_id=self._runner.id)):
            return None
        return contact

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
        self._preview = preview
        said = {note.field: note for note in preview.notes}
        for key in ("family_name", "birth_date", "bib", "entered"):
            if form.error(key) and form.control(key).property("invalid"):
                continue
            note = said.get(key)
            text = "" if note is None else message(note.note)
            form.set_note(key, text, None if note is None else _TONES[note.severity])
        race = self._season.data.races[entry.race_id]
        self.outcome.show_preview(preview, runner, entry, race.label)

    # -- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Check the form, save, and start the next one (a new entry) or go back (a change)."""
        if self.form is not None and not self._saving and not self._season.file.read_only:
            self.form.accept()

    def _save_checked(self) -> None:
        if self._saving or self._season.file.read_only:
            return
        self._saving = True
        runner, entry = self.collect()
        contact = self._collect_contact()
        season = self._season
        title = _("Save an entry")
        self._context.jobs.write(
            lambda: save_entry(season, runner, entry, contact),
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
        if self.form is None or self._saving or changes.kinds.keys().isdisjoint(_SHOWN):
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
