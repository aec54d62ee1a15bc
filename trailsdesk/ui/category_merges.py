"""Small categories: how many start in each, and a line to rank one within another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trailsdesk.domain.category import categories_of
from trailsdesk.domain.category_merge import merges_by_race, neighbours
from trailsdesk.domain.entry import MergeId
from trailsdesk.domain.event import RaceId
from trailsdesk.i18n import _, plural
from trailsdesk.services.categories import (
    merge_categories,
    merges_of,
    starters_by_category,
    unmerge,
)
from trailsdesk.ui import style
from trailsdesk.ui.calm_combo import CalmCombo
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView
from trailsdesk.ui.widgets import Button, Callout, Card, EmptyState, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from trailsdesk.services.season import Season
    from trailsdesk.ui.context import PanelContext


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """A category of a race with its starters; ``within`` words where it is ranked, if merged.

    ``offers`` are the categories it can be ranked in with their starters, nearest in age first,
    and ``nearest`` the first of the same gender that somebody runs in. ``together`` counts
    everybody who is ranked where this one is.
    """

    race_id: RaceId
    race: str
    race_place: int
    category: str
    label: str
    place: int
    starters: int
    small: bool
    offers: tuple[tuple[str, str], ...]
    merge_id: MergeId | None = None
    within_code: str = ""
    within: str = ""
    reason: str = ""
    nearest: str = ""
    together: int = 0

    @property
    def row_id(self) -> tuple[RaceId, str]:
        """What tells it from all others."""
        return self.race_id, self.category


def merge_lines(season: Season, race_ids: Sequence[RaceId]) -> tuple[MergeLine, ...]:
    """Every category with somebody in it, the small and the merged ones first."""
    lines = [line for race_id in race_ids for line in _lines_of(season, race_id)]
    order = sorted(lines, key=lambda each: (each.race_place, each.place))
    return tuple(sorted(order, key=lambda each: not (each.small or each.merge_id)))


def _lines_of(season: Season, race_id: RaceId) -> Iterator[MergeLine]:
    """The categories of a race that somebody starts in, or that are merged."""
    scheme, race = season.rules.categories, season.data.races[race_id]
    infos = categories_of(scheme)
    labels = {info.code: info.label for info in infos}
    merges = {merge.category: merge for merge in merges_of(season, race_id)}
    merged = merges_by_race(season.data).get(race_id, {})
    ends = {code: end for code, (end, _reason) in merged.items()}
    counts = starters_by_category(season, race_id)
    together: Counter[str] = Counter()
    for code, starters in counts.items():
        together[ends.get(code, code)] += starters
    for place, info in enumerate(infos):
        merge, starters = merges.get(info.code), counts.get(info.code, 0)
        if merge is None and not starters:
            continue
        near = neighbours(info.code, infos)
        offers = (*near, *(i.code for i in infos if i.code not in (info.code, *near)))
        yield MergeLine(
            race_id=race_id,
            race=race.label,
            race_place=race.ordinal,
            category=info.code,
            label=info.label,
            place=place,
            starters=starters,
            small=merge is None and info.division is None and starters < scheme.merge_below,
            offers=tuple((code, _offer(labels[code], counts.get(code, 0))) for code in offers),
            nearest=next((code for code in near if counts.get(code)), ""),
            together=together[ends.get(info.code, info.code)],
            merge_id=None if merge is None else merge.id,
            within_code="" if merge is None else merge.within,
            within="" if merge is None else labels.get(merge.within, merge.within),
            reason="" if merge is None else merge.reason,
        )


def _offer(label: str, starters: int) -> str:
    return f"{label} · {plural('{count} starter', '{count} starters', starters)}"


class MergePage(QWidget):
    """The table of categories with the line of decision below."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.setAccessibleName(_("Small categories"))
        self._context = context
        self._may_change = not context.season.file.read_only
        self._line: MergeLine | None = None
        self.model: RowTableModel[MergeLine] = RowTableModel(
            _columns(),
            lambda line: line.row_id,
            row_tone=lambda line: "warn" if line.small else None,
        )
        self.table = RowTableView(
            self.model,
            _("Categories of each race and how many start in them"),
            state_key="categories.merges",
            states=context.settings,
            empty_text=_("Nobody has a category yet."),
        )
        self.model.setParent(self.table)
        self.said = PlainLabel("", "secondary", wrap=True)
        self.callout = Callout()
        self.what = PlainLabel("", "strong", wrap=True)
        self.why = PlainLabel("", wrap=True)
        self.within = CalmCombo(_("Category to rank it in"))
        self.within.setMinimumContentsLength(26)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason, for History and for the jury"))
        self.reason.setAccessibleName(_("Reason of ranking it within another"))
        self.reason.setMaxLength(500)
        self.merge_button = Button(_("Rank within"), self._merge)
        self.unmerge_button = Button(_("On its own again"), self.unmerge, kind="quiet")
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.empty = EmptyState(
            _("Nobody starts yet"),
            _("Categories with few starters are proposed here once there are entries."),
            (_("Go to Entries"), lambda: context.show_panel("entries")),
            icon="categories",
        )
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.unit(3))
        column.addWidget(self.said)
        self.card = Card(padding=0)
        self.table.setProperty("bare", True)
        self.card.body.addWidget(self.table)
        column.addWidget(self.card, 1)
        self.decision = Card(padding=3)
        head = QHBoxLayout()
        head.addWidget(self.what, 1)
        head.addWidget(self.unmerge_button)
        self.callout.body.addLayout(head)
        self.callout.body.addWidget(self.why)
        self.decision.body.addWidget(self.callout)
        row = QHBoxLayout()
        row.setSpacing(style.unit(2))
        row.addWidget(self.within)
        row.addWidget(self.reason, 1)
        row.addWidget(self.merge_button)
        self.decision.body.addLayout(row)
        self.decision.body.addWidget(self.error)
        column.addWidget(self.decision)
        column.addWidget(self.empty, 1)
        self.table.current_id_changed.connect(self._show)
        self.table.row_activated.connect(lambda _row_id: self.focus_decision())
        self.reason.returnPressed.connect(self._merge)
        self.reason.textEdited.connect(lambda _text: self._say(""))
        self._show(None)

    def show_lines(self, lines: tuple[MergeLine, ...], merge_below: int) -> None:
        """The categories as they stand; the cursor stays where it was."""
        self.model.set_rows(lines)
        for part in (self.said, self.card, self.decision):
            part.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        small = sum(line.small for line in lines)
        if merge_below:
            few = plural(
                "{count} category has fewer than", "{count} categories have fewer than", small
            )
            self.said.setText(
                f"{few} {merge_below} "
                + _("starters, the number the rules name. Merging is your decision.")
            )
        else:
            self.said.setText(
                _("The rules name no least number of starters. Merging is your decision.")
            )
        if self.table.current_id() is None and lines:
            self.table.select_id(lines[0].row_id)
        self._show(self.table.current_id())

    def focus_decision(self) -> None:
        """Go to the line where a category is ranked within another."""
        if self._line is not None and self._may_change:
            self.within.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row_id: Hashable | None) -> None:
        line = None if row_id is None else self.model.row_of(row_id)
        changed = line != self._line
        self._line = line
        for part in (self.within, self.reason, self.merge_button):
            part.setEnabled(line is not None and self._may_change)
            part.setToolTip("" if self._may_change else _("The file is open for reading only."))
        self.unmerge_button.setVisible(line is not None and line.merge_id is not None)
        self.unmerge_button.setEnabled(self._may_change)
        if line is None:
            self.callout.set_tone("muted")
            self.what.setText(_("No category chosen"))
            self.why.setText(_("Choose a category to rank it within another one."))
            return
        if changed:
            self.within.offer(line.offers, line.within_code or line.nearest)
            self.reason.setText(line.reason)
            self._say("")
        starters = plural("{count} starter", "{count} starters", line.starters)
        self.callout.set_tone("warn" if line.small else "good")
        self.what.setText(f"{line.race} · {line.label}: {starters}")
        if line.merge_id is not None:
            words = _("Ranked within {within}, {together}: {reason}")
            together = plural(
                "{count} starter together", "{count} starters together", line.together
            )
            self.why.setText(
                words.format(within=line.within, together=together, reason=line.reason)
            )
        elif line.small:
            self.why.setText(_("Fewer than the rules want in a category of its own."))
        else:
            self.why.setText(_("Ranked on its own."))

    def _merge(self) -> None:
        if self._line is None or not self._may_change:
            return
        reason = self.reason.text().strip()
        if not reason:
            self._say(_("Write down the reason: a decision without one is not kept."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        line, season, within = self._line, self._context.season, str(self.within.currentData())
        self._context.change(
            lambda: merge_categories(season, line.race_id, line.category, within, reason),
            _("Rank a category within another"),
        )

    def unmerge(self) -> None:
        """Rank the chosen category on its own again."""
        merge_id = None if self._line is None else self._line.merge_id
        if merge_id is not None and self._may_change:
            season = self._context.season
            self._context.change(
                lambda: unmerge(season, merge_id), _("Rank a category on its own again")
            )

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        style.set_style_property(self.reason, "invalid", bool(text))


def _columns() -> tuple[Column[MergeLine], ...]:
    return (
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race,
            sort_key=lambda line: line.race_place,
            width_hint=14,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda line: line.label,
            sort_key=lambda line: line.place,
            icon=lambda line: "warning" if line.small else None,
            tone=lambda line: "warn" if line.small else None,
            width_hint=20,
        ),
        Column(
            key="starters",
            title=_("Starters"),
            text=lambda line: str(line.starters),
            sort_key=lambda line: line.starters,
            alignment="right",
            width_hint=8,
        ),
        Column(
            key="within",
            title=_("Ranked within"),
            text=lambda line: line.within or _("itself"),
            sort_key=lambda line: line.within,
            icon=lambda line: "edit" if line.merge_id is not None else None,
            width_hint=20,
        ),
        Column(
            key="reason",
            title=_("Reason"),
            text=lambda line: line.reason,
            tooltip=lambda line: line.reason,
            width_hint=24,
            gives_way=1,
        ),
    )
