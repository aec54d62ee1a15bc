"""Sheets: every printable thing as a card, the page as it will be printed, Print and Save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trailsdesk.domain.event import RaceId
from trailsdesk.domain.printed import SheetId
from trailsdesk.domain.problems import KnownError
from trailsdesk.i18n import _, message, plural
from trailsdesk.services.printed import asked_for
from trailsdesk.services.printing import kind_named, race_name
from trailsdesk.services.sheet_groups import kinds_in_groups
from trailsdesk.services.sheet_preview import (
    Preview,
    SheetChoice,
    card_lines,
    preview,
    tracks_for,
)
from trailsdesk.ui import style
from trailsdesk.ui.actions import ActionSet, ActionSpec
from trailsdesk.ui.scroll_column import ScrollColumn
from trailsdesk.ui.settings import PAPER
from trailsdesk.ui.sheet_cards import CardColumn
from trailsdesk.ui.sheet_options import BY_CATEGORY, BY_NAME, SheetOptions
from trailsdesk.ui.sheet_pages import SHEETS
from trailsdesk.ui.sheet_switch import SheetSwitch
from trailsdesk.ui.widgets import (
    EmptyState,
    IconButton,
    Notice,
    PageHeader,
    PlainLabel,
    SegmentBar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QResizeEvent

    from trailsdesk.domain.problems import Place, Problem
    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext

SPECS = (
    ActionSpec(
        id="sheets.print",
        text=lambda: _("Print the sheet…"),
        handler="print_sheet",
        shortcut="Ctrl+P",
        icon="print",
        panel="sheets",
        help=lambda: _("Print the sheet shown"),
        menu="sheets",
    ),
    ActionSpec(
        id="sheets.pdf",
        text=lambda: _("Save the sheet as PDF…"),
        handler="save_pdf",
        shortcut="Ctrl+S",
        icon="save",
        panel="sheets",
        help=lambda: _("Write the sheet shown as a PDF file"),
        menu="sheets",
    ),
    ActionSpec(
        id="sheets.xlsx",
        text=lambda: _("Save the sheet as XLSX…"),
        handler="save_xlsx",
        shortcut="Ctrl+Shift+S",
        icon="table",
        panel="sheets",
        help=lambda: _("Write the sheet shown as a spreadsheet"),
        menu="sheets",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    lines: dict[str, str]
    races: tuple[tuple[RaceId, str], ...]
    choice: SheetChoice
    preview: Preview | None
    refused: str = ""


class SheetsPanel(SheetSwitch):
    """Cards at the left, the page in the middle, options and the three buttons at the right.

    Pages beside it hold what else is handed out: certificates, spot prizes, files.
    """

    help_text: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Arrow keys", _("on the cards: choose a sheet")),
        ("Ctrl+P", _("print")),
        ("Ctrl+S", _("save as PDF")),
        ("Ctrl+Shift+S", _("save as XLSX")),
        ("Page Up, Page Down", _("in the preview: the page before, the page after")),
        ("Alt+1", _("the sheets; Alt+2 and on: the pages beside them")),
    )

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(_("Sheets"))
        self._shown_kind = ""
        self._depth_known = False
        self._tracks_of: object = None
        self._tracks: Mapping[str, bytes] | None = None
        groups = kinds_in_groups()
        self.cards = CardColumn(
            [(kind.id, kind.title) for _title, kinds in groups for kind in kinds],
            _("Kinds of sheets"),
            {kinds[0].id: title for title, kinds in groups},
        )
        self.cards.set_lines({kind.id: kind.about for _title, kinds in groups for kind in kinds})
        self.cards.choose("prize-list")
        self.options = SheetOptions()
        paper = context.settings.get(PAPER).upper()
        self.options.paper.choose(paper)
        self._build()
        self._connect()
        self.start_at(self.cards)
        self.action_set = ActionSet(SPECS, self, self)

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self._build_header())
        column.addWidget(self.done_notice)
        column.addWidget(self.failed_notice)
        across = QHBoxLayout(self.sheets_page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(style.unit(4))
        self.card_column = ScrollColumn()
        self.card_column.column.addWidget(self.cards)
        across.addWidget(self.card_column)
        across.addWidget(self._build_middle(), 1)
        across.addWidget(self.options)
        # They scroll themselves: what they would like must not make the panel scroll, with the
        # buttons to print and save, as soon as a notice stands above.
        for area in (self.card_column, self.pages):
            area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column.addWidget(self.stack, 1)

    def _build_header(self) -> QWidget:
        self.header = PageHeader(_("Sheets"))
        self.fit_bar = SegmentBar(
            [("page", _("Page")), ("width", _("Width"))], _("Size of the preview")
        )
        self.fit_bar.button("page").setToolTip(_("The whole page"))
        self.fit_bar.button("width").setToolTip(_("As wide as there is room"))
        self.page_label = PlainLabel("", "secondary")
        self.back_button = IconButton("up", _("Page before"), lambda: self._turn(-1))
        self.on_button = IconButton("down", _("Page after"), lambda: self._turn(1))
        self.header.add_action(self.switch)
        self._turners = (self.page_label, self.back_button, self.on_button, self.fit_bar)
        return self.header

    def _build_middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(2))
        self.doubt_notice = Notice("", "warn", (_("See the problems"), self.show_problems))
        self.doubt_notice.hide()
        self.glyph_notice = Notice("", "warn")
        self.glyph_notice.hide()
        self.empty = EmptyState(_("Nothing to print"), "", icon="sheets")
        self.empty.hide()
        turning = QHBoxLayout()
        turning.setSpacing(style.unit(2))
        for widget in self._turners[:3]:
            turning.addWidget(widget)
        turning.addStretch(1)
        turning.addWidget(self.fit_bar)
        column.addWidget(self.doubt_notice)
        column.addWidget(self.glyph_notice)
        column.addLayout(turning)
        column.addWidget(self.pages, 1)
        column.addWidget(self.empty, 1)
        return middle

    def _connect(self) -> None:
        self.cards.chosen.connect(self._kind_chosen)
        self.options.changed.connect(self._options_changed)
        self.options.race_chosen.connect(self._race_chosen)
        self.options.print_asked.connect(self.print_sheet)
        self.options.save_asked.connect(self._ask_path)
        self.options.problems_asked.connect(self.show_problems)
        self.pages.page_changed.connect(self._show_page)
        self.fit_bar.changed.connect(self._set_fit)
        style.watcher().changed.connect(self._fit)
        self._kind_chosen(self.cards.current)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards give way where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < style.unit(250)
        self.card_column.setFixedWidth(style.unit(42 if narrow else 68))
        self.options.setFixedWidth(style.unit(57 if narrow else 62))
        self.page_label.setMaximumWidth(0 if narrow else style.unit(100))

    # -- pages ----------------------------------------------------------------------------------

    def turned(self) -> QWidget:
        self._show_turners()
        return self.cards

    def _show_turners(self) -> None:
        for widget in self._turners:
            widget.setVisible(self.on_sheets and self.pages.preview is not None)

    # -- loading --------------------------------------------------------------------------------

    def loader(self) -> Callable[[], Any]:
        beside = self.side_loader()
        if beside is not None:
            return beside
        season, choice = self.context.season, self.choice()
        if not self._depth_known:
            self._depth_known = True
            rule = season.rules.awards
            self.options.set_rule_depth(rule.category_depth, " ".join(rule.source.says.split()))
            choice = self.choice()
        race_ids = self.context.scope.race_ids
        choice = self._with_tracks(choice)
        return lambda: _load(season, choice, race_ids)

    def choice(self) -> SheetChoice:
        """What the cards and options ask for, for the scope as it is now."""
        scope, kind = self.context.scope, kind_named(self.cards.current)
        return SheetChoice(
            kind=kind,
            event_id=scope.event_id,
            race_id=scope.race_id,
            paper=self.options.paper_code,
            depth=self.options.places.value() if kind.id == "prize-list" else None,
            by_category=kind.id in BY_CATEGORY and self.options.by_category.isChecked(),
            by_name=kind.id in BY_NAME and self.options.by_name.isChecked(),
            first_row=self.options.first_row.value() if kind.id == "finish-grid" else 1,
            pages=self.options.grid_pages.value() if kind.id == "finish-grid" else 1,
            filled=kind.id == "finish-grid" and self.options.filled.isChecked(),
            more=self.options.of_kind.chosen(),
        )

    def choice_to_make(self) -> SheetChoice:
        """The choice with the tracks it draws, as far as they are read."""
        return self._with_tracks(self.choice())

    def _with_tracks(self, choice: SheetChoice) -> SheetChoice:
        """The choice with the kept tracks it draws: those of a moment ago, until they are read."""
        courses = tuple(self.context.season.data.courses.values())
        if not choice.kind.of_tracks or not courses:
            return replace(choice, tracks={}) if choice.kind.of_tracks else choice
        if self._tracks_of != (courses, choice.event_id, choice.race_id):
            self._tracks_of, self._tracks = (courses, choice.event_id, choice.race_id), None
            season = self.context.season
            self.context.read(lambda: tracks_for(season, choice), self._tracks_read, owner=self)
        return replace(choice, tracks=self._tracks)

    def _tracks_read(self, tracks: Mapping[str, bytes]) -> None:
        self._tracks = tracks
        self.reload()

    def show_loaded(self, loaded: Any) -> None:  # noqa: ANN401  each panel knows its own kind
        if self.show_side(loaded):
            return
        self.cards.set_lines(loaded.lines)
        self.options.offer_races(loaded.races, self.context.scope.race_id)
        made: Preview | None = loaded.preview
        kind = loaded.choice.kind
        self.options.set_ready(made is not None)
        self.pages.setVisible(made is not None)
        self.empty.setVisible(made is None)
        self.empty.text_label.setText(loaded.refused)
        self.empty.text_label.setVisible(bool(loaded.refused))
        changed = kind.id != self._shown_kind
        self._shown_kind = kind.id
        self.pages.set_preview(made, f"{made.sheet.title}. {made.sheet.subtitle}." if made else "")
        if changed:
            self.pages.show_page(0)
        self._show_turners()
        self._show_page(self.pages.current_page)
        self._show_problems(made)
        self._show_unprintable(made.unprintable if made is not None else ())

    def _show_problems(self, made: Preview | None) -> None:
        found = made.open_problems if made is not None else ()
        chip = self.options.problems_chip
        chip.setVisible(bool(found))
        if found:
            said = plural(
                "printed over {count} open problem", "printed over {count} open problems",
                len(found),
            )  # fmt: skip
            chip.set_text(said)
        self._show_doubts(made.doubts if made is not None else ())

    def _show_doubts(self, doubts: tuple[str, ...]) -> None:
        """Who would be called out and should be looked at first; only where prizes are given."""
        self.doubt_notice.setVisible(bool(doubts) and self._shown_kind == "prize-list")
        if doubts:
            words = _("Before the prizes: {doubt}").format(doubt=doubts[0])
            if more := len(doubts) - 1:
                words += " " + plural(
                    "And {count} runner more.", "And {count} runners more.", more
                )
            self.doubt_notice.set_notice(words, "warn")

    def _show_unprintable(self, found: tuple[Problem, ...]) -> None:
        self.glyph_notice.setVisible(bool(found))
        if found:
            more = len(found) - 1
            words = message(found[0])
            if more:
                words += " " + plural("And {count} text more.", "And {count} texts more.", more)
            self.glyph_notice.set_notice(words, "warn")

    # -- choosing -------------------------------------------------------------------------------

    def _kind_chosen(self, key: str) -> None:
        kind = kind_named(key)
        self.options.show_kind(kind.id, kind.title, kind.about)
        self.card_column.ensureWidgetVisible(self.cards.card(kind.id))
        self.reload()

    def _options_changed(self) -> None:
        self.context.settings.set(PAPER, dict(_PAPER_SETTINGS)[self.options.paper_code])
        self.reload()

    def _race_chosen(self, race_id: RaceId | None) -> None:
        scope = self.context.scope
        scope.set(scope.event_id, race_id)

    def _set_fit(self, fit: str) -> None:
        self.pages.set_fit("width" if fit == "width" else "page")

    def _turn(self, by: int) -> None:
        self.pages.show_page(self.pages.current_page + by)

    def _show_page(self, number: int) -> None:
        made = self.pages.preview
        count = made.page_count if made is not None else 0
        text = _("page {page} of {pages}").format(page=number + 1, pages=count)
        self.page_label.setText(text if count else "")
        self.back_button.setEnabled(number > 0)
        self.on_button.setEnabled(number + 1 < count)

    def show_problems(self) -> None:
        """Go to the problems the sheet is printed over."""
        self.context.show_panel("problems")

    def show_kind(self, kind: str) -> None:
        """Show a kind of sheet by its id."""
        self.show_page(SHEETS)
        self.cards.choose(kind)

    def go_to(self, place: Place) -> None:
        """Show the sheet that hangs as it would be now, one key away from being printed again."""
        record = self.context.season.data.printed.get(SheetId(place.sheet_id or 0))
        if record is None:
            return
        _kind, request = asked_for(self.context.season, record)
        self.show_kind(record.kind)
        scope = self.context.scope
        scope.set(record.event_id or scope.event_id, record.race_id)
        self.options.by_category.setChecked(request.by_category)
        self.options.by_name.setChecked(request.by_name)
        rule = self.context.season.rules.awards.category_depth
        self.options.places.setValue(request.depth or rule)
        self.options.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def prize_list(self) -> None:
        """The prize list, one key away from being printed."""
        self.show_to_print("prize-list")

    def finish_grid(self) -> None:
        """The grid to write on at the line, one key away from being printed."""
        self.show_to_print("finish-grid")

    def standings_sheet(self) -> None:
        """The series standings, one key away from being printed."""
        self.show_to_print("standings")

    def sweep_list(self) -> None:
        """The sweep list, one key away from being printed."""
        self.show_to_print("sweep")

    def show_to_print(self, kind: str) -> None:
        """Show a kind of sheet, one key away from being printed."""
        self.show_kind(kind)
        self.options.print_button.setFocus(Qt.FocusReason.OtherFocusReason)


_PAPER_SETTINGS = (("A4", "A4"), ("LETTER", "Letter"))


def _load(season: Season, choice: SheetChoice, race_ids: tuple[RaceId, ...]) -> _Loaded:
    races = tuple(
        (race.id, race_name(season, race.id)) for race in season.data.races_of(choice.event_id)
    )
    loaded = _Loaded(lines=card_lines(season, race_ids), races=races, choice=choice, preview=None)
    try:
        return replace(loaded, preview=preview(season, choice))
    except KnownError as error:
        return replace(loaded, refused=message(error))
