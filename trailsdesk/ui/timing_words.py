"""Sources and reads in words, and the columns that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import format_clock, format_elapsed
from trailsdesk.domain.entry import bib_sort_key
from trailsdesk.domain.timing import FINISH, START, BatchKind, ReadFate, ReadRulingKind
from trailsdesk.i18n import _, plural
from trailsdesk.services.time_words import moment_words, offset_words
from trailsdesk.services.timing_desk import SourceLine
from trailsdesk.ui.row_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trailsdesk.domain.timing import ReadRuling
    from trailsdesk.services.timing_desk import ReadLine
    from trailsdesk.ui.style import Tone


def source_name(line: SourceLine | ReadLine) -> str:
    """Where times came from: a file's name, or how they were keyed."""
    if line.kind is BatchKind.LINE:
        at_line = line.point in (START, FINISH)
        return _("Keyed at the line") if at_line else _("Called in from the course")
    if line.kind is BatchKind.PAPER:
        return _("Keyed from paper")
    return (line.name if isinstance(line, SourceLine) else line.source) or _("A file")


def point_words(point: str) -> str:
    """A timing point as people call it."""
    return {"finish": _("finish"), "start": _("start")}.get(point, point)


_FATES: Final[dict[ReadFate, tuple[str, Tone]]] = {
    ReadFate.GOVERNS: (_("counts"), "good"),
    ReadFate.REPEAT: (_("repeated"), "muted"),
    ReadFate.BEFORE_GUN: (_("before the gun"), "warn"),
    ReadFate.STATUS: (_("status"), "good"),
    ReadFate.PASSING: (_("passing"), "good"),
    ReadFate.IGNORED: (_("left out"), "muted"),
    ReadFate.NO_BIB: (_("no bib"), "warn"),
    ReadFate.UNKNOWN_BIB: (_("no such bib"), "bad"),
    ReadFate.AMBIGUOUS_BIB: (_("worn twice"), "warn"),
    ReadFate.WRONG_RACE: (_("other race"), "warn"),
    ReadFate.UNKNOWN_CHIP: (_("chip without a bib"), "bad"),
    ReadFate.BACKUP: (_("not needed"), "muted"),
    ReadFate.NOTHING_SAID: (_("says nothing"), "muted"),
}
"""Made once: a table of a large event asks for it a hundred thousand times."""


def fate_words(fate: ReadFate | None) -> tuple[str, Tone]:
    """What became of a read, in words and tone."""
    if fate is None:
        return _("source taken out"), "muted"
    return _FATES[fate]


def fate_reason(line: ReadLine) -> str:
    """One sentence about what became of a read, and why."""
    if line.fate is None:
        return _("Its source is out of the results; the read is kept.")
    known = {
        ReadFate.GOVERNS: _("This is the runner’s finish: the result rests on it."),
        ReadFate.REPEAT: _("The runner has another finish that counts; this one is kept."),
        ReadFate.BEFORE_GUN: _("It lies before the gun, and a later finish counts."),
        ReadFate.STATUS: _("It says how the race ended for the runner."),
        ReadFate.PASSING: _("The runner was seen at this point."),
        ReadFate.IGNORED: _("A person left it out of the results; the read is kept."),
        ReadFate.NO_BIB: _("Somebody crossed and no bib was read. Give it one."),
        ReadFate.UNKNOWN_BIB: _("Nobody here wears this bib. Give it the right one."),
        ReadFate.AMBIGUOUS_BIB: _("More than one runner wears this bib: change one of the bibs."),
        ReadFate.WRONG_RACE: _("The runner is in another race. Give the bib again to confirm."),
        ReadFate.UNKNOWN_CHIP: _(
            "No bib is known for this chip. Give the chip its bib: all its times count then."
        ),
        ReadFate.BACKUP: _(
            "Its source only fills gaps, and another source has a time of the runner here."
        ),
        ReadFate.NOTHING_SAID: _("The line has neither a time nor a status that says something."),
    }
    return known[line.fate]


def time_words(line: ReadLine, zone: str) -> str:
    """The time of a read as it counts: of day, or since the gun."""
    if line.instant_ms is not None:
        return moment_words(line.instant_ms, zone)
    if line.elapsed_ms is not None:
        return "+" + format_elapsed(line.elapsed_ms, 100 if line.elapsed_ms % 1000 else 1000)
    return line.status.value if line.status is not None else ""


