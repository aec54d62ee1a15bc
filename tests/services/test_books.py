"""What is remembered spares work and changes nothing: every conclusion is that of the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import SeasonBuilder, a_rule_set, clock_ms
from trailsdesk.domain import reads as reads_module
from trailsdesk.domain.chrono import Duration, Instant
from trailsdesk.domain.evidence import evidence_by_event, follow_evidence
from trailsdesk.domain.people import Gender
from trailsdesk.domain.ranking import compute_results
from trailsdesk.domain.reads import resolve_reads
from trailsdesk.domain.results import (
    AdjustmentId,
    ResultStatus,
    Ruling,
    RulingId,
    RulingKind,
    TimeAdjustment,
)
from trailsdesk.domain.timing import (
    FINISH,
    START,
    BatchId,
    BatchKind,
    Read,
    ReadBatch,
    ReadId,
    ReadRuling,
    ReadRulingId,
    ReadRulingKind,
)
from trailsdesk.services import books as books_module
from trailsdesk.services.books import Books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trailsdesk.domain.season import SeasonData

GAP = Duration(30_000)
BIBS = ("1", "2", "3", "4", "5", "99", "", "22")


@pytest.fixture(autouse=True, scope="module")
def few_reads_are_followed_too() -> Iterator[None]:
    """Where most reads changed all are sorted out anew: with a handful that would be always."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reads_module, "_MANY", 0)
        yield


def a_start() -> SeasonData:
    """Two races of one event and one of another, some runners in each."""
    build = SeasonBuilder(time_limit_ms=Duration(3 * 3_600_000))
    build.race("long")
    for bib in ("1", "2", "3"):
        build.entry(bib, gender=Gender.F)
    for bib in ("3", "4", "5"):
        build.entry(bib, race="long", gender=Gender.M)
    build.event("other")
    build.race("third")
    build.entry("22", race="third")
    build.chip("AA", "2")
    return build.season()


def added(mapping: Any, items: dict[int, Any]) -> dict[int, Any]:
    return dict(sorted({**mapping, **items}.items()))


class Step:
    """Changes a season as the store does: what is not touched keeps its very mapping."""

    def __init__(self, season: SeasonData) -> None:
        self.season = season
        self.next_read = 1000
        self.next_id = 1000

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    def reads(self, kind: BatchKind, seen: list[tuple[str, int, int]], **fields: Any) -> None:
        batch = ReadBatch(
            id=BatchId(self._new_id()), kind=kind, made_ms=Instant(self.next_id),
            **{"event_id": next(iter(self.season.events)), **fields},
        )  # fmt: skip
        made: dict[int, Any] = {}
        for line, (bib, minute, what) in enumerate(seen, 1):
            self.next_read += 1
            instant = Instant(clock_ms("10:00:00") + minute * 60_000)
            read = Read(
                id=ReadId(self.next_read), batch_id=batch.id, line=line, bib=bib,
                instant_ms=instant if what else None,
                status=None if what else ResultStatus.DNF,
                chip="aa" if what == 2 else "",
            )  # fmt: skip
            made[read.id] = read
        self.season = replace(
            self.season,
            batches=added(self.season.batches, {batch.id: batch}),
            reads=added(self.season.reads, made),
        )

    def of_batch(self, choice: int, **changes: Any) -> None:
        if self.season.batches:
            held = list(self.season.batches.values())
            batch = held[choice % len(held)]
            changed = {batch.id: replace(batch, **changes)}
            self.season = replace(self.season, batches=added(self.season.batches, changed))

    def decide(self, choice: int, decision: tuple[ReadRulingKind, str]) -> None:
        kind, bib = decision
        if self.season.reads:
            held = list(self.season.reads)
            ruling = ReadRuling(
                id=ReadRulingId(self._new_id()), read_id=held[choice % len(held)], kind=kind,
                bib=bib, made_ms=Instant(self.next_id),
            )  # fmt: skip
            rulings = added(self.season.read_rulings, {ruling.id: ruling})
            self.season = replace(self.season, read_rulings=rulings)

    def undecide(self, choice: int, _: object) -> None:
        rulings = dict(self.season.read_rulings)
        if rulings:
            del rulings[list(rulings)[choice % len(rulings)]]
            self.season = replace(self.season, read_rulings=rulings)

    def rule(self, choice: int, kind: RulingKind) -> None:
        entry_id = list(self.season.entries)[choice % len(self.season.entries)]
        ruling = Ruling(
            id=RulingId(self._new_id()), entry_id=entry_id, kind=kind, made_ms=self.next_id
        )
        self.season = replace(self.season, rulings=added(self.season.rulings, {ruling.id: ruling}))

    def adjust(self, choice: int, seconds: int) -> None:
        entry_id = list(self.season.entries)[choice % len(self.season.entries)]
        one = TimeAdjustment(
            id=AdjustmentId(self._new_id()), entry_id=entry_id,
            delta_ms=Duration(seconds * 1000), made_ms=Instant(1),
        )  # fmt: skip
        adjustments = added(self.season.adjustments, {one.id: one})
        self.season = replace(self.season, adjustments=adjustments)

    def edit(self, choice: int, bib: str) -> None:
        entry_id = list(self.season.entries)[choice % len(self.season.entries)]
        entry = replace(self.season.entries[entry_id], bib=bib)
        self.season = replace(self.season, entries={**self.season.entries, entry_id: entry})

    def gun(self, choice: int, minute: int) -> None:
        wave_id = list(self.season.waves)[choice % len(self.season.waves)]
        gun = Instant(clock_ms("10:00:00") + minute * 60_000) if minute else None
        wave = replace(self.season.waves[wave_id], gun_ms=gun, label=f"Wave {self._new_id()}")
        self.season = replace(self.season, waves={**self.season.waves, wave_id: wave})


