"""A federation's results file on screen: its faults until it is clean, then the file."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.chrono import local_date
from trailsdesk.domain.itra_file import Disqualified, FileOptions
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.itra_export import (
    RaceForm,
    check_file,
    itra_files,
    keep_latin_name,
    result_file_rule,
    write_files,
)
from trailsdesk.services.itra_races import stages_named
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file, ask_new_file
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.itra_lines import FileLine, fault_lines, file_columns, file_lines
from trailsdesk.ui.itra_mend import MendCard
from trailsdesk.ui.panels.panel import Panel
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.said_line import SaidLine
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, FlowRow, PlainLabel, PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId
    from trailsdesk.domain.people import Gender
    from trailsdesk.services.itra_export import CheckedFile
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext

WHOLE, LOOPS, STAGES, LEG = "whole", "loops", "stages", "leg"
_MEND_UNITS = 82
"""Grid steps of the card beside the table that says how the fault chosen is mended."""
_LOOPS = re.compile(r"\s*\d{1,3}(?:[,; ]+\d{1,3})*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What a look through a file found; ``refused`` is why there is no file."""

    lines: tuple[FileLine, ...] = ()
    rows: int = 0
    refused: str = ""


class ItraCheck(Panel):
    """Race, how it was run and who stands in the file; its faults; and the button that writes it.

    A spelling is kept with the runner; a letter chosen for the file lasts as long as the page.
    """

    kinds = frozenset()
    entry_asked = Signal(object)
    """Id of the entry somebody wants to correct."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Results file for the federation"))
        self.other: Path | None = None
        self._genders: dict[str, Gender] = {}
        self._clean = False
        self.race = CalmCombo(_("Race"))
        forms = (
            (WHOLE, _("one race for all")),
            (LOOPS, _("in loops (backyard)")),
            (STAGES, _("in stages, the times added up")),
            (LEG, _("one leg of a relay")),
        )
        self.form = CalmCombo(_("How it was run"), forms)
        self.loops, self.stages = QLineEdit(), QLineEdit()
        self.dnf = QCheckBox(_("Rows of who did not finish"))
        self.dnf.setChecked(True)
        self.dsq = QCheckBox(_("The disqualified as who did not finish"))
        self.said = SaidLine()
        self.model: RowTableModel[FileLine] = RowTableModel(file_columns(), lambda line: line.key)
        self.table = RowTableView(
            self.model,
            _("Faults of the file"),
            state_key="itra.faults",
            states=context.settings,
            empty_text=_("What keeps the federation from taking the file is listed here."),
        )
        self.model.setParent(self.table)
        self.mend = MendCard(may_change=not context.season.file.read_only)
        self.write_button = PrimaryButton(_("Write the file…"), self.choose_target, icon="save")
        self.other_button = Button(_("Look through another file…"), self.choose_other)
        self.back_button = Button(_("Back to the race"), self.leave_other, kind="quiet")
        self._build()
        self._connect()
        self.start_at(self.race)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        self.loops.setPlaceholderText(_("6, 9, 12"))
        self.stages.setPlaceholderText(_("short, or event/short"))
        self.choices = FlowRow()
        for words, control in (
            (_("Race"), self.race),
            (_("How it was run"), self.form),
            (_("Loop counts registered"), self.loops),
            (_("Races of the other stages"), self.stages),
        ):
            label = PlainLabel(words, "secondary")
            label.setBuddy(control)
            control.setAccessibleName(words)
            group = QWidget()
            stack = QVBoxLayout(group)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(style.unit(1))
            stack.addWidget(label)
            stack.addWidget(control)
            control.setMinimumWidth(style.unit(50))
            self.choices.add(group)
        self.groups = {LOOPS: self.loops.parentWidget(), STAGES: self.stages.parentWidget()}
        column.addWidget(self.choices)
        self.rows_row = FlowRow()
        for box in (self.dnf, self.dsq):
            self.rows_row.add(box)
        column.addWidget(self.rows_row)
        column.addWidget(self.said)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        across = QHBoxLayout()
        across.setSpacing(style.unit(3))
        across.addWidget(card, 1)
        self.mend.setFixedWidth(style.unit(_MEND_UNITS))
        across.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(across, 1)
        acts = FlowRow()
        for button in (self.write_button, self.other_button, self.back_button):
            acts.add(button)
        column.addWidget(acts)
        order = (
            self.race, self.form, self.loops, self.stages, self.dnf, self.dsq, self.table,
            self.mend.family, self.mend.given, self.mend.entry_button, self.mend.spell_button,
            self.mend.woman_button, self.mend.man_button, self.write_button, self.other_button,
            self.back_button,
        )  # fmt: skip
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)
        self._show_form()

    def _connect(self) -> None:
        self.race.currentIndexChanged.connect(lambda _at: self.reload())
        self.form.currentIndexChanged.connect(lambda _at: self._form_chosen())
        for field in (self.loops, self.stages):
            field.editingFinished.connect(self.reload)
        self.dnf.toggled.connect(lambda _on: self.reload())
        self.dsq.toggled.connect(lambda _on: self.reload())
        self.table.current_id_changed.connect(self._show_current)
        self.table.row_activated.connect(lambda _row: self.mend.open_entry())
        self.mend.entry_asked.connect(self.entry_asked)
        self.mend.spelt.connect(self._spelt)
        self.mend.decided.connect(self._decided)

    def _form_chosen(self) -> None:
        self._show_form()
        self.reload()

    def _show_form(self) -> None:
        for form, group in self.groups.items():
            if group is not None:
                group.setVisible(self.form.currentData() == form)
        in_race = self.other is None
        self.choices.setVisible(in_race)
        self.rows_row.setVisible(in_race)
        self.write_button.setVisible(in_race)
        self.back_button.setVisible(not in_race)

    # -- looking --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], _Looked]:
        """Look through the file of the race chosen, or the other one."""
        season, other = self.context.season, self.other
        if other is not None:
            return lambda: _look_through(season, other)
        self._offer_races()
        if self.form.currentData() == LOOPS and not _LOOPS.fullmatch(self.loops.text()):
            told = _Looked(refused=_("Type the loop counts registered, as in 6, 9, 12."))
            return lambda: told
        if self.form.currentData() == STAGES and not self.stages.text().strip():
            lacking = _Looked(refused=_("Type the short names of the races that are its stages."))
            return lambda: lacking
        make = self._maker()

        def look() -> _Looked:
            try:
                files = make()
            except KnownError as error:
                return _Looked(refused=message(error))
            rows = sum(len(one.file.rows) for one in files)
            return _Looked(lines=fault_lines(season, files), rows=rows)

        return look

    def _offer_races(self) -> None:
        scope = self.context.scope
        races = self.context.season.data.races_of(scope.event_id)
        kept = self.race.currentData()
        current = kept if any(race.id == kept for race in races) else scope.race_id
        self.race.offer([(race.id, race.label) for race in races], current)

    def _maker(self) -> Callable[[], tuple[CheckedFile, ...]]:
        """A function that makes the files as they are chosen now; it touches no widget."""
        season, event_id = self.context.season, self.context.scope.event_id
        race_id: RaceId = self.race.currentData()
        how, typed = self.form.currentData(), self.stages.text()
        counts = self._loop_counts() if how == LOOPS else ()
        entries = season.data.entries.values()
        bibs = {entry.bib for entry in entries if entry.race_id == race_id}
        options = FileOptions(
            dnf=self.dnf.isChecked(),
            disqualified=Disqualified.DNF if self.dsq.isChecked() else Disqualified.OUT,
            genders={bib: gender for bib, gender in self._genders.items() if bib in bibs},
        )

        def make() -> tuple[CheckedFile, ...]:
            stages = stages_named(season, event_id, typed) if how == STAGES else ()
            form = RaceForm(loops=counts, stages=stages, leg=how == LEG)
            return itra_files(season, event_id, race_id, options, form)

        return make

    def _loop_counts(self) -> tuple[int, ...]:
        return tuple(int(count) for count in re.findall(r"\d+", self.loops.text()))

    def show_loaded(self, loaded: _Looked) -> None:
        """Put the faults on the screen."""
        faults = sum(line.is_fault for line in loaded.lines)
        self._clean = not faults and not loaded.refused and self.other is None
        self.model.set_rows(loaded.lines)
        self._show_current(self.table.current_id())
        self.write_button.setEnabled(self._clean)
        tip = "" if self._clean else _("Mend the faults first.")
        self.write_button.setToolTip(tip)
        self._say(loaded, faults)

    def _say(self, loaded: _Looked, faults: int) -> None:
        name = "" if self.other is None else f"{self.other.name}: "
        if loaded.refused:
            self.said.say(loaded.refused, "warn")
        elif faults:
            words = plural(
                "{count} fault keeps the federation from taking the file.",
                "{count} faults keep the federation from taking the file.",
                faults,
            )
            self.said.say(name + words, "bad")
        elif self.other is not None:
            self.said.say(name + _("no fault found."))
        else:
            words = plural("Clean: {count} row.", "Clean: {count} rows.", loaded.rows)
            self.said.say(words)

    def _show_current(self, row_id: object) -> None:
        line = self.model.row_of(row_id) if isinstance(row_id, int) else None
        self.mend.show_line(line)

    # -- mending --------------------------------------------------------------------------------

    def _spelt(self, entry_id: EntryId, family: str, given: str) -> None:
        season = self.context.season
        self.context.change(
            lambda: keep_latin_name(season, entry_id, family, given),
            _("Keep a spelling"),
            lambda _kept: self._on_to_next(),
            lambda error: self.said.say(message(error), "bad"),
        )

    def _decided(self, bib: str, gender: Gender) -> None:
        self._genders[bib] = gender
        self._on_to_next()

    def _on_to_next(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    # -- another file ---------------------------------------------------------------------------

    def choose_other(self) -> None:
        """Ask for a workbook made elsewhere."""
        folder = self.context.settings.get(LAST_FOLDER)
        filters = (_("Workbooks (*.xlsx)"), _("All files (*)"))
        ask_file(self, _("Results file to look through"), folder, filters, self.look_through)

    def look_through(self, path: Path) -> None:
        """Show the faults of a workbook; nothing of it is taken."""
        self.context.settings.set(LAST_FOLDER, str(path.parent))
        self.other = path
        self._show_form()
        self.reload()

    def leave_other(self) -> None:
        """Back to the race."""
        self.other = None
        self._show_form()
        self.reload()

    # -- writing --------------------------------------------------------------------------------

    def suggested_name(self) -> str:
        """A file name that says which race of which event it is."""
        data, race_id = self.context.season.data, self.race.currentData()
        race = data.races.get(race_id)
        code = "" if race is None else f"{race.code}-"
        return f"{self.context.scope.current_event.code}-{code}itra.xlsx"

    def choose_target(self) -> None:
        """Ask where, then write the file."""
        if not self._clean:
            return
        start = Path(self.context.settings.get(LAST_FOLDER)) / self.suggested_name()
        filters = (_("Workbook (*.xlsx)"),)
        ask_new_file(self, _("Write the results file"), start, filters, self.write_to)

    def write_to(self, path: Path) -> None:
        """Write the file as the season is now; what has become unclean meanwhile is told."""
        self.context.settings.set(LAST_FOLDER, str(path.parent))
        make = self._maker()
        self.context.compute(
            lambda: write_files(make(), path),
            self._written,
            lambda error: self.said.say(message(error), "bad"),
            title=_("Write the results file"),
            owner=self,
        )

    def _written(self, paths: tuple[Path, ...]) -> None:
        names = ", ".join(f"“{path.name}”" for path in paths)
        self.said.say(_("Written: {names}.").format(names=names))


def _look_through(season: Season, path: Path) -> _Looked:
    events = season.data.events_in_order()
    today = local_date(season.clock.now_ms(), events[-1].zone)
    try:
        faults = check_file(path, result_file_rule(season), today)
    except KnownError as error:
        return _Looked(refused=message(error))
    return _Looked(lines=file_lines(season, faults))
