"""Whose time or place a choice between sources would change: one table for all who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.i18n import _
from trailsdesk.ui.row_model import Column, RowTableModel
from trailsdesk.ui.table_view import RowTableView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.services.source_roles import TimeMove
    from trailsdesk.ui.settings import Settings

_LONGEST_MS = 100 * 24 * 3_600_000
"""More than any race: such a figure is an instant, where the gun is not known."""


def moves_table(settings: Settings, name: str) -> tuple[RowTableModel[TimeMove], RowTableView]:
    """A table of moves; the model is the view's."""
    model: RowTableModel[TimeMove] = RowTableModel(_columns(), lambda move: move.entry_id)
    view = RowTableView(
        model, name, state_key="time-moves", states=settings, empty_text=_("Nothing would change.")
    )
    view.setProperty("bare", True)
    model.setParent(view)
    return model, view


def _columns() -> Sequence[Column[TimeMove]]:
    times: tuple[tuple[str, str, Callable[[TimeMove], int | None]], ...] = (
        ("before", _("Time now"), lambda move: move.before_ms),
        ("after", _("Time then"), lambda move: move.after_ms),
    )
    ranks: tuple[tuple[str, str, Callable[[TimeMove], int | None]], ...] = (
        ("rank_before", _("Place now"), lambda move: move.rank_before),
        ("rank_after", _("Place then"), lambda move: move.rank_after),
    )
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda move: move.bib,
            sort_key=lambda move: bib_sort_key(move.bib) if move.bib else None,
            alignment="right",
            bold=True,
            width_hint=5,
        ),
        Column(key="name", title=_("Runner"), text=lambda move: move.name, width_hint=22),
        Column(key="race", title=_("Race"), text=lambda move: move.race_label, width_hint=10),
        *(
            Column(
                key=key,
                title=title,
                text=lambda move, get=get: _time_text(get(move)),  # type: ignore[misc]
                sort_key=get,
                alignment="right",
                width_hint=11,
            )
            for key, title, get in times
        ),
        *(
            Column(
                key=key,
                title=title,
                text=lambda move, get=get: str(get(move) or "–"),  # type: ignore[misc]
                sort_key=get,
                alignment="right",
                tone=lambda move: "warn" if move.rank_before != move.rank_after else None,
                width_hint=9,
            )
            for key, title, get in ranks
        ),
    )


def _time_text(ms: int | None) -> str:
    if ms is None or ms > _LONGEST_MS:
        return "–"
    return format_elapsed(ms, 100 if ms % 1000 else 1000)
