"""Rows of the page of scores given elsewhere, and of a list of them before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trailsdesk.i18n import _, day_words
from trailsdesk.services.outside_scores import (
    ScoreFate,
    ScoreLine,
    ScorePlan,
    ScoreRow,
    number_of,
)
from trailsdesk.ui.row_model import Column, fold

if TYPE_CHECKING:
    from trailsdesk.ui.style import Tone

FATES: Final[dict[ScoreFate, tuple[str, Tone]]] = {
    ScoreFate.NEW: (_("new"), "good"),
    ScoreFate.CHANGED: (_("changed"), "warn"),
    ScoreFate.SAME: (_("unchanged"), "muted"),
    ScoreFate.REFUSED: (_("left out"), "bad"),
}


def score_columns() -> tuple[Column[ScoreLine], ...]:
    """Whose score, of what, and when."""
    return (
        Column(key="bib", title=_("Bib"), text=lambda line: line.bib, width_hint=5,
               alignment="right"),
        Column(
            key="runner",
            title=_("Runner"),
            text=lambda line: line.name,
            sort_key=lambda line: fold(line.name),
            tooltip=lambda line: line.name,
            width_hint=18,
        ),
        Column(key="system", title=_("Whose"), text=lambda line: line.system, width_hint=8),
        Column(
            key="value",
            title=_("Score"),
            text=lambda line: line.value,
            sort_key=lambda line: number_of(line.value),
            alignment="right",
            bold=True,
            width_hint=6,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda line: line.race,
            tooltip=lambda line: line.race,
            width_hint=20,
        ),
        Column(
            key="day",
            title=_("Day"),
            text=lambda line: "" if line.day is None else day_words(line.day),
            sort_key=lambda line: line.day,
            width_hint=11,
        ),
        Column(
            key="class", title=_("Class"), text=lambda line: line.race_class, width_hint=6,
            gives_way=2,
        ),
        Column(
            key="country", title=_("Country"), text=lambda line: line.country, width_hint=6,
            gives_way=1,
        ),
    )  # fmt: skip


def plan_columns() -> tuple[Column[ScoreRow], ...]:
    """What each row of a list becomes."""
    return (
        Column(
            key="row",
            title=_("Row"),
            text=lambda row: str(row.row),
            sort_key=lambda row: row.row,
            alignment="right",
            width_hint=5,
        ),
        Column(key="name", title=_("Runner"), text=lambda row: row.name, width_hint=20),
        Column(
            key="before",
            title=_("Before"),
            text=lambda row: row.before,
            alignment="right",
            width_hint=7,
        ),
        Column(
            key="value",
            title=_("Score"),
            text=lambda row: row.value,
            sort_key=lambda row: number_of(row.value),
            alignment="right",
            width_hint=7,
        ),
        Column(
            key="fate",
            title=_("Becomes"),
            text=lambda row: FATES[row.fate][0],
            tone=lambda row: FATES[row.fate][1],
            chip=True,
            width_hint=12,
        ),
    )


def plan_words(plan: ScorePlan) -> str:
    """``12 new · 3 changed``."""
    counts = [f"{plan.count(fate)} {words}" for fate, (words, _tone) in FATES.items()
              if plan.count(fate)]  # fmt: skip
    return " · ".join(counts) or _("No rows with scores.")
