"""A real season file with a handful of made-up runners, and all a panel is given.

::

    with open_desk(tmp_path) as desk:
        panel = EntriesPanel(desk.context)
        qtbot.addWidget(panel)
        panel.show()

Everybody in it is invented. The clock stands at 10 May 2026: late entries of the first event still
cost the late price, and a refund is still due.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from trailsdesk.domain.chrono import Instant
from trailsdesk.domain.entry import Entry, MedalOrder
from trailsdesk.domain.people import Contact, Gender, Runner, RunnerId
from trailsdesk.domain.problems import Place
from trailsdesk.services import event_setup
from trailsdesk.services.entry_desk import save_entry
from trailsdesk.services.season import Season
from trailsdesk.store import Store
from trailsdesk.ui.bus import ChangeBus
from trailsdesk.ui.context import PanelContext, Scope
from trailsdesk.ui.jobs import InlineJobQueue
from trailsdesk.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.event import RaceId

PRESET = "canterbury-winter-2026"
TODAY = datetime(2026, 5, 10, 0, 30, tzinfo=UTC)


class StandingClock:
    """A clock that is set, not wound."""

    def __init__(self, moment: datetime = TODAY) -> None:
        self.now = moment

    def now_ms(self) -> Instant:
        return Instant(int(self.now.timestamp() * 1000))


@dataclass(slots=True)
class Desk:
    """An open season with what panels need; ``notes`` are the lines shown, ``places`` gone to."""

    season: Season
    context: PanelContext
    clock: StandingClock
    notes: list[tuple[str, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    panels: list[str] = field(default_factory=list)

    def race(self, code: str) -> RaceId:
        """A race of the first event."""
        event = self.season.data.events_in_order()[0]
        return next(race.id for race in self.season.data.races_of(event.id) if race.code == code)

    def entry(self, bib: str) -> Entry:
        """The entry with that bib at the first event, as it is now."""
        races = {self.race(code) for code in ("short", "mid", "long")}
        entries = self.season.data.entries.values()
        return next(e for e in entries if e.bib == bib and e.race_id in races)

    def runner(self, bib: str) -> Runner:
        """Who wears that bib, as it is now."""
        return self.season.data.runners[self.entry(bib).runner_id]

    def add(
        self, bib: str, given: str, family: str, race: str = "long", **more: object
    ) -> EntryId:
        """One more entry, written through the services."""
        person = {key: more.pop(key) for key in ("gender", "birth_date", "club", "nation")
                  if key in more}  # fmt: skip
        contact = more.pop("contact", None)
        runner = Runner(family_name=family, given_name=given, **person)  # type: ignore[arg-type]
        entry = Entry(runner_id=RunnerId(0), race_id=self.race(race), bib=bib, **more)  # type: ignore[arg-type]
        return save_entry(self.season, runner, entry, contact)  # type: ignore[arg-type]


@contextmanager
def open_desk(folder: Path, *, people: bool = True, preset: str = PRESET) -> Iterator[Desk]:
    """A season made anew in ``folder``; closed at the end. The people need the usual preset."""
    clock = StandingClock()
    path = folder / "season.trailsdesk"
    with _desk(event_setup.new_season(Store(), path, preset, "tests", clock), folder) as desk:
        if people:
            add_people(desk)
        yield desk


@contextmanager
def open_again(folder: Path, *, read_only: bool = False) -> Iterator[Desk]:
    """The season of ``open_desk`` opened a second time."""
    clock = StandingClock()
    file = Store().open(folder / "season.trailsdesk", "tests", clock, read_only=read_only)
    with _desk(Season(file, clock), folder) as desk:
        yield desk


@contextmanager
def _desk(season: Season, folder: Path) -> Iterator[Desk]:
    bus, jobs, scope = ChangeBus(), InlineJobQueue(), Scope(season)
    settings = Settings(str(folder / "settings.ini"))
    notes: list[tuple[str, str]] = []
    places: list[Place] = []
    panels: list[str] = []
    season.listen(bus.announce)
    context = PanelContext(
        season=season,
        scope=scope,
        jobs=jobs,
        bus=bus,
        settings=settings,
        notify=lambda text, tone: notes.append((text, tone)),
        go_to=places.append,
        show_panel=panels.append,
        actor=lambda: "tests",
    )
    clock = season.clock
    assert isinstance(clock, StandingClock)
    try:
        yield Desk(season, context, clock, notes, places, panels)
    finally:
        jobs.shutdown()
        season.file.close()


def add_people(desk: Desk) -> None:
    """Seven invented runners with one thing to see about each."""
    desk.add(
        "401", "Aroha", "Maketū", gender=Gender.F, birth_date=date(1995, 3, 4), nation="NZL",
        club="Invented Hawks", medal=MedalOrder.COLLECT, paid_minor=12_500,
        contact=Contact(runner_id=RunnerId(0), emergency_name="Hemi Maketū",
                        emergency_phone="000 401", medical="asthma"),
    )  # fmt: skip
    desk.add("402", "Søren", "Åkesson-Notreal", gender=Gender.M, birth_date=date(1986, 8, 9))
    desk.add(
        "201", "Rere", "Fictitious", "mid", gender=Gender.F, birth_date=date(2008, 1, 30),
        paid_minor=5_500, medal=MedalOrder.POST,
    )  # fmt: skip
    desk.add("202", "Nobody", "Bornwhen", "mid", gender=Gender.M)
    desk.add("", "Bib", "Less", "mid", gender=Gender.X, birth_date=date(1970, 12, 31))
    desk.add("1", "<b>Bold</b>", "O'Markup & Sons", "short", birth_date=date(1990, 6, 1))
    desk.add("2", "Old", "Timer", "short", gender=Gender.M, birth_date=date(1940, 6, 1))
