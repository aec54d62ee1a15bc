"""The tables of the start, and a runner in the words of the card beside the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trailsdesk.domain.bibs import bib_key, in_ranges
from trailsdesk.domain.chrono import format_clock, format_elapsed, local_date
from trailsdesk.domain.entry import EntryId, MedalOrder, bib_sort_key
from trailsdesk.domain.money import format_minor
from trailsdesk.domain.results import ResultStatus
from trailsdesk.i18n import _, day_words, message
from trailsdesk.services.late import LateCounts, LateLine
from trailsdesk.services.start import StartLine, StartRunner, StartView
from trailsdesk.ui.entry_words import DASH, medal_words
from trailsdesk.ui.row_model import Column, fold
from trailsdesk.ui.runner_card import CardWords

if TYPE_CHECKING:
    from trailsdesk.services.no_shows import NoShow
    from trailsdesk.ui.style import Tone

_OUT: Final = (ResultStatus.DNF, ResultStatus.DNS, ResultStatus.DSQ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A runner as the tables of the start show them; words that need the view are ready.

    ``fresh`` is a bib laid out and not given yet, ``odd`` what is odd about the one that is worn.
    """

    line: StartLine
    here: str
    owes: str
    entered: str
    fresh: str = ""
    odd: str = ""

    @property
    def runner(self) -> StartRunner:
        """Who it is."""
        return self.line.runner


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """A view with its rows and figures made ready, off the user-interface thread."""

    view: StartView
    rows: tuple[Expected, ...]
    by_id: Mapping[EntryId, Expected]
    counts: Mapping[str, int]
    with_waves: bool


FILTERS: Final[Mapping[str, Callable[[Expected], bool]]] = {
    "missing": lambda row: row.line.here is None,
    "here": lambda row: row.line.here is not None,
    "gear": lambda row: row.line.gear_open,
    "adult": lambda row: row.runner.adult is not None,
    "owes": lambda row: row.runner.owes_minor > 0,
    "bare": lambda row: not row.runner.bib,
    "unsigned": lambda row: row.line.unsigned,
    "odd": lambda row: bool(row.odd),
}
"""Which runners the chips over the tables show."""


class PageMaker:
    """Makes pages one after the other; rows that say the same again stay the same objects.

    Tables then see at a glance which of thousands of rows are new. One page at a time.
    """

    def __init__(self) -> None:
        self._before: Mapping[EntryId, Expected] = {}
        self._currency = self._zone = ""

    def make(self, view: StartView) -> StartPage:
        """The page of a view."""
        if (view.currency, view.zone) != (self._currency, self._zone):
            self._before = {}
            self._currency, self._zone = view.currency, view.zone
        strange = odd_bibs(view)
        rows = tuple(
            self._row(view, line, strange.get(line.runner.entry_id, "")) for line in view.lines
        )
        self._before = {row.runner.entry_id: row for row in rows}
        return StartPage(
            view=view,
            rows=rows,
            by_id=self._before,
            counts={key: sum(map(fits, rows)) for key, fits in FILTERS.items()},
            with_waves=any(line.runner.wave for line in view.lines),
        )

    def _row(self, view: StartView, line: StartLine, odd: str) -> Expected:
        old = self._before.get(line.runner.entry_id)
        if old is not None and old.odd == odd and _same(old.line, line):
            return old
        entered = line.runner.entered_ms
        return Expected(
            line=line,
            here=here_words(view, line),
            owes=owes_words(view, line.runner),
            entered="" if entered is None else day_words(local_date(entered, view.zone)),
            odd=odd,
        )


def _same(one: StartLine, other: StartLine) -> bool:
    return (
        one.runner is other.runner
        and one.here == other.here
        and one.status is other.status
        and one.gear_open is other.gear_open
        and one.unsigned is other.unsigned
    )


def here_words(view: StartView, line: StartLine) -> str:
    """When they checked in; empty while they have not."""
    if line.here is None:
        return _("DNS") if line.status is ResultStatus.DNS else ""
    time = format_clock(line.here.at_ms, view.zone, seconds=False)
    return _("{time}, gear open").format(time=time) if line.gear_open else time


def owes_words(view: StartView, runner: StartRunner) -> str:
    """What is still owed, with its currency; empty for nothing."""
    if not runner.owes_minor:
        return ""
    return f"{format_minor(runner.owes_minor, view.currency)} {view.currency}".strip()


def here_tone(row: Expected) -> Tone | None:
    """Green for who is here, amber while the gear is open."""
    if row.line.gear_open:
        return "warn"
    return "good" if row.line.here is not None else "muted"


