"""Scores given elsewhere: a list of them, a form to type one, and a table to bring in."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from trailsdesk.i18n import _, message, plural
from trailsdesk.services.outside_scores import (
    ScoreLine,
    ScorePlan,
    commit_scores,
    plan_scores,
    remove_score,
)
from trailsdesk.services.score_typing import Elsewhere, type_score
from trailsdesk.services.sources import open_book, pick_table, read_source
from trailsdesk.ui import style
from trailsdesk.ui.asking import ask_file
from trailsdesk.ui.forms import Form, FormField
from trailsdesk.ui.page_stack import Page, PageStack
from trailsdesk.ui.row_model import RowTableModel
from trailsdesk.ui.score_import import ScoreImportPage
from trailsdesk.ui.score_lines import score_columns
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import LAST_FOLDER
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Card, PlainLabel, PrimaryButton, SearchField

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.people import RunnerId
    from trailsdesk.domain.problems import KnownError, Problem
    from trailsdesk.ui.context import PanelContext

_ELSEWHERE = ("race", "day", "class", "country")


class ScorePage(Page):
    """What federations and other series say of runners; nothing here is computed by us."""

    said = Signal(str)
    season_asked = Signal()

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Scores given elsewhere"))
        self.context = context
        self._may_change = not context.season.file.read_only
        self._systems: tuple[str, ...] = ()
        self.form: Form | None = None
        self.model: RowTableModel[ScoreLine] = RowTableModel(
            score_columns(), lambda line: line.score_id
        )
        self.table = RowTableView(
            self.model,
            _("Scores given elsewhere"),
            state_key="points.scores",
            states=context.settings,
            empty_text=_("No scores yet: type the first one, or import a table."),
        )
        self.model.setParent(self.table)
        self.preview = ScoreImportPage()
        self._build()
        for key, act in (("Del", self.remove), ("Esc", self.leave_list)):
            shortcut = QShortcut(QKeySequence(key), self.table if key == "Del" else self.preview)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.pages = PageStack()
        outer.addWidget(self.pages)
        page = Page()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(3))
        across.addWidget(self._build_list(), 1)
        across.addWidget(self._build_form())
        self.pages.addWidget(page)
        self.pages.addWidget(self.preview)
        self.search.textChanged.connect(self.model.set_filter_text)
        self.table.row_activated.connect(lambda _row: self.season_asked.emit())
        self.table.selected_ids_changed.connect(lambda _ids: self._enable())
        self.preview.taken.connect(self.take_list)
        self.preview.left.connect(self.leave_list)

    def _build_list(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        self.search = SearchField(_("Type to filter"), _("Filter the scores"), key="Ctrl F")
        self.import_button = Button(_("Import a table…"), self.choose_list, icon="import")
        self.remove_button = Button(_("Remove"), self.remove, kind="quiet", key="Del")
        row.addWidget(self.search, 1)
        row.addWidget(self.remove_button)
        row.addWidget(self.import_button)
        column.addLayout(row)
        card = Card(padding=0)
        self.table.setProperty("bare", True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        return left

    def _build_form(self) -> QWidget:
        self.form_card = Card(_("A score"), padding=3)
        self._area = ScrollColumn()
        self.form_card.body.addWidget(self._area, 1)
        self.told = PlainLabel("", "error", wrap=True)
        self.told.hide()
        self.form_card.body.addWidget(self.told)
        self.save_button = PrimaryButton(_("Keep the score"), self._accept, key="Ctrl Enter")
        self.form_card.body.addWidget(self.save_button)
        return self.form_card

    def _make_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        form = self.form = Form(
            (
                FormField(
                    key="of", label=_("Of which race"), kind="choice", wide=True,
                    choices=(
                        ("here", _("the runner's race at this event")),
                        ("elsewhere", _("a race elsewhere, or an index")),
                    ),
                ),
                FormField(
                    key="who", label=_("Bib or name"), required=True, max_length=80, wide=True,
                    placeholder=_("214, or given and family name"),
                ),
                FormField(
                    key="system", label=_("Whose score"), kind="choice",
                    choices=[(each, each) for each in self._systems],
                ),
                FormField(key="value", label=_("Score"), required=True, max_length=20),
                FormField(key="race", label=_("Race"), max_length=120, wide=True),
                FormField(
                    key="day", label=_("Day"), kind="date", placeholder=_("9 Aug 2026"),
                    help=_("Without a day it counts in no league and no index."), wide=True,
                ),
                FormField(key="class", label=_("Class"), max_length=20, placeholder="50K"),
                FormField(key="country", label=_("Country"), max_length=3, placeholder="NZL"),
            ),
            columns=2,
        )  # fmt: skip
        form.changed.connect(self._changed)
        form.accepted.connect(self._save)
        column = self._area.column
        while column.count():
            column.takeAt(0)
        column.addWidget(form)
        column.addStretch(1)
        form.show()  # at once, so that it can take the focus
        form.setEnabled(self._may_change)
        self._changed("of")
        order = (
            self.search, self.remove_button, self.import_button, self.table,
            *(form.control(field.key) for field in form.fields), self.save_button,
        )  # fmt: skip
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form takes its width, less where the window is narrow."""
        super().resizeEvent(event)
        self.form_card.setFixedWidth(min(style.unit(85), self.width() * 34 // 100))

    # -- showing --------------------------------------------------------------------------------

    def show_lines(self, lines: tuple[ScoreLine, ...], systems: tuple[str, ...]) -> None:
        """The scores as they are; ``systems`` are those the rules look at."""
        if systems != self._systems or self.form is None:
            self._systems = systems
            self._make_form()
        self.model.set_rows(lines)
        self.said.emit(plural("{count} score", "{count} scores", len(lines)))
        self._enable()

    def _enable(self) -> None:
        may, tip = (
            self._may_change,
            "" if self._may_change else _("The file is open for reading only."),
        )
        self.remove_button.setEnabled(may and bool(self.table.selected_ids()))
        for button in (self.import_button, self.save_button):
            button.setEnabled(may)
            button.setToolTip(tip)

    def _changed(self, key: str) -> None:
        form = self.form
        if form is None:
            return
        if key == "of":
            away = form.value("of") == "elsewhere"
            for each in _ELSEWHERE:
                form.set_shown(each, away)
        self._tell("")

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    @property
    def runner_id(self) -> RunnerId | None:
        """The runner of the score the cursor is on."""
        row_id = self.table.current_id()
        line = None if row_id is None else self.model.row_of(row_id)
        return None if line is None else line.runner_id

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- typing ---------------------------------------------------------------------------------

    def _accept(self) -> None:
        if self.form is not None and self._may_change:
            self.form.accept()

    def confirm(self) -> bool:
        """Ctrl+Enter: take the list looked at, or keep what is typed; False when neither."""
        if self.pages.currentWidget() is self.preview:
            self.take_list()
            return True
        form = self.form
        focused = QApplication.focusWidget()
        if form is not None and focused is not None and form.isAncestorOf(focused):
            self._accept()
            return True
        return False

    def _save(self, values: Mapping[str, Any]) -> None:
        season, event_id = self.context.season, self.context.scope.event_id
        day: datetime.date | None = values["day"]
        elsewhere = None
        if values["of"] == "elsewhere":
            elsewhere = Elsewhere(
                race=values["race"], day=day, race_class=values["class"], country=values["country"]
            )
        who, system, value = values["who"], values["system"], values["value"]
        self.context.change(
            lambda: type_score(season, event_id, who, system, value, elsewhere),
            _("Note a score"),
            lambda _score: self._kept(who),
            lambda error: self._tell(message(error)),
        )

    def _kept(self, who: str) -> None:
        """The next one can be typed at once."""
        form = self.form
        self.context.notify(_("The score of {who} is kept.").format(who=who), "good")
        if form is not None:
            form.set_values({"who": "", "value": ""})
            form.control("who").setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Take the chosen scores away, each as a change of its own."""
        season = self.context.season
        for line in self.table.selected_rows() if self._may_change else ():
            self.context.change(
                partial(remove_score, season, line.score_id),
                _("Remove a score"),
            )

    # -- from a table ---------------------------------------------------------------------------

    def choose_list(self) -> None:
        """Ask for a table of scores."""
        if self._may_change:
            folder = self.context.settings.get(LAST_FOLDER)
            filters = (_("Tables (*.csv *.tsv *.txt *.xlsx)"), _("All files (*)"))
            ask_file(self, _("Table of scores"), folder, filters, self.open_list)

    def open_list(self, path: Path) -> None:
        """Look at a table; nothing is taken before somebody says so."""
        if not self._may_change or self.form is None:
            return
        self.context.settings.set(LAST_FOLDER, str(path.parent))
        season, system = self.context.season, str(self.form.value("system") or "")
        scope = self.context.scope
        event_id = scope.event_id if self.form.value("of") == "here" else None
        race_id = None if event_id is None else scope.race_id

        def work() -> tuple[ScorePlan, tuple[Problem, ...]]:
            source = read_source(path)
            book = open_book(source)
            table = pick_table(book, None)
            plan = plan_scores(
                season, table, source.name, system, event_id=event_id, race_id=race_id
            )
            return plan, tuple(book.problems)

        def done(made: tuple[ScorePlan, tuple[Problem, ...]]) -> None:
            self.preview.show_plan(*made)
            self.pages.setCurrentWidget(self.preview)
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: KnownError) -> None:
            self.context.notify(message(error), "bad")

        self.context.compute(work, done, failed, owner=self)

    def take_list(self) -> None:
        """Take the list looked at, as one change."""
        season, plan = self.context.season, self.preview.plan
        if plan is None or not self.preview.take_button.isEnabled():
            return

        def done(count: int) -> None:
            words = plural("{count} score taken.", "{count} scores taken.", count)
            self.context.notify(words + " " + _("Ctrl+Z takes it back."), "good")
            self.leave_list()

        self.context.change(lambda: commit_scores(season, plan), _("Import scores"), done)

    def leave_list(self) -> None:
        """Back to the scores."""
        self.pages.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
