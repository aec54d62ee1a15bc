"""What the page for the line says: of its clock, of the mode of its box, of the row pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trailsdesk.domain.chrono import format_elapsed
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _, plural
from trailsdesk.ui.runner_card import CardWords, arrived_words, unknown_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.finish_desk import LineView
    from trailsdesk.services.raceday import FieldState
    from trailsdesk.ui.finish_rows import ShownRow

LONGEST_MS: Final = 100 * 3_600_000
"""A gun longer ago than this belongs to a race that is over."""
EARLIEST_MS: Final = -24 * 3_600_000
"""A gun further ahead than this is not today's: no count-down."""
_CLOCKS: Final = 4


def bibs_of(text: str) -> list[str]:
    """The bibs of ``118, 121,130``."""
    return [bib.strip() for bib in text.split(",") if bib.strip()]


def paper_line(typed: str) -> tuple[str, str] | None:
    """Bib and time where somebody typed a line of paper into the box: ``120 1:42:17``."""
    bib, _gap, time = typed.strip().replace(",", " ", 1).partition(" ")
    marks = ":" in time or "." in time
    return (bib, time.strip()) if bib and marks and ":" not in bib else None


def clock_words(view: LineView | None, now: int) -> str:
    """What the clock counts from; in scopes of several guns the other clocks."""
    if view is None or view.gun_ms is None:
        return _("not started")
    if not EARLIEST_MS < now - view.gun_ms < LONGEST_MS:
        return _("the gun is not today’s")
    if view.one_gun is not None:
        return _("clock steady") + "\n" + _("anchored at the gun")
    lines = [
        f"{race.label}  {format_elapsed(now - race.gun_ms)}"
        for race in view.races
        if race.gun_ms is not None
    ]
    return "\n".join(lines[:_CLOCKS])


def count_words(counts: FieldState) -> tuple[tuple[str, str], ...]:
    """How the field stands: figures and their words; nobody has started before a gun."""
    if not counts.started:
        return ((str(counts.entered), _("entered")),)
    return (
        (str(counts.started), _("started")),
        (str(counts.finished), _("in")),
        (str(counts.withdrawn), _("withdrawn")),
        (str(counts.on_course), _("out there")),
    )


def deaf_words(*, window_active: bool) -> str:
    """That the keys do not come to the box."""
    if window_active:
        return _("KEYS GO ELSEWHERE · Esc, or a click into the box, brings them back")
    return _("KEYS GO TO ANOTHER WINDOW · click into the box to bring them back")


def fill_words(blanks: Sequence[ShownRow]) -> str:
    """The mode in which bibs go to blanks."""
    if not blanks:
        return _("FILLING: no blank is left · F3 goes back to taking times")
    waiting = plural("{count} waiting", "{count} waiting", len(blanks))
    text = _("FILLING the oldest blank, {time} · {waiting} · F3 ends")
    return text.format(time=blanks[0].time, waiting=waiting)


def mend_words(row: ShownRow | None) -> str:
    """The mode in which a bib goes to the row pointed at."""
    if row is not None and row.state == "failed":
        return _("NOT SAVED, {time} · Enter tries again · Esc leaves").format(time=row.time)
    text = _("MENDING row{where}, {time} · Enter gives the bib · Esc leaves")
    return text.format(where=_number(row), time=row.time if row else "")


def pick_words(row: ShownRow | None, most: int) -> str:
    """The mode in which a digit chooses."""
    keys = "1" if most == 1 else _("1 to {most}").format(most=most)
    text = _("CHOOSE {keys} for row{where}, {time} · or type the bib · Esc leaves")
    return text.format(where=_number(row), time=row.time if row else "", keys=keys)


def _number(row: ShownRow | None) -> str:
    return "" if row is None or row.number is None else f" {row.number}"


def picks_of(row: ShownRow | None) -> int:
    """From how many runners a row's owner may be chosen."""
    return len(row.suggestions) if row is not None else 0


def resting_words(
    view: LineView | None, row: ShownRow | None, *, choosing: bool = False
) -> CardWords:
    """The card while nothing is typed: the row pointed at, else the last one in.

    Args:
        choosing: a digit alone chooses now.
    """
    if row is None or view is None:
        return CardWords(
            title=_("Ready"),
            detail=_(
                "Type a bib, press Enter as the runner crosses. Space when you cannot"
                " read it: the time is kept, the bib follows."
            ),
            tone="muted",
        )
    if row.fate in (ReadFate.UNKNOWN_BIB, ReadFate.AMBIGUOUS_BIB):
        return _choice_words(view, row, choosing=choosing)
    if row.fate is ReadFate.NO_BIB:
        detail = _("{time} waits for its bib. F3 fills the oldest blank.")
        return CardWords(
            title=_("Somebody is in"), detail=detail.format(time=row.time), tone="warn"
        )
    found = view.find(row.bib) or view.find_elsewhere(row.bib)
    if len(found) == 1 and row.tone is None:
        return arrived_words(view, found[0])
    remark = ""
    if row.fate is ReadFate.REPEAT:
        remark = _("= makes this time count. Del strikes it out. F6 shows all of this runner.")
    elif row.fate is ReadFate.WRONG_RACE:
        remark = _("Not ranked until = says that it counts. Del strikes it out.")
    title = _("Bib {bib}").format(bib=row.bib) if row.bib else _("Blank")
    return CardWords(
        title=title,
        detail=f"{row.time} · {row.runner}",
        remark=remark,
        tone=row.tone or "muted",
    )


def _run_together(row: ShownRow) -> str:
    """Two bibs typed without a comma between them: ``214215`` gives ``214,215``."""
    bibs = [each.bib for each in row.suggestions]
    pairs = (f"{one},{other}" for one in bibs for other in bibs if one + other == row.bib)
    return next(pairs, "")


def _choice_words(view: LineView, row: ShownRow, *, choosing: bool) -> CardWords:
    """A row whose runner is one of a few."""
    crossed, count = _("Crossed: {time}").format(time=row.time), picks_of(row)
    ask = _("F4, then the number of who it was:")
    if choosing:
        crossed, ask = "", _("Who was it? Press the number:")  # the time stands over the box
    if row.fate is ReadFate.AMBIGUOUS_BIB:
        return CardWords(
            title=_("Bib {bib} is worn {count} times").format(bib=row.bib, count=count),
            detail=crossed,
            remark=ask,
            tone="warn",
            picks=tuple((e.bib, f"{e.name}, {e.race_label}") for e in row.suggestions),
        )
    words = unknown_words(view, row.bib, row.suggestions)
    remark = ask if words.picks else ""
    if pair := _run_together(row):
        remark += " " + _("Both? Then type {pair}.").format(pair=pair)
    return CardWords(
        title=words.title, detail=crossed, remark=remark, tone="bad", picks=words.picks
    )
