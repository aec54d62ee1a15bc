"""Checkpoints in words: the columns of their list, and what is said of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_clock, format_local
from trailsdesk.i18n import _, message, plural
from trailsdesk.ui.checkpoint_form import since_words
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.event import TimingPoint
    from trailsdesk.services.checkpoints import CheckpointLine


def removed_words(point: TimingPoint, reads: int) -> str:
    """That a place is gone, how it comes back, and how many times taken there are kept."""
    words = _("{label} is removed. Ctrl+Z brings it back.").format(label=point.label)
    if not reads:
        return words
    kept = plural(
        "{count} time taken there is kept.", "{count} times taken there are kept.", reads
    )
    return f"{words} {kept}"


def checkpoint_columns(zone: Callable[[], str]) -> Sequence[Column[CheckpointLine]]:
    """The columns of the list of checkpoints."""

    def closes(line: CheckpointLine) -> str:
        at = line.cutoff_at
        return "" if at is None else format_clock(at, zone(), seconds=False)

    return (
        Column(
            key="number",
            title=_("No."),
            text=lambda line: str(line.number),
            sort_key=lambda line: line.number,
            alignment="right",
        ),
        Column(key="code", title=_("Code"), text=lambda line: line.point.code, bold=True),
        Column(
            key="label", title=_("Checkpoint"), text=lambda line: line.point.label, width_hint=20
        ),
        Column(
            key="km",
            title=_("Km"),
            text=lambda line: _shown(line.point.distance_m, 1000),
            sort_key=lambda line: line.point.distance_m,
            alignment="right",
        ),
        Column(
            key="climb",
            title=_("Climb"),
            text=lambda line: _shown(line.point.ascent_m, 1),
            sort_key=lambda line: line.point.ascent_m,
            alignment="right",
            gives_way=2,
        ),
        Column(
            key="since",
            title=_("Cut-off"),
            text=lambda line: since_words(line.point.cutoff_ms),
            sort_key=lambda line: line.point.cutoff_ms,
            alignment="right",
            title_tooltip=_("Hours and minutes since the gun"),
        ),
        Column(
            key="at",
            title=_("Closes"),
            text=closes,
            sort_key=lambda line: line.cutoff_at,
            tooltip=lambda line: (
                "" if line.cutoff_at is None else format_local(line.cutoff_at, zone())
            ),
            alignment="right",
            title_tooltip=_("The cut-off as a time of day"),
        ),
        Column(
            key="times",
            title=_("Times"),
            text=lambda line: str(line.reads or ""),
            sort_key=lambda line: line.reads,
            alignment="right",
            title_tooltip=_("Times taken there so far"),
            gives_way=3,
        ),
        Column(
            key="odd",
            title=_("Remark"),
            text=_remark,
            tone=lambda line: "warn" if line.odd is not None else "muted",
            tooltip=_remark,
            gives_way=1,
            width_hint=16,
        ),
    )


def _remark(line: CheckpointLine) -> str:
    if line.odd is not None:
        return message(line.odd)
    return _("may be missed") if line.point.optional else ""


def _shown(value: float | None, unit: int) -> str:
    return "" if value is None else f"{value / unit:g}"
