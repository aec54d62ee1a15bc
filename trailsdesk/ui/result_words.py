"""Results in words, and the columns that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.people import full_name
from trailsdesk.domain.results import ResultStatus, RulingKind
from trailsdesk.i18n import _
from trailsdesk.ui.finish_rows import gap_words
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.results import Ruling, TimeAdjustment
    from trailsdesk.services.results_desk import ResultLine
    from trailsdesk.ui.style import Tone


def status_words(status: ResultStatus) -> tuple[str, Tone]:
    """Where a runner stands, in words and tone."""
    known: dict[ResultStatus, tuple[str, Tone]] = {
        ResultStatus.OK: (_("finished"), "good"),
        ResultStatus.DNF: (_("DNF"), "warn"),
        ResultStatus.DNS: (_("DNS"), "muted"),
        ResultStatus.DSQ: (_("DSQ"), "bad"),
        ResultStatus.OVER_TIME: (_("over time"), "warn"),
        ResultStatus.PENDING: (_("not in yet"), "muted"),
        ResultStatus.NOT_COMPETING: (_("not competing"), "muted"),
    }
    return known[status]


def count_words(status: ResultStatus, count: int) -> str:
    """So many runners stand there: ``83 finished``."""
    return f"{count} {status_words(status)[0]}"


def ruling_words(ruling: Ruling) -> str:
    """A decision with its reason and who took it."""
    kinds = {
        RulingKind.DNF: _("DNF"),
        RulingKind.DNS: _("DNS"),
        RulingKind.DSQ: _("DSQ"),
        RulingKind.NOT_COMPETING: _("Not competing"),
        RulingKind.REINSTATE: _("Reinstated"),
    }
    words = kinds[ruling.kind]
    reason = f"{words}: {ruling.reason}" if ruling.reason else words
    return f"{reason} ({ruling.actor})" if ruling.actor else reason


def adjustment_words(adjustment: TimeAdjustment) -> str:
    """A penalty or credit with its reason."""
    sign = "+" if adjustment.delta_ms >= 0 else "\N{MINUS SIGN}"
    time = sign + gap_words(abs(adjustment.delta_ms))
    return f"{time}: {adjustment.reason}" if adjustment.reason else time


def runner_name(line: ResultLine) -> str:
    """The runner's names in the order they are spoken."""
    return full_name(line.row)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def result_columns(unit_ms: Callable[[], int]) -> Sequence[Column[ResultLine]]:
    """The columns of the results; ``unit_ms`` is what times are rounded to."""
    return (
        *_who_columns(),
        *_time_columns(unit_ms),
        *_place_columns(),
        Column(key="club", title=_("Club"), text=lambda r: r.row.club, hidden=True),
        Column(key="nation", title=_("Nation"), text=lambda r: r.row.nation, hidden=True),
    )


def _who_columns() -> Sequence[Column[ResultLine]]:
    return (
        Column(
            key="place",
            title=_("Place"),
            text=lambda r: _number(r.place),
            sort_key=lambda r: (r.order,) if r.place is not None else None,
            alignment="right",
            bold=True,
        ),
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda r: r.row.bib,
            sort_key=lambda r: bib_sort_key(r.row.bib),
            alignment="right",
        ),
        Column(key="runner", title=_("Runner"), text=runner_name, width_hint=22),
        Column(
            key="race",
            title=_("Race"),
            text=lambda r: r.row.race_label,
            hidden=True,
            width_hint=8,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda r: r.row.category_label or _("none yet"),
            tone=lambda r: None if r.row.category else "warn",
        ),
    )


def _time_columns(unit_ms: Callable[[], int]) -> Sequence[Column[ResultLine]]:
    def time(line: ResultLine) -> str:
        value = line.row.result.time_ms
        return "" if value is None else format_elapsed(value, unit_ms())

    return (
        Column(
            key="time",
            title=_("Time"),
            text=time,
            sort_key=lambda r: r.row.result.time_ms,
            alignment="right",
        ),
        Column(
            key="gap",
            title=_("Gap"),
            text=lambda r: "+" + gap_words(r.row.result.gap_ms) if r.row.result.gap_ms else "",
            sort_key=lambda r: r.row.result.gap_ms,
            alignment="right",
            title_tooltip=_("Distance to the leader of the race"),
            gives_way=1,
        ),
        Column(
            key="status",
            title=_("Status"),
            text=lambda r: status_words(r.row.result.status)[0],
            tone=lambda r: status_words(r.row.result.status)[1],
            chip=True,
        ),
    )


def _place_columns() -> Sequence[Column[ResultLine]]:
    """Places inside the groups, and the pace; they give way where the table is narrow."""
    return (
        Column(
            key="in_category",
            title=_("In cat."),
            text=lambda r: _number(r.row.result.rank_category),
            sort_key=lambda r: r.row.result.rank_category,
            alignment="right",
            title_tooltip=_("Place in the category"),
            gives_way=2,
        ),
        Column(
            key="in_gender",
            title=_("W/M"),
            text=lambda r: _number(r.row.result.rank_gender),
            sort_key=lambda r: r.row.result.rank_gender,
            alignment="right",
            title_tooltip=_("Place among the women, the men"),
            gives_way=3,
        ),
        Column(
            key="pace",
            title=_("Pace"),
            text=lambda r: "" if r.pace_ms is None else gap_words(r.pace_ms),
            sort_key=lambda r: r.pace_ms,
            alignment="right",
            title_tooltip=_("Minutes for a kilometre"),
            gives_way=4,
        ),
    )