numbers = st.integers(0, 7)
seen = st.lists(
    st.tuples(st.sampled_from(BIBS), st.integers(-2, 40), st.integers(0, 2)),
    min_size=1,
    max_size=4,
)
decisions = st.tuples(st.sampled_from(ReadRulingKind), st.sampled_from(BIBS))
steps = st.one_of(
    st.tuples(st.just("key"), st.sampled_from(BIBS), st.integers(-2, 40)),
    st.tuples(st.just("key"), st.sampled_from(BIBS), st.integers(-2, 40)),
    st.tuples(st.just("file"), seen, st.sampled_from([FINISH, START, "cp1"])),
    st.tuples(st.just("backup"), seen, st.just(FINISH)),
    st.tuples(st.just("elsewhere"), seen, st.just(FINISH)),
    st.tuples(st.just("late"), seen, st.just(FINISH)),
    st.tuples(st.just("retract"), numbers, st.booleans()),
    st.tuples(st.just("offset"), numbers, st.integers(-60, 60)),
    st.tuples(st.just("role"), numbers, st.booleans()),
    st.tuples(st.just("decide"), numbers, decisions),
    st.tuples(st.just("undecide"), numbers, st.none()),
    st.tuples(st.just("rule"), numbers, st.sampled_from(RulingKind)),
    st.tuples(st.just("adjust"), numbers, st.integers(-90, 90)),
    st.tuples(st.just("edit"), numbers, st.sampled_from(BIBS)),
    st.tuples(st.just("gun"), numbers, st.integers(-1, 3)),
)  # fmt: skip


_BATCHES = {"retract": "retracted", "role": "fills_gaps"}


def take_step(step: Step, what: str, first: Any, second: Any) -> None:
    if what == "key":
        step.reads(BatchKind.LINE, [(first, second, 1)])
    elif what == "file":
        step.reads(BatchKind.FILE, first, point=second, name="mat.csv")
    elif what == "backup":
        races = list(step.season.races)
        step.reads(BatchKind.FILE, first, fills_gaps=True, race_id=races[0])
    elif what == "elsewhere":
        step.reads(BatchKind.FILE, first, event_id=list(step.season.events)[1])
    elif what == "late":
        # Ids taken before those of keys in between, as an import in steps does.
        step.next_read -= 500
        step.reads(BatchKind.FILE, first)
        step.next_read += 500
    elif what in _BATCHES:
        step.of_batch(first, **{_BATCHES[what]: second})
    elif what == "offset":
        step.of_batch(first, offset_ms=Duration(second * 1000))
    else:
        getattr(step, what)(first, second)


