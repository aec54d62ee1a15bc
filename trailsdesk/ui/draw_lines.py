"""The prizes of a draw as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.i18n import _
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from trailsdesk.services.spot_draw import PrizeRow
    from trailsdesk.ui.style import Tone


def prize_columns() -> tuple[Column[PrizeRow], ...]:
    """The prize, who won it, and how far it is."""
    return (
        Column(
            key="number",
            title=_("No."),
            text=lambda row: str(row.prize.ordinal),
            sort_key=lambda row: row.prize.ordinal,
            alignment="right",
            width_hint=4,
        ),
        Column(
            key="prize",
            title=_("Prize"),
            text=lambda row: row.prize.prize,
            tooltip=prize_words,
            width_hint=18,
        ),
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda row: "" if row.winner is None else row.winner.bib,
            alignment="right",
            width_hint=5,
        ),
        Column(
            key="winner",
            title=_("Winner"),
            text=lambda row: "" if row.winner is None else row.winner.name,
            tooltip=lambda row: "" if row.winner is None else row.winner.name,
            width_hint=16,
        ),
        Column(
            key="state",
            title=_("State"),
            text=lambda row: prize_state(row)[0],
            tone=lambda row: prize_state(row)[1],
            chip=True,
            width_hint=10,
        ),
        Column(
            key="sponsor",
            title=_("Sponsor"),
            text=lambda row: row.prize.sponsor,
            tooltip=lambda row: row.prize.sponsor,
            width_hint=12,
            gives_way=1,
        ),
    )


def prize_words(row: PrizeRow) -> str:
    """The prize with its sponsor."""
    if not row.prize.sponsor:
        return row.prize.prize
    return _("{prize}, from {sponsor}").format(prize=row.prize.prize, sponsor=row.prize.sponsor)


def prize_state(row: PrizeRow) -> tuple[str, Tone]:
    """How far a prize is."""
    if not row.drawn:
        return _("to be drawn"), "muted"
    if row.winner is None:
        return _("nobody left"), "bad"
    if row.prize.handed_ms is not None:
        return _("handed out"), "good"
    return _("drawn"), "warn"