def odd_bibs(view: StartView) -> dict[EntryId, str]:
    """Bibs worn twice or outside the race's ranges, in words."""
    found: dict[EntryId, str] = {}
    ranges = {each.race_id: each.ranges for each in view.ranges}
    for line in view.lines:
        runner = line.runner
        if not runner.bib:
            continue
        same = [each for each in view.runners.get(bib_key(runner.bib), ()) if not each.withdrawn]
        own = ranges.get(runner.race_id, ())
        if len(same) > 1:
            found[runner.entry_id] = _("worn twice")
        elif own and not in_ranges(runner.bib, own):
            found[runner.entry_id] = _("outside the range")
    return found


# -- columns --------------------------------------------------------------------------------------


def check_in_columns() -> tuple[Column[Expected], ...]:
    """Here, and all that the desk asks about."""
    return (
        Column(
            key="here",
            title=_("Here"),
            text=lambda row: row.here,
            sort_key=lambda row: row.line.here.at_ms if row.line.here is not None else None,
            tone=here_tone,
            chip=True,
            width_hint=8,
            accessible=lambda row: _("here: {when}").format(when=row.here or _("not yet")),
        ),
        *_who(),
        Column(
            key="age",
            title=_("Age"),
            text=lambda row: "" if row.runner.age is None else str(row.runner.age),
            sort_key=lambda row: row.runner.age,
            tone=lambda row: "warn" if row.runner.adult is not None else None,
            tooltip=lambda row: "" if row.runner.adult is None else message(row.runner.adult),
            alignment="right",
            width_hint=4,
            gives_way=2,
            searched=False,
        ),
        Column(
            key="owes",
            title=_("Owes"),
            text=lambda row: row.owes,
            sort_key=lambda row: row.runner.owes_minor or None,
            tone=lambda row: "warn" if row.runner.owes_minor else None,
            alignment="right",
            width_hint=9,
            gives_way=1,
            searched=False,
        ),
        Column(
            key="medal",
            title=_("Medal"),
            text=lambda row: medal_words(row.runner.medal),
            width_hint=8,
            gives_way=3,
            searched=False,
        ),
        Column(
            key="note",
            title=_("Note"),
            text=lambda row: row.runner.note,
            tooltip=lambda row: row.runner.note,
            width_hint=10,
            gives_way=4,
        ),
    )


def _who() -> tuple[Column[Expected], ...]:
    return (
        _bib_column(),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda row: row.runner.name,
            sort_key=lambda row: fold(row.runner.surname),
            tooltip=lambda row: row.runner.name,
            width_hint=18,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda row: row.runner.race_label,
            sort_key=lambda row: row.runner.race_place,
            width_hint=10,
            gives_way=2,
        ),
        Column(
            key="wave",
            title=_("Wave"),
            text=lambda row: row.runner.wave,
            sort_key=lambda row: (row.runner.race_place, row.runner.wave_place),
            width_hint=8,
            gives_way=2,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda row: row.runner.category_label or DASH,
            sort_key=lambda row: row.runner.category_place,
            width_hint=12,
            gives_way=1,
        ),
    )


def _bib_column() -> Column[Expected]:
    return Column(
        key="bib",
        title=_("Bib"),
        text=lambda row: row.runner.bib,
        sort_key=lambda row: bib_sort_key(row.runner.bib) if row.runner.bib else None,
        alignment="right",
        bold=True,
        width_hint=5,
    )


def bib_columns() -> tuple[Column[Expected], ...]:
    """Who wears what, the bib laid out beside it, and what is odd about it."""
    return (
        *_who()[:1],
        Column(
            key="fresh",
            title=_("Would get"),
            text=lambda row: row.fresh,
            sort_key=lambda row: bib_sort_key(row.fresh) if row.fresh else None,
            tone=lambda row: "good" if row.fresh else None,
            chip=True,
            alignment="right",
            width_hint=7,
        ),
        *_who()[1:3],
        *_who()[4:],
        Column(
            key="entered",
            title=_("Entered"),
            text=lambda row: row.entered,
            sort_key=lambda row: row.runner.entered_ms,
            alignment="right",
            number=False,
            width_hint=9,
            gives_way=4,
            searched=False,
        ),
        Column(
            key="odd",
            title=_("Look at"),
            text=lambda row: row.odd,
            tone=lambda row: "warn" if row.odd else None,
            width_hint=12,
            gives_way=3,
            searched=False,
        ),
    )


