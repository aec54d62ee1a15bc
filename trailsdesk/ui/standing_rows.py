"""One list of the series: its rows, made where nobody waits, its table, and what it stands at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView, QSizePolicy

from trailsdesk.i18n import _
from trailsdesk.ui import style
from trailsdesk.ui.row_model import PreparedRows, RowTableModel
from trailsdesk.ui.standing_columns import count_words, has_many_events, standing_columns
from trailsdesk.ui.standing_lines import StandingLine
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Callable

    from trailsdesk.ui.standing_lines import PointsView, SeriesList


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedList:
    """Who is placed, and who is not eligible; ``some_final`` when any place stands already."""

    placed: PreparedRows[StandingLine]
    others: PreparedRows[StandingLine]
    placed_count: int
    others_count: int
    some_final: bool


def preparing(
    shown: SeriesList,
    placed_model: RowTableModel[StandingLine],
    others_model: RowTableModel[StandingLine],
) -> Callable[[], PreparedList]:
    """Work that makes the rows of both tables ready, on any thread."""
    prepare_placed, prepare_others = placed_model.preparer(), others_model.preparer()

    def work() -> PreparedList:
        lines = shown.lines()
        placed = [line for line in lines if line.place is not None]
        others = [line for line in lines if line.place is None]
        return PreparedList(
            placed=prepare_placed(placed),
            others=prepare_others(others),
            placed_count=len(placed),
            others_count=len(others),
            some_final=any(line.final for line in placed),
        )

    return work


def standing_table(shown: SeriesList, view: PointsView, *, eligible: bool) -> RowTableView:
    """An empty table for those placed, or for those not eligible."""
    model: RowTableModel[StandingLine] = RowTableModel(
        standing_columns(shown, view, eligible=eligible), lambda line: line.row_id
    )
    table = RowTableView(
        model,
        _("Standings") if eligible else _("Not eligible"),
        empty_text=_("Nobody is eligible in this category."),
    )
    model.setParent(table)
    table.setProperty("bare", True)
    if eligible:
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        table.setMinimumHeight(style.unit(24))
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    if not has_many_events(shown):
        header.setSectionResizeMode(len(model.columns) - 1, QHeaderView.ResizeMode.Stretch)
    return table


def list_words(shown: SeriesList, view: PointsView) -> tuple[str, list[str]]:
    """What is shown in a line, and the names of the events that are still to come."""
    ranking, race, _group = shown.line.key
    codes = view.to_come.get(race, frozenset())
    to_come = [view.event_names[code] for code in shown.event_codes if code in codes]
    where = [shown.ranking] if ranking else []
    where += [shown.line.race] if race else []
    pieces = [", ".join((*where, shown.line.label)), count_words(shown)]
    if count := len(shown.event_codes):
        held = count - len(to_come)
        pieces.append(_("after {held} of {count} events").format(held=held, count=count))
    return " · ".join(pieces), to_come


def so_far_words(to_come: list[str], made: PreparedList) -> str:
    """Whether places can still change, and by what; empty where there is nothing to say."""
    if not to_come:
        return "" if made.placed_count else _("Nobody is eligible in this category.")
    said = _("Places so far: still to come {events}.").format(events=", ".join(to_come))
    if not made.some_final:
        said += " " + _("Nobody has finished as many events as the series asks for yet.")
    return said