def ruling_words(ruling: ReadRuling) -> str:
    """A decision about a read."""
    if ruling.kind is ReadRulingKind.ASSIGN:
        if not ruling.bib:
            return _("Given to a runner by name")
        return _("Given to bib {bib}").format(bib=ruling.bib)
    if ruling.kind is ReadRulingKind.GOVERN:
        return _("Made to count")
    return _("Left out: {reason}").format(reason=ruling.reason or "–")


def source_columns(zone: Callable[[], str]) -> Sequence[Column[SourceLine]]:
    """The columns of the sources."""
    counts: tuple[tuple[str, str, Callable[[SourceLine], int], str], ...] = (
        ("reads", _("Times"), lambda s: s.reads, _("Times the season did not hold before")),
        ("used", _("Count"), lambda s: s.used, _("Times that count for a runner")),
        ("repeated", _("Repeated"), lambda s: s.repeated, ""),
        ("spare", _("Not needed"), lambda s: s.spare, _("Another source has a time already")),
        ("unsolved", _("Unsolved"), lambda s: s.unsolved, _("No bib, no such bib, other race")),
        ("ignored", _("Left out"), lambda s: s.ignored, ""),
    )
    return (
        Column(key="name", title=_("Source"), text=source_name, width_hint=26, bold=True),
        Column(
            key="made",
            title=_("Taken"),
            text=lambda s: format_clock(s.made_ms, zone(), seconds=False),
            sort_key=lambda s: s.made_ms,
            gives_way=5,
        ),
        Column(key="point", title=_("Point"), text=lambda s: point_words(s.point)),
        Column(key="race", title=_("Race"), text=lambda s: s.race_label or _("all"), gives_way=4),
        Column(
            key="role",
            title=_("Role"),
            text=lambda s: _("fills gaps") if s.fills_gaps else _("leads"),
            title_tooltip=_(
                "A source that fills gaps counts only where no leading one has a"
                " time; Ctrl+R changes it"
            ),
        ),
        *(
            Column(
                key=key,
                title=title,
                text=lambda s, get=get: str(get(s) or ""),  # type: ignore[misc]
                sort_key=get,
                alignment="right",
                title_tooltip=tip,
                gives_way={"ignored": 3, "spare": 2, "repeated": 1}.get(key, 0),
            )
            for key, title, get, tip in counts
        ),
        Column(
            key="offset",
            title=_("Clock"),
            text=lambda s: offset_words(s.offset_ms),
            alignment="right",
            title_tooltip=_("Correction added to every time of day of the source"),
        ),
        Column(
            key="state",
            title=_("State"),
            text=_state_words,
            tone=lambda s: "muted" if s.retracted else "warn" if s.unsolved else "good",
            chip=True,
        ),
    )


def _state_words(line: SourceLine) -> str:
    if line.retracted:
        return _("taken out")
    if line.unsolved:
        return plural("{count} to look at", "{count} to look at", line.unsolved)
    if line.undone:
        return plural("{count} undone", "{count} undone", line.undone)
    return _("in the results")


def read_columns(zone: Callable[[], str]) -> Sequence[Column[ReadLine]]:
    """The columns of the reads of a source."""
    return (
        Column(
            key="line",
            title=_("Line"),
            text=lambda r: str(r.line),
            sort_key=lambda r: (r.batch_id, r.line),
            alignment="right",
            title_tooltip=_("Line of the file; 1 for what was keyed"),
        ),
        Column(
            key="time",
            title=_("Time"),
            text=lambda r: time_words(r, zone()),
            sort_key=lambda r: r.instant_ms if r.instant_ms is not None else r.elapsed_ms,
            alignment="right",
            title_tooltip=_("Time of day; with + the time since the gun"),
        ),
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda r: r.bib,
            sort_key=lambda r: bib_sort_key(r.bib),
            alignment="right",
            bold=True,
        ),
        Column(key="name", title=_("Runner"), text=lambda r: r.name, width_hint=22),
        Column(key="race", title=_("Race"), text=lambda r: r.race_label),
        Column(
            key="fate",
            title=_("What became of it"),
            text=lambda r: fate_words(r.fate)[0],
            tone=lambda r: fate_words(r.fate)[1],
            tooltip=fate_reason,
            chip=True,
        ),
        Column(key="chip", title=_("Chip"), text=lambda r: r.chip, hidden=True, width_hint=16),
        Column(
            key="keyed", title=_("As read"), text=lambda r: r.keyed, hidden=True, alignment="right"
        ),
    )
