"""Rows of two lists from paper in words and tones; times as they were understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed, local_date
from trailsdesk.domain.paper import CountCheck, PaperMark, Remark, TimeCell
from trailsdesk.domain.paper_cells import PaperTimes, read_time
from trailsdesk.i18n import _, day_words, plural
from trailsdesk.services.paper_desk import place_time
from trailsdesk.ui.row_model import Column
from trailsdesk.ui.style import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.paper_desk import PaperDay, SeenRow

LONG_MS: Final = 24 * 3_600_000
"""A time since the gun that somebody should look at twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row of the lists on the screen; rows beyond the lists have only their number."""

    number: int
    time: str = ""
    bib: str = ""
    runner: str = ""
    remark: str = ""
    tone: Tone | None = None
    time_tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What was understood of a typed time, what to say of it, and whether that needs a look."""

    text: str
    advice: str
    tone: Tone | None = None


def elapsed_words(elapsed_ms: int) -> str:
    """A time since the gun: ``1:42:17``, with tenths where it has any."""
    return format_elapsed(elapsed_ms, 1000 if elapsed_ms % 1000 == 0 else 100)


def clock_words(instant_ms: Instant, day: PaperDay) -> str:
    """A time of day: ``11:42:17``; ``+1 06:12:00`` on the day after the gun's."""
    tenths = instant_ms % 1000 // 100
    text = format_clock(instant_ms, day.zone) + (f".{tenths}" if tenths else "")
    later = (local_date(instant_ms, day.zone) - day.gun_day).days
    return f"{later:+d} {text}" if later else text


def taken_text(cell: TimeCell, kind: PaperTimes, day: PaperDay) -> str:
    """A time taken at the line, as a cell shows it."""
    if cell.elapsed_ms is not None:
        return elapsed_words(cell.elapsed_ms)
    if cell.instant_ms is None:
        return ""
    if kind is PaperTimes.ELAPSED and day.gun_ms is not None:
        return elapsed_words(cell.instant_ms - day.gun_ms)
    return clock_words(cell.instant_ms, day)


def count_words(count: CountCheck) -> tuple[str, Tone | None]:
    """The count check in one line: "152 times, 151 bibs: one bib is missing"."""
    times = plural("{count} time", "{count} times", count.times)
    bibs = plural("{count} bib", "{count} bibs", count.bibs)
    both = f"{times}, {bibs}"
    if count.fits:
        return (both if not count.times else _("{both}: they fit").format(both=both)), None
    missing = abs(count.times - count.bibs)
    if count.times > count.bibs:
        words = plural("one bib is missing", "{count} bibs are missing", missing)
    else:
        words = plural("one time is missing", "{count} times are missing", missing)
    return f"{both}: {words}", "warn"


def read_back(text: str, kind: PaperTimes, day: PaperDay | None) -> ReadBack:
    """What a typed time is read as, before it counts."""
    found = read_time(text, kind, None if day is None else day.gun_day)
    by_clock = kind is PaperTimes.CLOCK
    advice = _("1:42:17, 14217 and 102.17 are all read as 1:42:17 and shown here before Enter.")
    if by_clock:
        advice = _("11:42:17, 114217 and 11.42.17 are all read as 11:42:17. +1 06:12 is the day"
                   " after the gun.")  # fmt: skip
    if not text.strip():
        return ReadBack(text="= –:––:––", advice=advice, tone="muted")
    if found is None:
        wrong = _("Not a time yet. Write it like 1:42:17, 14217 or 102.17.")
        if by_clock:
            wrong = _("Not a time of day yet. Write it like 11:42:17, 114217 or 11.42.17.")
        return ReadBack(text="= –:––:––", advice=wrong, tone="warn")
    if found.status is not None:
        return ReadBack(text=f"= {found.status.value}", advice=advice, tone="warn")
    if found.elapsed_ms is not None:
        if found.elapsed_ms >= LONG_MS:
            advice = _("That is more than a day. Is it right?")
        return ReadBack(text=f"= {elapsed_words(found.elapsed_ms)}", advice=advice)
    instant = None if day is None else place_time(found, day)
    if instant is None or day is None:
        return ReadBack(text="= –:––:––", advice=advice, tone="muted")
    return _clock_back(instant, day)


def _clock_back(instant: Instant, day: PaperDay) -> ReadBack:
    words = clock_words(instant, day)
    when = local_date(instant, day.zone)
    if day.gun_ms is None:
        return ReadBack(text=f"= {words}", advice=_("No gun yet: taken as the day of the event."))
    since = _("{time} after the gun").format(time=elapsed_words(instant - day.gun_ms))
    if when != day.gun_day:
        since = f"{day_words(when, weekday=True, year=False)} · {since}"
    if instant < day.gun_ms:
        before = elapsed_words(day.gun_ms - instant)
        early = _("{time} before the gun. Is it right?").format(time=before)
        return ReadBack(text=f"= {words}", advice=early, tone="warn")
    return ReadBack(text=f"= {words}", advice=since)