def assert_the_same(books: Books, season: SeasonData) -> None:
    rules = a_rule_set()
    evidence = books.evidence(season)
    assert evidence == evidence_by_event(season)
    for event_id in season.events:
        reads = books.reads(season, event_id, GAP, evidence[event_id])
        whole = resolve_reads(season, event_id, GAP)
        assert reads == whole
        assert list(reads.reads) == list(whole.reads)
        for race in season.races_of(event_id):
            codes = {entry_id: "OPEN" for entry_id in season.entries}
            kept = compute_results(season, race.id, rules, codes, reads, books.race(race.id))
            assert kept == compute_results(season, race.id, rules, codes, whole)


@settings(max_examples=150)
@given(st.lists(steps, min_size=1, max_size=12))
def test_conclusions_kept_up_are_those_of_the_whole(plan: list[tuple[str, Any, Any]]) -> None:
    step, books = Step(a_start()), Books()
    assert_the_same(books, step.season)
    for what, first, second in plan:
        take_step(step, what, first, second)
        assert_the_same(books, step.season)


@settings(max_examples=40)
@given(st.lists(steps, min_size=2, max_size=10))
def test_a_look_back_at_an_older_season_is_right_too(plan: list[tuple[str, Any, Any]]) -> None:
    step, books = Step(a_start()), Books()
    older = step.season
    for what, first, second in plan:
        take_step(step, what, first, second)
        assert_the_same(books, step.season)
        assert_the_same(books, older)
        older = step.season


def test_what_was_handed_out_is_not_changed_by_what_comes_later() -> None:
    step, books = Step(a_start()), Books()
    step.reads(BatchKind.LINE, [("1", 45, 1)])
    evidence = books.evidence(step.season)
    event_id = next(iter(step.season.events))
    first = books.reads(step.season, event_id, GAP, evidence[event_id])
    before = resolve_reads(step.season, event_id, GAP)
    step.reads(BatchKind.LINE, [("1", 46, 1)])
    step.decide(0, (ReadRulingKind.IGNORE, ""))
    books.reads(step.season, event_id, GAP, books.evidence(step.season)[event_id])
    assert first == before


def test_a_time_keyed_costs_one_runner_and_not_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    step, books = Step(a_start()), Books()
    for bib in BIBS:
        step.reads(BatchKind.LINE, [(bib, 45, 1)])
    assert_the_same(books, step.season)
    whole: list[str] = []
    monkeypatch.setattr(books_module, "evidence_by_event", lambda _data: whole.append("evidence"))
    monkeypatch.setattr(books_module, "ReadBook", lambda *_: whole.append("reads"))
    step.reads(BatchKind.LINE, [("1", 46, 1)])
    event_id = next(iter(step.season.events))
    reads = books.reads(step.season, event_id, GAP, books.evidence(step.season)[event_id])
    assert whole == []
    assert len(reads.reads) == len(step.season.reads)


def test_evidence_follows_reads_that_came_and_nothing_else() -> None:
    step = Step(a_start())
    step.reads(BatchKind.LINE, [("1", 45, 1)])
    before = step.season
    found = evidence_by_event(before)
    step.reads(BatchKind.LINE, [("2", 46, 1)])
    followed = follow_evidence(before, found, step.season)
    assert followed == evidence_by_event(step.season)
    other = list(before.events)[1]
    assert followed is not None
    assert followed[other] is found[other], "what is of another event stays what it was"
    step.of_batch(0, retracted=True)
    assert follow_evidence(before, found, step.season) is None


def test_the_name_of_a_wave_without_a_gun_is_told_as_it_is_now() -> None:
    step, books = Step(a_start()), Books()
    step.reads(BatchKind.LINE, [("1", 45, 1)])
    for _ in range(3):
        step.gun(0, 0)
        assert_the_same(books, step.season)