def wave_member_columns() -> tuple[Column[Expected], ...]:
    """Who would go into a wave."""
    return _who()


def late_columns(zone: Callable[[], str]) -> tuple[Column[LateLine], ...]:
    """Late starters and what counts for each."""
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda line: line.bib,
            sort_key=lambda line: bib_sort_key(line.bib) if line.bib else None,
            alignment="right",
            bold=True,
            width_hint=5,
        ),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda line: line.name,
            tooltip=lambda line: line.name,
            width_hint=16,
        ),
        Column(
            key="started",
            title=_("Started"),
            text=lambda line: format_clock(line.started_ms, zone()),
            sort_key=lambda line: line.started_ms,
            alignment="right",
            width_hint=8,
        ),
        Column(
            key="after",
            title=_("After gun"),
            text=after_words,
            sort_key=lambda line: line.after_ms,
            alignment="right",
            width_hint=8,
            gives_way=2,
        ),
        Column(
            key="counts",
            title=_("What counts"),
            text=lambda line: _("own start") if line.counts is LateCounts.OWN else _("the gun"),
            width_hint=10,
            gives_way=1,
        ),
    )


def after_words(line: LateLine) -> str:
    """How long after the gun, a real minus before it."""
    if line.after_ms is None:
        return DASH
    sign = "\N{MINUS SIGN}" if line.after_ms < 0 else ""
    return sign + format_elapsed(abs(line.after_ms))


def no_show_columns() -> tuple[Column[NoShow], ...]:
    """Who would be marked DNS."""
    return (
        Column(
            key="bib",
            title=_("Bib"),
            text=lambda each: each.bib,
            sort_key=lambda each: bib_sort_key(each.bib) if each.bib else None,
            alignment="right",
            bold=True,
            width_hint=5,
        ),
        Column(
            key="name",
            title=_("Runner"),
            text=lambda each: each.name,
            tooltip=lambda each: each.name,
            width_hint=20,
        ),
        Column(
            key="race",
            title=_("Race"),
            text=lambda each: each.race_label,
            width_hint=12,
            gives_way=1,
        ),
        Column(
            key="category",
            title=_("Category"),
            text=lambda each: each.category_label or DASH,
            width_hint=14,
            gives_way=2,
        ),
    )


# -- the card -------------------------------------------------------------------------------------


def runner_card(view: StartView, line: StartLine, remark: str = "") -> CardWords:
    """A runner with what the desk has to say or ask; ``remark`` goes before what is known."""
    runner = line.runner
    pieces = [f"#{runner.bib}" if runner.bib else _("no bib yet")]
    pieces += [runner.category_label or _("no category"), runner.race_label, runner.wave]
    pieces += [runner.club]
    said = [remark] if remark else []
    tone: Tone = "good"
    if view.race_id not in (None, runner.race_id):
        said.append(_("Runs in {race}.").format(race=runner.race_label))
        tone = "warn"
    if runner.adult is not None and not (line.here and line.here.adult):
        said.append(message(runner.adult))
        tone = "warn"
    elif line.here is not None and line.here.adult:
        said.append(_("With {adult}.").format(adult=line.here.adult))
    if runner.owes_minor:
        said.append(_("Owes {amount}.").format(amount=owes_words(view, runner)))
        tone = "warn"
    if line.unsigned:
        said.append(_("No waiver signed."))
        tone = "warn"
    if line.status in _OUT:
        said.append(_("Marked {status}.").format(status=str(line.status)))
        tone = "warn"
    if runner.medal is MedalOrder.COLLECT:
        said.append(_("Finisher medal ordered."))
    if runner.note:
        said.append(_("Note: {note}").format(note=runner.note))
    return CardWords(
        title=runner.name,
        detail=" · ".join(filter(None, pieces)),
        remark=" ".join(said),
        tone=tone,
        figures=_figures(view, line),
    )


def _figures(view: StartView, line: StartLine) -> tuple[tuple[str, str], ...]:
    found = []
    if line.here is not None:
        caption = _("here, gear open") if line.gear_open else _("here since")
        found.append((format_clock(line.here.at_ms, view.zone, seconds=False), caption))
    if line.runner.age is not None:
        found.append((str(line.runner.age), _("years")))
    return tuple(found)


def withdrawn_card(runner: StartRunner) -> CardWords:
    """Somebody whose entry is withdrawn."""
    return CardWords(
        title=runner.name,
        detail=f"#{runner.bib} · {runner.race_label}",
        remark=_("This entry is withdrawn. Let it stand again under Entries first."),
        tone="bad",
    )