# ------------------------------------------------------------------ rows


def grid_row(seen: SeenRow, day: PaperDay) -> GridRow:
    """A row of the lists as it is shown."""
    row = seen.row
    time, tip = row.time_cell.text, ""
    if row.time is not None:
        understood = _understood(seen, day)
        if understood != time:
            tip = _("typed: {text}").format(text=time)
            time = understood
    elif row.time_cell.read_id is not None:
        tip = _("taken at the line")
    worst = next((remark for remark in row.remarks if remark.needs_look), None)
    remark = worst or (row.remarks[0] if row.remarks else None)
    others = [r for r in row.remarks if r is not remark and (r.needs_look or worst is None)]
    words = [remark_words(each, seen) for each in ([remark] if remark else []) + others]
    return GridRow(
        number=row.number,
        time=time,
        bib=row.bib_text,
        runner="" if seen.runner is None else seen.runner.name,
        remark=" · ".join(words),
        tone=_tone(row.remarks),
        time_tip=tip,
    )


def _understood(seen: SeenRow, day: PaperDay) -> str:
    found = seen.row.time
    if found is None:
        return ""
    if found.status is not None:
        return found.status.value
    if found.elapsed_ms is not None:
        return elapsed_words(found.elapsed_ms)
    return "" if seen.instant_ms is None else clock_words(seen.instant_ms, day)


_BAD: Final = frozenset({PaperMark.TIME_UNREAD, PaperMark.BIB_UNKNOWN, PaperMark.BIB_UNREAD})


def _tone(remarks: Sequence[Remark]) -> Tone | None:
    if any(remark.mark in _BAD for remark in remarks):
        return "bad"
    return "warn" if any(remark.needs_look for remark in remarks) else None


def remark_words(remark: Remark, seen: SeenRow) -> str:
    """One remark about a row."""
    words = {
        PaperMark.TIME_TO_COME: _("no time yet"),
        PaperMark.TIME_MISSING: _("no time: one was left out"),
        PaperMark.TIME_UNREAD: _("not a time"),
        PaperMark.TIME_EARLIER: _("earlier than the row above"),
        PaperMark.TIME_EQUAL: _("same time as above"),
        PaperMark.TIME_FILLED: _("has its bib by now"),
        PaperMark.BIB_TO_COME: _("no bib yet"),
        PaperMark.BIB_NONE: _("somebody unknown"),
        PaperMark.BIB_UNREAD: _("digit unread"),
        PaperMark.BIB_TWICE: _("also row {row}"),
        PaperMark.BIB_UNKNOWN: _("no such bib"),
        PaperMark.BIB_SHARED: _("worn by more than one"),
        PaperMark.BIB_ELSEWHERE: _("runs in {race}"),
        PaperMark.IN_ALREADY: _("in already at {time}"),
        PaperMark.RULED_OUT: _("ruled out of the race"),
    }[remark.mark]
    if remark.mark is PaperMark.IN_ALREADY and seen.also_ms is None:
        return _("in already")
    return words.format(
        row=remark.row,
        race="" if seen.runner is None else seen.runner.race_label,
        time="" if seen.also_ms is None else elapsed_words(seen.also_ms),
    )


def grid_columns(*, bib_first: bool) -> list[Column[GridRow]]:
    """The columns of the lists; on one sheet of both the bib is written first."""
    number = Column[GridRow](
        key="number",
        title=_("No."),
        text=lambda r: str(r.number),
        alignment="right",
        width_hint=4,
        title_tooltip=_("The same numbers as on the printed finish grid"),
    )
    time = Column[GridRow](
        key="time",
        title=_("Time"),
        text=lambda r: r.time,
        alignment="right",
        width_hint=11,
        tooltip=lambda r: r.time_tip,
    )
    bib = Column[GridRow](
        key="bib", title=_("Bib"), text=lambda r: r.bib, alignment="right", width_hint=6, bold=True
    )
    runner = Column[GridRow](
        key="runner",
        title=_("Runner"),
        text=lambda r: r.runner,
        width_hint=20,
        tooltip=lambda r: r.runner,
        accessible=_spoken,
    )
    remark = Column[GridRow](
        key="remark",
        title=_("Remark"),
        text=lambda r: r.remark,
        width_hint=20,
        tooltip=lambda r: r.remark,
    )
    pair = [bib, time] if bib_first else [time, bib]
    return [number, *pair, runner, remark]


def _spoken(row: GridRow) -> str:
    parts = (str(row.number), row.time, row.bib, row.runner, row.remark)
    return ", ".join(part for part in parts if part)
