"""Rows of the finish line in words and tones, saved ones and those on their way to the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from trailsdesk.domain.chrono import Instant, format_clock, format_elapsed
from trailsdesk.domain.timing import ReadFate
from trailsdesk.i18n import _
from trailsdesk.services.finish_desk import UNSOLVED, LineRow, LineRunner
from trailsdesk.ui.row_model import Column
from trailsdesk.ui.style import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trailsdesk.services.finish_desk import LineView

TENTHS: Final = 100
"""Times at the line are shown to the tenth; results round by the preset's rule."""

State = Literal["saved", "saving", "failed"]
RowKey = int | str
"""The read's id; a text while it has none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One line of "Last in" in words; ``row`` is None until the file holds it.

    ``suggestions`` are those it may be the time of, when that is to be chosen.
    """

    key: RowKey
    instant_ms: Instant | None = None
    number: int | None = None
    time: str
    bib: str
    keyed: str = ""
    runner: str
    race: str = ""
    category: str = ""
    place: int | None = None
    tone: Tone | None = None
    state: State = "saved"
    fate: ReadFate | None = None
    suggestions: tuple[LineRunner, ...] = ()
    row: LineRow | None = None

    @property
    def is_struck(self) -> bool:
        """Whether a person left it out."""
        return self.fate is ReadFate.IGNORED

    @property
    def needs_you(self) -> bool:
        """Whether it waits for a person: not in the file, or nobody's time yet."""
        return self.state == "failed" or self.fate in UNSOLVED


