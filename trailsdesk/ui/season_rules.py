"""The rules page of the season: open questions with their answers, and every rule in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trailsdesk.i18n import _, plural
from trailsdesk.services.rule_sections import RuleSection, RuleTable, source_words
from trailsdesk.services.rule_words import sections
from trailsdesk.ui import style
from trailsdesk.ui.rule_values import RuleValues
from trailsdesk.ui.widgets import Button, Callout, Card, Divider, FlowRow, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.domain.rule_source import Source
    from trailsdesk.domain.rules import Option, RuleSet
    from trailsdesk.services.rule_effects import OptionEffect


class QuestionCard(Card):
    """A question the rules leave open, the answers offered, and what another one would change."""

    answered = Signal(str, str)
    """Option, choice."""
    effect_asked = Signal(str, str)

    def __init__(self, option: Option) -> None:
        super().__init__(padding=4)
        self.option = option
        self.body.addWidget(PlainLabel(option.question, "strong", wrap=True))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._effects: dict[str, PlainLabel] = {}
        for choice in option.choices:
            self._add(choice.id, choice.label, standard=choice.id == option.default)
        self.setAccessibleName(option.question)
        self.show_option(option)

    def show_option(self, option: Option) -> None:
        """The answer as it stands; what was said about effects is out of date."""
        self.option = option
        for key, button in self.buttons.items():
            blocked = button.blockSignals(True)
            button.setChecked(key == option.chosen)
            button.blockSignals(blocked)
            self._effects[key].setText("")
            self._asks[key].setVisible(key != option.chosen)

    def show_effect(self, choice: str, effect: OptionEffect) -> None:
        """What this answer would change, as it stands now."""
        if effect.results or effect.standings:
            results = plural("{count} result", "{count} results", effect.results)
            standings = plural("{count} standing", "{count} standings", effect.standings)
            text = _("would change {results} and {standings}")
            self._effects[choice].setText(text.format(results=results, standings=standings))
        else:
            self._effects[choice].setText(_("would change nothing as things stand"))

    def set_writable(self, writable: bool) -> None:
        """Answers can be given only where the file can be written."""
        for button in self.buttons.values():
            button.setEnabled(writable)

    _asks: dict[str, Button]

    def _add(self, key: str, label: str, *, standard: bool) -> None:
        if not hasattr(self, "_asks"):
            self._asks = {}
        row = FlowRow()
        words = _("{answer} (preset)").format(answer=label) if standard else label
        button = QRadioButton(words.replace("&", "&&"))
        button.setAccessibleName(f"{self.option.question} {words}")
        button.toggled.connect(lambda on, key=key: self._toggled(key, on=on))
        self._group.addButton(button)
        self.buttons[key] = button
        row.add(button)
        effect = PlainLabel("", "secondary")
        ask = Button(
            _("What would change?"),
            lambda: self.effect_asked.emit(self.option.id, key),
            kind="quiet",
        )
        ask.setAccessibleName(_("What would “{answer}” change?").format(answer=label))
        row.add(ask)
        row.add(effect)
        self._effects[key] = effect
        self._asks[key] = ask
        self.body.addWidget(row)

    def _toggled(self, key: str, *, on: bool) -> None:
        if on and key != self.option.chosen:
            self.answered.emit(self.option.id, key)


class RulesPage(QWidget):
    """A list of sections at the left, the chosen one at the right."""

    answered = Signal(str, str)
    effect_asked = Signal(str, str)
    values_asked = Signal()
    """The page of every value is looked at and wants the values."""

    def __init__(self) -> None:
        super().__init__()
        self.values = RuleValues()
        self._rules: RuleSet | None = None
        self._writable = True
        self.questions: dict[str, QuestionCard] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.unit(3))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sections of the rules"))
        self.list.setProperty("card", True)
        self.list.setFixedWidth(style.unit(52))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.values)
        self.list.currentRowChanged.connect(self._turn)
        row.addWidget(self.list)
        row.addWidget(self._pages, 1)

    def show_rules(self, rules: RuleSet) -> None:
        """All sections; only what changed is built anew."""
        if rules is self._rules:
            return
        if self._pages.currentWidget() is self.values:
            self.values_asked.emit()
        before, self._rules = self._rules, rules
        if before is not None and set(self.questions) == {o.id for o in rules.options}:
            for option in rules.options:
                self.questions[option.id].show_option(option)
            self._rebuild(rules, keep_questions=True)
            return
        self._rebuild(rules, keep_questions=False)

    def show_effect(self, option: str, choice: str, effect: OptionEffect) -> None:
        """What an answer would change."""
        if option in self.questions:
            self.questions[option].show_effect(choice, effect)

    def set_writable(self, writable: bool) -> None:
        """Answers can be given only where the file can be written."""
        self._writable = writable
        self.values.set_writable(writable)
        for card in self.questions.values():
            card.set_writable(writable)

    def show_values(self) -> None:
        """Turn to the page of every value."""
        self.list.setCurrentRow(self.list.count() - 1)

    def _turn(self, row: int) -> None:
        last = row == self.list.count() - 1
        self._pages.setCurrentIndex(0 if last else row + 1)
        if last and self._rules is not None:
            self.values_asked.emit()

    def _rebuild(self, rules: RuleSet, *, keep_questions: bool) -> None:
        at = max(0, self.list.currentRow())
        parts = sections(rules)
        titles = [part.title for part in parts]
        if rules.options:
            titles = [_("Open questions ({count})").format(count=len(rules.options)), *titles]
        titles.append(_("Every value"))
        while self._pages.count() > 1 + int(keep_questions and bool(rules.options)):
            last = self._pages.widget(self._pages.count() - 1)
            if last is not None:
                self._pages.removeWidget(last)
                last.deleteLater()
        if rules.options and not keep_questions:
            self._pages.addWidget(_scrolling(self._questions_page(rules.options)))
        for part in parts:
            self._pages.addWidget(_scrolling(_section_page(part)))
        if [self.list.item(i).text() for i in range(self.list.count())] != titles:
            self.list.clear()
            self.list.addItems(titles)
        self.list.setCurrentRow(min(at, len(titles) - 1))
        self._turn(self.list.currentRow())

    def _questions_page(self, options: Sequence[Option]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        text = _(
            "The published rules leave these open. Each stands at the preset's answer until you"
            " give another; results and points follow at once, and Ctrl+Z takes it back."
        )
        column.addWidget(PlainLabel(text, "secondary", wrap=True))
        self.questions = {}
        for option in options:
            card = QuestionCard(option)
            card.answered.connect(self.answered.emit)
            card.effect_asked.connect(self.effect_asked.emit)
            card.set_writable(self._writable)
            self.questions[option.id] = card
            column.addWidget(card)
        column.addStretch(1)
        return page


def _section_page(part: RuleSection) -> QWidget:
    card = Card(part.title, padding=5)
    card.body.setSpacing(style.unit(3))
    for line in part.lines:
        card.body.addWidget(PlainLabel(line, wrap=True))
    for table in part.tables:
        card.body.addWidget(_table(table))
    for source in part.sources:
        if source.says or source.title:
            card.body.addWidget(_source(source))
    card.body.addStretch(1)
    return card


def _source(source: Source) -> Callout:
    box = Callout("muted" if source.grade == "U" else "good")
    if source.says:
        says = PlainLabel(" ".join(source.says.split()), wrap=True)
        says.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.body.addWidget(says)
    where = PlainLabel(source_words(source), "secondary", wrap=True)
    where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.body.addWidget(where)
    return box


def _table(table: RuleTable) -> QWidget:
    """A few rows as labels: they wrap, scale and are read out like all words."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(style.unit(6))
    grid.setVerticalSpacing(style.unit())
    across = len(table.header) + 1
    row = 0
    if table.title:
        grid.addWidget(PlainLabel(table.title, "strong"), row, 0, 1, across)
        row += 1
    for at, words in enumerate(table.header):
        grid.addWidget(PlainLabel(words, "secondary", wrap=at > 1), row, at, _side(table, at))
    row += 1
    grid.addWidget(Divider(), row, 0, 1, across)
    for cells in table.rows:
        row += 1
        for at, words in enumerate(cells):
            grid.addWidget(PlainLabel(words), row, at, _side(table, at))
    grid.setColumnStretch(across - 1, 1)
    box.setAccessibleName(table.title or ", ".join(table.header))
    return box


def _side(table: RuleTable, at: int) -> Qt.AlignmentFlag:
    if at in table.right:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


def _scrolling(page: QWidget) -> QScrollArea:
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setWidget(page)
    frame.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return frame
