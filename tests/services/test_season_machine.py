"""Whatever is done in whatever order: memory, file and fresh conclusions always agree."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.services.desk import ACTOR, Desk, at
from trailsdesk.domain.chrono import Duration
from trailsdesk.domain.people import Gender
from trailsdesk.domain.results import RulingKind
from trailsdesk.services import categories, entries, event_setup, history, results, timing
from trailsdesk.services.problems import problems
from trailsdesk.services.season import Season

if TYPE_CHECKING:
    from trailsdesk.domain.entry import EntryId
    from trailsdesk.domain.timing import ReadId

EVENTS = st.sampled_from(["willesden", "inverary"])
PEOPLE = (
    "1,Ada,Rimu,F,1990-03-02,NZL,long",
    "2,Bea,Tawa,F,,NZL,long",
    "3,Cleo,Larch,F,1986-08-01,AUS,short",
    "4,Dag,Koru,,1986-05-24,NZL,short",
)
BIRTHS = st.sampled_from([None, "1990-01-01", "1986-08-01", "2012-01-01"])
OPTIONS = st.sampled_from(
    [("equal-times", "dense"), ("equal-times", "skip"), ("category-change", "keep"),
     ("not-finished", "last"), ("event-prizes", "first")]
)  # fmt: skip
CLOCKS = st.integers(0, 7).map(lambda minute: f"11:{minute:02}:00")


class Office(RuleBasedStateMachine):
    """A race office at work on one file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="trailsdesk-machine-"))
        self.desk = Desk(self.folder)
        self._quick()

    def teardown(self) -> None:
        """Close the file and remove it."""
        self.desk.close()
        shutil.rmtree(self.folder)

    def _quick(self) -> None:
        self.desk.season.secure = lambda _reason: None  # type: ignore[method-assign]

    @property
    def season(self) -> Season:
        """The season under work."""
        return self.desk.season

    def _entry(self, number: int) -> EntryId:
        found = sorted(self.season.data.entries)
        return found[number % len(found)]

    def _read(self, number: int) -> ReadId:
        found = sorted(self.season.data.reads)
        return found[number % len(found)]

    def _has_entries(self) -> bool:
        return bool(self.season.data.entries)

    def _has_reads(self) -> bool:
        return bool(self.season.data.reads)

    # ----------------------------------------------------------------------------- the work

    @rule(event=EVENTS, people=st.sets(st.sampled_from(PEOPLE), min_size=1))
    def take_a_list(self, event: str, people: set[str]) -> None:
        self.desk.entries(*sorted(people), event=event)

    @rule(event=EVENTS, minute=st.integers(0, 59))
    def fire_the_gun(self, event: str, minute: int) -> None:
        self.desk.start(f"10:{minute:02}:00", event)

    @rule(
        event=EVENTS,
        seen=st.lists(st.tuples(st.sampled_from("12349"), CLOCKS), min_size=1, max_size=4),
        race=st.sampled_from([None, "long"]),
    )
    def take_times(self, event: str, seen: list[tuple[str, str]], race: str | None) -> None:
        self.desk.times(*(f"{bib},{clock}," for bib, clock in seen), event=event, race=race)

    @rule(event=EVENTS, bib=st.sampled_from(["", "1", "2", "9"]), clock=CLOCKS)
    def key_a_finish(self, event: str, bib: str, clock: str) -> None:
        at_event = self.desk.event(event)
        moment = at(f"{at_event.date} {clock}")
        timing.key_finish(self.season, at_event.id, None, bib, moment, ACTOR)

    @precondition(_has_entries)
    @rule(number=st.integers(0, 9), kind=st.sampled_from(list(RulingKind)))
    def decide_on_a_runner(self, number: int, kind: RulingKind) -> None:
        results.rule_on(self.season, self._entry(number), kind, "seen", ACTOR)

    @precondition(_has_entries)
    @rule(number=st.integers(0, 9), seconds=st.integers(-90, 90))
    def adjust_a_time(self, number: int, seconds: int) -> None:
        delta = Duration(seconds * 1000)
        results.adjust_time(self.season, self._entry(number), delta, "", ACTOR)

    @precondition(_has_entries)
    @rule(number=st.integers(0, 9), category=st.sampled_from(["", "F-CLASSIC", "M-OPEN"]))
    def override_a_category(self, number: int, category: str) -> None:
        categories.override_category(self.season, self._entry(number), category, "agreed")

    @precondition(_has_entries)
    @rule(number=st.integers(0, 9), born=BIRTHS, gender=st.sampled_from("MFX"))
    def correct_a_runner(self, number: int, born: str | None, gender: str) -> None:
        runner_id = self.season.data.entries[self._entry(number)].runner_id
        birth_date = None if born is None else date.fromisoformat(born)
        entries.edit_runner(self.season, runner_id, birth_date=birth_date, gender=Gender(gender))

    @precondition(_has_entries)
    @rule(number=st.integers(0, 9), bib=st.sampled_from(["", "1", "7"]), back=st.booleans())
    def edit_an_entry(self, number: int, bib: str, *, back: bool) -> None:
        entries.edit_entry(self.season, self._entry(number), bib=bib)
        entries.withdraw(self.season, [self._entry(number)], withdrawn=back)

    @precondition(_has_reads)
    @rule(number=st.integers(0, 9), what=st.sampled_from(["assign", "ignore", "govern"]))
    def decide_on_a_read(self, number: int, what: str) -> None:
        read_id = self._read(number)
        if what == "assign":
            timing.assign_bib(self.season, read_id, "2")
        elif what == "ignore":
            timing.ignore_read(self.season, read_id, "by the sweeper")
        else:
            timing.govern_read(self.season, read_id)

    @precondition(lambda self: bool(self.season.data.batches))
    @rule(number=st.integers(0, 9), out=st.booleans(), seconds=st.integers(-60, 60))
    def mend_a_batch(self, number: int, seconds: int, *, out: bool) -> None:
        found = sorted(self.season.data.batches)
        batch_id = found[number % len(found)]
        timing.retract_batch(self.season, batch_id, retracted=out)
        timing.set_offsets(self.season, [batch_id], Duration(seconds * 1000))

    @rule(answer=OPTIONS)
    def answer_an_option(self, answer: tuple[str, str]) -> None:
        event_setup.choose_option(self.season, *answer)

    @rule(event=EVENTS, day=st.sampled_from([24, 25]), limit=st.sampled_from([None, 3_600_000]))
    def move_an_event(self, event: str, day: int, limit: int | None) -> None:
        at_event = self.desk.event(event)
        event_setup.edit_event(self.season, at_event.id, day=at_event.date.replace(day=day))
        race = self.desk.race("long", event)
        event_setup.edit_race(self.season, race.id, time_limit_ms=limit)

    @rule()
    def undo(self) -> None:
        history.undo(self.season)

    @rule()
    def redo(self) -> None:
        history.redo(self.season)

    @rule()
    def restart(self) -> None:
        self.desk.reopen()
        self._quick()

    # --------------------------------------------------------------------------- always true

    @invariant()
    def memory_equals_the_file(self) -> None:
        assert self.season.data == self.season.file.load()

    @invariant()
    def kept_conclusions_equal_fresh_ones(self) -> None:
        fresh = Season(self.season.file, self.desk.clock)
        kept = self.season
        assert kept.rules == fresh.rules
        assert kept.categories() == fresh.categories()
        for event_id in kept.data.events:
            assert kept.event_reads(event_id) == fresh.event_reads(event_id)
        assert kept.all_results() == fresh.all_results()
        assert kept.standings() == fresh.standings()
        assert problems(kept) == problems(fresh)
        assert entries.entry_rows(kept) == entries.entry_rows(fresh)
        for race_id in kept.data.races:
            assert results.result_rows(kept, race_id) == results.result_rows(fresh, race_id)


Office.TestCase.settings = settings(max_examples=12, stateful_step_count=20)
TestOffice = Office.TestCase