def ordinal(place: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    teens = 11 <= place % 100 <= 13
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def gap_words(ms: int) -> str:
    """``4:12`` instead of ``0:04:12``: a gap or a pace is seldom hours long."""
    text = format_elapsed(ms).removeprefix("0:")
    return text[1:] if text[0] == "0" and len(text) == len("04:12") else text


def moment_words(since_ms: int | None, instant_ms: Instant | None, zone: str) -> str:
    """The time since the gun to the tenth; the time of day where no gun is known for it."""
    if since_ms is not None:
        return format_elapsed(since_ms, TENTHS)
    if instant_ms is not None:
        return _("at {time}").format(time=format_clock(instant_ms, zone))
    return ""


def shown_row(row: LineRow, zone: str) -> ShownRow:
    """A saved time in words."""
    runner, tone = _runner_words(row)
    return ShownRow(
        key=row.read_id,
        instant_ms=row.instant_ms,
        number=row.number,
        time=moment_words(row.since_ms, row.instant_ms, zone),
        bib=row.bib,
        keyed=row.keyed,
        runner=runner,
        race=row.race_label,
        category=row.category_label,
        place=row.place,
        tone=tone,
        fate=row.fate,
        suggestions=row.suggestions,
        row=row,
    )


def _runner_words(row: LineRow) -> tuple[str, Tone | None]:
    fate, name = row.fate, row.name
    if fate is ReadFate.NO_BIB:
        return _("waiting for a bib"), "warn"
    if fate is ReadFate.UNKNOWN_BIB:
        return _unknown_words(row.bib, row.suggestions), "bad"
    if fate is ReadFate.AMBIGUOUS_BIB:
        return _worn_words(len(row.suggestions)), "warn"
    if fate is ReadFate.UNKNOWN_CHIP:
        return _("a chip that no bib goes with yet"), "warn"
    if fate is ReadFate.WRONG_RACE:
        return _("{name}, runs in {race}").format(name=name, race=row.race_label), "warn"
    if fate is ReadFate.REPEAT:
        # The row it repeats comes first: a name that does not fit is told by the bib as well.
        words = _("also {where} · {nth} time · {name}")
        return words.format(name=name, nth=ordinal(row.nth), where=_also(row)), "muted"
    if fate is ReadFate.BACKUP:
        words = _("backup, {where} counts · {name}")
        return words.format(name=name, where=_also(row)), "muted"
    if fate is ReadFate.BEFORE_GUN:
        return _("{name} · before the gun").format(name=name), "muted"
    if fate is ReadFate.IGNORED:
        words = _("struck out")
        return (f"{words} · {name}" if name else words), "muted"
    return name, None


def _worn_words(count: int) -> str:
    return _("worn by {count}: choose who it is").format(count=count)


def _also(row: LineRow) -> str:
    time = "" if row.also_ms is None else format_elapsed(row.also_ms)
    if row.also is None:
        return time
    return _("row {number}, {time}").format(number=row.also, time=time)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshWords:
    """What is said of a bib at the very key press, before the file has the time."""

    words: str
    fate: ReadFate
    tone: Tone | None = None
    runner: LineRunner | None = None
    suggestions: tuple[LineRunner, ...] = ()


def fresh_words(view: LineView, bib: str) -> FreshWords:
    """What becomes of a time with that bib, as far as the view tells."""
    if not bib:
        return FreshWords(words=_("waiting for a bib"), fate=ReadFate.NO_BIB, tone="warn")
    found, elsewhere = view.find(bib), view.find_elsewhere(bib)
    if len(found) == 1:
        runner = found[0]
        if view.is_in(runner.entry_id):
            words = _("{name} · was in before").format(name=runner.name)
            return FreshWords(words=words, fate=ReadFate.REPEAT, tone="muted", runner=runner)
        return FreshWords(words=runner.name, fate=ReadFate.GOVERNS, runner=runner)
    if found:
        words, fate = _worn_words(len(found)), ReadFate.AMBIGUOUS_BIB
        return FreshWords(words=words, fate=fate, tone="warn", suggestions=found)
    if elsewhere:
        first = elsewhere[0]
        words = _("{name}, runs in {race}").format(name=first.name, race=first.race_label)
        return FreshWords(words=words, fate=ReadFate.WRONG_RACE, tone="warn", runner=first)
    near = view.out.suggest(bib)
    return FreshWords(
        words=_unknown_words(bib, near), fate=ReadFate.UNKNOWN_BIB, tone="bad", suggestions=near
    )


def _unknown_words(bib: str, near: Sequence[LineRunner]) -> str:
    words = _("digit unread") if "?" in bib else _("no such bib")
    return f"{words}: {' '.join(f'{each.bib}?' for each in near)}" if near else words


def line_columns() -> Sequence[Column[ShownRow]]:
    """The columns of "Last in"."""
    return [
        Column[ShownRow](
            key="number",
            title="#",
            text=lambda r: "" if r.number is None else str(r.number),
            sort_key=lambda r: r.number,
            alignment="right",
            width_hint=4,
            title_tooltip=_("Order of crossing; repeats and struck out times have none"),
        ),
        Column[ShownRow](
            key="time",
            title=_("Time"),
            text=lambda r: r.time,
            sort_key=lambda r: r.instant_ms,
            alignment="right",
            width_hint=9,
            tooltip=_state_tip,
        ),
        Column[ShownRow](
            key="bib",
            title=_("Bib"),
            text=lambda r: r.bib,
            alignment="right",
            width_hint=5,
            bold=True,
        ),
        Column[ShownRow](
            key="runner",
            title=_("Runner"),
            text=lambda r: r.runner,
            width_hint=24,
            tooltip=lambda r: r.runner,
            accessible=_spoken,
        ),
        Column[ShownRow](key="race", title=_("Race"), text=lambda r: r.race, hidden=True),
        Column[ShownRow](key="category", title=_("Category"), text=lambda r: r.category),
        Column[ShownRow](
            key="place",
            title=_("Place"),
            text=lambda r: "" if r.place is None else str(r.place),
            sort_key=lambda r: r.place,
            alignment="right",
            width_hint=5,
            title_tooltip=_("Place in the category, provisional"),
        ),
    ]


def _spoken(row: ShownRow) -> str:
    return f"{row.time}, {row.bib}, {row.runner}"


def _state_tip(row: ShownRow) -> str:
    if row.state == "saving":
        return _("being written")
    if row.state == "failed":
        return _("not in the file")
    return ""


def tone_of(row: ShownRow) -> Tone | None:
    """The colour of the whole row."""
    return row.tone
